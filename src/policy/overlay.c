/* SPDX-License-Identifier: GPL-3.0-or-later
 * overlay - overlays of a merge: their headers, and which of them are for the school at hand.
 * Owns:  nothing.
 * Must not know: what an overlay changes; rules.
 */
#include "policy/filter.h"
#include "policy/merge_priv.h"

#define OVERLAYS_MOST 32

static bool is_for_schools(const struct source *source) {
    return source->at->layer == LAYER_OVERLAY_SETTING;
}

/* A header is read before any parameter is known. */
static bool holds_parameter(const struct node *node) {
    if (node->type == NODE_REF && str_is(node->word, "p")) return true;
    for (uint32_t i = 0; i < node->item_count; i++)
        if (holds_parameter(&node->items[i])) return true;
    for (uint32_t i = 0; i < node->field_count; i++)
        if (holds_parameter(&node->fields[i].value)) return true;
    return false;
}

/* for_schools, for_pupils: false with a problem when it is something else. */
static bool read_condition(struct merging *m, const struct source *source, const char *key, enum subject_type wanted,
                           const struct filter **out, size_t *count) {
    const struct node *header = source->at->header, *node = node_field(header, key);
    const char *example = wanted == SUBJECT_SCHOOL ? "school { setting = \"pru\" }" : "pupils { sen = \"ehcp\" }";
    enum subject_type type;
    if (!node)
        return scope_error(&m->scope, CODE_INCOMPLETE, header, header->id,
                           STR("Write for_schools = school { setting = \"pru\" }, or for_pupils = pupils { ... }."),
                           "The overlay '%.*s' does not say whom it is for.", STR_ARG(header->id));
    if (holds_parameter(node))
        return scope_error(&m->scope, CODE_WRONG_TYPE, node, STR("p"), STR("Write the value itself."),
                           "'%s' takes plain values, no parameters.", key);
    if (!filter_read_subjects(&m->scope, node, out, count, &type)) return false;
    return type == wanted || scope_wrong(&m->scope, node, key, example);
}

void overlay_read_header(struct merging *m, struct source *source) {
    const struct node *header = source->at->header;
    source->name = header->id;
    if (!header->id.size)
        scope_error(&m->scope, CODE_INCOMPLETE, header, header->word, STR("Write overlay \"pru\" { ... }."),
                    "This overlay has no name.");
    if (node_field(header, "for_schools") && node_field(header, "for_pupils"))
        scope_error(&m->scope, CODE_BAD_CHOICE, header, STR("for_pupils"), STR("Write two overlays."),
                    "An overlay is for some schools or for some pupils, not for both.");
    for (size_t i = 0; i < m->source_count; i++) {
        const struct source *other = &m->sources[i];
        bool overlay = other->at->layer == LAYER_OVERLAY_SETTING || other->at->layer == LAYER_OVERLAY_PUPILS;
        if (overlay && str_equal(other->name, source->name))
            scope_error(&m->scope, CODE_DUPLICATE, header, header->id, STR("Keep one of them."),
                        "There are two overlays called '%.*s'.", STR_ARG(header->id));
    }
    size_t errors = m->scope.problems->errors;
    if (is_for_schools(source))
        source->guarded =
            read_condition(m, source, "for_schools", SUBJECT_SCHOOL, &source->guards, &source->guard_count);
    else
        source->guarded =
            read_condition(m, source, "for_pupils", SUBJECT_PUPIL, &source->guards, &source->guard_count);
    if (!source->guarded) bug_if(m->scope.problems->errors == errors);
}

/* ---- overlays for schools -------------------------------------------------------------------------------------------- */

/* The facts of the header on which it turns whether the overlay is for this school. */
static struct str unsaid_facts(struct merging *m, const struct source *source) {
    const struct facts *facts = &m->scope.kinds->facts[SUBJECT_SCHOOL];
    struct buf out = { 0 };
    for (uint32_t f = 0; f < facts->field_count && f < COUNT_OF(m->scope.policy->school_facts); f++) {
        bool named = false;
        for (size_t g = 0; g < source->guard_count; g++)
            named = named || filter_condition(&source->guards[g], (int32_t)f);
        if (named && m->scope.policy->school_facts[f] == VALUE_NONE)
            buf_printf(&out, "%s'%.*s'", out.size ? " and " : "", STR_ARG(facts->fields[f].name));
    }
    struct str text = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Not known is not admitted; with a school at hand it is said. */
static bool is_for_this_school(struct merging *m, const struct source *source) {
    bool open = false;
    for (size_t i = 0; i < source->guard_count; i++) {
        int answer = filter_school_admits(m->scope.policy, &source->guards[i]);
        if (answer == 1) return true;
        open = open || answer < 0;
    }
    if (!open || !m->school) return false;
    const struct node *header = m->school->at->header;
    scope_say(&m->scope, CODE_HEADER, SEVERITY_WARNING, header, header->word,
              STR("Say it in the header of the school's file."),
              "Whether the overlay '%.*s' is for this school is not known: the header does not say %.*s.",
              STR_ARG(source->name), STR_ARG(unsaid_facts(m, source)));
    return false;
}

/* ---- overlays for pupils --------------------------------------------------------------------------------------------- */

/* Who is on roll is for the rule to say: of the guard, the conditions count. */
static void take_guard(struct merging *m, struct source *source) {
    struct policy *policy = m->scope.policy;
    struct overlay *overlays = (struct overlay *)(uintptr_t)policy->overlays;
    struct filter *guards = arena_array(m->scope.arena, struct filter, source->guard_count);
    const struct node *header = source->at->header;
    if (policy->overlay_count == OVERLAYS_MOST) {
        scope_error(&m->scope, CODE_HEADER, header, header->id, STR("Put what belongs together into one overlay."),
                    "There are more than %d overlays for pupils.", OVERLAYS_MOST);
        return;
    }
    for (size_t i = 0; i < source->guard_count; i++) {
        guards[i] = source->guards[i];
        guards[i].default_on_roll = guards[i].default_enrolment = false;
        if (guards[i].condition_count == 0)
            scope_error(&m->scope, CODE_BAD_CHOICE, header, STR("for_pupils"),
                        STR("Name a condition, or make it an overlay for schools."),
                        "The overlay '%.*s' is for all pupils.", STR_ARG(source->name));
    }
    struct overlay overlay = { .name = source->name, .guards = guards, .guard_count = source->guard_count,
                               .from = source->from, .origin = merging_origin(m, source, header) };
    source->overlay = (int32_t)policy->overlay_count;
    list_add(m->scope.arena, overlays, policy->overlay_count, overlay);
    policy->overlays = overlays;
}

/* An overlay for other schools leaves the merge, as an update that is not adopted does. */
void overlay_choose(struct merging *m) {
    size_t kept = 0;
    for (size_t i = 0; i < m->source_count; i++)
        if (!is_for_schools(&m->sources[i]) || is_for_this_school(m, &m->sources[i])) m->sources[kept++] = m->sources[i];
    m->source_count = kept;
    for (size_t i = 0; i < kept; i++)
        if (m->sources[i].at->layer == LAYER_OVERLAY_PUPILS && m->sources[i].guarded) take_guard(m, &m->sources[i]);
}
