/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_leaving - when pupils left, where the list of leavers and the file of pupils give other days.
 * Owns:  nothing.
 * Must not know: how rows are written.
 *
 * The list of leavers has the last word on a stay while it has a record of it, in whatever order the files come: a file of
 * pupils changes nothing then, and the disagreement is named.  Only where no list of leavers is read with it, a pupil whom
 * the file of pupils has without a leaving date is on roll again.
 */
#include "store/pupil.h"
#include "work/import_priv.h"

#define NAMED_MOST 3

/* What a file of pupils said of one whom the leavers have, too. */
struct import_leaver {
    int64_t pupil;             /* 0: new with this import */
    struct str upn, admission_no;
    struct date said;          /* DATE_NONE: no leaving date */
    const struct import_table *pupils, *leavers; /* leavers NULL: the record alone says so */
};

struct import_leavings {
    struct map keys;           /* "upn:...", "no:..." of the lists of leavers that are read */
    const struct import_table **tables; /* by key */
    struct import_leaver *rows;
    size_t count, room;
};

static struct str key_of(struct importing *in, const char *sort, struct str number) { return str_format(&in->row, "%s:%.*s", sort, STR_ARG(number)); }

static const struct { const char *field, *sort; } NUMBERS[] = { { "upn", "upn" }, { "admission_no", "no" } };

static void read_leavers(struct importing *in, const struct import_table *table) {
    for (size_t n = 0; n < COUNT_OF(NUMBERS); n++) {
        const struct import_column *column = import_column_of(table, NUMBERS[n].field);
        for (uint32_t row = table->grid->header + 1; column && row < table->grid->row_count; row++) {
            struct str cell = import_cell(&(struct cell_place){ table, column, row });
            if (cell.size) in->leavings->tables[map_put(&in->leavings->keys, key_of(in, NUMBERS[n].sort, cell))] = table;
        }
    }
}

static void begin(struct importing *in) {
    size_t rows = 0;
    if (in->leavings) return;
    for (size_t i = 0; i < in->table_count; i++) rows += import_flag(&in->tables[i], "leaves") ? in->tables[i].grid->row_count : 0;
    in->leavings = arena_new(in->arena, struct import_leavings);
    in->leavings->keys = map_make(in->arena);
    in->leavings->tables = arena_array(in->arena, const struct import_table *, rows * COUNT_OF(NUMBERS) + 1);
    for (size_t i = 0; i < in->table_count; i++)
        if (import_flag(&in->tables[i], "leaves")) read_leavers(in, &in->tables[i]);
}

static const struct import_table *list_with(struct importing *in, const struct pupil *pupil) {
    const struct str numbers[] = { pupil->upn, pupil->admission_no };
    for (size_t n = 0; n < COUNT_OF(NUMBERS); n++) {
        uint32_t at = numbers[n].size ? map_find(&in->leavings->keys, key_of(in, NUMBERS[n].sort, numbers[n])) : MAP_NONE;
        if (at != MAP_NONE) return in->leavings->tables[at];
    }
    return NULL;
}

/* The last record of leaving of the stay that began on a day, or of the school year of the leaving date. */
static bool find_record(struct importing *in, int64_t pupil, struct date joined, struct date said, bool listed, struct date *out, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    *out = DATE_NONE;
    filter.kind = kinds_find(in->kinds, STR("leaver"));
    filter.pupil = pupil;
    if (filter.kind == FIELD_ABSENT) return true;
    if (!activity_list(in->db, in->kinds, &in->row, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct date day = rows[i].date;
        bool year = date_known(said) && school_year_of(day) == school_year_of(said);
        bool stay = date_known(joined) ? !date_before(day, joined) : year || !date_known(said);
        if (stay && (listed || year) && !rows[i].cancelled) *out = day;
    }
    return true;
}

static void remember(struct importing *in, struct import_leaver one) {
    struct import_leavings *all = in->leavings;
    if (all->count == all->room) {
        size_t room = all->room ? all->room * 2 : 32;
        struct import_leaver *wider = arena_array(in->arena, struct import_leaver, room);
        for (size_t i = 0; i < all->count; i++) wider[i] = all->rows[i];
        all->rows = wider;
        all->room = room;
    }
    all->rows[all->count++] = one;
}

bool import_leaving_day(struct importing *in, const struct import_table *table, const struct pupil *held, struct date joined, struct date *day, struct err *err) {
    struct date record = DATE_NONE;
    int32_t admitted = in->kinds->known.admitted_on;
    begin(in);
    const struct import_table *list = list_with(in, held);
    if (!list && !date_known(*day)) return true;
    if (!date_known(joined) && held->id && admitted != FIELD_ABSENT && held->facts[admitted] != VALUE_NONE) joined = (struct date){ (int32_t)held->facts[admitted] };
    if (held->id && !find_record(in, held->id, joined, *day, list != NULL, &record, err)) return false;
    if (!list && !date_known(record)) return true;
    remember(in, (struct import_leaver){ held->id, str_copy(in->arena, held->upn), str_copy(in->arena, held->admission_no), *day, table, list });
    if (date_known(record)) *day = record;
    return true;
}

static bool find_pupil(struct importing *in, const struct import_leaver *one, int64_t *id, struct err *err) {
    const struct pupil_sought sought = { .upn = one->upn, .admission_no = one->admission_no, .dob = DATE_NONE };
    uint32_t count;
    *id = one->pupil;
    if (*id) return true;
    return pupil_find(in->db, one->upn.size ? PUPIL_BY_UPN : PUPIL_BY_ADMISSION_NO, &sought, id, &count, err);
}

/* Once all files are read: what holds now, and what the file of pupils says. */
bool import_leaving_end(struct importing *in, struct err *err) {
    size_t differ = 0;
    for (size_t i = 0; in->leavings && i < in->leavings->count; i++) {
        const struct import_leaver *one = &in->leavings->rows[i];
        struct pupil pupil;
        int64_t id;
        bool found = false;
        char day[2][DATE_LONG_SIZE];
        arena_reset(&in->row);
        if (!find_pupil(in, one, &id, err) || (id && !pupil_read(in->db, in->kinds, &in->row, id, &pupil, &found, err))) return false;
        struct date left = found ? import_diff_left_on(in, &pupil) : one->said;
        if (date_same(left, one->said) || !date_known(left) || differ++ >= NAMED_MOST) continue;
        struct str list = one->leavers ? one->leavers->grid->title : STR("The record of leaving");
        struct str other = date_known(one->said) ? str_from(date_short(one->said, day[1])) : STR("no day");
        import_say_once(in, "%.*s says %s and %.*s %.*s for %.*s %.*s: %s is taken.", STR_ARG(list), date_short(left, day[0]), STR_ARG(one->pupils->grid->title), STR_ARG(other),
                        STR_ARG(pupil.first_name), STR_ARG(pupil.surname), one->leavers ? "the list of leavers" : "the record");
    }
    if (differ > NAMED_MOST) import_say_once(in, "Of %zu more pupils the leaving dates differ in the same way.", differ - NAMED_MOST);
    return true;
}
