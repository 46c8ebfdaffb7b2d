/* SPDX-License-Identifier: GPL-3.0-or-later
 * ask - questions at a terminal: yes or no, a line, a choice.  None is asked off a terminal.
 * Owns:  nothing.
 * Must not know: what is asked.
 *
 * Example:  if (ask_yes("Go ahead? [y/N] ")) ...
 */
#ifndef SIGNPOST_ASK_H
#define SIGNPOST_ASK_H

#include "base/str.h"

/* Only y and yes are yes. */
bool ask_yes(const char *question);
/* Only that number is a yes: for what leaves the school. */
bool ask_count(const char *question, uint64_t count);
/* One line, trimmed; false at end of input.  An empty line gives the default. */
bool ask_line(struct arena *arena, const char *question, struct str otherwise, struct str *out);
/* A number from 1 to count; 0 when the person pressed Enter or the input ended. */
size_t ask_choice(const char *question, size_t count);
/* One line without an echo, into memory of the caller, who wipes it; false at end of input, when nothing was typed, or
 * when it is longer than the room. */
bool ask_secret(const char *question, char *out, size_t room, size_t *size);
void ask_wipe(char *secret, size_t size);

#endif
