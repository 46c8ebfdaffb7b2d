/* SPDX-License-Identifier: GPL-3.0-or-later
 * catalogue - the record vocabulary as this file knows it.
 * Owns:  tables kind, kind_field, fact, word.
 * Must not know: rules, imports.
 */
#include "store/catalogue.h"

#include <string.h>

#include "base/map.h"
#include "sql.h"
#include "store/catalogue_priv.h"
#include "store/stmt.h"

/* A field or fact as the file has it. */
struct kept {
    int64_t id, owner; /* kind or subject type */
    struct str name, type, codes;
    bool each, taken; /* taken: the vocabulary has it */
    int64_t home, bit, width;
};

struct book {
    struct db *db;
    struct arena *arena; /* for codes, which stay */
    struct arena scratch;
    struct kinds *kinds;
    struct kept *fields, *facts;
    size_t field_count, fact_count;
    int64_t *kind_ids; /* by kind index; 0 = not in the file */
    bool write, behind;
};

/* reading what the file has */

static struct kept *grow(struct arena *arena, struct kept *at, size_t count) {
    if (count & (count - 1) || count == 1) return at; /* room is the next power of two */
    struct kept *more = arena_array(arena, struct kept, count ? 2 * count : 2);
    if (count) memcpy(more, at, count * sizeof *at);
    return more;
}

/* Keys are used as indices; no vocabulary has a thousandth of that many. */
#define KEY_MOST 1000000

static bool key_fits(struct stmt *stmt, const char *what, struct err *err) {
    int64_t id = stmt_whole(stmt, 0);
    if (id > 0 && id <= KEY_MOST) return true;
    stmt_done(stmt);
    err_set(err, CODE_DAMAGED, "The database is damaged: a %s has the key %lld.", what, (long long)id);
    return err_next(err, "Put the newest copy from the folder backups back.");
}

static bool place_fits(struct stmt *stmt, struct err *err) {
    int64_t home = stmt_whole(stmt, 6), bit = stmt_whole(stmt, 7), width = stmt_whole(stmt, 8);
    bool packed = bit >= 0 && bit < 63 && width > 0 && width <= 63 - bit;
    if (home == HOME_FACTS ? packed : home == HOME_DETAIL || home == HOME_NOTE) return true;
    err_set(err, CODE_DAMAGED, "The database is damaged: the field '%.*s' has no place.", STR_ARG(stmt_text(stmt, 2)));
    stmt_done(stmt);
    return err_next(err, "Put the newest copy from the folder backups back.");
}

static bool read_fields(struct book *book, struct err *err) {
    struct stmt *stmt = stmt_get(book->db, SQL_FIELD_ALL);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (!key_fits(stmt, "field", err) || !place_fits(stmt, err)) return false;
        book->fields = grow(&book->scratch, book->fields, book->field_count);
        book->fields[book->field_count++] = (struct kept){
            .id = stmt_whole(stmt, 0),
            .owner = stmt_whole(stmt, 1),
            .name = stmt_copy(stmt, &book->scratch, 2),
            .each = stmt_whole(stmt, 3) != 0,
            .type = stmt_copy(stmt, &book->scratch, 4),
            .codes = stmt_copy(stmt, book->arena, 5),
            .home = stmt_whole(stmt, 6),
            .bit = stmt_whole(stmt, 7),
            .width = stmt_whole(stmt, 8),
        };
    }
    return row == 0;
}

static bool read_facts(struct book *book, struct err *err) {
    struct stmt *stmt = stmt_get(book->db, SQL_FACT_ALL);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (!key_fits(stmt, "fact", err)) return false;
        book->facts = grow(&book->scratch, book->facts, book->fact_count);
        book->facts[book->fact_count++] = (struct kept){
            .id = stmt_whole(stmt, 0),
            .owner = stmt_whole(stmt, 1),
            .name = stmt_copy(stmt, &book->scratch, 2),
            .type = stmt_copy(stmt, &book->scratch, 3),
            .codes = stmt_copy(stmt, book->arena, 4),
        };
    }
    return row == 0;
}

static bool read_kinds(struct book *book, struct err *err) {
    struct kinds *kinds = book->kinds;
    book->kind_ids = arena_array(&book->scratch, int64_t, kinds->kind_count);
    struct stmt *stmt = stmt_get(book->db, SQL_KIND_ALL);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (!key_fits(stmt, "kind", err)) return false;
        int32_t k = kinds_find(kinds, stmt_text(stmt, 1));
        if (k == FIELD_ABSENT) continue; /* retired: its rows stay, its views too */
        book->kind_ids[k] = stmt_whole(stmt, 0);
        if (str_is(stmt_text(stmt, 2), shape_name(kinds->kinds[k].shape))) continue;
        err_set(err, CODE_WRONG_TYPE, "Records of kind '%.*s' are kept as '%.*s' and can not become '%s'.",
                STR_ARG(kinds->kinds[k].name), STR_ARG(stmt_text(stmt, 2)), shape_name(kinds->kinds[k].shape));
        err_next(err, "Give the kind a new name.");
        stmt_done(stmt);
        return false;
    }
    return row == 0;
}

/* codes */

static struct str join_codes(struct arena *arena, const struct field *field) {
    if (field->code_count == 0) return (struct str){ NULL, 0 };
    struct buf text = { 0 };
    for (uint32_t i = 0; i < field->code_count; i++) {
        if (i) buf_add_byte(&text, '\n');
        buf_add(&text, field->codes[i]);
    }
    struct str joined = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return joined;
}

static uint32_t count_lines(struct str text) {
    uint32_t count = text.size > 0;
    for (size_t i = 0; i < text.size; i++) count += text.at[i] == '\n';
    return count;
}

/* The file's codes first, in its order, then those it does not know.  *grown: the file's list is now too short. */
static void merge_codes(struct arena *arena, struct str kept, struct field *field, bool *grown) {
    uint32_t have = count_lines(kept), count = 0;
    struct str *codes = arena_array(arena, struct str, (size_t)have + field->code_count);
    struct str line, rest = kept;
    while (rest.size > 0) {
        struct str after = { NULL, 0 };
        str_cut(rest, '\n', &line, &after);
        codes[count++] = line;
        rest = after;
    }
    for (uint32_t i = 0; i < field->code_count; i++) {
        bool known = false;
        for (uint32_t j = 0; j < have && !known; j++) known = str_equal(codes[j], field->codes[i]);
        if (!known) codes[count++] = field->codes[i];
    }
    *grown = count > have;
    field->codes = codes;
    field->code_count = count;
}

static bool check_type(const struct kept *kept, const struct field *field, const char *owner, struct err *err) {
    if (str_is(kept->type, field_type_name(field->type)) && kept->each == field->each) return true;
    err_set(err, CODE_WRONG_TYPE, "%s.%.*s is kept as %s%.*s and can not become %s%s.", owner, STR_ARG(field->name),
            kept->each ? "each " : "", STR_ARG(kept->type), field->each ? "each " : "", field_type_name(field->type));
    return err_next(err, "Give the field a new name.");
}

static bool write_codes(struct book *book, int sql, int64_t id, const struct field *field, struct err *err) {
    book->behind = true;
    if (!book->write) return true;
    struct stmt *stmt = stmt_get(book->db, sql);
    stmt_bind_whole(stmt, "id", id);
    stmt_bind_text(stmt, "codes", join_codes(&book->scratch, field));
    return stmt_run(stmt, err);
}

/* What the file says of a field the vocabulary has. */
static bool take_kept(struct book *book, struct kept *kept, struct field *field, const char *owner, int codes_sql,
                      struct err *err) {
    bool grown = false;
    if (!check_type(kept, field, owner, err)) return false;
    kept->taken = true;
    field->number = (int32_t)kept->id;
    if (field->codes || kept->codes.size) merge_codes(book->arena, kept->codes, field, &grown);
    return !grown || write_codes(book, codes_sql, kept->id, field, err);
}

/* places */

/* A list of codes that became too long for its bits. */
static bool outgrown(const struct kept *kept, const struct field *field) {
    return kept->home == HOME_FACTS && field_wanted_width(field) > (uint64_t)kept->width;
}

/* Packs new fields of one kind after everything the file has: a stand-in vocabulary of this kind alone carries the
 * retired fields too, and what the file keeps as a detail is shown to kinds_pack as a day, which never has a place. */
static void place(struct book *book, uint32_t k) {
    struct kind *kind = &book->kinds->kinds[k];
    size_t retired = 0;
    for (size_t i = 0; i < book->field_count; i++) retired += book->fields[i].owner == book->kind_ids[k];
    struct field *fields = arena_array(&book->scratch, struct field, kind->field_count + retired);
    memcpy(fields, kind->fields, kind->field_count * sizeof *fields);
    uint32_t count = kind->field_count;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) fields[i].bit = fields[i].width = 0;
    for (size_t i = 0; i < book->field_count && book->kind_ids[k]; i++) {
        const struct kept *kept = &book->fields[i];
        if (kept->owner != book->kind_ids[k]) continue;
        int32_t at = kind_find_field(kind, kept->name);
        struct field *field = at == FIELD_ABSENT ? &fields[count++] : &fields[at];
        if (book->write && at != FIELD_ABSENT && outgrown(kept, field)) field = &fields[count++]; /* a new place beyond */
        field->each = kept->each;
        if (kept->home == HOME_FACTS) {
            field->bit = (uint8_t)kept->bit;
            field->width = (uint8_t)kept->width;
        } else {
            field->type = FIELD_DAY;
        }
    }
    struct kind stand_in = *kind;
    stand_in.fields = fields;
    stand_in.field_count = count;
    struct kinds alone = { .kinds = &stand_in, .kind_count = 1 };
    kinds_pack(&alone);
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        struct field *field = &kind->fields[i];
        field->bit = fields[i].bit;
        field->width = fields[i].width;
        field->home = field->type == FIELD_TEXT ? HOME_NOTE : fields[i].home;
    }
}

/* The values are copied: the old bits are never given to another field, and a program that is open elsewhere with the
 * old vocabulary still reads what it knew. */
static bool move_values(struct book *book, uint32_t k, const struct kept *kept, const struct field *field,
                        struct err *err) {
    int sql = !field->each                                             ? SQL_MOVE_SESSION
              : shape_of_pupils(book->kinds->kinds[k].shape) ? SQL_MOVE_PUPILS
                                                              : SQL_MOVE_STAFF;
    if (kept->bit == field->bit) return true;
    struct stmt *stmt = stmt_get(book->db, sql);
    stmt_bind_whole(stmt, "kind", book->kind_ids[k]);
    stmt_bind_whole(stmt, "mask", (int64_t)((UINT64_C(1) << kept->width) - 1));
    stmt_bind_whole(stmt, "from", kept->bit);
    stmt_bind_whole(stmt, "to", field->bit);
    return stmt_run(stmt, err);
}

static bool widen(struct book *book, uint32_t k, const struct kept *kept, const struct field *field, struct err *err) {
    if (!outgrown(kept, field)) return true;
    book->behind = true;
    if (!book->write) return true;
    if (field->home != HOME_FACTS) {
        err_set(err, CODE_WRONG_TYPE, "%.*s.%.*s has more codes than the records of its kind have room for.",
                STR_ARG(book->kinds->kinds[k].name), STR_ARG(field->name));
        return err_next(err, "Put the new codes into a field with another name.");
    }
    if (!move_values(book, k, kept, field, err)) return false;
    struct stmt *stmt = stmt_get(book->db, SQL_FIELD_PLACE);
    stmt_bind_whole(stmt, "id", kept->id);
    stmt_bind_whole(stmt, "bit", field->bit);
    stmt_bind_whole(stmt, "width", field->width);
    return stmt_run(stmt, err);
}

static bool insert_field(struct book *book, uint32_t k, struct field *field, struct err *err) {
    book->behind = true;
    if (!book->write) return true;
    struct stmt *stmt = stmt_get(book->db, SQL_FIELD_INSERT);
    stmt_bind_whole(stmt, "kind", book->kind_ids[k]);
    stmt_bind_text(stmt, "name", field->name);
    stmt_bind_whole(stmt, "each", field->each);
    stmt_bind_text(stmt, "type", str_from(field_type_name(field->type)));
    stmt_bind_text(stmt, "codes", join_codes(&book->scratch, field));
    stmt_bind_whole(stmt, "home", field->home);
    stmt_bind_whole(stmt, "bit", field->bit);
    stmt_bind_whole(stmt, "width", field->width);
    if (!stmt_run(stmt, err)) return false;
    field->number = (int32_t)stmt_last_key(book->db);
    return true;
}

static bool insert_kind(struct book *book, uint32_t k, struct err *err) {
    book->behind = true;
    if (!book->write) return true;
    const struct kind *kind = &book->kinds->kinds[k];
    struct stmt *stmt = stmt_get(book->db, SQL_KIND_INSERT);
    stmt_bind_text(stmt, "name", kind->name);
    stmt_bind_text(stmt, "shape", str_from(shape_name(kind->shape)));
    if (!stmt_run(stmt, err)) return false;
    book->kind_ids[k] = stmt_last_key(book->db);
    return true;
}

static bool sync_kind(struct book *book, uint32_t k, struct err *err) {
    struct kind *kind = &book->kinds->kinds[k];
    const char *owner = str_c(&book->scratch, kind->name);
    for (uint32_t i = 0; i < kind->field_count; i++) kind->fields[i].number = 0;
    for (size_t i = 0; i < book->field_count && book->kind_ids[k]; i++) {
        struct kept *kept = &book->fields[i];
        if (kept->owner != book->kind_ids[k]) continue;
        int32_t at = kind_find_field(kind, kept->name);
        if (at == FIELD_ABSENT) continue;
        if (!take_kept(book, kept, &kind->fields[at], owner, SQL_FIELD_CODES, err)) return false;
    }
    place(book, k);
    for (size_t i = 0; i < book->field_count && book->kind_ids[k]; i++) {
        const struct kept *kept = &book->fields[i];
        int32_t at = kept->owner == book->kind_ids[k] && kept->taken ? kind_find_field(kind, kept->name) : FIELD_ABSENT;
        if (at != FIELD_ABSENT && !widen(book, k, kept, &kind->fields[at], err)) return false;
    }
    if (!book->kind_ids[k] && !insert_kind(book, k, err)) return false;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        if (kind->fields[i].number == 0 && !insert_field(book, k, &kind->fields[i], err)) return false;
    }
    return true;
}

static bool sync_fact(struct book *book, enum subject_type type, struct field *field, struct err *err) {
    field->number = 0;
    for (size_t i = 0; i < book->fact_count; i++) {
        struct kept *kept = &book->facts[i];
        if (kept->owner != (int64_t)type || !str_equal(kept->name, field->name)) continue;
        kept->each = field->each;
        return take_kept(book, kept, field, subject_type_name(type), SQL_FACT_CODES, err);
    }
    book->behind = true;
    if (!book->write) return true;
    struct stmt *stmt = stmt_get(book->db, SQL_FACT_INSERT);
    stmt_bind_whole(stmt, "subject", type);
    stmt_bind_text(stmt, "name", field->name);
    stmt_bind_text(stmt, "type", str_from(field_type_name(field->type)));
    stmt_bind_text(stmt, "codes", join_codes(&book->scratch, field));
    if (!stmt_run(stmt, err)) return false;
    field->number = (int32_t)stmt_last_key(book->db);
    return true;
}

static bool sync_facts(struct book *book, struct err *err) {
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        struct facts *facts = &book->kinds->facts[type];
        for (uint32_t i = 0; i < facts->field_count; i++) {
            struct field *field = &facts->fields[i];
            if (field->home != HOME_DERIVED && !sync_fact(book, (enum subject_type)type, field, err)) return false;
        }
    }
    return true;
}

static bool work_through(struct book *book, struct err *err) {
    kinds_pack(book->kinds); /* homes of facts and the built-in fields; places come below */
    if (!read_kinds(book, err) || !read_fields(book, err) || !read_facts(book, err)) return false;
    for (uint32_t k = 0; k < book->kinds->kind_count; k++) {
        if (!sync_kind(book, k, err)) return false;
    }
    bool views = false;
    if (!sync_facts(book, err)) return false;
    if (!book->write && book->behind) return true; /* views need the keys that are still missing */
    if (!view_sync(book->db, book->kinds, book->write, &views, err)) return false;
    book->behind = book->behind || views;
    return true;
}

bool catalogue_sync(struct db *db, struct arena *arena, struct kinds *kinds, struct err *err) {
    bug_if(!db_in_change(db));
    struct book book = { .db = db, .arena = arena, .kinds = kinds, .write = true };
    bool ok = work_through(&book, err);
    arena_free(&book.scratch);
    return ok;
}

bool catalogue_load(struct db *db, struct arena *arena, struct kinds *kinds, bool *behind, struct err *err) {
    struct book book = { .db = db, .arena = arena, .kinds = kinds };
    bool ok = work_through(&book, err);
    if (behind) *behind = book.behind;
    arena_free(&book.scratch);
    return ok;
}

bool catalogue_kind_key(struct db *db, const struct kinds *kinds, uint32_t kind, int64_t *out, struct err *err) {
    bug_if(kind >= kinds->kind_count);
    struct stmt *stmt = stmt_get(db, SQL_KIND_BY_NAME);
    stmt_bind_text(stmt, "name", kinds->kinds[kind].name);
    return stmt_one(stmt, 0, out, err);
}

/* words */

bool catalogue_word_text(struct db *db, struct arena *arena, int64_t value, struct str *out, struct err *err) {
    *out = (struct str){ NULL, 0 };
    if (value == VALUE_NONE) return true;
    struct stmt *stmt = stmt_get(db, SQL_WORD_GET);
    stmt_bind_whole(stmt, "value", value);
    int row = stmt_step(stmt, err);
    if (row == 1) {
        *out = stmt_copy(stmt, arena, 0);
        stmt_done(stmt);
    }
    return row >= 0;
}

bool catalogue_word(struct db *db, struct str text, int64_t *value, struct err *err) {
    *value = VALUE_NONE;
    if (text.size == 0) return true;
    bug_if(!db_in_change(db));
    *value = text_value(text);
    struct stmt *stmt = stmt_get(db, SQL_WORD_KEEP);
    stmt_bind_whole(stmt, "value", *value);
    stmt_bind_text(stmt, "text", text);
    if (!stmt_run(stmt, err)) return false;
    if (stmt_changes(db) > 0) return true;
    stmt = stmt_get(db, SQL_WORD_GET);
    stmt_bind_whole(stmt, "value", *value);
    int row = stmt_step(stmt, err);
    bool same = row == 1 && str_equal(stmt_text(stmt, 0), text);
    if (row == 1) stmt_done(stmt);
    if (row >= 0 && !same)
        return err_set(err, CODE_BAD_CELL, "The word '%.*s' can not be told from another one.", STR_ARG(text));
    return row == 1;
}
