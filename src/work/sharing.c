/* SPDX-License-Identifier: GPL-3.0-or-later
 * sharing - what may be told about a pupil on a day; see sharing.h.
 * Owns:  nothing.
 * Must not know: tables, files, what the fields are.
 */
#include "work/sharing.h"

#define OWN_VOICE 16

enum word { WORD_NOTHING, WORD_YES, WORD_NO };

/* The newest word of one of the two.  Somebody unknown who said no may have been either; one who said yes is not known to
 * have lifted anything. */
static enum word newest(const struct instruction *said, size_t count, struct date day, enum said_by by) {
    enum word word = WORD_NOTHING;
    for (size_t i = 0; i < count; i++) {
        if (date_after(said[i].day, day)) continue;
        bool no = said[i].says != SAID_YES;
        if (said[i].by == by || (said[i].by == SAID_BY_UNKNOWN && no)) word = no ? WORD_NO : WORD_YES;
    }
    return word;
}

enum sharing sharing_on(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count) {
    if (!date_known(born)) return SHARING_NO_BIRTHDAY;
    enum word parent = newest(said, count, day, SAID_BY_PARENT), pupil = newest(said, count, day, SAID_BY_PUPIL);
    if (date_age(born, day, leap) < OWN_VOICE) return parent == WORD_NO ? SHARING_PARENT_NO : SHARING_FULL;
    if (pupil == WORD_NO) return SHARING_PUPIL_NO;
    return pupil == WORD_NOTHING && parent == WORD_NO ? SHARING_NOT_ASKED : SHARING_FULL;
}

const char *sharing_code(enum sharing sharing) {
    static const char *const CODES[] = { "", "parent-no", "pupil-no", "not-asked-at-16", "no-date-of-birth" };
    bug_if(sharing >= SHARING_COUNT);
    return CODES[sharing];
}

const char *sharing_words(enum sharing sharing) {
    static const char *const WORDS[] = { "", "a parent said no", "the pupil said no", "a parent said no; the pupil, 16 or over, has not been asked",
                                         "no date of birth: whose word counts is not known" };
    bug_if(sharing >= SHARING_COUNT);
    return WORDS[sharing];
}

bool sharing_ask_again(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count) {
    if (!date_known(born) || date_age(born, day, leap) < OWN_VOICE) return false;
    return newest(said, count, day, SAID_BY_PUPIL) == WORD_NOTHING && newest(said, count, day, SAID_BY_PARENT) != WORD_NOTHING;
}

bool sharing_unheard(struct date born, struct date day, enum leap_day leap, const struct instruction *said, size_t count) {
    if (!date_known(born) || date_age(born, day, leap) >= OWN_VOICE) return false;
    return newest(said, count, day, SAID_BY_PUPIL) == WORD_NO && newest(said, count, day, SAID_BY_PARENT) != WORD_NO;
}

enum news sharing_news(const struct told *told, size_t count, int64_t pupil, struct str digest) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (told[middle].pupil < pupil) low = middle + 1;
        else high = middle;
    }
    if (low == count || told[low].pupil != pupil) return NEWS_NEW;
    return str_equal(told[low].digest, digest) ? NEWS_SAME : NEWS_CHANGED;
}
