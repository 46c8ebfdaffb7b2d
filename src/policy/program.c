/* SPDX-License-Identifier: GPL-3.0-or-later
 * program - a rule program as text, for people.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 */
#include "base/map.h"
#include "policy/program_priv.h"

const struct policy *program_policy(const struct program *program) { return program->policy; }

static const char *const WINDOW_NAMES[] = {
    [WINDOW_EACH_SCHOOL_YEAR] = "each_school_year", [WINDOW_EACH_TERM] = "each_term",
    [WINDOW_EACH_HALF_TERM] = "each_half_term", [WINDOW_EACH_KEY_STAGE] = "each_key_stage",
    [WINDOW_BY_AGE] = "by_age", [WINDOW_FURTHER_BY_AGE] = "further_by_age",
    [WINDOW_BY_END_OF_YEAR] = "by_end_of_year", [WINDOW_BEFORE_YEAR] = "before_year",
    [WINDOW_OVER_YEARS] = "over_years", [WINDOW_IN_PHASES] = "in_phases",
    [WINDOW_AT_TRANSITIONS] = "at_transitions", [WINDOW_BY_DATE_IN_YEAR] = "by_date_in_year",
    [WINDOW_BY_DATE_AFTER_YEAR] = "by_date_after_year", [WINDOW_WITHIN] = "within",
    [WINDOW_AHEAD_OF] = "ahead_of", [WINDOW_ROLLING] = "rolling", [WINDOW_ALWAYS] = "always", [WINDOW_KEPT] = "kept",
    [WINDOW_REVIEW] = "review",
};

struct str program_table_name(const struct program *p, uint32_t table) {
    if (table < p->kind_count) return p->policy->kinds->kinds[table].name;
    return str_from(subject_type_name((enum subject_type)(table - p->kind_count)));
}

const char *program_window_name(enum window_op op) { return WINDOW_NAMES[op]; }

static void add_value(struct buf *out, const struct field *field, int64_t value) {
    bool coded = field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF;
    if (coded && value >= 0 && value < (int64_t)field->code_count) buf_add(out, field->codes[value]);
    else if (field->type == FIELD_FLAG) buf_add_c(out, value ? "true" : "false");
    else buf_add_whole(out, value);
}

static void add_members(struct buf *out, const struct field *field, int64_t mask) {
    const char *between = " ";
    for (int i = 0; i < 63; i++) {
        if (!(mask >> i & 1)) continue;
        buf_add_c(out, between);
        add_value(out, field, i);
        between = ", ";
    }
}

static void add_outcomes(struct buf *out, int64_t mask) {
    const char *between = " = ";
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++) {
        if (!(mask >> i & 1)) continue;
        buf_add_c(out, between);
        buf_add(out, OUTCOME_NAMES[i]);
        between = " or ";
    }
}

static void add_range(struct buf *out, const struct field *field, const struct image_atom *atom) {
    bool low = atom->low != INT64_MIN, high = atom->high != INT64_MAX;
    if (low && high && atom->low == atom->high) {
        buf_add_c(out, " = ");
        add_value(out, field, atom->low);
        return;
    }
    if (low) buf_printf(out, " >= %lld", (long long)atom->low);
    if (low && high) buf_add_c(out, " and");
    if (high) buf_printf(out, " <= %lld", (long long)atom->high);
}

static void dump_atom(struct buf *out, const struct image_table *table, const struct image_atom *atom) {
    const struct field *field = &table->fields[atom->field];
    if (atom->negated) buf_add_c(out, "not ");
    buf_add(out, field->name);
    switch (atom->op) {
    case ATOM_KNOWN: buf_add_c(out, " known"); break;
    case ATOM_MISSING: buf_add_c(out, " missing"); break;
    case ATOM_ORGANISATION: buf_printf(out, " is filter %u", atom->filter); break;
    case ATOM_OUTCOME: add_outcomes(out, atom->low); break;
    case ATOM_NOT_CANCELLED: buf_add_c(out, " = false"); break;
    case ATOM_DECIDED: buf_printf(out, ": table %u says one of %llx", atom->filter, (unsigned long long)atom->mask); break;
    case ATOM_RANGE: add_range(out, field, atom); break;
    case ATOM_INCLUDES_ALL: buf_add_c(out, " includes"); add_members(out, field, atom->mask); break;
    case ATOM_INCLUDES_ANY: buf_add_c(out, " includes any of"); add_members(out, field, atom->mask); break;
    case ATOM_LACKS_ANY: buf_add_c(out, " lacks any of"); add_members(out, field, atom->mask); break;
    case ATOM_AMONG:
        for (size_t i = 0; i < atom->value_count; i++) {
            buf_add_c(out, i ? " or " : " = ");
            add_value(out, field, atom->values[i]);
        }
        break;
    }
    if (atom->each) buf_add_c(out, " (each)");
}

void program_add_filter(struct buf *out, const struct program *p, uint32_t index) {
    const struct image_filter *filter = &p->filters[index];
    buf_add(out, program_table_name(p, filter->table));
    const char *before = "[";
    for (uint32_t i = 0; i < 64; i++) {
        if (!(filter->need >> i & 1)) continue;
        buf_printf(out, "%sb%u", before, filter->word * 64 + i);
        before = "&";
    }
    buf_add_c(out, filter->need ? "]" : "[]");
    if (filter->never) buf_add_c(out, " never");
}

void program_add_filters(struct buf *out, const struct program *p, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (i) buf_add_c(out, " or ");
        program_add_filter(out, p, first + i);
    }
}

void program_add_leaf(struct buf *out, const struct program *p, const struct image_leaf *leaf) {
    static const char *const SIGNS[] = { [IMAGE_AT_LEAST] = ">=", [IMAGE_AT_MOST] = "<=", [IMAGE_TOTAL] = "total >=" };
    program_add_filters(out, p, leaf->filters, leaf->filter_count);
    buf_printf(out, " %s %lld", SIGNS[leaf->op], (long long)leaf->n);
    const struct kind *kind = &p->policy->kinds->kinds[leaf->kinds[0]];
    if (leaf->distinct && leaf->distinct[0] >= 0) buf_printf(out, " distinct %.*s", STR_ARG(kind->fields[leaf->distinct[0]].name));
    if (leaf->on && leaf->on[0] >= 0) buf_printf(out, " on %.*s", STR_ARG(kind->fields[leaf->on[0]].name));
}

static void dump_version(struct buf *out, const struct program *p, const struct image_version *version) {
    char day[DATE_ISO_SIZE];
    buf_printf(out, "%.*s  %s  ", STR_ARG(p->policy->rules[version->rule].name), force_name(version->source->force));
    program_add_filters(out, p, version->who, version->who_count);
    for (uint32_t i = 0; i < version->node_count; i++) {
        const struct image_node *node = &p->nodes[version->nodes + i];
        if (node->op == IMAGE_ALL || node->op == IMAGE_ANY) {
            buf_printf(out, "  %s to %u", node->op == IMAGE_ALL ? "all" : "any", node->end);
            continue;
        }
        buf_add_c(out, "  ");
        program_add_leaf(out, p, &p->leaves[version->leaves + node->leaf]);
    }
    const struct rule_version *source = version->source;
    if (source->hatch >= 0)
        buf_printf(out, "  check %016llx reads", (unsigned long long)hash_bytes(source->check.at, source->check.size, 0));
    for (size_t i = 0; i < source->read_count; i++)
        buf_printf(out, " %.*s", STR_ARG(p->policy->kinds->kinds[source->reads[i]].name));
    buf_printf(out, "  %s", WINDOW_NAMES[version->when.op]);
    if (version->governs_from.day != INT32_MIN) buf_printf(out, "  deadlines from %s", date_iso(version->governs_from, day));
    if (date_known(version->governs_to)) buf_printf(out, "  deadlines to %s", date_iso(version->governs_to, day));
    buf_add_byte(out, '\n');
}

static void dump_side(struct buf *out, const struct program *p, const struct measured_side *side) {
    size_t rules = 0;
    for (size_t i = 0; side->rules && i < p->policy->rule_count; i++) {
        if (side->rules[i]) buf_printf(out, "%s%.*s", rules++ ? " or " : " ", STR_ARG(p->policy->rules[i].name));
    }
    for (int i = 0; side->things == MEASURED_FINDINGS && i < STATUS_COUNT; i++)
        if (side->statuses >> i & 1) buf_printf(out, " %s", status_key((enum status)i));
}

void program_add_measure(struct buf *out, const struct program *p, const struct image_measure *measure) {
    static const char *const AS[] = { "count", "percent", "gap" }, *const THINGS[] = { "subjects", "records", "findings" };
    const struct measuring *m = measure->counting.source->measuring;
    buf_printf(out, "measure %s over %s", AS[m->as], THINGS[m->over.things]);
    dump_side(out, p, &m->over);
    if (m->has_of) buf_printf(out, " of %s ", THINGS[m->of.things]);
    if (m->has_of) program_add_filters(out, p, measure->of, measure->of_count);
    if (m->has_of) dump_side(out, p, &m->of);
    for (size_t i = 0; i < m->by_count; i++) buf_printf(out, " by %s%d", m->by[i].of_organisation ? "organisation " : "", m->by[i].field);
    if (m->has_least) buf_printf(out, " >= %lld", (long long)measure->least);
    if (m->has_most) buf_printf(out, " <= %lld", (long long)measure->most);
    buf_printf(out, "  %s ", WINDOW_NAMES[measure->counting.source->when.op]);
    dump_version(out, p, &measure->counting);
}

size_t program_add_atoms(struct buf *out, const struct program *program) {
    size_t lines = 0;
    for (uint32_t i = 0; i < program->table_count; i++) {
        const struct image_table *table = &program->tables[i];
        if (table->words == 0) continue;
        buf_printf(out, "atoms %.*s\n", STR_ARG(program_table_name(program, i)));
        for (uint32_t place = 0; place < table->place_count; place++) {
            if (table->atom_at[place] == UINT32_MAX) continue;
            buf_printf(out, "  b%u ", place);
            dump_atom(out, table, &program->atoms[table->atom_at[place]]);
            buf_add_byte(out, '\n');
            lines++;
        }
    }
    return lines;
}

void program_dump(struct buf *out, const struct program *program) {
    program_add_atoms(out, program);
    for (uint32_t i = 0; i < program->version_count; i++) dump_version(out, program, &program->versions[i]);
    for (uint32_t i = 0; i < program->measure_count; i++) program_add_measure(out, program, &program->measures[i]);
}
