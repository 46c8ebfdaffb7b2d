/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_print - rules, rows and findings as text: for comparing, and for people who look for a difference.
 * Owns:  nothing.
 * Must not know: evaluators.
 */
#include "gen_rows.h"

static void day(struct buf *out, const char *name, struct date d) {
    char iso[DATE_ISO_SIZE];
    if (date_same(d, DATE_FIRST)) buf_printf(out, " %s first", name);
    else if (!date_known(d)) buf_printf(out, " %s -", name);
    else buf_printf(out, " %s %s", name, date_iso(d, iso));
}

static void value(struct buf *out, const struct field *field, int64_t v) {
    char iso[DATE_ISO_SIZE];
    if (v == VALUE_NONE) buf_add_c(out, "?");
    else if (field->type == FIELD_DAY) buf_add_c(out, date_iso((struct date){ (int32_t)v }, iso));
    else if (field->type == FIELD_ONE_OF && v < field->code_count) buf_add(out, field->codes[v]);
    else if (field->type == FIELD_SET_OF || field->type == FIELD_YEARS) buf_printf(out, "mask:%llx", (unsigned long long)v);
    else buf_add_whole(out, v);
}

static void operand(struct buf *out, const struct policy *policy, const struct field *field, const struct operand *o) {
    if (o->param >= 0) buf_printf(out, "p.%.*s", STR_ARG(policy->params[o->param].name));
    else if (field) value(out, field, o->value);
    else buf_add_whole(out, o->value);
}

static void span(struct buf *out, const struct policy *policy, const char *name, const struct span *s) {
    static const char *const UNITS[] = { "days", "school days", "months" };
    buf_printf(out, " %s ", name);
    operand(out, policy, NULL, &s->n);
    buf_printf(out, " %s", UNITS[s->unit]);
}

static void filter(struct buf *out, const struct policy *policy, const struct filter *f);

static void condition(struct buf *out, const struct policy *policy, const struct field *field, const struct condition *c) {
    static const char *const OPS[] = { "among", "range", "includes_all", "includes_any", "lacks_any", "known", "missing", "any",
                                       "organisation" };
    buf_printf(out, "%.*s %s%s", STR_ARG(field->name), c->negated ? "not " : "", OPS[c->op]);
    if (c->op == CONDITION_RANGE) {
        if (c->has_low) buf_add_c(out, " from "), operand(out, policy, field, &c->low);
        if (c->has_high) buf_add_c(out, " to "), operand(out, policy, field, &c->high);
    }
    const struct field plain = { .type = FIELD_WHOLE };
    bool members = c->op == CONDITION_INCLUDES_ALL || c->op == CONDITION_INCLUDES_ANY || c->op == CONDITION_LACKS_ANY;
    for (size_t i = 0; i < c->value_count; i++) {
        buf_add_c(out, " ");
        operand(out, policy, members ? &plain : field, &c->values[i]);
    }
    if (c->op == CONDITION_ORGANISATION) filter(out, policy, c->organisation);
}

static void filter(struct buf *out, const struct policy *policy, const struct filter *f) {
    if (!f->of_subject && f->kind < 0) return;
    const struct field *fields = f->of_subject ? policy->kinds->facts[f->subject_type].fields : policy->kinds->kinds[f->kind].fields;
    if (f->of_subject) {
        buf_printf(out, " %s%s%s {", subject_type_name(f->subject_type), f->default_on_roll ? "" : " (any roll)",
                   f->default_enrolment ? "" : " (any enrolment)");
    } else {
        buf_printf(out, " %.*s {", STR_ARG(policy->kinds->kinds[f->kind].name));
    }
    for (size_t i = 0; i < f->condition_count; i++) {
        buf_add_c(out, i ? ", " : " ");
        condition(out, policy, &fields[f->conditions[i].field], &f->conditions[i]);
    }
    if (f->outcomes) buf_printf(out, " outcomes %x", f->outcomes);
    buf_add_c(out, " }");
}

static void indent(struct buf *out, int depth) {
    buf_add_c(out, "\n    ");
    for (int i = 0; i < depth; i++) buf_add_c(out, "  ");
}

static void term(struct buf *out, const struct policy *policy, const struct term *t, int depth) {
    static const char *const OPS[] = { "at_least", "at_most", "at_least_total", "all_of", "any_of", "for_each" };
    indent(out, depth);
    buf_printf(out, "%s ", OPS[t->op]);
    if (t->filter_count) {
        const struct field *fields = policy->kinds->kinds[t->filters[0].kind].fields;
        operand(out, policy, NULL, &t->n);
        for (size_t i = 0; i < t->filter_count; i++) filter(out, policy, &t->filters[i]);
        if (t->distinct >= 0) buf_printf(out, " distinct %.*s", STR_ARG(fields[t->distinct].name));
        if (t->on >= 0) buf_printf(out, " on %.*s", STR_ARG(fields[t->on].name));
        if (t->total >= 0) buf_printf(out, " total %.*s", STR_ARG(fields[t->total].name));
    }
    if (t->op == TERM_FOR_EACH) {
        buf_add(out, t->each_field);
        if (t->each_param >= 0) buf_printf(out, " p.%.*s", STR_ARG(policy->params[t->each_param].name));
        for (size_t i = 0; t->each_param < 0 && i < t->each_count; i++) buf_printf(out, " %.*s", STR_ARG(t->each_names[i]));
    }
    for (size_t i = 0; i < t->part_count; i++) term(out, policy, &t->parts[i], depth + 1);
}

static void window(struct buf *out, const struct policy *policy, const struct window *w) {
    static const char *const OPS[] = { "each_school_year", "each_term", "each_half_term", "each_key_stage", "by_age",
        "further_by_age", "by_end_of_year", "before_year", "over_years", "in_phases", "at_transitions", "by_date_in_year",
        "by_date_after_year", "within", "ahead_of", "rolling", "always", "kept", "review" };
    static const char *const ANCHORS[] = { "record", "admission", "leaving", "birthday", "turns_year", "appointment" };
    buf_printf(out, "%s a ", OPS[w->op]);
    operand(out, policy, NULL, &w->a);
    buf_add_c(out, " b ");
    operand(out, policy, NULL, &w->b);
    if (w->day.month) buf_printf(out, " day %d-%d", w->day.month, w->day.day);
    if (w->key_stages) buf_printf(out, " stages %x", w->key_stages);
    for (size_t i = 0; i < w->name_count; i++) buf_printf(out, " name %u", w->names[i]);
    span(out, policy, "length", &w->length);
    span(out, policy, "grace", &w->grace);
    span(out, policy, "may_precede", &w->may_precede);
    span(out, policy, "opens", &w->opens);
    if (w->op != WINDOW_WITHIN && w->op != WINDOW_AHEAD_OF) return;
    buf_printf(out, " anchor %s ", ANCHORS[w->anchor]);
    operand(out, policy, NULL, &w->anchor_n);
    if (w->anchor == ANCHOR_RECORD) filter(out, policy, &w->anchor_filter);
    if (w->anchor_on >= 0)
        buf_printf(out, " anchor_on %.*s", STR_ARG(policy->kinds->kinds[w->anchor_filter.kind].fields[w->anchor_on].name));
    if (w->same_record) buf_add_c(out, " same_record");
}

static void version(struct buf *out, const struct policy *policy, const struct rule_version *v) {
    buf_printf(out, "  %s", force_name(v->force));
    day(out, "governs from", v->governs_from);
    day(out, "from", v->from);
    day(out, "ends", v->ends);
    if (v->has_late) span(out, policy, "late", &v->late);
    if (v->plan >= 0) span(out, policy, "lead", &policy->plans[v->plan].lead);
    for (size_t i = 0; i < v->who_count; i++) buf_add_c(out, "\n    who"), filter(out, policy, &v->who[i]);
    for (size_t i = 0; i < v->unless_count; i++) buf_add_c(out, "\n    unless"), filter(out, policy, &v->unless[i]);
    term(out, policy, &v->have, 0);
    buf_add_c(out, "\n    when ");
    window(out, policy, &v->when);
    buf_printf(out, "\n    exempt %s reasons %zu role %d", v->exempt.never ? "never" : v->exempt.allowed ? "allowed" : "-",
               v->exempt.reason_count, (int)v->exempt.approved_by);
    if (v->exempt.has_limit) span(out, policy, "limit", &v->exempt.for_at_most);
    buf_add_c(out, "\n");
}

static void side(struct buf *out, const struct policy *policy, const char *name, const struct measured_side *s) {
    buf_printf(out, "  %s things %d", name, (int)s->things);
    for (size_t i = 0; i < s->filter_count; i++) filter(out, policy, &s->filters[i]);
    for (size_t i = 0; s->rules && i < policy->rule_count; i++)
        if (s->rules[i]) buf_printf(out, " %.*s", STR_ARG(policy->rules[i].name));
    buf_printf(out, " statuses %x\n", s->statuses);
}

static void measuring(struct buf *out, const struct policy *policy, const struct measuring *m) {
    side(out, policy, "over", &m->over);
    if (m->has_of) side(out, policy, "of", &m->of);
    for (size_t i = 0; i < m->by_count; i++) buf_printf(out, "  by %s%d", m->by[i].of_organisation ? "organisation " : "", (int)m->by[i].field);
    buf_printf(out, "  as %d%s%s\n", (int)m->as, m->has_least ? " least" : "", m->has_most ? " most" : "");
}

void gen_print_rule(struct buf *out, const struct policy *policy, uint32_t rule) {
    const struct rule *r = &policy->rules[rule];
    buf_printf(out, "rule %.*s;", STR_ARG(r->name));
    day(out, "effective", policy->effective);
    day(out, "records_from", policy->records_from);
    buf_printf(out, " counted_enrolments %d\n readings", (int)policy->counted_enrolments);
    for (int i = 0; i < READING_COUNT; i++) buf_printf(out, " %d", policy->readings[i].means);
    buf_printf(out, " settling_in %d", (int)policy->readings[READING_JOINED_LATE].settling_in);
    buf_add_c(out, "\n");
    for (size_t i = 0; i < policy->param_count; i++) {
        buf_printf(out, " param %.*s:", STR_ARG(policy->params[i].name));
        for (size_t j = 0; j < policy->params[i].step_count; j++) {
            const struct param_step *s = &policy->params[i].steps[j];
            day(out, "", s->from);
            for (size_t k = 0; k < s->count; k++) {
                if (s->texts) buf_printf(out, " %.*s", STR_ARG(s->texts[k]));
                else buf_printf(out, " %lld", (long long)s->values[k]);
            }
        }
        buf_add_c(out, "\n");
    }
    for (size_t i = 0; i < r->version_count; i++) version(out, policy, &r->versions[i]);
    for (size_t i = 0; i < r->version_count; i++)
        if (r->versions[i].measuring) measuring(out, policy, r->versions[i].measuring);
    for (size_t n = 0; n < r->variant_count; n++) {
        buf_printf(out, " variant %x for", r->variants[n].overlays);
        for (uint32_t o = 0; o < policy->overlay_count; o++) {
            const struct overlay *overlay = &policy->overlays[o];
            if (!(r->variants[n].overlays >> o & 1)) continue;
            for (size_t g = 0; g < overlay->guard_count; g++) {
                buf_printf(out, "\n   %.*s", STR_ARG(overlay->name));
                filter(out, policy, &overlay->guards[g]);
            }
        }
        buf_add_c(out, "\n");
        for (size_t i = 0; i < r->variants[n].version_count; i++) version(out, policy, &r->variants[n].versions[i]);
    }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------------- */

static void details(struct buf *out, const struct kind *kind, const struct detail *list, uint32_t count, uint32_t activity) {
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].activity != activity) continue;
        buf_printf(out, " %.*s=", STR_ARG(kind->fields[list[i].field].name));
        value(out, &kind->fields[list[i].field], list[i].value);
    }
}

static void packed(struct buf *out, const struct kind *kind, bool each, uint64_t facts) {
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        const struct field *f = &kind->fields[i];
        if (f->each != each || f->home != HOME_FACTS || field_unpack(f, facts) == VALUE_NONE) continue;
        buf_printf(out, " %.*s=", STR_ARG(f->name));
        value(out, f, field_unpack(f, facts));
    }
}

static void activity(struct buf *out, const struct gen_rows *rows, uint32_t i) {
    const struct activity *a = &rows->activities[i];
    const struct kind *kind = &rows->kinds->kinds[a->kind];
    buf_printf(out, " #%lld %.*s", (long long)a->id, STR_ARG(kind->name));
    day(out, "", a->date);
    if (date_known(a->last_day)) day(out, "to", a->last_day);
    if (a->organisation != VALUE_NONE) buf_printf(out, " organisation %lld", (long long)a->organisation);
    if (a->cancelled) buf_add_c(out, " cancelled");
    packed(out, kind, false, a->facts);
    details(out, kind, rows->details, rows->detail_count, i);
    buf_add_c(out, "\n");
}

static void subject(struct buf *out, const struct gen_rows *rows, enum subject_type type, const struct batch *b) {
    const struct field *facts = rows->kinds->facts[type].fields;
    buf_printf(out, " %s %lld:", subject_type_name(type), (long long)b->subject);
    for (uint32_t i = 0; i < rows->kinds->facts[type].field_count; i++) {
        if (b->facts[i] == VALUE_NONE || facts[i].dated) continue;
        buf_printf(out, " %.*s=", STR_ARG(facts[i].name));
        value(out, &facts[i], b->facts[i]);
    }
    for (uint32_t i = 0; i < b->step_count; i++) {
        buf_printf(out, " %.*s", STR_ARG(facts[b->steps[i].fact].name));
        day(out, "from", b->steps[i].from);
        buf_add_c(out, "=");
        value(out, &facts[b->steps[i].fact], b->steps[i].value);
    }
    buf_add_c(out, "\n");
    for (uint32_t i = 0; i < b->participation_count; i++) {
        const struct participation *p = &b->participations[i];
        const struct activity *a = &rows->activities[p->activity];
        const struct kind *kind = &rows->kinds->kinds[a->kind];
        buf_printf(out, "   at #%lld", (long long)a->id);
        if (shape_has_outcome(kind->shape))
            buf_printf(out, " %s", p->facts & 7 ? OUTCOME_NAMES[(p->facts & 7) - 1].at : "outcome ?");
        packed(out, kind, true, p->facts);
        details(out, kind, b->details, b->detail_count, p->activity);
        buf_add_c(out, "\n");
    }
}

void gen_print_rows(struct buf *out, const struct gen_rows *rows) {
    for (uint32_t i = 0; i < rows->activity_count; i++) activity(out, rows, i);
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        for (size_t i = 0; i < rows->subject_count[type]; i++) subject(out, rows, (enum subject_type)type, &rows->subjects[type][i]);
    }
    for (size_t i = 0; i < rows->exemption_count; i++) {
        const struct exemption *e = &rows->exemptions[i];
        buf_printf(out, " exemption %lld: %.*s %s %lld %.*s by %.*s%s", (long long)e->id, STR_ARG(e->rule),
                   subject_type_name(e->subject_type), (long long)e->subject, STR_ARG(e->reason), STR_ARG(e->approved_by),
                   e->approver_held_role ? "" : " (role not held)");
        day(out, "from", e->from);
        day(out, "to", e->ends);
        buf_add_c(out, "\n");
    }
    for (uint32_t i = 0; i < rows->kinds->kind_count; i++) {
        if (!date_known(rows->complete_through[i])) continue;
        buf_printf(out, " %.*s", STR_ARG(rows->kinds->kinds[i].name));
        day(out, "complete through", rows->complete_through[i]);
        buf_add_c(out, "\n");
    }
}

/* ---- findings ------------------------------------------------------------------------------------------------------------------ */

static void count(struct buf *out, int64_t n) {
    if (n == INT64_MAX) buf_add_c(out, " unbounded");
    else buf_printf(out, " %lld", (long long)n);
}

static void ids(struct buf *out, const char *name, const int64_t *list, uint32_t all) {
    buf_printf(out, "  %s (%u)", name, all);
    for (uint32_t i = 0; i < all && i < FINDING_EVIDENCE; i++) buf_printf(out, " #%lld", (long long)list[i]);
    buf_add_c(out, "\n");
}

static void missing(struct buf *out, const struct policy *policy, const struct finding *f) {
    buf_printf(out, "  missing (%u)", f->missing_count);
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++) {
        const struct missing *m = &f->missing[i];
        if (m->kind < 0) {
            buf_printf(out, " %.*s", STR_ARG(policy->kinds->facts[f->subject_type].fields[m->field].name));
        } else {
            const struct kind *kind = &policy->kinds->kinds[m->kind];
            buf_printf(out, " %.*s.%.*s#%lld", STR_ARG(kind->name), STR_ARG(kind->fields[m->field].name), (long long)m->activity);
        }
    }
    buf_add_c(out, "\n");
}

static void number(struct buf *out, const char *name, const struct measured_value *v) {
    if (v->known) buf_printf(out, " %s %lld..%lld", name, (long long)v->low, (long long)v->high);
}

void gen_print_measured(struct buf *out, const struct policy *policy, const struct measured *m) {
    buf_printf(out, "figure %.*s v%u %s as %d\n ", STR_ARG(policy->rules[m->rule].name), m->version, m->instance, (int)m->source->as);
    day(out, "from", m->from);
    day(out, "to", m->to);
    buf_printf(out, " least %lld most %lld %s%s\n", (long long)m->least, (long long)m->most, status_key(m->status), m->stale ? " stale" : "");
    for (size_t i = 0; i < m->cell_count; i++) {
        const struct measured_cell *cell = &m->cells[i];
        buf_printf(out, "  by %d = %lld: n %lld doubtful %lld%s", (int)cell->by, (long long)cell->value, (long long)cell->n,
                   (long long)cell->doubtful, cell->hidden ? " hidden" : "");
        number(out, "count", &cell->count);
        number(out, "share", &cell->share);
        number(out, "gap", &cell->gap);
        buf_add_c(out, "\n");
    }
}

void gen_print_finding(struct buf *out, const struct policy *policy, const struct finding *f) {
    buf_printf(out, "%s %lld %.*s v%u.%u %s\n  status %s underlying %s satisfied %d who_unknown %d joined_late %d stale %d\n ",
               subject_type_name(f->subject_type), (long long)f->subject, STR_ARG(policy->rules[f->rule].name), f->variant, f->version,
               f->instance, status_key(f->status), status_key(f->underlying), f->satisfied, f->who_unknown, f->joined_late,
               f->stale);
    day(out, "opens", f->opens);
    day(out, "lead", f->lead);
    day(out, "due", f->due);
    day(out, "deadline", f->deadline);
    day(out, "late_until", f->late_until);
    buf_add_c(out, "\n ");
    day(out, "since", f->since);
    day(out, "next_change", f->next_change);
    day(out, "met_on", f->met_on);
    buf_printf(out, " late_days %d exemption %lld\n  tally", (int)f->late_days, (long long)f->exemption);
    count(out, f->need);
    count(out, f->certain);
    count(out, f->possible);
    buf_printf(out, " terms (%u)", f->term_count);
    for (uint32_t i = 0; i < f->term_count && i < FINDING_TERMS; i++) {
        buf_add_c(out, " [");
        count(out, f->terms[i].need);
        count(out, f->terms[i].certain);
        count(out, f->terms[i].possible);
        buf_add_c(out, " ]");
    }
    buf_add_c(out, "\n");
    ids(out, "evidence", f->evidence, f->evidence_count);
    ids(out, "doubtful", f->doubtful, f->doubtful_count);
    missing(out, policy, f);
    if (f->words.size || f->error) buf_printf(out, "  words %.*s error %d\n", STR_ARG(f->words), (int)f->error);
    buf_printf(out, "  fix %s severity %s readings %x\n", fix_key(f->fix), level_name(f->severity), f->readings);
}
