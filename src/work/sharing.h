/* SPDX-License-Identifier: GPL-3.0-or-later
 * sharing - what may be told about a pupil to the local authority on a day, and what is new since it was told last.
 * Owns:  nothing.  Pure: no file, no database, no clock.
 * Must not know: tables, files, what the fields are.
 *
 * Basic facts may always be told.  The rest may not when whoever may object has objected: a parent before the pupil is 16,
 * the pupil from the 16th birthday on; a parent's no holds beyond that day until the pupil has answered (policy 4.3.22 and
 * 4.4.23; Education and Skills Act 2008, sections 72 and 76A as the policy reads them).  What is not known takes the
 * protective answer.  The same answers as the decision table share_level of the policy.
 *
 * Example:
 *     enum sharing s = sharing_on(born, day, LEAP_MAR_01, words, count);     // SHARING_PUPIL_NO
 *     if (sharing_is_full(s)) ...
 */
#ifndef SIGNPOST_SHARING_H
#define SIGNPOST_SHARING_H

#include "base/date.h"

/* One instruction: who said what on which day.  In order of days; of one day, as they were written down. */
enum said_by { SAID_BY_PARENT, SAID_BY_PUPIL, SAID_BY_UNKNOWN };
enum said_what { SAID_YES, SAID_NO, SAID_UNKNOWN };
struct instruction {
    struct date day;
    enum said_by by;
    enum said_what says;
};

enum sharing {
    SHARING_FULL,         /* nobody who may object has objected */
    SHARING_PARENT_NO,    /* under 16, and the parent said no */
    SHARING_PUPIL_NO,     /* 16 or over, and the pupil said no */
    SHARING_NOT_ASKED,    /* 16 or over; the parent had said no and the pupil has not answered */
    SHARING_NO_BIRTHDAY,  /* whose word counts can not be said */
    SHARING_COUNT
};

/* Instructions after `day` do not count. */
enum sharing sharing_on(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count);
static inline bool sharing_is_full(enum sharing sharing) { return sharing == SHARING_FULL; }
const char *sharing_code(enum sharing sharing);   /* "parent-no" */
const char *sharing_words(enum sharing sharing);  /* "a parent said no" */
/* At or after the 16th birthday, somebody spoke before it and the pupil has not since: to be asked. */
bool sharing_ask_again(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count);

/* Before the 16th birthday the pupil has said no, and no parent has: it is told all the same, and somebody should know. */
bool sharing_unheard(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count);

/* Of what was told last and what would be told now, by digest: who is told again. */
enum news { NEWS_SAME, NEWS_NEW, NEWS_CHANGED };
struct told { int64_t pupil; struct str digest; };
/* `told` in order of pupils. */
enum news sharing_news(const struct told *told, size_t count, int64_t pupil, struct str digest);

#endif
