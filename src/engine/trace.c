/* SPDX-License-Identifier: GPL-3.0-or-later
 * trace - one subject again, keeping reasons; see trace.h.
 * Owns:  nothing but scratch memory.
 * Must not know: programs, how it is printed, names of people.
 *
 * It looks at the parts of the reference evaluator, so that what it explains is what a rule means.
 */
#include "engine/trace.h"

#include <stdlib.h>
#include <string.h>

#include "engine/trace_say.h"

struct tracing {
    struct arena *arena;
    const struct plain *run;
    struct trace *out;
    size_t room;
};

/* One record as one leaf sees it, or the best of several looks. */
struct look {
    struct trace_record record;
    size_t room;
    enum plain_answer answer;
    bool is_near;
};

static enum answer_of answer_of(enum plain_answer answer) {
    return answer == PLAIN_YES ? ANSWER_YES : answer == PLAIN_NO ? ANSWER_NO : ANSWER_NOT_KNOWN;
}

static void note(struct tracing *t, struct look *look, struct trace_condition condition, enum plain_answer answer) {
    struct trace_record *record = &look->record;
    if (record->condition_count == look->room) {
        struct trace_condition *wider = arena_array(t->arena, struct trace_condition, look->room + 8);
        if (look->room) memcpy(wider, record->conditions, look->room * sizeof *wider);
        record->conditions = wider;
        look->room += 8;
    }
    condition.answer = answer_of(answer);
    ((struct trace_condition *)(uintptr_t)record->conditions)[record->condition_count++] = condition;
    if (answer >= look->answer) return;
    look->answer = answer;
    record->because = condition.said;
}

/* ---- one filter on one record ------------------------------------------------------------------------------------------- */

static void look_at_condition(struct tracing *t, const struct plain_case *c, const struct filter *filter,
                              const struct condition *condition, const struct plain_record *record, struct look *look) {
    const struct trace_saying say = { t->arena, c };
    int64_t saw = plain_field(t->run, c->subject, record, condition->field);
    enum plain_answer answer = plain_record_condition(c, condition, record);
    struct str said = trace_say_condition(&say, filter, condition, saw, answer);
    note(t, look, (struct trace_condition){ .filter = filter, .condition = condition, .saw = saw, .said = said }, answer);
}

static void look_at_cells(struct tracing *t, const struct plain_case *c, const struct filter *filter,
                          const struct plain_cell *cells, const struct plain_record *record, struct look *look) {
    for (const struct plain_cell *cell = cells; cell; cell = cell->outer) {
        struct condition *condition = arena_new(t->arena, struct condition);
        struct operand *value = arena_new(t->arena, struct operand);
        *condition = plain_cell_condition(c, filter, cell, value);
        if (condition->field >= 0 && value->value >= 0) {
            look_at_condition(t, c, filter, condition, record, look);
            continue;
        }
        struct str said = str_format(t->arena, "it has no %.*s of that sort", STR_ARG(cell->field));
        note(t, look, (struct trace_condition){ .filter = filter, .saw = VALUE_NONE, .said = said }, PLAIN_NO);
    }
}

static void look_through(struct tracing *t, const struct plain_case *c, const struct filter *filter,
                         const struct plain_cell *cells, const struct plain_record *record, struct look *look) {
    const struct trace_saying say = { t->arena, c };
    if (!plain_sees(filter, record)) {
        note(t, look, (struct trace_condition){ .filter = filter, .saw = 1, .said = STR("cancelled") }, PLAIN_NO);
        return;
    }
    if (plain_has_outcome(c, filter)) {
        int64_t outcome = plain_outcome_of(record);
        enum plain_answer answer = plain_outcome(c, filter, record, false);
        struct str said = trace_say_outcome(&say, outcome, answer);
        note(t, look, (struct trace_condition){ .filter = filter, .saw = outcome, .said = said }, answer);
    }
    for (size_t i = 0; i < filter->condition_count; i++)
        look_at_condition(t, c, filter, &filter->conditions[i], record, look);
    for (size_t i = 0; i < filter->bound_count; i++) {
        const struct bound *bound = &filter->bounds[i];
        int32_t answer = plain_decide(c, bound->decision, record);
        struct str said = str_format(t->arena, "%.*s was %.*s on that day", STR_ARG(bound->name),
                                     STR_ARG(t->run->policy->decisions[bound->decision].answers[answer]));
        note(t, look, (struct trace_condition){ .filter = filter, .saw = answer, .said = said },
             bound->answers >> answer & 1 ? PLAIN_YES : PLAIN_NO);
    }
    look_at_cells(t, c, filter, cells, record, look);
}

/* ---- is it there in time --------------------------------------------------------------------------------------------------- */

static struct str on_day(struct tracing *t, const char *before, struct date d, const char *after) {
    char text[DATE_LONG_SIZE];
    return str_format(t->arena, "%s %s%s", before, date_short(d, text), after);
}

static struct str no_day_words(struct tracing *t, const struct plain_case *c, const struct plain_node *leaf) {
    int32_t kind = leaf->term->filters[0].kind;
    struct str name = trace_say_field(t->arena, &t->run->kinds->kinds[kind].fields[leaf->term->on]);
    return str_format(t->arena, "the %.*s is not recorded%s", STR_ARG(name), c->version->when.same_record ? " yet" : "");
}

static struct str gone_words(struct tracing *t, const struct plain_case *c, const struct plain_record *record,
                             struct date until) {
    struct date replaced = plain_replaced_on(c, record);
    if (date_known(replaced) && date_same(date_add_days(replaced, -1), until))
        return on_day(t, "replaced by a later one on", replaced, "");
    return on_day(t, "it ran out after", until, "");
}

/* Why it is not there; empty when it is. */
static struct str time_words(struct tracing *t, const struct plain_instance *instance, const struct plain_node *leaf,
                             const struct plain_record *record, struct plain_candidate *candidate) {
    const struct plain_case *c = instance->rule;
    struct date as_of = t->run->judging->as_of, day = plain_day(c, leaf, record);
    bool there = plain_place(instance, leaf, record, candidate);
    bool lasts = instance->is_state || (t->run->kinds->kinds[record->activity->kind].ends >= 0 && leaf->term->on < 0);
    if (there && (!instance->is_state || plain_is_negative(c->version->force))) return (struct str){ 0 };
    if (!date_known(day)) return no_day_words(t, c, leaf);
    if (date_after(day, as_of)) return on_day(t, "planned for", day, "");
    struct date until = lasts ? plain_until(c, record, day) : day;
    if (there && !date_before(until, as_of)) return (struct str){ 0 };
    if (instance->is_state && date_before(until, as_of)) return gone_words(t, c, record, until);
    if (date_before(until, instance->counts_from) && lasts) return gone_words(t, c, record, until);
    if (date_before(day, instance->counts_from) && date_after(instance->counts_from, instance->opens))
        return on_day(t, "before", instance->counts_from, ", when the rule began");
    if (date_before(day, instance->counts_from)) return on_day(t, "before", instance->opens, ", when the window opened");
    if (date_after(day, instance->late_until)) return on_day(t, "after", instance->late_until, ", when the window closed");
    return gone_words(t, c, record, until);
}

/* Twelve months on either side; rolling and always look at all. */
static bool is_near(const struct plain_instance *instance, struct date day) {
    if (instance->is_state || instance->is_dateless) return true;
    if (date_before(day, date_add_months(instance->counts_from, -12))) return false;
    return !date_after(day, date_add_months(instance->late_until, 12));
}

/* ---- one record ------------------------------------------------------------------------------------------------------------- */

static struct look look_in_leaf(struct tracing *t, const struct plain_instance *instance, const struct plain_node *leaf,
                                const struct plain_record *record) {
    const struct plain_case *c = instance->rule;
    struct plain_candidate candidate = { .day = plain_day(c, leaf, record) };
    struct look out = { .answer = PLAIN_NO };
    bool any = false;
    for (size_t i = 0; i < leaf->term->filter_count; i++) {
        const struct filter *filter = &leaf->term->filters[i];
        struct look seen = { .answer = PLAIN_YES };
        if (filter->kind != (int32_t)record->activity->kind) continue;
        look_through(t, c, filter, leaf->cells, record, &seen);
        if (!any || seen.answer > out.answer) out = seen;
        any = true;
    }
    struct str time = { 0 };
    if (!instance->is_dateless) time = time_words(t, instance, leaf, record, &candidate);
    if (time.size) {
        out.record.because = (struct str){ 0 }; /* the day decides */
        out.answer = PLAIN_YES;
        note(t, &out, (struct trace_condition){ .saw = candidate.day.day, .said = time }, PLAIN_NO);
    } else if (plain_is_negative(c->version->force) && !instance->is_dateless) {
        enum plain_answer scope = plain_scope(c, candidate.day, NULL);
        struct str said = scope == PLAIN_NO ? STR("the rule was about somebody else on that day")
                                            : STR("it is not known whether the rule was about them on that day");
        if (scope != PLAIN_YES) note(t, &out, (struct trace_condition){ .saw = VALUE_NONE, .said = said }, scope);
    }
    if (!time.size && !instance->is_dateless && date_after(candidate.day, instance->sure_until)) {
        struct str said = STR("it is not known until when the record had to be kept");
        note(t, &out, (struct trace_condition){ .saw = VALUE_NONE, .said = said }, PLAIN_NOT_KNOWN);
    }
    out.record.day = date_known(candidate.day) ? candidate.day : record->activity->date;
    out.is_near = is_near(instance, out.record.day);
    return out;
}

static bool is_named(const struct plain_node *leaf, const struct plain_record *record) {
    for (size_t i = 0; i < leaf->term->filter_count; i++) {
        if (leaf->term->filters[i].kind == (int32_t)record->activity->kind) return true;
    }
    return false;
}

/* As the leaf that likes it best. */
static bool look_at_record(struct tracing *t, const struct plain_instance *instance, const struct plain_record *record,
                           struct trace_record *out) {
    const struct plain_case *c = instance->rule;
    struct look best = { .answer = PLAIN_NO };
    bool any = false;
    if (c->version->when.same_record && (!instance->anchor || instance->anchor->index != record->index)) return false;
    for (size_t i = 0; i < c->leaf_count; i++) {
        if (!is_named(c->leaves[i], record)) continue;
        struct look look = look_in_leaf(t, instance, c->leaves[i], record);
        if (!any || look.answer > best.answer) best = look;
        any = true;
    }
    if (!any || (best.answer == PLAIN_NO && !best.is_near && !c->version->when.same_record)) return false;
    *out = best.record;
    out->activity = record->activity->id;
    out->outcome = plain_outcome_of(record);
    out->answer = answer_of(best.answer);
    if (best.answer == PLAIN_YES) out->because = (struct str){ 0 };
    return true;
}

static int by_day(const void *a, const void *b) {
    const struct trace_record *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    return (left->activity > right->activity) - (left->activity < right->activity);
}

static void take_records(struct tracing *t, const struct plain_instance *instance, struct trace_finding *out) {
    const struct plain_subject *subject = instance->rule->subject;
    struct trace_record *records = arena_array(t->arena, struct trace_record, subject->record_count);
    for (size_t i = 0; i < subject->record_count; i++) {
        if (look_at_record(t, instance, &subject->records[i], &records[out->record_count])) out->record_count++;
    }
    if (out->record_count) qsort(records, out->record_count, sizeof *records, by_day);
    out->records = records;
}

/* ---- the subject ------------------------------------------------------------------------------------------------------------ */

static void add_finding(struct tracing *t, const struct plain_said *said) {
    const struct plain_instance *instance = said->instance;
    const struct trace_saying say = { t->arena, instance->rule };
    struct trace_finding found = { .finding = said->finding };
    if (found.finding.status == STATUS_NOT_APPLICABLE && !t->run->judging->not_applicable) return;
    if (t->out->count == t->room) {
        size_t room = t->room ? t->room * 2 : 16;
        struct trace_finding *wider = arena_array(t->arena, struct trace_finding, room);
        if (t->out->count) memcpy(wider, t->out->findings, t->out->count * sizeof *wider);
        t->out->findings = wider;
        t->room = room;
    }
    take_records(t, instance, &found);
    found.mend = trace_say_mend(&say, instance, &found.finding);
    t->out->findings[t->out->count++] = found;
}

static void trace_rules(struct tracing *t, enum subject_type type, const struct batch *batch, int32_t rule) {
    const struct plain_subject subject = plain_subject(t->run, type, batch);
    for (uint32_t r = 0; r < t->run->policy->rule_count; r++) {
        if (rule_is_measure(&t->run->policy->rules[r])) continue;
        if (!t->run->policy->rules[r].applies || (rule >= 0 && (uint32_t)rule != r)) continue;
        if (t->run->judging->only_rules && !t->run->judging->only_rules[r]) continue;
        struct plain_saying saying = plain_judge_rule(t->run, &subject, r);
        for (size_t i = 0; i < saying.count; i++) add_finding(t, &saying.at[i]);
    }
}

static bool trace_person(struct tracing *t, enum subject_type type, int64_t subject, int32_t rule, struct err *err) {
    const struct feed *feed = t->run->feed;
    struct batch batch;
    int more;
    if (!feed->subjects(feed->self, type, err)) return false;
    while ((more = feed->next(feed->self, &batch, err)) > 0) {
        if (batch.subject == subject) trace_rules(t, type, &batch, rule);
    }
    return more == 0;
}

static bool trace_all(struct tracing *t, enum subject_type type, int64_t subject, int32_t rule, struct err *err) {
    if (type == SUBJECT_PUPIL || type == SUBJECT_STAFF) return trace_person(t, type, subject, rule, err);
    const struct batch school = { .facts = t->run->policy->school_facts };
    if (type == SUBJECT_SCHOOL) trace_rules(t, type, &school, rule);
    for (size_t i = 0; type == SUBJECT_ORGANISATION && i < t->run->organisation_count; i++) {
        if (t->run->organisations[i].subject == subject) trace_rules(t, type, &t->run->organisations[i], rule);
    }
    return true;
}

bool trace_subject(struct arena *arena, const struct policy *policy, const struct judging *judging,
                   const struct feed *feed, int64_t subject, int32_t rule, struct trace **out, struct err *err) {
    enum subject_type type = subject == 0 ? SUBJECT_SCHOOL : SUBJECT_PUPIL;
    if (rule >= 0 && policy->rules[rule].version_count) type = policy->rules[rule].versions[0].subject;
    struct needs needs = { .only_subject = type == SUBJECT_PUPIL ? subject : VALUE_NONE, .leavers = true };
    needs.subjects[type] = true; /* organisations that are asked about are read in any case */
    for (int people = SUBJECT_PUPIL; people <= SUBJECT_STAFF; people++)
        if (plain_hatch_kinds(policy, (enum subject_type)people, NULL)) needs.subjects[people] = true;
    struct arena scratch = { 0 };
    struct plain run;
    struct tracing t = { .arena = arena, .run = &run, .out = arena_new(arena, struct trace) };
    bool done = plain_open(arena, &scratch, policy, judging, feed, &needs, &run, err)
                && trace_all(&t, type, subject, rule, err);
    arena_free(&scratch);
    *out = t.out;
    return done;
}
