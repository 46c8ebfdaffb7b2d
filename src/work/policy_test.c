/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_test - runs the tests of a policy; see policy_test.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_test.h"

#include <stdlib.h>
#include <string.h>

#include "work/case_generate.h"
#include "work/case_merge.h"
#include "work/case_suite.h"
#include "work/policy_verbs.h"
#include "work/wording.h"

#define SHUFFLES 3

static uint64_t next_random(uint64_t *seed) {
    *seed = hash_mix(*seed, UINT64_C(0x7e57));
    return *seed;
}

static void shuffle(size_t *order, size_t count, uint64_t seed) {
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(&seed) % i), moved = order[i - 1];
        order[i - 1] = order[other];
        order[other] = moved;
    }
}

/* The documents of every policy in another order, merged anew: the effective policy must be the same. */
static bool shuffle_policy(struct arena *arena, const struct case_suite *suite, const struct case_policy *policy, uint64_t seed,
                           struct case_policy *out, bool *same, struct err *err) {
    struct policy_set *set = arena_new(arena, struct policy_set);
    size_t count = policy->documents->document_count;
    size_t *order = arena_array(arena, size_t, count);
    struct document *documents = arena_array(arena, struct document, count);
    for (size_t i = 0; i < count; i++) order[i] = i;
    shuffle(order, count, seed);
    for (size_t i = 0; i < count; i++) documents[i] = document_moved(arena, &policy->documents->documents[order[i]], (uint32_t)i);
    *set = (struct policy_set){ .documents = documents, .document_count = count, .hatch = policy->documents->hatch };
    *out = (struct case_policy){ .key = policy->key, .documents = set, .problems = { .arena = arena } };
    struct policy *merged;
    *same = policy_merge(arena, set, suite->set.kinds, DATE_FIRST, &merged, &out->problems) && merged->hash == policy->policy->hash;
    if (!*same) return true;
    out->policy = merged;
    return case_policy_compile(arena, out, err);
}

static void add_order(struct arena *arena, struct case_tally *tally, const struct case_block *block) {
    struct case_failure *wider = arena_array(arena, struct case_failure, tally->failure_count + 1);
    if (tally->failure_count) memcpy(wider, tally->failures, tally->failure_count * sizeof *wider);
    wider[tally->failure_count++] = (struct case_failure){ block, DATE_NONE, STR("the policy of this test"),
                                                           STR("another order of its files gives another policy"), { 0 } };
    tally->failures = wider;
    tally->failed++;
}

/* All blocks once; shuffled when there is a seed. */
static bool run_all(struct arena *arena, const struct case_suite *suite, uint64_t seed, struct case_tally *tally, struct err *err) {
    struct case_run run = { .pass = true, .plain = true, .seed = seed };
    size_t count = suite->cases.block_count;
    size_t *order = arena_array(arena, size_t, count);
    struct case_policy *shuffled = arena_array(arena, struct case_policy, suite->set.count);
    bool *done = arena_array(arena, bool, suite->set.count + 1);
    for (size_t i = 0; i < count; i++) order[i] = i;
    if (seed) shuffle(order, count, seed);
    for (size_t i = 0; i < count; i++) {
        const struct case_block *block = &suite->cases.blocks[order[i]];
        struct case_policy *policy = suite->policies[order[i]];
        if (!suite->wanted[order[i]]) continue;
        if (block->type == CASE_MERGE) {
            case_merge_run(arena, block, policy, tally);
            continue;
        }
        if (!case_policy_compile(suite->arena, policy, err)) return false;
        size_t at = 0;
        while (suite->set.at[at] != policy) at++;
        if (seed && !done[at]) {
            bool same;
            if (!shuffle_policy(arena, suite, policy, hash_mix(seed, at), &shuffled[at], &same, err)) return false;
            if (!same) add_order(arena, tally, block);
            done[at] = true;
        }
        if (seed && shuffled[at].policy) policy = &shuffled[at];
        if (!case_suite_run(arena, suite, &run, block, policy, tally, err)) return false;
    }
    return true;
}

/* ---- what is shown ---- */

static int by_place(const void *a, const void *b) {
    const struct case_failure *x = a, *y = b;
    if (x->block->document != y->block->document) return x->block->document < y->block->document ? -1 : 1;
    if (x->block->line != y->block->line) return x->block->line < y->block->line ? -1 : 1;
    return (x->as_of.day > y->as_of.day) - (x->as_of.day < y->as_of.day);
}

static void show_failures(struct answer *answer, const struct case_suite *suite, struct case_tally *tally) {
    if (tally->failure_count) qsort(tally->failures, tally->failure_count, sizeof *tally->failures, by_place);
    for (size_t i = 0; i < tally->failure_count; i++) {
        const struct case_failure *f = &tally->failures[i];
        char iso[DATE_ISO_SIZE];
        struct buf text = { 0 };
        buf_printf(&text, "FAIL %.*s:%u %.*s", STR_ARG(suite->cases.documents[f->block->document].path), f->block->line, STR_ARG(f->block->name));
        if (date_known(f->as_of)) buf_printf(&text, ", %s", date_iso(f->as_of, iso));
        buf_printf(&text, "\n     %.*s: %.*s", STR_ARG(f->rule), STR_ARG(f->said));
        if (f->dates.size) buf_printf(&text, "\n     %.*s", STR_ARG(f->dates));
        page_verbatim(answer->page, str_copy(answer->arena, buf_str(&text)));
        buf_free(&text);
    }
}

static struct sheet *failures_sheet(struct arena *arena, const struct case_suite *suite, const struct case_tally *tally) {
    static const char *const COLUMNS[] = { "file", "test", "rule", "said", "dates" };
    struct sheet *sheet = sheet_new(arena, STR("failures"), STR("Tests that failed"));
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) sheet_column(sheet, str_from(COLUMNS[i]), str_from(COLUMNS[i]), CELL_TEXT);
    sheet_column(sheet, STR("line"), STR("line"), CELL_WHOLE);
    sheet_column(sheet, STR("as_of"), STR("as_of"), CELL_DAY);
    for (size_t i = 0; i < tally->failure_count; i++) {
        const struct case_failure *f = &tally->failures[i];
        sheet_row(sheet);
        sheet_text(sheet, suite->cases.documents[f->block->document].path);
        sheet_text(sheet, f->block->name);
        sheet_text(sheet, f->rule);
        sheet_text(sheet, f->said);
        sheet_text(sheet, f->dates);
        sheet_whole(sheet, f->block->line);
        sheet_day(sheet, f->as_of);
    }
    return sheet;
}

static bool read_seed(const struct command_call *call, uint64_t *seed, struct err *err) {
    int64_t number = 1;
    *seed = 0;
    if (!call_has(call, "shuffle") && !call_has(call, "seed")) return true;
    if (call_has(call, "seed") && (!str_whole(call_option(call, "seed"), &number) || number < 1))
        return err_set(err, CODE_ARGUMENTS, "--seed takes a whole number from 1 on.");
    *seed = (uint64_t)number;
    return true;
}

bool policy_test_run(const struct command_call *call, struct answer *answer) {
    struct arena *arena = answer->arena;
    struct case_suite suite;
    struct case_tally tally = { 0 };
    struct err err = { 0 };
    uint64_t seed;
    if (call_has(call, "generate")) return case_generate_run(call, answer);
    if (!read_seed(call, &seed, &err)) return answer_fail(answer, &err);
    if (!case_suite_open(arena, call, &suite, answer)) return false;
    if (!run_all(arena, &suite, 0, &tally, &err)) return answer_fail(answer, &err);
    for (uint64_t i = 0; seed && !tally.failed && i < SHUFFLES; i++) {
        struct case_tally again = { 0 };
        if (!run_all(arena, &suite, hash_mix(seed, i), &again, &err)) return answer_fail(answer, &err);
        tally.failures = again.failures;
        tally.failure_count = again.failure_count;
        tally.failed = again.failed;
    }
    answer->page = page_new(arena, STR("Tests of the policy"));
    show_failures(answer, &suite, &tally);
    struct str end = tally.failed ? str_format(arena, "%zu failed", tally.failed) : STR("none failed");
    struct str orders = seed ? str_format(arena, ", %d other orders from seed %llu", SHUFFLES, (unsigned long long)seed) : (struct str){ 0 };
    page_paragraphf(answer->page, "%.*s, %.*s, both engines%.*s: %.*s", STR_ARG(count_of(arena, tally.blocks, "block", "blocks")),
                    STR_ARG(count_of(arena, tally.assertions, "assertion", "assertions")), STR_ARG(orders), STR_ARG(end));
    answer->result = failures_sheet(arena, &suite, &tally);
    if (tally.failed) answer_outcome(answer, OUTCOME_GATE);
    return true;
}

ARGUMENTS(test, { ARGUMENT_TEXT, NULL, "POLICY or CLAUSE", true, false });
OPTIONS(test, { "generate", "RULE", "writes boundary cases of a rule to begin with" }, { "seed", "NUMBER", "which orders" },
        { "shuffle", NULL, "in three other orders too" },
        { "under", "TEXT", "with --generate: under which policy, as a test says it: 'school = { setting = \"pru\" }'" });
EXAMPLES(test, "policy test\tthe tests of the school's own policy", "policy test ept-2022\tthose of the policy that ships",
         "policy test 4.6.4\tthose of one clause");

const struct command policy_verb_test = {
    .name = "policy test", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY] [CLAUSE or RULE]",
    .about = "Runs the tests of the policy, or writes boundary cases of a rule to begin with.",
    LISTED(test), OPTED(test), .examples = test_examples, .run = policy_test_run
};
