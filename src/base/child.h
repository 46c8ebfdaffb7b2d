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

enum child_end {
    CHILD_DONE,     /* ended by itself */
    CHILD_FAILED,   /* could not be started, or (child_take) ended with an error */
    CHILD_LATE,     /* took too long, and was ended with all that it had started */
    CHILD_STOPPED   /* a stop was asked for: the same */
};
/* What the program prints, at most `room` bytes, within `ms`.  Its environment holds home and language alone. */
enum child_end child_take(const char *const *arguments, uint32_t ms, char *out, size_t room, size_t *size);
/* Runs it with open files as its input and output.  After a stop it has `stop_ms` to end.  *status: its exit code, -1 when a
 * signal ended it. */
enum child_end child_give(const char *const *arguments, int input, int output, uint32_t ms, uint32_t stop_ms, int *status);

#endif
