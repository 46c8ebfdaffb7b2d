/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_cover - what the tests of a policy speak of; see policy_cover.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_cover.h"

#include <stdlib.h>
#include <string.h>

#include "policy/mutant.h"
#include "policy/never.h"
#include "work/case_merge.h"
#include "work/case_suite.h"
#include "work/policy_verbs.h"
#include "work/wording.h"

/* A rule, whichever of the policies has it, and the statuses that some test expects of it. */
struct covered_rule {
    struct str name;
    const struct policy *policy;
    const struct rule_version *version;
    unsigned asserted; /* bit per status */
};

struct covering {
    struct arena *arena;
    struct case_suite *suite;
    const struct policy *policy; /* whose clauses are counted */
    struct covered_rule *rules;
    size_t rule_count;
    size_t failed;
    bool missing;
};

/* ---- what is asserted -------------------------------------------------------------------------------------------- */

static struct covered_rule *find_rule(struct covering *c, struct str name) {
    for (size_t i = 0; i < c->rule_count; i++)
        if (str_equal(c->rules[i].name, name)) return &c->rules[i];
    return NULL;
}

/* A measure that wants nothing has no status. */
static bool only_counts(const struct rule_version *version) {
    return version->measuring && !version->measuring->has_least && !version->measuring->has_most;
}

/* Every rule of every policy that is tested, once; those that do not apply anywhere too. */
static void gather_rules(struct covering *c) {
    for (size_t p = 0; p < c->suite->set.count; p++) {
        const struct policy *policy = c->suite->set.at[p]->policy;
        for (size_t r = 0; policy && r < policy->rule_count; r++) {
            const struct rule *rule = &policy->rules[r];
            if (!rule->version_count || find_rule(c, rule->name) || only_counts(&rule->versions[rule->version_count - 1])) continue;
            struct covered_rule *wider = arena_array(c->arena, struct covered_rule, c->rule_count + 1);
            if (c->rule_count) memcpy(wider, c->rules, c->rule_count * sizeof *wider);
            wider[c->rule_count++] = (struct covered_rule){ rule->name, policy, &rule->versions[rule->version_count - 1], 0 };
            c->rules = wider;
        }
    }
}

static void note_asserted(struct covering *c, const struct case_block *block) {
    for (size_t d = 0; d < block->day_count; d++)
        for (size_t e = 0; e < block->days[d].expected_count; e++) {
            const struct case_expected *expected = &block->days[d].expected[e];
            struct covered_rule *rule = find_rule(c, expected->rule);
            for (size_t a = 0; rule && a < expected->asked_count; a++) {
                enum status status;
                const struct case_asked *asked = &expected->asked[a];
                if (asked->ask == CASE_STATUS && !asked->none && status_by_key(asked->text, &status)) rule->asserted |= 1u << status;
            }
        }
}

static bool run_blocks(struct covering *c, struct err *err) {
    const struct case_run run = { .plain = true };
    for (size_t b = 0; b < c->suite->cases.block_count; b++) {
        const struct case_block *block = &c->suite->cases.blocks[b];
        struct case_tally tally = { 0 };
        if (!c->suite->wanted[b]) continue;
        if (block->type == CASE_MERGE) case_merge_run(c->arena, block, c->suite->policies[b], &tally);
        else if (!case_suite_run(c->arena, c->suite, &run, block, c->suite->policies[b], &tally, err)) return false;
        c->failed += tally.failed > 0;
        if (!tally.failed) note_asserted(c, block);
    }
    return true;
}

/* ---- clauses -------------------------------------------------------------------------------------------------------- */

enum clause_state { CLAUSE_CHECKED, CLAUSE_ATTESTED, CLAUSE_READING, CLAUSE_DROPPED, CLAUSE_NOT_COVERED, CLAUSE_STATES };
static const char *const STATE_NAMES[CLAUSE_STATES] = { "checked", "attested", "for reading", "optional and dropped", "not covered" };

/* By rules of its own, else by those of a clause that names it in `also`. */
static enum clause_state state_of(const struct policy *policy, size_t clause) {
    const struct clause *of = &policy->clauses[clause];
    bool attested = false;
    if (of->dropped) return CLAUSE_DROPPED;
    if (of->reading_only) return CLAUSE_READING;
    for (size_t r = 0; r < policy->rule_count; r++) {
        const struct rule *rule = &policy->rules[r];
        const struct clause *home = &policy->clauses[rule->clause_index];
        bool here = rule->clause_index == clause;
        for (size_t a = 0; a < home->also_count && !here; a++) here = str_equal(home->also[a], of->number);
        if (!here || !rule->version_count) continue;
        if (!rule->versions[rule->version_count - 1].vouching) return CLAUSE_CHECKED;
        attested = true;
    }
    return attested ? CLAUSE_ATTESTED : CLAUSE_NOT_COVERED;
}

static struct sheet *clauses_sheet(struct covering *c, bool all) {
    struct sheet *sheet = sheet_new(c->arena, STR("clauses"), STR("Clauses"));
    size_t counts[CLAUSE_STATES] = { 0 };
    struct buf missing = { 0 };
    for (size_t i = 0; i < c->policy->clause_count; i++) {
        enum clause_state state = state_of(c->policy, i);
        counts[state]++;
        if (state == CLAUSE_NOT_COVERED) buf_printf(&missing, "%s%.*s", missing.size ? " " : "", STR_ARG(c->policy->clauses[i].number));
    }
    sheet_column(sheet, STR("clause"), all ? STR("Clause") : STR("Clauses"), CELL_TEXT)->keep = true;
    if (all) sheet_column(sheet, STR("title"), STR("Title"), CELL_TEXT);
    sheet_column(sheet, STR("count"), all ? STR("How") : STR("Number"), all ? CELL_TEXT : CELL_WHOLE);
    if (!all) sheet_column(sheet, STR("missing"), STR("Missing"), CELL_TEXT);
    for (size_t i = 0; all && i < c->policy->clause_count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, c->policy->clauses[i].number);
        sheet_text(sheet, c->policy->clauses[i].title);
        sheet_text(sheet, str_from(STATE_NAMES[state_of(c->policy, i)]));
    }
    for (int s = 0; !all && s < CLAUSE_STATES; s++) {
        sheet_row(sheet);
        sheet_text(sheet, str_from(STATE_NAMES[s]));
        sheet_whole(sheet, (int64_t)counts[s]);
        if (s == CLAUSE_NOT_COVERED && missing.size) sheet_text(sheet, str_copy(c->arena, buf_str(&missing)));
        else sheet_text(sheet, STR(" "));
    }
    if (counts[CLAUSE_NOT_COVERED]) c->missing = true;
    buf_free(&missing);
    return sheet;
}

static size_t percent(size_t part, size_t whole) {
    return whole ? part * 100 / whole : 100;
}

static void show_clauses(struct covering *c, struct page *page, bool all) {
    size_t counts[CLAUSE_STATES] = { 0 };
    for (size_t i = 0; i < c->policy->clause_count; i++) counts[state_of(c->policy, i)]++;
    page_table(page, clauses_sheet(c, all));
    page_paragraphf(page, "clauses %zu: %zu %% covered", c->policy->clause_count,
                    percent(c->policy->clause_count - counts[CLAUSE_NOT_COVERED], c->policy->clause_count));
}

/* ---- rules by status -------------------------------------------------------------------------------------------------- */

#define BIT(status) (1u << (status))

static bool is_asserted_enough(const struct covered_rule *rule) {
    unsigned bad = BIT(STATUS_OVERDUE) | BIT(STATUS_MISSED);
    if (!(rule->asserted & BIT(STATUS_MET))) return false;
    return rule->version->force == FORCE_MAY || (rule->asserted & bad);
}

static int by_clause(const void *a, const void *b) {
    const struct covered_rule *x = a, *y = b;
    struct str left, right, rest;
    str_cut(x->name, '/', &left, &rest);
    str_cut(y->name, '/', &right, &rest);
    int order = clause_compare(left, right);
    return order ? order : str_compare(x->name, y->name);
}

static void show_rules(struct covering *c, struct page *page) {
    static const struct { enum status status; const char *name; } COLUMNS[] = {
        { STATUS_MET, "met" },       { STATUS_ON_TRACK, "track" }, { STATUS_DUE_SOON, "due" },        { STATUS_OVERDUE, "over" },
        { STATUS_MISSED, "miss" },   { STATUS_WAIVED, "waiv" },    { STATUS_NOT_APPLICABLE, "n/a" },  { STATUS_UNKNOWN, "unkn" },
    };
    struct sheet *sheet = sheet_new(c->arena, STR("rules"), STR("Rules by status, as expected by some test"));
    struct buf none = { 0 }, weak = { 0 };
    size_t enough = 0, silent = 0, half = 0, can = 0, said = 0;
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT)->keep = true;
    for (size_t k = 0; k < COUNT_OF(COLUMNS); k++) sheet_column(sheet, str_from(COLUMNS[k].name), str_from(COLUMNS[k].name), CELL_TEXT)->keep = true;
    if (c->rule_count) qsort(c->rules, c->rule_count, sizeof *c->rules, by_clause);
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct covered_rule *rule = &c->rules[i];
        unsigned never = never_statuses(rule->version);
        if (!rule->asserted) {
            buf_printf(&none, "%s%.*s", silent++ ? " " : "", STR_ARG(rule->name));
            continue;
        }
        if (is_asserted_enough(rule)) enough++;
        else buf_printf(&weak, "%s%.*s", half++ ? " " : "", STR_ARG(rule->name));
        sheet_row(sheet);
        sheet_text(sheet, rule->name);
        for (size_t k = 0; k < COUNT_OF(COLUMNS); k++) {
            bool has = rule->asserted >> COLUMNS[k].status & 1;
            can += has || !(never >> COLUMNS[k].status & 1);
            said += has;
            if (rule->asserted >> COLUMNS[k].status & 1) sheet_text(sheet, STR("x"));
            else if (never >> COLUMNS[k].status & 1) sheet_text(sheet, STR(" "));
            else sheet_text(sheet, STR("."));
        }
    }
    if (sheet->row_count) page_table(page, sheet);
    page_paragraphf(page, "statuses that these rules can have %zu: %zu expected by some test, %zu %%", can, said, percent(said, can));
    page_paragraphf(page, "rules %zu: %zu %% with met and one bad status", c->rule_count, percent(enough, c->rule_count));
    if (silent) page_paragraphf(page, "%zu with no assertion: %.*s", silent, STR_ARG(str_copy(c->arena, buf_str(&none))));
    if (half) page_paragraphf(page, "%zu without met, or without overdue or missed: %.*s", half, STR_ARG(str_copy(c->arena, buf_str(&weak))));
    c->missing = c->missing || silent || half;
    buf_free(&none);
    buf_free(&weak);
}

/* ---- amendments ---------------------------------------------------------------------------------------------------------- */

static bool is_amendment(const struct node *item) {
    return node_is(item, "amend") || node_is(item, "add") || node_is(item, "drop") || node_is(item, "relax") || node_is(item, "choose");
}

/* Whether some test of a policy fails when one declaration is taken out of its files. */
static bool is_exercised(struct covering *c, const struct policy_set *set, uint32_t document, uint32_t item, struct err *err) {
    const struct case_run run = { .plain = true, .stop_early = true };
    for (size_t p = 0; p < c->suite->set.count; p++) {
        const struct case_policy *own = c->suite->set.at[p];
        struct arena scratch = { 0 };
        struct policy_set without = *own->documents;
        struct case_policy changed = { .key = own->key, .documents = &without, .problems = { .arena = &scratch } };
        struct policy *merged;
        bool failed = false, fine = true;
        if (document >= without.document_count || own->documents->documents[document].source.at != set->documents[document].source.at) continue;
        without.documents = mutant_without(&scratch, own->documents->documents, without.document_count, document, item);
        if (policy_merge(&scratch, &without, c->suite->set.kinds, DATE_FIRST, &merged, &changed.problems)) changed.policy = merged;
        bool same = own->policy && changed.policy && changed.policy->hash == own->policy->hash;
        for (size_t b = 0; !same && fine && !failed && b < c->suite->cases.block_count; b++) {
            struct case_tally tally = { 0 };
            const struct case_block *block = &c->suite->cases.blocks[b];
            if (c->suite->policies[b] != own || !c->suite->wanted[b]) continue;
            if (block->type == CASE_MERGE) case_merge_run(&scratch, block, &changed, &tally);
            else if (!changed.policy) tally.failed = 1;
            else fine = case_suite_run(&scratch, c->suite, &run, block, &changed, &tally, err);
            failed = tally.failed > 0;
        }
        arena_free(&scratch);
        if (!fine || failed) return fine;
    }
    return false;
}

static bool show_amendments(struct covering *c, struct page *page, struct err *err) {
    struct case_setup setup = { .policy = c->suite->folder ? STR("school") : STR("base") };
    const struct policy_set *set = case_set_documents(&c->suite->set, &setup, err);
    struct buf missing = { 0 };
    size_t all = 0, exercised = 0;
    if (!set) return false;
    for (size_t d = 0; d < set->document_count; d++) {
        const struct document *document = &set->documents[d];
        bool own = document->layer == LAYER_SCHOOL || document->layer == LAYER_TRUST;
        if (document->layer == LAYER_BASE || own != (c->suite->folder != NULL)) continue;
        for (uint32_t i = 0; i < document->item_count; i++) {
            if (!is_amendment(&document->items[i])) continue;
            all++;
            if (is_exercised(c, set, (uint32_t)d, i, err)) exercised++;
            else buf_printf(&missing, "%s%.*s:%u", missing.size ? " " : "", STR_ARG(document->path), document->items[i].line);
            if (err->code) return false;
        }
    }
    page_paragraphf(page, "amendments %zu: exercised by a test that fails without it %zu, %zu %%", all, exercised, percent(exercised, all));
    if (missing.size) page_paragraphf(page, "not exercised %zu: %.*s", all - exercised, STR_ARG(str_copy(c->arena, buf_str(&missing))));
    c->missing = c->missing || missing.size > 0;
    buf_free(&missing);
    return true;
}

/* ---- all ---- */

bool policy_cover_run(const struct command_call *call, struct answer *answer) {
    struct case_suite suite;
    struct err err = { 0 };
    if (!case_suite_open(answer->arena, call, &suite, answer)) return false;
    struct covering c = { .arena = answer->arena, .suite = &suite };
    struct case_setup setup = { .policy = suite.folder ? STR("school") : STR("base"), .key = suite.folder ? STR("school\n\n\n") : STR("base\n\n\n") };
    const struct case_policy *own = case_set_get(&suite.set, &setup, &err);
    if (!own || !own->policy) {
        if (own) err_set(&err, CODE_LOAD, "The policy does not merge: signpost policy check says why.");
        return answer_fail(answer, &err);
    }
    c.policy = own->policy;
    gather_rules(&c);
    if (!run_blocks(&c, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("What the tests speak of"));
    show_clauses(&c, answer->page, call_has(call, "clauses"));
    show_rules(&c, answer->page);
    if (!show_amendments(&c, answer->page, &err)) return answer_fail(answer, &err);
    answer->result = clauses_sheet(&c, true);
    if (c.failed) {
        answer_note(answer, "%zu tests fail and count for nothing:  signpost policy test  says which.", c.failed);
        answer_outcome(answer, OUTCOME_GATE);
    }
    if (call_has(call, "gate") && c.missing) answer_outcome(answer, OUTCOME_GATE);
    return true;
}

ARGUMENTS(coverage, { ARGUMENT_TEXT, NULL, "POLICY or CLAUSE", true, false });
OPTIONS(coverage, { "clauses", NULL, "every clause with how it is covered" },
        { "gate", NULL, "ends with 1 while anything is missing" });
EXAMPLES(coverage, "policy coverage\twhat the tests speak of, and what they leave open",
         "policy coverage ept-2022 --clauses\teach clause of the policy that ships");

const struct command policy_verb_coverage = {
    .name = "policy coverage", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY] [CLAUSE or RULE]",
    .about = "Which clauses, statuses and changes the tests speak of.",
    LISTED(coverage), OPTED(coverage), .examples = coverage_examples, .run = policy_cover_run
};
