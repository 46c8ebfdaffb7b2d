/* SPDX-License-Identifier: GPL-3.0-or-later
 * suggest - values of a school that may stand where a word takes one: forms, years, pupils, staff, roles, clauses, days ...
 * Owns:  nothing.
 * Must not know: terminals, how a line is cut.
 *
 * Example:
 *     suggest_values(&request, ARGUMENT_WHO, STR("zo"), &list);       // Zoë O’Brien   9AB
 */
#ifndef SIGNPOST_SUGGEST_H
#define SIGNPOST_SUGGEST_H

#include "work/school.h"

struct suggestion {
    struct str text;   /* "9AB", "Zoë O’Brien", "4.9.2", "next school day" */
    struct str about;  /* "form, 27 pupils"; may be empty */
};

struct suggestions {
    struct arena *arena;
    struct suggestion *at;  /* in the order to be offered */
    size_t count, room;
};

struct suggest_request {
    struct arena *arena;
    const struct host *host;
    struct school *school;  /* NULL: only what needs no school */
    struct date as_of, today;
    size_t most;            /* looked at, not only offered */
    bool roles;             /* roles before a letter was typed */
    struct str listed;      /* the word behind `list`, for the fields after "where" */
};

/* Adds what fits `begun`, folded; a school that can not be read offers nothing. */
void suggest_values(const struct suggest_request *request, enum argument_type type, struct str begun, struct suggestions *list);
void suggest_add(struct suggestions *list, struct str text, struct str about);
/* Every word of `begun` is the beginning of a word of `text`, both folded; an empty beginning fits all. */
bool suggest_fits(struct arena *arena, struct str begun, struct str text);

#endif
