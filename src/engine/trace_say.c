/* SPDX-License-Identifier: GPL-3.0-or-later
 * trace_say - conditions and least changes in words.
 * Owns:  nothing.
 * Must not know: how it is printed, names of people.
 */
#include "engine/trace_say.h"

#include <string.h>

#include "policy/merge.h"

struct str trace_say_field(struct arena *arena, const struct field *field) {
    return policy_say_field(arena, field);
}

/* ---- conditions --------------------------------------------------------------------------------------------------------- */

static struct str value_words(const struct trace_saying *say, const struct field *field, int64_t value) {
    if (field->type != FIELD_DAY || value == VALUE_NONE) return field_print(say->arena, field, value);
    char day[DATE_LONG_SIZE];
    return str_copy(say->arena, str_from(date_short((struct date){ (int32_t)value }, day)));
}

static struct str range_words(const struct trace_saying *say, const struct field *field, const struct condition *c) {
    struct str low = value_words(say, field, c->has_low ? plain_operand(say->c, &c->low) : VALUE_NONE);
    struct str high = value_words(say, field, c->has_high ? plain_operand(say->c, &c->high) : VALUE_NONE);
    bool day = field->type == FIELD_DAY;
    if (c->has_low && c->has_high) {
        if (str_equal(low, high))
            return str_format(say->arena, "%s%.*s", c->negated ? "anything but " : "", STR_ARG(low));
        return str_format(say->arena, "%s%.*s to %.*s", c->negated ? "anything but " : "", STR_ARG(low), STR_ARG(high));
    }
    if (c->has_low != c->negated) /* at least, or not at most */
        return str_format(say->arena, c->negated ? "more than %.*s" : day ? "%.*s or later" : "%.*s or more",
                          STR_ARG(c->has_low ? low : high));
    return str_format(say->arena, c->negated ? "less than %.*s" : day ? "%.*s or earlier" : "%.*s or less",
                      STR_ARG(c->has_low ? low : high));
}

/* What a condition names is what a duty asks for, and what a prohibition forbids. */
static const char *asked_word(const struct trace_saying *say) {
    return plain_is_negative(say->c->version->force) ? "forbidden" : "needed";
}

static struct str flag_words(const struct trace_saying *say, const struct filter *filter, const struct field *field,
                             struct str asked, int64_t saw) {
    struct str name = trace_say_field(say->arena, field);
    struct str said = policy_say_flag(say->arena, say->c->run->policy, filter->kind, field);
    if (saw == VALUE_NONE && said.size) return str_format(say->arena, "not said whether it %.*s", STR_ARG(said));
    if (saw == VALUE_NONE) return str_format(say->arena, "'%.*s' is not recorded", STR_ARG(name));
    return str_format(say->arena, "'%.*s' is %s: one %.*s is %s", STR_ARG(name), saw ? "yes" : "no", STR_ARG(asked),
                      asked_word(say));
}

static struct str organisation_words(const struct trace_saying *say, struct str asked, int64_t saw,
                                     enum plain_answer answer) {
    if (saw == VALUE_NONE) return STR("no organisation is recorded");
    if (answer == PLAIN_NOT_KNOWN) return STR("not enough is recorded of the organisation");
    return str_format(say->arena, "one %.*s is %s", STR_ARG(asked), asked_word(say));
}

struct str trace_say_condition(const struct trace_saying *say, const struct filter *filter,
                               const struct condition *condition, int64_t saw, enum plain_answer answer) {
    const struct field *field = &say->c->run->kinds->kinds[filter->kind].fields[condition->field];
    struct str name = trace_say_field(say->arena, field);
    if (field->is_private) return STR("something private that the rule asks about");
    bool wants_it = (condition->op == CONDITION_KNOWN) != condition->negated;
    if (condition->op == CONDITION_KNOWN || condition->op == CONDITION_MISSING)
        return str_format(say->arena, "%.*s is %s%s", STR_ARG(name), saw == VALUE_NONE ? "not recorded" : "recorded",
                          answer == PLAIN_NO && !plain_is_negative(say->c->version->force)
                              ? (wants_it ? ", and is needed" : ", and must not be") : "");
    struct str asked = policy_say_condition(say->arena, say->c->run->policy, filter, condition, say->c->first);
    if (condition->op == CONDITION_ORGANISATION) return organisation_words(say, asked, saw, answer);
    if (field->type == FIELD_FLAG && condition->op == CONDITION_AMONG) return flag_words(say, filter, field, asked, saw);
    if (saw == VALUE_NONE) return str_format(say->arena, "%.*s is not recorded", STR_ARG(name));
    struct str value = value_words(say, field, saw);
    if (condition->op == CONDITION_RANGE) {
        struct str range = range_words(say, field, condition);
        return str_format(say->arena, "%.*s %.*s: %.*s is %s", STR_ARG(name), STR_ARG(value), STR_ARG(range),
                          asked_word(say));
    }
    bool hidden = field->type == FIELD_TEXT || field->type == FIELD_PERSON || field->type == FIELD_ORGANISATION;
    if (hidden) return str_format(say->arena, "one %.*s is %s", STR_ARG(asked), asked_word(say));
    return str_format(say->arena, "%.*s %.*s: one %.*s is %s", STR_ARG(name), STR_ARG(value), STR_ARG(asked),
                      asked_word(say));
}

struct str trace_say_outcome(const struct trace_saying *say, int64_t outcome, enum plain_answer answer) {
    if (answer == PLAIN_NOT_KNOWN) return STR("the register was not filled in");
    if (outcome == VALUE_NONE) return STR("no outcome yet");
    return str_format(say->arena, "%.*s", STR_ARG(OUTCOME_NAMES[outcome]));
}

/* ---- least changes --------------------------------------------------------------------------------------------------------- */

static struct str lack_words(const struct trace_saying *say, const struct finding *f, const struct missing *m) {
    const struct kinds *kinds = say->c->run->kinds;
    if (m->kind < 0) {
        const struct field *fact = &kinds->facts[f->subject_type].fields[m->field];
        return str_format(say->arena, "the %.*s", STR_ARG(trace_say_field(say->arena, fact)));
    }
    if (m->field == FIELD_OUTCOME) return str_format(say->arena, "the outcome of #%lld", (long long)m->activity);
    if (m->field == FIELD_ORGANISATION_OF)
        return str_format(say->arena, "the organisation of #%lld, and what is asked of it", (long long)m->activity);
    const struct field *field = &kinds->kinds[m->kind].fields[m->field];
    struct str flag = { 0 }, noun = policy_say_kind(say->arena, say->c->run->policy, m->kind);
    if (field->type == FIELD_FLAG) flag = policy_say_flag(say->arena, say->c->run->policy, m->kind, field);
    if (flag.size)
        return str_format(say->arena, "whether the %.*s #%lld %.*s", STR_ARG(noun), (long long)m->activity, STR_ARG(flag));
    return str_format(say->arena, "the %.*s of the %.*s #%lld", STR_ARG(trace_say_field(say->arena, field)), STR_ARG(noun),
                      (long long)m->activity);
}

/* What is missing of the subject; or what is missing of as many records as it takes (the first stands for each). */
static struct str record_words(const struct trace_saying *say, const struct finding *f) {
    struct buf out = { 0 };
    uint32_t known = f->missing_count < FINDING_EVIDENCE ? f->missing_count : FINDING_EVIDENCE;
    bool facts = known > 0 && f->missing[0].kind < 0;
    int64_t records = 0, wanted = f->need > f->certain && f->term_count == 1 ? f->need - f->certain : 1;
    for (uint32_t i = 0; i < known; i++) {
        const struct missing *m = &f->missing[i];
        if (facts != (m->kind < 0)) break;
        if (!facts && (i == 0 || m->activity != f->missing[i - 1].activity) && records++ == wanted) break;
        buf_printf(&out, "%s%.*s", i ? " and " : "record ", STR_ARG(lack_words(say, f, m)));
    }
    struct str text = str_copy(say->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str by_words(const struct trace_saying *say, const struct plain_instance *instance,
                           const struct finding *f) {
    char day[DATE_LONG_SIZE];
    struct date as_of = say->c->run->judging->as_of;
    if (date_known(f->due) && !date_after(as_of, f->due))
        return str_format(say->arena, " by %s", date_short(f->due, day));
    if (date_known(f->deadline) && !date_after(as_of, f->deadline) && !date_after(f->late_until, f->deadline))
        return str_format(say->arena, " by %s", date_short(f->deadline, day));
    if (!instance->is_state && date_known(f->late_until))
        return str_format(say->arena, " by %s: late, but it counts", date_short(f->late_until, day));
    return STR(" as soon as can be");
}

static struct str kinds_words(const struct trace_saying *say, const struct term *term, bool many) {
    struct buf out = { 0 };
    for (size_t i = 0; i < term->filter_count; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++) again |= term->filters[j].kind == term->filters[i].kind;
        if (again) continue;
        const struct kind *kind = &say->c->run->kinds->kinds[term->filters[i].kind];
        buf_printf(&out, "%s%.*s", out.size ? " or " : "", STR_ARG(kind->name));
    }
    for (size_t i = 0; i < out.size; i++) {
        if (out.at[i] == '_') out.at[i] = ' ';
    }
    struct str text = str_format(say->arena, "%.*s record%s", STR_ARG(buf_str(&out)), many ? "s" : "");
    buf_free(&out);
    return text;
}

static struct str add_words(const struct trace_saying *say, const struct plain_instance *instance,
                            const struct finding *f) {
    const struct plain_case *c = say->c;
    struct str by = by_words(say, instance, f);
    struct str have = policy_say_term(say->arena, c->run->policy, &c->version->have, c->first);
    const struct plain_node *leaf = c->leaf_count == 1 ? c->leaves[0] : NULL;
    if (f->satisfied) /* it runs out */
        return str_format(say->arena, "renew it%.*s: %.*s", STR_ARG(by), STR_ARG(have));
    if (!leaf || leaf->op == TERM_AT_MOST || leaf->term->distinct >= 0 || f->certain == 0 || f->certain >= f->need)
        return str_format(say->arena, "%.*s,%.*s", STR_ARG(have), STR_ARG(by));
    int64_t more = f->need - f->certain;
    if (leaf->op == TERM_AT_LEAST_TOTAL) {
        int32_t kind = leaf->term->filters[0].kind;
        struct str amount = field_print(say->arena, &c->run->kinds->kinds[kind].fields[leaf->term->total], more);
        return str_format(say->arena, "%.*s more%.*s", STR_ARG(amount), STR_ARG(by));
    }
    struct str what = kinds_words(say, leaf->term, more != 1);
    return str_format(say->arena, "%lld more %.*s that count%s%.*s", (long long)more, STR_ARG(what), more == 1 ? "s" : "",
                      STR_ARG(by));
}

/* With same_record nothing else can count: what the anchor still lacks. */
static struct str complete_words(const struct trace_saying *say, const struct plain_instance *instance,
                                 const struct finding *f) {
    const struct plain_case *c = say->c;
    struct str by = by_words(say, instance, f);
    int64_t id = instance->anchor ? instance->anchor->activity->id : 0;
    int32_t on = c->leaf_count == 1 ? c->leaves[0]->term->on : -1;
    if (!id) return str_format(say->arena, "complete the record itself%.*s", STR_ARG(by));
    if (on >= 0 && plain_field(c->run, c->subject, instance->anchor, on) == VALUE_NONE) {
        int32_t kind = c->leaves[0]->term->filters[0].kind;
        struct str name = trace_say_field(say->arena, &c->run->kinds->kinds[kind].fields[on]);
        return str_format(say->arena, "record the %.*s of the %.*s #%lld%.*s", STR_ARG(name),
                          STR_ARG(policy_say_kind(say->arena, c->run->policy, kind)), (long long)id, STR_ARG(by));
    }
    struct str have = policy_say_term(say->arena, c->run->policy, &c->version->have, c->first);
    return str_format(say->arena, "complete #%lld%.*s: %.*s", (long long)id, STR_ARG(by), STR_ARG(have));
}

static struct str correct_words(const struct trace_saying *say, const struct finding *f) {
    if (f->evidence_count == 0) return STR("correct the record, if it is wrong");
    return str_format(say->arena, "end or correct #%lld, if it is recorded wrongly", (long long)f->evidence[0]);
}

struct str trace_say_mend(const struct trace_saying *say, const struct plain_instance *instance,
                          const struct finding *f) {
    bool own = say->c->version->when.same_record;
    switch (f->fix) {
    case FIX_NONE: return (struct str){ 0 };
    case FIX_ADD: return add_words(say, instance, f);
    case FIX_RECORD:
        if (f->missing_count) return record_words(say, f);
        return own ? complete_words(say, instance, f) : STR("record what is missing");
    case FIX_RECORD_OR_ADD: {
        struct str record = record_words(say, f), add = add_words(say, instance, f);
        return str_format(say->arena, "%.*s; or %.*s", STR_ARG(record), STR_ARG(add));
    }
    case FIX_CORRECT: return correct_words(say, f);
    case FIX_TOO_LATE: return STR("too late: nothing that is done now counts for it");
    }
    return (struct str){ 0 };
}
