/* SPDX-License-Identifier: GPL-3.0-or-later
 * pupil_list - pupils as at a day, for people; and taking one out everywhere.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include <string.h>

#include "base/utf8.h"
#include "sql.h"
#include "store/activity.h"
#include "store/catalogue.h"
#include "store/pupil.h"
#include "store/step.h"
#include "store/stmt.h"
#include "store/value_priv.h"

/* Steps of year and form of everybody, by person. */
struct step {
    int64_t person;
    bool is_form;
    struct date from;
    int64_t value;
};

struct steps {
    struct step *at;
    size_t count, room;
};

static int64_t number_of(const struct kinds *kinds, int32_t fact) {
    return fact == FIELD_ABSENT ? -1 : kinds->facts[SUBJECT_PUPIL].fields[fact].number;
}

static bool read_steps(struct db *db, const struct kinds *kinds, struct arena *scratch, struct steps *out,
                       struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_PUPIL_LIST_STEPS);
    int64_t form = number_of(kinds, kinds->known.form);
    stmt_bind_whole(stmt, "year", number_of(kinds, kinds->known.year));
    stmt_bind_whole(stmt, "form", form);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (out->count == out->room) {
            out->room = out->room ? 2 * out->room : 256;
            struct step *more = arena_array(scratch, struct step, out->room);
            if (out->count) memcpy(more, out->at, out->count * sizeof *more);
            out->at = more;
        }
        out->at[out->count++] = (struct step){ stmt_whole(stmt, 0), stmt_whole(stmt, 1) == form,
                                               stored_date(stmt_whole(stmt, 2)), stmt_value(stmt, 3) };
    }
    return row == 0;
}

static size_t first_step(const struct steps *steps, int64_t person) {
    size_t low = 0, high = steps->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (steps->at[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Year and form in force on the day.  A recorded year moves on by one each 1 September. */
static bool on_day(struct db *db, struct arena *arena, const struct steps *steps, struct date day,
                   struct pupil_row *row, struct err *err) {
    int64_t form = VALUE_NONE;
    bool has_form = false, has_year = false;
    int behind = date_known(row->left_on) && date_before(row->left_on, day) ? school_year_of(day) - school_year_of(row->left_on) : 0;
    row->last_year = row->year;
    for (size_t i = first_step(steps, row->id); i < steps->count && steps->at[i].person == row->id; i++) {
        const struct step *step = &steps->at[i];
        if (step->is_form)
            has_form = true;
        else if (!has_year)
            row->year = row->last_year = VALUE_NONE, has_year = true;
        if (date_after(step->from, day)) continue;
        if (step->is_form)
            form = step->value;
        else
            row->year = row->last_year = step->value;
        if (step->is_form || step->value == VALUE_NONE || date_same(step->from, DATE_FIRST)) continue;
        row->year += school_year_of(day) - school_year_of(step->from);
        row->last_year = row->year - behind;
    }
    if (!has_form) return true;
    return catalogue_word_text(db, arena, form, &row->form, err);
}

static bool read_row(struct stmt *stmt, struct arena *arena, struct date day, struct pupil_row *row) {
    *row = (struct pupil_row){
        .id = stmt_whole(stmt, 0),
        .dob = stmt_date(stmt, 5),
        .admitted_on = stmt_date(stmt, 6),
        .left_on = stmt_date(stmt, 7),
        .year = stmt_value(stmt, 8),
    };
    row->on_roll = !(date_known(row->left_on) && date_before(row->left_on, day))
                   && !(date_known(row->admitted_on) && date_after(row->admitted_on, day));
    row->first_name = stmt_copy(stmt, arena, 1);
    row->surname = stmt_copy(stmt, arena, 2);
    row->known_as = stmt_copy(stmt, arena, 3);
    row->upn = stmt_copy(stmt, arena, 4);
    row->form = stmt_copy(stmt, arena, 10);
    return row->on_roll;
}

static bool fits(struct arena *scratch, const struct pupil_filter *filter, struct str form,
                 const struct pupil_row *row) {
    if (filter->year != VALUE_NONE && row->year != filter->year) return false;
    return form.size == 0 || str_equal(utf8_fold(scratch, row->form), form);
}

struct rows {
    struct pupil_row *at;
    size_t count, room;
};

static void add_row(struct arena *arena, struct rows *rows, const struct pupil_row *row) {
    if (rows->count == rows->room) {
        rows->room = rows->room ? 2 * rows->room : 64;
        struct pupil_row *more = arena_array(arena, struct pupil_row, rows->room);
        if (rows->count) memcpy(more, rows->at, rows->count * sizeof *more);
        rows->at = more;
    }
    rows->at[rows->count++] = *row;
}

bool pupil_list(struct db *db, const struct kinds *kinds, struct arena *arena, const struct pupil_filter *filter,
                struct pupil_row **out, size_t *count, struct err *err) {
    struct arena scratch = { 0 };
    struct steps steps = { 0 };
    struct rows rows = { 0 };
    struct str form = utf8_fold(&scratch, filter->form);
    bool ok = read_steps(db, kinds, &scratch, &steps, err);
    struct stmt *stmt = ok ? stmt_get(db, SQL_PUPIL_LIST) : NULL;
    int row = 0;
    while (ok && (row = stmt_step(stmt, err)) == 1) {
        struct pupil_row one;
        if (!read_row(stmt, arena, filter->day, &one) && !filter->leavers) continue;
        ok = on_day(db, arena, &steps, filter->day, &one, err);
        if (ok && fits(&scratch, filter, form, &one)) add_row(arena, &rows, &one);
    }
    if (ok && row < 0) ok = false;
    if (stmt && row == 1) stmt_done(stmt);
    arena_free(&scratch);
    *out = rows.at;
    *count = rows.count;
    return ok;
}

/* erasure */

struct notes {
    int64_t *at;
    size_t count, room;
};

static void add_note(struct arena *scratch, struct notes *notes, int64_t note) {
    if (notes->count == notes->room) {
        notes->room = notes->room ? 2 * notes->room : 16;
        int64_t *more = arena_array(scratch, int64_t, notes->room);
        if (notes->count) memcpy(more, notes->at, notes->count * sizeof *more);
        notes->at = more;
    }
    notes->at[notes->count++] = note;
}

static bool erase_notes(struct db *db, struct arena *scratch, int64_t id, struct notes *notes, uint64_t *rows,
                        struct err *err) {
    for (;;) {
        struct stmt *stmt = stmt_get(db, SQL_ERASE_NOTES_ABOUT);
        int64_t note;
        stmt_bind_whole(stmt, "id", id);
        if (!stmt_one(stmt, 0, &note, err)) return false;
        if (note == 0) return true;
        if (!activity_remove(db, note, err)) return false;
        add_note(scratch, notes, note);
        *rows += 2;
    }
}

static bool erase_rows(struct db *db, struct arena *scratch, int64_t id, struct notes *notes, struct pupil_erased *out, struct err *err) {
    struct {
        int sql;
        uint64_t *count;
    } steps[] = {
        { SQL_ERASE_COUNT_MEETINGS, NULL },          { SQL_ERASE_DETAILS, &out->rows },
        { SQL_ERASE_HAND, NULL },
        { SQL_ERASE_NOTE_TEXTS, &out->notes },       { SQL_ERASE_PARTICIPATIONS, &out->meetings },
        { SQL_ERASE_FACTS, &out->facts },            { SQL_ERASE_EXEMPTIONS, &out->decisions },
        { SQL_ERASE_SNOOZES, &out->decisions },      { SQL_ERASE_HOLDS, &out->decisions },
        { SQL_ERASE_FINDINGS, &out->findings },      { SQL_ERASE_NOTICES, &out->messages },
        { SQL_ERASE_MESSAGES, &out->messages },      { SQL_ERASE_MESSAGE_PEOPLE, &out->rows },
        { SQL_DEPARTURE_ERASE_BYTES, NULL },         { SQL_DEPARTURE_ERASE_PUPIL, &out->rows },
    };
    size_t before = notes->count;
    if (!erase_notes(db, scratch, id, notes, &out->rows, err)) return false;
    out->notes += notes->count - before;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct stmt *stmt = stmt_get(db, steps[i].sql);
        stmt_bind_whole(stmt, "id", id);
        if (!stmt_run(stmt, err)) return false;
        if (steps[i].count) *steps[i].count += (uint64_t)stmt_changes(db);
    }
    return true;
}

/* The number and two days, in a row of its own. */
static bool leave_days(struct db *db, int64_t id, struct date day, struct date left_on, struct date ks4_end, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ERASE_PUPIL);
    stmt_bind_whole(stmt, "id", id);
    if (!stmt_run(stmt, err)) return false;
    stmt = stmt_get(db, SQL_ERASE_STAYS);
    stmt_bind_whole(stmt, "id", id);
    stmt_bind_date(stmt, "left_on", date_before(left_on, day) ? left_on : date_add_days(day, -1));
    stmt_bind_date(stmt, "ks4_end", ks4_end);
    stmt_bind_date(stmt, "day", day);
    return stmt_run(stmt, err);
}

static bool erase_one(struct db *db, struct arena *scratch, int64_t id, struct date day, struct notes *notes, struct pupil_erased *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ERASE_DAYS);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    struct date left_on = stmt_date(stmt, 0), ks4_end = stmt_date(stmt, 1);
    stmt_done(stmt);
    out->rows++;
    return erase_rows(db, scratch, id, notes, out, err) && leave_days(db, id, day, left_on, ks4_end, err);
}

/* A row that is gone may be told of in runs and messages, which undo leaves alone; one that is there is somebody by now. */
static bool erase_former(struct db *db, struct arena *scratch, int64_t id, struct notes *notes, struct pupil_erased *out, struct err *err) {
    struct str name;
    bool there;
    if (!pupil_called(db, scratch, id, &name, &there, err)) return false;
    return there || erase_rows(db, scratch, id, notes, out, err);
}

bool pupil_erase(struct db *db, const int64_t *ids, size_t count, struct date day, struct pupil_erased *out, struct err *err) {
    bug_if(!db_in_change(db) || !date_known(day));
    struct arena scratch = { 0 };
    struct notes notes = { 0 };
    bool ok;
    int64_t *former;
    size_t former_count;
    *out = (struct pupil_erased){ 0 };
    ok = step_former(db, &scratch, ids, count, &former, &former_count, err);
    for (size_t i = 0; ok && i < count; i++) ok = erase_one(db, &scratch, ids[i], day, &notes, out, err);
    for (size_t i = 0; ok && i < former_count; i++) ok = erase_former(db, &scratch, former[i], &notes, out, err);
    int64_t *all = arena_array(&scratch, int64_t, count + former_count + 1);
    for (size_t i = 0; i < count + former_count && ok; i++) all[i] = i < count ? ids[i] : former[i - count];
    ok = ok && step_forget(db, SUBJECT_PUPIL, all, count + former_count, notes.at, notes.count, &out->steps, err);
    arena_free(&scratch);
    /* Notes that went whole are in `rows` already. */
    out->rows += out->notes - notes.count + out->meetings + out->facts + out->decisions + out->findings + out->messages + out->steps;
    return ok;
}
