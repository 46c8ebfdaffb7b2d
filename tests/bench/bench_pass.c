/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_pass - the one pass over the store's feed, or the feed alone.
 * Owns:  nothing.
 * Must not know: how rules are judged.
 *
 * Usage: bench_pass FILE RULES [full]      rules 0: the feed alone
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_school.h"
#include "engine/mask.h"
#include "engine/pass.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/stream.h"

struct tally_of_rule {
    uint64_t judged, satisfied;
};

struct counting {
    const struct policy *policy;
    struct tally_of_rule *rules;
    struct date today;
    uint64_t findings;
};

/* SQL answers for windows that are open today; those that closed within a year are judged too, and not counted here. */
static bool count_finding(void *self, const struct finding *f, struct err *err) {
    struct counting *c = self;
    (void)err;
    c->findings++;
    bool rolls = c->policy->rules[f->rule].versions[0].when.op == WINDOW_ROLLING;
    if (!rolls && date_before(f->deadline, c->today)) return true;
    c->rules[f->rule].judged++;
    c->rules[f->rule].satisfied += f->satisfied;
    return true;
}

static bool drain(const struct feed *feed, struct activities *activities, struct err *err) {
    static const struct needs NEEDS = { .subjects = { [SUBJECT_PUPIL] = true }, .only_subject = VALUE_NONE };
    struct batch batch;
    int more;
    if (!feed->activities(feed->self, &NEEDS, activities, err)) return false;
    if (!feed->subjects(feed->self, SUBJECT_PUPIL, err)) return false;
    while ((more = feed->next(feed->self, &batch, err)) > 0) continue;
    return more == 0;
}

static bool run(struct arena *arena, const char *path, uint32_t rules, bool full, struct err *err) {
    struct kinds *kinds = bench_kinds(arena);
    struct date as_of = date_from_number(BENCH_DAY);
    struct calendar *calendar;
    struct db *db;
    struct feed feed;
    struct program *program = NULL;
    struct pass *pass = NULL;
    struct counting counting = { .today = as_of };
    struct stream_options options = { .kinds = kinds, .day = as_of };
    struct activities activities = { 0 };
    struct pass_counts counts = { 0 };
    double start = bench_seconds();
    if (!db_open(arena, path, DB_READ, NULL, &db, err) || !catalogue_load(db, arena, kinds, NULL, err)) return false;
    if (!calendar_make(arena, NULL, 0, NULL, 0, &calendar, err)) return false;
    struct judging judging = { .as_of = as_of, .calendar = calendar, .summary = !full };
    if (rules) {
        counting.policy = bench_policy(arena, kinds, rules);
        counting.rules = arena_array(arena, struct tally_of_rule, rules);
        if (!program_compile(arena, counting.policy, &program, err)) return false;
        if (!pass_open(arena, program, &judging, &pass, err)) return false;
    }
    struct finding_sink sink = { .self = &counting, .take = count_finding };
    double opened = bench_seconds();
    if (!stream_open(arena, db, &options, &feed, err)) return false;
    bool done = rules ? pass_run(pass, &feed, &sink, err) : drain(&feed, &activities, err);
    if (!done) return false;
    double seconds = bench_seconds() - opened;
    if (pass) counts = pass_counts(pass);
    uint64_t count = pass ? counts.activities : activities.count, rows = stream_rows(&feed);
    printf("seconds %.6f\nopening %.6f\nrows %" PRIu64 "\nparticipations %" PRIu64 "\nfindings %" PRIu64 "\n", seconds,
           opened - start, rows, counts.participations, counting.findings);
    printf("ns_per_row %.2f\npeak_mb %.1f\nactivity_array_mb %.1f\n", seconds * 1e9 / (double)rows,
           (double)bench_peak() / 1e6, (double)count * (sizeof(struct activity) + sizeof(struct activity_mark)) / 1e6);
    for (uint32_t i = 0; i < rules; i++) {
        printf("rule %u %" PRIu64 " %" PRIu64 "\n", i + 1, counting.rules[i].judged, counting.rules[i].satisfied);
    }
    stream_close(&feed);
    db_close(db);
    return true;
}

int main(int argc, char **argv) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    if (argc < 3) {
        fprintf(stderr, "usage: bench_pass FILE RULES [full]\n");
        return 2;
    }
    bool full = argc > 3 && strcmp(argv[3], "full") == 0;
    bool done = run(&arena, argv[1], (uint32_t)strtoul(argv[2], NULL, 10), full, &err);
    if (!done) fprintf(stderr, "bench_pass: %s\n", err.text);
    arena_free(&arena);
    return done ? 0 : 1;
}
