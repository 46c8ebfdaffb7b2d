/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_value - cells to values: dates decided by the column, codes by their words, numbers as they stand.
 * Owns:  nothing.
 * Must not know: which row is about whom.
 *
 * An unknown is never a no: a cell that can not be read is not recorded and listed, or its row is left out.
 */
#include <string.h>

#include "base/utf8.h"
#include "store/staff.h"
#include "work/identifier.h"
#include "work/import_priv.h"
#include "work/reading.h"

static bool is_space_or_small(char c) { return c == ' ' || (c >= 'a' && c <= 'z'); }

/* Capital letters, and no spaces inside: so a number stands in the records, whoever typed it.  What holds other signs is no
 * UPN, and is shown as it stands. */
static struct str spelled(struct arena *arena, struct str upn) {
    bool odd = false;
    for (size_t i = 0; i < upn.size; i++) {
        char c = upn.at[i];
        if (!is_space_or_small(c) && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) return upn;
        odd = odd || is_space_or_small(c);
    }
    if (!odd) return upn;
    char *copy = arena_copy(arena, upn.at, upn.size);
    size_t size = 0;
    for (size_t i = 0; i < upn.size; i++)
        if (upn.at[i] != ' ') copy[size++] = (char)(is_space_or_small(upn.at[i]) ? upn.at[i] - 'a' + 'A' : upn.at[i]);
    return (struct str){ copy, size };
}

struct str import_cell(const struct cell_place *at) {
    if (at->column->index < 0) return (struct str){ 0 };
    struct str cell = grid_at(at->table->grid, at->row, (uint32_t)at->column->index);
    const struct node *words = at->column->words;
    for (uint32_t i = 0; words && cell.size && i < words->field_count; i++)
        if (words->fields[i].value.type == NODE_TEXT && str_equal_fold_ascii(words->fields[i].key, cell)) return words->fields[i].value.text;
    return at->column->as == AS_UPN ? spelled(at->table->arena, cell) : cell;
}

#define SENTENCE_LEAST 3 /* words that say something when the values are left away */

/* Past "%.*s" or "'%.*s'", to what stands behind it. */
static const char *past_value(const char *at) {
    if (*at == '\'' && at[1] == '%') at++;
    if (*at != '%') return at;
    at += 1 + strcspn(at + 1, "scdu");
    if (*at) at++;
    return *at == '\'' ? at + 1 : at;
}

/* "no pupil has the number ...", "... is not an outcome": a sentence without its values, as the end of another one. */
static struct str without_values(struct arena *arena, const char *format) {
    struct buf out = { 0 };
    size_t words = 0;
    for (const char *at = format; *at;) {
        const char *behind = past_value(at);
        bool hole = behind != at, twice = hole && str_ends(str_trim(buf_str(&out)), "\xE2\x80\xA6");
        if (hole && !twice) buf_add_c(&out, "\xE2\x80\xA6");
        if (!hole) words += *at != ' ' && (at == format || at[-1] == ' ');
        if (!hole && !(*at == ' ' && str_ends(buf_str(&out), " "))) buf_add_byte(&out, *at);
        at = hole ? behind : at + 1;
    }
    struct str text = str_trim(buf_str(&out));
    if (str_ends(text, ".")) text.size--;
    bool says = words >= SENTENCE_LEAST;
    text = str_copy(arena, says ? str_trim(text) : (struct str){ 0 });
    buf_free(&out);
    return text;
}

/* What rows with the same fault are gathered under.  Of a sheet of ticks every column is an activity: they are one. */
static struct str alike(struct importing *in, const struct cell_place *at, enum code code, const char *format, struct str heading) {
    if (strcmp(format, "%.*s") == 0) return (struct str){ 0 }; /* said of this row alone, with what to type for it */
    struct str text = without_values(in->arena, format);
    bool tick = at->table->target == TARGET_TICKS && at->column && !at->column->spec;
    if (!text.size) {
        text = str_from(code_sentence(code));
        if (str_ends(text, ".")) text.size--;
    }
    char *plain = arena_copy(in->arena, text.at, text.size);
    if (text.size > 1 && plain[0] >= 'A' && plain[0] <= 'Z' && !(plain[1] >= 'A' && plain[1] <= 'Z')) plain[0] = (char)(plain[0] - 'A' + 'a');
    if (!heading.size || tick) return (struct str){ plain, text.size };
    return str_format(in->arena, "%.*s (column %.*s)", (int)text.size, plain, STR_ARG(heading));
}

void import_problem(struct importing *in, const struct cell_place *at, enum code code, enum severity severity,
                    const char *next, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(in->arena, format, args);
    va_end(args);
    uint32_t column = at->column && at->column->index >= 0 ? (uint32_t)at->column->index : 0;
    struct place place = grid_place(in->arena, at->table->grid, at->row, column);
    if (!at->column && (place.text.size || place.sheet.size)) {
        place.heading = (struct str){ 0 };
        place.column = place.width = 0;
    }
    struct problem *problem = problem_add(&in->answer->problems, code, severity, place, next, "%.*s", STR_ARG(said));
    if (problem) problem->alike = alike(in, at, code, format, place.heading);
    if (severity == SEVERITY_ERROR) import_left_mark(in, at, said);
}

/* "#REF!", "#N/A": what stands in the place of a value that could not be worked out; "####" is one that was too wide. */
static bool is_error(struct str cell) {
    static const char *const ERRORS[] = { "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#CALC!", "#SPILL!", "#GETTING_DATA" };
    if (cell.size < 4 || cell.at[0] != '#') return false;
    for (size_t i = 0; i < COUNT_OF(ERRORS); i++)
        if (str_is(cell, ERRORS[i])) return true;
    for (size_t i = 0; i < cell.size; i++)
        if (cell.at[i] != '#') return false;
    return true;
}

/* "9.27E+09": the digits behind those that are shown are gone. */
static bool is_power(struct str cell) {
    size_t e = str_find(cell, STR("E+"));
    if (e == SIZE_MAX) e = str_find(cell, STR("e+"));
    if (e == SIZE_MAX || e == 0 || cell.size > 24 || e + 2 == cell.size) return false;
    for (size_t i = 0; i < cell.size; i++)
        if (i != e && i != e + 1 && cell.at[i] != '.' && cell.at[i] != '-' && (cell.at[i] < '0' || cell.at[i] > '9')) return false;
    return true;
}

/* "9-Mar", or a day of the year in the place of a form such as 9MAR or 1-3. */
static bool is_made_day(struct str cell) {
    static const char *const SHORT[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    size_t digits = 0;
    while (digits < cell.size && digits < 2 && cell.at[digits] >= '0' && cell.at[digits] <= '9') digits++;
    if (cell.size == 10 && cell.at[4] == '-' && cell.at[7] == '-') return true;
    for (size_t i = 0; digits > 0 && i < COUNT_OF(SHORT); i++)
        if (cell.size == digits + 4 && cell.at[digits] == '-' && str_is(str_slice(cell, digits + 1, cell.size), SHORT[i])) return true;
    return false;
}

static bool say_damaged(struct importing *in, const struct cell_place *at) {
    import_problem(in, at, CODE_SPREADSHEET_DAMAGE, SEVERITY_ERROR,
                   "The row was left out. Export again without opening the file in a spreadsheet, or format the column as text first.",
                   "'%.*s' is what a spreadsheet made of the value.", STR_ARG(import_cell(at)));
    return true;
}

#define SHIFT_1904 1462 /* days from the calendar of spreadsheets to that of old Macintosh ones */

/* "41183": a day by its number, which is another day in a workbook that counts from 1904. */
static bool say_serial(struct importing *in, const struct cell_place *at, int64_t serial) {
    struct date zero, day;
    char text[2][DATE_LONG_SIZE];
    bug_if(!date_make(1899, 12, 30, &zero));
    day = date_add_days(zero, (int32_t)serial);
    import_problem(in, at, CODE_SPREADSHEET_DAMAGE, SEVERITY_ERROR, "The row was left out. Give the column the look of a date before the file is saved, or export again.",
                   "'%.*s' is a day by the number that a spreadsheet gives it: %s, or %s if it counts from 1904.", STR_ARG(import_cell(at)), date_short(day, text[0]),
                   date_short(date_add_days(day, SHIFT_1904), text[1]));
    return false;
}

/* Twelve of the thirteen characters: the letter in front went where the column was taken for numbers. */
static bool say_lost_letter(struct importing *in, const struct cell_place *at) {
    struct str cell = import_cell(at), whole = str_format(&in->row, "A%.*s", STR_ARG(cell));
    char letter = identifier_upn_letter(whole);
    if (at->column->as != AS_UPN || cell.size != 12 || !letter) return false;
    import_problem(in, at, CODE_SPREADSHEET_DAMAGE, SEVERITY_ERROR, "The row was left out. Export again without opening the file in a spreadsheet.",
                   "'%.*s' lacks the letter in front of a UPN; its digits ask for %c.", STR_ARG(cell), letter);
    return true;
}

/* A row of a workbook of rows left out whose missing cells nobody has filled in: blank they would say something. */
static bool is_whole(struct importing *in, const struct import_table *table, uint32_t row) {
    const struct import_column *first = NULL;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct cell_place at = { table, &table->columns[i], row };
        if (str_is(import_cell(&at), IMPORT_NO_CELL) && (!first || at.column->index < first->index)) first = at.column;
    }
    if (!first) return true;
    import_problem(in, &(struct cell_place){ table, NULL, row }, CODE_ROW_SHAPE, SEVERITY_ERROR,
                   "The row was left out. Write into its last cells what belongs there, or empty those that are to be blank.",
                   "The row ends before '%.*s': its last cells were not in the file.", STR_ARG(first->heading));
    return false;
}

/* More cells than headings: a delimiter stands inside a cell, and what follows would be read as something else.  Fewer: some
 * programs leave blank cells away at the end of a row; what the file can not do without must be there. */
static bool has_shape(struct importing *in, const struct import_table *table, uint32_t row) {
    const struct grid *grid = table->grid;
    struct grid_row found = grid_row(grid, row);
    uint32_t heads = table->head_count, cells = found.cell_count;
    const struct cell_place whole = { table, NULL, row };
    bool more = false;
    if (!grid->delimiter) return !grid->sheet.size || is_whole(in, table, row);
    for (uint32_t c = heads; c < cells && !more; c++) more = found.cells[c].size > 0;
    if (more)
        import_problem(in, &whole, CODE_ROW_SHAPE, SEVERITY_ERROR, "The row was left out. Write the cell in quotes, or export the file again.",
                       "The row has %u cells and there are %u headings: a '%c' stands inside a cell.", cells, heads, grid->delimiter == '\t' ? ' ' : grid->delimiter);
    for (size_t i = 0; i < table->column_count && cells < heads && !more; i++) {
        const struct import_column *column = &table->columns[i];
        if (column->index < (int32_t)cells || !(column->needed || column->fill)) continue;
        more = true;
        import_problem(in, &whole, CODE_ROW_SHAPE, SEVERITY_ERROR, "The row was left out. Look whether a line end stands inside a cell, or export the file again.",
                       "The row ends after %u of %u cells, before '%.*s'.", cells, heads, STR_ARG(column->heading));
    }
    return !more;
}

/* A number that pupils are known by, or a form: no spreadsheet may have worked on it. */
static bool is_name_of(const struct import_column *column) {
    return column->as == AS_UPN || column->as == AS_ULN || column->as == AS_FORM || str_is(column->field, "admission_no");
}

bool import_row_reads(struct importing *in, const struct import_table *table, uint32_t row) {
    if (!has_shape(in, table, row)) return false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct cell_place at = { table, &table->columns[i], row };
        struct str cell = import_cell(&at);
        bool named = is_name_of(at.column);
        if (at.column->as == AS_UPN && say_lost_letter(in, &at)) return false;
        if (is_error(cell) || (named && is_power(cell)) || (named && is_made_day(cell))) return !say_damaged(in, &at);
        if (str_find(cell, STR("\xEF\xBF\xBD")) == SIZE_MAX) continue;
        import_problem(in, &at, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Export the file again, as CSV in UTF-8.",
                       "'%.*s' holds bytes that are no letters.", STR_ARG(cell));
        return false;
    }
    return true;
}

/* ---- dates ------------------------------------------------------------------------------------------------------------ */

static bool is_iso(struct str cell) {
    return cell.size >= 8 && cell.size <= 10 && cell.at[4 < cell.size ? 4 : 0] == '-' && cell.at[0] >= '0' && cell.at[0] <= '9';
}

/* "31/02/2012", "7-9-26", "03.09.2012": three numbers. */
static bool three_numbers(struct str cell, int64_t out[3]) {
    size_t part = 0;
    struct str rest = cell;
    while (part < 3) {
        size_t end = 0;
        while (end < rest.size && rest.at[end] != '/' && rest.at[end] != '-' && rest.at[end] != '.') end++;
        if (end == 0 || end > 4 || !str_whole(str_slice(rest, 0, end), &out[part])) return false;
        part++;
        if (end == rest.size) return part == 3;
        rest = str_slice(rest, end + 1, rest.size);
    }
    return false;
}

struct proof {
    bool iso, day_first, month_first, either;
    bool late_iso;        /* a day that a spreadsheet knows as one lies after the twelfth */
    uint32_t iso_count, day_count;
    uint32_t day_row, month_row;
};

/* A time of day behind the date ("03/09/2012 00:00:00") says nothing. */
static struct str without_time(struct str cell) {
    struct str date, time = { 0 };
    size_t space = str_find(cell, STR(" "));
    if (space == SIZE_MAX) space = str_find(cell, STR("T"));
    if (space == SIZE_MAX) return cell;
    date = str_slice(cell, 0, space);
    time = str_slice(cell, space + 1, cell.size);
    return str_find(time, STR(":")) != SIZE_MAX ? date : cell;
}

static struct proof prove(const struct import_table *table, const struct import_column *column) {
    struct proof proof = { 0 };
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        struct str cell = without_time(import_cell(&(struct cell_place){ table, column, r }));
        int64_t n[3];
        if (!cell.size) continue;
        if (is_iso(cell)) {
            proof.iso = true;
            proof.iso_count++;
            proof.late_iso = proof.late_iso || (three_numbers(cell, n) && n[2] > 12);
        } else if (three_numbers(cell, n)) {
            if (n[0] > 12 && n[1] <= 12) {
                proof.day_first = true;
                proof.day_count++;
                proof.day_row = r;
            } else if (n[1] > 12 && n[0] <= 12) {
                proof.month_first = true;
                proof.month_row = r;
            } else if (n[0] != n[1]) proof.either = true;
        }
    }
    return proof;
}

/* A spreadsheet set to month first reads 03/09/2012 as 9 March, and leaves 25/09/2012 as text. */
static bool turned(const struct import_table *table, const struct proof *proof) {
    return table->grid->sheet.size && proof->iso_count >= 2 && !proof->late_iso && proof->day_count >= 2 && !proof->either && !proof->month_first;
}

static bool is_day(const struct import_column *column) {
    return column->as == AS_DAY || column->as == AS_BIRTHDAY || column->as == AS_DAY_OR_YES;
}

static enum date_order recipe_order(const struct importing *in) {
    struct str said = call_option(in->call, "dates");
    for (size_t i = 0; !said.at && i < in->call->part_count; i++) /* the answer to the question at the terminal */
        if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, "dates="))
            said = str_slice(in->call->parts[i].text, 6, in->call->parts[i].text.size);
    const struct node *own = in->recipe ? node_field(in->recipe, "dates") : NULL;
    if (!said.at && own && own->type == NODE_TEXT) said = own->text;
    if (str_is(said, "day first")) return DATES_DAY_FIRST;
    if (str_is(said, "month first")) return DATES_MONTH_FIRST;
    return str_is(said, "iso") ? DATES_ISO : DATES_UNDECIDED;
}

static uint32_t first_date(const struct import_table *table, const struct import_column *column) {
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        int64_t n[3];
        struct str cell = without_time(import_cell(&(struct cell_place){ table, column, r }));
        if (!is_iso(cell) && three_numbers(cell, n) && n[0] != n[1]) return r;
    }
    return table->grid->header;
}

bool import_dates(struct importing *in, struct import_table *table, bool last_try, struct err *err) {
    enum date_order wanted = recipe_order(in), elsewhere = in->dates;
    for (size_t i = 0; i < table->column_count; i++) {
        struct import_column *column = &table->columns[i];
        if (!is_day(column)) continue;
        struct proof proof = prove(table, column);
        if (proof.day_first && proof.month_first) {
            struct place place = grid_place(in->arena, table->grid, proof.month_row, (uint32_t)column->index);
            err_set(err, CODE_DAY_OR_MONTH_FIRST, "%.*s, column %.*s: row %u writes the day first and row %u the month.", STR_ARG(table->grid->title),
                    STR_ARG(column->heading), grid_row(table->grid, proof.day_row).line, place.line);
            return err_next(err, "mend the column in the export, so that all its dates are written one way");
        }
        if (turned(table, &proof)) {
            err_set(err, CODE_TURNED_DAYS, "%.*s, column %.*s: a spreadsheet took the days for months: what it knows as dates all lie before the 13th, "
                    "and row %u and others, which it could not turn, are still text.", STR_ARG(table->grid->title), STR_ARG(column->heading),
                    grid_row(table->grid, proof.day_row).line);
            return err_next(err, "export again and do not open the file in a spreadsheet before it is imported");
        }
        column->dates = wanted != DATES_UNDECIDED ? wanted : proof.day_first ? DATES_DAY_FIRST
                        : proof.month_first ? DATES_MONTH_FIRST : proof.either ? DATES_UNDECIDED : DATES_ISO;
        if (proof.day_first || proof.month_first) elsewhere = in->dates = column->dates;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        struct import_column *column = &table->columns[i];
        if (!is_day(column) || column->dates != DATES_UNDECIDED) continue;
        /* Another column, or another file of the same import, settles it: a system does not mix orders in one export. */
        if (elsewhere != DATES_UNDECIDED) {
            column->dates = elsewhere;
            continue;
        }
        if (!last_try) return true;
        in->open_dates = (struct cell_place){ table, column, first_date(table, column) };
        err_set(err, CODE_DAY_OR_MONTH_FIRST, "%.*s, column %.*s: every date fits both orders, day first and month first.",
                STR_ARG(table->grid->title), STR_ARG(column->heading));
        return err_next(err, "say which:  import %.*s --dates \"day first\"", STR_ARG(table->grid->name));
    }
    return true;
}

static int full_year(const struct importing *in, const struct import_column *column, int64_t year) {
    if (year >= 100) return (int)year;
    int this_year, month, day;
    date_parts(in->as_at, &this_year, &month, &day);
    int guess = this_year / 100 * 100 + (int)year;
    /* A birth year is the one that gives an age from 3 to 25; other years lie within the decade ahead or behind. */
    if (column->as == AS_BIRTHDAY) return guess > this_year - 3 ? guess - 100 : guess;
    return guess > this_year + 20 ? guess - 100 : guess;
}

static const char *MONTHS[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                                "November", "December" };

static bool impossible(struct importing *in, const struct cell_place *at, int year, int month) {
    if (month >= 1 && month <= 12) {
        int days = 31;
        struct date last;
        while (!date_make(year, month, days, &last) && days > 27) days--;
        import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, "The row was left out. Mend it where it comes from and export again.",
                       "%s %d had %d days.", MONTHS[month - 1], year, days);
    } else {
        import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, "The row was left out. Mend it where it comes from and export again.",
                       "'%.*s' is not a date: there is no month %d.", STR_ARG(import_cell(at)), month);
    }
    return false;
}

/* Year, month, day of a date in three numbers, in the order of the column. */
static bool in_numbers(const struct importing *in, const struct import_column *column, struct str cell, int *year, int *month, int *day) {
    int64_t n[3];
    bool iso = is_iso(cell);
    if (!three_numbers(cell, n)) return false;
    if (iso || (n[0] > 31 && n[2] <= 31)) *year = (int)n[0], *month = (int)n[1], *day = (int)n[2];
    else if (column->dates == DATES_MONTH_FIRST) *year = full_year(in, column, n[2]), *month = (int)n[0], *day = (int)n[1];
    else *year = full_year(in, column, n[2]), *month = (int)n[1], *day = (int)n[0];
    return true;
}

bool import_day_read(const struct importing *in, const struct cell_place *at, struct date *out) {
    struct str cell = without_time(import_cell(at));
    struct err ignored = { 0 };
    int year, month, day;
    if (in_numbers(in, at->column, cell, &year, &month, &day)) return date_make(year, month, day, out);
    return cell.size > 8 && date_read(cell, in->as_at, out, &ignored);
}

bool import_day(struct importing *in, const struct cell_place *at, struct date *out) {
    struct str cell = without_time(import_cell(at));
    int64_t n[1];
    int year, month, day;
    *out = DATE_NONE;
    if (!cell.size) return true;
    if (in_numbers(in, at->column, cell, &year, &month, &day)) return date_make(year, month, day, out) || impossible(in, at, year, month);
    struct err ignored = { 0 };
    if (cell.size == 5 && str_whole(cell, &n[0]) && n[0] >= 10000) return say_serial(in, at, n[0]);
    if (cell.size > 8 && date_read(cell, in->as_at, out, &ignored)) return true;
    *out = DATE_NONE;
    import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, "The row was left out. Write dates as 7/9/2026 or 2026-09-07.",
                   "'%.*s' can not be read as a date.", STR_ARG(cell));
    return false;
}

/* ---- words and numbers --------------------------------------------------------------------------------------------------- */

static struct str word_in(const struct node *words, struct str folded) {
    for (uint32_t i = 0; words && i < words->field_count; i++)
        if (str_equal(words->fields[i].key, folded)) return words->fields[i].value.text;
    return (struct str){ 0 };
}

struct str import_word(struct importing *in, const struct cell_place *at) {
    struct str cell = import_cell(at), folded = import_fold(&in->row, cell);
    const struct node *words = at->column->spec ? node_field(at->column->spec, "words") : NULL;
    struct str word = word_in(words, folded);
    if (word.size) return word;
    /* "K - SEN Support": the code before the dash, or the words behind it. */
    size_t dash = str_find(cell, STR(" - "));
    if (dash != SIZE_MAX) {
        word = word_in(words, import_fold(&in->row, str_slice(cell, 0, dash)));
        if (!word.size) word = word_in(words, import_fold(&in->row, str_slice(cell, dash + 3, cell.size)));
    }
    return word.size ? word : folded;
}

static bool damaged(struct importing *in, const struct cell_place *at) {
    struct str cell = import_cell(at);
    return (is_error(cell) || is_power(cell)) && say_damaged(in, at);
}

bool import_whole(struct importing *in, const struct cell_place *at, int64_t *out) {
    struct str cell = import_cell(at);
    *out = VALUE_NONE;
    if (!cell.size) return true;
    if (damaged(in, at)) return false;
    struct str digits = cell;
    if (str_ends(digits, ".0")) digits.size -= 2;
    if (str_whole(digits, out) && *out >= 0 && *out < 100000) return true;
    *out = VALUE_NONE;
    import_problem(in, at, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Write a whole number.",
                   "'%.*s' is not a number that can stand here.", STR_ARG(cell));
    return false;
}

static bool read_hours(struct importing *in, const struct cell_place *at, int64_t *out) {
    *out = VALUE_NONE;
    if (reading_hours(import_cell(at), out)) return true;
    import_problem(in, at, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Write hours as 7, 7.5 or 7:30.",
                   "'%.*s' is not a number of hours.", STR_ARG(import_cell(at)));
    return false;
}

static bool unknown_code(struct importing *in, const struct cell_place *at, const struct field *field, struct str word) {
    import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_WARNING,
                   "It is taken as not recorded.", "'%.*s' is not one of the words that stand for %.*s.", STR_ARG(word),
                   STR_ARG(field->name));
    return true;
}

/* "pay, vacancies; local": several words in one cell; one that is not known leaves the whole set not recorded. */
static bool read_set(struct importing *in, const struct cell_place *at, const struct field *field, struct field_value *out) {
    struct str rest = import_cell(at);
    int64_t mask = 0;
    while (rest.size) {
        size_t end = 0;
        while (end < rest.size && rest.at[end] != ',' && rest.at[end] != ';') end++;
        struct str word = str_trim(str_slice(rest, 0, end));
        rest = str_slice(rest, end < rest.size ? end + 1 : end, rest.size);
        if (!word.size) continue;
        int32_t code = reading_code(field, &in->row, import_fold(&in->row, word));
        if (code == FIELD_ABSENT) return unknown_code(in, at, field, word);
        mask |= INT64_C(1) << code;
    }
    out->value = mask;
    return true;
}

/* "sen" of a fact, "destination.activity" of a field of a kind. */
static struct str field_path(struct importing *in, const struct field *field) {
    for (uint32_t k = 0; k < in->kinds->kind_count; k++)
        for (uint32_t f = 0; f < in->kinds->kinds[k].field_count; f++)
            if (&in->kinds->kinds[k].fields[f] == field)
                return str_format(&in->row, "%.*s.%.*s", STR_ARG(in->kinds->kinds[k].name), STR_ARG(field->name));
    return field->name;
}

/* A code of school or council data (lua/codes.lua, the school's codes.lua): "230" of an activity is education. */
static int32_t listed_code(struct importing *in, const struct cell_place *at, const struct field *field) {
    struct str value = code_list_value(in->codes, field_path(in, field), import_cell(at));
    return value.size ? reading_code(field, &in->row, value) : FIELD_ABSENT;
}

static bool read_code(struct importing *in, const struct cell_place *at, const struct field *field, struct field_value *out) {
    int32_t code = reading_code(field, &in->row, import_word(in, at));
    if (code == FIELD_ABSENT) code = listed_code(in, at, field);
    if (code == FIELD_ABSENT && field->type == FIELD_SET_OF) return read_set(in, at, field, out);
    if (code == FIELD_ABSENT) return unknown_code(in, at, field, import_cell(at));
    out->value = field->type == FIELD_SET_OF ? INT64_C(1) << code : code;
    return true;
}

static bool read_flag(struct importing *in, const struct cell_place *at, struct field_value *out) {
    if (!reading_flag(import_fold(&in->row, import_cell(at)), &out->value))
        import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_WARNING,
                       "It is taken as not recorded. Yes, No, Y, N, T, F, 1 and 0 are understood.",
                       "'%.*s' is neither yes nor no.", STR_ARG(import_cell(at)));
    return true;
}

static bool read_person(struct importing *in, const struct cell_place *at, struct field_value *out, struct err *err) {
    int64_t id;
    uint32_t count;
    if (!staff_find(in->db, import_cell(at), &id, &count, err)) return false;
    if (count == 1) out->value = id;
    else
        import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_WARNING, "It is taken as not recorded. Import the staff first.",
                       count ? "More than one member of staff fits '%.*s'." : "No member of staff is called '%.*s'.",
                       STR_ARG(import_cell(at)));
    return true;
}

bool import_field(struct importing *in, const struct cell_place *at, const struct field *field, struct field_value *out,
                  struct err *err) {
    struct str cell = import_cell(at);
    out->value = VALUE_NONE;
    out->text = (struct str){ 0 };
    if (!cell.size) return true;
    int64_t number;
    struct date day;
    switch (field->type) {
    case FIELD_DAY:
        if (!import_day(in, at, &day)) return false;
        out->value = date_known(day) ? day.day : VALUE_NONE;
        return true;
    case FIELD_FLAG: return read_flag(in, at, out);
    case FIELD_WHOLE:
        if (at->column->as == AS_YEAR_OF_FORM) {
            if (import_lack_form_year(cell, &out->value)) return true;
            out->value = VALUE_NONE;
            import_problem(in, at, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Give the file a column 'Year Group'.",
                           "'%.*s' does not begin with a year group, and no other column says it.", STR_ARG(cell));
            return false;
        }
        if (at->column->as == AS_YEAR) {
            if (reading_year(import_fold(&in->row, cell), &out->value)) return true;
            out->value = VALUE_NONE;
            import_problem(in, at, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Write the year group as 9 or Year 9.",
                           "'%.*s' is not a year group.", STR_ARG(cell));
            return false;
        }
        return import_whole(in, at, &out->value);
    case FIELD_HOURS: return read_hours(in, at, &out->value);
    case FIELD_TEXT:
        if (damaged(in, at)) return false;
        out->text = cell;
        return true;
    case FIELD_PERSON: return read_person(in, at, out, err);
    case FIELD_ORGANISATION: return import_organisation(in, cell, (struct str){ 0 }, &out->value, err);
    case FIELD_YEARS:
        if (reading_years(cell, &number)) out->value = number;
        else import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_WARNING, "It is taken as not recorded.", "'%.*s' names no year group.", STR_ARG(cell));
        return true;
    case FIELD_ONE_OF:
    case FIELD_SET_OF: return read_code(in, at, field, out);
    }
    return true;
}
