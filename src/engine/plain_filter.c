/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_filter - the reference evaluator: conditions and filters, three-valued.
 * Owns:  nothing.
 * Must not know: windows, terms.
 */
#include "base/map.h"
#include "engine/plain_priv.h"

static enum plain_answer plain_of(bool yes) { return yes ? PLAIN_YES : PLAIN_NO; }
static enum plain_answer both(enum plain_answer a, enum plain_answer b) { return a < b ? a : b; }
static enum plain_answer either(enum plain_answer a, enum plain_answer b) { return a > b ? a : b; }
static enum plain_answer negate(enum plain_answer a) { return (enum plain_answer)(PLAIN_YES - a); }

static bool is_set(const struct field *field) { return field->type == FIELD_SET_OF || field->type == FIELD_YEARS; }

/* ---- the values a condition names -------------------------------------------------------------------------------- */

static int64_t text_as_value(const struct field *field, struct str text) {
    if (field->type == FIELD_TEXT) return text_value(text);
    return field_find_code(field, text); /* unknown: FIELD_ABSENT, which no value equals */
}

static const struct param *list_of(const struct plain_case *c, const struct condition *condition) {
    if (condition->value_count != 1 || condition->values[0].param < 0) return NULL;
    const struct param *param = &c->run->policy->params[condition->values[0].param];
    return param->type == PARAM_WHOLE || param->type == PARAM_HOURS ? NULL : param;
}

/* Members as a mask, for sets: code or year numbers. */
static uint64_t members(const struct plain_case *c, const struct field *field, const struct condition *condition) {
    const struct param *param = list_of(c, condition);
    uint64_t mask = 0;
    if (param) {
        const struct param_step *step = plain_param(param, c->first);
        if (param->type == PARAM_YEARS) return (uint64_t)step->values[0];
        for (size_t i = 0; i < step->count; i++) {
            int32_t code = field_find_code(field, step->texts[i]);
            if (code >= 0) mask |= UINT64_C(1) << code;
        }
        return mask;
    }
    for (size_t i = 0; i < condition->value_count; i++) {
        int64_t member = plain_operand(c, &condition->values[i]);
        if (member >= 0 && member < 63) mask |= UINT64_C(1) << member;
    }
    return mask;
}

static bool is_among(const struct plain_case *c, const struct field *field, const struct condition *condition,
                     int64_t value) {
    const struct param *param = list_of(c, condition);
    if (!param) {
        for (size_t i = 0; i < condition->value_count; i++) {
            if (plain_operand(c, &condition->values[i]) == value) return true;
        }
        return false;
    }
    if (is_set(field)) return (uint64_t)value == members(c, field, condition);
    const struct param_step *step = plain_param(param, c->first);
    if (param->type == PARAM_YEARS) return value >= 0 && value < 63 && (step->values[0] >> value & 1);
    for (size_t i = 0; i < step->count; i++) {
        if (text_as_value(field, step->texts[i]) == value) return true;
    }
    return false;
}

static bool in_range(const struct plain_case *c, const struct condition *condition, int64_t value) {
    if (condition->has_low && value < plain_operand(c, &condition->low)) return false;
    return !condition->has_high || value <= plain_operand(c, &condition->high);
}

static bool compares(const struct plain_case *c, const struct field *field, const struct condition *condition,
                     int64_t value) {
    switch (condition->op) {
    case CONDITION_AMONG: return is_among(c, field, condition, value);
    case CONDITION_RANGE: return in_range(c, condition, value);
    case CONDITION_INCLUDES_ALL: return (members(c, field, condition) & ~(uint64_t)value) == 0;
    case CONDITION_INCLUDES_ANY: return (members(c, field, condition) & (uint64_t)value) != 0;
    case CONDITION_LACKS_ANY: return (members(c, field, condition) & ~(uint64_t)value) != 0;
    case CONDITION_KNOWN:
    case CONDITION_MISSING:
    case CONDITION_ANY:
    case CONDITION_ORGANISATION: break;
    }
    return false;
}

/* ORGANISATION is answered by on_organisation. */
enum plain_answer plain_condition(const struct plain_case *c, const struct field *field,
                                  const struct condition *condition, int64_t value) {
    enum plain_answer answer;
    if (condition->op == CONDITION_KNOWN) answer = plain_of(value != VALUE_NONE);
    else if (condition->op == CONDITION_MISSING) answer = plain_of(value == VALUE_NONE);
    else if (condition->op == CONDITION_ANY) answer = PLAIN_YES;
    else if (value == VALUE_NONE) answer = PLAIN_NOT_KNOWN;
    else answer = plain_of(compares(c, field, condition, value));
    return condition->negated ? negate(answer) : answer;
}

/* ---- filters on facts ---------------------------------------------------------------------------------------------- */

static bool has_condition(const struct filter *filter, int32_t field) {
    for (size_t i = 0; i < filter->condition_count; i++) {
        if (filter->conditions[i].field == field) return true;
    }
    return false;
}

bool plain_names(const struct filter *filters, size_t count, int32_t fact) {
    for (size_t i = 0; fact >= 0 && i < count; i++) {
        if (has_condition(&filters[i], fact)) return true;
    }
    return false;
}

static bool is_present(const struct plain_case *c, const struct plain_subject *subject, struct date day) {
    const struct known_facts *known = &c->run->kinds->known;
    int32_t fact = FIELD_ABSENT;
    if (subject->type == SUBJECT_PUPIL) fact = known->on_roll;
    if (subject->type == SUBJECT_STAFF) fact = known->in_post;
    if (subject->type == SUBJECT_ORGANISATION) fact = known->active;
    return fact < 0 || plain_fact(c->run, subject, fact, day) != 0; /* missing: active */
}

static bool is_counted(const struct plain_case *c, const struct plain_subject *subject, struct date day) {
    int32_t fact = c->run->kinds->known.enrolment, index = c->run->policy->counted_enrolments;
    if (subject->type != SUBJECT_PUPIL || fact < 0 || index < 0) return true;
    int64_t value = plain_fact(c->run, subject, fact, day);
    if (value == VALUE_NONE) return true;
    const struct field *field = &c->run->kinds->facts[SUBJECT_PUPIL].fields[fact];
    const struct param_step *step = plain_param(&c->run->policy->params[index], c->first);
    for (size_t i = 0; i < step->count; i++) {
        if (text_as_value(field, step->texts[i]) == value) return true;
    }
    return false;
}

static enum plain_answer on_subject(const struct plain_case *c, const struct filter *filter,
                                    const struct plain_subject *subject, struct date day, struct plain_lacks *lacks) {
    enum plain_answer answer = PLAIN_YES;
    if (filter->default_on_roll && !is_present(c, subject, day)) answer = PLAIN_NO;
    if (filter->default_enrolment && !is_counted(c, subject, day)) answer = PLAIN_NO;
    for (int collecting = 0; collecting < 2; collecting++) {
        for (size_t i = 0; i < filter->condition_count; i++) {
            const struct condition *condition = &filter->conditions[i];
            const struct field *field = &c->run->kinds->facts[subject->type].fields[condition->field];
            int64_t value = plain_fact(c->run, subject, condition->field, day);
            enum plain_answer part = plain_condition(c, field, condition, value);
            if (!collecting) answer = both(answer, part);
            else if (part == PLAIN_NOT_KNOWN) plain_lack(lacks, -1, condition->field, 0);
        }
        if (answer != PLAIN_NOT_KNOWN || !lacks) break;
    }
    return answer;
}

enum plain_answer plain_on_facts(const struct plain_case *c, const struct filter *filter, struct date day,
                                 struct plain_lacks *lacks) {
    return on_subject(c, filter, c->subject, day, lacks);
}

/* Some part of who, and no part of unless.  Lacks are named only when the whole is not known. */
enum plain_answer plain_scope(const struct plain_case *c, struct date day, struct plain_lacks *lacks) {
    const struct rule_version *version = c->version;
    enum plain_answer who = version->who_count ? PLAIN_NO : PLAIN_YES, unless = PLAIN_NO;
    for (size_t i = 0; i < version->who_count; i++) who = either(who, plain_on_facts(c, &version->who[i], day, NULL));
    for (size_t i = 0; i < version->unless_count; i++)
        unless = either(unless, plain_on_facts(c, &version->unless[i], day, NULL));
    enum plain_answer answer = both(who, negate(unless));
    if (answer != PLAIN_NOT_KNOWN || !lacks) return answer;
    if (who == PLAIN_NOT_KNOWN) {
        for (size_t i = 0; i < version->who_count; i++) plain_on_facts(c, &version->who[i], day, lacks);
    }
    if (unless == PLAIN_NOT_KNOWN) {
        for (size_t i = 0; i < version->unless_count; i++) plain_on_facts(c, &version->unless[i], day, lacks);
    }
    return answer;
}

uint32_t plain_who_years(const struct plain_case *c, bool *all) {
    int32_t fact = c->run->kinds->known.year;
    uint32_t years = 0;
    *all = c->version->who_count > 0 && fact >= 0 && c->subject->type == SUBJECT_PUPIL;
    if (!*all) return 0;
    const struct field *field = &c->run->kinds->facts[SUBJECT_PUPIL].fields[fact];
    for (size_t i = 0; i < c->version->who_count; i++) {
        const struct filter *filter = &c->version->who[i];
        if (!has_condition(filter, fact)) {
            *all = false;
            continue;
        }
        for (uint32_t year = 0; year < 32; year++) {
            bool yes = true;
            for (size_t j = 0; j < filter->condition_count; j++) {
                const struct condition *condition = &filter->conditions[j];
                if (condition->field == fact && plain_condition(c, field, condition, year) != PLAIN_YES) yes = false;
            }
            if (yes) years |= UINT32_C(1) << year;
        }
    }
    return years;
}

/* ---- filters on records -------------------------------------------------------------------------------------------- */

bool plain_sees(const struct filter *filter, const struct plain_record *record) {
    return filter->kind == (int32_t)record->activity->kind && (!record->activity->cancelled || filter->names_cancelled);
}

bool plain_has_outcome(const struct plain_case *c, const struct filter *filter) {
    enum shape shape = c->run->kinds->kinds[filter->kind].shape;
    enum subject_type type = c->subject->type;
    return shape_has_outcome(shape) && (type == SUBJECT_PUPIL || type == SUBJECT_STAFF);
}

#define ANY_OUTCOME ((UINT32_C(1) << OUTCOME_CODE_COUNT) - 1)

uint32_t plain_outcomes(const struct plain_case *c, const struct filter *filter) {
    if (filter->outcomes == 0) return c->run->kinds->kinds[filter->kind].counts;
    bool held_only = c->run->policy->readings[READING_OPPORTUNITY].means == OPPORTUNITY_HELD_ONLY;
    if (filter->outcomes == ANY_OUTCOME && held_only) return UINT32_C(1) << OUTCOME_ATTENDED;
    return filter->outcomes;
}

enum plain_answer plain_outcome(const struct plain_case *c, const struct filter *filter,
                                const struct plain_record *record, bool as_anchor) {
    if (!plain_has_outcome(c, filter)) return PLAIN_YES;
    uint32_t asked = plain_outcomes(c, filter);
    int64_t outcome = plain_outcome_of(record);
    bool planned = date_after(record->activity->date, c->run->judging->as_of);
    if (outcome != VALUE_NONE && (asked >> outcome & 1)) return PLAIN_YES;
    if (outcome == VALUE_NONE && asked == ANY_OUTCOME) return PLAIN_YES;
    if (outcome != VALUE_NONE && outcome != OUTCOME_INVITED) return PLAIN_NO;
    if (as_anchor && planned && (asked >> OUTCOME_ATTENDED & 1)) return PLAIN_YES;
    return planned ? PLAIN_NO : PLAIN_NOT_KNOWN;
}

static enum plain_answer on_organisation(const struct plain_case *c, const struct filter *filter, int64_t organisation,
                                         struct date day) {
    for (size_t i = 0; i < c->run->organisation_count; i++) {
        const struct batch *batch = &c->run->organisations[i];
        if (batch->subject != organisation) continue;
        struct plain_subject subject = { .type = SUBJECT_ORGANISATION, .batch = batch };
        return on_subject(c, filter, &subject, day, NULL);
    }
    return PLAIN_NOT_KNOWN;
}

enum plain_answer plain_record_condition(const struct plain_case *c, const struct condition *condition,
                                         const struct plain_record *record) {
    const struct field *field = &c->run->kinds->kinds[record->activity->kind].fields[condition->field];
    int64_t value = plain_field(c->run, c->subject, record, condition->field);
    if (condition->op == CONDITION_ORGANISATION) {
        enum plain_answer answer = PLAIN_NOT_KNOWN;
        if (value != VALUE_NONE) answer = on_organisation(c, condition->organisation, value, record->activity->date);
        return condition->negated ? negate(answer) : answer;
    }
    bool looks = condition->op != CONDITION_KNOWN && condition->op != CONDITION_MISSING;
    bool denied_only = c->run->policy->readings[READING_MEANINGFUL].means == MEANINGFUL_UNLESS_DENIED;
    if (looks && denied_only && value == VALUE_NONE && field->type == FIELD_FLAG && str_is(field->name, "meaningful"))
        value = 1;
    return plain_condition(c, field, condition, value);
}

struct condition plain_cell_condition(const struct plain_case *c, const struct filter *filter,
                                      const struct plain_cell *cell, struct operand *value) {
    const struct kind *kind = &c->run->kinds->kinds[filter->kind];
    int32_t field = kind_find_field(kind, cell->field);
    *value = (struct operand){ .param = -1, .value = cell->number };
    if (field < 0) return (struct condition){ .field = FIELD_ABSENT, .low.param = -1, .high.param = -1 };
    const struct field *f = &kind->fields[field];
    bool coded = f->type == FIELD_ONE_OF || f->type == FIELD_SET_OF;
    if (cell->name.size && (coded || f->type == FIELD_TEXT)) value->value = text_as_value(f, cell->name);
    return (struct condition){ .field = field, .op = is_set(f) ? CONDITION_INCLUDES_ALL : CONDITION_AMONG,
                               .low.param = -1, .high.param = -1, .values = value, .value_count = 1 };
}

/* The and of the conditions, of what the cells add, and of the outcome. */
enum plain_answer plain_on_record(const struct plain_case *c, const struct filter *filter, const struct plain_cell *cells,
                                  const struct plain_record *record, bool as_anchor, struct plain_lacks *lacks) {
    if (!plain_sees(filter, record)) return PLAIN_NO;
    int32_t kind = filter->kind;
    int64_t id = record->activity->id;
    enum plain_answer answer = plain_outcome(c, filter, record, as_anchor);
    for (int collecting = 0; collecting < 2; collecting++) {
        if (collecting && plain_outcome(c, filter, record, as_anchor) == PLAIN_NOT_KNOWN)
            plain_lack(lacks, kind, FIELD_OUTCOME, id);
        for (size_t i = 0; i < filter->condition_count; i++) {
            const struct condition *condition = &filter->conditions[i];
            enum plain_answer part = plain_record_condition(c, condition, record);
            if (!collecting) answer = both(answer, part);
            else if (part == PLAIN_NOT_KNOWN) plain_lack(lacks, kind, condition->field, id);
        }
        for (size_t i = 0; !collecting && i < filter->bound_count; i++) {
            const struct bound *bound = &filter->bounds[i];
            answer = both(answer, plain_of(bound->answers >> plain_decide(c, bound->decision, record) & 1));
        }
        for (const struct plain_cell *cell = cells; cell; cell = cell->outer) {
            struct operand value;
            struct condition condition = plain_cell_condition(c, filter, cell, &value);
            bool can = condition.field >= 0 && value.value >= 0; /* a field, a code that this kind has */
            enum plain_answer part = can ? plain_record_condition(c, &condition, record) : PLAIN_NO;
            if (!collecting) answer = both(answer, part);
            else if (part == PLAIN_NOT_KNOWN) plain_lack(lacks, kind, condition.field, id);
        }
        if (answer != PLAIN_NOT_KNOWN || !lacks) break;
    }
    return answer;
}
