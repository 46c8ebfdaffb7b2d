/* SPDX-License-Identifier: GPL-3.0-or-later
 * digest - which notices become one message a person on a day (experience 9.1).
 * Owns:  nothing.
 * Must not know: names, messages, why a person was chosen.
 *
 * Each plan has a pace: daily, weekly or termly.  A person gets one list of a pace in its period, on the first day of it on
 * which the program runs and something is due; the list looks ahead to the end of the period.  A weekly list that goes
 * on a Thursday or later counts for the week after it as well, so that no two lie three days apart.  What nobody was told of and
 * whose day comes before the next list goes with the next faster one (a question about records never faster than weekly);
 * the rest waits.  Repeats of a daily plan are daily for the first week after the due day or the first telling alone, then they
 * go with the weekly list.  Repeats and escalations of a list wait for its first day.  Whoever was written to today is not written to again.
 *
 * Example:
 *     struct digest_line *lines;
 *     size_t count = digest_plan(&arena, &planning, &lines);     // by person, then matter
 */
#ifndef SIGNPOST_DIGEST_H
#define SIGNPOST_DIGEST_H

#include "engine/notice.h"

enum digest_pace { PACE_DAILY, PACE_WEEKLY, PACE_TERMLY, PACE_COUNT };
enum digest_pace digest_pace(struct str word);                /* "daily", "termly"; anything else is weekly */
const char *digest_pace_key(enum digest_pace pace);
/* First and last day of the period that holds the day: itself, Monday to Sunday, a term with the holidays after it. */
struct date digest_begins(const struct calendar *calendar, enum digest_pace pace, struct date day);
struct date digest_ends(const struct calendar *calendar, enum digest_pace pace, struct date day);
/* How far a list of that day looks ahead: to the last day before the next one. */
struct date digest_reach(const struct calendar *calendar, enum digest_pace pace, struct date day);

#define DIGEST_NOBODY (-1)

/* Something that may have to be told, and to whom: persons are numbers of the caller's. */
struct digest_matter {
    struct notice_source source;        /* open: by digest_ends of its pace */
    struct notice_ledger ledger;
    int32_t person[NOTICES_MOST];       /* of the owner, then of plan.escalate in its order */
    bool done;                          /* a closing notice for person[0]: source holds the plan alone */
};

/* A list that went on an earlier day, or today. */
struct digest_heard {
    int32_t person;
    struct date day;
    enum digest_pace pace;              /* of what was in it; one row each */
};

struct digest_planning {
    const struct calendar *calendar;
    const struct digest_matter *matters;
    size_t matter_count;
    const struct digest_heard *heard;
    size_t heard_count;
    struct date as_of;
};

struct digest_line {
    int32_t person;
    size_t matter;
    struct notice notice;
    enum digest_pace pace;              /* of the plan; weekly for repeats of a daily one whose first week is over */
    enum digest_pace went;              /* of the list in which it goes: daily for what can not wait for its own */
};

/* By person, then matter: each matter once a person. */
size_t digest_plan(struct arena *arena, const struct digest_planning *planning, struct digest_line **out);

#endif
