/* SPDX-License-Identifier: GPL-3.0-or-later
 * instance - the turns of a rule's window for one subject: key, opens, deadline, late until.
 * Owns:  nothing; lists grow in the arena of the run.
 * Must not know: terms, statuses.
 *
 * Example:
 *     instances_of_rule(engine, rule, &instances);
 *     for (uint32_t i = 0; i < instances.count; i++) ...        // in order of opens, then key
 */
#ifndef SIGNPOST_INSTANCE_H
#define SIGNPOST_INSTANCE_H

#include "engine/pass_engine.h"

struct instance {
    const struct image_version *version;
    char key[INSTANCE_KEY_SIZE];
    struct date opens, deadline, late_until;
    struct date counts_from;     /* records count from this day; DATE_FIRST: however old they are */
    struct date sure_until;      /* records of later days count perhaps; DATE_NONE: all of them certainly */
    struct date who_by;          /* who is judged on this day, or on as-of when that is earlier (not when anchored) */
    bool state;                  /* rolling, always: dates follow from the records */
    bool dateless;               /* a date that the window needs is missing */
    int32_t anchor;              /* its record (index in records.at), or -1 */
    struct date anchor_day;
    int anchor_answer;           /* ANSWERED_YES or ANSWERED_NOT_KNOWN */
    int32_t lacks[4];            /* facts that are missing */
    uint32_t lack_count;
};

/* A record that may open a window. */
struct anchored {
    uint32_t record;
    int answer;
    struct date day;
    int64_t id;
};

struct instances {
    struct instance *at;
    uint32_t count, room;
    struct date next_opens;      /* the least that lies ahead of as-of */
    struct instance *before, *beyond; /* scratch: whose deadline lies after the version before, after this one */
    uint32_t before_count, before_room, beyond_count, beyond_room;
    struct anchored *anchors;    /* scratch */
    uint32_t anchor_count, anchor_room;
};

/* Those that are to be judged, in order. */
void instances_of_rule(struct engine *engine, const struct image_rule *rule, struct instances *out);
/* The day on which who and unless are judged. */
struct date instance_scope_day(const struct engine *engine, const struct instance *instance);
/* Inside: adds one if the version governs it. */
void instances_add(struct engine *engine, struct instances *out, const struct instance *instance);
void instances_add_anchored(struct engine *engine, const struct image_version *version, struct instances *out);
/* The start of a state window, DATE_NONE when it can not be judged yet. */
struct date instance_start(const struct engine *engine, const struct image_version *version);

#endif
