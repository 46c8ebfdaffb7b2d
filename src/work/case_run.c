/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_run - running tests: what was expected and what came; see case_suite.h.
 * Owns:  nothing.
 * Must not know: how results are shown.
 */
#include <string.h>

#include "work/case_remind.h"
#include "work/case_suite.h"
#include "work/wording.h"

/* ---- which finding ---- */

static struct str instances_of(struct arena *arena, const struct policy *policy, const struct case_findings *findings, size_t rule) {
    struct buf out = { 0 };
    for (size_t i = 0; i < findings->count; i++)
        if (findings->at[i].rule == rule) buf_printf(&out, "%s%s", out.size ? ", " : "", findings->at[i].instance);
    (void)policy;
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool is_of(const struct case_day *day, const struct finding *finding, struct str subject) {
    if (!subject.size) return true;
    for (size_t i = 0; i < day->subject_count; i++)
        if (day->subjects[i].type == finding->subject_type && day->subjects[i].key == finding->subject)
            return str_equal(day->subjects[i].name, subject);
    return false;
}

const struct finding *case_suite_find(struct arena *arena, const struct policy *policy, const struct case_day *day,
                                      const struct case_expected *expected, const struct case_findings *findings, struct str *why) {
    const struct finding *found = NULL;
    int32_t rule = policy_find_rule(policy, expected->rule);
    size_t count = 0;
    *why = (struct str){ 0 };
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->at[i];
        if ((int32_t)f->rule != rule || !is_of(day, f, expected->subject)) continue;
        if (expected->instance.size && !str_is(expected->instance, f->instance)) continue;
        found = f;
        count++;
    }
    if (count == 1) return found;
    struct str all = rule >= 0 ? instances_of(arena, policy, findings, (size_t)rule) : (struct str){ 0 };
    if (count > 1) *why = str_format(arena, "more than one is judged (%.*s): name the one that is meant", STR_ARG(all));
    else if (rule < 0) *why = STR("no finding: the policy has no such rule");
    else if (!policy->rules[rule].applies) *why = str_format(arena, "no finding: %.*s", STR_ARG(policy->rules[rule].why_not));
    else if (all.size) *why = str_format(arena, "no finding; there is %.*s", STR_ARG(all));
    else *why = STR("no finding on that day");
    return NULL;
}

/* ---- what came ---- */

static void add_day(struct buf *out, const char *name, struct date day) {
    char text[DATE_ISO_SIZE];
    if (date_known(day) && day.day != INT32_MIN) buf_printf(out, "%s%s %s", out->size ? ", " : "", name, date_iso(day, text));
}

struct str case_suite_dates(struct arena *arena, const struct policy *policy, const struct finding *f) {
    struct buf out = { 0 };
    add_day(&out, "opens", f->opens);
    add_day(&out, "lead", f->lead);
    add_day(&out, "due", f->due);
    add_day(&out, "deadline", f->deadline);
    if (f->possible == INT64_MAX)
        buf_printf(&out, "%s%lld certain, any number possible of %lld", out.size ? "; " : "", (long long)f->certain, (long long)f->need);
    else
        buf_printf(&out, "%s%lld certain, %lld possible of %lld", out.size ? "; " : "", (long long)f->certain, (long long)f->possible, (long long)f->need);
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "; missing ", STR_ARG(missing_key(arena, policy, f, &f->missing[i])));
    if (f->words.size) buf_printf(&out, "; %.*s", STR_ARG(f->words));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str iso_or_none(struct arena *arena, struct date day) {
    char text[DATE_ISO_SIZE];
    return date_known(day) && day.day != INT32_MIN ? str_format(arena, "%s", date_iso(day, text)) : STR("none");
}

static struct date day_asked(const struct finding *f, enum case_ask ask) {
    if (ask == CASE_MET_ON) return f->met_on;
    if (ask == CASE_OPENS) return f->opens;
    if (ask == CASE_LEAD) return f->lead;
    return ask == CASE_DUE ? f->due : f->deadline;
}

static int64_t number_asked(const struct finding *f, enum case_ask ask) {
    if (ask == CASE_LATE_DAYS) return f->late_days;
    if (ask == CASE_NEED) return f->need;
    return ask == CASE_CERTAIN ? f->certain : f->possible;
}

/* "encounter.meaningful" of "encounter.meaningful#3". */
static bool is_missing(struct arena *arena, const struct policy *policy, const struct finding *f, struct str asked) {
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++) {
        struct str name, number;
        str_cut(missing_key(arena, policy, f, &f->missing[i]), '#', &name, &number);
        if (str_equal(name, asked)) return true;
    }
    return false;
}

static struct str missing_list(struct arena *arena, const struct policy *policy, const struct finding *f) {
    struct buf out = { 0 };
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(missing_key(arena, policy, f, &f->missing[i])));
    struct str text = out.size ? str_copy(arena, buf_str(&out)) : STR("none");
    buf_free(&out);
    return text;
}

/* What was expected and what came, in words; true when they are the same. */
static bool compare(struct arena *arena, const struct policy *policy, const struct finding *f, const struct case_asked *asked,
                    struct str *expected, struct str *got) {
    bool same = false;
    *expected = asked->none ? STR("none") : asked->text;
    switch (asked->ask) {
    case CASE_STATUS:
    case CASE_UNDERLYING:
        *got = str_from(status_key(asked->ask == CASE_STATUS ? f->status : f->underlying));
        same = !asked->none && str_equal(*got, asked->text);
        if (asked->none) *expected = STR("no finding");
        break;
    case CASE_VARIANT:
        *got = finding_variant(arena, policy, f);
        same = asked->none ? !got->size : str_equal(*got, asked->text);
        if (!got->size) *got = STR("none");
        break;
    case CASE_OWNER:
    case CASE_FORCE:
        *got = asked->ask == CASE_OWNER ? role_key(policy, finding_version(policy, f)->owner) : str_from(force_name(finding_version(policy, f)->force));
        same = !asked->none && str_equal(*got, asked->text);
        break;
    case CASE_MISSING:
        *got = missing_list(arena, policy, f);
        same = asked->none ? !f->missing_count : is_missing(arena, policy, f, asked->text);
        break;
    case CASE_LATE_DAYS:
    case CASE_NEED:
    case CASE_CERTAIN:
    case CASE_POSSIBLE:
        *got = str_format(arena, "%lld", (long long)number_asked(f, asked->ask));
        if (!asked->none) *expected = str_format(arena, "%lld", (long long)asked->number);
        same = !asked->none && number_asked(f, asked->ask) == asked->number;
        break;
    case CASE_MET_ON:
    case CASE_OPENS:
    case CASE_LEAD:
    case CASE_DUE:
    case CASE_DEADLINE:
        *got = iso_or_none(arena, day_asked(f, asked->ask));
        if (!asked->none) *expected = iso_or_none(arena, asked->day);
        same = str_equal(*got, *expected);
        break;
    case CASE_N: /* of figures, not of findings */
        *expected = asked->none ? STR("none") : str_format(arena, "%lld", (long long)asked->number);
        *got = STR("no figure");
        break;
    case CASE_ASK_COUNT:
        break;
    }
    return same;
}

static const struct case_figure *find_figure(const struct policy *policy, const struct case_expected *expected, const struct case_findings *findings) {
    int32_t rule = policy_find_rule(policy, expected->rule);
    for (size_t i = 0; i < findings->figure_count; i++) {
        const struct case_figure *figure = &findings->figures[i];
        if ((int32_t)figure->rule != rule || (expected->instance.size && !str_is(expected->instance, figure->instance))) continue;
        return figure;
    }
    return NULL;
}

static bool is_of_figure(const struct case_asked *asked, const struct finding *f) {
    return asked->ask == CASE_N || (!f && (asked->ask == CASE_CERTAIN || asked->ask == CASE_POSSIBLE));
}

static bool compare_figure(struct arena *arena, const struct case_figure *figure, const struct case_asked *asked, struct str *expected, struct str *got) {
    int64_t number = asked->ask == CASE_N ? figure->n : asked->ask == CASE_CERTAIN ? figure->certain : figure->possible;
    *expected = asked->none ? STR("none") : str_format(arena, "%lld", (long long)asked->number);
    *got = str_format(arena, "%lld", (long long)number);
    return !asked->none && number == asked->number;
}

/* ---- one day ---- */

void case_suite_fail(struct arena *arena, struct case_tally *tally, struct case_failure failure) {
    struct case_failure *wider = arena_array(arena, struct case_failure, tally->failure_count + 1);
    if (tally->failure_count) memcpy(wider, tally->failures, tally->failure_count * sizeof *wider);
    wider[tally->failure_count++] = failure;
    tally->failures = wider;
    tally->failed++;
}

static struct str key_of(struct arena *arena, const struct case_expected *expected, const struct finding *f) {
    if (f && strcmp(f->instance, "now") != 0) return str_format(arena, "%.*s %s", STR_ARG(expected->rule), f->instance);
    if (expected->instance.size) return str_format(arena, "%.*s %.*s", STR_ARG(expected->rule), STR_ARG(expected->instance));
    return expected->rule;
}

static void judge_expected(struct arena *arena, const struct policy *policy, const struct case_block *block, const struct case_day *day,
                           const struct case_expected *expected, const struct case_findings *findings, struct case_tally *tally) {
    struct str why, wanted, got;
    const struct finding *f = case_suite_find(arena, policy, day, expected, findings, &why);
    const struct case_figure *figure = find_figure(policy, expected, findings);
    struct case_failure failure = { .block = block, .as_of = day->as_of, .rule = key_of(arena, expected, f) };
    if (f) failure.dates = case_suite_dates(arena, policy, f);
    for (size_t i = 0; i < expected->asked_count; i++) {
        const struct case_asked *asked = &expected->asked[i];
        tally->assertions++;
        if (figure && is_of_figure(asked, f)) {
            if (!compare_figure(arena, figure, asked, &wanted, &got)) {
                failure.said = str_format(arena, "expected %s %.*s, got %.*s", case_ask_name(asked->ask), STR_ARG(wanted), STR_ARG(got));
                case_suite_fail(arena, tally, failure);
            }
            continue;
        }
        if (!f) {
            if (asked->ask == CASE_STATUS && asked->none && !str_starts(why, "more than one")) return;
            wanted = asked->none ? STR("no finding") : asked->text;
            failure.said = str_format(arena, "expected %s%.*s, got %.*s", asked->ask == CASE_STATUS ? "" : case_ask_name(asked->ask),
                                      STR_ARG(asked->ask == CASE_STATUS ? wanted : (struct str){ 0 }), STR_ARG(why));
            case_suite_fail(arena, tally, failure);
            return;
        }
        if (compare(arena, policy, f, asked, &wanted, &got)) continue;
        bool bare = asked->ask == CASE_STATUS;
        failure.said = str_format(arena, "expected %s%s%.*s, got %.*s", bare ? "" : case_ask_name(asked->ask), bare ? "" : " ", STR_ARG(wanted), STR_ARG(got));
        case_suite_fail(arena, tally, failure);
    }
}

bool case_suite_judge(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                      const struct case_day *day, const struct case_policy *policy, bool all, struct case_findings *out, struct err *err) {
    struct case_rows rows;
    bool *rules = arena_array(arena, bool, policy->policy->rule_count + 1);
    for (size_t e = 0; e < day->expected_count; e++) {
        int32_t rule = policy_find_rule(policy->policy, day->expected[e].rule);
        if (rule >= 0) rules[rule] = true;
    }
    struct case_question question = { .policy = policy->policy, .program = run->pass ? policy->program : NULL, .hatch = policy->documents->hatch,
                                      .calendar = suite->calendar, .as_of = day->as_of, .rules = all ? NULL : rules };
    if (!case_rows_make(arena, suite->set.kinds, block, day, run->seed, &rows, err)) return false;
    return case_rows_judge(arena, &rows, &question, out, err);
}

bool case_suite_judge_day(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                          const struct case_day *day, const struct case_policy *policy, struct case_findings *findings,
                          struct case_tally *tally, struct err *err) {
    struct case_findings slow;
    struct case_run plain = { .plain = true, .seed = run->seed };
    uint32_t rule;
    if (!case_suite_judge(arena, suite, run, block, day, policy, false, findings, err)) return false;
    if (!run->pass || !run->plain) return true;
    if (!case_suite_judge(arena, suite, &plain, block, day, policy, false, &slow, err)) return false;
    if (!case_findings_agree(findings, &slow, &rule))
        case_suite_fail(arena, tally, (struct case_failure){ block, day->as_of, policy->policy->rules[rule].name,
                                                             STR("the two evaluators differ: an error of Signpost's own, please report it"), { 0 } });
    return true;
}

static bool run_day(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                    const struct case_day *day, const struct case_policy *policy, struct case_tally *tally, struct err *err) {
    struct case_findings findings;
    if (block->type == CASE_REMINDER) return case_remind_run(arena, suite, run, block, policy, tally, err);
    if (!case_suite_judge_day(arena, suite, run, block, day, policy, &findings, tally, err)) return false;
    for (size_t e = 0; e < day->expected_count; e++) judge_expected(arena, policy->policy, block, day, &day->expected[e], &findings, tally);
    return true;
}

bool case_suite_run(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                    const struct case_policy *policy, struct case_tally *tally, struct err *err) {
    tally->blocks++;
    for (size_t d = 0; d < block->day_count; d++) {
        struct arena scratch = { 0 };
        size_t before = tally->failure_count;
        struct case_tally day = { 0 };
        bool fine = run_day(&scratch, suite, run, block, &block->days[d], policy, &day, err);
        for (size_t i = 0; i < day.failure_count; i++) {
            struct case_failure f = day.failures[i];
            f.rule = str_copy(arena, f.rule);
            f.said = str_copy(arena, f.said);
            f.dates = str_copy(arena, f.dates);
            case_suite_fail(arena, tally, f);
        }
        tally->assertions += day.assertions;
        arena_free(&scratch);
        if (!fine) return false;
        if (run->stop_early && tally->failure_count > before) return true;
    }
    return true;
}
