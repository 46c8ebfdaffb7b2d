/* SPDX-License-Identifier: GPL-3.0-or-later
 * catalogue - the record vocabulary as this file knows it: keys, places and widths, append only; one view per kind.
 * Owns:  tables kind, kind_field, fact, word; the views.
 * Must not know: rules, imports.
 *
 * Call catalogue_sync (writing) or catalogue_load (looking) once, right after the vocabulary has been loaded and
 * before anything keeps an index of a code: the file's order of codes wins, so a list that was changed in the
 * vocabulary comes back with the file's codes first and new ones after them.
 *
 * Example:
 *     if (!catalogue_load(db, arena, kinds, &behind, err)) return false;
 */
#ifndef SIGNPOST_CATALOGUE_H
#define SIGNPOST_CATALOGUE_H

#include "base/kind.h"
#include "store/db.h"

/* Gives every field its key (number), home, place and width, packs new ones after those the file has (retired ones
 * keep their bits), moves a field whose codes outgrew its bits together with its values, sets the keys of facts; on a
 * write connection only, inside a change; makes the views anew when something changed.  Refused: a field whose type or owner changed (CODE_UNKNOWN_FIELD says which). */
MUST_USE bool catalogue_sync(struct db *db, struct arena *arena, struct kinds *kinds, struct err *err);
/* The same without writing, for looking.  *behind: a sync would write something (may be NULL). */
MUST_USE bool catalogue_load(struct db *db, struct arena *arena, struct kinds *kinds, bool *behind, struct err *err);
/* The key of a kind in the file; 0 when it is not there yet (catalogue_load only). */
MUST_USE bool catalogue_kind_key(struct db *db, const struct kinds *kinds, uint32_t kind, int64_t *out,
                                 struct err *err);

/* Text facts (form, department, sector) stand in rows as text_value(); this keeps the text and gives its value.
 * Empty text gives VALUE_NONE.  Inside a change. */
MUST_USE bool catalogue_word(struct db *db, struct str text, int64_t *value, struct err *err);
/* The text of such a value; empty when it was never kept. */
MUST_USE bool catalogue_word_text(struct db *db, struct arena *arena, int64_t value, struct str *out, struct err *err);

#endif
