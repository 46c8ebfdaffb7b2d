/* SPDX-License-Identifier: GPL-3.0-or-later
 * guard - one SELECT by a person, over the views, under an authorizer and limits.
 * Owns:  nothing beyond the call.
 * Must not know: who asks, what a column means.
 */
#include "store/guard.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/guess.h"
#include "base/map.h"
#include "sql.h"
#include "store/db_priv.h"

#define MOST_ROWS 100000
#define MOST_MS 30000

struct guard {
    const struct guard_options *options;
    const struct str *views;
    size_t view_count;
    struct map withheld; /* names that were read as empty */
    struct map inside;   /* tables that a view of the query reads */
    char refused[128];   /* the first thing that was refused */
};

bool guard_views(struct db *db, struct arena *arena, struct str **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_VIEWS);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 64;
            struct str *more = arena_array(arena, struct str, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = stmt_copy(stmt, arena, 0);
    }
    return row == 0;
}

static bool is_view(const struct guard *guard, const char *name) {
    for (size_t i = 0; i < guard->view_count; i++) {
        if (str_equal_fold_ascii(guard->views[i], str_from(name))) return true;
    }
    return false;
}

static bool is_withheld(struct guard *guard, const char *table, const char *column) {
    char full[160];
    int size = snprintf(full, sizeof full, "%s.%s", table, column);
    if (size < 0 || (size_t)size >= sizeof full) return true;
    for (size_t i = 0; guard->options && i < guard->options->withheld_count; i++) {
        if (!str_equal_fold_ascii(guard->options->withheld[i], str_from(full))) continue;
        map_put(&guard->withheld, str_from(full));
        return true;
    }
    return false;
}

static bool function_allowed(const char *name) {
    static const char *const NAMES[] = {
        "abs",         "avg",     "ceil",       "ceiling", "coalesce",     "count",   "date",  "dense_rank",
        "first_value", "floor",   "format",     "glob",    "group_concat", "ifnull",  "iif",   "instr",
        "julianday",   "lag",     "last_value", "lead",    "length",       "like",    "lower", "ltrim",
        "max",         "min",     "nullif",     "printf",  "rank",         "replace", "round", "row_number",
        "rtrim",       "sign",    "strftime",   "substr",  "substring",    "sum",     "total", "trim",
        "typeof",      "unicode", "upper",
    };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        if (sqlite3_stricmp(name, NAMES[i]) == 0) return true;
    }
    return false;
}

static int deny(struct guard *guard, const char *what, const char *name) {
    if (!guard->refused[0]) snprintf(guard->refused, sizeof guard->refused, "%s %s", what, name ? name : "");
    return SQLITE_DENY;
}

/* Inside a query with a name (WITH x AS ...) `within` is that name, so only the name of a view opens a table.  A read of
 * no column comes again without `within` for the tables of a view that was taken apart. */
static int read_allowed(struct guard *guard, const char *table, const char *column, const char *within) {
    if (!is_view(guard, table)) {
        bool inside = within && is_view(guard, within);
        if (!inside && (*column || map_find(&guard->inside, str_from(table)) == MAP_NONE))
            return deny(guard, "the table", table);
        map_put(&guard->inside, str_from(table));
    }
    return is_withheld(guard, table, column) ? SQLITE_IGNORE : SQLITE_OK;
}

static int authorize(void *self, int action, const char *first, const char *second, const char *schema,
                     const char *within) {
    struct guard *guard = self;
    (void)schema;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return function_allowed(second) ? SQLITE_OK : deny(guard, "the function", second);
    case SQLITE_READ:
        return read_allowed(guard, first, second, within);
    default:
        return deny(guard, "anything but a", "SELECT");
    }
}

/* names */

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'
           || (unsigned char)c >= 0x80;
}

static const char *past_space(const char *at) {
    for (;;) {
        const char *end = NULL;
        if (strncmp(at, "--", 2) == 0) end = strchr(at, '\n');
        else if (strncmp(at, "/*", 2) == 0) end = strstr(at + 2, "*/");
        else if (*at != ' ' && (*at < '\t' || *at > '\r')) return at;
        else end = at;
        if (!end) return at + strlen(at);
        at = end + (*end == '*' ? 2 : 1);
    }
}

/* The next word, text between quotes, or sign; size 0 at the end. */
static struct str next_token(const char **at) {
    const char *from = past_space(*at), *end = from;
    char quote = *from == '[' ? ']' : *from;
    if (*from && strchr("\"'`[", *from)) {
        end = strchr(from + 1, quote);
        *at = end ? end + 1 : from + strlen(from);
        return (struct str){ from + 1, (size_t)(end ? end - from - 1 : 0) + (end ? 0 : strlen(from + 1)) };
    }
    while (is_name_byte(*end)) end++;
    if (end == from && *from) end++;
    *at = end;
    return (struct str){ from, (size_t)(end - from) };
}

/* `WITH pupils AS (...)`: inside it SQLite reports reads as being within `pupils`, as if the view made them. */
static bool renames_a_view(const struct guard *guard, const char *sql) {
    bool view = false, as = false;
    for (const char *at = past_space(sql); *at;) {
        struct str token = next_token(&at);
        bool opens = str_is(token, "(") || (as && (str_equal_fold_ascii(token, STR("not"))
                                                   || str_equal_fold_ascii(token, STR("materialized"))));
        if ((view || as) && opens) return true;
        as = view && str_equal_fold_ascii(token, STR("as"));
        view = false;
        for (size_t i = 0; i < guard->view_count && !view; i++) view = str_equal_fold_ascii(guard->views[i], token);
        at = past_space(at);
    }
    return false;
}

/* running */

static struct guard_cell read_cell(sqlite3_stmt *stmt, int column, struct arena *arena) {
    static const enum guard_sort SORTS[] = { [SQLITE_INTEGER] = GUARD_WHOLE,
                                             [SQLITE_FLOAT] = GUARD_NUMBER,
                                             [SQLITE_TEXT] = GUARD_TEXT,
                                             [SQLITE_BLOB] = GUARD_NULL,
                                             [SQLITE_NULL] = GUARD_NULL };
    struct guard_cell cell = { .sort = SORTS[sqlite3_column_type(stmt, column)] };
    if (cell.sort == GUARD_NULL) return cell;
    if (cell.sort == GUARD_WHOLE) cell.whole = sqlite3_column_int64(stmt, column);
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    cell.text = str_copy(arena, (struct str){ text, text ? (size_t)sqlite3_column_bytes(stmt, column) : 0 });
    return cell;
}

static bool read_rows(struct db *db, sqlite3_stmt *stmt, struct arena *arena, size_t most, struct guard_result *out,
                      struct err *err) {
    size_t room = 0, width = out->column_count;
    for (;;) {
        int rc = sqlite3_step(stmt);
        if (rc == SQLITE_DONE) return true;
        if (rc != SQLITE_ROW) return db_fail(db, "your query", err);
        if (out->row_count == most) {
            out->cut = true;
            return true;
        }
        if (out->row_count == room) {
            room = room ? 2 * room : 64;
            struct guard_cell *more = arena_array(arena, struct guard_cell, room * width);
            if (out->row_count) memcpy(more, out->cells, out->row_count * width * sizeof *more);
            out->cells = more;
        }
        for (size_t i = 0; i < width; i++) out->cells[out->row_count * width + i] = read_cell(stmt, (int)i, arena);
        out->row_count++;
    }
}

static bool only_space(const char *at) {
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == ';') at++;
    return *at == 0;
}

static bool say_slip(struct db *db, const struct guard *guard, struct arena *arena, struct err *err) {
    if (guard->refused[0]) {
        err_set(err, CODE_ARGUMENTS, "A query can not use %s.", guard->refused);
        const char *table = strncmp(guard->refused, "the table ", 10) == 0 ? guard->refused + 10 : NULL;
        struct str near =
            table ? guess_hint(arena, str_from(table), guard->views, guard->view_count) : (struct str){ NULL, 0 };
        if (near.size) return err_next(err, "%.*s", STR_ARG(near));
        return err_next(err, "It is one SELECT over the views.");
    }
    return err_set(err, CODE_ARGUMENTS, "The query can not be read: %s.", sqlite3_errmsg(db->handle));
}

static bool run(struct db *db, struct guard *guard, struct arena *arena, struct str sql, struct guard_result *out,
                struct err *err) {
    const char *tail = "", *text = str_c(arena, sql);
    sqlite3_stmt *stmt = NULL;
    if (sql.size > 100000) return err_set(err, CODE_ARGUMENTS, "The query is too long.");
    if (renames_a_view(guard, text))
        return err_set(err, CODE_ARGUMENTS, "A query can not give the name of a view to something else.");
    int rc = sqlite3_prepare_v2(db->handle, text, -1, &stmt, &tail);
    if (rc != SQLITE_OK || !stmt) return say_slip(db, guard, arena, err);
    bool ok = sqlite3_column_count(stmt) > 0 && sqlite3_stmt_readonly(stmt) && only_space(tail);
    if (!ok) {
        err_set(err, CODE_ARGUMENTS, "A query is one SELECT and nothing else.");
    } else {
        out->column_count = (size_t)sqlite3_column_count(stmt);
        out->columns = arena_array(arena, struct str, out->column_count);
        for (size_t i = 0; i < out->column_count; i++) {
            out->columns[i] = str_copy(arena, str_from(sqlite3_column_name(stmt, (int)i)));
        }
        size_t most = guard->options && guard->options->most_rows ? guard->options->most_rows : MOST_ROWS;
        ok = read_rows(db, stmt, arena, most, out, err);
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool guard_query(struct db *db, struct arena *arena, struct str sql, const struct guard_options *options,
                 struct guard_result *out, struct err *err) {
    bug_if(!db_is_read_only(db));
    struct guard guard = { .options = options, .withheld = map_make(arena), .inside = map_make(arena) };
    struct str *views;
    *out = (struct guard_result){ 0 };
    if (!guard_views(db, arena, &views, &guard.view_count, err)) return false;
    guard.views = views;
    uint32_t ms = options && options->most_ms ? options->most_ms : MOST_MS;
    db->deadline = clock_monotonic_ns() + (int64_t)ms * 1000000;
    sqlite3_set_authorizer(db->handle, authorize, &guard);
    bool ok = run(db, &guard, arena, sql, out, err);
    sqlite3_set_authorizer(db->handle, NULL, NULL);
    db->deadline = 0;
    out->withheld = guard.withheld.keys;
    out->withheld_count = guard.withheld.count;
    return ok;
}
