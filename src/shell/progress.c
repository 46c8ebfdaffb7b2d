/* SPDX-License-Identifier: GPL-3.0-or-later
 * progress - see progress.h.
 * Owns:  the line.
 * Must not know: what the work is.
 */
#include "shell/progress.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"

#define SECOND INT64_C(1000000000)

/* "6,400": thousands are easier to read in a line that moves. */
static const char *grouped(uint64_t number, char out[32]) {
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%" PRIu64, number);
    int at = 0;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = 0;
    return out;
}

static void draw(void *self, const char *doing, const char *unit, uint64_t done, uint64_t total) {
    struct progress *progress = self;
    if (!progress->on) return;
    int64_t now = clock_monotonic_ns();
    /* One step that can not say how far it is: said when it begins. */
    if (!total && !*unit) {
        fprintf(stderr, "%s%s%s", progress->sentences ? "" : "\r\033[K", doing, progress->sentences ? "\n" : " ...");
        fflush(stderr);
        progress->drawn = !progress->sentences;
        return;
    }
    if (now - progress->started < 2 * SECOND) return;
    if (now - progress->last < (progress->sentences ? 10 * SECOND : SECOND / 4)) return;
    progress->last = now;
    char a[32], b[32], left[48] = "";
    if (total > done && done > 0) {
        int64_t seconds = (int64_t)((double)(now - progress->started) / (double)done * (double)(total - done)) / SECOND;
        int64_t coarse = seconds < 10 ? 10 : (seconds + 5) / 10 * 10;
        snprintf(left, sizeof left, "   about %" PRId64 " seconds left", coarse);
    }
    const char *before = progress->sentences ? "" : "\r\033[K";
    if (total) fprintf(stderr, "%s%s   %s of %s %s%s", before, doing, grouped(done, a), grouped(total, b), unit, left);
    else fprintf(stderr, "%s%s   %s %s", before, doing, grouped(done, a), unit);
    if (progress->sentences) fputc('\n', stderr);
    fflush(stderr);
    progress->drawn = !progress->sentences;
}

struct progress progress_start(const struct terminal *terminal) {
    return (struct progress){
        .on = terminal->err_tty && (terminal->plain || !terminal->dumb),
        .sentences = terminal->plain,
        .started = clock_monotonic_ns(),
    };
}

void progress_bind(struct progress *progress) {
    progress->tick = (struct tick){ progress, draw };
}

void progress_end(struct progress *progress) {
    if (progress->drawn) fputs("\r\033[K", stderr);
    progress->drawn = false;
}
