/* SPDX-License-Identifier: GPL-3.0-or-later
 * code_list - code lists of school and council data: lua/codes.lua, with the labels and codes of a school's own codes.lua.
 * Owns:  nothing; lists lie in the arena they were loaded in.
 * Must not know: who asks, how it is printed.
 *
 * A code whose label nobody has verified has none.  Sources: facts/domain.md 7.4 and 8.
 *
 * Example:
 *     const struct code_lists *lists;
 *     if (!code_list_load(arena, host, folder, kinds, &lists, problems, err)) return false;
 *     struct str value = code_list_value(lists, STR("sen"), STR("K - SEN Support"));      // "support"
 */
#ifndef SIGNPOST_CODE_LIST_H
#define SIGNPOST_CODE_LIST_H

#include "work/host.h"

struct list_code {
    struct str code, label; /* the label may be empty */
    struct str is;          /* the value of kinds.lua that it stands for; empty: none */
    bool over;              /* no longer given */
    bool own;               /* the school's code or label */
};

struct code_list {
    struct str name, title, source;
    const struct node *reads; /* fields whose cells may hold a code: "sen", "destination.activity"; NULL: none */
    struct list_code *at;
    size_t count, room;
};

struct code_lists {
    struct code_list *at;
    size_t count;
};

/* folder: a school's; kinds: so that `is` of its codes.lua is a value that the field has. */
MUST_USE bool code_list_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds,
                             const struct code_lists **out, struct problems *problems, struct err *err);
const struct code_list *code_list_find(const struct code_lists *lists, struct str name); /* NULL: there is none */
/* By code alone, without case; NULL: the list has none such. */
const struct list_code *code_list_code(const struct code_list *list, struct str code);
/* What a cell of the field stands for: a code, its label, or both ("K - SEN Support").  Empty: no list says. */
struct str code_list_value(const struct code_lists *lists, struct str field, struct str cell);

/* A text for others: "111 (label)" where it is a code of the list that has a label; else as it stands. */
struct str code_list_words(struct arena *arena, const struct code_lists *lists, struct str list, struct str text);

#endif
