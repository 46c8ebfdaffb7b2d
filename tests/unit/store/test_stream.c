/* SPDX-License-Identifier: GPL-3.0-or-later
 * The stream gives what naive reading gives: a few hundred random rows kept in plain arrays beside the database.
 */
#include "store/intake.h"
#include "store/ruling.h"
#include "store/stream.h"
#include "store_fixture.h"

#define PUPILS 60
#define STAFF 8
#define ORGANISATIONS 5
#define ACTIVITIES 150

/* What was written, read naively. */
struct told_activity {
    int64_t id, organisation, seen_on, speaker, title;
    uint32_t kind;
    struct date date, last_day;
    bool cancelled;
    int64_t meaningful;
};
struct told_participation {
    bool there;
    int outcome;
    int64_t hours, reflected_on, remark;
};
struct told {
    struct told_activity activities[ACTIVITIES];
    struct told_participation pupils[PUPILS][ACTIVITIES], staff[STAFF][ACTIVITIES];
    int64_t pupil_ids[PUPILS], staff_ids[STAFF], organisation_ids[ORGANISATIONS];
    struct date admitted[PUPILS], left[PUPILS];
    int64_t dob[PUPILS], bus[PUPILS];
    struct fact_step steps[PUPILS][4];
    uint32_t step_counts[PUPILS];
    uint64_t seed;
};

static uint32_t chance(struct told *t, uint32_t below) {
    t->seed = hash_mix(t->seed, 77);
    return (uint32_t)(t->seed >> 20) % below;
}

static struct date some_day(struct told *t) {
    return date_add_days(day(2025, 9, 1), (int32_t)chance(t, 500));
}

static void write_pupil(struct school *s, struct told *t, int i) {
    struct fact_step facts[8];
    size_t count = 0;
    t->dob[i] = chance(t, 10) ? day(2012, 1, 1).day + (int32_t)chance(t, 900) : VALUE_NONE;
    t->admitted[i] = chance(t, 4) ? DATE_NONE : some_day(t);
    t->left[i] = chance(t, 4) ? DATE_NONE : some_day(t);
    t->bus[i] = chance(t, 2) ? (int64_t)chance(t, 2) : VALUE_NONE;
    facts[count++] = (struct fact_step){ F_DOB, DATE_FIRST, t->dob[i] };
    facts[count++] = (struct fact_step){ F_X_BUS, DATE_FIRST, t->bus[i] };
    if (date_known(t->admitted[i])) facts[count++] = (struct fact_step){ F_ADMITTED, DATE_FIRST, t->admitted[i].day };
    if (date_known(t->left[i])) facts[count++] = (struct fact_step){ F_LEFT, DATE_FIRST, t->left[i].day };
    uint32_t n = 0;
    if (chance(t, 2)) t->steps[i][n++] = (struct fact_step){ F_FORM, day(2026, 9, 1), word(s, "9AB") };
    if (chance(t, 2)) t->steps[i][n++] = (struct fact_step){ F_X_STOP, day(2026, 10, 1), 3 };
    t->steps[i][n++] = (struct fact_step){ F_YEAR, DATE_FIRST, 8 };
    t->steps[i][n++] = (struct fact_step){ F_YEAR, day(2026, 9, 1), 9 };
    t->step_counts[i] = n;
    for (uint32_t j = 0; j < n; j++) facts[count++] = t->steps[i][j];
    char upn[16];
    snprintf(upn, sizeof upn, "A%d", i);
    struct pupil_write row = { .upn = str_from(upn), .surname = STR("Example"), .facts = facts, .fact_count = count };
    enum wrote wrote;
    OK(s, pupil_put(s->db, &s->kinds, &row, &t->pupil_ids[i], &wrote, &s->err));
}

static void write_people(struct school *s, struct told *t) {
    enum wrote wrote;
    for (int i = 0; i < PUPILS; i++) write_pupil(s, t, i);
    for (int i = 0; i < STAFF; i++) {
        char key[16];
        snprintf(key, sizeof key, "s%d", i);
        struct fact_step facts[] = { { S_ROLES, DATE_FIRST, i % 4 }, { S_DEPARTMENT, DATE_FIRST, word(s, "science") } };
        struct staff_write row = { .key = str_from(key), .surname = STR("Sample"), .facts = facts, .fact_count = 2 };
        OK(s, staff_put(s->db, &s->kinds, &row, &t->staff_ids[i], &wrote, &s->err));
    }
    for (int i = 0; i < ORGANISATIONS; i++) {
        char name[32];
        snprintf(name, sizeof name, "Tugs %d", i);
        struct fact_step facts[] = { { G_X_RANK, DATE_FIRST, i + 5 }, { G_LOCAL, DATE_FIRST, i % 2 } };
        struct organisation_write row = { .name = str_from(name), .facts = facts, .fact_count = 2 };
        OK(s, organisation_put(s->db, &s->kinds, &row, &t->organisation_ids[i], &wrote, &s->err));
    }
}

static void write_activity(struct school *s, struct told *t, int i) {
    static const uint32_t KINDS[] = { ENCOUNTER, ENCOUNTER, CAREER_PLAN, CPD, PUBLICATION };
    struct told_activity *a = &t->activities[i];
    *a = (struct told_activity){ .kind = KINDS[chance(t, 5)],
                                 .date = some_day(t),
                                 .last_day = DATE_NONE,
                                 .organisation = VALUE_NONE,
                                 .seen_on = VALUE_NONE,
                                 .speaker = VALUE_NONE,
                                 .title = VALUE_NONE,
                                 .meaningful = VALUE_NONE };
    struct field_value fields[4];
    size_t count = 0;
    if (a->kind == ENCOUNTER) {
        if (chance(t, 2)) a->seen_on = some_day(t).day;
        if (chance(t, 2)) a->speaker = text_value(STR("A welder"));
        if (chance(t, 2)) a->meaningful = (int64_t)chance(t, 2);
        if (chance(t, 3) == 0) a->organisation = t->organisation_ids[chance(t, ORGANISATIONS)];
        if (chance(t, 3) == 0) a->last_day = date_add_days(a->date, 2);
        fields[count++] = (struct field_value){ E_SEEN_ON, a->seen_on, { 0 } };
        fields[count++] = (struct field_value){ E_SPEAKER, 0, a->speaker == VALUE_NONE ? STR("") : STR("A welder") };
        fields[count++] = (struct field_value){ E_MEANINGFUL, a->meaningful, { 0 } };
    }
    a->cancelled = chance(t, 9) == 0;
    if (chance(t, 4) == 0) a->title = text_value(STR("A title"));
    struct activity_write row = { .kind = a->kind,
                                  .date = a->date,
                                  .last_day = a->last_day,
                                  .organisation = a->organisation,
                                  .cancelled = a->cancelled,
                                  .title = a->title == VALUE_NONE ? STR("") : STR("A title"),
                                  .fields = fields,
                                  .field_count = count };
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, &row, &a->id, &wrote, &s->err));
}

static void take_part(struct school *s, struct told *t, struct told_participation *p, int i, int64_t person) {
    uint32_t kind = t->activities[i].kind;
    struct field_value fields[3];
    size_t count = 0;
    *p = (struct told_participation){ true, kind == CAREER_PLAN ? -1 : (int)chance(t, 5), VALUE_NONE, VALUE_NONE,
                                      VALUE_NONE };
    if (kind != CAREER_PLAN && chance(t, 2)) p->hours = chance(t, 600);
    if (kind != CAREER_PLAN && chance(t, 3) == 0) p->reflected_on = some_day(t).day;
    if (kind == ENCOUNTER && chance(t, 3) == 0) p->remark = text_value(STR("Good"));
    if (kind != CAREER_PLAN) {
        fields[count++] = (struct field_value){ kind == CPD ? (uint32_t)C_HOURS : (uint32_t)E_HOURS, p->hours, { 0 } };
        fields[count++] = (struct field_value){ kind == CPD ? (uint32_t)C_SIGNED_ON : (uint32_t)E_REFLECTED_ON,
                                                p->reflected_on,
                                                { 0 } };
        if (kind == ENCOUNTER)
            fields[count++] = (struct field_value){ E_REMARK, 0, p->remark == VALUE_NONE ? STR("") : STR("Good") };
    }
    struct participation_write row = { t->activities[i].id, kind, person, p->outcome, fields, count };
    enum wrote wrote;
    OK(s, participation_put(s->db, &s->kinds, &row, &wrote, &s->err));
}

static struct told *write_school(struct school *s, uint64_t seed) {
    struct told *t = calloc(1, sizeof *t);
    t->seed = seed;
    begin(s);
    write_people(s, t);
    for (int i = 0; i < ACTIVITIES; i++) {
        write_activity(s, t, i);
        uint32_t kind = t->activities[i].kind;
        for (int j = 0; kind == ENCOUNTER && j < PUPILS; j++) {
            if (chance(t, 4) == 0) take_part(s, t, &t->pupils[j][i], i, t->pupil_ids[j]);
        }
        if (kind == CAREER_PLAN) {
            uint32_t j = chance(t, PUPILS);
            take_part(s, t, &t->pupils[j][i], i, t->pupil_ids[j]);
        }
        for (int j = 0; kind == CPD && j < STAFF; j++) {
            if (chance(t, 2)) take_part(s, t, &t->staff[j][i], i, t->staff_ids[j]);
        }
    }
    commit(s);
    return t;
}

/* comparing */

static int64_t detail_of(const struct detail *details, uint32_t count, uint32_t activity, uint32_t field) {
    int64_t value = VALUE_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (details[i].activity != activity || details[i].field != field) continue;
        assert_true(value == VALUE_NONE); /* once at most */
        value = details[i].value;
    }
    return value;
}

static const struct told_activity *told_by_id(const struct told *t, int64_t id, int *index) {
    for (int i = 0; i < ACTIVITIES; i++) {
        if (t->activities[i].id != id) continue;
        *index = i;
        return &t->activities[i];
    }
    fail_msg("no activity %lld", (long long)id);
    return NULL;
}

static void compare_activities(const struct school *s, const struct told *t, const struct activities *a) {
    const struct field *meaningful = &s->kinds.kinds[ENCOUNTER].fields[E_MEANINGFUL];
    assert_int_equal(a->count, ACTIVITIES);
    for (uint32_t i = 0; i < a->count; i++) {
        const struct activity *now = &a->at[i];
        int index = 0;
        const struct told_activity *told = told_by_id(t, now->id, &index);
        if (i > 0) {
            const struct activity *before = &a->at[i - 1];
            assert_true(date_before(before->date, now->date)
                        || (date_same(before->date, now->date) && before->id < now->id));
        }
        assert_int_equal(now->kind, told->kind);
        assert_true(date_same(now->date, told->date));
        assert_true(date_same(now->last_day, told->last_day));
        assert_true(now->organisation == told->organisation);
        assert_int_equal(now->cancelled, told->cancelled);
        if (now->kind == ENCOUNTER) assert_true(field_unpack(meaningful, now->facts) == told->meaningful);
        const struct detail *own = a->details + now->detail_first;
        assert_true(detail_of(own, now->detail_count, i, E_SEEN_ON) == told->seen_on || now->kind != ENCOUNTER);
        assert_true(detail_of(own, now->detail_count, i, E_SPEAKER) == told->speaker || now->kind != ENCOUNTER);
        assert_true(detail_of(own, now->detail_count, i, FIELD_TITLE) == told->title);
    }
}

static void compare_batch(const struct school *s, const struct told *t, const struct activities *a,
                          const struct batch *b, const struct told_participation *told, bool pupils) {
    uint32_t expected = 0, details = 0;
    for (int i = 0; i < ACTIVITIES; i++) expected += told[i].there;
    assert_int_equal(b->participation_count, expected);
    for (uint32_t i = 0; i < b->participation_count; i++) {
        const struct participation *p = &b->participations[i];
        int index = 0;
        if (i > 0) assert_true(b->participations[i - 1].activity < p->activity);
        told_by_id(t, a->at[p->activity].id, &index);
        const struct told_participation *one = &told[index];
        uint32_t kind = a->at[p->activity].kind;
        assert_true(one->there);
        assert_int_equal((int)(p->facts & 7) - 1, one->outcome);
        if (kind == CAREER_PLAN) continue;
        uint32_t hours = pupils ? (uint32_t)E_HOURS : (uint32_t)C_HOURS,
                 signed_on = pupils ? (uint32_t)E_REFLECTED_ON : (uint32_t)C_SIGNED_ON;
        assert_true(field_unpack(&s->kinds.kinds[kind].fields[hours], p->facts) == one->hours);
        assert_true(detail_of(b->details, b->detail_count, p->activity, signed_on) == one->reflected_on);
        if (pupils) assert_true(detail_of(b->details, b->detail_count, p->activity, E_REMARK) == one->remark);
        details += (uint32_t)(one->reflected_on != VALUE_NONE) + (uint32_t)(one->remark != VALUE_NONE);
    }
    assert_int_equal(b->detail_count, details);
    for (uint32_t i = 1; i < b->detail_count; i++) assert_true(b->details[i - 1].activity <= b->details[i].activity);
}

static void compare_pupil(const struct told *t, int i, const struct batch *b) {
    assert_true(b->facts[F_DOB] == t->dob[i]);
    assert_true(b->facts[F_X_BUS] == t->bus[i]);
    assert_int_equal(b->facts[F_YEAR], 9);
    assert_true(b->facts[F_AGE] == VALUE_NONE);
    assert_int_equal(b->step_count, t->step_counts[i]);
    for (uint32_t j = 0; j < b->step_count; j++) {
        assert_int_equal(b->steps[j].fact, t->steps[i][j].fact);
        assert_true(date_same(b->steps[j].from, t->steps[i][j].from));
        assert_true(b->steps[j].value == t->steps[i][j].value);
    }
}

static struct feed open_feed(struct school *s, struct db *db, struct arena *arena, struct date as_at) {
    struct feed feed;
    int64_t setting = 3;
    int64_t *facts = arena_array(arena, int64_t, 1);
    *facts = setting;
    struct stream_options options = { .kinds = &s->kinds, .day = as_at, .school_facts = facts };
    OK(s, stream_open(arena, db, &options, &feed, &s->err));
    return feed;
}

static const struct needs EVERYTHING = { .subjects = { true, true, true, true },
                                         .only_subject = VALUE_NONE,
                                         .leavers = true };

static uint64_t read_all(struct school *s, const struct told *t, struct db *db) {
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, db, &arena, day(2026, 11, 23));
    struct activities activities;
    struct batch batch;
    int row, i = 0;
    OK(s, feed.activities(feed.self, &EVERYTHING, &activities, &s->err));
    compare_activities(s, t, &activities);
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    for (; (row = feed.next(feed.self, &batch, &s->err)) == 1; i++) {
        assert_int_equal(batch.subject, t->pupil_ids[i]);
        compare_pupil(t, i, &batch);
        compare_batch(s, t, &activities, &batch, t->pupils[i], true);
    }
    assert_int_equal(row, 0);
    assert_int_equal(i, PUPILS);
    OK(s, feed.subjects(feed.self, SUBJECT_STAFF, &s->err));
    for (i = 0; (row = feed.next(feed.self, &batch, &s->err)) == 1; i++) {
        assert_int_equal(batch.subject, t->staff_ids[i]);
        assert_int_equal(batch.facts[S_ROLES], i % 4);
        assert_true(batch.facts[S_DEPARTMENT] == text_value(STR("science")));
        compare_batch(s, t, &activities, &batch, t->staff[i], false);
    }
    assert_int_equal(i, STAFF);
    OK(s, feed.subjects(feed.self, SUBJECT_ORGANISATION, &s->err));
    for (i = 0; (row = feed.next(feed.self, &batch, &s->err)) == 1; i++) {
        assert_int_equal(batch.facts[G_X_RANK], i + 5);
        assert_int_equal(batch.facts[G_LOCAL], i % 2);
        assert_int_equal(batch.step_count, 0);
    }
    assert_int_equal(i, ORGANISATIONS);
    OK(s, feed.subjects(feed.self, SUBJECT_SCHOOL, &s->err));
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 1);
    assert_int_equal(batch.subject, 0);
    assert_int_equal(batch.facts[0], 3);
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 0);
    uint64_t hash = stream_hash(&feed);
    stream_close(&feed);
    arena_free(&arena);
    return hash;
}

static void the_stream_gives_what_was_written(void **state) {
    struct school *s = *state;
    {
        struct told *t = write_school(s, 1);
        uint64_t first = read_all(s, t, s->db);
        struct db *reader;
        OK(s, db_open(&s->arena, s->path, DB_READ, NULL, &reader, &s->err));
        assert_true(read_all(s, t, reader) == first);
        begin(s);
        struct fact_step bus = { F_X_BUS, DATE_FIRST, t->bus[5] == 1 ? 0 : 1 };
        int64_t id;
        enum wrote wrote;
        OK(s,
           pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = t->pupil_ids[5], .facts = &bus, .fact_count = 1 },
                     &id, &wrote, &s->err));
        commit(s);
        t->bus[5] = bus.value;
        assert_true(read_all(s, t, reader) != first);
        free(t);
    }
}

static void leavers_are_given_only_when_asked_for(void **state) {
    struct school *s = *state;
    struct told *t = write_school(s, 5);
    struct date as_at = day(2026, 5, 4);
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, s->db, &arena, as_at);
    struct needs needs = EVERYTHING;
    needs.leavers = false;
    struct activities activities;
    struct batch batch;
    OK(s, feed.activities(feed.self, &needs, &activities, &s->err));
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    int given = 0;
    for (int i = 0; i < PUPILS; i++) {
        if (date_known(t->left[i]) && date_before(t->left[i], as_at)) continue;
        if (date_known(t->admitted[i]) && date_after(t->admitted[i], as_at)) continue;
        assert_int_equal(feed.next(feed.self, &batch, &s->err), 1);
        assert_int_equal(batch.subject, t->pupil_ids[i]);
        compare_batch(s, t, &activities, &batch, t->pupils[i], true);
        given++;
    }
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 0);
    assert_true(given > 10 && given < PUPILS);
    stream_close(&feed);
    arena_free(&arena);
    free(t);
}

static void only_the_kinds_and_fields_asked_for_are_read(void **state) {
    struct school *s = *state;
    struct told *t = write_school(s, 9);
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, s->db, &arena, DATE_NONE);
    bool kinds[KIND_COUNT] = { [ENCOUNTER] = true };
    bool fields[E_END] = { [E_REMARK] = true, [E_SEEN_ON] = true };
    const bool *by_kind[KIND_COUNT] = { fields, fields, fields, fields, fields };
    struct needs needs = {
        .kinds = kinds, .fields = by_kind, .subjects = { true }, .only_subject = VALUE_NONE, .leavers = true
    };
    struct activities activities;
    struct batch batch;
    OK(s, feed.activities(feed.self, &needs, &activities, &s->err));
    uint32_t expected = 0;
    for (int i = 0; i < ACTIVITIES; i++) expected += t->activities[i].kind == ENCOUNTER;
    assert_int_equal(activities.count, expected);
    for (uint32_t i = 0; i < activities.detail_count; i++) assert_int_equal(activities.details[i].field, E_SEEN_ON);
    assert_true(activities.detail_count > 0);
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    for (int i = 0; feed.next(feed.self, &batch, &s->err) == 1; i++) {
        uint32_t meetings = 0;
        for (int j = 0; j < ACTIVITIES; j++) meetings += t->pupils[i][j].there && t->activities[j].kind == ENCOUNTER;
        assert_int_equal(batch.participation_count, meetings);
        for (uint32_t j = 0; j < batch.detail_count; j++) assert_int_equal(batch.details[j].field, E_REMARK);
    }
    stream_close(&feed);
    arena_free(&arena);
    free(t);
}

static void one_pupil_alone_is_read_by_key(void **state) {
    struct school *s = *state;
    struct told *t = write_school(s, 13);
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, s->db, &arena, day(2030, 1, 1));
    struct needs needs = { .subjects = { true }, .only_subject = t->pupil_ids[7] };
    struct activities activities;
    struct batch batch;
    OK(s, feed.activities(feed.self, &needs, &activities, &s->err));
    for (uint32_t i = 0; i < activities.count; i++) {
        int index = 0;
        const struct told_activity *told = told_by_id(t, activities.at[i].id, &index);
        assert_true(t->pupils[7][index].there);
        const struct activity *a = &activities.at[i];
        if (a->kind == ENCOUNTER)
            assert_true(detail_of(activities.details + a->detail_first, a->detail_count, i, E_SEEN_ON)
                        == told->seen_on);
        assert_true(detail_of(activities.details + a->detail_first, a->detail_count, i, FIELD_TITLE) == told->title);
    }
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 1);
    assert_int_equal(batch.subject, t->pupil_ids[7]);
    compare_pupil(t, 7, &batch);
    compare_batch(s, t, &activities, &batch, t->pupils[7], true);
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 0);
    assert_true(stream_rows(&feed) < 300);
    stream_close(&feed);
    arena_free(&arena);
    free(t);
}

static void two_streams_can_be_open_at_once(void **state) {
    struct school *s = *state;
    struct told *t = write_school(s, 21);
    struct arena arena = { 0 };
    struct feed a = open_feed(s, s->db, &arena, DATE_NONE), b = open_feed(s, s->db, &arena, DATE_NONE);
    struct activities of_a, of_b;
    struct batch from_a, from_b;
    OK(s, a.activities(a.self, &EVERYTHING, &of_a, &s->err));
    OK(s, b.activities(b.self, &EVERYTHING, &of_b, &s->err));
    OK(s, a.subjects(a.self, SUBJECT_PUPIL, &s->err));
    OK(s, b.subjects(b.self, SUBJECT_PUPIL, &s->err));
    while (a.next(a.self, &from_a, &s->err) == 1) {
        assert_int_equal(b.next(b.self, &from_b, &s->err), 1);
        assert_int_equal(from_a.subject, from_b.subject);
        assert_int_equal(from_a.participation_count, from_b.participation_count);
    }
    assert_true(stream_hash(&a) == stream_hash(&b) || b.next(b.self, &from_b, &s->err) == 0);
    stream_close(&a);
    stream_close(&b);
    arena_free(&arena);
    free(t);
}

static void sparse_ids_and_an_empty_school_are_read_too(void **state) {
    struct school *s = *state;
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, s->db, &arena, DATE_NONE);
    struct activities activities;
    struct batch batch;
    OK(s, feed.activities(feed.self, &EVERYTHING, &activities, &s->err));
    assert_int_equal(activities.count, 0);
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 0);
    stream_close(&feed);
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    int64_t first = add_activity(s, ENCOUNTER, day(2026, 11, 12)), middle = 0;
    for (int i = 0; i < 30; i++) {
        middle = add_activity(s, ENCOUNTER, day(2026, 11, 1));
        if (i < 29) OK(s, activity_remove(s->db, middle, &s->err));
    }
    add_participation_of(s, ENCOUNTER, first, ada, OUTCOME_ATTENDED);
    add_participation_of(s, ENCOUNTER, middle, ada, OUTCOME_INVITED);
    commit(s);
    feed = open_feed(s, s->db, &arena, DATE_NONE);
    OK(s, feed.activities(feed.self, &EVERYTHING, &activities, &s->err));
    assert_int_equal(activities.count, 2);
    assert_int_equal(activities.at[0].id, middle);
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 1);
    assert_int_equal(batch.participation_count, 2);
    assert_int_equal(batch.participations[0].facts, OUTCOME_INVITED + 1);
    stream_close(&feed);
    arena_free(&arena);
}

static void exemptions_and_completeness_come_with_the_feed(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct ruling_exemption row = { .exemption = { .subject = ada,
                                                   .subject_type = SUBJECT_PUPIL,
                                                   .rule = STR("4.6.4/employer-encounter"),
                                                   .reason = STR("illness"),
                                                   .from = day(2026, 9, 1),
                                                   .ends = DATE_NONE,
                                                   .approved_by = STR("careers_leader"),
                                                   .approved_on = day(2026, 9, 1) },
                                    .approver = VALUE_NONE };
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    OK(s, intake_set_complete(s->db, &s->kinds, CPD, day(2026, 11, 1), &s->err));
    OK(s, intake_set_complete(s->db, &s->kinds, CPD, day(2026, 10, 1), &s->err));
    commit(s);
    struct arena arena = { 0 };
    struct feed feed = open_feed(s, s->db, &arena, DATE_NONE);
    const struct exemption *exemptions;
    size_t count;
    OK(s, feed.exemptions(feed.self, &exemptions, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(exemptions[0].subject, ada);
    assert_true(exemptions[0].approver_held_role);
    assert_false(date_known(exemptions[0].ends));
    assert_true(date_same(feed.complete_through(feed.self, CPD), day(2026, 11, 1)));
    assert_false(date_known(feed.complete_through(feed.self, ENCOUNTER)));
    stream_close(&feed);
    arena_free(&arena);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(the_stream_gives_what_was_written),
        SCHOOL_TEST(leavers_are_given_only_when_asked_for),
        SCHOOL_TEST(only_the_kinds_and_fields_asked_for_are_read),
        SCHOOL_TEST(one_pupil_alone_is_read_by_key),
        SCHOOL_TEST(two_streams_can_be_open_at_once),
        SCHOOL_TEST(sparse_ids_and_an_empty_school_are_read_too),
        SCHOOL_TEST(exemptions_and_completeness_come_with_the_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
