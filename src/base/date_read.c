/* SPDX-License-Identifier: GPL-3.0-or-later
 * date_read - dates as people type them, day first.
 * Owns:  nothing.
 * Must not know: terms and closures, the clock: today is an argument.
 */
#include "base/date.h"
#include "base/date_priv.h"

#define MOST_PIECES 4

/* A piece of the text: a number, or a word. */
struct piece {
    struct str text;
    bool is_number;
    int number;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_between(char c) { return c == ' ' || c == '/' || c == '-' || c == '.' || c == ',' || c == '\t'; }

static bool refuse(struct err *err, struct str s) {
    err_set(err, CODE_NO_SUCH_DATE, "'%.*s' can not be read as a date.", STR_ARG(s));
    return err_next(err, "Write the day first, as 7/9/2026 or 7 September 2026, or as 2026-09-07.");
}

/* False when there are other signs or too many pieces. */
static bool take_apart(struct str s, struct piece pieces[MOST_PIECES], size_t *count) {
    *count = 0;
    for (size_t i = 0; i < s.size;) {
        if (is_between(s.at[i])) {
            i++;
            continue;
        }
        bool number = is_digit(s.at[i]);
        if (*count == MOST_PIECES || (!number && !is_letter(s.at[i]))) return false;
        struct piece *piece = &pieces[(*count)++];
        *piece = (struct piece){ .is_number = number };
        size_t from = i;
        while (i < s.size && (number ? is_digit(s.at[i]) : is_letter(s.at[i]))) {
            if (number && i - from >= 4) return false;
            if (number) piece->number = piece->number * 10 + (s.at[i] - '0');
            i++;
        }
        piece->text = str_slice(s, from, i);
    }
    return *count > 0;
}

/* A name, or its first three letters and more; -1 when it is none. */
static int name_index(struct str word, const char *const *names, int count) {
    if (word.size < 3) return -1;
    for (int i = 0; i < count; i++) {
        struct str name = str_from(names[i]);
        if (word.size <= name.size && str_equal_fold_ascii(word, str_slice(name, 0, word.size))) return i;
    }
    return -1;
}

static bool is_word(struct str s, const char *word) { return str_equal_fold_ascii(s, str_from(word)); }

static bool is_ordinal_ending(struct piece p) {
    if (p.is_number) return false;
    return is_word(p.text, "st") || is_word(p.text, "nd") || is_word(p.text, "rd") || is_word(p.text, "th");
}

/* today, yesterday, tomorrow, next monday, last monday */
static bool read_relative(const struct piece *pieces, size_t count, struct date today, struct date *out) {
    struct str first = pieces[0].text;
    if (!date_known(today)) return false;
    if (count == 1) {
        int days = is_word(first, "today") ? 0 : is_word(first, "yesterday") ? -1 : is_word(first, "tomorrow") ? 1 : 2;
        if (days == 2) return false;
        *out = date_add_days(today, days);
        return true;
    }
    bool next = is_word(first, "next"), last = is_word(first, "last");
    if (count != 2 || (!next && !last)) return false;
    int wanted = name_index(pieces[1].text, DATE_WEEKDAY_NAMES, 7);
    if (wanted < 0) return false;
    int ahead = (wanted - date_weekday(today) + 7) % 7;
    if (next) *out = date_add_days(today, ahead ? ahead : 7);
    else *out = date_add_days(today, ahead - 7);
    return true;
}

/* Two digits mean the century that ends at most twenty years after today. */
static int whole_year(struct piece piece, struct date today) {
    if (piece.text.size > 2) return piece.number;
    int year = date_known(today) ? school_year_of(today) + 1 : 2030;
    int guess = year - year % 100 + piece.number;
    return guess > year + 20 ? guess - 100 : guess;
}

static bool refuse_day(struct err *err, int year, int month, int day, bool in_numbers) {
    if (month < 1 || month > 12) {
        err_set(err, CODE_NO_SUCH_DATE, "There is no month %d.", month);
        return err_next(err, day <= 12 && in_numbers ? "Dates are read day first: 7/9/2026 is 7 September 2026."
                                                     : "Write the day first, as 7/9/2026.");
    }
    if (year < 1800 || year > 2299) return err_set(err, CODE_NO_SUCH_DATE, "The year %d is too far away.", year);
    int last = date_month_length(year, month);
    err_set(err, CODE_NO_SUCH_DATE, "%d %s %d does not exist: that month has %d days.", day, DATE_MONTH_NAMES[month - 1], year, last);
    return err_next(err, "Its last day is %d %s %d.", last, DATE_MONTH_NAMES[month - 1], year);
}

/* Day, month and perhaps year, whose order is known. */
struct understood {
    int day, month;
    bool has_year, in_numbers;
    int year;
};

static bool make_date(const struct understood *u, struct date today, struct date *out, struct err *err) {
    int year = u->year;
    if (!u->has_year) {
        int school_year = school_year_of(today);
        year = u->month >= 9 ? school_year : school_year + 1;
    }
    return date_make(year, u->month, u->day, out) || refuse_day(err, year, u->month, u->day, u->in_numbers);
}

static bool has_year_width(struct piece p) { return p.is_number && (p.text.size == 2 || p.text.size == 4); }

static bool understand(const struct piece *p, size_t count, struct date today, struct understood *out) {
    if (count < 2 || count > 3) return false;
    bool year_first = count == 3 && p[0].is_number && p[0].text.size == 4;
    if (year_first && p[1].is_number && p[2].is_number && p[2].text.size <= 2) {
        *out = (struct understood){ .day = p[2].number, .month = p[1].number, .has_year = true, .year = p[0].number };
        return p[1].text.size <= 2;
    }
    if (count == 3 && !has_year_width(p[2])) return false;
    *out = (struct understood){ .has_year = count == 3, .year = count == 3 ? whole_year(p[2], today) : 0 };
    const struct piece *day = &p[0], *month = &p[1];
    if (!p[0].is_number) day = &p[1], month = &p[0]; /* September 7 */
    if (!day->is_number || day->text.size > 2) return false;
    out->day = day->number;
    if (!month->is_number) {
        /* "Sept" is the one abbreviation of four letters that people write; name_index takes it as a beginning. */
        out->month = name_index(month->text, DATE_MONTH_NAMES, 12) + 1;
        return out->month > 0;
    }
    out->month = month->number;
    out->in_numbers = true;
    return month->text.size <= 2;
}

bool date_read(struct str s, struct date today, struct date *out, struct err *err) {
    struct str text = str_trim(s);
    struct piece pieces[MOST_PIECES + 1];
    size_t count;
    /* "Monday 7th September 2026": the weekday goes ahead and must agree, the ending of the number goes. */
    size_t word_end = 0;
    while (word_end < text.size && is_letter(text.at[word_end])) word_end++;
    int weekday = name_index(str_slice(text, 0, word_end), DATE_WEEKDAY_NAMES, 7);
    struct str rest = weekday >= 0 ? str_slice(text, word_end, text.size) : text;
    if (!take_apart(rest, pieces, &count)) return refuse(err, text);
    for (size_t i = 1; i < count; i++) {
        if (!pieces[i - 1].is_number || !is_ordinal_ending(pieces[i])) continue;
        for (size_t j = i; j + 1 < count; j++) pieces[j] = pieces[j + 1];
        count--;
    }
    if (weekday < 0 && read_relative(pieces, count, today, out)) return true;
    struct understood understood;
    if (!understand(pieces, count, today, &understood)) return refuse(err, text);
    if (!understood.has_year && !date_known(today)) return refuse(err, text);
    struct date made;
    if (!make_date(&understood, today, &made, err)) return false;
    if (weekday >= 0 && date_weekday(made) != weekday) {
        char is[DATE_LONG_SIZE];
        err_set(err, CODE_NO_SUCH_DATE, "'%.*s' is no %s.", STR_ARG(text), DATE_WEEKDAY_NAMES[weekday]);
        return err_next(err, "The date is %s.", date_long(made, is));
    }
    *out = made;
    return true;
}
