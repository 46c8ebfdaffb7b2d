/* SPDX-License-Identifier: GPL-3.0-or-later
 * finding - the words of fixes.
 * Owns:  nothing.
 * Must not know: how a finding comes about.
 */
#include "engine/finding.h"

const char *fix_key(enum fix fix) {
    static const char *const KEYS[] = {
        [FIX_NONE] = "none",       [FIX_ADD] = "add",           [FIX_RECORD] = "record", [FIX_RECORD_OR_ADD] = "record_or_add",
        [FIX_CORRECT] = "correct", [FIX_TOO_LATE] = "too_late",
    };
    return KEYS[fix];
}
