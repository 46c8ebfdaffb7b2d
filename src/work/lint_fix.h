/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_fix - what lint can mend in a school's own file: shown first, then written, with the old file beside it.
 * Owns:  nothing.
 * Must not know: how findings are found.
 *
 * Example:
 *     if (!lint_fix_preview(call, answer, &named, &report, &err)) return answer_fail(answer, &err);
 *     ... later, with consent:  lint_fix_apply(answer, &err)
 */
#ifndef SIGNPOST_LINT_FIX_H
#define SIGNPOST_LINT_FIX_H

#include "policy/lint.h"
#include "work/named_policy.h"

/* Adds to the page what would be written; answer->waits when there is something.  Nothing is written. */
MUST_USE bool lint_fix_preview(const struct command_call *call, struct answer *answer, const struct named_policy *named,
                               const struct lint_report *report, struct err *err);
/* Refuses when the file is another than at the preview. */
MUST_USE bool lint_fix_apply(struct answer *answer, struct err *err);

#endif
