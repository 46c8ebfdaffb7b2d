/* SPDX-License-Identifier: GPL-3.0-or-later
 * line - one line from the person at the prompt: editing, history, completion, Ctrl-C, end of file.
 * Owns:  the line editor (readline has one state per process; it stays in line.c) and the history file.
 * Must not know: what the line means.
 *
 * Example:
 *     struct line_source source = { .self = shell, .complete = complete_line };
 *     line_open(&source, "/home/a/.local/state/signpost/history", true);
 *     while (line_read("signpost> ", &text) == LINE_GOT) ...
 */
#ifndef SIGNPOST_LINE_H
#define SIGNPOST_LINE_H

#include "base/str.h"

enum line_result { LINE_GOT, LINE_END, LINE_INTERRUPTED /* Ctrl-C, or the end of the program was asked for */ };

struct candidate {
    struct str text;  /* what would stand in the line */
    struct str about; /* shown beside it; may be empty */
    bool open;        /* it goes on: no space after it (a folder, a name of Lua) */
};

struct line_source {
    void *self;
    /* Candidates for the word of `line` that ends at `cursor`; *from: where that word begins. */
    size_t (*complete)(void *self, struct str line, size_t cursor, struct arena *arena, struct candidate **out, size_t *from);
};

/* editing false (TERM=dumb, input no terminal): plain lines, no history.  history may be NULL. */
void line_open(const struct line_source *source, const char *history, bool editing);
enum line_result line_read(const char *prompt, struct buf *out);
/* Adds an entry (may span lines) to the history and its file, unless it repeats the newest one. */
void line_remember(struct str entry);
/* Forgets all of them, in memory; the file is the caller's to remove. */
void line_forget(void);
size_t line_history(struct arena *arena, struct str **entries);
void line_close(void);
/* "readline 8.2", for version. */
const char *line_release(void);

#endif
