/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_summary - the short way for summaries: rules that count records of one kind, without lists of them.
 * Owns:  the answers of activity classes and outcomes to whole filters, the marks of one subject.
 * Must not know: where findings go.
 *
 * It says what finding_make says, for fewer rules and in less time.
 */
#include "engine/pass_summary.h"

#include <string.h>

#define NO_BIT 64
#define NO_MARK UINT32_MAX
#define OUTCOME_RAWS (1u << OUTCOME_BITS)

/* Answers to the filters of a kind, one bit each: yes; yes or not known. */
struct answers {
    uint64_t yes, may;
};

/* What an activity class says to the filters of its kind. */
struct session {
    struct answers answers;
    uint32_t kind;
    bool has_outcome, come;
};

/* An each field that some filter reads: answers by its packed bits. */
struct each_column {
    uint8_t bit;
    uint64_t raw_mask;
    const struct answers *by_raw;
};

/* A participation that some filter may accept. */
struct mark {
    struct answers answers;
    int32_t day;
    uint32_t next;
};

struct summary {
    const struct program *program;
    uint8_t *bits;              /* by version: the bit of its filter, or NO_BIT */
    uint32_t (*filters)[64];    /* by kind: image filters, by bit */
    uint32_t *filter_counts;
    struct session *sessions;   /* by activity class */
    struct answers (*outcomes)[OUTCOME_RAWS][2]; /* by kind, raw outcome, whether the day has come */
    struct each_column **each;  /* by kind: its each columns that are read */
    uint32_t *each_counts;
    struct mark *marks;
    uint32_t mark_room;
    uint32_t *heads;            /* by kind: its last mark */
    uint64_t *may;              /* by kind: filters that some mark may satisfy */
};

/* ---- which rules ------------------------------------------------------------------------------------------------- */

/* The bits of a filter that each participation answers for itself. */
static uint64_t each_bits(const struct program *p, const struct image_filter *filter) {
    const uint32_t *atoms = &p->tables[filter->table].atom_at[(size_t)filter->word * 64];
    uint64_t bits = 0;
    for (uint32_t i = 0; i < 64; i++) {
        bool needed = filter->need >> i & 1;
        /* cppcheck-suppress objectIndex; atom_at holds 64 places for each word of the table */
        if (needed && p->atoms[atoms[i]].each) bits |= UINT64_C(1) << i;
    }
    return bits;
}

static uint64_t column_bits(const struct image_column *column, uint32_t word) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < column->bit_count; i++) {
        if (column->bits[i] / 64 == word) bits |= UINT64_C(1) << column->bits[i] % 64;
    }
    return bits;
}

/* Each fields that are looked up by their packed bits go the short way too. */
static bool is_looked_up(const struct program *p, const struct image_filter *filter) {
    const struct image_table *table = &p->tables[filter->table];
    uint64_t rest = each_bits(p, filter) & ~filter->outcome;
    for (uint32_t i = 0; i < table->each_count; i++) {
        if (table->each[i].form == COLUMN_RAW) rest &= ~column_bits(&table->each[i], filter->word);
    }
    return rest == 0;
}

/* One count of records that are instants, nothing else to weigh. */
static bool is_plain_count(const struct engine *e, const struct image_version *v) {
    bool state = v->when.op == WINDOW_ROLLING || v->when.op == WINDOW_ALWAYS;
    if (v->source->subject != SUBJECT_PUPIL || v->leaf_count != 1 || v->node_count != 1) return false;
    const struct image_leaf *leaf = &e->program->leaves[v->leaves];
    if (leaf->op != IMAGE_AT_LEAST || leaf->filter_count != 1 || leaf->distinct || leaf->on) return false;
    if (v->when.op == WINDOW_KEPT || v->when.op == WINDOW_REVIEW) return false;
    if (v->when.same_record || (state && (leaf->n != 1 || slot_is_negative(v)))) return false;
    const struct image_filter *filter = &e->program->filters[leaf->filters];
    const struct kind *kind = &e->kinds->kinds[filter->table];
    if (filter->never || kind->ends >= 0 || (state && kind->has_latest_by)) return false;
    if (kind->counts_on >= 0 && kind->fields[kind->counts_on].each) return false;
    return is_looked_up(e->program, filter);
}

static uint8_t bit_of(struct summary *s, uint32_t index, const struct image_filter *filter) {
    uint32_t *filters = s->filters[filter->table], *count = &s->filter_counts[filter->table];
    for (uint32_t bit = 0; bit < *count; bit++) {
        const struct image_filter *other = &s->program->filters[filters[bit]];
        if (other->word == filter->word && other->need == filter->need) return (uint8_t)bit;
    }
    if (*count == 64) return NO_BIT;
    filters[*count] = index;
    return (uint8_t)(*count)++;
}

void summary_start(struct summary **out, struct engine *e) {
    struct summary *s = *out = arena_new(e->arena, struct summary);
    const struct program *p = e->program;
    s->program = p;
    s->bits = arena_array(e->arena, uint8_t, p->version_count);
    s->filters = arena_alloc_array(e->arena, p->kind_count, sizeof *s->filters);
    s->filter_counts = arena_array(e->arena, uint32_t, p->kind_count);
    s->heads = arena_array(e->arena, uint32_t, p->kind_count);
    s->may = arena_array(e->arena, uint64_t, p->kind_count);
    for (uint32_t i = 0; i < p->version_count; i++) {
        s->bits[i] = NO_BIT;
        if (!is_plain_count(e, &p->versions[i])) continue;
        uint32_t index = p->leaves[p->versions[i].leaves].filters;
        s->bits[i] = bit_of(s, index, &p->filters[index]);
    }
}

bool summary_fits(const struct summary *s, const struct image_version *version) {
    return s->bits[version - s->program->versions] != NO_BIT;
}

/* ---- once per class ---------------------------------------------------------------------------------------------- */

static void fill_session(const struct summary *s, const struct engine *e, const struct activity_class *class,
                         struct session *out) {
    const uint64_t *words = e->masks.words + class->words;
    const struct kind *kind = &e->kinds->kinds[class->kind];
    *out = (struct session){ .kind = class->kind, .come = class->come, .has_outcome = shape_has_outcome(kind->shape) };
    for (uint32_t bit = 0; bit < s->filter_counts[class->kind]; bit++) {
        struct image_filter filter = s->program->filters[s->filters[class->kind][bit]];
        filter.need &= ~each_bits(s->program, &filter);
        int answer = mask_answer(&filter, words);
        out->answers.yes |= (uint64_t)(answer == ANSWERED_YES) << bit;
        out->answers.may |= (uint64_t)(answer != ANSWERED_NO) << bit;
    }
}

static void fill_outcomes(const struct summary *s, uint32_t kind) {
    const struct image_table *table = &s->program->tables[kind];
    for (uint32_t raw = 0; raw < OUTCOME_RAWS; raw++) {
        for (uint32_t come = 0; come < 2; come++) {
            const uint64_t *entry = table->outcome_table + (size_t)(raw * 2 + come) * 2 * table->words;
            struct answers *out = &s->outcomes[kind][raw][come];
            for (uint32_t bit = 0; bit < s->filter_counts[kind]; bit++) {
                struct image_filter filter = s->program->filters[s->filters[kind][bit]];
                filter.need = filter.outcome;
                int answer = mask_answer(&filter, entry);
                out->yes |= (uint64_t)(answer == ANSWERED_YES) << bit;
                out->may |= (uint64_t)(answer != ANSWERED_NO) << bit;
            }
        }
    }
}

static const struct answers *answers_by_raw(const struct summary *s, struct engine *e, uint32_t kind,
                                            const struct image_column *column) {
    const struct image_table *table = &s->program->tables[kind];
    struct answers *out = arena_array(e->arena, struct answers, column->raw_mask + 1);
    for (uint64_t raw = 0; raw <= column->raw_mask; raw++) {
        const uint64_t *entry = column->table + raw * 2 * table->words;
        for (uint32_t bit = 0; bit < s->filter_counts[kind]; bit++) {
            struct image_filter filter = s->program->filters[s->filters[kind][bit]];
            filter.need &= column_bits(column, filter.word);
            int answer = mask_answer(&filter, entry);
            out[raw].yes |= (uint64_t)(answer == ANSWERED_YES) << bit;
            out[raw].may |= (uint64_t)(answer != ANSWERED_NO) << bit;
        }
    }
    return out;
}

static bool is_read(const struct summary *s, uint32_t kind, const struct image_column *column) {
    for (uint32_t bit = 0; bit < s->filter_counts[kind]; bit++) {
        const struct image_filter *filter = &s->program->filters[s->filters[kind][bit]];
        if (filter->need & column_bits(column, filter->word)) return true;
    }
    return false;
}

static void fill_each(struct summary *s, struct engine *e, uint32_t kind) {
    const struct image_table *table = &s->program->tables[kind];
    s->each[kind] = arena_array(e->arena, struct each_column, table->each_count);
    for (uint32_t i = 0; i < table->each_count; i++) {
        const struct image_column *column = &table->each[i];
        if (!is_read(s, kind, column)) continue;
        s->each[kind][s->each_counts[kind]++] =
            (struct each_column){ .bit = column->bit, .raw_mask = column->raw_mask,
                                  .by_raw = answers_by_raw(s, e, kind, column) };
    }
}

void summary_mark(struct summary *s, struct engine *e) {
    s->each = arena_array(e->arena, struct each_column *, s->program->kind_count);
    s->each_counts = arena_array(e->arena, uint32_t, s->program->kind_count);
    s->sessions = arena_array(e->arena, struct session, e->masks.class_count);
    s->outcomes = arena_alloc_array(e->arena, s->program->kind_count, sizeof *s->outcomes);
    for (uint32_t i = 0; i < e->masks.class_count; i++) fill_session(s, e, &e->masks.classes[i], &s->sessions[i]);
    for (uint32_t kind = 0; kind < s->program->kind_count; kind++) {
        if (!s->filter_counts[kind]) continue;
        fill_outcomes(s, kind);
        fill_each(s, e, kind);
    }
}

/* ---- once per participation -------------------------------------------------------------------------------------- */

void summary_read(struct summary *s, struct engine *e, const struct batch *batch) {
    const struct activity_mark *activities = e->masks.marks;
    uint32_t kinds = s->program->kind_count, count = 0;
    s->marks = engine_grow(e, s->marks, 0, &s->mark_room, batch->participation_count, sizeof *s->marks);
    memset(s->heads, 0xff, kinds * sizeof *s->heads);
    memset(s->may, 0, kinds * sizeof *s->may);
    for (uint32_t i = 0; i < batch->participation_count; i++) {
        const struct participation *p = &batch->participations[i];
        const struct activity_mark *activity = &activities[p->activity];
        const struct session *session = &s->sessions[activity->class];
        struct answers a = session->answers;
        if (session->has_outcome && a.may) {
            const struct answers *o = &s->outcomes[session->kind][p->facts & (OUTCOME_RAWS - 1)][session->come];
            a.yes &= o->yes;
            a.may &= o->may;
        }
        for (uint32_t c = 0; c < s->each_counts[session->kind]; c++) {
            const struct each_column *column = &s->each[session->kind][c];
            const struct answers *o = &column->by_raw[p->facts >> column->bit & column->raw_mask];
            a.yes &= o->yes;
            a.may &= o->may;
        }
        if (!a.may || activity->day > e->as_of) continue;
        s->marks[count] = (struct mark){ a, activity->day, s->heads[session->kind] };
        s->heads[session->kind] = count++;
        s->may[session->kind] |= a.may;
    }
}

/* ---- once per instance ------------------------------------------------------------------------------------------- */

static struct tally count_between(const struct summary *s, uint32_t kind, uint32_t bit, int32_t first, int32_t last) {
    struct tally tally = { 0 };
    if (!(s->may[kind] >> bit & 1)) return tally;
    uint64_t possible = 0, certain = 0;
    for (uint32_t m = s->heads[kind]; m != NO_MARK; m = s->marks[m].next) {
        const struct mark *mark = &s->marks[m];
        if (mark->day < first || mark->day > last) continue;
        certain += mark->answers.yes >> bit & 1;
        possible += mark->answers.may >> bit & 1;
    }
    tally.certain = (int64_t)certain;
    tally.possible = (int64_t)possible;
    return tally;
}

/* What is forbidden counts only while the subject is in scope on the record's own day. */
static struct tally count_in_scope(const struct summary *s, struct engine *e, const struct image_version *v,
                                   uint32_t kind, uint32_t bit, int32_t first, int32_t last) {
    struct tally tally = { 0 };
    if (!(s->may[kind] >> bit & 1)) return tally;
    for (uint32_t m = s->heads[kind]; m != NO_MARK; m = s->marks[m].next) {
        const struct mark *mark = &s->marks[m];
        if (mark->day < first || mark->day > last || !(mark->answers.may >> bit & 1)) continue;
        int scope = slot_scope(e, v, (struct date){ mark->day });
        tally.certain += scope == ANSWERED_YES && (mark->answers.yes >> bit & 1);
        tally.possible += scope != ANSWERED_NO;
    }
    return tally;
}

/* One record in force is enough: it holds until the last of them lapses, or held until then. */
static struct tally count_in_force(const struct summary *s, const struct engine *e, const struct planned *planned,
                                   uint32_t kind, uint32_t bit, struct date *deadline) {
    const struct image_window *w = &planned->instance.version->when;
    struct tally tally = { 0 };
    int32_t newest = INT32_MIN;
    for (uint32_t m = s->heads[kind]; m != NO_MARK && (s->may[kind] >> bit & 1); m = s->marks[m].next) {
        const struct mark *mark = &s->marks[m];
        if (!(mark->answers.may >> bit & 1)) continue;
        int32_t until = INT32_MAX;
        if (w->op == WINDOW_ROLLING) until = engine_after(e, (struct date){ mark->day }, w->length).day;
        bool yes = mark->answers.yes >> bit & 1;
        tally.possible += until >= e->as_of;
        tally.certain += yes && until >= e->as_of;
        if (yes && until > newest) newest = until;
    }
    struct date start = planned->instance.opens;
    if (newest >= e->as_of) *deadline = (struct date){ newest };
    else if (newest >= start.day) *deadline = engine_after(e, (struct date){ newest }, w->grace);
    else *deadline = engine_after(e, start, w->op == WINDOW_ROLLING ? w->length : w->grace);
    return tally;
}

/* What each verdict leads to is worked out by the long way, once for all who are alike. */
void summary_forecast(const struct engine *e, struct planned *planned) {
    struct engine plain = *e;
    struct finding f;
    planned->is_forecast = true;
    plain.exemption_count = 0;
    plain.has_imports = false;
    for (int verdict = VERDICT_FAILING; verdict <= VERDICT_MET; verdict++) {
        struct judgement j = { .instance = &planned->instance, .version = planned->instance.version, .finding = &f,
                               .scope = planned->scope, .negative = slot_is_negative(planned->instance.version),
                               .have = { (enum verdict)verdict, INT32_MAX } };
        finding_start(&plain, planned, &f);
        status_prepare(&plain, &j);
        status_decide(&plain, &j);
        planned->forecasts[verdict] = (struct forecast){
            .status = (uint8_t)f.status, .underlying = (uint8_t)f.underlying, .severity = (uint8_t)status_severity(&j),
            .satisfied = f.satisfied, .joined_late = f.joined_late, .readings = f.readings };
    }
}

static void decide_long(const struct engine *e, const struct planned *planned, enum verdict verdict,
                        struct date deadline, struct finding *f) {
    struct judgement j = { .instance = &planned->instance, .version = planned->instance.version, .finding = f,
                           .scope = planned->scope, .negative = slot_is_negative(planned->instance.version),
                           .have = { verdict, INT32_MAX } };
    status_prepare(e, &j);
    if (planned->instance.state) status_set_due(e, &j, deadline);
    status_decide(e, &j);
    f->severity = status_severity(&j);
}

static void decide(const struct engine *e, const struct planned *planned, enum verdict verdict, struct finding *f) {
    const struct forecast *forecast = &planned->forecasts[verdict];
    if (!planned->is_forecast || e->exemption_count || e->has_imports) {
        decide_long(e, planned, verdict, DATE_NONE, f);
        return;
    }
    f->status = (enum status)forecast->status;
    f->underlying = (enum status)forecast->underlying;
    f->severity = (enum severity_level)forecast->severity;
    f->satisfied = forecast->satisfied;
    f->joined_late = forecast->joined_late;
    f->readings = forecast->readings;
    f->exemption = 0;
}

bool summary_make(struct summary *s, struct engine *e, const struct planned *planned, struct finding *f) {
    const struct instance *i = &planned->instance;
    const struct image_version *v = i->version;
    const struct image_leaf *leaf = &s->program->leaves[v->leaves];
    uint32_t kind = leaf->kinds[0], bit = s->bits[v - s->program->versions];
    struct date deadline = DATE_NONE;
    struct tally tally;
    if (i->state) tally = count_in_force(s, e, planned, kind, bit, &deadline);
    else if (slot_is_negative(v)) tally = count_in_scope(s, e, v, kind, bit, i->counts_from.day, i->late_until.day);
    else tally = count_between(s, kind, bit, i->opens.day, i->late_until.day);
    enum verdict verdict = tally.certain >= leaf->n    ? VERDICT_MET
                           : tally.possible < leaf->n ? VERDICT_FAILING
                                                      : VERDICT_OPEN;
    finding_start(e, planned, f);
    if (i->state) decide_long(e, planned, verdict, deadline, f);
    else decide(e, planned, verdict, f);
    if (f->status == STATUS_NOT_APPLICABLE) return e->judging->not_applicable;
    f->who_unknown = planned->scope == ANSWERED_NOT_KNOWN;
    f->term_count = 1;
    f->terms[0] = (struct tally){ leaf->n, tally.certain, tally.possible };
    f->need = leaf->n;
    f->certain = tally.certain;
    f->possible = tally.possible;
    return true;
}
