/* SPDX-License-Identifier: GPL-3.0-or-later
 * decision - decision tables: a cell and a value, and a name of a rule that stands for a table's answer.
 * Owns:  nothing.
 * Must not know: rules, records.
 *
 * Example:
 *     if (decision_admits(&table->rows[r].cells[i], value)) ...
 */
#ifndef SIGNPOST_DECISION_H
#define SIGNPOST_DECISION_H

#include "policy/scope.h"

/* Whether the cell of a table accepts a recorded value. */
bool decision_admits(const struct condition *cell, int64_t value);
/* `allowed = "basic"` in a record's filter, where the rule says `bind = { allowed = decide.share_level }`.  False with a
 * problem when the table or the answer does not exist. */
MUST_USE bool decision_read_bound(struct scope *scope, struct str name, const struct node *value, struct bound *out);

#endif
