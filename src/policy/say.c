/* SPDX-License-Identifier: GPL-3.0-or-later
 * say - rules in words, for people: what is needed, from whom, by when.
 * Owns:  nothing.
 * Must not know: how a sentence is shown.
 */
#include <string.h>

#include "policy/filter.h"
#include "policy/merge.h"
#include "policy/param.h"
#include "policy/say_priv.h"
#include "policy/window_read.h"

struct saying {
    struct arena *arena;
    const struct policy *policy;
    struct date day;
    bool many; /* of the things at hand */
    struct buf out;
};

static struct str finish(struct saying *s) {
    struct str text = str_copy(s->arena, buf_str(&s->out));
    buf_free(&s->out);
    return text;
}

static long long number(const struct saying *s, const struct operand *operand) {
    return (long long)operand_on(s->policy, operand, s->day);
}

struct str say_span(struct arena *arena, const struct policy *policy, const struct span *span, struct date day) {
    static const char *const units[] = { "day", "school day", "month" };
    long long n = (long long)operand_on(policy, &span->n, day);
    return str_format(arena, "%lld %s%s", n, units[span->unit], n == 1 ? "" : "s");
}

/* ---- conditions ---- */

static const struct field *field_of(const struct saying *s, const struct filter *filter, const struct condition *c) {
    uint32_t count;
    return &filter_fields(s->policy->kinds, filter, &count)[c->field];
}

static void add_list(struct saying *s, const struct str *texts, size_t count, const char *last) {
    for (size_t i = 0; i < count; i++)
        buf_printf(&s->out, "%s%.*s", i == 0 ? "" : i + 1 == count ? last : ", ", STR_ARG(texts[i]));
}

/* All constants of a condition, as texts; parameters as their values on the day. */
static struct str *value_texts(struct saying *s, const struct field *field, const struct condition *c, size_t *count) {
    struct str *texts = NULL;
    size_t n = 0;
    for (size_t i = 0; i < c->value_count; i++) {
        size_t room = n;
        if (c->values[i].param >= 0) {
            const struct param *param = &s->policy->params[c->values[i].param];
            const struct param_step *step = param_at(param, s->day);
            size_t parts = param->type == PARAM_CODES ? step->count : 1;
            for (size_t k = 0; k < parts; k++) {
                struct str said = param->type == PARAM_CODES ? say_code(s->arena, step->texts[k]) : param_say(s->arena, param, step);
                list_add(s->arena, texts, room, said);
            }
            n = room;
            continue;
        }
        int64_t value = c->values[i].value;
        struct str text;
        bool member =
            c->op == CONDITION_INCLUDES_ALL || c->op == CONDITION_INCLUDES_ANY || c->op == CONDITION_LACKS_ANY;
        if (field->type == FIELD_ONE_OF || (field->type == FIELD_SET_OF && member))
            text = say_code(s->arena, field->codes[value]);
        else if (field->type == FIELD_YEARS && member)
            text = str_format(s->arena, "Year %lld", (long long)value);
        else if (field->type == FIELD_YEARS)
            text = years_say(s->arena, value);
        else if (field->type == FIELD_TEXT)
            text = STR("the text named");
        else if (field->type == FIELD_WHOLE)
            text = str_format(s->arena, "%lld", (long long)value);
        else
            text = field_print(s->arena, field, value);
        list_add(s->arena, texts, room, text);
        n = room;
    }
    *count = n;
    return texts;
}

static struct str amount(struct saying *s, const struct field *field, const struct operand *operand, long long more) {
    long long value = number(s, operand) + more;
    if (field->type != FIELD_HOURS) return str_format(s->arena, "%lld", value);
    if (value % 60) return str_format(s->arena, "%lld minutes", value);
    return str_format(s->arena, "%lld hour%s", value / 60, value == 60 ? "" : "s");
}

static bool open_range(const struct condition *c) {
    return c->op == CONDITION_RANGE && c->has_low != c->has_high;
}

static void add_range(struct saying *s, const struct field *field, const struct condition *c) {
    struct str low = amount(s, field, &c->low, 0), high = amount(s, field, &c->high, 0);
    bool one = c->has_low && c->has_high && str_equal(low, high);
    if (c->negated && open_range(c))
        buf_printf(&s->out, c->has_low ? "below %.*s" : "above %.*s", STR_ARG(c->has_low ? low : high));
    else if (c->has_low && !c->has_high)
        buf_printf(&s->out, "%.*s or more", STR_ARG(low));
    else if (c->has_high && !c->has_low)
        buf_printf(&s->out, "%.*s or less", STR_ARG(high));
    else if (one)
        buf_printf(&s->out, "%s%.*s", c->negated ? "other than " : "", STR_ARG(low));
    else
        buf_printf(&s->out, "%s%.*s to %.*s", c->negated ? "not from " : "", STR_ARG(low), STR_ARG(high));
}

static void add_organisation(struct saying *s, const struct condition *c);

/* The words are written for one thing: "that is meaningful"; of several: "that are meaningful". */
static void add_flag(struct saying *s, const char *words, bool many) {
    static const struct {
        const char *one, *many;
    } verbs[] = {
        { "that is ", "that are " },       { "that was ", "that were " },   { "that does ", "that do " },
        { "that covers ", "that cover " }, { "that looks ", "that look " }, { "that keeps ", "that keep " },
    };
    for (size_t i = 0; many && i < COUNT_OF(verbs); i++) {
        size_t size = strlen(verbs[i].one);
        if (strncmp(words, verbs[i].one, size) != 0) continue;
        buf_printf(&s->out, "%s%s", verbs[i].many, words + size);
        return;
    }
    buf_add_c(&s->out, words);
}

/* "on " for a theme, "with level " for most others. */
static void add_link(struct saying *s, const struct filter *filter, const struct condition *c) {
    const struct field *field = field_of(s, filter, c);
    const char *link = say_link(field->name);
    bool pupil_form = filter->of_subject && str_is(field->name, "form");
    if (*link && !pupil_form) {
        buf_printf(&s->out, "%s%s ", c->negated ? "not " : "", link);
        return;
    }
    buf_printf(&s->out, "with %.*s ", STR_ARG(say_field(s->arena, field)));
    if (c->op != CONDITION_AMONG) buf_add_c(&s->out, "including ");
    if (c->negated) buf_add_c(&s->out, "other than ");
}

/* "with form talk", "with hours 5 hours or more", "with insurance on recorded". */
static void add_condition(struct saying *s, const struct filter *filter, const struct condition *c) {
    const struct field *field = field_of(s, filter, c);
    struct str name = say_field(s->arena, field);
    struct str kind = filter->of_subject ? NO_HINT : s->policy->kinds->kinds[filter->kind].name;
    size_t count = 0;
    struct str *texts = value_texts(s, field, c, &count);
    const char *day = str_starts(name, "day ") ? "the " : "";
    switch (c->op) {
    case CONDITION_ANY:
        buf_printf(&s->out, "whatever the %.*s", STR_ARG(name));
        return;
    case CONDITION_KNOWN:
        buf_printf(&s->out, "with %s%.*s recorded", day, STR_ARG(name));
        return;
    case CONDITION_MISSING:
        buf_printf(&s->out, "without %s%.*s recorded", day, STR_ARG(name));
        return;
    case CONDITION_ORGANISATION:
        add_organisation(s, c);
        return;
    case CONDITION_RANGE:
        buf_printf(&s->out, "with %.*s ", STR_ARG(name));
        add_range(s, field, c);
        return;
    case CONDITION_AMONG:
        if (field->type == FIELD_FLAG && c->value_count == 1) {
            bool yes = (c->values[0].value == 1) != c->negated;
            const char *words = say_flag(kind, field->name, yes);
            if (*words)
                add_flag(s, words, s->many);
            else
                buf_printf(&s->out, yes ? "with '%.*s' said" : "with '%.*s' denied", STR_ARG(name));
            return;
        }
        add_link(s, filter, c);
        add_list(s, texts, count, " or ");
        return;
    case CONDITION_INCLUDES_ALL:
        add_link(s, filter, c);
        add_list(s, texts, count, " and ");
        return;
    case CONDITION_INCLUDES_ANY:
        add_link(s, filter, c);
        add_list(s, texts, count, " or ");
        return;
    case CONDITION_LACKS_ANY:
        buf_printf(&s->out, "with %.*s lacking ", STR_ARG(name));
        add_list(s, texts, count, " or ");
        return;
    }
}

static void add_organisation(struct saying *s, const struct condition *c) {
    s->many = false;
    buf_add_c(&s->out, "with an organisation");
    for (size_t i = 0; i < c->organisation->condition_count; i++) {
        buf_add_c(&s->out, i ? " and " : " ");
        add_condition(s, c->organisation, &c->organisation->conditions[i]);
    }
}

struct str policy_say_condition(struct arena *arena, const struct policy *policy, const struct filter *filter,
                                const struct condition *condition, struct date day) {
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    add_condition(&s, filter, condition);
    return finish(&s);
}

struct str policy_say_kind(struct arena *arena, const struct policy *policy, int32_t kind) {
    return str_from(say_noun(arena, policy->kinds->kinds[kind].name, false));
}

struct str policy_say_flag(struct arena *arena, const struct policy *policy, int32_t kind, const struct field *flag) {
    struct str words = str_from(say_flag(policy->kinds->kinds[kind].name, flag->name, true));
    if (!words.size) return words;
    if (str_starts(words, "that ")) return str_slice(words, 5, words.size);
    return str_format(arena, "was %.*s", STR_ARG(words));
}

struct str policy_say_field(struct arena *arena, const struct field *field) {
    return say_field(arena, field);
}

struct str policy_say_month_day(struct arena *arena, struct month_day day) {
    return say_month_day(arena, day);
}

/* ---- records ---- */

static void add_outcomes(struct saying *s, const struct filter *filter) {
    const struct kind *kind = &s->policy->kinds->kinds[filter->kind];
    uint32_t mask = filter->outcomes, all = (1u << OUTCOME_CODE_COUNT) - 1;
    if (!mask || mask == kind->counts || !shape_has_outcome(kind->shape)) return;
    if (mask == all) {
        buf_add_c(&s->out, " held or offered");
        return;
    }
    struct str names[OUTCOME_CODE_COUNT];
    size_t count = 0;
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++)
        if (mask >> i & 1) names[count++] = OUTCOME_NAMES[i];
    buf_add_c(&s->out, " ");
    add_list(s, names, count, " or ");
}

/* "where basic is allowed": what a decision table says of the pupil on that day. */
static void add_bound(struct saying *s, const struct bound *bound) {
    const struct decision *table = &s->policy->decisions[bound->decision];
    struct str names[63];
    size_t count = 0;
    for (size_t i = 0; i < table->answer_count; i++)
        if (bound->answers >> i & 1) names[count++] = table->answers[i];
    buf_add_c(&s->out, " where ");
    add_list(s, names, count, " or ");
    buf_printf(&s->out, " is %.*s", STR_ARG(bound->name));
}

static void add_record(struct saying *s, const struct filter *filter, bool many) {
    s->many = many;
    buf_add_c(&s->out, say_noun(s->arena, s->policy->kinds->kinds[filter->kind].name, many));
    add_outcomes(s, filter);
    for (size_t i = 0; i < filter->condition_count; i++) {
        buf_add_c(&s->out, i == 0 ? " " : i + 1 == filter->condition_count ? " and " : ", ");
        add_condition(s, filter, &filter->conditions[i]);
    }
    for (size_t i = 0; i < filter->bound_count; i++) add_bound(s, &filter->bounds[i]);
}

static void add_records(struct saying *s, const struct term *term, bool many) {
    for (size_t i = 0; i < term->filter_count; i++) {
        buf_add_c(&s->out, i == 0 ? "" : i + 1 == term->filter_count ? " or " : ", ");
        add_record(s, &term->filters[i], many);
    }
}

/* ---- terms ---- */

/* ", by the day of the follow-up", ", by the day of 'checked in on'" */
static void add_day_of(struct saying *s, const char *before, const struct field *field) {
    struct str words = say_field(s->arena, field);
    if (str_starts(words, "day "))
        buf_printf(&s->out, "%s the %.*s", before, STR_ARG(words));
    else
        buf_printf(&s->out, "%s the day of '%.*s'", before, STR_ARG(words));
}

static void add_count(struct saying *s, const struct term *term) {
    const struct kind *kind = &s->policy->kinds->kinds[term->filters[0].kind];
    long long n = number(s, &term->n);
    if (term->op == TERM_AT_LEAST_TOTAL) {
        const struct field *field = &kind->fields[term->total];
        struct str total = amount(s, field, &term->n, 0);
        buf_printf(&s->out, "at least %.*s", STR_ARG(total));
        if (field->type != FIELD_HOURS) buf_printf(&s->out, " of %.*s", STR_ARG(say_field(s->arena, field)));
        buf_add_c(&s->out, " in all of ");
        add_records(s, term, true);
        return;
    }
    if (term->op == TERM_AT_MOST && n == 0)
        buf_add_c(&s->out, "no ");
    else
        buf_printf(&s->out, "%s %lld ", term->op == TERM_AT_MOST ? "at most" : "at least", n);
    add_records(s, term, n != 1);
    if (term->distinct >= 0)
        buf_printf(&s->out, ", each with another %.*s", STR_ARG(say_field(s->arena, &kind->fields[term->distinct])));
    if (term->on >= 0) add_day_of(s, ", by", &kind->fields[term->on]);
}

/* "Years 7 to 11", "Benchmarks 1 to 8": a run of numbers under the name of what they number. */
static void add_numbered(struct saying *s, const struct term *term, const struct str *texts, const char *name) {
    bool run = term->each_count > 2;
    for (size_t i = 1; i < term->each_count; i++) run = run && term->each_values[i] == term->each_values[i - 1] + 1;
    buf_add_c(&s->out, name);
    if (run) buf_printf(&s->out, "%.*s to %.*s", STR_ARG(texts[0]), STR_ARG(texts[term->each_count - 1]));
    else add_list(s, texts, term->each_count, " and ");
}

static void add_each_param(struct saying *s, const struct param *param) {
    const struct param_step *step = param_at(param, s->day);
    if (param->type != PARAM_CODES) {
        buf_add(&s->out, param_say(s->arena, param, step));
        return;
    }
    struct str *texts = arena_array(s->arena, struct str, step->count);
    for (size_t i = 0; i < step->count; i++) texts[i] = say_code(s->arena, step->texts[i]);
    add_list(s, texts, step->count, " and ");
}

static void add_each(struct saying *s, const struct term *term) {
    buf_add_c(&s->out, "for each of ");
    if (term->each_param >= 0) {
        add_each_param(s, &s->policy->params[term->each_param]);
    } else {
        struct str *texts = arena_array(s->arena, struct str, term->each_count);
        for (size_t i = 0; i < term->each_count; i++) texts[i] = say_code(s->arena, term->each_names[i]);
        bool years = str_is(term->each_field, "year") || str_is(term->each_field, "for_years");
        bool benchmarks = str_is(term->each_field, "benchmark") || str_is(term->each_field, "benchmarks");
        if (years || benchmarks) add_numbered(s, term, texts, years ? "Years " : "Benchmarks ");
        else add_list(s, texts, term->each_count, " and ");
    }
    buf_add_c(&s->out, ": ");
}

static void add_term(struct saying *s, const struct term *term) {
    if (term->op == TERM_ALL_OF || term->op == TERM_ANY_OF) {
        for (size_t i = 0; i < term->part_count; i++) {
            if (i) buf_add_c(&s->out, term->op == TERM_ALL_OF ? " and " : " or ");
            add_term(s, &term->parts[i]);
        }
    } else if (term->op == TERM_FOR_EACH) {
        add_each(s, term);
        add_term(s, &term->parts[0]);
    } else {
        add_count(s, term);
    }
}

struct str say_records(struct arena *arena, const struct policy *policy, const struct term *term, struct date day) {
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    add_records(&s, term, true);
    return finish(&s);
}

struct str policy_say_have(struct arena *arena, const struct policy *policy, const struct rule_version *rule, struct date day) {
    if (rule->measuring) return say_measure(arena, policy, rule->measuring, day);
    if (rule->vouching)
        return str_format(arena, "an attestation by the %.*s: %.*s", STR_ARG(policy->roles[rule->vouching->by].title),
                          STR_ARG(rule->vouching->asks));
    if (rule->hatch < 0) return policy_say_term(arena, policy, &rule->have, day);
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    buf_printf(&s.out, "the check at %.*s:%u satisfied, which reads ", STR_ARG(policy->documents[rule->origin.document].path),
               rule->origin.line);
    for (size_t i = 0; i < rule->read_count; i++)
        buf_printf(&s.out, "%s%s", i == 0 ? "" : i + 1 == rule->read_count ? " and " : ", ",
                   say_noun(arena, policy->kinds->kinds[rule->reads[i]].name, true));
    return finish(&s);
}

struct str policy_say_term(struct arena *arena, const struct policy *policy, const struct term *term, struct date day) {
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    add_term(&s, term);
    return finish(&s);
}

/* ---- who ---- */

static bool add_known_fact(struct saying *s, const struct filter *filter, const struct condition *c) {
    const struct known_facts *known = &s->policy->kinds->known;
    const struct field *field = field_of(s, filter, c);
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->year && !c->negated) {
        int64_t mask = 0;
        for (int64_t year = 0; year < 21; year++) {
            bool in = false;
            for (size_t i = 0; i < c->value_count; i++) {
                if (c->values[i].param >= 0) {
                    const struct param *param = &s->policy->params[c->values[i].param];
                    in = in || (param->type == PARAM_YEARS && (param_at(param, s->day)->values[0] >> year & 1));
                } else {
                    in = in || c->values[i].value == year;
                }
            }
            if (c->op == CONDITION_RANGE)
                in = (!c->has_low || year >= number(s, &c->low)) && (!c->has_high || year <= number(s, &c->high));
            if (in && (c->op == CONDITION_RANGE || c->op == CONDITION_AMONG)) mask |= INT64_C(1) << year;
        }
        if (c->op == CONDITION_RANGE && !c->has_high) {
            buf_printf(&s->out, "in Year %lld or above", number(s, &c->low));
        } else if (mask) {
            struct str years = years_say(s->arena, mask);
            buf_printf(&s->out, "in %.*s", STR_ARG(years));
        } else {
            return false;
        }
        return true;
    }
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->days_on_roll && c->op == CONDITION_RANGE
        && c->has_low && !c->has_high && !c->negated) {
        buf_printf(&s->out, "on roll for at least %lld days", number(s, &c->low));
        return true;
    }
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->sen && c->op == CONDITION_AMONG
        && c->value_count == 1 && c->values[0].param < 0) {
        struct str code = field->codes[c->values[0].value];
        const char *words = str_is(code, "ehcp") ? (c->negated ? "without an EHC plan" : "with an EHC plan")
                            : str_is(code, "none")
                                ? (c->negated ? "with special educational needs" : "without special educational needs")
                                : NULL;
        if (words) buf_add_c(&s->out, words);
        return words != NULL;
    }
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->care && c->op == CONDITION_AMONG
        && c->value_count == 1 && c->values[0].param < 0) {
        struct str code = field->codes[c->values[0].value];
        const char *words = str_is(code, "no")
                                ? (c->negated ? "who are or were looked after" : "who were never looked after")
                            : str_is(code, "looked_after") && !c->negated ? "who are looked after"
                                                                          : NULL;
        if (words) buf_add_c(&s->out, words);
        return words != NULL;
    }
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->on_roll && c->op == CONDITION_ANY) {
        buf_add_c(&s->out, "whether on roll or not");
        return true;
    }
    if (filter->subject_type == SUBJECT_PUPIL && c->field == known->age && c->op == CONDITION_AMONG && !c->negated) {
        size_t count;
        struct str *texts = value_texts(s, field, c, &count);
        buf_add_c(&s->out, "aged ");
        add_list(s, texts, count, " or ");
        return true;
    }
    return false;
}

static void add_subject(struct saying *s, const struct filter *filter) {
    static const char *const names[] = { "pupils", "staff", "organisations", "the school" };
    s->many = filter->subject_type != SUBJECT_SCHOOL;
    buf_add_c(&s->out, names[filter->subject_type]);
    /* Year groups first, as people say it. */
    int32_t year = filter->subject_type == SUBJECT_PUPIL ? s->policy->kinds->known.year : -1;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < filter->condition_count; i++) {
            const struct condition *c = &filter->conditions[i];
            if ((c->field == year) != (pass == 0)) continue;
            buf_add_byte(&s->out, ' ');
            if (!add_known_fact(s, filter, c)) add_condition(s, filter, c);
        }
    }
}

struct str policy_say_who(struct arena *arena, const struct policy *policy, const struct rule_version *rule,
                          struct date day) {
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    for (size_t i = 0; i < rule->who_count; i++) {
        if (i) buf_add_c(&s.out, i + 1 == rule->who_count ? ", or " : ", ");
        add_subject(&s, &rule->who[i]);
    }
    for (size_t i = 0; i < rule->unless_count; i++) {
        buf_add_c(&s.out, i ? " or " : ", but not ");
        add_subject(&s, &rule->unless[i]);
    }
    return finish(&s);
}

struct str say_only(struct arena *arena, const struct policy *policy, const struct filter *filters, size_t count) {
    struct saying s = { .arena = arena, .policy = policy, .day = policy->effective };
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add_c(&s.out, " or ");
        const struct filter *filter = &filters[i];
        for (size_t k = 0; k < filter->condition_count; k++) {
            const struct condition *c = &filter->conditions[k];
            if (k) buf_add_c(&s.out, " and ");
            if (c->field == policy->kinds->known.setting && c->op == CONDITION_AMONG && !c->negated) {
                size_t n;
                struct str *texts = value_texts(&s, field_of(&s, filter, c), c, &n);
                bool article = n && !str_is(texts[0], "alternative provision");
                buf_add_c(&s.out, article ? "in a " : "in ");
                add_list(&s, texts, n, " or ");
            } else {
                add_condition(&s, filter, c);
            }
        }
    }
    return finish(&s);
}

/* ---- when ---- */

static void add_names(struct saying *s, const struct window *w) {
    for (size_t i = 0; i < w->name_count; i++) {
        struct str name =
            w->op == WINDOW_IN_PHASES ? s->policy->phases[w->names[i]].name : s->policy->transitions[w->names[i]].name;
        buf_printf(&s->out, "%s%.*s", i == 0 ? "" : i + 1 == w->name_count ? " and " : ", ", STR_ARG(name));
    }
}

static void add_anchor(struct saying *s, const struct window *w) {
    switch (w->anchor) {
    case ANCHOR_ADMISSION:
        buf_add_c(&s->out, "admission");
        return;
    case ANCHOR_LEAVING:
        buf_add_c(&s->out, "leaving");
        return;
    case ANCHOR_APPOINTMENT:
        buf_add_c(&s->out, "appointment");
        return;
    case ANCHOR_BIRTHDAY:
        buf_printf(&s->out, "the %lld%s birthday", number(s, &w->anchor_n), say_ordinal(number(s, &w->anchor_n)));
        return;
    case ANCHOR_TURNS_YEAR:
        buf_printf(&s->out, "the start of Year %lld", number(s, &w->anchor_n));
        return;
    case ANCHOR_RECORD:
        break;
    }
    buf_add_c(&s->out, "each ");
    add_record(s, &w->anchor_filter, false);
    if (w->anchor_on >= 0) {
        const struct field *field = &s->policy->kinds->kinds[w->anchor_filter.kind].fields[w->anchor_on];
        add_day_of(s, ", from", field);
    }
}

static void add_by_age(struct saying *s, long long age) {
    if (s->policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY)
        buf_printf(&s->out, "by the day before the %lld%s birthday", age, say_ordinal(age));
    else
        buf_printf(&s->out, "by the end of the school year in which %lld is reached", age);
}

static void add_further(struct saying *s, const struct window *w) {
    long long lower = number(s, &w->b);
    int means = s->policy->readings[READING_ONE_FURTHER].means;
    add_by_age(s, number(s, &w->a));
    if (means == FURTHER_AFTER_YEAR_11) buf_printf(&s->out, ", and after the school year of %lld", lower);
    if (means == FURTHER_AFTER_BIRTHDAY)
        buf_printf(&s->out, ", and after the %lld%s birthday", lower, say_ordinal(lower));
    if (means == FURTHER_TWO_IN_TOTAL) buf_add_c(&s->out, ", one more than before");
}

static void add_rolling(struct saying *s, const struct window *w) {
    struct str length = say_span(s->arena, s->policy, &w->length, s->day);
    buf_printf(&s->out, "at any time within the last %.*s", STR_ARG(length));
}

static void add_anchored(struct saying *s, const struct window *w) {
    bool ahead = w->op == WINDOW_AHEAD_OF;
    if (!ahead && number(s, &w->length.n) == 0) {
        buf_add_c(&s->out, "by ");
    } else {
        struct str length = say_span(s->arena, s->policy, &w->length, s->day);
        buf_printf(&s->out, ahead ? "at least %.*s before " : "within %.*s of ", STR_ARG(length));
    }
    add_anchor(s, w);
}

/* "3 years after leaving or the end of key stage 4, whichever comes first" */
static void add_kept(struct saying *s, const struct window *w) {
    const struct kinds *kinds = s->policy->kinds;
    long long years = number(s, &w->a);
    buf_printf(&s->out, "%lld year%s after ", years, years == 1 ? "" : "s");
    for (size_t i = 0; i < w->name_count; i++) {
        int32_t fact = (int32_t)w->names[i];
        struct str name = fact == kinds->known.left_on   ? STR("leaving")
                          : fact == kinds->known.ks4_end ? STR("the end of key stage 4")
                                                         : say_field(s->arena, &kinds->facts[SUBJECT_PUPIL].fields[fact]);
        buf_printf(&s->out, "%s%.*s", i == 0 ? "" : i + 1 == w->name_count ? " or " : ", ", STR_ARG(name));
    }
    bool later = s->policy->readings[READING_EARLIER_OF_TWO].means == EARLIER_LATER;
    if (w->name_count > 1) buf_printf(&s->out, ", whichever comes %s", later ? "last" : "first");
}

static void add_key_stages(struct saying *s, const struct window *w) {
    bool one = (w->key_stages & (w->key_stages - 1)) == 0;
    buf_add_c(&s->out, one ? "in key stage" : "in each key stage");
    if (w->key_stages == (1u << 3 | 1u << 4 | 1u << 5)) return;
    for (int i = 3, n = 0; i <= 5; i++)
        if (w->key_stages >> i & 1) buf_printf(&s->out, "%s%d", n++ ? ", " : one ? " " : ": ", i);
}

static void add_window(struct saying *s, const struct window *w) {
    struct buf *out = &s->out;
    switch (w->op) {
    case WINDOW_EACH_SCHOOL_YEAR:
        buf_add_c(out, "each school year");
        if (w->day.month) buf_printf(out, ", by %.*s", STR_ARG(say_month_day(s->arena, w->day)));
        return;
    case WINDOW_EACH_TERM:
        buf_add_c(out, "each term");
        return;
    case WINDOW_EACH_HALF_TERM:
        buf_add_c(out, "each half-term");
        return;
    case WINDOW_EACH_KEY_STAGE:
        add_key_stages(s, w);
        return;
    case WINDOW_BY_AGE:
        add_by_age(s, number(s, &w->a));
        return;
    case WINDOW_FURTHER_BY_AGE:
        add_further(s, w);
        return;
    case WINDOW_BY_END_OF_YEAR:
        buf_printf(out, "by the end of Year %lld", number(s, &w->a));
        return;
    case WINDOW_BEFORE_YEAR:
        buf_printf(out, "before Year %lld", number(s, &w->a));
        return;
    case WINDOW_OVER_YEARS:
        if (number(s, &w->a) == number(s, &w->b))
            buf_printf(out, "in Year %lld", number(s, &w->a));
        else
            buf_printf(
                out, number(s, &w->b) == number(s, &w->a) + 1 ? "over Years %lld and %lld" : "over Years %lld to %lld",
                number(s, &w->a), number(s, &w->b));
        return;
    case WINDOW_IN_PHASES:
        buf_add_c(out, w->name_count == 1 ? "in the phase " : "in each of the phases ");
        add_names(s, w);
        return;
    case WINDOW_AT_TRANSITIONS:
        buf_add_c(out, w->name_count == 1 ? "at the transition " : "at each of the transitions ");
        add_names(s, w);
        return;
    case WINDOW_BY_DATE_IN_YEAR:
        buf_printf(out, "by %.*s of that year", STR_ARG(say_month_day(s->arena, w->day)));
        return;
    case WINDOW_BY_DATE_AFTER_YEAR:
        buf_printf(out, "by %.*s after that year", STR_ARG(say_month_day(s->arena, w->day)));
        return;
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF:
        add_anchored(s, w);
        return;
    case WINDOW_ROLLING:
        add_rolling(s, w);
        return;
    case WINDOW_KEPT:
        buf_add_c(out, "before the day ");
        add_kept(s, w);
        return;
    case WINDOW_REVIEW:
        buf_add_c(out, "within 12 months of the day ");
        add_kept(s, w);
        return;
    case WINDOW_ALWAYS:
        buf_add_c(out, "at all times");
        if (number(s, &w->grace.n))
            buf_printf(out, ", with %.*s to put it right", STR_ARG(say_span(s->arena, s->policy, &w->grace, s->day)));
        return;
    }
}

struct str policy_say_window(struct arena *arena, const struct policy *policy, const struct window *window,
                             struct date day) {
    struct saying s = { .arena = arena, .policy = policy, .day = day };
    add_window(&s, window);
    return finish(&s);
}
