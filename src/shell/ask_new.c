/* SPDX-License-Identifier: GPL-3.0-or-later
 * ask_new - see ask_new.h.
 * Owns:  nothing.
 * Must not know: what a school folder holds.
 */
#include "shell/ask_new.h"

#include <stdio.h>
#include <string.h>

#include "shell/ask.h"
#include "work/new.h"

static const struct { const char *option, *question; } QUESTIONS[] = {
    { "name", "What is the school called?   " },
    { "setting", "Which kind?\n  1 secondary   2 secondary with sixth form   3 special   4 PRU   5 alternative provision\n[1-5]   " },
    { "contact", "Name and e-mail of the Careers Leader, with a comma between?\n   " },
};

static bool has_option(const struct line *line, const char *name) {
    for (size_t i = 0; i < line->option_count; i++)
        if (strcmp(line->options[i].name, name) == 0) return true;
    return false;
}

/* Asks until the answer will do; false when the person stopped.  Enter alone leaves it at what is usual. */
static bool ask_begin(struct arena *arena, struct date today, struct str *said) {
    char day[DATE_LONG_SIZE];
    struct str question = str_format(arena, "Since when does the school have records of careers work?  What was due before\n"
                                     "that day is not said to be late.  (Enter: since %s)\n   ", date_short(school_year_start(school_year_of(today)), day));
    for (;;) {
        struct err err = { 0 };
        struct date ignored;
        if (!ask_line(arena, str_c(arena, question), (struct str){ 0 }, said)) return false;
        if (!said->size || date_read(*said, today, &ignored, &err)) return true;
        fprintf(stderr, "%s  Write it as 1 september 2025.\n", err.text);
    }
}

/* Asks until the answer will do; false when there is no answer. */
static bool ask_one(struct arena *arena, const char *option, const char *question, struct str *said) {
    for (;;) {
        struct err err = { 0 };
        if (!ask_line(arena, question, (struct str){ 0 }, said) || !said->size) return false;
        if (new_accepts(arena, option, *said, &err)) return true;
        fprintf(stderr, "%s  Write: %s\nEnter alone stops.\n", err.text, err.next);
    }
}

bool ask_new_options(struct arena *arena, struct line *line, struct date today) {
    struct call_option *options = arena_array(arena, struct call_option, line->option_count + COUNT_OF(QUESTIONS) + 1);
    struct str begin = { 0 };
    bool asked = false;
    for (size_t i = 0; i < line->option_count; i++) options[i] = line->options[i];
    line->options = options;
    for (size_t i = 0; i < COUNT_OF(QUESTIONS); i++) {
        struct str said = { 0 };
        if (has_option(line, QUESTIONS[i].option)) continue;
        if (!ask_one(arena, QUESTIONS[i].option, QUESTIONS[i].question, &said)) return false;
        line->options[line->option_count++] = (struct call_option){ QUESTIONS[i].option, said };
        asked = true;
    }
    /* Whoever has written all that is needed is asked nothing. */
    if (!asked || has_option(line, "records-from")) return true;
    if (!ask_begin(arena, today, &begin)) return false;
    if (begin.size) line->options[line->option_count++] = (struct call_option){ "records-from", begin };
    return true;
}
