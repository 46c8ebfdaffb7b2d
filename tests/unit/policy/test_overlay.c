/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_overlay - overlays for settings: in force for the schools they name, one voice, bound by the law.
 */
#include "fixture.h"

#define OVERLAY(name, guard)                                                                                           \
    "overlay \"" name "\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"Trust Board\", " \
    "from = \"2022-06-01\", reason = \"r\", " guard " }\n"
#define FOR_SECONDARY "for_schools = school { setting = \"secondary\" }"
#define FOR_PRU "for_schools = school { setting = \"pru\" }"
#define FOR_SIXTH_FORM "for_schools = school { sixth_form = true }"

static void add_overlay(struct fixture *f, const char *header, const char *text) {
    struct str path = str_format(&f->arena, "policies/overlays/%u.lua", (unsigned)f->count);
    fixture_add(f, LAYER_OVERLAY_SETTING, str_c(&f->arena, path), str_c(&f->arena, str_format(&f->arena, "%s%s", header, text)));
}

static void overlay_wrong(const char *text, enum code code, uint32_t line, const char *token, const char *said) {
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), text);
    fixture_school(&f, "");
    fixture_wrong(&f, code, line, token, said);
    arena_free(&f.arena);
}

static void overlay_good(const char *text) {
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), text);
    fixture_school(&f, "");
    fixture_good(&f);
    arena_free(&f.arena);
}

#define URGENT "amend \"4.9.2/by-16\" { set = { remind = plan.urgent }, reason = \"r\" }\n"

static void is_in_force_for_the_schools_it_names(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY),
                URGENT "drop \"4.6.5/stem\" { reason = \"d\" }\n"
                "amend \"param/days\" { tighten = { [\"2022-09-01\"] = 3 }, reason = \"r\" }\n"
                "amend \"reading/joined late\" { set = { means = \"ask-previous-school\" }, reason = \"r\" }\n"
                "add \"4.3.13/first\" { reason = \"r\", must { who = pupils {}, have = guidance {}, when = within { "
                "school_days = 15, of = admission {} } } }");
    add_overlay(&f, OVERLAY("there", FOR_PRU), "amend \"4.9.2/by-16\" { set = { owner = role.slt }, reason = \"r\" }");
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    const struct rule_version *last = &rule->versions[rule->version_count - 1];
    assert_str(f.policy->plans[last->plan].name, "urgent");
    assert_str(f.policy->roles[last->owner].key, "leader");
    assert_int_equal(last->change_count, 1);
    assert_str(last->changed_fields[0], "remind");
    assert_str(last->changes[0].approval, "Trust Board, 2022-06-20");
    assert_str(f.policy->documents[last->changes[0].document].path, "policies/overlays/1.lua");
    assert_false(fixture_find(&f, "4.6.5/stem")->applies);
    assert_true(fixture_find(&f, "4.3.13/first")->version_count > 0);
    assert_int_equal(f.policy->readings[READING_JOINED_LATE].means, JOINED_ASK_PREVIOUS_SCHOOL);
    arena_free(&f.arena);
}

static void leaves_the_merge_without_a_school(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), URGENT);
    fixture_good(&f);
    assert_int_equal(f.problems.count, 0);
    assert_int_equal(fixture_find(&f, "4.9.2/by-16")->version_count, 1);
    arena_free(&f.arena);
}

static void a_fact_that_the_header_does_not_say_is_spoken_of(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("sixth-form", FOR_SIXTH_FORM), URGENT);
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                "amends \"base\" { version = \"1\", school = \"Hillside\", setting = \"pru\", approved = "
                "\"2022-09-14\", approved_by = \"LGB\", from = \"2022-09-01\" }\n" ANSWERS);
    assert_true(fixture_merge(&f));
    assert_int_equal(f.problems.warnings, 1);
    assert_str(f.problems.at[0].said, "Whether the overlay 'sixth-form' is for this school is not known: the header "
                                      "does not say 'sixth_form'.");
    assert_int_equal(fixture_find(&f, "4.9.2/by-16")->version_count, 1);
    arena_free(&f.arena);
}

static void two_overlays_in_force_are_one_layer(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), URGENT);
    add_overlay(&f, OVERLAY("sixth-form", FOR_SIXTH_FORM), URGENT);
    fixture_school(&f, "");
    fixture_wrong(&f, CODE_MERGE_CONFLICT, 2, "4.9.2/by-16",
                  "'remind' of 4.9.2/by-16 is also changed at policies/overlays/1.lua:2; one of the two must go.");
    arena_free(&f.arena);
    f = fixture_base();
    add_overlay(&f, OVERLAY("there", FOR_PRU), URGENT);
    add_overlay(&f, OVERLAY("sixth-form", FOR_SIXTH_FORM), URGENT);
    fixture_school(&f, "");
    fixture_good(&f);
    arena_free(&f.arena);
}

static void replacing_an_overlays_word_is_said(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), URGENT);
    fixture_school(&f, "amend \"4.9.2/by-16\" { set = { remind = plan.standard }, reason = \"r\" }");
    fixture_wrong(&f, CODE_MERGE_SHADOW, 3, "4.9.2/by-16",
                  "4.9.2/by-16 is already changed at policies/overlays/1.lua:2.");
    arena_free(&f.arena);
    f = fixture_base();
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), URGENT);
    fixture_school(&f, "amend \"4.9.2/by-16\" { set = { remind = plan.standard }, over = \"here\", reason = \"r\" }");
    fixture_good(&f);
    arena_free(&f.arena);
    f = fixture_base();
    fixture_trust(&f, "amend \"4.9.2/by-16\" { set = { remind = plan.standard }, reason = \"r\" }");
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), URGENT);
    fixture_school(&f, "");
    fixture_wrong(&f, CODE_MERGE_SHADOW, 2, "4.9.2/by-16", "4.9.2/by-16 is already changed at trust.lua:2.");
    arena_free(&f.arena);
}

static void the_law_stands_above_overlays(void **state) {
    (void)state;
    overlay_wrong("drop \"3.1.5/in-post\" { reason = \"r\" }", CODE_BELOW_THE_LAW, 2, "3.1.5/in-post",
                  "3.1.5/in-post is asked for by law and can not be dropped here.");
    overlay_wrong("amend \"param/days\" { set = { [\"2022-09-01\"] = 6 }, reason = \"r\" }", CODE_BELOW_THE_LAW, 2,
                  "param/days",
                  "'days': the policy says 5, and from 1 September 2022 this says 6; it may only become lower.");
    overlay_wrong("amend \"4.8.6/visits\" { set = { [\"who.year\"] = years(9, 13) }, reason = \"r\" }",
                  CODE_BELOW_THE_LAW, 2, "4.8.6/visits",
                  "4.8.6/visits: 'who.year' asks for less than before: it leaves out a pupil with year 8.");
    overlay_wrong("amend \"4.8.6/selected\" { set = { exempt = { reasons = { \"hall\" } } }, reason = \"r\" }",
                  CODE_NO_EXEMPTIONS, 2, "4.8.6/selected", "4.8.6/selected allows no exemptions (exempt = never).");
    overlay_good("amend \"param/days\" { set = { [\"2022-09-01\"] = 5 }, reason = \"r\" }");
    overlay_good("amend \"4.8.6/visits\" { set = { [\"who.year\"] = years(7, 13) }, reason = \"r\" }");
    overlay_good("drop \"3.1.2/each-term\" { reason = \"its own basis is the trust\" }");
}

static void a_header_says_whom_it_is_for(void **state) {
    (void)state;
    static const struct {
        const char *header;
        enum code code;
        const char *token, *said;
    } cases[] = {
        { OVERLAY("x", ""), CODE_INCOMPLETE, "x", "The overlay 'x' does not say whom it is for." },
        { OVERLAY("x", FOR_PRU ", for_pupils = pupils {}"), CODE_BAD_CHOICE, "for_pupils",
          "An overlay is for some schools or for some pupils, not for both." },
        { OVERLAY("x", "for_schools = school { setting = p.days }"), CODE_WRONG_TYPE, NULL,
          "'for_schools' takes plain values, no parameters." },
        { OVERLAY("x", "for_schools = pupils { year = 9 }"), CODE_WRONG_TYPE, NULL,
          "'for_schools' must be school { setting = \"pru\" }, and this is pupils {}." },
        { OVERLAY("x", "for_schools = school { setting = \"prus\" }"), CODE_UNKNOWN_CODE, "prus", NULL },
        { "overlay \"x\" { of = \"base\", version = \"2\", approved = \"2022-06-20\", approved_by = \"T\", from = "
          "\"2022-06-01\", reason = \"r\", " FOR_PRU " }",
          CODE_STALE_BASE, "2", "This file was written for version 2 of base, and it has version 1 now." },
        { "overlay \"x\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", from = \"2022-06-01\", reason = "
          "\"r\", " FOR_PRU " }",
          CODE_INCOMPLETE, "overlay", "'overlay' needs 'approved_by'." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        add_overlay(&f, cases[i].header, "");
        bool good = fixture_merge(&f);
        assert_false(good);
        if (f.problems.errors != 1) fixture_print(&f);
        assert_int_equal(f.problems.errors, 1);
        if (f.problems.at[0].code != cases[i].code) fixture_print(&f);
        assert_int_equal(f.problems.at[0].code, cases[i].code);
        if (cases[i].said) assert_str(f.problems.at[0].said, cases[i].said);
        arena_free(&f.arena);
    }
}

static void names_are_given_once(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("x", FOR_PRU), "");
    add_overlay(&f, OVERLAY("x", FOR_SECONDARY), "");
    fixture_wrong(&f, CODE_DUPLICATE, 1, "x", "There are two overlays called 'x'.");
    arena_free(&f.arena);
}

static void adopting_is_for_the_trust_or_a_school_without_one(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/a.lua", UPDATE_HEADER("a", "2023-01-01"));
    add_overlay(&f, OVERLAY("here", FOR_SECONDARY), ADOPT("a"));
    fixture_school(&f, ADOPT("a"));
    fixture_wrong(&f, CODE_NOT_OPEN, 2, "adopt", "The update 'a' can not be adopted here.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/a.lua", UPDATE_HEADER("a", "2023-01-01"));
    fixture_trust(&f, ADOPT("a"));
    fixture_school(&f, ADOPT("a"));
    fixture_wrong(&f, CODE_NOT_OPEN, 3, "adopt", "The update 'a' can not be adopted here.");
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_in_force_for_the_schools_it_names),
        cmocka_unit_test(leaves_the_merge_without_a_school),
        cmocka_unit_test(a_fact_that_the_header_does_not_say_is_spoken_of),
        cmocka_unit_test(two_overlays_in_force_are_one_layer),
        cmocka_unit_test(replacing_an_overlays_word_is_said),
        cmocka_unit_test(the_law_stands_above_overlays),
        cmocka_unit_test(a_header_says_whom_it_is_for),
        cmocka_unit_test(names_are_given_once),
        cmocka_unit_test(adopting_is_for_the_trust_or_a_school_without_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
