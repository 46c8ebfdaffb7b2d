/* SPDX-License-Identifier: GPL-3.0-or-later
 * law - the laws of merging that need no types: one voice per field, replacing is said, nothing dangles, and which
 *       fields each layer may change (M3, M4, M7, M8, M9, M11).
 * Owns:  nothing.
 * Must not know: what a field means; stricter or not (stricter.c, param.c).
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

static struct str target_of(const struct merging *m, const struct op *op) {
    return m->items[op->item].name;
}

static const char *prefix_of(enum item_type type) {
    switch (type) {
    case ITEM_PARAM:
        return "param/";
    case ITEM_READING:
        return "reading/";
    case ITEM_ROLE:
        return "role/";
    case ITEM_PLAN:
        return "plan/";
    default:
        return "";
    }
}

static struct str full_name(struct merging *m, size_t item) {
    return str_format(m->scope.arena, "%s%.*s", prefix_of(m->items[item].type), STR_ARG(m->items[item].name));
}

/* ---- M3: one voice per field; M7: dropping and changing ---- */

static bool written_before(const struct op *a, const struct op *b) {
    if (a->source != b->source) return a->source < b->source;
    if (a->node->line != b->node->line) return a->node->line < b->node->line;
    if (a->node != b->node) return a->node < b->node;
    int by_field = str_compare(a->field, b->field); /* set and tighten of one amendment are two voices */
    return by_field < 0 || (by_field == 0 && a->action < b->action);
}

static bool same_voice(const struct op *a, const struct op *b) {
    if (a->source->at->layer != b->source->at->layer || a->item != b->item) return false;
    if (a->source->overlay != b->source->overlay) return false; /* M6: variant.c */
    if ((a->action == OP_DROP) != (b->action == OP_DROP)) return false;
    if (!path_covers(a->field, b->field) && !path_covers(b->field, a->field)) return false;
    if ((a->has_end && date_after(b->from, a->ends)) || (b->has_end && date_after(a->from, b->ends))) return false;
    return a->source->at->layer != LAYER_UPDATE || date_same(a->from, b->from);
}

static void check_voices(struct merging *m) {
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i], *first = NULL;
        for (size_t k = 0; k < m->op_count; k++) {
            const struct op *other = &m->ops[k];
            if (k == i || !same_voice(op, other) || !written_before(other, op)) continue;
            if (!first || written_before(other, first)) first = other;
        }
        if (!first) continue;
        struct str where = scope_where(&m->scope, first->node), name = full_name(m, op->item);
        if (op->action == OP_DROP)
            scope_error(&m->scope, CODE_MERGE_CONFLICT, op->node, op->node->id, STR("Take one of the two away."),
                        "%.*s is also dropped at %.*s; one of the two must go.", STR_ARG(name), STR_ARG(where));
        else
            scope_error(&m->scope, CODE_MERGE_CONFLICT, op->node, op->node->id, STR("Take one of the two away."),
                        "'%.*s' of %.*s is also changed at %.*s; one of the two must go.", STR_ARG(op->field),
                        STR_ARG(name), STR_ARG(where));
    }
}

/* Whether a change comes too late, or beside, a drop. */
static bool lost_to(const struct merging *m, size_t item, const struct source *source, struct date from,
                    const struct op *drop) {
    bool hit = drop->item == item || (m->items[item].type == ITEM_RULE && m->items[item].clause == drop->item);
    enum layer layer = source->at->layer, dropped = drop->source->at->layer;
    if (!hit || layer < dropped) return false;
    if (drop->source->overlay >= 0 && drop->source->overlay != source->overlay) return false; /* for others it stays */
    if (layer == dropped && layer != LAYER_UPDATE) return true;
    return !date_before(from, drop->from);
}

static void check_dropped(struct merging *m) {
    for (size_t d = 0; d < m->op_count; d++) {
        const struct op *drop = &m->ops[d];
        if (drop->action != OP_DROP) continue;
        struct str where = scope_where(&m->scope, drop->node);
        for (size_t i = 0; i < m->op_count; i++) {
            const struct op *op = &m->ops[i];
            if (op->action == OP_DROP || !lost_to(m, op->item, op->source, op->from, drop)) continue;
            scope_error(&m->scope, CODE_MERGE_CONFLICT, op->node, op->node->id, STR("Take one of the two away."),
                        "%.*s is changed here and dropped at %.*s; one of the two must go.", STR_ARG(target_of(m, op)),
                        STR_ARG(where));
        }
        for (size_t i = 0; i < m->item_count; i++) {
            const struct item *item = &m->items[i];
            if (item->type != ITEM_RULE || item->clause != drop->item || date_same(item->since, DATE_FIRST)) continue;
            if (!lost_to(m, i, &m->sources[item->source], item->since, drop)) continue;
            scope_error(&m->scope, CODE_MERGE_CONFLICT, item->node, item->name, STR("Take one of the two away."),
                        "%.*s is added here, and clause %.*s is dropped at %.*s.", STR_ARG(item->name),
                        STR_ARG(m->items[item->clause].name), STR_ARG(where));
        }
    }
}

static void dangling(struct merging *m, const struct op *drop, const char *what, struct str name) {
    scope_error(&m->scope, CODE_DROPPED_BUT_USED, drop->node, drop->node->id, STR("Change that first, or keep this."),
                "%.*s is dropped, and the '%s' of %.*s still names it.", STR_ARG(target_of(m, drop)), what,
                STR_ARG(name));
}

static bool falls(const struct merging *m, size_t rule, const struct op *drop) {
    return drop->item == rule || drop->item == m->items[rule].clause;
}

static bool names_dropped(const struct merging *m, struct str rule, const struct op *drop) {
    size_t named = merging_find(m, ITEM_RULE, rule);
    return named != NO_ITEM && falls(m, named, drop);
}

/* M7: what is dropped may not be named by something that stays. */
static void check_uses(struct merging *m) {
    for (size_t d = 0; d < m->op_count; d++) {
        const struct op *drop = &m->ops[d];
        if (drop->action != OP_DROP || drop->source->overlay >= 0) continue;
        for (size_t i = 0; i < m->op_count; i++) /* fields that only a variant has */
            if (m->ops[i].source->overlay >= 0 && str_is(m->ops[i].field, "hint") && m->ops[i].value->type == NODE_TEXT
                && names_dropped(m, m->ops[i].value->text, drop))
                dangling(m, drop, "hint", m->items[m->ops[i].item].name);
        for (size_t i = 0; i < m->item_count; i++) {
            const struct item *item = &m->items[i];
            if ((item->type != ITEM_RULE && item->type != ITEM_CLAUSE) || merging_drop(m, i, DATE_NONE)) continue;
            struct fields fields = fields_at(m, i, DATE_NONE, ALL_LAYERS);
            const struct node *hint = fields_node(&fields, "hint"), *also = fields_node(&fields, "also");
            if (item->type == ITEM_RULE && hint && hint->type == NODE_TEXT && names_dropped(m, hint->text, drop))
                dangling(m, drop, "hint", item->name);
            if (item->type == ITEM_RULE && measuring_names(m, &fields, drop)) dangling(m, drop, "findings", item->name);
            for (uint32_t a = 0; item->type == ITEM_CLAUSE && also && a < also->item_count; a++)
                if (also->items[a].type == NODE_TEXT && merging_find(m, ITEM_CLAUSE, also->items[a].text) == drop->item)
                    dangling(m, drop, "also", item->name);
        }
    }
}

/* ---- M4: replacing is said ---- */

static void check_over(struct merging *m, const struct op *op) {
    const struct op *below = NULL;
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *other = &m->ops[i];
        enum layer layer = other->source->at->layer;
        bool sibling = layer == LAYER_OVERLAY_PUPILS && other->source != op->source && str_equal(op->over, other->source->name);
        if (other->item != op->item || layer <= LAYER_UPDATE) continue;
        if (layer >= op->source->at->layer && !(op->source->overlay >= 0 && sibling)) continue;
        if (layer == LAYER_OVERLAY_PUPILS && op->source->overlay < 0) continue; /* beside the guard: M6 */
        bool meets = path_covers(op->field, other->field) || path_covers(other->field, op->field);
        if (op->action == OP_DROP || other->action == OP_DROP || meets) below = other;
    }
    if (op->answers || (op->action == OP_TIGHTEN && !op->over.size)) return;
    if (!below && !op->over.size) return;
    if (below && str_equal(op->over, below->source->name)) return;
    if (!below) {
        struct str *names = arena_array(m->scope.arena, struct str, m->source_count);
        for (size_t i = 0; i < m->source_count; i++) names[i] = m->sources[i].name;
        scope_error(&m->scope, CODE_UNKNOWN_TARGET, op->node, op->over,
                    guess_hint(m->scope.arena, op->over, names, m->source_count),
                    "'%.*s' changes nothing here that could be replaced.", STR_ARG(op->over));
        return;
    }
    struct str where = scope_where(&m->scope, below->node), name = full_name(m, op->item);
    struct str next =
        str_format(m->scope.arena, "If it shall be replaced, add over = \"%.*s\".", STR_ARG(below->source->name));
    scope_error(&m->scope, CODE_MERGE_SHADOW, op->node, op->node->id, next, "%.*s is already changed at %.*s.",
                STR_ARG(name), STR_ARG(where));
}

/* ---- M8, M9, M11: who may change what ---- */

static const struct node *field_below(struct merging *m, size_t item, const struct op *op, const char *key) {
    struct fields fields = fields_at(m, item, op->from, op->source->at->layer);
    return fields_node(&fields, key);
}

static bool is_law(struct merging *m, const struct op *op) {
    const struct node *basis = field_below(m, op->item, op, "basis");
    if (!basis && m->items[op->item].type == ITEM_RULE) basis = field_below(m, m->items[op->item].clause, op, "basis");
    return basis && basis->type == NODE_TEXT && str_is(basis->text, "law");
}

static bool is_optional(struct merging *m, const struct op *op) {
    size_t clause = m->items[op->item].type == ITEM_RULE ? m->items[op->item].clause : op->item;
    const struct node *optional = field_below(m, clause, op, "optional");
    return op->answers || (optional && optional->type == NODE_BOOL && optional->yes);
}

static void below_the_law(struct merging *m, const struct op *op) {
    if (op->action == OP_DROP)
        scope_error(&m->scope, CODE_BELOW_THE_LAW, op->node, op->node->id, STR("Only an update can drop it."),
                    "%.*s is asked for by law and can not be dropped here.", STR_ARG(target_of(m, op)));
    else
        scope_error(&m->scope, CODE_BELOW_THE_LAW, op->node, op->node->id, STR("Only an update can change it."),
                    "%.*s is asked for by law, and '%.*s' of it can not be changed here.", STR_ARG(target_of(m, op)),
                    STR_ARG(op->field));
}

static void not_open(struct merging *m, const struct op *op, struct str next) {
    if (!next.size) next = STR("Ask the trust to change it.");
    scope_error(&m->scope, CODE_NOT_OPEN, op->node, op->node->id, next, "A school can not change '%.*s' of %.*s alone.",
                STR_ARG(op->field), STR_ARG(full_name(m, op->item)));
}

/* True when the change is about an exemption that the rule does not allow (M11). */
static bool no_exemptions(struct merging *m, const struct op *op) {
    if (!str_is(path_root(op->field), "exempt") || m->items[op->item].type != ITEM_RULE) return false;
    if (!scope_is_word(field_below(m, op->item, op, "exempt"), "never")) return false;
    scope_error(&m->scope, CODE_NO_EXEMPTIONS, op->node, op->node->id,
                STR("Take this change out; only an update can allow exemptions here."),
                "%.*s allows no exemptions (exempt = never).", STR_ARG(target_of(m, op)));
    return true;
}

static void school_rule(struct merging *m, const struct op *op) {
    static const char *const free_fields[] = { "owner", "remind", "severity" };
    static const char *const stricter_fields[] = { "have", "who", "when", "every", "want", "years" };
    struct str root = path_root(op->field);
    if (m->sources[m->items[op->item].source].at->layer == LAYER_SCHOOL || no_exemptions(m, op)) return;
    for (size_t i = 0; i < COUNT_OF(free_fields); i++)
        if (str_is(root, free_fields[i])) return;
    for (size_t i = 0; i < COUNT_OF(stricter_fields); i++)
        if (str_is(root, stricter_fields[i])) return; /* stricter.c */
    if (str_is(op->field, "exempt.for_at_most") && field_below(m, op->item, op, "exempt")) return;
    not_open(m, op, str_is(root, "exempt") ? STR("A school can only shorten exempt.for_at_most.") : NO_HINT);
}

/* The question whose answer would make this change. */
static struct str question_for(struct merging *m, struct str sets, size_t clause) {
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_OPTION) continue;
        const struct node *target = node_field(m->items[i].node, "sets"),
                          *about = node_field(m->items[i].node, "clause");
        bool hit = target && target->type == NODE_TEXT && str_equal(target->text, sets);
        if (clause != NO_ITEM && about && about->type == NODE_TEXT && !target)
            hit = str_equal(about->text, m->items[clause].name);
        if (hit)
            return str_format(m->scope.arena, "Answer the question instead:  choose \"%.*s\"",
                              STR_ARG(m->items[i].name));
    }
    return NO_HINT;
}

static void school_reading(struct merging *m, const struct op *op) {
    if (!str_is(op->field, "means")) {
        not_open(m, op, NO_HINT);
        return;
    }
    if (op->value->type != NODE_TEXT || reading_is_stricter(target_of(m, op), op->value->text)) return;
    scope_error(&m->scope, CODE_NOT_STRICTER, op->node, op->node->id, STR("Other meanings need the trust."),
                "'%.*s' is not a stricter meaning of the reading '%.*s'.", STR_ARG(op->value->text),
                STR_ARG(target_of(m, op)));
}

static void school_may(struct merging *m, const struct op *op) {
    struct str name = full_name(m, op->item);
    if (op->action == OP_DROP) {
        if (!is_optional(m, op))
            scope_error(&m->scope, CODE_NOT_OPTIONAL, op->node, op->node->id,
                        STR("Take this line out, or ask the trust."),
                        "%.*s is not optional; only the trust may drop it.", STR_ARG(target_of(m, op)));
        else if (is_law(m, op))
            below_the_law(m, op);
        return;
    }
    if (op->answers) return;
    switch (m->items[op->item].type) {
    case ITEM_PARAM:
        if (!str_is(op->field, "values"))
            not_open(m, op, NO_HINT);
        else if (op->action == OP_SET)
            not_open(m, op, STR("Write tighten instead of set: a school moves a value in the stricter direction."));
        return;
    case ITEM_READING:
        school_reading(m, op);
        return;
    case ITEM_RULE:
        school_rule(m, op);
        return;
    case ITEM_ROLE:
        not_open(m, op,
                 question_for(m, str_format(m->scope.arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(op->field)), NO_ITEM));
        return;
    case ITEM_CLAUSE:
        not_open(m, op, question_for(m, name, op->item));
        return;
    default:
        not_open(m, op, NO_HINT);
        return;
    }
}

static int force_rank(struct str force) {
    static const char *const ranks[] = { "may", "should", "must" }, *const refusals[] = { "may", "should_not",
                                                                                          "must_not" };
    for (int i = 0; i < 3; i++)
        if (str_is(force, ranks[i]) || str_is(force, refusals[i])) return i;
    return -1;
}

static bool force_weaker(struct merging *m, const struct op *op) {
    const struct node *before = field_below(m, op->item, op, "force");
    struct str was = before && before->type == NODE_TEXT ? before->text : m->items[op->item].node->word;
    if (op->value->type != NODE_TEXT || str_ends(was, "_not") != str_ends(op->value->text, "_not")) return true;
    return force_rank(op->value->text) < force_rank(was);
}

/* M9: neither the trust nor an overlay may weaken what the law asks for. */
static void trust_may(struct merging *m, const struct op *op) {
    static const char *const weakening[] = { "unless", "late",   "from",     "ends",  "only", "grace",
                                             "exempt", "optional", "check", "reads", "bind" };
    if (m->items[op->item].type != ITEM_RULE && m->items[op->item].type != ITEM_CLAUSE) return;
    if (op->action != OP_DROP && no_exemptions(m, op)) return;
    if (!is_law(m, op)) return;
    bool weaker = op->action == OP_DROP;
    for (size_t i = 0; i < COUNT_OF(weakening); i++) weaker = weaker || str_is(path_root(op->field), weakening[i]);
    if (str_is(op->field, "exempt.for_at_most")) weaker = false; /* stricter.c */
    if (str_is(op->field, "basis")) weaker = op->value->type != NODE_TEXT || !str_is(op->value->text, "law");
    if (str_is(op->field, "force")) weaker = force_weaker(m, op);
    if (weaker) below_the_law(m, op);
}

/* M6: for some pupils, a rule is all that can be another. */
static bool pupils_may(struct merging *m, const struct op *op) {
    if (m->items[op->item].type != ITEM_RULE)
        return scope_error(&m->scope, CODE_NOT_OPEN, op->node, op->node->id,
                           STR("Change the rules that rest on it, or write an overlay for schools."),
                           "%.*s is one for all; an overlay for some pupils changes rules only.",
                           STR_ARG(full_name(m, op->item)));
    if (!str_is(op->field, "only")) return true;
    return scope_error(&m->scope, CODE_NOT_OPEN, op->node, op->node->id, STR("Write an overlay for schools."),
                       "'only' of %.*s speaks of schools, and this overlay is for some pupils.",
                       STR_ARG(target_of(m, op)));
}

void merging_laws(struct merging *m) {
    check_voices(m);
    check_dropped(m);
    check_uses(m);
    variant_check(m);
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        enum layer layer = op->source->at->layer;
        check_over(m, op);
        if (layer == LAYER_OVERLAY_PUPILS && !pupils_may(m, op)) continue;
        if (layer == LAYER_SCHOOL) school_may(m, op);
        if (layer > LAYER_UPDATE && layer < LAYER_SCHOOL) trust_may(m, op);
    }
}
