/* SPDX-License-Identifier: GPL-3.0-or-later
 * pupil - pupils ever on roll: names, facts, dated steps.
 * Owns:  tables pupil, pupil_fact.
 * Must not know: files, headings, rules.
 *
 * Facts are addressed by their index in kinds->facts[SUBJECT_PUPIL]; text facts by catalogue_word().
 * On roll on a day: not left before it (left_on itself still counts) and not admitted after it; a date that is not
 * recorded is no obstacle.
 *
 * Example:
 *     struct fact_step facts[] = { { year, DATE_FIRST, 9 }, { form, today, form_value } };
 *     struct pupil_write row = { .upn = upn, .surname = surname, .facts = facts, .fact_count = 2 };
 *     pupil_put(db, kinds, &row, &id, &wrote, err);
 */
#ifndef SIGNPOST_PUPIL_H
#define SIGNPOST_PUPIL_H

#include "base/row.h"
#include "store/db.h"

struct pupil {
    int64_t id;
    struct str upn, former_upn, uln, admission_no;
    struct str first_name, surname, known_as;
    struct str contact, la;         /* mail address or telephone of the family; local authority of residence */
    struct str address, postcode;   /* of the pupil */
    struct str parent, parent_address; /* name of a parent or carer; address where it is another */
    const int64_t *facts;           /* by fact index: newest step of dated ones; derived ones VALUE_NONE */
    const struct fact_step *steps;  /* by fact, then from */
    uint32_t step_count;
};

/* What is known now.  A text whose `at` is NULL is left as it is, an empty text with `at` set is taken out; only the
 * facts listed are touched.  `from` matters for dated facts: the value holds from that day on until the next step; a
 * value already in force on that day changes nothing.  Values of the wrong size are refused with CODE_BAD_CELL. */
struct pupil_write {
    int64_t id;                     /* 0: a new pupil */
    struct str upn, former_upn, uln, admission_no, first_name, surname, known_as, contact, la;
    struct str address, postcode, parent, parent_address;
    const struct fact_step *facts;
    size_t fact_count;
};
MUST_USE bool pupil_put(struct db *db, const struct kinds *kinds, const struct pupil_write *row, int64_t *id,
                        enum wrote *wrote, struct err *err);

/* Everything about one; *found false when there is none. */
MUST_USE bool pupil_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct pupil *out,
                         bool *found, struct err *err);
/* First name and surname alone. */
MUST_USE bool pupil_called(struct db *db, struct arena *arena, int64_t id, struct str *name, bool *found, struct err *err);
/* The value in force on a day: the newest step on or before it, for undated facts the value. */
int64_t pupil_fact_on(const struct kinds *kinds, const struct pupil *pupil, uint32_t fact, struct date day);

enum pupil_key { PUPIL_BY_UPN, PUPIL_BY_ADMISSION_NO, PUPIL_BY_NAME_AND_DOB, PUPIL_BY_ULN, PUPIL_BY_FORMER_UPN };
/* How many fit (names are compared folded; by dob, first_name and surname all three); *id is the first, 0 for none. */
struct pupil_sought {
    struct str upn, admission_no, uln, first_name, surname;
    struct date dob;
};
MUST_USE bool pupil_find(struct db *db, enum pupil_key by, const struct pupil_sought *sought, int64_t *id,
                         uint32_t *count, struct err *err);

/* One line of a list, as at a day. */
struct pupil_row {
    int64_t id;
    struct str first_name, surname, known_as, upn, form;
    int64_t year;                   /* National Curriculum year on that day, +1 each 1 September; or VALUE_NONE */
    int64_t last_year;              /* of whoever has left by that day the one in which they left; else `year` */
    struct date dob, admitted_on, left_on;
    bool on_roll;
};
struct pupil_filter {
    struct date day;                /* as at */
    struct str form;                /* empty: any; compared folded */
    int64_t year;                   /* VALUE_NONE: any */
    bool leavers;                   /* also those not on roll on the day */
};
/* By folded surname, first name, id. */
MUST_USE bool pupil_list(struct db *db, const struct kinds *kinds, struct arena *arena,
                         const struct pupil_filter *filter, struct pupil_row **out, size_t *count, struct err *err);

/* Rows that an erasure took, by place. */
struct pupil_erased {
    uint64_t notes, meetings, facts, decisions, findings, messages, steps;
    uint64_t rows;                  /* all of them, and what belongs to them */
};
/* Takes people out everywhere in the records (safety 6.2, step 1): rows, notes, exemptions, findings, undo steps
 * that hold one of them, messages.  Notes about a pupil go whole; meetings stay and count one erased participant.  The
 * number stays, with the days from which years of keeping count: left_on (the day before, of somebody who was on roll) and
 * ks4_end.  For all readers but the feed there is no such pupil any more.  Afterwards the caller commits and calls db_scrub. */
MUST_USE bool pupil_erase(struct db *db, const int64_t *ids, size_t count, struct date day, struct pupil_erased *out, struct err *err);

#endif
