/* SPDX-License-Identifier: GPL-3.0-or-later
 * outbox - the messages that there are and what became of them; sending what lies ready.
 * Owns:  nothing.
 * Must not know: who is told what; how mail leaves.
 *
 * Example: the rows `outbox` and `send` of the command table; outbox_say_doubtful() also serves today, remind and doctor.
 */
#ifndef SIGNPOST_OUTBOX_H
#define SIGNPOST_OUTBOX_H

#include "work/send.h"

bool outbox_run(const struct command_call *call, struct answer *answer);
bool outbox_send_run(const struct command_call *call, struct answer *answer);
bool outbox_send_apply(const struct command_call *call, struct answer *answer);

/* What a person reads: "drafted", "sending", "unsure" (experience 9.3). */
const char *outbox_word(const struct ledger_message *message);
/* "J. Patel", or the key when people.lua does not know it; "J. Patel (trial)". */
struct str outbox_name(struct arena *arena, const struct school *school, struct str recipient);
/* Number, day, to whom, subject, state, last words. */
struct sheet *outbox_sheet(struct arena *arena, const struct school *school, const struct command_call *call, const struct ledger_message *list,
                           size_t count);
/* In a preview that a run follows, which says it: a sentence on the page. */
MUST_USE bool outbox_mention_doubtful(struct answer *answer, const struct school *school, struct err *err);
/* The messages of which nobody knows, as one E504 with the words that settle them; the outcome becomes 2.  *count of them. */
MUST_USE bool outbox_say_doubtful(struct answer *answer, const struct school *school, size_t *count, struct err *err);
/* Between preview and run: what the preview remarked was shown with it, and is not said twice. */
void outbox_fresh_page(struct answer *answer, const char *title);
/* What a run did, on the page; problems, outcome and what to type next.  fine: what send_run returned, with its err. */
void outbox_report(struct answer *answer, const struct school *school, const struct send_report *report, bool fine, const struct err *err);

#endif
