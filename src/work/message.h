/* SPDX-License-Identifier: GPL-3.0-or-later
 * message - one digest as a letter, with the least data that lets the reader act.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * First name and initial, what, by when; every pupil of whom the reader may know, each with the own day; nothing that the
 * reader's role may not be told (lua/audiences.lua), never a name or anything private in the subject.  Whoever keeps the
 * records has the program and reads a shorter list.  The words are those of lua/messages.lua.
 *
 * Example:
 *     struct messages *messages;
 *     if (!message_start(arena, school, digests, &messages, err)) return false;
 *     struct letter letter = message_letter(messages, &digests->at[0], 0);
 */
#ifndef SIGNPOST_MESSAGE_H
#define SIGNPOST_MESSAGE_H

#include "work/letter.h"
#include "work/remind_plan.h"

#define MESSAGE_LINES_OWN 12 /* of each part, to whoever keeps the records */
#define MESSAGE_LINES 40     /* to others */

struct messages;
MUST_USE bool message_start(struct arena *arena, struct school *school, const struct digests *digests, struct messages **out, struct err *err);
/* What then counts as told, of what the letter has room for; the rest comes first in the next one.  out: room for digest->count. */
size_t message_told(struct messages *messages, const struct digest *digest, struct ledger_notice *out);
struct letter message_letter(struct messages *messages, const struct digest *digest, int64_t number);
/* With the headers that matter to a reader, for the screen. */
struct str message_shown(struct messages *messages, const struct digest *digest);
/* "3 days", "10 months", "4 years": how late. */
struct str message_late(struct arena *arena, int32_t days);
/* "Tutor of 9AB". */
struct str message_role(struct arena *arena, const struct agenda *agenda, const struct digest *digest);

#endif
