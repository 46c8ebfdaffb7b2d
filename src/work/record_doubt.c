/* SPDX-License-Identifier: GPL-3.0-or-later
 * record_doubt - what can not have been is refused, what is doubtful is said beside the preview.
 * Owns:  nothing.
 * Must not know: how it was typed, how it is shown.
 */
#include "base/utf8.h"
#include "work/record_priv.h"
#include "work/wording.h"

#define NAMED_MOST 3
#define VOICE_AGE 16
#define HOURS_A_DAY 10
#define MINUTES_A_DAY INT64_C(1440)

struct doubting {
    struct recording *r;
    const struct activity_card *there;  /* the record as it is, when it is changed; else NULL */
    const struct pupil_row *pupils;     /* of everybody */
    size_t pupil_count;
    struct date last;                   /* the last day, or the only one */
};

static void refuse(struct doubting *d, const struct err *err) {
    answer_fail(d->r->answer, err);
    d->r->bad = true;
}

/* ---- what it needs --------------------------------------------------------------------------------------------------- */

static bool has_codes(const struct field *field) { return field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF; }

static struct str example_of(struct arena *arena, const struct field *field) {
    struct buf codes = { 0 };
    for (uint32_t i = 0; has_codes(field) && i < field->code_count; i++) buf_printf(&codes, "%s%.*s", i ? ", " : "", STR_ARG(field->codes[i]));
    struct str text = codes.size ? str_format(arena, "%.*s=...  one of %.*s", STR_ARG(field->name), STR_ARG(buf_str(&codes)))
                                 : str_format(arena, "%.*s=\"...\"", STR_ARG(field->name));
    buf_free(&codes);
    return text;
}

static bool is_blank(const struct recorded_field *given) {
    return given->value.value == VALUE_NONE && !given->value.text.size && !given->person;
}

static bool is_said(const struct doubting *d, uint32_t field) {
    const struct recording *r = d->r;
    if (field == FIELD_TITLE) return r->title.size > 0;
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].value.field == field) return !is_blank(&r->fields[i]);
    return false;
}

static bool is_taken_out(const struct doubting *d, uint32_t field) {
    for (size_t i = 0; i < d->r->field_count; i++)
        if (d->r->fields[i].value.field == field) return is_blank(&d->r->fields[i]);
    return false;
}

static void check_needs(struct doubting *d) {
    const struct kind *kind = d->r->kind;
    for (uint32_t i = 0; i < kind->needs_count; i++) {
        const struct field *field = &kind->fields[kind->needs[i]];
        struct err err = { 0 };
        if (d->there ? !is_taken_out(d, kind->needs[i]) : is_said(d, kind->needs[i])) continue;
        struct str kind_words = typed_word(d->r->arena, kind->name);
        if (d->there) err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s says nothing without '%.*s': it can be changed, not taken out.", STR_ARG(kind_words), STR_ARG(field->name));
        else err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s says nothing without '%.*s'.", STR_ARG(kind_words), STR_ARG(field->name));
        err_next(&err, "Add  %.*s", STR_ARG(example_of(d->r->arena, field)));
        refuse(d, &err);
    }
}

/* ---- days to come ---------------------------------------------------------------------------------------------------- */

/* Who is named in a meeting to come is invited; of other records it is said that they were. */
static void check_ahead(struct doubting *d) {
    const struct recording *r = d->r;
    char day[DATE_LONG_SIZE];
    struct err err = { 0 };
    if (shape_has_outcome(r->kind->shape) || r->kind->ahead || r->kind->ends >= 0 || !date_after(r->date, r->call->today)) return;
    err_set(&err, CODE_ARGUMENTS, "%s has yet to come, and a record of kind %.*s says what has been.", date_long(r->date, day), STR_ARG(typed_word(r->arena, r->kind->name)));
    err_next(&err, "Record it on the day, or later.");
    refuse(d, &err);
}

/* "shared_on", "done_on": something was done on that day; "due_on" and "ends_on" lie ahead. */
static bool says_done(const struct kind *kind, uint32_t index) {
    const struct field *field = &kind->fields[index];
    return field->type == FIELD_DAY && str_ends(field->name, "_on") && !str_is(field->name, "due_on") && kind->ends != (int32_t)index;
}

static void check_days_in_fields(struct doubting *d) {
    const struct recording *r = d->r;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < r->field_count; i++) {
        const struct field *field = &r->kind->fields[r->fields[i].value.field];
        struct err err = { 0 };
        if (!says_done(r->kind, r->fields[i].value.field) || r->fields[i].value.value == VALUE_NONE) continue;
        struct date said = { (int32_t)r->fields[i].value.value };
        if (!date_after(said, r->call->today)) continue;
        err_set(&err, CODE_ARGUMENTS, "'%.*s' says that it was done, and %s has yet to come.", STR_ARG(field->name), date_long(said, day));
        err_next(&err, "Leave it out; when it has been done:  correct NUMBER %.*s=today", STR_ARG(field->name));
        refuse(d, &err);
    }
}

/* ---- pupils ---------------------------------------------------------------------------------------------------------- */

static const struct pupil_row *pupil_of(const struct doubting *d, int64_t id) {
    for (size_t i = 0; i < d->pupil_count; i++)
        if (d->pupils[i].id == id) return &d->pupils[i];
    return NULL;
}

static struct str name_of(const struct doubting *d, const struct pupil_row *pupil) {
    return resolve_pupil_name(d->r->school, d->r->arena, d->r->call->as_of, pupil->id, pupil_name(d->r->arena, pupil));
}

enum out_of { BEFORE_BIRTH, BEFORE_ADMISSION, AFTER_LEAVING, OUT_OF_COUNT };

static bool is_out(const struct doubting *d, const struct pupil_row *pupil, enum out_of out, struct date *day) {
    *day = out == BEFORE_BIRTH ? pupil->dob : out == BEFORE_ADMISSION ? pupil->admitted_on : pupil->left_on;
    if (!date_known(*day)) return false;
    if (out == BEFORE_ADMISSION && date_known(pupil->dob) && date_before(d->r->date, pupil->dob)) return false; /* said already */
    return out == AFTER_LEAVING ? date_after(d->r->date, *day) : date_before(d->r->date, *day);
}

/* "Zoë Doyle 11CH (1 September 2024), Arlo Smith (4 September 2024) and 3 more" */
static struct str those_out(struct doubting *d, const int64_t *people, size_t count, enum out_of out, size_t *found) {
    struct buf list = { 0 };
    *found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pupil_row *pupil = pupil_of(d, people[i]);
        struct date day;
        char text[DATE_LONG_SIZE];
        if (!pupil || !is_out(d, pupil, out, &day)) continue;
        if (++*found > NAMED_MOST) continue;
        buf_printf(&list, "%s%.*s (%s)", *found > 1 ? ", " : "", STR_ARG(name_of(d, pupil)), date_short(day, text));
    }
    if (*found > NAMED_MOST) buf_printf(&list, " and %zu more", *found - NAMED_MOST);
    struct str copy = str_copy(d->r->arena, buf_str(&list));
    buf_free(&list);
    return copy;
}

static void check_lives(struct doubting *d, const int64_t *people, size_t count) {
    char day[DATE_LONG_SIZE];
    struct err err = { 0 };
    size_t found;
    struct str born = those_out(d, people, count, BEFORE_BIRTH, &found);
    if (found) {
        err_set(&err, CODE_ARGUMENTS, "%s lies before the birth of %.*s.", date_long(d->r->date, day), STR_ARG(born));
        err_next(&err, "Look at the year that you wrote.");
        refuse(d, &err);
        return;
    }
    struct str joined = those_out(d, people, count, BEFORE_ADMISSION, &found);
    if (found) answer_note(d->r->answer, "Please look again: %s lies before the day on which %s joined the school: %.*s.", date_long(d->r->date, day), found == 1 ? "this pupil" : "these pupils", STR_ARG(joined));
    struct str left = those_out(d, people, count, AFTER_LEAVING, &found);
    /* What became of leavers is recorded after they left. */
    if (found && shape_has_outcome(d->r->kind->shape))
        answer_note(d->r->answer, "Please look again: %s lies after the day on which %s left the school: %.*s.", date_long(d->r->date, day), found == 1 ? "this pupil" : "these pupils", STR_ARG(left));
}

/* ---- no school day --------------------------------------------------------------------------------------------------- */

static bool is_weekend(struct date day) { return date_weekday(day) >= 5; }

static void check_school_day(struct doubting *d) {
    const struct calendar *calendar = d->r->school->calendar;
    struct date date = d->r->date;
    char day[DATE_LONG_SIZE];
    if (!shape_has_outcome(d->r->kind->shape)) return;
    if (is_weekend(date)) answer_note(d->r->answer, "Please look again: %s is at the weekend.", date_long(date, day));
    else if (calendar && calendar_has_terms(calendar, school_year_of(date)) && !calendar_is_school_day(calendar, date))
        answer_note(d->r->answer, "Please look again: the school is closed on %s (terms.lua).", date_long(date, day));
}

/* ---- hours ----------------------------------------------------------------------------------------------------------- */

static int64_t offered_minutes(const struct doubting *d) {
    int32_t index = kind_find_field(d->r->kind, STR("hours_offered"));
    if (index < FIELD_BUILT_IN_COUNT) return VALUE_NONE;
    for (size_t i = 0; i < d->r->field_count; i++)
        if (d->r->fields[i].value.field == (uint32_t)index) return d->r->fields[i].value.value;
    for (size_t i = 0; d->there && i < d->there->field_count; i++)
        if (d->there->fields[i].field == (uint32_t)index) return d->there->fields[i].value;
    return VALUE_NONE;
}

static void check_hours(struct doubting *d) {
    const struct recording *r = d->r;
    int64_t days = d->last.day - r->date.day + 1, offered = offered_minutes(d);
    bool asked = false;
    for (size_t i = 0; i < r->field_count; i++) {
        const struct field *field = &r->kind->fields[r->fields[i].value.field];
        int64_t minutes = r->fields[i].value.value;
        struct err err = { 0 };
        bool of_meeting = field->each || str_is(field->name, "hours_offered");
        if (field->type != FIELD_HOURS || minutes == VALUE_NONE || !of_meeting || !shape_has_outcome(r->kind->shape)) continue;
        struct str said = field_print(r->arena, field, minutes), span = count_of(r->arena, (size_t)days, "day has", "days have");
        if (minutes > days * MINUTES_A_DAY) {
            err_set(&err, CODE_ARGUMENTS, "'%.*s' says %.*s, and %.*s %lld.", STR_ARG(field->name), STR_ARG(said), STR_ARG(span), (long long)days * 24);
            err_next(&err, days == 1 ? "Write the last day as well:  to DATE,  or fewer hours." : "Write fewer hours, or another last day:  to DATE");
            refuse(d, &err);
            return;
        }
        bool long_days = minutes > days * HOURS_A_DAY * 60, more = field->each && offered != VALUE_NONE && minutes > offered;
        if (asked || (!long_days && !more)) continue;
        if (more) answer_note(r->answer, "Please look again: %.*s is more than the %.*s that were offered.", STR_ARG(said), STR_ARG(field_print(r->arena, field, offered)));
        else answer_note(r->answer, "Please look again: %.*s on %.*s is more than %d hours a day.", STR_ARG(said), STR_ARG(count_of(r->arena, (size_t)days, "day", "days")), HOURS_A_DAY);
        asked = true;
    }
}

/* ---- whose word counts ----------------------------------------------------------------------------------------------- */

static const struct field_value *session_value(const struct doubting *d, const char *name, const struct field **field) {
    int32_t index = kind_find_field(d->r->kind, str_from(name));
    if (index < FIELD_BUILT_IN_COUNT) return NULL;
    *field = &d->r->kind->fields[index];
    for (size_t i = 0; i < d->r->field_count; i++)
        if (d->r->fields[i].value.field == (uint32_t)index) return &d->r->fields[i].value;
    for (size_t i = 0; d->there && i < d->there->field_count; i++)
        if (d->there->fields[i].field == (uint32_t)index) return &d->there->fields[i];
    return NULL;
}

static bool value_is(const struct field *field, const struct field_value *value, const char *code) {
    return value && value->value >= 0 && value->value < field->code_count && str_is(field->codes[value->value], code);
}

/* Until the 16th birthday the parent decides what more than basic facts the council is told, from then on the pupil. */
static void check_voice(struct doubting *d, const int64_t *people, size_t count) {
    const struct field *by_field, *says_field;
    if (!str_is(d->r->kind->name, "la_instruction")) return;
    const struct field_value *by = session_value(d, "by", &by_field), *says = session_value(d, "says", &says_field);
    enum leap_day leap = (enum leap_day)d->r->school->policy->readings[READING_LEAP_DAY].means;
    for (size_t i = 0; i < count && i < NAMED_MOST; i++) {
        const struct pupil_row *pupil = pupil_of(d, people[i]);
        char day[DATE_LONG_SIZE];
        if (!pupil || !date_known(pupil->dob)) continue;
        struct date birthday = date_birthday(pupil->dob, VOICE_AGE, leap);
        bool own = !date_before(d->r->date, birthday);
        struct str name = name_of(d, pupil);
        if (!own && value_is(by_field, by, "pupil"))
            answer_note(d->r->answer, "%.*s is not yet 16: until %s a parent decides, and what the pupil says changes nothing.  From then on it counts.  If a parent says it too, record it with by=parent.",
                        STR_ARG(name), date_short(birthday, day));
        if (own && value_is(by_field, by, "parent"))
            answer_note(d->r->answer, value_is(says_field, says, "no")
                            ? "%.*s has been 16 since %s and decides.  A parent's no is kept to until the pupil has answered: ask, and record it with by=pupil."
                            : "%.*s has been 16 since %s and decides: what a parent says now changes nothing.  Ask the pupil, and record it with by=pupil.",
                        STR_ARG(name), date_short(birthday, day));
    }
}

/* ---- all of it ------------------------------------------------------------------------------------------------------- */

bool record_doubt(struct recording *r, const int64_t *people, size_t count, const struct activity_card *there, struct err *err) {
    struct doubting d = { .r = r, .there = there, .last = r->date };
    struct pupil_filter filter = { .day = r->call->as_of, .year = VALUE_NONE, .leavers = true };
    struct pupil_row *rows;
    bool moved = !there || !date_same(r->date, there->row.date);
    size_t notes = r->answer->note_count;
    if (!date_known(r->date)) return true;
    if (date_known(r->last_day)) d.last = r->last_day;
    else if (there && date_known(there->row.last_day)) d.last = there->row.last_day;
    if (date_before(d.last, r->date)) return true; /* refused already */
    if (!pupil_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &d.pupil_count, err)) return false;
    d.pupils = rows;
    if (!r->bad) check_needs(&d);
    check_days_in_fields(&d);
    check_hours(&d);
    if (moved) check_ahead(&d);
    if (moved) check_school_day(&d);
    if (moved && shape_of_pupils(r->kind->shape)) check_lives(&d, people, count);
    if (shape_of_pupils(r->kind->shape)) check_voice(&d, people, count);
    if (r->bad) r->answer->note_count = notes; /* what must be mended comes alone */
    return true;
}
