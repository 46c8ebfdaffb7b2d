/* SPDX-License-Identifier: GPL-3.0-or-later
 * identifier - unique pupil numbers, unique learner numbers, numbers of schools: shape and check.
 * Owns:  nothing.
 * Must not know: files, records.
 *
 * UPN: a check letter and twelve characters; positions 2 to 13 weighted 2 to 13, sum modulo 23, over the letters A to Z
 * without I, O and S (GovTalk catalogue 2004).  ULN: ten digits, the first nine weighted 10 to 2, r = sum modulo 11,
 * last digit 10 - r, r = 0 is none (HESA).  A wrong check is a warning, never a refusal: wrong ones circulate.
 *
 * Example:  const char *rule = identifier_upn(STR("P207000016049"));     // NULL: it is right
 */
#ifndef SIGNPOST_IDENTIFIER_H
#define SIGNPOST_IDENTIFIER_H

#include "base/str.h"

/* NULL when right; else the rule that fails, as the end of the sentence "The UPN ... " */
const char *identifier_upn(struct str upn);
const char *identifier_uln(struct str uln);
/* The letter that the other twelve characters ask for, 0 when they do not make a UPN. */
char identifier_upn_letter(struct str upn);
/* "888/4123", "888 4123" and "8884123": 8884123, the number of the council and of the school.  0 when it is not of that
 * form, or the four nines that stand for no school. */
int64_t identifier_laestab(struct str text);

#endif
