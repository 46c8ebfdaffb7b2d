/* SPDX-License-Identifier: GPL-3.0-or-later
 * unpack - what lies in a packed file (a workbook, a document, a zip), one entry after the other.
 * Owns:  the bytes of the entry at hand; they end with the call.
 * Must not know: what is looked for in it.
 *
 * Caps as for workbooks (safety 7): 4,096 entries, 512 MiB unpacked.
 *
 * Example:
 *     if (unpack_is(bytes) && !unpack_each(name, bytes, look, self, err)) ...
 */
#ifndef SIGNPOST_UNPACK_H
#define SIGNPOST_UNPACK_H

#include "base/err.h"
#include "base/str.h"

/* It begins as such a file does. */
bool unpack_is(struct str bytes);
/* False with err: locked, damaged, or over the caps.  each: false stops, with its own err. */
MUST_USE bool unpack_each(struct str file, struct str bytes, bool (*each)(void *self, struct str name, struct str bytes, struct err *err),
                          void *self, struct err *err);

#endif
