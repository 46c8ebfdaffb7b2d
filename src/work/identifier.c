/* SPDX-License-Identifier: GPL-3.0-or-later
 * identifier - see identifier.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "work/identifier.h"

#include <string.h>

static const char LETTERS[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

char identifier_upn_letter(struct str upn) {
    if (upn.size != 13) return 0;
    int sum = 0;
    for (int i = 1; i < 13; i++) {
        char c = upn.at[i];
        const char *letter = c && i == 12 ? strchr(LETTERS, c) : NULL;
        if (!is_digit(c) && !letter) return 0;
        sum += (i + 1) * (is_digit(c) ? c - '0' : (int)(letter - LETTERS));
    }
    return LETTERS[sum % 23];
}

const char *identifier_upn(struct str upn) {
    if (upn.size != 13) return "has not 13 characters";
    if (upn.at[0] == 0 || !strchr(LETTERS, upn.at[0])) return "does not begin with one of the letters A to Z without I, O and S";
    for (size_t i = 1; i < 12; i++)
        if (!is_digit(upn.at[i])) return "has something else than a digit in the middle";
    char letter = identifier_upn_letter(upn);
    if (!letter) return "does not end in a digit or, for a temporary one, a letter without I, O and S";
    return letter == upn.at[0] ? NULL : "has a check letter that does not fit its digits";
}

int64_t identifier_laestab(struct str text) {
    int64_t number = 0;
    int digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (digits == 3 && i == 3 && (c == '/' || c == ' ' || c == '-')) continue;
        if (!is_digit(c) || digits == 7) return 0;
        number = number * 10 + (c - '0');
        digits++;
    }
    return digits == 7 && number >= 1000000 && number % 10000 != 9999 ? number : 0;
}

const char *identifier_uln(struct str uln) {
    if (uln.size != 10) return "has not 10 digits";
    int sum = 0;
    for (size_t i = 0; i < 10; i++) {
        if (!is_digit(uln.at[i])) return "has something else than digits";
        if (i < 9) sum += (10 - (int)i) * (uln.at[i] - '0');
    }
    if (uln.at[0] == '0') return "begins with 0";
    int rest = sum % 11;
    if (rest == 0) return "has digits that no check digit fits";
    return 10 - rest == uln.at[9] - '0' ? NULL : "has a check digit that does not fit the others";
}
