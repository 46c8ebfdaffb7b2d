/* SPDX-License-Identifier: GPL-3.0-or-later
 * ledger - who was told what (notice) and the messages themselves (outbox), by natural keys.
 * Owns:  tables notice, outbox, outbox_person.
 * Must not know: how mail leaves, what a notice says.
 *
 * States and what is on disk before what: safety 4.1 and 4.2.  Every move names the state it expects.
 *
 * Example:
 *     ledger_move(db, id, OUTBOX_QUEUED, &move, &moved, err);     // begun, attempt + 1
 */
#ifndef SIGNPOST_LEDGER_H
#define SIGNPOST_LEDGER_H

#include "base/row.h"
#include "store/db.h"

struct ledger_notice {
    int64_t id;
    struct str finding;          /* key text */
    struct str step;             /* "lead", "14", "escalate 28" */
    struct str recipient;        /* role or person key, never an address */
    enum subject_type subject_type;
    int64_t subject;
    struct str rule;
    struct date day;             /* the day it was due to go */
    int64_t message;             /* outbox key, or VALUE_NONE */
    bool closing;                /* a closing notice */
};
/* (finding, step, recipient) is unique: *wrote is WROTE_SAME when it was there, WROTE_CHANGED when its message had been refused
 * or given up and this one tells it anew. */
MUST_USE bool ledger_add_notice(struct db *db, const struct ledger_notice *notice, int64_t *id, enum wrote *wrote,
                                struct err *err);
/* All that count as told, by finding, recipient, day, id: everything but what was refused or given up. */
MUST_USE bool ledger_notices(struct db *db, struct arena *arena, struct ledger_notice **out, size_t *count,
                             struct err *err);

enum outbox_state {
    OUTBOX_PLANNED, OUTBOX_QUEUED, OUTBOX_BEGUN, OUTBOX_DOT, OUTBOX_SENT, OUTBOX_DOUBTFUL, OUTBOX_REFUSED,
    OUTBOX_GIVEN_UP, OUTBOX_STATE_COUNT
};
const char *outbox_state_name(enum outbox_state state); /* "given up" */

struct ledger_message {
    int64_t id;
    struct str message_id;       /* unique */
    struct str recipient;        /* role or person key */
    struct str plan, period;     /* (recipient, plan, period, number) is unique */
    int64_t number;
    enum outbox_state state;
    struct date day;             /* the day it belongs to */
    struct str address;          /* of the envelope */
    struct str file;             /* stem of its draft, one of its own in the folder of the day */
    struct str subject;
    struct str bytes;            /* as they go out; empty once wiped or when not asked for */
    struct str digest;           /* of the bytes, given by the caller */
    int64_t made_at, not_before; /* UTC seconds */
    int64_t drafted_at;          /* 0: no draft was written */
    int64_t dot_at;              /* when the last bytes were about to go; 0: they never were, or were refused */
    int64_t sent_at;             /* 0: not sent */
    int64_t attempts;
    struct str last_words;       /* of the server, or the reason it was given up */
};
/* people: pupils whose data it names, for erasure.  WROTE_CHANGED: one of the same key had been refused, or given up
 * before its last bytes were offered, and is made anew under the same Message-ID; what it would have told is forgotten. */
MUST_USE bool ledger_add_message(struct db *db, const struct ledger_message *message, const int64_t *people,
                                 size_t people_count, int64_t *id, enum wrote *wrote, struct err *err);
/* By day, recipient, id; states is a bit mask over enum outbox_state, 0 = all; bytes only when with_bytes. */
MUST_USE bool ledger_messages(struct db *db, struct arena *arena, unsigned states, bool with_bytes,
                              struct ledger_message **out, size_t *count, struct err *err);
/* Those that hold data of a pupil, without their bytes; by day, recipient, id. */
MUST_USE bool ledger_about(struct db *db, struct arena *arena, int64_t pupil, struct ledger_message **out, size_t *count,
                           struct err *err);
/* id 0 in *out when there is none. */
MUST_USE bool ledger_message(struct db *db, struct arena *arena, int64_t id, struct ledger_message *out,
                             struct err *err);
MUST_USE bool ledger_message_by_id(struct db *db, struct arena *arena, struct str message_id,
                                   struct ledger_message *out, struct err *err);
/* By its natural key, without bytes. */
MUST_USE bool ledger_message_by_key(struct db *db, struct arena *arena, const struct ledger_message *key, struct ledger_message *out,
                                    struct err *err);

struct ledger_move {
    enum outbox_state to;
    int attempt;                 /* 1: counts as one, -1: that one is taken back */
    int64_t not_before;          /* VALUE_NONE: stays */
    int64_t at;                  /* dot_at for OUTBOX_DOT, sent_at for OUTBOX_SENT */
    struct str words;            /* at NULL: stays */
    bool not_taken;              /* the server said no to the last bytes: as if they had never been offered */
};
/* *moved false: the message was not in state `from` (somebody else was faster). */
MUST_USE bool ledger_move(struct db *db, int64_t id, enum outbox_state from, const struct ledger_move *move,
                          bool *moved, struct err *err);
/* At the start of a run: begun goes back to queued, dot becomes doubtful.  Counts may be NULL. */
MUST_USE bool ledger_recover(struct db *db, uint64_t *requeued, uint64_t *doubtful, struct err *err);
MUST_USE bool ledger_drafted(struct db *db, int64_t id, int64_t at, struct err *err);
/* Of a message that was refused: where it is to go, and its bytes with that address. */
MUST_USE bool ledger_readdress(struct db *db, int64_t id, struct str address, struct str bytes, struct str digest, struct err *err);
/* Takes the bytes out and keeps id, digest and date. */
MUST_USE bool ledger_wipe(struct db *db, int64_t id, struct err *err);

#endif
