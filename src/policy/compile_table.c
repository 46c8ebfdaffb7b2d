/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_table - look-up tables: from the value of a field to the bits it sets.
 * Owns:  nothing.
 * Must not know: windows, terms, rows.
 */
#include <string.h>

#include "policy/compile.h"

#define NO_ATOM UINT32_MAX
#define RAW_BITS 10

int image_atom_answer(const struct image_atom *atom, int64_t value) {
    if (atom->op == ATOM_KNOWN || atom->op == ATOM_MISSING) {
        bool yes = (atom->op == ATOM_KNOWN) == (value != VALUE_NONE);
        return yes != atom->negated ? ANSWERED_YES : ANSWERED_NO;
    }
    if (value == VALUE_NONE) {
        return atom->missing_is_yes ? ANSWERED_YES : atom->missing_is_no ? ANSWERED_NO : ANSWERED_NOT_KNOWN;
    }
    bool yes = false;
    switch (atom->op) {
    case ATOM_RANGE: yes = value >= atom->low && value <= atom->high; break;
    case ATOM_INCLUDES_ALL: yes = (value & atom->mask) == atom->mask; break;
    case ATOM_INCLUDES_ANY: yes = (value & atom->mask) != 0; break;
    case ATOM_LACKS_ANY: yes = (value & atom->mask) != atom->mask; break;
    case ATOM_AMONG:
        for (size_t i = 0; i < atom->value_count && !yes; i++) yes = atom->values[i] == value;
        break;
    case ATOM_KNOWN:
    case ATOM_MISSING:
    case ATOM_ORGANISATION:
    case ATOM_OUTCOME:
    case ATOM_NOT_CANCELLED:
    case ATOM_DECIDED: break;
    }
    return yes != atom->negated ? ANSWERED_YES : ANSWERED_NO;
}

static bool reads_value(const struct image_atom *atom) {
    return atom->op != ATOM_ORGANISATION && atom->op != ATOM_OUTCOME && atom->op != ATOM_NOT_CANCELLED &&
           atom->op != ATOM_DECIDED;
}

/* The bits of a column for one value, into 2 * words. */
static void fill_entry(const struct program *p, const struct image_column *column, int64_t value, uint64_t *entry) {
    for (uint32_t i = 0; i < column->bit_count; i++) {
        uint32_t place = column->bits[i];
        int answer = image_atom_answer(&p->atoms[column->atoms[i]], value);
        if (answer == ANSWERED_NOT_KNOWN) continue;
        entry[(place / 64) * 2 + (answer == ANSWERED_NO)] |= UINT64_C(1) << place % 64;
    }
}

static void sort_cuts(int64_t *cuts, uint32_t *count) {
    for (uint32_t i = 1; i < *count; i++) {
        int64_t cut = cuts[i];
        uint32_t j = i;
        for (; j > 0 && cuts[j - 1] > cut; j--) cuts[j] = cuts[j - 1];
        cuts[j] = cut;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (kept == 0 || cuts[kept - 1] != cuts[i]) cuts[kept++] = cuts[i];
    }
    *count = kept;
}

static void fill_cuts(struct compiler *c, struct image_column *column, uint32_t words) {
    const struct program *p = c->program;
    size_t room = 0;
    for (uint32_t i = 0; i < column->bit_count; i++) room += 2 + 2 * p->atoms[column->atoms[i]].value_count;
    int64_t *cuts = arena_array(c->arena, int64_t, room);
    for (uint32_t i = 0; i < column->bit_count; i++) {
        const struct image_atom *atom = &p->atoms[column->atoms[i]];
        if (atom->op == ATOM_RANGE && atom->low != INT64_MIN) cuts[column->cut_count++] = atom->low;
        if (atom->op == ATOM_RANGE && atom->high != INT64_MAX) cuts[column->cut_count++] = atom->high + 1;
        for (size_t j = 0; atom->op == ATOM_AMONG && j < atom->value_count; j++) {
            cuts[column->cut_count++] = atom->values[j];
            if (atom->values[j] != INT64_MAX) cuts[column->cut_count++] = atom->values[j] + 1;
        }
    }
    sort_cuts(cuts, &column->cut_count);
    uint64_t *table = arena_array(c->arena, uint64_t, ((size_t)column->cut_count + 2) * 2 * words);
    fill_entry(p, column, VALUE_NONE, table);
    /* below every cut: one less than the first, or any value when there is no cut */
    int64_t lowest = column->cut_count ? (cuts[0] > INT64_MIN + 1 ? cuts[0] - 1 : INT64_MIN + 1) : 0;
    fill_entry(p, column, lowest, table + (size_t)2 * words);
    for (uint32_t i = 0; i < column->cut_count; i++) {
        fill_entry(p, column, cuts[i], table + (size_t)(i + 2) * 2 * words);
    }
    column->form = COLUMN_CUTS;
    column->cuts = cuts;
    column->table = table;
}

static void fill_column(struct compiler *c, struct image_column *column, const struct field *field, uint32_t words) {
    bool wide = false;
    for (uint32_t i = 0; i < column->bit_count; i++) {
        enum atom_op op = c->program->atoms[column->atoms[i]].op;
        wide = wide || op == ATOM_INCLUDES_ALL || op == ATOM_INCLUDES_ANY || op == ATOM_LACKS_ANY;
    }
    if (field->home == HOME_FACTS && field->width <= RAW_BITS) {
        column->form = COLUMN_RAW;
        column->bit = field->bit;
        column->raw_mask = (UINT64_C(1) << field->width) - 1;
        uint64_t *table = arena_array(c->arena, uint64_t, (size_t)(column->raw_mask + 1) * 2 * words);
        for (uint64_t raw = 0; raw <= column->raw_mask; raw++) {
            fill_entry(c->program, column, field_unpack(field, raw << field->bit), table + raw * 2 * words);
        }
        column->table = table;
    } else if (wide) {
        column->form = COLUMN_ATOMS;
    } else {
        fill_cuts(c, column, words);
    }
}

/* The columns of a table, session or each. */
static uint32_t fill_columns(struct compiler *c, const struct image_table *table, bool each,
                             const struct image_column **out) {
    uint32_t field_count = 0;
    for (uint32_t i = 0; i < table->place_count; i++) {
        uint32_t atom = table->atom_at[i];
        if (atom != NO_ATOM && (uint32_t)c->program->atoms[atom].field >= field_count) {
            field_count = (uint32_t)c->program->atoms[atom].field + 1;
        }
    }
    struct image_column *columns = arena_array(c->arena, struct image_column, field_count);
    uint32_t count = 0;
    for (uint32_t field = 0; field < field_count; field++) {
        struct image_column column = { .field = (int32_t)field };
        uint32_t *bits = arena_array(c->arena, uint32_t, table->place_count);
        uint32_t *atoms = arena_array(c->arena, uint32_t, table->place_count);
        for (uint32_t i = 0; i < table->place_count; i++) {
            uint32_t atom = table->atom_at[i];
            if (atom == NO_ATOM) continue;
            const struct image_atom *a = &c->program->atoms[atom];
            if (a->field != (int32_t)field || a->each != each || !reads_value(a)) continue;
            bits[column.bit_count] = i;
            atoms[column.bit_count++] = atom;
        }
        if (column.bit_count == 0) continue;
        column.bits = bits;
        column.atoms = atoms;
        fill_column(c, &column, &table->fields[field], table->words);
        columns[count++] = column;
    }
    *out = columns;
    return count;
}

static uint32_t places_of(struct compiler *c, const struct image_table *table, enum atom_op op, const uint32_t **bits,
                          const uint32_t **atoms) {
    uint32_t *found_bits = arena_array(c->arena, uint32_t, table->place_count);
    uint32_t *found_atoms = arena_array(c->arena, uint32_t, table->place_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->place_count; i++) {
        if (table->atom_at[i] == NO_ATOM || c->program->atoms[table->atom_at[i]].op != op) continue;
        found_bits[count] = i;
        found_atoms[count++] = table->atom_at[i];
    }
    *bits = found_bits;
    if (atoms) *atoms = found_atoms;
    return count;
}

/* What an outcome sets: [outcome + 1, 0 = not recorded][0 planned, 1 the day has come]. */
static void fill_outcomes(struct compiler *c, struct image_table *table) {
    table->outcome_table = arena_array(c->arena, uint64_t, (size_t)(1 << OUTCOME_BITS) * 2 * 2 * table->words);
    for (uint32_t raw = 0; raw < 1 << OUTCOME_BITS; raw++) {
        for (uint32_t come = 0; come < 2; come++) {
            uint64_t *entry = table->outcome_table + (size_t)(raw * 2 + come) * 2 * table->words;
            for (uint32_t i = 0; i < table->outcome_count; i++) {
                const struct image_atom *atom = &c->program->atoms[table->outcome_atoms[i]];
                uint32_t place = table->outcome_bits[i];
                bool yes = raw > 0 ? (atom->low >> (raw - 1) & 1) != 0 : atom->missing_is_yes;
                bool open = come && (raw == 0 || raw == OUTCOME_INVITED + 1); /* the register was never filled in */
                if (!yes && open) continue;
                entry[(place / 64) * 2 + !yes] |= UINT64_C(1) << place % 64;
            }
        }
    }
}

void compile_tables(struct compiler *c) {
    struct program *p = c->program;
    for (uint32_t i = 0; i < p->table_count; i++) {
        struct image_table *table = &p->tables[i];
        uint32_t count;
        table->fields = compile_fields(c, i, &count);
        table->words = c->growth[i].words;
        table->place_count = table->words * 64;
        table->atom_at = c->growth[i].atom_at;
        if (table->words == 0) continue;
        table->session_count = fill_columns(c, table, false, &table->session);
        table->each_count = fill_columns(c, table, true, &table->each);
        table->outcome_count = places_of(c, table, ATOM_OUTCOME, &table->outcome_bits, &table->outcome_atoms);
        table->organisation_count =
            places_of(c, table, ATOM_ORGANISATION, &table->organisation_bits, &table->organisation_atoms);
        table->decided_count = places_of(c, table, ATOM_DECIDED, &table->decided_bits, &table->decided_atoms);
        if (table->decided_count) p->deciding[p->deciding_count++] = i;
        table->cancelled_count = places_of(c, table, ATOM_NOT_CANCELLED, &table->cancelled_bits, NULL);
        fill_outcomes(c, table);
    }
}
