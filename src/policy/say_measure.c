/* SPDX-License-Identifier: GPL-3.0-or-later
 * say_measure - measures in words, for people: what share of what, by what, and what is wanted.
 * Owns:  nothing.
 * Must not know: how a figure comes about.
 */
#include "policy/say_priv.h"
#include "policy/window_read.h"

#define MOST_RULES 3

struct measure_saying {
    struct arena *arena;
    const struct policy *policy;
    struct date day;
};

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

static void add_rules(struct buf *out, const struct policy *policy, const bool *rules) {
    size_t count = 0, said = 0;
    for (size_t i = 0; i < policy->rule_count; i++) count += rules[i];
    for (size_t i = 0; i < policy->rule_count && said < MOST_RULES; i++) {
        if (!rules[i]) continue;
        bool last = said + 1 == count;
        buf_printf(out, "%s%.*s", said == 0 ? "" : last ? " and " : ", ", STR_ARG(policy->rules[i].name));
        said++;
    }
    if (count > said) buf_printf(out, " and %zu more", count - said);
    if (count == 0) buf_add_c(out, "no rule of this school");
}

static void add_statuses(const struct measure_saying *s, struct buf *out, uint32_t statuses) {
    size_t said = 0;
    for (int i = 0; i < STATUS_COUNT; i++) {
        struct str key = str_from(status_key((enum status)i));
        if (i == STATUS_NOT_APPLICABLE || !(statuses >> i & 1)) continue;
        buf_printf(out, "%s%.*s", said++ ? " or " : "", STR_ARG(str_is(key, "unknown") ? STR("not known") : spaced(s->arena, key)));
    }
}

static bool is_any(uint32_t statuses) { return (statuses | 1u << STATUS_NOT_APPLICABLE) == (1u << STATUS_COUNT) - 1; }

static void add_findings(const struct measure_saying *s, struct buf *out, const struct measured_side *side) {
    buf_add_c(out, "findings");
    if (side->rules) {
        buf_add_c(out, " of ");
        add_rules(out, s->policy, side->rules);
    }
    if (is_any(side->statuses)) return;
    buf_add_c(out, " that are ");
    add_statuses(s, out, side->statuses);
}

static void add_side(const struct measure_saying *s, struct buf *out, const struct measured_side *side) {
    const struct rule_version who = { .who = side->filters, .who_count = side->filter_count };
    const struct term records = { .op = TERM_AT_LEAST, .filters = side->filters, .filter_count = side->filter_count };
    if (side->things == MEASURED_FINDINGS) add_findings(s, out, side);
    else if (side->things == MEASURED_SUBJECTS) buf_add(out, policy_say_who(s->arena, s->policy, &who, s->day));
    else buf_add(out, say_records(s->arena, s->policy, &records, s->day));
}

/* Which of those that are counted. */
static void add_of(const struct measure_saying *s, struct buf *out, const struct measuring *m) {
    buf_add_c(out, "; counted are ");
    if (m->of.things != MEASURED_FINDINGS || m->over.things == MEASURED_FINDINGS) {
        if (m->of.things == MEASURED_RECORDS && m->over.things == MEASURED_SUBJECTS) buf_add_c(out, "those with ");
        add_side(s, out, &m->of);
        return;
    }
    buf_add_c(out, "those for whom ");
    if (m->of.rules) add_rules(out, s->policy, m->of.rules);
    else buf_add_c(out, "some rule");
    buf_add_c(out, " is ");
    if (is_any(m->of.statuses)) buf_add_c(out, "judged");
    else add_statuses(s, out, m->of.statuses);
}

static struct str fact_of(const struct measure_saying *s, const struct measuring *m, const struct measured_by *by) {
    const struct kinds *kinds = s->policy->kinds;
    if (by->of_organisation) return kinds->facts[SUBJECT_ORGANISATION].fields[by->field].name;
    if (m->over.things == MEASURED_SUBJECTS) return kinds->facts[m->over.subject].fields[by->field].name;
    return kinds->kinds[m->over.filters[0].kind].fields[by->field].name;
}

struct str say_measure(struct arena *arena, const struct policy *policy, const struct measuring *m, struct date day) {
    static const char *const begins[] = { "how many ", "the share of ", "the share of " }, *const units[] = { "", " %", " points" };
    const struct measure_saying s = { arena, policy, day };
    struct buf out = { 0 };
    buf_add_c(&out, begins[m->as]);
    add_side(&s, &out, &m->over);
    if (m->has_of) add_of(&s, &out, m);
    for (size_t i = 0; i < m->by_count; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : m->as == MEASURE_GAP ? "; the gap between each group and the rest, by " : "; by ",
                   STR_ARG(spaced(arena, fact_of(&s, m, &m->by[i]))));
    if (m->has_least)
        buf_printf(&out, "; wanted is at least %lld%s", (long long)operand_on(policy, &m->least, day), units[m->as]);
    if (m->has_most)
        buf_printf(&out, "; wanted is at most %lld%s", (long long)operand_on(policy, &m->most, day), units[m->as]);
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
