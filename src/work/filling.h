/* SPDX-License-Identifier: GPL-3.0-or-later
 * filling - where a datum is filled in: which file of the school, which column of it.
 * Owns:  nothing.
 * Must not know: findings, terminals.
 *
 * Example:
 *     struct filling filling;
 *     if (!filling_open(arena, host, kinds, &filling, err)) return false;
 *     filling_fact(&filling, STR("sen"));          // "column 'sen status' of the pupils file"
 */
#ifndef SIGNPOST_FILLING_H
#define SIGNPOST_FILLING_H

#include "base/kind.h"
#include "policy/node.h"
#include "work/host.h"

struct filling {
    struct arena *arena;
    const struct kinds *kinds;
    struct node columns; /* lua/columns.lua */
};

MUST_USE bool filling_open(struct arena *arena, const struct host *host, const struct kinds *kinds, struct filling *out,
                           struct err *err);
/* A fact of a pupil. */
struct str filling_fact(const struct filling *filling, struct str fact);
/* A field of a record; field -1: a new record of the kind. */
struct str filling_field(const struct filling *filling, int32_t kind, int32_t field);

#endif
