/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve - words as people type them to pupils, forms, years, clauses, rules, benchmarks, dates.
 * Owns:  nothing.
 * Must not know: verbs.
 *
 * Names match without case, accents or apostrophe style; first name, surname, both in either order, or initials plus
 * form.  A form beats a surname and says so.  Several fit: CODE_WHICH_ONE with the list, never a guess.  Commas and "and"
 * stand between people.
 *
 * Example:
 *     struct selection selection;
 *     if (!resolve_call(school, call, RESOLVE_PUPILS | RESOLVE_RULES, &selection, answer)) return false;
 */
#ifndef SIGNPOST_RESOLVE_H
#define SIGNPOST_RESOLVE_H

#include "work/school.h"

enum resolve_wants { RESOLVE_PUPILS = 1, RESOLVE_RULES = 2, RESOLVE_ROLES = 4, RESOLVE_STAFF = 8 };

struct selection {
    const int64_t *pupils;   /* keys in order, without doubles; NULL: everybody */
    size_t pupil_count;
    const bool *rules;       /* by rule index; NULL: all */
    int32_t clause;          /* index of the one clause that was named, else -1 */
    int32_t rule;            /* index of the one rule that was named, else -1 */
    struct str who;          /* "9AB", "Year 11", "Zoë O’Brien"; empty for everybody */
    struct str what;         /* "4.9.2", "benchmark 8"; empty for all */
    const int32_t *roles;    /* indices in policy.roles */
    size_t role_count;
    const struct person *const *staff;
    size_t staff_count;
};

/* All positional parts of a call.  On failure the answer has the problem and, for several that fit, a sheet of them. */
MUST_USE bool resolve_call(struct school *school, const struct command_call *call, unsigned wants,
                           struct selection *out, struct answer *answer);
/* The same for one text. */
MUST_USE bool resolve_text(struct school *school, const struct command_call *call, struct str text, unsigned wants,
                           struct selection *out, struct answer *answer);
/* The same with more to say about it: among these pupils a name is looked for first, and one that several outside bear is
 * nobody's. */
struct resolve_request {
    unsigned wants;
    const char *phrase;      /* the parts behind this phrase; NULL: the positional ones */
    struct str text;         /* at != NULL: this text in their place */
    const int64_t *among;    /* NULL: everybody */
    size_t among_count;
    struct str among_who;    /* "9BH", "#118": for the message */
    struct str where;        /* "list.txt, line 3": in front of the message; nothing is offered to choose from then */
};
MUST_USE bool resolve_asked(struct school *school, const struct command_call *call, const struct resolve_request *request,
                            struct selection *out, struct answer *answer);
bool selection_has_pupil(const struct selection *selection, int64_t pupil);

/* What to type for one pupil, without the quotes: the name; when others bear it, the form behind it; else the UPN or the key. */
struct str resolve_pupil_words(struct school *school, struct arena *arena, struct date day, int64_t pupil);

/* The same for people to read: the name, with form or UPN where others bear it. */
struct str resolve_pupil_name(struct school *school, struct arena *arena, struct date day, int64_t pupil, struct str name);

/* date_read, and "end of term", "end of year", "last school day", "next school day".  calendar may be NULL. */
MUST_USE bool resolve_date(struct str text, struct date today, const struct calendar *calendar, struct date *out,
                           struct err *err);

#endif
