/* SPDX-License-Identifier: GPL-3.0-or-later
 * finding_json - findings as JSON Lines and as rows for CSV: names and order of the fields are frozen (version 1).
 * Owns:  nothing.
 * Must not know: who reads them.
 *
 * Names of people only when asked for: without `names` a finding holds keys alone.
 *
 * Example:
 *     finding_json(&out, &as, position, finding, "new");
 */
#ifndef SIGNPOST_FINDING_JSON_H
#define SIGNPOST_FINDING_JSON_H

#include "formats/sheet.h"
#include "work/position.h"

#define FINDING_JSON_VERSION 1

struct finding_as {
    struct arena *arena;     /* scratch of the caller: may be reset between findings */
    struct str run;          /* "r-2026-11-23-01" */
    bool names;
    const struct viewer *viewer; /* who reads them; NULL: the careers team */
};

/* state: "new", "same", "changed", "gone". */
void finding_json(struct buf *out, const struct finding_as *as, const struct position *position,
                  const struct finding *finding, const char *state);
/* The text by which two runs are compared: the finding without run, day and names. */
struct str finding_line(struct arena *arena, const struct position *position, const struct finding *finding);
/* The columns of a finding that fit a table. */
struct sheet *finding_sheet(struct arena *arena, bool names);
void finding_row(struct sheet *sheet, const struct finding_as *as, const struct position *position,
                 const struct finding *finding, const char *state);

#endif
