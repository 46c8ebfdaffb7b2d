/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_mutate - small mistakes in a policy that no test notices; see policy_mutate.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_mutate.h"

#include <string.h>

#include "base/stop.h"
#include "policy/mutant.h"
#include "work/case_merge.h"
#include "work/case_suite.h"
#include "work/policy_verbs.h"
#include "work/wording.h"

enum fate { FATE_NOTICED, FATE_SURVIVED, FATE_NO_POLICY, FATE_SAME, FATE_COUNT };

struct mutating {
    struct arena *arena;
    const struct case_suite *suite;
    const struct policy_set *set;    /* in which mistakes are made */
    struct mutants mutants;
    size_t counts[FATE_COUNT];
    const struct mutant **survivors;
    bool *untested;                  /* by survivor: no test names its rule */
    size_t survivor_count;
    struct map rules;                /* names, for the lists below */
    size_t **blocks;                 /* by rule name: the blocks that name it, SIZE_MAX at the end */
};

/* ---- which tests name which rule ---------------------------------------------------------------------------------- */

static void note_block(struct mutating *m, struct str rule, size_t block) {
    uint32_t at = map_find(&m->rules, rule);
    if (at == MAP_NONE) {
        at = map_put(&m->rules, rule);
        size_t **wider = arena_array(m->arena, size_t *, at + 1);
        if (at) memcpy(wider, m->blocks, at * sizeof(size_t *));
        wider[at] = arena_array(m->arena, size_t, m->suite->cases.block_count + 1);
        wider[at][0] = SIZE_MAX;
        m->blocks = wider;
    }
    size_t count = 0;
    while (m->blocks[at][count] != SIZE_MAX) count++;
    if (count && m->blocks[at][count - 1] == block) return;
    m->blocks[at][count] = block;
    m->blocks[at][count + 1] = SIZE_MAX;
}

static void note_blocks(struct mutating *m) {
    m->rules = map_make(m->arena);
    for (size_t b = 0; b < m->suite->cases.block_count; b++) {
        const struct case_block *block = &m->suite->cases.blocks[b];
        if (!m->suite->wanted[b]) continue;
        for (size_t d = 0; d < block->day_count; d++)
            for (size_t e = 0; e < block->days[d].expected_count; e++) note_block(m, block->days[d].expected[e].rule, b);
        for (size_t i = 0; i < block->merged_count; i++) note_block(m, block->merged[i].target, b);
    }
}

static void mark(struct mutating *m, bool *affected, struct str rule) {
    uint32_t at = map_find(&m->rules, rule);
    for (size_t i = 0; at != MAP_NONE && m->blocks[at][i] != SIZE_MAX; i++) affected[m->blocks[at][i]] = true;
}

/* Rules in which a node stands: of a clause, of an add, of an amendment. */
static void mark_rules_naming(struct mutating *m, bool *affected, struct str target) {
    for (size_t d = 0; d < m->set->document_count; d++) {
        const struct document *document = &m->set->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i];
            if (node_is(item, "clause")) {
                for (uint32_t r = 0; r < item->item_count; r++)
                    if (mutant_names(&item->items[r], target) || str_equal(target, str_format(m->arena, "clause/%.*s", STR_ARG(item->id))))
                        mark(m, affected, str_format(m->arena, "%.*s/%.*s", STR_ARG(item->id), STR_ARG(item->items[r].id)));
            } else if ((node_is(item, "add") || node_is(item, "amend")) && mutant_names(item, target)) {
                mark(m, affected, item->id);
            }
        }
    }
}

static void mark_target(struct mutating *m, bool *affected, struct str target) {
    mark(m, affected, target);
    mark_rules_naming(m, affected, target);
}

static void mark_affected(struct mutating *m, const struct mutant *mutant, bool *affected) {
    if (mutant->rule.size) {
        mark(m, affected, mutant->rule);
        return;
    }
    if (!str_is(mutant->target, "document")) {
        mark_target(m, affected, mutant->target);
        return;
    }
    const struct document *document = &m->set->documents[mutant->document];
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct node *item = &document->items[i];
        for (uint32_t r = 0; node_is(item, "clause") && r < item->item_count; r++)
            mark(m, affected, str_format(m->arena, "%.*s/%.*s", STR_ARG(item->id), STR_ARG(item->items[r].id)));
        if (node_is(item, "amend") || node_is(item, "add") || node_is(item, "drop") || node_is(item, "relax") || node_is(item, "choose"))
            mark_target(m, affected, item->id);
    }
}

/* ---- one mistake ---- */

/* The same file stands at the same place in every policy that was made from one set. */
static bool made_from(const struct mutating *m, const struct case_policy *policy, const struct mutant *mutant) {
    return mutant->document < policy->documents->document_count
           && policy->documents->documents[mutant->document].source.at == m->set->documents[mutant->document].source.at;
}

static bool run_blocks(struct arena *scratch, const struct mutating *m, const bool *affected, const struct case_policy *own,
                       const struct case_policy *changed, bool *noticed, struct err *err) {
    const struct case_run run = { .plain = true, .stop_early = true };
    for (size_t b = 0; b < m->suite->cases.block_count && !*noticed; b++) {
        struct case_tally tally = { 0 };
        if (!affected[b] || m->suite->policies[b] != own) continue;
        const struct case_block *block = &m->suite->cases.blocks[b];
        if (block->type == CASE_MERGE) case_merge_run(scratch, block, changed, &tally);
        else if (!changed->policy) continue;
        else if (!case_suite_run(scratch, m->suite, &run, block, changed, &tally, err)) return false;
        *noticed = tally.failed > 0;
    }
    return true;
}

static bool try_policy(struct arena *scratch, const struct mutating *m, const struct mutant *mutant, const bool *affected, const struct case_policy *own,
                       bool seen[FATE_COUNT], struct err *err) {
    struct policy_set set = *own->documents;
    struct case_policy changed = { .key = own->key, .documents = &set, .problems = { .arena = scratch } };
    struct policy *merged;
    bool noticed = false;
    set.documents = mutant_apply(scratch, own->documents->documents, own->documents->document_count, mutant);
    if (policy_merge(scratch, &set, m->suite->set.kinds, DATE_FIRST, &merged, &changed.problems)) {
        changed.policy = merged;
        if (own->policy && merged->hash == own->policy->hash) {
            seen[FATE_SAME] = true;
            return true;
        }
    }
    if (!run_blocks(scratch, m, affected, own, &changed, &noticed, err)) return false;
    seen[noticed ? FATE_NOTICED : changed.policy ? FATE_SURVIVED : FATE_NO_POLICY] = true;
    return true;
}

static void add_survivor(struct mutating *m, const struct mutant *mutant, bool untested) {
    size_t n = m->survivor_count++;
    if (!m->survivors) {
        m->survivors = arena_array(m->arena, const struct mutant *, m->mutants.count);
        m->untested = arena_array(m->arena, bool, m->mutants.count);
    }
    m->survivors[n] = mutant;
    m->untested[n] = untested;
}

/* The policies in whose tests a mistake could be seen, one after the other, until one of them sees it. */
static bool try_mutant(struct mutating *m, const struct mutant *mutant, struct err *err) {
    struct arena scratch = { 0 };
    bool *affected = arena_array(&scratch, bool, m->suite->cases.block_count + 1), seen[FATE_COUNT] = { false }, any = false, fine = true;
    mark_affected(m, mutant, affected);
    for (size_t p = 0; fine && p < m->suite->set.count && !seen[FATE_NOTICED]; p++) {
        const struct case_policy *policy = m->suite->set.at[p];
        bool has = false;
        for (size_t b = 0; b < m->suite->cases.block_count; b++) has = has || (affected[b] && m->suite->policies[b] == policy);
        if (!has || !made_from(m, policy, mutant)) continue;
        any = true;
        fine = try_policy(&scratch, m, mutant, affected, policy, seen, err);
    }
    enum fate fate = seen[FATE_NOTICED] ? FATE_NOTICED : seen[FATE_SURVIVED] || !any ? FATE_SURVIVED : seen[FATE_NO_POLICY] ? FATE_NO_POLICY : FATE_SAME;
    m->counts[fate]++;
    if (fate == FATE_SURVIVED) add_survivor(m, mutant, !any);
    arena_free(&scratch);
    return fine;
}

/* ---- all of them ---- */

/* The tests must hold before mistakes are made. */
static bool hold(struct mutating *m, struct answer *answer) {
    const struct case_run run = { .plain = true, .stop_early = true };
    struct case_tally tally = { 0 };
    struct err err = { 0 };
    for (size_t b = 0; b < m->suite->cases.block_count; b++) {
        const struct case_block *block = &m->suite->cases.blocks[b];
        if (!m->suite->wanted[b]) continue;
        if (block->type == CASE_MERGE) case_merge_run(m->arena, block, m->suite->policies[b], &tally);
        else if (!case_suite_run(m->arena, m->suite, &run, block, m->suite->policies[b], &tally, &err)) return answer_fail(answer, &err);
    }
    if (!tally.failed) return true;
    answer_note(answer, "%zu of the tests fail as it is: mend them first.", tally.failed);
    answer_next(answer, "policy test");
    answer_outcome(answer, OUTCOME_GATE);
    return false;
}

static bool run_mutants(struct mutating *m, const struct command_call *call, struct err *err) {
    unsigned shipped = 1u << LAYER_BASE | 1u << LAYER_UPDATE | 1u << LAYER_OVERLAY_SETTING | 1u << LAYER_OVERLAY_PUPILS;
    struct case_setup own = { .policy = m->suite->folder ? STR("school") : STR("base") };
    m->set = case_set_documents((struct case_set *)(uintptr_t)&m->suite->set, &own, err);
    if (!m->set) return false;
    m->mutants = mutants_of(m->arena, m->set->documents, m->set->document_count, m->suite->folder ? 1u << LAYER_TRUST | 1u << LAYER_SCHOOL : shipped);
    for (size_t i = 0; i < m->mutants.count; i++) {
        if (stop_asked()) return err_set(err, CODE_INTERRUPTED, "You stopped it.");
        tick_at(call->tick, "Putting in mistakes", "mistakes", i, m->mutants.count);
        if (!try_mutant(m, &m->mutants.at[i], err)) return false;
    }
    return true;
}

static struct sheet *survivors_sheet(struct arena *arena, const struct mutating *m) {
    struct sheet *sheet = sheet_new(arena, STR("not_noticed"), STR("Not noticed by any test"));
    sheet_column(sheet, STR("where"), STR("Where"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT);
    sheet_column(sheet, STR("mistake"), STR("Mistake"), CELL_TEXT);
    sheet_column(sheet, STR("tests"), STR("Tests"), CELL_TEXT);
    for (size_t i = 0; i < m->survivor_count; i++) {
        const struct mutant *mutant = m->survivors[i];
        sheet_row(sheet);
        sheet_text(sheet, str_format(arena, "%.*s:%u", STR_ARG(m->set->documents[mutant->document].path), mutant->line));
        sheet_text(sheet, mutant->rule.size ? mutant->rule : mutant->target);
        sheet_text(sheet, mutant->said);
        sheet_text(sheet, m->untested[i] ? STR("none names it") : STR("all hold"));
    }
    return sheet;
}

bool policy_mutate_run(const struct command_call *call, struct answer *answer) {
    struct case_suite suite;
    struct err err = { 0 };
    int64_t least = 0;
    if (call_has(call, "least") && (!str_whole(call_option(call, "least"), &least) || least < 0 || least > 100)) {
        err_set(&err, CODE_ARGUMENTS, "--least takes a whole number from 0 to 100.");
        return answer_fail(answer, &err);
    }
    if (!case_suite_open(answer->arena, call, &suite, answer)) return false;
    struct mutating m = { .arena = answer->arena, .suite = &suite };
    if (!hold(&m, answer)) return false;
    note_blocks(&m);
    if (!run_mutants(&m, call, &err)) return answer_fail(answer, &err);
    size_t counted = m.counts[FATE_NOTICED] + m.counts[FATE_SURVIVED];
    size_t percent = counted ? m.counts[FATE_NOTICED] * 100 / counted : 0;
    struct sheet *sheet = survivors_sheet(answer->arena, &m);
    answer->page = page_new(answer->arena, STR("Mistakes that no test notices"));
    if (sheet->row_count) page_table(answer->page, sheet);
    page_paragraphf(answer->page, "%.*s: %zu noticed, %zu not, %zu %%.  Not counted: %zu after which it is no policy, %zu that change nothing.",
                    STR_ARG(count_of(answer->arena, counted, "mistake", "mistakes")), m.counts[FATE_NOTICED], m.counts[FATE_SURVIVED], percent,
                    m.counts[FATE_NO_POLICY], m.counts[FATE_SAME]);
    answer->result = sheet;
    if (!counted) {
        err_set(&err, CODE_NOTHING_SELECTED, "There is nothing in these files in which a mistake could be made.");
        return answer_fail(answer, &err);
    }
    if ((int64_t)percent < least) answer_outcome(answer, OUTCOME_GATE);
    return true;
}

ARGUMENTS(mutate, { ARGUMENT_TEXT, NULL, "POLICY or CLAUSE", true, false });
OPTIONS(mutate, { "least", "PERCENT", "ends with 1 when fewer mistakes are noticed" });
EXAMPLES(mutate, "policy mutate\twhich mistakes no test would notice");

const struct command policy_verb_mutate = {
    .name = "policy mutate", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY] [CLAUSE or RULE]",
    .about = "Puts small mistakes into the policy and lists those that no test notices.",
    LISTED(mutate), OPTED(mutate), .examples = mutate_examples, .run = policy_mutate_run
};
