/* SPDX-License-Identifier: GPL-3.0-or-later
 * letter_words - the texts of reminders with their gaps: lua/messages.lua, and a school's own messages.lua.
 * Owns:  nothing; they lie in the arena they were read in.
 * Must not know: who is written to, findings.
 *
 * A text is data, never a program: {{gap}} is filled in and everything else is said as it stands.  A school's text may use
 * the gaps of the one that ships and no others.
 *
 * Example:
 *     letter_words_say(arena, &words, "greeting", (struct gap[]){ { "reader", name } }, 1);     // "Dear Mr Patel"
 */
#ifndef SIGNPOST_LETTER_WORDS_H
#define SIGNPOST_LETTER_WORDS_H

#include "work/school.h"

struct letter_word { struct str key, says, shipped; };
struct letter_words {
    struct letter_word *at;
    size_t count;
};
struct gap { const char *name; struct str text; };

/* A slip in messages.lua comes back in err with its line. */
MUST_USE bool letter_words_load(struct arena *arena, const struct school *school, struct letter_words *out, struct err *err);
/* All slips of a school's folder, as problems; false: the library can not be read. */
MUST_USE bool letter_words_check(struct arena *arena, const struct host *host, const char *folder, struct problems *problems, struct err *err);
/* Line breaks and control characters in what is filled in become spaces. */
struct str letter_words_say(struct arena *arena, const struct letter_words *words, const char *key, const struct gap *gaps, size_t count);

#endif
