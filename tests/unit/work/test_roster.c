/* SPDX-License-Identifier: GPL-3.0-or-later
 * Short names in messages: two pupils of one form are never called the same. */
#include "work_fixture.h"

#include "work/roster.h"

static struct pupil_row called(int64_t id, const char *first, const char *surname, const char *form, int born) {
    return (struct pupil_row){ .id = id, .first_name = str_from(first), .surname = str_from(surname), .form = str_from(form),
                               .dob = date_add_days(school_year_start(2012), born), .on_roll = true };
}

static void short_names_tell_two_of_a_form_apart(void **state) {
    static const struct { const char *first, *surname, *form, *is; int born; bool left; } CASES[] = {
        { "Zoë", "O’Brien", "9AB", "Zoë O.", 1, false },
        { "Reuben", "Đukić", "9AB", "Reuben Đukić (the older)", 2, false },
        { "Reuben", "Đukić", "9AB", "Reuben Đukić (the younger)", 3, false },
        { "Nia", "Orme", "9AB", "Nia Orm.", 1, false },
        { "Nia", "Orne", "9AB", "Nia Orn.", 1, false },
        { "Nia", "Or", "9CD", "Nia O.", 1, false },     /* another form */
        { "Ida", "Ng", "9AB", "Ida Ng", 1, false },
        { "Ida", "Nguyen", "9AB", "Ida Ngu.", 1, false },
        { "Leo", "Ng", "9AB", "Leo N.", 1, false },
        { "Leo", "Nash", "9AB", "Leo N.", 1, true },    /* who left is no other */
        { "Mo", "", "9AB", "Mo", 1, false },
    };
    struct arena arena = { 0 };
    struct pupil_row rows[COUNT_OF(CASES)];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        rows[i] = called((int64_t)i + 1, CASES[i].first, CASES[i].surname, CASES[i].form, CASES[i].born);
        rows[i].on_roll = !CASES[i].left;
    }
    const struct roster roster = { .pupils = rows, .pupil_count = COUNT_OF(CASES) };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        if (CASES[i].left) continue;
        struct str is = roster_short(&arena, &roster, &rows[i]);
        if (!str_is(is, CASES[i].is)) fail_msg("%s %s is called %.*s", CASES[i].first, CASES[i].surname, STR_ARG(is));
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(short_names_tell_two_of_a_form_apart) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
