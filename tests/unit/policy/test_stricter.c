/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_stricter - what a school may ask for alone: more, never less, and a sample where it would be less (M8, M10).
 */
#include "fixture.h"

/* A rule 9.9.9/it in the base, amended by the school; sample NULL: it is accepted. */
static void amended(const char *rule, const char *verb, const char *change, const char *field, const char *sample) {
    struct fixture f = fixture_base();
    fixture_rule(&f, verb, rule);
    struct str text = str_format(&f.arena, "amend \"9.9.9/it\" { set = { %s }, reason = \"r\" }", change);
    fixture_school(&f, str_c(&f.arena, text));
    if (!sample) {
        fixture_good(&f);
    } else {
        struct str said = str_format(&f.arena, "9.9.9/it: '%s' asks for less than before: %s.", field, sample);
        fixture_wrong(&f, CODE_NOT_STRICTER, 3, "9.9.9/it", str_c(&f.arena, said));
    }
    arena_free(&f.arena);
}

static void have(const char *before, const char *after, const char *sample) {
    struct fixture f = fixture_empty();
    struct str rule = str_format(&f.arena, "who = pupils {}, when = each_school_year(), have = %s", before);
    struct str change = str_format(&f.arena, "have = %s", after);
    amended(str_c(&f.arena, rule), "must", str_c(&f.arena, change), "have", sample);
    arena_free(&f.arena);
}

static void school_have(const char *before, const char *after, const char *sample) {
    struct fixture f = fixture_empty();
    struct str rule = str_format(&f.arena, "who = the_school {}, when = each_school_year(), have = %s", before);
    struct str change = str_format(&f.arena, "have = %s", after);
    amended(str_c(&f.arena, rule), "must", str_c(&f.arena, change), "have", sample);
    arena_free(&f.arena);
}

static void who(const char *before, const char *after, const char *sample) {
    struct fixture f = fixture_empty();
    struct str rule = str_format(&f.arena, "who = %s, when = each_school_year(), have = encounter {}", before);
    struct str change = str_format(&f.arena, "who = %s", after);
    amended(str_c(&f.arena, rule), "must", str_c(&f.arena, change), "who", sample);
    arena_free(&f.arena);
}

static void when(const char *before, const char *after, bool accepted) {
    struct fixture f = fixture_empty();
    struct str rule = str_format(&f.arena, "who = pupils { year = 11 }, when = %s, have = guidance {}", before);
    struct str change = str_format(&f.arena, "when = %s", after);
    amended(str_c(&f.arena, rule), "must", str_c(&f.arena, change), "when",
            accepted ? NULL : "the deadline could be later, or can not be compared");
    arena_free(&f.arena);
}

static void a_narrower_filter_is_stricter(void **state) {
    (void)state;
    have("encounter {}", "encounter { meaningful = true }", NULL);
    have("encounter { meaningful = true }", "encounter { meaningful = true, stem = true }", NULL);
    have("encounter { meaningful = true }", "encounter { meaningful = true }", NULL);
    have("encounter { meaningful = true }", "encounter {}",
         "it would be met by a record of encounter with meaningful No");
    have("encounter { meaningful = true }", "encounter { stem = true }",
         "it would be met by a record of encounter with meaningful No");
    have("encounter { form = among { \"talk\", \"fair\" } }", "encounter { form = \"talk\" }", NULL);
    have("encounter { form = \"talk\" }", "encounter { form = among { \"talk\", \"fair\" } }",
         "it would be met by a record of encounter with form fair");
    have("encounter { form = is_not \"talk\" }", "encounter { form = \"fair\" }", NULL);
    have("encounter { form = is_not \"talk\" }", "encounter { form = known }",
         "it would be met by a record of encounter with form talk");
    have("encounter { form = known }", "encounter { form = is_not \"talk\" }", NULL);
    have("encounter { form = known }", "encounter { form = any }",
         "it would be met by a record of encounter with form not recorded");
    have("workplace {}", "encounter {}", "it would be met by a record of encounter");
}

static void bounds_are_compared(void **state) {
    (void)state;
    have("guidance { adviser_level = at_least(6) }", "guidance { adviser_level = at_least(7) }", NULL);
    have("guidance { adviser_level = at_least(6) }", "guidance { adviser_level = above(5) }", NULL);
    have("guidance { adviser_level = at_least(6) }", "guidance { adviser_level = among { 6, 8 } }", NULL);
    have("guidance { adviser_level = at_least(6) }", "guidance { adviser_level = at_least(5) }",
         "it would be met by a record of guidance with adviser_level 5");
    have("guidance { adviser_level = at_least(6) }", "guidance { adviser_level = known }",
         "it would be met by a record of guidance with adviser_level 0");
    have("guidance { adviser_level = at_least(p.level) }", "guidance { adviser_level = at_least(6) }", NULL);
    have("guidance { adviser_level = at_least(p.level) }", "guidance { adviser_level = at_least(5) }",
         "it would be met by a record of guidance with adviser_level 5");
    have("guidance { adviser_level = below(7) }", "guidance { adviser_level = below(p.level) }", NULL);
}

static void sets_are_compared_by_their_members(void **state) {
    (void)state;
    have("provider { content = includes(\"learning\") }",
         "provider { content = includes_all { \"learning\", \"careers\" } }", NULL);
    have("provider { content = includes_any { \"learning\", \"careers\" } }",
         "provider { content = includes(\"careers\") }", NULL);
    have("provider { content = includes_all { \"learning\", \"careers\" } }",
         "provider { content = includes_any { \"learning\", \"careers\" } }",
         "it would be met by a record of provider with content careers");
    have("provider { content = lacks_any { \"learning\", \"careers\" } }",
         "provider { content = lacks_any { \"learning\" } }", NULL);
}

static void outcomes_and_cancellation_are_compared(void **state) {
    (void)state;
    have("guidance { outcome = any }", "guidance {}", NULL);
    have("guidance {}", "guidance { outcome = any }", "it would be met by a record of guidance with outcome absent");
    have("guidance {}", "guidance { cancelled = any }", "it would be met by a record of guidance with cancelled Yes");
    have("guidance { cancelled = any }", "guidance {}", NULL);
}

static void organisations_are_compared(void **state) {
    (void)state;
    have("provider { organisation = known }", "provider { organisation = organisations { type = \"utc\" } }", NULL);
    have("provider { organisation = organisations { type = among { \"utc\", \"employer\" } } }",
         "provider { organisation = organisations { type = \"utc\" } }", NULL);
    have("provider { organisation = organisations { type = \"utc\" } }", "provider { organisation = organisations {} }",
         "it would be met by a record of provider with organisation of any other value");
}

static void unions_are_compared_as_a_whole(void **state) {
    (void)state;
    have("either { encounter { stem = true }, encounter { stem = is_not(true) } }", "encounter { stem = known }", NULL);
    have("either { encounter { stem = true }, workplace {} }",
         "either { workplace { stem = true }, encounter { stem = true } }", NULL);
    have("either { encounter { stem = true }, workplace {} }", "either { workplace {}, encounter {} }",
         "it would be met by a record of encounter with stem No");
    have("encounter {}", "either { encounter {}, workplace {} }", "it would be met by a record of workplace");
}

static void counts_are_compared(void **state) {
    (void)state;
    have("encounter {}", "at_least(2, encounter {})", NULL);
    have("at_least(2, encounter {})", "encounter {}", "it would be met by 1 instead of 2");
    have("at_least(p.encounters, encounter {})", "at_least(1, encounter {})", NULL);
    have("at_least(2, encounter {})", "at_least(2, encounter {}, { distinct = \"organisation\" })", NULL);
    have("at_least(2, encounter {}, { distinct = \"organisation\" })", "at_least(2, encounter {})",
         "that it does not can not be shown");
    have("at_most(3, encounter {})", "at_most(2, encounter {})", NULL);
    have("at_most(3, encounter {})", "at_most(4, encounter {})", "it would be met by 4 instead of at most 3");
    have("at_most(3, encounter { stem = true })", "at_most(3, encounter {})", NULL);
    have("at_least_total(10, \"hours\", workplace {})", "at_least_total(12, \"hours\", workplace {})", NULL);
    have("at_least_total(10, \"hours\", workplace {})", "at_least_total(9.5, \"hours\", workplace {})",
         "it would be met by 570 instead of 600");
}

static void terms_are_compared(void **state) {
    (void)state;
    have("encounter {}", "all_of { encounter {}, workplace {} }", NULL);
    have("all_of { encounter {}, workplace {} }", "encounter {}", "it would be met by a record of encounter");
    have("any_of { encounter {}, workplace {} }", "workplace {}", NULL);
    have("workplace {}", "any_of { encounter {}, workplace {} }", "it would be met by a record of encounter");
    have("any_of { encounter {}, workplace {} }", "any_of { workplace { stem = true }, encounter {} }", NULL);
    school_have("for_each(\"audience\", { \"pupils\" }, survey {})",
                "for_each(\"audience\", { \"pupils\", \"parents\" }, survey {})", NULL);
    school_have("for_each(\"audience\", { \"pupils\", \"parents\" }, survey {})",
                "for_each(\"audience\", { \"pupils\" }, survey {})", "it would be met by leaving out parents");
    school_have("survey {}", "for_each(\"audience\", { \"pupils\" }, survey {})", NULL);
}

static void a_prohibition_is_stricter_when_it_forbids_more(void **state) {
    (void)state;
    static const char rule[] = "who = the_school {}, when = each_school_year(), have = provider { technical = true }";
    amended(rule, "must_not", "have = provider {}", "have", NULL);
    amended(rule, "must_not", "have = provider { technical = true, in_school_hours = false }", "have",
            "it no longer forbids a record of provider with in_school_hours Yes");
}

static void who_may_only_grow(void **state) {
    (void)state;
    who("pupils { year = years(8, 11) }", "pupils { year = years(7, 11) }", NULL);
    who("pupils { year = years(7, 11) }", "pupils { year = years(8, 11) }", "it leaves out a pupil with year 7");
    who("pupils { year = years(8, 10) }", "any_of { pupils { year = years(7, 9) }, pupils { year = years(9, 11) } }",
        NULL);
    who("pupils { year = years(8, 11) }", "any_of { pupils { year = years(7, 9) }, pupils { year = 11 } }",
        "it leaves out a pupil with year 10");
    who("pupils { on_roll = any }", "pupils {}", "it leaves out a pupil with on_roll No");
    who("pupils {}", "pupils { on_roll = any }", NULL);
    who("pupils {}", "pupils { enrolment = any }", NULL);
    who("pupils { enrolment = any }", "pupils {}", "it leaves out a pupil with enrolment subsidiary");
    who("pupils {}", "pupils { sen = \"ehcp\" }", "it leaves out a pupil with sen none");
    who("pupils { sen = \"ehcp\" }", "pupils { sen = known }", NULL);
    who("pupils { year = p.programme }", "pupils { year = years(7, 13) }", NULL);
    who("pupils { year = p.programme }", "pupils { year = years(9, 13) }", "it leaves out a pupil with year 7");
}

static void deadlines_may_only_come_sooner(void **state) {
    (void)state;
    when("by_age(16)", "by_age(15)", true);
    when("by_age(16)", "by_age(17)", false);
    when("by_age(16)", "by_end_of_year(9)", false);
    when("by_end_of_year(9)", "by_end_of_year(8)", true);
    when("before_year(11)", "before_year(12)", false);
    when("over_years(10, 11)", "over_years(10, 10)", true);
    when("over_years(10, 11)", "over_years(9, 11)", false);
    when("each_school_year()", "each_school_year { due = \"06-30\" }", true);
    when("each_school_year { due = \"12-31\" }", "each_school_year { due = \"01-31\" }", false);
    when("each_school_year { due = \"01-31\" }", "each_school_year { due = \"12-31\" }", true);
    when("rolling(months(12))", "rolling(months(6))", true);
    when("rolling(months(12))", "rolling(days(336))", true);
    when("rolling(months(12))", "rolling(days(360))", false);
    when("always { grace = days(10) }", "always()", true);
    when("always()", "always { grace = days(10) }", false);
    when("within { days = 10, of = guidance {} }", "within { days = 9, of = guidance {} }", true);
    when("within { days = 10, of = guidance {} }", "within { days = 11, of = guidance {} }", false);
    when("within { days = 10, of = guidance {} }", "within { days = 9, of = encounter {} }", false);
    when("within { days = 10, of = guidance {} }", "within { school_days = 9, of = guidance {} }", false);
    when("ahead_of { days = 10, of = guidance {} }", "ahead_of { days = 11, of = guidance {} }", true);
    when("ahead_of { days = 10, of = guidance {} }", "ahead_of { days = 9, of = guidance {} }", false);
    when("each_key_stage(3)", "each_key_stage(3, 4)", true);
    when("each_key_stage(3, 4)", "each_key_stage(3)", false);
    when("by_date_in_year(\"01-31\")", "by_date_in_year(\"12-01\")", true);
    when("in_phases { \"first\" }", "in_phases { \"first\" }", true);
    when("each_term()", "each_school_year()", false);
    when("further_by_age(18, 16)", "further_by_age(17, 16)", true);
}

static void a_deadline_may_not_come_before_the_beginning(void **state) {
    (void)state;
    when("by_age(16)", "by_age(13)", true);
    when("by_age(16)", "by_age(12)", false); /* born on 1 September they are 12 as Year 7 begins */
    when("by_age(12)", "by_age(12)", true);
    when("further_by_age(15, 10)", "further_by_age(13, 10)", true);
    when("further_by_age(15, 10)", "further_by_age(12, 10)", false);
    when("by_end_of_year(9)", "by_end_of_year(7)", true);
    when("by_end_of_year(9)", "by_end_of_year(6)", false);
    when("before_year(11)", "before_year(8)", true);
    when("before_year(11)", "before_year(7)", false);
    when("ahead_of { days = 10, of = guidance {} }", "ahead_of { days = 336, of = guidance {} }", true);
    when("ahead_of { days = 10, of = guidance {} }", "ahead_of { days = 337, of = guidance {} }", false);
    when("ahead_of { school_days = 10, of = guidance {} }", "ahead_of { school_days = 20, of = guidance {} }", true);
    when("ahead_of { days = 10, opens = days(12), of = guidance {} }",
         "ahead_of { days = 13, opens = days(12), of = guidance {} }", false);
}

static void what_is_forbidden_is_looked_for_in_the_whole_window(void **state) {
    (void)state;
    static const char ban[] = "who = pupils {}, when = by_end_of_year(9), have = encounter { stem = true }";
    static const char limit[] = "who = pupils {}, when = by_end_of_year(9), have = all_of { guidance {}, at_most(3, encounter {}) }";
    amended(ban, "must_not", "when = by_end_of_year(9)", NULL, NULL);
    amended(ban, "must_not", "when = by_end_of_year(8)", "when", "it is looked for in another time");
    static const char odd[] = "who = pupils { year = 9 }, when = each_school_year(), have = at_most(1, encounter {})";
    amended(odd, "must", "who = pupils {}", NULL, NULL);
    amended(odd, "must_not", "who = pupils {}", "who", "it counts what happened to others too");
    amended(limit, "must", "when = by_end_of_year(9)", NULL, NULL);
    amended(limit, "must", "when = by_end_of_year(8)", "when", "it is looked for in another time");
}

static void exemptions_may_only_become_shorter(void **state) {
    (void)state;
    static const char rule[] = "who = pupils {}, when = each_term(), have = encounter {}, exempt = { reasons = { \"x\" "
                               "}, for_at_most = months(6) }";
    amended(rule, "must", "[\"exempt.for_at_most\"] = months(6)", NULL, NULL);
    amended(rule, "must", "[\"exempt.for_at_most\"] = days(100)", NULL, NULL);
    amended(rule, "must", "[\"exempt.for_at_most\"] = months(7)", "exempt.for_at_most",
            "an exemption could last longer");
}

static void parameters_move_one_way(void **state) {
    (void)state;
    static const struct {
        const char *name, *value, *said;
    } cases[] = {
        { "encounters", "2", NULL },
        { "encounters", "1", NULL },
        { "encounters", "0",
          "'encounters': the trust says 1, and from 1 September 2023 this says 0; it may only become higher." },
        { "days", "4", NULL },
        { "days", "6", "'days': the trust says 5, and from 1 September 2023 this says 6; it may only become lower." },
        { "subjects", "{ \"Maths\", \"English\", \"Art\" }", NULL },
        { "subjects", "{ \"English\", \"Art\" }",
          "'subjects': the trust says English and Maths, and from 1 September 2023 this says English and Art; it may only become wider." },
        { "week", "25.5", NULL },
        { "week", "24",
          "'week': the trust says 25 hours, and from 1 September 2023 this says 24 hours; it may only become higher." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        struct str text =
            str_format(&f.arena, "amend \"param/%s\" { tighten = { [\"2023-09-01\"] = %s }, reason = \"r\" }",
                       cases[i].name, cases[i].value);
        fixture_school(&f, str_c(&f.arena, text));
        if (cases[i].said)
            fixture_wrong(&f, CODE_NOT_STRICTER, 3, NULL, cases[i].said);
        else
            fixture_good(&f);
        arena_free(&f.arena);
    }
}

static void a_parameter_is_compared_on_each_day(void **state) {
    (void)state;
    static const char update[] = UPDATE_HEADER(
        "u", "2024-01-01") "amend \"param/encounters\" { set = { [\"2024-01-01\"] = 3 }, reason = \"r\" }";
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u.lua", update);
    fixture_school(&f, ADOPT("u") "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"r\" }");
    fixture_wrong(&f, CODE_NOT_STRICTER, 4, "param/encounters",
                  "'encounters': the trust says 3, and from 1 January 2024 this says 2; it may only become higher.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u.lua", update);
    fixture_school(&f, ADOPT("u") "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2, [\"2024-01-01\"] = 3 "
                                  "}, reason = \"r\" }");
    fixture_good(&f);
    arena_free(&f.arena);
}

static void a_rule_is_compared_when_a_parameter_moves_later(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "u.lua",
        UPDATE_HEADER("u", "2024-01-01") "amend \"param/level\" { set = { [\"2024-01-01\"] = 7 }, reason = \"r\" }");
    fixture_school(
        &f,
        ADOPT(
            "u") "amend \"4.9.2/by-16\" { set = { have = guidance { adviser_level = at_least(6) } }, reason = \"r\" }");
    fixture_wrong(
        &f, CODE_NOT_STRICTER, 4, "4.9.2/by-16",
        "4.9.2/by-16: 'have' asks for less than before: it would be met by a record of guidance with adviser_level 6.");
    arena_free(&f.arena);
}

static void a_rule_of_law_is_below_the_law(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"4.8.6/visits\" { set = { have = provider {} }, reason = \"r\" }");
    fixture_wrong(
        &f, CODE_BELOW_THE_LAW, 3, "4.8.6/visits",
        "4.8.6/visits: 'have' asks for less than before: it would be met by a record of provider with technical No.");
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrower_filter_is_stricter),
        cmocka_unit_test(bounds_are_compared),
        cmocka_unit_test(sets_are_compared_by_their_members),
        cmocka_unit_test(outcomes_and_cancellation_are_compared),
        cmocka_unit_test(organisations_are_compared),
        cmocka_unit_test(unions_are_compared_as_a_whole),
        cmocka_unit_test(counts_are_compared),
        cmocka_unit_test(terms_are_compared),
        cmocka_unit_test(a_prohibition_is_stricter_when_it_forbids_more),
        cmocka_unit_test(who_may_only_grow),
        cmocka_unit_test(deadlines_may_only_come_sooner),
        cmocka_unit_test(a_deadline_may_not_come_before_the_beginning),
        cmocka_unit_test(what_is_forbidden_is_looked_for_in_the_whole_window),
        cmocka_unit_test(exemptions_may_only_become_shorter),
        cmocka_unit_test(parameters_move_one_way),
        cmocka_unit_test(a_parameter_is_compared_on_each_day),
        cmocka_unit_test(a_rule_is_compared_when_a_parameter_moves_later),
        cmocka_unit_test(a_rule_of_law_is_below_the_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
