/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve_hint - what to type instead of a word that fits nothing; see resolve_hint.h.
 * Owns:  nothing.
 * Must not know: verbs.
 */
#include "work/resolve_hint.h"

#include "base/guess.h"

#define DAY_WORDS 3

struct str hint_clause(struct arena *arena, const struct policy *policy, struct str word) {
    struct str *names = arena_array(arena, struct str, policy->clause_count + policy->rule_count + 1), before = { 0 }, after = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < policy->clause_count; i++) names[count++] = policy->clauses[i].number;
    for (size_t i = 0; i < policy->rule_count; i++) names[count++] = policy->rules[i].name;
    struct str hint = guess_hint(arena, word, names, count);
    if (hint.size) return hint;
    for (size_t i = 0; i < policy->clause_count; i++) { /* in the order of their numbers */
        struct str number = policy->clauses[i].number;
        if (clause_compare(number, word) < 0) before = number;
        else if (!after.size) after = number;
    }
    bool both = before.size && after.size;
    return str_format(arena, "The nearest %s %.*s%s%.*s;  policy show  lists them all.", both ? "are" : "is", STR_ARG(before), both ? " and " : "", STR_ARG(after));
}

static struct str joined(struct arena *arena, const struct str *words, size_t from, size_t to) {
    struct str text = words[from];
    for (size_t i = from + 1; i < to; i++) text = str_format(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(words[i]));
    return text;
}

static bool has_digit(struct str s) {
    for (size_t i = 0; i < s.size; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9') return true;
    return false;
}

/* "9 13": two numbers, and no day. */
static bool is_numbers(struct str s) {
    bool gap = false;
    for (size_t i = 0; i < s.size; i++) {
        if (s.at[i] == ' ') gap = true;
        else if (s.at[i] < '0' || s.at[i] > '9') return false;
    }
    return gap;
}

/* The longest text with the word in it that is a day, or would be one if its month were longer. */
bool hint_day(struct arena *arena, const struct str *words, size_t count, size_t at, struct date today, struct err *err) {
    for (size_t size = DAY_WORDS; size > 0; size--)
        for (size_t back = 0; back <= at && back < size; back++) {
            size_t from = at - back;
            if (from + size > count) continue;
            struct str text = joined(arena, words, from, from + size);
            if (is_numbers(text)) continue;
            struct date day;
            struct err said = { 0 };
            bool read = date_read(text, today, &day, &said);
            if (!read && (!has_digit(text) || str_find(str_from(said.text), STR("can not be read as a date")) != SIZE_MAX)) continue;
            if (read) err_set(err, CODE_ARGUMENTS, "'%.*s' is a day, and nothing says what it is for.", STR_ARG(text));
            else err_set(err, said.code, "%s", said.text);
            if (read) err_next(err, "A day stands behind its word:  as of %.*s", STR_ARG(text));
            else err_next(err, "%s%sA day stands behind its word:  as of 7 september", said.next, said.next[0] ? "  " : "");
            return true;
        }
    return false;
}
