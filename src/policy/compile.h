/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile - inside the compiler: from the effective policy to a rule program.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 *
 * Only compile*.c includes this header; everybody else takes program.h or program_image.h.
 *
 * Example:
 *     c->day = governs_from;                       // the deadlines whose constants are wanted
 *     uint32_t f = compile_filter(c, filter, NULL, 0);
 */
#ifndef SIGNPOST_COMPILE_H
#define SIGNPOST_COMPILE_H

#include "policy/program_image.h"

/* One value of a for_each around the term at hand. */
struct cell {
    const struct term *term;
    int64_t value;
    struct str name; /* as written; empty when it comes from a list of numbers */
};
#define CELL_DEPTH 8

/* A table as it grows: which atom stands at which place. */
struct table_growth {
    uint32_t *atom_at;
    uint32_t words;
};

struct compiler {
    struct arena *arena;
    const struct policy *policy;
    const struct kinds *kinds;
    struct program *program;
    struct date day;                /* parameters take their value on this day */
    enum subject_type subject;      /* of the rule at hand */
    bool *params_read;              /* by parameter: read since the last compile_forget */
    struct table_growth *growth;    /* by table */
    uint32_t atom_room, filter_room, node_room, leaf_room, version_room, rule_room;
    uint32_t measure_room;
    uint32_t *atom_table;           /* by atom: its table */
    uint32_t atom_table_room;
    bool one_more;                  /* reading "one further" = two-in-total: every count asks for one more */
    uint32_t version_node, version_leaf; /* first node and leaf of the version at hand */
    struct err *err;
    bool failed;
};

/* A larger array when it is full; `at` keeps its content. */
void *compile_grow(struct compiler *c, void *at, uint32_t count, uint32_t *room, size_t size);
#define COMPILE_GROW(c, at, count, room) ((at) = compile_grow((c), (at), (count), &(room), sizeof *(at)))

/* compile_value.c: constants of the day c->day. */
int64_t compile_operand(struct compiler *c, const struct operand *operand);
struct image_span compile_span(struct compiler *c, const struct span *span);
const struct param_step *compile_list(struct compiler *c, int32_t param);
/* Values of a condition as row values of `field`, sorted, without repeats; whole_set: a list parameter as one set. */
const int64_t *compile_values(struct compiler *c, const struct field *field, const struct operand *values, size_t count,
                              bool whole_set, size_t *out_count);
/* The values of a for_each; names are empty for numbers. */
size_t compile_cells(struct compiler *c, const struct term *term, struct cell **out);
int64_t compile_cell_value(const struct field *field, const struct cell *cell);

/* compile.c: the first day after `day` on which a parameter that was read takes another value; DATE_NONE when none does. */
struct date compile_next_step(const struct compiler *c, struct date day);

/* compile_measure.c */
void compile_measure(struct compiler *c, uint32_t rule);

/* compile_filter.c */
uint32_t compile_table_of_subject(const struct compiler *c, enum subject_type type);
const struct field *compile_fields(const struct compiler *c, uint32_t table, uint32_t *count);
void compile_read_field(struct compiler *c, uint32_t table, int32_t field);
/* One condition as an atom; false for `any`, which always holds. */
bool compile_condition(struct compiler *c, uint32_t table, const struct condition *condition, struct image_atom *atom);
uint32_t compile_filter(struct compiler *c, const struct filter *filter, const struct cell *cells, size_t cell_count);
/* Filters next to each other; returns the first. */
uint32_t compile_filters(struct compiler *c, const struct filter *filters, size_t count, const struct cell *cells,
                         size_t cell_count);

/* compile_term.c */
void compile_term(struct compiler *c, const struct term *term);

/* compile_window.c */
struct image_window compile_window(struct compiler *c, const struct rule_version *version);
/* What who and unless name: years, age, day counts. */
void compile_names(struct compiler *c, const struct rule_version *source, struct image_version *version);

uint32_t compile_readings(const struct compiler *c, const struct rule_version *source);

/* compile_table.c: look-up tables, once all filters are known. */
void compile_tables(struct compiler *c);

#endif
