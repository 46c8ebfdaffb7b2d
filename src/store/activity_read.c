/* SPDX-License-Identifier: GPL-3.0-or-later
 * activity_read - activities for people: lists and cards.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "sql.h"
#include "store/activity.h"
#include "store/catalogue.h"
#include "store/find_priv.h"
#include "store/stmt.h"
#include "store/value_priv.h"

static int outcome_of(uint64_t facts) {
    return (int)(facts & ((UINT64_C(1) << OUTCOME_BITS) - 1)) - 1;
}

/* False for a kind that the vocabulary no longer has. */
static bool read_row(const struct kinds *kinds, struct arena *arena, struct stmt *stmt, struct activity_row *out) {
    int32_t kind = kinds_find(kinds, stmt_text(stmt, 1));
    if (kind == FIELD_ABSENT) return false;
    *out = (struct activity_row){
        .id = stmt_whole(stmt, 0),
        .kind = (uint32_t)kind,
        .date = stmt_date(stmt, 2),
        .last_day = stmt_date(stmt, 3),
        .organisation = stmt_value(stmt, 4),
        .organisation_name = stmt_copy(stmt, arena, 5),
        .title = stmt_copy(stmt, arena, 6),
        .cancelled = stmt_whole(stmt, 7) != 0,
        .erased = (uint32_t)stmt_whole(stmt, 8),
        .people = (uint32_t)stmt_whole(stmt, 10),
        .outcome = -1,
    };
    return true;
}

static struct stmt *list_stmt(struct db *db, const struct activity_filter *filter, int64_t kind) {
    int64_t person = filter->pupil != VALUE_NONE ? filter->pupil : filter->staff;
    struct stmt *stmt = stmt_get(db, filter->pupil != VALUE_NONE   ? SQL_ACTIVITY_LIST_PUPIL
                                     : filter->staff != VALUE_NONE ? SQL_ACTIVITY_LIST_STAFF
                                                                   : SQL_ACTIVITY_LIST);
    if (person != VALUE_NONE) stmt_bind_whole(stmt, "person", person);
    stmt_bind_value(stmt, "kind", kind);
    stmt_bind_value(stmt, "organisation", filter->organisation);
    stmt_bind_whole(stmt, "from", date_same(filter->from, DATE_FIRST) ? 0 : date_number(filter->from));
    stmt_bind_whole(stmt, "to", date_known(filter->to) ? date_number(filter->to) : INT32_MAX);
    return stmt;
}

bool activity_list(struct db *db, const struct kinds *kinds, struct arena *arena, const struct activity_filter *filter,
                   struct activity_row **out, size_t *count, struct err *err) {
    int64_t kind = VALUE_NONE;
    *out = NULL;
    *count = 0;
    if (filter->kind != FIELD_ABSENT) {
        if (!catalogue_kind_key(db, kinds, (uint32_t)filter->kind, &kind, err)) return false;
        if (kind == 0) return true;
    }
    bool one_person = filter->pupil != VALUE_NONE || filter->staff != VALUE_NONE;
    struct arena scratch = { 0 };
    struct str words = utf8_fold(&scratch, filter->title);
    struct stmt *stmt = list_stmt(db, filter, kind);
    size_t room = 0;
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        struct activity_row one;
        if (words.size && !find_fits(words, utf8_fold(&scratch, stmt_text(stmt, 6)))) continue;
        if (!read_row(kinds, arena, stmt, &one)) continue;
        if (one_person && shape_has_outcome(kinds->kinds[one.kind].shape))
            one.outcome = outcome_of((uint64_t)stmt_whole(stmt, 9));
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct activity_row *more = arena_array(arena, struct activity_row, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = one;
        if (filter->most && *count == filter->most) {
            stmt_done(stmt);
            row = 0;
            break;
        }
    }
    arena_free(&scratch);
    return row == 0;
}

/* one activity */

static int32_t field_of(const struct kind *kind, int64_t number) {
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        if (kind->fields[i].number == number) return (int32_t)i;
    }
    return FIELD_ABSENT;
}

static void add_field(struct field_value *fields, size_t *count, struct field_value value) {
    size_t at = (*count)++;
    for (; at > 0 && fields[at - 1].field > value.field; at--) fields[at] = fields[at - 1];
    fields[at] = value;
}

/* A detail or note of a field that is kept elsewhere is no row of ours: there is room for each field once. */
static int32_t field_kept(const struct kind *kind, int64_t number, enum field_home home, int64_t person) {
    int32_t i = field_of(kind, number);
    if (i == FIELD_ABSENT || kind->fields[i].home != home || kind->fields[i].each != (person != 0)) return FIELD_ABSENT;
    return i;
}

/* Recorded fields of the session (person 0) or of one person, by index. */
static bool read_fields(struct db *db, const struct kind *kind, struct arena *arena, int64_t activity, int64_t person,
                        uint64_t facts, struct field_value **out, size_t *count, struct err *err) {
    *out = arena_array(arena, struct field_value, kind->field_count);
    *count = 0;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        if (field->home != HOME_FACTS || field->each != (person != 0)) continue;
        int64_t value = field_unpack(field, facts);
        if (value != VALUE_NONE) add_field(*out, count, (struct field_value){ i, value, { NULL, 0 } });
    }
    struct stmt *stmt = stmt_get(db, SQL_DETAIL_OF_PERSON);
    stmt_bind_whole(stmt, "person", person);
    stmt_bind_whole(stmt, "activity", activity);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        int32_t i = field_kept(kind, stmt_whole(stmt, 0), HOME_DETAIL, person);
        if (i == FIELD_ABSENT) continue;
        int64_t value = value_from_stored(kind->fields[i].type, stmt_value(stmt, 1));
        add_field(*out, count, (struct field_value){ (uint32_t)i, value, { NULL, 0 } });
    }
    if (row < 0) return false;
    stmt = stmt_get(db, SQL_NOTE_OF_PERSON);
    stmt_bind_whole(stmt, "person", person);
    stmt_bind_whole(stmt, "activity", activity);
    while ((row = stmt_step(stmt, err)) == 1) {
        int32_t i = field_kept(kind, stmt_whole(stmt, 0), HOME_NOTE, person);
        if (i == FIELD_ABSENT) continue;
        struct str text = stmt_copy(stmt, arena, 1);
        add_field(*out, count, (struct field_value){ (uint32_t)i, text_value(text), text });
    }
    return row == 0;
}

static bool read_people(struct db *db, const struct kind *kind, struct arena *arena, struct activity_card *out,
                        struct err *err) {
    out->people = arena_array(arena, struct activity_person, out->row.people);
    if (!shape_of_pupils(kind->shape) && !shape_of_staff(kind->shape)) return true;
    uint64_t *facts = arena_array(arena, uint64_t, out->row.people);
    struct stmt *stmt =
        stmt_get(db, shape_of_pupils(kind->shape) ? SQL_PARTICIPATION_PEOPLE : SQL_STAFF_PARTICIPATION_PEOPLE);
    stmt_bind_whole(stmt, "id", out->row.id);
    int row;
    while ((row = stmt_step(stmt, err)) == 1 && out->people_count < out->row.people) {
        struct activity_person *person = &out->people[out->people_count];
        facts[out->people_count++] = (uint64_t)stmt_whole(stmt, 1);
        person->person = stmt_whole(stmt, 0);
        person->outcome = shape_has_outcome(kind->shape) ? outcome_of((uint64_t)stmt_whole(stmt, 1)) : -1;
    }
    if (row == 1) stmt_done(stmt);
    for (size_t i = 0; row >= 0 && i < out->people_count; i++) {
        struct activity_person *person = &out->people[i];
        if (!read_fields(db, kind, arena, out->row.id, person->person, facts[i], &person->fields, &person->field_count,
                         err))
            return false;
    }
    return row >= 0;
}

bool activity_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct activity_card *out,
                   bool *found, struct err *err) {
    *out = (struct activity_card){ .row = { .id = id } };
    struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_ROW);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1 && read_row(kinds, arena, stmt, &out->row);
    uint64_t facts = row == 1 ? (uint64_t)stmt_whole(stmt, 9) : 0;
    if (row == 1) stmt_done(stmt);
    if (!*found) return row >= 0;
    const struct kind *kind = &kinds->kinds[out->row.kind];
    return read_fields(db, kind, arena, id, 0, facts, &out->fields, &out->field_count, err)
           && read_people(db, kind, arena, out, err);
}

bool activity_look(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct activity_row *out, bool *found,
                   struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_ROW);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1 && read_row(kinds, arena, stmt, out);
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

bool activity_origin(struct db *db, struct arena *arena, int64_t id, struct activity_origin *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SOURCE_OF);
    *out = (struct activity_origin){ 0 };
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    *out = (struct activity_origin){ stmt_copy(stmt, arena, 0), stmt_copy(stmt, arena, 1) };
    stmt_done(stmt);
    return true;
}

bool activity_of_day(struct db *db, const struct kinds *kinds, struct arena *arena, uint32_t kind, struct date day, struct str source, int64_t **out, size_t *count,
                     struct err *err) {
    int64_t key;
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    if (!catalogue_kind_key(db, kinds, kind, &key, err)) return false;
    struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_OF_DAY);
    stmt_bind_whole(stmt, "kind", key);
    stmt_bind_date(stmt, "date", day);
    stmt_bind_string(stmt, "source", source);
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 16;
            int64_t *more = arena_array(arena, int64_t, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = stmt_whole(stmt, 0);
    }
    return row == 0;
}

bool activity_outcomes(struct db *db, struct arena *arena, struct activity_outcomes **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_OUTCOMES);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        int64_t activity = stmt_whole(stmt, 0);
        int outcome = outcome_of((uint64_t)stmt_whole(stmt, 1));
        if (*count == room) {
            room = room ? 2 * room : 128;
            struct activity_outcomes *more = arena_array(arena, struct activity_outcomes, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        if (!*count || (*out)[*count - 1].activity != activity) (*out)[(*count)++] = (struct activity_outcomes){ .activity = activity };
        bool known = outcome >= 0 && outcome < OUTCOME_CODE_COUNT;
        (*out)[*count - 1].of[known ? outcome : OUTCOME_CODE_COUNT] += (uint32_t)stmt_whole(stmt, 2);
    }
    return row == 0;
}

struct activity_outcomes activity_outcomes_of(const struct activity_outcomes *rows, size_t count, int64_t activity) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].activity < activity) low = middle + 1;
        else high = middle;
    }
    return low < count && rows[low].activity == activity ? rows[low] : (struct activity_outcomes){ .activity = activity };
}
