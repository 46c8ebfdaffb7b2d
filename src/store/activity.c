/* SPDX-License-Identifier: GPL-3.0-or-later
 * activity - writing what happened and who took part.
 * Owns:  tables activity, activity_source, participation, staff_participation, detail, note.
 * Must not know: files, rules.
 */
#include "store/activity.h"

#include "sql.h"
#include "store/catalogue.h"
#include "store/stmt.h"
#include "store/value_priv.h"

/* Where fields are written: the session (person 0) or one person. */
struct target {
    struct db *db;
    int64_t person, activity;
    bool changed;
};

static bool put_row(struct target *target, int put, int remove, const char *name, const struct field *field, bool empty,
                    int64_t value, struct str text, struct err *err) {
    struct stmt *stmt = stmt_get(target->db, empty ? remove : put);
    stmt_bind_whole(stmt, "person", target->person);
    stmt_bind_whole(stmt, "activity", target->activity);
    stmt_bind_whole(stmt, "field", field->number);
    if (!empty && text.size)
        stmt_bind_text(stmt, name, text);
    else if (!empty)
        stmt_bind_whole(stmt, name, value);
    if (!stmt_run(stmt, err)) return false;
    target->changed = target->changed || stmt_changes(target->db) > 0;
    return true;
}

/* Details and notes; packed fields were dealt with by pack_fields. */
static bool put_fields(struct target *target, const struct kind *kind, const struct field_value *fields, size_t count,
                       struct err *err) {
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &kind->fields[fields[i].field];
        bool ok = true;
        if (field->home == HOME_DETAIL) {
            int64_t stored = value_to_stored(field->type, fields[i].value);
            ok = put_row(target, SQL_DETAIL_PUT, SQL_DETAIL_DELETE, "value", field, stored == VALUE_NONE, stored,
                         (struct str){ NULL, 0 }, err);
        } else if (field->home == HOME_NOTE) {
            ok = put_row(target, SQL_NOTE_PUT, SQL_NOTE_DELETE, "text", field, fields[i].text.size == 0, 0,
                         fields[i].text, err);
        }
        if (!ok) return false;
    }
    return true;
}

static bool pack_fields(const struct kind *kind, bool each, const struct field_value *fields, size_t count,
                        uint64_t *facts, struct err *err) {
    for (size_t i = 0; i < count; i++) {
        bug_if(fields[i].field < FIELD_BUILT_IN_COUNT || fields[i].field >= kind->field_count);
        const struct field *field = &kind->fields[fields[i].field];
        bug_if(field->each != each || field->number <= 0);
        if (field->home == HOME_NOTE) continue;
        if (!value_check(field, fields[i].value, err)) return false;
        if (field->home != HOME_FACTS || field_pack(field, fields[i].value, facts)) continue;
        return err_set(err, CODE_BAD_CELL, "'%.*s' can not hold %lld: it is too large.", STR_ARG(field->name),
                       (long long)fields[i].value);
    }
    return true;
}

/* activities */

struct columns {
    int64_t kind, date, last_day, organisation, cancelled;
    uint64_t facts;
    struct str title;
};

static bool same_columns(const struct columns *a, const struct columns *b) {
    return a->date == b->date && a->last_day == b->last_day && a->organisation == b->organisation
           && a->cancelled == b->cancelled && a->facts == b->facts && str_equal(a->title, b->title);
}

static bool read_columns(struct db *db, struct arena *scratch, int64_t id, struct columns *out, bool *found,
                         struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_GET);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (row != 1) return row == 0;
    *out = (struct columns){ .kind = stmt_whole(stmt, 0),
                             .date = stmt_value(stmt, 1),
                             .last_day = stmt_value(stmt, 2),
                             .organisation = stmt_value(stmt, 3),
                             .cancelled = stmt_whole(stmt, 4),
                             .facts = (uint64_t)stmt_whole(stmt, 5),
                             .title = stmt_copy(stmt, scratch, 6) };
    stmt_done(stmt);
    return true;
}

static bool write_columns(struct db *db, const struct columns *columns, int64_t *id, struct err *err) {
    struct stmt *stmt = stmt_get(db, *id ? SQL_ACTIVITY_UPDATE : SQL_ACTIVITY_INSERT);
    if (*id)
        stmt_bind_whole(stmt, "id", *id);
    else
        stmt_bind_whole(stmt, "kind", columns->kind);
    stmt_bind_value(stmt, "date", columns->date);
    stmt_bind_value(stmt, "last_day", columns->last_day);
    stmt_bind_value(stmt, "organisation", columns->organisation);
    stmt_bind_whole(stmt, "cancelled", columns->cancelled);
    stmt_bind_whole(stmt, "facts", (int64_t)columns->facts);
    stmt_bind_text(stmt, "title", columns->title);
    if (!stmt_run(stmt, err)) return false;
    if (*id == 0) *id = stmt_last_key(db);
    return true;
}

bool activity_name(struct db *db, int64_t id, struct str source, struct str reference, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SOURCE_ADD);
    stmt_bind_string(stmt, "source", source);
    stmt_bind_string(stmt, "reference", reference);
    stmt_bind_whole(stmt, "activity", id);
    return stmt_run(stmt, err);
}

bool activity_is_named(struct db *db, int64_t id, struct str source, bool *named, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SOURCE_COUNT);
    int64_t count = 0;
    stmt_bind_string(stmt, "source", source);
    stmt_bind_whole(stmt, "id", id);
    if (!stmt_one(stmt, 0, &count, err)) return false;
    *named = count > 0;
    return true;
}

bool activity_find(struct db *db, struct str source, struct str reference, int64_t *id, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SOURCE_GET);
    stmt_bind_string(stmt, "source", source);
    stmt_bind_string(stmt, "reference", reference);
    return stmt_one(stmt, 0, id, err);
}

static void lay_over(const struct activity_write *row, struct columns *columns) {
    if (date_known(row->date)) columns->date = date_to_stored(row->date);
    if (row->last_day_given || date_known(row->last_day)) columns->last_day = date_to_stored(row->last_day);
    if (row->organisation != VALUE_NONE) columns->organisation = row->organisation;
    if (row->cancelled_given || row->cancelled) columns->cancelled = row->cancelled;
    columns->title = text_or(row->title, columns->title);
}

static bool put_activity(struct db *db, const struct kinds *kinds, struct arena *scratch,
                         const struct activity_write *row, int64_t *id, enum wrote *wrote, struct err *err) {
    const struct kind *kind = &kinds->kinds[row->kind];
    struct columns had = { .date = VALUE_NONE, .last_day = VALUE_NONE, .organisation = VALUE_NONE }, now;
    bool found = false;
    int64_t key;
    if (!catalogue_kind_key(db, kinds, row->kind, &key, err)) return false;
    bug_if(key == 0);
    *id = row->id;
    if (*id == 0 && row->reference.size && !activity_find(db, row->source, row->reference, id, err)) return false;
    if (*id && !read_columns(db, scratch, *id, &had, &found, err)) return false;
    if (*id && !found) return err_set(err, CODE_UNKNOWN_ACTIVITY, "There is no activity #%lld.", (long long)*id);
    if (found && had.kind != key)
        return err_set(err, CODE_UNKNOWN_ACTIVITY, "Activity #%lld is not of kind '%.*s'.", (long long)*id,
                       STR_ARG(kind->name));
    now = had;
    now.kind = key;
    lay_over(row, &now);
    if (now.date == VALUE_NONE || now.date == 0) return err_set(err, CODE_MISSING_VALUE, "An activity needs its date.");
    if (kind->shape == SHAPE_ORGANISATION && now.organisation == VALUE_NONE)
        return err_set(err, CODE_MISSING_VALUE, "A record of kind '%.*s' needs an organisation.", STR_ARG(kind->name));
    if (!pack_fields(kind, false, row->fields, row->field_count, &now.facts, err)) return false;
    if (!found || !same_columns(&had, &now)) {
        if (!write_columns(db, &now, id, err)) return false;
        if (!found && row->reference.size && !activity_name(db, *id, row->source, row->reference, err)) return false;
        *wrote = found ? WROTE_CHANGED : WROTE_ADDED;
    }
    struct target target = { db, 0, *id, false };
    if (!put_fields(&target, kind, row->fields, row->field_count, err)) return false;
    if (target.changed && *wrote == WROTE_SAME) *wrote = WROTE_CHANGED;
    return true;
}

bool activity_put(struct db *db, const struct kinds *kinds, const struct activity_write *row, int64_t *id,
                  enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db) || row->kind >= kinds->kind_count);
    struct arena scratch = { 0 };
    *wrote = WROTE_SAME;
    bool ok = put_activity(db, kinds, &scratch, row, id, wrote, err);
    arena_free(&scratch);
    return ok;
}

bool activity_remove(struct db *db, int64_t id, struct err *err) {
    static const int SQL[] = {
        SQL_DETAIL_DELETE_ALL, SQL_NOTE_DELETE_ALL, SQL_PARTICIPATION_DELETE_ALL, SQL_STAFF_PARTICIPATION_DELETE_ALL,
        SQL_SOURCE_DELETE,     SQL_HAND_REMOVE_ALL,  SQL_ACTIVITY_DELETE
    };
    bug_if(!db_in_change(db));
    for (size_t i = 0; i < COUNT_OF(SQL); i++) {
        struct stmt *stmt = stmt_get(db, SQL[i]);
        stmt_bind_whole(stmt, "id", id);
        if (!stmt_run(stmt, err)) return false;
    }
    return true;
}

/* participations */

static void set_outcome(const struct kind *kind, int outcome, uint64_t *facts) {
    if (outcome < 0 || !shape_has_outcome(kind->shape)) return;
    bug_if(outcome >= OUTCOME_CODE_COUNT);
    uint64_t mask = (UINT64_C(1) << OUTCOME_BITS) - 1;
    *facts = (*facts & ~mask) | (uint64_t)(outcome + 1);
}

static bool write_participation(struct db *db, int sql, const struct participation_write *row, uint64_t facts,
                                struct err *err) {
    struct stmt *stmt = stmt_get(db, sql);
    stmt_bind_whole(stmt, "person", row->person);
    stmt_bind_whole(stmt, "activity", row->activity);
    stmt_bind_whole(stmt, "facts", (int64_t)facts);
    return stmt_run(stmt, err);
}

bool participation_outcome(struct db *db, const struct kinds *kinds, uint32_t kind, int64_t activity, int64_t person,
                           int *outcome, struct err *err) {
    bool pupils = shape_of_pupils(kinds->kinds[kind].shape);
    struct stmt *stmt = stmt_get(db, pupils ? SQL_PARTICIPATION_GET : SQL_STAFF_PARTICIPATION_GET);
    stmt_bind_whole(stmt, "person", person);
    stmt_bind_whole(stmt, "activity", activity);
    int found = stmt_step(stmt, err);
    *outcome = -1;
    if (found != 1) return found == 0;
    if (shape_has_outcome(kinds->kinds[kind].shape)) *outcome = (int)((uint64_t)stmt_whole(stmt, 0) & ((UINT64_C(1) << OUTCOME_BITS) - 1)) - 1;
    stmt_done(stmt);
    return true;
}

bool participation_put(struct db *db, const struct kinds *kinds, const struct participation_write *row,
                       enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db) || row->kind >= kinds->kind_count || row->person <= 0);
    const struct kind *kind = &kinds->kinds[row->kind];
    bool pupils = shape_of_pupils(kind->shape);
    bug_if(!pupils && !shape_of_staff(kind->shape));
    struct stmt *stmt = stmt_get(db, pupils ? SQL_PARTICIPATION_GET : SQL_STAFF_PARTICIPATION_GET);
    stmt_bind_whole(stmt, "person", row->person);
    stmt_bind_whole(stmt, "activity", row->activity);
    int found = stmt_step(stmt, err);
    if (found < 0) return false;
    uint64_t had = found ? (uint64_t)stmt_whole(stmt, 0) : 0, facts = had;
    if (found) stmt_done(stmt);
    *wrote = WROTE_SAME;
    set_outcome(kind, row->outcome, &facts);
    if (!pack_fields(kind, true, row->fields, row->field_count, &facts, err)) return false;
    if (!found) {
        if (!write_participation(db, pupils ? SQL_PARTICIPATION_INSERT : SQL_STAFF_PARTICIPATION_INSERT, row, facts,
                                 err))
            return false;
        *wrote = WROTE_ADDED;
    } else if (facts != had) {
        if (!write_participation(db, pupils ? SQL_PARTICIPATION_UPDATE : SQL_STAFF_PARTICIPATION_UPDATE, row, facts,
                                 err))
            return false;
        *wrote = WROTE_CHANGED;
    }
    struct target target = { db, row->person, row->activity, false };
    if (!put_fields(&target, kind, row->fields, row->field_count, err)) return false;
    if (target.changed && *wrote == WROTE_SAME) *wrote = WROTE_CHANGED;
    return true;
}

bool participation_remove(struct db *db, uint32_t kind, const struct kinds *kinds, int64_t activity, int64_t person,
                          bool *removed, struct err *err) {
    bug_if(!db_in_change(db));
    bool pupils = shape_of_pupils(kinds->kinds[kind].shape);
    const int sql[] = { SQL_DETAIL_DELETE_PERSON, SQL_NOTE_DELETE_PERSON,
                        pupils ? SQL_PARTICIPATION_DELETE : SQL_STAFF_PARTICIPATION_DELETE };
    for (size_t i = 0; i < COUNT_OF(sql); i++) {
        struct stmt *stmt = stmt_get(db, sql[i]);
        stmt_bind_whole(stmt, "person", person);
        stmt_bind_whole(stmt, "activity", activity);
        if (!stmt_run(stmt, err)) return false;
    }
    *removed = stmt_changes(db) > 0;
    return true;
}
