/* SPDX-License-Identifier: GPL-3.0-or-later
 * mask - activities as the conditions they answer: each is looked at once, however many took part.
 * Owns:  a mark for each activity, the classes that marks point to, the answers of organisations.
 * Must not know: windows, statuses, subjects.
 *
 * Activities that answer every session condition alike share a class; a class is the bit words T (yes) and F (no) of
 * its kind, in turn, `words` pairs.
 *
 * Example:
 *     const struct activity_class *class = &masks->classes[masks->marks[activity].class];
 */
#ifndef SIGNPOST_MASK_H
#define SIGNPOST_MASK_H

#include "base/row.h"
#include "policy/program_image.h"

struct activity_mark {
    uint32_t class;
    int32_t day;       /* the kind's own day of evidence when the session fixes it, else the date */
};

struct activity_class {
    uint32_t kind;
    uint32_t words, size; /* where its words start in masks.words, and how many: 2 for each word of the table */
    bool come;         /* the day is not ahead of as-of */
    bool live[SUBJECT_TYPE_COUNT]; /* some filter of rules about that type can still say yes or not known */
};

struct masks {
    struct arena *arena;
    const struct program *program;
    struct date as_of;
    bool drop_dead;                  /* activities that no filter can accept are not even looked at */
    struct activities activities;
    struct activity_mark *marks;
    struct activity_class *classes;
    uint32_t class_count, class_room;
    uint64_t *words;
    uint32_t word_count, word_room;
    uint32_t *table;                 /* of classes, by hash */
    uint32_t table_size;
    const uint32_t **live_filters;   /* by kind: filters on records, ended by UINT32_MAX */
    bool *is_listed;                 /* by filter: records that it may accept are to be listed */
    int64_t *organisations;          /* keys, ascending */
    uint8_t *answers;                /* [organisation][asked] */
    uint32_t organisation_count, organisation_room;
    uint32_t *asked;                 /* filters on organisations, by number of the asked */
    uint32_t asked_count;
    uint64_t computed;
};

void masks_start(struct masks *masks, struct arena *arena, const struct program *program, struct date as_of,
                 bool drop_dead);
/* The facts of one organisation, in order of key; before masks_mark. */
void masks_add_organisation(struct masks *masks, const struct batch *batch);
void masks_mark(struct masks *masks, const struct activities *activities);

/* The value of a session field of an activity, whatever its home. */
int64_t mask_session_value(const struct masks *masks, const struct activity *activity, int32_t field);
/* Adds the bits that a value sets to 2 * words words. */
void mask_add_value(const struct program *program, const struct image_column *column, uint32_t words, int64_t value,
                    uint64_t *out);
static inline void mask_add_raw(const struct image_column *column, uint32_t words, uint64_t facts, uint64_t *out) {
    const uint64_t *entry = column->table + (facts >> column->bit & column->raw_mask) * 2 * words;
    for (uint32_t i = 0; i < 2 * words; i++) out[i] |= entry[i];
}

/* Answer of a filter to the words of a row. */
static inline int mask_answer(const struct image_filter *filter, const uint64_t *words) {
    const uint64_t *pair = words + (size_t)2 * filter->word;
    if (filter->never || (pair[1] & filter->need)) return ANSWERED_NO;
    return (pair[0] & filter->need) == filter->need ? ANSWERED_YES : ANSWERED_NOT_KNOWN;
}

#endif
