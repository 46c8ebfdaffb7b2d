/* SPDX-License-Identifier: GPL-3.0-or-later
 * progress - one line on stderr while long work goes on: after two seconds, at a terminal only, erased at the end.
 * Owns:  the line.
 * Must not know: what the work is.
 *
 * Example:
 *     struct progress progress = progress_start(&terminal);
 *     call.tick = &progress.tick;   ...   progress_end(&progress);
 */
#ifndef SIGNPOST_PROGRESS_H
#define SIGNPOST_PROGRESS_H

#include "base/tick.h"
#include "shell/terminal.h"

struct progress {
    struct tick tick;
    bool drawn, sentences; /* sentences: plain mode, one every ten seconds */
    bool on;
    int64_t started, last; /* monotonic ns */
};

/* progress.tick.self points at *progress: call progress_bind after the struct has its place. */
struct progress progress_start(const struct terminal *terminal);
void progress_bind(struct progress *progress);
void progress_end(struct progress *progress);

#endif
