/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_wrong_file - the deliberately wrong school file of the language's description: seven slips, seven answers.
 */
#include "fixture.h"

static const char *const POLICY[] = {
    "policy { id = \"ept-2022\", version = \"1\", effective = \"2022-06-01\" }\n",
    "role \"slt\" { title = \"SLT member\" } role \"careers_leader\" { title = \"Careers Leader\" } role \"tutor\" { "
    "title = \"Tutor\" }\n",
    "param \"adviser_level\" { type = \"whole\", stricter = \"higher\", values = { [\"2022-06-01\"] = 6 } }\n",
    "option \"careers_leader_title\" { clause = \"4.6.4\", sets = \"role/careers_leader.title\", asks = \"What is the "
    "post called here?\" }\n",
    "clause \"4.4.33\" { title = \"Reviews\", basis = \"law\", must \"review-looks-ahead\" { who = pupils { sen = "
    "\"ehcp\" },\n",
    "  have = ehc_review { adulthood = true, employment = true }, when = rolling(months(12)), exempt = never } }\n",
    "clause \"4.6.4\" { title = \"One a year\", basis = \"guidance\", must \"employer-encounter\" { who = pupils { "
    "year = years(7, 13) },\n",
    "  have = encounter { meaningful = true }, when = each_school_year(), owner = role.careers_leader } }\n",
    "clause \"4.8.6\" { title = \"The whole year\", basis = \"law\", must_not \"selected-pupils-only\" { who = "
    "the_school {},\n",
    "  have = provider { technical = true, whole_year_invited = false }, when = each_school_year(), exempt = never } "
    "}\n",
    "clause \"4.9.2\" { title = \"By 16\", basis = \"guidance\", must \"interview-by-16\" { who = pupils { year = "
    "years(7, 11) },\n",
    "  have = guidance { adviser_level = at_least(p.adviser_level) }, when = by_age(16), owner = role.careers_leader } "
    "}\n",
};

static const char WRONG[] =
    "-- file: bad/policy.lua\n"
    "amends \"ept-2022\" { version = \"1\", school = \"Bad Example\", urn = 100009, setting = \"secondary\",\n"
    "  approved = \"2022-09-14\", approved_by = \"LGB\", from = \"2022-09-01\" }\n"
    "amend \"4.6.14/employer-encounter\" { set = { severity = \"low\" },                        reason = \"a slip in "
    "the number\" }\n"
    "amend \"param/adviser_level\"       { tighten = { [\"2022-09-01\"] = 4 },                  reason = \"cannot find "
    "one\" }\n"
    "amend \"4.8.6/selected-pupils-only\" { set = { exempt = { reasons = { \"hall\" } } },      reason = \"small "
    "hall\" }\n"
    "amend \"4.9.2/interview-by-16\"     { set = { owner = role.tutor },                      reason = \"said once\" "
    "}\n"
    "amend \"4.9.2/interview-by-16\"     { set = { owner = role.slt },                        reason = \"said twice\" "
    "}\n"
    "drop  \"4.4.33/review-looks-ahead\" { reason = \"no SENCO this year\" }\n"
    "amend \"4.6.4/employer-encounter\"  { set = { have = encounter { meaningfull = true } }, reason = \"a slip in the "
    "field\" }\n"
    "choose \"careers_leader_titel\"     { \"Careers Lead\",                                    reason = \"a slip in "
    "the name\" }\n";

static const struct {
    uint32_t line, column;
    const char *code, *said, *next;
} EXPECTED[] = {
    { 4, 8, "unknown-target", "Nothing is called '4.6.14/employer-encounter' in ept-2022.",
      "Did you mean '4.6.4/employer-encounter'?" },
    { 5, 8, "not-stricter",
      "'adviser_level': the trust says 6, and from 1 September 2022 this says 4; it may only become higher.",
      "Write 6 or more." },
    { 6, 8, "no-exemptions", "4.8.6/selected-pupils-only allows no exemptions (exempt = never).",
      "Take this change out; only an update can allow exemptions here." },
    { 8, 8, "merge-conflict",
      "'owner' of 4.9.2/interview-by-16 is also changed at policy.lua:7; one of the two must go.",
      "Take one of the two away." },
    { 9, 8, "not-optional", "4.4.33/review-looks-ahead is not optional; only the trust may drop it.",
      "Take this line out, or ask the trust." },
    { 10, 64, "unknown-field", "'encounter' has no field called 'meaningfull'.", "Did you mean 'meaningful'?" },
    { 11, 9, "unknown-target", "The policy asks no question called 'careers_leader_titel'.",
      "Did you mean 'careers_leader_title'?" },
};

static void seven_slips_give_seven_answers(void **state) {
    (void)state;
    struct fixture f = fixture_empty();
    fixture_add(&f, LAYER_BASE, "policies/ept-2022/policy.lua", joined(&f.arena, POLICY, COUNT_OF(POLICY)));
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", WRONG);
    assert_false(fixture_merge(&f));
    assert_null(f.policy);
    assert_int_equal(f.problems.errors, COUNT_OF(EXPECTED));
    assert_int_equal(problem_outcome(&f.problems), OUTCOME_POLICY);
    size_t at = 0;
    for (size_t i = 0; i < f.problems.count; i++) {
        const struct problem *p = &f.problems.at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        assert_str(p->place.file, "policy.lua");
        assert_int_equal(p->place.line, EXPECTED[at].line);
        assert_int_equal(p->place.column, EXPECTED[at].column);
        assert_string_equal(code_name(p->code), EXPECTED[at].code);
        assert_str(p->said, EXPECTED[at].said);
        assert_str(p->next, EXPECTED[at].next);
        at++;
    }
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(seven_slips_give_seven_answers) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
