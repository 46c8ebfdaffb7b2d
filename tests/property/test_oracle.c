/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_oracle - the one pass and the reference evaluator agree on random policies, subjects and days, byte for byte.
 * Owns:  nothing.
 * Must not know: how either of them works.
 *
 * Usage: test_oracle [seed [policies]].  A difference is made small (rules, records, facts are left out while it stays)
 * and printed: the rule, the rows, and what each of the two says.
 */
#include <stdio.h>
#include <string.h>

#include "engine/pass.h"
#include "engine/plain.h"
#include "gen_rows.h"

#define POLICIES 850
#define ROWS_EACH 3
#define DAYS_EACH 4

struct listing {
    const struct policy *policy;
    struct buf text;
    struct date days[64]; /* days that matter to the findings: where to look next */
    size_t day_count;
    size_t findings, by_status[STATUS_COUNT], of_variants, asked_of_variants, figures, of_figures[STATUS_COUNT];
};

static void note_day(struct listing *listing, struct date d) {
    if (date_known(d) && listing->day_count < COUNT_OF(listing->days)) listing->days[listing->day_count++] = d;
}

static bool take(void *self, const struct finding *f, struct err *err) {
    struct listing *listing = self;
    (void)err;
    gen_print_finding(&listing->text, listing->policy, f);
    note_day(listing, f->lead);
    note_day(listing, f->due);
    note_day(listing, f->deadline);
    note_day(listing, f->late_until);
    note_day(listing, f->next_change);
    note_day(listing, f->since);
    listing->findings++;
    listing->by_status[f->status]++;
    listing->of_variants += f->variant > 0;
    size_t count;
    bool asked = rule_versions(&listing->policy->rules[f->rule], f->variant, &count)[f->version].hatch >= 0;
    listing->asked_of_variants += f->variant > 0 && asked;
    return true;
}

/* Low is never above high, and the groups of a fact hold everybody once. */
static void check_cells(const struct measured *m) {
    int64_t n[2] = { 0, 0 };
    for (size_t i = 0; i < m->cell_count; i++) {
        const struct measured_cell *c = &m->cells[i];
        bug_if(c->count.low > c->count.high || c->share.low > c->share.high || c->gap.low > c->gap.high);
        bug_if(c->share.low < 0 || c->share.high > 10000 || c->gap.low < -10000 || c->gap.high > 10000);
        if (i == 0) continue;
        bug_if(m->cells[i].by == m->cells[i - 1].by && m->cells[i].value == m->cells[i - 1].value);
        n[0] += c->n;
        n[1] += c->doubtful;
        if (i + 1 < m->cell_count && m->cells[i + 1].by == c->by) continue;
        bug_if(n[0] != m->cells[0].n || n[1] != m->cells[0].doubtful);
        n[0] = n[1] = 0;
    }
}

static bool take_measured(void *self, const struct measured *m, struct err *err) {
    struct listing *listing = self;
    (void)err;
    check_cells(m);
    gen_print_measured(&listing->text, listing->policy, m);
    listing->figures++;
    listing->of_figures[m->status]++;
    return true;
}

struct question {
    const struct policy *policy;
    struct gen_rows *rows;
    struct judging judging;
};

static void ask(const struct question *q, bool plain, struct listing *listing) {
    struct arena arena = { 0 };
    struct feed_memory memory = gen_memory(q->rows);
    struct feed feed = feed_memory(&memory);
    struct finding_sink sink = { .self = listing, .take = take, .measure = take_measured };
    struct err err = { 0 };
    struct program *program = NULL;
    struct pass *pass = NULL;
    *listing = (struct listing){ .policy = q->policy };
    bool done = plain ? plain_run(&arena, q->policy, &q->judging, &feed, &sink, &err)
                      : program_compile(&arena, q->policy, &program, &err) &&
                            pass_open(&arena, program, &q->judging, &pass, &err) && pass_run(pass, &feed, &sink, &err);
    if (!done) buf_printf(&listing->text, "error: %s\n", err.text);
    arena_free(&arena);
}

static bool agree(const struct question *q) {
    struct listing plain, pass;
    ask(q, true, &plain);
    ask(q, false, &pass);
    bool same = str_equal(buf_str(&plain.text), buf_str(&pass.text));
    buf_free(&plain.text);
    buf_free(&pass.text);
    return same;
}

/* ---- making a difference small ------------------------------------------------------------------------------------------------ */

static struct policy *with_rules(struct arena *arena, const struct policy *policy) {
    struct policy *out = arena_new(arena, struct policy);
    struct rule *rules = arena_array(arena, struct rule, policy->rule_count);
    *out = *policy;
    memcpy(rules, policy->rules, policy->rule_count * sizeof *rules);
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct rule_version *versions = arena_array(arena, struct rule_version, rules[i].version_count);
        memcpy(versions, rules[i].versions, rules[i].version_count * sizeof *versions);
        rules[i].versions = versions;
    }
    out->rules = rules;
    return out;
}

/* Takes the change when the difference stays. */
static bool try_policy(struct question *q, const struct policy *smaller) {
    const struct policy *before = q->policy;
    q->policy = smaller;
    if (!agree(q)) return true;
    q->policy = before;
    return false;
}

static bool try_rows(struct question *q, struct gen_rows *smaller) {
    struct gen_rows *before = q->rows;
    q->rows = smaller;
    if (!agree(q)) return true;
    q->rows = before;
    return false;
}

static void shrink_rules(struct arena *arena, struct question *q) {
    for (size_t i = 0; i < q->policy->rule_count; i++) {
        struct policy *smaller = with_rules(arena, q->policy);
        struct rule *rule = (struct rule *)(uintptr_t)&smaller->rules[i];
        if (!rule->applies) continue;
        rule->applies = false;
        try_policy(q, smaller);
    }
}

/* One simplification of a version; false when there is no such one. */
static bool simplify(struct rule_version *v, int how) {
    switch (how) {
    case 0: if (v->unless_count == 0) return false; v->unless_count = 0; return true;
    case 1: if (v->who_count < 2) return false; v->who_count = 1; return true;
    case 2: if (v->who_count < 2) return false; v->who++; v->who_count = 1; return true;
    case 3: if (v->have.part_count == 0) return false; v->have = v->have.parts[0]; return true;
    case 4: if (v->have.part_count < 2) return false; v->have = v->have.parts[1]; return true;
    case 5: if (v->have.part_count < 3) return false; v->have = v->have.parts[2]; return true;
    case 6: if (v->have.part_count < 2) return false; v->have.part_count--; return true;
    case 7: if (v->have.filter_count < 2) return false; v->have.filter_count = 1; return true;
    case 8: if (v->plan < 0) return false; v->plan = -1; return true;
    case 9: if (!v->has_late) return false; v->has_late = false; return true;
    case 10: if (!date_known(v->ends)) return false; v->ends = DATE_NONE; return true;
    case 11: if (date_same(v->from, DATE_FIRST)) return false; v->from = DATE_FIRST; return true;
    case 12: if (v->have.each_count < 2) return false; v->have.each_count = 1; return true;
    default: return false;
    }
}

static bool simplify_filter(struct arena *arena, const struct filter **filters, size_t count, size_t which) {
    for (size_t i = 0, seen = 0; i < count; i++) {
        for (size_t j = 0; j < (*filters)[i].condition_count; j++, seen++) {
            if (seen != which) continue;
            struct filter *copy = arena_array(arena, struct filter, count);
            memcpy(copy, *filters, count * sizeof *copy);
            struct condition *conditions = arena_array(arena, struct condition, copy[i].condition_count);
            size_t kept = 0;
            for (size_t k = 0; k < copy[i].condition_count; k++) {
                if (k != j) conditions[kept++] = copy[i].conditions[k];
            }
            copy[i].conditions = conditions;
            copy[i].condition_count = kept;
            *filters = copy;
            return true;
        }
    }
    return false;
}

static void shrink_versions(struct arena *arena, struct question *q) {
    for (size_t i = 0; i < q->policy->rule_count; i++) {
        if (!q->policy->rules[i].applies) continue;
        for (int how = -1; how < 45; how++) {
            struct policy *smaller = with_rules(arena, q->policy);
            struct rule *rule = (struct rule *)(uintptr_t)&smaller->rules[i];
            bool changed = false;
            if (how < 0) {
                changed = rule->version_count > 1;
                rule->version_count = 1;
            }
            for (size_t j = 0; how >= 0 && j < rule->version_count; j++) {
                struct rule_version *v = (struct rule_version *)(uintptr_t)&rule->versions[j];
                if (how < 15) changed |= simplify(v, how);
                else if (how < 25) changed |= simplify_filter(arena, &v->who, v->who_count, (size_t)how - 15);
                else if (how < 35) changed |= simplify_filter(arena, &v->have.filters, v->have.filter_count, (size_t)how - 25);
                else {
                    const struct filter *anchor = &v->when.anchor_filter;
                    changed |= simplify_filter(arena, &anchor, 1, (size_t)how - 35);
                    v->when.anchor_filter = *anchor;
                }
            }
            if (changed) try_policy(q, smaller);
        }
    }
    struct policy *smaller = with_rules(arena, q->policy);
    struct param *params = arena_array(arena, struct param, smaller->param_count);
    for (size_t i = 0; i < smaller->param_count; i++) {
        params[i] = smaller->params[i];
        params[i].step_count = 1;
    }
    smaller->params = params;
    try_policy(q, smaller);
}

static void shrink_people(struct arena *arena, struct question *q) {
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        for (size_t i = q->rows->subject_count[type]; i-- > 0;) {
            struct gen_rows *smaller = gen_copy(arena, q->rows);
            gen_drop_subject(smaller, (enum subject_type)type, i);
            if (try_rows(q, smaller)) continue;
            for (uint32_t j = q->rows->subjects[type][i].step_count; j-- > 0;) {
                smaller = gen_copy(arena, q->rows);
                struct batch *b = &smaller->subjects[type][i];
                struct fact_step *steps = (struct fact_step *)(uintptr_t)b->steps;
                b->step_count--;
                memmove(steps + j, steps + j + 1, (b->step_count - j) * sizeof *steps);
                try_rows(q, smaller);
            }
            for (uint32_t j = 0; j < q->rows->kinds->facts[type].field_count; j++) {
                smaller = gen_copy(arena, q->rows);
                int64_t *facts = (int64_t *)(uintptr_t)smaller->subjects[type][i].facts;
                if (facts[j] == VALUE_NONE) continue;
                facts[j] = VALUE_NONE;
                try_rows(q, smaller);
            }
        }
    }
}

static void shrink_rows(struct arena *arena, struct question *q) {
    for (uint32_t i = q->rows->activity_count; i-- > 0;) {
        struct gen_rows *smaller = gen_copy(arena, q->rows);
        gen_drop_activity(smaller, i);
        try_rows(q, smaller);
    }
    for (size_t i = q->rows->exemption_count; i-- > 0;) {
        struct gen_rows *smaller = gen_copy(arena, q->rows);
        smaller->exemption_count--;
        memmove(smaller->exemptions + i, smaller->exemptions + i + 1, (smaller->exemption_count - i) * sizeof *smaller->exemptions);
        try_rows(q, smaller);
    }
    for (uint32_t i = 0; i < q->rows->kinds->kind_count; i++) {
        if (!date_known(q->rows->complete_through[i])) continue;
        struct gen_rows *smaller = gen_copy(arena, q->rows);
        smaller->complete_through[i] = DATE_NONE;
        try_rows(q, smaller);
    }
    shrink_people(arena, q);
}

/* The findings of one listing that the other lacks. */
static void print_other(const char *who, struct str all, struct str other) {
    printf("---- %s\n", who);
    while (all.size) {
        size_t end = 1;
        while (end < all.size && !(all.at[end - 1] == '\n' && all.at[end] != ' ')) end++;
        struct str finding = str_slice(all, 0, end);
        if (str_find(other, finding) == SIZE_MAX) printf("%.*s", STR_ARG(finding));
        all = str_slice(all, end, all.size);
    }
}

static void report(const struct question *q) {
    struct buf out = { 0 };
    struct listing plain, pass;
    char iso[DATE_ISO_SIZE];
    for (uint32_t i = 0; i < q->policy->rule_count; i++) {
        if (q->policy->rules[i].applies) gen_print_rule(&out, q->policy, i);
    }
    gen_print_rows(&out, q->rows);
    printf("%.*s as of %s past %d leavers %d ignore_exemptions %d\n", STR_ARG(buf_str(&out)), date_iso(q->judging.as_of, iso),
           q->judging.past, q->judging.leavers, q->judging.ignore_exemptions);
    ask(q, true, &plain);
    ask(q, false, &pass);
    print_other("reference", buf_str(&plain.text), buf_str(&pass.text));
    print_other("pass", buf_str(&pass.text), buf_str(&plain.text));
    buf_free(&out);
    buf_free(&plain.text);
    buf_free(&pass.text);
}

static void shrink_and_report(struct question q) {
    struct arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        shrink_rules(&arena, &q);
        shrink_rows(&arena, &q);
        shrink_versions(&arena, &q);
    }
    report(&q);
    arena_free(&arena);
}

/* ---- asking -------------------------------------------------------------------------------------------------------------------- */

/* Half of the days are next to a day that an earlier answer named. */
static struct date pick_day(struct gen *gen, const struct listing *last) {
    if (last->day_count == 0 || gen_chance(gen, 40)) return gen_day(gen, 2021, 2023);
    struct date d = last->days[gen_between(gen, 0, (int64_t)last->day_count - 1)];
    d = date_add_days(d, (int32_t)gen_between(gen, -1, 1));
    int year = school_year_of(d);
    return year < 2020 || year > 2025 ? gen_day(gen, 2021, 2023) : d;
}

struct total {
    size_t triples, findings, by_status[STATUS_COUNT], of_variants, asked_of_variants, figures, of_figures[STATUS_COUNT];
};

/* Now and then only some rules are asked for. */
static const bool *some_rules(struct gen *gen, const struct policy *policy) {
    bool *only = arena_array(gen->arena, bool, policy->rule_count);
    if (gen_chance(gen, 80)) return NULL;
    for (size_t i = 0; i < policy->rule_count; i++) only[i] = gen_chance(gen, 50);
    return only;
}

static bool ask_policy(uint64_t seed, struct total *total) {
    struct arena arena = { 0 };
    struct gen gen = gen_seeded(&arena, seed);
    struct policy *policy = gen_policy(&gen, gen_kinds(&arena));
    gen_add_hatches(&gen, policy);
    gen_measures(&gen, policy);
    const struct calendar *calendar = gen_calendar(&arena);
    bool same = true;
    for (int i = 0; same && i < ROWS_EACH; i++) {
        struct question q = { .policy = policy, .rows = gen_rows(&gen, policy, i == 0 ? 0 : 20) };
        struct listing last = { 0 };
        for (int j = 0; same && j < DAYS_EACH; j++) {
            q.judging = (struct judging){ .as_of = pick_day(&gen, &last), .hatch = gen_hatch(), .calendar = calendar, .past = gen_chance(&gen, 30),
                                          .leavers = gen_chance(&gen, 30), .ignore_exemptions = gen_chance(&gen, 15),
                                          .not_applicable = gen_chance(&gen, 60), .only_rules = some_rules(&gen, policy) };
            struct listing pass;
            ask(&q, true, &last);
            ask(&q, false, &pass);
            same = str_equal(buf_str(&last.text), buf_str(&pass.text));
            total->triples++;
            total->findings += last.findings;
            total->of_variants += last.of_variants;
            total->asked_of_variants += last.asked_of_variants;
            total->figures += last.figures;
            for (int s = 0; s < STATUS_COUNT; s++) total->of_figures[s] += last.of_figures[s];
            for (int s = 0; s < STATUS_COUNT; s++) total->by_status[s] += last.by_status[s];
            buf_free(&last.text);
            buf_free(&pass.text);
        }
        if (!same) shrink_and_report(q);
    }
    arena_free(&arena);
    return same;
}

int main(int argc, char **argv) {
    int64_t seed = 20221101, policies = POLICIES;
    if ((argc > 1 && !str_whole(str_from(argv[1]), &seed)) || (argc > 2 && !str_whole(str_from(argv[2]), &policies))) {
        fprintf(stderr, "Usage: test_oracle [seed [policies]]\n");
        return 2;
    }
    struct total total = { 0 };
    for (int64_t i = 0; i < policies; i++) {
        if (ask_policy((uint64_t)(seed + i), &total)) continue;
        printf("Seed %lld: the two evaluators differ.  Again with: test_oracle %lld 1\n", (long long)(seed + i), (long long)(seed + i));
        return 1;
    }
    printf("seed %lld: %zu (policy, rows, day) triples, %zu findings, both evaluators agree\n", (long long)seed, total.triples,
           total.findings);
    printf("of variants %zu, of which %zu by a check function; figures %zu: wanted and met %zu, missed %zu, not known %zu\n", total.of_variants, total.asked_of_variants, total.figures,
           total.of_figures[STATUS_MET], total.of_figures[STATUS_MISSED], total.of_figures[STATUS_UNKNOWN]);
    static const enum status FIGURES[] = { STATUS_MET, STATUS_MISSED, STATUS_UNKNOWN };
    for (size_t i = 0; i < COUNT_OF(FIGURES) && policies >= POLICIES; i++) {
        if (total.of_figures[FIGURES[i]] * 100 >= total.figures) continue;
        printf("Too few figures are %s for the test to mean anything.\n", status_key(FIGURES[i]));
        return 1;
    }
    if ((total.of_variants * 50 < total.findings || total.asked_of_variants * 500 < total.findings) && policies >= POLICIES) {
        printf("Too few findings are of variants for the test to mean anything.\n");
        return 1;
    }
    for (int i = 0; i < STATUS_COUNT; i++) {
        printf("%s %zu%s", status_key((enum status)i), total.by_status[i], i + 1 < STATUS_COUNT ? ", " : "\n");
        if (total.by_status[i] * 300 < total.findings && policies >= POLICIES) {
            printf("\nToo few findings are %s for the test to mean anything.\n", status_key((enum status)i));
            return 1;
        }
    }
    return 0;
}
