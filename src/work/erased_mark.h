/* SPDX-License-Identifier: GPL-3.0-or-later
 * erased_mark - by what an erased pupil is known again: numbers made with the key of the school, that hold no name.
 * Owns:  the setting "erasure-key".
 * Must not know: imports, who is erased and why.
 *
 * An import finds a pupil by UPN, then admission number, then name and birthday together; so there is a mark of each UPN, of
 * name and birthday, and of name and admission number.  A register names a pupil by one number alone: so there is one of the
 * admission number too, by which nobody but a row that finds no pupil here is looked up.  Whoever has the records and a UPN can tell whether it was erased
 * here; nobody reads a name or a number out of a mark.
 *
 * Example:
 *     if (!erased_mark_key(db, arena, &key, err)) return false;              // empty: records older than the key
 *     size_t count = erased_mark_make(arena, key, &sought, marks);
 */
#ifndef SIGNPOST_ERASED_MARK_H
#define SIGNPOST_ERASED_MARK_H

#include "store/pupil.h"

/* The setting that keeps the key: made by new, kept by the records, known to nobody else. */
#define ERASED_MARK_KEY "erasure-key"

enum erased_sort { ERASED_UPN, ERASED_BIRTHDAY, ERASED_NUMBER, ERASED_NUMBER_ALONE };
struct erased_mark {
    enum erased_sort sort;
    struct str text;
};
#define ERASED_MARKS 4

MUST_USE bool erased_mark_key(struct db *db, struct arena *arena, struct str *key, struct err *err);
/* Those that the particulars are enough for, the UPN first; their number. */
size_t erased_mark_make(struct arena *arena, struct str key, const struct pupil_sought *who, struct erased_mark marks[static ERASED_MARKS]);
/* Writes down the marks of somebody who is about to be erased; in the change that erases. */
MUST_USE bool erased_mark_leave(struct db *db, const struct kinds *kinds, int64_t pupil, struct date day, bool asked, struct err *err);

#endif
