/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_audience - what others may see of a figure: nothing about few, nor what follows from the rest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/audience.h"

#define MOST 8

struct table {
    struct measuring source;
    struct measured_cell cells[MOST], shown[MOST];
    size_t count;
};

/* A group of n, of whom `of` are counted; by -1 is all of them. */
static void cell(struct table *t, int32_t by, int64_t value, int64_t n, int64_t of) {
    t->cells[t->count++] = (struct measured_cell){ .by = by, .value = value, .n = n, .count = { true, of, of },
                                                   .share = { n > 0, n ? of * 10000 / n : 0, n ? of * 10000 / n : 0 } };
}

/* "s" for shown and "h" for hidden, in order. */
static void expect(struct table *t, const char *marks) {
    struct measured m = { .source = &t->source, .cells = t->cells, .cell_count = t->count };
    struct measured shown = audience_share(&m, t->shown, MEASURED_FEWEST);
    char got[MOST + 1] = { 0 };
    assert_int_equal(shown.cell_count, t->count);
    assert_ptr_equal(shown.cells, t->shown);
    for (size_t i = 0; i < t->count; i++) {
        got[i] = t->shown[i].hidden ? 'h' : 's';
        if (!t->shown[i].hidden) continue;
        assert_int_equal(t->shown[i].n, 0);
        assert_false(t->shown[i].share.known);
        assert_false(t->shown[i].count.known);
        assert_int_equal(t->shown[i].by, t->cells[i].by);
        assert_int_equal(t->shown[i].value, t->cells[i].value);
        assert_false(t->cells[i].hidden); /* what came in stays */
    }
    assert_string_equal(got, marks);
}

static void large_groups_are_shown(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 100, 50);
    cell(&t, 0, 0, 50, 25);
    cell(&t, 0, 1, 50, 25);
    expect(&t, "sss");
}

static void five_are_hidden_and_six_are_not(void **state) {
    struct table t = { .source = { .has_of = false } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 56, 56);
    cell(&t, 0, 0, 50, 50);
    cell(&t, 0, 1, 6, 6);
    expect(&t, "sss");
    t.count = 0;
    cell(&t, -1, VALUE_NONE, 110, 110);
    cell(&t, 0, 0, 50, 50);
    cell(&t, 0, 1, 5, 5);
    cell(&t, 0, 2, 55, 55);
    expect(&t, "shhs"); /* one alone would follow from the sum */
}

static void an_empty_group_tells_nothing(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 100, 50);
    cell(&t, 0, 0, 100, 50);
    cell(&t, 0, VALUE_NONE, 0, 0);
    expect(&t, "sss");
}

static void few_who_are_counted_or_are_not_are_hidden(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 100, 3);
    expect(&t, "h");
    t.count = 0;
    cell(&t, -1, VALUE_NONE, 100, 95);
    expect(&t, "h");
    t.count = 0;
    cell(&t, -1, VALUE_NONE, 100, 94);
    expect(&t, "s");
    t.count = 0;
    cell(&t, -1, VALUE_NONE, 100, 0);
    expect(&t, "s");
}

static void hidden_groups_together_are_no_few_either(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 76, 34);
    cell(&t, 0, 0, 66, 28);
    cell(&t, 0, 1, 7, 4); /* with the next: 10, of whom 4 are not counted */
    cell(&t, 0, 2, 3, 2);
    expect(&t, "shhh");
    t.count = 0;
    cell(&t, -1, VALUE_NONE, 200, 100);
    cell(&t, 0, 0, 100, 50);
    cell(&t, 0, 1, 2, 1);
    cell(&t, 0, 2, 2, 1);
    cell(&t, 0, 3, 96, 48);
    expect(&t, "sshhh");
}

static void facts_stand_for_themselves(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 60, 30);
    cell(&t, 0, 0, 30, 15);
    cell(&t, 0, 1, 30, 15);
    cell(&t, 1, 0, 58, 29);
    cell(&t, 1, 1, 2, 1);
    expect(&t, "ssshh");
}

static void groups_of_what_is_hidden_are_hidden(void **state) {
    struct table t = { .source = { .has_of = true } };
    (void)state;
    cell(&t, -1, VALUE_NONE, 60, 4);
    cell(&t, 0, 0, 30, 0);
    cell(&t, 0, 1, 30, 0);
    expect(&t, "hhh");
}

/* "s" for shown and "h" for hidden, of the parts of one whole. */
static void expect_parts(const int64_t *counts, size_t count, int64_t fewest, const char *marks) {
    bool hidden[MOST];
    char got[MOST + 1] = { 0 };
    audience_hide(counts, hidden, count, fewest);
    for (size_t i = 0; i < count; i++) got[i] = hidden[i] ? 'h' : 's';
    assert_string_equal(got, marks);
}

static void parts_of_a_whole_hide_few_and_what_follows(void **state) {
    (void)state;
    expect_parts((const int64_t[]){ 50, 6, 0 }, 3, 6, "sss");
    expect_parts((const int64_t[]){ 50, 5, 20, 0 }, 4, 6, "shhs");  /* 5 follows from the rest, so 20 goes too */
    expect_parts((const int64_t[]){ 50, 5, 1, 20 }, 4, 6, "shhs");  /* 6 together */
    expect_parts((const int64_t[]){ 50, 3, 2, 20 }, 4, 6, "shhh");  /* 5 together */
    expect_parts((const int64_t[]){ 3, 0, 0 }, 3, 6, "hss");        /* the whole is few itself: it is for the caller to hide */
    expect_parts((const int64_t[]){ 50, 9, 20 }, 3, 10, "shh");     /* a school may ask for more */
    expect_parts((const int64_t[]){ 1, 2, 3 }, 3, 0, "sss");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_groups_are_shown),
        cmocka_unit_test(five_are_hidden_and_six_are_not),
        cmocka_unit_test(parts_of_a_whole_hide_few_and_what_follows),
        cmocka_unit_test(an_empty_group_tells_nothing),
        cmocka_unit_test(few_who_are_counted_or_are_not_are_hidden),
        cmocka_unit_test(hidden_groups_together_are_no_few_either),
        cmocka_unit_test(facts_stand_for_themselves),
        cmocka_unit_test(groups_of_what_is_hidden_are_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
