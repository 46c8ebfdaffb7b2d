/* SPDX-License-Identifier: GPL-3.0-or-later
 * stand_in - who reads what the own role may not see; see stand_in.h.
 * Owns:  nothing.
 * Must not know: messages, findings.
 */
#include "work/stand_in.h"

#include "work/remind_plan.h"

#define NAMED 3

struct standing {
    struct arena *arena;
    const struct school *school;
    const struct audience_table *table;
    struct date day;
    struct stand_in *out;
    size_t count;
};

/* All that the roles of that person may be told, and what they are called; whoever has none reads as a tutor does. */
static uint32_t may_of(const struct standing *s, const struct person *person, struct str *titles) {
    const struct policy *policy = s->school->policy;
    uint32_t may = 0;
    *titles = (struct str){ 0 };
    for (size_t i = 0; i < policy->role_count; i++) {
        if (!person_holds(person, policy->roles[i].key, s->day)) continue;
        const struct audience *audience = audience_table_of_role(s->table, policy->roles[i].key);
        may |= audience ? audience->may : UINT32_MAX;
        *titles = str_format(s->arena, "%.*s%s%.*s", STR_ARG(*titles), titles->size ? ", " : "", STR_ARG(policy->roles[i].title));
    }
    const struct audience *tutor = audience_table_of_role(s->table, STR("tutor"));
    return titles->size || !tutor ? may : tutor->may;
}

/* What the one may be told in a letter and the other may not. */
static struct str more_than(const struct standing *s, uint32_t may, uint32_t other) {
    uint32_t more = may & ~other & (DIGEST_SENSITIVE | ABOUT(ABOUT_NAME));
    struct str out = { 0 };
    size_t said = 0, left = 0;
    for (int i = 0; i < ABOUT_COUNT; i++) {
        if (!(more >> i & 1)) continue;
        if (said == NAMED) left++;
        else out = str_format(s->arena, "%.*s%s%.*s", STR_ARG(out), said++ ? "; " : "", STR_ARG(s->table->rows[i].about));
    }
    return left ? str_format(s->arena, "%.*s; and %zu more", STR_ARG(out), left) : out;
}

static void look_at(struct standing *s, const struct person *reads, const struct person *of, const char *how) {
    struct str own, titles;
    uint32_t may = may_of(s, of, &titles), other = may_of(s, reads, &own);
    struct str more = titles.size ? more_than(s, may, other) : (struct str){ 0 };
    if (!more.size) return;
    struct str said = str_format(s->arena, "%.*s %s %.*s (%.*s), and so reads of what the own role may not: %.*s", STR_ARG(reads->name), how, STR_ARG(of->name), STR_ARG(titles),
                                 STR_ARG(more));
    s->out[s->count++] = (struct stand_in){ reads, said };
}

size_t stand_in_list(struct arena *arena, const struct school *school, const struct audience_table *table, struct date day, bool now, struct stand_in **out) {
    const struct people *people = school->people;
    struct standing s = { .arena = arena, .school = school, .table = table, .day = day, .out = arena_array(arena, struct stand_in, 3 * people->count + 1) };
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        const struct person *deputy = now ? people_reader(people, person, day) : person->deputy.size ? people_find(people, person->deputy) : NULL;
        if (deputy && deputy != person) look_at(&s, deputy, person, now ? "reads for" : "is the deputy of");
        for (size_t k = i + 1; k < people->count && person->email.size; k++) {
            if (!str_equal_fold_ascii(person->email, people->at[k].email)) continue;
            size_t before = s.count;
            look_at(&s, person, &people->at[k], "has one address with");
            if (s.count == before) look_at(&s, &people->at[k], person, "has one address with");
            break; /* the next one of that address is compared with the one after it */
        }
    }
    *out = s.out;
    return s.count;
}
