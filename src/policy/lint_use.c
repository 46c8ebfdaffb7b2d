/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_use - definitions that nothing refers to.
 * Owns:  nothing.
 * Must not know: rules, records.
 */
#include "base/map.h"
#include "policy/lint_priv.h"

struct uses {
    struct linting *l;
    struct map names; /* "p x", "role x", "plan x", "decide x", "text x" */
};

static void use(struct uses *u, const char *how, struct str name) {
    map_put(&u->names, str_format(u->l->arena, "%s %.*s", how, STR_ARG(name)));
}

static void note(void *self, const struct node *node) {
    struct uses *u = self;
    if (node->type == NODE_REF) use(u, str_c(u->l->arena, node->word), node->id);
    if (node->type == NODE_TEXT) use(u, "text", node->text);
}

/* {names} of what is printed. */
static void note_prose(struct uses *u, struct str text) {
    for (size_t i = 0; i < text.size; i++) {
        size_t end = i + 1;
        if (text.at[i] != '{') continue;
        while (end < text.size && text.at[end] != '}') end++;
        use(u, "p", str_slice(text, i + 1, end));
        use(u, "role", str_slice(text, i + 1, end));
    }
}

static bool is_used(const struct uses *u, const char *how, struct str name) {
    return map_find(&u->names, str_format(u->l->arena, "%s %.*s", how, STR_ARG(name))) != MAP_NONE;
}

void lint_never_used(struct linting *l) {
    static const struct { const char *word, *how, *called; bool by_text; } DEFINED[] = {
        { "param", "p", "parameter", false },         { "role", "role", "role", true },
        { "plan", "plan", "reminder plan", false },   { "one_answer", "decide", "decision table", false },
        { "phase", "text", "phase", false },          { "transition", "text", "transition", false },
    };
    struct uses u = { .l = l, .names = map_make(l->arena) };
    use(&u, "p", STR("counted_enrolments")); /* the engine reads it by name */
    for (size_t d = 0; d < l->policy->document_count; d++)
        for (uint32_t i = 0; i < l->policy->documents[d].item_count; i++) lint_walk(&l->policy->documents[d].items[i], note, &u);
    for (size_t i = 0; i < l->prose_count; i++) note_prose(&u, l->prose[i].text);
    for (size_t d = 0; d < l->policy->document_count; d++) {
        for (uint32_t i = 0; i < l->policy->documents[d].item_count; i++) {
            const struct node *item = &l->policy->documents[d].items[i];
            for (size_t k = 0; k < COUNT_OF(DEFINED); k++) {
                if (!node_is(item, DEFINED[k].word) || is_used(&u, DEFINED[k].how, item->id)) continue;
                if (DEFINED[k].by_text && is_used(&u, "text", item->id)) continue; /* roles = includes "tutor" */
                lint_add(l, item, item->id, "nothing refers to the %s '%.*s'", DEFINED[k].called, STR_ARG(item->id));
            }
        }
    }
}
