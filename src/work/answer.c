/* SPDX-License-Identifier: GPL-3.0-or-later
 * answer - what a verb returns; see answer.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/answer.h"

void answer_init(struct answer *answer, struct arena *arena) {
    *answer = (struct answer){ .arena = arena, .outcome = OUTCOME_DONE };
    answer->problems.arena = arena;
}

void answer_free(struct answer *answer) {
    buf_free(&answer->data);
}

static void add_text(struct arena *arena, const struct str **list, size_t *count, size_t *room, struct str text) {
    if (*count == *room) {
        size_t wider = *room ? *room * 2 : 8;
        struct str *copy = arena_array(arena, struct str, wider);
        for (size_t i = 0; i < *count; i++) copy[i] = (*list)[i];
        *list = copy;
        *room = wider;
    }
    /* The list was made above, in this arena: readers see it as const. */
    ((struct str *)(uintptr_t)*list)[(*count)++] = text;
}

void answer_note(struct answer *answer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str text = str_vformat(answer->arena, format, args);
    va_end(args);
    add_text(answer->arena, &answer->notes, &answer->note_count, &answer->note_room, text);
}

void answer_next(struct answer *answer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str text = str_vformat(answer->arena, format, args);
    va_end(args);
    add_text(answer->arena, &answer->next, &answer->next_count, &answer->next_room, text);
}

void answer_outcome(struct answer *answer, enum outcome outcome) {
    answer->outcome = outcome_worse(answer->outcome, outcome);
}

bool answer_fail(struct answer *answer, const struct err *err) {
    if (err->code != CODE_NONE) problem_add_err(&answer->problems, (struct place){ 0 }, err);
    enum outcome of_problems = problem_outcome(&answer->problems);
    enum outcome of_err = err->code == CODE_NONE ? OUTCOME_DONE : code_outcome(err->code);
    enum outcome worst = outcome_worse(of_problems, of_err);
    /* A failure is never "done": a code without an outcome of its own is a request that could not be met. */
    answer_outcome(answer, worst == OUTCOME_DONE || worst == OUTCOME_DOUBT ? OUTCOME_REQUEST : worst);
    return false;
}

void answer_as_at(struct answer *answer, struct date as_of, struct date today) {
    char day[DATE_LONG_SIZE];
    struct page *page = answer->page;
    if (!page || date_same(as_of, today)) return;
    page_paragraphf(page, "As at %s%s.", date_long(as_of, day),
                    date_after(as_of, today) ? ", from what is recorded today" : "");
    struct block line = page->blocks[page->count - 1];
    for (size_t i = page->count - 1; i > 0; i--) page->blocks[i] = page->blocks[i - 1];
    page->blocks[0] = line;
}
