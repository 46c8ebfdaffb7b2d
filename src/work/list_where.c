/* SPDX-License-Identifier: GPL-3.0-or-later
 * list_where - "where FIELD VALUE" of `list`: which field, which value, and whether a record has it.
 * Owns:  nothing.
 * Must not know: what is listed.
 */
#include "base/guess.h"
#include "base/utf8.h"
#include "work/list_priv.h"
#include "work/typed.h"

static struct str underscored(struct arena *arena, struct str name) {
    struct str folded = utf8_fold(arena, name);
    char *text = arena_copy(arena, folded.at, folded.size);
    for (size_t i = 0; i < folded.size; i++)
        if (text[i] == ' ' || text[i] == '-') text[i] = '_';
    return (struct str){ text, folded.size };
}

static bool no_field(struct listing *l, const struct field *fields, uint32_t count, uint32_t first, struct str name, const char *of) {
    struct err err = { 0 };
    struct str *names = arena_array(l->arena, struct str, count + 1);
    size_t used = 0;
    for (uint32_t i = first; i < count; i++)
        if (fields[i].home != HOME_DERIVED) names[used++] = fields[i].name;
    struct str near = guess_nearest(name, names, used);
    err_set(&err, CODE_ARGUMENTS, "There is no '%.*s' by which %s can be listed.", STR_ARG(name), of);
    if (near.size) err_next(&err, "Did you mean '%.*s'?", STR_ARG(near));
    else if (used) err_next(&err, "where FIELD VALUE, for example  where %.*s ...", STR_ARG(names[0]));
    return answer_fail(l->answer, &err);
}

static bool add(struct listing *l, const struct field *fields, uint32_t count, uint32_t first, struct str name, struct str text, const char *of) {
    struct err err = { 0 };
    const struct person *person = NULL;
    struct typing typing = { .school = l->school, .arena = l->arena, .today = l->call->today };
    struct str key = underscored(l->arena, name);
    uint32_t at = first;
    while (at < count && !str_equal(fields[at].name, key)) at++;
    if (at == count || fields[at].home == HOME_DERIVED) return no_field(l, fields, count, first, name, of);
    if (l->condition_count == LIST_CONDITIONS) {
        err_set(&err, CODE_ARGUMENTS, "More than %d conditions are too many.", LIST_CONDITIONS);
        return answer_fail(l->answer, &err);
    }
    struct list_condition *condition = &l->conditions[l->condition_count];
    *condition = (struct list_condition){ .field = &fields[at], .index = at };
    if (!typed_value(&typing, &fields[at], text, &condition->value, &person, &err)) return answer_fail(l->answer, &err);
    l->condition_count++;
    return true;
}

/* "form talk", "two way yes": the longest run of words that is a field, the rest its value. */
static bool add_words(struct listing *l, const struct field *fields, uint32_t count, uint32_t first, struct str text, const char *of) {
    struct err err = { 0 };
    for (size_t end = text.size; end > 0; end--) {
        if (text.at[end - 1] != ' ') continue;
        struct str key = underscored(l->arena, str_trim(str_slice(text, 0, end)));
        for (uint32_t i = first; i < count; i++)
            if (str_equal(fields[i].name, key)) return add(l, fields, count, first, key, str_trim(str_slice(text, end, text.size)), of);
    }
    struct str name, value = { 0 };
    if (str_cut(text, ' ', &name, &value)) return no_field(l, fields, count, first, name, of);
    err_set(&err, CODE_ARGUMENTS, "After 'where %.*s' the value is missing.", STR_ARG(text));
    err_next(&err, "where FIELD VALUE, for example  where form talk");
    return answer_fail(l->answer, &err);
}

bool list_where(struct listing *l, const struct field *fields, uint32_t count, uint32_t first, const char *of) {
    for (size_t i = 0; i < l->call->part_count; i++) {
        const struct call_part *part = &l->call->parts[i];
        struct str name, value, text = str_trim(part->text);
        if (part->phrase && !str_is(str_from(part->phrase), "where")) continue;
        bool assigns = str_cut(text, '=', &name, &value) && name.size;
        if (assigns && !add(l, fields, count, first, str_trim(name), str_trim(value), of)) return false;
        if (!assigns && part->phrase && !add_words(l, fields, count, first, text, of)) return false;
    }
    return true;
}

bool list_fits(const struct list_condition *condition, struct arena *scratch, const struct field_value *value) {
    const struct field_value *wanted = &condition->value;
    bool none = !value || (condition->field->type == FIELD_TEXT ? !value->text.size : value->value == VALUE_NONE);
    if (condition->field->type == FIELD_TEXT) {
        if (none || !wanted->text.size) return none && !wanted->text.size;
        return str_find(utf8_fold(scratch, value->text), utf8_fold(scratch, wanted->text)) != SIZE_MAX;
    }
    if (none || wanted->value == VALUE_NONE) return none && wanted->value == VALUE_NONE;
    bool set = condition->field->type == FIELD_SET_OF || condition->field->type == FIELD_YEARS;
    return set ? (value->value & wanted->value) == wanted->value : value->value == wanted->value;
}
