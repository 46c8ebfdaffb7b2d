/* SPDX-License-Identifier: GPL-3.0-or-later
 * clock - preloaded into the program under test: the day and the hour are what the file in MAIL_CLOCK says (UTC seconds),
 * and go on from there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef int clock_reader(clockid_t, struct timespec *);

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

int clock_gettime(clockid_t which, struct timespec *out) {
    static clock_reader *real;
    static time_t started;
    const char *path = getenv("MAIL_CLOCK");
    if (!real) {
        void *found = dlsym(RTLD_NEXT, "clock_gettime");
        __builtin_memcpy(&real, &found, sizeof real);
    }
    if (real(which, out) != 0) return -1;
    if (which != CLOCK_REALTIME || !path) return 0;
    if (!started) started = out->tv_sec;
    FILE *file = fopen(path, "re");
    long long said = 0;
    if (!file) return 0;
    if (fscanf(file, "%lld", &said) == 1) out->tv_sec = (time_t)said + (out->tv_sec - started);
    fclose(file);
    return 0;
}
