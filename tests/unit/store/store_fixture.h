/* SPDX-License-Identifier: GPL-3.0-or-later
 * store_fixture - a school in a temporary folder and a small vocabulary, for the tests of the store.
 */
#ifndef SIGNPOST_STORE_FIXTURE_H
#define SIGNPOST_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/map.h"
#include "base/row.h"
#include "store/activity.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/organisation.h"
#include "store/pupil.h"
#include "store/staff.h"

/* kinds, in order of name */
enum { CAREER_PLAN, CPD, ENCOUNTER, POST, PUBLICATION, KIND_COUNT };
/* fields of encounter after the built-in ones */
enum {
    E_FORM = FIELD_BUILT_IN_COUNT,
    E_MEANINGFUL,
    E_SEEN_ON,
    E_SPEAKER,
    E_TICKS,
    E_HOURS,
    E_PREPARED,
    E_REFLECTED_ON,
    E_REMARK,
    E_END
};
enum { P_KEY_PERSON = FIELD_BUILT_IN_COUNT, P_OWN_WORDS, P_END };
enum { C_TOPIC = FIELD_BUILT_IN_COUNT, C_HOURS, C_SIGNED_ON, C_END };
enum { O_ENDS_ON = FIELD_BUILT_IN_COUNT, O_ROLE, O_END };
enum { U_LIVE = FIELD_BUILT_IN_COUNT, U_END };
/* facts of pupils */
enum { F_ADMITTED, F_AGE, F_DOB, F_FORM, F_LEFT, F_SEN, F_SEX, F_X_BUS, F_X_STOP, F_YEAR, F_COUNT };
enum { S_DEPARTMENT, S_LEFT, S_ROLES, S_STARTED, S_COUNT };
enum { G_LOCAL, G_SECTOR, G_TYPE, G_X_RANK, G_COUNT };

static const struct str FORMS[] = { STR_INIT("fair"), STR_INIT("talk"), STR_INIT("workshop") };
static const struct str TICKS[] = { STR_INIT("purpose"), STR_INIT("outcomes"), STR_INIT("reflection") };
static const struct str TOPICS[] = { STR_INIT("careers"), STR_INIT("guidance") };
static const struct str ROLES[] = { STR_INIT("careers_leader"), STR_INIT("slt_lead") };
static const struct str SEX[] = { STR_INIT("F"), STR_INIT("M") };
static const struct str SEN[] = { STR_INIT("none"), STR_INIT("support"), STR_INIT("ehcp") };
static const struct str TYPES[] = { STR_INIT("employer"), STR_INIT("university") };

struct school {
    struct arena arena;
    char folder[64], path[96];
    struct kinds kinds;
    struct db *db;
    struct err err;
};

static inline struct field make_field(const char *name, enum field_type type, const struct str *codes, uint32_t count) {
    return (struct field){ .name = str_from(name), .type = type, .codes = codes, .code_count = count };
}

static inline struct field each(struct field field) {
    field.each = true;
    return field;
}

static inline struct field dated(struct field field) {
    field.dated = true;
    return field;
}

#define CODES(list) list, COUNT_OF(list)
#define NO_CODES NULL, 0

static inline void set_fields(struct arena *arena, struct kind *kind, const struct field *fields, size_t count) {
    kind->field_count = (uint32_t)(FIELD_BUILT_IN_COUNT + count);
    kind->fields = arena_array(arena, struct field, kind->field_count);
    memcpy(kind->fields + FIELD_BUILT_IN_COUNT, fields, count * sizeof *fields);
    kind->counts = 1u << OUTCOME_ATTENDED;
    kind->counts_on = kind->ends = FIELD_ABSENT;
}

static inline struct facts make_facts(struct arena *arena, const struct field *fields, size_t count) {
    struct facts facts = { arena_array(arena, struct field, count), (uint32_t)count };
    memcpy(facts.fields, fields, count * sizeof *fields);
    return facts;
}

static inline void make_kind_facts(struct arena *arena, struct kinds *kinds) {
    const struct field pupil[] = {
        [F_ADMITTED] = make_field("admitted_on", FIELD_DAY, NO_CODES),
        [F_AGE] = make_field("age", FIELD_WHOLE, NO_CODES),
        [F_DOB] = make_field("dob", FIELD_DAY, NO_CODES),
        [F_FORM] = dated(make_field("form", FIELD_TEXT, NO_CODES)),
        [F_LEFT] = make_field("left_on", FIELD_DAY, NO_CODES),
        [F_SEN] = dated(make_field("sen", FIELD_ONE_OF, CODES(SEN))),
        [F_SEX] = make_field("sex", FIELD_ONE_OF, CODES(SEX)),
        [F_X_BUS] = make_field("x_bus", FIELD_FLAG, NO_CODES),
        [F_X_STOP] = dated(make_field("x_stop", FIELD_WHOLE, NO_CODES)),
        [F_YEAR] = dated(make_field("year", FIELD_WHOLE, NO_CODES)),
    };
    const struct field staff[] = {
        [S_DEPARTMENT] = make_field("department", FIELD_TEXT, NO_CODES),
        [S_LEFT] = make_field("left_on", FIELD_DAY, NO_CODES),
        [S_ROLES] = dated(make_field("roles", FIELD_SET_OF, CODES(ROLES))),
        [S_STARTED] = make_field("started_on", FIELD_DAY, NO_CODES),
    };
    const struct field organisation[] = {
        [G_LOCAL] = make_field("is_local", FIELD_FLAG, NO_CODES),
        [G_SECTOR] = make_field("sector", FIELD_TEXT, NO_CODES),
        [G_TYPE] = make_field("type", FIELD_ONE_OF, CODES(TYPES)),
        [G_X_RANK] = make_field("x_rank", FIELD_WHOLE, NO_CODES),
    };
    const struct field of_school[] = { make_field("setting", FIELD_WHOLE, NO_CODES) };
    kinds->facts[SUBJECT_PUPIL] = make_facts(arena, pupil, COUNT_OF(pupil));
    kinds->facts[SUBJECT_STAFF] = make_facts(arena, staff, COUNT_OF(staff));
    kinds->facts[SUBJECT_ORGANISATION] = make_facts(arena, organisation, COUNT_OF(organisation));
    kinds->facts[SUBJECT_SCHOOL] = make_facts(arena, of_school, COUNT_OF(of_school));
}

/* As a loader would hand it over. */
static inline struct kinds make_kinds(struct arena *arena) {
    struct kinds kinds = { .kinds = arena_array(arena, struct kind, KIND_COUNT), .kind_count = KIND_COUNT };
    const struct field plan[] = { make_field("key_person", FIELD_PERSON, NO_CODES),
                                  make_field("own_words", FIELD_FLAG, NO_CODES) };
    const struct field cpd[] = { make_field("topic", FIELD_ONE_OF, CODES(TOPICS)),
                                 each(make_field("hours", FIELD_HOURS, NO_CODES)),
                                 each(make_field("signed_on", FIELD_DAY, NO_CODES)) };
    const struct field encounter[] = {
        make_field("form", FIELD_ONE_OF, CODES(FORMS)),     make_field("meaningful", FIELD_FLAG, NO_CODES),
        make_field("seen_on", FIELD_DAY, NO_CODES),         make_field("speaker", FIELD_TEXT, NO_CODES),
        make_field("ticks", FIELD_SET_OF, CODES(TICKS)),    each(make_field("hours", FIELD_HOURS, NO_CODES)),
        each(make_field("prepared", FIELD_FLAG, NO_CODES)), each(make_field("reflected_on", FIELD_DAY, NO_CODES)),
        each(make_field("remark", FIELD_TEXT, NO_CODES)),
    };
    const struct field post[] = { make_field("ends_on", FIELD_DAY, NO_CODES),
                                  make_field("role", FIELD_ONE_OF, CODES(ROLES)) };
    const struct field publication[] = { make_field("live", FIELD_FLAG, NO_CODES) };
    kinds.kinds[CAREER_PLAN] = (struct kind){ .name = STR("career_plan"), .shape = SHAPE_NOTE };
    set_fields(arena, &kinds.kinds[CAREER_PLAN], plan, COUNT_OF(plan));
    kinds.kinds[CPD] = (struct kind){ .name = STR("cpd"), .shape = SHAPE_STAFF };
    set_fields(arena, &kinds.kinds[CPD], cpd, COUNT_OF(cpd));
    kinds.kinds[ENCOUNTER] = (struct kind){ .name = STR("encounter"), .shape = SHAPE_MEETING };
    set_fields(arena, &kinds.kinds[ENCOUNTER], encounter, COUNT_OF(encounter));
    kinds.kinds[POST] = (struct kind){ .name = STR("post"), .shape = SHAPE_STAFF_NOTE };
    set_fields(arena, &kinds.kinds[POST], post, COUNT_OF(post));
    kinds.kinds[POST].ends = O_ENDS_ON;
    kinds.kinds[PUBLICATION] = (struct kind){ .name = STR("publication"), .shape = SHAPE_SCHOOL };
    set_fields(arena, &kinds.kinds[PUBLICATION], publication, COUNT_OF(publication));
    make_kind_facts(arena, &kinds);
    kinds_pack(&kinds);
    return kinds;
}

static inline struct date day(int year, int month, int in_month) {
    struct date date;
    assert_true(date_make(year, month, in_month, &date));
    return date;
}

#define OK(school, call)                                                                                               \
    do {                                                                                                               \
        if (!(call)) fail_msg("%s: %s", #call, (school)->err.text);                                                    \
    } while (0)

static inline void begin(struct school *s) {
    OK(s, db_begin(s->db, "change", DB_PLAIN, &s->err));
}
static inline void commit(struct school *s) {
    OK(s, db_commit(s->db, "change", &s->err));
}

static inline int make_folder(struct school *s) {
    memset(s, 0, sizeof *s);
    snprintf(s->folder, sizeof s->folder, "/tmp/signpost-store-XXXXXX");
    if (!mkdtemp(s->folder)) return -1;
    snprintf(s->path, sizeof s->path, "%s/school.db", s->folder);
    return 0;
}

static inline void remove_folder(struct school *s) {
    static const char *const NAMES[] = { "school.db", "school.db-wal", "school.db-shm", "school.db-journal",
                                         "copy.db" };
    char path[160];
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        snprintf(path, sizeof path, "%s/%s", s->folder, NAMES[i]);
        remove(path);
    }
    remove(s->folder);
}

/* A new school with its catalogue, ready to be written. */
static inline int open_school(void **state) {
    struct school *s = malloc(sizeof *s);
    if (!s || make_folder(s) != 0) return -1;
    s->kinds = make_kinds(&s->arena);
    OK(s, db_open(&s->arena, s->path, DB_CREATE, NULL, &s->db, &s->err));
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &s->kinds, &s->err));
    commit(s);
    *state = s;
    return 0;
}

static inline int close_school(void **state) {
    struct school *s = *state;
    db_close(s->db);
    arena_free(&s->arena);
    remove_folder(s);
    free(s);
    return 0;
}

static inline int64_t word(struct school *s, const char *text) {
    int64_t value;
    OK(s, catalogue_word(s->db, str_from(text), &value, &s->err));
    return value;
}

static inline int64_t add_pupil(struct school *s, const char *first, const char *surname, const char *upn) {
    struct pupil_write row = { .first_name = str_from(first), .surname = str_from(surname), .upn = str_from(upn) };
    int64_t id;
    enum wrote wrote;
    OK(s, pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    return id;
}

static inline int64_t add_activity(struct school *s, uint32_t kind, struct date date) {
    struct activity_write row = { .kind = kind, .date = date, .last_day = DATE_NONE, .organisation = VALUE_NONE };
    int64_t id;
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    return id;
}

static inline void add_participation_of(struct school *s, uint32_t kind, int64_t activity, int64_t person,
                                        int outcome) {
    struct participation_write row = { .activity = activity, .kind = kind, .person = person, .outcome = outcome };
    enum wrote wrote;
    OK(s, participation_put(s->db, &s->kinds, &row, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
}

#endif
