/* SPDX-License-Identifier: GPL-3.0-or-later
 * letter - a message as it was planned, and its way into the outbox: rows with natural keys, bytes made once, drafts.
 * Owns:  nothing.
 * Must not know: who is told what and when (remind), how mail leaves (send).
 *
 * Who plans makes letters; from there they are carried.  A letter that is there already is not made again: its bytes, its
 * Message-ID and its date stay those of the first time.
 *
 * Example:
 *     struct letters_request request = { .actor = call->actor, .state = plan->state, .to_send = true };
 *     if (!letters_queue(arena, school, &request, letters, count, &done, err)) return false;   // done.made, done.there
 */
#ifndef SIGNPOST_LETTER_H
#define SIGNPOST_LETTER_H

#include "store/ledger.h"
#include "work/school.h"

/* The plan of a person's list of a day, as the ledger has it. */
#define LETTER_PLAN "digest"

/* How the last words of a letter begin that was withdrawn, and of one to which the server had said: not now. */
#define LETTER_ANEW "made anew from the records of a later moment"
#define LETTER_ANEW_PUT_OFF "made anew; the server put it off"

/* The setting that keeps the key of message ids: made by new, kept by the records, known to nobody else. */
#define LETTER_KEY "message-key"

/* One thing that a letter tells of: after it is queued this (finding, step, recipient) counts as told. */
struct letter_notice {
    struct str finding;            /* key text */
    struct str step;               /* "lead", "14", "escalate 28" */
    enum subject_type subject_type;
    int64_t subject;
    struct str rule;
    bool closing;                  /* a closing notice */
};

struct letter {
    struct str recipient;          /* key of a person: "JP"; never an address */
    struct str name, address;      /* "Mr J. Patel", as people.lua has them; an empty address is E505 */
    struct str plan;               /* key of the reminder plan, "tutors-weekly" */
    struct str period;             /* "2027-06-07", "2027-W23", "2027-summer" */
    int64_t number;                /* within the period: 0, and one more with each --again */
    struct date day;               /* the day it belongs to: the folder of its draft */
    struct str file;               /* stem of the draft, ASCII, without ending and without a pupil's name: "tutor-9AB" */
    struct str subject;            /* no name of a pupil in it */
    struct str text;               /* the complete plain text after the headers, lines ended by LF */
    struct str html;               /* a whole HTML document that says the same; empty: made from the text */
    const struct letter_notice *notices;
    size_t notice_count;
    const int64_t *persons;        /* pupils whom it names, for erasure */
    size_t person_count;
    int64_t not_before;            /* UTC seconds; 0: at once */
};

struct letters_request {
    struct str actor;
    int64_t state;                 /* the school state number that the preview saw; VALUE_NONE: whatever it is */
    bool to_send;                  /* true: due at once or from not_before on; false: planned, for drafts */
    const struct ledger_message *withdrawn; /* letters that wait and are closed in the same change: these are made in their place */
    size_t withdrawn_count;
};

struct letters_done {
    size_t made;                   /* new messages */
    size_t again;                  /* were given up before anything was offered, and are made anew */
    size_t there;                  /* were there already */
    size_t withdrawn;
    size_t notices;                /* new rows of the ledger */
    size_t drafts;                 /* letters_draft alone: files that lie ready */
    int64_t row;                   /* of the journal; 0: nothing was written */
    int64_t *messages;             /* outbox keys, in the order of the letters */
};

/* Before the key of a person in the ledger while people.lua has trial_to. */
#define LETTER_TRIAL "trial:"
/* The name under which somebody stands in the ledger.  While people.lua has trial_to everybody has another one ("trial:JP"),
 * so that what was told in the trial does not count as told when it is over. */
struct str letter_recipient(struct arena *arena, const struct people *people, struct str person);
/* The other way round: NULL when people.lua does not have them, or the trial began or ended since. */
const struct person *letter_person(const struct people *people, struct str recipient);
/* Where what is for that person goes today: in a trial to trial_to. */
struct str letter_address(const struct people *people, const struct person *person);

/* One change on disk before it is said: ledger rows, messages with bytes and digest, a journal row.  A second run makes
 * nothing twice; what was planned and is to be sent becomes due; what is withdrawn does not count as told any more.
 * CODE_NO_ADDRESS and CODE_OUTSIDE_DOMAIN refuse all of it, so leave such letters out before; CODE_STALE_PREVIEW when the
 * school moved, or a letter that is withdrawn does not wait any more. */
MUST_USE bool letters_queue(struct arena *arena, struct school *school, const struct letters_request *request,
                            const struct letter *letters, size_t count, struct letters_done *done, struct err *err);
/* Whether the letter would be the one that waits, to the byte. */
MUST_USE bool letter_is_same(struct arena *arena, struct school *school, const struct letter *letter, const struct ledger_message *waits, bool *same,
                             struct err *err);
/* letters_queue with to_send false, then outbox/DAY/FILE.eml (opens ready to send) and .html for each that has not left.
 * *folder is the first one, "outbox/2027-06-07". */
MUST_USE bool letters_draft(struct arena *arena, struct school *school, const struct letters_request *request,
                            const struct letter *letters, size_t count, struct letters_done *done, struct str *folder,
                            struct err *err);
/* Whether a letter may go to that address: CODE_NO_ADDRESS, CODE_OUTSIDE_DOMAIN. */
MUST_USE bool letter_may_go(const struct mail_settings *mail, struct str name, struct str address, struct err *err);

#endif
