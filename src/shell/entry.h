/* SPDX-License-Identifier: GPL-3.0-or-later
 * entry - what a line typed at the prompt is: a word with its parts, a question about a word, or Lua.
 * Owns:  nothing.
 * Must not know: what is done with it.
 *
 * Example:
 *     switch (entry_sort(STR("check 9AB"), &command, &rest)) ...      // ENTRY_COMMAND, rest "9AB"
 */
#ifndef SIGNPOST_ENTRY_H
#define SIGNPOST_ENTRY_H

#include "work/command.h"

enum entry_sort {
    ENTRY_EMPTY,     /* blank, or a comment alone */
    ENTRY_COMMAND,   /* rest: what follows the word, without a comment */
    ENTRY_QUESTION,  /* "check?" */
    ENTRY_LUA,
    ENTRY_UNKNOWN    /* no known word, and hardly Lua: "chekc 9AB" */
};

enum entry_sort entry_sort(struct str line, const struct command **command, struct str *rest);
/* The word of a line that is a command, else NULL. */
const struct command *entry_command(struct str line);
/* The line as the history keeps it: without the free text after `because`. */
struct str entry_remembered(struct str line);

#endif
