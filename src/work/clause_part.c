/* SPDX-License-Identifier: GPL-3.0-or-later
 * clause_part - what a clause's rules say, part by part, and where each part comes from; see clause_part.h.
 * Owns:  nothing.
 * Must not know: records, how it is shown.
 */
#include "work/clause_part.h"

#include <string.h>

#include "policy/mutant.h"
#include "policy/param.h"
#include "policy/program_image.h"
#include "work/wording.h"

#define MOST_PARTS 48

/* The policy as it was before one declaration changed it. */
struct earlier {
    uint32_t document, item;
    const struct policy *policy; /* NULL: without it the documents do not merge */
};

struct telling {
    struct arena *arena;
    const struct policy *policy;
    const struct program *program; /* for what a rule rests on; NULL: it does not compile */
    struct date day;
    bool guarded;                  /* only what an overlay for pupils changed */
    struct clause_part parts[MOST_PARTS];
    size_t count;
    struct earlier *earlier;
    size_t earlier_count;
};

/* ---- in words ------------------------------------------------------------------------------------------------------ */

struct str plan_words(struct arena *arena, const struct policy *policy, int32_t plan) {
    return plan < 0 ? (struct str){ 0 } : policy_say_plan(arena, policy, &policy->plans[plan], (struct date){ 0 });
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

static struct str part_words(struct arena *arena, const struct policy *policy, const struct rule *rule, const struct rule_version *v,
                             const char *key, struct date day) {
    struct str name = str_from(key);
    if (str_is(name, "title")) return v->when.op == WINDOW_REVIEW ? version_title(arena, rule, v) : rule->title;
    if (str_is(name, "over")) return v->measuring ? policy_say_have(arena, policy, v, day) : (struct str){ 0 };
    if (str_is(name, "who")) return v->measuring ? (struct str){ 0 } : policy_say_who(arena, policy, v, day);
    if (str_is(name, "have")) return v->measuring ? (struct str){ 0 } : policy_say_have(arena, policy, v, day);
    if (str_is(name, "sample") && v->vouching && v->vouching->sample)
        return str_format(arena, "%lld records drawn to look at", (long long)v->vouching->sample);
    if (str_is(name, "when")) return policy_say_window(arena, policy, &v->when, day);
    if (str_is(name, "unless")) return v->because;
    if (str_is(name, "force")) return spaced(arena, str_from(force_name(v->force)));
    if (str_is(name, "owner") && v->owner >= 0) return policy->roles[v->owner].title;
    if (str_is(name, "remind") && v->plan >= 0) return policy_say_plan(arena, policy, &policy->plans[v->plan], day);
    if (str_is(name, "exempt") && !v->measuring) return policy_say_exempt(arena, policy, &v->exempt, day);
    if (str_is(name, "hint") && v->hint >= 0)
        return str_format(arena, "one event may also serve %.*s", STR_ARG(policy->rules[v->hint].name));
    return (struct str){ 0 };
}

const char *clause_part_label(const struct clause_part *part) {
    return strcmp(part->key, "title") == 0 ? "asks for" : strcmp(part->key, "over") == 0 ? "measure" : part->key;
}

/* ---- where it was written ------------------------------------------------------------------------------------------ */

static struct str adopted_at(const struct telling *t, const struct document *update) {
    for (size_t d = 0; d < t->policy->document_count; d++) {
        const struct document *document = &t->policy->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i];
            if (node_is(item, "adopt") && str_equal(item->id, update->name))
                return str_format(t->arena, "%.*s:%u", STR_ARG(document->path), item->line);
        }
    }
    return (struct str){ 0 };
}

static struct str name_of(const struct telling *t, const struct document *document) {
    bool overlay = document->layer == LAYER_OVERLAY_SETTING || document->layer == LAYER_OVERLAY_PUPILS;
    if (document->layer == LAYER_UPDATE) return str_format(t->arena, "update %.*s", STR_ARG(document->name));
    if (document->layer == LAYER_SCHOOL && t->policy->school_name.size) return t->policy->school_name;
    return overlay ? str_format(t->arena, "overlay %.*s", STR_ARG(document->name)) : document->name;
}

static struct clause_source source_of(const struct telling *t, const struct origin *origin) {
    struct clause_source out = { .line = origin->line, .reason = origin->reason, .approval = origin->approval };
    if (origin->document >= t->policy->document_count || !origin->line) return (struct clause_source){ 0 };
    out.document = &t->policy->documents[origin->document];
    out.name = name_of(t, out.document);
    if (out.document->layer == LAYER_UPDATE) out.adopted = adopted_at(t, out.document);
    return out;
}

struct str clause_source_place(struct arena *arena, const struct clause_source *source) {
    if (!source->document) return (struct str){ 0 };
    return str_format(arena, "%.*s:%u", STR_ARG(source->document->path), source->line);
}

struct str clause_source_words(struct arena *arena, const struct clause_source *source) {
    struct buf out = { 0 };
    if (!source->document) return (struct str){ 0 };
    buf_add(&out, clause_source_place(arena, source));
    if (source->document->layer != LAYER_BASE) buf_printf(&out, ", %.*s", STR_ARG(source->name));
    if (source->reason.size) buf_printf(&out, ": \"%.*s\"", STR_ARG(source->reason));
    if (source->approval.size) buf_printf(&out, ", %.*s", STR_ARG(source->approval));
    if (source->adopted.size) buf_printf(&out, ", adopted at %.*s", STR_ARG(source->adopted));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* The declaration on that line, or inside one, that has the field. */
static const struct node *declared(const struct node *nodes, uint32_t count, uint32_t line, const char *key, int depth) {
    for (uint32_t i = 0; i < count && depth < 4; i++) {
        const struct node *node = &nodes[i];
        if (node->type != NODE_CALL) continue;
        if (node->line == line && node_field(node, key)) return node;
        const struct node *inner = declared(node->items, node->item_count, line, key, depth + 1);
        if (inner) return inner;
    }
    return NULL;
}

/* The line of a part inside its rule; parts that are not written there stand where the rule stands. */
static uint32_t line_of(const struct telling *t, const struct origin *origin, const char *key) {
    const struct document *document = &t->policy->documents[origin->document];
    if (!declared(document->items, document->item_count, origin->line, key, 0)) return origin->line;
    struct place place = document_place(t->arena, document, origin->line, str_from(key));
    return place.line ? place.line : origin->line;
}

/* ---- what it said before ------------------------------------------------------------------------------------------- */

static const struct policy *merge_without(struct telling *t, const struct origin *origin) {
    const struct policy *policy = t->policy;
    const struct document *document = &policy->documents[origin->document];
    uint32_t item = 0;
    while (item < document->item_count && document->items[item].line != origin->line) item++;
    if (item == document->item_count) return NULL;
    for (size_t i = 0; i < t->earlier_count; i++)
        if (t->earlier[i].document == origin->document && t->earlier[i].item == item) return t->earlier[i].policy;
    struct policy *merged = NULL;
    struct problems ignored = { .arena = t->arena };
    struct policy_set set = { .document_count = policy->document_count };
    set.documents = mutant_without(t->arena, policy->documents, policy->document_count, origin->document, item);
    if (!policy_merge(t->arena, &set, policy->kinds, t->day, &merged, &ignored)) merged = NULL;
    struct earlier *wider = arena_array(t->arena, struct earlier, t->earlier_count + 1);
    if (t->earlier_count) memcpy(wider, t->earlier, t->earlier_count * sizeof *wider);
    wider[t->earlier_count++] = (struct earlier){ origin->document, item, merged };
    t->earlier = wider;
    return merged;
}

static struct str words_before(struct telling *t, const struct rule *rule, const struct rule_version *version, const char *key,
                               struct str now, const struct origin *origin) {
    const struct policy *before = merge_without(t, origin);
    int32_t index = before ? policy_find_rule(before, rule->name) : -1;
    if (index < 0 || !before->rules[index].version_count) return (struct str){ 0 };
    struct date day = date_max(version->governs_from, t->day);
    struct str was = part_words(t->arena, before, &before->rules[index], rule_at(&before->rules[index], day), key, t->day);
    return str_equal(was, now) ? (struct str){ 0 } : was;
}

/* ---- the parts of a rule ------------------------------------------------------------------------------------------- */

static struct clause_part *add(struct telling *t, struct clause_part part) {
    if (!part.text.size || t->count == MOST_PARTS) return NULL;
    t->parts[t->count] = part;
    return &t->parts[t->count++];
}

/* The last change of a part; by_overlay: made by an overlay for pupils. */
static const struct origin *change_of(const struct telling *t, const struct rule_version *version, const char *key, bool by_overlay) {
    const struct origin *out = NULL;
    for (size_t i = 0; i < version->change_count; i++) {
        bool guarded = t->policy->documents[version->changes[i].document].layer == LAYER_OVERLAY_PUPILS;
        if (str_is(version->changed_fields[i], key) && (guarded || !by_overlay)) out = &version->changes[i];
    }
    return out;
}

static bool is_shown(const struct telling *t, const struct rule_version *version, const char *key) {
    return !t->guarded || change_of(t, version, key, true);
}

static void one_number(struct telling *t, struct operand n) {
    if (n.param < 0) return;
    const struct param *param = &t->policy->params[n.param];
    const struct param_step *step = param_at(param, t->day);
    if (!step) return;
    for (size_t i = 0; i < t->count; i++)
        if (str_equal(t->parts[i].name, param->name)) return;
    struct clause_part part = { .key = "number", .name = param->name, .text = param_say(t->arena, param, step), .since = step->from,
                                .source = source_of(t, &step->origin) };
    part.changed = part.source.document && part.source.document->layer != LAYER_BASE;
    const struct policy *before = part.changed ? merge_without(t, &step->origin) : NULL;
    for (size_t i = 0; before && i < before->param_count; i++) {
        const struct param_step *old = str_equal(before->params[i].name, param->name) ? param_at(&before->params[i], t->day) : NULL;
        if (old) part.was = param_say(t->arena, &before->params[i], old);
    }
    if (str_equal(part.was, part.text)) part.was = (struct str){ 0 };
    add(t, part);
}

static void numbers_of(struct telling *t, const struct filter *filters, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < filters[i].condition_count; k++) {
            const struct condition *c = &filters[i].conditions[k];
            if (c->op == CONDITION_RANGE && c->has_low) one_number(t, c->low);
            if (c->op == CONDITION_RANGE && c->has_high) one_number(t, c->high);
            for (size_t v = 0; v < c->value_count; v++) one_number(t, c->values[v]);
        }
}

static void numbers_of_term(struct telling *t, const struct term *term, int depth) {
    one_number(t, term->n);
    if (term->each_param >= 0) one_number(t, (struct operand){ .param = term->each_param });
    numbers_of(t, term->filters, term->filter_count);
    for (size_t i = 0; i < term->part_count && depth < 16; i++) numbers_of_term(t, &term->parts[i], depth + 1);
}

static void numbers_of_window(struct telling *t, const struct window *w) {
    one_number(t, w->a);
    one_number(t, w->b);
    one_number(t, w->anchor_n);
    const struct span spans[] = { w->length, w->grace, w->may_precede, w->opens };
    for (size_t i = 0; i < COUNT_OF(spans); i++) one_number(t, spans[i].n);
}

/* The readings that every finding of the rule rests on. */
static void readings_of(struct telling *t, const struct rule_version *version) {
    uint32_t mask = 0;
    for (uint32_t i = 0; t->program && i < t->program->version_count; i++)
        if (t->program->versions[i].source == version) mask |= t->program->versions[i].readings;
    for (int r = 0; r < READING_COUNT; r++) {
        const struct reading_choice *reading = &t->policy->readings[r];
        if (!(mask >> r & 1)) continue;
        struct clause_part part = { .key = "reading", .name = reading->name, .since = DATE_NONE, .source = source_of(t, &reading->origin) };
        part.text = reading->note.size ? str_format(t->arena, "%.*s: %.*s", STR_ARG(reading->means_text), STR_ARG(reading->note)) : reading->means_text;
        part.changed = part.source.document && part.source.document->layer != LAYER_BASE;
        add(t, part);
    }
}

static void one_part(struct telling *t, const struct rule *rule, const struct rule_version *version, const char *key) {
    const struct origin *change = change_of(t, version, key, t->guarded);
    struct clause_part part = { .key = key, .since = DATE_NONE, .changed = change != NULL };
    if (t->guarded && !change) return;
    part.text = part_words(t->arena, t->policy, rule, version, key, t->day);
    if (!part.text.size) return;
    part.source = source_of(t, change ? change : &version->origin);
    if (!change && part.source.document) part.source.line = line_of(t, &version->origin, key);
    if (change) part.was = words_before(t, rule, version, key, part.text, change);
    add(t, part);
}

static void all_parts(struct telling *t, const struct rule *rule, const struct rule_version *version, struct clause_version *out) {
    static const char *const after[] = { "unless", "owner", "remind", "exempt", "hint" };
    t->count = 0;
    if (!t->guarded) one_part(t, rule, version, "title");
    if (change_of(t, version, "force", t->guarded)) one_part(t, rule, version, "force");
    one_part(t, rule, version, version->measuring ? "over" : "who");
    if (is_shown(t, version, "who")) numbers_of(t, version->who, version->who_count);
    if (!version->measuring) one_part(t, rule, version, "have");
    if (is_shown(t, version, "have")) numbers_of_term(t, &version->have, 0);
    one_part(t, rule, version, "sample");
    one_part(t, rule, version, "when");
    if (is_shown(t, version, "when")) numbers_of_window(t, &version->when);
    if (is_shown(t, version, "when") || is_shown(t, version, "have")) readings_of(t, version);
    for (size_t i = 0; i < COUNT_OF(after); i++) one_part(t, rule, version, after[i]);
    out->parts = arena_array(t->arena, struct clause_part, t->count);
    if (t->count) memcpy(out->parts, t->parts, t->count * sizeof *out->parts);
    out->part_count = t->count;
    out->source = source_of(t, &version->origin);
}

/* ---- overlays ------------------------------------------------------------------------------------------------------ */

/* Whose the guards are: "pupils with SEN anything but none". */
static struct str guard_words(const struct telling *t, uint32_t overlays) {
    struct str words = { 0 };
    for (uint32_t i = 0; i < t->policy->overlay_count; i++) {
        const struct overlay *overlay = &t->policy->overlays[i];
        struct rule_version whom = { .subject = SUBJECT_PUPIL, .who = overlay->guards, .who_count = overlay->guard_count };
        if (!(overlays >> i & 1)) continue;
        struct str one = policy_say_who(t->arena, t->policy, &whom, t->day);
        words = words.size ? str_format(t->arena, "%.*s, who are also %.*s", STR_ARG(words), STR_ARG(one)) : one;
    }
    return words;
}

static struct str approvals(const struct telling *t, uint32_t overlays) {
    struct str words = { 0 };
    for (uint32_t i = 0; i < t->policy->overlay_count; i++) {
        const struct overlay *overlay = &t->policy->overlays[i];
        if (!(overlays >> i & 1)) continue;
        words = str_format(t->arena, "%.*s%soverlay %.*s, %.*s", STR_ARG(words), words.size ? "; " : "", STR_ARG(overlay->name),
                           STR_ARG(overlay->origin.approval));
    }
    return words;
}

static struct clause_version *next_version(struct telling *t, struct clause_parts *out, const struct rule *rule) {
    struct clause_version *wider = arena_array(t->arena, struct clause_version, out->version_count + 1);
    if (out->version_count) memcpy(wider, out->versions, out->version_count * sizeof *wider);
    out->versions = wider;
    struct clause_version *added = &wider[out->version_count++];
    *added = (struct clause_version){ .rule = rule };
    return added;
}

static void one_variant(struct telling *t, struct clause_parts *out, const struct rule *rule, const struct variant *variant) {
    const struct rule_version *now = variant->versions;
    for (size_t i = 1; i < variant->version_count; i++)
        if (!date_after(variant->versions[i].governs_from, t->day)) now = &variant->versions[i];
    t->guarded = true;
    for (const struct rule_version *version = now; version < variant->versions + variant->version_count; version++) {
        if (!version->overlays) continue;
        struct clause_version *told = next_version(t, out, rule);
        told->version = version;
        told->later = version != now;
        told->instead = guard_words(t, version->overlays);
        told->overlays = approvals(t, version->overlays);
        told->dropped = date_before(version->ends, date_max(version->governs_from, t->day));
        all_parts(t, rule, version, told);
    }
    t->guarded = false;
}

static void one_rule(struct telling *t, struct clause_parts *out, const struct rule *rule) {
    if (!rule->applies) {
        next_version(t, out, rule);
        return;
    }
    const struct rule_version *now = rule_at(rule, t->day);
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct rule_version *version = &rule->versions[i];
        if (version->governs_from.day < now->governs_from.day) continue; /* what no deadline can fall under any more */
        struct clause_version *told = next_version(t, out, rule);
        told->version = version;
        told->later = date_after(version->governs_from, now->governs_from);
        all_parts(t, rule, version, told);
    }
    for (size_t i = 0; i < rule->variant_count; i++) one_variant(t, out, rule, &rule->variants[i]);
}

void clause_parts_make(struct arena *arena, const struct policy *policy, struct date day, int32_t clause, int32_t rule,
                       struct clause_parts *out) {
    struct telling t = { .arena = arena, .policy = policy, .day = day };
    struct program *program;
    struct err ignored = { 0 };
    if (program_compile(arena, policy, &program, &ignored)) t.program = program;
    *out = (struct clause_parts){ .clause = &policy->clauses[clause] };
    out->source = source_of(&t, &out->clause->origin);
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i].clause_index != (uint32_t)clause || (rule >= 0 && (size_t)rule != i)) continue;
        one_rule(&t, out, &policy->rules[i]);
    }
}
