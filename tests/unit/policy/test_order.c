/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_order - the effective policy is a function of the set of documents: every order of up to five gives one hash, or
 *              one set of problems (M1); and what the hash depends on.
 */
#include "fixture.h"

struct text {
    enum layer layer;
    const char *path, *text;
};

/* The problems as one text, without the order in which they were found. */
static struct str problems_text(struct fixture *f) {
    struct buf out = { 0 };
    for (size_t i = 0; i < f->problems.count; i++) {
        const struct problem *p = &f->problems.at[i];
        buf_printf(&out, "%.*s:%u:%u %s %.*s | %.*s\n", STR_ARG(p->place.file), (unsigned)p->place.line,
                   (unsigned)p->place.column, code_name(p->code), STR_ARG(p->said), STR_ARG(p->next));
    }
    struct str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct outcome_of {
    bool good;
    uint64_t hash;
    char problems[8192];
};

static void merge_in(const struct text *texts, const int *order, int count, struct outcome_of *out) {
    struct fixture f = fixture_empty();
    for (int i = 0; i < count; i++) fixture_add(&f, texts[order[i]].layer, texts[order[i]].path, texts[order[i]].text);
    out->good = fixture_merge(&f);
    out->hash = out->good ? f.policy->hash : 0;
    struct str problems = problems_text(&f);
    assert_true(problems.size < sizeof out->problems);
    memcpy(out->problems, str_c(&f.arena, problems), problems.size + 1);
    arena_free(&f.arena);
}

/* The next order of the numbers, as a dictionary would have it; false after the last. */
static bool next_order(int *order, int count) {
    int i = count - 2;
    while (i >= 0 && order[i] > order[i + 1]) i--;
    if (i < 0) return false;
    int k = count - 1;
    while (order[k] < order[i]) k--;
    int swap = order[i];
    order[i] = order[k];
    order[k] = swap;
    for (int a = i + 1, b = count - 1; a < b; a++, b--) {
        swap = order[a];
        order[a] = order[b];
        order[b] = swap;
    }
    return true;
}

static void one_outcome_in_every_order(const struct text *texts, int count, bool good) {
    static struct outcome_of first, now;
    int order[5] = { 0, 1, 2, 3, 4 };
    merge_in(texts, order, count, &first);
    if (first.good != good) print_message("%s", first.problems);
    assert_int_equal(first.good, good);
    while (next_order(order, count)) {
        merge_in(texts, order, count, &now);
        assert_int_equal(now.good, first.good);
        assert_true(now.hash == first.hash);
        assert_string_equal(now.problems, first.problems);
    }
}

#define SMALL_BASE                                                                                                     \
    "policy { id = \"base\", version = \"1\", effective = \"2022-06-01\" }\n"                                          \
    "role \"a\" { title = \"A\" } role \"b\" { title = \"B\" }\n"                                                      \
    "param \"n\" { type = \"whole\", stricter = \"higher\", values = { [\"2022-06-01\"] = 1 } }\n"                     \
    "section \"1\" { title = \"One\" }\n"
#define FOLDER                                                                                                         \
    "clause \"1.1\" { title = \"t {n}\", basis = \"guidance\", optional = true,\n"                                     \
    "  must \"x\" { who = pupils { year = 9 }, have = at_least(p.n, encounter {}), when = each_term(), owner = "       \
    "role.a } }\n"
#define UPDATE_ONE UPDATE_HEADER("one", "2023-01-01") "amend \"1.1/x\" { set = { owner = role.b }, reason = \"r\" }\n"
#define UPDATE_TWO                                                                                                     \
    UPDATE_HEADER("two", "2024-01-01")                                                                                 \
    "amend \"1.1/x\" { set = { owner = role.a }, reason = \"r\" } role \"c\" { title = \"C\" }\n"                      \
    "add \"1.1/y\" { reason = \"r\", must { who = pupils {}, have = workplace {}, when = each_term(), owner = role.c " \
    "} }"
#define ONE_SCHOOL                                                                                                     \
    "amends \"base\" { version = \"1\", school = \"S\", setting = \"secondary\", approved = \"2022-09-01\", "          \
    "approved_by = \"x\", from = \"2022-09-01\" }\n"

static void documents_are_a_set(void **state) {
    (void)state;
    const struct text texts[] = {
        { LAYER_BASE, "p/policy.lua", SMALL_BASE },
        { LAYER_BASE, "p/one.lua", FOLDER },
        { LAYER_UPDATE, "u/one.lua", UPDATE_ONE },
        { LAYER_UPDATE, "u/two.lua", UPDATE_TWO },
        { LAYER_SCHOOL, "policy.lua",
          ONE_SCHOOL ADOPT("one") ADOPT("two") "amend \"param/n\" { tighten = { [\"2022-09-01\"] = 2 }, reason = \"r\" "
                                               "} amend \"1.1/x\" { set = { severity = \"low\" }, reason = \"r\" }" },
    };
    one_outcome_in_every_order(texts, 5, true);
}

static void conflicts_are_said_alike_in_every_order(void **state) {
    (void)state;
    const struct text texts[] = {
        { LAYER_BASE, "p/policy.lua", SMALL_BASE FOLDER },
        { LAYER_UPDATE, "u/one.lua", UPDATE_ONE "role \"c\" { title = \"C\" }" },
        { LAYER_UPDATE, "u/two.lua",
          UPDATE_HEADER("two", "2023-01-01") "amend \"1.1/x\" { set = { owner = role.a }, reason = \"r\" } role \"c\" "
                                             "{ title = \"C\" }" },
        { LAYER_TRUST, "trust.lua",
          TRUST_HEADER ADOPT("one") ADOPT("two") "amend \"1.1/x\" { set = { severity = \"low\" }, reason = \"r\" } "
                                                 "drop \"1.1\" { reason = \"r\" }" },
        { LAYER_SCHOOL, "policy.lua",
          ONE_SCHOOL ADOPT(
              "one") "amend \"1.1/x\" { set = { severity = \"high\", who = pupils { year = 10 } }, reason = \"r\" }\n"
                     "amend \"param/n\" { tighten = { [\"2022-09-01\"] = 0 }, reason = \"r\" } amend \"1.1/z\" { set = "
                     "{ owner = role.d }, reason = \"r\" }" },
    };
    one_outcome_in_every_order(texts, 5, false);
}

static void two_of_a_sort_are_refused_alike_in_every_order(void **state) {
    (void)state;
    const struct text texts[] = {
        { LAYER_BASE, "p/policy.lua", SMALL_BASE FOLDER },
        { LAYER_SCHOOL, "a/policy.lua", ONE_SCHOOL },
        { LAYER_SCHOOL, "b/policy.lua",
          "amends \"base\" { version = \"1\", school = \"T\", approved = \"2022-09-01\", approved_by = \"x\", from = "
          "\"2022-09-01\" }" },
        { LAYER_UPDATE, "u/one.lua", UPDATE_ONE },
        { LAYER_UPDATE, "v/one.lua", UPDATE_ONE },
    };
    one_outcome_in_every_order(texts, 5, false);
    const struct text bases[] = { { LAYER_BASE, "p/policy.lua", SMALL_BASE FOLDER },
                                  { LAYER_BASE, "q/policy.lua",
                                    "policy { id = \"q\", version = \"1\", effective = \"2022-06-01\" }" },
                                  { LAYER_SCHOOL, "a/policy.lua", ONE_SCHOOL } };
    one_outcome_in_every_order(bases, 3, false);
}

static uint64_t hash_of(const char *base) {
    struct fixture f = fixture_empty();
    fixture_add(&f, LAYER_BASE, "p/policy.lua", base);
    fixture_good(&f);
    uint64_t hash = f.policy->hash;
    arena_free(&f.arena);
    return hash;
}

static void layout_does_not_change_the_hash(void **state) {
    (void)state;
    uint64_t hash = hash_of(SMALL_BASE FOLDER);
    assert_true(hash == hash_of(SMALL_BASE "\n\n-- a remark\n\n" FOLDER));
    assert_true(
        hash
        == hash_of(
            SMALL_BASE
            "clause \"1.1\" { optional = true, basis = \"guidance\", title = \"t {n}\",\n must \"x\" { owner = role.a, "
            "when = each_term(),\n"
            "have = at_least(p.n, either { encounter {} }), who = any_of { pupils { year = among { 9 } } } } }"));
}

static void every_meaning_changes_the_hash(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
    } changes[] = {
        { "year = 9", "year = 10" },
        { "encounter {}", "encounter { stem = true }" },
        { "each_term()", "each_half_term()" },
        { "role.a", "role.b" },
        { "must", "should" },
        { "guidance", "law" },
        { "optional = true", "optional = false" },
        { "t {n}", "u {n}" },
        { "pupils { year = 9 }", "pupils { year = is_not(9) }" },
        { "\"x\"", "\"y\"" },
        { "owner = role.a", "owner = role.a, severity = \"low\"" },
        { "owner = role.a", "owner = role.a, ends = \"2023-01-01\"" },
        { "each_term()", "by_age(16)" },
        { "owner = role.a", "owner = role.a, late = days(3)" },
        { "p.n", "1" },
        { "owner = role.a", "owner = role.a, unless = { pupils { year = 8 } }" },
        { "owner = role.a", "owner = role.a, exempt = { reasons = { \"x\" } }" },
        { "encounter {}", "encounter { outcome = any }" },
        { "at_least(p.n, encounter {})", "at_least(p.n, encounter {}, { distinct = \"form\" })" },
        { "pupils { year = 9 }", "pupils { year = 9, on_roll = any }" },
    };
    uint64_t hash = hash_of(SMALL_BASE FOLDER);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        struct fixture f = fixture_empty();
        const char *at = strstr(FOLDER, changes[i].from);
        assert_non_null(at);
        struct str text = str_format(&f.arena, "%s%.*s%s%s", SMALL_BASE, (int)(at - FOLDER), FOLDER, changes[i].to,
                                     at + strlen(changes[i].from));
        bool changed = hash != hash_of(str_c(&f.arena, text));
        if (!changed) print_message("%s -> %s\n", changes[i].from, changes[i].to);
        assert_true(changed);
        arena_free(&f.arena);
    }
}

static void canonical_bytes_name_no_file(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"4.9.2/by-16\" { set = { owner = role.tutor }, reason = \"Because of this.\" }");
    fixture_good(&f);
    struct buf out = { 0 };
    policy_canon(&out, f.policy);
    assert_true(str_find(buf_str(&out), STR("4.9.2/by-16")) != SIZE_MAX);
    assert_true(str_find(buf_str(&out), STR("policy.lua")) == SIZE_MAX);
    assert_true(str_find(buf_str(&out), STR("Because of this.")) == SIZE_MAX);
    buf_free(&out);
    arena_free(&f.arena);
}

/* A clause and an added rule of it name {encounters}: 1, from September 2024 2, from September 2027 3. */
static void texts_show_the_values_of_the_day(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "policies/updates/more.lua",
                UPDATE_HEADER("more", "2023-01-01")
                "amend \"param/encounters\" { set = { [\"2024-09-01\"] = 2, [\"2027-09-01\"] = 3 }, reason = \"r\" }");
    fixture_school(&f, ADOPT("more") "add \"4.6.4/ours\" { reason = \"r\", must { title = \"{encounters} meetings\", "
                                     "who = pupils {}, have = encounter {}, when = each_school_year(), owner = role.leader } }");
    static const struct { const char *day, *clause, *rule; } days[] = {
        { "2021-01-01", "1 a year", "1 meetings" }, /* before it governs: as it begins */
        { "2024-08-31", "1 a year", "1 meetings" },
        { "2024-09-01", "2 a year", "2 meetings" },
        { "2027-08-31", "2 a year", "2 meetings" },
        { "2027-09-01", "3 a year", "3 meetings" },
    };
    uint64_t hash = 0;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        f.as_of = on_day(days[i].day);
        fixture_good(&f);
        const struct rule *rule = fixture_find(&f, "4.6.4/ours");
        assert_str(f.policy->clauses[rule->clause_index].title, days[i].clause);
        assert_str(rule->title, days[i].rule);
        if (i > 0) assert_true(f.policy->hash == hash);
        hash = f.policy->hash;
    }
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_a_set),
        cmocka_unit_test(conflicts_are_said_alike_in_every_order),
        cmocka_unit_test(two_of_a_sort_are_refused_alike_in_every_order),
        cmocka_unit_test(layout_does_not_change_the_hash),
        cmocka_unit_test(every_meaning_changes_the_hash),
        cmocka_unit_test(canonical_bytes_name_no_file),
        cmocka_unit_test(texts_show_the_values_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
