/* SPDX-License-Identifier: GPL-3.0-or-later
 * standing - how many pupils stand where; see standing.h.
 * Owns:  nothing.
 * Must not know: how it is shown.
 */
#include "work/standing.h"

#include "work/wording.h"

#define MISSED_BEFORE 0x80u /* in a window that is over */
#define URGENCY 0x0fu       /* urgency + 1; 0: nothing is open */

struct standing {
    struct arena *arena;
    const struct policy *policy;
    const struct roster *roster;
    size_t pupil_count;
    uint64_t others[STANDING_BENCHMARKS][STATUS_COUNT];
    uint8_t *cells; /* a row for each rule, then for each benchmark, then one for all; a column for each pupil */
};

struct standing *standing_new(struct arena *arena, const struct policy *policy) {
    struct standing *standing = arena_new(arena, struct standing);
    *standing = (struct standing){ .arena = arena, .policy = policy };
    return standing;
}

static void mark(struct standing *s, size_t row, size_t rank, const struct finding *f, bool over) {
    uint8_t *cell = &s->cells[row * s->pupil_count + rank];
    unsigned urgency = (unsigned)status_urgency(f->status) + 1, old = *cell & URGENCY;
    if (over && f->status == STATUS_MISSED) *cell |= MISSED_BEFORE;
    if (!over && (!old || urgency < old)) *cell = (uint8_t)((*cell & MISSED_BEFORE) | urgency);
}

void standing_take(struct standing *s, const struct position *p, const struct finding *f) {
    const struct rule *rule = &s->policy->rules[f->rule];
    size_t rank = f->subject_type == SUBJECT_PUPIL ? roster_rank(p->roster, f->subject) : SIZE_MAX;
    bool over = position_is_over(p, f);
    if (f->subject_type != SUBJECT_PUPIL && !over && finding_version(s->policy, f)->force != FORCE_MAY)
        s->others[s->policy->clauses[rule->clause_index].benchmark][f->status]++;
    if (rank == SIZE_MAX || f->status == STATUS_NOT_APPLICABLE || finding_version(s->policy, f)->force == FORCE_MAY)
        return;
    if (!s->cells) {
        s->roster = p->roster;
        s->pupil_count = p->roster->pupil_count;
        s->cells = arena_array(s->arena, uint8_t, (s->policy->rule_count + STANDING_BENCHMARKS + 1) * s->pupil_count);
    }
    size_t benchmark = (size_t)s->policy->clauses[rule->clause_index].benchmark;
    mark(s, f->rule, rank, f, over);
    mark(s, s->policy->rule_count + benchmark, rank, f, over);
    mark(s, s->policy->rule_count + STANDING_BENCHMARKS, rank, f, over);
}

static bool is_urgency(uint8_t cell, enum status status) { return (unsigned)status_urgency(status) + 1 == (cell & URGENCY); }

static struct stood sum(const struct standing *s, size_t row) {
    struct stood out = { 0 };
    for (size_t i = 0; s->cells && i < s->pupil_count; i++) {
        uint8_t cell = s->cells[row * s->pupil_count + i];
        if (row >= s->policy->rule_count && !s->roster->pupils[i].on_roll) {
            out.left += (cell & URGENCY) != 0;
            out.left_open += is_urgency(cell, STATUS_OVERDUE) || is_urgency(cell, STATUS_DUE_SOON);
            continue;
        }
        if (cell & MISSED_BEFORE) out.missed++;
        if (!(cell & URGENCY)) continue;
        out.pupils++;
        for (int status = 0; status < STATUS_COUNT; status++)
            if (is_urgency(cell, (enum status)status)) out.by[status]++;
    }
    return out;
}

struct stood standing_rule(const struct standing *s, size_t rule) {
    return sum(s, rule);
}

struct stood standing_benchmark(const struct standing *s, int benchmark) {
    return sum(s, s->policy->rule_count + (size_t)benchmark);
}

const uint64_t *standing_others(const struct standing *s, int benchmark) {
    return s->others[benchmark];
}

struct stood standing_whole(const struct standing *s) {
    return sum(s, s->policy->rule_count + STANDING_BENCHMARKS);
}

int64_t stood_percent(const struct stood *stood) {
    if (!stood->pupils) return -1;
    return (int64_t)((stood->by[STATUS_MET] + stood->by[STATUS_ON_TRACK] + stood->by[STATUS_WAIVED]) * 100
                     / stood->pupils);
}
