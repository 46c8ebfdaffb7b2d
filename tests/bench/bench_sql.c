/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_sql - the simple rules as SQL: one query for each, or one for all with conditional sums.
 * Owns:  nothing.
 * Must not know: how the pass judges.
 *
 * Usage: bench_sql FILE each|one RULES
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_school.h"
#include "store/catalogue.h"
#include "store/db.h"

struct asking {
    sqlite3 *db;
    const struct kinds *kinds;
    int64_t *kind_keys;
};

/* A field of packed facts between two values; a banned record counts also where the value is not recorded. */
static void add_condition(struct buf *sql, const struct kind *kind, const struct bench_condition *c, bool banned) {
    const struct field *f = &kind->fields[kind_find_field(kind, str_from(c->field))];
    const char *facts = f->each ? "x.facts" : "a.facts";
    unsigned long long mask = (1ull << f->width) - 1;
    buf_printf(sql, " AND ((%s >> %d) & %llu BETWEEN %lld AND %lld", facts, f->bit, mask, (long long)c->low + 1,
               (long long)c->high + 1);
    if (banned) buf_printf(sql, " OR (%s >> %d) & %llu = 0", facts, f->bit, mask);
    buf_add_c(sql, ")");
}

/* What makes a row of (activity a, participation x) count; the first day depends on the pupil under SINCE. */
static void add_record(struct buf *sql, const struct asking *asking, const struct bench_rule *rule) {
    int32_t k = kinds_find(asking->kinds, str_from(rule->kind));
    const struct kind *kind = &asking->kinds->kinds[k];
    buf_printf(sql, "a.kind = %lld AND a.cancelled = 0", (long long)asking->kind_keys[k]);
    if (shape_has_outcome(kind->shape)) buf_add_c(sql, rule->banned ? " AND x.facts & 7 IN (0, 1, 5)" : " AND x.facts & 7 = 1");
    for (int i = 0; i < 3 && rule->conditions[i].field; i++) add_condition(sql, kind, &rule->conditions[i], rule->banned);
    if (rule->window != BENCH_SINCE) {
        struct date from = rule->window == BENCH_YEAR ? school_year_start(BENCH_SCHOOL_YEAR)
                                                      : date_add_days(date_from_number(BENCH_DAY), -rule->a);
        buf_printf(sql, " AND a.date BETWEEN %d AND %d", date_number(from), BENCH_DAY);
    } else {
        buf_printf(sql, " AND a.date BETWEEN (%d - p.year + %d) * 10000 + 901 AND %d", BENCH_SCHOOL_YEAR, rule->a, BENCH_DAY);
    }
}

static void add_enough(struct buf *sql, const struct bench_rule *rule, const char *count) {
    buf_printf(sql, "%s %s %lld", count, rule->banned ? "<" : ">=", (long long)rule->n);
}

#define ON_ROLL "(p.left_on IS NULL OR p.left_on >= 20261123) AND (p.admitted_on IS NULL OR p.admitted_on <= 20261123)"

static sqlite3_stmt *prepare(const struct asking *asking, const struct buf *sql) {
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(asking->db, sql->at, (int)sql->size, &stmt, NULL) == SQLITE_OK) return stmt;
    fprintf(stderr, "bench_sql: %s\n%s\n", sqlite3_errmsg(asking->db), sql->at);
    exit(1);
}

static void ask_each(const struct asking *asking, uint32_t count, struct buf *out) {
    for (uint32_t i = 0; i < count; i++) {
        struct bench_rule rule = bench_variant(i);
        struct buf sql = { 0 };
        buf_add_c(&sql, "SELECT count(*), coalesce(sum(");
        add_enough(&sql, &rule, "c");
        buf_add_c(&sql, "), 0) FROM (SELECT p.id, (SELECT count(*) FROM participation x JOIN activity a ON a.id = x.activity "
                        "WHERE x.person = p.id AND ");
        add_record(&sql, asking, &rule);
        buf_printf(&sql, ") AS c FROM pupil p WHERE p.year BETWEEN %d AND %d AND " ON_ROLL ")", rule.from_year, rule.to_year);
        sqlite3_stmt *stmt = prepare(asking, &sql);
        if (sqlite3_step(stmt) == SQLITE_ROW) {
            buf_printf(out, "rule %u %lld %lld\n", i + 1, (long long)sqlite3_column_int64(stmt, 0),
                       (long long)sqlite3_column_int64(stmt, 1));
        }
        sqlite3_finalize(stmt);
        buf_free(&sql);
    }
}

static void ask_once(const struct asking *asking, uint32_t count, struct buf *out) {
    struct buf sql = { 0 };
    char column[16];
    buf_add_c(&sql, "SELECT 1");
    for (uint32_t i = 0; i < count; i++) {
        struct bench_rule rule = bench_variant(i);
        snprintf(column, sizeof column, "c%u", i);
        buf_printf(&sql, ", coalesce(sum(year BETWEEN %d AND %d), 0), coalesce(sum(year BETWEEN %d AND %d AND ", rule.from_year,
                   rule.to_year, rule.from_year, rule.to_year);
        add_enough(&sql, &rule, column);
        buf_add_c(&sql, "), 0)");
    }
    buf_add_c(&sql, " FROM (SELECT p.id, p.year AS year");
    for (uint32_t i = 0; i < count; i++) {
        struct bench_rule rule = bench_variant(i);
        buf_add_c(&sql, ", coalesce(sum(");
        add_record(&sql, asking, &rule);
        buf_printf(&sql, "), 0) AS c%u", i);
    }
    buf_add_c(&sql, " FROM pupil p LEFT JOIN participation x ON x.person = p.id LEFT JOIN activity a ON a.id = x.activity "
                    "WHERE " ON_ROLL " GROUP BY p.id)");
    sqlite3_stmt *stmt = prepare(asking, &sql);
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        for (uint32_t i = 0; i < count; i++) {
            buf_printf(out, "rule %u %lld %lld\n", i + 1, (long long)sqlite3_column_int64(stmt, (int)(1 + 2 * i)),
                       (long long)sqlite3_column_int64(stmt, (int)(2 + 2 * i)));
        }
    }
    sqlite3_finalize(stmt);
    buf_free(&sql);
}

static bool open_all(struct arena *arena, const char *path, struct asking *asking, struct err *err) {
    struct kinds *kinds = bench_kinds(arena);
    struct db *db;
    if (!db_open(arena, path, DB_READ, NULL, &db, err) || !catalogue_load(db, arena, kinds, NULL, err)) return false;
    asking->kinds = kinds;
    asking->kind_keys = arena_array(arena, int64_t, kinds->kind_count);
    for (uint32_t i = 0; i < kinds->kind_count; i++) {
        if (!catalogue_kind_key(db, kinds, i, &asking->kind_keys[i], err)) return false;
    }
    db_close(db);
    if (sqlite3_open_v2(path, &asking->db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) return true;
    return err_set(err, CODE_FILE, "%s", sqlite3_errmsg(asking->db));
}

int main(int argc, char **argv) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct asking asking = { 0 };
    struct buf out = { 0 };
    if (argc != 4) {
        fprintf(stderr, "usage: bench_sql FILE each|one RULES\n");
        return 2;
    }
    if (!open_all(&arena, argv[1], &asking, &err)) {
        fprintf(stderr, "bench_sql: %s\n", err.text);
        return 1;
    }
    uint32_t count = (uint32_t)strtoul(argv[3], NULL, 10);
    double start = bench_seconds();
    if (strcmp(argv[2], "one") == 0) ask_once(&asking, count, &out);
    else ask_each(&asking, count, &out);
    printf("seconds %.6f\n%s", bench_seconds() - start, out.at ? out.at : "");
    buf_free(&out);
    sqlite3_close(asking.db);
    arena_free(&arena);
    return 0;
}
