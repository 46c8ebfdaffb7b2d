/* SPDX-License-Identifier: GPL-3.0-or-later
 * terms - half-terms and closures of a school: from terms.lua, or as they were imported.
 * Owns:  nothing.
 * Must not know: windows, rules.
 *
 * A school year that terms.lua names is taken from there; imported years fill in the others.
 *
 * Example:
 *     terms_keep(change->db, halves, count, err);       // an import of term dates, inside a change
 */
#ifndef SIGNPOST_TERMS_H
#define SIGNPOST_TERMS_H

#include "base/calendar.h"
#include "store/db.h"
#include "work/host.h"

/* *said is false when there are no terms at all.  Slips in terms.lua become problems. */
MUST_USE bool terms_load(struct arena *arena, const struct host *host, const char *folder, struct db *db,
                         struct calendar **out, bool *said, struct problems *problems, struct err *err);
/* Keeps imported half-terms: those of the school years given replace what was kept for them; *wrote says whether
 * anything changed.  Inside a change. */
MUST_USE bool terms_keep(struct arena *arena, struct db *db, const struct half_term *halves, size_t count,
                         enum wrote *wrote, struct err *err);
/* The same words as declarations of another file, `file`: the calendar of a folder of tests. */
MUST_USE bool terms_read(struct arena *arena, const struct node *items, uint32_t count, struct str file, struct calendar **out,
                         struct problems *problems, struct err *err);
/* "autumn 1", "Spring 2": false when it is none. */
MUST_USE bool terms_read_name(struct str text, enum season *term, int *half);

#endif
