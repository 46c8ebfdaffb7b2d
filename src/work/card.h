/* SPDX-License-Identifier: GPL-3.0-or-later
 * card - one record as `show #272` has it: what happened, with whom, where it came from, who took part.
 * Owns:  nothing.
 * Must not know: terminals, rules.
 *
 * Example:
 *     if (card_number(text, &id)) return card_record(school, call, id, answer, err);
 */
#ifndef SIGNPOST_CARD_H
#define SIGNPOST_CARD_H

#include "store/activity.h"
#include "work/redact.h"
#include "work/roster.h"

/* "#272" or "272": what a person types for a record.  False: it is no such number. */
bool card_number(struct str text, int64_t *id);
/* CODE_NOTHING_SELECTED when there is no such record. */
MUST_USE bool card_record(struct school *school, const struct command_call *call, const struct viewer *viewer, int64_t id, struct answer *answer,
                          struct err *err);
/* A field's value for people: names of staff and organisations, words of codes, the text; "not recorded". */
struct str card_value(struct arena *arena, const struct roster *roster, const struct field *field, const struct field_value *value);
/* The field among those that are recorded, or NULL. */
const struct field_value *card_field(const struct field_value *fields, size_t count, uint32_t field);

#endif
