/* SPDX-License-Identifier: GPL-3.0-or-later
 * code_page - the page of a problem: what it is about, why, an example that gives it and the same mended.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example:
 *     struct code_guide guide;
 *     if (code_guide_read(call->host, arena, CODE_MISSING_COMMA, &guide, err) && guide.why.size) ...
 */
#ifndef SIGNPOST_CODE_PAGE_H
#define SIGNPOST_CODE_PAGE_H

#include "work/command.h"

/* From lua/guide.lua; all empty for a problem that has nothing to do with writing a policy. */
struct code_guide { struct str why, bad, good; };

MUST_USE bool code_guide_read(const struct host *host, struct arena *arena, enum code code, struct code_guide *out, struct err *err);
/* "unknown-field", "E105", "105", in any case; CODE_NONE when there is none. */
enum code code_page_find(struct arena *arena, struct str topic);
MUST_USE bool code_page_show(const struct command_call *call, struct answer *answer, enum code code);
/* policy help [CODE] */
MUST_USE bool code_page_run(const struct command_call *call, struct answer *answer);

#endif
