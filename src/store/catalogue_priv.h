/* SPDX-License-Identifier: GPL-3.0-or-later
 * catalogue_priv - the views, which catalogue_sync makes anew when they differ.
 * Owns:  nothing.
 * Must not know: why a view is wanted.
 */
#ifndef SIGNPOST_CATALOGUE_PRIV_H
#define SIGNPOST_CATALOGUE_PRIV_H

#include "base/kind.h"
#include "store/db.h"

/* One view per kind and one per sort of subject, under the names of the fields.  write false: *behind only. */
MUST_USE bool view_sync(struct db *db, const struct kinds *kinds, bool write, bool *behind, struct err *err);

#endif
