/* SPDX-License-Identifier: GPL-3.0-or-later
 * send - deliver what is due, one message after another; what became of each is on disk before the next begins.
 * Owns:  the run lock and one way out while a run lasts.
 * Must not know: who is told what.
 *
 * States and what is on disk before what: safety 4.1 to 4.4.  Nothing is lost, nothing goes twice by the program's own doing,
 * and of what nobody knows that is said.
 *
 * Example:
 *     struct send_request request = { .actor = call->actor };
 *     if (!send_run(arena, school, &request, &report, err)) return false;     // ours: lock, records, sent-journal
 */
#ifndef SIGNPOST_SEND_H
#define SIGNPOST_SEND_H

#include "store/ledger.h"
#include "work/school.h"
#include "work/sink.h"

/* How the last words of a message begin that was given up because the server put it off time after time. */
#define SEND_PUT_OFF "the server put it off"

/* Of one that nobody misses. */
#define SEND_NOTHING_OPEN "nothing that it tells of is open any more"
#define SEND_TRIAL_OVER "made for the trial, which is over"

struct send_request {
    struct str actor;
    const int64_t *only;        /* outbox keys; NULL: all that is due */
    size_t only_count;
    bool as_made;               /* a person chose these very ones: letters of an earlier day go as they are */
    const struct tick *tick;
};

/* One message of which a person should hear. */
struct send_news {
    int64_t message;
    enum outbox_state state;
    struct str recipient, subject, words;
};

struct send_report {
    size_t sent, refused, later, doubtful, given_up;
    size_t waiting;             /* are still to go, later ones among them */
    size_t old;                 /* of them letters of an earlier day, which do not go as they are: remind makes them anew */
    struct date old_first, old_last;
    size_t put_off;             /* of them those that an earlier try, or their plan, put off past now */
    int64_t put_off_until;      /* UTC seconds: the first of these days and hours */
    size_t held;                /* of them those of before a trial that goes on */
    bool time_over;             /* stopped because a run takes no longer */
    size_t requeued;            /* had been begun by a run that was cut off, and were never offered */
    size_t recovered;           /* the sent-journal knew that they had left, and the records did not */
    size_t found_doubtful;      /* a run was cut off between the last bytes and the answer */
    size_t odd_lines;           /* of the sent-journal */
    bool torn;
    bool quiet;                 /* stopped because nothing goes now: evening, night, no school day */
    int64_t quiet_until;        /* UTC seconds */
    bool stopped;               /* before the end; err of it in `why` */
    enum verdict verdict;       /* what stopped it */
    struct err why;
    struct send_news *news;
    size_t news_count, news_room;
};

/* False when the run could not go on for our own sake: lock, records, sent-journal.  The report holds what went before. */
MUST_USE bool send_run(struct arena *arena, struct school *school, const struct send_request *request, struct send_report *report,
                       struct err *err);
/* The way out that people.lua names: CODE_NOT_ARRANGED for drafts, CODE_NO_TOKEN. */
MUST_USE bool send_open_sink(struct arena *arena, const struct school *school, struct sink *out, struct err *err);
/* Nobody else may write what we send from, and the records are whole: CODE_OPEN_RIGHTS with the command that mends it. */
MUST_USE bool send_safe(struct arena *arena, const struct school *school, struct err *err);
/* When a message may go at the earliest: the moment itself, or 07:00 in London on the next school day. */
int64_t send_not_before(const struct calendar *calendar, int64_t at);

#endif
