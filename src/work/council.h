/* SPDX-License-Identifier: GPL-3.0-or-later
 * council - lists for the local authority: who may be told about, with which fields, and the beginning of every row.
 * Owns:  nothing; all lies in the arena of the answer.
 * Must not know: terminals; what each list is for.
 *
 * Name and date of birth stand in every row, because the law says so; all else is left empty for pupils about whom somebody
 * has objected (sharing.h), and the preview says so.  What the school's audiences.lua withholds from the council leaves in
 * no list.
 *
 * Example:
 *     bool all = council_row(&council, sheet, pupil, FIELDS, COUNT_OF(FIELDS));
 *     council_text(sheet, all, route);
 */
#ifndef SIGNPOST_COUNCIL_H
#define SIGNPOST_COUNCIL_H

#include "work/council_table.h"
#include "work/export.h"
#include "work/note_list.h"
#include "work/redact.h"
#include "work/roster.h"
#include "work/sharing.h"

struct council_field { const char *key, *title; enum cell_type type; };

struct council {
    struct arena *arena;
    struct school *school;
    struct roster *roster;
    struct notes said;             /* la_instruction */
    const struct council_table *table;
    struct viewer viewer;          /* the council as a reader */
    struct date day, today;
    enum leap_day leap;
    struct export_pupil *pupils;   /* of the rows so far */
    size_t count;
};

/* abouts: what the list tells of pupils; it is refused when audiences.lua withholds that from the council.  On failure the
 * answer says why. */
MUST_USE bool council_open(const struct command_call *call, struct answer *answer, uint32_t abouts, struct council *out);
/* On the day of the file, and also today, by all that was said until today: what leaves now must be allowed now. */
enum sharing council_sharing(const struct council *council, const struct pupil_row *pupil);
/* What was said about a pupil, in the order that sharing_on wants. */
struct instruction *council_said(const struct council *council, int64_t pupil, size_t *count);
/* UPN, names, date of birth, year, form; then the list's own. */
struct sheet *council_sheet(const struct council *council, struct str name, const struct council_field *own, size_t count);
/* Begins a row and writes what every list has; true when the list's own fields may be filled.  `own` names those that are
 * kept back otherwise. */
bool council_row(struct council *council, struct sheet *sheet, const struct pupil_row *pupil, const struct council_field *own, size_t count);
/* The entry of a row that is written otherwise. */
struct export_pupil *council_pupil(struct council *council, const struct pupil_row *pupil);
void council_text(struct sheet *sheet, bool all, struct str text);
void council_day(struct sheet *sheet, bool all, struct date day);
/* How many of the rows so far are about pupils to be asked anew: 16 now, spoken for by a parent before, silent since. */
size_t council_to_ask(const struct council *council);
/* Pupils under 16 who said no while no parent has. */
size_t council_unheard(const struct council *council);
struct export *council_export(const struct council *council, const struct sheet *sheet, struct str sort, struct str title);

#endif
