/* SPDX-License-Identifier: GPL-3.0-or-later
 * mutant - small mistakes put into the documents of a policy, one at a time, to see whether its tests notice.
 * Owns:  nothing.
 * Must not know: tests, findings.
 *
 * One number one more or less, a date one day, a condition left out or turned round, another verb, another owner, another
 * sort of window.  Everything else stays as it is written.
 *
 * Example:
 *     struct mutants list = mutants_of(&arena, documents, count, NULL);
 *     for (size_t i = 0; i < list.count; i++) {
 *         struct document *changed = mutant_apply(&scratch, documents, count, &list.at[i]);
 */
#ifndef SIGNPOST_MUTANT_H
#define SIGNPOST_MUTANT_H

#include "policy/node.h"

#define MUTANT_DEPTH 24
#define MUTANT_HEADER UINT32_MAX /* as item: the header of the document */

enum mutant_action { MUTANT_REPLACE, MUTANT_DROP, MUTANT_KEY };

struct mutant_step {
    bool field;
    uint32_t index; /* in items, or in fields */
};

struct mutant {
    uint32_t document, item;
    struct mutant_step path[MUTANT_DEPTH]; /* from the item to the node that changes */
    uint32_t depth;
    enum mutant_action action;
    struct node with;        /* REPLACE */
    struct str key;          /* KEY: another name of the field */
    uint32_t line;
    struct str said;         /* "8 becomes 9 in who.year" */
    struct str rule;         /* "4.6.4/employer-encounter": the one rule that it is about; empty = see target */
    struct str target;       /* "param/leaver_days", "plan/urgent", "phase/first", "transition/options", "one_answer/share_level",
                                "document": every rule that this one changes */
};

struct mutants {
    struct mutant *at;
    size_t count;
};

/* layers: bit per enum layer, the documents in which mistakes are made. */
struct mutants mutants_of(struct arena *arena, const struct document *documents, size_t count, unsigned layers);
/* A copy of the set with the mistake in it; what does not change is shared. */
struct document *mutant_apply(struct arena *arena, const struct document *documents, size_t count, const struct mutant *mutant);
/* A copy of the set without one declaration. */
struct document *mutant_without(struct arena *arena, const struct document *documents, size_t count, uint32_t document, uint32_t item);
/* Whether a node names a definition somewhere inside: p.x, plan.x, decide.x, or the text of a phase or a transition. */
bool mutant_names(const struct node *node, struct str target);

#endif
