/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_stop - the flag, and the last resort in a process of its own.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/stop.h"

static void wait_for_flag(void) {
    int64_t end = clock_monotonic_ns() + INT64_C(20000000000);
    while (!stop_asked() && clock_monotonic_ns() < end) usleep(1000);
}

static void signals_set_the_flag_and_clear_takes_it_back(void **state) {
    (void)state;
    stop_install();
    assert_false(stop_asked());
    raise(SIGINT);
    assert_true(stop_asked());
    stop_clear();
    assert_false(stop_asked());
    raise(SIGTERM);
    assert_true(stop_asked());
    stop_clear();
    raise(SIGPIPE); /* no end of the process */
    assert_false(stop_asked());
    stop_ask();
    assert_true(stop_asked());
    stop_clear();
}

static void two_quick_signals_do_not_end_the_process(void **state) {
    (void)state;
    stop_install();
    raise(SIGINT);
    raise(SIGINT);
    assert_true(stop_asked());
    stop_clear();
}

static void the_timer_asks_first(void **state) {
    (void)state;
    stop_timer_arm(20, "a check function");
    wait_for_flag();
    assert_true(stop_asked());
    stop_timer_disarm();
    stop_clear();
}

static void a_disarmed_timer_says_nothing(void **state) {
    (void)state;
    stop_timer_arm(30, "a check function");
    stop_timer_disarm();
    usleep(60000);
    assert_false(stop_asked());
}

static void a_held_timer_waits_until_it_is_resumed(void **state) {
    (void)state;
    stop_timer_arm(30, "a check function");
    stop_timer_hold();
    stop_timer_hold();
    usleep(60000);
    stop_timer_resume();
    usleep(60000);
    assert_false(stop_asked());
    stop_timer_resume();
    wait_for_flag();
    assert_true(stop_asked());
    stop_timer_disarm();
    stop_clear();
}

static void a_hang_ends_with_one_line_and_code_seven(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        stop_timer_arm(10, "rule 4.9.2\nhung");
        for (;;) pause();
    }
    close(ends[1]);
    char said[512] = "";
    size_t size = 0;
    for (ssize_t got; (got = read(ends[0], said + size, sizeof said - 1 - size)) > 0;) size += (size_t)got;
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_string_equal(said, "signpost: stopped for good: rule 4.9.2 hung\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_set_the_flag_and_clear_takes_it_back),
        cmocka_unit_test(two_quick_signals_do_not_end_the_process),
        cmocka_unit_test(the_timer_asks_first),
        cmocka_unit_test(a_disarmed_timer_says_nothing),
        cmocka_unit_test(a_held_timer_waits_until_it_is_resumed),
        cmocka_unit_test(a_hang_ends_with_one_line_and_code_seven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
