/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_kinds - the vocabulary and the calendar of the property tests.
 * Owns:  nothing.
 * Must not know: policies, rows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "gen_policy.h"

const struct str GEN_TEXTS[4] = { STR_INIT("English"), STR_INIT("Maths"), STR_INIT("Science"), STR_INIT("Art") };

struct draft {
    const char *name;
    enum field_type type;
    bool each, dated;
    const char *codes; /* separated by blanks */
};

#define DRAFTS 12

struct draft_kind {
    const char *name;
    enum shape shape;
    const char *counts_on, *ends, *latest_by; /* latest_by: "" for none of its fields, NULL for no such thing */
    int32_t fresh_days;
    bool counts_declined;
    struct draft fields[DRAFTS];
};

static const struct draft_kind KINDS[] = {
    { "agreement", SHAPE_ORGANISATION, NULL, "ends_on", NULL, 0, false,
      { { "days", FIELD_WHOLE, 0, 0, 0 }, { "ends_on", FIELD_DAY, 0, 0, 0 }, { "service", FIELD_ONE_OF, 0, 0, "guidance other" } } },
    { "document", SHAPE_SCHOOL, NULL, "review_by", "item", 0, false,
      { { "item", FIELD_ONE_OF, 0, 0, "policy strategy appendix" }, { "review_by", FIELD_DAY, 0, 0, 0 },
        { "version", FIELD_TEXT, 0, 0, 0 } } },
    { "encounter", SHAPE_MEETING, NULL, NULL, NULL, 0, false,
      { { "form", FIELD_ONE_OF, 0, 0, "fair talk workshop" }, { "meaningful", FIELD_FLAG, 0, 0, 0 },
        { "speaker", FIELD_PERSON, 0, 0, 0 }, { "stem", FIELD_FLAG, 0, 0, 0 },
        { "ticks", FIELD_SET_OF, 0, 0, "purpose outcomes interaction" }, { "prepared", FIELD_FLAG, 1, 0, 0 },
        { "reflected_on", FIELD_DAY, 1, 0, 0 } } },
    { "guidance", SHAPE_MEETING, NULL, NULL, NULL, 30, true,
      { { "level", FIELD_WHOLE, 0, 0, 0 }, { "meaningful", FIELD_FLAG, 0, 0, 0 }, { "noted", FIELD_FLAG, 1, 0, 0 },
        { "shared_on", FIELD_DAY, 1, 0, 0 } } },
    { "plan", SHAPE_NOTE, NULL, NULL, "", 0, false,
      { { "due_on", FIELD_DAY, 0, 0, 0 }, { "long_term", FIELD_FLAG, 0, 0, 0 } } },
    { "post", SHAPE_STAFF_NOTE, NULL, "ends_on", NULL, 0, false,
      { { "ends_on", FIELD_DAY, 0, 0, 0 }, { "role", FIELD_ONE_OF, 0, 0, "leader adviser" } } },
    { "publication", SHAPE_SCHOOL, NULL, NULL, "item", 20, false,
      { { "item", FIELD_ONE_OF, 0, 0, "programme statement" }, { "live", FIELD_FLAG, 0, 0, 0 },
        { "year", FIELD_WHOLE, 0, 0, 0 } } },
    { "request", SHAPE_ORGANISATION, NULL, NULL, "decision", 0, false,
      { { "answered_on", FIELD_DAY, 0, 0, 0 }, { "decision", FIELD_ONE_OF, 0, 0, "granted refused" } } },
    { "study", SHAPE_NOTE, NULL, "ends_on", "subject", 0, false,
      { { "ends_on", FIELD_DAY, 0, 0, 0 }, { "pillar", FIELD_ONE_OF, 0, 0, "english maths science" },
        { "subject", FIELD_TEXT, 0, 0, 0 } } },
    { "training", SHAPE_STAFF, NULL, NULL, NULL, 45, false,
      { { "topic", FIELD_ONE_OF, 0, 0, "careers lmi" }, { "hours", FIELD_HOURS, 1, 0, 0 } } },
    { "workplace", SHAPE_MEETING, "last_day", NULL, NULL, 60, false,
      { { "for_years", FIELD_YEARS, 0, 0, 0 }, { "form", FIELD_ONE_OF, 0, 0, "visit talk placement" },
        { "hours_offered", FIELD_HOURS, 0, 0, 0 }, { "meaningful", FIELD_FLAG, 0, 0, 0 }, { "hours", FIELD_HOURS, 1, 0, 0 },
        { "subject", FIELD_TEXT, 1, 0, 0 } } },
};

static const struct draft FACTS[SUBJECT_TYPE_COUNT][20] = {
    [SUBJECT_PUPIL] = {
        { "admitted_on", FIELD_DAY, 0, 0, 0 }, { "age", FIELD_WHOLE, 0, 0, 0 }, { "days_on_roll", FIELD_WHOLE, 0, 0, 0 },
        { "dob", FIELD_DAY, 0, 0, 0 }, { "eal", FIELD_FLAG, 0, 0, 0 },
        { "enrolment", FIELD_ONE_OF, 0, 1, "single main subsidiary guest" }, { "form", FIELD_TEXT, 0, 1, 0 },
        { "key_stage", FIELD_WHOLE, 0, 0, 0 }, { "ks4_end", FIELD_DAY, 0, 0, 0 }, { "left_on", FIELD_DAY, 0, 0, 0 }, { "on_roll", FIELD_FLAG, 0, 0, 0 },
        { "records_from", FIELD_DAY, 0, 0, 0 }, { "sen", FIELD_ONE_OF, 0, 1, "none support ehcp" },
        { "year", FIELD_WHOLE, 0, 1, 0 } },
    [SUBJECT_STAFF] = {
        { "days_in_post", FIELD_WHOLE, 0, 0, 0 }, { "in_post", FIELD_FLAG, 0, 0, 0 }, { "left_on", FIELD_DAY, 0, 0, 0 },
        { "roles", FIELD_SET_OF, 0, 1, "tutor leader governor" }, { "started_on", FIELD_DAY, 0, 0, 0 },
        { "teaches", FIELD_FLAG, 0, 0, 0 } },
    [SUBJECT_ORGANISATION] = {
        { "active", FIELD_FLAG, 0, 0, 0 }, { "is_local", FIELD_FLAG, 0, 0, 0 }, { "sector", FIELD_TEXT, 0, 0, 0 },
        { "type", FIELD_ONE_OF, 0, 0, "employer university trust" } },
    [SUBJECT_SCHOOL] = {
        { "setting", FIELD_ONE_OF, 0, 0, "secondary special pru" }, { "sixth_form", FIELD_FLAG, 0, 0, 0 },
        { "years_taught", FIELD_YEARS, 0, 0, 0 } },
};

static void fill_field(struct arena *arena, struct field *field, const struct draft *draft) {
    *field = (struct field){ .name = str_from(draft->name), .type = draft->type, .each = draft->each, .dated = draft->dated };
    if (!draft->codes) return;
    struct str *codes = arena_array(arena, struct str, 16);
    struct str rest = str_from(draft->codes);
    while (rest.size) {
        struct str word, after = { 0 };
        str_cut(rest, ' ', &word, &after);
        codes[field->code_count++] = word;
        rest = after;
    }
    field->codes = codes;
}

static void fill_kind(struct arena *arena, struct kind *kind, const struct draft_kind *draft) {
    *kind = (struct kind){ .name = str_from(draft->name), .shape = draft->shape, .counts = 1u << OUTCOME_ATTENDED,
                           .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT, .fresh_days = draft->fresh_days };
    if (draft->counts_declined) kind->counts |= 1u << OUTCOME_DECLINED;
    kind->fields = arena_array(arena, struct field, FIELD_BUILT_IN_COUNT + DRAFTS);
    kind->field_count = FIELD_BUILT_IN_COUNT;
    for (size_t i = 0; i < DRAFTS && draft->fields[i].name; i++)
        fill_field(arena, &kind->fields[kind->field_count++], &draft->fields[i]);
}

static void fill_references(struct arena *arena, struct kind *kind, const struct draft_kind *draft) {
    if (draft->counts_on) kind->counts_on = kind_find_field(kind, str_from(draft->counts_on));
    if (draft->ends) kind->ends = kind_find_field(kind, str_from(draft->ends));
    kind->has_latest_by = draft->latest_by != NULL;
    if (!draft->latest_by || !draft->latest_by[0]) return;
    uint32_t *field = arena_new(arena, uint32_t);
    *field = (uint32_t)kind_find_field(kind, str_from(draft->latest_by));
    kind->latest_by = field;
    kind->latest_by_count = 1;
}

const struct kinds *gen_kinds(struct arena *arena) {
    struct kinds *kinds = arena_new(arena, struct kinds);
    kinds->kind_count = COUNT_OF(KINDS);
    kinds->kinds = arena_array(arena, struct kind, kinds->kind_count);
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) fill_kind(arena, &kinds->kinds[i], &KINDS[i]);
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        struct facts *facts = &kinds->facts[type];
        facts->fields = arena_array(arena, struct field, COUNT_OF(FACTS[type]));
        for (size_t i = 0; i < COUNT_OF(FACTS[type]) && FACTS[type][i].name; i++)
            fill_field(arena, &facts->fields[facts->field_count++], &FACTS[type][i]);
    }
    kinds_pack(kinds);
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) fill_references(arena, &kinds->kinds[i], &KINDS[i]);
    return kinds;
}

int32_t gen_kind(const struct kinds *kinds, const char *name) {
    int32_t found = kinds_find(kinds, str_from(name));
    bug_if(found < 0);
    return found;
}

int32_t gen_field(const struct kinds *kinds, int32_t kind, const char *name) {
    int32_t found = kind_find_field(&kinds->kinds[kind], str_from(name));
    bug_if(found < 0);
    return found;
}

int32_t gen_fact(const struct kinds *kinds, enum subject_type type, const char *name) {
    int32_t found = facts_find(&kinds->facts[type], str_from(name));
    bug_if(found < 0);
    return found;
}

bool gen_fits(const struct kinds *kinds, uint32_t kind, enum subject_type type) {
    enum shape shape = kinds->kinds[kind].shape;
    if (type == SUBJECT_PUPIL) return shape_of_pupils(shape);
    if (type == SUBJECT_STAFF) return shape_of_staff(shape);
    return true;
}

static struct date day_of(int year, int month, int day) {
    struct date d = DATE_NONE;
    bug_if(!date_make(year, month, day, &d));
    return d;
}

/* Two school years with terms, the years around them without. */
const struct calendar *gen_calendar(struct arena *arena) {
    struct half_term halves[12];
    size_t count = 0;
    for (int year = 2021; year <= 2022; year++) {
        const struct half_term of_year[] = {
            { TERM_AUTUMN, 1, day_of(year, 9, 2), day_of(year, 10, 21) },
            { TERM_AUTUMN, 2, day_of(year, 11, 1), day_of(year, 12, 16) },
            { TERM_SPRING, 1, day_of(year + 1, 1, 4), day_of(year + 1, 2, 10) },
            { TERM_SPRING, 2, day_of(year + 1, 2, 20), day_of(year + 1, 3, 31) },
            { TERM_SUMMER, 1, day_of(year + 1, 4, 17), day_of(year + 1, 5, 26) },
            { TERM_SUMMER, 2, day_of(year + 1, 6, 5), day_of(year + 1, 7, 20) },
        };
        for (size_t i = 0; i < COUNT_OF(of_year); i++) halves[count++] = of_year[i];
    }
    const struct closure closures[] = {
        { day_of(2022, 9, 2), day_of(2022, 9, 5), STR("INSET") },
        { day_of(2023, 5, 1), day_of(2023, 5, 1), STR("bank holiday") },
        { day_of(2023, 7, 20), day_of(2023, 7, 20), STR("INSET") },
    };
    struct calendar *calendar;
    struct err err;
    bug_if(!calendar_make(arena, halves, count, closures, COUNT_OF(closures), &calendar, &err));
    return calendar;
}

/* ---- chance ------------------------------------------------------------------------------------------------------------------ */

struct gen gen_seeded(struct arena *arena, uint64_t seed) { return (struct gen){ arena, seed }; }

/* splitmix64 */
uint64_t gen_next(struct gen *gen) {
    uint64_t z = gen->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int64_t gen_between(struct gen *gen, int64_t low, int64_t high) {
    return low + (int64_t)(gen_next(gen) % (uint64_t)(high - low + 1));
}

bool gen_chance(struct gen *gen, int percent) { return gen_between(gen, 0, 99) < percent; }

struct date gen_day(struct gen *gen, int first_school_year, int last_school_year) {
    static const struct { int month, day; } EDGES[] = {
        { 8, 31 }, { 9, 1 }, { 2, 28 }, { 2, 29 }, { 3, 1 }, { 7, 20 }, { 1, 4 }, { 2, 20 }, { 4, 17 }, { 12, 31 }, { 1, 31 },
        { 5, 31 }, { 9, 30 }, { 10, 31 }, { 6, 30 }, { 11, 1 }, { 6, 5 }, { 3, 31 }, { 1, 1 },
    };
    int year = (int)gen_between(gen, first_school_year, last_school_year);
    if (gen_chance(gen, 45)) return date_add_days(school_year_start(year), (int32_t)gen_between(gen, 0, 365));
    size_t edge = (size_t)gen_between(gen, 0, (int64_t)COUNT_OF(EDGES) - 1);
    struct date day = school_year_day(year, EDGES[edge].month, EDGES[edge].day);
    return date_add_days(day, (int32_t)gen_between(gen, -1, 1));
}
