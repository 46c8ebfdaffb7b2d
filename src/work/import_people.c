/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_people - pupils: who they are and what is known of them; term dates.
 * Owns:  nothing.
 * Must not know: activities.
 *
 * Pupils match by UPN, then admission number, then name and date of birth together, never by name alone.
 */
#include <stdio.h>

#include "store/catalogue.h"
#include "store/pupil.h"
#include "work/identifier.h"
#include "work/import_priv.h"
#include "work/terms.h"

#define FACTS_MOST 64

struct facts_read {
    struct fact_step steps[FACTS_MOST];
    size_t count;
};

static void add_fact(struct facts_read *facts, int32_t fact, struct date from, int64_t value) {
    bug_if(facts->count == FACTS_MOST);
    if (fact != FIELD_ABSENT) facts->steps[facts->count++] = (struct fact_step){ (uint32_t)fact, from, value };
}

static const struct import_column *column_at(const struct import_table *table, const char *field) {
    return import_column_of(table, field);
}

static struct str cell_of(const struct import_table *table, uint32_t row, const char *field) {
    const struct import_column *column = column_at(table, field);
    return column ? import_cell(&(struct cell_place){ table, column, row }) : (struct str){ 0 };
}

/* Of every column that is read as the field, once each. */
static struct str joined_of(struct importing *in, const struct import_table *table, uint32_t row, const char *field) {
    struct str all = { 0 };
    for (size_t i = 0; i < table->column_count; i++) {
        if (!str_is(table->columns[i].field, field)) continue;
        struct str cell = import_cell(&(struct cell_place){ table, &table->columns[i], row });
        if (!all.size) all = cell;
        else if (cell.size && !str_equal(all, cell)) all = str_format(&in->row, "%.*s, %.*s", STR_ARG(all), STR_ARG(cell));
    }
    return all;
}

/* ---- pupils ------------------------------------------------------------------------------------------------------------ */

static void check_numbers(struct importing *in, const struct import_table *table, uint32_t row, struct str upn, struct str uln) {
    const char *wrong = upn.size ? identifier_upn(upn) : NULL;
    if (wrong) {
        char letter = identifier_upn_letter(upn);
        struct str next = letter && letter != upn.at[0] ? str_format(in->arena, "It is loaded as it stands; its digits ask for %c.", letter)
                                                        : STR("It is loaded as it stands. Ask the data manager to look at it.");
        import_problem(in, &(struct cell_place){ table, column_at(table, "upn"), row }, CODE_UPN_CHECK_LETTER, SEVERITY_WARNING,
                       str_c(in->arena, next), "The UPN %.*s %s.", STR_ARG(upn), wrong);
    }
    wrong = uln.size ? identifier_uln(uln) : NULL;
    if (wrong)
        import_problem(in, &(struct cell_place){ table, column_at(table, "uln"), row }, CODE_ULN_CHECK, SEVERITY_WARNING,
                       "It is loaded as it stands. Ask the data manager to look at it.", "The ULN %.*s %s.", STR_ARG(uln), wrong);
}

/* "Dvořák, Łukasz" in one column, or a column each. */
void import_read_name(const struct import_table *table, uint32_t row, struct str *surname, struct str *first_name) {
    *surname = cell_of(table, row, "surname");
    *first_name = cell_of(table, row, "first_name");
    struct str both = cell_of(table, row, "name"), before, after = { 0 };
    if (surname->size || first_name->size || !both.size) return;
    if (str_cut(both, ',', &before, &after)) {
        *surname = str_trim(before);
        *first_name = str_trim(after);
        return;
    }
    size_t space = both.size;
    while (space > 0 && both.at[space - 1] != ' ') space--;
    *first_name = str_trim(str_slice(both, 0, space));
    *surname = str_slice(both, space, both.size);
}

/* The same child twice in the file: rows that say the same are one; rows that differ are both left out. */
static bool seen_before(struct importing *in, struct import_table *table, uint32_t row, struct map *seen, uint32_t *first, struct str key) {
    uint32_t before = seen->count, at = map_put(seen, key);
    if (at == before) {
        first[at] = row;
        return false;
    }
    struct grid_row a = grid_row(table->grid, first[at]), b = grid_row(table->grid, row);
    bool same = a.cell_count == b.cell_count;
    for (uint32_t c = 0; same && c < a.cell_count; c++) same = str_equal(grid_at(table->grid, first[at], c), grid_at(table->grid, row, c));
    if (same) {
        table->same++;
        return true;
    }
    import_problem(in, &(struct cell_place){ table, column_at(table, "upn"), row }, CODE_SAME_UPN_TWICE, SEVERITY_ERROR,
                   "Neither row is loaded. Mend it where it comes from and export again.",
                   "Rows %u and %u are about the same pupil and differ.", a.line, b.line);
    import_left_mark(in, &(struct cell_place){ table, column_at(table, "upn"), first[at] },
                     str_format(in->arena, "Rows %u and %u are about the same pupil and differ.", a.line, b.line));
    import_left_hold(table, row);
    return true;
}

struct roll {
    struct map seen;
    uint32_t *first;
    bool *twice; /* by row: another row about this pupil differs */
};

/* Without a number it is name and birthday; without those either, no two rows are about one pupil. */
static struct str row_key(struct importing *in, const struct import_table *table, uint32_t row) {
    struct str upn = cell_of(table, row, "upn"), number = cell_of(table, row, "admission_no"), born = cell_of(table, row, "dob"), surname, first_name;
    if (upn.size) return str_format(in->arena, "upn:%.*s", STR_ARG(upn));
    if (number.size) return str_format(in->arena, "no:%.*s", STR_ARG(number));
    import_read_name(table, row, &surname, &first_name);
    if (!surname.size || !first_name.size || !born.size) return str_format(in->arena, "row:%u", row);
    return import_fold(in->arena, str_format(in->arena, "who: %.*s, %.*s, %.*s", STR_ARG(surname), STR_ARG(first_name), STR_ARG(born)));
}

static void mark_twice(struct importing *in, const struct import_table *table, struct roll *roll) {
    struct map seen = map_make(in->arena);
    uint32_t *first = arena_array(in->arena, uint32_t, table->grid->row_count + 1);
    roll->twice = arena_array(in->arena, bool, table->grid->row_count + 1);
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        uint32_t before = seen.count, at = map_put(&seen, row_key(in, table, r));
        if (at == before) {
            first[at] = r;
            continue;
        }
        struct grid_row a = grid_row(table->grid, first[at]), b = grid_row(table->grid, r);
        uint32_t most = a.cell_count > b.cell_count ? a.cell_count : b.cell_count;
        for (uint32_t c = 0; c < most; c++)
            if (!str_equal(grid_at(table->grid, first[at], c), grid_at(table->grid, r, c))) roll->twice[first[at]] = roll->twice[r] = true;
    }
    roll->seen = map_make(in->arena);
    roll->first = arena_array(in->arena, uint32_t, table->grid->row_count + 1);
}

static bool is_recorded(const struct pupil *held, uint32_t fact) {
    for (uint32_t i = 0; held && i < held->step_count; i++)
        if (held->steps[i].fact == fact && held->steps[i].value != VALUE_NONE) return true;
    return false;
}

/* What was never recorded of a pupil holds since ever as far as anybody knows; later values from the day of the export.
 * The year group holds in the school year in which it was true, or it could not be counted on from: that of the export, of
 * leaving, or of joining where the pupil joins in a later one. */
static bool year_day(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, struct date *left, struct date *out) {
    const struct import_column *leaving = column_at(table, "left_on"), *joining = column_at(table, "admitted_on");
    struct date joined = DATE_NONE;
    *left = DATE_NONE;
    if (leaving && !import_day(in, &(struct cell_place){ table, leaving, row }, left)) return false;
    if (joining && !import_day(in, &(struct cell_place){ table, joining, row }, &joined)) return false;
    /* A file without leaving dates says of leavers the year group in which they left. */
    if (!leaving && held && !in->whole) *left = import_diff_left_on(in, held);
    *out = date_min(*left, in->as_at);
    if (date_known(joined) && date_after(*left, joined) && school_year_of(joined) > school_year_of(in->as_at)) *out = joined;
    return true;
}

static bool read_facts(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, struct facts_read *facts, struct err *err) {
    const struct facts *known = &in->kinds->facts[SUBJECT_PUPIL];
    struct date left, year_from;
    if (!year_day(in, table, row, held, &left, &year_from)) return false;
    for (uint32_t f = 0; f < known->field_count; f++) {
        const struct field *field = &known->fields[f];
        const struct import_column *column = NULL;
        for (size_t i = 0; i < table->column_count; i++)
            if (str_equal(table->columns[i].field, field->name)) column = &table->columns[i];
        if (!column) continue;
        struct field_value value;
        if (!import_field(in, &(struct cell_place){ table, column, row }, field, &value, err)) return false;
        if (value.text.size && !catalogue_word(in->db, value.text, &value.value, err)) return false;
        bool is_year = (int32_t)f == in->kinds->known.year;
        if (is_year && value.value != VALUE_NONE && import_is_transfer(table) && date_before(left, in->as_at))
            value.value -= school_year_of(in->as_at) - school_year_of(left);
        struct date from = is_year ? year_from : is_recorded(held, f) ? in->as_at : DATE_FIRST;
        if (!field->dated) from = DATE_FIRST;
        /* A blank cell takes nothing out that was known from elsewhere, unless the file once said it: leaving dates. */
        if (value.value == VALUE_NONE && (held || field->dated) && (int32_t)f != in->kinds->known.left_on) continue;
        add_fact(facts, (int32_t)f, from, value.value);
    }
    return true;
}

static bool otherwise_facts(struct importing *in, const struct import_table *table, bool is_new, struct facts_read *facts) {
    const struct node *columns = node_field(table->spec, "columns");
    for (uint32_t i = 0; is_new && i < columns->item_count; i++) {
        const struct node *column = &columns->items[i], *otherwise = node_field(column, "otherwise");
        struct str field = node_field(column, "field")->text;
        char name[64];
        snprintf(name, sizeof name, "%.*s", STR_ARG(field));
        const struct node *if_asked = node_field(column, "if_asked");
        if (!otherwise || column_at(table, name) || (if_asked && !import_need_has(in, field))) continue;
        int32_t fact = facts_find(&in->kinds->facts[SUBJECT_PUPIL], field);
        if (fact == FIELD_ABSENT) continue;
        import_say_once(in, "%.*s has no column for the %.*s: it is taken to be '%.*s' for all.", STR_ARG(table->grid->title),
                        STR_ARG(field), STR_ARG(otherwise->text));
        add_fact(facts, fact, DATE_FIRST, field_find_code(&in->kinds->facts[SUBJECT_PUPIL].fields[fact], otherwise->text));
    }
    return true;
}

/* A file of those on roll, without a column for leaving dates, has a pupil who had left. */
static void come_back(struct importing *in, const struct import_table *table, int64_t id, struct facts_read *facts) {
    const struct pupil_row *was = id ? import_diff_was(in, id) : NULL;
    if (!in->whole || !was || column_at(table, "left_on") || !date_known(was->left_on) || !date_before(was->left_on, in->as_at)) return;
    add_fact(facts, in->kinds->known.left_on, DATE_FIRST, VALUE_NONE);
}

/* Where the leavers have another day, theirs holds. */
static bool leaving_holds(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, struct facts_read *facts, struct err *err) {
    const struct import_column *joining = column_at(table, "admitted_on");
    for (size_t i = 0; i < facts->count; i++) {
        struct fact_step *step = &facts->steps[i];
        struct date joined = DATE_NONE, day = step->value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)step->value };
        if ((int32_t)step->fact != in->kinds->known.left_on) continue;
        if (joining && !import_day_read(in, &(struct cell_place){ table, joining, row }, &joined)) joined = DATE_NONE;
        if (!import_leaving_day(in, table, held, joined, &day, err)) return false;
        step->value = date_known(day) ? day.day : VALUE_NONE;
    }
    return true;
}

/* The pupils whom a row is about are in the file, whatever else is wrong with the row.  By name: of a row that is read no
 * further. */
static bool see(struct importing *in, const struct import_table *table, uint32_t row, bool by_name, struct err *err) {
    struct pupil_sought sought = { .upn = cell_of(table, row, "upn"), .dob = DATE_NONE };
    const struct import_column *born = column_at(table, "dob");
    int64_t id = 0;
    uint32_t count = 0;
    if (!import_number_whole(in, cell_of(table, row, "admission_no"), &sought.admission_no, err)) return false;
    if (by_name && !sought.upn.size && !sought.admission_no.size && born && import_day(in, &(struct cell_place){ table, born, row }, &sought.dob)) {
        import_read_name(table, row, &sought.surname, &sought.first_name);
        if (!pupil_find(in->db, PUPIL_BY_NAME_AND_DOB, &sought, &id, &count, err)) return false;
    }
    if (sought.upn.size && !pupil_find(in->db, PUPIL_BY_UPN, &sought, &id, &count, err)) return false;
    if (!id && sought.admission_no.size && !pupil_find(in->db, PUPIL_BY_ADMISSION_NO, &sought, &id, &count, err)) return false;
    import_diff_see(in, id);
    return true;
}

/* A file that has names has one for each. */
static bool has_surname(struct importing *in, const struct import_table *table, uint32_t row, struct str surname) {
    const struct import_column *column = column_at(table, "surname");
    if (!column) column = column_at(table, "name");
    if (!column || surname.size) return true;
    import_problem(in, &(struct cell_place){ table, column, row }, CODE_MISSING_VALUE, SEVERITY_ERROR,
                   "The row was left out. Give the pupil a surname; whoever has one name only has it there.", "The row has no surname.");
    return false;
}

#define YOUNGEST_LEAVER 4

bool import_leaving_fits(struct importing *in, const struct cell_place *at, struct date left, struct date dob, struct date admitted) {
    char day[2][DATE_LONG_SIZE];
    const char *next = "The row was left out. Mend it where it comes from and export again.";
    if (!date_known(left)) return true;
    if (date_known(dob) && date_age(dob, left, LEAP_MAR_01) < YOUNGEST_LEAVER)
        import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, next, "Who was born on %s can not have left on %s.", date_short(dob, day[0]), date_short(left, day[1]));
    else if (date_known(admitted) && date_before(left, admitted))
        import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, next, "Who joined on %s can not have left on %s.", date_short(admitted, day[0]), date_short(left, day[1]));
    else if (date_after(left, date_add_days(in->as_at, 366)))
        import_problem(in, at, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR, next, "%s is more than a year ahead.", date_long(left, day[0]));
    else return true;
    return false;
}

/* Of a row, with what the records know where the file does not say it. */
static bool leaving_fits(struct importing *in, const struct import_table *table, uint32_t row, struct date dob, int64_t id) {
    const struct import_column *leaving = column_at(table, "left_on"), *joining = column_at(table, "admitted_on");
    const struct pupil_row *was = id ? import_diff_was(in, id) : NULL;
    struct date left, joined = was ? was->admitted_on : DATE_NONE, said;
    if (!leaving || !import_cell(&(struct cell_place){ table, leaving, row }).size) return true;
    if (!import_day(in, &(struct cell_place){ table, leaving, row }, &left)) return false;
    if (joining && !import_day(in, &(struct cell_place){ table, joining, row }, &said)) return false;
    if (joining && date_known(said)) joined = said;
    return import_leaving_fits(in, &(struct cell_place){ table, leaving, row }, left, date_known(dob) || !was ? dob : was->dob, joined);
}

/* A number, or name and birthday together. */
static bool is_somebody(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil_sought *sought) {
    if (sought->upn.size || sought->admission_no.size || (sought->surname.size && sought->first_name.size && date_known(sought->dob))) return true;
    import_problem(in, &(struct cell_place){ table, NULL, row }, CODE_MISSING_VALUE, SEVERITY_ERROR,
                   "The row was left out. Give the pupil a UPN or an admission number; or first name, surname and date of birth.",
                   "The row has neither UPN nor admission number%s.", sought->surname.size ? ", and a name alone may be anybody's" : "");
    return false;
}

/* A pupil who is known by the UPN has the zeros of the own number back, whoever else has such a one. */
static bool whole_number(struct importing *in, const struct import_table *table, struct pupil_sought *sought, struct err *err) {
    struct str cell = sought->admission_no, number = cell;
    struct pupil held;
    int64_t id = 0;
    uint32_t count;
    bool found = false;
    if (!cell.size) return true;
    if (sought->upn.size && !pupil_find(in->db, PUPIL_BY_UPN, sought, &id, &count, err)) return false;
    if (id && !pupil_read(in->db, in->kinds, &in->row, id, &held, &found, err)) return false;
    size_t zeros = found && held.admission_no.size > cell.size ? held.admission_no.size - cell.size : 0;
    for (size_t i = 0; i < zeros; i++)
        if (held.admission_no.at[i] != '0') zeros = 0;
    if (zeros && str_equal(str_slice(held.admission_no, zeros, held.admission_no.size), cell)) number = held.admission_no;
    else if (!id && !import_number_whole(in, cell, &number, err)) return false;
    if (number.size != cell.size) import_number_count(in, table);
    sought->admission_no = number;
    return true;
}

/* 1 written, 0 or IMPORT_UNWRITTEN left out, -1 the database said no. */
static int pupil_row_in(struct importing *in, struct import_table *table, uint32_t row, uint32_t twin, enum wrote *wrote, struct err *err) {
    struct pupil_sought sought = { .upn = cell_of(table, row, "upn"), .admission_no = cell_of(table, row, "admission_no"),
                                   .uln = cell_of(table, row, "uln"), .dob = DATE_NONE };
    import_read_name(table, row, &sought.surname, &sought.first_name);
    const struct import_column *born = column_at(table, "dob");
    if (!has_surname(in, table, row, sought.surname)) return 0;
    if (born && !import_day(in, &(struct cell_place){ table, born, row }, &sought.dob)) return 0;
    if (!is_somebody(in, table, row, &sought)) return 0;
    if (!whole_number(in, table, &sought, err)) return -1;
    if (date_known(sought.dob) && (date_after(sought.dob, in->as_at) || date_age(sought.dob, in->as_at, LEAP_MAR_01) > 25)) {
        import_problem(in, &(struct cell_place){ table, born, row }, CODE_IMPOSSIBLE_DATE, SEVERITY_ERROR,
                       "The row was left out. Mend it where it comes from and export again.", "Nobody born on that day is a pupil.");
        return 0;
    }
    struct import_found found;
    struct pupil before;
    bool held = false;
    struct str person;
    int good = import_erased_find(in, table, row, &sought, &person, err);
    if (good == 1) good = import_doubt_find(in, table, row, twin, &sought, &found, err);
    if (good == 1) good = import_doubt_year(in, table, row, sought.dob, found.id);
    if (good != 1) return good;
    int64_t id = found.id;
    if (!leaving_fits(in, table, row, sought.dob, id)) return 0;
    struct facts_read facts = { .count = 0 };
    if (id && !pupil_read(in->db, in->kinds, &in->row, id, &before, &held, err)) return -1;
    if (!read_facts(in, table, row, held ? &before : NULL, &facts, err)) return err->code == CODE_NONE ? 0 : -1;
    otherwise_facts(in, table, id == 0, &facts);
    come_back(in, table, id, &facts);
    const struct pupil newcomer = { .upn = sought.upn, .admission_no = sought.admission_no };
    if (!leaving_holds(in, table, row, held ? &before : &newcomer, &facts, err)) return -1;
    check_numbers(in, table, row, sought.upn, sought.uln);
    struct pupil_write write = { .id = id, .upn = sought.upn, .uln = sought.uln, .admission_no = sought.admission_no, .first_name = sought.first_name,
                                 .surname = sought.surname, .known_as = cell_of(table, row, "known_as"), .contact = joined_of(in, table, row, "contact"), .la = cell_of(table, row, "la"),
                                 .address = cell_of(table, row, "address"), .postcode = cell_of(table, row, "postcode"), .parent = cell_of(table, row, "parent"),
                                 .parent_address = cell_of(table, row, "parent_address"), .former_upn = found.former_upn, .facts = facts.steps, .fact_count = facts.count };
    if (!write.former_upn.size) write.former_upn.at = NULL;
    struct str *texts[] = { &write.upn, &write.uln, &write.admission_no, &write.first_name, &write.surname, &write.known_as, &write.contact, &write.la,
                            &write.address, &write.postcode, &write.parent, &write.parent_address };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!texts[i]->size) texts[i]->at = NULL;
    if (!pupil_put(in->db, in->kinds, &write, &id, wrote, err) || !import_erased_back(in, person, id, err)) return -1;
    return *wrote == WROTE_SAME || import_diff_wrote(in, held ? &before : NULL, id, err) ? 1 : -1;
}

bool import_pupils(struct importing *in, struct import_table *table, struct err *err) {
    struct roll roll;
    mark_twice(in, table, &roll);
    const uint32_t *twins = import_doubt_twins(in, table);
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        if (!see(in, table, row, roll.twice[row], err)) return false;
        if (roll.twice[row]) {
            if (!seen_before(in, table, row, &roll.seen, roll.first, row_key(in, table, row))) import_left_hold(table, row);
            continue;
        }
        if (seen_before(in, table, row, &roll.seen, roll.first, row_key(in, table, row))) continue;
        int in_now = import_row_reads(in, table, row) ? pupil_row_in(in, table, row, twins[row], &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else if (in_now == IMPORT_UNWRITTEN) import_left_keep_out(table);
        else import_count(table, wrote);
    }
    return true;
}

/* ---- terms ----------------------------------------------------------------------------------------------------------------- */

/* Where terms.lua speaks of the same year, its days hold; whoever imports others must hear that. */
static bool say_whose_terms_win(struct importing *in, struct import_table *table, const struct half_term *halves, size_t count, struct err *err) {
    struct calendar *own;
    struct problems unheard = { .arena = in->arena };
    struct str years = { 0 };
    bool said;
    if (!terms_load(in->arena, in->school->host, in->school->folder, NULL, &own, &said, &unheard, err)) return unheard.errors > 0;
    for (size_t i = 0; i < count; i++) {
        char name[SCHOOL_YEAR_SIZE];
        int year = school_year_of(halves[i].first);
        if (!calendar_has_terms(own, year)) continue;
        school_year_name(year, name);
        table->unused++;
        if (str_find(years, str_from(name)) == SIZE_MAX) years = str_format(in->arena, "%.*s%s%s", STR_ARG(years), years.size ? ", " : "", name);
    }
    if (years.size)
        import_say_once(in, "terms.lua speaks of %.*s as well, and what it says holds: of the rows of %.*s %lld %s used and %lld %s not. To use them, take %s out of terms.lua.",
                        STR_ARG(years), STR_ARG(table->grid->title), (long long)count - table->unused, (long long)count - table->unused == 1 ? "is" : "are",
                        (long long)table->unused, table->unused == 1 ? "is" : "are", str_find(years, STR(",")) == SIZE_MAX ? "that year" : "those years");
    return true;
}

bool import_terms(struct importing *in, struct import_table *table, struct err *err) {
    struct half_term *halves = arena_array(in->arena, struct half_term, table->grid->row_count + 1);
    size_t count = 0;
    enum wrote wrote = WROTE_SAME;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        struct half_term half;
        const struct cell_place name = { table, column_at(table, "term"), row };
        bool good = import_row_reads(in, table, row);
        if (!good) {
            import_left_hold(table, row);
            continue;
        }
        good = terms_read_name(import_cell(&name), &half.term, &half.half);
        if (!good)
            import_problem(in, &name, CODE_BAD_CELL, SEVERITY_ERROR, "The row was left out. Write it as Autumn 1 or Summer 2.",
                           "'%.*s' is not the name of a half-term.", STR_ARG(import_cell(&name)));
        good = good && import_day(in, &(struct cell_place){ table, column_at(table, "first"), row }, &half.first);
        good = good && import_day(in, &(struct cell_place){ table, column_at(table, "last"), row }, &half.last);
        if (good && (!date_known(half.first) || !date_known(half.last) || date_after(half.first, half.last))) {
            import_problem(in, &(struct cell_place){ table, column_at(table, "last"), row }, CODE_BAD_CELL, SEVERITY_ERROR,
                           "The row was left out.", "A half-term needs a first and a last day, in that order.");
            good = false;
        }
        if (!good) {
            import_left_hold(table, row);
            continue;
        }
        halves[count++] = half;
    }
    if (!say_whose_terms_win(in, table, halves, count, err) || !terms_keep(in->arena, in->db, halves, count, &wrote, err)) return false;
    if (wrote == WROTE_SAME) table->same += (int64_t)count;
    else table->added += (int64_t)count;
    if (wrote != WROTE_SAME) in->change->wrote_more = true;
    return true;
}
