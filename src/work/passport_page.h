/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport_page - `report passport PUPIL`: one side of paper for the pupil: own words, what was done, what was agreed.
 * Owns:  its files in reports/.
 * Must not know: HTML.
 *
 * Holds what passport.h lets travel, and nothing else of the records; no notes of professionals, no status, no benchmark.
 *
 * Example: the name `passport` of the row `report`.
 */
#ifndef SIGNPOST_PASSPORT_PAGE_H
#define SIGNPOST_PASSPORT_PAGE_H

#include "work/command.h"

bool passport_page_run(const struct command_call *call, struct answer *answer);

#endif
