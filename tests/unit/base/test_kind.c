/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_kind - where fields lie, values in and out, printing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/kind.h"

#define B FIELD_BUILT_IN_COUNT

static const struct str FORMS[] = { STR_INIT("fair"), STR_INIT("talk"), STR_INIT("work_experience"), STR_INIT("d"),
                                    STR_INIT("e"), STR_INIT("f"), STR_INIT("g"), STR_INIT("h") };

static struct field field(const char *name, enum field_type type, uint32_t codes, bool each) {
    return (struct field){ .name = str_from(name), .type = type, .codes = FORMS, .code_count = codes, .each = each };
}

static struct kind kind_of(struct field *fields, uint32_t count, enum shape shape) {
    return (struct kind){ .name = STR("encounter"), .shape = shape, .fields = fields, .field_count = count,
                          .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT };
}

static void pack(struct kind *kind) {
    struct kinds kinds = { .kinds = kind, .kind_count = 1 };
    kinds_pack(&kinds);
}

static void the_built_in_fields_have_columns_of_their_own(void **state) {
    (void)state;
    struct field fields[B] = { { .type = FIELD_DAY } };
    struct kind kind = kind_of(fields, B, SHAPE_MEETING);
    pack(&kind);
    assert_int_equal(kind_find_field(&kind, STR("date")), FIELD_DATE);
    assert_int_equal(kind_find_field(&kind, STR("outcome")), FIELD_OUTCOME);
    assert_int_equal(kind_find_field(&kind, STR("organisation")), FIELD_ORGANISATION_OF);
    assert_int_equal(fields[FIELD_CANCELLED].type, FIELD_FLAG);
    assert_int_equal(field_find_code(&fields[FIELD_OUTCOME], STR("declined")), OUTCOME_DECLINED);
    assert_true(fields[FIELD_OUTCOME].each);
    assert_false(fields[FIELD_TITLE].each);
    for (int i = 0; i < B; i++) assert_int_equal(fields[i].home, HOME_COLUMN);
    kind.shape = SHAPE_NOTE;
    assert_int_equal(kind_find_field(&kind, STR("outcome")), FIELD_ABSENT);
}

static void every_type_finds_its_home(void **state) {
    (void)state;
    struct field fields[B + 12] = { { .type = FIELD_DAY } };
    uint32_t n = B;
    fields[n++] = field("flag", FIELD_FLAG, 0, false);      /* bits 0-1 */
    fields[n++] = field("two", FIELD_ONE_OF, 2, false);     /* 2-4: three at least */
    fields[n++] = field("eight", FIELD_ONE_OF, 8, false);   /* 5-8: nine values */
    fields[n++] = field("set", FIELD_SET_OF, 4, false);     /* 9-13 */
    fields[n++] = field("years", FIELD_YEARS, 0, false);    /* 14-29 */
    fields[n++] = field("whole", FIELD_WHOLE, 0, false);    /* 30-41 */
    fields[n++] = field("hours", FIELD_HOURS, 0, false);    /* 42-57 */
    fields[n++] = field("more", FIELD_WHOLE, 0, false);     /* does not fit */
    fields[n++] = field("day", FIELD_DAY, 0, false);
    fields[n++] = field("adviser", FIELD_PERSON, 0, false);
    fields[n++] = field("notes", FIELD_TEXT, 0, false);
    fields[n++] = field("prepared", FIELD_FLAG, 0, true);   /* after the outcome */
    struct kind kind = kind_of(fields, n, SHAPE_MEETING);
    pack(&kind);
    static const int BITS[] = { 0, 2, 5, 9, 14, 30, 42 }, WIDTHS[] = { 2, 3, 4, 5, 16, 12, 16 };
    for (uint32_t i = 0; i < COUNT_OF(BITS); i++) {
        assert_int_equal(fields[B + i].home, HOME_FACTS);
        assert_int_equal(fields[B + i].bit, BITS[i]);
        assert_int_equal(fields[B + i].width, WIDTHS[i]);
    }
    assert_int_equal(fields[B + 7].home, HOME_DETAIL);
    assert_int_equal(fields[B + 8].home, HOME_DETAIL);
    assert_int_equal(fields[B + 9].home, HOME_DETAIL);
    assert_int_equal(fields[B + 10].home, HOME_NOTE);
    assert_int_equal(fields[B + 11].home, HOME_FACTS);
    assert_int_equal(fields[B + 11].bit, OUTCOME_BITS);
}

static void a_small_field_still_fits_after_a_large_one_did_not(void **state) {
    (void)state;
    struct field fields[B + 6] = { { .type = FIELD_DAY } };
    for (uint32_t i = 0; i < 4; i++) fields[B + i] = field("hours", FIELD_HOURS, 0, false);
    fields[B + 4] = field("flag", FIELD_FLAG, 0, false);
    fields[B + 5] = field("huge", FIELD_SET_OF, 63, false);
    struct kind kind = kind_of(fields, B + 6, SHAPE_SCHOOL);
    pack(&kind);
    assert_int_equal(fields[B + 2].home, HOME_FACTS);
    assert_int_equal(fields[B + 3].home, HOME_DETAIL); /* 48 + 16 = 64 */
    assert_int_equal(fields[B + 4].home, HOME_FACTS);
    assert_int_equal(fields[B + 4].bit, 48);
    assert_int_equal(fields[B + 5].home, HOME_DETAIL);
}

static void places_already_given_stay_and_new_fields_go_behind(void **state) {
    (void)state;
    struct field fields[B + 3] = { { .type = FIELD_DAY } };
    fields[B] = field("a_new_one", FIELD_FLAG, 0, false);
    fields[B + 1] = field("old", FIELD_ONE_OF, 8, false);
    fields[B + 1].bit = 7;
    fields[B + 1].width = 3;
    fields[B + 2] = field("older", FIELD_FLAG, 0, true);
    fields[B + 2].bit = 20;
    fields[B + 2].width = 2;
    struct kind kind = kind_of(fields, B + 3, SHAPE_MEETING);
    pack(&kind);
    assert_int_equal(fields[B].bit, 10);
    assert_int_equal(fields[B + 1].bit, 7);
    assert_int_equal(fields[B + 1].width, 3);
    assert_int_equal(fields[B + 2].bit, 20);
    struct field again[B + 3];
    memcpy(again, fields, sizeof fields);
    pack(&kind);
    for (uint32_t i = 0; i < B + 3; i++) {
        assert_int_equal(again[i].bit, fields[i].bit);
        assert_int_equal(again[i].home, fields[i].home);
    }
    uint64_t facts = 0;
    assert_true(field_pack(&fields[B + 1], 6, &facts));
    assert_false(field_pack(&fields[B + 1], 7, &facts)); /* the list has outgrown its place */
    assert_int_equal(field_unpack(&fields[B + 1], facts), 6);
}

static void values_come_back_and_leave_their_neighbours_alone(void **state) {
    (void)state;
    struct field fields[B + 6] = { { .type = FIELD_DAY } };
    fields[B] = field("flag", FIELD_FLAG, 0, true);
    fields[B + 1] = field("form", FIELD_ONE_OF, 8, true);
    fields[B + 2] = field("ticks", FIELD_SET_OF, 4, true);
    fields[B + 3] = field("years", FIELD_YEARS, 0, true);
    fields[B + 4] = field("level", FIELD_WHOLE, 0, true);
    fields[B + 5] = field("hours", FIELD_HOURS, 0, true);
    struct kind kind = kind_of(fields, B + 6, SHAPE_MEETING);
    pack(&kind);
    static const int64_t LARGEST[] = { 1, 14, 15, 0x7FFF, 4094, 65534 };
    for (uint32_t i = 0; i < 6; i++) {
        const struct field *f = &fields[B + i];
        assert_int_equal(f->home, HOME_FACTS);
        for (uint64_t noise = 0; noise < 2; noise++) {
            const uint64_t before = noise ? (UINT64_C(1) << 63) - 1 : 0;
            const uint64_t outside = ~(((UINT64_C(1) << f->width) - 1) << f->bit);
            for (int64_t value = 0; value <= LARGEST[i]; value += i < 3 ? 1 : 311) {
                uint64_t facts = before;
                assert_true(field_pack(f, value, &facts));
                assert_int_equal(field_unpack(f, facts), value);
                assert_true((facts & outside) == (before & outside));
            }
            uint64_t facts = before;
            assert_true(field_pack(f, LARGEST[i], &facts));
            assert_false(field_pack(f, LARGEST[i] + 1, &facts));
            assert_false(field_pack(f, -1, &facts));
            assert_int_equal(field_unpack(f, facts), LARGEST[i]);
            assert_true(field_pack(f, VALUE_NONE, &facts));
            assert_true(field_unpack(f, facts) == VALUE_NONE);
        }
    }
}

static void an_empty_set_is_a_value_and_a_missing_one_is_none(void **state) {
    (void)state;
    struct field fields[B + 1] = { { .type = FIELD_DAY } };
    fields[B] = field("ticks", FIELD_SET_OF, 4, false);
    struct kind kind = kind_of(fields, B + 1, SHAPE_NOTE);
    pack(&kind);
    uint64_t facts = 0;
    assert_true(field_unpack(&fields[B], facts) == VALUE_NONE);
    assert_true(field_pack(&fields[B], 0, &facts));
    assert_int_equal(field_unpack(&fields[B], facts), 0);
    assert_true(facts != 0);
}

static void facts_are_columns_or_derived_and_known_ones_are_found(void **state) {
    (void)state;
    struct field pupil[] = { field("age", FIELD_WHOLE, 0, false), field("dob", FIELD_DAY, 0, false),
                             field("year", FIELD_WHOLE, 0, false), field("on_roll", FIELD_FLAG, 0, false) };
    struct field staff[] = { field("days_in_post", FIELD_WHOLE, 0, false), field("left_on", FIELD_DAY, 0, false) };
    struct field organisation[] = { field("type", FIELD_ONE_OF, 3, false) };
    struct field school[] = { field("years_taught", FIELD_YEARS, 0, false) };
    struct kinds kinds = { .facts = { [SUBJECT_PUPIL] = { pupil, 4 }, [SUBJECT_STAFF] = { staff, 2 },
                                      [SUBJECT_ORGANISATION] = { organisation, 1 }, [SUBJECT_SCHOOL] = { school, 1 } } };
    kinds_pack(&kinds);
    assert_int_equal(pupil[0].home, HOME_DERIVED);
    assert_int_equal(pupil[1].home, HOME_COLUMN);
    assert_int_equal(pupil[3].home, HOME_DERIVED);
    assert_int_equal(staff[0].home, HOME_DERIVED);
    assert_int_equal(kinds.known.dob, 1);
    assert_int_equal(kinds.known.year, 2);
    assert_int_equal(kinds.known.sex, FIELD_ABSENT);
    assert_int_equal(kinds.known.left_on, FIELD_ABSENT);
    assert_int_equal(kinds.known.staff_left_on, 1);
    assert_int_equal(kinds.known.org_type, 0);
    assert_int_equal(kinds.known.active, FIELD_ABSENT);
    assert_int_equal(kinds.known.years_taught, 0);
}

static void prints_values_for_people(void **state) {
    (void)state;
    struct arena arena = { 0 };
    static const struct {
        enum field_type type;
        int64_t value;
        const char *text;
    } CASES[] = {
        { FIELD_FLAG, 1, "Yes" }, { FIELD_FLAG, 0, "No" }, { FIELD_FLAG, VALUE_NONE, "not recorded" },
        { FIELD_HOURS, 420, "7 hours" }, { FIELD_HOURS, 60, "1 hour" }, { FIELD_HOURS, 90, "1 hour 30 minutes" },
        { FIELD_HOURS, 1, "1 minute" }, { FIELD_HOURS, 0, "0 hours" }, { FIELD_DAY, 20703, "7 September 2026" },
        { FIELD_ONE_OF, 1, "talk" }, { FIELD_ONE_OF, 2, "work experience" }, { FIELD_ONE_OF, 99, "code 99" },
        { FIELD_SET_OF, 0, "none" }, { FIELD_SET_OF, 1, "fair" }, { FIELD_SET_OF, 3, "fair and talk" },
        { FIELD_SET_OF, 7, "fair, talk and work experience" }, { FIELD_YEARS, 1 << 9, "Year 9" },
        { FIELD_YEARS, 1 << 7 | 1 << 9, "Years 7 and 9" }, { FIELD_YEARS, 7 << 9, "Years 9, 10 and 11" },
        { FIELD_WHOLE, 6, "6" }, { FIELD_PERSON, 12, "12" }, { FIELD_TEXT, 77, "recorded" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct field f = field("f", CASES[i].type, 8, false);
        assert_string_equal(field_print(&arena, &f, CASES[i].value).at, CASES[i].text);
    }
    arena_free(&arena);
}

static void names_are_those_of_the_language(void **state) {
    (void)state;
    assert_string_equal(field_type_name(FIELD_ONE_OF), "one_of");
    assert_string_equal(field_type_name(FIELD_YEARS), "years_set");
    assert_string_equal(shape_name(SHAPE_STAFF_NOTE), "staff_note");
    assert_string_equal(subject_type_name(SUBJECT_SCHOOL), "school");
    struct kind list[] = { { .name = STR_INIT("a") }, { .name = STR_INIT("b") } };
    struct kinds kinds = { .kinds = list, .kind_count = 2 };
    assert_int_equal(kinds_find(&kinds, STR("b")), 1);
    assert_int_equal(kinds_find(&kinds, STR("c")), FIELD_ABSENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_fields_have_columns_of_their_own),
        cmocka_unit_test(every_type_finds_its_home),
        cmocka_unit_test(a_small_field_still_fits_after_a_large_one_did_not),
        cmocka_unit_test(places_already_given_stay_and_new_fields_go_behind),
        cmocka_unit_test(values_come_back_and_leave_their_neighbours_alone),
        cmocka_unit_test(an_empty_set_is_a_value_and_a_missing_one_is_none),
        cmocka_unit_test(facts_are_columns_or_derived_and_known_ones_are_found),
        cmocka_unit_test(prints_values_for_people),
        cmocka_unit_test(names_are_those_of_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
