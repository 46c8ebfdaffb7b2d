/* SPDX-License-Identifier: GPL-3.0-or-later
 * tick - how far along long work is, for whoever draws it.
 * Owns:  nothing.
 * Must not know: who draws.
 *
 * Example:
 *     tick_at(tick, "Reading", name, row, rows);
 */
#ifndef SIGNPOST_TICK_H
#define SIGNPOST_TICK_H

#include "base/base.h"

struct tick {
    void *self;
    /* doing: "Reading mis.csv"; unit: "rows"; total 0 when not known. */
    void (*at)(void *self, const char *doing, const char *unit, uint64_t done, uint64_t total);
};

static inline void tick_at(const struct tick *tick, const char *doing, const char *unit, uint64_t done, uint64_t total) {
    if (tick && tick->at) tick->at(tick->self, doing, unit, done, total);
}

#endif
