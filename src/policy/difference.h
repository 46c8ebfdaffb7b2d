/* SPDX-License-Identifier: GPL-3.0-or-later
 * difference - what one effective policy says otherwise than another, change by change, in words.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: records, how it is shown.
 *
 * Parts are compared by their canonical bytes, so what is only laid out or placed otherwise is no difference.  A number
 * that differs is named once, as the number; the rules that ask for it are not named for that.
 *
 * Example:
 *     struct differences all = difference_find(arena, base, own, day);
 *     for (size_t i = 0; i < all.count; i++) puts(str_c(arena, all.at[i].title));
 */
#ifndef SIGNPOST_DIFFERENCE_H
#define SIGNPOST_DIFFERENCE_H

#include "policy/merge.h"

enum difference_of {
    DIFFERENCE_UPDATE, DIFFERENCE_OPTION, DIFFERENCE_PARAM, DIFFERENCE_READING, DIFFERENCE_ROLE, DIFFERENCE_PLAN, DIFFERENCE_PHASE,
    DIFFERENCE_OVERLAY, DIFFERENCE_DECISION, DIFFERENCE_CLAUSE, DIFFERENCE_RULE, DIFFERENCE_FACT, DIFFERENCE_OTHER
};
const char *difference_of_name(enum difference_of of); /* "param" */

/* What the change asks of the school: more, less, something else; or nothing of the kind (who answers, what it is called). */
enum demand { DEMAND_NONE, DEMAND_MORE, DEMAND_LESS, DEMAND_OTHER };
const char *demand_name(enum demand demand); /* "more" */

struct difference {
    enum difference_of of;
    struct str key;        /* "param/encounters_a_year", "4.9.2/interview-by-16", "4.5.7" */
    struct str title;      /* for people: "encounters a year", "employer encounter" */
    struct str clause;     /* "4.6.4"; may be empty */
    const char *part;      /* "owner", "text", "values"; NULL: the whole */
    struct str instead;    /* only for the pupils of an overlay: its name; else empty */
    struct str from, to;   /* in words; empty: it is not there */
    struct date since;     /* deadlines from that day; DATE_NONE: since ever */
    struct date until;     /* the last such day; DATE_NONE: open */
    enum demand demand;
    bool placed_in_a;      /* the change that makes the difference stands in the first policy */
    struct origin origin;  /* of that change, in its policy */
};

struct differences {
    struct difference *at; /* by kind and clause */
    size_t count;
};

/* From `a` to `b`; words with the values of the day. */
struct differences difference_find(struct arena *arena, const struct policy *a, const struct policy *b, struct date day);

#endif
