/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda - what may have to be told on a day, and to whom: findings, causes that stand for many of them, days
 * that return, and that nothing is left.
 * Owns:  nothing; an agenda lies in the arena it was made in.
 * Must not know: what a message says, how it leaves.
 *
 * One cause, one notice: what rests on an import that is too old, or would go to a role that nobody holds, is told as that
 * cause, to whoever can mend it.  What is not known goes to whoever can supply it.  A person is a number: the index in
 * school->people; while somebody is away it is the deputy's.
 *
 * Example:
 *     struct agenda *agenda;
 *     if (!agenda_make(arena, school, &(struct agenda_request){ .as_of = day }, &agenda, err)) return false;
 *     struct digest_planning planning = agenda_planning(agenda);
 */
#ifndef SIGNPOST_AGENDA_H
#define SIGNPOST_AGENDA_H

#include "engine/digest.h"
#include "store/ledger.h"
#include "store/ruling.h"
#include "work/occasion.h"
#include "work/position.h"
#include "work/waiting.h"

enum matter_type { MATTER_FINDING, MATTER_DONE, MATTER_CAUSE, MATTER_OCCASION, MATTER_CLEAR };
#define AGENDA_CLEAR "all-clear" /* the rule of MATTER_CLEAR in the ledger */

struct matter {
    enum matter_type type;
    struct finding finding;          /* FINDING, DONE */
    struct str key;                  /* in the ledger: "f:9c1e...", "c:nobody:tutor:9AB", "o:compass-march:2027-03-31", "a:2027-04-12" */
    struct str rule;                 /* in the ledger: "4.6.4/employer-encounter", "cause/nobody", "occasion/compass-march" */
    struct str title;                /* CAUSE, OCCASION: what is to be done; CLEAR: the text that says so */
    struct str clause;
    int32_t post;                    /* CAUSE: the role that nobody holds, or -1 */
    struct str post_words;           /* "Tutor of 9AB"; empty without a post */
    struct str unreached;            /* CAUSE: "Colm Reilly has no usable address"; else empty */
    size_t waiting;                  /* CAUSE: things that wait for it */
    int32_t role;                    /* as which the first person is told; index in policy.roles, or -1 */
    struct str group;                /* form or department of the subject, where that role finds one; else empty */
    struct str pupil_form;           /* FINDING about a pupil: the form; about staff the department */
    const struct person *holder;     /* of the role; a deputy may read in his place */
};

struct gathering;

struct agenda {
    struct arena *arena;
    struct school *school;
    const struct position *position;
    struct date as_of;
    struct digest_matter *plans;     /* and what they are: of[i] */
    struct matter *of;
    size_t count, room;
    const struct ledger_notice *notices; /* told up to the day, by finding, recipient, day */
    size_t notice_count;
    struct digest_heard *heard;
    size_t heard_count;
    bool *written_today;             /* by person */
    const struct waiting *without;   /* as it was asked for */
    struct gathering *gathering;     /* agenda's own */
};

struct agenda_request {
    struct date as_of;
    const struct ledger_notice *also;   /* what counts as told besides the ledger, in any order: of a day that is only thought of */
    size_t also_count;
    const struct waiting *without;      /* letters that wait: what they tell is not told yet; NULL: it is */
    bool again;                         /* what was told in this week, or this term, is as if it had not been */
    const struct tick *tick;
};
MUST_USE bool agenda_make(struct arena *arena, struct school *school, const struct agenda_request *request, struct agenda **out, struct err *err);
struct digest_planning agenda_planning(const struct agenda *agenda);
/* An agenda of nothing, for agenda_next: of a position of that day. */
MUST_USE bool agenda_ahead(struct arena *arena, struct school *school, const struct position *position, struct date as_of, struct agenda **out, struct err *err);
/* The day of the next letter about a finding, when the program runs on each school day; DATE_NONE: no plan, nothing due, or too late.
 * *person: who reads it, as an index of people, one who is not barred where there is one; DIGEST_NOBODY: nobody holds the role. */
struct date agenda_next(struct agenda *agenda, const struct finding *finding, const bool *barred, int32_t *person);
/* "lead 2027-05-22": the step of a notice in the ledger, and the day of the plan that it tells; DATE_NONE: it names none. */
struct str agenda_step(struct arena *arena, const struct notice *notice);
struct date agenda_step_day(struct str step);
/* The role that can supply what a finding lacks, or -1. */
int32_t agenda_supplier(const struct agenda *agenda, const struct finding *finding);

/* What was put off or is in hand, of all that ruling_snoozes tells, goes into the ledger of a finding. */
void agenda_silence(const struct ruling_snooze *all, size_t count, const struct policy *policy, const struct finding *f, struct date as_of, struct notice_ledger *ledger);
/* "in hand until 31 August 2027: booked for Monday", without the reason unless `why`; empty when nobody said so. */
struct str agenda_silence_words(struct arena *arena, const struct ruling_snooze *all, size_t count, const struct policy *policy, const struct finding *f,
                                struct date as_of, bool why);

#endif
