/* SPDX-License-Identifier: GPL-3.0-or-later
 * sniff_priv - what a file is by its content: which kinds are no table, which delimiter a table uses.  For grid.c alone.
 * Owns:  nothing.
 * Must not know: what the columns mean.
 */
#ifndef SIGNPOST_SNIFF_PRIV_H
#define SIGNPOST_SNIFF_PRIV_H

#include "base/err.h"
#include "base/str.h"

/* Refuses workbooks, PDFs, archives, pictures: bytes as they are in the file. */
MUST_USE bool sniff_bytes(struct str name, struct str bytes, struct err *err);
/* Refuses web pages and other mark-up: text in UTF-8. */
MUST_USE bool sniff_text(struct str name, struct str text, struct err *err);

/* The delimiter from the first lines.  *named: line 1 is a `sep=` line, which is no row. */
char sniff_delimiter(struct str text, bool *named);

#endif
