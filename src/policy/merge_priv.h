/* SPDX-License-Identifier: GPL-3.0-or-later
 * merge_priv - the stages of a merge: documents in order, their items, the amendments, the typed policy.
 * Owns:  nothing; everything lies in the arena of the merge.
 * Must not know: Lua, rows.
 *
 * Stages, each in the file named: documents and headers (source.c, overlay.c), what they declare (item.c), what they change
 * (amend.c, relax.c), fields after changes (field.c), what each layer may do (law.c), typed definitions (define.c, param.c,
 * option.c, clause.c), typed rules (rule.c, attest.c, measuring.c, keep.c, variant.c), stricter or not (stricter.c), all together (merge.c).
 */
#ifndef SIGNPOST_MERGE_PRIV_H
#define SIGNPOST_MERGE_PRIV_H

#include "policy/merge.h"
#include "policy/scope.h"

#define NO_ITEM SIZE_MAX

/* A document in force, in canonical order: layer, day, name, path. */
struct source {
    uint32_t document;
    const struct document *at;
    struct str name;
    struct date from;    /* base: effective; update: starts, or the later day of its adoption; school: from */
    struct date starts;  /* from, before an update was adopted for a later day */
    struct str approval; /* of the document, or of the adoption of an update */
    const struct filter *guards; /* overlays: for_schools, for_pupils; any of them */
    size_t guard_count;
    bool guarded;    /* overlays: the guards could be read */
    int32_t overlay; /* overlays for pupils: index in policy.overlays; else -1 */
};

enum item_type {
    ITEM_SECTION,
    ITEM_CLAUSE,
    ITEM_RULE,
    ITEM_READING,
    ITEM_ROLE,
    ITEM_PARAM,
    ITEM_OPTION,
    ITEM_PLAN,
    ITEM_PHASE,
    ITEM_TRANSITION,
    ITEM_TABLE,
    ITEM_TYPE_COUNT
};

/* One declared thing. */
struct item {
    enum item_type type;
    struct str name;         /* "4.6.4/employer-encounter", "4.6.4", "tutor" */
    const struct node *node; /* its call */
    size_t source;           /* index in sources */
    size_t clause;           /* RULE: index of its clause's item */
    struct date since;       /* rules that an amendment adds: the day they begin; else DATE_FIRST */
    struct origin origin;
};

enum op_action { OP_SET, OP_TIGHTEN, OP_DROP };

/* One field of one target changed from a day on; or one target dropped. */
struct op {
    enum op_action action;
    const struct node *node; /* amend, drop or choose */
    const struct source *source;
    size_t item;              /* the target */
    struct str field;         /* "owner", "who.days_on_roll"; of parameters "values"; DROP: empty */
    const struct node *value; /* of parameters: the table by date, or the one value of an answer */
    struct date from;
    bool has_end; /* relax */
    struct date ends; /* has_end: its last day */
    struct str over;
    bool answers; /* made by choose: open to a school whatever the field */
    struct origin origin;
};

/* A field of an item after some of its amendments. */
struct field_value {
    struct str name;
    const struct node *value;
    struct origin origin;
    bool changed;
};

struct fields {
    struct field_value *at;
    size_t count;
};

/* What a school answered. */
struct choice {
    size_t item;             /* the option */
    const struct node *node; /* choose */
    const struct source *source;
};

struct merging {
    struct scope scope;
    const struct policy_set *set;
    struct date as_of;
    struct source *sources;
    size_t source_count;
    const struct source *base, *school; /* school: NULL when there is none */
    struct adoption *adoptions;
    size_t adoption_count;
    struct item *items;
    size_t item_count;
    struct op *ops; /* by layer, then day: the order in which they apply */
    size_t op_count;
    struct choice *choices;
    size_t choice_count;
    int32_t *typed; /* by item: its index in the policy's own array, or -1 */
    uint32_t guarded; /* the overlays for pupils whose changes are looked at; 0: the rules as they stand */
};

/* source.c */
MUST_USE bool merging_sources(struct merging *m);
/* The school's own facts, from its header. */
void merging_school_facts(struct merging *m);
/* overlay.c */
void overlay_read_header(struct merging *m, struct source *source);
void overlay_choose(struct merging *m);
/* item.c */
void merging_items(struct merging *m);
size_t merging_find(const struct merging *m, enum item_type type, struct str name); /* NO_ITEM when absent */
/* The target of an amendment; NO_ITEM and a problem when there is none. */
size_t merging_target(struct merging *m, const struct node *call);
/* What the base's header says of names that it had: each leads to one that is there. */
void merging_renamed(struct merging *m);
const struct str *merging_former(struct merging *m, struct str name, size_t *count); /* the names that it had */
const char *item_type_name(enum item_type type);
bool merging_is_rule(const struct node *node); /* must, should, ..., attest, measure, keep */
/* amend.c: reads amend, drop and choose into ops, add into items. */
void merging_amendments(struct merging *m);
void merging_need_reason(struct merging *m, const struct node *call);
struct origin merging_origin(struct merging *m, const struct source *source, const struct node *call);
/* field.c */
struct fields fields_at(struct merging *m, size_t item, struct date day, enum layer below);
const struct field_value *fields_find(const struct fields *fields, const char *name);
const struct node *fields_node(const struct fields *fields, const char *name);
/* The drop of an item that is in force on a day, or NULL; a rule falls with its clause. */
const struct op *merging_drop(const struct merging *m, size_t item, struct date day);
/* Whether a change is in force on a day, for those in the overlays of m->guarded. */
bool variant_sees(const struct merging *m, const struct op *op, struct date day);
bool path_covers(struct str outer, struct str inner); /* equal, or inner is a part of outer */
struct str path_root(struct str path);
#define ALL_LAYERS ((enum layer)(LAYER_SCHOOL + 1))
/* law.c */
void merging_laws(struct merging *m);
/* param.c */
void merging_params(struct merging *m);
/* define.c */
void merging_definitions(struct merging *m);
void merging_readings(struct merging *m);
bool reading_is_stricter(struct str reading, struct str means); /* a meaning that a school may choose */
/* Items of one type in order of name; each gets its place there as its typed index. */
size_t *merging_sorted(struct merging *m, enum item_type type, size_t *count);
/* decision.c */
void merging_decisions(struct merging *m);
/* relax.c: a relaxation of the trust, for the schools it names and no longer than it says. */
void relax_read(struct merging *m, const struct source *source, const struct node *call);
/* Its target, its place, its reason; false when there is no such target. */
bool op_start(struct merging *m, const struct source *source, const struct node *call, struct op *out);
/* `set` or `tighten` of a call, field by field. */
void op_fields(struct merging *m, struct op op, const char *key, enum op_action action);
/* option.c: which question a choose answers, and what that changes. */
void option_choose(struct merging *m, const struct source *source, const struct node *call);
void merging_options(struct merging *m);
/* clause.c */
void merging_clauses(struct merging *m);
void merging_texts(struct merging *m);
struct str merging_rule_title(struct merging *m, size_t item, struct str *written); /* with values filled in; empty when there is none */
/* rule.c */
void merging_rule_names(struct merging *m);
void merging_rules(struct merging *m);
/* The rule as it stands on a day, from the layers below `below`. */
bool rule_read(struct merging *m, size_t item, struct date day, enum layer below, struct rule_version *out);
/* Its versions as m->guarded has them. */
struct rule_version *rule_read_versions(struct merging *m, size_t item, size_t *count);
/* attest.c: attest as the must that it stands for: who, have and when join its fields. */
bool attest_write_out(struct merging *m, size_t item, struct fields *fields, struct rule_version *out);
/* measuring.c: what a measure counts, and what is wanted. */
bool measuring_read(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out);
/* Whether a measure names a rule that is, or falls with, this item. */
bool measuring_names(const struct merging *m, const struct fields *fields, const struct op *drop);
/* keep.c: that a record is not erased too soon; and from it that it is looked at afterwards. */
bool keep_read(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out);
struct rule_version keep_review(const struct rule_version *kept);
/* variant.c: M6, before rules are read; and the variants of a rule that was read. */
void variant_check(struct merging *m);
void variant_rules(struct merging *m, size_t item, struct rule *rule);
/* stricter.c */
void merging_stricter(struct merging *m);

/* Adds an op; ops are sorted once all are known. */
void op_add(struct merging *m, struct op op);
void op_sort(struct merging *m);

#endif
