/* SPDX-License-Identifier: GPL-3.0-or-later
 * problem - lists of problems: adding with a cap, order, and what they mean for the outcome.
 * Owns:  nothing; everything lies in the arena of the list.
 * Must not know: who shows them.
 */
#include "base/problem.h"

#include <string.h>

static size_t most_of(const struct problems *list) { return list->most ? list->most : PROBLEM_CAP; }

static size_t kept_of(const struct problems *list, enum severity severity) {
    size_t most = most_of(list);
    size_t errors = list->errors < most ? list->errors : most;
    size_t warnings = list->warnings < most ? list->warnings : most;
    if (severity == SEVERITY_ERROR) return errors;
    if (severity == SEVERITY_WARNING) return warnings;
    return list->count - errors - warnings;
}

/* The last error of the list, to make way for a worse one. */
static struct problem *last_error(struct problems *list) {
    for (size_t i = list->count; i > 0; i--) {
        if (list->at[i - 1].severity == SEVERITY_ERROR) return &list->at[i - 1];
    }
    return NULL;
}

static bool makes_it_worse(const struct problems *list, enum code code) {
    enum outcome held = problem_outcome(list), added = code_outcome(code);
    return added != held && outcome_worse(held, added) == added;
}

/* Room for one more, or NULL when there are enough of that severity. */
static struct problem *make_room(struct problems *list, enum severity severity, enum code code) {
    bool full = kept_of(list, severity) >= most_of(list);
    struct problem *room = NULL;
    if (full) {
        list->dropped++;
        if (severity == SEVERITY_ERROR && makes_it_worse(list, code)) room = last_error(list);
    } else {
        if (list->count == list->room) {
            size_t larger = list->room ? list->room * 2 : 8;
            struct problem *at = arena_array(list->arena, struct problem, larger);
            if (list->count) memcpy(at, list->at, list->count * sizeof *at);
            list->at = at;
            list->room = larger;
        }
        room = &list->at[list->count++];
    }
    if (severity == SEVERITY_ERROR) list->errors++;
    if (severity == SEVERITY_WARNING) list->warnings++;
    return room;
}

static struct place place_copy(struct arena *arena, struct place place) {
    place.file = str_copy(arena, place.file);
    place.sheet = str_copy(arena, place.sheet);
    place.heading = str_copy(arena, place.heading);
    place.text = str_copy(arena, place.text);
    return place;
}

struct problem *problem_add(struct problems *list, enum code code, enum severity severity, struct place place, const char *next,
                            const char *format, ...) {
    bug_if(!list->arena);
    struct problem *room = make_room(list, severity, code);
    if (!room) return NULL;
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(list->arena, format, args);
    va_end(args);
    *room = (struct problem){ .code = code, .severity = severity, .place = place_copy(list->arena, place), .said = said,
                              .next = str_copy(list->arena, str_from(next)) };
    return room;
}

void problem_add_err(struct problems *list, struct place place, const struct err *err) {
    problem_add(list, err->code, SEVERITY_ERROR, place, err->next, "%s", err->text);
}

static int place_compare(const struct place *a, const struct place *b) {
    int by_file = str_compare(a->file, b->file);
    if (by_file) return by_file;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return 0;
}

void problem_forget(struct problems *list, enum code code) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool drop = list->at[i].code == code && list->at[i].severity == SEVERITY_WARNING;
        if (drop) list->warnings--;
        else list->at[kept++] = list->at[i];
    }
    list->count = kept;
}

void problem_sort(struct problems *list) {
    /* By insertion: stable, and a list holds a few hundred at most. */
    for (size_t i = 1; i < list->count; i++) {
        struct problem moved = list->at[i];
        size_t to = i;
        for (; to > 0 && place_compare(&list->at[to - 1].place, &moved.place) > 0; to--)
            list->at[to] = list->at[to - 1];
        list->at[to] = moved;
    }
}

enum outcome problem_outcome(const struct problems *list) {
    enum outcome worst = OUTCOME_DONE;
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].severity != SEVERITY_ERROR) continue;
        worst = outcome_worse(worst, code_outcome(list->at[i].code));
    }
    return worst;
}

bool problem_first(const struct problems *list, struct err *err) {
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *p = &list->at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        err_set(err, p->code, "%.*s, line %u: %.*s", STR_ARG(p->place.file), p->place.line, STR_ARG(p->said));
        if (p->next.size) err_next(err, "%.*s", STR_ARG(p->next));
        return false;
    }
    return false;
}
