/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_finding - the reference evaluator: from counts and dates to a status and all that goes with it.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/plain_priv.h"

/* What is being made, with what it is made from. */
struct making {
    const struct plain_instance *instance;
    const struct plain_case *c;
    const struct plain *run;
    struct finding *f;
    bool negative;                         /* must_not, should_not */
    enum plain_answer scope;
    struct plain_candidates *candidates;   /* by leaf; empty for dateless ones */
    struct plain_result *results;
    struct plain_result have;
    bool holds;                            /* rolling, always */
    bool has_stale_kind;
    struct date clock_day;
    const struct exemption *exemption;
    bool asked;                            /* a check function was asked */
    struct hatch_verdict verdict;
};

/* ---- dates -------------------------------------------------------------------------------------------------------------- */

static void set_due(struct making *m, struct date deadline) {
    struct finding *f = m->f;
    const struct rule_version *version = m->c->version;
    f->deadline = deadline;
    if (!date_known(deadline)) return;
    f->due = calendar_school_day_before(m->run->judging->calendar, deadline);
    if (version->plan < 0) {
        f->lead = date_add_days(f->due, -60);
    } else {
        const struct span *lead = &m->run->policy->plans[version->plan].lead;
        f->lead = plain_span_before(m->run, f->due, lead->unit, plain_operand(m->c, &lead->n));
    }
}

static enum status clock_says(const struct finding *f, struct date day) {
    if (date_before(day, f->lead)) return STATUS_ON_TRACK;
    if (!date_after(day, f->due)) return STATUS_DUE_SOON;
    return date_after(day, f->late_until) ? STATUS_MISSED : STATUS_OVERDUE;
}

static void look_at_import(struct making *m, uint32_t kind) {
    int32_t fresh = m->run->kinds->kinds[kind].fresh_days;
    struct date through = m->run->feed->complete_through(m->run->feed->self, kind);
    if (fresh <= 0 || !date_known(through)) return;
    if (!date_before(date_add_days(through, fresh), m->run->judging->as_of)) return;
    m->has_stale_kind = true;
    m->clock_day = date_min(m->clock_day, through);
}

/* An old import: absence says nothing beyond the day through which it is complete. */
static void set_clock_day(struct making *m) {
    m->clock_day = m->run->judging->as_of;
    for (size_t i = 0; i < m->c->leaf_count; i++) {
        const struct term *term = m->c->leaves[i]->term;
        for (size_t j = 0; j < term->filter_count; j++) look_at_import(m, (uint32_t)term->filters[j].kind);
    }
    for (size_t i = 0; i < m->c->version->read_count; i++) look_at_import(m, (uint32_t)m->c->version->reads[i]);
}

/* ---- exemptions ----------------------------------------------------------------------------------------------------------- */

static bool is_valid(const struct making *m, const struct exemption *e) {
    const struct exempting *exempt = &m->c->version->exempt;
    if (exempt->never || !exempt->allowed) return false;
    bool listed = exempt->reason_count == 0;
    for (size_t i = 0; i < exempt->reason_count; i++) listed |= str_equal(exempt->reasons[i], e->reason);
    if (!listed) return false;
    if (exempt->has_limit) {
        struct plain_case then = *m->c; /* the limit's parameter on the exemption's first day */
        then.first = e->from;
        int64_t n = plain_operand(&then, &exempt->for_at_most.n);
        struct date limit = plain_span_after(m->run, e->from, exempt->for_at_most.unit, n);
        if (!date_known(e->ends) || date_after(e->ends, limit)) return false;
    }
    if (exempt->approved_by < 0) return true;
    return e->approver_held_role && str_equal(e->approved_by, m->run->policy->roles[exempt->approved_by].key);
}

static const struct exemption *find_exemption(const struct making *m) {
    struct date as_of = m->run->judging->as_of;
    if (m->run->judging->ignore_exemptions) return NULL;
    for (size_t i = 0; i < m->run->exemption_count; i++) {
        const struct exemption *e = &m->run->exemptions[i];
        if (e->subject_type != m->c->subject->type || e->subject != m->f->subject) continue;
        if (e->hold ? m->c->version->when.op != WINDOW_REVIEW : !rule_is_called(&m->run->policy->rules[m->c->rule], e->rule)) continue;
        if (date_after(e->from, as_of) || date_before(e->ends, as_of)) continue;
        if (e->hold || is_valid(m, e)) return e; /* K6 */
    }
    return NULL;
}

/* ---- readings --------------------------------------------------------------------------------------------------------------- */

static bool names_meaningful(const struct making *m, const struct filter *filter) {
    const struct kind *kind = &m->run->kinds->kinds[filter->kind];
    for (size_t i = 0; i < filter->condition_count; i++) {
        if (str_is(kind->fields[filter->conditions[i].field].name, "meaningful")) return true;
    }
    return false;
}

static uint32_t readings_of_filter(const struct making *m, const struct filter *filter) {
    uint32_t readings = names_meaningful(m, filter) ? 1u << READING_MEANINGFUL : 0;
    bool any = filter->outcomes == (UINT32_C(1) << OUTCOME_CODE_COUNT) - 1;
    if (any && plain_has_outcome(m->c, filter)) readings |= 1u << READING_OPPORTUNITY;
    return readings;
}

static bool is_born_on_leap_day(const struct making *m) {
    int32_t dob = m->run->kinds->known.dob;
    int64_t value = m->c->subject->type == SUBJECT_PUPIL && dob >= 0 ? m->c->subject->batch->facts[dob] : VALUE_NONE;
    if (value == VALUE_NONE) return false;
    int year, month, day;
    date_parts((struct date){ (int32_t)value }, &year, &month, &day);
    return month == 2 && day == 29;
}

static uint32_t readings(const struct making *m) {
    const struct rule_version *v = m->c->version;
    const struct window *when = &v->when;
    int32_t age = m->run->kinds->known.age;
    uint32_t out = 0;
    bool by_age = when->op == WINDOW_BY_AGE || when->op == WINDOW_FURTHER_BY_AGE;
    bool anchored = when->op == WINDOW_WITHIN || when->op == WINDOW_AHEAD_OF;
    if (by_age) out |= 1u << READING_BY_THE_AGE_OF;
    if (when->op == WINDOW_FURTHER_BY_AGE) out |= 1u << READING_ONE_FURTHER;
    bool kept = when->op == WINDOW_KEPT || when->op == WINDOW_REVIEW;
    if (kept && when->name_count > 1) out |= 1u << READING_EARLIER_OF_TWO;
    for (size_t i = 0; i < m->c->leaf_count; i++) {
        const struct term *term = m->c->leaves[i]->term;
        for (size_t j = 0; j < term->filter_count; j++) out |= readings_of_filter(m, &term->filters[j]);
        for (const struct plain_cell *cell = m->c->leaves[i]->cells; cell; cell = cell->outer) {
            if (str_is(cell->field, "meaningful")) out |= 1u << READING_MEANINGFUL;
        }
    }
    if (anchored && when->anchor == ANCHOR_RECORD) out |= readings_of_filter(m, &when->anchor_filter);
    bool names_age = plain_names(v->who, v->who_count, age) || plain_names(v->unless, v->unless_count, age)
                     || plain_guards_name(m->c, age);
    if (is_born_on_leap_day(m) && (by_age || (anchored && when->anchor == ANCHOR_BIRTHDAY) || names_age))
        out |= 1u << READING_LEAP_DAY;
    return out;
}

/* ---- evidence ----------------------------------------------------------------------------------------------------------------- */

struct seen {
    int64_t id;
    struct date day;
    bool yes;
};

static int by_day(const void *a, const void *b) {
    const struct seen *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static void merge_seen(struct seen *all, size_t *count, const struct plain_candidate *candidate) {
    bool yes = candidate->answer == PLAIN_YES;
    for (size_t i = 0; i < *count; i++) {
        if (all[i].id != candidate->record->activity->id) continue;
        all[i].yes |= yes;
        all[i].day = date_min(all[i].day, candidate->day);
        return;
    }
    all[(*count)++] = (struct seen){ candidate->record->activity->id, candidate->day, yes };
}

static void set_evidence(struct making *m) {
    struct finding *f = m->f;
    if (m->asked) {
        f->evidence_count = m->verdict.evidence_count;
        for (uint32_t i = 0; i < f->evidence_count && i < FINDING_EVIDENCE; i++) f->evidence[i] = m->verdict.evidence[i];
        return;
    }
    struct seen *all = arena_array(m->run->scratch, struct seen, m->c->subject->record_count);
    size_t count = 0;
    for (size_t i = 0; i < m->c->leaf_count; i++) {
        for (size_t j = 0; j < m->candidates[i].count; j++) merge_seen(all, &count, &m->candidates[i].at[j]);
    }
    if (count) qsort(all, count, sizeof *all, by_day);
    for (size_t i = 0; i < count; i++) {
        if (all[i].yes) {
            if (f->evidence_count < FINDING_EVIDENCE) f->evidence[f->evidence_count] = all[i].id;
            f->evidence_count++;
        } else {
            if (f->doubtful_count < FINDING_EVIDENCE) f->doubtful[f->doubtful_count] = all[i].id;
            f->doubtful_count++;
        }
    }
}

static void set_tallies(struct making *m) {
    struct finding *f = m->f;
    f->term_count = (uint32_t)m->c->leaf_count;
    for (size_t i = 0; i < m->c->leaf_count && i < FINDING_TERMS; i++) f->terms[i] = m->results[i].tally;
    if (m->c->leaf_count == 0) return;
    f->need = f->terms[0].need;
    f->certain = f->terms[0].certain;
    f->possible = f->terms[0].possible;
}

/* ---- missing ------------------------------------------------------------------------------------------------------------------ */

static void lacks_of_leaf(const struct making *m, size_t leaf_index, struct plain_lacks *lacks) {
    const struct plain_node *leaf = m->c->leaves[leaf_index];
    int32_t value = leaf->op == TERM_AT_LEAST_TOTAL ? leaf->term->total : leaf->term->distinct;
    for (size_t i = 0; i < m->candidates[leaf_index].count; i++) {
        const struct plain_candidate *candidate = &m->candidates[leaf_index].at[i];
        const struct activity *activity = candidate->record->activity;
        if (candidate->answer == PLAIN_NOT_KNOWN) plain_counts(m->c, leaf, candidate->record, candidate->day, lacks);
        int32_t field = value < 0 ? FIELD_ABSENT : plain_field_in(m->c, leaf, value, activity->kind);
        if (field < 0) continue;
        if (plain_field(m->run, m->c->subject, candidate->record, field) == VALUE_NONE)
            plain_lack(lacks, (int32_t)activity->kind, field, activity->id);
    }
}

/* Only open parts of open wholes: elsewhere nothing would change. */
static void lacks_of_node(const struct making *m, const struct plain_node *node, bool wanted, size_t *leaf,
                          struct plain_lacks *lacks) {
    if (plain_is_leaf(node)) {
        if (wanted && m->results[*leaf].verdict == PLAIN_OPEN) lacks_of_leaf(m, *leaf, lacks);
        (*leaf)++;
        return;
    }
    /* a node's own verdict, from the results of its leaves */
    bool open = plain_judge(node, m->results + *leaf).verdict == PLAIN_OPEN;
    for (size_t i = 0; i < node->part_count; i++) lacks_of_node(m, &node->parts[i], wanted && open, leaf, lacks);
}

static int by_place(const void *a, const void *b) {
    const struct missing *left = a, *right = b;
    bool left_fact = left->kind < 0, right_fact = right->kind < 0;
    if (left_fact != right_fact) return left_fact ? -1 : 1;
    if (left->activity != right->activity) return left->activity < right->activity ? -1 : 1;
    return (left->field > right->field) - (left->field < right->field);
}

static void keep_lacks(struct finding *f, struct plain_lacks *lacks) {
    if (lacks->count) qsort(lacks->at, lacks->count, sizeof *lacks->at, by_place);
    for (size_t i = 0; i < lacks->count; i++) {
        if (i > 0 && by_place(&lacks->at[i], &lacks->at[i - 1]) == 0) continue;
        if (f->missing_count < FINDING_EVIDENCE) f->missing[f->missing_count] = lacks->at[i];
        f->missing_count++;
    }
}

static struct date scope_day(const struct making *m) {
    const struct plain_instance *instance = m->instance;
    struct date as_of = m->run->judging->as_of;
    if (instance->is_state || instance->is_dateless) return as_of;
    return instance->is_anchored ? instance->anchor_day : date_min(as_of, instance->who_by);
}

static void set_missing(struct making *m) {
    struct plain_lacks lacks = { .arena = m->run->scratch };
    const struct plain_instance *instance = m->instance;
    for (size_t i = 0; i < instance->lack_count; i++) plain_lack(&lacks, -1, instance->lacks[i], 0);
    if (m->scope == PLAIN_NOT_KNOWN) {
        plain_scope(m->c, scope_day(m), &lacks);
        if (instance->anchor && instance->anchor_answer == PLAIN_NOT_KNOWN)
            plain_on_record(m->c, &m->c->version->when.anchor_filter, NULL, instance->anchor, true, &lacks);
    }
    size_t leaf = 0;
    if (!instance->is_dateless && m->have.verdict == PLAIN_OPEN) lacks_of_node(m, &m->c->have, true, &leaf, &lacks);
    keep_lacks(m->f, &lacks);
}

/* ---- status ------------------------------------------------------------------------------------------------------------------- */

static bool is_joined_late(const struct making *m) {
    if (m->c->version->when.op == WINDOW_REVIEW) return false;
    const struct known_facts *known = &m->run->kinds->known;
    const struct plain_subject *subject = m->c->subject;
    int64_t from = VALUE_NONE;
    if (subject->type == SUBJECT_PUPIL) {
        if (known->records_from >= 0) from = subject->batch->facts[known->records_from];
        if (from == VALUE_NONE && known->admitted_on >= 0) from = subject->batch->facts[known->admitted_on];
    }
    if (subject->type == SUBJECT_STAFF && known->started_on >= 0) from = subject->batch->facts[known->started_on];
    bool passed_on = subject->type == SUBJECT_PUPIL && known->records_from >= 0 && subject->batch->facts[known->records_from] != VALUE_NONE;
    struct date school = m->run->policy->records_from;
    if (!date_known(m->f->opens)) return false;
    if (!passed_on && date_known(school) && m->f->opens.day < school.day) return true;
    int64_t settling_in = passed_on ? 0 : m->run->policy->readings[READING_JOINED_LATE].settling_in;
    return from != VALUE_NONE && m->f->opens.day + settling_in < from;
}

static void both_are(struct finding *f, enum status status) { f->status = f->underlying = status; }

/* must, should: the order of policy language 8.7. */
static void decide(struct making *m) {
    struct finding *f = m->f;
    f->satisfied = m->have.verdict == PLAIN_MET;
    f->stale = m->has_stale_kind && !f->satisfied;
    if (f->satisfied) {
        bool runs_out = m->instance->is_state && !date_after(f->lead, m->run->judging->as_of);
        both_are(f, runs_out ? STATUS_DUE_SOON : STATUS_MET);
        return;
    }
    enum status clock = clock_says(f, m->clock_day);
    both_are(f, clock);
    if (clock == STATUS_ON_TRACK) return;
    if (m->exemption) {
        f->status = STATUS_WAIVED;
        return;
    }
    if (m->have.verdict == PLAIN_OPEN || m->scope == PLAIN_NOT_KNOWN) f->status = STATUS_UNKNOWN;
    if (clock == STATUS_DUE_SOON || !is_joined_late(m)) return;
    f->readings |= 1u << READING_JOINED_LATE;
    int means = m->run->policy->readings[READING_JOINED_LATE].means;
    if (means == JOINED_JUDGE) return;
    f->joined_late = true;
    if (means == JOINED_NOT_APPLICABLE) both_are(f, STATUS_NOT_APPLICABLE);
    else f->status = STATUS_UNKNOWN;
}

static void decide_negative(struct making *m) {
    struct finding *f = m->f;
    f->satisfied = m->have.verdict == PLAIN_FAILING;
    if (f->satisfied) {
        both_are(f, STATUS_MET);
        f->stale = m->has_stale_kind;
        return;
    }
    both_are(f, STATUS_MISSED);
    if (m->exemption) f->status = STATUS_WAIVED;
    else if (m->have.verdict == PLAIN_OPEN) f->status = STATUS_UNKNOWN;
}

static void decide_may(struct making *m) {
    m->f->satisfied = m->have.verdict == PLAIN_MET;
    m->f->stale = m->has_stale_kind && !m->f->satisfied;
    both_are(m->f, m->f->satisfied ? STATUS_MET : STATUS_ON_TRACK);
}

static void decide_dateless(struct making *m) {
    if (m->c->version->force == FORCE_MAY) {
        both_are(m->f, STATUS_ON_TRACK);
        return;
    }
    both_are(m->f, STATUS_UNKNOWN);
    if (m->exemption) m->f->status = STATUS_WAIVED;
}

static bool is_outside(const struct making *m) {
    bool breached = m->negative && !m->instance->is_dateless && m->have.verdict != PLAIN_FAILING;
    return m->scope == PLAIN_NO && !breached;
}

/* ---- what goes with it -------------------------------------------------------------------------------------------------------- */

static struct date since(const struct making *m) {
    const struct finding *f = m->f;
    switch (f->status) {
    case STATUS_MET: return f->met_on;
    case STATUS_ON_TRACK: return f->opens;
    case STATUS_DUE_SOON: return f->satisfied ? f->lead : date_max(f->lead, f->opens);
    case STATUS_OVERDUE: return date_add_days(f->due, 1);
    case STATUS_MISSED: return m->negative ? m->have.met_on : date_add_days(f->late_until, 1);
    case STATUS_WAIVED: return m->exemption->from;
    default: return DATE_NONE;
    }
}

static enum severity_level severity(const struct making *m) {
    const struct rule_version *v = m->c->version;
    if (v->force == FORCE_MAY) return LEVEL_INFO;
    bool weak = v->force == FORCE_SHOULD || v->force == FORCE_SHOULD_NOT;
    int top = v->top_level >= 0 ? v->top_level : weak ? LEVEL_MEDIUM : LEVEL_HIGH;
    switch (m->f->status) {
    case STATUS_OVERDUE:
    case STATUS_MISSED: break;
    case STATUS_UNKNOWN: top -= 1; break;
    case STATUS_DUE_SOON: top -= 2; break;
    default: top = LEVEL_INFO;
    }
    return top < LEVEL_INFO ? LEVEL_INFO : (enum severity_level)top;
}

/* Would it fail even with any number of further records? */
static bool is_past_adding(const struct making *m) {
    if (m->instance->is_dateless) return false;
    struct plain_result *results = arena_array(m->run->scratch, struct plain_result, m->c->leaf_count);
    for (size_t i = 0; i < m->c->leaf_count; i++) {
        results[i] = m->results[i];
        if (m->c->leaves[i]->op != TERM_AT_MOST) results[i].verdict = PLAIN_MET;
    }
    return plain_judge(&m->c->have, results).verdict == PLAIN_FAILING;
}

static enum fix fix_for_open(const struct making *m) {
    const struct finding *f = m->f;
    if (m->asked) return f->status == STATUS_MISSED ? FIX_TOO_LATE : f->status == STATUS_UNKNOWN ? FIX_RECORD : FIX_CORRECT;
    if (m->negative) return f->status == STATUS_MISSED ? FIX_CORRECT : FIX_RECORD;
    if (m->instance->is_dateless) return FIX_RECORD;
    if (f->status == STATUS_MISSED) return is_past_adding(m) ? FIX_CORRECT : FIX_TOO_LATE;
    if (f->status == STATUS_UNKNOWN) {
        bool gone = f->underlying == STATUS_MISSED;
        if (f->missing_count == 0) return gone ? FIX_TOO_LATE : FIX_ADD;
        return gone ? FIX_RECORD : FIX_RECORD_OR_ADD;
    }
    if (f->missing_count > 0) return FIX_RECORD_OR_ADD;
    return !f->satisfied && is_past_adding(m) ? FIX_CORRECT : FIX_ADD;
}

static enum fix fix(const struct making *m) {
    enum status status = m->f->status;
    if (status == STATUS_MET || status == STATUS_WAIVED || status == STATUS_NOT_APPLICABLE) return FIX_NONE;
    if (m->c->version->force == FORCE_MAY) return FIX_NONE;
    enum fix found = fix_for_open(m);
    bool adding = found == FIX_ADD || found == FIX_RECORD_OR_ADD;
    return adding && m->c->version->when.same_record ? FIX_RECORD : found;
}

/* A check function speaks of now alone: without its word the clock of a state runs from the beginning. */
static void ask(struct making *m) {
    static const enum plain_verdict VERDICTS[] = { PLAIN_FAILING, PLAIN_OPEN, PLAIN_MET };
    const struct window *when = &m->c->version->when;
    m->have = (struct plain_result){ .verdict = PLAIN_FAILING, .met_on = DATE_NONE };
    if (m->scope == PLAIN_NO) return;
    m->asked = true;
    plain_ask(m->instance, m->f->due, &m->verdict);
    m->have.verdict = VERDICTS[m->verdict.answer];
    m->f->words = m->verdict.words;
    m->f->error = m->verdict.error;
    if (!m->instance->is_state || m->have.verdict == PLAIN_MET) return;
    const struct span *span = when->op == WINDOW_ALWAYS ? &when->grace : &when->length;
    set_due(m, plain_span_after(m->run, m->instance->opens, span->unit, plain_operand(m->c, &span->n)));
}

static void count_all(struct making *m) {
    const struct plain_case *c = m->c;
    if (c->version->hatch >= 0) {
        ask(m);
        return;
    }
    m->candidates = arena_array(m->run->scratch, struct plain_candidates, c->leaf_count);
    m->results = arena_array(m->run->scratch, struct plain_result, c->leaf_count);
    for (size_t i = 0; i < c->leaf_count; i++) m->candidates[i] = plain_collect(m->instance, c->leaves[i]);
    if (m->instance->is_state && !m->negative) {
        struct plain_state state = plain_state(m->instance, m->candidates);
        set_due(m, state.deadline);
        for (size_t i = 0; i < c->leaf_count; i++)
            m->candidates[i] = plain_in_force(c, &m->candidates[i], m->run->judging->as_of);
    }
    for (size_t i = 0; i < c->leaf_count; i++) plain_count(c, c->leaves[i], &m->candidates[i], &m->results[i]);
    m->have = plain_judge(&c->have, m->results);
}

static void start_finding(const struct plain_instance *instance, struct finding *f) {
    memset(f, 0, sizeof *f);
    f->subject_type = instance->rule->subject->type;
    f->subject = instance->rule->subject->batch->subject;
    f->rule = instance->rule->rule;
    f->variant = instance->rule->variant;
    f->version = instance->rule->version_index;
    memcpy(f->instance, instance->key, sizeof f->instance);
    f->opens = instance->opens;
    f->lead = f->due = f->deadline = f->since = f->next_change = f->met_on = DATE_NONE;
    f->late_until = instance->late_until;
}

static void set_met_on(struct making *m) {
    struct finding *f = m->f;
    if (m->negative || !f->satisfied) return;
    f->met_on = m->have.met_on;
    if (m->instance->is_state || !date_known(f->met_on) || !date_known(f->deadline)) return;
    f->late_days = f->met_on.day > f->deadline.day ? f->met_on.day - f->deadline.day : 0;
}

void plain_finding(const struct plain_instance *instance, struct date next_opens, struct finding *out) {
    struct making m = { .instance = instance, .c = instance->rule, .run = instance->rule->run, .f = out };
    enum force force = m.c->version->force;
    start_finding(instance, out);
    m.negative = plain_is_negative(force);
    m.scope = plain_scope(m.c, scope_day(&m), NULL);
    if (instance->anchor_answer < m.scope) m.scope = instance->anchor_answer;
    m.exemption = find_exemption(&m);
    out->exemption = m.exemption ? m.exemption->id : 0;
    out->readings = readings(&m);
    set_clock_day(&m);
    if (!instance->is_dateless) {
        if (!instance->is_state) set_due(&m, instance->deadline);
        count_all(&m);
    }
    if (is_outside(&m)) both_are(out, STATUS_NOT_APPLICABLE);
    else if (instance->is_dateless) decide_dateless(&m);
    else if (m.negative) decide_negative(&m);
    else if (force == FORCE_MAY) decide_may(&m);
    else decide(&m);
    if (out->error && out->status != STATUS_NOT_APPLICABLE && out->status != STATUS_WAIVED) out->status = STATUS_UNKNOWN;
    out->next_change = plain_next_change(instance, out, next_opens);
    if (out->status == STATUS_NOT_APPLICABLE) {
        out->satisfied = out->stale = false;
        return;
    }
    out->who_unknown = m.scope == PLAIN_NOT_KNOWN;
    set_met_on(&m);
    if (!instance->is_dateless) {
        set_tallies(&m);
        set_evidence(&m);
    }
    bool settled = instance->is_dateless ? false : m.negative ? m.have.verdict != PLAIN_OPEN : out->satisfied;
    if (!settled) set_missing(&m);
    out->since = since(&m);
    out->severity = severity(&m);
    out->fix = fix(&m);
}
