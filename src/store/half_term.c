/* SPDX-License-Identifier: GPL-3.0-or-later
 * half_term - imported term dates; see half_term.h.
 * Owns:  table half_term.
 * Must not know: what its header leaves to others.
 */
#include "store/half_term.h"

#include "sql.h"
#include "store/stmt.h"

bool half_term_list(struct db *db, struct arena *arena, struct half_term **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HALF_TERM_LIST);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) > 0) {
        if (*count == room) {
            struct half_term *wider = arena_array(arena, struct half_term, room ? room * 2 : 32);
            for (size_t i = 0; i < *count; i++) wider[i] = (*out)[i];
            *out = wider;
            room = room ? room * 2 : 32;
        }
        int64_t term = stmt_whole(stmt, 2), half = stmt_whole(stmt, 3);
        if (term < TERM_AUTUMN || term > TERM_SUMMER || half < 1 || half > 2) {
            stmt_done(stmt);
            return err_set(err, CODE_DAMAGED, "A half-term that was kept is none.");
        }
        (*out)[(*count)++] = (struct half_term){ .term = (enum season)term, .half = (int)half, .first = stmt_date(stmt, 0),
                                                 .last = stmt_date(stmt, 1) };
    }
    return row == 0;
}

static bool insert(struct db *db, const struct half_term *half, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HALF_TERM_INSERT);
    stmt_bind_date(stmt, "first", half->first);
    stmt_bind_date(stmt, "last", half->last);
    stmt_bind_whole(stmt, "term", half->term);
    stmt_bind_whole(stmt, "half", half->half);
    return stmt_run(stmt, err);
}

static bool begins_again(const struct half_term *halves, size_t count, size_t at) {
    for (size_t i = at + 1; i < count; i++)
        if (date_same(halves[i].first, halves[at].first)) return true;
    return false;
}

bool half_term_replace(struct db *db, int school_year, const struct half_term *halves, size_t count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HALF_TERM_DELETE);
    stmt_bind_date(stmt, "from", school_year_start(school_year));
    stmt_bind_date(stmt, "until", date_add_days(school_year_start(school_year + 1), -1));
    if (!stmt_run(stmt, err)) return false;
    for (size_t i = 0; i < count; i++) {
        if (school_year_of(halves[i].first) != school_year || begins_again(halves, count, i)) continue;
        if (!insert(db, &halves[i], err)) return false;
    }
    return true;
}
