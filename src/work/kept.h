/* SPDX-License-Identifier: GPL-3.0-or-later
 * kept - this position against the run that was kept last: new, same, changed, gone; and keeping one.
 * Owns:  nothing.
 * Must not know: how findings are shown.
 *
 * Example:
 *     if (!kept_read(arena, school, &kept, err)) return false;
 *     const char *state = kept_state(&kept, key, line, finding);       // "changed"
 */
#ifndef SIGNPOST_KEPT_H
#define SIGNPOST_KEPT_H

#include "store/run.h"
#include "work/position.h"

struct kept {
    struct run_info newest;        /* id 0: no run was kept yet */
    const struct run_finding *list;/* by key */
    size_t count;
    bool *seen;                    /* of list: this position has it too */
};

MUST_USE bool kept_read(struct arena *arena, struct school *school, struct kept *out, struct err *err);
/* Marks the finding as seen. */
const char *kept_state(struct kept *kept, struct str key, struct str line, const struct finding *finding);
/* The name that the next run of that day will have: "r-2026-11-23-01". */
MUST_USE bool kept_name(struct arena *arena, struct school *school, struct date as_of, struct str *out,
                        struct err *err);

/* The findings of a run being kept, gathered one by one. */
struct keeping {
    struct arena *arena;
    struct run_finding *list;
    size_t count, room;
};
void keeping_add(struct keeping *keeping, const struct position *position, const struct finding *finding,
                 struct str key, struct str line);
/* One change that moves nothing else: run, differences, totals, a journal row. */
MUST_USE bool keeping_store(struct keeping *keeping, struct school *school, const struct command_call *call,
                            const char *verb, const struct position *position, struct str name, struct run_drift *drift,
                            struct err *err);

#endif
