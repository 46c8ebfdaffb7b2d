/* SPDX-License-Identifier: GPL-3.0-or-later
 * relax - what the trust weakens for some schools, for a time.
 * Owns:  nothing.
 * Must not know: what the law forbids to weaken (law.c, param.c, stricter.c).
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

static bool is_day(struct str key) {
    struct date day;
    return date_parse_iso(key, &day);
}

static bool fields_known(struct merging *m, const struct node *call, bool by_day) {
    static const struct str known[] = { STR_INIT("schools"),     STR_INIT("set"),    STR_INIT("from"),
                                        STR_INIT("ends"),        STR_INIT("reason"), STR_INIT("approved"),
                                        STR_INIT("approved_by"), STR_INIT("minute"), STR_INIT("over") };
    bool good = true;
    for (uint32_t i = 0; i < call->field_count; i++) {
        struct str key = call->fields[i].key;
        bool found = by_day && is_day(key);
        for (size_t k = 0; k < COUNT_OF(known); k++) found = found || str_equal(known[k], key);
        if (!found)
            good = scope_error(&m->scope, CODE_UNKNOWN_FIELD, &call->fields[i].value, key,
                               guess_hint(m->scope.arena, key, known, COUNT_OF(known)),
                               "'relax' has no field called '%.*s' here.", STR_ARG(key));
    }
    return good;
}

static bool has_all(struct merging *m, const struct node *call) {
    static const char *const needed[] = { "schools", "ends", "approved", "approved_by" };
    bool good = true;
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!node_field(call, needed[i]))
            good = scope_error(&m->scope, CODE_INCOMPLETE, call, call->id,
                               str_is(str_from(needed[i]), "schools") ? STR("Write schools = { 100002 }: their URNs.")
                               : str_is(str_from(needed[i]), "ends")  ? STR("Write ends = \"2026-08-31\": the last day.")
                                                                      : STR("Say who approved it, and when."),
                               "'relax' needs '%s'.", needed[i]);
    return good;
}

/* Whether the school at hand is among those named. */
static bool names_school(struct merging *m, const struct node *schools, bool *named) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(schools, &count);
    *named = false;
    if (schools->type != NODE_TABLE || count == 0)
        return scope_wrong(&m->scope, schools, "schools", "a list of URNs such as { 100002 }");
    for (uint32_t i = 0; i < count; i++) {
        int64_t urn;
        if (!scope_whole(&m->scope, &parts[i], "schools", 1, 99999999, &urn)) return false;
        *named = *named || urn == m->scope.policy->school_key;
    }
    return true;
}

/* A parameter's values by date, which the call itself holds; the first of them is the day from which it governs. */
static bool take_values(struct merging *m, struct op *op) {
    const struct node *call = op->node;
    struct node *table = arena_new(m->scope.arena, struct node);
    struct node_field *fields = arena_array(m->scope.arena, struct node_field, call->field_count);
    struct date day, last = DATE_NONE;
    *table = (struct node){ .type = NODE_TABLE, .line = call->line, .document = call->document };
    for (uint32_t i = 0; i < call->field_count; i++) {
        if (!date_parse_iso(call->fields[i].key, &day)) continue;
        if (table->field_count == 0) op->from = day; /* keys are sorted */
        last = day;
        fields[table->field_count++] = call->fields[i];
    }
    table->fields = fields;
    op->field = STR("values");
    op->value = table;
    if (table->field_count == 0)
        return scope_error(&m->scope, CODE_INCOMPLETE, call, call->id, STR("Write [\"2026-09-01\"] = 20."),
                           "The relaxation of '%.*s' gives no value.", STR_ARG(call->id));
    struct str key = fields[table->field_count - 1].key;
    return !date_after(last, op->ends)
           || scope_error(&m->scope, CODE_BAD_DATE, &fields[table->field_count - 1].value, key,
                          STR("Write the last day on which it holds in 'ends'."),
                          "The relaxation of '%.*s' ends before %.*s.", STR_ARG(call->id), STR_ARG(key));
}

static bool take_fields(struct merging *m, const struct op *op) {
    char from[DATE_ISO_SIZE];
    const struct node *call = op->node;
    if (!node_field(call, "set"))
        return scope_error(&m->scope, CODE_INCOMPLETE, call, call->id, STR("Write set = { ... }."),
                           "The relaxation of '%.*s' changes nothing.", STR_ARG(call->id));
    return !date_before(op->ends, op->from)
           || scope_error(&m->scope, CODE_BAD_DATE, node_field(call, "ends"), node_field(call, "ends")->text,
                          STR("Write the last day on which it holds."),
                          "The relaxation of '%.*s' would end before it begins on %s.", STR_ARG(call->id),
                          date_iso(op->from, from));
}

void relax_read(struct merging *m, const struct source *source, const struct node *call) {
    struct op op;
    bool named;
    if (source->at->layer != LAYER_TRUST) {
        scope_error(&m->scope, CODE_NOT_OPEN, call, call->word, STR("Ask the trust to write it into trust.lua."),
                    "Only the trust relaxes something.");
        return;
    }
    if (!op_start(m, source, call, &op)) return;
    enum item_type type = m->items[op.item].type;
    if (type != ITEM_PARAM && type != ITEM_RULE) {
        scope_error(&m->scope, CODE_WRONG_TYPE, call, call->id, STR("Relax a rule or a parameter."),
                    "A %s can not be relaxed.", item_type_name(type));
        return;
    }
    bool good = has_all(m, call);
    good = fields_known(m, call, type == ITEM_PARAM) && good;
    if (!good || !names_school(m, node_field(call, "schools"), &named)) return;
    struct date approved;
    const struct node *by = node_field(call, "approved_by"), *ends = node_field(call, "ends");
    struct str who;
    if (!scope_text(&m->scope, by, "approved_by", &who)
        || !scope_date(&m->scope, node_field(call, "approved"), "approved", &approved)
        || !scope_date(&m->scope, ends, "ends", &op.ends))
        return;
    op.has_end = true;
    op.action = OP_SET;
    size_t before = m->op_count;
    if (type == ITEM_RULE && take_fields(m, &op)) op_fields(m, op, "set", OP_SET);
    if (type == ITEM_PARAM && take_values(m, &op)) op_add(m, op);
    if (!named) m->op_count = before; /* of another school: read for its slips */
}
