/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_generate - boundary cases of a rule as a file of tests; see case_generate.h.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The text is made twice: once with any status, so that it can be read and judged as every test is; then with what was
 * judged.
 */
#include "work/case_generate.h"

#include <string.h>

#include "base/guess.h"
#include "work/case_draft.h"
#include "work/case_suite.h"
#include "work/wording.h"

/* ---- under which policy the rule is in force ---------------------------------------------------------------------- */

static bool read_text(struct draft *d, struct str text, struct case_suite *suite, struct problems *problems, struct err *err) {
    struct case_text texts[2] = { { STR("generated.lua"), text }, { STR("calendar.lua"), d->calendar } };
    return case_suite_read(d->arena, d->host, d->folder, texts, d->calendar.size ? 2 : 1, suite, problems, err);
}

/* The rule is there and applies under a setup. */
static bool applies(struct draft *d, struct str setup) {
    struct problems problems = { .arena = d->arena };
    struct err err = { 0 };
    struct case_suite suite;
    struct str text = str_format(d->arena, "timeline \"probe\" { %.*srule = \"%.*s\", { \"2023-02-15\", \"met\" } }\n", STR_ARG(setup), STR_ARG(d->rule_name));
    if (!read_text(d, text, &suite, &problems, &err)) return false;
    int32_t rule = policy_find_rule(suite.policies[0]->policy, d->rule_name);
    if (rule < 0 || !suite.policies[0]->policy->rules[rule].applies || !suite.policies[0]->policy->rules[rule].version_count) return false;
    d->policy = suite.policies[0]->policy;
    d->rule = &d->policy->rules[rule];
    d->setup = setup;
    return true;
}

static bool find_setup(struct draft *d) {
    static const char *const SCHOOLS[] = { "", "school = { setting = \"secondary\" }, ", "school = { setting = \"pru\" }, ",
                                           "school = { setting = \"ap\" }, ", "school = { setting = \"special\" }, ",
                                           "school = { setting = \"secondary\", sixth_form = true }, " };
    struct case_set set;
    struct problems problems = { .arena = d->arena };
    struct err err = { 0 };
    struct case_setup base = { .policy = STR("base") };
    if (d->under.size) return applies(d, str_format(d->arena, "%.*s,\n  ", STR_ARG(d->under)));
    if (d->folder && applies(d, STR(""))) return true;
    for (size_t i = 0; i < COUNT_OF(SCHOOLS); i++)
        if (applies(d, str_format(d->arena, "policy = \"base\", %s", SCHOOLS[i]))) return true;
    if (!case_set_open(d->arena, d->host, d->folder, &set, &problems, &err)) return false;
    const struct policy_set *documents = case_set_documents(&set, &base, &err);
    for (size_t i = 0; documents && i < documents->document_count; i++) {
        const struct document *document = &documents->documents[i];
        if (document->layer != LAYER_UPDATE) continue;
        if (applies(d, str_format(d->arena, "policy = \"base\", with = { adopt \"%.*s\" { approved = \"2022-06-01\", approved_by = \"Trust Board\" } },\n  ",
                                  STR_ARG(document->name))))
            return true;
    }
    return false;
}

/* ---- what is judged ----------------------------------------------------------------------------------------------- */

/* Of whichever turn of the window began last. */
static const struct finding *newest(const struct draft *d, const struct policy *policy, const struct case_findings *findings) {
    const struct finding *found = NULL;
    for (size_t i = 0; i < findings->count; i++)
        if (str_equal(policy->rules[findings->at[i].rule].name, d->rule_name) && (!found || !date_before(findings->at[i].opens, found->opens)))
            found = &findings->at[i];
    return found;
}

static void keep_result(struct draft *d, const struct policy *policy, const struct finding *f, struct str asked) {
    struct draft_result *out = &d->results[d->result_count++];
    *out = (struct draft_result){ .found = f != NULL, .deadline = DATE_NONE };
    if (!f) return;
    out->status = f->status;
    out->underlying = f->underlying;
    out->late_days = f->late_days;
    out->deadline = f->deadline;
    if (asked.size && !str_is(asked, f->instance)) memcpy(out->instance, f->instance, sizeof out->instance);
    if (f->missing_count) {
        struct str rest;
        str_cut(missing_key(d->arena, policy, f, &f->missing[0]), '#', &out->missing, &rest);
    }
}

/* Every row of a text, in order. */
static bool judge_text(struct draft *d, struct str text, struct problems *problems, struct err *err) {
    struct case_suite suite;
    const struct case_run plain = { .plain = true };
    size_t rows = 0;
    if (!read_text(d, text, &suite, problems, err)) return false;
    for (size_t b = 0; b < suite.cases.block_count; b++) rows += suite.cases.blocks[b].day_count;
    d->results = arena_array(d->arena, struct draft_result, rows + 1);
    d->result_count = 0;
    for (size_t b = 0; b < suite.cases.block_count; b++) {
        const struct case_block *block = &suite.cases.blocks[b];
        for (size_t i = 0; i < block->day_count; i++) {
            struct case_findings findings;
            struct str why;
            if (!case_suite_judge(d->arena, &suite, &plain, block, &block->days[i], suite.policies[b], false, &findings, err)) return false;
            const struct policy *policy = suite.policies[b]->policy;
            const struct case_expected *expected = block->days[i].expected;
            bool any = d->result_count < DRAFT_ROWS && d->newest[d->result_count];
            const struct finding *f = any ? newest(d, policy, &findings) : case_suite_find(d->arena, policy, &block->days[i], expected, &findings, &why);
            keep_result(d, policy, f, expected->instance);
        }
    }
    return true;
}

/* The first day of several on which the rule says something of the subject; its finding is the pattern. */
static bool probe(struct draft *d, struct str records, struct finding *out, struct err *err) {
    struct problems problems = { .arena = d->arena };
    struct case_suite suite;
    const struct case_run plain = { .plain = true };
    struct str text = draft_probe(d, records);
    bool found = false;
    if (!read_text(d, text, &suite, &problems, err)) return false;
    const struct case_block *block = &suite.cases.blocks[0];
    for (size_t i = 0; i < block->day_count; i++) {
        struct case_findings findings;
        if (!case_suite_judge(d->arena, &suite, &plain, block, &block->days[i], suite.policies[0], false, &findings, err)) return false;
        for (size_t k = 0; k < findings.count; k++) {
            const struct finding *f = &findings.at[k];
            if (!str_equal(suite.policies[0]->policy->rules[f->rule].name, d->rule_name) || f->status == STATUS_NOT_APPLICABLE) continue;
            bool better = !found || (date_known(f->deadline) && !date_known(out->deadline));
            if (better || (date_known(f->deadline) && date_before(out->deadline, d->first) && !date_before(f->deadline, d->first))) *out = *f;
            found = true;
        }
    }
    return found;
}

/* Windows with several turns by name: the example subject in each of them. */
static bool probe_turns(struct draft *d, struct err *err) {
    const struct window *w = &d->version->when;
    int year = d->year;
    if (w->op != WINDOW_AT_TRANSITIONS && w->op != WINDOW_IN_PHASES) return true;
    for (size_t i = 1; i < w->name_count && d->turn_count < DRAFT_TURNS; i++) {
        int other = w->op == WINDOW_AT_TRANSITIONS ? d->policy->transitions[w->names[i]].year : d->policy->phases[w->names[i]].closes_year;
        draft_turn(d, other);
        struct finding found;
        if (probe(d, draft_anchor(d), &found, err)) {
            d->turns[d->turn_count] = found;
            d->turn_years[d->turn_count++] = other;
        }
        if (err->code) return false;
    }
    draft_turn(d, year);
    return true;
}

static bool write_out(struct draft *d, struct buf *out, struct err *err) {
    struct problems problems = { .arena = d->arena };
    d->has_probe = probe(d, draft_anchor(d), &d->probe, err);
    if (err->code) return false;
    draft_place(d);
    if (draft_is_state(d)) d->has_lasting = probe(d, draft_records(d), &d->lasting, err);
    if (err->code) return false;
    struct buf first = { 0 };
    if (!probe_turns(d, err)) return false;
    draft_write(d, &first);
    struct str text = str_copy(d->arena, buf_str(&first));
    buf_free(&first);
    if (!judge_text(d, text, &problems, err)) {
        if (problems.errors)
            err_set(err, CODE_INTERNAL, "%.*s:%u: %.*s", STR_ARG(problems.at[0].place.file), problems.at[0].place.line, STR_ARG(problems.at[0].said));
        return false;
    }
    d->judged = true;
    draft_write(d, out);
    return true;
}

static bool find_calendar(struct draft *d, struct err *err) {
    const struct str *paths;
    size_t count;
    if (d->folder) return true;
    if (!d->host->files(d->host->self, d->arena, "policies/ept-2022/tests/calendar.lua", &paths, &count, err)) return false;
    return !count || d->host->file(d->host->self, d->arena, "policies/ept-2022/tests/calendar.lua", &d->calendar, err);
}

static bool no_such_rule(struct draft *d, struct answer *answer) {
    struct case_setup base = { .policy = STR("base") };
    struct problems problems = { .arena = d->arena };
    struct err err = { 0 };
    struct case_set set;
    struct str hint = { 0 };
    const struct case_policy *policy = NULL;
    if (case_set_open(d->arena, d->host, d->folder, &set, &problems, &err)) policy = case_set_get(&set, &base, &err);
    if (policy && policy->policy) {
        struct str *names = arena_array(d->arena, struct str, policy->policy->rule_count);
        for (size_t i = 0; i < policy->policy->rule_count; i++) names[i] = policy->policy->rules[i].name;
        hint = guess_hint(d->arena, d->rule_name, names, policy->policy->rule_count);
    }
    err_set(&err, CODE_UNKNOWN_CLAUSE, "No policy here has a rule called '%.*s' that applies.", STR_ARG(d->rule_name));
    if (hint.size) err_next(&err, "%.*s", STR_ARG(hint));
    else err_next(&err, "signpost show CLAUSE  lists the rules of a clause.");
    return answer_fail(answer, &err);
}

bool case_generate_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct buf out = { 0 };
    struct draft d = { .arena = answer->arena, .host = call->host, .folder = call->folder, .rule_name = call_option(call, "generate"), .under = call_option(call, "under") };
    if (!find_calendar(&d, &err)) return answer_fail(answer, &err);
    if (!find_setup(&d)) {
        return no_such_rule(&d, answer);
    }
    draft_begin(&d);
    if (!write_out(&d, &out, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Boundary cases"));
    page_verbatim(answer->page, str_copy(answer->arena, buf_str(&out)));
    buf_free(&out);
    return true;
}
