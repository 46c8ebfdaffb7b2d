/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_page - the page of a rule of lint: why it is there, what it finds and what it does not.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_LINT_PAGE_H
#define SIGNPOST_LINT_PAGE_H

#include "work/command.h"

/* From lua/lint.lua; false with a problem when there is no such rule. */
MUST_USE bool lint_page_show(const struct command_call *call, struct answer *answer, struct str name);

#endif
