/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_smtp - messages to a mail server, one recipient a transfer, nothing before TLS.
 * Owns:  one connection, and the password or token in locked memory.  The only file that may include libcurl.
 * Must not know: states, the ledger, who is told what.
 *
 * Example:
 *     struct sink sink;
 *     if (!sink_smtp_open(&sink, arena, folder, mail, err)) return false;      // CODE_NO_TOKEN
 *     ...
 *     sink.close(sink.self);
 */
#ifndef SIGNPOST_SINK_SMTP_H
#define SIGNPOST_SINK_SMTP_H

#include "work/people.h"
#include "work/sink.h"

MUST_USE bool sink_smtp_open(struct sink *out, struct arena *arena, const char *folder, const struct mail_settings *mail, struct err *err);

#endif
