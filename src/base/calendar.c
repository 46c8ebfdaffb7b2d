/* SPDX-License-Identifier: GPL-3.0-or-later
 * calendar - half-terms and closures as tables: every school-day question is a look-up.
 * Owns:  its tables, in the arena it was made in.
 * Must not know: rules, windows, where the terms were written.
 *
 * School days are numbered in order of time (their rank); day 0 is the first one on or after FIRST_YEAR.  Inside the
 * table the rank of a date and the date of a rank are look-ups.  Outside it no terms may be written, so that the days
 * follow from the weekday rule alone and are counted year by year.
 */
#include "base/calendar.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_YEAR 1980 /* school years that the table covers: more than a school's working life, both ways */
#define LAST_YEAR 2099
#define PLAIN_LAST_MONTH 7 /* without terms, 20 July stands for the last school day (policy language 8.4) */
#define PLAIN_LAST_DAY 20

struct calendar {
    struct half_term *halves; /* in order of time */
    size_t half_count;
    struct closure *closures; /* by first, then last day */
    size_t closure_count;
    bool has_terms[LAST_YEAR - FIRST_YEAR + 1];
    struct date start;      /* first day of the table */
    int32_t day_count;      /* days in the table */
    int32_t *before;        /* school days in the table before day i; day_count + 1 entries */
    int32_t *days;          /* day of each rank */
    struct calendar_part *terms, *parts;
    size_t term_count, part_count;
};

const char *term_name(enum season term) {
    static const char *const NAMES[] = { [TERM_AUTUMN] = "autumn", [TERM_SPRING] = "spring", [TERM_SUMMER] = "summer" };
    return NAMES[term];
}

static bool in_table(int school_year) { return school_year >= FIRST_YEAR && school_year <= LAST_YEAR; }

/* Checking what was written. */

static bool check_half(const struct half_term *half, struct err *err) {
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    const char *name = term_name(half->term);
    if (half->half != 1 && half->half != 2)
        return err_set(err, CODE_BAD_CHOICE, "A %s term has halves 1 and 2, not %d.", name, half->half);
    if (!date_known(half->first) || !date_known(half->last))
        return err_set(err, CODE_INCOMPLETE, "%s %d needs its first and its last day.", name, half->half);
    date_short(half->first, first);
    date_short(half->last, last);
    if (date_after(half->first, half->last))
        return err_set(err, CODE_BAD_DATE, "%s %d ends on %s, before it begins on %s.", name, half->half, last, first);
    if (school_year_of(half->first) != school_year_of(half->last)) {
        err_set(err, CODE_BAD_DATE, "%s %d runs from %s to %s, over the end of a school year.", name, half->half, first,
                last);
        return err_next(err, "A school year ends on 31 August.");
    }
    if (!in_table(school_year_of(half->first)))
        return err_set(err, CODE_BAD_DATE, "%s %d begins on %s; terms lie between %d and %d.", name, half->half, first,
                       FIRST_YEAR, LAST_YEAR + 1);
    return true;
}

static bool check_neighbours(const struct half_term *a, const struct half_term *b, struct err *err) {
    char first[DATE_LONG_SIZE], year[SCHOOL_YEAR_SIZE];
    date_short(b->first, first);
    if (!date_before(a->last, b->first))
        return err_set(err, CODE_BAD_DATE, "%s %d begins on %s, before %s %d has ended.", term_name(b->term), b->half,
                       first, term_name(a->term), a->half);
    int school_year = school_year_of(a->first);
    if (school_year != school_year_of(b->first)) return true;
    school_year_name(school_year, year);
    if (a->term == b->term && a->half == b->half)
        return err_set(err, CODE_DUPLICATE, "%s %d is written twice for %s.", term_name(a->term), a->half, year);
    if (a->term > b->term || (a->term == b->term && a->half > b->half))
        return err_set(err, CODE_BAD_DATE, "%s %d comes before %s %d in %s.", term_name(a->term), a->half,
                       term_name(b->term), b->half, year);
    return true;
}

static bool check_closure(const struct closure *closure, struct err *err) {
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    if (!date_known(closure->first) || !date_known(closure->last))
        return err_set(err, CODE_INCOMPLETE, "The closure '%.*s' needs its first and its last day.",
                       STR_ARG(closure->why));
    date_short(closure->first, first);
    date_short(closure->last, last);
    if (date_after(closure->first, closure->last))
        return err_set(err, CODE_BAD_DATE, "The closure '%.*s' ends on %s, before it begins on %s.",
                       STR_ARG(closure->why), last, first);
    if (!in_table(school_year_of(closure->first)) || !in_table(school_year_of(closure->last)))
        return err_set(err, CODE_BAD_DATE, "The closure '%.*s' begins on %s; closures lie between %d and %d.",
                       STR_ARG(closure->why), first, FIRST_YEAR, LAST_YEAR + 1);
    return true;
}

static int by_first_day(const void *a, const void *b) {
    const struct half_term *left = a, *right = b;
    return (left->first.day > right->first.day) - (left->first.day < right->first.day);
}

static int by_days(const void *a, const void *b) {
    const struct closure *left = a, *right = b;
    if (left->first.day != right->first.day) return left->first.day < right->first.day ? -1 : 1;
    if (left->last.day != right->last.day) return left->last.day < right->last.day ? -1 : 1;
    return str_compare(left->why, right->why);
}

/* The weekday rule, for years without terms. */

static int32_t weekdays_before(int64_t day) {
    int64_t from_monday = day + 3; /* 1969-12-29 was a Monday */
    int64_t weeks = from_monday / 7, rest = from_monday % 7;
    if (rest < 0) weeks--, rest += 7;
    return (int32_t)(weeks * 5 + (rest < 5 ? rest : 5));
}

/* School days of a plain year that lie before `day`; the day may lie outside the year. */
static int32_t plain_before(int school_year, struct date day) {
    struct date first = school_year_start(school_year);
    struct date after = date_add_days(school_year_day(school_year, PLAIN_LAST_MONTH, PLAIN_LAST_DAY), 1);
    struct date to = date_min(date_max(day, first), after);
    return weekdays_before(to.day) - weekdays_before(first.day);
}

static int32_t plain_in_year(int school_year) { return plain_before(school_year, school_year_start(school_year + 1)); }

static struct date plain_nth(int school_year, int32_t n) {
    struct date d = school_year_start(school_year);
    for (;; d.day++) {
        if (date_weekday(d) < 5 && n-- == 0) return d;
    }
}

/* Filling the tables. */

static void mark_years(struct calendar *c, char *open) {
    for (size_t i = 0; i < c->half_count; i++) {
        const struct half_term *half = &c->halves[i];
        c->has_terms[school_year_of(half->first) - FIRST_YEAR] = true;
        memset(open + (half->first.day - c->start.day), 1, (size_t)(half->last.day - half->first.day) + 1);
    }
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        if (c->has_terms[year - FIRST_YEAR]) continue;
        struct date first = school_year_start(year), last = school_year_day(year, PLAIN_LAST_MONTH, PLAIN_LAST_DAY);
        memset(open + (first.day - c->start.day), 1, (size_t)(last.day - first.day) + 1);
    }
    for (size_t i = 0; i < c->closure_count; i++) {
        const struct closure *closure = &c->closures[i];
        memset(open + (closure->first.day - c->start.day), 0, (size_t)(closure->last.day - closure->first.day) + 1);
    }
}

static void fill_days(struct arena *arena, struct calendar *c) {
    struct arena scratch = { 0 };
    c->start = school_year_start(FIRST_YEAR);
    c->day_count = school_year_end(LAST_YEAR).day - c->start.day + 1;
    char *open = arena_array(&scratch, char, (size_t)c->day_count);
    mark_years(c, open);
    c->before = arena_array(arena, int32_t, (size_t)c->day_count + 1);
    int weekday = date_weekday(c->start);
    for (int32_t i = 0; i < c->day_count; i++) {
        open[i] = open[i] && weekday < 5;
        c->before[i + 1] = c->before[i] + open[i];
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
    c->days = arena_array(arena, int32_t, (size_t)c->before[c->day_count]);
    for (int32_t i = 0; i < c->day_count; i++) {
        if (open[i]) c->days[c->before[i]] = c->start.day + i;
    }
    arena_free(&scratch);
}

/* Where a part opens that begins with this half-term. */
static struct date opening(const struct calendar *c, const struct half_term *half, bool whole_term) {
    bool from_september = half->term == TERM_AUTUMN && (whole_term || half->half == 1);
    if (from_september) return school_year_start(school_year_of(half->first));
    struct date first = calendar_school_day_after(c, half->first);
    return date_after(first, half->last) ? half->first : first; /* closed throughout: as written */
}

static void add_part(struct calendar_part *parts, size_t *count, struct calendar_part part) {
    part.closes = school_year_end(part.school_year);
    if (*count > 0 && parts[*count - 1].school_year == part.school_year)
        parts[*count - 1].closes = date_add_days(part.opens, -1);
    parts[(*count)++] = part;
}

static void fill_parts(struct arena *arena, struct calendar *c) {
    c->terms = arena_array(arena, struct calendar_part, c->half_count);
    c->parts = arena_array(arena, struct calendar_part, c->half_count);
    for (size_t i = 0; i < c->half_count; i++) {
        const struct half_term *half = &c->halves[i], *earlier = i ? half - 1 : NULL;
        struct calendar_part part = { .term = half->term, .half = half->half,
                                      .school_year = school_year_of(half->first), .opens = opening(c, half, false) };
        add_part(c->parts, &c->part_count, part);
        if (earlier && earlier->term == half->term && school_year_of(earlier->first) == part.school_year) continue;
        part.half = 0;
        part.opens = opening(c, half, true);
        add_part(c->terms, &c->term_count, part);
    }
}

bool calendar_make(struct arena *arena, const struct half_term *halves, size_t half_count,
                   const struct closure *closures, size_t closure_count, struct calendar **out, struct err *err) {
    struct calendar *c = arena_new(arena, struct calendar);
    c->half_count = half_count;
    c->halves = arena_array(arena, struct half_term, half_count);
    for (size_t i = 0; i < half_count; i++) {
        if (!check_half(&halves[i], err)) return false;
        c->halves[i] = halves[i];
    }
    if (half_count) qsort(c->halves, half_count, sizeof *c->halves, by_first_day);
    for (size_t i = 1; i < half_count; i++) {
        if (!check_neighbours(&c->halves[i - 1], &c->halves[i], err)) return false;
    }
    c->closure_count = closure_count;
    c->closures = arena_array(arena, struct closure, closure_count);
    for (size_t i = 0; i < closure_count; i++) {
        if (!check_closure(&closures[i], err)) return false;
        c->closures[i] = closures[i];
        c->closures[i].why = str_copy(arena, closures[i].why);
    }
    if (closure_count) qsort(c->closures, closure_count, sizeof *c->closures, by_days);
    fill_days(arena, c);
    fill_parts(arena, c);
    *out = c;
    return true;
}

/* Questions. */

bool calendar_has_terms(const struct calendar *calendar, int school_year) {
    return in_table(school_year) && calendar->has_terms[school_year - FIRST_YEAR];
}

/* School days before d, counted from the start of the table; negative for days long ago. */
static int32_t rank_of(const struct calendar *c, struct date d) {
    int64_t i = (int64_t)d.day - c->start.day;
    if (i >= 0 && i <= c->day_count) return c->before[i];
    int year = school_year_of(d);
    int32_t rank = plain_before(year, d);
    if (i < 0) {
        for (; year < FIRST_YEAR; year++) rank -= plain_in_year(year);
        return rank;
    }
    for (int y = LAST_YEAR + 1; y < year; y++) rank += plain_in_year(y);
    return rank + c->before[c->day_count];
}

static struct date day_of_rank(const struct calendar *c, int32_t rank) {
    int32_t known = c->before[c->day_count];
    if (rank >= 0 && rank < known) return (struct date){ c->days[rank] };
    int year;
    if (rank < 0) {
        for (year = FIRST_YEAR - 1; rank + plain_in_year(year) < 0 && year > 1; year--) rank += plain_in_year(year);
        return rank + plain_in_year(year) < 0 ? school_year_start(1) : plain_nth(year, rank + plain_in_year(year));
    }
    rank -= known;
    for (year = LAST_YEAR + 1; rank >= plain_in_year(year) && year < 9998; year++) rank -= plain_in_year(year);
    return rank >= plain_in_year(year) ? school_year_end(9998) : plain_nth(year, rank);
}

static bool is_moving(struct date d) { return d.day != INT32_MAX && d.day != INT32_MIN; }

bool calendar_is_school_day(const struct calendar *calendar, struct date d) {
    return is_moving(d) && rank_of(calendar, date_add_days(d, 1)) > rank_of(calendar, d);
}

struct date calendar_school_day_before(const struct calendar *calendar, struct date d) {
    return is_moving(d) ? day_of_rank(calendar, rank_of(calendar, date_add_days(d, 1)) - 1) : d;
}

struct date calendar_school_day_after(const struct calendar *calendar, struct date d) {
    return is_moving(d) ? day_of_rank(calendar, rank_of(calendar, d)) : d;
}

struct date calendar_add_school_days(const struct calendar *calendar, struct date d, int32_t n) {
    if (!is_moving(d)) return d;
    int64_t rank = n > 0 ? (int64_t)rank_of(calendar, date_add_days(d, 1)) + n - 1 : (int64_t)rank_of(calendar, d) + n;
    if (rank > INT32_MAX / 2) rank = INT32_MAX / 2;
    if (rank < INT32_MIN / 2) rank = INT32_MIN / 2;
    return day_of_rank(calendar, (int32_t)rank);
}

int32_t calendar_count_school_days(const struct calendar *calendar, struct date from, struct date to) {
    if (date_after(from, to)) return 0;
    struct date first = date_max(from, school_year_start(1)), end = date_min(to, school_year_end(9998));
    return date_after(first, end) ? 0 : rank_of(calendar, date_add_days(end, 1)) - rank_of(calendar, first);
}

const struct calendar_part *calendar_terms(const struct calendar *calendar, size_t *count) {
    *count = calendar->term_count;
    return calendar->terms;
}

const struct calendar_part *calendar_half_terms(const struct calendar *calendar, size_t *count) {
    *count = calendar->part_count;
    return calendar->parts;
}

void calendar_bytes(const struct calendar *calendar, struct buf *out) {
    char first[DATE_ISO_SIZE], last[DATE_ISO_SIZE];
    buf_add_c(out, "calendar 1\n");
    for (size_t i = 0; i < calendar->half_count; i++) {
        const struct half_term *half = &calendar->halves[i];
        buf_printf(out, "half %s %d %s %s\n", term_name(half->term), half->half, date_iso(half->first, first),
                   date_iso(half->last, last));
    }
    for (size_t i = 0; i < calendar->closure_count; i++) {
        const struct closure *closure = &calendar->closures[i];
        buf_printf(out, "closed %s %s %zu:", date_iso(closure->first, first), date_iso(closure->last, last),
                   closure->why.size);
        buf_add(out, closure->why);
        buf_add_byte(out, '\n');
    }
}
