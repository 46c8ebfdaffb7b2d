/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_law - each law of merging once broken, with its place and its sentence, and once only just kept.
 */
#include "fixture.h"

#define OWNER(target, role) "amend \"" target "\" { set = { owner = role." role " }, reason = \"r\" }\n"

static void school_wrong(const char *text, enum code code, uint32_t line, const char *token, const char *said) {
    struct fixture f = fixture_base();
    fixture_school(&f, text);
    fixture_wrong(&f, code, line, token, said);
    arena_free(&f.arena);
}

static void school_good(const char *text) {
    struct fixture f = fixture_base();
    fixture_school(&f, text);
    fixture_good(&f);
    arena_free(&f.arena);
}

/* A rule of law in a clause of guidance, with parameters of no clause. */
static const char READS[] =
    "clause \"9.9.9\" { title = \"t\", basis = \"guidance\", must \"it\" { basis = \"law\", who = pupils {}, "
    "have = at_least_total(p.week, \"hours\", workplace {}), when = by_end_of_year(p.fixed) } }";

static void trust_wrong(const char *text, enum code code, uint32_t line, const char *token, const char *said) {
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua", READS);
    fixture_trust(&f, text);
    fixture_wrong(&f, code, line, token, said);
    arena_free(&f.arena);
}

static void trust_good(const char *text) {
    struct fixture f = fixture_base();
    fixture_trust(&f, text);
    fixture_good(&f);
    arena_free(&f.arena);
}

/* ---- M3 ---- */

static void one_layer_says_a_field_once(void **state) {
    (void)state;
    school_wrong(OWNER("4.9.2/by-16", "tutor") OWNER("4.9.2/by-16", "slt"), CODE_MERGE_CONFLICT, 4, "4.9.2/by-16",
                 "'owner' of 4.9.2/by-16 is also changed at policy.lua:3; one of the two must go.");
    school_wrong(OWNER("4.9.2/by-16", "tutor") OWNER("4.9.2/by-16", "tutor"), CODE_MERGE_CONFLICT, 4, "4.9.2/by-16",
                 "'owner' of 4.9.2/by-16 is also changed at policy.lua:3; one of the two must go.");
    trust_wrong("amend \"param/encounters\" { set = { [\"2023-09-01\"] = 2 }, tighten = { [\"2023-09-01\"] = 3 }, "
                "reason = \"r\" }",
                CODE_MERGE_CONFLICT, 2, "param/encounters",
                "'values' of param/encounters is also changed at trust.lua:2; one of the two must go.");
    school_good(OWNER("4.9.2/by-16", "tutor") OWNER("4.6.4/encounter", "slt"));
    school_good(OWNER("4.9.2/by-16", "tutor") "amend \"4.9.2/by-16\" { set = { severity = \"low\" }, reason = \"r\" }");
}

static void a_whole_field_and_a_part_of_it_are_one_voice(void **state) {
    (void)state;
    school_wrong("amend \"4.6.4/encounter\" { set = { [\"who.days_on_roll\"] = at_least(10) }, reason = \"r\" }\n"
                 "amend \"4.6.4/encounter\" { set = { who = pupils {} }, reason = \"r\" }",
                 CODE_MERGE_CONFLICT, 4, "4.6.4/encounter",
                 "'who' of 4.6.4/encounter is also changed at policy.lua:3; one of the two must go.");
}

static void a_school_does_not_say_whom_rules_count(void **state) {
    (void)state;
    struct fixture f = fixture_empty();
    fixture_add(&f, LAYER_BASE, "policy.lua",
                "policy { id = \"base\", title = \"P\", version = \"1\", effective = \"2022-06-01\" }\n");
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                SCHOOL_HEADER "param \"counted_enrolments\" { type = \"codes\", values = { [\"2022-09-01\"] = { \"guest\" } } }");
    fixture_wrong(&f, CODE_NOT_OPEN, 2, "param", "A school can not add a parameter of its own.");
    arena_free(&f.arena);
}

static void an_answer_and_an_amendment_are_one_voice(void **state) {
    (void)state;
    school_wrong("amend \"param/programme\" { tighten = { [\"2023-09-01\"] = years(6, 13) }, reason = \"r\" }",
                 CODE_MERGE_CONFLICT, 3, "param/programme",
                 "'values' of param/programme is also changed at policy.lua:2; one of the two must go.");
}

static void a_question_is_answered_once(void **state) {
    (void)state;
    school_wrong("choose \"adviser\" { \"keep\", reason = \"again\" }", CODE_MERGE_CONFLICT, 3, "adviser",
                 "'adviser' is also answered at policy.lua:2; one of the two must go.");
}

static void two_updates_of_one_day_conflict_and_of_two_days_do_not(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/b.lua", UPDATE_HEADER("b", "2023-01-01") OWNER("4.9.2/by-16", "slt"));
    fixture_add(&f, LAYER_UPDATE, "u/a.lua", UPDATE_HEADER("a", "2023-01-01") OWNER("4.9.2/by-16", "tutor"));
    fixture_trust(&f, ADOPT("a") ADOPT("b"));
    fixture_wrong(&f, CODE_MERGE_CONFLICT, 2, "4.9.2/by-16",
                  "'owner' of 4.9.2/by-16 is also changed at u/a.lua:2; one of the two must go.");
    assert_str(f.problems.at[0].place.file, "u/b.lua");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/b.lua", UPDATE_HEADER("b", "2023-01-02") OWNER("4.9.2/by-16", "slt"));
    fixture_add(&f, LAYER_UPDATE, "u/a.lua", UPDATE_HEADER("a", "2023-01-01") OWNER("4.9.2/by-16", "tutor"));
    fixture_trust(&f, ADOPT("a") ADOPT("b"));
    fixture_good(&f);
    arena_free(&f.arena);
}

/* ---- M4 ---- */

static void school_over_trust(const char *school, enum code code, const char *said) {
    struct fixture f = fixture_base();
    fixture_trust(&f, OWNER("4.9.2/by-16",
                            "slt") "amend \"param/encounters\" { set = { [\"2022-09-01\"] = 2 }, reason = \"r\" }");
    fixture_school(&f, school);
    if (code == CODE_NONE)
        fixture_good(&f);
    else
        fixture_wrong(&f, code, 3, NULL, said);
    arena_free(&f.arena);
}

static void replacing_the_trusts_word_is_said(void **state) {
    (void)state;
    school_over_trust(OWNER("4.9.2/by-16", "tutor"), CODE_MERGE_SHADOW,
                      "4.9.2/by-16 is already changed at trust.lua:2.");
    school_over_trust("amend \"4.9.2/by-16\" { set = { owner = role.tutor }, over = \"The Trust\", reason = \"r\" }",
                      CODE_NONE, NULL);
    school_over_trust("amend \"4.9.2/by-16\" { set = { severity = \"low\" }, reason = \"r\" }", CODE_NONE, NULL);
    school_over_trust("amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 3 }, reason = \"r\" }", CODE_NONE,
                      NULL);
    school_over_trust("amend \"4.9.2/by-16\" { set = { severity = \"low\" }, over = \"The Trust\", reason = \"r\" }",
                      CODE_UNKNOWN_TARGET, "'The Trust' changes nothing here that could be replaced.");
    school_over_trust("amend \"4.9.2/by-16\" { set = { owner = role.tutor }, over = \"The Trus\", reason = \"r\" }",
                      CODE_MERGE_SHADOW, "4.9.2/by-16 is already changed at trust.lua:2.");
}

static void an_adopted_update_counts_as_base(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/a.lua", UPDATE_HEADER("a", "2023-01-01") OWNER("4.9.2/by-16", "slt"));
    fixture_school(&f, ADOPT("a") OWNER("4.9.2/by-16", "tutor"));
    fixture_good(&f);
    arena_free(&f.arena);
}

/* ---- M5 ---- */

static void targets_exist(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"4.6.14/encounter\" { set = { severity = \"low\" }, reason = \"r\" }");
    fixture_wrong(&f, CODE_UNKNOWN_TARGET, 3, "4.6.14/encounter", "Nothing is called '4.6.14/encounter' in base.");
    assert_str(f.problems.at[0].next, "Did you mean '4.6.4/encounter'?");
    arena_free(&f.arena);
    school_wrong("amend \"param/encountres\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"r\" }",
                 CODE_UNKNOWN_TARGET, 3, "param/encountres", "Nothing is called 'param/encountres' in base.");
    school_wrong("drop \"4.6.33\" { reason = \"r\" }", CODE_UNKNOWN_TARGET, 3, "4.6.33",
                 "Nothing is called '4.6.33' in base.");
    school_wrong("choose \"adviserr\" { \"keep\", reason = \"r\" }", CODE_UNKNOWN_TARGET, 3, "adviserr",
                 "The policy asks no question called 'adviserr'.");
    school_wrong(
        "add \"7.0.11/x\" { reason = \"r\", should { who = the_school {}, have = alumni {}, when = each_term() } }",
        CODE_UNKNOWN_TARGET, 3, "7.0.11/x", "There is no clause 7.0.11 in base to add a rule to.");
    school_wrong("adopt \"nothing\" { approved = \"2022-01-01\", approved_by = \"x\" }", CODE_UNKNOWN_TARGET, 3,
                 "nothing", "There is no update called 'nothing'.");
}

static void a_target_of_an_update_not_adopted_is_explained(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/a.lua",
                UPDATE_HEADER("a", "2027-01-01") "add \"4.8.6/two\" { reason = \"r\", must { who = pupils {}, have = "
                                                 "provider {}, when = each_term() } }");
    fixture_school(&f, OWNER("4.8.6/two", "tutor"));
    fixture_wrong(&f, CODE_UNKNOWN_TARGET, 3, "4.8.6/two", "Nothing is called '4.8.6/two' in base.");
    assert_str(f.problems.at[0].next, "It comes with the update 'a', which is not adopted.");
    arena_free(&f.arena);
}

/* ---- M7 ---- */

static void dropping_and_changing_conflict(void **state) {
    (void)state;
    trust_wrong("drop \"4.6.5/stem\" { reason = \"r\" }\n" OWNER("4.6.5/stem", "slt"), CODE_MERGE_CONFLICT, 3,
                "4.6.5/stem", "4.6.5/stem is changed here and dropped at trust.lua:2; one of the two must go.");
    trust_wrong("drop \"4.6.5\" { reason = \"r\" }\n" OWNER("4.6.5/stem", "slt"), CODE_MERGE_CONFLICT, 3, "4.6.5/stem",
                "4.6.5/stem is changed here and dropped at trust.lua:2; one of the two must go.");
    trust_wrong("drop \"4.6.5\" { reason = \"r\" }\nadd \"4.6.5/new\" { reason = \"r\", must { who = pupils {}, have = "
                "encounter {}, when = each_term() } }",
                CODE_MERGE_CONFLICT, 3, NULL, "4.6.5/new is added here, and clause 4.6.5 is dropped at trust.lua:2.");
    trust_good("drop \"4.6.5/stem\" { reason = \"r\" }\n" OWNER("4.6.4/encounter", "slt"));
}

static void what_is_dropped_is_not_named_elsewhere(void **state) {
    (void)state;
    trust_wrong("drop \"4.6.4/encounter\" { reason = \"r\" }", CODE_DROPPED_BUT_USED, 2, "4.6.4/encounter",
                "4.6.4/encounter is dropped, and the 'hint' of 4.6.5/stem still names it.");
    trust_wrong("drop \"4.6.4\" { reason = \"r\" }", CODE_DROPPED_BUT_USED, 2, "4.6.4",
                "4.6.4 is dropped, and the 'hint' of 4.6.5/stem still names it.");
    trust_good("drop \"4.6.4/encounter\" { reason = \"r\" } drop \"4.6.5/stem\" { reason = \"r\" }");
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua", "clause \"9.1\" { title = \"t\", also = { \"4.6.3\" } }");
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                SCHOOL_HEADER "choose \"programme\" { years(7, 13), reason = \"r\" } choose \"leader_title\" { \"x\", "
                              "reason = \"r\" } choose \"appendix\" { \"none\", reason = \"r\" }\n"
                              "choose \"adviser\" { \"drop\", reason = \"r\" }");
    fixture_wrong(&f, CODE_DROPPED_BUT_USED, 3, "adviser", "4.6.3 is dropped, and the 'also' of 9.1 still names it.");
    arena_free(&f.arena);
}

/* ---- M8 ---- */

static void a_school_may_do_what_is_open_to_it(void **state) {
    (void)state;
    school_good("amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"r\" }\n"
                "amend \"4.9.2/by-16\" { set = { owner = role.tutor, remind = plan.urgent, severity = \"critical\", "
                "[\"exempt.for_at_most\"] = months(3) }, reason = \"r\" }\n"
                "amend \"4.8.6/visits\" { set = { owner = role.tutor }, reason = \"also of a law\" }\n"
                "amend \"reading/by the age of\" { set = { means = \"birthday\" }, reason = \"r\" }\n"
                "add \"3.0.1/extra\" { reason = \"r\", must { who = the_school {}, have = alumni {}, when = "
                "each_school_year() } }\n"
                "role \"librarian\" { title = \"Librarian\" }\n"
                "add \"7.0.1/library\" { reason = \"r\", may { who = pupils {}, have = encounter {}, when = "
                "each_term(), owner = role.librarian } }");
}

static void everything_else_needs_the_trust(void **state) {
    (void)state;
    static const struct {
        const char *text, *token, *said;
    } cases[] = {
        { "amend \"4.6.4/encounter\" { set = { force = \"should\" }, reason = \"r\" }", "4.6.4/encounter",
          "A school can not change 'force' of 4.6.4/encounter alone." },
        { "amend \"4.6.4/encounter\" { set = { unless = { pupils { sen = \"ehcp\" } } }, reason = \"r\" }",
          "4.6.4/encounter", "A school can not change 'unless' of 4.6.4/encounter alone." },
        { "amend \"4.6.4/encounter\" { set = { exempt = { reasons = { \"any\" } } }, reason = \"r\" }",
          "4.6.4/encounter", "A school can not change 'exempt' of 4.6.4/encounter alone." },
        { "amend \"4.6.4/encounter\" { set = { ends = \"2023-01-01\" }, reason = \"r\" }", "4.6.4/encounter",
          "A school can not change 'ends' of 4.6.4/encounter alone." },
        { "amend \"4.6.4\" { set = { title = \"x\" }, reason = \"r\" }", "4.6.4",
          "A school can not change 'title' of 4.6.4 alone." },
        { "amend \"role/tutor\" { set = { title = \"x\" }, reason = \"r\" }", "role/tutor",
          "A school can not change 'title' of role/tutor alone." },
        { "amend \"plan/urgent\" { set = { lead = days(1) }, reason = \"r\" }", "plan/urgent",
          "A school can not change 'lead' of plan/urgent alone." },
        { "amend \"param/encounters\" { set = { [\"2023-09-01\"] = 2 }, reason = \"r\" }", "param/encounters",
          "A school can not change 'values' of param/encounters alone." },
        { "amend \"param/fixed\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"r\" }", "param/fixed",
          "param/fixed does not say which way is stricter, so a school can not change it." },
        { "amend \"reading/by the age of\" { set = { note = \"x\" }, reason = \"r\" }", "reading/by the age of",
          "A school can not change 'note' of reading/by the age of alone." },
        { "clause \"9.9\" { title = \"x\" }", "clause", "A school can not add a clause of its own." },
        { "reading \"meaningful\" { means = \"only-when-said\" }", "reading",
          "A school can not add a reading of its own." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        school_wrong(cases[i].text, CODE_NOT_OPEN, 3, cases[i].token, cases[i].said);
}

static void a_title_that_is_asked_for_is_answered(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                SCHOOL_HEADER "amend \"role/leader\" { set = { title = \"x\" }, reason = \"r\" }");
    assert_false(fixture_merge(&f));
    bool found = false;
    for (size_t i = 0; i < f.problems.count; i++)
        if (f.problems.at[i].code == CODE_NOT_OPEN)
            found = str_is(f.problems.at[i].next, "Answer the question instead:  choose \"leader_title\"");
    assert_true(found);
    arena_free(&f.arena);
}

static void only_an_optional_clause_is_dropped(void **state) {
    (void)state;
    school_wrong("drop \"4.6.5/stem\" { reason = \"r\" }", CODE_NOT_OPTIONAL, 3, "4.6.5/stem",
                 "4.6.5/stem is not optional; only the trust may drop it.");
    school_good("drop \"4.6.3/adviser\" { reason = \"r\" }");
    school_good("drop \"4.6.3\" { reason = \"r\" }");
    school_wrong("drop \"param/days\" { reason = \"r\" }", CODE_WRONG_TYPE, 3, "param/days",
                 "A parameter can not be dropped, only a clause or a rule.");
}

static void a_reading_moves_to_a_stricter_meaning_only(void **state) {
    (void)state;
    school_wrong("amend \"reading/joined late\" { set = { means = \"not-applicable\" }, reason = \"r\" }",
                 CODE_NOT_STRICTER, 3, "reading/joined late",
                 "'not-applicable' is not a stricter meaning of the reading 'joined late'.");
    trust_good("amend \"reading/joined late\" { set = { means = \"not-applicable\" }, reason = \"r\" }");
    trust_good("amend \"reading/joined late\" { set = { settling_in = days(20) }, reason = \"r\" }");
    trust_wrong("amend \"reading/joined late\" { set = { settling_in = days(61) }, reason = \"r\" }", CODE_WRONG_TYPE, 2,
                "days", "'settling_in' must be days(0) to days(60), and this is days().");
    trust_wrong("amend \"reading/joined late\" { set = { means = \"jugde\" }, reason = \"r\" }", CODE_BAD_CHOICE, 2,
                "jugde",
                "'means' must be \"unknown\", \"judge\", \"not-applicable\" or \"ask-previous-school\", and this is "
                "\"jugde\".");
}

/* ---- M9 ---- */

static void the_law_stands(void **state) {
    (void)state;
    trust_wrong("drop \"4.4.24/leaver-notice\" { reason = \"r\" }", CODE_BELOW_THE_LAW, 2, "4.4.24/leaver-notice",
                "4.4.24/leaver-notice is asked for by law and can not be dropped here.");
    trust_wrong("amend \"4.8.6/visits\" { set = { force = \"should\" }, reason = \"r\" }", CODE_BELOW_THE_LAW, 2,
                "4.8.6/visits", "4.8.6/visits is asked for by law, and 'force' of it can not be changed here.");
    trust_wrong("amend \"4.8.6/visits\" { set = { ends = \"2025-01-01\" }, reason = \"r\" }", CODE_BELOW_THE_LAW, 2,
                "4.8.6/visits", "4.8.6/visits is asked for by law, and 'ends' of it can not be changed here.");
    trust_wrong("amend \"4.8.6/visits\" { set = { basis = \"trust\" }, reason = \"r\" }", CODE_BELOW_THE_LAW, 2,
                "4.8.6/visits", "4.8.6/visits is asked for by law, and 'basis' of it can not be changed here.");
    trust_wrong("amend \"4.8.6/visits\" { set = { who = pupils { year = years(9, 13) } }, reason = \"r\" }",
                CODE_BELOW_THE_LAW, 2, "4.8.6/visits",
                "4.8.6/visits: 'who' asks for less than before: it leaves out a pupil with year 8.");
    trust_wrong("amend \"param/days\" { set = { [\"2023-01-01\"] = 9 }, reason = \"r\" }", CODE_BELOW_THE_LAW, 2,
                "param/days", "'days': the policy says 5, and from 1 January 2023 this says 9; it may only become lower.");
    trust_wrong("amend \"param/week\" { set = { [\"2023-01-01\"] = 20 }, reason = \"a rule of law reads it\" }",
                CODE_BELOW_THE_LAW, 2, "param/week",
                "'week': the policy says 25 hours, and from 1 January 2023 this says 20 hours; it may only become higher.");
    trust_wrong("amend \"param/fixed\" { set = { [\"2023-01-01\"] = 2 }, reason = \"a rule of law reads it\" }",
                CODE_BELOW_THE_LAW, 2, "param/fixed",
                "param/fixed belongs to what the law asks for, and does not say which way is stricter.");
    trust_good("amend \"4.8.6/visits\" { set = { who = pupils { year = years(7, 13) } }, reason = \"r\" }\n"
               "amend \"param/days\" { set = { [\"2023-01-01\"] = 4 }, reason = \"r\" }\n"
               "drop \"3.1.2/each-term\" { reason = \"basis trust\" }\n"
               "amend \"4.6.3/adviser\" { set = { force = \"may\" }, reason = \"guidance\" }");
}

static void an_update_may_weaken_the_law(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "u.lua",
        UPDATE_HEADER("u", "2023-01-01") "amend \"4.8.6/visits\" { set = { force = \"should\" }, reason = \"r\" }\n"
                                         "drop \"4.4.24/leaver-notice\" { reason = \"r\" } amend \"3.1.5/in-post\" { "
                                         "set = { exempt = { reasons = { \"x\" } } }, reason = \"r\" }");
    fixture_trust(&f, ADOPT("u"));
    fixture_good(&f);
    assert_true(rule_at(fixture_find(&f, "3.1.5/in-post"), on_day("2023-01-01"))->exempt.allowed);
    arena_free(&f.arena);
}

/* ---- M11 ---- */

static void never_exempt_means_never(void **state) {
    (void)state;
    school_wrong("amend \"4.8.6/selected\" { set = { exempt = { reasons = { \"hall\" } } }, reason = \"r\" }",
                 CODE_NO_EXEMPTIONS, 3, "4.8.6/selected", "4.8.6/selected allows no exemptions (exempt = never).");
    trust_wrong("amend \"4.8.6/selected\" { set = { [\"exempt.for_at_most\"] = months(1) }, reason = \"r\" }",
                CODE_NO_EXEMPTIONS, 2, "4.8.6/selected", "4.8.6/selected allows no exemptions (exempt = never).");
    trust_good(
        "amend \"4.6.5/stem\" { set = { exempt = { reasons = { \"x\" } } }, reason = \"it did not say never\" }");
}

/* ---- M12 ---- */

static void every_change_gives_a_reason(void **state) {
    (void)state;
    school_wrong("amend \"4.9.2/by-16\" { set = { owner = role.tutor } }", CODE_NO_REASON, 3, "4.9.2/by-16",
                 "'4.9.2/by-16' does not say why.");
    school_wrong("drop \"4.6.3\" { reason = \"  \" }", CODE_NO_REASON, 3, "4.6.3", "The reason of '4.6.3' is empty.");
    school_wrong("add \"7.0.1/x\" { should { who = the_school {}, have = alumni {}, when = each_term() } }",
                 CODE_NO_REASON, 3, "7.0.1/x", "'7.0.1/x' does not say why.");
}

static void every_school_file_is_approved(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                "amends \"base\" { version = \"1\", school = \"S\", setting = \"secondary\", approved_by = \"x\", from "
                "= \"2022-09-01\" }\n" ANSWERS);
    fixture_wrong(&f, CODE_INCOMPLETE, 1, "amends", "'amends' needs 'approved'.");
    arena_free(&f.arena);
}

/* ---- M13 ---- */

static void nothing_governs_before_its_document(void **state) {
    (void)state;
    school_wrong("amend \"4.9.2/by-16\" { set = { owner = role.tutor }, from = \"2022-08-31\", reason = \"r\" }",
                 CODE_BAD_DATE, 3, "2022-08-31",
                 "This file governs from 2022-09-01, and a change in it can not begin earlier.");
    school_good("amend \"4.9.2/by-16\" { set = { owner = role.tutor }, from = \"2022-09-01\", reason = \"r\" }");
    school_wrong("amend \"param/encounters\" { tighten = { [\"2022-08-31\"] = 2 }, reason = \"r\" }", CODE_BAD_DATE, 3,
                 "2022-08-31", "This change governs from 2022-09-01, and no value in it can begin earlier.");
}

/* ---- M14, M15 ---- */

static void another_version_of_the_base_is_noticed(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                "amends \"base\" { version = \"0\", school = \"S\", setting = \"secondary\", approved = "
                "\"2022-09-01\", approved_by = \"x\", from = \"2022-09-01\" }\n" ANSWERS);
    fixture_wrong(&f, CODE_STALE_BASE, 1, "0",
                  "This file was written for version 0 of base, and it has version 1 now.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_TRUST, "trust.lua", "trust \"T\" { policy = \"bass\", version = \"1\" }");
    fixture_wrong(&f, CODE_HEADER, 1, "bass", "This file belongs to 'bass', and the policy here is 'base'.");
    assert_str(f.problems.at[0].next, "Did you mean 'base'?");
    arena_free(&f.arena);
}

static void a_question_without_an_answer_is_a_warning(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                "amends \"base\" { version = \"1\", school = \"S\", approved = \"2022-09-01\", approved_by = \"x\", "
                "from = \"2022-09-01\" }\n" ANSWERS);
    assert_true(fixture_merge(&f));
    assert_int_equal(f.problems.count, 1);
    assert_string_equal(code_name(f.problems.at[0].code), "question-unanswered");
    assert_int_equal(f.problems.at[0].severity, SEVERITY_WARNING);
    assert_str(f.problems.at[0].said, "The question 'setting' is not answered: Which setting?");
    arena_free(&f.arena);
}

static void an_answer_fits_its_question(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER "choose \"adviser\" { \"dorp\", reason = \"r\" }");
    fixture_wrong(&f, CODE_BAD_CHOICE, 2, "dorp", "'adviser' can be answered with \"keep\", \"drop\" or \"reword\".");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER "choose \"adviser\" { \"reword\", reason = \"r\" }");
    fixture_wrong(&f, CODE_INCOMPLETE, 2, "adviser", "The answer \"reword\" needs the new text.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER "choose \"programme\" { years(9, 13), reason = \"r\" }");
    fixture_wrong(&f, CODE_NOT_STRICTER, 2, "programme",
                  "'programme': the trust says Years 8 to 13, and from 1 September 2022 this says Years 9 to 13; it may only become wider.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER "choose \"people\" { \"x\", reason = \"r\" }");
    fixture_wrong(&f, CODE_BAD_CHOICE, 2, "people", "'people' is answered in the people.lua, not here.");
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_layer_says_a_field_once),
        cmocka_unit_test(a_whole_field_and_a_part_of_it_are_one_voice),
        cmocka_unit_test(an_answer_and_an_amendment_are_one_voice),
        cmocka_unit_test(a_school_does_not_say_whom_rules_count),
        cmocka_unit_test(a_question_is_answered_once),
        cmocka_unit_test(two_updates_of_one_day_conflict_and_of_two_days_do_not),
        cmocka_unit_test(replacing_the_trusts_word_is_said),
        cmocka_unit_test(an_adopted_update_counts_as_base),
        cmocka_unit_test(targets_exist),
        cmocka_unit_test(a_target_of_an_update_not_adopted_is_explained),
        cmocka_unit_test(dropping_and_changing_conflict),
        cmocka_unit_test(what_is_dropped_is_not_named_elsewhere),
        cmocka_unit_test(a_school_may_do_what_is_open_to_it),
        cmocka_unit_test(everything_else_needs_the_trust),
        cmocka_unit_test(a_title_that_is_asked_for_is_answered),
        cmocka_unit_test(only_an_optional_clause_is_dropped),
        cmocka_unit_test(a_reading_moves_to_a_stricter_meaning_only),
        cmocka_unit_test(the_law_stands),
        cmocka_unit_test(an_update_may_weaken_the_law),
        cmocka_unit_test(never_exempt_means_never),
        cmocka_unit_test(every_change_gives_a_reason),
        cmocka_unit_test(every_school_file_is_approved),
        cmocka_unit_test(nothing_governs_before_its_document),
        cmocka_unit_test(another_version_of_the_base_is_noticed),
        cmocka_unit_test(a_question_without_an_answer_is_a_warning),
        cmocka_unit_test(an_answer_fits_its_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
