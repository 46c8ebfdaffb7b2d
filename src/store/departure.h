/* SPDX-License-Identifier: GPL-3.0-or-later
 * departure - what left the school: the file, for whom, about whom, what was kept back, and the receipt.
 * Owns:  tables departure, departure_pupil.
 * Must not know: what a file says, how it is written.
 *
 * An erasure (pupil.h) takes the lines of the pupil, and the bytes of every file that holds them.
 * The bytes are kept as they left, so that the same file can be sent again; they are the sealed ones of a sealed file.
 *
 * Example, inside a change:
 *     departure_add(db, &row, people, count, &id, err);
 */
#ifndef SIGNPOST_DEPARTURE_H
#define SIGNPOST_DEPARTURE_H

#include "base/kind.h"
#include "store/db.h"

enum departure_sealed { SEALED_NOT, SEALED_PASSPHRASE, SEALED_KEY };

struct departure {
    int64_t id;
    struct str sort;             /* "la" */
    struct date day;             /* what it says is true on this day */
    int64_t at;                  /* UTC seconds */
    struct str recipient, basis;
    struct str fields;           /* keys, a space between */
    struct str file;             /* name without folder */
    enum departure_sealed sealed;
    bool whole;                  /* false: only what was new */
    int64_t pupils, withheld;
    struct str digest;           /* SHA-256, hex */
    int64_t journal;             /* number of the row */
    struct str bytes;            /* written by departure_add; reading gives them by departure_bytes alone */
    bool has_bytes;
    struct date receipt_on;      /* DATE_NONE: none yet */
    struct str receipt;
    bool placed;                 /* the file is known to have had its name */
};

struct departure_pupil {
    int64_t pupil;
    struct str digest;           /* of what was said about the pupil */
    struct str withheld;         /* keys of the fields kept back */
    struct str why;              /* a code, or empty */
    int64_t departure;
};

MUST_USE bool departure_add(struct db *db, const struct departure *row, const struct departure_pupil *people, size_t count,
                            int64_t *id, struct err *err);
/* Newest first; sort empty: all; since in UTC seconds; most 0: all. */
MUST_USE bool departure_list(struct db *db, struct arena *arena, struct str sort, int64_t since, uint32_t most,
                             struct departure **out, size_t *count, struct err *err);
MUST_USE bool departure_get(struct db *db, struct arena *arena, int64_t id, struct departure *out, bool *found, struct err *err);
/* Empty: taken out. */
MUST_USE bool departure_bytes(struct db *db, struct arena *arena, int64_t id, struct str *out, struct err *err);
MUST_USE bool departure_people(struct db *db, struct arena *arena, int64_t id, struct departure_pupil **out, size_t *count,
                               struct err *err);
/* What was said last of each pupil in files of one sort, by pupil. */
MUST_USE bool departure_last(struct db *db, struct arena *arena, struct str sort, struct departure_pupil **out, size_t *count,
                             struct err *err);
MUST_USE bool departure_receipt(struct db *db, int64_t id, struct date on, struct str words, struct err *err);
/* The file has its name now: the row was on disk before. */
MUST_USE bool departure_placed(struct db *db, int64_t id, struct err *err);
/* Takes the bytes of files out that left before then. */
MUST_USE bool departure_thin(struct db *db, int64_t before, uint64_t *count, struct err *err);

#endif
