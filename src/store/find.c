/* SPDX-License-Identifier: GPL-3.0-or-later
 * find - what a word may mean: people, organisations, activities, forms, by folded words.
 * Owns:  nothing.
 * Must not know: grammar of commands, policies.
 */
#include "store/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sql.h"
#include "store/find_priv.h"
#include "store/stmt.h"

static bool is_mark(char c) { return c == '\'' || c == '-'; }

/* How much of `text` from `at` on the word is; SIZE_MAX: it is not.  Apostrophes and hyphens are written or left out:
 * "obrien" is "o'brien", "smithjones" is "smith-jones". */
static size_t taken_by(struct str word, struct str text, size_t at) {
    size_t i = 0;
    while (i < word.size) {
        if (at < text.size && text.at[at] == word.at[i]) at++, i++;
        else if (at < text.size && is_mark(text.at[at])) at++;
        else if (is_mark(word.at[i])) i++;
        else return SIZE_MAX;
    }
    return at;
}

static bool has_letter(struct str word) {
    for (size_t i = 0; i < word.size; i++)
        if (!is_mark(word.at[i])) return true;
    return false;
}

static bool begins_word(struct str word, struct str text) {
    if (!has_letter(word)) return false;
    for (size_t i = 0; i < text.size; i++) {
        bool at_word = i == 0 || text.at[i - 1] == ' ' || is_mark(text.at[i - 1]);
        if (at_word && taken_by(word, text, i) != SIZE_MAX) return true;
    }
    return false;
}

static bool same_name(struct str words, struct str text) {
    size_t end = taken_by(words, text, 0);
    while (end < text.size && is_mark(text.at[end])) end++;
    return end == text.size;
}

bool find_fits(struct str words, struct str text) {
    struct str word, rest = words;
    while (rest.size > 0) {
        struct str after = { NULL, 0 };
        str_cut(rest, ' ', &word, &after);
        if (word.size > 0 && !begins_word(word, text)) return false;
        rest = after;
    }
    return true;
}

/* A hit with what it is ordered by. */
struct hit {
    struct found found;
    struct str folded;
    size_t arrival;
};

struct search {
    struct db *db;
    struct arena *arena, scratch;
    struct str words, raw; /* folded; as typed, trimmed */
    struct date day;
    struct hit *hits;
    size_t count, room;
};

static void add_hit(struct search *s, struct found found, struct str folded) {
    if (s->count == s->room) {
        s->room = s->room ? 2 * s->room : 32;
        struct hit *more = arena_array(&s->scratch, struct hit, s->room);
        if (s->count) memcpy(more, s->hits, s->count * sizeof *more);
        s->hits = more;
    }
    s->hits[s->count] = (struct hit){ found, folded, s->count };
    s->count++;
}

static struct str full_name(struct arena *arena, struct str first, struct str surname) {
    return str_copy(arena, str_trim(str_format(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(surname))));
}

/* As the name is said and as it is listed. */
static bool is_whole(struct search *s, struct str first, struct str surname, struct str folded) {
    if (same_name(s->words, folded)) return true;
    return same_name(s->words, utf8_fold(&s->scratch, full_name(&s->scratch, first, surname)));
}

static bool on_roll(struct date admitted, struct date left, struct date day) {
    return !(date_known(left) && date_before(left, day)) && !(date_known(admitted) && date_after(admitted, day));
}

static bool find_pupils(struct search *s, struct err *err) {
    struct stmt *stmt = stmt_get(s->db, SQL_FIND_PUPILS);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct str folded = stmt_text(stmt, 7);
        struct str all = stmt_is_null(stmt, 8)
                             ? folded
                             : str_format(&s->scratch, "%.*s %.*s", STR_ARG(folded), STR_ARG(stmt_text(stmt, 8)));
        bool number = (!stmt_is_null(stmt, 9) && str_equal_fold_ascii(stmt_text(stmt, 9), s->raw))
                      || (!stmt_is_null(stmt, 10) && str_equal_fold_ascii(stmt_text(stmt, 10), s->raw));
        if (!number && !find_fits(s->words, all)) continue;
        struct found found = { .what = FIND_PUPILS, .id = stmt_whole(stmt, 0) };
        found.name = full_name(s->arena, stmt_text(stmt, 1), stmt_text(stmt, 2));
        found.about = stmt_copy(stmt, s->arena, 4);
        found.whole = number || is_whole(s, stmt_text(stmt, 1), stmt_text(stmt, 2), folded);
        found.current = on_roll(stmt_date(stmt, 5), stmt_date(stmt, 6), s->day);
        add_hit(s, found, str_copy(&s->scratch, folded));
    }
    return row == 0;
}

static bool find_staff(struct search *s, struct err *err) {
    struct stmt *stmt = stmt_get(s->db, SQL_FIND_STAFF);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct str folded = stmt_text(stmt, 5);
        bool key = !stmt_is_null(stmt, 3) && str_equal_fold_ascii(stmt_text(stmt, 3), s->raw);
        if (!key && !find_fits(s->words, folded)) continue;
        struct found found = { .what = FIND_STAFF, .id = stmt_whole(stmt, 0) };
        found.name = full_name(s->arena, stmt_text(stmt, 1), stmt_text(stmt, 2));
        found.about = stmt_copy(stmt, s->arena, 3);
        found.whole = key || is_whole(s, stmt_text(stmt, 1), stmt_text(stmt, 2), folded);
        found.current = on_roll(DATE_NONE, stmt_date(stmt, 4), s->day);
        add_hit(s, found, str_copy(&s->scratch, folded));
    }
    return row == 0;
}

static bool find_organisations(struct search *s, struct err *err) {
    struct stmt *stmt = stmt_get(s->db, SQL_FIND_ORGANISATIONS);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct str folded = stmt_text(stmt, 2);
        if (!find_fits(s->words, folded)) continue;
        struct found found = { .what = FIND_ORGANISATIONS, .id = stmt_whole(stmt, 0), .current = true };
        found.name = stmt_copy(stmt, s->arena, 1);
        found.about = (struct str){ "", 0 };
        found.whole = same_name(s->words, folded);
        add_hit(s, found, str_copy(&s->scratch, folded));
    }
    return row == 0;
}

static bool find_activities(struct search *s, struct err *err) {
    struct stmt *stmt = stmt_get(s->db, SQL_FIND_ACTIVITIES);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct str folded = utf8_fold(&s->scratch, stmt_text(stmt, 1));
        if (!find_fits(s->words, folded)) continue;
        char day[DATE_LONG_SIZE];
        struct found found = { .what = FIND_ACTIVITIES, .id = stmt_whole(stmt, 0), .current = true };
        found.name = stmt_copy(stmt, s->arena, 1);
        found.about =
            str_format(s->arena, "%.*s, %s", STR_ARG(stmt_text(stmt, 2)), date_short(stmt_date(stmt, 3), day));
        found.whole = str_equal(s->words, folded);
        add_hit(s, found, (struct str){ NULL, 0 }); /* newest first: by arrival */
    }
    return row == 0;
}

static int compare(const void *left, const void *right) {
    const struct hit *a = left, *b = right;
    if (a->found.current != b->found.current) return a->found.current ? -1 : 1;
    if (a->found.whole != b->found.whole) return a->found.whole ? -1 : 1;
    if (a->found.what != b->found.what) return a->found.what < b->found.what ? -1 : 1;
    int order = str_compare(a->folded, b->folded);
    if (order) return order;
    return (a->arrival > b->arrival) - (a->arrival < b->arrival);
}

bool find_words(struct db *db, struct arena *arena, struct str words, unsigned what, struct date day, uint32_t most,
                struct found **out, size_t *count, bool *more, struct err *err) {
    static const struct {
        enum find_what what;
        bool (*find)(struct search *s, struct err *err);
    } SEARCHES[] = {
        { FIND_PUPILS, find_pupils },
        { FIND_STAFF, find_staff },
        { FIND_ORGANISATIONS, find_organisations },
        { FIND_ACTIVITIES, find_activities },
    };
    struct search s = { .db = db, .arena = arena, .day = day, .raw = str_trim(words) };
    s.words = str_trim(utf8_fold(&s.scratch, words));
    bool ok = true;
    for (size_t i = 0; ok && s.words.size && i < COUNT_OF(SEARCHES); i++) {
        if (what & (unsigned)SEARCHES[i].what) ok = SEARCHES[i].find(&s, err);
    }
    if (s.count > 1) qsort(s.hits, s.count, sizeof *s.hits, compare);
    *count = most && s.count > most ? most : s.count;
    if (more) *more = s.count > *count;
    *out = arena_array(arena, struct found, *count);
    for (size_t i = 0; i < *count; i++) (*out)[i] = s.hits[i].found;
    arena_free(&s.scratch);
    return ok;
}

bool find_forms(struct db *db, struct arena *arena, struct str text, struct date day, struct found_form **out,
                size_t *count, struct err *err) {
    struct arena scratch = { 0 };
    struct str wanted = str_trim(utf8_fold(&scratch, text));
    struct stmt *stmt = stmt_get(db, SQL_FIND_FORMS);
    stmt_bind_date(stmt, "day", day);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct str folded = utf8_fold(&scratch, stmt_text(stmt, 0));
        if (folded.size < wanted.size || (wanted.size && memcmp(folded.at, wanted.at, wanted.size) != 0)) continue;
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct found_form *more = arena_array(arena, struct found_form, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct found_form){ stmt_copy(stmt, arena, 0), (uint32_t)stmt_whole(stmt, 1) };
    }
    arena_free(&scratch);
    return row == 0;
}
