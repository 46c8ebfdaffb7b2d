/* SPDX-License-Identifier: GPL-3.0-or-later
 * exports - the word `export`: its verbs, each a row like those of the command table.
 * Owns:  the table.
 * Must not know: terminals.
 *
 * A new kind of file is a line in exports.def and a row beside what it does:
 *     const struct command export_verb_intentions = { .name = "export intentions", LEAVING, ..., .run = intentions_run };
 */
#ifndef SIGNPOST_EXPORTS_H
#define SIGNPOST_EXPORTS_H

#include "work/command_row.h"

#define EXPORT(name) extern const struct command export_verb_##name;
#include "work/exports.def"
#undef EXPORT

extern const struct command *const EXPORT_VERBS[]; /* ends with NULL */

/* The word alone: what its verbs are, and what left last. */
bool exports_run(const struct command_call *call, struct answer *answer);

#endif
