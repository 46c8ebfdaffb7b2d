/* SPDX-License-Identifier: GPL-3.0-or-later
 * list - `list`: what the records hold, as a table: pupils, staff, organisations, activities, waivers, or one kind.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * A private fact is no column here, and nobody is listed by one.
 *
 * Example: the row `list` of the command table.
 */
#ifndef SIGNPOST_LIST_H
#define SIGNPOST_LIST_H

#include "work/command.h"

bool list_run(const struct command_call *call, struct answer *answer);

/* What may stand behind `list` besides the kinds: names and what they hold; ends with { NULL, NULL }. */
struct list_word {
    const char *name, *about;
};
extern const struct list_word LIST_WORDS[];
/* The kind that people mean by a word: "encounters", "career plan", "interviews"; FIELD_ABSENT: none. */
int32_t list_kind_named(struct arena *arena, const struct kinds *kinds, struct str word);

#endif
