/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_remind - running a reminder_test; see case_remind.h.
 * Owns:  nothing.
 * Must not know: mail, how results are shown.
 */
#include "work/case_remind.h"

#include <string.h>

#include "engine/notice.h"
#include "policy/scope.h"

/* What was told of one finding so far. */
struct telling_of {
    char instance[INSTANCE_KEY_SIZE];
    int64_t subject;
    struct told *told;
    size_t count;
};

struct came {
    struct date day;
    struct notice notice;
};

struct reminding {
    struct arena *arena;
    const struct case_suite *suite;
    const struct case_block *block;
    const struct policy *policy;
    struct telling_of *tellings;
    size_t telling_count;
    struct came *came;
    size_t came_count;
};

static struct telling_of *telling_of(struct reminding *r, const struct finding *f) {
    for (size_t i = 0; i < r->telling_count; i++)
        if (r->tellings[i].subject == f->subject && strcmp(r->tellings[i].instance, f->instance) == 0) return &r->tellings[i];
    struct telling_of one = { .subject = f->subject };
    memcpy(one.instance, f->instance, sizeof one.instance);
    list_add(r->arena, r->tellings, r->telling_count, one);
    return &r->tellings[r->telling_count - 1];
}

static void remind(struct reminding *r, const struct finding *f, struct date day) {
    struct telling_of *telling = telling_of(r, f);
    struct notice_ledger ledger = NOTICE_LEDGER_NONE;
    ledger.told = telling->told;
    ledger.told_count = telling->count;
    struct notice out[NOTICES_MOST];
    size_t count = notices_due(r->policy, r->suite->calendar, f, &ledger, day, out);
    for (size_t i = 0; i < count; i++) {
        struct told told = { .day = day, .role = out[i].role };
        struct came came = { day, out[i] };
        list_add(r->arena, telling->told, telling->count, told);
        list_add(r->arena, r->came, r->came_count, came);
    }
}

static struct str say(struct reminding *r, const struct came *came) {
    char iso[DATE_ISO_SIZE];
    struct str role = r->policy->roles[came->notice.role].key;
    return str_format(r->arena, "%s %.*s %s", date_iso(came->day, iso), STR_ARG(role), notice_cause_key(came->notice.cause));
}

static struct str say_expected(struct arena *arena, const struct case_notice *n) {
    char iso[DATE_ISO_SIZE];
    return str_format(arena, "%s %.*s%s%.*s", date_iso(n->day, iso), STR_ARG(n->role), n->cause.size ? " " : "", STR_ARG(n->cause));
}

static bool is_same(const struct reminding *r, const struct case_notice *expected, const struct came *came) {
    if (!date_same(expected->day, came->day) || !str_equal(expected->role, r->policy->roles[came->notice.role].key)) return false;
    return !expected->cause.size || str_is(expected->cause, notice_cause_key(came->notice.cause));
}

static struct str all_that_came(struct reminding *r) {
    struct buf out = { 0 };
    for (size_t i = 0; i < r->came_count; i++) buf_printf(&out, "%s%.*s", i ? ", " : "all that go: ", STR_ARG(say(r, &r->came[i])));
    struct str text = out.size ? str_copy(r->arena, buf_str(&out)) : STR("nobody is told");
    buf_free(&out);
    return text;
}

/* The first that differs; what follows it differs because of it. */
static void compare(struct reminding *r, struct case_tally *tally) {
    size_t i = 0, count = r->block->notice_count;
    tally->assertions += count + 1;
    while (i < count && i < r->came_count && is_same(r, &r->block->notices[i], &r->came[i])) i++;
    if (i == count && i == r->came_count) return;
    struct str wanted = i < count ? say_expected(r->arena, &r->block->notices[i]) : STR("nobody else told");
    struct str got = i < r->came_count ? say(r, &r->came[i]) : STR("nobody else told");
    struct date day = i < count ? r->block->notices[i].day : r->came[i].day;
    case_suite_fail(r->arena, tally, (struct case_failure){ r->block, day, r->block->days[0].expected[0].rule,
                                                            str_format(r->arena, "expected %.*s, got %.*s", STR_ARG(wanted), STR_ARG(got)), all_that_came(r) });
}

bool case_remind_run(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                     const struct case_policy *policy, struct case_tally *tally, struct err *err) {
    struct reminding r = { .arena = arena, .suite = suite, .block = block, .policy = policy->policy };
    const struct case_expected *expected = block->days[0].expected;
    int32_t rule = policy_find_rule(policy->policy, expected->rule);
    for (struct date at = block->from; !date_after(at, block->to); at = date_add_days(at, 1)) {
        struct case_day day = block->days[0];
        struct case_findings findings;
        size_t failed = tally->failed;
        day.as_of = at;
        if (!case_suite_judge_day(arena, suite, run, block, &day, policy, &findings, tally, err)) return false;
        if (tally->failed > failed) return true;
        for (size_t i = 0; i < findings.count; i++) {
            const struct finding *f = &findings.at[i];
            bool meant = (int32_t)f->rule == rule && (!expected->instance.size || str_is(expected->instance, f->instance));
            if (meant) remind(&r, f, at);
        }
    }
    compare(&r, tally);
    return true;
}
