/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_measure - the reference evaluator: measures, from lists of all that is counted.
 * Owns:  the list of the findings of a run.
 * Must not know: programs, masks, slots; it shares no code with the pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plain_priv.h"

/* One of those that are counted. */
struct member {
    enum plain_answer over, of; /* over is never PLAIN_NO */
    int64_t *values;            /* by fact of `by` */
};

struct members {
    struct member *at;
    size_t count, room;
};

/* A share: high and low are fractions; unknown when there is nobody to have one. */
struct fraction {
    int64_t part, whole; /* whole 0: none */
};

struct share {
    struct fraction low, high;
};

struct weighing {
    const struct plain *run;
    const struct rule_version *version;
    const struct measuring *measuring;
    struct plain_case c;
    struct plain_instance window;
    struct members members;
    bool stale;
};

/* ---- findings, as they come ----------------------------------------------------------------------------------------------- */

void plain_note(struct arena *arena, struct plain_notes *notes, const struct finding *f) {
    if (notes->count == notes->room) {
        size_t room = notes->room ? notes->room * 2 : 256;
        struct finding *wider = arena_array(arena, struct finding, room);
        if (notes->count) memcpy(wider, notes->at, notes->count * sizeof *wider);
        notes->at = wider;
        notes->room = room;
    }
    notes->at[notes->count++] = *f;
}

static bool is_state(const struct plain *run, const struct finding *f) {
    size_t count;
    enum window_op op = rule_versions(&run->policy->rules[f->rule], f->variant, &count)[f->version].when.op;
    return op == WINDOW_ROLLING || op == WINDOW_ALWAYS;
}

/* Its turn touches the days that are looked at; what has no dates, or speaks of now, always does. */
static bool is_inside(const struct weighing *w, const struct finding *f) {
    if (is_state(w->run, f) || !date_known(f->opens)) return true;
    return !date_after(f->opens, w->window.late_until) && !date_before(f->deadline, w->window.opens);
}

static bool asks_status(const struct measured_side *side, enum status status) { return side->statuses >> status & 1; }

static enum plain_answer is_such(const struct measured_side *side, const struct finding *f) {
    if (side->rules && !side->rules[f->rule]) return PLAIN_NO;
    if (asks_status(side, f->status)) return PLAIN_YES;
    if (f->status != STATUS_UNKNOWN) return PLAIN_NO;
    bool may = asks_status(side, STATUS_MET) || asks_status(side, f->underlying) || f->underlying == STATUS_UNKNOWN;
    return may ? PLAIN_NOT_KNOWN : PLAIN_NO;
}

/* ---- who and what is counted ---------------------------------------------------------------------------------------------- */

static void add_member(struct weighing *w, enum plain_answer over, enum plain_answer of, int64_t *values) {
    struct members *m = &w->members;
    if (over == PLAIN_NO) return;
    if (m->count == m->room) {
        size_t room = m->room ? m->room * 2 : 64;
        struct member *wider = arena_array(w->run->arena, struct member, room);
        if (m->count) memcpy(wider, m->at, m->count * sizeof *wider);
        m->at = wider;
        m->room = room;
    }
    m->at[m->count++] = (struct member){ over, of, values };
}

static enum plain_answer fits(const struct weighing *w, const struct measured_side *side) {
    enum plain_answer best = PLAIN_NO;
    for (size_t i = 0; i < side->filter_count; i++) {
        enum plain_answer one = plain_on_facts(&w->c, &side->filters[i], w->run->judging->as_of, NULL);
        if (one > best) best = one;
    }
    return best;
}

static enum plain_answer has_record(struct weighing *w) {
    enum plain_answer best = PLAIN_NO;
    plain_build(&w->c);
    struct plain_candidates found = plain_collect(&w->window, w->c.leaves[0]);
    for (size_t i = 0; i < found.count; i++)
        if (found.at[i].answer > best) best = found.at[i].answer;
    return best;
}

/* False when none of the rules concerns the subject; *over: not known when that is not known of each of them. */
static bool has_finding(struct weighing *w, enum plain_answer *over, enum plain_answer *of) {
    const struct plain_notes *notes = w->run->notes;
    const struct measured_side *side = &w->measuring->of;
    bool seen = false, sure = false;
    *of = PLAIN_NO;
    for (size_t i = 0; i < notes->count; i++) {
        const struct finding *f = &notes->at[i];
        if (f->subject_type != w->c.subject->type || f->subject != w->c.subject->batch->subject) continue;
        if ((side->rules && !side->rules[f->rule]) || !is_inside(w, f)) continue;
        enum plain_answer one = is_such(side, f);
        if (one > *of) *of = one;
        seen = true;
        sure = sure || !f->who_unknown;
        w->stale = w->stale || f->stale;
    }
    if (seen && !sure && *over == PLAIN_YES) *over = PLAIN_NOT_KNOWN;
    return seen;
}

static void weigh_subject(struct weighing *w, enum subject_type type, const struct batch *batch) {
    const struct plain_subject subject = plain_subject(w->run, type, batch);
    const struct measuring *m = w->measuring;
    w->c.subject = &subject;
    enum plain_answer over = fits(w, &m->over), of = PLAIN_YES;
    bool counted = over != PLAIN_NO;
    if (counted && m->has_of) {
        if (m->of.things == MEASURED_SUBJECTS) of = fits(w, &m->of);
        else if (m->of.things == MEASURED_RECORDS) of = has_record(w);
        else counted = has_finding(w, &over, &of);
    }
    if (counted) {
        int64_t *values = arena_array(w->run->arena, int64_t, m->by_count);
        for (size_t i = 0; i < m->by_count; i++) values[i] = plain_fact(w->run, &subject, m->by[i].field, w->run->judging->as_of);
        add_member(w, over, of, values);
    }
    w->c.subject = NULL;
    arena_reset(w->run->scratch);
}

static bool weigh_subjects(struct weighing *w, struct err *err) {
    const struct feed *feed = w->run->feed;
    enum subject_type type = w->measuring->over.subject;
    struct batch batch;
    int more;
    if (type == SUBJECT_ORGANISATION) {
        for (size_t i = 0; i < w->run->organisation_count; i++) weigh_subject(w, type, &w->run->organisations[i]);
        return true;
    }
    if (!feed->subjects(feed->self, type, err)) return false;
    while ((more = feed->next(feed->self, &batch, err)) > 0)
        if (!batch.erased) weigh_subject(w, type, &batch); /* K7 */
    return more == 0;
}

static int64_t value_of_record(const struct weighing *w, const struct measured_by *by, const struct plain_record *record) {
    if (!by->of_organisation) return plain_field(w->run, w->c.subject, record, by->field);
    for (size_t i = 0; i < w->run->organisation_count; i++) {
        const struct batch *batch = &w->run->organisations[i];
        if (batch->subject != record->activity->organisation) continue;
        const struct plain_subject organisation = { .type = SUBJECT_ORGANISATION, .batch = batch };
        return plain_fact(w->run, &organisation, by->field, w->run->judging->as_of);
    }
    return VALUE_NONE;
}

static void weigh_records(struct weighing *w) {
    const struct batch batch = { .facts = w->run->policy->school_facts };
    const struct plain_subject school = plain_subject(w->run, SUBJECT_SCHOOL, &batch);
    const struct measuring *m = w->measuring;
    w->c.subject = &school;
    plain_build(&w->c);
    struct plain_candidates found = plain_collect(&w->window, w->c.leaves[0]);
    for (size_t i = 0; i < found.count; i++) {
        const struct plain_record *record = found.at[i].record;
        enum plain_answer of = m->has_of ? PLAIN_NO : PLAIN_YES;
        for (size_t k = 0; m->has_of && k < m->of.filter_count; k++) {
            enum plain_answer one = plain_on_record(&w->c, &m->of.filters[k], NULL, record, false, NULL);
            if (one > of) of = one;
        }
        int64_t *values = arena_array(w->run->arena, int64_t, m->by_count);
        for (size_t k = 0; k < m->by_count; k++) values[k] = value_of_record(w, &m->by[k], record);
        add_member(w, found.at[i].answer, of, values);
    }
    w->c.subject = NULL;
}

static void weigh_findings(struct weighing *w) {
    const struct measuring *m = w->measuring;
    for (size_t i = 0; i < w->run->notes->count; i++) {
        const struct finding *f = &w->run->notes->at[i];
        enum plain_answer over = is_such(&m->over, f);
        if (over == PLAIN_NO || !is_inside(w, f)) continue;
        add_member(w, over, m->has_of ? is_such(&m->of, f) : PLAIN_YES, NULL);
        w->stale = w->stale || f->stale;
    }
}

/* ---- shares ----------------------------------------------------------------------------------------------------------------- */

enum part { PART_ALL, PART_GROUP, PART_REST, PART_UNPLACED };

/* Whether a member belongs to a part: those without the fact may belong to a group as to its rest. */
static enum plain_answer belongs(const struct member *member, enum part part, int32_t by, int64_t value) {
    if (part == PART_ALL) return member->over;
    bool placed = member->values[by] != VALUE_NONE;
    if (part == PART_UNPLACED) return placed ? PLAIN_NO : member->over;
    if (!placed) return PLAIN_NOT_KNOWN;
    return (member->values[by] == value) == (part == PART_GROUP) ? member->over : PLAIN_NO;
}

/* The least and the most that it can be, whatever the doubts turn out to be. */
static struct share share_of(const struct weighing *w, enum part part, int32_t by, int64_t value) {
    struct share s = { { 0, 0 }, { 0, 0 } };
    bool anybody = false;
    for (size_t i = 0; i < w->members.count; i++) {
        const struct member *member = &w->members.at[i];
        enum plain_answer in = belongs(member, part, by, value);
        if (in == PLAIN_NO) continue;
        anybody = true;
        if (in == PLAIN_YES || member->of != PLAIN_YES) {
            s.low.whole++;
            s.low.part += member->of == PLAIN_YES;
        }
        if (in == PLAIN_YES || member->of != PLAIN_NO) {
            s.high.whole++;
            s.high.part += member->of != PLAIN_NO;
        }
    }
    if (anybody && s.low.whole == 0) s.low = (struct fraction){ 1, 1 };  /* only some who may belong, and fit */
    if (anybody && s.high.whole == 0) s.high = (struct fraction){ 0, 1 }; /* only some who may belong, and do not */
    return s;
}

static int64_t rounded(int64_t part, int64_t whole) {
    int64_t twice = 20000 * part + (part < 0 ? -whole : whole);
    return twice / (2 * whole);
}

static struct measured_value value_of_share(const struct share *s) {
    if (s->low.whole == 0 || s->high.whole == 0) return (struct measured_value){ 0 };
    return (struct measured_value){ true, rounded(s->low.part, s->low.whole), rounded(s->high.part, s->high.whole) };
}

static struct fraction difference(struct fraction a, struct fraction b) {
    return (struct fraction){ a.part * b.whole - b.part * a.whole, a.whole * b.whole };
}

static struct share gap_of(const struct weighing *w, int32_t by, int64_t value) {
    struct share group = share_of(w, PART_GROUP, by, value), rest = share_of(w, PART_REST, by, value);
    return (struct share){ difference(group.low, rest.high), difference(group.high, rest.low) };
}

/* ---- cells ------------------------------------------------------------------------------------------------------------------ */

static struct measured_cell cell_of(const struct weighing *w, int32_t by, int64_t value) {
    struct measured_cell cell = { .by = by, .value = value };
    enum part part = by < 0 ? PART_ALL : value == VALUE_NONE ? PART_UNPLACED : PART_GROUP;
    cell.count.known = true;
    for (size_t i = 0; i < w->members.count; i++) {
        const struct member *member = &w->members.at[i];
        enum plain_answer in = belongs(member, part, by, value);
        bool own = in != PLAIN_NO && (by < 0 || member->values[by] == value);
        cell.n += own && in == PLAIN_YES;
        cell.doubtful += own && in == PLAIN_NOT_KNOWN;
        cell.count.low += in == PLAIN_YES && member->of == PLAIN_YES;
        cell.count.high += in != PLAIN_NO && member->of != PLAIN_NO;
    }
    if (w->measuring->as == MEASURE_COUNT) return cell;
    struct share share = share_of(w, part, by, value);
    cell.share = value_of_share(&share);
    if (w->measuring->as != MEASURE_GAP || part != PART_GROUP) return cell;
    struct share gap = gap_of(w, by, value);
    cell.gap = value_of_share(&gap);
    return cell;
}

static int by_value(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    if ((left == VALUE_NONE) != (right == VALUE_NONE)) return left == VALUE_NONE ? 1 : -1;
    return (left > right) - (left < right);
}

static void set_cells(const struct weighing *w, struct measured *out) {
    size_t most = 1 + w->members.count * w->measuring->by_count;
    struct measured_cell *cells = arena_array(w->run->arena, struct measured_cell, most);
    int64_t *values = arena_array(w->run->arena, int64_t, w->members.count);
    cells[out->cell_count++] = cell_of(w, -1, VALUE_NONE);
    for (size_t by = 0; by < w->measuring->by_count; by++) {
        for (size_t i = 0; i < w->members.count; i++) values[i] = w->members.at[i].values[by];
        if (w->members.count) qsort(values, w->members.count, sizeof *values, by_value);
        for (size_t i = 0; i < w->members.count; i++)
            if (i == 0 || values[i] != values[i - 1]) cells[out->cell_count++] = cell_of(w, (int32_t)by, values[i]);
    }
    out->cells = cells;
}

/* ---- what is wanted --------------------------------------------------------------------------------------------------------- */

/* Whether a number, given as a fraction times `times`, is as wanted. */
static bool is_wanted(const struct measured *m, struct fraction f, int64_t times) {
    if (m->source->has_least && times * f.part < m->least * f.whole) return false;
    return !m->source->has_most || times * f.part <= m->most * f.whole;
}

static enum status says(const struct measured *m, const struct share *s, int64_t times) {
    bool low = is_wanted(m, s->low, times), high = is_wanted(m, s->high, times);
    if (low == high) return low ? STATUS_MET : STATUS_MISSED;
    return STATUS_UNKNOWN;
}

/* The number of a cell's rest that is certain. */
static int64_t rest_of(const struct weighing *w, const struct measured_cell *cell) {
    int64_t n = 0;
    for (size_t i = 0; i < w->members.count; i++)
        n += belongs(&w->members.at[i], PART_REST, cell->by, cell->value) == PLAIN_YES;
    return n;
}

/* A gap is too large in either direction. */
static enum status gaps_say(const struct weighing *w, const struct measured *m, const struct measured_cell **worst) {
    enum status status = STATUS_NOT_APPLICABLE;
    int64_t widest = -1;
    for (size_t i = 0; i < m->cell_count; i++) {
        const struct measured_cell *cell = &m->cells[i];
        if (cell->by < 0 || cell->value == VALUE_NONE || !cell->gap.known) continue;
        if (cell->n < MEASURED_FEWEST || rest_of(w, cell) < MEASURED_FEWEST) continue;
        struct share gap = gap_of(w, cell->by, cell->value);
        bool inside = 100 * gap.high.part <= m->most * gap.high.whole && 100 * gap.low.part >= -m->most * gap.low.whole;
        bool outside = 100 * gap.low.part > m->most * gap.low.whole || 100 * gap.high.part < -m->most * gap.high.whole;
        if (outside) status = STATUS_MISSED;
        else if (status != STATUS_MISSED && !inside) status = STATUS_UNKNOWN;
        else if (status == STATUS_NOT_APPLICABLE) status = STATUS_MET;
        int64_t wide = -cell->gap.low > cell->gap.high ? -cell->gap.low : cell->gap.high;
        if (wide > widest) widest = wide, *worst = cell;
    }
    return status;
}

/* Whole numbers around what was found: of counts as they are, of shares per cent, of gaps points either way. */
static void set_tally(const struct measured *m, const struct measured_cell *worst, struct finding *f) {
    struct tally tally = { .need = m->source->has_least ? m->least : m->most };
    if (m->source->as == MEASURE_COUNT) {
        tally.certain = m->cells[0].count.low;
        tally.possible = m->cells[0].count.high;
    } else {
        struct measured_value v = m->source->as == MEASURE_GAP ? worst->gap : m->cells[0].share;
        int64_t low = v.low, high = v.high;
        if (m->source->as == MEASURE_GAP && high < 0) low = -v.high, high = -v.low;
        else if (m->source->as == MEASURE_GAP && low < 0) high = -low > high ? -low : high, low = 0;
        tally.certain = low / 100;
        tally.possible = (high + 99) / 100;
    }
    f->need = tally.need;
    f->certain = tally.certain;
    f->possible = tally.possible;
    f->terms[0] = tally;
    f->term_count = 1;
}

static enum severity_level severity(const struct rule_version *v, enum status status) {
    int top = v->top_level >= 0 ? v->top_level : LEVEL_MEDIUM;
    if (status == STATUS_MET || status == STATUS_NOT_APPLICABLE) return LEVEL_INFO;
    if (status == STATUS_UNKNOWN) top--;
    return top < LEVEL_INFO ? LEVEL_INFO : (enum severity_level)top;
}

static void set_finding(const struct weighing *w, struct measured *m, struct finding *f) {
    const struct measured_cell *worst = NULL;
    memset(f, 0, sizeof *f);
    f->subject_type = SUBJECT_SCHOOL;
    f->rule = m->rule;
    f->version = m->version;
    memcpy(f->instance, m->instance, sizeof f->instance);
    f->opens = m->from;
    f->lead = f->due = f->deadline = f->late_until = f->since = f->met_on = DATE_NONE;
    f->next_change = date_add_days(w->run->judging->as_of, 1);
    struct share share = share_of(w, PART_ALL, -1, VALUE_NONE);
    struct share count = { { m->cells[0].count.low, 1 }, { m->cells[0].count.high, 1 } };
    bool empty = w->measuring->as != MEASURE_COUNT && !m->cells[0].share.known;
    if (empty || (!w->measuring->has_least && !w->measuring->has_most)) m->status = STATUS_NOT_APPLICABLE;
    else if (w->measuring->as == MEASURE_COUNT) m->status = says(m, &count, 1);
    else if (w->measuring->as == MEASURE_PERCENT) m->status = says(m, &share, 100);
    else m->status = gaps_say(w, m, &worst);
    f->status = f->underlying = m->status;
    if (m->status == STATUS_NOT_APPLICABLE) return;
    if (m->status == STATUS_UNKNOWN) f->underlying = STATUS_MISSED;
    f->satisfied = m->status == STATUS_MET;
    f->stale = m->stale && !f->satisfied;
    f->fix = f->satisfied ? FIX_NONE : m->status == STATUS_MISSED ? FIX_ADD : FIX_RECORD;
    f->severity = severity(w->version, m->status);
    set_tally(m, worst, f);
}

/* ---- one measure ------------------------------------------------------------------------------------------------------------ */

/* The last part of the calendar that has begun. */
static bool newest_part(const struct plain *run, bool halves, struct measured *m) {
    size_t count;
    bool found = false;
    const struct calendar_part *parts = halves ? calendar_half_terms(run->judging->calendar, &count)
                                               : calendar_terms(run->judging->calendar, &count);
    for (size_t i = 0; i < count && !date_after(parts[i].opens, run->judging->as_of); i++) {
        char year[SCHOOL_YEAR_SIZE];
        school_year_name(parts[i].school_year, year);
        if (halves) snprintf(m->instance, sizeof m->instance, "%s %s %d", year, term_name(parts[i].term), parts[i].half);
        else snprintf(m->instance, sizeof m->instance, "%s %s", year, term_name(parts[i].term));
        m->from = parts[i].opens;
        m->to = parts[i].closes;
        found = true;
    }
    return found;
}

static bool set_window(const struct weighing *w, struct measured *m) {
    const struct window *when = &w->version->when;
    struct date as_of = w->run->judging->as_of;
    char year[SCHOOL_YEAR_SIZE];
    m->from = DATE_FIRST;
    m->to = DATE_NONE;
    snprintf(m->instance, sizeof m->instance, "now");
    switch (when->op) {
    case WINDOW_EACH_TERM: return newest_part(w->run, false, m);
    case WINDOW_EACH_HALF_TERM: return newest_part(w->run, true, m);
    case WINDOW_ROLLING:
        m->from = plain_span_before(w->run, as_of, when->length.unit, plain_operand(&w->c, &when->length.n));
        m->to = as_of;
        return true;
    case WINDOW_ALWAYS: return true;
    default: break;
    }
    m->from = school_year_start(school_year_of(as_of));
    m->to = school_year_end(school_year_of(as_of));
    snprintf(m->instance, sizeof m->instance, "%s", school_year_name(school_year_of(as_of), year));
    return true;
}

static bool is_old(const struct plain *run, const struct measured_side *side) {
    for (size_t i = 0; side->things == MEASURED_RECORDS && i < side->filter_count; i++) {
        uint32_t kind = (uint32_t)side->filters[i].kind;
        int32_t fresh = run->kinds->kinds[kind].fresh_days;
        struct date through = run->feed->complete_through(run->feed->self, kind);
        if (fresh > 0 && date_known(through) && date_before(date_add_days(through, fresh), run->judging->as_of)) return true;
    }
    return false;
}

static bool is_in_force(const struct plain *run, const struct rule_version *v) {
    struct date as_of = run->judging->as_of;
    if (date_before(as_of, policy_begins(run->policy))) return false;
    return !date_before(as_of, v->from) && !date_after(as_of, v->ends);
}

bool plain_measure(const struct plain *run, uint32_t rule, struct measured *out, struct finding *finding, bool *said,
                   struct err *err) {
    const struct rule *r = &run->policy->rules[rule];
    struct date as_of = run->judging->as_of;
    uint32_t at = 0;
    while (at + 1 < r->version_count && !date_after(r->versions[at + 1].governs_from, as_of)) at++;
    const struct rule_version *v = &r->versions[at];
    struct rule_version counting = *v; /* in the days at hand records count as in any window */
    counting.when = (struct window){ .op = WINDOW_EACH_SCHOOL_YEAR, .anchor_on = -1 };
    struct weighing w = { .run = run, .version = v, .measuring = v->measuring };
    w.c = (struct plain_case){ .run = run, .rule = rule, .version = &counting, .version_index = at, .first = as_of, .last = as_of };
    *out = (struct measured){ .rule = rule, .version = at, .source = v->measuring };
    *said = is_in_force(run, v) && set_window(&w, out);
    if (!*said) return true;
    w.window = (struct plain_instance){ .rule = &w.c, .opens = out->from, .deadline = out->to, .late_until = out->to,
                                         .counts_from = out->from, .sure_until = DATE_NONE };
    w.stale = is_old(run, &v->measuring->over) || (v->measuring->has_of && is_old(run, &v->measuring->of));
    if (v->measuring->over.things == MEASURED_FINDINGS) weigh_findings(&w);
    else if (v->measuring->over.things == MEASURED_RECORDS) weigh_records(&w);
    else if (!weigh_subjects(&w, err)) return false;
    out->stale = w.stale;
    if (v->measuring->has_least) out->least = plain_operand(&w.c, &v->measuring->least);
    if (v->measuring->has_most) out->most = plain_operand(&w.c, &v->measuring->most);
    set_cells(&w, out);
    set_finding(&w, out, finding);
    arena_reset(run->scratch);
    return true;
}
