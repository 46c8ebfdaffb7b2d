/* SPDX-License-Identifier: GPL-3.0-or-later
 * wording - rules and findings in words; see wording.h.
 * Owns:  nothing.
 * Must not know: names of people, terminals.
 */
#include "work/wording.h"

#include "base/file.h"

struct str rule_words(struct arena *arena, const struct rule *rule) {
    struct str clause, name;
    if (!str_cut(rule->name, '/', &clause, &name)) name = rule->name;
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '-') words[i] = ' ';
    return (struct str){ words, name.size };
}

struct date finding_by(const struct finding *f) {
    return f->due;
}

int status_urgency(enum status status) {
    static const int urgency[STATUS_COUNT] = {
        [STATUS_OVERDUE] = 0, [STATUS_DUE_SOON] = 1, [STATUS_MISSED] = 2, [STATUS_UNKNOWN] = 3,
        [STATUS_WAIVED] = 4,  [STATUS_ON_TRACK] = 5, [STATUS_MET] = 6,    [STATUS_NOT_APPLICABLE] = 7
    };
    return urgency[status];
}

bool finding_needs(const struct finding *f) {
    return f->status == STATUS_OVERDUE || f->status == STATUS_DUE_SOON || f->status == STATUS_MISSED;
}

bool force_forbids(enum force force) {
    return force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT;
}

struct str count_of(struct arena *arena, uint64_t count, const char *one, const char *many) {
    return str_format(arena, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

const struct rule_version *finding_version(const struct policy *policy, const struct finding *f) {
    return &policy->rules[f->rule].versions[f->version];
}

struct str role_key(const struct policy *policy, int32_t role) {
    return role < 0 ? (struct str){ 0 } : policy->roles[role].key;
}

struct str policy_label(struct arena *arena, const struct policy *policy) {
    for (size_t i = 0; i < policy->document_count; i++)
        if (policy->documents[i].layer == LAYER_SCHOOL)
            return str_format(arena, "%.*s+%.*s", STR_ARG(policy->id), STR_ARG(file_name(policy->documents[i].path)));
    return policy->id;
}

/* The first counting term in order of writing: its numbers are those of the finding. */
static const struct term *first_counting(const struct term *term, int depth) {
    bool counts = term->op == TERM_AT_LEAST || term->op == TERM_AT_MOST || term->op == TERM_AT_LEAST_TOTAL;
    if (counts || !term->part_count || depth > 16) return term;
    return first_counting(&term->parts[0], depth + 1);
}

static bool in_hours(const struct policy *policy, const struct rule_version *version) {
    const struct term *term = first_counting(&version->have, 0);
    if (term->op != TERM_AT_LEAST_TOTAL || !term->filter_count || term->filters[0].kind < 0 || term->total < 0)
        return false;
    return policy->kinds->kinds[term->filters[0].kind].fields[term->total].type == FIELD_HOURS;
}

static struct str number_words(struct arena *arena, int64_t number, bool hours) {
    if (!hours || number == INT64_MAX) return str_format(arena, "%lld", (long long)number);
    if (number % 60 == 0) return str_format(arena, "%lld", (long long)(number / 60));
    return str_format(arena, "%lld:%02lld", (long long)(number / 60), (long long)(number % 60));
}

struct str finding_tally(struct arena *arena, const struct policy *policy, const struct finding *f) {
    bool hours = in_hours(policy, finding_version(policy, f));
    struct str certain = number_words(arena, f->certain, hours), need = number_words(arena, f->need, hours);
    struct str text = str_format(arena, "%.*s of %.*s%s", STR_ARG(certain), STR_ARG(need), hours ? " hours" : "");
    if (f->possible <= f->certain || f->possible == INT64_MAX) return text;
    struct str more = number_words(arena, f->possible - f->certain, hours);
    return str_format(arena, "%.*s, %.*s more may count", STR_ARG(text), STR_ARG(more));
}

static const struct field *missing_field(const struct policy *policy, const struct finding *f,
                                         const struct missing *m) {
    if (m->kind < 0) {
        const struct facts *facts = &policy->kinds->facts[f->subject_type];
        return m->field >= 0 && (uint32_t)m->field < facts->field_count ? &facts->fields[m->field] : NULL;
    }
    const struct kind *kind = &policy->kinds->kinds[m->kind];
    return m->field >= 0 && (uint32_t)m->field < kind->field_count ? &kind->fields[m->field] : NULL;
}

struct str missing_key(struct arena *arena, const struct policy *policy, const struct finding *f,
                       const struct missing *m) {
    const struct field *field = missing_field(policy, f, m);
    struct str name = field ? field->name : STR("?");
    if (m->kind < 0) return str_format(arena, "%s.%.*s", subject_type_name(f->subject_type), STR_ARG(name));
    struct str kind = policy->kinds->kinds[m->kind].name;
    return str_format(arena, "%.*s.%.*s#%lld", STR_ARG(kind), STR_ARG(name), (long long)m->activity);
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

struct str missing_words(struct arena *arena, const struct policy *policy, const struct finding *f,
                         const struct missing *m) {
    const struct field *field = missing_field(policy, f, m);
    if (!field) return STR("something is not recorded");
    struct str name = spaced(arena, field->about.size ? field->about : field->name);
    if (m->kind < 0 && field->is_private) return STR("something private that the rule asks about is not recorded");
    if (m->kind < 0) return str_format(arena, "the %.*s is not recorded", STR_ARG(name));
    struct str kind = spaced(arena, policy->kinds->kinds[m->kind].name);
    return str_format(arena, "the %.*s of %.*s #%lld is not recorded", STR_ARG(name), STR_ARG(kind),
                      (long long)m->activity);
}

static struct str unknown_message(struct arena *arena, const struct policy *policy, const struct finding *f) {
    if (f->joined_late) return STR("Not known: the records of this pupil begin after the window opened.");
    if (!f->missing_count) return STR("Not known: the records do not say.");
    struct str what = missing_words(arena, policy, f, &f->missing[0]);
    if (f->missing_count == 1) return str_format(arena, "Not known: %.*s.", STR_ARG(what));
    return str_format(arena, "Not known: %.*s, and %u more.", STR_ARG(what), f->missing_count - 1);
}

static struct str met_message(struct arena *arena, const struct policy *policy, const struct finding *f) {
    char day[DATE_LONG_SIZE];
    if (force_forbids(finding_version(policy, f)->force)) return STR("Nothing wrong so far.");
    if (!date_known(f->met_on)) return STR("Met.");
    date_short(f->met_on, day);
    if (!f->late_days) return str_format(arena, "Met on %s.", day);
    return str_format(arena, "Met on %s, %d %s late.", day, f->late_days, f->late_days == 1 ? "day" : "days");
}

struct str finding_message(struct arena *arena, const struct policy *policy, const struct finding *f) {
    const struct rule *rule = &policy->rules[f->rule];
    const struct rule_version *version = finding_version(policy, f);
    struct str what = rule_words(arena, rule), tally = finding_tally(arena, policy, f);
    char due[DATE_LONG_SIZE], until[DATE_LONG_SIZE];
    date_short(f->due, due);
    date_short(f->late_until, until);
    switch (f->status) {
    case STATUS_MET:
        return met_message(arena, policy, f);
    case STATUS_NOT_APPLICABLE:
        if (version->because.size) return str_format(arena, "Not applicable: %.*s.", STR_ARG(version->because));
        return STR("Not applicable: the rule is about others.");
    case STATUS_UNKNOWN:
        return unknown_message(arena, policy, f);
    case STATUS_WAIVED:
        return str_format(arena, "Waived: %.*s, %.*s.", STR_ARG(what), STR_ARG(tally));
    case STATUS_OVERDUE:
        return str_format(arena, "Needs %.*s: %.*s; was due on %s, counts until %s.", STR_ARG(what), STR_ARG(tally),
                          due, until);
    case STATUS_MISSED:
        if (force_forbids(version->force))
            return str_format(arena, "Breached: %.*s, %u %s.", STR_ARG(what), f->evidence_count,
                              f->evidence_count == 1 ? "record" : "records");
        return str_format(arena, "Missed %.*s: %.*s; was due on %s.", STR_ARG(what), STR_ARG(tally), due);
    default:
        break;
    }
    if (!date_known(f->due)) return str_format(arena, "%.*s: %.*s.", STR_ARG(what), STR_ARG(tally));
    const char *begin = f->status == STATUS_DUE_SOON ? "Needs" : "To come:";
    return str_format(arena, "%s %.*s: %.*s; due by %s.", begin, STR_ARG(what), STR_ARG(tally), due);
}

struct str origin_place(struct arena *arena, const struct policy *policy, const struct origin *origin) {
    if (origin->document >= policy->document_count || !origin->line) return (struct str){ 0 };
    return str_format(arena, "%.*s:%u", STR_ARG(policy->documents[origin->document].path), origin->line);
}

struct str version_source(struct arena *arena, const struct policy *policy, const struct rule_version *version) {
    struct str source = origin_place(arena, policy, &version->origin);
    for (size_t i = 0; i < version->change_count; i++) {
        struct str change = origin_place(arena, policy, &version->changes[i]);
        if (change.size && str_find(source, change) == SIZE_MAX)
            source = str_format(arena, "%.*s %.*s", STR_ARG(source), STR_ARG(change));
    }
    return source;
}
