/* SPDX-License-Identifier: GPL-3.0-or-later
 * child - see child.h.
 * Owns:  nothing.
 * Must not know: what the program is for.
 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

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
