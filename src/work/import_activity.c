/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_activity - things that happened, and who took part: lists, registers, tick sheets.
 * Owns:  nothing.
 * Must not know: how cells are read.
 */
#include "base/utf8.h"
#include "store/organisation.h"
#include "store/pupil.h"
#include "work/import_priv.h"
#include "work/reading.h"

/* Activities are known by their reference in the school's system, whatever file names them. */
#define SOURCE STR(IMPORT_SOURCE)
#define FIELDS_MOST 48

bool import_organisation(struct importing *in, struct str name, struct str type, int64_t *id, struct err *err) {
    *id = VALUE_NONE;
    if (!name.size) return true;
    struct fact_step fact;
    struct organisation_write write = { .name = name, .contact = { NULL, 0 } };
    int32_t index = in->kinds->known.org_type;
    if (type.size && index != FIELD_ABSENT) {
        int32_t code = field_find_code(&in->kinds->facts[SUBJECT_ORGANISATION].fields[index], type);
        if (code != FIELD_ABSENT) {
            fact = (struct fact_step){ (uint32_t)index, DATE_FIRST, code };
            write.facts = &fact;
            write.fact_count = 1;
        } else {
            import_say_once(in, "'%.*s' is not a sort of organisation that the policy knows; such organisations have no sort.", STR_ARG(type));
        }
    }
    enum wrote wrote;
    return organisation_put(in->db, in->kinds, &write, id, &wrote, err);
}

/* ---- pupils of rows ------------------------------------------------------------------------------------------------------ */

static bool pupil_by_key(struct importing *in, enum pupil_key by, struct str key, int64_t *id, bool *zeros, struct err *err) {
    struct str whole = key, name = str_format(&in->row, by == PUPIL_BY_UPN ? "u%.*s" : "n%.*s", STR_ARG(key));
    uint32_t before = in->pupil_keys.count, at = map_put(&in->pupil_keys, name);
    if (at < before) {
        *id = in->pupil_ids[at];
        *zeros = in->pupil_zeros[at];
        return true;
    }
    if (at >= in->pupil_room) {
        size_t room = in->pupil_room ? in->pupil_room * 2 : 1024;
        int64_t *wider = arena_array(in->arena, int64_t, room);
        bool *zeros_wider = arena_array(in->arena, bool, room);
        for (uint32_t i = 0; i < before; i++) {
            wider[i] = in->pupil_ids[i];
            zeros_wider[i] = in->pupil_zeros[i];
        }
        in->pupil_ids = wider;
        in->pupil_zeros = zeros_wider;
        in->pupil_room = room;
    }
    struct pupil_sought sought = { .dob = DATE_NONE };
    if (by == PUPIL_BY_ADMISSION_NO && !import_number_whole(in, key, &whole, err)) return false;
    *zeros = in->pupil_zeros[at] = whole.size != key.size;
    if (by == PUPIL_BY_UPN) sought.upn = key;
    else sought.admission_no = whole;
    uint32_t count;
    if (!pupil_find(in->db, by, &sought, id, &count, err)) return false;
    /* A register may be older than the UPN that the pupil has now. */
    if (!*id && by == PUPIL_BY_UPN && !pupil_find(in->db, PUPIL_BY_FORMER_UPN, &sought, id, &count, err)) return false;
    if (count != 1) *id = 0;
    in->pupil_ids[at] = *id;
    return true;
}

#define NAMED_WITHIN 24 /* columns: a tick sheet has hundreds of events behind them */

static int32_t column_of_names(struct importing *in, const struct import_table *table) {
    static const char *const HEADS[] = { "name", "pupil name", "student name", "pupil", "student", "full name", "legal name", "surname", "last name", "legal surname" };
    const struct grid *grid = table->grid;
    for (uint32_t c = 0; c < NAMED_WITHIN; c++) {
        struct str head = import_fold(&in->row, grid_at(grid, grid->header, c));
        for (size_t i = 0; i < COUNT_OF(HEADS); i++)
            if (str_is(head, HEADS[i])) return (int32_t)c;
    }
    return -1;
}

static bool has_word(struct str text, struct str word) {
    struct str at;
    for (bool more = text.size > 0; more;) {
        more = str_cut(text, ' ', &at, &text);
        if (str_equal(at, word)) return true;
    }
    return false;
}

static struct str without_spaces(struct arena *arena, struct str text) {
    char *out = arena_array(arena, char, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != ' ') out[size++] = text.at[i];
    return (struct str){ out, size };
}

/* A word of the surname: half of a double one will do, a "de" will not.  Mac Donald is MacDonald. */
static bool surname_fits(struct arena *arena, struct str said, struct str surname) {
    struct str word, rest = surname, whole = without_spaces(arena, surname), all = without_spaces(arena, said);
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        if ((word.size > 2 || word.size == surname.size) && has_word(said, word)) return true;
    }
    if (whole.size < 4 || all.size < whole.size) return false;
    return str_equal((struct str){ all.at, whole.size }, whole) || str_equal((struct str){ all.at + all.size - whole.size, whole.size }, whole);
}

/* "Zoe", "Zoe D": nothing that speaks against it. */
static bool is_first_name(struct str said, struct str first, struct str known_as, struct str surname) {
    struct str word;
    for (bool more = true; more;) {
        more = str_cut(said, ' ', &word, &said);
        bool initial = word.size == 1 && surname.at[0] == word.at[0];
        if (!initial && !has_word(first, word) && !has_word(known_as, word)) return false;
    }
    return true;
}

/* Whom a row is about. */
struct row_pupil {
    int64_t id;                      /* 0: nobody who is here */
    const struct import_column *used; /* the number it was looked for by, last; NULL: the row has none */
    bool zeros, other, gone;         /* other: another name stands beside the number; gone: it is somebody who was erased */
};

/* The numbers of two schools overlap: where a row has a name as well, it has to be the pupil's. */
static bool check_name(struct importing *in, const struct import_table *table, uint32_t row, bool quiet, struct row_pupil *out, struct err *err) {
    struct pupil pupil;
    bool found;
    int32_t column = column_of_names(in, table);
    if (column < 0) return true;
    struct str said = grid_at(table->grid, row, (uint32_t)column), folded = import_fold(&in->row, said);
    if (!folded.size) return true;
    if (!pupil_read(in->db, in->kinds, &in->row, out->id, &pupil, &found, err)) return false;
    struct str surname = found ? import_fold(&in->row, pupil.surname) : (struct str){ 0 };
    if (!surname.size || surname_fits(&in->row, folded, surname)) return true;
    if (is_first_name(folded, import_fold(&in->row, pupil.first_name), import_fold(&in->row, pupil.known_as), surname)) return true;
    struct str number = import_cell(&(struct cell_place){ table, out->used, row });
    out->other = true;
    if (!import_erased_is(in, (struct str){ 0 }, number, &out->gone, err)) return false;
    if (out->gone || quiet) return true;
    import_problem(in, &(struct cell_place){ table, out->used, row }, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR,
                   "The row was left out. Is it the file of another school?  If it is the same pupil, empty the name in the row, or import the pupils anew.",
                   "The number %.*s is %.*s %.*s here, and the row says '%.*s'.", STR_ARG(number), STR_ARG(pupil.first_name), STR_ARG(pupil.surname), STR_ARG(said));
    in->other_names = true;
    return true;
}

/* quiet: nothing is said of it. */
static bool seek(struct importing *in, const struct import_table *table, uint32_t row, bool quiet, struct row_pupil *out, struct err *err) {
    static const struct { const char *field; enum pupil_key by; } KEYS[] = { { "upn", PUPIL_BY_UPN }, { "admission_no", PUPIL_BY_ADMISSION_NO } };
    struct str numbers[COUNT_OF(KEYS)] = { 0 };
    *out = (struct row_pupil){ 0 };
    for (size_t i = 0; i < COUNT_OF(KEYS) && out->id == 0; i++) {
        const struct import_column *column = import_column_of(table, KEYS[i].field);
        numbers[i] = column ? import_cell(&(struct cell_place){ table, column, row }) : (struct str){ 0 };
        if (!numbers[i].size) continue;
        out->used = column;
        if (!pupil_by_key(in, KEYS[i].by, numbers[i], &out->id, &out->zeros, err)) return false;
        if (out->id && KEYS[i].by == PUPIL_BY_ADMISSION_NO && !check_name(in, table, row, quiet, out, err)) return false;
    }
    /* A UPN that was erased is stronger than a number that somebody else has. */
    bool missed = !out->id || (numbers[0].size && numbers[1].size);
    if (missed && !out->gone && !import_erased_is(in, numbers[0], out->id ? (struct str){ 0 } : numbers[1], &out->gone, err)) return false;
    if (out->other || out->gone) out->id = 0;
    if (out->gone) import_erased_gone(in, table, row);
    return true;
}

bool import_pupil_gone(struct importing *in, const struct import_table *table, uint32_t row, struct err *err) {
    struct row_pupil of;
    return seek(in, table, row, true, &of, err);
}

bool import_pupil(struct importing *in, const struct import_table *table, uint32_t row, int64_t *id, struct err *err) {
    struct row_pupil of;
    if (!seek(in, table, row, false, &of, err)) return false;
    *id = of.id;
    if (of.id && of.zeros) import_number_count(in, table);
    if (of.id || of.other || of.gone) return true;
    in->lacks = in->lacks || of.used;
    if (of.used)
        import_problem(in, &(struct cell_place){ table, of.used, row }, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR,
                       "The row was left out. Import the pupils first; then import this file again.", "No pupil has the number %.*s.",
                       STR_ARG(import_cell(&(struct cell_place){ table, of.used, row })));
    else
        import_problem(in, &(struct cell_place){ table, NULL, row }, CODE_MISSING_VALUE, SEVERITY_ERROR, "The row was left out.",
                       "The row does not say which pupil it is about.");
    return true;
}

/* ---- activities ------------------------------------------------------------------------------------------------------------ */

static bool is_none(struct importing *in, const struct import_column *column, struct str cell) {
    const struct node *none = column->spec ? node_field(column->spec, "none") : NULL;
    struct str folded = import_fold(&in->row, cell);
    for (uint32_t i = 0; none && i < none->item_count; i++)
        if (str_equal(none->items[i].text, folded)) return true;
    return false;
}

static struct str cell_named(struct importing *in, const struct import_table *table, uint32_t row, const char *field) {
    const struct import_column *column = import_column_of(table, field);
    struct str cell = column ? import_cell(&(struct cell_place){ table, column, row }) : (struct str){ 0 };
    return column && cell.size && is_none(in, column, cell) ? (struct str){ 0 } : cell;
}

/* The kind's own fields among the columns.  "hours" of an activity is what was offered; each pupil's hours follow the
 * register.  "years" of a provider's visit are the years invited. */
static bool read_session(struct importing *in, const struct import_table *table, uint32_t row, const struct kind *kind,
                         struct field_value *out, size_t *count, struct err *err) {
    for (size_t i = 0; i < table->column_count; i++) {
        const struct import_column *column = &table->columns[i];
        struct str name = column->field;
        if (str_is(name, "years")) name = STR("for_years");
        else if (str_is(name, "hours")) name = STR("hours_offered");
        else if (column->spec) continue;
        const struct cell_place at = { table, column, row };
        struct str cell = import_cell(&at);
        int32_t field = kind_find_field(kind, name);
        if (!cell.size) continue;
        if (field < FIELD_BUILT_IN_COUNT || kind->fields[field].each) {
            if (!str_is(name, "for_years"))
                import_say_once(in, "The column '%.*s' is left out for records of kind %.*s: the kind has no such field.", STR_ARG(column->heading), STR_ARG(kind->name));
            continue;
        }
        bug_if(*count == FIELDS_MOST);
        struct field_value *value = &out[(*count)++];
        value->field = (uint32_t)field;
        if (!import_field(in, &at, &kind->fields[field], value, err)) return false;
        if (value->value == VALUE_NONE && !value->text.size) (*count)--;
    }
    return true;
}

static int64_t years_of(const struct import_table *table, uint32_t row) {
    const struct import_column *column = import_column_of(table, "years");
    int64_t years = VALUE_NONE;
    return column && reading_years(import_cell(&(struct cell_place){ table, column, row }), &years) ? years : VALUE_NONE;
}

/* id 0: a new one; known: by its reference, and else by what was written by hand. */
static int write_event(struct importing *in, const struct import_event *event, struct date last, int64_t id, bool known, enum wrote *wrote, struct err *err) {
    const struct import_table *table = event->at.table;
    struct field_value fields[FIELDS_MOST];
    size_t count = 0;
    int64_t organisation;
    if (!read_session(in, table, event->at.row, &in->kinds->kinds[event->kind], fields, &count, err)) return err->code == CODE_NONE ? 0 : -1;
    if (!import_organisation(in, event->organisation, cell_named(in, table, event->at.row, "type"), &organisation, err)) return -1;
    struct activity_write write = { .id = id, .kind = event->kind, .date = event->date, .last_day = last, .last_day_given = date_known(last), .organisation = organisation,
                                    .title = event->title, .source = SOURCE, .reference = event->reference, .fields = fields, .field_count = count };
    if (id && !(known ? import_hand_session(in, &write, fields, err) : import_hand_join(in, &write, fields, err))) return -1;
    struct activity_card was;
    bool joins = id && !known;
    if (!write.title.size) write.title.at = NULL;
    if (known && !import_change_was(in, SOURCE, event->reference, &was, err)) return -1;
    if (!activity_put(in->db, in->kinds, &write, &id, wrote, err)) return -1;
    if (joins) *wrote = WROTE_CHANGED;
    return !known || *wrote != WROTE_CHANGED || import_change_is(in, table, event->reference, &was, err) ? 1 : -1;
}

static int activity_row_in(struct importing *in, struct import_table *table, uint32_t row, enum wrote *wrote, struct err *err) {
    const struct cell_place at_kind = { table, import_column_of(table, "kind"), row };
    const struct cell_place at_date = { table, import_column_of(table, "date"), row };
    const struct cell_place at_reference = { table, import_column_of(table, "reference"), row };
    struct str kind_name = import_cell(&at_kind), reference = import_cell(&at_reference);
    int32_t kind = kinds_find(in->kinds, kind_name);
    if (kind == FIELD_ABSENT) {
        import_problem(in, &at_kind, CODE_UNKNOWN_VALUE, SEVERITY_ERROR, "The row was left out. Kinds are encounter, provider, workplace and the like: policy reference lists them.",
                       "There is no kind of record called '%.*s'.", STR_ARG(kind_name));
        return 0;
    }
    struct date date, last = DATE_NONE;
    if (!import_day(in, &at_date, &date)) return 0;
    if (!date_known(date) || !reference.size) {
        import_problem(in, date_known(date) ? &at_reference : &at_date, CODE_MISSING_VALUE, SEVERITY_ERROR, "The row was left out.",
                       "The row has no %s.", date_known(date) ? "reference" : "date");
        return 0;
    }
    const struct import_column *last_column = import_column_of(table, "last_day");
    if (last_column && !import_day(in, &(struct cell_place){ table, last_column, row }, &last)) return 0;
    struct import_event event = { .at = at_reference, .at_date = at_date, .reference = reference, .title = cell_named(in, table, row, "title"),
                                  .organisation = cell_named(in, table, row, "organisation"), .kind = (uint32_t)kind, .date = date, .years = years_of(table, row) };
    int64_t id;
    if (!activity_find(in->db, SOURCE, reference, &id, err)) return -1;
    bool known = id != 0;
    int good = known ? import_meet_known(in, &event, id, err) : import_meet_event(in, &event, SOURCE, &id, err);
    return good == 1 ? write_event(in, &event, last, id, known, wrote, err) : good;
}

/* Two rows with one reference: the same word for word is one row; otherwise neither is taken, as nobody knows which is right. */
static bool *differing(struct importing *in, struct import_table *table, bool **doubles) {
    const struct import_column *column = import_column_of(table, "reference");
    uint32_t rows = table->grid->row_count, *first = arena_array(in->arena, uint32_t, rows + 1);
    bool *differs = arena_array(in->arena, bool, rows + 1);
    struct map seen = map_make(in->arena);
    *doubles = arena_array(in->arena, bool, rows + 1);
    for (uint32_t r = table->grid->header + 1; r < rows; r++) {
        struct str reference = import_cell(&(struct cell_place){ table, column, r });
        if (!reference.size) continue;
        uint32_t before = seen.count, at = map_put(&seen, reference);
        if (at == before) first[at] = r;
        else if (import_rows_equal(table, first[at], r)) (*doubles)[r] = true;
        else differs[first[at]] = differs[r] = true;
    }
    for (uint32_t r = table->grid->header + 1; r < rows; r++) {
        const struct cell_place place = { table, column, r };
        uint32_t at = differs[r] ? map_find(&seen, import_cell(&place)) : 0;
        if (!differs[r] || first[at] == r) continue;
        import_left_mark(in, &(struct cell_place){ table, column, first[at] }, STR("Another row has the same reference and differs."));
        import_problem(in, &place, CODE_TWO_ANSWERS, SEVERITY_ERROR, "Neither row was taken. Give each event a number of its own, or take one of the rows out.",
                       "Rows %u and %u have the same reference and differ.", grid_row(table->grid, first[at]).line, grid_row(table->grid, r).line);
    }
    return differs;
}

/* What is older than the records of the school is kept, and what was due then is not judged: said once, when it comes in. */
static void say_older(struct importing *in, size_t older, size_t count) {
    char iso[DATE_ISO_SIZE];
    if (!older) return;
    import_say_once(in, "%zu of the %zu activities %s older than  records_from = \"%s\"  in policy.lua: what was due before that day is not judged. Move it, if it should be.",
                    older, count, older == 1 ? "is" : "are", date_iso(in->school->policy->records_from, iso));
}

static bool is_older(struct importing *in, const struct import_table *table, uint32_t row) {
    struct date date;
    return in->begins_known && import_day(in, &(struct cell_place){ table, import_column_of(table, "date"), row }, &date) && date_known(date)
           && date_before(date, in->school->policy->records_from);
}

/* A policy that can not be loaded says nothing of it; its slips are another word's affair. */
static void look_when_begun(struct importing *in) {
    struct problems unheard = { .arena = in->arena };
    struct err ignored = { 0 };
    in->begins_known = school_load(in->school, SCHOOL_POLICY, in->as_at, &unheard, &ignored) && date_known(in->school->policy->records_from);
}

bool import_activities(struct importing *in, struct import_table *table, struct err *err) {
    size_t older = 0, count = 0;
    look_when_begun(in);
    bool *doubles, *differs = differing(in, table, &doubles);
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        if (doubles[row] && !differs[row]) {
            import_double(table);
            continue;
        }
        int in_now = !differs[row] && import_row_reads(in, table, row) ? activity_row_in(in, table, row, &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
        if (in_now == 0 || wrote != WROTE_ADDED) continue;
        count++;
        older += is_older(in, table, row);
    }
    say_older(in, older, count);
    return true;
}

/* ---- registers ---------------------------------------------------------------------------------------------------------------- */

static bool find_activity(struct importing *in, struct str reference, struct import_activity *out, struct err *err) {
    uint32_t before = in->activity_refs.count, at = map_put(&in->activity_refs, reference);
    if (at < before) {
        *out = in->activity_at[at];
        return true;
    }
    if (at >= in->activity_room) {
        size_t room = in->activity_room ? in->activity_room * 2 : 256;
        struct import_activity *wider = arena_array(in->arena, struct import_activity, room);
        for (uint32_t i = 0; i < before; i++) wider[i] = in->activity_at[i];
        in->activity_at = wider;
        in->activity_room = room;
    }
    *out = (struct import_activity){ .hours = VALUE_NONE, .date = DATE_NONE };
    if (!activity_find(in->db, SOURCE, reference, &out->id, err)) return false;
    if (out->id) {
        struct arena scratch = { 0 };
        struct activity_card card;
        bool found, good = activity_read(in->db, in->kinds, &scratch, out->id, &card, &found, err);
        out->kind = good && found ? card.row.kind : 0;
        out->date = good && found ? card.row.date : DATE_NONE;
        int32_t hours = good && found ? kind_find_field(&in->kinds->kinds[out->kind], STR("hours_offered")) : FIELD_ABSENT;
        for (size_t i = 0; good && found && i < card.field_count; i++)
            if ((int32_t)card.fields[i].field == hours) out->hours = card.fields[i].value;
        arena_free(&scratch);
        if (!good) return false;
    }
    in->activity_at[at] = *out;
    return true;
}

static bool put_part(struct importing *in, const struct import_table *table, struct import_part *part, enum wrote *wrote, struct err *err) {
    const struct import_activity *activity = part->activity;
    int64_t pupil = part->pupil;
    int outcome = part->is;
    struct field_value hours;
    struct participation_write write = { .activity = activity->id, .kind = activity->kind, .person = pupil, .outcome = outcome };
    int32_t field = kind_find_field(&in->kinds->kinds[activity->kind], STR("hours"));
    if (outcome == OUTCOME_ATTENDED && activity->hours != VALUE_NONE && field >= 0 && in->kinds->kinds[activity->kind].fields[field].each) {
        hours = (struct field_value){ (uint32_t)field, activity->hours, { 0 } };
        write.fields = &hours;
        write.field_count = 1;
    }
    bool out;
    *wrote = WROTE_SAME;
    if (!participation_outcome(in->db, in->kinds, activity->kind, activity->id, pupil, &part->was, err)) return false;
    if (!import_hand_person(in, &write, &hours, &out, err)) return false;
    if (out) return true;
    if (!participation_put(in->db, in->kinds, &write, wrote, err)) return false;
    return *wrote != WROTE_CHANGED || write.outcome < 0 || import_change_part(in, table, part, err);
}

static int outcome_of(struct str word) {
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++)
        if (str_equal_fold_ascii(OUTCOME_NAMES[i], word)) return i;
    return -1;
}

static int register_row_in(struct importing *in, struct import_table *table, uint32_t row, enum wrote *wrote, struct err *err) {
    const struct cell_place at_reference = { table, import_column_of(table, "reference"), row };
    const struct cell_place at_outcome = { table, import_column_of(table, "outcome"), row };
    struct str reference = import_cell(&at_reference);
    struct import_activity activity;
    int64_t pupil;
    if (!find_activity(in, reference, &activity, err)) return -1;
    if (!activity.id && !import_pupil_gone(in, table, row, err)) return -1;
    if (table->gone_row == row) return 0;
    in->lacks = in->lacks || !activity.id;
    if (!activity.id)
        import_problem(in, &at_reference, CODE_UNKNOWN_ACTIVITY, SEVERITY_ERROR,
                       "The row was left out. Import the activities first; then import this file again.", "No activity has the reference '%.*s'.", STR_ARG(reference));
    if (!import_pupil(in, table, row, &pupil, err)) return -1;
    if (table->gone_row == row) return 0;
    int outcome = outcome_of(import_cell(&at_outcome));
    if (outcome < 0)
        import_problem(in, &at_outcome, CODE_UNKNOWN_VALUE, SEVERITY_ERROR, "The row was left out. Outcomes are attended, absent, declined, excused and invited.",
                       "'%.*s' is not an outcome.", STR_ARG(import_cell(&at_outcome)));
    if (!activity.id || !pupil || outcome < 0) return 0;
    if (date_known(activity.date) && !import_meet_has_been(in, &at_outcome, activity.date, outcome)) return 0;
    struct import_part part = { .activity = &activity, .reference = reference, .pupil = pupil, .is = outcome };
    return put_part(in, table, &part, wrote, err) ? 1 : -1;
}

/* Rows by pupil and activity: what a register of 150,000 rows needs to find those that are there twice. */
struct pairs {
    const struct import_table *table;
    const struct import_column *who, *other, *reference;
    uint32_t *rows, *marks, mask; /* by place: row, 0: free; part of the hash */
};

static struct str who_of(const struct pairs *pairs, uint32_t row) {
    struct str who = pairs->who ? import_cell(&(struct cell_place){ pairs->table, pairs->who, row }) : (struct str){ 0 };
    return who.size || !pairs->other ? who : import_cell(&(struct cell_place){ pairs->table, pairs->other, row });
}

static struct str reference_of(const struct pairs *pairs, uint32_t row) {
    return pairs->reference ? import_cell(&(struct cell_place){ pairs->table, pairs->reference, row }) : (struct str){ 0 };
}

static struct pairs pairs_of(struct importing *in, const struct import_table *table) {
    struct pairs pairs = { .table = table, .who = import_column_of(table, "upn"), .other = import_column_of(table, "admission_no"),
                           .reference = import_column_of(table, "reference"), .mask = 63 };
    while (pairs.mask / 3 * 2 < table->grid->row_count) pairs.mask = pairs.mask * 2 + 1;
    pairs.rows = arena_array(in->arena, uint32_t, (size_t)pairs.mask + 1);
    pairs.marks = arena_array(in->arena, uint32_t, (size_t)pairs.mask + 1);
    return pairs;
}

/* The first row about the same, or the row itself. */
static uint32_t first_of(struct pairs *pairs, uint32_t row) {
    struct str who = who_of(pairs, row), reference = reference_of(pairs, row);
    uint64_t hash = hash_bytes(reference.at, reference.size, hash_bytes(who.at, who.size, 0));
    uint32_t mark = (uint32_t)(hash >> 32), at = (uint32_t)hash & pairs->mask;
    for (; pairs->rows[at]; at = (at + 1) & pairs->mask)
        if (pairs->marks[at] == mark && str_equal(who_of(pairs, pairs->rows[at]), who) && str_equal(reference_of(pairs, pairs->rows[at]), reference)) return pairs->rows[at];
    pairs->rows[at] = row;
    pairs->marks[at] = mark;
    return row;
}

#define SAYS_OTHERWISE "Another row says something else of the same pupil and activity."

/* Rows that say different things of one pupil and activity. */
static const bool *contradicted(struct importing *in, const struct import_table *table, struct err *err) {
    const struct import_column *outcome = import_column_of(table, "outcome");
    struct pairs pairs = pairs_of(in, table);
    bool *wrong = arena_array(in->arena, bool, table->grid->row_count + 1);
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        uint32_t first = first_of(&pairs, r);
        const struct cell_place at = { table, outcome, r }, at_first = { table, outcome, first };
        struct str other = import_cell(&at_first);
        if (first == r || !who_of(&pairs, r).size || str_equal_fold_ascii(other, import_cell(&at))) continue;
        wrong[first] = wrong[r] = true;
        if (!import_pupil_gone(in, table, r, err)) return NULL;
        if (table->gone_row == r) continue;
        import_problem(in, &at, CODE_TWO_ANSWERS, SEVERITY_ERROR, "Neither row was taken. Take the wrong one out and import again.",
                       "Rows %u and %u are about one pupil and activity, and one says %.*s, the other %.*s.", grid_row(table->grid, first).line,
                       grid_row(table->grid, r).line, STR_ARG(other), STR_ARG(import_cell(&at)));
        import_left_mark(in, &at_first, STR(SAYS_OTHERWISE));
    }
    /* A third row sides with one of them. */
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        uint32_t first = first_of(&pairs, r);
        if (wrong[r] || !wrong[first]) continue;
        wrong[r] = true;
        import_left_mark(in, &(struct cell_place){ table, outcome, r }, STR(SAYS_OTHERWISE));
    }
    return wrong;
}

bool import_register(struct importing *in, struct import_table *table, struct err *err) {
    const bool *wrong = contradicted(in, table, err);
    if (!wrong) return false;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        bool good = !wrong[row] && import_row_reads(in, table, row);
        if (!good && !import_pupil_gone(in, table, row, err)) return false;
        int in_now = good ? register_row_in(in, table, row, &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}

/* ---- tick sheets ------------------------------------------------------------------------------------------------------------------ */

static bool tick_in(struct importing *in, struct import_table *table, const struct cell_place *at, int64_t pupil, enum wrote *row_wrote,
                    bool *bad, struct err *err) {
    struct str cell = import_cell(at);
    if (!cell.size) return true;
    const struct node *marks = node_field(table->spec, "marks");
    struct str folded = utf8_fold(&in->row, cell), word = { 0 };
    for (uint32_t i = 0; marks && i < marks->field_count; i++)
        if (str_equal(marks->fields[i].key, folded) || str_equal(marks->fields[i].key, cell)) word = marks->fields[i].value.text;
    struct import_activity activity;
    if (!find_activity(in, at->column->field, &activity, err)) return false;
    int outcome = outcome_of(word.size ? word : folded);
    if (!activity.id || outcome < 0) {
        *bad = true;
        in->lacks = in->lacks || !activity.id;
        if (!activity.id)
            import_problem(in, at, CODE_UNKNOWN_ACTIVITY, SEVERITY_ERROR, "The mark was left out. Import the activities first; then import this file again.",
                           "No activity has the reference '%.*s'.", STR_ARG(at->column->field));
        else
            import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_ERROR, "The mark was left out. / is attended, O absent, E excused, D declined, ? invited.",
                           "'%.*s' is not a mark that is understood.", STR_ARG(cell));
        return true;
    }
    enum wrote wrote;
    if (date_known(activity.date) && !import_meet_has_been(in, at, activity.date, outcome)) return *bad = true;
    struct import_part part = { .activity = &activity, .reference = at->column->field, .pupil = pupil, .is = outcome };
    if (!put_part(in, table, &part, &wrote, err)) return false;
    if (wrote == WROTE_ADDED || (wrote == WROTE_CHANGED && *row_wrote == WROTE_SAME)) *row_wrote = wrote;
    return true;
}

/* The marks of two rows about one pupil that differ. */
static const struct import_column *mark_that_differs(const struct import_table *table, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < table->column_count; i++) {
        const struct import_column *column = &table->columns[i];
        struct str x = import_cell(&(struct cell_place){ table, column, a }), y = import_cell(&(struct cell_place){ table, column, b });
        if (!column->spec && x.size && y.size && !str_equal_fold_ascii(x, y)) return column;
    }
    return NULL;
}

static const bool *marked_twice(struct importing *in, const struct import_table *table, struct err *err) {
    struct pairs pairs = pairs_of(in, table);
    bool *wrong = arena_array(in->arena, bool, table->grid->row_count + 1);
    for (uint32_t r = table->grid->header + 1; r < table->grid->row_count; r++) {
        uint32_t first = first_of(&pairs, r);
        const struct import_column *column = first != r && who_of(&pairs, r).size ? mark_that_differs(table, first, r) : NULL;
        if (!column) continue;
        wrong[first] = wrong[r] = true;
        if (!import_pupil_gone(in, table, r, err)) return NULL;
        if (table->gone_row == r) continue;
        import_problem(in, &(struct cell_place){ table, column, r }, CODE_TWO_ANSWERS, SEVERITY_ERROR, "Neither row was taken. Take the wrong one out and import again.",
                       "Rows %u and %u are about one pupil, and their marks for %.*s differ.", grid_row(table->grid, first).line, grid_row(table->grid, r).line,
                       STR_ARG(column->heading));
        import_left_mark(in, &(struct cell_place){ table, column, first }, STR("Another row about the same pupil has another mark here."));
    }
    return wrong;
}

bool import_ticks(struct importing *in, struct import_table *table, struct err *err) {
    const bool *wrong = marked_twice(in, table, err);
    if (!wrong) return false;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        int64_t pupil;
        bool bad = false;
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        if (!import_pupil(in, table, row, &pupil, err)) return false;
        if (wrong[row] || (pupil && !import_row_reads(in, table, row))) pupil = 0;
        for (size_t i = 0; pupil && i < table->column_count; i++) {
            const struct cell_place at = { table, &table->columns[i], row };
            if (!at.column->spec && !tick_in(in, table, &at, pupil, &wrote, &bad, err)) return false;
        }
        if (!pupil || bad) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}
