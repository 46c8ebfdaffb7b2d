/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_passport - what other schools delivered to a pupil, from the passport that they wrote.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * What is here stays: a record that is known, by where it was made or by kind, day and partner, is not doubled and not
 * overwritten; only what was not recorded of it is filled in.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "store/pupil.h"
#include "work/import_priv.h"
#include "work/passport_read.h"

#define FIELDS_MOST 64
#define RECORDS_SHOWN 30
#define YOUNGEST 4  /* years: nothing counts before */
#define OLDEST 20   /* years that a passport may reach back when no birthday is known */
#define LONGEST 366 /* days of one record */

/* What becomes of the records of one pupil. */
struct credit {
    struct str upn;
    int64_t pupil;           /* 0: left out */
    bool gone;               /* it is somebody who was erased */
    struct str name, form;
    struct date dob;
    int64_t encounters, workplaces, providers, guidance, others, minutes, here;
};

struct shown {
    struct date date;
    uint32_t kind;
    struct str what, with;
    int64_t minutes;         /* VALUE_NONE */
};

struct import_passport {
    struct passport_read read;
    const struct audience_table *table;
    struct passport_school here;
    struct credit *credits;
    size_t credit_count;
    struct shown shown[RECORDS_SHOWN];
    size_t shown_count, more;
};

/* One row on its way. */
struct row_read {
    const struct import_table *table;
    uint32_t row;
    struct credit *credit;
    uint32_t kind;
    struct date date, last_day;
    struct passport_school from;
    int64_t number, minutes;
    struct field_value session[FIELDS_MOST], each[FIELDS_MOST];
    size_t session_count, each_count;
};

static struct cell_place place_of(const struct row_read *r, enum passport_column column) {
    return (struct cell_place){ r->table, &r->table->columns[column], r->row };
}

static struct str text_of(const struct row_read *r, enum passport_column column) {
    const struct cell_place at = place_of(r, column);
    return import_cell(&at);
}

/* ---- the file ----------------------------------------------------------------------------------------------------------- */

bool import_passport_is_one(struct str bytes) { return passport_is_one(bytes); }

bool import_passport_map(struct importing *in, struct str bytes, struct import_table *table, struct err *err) {
    struct import_passport *passport = arena_new(in->arena, struct import_passport);
    if (!passport_read(in->arena, file_name(table->path), bytes, &passport->read, err)) return false;
    if (date_after(passport->read.made_on, in->as_at)) {
        err_set(err, CODE_PASSPORT, "%.*s says that it was written on a day that is still to come.", STR_ARG(file_name(table->path)));
        return err_next(err, "ask the school for it again; nothing was read");
    }
    struct grid *grid = passport->read.grid;
    table->grid = grid;
    table->name = STR("passport");
    table->about = str_format(in->arena, "careers passport from %.*s", STR_ARG(passport->read.from.name));
    table->target = TARGET_PASSPORT;
    table->order = 8;
    table->passport = passport;
    table->rows = (int64_t)grid->row_count - 1;
    table->left_rows = arena_array(in->arena, bool, grid->row_count + 1);
    table->column_count = grid->rows[0].cell_count;
    table->columns = arena_array(in->arena, struct import_column, table->column_count + 1);
    for (uint32_t i = 0; i < table->column_count; i++)
        table->columns[i] = (struct import_column){ .field = grid->rows[0].cells[i], .heading = grid->rows[0].cells[i], .index = (int32_t)i, .as = AS_TEXT, .dates = DATES_ISO };
    return true;
}

/* ---- the pupil ---------------------------------------------------------------------------------------------------------- */

static bool same_name(struct importing *in, struct str a, struct str b) {
    return a.size && b.size && str_equal(utf8_fold(&in->row, a), utf8_fold(&in->row, b));
}

static bool find_pupil(struct importing *in, struct credit *credit, struct pupil *pupil, bool *found, struct err *err) {
    struct pupil_sought sought = { .upn = credit->upn, .dob = DATE_NONE };
    int64_t id = 0;
    uint32_t count = 0;
    *found = false;
    if (!pupil_find(in->db, PUPIL_BY_UPN, &sought, &id, &count, err)) return false;
    if (!count && !pupil_find(in->db, PUPIL_BY_FORMER_UPN, &sought, &id, &count, err)) return false;
    if (count != 1) return true;
    credit->pupil = id;
    return pupil_read(in->db, in->kinds, in->arena, id, pupil, found, err);
}

static void no_pupil(struct importing *in, const struct row_read *r, struct credit *credit, const char *next, struct str said) {
    const struct cell_place at = place_of(r, PASSPORT_UPN);
    credit->pupil = 0;
    import_problem(in, &at, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR, next, "%.*s", STR_ARG(said));
}

/* Said once a pupil, whatever the number of records. */
static bool judge_pupil(struct importing *in, const struct row_read *r, struct credit *credit, struct err *err) {
    const struct known_facts *known = &in->kinds->known;
    struct pupil pupil;
    bool found;
    if (!find_pupil(in, credit, &pupil, &found, err)) return false;
    if (!found && !import_erased_is(in, credit->upn, (struct str){ 0 }, &credit->gone, err)) return false;
    if (credit->gone) return true;
    if (!found) {
        no_pupil(in, r, credit, "The records were left out. Import the pupils first; then import the passport again.",
                 str_format(in->arena, "No pupil here has the UPN %.*s.", STR_ARG(credit->upn)));
        return true;
    }
    credit->name = str_trim(str_format(in->arena, "%.*s %.*s", STR_ARG(pupil.first_name), STR_ARG(pupil.surname)));
    int64_t left = known->left_on == FIELD_ABSENT ? VALUE_NONE : pupil_fact_on(in->kinds, &pupil, (uint32_t)known->left_on, in->as_at);
    int64_t dob = known->dob == FIELD_ABSENT ? VALUE_NONE : pupil_fact_on(in->kinds, &pupil, (uint32_t)known->dob, in->as_at);
    credit->dob = dob == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)dob };
    bool gone = left != VALUE_NONE && date_before((struct date){ (int32_t)left }, in->as_at);
    struct str first = text_of(r, PASSPORT_FIRST_NAME), last = text_of(r, PASSPORT_SURNAME);
    bool other = first.size && last.size && !same_name(in, last, pupil.surname) && !same_name(in, first, pupil.first_name) && !same_name(in, first, pupil.known_as);
    if (gone)
        no_pupil(in, r, credit, "The records were left out. If the pupil is back, import the pupils first.",
                 str_format(in->arena, "%.*s is not on roll any more.", STR_ARG(credit->name)));
    else if (other)
        no_pupil(in, r, credit, "The records were left out. Ask the school which of the two is right.",
                 str_format(in->arena, "The UPN %.*s is that of another pupil here: neither first name nor surname is the same.", STR_ARG(credit->upn)));
    return true;
}

static bool credit_of(struct importing *in, struct row_read *r, struct err *err) {
    struct import_passport *passport = r->table->passport;
    struct str upn = text_of(r, PASSPORT_UPN);
    for (size_t i = passport->credit_count; i > 0 && !r->credit; i--)
        if (str_equal(passport->credits[i - 1].upn, upn)) r->credit = &passport->credits[i - 1];
    if (r->credit) return true;
    r->credit = &passport->credits[passport->credit_count++];
    *r->credit = (struct credit){ .upn = upn, .dob = DATE_NONE };
    return judge_pupil(in, r, r->credit, err);
}

/* ---- the record --------------------------------------------------------------------------------------------------------- */

static bool left_out(struct importing *in, const struct row_read *r, enum passport_column column, enum code code, const char *next, struct str said) {
    const struct cell_place at = place_of(r, column);
    import_problem(in, &at, code, SEVERITY_ERROR, next, "%.*s", STR_ARG(said));
    return false;
}

static bool read_kind(struct importing *in, struct row_read *r) {
    struct str name = text_of(r, PASSPORT_KIND), outcome = text_of(r, PASSPORT_OUTCOME);
    int32_t kind = kinds_find(in->kinds, name);
    if (kind == FIELD_ABSENT || !passport_has_kind(&in->kinds->kinds[kind]))
        return left_out(in, r, PASSPORT_KIND, CODE_UNKNOWN_VALUE, "The record was left out.", str_format(in->arena, "A passport brings no records of kind '%.*s'.", STR_ARG(name)));
    r->kind = (uint32_t)kind;
    if (!shape_has_outcome(in->kinds->kinds[kind].shape) || str_is(outcome, "attended")) return true;
    return left_out(in, r, PASSPORT_OUTCOME, CODE_UNKNOWN_VALUE, "The record was left out.", STR("A passport brings only what the pupil attended."));
}

static bool is_day(struct importing *in, const struct row_read *r, enum passport_column column, struct date *out) {
    struct str text = text_of(r, column);
    if (date_parse_iso(text, out)) return true;
    return left_out(in, r, column, CODE_IMPOSSIBLE_DATE, "The record was left out.", text.size ? str_format(in->arena, "'%.*s' is not a day.", STR_ARG(text)) : STR("The record has no date."));
}

static bool read_days(struct importing *in, struct row_read *r) {
    r->last_day = DATE_NONE;
    if (!is_day(in, r, PASSPORT_DATE, &r->date)) return false;
    if (text_of(r, PASSPORT_LAST_DAY).size && !is_day(in, r, PASSPORT_LAST_DAY, &r->last_day)) return false;
    struct date last = date_known(r->last_day) ? r->last_day : r->date;
    struct date first = date_known(r->credit->dob) ? date_birthday(r->credit->dob, YOUNGEST, LEAP_MAR_01) : date_add_months(in->as_at, -12 * OLDEST);
    const char *next = "The record was left out.";
    if (date_after(last, in->as_at) || date_after(last, r->table->passport->read.made_on))
        return left_out(in, r, PASSPORT_DATE, CODE_IMPOSSIBLE_DATE, next, STR("It is dated after the day on which the passport was written, or it is still to come."));
    if (date_before(r->date, first))
        return left_out(in, r, PASSPORT_DATE, CODE_IMPOSSIBLE_DATE, next, STR("It is dated before the pupil was old enough for any of this."));
    if (date_before(last, r->date) || last.day - r->date.day > LONGEST)
        return left_out(in, r, PASSPORT_LAST_DAY, CODE_IMPOSSIBLE_DATE, next, STR("Its last day does not fit its first."));
    return true;
}

/* More hours than the days have are a slip; a week is often recorded by its first day alone. */
static bool check_hours(struct importing *in, struct row_read *r, int64_t minutes) {
    int64_t days = date_known(r->last_day) ? (int64_t)r->last_day.day - r->date.day + 1 : LONGEST;
    if (minutes <= days * 24 * 60) return true;
    return left_out(in, r, date_known(r->last_day) ? PASSPORT_LAST_DAY : PASSPORT_DATE, CODE_BAD_CELL, "The record was left out.", STR("It says more hours than its days have."));
}

static bool read_fields(struct importing *in, struct row_read *r, struct err *err) {
    const struct kind *kind = &in->kinds->kinds[r->kind];
    const struct import_passport *passport = r->table->passport;
    r->minutes = VALUE_NONE;
    for (size_t i = PASSPORT_COLUMNS; i < r->table->column_count; i++) {
        const struct cell_place at = { r->table, &r->table->columns[i], r->row };
        if (!import_cell(&at).size) continue;
        int32_t index = kind_find_field(kind, at.column->field);
        const struct field *field = index < FIELD_BUILT_IN_COUNT ? NULL : &kind->fields[index];
        if (!field || !passport_has_field(passport->table, kind, field)) {
            import_say_once(in, "'%.*s' of records of kind %.*s is left out: a passport does not bring it.", STR_ARG(at.column->field), STR_ARG(kind->name));
            continue;
        }
        if (r->session_count == FIELDS_MOST || r->each_count == FIELDS_MOST) break;
        struct field_value *value = field->each ? &r->each[r->each_count] : &r->session[r->session_count];
        *value = (struct field_value){ (uint32_t)index, VALUE_NONE, { 0 } };
        if (!import_field(in, &at, field, value, err)) return false;
        if (value->value == VALUE_NONE && !value->text.size) continue;
        if (field->type == FIELD_HOURS && !check_hours(in, r, value->value)) return false;
        if (str_is(field->name, "hours")) r->minutes = value->value;
        ++*(field->each ? &r->each_count : &r->session_count);
    }
    return true;
}

static bool read_origin(struct importing *in, struct row_read *r) {
    struct str number = text_of(r, PASSPORT_RECORD);
    r->from = r->table->passport->read.from;
    if (text_of(r, PASSPORT_FROM_KEY).size && text_of(r, PASSPORT_FROM_SCHOOL).size)
        r->from = (struct passport_school){ text_of(r, PASSPORT_FROM_KEY), text_of(r, PASSPORT_FROM_SCHOOL) };
    bool good = str_whole(number, &r->number) && r->number > 0 && r->from.key.size <= 200 && r->from.name.size <= 200 && str_find(r->from.key, STR("/")) == SIZE_MAX;
    return good || left_out(in, r, PASSPORT_RECORD, CODE_MISSING_VALUE, "The record was left out.", STR("It does not say which record of which school it is."));
}

/* ---- is it here already ------------------------------------------------------------------------------------------------- */

static bool has_pupil(const struct activity_card *card, int64_t pupil) {
    for (size_t i = 0; i < card->people_count; i++)
        if (card->people[i].person == pupil) return true;
    return false;
}

/* Both say with whom, or else what: then these must agree. */
static bool looks_same(struct importing *in, const struct row_read *r, const struct activity_row *row) {
    struct str with = text_of(r, PASSPORT_ORGANISATION), what = text_of(r, PASSPORT_TITLE);
    if (with.size && row->organisation_name.size) return same_name(in, with, row->organisation_name);
    return !what.size || !row->title.size || same_name(in, what, row->title);
}

/* The same event as we know it ourselves; one that came with a passport of that school is another record of it. */
static bool find_same(struct importing *in, const struct row_read *r, int64_t *id, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    filter.kind = (int32_t)r->kind;
    filter.from = filter.to = r->date;
    filter.pupil = r->credit->pupil;
    *id = 0;
    if (!activity_list(in->db, in->kinds, &in->row, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count && !*id; i++) {
        struct activity_origin origin;
        struct passport_school from;
        int64_t number;
        if (rows[i].cancelled || (rows[i].outcome >= 0 && rows[i].outcome != OUTCOME_ATTENDED)) continue;
        if (!activity_origin(in->db, &in->row, rows[i].id, &origin, err)) return false;
        bool theirs = passport_origin(&origin, &from, &number) && str_equal(from.key, r->from.key);
        if (!theirs && looks_same(in, r, &rows[i])) *id = rows[i].id;
    }
    return true;
}

/* -1: err.  0: left out.  1: *id is the record here, or 0 for a new one; *settled: it is not to be touched. */
static int find_here(struct importing *in, const struct row_read *r, struct activity_card *card, bool *settled, struct err *err) {
    const struct import_passport *passport = r->table->passport;
    bool found = false, ours = str_equal(r->from.key, passport->here.key);
    int64_t id = r->number;
    *settled = ours;
    if (!ours && !activity_find(in->db, PASSPORT_SOURCE, passport_reference(&in->row, &r->from, r->number), &id, err)) return -1;
    if (!ours && !id) {
        if (!find_same(in, r, &id, err)) return -1;
        *settled = id != 0;
    }
    if (id && !activity_read(in->db, in->kinds, &in->row, id, card, &found, err)) return -1;
    if (ours && (!found || !has_pupil(card, r->credit->pupil))) {
        left_out(in, r, PASSPORT_RECORD, CODE_UNKNOWN_ACTIVITY, "The record was left out. Record it by hand if it did take place.",
                 STR("It was made at this school, and is not in the records any more."));
        return 0;
    }
    if (found && card->row.kind != r->kind) {
        left_out(in, r, PASSPORT_KIND, CODE_UNKNOWN_VALUE, "The record was left out.", STR("That record is here already, as one of another kind."));
        return 0;
    }
    if (!found) card->row.id = 0;
    return 1;
}

/* ---- writing ------------------------------------------------------------------------------------------------------------ */

/* What is recorded here stays. */
static size_t only_new(struct field_value *fields, size_t count, const struct field_value *here, size_t here_count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < here_count && !known; k++) known = here[k].field == fields[i].field;
        if (!known) fields[kept++] = fields[i];
    }
    return kept;
}

static bool write_record(struct importing *in, struct row_read *r, const struct activity_card *card, enum wrote *wrote, struct err *err) {
    bool here = card->row.id != 0;
    int64_t organisation = VALUE_NONE, id;
    enum wrote part;
    if (here) {
        r->session_count = only_new(r->session, r->session_count, card->fields, card->field_count);
        for (size_t i = 0; i < card->people_count; i++)
            if (card->people[i].person == r->credit->pupil)
                r->each_count = only_new(r->each, r->each_count, card->people[i].fields, card->people[i].field_count);
    } else if (!import_organisation(in, text_of(r, PASSPORT_ORGANISATION), text_of(r, PASSPORT_TYPE), &organisation, err)) {
        return false;
    }
    struct activity_write write = { .id = card->row.id, .kind = r->kind, .date = here ? DATE_NONE : r->date, .last_day = r->last_day,
                                    .last_day_given = !here && date_known(r->last_day), .organisation = organisation,
                                    .title = text_of(r, PASSPORT_TITLE), .source = PASSPORT_SOURCE, .fields = r->session, .field_count = r->session_count,
                                    .reference = passport_reference(&in->row, &r->from, r->number) };
    if (here || !write.title.size) write.title.at = NULL;
    if (!activity_put(in->db, in->kinds, &write, &id, wrote, err)) return false;
    bool meeting = shape_has_outcome(in->kinds->kinds[r->kind].shape), joined = here && has_pupil(card, r->credit->pupil);
    struct participation_write one = { .activity = id, .kind = r->kind, .person = r->credit->pupil, .outcome = meeting && !joined ? OUTCOME_ATTENDED : -1,
                                       .fields = r->each, .field_count = r->each_count };
    if (!participation_put(in->db, in->kinds, &one, &part, err)) return false;
    if (part == WROTE_ADDED) *wrote = WROTE_ADDED; /* an event that others brought along is news about this pupil */
    else if (*wrote == WROTE_SAME) *wrote = part;
    return true;
}

static void count_credit(struct importing *in, const struct row_read *r, enum wrote wrote) {
    struct import_passport *passport = r->table->passport;
    struct credit *credit = r->credit;
    struct str kind = in->kinds->kinds[r->kind].name;
    if (wrote != WROTE_ADDED) {
        credit->here++;
        return;
    }
    if (str_is(kind, "encounter")) credit->encounters++;
    else if (str_is(kind, "workplace")) credit->workplaces++;
    else if (str_is(kind, "provider")) credit->providers++;
    else if (str_is(kind, "guidance")) credit->guidance++;
    else credit->others++;
    if (r->minutes != VALUE_NONE) credit->minutes += r->minutes;
    if (passport->shown_count == RECORDS_SHOWN) {
        passport->more++;
        return;
    }
    passport->shown[passport->shown_count++] = (struct shown){ r->date, r->kind, text_of(r, PASSPORT_TITLE), text_of(r, PASSPORT_ORGANISATION), r->minutes };
}

/* -1: err; 0: left out; 1: written or here already. */
static int row_in(struct importing *in, struct row_read *r, enum wrote *wrote, struct err *err) {
    struct activity_card card = { .row = { .id = 0 } };
    bool settled;
    if (!credit_of(in, r, err)) return -1;
    if (r->credit->gone) import_erased_gone(in, r->table, r->row);
    if (!r->credit->pupil || !read_kind(in, r) || !read_days(in, r) || !read_origin(in, r)) return 0;
    if (!read_fields(in, r, err)) return err->code == CODE_NONE ? 0 : -1;
    int here = find_here(in, r, &card, &settled, err);
    if (here <= 0) return here;
    if (!settled && !write_record(in, r, &card, wrote, err)) return -1;
    count_credit(in, r, *wrote);
    return 1;
}

bool import_passports(struct importing *in, struct import_table *table, struct err *err) {
    struct import_passport *passport = table->passport;
    if (!school_load(in->school, SCHOOL_POLICY, in->as_at, &in->answer->problems, err)) return false;
    if (!audience_table_load(in->arena, in->call->host, in->school->folder, in->kinds, &passport->table, &in->answer->problems, err)) return false;
    passport->here = passport_school_of(in->arena, in->school);
    passport->credits = arena_array(in->arena, struct credit, passport->read.pupils + 1);
    passport->credit_count = passport->shown_count = passport->more = 0;
    for (uint32_t row = 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        struct row_read read = { .table = table, .row = row };
        if (!import_next(in, table, row, err)) return false;
        int in_now = row_in(in, &read, &wrote, err);
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}

/* ---- the preview -------------------------------------------------------------------------------------------------------- */

static struct str hours_words(struct arena *arena, int64_t minutes) {
    if (minutes % 60 == 0) return str_format(arena, "%lld", (long long)(minutes / 60));
    return str_format(arena, "%lld:%02d", (long long)(minutes / 60), (int)(minutes % 60));
}

static struct sheet *records_sheet(struct importing *in, const struct import_passport *passport) {
    struct sheet *sheet = sheet_new(in->arena, STR("records"), STR("What it would credit"));
    sheet_column(sheet, STR("date"), STR("Day"), CELL_DAY);
    sheet_column(sheet, STR("kind"), STR("Kind"), CELL_TEXT);
    sheet_column(sheet, STR("title"), STR("What"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("organisation"), STR("With"), CELL_TEXT);
    sheet_column(sheet, STR("hours"), STR("Hours"), CELL_TEXT);
    for (size_t i = 0; i < passport->shown_count; i++) {
        const struct shown *one = &passport->shown[i];
        struct str kind = import_fold(in->arena, in->kinds->kinds[one->kind].name);
        sheet_row(sheet);
        sheet_day(sheet, one->date);
        sheet_text(sheet, kind);
        sheet_text(sheet, one->what.size ? one->what : kind);
        if (one->with.size) sheet_text(sheet, one->with);
        else sheet_none(sheet, STR("nobody named"));
        if (one->minutes == VALUE_NONE) sheet_none(sheet, STR("none"));
        else sheet_text(sheet, hours_words(in->arena, one->minutes));
    }
    return sheet;
}

void import_passport_show(struct importing *in, struct page *page, const struct import_table *table) {
    const struct import_passport *passport = table->passport;
    struct sheet *sheet = sheet_new(in->arena, STR("credits"), STR("What each pupil would be credited with"));
    char day[DATE_LONG_SIZE];
    page_heading(page, 2, str_format(in->arena, "%.*s: %.*s", STR_ARG(table->grid->title), STR_ARG(table->about)));
    page_paragraphf(page, "Written on %s, whole, %lld records.  They are kept as delivered by the school that made them.", date_long(passport->read.made_on, day),
                    (long long)table->rows);
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("employers"), STR("Employers"), CELL_WHOLE);
    sheet_column(sheet, STR("workplaces"), STR("Workplaces"), CELL_WHOLE);
    sheet_column(sheet, STR("hours"), STR("Hours"), CELL_TEXT);
    sheet_column(sheet, STR("providers"), STR("Providers"), CELL_WHOLE);
    sheet_column(sheet, STR("guidance"), STR("Guidance"), CELL_WHOLE);
    sheet_column(sheet, STR("others"), STR("Other"), CELL_WHOLE)->weak = true;
    sheet_column(sheet, STR("here"), STR("Already here"), CELL_WHOLE);
    for (size_t i = 0; i < passport->credit_count; i++) {
        const struct credit *credit = &passport->credits[i];
        if (!credit->pupil) continue;
        sheet_row(sheet);
        sheet_text(sheet, credit->name);
        sheet_whole(sheet, credit->encounters);
        sheet_whole(sheet, credit->workplaces);
        sheet_text(sheet, hours_words(in->arena, credit->minutes));
        sheet_whole(sheet, credit->providers);
        sheet_whole(sheet, credit->guidance);
        sheet_whole(sheet, credit->others);
        sheet_whole(sheet, credit->here);
    }
    if (sheet->row_count) page_table(page, sheet);
    if (sheet->row_count == 1 && passport->shown_count) page_table(page, records_sheet(in, passport));
    if (sheet->row_count == 1 && passport->more) page_paragraphf(page, "... and %zu more records.", passport->more);
}
