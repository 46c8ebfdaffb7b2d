/* SPDX-License-Identifier: GPL-3.0-or-later
 * export_left - whether files that left the school have got their names, and whether the same file is there already.
 * Owns:  nothing.
 * Must not know: what a file is for; terminals.
 *
 * The row of a file is on disk before the file has its name (safety 6.1), and a run can be cut off between the two.
 *
 * Example:
 *     if (file_draft_place(&draft, path, true, err)) export_left_placed(arena, school, actor, row.id);
 *     if (!export_left_lost(arena, school, &rows, &count, err)) return false;      // doctor names them
 */
#ifndef SIGNPOST_EXPORT_LEFT_H
#define SIGNPOST_EXPORT_LEFT_H

#include "store/departure.h"
#include "work/school.h"

/* The file has its name: that is noted.  When it fails the file is there all the same, and the error says so. */
MUST_USE bool export_left_placed(struct arena *arena, struct school *school, struct str actor, int64_t id, struct err *err);
/* It lies in exports/ under its name, byte for byte. */
bool export_left_lies(struct arena *arena, const struct school *school, const struct departure *row);
/* Those of which it is not known and that do not lie in exports/ either; newest first. */
MUST_USE bool export_left_lost(struct arena *arena, struct school *school, struct departure **out, size_t *count, struct err *err);
/* The same as notes of an answer. */
MUST_USE bool export_left_say(struct answer *answer, struct school *school, struct err *err);
/* "export again 3", or what else there is to do. */
struct str export_left_mend(struct arena *arena, const struct departure *row);
/* The newest file of its sort, when it has these very bytes, is for the same reader and day, and still lies in exports/. */
MUST_USE bool export_left_same(struct arena *arena, struct school *school, const struct departure *would, struct departure *out, bool *same, struct err *err);

#endif
