/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport_page - `report passport PUPIL`; see passport_page.h.
 * Owns:  its files in reports/.
 * Must not know: HTML.
 */
#include "work/passport_page.h"

#include "base/file.h"
#include "base/utf8.h"
#include "store/pupil.h"
#include "work/card.h"
#include "work/page_file.h"
#include "work/passport.h"
#include "work/resolve.h"
#include "work/roster.h"
#include "work/rows.h"
#include "work/typed.h"
#include "work/wording.h"

/* One side of A4 has room for so many lines of own words, rows of the table and lines of what was agreed. */
#define LINES_ON_A_SIDE 11
#define LINE_LENGTH 85
#define ROWS_MOST 8
#define ROWS_LEAST 3
#define AGREED_MOST 3

enum lane { LANE_EMPLOYERS, LANE_WORKPLACES, LANE_PROVIDERS, LANE_GUIDANCE, LANE_COUNT };
static const struct {
    const char *kind, *label, *one, *many;
} LANES[LANE_COUNT] = {
    { "encounter", "Employers", "meeting", "meetings" },
    { "workplace", "Workplaces", "visit", "visits" },
    { "provider", "Colleges and training", "meeting", "meetings" },
    { "guidance", "Guidance interviews", "interview", "interviews" },
};

struct paging {
    const struct command_call *call;
    struct arena *arena;
    struct school *school;
    const struct passport *passport;
    struct roster *roster;
    struct page *page;
    size_t counts[LANE_COUNT];
    int64_t minutes;         /* at workplaces */
    size_t lines;            /* that own words and what was agreed take on paper */
    bool rolled;             /* on the roll of this school */
};

static struct str kind_of(const struct paging *p, const struct passport_record *record) { return p->school->kinds->kinds[record->kind].name; }

static int lane_of(const struct paging *p, const struct passport_record *record) {
    for (int i = 0; i < LANE_COUNT; i++)
        if (str_is(kind_of(p, record), LANES[i].kind)) return i;
    return -1;
}

static const struct field_value *value_of(const struct paging *p, const struct passport_record *record, const char *name) {
    int32_t field = kind_find_field(&p->school->kinds->kinds[record->kind], str_from(name));
    return field == FIELD_ABSENT ? NULL : card_field(record->fields, record->field_count, (uint32_t)field);
}

static bool says_yes(const struct paging *p, const struct passport_record *record, const char *name) {
    const struct field_value *value = value_of(p, record, name);
    return value && value->value == 1;
}

static struct date day_of(const struct paging *p, const struct passport_record *record, const char *name) {
    const struct field_value *value = value_of(p, record, name);
    return value && value->value != VALUE_NONE ? (struct date){ (int32_t)value->value } : DATE_NONE;
}

static struct str short_day(struct arena *arena, struct date day) {
    char text[DATE_LONG_SIZE];
    return str_copy(arena, str_from(date_short(day, text)));
}

static struct str hours_words(struct arena *arena, int64_t minutes) {
    int64_t whole = minutes / 60, rest = minutes % 60;
    if (rest) return str_format(arena, "%lld hours %lld minutes", (long long)whole, (long long)rest);
    return str_format(arena, whole == 1 ? "%lld hour" : "%lld hours", (long long)whole);
}

static size_t lines_of(struct str text) { return 1 + utf8_width(text) / LINE_LENGTH; }

/* ---- own words -------------------------------------------------------------------------------------------------------- */

static void own_words(struct paging *p) {
    const struct passport_record *words = NULL;
    struct str looked = { 0 };
    for (size_t i = 0; i < p->passport->record_count; i++) {
        const struct passport_record *record = &p->passport->records[i];
        const struct field_value *sector = value_of(p, record, "sector"), *route = value_of(p, record, "route");
        if (str_is(kind_of(p, record), "career_plan") && record->title.size && says_yes(p, record, "own_words")) words = record;
        if (!str_is(kind_of(p, record), "explored")) continue;
        int32_t at = kind_find_field(&p->school->kinds->kinds[record->kind], STR("route"));
        struct str what = sector && sector->text.size ? sector->text
                          : route && at >= 0 ? typed_word(p->arena, p->school->kinds->kinds[record->kind].fields[at].codes[route->value]) : record->title;
        if (what.size && str_find(looked, what) == SIZE_MAX)
            looked = str_format(p->arena, "%.*s%s%.*s", STR_ARG(looked), looked.size ? ", " : "", STR_ARG(what));
    }
    page_heading(p->page, 2, STR("In my own words"));
    if (words) p->lines += lines_of(words->title);
    if (words) page_aside(p->page, str_format(p->arena, "“%.*s”\n%.*s", STR_ARG(words->title), STR_ARG(short_day(p->arena, words->date))));
    else page_aside(p->page, STR("Nothing is written here yet. What would you like to do? Tell the person named below, and it will stand here in your words."));
    if (looked.size) page_paragraphf(p->page, "I have looked into: %.*s.", STR_ARG(looked));
}

/* ---- the time-line ---------------------------------------------------------------------------------------------------- */

static struct str what_words(const struct paging *p, const struct passport_record *record) {
    if (record->title.size) return record->title;
    return typed_word(p->arena, kind_of(p, record));
}

static void count_lanes(struct paging *p) {
    for (size_t i = 0; i < p->passport->record_count; i++) {
        const struct passport_record *record = &p->passport->records[i];
        const struct field_value *hours = value_of(p, record, "hours");
        int lane = lane_of(p, record);
        if (lane >= 0) p->counts[lane]++;
        if (lane == LANE_WORKPLACES && hours && hours->value != VALUE_NONE) p->minutes += hours->value;
    }
}

static void add_news(struct buf *out, const struct paging *p, int lane, bool first, bool last) {
    static const char *const SAYS[LANE_COUNT] = { "met employers", "been at workplaces", "met colleges or training providers", "talked with a careers adviser" };
    buf_printf(out, "%s%s", first ? "I have " : last ? " and " : ", ", SAYS[lane]);
    if (lane == LANE_WORKPLACES && p->minutes) buf_printf(out, " for %.*s", STR_ARG(hours_words(p->arena, p->minutes)));
    else if (p->counts[lane] < 3) buf_printf(out, p->counts[lane] == 1 ? " once" : " twice");
    else buf_printf(out, " %zu times", p->counts[lane]);
}

/* The title says the news. */
static struct str news(const struct paging *p) {
    struct buf out = { 0 };
    size_t parts = 0, said = 0;
    for (int i = 0; i < LANE_COUNT; i++) parts += p->counts[i] > 0;
    for (int i = 0; i < LANE_COUNT; i++) {
        if (!p->counts[i]) continue;
        add_news(&out, p, i, said == 0, said + 1 == parts);
        said++;
    }
    struct str text = parts ? str_copy(p->arena, buf_str(&out)) : STR("My first meeting with an employer is still to come");
    buf_free(&out);
    return text;
}

static void add_ticks(struct paging *p, struct figure *figure) {
    int first = school_year_of(figure->from), last = school_year_of(figure->to);
    struct figure_mark *ticks = arena_array(p->arena, struct figure_mark, (size_t)(last - first) + 1);
    for (int year = first; year <= last; year++) {
        char name[SCHOOL_YEAR_SIZE];
        int64_t of = p->passport->year == VALUE_NONE ? VALUE_NONE : p->passport->year - (school_year_of(p->call->as_of) - year);
        bool plain = of == VALUE_NONE || of < 1;
        ticks[figure->tick_count++] = (struct figure_mark){ .day = school_year_start(year),
            .label = plain ? str_copy(p->arena, str_from(school_year_name(year, name))) : str_format(p->arena, "Year %lld", (long long)of) };
    }
    figure->ticks = ticks;
}

static void time_line(struct paging *p) {
    struct figure *figure = arena_new(p->arena, struct figure);
    struct figure_mark *marks = arena_array(p->arena, struct figure_mark, p->passport->record_count + 1);
    struct figure_bar *lanes = arena_array(p->arena, struct figure_bar, LANE_COUNT);
    *figure = (struct figure){ .type = FIGURE_TIMELINE, .title = news(p), .bars = lanes, .bar_count = LANE_COUNT, .marks = marks, .to = school_year_end(school_year_of(p->call->as_of)) };
    figure->from = school_year_start(school_year_of(p->call->as_of));
    struct str said = { 0 };
    for (size_t i = 0; i < p->passport->record_count; i++) {
        const struct passport_record *record = &p->passport->records[i];
        int lane = lane_of(p, record);
        if (lane < 0) continue;
        struct date start = school_year_start(school_year_of(record->date));
        figure->from = date_min(figure->from, start);
        marks[figure->mark_count++] = (struct figure_mark){ record->date, (size_t)lane,
            str_format(p->arena, "%.*s, %.*s", STR_ARG(what_words(p, record)), STR_ARG(short_day(p->arena, record->date))) };
    }
    for (int i = 0; i < LANE_COUNT; i++) {
        struct str note = count_of(p->arena, p->counts[i], LANES[i].one, LANES[i].many);
        if (i == LANE_WORKPLACES && p->minutes) note = str_format(p->arena, "%.*s, %.*s", STR_ARG(note), STR_ARG(hours_words(p->arena, p->minutes)));
        if (!p->counts[i]) note = STR("not yet");
        lanes[i] = (struct figure_bar){ .label = str_from(LANES[i].label), .note = note };
        said = str_format(p->arena, "%.*s%s%s: %.*s.", STR_ARG(said), said.size ? " " : "", LANES[i].label, STR_ARG(note));
    }
    figure->description = str_format(p->arena, "A line for each of four sorts of event, with a mark on each day. %.*s The days stand in the table below.", STR_ARG(said));
    figure->large = p->page->large;
    add_ticks(p, figure);
    page_heading(p->page, 2, STR("What I have done"));
    page_figure(p->page, figure);
}

/* What was agreed stands below the table, and must have its room. */
static size_t rows_on_a_side(struct paging *p) {
    size_t lines = p->lines, agreed = 0;
    for (size_t i = p->passport->record_count; i > 0 && agreed < AGREED_MOST; i--) {
        const struct passport_record *record = &p->passport->records[i - 1];
        if (!str_is(kind_of(p, record), "agreed_action") || !record->title.size) continue;
        lines += lines_of(record->title);
        agreed++;
    }
    size_t rows = lines < LINES_ON_A_SIDE ? LINES_ON_A_SIDE - lines : 0;
    return rows > ROWS_MOST ? ROWS_MOST : rows < ROWS_LEAST ? ROWS_LEAST : rows;
}

static void done_table(struct paging *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("done"), STR("The newest first"));
    size_t all = 0, most = p->page->large ? SIZE_MAX : rows_on_a_side(p);
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("date"), STR("When"), CELL_DAY);
    sheet_column(sheet, STR("with"), STR("With"), CELL_TEXT);
    for (size_t i = p->passport->record_count; i > 0; i--) {
        const struct passport_record *record = &p->passport->records[i - 1];
        const struct field_value *hours = value_of(p, record, "hours");
        struct str what = what_words(p, record);
        if (lane_of(p, record) < 0 || ++all > most) continue;
        if (hours && hours->value != VALUE_NONE) what = str_format(p->arena, "%.*s (%.*s)", STR_ARG(what), STR_ARG(hours_words(p->arena, hours->value)));
        if (!record->ours) what = str_format(p->arena, "%.*s, at %.*s", STR_ARG(what), STR_ARG(record->from.name));
        sheet_row(sheet);
        sheet_text(sheet, utf8_capital(p->arena, what));
        sheet_day(sheet, record->date);
        if (record->organisation.size) sheet_text(sheet, record->organisation);
        else sheet_none(sheet, STR("no organisation"));
    }
    if (!sheet->row_count) return;
    page_table(p->page, sheet);
    if (all > most) page_paragraphf(p->page, "and %zu earlier.", all - most);
}

/* ---- what was agreed, what is next, whom to ask ------------------------------------------------------------------------- */

static bool is_open(const struct paging *p, const struct passport_record *record) {
    return str_is(kind_of(p, record), "agreed_action") && record->title.size && !date_known(day_of(p, record, "done_on"));
}

static void agreed(struct paging *p) {
    struct str items[AGREED_MOST];
    size_t count = 0;
    struct date newest = DATE_NONE;
    for (size_t i = p->passport->record_count; i > 0; i--) {
        const struct passport_record *record = &p->passport->records[i - 1];
        struct date done = day_of(p, record, "done_on");
        if (!date_known(newest) && lane_of(p, record) == LANE_GUIDANCE) newest = record->date;
        if (!str_is(kind_of(p, record), "agreed_action") || !record->title.size || count == AGREED_MOST) continue;
        items[count++] = date_known(done) ? str_format(p->arena, "%.*s: done on %.*s", STR_ARG(record->title), STR_ARG(short_day(p->arena, done))) : record->title;
    }
    page_heading(p->page, 2, STR("What we agreed"));
    if (date_known(newest)) page_paragraphf(p->page, "My last guidance interview was on %.*s.", STR_ARG(short_day(p->arena, newest)));
    if (count) page_list(p->page, items, count);
    else page_paragraph(p->page, date_known(newest) ? STR("Nothing that we agreed is written down yet.") : STR("I have not had a guidance interview yet."));
}

/* The open step that is due first, and what is in the diary. */
static bool next_step(struct paging *p, struct err *err) {
    const struct passport_record *next = NULL;
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    bool said = false;
    for (size_t i = 0; i < p->passport->record_count; i++) {
        const struct passport_record *record = &p->passport->records[i];
        if (!is_open(p, record)) continue;
        if (!next || date_before(day_of(p, record, "due_on"), day_of(p, next, "due_on"))) next = record;
    }
    page_heading(p->page, 2, STR("My next step"));
    if (next) {
        struct date due = day_of(p, next, "due_on");
        struct str by = date_known(due) ? str_format(p->arena, ", by %.*s", STR_ARG(short_day(p->arena, due))) : STR("");
        page_paragraphf(p->page, "%.*s%.*s.", STR_ARG(next->title), STR_ARG(by));
        said = true;
    }
    filter.pupil = p->passport->pupil;
    filter.from = date_add_days(p->call->as_of, 1);
    if (!activity_list(p->school->db, p->school->kinds, p->arena, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = &p->school->kinds->kinds[rows[i].kind];
        bool meeting = kind->shape == SHAPE_MEETING && passport_has_kind(kind);
        if (rows[i].cancelled || !meeting || rows[i].outcome == OUTCOME_DECLINED || rows[i].outcome == OUTCOME_EXCUSED) continue;
        struct str what = rows[i].title.size ? rows[i].title : typed_word(p->arena, kind->name);
        struct str with = rows[i].organisation_name.size ? str_format(p->arena, " with %.*s", STR_ARG(rows[i].organisation_name)) : STR("");
        page_paragraphf(p->page, "In the diary: %.*s%.*s, %.*s.", STR_ARG(what), STR_ARG(with), STR_ARG(short_day(p->arena, rows[i].date)));
        said = true;
        break;
    }
    if (!said) page_paragraph(p->page, STR("Nothing is written down yet. Ask for a time to talk about it."));
    return true;
}

static void ask_person(struct paging *p, struct labelled *fields, size_t *count, const char *role, const char *label, bool mail) {
    const struct policy *policy = p->school->policy;
    int32_t at = policy_find_role(policy, str_from(role));
    const struct person *who = at < 0 ? NULL : people_owner(p->school->people, &policy->roles[at], p->passport->form, (struct str){ 0 }, p->call->as_of);
    if (!who || !who->name.size) return;
    struct str text = person_full(p->arena, who);
    if (mail && who->email.size) text = str_format(p->arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(who->email));
    fields[(*count)++] = (struct labelled){ str_from(label), text };
}

static void whom_to_ask(struct paging *p) {
    struct labelled fields[3];
    size_t count = 0;
    page_heading(p->page, 2, STR("Whom I can ask"));
    if (p->rolled) ask_person(p, fields, &count, "tutor", "My tutor", false);
    ask_person(p, fields, &count, "careers_leader", "Careers Leader", true);
    if (count) page_fields(p->page, fields, count);
    else page_paragraph(p->page, STR("Ask at the school's office for the Careers Leader."));
}

/* ---- the page --------------------------------------------------------------------------------------------------------- */

static bool make_page(struct paging *p, struct err *err) {
    struct str name = str_trim(str_format(p->arena, "%.*s %.*s", STR_ARG(p->passport->first_name), STR_ARG(p->passport->surname)));
    struct str side = p->passport->form;
    if (p->passport->year != VALUE_NONE) side = str_format(p->arena, "%.*s%sYear %lld", STR_ARG(side), side.size ? ", " : "", (long long)p->passport->year);
    p->page = page_new(p->arena, str_format(p->arena, "My careers passport: %.*s", STR_ARG(name)));
    p->page->large = call_has(p->call, "large");
    p->page->tight = !p->page->large;
    p->page->foot = str_format(p->arena, "%.*s, as at %.*s. Private facts and notes of staff are left out.",
                               STR_ARG(p->school->name), STR_ARG(short_day(p->arena, p->call->as_of)));
    if (side.size) page_paragraphf(p->page, "%.*s, %.*s", STR_ARG(side), STR_ARG(p->school->name));
    count_lanes(p);
    own_words(p);
    time_line(p);
    done_table(p);
    agreed(p);
    if (!next_step(p, err)) return false;
    whom_to_ask(p);
    return true;
}

/* A file's name says nothing of the pupil but the key. */
static bool write_one(struct paging *p, struct sheet *files, struct str *name, const char **path, struct err *err) {
    char day[DATE_ISO_SIZE];
    *name = str_format(p->arena, "reports/passport-%lld%s-%s.html", (long long)p->passport->pupil, p->page->large ? "-large" : "", date_iso(p->call->as_of, day));
    *path = school_path(p->arena, p->school, str_c(p->arena, *name));
    if (!page_file_write(p->arena, *path, p->page, err)) return false;
    sheet_row(files);
    sheet_whole(files, p->passport->pupil);
    sheet_whole(files, (int64_t)p->passport->record_count);
    sheet_text(files, *name);
    return true;
}

static bool select_pupils(const struct command_call *call, struct answer *answer, struct school *school, struct selection *out) {
    struct command_call who = *call;
    struct call_part *parts = arena_array(answer->arena, struct call_part, call->part_count + 1);
    struct err err = { 0 };
    bool name = true;
    who.parts = parts;
    who.part_count = 0;
    for (size_t i = 0; i < call->part_count; i++) {
        if (!call->parts[i].phrase && name) name = false;
        else parts[who.part_count++] = call->parts[i];
    }
    if (!resolve_call(school, &who, RESOLVE_PUPILS, out, answer)) return false;
    if (out->pupils) return true;
    err_set(&err, CODE_ARGUMENTS, "Whose passport?");
    err_next(&err, "report passport zoe  or  report passport 11A");
    return answer_fail(answer, &err);
}

static bool write_all(const struct command_call *call, struct answer *answer, struct school *school, const struct selection *who, struct err *err) {
    const struct audience_table *table;
    struct roster *roster;
    struct str name = { 0 };
    const char *path = "";
    struct sheet *files = sheet_new(answer->arena, STR("files"), (struct str){ 0 });
    sheet_column(files, STR("pupil"), STR("Key"), CELL_WHOLE);
    sheet_column(files, STR("records"), STR("Records"), CELL_WHOLE);
    sheet_column(files, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    if (!audience_table_load(answer->arena, call->host, school->folder, school->kinds, &table, &answer->problems, err)
        || !roster_read(answer->arena, school, call->as_of, &roster, err) || !file_make_folder(school_path(answer->arena, school, "reports"), err))
        return false;
    for (size_t i = 0; i < who->pupil_count; i++) {
        struct passport passport;
        const struct pupil_row *row = roster_pupil(roster, who->pupils[i]);
        if (!passport_gather(answer->arena, school, table, who->pupils[i], call->as_of, &passport, err)) return false;
        struct paging p = { .call = call, .arena = answer->arena, .school = school, .passport = &passport, .roster = roster, .rolled = row && row->on_roll };
        if (!make_page(&p, err) || !write_one(&p, files, &name, &path, err)) return false;
    }
    answer->page = page_new(answer->arena, STR("Report"));
    if (files->row_count == 1) page_paragraphf(answer->page, "Wrote %.*s.  A double click opens it in any browser; it is this file:\n%s", STR_ARG(name), path);
    else page_paragraphf(answer->page, "Wrote %zu passports, each a page in reports/:\n%s", files->row_count, school_path(answer->arena, school, "reports"));
    answer->result = files;
    return true;
}

bool passport_page_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct selection who;
    if (!school_for(call, answer, SCHOOL_POLICY, &school) || !select_pupils(call, answer, school, &who)) return false;
    if (!write_all(call, answer, school, &who, &err)) return answer_fail(answer, &err);
    bool one = answer->result->row_count == 1;
    answer_next(answer, "open %.*s", STR_ARG(one ? sheet_at(answer->result, 0, 2)->text : STR("reports")));
    answer_next(answer, "export passport \"%.*s\"", STR_ARG(who.who));
    rows_json(call, answer);
    return true;
}
