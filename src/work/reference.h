/* SPDX-License-Identifier: GPL-3.0-or-later
 * reference - the language of policies in words: each word, kind of record, fact, reading and status, as a page.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: terminals, what a rule means.
 *
 * Drawn from the tables by which the loader reads (lua/words.lua, lua/kinds.lua, kinds.lua of the school) and from
 * lua/reference.lua and lua/phrases.lua, which explain them.
 *
 * Example:
 *     if (!reference_open(call, arena, &reference, err)) ...
 *     if (reference_topic(&reference, STR("within"), page, &fields)) ...
 */
#ifndef SIGNPOST_REFERENCE_H
#define SIGNPOST_REFERENCE_H

#include "base/kind.h"
#include "policy/node.h"
#include "work/command.h"

struct reference {
    struct arena *arena;
    struct node words, book, phrases, columns; /* words.lua, reference.lua, phrases.lua, columns.lua */
    struct kinds *kinds;              /* packed */
};

MUST_USE bool reference_open(const struct command_call *call, struct arena *arena, struct reference *out, struct err *err);
/* The page of one word, kind, sort of facts ("pupil"), reading or status; false: there is nothing of that name.
 * *fields: the fields of a kind or of facts, else NULL. */
bool reference_topic(const struct reference *reference, struct str name, struct page *page, struct sheet **fields);
/* Every name that has a page, in the order of the whole. */
size_t reference_names(const struct reference *reference, struct str **out);
struct page *reference_page(const struct reference *reference);

/* For the file of editors: the words in their groups, and their parts. */
const struct node *reference_explained(const struct reference *reference, struct str word); /* as reference.lua explains it; NULL */
const struct node *reference_row(const struct reference *reference, struct str word);       /* its row in words.lua; NULL: of kinds.lua */
struct str reference_about(const struct reference *reference, struct str word);
struct str reference_how(const struct reference *reference, struct str word);   /* "id", "call"; empty: no such word */
struct str reference_form(const struct reference *reference, struct str word);  /* "must NAME { ... }" */
bool reference_has(const struct kind *kind, uint32_t field); /* false: the outcome of a kind that has none */
struct str reference_field(struct arena *arena, const struct field *field);     /* "one of talk, fair; of each person" */

#endif
