/* SPDX-License-Identifier: GPL-3.0-or-later
 * say_part - plans of reminders and exemptions in words.
 * Owns:  nothing.
 * Must not know: how a sentence is shown.
 */
#include "policy/say_priv.h"
#include "policy/window_read.h"

static struct str length_words(struct arena *arena, const struct policy *policy, struct span span, struct date day) {
    int64_t n = operand_on(policy, &span.n, day);
    span.n = (struct operand){ .param = -1, .value = n < 0 ? -n : n };
    return say_span(arena, policy, &span, day);
}

struct str policy_say_plan(struct arena *arena, const struct policy *policy, const struct plan *plan, struct date day) {
    struct buf text = { 0 };
    buf_printf(&text, "%.*s: ", STR_ARG(plan->name));
    for (size_t i = 0; i < plan->step_count; i++) {
        int64_t n = operand_on(policy, &plan->steps[i].n, day);
        if (i) buf_add_c(&text, ", ");
        if (!n) buf_add_c(&text, "on the day");
        else buf_printf(&text, "%.*s %s", STR_ARG(length_words(arena, policy, plan->steps[i], day)), n < 0 ? "before" : "after");
    }
    for (size_t i = 0; i < plan->then_count; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : ", then after ", STR_ARG(length_words(arena, policy, plan->then_every[i], day)));
    for (size_t i = 0; i < plan->escalate_count; i++) {
        if (plan->escalate[i].role < 0) continue;
        struct str title = policy->roles[plan->escalate[i].role].title;
        buf_printf(&text, "; %.*s %.*s past due", STR_ARG(title), STR_ARG(length_words(arena, policy, plan->escalate[i].after, day)));
    }
    struct str out = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return out;
}

struct str policy_say_exempt(struct arena *arena, const struct policy *policy, const struct exempting *exempt, struct date day) {
    if (exempt->never) return STR("never");
    if (!exempt->allowed) return STR("not foreseen");
    struct buf text = { 0 };
    if (!exempt->reason_count) buf_add_c(&text, "any reason");
    for (size_t i = 0; i < exempt->reason_count; i++) {
        if (i) buf_add_c(&text, ", ");
        for (size_t k = 0; k < exempt->reasons[i].size; k++)
            buf_add_byte(&text, exempt->reasons[i].at[k] == '_' ? ' ' : exempt->reasons[i].at[k]);
    }
    if (exempt->has_limit) buf_printf(&text, "; at most %.*s", STR_ARG(length_words(arena, policy, exempt->for_at_most, day)));
    if (exempt->approved_by >= 0) buf_printf(&text, "; approved by %.*s", STR_ARG(policy->roles[exempt->approved_by].title));
    struct str out = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return out;
}
