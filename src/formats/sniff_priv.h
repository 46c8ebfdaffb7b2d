/* SPDX-License-Identifier: GPL-3.0-or-later
 * sniff_priv - what a file is by its content: which kinds are no table, which delimiter a table uses.  For grid.c alone.
 * Owns:  nothing.
 * Must not know: what the columns mean.
 */
#ifndef SIGNPOST_SNIFF_PRIV_H
#define SIGNPOST_SNIFF_PRIV_H

#include "base/err.h"
#include "base/str.h"

enum sniffed { SNIFFED_TEXT, SNIFFED_ZIP, SNIFFED_XML };

/* Refuses PDFs, archives, pictures: bytes as they are in the file. */
MUST_USE bool sniff_bytes(struct str name, struct str bytes, enum sniffed *what, struct err *err);
/* A zip that holds no workbook: says what it holds instead; always false. */
bool sniff_zip(struct str name, struct str bytes, struct err *err);
/* Refuses web pages: text in UTF-8. */
MUST_USE bool sniff_text(struct str name, struct str text, struct err *err);
/* XML whose root is no transfer file: says what it is; always false. */
bool sniff_xml(struct str name, struct str space, struct str root, struct err *err);

/* The delimiter from the first lines.  *named: line 1 is a `sep=` line, which is no row. */
char sniff_delimiter(struct str text, bool *named);

#endif
