/* SPDX-License-Identifier: GPL-3.0-or-later
 * slot - what one instance of a rule's window holds: for each term the records that count, certain and possible.
 * Owns:  nothing; lists grow in the arena of the run and are used again.
 * Must not know: statuses, exemptions.
 *
 * Example:
 *     slots_fill(engine, &instance, &slots);
 *     struct ruling ruling = slots_judge(engine, instance.version, &slots);
 */
#ifndef SIGNPOST_SLOT_H
#define SIGNPOST_SLOT_H

#include "engine/instance.h"

enum verdict { VERDICT_FAILING, VERDICT_OPEN, VERDICT_MET }; /* in Kleene's order */

struct slot {
    struct items items;    /* that count in the instance; by (day, id) unless only counts are wanted */
    struct tally tally;
    enum verdict verdict;
    int32_t met_on;        /* INT32_MAX = none */
};

struct slots {
    struct slot *at;       /* by leaf of the version */
    uint32_t count, room;
    struct items *found;   /* by leaf: all records that may count, wherever the window lies */
    uint32_t found_room;
    const struct image_version *version; /* that `found` was collected for; NULL = none */
    int32_t anchor;        /* likewise, with same_record */
    int32_t change_of_records; /* the first later day on which a record matters; not in summaries */
    struct items there;    /* scratch: in force on some day */
    struct items sorted;   /* scratch: by value */
    int64_t *numbers;      /* scratch: values or days */
    uint32_t number_room;
    const struct image_version *change_version; /* that change_of_records speaks of; NULL = none */
    struct missing *lacks; /* scratch: what is missing */
    uint32_t lack_count, lack_room;
    int64_t *days;         /* scratch: days on which something changes */
    uint32_t day_room;
};

struct ruling {
    enum verdict verdict;
    int32_t met_on;        /* INT32_MAX = none */
};

static inline bool slot_is_negative(const struct image_version *version) {
    return version->source->force == FORCE_MUST_NOT || version->source->force == FORCE_SHOULD_NOT;
}
/* who and unless together: ANSWERED_* on that day. */
int slot_scope(struct engine *engine, const struct image_version *version, struct date day);
/* The answer of a term's filters to a record. */
int slot_answer(const struct engine *engine, const struct image_leaf *leaf, const struct record *record, uint32_t kind);
/* The day of a record in a term; INT32_MAX when it has none. */
int32_t slot_day(const struct engine *engine, const struct image_version *version, const struct image_leaf *leaf,
                 uint32_t kind_at, const struct record *record);
/* The last day on which it is in force, when it lasts. */
int32_t slot_until(const struct engine *engine, const struct image_version *version, uint32_t kind,
                   const struct record *record, int32_t day);

/* Forget what was found for the last subject. */
void slots_clear(struct slots *slots);
/* Records that count, and their numbers; for state windows those in force on as-of. */
void slots_fill(struct engine *engine, const struct instance *instance, struct slots *slots);
void slot_count(struct engine *engine, const struct image_leaf *leaf, const struct items *items,
                struct slots *slots, struct slot *out);
struct ruling slots_judge(const struct engine *engine, const struct image_version *version, const struct slots *slots);
/* The same of one node of the tree. */
struct ruling slots_judge_part(const struct engine *engine, const struct image_version *version,
                               const struct slots *slots, uint32_t node);
/* Whether it would be met if every at_least of it were. */
bool slots_can_be_met(const struct engine *engine, const struct image_version *version, const struct slots *slots);

void items_sort(struct items *items);       /* by (day, id) */
void items_sort_by_id(struct items *items);

/* Inside: the records that may count, wherever the window lies. */
void slots_find(struct engine *engine, const struct instance *instance, struct slots *slots);
/* State windows: the deadline that follows from the records; DATE_NONE when they suffice for good.  Before slots_fill. */
struct date slots_deadline(struct engine *engine, const struct instance *instance, struct slots *slots);

#endif
