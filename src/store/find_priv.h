/* SPDX-License-Identifier: GPL-3.0-or-later
 * find_priv - comparing folded words.
 * Owns:  nothing.
 * Must not know: tables.
 */
#ifndef SIGNPOST_FIND_PRIV_H
#define SIGNPOST_FIND_PRIV_H

#include "base/str.h"

/* Every word of `words` begins some word of `text`, apostrophes and hyphens aside; both folded. */
bool find_fits(struct str words, struct str text);

#endif
