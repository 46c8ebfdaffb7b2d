/* SPDX-License-Identifier: GPL-3.0-or-later
 * term - what a rule counts, from nodes; and which of two terms asks for more.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 *
 * Example:
 *     if (!term_read(scope, node_field(rule, "have"), SUBJECT_PUPIL, &term)) ...
 */
#ifndef SIGNPOST_TERM_H
#define SIGNPOST_TERM_H

#include "policy/scope.h"

#define TERM_CELLS 512 /* of a grid of nested for_each */
#define TERM_DEPTH 8

MUST_USE bool term_read(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out);

/* Every kind that the term counts: at most `most` indices, each once. */
size_t term_kinds(const struct term *term, int32_t *kinds, size_t most);

/* Whether `strict` being met shows that `loose` is met, with parameters as on `day`; else false and a sample in words
 * (empty when it can not be shown either way). */
bool term_implies(struct scope *scope, const struct term *strict, const struct term *loose, struct date day,
                  struct str *sample);

#endif
