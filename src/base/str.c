/* SPDX-License-Identifier: GPL-3.0-or-later
 * str - views, comparing, cutting, formatting, growable buffers.
 * Owns:  the memory of a struct buf.
 * Must not know: encodings, formats.
 */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

struct str str_from(const char *c_string) {
    return c_string ? (struct str){ c_string, strlen(c_string) } : (struct str){ NULL, 0 };
}

struct str str_copy(struct arena *arena, struct str s) {
    return (struct str){ arena_copy(arena, s.at, s.size), s.size };
}

const char *str_c(struct arena *arena, struct str s) { return arena_copy(arena, s.at, s.size); }

struct str str_format(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str made = str_vformat(arena, format, args);
    va_end(args);
    return made;
}

struct str str_vformat(struct arena *arena, const char *format, va_list args) {
    char most[256]; /* most texts are short, and printed once */
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(most, sizeof most, format, args);
    bug_if(size < 0);
    char *at = arena_alloc(arena, (size_t)size + 1);
    if ((size_t)size < sizeof most) memcpy(at, most, (size_t)size + 1);
    else vsnprintf(at, (size_t)size + 1, format, again);
    va_end(again);
    return (struct str){ at, (size_t)size };
}

bool str_equal(struct str a, struct str b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool str_is(struct str a, const char *c_string) { return str_equal(a, str_from(c_string)); }

bool str_starts(struct str s, const char *prefix) {
    size_t size = strlen(prefix);
    return s.size >= size && (size == 0 || memcmp(s.at, prefix, size) == 0);
}

bool str_ends(struct str s, const char *suffix) {
    size_t size = strlen(suffix);
    return s.size >= size && (size == 0 || memcmp(s.at + s.size - size, suffix, size) == 0);
}

int str_compare(struct str a, struct str b) {
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order) return order < 0 ? -1 : 1;
    return (a.size > b.size) - (a.size < b.size);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_equal_fold_ascii(struct str a, struct str b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    }
    return true;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct str str_trim(struct str s) {
    while (s.size && is_space(s.at[0])) s.at++, s.size--;
    while (s.size && is_space(s.at[s.size - 1])) s.size--;
    return s;
}

struct str str_slice(struct str s, size_t from, size_t to) {
    if (to > s.size) to = s.size;
    if (from >= to) return (struct str){ s.at, 0 };
    return (struct str){ s.at + from, to - from };
}

size_t str_find(struct str s, struct str needle) {
    if (needle.size == 0) return 0;
    for (size_t from = 0; from + needle.size <= s.size;) {
        const char *first = memchr(s.at + from, needle.at[0], s.size - needle.size - from + 1);
        if (!first) return SIZE_MAX;
        if (memcmp(first, needle.at, needle.size) == 0) return (size_t)(first - s.at);
        from = (size_t)(first - s.at) + 1;
    }
    return SIZE_MAX;
}

bool str_cut(struct str s, char separator, struct str *before, struct str *after) {
    const char *found = s.size ? memchr(s.at, separator, s.size) : NULL;
    if (!found) {
        *before = s;
        *after = (struct str){ NULL, 0 };
        return false;
    }
    size_t at = (size_t)(found - s.at);
    *before = (struct str){ s.at, at };
    *after = (struct str){ found + 1, s.size - at - 1 };
    return true;
}

bool str_whole(struct str s, int64_t *out) {
    bool negative = s.size && s.at[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.size) return false;
    int64_t number = 0; /* kept negative: there is one more negative number than there are positive ones */
    for (; i < s.size; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        int digit = s.at[i] - '0';
        if (number < (INT64_MIN + digit) / 10) return false;
        number = number * 10 - digit;
    }
    if (!negative && number == INT64_MIN) return false;
    *out = negative ? number : -number;
    return true;
}

static void buf_reserve(struct buf *buf, size_t more) {
    bug_if(more > SIZE_MAX / 4 || buf->size > SIZE_MAX / 4);
    size_t needed = buf->size + more + 1;
    if (needed <= buf->room) return;
    size_t room = buf->room ? buf->room : 64;
    while (room < needed) room *= 2;
    char *at = realloc(buf->at, room);
    if (!at) err_no_memory();
    buf->at = at;
    buf->room = room;
}

void buf_add(struct buf *buf, struct str s) {
    /* A piece of the buffer itself may be added to it: growing moves it. */
    uintptr_t at = (uintptr_t)s.at, start = (uintptr_t)buf->at;
    bool own = buf->at && s.size && at >= start && at <= start + buf->size;
    size_t offset = own ? (size_t)(s.at - buf->at) : 0;
    buf_reserve(buf, s.size);
    if (own) s.at = buf->at + offset;
    if (s.size) memmove(buf->at + buf->size, s.at, s.size);
    buf->size += s.size;
    buf->at[buf->size] = '\0';
}

void buf_add_c(struct buf *buf, const char *c_string) { buf_add(buf, str_from(c_string)); }

void buf_add_byte(struct buf *buf, char byte) {
    buf_reserve(buf, 1);
    buf->at[buf->size++] = byte;
    buf->at[buf->size] = '\0';
}

void buf_add_whole(struct buf *buf, int64_t number) {
    char digits[20];
    size_t count = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) buf_add_byte(buf, '-');
    while (count) buf_add_byte(buf, digits[--count]);
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    bug_if(size < 0);
    buf_reserve(buf, (size_t)size);
    va_start(args, format);
    vsnprintf(buf->at + buf->size, (size_t)size + 1, format, args);
    va_end(args);
    buf->size += (size_t)size;
}

struct str buf_str(const struct buf *buf) { return (struct str){ buf->at, buf->size }; }

void buf_clear(struct buf *buf) {
    buf->size = 0;
    if (buf->at) buf->at[0] = '\0';
}

void buf_free(struct buf *buf) {
    free(buf->at);
    *buf = (struct buf){ 0 };
}
