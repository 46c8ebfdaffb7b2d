/* SPDX-License-Identifier: GPL-3.0-or-later
 * journal_words - a row of the journal as a sentence for people; programs read the row as it was written.
 * Owns:  nothing.  Pure: no file, no database.
 * Must not know: which verb wrote a row, beyond its name and the keys of its text.
 *
 * Example:
 *     struct str said = journal_words(arena, &row);   // "Register brought in: 28 rows new, 2 changed."
 */
#ifndef SIGNPOST_JOURNAL_WORDS_H
#define SIGNPOST_JOURNAL_WORDS_H

#include "store/chain.h"

/* A verb that is not known is said as it was written. */
struct str journal_words(struct arena *arena, const struct chain_row *row);
/* Whether there is a sentence for rows of this verb. */
bool journal_words_knows(struct str verb);

#endif
