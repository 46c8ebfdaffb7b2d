/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_agenda - which instances of which rules concern a subject, worked out once for all subjects that are alike.
 * Owns:  a bounded cache of agendas, by what they depend on.
 * Must not know: records, statuses.
 */
#include "engine/pass_agenda.h"

#include <string.h>

#include "base/map.h"
#include "engine/status.h"

#define AGENDA_COUNT 512 /* a power of two */
#define AGENDA_WAYS 4

struct agendas {
    struct agenda agendas[AGENDA_COUNT];
    struct agenda alone;             /* of the school, an organisation, one member of staff */
    struct agenda personal;          /* of one rule */
    bool *is_personal;             /* by rule of the program */
    bool *is_key;                  /* by fact of pupils: who reads it */
    int64_t *key;
    uint32_t key_count, key_room;
    struct instances instances;
    uint32_t next_way;
};

static bool version_is_personal(const struct program *program, const struct image_version *v) {
    const struct policy *policy = program->policy;
    if (v->names_age) return true;
    switch (v->when.op) {
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF: return v->when.anchor == ANCHOR_RECORD || v->when.anchor == ANCHOR_BIRTHDAY;
    case WINDOW_FURTHER_BY_AGE:
        if (policy->readings[READING_ONE_FURTHER].means == FURTHER_AFTER_BIRTHDAY) return true;
        return policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY;
    case WINDOW_BY_AGE: return policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY;
    default: return false;
    }
}

static void mark_key_facts(struct agendas *agendas, const struct program *program) {
    const struct kinds *kinds = program->policy->kinds;
    const struct image_table *table = &program->tables[program->kind_count + SUBJECT_PUPIL];
    const struct facts *facts = &kinds->facts[SUBJECT_PUPIL];
    const int32_t always[] = { kinds->known.year, kinds->known.admitted_on, kinds->known.left_on,
                               kinds->known.records_from };
    for (uint32_t i = 0; i < table->session_count; i++) {
        int32_t fact = table->session[i].field;
        if (facts->fields[fact].home != HOME_DERIVED) agendas->is_key[fact] = true;
    }
    for (size_t i = 0; i < COUNT_OF(always); i++) {
        if (always[i] >= 0) agendas->is_key[always[i]] = true;
    }
    for (uint32_t i = 0; i < program->version_count; i++) {
        const struct image_window *w = &program->versions[i].when;
        bool of_facts = w->op == WINDOW_KEPT || w->op == WINDOW_REVIEW;
        for (size_t n = 0; of_facts && n < w->name_count; n++) agendas->is_key[w->names[n]] = true;
    }
}

void agendas_start(struct agendas **out, struct engine *e) {
    struct agendas *agendas = *out = arena_new(e->arena, struct agendas);
    const struct program *program = e->program;
    agendas->is_personal = arena_array(e->arena, bool, program->rule_count);
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct image_rule *rule = &program->rules[i];
        for (uint32_t v = 0; v < rule->version_count; v++) {
            if (version_is_personal(program, &program->versions[rule->versions + v])) agendas->is_personal[i] = true;
        }
    }
    for (uint32_t i = 0; i < program->rule_count; i += 1 + program->rules[i].variant_count) {
        for (uint32_t v = 1; v <= program->rules[i].variant_count; v++) {
            if (agendas->is_personal[i + v]) agendas->is_personal[i] = true;
        }
    }
    agendas->is_key = arena_array(e->arena, bool, e->kinds->facts[SUBJECT_PUPIL].field_count);
    mark_key_facts(agendas, program);
}

/* ---- working one out --------------------------------------------------------------------------------------------- */

/* Without need of the record that anchors it: agendas come before records. */
static void add_planned(struct engine *e, struct agenda *agenda, const struct agenda *alone,
                        const struct instance *i) {
    struct planned planned = { .instance = *i, .due = DATE_NONE, .lead = DATE_NONE, .change = INT32_MAX };
    planned.scope = slot_scope(e, i->version, instance_scope_day(e, i));
    if (i->anchor_answer < planned.scope) planned.scope = i->anchor_answer;
    bool kept = planned.scope != ANSWERED_NO || slot_is_negative(i->version) || e->judging->not_applicable;
    if (!kept) return;
    if (!i->state && !i->dateless) {
        if (date_known(i->deadline)) {
            planned.due = calendar_school_day_before(e->judging->calendar, i->deadline);
            planned.lead = engine_before(e, planned.due, i->version->lead);
        }
        planned.change = change_of_dates(e, planned.lead, planned.due, i->deadline, i->late_until);
    }
    agenda->at = engine_grow(e, agenda->at, agenda->count, &agenda->room, (size_t)agenda->count + 1, sizeof *agenda->at);
    if (e->judging->summary && agenda != alone && !i->state && !i->dateless) summary_forecast(e, &planned);
    agenda->at[agenda->count++] = planned;
}

static void add_rule(struct agendas *agendas, struct engine *e, struct agenda *agenda, const struct image_rule *rule,
                     struct turn *turn) {
    instances_of_rule(e, rule, &agendas->instances);
    *turn = (struct turn){ .rule = rule, .first = agenda->count, .next_opens = agendas->instances.next_opens };
    for (uint32_t i = 0; i < agendas->instances.count; i++) {
        add_planned(e, agenda, &agendas->personal, &agendas->instances.at[i]);
    }
    turn->count = agenda->count - turn->first;
}

static void work_out(struct agendas *agendas, struct engine *e, struct agenda *agenda) {
    const struct program *program = e->program;
    if (!agenda->turns) agenda->turns = arena_array(e->arena, struct turn, program->rule_count);
    agenda->count = agenda->turn_count = 0;
    for (uint32_t r = 0; r < program->rule_count; r += 1 + program->rules[r].variant_count) {
        const struct image_rule *rule = &program->rules[r];
        struct turn *turn = &agenda->turns[agenda->turn_count];
        if (!(rule->subjects >> e->subject.type & 1)) continue;
        if (e->judging->only_rules && !e->judging->only_rules[rule->rule]) continue;
        uint32_t possible = agenda_variants(e, rule);
        if (agendas->is_personal[r] || (possible & (possible - 1))) {
            *turn = (struct turn){ .rule = rule, .personal = true };
            agenda->turn_count++;
            continue;
        }
        while (!(possible & 1)) possible >>= 1, rule++;
        add_rule(agendas, e, agenda, rule, turn);
        if (turn->count) agenda->turn_count++;
    }
}

/* ---- variants -------------------------------------------------------------------------------------------------------- */

uint32_t agenda_variants(struct engine *e, const struct image_rule *rule) {
    uint32_t yes = 0, open = 0, possible = 0;
    if (!rule->variant_count || e->subject.type != SUBJECT_PUPIL) return 1;
    for (uint32_t i = 0; i < e->policy->overlay_count; i++) {
        const struct image_guard *guard = &e->program->guards[i];
        if (!(rule->overlays >> i & 1)) continue;
        int answer = subject_any(&e->subject, guard->filters, guard->filter_count, e->judging->as_of);
        if (answer == ANSWERED_YES) yes |= 1u << i;
        if (answer == ANSWERED_NOT_KNOWN) open |= 1u << i;
    }
    for (uint32_t v = 0; v <= rule->variant_count; v++) {
        uint32_t in = v ? rule[v].overlays : 0;
        if ((yes & ~in) == 0 && (in & ~(yes | open)) == 0) possible |= 1u << v;
    }
    return possible ? possible : 1;
}

/* ---- finding it again -------------------------------------------------------------------------------------------- */

static void put_key(struct agendas *agendas, struct engine *e) {
    const struct subject *s = &e->subject;
    const struct batch *batch = s->batch;
    size_t most = (size_t)s->fact_count + 2 * (size_t)batch->step_count + 3;
    agendas->key = engine_grow(e, agendas->key, 0, &agendas->key_room, most, sizeof *agendas->key);
    int64_t *key = agendas->key;
    uint32_t count = 0;
    struct date born = subject_date(s, s->known->dob);
    key[count++] = date_known(born) ? school_year_of(born) : VALUE_NONE;
    key[count++] = status_born_on_leap_day(s);
    key[count++] = batch->erased;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        if (agendas->is_key[i]) key[count++] = batch->facts[i];
    }
    for (uint32_t i = 0; i < batch->step_count; i++) {
        const struct fact_step *step = &batch->steps[i];
        if (!agendas->is_key[step->fact]) continue;
        key[count++] = (int64_t)((uint64_t)step->fact << 32 | (uint32_t)step->from.day);
        key[count++] = step->value;
    }
    agendas->key_count = count;
}

static bool is_same(const struct agenda *agenda, const struct agendas *agendas, uint64_t hash) {
    return agenda->hash == hash && agenda->key_count == agendas->key_count &&
           memcmp(agenda->key, agendas->key, agenda->key_count * sizeof *agenda->key) == 0;
}

const struct agenda *agendas_find(struct agendas *agendas, struct engine *e) {
    if (e->subject.type != SUBJECT_PUPIL) {
        work_out(agendas, e, &agendas->alone);
        return &agendas->alone;
    }
    put_key(agendas, e);
    uint64_t hash = 0;
    for (uint32_t i = 0; i < agendas->key_count; i++) hash = hash_mix(hash, (uint64_t)agendas->key[i]);
    struct agenda *free_way = NULL;
    for (uint32_t way = 0; way < AGENDA_WAYS; way++) {
        struct agenda *agenda = &agendas->agendas[(hash + way) & (AGENDA_COUNT - 1)];
        if (!agenda->turns) free_way = free_way ? free_way : agenda;
        else if (is_same(agenda, agendas, hash)) return agenda;
    }
    struct agenda *agenda = free_way ? free_way : &agendas->agendas[(hash + agendas->next_way++ % AGENDA_WAYS) & (AGENDA_COUNT - 1)];
    agenda->hash = hash;
    agenda->key = engine_grow(e, agenda->key, 0, &agenda->key_room, agendas->key_count, sizeof *agenda->key);
    memcpy(agenda->key, agendas->key, agendas->key_count * sizeof *agenda->key);
    agenda->key_count = agendas->key_count;
    work_out(agendas, e, agenda);
    return agenda;
}

const struct planned *agendas_list(struct agendas *agendas, struct engine *e, const struct image_rule *rule, uint32_t *count,
                                 struct date *next_opens) {
    struct turn turn;
    agendas->personal.count = 0;
    add_rule(agendas, e, &agendas->personal, rule, &turn);
    *count = turn.count;
    *next_opens = turn.next_opens;
    return agendas->personal.at;
}
