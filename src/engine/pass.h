/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass - the one pass: every rule over every subject, each record looked at once.
 * Owns:  the working set of one subject, reused.
 * Must not know: databases, Lua, files.
 *
 * Example:
 *     struct pass *pass;
 *     if (!pass_open(&arena, program, &judging, &pass, err) || !pass_run(pass, &feed, &sink, err)) ...
 */
#ifndef SIGNPOST_PASS_H
#define SIGNPOST_PASS_H

#include "base/calendar.h"
#include "engine/finding.h"
#include "policy/program.h"

struct pass;

struct pass_counts {
    uint64_t subjects, participations, activities, findings, masks_computed; /* masks_computed: once per activity */
};

MUST_USE bool pass_open(struct arena *arena, const struct program *program, const struct judging *judging,
                        struct pass **out, struct err *err);
/* What the feed has to fetch. */
const struct needs *pass_needs(const struct pass *pass);
MUST_USE bool pass_run(struct pass *pass, const struct feed *feed, const struct finding_sink *sink, struct err *err);
/* Several programs over one stream of rows: each row is fetched once and judged by each pass, whose findings go to the
 * sink of its place.  All programs were compiled with the same kinds, and judge as of the day of the feed. */
MUST_USE bool pass_run_all(struct pass *const *passes, size_t count, const struct feed *feed, const struct finding_sink *sinks,
                           struct err *err);
struct pass_counts pass_counts(const struct pass *pass);

#endif
