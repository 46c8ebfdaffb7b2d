/* SPDX-License-Identifier: GPL-3.0-or-later
 * err - the error value, the table of codes, and the end of the process for faults of ours.
 * Owns:  the table of codes (from codes.def).
 * Must not know: who shows an error.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct code_row {
    const char *name;
    int number;
    enum outcome outcome;
    const char *sentence;
};

static const struct code_row CODES[CODE_COUNT] = {
    [CODE_NONE] = { "", 0, OUTCOME_DONE, "" },
#define CODE(name, number, short_name, outcome, sentence) [CODE_##name] = { short_name, number, outcome, sentence },
#include "base/codes.def"
#undef CODE
};

static const enum outcome WORST_FIRST[] = {
    OUTCOME_INTERRUPTED, OUTCOME_INTERNAL, OUTCOME_DATA, OUTCOME_REQUEST, OUTCOME_POLICY,
    OUTCOME_RULE, OUTCOME_GATE, OUTCOME_DOUBT, OUTCOME_DONE,
};

enum outcome outcome_worse(enum outcome a, enum outcome b) {
    for (size_t i = 0; i < COUNT_OF(WORST_FIRST); i++) {
        if (a == WORST_FIRST[i] || b == WORST_FIRST[i]) return WORST_FIRST[i];
    }
    return a;
}

static const struct code_row *row_of(enum code code) {
    bug_if((int)code < 0 || code >= CODE_COUNT);
    return &CODES[code];
}

const char *code_name(enum code code) { return row_of(code)->name; }
int code_number(enum code code) { return row_of(code)->number; }
enum outcome code_outcome(enum code code) { return row_of(code)->outcome; }
const char *code_sentence(enum code code) { return row_of(code)->sentence; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same_word(const char *a, const char *b) {
    while (*a && lower(*a) == lower(*b)) a++, b++;
    return !*a && !*b;
}

/* -1 when the text is no number of at most three digits. */
static int small_number(const char *text) {
    int number = 0, digits = 0;
    for (; *text >= '0' && *text <= '9' && digits < 4; text++, digits++) number = number * 10 + (*text - '0');
    return *text || digits == 0 || digits > 3 ? -1 : number;
}

enum code code_by_name(const char *name) {
    if (!name || !*name) return CODE_NONE;
    int number = small_number(lower(*name) == 'e' ? name + 1 : name);
    for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
        if (number >= 0 ? CODES[i].number == number : same_word(CODES[i].name, name)) return (enum code)i;
    }
    return CODE_NONE;
}

/* Cuts a text that filled its room back to whole characters. */
static void cut_at_character(char *text, size_t room, int wanted) {
    if (wanted < 0) {
        text[0] = '\0';
        return;
    }
    if ((size_t)wanted < room) return;
    size_t end = room - 1, start = end;
    while (start > 0 && end - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0) {
        unsigned char lead = (unsigned char)text[start - 1];
        size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (end - (start - 1) < needed) text[start - 1] = '\0';
    }
}

bool err_set(struct err *err, enum code code, const char *format, ...) {
    if (!err) return false;
    char text[sizeof err->text]; /* the arguments may point into err itself */
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cut_at_character(text, sizeof text, wanted);
    memcpy(err->text, text, sizeof text);
    err->code = code;
    err->next[0] = '\0';
    return false;
}

bool err_next(struct err *err, const char *format, ...) {
    if (!err) return false;
    char next[sizeof err->next];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(next, sizeof next, format, args);
    va_end(args);
    cut_at_character(next, sizeof next, wanted);
    memcpy(err->next, next, sizeof next);
    return false;
}

bool err_wrap(struct err *err, const char *format, ...) {
    if (!err) return false;
    char context[sizeof err->text];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(context, sizeof context, format, args);
    va_end(args);
    cut_at_character(context, sizeof context, wanted);
    char text[2 * sizeof err->text];
    wanted = snprintf(text, sizeof text, "%s: %s", context, err->text);
    if (wanted >= (int)sizeof err->text) {
        text[sizeof err->text - 1] = '\0';
        cut_at_character(text, sizeof err->text, wanted);
    }
    memcpy(err->text, text, sizeof err->text);
    return false;
}

void err_no_memory(void) {
    fputs("signpost: the machine has no memory left.  What you asked for is done whole or not at all: end other programs, look, then try again.\n", stderr);
    _exit(OUTCOME_DATA);
}

void bug(const char *file, int line, const char *what) {
    fprintf(stderr, "signpost: this is a mistake in Signpost: %s:%d: %s\n", file, line, what);
    abort();
}
