/* SPDX-License-Identifier: GPL-3.0-or-later
 * redact - what an audience may not see is taken out; see redact.h.
 * Owns:  nothing.
 * Must not know: how it is printed.
 */
#include "work/redact.h"

#include "base/guess.h"
#include "engine/audience.h"
#include "work/wording.h"

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

uint32_t redact_rule(const struct audience_table *table, const struct policy *policy, const struct rule_version *version) {
    const struct kinds *kinds = policy->kinds;
    uint32_t abouts = 0;
    if (version->subject != SUBJECT_PUPIL) return 0;
    for (uint32_t i = 0; i < policy->overlay_count; i++)
        for (size_t g = 0; (version->overlays >> i & 1) && g < policy->overlays[i].guard_count; g++)
            abouts |= of_filter(table, kinds, &policy->overlays[i].guards[g]);
    for (size_t i = 0; i < version->who_count; i++) abouts |= of_filter(table, kinds, &version->who[i]);
    for (size_t i = 0; i < version->unless_count; i++) abouts |= of_filter(table, kinds, &version->unless[i]);
    if (version->hatch >= 0) abouts |= ABOUT(ABOUT_PRIVATE);
    for (size_t i = 0; version->hatch >= 0 && i < version->read_count; i++)
        abouts |= audience_table_of_kind(table, &kinds->kinds[version->reads[i]], NULL);
    return version->hatch >= 0 ? abouts : abouts | of_term(table, kinds, &version->have, 0);
}

bool redact_hides(const struct viewer *viewer, const struct policy *policy, const struct finding *f) {
    if (!viewer->audience || viewer->audience == viewer->table->at) return false;
    return !audience_may_all(viewer->audience, redact_rule(viewer->table, policy, finding_version(policy, f)));
}

/* ---- sheets and counts --------------------------------------------------------------------------------------------------- */

struct sheet *redact_sheet(struct arena *arena, const struct viewer *viewer, struct sheet *sheet) {
    size_t kept[SHEET_COLUMNS], count = 0;
    if (!viewer->audience) return sheet;
    for (size_t i = 0; i < sheet->column_count; i++)
        if (audience_may_all(viewer->audience, audience_table_of_column(viewer->table, sheet->columns[i].key))) kept[count++] = i;
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
