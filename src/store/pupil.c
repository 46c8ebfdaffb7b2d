/* SPDX-License-Identifier: GPL-3.0-or-later
 * pupil - one pupil: names, facts, dated steps, matching.
 * Owns:  tables pupil, pupil_fact.
 * Must not know: files, headings, rules.
 */
#include "store/pupil.h"

#include "base/utf8.h"
#include "sql.h"
#include "store/stmt.h"
#include "store/value_priv.h"

/* The texts of a pupil, in the order of statement pupil_texts. */
enum {
    UPN,
    FORMER_UPN,
    ULN,
    ADMISSION_NO,
    FIRST_NAME,
    SURNAME,
    KNOWN_AS,
    CONTACT,
    LA,
    ADDRESS,
    POSTCODE,
    PARENT,
    PARENT_ADDRESS,
    FOLDED,
    FOLDED_KNOWN,
    TEXT_COUNT
};
static const char *const TEXT_NAMES[TEXT_COUNT] = {
    "upn",     "former_upn", "uln",    "admission_no",   "first_name", "surname",      "known_as", "contact", "la",
    "address", "postcode",   "parent", "parent_address", "folded",     "folded_known",
};

static struct str fold_name(struct arena *arena, struct str first_name, struct str surname) {
    return utf8_fold(arena, str_trim(str_format(arena, "%.*s %.*s", STR_ARG(surname), STR_ARG(first_name))));
}

static bool read_texts(struct db *db, struct arena *arena, int64_t id, struct str texts[TEXT_COUNT], bool *found,
                       struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_PUPIL_TEXTS);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    for (int i = 0; row == 1 && i < TEXT_COUNT; i++) texts[i] = stmt_copy(stmt, arena, i);
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

static bool write_texts(struct db *db, struct arena *arena, int sql, int64_t id, struct str texts[TEXT_COUNT],
                        struct err *err) {
    texts[FOLDED] = fold_name(arena, texts[FIRST_NAME], texts[SURNAME]);
    texts[FOLDED_KNOWN] = utf8_fold(arena, texts[KNOWN_AS]);
    struct stmt *stmt = stmt_get(db, sql);
    if (id) stmt_bind_whole(stmt, "id", id);
    for (int i = 0; i < TEXT_COUNT; i++) {
        if (i == FOLDED)
            stmt_bind_string(stmt, TEXT_NAMES[i], texts[i]);
        else
            stmt_bind_text(stmt, TEXT_NAMES[i], texts[i]);
    }
    return stmt_run(stmt, err);
}

static bool other_with_upn(struct db *db, struct str upn, int64_t id, struct err *err) {
    int64_t holder;
    if (upn.size == 0) return true;
    struct stmt *stmt = stmt_get(db, SQL_PUPIL_BY_UPN);
    stmt_bind_text(stmt, "key", upn);
    if (!stmt_one(stmt, 0, &holder, err)) return false;
    if (holder == 0 || holder == id) return true;
    return err_set(err, CODE_SAME_UPN_TWICE, "Another pupil has the UPN %.*s.", STR_ARG(upn));
}

static bool put_texts(struct db *db, struct arena *arena, const struct pupil_write *row, int64_t *id, enum wrote *wrote,
                      struct err *err) {
    struct str had[TEXT_COUNT] = { { 0 } };
    const struct str given[TEXT_COUNT] = { row->upn,          row->former_upn, row->uln,
                                           row->admission_no, row->first_name, row->surname,
                                           row->known_as,     row->contact,    row->la,
                                           row->address,      row->postcode,   row->parent,
                                           row->parent_address };
    bool found = false;
    if (row->id && !read_texts(db, arena, row->id, had, &found, err)) return false;
    if (row->id && !found) return err_set(err, CODE_UNKNOWN_PUPIL, "There is no pupil %lld.", (long long)row->id);
    bool differs = false;
    struct str texts[TEXT_COUNT] = { { 0 } };
    for (int i = 0; i < FOLDED; i++) {
        texts[i] = text_or(given[i], had[i]);
        differs = differs || !str_equal(texts[i], had[i]);
    }
    *id = row->id;
    if (found && !differs) return true;
    if (!other_with_upn(db, texts[UPN], row->id, err)) return false;
    if (!write_texts(db, arena, found ? SQL_PUPIL_SET_TEXTS : SQL_PUPIL_INSERT, row->id, texts, err)) return false;
    if (!found) *id = stmt_last_key(db);
    *wrote = found ? WROTE_CHANGED : WROTE_ADDED;
    return true;
}

bool pupil_put(struct db *db, const struct kinds *kinds, const struct pupil_write *row, int64_t *id, enum wrote *wrote,
               struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    bool changed = false;
    *wrote = WROTE_SAME;
    bool ok = put_texts(db, &scratch, row, id, wrote, err)
              && fact_put(db, kinds, &FACTS_OF_PUPIL, *id, row->facts, row->fact_count, &changed, err);
    if (changed && *wrote == WROTE_SAME) *wrote = WROTE_CHANGED;
    arena_free(&scratch);
    return ok;
}

bool pupil_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct pupil *out,
                bool *found, struct err *err) {
    struct str texts[TEXT_COUNT] = { { 0 } };
    *out = (struct pupil){ .id = id };
    if (!read_texts(db, arena, id, texts, found, err)) return false;
    if (!*found) return true;
    out->upn = texts[UPN];
    out->former_upn = texts[FORMER_UPN];
    out->uln = texts[ULN];
    out->admission_no = texts[ADMISSION_NO];
    out->first_name = texts[FIRST_NAME];
    out->surname = texts[SURNAME];
    out->known_as = texts[KNOWN_AS];
    out->contact = texts[CONTACT];
    out->la = texts[LA];
    out->address = texts[ADDRESS];
    out->postcode = texts[POSTCODE];
    out->parent = texts[PARENT];
    out->parent_address = texts[PARENT_ADDRESS];
    return fact_read(db, kinds, &FACTS_OF_PUPIL, arena, id, &out->facts, &out->steps, &out->step_count, err);
}

bool pupil_called(struct db *db, struct arena *arena, int64_t id, struct str *name, bool *found, struct err *err) {
    struct str texts[TEXT_COUNT] = { { 0 } };
    if (!read_texts(db, arena, id, texts, found, err)) return false;
    *name = str_trim(str_format(arena, "%.*s %.*s", STR_ARG(texts[FIRST_NAME]), STR_ARG(texts[SURNAME])));
    return true;
}

int64_t pupil_fact_on(const struct kinds *kinds, const struct pupil *pupil, uint32_t fact, struct date day) {
    if (!kinds->facts[SUBJECT_PUPIL].fields[fact].dated) return pupil->facts[fact];
    int64_t value = VALUE_NONE;
    for (uint32_t i = 0; i < pupil->step_count; i++) {
        const struct fact_step *step = &pupil->steps[i];
        if (step->fact == fact && !date_after(step->from, day)) value = step->value;
    }
    return value;
}

/* matching */

static bool count_fits(struct stmt *stmt, int64_t *id, uint32_t *count, struct err *err) {
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if ((*count)++ == 0) *id = stmt_whole(stmt, 0);
    }
    return row == 0;
}

bool pupil_find(struct db *db, enum pupil_key by, const struct pupil_sought *sought, int64_t *id, uint32_t *count,
                struct err *err) {
    static const int SQL[] = {
        [PUPIL_BY_UPN] = SQL_PUPIL_BY_UPN,
        [PUPIL_BY_ADMISSION_NO] = SQL_PUPIL_BY_ADMISSION_NO,
        [PUPIL_BY_NAME_AND_DOB] = SQL_PUPIL_BY_NAME,
        [PUPIL_BY_ULN] = SQL_PUPIL_BY_ULN,
        [PUPIL_BY_FORMER_UPN] = SQL_PUPIL_BY_FORMER_UPN,
    };
    *id = 0;
    *count = 0;
    if (by == PUPIL_BY_NAME_AND_DOB) {
        if (!date_known(sought->dob) || sought->first_name.size == 0 || sought->surname.size == 0) return true;
        struct arena scratch = { 0 };
        struct stmt *stmt = stmt_get(db, SQL[by]);
        stmt_bind_text(stmt, "folded", fold_name(&scratch, sought->first_name, sought->surname));
        stmt_bind_date(stmt, "dob", sought->dob);
        bool ok = count_fits(stmt, id, count, err);
        arena_free(&scratch);
        return ok;
    }
    struct str key = by == PUPIL_BY_ADMISSION_NO ? sought->admission_no
                     : by == PUPIL_BY_ULN        ? sought->uln
                                                 : sought->upn;
    if (key.size == 0) return true;
    struct stmt *stmt = stmt_get(db, SQL[by]);
    stmt_bind_text(stmt, "key", key);
    return count_fits(stmt, id, count, err);
}
