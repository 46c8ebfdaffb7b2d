/* SPDX-License-Identifier: GPL-3.0-or-later
 * dual - export dual: what each school delivered for pupils who are registered at two (facts/domain.md 12, item 12).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * A record is another school's when it came with a passport, which says whose, or when its partner is a school or a provider
 * of alternative education; everything else is ours.  Only what counts is counted: who attended, in this school year.
 */
#include "base/map.h"
#include "store/organisation.h"
#include "work/council.h"
#include "work/exports.h"
#include "work/resolve.h"

static const char BASIS[] = "public task: both schools share the duty to a pupil who is registered at both (Education Act 1997, section 42A; policy 4.3.13)";
static const char *const KINDS[] = { "encounter", "provider", "workplace", "guidance" };
static const char *const TITLES[] = { "Employers met", "Providers met", "Workplaces", "Interviews" };

struct dual {
    struct arena *arena;
    struct school *school;
    struct roster *roster;
    const struct command_call *call;
    int32_t type;                  /* fact of organisations */
    const struct organisation *organisations;
    size_t organisation_count;
};

/* The name of the school that delivered it; empty: ours. */
static bool deliverer(struct dual *d, const struct activity_row *row, struct str *out, struct err *err) {
    struct activity_origin origin;
    struct str rest, name;
    *out = (struct str){ 0 };
    if (!activity_origin(d->school->db, d->arena, row->id, &origin, err)) return false;
    if (str_is(origin.source, "passport") && str_cut(origin.reference, '/', &name, &rest) && str_cut(rest, '/', &name, &rest)) {
        *out = rest;
        return true;
    }
    for (size_t i = 0; row->organisation != VALUE_NONE && d->type != FIELD_ABSENT && i < d->organisation_count; i++) {
        if (d->organisations[i].id != row->organisation || d->organisations[i].facts[d->type] == VALUE_NONE) continue;
        const struct field *type = &d->school->kinds->facts[SUBJECT_ORGANISATION].fields[d->type];
        struct str code = type->codes[d->organisations[i].facts[d->type]];
        if (str_is(code, "commissioning_school") || str_is(code, "ap_provider")) *out = row->organisation_name;
    }
    return true;
}

struct delivered {
    struct map schools;            /* name, "" for ours */
    size_t counts[16][COUNT_OF(KINDS)];
};

static bool count_pupil(struct dual *d, int64_t pupil, struct delivered *out, struct err *err) {
    out->schools = map_make(d->arena);
    map_put(&out->schools, STR(""));
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        struct activity_filter filter = ACTIVITY_ANY;
        struct activity_row *rows;
        size_t count;
        filter.kind = kinds_find(d->school->kinds, str_from(KINDS[k]));
        filter.pupil = pupil;
        filter.from = school_year_start(school_year_of(d->call->as_of));
        filter.to = d->call->as_of;
        if (!activity_list(d->school->db, d->school->kinds, d->arena, &filter, &rows, &count, err)) return false;
        for (size_t i = 0; i < count; i++) {
            struct str name;
            if (rows[i].cancelled || rows[i].outcome != OUTCOME_ATTENDED) continue;
            if (!deliverer(d, &rows[i], &name, err)) return false;
            uint32_t at = map_put(&out->schools, name);
            if (at < COUNT_OF(out->counts)) out->counts[at][k]++;
        }
    }
    return true;
}

static void add_rows(struct dual *d, struct sheet *sheet, const struct pupil_row *pupil, struct str enrolment, const struct delivered *delivered) {
    for (uint32_t s = 0; s < delivered->schools.count && s < COUNT_OF(delivered->counts); s++) {
        struct str name = delivered->schools.keys[s];
        sheet_row(sheet);
        council_text(sheet, true, pupil->upn);
        council_text(sheet, true, pupil->surname);
        council_text(sheet, true, pupil->first_name);
        council_text(sheet, true, enrolment);
        sheet_text(sheet, name.size ? name : d->school->name);
        for (size_t k = 0; k < COUNT_OF(KINDS); k++) sheet_whole(sheet, (int64_t)delivered->counts[s][k]);
    }
}

static struct str digest_of(struct arena *arena, const struct sheet *sheet, size_t from) {
    struct str text = { 0 };
    for (size_t row = from; row < sheet->row_count; row++) text = str_format(arena, "%.*s%.*s", STR_ARG(text), STR_ARG(export_row_digest(arena, sheet, row)));
    return str_slice(text, 0, 32);
}

static bool is_dual(struct dual *d, const struct pupil_row *row, struct str *enrolment, bool *out, struct err *err) {
    const struct kinds *kinds = d->school->kinds;
    struct pupil pupil;
    bool found;
    *out = false;
    if (!row->on_roll || kinds->known.enrolment == FIELD_ABSENT) return true;
    if (!pupil_read(d->school->db, kinds, d->arena, row->id, &pupil, &found, err)) return false;
    int64_t value = found ? pupil_fact_on(kinds, &pupil, (uint32_t)kinds->known.enrolment, d->call->as_of) : VALUE_NONE;
    if (value == VALUE_NONE) return true;
    *enrolment = kinds->facts[SUBJECT_PUPIL].fields[kinds->known.enrolment].codes[value];
    *out = str_is(*enrolment, "main") || str_is(*enrolment, "subsidiary");
    return true;
}

static struct sheet *new_sheet(struct arena *arena) {
    struct sheet *sheet = sheet_new(arena, STR("dual"), (struct str){ 0 });
    sheet_column(sheet, STR("upn"), STR("UPN"), CELL_TEXT);
    sheet_column(sheet, STR("surname"), STR("Surname"), CELL_TEXT);
    sheet_column(sheet, STR("first_name"), STR("First name"), CELL_TEXT);
    sheet_column(sheet, STR("enrolment"), STR("Registered here as"), CELL_TEXT);
    sheet_column(sheet, STR("delivered_by"), STR("Delivered by"), CELL_TEXT);
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) sheet_column(sheet, str_from(KINDS[k]), str_from(TITLES[k]), CELL_WHOLE);
    return sheet;
}

static bool dual_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct dual d = { .arena = arena, .call = call };
    struct organisation *organisations;
    struct selection who = { 0 };
    struct sheet *sheet = new_sheet(arena);
    size_t count = 0, alone = 0;
    char name[SCHOOL_YEAR_SIZE];
    if (!school_for(call, answer, SCHOOL_POLICY, &d.school)) return false;
    d.type = d.school->kinds->known.org_type;
    if (!roster_read(arena, d.school, call->as_of, &d.roster, &err) || !organisation_list(d.school->db, d.school->kinds, arena, &organisations, &d.organisation_count, &err))
        return answer_fail(answer, &err);
    d.organisations = organisations;
    if (!resolve_call(d.school, call, RESOLVE_PUPILS, &who, answer)) return false;
    struct export_pupil *pupils = arena_array(arena, struct export_pupil, d.roster->pupil_count + 1);
    for (size_t i = 0; i < d.roster->pupil_count; i++) {
        const struct pupil_row *row = &d.roster->pupils[i];
        struct delivered delivered = { .counts = { { 0 } } };
        struct str enrolment;
        bool dual;
        size_t from = sheet->row_count;
        if (!is_dual(&d, row, &enrolment, &dual, &err)) return answer_fail(answer, &err);
        if (!dual || !selection_has_pupil(&who, row->id)) continue;
        if (!count_pupil(&d, row->id, &delivered, &err)) return answer_fail(answer, &err);
        alone += delivered.schools.count == 1;
        add_rows(&d, sheet, row, enrolment, &delivered);
        pupils[count++] = (struct export_pupil){ .pupil = row->id, .name = pupil_name(arena, row), .digest = digest_of(arena, sheet, from) };
    }
    struct export *export = arena_new(arena, struct export);
    *export = (struct export){ .sort = STR("dual"), .title = str_format(arena, "Registered at two schools, %s", school_year_name(school_year_of(call->as_of), name)),
                               .to = STR("the other school of each pupil"), .basis = str_from(BASIS), .sheet = sheet, .pupils = pupils, .pupil_count = count, .whole = true,
                               .nothing = STR("Nobody here is registered at two schools: nothing leaves.") };
    export->remark = str_format(arena, "Of %zu of them nothing is recorded that the other school delivered: import its passport, or ask.  Name the pupils of one school, so that it gets no others:  export dual WHO", alone);
    return export_offer(call, answer, d.school, export);
}

ARGUMENTS(dual, WHO, AS_OF);
OPTIONS(dual, EXPORT_OPTIONS);
EXAMPLES(dual, "export dual\twhat each school did this year for pupils who are registered at two", "export dual zoe \"Oisín Hale\"\tthe pupils of one of the other schools");
const struct command export_verb_dual = {
    .name = "export dual", LEAVING, .usage = "[WHO] [as of DATE] [--output FILE]",
    .about = "What each school did this year for pupils who are registered at two.",
    LISTED(dual), OPTED(dual), .examples = dual_examples, .run = dual_run
};
