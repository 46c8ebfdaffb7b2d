/* SPDX-License-Identifier: GPL-3.0-or-later
 * canon - canonical bytes of an effective policy: what it means, without where it was written.
 * Owns:  nothing.
 * Must not know: documents, lines.
 *
 * Definitions stand in the order of the policy's own arrays, which depends on names alone; everything that an index
 * points at is written by its name.
 */
#include "policy/canon_priv.h"

static void add_text(struct buf *out, const char *key, struct str text) {
    if (!text.size) return;
    buf_printf(out, " %s=\"", key);
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buf_add_byte(out, '\\');
        if (text.at[i] == '\n')
            buf_add_c(out, "\\n");
        else
            buf_add_byte(out, text.at[i]);
    }
    buf_add_byte(out, '"');
}

static void add_date(struct buf *out, const char *key, struct date date) {
    char iso[DATE_ISO_SIZE];
    if (!date_known(date) || date_same(date, DATE_FIRST)) return;
    buf_printf(out, " %s=%s", key, date_iso(date, iso));
}

static void add_operand(struct buf *out, const struct policy *policy, const struct operand *operand) {
    if (operand->param >= 0)
        buf_printf(out, "p.%.*s", STR_ARG(policy->params[operand->param].name));
    else
        buf_add_whole(out, operand->value);
}

static void add_span(struct buf *out, const struct policy *policy, const char *key, const struct span *span) {
    static const char *const units[] = { "d", "sd", "m" };
    buf_printf(out, " %s=", key);
    add_operand(out, policy, &span->n);
    buf_add_c(out, units[span->unit]);
}

static void add_month_day(struct buf *out, const char *key, struct month_day day) {
    if (day.month) buf_printf(out, " %s=%02d-%02d", key, day.month, day.day);
}

static void add_filter(struct buf *out, const struct policy *policy, const struct filter *filter);

static struct str field_name(const struct policy *policy, const struct filter *filter, int32_t field) {
    if (!filter) return STR("value");
    if (filter->of_subject) return policy->kinds->facts[filter->subject_type].fields[field].name;
    return policy->kinds->kinds[filter->kind].fields[field].name;
}

static void add_condition(struct buf *out, const struct policy *policy, const struct filter *filter,
                          const struct condition *c) {
    static const char *const ops[] = { "among", "range",   "includes_all", "includes_any", "lacks_any",
                                       "known", "missing", "any",          "organisation" };
    buf_printf(out, "%.*s %s%s", STR_ARG(field_name(policy, filter, c->field)), c->negated ? "not " : "", ops[c->op]);
    if (c->has_low) {
        buf_add_c(out, " >=");
        add_operand(out, policy, &c->low);
    }
    if (c->has_high) {
        buf_add_c(out, " <=");
        add_operand(out, policy, &c->high);
    }
    for (size_t i = 0; i < c->value_count; i++) {
        buf_add_byte(out, ' ');
        add_operand(out, policy, &c->values[i]);
    }
    if (c->organisation) add_filter(out, policy, c->organisation);
}

static void add_filter(struct buf *out, const struct policy *policy, const struct filter *filter) {
    if (filter->of_subject)
        buf_printf(out, "(%s%s%s", subject_type_name(filter->subject_type), filter->default_on_roll ? " here" : "",
                   filter->default_enrolment ? " enrolled" : "");
    else
        buf_printf(out, "(%.*s", STR_ARG(policy->kinds->kinds[filter->kind].name));
    if (filter->outcomes) buf_printf(out, " outcomes=%u", (unsigned)filter->outcomes);
    if (filter->names_cancelled) buf_add_c(out, " cancelled");
    for (size_t i = 0; i < filter->condition_count; i++) {
        buf_add_c(out, i ? ", " : " ");
        add_condition(out, policy, filter, &filter->conditions[i]);
    }
    for (size_t i = 0; i < filter->bound_count; i++) {
        const struct bound *bound = &filter->bounds[i];
        buf_printf(out, " decide.%.*s=%llx", STR_ARG(policy->decisions[bound->decision].name),
                   (unsigned long long)bound->answers);
    }
    buf_add_byte(out, ')');
}

static void add_filters(struct buf *out, const struct policy *policy, const struct filter *filters, size_t count) {
    for (size_t i = 0; i < count; i++) add_filter(out, policy, &filters[i]);
}

static void add_term(struct buf *out, const struct policy *policy, const struct term *term) {
    static const char *const ops[] = { "at_least", "at_most", "at_least_total", "all_of", "any_of", "for_each" };
    buf_printf(out, "[%s", ops[term->op]);
    if (term->filter_count) {
        const struct kind *kind = &policy->kinds->kinds[term->filters[0].kind];
        buf_add_byte(out, ' ');
        add_operand(out, policy, &term->n);
        if (term->distinct >= 0) add_text(out, "distinct", kind->fields[term->distinct].name);
        if (term->on >= 0) add_text(out, "on", kind->fields[term->on].name);
        if (term->total >= 0) add_text(out, "total", kind->fields[term->total].name);
        add_filters(out, policy, term->filters, term->filter_count);
    }
    if (term->op == TERM_FOR_EACH) {
        add_text(out, "each", term->each_field);
        for (size_t i = 0; i < term->each_count; i++) add_text(out, "v", term->each_names[i]);
        if (term->each_param >= 0) add_text(out, "param", policy->params[term->each_param].name);
    }
    for (size_t i = 0; i < term->part_count; i++) add_term(out, policy, &term->parts[i]);
    buf_add_byte(out, ']');
}

static void add_window(struct buf *out, const struct policy *policy, const struct window *w) {
    static const char *const ops[] = {
        "each_school_year",   "each_term",   "each_half_term", "each_key_stage", "by_age",         "further_by_age",
        "by_end_of_year",     "before_year", "over_years",     "in_phases",      "at_transitions", "by_date_in_year",
        "by_date_after_year", "within",      "ahead_of",       "rolling",        "always",         "kept",
        "review"
    };
    static const char *const anchors[] = { "record", "admission", "leaving", "birthday", "turns_year", "appointment" };
    bool anchored = w->op == WINDOW_WITHIN || w->op == WINDOW_AHEAD_OF;
    buf_printf(out, " when={%s ", ops[w->op]);
    add_operand(out, policy, &w->a);
    buf_add_byte(out, ' ');
    add_operand(out, policy, &w->b);
    add_month_day(out, "day", w->day);
    if (w->key_stages) buf_printf(out, " stages=%u", (unsigned)w->key_stages);
    bool of_facts = w->op == WINDOW_KEPT || w->op == WINDOW_REVIEW;
    for (size_t i = 0; of_facts && i < w->name_count; i++)
        add_text(out, "from", policy->kinds->facts[SUBJECT_PUPIL].fields[w->names[i]].name);
    for (size_t i = 0; !of_facts && i < w->name_count; i++)
        add_text(out, "name",
                 w->op == WINDOW_IN_PHASES ? policy->phases[w->names[i]].name : policy->transitions[w->names[i]].name);
    if (anchored || w->op == WINDOW_ROLLING) add_span(out, policy, "length", &w->length);
    add_span(out, policy, "grace", &w->grace);
    if (w->op == WINDOW_WITHIN) add_span(out, policy, "may_precede", &w->may_precede);
    if (w->op == WINDOW_AHEAD_OF) add_span(out, policy, "opens", &w->opens);
    if (anchored) {
        buf_printf(out, " of=%s ", anchors[w->anchor]);
        add_operand(out, policy, &w->anchor_n);
        if (w->anchor == ANCHOR_RECORD) add_filter(out, policy, &w->anchor_filter);
        if (w->anchor_on >= 0)
            add_text(out, "on", policy->kinds->kinds[w->anchor_filter.kind].fields[w->anchor_on].name);
        if (w->same_record) buf_add_c(out, " same_record");
    }
    buf_add_byte(out, '}');
}

static void add_exempt(struct buf *out, const struct policy *policy, const struct exempting *exempt) {
    if (!exempt->allowed) return;
    buf_add_c(out, " exempt={");
    for (size_t i = 0; i < exempt->reason_count; i++) add_text(out, "reason", exempt->reasons[i]);
    if (exempt->has_limit) add_span(out, policy, "most", &exempt->for_at_most);
    if (exempt->approved_by >= 0) add_text(out, "by", policy->roles[exempt->approved_by].key);
    buf_add_byte(out, '}');
}

static void add_side(struct buf *out, const struct policy *policy, const char *key, const struct measured_side *side) {
    buf_printf(out, " %s=%d", key, (int)side->things);
    add_filters(out, policy, side->filters, side->filter_count);
    if (side->things != MEASURED_FINDINGS) return;
    buf_printf(out, " statuses=%u", (unsigned)side->statuses);
    for (size_t i = 0; side->rules && i < policy->rule_count; i++)
        if (side->rules[i]) add_text(out, "rule", policy->rules[i].name);
}

static void add_measuring(struct buf *out, const struct policy *policy, const struct measuring *m) {
    static const char *const as[] = { "count", "percent", "gap" };
    buf_printf(out, " measure=%s", as[m->as]);
    add_side(out, policy, "over", &m->over);
    if (m->has_of) add_side(out, policy, "of", &m->of);
    for (size_t i = 0; i < m->by_count; i++)
        buf_printf(out, " by=%s%d", m->by[i].of_organisation ? "organisation " : "", m->by[i].field);
    if (m->has_least) buf_add_c(out, " least="), add_operand(out, policy, &m->least);
    if (m->has_most) buf_add_c(out, " most="), add_operand(out, policy, &m->most);
}

static void add_what(struct buf *out, const struct policy *policy, const struct rule_version *v) {
    buf_add_c(out, " have=");
    add_term(out, policy, &v->have);
    add_text(out, "check", v->check);
    for (size_t i = 0; i < v->read_count; i++) add_text(out, "reads", policy->kinds->kinds[v->reads[i]].name);
    if (v->measuring) add_measuring(out, policy, v->measuring);
    if (!v->vouching) return;
    add_text(out, "by", policy->roles[v->vouching->by].key);
    add_text(out, "asks", v->vouching->asks);
    buf_printf(out, " sample=%lld", (long long)v->vouching->sample);
}

static void add_whom(struct buf *out, const struct policy *policy, const struct rule_version *v, bool unless) {
    if (!unless) {
        buf_add_c(out, " who=");
        add_filters(out, policy, v->who, v->who_count);
        return;
    }
    if (v->unless_count) buf_add_c(out, " unless=");
    add_filters(out, policy, v->unless, v->unless_count);
    add_text(out, "because", v->because);
}

void canon_part(struct buf *out, const struct policy *policy, const struct rule_version *v, enum rule_part part) {
    switch (part) {
    case PART_FORCE: buf_printf(out, " %s %s", force_name(v->force), basis_name(v->basis)); return;
    case PART_WHO: add_whom(out, policy, v, false); return;
    case PART_UNLESS: add_whom(out, policy, v, true); return;
    case PART_HAVE: add_what(out, policy, v); return;
    case PART_WHEN:
        add_window(out, policy, &v->when);
        if (v->has_late) add_span(out, policy, "late", &v->late);
        return;
    case PART_LIFE:
        add_date(out, "from", v->from);
        add_date(out, "ends", v->ends);
        return;
    case PART_OWNER:
        if (v->owner >= 0) add_text(out, "owner", policy->roles[v->owner].key);
        return;
    case PART_REMIND:
        if (v->plan >= 0) add_text(out, "remind", policy->plans[v->plan].name);
        return;
    case PART_EXEMPT: add_exempt(out, policy, &v->exempt); return;
    case PART_SEVERITY:
        if (v->top_level >= 0) buf_printf(out, " severity=%s", level_name((enum severity_level)v->top_level));
        return;
    case PART_HINT:
        if (v->hint >= 0) add_text(out, "hint", policy->rules[v->hint].name);
        return;
    case PART_COUNT: bug_if(true);
    }
}

static void add_version(struct buf *out, const struct policy *policy, const struct rule_version *v) {
    buf_add_c(out, " ");
    add_date(out, "governs_from", v->governs_from);
    for (int part = 0; part < PART_COUNT; part++) canon_part(out, policy, v, (enum rule_part)part);
    buf_add_byte(out, '\n');
}

static void add_definitions(struct buf *out, const struct policy *policy) {
    for (size_t i = 0; i < policy->section_count; i++) {
        buf_add_c(out, "section");
        add_text(out, "number", policy->sections[i].number);
        add_text(out, "title", policy->sections[i].title);
        buf_printf(out, " benchmark=%d\n", policy->sections[i].benchmark);
    }
    for (size_t i = 0; i < policy->role_count; i++) {
        const struct role *role = &policy->roles[i];
        buf_add_c(out, "role");
        add_text(out, "key", role->key);
        add_text(out, "title", role->title);
        add_text(out, "clause", role->clause);
        add_text(out, "finds", role->finds);
        buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < policy->phase_count; i++) {
        const struct phase *phase = &policy->phases[i];
        buf_add_c(out, "phase");
        add_text(out, "name", phase->name);
        buf_printf(out, " %d", phase->opens_year);
        add_month_day(out, "opens", phase->opens);
        buf_printf(out, " %d", phase->closes_year);
        add_month_day(out, "closes", phase->closes);
        buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < policy->transition_count; i++) {
        const struct transition *transition = &policy->transitions[i];
        buf_add_c(out, "transition");
        add_text(out, "name", transition->name);
        buf_printf(out, " %d", transition->year);
        add_month_day(out, "opens", transition->opens);
        add_month_day(out, "closes", transition->closes);
        buf_add_byte(out, '\n');
    }
}

static void add_params(struct buf *out, const struct policy *policy) {
    for (size_t i = 0; i < policy->param_count; i++) {
        const struct param *param = &policy->params[i];
        buf_add_c(out, "param");
        add_text(out, "name", param->name);
        add_text(out, "clause", param->clause);
        buf_printf(out, " type=%d stricter=%d", (int)param->type, (int)param->stricter);
        for (size_t s = 0; s < param->step_count; s++) {
            const struct param_step *step = &param->steps[s];
            add_date(out, "from", step->from);
            for (size_t v = 0; v < step->count; v++) {
                if (param->type == PARAM_WHOLE || param->type == PARAM_HOURS || param->type == PARAM_YEARS)
                    buf_printf(out, " %lld", (long long)step->values[v]);
                else
                    add_text(out, "v", step->texts[v]);
            }
        }
        buf_add_byte(out, '\n');
    }
}

void canon_decision(struct buf *out, const struct policy *policy, const struct decision *table) {
    buf_add_c(out, "one_answer");
    add_text(out, "name", table->name);
    for (size_t k = 0; k < table->input_count; k++) {
        const struct decision_input *input = &table->inputs[k];
        add_text(out, "column", input->name);
        add_text(out, "of", input->field.name);
        if (input->is_latest) add_filter(out, policy, input->filter);
        if (input->is_latest) buf_printf(out, " if_none=%lld", (long long)input->if_none);
    }
    for (size_t r = 0; r < table->row_count; r++) {
        buf_add_c(out, " {");
        for (size_t k = 0; k < table->input_count; k++) add_condition(out, policy, NULL, &table->rows[r].cells[k]);
        add_text(out, "answer", table->answers[table->rows[r].answer]);
        buf_add_byte(out, '}');
    }
    add_text(out, "unknown", table->answers[table->unknown]);
    buf_add_byte(out, '\n');
}

void canon_plan(struct buf *out, const struct policy *policy, const struct plan *plan) {
    buf_add_c(out, "plan");
    add_text(out, "name", plan->name);
    add_span(out, policy, "lead", &plan->lead);
    for (size_t s = 0; s < plan->step_count; s++) add_span(out, policy, "step", &plan->steps[s]);
    for (size_t s = 0; s < plan->then_count; s++) add_span(out, policy, "then", &plan->then_every[s]);
    add_text(out, "digest", plan->digest);
    if (plan->quiet_holidays) buf_add_c(out, " quiet");
    for (size_t s = 0; s < plan->escalate_count; s++) {
        add_span(out, policy, "after", &plan->escalate[s].after);
        add_text(out, "to", policy->roles[plan->escalate[s].role].key);
    }
    buf_add_byte(out, '\n');
}

void canon_guards(struct buf *out, const struct policy *policy, const struct overlay *overlay) {
    buf_add_c(out, "overlay");
    add_text(out, "name", overlay->name);
    buf_add_c(out, " for=");
    add_filters(out, policy, overlay->guards, overlay->guard_count);
    buf_add_byte(out, '\n');
}

static void add_clauses(struct buf *out, const struct policy *policy) {
    for (size_t i = 0; i < policy->clause_count; i++) {
        const struct clause *clause = &policy->clauses[i];
        buf_add_c(out, "clause");
        add_text(out, "number", clause->number);
        add_text(out, "title", clause->title_written);
        add_text(out, "text", clause->text_written);
        add_text(out, "section", clause->section);
        buf_printf(out, " %s%s%s%s%s", basis_name(clause->basis), clause->optional ? " optional" : "",
                   clause->reading_only ? " reading" : "", clause->dropped ? " dropped" : "",
                   clause->applies ? "" : " not here");
        for (size_t a = 0; a < clause->also_count; a++) add_text(out, "also", clause->also[a]);
        add_date(out, "from", clause->from);
        add_date(out, "ends", clause->ends);
        buf_add_byte(out, '\n');
    }
}

static void add_head(struct buf *out, const struct policy *policy) {
    const struct facts *facts = &policy->kinds->facts[SUBJECT_SCHOOL];
    buf_add_c(out, "policy");
    add_text(out, "id", policy->id);
    add_text(out, "title", policy->title);
    add_text(out, "version", policy->version);
    add_text(out, "edition", policy->edition);
    add_text(out, "school", policy->school_name);
    buf_printf(out, " key=%lld", (long long)policy->school_key);
    add_date(out, "effective", policy->effective);
    add_date(out, "review_by", policy->review_by);
    if (date_known(policy->records_from)) add_date(out, "records_from", policy->records_from);
    for (uint32_t i = 0; i < facts->field_count && i < COUNT_OF(policy->school_facts); i++)
        if (policy->school_facts[i] != VALUE_NONE)
            buf_printf(out, " %.*s=%lld", STR_ARG(facts->fields[i].name), (long long)policy->school_facts[i]);
    buf_add_byte(out, '\n');
}

void policy_canon(struct buf *out, const struct policy *policy) {
    add_head(out, policy);
    for (int i = 0; i < READING_COUNT; i++) {
        buf_add_c(out, "reading");
        add_text(out, "name", policy->readings[i].name);
        add_text(out, "means", policy->readings[i].means_text);
        add_text(out, "note", policy->readings[i].note);
        if (policy->readings[i].settling_in) buf_printf(out, " settling_in=%d", (int)policy->readings[i].settling_in);
        buf_add_byte(out, '\n');
    }
    add_params(out, policy);
    add_definitions(out, policy);
    for (size_t i = 0; i < policy->plan_count; i++) canon_plan(out, policy, &policy->plans[i]);
    for (size_t i = 0; i < policy->decision_count; i++) canon_decision(out, policy, &policy->decisions[i]);
    for (size_t i = 0; i < policy->option_count; i++) {
        const struct option *option = &policy->options[i];
        buf_add_c(out, "option");
        add_text(out, "name", option->name);
        add_text(out, "clause", option->clause);
        add_text(out, "asks", option->asks);
        add_text(out, "sets", option->sets);
        add_text(out, "answer", option->answer);
        buf_add_c(out, option->answered ? " answered\n" : "\n");
    }
    add_clauses(out, policy);
    for (size_t i = 0; i < policy->overlay_count; i++) canon_guards(out, policy, &policy->overlays[i]);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = &policy->rules[i];
        buf_add_c(out, "rule");
        add_text(out, "name", rule->name);
        add_text(out, "title", rule->title_written);
        for (size_t n = 0; n < rule->former_count; n++) add_text(out, "former", rule->former[n]);
        if (!rule->applies) buf_add_c(out, " not here");
        buf_add_byte(out, '\n');
        for (size_t v = 0; v < rule->version_count; v++) add_version(out, policy, &rule->versions[v]);
        for (size_t n = 0; n < rule->variant_count; n++) {
            buf_add_c(out, "variant");
            add_text(out, "for", rule->variants[n].name);
            buf_add_byte(out, '\n');
            for (size_t v = 0; v < rule->variants[n].version_count; v++)
                add_version(out, policy, &rule->variants[n].versions[v]);
        }
    }
}
