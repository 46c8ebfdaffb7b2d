/* SPDX-License-Identifier: GPL-3.0-or-later
 * feed_memory - a struct feed over arrays: for tests, the oracle, policy tests.
 * Owns:  nothing; the arrays belong to the caller.
 * Must not know: databases.
 *
 * Example:
 *     struct feed_memory memory = { .activities = activities, .subjects = subjects, ... };
 *     struct feed feed = feed_memory(&memory);
 */
#ifndef SIGNPOST_FEED_MEMORY_H
#define SIGNPOST_FEED_MEMORY_H

#include "base/row.h"

struct feed_memory {
    struct activities activities;
    const struct batch *subjects[SUBJECT_TYPE_COUNT]; /* in order of key */
    size_t subject_count[SUBJECT_TYPE_COUNT];
    const struct exemption *exemptions;
    size_t exemption_count;
    const struct date *complete_through;              /* by kind; NULL = complete always */
    enum subject_type type;                           /* where the feed stands */
    size_t next;
};

struct feed feed_memory(struct feed_memory *memory);

#endif
