/* SPDX-License-Identifier: GPL-3.0-or-later
 * message - one digest as the text of a message, with the least data that lets the reader act.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * First name and initial, form, what, by when; at most ten lines; never a private fact, never a name in the subject.
 *
 * Example:
 *     struct str text = message_text(arena, position, digest);
 */
#ifndef SIGNPOST_MESSAGE_H
#define SIGNPOST_MESSAGE_H

#include "work/letter.h"
#include "work/remind.h"

#define MESSAGE_LINES 10

struct str message_subject(struct arena *arena, const struct position *position, const struct digest *digest);
/* What stands below the headers. */
struct str message_body(struct arena *arena, const struct position *position, const struct digest *digest);
/* Headers and body, as the preview shows them. */
struct str message_text(struct arena *arena, const struct position *position, const struct digest *digest);
/* The digest of one person as a letter: told once a week of each finding. */
struct letter message_letter(struct arena *arena, const struct position *position, const struct digest *digest);
/* True when the address belongs to one of the school's own domains, or no domain is written down. */
bool message_inside(const struct mail_settings *mail, struct str address);

#endif
