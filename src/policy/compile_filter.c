/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_filter - filters to masks: every distinct condition gets a place in its table.
 * Owns:  nothing.
 * Must not know: windows, look-up tables, rows.
 */
#include <string.h>

#include "policy/compile.h"

#define NO_ATOM UINT32_MAX
#define FILTER_ATOMS 64
#define OUTCOMES_ALL ((1u << OUTCOME_CODE_COUNT) - 1)

uint32_t compile_table_of_subject(const struct compiler *c, enum subject_type type) {
    return c->kinds->kind_count + (uint32_t)type;
}

const struct field *compile_fields(const struct compiler *c, uint32_t table, uint32_t *count) {
    if (table < c->kinds->kind_count) {
        *count = c->kinds->kinds[table].field_count;
        return c->kinds->kinds[table].fields;
    }
    const struct facts *facts = &c->kinds->facts[table - c->kinds->kind_count];
    *count = facts->field_count;
    return facts->fields;
}

void compile_read_field(struct compiler *c, uint32_t table, int32_t field) {
    if (table >= c->kinds->kind_count || field < 0) return;
    c->program->kinds_used[table] = true;
    c->program->fields_used[table][field] = true;
}

static bool same_atom(const struct image_atom *a, const struct image_atom *b) {
    if (a->op != b->op || a->negated != b->negated || a->each != b->each || a->field != b->field) return false;
    if (a->low != b->low || a->high != b->high || a->mask != b->mask || a->filter != b->filter) return false;
    if (a->value_count != b->value_count || a->missing_is_yes != b->missing_is_yes) return false;
    if (a->missing_is_no != b->missing_is_no) return false;
    return a->value_count == 0 || memcmp(a->values, b->values, a->value_count * sizeof *a->values) == 0;
}

static uint32_t put_atom(struct compiler *c, uint32_t table, const struct image_atom *atom) {
    struct program *p = c->program;
    for (uint32_t i = 0; i < p->atom_count; i++) {
        if (c->atom_table[i] == table && same_atom(&p->atoms[i], atom)) return i;
    }
    COMPILE_GROW(c, p->atoms, p->atom_count, c->atom_room);
    COMPILE_GROW(c, c->atom_table, p->atom_count, c->atom_table_room);
    c->atom_table[p->atom_count] = table;
    p->atoms[p->atom_count] = *atom;
    compile_read_field(c, table, atom->field);
    return p->atom_count++;
}

/* The atoms of one filter while it is compiled. */
struct draft {
    uint32_t table;
    uint32_t atoms[FILTER_ATOMS];
    uint32_t count;
    bool never;
};

static void draft_add(struct compiler *c, struct draft *draft, const struct image_atom *atom) {
    uint32_t found = put_atom(c, draft->table, atom);
    for (uint32_t i = 0; i < draft->count; i++) {
        if (draft->atoms[i] == found) return;
    }
    if (draft->count == FILTER_ATOMS) {
        if (!c->failed) err_set(c->err, CODE_BUDGET, "A filter has more than %d conditions.", FILTER_ATOMS);
        c->failed = true;
        return;
    }
    draft->atoms[draft->count++] = found;
}

static const struct field *draft_field(const struct compiler *c, const struct draft *draft, int32_t field) {
    uint32_t count;
    const struct field *fields = compile_fields(c, draft->table, &count);
    bug_if(field < 0 || (uint32_t)field >= count);
    return &fields[field];
}

/* A flag called `meaningful` that is not recorded stands for yes under that reading. */
static int64_t meant_when_missing(const struct compiler *c, const struct draft *draft, const struct field *field) {
    bool of_kind = draft->table < c->kinds->kind_count;
    bool denied_only = c->policy->readings[READING_MEANINGFUL].means == MEANINGFUL_UNLESS_DENIED;
    return of_kind && denied_only && field->type == FIELD_FLAG && str_is(field->name, "meaningful") ? 1 : VALUE_NONE;
}

static struct image_atom new_atom(int32_t index, bool each) {
    return (struct image_atom){ .field = index, .each = each, .low = INT64_MIN, .high = INT64_MAX };
}

/* A missing value that stands for another one answers yes or no as that one; `no` needs a place of its own. */
static void settle_missing(struct image_atom *atom, int64_t meant) {
    if (meant == VALUE_NONE) return;
    int answer = image_atom_answer(atom, meant);
    atom->missing_is_yes = answer == ANSWERED_YES;
    atom->missing_is_no = answer == ANSWERED_NO;
}

/* Nested filters on an organisation go through compile_filter again, one level deep. */
bool compile_condition(struct compiler *c, uint32_t table, const struct condition *condition, struct image_atom *atom) {
    struct draft draft = { .table = table };
    const struct field *field = draft_field(c, &draft, condition->field);
    *atom = new_atom(condition->field, field->each);
    atom->negated = condition->negated;
    switch (condition->op) {
    case CONDITION_ANY: return false;
    case CONDITION_KNOWN: atom->op = ATOM_KNOWN; return true;
    case CONDITION_MISSING: atom->op = ATOM_MISSING; return true;
    case CONDITION_ORGANISATION:
        atom->op = ATOM_ORGANISATION;
        atom->filter = compile_filter(c, condition->organisation, NULL, 0);
        c->program->organisations_asked = true;
        return true;
    case CONDITION_RANGE:
        atom->op = ATOM_RANGE;
        if (condition->has_low) atom->low = compile_operand(c, &condition->low);
        if (condition->has_high) atom->high = compile_operand(c, &condition->high);
        settle_missing(atom, meant_when_missing(c, &draft, field));
        return true;
    case CONDITION_AMONG: atom->op = ATOM_AMONG; break;
    case CONDITION_INCLUDES_ALL: atom->op = ATOM_INCLUDES_ALL; break;
    case CONDITION_INCLUDES_ANY: atom->op = ATOM_INCLUDES_ANY; break;
    case CONDITION_LACKS_ANY: atom->op = ATOM_LACKS_ANY; break;
    }
    bool whole_set = atom->op == ATOM_AMONG && (field->type == FIELD_SET_OF || field->type == FIELD_YEARS);
    atom->values =
        compile_values(c, field, condition->values, condition->value_count, whole_set, &atom->value_count);
    if (atom->op == ATOM_AMONG) {
        settle_missing(atom, meant_when_missing(c, &draft, field));
        return true;
    }
    for (size_t i = 0; i < atom->value_count; i++) {
        if (atom->values[i] >= 0 && atom->values[i] < 63) atom->mask |= INT64_C(1) << atom->values[i];
    }
    atom->values = NULL;
    atom->value_count = 0;
    return true;
}

static void add_cell(struct compiler *c, struct draft *draft, const struct cell *cell) {
    int32_t index = kind_find_field(&c->kinds->kinds[draft->table], cell->term->each_field);
    if (index < 0) {
        draft->never = true;
        return;
    }
    const struct field *field = draft_field(c, draft, index);
    int64_t value = compile_cell_value(field, cell);
    if (value < 0) {
        draft->never = true;
        return;
    }
    struct image_atom atom = new_atom(index, field->each);
    if (field->type == FIELD_SET_OF || field->type == FIELD_YEARS) {
        atom.op = ATOM_INCLUDES_ALL;
        atom.mask = value < 63 ? INT64_C(1) << value : 0;
        if (!atom.mask) draft->never = true;
    } else {
        int64_t *values = arena_new(c->arena, int64_t);
        *values = value;
        atom.values = values;
        atom.value_count = 1;
        settle_missing(&atom, meant_when_missing(c, draft, field));
    }
    draft_add(c, draft, &atom);
}

/* A default of who: a flag that must be yes; when it is not recorded it is no obstacle. */
static void add_default(struct compiler *c, struct draft *draft, int32_t fact) {
    if (fact < 0) return;
    struct image_atom atom = new_atom(fact, false);
    atom.op = ATOM_RANGE;
    atom.low = atom.high = 1;
    atom.missing_is_yes = true;
    draft_add(c, draft, &atom);
}

/* What pupils {} , staff {} and organisations {} mean unless the filter names it. */
static void add_defaults(struct compiler *c, struct draft *draft, const struct filter *filter) {
    const struct known_facts *known = &c->kinds->known;
    if (filter->default_on_roll && filter->subject_type == SUBJECT_PUPIL) add_default(c, draft, known->on_roll);
    if (filter->default_on_roll && filter->subject_type == SUBJECT_STAFF) add_default(c, draft, known->in_post);
    if (filter->default_on_roll && filter->subject_type == SUBJECT_ORGANISATION) add_default(c, draft, known->active);
    if (!filter->default_enrolment || filter->subject_type != SUBJECT_PUPIL) return;
    if (c->policy->counted_enrolments < 0 || known->enrolment < 0) return;
    struct operand list = { .param = c->policy->counted_enrolments };
    struct image_atom atom = new_atom(known->enrolment, false);
    atom.op = ATOM_AMONG;
    atom.missing_is_yes = true;
    atom.values = compile_values(c, draft_field(c, draft, known->enrolment), &list, 1, false, &atom.value_count);
    draft_add(c, draft, &atom);
}

/* The tables a filter asks read records of their own. */
static void use_decision(struct compiler *c, int32_t index) {
    struct image_decision *image = &c->program->decisions[index];
    const struct decision *table = &c->policy->decisions[index];
    if (image->source) return;
    uint32_t *filters = arena_array(c->arena, uint32_t, table->input_count);
    image->source = table;
    image->filters = filters;
    for (size_t i = 0; i < table->input_count; i++) {
        if (!table->inputs[i].is_latest) continue;
        filters[i] = compile_filter(c, table->inputs[i].filter, NULL, 0);
        compile_read_field(c, (uint32_t)table->inputs[i].filter->kind, table->inputs[i].column);
        compile_read_field(c, (uint32_t)table->inputs[i].filter->kind,
                           c->kinds->kinds[table->inputs[i].filter->kind].counts_on);
    }
}

static void add_bounds(struct compiler *c, struct draft *draft, const struct filter *filter) {
    for (size_t i = 0; i < filter->bound_count; i++) {
        struct image_atom atom = new_atom(FIELD_DATE, true);
        use_decision(c, filter->bounds[i].decision);
        atom.op = ATOM_DECIDED;
        atom.mask = (int64_t)filter->bounds[i].answers;
        atom.filter = (uint32_t)filter->bounds[i].decision;
        draft_add(c, draft, &atom);
    }
}

static void add_outcome(struct compiler *c, struct draft *draft, const struct filter *filter) {
    const struct kind *kind = &c->kinds->kinds[draft->table];
    bool of_people = c->subject == SUBJECT_PUPIL || c->subject == SUBJECT_STAFF;
    if (!of_people || !shape_has_outcome(kind->shape)) return;
    struct image_atom atom = new_atom(FIELD_OUTCOME, true);
    atom.op = ATOM_OUTCOME;
    atom.low = filter->outcomes ? filter->outcomes : kind->counts;
    if (filter->outcomes == OUTCOMES_ALL) {
        bool held_only = c->policy->readings[READING_OPPORTUNITY].means == OPPORTUNITY_HELD_ONLY;
        if (held_only) atom.low = 1 << OUTCOME_ATTENDED;
        atom.missing_is_yes = !held_only;
    }
    draft_add(c, draft, &atom);
}

/* Gives the atoms places in one word of the table; an atom may stand in several words. */
static void place_atoms(struct compiler *c, const struct draft *draft, struct image_filter *filter) {
    struct table_growth *g = &c->growth[draft->table];
    for (uint32_t word = 0;; word++) {
        if (word == g->words) {
            uint32_t *larger = arena_array(c->arena, uint32_t, (size_t)(g->words + 1) * 64);
            if (g->words) memcpy(larger, g->atom_at, (size_t)g->words * 64 * sizeof *larger);
            for (uint32_t i = 0; i < 64; i++) larger[g->words * 64 + i] = NO_ATOM;
            g->atom_at = larger;
            g->words++;
        }
        uint32_t *places = &g->atom_at[(size_t)word * 64];
        uint32_t new_atoms = 0, empty = 0;
        for (uint32_t i = 0; i < 64; i++) empty += places[i] == NO_ATOM;
        for (uint32_t i = 0; i < draft->count; i++) {
            bool found = false;
            for (uint32_t j = 0; j < 64 && !found; j++) found = places[j] == draft->atoms[i];
            new_atoms += !found;
        }
        if (new_atoms > empty) continue;
        filter->word = word;
        for (uint32_t i = 0; i < draft->count; i++) {
            uint32_t j = 0;
            while (j < 64 && places[j] != draft->atoms[i]) j++;
            if (j == 64) {
                for (j = 0; places[j] != NO_ATOM;) j++;
                places[j] = draft->atoms[i];
            }
            filter->need |= UINT64_C(1) << j;
            const struct image_atom *atom = &c->program->atoms[draft->atoms[i]];
            if (atom->op != ATOM_OUTCOME) continue;
            filter->outcome = UINT64_C(1) << j;
            filter->wants_attended = (atom->low >> OUTCOME_ATTENDED & 1) != 0;
        }
        return;
    }
}

static struct image_filter draft_filter(struct compiler *c, const struct filter *filter, const struct cell *cells,
                                        size_t cell_count) {
    struct draft draft = { .table = filter->of_subject ? compile_table_of_subject(c, filter->subject_type)
                                                       : (uint32_t)filter->kind };
    struct image_filter image = { .table = draft.table, .source = filter, .subject = c->subject };
    for (size_t i = 0; i < filter->condition_count; i++) {
        struct image_atom atom;
        if (compile_condition(c, draft.table, &filter->conditions[i], &atom)) draft_add(c, &draft, &atom);
    }
    if (filter->of_subject) {
        add_defaults(c, &draft, filter);
    } else {
        c->program->kinds_used[draft.table] = true;
        if (!filter->names_cancelled) {
            struct image_atom atom = new_atom(FIELD_CANCELLED, false);
            atom.op = ATOM_NOT_CANCELLED;
            draft_add(c, &draft, &atom);
        }
        add_outcome(c, &draft, filter);
        add_bounds(c, &draft, filter);
        for (size_t i = 0; i < cell_count; i++) add_cell(c, &draft, &cells[i]);
    }
    image.never = draft.never;
    if (!c->failed) place_atoms(c, &draft, &image);
    return image;
}

static uint32_t put_filter(struct compiler *c, const struct image_filter *filter) {
    struct program *p = c->program;
    COMPILE_GROW(c, p->filters, p->filter_count, c->filter_room);
    p->filters[p->filter_count] = *filter;
    return p->filter_count++;
}

uint32_t compile_filter(struct compiler *c, const struct filter *filter, const struct cell *cells, size_t cell_count) {
    struct image_filter image = draft_filter(c, filter, cells, cell_count);
    return put_filter(c, &image);
}

uint32_t compile_filters(struct compiler *c, const struct filter *filters, size_t count, const struct cell *cells,
                         size_t cell_count) {
    struct image_filter *images = arena_array(c->arena, struct image_filter, count);
    for (size_t i = 0; i < count; i++) images[i] = draft_filter(c, &filters[i], cells, cell_count);
    uint32_t first = c->program->filter_count;
    for (size_t i = 0; i < count; i++) put_filter(c, &images[i]);
    return first;
}
