/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_pipe - messages to a mail program of this computer: sendmail -t -i -f FROM, as msmtp, nullmailer and postfix offer it.
 * Owns:  nothing.
 * Must not know: states, the ledger.
 *
 * The whole message is the program's standard input, an unlinked private file: it never sees half of one.  Its end of input
 * is its dot, so last_bytes comes before it is started.
 *
 * Example:
 *     struct sink sink = sink_pipe(arena, &people->mail);
 */
#ifndef SIGNPOST_SINK_PIPE_H
#define SIGNPOST_SINK_PIPE_H

#include "base/child.h"
#include "work/people.h"
#include "work/sink.h"

struct sink sink_pipe(struct arena *arena, const struct mail_settings *mail);
/* What the end of the program means; status: its exit code, negative when a signal ended it. */
enum verdict sink_pipe_verdict(enum child_end end, int status);

#endif
