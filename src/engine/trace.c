/* SPDX-License-Identifier: GPL-3.0-or-later
 * trace - one subject again, keeping reasons; see trace.h.
 * Owns:  nothing but scratch memory.
 * Must not know: programs, how it is printed, names of people.
 *
 * It looks at the parts of the reference evaluator, so that what it explains is what a rule means.
 */
#include "engine/trace.h"

#include <string.h>

#include "engine/plain_priv.h"
#include "policy/merge.h"

#define RECORDS_MOST 20

struct tracing {
    struct arena *arena;
    const struct plain *run;
    const struct policy *policy;
    struct date as_of;
    struct trace *out;
    size_t room;
};

static struct str spaced(struct arena *arena, struct str name) {
    char *text = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (text[i] == '_') text[i] = ' ';
    return (struct str){ text, name.size };
}

static enum answer_of answer_of(enum plain_answer answer) {
    return answer == PLAIN_YES ? ANSWER_YES : answer == PLAIN_NO ? ANSWER_NO : ANSWER_NOT_KNOWN;
}

/* "adviser level is 4, and 6 or more is asked for"; "adviser level is not recorded". */
static struct str say_condition(struct tracing *t, const struct filter *filter, const struct condition *condition, const struct field *field,
                                int64_t saw, enum plain_answer answer, struct date day) {
    struct str name = spaced(t->arena, field->name);
    if (saw == VALUE_NONE && answer == PLAIN_NOT_KNOWN) return str_format(t->arena, "%.*s is not recorded", STR_ARG(name));
    struct str asked = policy_say_condition(t->arena, t->policy, filter, condition, day);
    if (field->type == FIELD_PERSON || field->type == FIELD_ORGANISATION || field->type == FIELD_TEXT || saw == VALUE_NONE)
        return str_format(t->arena, "not one %.*s", STR_ARG(asked));
    struct str value = field_print(t->arena, field, saw);
    return str_format(t->arena, "%.*s: %.*s, asked for: %.*s", STR_ARG(name), STR_ARG(value), STR_ARG(asked));
}

static struct str say_outcome(struct tracing *t, int64_t outcome, enum plain_answer answer) {
    if (outcome == OUTCOME_INVITED && answer == PLAIN_NOT_KNOWN) return STR("invited, and the register was never filled in");
    if (outcome == VALUE_NONE) return STR("whether the pupil came is not recorded");
    return str_format(t->arena, "%.*s", STR_ARG(OUTCOME_NAMES[outcome]));
}

/* Each condition of one filter on one record; the deciding one is the least, the outcome before the others. */
static void look(struct tracing *t, const struct plain_case *c, const struct filter *filter, const struct plain_record *record, struct date day,
                 struct trace_record *out) {
    const struct kind *kind = &t->run->kinds->kinds[record->activity->kind];
    struct trace_condition *conditions = arena_array(t->arena, struct trace_condition, filter->condition_count + 1);
    size_t count = 0;
    enum plain_answer least = PLAIN_YES;
    if (plain_has_outcome(c, filter)) {
        int64_t outcome = plain_outcome_of(record);
        enum plain_answer answer = plain_outcome(c, filter, record, false);
        conditions[count++] = (struct trace_condition){ .filter = filter, .saw = outcome, .answer = answer_of(answer),
                                                        .said = answer == PLAIN_YES ? (struct str){ 0 } : say_outcome(t, outcome, answer) };
        if (answer < least) least = answer, out->because = conditions[0].said;
    }
    for (size_t i = 0; i < filter->condition_count; i++) {
        const struct condition *condition = &filter->conditions[i];
        const struct field *field = &kind->fields[condition->field];
        int64_t saw = plain_field(t->run, c->subject, record, condition->field);
        enum plain_answer answer = plain_condition(c, field, condition, saw);
        struct trace_condition *seen = &conditions[count++];
        *seen = (struct trace_condition){ .filter = filter, .condition = condition, .saw = saw, .answer = answer_of(answer) };
        if (answer != PLAIN_YES) seen->said = say_condition(t, filter, condition, field, saw, answer, day);
        if (answer < least) least = answer, out->because = seen->said;
    }
    out->conditions = conditions;
    out->condition_count = count;
}

/* Does the day of the record lie where the instance looks?  Says why not. */
static bool in_time(struct tracing *t, const struct plain_instance *instance, const struct plain_node *leaf, struct date day, struct trace_record *out) {
    const struct rule_version *v = instance->rule->version;
    char text[DATE_LONG_SIZE];
    if (!date_known(day)) {
        const struct kind *kind = &t->run->kinds->kinds[leaf->term->filters[0].kind];
        out->because = str_format(t->arena, "%.*s is not filled in", STR_ARG(spaced(t->arena, leaf->term->on >= 0 ? kind->fields[leaf->term->on].name : STR("date"))));
        return false;
    }
    if (date_after(day, t->as_of)) out->because = STR("planned, not yet held");
    else if (date_before(day, instance->opens))
        out->because = str_format(t->arena, "before %s, when the time for it began", date_short(instance->opens, text));
    else if (!instance->is_state && date_after(day, instance->late_until))
        out->because = str_format(t->arena, "after %s, when the time for it ended", date_short(instance->late_until, text));
    else if (instance->is_state && v->when.op == WINDOW_ROLLING && date_before(out->day, instance->opens)) out->because = STR("too long ago");
    return out->because.size == 0;
}

/* The record as one leaf sees it. */
static bool see(struct tracing *t, const struct plain_instance *instance, const struct plain_node *leaf, const struct plain_record *record,
                struct trace_record *out) {
    const struct plain_case *c = instance->rule;
    bool named = false;
    *out = (struct trace_record){ .activity = record->activity->id, .outcome = plain_outcome_of(record) };
    out->day = plain_day(c, leaf, record);
    for (size_t i = 0; i < leaf->term->filter_count; i++) {
        const struct filter *filter = &leaf->term->filters[i];
        if (filter->kind != (int32_t)record->activity->kind || !plain_sees(filter, record)) continue;
        named = true;
        look(t, c, filter, record, instance->deadline, out);
    }
    if (!named || (instance->rule->version->when.same_record && instance->anchor && instance->anchor->index != record->index)) return false;
    enum plain_answer answer = plain_counts(c, leaf, record, date_known(out->day) ? out->day : t->as_of, NULL);
    struct str decided = out->because;
    out->because = (struct str){ 0 };
    out->answer = ANSWER_NO;
    if (!in_time(t, instance, leaf, out->day, out)) {
        if (!date_known(out->day)) out->day = record->activity->date;
        return true;
    }
    out->answer = answer_of(answer);
    if (answer != PLAIN_YES) out->because = decided.size ? decided : STR("it is not known whether the rule was about the pupil then");
    return true;
}

static void take_records(struct tracing *t, const struct plain_instance *instance, struct trace_finding *out) {
    const struct plain_case *c = instance->rule;
    struct trace_record *records = arena_array(t->arena, struct trace_record, c->subject->record_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        struct trace_record best, seen;
        bool any = false;
        for (size_t k = 0; k < c->leaf_count; k++) {
            if (!see(t, instance, c->leaves[k], &c->subject->records[i], &seen)) continue;
            if (!any || seen.answer > best.answer) best = seen;
            any = true;
        }
        if (any) records[count++] = best;
    }
    size_t skip = count > RECORDS_MOST ? count - RECORDS_MOST : 0;
    out->records = records + skip;
    out->record_count = count - skip;
}

/* ---- what would mend it ---------------------------------------------------------------------------------------------------- */

static struct str say_missing(struct tracing *t, const struct finding *f) {
    const struct missing *m = &f->missing[0];
    const struct kinds *kinds = t->run->kinds;
    if (m->kind < 0) return str_format(t->arena, "record the %.*s", STR_ARG(spaced(t->arena, kinds->facts[f->subject_type].fields[m->field].name)));
    const struct kind *kind = &kinds->kinds[m->kind];
    if (m->field == FIELD_OUTCOME) return str_format(t->arena, "fill in the register of #%lld", (long long)m->activity);
    return str_format(t->arena, "record '%.*s' of %.*s #%lld", STR_ARG(spaced(t->arena, kind->fields[m->field].name)),
                      STR_ARG(spaced(t->arena, kind->name)), (long long)m->activity);
}

static struct str say_add(struct tracing *t, const struct plain_instance *instance, const struct finding *f) {
    char day[DATE_LONG_SIZE];
    struct date until = date_known(f->due) && !date_after(t->as_of, f->due) ? f->due : f->late_until;
    struct str term = policy_say_term(t->arena, t->policy, &instance->rule->version->have, date_known(f->deadline) ? f->deadline : t->as_of);
    if (instance->rule->version->when.same_record) term = str_format(t->arena, "complete the record itself: %.*s", STR_ARG(term));
    if (!date_known(until) || instance->is_state) return str_format(t->arena, "%.*s, as soon as can be", STR_ARG(term));
    return str_format(t->arena, "%.*s, by %s", STR_ARG(term), date_short(until, day));
}

static struct str say_mend(struct tracing *t, const struct plain_instance *instance, const struct finding *f) {
    switch (f->fix) {
    case FIX_NONE: return (struct str){ 0 };
    case FIX_ADD: return say_add(t, instance, f);
    case FIX_RECORD: return f->missing_count ? say_missing(t, f) : say_add(t, instance, f);
    case FIX_RECORD_OR_ADD: {
        struct str add = say_add(t, instance, f);
        if (!f->missing_count) return add;
        struct str record = say_missing(t, f);
        return str_format(t->arena, "%.*s; or %.*s", STR_ARG(record), STR_ARG(add));
    }
    case FIX_CORRECT:
        if (f->evidence_count) return str_format(t->arena, "correct or cancel #%lld, if it is recorded wrongly", (long long)f->evidence[0]);
        return STR("correct the record, if it is wrong");
    case FIX_TOO_LATE: return STR("nothing can mend it now: the time for it has passed");
    }
    return (struct str){ 0 };
}

/* ---- the subject ------------------------------------------------------------------------------------------------------------ */

static void add_finding(struct tracing *t, const struct plain_instance *instance, struct date next_opens) {
    if (t->out->count == t->room) {
        size_t room = t->room ? t->room * 2 : 16;
        struct trace_finding *wider = arena_array(t->arena, struct trace_finding, room);
        if (t->out->count) memcpy(wider, t->out->findings, t->out->count * sizeof *wider);
        t->out->findings = wider;
        t->room = room;
    }
    struct trace_finding *found = &t->out->findings[t->out->count];
    *found = (struct trace_finding){ 0 };
    plain_finding(instance, next_opens, &found->finding);
    if (found->finding.status == STATUS_NOT_APPLICABLE && !t->run->judging->not_applicable) return;
    take_records(t, instance, found);
    found->mend = say_mend(t, instance, &found->finding);
    t->out->count++;
}

static void trace_rules(struct tracing *t, const struct plain_subject *subject, int32_t rule) {
    for (uint32_t r = 0; r < t->policy->rule_count; r++) {
        if (!t->policy->rules[r].applies || (rule >= 0 && (uint32_t)rule != r)) continue;
        if (t->run->judging->only_rules && !t->run->judging->only_rules[r]) continue;
        struct plain_sifted sifted = plain_rule(t->run, subject, r);
        for (size_t i = 0; i < sifted.instances.count; i++) add_finding(t, &sifted.instances.at[i], sifted.next_opens);
    }
}

bool trace_subject(struct arena *arena, const struct policy *policy, const struct judging *judging, const struct feed *feed, int64_t subject,
                   int32_t rule, struct trace **out, struct err *err) {
    const struct needs needs = { .subjects = { [SUBJECT_PUPIL] = true, [SUBJECT_ORGANISATION] = true }, .only_subject = subject, .leavers = true };
    struct arena scratch = { 0 };
    struct plain run;
    struct batch batch;
    struct tracing t = { .arena = arena, .run = &run, .policy = policy, .as_of = judging->as_of, .out = arena_new(arena, struct trace) };
    bool good = plain_open(arena, &scratch, policy, judging, feed, &needs, &run, err) && feed->subjects(feed->self, SUBJECT_PUPIL, err);
    int more = good ? feed->next(feed->self, &batch, err) : -1;
    if (good && subject == 0) { /* the school itself */
        batch = (struct batch){ .facts = policy->school_facts };
        struct plain_subject school = plain_subject(&run, SUBJECT_SCHOOL, &batch);
        trace_rules(&t, &school, rule);
        more = 0;
    }
    while (more > 0) {
        if (batch.subject == subject) {
            struct plain_subject seen = plain_subject(&run, SUBJECT_PUPIL, &batch);
            trace_rules(&t, &seen, rule);
        }
        more = feed->next(feed->self, &batch, err);
    }
    arena_free(&scratch);
    *out = t.out;
    return good && more == 0;
}
