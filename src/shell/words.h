/* SPDX-License-Identifier: GPL-3.0-or-later
 * words - a typed line against a row of the command table: parts, phrases, options.
 * Owns:  nothing.
 * Must not know: what the words do.
 *
 * The same grammar for the shell's arguments and for a line at the prompt (experience 3.3).
 *
 * Example:
 *     words_cut(&arena, STR("why \"Zoë O'Brien\" 4.9.2"), &words, err);
 *     words_read(&arena, command, &words, &line, today, err);
 */
#ifndef SIGNPOST_WORDS_H
#define SIGNPOST_WORDS_H

#include "work/command.h"

struct word {
    struct str text;
    bool quoted;
    size_t at;          /* byte offset in the line, for carets and completion; 0 for shell arguments */
};

struct words {
    struct word *at;
    size_t count;
    bool open_quote;    /* the line ends inside a quote */
};

/* Cuts a line at spaces; "...", '...' and curly quotes hold a word together when they open it. */
void words_cut(struct arena *arena, struct str line, struct words *out);
/* Shell arguments: each is one word; one with spaces counts as quoted. */
void words_from_arguments(struct arena *arena, char **arguments, int count, struct words *out);

/* What every word knows (experience 3.4). */
struct globals {
    struct str folder, output, library;
    bool json, csv, names, quiet, plain, yes, dry_run, echo;
    int colour; /* enum colour_choice */
    bool as_of_given;
    struct date as_of;
    struct str as_of_text; /* not empty: a day that needs the school's terms ("end of term"); as_of is today until then */
};

struct line {
    const struct command *command;
    struct call_part *parts;
    size_t part_count;
    struct call_option *options;
    size_t option_count;
};

/* "31 mar", "end of year", "end of term": the day everything is judged on. */
/* --output names a workbook. */
bool words_wants_book(const struct globals *globals);
MUST_USE bool words_as_of(struct str text, struct date today, struct globals *globals, struct err *err);
/* Takes the options that every word knows out of `words` (anywhere before "--"), into globals. */
MUST_USE bool words_globals(struct arena *arena, struct words *words, struct date today, struct globals *globals,
                            const struct command *command, struct err *err);
/* The words after the command's own name, read by its row. */
MUST_USE bool words_read(struct arena *arena, const struct command *command, const struct words *words,
                         struct date today, struct globals *globals, struct line *out, struct err *err);

extern const struct option_row GLOBAL_OPTIONS[];
extern const size_t GLOBAL_OPTION_COUNT;

#endif
