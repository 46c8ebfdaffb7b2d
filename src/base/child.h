/* SPDX-License-Identifier: GPL-3.0-or-later
 * child - run another program from an argument list, never through a shell.
 * Owns:  nothing; the child is waited for before the call returns.
 * Must not know: what the program is for.
 *
 * Example:  child_feed((const char *[]){ "less", "-FRX", NULL }, text);
 */
#ifndef SIGNPOST_CHILD_H
#define SIGNPOST_CHILD_H

#include "base/str.h"

/* Gives the text to the program's standard input and waits for its end; leaving early (a pager) is no fault.
 * False when the program could not be started. */
bool child_feed(const char *const *arguments, struct str text);
/* Runs the program with its input and output empty and waits.  False when it could not be started or failed. */
bool child_run(const char *const *arguments);

#endif
