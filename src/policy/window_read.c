/* SPDX-License-Identifier: GPL-3.0-or-later
 * window_read - the window of a rule, from nodes.
 * Owns:  nothing.
 * Must not know: calendars, amendments.
 */
#include "policy/window_read.h"

#include <string.h>

#include "base/guess.h"
#include "policy/filter.h"

enum shape_of_window { NO_PARTS, ONE_NUMBER, TWO_NUMBERS, ONE_DATE, NAMES, STAGES, ONE_SPAN, ANCHORED };

static const struct window_word {
    const char *word;
    enum window_op op;
    enum shape_of_window shape;
    bool of_pupils;
} WORDS[] = {
    { "each_school_year", WINDOW_EACH_SCHOOL_YEAR, NO_PARTS, false },
    { "each_term", WINDOW_EACH_TERM, NO_PARTS, false },
    { "each_half_term", WINDOW_EACH_HALF_TERM, NO_PARTS, false },
    { "each_key_stage", WINDOW_EACH_KEY_STAGE, STAGES, true },
    { "by_age", WINDOW_BY_AGE, ONE_NUMBER, true },
    { "further_by_age", WINDOW_FURTHER_BY_AGE, TWO_NUMBERS, true },
    { "by_end_of_year", WINDOW_BY_END_OF_YEAR, ONE_NUMBER, true },
    { "before_year", WINDOW_BEFORE_YEAR, ONE_NUMBER, true },
    { "over_years", WINDOW_OVER_YEARS, TWO_NUMBERS, true },
    { "in_phases", WINDOW_IN_PHASES, NAMES, true },
    { "at_transitions", WINDOW_AT_TRANSITIONS, NAMES, true },
    { "by_date_in_year", WINDOW_BY_DATE_IN_YEAR, ONE_DATE, true },
    { "by_date_after_year", WINDOW_BY_DATE_AFTER_YEAR, ONE_DATE, true },
    { "within", WINDOW_WITHIN, ANCHORED, false },
    { "ahead_of", WINDOW_AHEAD_OF, ANCHORED, false },
    { "rolling", WINDOW_ROLLING, ONE_SPAN, false },
    { "always", WINDOW_ALWAYS, NO_PARTS, false },
};

static const struct window_word *find_word(const struct node *node) {
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (node_is(node, WORDS[i].word)) return &WORDS[i];
    return NULL;
}

static bool read_names(struct scope *scope, const struct node *parts, uint32_t count, bool phases, struct window *out) {
    const struct policy *policy = scope->policy;
    uint32_t *indices = arena_array(scope->arena, uint32_t, count);
    size_t known_count = phases ? policy->phase_count : policy->transition_count;
    struct str *known = arena_array(scope->arena, struct str, known_count);
    for (size_t i = 0; i < known_count; i++) known[i] = phases ? policy->phases[i].name : policy->transitions[i].name;
    bool good = true;
    for (uint32_t p = 0; p < count; p++) {
        struct str name;
        size_t found = 0;
        if (!scope_text(scope, &parts[p], phases ? "in_phases" : "at_transitions", &name)) return false;
        while (found < known_count && !str_equal(known[found], name)) found++;
        if (found == known_count) {
            struct str hint = guess_hint(scope->arena, name, known, known_count);
            good = scope_error(scope, phases ? CODE_UNKNOWN_PHASE : CODE_UNKNOWN_TRANSITION, &parts[p], name, hint,
                               "There is no %s called '%.*s'.", phases ? "phase" : "transition", STR_ARG(name));
            continue;
        }
        bool seen = false;
        for (size_t i = 0; i < out->name_count; i++) seen = seen || indices[i] == (uint32_t)found;
        if (!seen) indices[out->name_count++] = (uint32_t)found;
    }
    out->names = indices;
    return good;
}

static bool read_stages(struct scope *scope, const struct node *parts, uint32_t count, struct window *out) {
    for (uint32_t i = 0; i < count; i++) {
        int64_t stage;
        if (parts[i].type == NODE_TEXT && parts[i].text.size == 3 && str_starts(parts[i].text, "KS"))
            stage = parts[i].text.at[2] - '0';
        else if (!scope_whole(scope, &parts[i], "each_key_stage", 3, 5, &stage))
            return false;
        if (stage < 3 || stage > 5)
            return scope_wrong(scope, &parts[i], "each_key_stage", "one of the key stages 3, 4 and 5");
        out->key_stages |= 1u << stage;
    }
    if (count == 0) out->key_stages = 1u << 3 | 1u << 4 | 1u << 5;
    return true;
}

static bool read_numbers(struct scope *scope, const struct node *node, const struct node *parts, uint32_t count,
                         bool two, struct window *out) {
    const char *word = str_c(scope->arena, node->word);
    if (count != (two ? 2u : 1u))
        return scope_wrong(scope, node, "when", two ? "a window with two numbers" : "a window with one number");
    if (!scope_operand(scope, &parts[0], word, false, &out->a)) return false;
    if (two && !scope_operand(scope, &parts[1], word, false, &out->b)) return false;
    bool constant = two && out->a.param < 0 && out->b.param < 0;
    if (constant && out->op == WINDOW_OVER_YEARS && out->a.value > out->b.value)
        return scope_error(scope, CODE_BAD_CHOICE, node, node->word, STR("Write the lower year group first."),
                           "over_years(%lld, %lld) holds no year group.", (long long)out->a.value,
                           (long long)out->b.value);
    if (constant && out->op == WINDOW_FURTHER_BY_AGE && out->a.value <= out->b.value)
        return scope_error(
            scope, CODE_BAD_CHOICE, node, node->word, STR("Write the later age first: further_by_age(18, 16)."),
            "further_by_age(%lld, %lld) ends before it begins.", (long long)out->a.value, (long long)out->b.value);
    return true;
}

static bool read_parts(struct scope *scope, const struct node *node, const struct window_word *word,
                       struct window *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    switch (word->shape) {
    case NO_PARTS:
    case ANCHORED:
        if (count) return scope_wrong(scope, &parts[0], word->word, "written without a value of its own");
        return true;
    case ONE_NUMBER:
        return read_numbers(scope, node, parts, count, false, out);
    case TWO_NUMBERS:
        return read_numbers(scope, node, parts, count, true, out);
    case ONE_DATE:
        if (count != 1)
            return scope_wrong(scope, node, "when", "a window with one day, such as by_date_in_year(\"01-31\")");
        return scope_month_day(scope, &parts[0], word->word, &out->day);
    case NAMES:
        if (count == 0) return scope_wrong(scope, node, "when", "a window with at least one name");
        return read_names(scope, parts, count, word->op == WINDOW_IN_PHASES, out);
    case STAGES:
        return read_stages(scope, parts, count, out);
    case ONE_SPAN:
        /* rolling(months(12), { grace = … }) hands its fields over as a second part. */
        if (count < 1 || count > 2)
            return scope_wrong(scope, node, "when", "a window with one span, such as rolling(months(12))");
        return scope_span(scope, &parts[0], word->word, false, &out->length);
    }
    return false;
}

/* ---- fields ---- */

static bool read_anchor(struct scope *scope, const struct node *node, enum subject_type subject, struct window *out) {
    static const struct {
        const char *word;
        enum anchor anchor;
        enum subject_type subject;
    } milestones[] = {
        { "admission", ANCHOR_ADMISSION, SUBJECT_PUPIL },     { "leaving", ANCHOR_LEAVING, SUBJECT_PUPIL },
        { "birthday", ANCHOR_BIRTHDAY, SUBJECT_PUPIL },       { "turns_year", ANCHOR_TURNS_YEAR, SUBJECT_PUPIL },
        { "appointment", ANCHOR_APPOINTMENT, SUBJECT_STAFF },
    };
    for (size_t i = 0; i < COUNT_OF(milestones); i++) {
        if (!node_is(node, milestones[i].word)) continue;
        out->anchor = milestones[i].anchor;
        if (subject != milestones[i].subject)
            return scope_error(scope, CODE_WINDOW_SUBJECT, node, node->word, NO_HINT, "'%s' needs a rule about %s.",
                               milestones[i].word, milestones[i].subject == SUBJECT_PUPIL ? "pupils" : "staff");
        if (out->anchor != ANCHOR_BIRTHDAY && out->anchor != ANCHOR_TURNS_YEAR) return true;
        uint32_t count = 0;
        const struct node *parts = scope_parts(node, &count);
        if (count != 1) return scope_wrong(scope, node, "of", "a milestone with one number");
        return scope_operand(scope, &parts[0], milestones[i].word, false, &out->anchor_n);
    }
    out->anchor = ANCHOR_RECORD;
    return filter_read_record(scope, node, subject, &out->anchor_filter);
}

static bool read_anchor_on(struct scope *scope, const struct node *node, struct window *out) {
    struct str name;
    if (!scope_text(scope, node, "anchor_on", &name)) return false;
    if (out->anchor != ANCHOR_RECORD)
        return scope_error(scope, CODE_BAD_CHOICE, node, STR("anchor_on"), NO_HINT,
                           "'anchor_on' needs a record in 'of'.");
    const struct kind *kind = &scope->kinds->kinds[out->anchor_filter.kind];
    out->anchor_on = filter_find_field(scope, node, kind->name, kind->fields, kind->field_count, false, name);
    if (out->anchor_on < 0) return false;
    if (kind->fields[out->anchor_on].type == FIELD_DAY) return true;
    return scope_error(scope, CODE_WRONG_TYPE, node, name, NO_HINT, "'%.*s' of %.*s is not a day.", STR_ARG(name),
                       STR_ARG(kind->name));
}

static bool read_length(struct scope *scope, const struct node *node, struct window *out) {
    const struct node *days = node_field(node, "days"), *school_days = node_field(node, "school_days");
    if (!days == !school_days)
        return scope_error(scope, CODE_INCOMPLETE, node, node->word, STR("Write days = 14 or school_days = 10."),
                           "'%.*s' needs one of days and school_days.", STR_ARG(node->word));
    out->length.unit = days ? SPAN_DAYS : SPAN_SCHOOL_DAYS;
    return scope_operand(scope, days ? days : school_days, days ? "days" : "school_days", false, &out->length.n);
}

static bool allowed_field(const struct window *window, struct str key) {
    bool anchored = window->op == WINDOW_WITHIN || window->op == WINDOW_AHEAD_OF;
    if (str_is(key, "due")) return window->op == WINDOW_EACH_SCHOOL_YEAR;
    if (str_is(key, "grace"))
        return window->op == WINDOW_ALWAYS || window->op == WINDOW_ROLLING || window->op == WINDOW_WITHIN;
    if (str_is(key, "may_precede")) return window->op == WINDOW_WITHIN;
    if (str_is(key, "opens")) return window->op == WINDOW_AHEAD_OF;
    return anchored
           && (str_is(key, "days") || str_is(key, "school_days") || str_is(key, "of") || str_is(key, "anchor_on")
               || str_is(key, "same_record"));
}

static bool check_fields(struct scope *scope, const struct node *node, struct str word, const struct window *window) {
    static const struct str all[] = { STR_INIT("due"),   STR_INIT("grace"),     STR_INIT("may_precede"),
                                      STR_INIT("opens"), STR_INIT("days"),      STR_INIT("school_days"),
                                      STR_INIT("of"),    STR_INIT("anchor_on"), STR_INIT("same_record") };
    struct str known[COUNT_OF(all)];
    size_t known_count = 0;
    bool good = true;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (allowed_field(window, all[i])) known[known_count++] = all[i];
    for (uint32_t i = 0; i < node->field_count; i++) {
        struct str key = node->fields[i].key;
        if (allowed_field(window, key)) continue;
        good = scope_error(scope, CODE_UNKNOWN_FIELD, &node->fields[i].value, key,
                           guess_hint(scope->arena, key, known, known_count), "'%.*s' has no field called '%.*s'.",
                           STR_ARG(word), STR_ARG(key));
    }
    return good;
}

static bool read_fields(struct scope *scope, const struct node *node, enum subject_type subject, struct window *out) {
    const struct node *value;
    bool good = true;
    if ((value = node_field(node, "due")) && !scope_month_day(scope, value, "due", &out->day)) good = false;
    if ((value = node_field(node, "grace")) && !scope_span(scope, value, "grace", false, &out->grace)) good = false;
    if ((value = node_field(node, "may_precede")) && !scope_span(scope, value, "may_precede", false, &out->may_precede))
        good = false;
    if ((value = node_field(node, "opens")) && !scope_span(scope, value, "opens", false, &out->opens)) good = false;
    if ((value = node_field(node, "same_record")) && !scope_flag(scope, value, "same_record", &out->same_record))
        good = false;
    if (out->op != WINDOW_WITHIN && out->op != WINDOW_AHEAD_OF) return good;
    if (!read_length(scope, node, out)) good = false;
    value = node_field(node, "of");
    if (!value)
        return scope_error(scope, CODE_INCOMPLETE, node, node->word,
                           STR("Write of = followed by a kind of record or a milestone."),
                           "'%.*s' does not say of what.", STR_ARG(node->word));
    if (!read_anchor(scope, value, subject, out)) return false;
    if (out->same_record && out->anchor != ANCHOR_RECORD)
        good = scope_error(scope, CODE_BAD_CHOICE, node, STR("same_record"), NO_HINT,
                           "'same_record' needs a record in 'of'.");
    if ((value = node_field(node, "anchor_on")) && !read_anchor_on(scope, value, out)) good = false;
    return good;
}

bool window_read(struct scope *scope, const struct node *node, enum subject_type subject, struct window *out) {
    const struct window_word *word = find_word(node);
    if (!word) {
        struct str names[COUNT_OF(WORDS)];
        for (size_t i = 0; i < COUNT_OF(WORDS); i++) names[i] = str_from(WORDS[i].word);
        if (node->type != NODE_CALL) return scope_wrong(scope, node, "when", "a window such as each_school_year()");
        return scope_error(scope, CODE_UNKNOWN_WORD, node, node->word,
                           guess_hint(scope->arena, node->word, names, COUNT_OF(names)),
                           "There is no window called '%.*s'.", STR_ARG(node->word));
    }
    *out = (struct window){ .op = word->op, .a = operand_of(0), .b = operand_of(0), .anchor_on = -1 };
    out->length.n = out->grace.n = out->may_precede.n = out->anchor_n = operand_of(0);
    out->opens = (struct span){ .unit = SPAN_MONTHS, .n = operand_of(12) };
    out->anchor_filter.kind = -1;
    if (word->of_pupils && subject != SUBJECT_PUPIL)
        return scope_error(scope, CODE_WINDOW_SUBJECT, node, node->word, STR("each_school_year() fits every rule."),
                           "'%s' needs a rule about pupils.", word->word);
    if (!read_parts(scope, node, word, out)) return false;
    /* The fields stand in the call itself, or in a last list: always({ grace = … }), rolling(span, { … }). */
    const struct node *fields = node;
    if (node->field_count == 0 && node->item_count && node->items[node->item_count - 1].type == NODE_TABLE
        && node->items[node->item_count - 1].field_count)
        fields = &node->items[node->item_count - 1];
    if (!check_fields(scope, fields, node->word, out)) return false;
    return read_fields(scope, fields, subject, out);
}

/* ---- which window ends no later ---- */

int64_t operand_on(const struct policy *policy, const struct operand *operand, struct date day) {
    if (operand->param < 0) return operand->value;
    return param_at(&policy->params[operand->param], day)->values[0];
}

bool span_no_longer(const struct policy *policy, const struct span *a, const struct span *b, struct date day) {
    int64_t x = operand_on(policy, &a->n, day), y = operand_on(policy, &b->n, day);
    if (a->unit == b->unit) return x <= y;
    /* A month has 28 to 31 days; a school day is at least a day. */
    if (a->unit == SPAN_DAYS && b->unit == SPAN_MONTHS) return x <= y * 28;
    if (a->unit == SPAN_MONTHS && b->unit == SPAN_DAYS) return x * 31 <= y;
    if (a->unit == SPAN_DAYS && b->unit == SPAN_SCHOOL_DAYS) return x <= y;
    return false;
}

static bool same_span(const struct policy *policy, const struct span *a, const struct span *b, struct date day) {
    return a->unit == b->unit && operand_on(policy, &a->n, day) == operand_on(policy, &b->n, day);
}

static bool same_operand(const struct policy *policy, const struct operand *a, const struct operand *b,
                         struct date day) {
    return operand_on(policy, a, day) == operand_on(policy, b, day);
}

/* September is the first month of a school year; a month of 0 is its end. */
static int day_in_school_year(struct month_day day) {
    return day.month == 0 ? 10000 : (day.month + 3) % 12 * 100 + day.day;
}

static bool same_names(const struct window *strict, const struct window *loose) {
    /* Every instance of the looser window must remain: more phases ask for more. */
    for (size_t i = 0; i < loose->name_count; i++) {
        bool found = false;
        for (size_t k = 0; k < strict->name_count; k++) found = found || strict->names[k] == loose->names[i];
        if (!found) return false;
    }
    return true;
}

static bool same_filter(const struct policy *policy, const struct filter *a, const struct filter *b, struct date day) {
    if (a->kind != b->kind || a->condition_count != b->condition_count || a->outcomes != b->outcomes) return false;
    for (size_t i = 0; i < a->condition_count; i++) {
        const struct condition *x = &a->conditions[i], *y = &b->conditions[i];
        if (x->field != y->field || x->op != y->op || x->negated != y->negated || x->value_count != y->value_count
            || x->has_low != y->has_low || x->has_high != y->has_high || x->organisation || y->organisation)
            return false;
        if (x->has_low && !same_operand(policy, &x->low, &y->low, day)) return false;
        if (x->has_high && !same_operand(policy, &x->high, &y->high, day)) return false;
        for (size_t v = 0; v < x->value_count; v++)
            if (x->values[v].param != y->values[v].param || x->values[v].value != y->values[v].value) return false;
    }
    return true;
}

static bool same_anchor(const struct policy *policy, const struct window *a, const struct window *b, struct date day) {
    if (a->anchor != b->anchor || a->anchor_on != b->anchor_on || a->same_record != b->same_record) return false;
    if (!same_operand(policy, &a->anchor_n, &b->anchor_n, day)) return false;
    return a->anchor != ANCHOR_RECORD || same_filter(policy, &a->anchor_filter, &b->anchor_filter, day);
}

/* Days that a span may take at the most; school days with the holidays between them. */
static int64_t most_days(const struct policy *policy, const struct span *span, struct date day) {
    int64_t n = operand_on(policy, &span->n, day);
    return span->unit == SPAN_DAYS ? n : span->unit == SPAN_MONTHS ? n * 31 : n * 2 + 60;
}

static int64_t least_days(const struct policy *policy, const struct span *span, struct date day) {
    return operand_on(policy, &span->n, day) * (span->unit == SPAN_MONTHS ? 28 : 1);
}

/* A window that ends before it opens asks for nothing: a deadline may not come so soon. */
static bool has_room(const struct policy *policy, const struct window *w, struct date day) {
    int64_t a = operand_on(policy, &w->a, day), b = operand_on(policy, &w->b, day);
    switch (w->op) {
    case WINDOW_BY_AGE:
        return a >= 13; /* it opens with Year 7, in which pupils become 12 */
    case WINDOW_FURTHER_BY_AGE:
        if (policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY) return a >= 13 && a > b + 1;
        return a >= 13 && a > b;
    case WINDOW_BY_END_OF_YEAR:
        return a >= 7;
    case WINDOW_BEFORE_YEAR:
        return a >= 8;
    case WINDOW_OVER_YEARS:
        return b >= a;
    case WINDOW_AHEAD_OF:
        return most_days(policy, &w->length, day) <= least_days(policy, &w->opens, day);
    default:
        return true;
    }
}

bool window_same(const struct policy *policy, const struct window *a, const struct window *b, struct date day) {
    return window_no_later(policy, a, b, day) && window_no_later(policy, b, a, day);
}

static bool no_later(const struct policy *policy, const struct window *strict, const struct window *loose,
                     struct date day) {
    int64_t a = operand_on(policy, &strict->a, day), was_a = operand_on(policy, &loose->a, day);
    int64_t b = operand_on(policy, &strict->b, day), was_b = operand_on(policy, &loose->b, day);
    switch (strict->op) {
    case WINDOW_EACH_SCHOOL_YEAR:
        return day_in_school_year(strict->day) <= day_in_school_year(loose->day);
    case WINDOW_EACH_TERM:
    case WINDOW_EACH_HALF_TERM:
        return true;
    case WINDOW_EACH_KEY_STAGE:
        return (loose->key_stages & ~strict->key_stages) == 0;
    case WINDOW_BY_AGE:
    case WINDOW_BY_END_OF_YEAR:
    case WINDOW_BEFORE_YEAR:
        return a <= was_a;
    case WINDOW_FURTHER_BY_AGE:
        return a <= was_a && b == was_b;
    case WINDOW_OVER_YEARS:
        return a == was_a && b <= was_b;
    case WINDOW_IN_PHASES:
    case WINDOW_AT_TRANSITIONS:
        return same_names(strict, loose);
    case WINDOW_BY_DATE_IN_YEAR:
        return day_in_school_year(strict->day) <= day_in_school_year(loose->day);
    case WINDOW_BY_DATE_AFTER_YEAR:
        return day_in_school_year(strict->day) <= day_in_school_year(loose->day);
    case WINDOW_KEPT:
    case WINDOW_REVIEW: /* a keep says years, and no window */
        return false;
    case WINDOW_WITHIN:
        return same_anchor(policy, strict, loose, day) && strict->length.unit == loose->length.unit
               && span_no_longer(policy, &strict->length, &loose->length, day)
               && span_no_longer(policy, &strict->may_precede, &loose->may_precede, day)
               && span_no_longer(policy, &strict->grace, &loose->grace, day);
    case WINDOW_AHEAD_OF:
        return same_anchor(policy, strict, loose, day) && strict->length.unit == loose->length.unit
               && span_no_longer(policy, &loose->length, &strict->length, day)
               && same_span(policy, &strict->opens, &loose->opens, day);
    case WINDOW_ROLLING:
        return span_no_longer(policy, &strict->length, &loose->length, day)
               && span_no_longer(policy, &strict->grace, &loose->grace, day);
    case WINDOW_ALWAYS:
        return span_no_longer(policy, &strict->grace, &loose->grace, day);
    }
    return false;
}

bool window_no_later(const struct policy *policy, const struct window *strict, const struct window *loose,
                     struct date day) {
    if (strict->op != loose->op || !no_later(policy, strict, loose, day)) return false;
    return has_room(policy, strict, day) || no_later(policy, loose, strict, day); /* no room, but no less than before */
}
