/* SPDX-License-Identifier: GPL-3.0-or-later
 * organisation - employers, providers, agencies, partners.
 * Owns:  table organisation.
 * Must not know: rules, registers.
 */
#include "store/organisation.h"

#include <string.h>

#include "base/utf8.h"
#include "sql.h"
#include "store/stmt.h"
#include "store/value_priv.h"

bool organisation_find(struct db *db, struct str name, int64_t *id, struct err *err) {
    struct arena scratch = { 0 };
    struct str folded = str_trim(utf8_fold(&scratch, name));
    *id = 0;
    bool ok = true;
    if (folded.size) {
        struct stmt *stmt = stmt_get(db, SQL_ORGANISATION_BY_FOLDED);
        stmt_bind_text(stmt, "folded", folded);
        ok = stmt_one(stmt, 0, id, err);
    }
    arena_free(&scratch);
    return ok;
}

static bool read_texts(struct db *db, struct arena *arena, int64_t id, struct organisation *out, bool *found,
                       struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ORGANISATION_TEXTS);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (row != 1) return row == 0;
    *out = (struct organisation){ .id = id, .name = stmt_copy(stmt, arena, 0), .contact = stmt_copy(stmt, arena, 1) };
    stmt_done(stmt);
    return true;
}

static bool put_texts(struct db *db, struct arena *arena, const struct organisation_write *row, int64_t *id,
                      enum wrote *wrote, struct err *err) {
    struct organisation had = { 0 };
    bool found = false;
    *id = row->id;
    if (*id == 0 && !organisation_find(db, row->name, id, err)) return false;
    if (*id && !read_texts(db, arena, *id, &had, &found, err)) return false;
    if (row->id && !found)
        return err_set(err, CODE_NOTHING_SELECTED, "There is no organisation %lld.", (long long)row->id);
    /* Found by name: the spelling that is held stays. */
    struct str name = str_trim(row->id || !found ? text_or(row->name, had.name) : had.name);
    struct str contact = text_or(row->contact, had.contact);
    struct str folded = str_trim(utf8_fold(arena, name));
    if (folded.size == 0) return err_set(err, CODE_MISSING_VALUE, "An organisation needs a name.");
    if (found && str_equal(name, had.name) && str_equal(contact, had.contact)) return true;
    int64_t holder;
    if (!organisation_find(db, name, &holder, err)) return false;
    if (holder && holder != *id)
        return err_set(err, CODE_DUPLICATE, "Another organisation is called '%.*s'.", STR_ARG(name));
    struct stmt *stmt = stmt_get(db, found ? SQL_ORGANISATION_SET_TEXTS : SQL_ORGANISATION_INSERT);
    if (found) stmt_bind_whole(stmt, "id", *id);
    stmt_bind_text(stmt, "name", name);
    stmt_bind_text(stmt, "contact", contact);
    stmt_bind_text(stmt, "folded", folded);
    if (!stmt_run(stmt, err)) return false;
    if (!found) *id = stmt_last_key(db);
    *wrote = found ? WROTE_CHANGED : WROTE_ADDED;
    return true;
}

bool organisation_put(struct db *db, const struct kinds *kinds, const struct organisation_write *row, int64_t *id,
                      enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    bool changed = false;
    *wrote = WROTE_SAME;
    bool ok = put_texts(db, &scratch, row, id, wrote, err)
              && fact_put(db, kinds, &FACTS_OF_ORGANISATION, *id, row->facts, row->fact_count, &changed, err);
    if (changed && *wrote == WROTE_SAME) *wrote = WROTE_CHANGED;
    arena_free(&scratch);
    return ok;
}

bool organisation_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id,
                       struct organisation *out, bool *found, struct err *err) {
    *out = (struct organisation){ .id = id };
    if (!read_texts(db, arena, id, out, found, err)) return false;
    return !*found || fact_read(db, kinds, &FACTS_OF_ORGANISATION, arena, id, &out->facts, NULL, NULL, err);
}

bool organisation_list(struct db *db, const struct kinds *kinds, struct arena *arena, struct organisation **out,
                       size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ORGANISATION_LIST);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct organisation *more = arena_array(arena, struct organisation, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct organisation){ .id = stmt_whole(stmt, 0),
                                                    .name = stmt_copy(stmt, arena, 1),
                                                    .contact = stmt_copy(stmt, arena, 2) };
    }
    for (size_t i = 0; row == 0 && i < *count; i++) {
        if (!fact_read(db, kinds, &FACTS_OF_ORGANISATION, arena, (*out)[i].id, &(*out)[i].facts, NULL, NULL, err))
            return false;
    }
    return row == 0;
}
