/* SPDX-License-Identifier: GPL-3.0-or-later
 * suggest - values that may stand where a word takes one; see suggest.h.
 * Owns:  nothing.
 * Must not know: terminals, how a line is cut.
 */
#include "work/suggest.h"

#include "base/file.h"
#include "base/utf8.h"
#include "store/activity.h"
#include "store/find.h"
#include "store/organisation.h"
#include "store/pupil.h"
#include "work/list.h"
#include "work/resolve.h"
#include "work/typed.h"
#include "work/wording.h"

void suggest_add(struct suggestions *list, struct str text, struct str about) {
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 32;
        struct suggestion *wider = arena_array(list->arena, struct suggestion, room);
        for (size_t i = 0; i < list->count; i++) wider[i] = list->at[i];
        list->at = wider;
        list->room = room;
    }
    list->at[list->count++] = (struct suggestion){ str_copy(list->arena, text), about.size ? str_copy(list->arena, about) : about };
}

static bool begins_a_word(struct str text, struct str word) {
    for (size_t i = 0; i + word.size <= text.size; i++)
        if ((i == 0 || text.at[i - 1] == ' ') && str_equal(str_slice(text, i, i + word.size), word)) return true;
    return false;
}

bool suggest_fits(struct arena *arena, struct str begun, struct str text) {
    struct str rest = utf8_fold(arena, str_trim(begun)), in = utf8_fold(arena, text), word;
    while (rest.size) {
        str_cut(rest, ' ', &word, &rest);
        if (word.size && !begins_a_word(in, word)) return false;
    }
    return true;
}

static void offer(const struct suggest_request *request, struct suggestions *list, struct str begun, struct str text, struct str about) {
    if (list->count < request->most && suggest_fits(request->arena, begun, text)) suggest_add(list, text, about);
}

/* ---- who ----------------------------------------------------------------------------------------------------------- */

static void add_forms(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct found_form *forms;
    size_t count;
    struct err err = { 0 };
    if (!find_forms(r->school->db, r->arena, begun, r->as_of, &forms, &count, &err)) return;
    for (size_t i = 0; i < count && list->count < r->most; i++) {
        struct str pupils = count_of(r->arena, forms[i].pupils, "pupil", "pupils");
        suggest_add(list, forms[i].name, str_format(r->arena, "form, %.*s", STR_ARG(pupils)));
    }
}

static void add_years(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    int32_t year_fact = r->school->kinds->known.year;
    if (year_fact == FIELD_ABSENT) return;
    for (int year = 7; year <= 13; year++) offer(r, list, begun, str_format(r->arena, "year %d", year), STR("year group"));
}

static void add_pupils(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct found *found;
    size_t count;
    struct err err = { 0 };
    uint32_t most = (uint32_t)(r->most - list->count);
    if (!begun.size || !find_words(r->school->db, r->arena, begun, FIND_PUPILS, r->as_of, most, &found, &count, NULL, &err)) return;
    for (size_t i = 0; i < count && list->count < r->most; i++)
        if (found[i].current) suggest_add(list, resolve_pupil_words(r->school, r->arena, r->as_of, found[i].id), found[i].about);
}

static void add_people(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    const struct people *people = r->school->people;
    const struct policy *policy = r->school->policy;
    for (size_t i = 0; begun.size && people && i < people->count; i++)
        offer(r, list, begun, people->at[i].name, str_format(r->arena, "staff, %.*s", STR_ARG(people->at[i].key)));
    for (size_t i = 0; (begun.size || r->roles) && policy && i < policy->role_count; i++)
        offer(r, list, begun, str_format(r->arena, "%.*ss", STR_ARG(policy->roles[i].key)), policy->roles[i].title);
}

/* ---- clauses, days, names -------------------------------------------------------------------------------------------- */

static void add_clauses(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    const struct policy *policy = r->school ? r->school->policy : NULL;
    for (size_t i = 0; policy && i < policy->clause_count && list->count < r->most; i++) {
        const struct clause *clause = &policy->clauses[i];
        bool numbers = begun.size > 0 && begun.at[0] >= '0' && begun.at[0] <= '9';
        /* One letter fits half of all titles. */
        bool by_title = begun.size > 1 && suggest_fits(r->arena, begun, clause->title);
        bool fits = numbers || !begun.size ? str_starts(clause->number, str_c(r->arena, begun)) : by_title;
        if (fits && clause->applies && !clause->dropped) suggest_add(list, clause->number, clause->title);
    }
    /* A whole number of a clause, or a slash after it: its rules. */
    for (size_t i = 0; policy && begun.size && i < policy->rule_count && list->count < r->most; i++) {
        bool under = str_starts(policy->rules[i].name, str_c(r->arena, begun));
        if (under && (str_equal(policy->rules[i].clause, begun) || str_find(begun, STR("/")) != SIZE_MAX))
            suggest_add(list, policy->rules[i].name, rule_words(r->arena, &policy->rules[i]));
    }
}

static void add_benchmarks(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    for (int i = 1; i <= 8; i++) offer(r, list, begun, str_format(r->arena, "benchmark %d", i), STR("Gatsby benchmark"));
}

static void add_days(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    static const char *const days[] = { "today", "yesterday", "last school day", "next school day", "end of term", "end of year" };
    const struct calendar *calendar = r->school ? r->school->calendar : NULL;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        struct err err = { 0 };
        struct date day;
        char text[DATE_LONG_SIZE];
        if (resolve_date(str_from(days[i]), r->today, calendar, &day, &err))
            offer(r, list, begun, str_from(days[i]), str_from(date_long(day, text)));
    }
}

static void add_reports(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    offer(r, list, begun, STR("overview"), STR("how each promise stands, one page"));
    offer(r, list, begun, STR("passport"), STR("one pupil on one side of paper"));
    offer(r, list, begun, STR("policy"), STR("the whole policy as it holds here"));
    offer(r, list, begun, STR("statement"), STR("the provider access statement"));
}

static void add_recipes(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct str *names;
    size_t count;
    struct err err = { 0 };
    if (!r->school || !file_list(r->arena, school_path(r->arena, r->school, "imports"), &names, &count, &err)) return;
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], ".lua")) offer(r, list, begun, str_slice(names[i], 0, names[i].size - 4), STR("recipe"));
}

static void add_intakes(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct node module;
    struct err err = { 0 };
    if (!r->host->module(r->host->self, r->arena, "columns", &module, &err)) return;
    for (uint32_t i = 0; i < module.item_count; i++) {
        const struct node *name = node_field(&module.items[i], "name"), *about = node_field(&module.items[i], "about");
        if (name && name->type == NODE_TEXT) offer(r, list, begun, name->text, about ? about->text : STR(""));
    }
}

static void add_kinds(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    const struct kinds *kinds = r->school ? r->school->kinds : NULL;
    for (uint32_t i = 0; kinds && i < kinds->kind_count; i++) offer(r, list, begun, kinds->kinds[i].name, kinds->kinds[i].about);
}

static void add_organisations(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct organisation *rows;
    struct err err = { 0 };
    size_t count;
    if (!r->school || !organisation_list(r->school->db, r->school->kinds, r->arena, &rows, &count, &err)) return;
    for (size_t i = 0; i < count; i++) offer(r, list, begun, rows[i].name, STR(""));
}

#define RECORDS_OFFERED 40

/* The newest up to the day and what is planned, by number, title or partner. */
static void add_activities(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    struct err err = { 0 };
    size_t count, offered = 0;
    filter.from = date_add_days(r->as_of, -120);
    if (!r->school || !activity_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &count, &err)) return;
    for (size_t i = count; i > 0 && offered < RECORDS_OFFERED && list->count < r->most; i--) {
        const struct activity_row *row = &rows[i - 1];
        char day[DATE_LONG_SIZE];
        if (r->school->kinds->kinds[row->kind].shape != SHAPE_MEETING) continue;
        struct str number = str_format(r->arena, "#%lld", (long long)row->id);
        struct str what = row->title.size ? row->title : row->organisation_name;
        struct str text = str_format(r->arena, "%.*s %.*s", STR_ARG(what), STR_ARG(row->organisation_name));
        bool by_number = begun.size && begun.at[0] == '#';
        if (by_number ? !str_starts(number, str_c(r->arena, begun)) : begun.size < 2 || !suggest_fits(r->arena, begun, text)) continue;
        suggest_add(list, number, str_format(r->arena, "%.*s, %s, %.*s", STR_ARG(typed_word(r->arena, r->school->kinds->kinds[row->kind].name)),
                                             date_short(row->date, day), STR_ARG(what)));
        offered++;
    }
}

static void add_listed(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    for (size_t i = 0; LIST_WORDS[i].name; i++) offer(r, list, begun, str_from(LIST_WORDS[i].name), str_from(LIST_WORDS[i].about));
    add_kinds(r, begun, list);
}

/* What may stand after "where": the fields of the kind or the facts that are listed. */
static void add_fields(const struct suggest_request *r, struct str begun, struct suggestions *list) {
    const struct kinds *kinds = r->school ? r->school->kinds : NULL;
    if (!kinds) return;
    int32_t kind = kinds_find(kinds, r->listed);
    const struct facts *facts = str_is(r->listed, "organisations") ? &kinds->facts[SUBJECT_ORGANISATION] : &kinds->facts[SUBJECT_PUPIL];
    const struct field *fields = kind == FIELD_ABSENT ? facts->fields : kinds->kinds[kind].fields;
    uint32_t count = kind == FIELD_ABSENT ? facts->field_count : kinds->kinds[kind].field_count;
    if (kind == FIELD_ABSENT && !str_is(r->listed, "organisations") && !str_is(r->listed, "pupils")) return;
    for (uint32_t i = kind == FIELD_ABSENT ? 0 : FIELD_BUILT_IN_COUNT; i < count; i++) {
        const struct field *field = &fields[i];
        if (field->home == HOME_DERIVED) continue;
        struct str codes = { 0 };
        for (uint32_t k = 0; k < field->code_count && k < 6; k++)
            codes = str_format(r->arena, "%.*s%s%.*s", STR_ARG(codes), k ? ", " : "", STR_ARG(field->codes[k]));
        offer(r, list, begun, field->name, codes.size ? codes : str_from(field_type_name(field->type)));
        for (uint32_t k = 0; begun.size && k < field->code_count; k++) offer(r, list, begun, field->codes[k], field->name);
    }
}

static void load(const struct suggest_request *r, unsigned needs) {
    struct problems unheard = { .arena = r->arena };
    struct err err = { 0 };
    /* What can not be loaded offers nothing; the word itself will say why. */
    if (r->school && !school_load(r->school, needs, r->as_of, &unheard, &err)) return;
}

void suggest_values(const struct suggest_request *request, enum argument_type type, struct str begun, struct suggestions *list) {
    switch (type) {
    case ARGUMENT_WHO:
        if (!request->school) return;
        load(request, SCHOOL_POLICY);
        add_forms(request, begun, list);
        add_years(request, begun, list);
        add_pupils(request, begun, list);
        add_people(request, begun, list);
        return;
    case ARGUMENT_CLAUSE:
        load(request, SCHOOL_POLICY);
        add_clauses(request, begun, list);
        return;
    case ARGUMENT_DATE:
        load(request, SCHOOL_CALENDAR);
        add_days(request, begun, list);
        return;
    case ARGUMENT_BENCHMARK: add_benchmarks(request, begun, list); return;
    case ARGUMENT_REPORT: add_reports(request, begun, list); return;
    case ARGUMENT_RECIPE: add_recipes(request, begun, list); return;
    case ARGUMENT_INTAKE: add_intakes(request, begun, list); return;
    case ARGUMENT_KIND: add_kinds(request, begun, list); return;
    case ARGUMENT_ORGANISATION: add_organisations(request, begun, list); return;
    case ARGUMENT_STAFF:
        load(request, SCHOOL_POLICY);
        if (request->school) add_people(request, begun, list);
        return;
    case ARGUMENT_PUPILS:
        if (request->school) add_pupils(request, begun, list);
        return;
    case ARGUMENT_FILE:
    case ARGUMENT_FOLDER:
    case ARGUMENT_WORD:
    case ARGUMENT_COLUMNS:
    case ARGUMENT_HOURS:
    case ARGUMENT_TEXT: return;
    case ARGUMENT_ACTIVITY: add_activities(request, begun, list); return;
    case ARGUMENT_LISTED: add_listed(request, begun, list); return;
    case ARGUMENT_FIELD: add_fields(request, begun, list); return;
    }
}
