/* SPDX-License-Identifier: GPL-3.0-or-later
 * program_text - a rule program section by section; see program_text.h.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 */
#include "policy/program_text.h"

#include "base/map.h"
#include "policy/program_priv.h"

static const struct {
    const char *name, *about;
} SECTIONS[PROGRAM_SECTIONS] = {
    [SECTION_SRC] = { "SRC", "documents in force" },
    [SECTION_KIND] = { "KIND", "kinds used and the fields that are fetched" },
    [SECTION_ATOM] = { "ATOM", "conditions, as bits of their table" },
    [SECTION_LUT] = { "LUT", "how a value becomes bits" },
    [SECTION_TERM] = { "TERM", "what is counted" },
    [SECTION_WIN] = { "WIN", "windows" },
    [SECTION_RULE] = { "RULE", "versions of the rules" },
    [SECTION_DEC] = { "DEC", "decision tables" },
    [SECTION_MEAS] = { "MEAS", "measures" },
    [SECTION_HATCH] = { "HATCH", "check functions" },
    [SECTION_IDX] = { "IDX", "kinds and clauses to rules" },
};

const char *program_section_name(enum program_section section) { return SECTIONS[section].name; }
const char *program_section_about(enum program_section section) { return SECTIONS[section].about; }

static void add_place(struct buf *out, const struct program *p, const struct origin *origin) {
    if (origin->document >= p->policy->document_count || !origin->line) return;
    buf_printf(out, "  %.*s:%u", STR_ARG(p->policy->documents[origin->document].path), origin->line);
}

/* ---- SRC, KIND, LUT ---- */

static size_t text_src(struct buf *out, const struct program *p) {
    static const char *const LAYERS[] = { [LAYER_BASE] = "base", [LAYER_UPDATE] = "update", [LAYER_TRUST] = "trust",
                                          [LAYER_OVERLAY_SETTING] = "overlay", [LAYER_OVERLAY_PUPILS] = "overlay", [LAYER_SCHOOL] = "school" };
    for (size_t i = 0; i < p->policy->document_count; i++) {
        const struct document *document = &p->policy->documents[i];
        buf_printf(out, "d%zu  %s  %.*s  %.*s\n", i, LAYERS[document->layer], STR_ARG(document->name), STR_ARG(document->path));
    }
    return p->policy->document_count;
}

static void add_fields(struct buf *out, const struct kind *kind, const bool *used, bool each) {
    bool first = true;
    for (uint32_t f = 0; f < kind->field_count; f++) {
        if (!used[f] || kind->fields[f].each != each) continue;
        buf_printf(out, "%s%.*s", first ? (each ? "  each: " : "  session: ") : ", ", STR_ARG(kind->fields[f].name));
        first = false;
    }
}

static size_t text_kind(struct buf *out, const struct program *p) {
    size_t lines = 0;
    for (uint32_t k = 0; k < p->kind_count; k++) {
        const struct kind *kind = &p->policy->kinds->kinds[k];
        if (!p->kinds_used[k]) continue;
        buf_add(out, kind->name);
        add_fields(out, kind, p->fields_used[k], false);
        add_fields(out, kind, p->fields_used[k], true);
        buf_add_byte(out, '\n');
        lines++;
    }
    return lines;
}

static size_t columns_of(struct buf *out, const struct program *p, uint32_t table, const struct image_column *columns, uint32_t count, const char *part) {
    static const char *const FORMS[] = { [COLUMN_RAW] = "by its bits", [COLUMN_CUTS] = "by cut points", [COLUMN_ATOMS] = "atom by atom" };
    const struct image_table *t = &p->tables[table];
    for (uint32_t i = 0; i < count; i++) {
        const struct image_column *column = &columns[i];
        buf_add(out, program_table_name(p, table));
        buf_printf(out, ".%.*s%s  %s", STR_ARG(t->fields[column->field].name), part, FORMS[column->form]);
        if (column->form == COLUMN_CUTS) buf_printf(out, " (%u)", column->cut_count);
        for (uint32_t b = 0; b < column->bit_count; b++) buf_printf(out, "%sb%u", b ? " " : "  sets ", column->bits[b]);
        buf_add_byte(out, '\n');
    }
    return count;
}

static size_t text_lut(struct buf *out, const struct program *p) {
    size_t lines = 0;
    for (uint32_t i = 0; i < p->table_count; i++) {
        const struct image_table *table = &p->tables[i];
        lines += columns_of(out, p, i, table->session, table->session_count, "");
        lines += columns_of(out, p, i, table->each, table->each_count, " (each)");
    }
    return lines;
}

/* ---- TERM, WIN ---- */

static size_t text_term(struct buf *out, const struct program *p) {
    for (uint32_t i = 0; i < p->leaf_count; i++) {
        buf_printf(out, "t%u  ", i);
        program_add_leaf(out, p, &p->leaves[i]);
        buf_add_byte(out, '\n');
    }
    return p->leaf_count;
}

static void add_span(struct buf *out, const char *name, struct image_span span) {
    static const char *const UNITS[] = { "days", "school days", "months" };
    if (span.n) buf_printf(out, "  %s %d %s", name, span.n, UNITS[span.unit]);
}

static void add_window(struct buf *out, const struct program *p, const struct image_version *version) {
    static const char *const ANCHORS[] = { "record", "admission", "leaving", "birthday", "turns_year", "appointment" };
    const struct image_window *w = &version->when;
    buf_add_c(out, program_window_name(w->op));
    if (w->a) buf_printf(out, " %d", w->a);
    if (w->b) buf_printf(out, " %d", w->b);
    if (w->day.month) buf_printf(out, " %02d-%02d", w->day.month, w->day.day);
    for (int stage = 3; stage <= 5 && w->op == WINDOW_EACH_KEY_STAGE; stage++)
        if (w->key_stages >> stage & 1) buf_printf(out, " ks%d", stage);
    for (size_t i = 0; i < w->name_count; i++) {
        struct str name = { 0 };
        if (w->op == WINDOW_IN_PHASES) name = p->policy->phases[w->names[i]].name;
        if (w->op == WINDOW_AT_TRANSITIONS) name = p->policy->transitions[w->names[i]].name;
        if (w->op == WINDOW_KEPT || w->op == WINDOW_REVIEW) name = p->policy->kinds->facts[SUBJECT_PUPIL].fields[w->names[i]].name;
        buf_printf(out, " %.*s", STR_ARG(name));
    }
    bool anchored = w->op == WINDOW_WITHIN || w->op == WINDOW_AHEAD_OF;
    if (anchored) buf_printf(out, " %s", ANCHORS[w->anchor]);
    if (anchored && w->anchor == ANCHOR_RECORD) buf_add_byte(out, ' '), program_add_filter(out, p, w->anchor_filter);
    if (anchored && w->anchor_n) buf_printf(out, " %d", w->anchor_n);
    if (w->same_record) buf_add_c(out, " same record");
    add_span(out, "length", w->length);
    add_span(out, "grace", w->grace);
    add_span(out, "may precede", w->may_precede);
    if (w->op == WINDOW_AHEAD_OF) add_span(out, "opens", w->opens);
    if (version->has_late) add_span(out, "late", version->late);
}

static size_t text_win(struct buf *out, const struct program *p) {
    for (uint32_t i = 0; i < p->version_count; i++) {
        buf_printf(out, "w%u  ", i);
        add_window(out, p, &p->versions[i]);
        buf_add_byte(out, '\n');
    }
    return p->version_count;
}

/* ---- RULE ---- */

static void add_name(struct buf *out, const struct program *p, const struct image_version *version) {
    const struct rule *rule = &p->policy->rules[version->rule];
    buf_add(out, rule->name);
    if (version->variant) buf_printf(out, "@%.*s", STR_ARG(rule->variants[version->variant - 1].name));
}

static void add_tree(struct buf *out, const struct program *p, const struct image_version *version) {
    for (uint32_t i = 0; i < version->node_count; i++) {
        const struct image_node *node = &p->nodes[version->nodes + i];
        if (node->op == IMAGE_ALL || node->op == IMAGE_ANY) buf_printf(out, " %s to n%u", node->op == IMAGE_ALL ? "all" : "any", node->end);
        else buf_printf(out, " t%u", version->leaves + node->leaf);
    }
    if (version->source->hatch >= 0) buf_printf(out, " h%d", version->source->hatch);
}

static size_t text_rule(struct buf *out, const struct program *p) {
    char day[DATE_ISO_SIZE];
    for (uint32_t i = 0; i < p->version_count; i++) {
        const struct image_version *version = &p->versions[i];
        const struct rule_version *source = version->source;
        add_name(out, p, version);
        buf_printf(out, "  %s  who ", force_name(source->force));
        program_add_filters(out, p, version->who, version->who_count);
        if (version->unless_count) buf_add_c(out, "  unless "), program_add_filters(out, p, version->unless, version->unless_count);
        buf_add_c(out, "  have");
        add_tree(out, p, version);
        buf_printf(out, "  when w%u", i);
        add_span(out, "lead", version->lead);
        if (source->owner >= 0) buf_printf(out, "  owner %.*s", STR_ARG(p->policy->roles[source->owner].key));
        if (source->plan >= 0) buf_printf(out, "  plan %.*s", STR_ARG(p->policy->plans[source->plan].name));
        if (source->exempt.never) buf_add_c(out, "  exempt never");
        if (version->governs_from.day != INT32_MIN) buf_printf(out, "  deadlines from %s", date_iso(version->governs_from, day));
        if (date_known(version->governs_to)) buf_printf(out, "  deadlines to %s", date_iso(version->governs_to, day));
        add_place(out, p, &source->origin);
        for (size_t c = 0; c < source->change_count; c++) {
            buf_printf(out, "  %.*s", STR_ARG(source->changed_fields[c]));
            add_place(out, p, &source->changes[c]);
        }
        buf_add_byte(out, '\n');
    }
    return p->version_count;
}

/* ---- DEC, MEAS, HATCH, IDX ---- */

static size_t text_dec(struct buf *out, const struct program *p) {
    size_t lines = 0;
    for (size_t i = 0; i < p->policy->decision_count; i++) {
        const struct decision *decision = &p->policy->decisions[i];
        if (!p->decisions || !p->decisions[i].source) continue;
        buf_printf(out, "%.*s ", STR_ARG(decision->name));
        for (size_t k = 0; k < decision->input_count; k++)
            buf_printf(out, " %.*s%s", STR_ARG(decision->inputs[k].name), decision->inputs[k].is_latest ? " (newest record)" : "");
        buf_printf(out, "  %zu rows  answers", decision->row_count);
        for (size_t k = 0; k < decision->answer_count; k++) buf_printf(out, " %.*s", STR_ARG(decision->answers[k]));
        buf_printf(out, "  else %.*s", STR_ARG(decision->answers[decision->unknown]));
        add_place(out, p, &decision->origin);
        buf_add_byte(out, '\n');
        lines++;
    }
    return lines;
}

static size_t text_meas(struct buf *out, const struct program *p) {
    for (uint32_t i = 0; i < p->measure_count; i++) program_add_measure(out, p, &p->measures[i]);
    return p->measure_count;
}

static size_t text_hatch(struct buf *out, const struct program *p) {
    size_t lines = 0;
    for (uint32_t i = 0; i < p->version_count; i++) {
        const struct rule_version *source = p->versions[i].source;
        if (source->hatch < 0) continue;
        buf_printf(out, "h%d  ", source->hatch);
        add_name(out, p, &p->versions[i]);
        buf_printf(out, "  %016llx  reads", (unsigned long long)hash_bytes(source->check.at, source->check.size, 0));
        for (size_t k = 0; k < source->read_count; k++) buf_printf(out, " %.*s", STR_ARG(p->policy->kinds->kinds[source->reads[k]].name));
        add_place(out, p, &source->origin);
        buf_add_byte(out, '\n');
        lines++;
    }
    return lines;
}

static bool counts_kind(const struct program *p, const struct image_version *version, uint32_t kind) {
    for (uint32_t i = 0; i < version->leaf_count; i++) {
        const struct image_leaf *leaf = &p->leaves[version->leaves + i];
        for (uint32_t k = 0; k < leaf->kind_count; k++)
            if (leaf->kinds[k] == kind) return true;
    }
    for (size_t i = 0; i < version->source->read_count; i++)
        if ((uint32_t)version->source->reads[i] == kind) return true;
    return false;
}

static size_t text_idx(struct buf *out, const struct program *p) {
    size_t lines = 0;
    for (uint32_t k = 0; k < p->kind_count; k++) {
        if (!p->kinds_used[k]) continue;
        uint32_t before = UINT32_MAX;
        buf_printf(out, "%.*s ", STR_ARG(p->policy->kinds->kinds[k].name));
        for (uint32_t i = 0; i < p->version_count; i++) {
            if (p->versions[i].rule == before || !counts_kind(p, &p->versions[i], k)) continue;
            before = p->versions[i].rule;
            buf_printf(out, " %.*s", STR_ARG(p->policy->rules[before].name));
        }
        buf_add_byte(out, '\n');
        lines++;
    }
    for (size_t c = 0; c < p->policy->clause_count; c++) {
        bool any = false;
        uint32_t before = UINT32_MAX;
        for (uint32_t i = 0; i < p->rule_count; i++) {
            uint32_t rule = p->rules[i].rule;
            if (rule == before || p->policy->rules[rule].clause_index != c) continue;
            buf_printf(out, any ? " %.*s" : "%.*s  ", STR_ARG(any ? p->policy->rules[rule].name : p->policy->clauses[c].number));
            if (!any) buf_printf(out, "%.*s", STR_ARG(p->policy->rules[rule].name));
            any = true;
            before = rule;
        }
        if (any) buf_add_byte(out, '\n');
        lines += any;
    }
    return lines;
}

size_t program_text_section(struct buf *out, const struct program *p, enum program_section section) {
    switch (section) {
    case SECTION_SRC: return text_src(out, p);
    case SECTION_KIND: return text_kind(out, p);
    case SECTION_ATOM: return program_add_atoms(out, p);
    case SECTION_LUT: return text_lut(out, p);
    case SECTION_TERM: return text_term(out, p);
    case SECTION_WIN: return text_win(out, p);
    case SECTION_RULE: return text_rule(out, p);
    case SECTION_DEC: return text_dec(out, p);
    case SECTION_MEAS: return text_meas(out, p);
    case SECTION_HATCH: return text_hatch(out, p);
    case SECTION_IDX: return text_idx(out, p);
    case PROGRAM_SECTIONS: break;
    }
    return 0;
}
