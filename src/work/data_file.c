/* SPDX-License-Identifier: GPL-3.0-or-later
 * data_file - declarations of a school's folder; see data_file.h.
 * Owns:  nothing.
 * Must not know: what the words mean.
 */
#include "work/data_file.h"

#include "base/file.h"
#include "base/guess.h"
#include "base/utf8.h"

#define MOST_BYTES ((size_t)1 << 20)

bool data_file_read(struct arena *arena, const struct host *host, const char *folder, const char *name, const char *words,
                    struct data_file *out, struct problems *problems, struct err *err) {
    const char *path = folder ? file_join(arena, folder, name) : NULL;
    *out = (struct data_file){ .arena = arena, .name = str_from(name), .items = { .type = NODE_TABLE } };
    if (!path || !file_exists(path)) return true;
    if (!file_read(arena, path, MOST_BYTES, &out->text, err)) return false;
    return host->data(host->self, arena, path, words, &out->items, problems, err);
}

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/* Byte offset of the word in the line, standing alone; SIZE_MAX when it is not in it. */
static size_t word_in(struct str line, struct str word) {
    for (size_t from = 0; word.size && from + word.size <= line.size; from++) {
        size_t at = str_find(str_slice(line, from, line.size), word);
        if (at == SIZE_MAX) return SIZE_MAX;
        from += at;
        size_t end = from + word.size;
        bool before = from > 0 && is_word(line.at[from - 1]), after = end < line.size && is_word(line.at[end]);
        if (!(before && is_word(word.at[0])) && !(after && is_word(word.at[word.size - 1]))) return from;
    }
    return SIZE_MAX;
}

struct place data_file_place(const struct data_file *file, uint32_t line, struct str word) {
    struct place place = { .file = file->name, .line = line };
    struct str rest = file->text, text;
    uint32_t number = 0;
    for (bool more = true; more && file->text.at;) {
        more = str_cut(rest, '\n', &text, &rest);
        if (++number < line) continue;
        if (text.size && text.at[text.size - 1] == '\r') text.size--;
        size_t at = word_in(text, word);
        if (number == line) place.text = text;
        if (at == SIZE_MAX) continue;
        return (struct place){ .file = file->name,
                               .line = number,
                               .column = (uint32_t)utf8_width(str_slice(text, 0, at)) + 1,
                               .width = (uint32_t)utf8_width(word),
                               .text = text };
    }
    return place;
}

const char *data_file_fields(const struct data_file *file, const char *word, struct str wrong, const struct str *known, size_t count) {
    struct str hint = guess_hint(file->arena, wrong, known, count);
    struct buf out = { 0 };
    buf_printf(&out, "%.*s%s'%s' can have ", STR_ARG(hint), hint.size ? "  " : "", word);
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%.*s", i == 0 ? "" : i + 1 == count ? " and " : ", ", STR_ARG(known[i]));
    buf_add_byte(&out, '.');
    const char *text = str_c(file->arena, buf_str(&out));
    buf_free(&out);
    return text;
}
