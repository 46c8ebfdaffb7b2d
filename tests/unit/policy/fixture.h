/* SPDX-License-Identifier: GPL-3.0-or-later
 * fixture - documents written in a test, merged; and what was said of them.
 * Owns:  the arena of a fixture.
 * Must not know: Lua.
 *
 * Example:
 *     struct fixture f = fixture_base();
 *     fixture_school(&f, "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"More.\" }");
 *     assert_true(fixture_merge(&f));
 */
#ifndef SIGNPOST_TEST_FIXTURE_H
#define SIGNPOST_TEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "policy/merge.h"
#include "vocabulary.h"

struct fixture {
    struct arena arena;
    struct kinds *kinds;
    struct document documents[12];
    uint32_t count;
    struct problems problems;
    struct policy *policy;
    struct date as_of;
};

/* A small base policy; the line numbers of its declarations are of no interest to the tests. */
static const char *const BASE[] = {
    "policy { id = \"base\", title = \"A Policy\", version = \"1\", effective = \"2022-06-01\", review_by = "
    "\"2023-06-30\" }\n",
    "reading \"by the age of\" { means = \"year-end\", clause = \"4.9.2\", note = \"n\" }\n",
    "reading \"opportunity\" { means = \"offer-counts\", note = \"n\" }\n",
    "reading \"joined late\" { means = \"unknown\", note = \"n\" }\n",
    "role \"slt\" { title = \"SLT member\", clause = \"3.2.1\" }\n",
    "role \"leader\" { title = \"Careers Leader\" }\n",
    "role \"tutor\" { title = \"Tutor\", finds = \"form\" }\n",
    "param \"programme\" { clause = \"3.1.2\", type = \"years\", stricter = \"wider\", values = { [\"2022-06-01\"] = "
    "years(8, 13) } }\n",
    "param \"counted_enrolments\" { type = \"codes\", stricter = \"wider\", values = { [\"2022-06-01\"] = { "
    "\"single\", \"main\" } } }\n",
    "param \"encounters\" { clause = \"4.6.4\", type = \"whole\", stricter = \"higher\", values = { [\"2022-06-01\"] = "
    "1 } }\n",
    "param \"level\" { clause = \"4.9.7\", type = \"whole\", stricter = \"higher\", values = { [\"2022-06-01\"] = 6 } "
    "}\n",
    "param \"days\" { clause = \"4.4.24\", type = \"whole\", stricter = \"lower\", values = { [\"2022-06-01\"] = 5 } "
    "}\n",
    "param \"subjects\" { type = \"texts\", stricter = \"wider\", values = { [\"2022-06-01\"] = { \"English\", "
    "\"Maths\" } } }\n",
    "param \"week\" { type = \"hours\", stricter = \"higher\", values = { [\"2022-06-01\"] = 25 } }\n",
    "param \"fixed\" { type = \"whole\", values = { [\"2022-06-01\"] = 3 } }\n",
    "option \"programme\" { clause = \"3.1.2\", sets = \"param/programme\", asks = \"Which years?\" }\n",
    "option \"leader_title\" { clause = \"3.1.5\", sets = \"role/leader.title\", asks = \"What is the post called?\" "
    "}\n",
    "option \"people\" { clause = \"3.1.5\", answered_by = \"people.lua\", asks = \"Who?\" }\n",
    "option \"setting\" { clause = \"4.3.13\", answered_by = \"header\", asks = \"Which setting?\" }\n",
    "option \"adviser\" { clause = \"4.6.3\", choices = { \"keep\", \"drop\", \"reword\" }, asks = \"Keep it?\" }\n",
    "option \"appendix\" { clause = \"7.0.1\", choices = { \"none\", \"add\" }, asks = \"Anything to add?\" }\n",
    "transition \"options\" { year = 9, opens = \"01-01\", closes = \"05-31\" }\n",
    "transition \"post16\" { year = 11, opens = \"09-01\", closes = \"05-31\" }\n",
    "phase \"first\" { opens = in_year(8, \"09-01\"), closes = in_year(9, \"02-28\") }\n",
    "plan \"standard\" { lead = days(60), steps = { \"lead\", days(-14), \"due\" }, then_every = { days(14), days(30) "
    "}, digest = \"weekly\",\n",
    "  quiet = \"holidays\", escalate = { { after = days(28), to = role.leader }, { after = days(56), to = role.slt } "
    "} }\n",
    "plan \"urgent\" { lead = days(10), steps = { \"lead\", \"due\" }, then_every = { days(1) }, digest = \"daily\" "
    "}\n",
    "section \"3\" { title = \"Responsibilities\" }\n",
    "section \"4.3\" { title = \"Needs\", benchmark = 3 }\n",
    "section \"4.6\" { title = \"Employers\", benchmark = 5 }\n",
    "section \"4.9\" { title = \"Guidance\", benchmark = 8 }\n",
    "section \"7\" { title = \"Appendices\" }\n",
    "for_reading \"3.0.1\" { title = \"Why\", text = [[Because.]] }\n",
    "clause \"3.1.2\" { title = \"A programme for {programme}\", basis = \"law\", text = [[Planned for {programme} by "
    "the {leader}.]],\n",
    "  must \"planned\" { who = the_school {}, have = for_each(\"year\", p.programme, for_each(\"term\", { \"autumn\", "
    "\"spring\" }, programme_line {})),\n",
    "    when = each_school_year { due = \"10-31\" }, owner = role.leader },\n",
    "  must \"each-term\" { basis = \"trust\", who = pupils { year = p.programme }, have = at_least(1, either { "
    "encounter {}, workplace {} }),\n",
    "    when = each_term(), owner = role.tutor } }\n",
    "clause \"3.1.5\" { title = \"A {leader} in post\", basis = \"law\",\n",
    "  must \"in-post\" { who = the_school {}, have = post { role = \"careers_leader\" }, when = always { grace = "
    "school_days(20) }, exempt = never } }\n",
    "clause \"4.3.13\" { title = \"On arrival\", basis = \"guidance\", only = school { setting = among { \"pru\", "
    "\"ap\" } },\n",
    "  must \"on-entry\" { who = pupils {}, have = career_plan {}, when = within { school_days = 20, of = admission {} "
    "}, remind = plan.urgent } }\n",
    "clause \"4.4.24\" { title = \"Leavers\", basis = \"law\", within = \"4.3\",\n",
    "  must \"leaver-notice\" { who = pupils { age = among { 16, 17 }, on_roll = any }, have = la_notice { topic = "
    "\"leaver\" },\n",
    "    when = within { school_days = p.days, of = leaver { completed = false }, may_precede = days(30) }, owner = "
    "role.leader } }\n",
    "clause \"4.6.3\" { title = \"An adviser\", basis = \"guidance\", optional = true,\n",
    "  should \"adviser\" { who = the_school {}, have = meeting { with = \"enterprise_adviser\" }, when = each_term(), "
    "owner = role.leader } }\n",
    "clause \"4.6.4\" { title = \"{encounters} a year\", basis = \"guidance\",\n",
    "  must \"encounter\" { who = pupils { year = years(7, 13), days_on_roll = at_least(30) }, have = "
    "at_least(p.encounters, encounter { meaningful = true }),\n",
    "    when = each_school_year(), owner = role.leader, remind = plan.standard,\n",
    "    exempt = { reasons = { \"medical\", \"long_absence\" }, for_at_most = months(12), approved_by = role.slt } } "
    "}\n",
    "clause \"4.6.5\" { title = \"Stem\", basis = \"guidance\",\n",
    "  must \"stem\" { who = pupils { year = years(7, 10) }, have = either { encounter { stem = true }, workplace { "
    "stem = true } },\n",
    "    when = before_year(11), owner = role.leader, hint = \"4.6.4/encounter\" } }\n",
    "clause \"4.8.6\" { title = \"The whole year\", basis = \"law\",\n",
    "  must_not \"selected\" { who = the_school {}, have = provider { technical = true, whole_year_invited = false }, "
    "when = each_school_year(), exempt = never },\n",
    "  must \"visits\" { who = pupils { year = years(8, 13) }, have = provider { technical = true }, when = "
    "each_school_year(), owner = role.leader } }\n",
    "clause \"4.9.2\" { title = \"By 16\", basis = \"guidance\",\n",
    "  must \"by-16\" { who = pupils { year = years(7, 11) }, have = guidance { adviser_level = at_least(p.level) }, "
    "when = by_age(16), owner = role.leader,\n",
    "    remind = plan.standard, exempt = { reasons = { \"medical\" }, for_at_most = months(6), approved_by = "
    "role.leader } } }\n",
    "clause \"7.0.1\" { title = \"Our own\", basis = \"trust\",\n",
    "  must_not \"placeholder\" { who = the_school {}, have = document { item = \"policy\", placeholders = at_least(1) "
    "}, when = always() } }\n",
};

#define SCHOOL_HEADER                                                                                                  \
    "amends \"base\" { version = \"1\", school = \"Hillside\", urn = 100001, setting = \"secondary\", sixth_form = "   \
    "true, "                                                                                                           \
    "years_taught = years(7, 13), approved = \"2022-09-14\", approved_by = \"LGB\", minute = \"LGB 22/31\", from = "   \
    "\"2022-09-01\" }\n"
#define ANSWERS                                                                                                        \
    "choose \"programme\" { years(7, 13), reason = \"r\" } choose \"leader_title\" { \"Head of Careers\", reason = "   \
    "\"r\" } "                                                                                                         \
    "choose \"adviser\" { \"keep\", reason = \"r\" } choose \"appendix\" { \"none\", reason = \"r\" }\n"
#define TRUST_HEADER "trust \"The Trust\" { policy = \"base\", version = \"1\" }\n"
#define UPDATE_HEADER(name, starts)                                                                                    \
    "update \"" name "\" { of = \"base\", version = \"1\", source = \"law\", starts = \"" starts                       \
    "\", reason = \"New.\" }\n"
#define ADOPT(name)                                                                                                    \
    "adopt \"" name "\" { approved = \"2022-12-12\", approved_by = \"Trust Board\", minute = \"TB 22/41\" }\n"

static inline struct fixture fixture_empty(void) {
    struct fixture f = { .count = 0 };
    if (!date_make(2026, 11, 23, &f.as_of)) abort();
    return f;
}

static inline void fixture_add(struct fixture *f, enum layer layer, const char *path, const char *text) {
    if (f->count == COUNT_OF(f->documents)) abort();
    f->documents[f->count] = read_document(&f->arena, f->count, layer, path, text);
    f->count++;
}

static inline struct fixture fixture_base(void) {
    struct fixture f = fixture_empty();
    fixture_add(&f, LAYER_BASE, "policies/base/policy.lua", joined(&f.arena, BASE, COUNT_OF(BASE)));
    return f;
}

/* The school's file: its header on line 1, all questions answered on line 2, the text from line 3. */
static inline void fixture_school(struct fixture *f, const char *text) {
    struct str all = str_format(&f->arena, "%s%s%s", SCHOOL_HEADER, ANSWERS, text);
    fixture_add(f, LAYER_SCHOOL, "policy.lua", str_c(&f->arena, all));
}

static inline void fixture_trust(struct fixture *f, const char *text) {
    struct str all = str_format(&f->arena, "%s%s", TRUST_HEADER, text);
    fixture_add(f, LAYER_TRUST, "trust.lua", str_c(&f->arena, all));
}

/* One clause "9.9.9" with one rule "it", added to the base. */
static inline void fixture_rule(struct fixture *f, const char *verb, const char *fields) {
    struct str text =
        str_format(&f->arena, "clause \"9.9.9\" { title = \"Under test\",\n%s \"it\" { %s } }", verb, fields);
    fixture_add(f, LAYER_BASE, "policies/base/more.lua", str_c(&f->arena, text));
}

static inline bool fixture_merge(struct fixture *f) {
    if (!f->kinds) f->kinds = read_vocabulary(&f->arena, joined(&f->arena, VOCABULARY, COUNT_OF(VOCABULARY)));
    f->problems = (struct problems){ .arena = &f->arena };
    f->policy = NULL;
    struct policy_set set = { .documents = f->documents, .document_count = f->count };
    return policy_merge(&f->arena, &set, f->kinds, f->as_of, &f->policy, &f->problems);
}

static inline void fixture_print(const struct fixture *f) {
    for (size_t i = 0; i < f->problems.count; i++) {
        const struct problem *p = &f->problems.at[i];
        print_message("%.*s:%u:%u: [%s] %.*s | %.*s\n", STR_ARG(p->place.file), (unsigned)p->place.line,
                      (unsigned)p->place.column, code_name(p->code), STR_ARG(p->said), STR_ARG(p->next));
    }
}

static inline void fixture_good(struct fixture *f) {
    bool good = fixture_merge(f);
    if (!good || f->problems.warnings) fixture_print(f);
    assert_true(good);
    assert_non_null(f->policy);
    assert_int_equal(f->problems.errors, 0);
}

/* Exactly one error, with this code, sentence and place (line 0: wherever). */
static inline void fixture_wrong(struct fixture *f, enum code code, uint32_t line, const char *token,
                                 const char *said) {
    bool good = fixture_merge(f);
    const struct problem *found = NULL;
    for (size_t i = 0; i < f->problems.count; i++)
        if (f->problems.at[i].severity == SEVERITY_ERROR) found = &f->problems.at[i];
    if (good || f->problems.errors != 1 || !found || found->code != code || !str_equal(found->said, str_from(said)))
        fixture_print(f);
    assert_false(good);
    assert_null(f->policy);
    assert_int_equal(f->problems.errors, 1);
    assert_string_equal(code_name(found->code), code_name(code));
    assert_string_equal(str_c(&f->arena, found->said), said);
    assert_true(found->next.size > 0);
    if (line) assert_int_equal(found->place.line, line);
    if (token) {
        size_t from = found->place.column - 1;
        assert_true(found->place.column > 0);
        assert_string_equal(str_c(&f->arena, str_slice(found->place.text, from, from + found->place.width)), token);
    }
}

static inline const struct rule *fixture_find(const struct fixture *f, const char *name) {
    int32_t found = policy_find_rule(f->policy, str_from(name));
    assert_true(found >= 0);
    return &f->policy->rules[found];
}

/* The rule of fixture_rule, in its first version. */
static inline const struct rule_version *fixture_it(const struct fixture *f) {
    return &fixture_find(f, "9.9.9/it")->versions[0];
}

static inline struct date on_day(const char *iso) {
    struct date date;
    assert_true(date_parse_iso(str_from(iso), &date));
    return date;
}

#define assert_str(actual, expected)                                                                                   \
    do {                                                                                                               \
        struct str got_ = (actual);                                                                                    \
        if (!str_is(got_, (expected))) print_message("got '%.*s'\n", STR_ARG(got_));                                   \
        assert_true(str_is(got_, (expected)));                                                                         \
    } while (0)

#endif
