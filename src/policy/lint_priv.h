/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_priv - what the rules of lint share: the policy, its prose with places, and where findings go.
 * Owns:  nothing; everything lies in the arena of the run.
 * Must not know: Lua, files.
 *
 * Rules by subject: texts (lint_text.c), the printed policy (lint_clause.c), single rules (lint_rule.c), what nothing uses
 * (lint_use.c), tests (lint_case.c).
 */
#ifndef SIGNPOST_LINT_PRIV_H
#define SIGNPOST_LINT_PRIV_H

#include "policy/lint.h"
#include "policy/merge.h"
#include "policy/scope.h"

/* One text that is printed or shown: a title, a text, a question. */
struct lint_prose {
    const struct document *document;
    const struct node *item;     /* the declaration in which it stands; the header, too */
    struct str key;              /* "title", "text" */
    struct str text;             /* as written, with {names} */
    uint32_t line, column;       /* of its first character */
    size_t at;                   /* offset of it in the source */
};

struct linting {
    struct arena *arena;
    const struct lint_input *in;
    const struct policy *policy;
    const struct lint_rule *rule; /* the one at work */
    struct lint_prose *prose;
    size_t prose_count;
    struct lint_finding *findings;
    size_t count;
};

/* At a node: the first `token` at or after its line.  NULL when its file is not looked at. */
struct lint_finding *lint_add(struct linting *l, const struct node *at, struct str token, const char *format, ...) PRINTF_LIKE(4, 5);
struct lint_finding *lint_add_at(struct linting *l, uint32_t document, uint32_t line, struct str token, const char *format, ...) PRINTF_LIKE(5, 6);
/* In a text, at `size` bytes from `from`. */
struct lint_finding *lint_add_in(struct linting *l, const struct lint_prose *prose, size_t from, size_t size, const char *format, ...) PRINTF_LIKE(5, 6);
/* Anywhere; the rule at work. */
struct lint_finding *lint_add_to(struct linting *l, const struct document *file, uint32_t order, struct place place, struct str said);
bool lint_wants(const struct linting *l, uint32_t document);

/* A word of a text from `from` on: letters, digits and signs inside; false at its end. */
bool lint_next_word(struct str text, size_t *from, struct str *word);
/* The next place at or after *from where `needle` stands as whole words, its blanks as any white space; length in *size. */
bool lint_find_words(struct str text, struct str needle, bool exact, size_t *from, size_t *size);
/* "policies/ept-2022/section-3.lua:58" */
struct str lint_where(struct linting *l, uint32_t document, uint32_t line);
/* Calls back for a node and all below it. */
void lint_walk(const struct node *node, void (*visit)(void *self, const struct node *node), void *self);

/* The rules; each reads l->policy and adds what it finds. */
void lint_superseded_names(struct linting *l);
void lint_two_spellings(struct linting *l);
void lint_two_editions(struct linting *l);
void lint_numbers_in_text(struct linting *l);
void lint_numbering_jumps(struct linting *l);
void lint_nothing_to_check(struct linting *l);
void lint_past_ends(struct linting *l);
void lint_reviews_passed(struct linting *l);
void lint_absent_also(struct linting *l);
void lint_repeated_duties(struct linting *l);
void lint_readings(struct linting *l);
void lint_not_adopted(struct linting *l);
void lint_never_applies(struct linting *l);
void lint_always_holds(struct linting *l);
void lint_long_leads(struct linting *l);
void lint_no_owner(struct linting *l);
void lint_may_with_number(struct linting *l);
void lint_check_as_data(struct linting *l);
void lint_never_used(struct linting *l);
void lint_impossible_status(struct linting *l);

/* lint_keep.c: marks what the files say is meant; adds what such lines have wrong. */
void lint_keep(struct linting *l);

#endif
