/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink - deliver one finished message (a door: called by work/send and work/letter, filled in by sink_folder, sink_pipe, sink_smtp).
 * Owns:  nothing.
 * Must not know: states, the ledger, who is told what.
 *
 * A sink calls last_bytes before anything that could complete the message leaves.  When that fails it drops the line, and
 * the message is as undelivered as before.
 *
 * Example:
 *     struct delivery d = { .from = from, .to = message.address, .bytes = message.bytes };
 *     enum verdict verdict = sink->deliver(sink->self, &d, &hooks, &words);
 */
#ifndef SIGNPOST_SINK_H
#define SIGNPOST_SINK_H

#include "base/err.h"
#include "base/str.h"

/* What became of one message, and what it means for the run (safety 4.4). */
enum verdict {
    VERDICT_SENT,       /* accepted */
    VERDICT_LATER,      /* a temporary no to this message, or the line was lost within its text: counted */
    VERDICT_REFUSED,    /* a permanent no to this message or recipient */
    VERDICT_DOUBT,      /* the last bytes were offered, and no answer came */
    VERDICT_BUSY,       /* the server closes (421): one new connection, then the run stops; nothing counted */
    VERDICT_PACE,       /* too fast: slower, one new connection, then the rest waits; nothing counted */
    VERDICT_SERVER,     /* no connection, no TLS, no greeting, nonsense: the run stops; nothing counted */
    VERDICT_LOGIN,      /* sign-in refused, or no token: the run stops after this one attempt; nothing counted */
    VERDICT_SETTINGS,   /* the sender is refused, or the program can not be run: the run stops; nothing counted */
    VERDICT_OURS,       /* last_bytes failed, or a stop was asked for before them: as its last durable state */
    VERDICT_COUNT
};

struct delivery {
    struct str from, to;    /* of the envelope: single mailboxes */
    struct str bytes;       /* as they go out */
    struct str message_id;
    const char *folder;     /* of drafts alone: where to */
    struct str file, html;  /* of drafts alone: stem of the name, the document beside it */
};

struct sink_hooks {
    void *self;
    bool (*last_bytes)(void *self);
};

struct sink {
    void *self;
    /* err: the code and one sentence with the words of the other side, when the verdict is not VERDICT_SENT; words: what the
     * server said last, in the arena of the sink until the next call; may be empty. */
    enum verdict (*deliver)(void *self, const struct delivery *delivery, const struct sink_hooks *hooks, struct str *words, struct err *err);
    /* A new connection for the next message; NULL where there is none. */
    void (*again)(void *self);
    /* Connects, signs in and leaves; *step is how far it came ("connect", "TLS", "sign in").  NULL where there is nothing to try. */
    bool (*probe)(void *self, const char **step, struct err *err);
    void (*close)(void *self);
};

#endif
