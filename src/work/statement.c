/* SPDX-License-Identifier: GPL-3.0-or-later
 * statement - `report statement`; see statement.h.
 * Owns:  nothing.
 * Must not know: HTML, Markdown.
 */
#include "work/statement.h"

#include "base/file.h"
#include "policy/param.h"
#include "store/activity.h"
#include "work/page_file.h"
#include "work/policy_verbs.h"
#include "work/rows.h"
#include "work/school.h"
#include "work/wording.h"

struct stating {
    const struct command_call *call;
    struct arena *arena;
    struct school *school;
    struct page *page;
    struct err *err;
};

/* One record of what is published or in force. */
struct seen {
    struct date day;
    int64_t value;
    struct str title;
};

static int64_t recorded(const struct activity_card *card, int32_t field) {
    for (size_t i = 0; i < card->field_count; i++)
        if (card->fields[i].field == (uint32_t)field) return card->fields[i].value;
    return VALUE_NONE;
}

/* By code of `item`: the newest record up to the day, and what `field` says in it.  With `yes`, the newest that says so. */
static bool newest(struct stating *s, const char *kind_name, const char *field_name, bool yes, struct seen **out) {
    const struct kinds *kinds = s->school->kinds;
    int32_t kind = kinds_find(kinds, str_from(kind_name));
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    if (kind == FIELD_ABSENT) return true;
    int32_t item = kind_find_field(&kinds->kinds[kind], STR("item"));
    int32_t field = kind_find_field(&kinds->kinds[kind], str_from(field_name));
    filter.kind = kind;
    if (!activity_list(s->school->db, kinds, s->arena, &filter, &rows, &count, s->err)) return false;
    *out = arena_array(s->arena, struct seen, kinds->kinds[kind].fields[item].code_count);
    for (uint32_t c = 0; c < kinds->kinds[kind].fields[item].code_count; c++)
        (*out)[c] = (struct seen){ .day = DATE_NONE, .value = VALUE_NONE };
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        bool found;
        if (rows[i].cancelled || date_after(rows[i].date, s->call->as_of)) continue;
        if (!activity_read(s->school->db, kinds, s->arena, rows[i].id, &card, &found, s->err)) return false;
        int64_t code = found ? recorded(&card, item) : VALUE_NONE, value = found ? recorded(&card, field) : VALUE_NONE;
        if (code < 0 || (yes && value != 1)) continue;
        (*out)[code] = (struct seen){ rows[i].date, value, rows[i].title };
    }
    return true;
}

static const struct field *field_of(const struct stating *s, const char *kind_name, const char *name) {
    int32_t kind = kinds_find(s->school->kinds, str_from(kind_name));
    if (kind == FIELD_ABSENT) return NULL;
    int32_t field = kind_find_field(&s->school->kinds->kinds[kind], str_from(name));
    return field == FIELD_ABSENT ? NULL : &s->school->kinds->kinds[kind].fields[field];
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

/* The Careers Leader of the day. */
static void whom_to_ask(struct stating *s) {
    const struct people *people = s->school->people;
    struct labelled fields[3];
    size_t count = 0;
    int32_t role = policy_find_role(s->school->policy, STR("careers_leader"));
    page_heading(s->page, 2, STR("Whom to ask"));
    for (size_t i = 0; role >= 0 && i < people->count && !count; i++) {
        const struct person *person = &people->at[i];
        if (!person_holds(person, STR("careers_leader"), s->call->as_of)) continue;
        fields[count++] = (struct labelled){ s->school->policy->roles[role].title, person_full(s->arena, person) };
        if (person->email.size) fields[count++] = (struct labelled){ STR("E-mail"), person->email };
    }
    if (count) page_fields(s->page, fields, count);
    else page_aside(s->page, STR("Missing: nobody holds the role careers_leader in people.lua today."));
}

/* The phases, as far as the school teaches their years; the number of visits is the one that is checked. */
static void occasions(struct stating *s) {
    const struct policy *policy = s->school->policy;
    int32_t fact = s->school->kinds->known.years_taught;
    int64_t taught = fact == FIELD_ABSENT ? VALUE_NONE : policy->school_facts[fact];
    struct sheet *sheet = sheet_new(s->arena, STR("occasions"), STR("Occasions by year group"));
    sheet_column(sheet, STR("phase"), STR("Phase"), CELL_TEXT);
    sheet_column(sheet, STR("from"), STR("From"), CELL_TEXT);
    sheet_column(sheet, STR("to"), STR("To"), CELL_TEXT);
    page_heading(s->page, 2, STR("When providers can come"));
    for (size_t i = 0; i < policy->phase_count; i++) {
        const struct phase *phase = &policy->phases[i];
        if (taught != VALUE_NONE && !(taught >> phase->opens_year & 1)) continue;
        sheet_row(sheet);
        sheet_text(sheet, phase->name);
        sheet_text(sheet, str_format(s->arena, "Year %d, %.*s", phase->opens_year,
                                     STR_ARG(policy_say_month_day(s->arena, phase->opens))));
        sheet_text(sheet, str_format(s->arena, "Year %d, %.*s", phase->closes_year,
                                     STR_ARG(policy_say_month_day(s->arena, phase->closes))));
    }
    if (!sheet->row_count) {
        page_aside(s->page, STR("Missing: the policy names no phases for the years taught here."));
        return;
    }
    for (size_t i = 0; i < policy->param_count; i++) {
        const struct param_step *step = param_at(&policy->params[i], s->call->as_of);
        if (step && str_is(policy->params[i].name, "visits_a_phase"))
            page_paragraphf(s->page, "Encounters with providers in each phase, for the whole year group and in school hours: "
                            "%.*s.", STR_ARG(param_say(s->arena, &policy->params[i], step)));
    }
    page_table(s->page, sheet);
}

/* What the newest statement says of the parts that it must have; *summary for the screen. */
static bool parts(struct stating *s, struct str *summary) {
    struct seen *documents = NULL;
    const struct field *items = field_of(s, "document", "item"), *sections = field_of(s, "document", "sections");
    char day[DATE_LONG_SIZE];
    uint32_t said = 0;
    struct str missing = { 0 };
    if (!newest(s, "document", "sections", false, &documents)) return false;
    int32_t code = items ? field_find_code(items, STR("access_statement")) : FIELD_ABSENT;
    struct seen none = { DATE_NONE, VALUE_NONE, { 0 } };
    const struct seen *seen = documents && code >= 0 ? &documents[code] : &none;
    struct sheet *sheet = sheet_new(s->arena, STR("parts"), STR("Parts of the newest statement"));
    sheet_column(sheet, STR("part"), STR("Part"), CELL_TEXT);
    sheet_column(sheet, STR("said"), STR("In the statement"), CELL_TEXT);
    for (uint32_t c = 0; sections && c < sections->code_count; c++) {
        bool there = seen->value != VALUE_NONE && (seen->value >> c & 1);
        sheet_row(sheet);
        sheet_text(sheet, spaced(s->arena, sections->codes[c]));
        if (there) sheet_text(sheet, str_format(s->arena, "yes, %s", date_short(seen->day, day)));
        else sheet_text(sheet, STR("missing"));
        said += there;
        if (!there)
            missing = str_format(s->arena, "%.*s%s%.*s", STR_ARG(missing), missing.size ? ", " : "",
                                 STR_ARG(spaced(s->arena, sections->codes[c])));
    }
    page_heading(s->page, 2, STR("Procedure, grounds, premises, safeguarding"));
    if (seen->title.size) page_paragraphf(s->page, "The newest statement: %.*s.", STR_ARG(seen->title));
    page_table(s->page, sheet);
    *summary = str_format(s->arena, "%u of %zu parts%s%.*s", said, sheet->row_count, missing.size ? "; missing: " : "",
                          STR_ARG(missing));
    return true;
}

static bool published(struct stating *s, struct answer *answer) {
    struct seen *seen = NULL, *last = NULL;
    const struct field *items = field_of(s, "publication", "item");
    struct sheet *sheet = sheet_new(s->arena, STR("website"), STR("On the website"));
    sheet_column(sheet, STR("item"), STR("What must be published"), CELL_TEXT);
    sheet_column(sheet, STR("live"), STR("Last seen live"), CELL_DAY);
    sheet_column(sheet, STR("now"), STR("At the last look"), CELL_TEXT);
    if (!newest(s, "publication", "live", true, &seen) || !newest(s, "publication", "live", false, &last)) return false;
    for (uint32_t c = 0; seen && items && c < items->code_count; c++) {
        sheet_row(sheet);
        sheet_text(sheet, spaced(s->arena, items->codes[c]));
        if (date_known(seen[c].day)) sheet_day(sheet, seen[c].day);
        else sheet_none(sheet, STR("missing"));
        if (!date_known(last[c].day)) sheet_none(sheet, STR("not looked for"));
        else if (last[c].value == VALUE_NONE) sheet_none(sheet, STR("not known"));
        else sheet_text(sheet, last[c].value ? STR("live") : STR("not live"));
    }
    page_heading(s->page, 2, STR("What must be published"));
    page_table(s->page, sheet);
    answer->result = sheet;
    return true;
}

static bool make_page(struct stating *s, struct answer *answer, struct str *summary) {
    char day[DATE_LONG_SIZE];
    s->page = page_new(s->arena, str_format(s->arena, "Provider access statement of %.*s", STR_ARG(s->school->name)));
    s->page->foot = str_format(s->arena, "%.*s. As at %s. %.*s.", STR_ARG(s->school->name),
                               date_short(s->call->as_of, day), STR_ARG(s->school->policy->edition));
    page_paragraph(s->page, STR("How providers of technical education and of apprenticeships come to speak to our pupils "
                                "(Education Act 1997, section 42B). Clauses 3.1.4 and 4.8.4 to 4.8.10 of the careers "
                                "policy."));
    whom_to_ask(s);
    occasions(s);
    return parts(s, summary) && published(s, answer);
}

bool statement_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct stating s = { .call = call, .arena = arena, .err = &err };
    struct str summary = { 0 }, name = call_option(call, "out");
    const char *path = str_c(arena, name);
    char day[DATE_ISO_SIZE];
    if (name.at && !page_file_check(path, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_POLICY, &s.school)) return false;
    if (!make_page(&s, answer, &summary)) return answer_fail(answer, &err);
    if (!name.at) {
        name = str_format(arena, "reports/statement-%s.html", date_iso(call->as_of, day));
        path = school_path(arena, s.school, str_c(arena, name));
        if (!file_make_folder(school_path(arena, s.school, "reports"), &err)) return answer_fail(answer, &err);
    }
    if (!page_file_write(arena, path, s.page, &err)) return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Statement"));
    page_paragraphf(answer->page, "Provider access statement: %.*s", STR_ARG(summary));
    page_table(answer->page, answer->result);
    page_paragraphf(answer->page, "Wrote %.*s; it is this file:\n%s", STR_ARG(name), path);
    rows_json(call, answer);
    return true;
}

ARGUMENTS(statement, AS_OF);
OPTIONS(statement, { "out", "FILE", "where to; the ending says how: .html, .md or .txt" });
EXAMPLES(statement, "policy statement\tthe provider access statement, and what must be on the website, in reports/",
         "policy statement --out statement.md\tthe same, to paste into a page of the website");

const struct command policy_verb_statement = {
    .name = "policy statement", .group = GROUP_REPORT, .effect = EFFECT_WRITES, .needs_school = true, .usage = "[--out FILE] [as of DATE]",
    .about = "The provider access statement, and what must be on the website and when it was last seen there.",
    LISTED(statement), OPTED(statement), .examples = statement_examples, .run = statement_run
};
