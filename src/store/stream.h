/* SPDX-License-Identifier: GPL-3.0-or-later
 * stream - fills struct feed (base/row.h) from the database: ordered cursors merged in C, without a query per pupil.
 * Owns:  its cursors and buffers; a read snapshot from open to close.
 * Must not know: rules, findings.
 *
 * The vocabulary must have gone through catalogue_sync or catalogue_load.
 *
 * Example:
 *     struct feed feed;
 *     struct stream_options options = { .kinds = kinds, .day = as_at, .school_facts = facts };
 *     if (!stream_open(arena, db, &options, &feed, err)) return false;
 *     ...
 *     stream_close(&feed);
 */
#ifndef SIGNPOST_STREAM_H
#define SIGNPOST_STREAM_H

#include "base/row.h"
#include "store/db.h"

struct stream_options {
    const struct kinds *kinds;
    struct date day;                      /* as at: who is on roll is decided for this day; DATE_NONE: everybody */
    const int64_t *school_facts;          /* one per fact of the school; NULL = none recorded */
    const struct fact_step *school_steps;
    uint32_t school_step_count;
};

/* Everything that the feed gives lies in the arena. */
MUST_USE bool stream_open(struct arena *arena, struct db *db, const struct stream_options *options, struct feed *out,
                          struct err *err);
void stream_close(struct feed *feed);
/* Mixed from all rows given so far: the same rows in the same order give the same number.  For the fingerprint. */
uint64_t stream_hash(const struct feed *feed);
/* Rows read from tables so far, for bench. */
uint64_t stream_rows(const struct feed *feed);

#endif
