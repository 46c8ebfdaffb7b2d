/* SPDX-License-Identifier: GPL-3.0-or-later
 * list - `list`; see list.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/list.h"

#include "base/guess.h"
#include "base/utf8.h"
#include "store/organisation.h"
#include "store/ruling.h"
#include "store/staff.h"
#include "work/list_priv.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/typed.h"
#include "work/wording.h"

const struct list_word LIST_WORDS[] = {
    { "pupils", "pupils on roll, with form and year" },
    { "activities", "what took place and what is planned, the newest first" },
    { "organisations", "employers, providers and partners, and when they were last here" },
    { "staff", "members of staff, with roles and forms" },
    { "waivers", "exemptions in force and to come" },
    { NULL, NULL },
};

static void text_cell(struct sheet *sheet, struct str text, const char *none) {
    if (text.size) sheet_text(sheet, text);
    else sheet_none(sheet, str_from(none));
}

/* A list by a field that is withheld would tell it of each row.  Kind NULL: of pupils. */
static bool may_ask(const struct listing *l, const struct kind *kind, struct err *err) {
    for (size_t i = 0; i < l->condition_count; i++) {
        const struct field *field = l->conditions[i].field;
        if (kind ? redact_field(&l->viewer, kind, field) : redact_fact(&l->viewer, field)) continue;
        err_set(err, CODE_ARGUMENTS, "Nobody is listed by '%.*s' for %.*s, from whom it is withheld.", STR_ARG(field->name), STR_ARG(l->viewer.audience->title));
        return err_next(err, "audiences %.*s  lists what is shown", STR_ARG(l->viewer.audience->name));
    }
    return true;
}

/* ---- pupils --------------------------------------------------------------------------------------------------------- */

static bool pupil_fits(struct listing *l, const struct pupil_row *row, bool *fits, struct err *err) {
    const struct kinds *kinds = l->school->kinds;
    struct arena scratch = { 0 };
    struct pupil pupil;
    *fits = true;
    bool found, good = !l->condition_count || pupil_read(l->school->db, kinds, &scratch, row->id, &pupil, &found, err);
    for (size_t i = 0; good && *fits && i < l->condition_count; i++) {
        const struct list_condition *condition = &l->conditions[i];
        bool year = (int32_t)condition->index == kinds->known.year, form = (int32_t)condition->index == kinds->known.form;
        struct field_value value = { condition->index, VALUE_NONE, row->form };
        value.value = year ? row->last_year : form ? VALUE_NONE : pupil_fact_on(kinds, &pupil, condition->index, l->call->as_of);
        if (form) *fits = str_equal(utf8_fold(&scratch, row->form), utf8_fold(&scratch, condition->value.text));
        else *fits = list_fits(condition, &scratch, &value);
    }
    arena_free(&scratch);
    return good;
}

static bool list_pupils(struct listing *l, struct sheet **out, struct err *err) {
    const struct facts *facts = &l->school->kinds->facts[SUBJECT_PUPIL];
    bool leavers = call_has(l->call, "leavers");
    struct sheet *sheet = *out = sheet_new(l->arena, STR("pupils"), (struct str){ 0 });
    if (!list_where(l, facts->fields, facts->field_count, 0, "pupils") || !may_ask(l, NULL, err)) return false;
    if (l->data) sheet_column(sheet, STR("pupil"), STR("Key"), CELL_WHOLE);
    if (l->names) sheet_column(sheet, STR("name"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("year"), STR("Year"), CELL_WHOLE);
    if (l->names) sheet_column(sheet, STR("upn"), STR("UPN"), CELL_TEXT);
    sheet_column(sheet, STR("admitted_on"), STR("Joined"), CELL_DAY)->weak = true;
    if (leavers) sheet_column(sheet, STR("left_on"), STR("Left"), CELL_DAY);
    int64_t first = 0;
    for (size_t i = 0; i < l->roster->pupil_count; i++) {
        const struct pupil_row *row = &l->roster->pupils[i];
        bool fits;
        if ((!row->on_roll && !leavers) || !selection_has_pupil(&l->who, row->id)) continue;
        if (!pupil_fits(l, row, &fits, err)) return false;
        if (!fits) continue;
        if (!first) first = row->id;
        sheet_row(sheet);
        if (l->data) sheet_whole(sheet, row->id);
        if (l->names) sheet_text(sheet, pupil_name(l->arena, row));
        text_cell(sheet, row->form, "no form");
        if (row->last_year == VALUE_NONE) sheet_none(sheet, STR("no year"));
        else sheet_whole(sheet, row->last_year);
        if (l->names) text_cell(sheet, row->upn, "no UPN");
        sheet_day(sheet, row->admitted_on);
        if (leavers && row->on_roll) sheet_none(sheet, STR("on roll"));
        else if (leavers) sheet_day(sheet, row->left_on);
    }
    if (sheet->row_count && l->names && !l->data) answer_next(l->answer, "show \"%.*s\"", STR_ARG(resolve_pupil_words(l->school, l->arena, l->call->as_of, first)));
    return true;
}

/* ---- staff ---------------------------------------------------------------------------------------------------------- */

static struct str roles_of(struct listing *l, const struct person *person) {
    struct buf out = { 0 };
    for (size_t i = 0; i < person->role_count; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(l->data ? person->roles[i] : typed_word(l->arena, person->roles[i])));
    struct str copy = str_copy(l->arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* As of the day: people.lua and the imported staff are one list.  Addresses are for messages alone. */
static bool list_staff(struct listing *l, struct sheet **out, struct err *err) {
    const struct people *people = l->school->people;
    struct sheet *sheet = *out = sheet_new(l->arena, STR("staff"), (struct str){ 0 });
    if (!list_where(l, NULL, 0, 0, "staff")) return false;
    if (l->names) sheet_column(sheet, STR("name"), STR("Name"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("key"), STR("Code"), CELL_TEXT);
    sheet_column(sheet, STR("roles"), STR("Roles"), CELL_TEXT);
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("department"), STR("Department"), CELL_TEXT)->weak = true;
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        if (date_known(person->ends) && date_before(person->ends, l->call->as_of)) continue;
        sheet_row(sheet);
        if (l->names) sheet_text(sheet, person_full(l->arena, person));
        text_cell(sheet, person->key, "none");
        text_cell(sheet, roles_of(l, person), "no role");
        text_cell(sheet, person->form, "none");
        text_cell(sheet, person->department, "none");
    }
    answer_next(l->answer, "remind tutors");
    return err->code == CODE_NONE;
}

/* ---- organisations -------------------------------------------------------------------------------------------------- */

struct met {
    size_t times;
    struct date last;
};

static bool count_meetings(struct listing *l, const struct organisation *rows, size_t count, struct met *met, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *activities;
    size_t activity_count;
    filter.to = l->call->as_of;
    if (!activity_list(l->school->db, l->school->kinds, l->arena, &filter, &activities, &activity_count, err)) return false;
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) most = rows[i].id > most ? rows[i].id : most;
    size_t *places = arena_array(l->arena, size_t, (size_t)most + 1);
    for (size_t i = 0; i < count; i++) places[rows[i].id] = i + 1;
    for (size_t i = 0; i < activity_count; i++) {
        int64_t id = activities[i].organisation;
        bool meeting = l->school->kinds->kinds[activities[i].kind].shape == SHAPE_MEETING;
        if (id <= 0 || id > most || !places[id] || activities[i].cancelled || !meeting) continue;
        met[places[id] - 1] = (struct met){ met[places[id] - 1].times + 1, activities[i].date };
    }
    return true;
}

static bool list_organisations(struct listing *l, struct sheet **out, struct err *err) {
    const struct facts *facts = &l->school->kinds->facts[SUBJECT_ORGANISATION];
    int32_t type = l->school->kinds->known.org_type;
    struct organisation *rows;
    size_t count;
    struct arena scratch = { 0 };
    struct sheet *sheet = *out = sheet_new(l->arena, STR("organisations"), (struct str){ 0 });
    if (!list_where(l, facts->fields, facts->field_count, 0, "organisations")) return false;
    if (!organisation_list(l->school->db, l->school->kinds, l->arena, &rows, &count, err)) return false;
    struct met *met = arena_array(l->arena, struct met, count + 1);
    if (!count_meetings(l, rows, count, met, err)) return false;
    if (l->data) sheet_column(sheet, STR("organisation"), STR("Key"), CELL_WHOLE);
    sheet_column(sheet, STR("name"), STR("Organisation"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("type"), STR("Sort"), CELL_TEXT);
    sheet_column(sheet, STR("times"), STR("Times"), CELL_WHOLE);
    sheet_column(sheet, STR("last"), STR("Last here"), CELL_DAY);
    for (size_t i = 0; i < count; i++) {
        bool fits = true;
        for (size_t c = 0; c < l->condition_count && fits; c++) {
            const struct field_value value = { l->conditions[c].index, rows[i].facts[l->conditions[c].index], { 0 } };
            fits = list_fits(&l->conditions[c], &scratch, &value);
        }
        if (!fits) continue;
        int64_t sort = type == FIELD_ABSENT ? VALUE_NONE : rows[i].facts[type];
        sheet_row(sheet);
        if (l->data) sheet_whole(sheet, rows[i].id);
        sheet_text(sheet, rows[i].name);
        if (sort == VALUE_NONE) sheet_none(sheet, STR("not recorded"));
        else sheet_text(sheet, l->data ? field_print(l->arena, &facts->fields[type], sort) : typed_word(l->arena, field_print(l->arena, &facts->fields[type], sort)));
        sheet_whole(sheet, (int64_t)met[i].times);
        if (met[i].times) sheet_day(sheet, met[i].last);
        else sheet_none(sheet, STR("not yet"));
    }
    arena_free(&scratch);
    if (sheet->row_count) answer_next(l->answer, "list activities with \"%.*s\"", STR_ARG(sheet_at(sheet, 0, l->data ? 1 : 0)->text));
    return true;
}

/* ---- waivers -------------------------------------------------------------------------------------------------------- */

static bool list_waivers(struct listing *l, struct sheet **out, struct err *err) {
    struct ruling_exemption *rows;
    size_t count;
    struct sheet *sheet = *out = sheet_new(l->arena, STR("waivers"), (struct str){ 0 });
    if (!list_where(l, NULL, 0, 0, "waivers")) return false;
    if (!ruling_exemptions(l->school->db, l->school->kinds, l->arena, &rows, &count, err)) return false;
    if (l->data) sheet_column(sheet, STR("subject_type"), STR("About"), CELL_TEXT);
    if (l->data) sheet_column(sheet, STR("subject"), STR("Key"), CELL_WHOLE);
    if (l->names) sheet_column(sheet, STR("name"), STR("Who"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT);
    sheet_column(sheet, STR("reason"), STR("Because"), CELL_TEXT);
    sheet_column(sheet, STR("until"), STR("Until"), CELL_DAY);
    sheet_column(sheet, STR("approved_by"), STR("By"), CELL_TEXT);
    sheet_column(sheet, STR("from"), STR("From"), CELL_DAY)->weak = true;
    for (size_t i = 0; i < count; i++) {
        const struct exemption *e = &rows[i].exemption;
        bool over = date_known(e->ends) && date_before(e->ends, l->call->as_of);
        if (over || (l->who.pupils && (e->subject_type != SUBJECT_PUPIL || !selection_has_pupil(&l->who, e->subject)))) continue;
        sheet_row(sheet);
        if (l->data) sheet_text(sheet, str_from(subject_type_name(e->subject_type)));
        if (l->data) sheet_whole(sheet, e->subject);
        if (l->names) sheet_text(sheet, roster_name(l->arena, l->roster, e->subject_type, e->subject));
        text_cell(sheet, roster_group(l->roster, e->subject_type, e->subject), "none");
        sheet_text(sheet, e->rule);
        sheet_text(sheet, l->data ? e->reason : typed_word(l->arena, e->reason));
        if (date_known(e->ends)) sheet_day(sheet, e->ends);
        else sheet_none(sheet, STR("no end"));
        sheet_text(sheet, l->data ? e->approved_by : typed_word(l->arena, e->approved_by));
        sheet_day(sheet, e->from);
    }
    return true;
}

/* ---- what there is -------------------------------------------------------------------------------------------------- */

static void overview_row(struct sheet *sheet, struct str what, int64_t count, struct str about) {
    sheet_row(sheet);
    sheet_text(sheet, what);
    sheet_whole(sheet, count);
    sheet_text(sheet, about);
}

static bool list_overview(struct listing *l, struct sheet **out, struct err *err) {
    const struct kinds *kinds = l->school->kinds;
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    struct ruling_exemption *waivers;
    size_t count, waiver_count, meetings = 0, on_roll = 0;
    size_t *by_kind = arena_array(l->arena, size_t, kinds->kind_count + 1);
    struct sheet *sheet = *out = sheet_new(l->arena, STR("records"), (struct str){ 0 });
    if (!activity_list(l->school->db, kinds, l->arena, &filter, &rows, &count, err)) return false;
    if (!ruling_exemptions(l->school->db, kinds, l->arena, &waivers, &waiver_count, err)) return false;
    for (size_t i = 0; i < count; i++) by_kind[rows[i].kind]++;
    for (uint32_t i = 0; i < kinds->kind_count; i++)
        if (kinds->kinds[i].shape != SHAPE_NOTE && kinds->kinds[i].shape != SHAPE_STAFF_NOTE) meetings += by_kind[i];
    for (size_t i = 0; i < l->roster->pupil_count; i++) on_roll += l->roster->pupils[i].on_roll;
    const int64_t counts[] = { (int64_t)on_roll, (int64_t)meetings, (int64_t)l->roster->organisation_count, (int64_t)l->school->people->count, (int64_t)waiver_count };
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("count"), STR("Count"), CELL_WHOLE);
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT);
    for (size_t i = 0; LIST_WORDS[i].name; i++) overview_row(sheet, str_from(LIST_WORDS[i].name), counts[i], str_from(LIST_WORDS[i].about));
    for (uint32_t i = 0; i < kinds->kind_count; i++)
        if (by_kind[i]) overview_row(sheet, kinds->kinds[i].name, (int64_t)by_kind[i], kinds->kinds[i].about);
    answer_next(l->answer, "list pupils");
    answer_next(l->answer, "list encounter where meaningful ?");
    return true;
}

/* ---- the word ------------------------------------------------------------------------------------------------------- */

static bool unknown_what(struct listing *l, struct str what) {
    struct err err = { 0 };
    const struct kinds *kinds = l->school->kinds;
    struct str *names = arena_array(l->arena, struct str, kinds->kind_count + COUNT_OF(LIST_WORDS));
    size_t count = 0;
    for (size_t i = 0; LIST_WORDS[i].name; i++) names[count++] = str_from(LIST_WORDS[i].name);
    for (uint32_t i = 0; i < kinds->kind_count; i++) names[count++] = kinds->kinds[i].name;
    struct str near = guess_nearest(what, names, count);
    err_set(&err, CODE_NOTHING_SELECTED, "There is no list of '%.*s'.", STR_ARG(what));
    if (near.size) err_next(&err, "Did you mean  list %.*s ?", STR_ARG(near));
    else err_next(&err, "list  alone shows what there is; a pupil is found with  find \"%.*s\"", STR_ARG(what));
    return answer_fail(l->answer, &err);
}

/* What people call a kind that has another name here. */
static const struct { const char *said, *kind; } SAID[] = {
    { "interview", "guidance" }, { "employer", "encounter" }, { "visit", "workplace" }, { "placement", "workplace" }, { "work_experience", "workplace" }, { "export", "data_file" },
};

/* "encounters", "career plan", "agreed-action": as people say the kinds. */
int32_t list_kind_named(struct arena *arena, const struct kinds *kinds, struct str word) {
    struct str folded = utf8_fold(arena, word);
    char *text = arena_copy(arena, folded.at, folded.size);
    for (size_t i = 0; i < folded.size; i++)
        if (text[i] == ' ' || text[i] == '-') text[i] = '_';
    struct str name = { text, folded.size }, one = str_ends(name, "s") ? str_slice(name, 0, name.size - 1) : name;
    int32_t kind = kinds_find(kinds, name);
    if (kind == FIELD_ABSENT) kind = kinds_find(kinds, one);
    for (size_t i = 0; i < COUNT_OF(SAID) && kind == FIELD_ABSENT; i++)
        if (str_is(one, SAID[i].said)) kind = kinds_find(kinds, str_from(SAID[i].kind));
    return kind;
}

static int32_t kind_named(const struct listing *l, struct str what) { return list_kind_named(l->arena, l->school->kinds, what); }

static bool read_phrases(struct listing *l) {
    struct err err = { 0 };
    struct str with = call_phrase(l->call, "with"), from = call_phrase(l->call, "from"), to = call_phrase(l->call, "to");
    const struct calendar *calendar = l->school->calendar;
    if (from.size && !resolve_date(from, l->call->today, calendar, &l->from, &err)) return answer_fail(l->answer, &err);
    if (to.size && !resolve_date(to, l->call->today, calendar, &l->to, &err)) return answer_fail(l->answer, &err);
    if (!with.size) return true;
    if (!organisation_find(l->school->db, with, &l->organisation, &err)) return answer_fail(l->answer, &err);
    if (l->organisation) return true;
    err_set(&err, CODE_NOTHING_SELECTED, "No organisation is called '%.*s'.", STR_ARG(with));
    err_next(&err, "find \"%.*s\"  looks for parts of names; list organisations  shows them all", STR_ARG(with));
    return answer_fail(l->answer, &err);
}

/* What is listed is the first part, or the first two of "career plan"; those behind it say whose. */
static bool read_who(struct listing *l, struct str *what) {
    struct command_call who = *l->call;
    struct call_part *parts = arena_array(l->arena, struct call_part, l->call->part_count + 1);
    who.parts = parts;
    who.part_count = 0;
    *what = (struct str){ 0 };
    for (size_t i = 0; i < l->call->part_count; i++) {
        const struct call_part *part = &l->call->parts[i];
        if (part->phrase || str_find(part->text, STR("=")) != SIZE_MAX) continue;
        if (!what->size) *what = str_trim(part->text);
        else parts[who.part_count++] = *part;
    }
    struct str pair = who.part_count ? str_format(l->arena, "%.*s %.*s", STR_ARG(*what), STR_ARG(parts[0].text)) : (struct str){ 0 };
    if (pair.size && kind_named(l, pair) != FIELD_ABSENT) {
        *what = pair;
        who.parts = parts + 1;
        who.part_count--;
    }
    return !who.part_count || resolve_call(l->school, &who, RESOLVE_PUPILS, &l->who, l->answer);
}

/* That somebody is exempt from a rule tells what the rule rests on. */
static bool may_list_reasons(const struct listing *l, struct err *err) {
    if (redact_may(&l->viewer, ABOUT_REASONS)) return true;
    return err_set(err, CODE_NOTHING_SELECTED, "Exemptions are not shown to %.*s.", STR_ARG(l->viewer.audience->title));
}

static bool make(struct listing *l, struct str what, struct sheet **out, struct err *err) {
    struct str folded = utf8_fold(l->arena, what);
    int32_t kind = kind_named(l, what);
    if (!what.size) return list_overview(l, out, err);
    if (str_is(folded, "pupils") || str_is(folded, "pupil")) return list_pupils(l, out, err);
    if (str_is(folded, "staff")) return list_staff(l, out, err);
    if (str_is(folded, "organisations") || str_is(folded, "organisation")) return list_organisations(l, out, err);
    if (str_is(folded, "waivers") || str_is(folded, "waiver") || str_is(folded, "exemptions"))
        return may_list_reasons(l, err) && list_waivers(l, out, err);
    if (str_is(folded, "activities") || str_is(folded, "activity") || str_is(folded, "records"))
        return list_where(l, NULL, 0, 0, "activities") && list_activities(l, out, err);
    if (kind == FIELD_ABSENT) return unknown_what(l, what);
    const struct kind *of = &l->school->kinds->kinds[kind];
    if (!list_where(l, of->fields, of->field_count, FIELD_BUILT_IN_COUNT, str_c(l->arena, of->name))) return false;
    if (!redact_kind(&l->viewer, of, err) || !may_ask(l, of, err) || !list_kind(l, (uint32_t)kind, out, err)) return false;
    *out = redact_records(l->arena, &l->viewer, of, *out);
    return true;
}

/* Who sees counts sees no rows. */
static bool may_list(const struct viewer *viewer, struct err *err) {
    if (redact_names(viewer)) return true;
    err_set(err, CODE_ARGUMENTS, "A list shows one after the other; only counts are shown to %.*s.", STR_ARG(viewer->audience->title));
    return err_next(err, "check --profile %.*s", STR_ARG(viewer->audience->name));
}

bool list_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str what;
    struct sheet *sheet = NULL;
    struct listing l = { .call = call, .answer = answer, .arena = answer->arena, .data = call->json || call->csv,
                         .from = DATE_FIRST, .to = DATE_NONE, .organisation = VALUE_NONE };
    l.names = call->names || !l.data;
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_PEOPLE, &l.school)) return false;
    if (!redact_viewer(call, l.school, &l.viewer, &err) || !may_list(&l.viewer, &err)) return answer_fail(answer, &err);
    if (!read_who(&l, &what) || !read_phrases(&l)) return false;
    if (!roster_read(l.arena, l.school, call->as_of, &l.roster, &err)) return answer_fail(answer, &err);
    if (!make(&l, what, &sheet, &err)) return err.code ? answer_fail(answer, &err) : false;
    answer->page = page_new(answer->arena, STR("List"));
    sheet = redact_sheet(l.arena, &l.viewer, sheet);
    answer->result = sheet;
    if (sheet->row_count) page_table(answer->page, sheet);
    struct str rows = count_of(answer->arena, sheet->row_count, "row", "rows");
    if (!sheet->row_count) page_paragraph(answer->page, STR("There is nothing of that sort in the records."));
    else if (what.size) page_paragraphf(answer->page, "%.*s.", STR_ARG(rows));
    rows_json(call, answer);
    return true;
}
