/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_suite - the tests that were asked for: found, read, each joined to its policy; see case_suite.h.
 * Owns:  nothing.
 * Must not know: how results are shown.
 */
#include "work/case_suite.h"

#include <string.h>

#include "base/file.h"
#include "base/guess.h"
#include "engine/finding.h"
#include "engine/notice.h"
#include "work/terms.h"

#define FILE_MOST ((size_t)4 << 20)

struct gathering {
    struct arena *arena;
    const struct host *host;
    struct case_text *texts;
    size_t count;
    const struct str *rules; /* clauses and rules that were asked for */
    size_t rule_count;
};

/* ---- which files ------------------------------------------------------------------------------------------------ */

static void add_text(struct gathering *g, struct str path, struct str text) {
    struct case_text *wider = arena_array(g->arena, struct case_text, g->count + 1);
    if (g->count) memcpy(wider, g->texts, g->count * sizeof *wider);
    wider[g->count++] = (struct case_text){ path, text };
    g->texts = wider;
}

static bool add_file(struct gathering *g, const char *path, struct str shown, struct err *err) {
    struct str text;
    if (!file_read(g->arena, path, FILE_MOST, &text, err)) return false;
    add_text(g, shown, text);
    return true;
}

static bool add_folder(struct gathering *g, const char *folder, struct str shown, struct err *err) {
    struct str *names;
    size_t count;
    if (!file_list(g->arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], ".lua")
            && !add_file(g, file_join(g->arena, folder, str_c(g->arena, names[i])), str_format(g->arena, "%.*s/%.*s", STR_ARG(shown), STR_ARG(names[i])), err))
            return false;
    return true;
}

static bool add_shipped(struct gathering *g, struct err *err) {
    const struct str *paths;
    size_t count;
    if (!g->host->files(g->host->self, g->arena, "policies/", &paths, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct str text;
        if (!str_ends(paths[i], ".lua") || str_find(paths[i], STR("/tests/")) == SIZE_MAX) continue;
        if (!g->host->file(g->host->self, g->arena, str_c(g->arena, paths[i]), &text, err)) return false;
        add_text(g, paths[i], text);
    }
    return true;
}

/* "4.6.4", "4.6.4/employer-encounter" */
static bool is_rule(struct str text) {
    return text.size && text.at[0] >= '0' && text.at[0] <= '9' && str_find(text, STR(".")) != SIZE_MAX && !str_ends(text, ".lua");
}

static bool add_part(struct gathering *g, struct str part, bool *shipped, struct err *err) {
    const char *path = str_c(g->arena, part);
    if (is_rule(part)) {
        struct str *rules = arena_array(g->arena, struct str, g->rule_count + 1);
        if (g->rule_count) memcpy(rules, g->rules, g->rule_count * sizeof *rules);
        rules[g->rule_count++] = part;
        g->rules = rules;
        return true;
    }
    if (file_is_folder(path)) return add_folder(g, path, part, err);
    if (file_exists(path)) return add_file(g, path, part, err);
    if (str_is(part, "ept-2022")) {
        *shipped = true;
        return add_shipped(g, err);
    }
    err_set(err, CODE_FILE, "There is no file and no folder of tests called '%.*s'.", STR_ARG(part));
    return err_next(err, "Name a file, a folder, a clause, or ept-2022 for the tests that ship.");
}

/* False with err; *shipped: the tests are those of the policy that ships. */
static bool gather(struct gathering *g, const struct command_call *call, bool *shipped, struct err *err) {
    bool named = false;
    *shipped = false;
    for (size_t i = 0; i < call->part_count; i++) {
        if (call->parts[i].phrase) continue;
        if (!add_part(g, call->parts[i].text, shipped, err)) return false;
        named = named || !is_rule(call->parts[i].text);
    }
    if (named) return true;
    const char *own = call->folder ? file_join(g->arena, call->folder, "tests") : NULL;
    if (own && file_is_folder(own)) return add_folder(g, own, STR("tests"), err);
    if (call->folder) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no folder 'tests' in this school.");
        return err_next(err, "signpost policy test ept-2022  runs the tests of the policy that ships.");
    }
    *shipped = true;
    return add_shipped(g, err);
}

/* ---- the calendar -------------------------------------------------------------------------------------------------- */

/* calendar.lua among the files; of a school without one its terms.lua. */
static bool read_calendar(struct case_suite *s, const struct host *host, struct problems *problems, struct err *err) {
    const struct cases *cases = &s->cases;
    struct calendar *calendar;
    bool said;
    for (size_t i = 0; i < cases->document_count; i++) {
        const struct document *document = &cases->documents[i];
        if (!str_is(file_name(document->path), "calendar.lua")) continue;
        if (!terms_read(s->arena, document->items, document->item_count, document->path, &calendar, problems, err)) return false;
        s->calendar = calendar;
        return true;
    }
    if (s->folder) {
        if (!terms_load(s->arena, host, s->folder, NULL, &calendar, &said, problems, err)) return false;
    } else if (!calendar_make(s->arena, NULL, 0, NULL, 0, &calendar, err)) {
        return false;
    }
    s->calendar = calendar;
    return true;
}

/* ---- names of rules and statuses -------------------------------------------------------------------------------------- */

struct joining {
    struct case_suite *suite;
    const struct case_block *block;
    const struct policy *policy;
    struct problems *problems;
};

static void unknown_rule(struct joining *j, struct str name) {
    struct arena *arena = j->suite->arena;
    struct str *names = arena_array(arena, struct str, j->policy->rule_count);
    for (size_t i = 0; i < j->policy->rule_count; i++) names[i] = j->policy->rules[i].name;
    struct str hint = guess_hint(arena, name, names, j->policy->rule_count);
    struct place place = case_place(arena, &j->suite->cases, j->block, name);
    problem_add(j->problems, CODE_UNKNOWN_TARGET, SEVERITY_ERROR, place, hint.size ? str_c(arena, hint) : "signpost show CLAUSE  lists the rules of a clause.",
                "The policy of this test has no rule called '%.*s'.", STR_ARG(name));
}

static void check_status(struct joining *j, struct str text) {
    enum status status;
    struct str names[STATUS_COUNT];
    if (status_by_key(text, &status)) return;
    for (int i = 0; i < STATUS_COUNT; i++) names[i] = str_from(status_key((enum status)i));
    struct arena *arena = j->suite->arena;
    struct str hint = guess_hint(arena, text, names, STATUS_COUNT);
    problem_add(j->problems, CODE_UNKNOWN_CODE, SEVERITY_ERROR, case_place(arena, &j->suite->cases, j->block, text),
                hint.size ? str_c(arena, hint) : "met, on_track, due_soon, overdue, missed, waived, unknown, not_applicable; none: no finding.",
                "There is no status '%.*s'.", STR_ARG(text));
}

static void check_names(struct joining *j) {
    for (size_t e = 0; e < j->block->exemption_count; e++)
        if (policy_find_rule(j->policy, j->block->exemptions[e].rule) < 0) unknown_rule(j, j->block->exemptions[e].rule);
    for (size_t d = 0; d < j->block->day_count; d++)
        for (size_t e = 0; e < j->block->days[d].expected_count; e++) {
            const struct case_expected *expected = &j->block->days[d].expected[e];
            bool said = d && e < j->block->days[d - 1].expected_count && str_equal(j->block->days[d - 1].expected[e].rule, expected->rule);
            if (!said && policy_find_rule(j->policy, expected->rule) < 0) unknown_rule(j, expected->rule);
            for (size_t a = 0; a < expected->asked_count; a++) {
                const struct case_asked *asked = &expected->asked[a];
                if ((asked->ask == CASE_STATUS || asked->ask == CASE_UNDERLYING) && !asked->none) check_status(j, asked->text);
            }
        }
}

static void check_notices(struct joining *j) {
    struct arena *arena = j->suite->arena;
    struct str *roles = arena_array(arena, struct str, j->policy->role_count + 1), causes[NOTICE_CAUSE_COUNT];
    for (size_t i = 0; i < j->policy->role_count; i++) roles[i] = j->policy->roles[i].key;
    for (int i = 0; i < NOTICE_CAUSE_COUNT; i++) causes[i] = str_from(notice_cause_key((enum notice_cause)i));
    for (size_t i = 0; i < j->block->notice_count; i++) {
        const struct case_notice *n = &j->block->notices[i];
        enum notice_cause cause;
        struct str hint = guess_hint(arena, n->role, roles, j->policy->role_count);
        if (policy_find_role(j->policy, n->role) < 0)
            problem_add(j->problems, CODE_UNKNOWN_CODE, SEVERITY_ERROR, case_place(arena, &j->suite->cases, j->block, n->role),
                        str_c(arena, hint), "The policy of this test has no role '%.*s'.", STR_ARG(n->role));
        hint = guess_hint(arena, n->cause, causes, NOTICE_CAUSE_COUNT);
        if (n->cause.size && !notice_cause_by_key(n->cause, &cause))
            problem_add(j->problems, CODE_UNKNOWN_CODE, SEVERITY_ERROR, case_place(arena, &j->suite->cases, j->block, n->cause),
                        hint.size ? str_c(arena, hint) : "It is lead, step, due, again or escalated.", "No reminder is called '%.*s'.", STR_ARG(n->cause));
    }
}

/* What is wrong with the policy of a test is said at the test. */
static void does_not_merge(struct joining *j, const struct case_policy *policy) {
    for (size_t i = 0; i < policy->problems.count; i++) {
        const struct problem *p = &policy->problems.at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        struct place place = case_place(j->suite->arena, &j->suite->cases, j->block, j->block->name);
        problem_add(j->problems, p->code, SEVERITY_ERROR, place, str_c(j->suite->arena, p->next), "The policy of this test: %.*s", STR_ARG(p->said));
    }
}

static void join(struct case_suite *s, size_t block, struct problems *problems) {
    struct joining j = { .suite = s, .block = &s->cases.blocks[block], .problems = problems };
    struct err err = { 0 };
    s->policies[block] = (struct case_policy *)(uintptr_t)case_set_get(&s->set, &j.block->setup, &err);
    if (!s->policies[block]) {
        problem_add(problems, err.code, SEVERITY_ERROR, case_place(s->arena, &s->cases, j.block, j.block->setup.policy), str_c(s->arena, str_from(err.next)), "%s", err.text);
        return;
    }
    j.policy = s->policies[block]->policy;
    if (j.block->type == CASE_MERGE) return;
    if (j.policy) {
        check_names(&j);
        check_notices(&j);
    } else {
        does_not_merge(&j, s->policies[block]);
    }
}

bool case_suite_read(struct arena *arena, const struct host *host, const char *folder, const struct case_text *texts, size_t count,
                     struct case_suite *out, struct problems *problems, struct err *err) {
    struct document *documents = NULL;
    *out = (struct case_suite){ .arena = arena, .folder = folder };
    if (!case_set_open(arena, host, folder, &out->set, problems, err)) return false;
    bool loaded = host->cases(host->self, arena, texts, count, out->set.kinds, &documents, problems, err);
    if (!documents) return false;
    if (!cases_read(arena, documents, count, out->set.kinds, &out->cases, problems) || !loaded)
        return err_set(err, CODE_LOAD, "The tests have a slip in them.");
    if (!read_calendar(out, host, problems, err)) return false;
    out->policies = arena_array(arena, struct case_policy *, out->cases.block_count + 1);
    out->wanted = arena_array(arena, bool, out->cases.block_count + 1);
    for (size_t i = 0; i < out->cases.block_count; i++) {
        join(out, i, problems);
        out->wanted[i] = true;
    }
    out->wanted_count = out->cases.block_count;
    return problems->errors == 0 || err_set(err, CODE_LOAD, "The tests have a slip in them.");
}

/* ---- selection --------------------------------------------------------------------------------------------------------- */

static bool fits(struct str asked, struct str rule) {
    struct str clause, rest;
    if (str_equal(asked, rule)) return true;
    return str_cut(rule, '/', &clause, &rest) && str_equal(asked, clause);
}

static bool block_fits(const struct case_block *block, const struct gathering *g) {
    for (size_t r = 0; r < g->rule_count; r++) {
        for (size_t d = 0; d < block->day_count; d++)
            for (size_t e = 0; e < block->days[d].expected_count; e++)
                if (fits(g->rules[r], block->days[d].expected[e].rule)) return true;
        for (size_t m = 0; m < block->merged_count; m++)
            if (fits(g->rules[r], block->merged[m].target)) return true;
    }
    return g->rule_count == 0;
}

static bool nothing(const struct gathering *g, struct answer *answer) {
    struct err err = { 0 };
    if (g->rule_count) err_set(&err, CODE_NOTHING_SELECTED, "No test names '%.*s'.", STR_ARG(g->rules[0]));
    else err_set(&err, CODE_NOTHING_SELECTED, "There are no tests here.");
    err_next(&err, "A test is a file in the folder tests:  signpost policy test --generate RULE  writes one to begin with.");
    return answer_fail(answer, &err);
}

bool case_suite_open(struct arena *arena, const struct command_call *call, struct case_suite *out, struct answer *answer) {
    struct gathering g = { .arena = arena, .host = call->host };
    struct err err = { 0 };
    bool shipped;
    if (!gather(&g, call, &shipped, &err)) return answer_fail(answer, &err);
    if (!g.count) return nothing(&g, answer);
    if (!case_suite_read(arena, call->host, shipped ? NULL : call->folder, g.texts, g.count, out, &answer->problems, &err)) {
        if (!answer->problems.errors) return answer_fail(answer, &err);
        answer_outcome(answer, OUTCOME_POLICY);
        return false;
    }
    out->wanted_count = 0;
    for (size_t i = 0; i < out->cases.block_count; i++) {
        out->wanted[i] = block_fits(&out->cases.blocks[i], &g);
        out->wanted_count += out->wanted[i];
    }
    return out->wanted_count > 0 || nothing(&g, answer);
}
