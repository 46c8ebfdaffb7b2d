/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_doubt - rows about pupils that look wrong, and what people said about them.
 * Owns:  nothing.
 * Must not know: files, what is written.
 *
 * Such a row is left out until somebody has looked: --accept says that it is right as it stands, --same that it is a
 * child whom the records have under another number; a recipe keeps both.
 */
#include "work/import_priv.h"

#define YEARS_MOST 14

/* ---- what people said ---------------------------------------------------------------------------------------------------- */

static void put_list(struct importing *in, struct map *map, struct str said) {
    struct str part;
    for (bool more = said.size > 0; more;) {
        more = str_cut(said, ',', &part, &said);
        part = str_trim(part);
        if (map == &in->right && str_is(part, "all")) in->all_right = true;
        else if (str_starts(part, "back:")) map_put(&in->erased.back, str_slice(part, 5, part.size));
        else if (part.size && !str_is(part, "none")) map_put(map, part);
    }
}

void import_doubt_answers(struct importing *in) {
    static const char *const LISTS[] = { "accept", "same" };
    struct map *maps[] = { &in->right, &in->same };
    in->used = map_make(in->arena);
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        const struct node *kept = in->recipe ? node_field(in->recipe, LISTS[i]) : NULL;
        *maps[i] = map_make(in->arena);
        put_list(in, maps[i], call_option(in->call, LISTS[i]));
        for (uint32_t k = 0; kept && k < kept->item_count; k++) map_put(maps[i], kept->items[k].text);
    }
    /* Answers to the question at the terminal come as parts. */
    for (size_t i = 0; i < in->call->part_count; i++)
        if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, "accept="))
            put_list(in, &in->right, str_slice(in->call->parts[i].text, 7, in->call->parts[i].text.size));
}

/* "W888490124019/20261125" for a pupil whose records of some days wait; of several all of them. */
static struct str key_that_begins(struct importing *in, struct str part) {
    struct str out = { 0 };
    for (size_t i = 0; i < in->roll.doubt_count; i++) {
        struct str key = in->roll.doubts[i].key, before, after;
        if (str_cut(key, '/', &before, &after) && str_equal(before, part)) out = str_format(in->arena, "%.*s%s%.*s", STR_ARG(out), out.size ? "," : "", STR_ARG(key));
    }
    return out;
}

void import_doubt_unused(struct importing *in) {
    struct str said[] = { call_option(in->call, "accept"), call_option(in->call, "same") }, part;
    for (size_t i = 0; i < COUNT_OF(said); i++)
        for (bool more = said[i].size > 0; more;) {
            more = str_cut(said[i], ',', &part, &said[i]);
            part = str_trim(part);
            if (!part.size || str_is(part, "all") || str_is(part, "none") || map_find(&in->used, part) != MAP_NONE) continue;
            struct str whole = key_that_begins(in, part);
            if (whole.size) import_say_once(in, "%.*s alone does not say which record is right: add  --accept %.*s .", STR_ARG(part), STR_ARG(whole));
            else import_say_once(in, "Nothing about %.*s looked wrong: what you said about it was not needed.", STR_ARG(part));
        }
}

bool import_doubt_settled(struct importing *in, struct str key) {
    if (!in->all_right && map_find(&in->right, key) == MAP_NONE) return false;
    map_put(&in->used, key);
    return true;
}

void import_doubt_add(struct importing *in, struct str key, struct str label) {
    struct import_roll *roll = &in->roll;
    for (size_t i = 0; i < roll->doubt_count; i++)
        if (str_equal(roll->doubts[i].key, key)) return;
    if (roll->doubt_count == roll->doubt_room) {
        size_t room = roll->doubt_room ? roll->doubt_room * 2 : 16;
        struct import_doubt *wider = arena_array(in->arena, struct import_doubt, room);
        for (size_t i = 0; i < roll->doubt_count; i++) wider[i] = roll->doubts[i];
        roll->doubts = wider;
        roll->doubt_room = room;
    }
    roll->doubts[roll->doubt_count++] = (struct import_doubt){ str_copy(in->arena, key), str_copy(in->arena, label) };
}

void import_doubt_show(struct importing *in, struct page *page) {
    const struct import_roll *roll = &in->roll;
    if (!roll->doubt_count) return;
    struct str *labels = arena_array(in->arena, struct str, roll->doubt_count);
    for (size_t i = 0; i < roll->doubt_count; i++) labels[i] = roll->doubts[i].label;
    page_heading(page, 3, STR("Suspicious"));
    page_list(page, labels, roll->doubt_count);
}

/* ---- one row ----------------------------------------------------------------------------------------------------------------- */

static struct str cell_of(const struct import_table *table, uint32_t row, const char *field) {
    const struct import_column *column = import_column_of(table, field);
    return column ? import_cell(&(struct cell_place){ table, column, row }) : (struct str){ 0 };
}

struct str import_doubt_key(const struct import_table *table, uint32_t row) {
    struct str upn = cell_of(table, row, "upn"), number = cell_of(table, row, "admission_no"), surname, first_name;
    if (upn.size || number.size) return upn.size ? upn : number;
    import_read_name(table, row, &surname, &first_name);
    return str_trim(str_format(table->arena, "%.*s %.*s", STR_ARG(first_name), STR_ARG(surname)));
}

/* As it is to be typed. */
struct str import_doubt_typed(struct importing *in, struct str key) {
    return str_find(key, STR(" ")) == SIZE_MAX ? key : str_format(in->arena, "\"%.*s\"", STR_ARG(key));
}

static int doubt(struct importing *in, const struct cell_place *at, enum code code, bool other, const char *format, ...) PRINTF_LIKE(5, 6);

static int doubt(struct importing *in, const struct cell_place *at, enum code code, bool other, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(in->arena, format, args);
    va_end(args);
    struct str key = import_doubt_key(at->table, at->row), surname, first_name;
    import_read_name(at->table, at->row, &surname, &first_name);
    struct str say = import_doubt_typed(in, key);
    struct str next = other ? str_format(in->arena, "The row was left out. If this is another child, add  --accept %.*s ; if it is the same child, add  --same %.*s .",
                                         STR_ARG(say), STR_ARG(say))
                            : str_format(in->arena, "The row was left out. Mend it where it comes from; or, if it is right as it stands, add  --accept %.*s .", STR_ARG(say));
    import_problem(in, at, code, SEVERITY_ERROR, next.at, "%.*s", STR_ARG(said));
    import_doubt_add(in, key, str_format(in->arena, "row %u, %.*s %.*s: %.*s%s", grid_row(at->table->grid, at->row).line, STR_ARG(first_name), STR_ARG(surname),
                                         STR_ARG(said), other ? " Right, if it is another child." : ""));
    return 0;
}

uint32_t *import_doubt_twins(struct importing *in, const struct import_table *table) {
    uint32_t rows = table->grid->row_count, *twins = arena_array(in->arena, uint32_t, rows + 1), *first = arena_array(in->arena, uint32_t, rows + 1);
    struct map seen = map_make(in->arena);
    if (!import_column_of(table, "upn")) return twins;
    for (uint32_t r = table->grid->header + 1; r < rows; r++) {
        struct str surname, first_name, upn = cell_of(table, r, "upn"), born = cell_of(table, r, "dob");
        import_read_name(table, r, &surname, &first_name);
        if (!upn.size || !born.size || !surname.size) continue;
        uint32_t before = seen.count;
        uint32_t at = map_put(&seen, import_fold(in->arena, str_format(in->arena, "%.*s %.*s %.*s", STR_ARG(surname), STR_ARG(first_name), STR_ARG(born))));
        if (at == before) first[at] = r;
        else if (!str_equal(cell_of(table, first[at], "upn"), upn)) {
            twins[r] = first[at];
            twins[first[at]] = r;
        }
    }
    return twins;
}

static bool by(struct importing *in, enum pupil_key key, const struct pupil_sought *sought, int64_t *id, uint32_t *count, struct err *err) {
    *count = 0;
    *id = 0;
    return pupil_find(in->db, key, sought, id, count, err);
}

/* A known pupil with another birthday is somebody else until a person has looked. */
static int same_birthday(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, struct date dob) {
    int32_t fact = in->kinds->known.dob;
    if (fact == FIELD_ABSENT || !date_known(dob) || held->facts[fact] == VALUE_NONE || held->facts[fact] == dob.day) return 1;
    if (import_doubt_settled(in, import_doubt_key(table, row))) return 1;
    char text[DATE_LONG_SIZE];
    return doubt(in, &(struct cell_place){ table, import_column_of(table, "dob"), row }, CODE_UPN_OTHER_BIRTHDAY, false,
                 "The records have another date of birth for this pupil (%s).", date_short((struct date){ (int32_t)held->facts[fact] }, text));
}

/* The same name and birthday as a pupil known under another number: once a person said so, the same child. */
static int other_number(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, const struct pupil_sought *sought,
                        struct import_found *out) {
    struct str key = import_doubt_key(table, row), number = held->upn.size ? held->upn : held->admission_no;
    bool upns = sought->upn.size && held->upn.size, numbers = !upns && sought->admission_no.size && held->admission_no.size;
    if (!upns && !numbers) return 1;
    if (map_find(&in->same, key) != MAP_NONE) {
        map_put(&in->used, key);
        return 1;
    }
    if (import_doubt_settled(in, key)) {
        out->id = 0;
        return 1;
    }
    return doubt(in, &(struct cell_place){ table, import_column_of(table, sought->upn.size ? "upn" : "admission_no"), row }, CODE_SAME_CHILD_TWICE, true,
                 "The records have a pupil of this name and birthday under another number (%.*s).", STR_ARG(number));
}

/* The admission number of a pupil with another UPN: a new UPN for the same child, or the number of somebody else. */
static int other_upn(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil *held, const struct pupil_sought *sought,
                     struct import_found *out) {
    struct str key = import_doubt_key(table, row);
    bool same_name = str_equal(import_fold(&in->row, held->surname), import_fold(&in->row, sought->surname))
                     || str_equal(import_fold(&in->row, held->first_name), import_fold(&in->row, sought->first_name));
    if (!sought->upn.size || !held->upn.size || str_equal(sought->upn, held->upn) || same_name) return 1;
    if (map_find(&in->same, key) != MAP_NONE) {
        map_put(&in->used, key);
        return 1;
    }
    if (import_doubt_settled(in, key)) {
        out->id = 0;
        return 1;
    }
    return doubt(in, &(struct cell_place){ table, import_column_of(table, "admission_no"), row }, CODE_SAME_CHILD_TWICE, true,
                 "The records have this admission number for a pupil of another name and UPN (%.*s).", STR_ARG(held->upn));
}

int import_doubt_find(struct importing *in, const struct import_table *table, uint32_t row, uint32_t twin, const struct pupil_sought *sought,
                      struct import_found *out, struct err *err) {
    enum { BY_UPN, BY_NUMBER, BY_NAME } way = BY_UPN;
    struct pupil held;
    uint32_t count = 0;
    bool found;
    *out = (struct import_found){ 0 };
    if (sought->upn.size && !by(in, PUPIL_BY_UPN, sought, &out->id, &count, err)) return -1;
    if (!out->id && twin && map_find(&in->same, sought->upn) == MAP_NONE && !import_doubt_settled(in, sought->upn))
        return doubt(in, &(struct cell_place){ table, import_column_of(table, "upn"), row }, CODE_SAME_CHILD_TWICE, true,
                     "Row %u has the same name and birthday under another UPN (%.*s).", grid_row(table->grid, twin).line, STR_ARG(cell_of(table, twin, "upn")));
    if (!out->id && sought->admission_no.size) {
        way = BY_NUMBER;
        if (!by(in, PUPIL_BY_ADMISSION_NO, sought, &out->id, &count, err)) return -1;
        if (count > 1) out->id = 0;
    }
    if (!out->id && sought->surname.size && sought->first_name.size && date_known(sought->dob)) {
        way = BY_NAME;
        if (!by(in, PUPIL_BY_NAME_AND_DOB, sought, &out->id, &count, err)) return -1;
        if (count > 1 && !sought->upn.size && !sought->admission_no.size) {
            import_problem(in, &(struct cell_place){ table, import_column_of(table, "dob"), row }, CODE_SAME_CHILD_TWICE, SEVERITY_ERROR,
                           "The row was left out. Give it the UPN or the admission number of the pupil.", "%u pupils here have this name and birthday.", count);
            return 0;
        }
    }
    if (!out->id) return 1;
    if (!pupil_read(in->db, in->kinds, &in->row, out->id, &held, &found, err)) return -1;
    import_diff_see(in, out->id);
    int good = way == BY_NAME ? other_number(in, table, row, &held, sought, out) : same_birthday(in, table, row, &held, sought->dob);
    if (good == 1 && way == BY_NUMBER) good = other_upn(in, table, row, &held, sought, out);
    if (good == 1 && out->id && sought->upn.size && held.upn.size && !str_equal(sought->upn, held.upn)) out->former_upn = held.upn;
    return good;
}

/* The year group of a pupil born on a day, as most are; one year more or less happens, and more years after 16. */
int import_doubt_year(struct importing *in, const struct import_table *table, uint32_t row, struct date dob, int64_t id) {
    const struct import_column *column = import_column_of(table, "year"), *leaving = import_column_of(table, "left_on"), *joining = import_column_of(table, "admitted_on");
    const struct pupil_row *was = id ? import_diff_was(in, id) : NULL;
    struct field_value value;
    struct err unheard = { 0 };
    struct date day = in->as_at, left, joined = DATE_NONE;
    int32_t fact = in->kinds->known.year;
    if (!column || fact == FIELD_ABSENT || !date_known(dob)) return 1;
    if (!import_field(in, &(struct cell_place){ table, column, row }, &in->kinds->facts[SUBJECT_PUPIL].fields[fact], &value, &unheard)) return 0;
    if (leaving && !import_day(in, &(struct cell_place){ table, leaving, row }, &left)) return 0;
    if (leaving && date_known(left) && !import_is_transfer(table)) day = date_min(day, left);
    if (!leaving && was && !in->whole) day = date_min(day, was->left_on);
    if (joining && !import_day(in, &(struct cell_place){ table, joining, row }, &joined)) return 0;
    if (date_known(joined)) day = date_max(day, joined);
    if (value.value == VALUE_NONE || value.value > YEARS_MOST) return 1;
    int64_t usual = school_year_of(day) - school_year_of(dob) - 5, older = usual - value.value;
    bool fits = older >= -1 && older <= (value.value >= 12 ? 3 : 1);
    if (fits || (was && was->year == value.value && date_same(was->dob, dob)) || import_doubt_settled(in, import_doubt_key(table, row))) return 1;
    char text[DATE_LONG_SIZE];
    return doubt(in, &(struct cell_place){ table, column, row }, CODE_YEAR_AND_BIRTHDAY, false, "Who was born on %s is %s Year %lld.", date_short(dob, text),
                 older > 0 ? "old for" : "young for", (long long)value.value);
}
