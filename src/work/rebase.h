/* SPDX-License-Identifier: GPL-3.0-or-later
 * rebase - a school's file against another base policy: which of its changes still fit, and the file written for it.
 * Owns:  nothing; all lies in the arena given.
 * Must not know: terminals, files.
 *
 * Example:
 *     rebase_move(arena, school, &target, &moved);          // the text with the new header and new names
 *     rebase_judge(&rebasing);                              // what is to be said of each change
 */
#ifndef SIGNPOST_REBASE_H
#define SIGNPOST_REBASE_H

#include "policy/merge.h"

enum rebase_verdict {
    REBASE_FITS,
    REBASE_LOOK,        /* what it speaks of says something else now */
    REBASE_REDUNDANT,   /* the base says the same */
    REBASE_MOVED,       /* its target has another name: written anew */
    REBASE_WEAKER,      /* the base is stricter by now */
    REBASE_GONE,        /* nothing is called so */
    REBASE_UNFIT,       /* does not merge for another reason */
    REBASE_NEW,         /* not of the file: a question that the base asks now */
    REBASE_VERDICTS
};
const char *rebase_verdict_key(enum rebase_verdict verdict);
bool rebase_blocks(enum rebase_verdict verdict);

struct rebase_finding {
    uint32_t line;      /* 0: of no change in the file */
    struct str change;  /* amend "param/leaver_days" */
    enum rebase_verdict verdict;
    struct str said;
};

struct rebase {
    struct arena *arena;
    const struct document *school;      /* as it is now */
    const struct policy *before;        /* the base alone; NULL: it is not there, or is the same as `after` */
    const struct policy *after;         /* the other base alone */
    const struct node *renamed;         /* of its header; NULL when there are none */
    struct date day;
    /* Filled in. */
    struct rebase_finding *findings;
    size_t count, room;
    size_t changes, fit, blocked;
};

/* The school's text with the header of the other base and the names that things have there; nothing else is touched. */
struct str rebase_moved(const struct rebase *rebase);
/* moved: the documents with that text, and where the school's stands in them.  problems: what merging them said. */
void rebase_judge(struct rebase *rebase, const struct policy_set *moved, uint32_t document, const struct kinds *kinds, const struct problems *problems);

#endif
