/* SPDX-License-Identifier: GPL-3.0-or-later
 * typed - what people type for a field; see typed.h.
 * Owns:  nothing.
 * Must not know: which record it is for.
 */
#include "work/typed.h"

#include "base/guess.h"
#include "base/utf8.h"
#include "store/organisation.h"
#include "store/staff.h"
#include "work/reading.h"
#include "work/resolve.h"

#define WHOLE_MOST 100000

struct str typed_word(struct arena *arena, struct str name) {
    char *at = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (at[i] == '_') at[i] = ' ';
    return (struct str){ at, name.size };
}

static bool wrong(const struct field *field, struct str text, const char *wanted, struct err *err) {
    err_set(err, CODE_ARGUMENTS, "'%.*s=%.*s' can not be read.", STR_ARG(field->name), STR_ARG(text));
    return err_next(err, "%s", wanted);
}

static bool wrong_code(const struct field *field, struct arena *arena, struct str text, struct err *err) {
    struct str near = guess_nearest(text, field->codes, field->code_count);
    struct buf list = { 0 };
    for (uint32_t i = 0; i < field->code_count; i++)
        buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(field->codes[i]));
    err_set(err, CODE_ARGUMENTS, "'%.*s' has no word '%.*s'.", STR_ARG(field->name), STR_ARG(text));
    if (near.size) err_next(err, "Did you mean '%.*s'?", STR_ARG(near));
    else err_next(err, "It is one of: %s", str_c(arena, buf_str(&list)));
    buf_free(&list);
    return false;
}

static bool read_set(const struct typing *r, const struct field *field, struct str text, int64_t *out, struct err *err) {
    struct str rest = text, part;
    *out = 0;
    if (str_equal_fold_ascii(text, STR("none"))) return true;
    if (str_equal_fold_ascii(text, STR("all"))) {
        *out = (INT64_C(1) << field->code_count) - 1;
        return true;
    }
    for (bool more = true; more;) {
        more = str_cut(rest, ',', &part, &rest);
        part = str_trim(part);
        if (!part.size) continue;
        int32_t code = reading_code(field, r->arena, part);
        if (code == FIELD_ABSENT) return wrong_code(field, r->arena, part, err);
        *out |= INT64_C(1) << code;
    }
    return true;
}

bool typed_person(const struct typing *r, struct str text, int64_t *id, const struct person **person, struct err *err) {
    const struct people *people = r->school->people;
    uint32_t count;
    *person = people_find(people, text);
    *id = *person ? (*person)->staff : 0;
    if (*person) return true;
    struct str sought = utf8_fold(r->arena, text);
    for (size_t i = 0; i < people->count; i++) {
        const struct person *one = &people->at[i];
        bool fits = str_equal(utf8_fold(r->arena, one->name), sought) || str_equal(utf8_fold(r->arena, person_full(r->arena, one)), sought);
        if (fits && *person) {
            err_set(err, CODE_WHICH_ONE, "More than one member of staff is called '%.*s'.", STR_ARG(text));
            return err_next(err, "Use the short name from people.lua or the staff list.");
        }
        if (fits) *person = one;
    }
    if (*person) {
        *id = (*person)->staff;
        return true;
    }
    if (!staff_find(r->school->db, text, id, &count, err)) return false;
    if (count == 1) return true;
    err_set(err, count ? CODE_WHICH_ONE : CODE_UNKNOWN_PERSON, count ? "More than one member of staff fits '%.*s'." : "No member of staff is called '%.*s'.",
            STR_ARG(text));
    return err_next(err, count ? "Use the short name." : "Write the person into people.lua, or import the staff.");
}

static bool read_organisation(const struct typing *r, struct str text, int64_t *out, struct err *err) {
    if (!organisation_find(r->school->db, text, out, err)) return false;
    if (*out) return true;
    err_set(err, CODE_NOTHING_SELECTED, "No organisation is called '%.*s'.", STR_ARG(text));
    return err_next(err, "Write its name as it was recorded; a record  with \"NAME\"  adds a new one.");
}

static bool read_day(const struct typing *r, const struct field *field, struct str text, int64_t *out, struct err *err) {
    struct date day;
    (void)field;
    if (!resolve_date(text, r->today, r->school->calendar, &day, err)) return false;
    *out = day.day;
    return true;
}

bool typed_value(const struct typing *r, const struct field *field, struct str text, struct field_value *out,
                  const struct person **person, struct err *err) {
    int32_t code;
    text = str_trim(text);
    *person = NULL;
    out->value = VALUE_NONE;
    out->text = (struct str){ 0 };
    if (str_equal_fold_ascii(text, STR("?")) || str_equal_fold_ascii(text, STR("not known"))) return true;
    if (!text.size) return wrong(field, text, "Write something after the = sign; ? takes out what is recorded.", err);
    switch (field->type) {
    case FIELD_DAY: return read_day(r, field, text, &out->value, err);
    case FIELD_FLAG: return reading_flag(text, &out->value) || wrong(field, text, "It is yes or no.", err);
    case FIELD_WHOLE:
        if (str_whole(text, &out->value) && out->value >= 0 && out->value < WHOLE_MOST) return true;
        return wrong(field, text, "It is a whole number.", err);
    case FIELD_HOURS: return reading_hours(text, &out->value) || wrong(field, text, "Hours are written as 6, 6.5 or 6:30.", err);
    case FIELD_TEXT:
        out->text = utf8_compose(r->arena, text);
        return true;
    case FIELD_PERSON:
        if (!typed_person(r, text, &out->value, person, err)) return false;
        if (!out->value) out->value = VALUE_NONE;
        return true;
    case FIELD_ORGANISATION: return read_organisation(r, text, &out->value, err);
    case FIELD_YEARS: return reading_years(text, &out->value) || wrong(field, text, "Years are written as 9, 8-11 or 8,10.", err);
    case FIELD_ONE_OF:
        code = reading_code(field, r->arena, text);
        if (code == FIELD_ABSENT) return wrong_code(field, r->arena, text, err);
        out->value = code;
        return true;
    case FIELD_SET_OF: return read_set(r, field, text, &out->value, err);
    }
    return true;
}
