/* SPDX-License-Identifier: GPL-3.0-or-later
 * remains - every text that these pupils have and nobody else has: what must be found nowhere once they are erased.
 * Owns:  nothing.
 * Must not know: where it is looked for.
 *
 * Example:
 *     if (!remains_read(db, arena, pupils, count, &texts, &text_count, err)) return false;   // before the erasure
 */
#ifndef SIGNPOST_REMAINS_H
#define SIGNPOST_REMAINS_H

#include "store/db.h"

enum remains_sort {
    REMAINS_KEY,      /* UPN, ULN, admission number, address, name of a parent */
    REMAINS_NAME,     /* first name and surname, in each order that is written */
    REMAINS_ROW,      /* both as they lie in a row of the database, one behind the other: no writing of people */
    REMAINS_WORDS     /* a piece of a note or of a reason */
};

struct remains {
    enum remains_sort sort;
    struct str text;  /* as it is recorded */
};

/* Of several pupils at once: a text that they share among themselves is theirs alone all the same.  Too short to be
 * told from others are numbers below eight digits, names below six bytes, words below eight. */
MUST_USE bool remains_read(struct db *db, struct arena *arena, const int64_t *pupils, size_t count, struct remains **out,
                           size_t *out_count, struct err *err);

/* A record in which a text stands: "activity", 12. */
struct remains_place {
    struct str what;
    int64_t id;
};
/* As it is written, upper and lower case told apart; twenty at most. */
MUST_USE bool remains_places(struct db *db, struct arena *arena, struct str text, struct remains_place **out, size_t *count,
                             struct err *err);

#endif
