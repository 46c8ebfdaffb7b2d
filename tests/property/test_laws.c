/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_laws - what must hold of every rule, whatever it says: laws of meaning on random policies, subjects and days.
 * Owns:  nothing.
 * Must not know: how rules are evaluated.
 *
 * Usage: test_laws [seed [policies]].  Each law asks the reference evaluator twice and compares; the pass agrees with it
 * (test_oracle).
 */
#include <stdio.h>
#include <string.h>

#include "engine/plain.h"
#include "engine/trace.h"
#include "gen_rows.h"

#define POLICIES 300
#define ROWS_EACH 2
#define DAYS_EACH 3

struct answers {
    struct finding *at;
    size_t count, room;
    struct arena *arena;
};

struct question {
    struct arena *arena; /* of one policy */
    struct gen gen;
    const struct policy *policy;
    struct gen_rows *rows;
    struct judging judging;
    struct answers now;
    size_t asked;        /* comparisons that meant something */
};

static bool keep(void *self, const struct finding *finding, struct err *err) {
    struct answers *answers = self;
    (void)err;
    if (answers->count == answers->room) {
        size_t room = answers->room ? answers->room * 2 : 64;
        struct finding *wider = arena_array(answers->arena, struct finding, room);
        if (answers->count) memcpy(wider, answers->at, answers->count * sizeof *wider);
        answers->at = wider;
        answers->room = room;
    }
    answers->at[answers->count++] = *finding;
    return true;
}

static struct answers judge(const struct question *q, const struct gen_rows *rows, struct date as_of) {
    struct answers answers = { .arena = q->arena };
    struct feed_memory memory = gen_memory(rows);
    struct feed feed = feed_memory(&memory);
    struct judging judging = q->judging;
    struct finding_sink sink = { .self = &answers, .take = keep };
    struct err err = { 0 };
    judging.as_of = as_of;
    bug_if(!plain_run(q->arena, q->policy, &judging, &feed, &sink, &err));
    return answers;
}

/* Only the rule of the finding: the others are not looked at. */
static struct answers judge_again(const struct question *q, const struct gen_rows *rows, struct date as_of,
                                  const struct finding *f) {
    bool *rules = arena_array(q->arena, bool, q->policy->rule_count);
    struct question one = *q;
    rules[f->rule] = true;
    one.judging.only_rules = rules;
    return judge(&one, rows, as_of);
}

static const struct finding *same(const struct answers *answers, const struct finding *f) {
    for (size_t i = 0; i < answers->count; i++) {
        const struct finding *other = &answers->at[i];
        if (other->subject_type == f->subject_type && other->subject == f->subject && other->rule == f->rule &&
            strcmp(other->instance, f->instance) == 0) return other;
    }
    return NULL;
}

static const struct rule_version *version_of(const struct question *q, const struct finding *f) {
    size_t count;
    return &rule_versions(&q->policy->rules[f->rule], f->variant, &count)[f->version];
}

static bool broken(const struct question *q, const struct gen_rows *rows, const char *law, const struct finding *before,
                   const struct finding *after) {
    struct buf out = { 0 };
    char iso[DATE_ISO_SIZE];
    buf_printf(&out, "Broken: %s (as of %s)\n", law, date_iso(q->judging.as_of, iso));
    gen_print_rule(&out, q->policy, before->rule);
    gen_print_rows(&out, rows);
    buf_add_c(&out, "---- before\n");
    gen_print_finding(&out, q->policy, before);
    buf_add_c(&out, "---- after\n");
    if (after) gen_print_finding(&out, q->policy, after);
    printf("%.*s", STR_ARG(buf_str(&out)));
    buf_free(&out);
    return false;
}

/* ---- what a rule is made of ------------------------------------------------------------------------------------------------- */

struct traits {
    bool at_most, replaced, on;
};

static void add_traits(const struct question *q, const struct term *term, struct traits *traits) {
    traits->at_most |= term->op == TERM_AT_MOST;
    for (size_t i = 0; i < term->filter_count; i++) {
        traits->replaced |= q->policy->kinds->kinds[term->filters[i].kind].has_latest_by;
        traits->on |= term->on >= 0;
    }
    for (size_t i = 0; i < term->part_count; i++) add_traits(q, &term->parts[i], traits);
}

static struct traits traits_of(const struct question *q, const struct finding *f) {
    struct traits traits = { 0 };
    add_traits(q, &version_of(q, f)->have, &traits);
    return traits;
}

static bool is_negative(const struct rule_version *v) { return v->force == FORCE_MUST_NOT || v->force == FORCE_SHOULD_NOT; }
static bool is_state(const struct rule_version *v) { return v->when.op == WINDOW_ROLLING || v->when.op == WINDOW_ALWAYS; }
static bool is_anchored(const struct rule_version *v) {
    return (v->when.op == WINDOW_WITHIN || v->when.op == WINDOW_AHEAD_OF) && v->when.anchor == ANCHOR_RECORD;
}

/* ---- one record more, one less ------------------------------------------------------------------------------------------------ */

static uint32_t activity_index(const struct gen_rows *rows, int64_t id) {
    uint32_t i = 0;
    while (i < rows->activity_count && rows->activities[i].id != id) i++;
    return i;
}

/* The same thing happens once more to the same people, under a later number. */
static struct gen_rows *with_another(const struct question *q, int64_t id) {
    struct gen_rows *rows = gen_copy(q->arena, q->rows);
    uint32_t old = activity_index(rows, id);
    const struct activity original = rows->activities[old];
    uint32_t new = gen_add_activity(rows, (int32_t)original.kind, original.date, 5000);
    if (new <= old) old++;
    struct activity *copy = &rows->activities[new];
    copy->last_day = original.last_day;
    copy->organisation = original.organisation;
    copy->cancelled = original.cancelled;
    copy->facts = original.facts;
    for (uint32_t i = 0; i < q->rows->detail_count; i++) {
        const struct detail *d = &q->rows->details[i];
        if (d->activity == activity_index(q->rows, id)) gen_set(rows, new, (int32_t)d->field, d->value);
    }
    for (int type = 0; type <= SUBJECT_STAFF; type++) {
        for (size_t s = 0; s < rows->subject_count[type]; s++) {
            const struct batch *b = &rows->subjects[type][s];
            for (uint32_t i = 0; i < b->participation_count; i++) {
                if (b->participations[i].activity != old) continue;
                uint64_t facts = b->participations[i].facts;
                uint32_t p = gen_add_participation(rows, (enum subject_type)type, s, new, VALUE_NONE);
                b->participations[p].facts = facts;
                for (uint32_t d = 0; d < b->detail_count; d++) {
                    const struct detail each = b->details[d];
                    if (each.activity == old)
                        gen_set_each(rows, (enum subject_type)type, s, p, (int32_t)each.field, each.value);
                }
                break;
            }
        }
    }
    return rows;
}

static bool adding_keeps_a_must_met(struct question *q) {
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        struct traits traits = traits_of(q, f);
        bool wanted = !is_negative(version_of(q, f)) && f->satisfied && f->evidence_count && !traits.at_most && !traits.replaced;
        if (!wanted) continue;
        struct gen_rows *rows = with_another(q, f->evidence[0]);
        struct answers after = judge_again(q, rows, q->judging.as_of, f);
        const struct finding *then = same(&after, f);
        q->asked++;
        if (!then || !then->satisfied || then->status != f->status)
            return broken(q, rows, "a record more leaves a must met", f, then);
    }
    return true;
}

static bool removing_keeps_a_must_not_met(struct question *q) {
    if (q->rows->activity_count == 0) return true;
    struct gen_rows *rows = gen_copy(q->arena, q->rows);
    gen_drop_activity(rows, (uint32_t)gen_between(&q->gen, 0, rows->activity_count - 1));
    struct answers after = judge(q, rows, q->judging.as_of);
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        const struct rule_version *v = version_of(q, f);
        struct traits traits = traits_of(q, f);
        if (!is_negative(v) || f->status != STATUS_MET || traits.at_most || traits.replaced || is_anchored(v)) continue;
        const struct finding *then = same(&after, f);
        q->asked++;
        if (!then || then->status != STATUS_MET) return broken(q, rows, "a record less leaves a must not met", f, then);
    }
    return true;
}

/* ---- a datum filled in ----------------------------------------------------------------------------------------------------------- */

static int64_t some_value(struct question *q, const struct field *field) {
    switch (field->type) {
    case FIELD_DAY: return gen_day(&q->gen, 2021, 2023).day;
    case FIELD_FLAG: return gen_between(&q->gen, 0, 1);
    case FIELD_ONE_OF: return gen_between(&q->gen, 0, (int64_t)field->code_count - 1);
    case FIELD_SET_OF: return gen_between(&q->gen, 0, (INT64_C(1) << field->code_count) - 1);
    case FIELD_YEARS: return gen_between(&q->gen, 0, 127) << 7;
    case FIELD_ORGANISATION: return 101 + gen_between(&q->gen, 0, GEN_ORGANISATIONS - 1);
    case FIELD_HOURS: return 30 * gen_between(&q->gen, 0, 8);
    default: return gen_between(&q->gen, 1, 15);
    }
}

/* Of a dated fact: every step that says nothing, and a first step. */
static void fill_steps(struct question *q, struct gen_rows *rows, struct batch *b, int32_t fact, const struct field *field) {
    struct fact_step *steps = arena_array(rows->arena, struct fact_step, b->step_count + 1);
    uint32_t at = 0;
    bool since_ever = false;
    if (b->step_count) memcpy(steps, b->steps, b->step_count * sizeof *steps);
    for (uint32_t i = 0; i < b->step_count; i++) {
        at += steps[i].fact < (uint32_t)fact;
        if (steps[i].fact != (uint32_t)fact) continue;
        since_ever |= date_same(steps[i].from, DATE_FIRST);
        if (steps[i].value == VALUE_NONE) steps[i].value = some_value(q, field);
    }
    if (!since_ever) {
        memmove(steps + at + 1, steps + at, (b->step_count - at) * sizeof *steps);
        steps[at] = (struct fact_step){ (uint32_t)fact, DATE_FIRST, some_value(q, field) };
        b->step_count++;
    }
    b->steps = steps;
}

static bool fill_fact(struct question *q, struct gen_rows *rows, const struct finding *f, int32_t fact) {
    const struct field *field = &rows->kinds->facts[f->subject_type].fields[fact];
    bool moves = field->home == HOME_DERIVED || field->type == FIELD_DAY || str_is(field->name, "year");
    if (moves || f->subject_type == SUBJECT_SCHOOL) return false;
    for (size_t s = 0; s < rows->subject_count[f->subject_type]; s++) {
        struct batch *b = &rows->subjects[f->subject_type][s];
        if (b->subject != f->subject) continue;
        if (field->dated) fill_steps(q, rows, b, fact, field);
        else ((int64_t *)(uintptr_t)b->facts)[fact] = some_value(q, field);
    }
    return true;
}

/* That a record's organisation is not recorded and that little is known of it are named alike: once it is filled in, all
 * is known of it. */
static void know_organisation(struct question *q, struct gen_rows *rows, int64_t organisation) {
    const struct facts *facts = &rows->kinds->facts[SUBJECT_ORGANISATION];
    for (size_t s = 0; s < rows->subject_count[SUBJECT_ORGANISATION]; s++) {
        struct batch *b = &rows->subjects[SUBJECT_ORGANISATION][s];
        int64_t *known = (int64_t *)(uintptr_t)b->facts;
        for (uint32_t i = 0; b->subject == organisation && i < facts->field_count; i++)
            if (known[i] == VALUE_NONE) known[i] = some_value(q, &facts->fields[i]);
    }
}

/* False for data that move a window or a record in time: they may change anything. */
static bool fill(struct question *q, struct gen_rows *rows, const struct finding *f, const struct missing *m) {
    if (m->kind < 0) return fill_fact(q, rows, f, m->field);
    const struct kind *kind = &rows->kinds->kinds[m->kind];
    const struct field *field = &kind->fields[m->field];
    uint32_t activity = activity_index(rows, m->activity);
    if (m->field == kind->ends || m->field == kind->counts_on || kind->has_latest_by) return false;
    if (m->field == FIELD_ORGANISATION_OF && rows->activities[activity].organisation != VALUE_NONE) return false;
    if (!field->each) {
        int64_t value = some_value(q, field);
        gen_set(rows, activity, m->field, value);
        if (field->type == FIELD_ORGANISATION) know_organisation(q, rows, value);
        return true;
    }
    for (size_t s = 0; s < rows->subject_count[f->subject_type]; s++) {
        const struct batch *b = &rows->subjects[f->subject_type][s];
        for (uint32_t i = 0; b->subject == f->subject && i < b->participation_count; i++) {
            if (b->participations[i].activity != activity) continue;
            int64_t value = m->field == FIELD_OUTCOME ? gen_between(&q->gen, 0, OUTCOME_EXCUSED) : some_value(q, field);
            gen_set_each(rows, f->subject_type, s, i, m->field, value);
            return true;
        }
    }
    return false;
}

static bool still_lacks(const struct finding *f, const struct missing *m) {
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++) {
        if (f->missing[i].kind == m->kind && f->missing[i].field == m->field && f->missing[i].activity == m->activity) return true;
    }
    return false;
}

static bool filling_settles_a_doubt(struct question *q) {
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        const struct rule_version *v = version_of(q, f);
        if (f->status != STATUS_UNKNOWN || f->missing_count == 0 || !date_known(f->opens)) continue;
        if (v->when.anchor_on >= 0) continue;
        if (v->when.op == WINDOW_KEPT || v->when.op == WINDOW_REVIEW) continue; /* days of the pupil move it */
        uint32_t known = f->missing_count < FINDING_EVIDENCE ? f->missing_count : FINDING_EVIDENCE;
        const struct missing *m = &f->missing[gen_between(&q->gen, 0, known - 1)];
        struct gen_rows *rows = gen_copy(q->arena, q->rows);
        if (!fill(q, rows, f, m)) continue;
        struct answers after = judge_again(q, rows, q->judging.as_of, f);
        const struct finding *then = same(&after, f);
        q->asked++;
        if (!then && is_anchored(v)) continue; /* it was no anchor */
        bool chooses = m->kind < 0 && q->policy->rules[f->rule].overlays;
        if (chooses && (!then || !still_lacks(then, m))) continue; /* another variant has another answer */
        bool fine = then && (then->satisfied || then->status == STATUS_NOT_APPLICABLE || then->status == f->underlying ||
                             (then->status == STATUS_UNKNOWN && !still_lacks(then, m)) || (is_state(v) && !is_negative(v)));
        if (!fine) return broken(q, rows, "filling in a datum settles a doubt or leaves one less", f, then);
    }
    return true;
}

/* ---- time ------------------------------------------------------------------------------------------------------------------------- */

static bool missed_stays_missed(struct question *q) {
    struct date later = date_add_days(q->judging.as_of, (int32_t)gen_between(&q->gen, 1, 300));
    struct answers after = judge(q, q->rows, later);
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        const struct rule_version *v = version_of(q, f);
        struct traits traits = traits_of(q, f);
        if (q->policy->rules[f->rule].overlays) continue; /* who is in an overlay is asked on the day: another rule holds */
        if (f->status != STATUS_MISSED || is_state(v) || traits.at_most || traits.replaced || traits.on) continue;
        if (!date_known(f->deadline)) continue; /* kept without end: the rule of the day speaks */
        const struct finding *then = same(&after, f);
        if (!then || then->stale) continue; /* a year has gone by, or the pupil has left; or an import is out of date */
        q->asked++;
        if (then->status != STATUS_MISSED && then->status != STATUS_WAIVED)
            return broken(q, q->rows, "a later day does not turn missed back", f, then);
    }
    return true;
}

static bool nothing_changes_before_next_change(struct question *q) {
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        if (!gen_chance(&q->gen, 30)) continue;
        struct date last = date_add_days(date_min(f->next_change, date_add_days(q->judging.as_of, 900)), -1);
        struct date day = gen_chance(&q->gen, 60) ? last : date_add_days(q->judging.as_of, (int32_t)gen_between(&q->gen, 0, last.day - q->judging.as_of.day));
        struct answers after = judge_again(q, q->rows, day, f);
        const struct finding *then = same(&after, f);
        q->asked++;
        if (!then || then->status != f->status || then->underlying != f->underlying)
            return broken(q, q->rows, "nothing changes before the next change", f, then);
    }
    return true;
}

/* ---- what is not known ------------------------------------------------------------------------------------------------------------ */

static bool unknown_names_what_is_missing(struct question *q) {
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        q->asked += f->status == STATUS_UNKNOWN;
        if (f->status == STATUS_UNKNOWN && f->missing_count == 0 && !f->joined_late)
            return broken(q, q->rows, "what is unknown names what is missing", f, NULL);
    }
    return true;
}

/* A record, a datum, or a count that falls short: of a limit, that it is kept. */
static bool every_finding_says_why(struct question *q) {
    for (size_t i = 0; i < q->now.count; i++) {
        const struct finding *f = &q->now.at[i];
        if (f->status == STATUS_NOT_APPLICABLE) continue;
        bool says = f->evidence_count || f->doubtful_count || f->missing_count || !date_known(f->opens);
        bool limited = traits_of(q, f).at_most;
        for (uint32_t t = 0; t < f->term_count && t < FINDING_TERMS; t++)
            says = says || f->terms[t].certain < f->terms[t].need || f->terms[t].need <= 0 || limited;
        q->asked++;
        if (!says) return broken(q, q->rows, "a finding names a record, a datum, or a count below the need", f, NULL);
    }
    return true;
}

static bool names_departure(const struct filter *filters, size_t count, const struct known_facts *known) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < filters[i].condition_count; j++) {
            int32_t field = filters[i].conditions[j].field;
            bool pupil = filters[i].subject_type == SUBJECT_PUPIL && (field == known->left_on || field == known->records_from || field == known->ks4_end);
            bool staff = filters[i].subject_type == SUBJECT_STAFF && field == known->staff_left_on;
            if (pupil || staff) return true; /* not recorded is the usual thing there */
        }
    }
    return false;
}

static bool guards_name_departure(const struct question *q, const struct finding *f) {
    for (uint32_t i = 0; i < q->policy->overlay_count; i++) {
        const struct overlay *overlay = &q->policy->overlays[i];
        bool on_it = q->policy->rules[f->rule].overlays >> i & 1;
        if (on_it && names_departure(overlay->guards, overlay->guard_count, &q->policy->kinds->known)) return true;
    }
    return false;
}

/* Everything that may be recorded is. */
static void fill_all(struct gen_rows *rows) {
    for (uint32_t i = 0; i < rows->activity_count; i++) {
        if (!date_known(rows->activities[i].last_day)) rows->activities[i].last_day = rows->activities[i].date;
        rows->activities[i].organisation = 101;
    }
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        for (size_t s = 0; s < rows->subject_count[type]; s++) {
            const struct batch *b = &rows->subjects[type][s];
            for (uint32_t i = 0; i < b->step_count; i++) {
                struct fact_step *step = (struct fact_step *)(uintptr_t)&b->steps[i];
                bool year = type == SUBJECT_PUPIL && step->fact == (uint32_t)rows->kinds->known.year;
                bool first = i == 0 || b->steps[i - 1].fact != step->fact;
                if (year && first && date_same(step->from, DATE_FIRST)) step->from = school_year_start(2020);
                if (!year && first) step->from = DATE_FIRST;
            }
        }
    }
}

/* Days that are hardly ever recorded, as nothing else is said. */
static bool counts_from_rare_days(const struct window *when, const struct known_facts *known) {
    bool of_facts = when->op == WINDOW_KEPT || when->op == WINDOW_REVIEW;
    for (size_t i = 0; of_facts && i < when->name_count; i++)
        if (when->names[i] == (uint32_t)known->records_from || when->names[i] == (uint32_t)known->ks4_end) return true;
    return false;
}

static bool nothing_missing_nothing_unknown(struct question *q) {
    struct gen_rows *rows = gen_rows(&q->gen, q->policy, 0);
    fill_all(rows);
    struct answers answers = judge(q, rows, q->judging.as_of);
    for (size_t i = 0; i < answers.count; i++) {
        const struct finding *f = &answers.at[i];
        const struct rule_version *v = version_of(q, f);
        const struct known_facts *known = &q->policy->kinds->known;
        if (names_departure(v->who, v->who_count, known) || names_departure(v->unless, v->unless_count, known)) continue;
        if (guards_name_departure(q, f) || counts_from_rare_days(&v->when, known)) continue;
        if (f->subject_type == SUBJECT_SCHOOL) continue; /* its facts are the policy's */
        q->asked++;
        if (f->status == STATUS_UNKNOWN && !f->joined_late)
            return broken(q, rows, "where nothing is missing nothing is unknown", f, NULL);
    }
    return true;
}

/* ---- order and splitting ------------------------------------------------------------------------------------------------------------ */

static bool same_text(const struct question *q, const struct gen_rows *rows, const char *law, const struct answers *after) {
    if (after->count != q->now.count) {
        printf("%zu findings, then %zu\n", q->now.count, after->count);
        return q->now.count == 0 ? false : broken(q, rows, law, &q->now.at[0], NULL);
    }
    for (size_t i = 0; i < after->count; i++) {
        struct buf a = { 0 }, b = { 0 };
        gen_print_finding(&a, q->policy, &q->now.at[i]);
        gen_print_finding(&b, q->policy, &after->at[i]);
        bool equal = str_equal(buf_str(&a), buf_str(&b));
        buf_free(&a);
        buf_free(&b);
        if (!equal) return broken(q, rows, law, &q->now.at[i], &after->at[i]);
    }
    return true;
}

static bool order_of_rows_changes_nothing(struct question *q) {
    struct gen_rows *rows = gen_copy(q->arena, q->rows);
    for (int type = 0; type <= SUBJECT_STAFF; type++) {
        for (size_t s = 0; s < rows->subject_count[type]; s++) {
            struct batch *b = &rows->subjects[type][s];
            for (uint32_t i = b->participation_count; i > 1; i--) {
                uint32_t j = (uint32_t)gen_between(&q->gen, 0, i - 1);
                struct participation p = b->participations[i - 1];
                b->participations[i - 1] = b->participations[j];
                b->participations[j] = p;
            }
        }
    }
    struct answers after = judge(q, rows, q->judging.as_of);
    q->asked++;
    return same_text(q, rows, "the order of one subject's rows changes nothing", &after);
}

static bool splitting_changes_nothing(struct question *q) {
    struct answers after = { .arena = q->arena };
    struct err err;
    for (int type = 0; type <= SUBJECT_STAFF; type++) {
        for (size_t s = 0; s < q->rows->subject_count[type]; s++) {
            struct gen_rows *rows = gen_copy(q->arena, q->rows);
            rows->subject_count[SUBJECT_PUPIL] = rows->subject_count[SUBJECT_STAFF] = 0;
            rows->subjects[type][0] = rows->subjects[type][s];
            rows->subject_count[type] = 1;
            struct answers part = judge(q, rows, q->judging.as_of);
            for (size_t i = 0; i < part.count; i++) {
                if (part.at[i].subject_type == (enum subject_type)type) keep(&after, &part.at[i], &err);
            }
        }
    }
    for (size_t i = 0; i < q->now.count; i++) {
        if (q->now.at[i].subject_type > SUBJECT_STAFF) keep(&after, &q->now.at[i], &err);
    }
    q->asked++;
    return same_text(q, q->rows, "judging subjects one by one changes nothing", &after);
}

/* ---- reasons ------------------------------------------------------------------------------------------------------------------------- */

/* Each record that is said to count is evidence, each that may is doubtful; the others say why not. */
static bool reasons_fit(const struct question *q, const struct trace_finding *t) {
    const struct finding *f = &t->finding;
    uint32_t yes = 0, open = 0;
    for (size_t i = 0; i < t->record_count; i++) {
        yes += t->records[i].answer == ANSWER_YES;
        open += t->records[i].answer == ANSWER_NOT_KNOWN;
        if (t->records[i].answer != ANSWER_YES && t->records[i].because.size == 0)
            return broken(q, q->rows, "a record that does not count says why", f, NULL);
    }
    bool told = f->status != STATUS_NOT_APPLICABLE && date_known(f->opens);
    if (told && (yes != f->evidence_count || open != f->doubtful_count)) {
        printf("%u records are said to count, %u may\n", yes, open);
        return broken(q, q->rows, "the records that are said to count are the evidence", f, NULL);
    }
    if ((f->fix == FIX_NONE) != (t->mend.size == 0)) return broken(q, q->rows, "what can be mended says how", f, NULL);
    return true;
}

static bool reasons_agree(struct question *q) {
    struct feed_memory memory = gen_memory(q->rows);
    struct feed feed = feed_memory(&memory);
    for (uint32_t rule = 0; rule < q->policy->rule_count; rule++) {
        enum subject_type type = q->policy->rules[rule].versions[0].subject;
        size_t count = type == SUBJECT_SCHOOL ? 1 : q->rows->subject_count[type];
        for (size_t s = 0; s < count; s++) {
            int64_t subject = type == SUBJECT_SCHOOL ? 0 : q->rows->subjects[type][s].subject;
            struct trace *trace;
            struct err err;
            bug_if(!trace_subject(q->arena, q->policy, &q->judging, &feed, subject, (int32_t)rule, &trace, &err));
            for (size_t i = 0; i < trace->count; i++) {
                const struct finding *f = &trace->findings[i].finding, *told = same(&q->now, f);
                q->asked++;
                if (!told || told->status != f->status) return broken(q, q->rows, "a trace finds what the run finds", f, told);
                if (!reasons_fit(q, &trace->findings[i])) return false;
            }
        }
    }
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    bool (*holds)(struct question *q);
} LAWS[] = {
    { "adding a record keeps a must met", adding_keeps_a_must_met },
    { "removing a record keeps a must not met", removing_keeps_a_must_not_met },
    { "filling in a datum settles a doubt", filling_settles_a_doubt },
    { "missed stays missed", missed_stays_missed },
    { "nothing changes before the next change", nothing_changes_before_next_change },
    { "unknown names what is missing", unknown_names_what_is_missing },
    { "every finding says why", every_finding_says_why },
    { "nothing missing, nothing unknown", nothing_missing_nothing_unknown },
    { "the order of rows changes nothing", order_of_rows_changes_nothing },
    { "splitting changes nothing", splitting_changes_nothing },
    { "reasons agree with findings", reasons_agree },
};

static bool ask_policy(uint64_t seed, size_t asked[COUNT_OF(LAWS)]) {
    struct arena arena = { 0 };
    struct question q = { .arena = &arena, .gen = gen_seeded(&arena, seed) };
    q.policy = gen_policy(&q.gen, gen_kinds(&arena));
    q.judging = (struct judging){ .calendar = gen_calendar(&arena), .not_applicable = true };
    bool holds = true;
    for (int i = 0; holds && i < ROWS_EACH * DAYS_EACH; i++) {
        if (i % DAYS_EACH == 0) q.rows = gen_rows(&q.gen, q.policy, i ? 20 : 5);
        q.judging.as_of = gen_day(&q.gen, 2021, 2023);
        q.judging.past = gen_chance(&q.gen, 50);
        q.judging.leavers = gen_chance(&q.gen, 50);
        q.now = judge(&q, q.rows, q.judging.as_of);
        for (size_t law = 0; holds && law < COUNT_OF(LAWS); law++) {
            q.asked = 0;
            holds = LAWS[law].holds(&q);
            asked[law] += q.asked;
        }
    }
    arena_free(&arena);
    return holds;
}

int main(int argc, char **argv) {
    int64_t seed = 20221101, policies = POLICIES;
    size_t asked[COUNT_OF(LAWS)] = { 0 };
    if ((argc > 1 && !str_whole(str_from(argv[1]), &seed)) || (argc > 2 && !str_whole(str_from(argv[2]), &policies))) {
        fprintf(stderr, "Usage: test_laws [seed [policies]]\n");
        return 2;
    }
    for (int64_t i = 0; i < policies; i++) {
        if (ask_policy((uint64_t)(seed + i), asked)) continue;
        printf("Seed %lld: a law is broken.  Again with: test_laws %lld 1\n", (long long)(seed + i), (long long)(seed + i));
        return 1;
    }
    printf("seed %lld, %lld policies\n", (long long)seed, (long long)policies);
    for (size_t law = 0; law < COUNT_OF(LAWS); law++) {
        printf("%8zu  %s\n", asked[law], LAWS[law].name);
        if (policies < POLICIES || asked[law] >= 100) continue;
        printf("That law was asked too rarely to mean anything.\n");
        return 1;
    }
    return 0;
}
