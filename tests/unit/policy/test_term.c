/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_term - what a rule counts, typed; and every way of writing it wrongly.
 */
#include "fixture.h"

#define PUPILS "who = pupils {}, when = each_school_year(), have = "
#define SCHOOL "who = the_school {}, when = each_school_year(), have = "

static struct fixture with(const char *fields) {
    struct fixture f = fixture_base();
    fixture_rule(&f, "must", fields);
    return f;
}

static void wrong(const char *fields, enum code code, const char *token, const char *said) {
    struct fixture f = with(fields);
    fixture_wrong(&f, code, 2, token, said);
    arena_free(&f.arena);
}

static struct str field_at(const struct fixture *f, const struct term *term, int32_t field) {
    return f->kinds->kinds[term->filters[0].kind].fields[field].name;
}

static void a_bare_filter_asks_for_one(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "encounter {}");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->op, TERM_AT_LEAST);
    assert_int_equal(have->n.value, 1);
    assert_int_equal(have->filter_count, 1);
    assert_int_equal(have->distinct, -1);
    assert_int_equal(have->on, -1);
    arena_free(&f.arena);
}

static void either_counts_records_of_several_kinds(void **state) {
    (void)state;
    struct fixture f =
        with(PUPILS "at_least(3, either { encounter { stem = true }, workplace {}, encounter { form = \"talk\" } })");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->n.value, 3);
    assert_int_equal(have->filter_count, 3);
    assert_int_equal(have->filters[0].kind, have->filters[2].kind);
    assert_int_not_equal(have->filters[0].kind, have->filters[1].kind);
    arena_free(&f.arena);
}

static void counts_distinct_values_on_a_day_of_the_record(void **state) {
    (void)state;
    struct fixture f =
        with(PUPILS "at_least(p.encounters, encounter {}, { distinct = \"organisation\", on = \"reflected_on\" })");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_str(f.policy->params[have->n.param].name, "encounters");
    assert_int_equal(have->distinct, FIELD_ORGANISATION_OF);
    assert_str(field_at(&f, have, have->on), "reflected_on");
    arena_free(&f.arena);
}

static void adds_up_hours_in_minutes(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "at_least_total(7.5, \"hours\", workplace {})");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->op, TERM_AT_LEAST_TOTAL);
    assert_int_equal(have->n.value, 450);
    assert_str(field_at(&f, have, have->total), "hours");
    arena_free(&f.arena);
    f = with(PUPILS "at_least_total(p.week, \"hours\", workplace {})");
    fixture_good(&f);
    const struct param *week = &f.policy->params[fixture_it(&f)->have.n.param];
    assert_int_equal(week->steps[0].values[0], 1500);
    arena_free(&f.arena);
}

static void allows_at_most_none(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "at_most(0, encounter { meaningful = false })");
    fixture_good(&f);
    assert_int_equal(fixture_it(&f)->have.op, TERM_AT_MOST);
    assert_int_equal(fixture_it(&f)->have.n.value, 0);
    arena_free(&f.arena);
}

static void nests_all_of_and_any_of(void **state) {
    (void)state;
    struct fixture f = with(
        PUPILS
        "all_of { intention { keeps_duty = true }, any_of { offer { suitable = true }, at_least(2, encounter {}) } }");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->op, TERM_ALL_OF);
    assert_int_equal(have->part_count, 2);
    assert_int_equal(have->parts[1].op, TERM_ANY_OF);
    assert_int_equal(have->parts[1].parts[1].n.value, 2);
    arena_free(&f.arena);
}

static void for_each_lists_values_of_its_field(void **state) {
    (void)state;
    struct fixture f = with(SCHOOL "for_each(\"audience\", { \"teachers\", \"pupils\" }, survey {})");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->op, TERM_FOR_EACH);
    assert_str(have->each_field, "audience");
    assert_int_equal(have->each_count, 2);
    assert_int_equal(have->each_values[0], 2);
    assert_int_equal(have->each_values[1], 0);
    assert_str(have->each_names[0], "teachers");
    assert_int_equal(have->each_param, -1);
    assert_int_equal(have->part_count, 1);
    arena_free(&f.arena);
}

static void for_each_takes_members_of_a_set(void **state) {
    (void)state;
    struct fixture f = with(SCHOOL "for_each(\"for_years\", years(8, 10), provider {})");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_int_equal(have->each_count, 3);
    assert_int_equal(have->each_values[2], 10);
    assert_str(have->each_names[2], "10");
    arena_free(&f.arena);
}

static void for_each_takes_a_list_parameter(void **state) {
    (void)state;
    struct fixture f =
        with(SCHOOL "for_each(\"subject\", p.subjects, for_each(\"year\", p.programme, curriculum_link {}))");
    fixture_good(&f);
    const struct term *have = &fixture_it(&f)->have;
    assert_str(f.policy->params[have->each_param].name, "subjects");
    assert_str(f.policy->params[have->parts[0].each_param].name, "programme");
    arena_free(&f.arena);
}

static void a_grid_has_at_most_512_cells(void **state) {
    (void)state;
    /* 15 years × 17 texts × 2 = 510 fit, × 3 do not */
#define SEVENTEEN                                                                                                      \
    "{ \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", \"k\", \"l\", \"m\", \"n\", \"o\", "      \
    "\"p\", \"q\" }"
    struct fixture f = with(SCHOOL "for_each(\"year\", years(0, 14), for_each(\"subject\", " SEVENTEEN
                                   ", all_of { curriculum_link {}, curriculum_link {} }))");
    fixture_good(&f);
    arena_free(&f.arena);
    wrong(SCHOOL "for_each(\"year\", years(0, 14), for_each(\"subject\", " SEVENTEEN
                 ", all_of { curriculum_link {}, curriculum_link {}, curriculum_link {} }))",
          CODE_BUDGET, "for_each", "This grid has 765 cells, and 512 are the most.");
}

static void refuses_counts_that_ask_for_nothing(void **state) {
    (void)state;
    wrong(PUPILS "at_least(0, encounter {})", CODE_BAD_CHOICE, "0", "'at_least' must ask for at least 1.");
    wrong(PUPILS "at_least(1)", CODE_WRONG_TYPE, "at_least",
          "'have' must be a count such as at_least(2, encounter {}), and this is at_least().");
    wrong(PUPILS "all_of {}", CODE_WRONG_TYPE, "all_of",
          "'all_of' must be a list with at least one part, and this is all_of {}.");
    wrong(PUPILS "either {}", CODE_WRONG_TYPE, "either",
          "'either' must be a list with at least one kind of record, and this is either {}.");
    wrong(PUPILS "true", CODE_WRONG_TYPE, "true",
          "'have' must be a kind of record, or a count of records, and this is true.");
    wrong("who = pupils {}, when = each_school_year()", CODE_INCOMPLETE, "it",
          "The rule 9.9.9/it does not say what is needed.");
}

static void refuses_fields_that_can_not_be_counted(void **state) {
    (void)state;
    wrong(PUPILS "at_least(1, encounter {}, { on = \"form\" })", CODE_WRONG_TYPE, "form",
          "'form' of encounter is not a day.");
    wrong(PUPILS "at_least(1, encounter {}, { distinkt = \"form\" })", CODE_UNKNOWN_FIELD, "distinkt",
          "Counting has no field called 'distinkt'.");
    wrong(PUPILS "at_least(1, encounter {}, { distinct = \"forn\" })", CODE_UNKNOWN_FIELD, "forn",
          "'encounter' has no field called 'forn'.");
    wrong(PUPILS "at_least_total(5, \"mode\", workplace {})", CODE_WRONG_TYPE, "mode",
          "'mode' of workplace is not an amount.");
    wrong(SCHOOL "at_least_total(5, \"hours\", workplace {})", CODE_EACH_AT_SCHOOL_LEVEL, "hours",
          "'hours' belongs to one person's part in 'workplace', and this rule is about the school.");
    wrong(PUPILS "at_least(2, either { encounter {}, workplace {} }, { distinct = \"form\" })", CODE_BAD_CHOICE, "form",
          "'form' is not one field in all the kinds counted here.");
}

static void refuses_wrong_values_in_for_each(void **state) {
    (void)state;
    wrong(SCHOOL "for_each(\"audience\", { \"pupls\" }, survey {})", CODE_UNKNOWN_CODE, "pupls",
          "'audience' can not be 'pupls'.");
    wrong(SCHOOL "for_each(\"audienc\", { \"pupils\" }, survey {})", CODE_UNKNOWN_FIELD, "audienc",
          "'survey' has no field called 'audienc'.");
    wrong(SCHOOL "for_each(\"audience\", p.programme, survey {})", CODE_WRONG_TYPE, "programme",
          "The parameter programme does not list values of 'audience'.");
    wrong(SCHOOL "for_each(\"used\", { true }, alumni {})", CODE_WRONG_TYPE, "used",
          "for_each needs a field with codes, numbers or texts, and 'used' is none.");
    wrong(SCHOOL "for_each(\"form\", { \"talk\" }, all_of { encounter {}, workplace {} })", CODE_BAD_CHOICE, "form",
          "'form' means different things in the kinds counted here.");
}

static void findings_are_counted_in_measures(void **state) {
    (void)state;
    wrong(PUPILS "findings { status = \"met\" }", CODE_BAD_CHOICE, "findings",
          "Findings are counted in measures, not in rules.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_filter_asks_for_one),
        cmocka_unit_test(either_counts_records_of_several_kinds),
        cmocka_unit_test(counts_distinct_values_on_a_day_of_the_record),
        cmocka_unit_test(adds_up_hours_in_minutes),
        cmocka_unit_test(allows_at_most_none),
        cmocka_unit_test(nests_all_of_and_any_of),
        cmocka_unit_test(for_each_lists_values_of_its_field),
        cmocka_unit_test(for_each_takes_members_of_a_set),
        cmocka_unit_test(for_each_takes_a_list_parameter),
        cmocka_unit_test(a_grid_has_at_most_512_cells),
        cmocka_unit_test(refuses_counts_that_ask_for_nothing),
        cmocka_unit_test(refuses_fields_that_can_not_be_counted),
        cmocka_unit_test(refuses_wrong_values_in_for_each),
        cmocka_unit_test(findings_are_counted_in_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
