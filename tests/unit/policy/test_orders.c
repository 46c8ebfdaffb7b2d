/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_orders - a merge is a function of the set of its documents: every order of random documents gives one hash, or the
 *               same errors (M1).
 */
#include "fixture.h"

#define MOST 5
#define SETS 60

static const struct {
    enum layer layer;
    const char *path, *header;
} KINDS[] = {
    { LAYER_UPDATE, "policies/updates/a.lua", UPDATE_HEADER("a", "2023-01-01") },
    { LAYER_UPDATE, "policies/updates/b.lua", UPDATE_HEADER("b", "2023-01-01") },
    { LAYER_TRUST, "trust.lua", TRUST_HEADER ADOPT("a") },
    { LAYER_OVERLAY_SETTING, "policies/overlays/here.lua",
      "overlay \"here\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"T\", from = "
      "\"2022-06-01\", reason = \"r\", for_schools = school { setting = \"secondary\" } }\n" },
    { LAYER_OVERLAY_SETTING, "policies/overlays/sixth.lua",
      "overlay \"sixth\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"T\", from = "
      "\"2022-06-01\", reason = \"r\", for_schools = school { sixth_form = true } }\n" },
    { LAYER_OVERLAY_PUPILS, "policies/overlays/send.lua",
      "overlay \"send\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"T\", from = "
      "\"2022-06-01\", reason = \"r\", for_pupils = pupils { sen = \"ehcp\" } }\n" },
    { LAYER_OVERLAY_PUPILS, "policies/overlays/plain.lua",
      "overlay \"plain\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"T\", from = "
      "\"2022-06-01\", reason = \"r\", for_pupils = pupils { sen = \"none\" } }\n" },
    { LAYER_OVERLAY_PUPILS, "policies/overlays/care.lua",
      "overlay \"care\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"T\", from = "
      "\"2022-06-01\", reason = \"r\", for_pupils = pupils { care = is_not \"no\" } }\n" },
    { LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER ANSWERS },
};

static const char *const OPS[] = {
    "amend \"4.9.2/by-16\" { set = { owner = role.tutor }, reason = \"r\" }\n",
    "amend \"4.9.2/by-16\" { set = { severity = \"low\" }, reason = \"r\" }\n",
    "amend \"4.9.2/by-16\" { set = { when = by_end_of_year(9) }, reason = \"r\" }\n",
    "amend \"4.6.4/encounter\" { set = { [\"who.days_on_roll\"] = at_least(10) }, reason = \"r\" }\n",
    "amend \"4.6.4/encounter\" { set = { [\"exempt.for_at_most\"] = months(6) }, reason = \"r\" }\n",
    "amend \"4.6.5/stem\" { set = { owner = role.slt }, over = \"care\", reason = \"r\" }\n",
    "amend \"4.6.5/stem\" { set = { owner = role.tutor }, reason = \"r\" }\n",
    "drop \"4.6.5/stem\" { reason = \"r\" }\n",
    "add \"7.0.1/ours\" { reason = \"r\", should { who = pupils { year = 9 }, have = workplace {}, when = each_term() } }\n",
    "amend \"param/level\" { tighten = { [\"2023-09-01\"] = 7 }, reason = \"r\" }\n",
    "amend \"param/level\" { set = { [\"2023-09-01\"] = 5 }, reason = \"r\" }\n",
    "amend \"reading/joined late\" { set = { means = \"judge\" }, reason = \"r\" }\n",
    "amend \"4.9.22/by-16\" { set = { owner = role.tutor }, reason = \"r\" }\n",
    ("relax \"param/level\" { schools = { 100001 }, [\"2023-01-01\"] = 4, ends = \"2023-08-31\", approved = \"2022-12-12\", "
     "approved_by = \"T\", reason = \"r\" }\n"),
};

static uint64_t next_number(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

struct written {
    size_t kinds[MOST], count;
    char text[MOST][4096];
};

static void write_documents(uint64_t *state, struct written *out) {
    out->count = 2 + next_number(state) % (MOST - 1);
    for (size_t i = 0; i < out->count; i++) {
        bool taken = true;
        while (taken) {
            out->kinds[i] = next_number(state) % COUNT_OF(KINDS);
            taken = false;
            for (size_t k = 0; k < i; k++) taken = taken || out->kinds[k] == out->kinds[i];
        }
        strcpy(out->text[i], KINDS[out->kinds[i]].header);
        for (size_t n = next_number(state) % 2 + 1; n > 0; n--)
            strcat(out->text[i], OPS[next_number(state) % (next_number(state) % 4 ? 5 : COUNT_OF(OPS))]); /* most are fine */
    }
}

/* The hash, or the problems in words. */
static struct str outcome(struct arena *arena, const struct written *set, const size_t *order) {
    struct fixture f = fixture_empty();
    bool base = false;
    struct buf out = { 0 };
    for (size_t i = 0; i < set->count; i++) {
        size_t n = order[i];
        if (!base && order[0] % 2) { /* the base not always first */
            fixture_add(&f, LAYER_BASE, "policies/base/policy.lua", joined(&f.arena, BASE, COUNT_OF(BASE)));
            base = true;
        }
        fixture_add(&f, KINDS[set->kinds[n]].layer, KINDS[set->kinds[n]].path, set->text[n]);
    }
    if (!base) fixture_add(&f, LAYER_BASE, "policies/base/policy.lua", joined(&f.arena, BASE, COUNT_OF(BASE)));
    if (fixture_merge(&f)) buf_printf(&out, "merged %llx\n", (unsigned long long)f.policy->hash);
    for (size_t i = 0; i < f.problems.count; i++) {
        const struct problem *p = &f.problems.at[i];
        buf_printf(&out, "%.*s:%u:%u %s %.*s | %.*s\n", STR_ARG(p->place.file), (unsigned)p->place.line,
                   (unsigned)p->place.column, code_name(p->code), STR_ARG(p->said), STR_ARG(p->next));
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    arena_free(&f.arena);
    return text;
}

static bool next_order(size_t *order, size_t count) {
    size_t i = count - 1;
    while (i > 0 && order[i - 1] > order[i]) i--;
    if (i == 0) return false;
    size_t k = count - 1;
    while (order[k] < order[i - 1]) k--;
    size_t held = order[i - 1];
    order[i - 1] = order[k];
    order[k] = held;
    for (size_t a = i, b = count - 1; a < b; a++, b--) {
        held = order[a];
        order[a] = order[b];
        order[b] = held;
    }
    return true;
}

static void every_order_gives_one_answer(void **state) {
    (void)state;
    uint64_t number = 20221101;
    size_t merged = 0, refused = 0;
    for (int n = 0; n < SETS; n++) {
        static struct written set;
        struct arena arena = { 0 };
        size_t order[MOST] = { 0, 1, 2, 3, 4 };
        write_documents(&number, &set);
        struct str first = outcome(&arena, &set, order);
        if (str_starts(first, "merged")) merged++;
        else refused++;
        while (next_order(order, set.count)) {
            struct str other = outcome(&arena, &set, order);
            if (!str_equal(first, other)) {
                for (size_t i = 0; i < set.count; i++) print_message("%s\n", set.text[order[i]]);
                print_message("one order:\n%.*sanother:\n%.*s", STR_ARG(first), STR_ARG(other));
            }
            assert_true(str_equal(first, other));
        }
        arena_free(&arena);
    }
    assert_true(merged >= 5);
    assert_true(refused >= 20);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_order_gives_one_answer) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
