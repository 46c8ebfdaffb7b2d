/* SPDX-License-Identifier: GPL-3.0-or-later
 * finding - the words of statuses and fixes.
 * Owns:  nothing.
 * Must not know: how a finding comes about.
 */
#include "engine/finding.h"

static const char *const STATUS_KEYS[STATUS_COUNT] = {
    [STATUS_MET] = "met",         [STATUS_ON_TRACK] = "on_track", [STATUS_DUE_SOON] = "due_soon",
    [STATUS_OVERDUE] = "overdue", [STATUS_MISSED] = "missed",     [STATUS_WAIVED] = "waived",
    [STATUS_UNKNOWN] = "unknown", [STATUS_NOT_APPLICABLE] = "not_applicable",
};

const char *status_key(enum status status) { return STATUS_KEYS[status]; }

bool status_by_key(struct str key, enum status *out) {
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (!str_is(key, STATUS_KEYS[i])) continue;
        *out = (enum status)i;
        return true;
    }
    return false;
}

const char *fix_key(enum fix fix) {
    static const char *const KEYS[] = {
        [FIX_NONE] = "none",       [FIX_ADD] = "add",           [FIX_RECORD] = "record", [FIX_RECORD_OR_ADD] = "record_or_add",
        [FIX_CORRECT] = "correct", [FIX_TOO_LATE] = "too_late",
    };
    return KEYS[fix];
}
