/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_make - a school.db with so many invented pupils; the same seed gives the same file.
 * Owns:  the file it is told to write.
 * Must not know: rules.
 *
 * Pupils sit in year groups of 180 and forms of 30.  A pupil has taken part in about 20 sessions (of the year group,
 * of the form, or alone) and has about 10 notes; sessions spread over the years at the school.
 *
 * Usage: bench_make FILE PUPILS
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_school.h"
#include "store/catalogue.h"
#include "store/db.h"

#define SEED UINT64_C(20220901)
#define FORM 30
#define YEAR_GROUP 180
#define WIDE 8   /* sessions of a year group */
#define FORMS 12 /* sessions of a form */
#define NOTES 10

/* One activity before it has a number: days since 1970 and kind first, so that sorting is by day. */
struct draft {
    int32_t day;
    uint8_t kind;
    uint8_t one;       /* a note or an interview: one pupil */
    uint16_t size;     /* pupils from `first` on */
    uint32_t first;
    uint64_t facts;
};


struct maker {
    sqlite3 *db;
    const struct kinds *kinds;
    uint64_t state;
    uint32_t pupils;
    struct draft *drafts;
    size_t draft_count, draft_room;
    int64_t *kind_keys;
};

static uint64_t next(struct maker *m) {
    uint64_t z = (m->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t below(struct maker *m, uint32_t n) { return (uint32_t)(next(m) % n); }

static void fail(struct maker *m, const char *what) {
    fprintf(stderr, "bench_make: %s: %s\n", what, m->db ? sqlite3_errmsg(m->db) : "no database");
    exit(1);
}

static void run(struct maker *m, const char *sql) {
    if (sqlite3_exec(m->db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(m, sql);
}

static sqlite3_stmt *prepare(struct maker *m, const char *sql) {
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(m->db, sql, -1, &stmt, NULL) != SQLITE_OK) fail(m, sql);
    return stmt;
}

static void insert(struct maker *m, sqlite3_stmt *stmt) {
    if (sqlite3_step(stmt) != SQLITE_DONE) fail(m, "insert");
    sqlite3_reset(stmt);
}

static int year_of(uint32_t pupil) { return 7 + (int)(pupil / YEAR_GROUP % 7); }

/* ---- activities -------------------------------------------------------------------------------------------------- */

/* Any fields of the session, one in twelve not recorded. */
static uint64_t random_facts(struct maker *m, const struct kind *kind) {
    uint64_t facts = 0;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        const struct field *f = &kind->fields[i];
        if (f->each || f->home != HOME_FACTS || below(m, 12) == 0) continue;
        int64_t value = f->type == FIELD_FLAG ? below(m, 10) < 7 : f->type == FIELD_ONE_OF ? below(m, f->code_count) : 0;
        if (f->type == FIELD_WHOLE) value = 4 + below(m, 4);
        if (!field_pack(f, value, &facts)) fail(m, "pack");
    }
    return facts;
}

/* A day of the years since Year 7, school days alone. */
static int32_t random_day(struct maker *m, int year) {
    int back = (int)below(m, (uint32_t)(year - 6));
    struct date start = school_year_start(BENCH_SCHOOL_YEAR - back);
    int32_t span = back == 0 ? date_from_number(BENCH_DAY).day - start.day + 40 : 320;
    struct date day = date_add_days(start, (int32_t)below(m, (uint32_t)span));
    return date_weekday(day) > 4 ? day.day - 2 : day.day;
}

static void add_draft(struct maker *m, const char *kind_name, uint32_t first, uint32_t size, bool one) {
    int32_t kind = kinds_find(m->kinds, str_from(kind_name));
    if (m->draft_count == m->draft_room) {
        m->draft_room = m->draft_room ? m->draft_room * 2 : 4096;
        m->drafts = realloc(m->drafts, m->draft_room * sizeof *m->drafts);
        if (!m->drafts) fail(m, "memory");
    }
    if (first + size > m->pupils) size = m->pupils - first;
    m->drafts[m->draft_count++] = (struct draft){ .day = random_day(m, year_of(first)), .kind = (uint8_t)kind,
                                                  .one = one, .size = (uint16_t)size, .first = first,
                                                  .facts = random_facts(m, &m->kinds->kinds[kind]) };
}

static void make_drafts(struct maker *m) {
    static const char *const WIDE_KINDS[] = { "encounter", "provider", "lmi", "encounter" };
    static const char *const FORM_KINDS[] = { "lesson", "encounter", "lesson", "lmi", "provider", "workplace" };
    static const char *const NOTE_KINDS[] = { "career_plan", "explored", "explored", "risk_review", "intention",
                                              "destination", "referral", "career_plan" };
    for (uint32_t first = 0; first < m->pupils; first += YEAR_GROUP) {
        for (int i = 0; i < WIDE; i++) add_draft(m, WIDE_KINDS[i % 4], first, YEAR_GROUP, false);
    }
    for (uint32_t first = 0; first < m->pupils; first += FORM) {
        for (int i = 0; i < FORMS; i++) add_draft(m, FORM_KINDS[i % 6], first, FORM, false);
    }
    for (uint32_t pupil = 0; pupil < m->pupils; pupil++) {
        for (int i = 0; i < NOTES; i++) {
            bool interview = i == 0 || (i == 1 && year_of(pupil) > 10);
            add_draft(m, interview ? "guidance" : NOTE_KINDS[below(m, 8)], pupil, 1, true);
        }
    }
}

static int by_day(const void *a, const void *b) {
    const struct draft *left = a, *right = b;
    if (left->day != right->day) return left->day < right->day ? -1 : 1;
    if (left->first != right->first) return left->first < right->first ? -1 : 1;
    if (left->kind != right->kind) return left->kind < right->kind ? -1 : 1;
    return (left->facts > right->facts) - (left->facts < right->facts);
}

static void write_activities(struct maker *m) {
    sqlite3_stmt *stmt = prepare(m, "INSERT INTO activity (id, kind, date, facts) VALUES (?1, ?2, ?3, ?4)");
    qsort(m->drafts, m->draft_count, sizeof *m->drafts, by_day);
    for (size_t i = 0; i < m->draft_count; i++) {
        const struct draft *d = &m->drafts[i];
        sqlite3_bind_int64(stmt, 1, (int64_t)i + 1);
        sqlite3_bind_int64(stmt, 2, m->kind_keys[d->kind]);
        sqlite3_bind_int64(stmt, 3, date_number((struct date){ d->day }));
        sqlite3_bind_int64(stmt, 4, (int64_t)d->facts);
        insert(m, stmt);
    }
    sqlite3_finalize(stmt);
}

/* ---- who took part ----------------------------------------------------------------------------------------------- */

static uint64_t random_taking(struct maker *m, const struct draft *d) {
    const struct kind *kind = &m->kinds->kinds[d->kind];
    if (!shape_has_outcome(kind->shape)) return 0;
    uint32_t luck = below(m, 100);
    bool ahead = d->day > date_from_number(BENCH_DAY).day;
    uint64_t facts = ahead || luck < 2 ? OUTCOME_INVITED + 1 : luck < 8 ? OUTCOME_ABSENT + 1 : OUTCOME_ATTENDED + 1;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        const struct field *f = &kind->fields[i];
        if (!f->each || f->home != HOME_FACTS || below(m, 3) == 0) continue;
        int64_t value = f->type == FIELD_FLAG ? below(m, 2) : f->type == FIELD_HOURS ? 60 * below(m, 30) : below(m, 5);
        if (!field_pack(f, value, &facts)) fail(m, "pack");
    }
    return facts;
}

/* Year groups one after the other, so that little is held at once; in order of person, then activity. */
static void write_participations(struct maker *m) {
    uint32_t groups = (m->pupils + YEAR_GROUP - 1) / YEAR_GROUP;
    size_t *starts = calloc((size_t)groups + 1, sizeof *starts);
    uint32_t *list = malloc((m->draft_count + 1) * sizeof *list);
    if (!starts || !list) fail(m, "memory");
    for (size_t i = 0; i < m->draft_count; i++) starts[m->drafts[i].first / YEAR_GROUP + 1]++;
    for (uint32_t g = 0; g < groups; g++) starts[g + 1] += starts[g];
    size_t *at = malloc(((size_t)groups + 1) * sizeof *at);
    if (!at) fail(m, "memory");
    memcpy(at, starts, ((size_t)groups + 1) * sizeof *at);
    for (size_t i = 0; i < m->draft_count; i++) list[at[m->drafts[i].first / YEAR_GROUP]++] = (uint32_t)i;
    sqlite3_stmt *stmt = prepare(m, "INSERT INTO participation (person, activity, facts) VALUES (?1, ?2, ?3)");
    sqlite3_stmt *detail = prepare(m, "INSERT INTO detail (person, activity, field, value) VALUES (?1, ?2, ?3, ?4)");
    int32_t guidance = kinds_find(m->kinds, STR("guidance"));
    const struct field *offered =
        &m->kinds->kinds[guidance].fields[kind_find_field(&m->kinds->kinds[guidance], STR("offered_on"))];
    for (uint32_t pupil = 0; pupil < m->pupils; pupil++) {
        uint32_t group = pupil / YEAR_GROUP;
        for (size_t i = starts[group]; i < starts[group + 1]; i++) {
            const struct draft *d = &m->drafts[list[i]];
            if (pupil < d->first || pupil >= d->first + d->size) continue;
            sqlite3_bind_int64(stmt, 1, pupil + 1);
            sqlite3_bind_int64(stmt, 2, (int64_t)list[i] + 1);
            sqlite3_bind_int64(stmt, 3, (int64_t)random_taking(m, d));
            insert(m, stmt);
            if (d->kind != guidance) continue;
            sqlite3_bind_int64(detail, 1, pupil + 1);
            sqlite3_bind_int64(detail, 2, (int64_t)list[i] + 1);
            sqlite3_bind_int64(detail, 3, offered->number);
            sqlite3_bind_int64(detail, 4, date_number(date_add_days((struct date){ d->day }, -7)));
            insert(m, detail);
        }
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(detail);
    free(starts);
    free(list);
    free(at);
}

/* ---- pupils ------------------------------------------------------------------------------------------------------ */

static void write_step(struct maker *m, sqlite3_stmt *stmt, uint32_t pupil, const char *fact, int32_t since,
                       int64_t value) {
    const struct facts *facts = &m->kinds->facts[SUBJECT_PUPIL];
    sqlite3_bind_int64(stmt, 1, pupil + 1);
    sqlite3_bind_int64(stmt, 2, facts->fields[facts_find(facts, str_from(fact))].number);
    sqlite3_bind_int64(stmt, 3, since);
    sqlite3_bind_int64(stmt, 4, value);
    insert(m, stmt);
}

static void write_pupils(struct maker *m) {
    sqlite3_stmt *stmt = prepare(m, "INSERT INTO pupil (id, dob, admitted_on, year, year_true_in, enrolment, sen, care, "
                                    "first_name, surname, folded) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?9)");
    sqlite3_stmt *step = prepare(m, "INSERT INTO pupil_fact (person, fact, since, value) VALUES (?1, ?2, ?3, ?4)");
    char first[32], surname[32];
    for (uint32_t pupil = 0; pupil < m->pupils; pupil++) {
        int year = year_of(pupil);
        int since = (BENCH_SCHOOL_YEAR - (year - 7)) * 10000 + 901;
        struct date born = date_add_days(school_year_start(BENCH_SCHOOL_YEAR - year - 5), (int32_t)below(m, 364));
        uint32_t sen = below(m, 100), care = below(m, 100);
        int64_t sen_code = sen < 3 ? 2 : sen < 15, care_code = care < 1;
        snprintf(first, sizeof first, "Given%u", pupil % 997);
        snprintf(surname, sizeof surname, "Family%u", pupil);
        sqlite3_bind_int64(stmt, 1, pupil + 1);
        sqlite3_bind_int64(stmt, 2, date_number(born));
        sqlite3_bind_int64(stmt, 3, since);
        sqlite3_bind_int64(stmt, 4, year);
        sqlite3_bind_int64(stmt, 5, BENCH_SCHOOL_YEAR);
        sqlite3_bind_int64(stmt, 6, sen_code);
        sqlite3_bind_int64(stmt, 7, care_code);
        sqlite3_bind_text(stmt, 8, first, -1, SQLITE_STATIC);
        sqlite3_bind_text(stmt, 9, surname, -1, SQLITE_STATIC);
        insert(m, stmt);
        write_step(m, step, pupil, "year", BENCH_SCHOOL_YEAR * 10000 + 901, year);
        write_step(m, step, pupil, "enrolment", since, 0);
        write_step(m, step, pupil, "sen", since, sen_code);
        write_step(m, step, pupil, "care", since, care_code);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(step);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* Triggers and indexes are taken out while rows come in, and put back as they were. */
static char **set_aside(struct maker *m, size_t *count) {
    char **texts = NULL;
    struct buf drops = { 0 };
    sqlite3_stmt *stmt = prepare(m, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND "
                                    "sql IS NOT NULL ORDER BY type, name");
    *count = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(stmt, 2);
        buf_printf(&drops, "DROP %s \"%s\";", (const char *)sqlite3_column_text(stmt, 0),
                   (const char *)sqlite3_column_text(stmt, 1));
        texts = realloc(texts, (*count + 1) * sizeof *texts);
        if (!texts) fail(m, "memory");
        texts[*count] = malloc(strlen(sql) + 1);
        if (!texts[*count]) fail(m, "memory");
        memcpy(texts[(*count)++], sql, strlen(sql) + 1);
    }
    sqlite3_finalize(stmt);
    if (*count) run(m, drops.at);
    buf_free(&drops);
    return texts;
}

static void set_up(struct arena *arena, struct maker *m, const char *path, struct kinds *kinds) {
    struct err err = { 0 };
    struct db *db;
    if (!db_open(arena, path, DB_CREATE, NULL, &db, &err) || !db_begin(db, "bench", DB_PLAIN, &err) ||
        !catalogue_sync(db, arena, kinds, &err) || !db_commit(db, "bench", &err)) {
        fprintf(stderr, "bench_make: %s\n", err.text);
        exit(1);
    }
    m->kind_keys = arena_array(arena, int64_t, kinds->kind_count);
    for (uint32_t i = 0; i < kinds->kind_count; i++) {
        if (!catalogue_kind_key(db, kinds, i, &m->kind_keys[i], &err)) exit(1);
    }
    db_close(db);
    if (sqlite3_open(path, &m->db) != SQLITE_OK) fail(m, path);
}

int main(int argc, char **argv) {
    struct arena arena = { 0 };
    struct maker m = { .state = SEED };
    if (argc != 3) {
        fprintf(stderr, "usage: bench_make FILE PUPILS\n");
        return 2;
    }
    struct kinds *kinds = bench_kinds(&arena);
    m.pupils = (uint32_t)strtoul(argv[2], NULL, 10);
    set_up(&arena, &m, argv[1], kinds);
    m.kinds = kinds;
    size_t count;
    run(&m, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000; BEGIN");
    char **texts = set_aside(&m, &count);
    make_drafts(&m);
    write_pupils(&m);
    write_activities(&m);
    write_participations(&m);
    for (size_t i = 0; i < count; i++) {
        run(&m, texts[i]);
        free(texts[i]);
    }
    free(texts);
    run(&m, "COMMIT; ANALYZE; PRAGMA journal_mode=WAL");
    printf("%u pupils, %zu activities\n", m.pupils, m.draft_count);
    free(m.drafts);
    sqlite3_close(m.db);
    arena_free(&arena);
    return 0;
}
