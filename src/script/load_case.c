/* SPDX-License-Identifier: GPL-3.0-or-later
 * load_case - files of policy tests: each run once in a state of its own, leaving documents.
 * Owns:  the states; each is closed before the next file is read.
 * Must not know: what a test means (policy/case.h reads the declarations).
 */
#include "script/load.h"

static bool load_one(const struct library *library, struct arena *arena, const struct word_list *words, const struct case_text *text,
                     uint32_t number, struct document *out, struct problems *problems) {
    const struct node *items = NULL;
    const struct chunk *chunk = chunk_read(arena, text->text, str_c(arena, text->path), WORLD_POLICY, problems);
    *out = (struct document){ .layer = LAYER_SCHOOL, .path = text->path, .source = text->text, .tokens = lex_tokens(&chunk->lexed),
                              .token_count = chunk->lexed.count };
    if (!chunk->open) return false;
    struct vm *vm = vm_open(arena, WORLD_POLICY, library);
    bool ran = declare_file(vm, arena, words, number, chunk, &items, &out->item_count, problems);
    vm_close(vm);
    out->items = items;
    return ran;
}

bool load_cases(const struct library *library, struct arena *arena, const struct case_text *texts, size_t count, const struct kinds *kinds,
                struct document **out, struct problems *problems, struct err *err) {
    struct word_list words;
    bool good = true;
    if (!load_words(library, arena, true, &words, err)) return false;
    declare_add_kinds(arena, kinds, &words);
    *out = arena_array(arena, struct document, count);
    for (size_t i = 0; i < count; i++) good = load_one(library, arena, &words, &texts[i], (uint32_t)i, &(*out)[i], problems) && good;
    return good || err_set(err, CODE_LOAD, "A file of tests has a slip in it.");
}
