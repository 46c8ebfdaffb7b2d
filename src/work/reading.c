/* SPDX-License-Identifier: GPL-3.0-or-later
 * reading - hours, year groups, yes and no, and codes; see reading.h.
 * Owns:  nothing.
 * Must not know: whether they were typed or stand in a file.
 */
#include "work/reading.h"

#include "base/utf8.h"

#define HOURS_MOST 1000
#define YEAR_MOST 14

bool reading_hours(struct str text, int64_t *minutes) {
    static const char *const UNITS[] = { "hours", "hour", "h" };
    struct str hours, part = { 0 };
    int64_t whole = 0, rest = 0;
    text = str_trim(text);
    for (size_t i = 0; i < COUNT_OF(UNITS); i++)
        if (str_ends(text, UNITS[i])) {
            text = str_trim(str_slice(text, 0, text.size - str_from(UNITS[i]).size));
            break;
        }
    bool colon = str_cut(text, ':', &hours, &part), point = !colon && str_cut(text, '.', &hours, &part);
    bool good = str_whole(hours, &whole) && whole >= 0 && whole <= HOURS_MOST;
    if (good && (colon || point)) good = part.size >= 1 && part.size <= 2 && str_whole(part, &rest) && rest >= 0;
    if (!good || (colon && rest > 59)) return false;
    if (point) rest = part.size == 1 ? rest * 6 : rest * 60 / 100;
    *minutes = whole * 60 + rest;
    return true;
}

static bool word_at(struct str text, size_t at, const char *word) {
    size_t size = str_from(word).size;
    return at + size <= text.size && str_equal_fold_ascii(str_slice(text, at, at + size), str_from(word));
}

/* What may stand before a number: "Years", "Year", "Yrs", "Yr", "Y"; how long it is. */
static size_t before_number(struct str text, size_t at) {
    static const char *const WORDS[] = { "years", "year", "yrs", "yr", "y" };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (word_at(text, at, WORDS[i])) return str_from(WORDS[i]).size;
    return 0;
}

bool reading_year(struct str text, int64_t *year) {
    text = str_trim(text);
    text = str_trim(str_slice(text, before_number(text, 0), text.size));
    return str_whole(text, year) && *year >= 0 && *year <= YEAR_MOST;
}

/* One number, or what stands between two; how many bytes it took, 0: it is neither. */
static size_t one_part(struct str text, size_t at, int64_t *year, bool *range) {
    size_t end = at;
    int64_t number = 0;
    *year = -1;
    while (end < text.size && text.at[end] >= '0' && text.at[end] <= '9' && end < at + 3) number = number * 10 + (text.at[end++] - '0');
    if (end > at) {
        *year = number;
        return number <= YEAR_MOST ? end - at : 0;
    }
    if (text.at[at] == ' ' || text.at[at] == ',' || text.at[at] == ';' || text.at[at] == '&') return 1;
    if (word_at(text, at, "and")) return 3;
    if (text.at[at] == '-' || word_at(text, at, "to") || word_at(text, at, "\xE2\x80\x93")) {
        *range = true;
        return text.at[at] == '-' ? 1 : word_at(text, at, "to") ? 2 : 3;
    }
    return before_number(text, at);
}

bool reading_years(struct str text, int64_t *mask) {
    int64_t last = -1, year;
    bool range = false;
    *mask = 0;
    for (size_t at = 0, took; at < text.size; at += took) {
        took = one_part(text, at, &year, &range);
        if (!took) return false;
        if (year < 0) continue;
        if (range && (last < 0 || year < last)) return false;
        for (int64_t y = range ? last : year; y <= year; y++) *mask |= INT64_C(1) << y;
        last = year;
        range = false;
    }
    return *mask != 0 && !range;
}

bool reading_flag(struct str text, int64_t *out) {
    static const char *const YES[] = { "yes", "y", "true", "t", "1" }, *const NO[] = { "no", "n", "false", "f", "0" };
    text = str_trim(text);
    for (size_t i = 0; i < COUNT_OF(YES); i++) {
        if (str_equal_fold_ascii(text, str_from(YES[i]))) return *out = 1, true;
        if (str_equal_fold_ascii(text, str_from(NO[i]))) return *out = 0, true;
    }
    return false;
}

int32_t reading_code(const struct field *field, struct arena *arena, struct str text) {
    struct str word = utf8_fold(arena, str_trim(text));
    char *at = arena_copy(arena, word.at, word.size);
    for (size_t i = 0; i < word.size; i++)
        if (at[i] == ' ' || at[i] == '-') at[i] = '_';
    for (uint32_t i = 0; i < field->code_count; i++)
        if (str_equal_fold_ascii(field->codes[i], word) || str_equal_fold_ascii(field->codes[i], (struct str){ at, word.size })) return (int32_t)i;
    return FIELD_ABSENT;
}
