/* SPDX-License-Identifier: GPL-3.0-or-later
 * Staff and their posts, organisations, and what people decided.
 */
#include "store/ruling.h"
#include "store_fixture.h"

static enum wrote put(struct school *s, const struct staff_write *row, int64_t *id) {
    enum wrote wrote;
    OK(s, staff_put(s->db, &s->kinds, row, id, &wrote, &s->err));
    return wrote;
}

static int64_t find(struct school *s, const char *text, uint32_t wanted) {
    int64_t id;
    uint32_t count;
    OK(s, staff_find(s->db, str_from(text), &id, &count, &s->err));
    if (count != wanted) fail_msg("'%s' fits %u", text, count);
    return id;
}

static void staff_are_known_by_key_and_by_name(void **state) {
    struct school *s = *state;
    int64_t okoro, same, other;
    begin(s);
    struct fact_step roles = { S_ROLES, day(2026, 9, 1), 3 };
    struct staff_write row = { .key = STR("jokoro"),
                               .title = STR("Ms"),
                               .first_name = STR("Jane"),
                               .surname = STR("Okoro"),
                               .facts = &roles,
                               .fact_count = 1 };
    assert_int_equal(put(s, &row, &okoro), WROTE_ADDED);
    assert_int_equal(put(s, &row, &same), WROTE_SAME);
    assert_int_equal(okoro, same);
    struct staff_write more = { .key = STR("lo"), .first_name = STR("Lena"), .surname = STR("van Okoro") };
    put(s, &more, &other);
    struct staff_write mail = { .key = STR("jokoro"), .email = STR("j@harbourview.example") };
    assert_int_equal(put(s, &mail, &same), WROTE_CHANGED);
    commit(s);
    assert_int_equal(find(s, "jokoro", 1), okoro);
    assert_int_equal(find(s, "Okoro", 1), okoro);
    assert_int_equal(find(s, "Ms Okoro", 1), okoro);
    assert_int_equal(find(s, "J. Okoro", 1), okoro);
    assert_int_equal(find(s, "jane okoro", 1), okoro);
    find(s, "John Okoro", 0);
    assert_int_equal(find(s, "Lena van Okoro", 1), other);
    find(s, "koro", 0);
    struct staff staff;
    bool found;
    OK(s, staff_read(s->db, &s->kinds, &s->arena, okoro, &staff, &found, &s->err));
    assert_true(str_is(staff.email, "j@harbourview.example"));
    assert_int_equal(staff.facts[S_ROLES], 3);
    assert_int_equal(staff.step_count, 1);
}

static void add_post(struct school *s, int64_t person, int64_t role, struct date from, struct date to) {
    struct field_value fields[] = { { O_ROLE, role, { 0 } },
                                    { O_ENDS_ON, date_known(to) ? to.day : VALUE_NONE, { 0 } } };
    struct activity_write row = { .kind = POST,
                                  .date = from,
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .fields = fields,
                                  .field_count = 2 };
    int64_t id;
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    add_participation_of(s, POST, id, person, -1);
}

static void posts_say_who_held_what_when(void **state) {
    struct school *s = *state;
    int64_t a, b;
    begin(s);
    put(s, &(struct staff_write){ .key = STR("a"), .surname = STR("Alpha") }, &a);
    put(s, &(struct staff_write){ .key = STR("b"), .surname = STR("Beta") }, &b);
    add_post(s, b, 0, day(2026, 1, 1), DATE_NONE);
    add_post(s, a, 0, day(2025, 9, 1), day(2025, 12, 31));
    add_post(s, a, 1, day(2025, 9, 1), DATE_NONE);
    commit(s);
    struct staff_post *posts;
    size_t count;
    OK(s, staff_posts(s->db, &s->kinds, &s->arena, &posts, &count, &s->err));
    assert_int_equal(count, 3);
    assert_int_equal(posts[0].staff, a);
    assert_true(str_is(posts[0].role, "careers_leader"));
    assert_true(date_same(posts[0].to, day(2025, 12, 31)));
    assert_int_equal(posts[1].staff, b);
    assert_false(date_known(posts[1].to));
    assert_true(str_is(posts[2].role, "slt_lead"));
}

static void an_approver_must_have_held_the_role(void **state) {
    struct school *s = *state;
    int64_t a, id;
    enum wrote wrote;
    begin(s);
    put(s, &(struct staff_write){ .key = STR("a"), .surname = STR("Alpha") }, &a);
    add_post(s, a, 0, day(2025, 9, 1), day(2025, 12, 31));
    struct ruling_exemption row = { .exemption = { .subject = 1,
                                                   .subject_type = SUBJECT_PUPIL,
                                                   .rule = STR("4.1/one"),
                                                   .reason = STR("illness"),
                                                   .from = day(2025, 10, 1),
                                                   .ends = day(2026, 7, 1),
                                                   .approved_by = STR("careers_leader"),
                                                   .approved_on = day(2025, 12, 31) },
                                    .approver = a };
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_SAME);
    row.exemption.rule = STR("4.1/two");
    row.exemption.approved_on = day(2026, 1, 1);
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    row.exemption.rule = STR("4.1/three");
    row.approver = VALUE_NONE;
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    row.exemption.reason = STR("other");
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_CHANGED);
    commit(s);
    struct ruling_exemption *rows;
    size_t count;
    OK(s, ruling_exemptions(s->db, &s->kinds, &s->arena, &rows, &count, &s->err));
    assert_int_equal(count, 3);
    assert_true(rows[0].exemption.approver_held_role);  /* one: on the last day of the post */
    assert_true(rows[1].exemption.approver_held_role);  /* three: only the role is on record */
    assert_false(rows[2].exemption.approver_held_role); /* two: the day after */
    assert_true(str_is(rows[1].exemption.reason, "other"));
}

static void an_exemption_ends_or_goes(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    bool changed;
    begin(s);
    struct ruling_exemption row = { .exemption = { .subject = 1,
                                                   .rule = STR("4.1/one"),
                                                   .reason = STR("illness"),
                                                   .from = day(2025, 10, 1),
                                                   .ends = DATE_NONE,
                                                   .approved_by = STR("slt_lead"),
                                                   .approved_on = DATE_NONE },
                                    .approver = VALUE_NONE };
    OK(s, ruling_exempt(s->db, &row, &id, &wrote, &s->err));
    OK(s, ruling_end_exemption(s->db, id, day(2026, 1, 1), &changed, &s->err));
    assert_true(changed);
    OK(s, ruling_end_exemption(s->db, id, day(2026, 1, 1), &changed, &s->err));
    assert_false(changed);
    struct ruling_exemption *rows;
    size_t count;
    OK(s, ruling_exemptions(s->db, &s->kinds, &s->arena, &rows, &count, &s->err));
    assert_true(date_same(rows[0].exemption.ends, day(2025, 12, 31)));
    OK(s, ruling_end_exemption(s->db, id, day(2025, 10, 1), &changed, &s->err));
    OK(s, ruling_exemptions(s->db, &s->kinds, &s->arena, &rows, &count, &s->err));
    assert_int_equal(count, 0);
    commit(s);
}

static void snoozes_and_holds_count_both_their_days(void **state) {
    struct school *s = *state;
    int64_t id, same;
    enum wrote wrote;
    begin(s);
    struct ruling_snooze snooze = { .subject = 4,
                                    .rule = STR("4.1/one"),
                                    .from = day(2026, 11, 1),
                                    .until = day(2026, 11, 20),
                                    .why = STR("mock exams"),
                                    .who = STR("jokoro") };
    OK(s, ruling_snooze(s->db, &snooze, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    OK(s, ruling_snooze(s->db, &snooze, &same, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_SAME);
    assert_int_equal(id, same);
    struct ruling_hold hold = {
        .subject = 4, .from = day(2026, 11, 1), .until = DATE_NONE, .why = STR("case"), .who = STR("head")
    };
    OK(s, ruling_hold(s->db, &hold, &id, &wrote, &s->err));
    hold.until = day(2026, 12, 1);
    OK(s, ruling_hold(s->db, &hold, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_CHANGED);
    commit(s);
    struct ruling_snooze *snoozes;
    struct ruling_hold *holds;
    size_t count;
    OK(s, ruling_snoozes(s->db, &s->arena, day(2026, 11, 20), &snoozes, &count, &s->err));
    assert_int_equal(count, 1);
    OK(s, ruling_snoozes(s->db, &s->arena, day(2026, 11, 21), &snoozes, &count, &s->err));
    assert_int_equal(count, 0);
    OK(s, ruling_holds(s->db, &s->arena, day(2026, 12, 1), &holds, &count, &s->err));
    assert_int_equal(count, 1);
    OK(s, ruling_holds(s->db, &s->arena, day(2026, 10, 31), &holds, &count, &s->err));
    assert_int_equal(count, 0);
}

static void one_folded_name_is_one_organisation(void **state) {
    struct school *s = *state;
    int64_t id, same;
    enum wrote wrote;
    begin(s);
    struct fact_step facts[] = { { G_TYPE, DATE_FIRST, 0 },
                                 { G_SECTOR, DATE_FIRST, word(s, "marine") },
                                 { G_X_RANK, DATE_FIRST, 5 } };
    struct organisation_write row = { .name = STR("Harbour Tugs"), .facts = facts, .fact_count = 3 };
    OK(s, organisation_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    row.name = STR("  HARBOUR  tugs ");
    OK(s, organisation_put(s->db, &s->kinds, &row, &same, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_SAME);
    assert_int_equal(id, same);
    OK(s, organisation_find(s->db, STR("harbour tugs"), &same, &s->err));
    assert_int_equal(id, same);
    assert_false(
        organisation_put(s->db, &s->kinds, &(struct organisation_write){ .name = STR("  ") }, &same, &wrote, &s->err));
    commit(s);
    struct organisation *rows;
    size_t count;
    OK(s, organisation_list(s->db, &s->kinds, &s->arena, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    assert_true(str_is(rows[0].name, "Harbour Tugs"));
    assert_int_equal(rows[0].facts[G_TYPE], 0);
    assert_int_equal(rows[0].facts[G_X_RANK], 5);
    assert_true(rows[0].facts[G_SECTOR] == text_value(STR("marine")));
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(staff_are_known_by_key_and_by_name),      SCHOOL_TEST(posts_say_who_held_what_when),
        SCHOOL_TEST(an_approver_must_have_held_the_role),     SCHOOL_TEST(an_exemption_ends_or_goes),
        SCHOOL_TEST(snoozes_and_holds_count_both_their_days), SCHOOL_TEST(one_folded_name_is_one_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
