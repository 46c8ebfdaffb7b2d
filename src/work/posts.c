/* SPDX-License-Identifier: GPL-3.0-or-later
 * posts - roles and forms that there are not; see posts.h.
 * Owns:  nothing.
 * Must not know: messages, how mail leaves.
 */
#include "work/posts.h"

#include "base/guess.h"
#include "work/roster.h"

#define NAMED 6

/* "Roles are careers_leader, tutor." */
static struct str all_of(struct arena *arena, const struct str *known, size_t count) {
    struct str out = { 0 };
    for (size_t i = 0; i < count; i++) out = str_format(arena, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "Roles are ", STR_ARG(known[i]));
    return str_format(arena, "%.*s.", STR_ARG(out));
}

void posts_check_roles(const struct people *people, const struct policy *policy, bool stops, struct problems *problems) {
    struct str *known = arena_array(problems->arena, struct str, policy->role_count + 1);
    for (size_t i = 0; i < policy->role_count; i++) known[i] = policy->roles[i].key;
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        for (size_t k = 0; k < person->role_count; k++) {
            if (policy_find_role(policy, person->roles[k]) >= 0) continue;
            struct str hint = guess_hint(problems->arena, person->roles[k], known, policy->role_count);
            if (!hint.size) hint = all_of(problems->arena, known, policy->role_count);
            problem_add(problems, CODE_UNKNOWN_ROLE, stops && person->line ? SEVERITY_ERROR : SEVERITY_WARNING, (struct place){ .file = STR("people.lua"), .line = person->line },
                        str_c(problems->arena, hint), "'%.*s' has the role '%.*s', which the policy does not have.",
                        STR_ARG(person->key), STR_ARG(person->roles[k]));
        }
    }
}

struct forms {
    struct str *at;       /* each once */
    size_t count;
};

static bool has(const struct forms *forms, struct str form) {
    for (size_t i = 0; i < forms->count; i++)
        if (str_equal_fold_ascii(forms->at[i], form)) return true;
    return false;
}

static struct forms forms_of(struct arena *arena, const struct roster *roster) {
    struct forms out = { .at = arena_array(arena, struct str, roster->pupil_count + 1) };
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *pupil = &roster->pupils[i];
        if (pupil->on_roll && pupil->form.size && !has(&out, pupil->form)) out.at[out.count++] = pupil->form;
    }
    return out;
}

/* "Nobody is Tutor of 11AR, 11BR." */
static struct str without(struct arena *arena, const struct people *people, const struct role *role, const struct forms *forms, struct date day) {
    struct str out = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < forms->count; i++) {
        if (people_owner(people, role, forms->at[i], forms->at[i], day)) continue;
        if (count++ < NAMED) out = str_format(arena, "%.*s%s%.*s", STR_ARG(out), out.size ? ", " : "", STR_ARG(forms->at[i]));
    }
    if (!count) return out;
    if (count > NAMED) out = str_format(arena, "%.*s and %zu more", STR_ARG(out), count - NAMED);
    return str_format(arena, "Nobody is %.*s of %.*s.", STR_ARG(role->title), STR_ARG(out));
}

bool posts_check_forms(struct arena *arena, struct school *school, const struct people *people, const struct policy *policy, struct date day,
                       struct problems *problems, struct err *err) {
    struct roster *roster;
    if (!roster_read(arena, school, day, &roster, err)) return false;
    struct forms forms = forms_of(arena, roster);
    for (size_t r = 0; forms.count && r < policy->role_count; r++) {
        const struct role *role = &policy->roles[r];
        struct str bare = { 0 };
        if (!str_is(role->finds, "form")) continue;
        for (size_t i = 0; i < people->count; i++) {
            const struct person *person = &people->at[i];
            if (!person->form.size || !person_holds(person, role->key, day) || has(&forms, person->form)) continue;
            if (!bare.size) bare = without(arena, people, role, &forms, day);
            struct str hint = guess_hint(arena, person->form, forms.at, forms.count);
            struct str next = str_format(arena, "%.*s%s%.*s", STR_ARG(hint), hint.size && bare.size ? "  " : "", STR_ARG(bare));
            if (!next.size) next = STR("Mend the form, or take the role away.");
            problem_add(problems, CODE_NOTHING_SELECTED, SEVERITY_WARNING, (struct place){ .file = person->line ? STR("people.lua") : (struct str){ 0 }, .line = person->line },
                        str_c(arena, next), "%.*s (%.*s) is %.*s of %.*s, and no pupil on roll is in that form.", STR_ARG(person->name), STR_ARG(person->key),
                        STR_ARG(role->title), STR_ARG(person->form));
        }
    }
    return true;
}
