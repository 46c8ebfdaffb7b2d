/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_agenda - which instances of which rules concern a subject, worked out once for all subjects that are alike.
 * Owns:  a bounded cache of agendas, by what they depend on.
 * Must not know: records, statuses.
 *
 * Instances and who depend on a pupil through the years, the school year of birth, the dates of coming and leaving and
 * the facts that who names.  Pupils who agree in these share a agenda.  Rules that look closer (birthdays, anchors that
 * are records) are personal and are worked out each time.
 *
 * Example:
 *     const struct agenda *agenda = agendas_find(agendas, engine);
 *     for (uint32_t i = 0; i < agenda->turn_count; i++) ... agenda->turns[i] ...
 */
#ifndef SIGNPOST_PASS_AGENDA_H
#define SIGNPOST_PASS_AGENDA_H

#include "engine/instance.h"

/* What a verdict on `have` will lead to, where no exemption and no old import interferes. */
struct forecast {
    uint8_t status, underlying, severity; /* enum status, enum severity_level */
    bool satisfied, joined_late;
    uint32_t readings;
};

struct planned {
    struct instance instance;
    struct date due, lead;
    int scope;                    /* who and unless, and the anchor: ANSWERED_* */
    int32_t change;               /* the first later day on which one of its dates matters; INT32_MAX = none */
    bool is_forecast;
    struct forecast forecasts[3]; /* by enum verdict; in summaries, of dated instances that are shared */
};

/* The instances of one rule, in order. */
struct turn {
    const struct image_rule *rule;
    bool personal;                /* not planned: its variants are to be chosen, its instances listed for this subject */
    uint32_t first, count;
    struct date next_opens;
};

struct agenda {
    uint64_t hash;
    int64_t *key;
    uint32_t key_count, key_room;
    struct planned *at;
    uint32_t count, room;
    struct turn *turns;           /* rules with something to judge, in order of the policy */
    uint32_t turn_count;
};

struct agendas;

/* The variants of a rule of the program that are possible for the subject at hand: bit 0 the rule itself, bit 1 its first
 * variant, ...  Never none. */
uint32_t agenda_variants(struct engine *engine, const struct image_rule *rule);
void agendas_start(struct agendas **out, struct engine *engine);
/* For the subject at hand; stays until the next call. */
const struct agenda *agendas_find(struct agendas *agendas, struct engine *engine);
/* The instances of a personal rule for the subject at hand. */
const struct planned *agendas_list(struct agendas *agendas, struct engine *engine, const struct image_rule *rule,
                                 uint32_t *count, struct date *next_opens);

#endif
