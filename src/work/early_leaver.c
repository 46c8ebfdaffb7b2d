/* SPDX-License-Identifier: GPL-3.0-or-later
 * early_leaver - pupils of 16 or 17 who left early; see early_leaver.h.
 * Owns:  nothing.
 * Must not know: terminals, how a notice is written.
 */
#include "work/early_leaver.h"

#include <stdlib.h>

#include "work/note_list.h"

#define USUAL_DAYS 5
#define MAY_PRECEDE 30 /* days: as the rule 4.4.24/leaver-notice counts a notice that came before */

static int64_t days_allowed(const struct policy *policy, struct date day) {
    for (size_t i = 0; i < policy->param_count; i++) {
        if (!str_is(policy->params[i].name, "leaver_days")) continue;
        const struct param_step *step = param_at(&policy->params[i], day);
        if (step->count) return step->values[0];
    }
    return USUAL_DAYS;
}

static struct date last_friday_of_june(int school_year) {
    struct date day = school_year_day(school_year, 6, 30);
    return date_add_days(day, -((date_weekday(day) - 4 + 7) % 7));
}

/* The last Friday in June of the school year in which somebody becomes 16: from then on nobody has to be at school (Education
 * Act 1996, section 8), and from then to 18 everybody has to take part in education or training. */
static struct date compulsory_to(struct date dob, enum leap_day leap) {
    return last_friday_of_june(school_year_of(date_birthday(dob, 16, leap)));
}

/* The year group on the day of leaving: counted on from the school year in which it was recorded; what was recorded only
 * after that day is the year group in which the pupil left. */
static int64_t year_when_left(const struct kinds *kinds, const struct pupil *pupil, struct date left) {
    int32_t fact = kinds->known.year;
    int64_t year = VALUE_NONE;
    for (uint32_t i = 0; fact != FIELD_ABSENT && i < pupil->step_count; i++) {
        const struct fact_step *step = &pupil->steps[i];
        if (step->fact != (uint32_t)fact || step->value == VALUE_NONE || (date_after(step->from, left) && year != VALUE_NONE)) continue;
        bool counts_on = !date_same(step->from, DATE_FIRST) && !date_after(step->from, left);
        year = step->value + (counts_on ? school_year_of(left) - school_year_of(step->from) : 0);
    }
    return year;
}

/* Nothing says whether the course was completed: one that ends in that year has, from the end of June on. */
static bool course_ended(int64_t year, struct date left) {
    return (year == 11 || year >= 13) && !date_before(left, last_friday_of_june(school_year_of(left)));
}

/* Where no record says that a course was broken off: who may leave school, has not finished, and is not 18. */
static bool left_early(struct school *school, const struct pupil_row *row, struct date left, enum leap_day leap, bool *early, struct err *err) {
    struct arena scratch = { 0 };
    struct pupil pupil;
    bool found, fine = true;
    *early = !date_before(left, compulsory_to(row->dob, leap));
    if (*early) {
        fine = pupil_read(school->db, school->kinds, &scratch, row->id, &pupil, &found, err);
        *early = fine && found && !course_ended(year_when_left(school->kinds, &pupil, left), left);
    }
    arena_free(&scratch);
    return fine;
}

static struct date told_on(const struct notes *told, int64_t pupil, struct date left) {
    size_t count;
    const struct note *notes = note_of(told, pupil, &count);
    for (size_t i = 0; i < count; i++)
        if (str_is(note_word(told, &notes[i], STR("topic")), "leaver") && !date_before(notes[i].date, date_add_days(left, -MAY_PRECEDE))) return notes[i].date;
    return DATE_NONE;
}

static int by_leaving(const void *a, const void *b) {
    const struct early_leaver *x = a, *y = b;
    if (x->left_on.day != y->left_on.day) return x->left_on.day < y->left_on.day ? -1 : 1;
    return (x->pupil > y->pupil) - (x->pupil < y->pupil); /* rows of one roster, in the order of names */
}

bool early_leavers(struct arena *arena, struct school *school, const struct roster *roster, struct date day, struct early_leaver **out, size_t *count,
                   struct err *err) {
    struct notes leavers, told;
    enum leap_day leap = (enum leap_day)school->policy->readings[READING_LEAP_DAY].means;
    *count = 0;
    if (!note_list(arena, school, STR("leaver"), day, &leavers, err) || !note_list(arena, school, STR("la_notice"), day, &told, err)) return false;
    *out = arena_array(arena, struct early_leaver, roster->pupil_count + 1);
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *pupil = &roster->pupils[i];
        const struct note *note = note_newest(&leavers, pupil->id);
        int64_t completed = note_value(&leavers, note, STR("completed"));
        struct date left = note ? note->date : pupil->left_on;
        if (!date_known(left) || date_after(left, day) || !date_known(pupil->dob) || completed == 1) continue;
        int age = date_age(pupil->dob, left, leap);
        bool early = true;
        if (age < 16 || age > 17 || date_age(pupil->dob, day, leap) > 17) continue;
        if (completed == VALUE_NONE && !left_early(school, pupil, left, leap, &early, err)) return false;
        if (!early) continue;
        struct date due = calendar_add_school_days(school->calendar, left, (int32_t)days_allowed(school->policy, left));
        int32_t days = date_after(day, due) ? -calendar_count_school_days(school->calendar, date_add_days(due, 1), day)
                                            : calendar_count_school_days(school->calendar, day, due) - 1;
        (*out)[(*count)++] = (struct early_leaver){ .pupil = pupil, .left_on = left, .due = due, .completed = completed, .course = note_word(&leavers, note, STR("course")),
                                                    .days_left = days < 0 && !date_after(day, due) ? 0 : days, .told_on = told_on(&told, pupil->id, left) };
    }
    if (*count) qsort(*out, *count, sizeof **out, by_leaving);
    return true;
}
