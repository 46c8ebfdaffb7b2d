/* SPDX-License-Identifier: GPL-3.0-or-later
 * la_file - export la: the file for the local authority, change only, with what may be told of each pupil (clauses 4.3.22,
 * 4.4.23; facts/domain.md 8).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The fields are those of exports.lua.  A pupil is told again when a row differs from the one told last; who has left is
 * told once more.  Each pupil told gets a record la_share, the school a record data_file.
 */
#include "work/council.h"
#include "work/exports.h"
#include "work/wording.h"

struct la {
    struct council council;
    const struct command_call *call;
    struct answer *answer;
    const struct table_field **fields; /* basic, then more without what audiences.lua withholds */
    size_t field_count, basic_count;
    struct notes *records;             /* by kind; loaded where a field needs it */
    bool *loaded;
    struct str more_keys, more_titles; /* for those of whom they are kept back */
};

/* ---- one cell --------------------------------------------------------------------------------------------------------------- */

static struct str own_text(const struct pupil *pupil, uint32_t which) {
    const struct str texts[OWN_TEXT_COUNT] = { pupil->upn,      pupil->uln,    pupil->surname,        pupil->first_name, pupil->known_as, pupil->address,
                                               pupil->postcode, pupil->parent, pupil->parent_address, pupil->contact,    pupil->la };
    return texts[which];
}

static void add_fact(struct la *la, struct sheet *sheet, const struct table_field *field, const struct pupil *pupil, const struct pupil_row *row) {
    const struct kinds *kinds = la->council.school->kinds;
    const struct field *fact = &kinds->facts[SUBJECT_PUPIL].fields[field->index];
    if ((int32_t)field->index == kinds->known.form) {
        council_text(sheet, true, row->form);
        return;
    }
    bool year = (int32_t)field->index == kinds->known.year;
    int64_t value = year ? row->year : fact->home == HOME_DERIVED ? VALUE_NONE : pupil_fact_on(kinds, pupil, field->index, la->council.day);
    if (value == VALUE_NONE) sheet_empty(sheet);
    else if (field->type == CELL_DAY) sheet_day(sheet, (struct date){ (int32_t)value });
    else if (field->type == CELL_WHOLE) sheet_whole(sheet, value);
    else sheet_text(sheet, field_print(la->council.arena, fact, value));
}

static void add_record(struct la *la, struct sheet *sheet, const struct table_field *field, const struct pupil_row *row) {
    const struct notes *notes = &la->records[field->index];
    const struct note *last = note_newest(notes, row->id);
    if (!last) sheet_empty(sheet);
    else if (str_is(field->field, "organisation")) council_text(sheet, true, last->organisation);
    else if (str_is(field->field, "date")) council_day(sheet, true, last->date);
    else if (field->type == CELL_DAY) council_day(sheet, true, note_day(notes, last, field->field));
    else council_text(sheet, true, note_print(la->council.arena, notes, last, field->field));
}

/* ---- rows -------------------------------------------------------------------------------------------------------------------- */

static struct sheet *new_sheet(const struct la *la) {
    struct sheet *sheet = sheet_new(la->council.arena, STR("la"), (struct str){ 0 });
    for (size_t i = 0; i < la->field_count; i++) sheet_column(sheet, la->fields[i]->key, la->fields[i]->title, la->fields[i]->type);
    sheet_column(sheet, STR("told"), STR("Told"), CELL_TEXT);
    return sheet;
}

static bool add_row(struct la *la, struct sheet *sheet, const struct pupil_row *row, bool all, struct err *err) {
    struct pupil pupil;
    bool found;
    if (!pupil_read(la->council.school->db, la->council.school->kinds, la->council.arena, row->id, &pupil, &found, err)) return false;
    bug_if(!found);
    sheet_row(sheet);
    for (size_t i = 0; i < la->field_count; i++) {
        const struct table_field *field = la->fields[i];
        if (i >= la->basic_count && !all) sheet_empty(sheet);
        else if (field->source == SOURCE_TEXT) council_text(sheet, true, own_text(&pupil, field->index));
        else if (field->source == SOURCE_FACT) add_fact(la, sheet, field, &pupil, row);
        else add_record(la, sheet, field, row);
    }
    sheet_text(sheet, all ? STR("full") : STR("basic"));
    return true;
}

static void copy_row(struct sheet *to, const struct sheet *from, size_t row) {
    sheet_row(to);
    for (size_t c = 0; c < from->column_count; c++) {
        const struct cell *cell = sheet_at(from, row, c);
        if (cell->type == CELL_EMPTY) sheet_empty(to);
        else if (cell->type == CELL_WHOLE) sheet_whole(to, cell->number);
        else if (cell->type == CELL_DAY) sheet_day(to, (struct date){ (int32_t)cell->number });
        else sheet_text(to, cell->text);
    }
}

/* ---- who --------------------------------------------------------------------------------------------------------------------- */

static const struct departure_pupil *told_last(const struct departure_pupil *told, size_t count, int64_t pupil) {
    for (size_t i = 0; i < count; i++)
        if (told[i].pupil == pupil) return &told[i];
    return NULL;
}

/* On roll in the years of the file; or told of before and gone since. */
static bool belongs(const struct la *la, const struct pupil_row *row, const struct departure_pupil *before) {
    if (!row->on_roll) return before && date_known(row->left_on) && date_before(row->left_on, la->council.day);
    return row->year != VALUE_NONE && row->year >= la->council.table->first_year && row->year <= la->council.table->last_year;
}

struct la_counts { size_t fresh, changed, same, left; };

static bool add_pupil(struct la *la, struct sheet *sheet, const struct pupil_row *row, const struct departure_pupil *before, struct la_counts *counts, struct err *err) {
    enum sharing sharing = council_sharing(&la->council, row);
    bool all = sharing_is_full(sharing), full = call_has(la->call, "full");
    struct sheet *scratch = new_sheet(la);
    if (!add_row(la, scratch, row, all, err)) return false;
    struct str digest = export_row_digest(la->council.arena, scratch, 0);
    struct told told = { row->id, before ? before->digest : (struct str){ 0 } };
    enum news news = sharing_news(&told, before ? 1 : 0, row->id, digest);
    counts->same += news == NEWS_SAME;
    if (news == NEWS_SAME && (!full || !row->on_roll)) return true;
    counts->fresh += news == NEWS_NEW;
    counts->changed += news == NEWS_CHANGED;
    counts->left += !row->on_roll;
    struct export_pupil *entry = council_pupil(&la->council, row);
    entry->digest = digest;
    if (!all) {
        entry->withheld = la->more_keys;
        entry->withheld_words = la->more_titles;
        entry->why = str_from(sharing_code(sharing));
        entry->why_words = str_from(sharing_words(sharing));
    }
    copy_row(sheet, scratch, 0);
    return true;
}

/* ---- fields ------------------------------------------------------------------------------------------------------------------ */

static struct str join(struct arena *arena, const struct table_field *const *fields, size_t count, bool titles) {
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%.*s", !i ? "" : titles ? ", " : " ", STR_ARG(titles ? fields[i]->title : fields[i]->key));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool use_field(struct la *la, const struct table_field *field, struct err *err) {
    if (field->source == SOURCE_RECORD && !la->loaded[field->index]) {
        struct school *school = la->council.school;
        if (!note_list(la->council.arena, school, school->kinds->kinds[field->index].name, la->council.day, &la->records[field->index], err)) return false;
        la->loaded[field->index] = true;
    }
    la->fields[la->field_count++] = field;
    return true;
}

static bool choose_fields(struct la *la, struct err *err) {
    const struct council_table *table = la->council.table;
    struct arena *arena = la->council.arena;
    uint32_t kinds = la->council.school->kinds->kind_count;
    la->fields = (const struct table_field **)arena_alloc_array(arena, table->basic_count + table->more_count + 1, sizeof *la->fields);
    la->records = arena_array(arena, struct notes, kinds);
    la->loaded = arena_array(arena, bool, kinds);
    for (size_t i = 0; i < table->basic_count; i++)
        if (!use_field(la, &table->basic[i], err)) return false;
    la->basic_count = la->field_count;
    for (size_t i = 0; i < table->more_count; i++) {
        const struct table_field *field = &table->more[i];
        if (audience_may_all(la->council.viewer.audience, field->abouts)) {
            if (!use_field(la, field, err)) return false;
        } else {
            answer_note(la->answer, "'%.*s' is left out: audiences.lua does not let the local authority see it.", STR_ARG(field->title));
        }
    }
    la->more_keys = join(arena, la->fields + la->basic_count, la->field_count - la->basic_count, false);
    la->more_titles = join(arena, la->fields + la->basic_count, la->field_count - la->basic_count, true);
    return true;
}

/* ---- what is written down ------------------------------------------------------------------------------------------------------ */

static struct field_value value_of(const struct kind *kind, const char *name, int64_t value, struct str text) {
    int32_t field = kind_find_field(kind, str_from(name));
    bug_if(field == FIELD_ABSENT);
    return (struct field_value){ .field = (uint32_t)field, .value = value, .text = text };
}

static int64_t code_of(const struct kind *kind, const char *field, const char *code) {
    int32_t index = kind_find_field(kind, str_from(field));
    bug_if(index == FIELD_ABSENT);
    int32_t found = field_find_code(&kind->fields[index], str_from(code));
    bug_if(found == FIELD_ABSENT);
    return found;
}

static bool share_recorded(struct change *change, const struct export *export, const struct kinds *kinds, const struct export_pupil *pupil, int64_t number, struct err *err) {
    struct arena *arena = export->call->arena;
    int32_t index = kinds_find(kinds, STR("la_share"));
    const struct kind *kind = &kinds->kinds[index];
    struct field_value fields[2] = { value_of(kind, "level", code_of(kind, "level", pupil->withheld.size ? "basic" : "full"), (struct str){ 0 }),
                                     value_of(kind, "file", VALUE_NONE, str_format(arena, "export %lld", (long long)number)) };
    struct activity_write row = { .kind = (uint32_t)index, .date = export->call->as_of, .last_day = DATE_NONE, .organisation = VALUE_NONE, .source = STR("export"),
                                  .reference = export_reference(arena, number, pupil->pupil), .fields = fields, .field_count = COUNT_OF(fields) };
    struct participation_write one = { .kind = (uint32_t)index, .person = pupil->pupil, .outcome = -1 };
    enum wrote wrote;
    return activity_put(change->db, kinds, &row, &one.activity, &wrote, err) && participation_put(change->db, kinds, &one, &wrote, err);
}

static bool also(struct change *change, const struct export *export, int64_t number, struct err *err) {
    const struct kinds *kinds = export->school->kinds;
    int32_t index = kinds_find(kinds, STR("data_file"));
    const struct kind *kind = &kinds->kinds[index];
    struct field_value fields[2] = { value_of(kind, "sort", code_of(kind, "sort", "la_full"), (struct str){ 0 }), value_of(kind, "pupils", (int64_t)export->pupil_count, (struct str){ 0 }) };
    struct activity_write row = { .kind = (uint32_t)index, .date = export->call->as_of, .last_day = DATE_NONE, .organisation = VALUE_NONE, .source = STR("export"),
                                  .reference = export_reference(export->call->arena, number, 0), .fields = fields, .field_count = COUNT_OF(fields) };
    int64_t id;
    enum wrote wrote;
    if (!activity_put(change->db, kinds, &row, &id, &wrote, err)) return false;
    for (size_t i = 0; i < export->pupil_count; i++)
        if (!share_recorded(change, export, kinds, &export->pupils[i], number, err)) return false;
    return true;
}

/* ---- the word ------------------------------------------------------------------------------------------------------------------- */

static struct str remark(const struct la *la, const struct la_counts *counts) {
    struct arena *arena = la->council.arena;
    size_t ask = council_to_ask(&la->council);
    struct str news = str_format(arena, "%zu told for the first time, %zu told anew, %zu of them because they left; nothing new about %zu.", counts->fresh, counts->changed,
                                 counts->left, counts->same);
    size_t unheard = council_unheard(&la->council);
    if (unheard)
        news = str_format(arena, "%.*s  %.*s not yet 16 and said no: a parent decides until then and has not said no, so all is told.  Ask the parent, and record it with by=parent.",
                          STR_ARG(news), STR_ARG(count_of(arena, unheard, "pupil is", "pupils are")));
    if (!ask) return news;
    return str_format(arena, "%.*s  For %.*s in this file a parent answered, and since they are 16 they have not answered themselves: record la_instruction WHO on DATE by=pupil "
                             "says=...  Everybody who is to be asked at 16:  check 4.4.23", STR_ARG(news), STR_ARG(count_of(arena, ask, "pupil", "pupils")));
}

static bool la_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct la la = { .call = call, .answer = answer };
    struct departure_pupil *told;
    size_t told_count;
    struct la_counts counts = { 0 };
    if (!council_open(call, answer, 0, &la.council)) return false;
    if (!choose_fields(&la, &err) || !departure_last(la.council.school->db, answer->arena, STR("la"), &told, &told_count, &err)) return answer_fail(answer, &err);
    struct sheet *sheet = new_sheet(&la);
    for (size_t i = 0; i < la.council.roster->pupil_count; i++) {
        const struct pupil_row *row = &la.council.roster->pupils[i];
        const struct departure_pupil *before = told_last(told, told_count, row->id);
        if (belongs(&la, row, before) && !add_pupil(&la, sheet, row, before, &counts, &err)) return answer_fail(answer, &err);
    }
    struct export *export = council_export(&la.council, sheet, STR("la"), STR("File for the local authority"));
    export->anew = call_has(call, "full");
    export->whole = export->anew || !told_count;
    export->nothing = counts.same ? STR("Nothing is new since the last file: nothing leaves.  --full  tells of everybody.") : STR("Nobody is in the years of the file: nothing leaves.");
    export->remark = remark(&la, &counts);
    export->also = also;
    return export_offer(call, answer, la.council.school, export);
}

ARGUMENTS(la, AS_OF);
OPTIONS(la, { "full", NULL, "everybody, not only those of whom something is new since the last file" }, EXPORT_OPTIONS);
EXAMPLES(la, "export la\tthose of whom something is new; what is kept back and why", "export la --full --output la.xlsx\teverybody, as a workbook",
         "export la --to council.pub\tsealed for the council's public key");
const struct command export_verb_la = {
    .name = "export la", LEAVING, .usage = "[--full] [as of DATE] [--output FILE]",
    .about = "The file for the local authority: what may be told of each pupil, and only what is new.",
    LISTED(la), OPTED(la), .examples = la_examples, .run = la_run
};
