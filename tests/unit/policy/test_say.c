/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_say - rules in words.
 */
#include "fixture.h"

static struct fixture with(const char *fields) {
    struct fixture f = fixture_base();
    fixture_rule(&f, "must", fields);
    fixture_good(&f);
    return f;
}

static void says_have(const char *subject, const char *have, const char *expected) {
    struct fixture a = fixture_empty();
    struct str fields = str_format(&a.arena, "who = %s, when = each_school_year(), have = %s", subject, have);
    struct fixture f = with(str_c(&a.arena, fields));
    assert_str(policy_say_term(&f.arena, f.policy, &fixture_it(&f)->have, on_day("2022-09-01")), expected);
    arena_free(&a.arena);
    arena_free(&f.arena);
}

static void says_who(const char *who, const char *have, const char *expected) {
    struct fixture a = fixture_empty();
    struct str fields = str_format(&a.arena, "who = %s, when = each_school_year(), have = %s", who, have);
    struct fixture f = with(str_c(&a.arena, fields));
    assert_str(policy_say_who(&f.arena, f.policy, fixture_it(&f), on_day("2022-09-01")), expected);
    arena_free(&a.arena);
    arena_free(&f.arena);
}

static void says_when(const char *when, const char *expected) {
    struct fixture a = fixture_empty();
    struct str fields = str_format(&a.arena, "who = pupils { year = 11 }, have = guidance {}, when = %s", when);
    struct fixture f = with(str_c(&a.arena, fields));
    assert_str(policy_say_window(&f.arena, f.policy, &fixture_it(&f)->when, on_day("2022-09-01")), expected);
    arena_free(&a.arena);
    arena_free(&f.arena);
}

static void says_what_is_needed(void **state) {
    (void)state;
    says_have("pupils {}", "encounter { meaningful = true }", "at least 1 employer encounter that is meaningful");
    says_have("pupils {}", "at_least(2, encounter { meaningful = true })",
              "at least 2 employer encounters that are meaningful");
    says_have("pupils {}", "encounter { meaningful = false }", "at least 1 employer encounter that is not meaningful");
    says_have("pupils {}", "guidance { adviser_level = at_least(p.level) }",
              "at least 1 guidance interview with adviser's level 6 or more");
    says_have("pupils {}", "guidance { adviser_level = below(p.level) }",
              "at least 1 guidance interview with adviser's level below 6");
    says_have("pupils {}", "guidance { outcome = any }", "at least 1 guidance interview held or offered");
    says_have("pupils {}", "guidance { outcome = \"invited\" }", "at least 1 guidance interview invited");
    says_have("pupils {}", "at_least_total(p.week, \"hours\", workplace { meaningful = true })",
              "at least 25 hours in all of workplace experiences that are meaningful");
    says_have("pupils {}", "at_most(0, encounter {})", "no employer encounters");
    says_have("pupils {}", "at_least(2, encounter {}, { distinct = \"organisation\" })",
              "at least 2 employer encounters, each with another organisation");
    says_have("pupils {}", "workplace { consent_on = known, insurance_on = missing }",
              "at least 1 workplace experience without the day of the insurance check recorded and with the day of the consent recorded");
    says_have("pupils {}", "either { encounter {}, workplace {} }",
              "at least 1 employer encounter or workplace experience");
    says_have(
        "pupils {}", "all_of { intention { keeps_duty = true }, offer {} }",
        "at least 1 intended next step that keeps the pupil in education or training and at least 1 offer of a place");
    says_have("pupils {}", "briefing { theme = \"resits\" }", "at least 1 briefing on resits");
    says_have("the_school {}", "meeting { with = \"enterprise_adviser\" }",
              "at least 1 meeting with enterprise adviser");
    says_have("the_school {}", "for_each(\"audience\", { \"pupils\", \"support_staff\" }, survey {})",
              "for each of pupils and support staff: at least 1 survey");
    says_have("the_school {}", "for_each(\"year\", p.programme, programme_line {})",
              "for each of Years 8 to 13: at least 1 line of the programme");
    says_have("the_school {}", "for_each(\"for_years\", years(8, 10), provider {})",
              "for each of Years 8 to 10: at least 1 provider encounter");
    says_have("the_school {}", "provider { organisation = organisations { type = \"utc\", is_local = true } }",
              "at least 1 provider encounter with an organisation that is local and of the type UTC");
    says_have("pupils {}", "provider { content = lacks_any { \"careers\", \"learning\" } }",
              "at least 1 provider encounter with content lacking careers or learning");
    says_have("pupils {}", "encounter { form = is_not \"talk\" }",
              "at least 1 employer encounter not in the form of talk");
}

static void says_whom_it_concerns(void **state) {
    (void)state;
    says_who("pupils { year = years(7, 13) }", "encounter {}", "pupils in Years 7 to 13");
    says_who("pupils { year = 9 }", "encounter {}", "pupils in Year 9");
    says_who("pupils { year = among { 9, 11, 13 } }", "encounter {}", "pupils in Years 9, 11 and 13");
    says_who("pupils { year = among { 12, 13 } }", "encounter {}", "pupils in Years 12 and 13");
    says_who("pupils { year = at_least(9), sen = \"ehcp\" }", "encounter {}",
             "pupils in Year 9 or above with an EHC plan");
    says_who("pupils { year = p.programme }", "encounter {}", "pupils in Years 8 to 13");
    says_who("pupils { days_on_roll = at_least(30), year = years(7, 13) }", "encounter {}",
             "pupils in Years 7 to 13 on roll for at least 30 days");
    says_who("pupils { age = among { 16, 17 }, on_roll = any }", "encounter {}",
             "pupils aged 16 or 17 whether on roll or not");
    says_who("pupils { sen = is_not \"none\" }", "encounter {}", "pupils with special educational needs");
    says_who("any_of { pupils { year = 8, care = is_not \"no\" }, pupils { child_in_need = true } }", "encounter {}",
             "pupils in Year 8 who are or were looked after, or pupils who are children in need");
    says_who("pupils {}, unless = { pupils { sen = \"ehcp\" }, because = \"x\" }", "encounter {}",
             "pupils, but not pupils with an EHC plan");
    says_who("the_school {}", "survey {}", "the school");
    says_who("staff { roles = includes_any { \"careers_adviser\", \"senco\" } }", "cpd {}",
             "staff who are careers adviser or SENCO");
    says_who("organisations { type = \"guidance_contractor\", active = true }", "certificate {}",
             "organisations that are active of the type guidance contractor");
}

static void says_by_when(void **state) {
    (void)state;
    says_when("each_school_year()", "each school year");
    says_when("each_school_year { due = \"10-31\" }", "each school year, by 31 October");
    says_when("each_term()", "each term");
    says_when("each_half_term()", "each half-term");
    says_when("each_key_stage()", "in each key stage");
    says_when("each_key_stage(3, 4)", "in each key stage: 3, 4");
    says_when("each_key_stage(4)", "in key stage 4");
    says_when("by_age(16)", "by the end of the school year in which 16 is reached");
    says_when("further_by_age(18, 16)",
              "by the end of the school year in which 18 is reached, and after the school year of 16");
    says_when("by_end_of_year(9)", "by the end of Year 9");
    says_when("before_year(11)", "before Year 11");
    says_when("over_years(7, 9)", "over Years 7 to 9");
    says_when("over_years(10, 11)", "over Years 10 and 11");
    says_when("in_phases { \"first\" }", "in the phase first");
    says_when("at_transitions { \"options\", \"post16\" }", "at each of the transitions options and post16");
    says_when("by_date_in_year(\"01-31\")", "by 31 January of that year");
    says_when("by_date_after_year(\"09-30\")", "by 30 September after that year");
    says_when("within { school_days = 20, of = admission {} }", "within 20 school days of admission");
    says_when("within { days = 90, of = birthday(13) }", "within 90 days of the 13th birthday");
    says_when("within { days = 1, of = turns_year(9) }", "within 1 day of the start of Year 9");
    says_when("within { school_days = p.days, of = guidance {} }", "within 5 school days of each guidance interview");
    says_when("within { days = 0, of = agreed_action {}, anchor_on = \"due_on\" }",
              "by each agreed action, from the day it is due");
    says_when("ahead_of { school_days = 15, of = guidance {} }",
              "at least 15 school days before each guidance interview");
    says_when("rolling(months(12))", "at any time within the last 12 months");
    says_when("always()", "at all times");
    says_when("always { grace = school_days(20) }", "at all times, with 20 school days to put it right");
}

static void says_the_reading_in_force(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = guidance {}, when = by_age(16)");
    fixture_school(&f, "amend \"reading/by the age of\" { set = { means = \"birthday\" }, reason = \"r\" }");
    fixture_good(&f);
    assert_str(policy_say_window(&f.arena, f.policy, &fixture_it(&f)->when, on_day("2022-09-01")),
               "by the day before the 16th birthday");
    arena_free(&f.arena);
}

static void says_a_parameter_as_on_the_day(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"r\" }");
    fixture_good(&f);
    const struct term *have = &fixture_find(&f, "4.6.4/encounter")->versions[0].have;
    assert_str(policy_say_term(&f.arena, f.policy, have, on_day("2023-08-31")),
               "at least 1 employer encounter that is meaningful");
    assert_str(policy_say_term(&f.arena, f.policy, have, on_day("2023-09-01")),
               "at least 2 employer encounters that are meaningful");
    arena_free(&f.arena);
}

static void says_one_condition(void **state) {
    (void)state;
    struct fixture f = with("who = pupils {}, have = guidance { adviser_level = years(4, 6) }, when = each_term()");
    const struct filter *filter = &fixture_it(&f)->have.filters[0];
    assert_str(policy_say_condition(&f.arena, f.policy, filter, &filter->conditions[0], on_day("2022-09-01")),
               "with adviser's level 4 to 6");
    arena_free(&f.arena);
}

/* A list that a parameter holds is said by its values, not as the first code of the field. */
static void a_list_of_codes_is_said_in_words(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua",
                "param \"groups\" { type = \"codes\", values = { [\"2022-06-01\"] = { \"looked_after\", \"care_leaver\" } } }");
    fixture_rule(&f, "must", "who = pupils { care = p.groups }, have = guidance {}, when = each_school_year()");
    fixture_good(&f);
    assert_str(policy_say_who(&f.arena, f.policy, fixture_it(&f), on_day("2022-09-01")), "pupils with care status looked after or care leaver");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua",
                "param \"asked\" { type = \"codes\", values = { [\"2022-06-01\"] = { \"pupils\", \"support_staff\" } } }");
    fixture_rule(&f, "must", "who = the_school {}, have = for_each(\"audience\", p.asked, survey {}), when = each_school_year()");
    fixture_good(&f);
    assert_str(policy_say_term(&f.arena, f.policy, &fixture_it(&f)->have, on_day("2022-09-01")),
               "for each of pupils and support staff: at least 1 survey");
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_is_needed),
        cmocka_unit_test(a_list_of_codes_is_said_in_words),
        cmocka_unit_test(says_whom_it_concerns),
        cmocka_unit_test(says_by_when),
        cmocka_unit_test(says_the_reading_in_force),
        cmocka_unit_test(says_a_parameter_as_on_the_day),
        cmocka_unit_test(says_one_condition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
