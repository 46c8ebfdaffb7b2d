/* SPDX-License-Identifier: GPL-3.0-or-later
 * unseal - opens a sealed file again, and makes the pair of keys for which files are sealed.
 * Owns:  nothing.
 * Must not know: terminals; what a sealed file holds.
 *
 * Example:  unseal_run(&call, &answer);     // unseal la-2026-11-27.csv.sealed
 */
#ifndef SIGNPOST_UNSEAL_H
#define SIGNPOST_UNSEAL_H

#include "work/command_row.h"

bool unseal_run(const struct command_call *call, struct answer *answer);

#endif
