/* SPDX-License-Identifier: GPL-3.0-or-later
 * Erase, then search: over random schools no byte of an erased person is in a file of ours, whatever was recorded, undone,
 * copied and written before.  An erasure that was killed is finished by the next run, or was never begun.  The search itself
 * is asked first, while everybody is there: one that finds nothing then has looked for nothing.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/work/work_fixture.h"

#include "gen_policy.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "store/erased.h"
#include "store/ledger.h"
#include "store/ruling.h"
#include "store/step.h"
#include "work/backup.h"
#include "work/erasure.h"

#define SCHOOLS 20
#define KILLS 5
#define PUPILS 18
#define MOST_GONE 3

struct grown {
    struct fixture f;
    struct gen gen;
    int64_t pupils[PUPILS];
    const char *first[PUPILS], *surname[PUPILS], *upn[PUPILS];
    size_t taken_back; /* imports that were made before, and undone: the same children in other rows */
    int64_t gone[MOST_GONE];
    size_t gone_count;
    struct remains *texts;
    size_t text_count;
};

/* ---- growing a school ------------------------------------------------------------------------------------------------------- */

static const char *word(struct grown *g, size_t least) { /* bytes, at least */
    static const char *const PARTS[] = { "ba", "zo", "ë", "nu", "łu", "ki", "ra", "O’", "mé", "ta", "lin", "so", "ve", "ß", "du" };
    struct buf out = { 0 };
    while (out.size < least) buf_add_c(&out, PARTS[gen_between(&g->gen, 0, (int64_t)COUNT_OF(PARTS) - 1)]);
    const char *text = str_c(&g->f.arena, utf8_capital(&g->f.arena, buf_str(&out)));
    buf_free(&out);
    return text;
}

static const char *sentence(struct grown *g) {
    struct buf out = { 0 };
    for (int64_t n = gen_between(&g->gen, 3, gen_chance(&g->gen, 20) ? 900 : 12); n > 0; n--) buf_printf(&out, "%s%s", out.size ? " " : "", word(g, 4));
    const char *text = str_c(&g->f.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const char *number(struct grown *g, char first, int digits) {
    char text[24] = { first };
    for (int i = 1; i <= digits; i++) text[i] = (char)('0' + gen_between(&g->gen, 0, 9));
    return str_c(&g->f.arena, str_from(text));
}

static void add_note(struct grown *g, struct db *db, int64_t pupil) {
    const struct kinds *kinds = g->f.school->kinds;
    uint32_t kind = (uint32_t)kinds_find(kinds, STR("career_plan"));
    struct activity_write row = { .kind = kind, .date = a_day(20261112), .last_day = DATE_NONE, .organisation = VALUE_NONE, .title = str_from(sentence(g)) };
    struct participation_write one = { .kind = kind, .person = pupil, .outcome = -1 };
    enum wrote wrote;
    OK(&g->f, activity_put(db, kinds, &row, &one.activity, &wrote, &g->f.err));
    OK(&g->f, participation_put(db, kinds, &one, &wrote, &g->f.err));
    if (!gen_chance(&g->gen, 30)) return;
    row.id = one.activity; /* corrected: the step holds the words of before */
    row.title = str_from(sentence(g));
    OK(&g->f, activity_put(db, kinds, &row, &one.activity, &wrote, &g->f.err));
}

static void add_message(struct grown *g, struct db *db, int64_t pupil, const char *name, int number_of) {
    struct ledger_message message = { .message_id = str_from(number(g, 'm', 12)), .recipient = STR("tutor"), .plan = STR("standard"), .period = STR("2026-11"),
                                      .number = number_of, .state = gen_chance(&g->gen, 50) ? OUTBOX_SENT : OUTBOX_QUEUED, .day = a_day(20261123),
                                      .subject = STR("Three pupils"), .bytes = str_format(&g->f.arena, "%s still needs an employer.", name) };
    int64_t id;
    enum wrote wrote;
    OK(&g->f, ledger_add_message(db, &message, &pupil, 1, &id, &wrote, &g->f.err));
}

/* Nobody else is called that, and no note says it by chance. */
static void name_all(struct grown *g) {
    for (int i = 0; i < PUPILS; i++) {
        g->first[i] = word(g, 4);
        g->surname[i] = str_c(&g->f.arena, str_format(&g->f.arena, "%sqx%c%c%c", word(g, 6), (int)gen_between(&g->gen, 'a', 'z'), (int)gen_between(&g->gen, 'a', 'z'),
                                                      (int)gen_between(&g->gen, 'a', 'z')));
        g->upn[i] = number(g, 'A', 12);
    }
}

/* Some of them with a slip in the number: then name and birthday tell who it is. */
static void import_and_take_back(struct grown *g) {
    struct change *change = begin(&g->f, "import");
    struct change_done done;
    struct change_request request = { .verb = STR("undo"), .actor = STR("tester"), .flags = CHANGE_NO_STEP, .state = VALUE_NONE };
    bool blocked;
    for (int i = 0; i < PUPILS; i++) {
        int64_t id = add_pupil(&g->f, change->db, g->first[i], g->surname[i], gen_chance(&g->gen, 30) ? number(g, 'B', 12) : g->upn[i], 7 + i % 5, "9AB", 0);
        if (gen_chance(&g->gen, 30)) add_note(g, change->db, id);
        if (gen_chance(&g->gen, 20)) add_message(g, change->db, id, str_c(&g->f.arena, str_format(&g->f.arena, "%s %s", g->first[i], g->surname[i])), 100 + i);
    }
    OK(&g->f, change_commit(change, STR("about=test"), STR("test"), &done, &g->f.err));
    OK(&g->f, change_begin(&g->f.arena, g->f.school, &request, &change, &g->f.err));
    OK(&g->f, step_undo(change->db, done.step, change->number, change->at, NULL, &blocked, &g->f.err));
    commit(&g->f, change);
    g->taken_back++;
}

static void add_one(struct grown *g, struct db *db, int i) {
    const char *first = g->first[i], *surname = g->surname[i];
    int64_t id = g->pupils[i] = add_pupil(&g->f, db, first, surname, g->upn[i], 7 + i % 5, "9AB", gen_between(&g->gen, 0, 2));
    struct pupil_write more = { .id = id, .uln = str_from(number(g, '9', 9)), .known_as = str_from(gen_chance(&g->gen, 30) ? word(g, 4) : ""),
                                .contact = str_format(&g->f.arena, "%s@home.example", number(g, 'f', 9)) };
    enum wrote wrote;
    OK(&g->f, pupil_put(db, g->f.school->kinds, &more, &id, &wrote, &g->f.err));
    for (int64_t n = gen_between(&g->gen, 0, 2); n > 0; n--) add_note(g, db, id);
    if (gen_chance(&g->gen, 40)) add_encounter(&g->f, db, id, 1, number(g, 'r', 8));
    if (gen_chance(&g->gen, 30)) add_message(g, db, id, str_c(&g->f.arena, str_format(&g->f.arena, "%s %s", first, surname)), i);
    if (!gen_chance(&g->gen, 20)) return;
    struct ruling_hold hold = { .subject = id, .subject_type = SUBJECT_PUPIL, .from = a_day(20261101), .until = a_day(20261102), .why = str_from(sentence(g)), .who = STR("tester") };
    OK(&g->f, ruling_hold(db, &hold, &id, &wrote, &g->f.err));
}

static void grow(struct grown *g) {
    struct change *change = NULL;
    name_all(g);
    while (g->taken_back < 2 && gen_chance(&g->gen, 40)) import_and_take_back(g);
    for (int i = 0; i < PUPILS; i++) {
        if (!change) change = begin(&g->f, "import");
        add_one(g, change->db, i);
        if (gen_chance(&g->gen, 12) || i + 1 == PUPILS) commit(&g->f, change), change = NULL;
    }
    g->gone_count = (size_t)gen_between(&g->gen, 1, MOST_GONE);
    for (size_t i = 0; i < g->gone_count; i++) g->gone[i] = g->pupils[(size_t)gen_between(&g->gen, 0, 5) + 6 * i];
    OK(&g->f, remains_read(g->f.school->db, &g->f.arena, g->gone, g->gone_count, &g->texts, &g->text_count, &g->f.err));
    assert_true(g->text_count >= 4 * g->gone_count);
}

/* What people make of it: drafts, reports, problem files, copies. */
static void write_files(struct grown *g) {
    static const char *const NAMES[] = { "outbox/a.eml", "reports/overview.html", "reports/old/b.txt", "imports/c-problems.csv" };
    static const char *const FOLDERS[] = { "outbox", "reports", "reports/old", "imports", "backups" };
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++) OK(&g->f, file_make_folder(file_join(&g->f.arena, g->f.folder, FOLDERS[i]), &g->f.err));
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        const struct remains *text = &g->texts[gen_between(&g->gen, 0, (int64_t)g->text_count - 1)];
        write_text(&g->f, NAMES[i], str_c(&g->f.arena, str_format(&g->f.arena, "one\n%.*s\n", STR_ARG(text->text))));
    }
    struct str name;
    OK(&g->f, backup_make(&g->f.arena, g->f.school, &name, &g->f.err));
}

static void open_grown(struct grown *g, uint64_t seed) {
    void *state = NULL;
    *g = (struct grown){ 0 };
    assert_int_equal(open_fixture(&state), 0);
    g->f = *(struct fixture *)state;
    free(state);
    g->gen = gen_seeded(&g->f.arena, seed);
    grow(g);
    write_files(g);
}

static void close_grown(struct grown *g) {
    struct fixture *f = calloc(1, sizeof *f);
    void *state = f;
    assert_non_null(f);
    *f = g->f;
    close_fixture(&state);
}

static size_t search_all(struct grown *g, struct search_found *found) {
    struct folder_files files;
    folder_files_read(&g->f.arena, g->f.folder, &files);
    OK(&g->f, search_folder(&g->f.arena, g->f.folder, &files, g->texts, g->text_count, found, &g->f.err));
    return found->hit_count;
}

static bool is_there(struct grown *g, int64_t id) {
    struct pupil pupil;
    bool found;
    OK(&g->f, pupil_read(g->f.school->db, g->f.school->kinds, &g->f.arena, id, &pupil, &found, &g->f.err));
    return found;
}

static struct erasure_request request_of(const struct grown *g) {
    return (struct erasure_request){ .pupils = g->gone, .count = g->gone_count, .day = a_day(20270607), .reason = STR("keep-date"), .actor = STR("tester"), .state = VALUE_NONE };
}

static void assert_clean(struct grown *g, uint64_t seed) {
    struct search_found found;
    size_t gone = 0;
    if (search_all(g, &found))
        fail_msg("seed %llu: %.*s still holds '%.*s'", (unsigned long long)seed, STR_ARG(found.hits[0].path), STR_ARG(found.hits[0].first->text));
    for (int i = 0; i < PUPILS; i++) gone += !is_there(g, g->pupils[i]);
    assert_int_equal(gone, g->gone_count);
}

/* ---- the laws ---------------------------------------------------------------------------------------------------------------- */

static void an_erased_person_is_in_no_file_of_ours(void **state) {
    size_t taken_back = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SCHOOLS; seed++) {
        struct grown g;
        struct search_found found;
        struct erasure_report report;
        open_grown(&g, seed);
        assert_true(search_all(&g, &found) >= 3); /* the records, the copy, a file: the search works */
        struct erasure_request request = request_of(&g);
        OK(&g.f, erasure_run(&g.f.arena, g.f.school, &request, &report, &g.f.err));
        if (!report.finished) fail_msg("seed %llu: %s", (unsigned long long)seed, report.why.text);
        if (report.hit_count) fail_msg("seed %llu: %.*s holds '%.*s'", (unsigned long long)seed, STR_ARG(report.hits[0].path), STR_ARG(report.hits[0].first->text));
        assert_int_equal(report.removed_count, 5);
        assert_int_equal(report.texts, g.text_count);
        assert_clean(&g, seed);
        taken_back += g.taken_back;
        close_grown(&g);
    }
    assert_true(taken_back >= SCHOOLS / 4);
}

/* The twin: the change alone, as it would be without what comes after it. */
static void without_writing_the_file_anew_the_search_finds_them(void **state) {
    (void)state;
    size_t found_in = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct grown g;
        struct search_found found;
        open_grown(&g, seed);
        struct change *change = begin(&g.f, "erase");
        struct pupil_erased rows;
        OK(&g.f, pupil_erase(change->db, g.gone, g.gone_count, a_day(20270607), &rows, &g.f.err));
        commit(&g.f, change);
        found_in += search_all(&g, &found) > 0;
        close_grown(&g);
    }
    assert_int_equal(found_in, 3);
}

/* The child opens the school itself: a connection does not survive a fork. */
static void erase_in_a_child(const struct grown *g, int64_t after_ns) {
    pid_t child = fork();
    if (child == 0) {
        struct arena arena = { 0 };
        struct school *school;
        struct problems problems = { .arena = &arena };
        struct err err = { 0 };
        struct erasure_report report;
        struct erasure_request request = request_of(g);
        bool fine = school_open(&HOST, g->f.folder, &school, &problems, &err) && erasure_run(&arena, school, &request, &report, &err);
        _exit(fine ? 0 : 1);
    }
    assert_true(child > 0);
    if (after_ns >= 0) {
        usleep((useconds_t)(after_ns / 1000));
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_killed_erasure_is_finished_or_was_never_begun(void **state) {
    (void)state;
    size_t went_on = 0;
    struct grown whole;
    open_grown(&whole, 100);
    int64_t started = clock_monotonic_ns();
    erase_in_a_child(&whole, -1);
    int64_t all = clock_monotonic_ns() - started; /* the kills are spread over as long as it takes here and now */
    assert_clean(&whole, 100);
    close_grown(&whole);
    for (uint64_t seed = 101; seed < 101 + KILLS; seed++) {
        struct grown g;
        struct erasure_report report = { 0 };
        int64_t row;
        open_grown(&g, seed);
        erase_in_a_child(&g, all * (int64_t)(seed - 100) / (KILLS + 1));
        bool pending = erasure_pending(g.f.folder, &row), there = is_there(&g, g.gone[0]);
        for (size_t i = 1; i < g.gone_count; i++) assert_int_equal(is_there(&g, g.gone[i]), there); /* all or nothing */
        if (pending) OK(&g.f, erasure_resume(&g.f.arena, g.f.school, STR("tester"), &report, &g.f.err));
        bool marked;
        OK(&g.f, erased_any(g.f.school->db, &marked, &g.f.err));
        assert_int_equal(marked, !there); /* the marks are of the same change */
        if (pending) assert_int_equal(report.begun, !there);
        if (pending && !report.finished) fail_msg("seed %llu: %s", (unsigned long long)seed, report.why.text);
        assert_false(erasure_pending(g.f.folder, &row));
        if (!there) assert_clean(&g, seed);
        else assert_false(pending && report.begun);
        went_on += pending && report.begun;
        close_grown(&g);
    }
    print_message("%zu of %d were gone on with\n", went_on, KILLS);
}

/* A child that takes the run lock whenever it is free: may it, while an erasure is under way?  Says so by its exit code. */
static pid_t watch_the_lock(const struct grown *g, int ready) {
    pid_t child = fork();
    if (child != 0) return child;
    struct arena arena = { 0 };
    const char *lock = file_join(&arena, g->f.folder, "school.lock"), *list = file_join(&arena, g->f.folder, "erasure.unfinished");
    bool begun = false, told = false;
    for (;;) {
        struct err err = { 0 };
        int held;
        usleep(500);
        bool under_way = file_exists(list);
        if (begun && !under_way) _exit(0);
        begun = begun || under_way;
        if (file_lock(lock, 0, "watcher", &held, &err)) {
            if (file_exists(list)) _exit(1);
            file_unlock(held);
            if (!told) told = write(ready, "", 1) == 1;
        }
    }
}

static void nobody_comes_between_the_steps_of_an_erasure(void **state) {
    (void)state;
    struct grown g;
    struct erasure_report report;
    int ends[2], status;
    char byte;
    open_grown(&g, 301);
    struct erasure_request request = request_of(&g);
    assert_int_equal(pipe(ends), 0);
    pid_t watcher = watch_the_lock(&g, ends[1]);
    assert_true(watcher > 0);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    OK(&g.f, erasure_run(&g.f.arena, g.f.school, &request, &report, &g.f.err));
    assert_true(report.finished);
    assert_int_equal(waitpid(watcher, &status, 0), watcher);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(ends[0]);
    close(ends[1]);
    close_grown(&g);
}

/* The disk says no after the change: every later run knows, and the next one finishes. */
static void what_stands_in_the_way_is_said_until_it_is_finished(void **state) {
    (void)state;
    struct grown g;
    struct erasure_report report;
    int64_t row;
    open_grown(&g, 201);
    struct erasure_request request = request_of(&g);
    OK(&g.f, file_remove_folder(file_join(&g.f.arena, g.f.folder, "backups"), &g.f.err));
    write_text(&g.f, "backups", "in the way");
    OK(&g.f, erasure_run(&g.f.arena, g.f.school, &request, &report, &g.f.err));
    assert_false(report.finished);
    assert_true(report.why.code != CODE_NONE);
    assert_true(erasure_pending(g.f.folder, &row));
    assert_int_equal(row, report.row);
    assert_false(is_there(&g, g.gone[0]));
    OK(&g.f, erasure_resume(&g.f.arena, g.f.school, STR("tester"), &report, &g.f.err));
    assert_false(report.finished);
    OK(&g.f, file_remove(file_join(&g.f.arena, g.f.folder, "backups"), &g.f.err));
    OK(&g.f, erasure_resume(&g.f.arena, g.f.school, STR("tester"), &report, &g.f.err));
    assert_true(report.begun && report.finished);
    assert_int_equal(report.texts, g.text_count);
    assert_false(erasure_pending(g.f.folder, &row));
    assert_clean(&g, 201);
    close_grown(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erased_person_is_in_no_file_of_ours),
        cmocka_unit_test(without_writing_the_file_anew_the_search_finds_them),
        cmocka_unit_test(what_stands_in_the_way_is_said_until_it_is_finished),
        cmocka_unit_test(nobody_comes_between_the_steps_of_an_erasure),
        cmocka_unit_test(a_killed_erasure_is_finished_or_was_never_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
