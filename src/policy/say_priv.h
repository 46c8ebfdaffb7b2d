/* SPDX-License-Identifier: GPL-3.0-or-later
 * say_priv - words shared by the sentences about a policy.
 * Owns:  nothing.
 * Must not know: how a sentence is shown.
 */
#ifndef SIGNPOST_SAY_PRIV_H
#define SIGNPOST_SAY_PRIV_H

#include "policy/merge.h"

/* "in a PRU or alternative provision": the schools that a rule or clause is for. */
struct str say_only(struct arena *arena, const struct policy *policy, const struct filter *filters, size_t count);
/* "employer encounters that are meaningful or workplace experiences": the records of a counting term. */
struct str say_records(struct arena *arena, const struct policy *policy, const struct term *term, struct date day);
/* say_measure.c: what a measure is, and what is wanted of it. */
struct str say_measure(struct arena *arena, const struct policy *policy, const struct measuring *measuring, struct date day);
/* "14 days", "20 school days", "1 month". */
struct str say_span(struct arena *arena, const struct policy *policy, const struct span *span, struct date day);
/* "encounter" as "employer encounter", plural "employer encounters"; unknown kinds by their name. */
const char *say_noun(struct arena *arena, struct str kind, bool many);
/* A code for people: "fe_college" as "FE college". */
struct str say_code(struct arena *arena, struct str code);
/* A field for people: its about, else its name with spaces. */
struct str say_field(struct arena *arena, const struct field *field);
/* "meaningful = true" as "that is meaningful"; empty when there are no words of our own for the flag. */
const char *say_flag(struct str kind, struct str flag, bool yes);
/* The word before a code of that field: "theme = resits" is "on resits"; empty: "with theme resits". */
const char *say_link(struct str field);
/* "st", "nd", "rd", "th" */
const char *say_ordinal(long long n);
/* "3 February", of a month and day. */
struct str say_month_day(struct arena *arena, struct month_day day);

#endif
