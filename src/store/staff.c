/* SPDX-License-Identifier: GPL-3.0-or-later
 * staff - members of staff, and who held which post when.
 * Owns:  tables staff, staff_fact.
 * Must not know: addresses of messages, rules.
 */
#include "store/staff.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sql.h"
#include "store/catalogue.h"
#include "store/stmt.h"
#include "store/value_priv.h"

enum { KEY, TITLE, FIRST_NAME, SURNAME, EMAIL, FOLDED, TEXT_COUNT };
static const char *const TEXT_NAMES[TEXT_COUNT] = { "key", "title", "first_name", "surname", "email", "folded" };

static bool by_key(struct db *db, struct str key, int64_t *id, struct err *err) {
    *id = 0;
    if (key.size == 0) return true;
    struct stmt *stmt = stmt_get(db, SQL_STAFF_BY_KEY);
    stmt_bind_text(stmt, "key", key);
    return stmt_one(stmt, 0, id, err);
}

static bool read_texts(struct db *db, struct arena *arena, int64_t id, struct str texts[TEXT_COUNT], bool *found,
                       struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STAFF_TEXTS);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    for (int i = 0; row == 1 && i < TEXT_COUNT; i++) texts[i] = stmt_copy(stmt, arena, i);
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

static bool write_texts(struct db *db, struct arena *arena, int sql, int64_t id, struct str texts[TEXT_COUNT],
                        struct err *err) {
    texts[FOLDED] =
        utf8_fold(arena, str_trim(str_format(arena, "%.*s %.*s", STR_ARG(texts[SURNAME]), STR_ARG(texts[FIRST_NAME]))));
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

static bool put_texts(struct db *db, struct arena *arena, const struct staff_write *row, int64_t *id, enum wrote *wrote,
                      struct err *err) {
    const struct str given[TEXT_COUNT] = { row->key, row->title, row->first_name, row->surname, row->email };
    struct str had[TEXT_COUNT] = { { 0 } }, texts[TEXT_COUNT] = { { 0 } };
    bool found = false, differs = false;
    *id = row->id;
    if (*id == 0 && !by_key(db, row->key, id, err)) return false;
    if (*id && !read_texts(db, arena, *id, had, &found, err)) return false;
    if (*id && !found) return err_set(err, CODE_UNKNOWN_PERSON, "There is no member of staff %lld.", (long long)*id);
    for (int i = 0; i < FOLDED; i++) {
        texts[i] = text_or(given[i], had[i]);
        differs = differs || !str_equal(texts[i], had[i]);
    }
    if (found && !differs) return true;
    int64_t holder;
    if (!by_key(db, texts[KEY], &holder, err)) return false;
    if (holder && holder != *id)
        return err_set(err, CODE_DUPLICATE, "Another member of staff has the key '%.*s'.", STR_ARG(texts[KEY]));
    if (!write_texts(db, arena, found ? SQL_STAFF_SET_TEXTS : SQL_STAFF_INSERT, *id, texts, err)) return false;
    if (!found) *id = stmt_last_key(db);
    *wrote = found ? WROTE_CHANGED : WROTE_ADDED;
    return true;
}

bool staff_put(struct db *db, const struct kinds *kinds, const struct staff_write *row, int64_t *id, enum wrote *wrote,
               struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    bool changed = false;
    *wrote = WROTE_SAME;
    bool ok = put_texts(db, &scratch, row, id, wrote, err)
              && fact_put(db, kinds, &FACTS_OF_STAFF, *id, row->facts, row->fact_count, &changed, err);
    if (changed && *wrote == WROTE_SAME) *wrote = WROTE_CHANGED;
    arena_free(&scratch);
    return ok;
}

bool staff_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct staff *out,
                bool *found, struct err *err) {
    struct str texts[TEXT_COUNT] = { { 0 } };
    *out = (struct staff){ .id = id };
    if (!read_texts(db, arena, id, texts, found, err)) return false;
    if (!*found) return true;
    out->key = texts[KEY];
    out->title = texts[TITLE];
    out->first_name = texts[FIRST_NAME];
    out->surname = texts[SURNAME];
    out->email = texts[EMAIL];
    return fact_read(db, kinds, &FACTS_OF_STAFF, arena, id, &out->facts, &out->steps, &out->step_count, err);
}

bool staff_list(struct db *db, struct arena *arena, struct staff **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STAFF_LIST);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct staff *more = arena_array(arena, struct staff, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct staff){
            .id = stmt_whole(stmt, 0),
            .key = stmt_copy(stmt, arena, 1),
            .title = stmt_copy(stmt, arena, 2),
            .first_name = stmt_copy(stmt, arena, 3),
            .surname = stmt_copy(stmt, arena, 4),
            .email = stmt_copy(stmt, arena, 5),
        };
    }
    return row == 0;
}

/* "J. Okoro", "Ms Okoro", "Okoro": the words given, without a title, must begin words of the name; the surname whole.
 */
static bool name_fits(struct arena *scratch, const struct staff *person, struct str folded) {
    struct str surname = utf8_fold(scratch, person->surname), first = utf8_fold(scratch, person->first_name);
    struct str title = utf8_fold(scratch, person->title);
    if (surname.size == 0 || !str_ends(folded, str_c(scratch, surname))) return false;
    struct str rest = str_trim(str_slice(folded, 0, folded.size - surname.size));
    if (rest.size + surname.size == folded.size && rest.size > 0) return false; /* the surname must stand alone */
    if (rest.size && title.size && str_starts(rest, str_c(scratch, title)))
        rest = str_trim(str_slice(rest, title.size, rest.size));
    if (rest.size && rest.at[rest.size - 1] == '.') rest.size--;
    if (first.size && first.at[first.size - 1] == '.') first.size--;
    size_t size = rest.size < first.size ? rest.size : first.size;
    return size == 0 ? rest.size == 0 : memcmp(rest.at, first.at, size) == 0;
}

bool staff_find(struct db *db, struct str key_or_name, int64_t *id, uint32_t *count, struct err *err) {
    *count = 0;
    if (!by_key(db, key_or_name, id, err)) return false;
    if (*id) {
        *count = 1;
        return true;
    }
    struct arena scratch = { 0 };
    struct staff *all;
    size_t all_count;
    struct str folded = str_copy(&scratch, str_trim(utf8_fold(&scratch, key_or_name)));
    bool ok = staff_list(db, &scratch, &all, &all_count, err);
    for (size_t i = 0; ok && i < all_count; i++) {
        if (!name_fits(&scratch, &all[i], folded)) continue;
        if ((*count)++ == 0) *id = all[i].id;
    }
    arena_free(&scratch);
    return ok;
}

/* posts */

static int compare_posts(const void *left, const void *right) {
    const struct staff_post *a = left, *b = right;
    int order = str_compare(a->role, b->role);
    if (order == 0) order = (a->from.day > b->from.day) - (a->from.day < b->from.day);
    if (order == 0) order = (a->staff > b->staff) - (a->staff < b->staff);
    return order ? order : (a->activity > b->activity) - (a->activity < b->activity);
}

static bool read_post(struct db *db, const struct kind *kind, struct stmt *stmt, struct staff_post *out,
                      struct err *err) {
    int32_t role = kind_find_field(kind, STR("role"));
    const struct field *field = role == FIELD_ABSENT ? NULL : &kind->fields[role];
    int64_t code = field && field->home == HOME_FACTS ? field_unpack(field, (uint64_t)stmt_whole(stmt, 4)) : VALUE_NONE;
    *out = (struct staff_post){
        .staff = stmt_whole(stmt, 0), .activity = stmt_whole(stmt, 1), .from = stmt_date(stmt, 2), .to = DATE_NONE
    };
    if (code >= 0 && code < (int64_t)field->code_count) out->role = field->codes[code];
    if (kind->ends == FIELD_ABSENT) return true;
    if (kind->ends == FIELD_LAST_DAY) {
        out->to = stmt_date(stmt, 3);
        return true;
    }
    struct stmt *end = stmt_get(db, SQL_STAFF_POST_END);
    int64_t stored;
    stmt_bind_whole(end, "activity", out->activity);
    stmt_bind_whole(end, "field", kind->fields[kind->ends].number);
    if (!stmt_one(end, VALUE_NONE, &stored, err)) return false;
    if (stored != VALUE_NONE) out->to = stored_date(stored);
    return true;
}

bool staff_posts(struct db *db, const struct kinds *kinds, struct arena *arena, struct staff_post **out, size_t *count,
                 struct err *err) {
    *out = NULL;
    *count = 0;
    int32_t post = kinds_find(kinds, STR("post"));
    int64_t key = 0;
    if (post == FIELD_ABSENT) return true;
    if (!catalogue_kind_key(db, kinds, (uint32_t)post, &key, err)) return false;
    struct stmt *stmt = stmt_get(db, SQL_STAFF_POSTS);
    stmt_bind_whole(stmt, "kind", key);
    size_t room = 0;
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct staff_post *more = arena_array(arena, struct staff_post, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        if (!read_post(db, &kinds->kinds[post], stmt, &(*out)[(*count)++], err)) {
            stmt_done(stmt);
            return false;
        }
    }
    if (row == 0 && *count > 1) qsort(*out, *count, sizeof **out, compare_posts);
    return row == 0;
}
