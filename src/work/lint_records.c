/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_records - reasons for exemptions that nobody uses; see lint_records.h.
 * Owns:  the connection that it opens, until it returns.
 * Must not know: terminals.
 */
#include "work/lint_records.h"

#include "policy/scope.h"
#include "store/ruling.h"
#include "work/school.h"

#define YEAR_MONTHS 12

struct using_reasons {
    struct arena *arena;
    const struct policy *policy;
    const struct ruling_exemption *rows;
    size_t row_count;
    struct date since, as_of;
};

static bool is_used(const struct using_reasons *u, const struct rule *rule, struct str reason) {
    for (size_t i = 0; i < u->row_count; i++) {
        const struct exemption *e = &u->rows[i].exemption;
        bool lately = !date_after(e->from, u->as_of) && (!date_known(e->ends) || !date_before(e->ends, u->since));
        if (lately && str_equal(e->reason, reason) && rule_is_called(rule, e->rule)) return true;
    }
    return false;
}

/* One finding a rule, with all the reasons that nobody gave. */
static void look(struct using_reasons *u, const struct rule *rule, struct lint_report *report) {
    size_t last = rule->version_count, unused = 0;
    const struct rule_version *v = NULL;
    struct buf names = { 0 };
    struct str clause, id;
    while (last > 0 && !v) v = date_after(rule->versions[--last].governs_from, u->as_of) ? NULL : &rule->versions[last];
    if (!v || !rule->applies || !v->exempt.allowed) return;
    for (size_t i = 0; i < v->exempt.reason_count; i++)
        if (!is_used(u, rule, v->exempt.reasons[i])) buf_printf(&names, "%s%.*s", unused++ ? ", " : "", STR_ARG(v->exempt.reasons[i]));
    if (unused) {
        const struct document *document = &u->policy->documents[v->origin.document];
        str_cut(rule->name, '/', &clause, &id);
        struct lint_finding finding = { .rule = lint_find_rule(STR("unused-reason")), .document = document, .order = v->origin.document,
                                        .place = document_place(u->arena, document, v->origin.line, id),
                                        .said = str_format(u->arena, "for a year nobody has been exempted from %.*s for: %.*s", STR_ARG(rule->name),
                                                           STR_ARG(buf_str(&names))) };
        list_add(u->arena, report->at, report->count, finding);
    }
    buf_free(&names);
}

/* Whether exemptions have been recorded here for as long as a year. */
static bool long_enough(const struct using_reasons *u) {
    for (size_t i = 0; i < u->row_count; i++)
        if (!date_after(u->rows[i].exemption.from, u->since)) return true;
    return false;
}

void lint_records_add(struct arena *arena, const struct command_call *call, const char *folder, const struct policy *policy,
                      struct lint_report *report, struct str *why_not) {
    struct problems unheard = { .arena = arena };
    struct err err = { 0 };
    struct school *school = call->school, *own = NULL;
    struct ruling_exemption *rows;
    struct using_reasons u = { .arena = arena, .policy = policy, .since = date_add_months(call->as_of, -YEAR_MONTHS), .as_of = call->as_of };
    *why_not = STR("it needs the records of a school");
    if (!folder || (!school && !school_open(call->host, folder, &own, &unheard, &err))) return;
    if (own) school = own;
    if (ruling_exemptions(school->db, school->kinds, arena, &rows, &u.row_count, &err)) {
        u.rows = rows;
        *why_not = STR("it needs a year of exemptions on record");
        if (long_enough(&u)) {
            *why_not = (struct str){ 0 };
            for (size_t r = 0; r < policy->rule_count; r++) look(&u, &policy->rules[r], report);
        }
    }
    school_close(own);
}
