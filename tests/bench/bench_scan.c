/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_scan - the unit of all ratios: every row that a pass reads, through SQLite's own step and column calls.
 * Owns:  nothing.
 * Must not know: rules.
 *
 * Usage: bench_scan FILE [plain]
 *
 * The connection is opened as the store opens it, for one thread; plain: with SQLite's default, which locks in every
 * call.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bench_school.h"

static const char *const WALKS[] = {
    "SELECT id, kind, date, last_day, organisation, cancelled, facts FROM activity ORDER BY id",
    "SELECT id, dob, sex, admitted_on, left_on, records_from, ks4_end, year, form, enrolment, sen, care, child_in_need, "
    "fsm, disadvantaged, eal, placement, risk, gcse_maths, gcse_english, predicted_maths, predicted_english, "
    "ebacc_entered FROM pupil ORDER BY id",
    "SELECT person, fact, since, value FROM pupil_fact ORDER BY person, fact, since",
    "SELECT person, activity, facts FROM participation ORDER BY person, activity",
    "SELECT person, activity, field, value FROM detail WHERE person > 0 ORDER BY person, activity, field",
};

int main(int argc, char **argv) {
    sqlite3 *db;
    uint64_t rows = 0, participations = 0, sum = 0;
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: bench_scan FILE [plain]\n");
        return 2;
    }
    int flags = SQLITE_OPEN_READONLY | (argc == 3 && strcmp(argv[2], "plain") == 0 ? 0 : SQLITE_OPEN_NOMUTEX);
    if (sqlite3_open_v2(argv[1], &db, flags, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_scan: %s\n", sqlite3_errmsg(db));
        return 1;
    }
    double start = bench_seconds();
    for (size_t i = 0; i < COUNT_OF(WALKS); i++) {
        sqlite3_stmt *stmt;
        if (sqlite3_prepare_v2(db, WALKS[i], -1, &stmt, NULL) != SQLITE_OK) {
            fprintf(stderr, "bench_scan: %s\n", sqlite3_errmsg(db));
            return 1;
        }
        int columns = sqlite3_column_count(stmt);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            for (int c = 0; c < columns; c++) sum += (uint64_t)sqlite3_column_int64(stmt, c);
            rows++;
            participations += i == 3;
        }
        sqlite3_finalize(stmt);
    }
    double seconds = bench_seconds() - start;
    printf("seconds %.6f\nrows %" PRIu64 "\nparticipations %" PRIu64 "\nns_per_row %.2f\nsum %" PRIu64 "\n", seconds, rows,
           participations, seconds * 1e9 / (double)rows, sum);
    sqlite3_close(db);
    return 0;
}
