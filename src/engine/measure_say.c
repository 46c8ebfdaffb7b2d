/* SPDX-License-Identifier: GPL-3.0-or-later
 * measure_say - from the tallies of a measure to its figures and to what they say of what is wanted.
 * Owns:  nothing.
 * Must not know: subjects, records.
 */
#include "engine/measure_say.h"

#include <string.h>

/* The least and the most that a share can be: part of whole each; whole 0 where there is nobody. */
struct bounds {
    int64_t low, low_of, high, high_of;
};

static int64_t sum(const int64_t *counts) { return counts[ANSWERED_NO] + counts[ANSWERED_NOT_KNOWN] + counts[ANSWERED_YES]; }

/* Adds what is tallied elsewhere and may belong here. */
static struct group with_unplaced(struct group group, const struct group *unplaced) {
    for (int i = 0; i < 3; i++) group.doubtful[i] += unplaced->sure[i] + unplaced->doubtful[i];
    return group;
}

static struct group less(struct group all, const struct group *a, const struct group *b) {
    for (int i = 0; i < 3; i++) {
        all.sure[i] -= a->sure[i] + b->sure[i];
        all.doubtful[i] -= a->doubtful[i] + b->doubtful[i];
    }
    return all;
}

static struct bounds bounds_of(const struct group *g) {
    struct bounds b = { 0, 0, 0, 0 };
    if (sum(g->sure) + sum(g->doubtful) == 0) return b;
    b.low = g->sure[ANSWERED_YES];
    b.low_of = sum(g->sure) + g->doubtful[ANSWERED_NO] + g->doubtful[ANSWERED_NOT_KNOWN];
    b.high = g->sure[ANSWERED_YES] + g->sure[ANSWERED_NOT_KNOWN] + g->doubtful[ANSWERED_YES] + g->doubtful[ANSWERED_NOT_KNOWN];
    b.high_of = b.high + g->sure[ANSWERED_NO];
    if (b.low_of == 0) b.low = b.low_of = 1; /* whoever belongs, fits */
    if (b.high_of == 0) b.high_of = 1;       /* whoever belongs, does not */
    return b;
}

static struct bounds gap_between(const struct bounds *group, const struct bounds *rest) {
    return (struct bounds){ group->low * rest->high_of - rest->high * group->low_of, group->low_of * rest->high_of,
                            group->high * rest->low_of - rest->low * group->high_of, group->high_of * rest->low_of };
}

/* To the nearest hundredth of a hundredth, halves away from zero. */
static int64_t hundredths(int64_t part, int64_t whole) {
    int64_t size = part < 0 ? -part : part;
    int64_t nearest = (10000 * size * 2 + whole) / (2 * whole);
    return part < 0 ? -nearest : nearest;
}

static struct measured_value value_of(const struct bounds *b) {
    if (b->low_of == 0 || b->high_of == 0) return (struct measured_value){ false, 0, 0 };
    return (struct measured_value){ true, hundredths(b->low, b->low_of), hundredths(b->high, b->high_of) };
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

static struct measured_cell cell_of(const struct weighed *w, const struct group *own, const struct group *counted, int32_t by) {
    struct measured_cell cell = { .by = by, .value = own->value, .n = sum(own->sure), .doubtful = sum(own->doubtful) };
    cell.count = (struct measured_value){ true, counted->sure[ANSWERED_YES],
                                          counted->sure[ANSWERED_YES] + counted->sure[ANSWERED_NOT_KNOWN] +
                                              counted->doubtful[ANSWERED_YES] + counted->doubtful[ANSWERED_NOT_KNOWN] };
    struct bounds share = bounds_of(counted);
    if (w->m->as != MEASURE_COUNT) cell.share = value_of(&share);
    return cell;
}

static struct bounds gap_of(const struct weighed *w, const struct by_fact *fact, const struct group *group) {
    struct group rest = less(w->all, group, &fact->unplaced), own = with_unplaced(*group, &fact->unplaced);
    rest = with_unplaced(rest, &fact->unplaced);
    struct bounds a = bounds_of(&own), b = bounds_of(&rest);
    return gap_between(&a, &b);
}

void measure_say(struct engine *e, const struct weighed *w, struct measured *out) {
    const struct image_version *v = &w->image->counting;
    *out = (struct measured){ .rule = v->rule, .version = v->version, .from = w->from, .to = w->to, .source = w->m,
                              .least = w->image->least, .most = w->image->most, .stale = w->stale };
    memcpy(out->instance, w->key, sizeof out->instance);
    size_t count = 1;
    for (size_t k = 0; k < w->m->by_count; k++) count += w->facts[k].count + 1;
    struct measured_cell *cells = arena_array(e->arena, struct measured_cell, count);
    cells[out->cell_count++] = cell_of(w, &w->all, &w->all, -1);
    for (size_t k = 0; k < w->m->by_count; k++) {
        const struct by_fact *fact = &w->facts[k];
        for (uint32_t i = 0; i < fact->count; i++) {
            struct group counted = with_unplaced(fact->at[i], &fact->unplaced);
            struct measured_cell *cell = &cells[out->cell_count++];
            *cell = cell_of(w, &fact->at[i], &counted, (int32_t)k);
            struct bounds gap = gap_of(w, fact, &fact->at[i]);
            if (w->m->as == MEASURE_GAP) cell->gap = value_of(&gap);
        }
        struct group unplaced = fact->unplaced;
        unplaced.value = VALUE_NONE;
        if (sum(unplaced.sure) + sum(unplaced.doubtful) > 0)
            cells[out->cell_count++] = cell_of(w, &unplaced, &unplaced, (int32_t)k);
    }
    out->cells = cells;
}

/* ---- what is wanted ---------------------------------------------------------------------------------------------- */

enum side { BELOW, WITHIN, BEYOND };

/* Where a fraction lies: below what is wanted at least, beyond what is wanted at most. */
static enum side side_of(const struct measuring *m, int64_t least, int64_t most, int64_t number, int64_t whole) {
    if (m->has_least && number < least * whole) return BELOW;
    return m->has_most && number > most * whole ? BEYOND : WITHIN;
}

static enum status status_of(enum side low, enum side high) {
    if (low == WITHIN && high == WITHIN) return STATUS_MET;
    return low == high ? STATUS_MISSED : STATUS_UNKNOWN;
}

/* In steps from what is harmless to what is certain to be wrong. */
static int weight(enum status status) {
    return status == STATUS_MISSED ? 3 : status == STATUS_UNKNOWN ? 2 : status == STATUS_MET ? 1 : 0;
}

/* The gaps of groups that are large enough, as their rest is; the widest of them. */
static enum status gaps_say(const struct weighed *w, const struct measured *m, struct measured_value *widest) {
    enum status status = STATUS_NOT_APPLICABLE;
    const struct measuring both = { .has_least = true, .has_most = true };
    int64_t most = -1;
    for (size_t k = 0; k < w->m->by_count; k++) {
        const struct by_fact *fact = &w->facts[k];
        for (uint32_t i = 0; i < fact->count; i++) {
            struct group rest = less(w->all, &fact->at[i], &fact->unplaced);
            struct bounds b = gap_of(w, fact, &fact->at[i]);
            if (sum(fact->at[i].sure) < MEASURED_FEWEST || sum(rest.sure) < MEASURED_FEWEST) continue;
            enum status one = status_of(side_of(&both, -m->most, m->most, 100 * b.low, b.low_of),
                                        side_of(&both, -m->most, m->most, 100 * b.high, b.high_of));
            if (weight(one) > weight(status)) status = one;
            struct measured_value gap = value_of(&b);
            int64_t wide = -gap.low > gap.high ? -gap.low : gap.high;
            if (wide > most) most = wide, *widest = gap;
        }
    }
    return status;
}

static enum status decide(const struct weighed *w, const struct measured *m, struct measured_value *said) {
    struct bounds share = bounds_of(&w->all);
    if (!w->m->has_least && !w->m->has_most) return STATUS_NOT_APPLICABLE;
    if (w->m->as == MEASURE_COUNT) {
        *said = m->cells[0].count;
        return status_of(side_of(w->m, m->least, m->most, said->low, 1), side_of(w->m, m->least, m->most, said->high, 1));
    }
    *said = m->cells[0].share;
    if (!said->known) return STATUS_NOT_APPLICABLE;
    if (w->m->as == MEASURE_GAP) return gaps_say(w, m, said);
    return status_of(side_of(w->m, m->least, m->most, 100 * share.low, share.low_of),
                     side_of(w->m, m->least, m->most, 100 * share.high, share.high_of));
}

/* The size of a gap, whichever way it goes. */
static struct measured_value size_of(struct measured_value v) {
    struct measured_value out = { true, 0, -v.low > v.high ? -v.low : v.high };
    if (v.low > 0) out.low = v.low;
    if (v.high < 0) out.low = -v.high;
    return out;
}

void measure_find(const struct engine *e, const struct weighed *w, struct measured *m, struct finding *f) {
    struct measured_value said = { 0 };
    enum status status = m->status = decide(w, m, &said);
    memset(f, 0, sizeof *f);
    f->subject_type = SUBJECT_SCHOOL;
    f->rule = m->rule;
    f->version = m->version;
    memcpy(f->instance, m->instance, sizeof f->instance);
    f->status = f->underlying = status;
    f->opens = m->from;
    f->lead = f->due = f->deadline = f->late_until = f->since = f->next_change = f->met_on = DATE_NONE;
    if (!e->judging->summary) f->next_change = (struct date){ e->as_of + 1 };
    if (status == STATUS_NOT_APPLICABLE) return;
    int top = w->image->counting.source->top_level;
    if (top < 0) top = LEVEL_MEDIUM;
    if (status == STATUS_UNKNOWN) top = top > LEVEL_INFO ? top - 1 : LEVEL_INFO, f->underlying = STATUS_MISSED;
    f->severity = status == STATUS_MET ? LEVEL_INFO : (enum severity_level)top;
    f->satisfied = status == STATUS_MET;
    f->stale = m->stale && !f->satisfied;
    if (!e->judging->summary) f->fix = status == STATUS_MET ? FIX_NONE : status == STATUS_MISSED ? FIX_ADD : FIX_RECORD;
    if (w->m->as == MEASURE_GAP) said = size_of(said);
    int64_t unit = w->m->as == MEASURE_COUNT ? 1 : 100;
    f->terms[0] = (struct tally){ .need = w->m->has_least ? m->least : m->most, .certain = said.low / unit,
                                  .possible = (said.high + unit - 1) / unit };
    f->need = f->terms[0].need;
    f->certain = f->terms[0].certain;
    f->possible = f->terms[0].possible;
    f->term_count = 1;
}
