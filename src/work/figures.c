/* SPDX-License-Identifier: GPL-3.0-or-later
 * figures - what the measures of a position say; see figures.h.
 * Owns:  nothing.
 * Must not know: how a figure comes about, files.
 */
#include "work/figures.h"

#include "engine/audience.h"
#include "formats/json.h"
#include "work/check_counts.h"
#include "work/wording.h"

/* ---- words ---------------------------------------------------------------------------------- */

static const struct field *field_of(const struct policy *policy, const struct measured *m, int32_t by) {
    const struct measured_by *b = &m->source->by[by];
    const struct measured_side *over = &m->source->over;
    if (b->of_organisation) return &policy->kinds->facts[SUBJECT_ORGANISATION].fields[b->field];
    if (over->things == MEASURED_SUBJECTS) return &policy->kinds->facts[over->subject].fields[b->field];
    return &policy->kinds->kinds[over->filters[0].kind].fields[b->field];
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

static struct str value_key(struct arena *arena, const struct field *field, int64_t value) {
    if (field->type == FIELD_ONE_OF) return field->codes[value];
    if (field->type == FIELD_FLAG) return value ? STR("yes") : STR("no");
    return str_format(arena, "%lld", (long long)value);
}

/* "   sen: ehcp" */
static struct str group_words(struct arena *arena, const struct policy *policy, const struct measured *m,
                              const struct measured_cell *cell) {
    const struct field *field = field_of(policy, m, cell->by);
    struct str value = cell->value == VALUE_NONE ? STR("not recorded") : spaced(arena, value_key(arena, field, cell->value));
    return str_format(arena, "   %.*s: %.*s", STR_ARG(spaced(arena, field->name)), STR_ARG(value));
}

/* Hundredths to one decimal: "62.5", "60", "-3". */
static struct str tenths(struct arena *arena, int64_t hundredths) {
    int64_t size = hundredths < 0 ? -hundredths : hundredths, t = (size + 5) / 10;
    const char *sign = hundredths < 0 && t ? "-" : "";
    if (t % 10 == 0) return str_format(arena, "%s%lld", sign, (long long)(t / 10));
    return str_format(arena, "%s%lld.%lld", sign, (long long)(t / 10), (long long)(t % 10));
}

static struct str value_words(struct arena *arena, const struct measured_value *v, bool whole, const char *unit) {
    if (!v->known) return (struct str){ 0 };
    struct str low = whole ? str_format(arena, "%lld", (long long)v->low) : tenths(arena, v->low);
    struct str high = whole ? str_format(arena, "%lld", (long long)v->high) : tenths(arena, v->high);
    if (str_equal(low, high)) return str_format(arena, "%.*s%s", STR_ARG(low), unit);
    return str_format(arena, "%.*s to %.*s%s", STR_ARG(low), STR_ARG(high), unit);
}

static struct str wanted_words(struct arena *arena, const struct measured *m) {
    static const char *const units[] = { "", " %", " points" };
    const char *unit = units[m->source->as];
    if (m->source->has_least) return str_format(arena, "at least %lld%s", (long long)m->least, unit);
    if (m->source->has_most) return str_format(arena, "at most %lld%s", (long long)m->most, unit);
    return (struct str){ 0 };
}

/* ---- a table -------------------------------------------------------------------------------- */

static void text_or_empty(struct sheet *sheet, struct str text) {
    if (text.size)
        sheet_text(sheet, text);
    else
        sheet_empty(sheet);
}

static void add_row(struct sheet *sheet, const struct position *p, const struct measured *m,
                    const struct measured_cell *cell, bool gaps) {
    struct arena *arena = sheet->arena;
    const struct policy *policy = p->school->policy;
    const struct rule *rule = &policy->rules[m->rule];
    bool first = cell->by < 0, count = m->source->as == MEASURE_COUNT;
    sheet_row(sheet);
    sheet_text(sheet, first ? rule_words(arena, rule) : group_words(arena, policy, m, cell));
    sheet_text(sheet, first ? rule->clause : STR(""));
    if (cell->hidden) {
        sheet_text(sheet, STR("not shown"));
        sheet_text(sheet, STR(""));
    } else {
        text_or_empty(sheet, value_words(arena, count ? &cell->count : &cell->share, count, count ? "" : " %"));
        struct str of = str_format(arena, "%lld", (long long)cell->n);
        if (cell->doubtful) of = str_format(arena, "%.*s, %lld more in doubt", STR_ARG(of), (long long)cell->doubtful);
        sheet_text(sheet, of);
    }
    if (gaps) sheet_text(sheet, cell->hidden ? STR("") : value_words(arena, &cell->gap, false, " points"));
    sheet_text(sheet, first ? wanted_words(arena, m) : STR(""));
    if (first && m->status != STATUS_NOT_APPLICABLE)
        sheet_status(sheet, str_from(status_key(m->status)));
    else
        sheet_text(sheet, STR(""));
}

/* The one rule about whose findings it is; SIZE_MAX: it is about other things, or about several. */
static size_t only_rule(const struct policy *policy, const struct measured *m) {
    size_t only = SIZE_MAX;
    for (size_t r = 0; m->source->over.rules && r < policy->rule_count; r++) {
        if (!m->source->over.rules[r]) continue;
        if (only != SIZE_MAX) return SIZE_MAX;
        only = r;
    }
    return m->source->over.things == MEASURED_FINDINGS ? only : SIZE_MAX;
}

/* What others than the careers team are shown of it: nothing where the counts of its rule would follow from it. */
static struct measured share(struct arena *arena, const struct position *p, const struct measured *m, int64_t fewest) {
    struct measured_cell *cells = arena_array(arena, struct measured_cell, m->cell_count);
    struct measured shown = fewest ? audience_share(m, cells, fewest) : *m;
    size_t rule = only_rule(p->school->policy, m);
    bool all = fewest && rule != SIZE_MAX && check_counts_hides(p, rule, fewest);
    for (size_t i = 0; all && i < m->cell_count; i++) cells[i].hidden = true;
    return shown;
}

struct sheet *figures_sheet(struct arena *arena, const struct position *p, int64_t fewest) {
    struct sheet *sheet = sheet_new(arena, STR("figures"), STR("Figures"));
    bool gaps = false;
    for (size_t i = 0; i < p->measured_count; i++) gaps = gaps || p->measured[i].source->as == MEASURE_GAP;
    sheet_column(sheet, STR("figure"), STR("Figure"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("now"), STR("Now"), CELL_TEXT);
    sheet_column(sheet, STR("of"), STR("Of"), CELL_TEXT);
    if (gaps) sheet_column(sheet, STR("gap"), STR("Against the rest"), CELL_TEXT);
    sheet_column(sheet, STR("wanted"), STR("Wanted"), CELL_TEXT);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    for (size_t i = 0; i < p->measured_count; i++) {
        struct measured shown = share(arena, p, &p->measured[i], fewest);
        for (size_t k = 0; k < shown.cell_count; k++) add_row(sheet, p, &shown, &shown.cells[k], gaps);
    }
    return sheet->row_count ? sheet : NULL;
}

/* ---- JSON Lines ----------------------------------------------------------------------------- */

static void number_or_null(struct json *j, const char *key, bool known, int64_t number) {
    json_key(j, key);
    if (known)
        json_whole(j, number);
    else
        json_null(j);
}

static void cell_members(struct json *j, const struct measured *m, const struct measured_cell *cell) {
    const struct measured_value *v = m->source->as == MEASURE_COUNT ? &cell->count : &cell->share;
    if (cell->hidden) {
        json_key(j, "hidden"), json_bool(j, true);
        return;
    }
    json_key(j, "n"), json_whole(j, cell->n);
    json_key(j, "doubtful"), json_whole(j, cell->doubtful);
    number_or_null(j, "low", v->known, v->low);
    number_or_null(j, "high", v->known, v->high);
    if (m->source->as != MEASURE_GAP || cell->by < 0) return;
    number_or_null(j, "gap_low", cell->gap.known, cell->gap.low);
    number_or_null(j, "gap_high", cell->gap.known, cell->gap.high);
}

static void groups(struct json *j, const struct finding_as *as, const struct policy *policy, const struct measured *m) {
    json_key(j, "groups");
    json_open(j, '[');
    for (size_t i = 0; i < m->cell_count; i++) {
        const struct measured_cell *cell = &m->cells[i];
        if (cell->by < 0) continue;
        const struct field *field = field_of(policy, m, cell->by);
        json_open(j, '{');
        json_key(j, "by"), json_text(j, field->name);
        json_key(j, "value");
        if (cell->value == VALUE_NONE)
            json_null(j);
        else
            json_text(j, value_key(as->arena, field, cell->value));
        cell_members(j, m, cell);
        json_close(j);
    }
    json_close(j);
}

static struct date day_or_none(struct date day) {
    return day.day == INT32_MIN ? DATE_NONE : day;
}

void figures_json(struct buf *out, const struct finding_as *as, const struct position *p) {
    static const char *const names[] = { "count", "percent", "gap" };
    const struct policy *policy = p->school->policy;
    for (size_t i = 0; i < p->measured_count; i++) {
        const struct measured shown = share(as->arena, p, &p->measured[i], p->viewer ? p->viewer->fewest : 0), *m = &shown;
        struct json j = json_begin(out);
        json_open(&j, '{');
        json_key(&j, "v"), json_whole(&j, FINDING_JSON_VERSION);
        json_key(&j, "run"), json_text(&j, as->run);
        json_key(&j, "as_of"), json_day(&j, p->as_of);
        json_key(&j, "line"), json_text(&j, STR("measure"));
        json_key(&j, "rule"), json_text(&j, policy->rules[m->rule].name);
        json_key(&j, "clause"), json_text(&j, policy->rules[m->rule].clause);
        json_key(&j, "window"), json_text(&j, str_from(m->instance));
        json_key(&j, "from"), json_day(&j, day_or_none(m->from));
        json_key(&j, "to"), json_day(&j, m->to);
        json_key(&j, "as"), json_text(&j, str_from(names[m->source->as]));
        cell_members(&j, m, &m->cells[0]);
        number_or_null(&j, "at_least", m->source->has_least, m->least);
        number_or_null(&j, "at_most", m->source->has_most, m->most);
        json_key(&j, "status");
        if (m->status == STATUS_NOT_APPLICABLE)
            json_null(&j);
        else
            json_text(&j, str_from(status_key(m->status)));
        json_key(&j, "stale"), json_bool(&j, m->stale);
        groups(&j, as, policy, m);
        json_close(&j);
        json_line(&j);
    }
}
