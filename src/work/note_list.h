/* SPDX-License-Identifier: GPL-3.0-or-later
 * note_list - all records of one kind about single pupils, with their fields, pupil by pupil.
 * Owns:  nothing; the list lies in the arena given.
 * Must not know: what the kind is for.
 *
 * Example:
 *     if (!note_list(arena, school, STR("offer"), call->as_of, &offers, err)) return false;
 *     const struct note *last = note_newest(&offers, pupil);
 *     struct str route = note_text(arena, &offers, last, STR("route"));
 */
#ifndef SIGNPOST_NOTE_LIST_H
#define SIGNPOST_NOTE_LIST_H

#include "store/activity.h"
#include "work/school.h"

struct note {
    int64_t id, pupil;
    struct date date;
    struct str organisation, title;
    const struct field_value *fields;
    size_t field_count;
};

struct notes {
    const struct kind *kind;
    const struct note *at;       /* by pupil, date, id; cancelled ones and those after the day are left out */
    size_t count;
};

MUST_USE bool note_list(struct arena *arena, struct school *school, struct str kind, struct date day, struct notes *out, struct err *err);
/* Those of one pupil. */
const struct note *note_of(const struct notes *notes, int64_t pupil, size_t *count);
const struct note *note_newest(const struct notes *notes, int64_t pupil); /* NULL: none */
/* VALUE_NONE: not recorded, or note is NULL. */
int64_t note_value(const struct notes *notes, const struct note *note, struct str field);
/* The code of a one_of, the text of a text; empty when it is not recorded. */
struct str note_word(const struct notes *notes, const struct note *note, struct str field);
/* As people read it: "Yes", "academic, technical", "7 September 2026". */
struct str note_print(struct arena *arena, const struct notes *notes, const struct note *note, struct str field);
struct date note_day(const struct notes *notes, const struct note *note, struct str field);

#endif
