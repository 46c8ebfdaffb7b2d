/* SPDX-License-Identifier: GPL-3.0-or-later
 * The catalogue: places stay, codes keep their order, views read as people write.
 */
#include "store/guard.h"
#include "store_fixture.h"

static void every_field_has_a_key_and_a_second_sync_changes_nothing(void **state) {
    struct school *s = *state;
    int64_t before, after;
    bool behind;
    for (uint32_t k = 0; k < s->kinds.kind_count; k++) {
        for (uint32_t i = FIELD_BUILT_IN_COUNT; i < s->kinds.kinds[k].field_count; i++) {
            assert_true(s->kinds.kinds[k].fields[i].number > 0);
        }
    }
    OK(s, db_state(s->db, &before, &s->err));
    struct kinds again = make_kinds(&s->arena);
    OK(s, catalogue_load(s->db, &s->arena, &again, &behind, &s->err));
    assert_false(behind);
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &again, &s->err));
    commit(s);
    OK(s, db_state(s->db, &after, &s->err));
    assert_int_equal(before, after);
    for (uint32_t k = 0; k < again.kind_count; k++) {
        for (uint32_t i = FIELD_BUILT_IN_COUNT; i < again.kinds[k].field_count; i++) {
            const struct field *a = &again.kinds[k].fields[i], *b = &s->kinds.kinds[k].fields[i];
            assert_int_equal(a->number, b->number);
            assert_int_equal(a->home, b->home);
            assert_int_equal(a->bit, b->bit);
            assert_int_equal(a->width, b->width);
        }
    }
}

/* `extend` puts fields in order of name, so that a new one stands before those the file has. */
static struct kinds grown(struct school *s) {
    struct kinds kinds = make_kinds(&s->arena);
    struct kind *kind = &kinds.kinds[ENCOUNTER];
    struct field more[E_END - FIELD_BUILT_IN_COUNT + 2];
    more[0] = make_field("a_new_flag", FIELD_FLAG, NO_CODES);
    more[1] = make_field("a_new_number", FIELD_WHOLE, NO_CODES);
    for (int i = FIELD_BUILT_IN_COUNT; i < E_END; i++) {
        more[i - FIELD_BUILT_IN_COUNT + 2] = kind->fields[i];
        more[i - FIELD_BUILT_IN_COUNT + 2].bit = more[i - FIELD_BUILT_IN_COUNT + 2].width = 0;
        more[i - FIELD_BUILT_IN_COUNT + 2].number = 0;
    }
    set_fields(&s->arena, kind, more, COUNT_OF(more));
    kinds_pack(&kinds); /* a loader packs afresh: other places than the file has */
    return kinds;
}

static void old_places_stay_when_a_kind_grows(void **state) {
    struct school *s = *state;
    struct kinds kinds = grown(s);
    const struct kind *old = &s->kinds.kinds[ENCOUNTER], *new = &kinds.kinds[ENCOUNTER];
    assert_int_not_equal(new->fields[E_FORM + 2].bit, old->fields[E_FORM].bit);
    bool behind;
    OK(s, catalogue_load(s->db, &s->arena, &kinds, &behind, &s->err));
    assert_true(behind);
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    commit(s);
    uint64_t taken = 0;
    for (int i = FIELD_BUILT_IN_COUNT; i < E_END; i++) {
        const struct field *a = &old->fields[i], *b = &new->fields[i + 2];
        assert_true(str_equal(a->name, b->name));
        assert_int_equal(a->number, b->number);
        assert_int_equal(a->home, b->home);
        assert_int_equal(a->bit, b->bit);
        if (a->home == HOME_FACTS && !a->each) taken |= ((UINT64_C(1) << a->width) - 1) << a->bit;
    }
    for (int i = FIELD_BUILT_IN_COUNT; i < FIELD_BUILT_IN_COUNT + 2; i++) {
        const struct field *field = &new->fields[i];
        assert_int_equal(field->home, HOME_FACTS);
        assert_int_equal(taken & ((UINT64_C(1) << field->width) - 1) << field->bit, 0);
    }
    OK(s, catalogue_load(s->db, &s->arena, &kinds, &behind, &s->err));
    assert_false(behind);
}

static void a_retired_field_keeps_its_bits(void **state) {
    struct school *s = *state;
    struct kinds kinds = make_kinds(&s->arena);
    const struct field retired = s->kinds.kinds[ENCOUNTER].fields[E_MEANINGFUL];
    struct kind *kind = &kinds.kinds[ENCOUNTER];
    kind->fields[E_MEANINGFUL].name = STR("renamed");
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    commit(s);
    uint64_t bits = ((UINT64_C(1) << retired.width) - 1) << retired.bit;
    const struct field *renamed = &kind->fields[E_MEANINGFUL];
    assert_int_not_equal(renamed->number, retired.number);
    assert_int_equal(bits & ((UINT64_C(1) << renamed->width) - 1) << renamed->bit, 0);
}

static void codes_keep_the_order_of_the_file(void **state) {
    static const struct str OTHER_ORDER[] = { STR_INIT("workshop"), STR_INIT("visit"), STR_INIT("fair") };
    struct school *s = *state;
    struct kinds kinds = make_kinds(&s->arena);
    struct field *form = &kinds.kinds[ENCOUNTER].fields[E_FORM];
    form->codes = OTHER_ORDER;
    form->code_count = 3;
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    commit(s);
    assert_int_equal(form->code_count, 4);
    assert_true(str_is(form->codes[0], "fair"));
    assert_true(str_is(form->codes[1], "talk"));
    assert_true(str_is(form->codes[2], "workshop"));
    assert_true(str_is(form->codes[3], "visit"));
}

/* A vocabulary with one more set of each participant, and longer lists. */
static struct kinds with_codes(struct school *s, const struct str *codes, uint32_t count) {
    struct kinds kinds = make_kinds(&s->arena);
    struct kind *kind = &kinds.kinds[ENCOUNTER];
    struct field fields[E_END - FIELD_BUILT_IN_COUNT + 1];
    for (int i = FIELD_BUILT_IN_COUNT; i < E_END; i++) {
        struct field *field = &fields[i - FIELD_BUILT_IN_COUNT];
        *field = kind->fields[i];
        field->bit = field->width = 0;
        if (i == E_TICKS || i == E_FORM) field->codes = codes, field->code_count = count;
    }
    fields[E_END - FIELD_BUILT_IN_COUNT] = each(make_field("z_wants", FIELD_SET_OF, codes, count));
    set_fields(&s->arena, kind, fields, COUNT_OF(fields));
    kinds_pack(&kinds);
    return kinds;
}

static int64_t recorded(const struct field_value *fields, size_t count, uint32_t field) {
    for (size_t i = 0; i < count; i++) {
        if (fields[i].field == field) return fields[i].value;
    }
    return VALUE_NONE;
}

static void a_list_may_outgrow_its_place(void **state) {
    static const struct str CODES_OF_ALL[] = { STR_INIT("a"), STR_INIT("b"), STR_INIT("c"), STR_INIT("d"), STR_INIT("e"),
                                               STR_INIT("f"), STR_INIT("g"), STR_INIT("h"), STR_INIT("i") };
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    struct activity_card card;
    bool found, behind;
    struct kinds kinds = with_codes(s, CODES_OF_ALL, 2);
    begin(s);
    OK(s, catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct field_value fields[] = { { E_FORM, 4, { 0 } }, { E_MEANINGFUL, 1, { 0 } }, { E_TICKS, 17, { 0 } } };
    struct activity_write row = { .kind = ENCOUNTER, .date = day(2026, 11, 12), .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE, .fields = fields, .field_count = 3 };
    struct field_value wants[] = { { E_PREPARED, 0, { 0 } }, { E_END, 2, { 0 } } };
    OK(s, activity_put(s->db, &kinds, &row, &id, &wrote, &s->err));
    struct participation_write one = { id, ENCOUNTER, ada, OUTCOME_ATTENDED, wants, 2 };
    OK(s, participation_put(s->db, &kinds, &one, &wrote, &s->err));
    commit(s);
    kinds = with_codes(s, CODES_OF_ALL, 9);
    OK(s, catalogue_load(s->db, &s->arena, &kinds, &behind, &s->err));
    assert_true(behind);
    OK(s, activity_read(s->db, &kinds, &s->arena, id, &card, &found, &s->err));
    assert_int_equal(recorded(card.fields, card.field_count, E_TICKS), 17);
    begin(s);
    kinds = with_codes(s, CODES_OF_ALL, 9);
    OK(s, catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    for (int again = 0; again < 2; again++) {
        OK(s, activity_read(s->db, &kinds, &s->arena, id, &card, &found, &s->err));
        assert_int_equal(recorded(card.fields, card.field_count, E_FORM), again ? 11 : 4);
        assert_int_equal(recorded(card.fields, card.field_count, E_MEANINGFUL), 1);
        assert_int_equal(recorded(card.fields, card.field_count, E_TICKS), again ? 2049 : 17);
        assert_int_equal(card.people[0].outcome, OUTCOME_ATTENDED);
        assert_int_equal(recorded(card.people[0].fields, card.people[0].field_count, E_PREPARED), 0);
        assert_int_equal(recorded(card.people[0].fields, card.people[0].field_count, E_END), again ? 256 : 2);
        fields[0].value = 11, fields[2].value = 2049, wants[1].value = 256;
        row.id = id;
        OK(s, activity_put(s->db, &kinds, &row, &id, &wrote, &s->err));
        OK(s, participation_put(s->db, &kinds, &one, &wrote, &s->err));
    }
    commit(s);
    kinds = with_codes(s, CODES_OF_ALL, 9);
    OK(s, catalogue_load(s->db, &s->arena, &kinds, &behind, &s->err));
    assert_false(behind);
}

static void a_field_can_not_change_its_type(void **state) {
    struct school *s = *state;
    struct kinds kinds = make_kinds(&s->arena);
    kinds.kinds[ENCOUNTER].fields[E_SEEN_ON].type = FIELD_TEXT;
    begin(s);
    assert_false(catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    assert_non_null(strstr(s->err.text, "encounter.seen_on"));
    db_rollback(s->db, "change");
}

static void a_kind_can_not_change_its_shape(void **state) {
    struct school *s = *state;
    struct kinds kinds = make_kinds(&s->arena);
    kinds.kinds[ENCOUNTER].shape = SHAPE_NOTE;
    begin(s);
    assert_false(catalogue_sync(s->db, &s->arena, &kinds, &s->err));
    db_rollback(s->db, "change");
}

static struct guard_result query(struct school *s, const char *sql) {
    struct db *reader;
    struct guard_result result;
    OK(s, db_open(&s->arena, s->path, DB_READ, NULL, &reader, &s->err));
    OK(s, guard_query(reader, &s->arena, str_from(sql), NULL, &result, &s->err));
    db_close(reader);
    return result;
}

static void the_view_of_a_kind_reads_as_people_write(void **state) {
    struct school *s = *state;
    int64_t tugs, talk;
    enum wrote wrote;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct organisation_write organisation = { .name = STR("Harbour Tugs") };
    OK(s, organisation_put(s->db, &s->kinds, &organisation, &tugs, &wrote, &s->err));
    struct field_value session[] = { { E_FORM, 1, { 0 } },
                                     { E_MEANINGFUL, 0, { 0 } },
                                     { E_SEEN_ON, day(2026, 11, 13).day, { 0 } },
                                     { E_SPEAKER, 0, STR("A welder") },
                                     { E_TICKS, 5, { 0 } } };
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = DATE_NONE,
                                  .organisation = tugs,
                                  .title = STR("Tug yard talk"),
                                  .fields = session,
                                  .field_count = COUNT_OF(session) };
    OK(s, activity_put(s->db, &s->kinds, &row, &talk, &wrote, &s->err));
    struct field_value own[] = { { E_HOURS, 90, { 0 } },
                                 { E_REFLECTED_ON, day(2026, 11, 20).day, { 0 } },
                                 { E_REMARK, 0, STR("Good") } };
    struct participation_write one = { talk, ENCOUNTER, ada, OUTCOME_ATTENDED, own, COUNT_OF(own) };
    OK(s, participation_put(s->db, &s->kinds, &one, &wrote, &s->err));
    commit(s);
    struct guard_result result =
        query(s, "SELECT date, title, organisation, cancelled, pupil, outcome, form, meaningful, seen_on,"
                 " speaker, ticks, hours, prepared, reflected_on, remark, last_day FROM encounter");
    static const char *const WANTED[] = {
        "2026-11-12", "Tug yard talk", "Harbour Tugs",       "no",  "1",  "attended",   "talk", "no",
        "2026-11-13", "A welder",      "purpose reflection", "1.5", NULL, "2026-11-20", "Good", NULL
    };
    assert_int_equal(result.row_count, 1);
    assert_int_equal(result.column_count, COUNT_OF(WANTED));
    for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
        if (WANTED[i])
            assert_string_equal(result.cells[i].text.at, WANTED[i]);
        else
            assert_int_equal(result.cells[i].sort, GUARD_NULL);
    }
}

static void the_view_of_pupils_shows_facts_with_and_without_a_column(void **state) {
    struct school *s = *state;
    begin(s);
    struct fact_step facts[] = { { F_FORM, day(2026, 9, 1), word(s, "9AB") },
                                 { F_SEN, DATE_FIRST, 1 },
                                 { F_X_BUS, DATE_FIRST, 1 },
                                 { F_X_STOP, DATE_FIRST, 12 },
                                 { F_DOB, DATE_FIRST, day(2013, 2, 28).day } };
    struct pupil_write row = {
        .first_name = STR("Ada"), .surname = STR("Example"), .facts = facts, .fact_count = COUNT_OF(facts)
    };
    int64_t id;
    enum wrote wrote;
    OK(s, pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    commit(s);
    struct guard_result result = query(s, "SELECT form, sen, x_bus, x_stop, dob, sex FROM pupils");
    static const char *const WANTED[] = { "9AB", "support", "yes", "12", "2013-02-28" };
    assert_int_equal(result.row_count, 1);
    for (size_t i = 0; i < COUNT_OF(WANTED); i++) assert_string_equal(result.cells[i].text.at, WANTED[i]);
    assert_int_equal(result.cells[5].sort, GUARD_NULL);
}

static void words_come_back(void **state) {
    struct school *s = *state;
    struct str text;
    begin(s);
    int64_t value = word(s, "9AB");
    assert_int_equal(value, text_value(STR("9AB")));
    assert_int_equal(word(s, "9AB"), value);
    assert_true(word(s, "") == VALUE_NONE);
    commit(s);
    OK(s, catalogue_word_text(s->db, &s->arena, value, &text, &s->err));
    assert_true(str_is(text, "9AB"));
    OK(s, catalogue_word_text(s->db, &s->arena, 77, &text, &s->err));
    assert_int_equal(text.size, 0);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(every_field_has_a_key_and_a_second_sync_changes_nothing),
        SCHOOL_TEST(old_places_stay_when_a_kind_grows),
        SCHOOL_TEST(a_retired_field_keeps_its_bits),
        SCHOOL_TEST(codes_keep_the_order_of_the_file),
        SCHOOL_TEST(a_list_may_outgrow_its_place),
        SCHOOL_TEST(a_field_can_not_change_its_type),
        SCHOOL_TEST(a_kind_can_not_change_its_shape),
        SCHOOL_TEST(the_view_of_a_kind_reads_as_people_write),
        SCHOOL_TEST(the_view_of_pupils_shows_facts_with_and_without_a_column),
        SCHOOL_TEST(words_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
