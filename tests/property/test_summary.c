/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_summary - random policies and rows: a summary, a single rule, a single pupil, two policies in one pass say what the
 * whole pass of each says.
 * Owns:  nothing.
 * Must not know: the reference evaluator.
 *
 * Usage: test_summary [SEED [POLICIES]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pass.h"
#include "gen_rows.h"

struct list {
    struct arena *arena;
    struct finding *at;
    size_t count, room;
};

static bool keep(void *self, const struct finding *finding, struct err *err) {
    struct list *list = self;
    (void)err;
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        struct finding *at = arena_array(list->arena, struct finding, room);
        if (list->count) memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
        list->room = room;
    }
    list->at[list->count++] = *finding;
    return true;
}

static struct list judge(struct arena *arena, const struct policy *policy, const struct judging *judging,
                         struct feed_memory memory) {
    struct list list = { .arena = arena };
    struct feed feed = feed_memory(&memory);
    struct finding_sink sink = { .self = &list, .take = keep };
    struct program *program;
    struct pass *pass;
    struct err err = { 0 };
    if (!program_compile(arena, policy, &program, &err) || !pass_open(arena, program, judging, &pass, &err) ||
        !pass_run(pass, &feed, &sink, &err)) {
        printf("stopped: %s\n", err.text);
        exit(1);
    }
    return list;
}

/* What a summary leaves empty, emptied. */
static struct finding as_summary(const struct finding *f) {
    struct finding s = *f;
    s.since = s.next_change = s.met_on = DATE_NONE;
    s.late_days = 0;
    s.evidence_count = s.doubtful_count = s.missing_count = 0;
    memset(s.evidence, 0, sizeof s.evidence);
    memset(s.doubtful, 0, sizeof s.doubtful);
    memset(s.missing, 0, sizeof s.missing);
    s.fix = FIX_NONE;
    for (uint32_t i = s.term_count; i < FINDING_TERMS; i++) s.terms[i] = (struct tally){ 0, 0, 0 };
    return s;
}

static bool same(const struct policy *policy, const struct finding *a, const struct finding *b, const char *what) {
    struct buf left = { 0 }, right = { 0 };
    gen_print_finding(&left, policy, a);
    gen_print_finding(&right, policy, b);
    bool equal = str_equal(buf_str(&left), buf_str(&right));
    if (!equal) printf("%s differs:\n--- whole\n%s--- part\n%s", what, left.at, right.at);
    buf_free(&left);
    buf_free(&right);
    return equal;
}

static bool summary_agrees(struct arena *arena, const struct policy *policy, struct judging judging,
                           struct feed_memory memory, const struct list *whole) {
    judging.summary = true;
    struct list brief = judge(arena, policy, &judging, memory);
    if (brief.count != whole->count) printf("summary: %zu findings, not %zu\n", brief.count, whole->count);
    if (brief.count != whole->count) return false;
    for (size_t i = 0; i < whole->count; i++) {
        struct finding a = as_summary(&whole->at[i]), b = as_summary(&brief.at[i]);
        if (!same(policy, &a, &b, "summary")) return false;
    }
    return true;
}

/* Each rule alone, each pupil alone: together they are the whole. */
static bool parts_agree(struct arena *arena, const struct policy *policy, struct judging judging,
                        struct feed_memory memory, const struct list *whole) {
    bool *only = arena_array(arena, bool, policy->rule_count);
    uint32_t rule = policy->rule_count ? (uint32_t)(whole->count % policy->rule_count) : 0;
    if (policy->rule_count == 0 || memory.subject_count[SUBJECT_PUPIL] == 0) return true;
    only[rule] = true;
    judging.only_rules = only;
    struct list part = judge(arena, policy, &judging, memory);
    size_t at = 0;
    for (size_t i = 0; i < whole->count; i++) {
        if (whole->at[i].rule != rule) continue;
        if (at == part.count || !same(policy, &whole->at[i], &part.at[at++], "one rule")) return false;
    }
    if (at != part.count) return false;
    judging.only_rules = NULL;
    size_t last = memory.subject_count[SUBJECT_PUPIL] - 1;
    int64_t subject = memory.subjects[SUBJECT_PUPIL][last].subject;
    memory.subjects[SUBJECT_PUPIL] += last;
    memory.subject_count[SUBJECT_PUPIL] = 1;
    part = judge(arena, policy, &judging, memory);
    at = 0;
    for (size_t i = 0; i < whole->count; i++) {
        if (whole->at[i].subject_type != SUBJECT_PUPIL || whole->at[i].subject != subject) continue;
        if (at == part.count || !same(policy, &whole->at[i], &part.at[at++], "one pupil")) return false;
    }
    return at == part.count || part.at[at].subject_type != SUBJECT_PUPIL;
}

/* Two policies over one stream of rows say what each says alone. */
static bool pair_agrees(struct arena *arena, const struct policy *policy, const struct policy *other, struct judging judging,
                        struct feed_memory memory) {
    const struct policy *both[] = { policy, other };
    judging.leavers = true; /* arrays hold everybody, whatever a program needs */
    const struct list alone[] = { judge(arena, policy, &judging, memory), judge(arena, other, &judging, memory) };
    struct list lists[] = { { .arena = arena }, { .arena = arena } };
    struct finding_sink sinks[2];
    struct pass *passes[2];
    struct feed feed = feed_memory(&memory);
    struct err err = { 0 };
    for (int i = 0; i < 2; i++) {
        struct program *program;
        sinks[i] = (struct finding_sink){ .self = &lists[i], .take = keep };
        if (!program_compile(arena, both[i], &program, &err) || !pass_open(arena, program, &judging, &passes[i], &err)) return false;
    }
    if (!pass_run_all(passes, 2, &feed, sinks, &err)) return false;
    for (int i = 0; i < 2; i++) {
        if (lists[i].count != alone[i].count) printf("two: %zu findings, not %zu\n", lists[i].count, alone[i].count);
        if (lists[i].count != alone[i].count) return false;
        for (size_t k = 0; k < lists[i].count; k++)
            if (!same(both[i], &alone[i].at[k], &lists[i].at[k], "two in one pass")) return false;
    }
    return true;
}

int main(int argc, char **argv) {
    int64_t seed = 20221101, policies = 400;
    uint64_t findings = 0;
    if ((argc > 1 && !str_whole(str_from(argv[1]), &seed)) || (argc > 2 && !str_whole(str_from(argv[2]), &policies))) {
        printf("usage: test_summary [SEED [POLICIES]]\n");
        return 2;
    }
    for (int64_t i = 0; i < policies; i++) {
        struct arena arena = { 0 };
        struct gen gen = gen_seeded(&arena, (uint64_t)(seed + i));
        const struct kinds *kinds = gen_kinds(&arena);
        struct policy *policy = gen_policy(&gen, kinds);
        gen_add_hatches(&gen, policy);
        struct gen second = gen_seeded(&arena, (uint64_t)(seed + i + 1000003));
        struct policy *other = gen_policy(&second, kinds);
        gen_add_hatches(&second, other);
        const struct gen_rows *rows = gen_rows(&gen, policy, (int)gen_between(&gen, 0, 40));
        struct judging judging = { .as_of = gen_day(&gen, 2022, 2026), .hatch = gen_hatch(), .calendar = gen_calendar(&arena),
                                   .past = gen_chance(&gen, 30), .leavers = gen_chance(&gen, 30),
                                   .ignore_exemptions = gen_chance(&gen, 30), .not_applicable = gen_chance(&gen, 50) };
        struct feed_memory memory = gen_memory(rows);
        struct list whole = judge(&arena, policy, &judging, memory);
        findings += whole.count;
        if (!summary_agrees(&arena, policy, judging, memory, &whole) ||
            !parts_agree(&arena, policy, judging, memory, &whole) ||
            !pair_agrees(&arena, policy, other, judging, memory)) {
            printf("seed %lld fails\n", (long long)(seed + i));
            arena_free(&arena);
            return 1;
        }
        arena_free(&arena);
    }
    printf("seed %lld: %lld policies, %llu findings, summaries, parts and pairs agree with the whole\n", (long long)seed,
           (long long)policies, (unsigned long long)findings);
    return 0;
}
