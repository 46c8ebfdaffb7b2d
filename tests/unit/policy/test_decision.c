/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_decision - decision tables: exactly one row for each combination, every slip in writing one, and names bound to them.
 */
#include "fixture.h"
#include "policy/decision.h"

#define HEAD                                                                                                           \
    "one_answer \"level\" { columns = { \"year\", \"said\" }, answers = { \"full\", \"basic\" }, unknown = \"basic\",\n"     \
    "where = { year = fact(\"year\"), said = latest(encounter { stem = true }, \"form\", \"nothing\") },\n"
#define YOUNG "{ below(11), any, \"basic\" },\n"
#define TALK "{ at_least(11), \"talk\", \"full\" },\n"
#define OTHERS "{ at_least(11), is_not(\"talk\"), \"basic\" },\n"

static struct fixture with(const char *text) {
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua", text);
    return f;
}

static void wrong(const char *text, enum code code, const char *said) {
    struct fixture f = with(text);
    fixture_wrong(&f, code, 0, NULL, said);
    arena_free(&f.arena);
}

static void reads_a_complete_table(void **state) {
    (void)state;
    struct fixture f = with(HEAD YOUNG TALK OTHERS "}");
    fixture_good(&f);
    assert_int_equal(f.policy->decision_count, 1);
    const struct decision *table = &f.policy->decisions[0];
    assert_int_equal(table->row_count, 3);
    assert_str(table->answers[table->unknown], "basic");
    assert_true(decision_admits(&table->rows[0].cells[0], 10));
    assert_false(decision_admits(&table->rows[0].cells[0], 11));
    const struct field *said = &table->inputs[1].field;
    assert_str(said->codes[table->inputs[1].if_none], "nothing");
    assert_true(decision_admits(&table->rows[2].cells[1], table->inputs[1].if_none));
    arena_free(&f.arena);
}

static void a_gap_names_the_combination(void **state) {
    (void)state;
    wrong(HEAD YOUNG TALK "}", CODE_TABLE_GAP, "No row of 'level' fits year 11, said 'fair'.");
    wrong(HEAD "{ below(11), any, \"basic\" }, { above(11), any, \"full\" } }", CODE_TABLE_GAP,
          "No row of 'level' fits year 11, said 'fair'.");
}

static void an_overlap_names_both_rows(void **state) {
    (void)state;
    wrong(HEAD "{ at_most(11), any, \"basic\" }," TALK OTHERS "}", CODE_TABLE_OVERLAP,
          "Rows 1 and 3 of 'level' both fit year 11, said 'fair'.");
}

static void a_row_that_nothing_fits_is_told(void **state) {
    (void)state;
    wrong(HEAD YOUNG TALK OTHERS "{ any, missing, \"full\" } }", CODE_TABLE_UNREACHABLE,
          "Nothing can ever fit row 4 of 'level'.");
}

static void slips_in_writing_one(void **state) {
    (void)state;
    wrong("one_answer \"level\" { answers = { \"a\" }, unknown = \"a\", { 1, \"a\" } }", CODE_INCOMPLETE,
          "The table 'level' does not say what it asks.");
    wrong(HEAD "{ below(11), \"basic\" } }", CODE_WRONG_TYPE, "A row of 'level' needs 2 values and an answer.");
    wrong(HEAD "{ any, any, \"ful\" } }", CODE_UNKNOWN_CODE, "'answer' can not be 'ful'.");
    wrong(HEAD "{ any, \"tlak\", \"full\" } }", CODE_UNKNOWN_CODE, "'said' can not be 'tlak'.");
    wrong("one_answer \"level\" { columns = { \"dob\" }, where = { dob = fact(\"dob\") }, answers = { \"a\" },"
          "unknown = \"a\", { any, \"a\" } }",
          CODE_WRONG_TYPE, "'dob' is of another sort.");
    wrong("one_answer \"level\" { columns = { \"year\" }, where = { yaer = fact(\"year\") }, answers = { \"a\" },"
          "unknown = \"a\", { any, \"a\" } }",
          CODE_INCOMPLETE, "'where' does not say what the column 'year' is.");
    wrong("one_answer \"level\" { columns = { \"year\" }, where = { year = fact(\"yaer\") }, answers = { \"a\" },"
          "unknown = \"a\", { any, \"a\" } }",
          CODE_UNKNOWN_FIELD, "'pupils' has no field called 'yaer'.");
}

static void rule(const char *fields, enum code code, const char *said) {
    struct fixture f = with(HEAD YOUNG TALK OTHERS "}");
    fixture_rule(&f, "must_not", fields);
    if (said) {
        fixture_wrong(&f, code, 0, NULL, said);
    } else {
        fixture_good(&f);
        const struct filter *filter = fixture_it(&f)->have.filters;
        assert_int_equal(filter->bound_count, 1);
        assert_int_equal(filter->bounds[0].answers, 2);
        assert_str(policy_say_term(&f.arena, f.policy, &fixture_it(&f)->have, on_day("2023-01-01")),
                   "at least 1 workplace experience where basic is allowed");
    }
    arena_free(&f.arena);
}

static void a_name_is_bound_to_a_table(void **state) {
    (void)state;
#define RULE(who, have, bind) "who = " who ", have = " have ", bind = " bind ", when = each_school_year()"
    rule(RULE("pupils {}", "workplace { allowed = \"basic\" }", "{ allowed = decide.level }"), CODE_NONE, NULL);
    rule(RULE("pupils {}", "workplace { allowed = \"basic\" }", "{ allowed = decide.lever }"), CODE_UNKNOWN_TABLE,
         "There is no decision table called 'lever'.");
    rule(RULE("pupils {}", "workplace { allowed = \"none\" }", "{ allowed = decide.level }"), CODE_UNKNOWN_CODE,
         "'allowed' can not be 'none'.");
    rule(RULE("pupils {}", "workplace {}", "{ allowed = decide.level }"), CODE_INCOMPLETE,
         "'allowed' is bound and never used.");
    rule(RULE("pupils {}", "workplace { allowed = \"basic\" }", "{ allowed = 3 }"), CODE_WRONG_TYPE,
         "'bind' must be a decision table such as decide.share_level, and this is the number 3.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_complete_table),
        cmocka_unit_test(a_gap_names_the_combination),
        cmocka_unit_test(an_overlap_names_both_rows),
        cmocka_unit_test(a_row_that_nothing_fits_is_told),
        cmocka_unit_test(slips_in_writing_one),
        cmocka_unit_test(a_name_is_bound_to_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
