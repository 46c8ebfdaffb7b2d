/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_measure - figures: what counts, from the first day to the last, what doubts make of them, and what is wanted.
 *
 * Each figure is asked of both evaluators, which must agree.
 */
#include "engine/pass.h"
#include "world.h"

#define PUPILS 14

struct school {
    struct world *w;
    struct batch pupils[PUPILS];
    int64_t facts[PUPILS][FACT_COUNT];
    struct fact_step steps[PUPILS][2];
    struct participation parts[PUPILS][6];
    struct rule rules[2];
    struct rule_version versions[2];
    struct measuring measuring;
    struct measured_by by;
    struct measured measured;
    struct measured_cell cells[12];
    struct finding finding;
    size_t figures, wanted, others;
};

static bool take_measured(void *self, const struct measured *m, struct err *err) {
    struct school *s = self;
    (void)err;
    s->measured = *m;
    assert_true(m->cell_count <= COUNT_OF(s->cells));
    for (size_t i = 0; i < m->cell_count; i++) s->cells[i] = m->cells[i];
    s->measured.cells = s->cells;
    s->figures++;
    return true;
}

static bool take_finding(void *self, const struct finding *f, struct err *err) {
    struct school *s = self;
    (void)err;
    if (f->rule != 1) {
        s->others++;
        return true;
    }
    s->finding = *f;
    s->wanted++;
    return true;
}

/* Year 9 in 2022/23; rule 0 wants a meaningful encounter each year, rule 1 is the measure: pupils, how many of them. */
static struct school *new_school(void) {
    static struct school school;
    struct school *s = &school;
    memset(s, 0, sizeof *s);
    struct world *w = s->w = new_world();
    want_encounter(w, 1);
    s->versions[0] = w->version;
    s->versions[1] = (struct rule_version){ .governs_from = DATE_FIRST, .from = DATE_FIRST, .ends = DATE_NONE, .top_level = -1,
                                            .owner = -1, .plan = -1, .hint = -1, .hatch = -1, .subject = SUBJECT_SCHOOL,
                                            .force = FORCE_SHOULD, .when = when(WINDOW_EACH_SCHOOL_YEAR) };
    s->versions[1].have = (struct term){ .op = TERM_ALL_OF, .n = n_of(0), .distinct = -1, .on = -1, .total = -1, .each_param = -1 };
    s->versions[1].exempt = (struct exempting){ .never = true, .approved_by = -1 };
    s->versions[1].measuring = &s->measuring;
    s->measuring = (struct measuring){ .least = n_of(0), .most = n_of(0) };
    s->measuring.over = (struct measured_side){ .things = MEASURED_SUBJECTS, .subject = SUBJECT_PUPIL, .filter_count = 1 };
    struct filter *all = records(w, -1);
    *all = (struct filter){ .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1, .default_on_roll = true };
    s->measuring.over.filters = all;
    for (int i = 0; i < 2; i++)
        s->rules[i] = (struct rule){ .name = i ? STR("2.0.1/figure") : STR("1.0.1/rule"), .versions = &s->versions[i],
                                     .version_count = 1, .applies = true };
    w->policy.rules = s->rules;
    w->policy.rule_count = 2;
    for (int p = 0; p < PUPILS; p++) {
        for (int f = 0; f < FACT_COUNT; f++) s->facts[p][f] = w->facts[f];
        s->steps[p][0] = (struct fact_step){ YEAR, on("2022-09-01"), 9 };
        if (p < 12) s->steps[p][0] = (struct fact_step){ SEN, on("2020-09-01"), p < 6 }; /* 0 to 5: ehcp */
        s->steps[p][1] = (struct fact_step){ YEAR, on("2022-09-01"), 9 };
        s->pupils[p] = (struct batch){ .subject = 11 + p, .facts = s->facts[p], .steps = s->steps[p], .step_count = p < 12 ? 2 : 1,
                                       .participations = s->parts[p] };
    }
    w->memory.subjects[SUBJECT_PUPIL] = s->pupils;
    w->memory.subject_count[SUBJECT_PUPIL] = 10;
    return s;
}

/* An encounter of pupils first to last; meaningful: 1, 0, or VALUE_NONE for a tick that is missing. */
static void met(struct school *s, const char *day, int first, int last, int64_t is_meaningful) {
    struct activity *a = add(s->w, ENCOUNTER, day);
    if (is_meaningful != VALUE_NONE) pack(s->w, a, MEANINGFUL, is_meaningful);
    for (int p = first; p <= last; p++)
        s->parts[p][s->pupils[p].participation_count++] =
            (struct participation){ .activity = (uint32_t)(a - s->w->activities), .facts = OUTCOME_ATTENDED + 1 };
}

static void count_encounters(struct school *s) {
    struct filter *filter = records(s->w, ENCOUNTER);
    narrow(s->w, filter, is(s->w, MEANINGFUL, 1));
    s->measuring.has_of = true;
    s->measuring.of = (struct measured_side){ .things = MEASURED_RECORDS, .subject = SUBJECT_PUPIL, .filters = filter, .filter_count = 1 };
    s->measuring.as = MEASURE_PERCENT;
    s->versions[1].have = at_least(1, filter);
}

static void count_met(struct school *s, uint32_t statuses) {
    static const bool RULES[] = { true, false };
    s->measuring.has_of = true;
    s->measuring.of = (struct measured_side){ .things = MEASURED_FINDINGS, .rules = RULES, .statuses = statuses };
    s->measuring.as = MEASURE_PERCENT;
}

static void run(struct school *s, struct judging judging, bool plain) {
    struct arena arena = { 0 };
    struct feed feed = feed_memory(&s->w->memory);
    struct finding_sink sink = { s, take_finding, take_measured };
    struct program *program;
    struct pass *pass;
    struct err err = { 0 };
    judging.calendar = s->w->calendar;
    s->figures = s->wanted = s->others = 0;
    memset(&s->measured, 0, sizeof s->measured);
    memset(s->cells, 0, sizeof s->cells);
    memset(&s->finding, 0, sizeof s->finding);
    bool done = plain ? plain_run(&arena, &s->w->policy, &judging, &feed, &sink, &err)
                      : program_compile(&arena, &s->w->policy, &program, &err) && pass_open(&arena, program, &judging, &pass, &err)
                            && pass_run(pass, &feed, &sink, &err);
    if (!done) fail_msg("%s", err.text);
    arena_free(&arena);
}

static void same_value(const struct measured_value *a, const struct measured_value *b) {
    assert_int_equal(a->known, b->known);
    assert_int_equal(a->low, b->low);
    assert_int_equal(a->high, b->high);
}

static void same_cell(const struct measured_cell *a, const struct measured_cell *b) {
    assert_int_equal(a->by, b->by);
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->doubtful, b->doubtful);
    same_value(&a->count, &b->count);
    same_value(&a->share, &b->share);
    same_value(&a->gap, &b->gap);
}

static void measure_as(struct school *s, struct judging judging) {
    struct school other;
    run(s, judging, true);
    other = *s;
    run(s, judging, false);
    assert_int_equal(s->figures, other.figures);
    assert_int_equal(s->wanted, other.wanted);
    assert_int_equal(s->others, other.others);
    assert_int_equal(s->measured.status, other.measured.status);
    assert_int_equal(s->measured.cell_count, other.measured.cell_count);
    for (size_t i = 0; i < s->measured.cell_count; i++) same_cell(&s->cells[i], &other.cells[i]);
    assert_int_equal(s->finding.status, other.finding.status);
    assert_int_equal(s->finding.certain, other.finding.certain);
    assert_int_equal(s->finding.possible, other.finding.possible);
}

static void measure(struct school *s, const char *as_of) { measure_as(s, (struct judging){ .as_of = on(as_of) }); }

static void expect_share(struct school *s, const char *as_of, int64_t n, int64_t low, int64_t high) {
    measure(s, as_of);
    assert_int_equal(s->figures, 1);
    assert_int_equal(s->cells[0].n, n);
    assert_true(s->cells[0].share.known);
    assert_int_equal(s->cells[0].share.low, low);
    assert_int_equal(s->cells[0].share.high, high);
}

static void want(struct school *s, const char *as_of, int64_t least, const char *status) {
    s->measuring.has_least = true;
    s->measuring.least = n_of(least);
    measure(s, as_of);
    assert_int_equal(s->wanted, 1);
    assert_string_equal(status_key(s->finding.status), status);
    assert_string_equal(status_key(s->measured.status), status);
}

static void what_is_not_known_makes_an_interval(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    met(s, "2022-10-03", 0, 5, 1);          /* six certainly, two perhaps, of ten */
    met(s, "2022-10-04", 6, 7, VALUE_NONE);
    met(s, "2022-10-05", 8, 8, 0);
    expect_share(s, "2023-01-09", 10, 6000, 8000);
    want(s, "2023-01-09", 60, "met");
    assert_int_equal(s->finding.certain, 60);
    assert_int_equal(s->finding.possible, 80);
    assert_int_equal(s->finding.severity, LEVEL_INFO);
    want(s, "2023-01-09", 61, "unknown");
    assert_int_equal(s->finding.fix, FIX_RECORD);
    want(s, "2023-01-09", 80, "unknown");
    want(s, "2023-01-09", 81, "missed");
    assert_int_equal(s->finding.need, 81);
    assert_int_equal(s->finding.severity, LEVEL_MEDIUM);
    expect_day(s->finding.next_change, "2023-01-10");
    end_world(s->w);
}

static void a_school_year_ends_on_31_august(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    met(s, "2023-08-31", 0, 4, 1);
    expect_share(s, "2023-08-30", 10, 0, 0);
    expect_share(s, "2023-08-31", 10, 5000, 5000);
    assert_string_equal(s->measured.instance, "2022/23");
    expect_share(s, "2023-09-01", 10, 0, 0);
    assert_string_equal(s->measured.instance, "2023/24");
    expect_day(s->measured.from, "2023-09-01");
    expect_day(s->measured.to, "2024-08-31");
    end_world(s->w);
}

static void a_rolling_span_holds_its_first_and_its_last_day(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    s->versions[1].when = when(WINDOW_ROLLING);
    s->versions[1].when.length = months(12);
    met(s, "2022-10-03", 0, 4, 1);
    expect_share(s, "2022-10-02", 10, 0, 0);
    expect_share(s, "2022-10-03", 10, 5000, 5000);
    expect_share(s, "2023-10-03", 10, 5000, 5000);
    expect_share(s, "2023-10-04", 10, 0, 0);
    s->versions[1].when = when(WINDOW_ALWAYS);
    expect_share(s, "2026-11-23", 10, 5000, 5000);
    end_world(s->w);
}

static void who_has_left_is_counted_on_the_last_day(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    met(s, "2022-10-03", 0, 4, 1);
    s->facts[9][LEFT_ON] = on("2023-03-10").day;
    expect_share(s, "2023-03-10", 10, 5000, 5000);
    expect_share(s, "2023-03-11", 9, 5556, 5556);
    end_world(s->w);
}

static void a_measure_is_taken_while_it_is_in_force(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    s->versions[1].from = on("2022-11-01");
    s->versions[1].ends = on("2023-03-31");
    static const struct { const char *day; size_t figures; } DAYS[] = {
        { "2022-10-31", 0 }, { "2022-11-01", 1 }, { "2023-03-31", 1 }, { "2023-04-01", 0 } };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        measure(s, DAYS[i].day);
        assert_int_equal(s->figures, DAYS[i].figures);
        assert_int_equal(s->wanted, 0); /* nothing is wanted */
    }
    end_world(s->w);
}

static void nobody_is_no_share(void **state) {
    struct school *s = new_school();
    (void)state;
    count_encounters(s);
    s->w->memory.subject_count[SUBJECT_PUPIL] = 0;
    s->measuring.has_least = true;
    s->measuring.least = n_of(50);
    measure(s, "2023-01-09");
    assert_int_equal(s->figures, 1);
    assert_false(s->cells[0].share.known);
    assert_int_equal(s->measured.status, STATUS_NOT_APPLICABLE);
    assert_int_equal(s->wanted, 0);
    end_world(s->w);
}

static void findings_count_by_status_for_those_whom_the_rule_concerns(void **state) {
    struct school *s = new_school();
    (void)state;
    count_met(s, 1u << STATUS_MET);
    met(s, "2022-10-03", 0, 3, 1);
    met(s, "2022-10-04", 4, 4, VALUE_NONE); /* overdue in September: not known */
    s->steps[9][1].value = 14;              /* the rule is for Years 7 to 13: not concerned */
    expect_share(s, "2023-08-01", 9, 4444, 5556);
    count_met(s, 1u << STATUS_OVERDUE);
    expect_share(s, "2023-08-01", 9, 4444, 5556);
    count_met(s, 1u << STATUS_UNKNOWN);
    expect_share(s, "2023-08-01", 9, 1111, 1111);
    count_met(s, 1u << STATUS_MET);
    expect_share(s, "2023-09-01", 9, 0, 0); /* last year's answers are not of this year */
    end_world(s->w);
}

static void gap(struct school *s) {
    count_encounters(s);
    s->measuring.as = MEASURE_GAP;
    s->by = (struct measured_by){ .field = SEN };
    s->measuring.by = &s->by;
    s->measuring.by_count = 1;
    s->measuring.has_most = true;
    s->measuring.most = n_of(50);
    s->w->memory.subject_count[SUBJECT_PUPIL] = 12;
}

static void a_gap_is_the_group_less_the_rest(void **state) {
    struct school *s = new_school();
    (void)state;
    gap(s);
    met(s, "2022-10-03", 0, 0, 1); /* one of six */
    met(s, "2022-10-04", 6, 9, 1); /* four of six */
    measure(s, "2023-01-09");
    assert_int_equal(s->measured.cell_count, 3);
    assert_int_equal(s->cells[1].value, 0);
    assert_int_equal(s->cells[1].gap.low, 5000);
    assert_int_equal(s->cells[2].value, 1);
    assert_int_equal(s->cells[2].n, 6);
    assert_int_equal(s->cells[2].share.low, 1667);
    assert_int_equal(s->cells[2].gap.low, -5000);
    assert_int_equal(s->cells[2].gap.high, -5000);
    assert_int_equal(s->finding.status, STATUS_MET); /* exactly 50 points */
    s->measuring.most = n_of(49);
    measure(s, "2023-01-09");
    assert_int_equal(s->finding.status, STATUS_MISSED);
    assert_int_equal(s->finding.certain, 50);
    end_world(s->w);
}

static void groups_of_fewer_than_six_do_not_decide(void **state) {
    struct school *s = new_school();
    (void)state;
    gap(s);
    s->measuring.most = n_of(10);
    met(s, "2022-10-03", 6, 11, 1); /* none of six, six of six */
    measure(s, "2023-01-09");
    assert_int_equal(s->finding.status, STATUS_MISSED);
    s->w->memory.subject_count[SUBJECT_PUPIL] = 11; /* the rest are five now */
    measure(s, "2023-01-09");
    assert_int_equal(s->wanted, 0);
    assert_int_equal(s->measured.status, STATUS_NOT_APPLICABLE);
    assert_int_equal(s->cells[2].gap.low, -10000);
    end_world(s->w);
}

static void who_lacks_the_fact_may_belong_to_either_group(void **state) {
    struct school *s = new_school();
    (void)state;
    gap(s);
    s->w->memory.subject_count[SUBJECT_PUPIL] = 14; /* two without the fact, one of whom has an encounter */
    met(s, "2022-10-03", 0, 2, 1);
    met(s, "2022-10-04", 6, 8, 1);
    met(s, "2022-10-05", 12, 12, 1);
    measure(s, "2023-01-09");
    assert_int_equal(s->measured.cell_count, 4);
    assert_int_equal(s->cells[3].value, VALUE_NONE);
    assert_int_equal(s->cells[3].n, 2);
    assert_int_equal(s->cells[1].n, 6);
    assert_int_equal(s->cells[1].share.low, 4286);  /* 3 of 7 */
    assert_int_equal(s->cells[1].share.high, 5714); /* 4 of 7 */
    assert_int_equal(s->cells[1].gap.low, -1429);
    assert_int_equal(s->cells[1].gap.high, 1429);
    end_world(s->w);
}

static void records_are_counted_once_whoever_came(void **state) {
    struct school *s = new_school();
    (void)state;
    struct filter *all = records(s->w, ENCOUNTER), *some = records(s->w, ENCOUNTER);
    narrow(s->w, some, is(s->w, MEANINGFUL, 1));
    s->measuring.over = (struct measured_side){ .things = MEASURED_RECORDS, .subject = SUBJECT_SCHOOL, .filters = all, .filter_count = 1 };
    s->measuring.of = (struct measured_side){ .things = MEASURED_RECORDS, .subject = SUBJECT_SCHOOL, .filters = some, .filter_count = 1 };
    s->measuring.has_of = true;
    s->measuring.as = MEASURE_PERCENT;
    s->versions[1].have = at_least(1, all);
    met(s, "2022-10-03", 0, 8, 1);
    met(s, "2022-10-04", 0, 0, 0);
    met(s, "2022-10-05", 0, 1, VALUE_NONE);
    met(s, "2022-10-06", 0, 1, 1);
    s->w->activities[3].cancelled = true;
    expect_share(s, "2023-01-09", 3, 3333, 6667);
    s->measuring.has_of = false;
    s->measuring.as = MEASURE_COUNT;
    measure(s, "2023-01-09");
    assert_int_equal(s->cells[0].count.low, 3);
    end_world(s->w);
}

static void rules_that_are_only_counted_are_not_handed_over(void **state) {
    struct school *s = new_school();
    static const bool ONLY[] = { false, true };
    (void)state;
    count_met(s, 1u << STATUS_MET);
    met(s, "2022-10-03", 0, 4, 1);
    measure_as(s, (struct judging){ .as_of = on("2023-01-09"), .only_rules = ONLY });
    assert_int_equal(s->figures, 1);
    assert_int_equal(s->others, 0);
    assert_int_equal(s->cells[0].share.low, 5000);
    measure_as(s, (struct judging){ .as_of = on("2023-01-09"), .without_measures = true });
    assert_int_equal(s->figures, 0);
    assert_true(s->others > 0);
    end_world(s->w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_known_makes_an_interval),
        cmocka_unit_test(a_school_year_ends_on_31_august),
        cmocka_unit_test(a_rolling_span_holds_its_first_and_its_last_day),
        cmocka_unit_test(who_has_left_is_counted_on_the_last_day),
        cmocka_unit_test(a_measure_is_taken_while_it_is_in_force),
        cmocka_unit_test(nobody_is_no_share),
        cmocka_unit_test(findings_count_by_status_for_those_whom_the_rule_concerns),
        cmocka_unit_test(a_gap_is_the_group_less_the_rest),
        cmocka_unit_test(groups_of_fewer_than_six_do_not_decide),
        cmocka_unit_test(who_lacks_the_fact_may_belong_to_either_group),
        cmocka_unit_test(records_are_counted_once_whoever_came),
        cmocka_unit_test(rules_that_are_only_counted_are_not_handed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
