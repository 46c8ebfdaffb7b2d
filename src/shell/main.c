/* SPDX-License-Identifier: GPL-3.0-or-later
 * main - the first acts of the process, and its only exit.
 * Owns:  the limits and descriptors of the process.
 * Must not know: words, schools.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/stop.h"
#include "shell/shell.h"

#define STACK_BYTES ((rlim_t)8 * 1024 * 1024)

/* A closed descriptor would be given to the next file opened, and what we print would be written into it. */
static bool standard_descriptors(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1) continue;
        if (open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY) != descriptor) return false;
    }
    return true;
}

/* Nothing about pupils in a core file or in another process's debugger. */
static void keep_private(void) {
    struct rlimit none = { 0, 0 };
    umask(077);
    (void)setrlimit(RLIMIT_CORE, &none);  /* a refusal leaves things as they were; prctl below serves as well */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Long chains of a policy are read on the C stack: it must be as large as they were measured with. */
static bool room_on_the_stack(void) {
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur == RLIM_INFINITY || stack.rlim_cur >= STACK_BYTES) return true;
    rlim_t had = stack.rlim_cur;
    stack.rlim_cur = STACK_BYTES;
    if (setrlimit(RLIMIT_STACK, &stack) == 0) return true;
    fprintf(stderr, "signpost: a stack of %lu KiB is too small; it must be 8192 KiB.  Type  ulimit -s 8192  and start it again.\n",
            (unsigned long)(had / 1024));
    return false;
}

int main(int argument_count, char **arguments) {
    if (!standard_descriptors()) return OUTCOME_INTERNAL;
    keep_private();
    stop_install();
    if (!room_on_the_stack()) return OUTCOME_DATA;
    return shell_main(argument_count, arguments);
}
