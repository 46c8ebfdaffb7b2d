/* SPDX-License-Identifier: GPL-3.0-or-later
 * err - "I can not go on": one error value, owned by the caller, without allocation.
 * Owns:  nothing.
 * Must not know: who shows it.
 *
 * Problems with what we were given are collected in struct problems (problem.h); struct err ends an operation.
 *
 * Example:
 *     if (!file_read(&arena, path, &text, err))
 *         return err_wrap(err, "import");          // "import: pupils.csv: no such file"
 */
#ifndef SIGNPOST_ERR_H
#define SIGNPOST_ERR_H

#include "base/base.h"

/* What an error or an answer means for the exit code (architecture: 0 1 2 3 4 5 6 7 130). */
enum outcome {
    OUTCOME_DONE = 0,
    OUTCOME_GATE = 1,        /* the gate was crossed, a test failed */
    OUTCOME_DOUBT = 2,       /* done but not conclusive */
    OUTCOME_POLICY = 3,      /* a policy, kinds or test file is wrong: nothing was judged */
    OUTCOME_REQUEST = 4,     /* the request is wrong */
    OUTCOME_DATA = 5,        /* a file, the database, a disk said no */
    OUTCOME_RULE = 6,        /* a rule failed at run time */
    OUTCOME_INTERNAL = 7,
    OUTCOME_INTERRUPTED = 130
};

/* The one that is given when both apply: the first of 130, 7, 5, 4, 3, 6, 1, 2, 0. */
enum outcome outcome_worse(enum outcome a, enum outcome b);

/* Every code that a person may see: name, number (E105), short name, outcome, one sentence.  See codes.def. */
enum code {
    CODE_NONE = 0,
#define CODE(name, number, short_name, outcome, sentence) CODE_##name,
#include "base/codes.def"
#undef CODE
    CODE_COUNT
};

const char *code_name(enum code code);      /* "unknown-field" */
int code_number(enum code code);            /* 105, shown as E105; 0 for codes of the policy table without a number */
enum outcome code_outcome(enum code code);
const char *code_sentence(enum code code);  /* what it is about, one line for help */
enum code code_by_name(const char *name);   /* "unknown-field", "E105" or "105"; CODE_NONE when unknown */

struct err {
    enum code code;
    char text[480];  /* one sentence, UTF-8, cut at a character */
    char next[480];  /* what to do next, or empty */
};

/* Always false, so that failing is one line. */
bool err_set(struct err *err, enum code code, const char *format, ...) PRINTF_LIKE(3, 4);
/* Adds what to do next; always false. */
bool err_next(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);
/* Puts "context: " in front; always false. */
bool err_wrap(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* The machine has no memory left: one line, and out with OUTCOME_DATA.  A change that was open is rolled back by whoever opens
 * the records next. */
void err_no_memory(void) NO_RETURN;
/* A fault of ours: one line with file and line on stderr, then abort.  On in every build. */
void bug(const char *file, int line, const char *what) NO_RETURN;
#define bug_if(condition)                           \
    do {                                            \
        if (condition) bug(__FILE__, __LINE__, #condition); \
    } while (0)

#endif
