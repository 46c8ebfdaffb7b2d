/* SPDX-License-Identifier: GPL-3.0-or-later
 * encoding - bytes to UTF-8, saying what was assumed.  The only file that may include iconv.h.
 * Owns:  nothing.
 * Must not know: what the text is.
 *
 * Example:  encoding_read(&arena, bytes, &text, &said, err)   // said: "Windows-1252 (Excel on Windows)"
 */
#ifndef SIGNPOST_ENCODING_H
#define SIGNPOST_ENCODING_H

#include "base/err.h"
#include "base/str.h"

/* In order: byte-order mark, whole text valid UTF-8, NULs in every second byte (UTF-16), else Windows-1252.  Bytes that
 * Windows-1252 does not define become U+FFFD here; who stores text refuses that character. */
MUST_USE bool encoding_read(struct arena *arena, struct str bytes, struct str *text, struct str *said, struct err *err);
/* A cell that was encoded twice ("ZoÃ«") mended ("Zoë"); false when it was not. */
bool encoding_mend(struct arena *arena, struct str cell, struct str *mended);

#endif
