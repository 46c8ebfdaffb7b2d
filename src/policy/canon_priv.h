/* SPDX-License-Identifier: GPL-3.0-or-later
 * canon_priv - canonical bytes of one part of a policy: two parts mean the same where their bytes are the same.
 * Owns:  nothing.
 * Must not know: documents, lines.
 */
#ifndef SIGNPOST_CANON_PRIV_H
#define SIGNPOST_CANON_PRIV_H

#include "policy/merge.h"

/* What a version of a rule says, in the order of reading. */
enum rule_part {
    PART_FORCE, PART_WHO, PART_UNLESS, PART_HAVE, PART_WHEN, PART_LIFE, PART_OWNER, PART_REMIND, PART_EXEMPT, PART_SEVERITY, PART_HINT, PART_COUNT
};

void canon_part(struct buf *out, const struct policy *policy, const struct rule_version *version, enum rule_part part);
void canon_plan(struct buf *out, const struct policy *policy, const struct plan *plan);
void canon_decision(struct buf *out, const struct policy *policy, const struct decision *table);
void canon_guards(struct buf *out, const struct policy *policy, const struct overlay *overlay);

#endif
