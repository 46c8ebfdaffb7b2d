/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_file - reading with a cap, whole writes, modes, lists, the lock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/stop.h"

static struct arena arena;
static char folder[] = "/tmp/signpost-file-XXXXXX";

static const char *path(const char *name) { return file_join(&arena, folder, name); }

static void assert_holds(const char *name, const char *text) {
    struct str got;
    struct err err = { 0 };
    if (!file_read(&arena, path(name), 1000, &got, &err)) fail_msg("%s", err.text);
    assert_true(str_is(got, text));
}

static int mode_of(const char *name) {
    struct stat about;
    assert_int_equal(stat(path(name), &about), 0);
    return (int)(about.st_mode & 0777);
}

static void writes_the_whole_file_for_its_owner_alone(void **state) {
    (void)state;
    struct err err = { 0 };
    umask(0);
    assert_true(file_write(path("a.txt"), STR("first"), &err));
    assert_int_equal(mode_of("a.txt"), 0600);
    assert_holds("a.txt", "first");
    assert_true(file_write(path("a.txt"), STR(""), &err));
    assert_holds("a.txt", "");
    assert_true(file_write(path("a.txt"), STR("second"), &err));
    assert_holds("a.txt", "second");
    umask(077);
}

static void keeps_the_right_of_others_to_read_and_never_gives_them_the_right_to_write(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_write(path("shared.lua"), STR("1"), &err));
    assert_int_equal(chmod(path("shared.lua"), 0666), 0);
    assert_true(file_write(path("shared.lua"), STR("2"), &err));
    assert_int_equal(mode_of("shared.lua"), 0644);
}

static void a_write_replaces_a_link_and_never_goes_through_it(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_write(path("target.txt"), STR("precious"), &err));
    assert_int_equal(symlink(path("target.txt"), path("link.txt")), 0);
    assert_true(file_write(path("link.txt"), STR("new"), &err));
    assert_holds("target.txt", "precious");
    assert_holds("link.txt", "new");
}

static void creating_refuses_what_is_there(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_create(path("once.txt"), STR("one"), &err));
    assert_false(file_create(path("once.txt"), STR("two"), &err));
    assert_int_equal(err.code, CODE_FILE);
    assert_non_null(strstr(err.text, "it exists already"));
    assert_holds("once.txt", "one");
    assert_int_equal(mode_of("once.txt"), 0600);
    assert_int_equal(symlink("/nowhere/at/all", path("dangling")), 0);
    assert_false(file_create(path("dangling"), STR("two"), &err));
}

static void leaves_nothing_behind_when_it_fails(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_make_folder(path("full"), &err));
    assert_true(file_make_folder(path("full/there"), &err));
    assert_false(file_write(path("full/there"), STR("x"), &err)); /* a folder has that name */
    assert_int_equal(code_outcome(err.code), OUTCOME_DATA);
    assert_int_equal(rmdir(path("full/there")), 0);
    assert_int_equal(rmdir(path("full")), 0); /* no temporary left in it */
}

static void a_stale_temporary_is_no_obstacle(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_create(path(".stale.txt.signpost-1"), STR("half"), &err));
    assert_true(file_write(path("stale.txt"), STR("whole"), &err));
    assert_holds("stale.txt", "whole");
    assert_false(file_exists(path(".stale.txt.signpost-1"))); /* its maker is gone, and so is it */
}

static void a_draft_is_cleared_away_when_its_maker_is_gone(void **state) {
    (void)state;
    struct err err = { 0 };
    struct file_draft living, other;
    assert_true(file_make_folder(path("below"), &err));
    assert_true(file_draft_begin(&arena, path("below/made"), &living, &err));
    assert_true(file_make_folder(living.path, &err));
    assert_true(file_create(file_join(&arena, living.path, "one"), STR("1"), &err));
    assert_true(file_make_folder(path("below/.dead.signpost-3"), &err));
    assert_true(file_create(path("below/.dead.signpost-3/half"), STR("1"), &err));
    assert_true(file_create(path(".mine.signpost-x"), STR("no draft"), &err));
    file_clear_drafts(folder);
    assert_false(file_exists(path("below/.dead.signpost-3")));
    assert_true(file_exists(living.folder));
    assert_true(file_exists(path(".mine.signpost-x")));
    assert_false(file_write(file_join(&arena, living.folder, "no/such"), STR("1"), &err));
    assert_non_null(strstr(err.text, "below/made/no/such can not be")); /* a person never reads the name of a draft */
    assert_null(strstr(err.text, ".signpost-1"));
    assert_true(file_draft_begin(&arena, path("below/made"), &other, &err)); /* two at once do not meet */
    assert_string_not_equal(other.folder, living.folder);
    file_draft_end(&other);
    assert_true(file_draft_place(&living, path("below/made"), true, &err));
    file_draft_end(&living);
    assert_holds("below/made/one", "1");
    assert_false(file_exists(living.folder));
}

static void reads_up_to_its_cap_and_says_what_is_wrong(void **state) {
    (void)state;
    struct err err = { 0 };
    struct str got;
    assert_true(file_write(path("ten"), STR("0123456789"), &err));
    assert_true(file_read(&arena, path("ten"), 10, &got, &err));
    assert_int_equal(got.size, 10);
    assert_int_equal(got.at[10], '\0');
    assert_false(file_read(&arena, path("ten"), 9, &got, &err));
    assert_int_equal(err.code, CODE_FILE_LIMIT);
    assert_false(file_read(&arena, "/proc/self/status", 5, &got, &err)); /* its size is not known before */
    assert_int_equal(err.code, CODE_FILE_LIMIT);
    assert_false(file_read(&arena, path("absent"), 9, &got, &err));
    assert_int_equal(err.code, CODE_FILE);
    assert_non_null(strstr(err.text, "absent can not be read: there is no such file"));
    assert_false(file_read(&arena, folder, 9, &got, &err));
    assert_non_null(strstr(err.text, "it is a folder"));
}

static void lists_names_sorted_without_dot_files(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_true(file_make_folder(path("list"), &err));
    assert_true(file_make_folder(path("list"), &err)); /* again is fine */
    assert_int_equal(mode_of("list"), 0700);
    static const char *const NAMES[] = { "list/b", "list/a", "list/Z", "list/.hidden", "list/é", "list/a1" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) assert_true(file_create(path(NAMES[i]), STR("x"), &err));
    struct str *names;
    size_t count;
    assert_true(file_list(&arena, path("list"), &names, &count, &err));
    static const char *const SORTED[] = { "Z", "a", "a1", "b", "é" };
    assert_int_equal(count, COUNT_OF(SORTED));
    for (size_t i = 0; i < count; i++) assert_true(str_is(names[i], SORTED[i]));
    assert_false(file_list(&arena, path("absent"), &names, &count, &err));
    assert_false(file_make_folder(path("ten"), &err)); /* a file has that name */
    assert_false(file_make_folder(path("no/such/way"), &err));
}

static void a_stamp_changes_when_the_file_does(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_int_equal(file_stamp(path("absent")), 0);
    assert_true(file_write(path("stamped"), STR("one"), &err));
    uint64_t before = file_stamp(path("stamped"));
    assert_true(before != 0);
    assert_true(file_stamp(path("stamped")) == before);
    assert_true(file_write(path("stamped"), STR("two!"), &err));
    assert_true(file_stamp(path("stamped")) != before);
    assert_true(file_remove(path("stamped"), &err));
    assert_false(file_exists(path("stamped")));
    assert_false(file_remove(path("stamped"), &err));
}

static void takes_names_apart_and_joins_them(void **state) {
    (void)state;
    assert_string_equal(file_join(&arena, "a", "b"), "a/b");
    assert_string_equal(file_join(&arena, "a/", "b"), "a/b");
    assert_string_equal(file_join(&arena, "a", "/b"), "/b");
    assert_string_equal(file_join(&arena, "", "b"), "b");
    assert_true(str_is(file_name(STR("imports/pupils.csv")), "pupils.csv"));
    assert_true(str_is(file_name(STR("pupils.csv")), "pupils.csv"));
    assert_int_equal(file_name(STR("imports/")).size, 0);
    assert_true(str_is(file_ending(STR("a.b/pupils.tar.csv")), "csv"));
    assert_int_equal(file_ending(STR("a.b/pupils")).size, 0);
    assert_int_equal(file_ending(STR(".profile")).size, 0);
    assert_int_equal(file_ending(STR("pupils.")).size, 0);
}

static void resolves_links(void **state) {
    (void)state;
    struct err err = { 0 };
    const char *real = NULL, *through = NULL;
    assert_true(file_write(path("real"), STR("x"), &err));
    assert_int_equal(symlink("real", path("alias")), 0);
    assert_true(file_real_path(&arena, path("real"), &real, &err));
    assert_true(file_real_path(&arena, path("alias"), &through, &err));
    assert_string_equal(real, through);
    assert_false(file_real_path(&arena, path("absent"), &real, &err));
}

static void two_holders_exclude_each_other(void **state) {
    (void)state;
    struct err err = { 0 };
    int first = -1, second = -1;
    assert_true(file_lock(path("school.lock"), 0, "since 07:30 by the nightly run", &first, &err));
    assert_int_equal(mode_of("school.lock"), 0600);
    assert_false(file_lock(path("school.lock"), 60, "me", &second, &err));
    assert_int_equal(err.code, CODE_DATABASE_BUSY);
    assert_non_null(strstr(err.text, "since 07:30 by the nightly run"));
    stop_ask();
    assert_false(file_lock(path("school.lock"), 60000, "me", &second, &err));
    assert_int_equal(err.code, CODE_INTERRUPTED);
    stop_clear();
    file_unlock(first);
    assert_true(file_lock(path("school.lock"), 0, "me", &second, &err));
    assert_holds("school.lock", "me");
    file_unlock(second);
    assert_holds("school.lock", "");
    assert_int_equal(symlink("real", path("linked.lock")), 0);
    assert_false(file_lock(path("linked.lock"), 0, "me", &second, &err));
    assert_int_equal(err.code, CODE_FILE);
    assert_non_null(strstr(err.text, "it is a link"));
}

static void knows_a_local_mount(void **state) {
    (void)state;
    const char *what = NULL;
    assert_false(file_on_network("/proc", &what));
    assert_false(file_on_network(path("absent"), &what));
    assert_null(what);
}

static int set_up(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
        _exit(1);
    }
    arena_free(&arena);
    return child > 0 && waitpid(child, NULL, 0) == child ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_whole_file_for_its_owner_alone),
        cmocka_unit_test(keeps_the_right_of_others_to_read_and_never_gives_them_the_right_to_write),
        cmocka_unit_test(a_write_replaces_a_link_and_never_goes_through_it),
        cmocka_unit_test(creating_refuses_what_is_there),
        cmocka_unit_test(leaves_nothing_behind_when_it_fails),
        cmocka_unit_test(a_stale_temporary_is_no_obstacle),
        cmocka_unit_test(a_draft_is_cleared_away_when_its_maker_is_gone),
        cmocka_unit_test(reads_up_to_its_cap_and_says_what_is_wrong),
        cmocka_unit_test(lists_names_sorted_without_dot_files),
        cmocka_unit_test(a_stamp_changes_when_the_file_does),
        cmocka_unit_test(takes_names_apart_and_joins_them),
        cmocka_unit_test(resolves_links),
        cmocka_unit_test(two_holders_exclude_each_other),
        cmocka_unit_test(knows_a_local_mount),
    };
    return cmocka_run_group_tests(tests, set_up, remove_folder);
}
