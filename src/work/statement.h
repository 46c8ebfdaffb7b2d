/* SPDX-License-Identifier: GPL-3.0-or-later
 * statement - `report statement` and `policy statement`: the provider access statement, and what must be on the website.
 * Owns:  nothing.
 * Must not know: HTML, Markdown.
 *
 * Education Act 1997, section 42B: whom to ask, the occasions, the premises, the grounds, safeguarding.
 *
 * Example: the name `statement` of the row `report`; the row policy_verb_statement.
 */
#ifndef SIGNPOST_STATEMENT_H
#define SIGNPOST_STATEMENT_H

#include "work/command.h"

bool statement_run(const struct command_call *call, struct answer *answer);

#endif
