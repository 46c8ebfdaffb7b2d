/* SPDX-License-Identifier: GPL-3.0-or-later
 * never - the statuses that a rule can never have, as far as that can be read from it.
 * Owns:  nothing.
 * Must not know: records.
 *
 * Example:
 *     if (never_statuses(version) >> STATUS_WAIVED & 1) ...
 */
#ifndef SIGNPOST_NEVER_H
#define SIGNPOST_NEVER_H

#include "policy/model.h"

/* Bit per enum status.  A hold, which waives a look whether a record is still needed, can not be read from it. */
unsigned never_statuses(const struct rule_version *version);

#endif
