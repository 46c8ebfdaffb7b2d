/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_whole - what the files of pupils are as a whole: those of another school, of a later school year, of years that
 * are not taught here; and since when those have left who are missing from them.
 * Owns:  nothing.
 * Must not know: how rows are written.
 */
#include "store/intake.h"
#include "work/import_priv.h"
#include "work/reading.h"

#define LEAST 10        /* pupils, of the file and on roll: of fewer nothing can be said */
#define KNOWN_PART 20   /* of another school: at most one in twenty is known here */
#define YEARS_SHARED 2  /* year groups that the file and the school both have: the new Year 7 alone is no other school */
#define YEAR_COUNT 16
#define SUMMER_DAYS 61  /* from 1 September to the end of October a file of the whole school tells who left in summer */
#define GIVEN_BY_SIZE 7 /* of a UPN: the numbers of the council and the school that gave it */
#define LAST_OF_KS4 11
#define LAST_OF_KS5 13

/* ---- another school --------------------------------------------------------------------------------------------------------- */

struct crowd {
    size_t rows, known;
    size_t on_roll;
    bool here[YEAR_COUNT], there[YEAR_COUNT]; /* year groups of those on roll; of those whom nobody knows */
    size_t shared;                            /* unknown ones in year groups that are here, too */
    struct str file;
    struct map given;                         /* of the file: by whom its UPNs were given */
    size_t *times;
};

static void count_row(struct importing *in, const struct import_table *table, uint32_t row, const struct map *upns, struct crowd *crowd) {
    const struct import_column *number = import_column_of(table, "upn"), *year = import_column_of(table, "year");
    struct str upn = import_cell(&(struct cell_place){ table, number, row });
    int64_t group = 0;
    if (upn.size != 13) return;
    crowd->rows++;
    crowd->times[map_put(&crowd->given, str_slice(upn, 1, 1 + GIVEN_BY_SIZE))]++;
    if (map_find(upns, upn) != MAP_NONE) {
        crowd->known++;
        return;
    }
    if (!year || !reading_year(import_fold(&in->row, import_cell(&(struct cell_place){ table, year, row })), &group)) return;
    crowd->there[group] = true;
    crowd->shared += crowd->here[group];
}

static void count_crowd(struct importing *in, struct crowd *crowd) {
    const struct import_roll *roll = &in->roll;
    struct map upns = map_make(in->arena);
    size_t room = 1;
    for (size_t i = 0; i < in->table_count; i++) room += in->tables[i].grid->row_count;
    *crowd = (struct crowd){ .given = map_make(in->arena), .times = arena_array(in->arena, size_t, room) };
    for (size_t i = 0; i < roll->was_count; i++) {
        if (roll->was[i].upn.size) map_put(&upns, roll->was[i].upn);
        if (!roll->was[i].on_roll || !roll->was[i].upn.size) continue;
        crowd->on_roll++;
        if (roll->was[i].year >= 0 && roll->was[i].year < YEAR_COUNT) crowd->here[roll->was[i].year] = true;
    }
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        if (table->target != TARGET_PUPILS || !import_column_of(table, "upn")) continue;
        if (!crowd->file.size) crowd->file = table->grid->name;
        for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
            arena_reset(&in->row);
            count_row(in, table, row, &upns, crowd);
        }
    }
}

/* "888/1103", when most UPNs of the file were given by one school and hardly any of those on roll by that one. */
static struct str given_by(const struct importing *in, const struct crowd *crowd) {
    for (uint32_t g = 0; g < crowd->given.count; g++) {
        size_t ours = 0;
        if (crowd->times[g] * 2 <= crowd->rows) continue;
        for (size_t i = 0; i < in->roll.was_count; i++)
            ours += in->roll.was[i].on_roll && in->roll.was[i].upn.size == 13
                    && str_equal(str_slice(in->roll.was[i].upn, 1, 1 + GIVEN_BY_SIZE), crowd->given.keys[g]);
        if (ours * 10 > crowd->on_roll) return (struct str){ 0 };
        return str_format(in->arena, " Most of its UPNs (%zu) were given by school %.*s/%.*s; of those on roll %zu.", crowd->times[g], 3, crowd->given.keys[g].at, 4,
                          crowd->given.keys[g].at + 3, ours);
    }
    return (struct str){ 0 };
}

bool import_whole_accepted(const struct importing *in, struct str file) {
    struct str rest = call_option(in->call, "accept-school"), one;
    bool said = str_equal(rest, file);
    for (bool more = rest.size > 0; more && !said; said = str_equal(str_trim(one), file)) more = str_cut(rest, ',', &one, &rest);
    for (size_t i = 0; i < in->call->part_count && !said; i++) {
        struct str part = in->call->parts[i].text;
        said = !in->call->parts[i].phrase && str_starts(part, "school=") && str_equal(str_slice(part, 7, part.size), file);
    }
    return said;
}

bool import_whole_stranger(struct importing *in, struct str file, struct err *err) {
    if (!in->strangers) in->strangers = arena_array(in->arena, struct str, 3 * in->table_count + 1);
    in->strangers[in->stranger_count++] = file;
    if (import_whole_accepted(in, file)) {
        import_say_once(in, "%s You said that it is to be read.", err->text);
        *err = (struct err){ 0 };
        return true;
    }
    if (import_transfer_ask(in, file, err)) return false;
    return err_next(err, "look where it was exported; if it does belong here, add  --accept-school %.*s", STR_ARG(file));
}

static bool looks_strange(const struct crowd *crowd) {
    size_t years = 0;
    for (size_t y = 0; y < YEAR_COUNT; y++) years += crowd->here[y] && crowd->there[y];
    return crowd->rows >= LEAST && crowd->on_roll >= LEAST && crowd->known * KNOWN_PART <= crowd->rows && years >= YEARS_SHARED && crowd->shared * 2 > crowd->rows;
}

bool import_whole_fits(struct importing *in, struct err *err) {
    struct crowd crowd;
    count_crowd(in, &crowd);
    if (!looks_strange(&crowd)) return true;
    struct str given = given_by(in, &crowd), known = crowd.known ? str_format(in->arena, "only %zu", crowd.known) : STR("none");
    err_set(err, CODE_OTHER_SCHOOL, "%.*s looks like the file of another school: %.*s of its %zu pupils %s known here, and %zu others are on roll in the same year groups.%.*s",
            STR_ARG(crowd.file), STR_ARG(known), crowd.rows, crowd.known > 1 ? "are" : "is", crowd.on_roll, STR_ARG(given));
    return import_whole_stranger(in, crowd.file, err);
}

/* References of two schools are the same (A0001), and what they stand for is not.  A date that is none is said when the row is read. */
static bool count_activities(struct importing *in, const struct import_table *table, size_t *known, size_t *others, struct err *err) {
    const struct import_column *reference = import_column_of(table, "reference"), *kind = import_column_of(table, "kind"), *day = import_column_of(table, "date");
    *known = *others = 0;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count && reference && kind && day; row++) {
        struct str key = import_cell(&(struct cell_place){ table, reference, row });
        struct activity_row held;
        struct date date;
        int64_t id;
        bool found;
        arena_reset(&in->row);
        if (!key.size) continue;
        if (!activity_find(in->db, STR(IMPORT_SOURCE), key, &id, err)) return false;
        if (!id) continue;
        if (!activity_look(in->db, in->kinds, &in->row, id, &held, &found, err)) return false;
        if (!found) continue;
        bool other_day = import_day_read(in, &(struct cell_place){ table, day, row }, &date) && !date_same(date, held.date);
        ++*known;
        *others += other_day || kinds_find(in->kinds, import_cell(&(struct cell_place){ table, kind, row })) != (int32_t)held.kind;
    }
    return true;
}

bool import_whole_activities(struct importing *in, struct err *err) {
    size_t known, others;
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        if (table->target != TARGET_ACTIVITIES) continue;
        if (!count_activities(in, table, &known, &others, err)) return false;
        if (known < LEAST || others * 2 <= known) continue;
        err_set(err, CODE_OTHER_SCHOOL, "%.*s looks like the file of another school: of its references %zu are known here, and %zu of them stand for another activity, of another kind or day.",
                STR_ARG(table->grid->name), known, others);
        if (!import_whole_stranger(in, table->grid->name, err)) return false;
    }
    return true;
}

/* ---- years that are not taught ------------------------------------------------------------------------------------------------- */

static int64_t years_taught(struct importing *in) {
    struct problems unheard = { .arena = in->arena };
    struct err ignored = { 0 };
    int32_t fact = in->kinds->known.years_taught;
    if (fact == FIELD_ABSENT || !school_load(in->school, SCHOOL_POLICY, in->as_at, &unheard, &ignored)) return 0;
    int64_t years = in->school->policy->school_facts[fact];
    return years == VALUE_NONE ? 0 : years;
}

void import_whole_years(struct importing *in) {
    int64_t taught = years_taught(in);
    size_t counts[YEAR_COUNT] = { 0 };
    for (size_t i = 0; i < in->table_count && taught; i++) {
        const struct import_table *table = &in->tables[i];
        const struct import_column *year = import_column_of(table, "year"), *left = import_column_of(table, "left_on");
        if (table->target != TARGET_PUPILS || !year) continue;
        for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
            int64_t group;
            arena_reset(&in->row);
            if (left && import_cell(&(struct cell_place){ table, left, row }).size) continue;
            if (reading_year(import_fold(&in->row, import_cell(&(struct cell_place){ table, year, row })), &group) && group < YEAR_COUNT) counts[group]++;
        }
    }
    for (int y = 0; y < YEAR_COUNT; y++)
        if (counts[y] && !(taught >> y & 1))
            import_say_once(in, "%zu %s in Year %d, which policy.lua does not name among the years taught: whoever has left needs a leaving date, or is left out of the export.",
                            counts[y], counts[y] == 1 ? "row is" : "rows are", y);
}

/* ---- since when those who are missing have left ----------------------------------------------------------------------------------- */

/* The files say of most pupils a year group more than the records: those were of the school year before. */
static bool moved_on(const struct importing *in) {
    size_t moved = 0, seen = 0;
    for (size_t i = 0; i < in->roll.was_count; i++) seen += in->roll.was[i].on_roll && in->roll.seen[i];
    for (size_t i = 0; i < in->roll.change_count; i++) {
        const struct import_change *change = &in->roll.changes[i];
        int64_t before, after;
        moved += change->field == in->kinds->known.year && str_whole(change->before, &before) && str_whole(change->after, &after) && after == before + 1;
    }
    return moved * 2 > seen;
}

/* Some file that held most of the school, or went by the same recipe, was read in this school year. */
static bool read_this_year(struct importing *in, bool *out, struct err *err) {
    struct date start = school_year_start(school_year_of(in->as_at));
    struct intake *rows;
    size_t count;
    int64_t on_roll = 0;
    *out = false;
    for (size_t i = 0; i < in->roll.was_count; i++) on_roll += in->roll.was[i].on_roll;
    if (!intake_list(in->db, in->arena, 0, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        bool whole = (in->recipe_name.size && str_equal(rows[i].recipe, in->recipe_name)) || rows[i].rows * 2 > on_roll;
        *out = *out || (str_is(rows[i].what, "pupils") && whole && date_known(rows[i].as_at) && !date_before(rows[i].as_at, start));
    }
    return true;
}

bool import_whole_days(struct importing *in, struct err *err) {
    struct import_roll *roll = &in->roll;
    struct date start = school_year_start(school_year_of(in->as_at)), summer = date_add_days(start, -1);
    struct date lately = calendar_school_day_before(in->school->calendar, date_add_days(in->as_at, -1));
    bool read, autumn = date_before(in->as_at, date_add_days(start, SUMMER_DAYS));
    if (!read_this_year(in, &read, err)) return false;
    roll->year_behind = moved_on(in);
    roll->gone_on = arena_array(in->arena, struct date, roll->was_count + 1);
    for (size_t i = 0; i < roll->was_count; i++) {
        /* The year group in which the pupil was at the end of the school year before. */
        int64_t year = roll->was[i].year == VALUE_NONE ? VALUE_NONE : roll->was[i].year - !roll->year_behind;
        bool ended = year == LAST_OF_KS4 || year >= LAST_OF_KS5;
        roll->gone_on[i] = (!read && autumn) || ((!read || roll->year_behind) && ended) ? summer : lately;
    }
    return true;
}
