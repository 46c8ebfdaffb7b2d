/* SPDX-License-Identifier: GPL-3.0-or-later
 * kind_list - the kinds of record on one page: what each is, its fields, the word that records it; and what a slip may mean.
 * Owns:  nothing.
 * Must not know: terminals, records.
 *
 * Example:
 *     kind_list_page(kinds, page, &sheet);        // help kinds
 */
#ifndef SIGNPOST_KIND_LIST_H
#define SIGNPOST_KIND_LIST_H

#include "base/kind.h"
#include "formats/page.h"

void kind_list_page(const struct kinds *kinds, struct page *page, struct sheet **out);
/* "met employer", "record lesson". */
struct str kind_list_word(struct arena *arena, const struct kind *kind);
/* "Did you mean 'provider_check' or 'access_request'?", by spelling and by the words in it; empty: nothing is near. */
struct str kind_list_hint(struct arena *arena, const struct kinds *kinds, struct str name);

#endif
