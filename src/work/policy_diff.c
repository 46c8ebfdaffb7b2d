/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_diff - `policy diff` and `policy what-if`; see policy_diff.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_diff.h"

#include <stdlib.h>

#include "base/stop.h"
#include "work/policy_verbs.h"
#include "work/wording.h"

#define MOST_DAYS 60

/* ---- past days ---- */

struct history {
    struct date from, to;
    bool asked;
};

static bool read_history(const struct command_call *call, struct history *out, struct err *err) {
    struct str text = call_option(call, "history");
    *out = (struct history){ .asked = call_has(call, "history") };
    if (!out->asked) return true;
    size_t dots = str_find(text, STR(".."));
    if (dots == SIZE_MAX) {
        err_set(err, CODE_ARGUMENTS, "--history needs two days with two dots between, not '%.*s'.", STR_ARG(text));
        return err_next(err, "--history 1/9/2025..31/8/2026");
    }
    if (!date_read(str_trim(str_slice(text, 0, dots)), call->today, &out->from, err)) return false;
    if (!date_read(str_trim(str_slice(text, dots + 2, text.size)), call->today, &out->to, err)) return false;
    if (!date_after(out->from, out->to)) return true;
    err_set(err, CODE_ARGUMENTS, "--history ends before it begins.");
    return err_next(err, "--history 1/9/2025..31/8/2026");
}

/* The ends of the terms in between, where they are known; else the first of each month; and both ends. */
static struct date *days_of(struct policy_diff *d, const struct history *h, size_t *count) {
    size_t terms, room = 0, n = 0;
    const struct calendar_part *parts = calendar_terms(d->pair.school->calendar, &terms);
    for (struct date day = h->from; !date_after(day, h->to); day = date_add_months(day, 1)) room++;
    struct date *days = arena_array(d->arena, struct date, terms + room + 2);
    days[n++] = h->from;
    for (size_t i = 0; i < terms; i++)
        if (date_after(parts[i].closes, h->from) && date_before(parts[i].closes, h->to)) days[n++] = parts[i].closes;
    for (size_t i = 1; n == 1 && i < room; i++) days[n + i - 1] = date_add_months(h->from, (int)i);
    if (n == 1 && room > 1) n = room;
    if (date_after(h->to, days[n - 1])) days[n++] = h->to;
    *count = n;
    return days;
}

struct ranked {
    struct str clause;
    size_t changed;
};

static int most_first(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->changed != y->changed) return x->changed > y->changed ? -1 : 1;
    return clause_compare(x->clause, y->clause);
}

static struct str top_clauses(struct arena *arena, const struct policy_effect *effect) {
    struct buf out = { 0 };
    struct ranked *ranked = arena_array(arena, struct ranked, effect->rule_count);
    size_t count = 0;
    for (size_t i = 0; i < effect->rule_count; i++) {
        size_t changed = effect->rules[i].changed + effect->rules[i].moved;
        struct str clause = effect->rules[i].rule->clause;
        if (!changed) continue;
        if (count && str_equal(ranked[count - 1].clause, clause)) ranked[count - 1].changed += changed;
        else ranked[count++] = (struct ranked){ clause, changed };
    }
    if (count) qsort(ranked, count, sizeof *ranked, most_first);
    for (size_t i = 0; i < count && i < 3; i++) buf_printf(&out, "%s%.*s (%zu)", i ? ", " : "", STR_ARG(ranked[i].clause), ranked[i].changed);
    if (count > 3) buf_printf(&out, " and %zu more", count - 3);
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool replay(struct policy_diff *d, const struct history *h, struct err *err) {
    size_t count;
    struct date *days = days_of(d, h, &count);
    if (count > MOST_DAYS) {
        err_set(err, CODE_ARGUMENTS, "--history would look at %zu days; %d is the most.", count, MOST_DAYS);
        return err_next(err, "Choose a shorter time.");
    }
    d->days = arena_array(d->arena, struct effect_day, count);
    for (size_t i = 0; i < count; i++) {
        struct arena scratch = { 0 };
        struct policy_effect *effect;
        tick_at(d->call->tick, "Comparing", "days", i, count);
        bool fine = policy_effect_judge(&scratch, &d->pair, days[i], NULL, &effect, err);
        if (fine) {
            struct effect_day *day = &d->days[d->day_count++];
            *day = (struct effect_day){ .day = days[i], .changed = effect->changed_count, .pupils = effect->pupils_changed };
            for (size_t r = 0; r < effect->rule_count; r++) day->more += effect->rules[r].more, day->less += effect->rules[r].less;
            day->clauses = str_copy(d->arena, top_clauses(&scratch, effect));
        }
        arena_free(&scratch);
        if (!fine) return false;
    }
    return true;
}

/* ---- both verbs ---- */

/* Of both policies, each check function once. */
static void tell_failed(struct policy_diff *d) {
    const struct position *const *sides = (const struct position *const *)d->effect->positions;
    for (int s = 0; s < 2; s++) {
        const struct policy *policy = sides[s]->school->policy;
        for (size_t r = 0; r < policy->rule_count; r++) {
            int32_t before = s ? policy_find_rule(sides[0]->school->policy, policy->rules[r].name) : -1;
            if (!sides[s]->failed[r].size || (before >= 0 && sides[0]->failed[before].size)) continue;
            answer_note(d->answer, "The check of %.*s stopped: %.*s. Its findings are not known; all others stand.",
                        STR_ARG(policy->rules[r].name), STR_ARG(sides[s]->failed[r]));
            answer_outcome(d->answer, OUTCOME_RULE);
        }
    }
}

static bool finish(struct policy_diff *d, const struct history *h) {
    struct err err = { 0 };
    bool differ;
    d->list = call_has(d->call, "list") || call_has(d->call, "rows");
    d->differences = difference_find(d->arena, d->pair.a.policy, d->pair.b.policy, d->call->as_of);
    if ((d->list || h->asked) && !d->pair.comparable) {
        err_set(&err, d->pair.school ? CODE_ARGUMENTS : CODE_NO_SCHOOL, "There are no records here that %s could be shown on.",
                h->asked ? "the history" : "the findings");
        err_next(&err, "Go to the school's folder, or name it: --dir FOLDER");
        return answer_fail(d->answer, &err);
    }
    if (d->pair.comparable && !policy_effect_judge(d->arena, &d->pair, d->call->as_of, d->call->tick, &d->effect, &err))
        return answer_fail(d->answer, &err);
    if (h->asked && !replay(d, h, &err)) return answer_fail(d->answer, &err);
    if (d->effect) tell_failed(d);
    differ = d->differences.count || (d->effect && d->effect->changed_count);
    if (differ && call_has(d->call, "exit-code")) answer_outcome(d->answer, OUTCOME_GATE);
    policy_diff_page(d);
    policy_diff_data(d);
    return true;
}

bool policy_diff_run(const struct command_call *call, struct answer *answer) {
    struct policy_diff d = { .call = call, .answer = answer, .arena = answer->arena };
    struct named_text names[2] = { { .name = { 0 } }, { .name = { 0 } } };
    struct history history;
    struct err err = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < call->part_count; i++) {
        if (call->parts[i].phrase) continue;
        if (count < 2) names[count].name = str_trim(call->parts[i].text);
        count++;
    }
    if (count > 2) {
        err_set(&err, CODE_ARGUMENTS, "policy diff compares two policies, not %zu.", count);
        err_next(&err, "policy diff base policy.lua");
        return answer_fail(answer, &err);
    }
    if (!count) names[0].name = STR("base");
    if (!read_history(call, &history, &err)) return answer_fail(answer, &err);
    return policy_pair_read(call, answer, names[0], names[1], &d.pair) && finish(&d, &history);
}

/* Unquoted, the change comes in several parts. */
static struct str change_of(const struct command_call *call, struct arena *arena) {
    struct buf text = { 0 };
    for (size_t i = 0; i < call->part_count; i++) {
        if (call->parts[i].phrase) continue;
        if (text.size) buf_add_byte(&text, ' ');
        buf_add(&text, call->parts[i].text);
    }
    struct str out = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return out;
}

bool policy_what_if_run(const struct command_call *call, struct answer *answer) {
    struct policy_diff d = { .call = call, .answer = answer, .arena = answer->arena, .what_if = true };
    struct str change = change_of(call, answer->arena);
    struct history history;
    struct err err = { 0 };
    d.change = change;
    if (!change.size) {
        err_set(&err, CODE_ARGUMENTS, "What if what?");
        err_next(&err, "policy what-if 'encounters_a_year = 3'");
        return answer_fail(answer, &err);
    }
    if (!read_history(call, &history, &err)) return answer_fail(answer, &err);
    struct date day = history.asked ? date_min(history.from, call->as_of) : call->as_of;
    return policy_pair_what_if(call, answer, change, day, &d.pair) && finish(&d, &history);
}

/* ---- rows of the table ---- */

#define EFFECT_OPTIONS                                                                                                             \
    { "list", NULL, "each pupil for whom something changes, one line each" }, { "rows", NULL, "the same as --list" },               \
        { "history", "A..B", "what the difference would have been on past days: at the ends of terms" },                           \
        { "exit-code", NULL, "ends with 1 if anything differs" }

ARGUMENTS(diff, { ARGUMENT_TEXT, NULL, "POLICY", true, false }, AS_OF);
OPTIONS(diff, EFFECT_OPTIONS);
EXAMPLES(diff, "policy diff\twhat your policy says otherwise than the trust's, and for whom", "policy diff base draft.lua\ta draft before it is approved",
         "policy diff draft.lua --list\twhat your policy would change for each pupil against the draft",
         "policy diff base policy.lua --history 1/9/2025..31/8/2026\twhat it would have changed last year");

const struct command policy_verb_diff = {
    .name = "policy diff", TEAM_POLICY, .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY [POLICY]] [as of DATE]",
    .about = "What two policies say otherwise, and whom that touches.",
    LISTED(diff), OPTED(diff), .examples = diff_examples, .run = policy_diff_run
};

ARGUMENTS(what_if, { ARGUMENT_TEXT, NULL, "CHANGE", true, true }, AS_OF);
OPTIONS(what_if, EFFECT_OPTIONS);
EXAMPLES(what_if, "policy what-if 'encounters_a_year = 3'\tif three encounters were asked for each year",
         "policy what-if 'amend \"4.9.2/interview-by-16\" { set = { owner = role.slt } }'\tany change that could stand in policy.lua",
         "policy what-if 'encounters_a_year = 3' --list\twho they are");

const struct command policy_verb_what_if = {
    .name = "policy what-if", TEAM_POLICY, .group = GROUP_CHECK, .effect = EFFECT_READS, .needs_school = true, .usage = "CHANGE [as of DATE]",
    .about = "Whom a change of the policy would touch; nothing is written.",
    LISTED(what_if), OPTED(what_if), .examples = what_if_examples, .run = policy_what_if_run
};
