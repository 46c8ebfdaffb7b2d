/* SPDX-License-Identifier: GPL-3.0-or-later
 * sent_log - outbox/sent.log: which messages are known to have left, whatever becomes of the records.
 * Owns:  nothing; the file is only ever added to.
 * Must not know: states, how mail leaves.
 *
 * One line a message, on disk before `sent` is believed: time, Message-ID, digest of the bytes, outcome, head of the journal,
 * check sum.  No name, no address.  No undo, retention or erasure touches it.
 *
 * Example:
 *     if (!sent_log_read(arena, folder, &log, err)) return false;
 *     if (sent_log_has(&log, message.message_id, &outcome)) ...      // "sent", "arrived", "dropped"
 */
#ifndef SIGNPOST_SENT_LOG_H
#define SIGNPOST_SENT_LOG_H

#include "base/err.h"
#include "base/str.h"

struct sent_line {
    struct str message_id, digest; /* without angle brackets; hex digits */
    struct str outcome;            /* "sent"; of what a person settled "arrived" or "dropped" */
    int64_t at;                    /* UTC seconds */
    struct str head;               /* "123:0a1b2c3d4e5f6071": number and first digits of the newest journal row; written only */
};

struct sent_log {
    const struct sent_line *at;    /* by Message-ID; of one, the last that was written stands last */
    size_t count;
    size_t odd;                    /* lines whose check sum does not hold */
    bool torn;                     /* the last line has no end */
};

/* A file that is not there is an empty log. */
MUST_USE bool sent_log_read(struct arena *arena, const char *folder, struct sent_log *out, struct err *err);
bool sent_log_has(const struct sent_log *log, struct str message_id, struct str *outcome);
/* On disk when it returns; after_torn: ends the broken line first. */
MUST_USE bool sent_log_add(struct arena *arena, const char *folder, const struct sent_line *line, bool after_torn, struct err *err);

#endif
