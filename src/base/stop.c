/* SPDX-License-Identifier: GPL-3.0-or-later
 * stop - the one stop flag: signals and timers set it, everybody polls it.
 * Owns:  the flag, the handlers and the last-resort timer.
 * Must not know: what is being stopped.
 */
#include "base/stop.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

/* The one global state of the program: a signal has no other way to tell us. */
static volatile sig_atomic_t asked;
static volatile sig_atomic_t final;
static volatile sig_atomic_t rung; /* the timer has gone off once already */
static volatile sig_atomic_t signalled_at; /* monotonic second of the first unanswered signal; 0 = none */
static volatile sig_atomic_t expected; /* a second Ctrl-C is polled for as well */
static volatile sig_atomic_t second;
static char last_words[256];
static volatile sig_atomic_t last_words_size;
static struct itimerval held;
static uint32_t hold_depth;

#define GRACE_SECONDS 2

/* A second Ctrl-C, when the first has had a second to be heard and was not, leaves: the records survive that.  Where it is
 * polled for, the third does. */
static void on_signal(int number) {
    int kept = errno;
    sig_atomic_t now = (sig_atomic_t)(clock_monotonic_ns() / 1000000000);
    bool unheard = asked && signalled_at && now - signalled_at > 1;
    if (number == SIGINT && unheard) {
        if (!expected || second) _exit(OUTCOME_INTERRUPTED);
        second = 1;
        signalled_at = now;
    }
    if (!asked || !signalled_at) signalled_at = now;
    if (number == SIGTERM) final = 1;
    asked = 1;
    errno = kept;
}

/* Only calls that are safe in a handler: write and _exit. */
static void on_alarm(int number) {
    (void)number;
    int kept = errno;
    asked = 1;
    if (rung) {
        ssize_t written = write(STDERR_FILENO, last_words, (size_t)last_words_size);
        (void)written; /* nothing is left to do about it */
        _exit(OUTCOME_INTERNAL);
    }
    rung = 1;
    errno = kept;
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask); /* without SA_RESTART: a waiting read comes back and its reader polls the flag */
    bug_if(sigaction(number, &action, NULL) != 0);
}

void stop_install(void) {
    handle(SIGINT, on_signal);
    handle(SIGTERM, on_signal);
    handle(SIGPIPE, SIG_IGN);
}

bool stop_asked(void) { return asked != 0; }

bool stop_final(void) { return final != 0; }

void stop_expect_second(bool on) { expected = on; }

bool stop_asked_twice(void) { return second != 0; }

void stop_clear(void) {
    signalled_at = 0;
    second = 0;
    asked = 0;
}

bool stop_wait(int file) {
    sigset_t block, kept, open;
    sigemptyset(&block);
    sigaddset(&block, SIGINT);
    sigaddset(&block, SIGTERM);
    bug_if(sigprocmask(SIG_BLOCK, &block, &kept) != 0);
    open = kept;
    sigdelset(&open, SIGINT);
    sigdelset(&open, SIGTERM);
    int ready = 0;
    while (!asked && ready <= 0) {
        fd_set input;
        FD_ZERO(&input);
        FD_SET(file, &input);
        ready = pselect(file + 1, &input, NULL, NULL, NULL, &open);
        if (ready < 0 && errno != EINTR) ready = 1; /* whoever reads will hear what is wrong */
    }
    bug_if(sigprocmask(SIG_SETMASK, &kept, NULL) != 0);
    return !asked;
}

void stop_ask(void) { asked = 1; }

static void add_words(size_t *size, const char *text, size_t most) {
    for (size_t i = 0; i < most && text[i] && *size < sizeof last_words - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        last_words[(*size)++] = c < 0x20 || c == 0x7F ? ' ' : text[i];
    }
}

void stop_timer_arm(uint32_t ms, const char *what) {
    stop_timer_disarm();
    size_t size = 0;
    add_words(&size, "signpost: stopped for good: ", 40);
    add_words(&size, what, 200);
    last_words[size++] = '\n';
    last_words_size = (sig_atomic_t)size;
    handle(SIGALRM, on_alarm);
    struct itimerval timer = { .it_value = { (time_t)(ms / 1000), (suseconds_t)(ms % 1000) * 1000 },
                               .it_interval = { GRACE_SECONDS, 0 } };
    if (ms == 0) timer.it_value.tv_usec = 1;
    bug_if(setitimer(ITIMER_REAL, &timer, NULL) != 0);
}

void stop_timer_hold(void) {
    static const struct itimerval NEVER = { { 0, 0 }, { 0, 0 } };
    if (hold_depth++ == 0) bug_if(setitimer(ITIMER_REAL, &NEVER, &held) != 0);
}

void stop_timer_resume(void) {
    bug_if(hold_depth == 0);
    if (--hold_depth > 0) return;
    bool was_armed = held.it_value.tv_sec || held.it_value.tv_usec;
    if (was_armed) bug_if(setitimer(ITIMER_REAL, &held, NULL) != 0);
}

void stop_timer_disarm(void) {
    static const struct itimerval NEVER = { { 0, 0 }, { 0, 0 } };
    bug_if(setitimer(ITIMER_REAL, &NEVER, NULL) != 0);
    memset(&held, 0, sizeof held);
    if (rung && !signalled_at && !final) asked = 0; /* the timer's own flag: nobody asked the program to stop */
    rung = 0;
}
