/* SPDX-License-Identifier: GPL-3.0-or-later
 * show - answers and problems as a person or a program reads them.
 * Owns:  nothing.
 * Must not know: what the words did.
 *
 * The answer goes to stdout, everything else to stderr.
 *
 * Example:  show_answer(&terminal, &globals, &answer, false, today, &err);
 */
#ifndef SIGNPOST_SHOW_H
#define SIGNPOST_SHOW_H

#include "shell/terminal.h"
#include "shell/words.h"

/* A table at the prompt stops after this many rows; `more` goes on. */
#define SHOW_ROWS 40

/* With --json the answer's data (its rows and its text when the word makes none of its own), with --csv its rows, else
 * its page and the next words.  A file of --output that ends in .xlsx takes the rows as a workbook of that day.  cut: at the prompt, where long tables stop.  False when stdout or the file of --output
 * can not be written: err says so, or has no code when the reader has merely closed the pipe. */
MUST_USE bool show_answer(const struct terminal *terminal, const struct globals *globals, const struct answer *answer,
                          bool cut, struct date day, struct err *err);
/* To stderr, after all that went to stdout. */
void show_text(struct str text);
/* Notes and problems of the answer, with the source line and a caret; at most 20 of a kind. */
void show_remarks(const struct terminal *terminal, const struct globals *globals, const struct answer *answer);
void show_err(const struct terminal *terminal, const struct err *err);
/* One problem as a block (at a terminal, `width` columns wide) or with the editors' line in front (off one; width 0). */
void show_problem(struct buf *out, const struct problem *problem, bool editors_line, size_t width);

#endif
