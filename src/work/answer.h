/* SPDX-License-Identifier: GPL-3.0-or-later
 * answer - what a verb returns: something to read, something for programs, notes, what to type next, how it went.
 * Owns:  nothing; everything lies in the arena of the command.
 * Must not know: terminals.
 *
 * Example:
 *     answer->page = page_new(answer->arena, STR("Check"));
 *     answer_next(answer, "why zoe");
 */
#ifndef SIGNPOST_ANSWER_H
#define SIGNPOST_ANSWER_H

#include "base/problem.h"
#include "formats/page.h"

/* Something that the word would like to know before it goes on: at a terminal it is asked, the answer becomes one more
 * part of the call ("ticks=purpose,reflection"), or its phrase, and the word runs again.  Elsewhere the word goes on without it. */
struct answer_ask {
    struct str question;
    const struct str *labels;  /* what people read, numbered from 1 */
    const struct str *values;  /* what goes into the part */
    size_t count;
    bool several;              /* more than one number; "all" and "none" too */
    struct str prefix;         /* "ticks=" */
    const char *phrase;        /* instead: what is said stands after it; NULL: a part of its own */
    struct str otherwise;      /* value when nothing is said: "later" */
    bool free;                 /* there is no list: what is typed is the value */
};

struct answer {
    struct arena *arena;
    enum outcome outcome;      /* becomes the exit code */
    struct page *page;         /* for people; NULL = nothing to show */
    struct sheet *result;      /* the rows behind it: `it`, save, --csv; NULL = none */
    struct buf data;           /* bytes for --json, made when command_call.json; freed by answer_free */
    bool data_alone;           /* the data is the answer without --json too: another format was asked for */
    struct problems problems;  /* shown on stderr, with carets */
    bool problems_told;        /* the preview has shown them: programs alone get them now */
    const struct str *notes;   /* sentences for stderr */
    size_t note_count, note_room;
    const struct str *next;    /* what to type next */
    size_t next_count, next_room;
    /* A change that waits for consent: set by the preview, carried out by command_apply. */
    bool waits;                /* the page is a preview; apply would carry it out */
    struct str question;       /* "Go ahead?" */
    size_t leaves;             /* so many messages or pupils leave the school, or are deleted for good: the number must be typed; 0: y or n */
    bool forgets;              /* people were erased: what the prompt remembers may hold their names, and goes */
    void *plan;                /* the verb's own, in the arena */
    const struct answer_ask *ask; /* NULL: nothing is asked */
};

void answer_init(struct answer *answer, struct arena *arena);
void answer_free(struct answer *answer);
void answer_note(struct answer *answer, const char *format, ...) PRINTF_LIKE(2, 3);
void answer_next(struct answer *answer, const char *format, ...) PRINTF_LIKE(2, 3);
/* A first line that says the day, where it is not today. */
void answer_as_at(struct answer *answer, struct date as_of, struct date today);
void answer_outcome(struct answer *answer, enum outcome outcome); /* keeps the worse */
/* An err as a problem; sets the outcome; always false. */
bool answer_fail(struct answer *answer, const struct err *err);

#endif
