/* SPDX-License-Identifier: GPL-3.0-or-later
 * fact - facts of people and organisations: the columns that rules read, and dated steps.
 * Owns:  nothing; the tables belong to pupil, staff, organisation.
 * Must not know: which facts there are; columns and vocabulary meet by name.
 *
 * A dated fact has its steps in the table of steps and its newest one in the column.  A fact without a column stands
 * in the table of steps alone; when it is not dated, as one step since ever.
 */
#include <string.h>

#include "sql.h"
#include "store/stmt.h"
#include "store/value_priv.h"

#define COLUMN_ROOM 48

const struct fact_table FACTS_OF_PUPIL = {
    SUBJECT_PUPIL,           SQL_PUPIL_FACTS,       SQL_PUPIL_SET_FACTS, SQL_PUPIL_STEPS,
    SQL_PUPIL_STEP_IN_FORCE, SQL_PUPIL_STEP_NEWEST, SQL_PUPIL_STEP_PUT, SQL_PUPIL_STEP_MERGE,
};
const struct fact_table FACTS_OF_STAFF = {
    SUBJECT_STAFF,           SQL_STAFF_FACTS,       SQL_STAFF_SET_FACTS, SQL_STAFF_STEPS,
    SQL_STAFF_STEP_IN_FORCE, SQL_STAFF_STEP_NEWEST, SQL_STAFF_STEP_PUT, SQL_STAFF_STEP_MERGE,
};
const struct fact_table FACTS_OF_ORGANISATION = {
    SUBJECT_ORGANISATION,           SQL_ORGANISATION_FACTS,       SQL_ORGANISATION_SET_FACTS, SQL_ORGANISATION_STEPS,
    SQL_ORGANISATION_STEP_IN_FORCE, SQL_ORGANISATION_STEP_NEWEST, SQL_ORGANISATION_STEP_PUT, SQL_ORGANISATION_STEP_MERGE,
};

bool value_check(const struct field *field, int64_t value, struct err *err) {
    if (value == VALUE_NONE) return true;
    bool fits = value >= 0;
    switch (field->type) {
    case FIELD_DAY:
        fits = value >= -62091 && value <= 120529;
        break; /* 1800 to 2299 */
    case FIELD_FLAG:
        fits = value == 0 || value == 1;
        break;
    case FIELD_ONE_OF:
        fits = value >= 0 && value < (int64_t)field->code_count;
        break;
    case FIELD_SET_OF:
        fits = fits && (field->code_count > 61 || value < INT64_C(1) << field->code_count);
        break;
    case FIELD_YEARS:
    case FIELD_WHOLE:
    case FIELD_HOURS:
    case FIELD_TEXT:
        break;
    case FIELD_PERSON:
    case FIELD_ORGANISATION:
        fits = value > 0;
        break;
    }
    if (fits) return true;
    return err_set(err, CODE_BAD_CELL, "'%.*s' can not be %lld.", STR_ARG(field->name), (long long)value);
}

int32_t fact_by_number(const struct kinds *kinds, enum subject_type type, int64_t number) {
    const struct facts *facts = &kinds->facts[type];
    for (uint32_t i = 0; i < facts->field_count; i++) {
        if (facts->fields[i].number == number && facts->fields[i].home != HOME_DERIVED) return (int32_t)i;
    }
    return FIELD_ABSENT;
}

/* the columns */

struct columns {
    int count;
    const char *names[COLUMN_ROOM];
    int64_t stored[COLUMN_ROOM];
};

static int find_column(const struct columns *columns, struct str name) {
    for (int i = 0; i < columns->count; i++) {
        if (str_is(name, columns->names[i])) return i;
    }
    return -1;
}

/* The names belong to the prepared statement and stay while it does. */
static bool read_columns(struct db *db, const struct fact_table *table, int64_t id, struct columns *out, bool *found,
                         struct err *err) {
    struct stmt *stmt = stmt_get(db, table->row);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (row != 1) return row == 0;
    out->count = stmt_columns(stmt);
    bug_if(out->count > COLUMN_ROOM);
    for (int i = 0; i < out->count; i++) {
        out->names[i] = stmt_column_name(stmt, i);
        out->stored[i] = stmt_value(stmt, i);
    }
    stmt_done(stmt);
    return true;
}

static bool write_columns(struct db *db, const struct fact_table *table, int64_t id, const struct columns *columns,
                          struct err *err) {
    struct stmt *stmt = stmt_get(db, table->set);
    stmt_bind_whole(stmt, "id", id);
    for (int i = 0; i < columns->count; i++) stmt_bind_value(stmt, columns->names[i], columns->stored[i]);
    return stmt_run(stmt, err);
}

/* steps */

/* A year group counts on each September: whoever is in Year 9 a year later again has a step of that day. */
static bool counts_on(const struct field *field) { return str_is(field->name, "year"); }

static int64_t counted_on(int64_t value, int64_t since, struct date to) {
    struct date day = stored_date(since);
    return value == VALUE_NONE || since == 0 || !date_known(day) ? value : value + school_year_of(to) - school_year_of(day);
}

static struct stmt *of_step(struct db *db, int sql, int64_t id, const struct field *field, int64_t since) {
    struct stmt *stmt = stmt_get(db, sql);
    stmt_bind_whole(stmt, "person", id);
    stmt_bind_whole(stmt, "fact", field->number);
    stmt_bind_whole(stmt, "since", since);
    return stmt;
}

static bool put_step(struct db *db, const struct fact_table *table, int64_t id, const struct field *field,
                     struct date from, int64_t stored, bool *changed, struct err *err) {
    int64_t since = date_to_stored(from);
    bug_if(since == VALUE_NONE);
    struct stmt *stmt = of_step(db, table->in_force, id, field, since);
    int row = stmt_step(stmt, err);
    int64_t held = row == 1 ? stmt_value(stmt, 0) : VALUE_NONE;
    if (row == 1 && counts_on(field) && since > 0) held = counted_on(held, stmt_whole(stmt, 1), from);
    if (row == 1) stmt_done(stmt);
    if (row < 0 || held == stored) return row >= 0;
    *changed = true;
    stmt = of_step(db, table->put, id, field, since);
    stmt_bind_value(stmt, "value", stored);
    if (!stmt_run(stmt, err)) return false;
    if (counts_on(field)) return true;
    /* A later step that says no more than this one goes: the order in which facts became known leaves no trace. */
    stmt = of_step(db, table->merge, id, field, since);
    stmt_bind_value(stmt, "value", stored);
    return stmt_run(stmt, err);
}

static bool newest(struct db *db, const struct fact_table *table, int64_t id, const struct field *field,
                   int64_t *stored, int64_t *since, struct err *err) {
    struct stmt *stmt = stmt_get(db, table->newest);
    stmt_bind_whole(stmt, "person", id);
    stmt_bind_whole(stmt, "fact", field->number);
    int row = stmt_step(stmt, err);
    *stored = row == 1 ? stmt_value(stmt, 0) : VALUE_NONE;
    *since = row == 1 ? stmt_whole(stmt, 1) : 0;
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

static bool put_one(struct db *db, const struct fact_table *table, int64_t id, const struct field *field,
                    const struct fact_step *step, struct columns *columns, bool *changed, struct err *err) {
    bug_if(field->home == HOME_DERIVED || field->number <= 0);
    if (!value_check(field, step->value, err)) return false;
    int64_t stored = value_to_stored(field->type, step->value), since = 0;
    int column = find_column(columns, field->name);
    if (field->dated || column < 0) {
        struct date from = field->dated ? step->from : DATE_FIRST;
        if (!put_step(db, table, id, field, from, stored, changed, err)) return false;
        if (column < 0) return true;
        if (!newest(db, table, id, field, &stored, &since, err)) return false;
    }
    /* cppcheck-suppress negativeIndex; without a column it has come back above */
    columns->stored[column] = stored;
    int true_in = str_is(field->name, "year") ? find_column(columns, STR("year_true_in")) : -1;
    if (true_in >= 0) {
        struct date day = stored_date(since);
        columns->stored[true_in] = since > 0 && date_known(day) ? school_year_of(day) : VALUE_NONE;
    }
    return true;
}

bool fact_put(struct db *db, const struct kinds *kinds, const struct fact_table *table, int64_t id,
              const struct fact_step *facts, size_t count, bool *changed, struct err *err) {
    if (count == 0) return true;
    const struct facts *known = &kinds->facts[table->type];
    struct columns before = { 0 };
    bool found;
    if (!read_columns(db, table, id, &before, &found, err)) return false;
    bug_if(!found);
    struct columns after = before;
    for (size_t i = 0; i < count; i++) {
        bug_if(facts[i].fact >= known->field_count);
        if (!put_one(db, table, id, &known->fields[facts[i].fact], &facts[i], &after, changed, err)) return false;
    }
    if (memcmp(before.stored, after.stored, sizeof before.stored[0] * (size_t)before.count) == 0) return true;
    *changed = true;
    return write_columns(db, table, id, &after, err);
}

/* reading */

static bool step_before(struct fact_step a, struct fact_step b) {
    return a.fact != b.fact ? a.fact < b.fact : date_before(a.from, b.from);
}

static bool read_steps(struct db *db, const struct kinds *kinds, const struct fact_table *table, struct arena *arena,
                       int64_t id, struct fact_step **out, uint32_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, table->steps);
    stmt_bind_whole(stmt, "person", id);
    uint32_t n = 0, room = 0;
    struct fact_step *steps = NULL;
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        int32_t fact = fact_by_number(kinds, table->type, stmt_whole(stmt, 0));
        if (fact == FIELD_ABSENT) continue;
        if (n == room) {
            room = room ? 2 * room : 8;
            struct fact_step *more = arena_array(arena, struct fact_step, room);
            if (n) memcpy(more, steps, n * sizeof *steps);
            steps = more;
        }
        enum field_type type = kinds->facts[table->type].fields[fact].type;
        struct fact_step step = { (uint32_t)fact, stored_date(stmt_whole(stmt, 1)),
                                  value_from_stored(type, stmt_value(stmt, 2)) };
        uint32_t at = n++;
        for (; at > 0 && step_before(step, steps[at - 1]); at--) steps[at] = steps[at - 1];
        steps[at] = step;
    }
    *out = steps;
    *count = n;
    return row == 0;
}

bool fact_read(struct db *db, const struct kinds *kinds, const struct fact_table *table, struct arena *arena,
               int64_t id, const int64_t **facts, const struct fact_step **steps, uint32_t *step_count,
               struct err *err) {
    const struct facts *known = &kinds->facts[table->type];
    int64_t *values = arena_array(arena, int64_t, known->field_count);
    struct columns columns = { 0 };
    struct fact_step *all;
    uint32_t count;
    bool found;
    if (!read_columns(db, table, id, &columns, &found, err)) return false;
    if (!read_steps(db, kinds, table, arena, id, &all, &count, err)) return false;
    for (uint32_t i = 0; i < known->field_count; i++) {
        int column = find_column(&columns, known->fields[i].name);
        values[i] = column < 0 ? VALUE_NONE : value_from_stored(known->fields[i].type, columns.stored[column]);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        values[all[i].fact] = all[i].value;
        if (known->fields[all[i].fact].dated) all[kept++] = all[i];
    }
    *facts = values;
    if (steps) *steps = all;
    if (step_count) *step_count = kept;
    return true;
}
