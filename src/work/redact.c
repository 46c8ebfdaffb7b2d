/* SPDX-License-Identifier: GPL-3.0-or-later
 * redact - what an audience may not see is taken out; see redact.h.
 * Owns:  nothing.
 * Must not know: how it is printed.
 */
#include "work/redact.h"

#include "base/guess.h"
#include "engine/audience.h"

#define MOST_DEPTH 16

/* ---- who reads --------------------------------------------------------------------------------------------------------- */

static bool table_of(struct arena *arena, const struct school *school, const struct audience_table **out, struct err *err) {
    struct problems problems = { .arena = arena };
    if (audience_table_load(arena, school->host, school->folder, school->kinds, out, &problems, err)) return true;
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *p = &problems.at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        err_set(err, p->code, "%.*s, line %u: %.*s", STR_ARG(p->place.file), p->place.line, STR_ARG(p->said));
        return p->next.size ? err_next(err, "%.*s", STR_ARG(p->next)) : false;
    }
    return false;
}

static bool find(struct arena *arena, const struct school *school, struct str name, struct viewer *out, struct err *err) {
    if (!table_of(arena, school, &out->table, err)) return false;
    out->audience = audience_table_find(out->table, name);
    out->fewest = out->audience == out->table->at ? 0 : out->table->fewest;
    return true;
}

bool redact_viewer(const struct command_call *call, const struct school *school, struct viewer *out, struct err *err) {
    struct str name = call_option(call, "profile");
    *out = (struct viewer){ 0 };
    if (!name.at) return true;
    if (!find(call->arena, school, name, out, err)) return false;
    if (out->audience && out->audience->profile) return true;
    struct str *names = arena_array(call->arena, struct str, out->table->count);
    struct buf list = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < out->table->count; i++) {
        if (!out->table->at[i].profile) continue;
        names[count] = out->table->at[i].name;
        buf_printf(&list, "%s%.*s", count++ ? ", " : "", STR_ARG(out->table->at[i].name));
    }
    struct str near = guess_nearest(name, names, count);
    err_set(err, CODE_ARGUMENTS, "There is no profile '%.*s'.", STR_ARG(name));
    if (near.size) err_next(err, "--profile %.*s", STR_ARG(near));
    else err_next(err, "--profile takes one of %.*s", (int)list.size, list.at);
    buf_free(&list);
    return false;
}

bool redact_viewer_named(struct arena *arena, const struct school *school, struct str name, struct viewer *out, struct err *err) {
    if (!find(arena, school, name, out, err)) return false;
    bug_if(!out->audience);
    return true;
}

bool redact_may(const struct viewer *viewer, enum about about) { return audience_may(viewer->audience, about); }

static bool too_few(const struct viewer *viewer, struct answer *answer) {
    struct err err = { 0 };
    err_set(&err, CODE_ARGUMENTS, "The profile %.*s is shown nobody by name, and no group of fewer than %lld.", STR_ARG(viewer->audience->name),
            (long long)viewer->fewest);
    err_next(&err, "name a form, a year, a clause or nothing:  check year 11 --profile %.*s", STR_ARG(viewer->audience->name));
    return answer_fail(answer, &err);
}

bool redact_call(struct school *school, const struct command_call *call, unsigned wants, struct viewer *viewer,
                 struct selection *selection, struct answer *answer) {
    struct err err = { 0 };
    struct answer said = { .arena = answer->arena, .problems = { .arena = answer->arena } };
    if (!redact_viewer(call, school, viewer, &err)) return answer_fail(answer, &err);
    if (redact_names(viewer)) return resolve_call(school, call, wants, selection, answer);
    if (!resolve_call(school, call, wants, selection, &said)) return too_few(viewer, answer);
    return !selection->pupils || (int64_t)selection->pupil_count >= viewer->fewest || too_few(viewer, answer);
}

bool redact_sees_all(const struct viewer *viewer) { return !viewer->audience || viewer->audience == viewer->table->at; }

bool redact_names(const struct viewer *viewer) { return redact_may(viewer, ABOUT_NAME) && redact_may(viewer, ABOUT_RECORDS); }

/* ---- rules --------------------------------------------------------------------------------------------------------------- */

static uint32_t of_filter(const struct audience_table *table, const struct kinds *kinds, const struct filter *filter) {
    uint32_t abouts = 0;
    if (filter->of_subject && filter->subject_type != SUBJECT_PUPIL) return 0;
    const struct facts *facts = &kinds->facts[SUBJECT_PUPIL];
    const struct kind *kind = !filter->of_subject && filter->kind >= 0 ? &kinds->kinds[filter->kind] : NULL;
    if (kind) abouts |= audience_table_of_kind(table, kind, NULL);
    for (size_t i = 0; i < filter->condition_count; i++) {
        int32_t field = filter->conditions[i].field;
        if (field < 0) continue;
        if (kind && (uint32_t)field < kind->field_count) abouts |= audience_table_of_kind(table, kind, &kind->fields[field]);
        else if (!kind && (uint32_t)field < facts->field_count && facts->fields[field].is_private)
            abouts |= audience_table_of_fact(table, &facts->fields[field]);
    }
    return abouts;
}

static uint32_t of_term(const struct audience_table *table, const struct kinds *kinds, const struct term *term, int depth) {
    uint32_t abouts = 0;
    for (size_t i = 0; i < term->filter_count; i++) abouts |= of_filter(table, kinds, &term->filters[i]);
    for (size_t i = 0; i < term->part_count && depth < MOST_DEPTH; i++) abouts |= of_term(table, kinds, &term->parts[i], depth + 1);
    return abouts;
}

static bool by_birthday(const struct policy *policy, const struct window *when) {
    bool anchored = when->op == WINDOW_WITHIN || when->op == WINDOW_AHEAD_OF, age = when->op == WINDOW_BY_AGE || when->op == WINDOW_FURTHER_BY_AGE;
    return (anchored && when->anchor == ANCHOR_BIRTHDAY) || (age && policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY);
}

uint32_t redact_rule(const struct audience_table *table, const struct policy *policy, const struct rule_version *version) {
    const struct kinds *kinds = policy->kinds;
    uint32_t abouts = 0;
    if (version->subject != SUBJECT_PUPIL) return 0;
    for (uint32_t i = 0; i < policy->overlay_count; i++)
        for (size_t g = 0; (version->overlays >> i & 1) && g < policy->overlays[i].guard_count; g++)
            abouts |= of_filter(table, kinds, &policy->overlays[i].guards[g]);
    for (size_t i = 0; i < version->who_count; i++) abouts |= of_filter(table, kinds, &version->who[i]);
    for (size_t i = 0; i < version->unless_count; i++) abouts |= of_filter(table, kinds, &version->unless[i]);
    if (version->when.anchor_filter.kind >= 0) abouts |= of_filter(table, kinds, &version->when.anchor_filter);
    if (by_birthday(policy, &version->when)) abouts |= ABOUT(ABOUT_BIRTH);
    if (version->hatch >= 0) abouts |= ABOUT(ABOUT_PRIVATE);
    for (size_t i = 0; version->hatch >= 0 && i < version->read_count; i++)
        abouts |= audience_table_of_kind(table, &kinds->kinds[version->reads[i]], NULL);
    return version->hatch >= 0 ? abouts : abouts | of_term(table, kinds, &version->have, 0);
}

bool redact_hides(const struct viewer *viewer, const struct policy *policy, const struct rule_version *version) {
    return !redact_sees_all(viewer) && !audience_may_all(viewer->audience, redact_rule(viewer->table, policy, version));
}

bool redact_hides_rule(const struct viewer *viewer, const struct policy *policy, const struct rule *rule) {
    for (size_t i = 0; i < rule->version_count; i++)
        if (redact_hides(viewer, policy, &rule->versions[i])) return true;
    for (size_t v = 0; v < rule->variant_count; v++)
        for (size_t i = 0; i < rule->variants[v].version_count; i++)
            if (redact_hides(viewer, policy, &rule->variants[v].versions[i])) return true;
    return false;
}

/* ---- sheets and counts --------------------------------------------------------------------------------------------------- */

bool redact_field(const struct viewer *viewer, const struct kind *kind, const struct field *field) {
    return redact_sees_all(viewer) || audience_may_all(viewer->audience, audience_table_of_kind(viewer->table, kind, field));
}

bool redact_fact(const struct viewer *viewer, const struct field *fact) {
    return redact_sees_all(viewer) || audience_may_all(viewer->audience, audience_table_of_fact(viewer->table, fact));
}

static bool may_column(const struct viewer *viewer, const struct kind *kind, struct str key) {
    int32_t field = kind ? kind_find_field(kind, key) : FIELD_ABSENT;
    if (field != FIELD_ABSENT && !redact_field(viewer, kind, &kind->fields[field])) return false;
    return audience_may_all(viewer->audience, audience_table_of_column(viewer->table, key));
}

bool redact_kind(const struct viewer *viewer, const struct kind *kind, struct err *err) {
    if (redact_sees_all(viewer) || (redact_names(viewer) && redact_field(viewer, kind, NULL))) return true;
    err_set(err, CODE_NOTHING_SELECTED, "Records of kind %.*s are not shown one by one to %.*s.", STR_ARG(kind->name), STR_ARG(viewer->audience->title));
    return err_next(err, "audiences %.*s  lists what is", STR_ARG(viewer->audience->name));
}

struct sheet *redact_sheet(struct arena *arena, const struct viewer *viewer, struct sheet *sheet) {
    return redact_records(arena, viewer, NULL, sheet);
}

struct sheet *redact_records(struct arena *arena, const struct viewer *viewer, const struct kind *kind, struct sheet *sheet) {
    size_t kept[SHEET_COLUMNS], count = 0;
    if (!viewer->audience) return sheet;
    for (size_t i = 0; i < sheet->column_count; i++)
        if (may_column(viewer, kind, sheet->columns[i].key)) kept[count++] = i;
    if (count == sheet->column_count) return sheet;
    struct sheet *out = sheet_new(arena, sheet->name, sheet->caption);
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &sheet->columns[kept[i]];
        *sheet_column(out, column->key, column->title, column->type) = *column;
    }
    out->grid = sheet->grid;
    out->row_count = out->room = count ? sheet->row_count : 0;
    out->filled = count;
    out->cells = arena_array(arena, struct cell, out->row_count * count);
    for (size_t row = 0; row < out->row_count; row++)
        for (size_t i = 0; i < count; i++) out->cells[row * count + i] = *sheet_at(sheet, row, kept[i]);
    return out;
}

void redact_counts(const struct viewer *viewer, const int64_t *counts, bool *hidden, size_t count) {
    audience_hide(counts, hidden, count, viewer->fewest);
}

struct str redact_foot(struct arena *arena, const struct school *school, const struct viewer *viewer, struct date as_of) {
    char day[DATE_LONG_SIZE];
    struct str edition = school->policy ? school->policy->edition : (struct str){ 0 };
    if (redact_sees_all(viewer)) return school_foot(arena, school, as_of);
    return str_format(arena, "%.*s. As at %s. %.*s%sFor %.*s; numbers under %lld are left out.", STR_ARG(school->name), date_short(as_of, day),
                      STR_ARG(edition), edition.size ? ". " : "", STR_ARG(viewer->audience->title), (long long)viewer->fewest);
}
