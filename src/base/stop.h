/* SPDX-License-Identifier: GPL-3.0-or-later
 * stop - the one stop flag: signals and timers set it, everybody polls it.
 * Owns:  the flag, the handlers and the last-resort timer.
 * Must not know: what is being stopped.
 *
 * Example:
 *     if (stop_asked()) return err_set(err, CODE_INTERRUPTED, "Stopped.");
 */
#ifndef SIGNPOST_STOP_H
#define SIGNPOST_STOP_H

#include "base/base.h"

void stop_install(void);          /* SIGINT and SIGTERM set the flag; SIGPIPE is ignored.  Called by main only. */
bool stop_asked(void);
bool stop_final(void);            /* SIGTERM came: the program is to end, not only what it does */
/* Waits until something can be read; false when a stop was asked for first.  No signal falls between looking and waiting. */
MUST_USE bool stop_wait(int file);
/* For what waits on after the first Ctrl-C: while on, a second one, at least a second later, is polled for and does not leave. */
void stop_expect_second(bool on);
bool stop_asked_twice(void);
void stop_clear(void);            /* the prompt, after it has said so */
void stop_ask(void);              /* as if a signal had come; for tests */
/* A hang inside C while user text runs: after `ms` the flag, two seconds later one line on stderr (`what`, at most 200
 * bytes, copied before) and _exit(7).  Held while a verb runs, because a change may be open. */
void stop_timer_arm(uint32_t ms, const char *what);
void stop_timer_hold(void);
void stop_timer_resume(void);
void stop_timer_disarm(void);

#endif
