/* SPDX-License-Identifier: GPL-3.0-or-later
 * child - see child.h.
 * Owns:  nothing.
 * Must not know: what the program is for.
 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/stop.h"

extern char **environ;

#define CAN_NOT_START 127

static int start(const char *const *arguments, posix_spawn_file_actions_t *actions, pid_t *child) {
    /* posix_spawn takes the list without const and does not change it. */
    union {
        const char *const *given;
        char *const *taken;
    } list = { .given = arguments };
    return posix_spawnp(child, arguments[0], actions, NULL, list.taken, environ);
}

static int wait_for(pid_t child) {
    int how = 0;
    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR) return CAN_NOT_START;
    return WIFEXITED(how) ? WEXITSTATUS(how) : CAN_NOT_START + 1;
}

bool child_feed(const char *const *arguments, struct str text) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    pid_t child;
    int failed = start(arguments, &actions, &child);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (failed) {
        close(ends[1]);
        return false;
    }
    size_t at = 0;
    while (at < text.size) {
        ssize_t wrote = write(ends[1], text.at + at, text.size - at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) break;
        at += (size_t)wrote;
    }
    close(ends[1]);
    return wait_for(child) != CAN_NOT_START;
}

bool child_run(const char *const *arguments) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int failed = start(arguments, &actions, &child);
    posix_spawn_file_actions_destroy(&actions);
    return !failed && wait_for(child) == 0;
}

/* ---- what it prints, in good time ------------------------------------------------------------------------------------- */

#define STEP_MS 50
#define MOST_NAMES 4

/* Nothing of ours goes along but home and language. */
static void small_environment(char *out[MOST_NAMES + 1]) {
    static const char *const NAMES[MOST_NAMES] = { "HOME=", "LANG=", "LC_ALL=", "LC_CTYPE=" };
    size_t count = 0;
    for (char **at = environ; *at; at++)
        for (size_t i = 0; i < MOST_NAMES && count < MOST_NAMES; i++)
            if (strncmp(*at, NAMES[i], strlen(NAMES[i])) == 0) out[count++] = *at;
    out[count] = NULL;
}

static bool set_up(posix_spawnattr_t *attributes) {
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    /* A group of its own: a Ctrl-C is ours to answer, and whatever it starts ends with it. */
    return posix_spawnattr_init(attributes) == 0 && posix_spawnattr_setsigmask(attributes, &none) == 0
           && posix_spawnattr_setsigdefault(attributes, &usual) == 0 && posix_spawnattr_setpgroup(attributes, 0) == 0
           && posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP) == 0;
}

static bool start_apart(const char *const *arguments, posix_spawn_file_actions_t *actions, bool small, pid_t *child) {
    union {
        const char *const *given;
        char *const *taken;
    } list = { .given = arguments };
    char *names[MOST_NAMES + 1];
    posix_spawnattr_t attributes;
    small_environment(names);
    if (!set_up(&attributes)) return false;
    int failed = posix_spawnp(child, arguments[0], actions, &attributes, list.taken, small ? names : environ);
    posix_spawnattr_destroy(&attributes);
    return failed == 0;
}

/* Ends the child and all that it started; its end is waited for. */
static void end_child(pid_t child) {
    int how;
    kill(-child, SIGKILL);
    while (waitpid(child, &how, 0) < 0 && errno == EINTR) continue;
}

/* Polls for its end; *status is the exit code, or -1 when a signal ended it. */
static enum child_end wait_until(pid_t child, int64_t end, uint32_t stop_ms, int *status) {
    int64_t stop_end = 0;
    for (;;) {
        int how = 0;
        pid_t ended = waitpid(child, &how, WNOHANG);
        if (ended == child) {
            *status = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
            return CHILD_DONE;
        }
        int64_t now = clock_monotonic_ns();
        if (stop_asked() && !stop_end) stop_end = now + (int64_t)stop_ms * 1000000;
        bool stopped = stop_end && (now >= stop_end || stop_asked_twice()), late = now >= end;
        if ((ended < 0 && errno != EINTR) || stopped || late) {
            end_child(child);
            return stopped ? CHILD_STOPPED : late ? CHILD_LATE : CHILD_FAILED;
        }
        poll(NULL, 0, STEP_MS);
    }
}

/* Reads until the end of output, the room or the time is used up. */
static enum child_end take_output(int from, int64_t end, char *out, size_t room, size_t *size) {
    while (*size < room) {
        struct pollfd one = { .fd = from, .events = POLLIN };
        if (stop_asked()) return CHILD_STOPPED;
        if (clock_monotonic_ns() >= end) return CHILD_LATE;
        if (poll(&one, 1, STEP_MS) <= 0) continue;
        ssize_t got = read(from, out + *size, room - *size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        *size += (size_t)got;
    }
    return CHILD_DONE;
}

enum child_end child_take(const char *const *arguments, uint32_t ms, char *out, size_t room, size_t *size) {
    int ends[2], status = 0;
    pid_t child;
    int64_t end = clock_monotonic_ns() + (int64_t)ms * 1000000;
    posix_spawn_file_actions_t actions;
    *size = 0;
    if (pipe(ends) != 0) return CHILD_FAILED;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool started = start_apart(arguments, &actions, true, &child);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    enum child_end how = started ? take_output(ends[0], end, out, room, size) : CHILD_FAILED;
    close(ends[0]);
    if (!started) return how;
    if (how != CHILD_DONE) {
        end_child(child);
        return how;
    }
    how = wait_until(child, end, 0, &status);
    return how == CHILD_DONE && status != 0 ? CHILD_FAILED : how;
}

enum child_end child_give(const char *const *arguments, int input, int output, uint32_t ms, uint32_t stop_ms, int *status) {
    pid_t child;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    bool started = start_apart(arguments, &actions, true, &child);
    posix_spawn_file_actions_destroy(&actions);
    if (!started) return CHILD_FAILED;
    return wait_until(child, clock_monotonic_ns() + (int64_t)ms * 1000000, stop_ms, status);
}
