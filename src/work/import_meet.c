/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_meet - rows that no earlier import brought, where they meet a record that is there already.
 * Owns:  nothing.
 * Must not know: how cells are read.
 *
 * The same thing typed by hand and exported later is one record.  What only looks the same is left out until somebody has said
 * what it is.
 */
#include <string.h>

#include "base/utf8.h"
#include "work/import_priv.h"
#include "work/reading.h"

#define NEAR_DAYS 3

static struct str name_of_day(struct importing *in, struct date day) {
    char text[DATE_LONG_SIZE];
    return str_format(in->arena, "%s", date_short(day, text));
}

static struct str plain_kind(struct importing *in, const struct kind *kind) {
    char *text = arena_copy(in->arena, kind->name.at, kind->name.size);
    for (size_t i = 0; i < kind->name.size; i++)
        if (text[i] == '_') text[i] = ' ';
    return (struct str){ text, kind->name.size };
}

bool import_meet_settled(struct importing *in, const struct cell_place *at, struct str key, enum code code, struct str said, struct str otherwise) {
    if (import_doubt_settled(in, key)) return true;
    struct str next = str_format(in->arena, "The row was left out. %.*s, add  --accept %.*s .", STR_ARG(otherwise), STR_ARG(key));
    import_problem(in, at, code, SEVERITY_ERROR, next.at, "%.*s", STR_ARG(said));
    import_doubt_add(in, key, str_format(in->arena, "row %u: %.*s", grid_row(at->table->grid, at->row).line, STR_ARG(said)));
    return false;
}

/* ---- rows that are there twice ------------------------------------------------------------------------------------------------ */

struct import_doubles import_doubles_make(struct importing *in, const struct import_table *table) {
    size_t rows = (size_t)table->grid->row_count + 1;
    return (struct import_doubles){ map_make(in->arena), arena_array(in->arena, uint32_t, rows), arena_array(in->arena, uint32_t, rows) };
}

bool import_doubles_has(struct import_doubles *doubles, const struct import_table *table, uint32_t row, struct str key) {
    uint32_t known = doubles->keys.count, at = map_put(&doubles->keys, key);
    for (uint32_t r = at < known ? doubles->newest[at] : 0; r; r = doubles->before[r])
        if (import_rows_equal(table, r, row)) return true;
    doubles->before[row] = at < known ? doubles->newest[at] : 0;
    doubles->newest[at] = row;
    return false;
}

/* ---- days to come ----------------------------------------------------------------------------------------------------------- */

/* A file may be read as at a day to come. */
static bool is_to_come(const struct importing *in, struct date day) { return date_after(day, in->call->today) && date_after(day, in->as_at); }

bool import_meet_has_been(struct importing *in, const struct cell_place *at, struct date day, int outcome) {
    if ((outcome != OUTCOME_ATTENDED && outcome != OUTCOME_ABSENT) || !is_to_come(in, day)) return true;
    import_problem(in, at, CODE_NOT_YET, SEVERITY_ERROR, "The row was left out. Mend the date; or, of what is planned, write invited.",
                   "%.*s has yet to come, and the row says %.*s.", STR_ARG(name_of_day(in, day)), STR_ARG(OUTCOME_NAMES[outcome]));
    return false;
}

/* ---- records of one pupil ---------------------------------------------------------------------------------------------------- */

static bool same_text(struct importing *in, struct str a, struct str b) { return str_equal(utf8_fold(&in->row, a), utf8_fold(&in->row, b)); }

/* Where both say something, it is the same. */
static bool agree_fields(const struct kind *kind, const struct field_value *a, size_t a_count, struct date a_day, const struct field_value *b, size_t b_count,
                         struct date b_day) {
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++) {
            if (a[i].field != b[k].field) continue;
            if (kind->fields[a[i].field].type == FIELD_DAY && a[i].value - a_day.day == b[k].value - b_day.day) continue; /* as many days after it */
            bool note = kind->fields[a[i].field].home == HOME_NOTE;
            if (note ? !str_equal(a[i].text, b[k].text) : a[i].value != b[k].value) return false;
        }
    return true;
}

static const struct activity_person *person_of(const struct activity_card *card, int64_t person) {
    for (size_t i = 0; i < card->people_count; i++)
        if (card->people[i].person == person) return &card->people[i];
    return NULL;
}

static bool same_with(const struct import_row_read *row, const struct activity_card *card) {
    return row->organisation == VALUE_NONE || card->row.organisation == VALUE_NONE || row->organisation == card->row.organisation;
}

static bool same_outcome(const struct import_row_read *row, const struct activity_person *one) {
    return row->outcome < 0 || one->outcome < 0 || row->outcome == one->outcome;
}

static bool is_equal(struct importing *in, const struct kind *kind, const struct import_row_read *row, const struct activity_card *card) {
    const struct activity_person *one = person_of(card, row->pupil);
    if (!one || !same_with(row, card) || !same_outcome(row, one)) return false;
    if (row->title.size && card->row.title.size && !same_text(in, row->title, card->row.title)) return false;
    return agree_fields(kind, row->session, row->session_count, row->date, card->fields, card->field_count, card->row.date)
           && agree_fields(kind, row->each, row->each_count, row->date, one->fields, one->field_count, card->row.date);
}

/* Nobody leaves twice without having come back between. */
static bool same_stay(struct importing *in, int64_t pupil, struct date a, struct date b, bool *same, struct err *err) {
    struct pupil held;
    bool found;
    int32_t fact = in->kinds->known.admitted_on;
    if (!pupil_read(in->db, in->kinds, &in->row, pupil, &held, &found, err)) return false;
    int64_t admitted = found && fact != FIELD_ABSENT ? held.facts[fact] : VALUE_NONE;
    struct date first = date_min(a, b), last = date_same(first, a) ? b : a;
    if (admitted == VALUE_NONE) *same = school_year_of(first) == school_year_of(last);
    else *same = !(date_before(first, (struct date){ (int32_t)admitted }) && !date_before(last, (struct date){ (int32_t)admitted }));
    return true;
}

static struct str accept_key(struct importing *in, const struct cell_place *at, struct date day) {
    const struct import_column *upn = import_column_of(at->table, "upn"), *number = import_column_of(at->table, "admission_no");
    struct str key = upn ? import_cell(&(struct cell_place){ at->table, upn, at->row }) : (struct str){ 0 };
    if (!key.size && number) key = import_cell(&(struct cell_place){ at->table, number, at->row });
    return str_format(in->arena, "%.*s/%d", STR_ARG(key), date_number(day));
}

/* Of the rows about one pupil and day: the first, and the first with another outcome. */
struct day_rows { uint32_t first, other; bool settled; };

/* "W888490124019/20261125"; empty where the row does not say whom or when. */
static struct str pupil_and_day(struct importing *in, const struct import_table *table, uint32_t row) {
    const struct cell_place at = { table, import_column_of(table, "date"), row };
    struct date day;
    if (!at.column || !import_day_read(in, &at, &day)) return (struct str){ 0 };
    struct str key = accept_key(in, &at, day);
    return key.at[0] == '/' ? (struct str){ 0 } : key;
}

const bool *import_meet_contrary(struct importing *in, const struct import_table *table) {
    const struct import_column *outcome = import_column_of(table, "outcome");
    uint32_t rows = table->grid->row_count, *at = arena_array(in->arena, uint32_t, rows + 1);
    bool *wrong = arena_array(in->arena, bool, rows + 1);
    struct day_rows *days = arena_array(in->arena, struct day_rows, rows + 1);
    struct map seen = map_make(in->arena);
    for (uint32_t r = table->grid->header + 1; outcome && r < rows; r++) {
        arena_reset(&in->row);
        const struct cell_place place = { table, outcome, r };
        struct str key = pupil_and_day(in, table, r), word = import_cell(&place);
        if (!key.size || !word.size) continue;
        struct day_rows *day = &days[at[r] = map_put(&seen, key) + 1];
        const struct cell_place first = { table, outcome, day->first };
        if (!day->first) day->first = r;
        else if (!day->other && !str_equal_fold_ascii(import_cell(&first), word)) day->other = r;
    }
    for (uint32_t r = table->grid->header + 1; outcome && r < rows; r++) {
        struct day_rows *day = &days[at[r]];
        if (!at[r] || !day->other) continue;
        const struct cell_place a = { table, outcome, day->first }, b = { table, outcome, day->other }, here = { table, outcome, r };
        struct str said = str_format(in->arena, "Rows %u and %u are about one pupil and day, and one says %.*s, the other %.*s.", grid_row(table->grid, a.row).line,
                                     grid_row(table->grid, b.row).line, STR_ARG(import_cell(&a)), STR_ARG(import_cell(&b)));
        /* Told with the first of them; the answer holds for all of that day. */
        if (r == day->first) day->settled = import_meet_settled(in, &b, seen.keys[at[r] - 1], CODE_TWO_ANSWERS, said, STR("Neither is taken: take the wrong one out and import again; or, if both are right"));
        wrong[r] = !day->settled;
        if (wrong[r] && r != day->other) import_left_mark(in, &here, said);
    }
    return wrong;
}

static int hold_row(struct importing *in, const struct cell_place *at, const struct import_row_read *row, const struct activity_card *card, const char *what) {
    const struct kind *kind = &in->kinds->kinds[card->row.kind];
    struct str said = str_format(in->arena, "The records have #%lld, %.*s of %.*s, %s.", (long long)card->row.id, STR_ARG(plain_kind(in, kind)),
                                 STR_ARG(name_of_day(in, card->row.date)), what);
    struct str other = date_same(card->row.date, row->date)
                           ? str_format(in->arena, "If the record is wrong, correct %lld and import again; if both are right", (long long)card->row.id)
                           : str_format(in->arena, "If the day was mended, correct %lld on %.*s and import again; if it is another one", (long long)card->row.id,
                                        STR_ARG(name_of_day(in, row->date)));
    return import_meet_settled(in, at, accept_key(in, at, row->date), CODE_SAME_RECORD, said, other) ? 1 : 0;
}

static bool is_met(const struct import_meets *meets, int64_t id) { return meets->met.count && map_find(&meets->met, (struct str){ (const char *)&id, sizeof id }) != MAP_NONE; }

bool import_meet_note(struct importing *in, struct import_meets *meets, int64_t id) {
    if (!meets->met.arena) meets->met = map_make(in->arena);
    uint32_t before = meets->met.count;
    return map_put(&meets->met, (struct str){ (const char *)&id, sizeof id }) == before;
}

bool import_meet_any(struct importing *in, const struct import_table *table, const struct import_row_read *row, bool *any, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    filter.kind = (int32_t)row->kind;
    filter.pupil = row->pupil;
    filter.most = 1;
    if (!import_flag(table, "leaves")) {
        filter.from = date_add_days(row->date, -NEAR_DAYS);
        filter.to = date_add_days(row->date, NEAR_DAYS);
    }
    if (!activity_list(in->db, in->kinds, &in->row, &filter, &rows, &count, err)) return false;
    *any = count > 0;
    return true;
}

/* The record of the same leaving, whatever its day. */
static int meet_leaver(struct importing *in, const struct cell_place *at, const struct import_row_read *row, const struct import_meets *meets,
                       const struct activity_card *card, int64_t *id, struct err *err) {
    bool same;
    if (!same_stay(in, row->pupil, row->date, card->row.date, &same, err)) return -1;
    if (!same) return 1;
    if (!is_met(meets, card->row.id)) {
        *id = card->row.id;
        return 1;
    }
    import_problem(in, at, CODE_TWO_ANSWERS, SEVERITY_ERROR, "The row was left out. Take one of them out of the file, or mend the date of admission if the pupil came back.",
                   "Another row says that this pupil left on %.*s.", STR_ARG(name_of_day(in, card->row.date)));
    return 0;
}

static int meet_one(struct importing *in, const struct cell_place *at, const struct import_row_read *row, const struct import_meets *meets,
                    const struct activity_card *card, int64_t *id, struct err *err) {
    const struct kind *kind = &in->kinds->kinds[row->kind];
    const struct activity_person *one = person_of(card, row->pupil);
    bool named, same_day = date_same(card->row.date, row->date);
    if (is_met(meets, card->row.id) || !one || card->row.cancelled) return 1;
    if (!same_day) return !import_flag(at->table, "often") && is_equal(in, kind, row, card) ? hold_row(in, at, row, card, "which says the same but for the day") : 1;
    if (!activity_is_named(in->db, card->row.id, at->table->name, &named, err)) return -1;
    if ((named && !import_hand_moved(in, card->row.id)) || !same_with(row, card)) return 1;
    if (!shape_has_outcome(kind->shape) && !is_equal(in, kind, row, card)) return 1; /* several notes a day are as usual as one */
    if (!same_outcome(row, one) && one->outcome != OUTCOME_INVITED) return hold_row(in, at, row, card, "with another outcome");
    *id = card->row.id;
    return 1;
}

int import_meet_record(struct importing *in, const struct cell_place *at, const struct import_row_read *row, const struct import_meets *meets, int64_t *id, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    bool leaves = import_flag(at->table, "leaves");
    *id = 0;
    filter.kind = (int32_t)row->kind;
    filter.pupil = row->pupil;
    if (!leaves) {
        filter.from = date_add_days(row->date, -NEAR_DAYS);
        filter.to = date_add_days(row->date, NEAR_DAYS);
    }
    if (!activity_list(in->db, in->kinds, &in->row, &filter, &rows, &count, err)) return -1;
    /* The records of the day itself first. */
    for (int pass = 0; pass < 2 && !*id; pass++)
        for (size_t i = 0; i < count && !*id; i++) {
            struct activity_card card;
            bool found;
            if (date_same(rows[i].date, row->date) != (pass == 0)) continue;
            if (!activity_read(in->db, in->kinds, &in->row, rows[i].id, &card, &found, err)) return -1;
            int good = !found ? 1 : leaves ? meet_leaver(in, at, row, meets, &card, id, err) : meet_one(in, at, row, meets, &card, id, err);
            if (good != 1) return good;
        }
    return 1;
}

/* ---- activities ---------------------------------------------------------------------------------------------------------------- */

static struct str called(struct importing *in, const struct activity_row *row) {
    struct str name = row->title.size ? row->title : row->organisation_name;
    if (!name.size) name = plain_kind(in, &in->kinds->kinds[row->kind]);
    return str_format(in->arena, "%.*s of %.*s", STR_ARG(name), STR_ARG(name_of_day(in, row->date)));
}

/* What has happened does not move into days to come. */
static int moves_ahead(struct importing *in, const struct import_event *event, const struct activity_row *row, struct err *err) {
    struct activity_card card;
    bool found;
    size_t known = 0;
    if (!is_to_come(in, event->date) || date_same(event->date, row->date)) return 1;
    if (!activity_read(in->db, in->kinds, &in->row, row->id, &card, &found, err)) return -1;
    for (size_t i = 0; i < card.people_count; i++)
        known += card.people[i].outcome == OUTCOME_ATTENDED || card.people[i].outcome == OUTCOME_ABSENT;
    if (!known) return 1;
    import_problem(in, &event->at_date, CODE_NOT_YET, SEVERITY_ERROR, "The row was left out. Mend the date, or give what is planned a number of its own.",
                   "%.*s is the %.*s here, with %zu who came or were away, and %.*s has yet to come.", STR_ARG(event->reference), STR_ARG(called(in, row)), known,
                   STR_ARG(name_of_day(in, event->date)));
    return 0;
}

int import_meet_known(struct importing *in, const struct import_event *event, int64_t id, struct err *err) {
    struct activity_row row;
    bool found;
    if (!activity_look(in->db, in->kinds, &in->row, id, &row, &found, err)) return -1;
    if (!found) return 1;
    if (row.kind != event->kind) {
        struct str title = row.title.size ? str_format(&in->row, ", '%.*s'", STR_ARG(row.title)) : (struct str){ 0 };
        struct str next = str_format(in->arena, "The row was left out. Is it the file of another school?  If it is this school's, give the activity a reference of its own, or take "
                                     "the other out first:  correct #%lld --remove", (long long)id);
        char day[DATE_LONG_SIZE];
        import_problem(in, &event->at, CODE_OTHER_ACTIVITY, SEVERITY_ERROR, next.at, "The reference %.*s is the %.*s of %s here (#%lld%.*s), and the row says %.*s.",
                       STR_ARG(event->reference), STR_ARG(in->kinds->kinds[row.kind].name), date_short(row.date, day), (long long)id, STR_ARG(title),
                       STR_ARG(in->kinds->kinds[event->kind].name));
        return 0;
    }
    bool other_title = event->title.size && row.title.size && !same_text(in, event->title, row.title);
    bool other_firm = event->organisation.size && row.organisation_name.size && !same_text(in, event->organisation, row.organisation_name);
    if (date_same(event->date, row.date) || import_hand_moved(in, id) || !(other_title || other_firm)) return moves_ahead(in, event, &row, err);
    struct str what = event->title.size ? event->title : event->organisation;
    struct str said = str_format(in->arena, "%.*s is the %.*s here, and the row speaks of %.*s of %.*s.", STR_ARG(event->reference), STR_ARG(called(in, &row)),
                                 STR_ARG(what), STR_ARG(name_of_day(in, event->date)));
    struct str other = STR("Give it a number of its own; or, to change the old one");
    return import_meet_settled(in, &event->at, event->reference, CODE_OTHER_EVENT, said, other) ? moves_ahead(in, event, &row, err) : 0;
}

/* Most of those who were there are of the year groups that the row names. */
static bool of_years(struct importing *in, const struct activity_card *card, struct date day, int64_t years, bool *fits, struct err *err) {
    const struct pupil_filter all = { .day = in->as_at, .year = VALUE_NONE, .leavers = true };
    struct pupil_row *rows;
    size_t count, among = 0;
    int64_t since = school_year_of(in->as_at) - school_year_of(day); /* year groups are known as at the day of an export */
    *fits = false;
    if (!card->people_count) return true;
    if (!pupil_list(in->db, in->kinds, &in->row, &all, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].year >= since && rows[i].year - since < 32 && (years >> (rows[i].year - since) & 1) && person_of(card, rows[i].id)) among++;
    *fits = among * 2 > card->people_count;
    return true;
}

static bool is_event(struct importing *in, const struct import_event *event, const struct activity_card *card, bool *same, struct err *err) {
    bool firm = event->organisation.size && card->row.organisation_name.size, title = event->title.size && card->row.title.size;
    bool same_firm = firm && same_text(in, event->organisation, card->row.organisation_name);
    bool same_title = title && same_text(in, event->title, card->row.title);
    *same = false;
    if ((firm && !same_firm) || (title && !same_title && !same_firm)) return true;
    if (event->years != VALUE_NONE && card->people_count) return of_years(in, card, event->date, event->years, same, err);
    *same = same_firm || same_title;
    return true;
}

int import_meet_event(struct importing *in, const struct import_event *event, struct str source, int64_t *id, struct err *err) {
    int64_t *ids;
    size_t count, fitting = 0;
    *id = 0;
    if (!activity_of_day(in->db, in->kinds, &in->row, event->kind, event->date, source, &ids, &count, err)) return -1;
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        bool found, same = false;
        if (!activity_read(in->db, in->kinds, &in->row, ids[i], &card, &found, err)) return -1;
        if (found && !is_event(in, event, &card, &same, err)) return -1;
        if (!same) continue;
        if (!fitting++) *id = ids[i];
    }
    if (fitting < 2) return 1;
    struct str said = str_format(in->arena, "%zu records of that day, #%lld and others, may be what the row speaks of.", fitting, (long long)*id);
    *id = 0;
    return import_meet_settled(in, &event->at, event->reference, CODE_SAME_RECORD, said, STR("Take out those that are one too many; or, if it is another one")) ? 1 : 0;
}
