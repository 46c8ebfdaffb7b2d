/* SPDX-License-Identifier: GPL-3.0-or-later
 * still - who still needs something of a kind; see still.h.
 * Owns:  nothing.
 * Must not know: which word recorded it.
 */
#include "work/still.h"

#include "work/wording.h"

#define RULES_SAID 4

static bool term_counts(const struct term *term, uint32_t kind) {
    for (size_t i = 0; i < term->filter_count; i++)
        if (!term->filters[i].of_subject && term->filters[i].kind == (int32_t)kind) return true;
    for (size_t i = 0; i < term->part_count; i++)
        if (term_counts(&term->parts[i], kind)) return true;
    return false;
}

static bool rule_counts(const struct rule *rule, uint32_t kind) {
    for (size_t v = 0; v < rule->version_count; v++) {
        const struct rule_version *version = &rule->versions[v];
        if (version->subject == SUBJECT_PUPIL && !force_forbids(version->force) && version->force != FORCE_MAY && !version->measuring
            && term_counts(&version->have, kind)) return true;
    }
    return false;
}

struct counted {
    int64_t pupil;
    bool open;
    struct date by;        /* of all pupils before */
};

struct counting {
    size_t *need, *have;   /* by rule: pupils */
    struct counted *last;  /* by rule: the pupil counted last */
    struct date *by;
};

static bool note(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct counting *c = self;
    (void)err;
    if (f->subject_type != SUBJECT_PUPIL || f->status == STATUS_MISSED || f->status == STATUS_WAIVED || f->status == STATUS_NOT_APPLICABLE) return true;
    bool open = !f->satisfied, over = date_known(f->late_until) && date_before(f->late_until, p->as_of);
    if (over) return true;
    struct counted *last = &c->last[f->rule];
    if (last->pupil == f->subject) { /* one window a pupil: the newest, which is about what was recorded now */
        if (date_known(f->opens) && date_after(f->opens, p->as_of)) return true;
        c->need[f->rule] -= last->open;
        c->have[f->rule] -= !last->open;
        c->by[f->rule] = last->by;
    }
    *last = (struct counted){ f->subject, open, c->by[f->rule] };
    c->need[f->rule] += open;
    c->have[f->rule] += !open;
    if (open && date_known(finding_by(f))) c->by[f->rule] = date_min(c->by[f->rule], finding_by(f));
    return true;
}

bool still_needing(const struct selection *who, uint32_t kind, struct school *school, const struct command_call *call, struct answer *answer,
                   struct err *err) {
    const struct policy *policy = school->policy;
    struct arena *arena = answer->arena;
    struct selection selection = { .pupils = who->pupils, .pupil_count = who->pupil_count, .clause = -1, .rule = -1, .who = who->who };
    bool *rules = arena_array(arena, bool, policy->rule_count + 1), any = false;
    struct counting c = { arena_array(arena, size_t, policy->rule_count + 1), arena_array(arena, size_t, policy->rule_count + 1),
                          arena_array(arena, struct counted, policy->rule_count + 1), arena_array(arena, struct date, policy->rule_count + 1) };
    struct position *p;
    size_t said = 0;
    if (!who->pupil_count) return true;
    for (size_t i = 0; i < policy->rule_count; i++) {
        rules[i] = policy->rules[i].applies && rule_counts(&policy->rules[i], kind);
        any = any || rules[i];
        c.by[i] = DATE_NONE;
    }
    if (!any) return true;
    selection.rules = rules;
    struct position_request request = { .as_of = call->as_of, .selection = &selection, .pupils_only = true, .each = note, .self = &c };
    if (!position_judge(arena, school, &request, &p, err)) return false;
    for (size_t i = 0; i < policy->rule_count && said < RULES_SAID; i++) {
        char day[DATE_LONG_SIZE];
        if (!rules[i] || !c.need[i]) continue;
        struct str by = date_known(c.by[i]) ? str_format(arena, " by %s", date_short(c.by[i], day)) : (struct str){ 0 };
        if (who->pupil_count == 1)
            page_paragraphf(answer->page, "%.*s  %.*s still needs %.*s%.*s.", STR_ARG(policy->rules[i].clause), STR_ARG(who->who),
                            STR_ARG(rule_title(arena, &policy->rules[i])), STR_ARG(by));
        else page_paragraphf(answer->page, "%.*s  %.*s: %zu of %.*s still need%s %.*s%.*s.", STR_ARG(policy->rules[i].clause), STR_ARG(who->who), c.need[i],
                        STR_ARG(count_of(arena, c.need[i] + c.have[i], "pupil", "pupils")), c.need[i] == 1 ? "s" : "",
                        STR_ARG(rule_title(arena, &policy->rules[i])), STR_ARG(by));
        said++;
    }
    if (said) answer_next(answer, "check \"%.*s\"", STR_ARG(who->who));
    return true;
}
