/* SPDX-License-Identifier: GPL-3.0-or-later
 * find - what a word may mean: people, organisations, activities, forms, by folded words.
 * Owns:  nothing.
 * Must not know: grammar of commands, policies.
 *
 * Every word given must be the beginning of some word of the name; "luk dvo" finds Łukasz Dvořák.
 *
 * Example:
 *     find_words(db, arena, STR("luk dvo"), FIND_PUPILS, today, 20, &found, &count, NULL, err);
 */
#ifndef SIGNPOST_FIND_H
#define SIGNPOST_FIND_H

#include "base/date.h"
#include "store/db.h"

enum find_what { FIND_PUPILS = 1, FIND_STAFF = 2, FIND_ORGANISATIONS = 4, FIND_ACTIVITIES = 8, FIND_EVERYTHING = 15 };

struct found {
    enum find_what what;
    int64_t id;
    struct str name;             /* "Łukasz Dvořák", "Harbour Tugs", a title */
    struct str about;            /* form, short name of staff, kind and date of an activity */
    bool whole;                  /* the whole name was given */
    bool current;                /* pupils: on roll on the day; staff: in post; others: true */
};
/* Current ones first, then whole names, then by what, folded name, id.  A UPN or admission number given alone finds its
 * pupil, the key of staff its person.  At most `most`; *more (may be NULL) says that there are others. */
MUST_USE bool find_words(struct db *db, struct arena *arena, struct str words, unsigned what, struct date day,
                         uint32_t most, struct found **out, size_t *count, bool *more, struct err *err);

struct found_form {
    struct str name;             /* "9AB" */
    uint32_t pupils;             /* on roll on the day */
};
/* Forms of pupils on roll on the day, by name; text empty: all, else those that are it or begin with it, folded. */
MUST_USE bool find_forms(struct db *db, struct arena *arena, struct str text, struct date day,
                         struct found_form **out, size_t *count, struct err *err);

#endif
