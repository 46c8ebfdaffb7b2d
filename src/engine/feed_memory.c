/* SPDX-License-Identifier: GPL-3.0-or-later
 * feed_memory - a struct feed over arrays: for tests, the oracle, policy tests.
 * Owns:  nothing; the arrays belong to the caller.
 * Must not know: databases.
 */
#include "engine/feed_memory.h"

/* Everything is given, whatever is needed: needs may fetch less, never more. */
static bool give_activities(void *self, const struct needs *needs, struct activities *out, struct err *err) {
    const struct feed_memory *memory = self;
    (void)needs;
    (void)err;
    *out = memory->activities;
    return true;
}

static bool start_subjects(void *self, enum subject_type type, struct err *err) {
    struct feed_memory *memory = self;
    (void)err;
    memory->type = type;
    memory->next = 0;
    return true;
}

static int give_next(void *self, struct batch *out, struct err *err) {
    struct feed_memory *memory = self;
    (void)err;
    if (memory->next >= memory->subject_count[memory->type]) return 0;
    *out = memory->subjects[memory->type][memory->next++];
    return 1;
}

static bool give_exemptions(void *self, const struct exemption **out, size_t *count, struct err *err) {
    const struct feed_memory *memory = self;
    (void)err;
    *out = memory->exemptions;
    *count = memory->exemption_count;
    return true;
}

static struct date give_complete_through(void *self, uint32_t kind) {
    const struct feed_memory *memory = self;
    return memory->complete_through ? memory->complete_through[kind] : DATE_NONE;
}

struct feed feed_memory(struct feed_memory *memory) {
    return (struct feed){
        .self = memory,
        .activities = give_activities,
        .subjects = start_subjects,
        .next = give_next,
        .exemptions = give_exemptions,
        .complete_through = give_complete_through,
    };
}
