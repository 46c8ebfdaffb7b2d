/* SPDX-License-Identifier: GPL-3.0-or-later
 * other_slips - what else is wrong with a policy that could not be loaded; see other_slips.h.
 * Owns:  nothing.
 * Must not know: terminals, Lua.
 */
#include "work/other_slips.h"

/* The school's own file, when it is known what it amends and no other file has an error. */
static const struct document *own_file(const struct policy_set *set, const struct problems *problems) {
    const struct document *own = NULL;
    for (size_t i = 0; i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL && set->documents[i].header) own = &set->documents[i];
    for (size_t i = 0; own && i < problems->count; i++)
        if (problems->at[i].severity == SEVERITY_ERROR && !str_equal(problems->at[i].place.file, own->path)) return NULL;
    return own;
}

static bool is_spoken_of(const struct problems *problems, const struct place *place) {
    for (size_t i = 0; i < problems->count; i++)
        if (problems->at[i].place.line == place->line && str_equal(problems->at[i].place.file, place->file)) return true;
    return false;
}

void other_slips_add(struct arena *arena, const struct policy_set *set, const struct kinds *kinds, struct date as_of, struct problems *problems) {
    const struct document *own = own_file(set, problems);
    struct problems found = { .arena = arena };
    struct policy *policy;
    if (!own) return;
    (void)!policy_merge(arena, set, kinds, as_of, &policy, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct problem *p = &found.at[i];
        if (p->severity != SEVERITY_ERROR || !p->place.line || !str_equal(p->place.file, own->path) || is_spoken_of(problems, &p->place)) continue;
        problem_add(problems, p->code, p->severity, p->place, str_c(arena, p->next), "%.*s", STR_ARG(p->said));
    }
}
