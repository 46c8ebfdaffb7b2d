/* SPDX-License-Identifier: GPL-3.0-or-later
 * dual - export dual: what each school delivered for pupils who are registered at two (facts/domain.md 12, item 12).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * A record is another school's when it came with a passport, which says whose, or when its partner is a school or a provider
 * of alternative education; everything else is ours.  Only what counts is counted: who attended, in this school year.
 *
 * A file is for one school: it names no pupil of another one, and tells nothing that a third school did.
 */
#include "base/map.h"
#include "base/utf8.h"
#include "store/organisation.h"
#include "work/council.h"
#include "work/exports.h"
#include "work/resolve.h"
#include "work/seal.h"
#include "work/suggest.h"
#include "work/wording.h"

#define DIGEST_DIGITS 32
#define SLUG_MOST 40

static const char BASIS[] = "public task: both schools share the duty to a pupil who is registered at both (Education Act 1997, section 42A; policy 4.3.13)";
static const char *const KINDS[] = { "encounter", "provider", "workplace", "guidance" };
static const char *const TITLES[] = { "Employers met", "Providers met", "Workplaces", "Interviews" };

struct dual {
    struct arena *arena;
    struct school *school;
    struct roster *roster;
    const struct command_call *call;
    struct answer *answer;
    int32_t type;                  /* fact of organisations */
    const struct organisation *organisations;
    size_t organisation_count;
    struct entry *entries;         /* pupils registered at two schools who were asked for */
    size_t count, silent;          /* silent: of whom nothing is recorded that another school did */
    struct map others;             /* names of the other schools */
    size_t *pupils_of;             /* by the same index */
    bool named, takes_silent;      /* WHO was said; pupils of whom nothing is recorded are meant too */
    struct str other;              /* the one that the file is for; empty: of a pupil alone, who is silent */
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

struct entry {
    const struct pupil_row *pupil;
    struct str enrolment;
    struct delivered delivered;
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

static void add_rows(struct dual *d, struct sheet *sheet, const struct entry *entry) {
    for (uint32_t s = 0; s < entry->delivered.schools.count && s < COUNT_OF(entry->delivered.counts); s++) {
        struct str name = entry->delivered.schools.keys[s];
        if (s && !str_equal(name, d->other)) continue; /* what a third school did is not the second one's to know */
        sheet_row(sheet);
        council_text(sheet, true, entry->pupil->upn);
        council_text(sheet, true, entry->pupil->surname);
        council_text(sheet, true, entry->pupil->first_name);
        council_text(sheet, true, entry->enrolment);
        sheet_text(sheet, name.size ? name : d->school->name);
        for (size_t k = 0; k < COUNT_OF(KINDS); k++) sheet_whole(sheet, (int64_t)entry->delivered.counts[s][k]);
    }
}

/* Of all rows of one pupil. */
static struct str digest_of(struct arena *arena, const struct sheet *sheet, size_t from) {
    struct buf text = { 0 };
    for (size_t row = from; row < sheet->row_count; row++) buf_add(&text, export_row_digest(arena, sheet, row));
    struct str digest = seal_hex(arena, buf_str(&text), DIGEST_DIGITS);
    buf_free(&text);
    return digest;
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

static bool read_entries(struct dual *d, const struct selection *who, struct err *err) {
    d->entries = arena_array(d->arena, struct entry, d->roster->pupil_count + 1);
    d->pupils_of = arena_array(d->arena, size_t, d->roster->pupil_count * COUNT_OF(d->entries->delivered.counts) + 1);
    d->others = map_make(d->arena);
    for (size_t i = 0; i < d->roster->pupil_count; i++) {
        struct entry *entry = &d->entries[d->count];
        bool dual;
        *entry = (struct entry){ .pupil = &d->roster->pupils[i] };
        if (!is_dual(d, entry->pupil, &entry->enrolment, &dual, err)) return false;
        if (!dual || !selection_has_pupil(who, entry->pupil->id)) continue;
        if (!count_pupil(d, entry->pupil->id, &entry->delivered, err)) return false;
        for (uint32_t s = 1; s < entry->delivered.schools.count; s++) d->pupils_of[map_put(&d->others, entry->delivered.schools.keys[s])]++;
        d->silent += entry->delivered.schools.count == 1;
        d->count++;
    }
    return true;
}

/* ---- which school ----------------------------------------------------------------------------------------------------------- */

static bool is_at(const struct dual *d, const struct entry *entry) {
    if (entry->delivered.schools.count == 1) return d->takes_silent;
    return d->other.size && map_find(&entry->delivered.schools, d->other) != MAP_NONE;
}

/* At a terminal it is asked; elsewhere the schools are named. */
static bool ask_which(struct dual *d) {
    struct answer *answer = d->answer;
    struct buf list = { 0 };
    struct answer_ask *ask = arena_new(d->arena, struct answer_ask);
    struct str *labels = arena_array(d->arena, struct str, d->others.count + 1);
    for (uint32_t i = 0; i < d->others.count; i++) {
        labels[i] = str_format(d->arena, "%.*s (%.*s)", STR_ARG(d->others.keys[i]), STR_ARG(count_of(d->arena, d->pupils_of[i], "pupil", "pupils")));
        buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(labels[i]));
    }
    if (d->silent) buf_printf(&list, "%s%.*s not recorded", list.size ? "; the school of " : "the school of ", STR_ARG(count_of(d->arena, d->silent, "pupil is", "pupils is")));
    if (d->call->asks && d->others.count && !call_phrase(d->call, "with").at) {
        *ask = (struct answer_ask){ .question = STR("A file goes to one school and names its pupils alone.  Which one?  (Enter to stop)"), .labels = labels, .values = d->others.keys,
                                    .count = d->others.count, .phrase = "with" };
        answer->ask = ask;
        answer->page = page_new(d->arena, STR("Registered at two schools"));
        buf_free(&list);
        return true;
    }
    struct str next = d->others.count ? str_format(d->arena, "export dual with \"%.*s\"", STR_ARG(d->others.keys[0])) : STR("export dual PUPIL ... with \"NAME OF THEIR OTHER SCHOOL\"");
    problem_add(&answer->problems, CODE_ARGUMENTS, SEVERITY_ERROR, (struct place){ 0 }, str_c(d->arena, next),
                "A file goes to one school and names its pupils alone.  These are registered at several: %.*s.", (int)list.size, list.at);
    buf_free(&list);
    answer_outcome(answer, OUTCOME_REQUEST);
    return false;
}

/* A name of which the words are the beginnings; for pupils who are named, a school that nothing is recorded of yet. */
static bool find_other(struct dual *d, struct str said, struct err *err) {
    struct str folded = utf8_fold(d->arena, said);
    size_t fits = 0;
    for (uint32_t i = 0; i < d->others.count; i++) {
        bool same = str_equal(folded, utf8_fold(d->arena, d->others.keys[i]));
        if (!same && !suggest_fits(d->arena, said, d->others.keys[i])) continue;
        fits = same ? 1 : fits + 1;
        d->other = d->others.keys[i];
        if (same) break;
    }
    if (fits == 1) return true;
    if (!fits && d->named && d->silent) return d->other = said, true;
    err_set(err, CODE_NOTHING_SELECTED, fits ? "'%.*s' fits more than one of the other schools." : "Nothing is recorded that a school called '%.*s' did for pupils who are registered here too.", STR_ARG(said));
    if (fits) return err_next(err, "write more of its name");
    return err_next(err, "name its pupils as well:  export dual PUPIL ... with \"%.*s\"", STR_ARG(said));
}

/* False without a problem in *err: it was asked, or said in the answer. */
static bool choose(struct dual *d, bool *chosen, struct err *err) {
    struct str said = str_trim(call_phrase(d->call, "with"));
    *chosen = true;
    d->takes_silent = d->named && said.size;
    if (said.size) return find_other(d, said, err);
    if (d->others.count == 1 && !d->silent) d->other = d->others.keys[0];
    else if (d->count == 1 && d->silent) d->takes_silent = true; /* one pupil can not be mixed with others */
    else *chosen = !d->count;
    return true;
}

/* "harbour-college" */
static struct str slug(struct arena *arena, struct str name) {
    struct str folded = utf8_fold(arena, name);
    struct buf out = { 0 };
    for (size_t i = 0; i < folded.size && out.size < SLUG_MOST; i++) {
        char c = folded.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) buf_add_byte(&out, c);
        else if (c == ' ' && out.size && out.at[out.size - 1] != '-') buf_add_byte(&out, '-');
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- the word --------------------------------------------------------------------------------------------------------------- */

static struct export *export_of(struct dual *d) {
    struct arena *arena = d->arena;
    struct sheet *sheet = new_sheet(arena);
    struct export_pupil *pupils = arena_array(arena, struct export_pupil, d->count + 1);
    struct export *export = arena_new(arena, struct export);
    size_t count = 0, alone = 0, elsewhere = 0;
    char year[SCHOOL_YEAR_SIZE], day[DATE_ISO_SIZE];
    for (size_t i = 0; i < d->count; i++) {
        const struct entry *entry = &d->entries[i];
        size_t from = sheet->row_count;
        elsewhere += !is_at(d, entry);
        if (!is_at(d, entry)) continue;
        alone += entry->delivered.schools.count == 1;
        add_rows(d, sheet, entry);
        pupils[count++] = (struct export_pupil){ .pupil = entry->pupil->id, .name = pupil_name(arena, entry->pupil), .digest = digest_of(arena, sheet, from) };
    }
    *export = (struct export){ .sort = STR("dual"), .title = str_format(arena, "Registered at two schools, %s", school_year_name(school_year_of(d->call->as_of), year)),
                               .to = d->other.size ? d->other : STR("the other school of this pupil"), .basis = str_from(BASIS), .sheet = sheet, .pupils = pupils,
                               .pupil_count = count, .whole = true, .nothing = STR("Nobody here is registered at two schools: nothing leaves.") };
    struct str name = slug(arena, d->other);
    if (name.size) export->file = str_format(arena, "dual-%.*s-%s", STR_ARG(name), date_iso(d->call->as_of, day));
    struct buf said = { 0 };
    if (alone && d->other.size) buf_printf(&said, "Of %zu of them nothing is recorded that %.*s did: that it is their school is your word.  ", alone, STR_ARG(d->other));
    else if (alone) buf_add_c(&said, "Nothing is recorded that the other school did: import its passport, or ask.  ");
    if (elsewhere) buf_printf(&said, "%.*s registered at another school than that and not in this file.", STR_ARG(count_of(arena, elsewhere, "pupil is", "pupils are")));
    export->remark = str_trim(str_copy(arena, buf_str(&said)));
    buf_free(&said);
    return export;
}

static bool dual_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct dual d = { .arena = answer->arena, .call = call, .answer = answer };
    struct organisation *organisations;
    struct selection who = { 0 };
    bool chosen;
    if (!school_for(call, answer, SCHOOL_POLICY, &d.school)) return false;
    d.type = d.school->kinds->known.org_type;
    if (!roster_read(d.arena, d.school, call->as_of, &d.roster, &err)
        || !organisation_list(d.school->db, d.school->kinds, d.arena, &organisations, &d.organisation_count, &err)) return answer_fail(answer, &err);
    d.organisations = organisations;
    for (size_t i = 0; i < call->part_count; i++) d.named = d.named || !call->parts[i].phrase;
    if (!resolve_call(d.school, call, RESOLVE_PUPILS, &who, answer)) return false;
    if (!read_entries(&d, &who, &err) || !choose(&d, &chosen, &err)) return answer_fail(answer, &err);
    if (!chosen) return ask_which(&d);
    return export_offer(call, answer, d.school, export_of(&d));
}

ARGUMENTS(dual, WHO, { ARGUMENT_ORGANISATION, "with", "SCHOOL", false, false }, AS_OF);
OPTIONS(dual, EXPORT_OPTIONS);
EXAMPLES(dual, "export dual\twhat each school did this year for pupils who are registered at two; asks for which school, when there are several",
         "export dual with \"harbour pru\"\tthe pupils of that school alone", "export dual zoe with \"Hill School\"\tof a pupil whose other school is not in the records yet");
const struct command export_verb_dual = {
    .name = "export dual", LEAVING, .usage = "[WHO] [with SCHOOL] [as of DATE] [--output FILE]",
    .about = "What each school did this year for pupils who are registered at two; one file a school.",
    LISTED(dual), OPTED(dual), .examples = dual_examples, .run = dual_run
};
