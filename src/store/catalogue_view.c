/* SPDX-License-Identifier: GPL-3.0-or-later
 * catalogue_view - the text of the readable views: packed facts under the names of the fields.
 * Owns:  the views of kinds and subjects.  The one place in C that assembles SQL, from names that are checked here.
 * Must not know: who queries them.
 *
 * Days read "2026-09-01", flags yes and no, codes as words, sets as words with a space between, hours as hours.
 */
#include <string.h>

#include "sql.h"
#include "store/catalogue_priv.h"
#include "store/db_priv.h"

static void add_name(struct buf *out, struct str name) {
    bug_if(name.size == 0);
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bug_if(!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (i && c >= '0' && c <= '9')));
    }
    buf_printf(out, "\"%.*s\"", STR_ARG(name));
}

static void add_literal(struct buf *out, struct str text) {
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\'') buf_add_byte(out, '\'');
        buf_add_byte(out, text.at[i]);
    }
    buf_add_byte(out, '\'');
}

static void add_day(struct buf *out, const char *value) {
    buf_printf(out, "substr(%s,1,4)||'-'||substr(%s,5,2)||'-'||substr(%s,7,2)", value, value, value);
}

/* One bit of `value` per code, from bit `first` on; `value` is not NULL. */
static void add_set(struct buf *out, const struct field *field, const char *value, uint32_t first) {
    uint32_t count = field->type == FIELD_YEARS ? 15 : field->code_count;
    buf_add_c(out, "trim(''");
    for (uint32_t i = 0; i < count; i++) {
        buf_printf(out, "||CASE WHEN %s>>%u&1 THEN ", value, i + first);
        if (field->type == FIELD_YEARS) {
            buf_printf(out, "'%u '", i);
        } else {
            struct buf word = { 0 };
            buf_add(&word, field->codes[i]);
            buf_add_byte(&word, ' ');
            add_literal(out, buf_str(&word));
            buf_free(&word);
        }
        buf_add_c(out, " ELSE '' END");
    }
    buf_add_c(out, ")");
}

static void add_codes(struct buf *out, const struct field *field, const char *value, uint32_t first) {
    buf_printf(out, "CASE %s", value);
    for (uint32_t i = 0; i < field->code_count; i++) {
        buf_printf(out, " WHEN %u THEN ", i + first);
        add_literal(out, field->codes[i]);
    }
    buf_add_c(out, field->code_count ? " END" : " WHEN 0 THEN 0 END");
}

/* A value as it stands in a column, a step or a detail: NULL when not recorded. */
static void add_value(struct buf *out, const struct field *field, const char *value) {
    switch (field->type) {
    case FIELD_DAY:
        add_day(out, value);
        break;
    case FIELD_FLAG:
        buf_printf(out, "CASE %s WHEN 0 THEN 'no' WHEN 1 THEN 'yes' END", value);
        break;
    case FIELD_WHOLE:
        buf_add_c(out, value);
        break;
    case FIELD_HOURS:
        buf_printf(out, "%s/60.0", value);
        break;
    case FIELD_ONE_OF:
        add_codes(out, field, value, 0);
        break;
    case FIELD_SET_OF:
    case FIELD_YEARS:
        buf_printf(out, "CASE WHEN %s IS NOT NULL THEN ", value);
        add_set(out, field, value, 0);
        buf_add_c(out, " END");
        break;
    case FIELD_TEXT:
        buf_printf(out, "(SELECT w.text FROM word w WHERE w.value=%s)", value);
        break;
    case FIELD_PERSON:
        buf_printf(out,
                   "(SELECT trim(coalesce(s.first_name,'')||' '||coalesce(s.surname,'')) FROM staff s WHERE s.id=%s)",
                   value);
        break;
    case FIELD_ORGANISATION:
        buf_printf(out, "(SELECT g.name FROM organisation g WHERE g.id=%s)", value);
        break;
    }
}

static void add_packed(struct buf *out, const struct field *field) {
    char raw[64];
    struct buf text = { 0 };
    buf_printf(&text, "(%s.facts>>%u&%llu)", field->each ? "p" : "a", field->bit,
               (unsigned long long)((UINT64_C(1) << field->width) - 1));
    bug_if(text.size >= sizeof raw);
    memcpy(raw, text.at, text.size + 1);
    buf_free(&text);
    switch (field->type) {
    case FIELD_FLAG:
        buf_printf(out, "CASE %s WHEN 1 THEN 'no' WHEN 2 THEN 'yes' END", raw);
        break;
    case FIELD_HOURS:
        buf_printf(out, "(nullif(%s,0)-1)/60.0", raw);
        break;
    case FIELD_ONE_OF:
        add_codes(out, field, raw, 1);
        break;
    case FIELD_SET_OF:
    case FIELD_YEARS:
        buf_printf(out, "CASE WHEN %s&1 THEN ", raw);
        add_set(out, field, raw, 1);
        buf_add_c(out, " END");
        break;
    case FIELD_DAY:
    case FIELD_TEXT:
    case FIELD_PERSON:
    case FIELD_ORGANISATION:
    case FIELD_WHOLE:
        buf_printf(out, "nullif(%s,0)-1", raw);
        break;
    }
}

static void add_field(struct buf *out, const struct field *field) {
    const char *person = field->each ? "p.person" : "0";
    buf_add_c(out, ",\n  ");
    if (field->home == HOME_FACTS) {
        add_packed(out, field);
    } else if (field->home == HOME_NOTE) {
        buf_printf(out, "(SELECT n.text FROM note n WHERE n.person=%s AND n.activity=a.id AND n.field=%d)", person,
                   field->number);
    } else {
        buf_add_c(out, "(SELECT ");
        add_value(out, field, "d.value");
        buf_printf(out, " FROM detail d WHERE d.person=%s AND d.activity=a.id AND d.field=%d)", person, field->number);
    }
    buf_add_c(out, " AS ");
    add_name(out, field->name);
}

static void kind_view(struct buf *out, const struct kind *kind, int64_t key) {
    bool pupils = shape_of_pupils(kind->shape), staff = shape_of_staff(kind->shape);
    buf_add_c(out, "CREATE VIEW ");
    add_name(out, kind->name);
    buf_add_c(out, " AS SELECT a.id AS id,\n  ");
    add_day(out, "a.date");
    buf_add_c(out, " AS date,\n  ");
    add_day(out, "a.last_day");
    buf_add_c(out, " AS last_day,\n  a.title AS title,\n  o.name AS organisation,\n"
                   "  CASE a.cancelled WHEN 1 THEN 'yes' ELSE 'no' END AS cancelled");
    if (pupils) buf_add_c(out, ",\n  p.person AS pupil");
    if (staff) buf_add_c(out, ",\n  p.person AS staff");
    if (shape_has_outcome(kind->shape)) {
        buf_add_c(out, ",\n  ");
        add_codes(out, &kind->fields[FIELD_OUTCOME], "p.facts&7", 1);
        buf_add_c(out, " AS outcome");
    }
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) add_field(out, &kind->fields[i]);
    buf_add_c(out, "\nFROM activity a LEFT JOIN organisation o ON o.id=a.organisation");
    if (pupils) buf_add_c(out, " LEFT JOIN participation p ON p.activity=a.id");
    if (staff) buf_add_c(out, " LEFT JOIN staff_participation p ON p.activity=a.id");
    buf_printf(out, "\nWHERE a.kind=%lld", (long long)key);
}

/* people and organisations */

static const struct {
    enum subject_type type;
    const char *view, *table, *texts;
    int row; /* the statement whose columns are the facts that have one */
} SUBJECTS[] = {
    { SUBJECT_PUPIL, "pupils", "pupil",
      "p.id AS id,\n  p.upn AS upn,\n  p.uln AS uln,\n  p.admission_no AS admission_no,\n  p.first_name AS "
      "first_name,\n"
      "  p.surname AS surname,\n  p.known_as AS known_as,\n  p.contact AS contact,\n  p.la AS la",
      SQL_PUPIL_FACTS },
    { SUBJECT_STAFF, "staff_members", "staff",
      "p.id AS id,\n  p.key AS key,\n  p.title AS title,\n  p.first_name AS first_name,\n  p.surname AS surname,\n"
      "  p.email AS email",
      SQL_STAFF_FACTS },
    { SUBJECT_ORGANISATION, "organisations", "organisation", "p.id AS id,\n  p.name AS name,\n  p.contact AS contact",
      SQL_ORGANISATION_FACTS },
};

static bool has_column(struct stmt *stmt, struct str name) {
    for (int i = 0; i < stmt_columns(stmt); i++) {
        if (str_is(name, stmt_column_name(stmt, i))) return true;
    }
    return false;
}

static void subject_view(struct db *db, struct buf *out, const struct kinds *kinds, size_t which) {
    const struct facts *facts = &kinds->facts[SUBJECTS[which].type];
    struct stmt *row = stmt_get(db, SUBJECTS[which].row);
    buf_printf(out, "CREATE VIEW %s AS SELECT %s", SUBJECTS[which].view, SUBJECTS[which].texts);
    for (uint32_t i = 0; i < facts->field_count; i++) {
        const struct field *field = &facts->fields[i];
        if (field->home == HOME_DERIVED) continue;
        buf_add_c(out, ",\n  ");
        if (has_column(row, field->name)) {
            struct buf column = { 0 };
            buf_add_c(&column, "p.");
            add_name(&column, field->name);
            add_value(out, field, column.at);
            buf_free(&column);
        } else {
            buf_add_c(out, "(SELECT ");
            add_value(out, field, "f.value");
            buf_printf(out, " FROM %s_fact f WHERE f.person=p.id AND f.fact=%d ORDER BY f.since DESC LIMIT 1)",
                       SUBJECTS[which].table, field->number);
        }
        buf_add_c(out, " AS ");
        add_name(out, field->name);
    }
    buf_printf(out, "\nFROM %s p", SUBJECTS[which].table);
}

/* comparing and making */

static bool put_view(struct db *db, struct str name, struct str text, bool write, bool *behind, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_VIEW_TEXT);
    stmt_bind_text(stmt, "name", name);
    int row = stmt_step(stmt, err);
    bool there = row == 1, same = there && str_equal(stmt_text(stmt, 0), text);
    if (there) stmt_done(stmt);
    if (row < 0 || same) return row >= 0;
    *behind = true;
    if (!write) return true;
    struct buf sql = { 0 };
    if (there) {
        buf_add_c(&sql, "DROP VIEW ");
        add_name(&sql, name);
        buf_add_c(&sql, ";\n");
    }
    buf_add(&sql, text);
    bool ok = db_exec(db, sql.at, err);
    buf_free(&sql);
    return ok || err_wrap(err, "the view of '%.*s'", STR_ARG(name));
}

bool view_sync(struct db *db, const struct kinds *kinds, bool write, bool *behind, struct err *err) {
    struct buf text = { 0 };
    bool ok = true;
    for (uint32_t k = 0; ok && k < kinds->kind_count; k++) {
        struct stmt *stmt = stmt_get(db, SQL_KIND_BY_NAME);
        int64_t key;
        stmt_bind_text(stmt, "name", kinds->kinds[k].name);
        ok = stmt_one(stmt, 0, &key, err);
        buf_clear(&text);
        if (ok) kind_view(&text, &kinds->kinds[k], key);
        ok = ok && put_view(db, kinds->kinds[k].name, buf_str(&text), write, behind, err);
    }
    for (size_t i = 0; ok && i < COUNT_OF(SUBJECTS); i++) {
        buf_clear(&text);
        subject_view(db, &text, kinds, i);
        ok = put_view(db, str_from(SUBJECTS[i].view), buf_str(&text), write, behind, err);
    }
    buf_free(&text);
    return ok;
}
