/* SPDX-License-Identifier: GPL-3.0-or-later
 * hand - values of imported records that people set, with what the file had said before.
 * Owns:  table hand.
 * Must not know: files, rules.
 */
#include "store/hand.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"
#include "store/value_priv.h"

int32_t hand_field(const struct kind *kind, uint32_t index) {
    return index < FIELD_BUILT_IN_COUNT ? -1 - (int32_t)index : kind->fields[index].number;
}

int64_t hand_value(const struct kind *kind, uint32_t index, int64_t value) { return value_to_stored(kind->fields[index].type, value); }

bool hand_said(const struct kind *kind, const struct hand *row, struct field_value *out) {
    for (uint32_t i = 0; i < kind->field_count; i++) {
        if (hand_field(kind, i) != row->field) continue;
        *out = (struct field_value){ i, value_from_stored(kind->fields[i].type, row->said), row->text };
        return true;
    }
    return false;
}

bool hand_list(struct db *db, struct arena *arena, struct hand **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_HAND_LIST);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 64;
            struct hand *more = arena_array(arena, struct hand, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct hand){ .person = stmt_whole(stmt, 0), .activity = stmt_whole(stmt, 1), .field = (int32_t)stmt_whole(stmt, 2),
                                            .said = stmt_value(stmt, 3), .text = stmt_copy(stmt, arena, 4) };
    }
    return row == 0;
}

static void bind_key(struct stmt *stmt, int64_t activity, int64_t person, int32_t field) {
    stmt_bind_whole(stmt, "person", person);
    stmt_bind_whole(stmt, "activity", activity);
    stmt_bind_whole(stmt, "field", field);
}

bool hand_put(struct db *db, const struct hand *row, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_HAND_PUT);
    bind_key(stmt, row->activity, row->person, row->field);
    stmt_bind_value(stmt, "said", row->said);
    stmt_bind_text(stmt, "said_text", row->text);
    return stmt_run(stmt, err);
}

bool hand_remove(struct db *db, int64_t activity, int64_t person, int32_t field, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_HAND_REMOVE);
    bind_key(stmt, activity, person, field);
    return stmt_run(stmt, err);
}

/* ---- what a person changed ------------------------------------------------------------------------------------------- */

struct noting {
    struct db *db;
    struct arena *arena;
    const struct kind *kind;
    int64_t activity;
};

static bool get(struct noting *n, int64_t person, int32_t field, struct hand *out, bool *found, struct err *err) {
    struct stmt *stmt = stmt_get(n->db, SQL_HAND_GET);
    bind_key(stmt, n->activity, person, field);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (row != 1) return row == 0;
    *out = (struct hand){ n->activity, person, field, stmt_value(stmt, 0), stmt_copy(stmt, n->arena, 1) };
    stmt_done(stmt);
    return true;
}

struct said {
    int64_t value;
    struct str text;
};

static bool same(const struct said *a, const struct said *b) { return a->value == b->value && str_equal(a->text, b->text); }

static bool changed(struct noting *n, int64_t person, uint32_t index, struct said had, struct said has, struct err *err) {
    struct hand row;
    bool found;
    int32_t field = hand_field(n->kind, index);
    if (same(&had, &has)) return true;
    had.value = hand_value(n->kind, index, had.value);
    has.value = hand_value(n->kind, index, has.value);
    if (!get(n, person, field, &row, &found, err)) return false;
    if (!found) return hand_put(n->db, &(struct hand){ n->activity, person, field, had.value, had.text }, err);
    if (!same(&(struct said){ row.said, row.text }, &has)) return true;
    return hand_remove(n->db, n->activity, person, field, err);
}

static struct said in_list(const struct kind *kind, const struct field_value *fields, size_t count, uint32_t index) {
    for (size_t i = 0; i < count; i++)
        if (fields[i].field == index) return (struct said){ kind->fields[index].home == HOME_NOTE ? VALUE_NONE : fields[i].value, fields[i].text };
    return (struct said){ VALUE_NONE, { 0 } };
}

static bool fields_changed(struct noting *n, int64_t person, const struct field_value *before, size_t before_count, const struct field_value *after,
                           size_t after_count, struct err *err) {
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < n->kind->field_count; i++) {
        if (n->kind->fields[i].each != (person != 0)) continue;
        struct said had = in_list(n->kind, before, before_count, i), has = in_list(n->kind, after, after_count, i);
        if (!changed(n, person, i, had, has, err)) return false;
    }
    return true;
}

static struct said day(struct date date) { return (struct said){ date_known(date) ? date.day : VALUE_NONE, { 0 } }; }
static struct said number(int64_t value) { return (struct said){ value, { 0 } }; }
static struct said outcome(int code) { return number(code < 0 ? VALUE_NONE : code); }

static bool session_changed(struct noting *n, const struct activity_card *before, const struct activity_card *after, struct err *err) {
    const struct activity_row *was = &before->row, *is = &after->row;
    return changed(n, 0, FIELD_DATE, day(was->date), day(is->date), err) && changed(n, 0, FIELD_LAST_DAY, day(was->last_day), day(is->last_day), err)
           && changed(n, 0, FIELD_TITLE, (struct said){ VALUE_NONE, was->title }, (struct said){ VALUE_NONE, is->title }, err)
           && changed(n, 0, FIELD_ORGANISATION_OF, number(was->organisation), number(is->organisation), err)
           && fields_changed(n, 0, before->fields, before->field_count, after->fields, after->field_count, err);
}

static const struct activity_person *person_in(const struct activity_card *card, int64_t person) {
    for (size_t low = 0, high = card->people_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (card->people[middle].person == person) return &card->people[middle];
        if (card->people[middle].person < person) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/* Whoever is taken out stays out as long as the file says of them what it said. */
static bool taken_out(struct noting *n, const struct activity_person *one, struct err *err) {
    struct hand row;
    bool found;
    if (!get(n, one->person, hand_field(n->kind, FIELD_OUTCOME), &row, &found, err)) return false;
    int64_t said = found ? row.said : outcome(one->outcome).value;
    struct stmt *stmt = stmt_get(n->db, SQL_HAND_REMOVE_PERSON);
    stmt_bind_whole(stmt, "person", one->person);
    stmt_bind_whole(stmt, "activity", n->activity);
    if (!stmt_run(stmt, err)) return false;
    if (found && said == VALUE_NONE) return true; /* added by hand before: the file never said it */
    return hand_put(n->db, &(struct hand){ n->activity, one->person, HAND_PLACE, said, { 0 } }, err);
}

static bool put_in(struct noting *n, const struct activity_person *one, struct err *err) {
    struct hand row;
    bool found;
    if (!get(n, one->person, HAND_PLACE, &row, &found, err)) return false;
    struct said said = { found ? row.said : VALUE_NONE, { 0 } }, none = { VALUE_NONE, { 0 } };
    if (found && !hand_remove(n->db, n->activity, one->person, HAND_PLACE, err)) return false;
    for (size_t i = 0; i < one->field_count; i++) {
        struct said has = in_list(n->kind, one->fields, one->field_count, one->fields[i].field);
        if (!changed(n, one->person, one->fields[i].field, none, has, err)) return false;
    }
    return changed(n, one->person, FIELD_OUTCOME, said, outcome(one->outcome), err);
}

bool hand_note(struct db *db, const struct kinds *kinds, struct arena *arena, const struct activity_card *before, struct err *err) {
    struct noting n = { db, arena, &kinds->kinds[before->row.kind], before->row.id };
    struct activity_origin origin;
    struct activity_card after;
    bool found;
    if (!activity_origin(db, arena, n.activity, &origin, err)) return false;
    if (!origin.reference.size) return true;
    if (!activity_read(db, kinds, arena, n.activity, &after, &found, err)) return false;
    if (!found) return true;
    if (!session_changed(&n, before, &after, err)) return false;
    for (size_t i = 0; i < before->people_count; i++) {
        const struct activity_person *was = &before->people[i], *is = person_in(&after, was->person);
        bool good = is ? changed(&n, was->person, FIELD_OUTCOME, outcome(was->outcome), outcome(is->outcome), err)
                             && fields_changed(&n, was->person, was->fields, was->field_count, is->fields, is->field_count, err)
                       : taken_out(&n, was, err);
        if (!good) return false;
    }
    for (size_t i = 0; i < after.people_count; i++)
        if (!person_in(before, after.people[i].person) && !put_in(&n, &after.people[i], err)) return false;
    return true;
}
