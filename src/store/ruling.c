/* SPDX-License-Identifier: GPL-3.0-or-later
 * ruling - what people decided about findings and records.
 * Owns:  tables exemption, snooze, hold.
 * Must not know: whether a ruling is valid.
 */
#include "store/ruling.h"

#include <string.h>

#include "sql.h"
#include "store/staff.h"
#include "store/stmt.h"
#include "store/value_priv.h"

static int64_t since_of(struct date from) {
    return date_to_stored(from);
}

/* exemptions */

static void bind_key(struct stmt *stmt, const struct exemption *e) {
    stmt_bind_whole(stmt, "subject_type", e->subject_type);
    stmt_bind_whole(stmt, "subject", e->subject);
    stmt_bind_text(stmt, "rule", e->rule);
    stmt_bind_whole(stmt, "since", since_of(e->from));
}

static void bind_rest(struct stmt *stmt, const struct ruling_exemption *row) {
    const struct exemption *e = &row->exemption;
    stmt_bind_string(stmt, "reason", e->reason);
    stmt_bind_date(stmt, "ends", e->ends);
    stmt_bind_string(stmt, "approved_by", e->approved_by);
    stmt_bind_value(stmt, "approver", row->approver);
    stmt_bind_date(stmt, "approved_on", e->approved_on);
    stmt_bind_text(stmt, "note", row->note);
}

static bool same_exemption(struct stmt *stmt, const struct ruling_exemption *row) {
    const struct exemption *e = &row->exemption;
    return str_equal(stmt_text(stmt, 1), e->reason) && date_same(stmt_date(stmt, 2), e->ends)
           && str_equal(stmt_text(stmt, 3), e->approved_by) && stmt_value(stmt, 4) == row->approver
           && date_same(stmt_date(stmt, 5), e->approved_on) && str_equal(stmt_text(stmt, 6), row->note);
}

bool ruling_exempt(struct db *db, const struct ruling_exemption *row, int64_t *id, enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db) || row->exemption.rule.size == 0 || !date_known(row->exemption.from));
    struct stmt *stmt = stmt_get(db, SQL_EXEMPTION_SAME);
    bind_key(stmt, &row->exemption);
    int found = stmt_step(stmt, err);
    if (found < 0) return false;
    *wrote = WROTE_SAME;
    if (found) {
        bool same = same_exemption(stmt, row);
        *id = stmt_whole(stmt, 0);
        stmt_done(stmt);
        if (same) return true;
    }
    *wrote = found ? WROTE_CHANGED : WROTE_ADDED;
    stmt = stmt_get(db, found ? SQL_EXEMPTION_UPDATE : SQL_EXEMPTION_INSERT);
    if (found)
        stmt_bind_whole(stmt, "id", *id);
    else
        bind_key(stmt, &row->exemption);
    bind_rest(stmt, row);
    if (!stmt_run(stmt, err)) return false;
    if (!found) *id = stmt_last_key(db);
    return true;
}

bool ruling_end_exemption(struct db *db, int64_t id, struct date day, bool *changed, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_EXEMPTION_DATES);
    *changed = false;
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    struct date from = stmt_date(stmt, 0), ends = stmt_date(stmt, 1), last = date_add_days(day, -1);
    stmt_done(stmt);
    if (!date_after(ends, last)) return true;
    bool gone = date_after(from, last);
    stmt = stmt_get(db, gone ? SQL_EXEMPTION_DELETE : SQL_EXEMPTION_END);
    stmt_bind_whole(stmt, "id", id);
    if (!gone) stmt_bind_date(stmt, "ends", last);
    *changed = true;
    return stmt_run(stmt, err);
}

/* Whether the approver held the role that day, by the posts on record.  A role that posts do not know, or no approver
 * on record, can not be looked up: then the record stands. */
static bool held(const struct staff_post *posts, size_t count, bool known, const struct ruling_exemption *row) {
    const struct exemption *e = &row->exemption;
    if (row->approver == VALUE_NONE || !known) return true;
    for (size_t i = 0; i < count; i++) {
        if (posts[i].staff == row->approver && str_equal(posts[i].role, e->approved_by)
            && !date_after(posts[i].from, e->approved_on) && !date_before(posts[i].to, e->approved_on))
            return true;
    }
    return false;
}

static bool role_of_post(const struct kinds *kinds, struct str role) {
    int32_t post = kinds_find(kinds, STR("post"));
    int32_t field = post == FIELD_ABSENT ? FIELD_ABSENT : kind_find_field(&kinds->kinds[post], STR("role"));
    return field != FIELD_ABSENT && field_find_code(&kinds->kinds[post].fields[field], role) != FIELD_ABSENT;
}

static void *grow(struct arena *arena, void *at, size_t size, size_t count, size_t *room) {
    if (count < *room) return at;
    *room = *room ? 2 * *room : 16;
    void *more = arena_alloc_array(arena, *room, size);
    if (count) memcpy(more, at, count * size);
    return more;
}

bool ruling_exemptions(struct db *db, const struct kinds *kinds, struct arena *arena, struct ruling_exemption **out,
                       size_t *count, struct err *err) {
    struct staff_post *posts;
    size_t post_count, room = 0;
    *out = NULL;
    *count = 0;
    if (!staff_posts(db, kinds, arena, &posts, &post_count, err)) return false;
    struct stmt *stmt = stmt_get(db, SQL_EXEMPTION_ALL);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        struct ruling_exemption *one = &(*out)[(*count)++];
        *one = (struct ruling_exemption){
            .exemption = { .id = stmt_whole(stmt, 0),
                           .subject_type = (enum subject_type)stmt_whole(stmt, 1),
                           .subject = stmt_whole(stmt, 2),
                           .rule = stmt_copy(stmt, arena, 3),
                           .reason = stmt_copy(stmt, arena, 4),
                           .from = stmt_date(stmt, 5),
                           .ends = stmt_date(stmt, 6),
                           .approved_by = stmt_copy(stmt, arena, 7),
                           .approved_on = stmt_date(stmt, 9) },
            .approver = stmt_value(stmt, 8),
            .note = stmt_copy(stmt, arena, 10),
        };
        one->exemption.approver_held_role =
            held(posts, post_count, role_of_post(kinds, one->exemption.approved_by), one);
    }
    return row == 0;
}

/* snoozes */

static void bind_snooze_key(struct stmt *stmt, const struct ruling_snooze *row) {
    stmt_bind_whole(stmt, "subject_type", row->subject_type);
    stmt_bind_whole(stmt, "subject", row->subject);
    stmt_bind_string(stmt, "rule", row->rule);
    stmt_bind_whole(stmt, "sort", row->sort);
    stmt_bind_whole(stmt, "since", since_of(row->from));
}

static bool snooze_key(struct db *db, const struct ruling_snooze *row, int64_t *id, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SNOOZE_ID);
    bind_snooze_key(stmt, row);
    return stmt_one(stmt, 0, id, err);
}

bool ruling_snooze(struct db *db, const struct ruling_snooze *row, int64_t *id, enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db) || !date_known(row->from));
    if (!snooze_key(db, row, id, err)) return false;
    bool there = *id != 0;
    struct stmt *stmt = stmt_get(db, SQL_SNOOZE_PUT);
    bind_snooze_key(stmt, row);
    stmt_bind_date(stmt, "until", row->until);
    stmt_bind_string(stmt, "why", row->why);
    stmt_bind_string(stmt, "who", row->who);
    if (!stmt_run(stmt, err)) return false;
    *wrote = stmt_changes(db) == 0 ? WROTE_SAME : there ? WROTE_CHANGED : WROTE_ADDED;
    return snooze_key(db, row, id, err);
}

bool ruling_snoozes(struct db *db, struct arena *arena, struct date day, struct ruling_snooze **out, size_t *count,
                    struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SNOOZE_ON);
    stmt_bind_date(stmt, "day", day);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct ruling_snooze){
            .id = stmt_whole(stmt, 0),
            .subject_type = (enum subject_type)stmt_whole(stmt, 1),
            .subject = stmt_whole(stmt, 2),
            .rule = stmt_copy(stmt, arena, 3),
            .sort = (enum snooze_sort)stmt_whole(stmt, 4),
            .from = stmt_date(stmt, 5),
            .until = stmt_date(stmt, 6),
            .why = stmt_copy(stmt, arena, 7),
            .who = stmt_copy(stmt, arena, 8),
        };
    }
    return row == 0;
}

/* holds */

static bool hold_key(struct db *db, const struct ruling_hold *row, int64_t *id, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HOLD_ID);
    stmt_bind_whole(stmt, "subject_type", row->subject_type);
    stmt_bind_whole(stmt, "subject", row->subject);
    stmt_bind_whole(stmt, "since", since_of(row->from));
    return stmt_one(stmt, 0, id, err);
}

bool ruling_hold(struct db *db, const struct ruling_hold *row, int64_t *id, enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db) || !date_known(row->from));
    if (!hold_key(db, row, id, err)) return false;
    bool there = *id != 0;
    struct stmt *stmt = stmt_get(db, SQL_HOLD_PUT);
    stmt_bind_whole(stmt, "subject_type", row->subject_type);
    stmt_bind_whole(stmt, "subject", row->subject);
    stmt_bind_whole(stmt, "since", since_of(row->from));
    stmt_bind_date(stmt, "until", row->until);
    stmt_bind_string(stmt, "why", row->why);
    stmt_bind_string(stmt, "who", row->who);
    if (!stmt_run(stmt, err)) return false;
    *wrote = stmt_changes(db) == 0 ? WROTE_SAME : there ? WROTE_CHANGED : WROTE_ADDED;
    return hold_key(db, row, id, err);
}

bool ruling_holds(struct db *db, struct arena *arena, struct date day, struct ruling_hold **out, size_t *count,
                  struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HOLD_ON);
    stmt_bind_date(stmt, "day", day);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct ruling_hold){
            .id = stmt_whole(stmt, 0),
            .subject_type = (enum subject_type)stmt_whole(stmt, 1),
            .subject = stmt_whole(stmt, 2),
            .from = stmt_date(stmt, 3),
            .until = stmt_date(stmt, 4),
            .why = stmt_copy(stmt, arena, 5),
            .who = stmt_copy(stmt, arena, 6),
        };
    }
    return row == 0;
}

/* for the evaluators */

static bool comes_before(const struct exemption *a, const struct exemption *b) {
    if (a->subject_type != b->subject_type) return a->subject_type < b->subject_type;
    if (a->subject != b->subject) return a->subject < b->subject;
    if (a->hold != b->hold) return a->hold; /* its rule is empty */
    return false;
}

bool ruling_judged(struct db *db, const struct kinds *kinds, struct arena *arena, struct ruling_exemption **out, size_t *count,
                   struct err *err) {
    struct ruling_exemption *given;
    struct ruling_hold *holds;
    size_t given_count, hold_count, next = 0;
    *out = NULL;
    *count = 0;
    if (!ruling_exemptions(db, kinds, arena, &given, &given_count, err)) return false;
    if (!ruling_holds(db, arena, DATE_NONE, &holds, &hold_count, err)) return false;
    *out = arena_array(arena, struct ruling_exemption, given_count + hold_count);
    for (size_t i = 0; i < hold_count; i++) {
        const struct ruling_hold *h = &holds[i];
        struct ruling_exemption one = { .exemption = { .id = -h->id, .subject = h->subject, .subject_type = h->subject_type, .hold = true,
                                                       .from = h->from, .ends = h->until, .approved_on = h->from, .approver_held_role = true },
                                        .approver = VALUE_NONE, .note = h->why };
        while (next < given_count && !comes_before(&one.exemption, &given[next].exemption)) (*out)[(*count)++] = given[next++];
        (*out)[(*count)++] = one;
    }
    while (next < given_count) (*out)[(*count)++] = given[next++];
    return true;
}
