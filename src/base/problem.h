/* SPDX-License-Identifier: GPL-3.0-or-later
 * problem - something wrong with what we were given: code, severity, place, one sentence, next step.
 * Owns:  nothing; everything lies in the arena of the list.
 * Must not know: who shows it, which program it is about.
 *
 * Loading, merging and importing add problems and go on, so that a person mends ten slips in one pass.
 *
 * Example:
 *     problem_add(problems, CODE_UNKNOWN_FIELD, SEVERITY_ERROR, place, "Did you mean 'meaningful'?",
 *                 "An encounter has no field called '%.*s'.", STR_ARG(name));
 */
#ifndef SIGNPOST_PROBLEM_H
#define SIGNPOST_PROBLEM_H

#include "base/err.h"
#include "base/str.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* Where.  Policy files use file, line, column; tables use file, sheet, line (the row's physical line) and heading. */
struct place {
    struct str file;    /* as the author sees it, relative to the school; empty = no place */
    struct str sheet;   /* of a workbook, else empty */
    struct str heading; /* of a table's column, else empty */
    uint32_t line;      /* from 1; 0 = not known */
    uint32_t column;    /* in characters from 1; 0 = not known */
    uint32_t width;     /* characters under the caret; 0 = not known */
    struct str text;    /* the source line, without line end, for the caret; may be empty */
};

struct problem {
    enum code code;
    enum severity severity;
    struct place place;
    struct str said; /* one sentence, with full stop */
    struct str next; /* what to do next; may be empty */
    struct str alike; /* of rows: what others like it share, "no pupil has the number"; empty: it stands for itself */
};

/* At most so many are kept of each severity, unless the list says another number; the rest are counted. */
#define PROBLEM_CAP 200

struct problems {
    struct arena *arena;
    size_t most; /* 0: PROBLEM_CAP */
    struct problem *at;
    size_t count, room;
    size_t errors, warnings, dropped; /* errors and warnings count the dropped ones too */
};

/* What was added, to say more of it; NULL when it was only counted. */
struct problem *problem_add(struct problems *list, enum code code, enum severity severity, struct place place, const char *next,
                            const char *format, ...) PRINTF_LIKE(6, 7);
/* An err as a problem of severity error. */
void problem_add_err(struct problems *list, struct place place, const struct err *err);
/* Takes out the warnings of one code: they do not matter to whoever asked. */
void problem_forget(struct problems *list, enum code code);
/* By file, line, column, then order of arrival. */
void problem_sort(struct problems *list);
/* The first error with its file and line as an err, for whoever can only stop; always false. */
bool problem_first(const struct problems *list, struct err *err);
/* The worst outcome among the errors (warnings and notes give OUTCOME_DONE). */
enum outcome problem_outcome(const struct problems *list);

#endif
