/* SPDX-License-Identifier: GPL-3.0-or-later
 * guess - edit distance, and the nearest name.
 * Owns:  nothing.
 * Must not know: what the names are.
 */
#include "base/guess.h"

#include <string.h>

#include "base/utf8.h"

/* Longer words are compared for equality alone: nobody mistypes them by one letter and wants a guess. */
#define LONGEST 64

struct letters {
    int32_t at[LONGEST];
    size_t count;
};

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.size; i++) {
        if ((unsigned char)s.at[i] >= 0x80) return false;
    }
    return true;
}

/* False when the word is too long. */
static bool letters_of(struct str word, struct letters *out) {
    out->count = 0;
    if (is_ascii(word)) {
        if (word.size > LONGEST) return false;
        for (size_t i = 0; i < word.size; i++) {
            char c = word.at[i];
            out->at[out->count++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        return true;
    }
    struct arena arena = { 0 };
    struct str folded = utf8_fold(&arena, word);
    bool fits = true;
    for (size_t at = 0; fits && at < folded.size;) {
        fits = out->count < LONGEST;
        int32_t letter = utf8_next(folded, &at);
        if (fits) out->at[out->count++] = letter;
    }
    arena_free(&arena);
    return fits;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Optimal string alignment, three rows at a time. */
static size_t edits(const struct letters *a, const struct letters *b, size_t most) {
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->count; j++) above[j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        row[0] = i;
        size_t best = i;
        for (size_t j = 1; j <= b->count; j++) {
            bool same = a->at[i - 1] == b->at[j - 1];
            size_t cost = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
                cost = least(cost, before[j - 2] + 1);
            row[j] = cost;
            best = least(best, cost);
        }
        if (best > most) return most + 1;
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return least(above[b->count], most + 1);
}

size_t guess_distance(struct str a, struct str b, size_t most) {
    struct letters left, right;
    if (!letters_of(a, &left) || !letters_of(b, &right)) return str_equal_fold_ascii(a, b) ? 0 : most + 1;
    size_t gap = left.count > right.count ? left.count - right.count : right.count - left.count;
    return gap > most ? most + 1 : edits(&left, &right, most);
}

static size_t same_beginning(struct str a, struct str b) {
    size_t i = 0;
    while (i < a.size && i < b.size && a.at[i] == b.at[i]) i++;
    return i;
}

/* Of two that are as near, the one that begins more like the word: 4.6.3 for 4.6.33, and not 4.4.33. */
struct str guess_nearest(struct str word, const struct str *names, size_t count) {
    size_t third = utf8_length(word) / 3;
    size_t most = third > 1 ? third : 1, least_distance = most + 1;
    struct str nearest = { NULL, 0 };
    for (size_t i = 0; i < count; i++) {
        size_t distance = guess_distance(word, names[i], most);
        if (distance > most) continue;
        if (distance == least_distance && same_beginning(word, names[i]) <= same_beginning(word, nearest)) continue;
        nearest = names[i];
        if (distance == 0) break;
        most = least_distance = distance; /* later ones must be as near */
    }
    return nearest;
}

struct str guess_hint(struct arena *arena, struct str word, const struct str *names, size_t count) {
    struct str nearest = guess_nearest(word, names, count);
    if (nearest.size == 0) return nearest;
    return str_format(arena, "Did you mean '%.*s'?", STR_ARG(nearest));
}
