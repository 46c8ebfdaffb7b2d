/* SPDX-License-Identifier: GPL-3.0-or-later
 * reach - people whom mail can not go to; see reach.h.
 * Owns:  nothing.
 * Must not know: messages, findings.
 */
#include "work/reach.h"

#include "work/letter.h"
#include "work/wording.h"

#define NAMED 4

struct str reach_trouble(const struct mail_settings *mail, const struct person *person) {
    struct err err = { 0 };
    if (letter_may_go(mail, person->name, person->email, &err)) return (struct str){ 0 };
    if (!person->email.size) return STR("has no address");
    return err.code == CODE_OUTSIDE_DOMAIN ? STR("has an address outside your domains") : STR("has no usable address");
}

struct str reach_mend(struct arena *arena, const struct mail_settings *mail, const struct person *person) {
    struct err err = { 0 };
    bool may = letter_may_go(mail, person->name, person->email, &err);
    struct str there = person->line ? STR("people.lua") : STR("the list of staff and import it");
    if (!may && err.code == CODE_OUTSIDE_DOMAIN)
        return str_format(arena, "mend it in %.*s, or allow it in people.lua:  mail { also = { \"...\" } }", STR_ARG(there));
    return str_format(arena, "%s the address %s %.*s", person->email.size ? "mend" : "write", person->email.size ? "in" : "into", STR_ARG(there));
}

static bool holds_any(const struct policy *policy, const struct person *person, struct date day) {
    for (size_t i = 0; i < policy->role_count; i++)
        if (person_holds(person, policy->roles[i].key, day)) return true;
    return false;
}

size_t reach_list(struct arena *arena, const struct school *school, struct date day, const struct person ***out) {
    const struct people *people = school->people;
    bool *reads = arena_array(arena, bool, people->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < people->count; i++)
        if (holds_any(school->policy, &people->at[i], day)) reads[people_reader(people, &people->at[i], day) - people->at] = true;
    *out = (const struct person **)arena_alloc_array(arena, people->count + 1, sizeof **out);
    for (size_t i = 0; i < people->count; i++)
        if (reads[i] && reach_trouble(&people->mail, &people->at[i]).size) (*out)[count++] = &people->at[i];
    return count;
}

struct str reach_words(struct arena *arena, const struct mail_settings *mail, const struct person *const *list, size_t count) {
    struct str out = { 0 };
    for (size_t i = 0; i < count && i < NAMED; i++)
        out = str_format(arena, "%.*s%s%.*s %.*s", STR_ARG(out), i ? "; " : "", STR_ARG(list[i]->name), STR_ARG(reach_trouble(mail, list[i])));
    return count > NAMED ? str_format(arena, "%.*s; and %zu more", STR_ARG(out), count - NAMED) : out;
}
