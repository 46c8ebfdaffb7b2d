/* SPDX-License-Identifier: GPL-3.0-or-later
 * declare - the words of a declarative file as constructors, and what they were given as nodes.
 * Owns:  the list of declarations of each vm, in its registry.
 * Must not know: what a word means; which files there are.
 *
 * Example:
 *     declare_read_words(&arena, &module, &words);
 *     declare_file(vm, &arena, &words, document_index, chunk, &items, &count, problems);
 */
#ifndef SIGNPOST_DECLARE_H
#define SIGNPOST_DECLARE_H

#include "base/kind.h"
#include "policy/node.h"
#include "script/chunk.h"
#include "script/vm.h"

enum declare_how { HOW_ID, HOW_TABLE, HOW_EITHER, HOW_CALL, HOW_VALUE, HOW_NAME };

/* A row of lua/words.lua. */
struct word_row {
    struct str name;
    enum declare_how how;
    bool top, header, items, any_field;
    bool test;                  /* known in files of tests alone */
    bool names;                 /* role, plan: also written role.x */
    const struct str *fields, *needs, *texts, *numbers;
    size_t field_count, need_count, text_count, number_count;
};

struct word_list {
    struct word_row *rows;
    size_t count;
    bool tests; /* of a file of tests */
};

/* Rows from the module's node (lua/words.lua), by name; those of a policy, or with `tests` those of a file of tests. */
void declare_read_words(struct arena *arena, const struct node *module, bool tests, struct word_list *out);
/* Rows for a data file: "staff mail recipe" are words written with or without a name, any fields; "without{}" takes a
 * list alone. */
void declare_data_words(struct arena *arena, const char *names, struct word_list *out);
/* Further rows, one for each kind: `encounter { ... }`.  A kind that has a word's name is left to the word. */
void declare_add_kinds(struct arena *arena, const struct kinds *kinds, struct word_list *list);

/* Runs a text that has passed the gate in a fresh environment and gives its declarations in order (top-level words),
 * converted.  With problems the items that were understood are given all the same. */
MUST_USE bool declare_file(struct vm *vm, struct arena *arena, const struct word_list *words, uint32_t document, const struct chunk *chunk,
                           const struct node **items, uint32_t *count, struct problems *problems);
/* The row of a word that stands at index without its parts; NULL for anything else. */
const struct word_row *l_declare_row(struct lua_State *L, int index);
/* What a data module of the library returns. */
MUST_USE bool declare_module(struct vm *vm, struct arena *arena, const char *name, struct node *out, struct err *err);

#endif
