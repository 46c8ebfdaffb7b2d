/* SPDX-License-Identifier: GPL-3.0-or-later
 * wording - rules and findings in words; see wording.h.
 * Owns:  nothing.
 * Must not know: names of people, terminals.
 */
#include "work/wording.h"

#include <string.h>

#include "base/file.h"
#include "policy/window_read.h"

/* ---- what a rule asks for ------------------------------------------------------------------- */

struct str rule_title(struct arena *arena, const struct rule *rule) {
    struct str clause, name;
    if (rule->title.size) return rule->title;
    if (!str_cut(rule->name, '/', &clause, &name)) name = rule->name;
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '-') words[i] = ' ';
    return (struct str){ words, name.size };
}

struct str version_title(struct arena *arena, const struct rule *rule, const struct rule_version *version) {
    if (version->when.op == WINDOW_REVIEW) return STR("a look whether the record is still needed");
    return rule_title(arena, rule);
}

static struct str without_article(struct str title) {
    if (str_starts(title, "a ")) return str_slice(title, 2, title.size);
    if (str_starts(title, "an ")) return str_slice(title, 3, title.size);
    return str_starts(title, "the ") ? str_slice(title, 4, title.size) : title;
}

static enum force last_force(const struct rule *rule) {
    return rule->version_count ? rule->versions[rule->version_count - 1].force : FORCE_MUST;
}

struct str rule_words(struct arena *arena, const struct rule *rule) {
    struct str words = without_article(rule_title(arena, rule));
    return force_forbids(last_force(rule)) ? str_format(arena, "no %.*s", STR_ARG(words)) : words;
}

/* ---- which turn of its window --------------------------------------------------------------- */

/* Without the year where it is that of the day judged. */
static struct str day_words(struct arena *arena, struct date as_of, struct date day) {
    char text[DATE_LONG_SIZE];
    struct str words = str_copy(arena, str_from(date_short(day, text)));
    bool same = date_known(as_of) && school_year_of(day) == school_year_of(as_of);
    return same && words.size > 5 ? str_slice(words, 0, words.size - 5) : words;
}

static bool is_current(enum window_op when, struct date as_of, const struct finding *f) {
    if (when == WINDOW_EACH_SCHOOL_YEAR && date_known(f->deadline)) /* its deadline may lie in the middle of the year */
        return school_year_of(f->deadline) == school_year_of(as_of);
    return !date_after(f->opens, as_of) && !date_before(f->deadline, as_of);
}

/* "2025/26 spring 2" */
static struct str part_words(struct arena *arena, struct date as_of, const struct finding *f) {
    char now[SCHOOL_YEAR_SIZE];
    struct str year, rest, term, half;
    if (!str_cut(str_from(f->instance), ' ', &year, &rest)) return str_copy(arena, year);
    bool halved = str_cut(rest, ' ', &term, &half);
    struct str words = str_format(arena, "%s%.*s term",
                                  !halved             ? ""
                                  : str_is(half, "1") ? "first half of the "
                                                      : "second half of the ",
                                  STR_ARG(term));
    if (str_equal(year, str_from(school_year_name(school_year_of(as_of), now)))) return words;
    return str_format(arena, "%.*s %.*s", STR_ARG(words), STR_ARG(year));
}

static struct str record_words(struct arena *arena, const struct policy *policy, const struct window *when,
                               struct str day) {
    int32_t kind = when->anchor_filter.kind;
    struct str noun = kind >= 0 ? policy_say_kind(arena, policy, kind) : STR("record");
    if (when->anchor_on < 0 || kind < 0) return str_format(arena, "%.*s on %.*s", STR_ARG(noun), STR_ARG(day));
    struct str on = policy->kinds->kinds[kind].fields[when->anchor_on].name;
    if (str_ends(on, "_on")) on = str_slice(on, 0, on.size - 3);
    return str_format(arena, "%.*s %.*s on %.*s", STR_ARG(noun), STR_ARG(on), STR_ARG(day));
}

/* What the clock of `within` and `ahead_of` starts from, and its day. */
static struct str anchor_words(struct arena *arena, const struct policy *policy, const struct window *when,
                               struct date as_of, const struct finding *f, bool shared) {
    struct date anchor;
    struct str key, number, day;
    bool again = str_cut(str_from(f->instance), '#', &key, &number);
    int n = (int)operand_on(policy, &when->anchor_n, date_known(f->deadline) ? f->deadline : as_of);
    if (!date_parse_iso(key, &anchor)) return str_copy(arena, key);
    day = day_words(arena, as_of, anchor);
    switch (when->anchor) {
    case ANCHOR_RECORD: {
        struct str words = record_words(arena, policy, when, day);
        return again ? str_format(arena, "%.*s, number %.*s of that day", STR_ARG(words), STR_ARG(number)) : words;
    }
    case ANCHOR_ADMISSION:
        return str_format(arena, "came on %.*s", STR_ARG(day));
    case ANCHOR_LEAVING:
        return str_format(arena, "left on %.*s", STR_ARG(day));
    case ANCHOR_APPOINTMENT:
        return str_format(arena, "in post from %.*s", STR_ARG(day));
    case ANCHOR_BIRTHDAY:
        if (shared) return str_format(arena, "at %d", n);
        return str_format(arena, "%s %d on %.*s", date_after(anchor, as_of) ? "turns" : "turned", n, STR_ARG(day));
    case ANCHOR_TURNS_YEAR:
        return str_format(arena, "Year %d from %.*s", n, STR_ARG(day));
    }
    return day;
}

/* 16 is the end of Year 11. */
static struct str age_words(struct arena *arena, const struct policy *policy, int age) {
    if (policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY)
        return str_format(arena, "before turning %d", age);
    return str_format(arena, "by the end of Year %d", age - 5);
}

struct str finding_when(struct arena *arena, const struct policy *policy, struct date as_of, const struct finding *f,
                        bool shared) {
    const struct window *when = &finding_version(policy, f)->when;
    bool now = is_current(when->op, as_of, f);
    struct date on = date_known(f->deadline) ? f->deadline : as_of;
    int a = (int)operand_on(policy, &when->a, on), b = (int)operand_on(policy, &when->b, on), year = 0;
    const char *at = f->instance;
    switch (when->op) {
    case WINDOW_EACH_SCHOOL_YEAR:
        return now ? STR("this school year") : str_copy(arena, str_from(at));
    case WINDOW_EACH_TERM:
        return now ? STR("this term") : part_words(arena, as_of, f);
    case WINDOW_EACH_HALF_TERM:
        return now ? STR("this half-term") : part_words(arena, as_of, f);
    case WINDOW_EACH_KEY_STAGE:
        return str_format(arena, "in key stage %s", strlen(at) > 2 ? at + 2 : at);
    case WINDOW_BY_AGE:
    case WINDOW_FURTHER_BY_AGE:
        return a ? age_words(arena, policy, a) : str_format(arena, "by %s", at);
    case WINDOW_BY_END_OF_YEAR:
        return str_format(arena, "by the end of Year %d", a);
    case WINDOW_BEFORE_YEAR:
        return str_format(arena, "before Year %d", a);
    case WINDOW_OVER_YEARS:
        return str_format(arena, "in Years %d to %d", a, b);
    case WINDOW_IN_PHASES:
        return str_format(arena, "%s phase", at);
    case WINDOW_AT_TRANSITIONS:
        for (size_t i = 0; i < policy->transition_count; i++)
            if (str_is(policy->transitions[i].name, at)) year = policy->transitions[i].year;
        return year ? str_format(arena, "choice of Year %d", year) : str_copy(arena, str_from(at));
    case WINDOW_BY_DATE_IN_YEAR:
    case WINDOW_BY_DATE_AFTER_YEAR: {
        struct str day = policy_say_month_day(arena, when->day);
        const char *number = strrchr(at, 'Y');
        return str_format(arena, "by %.*s %s Year %s", STR_ARG(day),
                          when->op == WINDOW_BY_DATE_IN_YEAR ? "of" : "after", number ? number + 1 : at);
    }
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF:
        return anchor_words(arena, policy, when, as_of, f, shared);
    case WINDOW_KEPT:
        if (!date_known(f->deadline)) return STR("while a pupil stays");
        return str_format(arena, "before %.*s", STR_ARG(day_words(arena, as_of, date_add_days(f->deadline, 1))));
    case WINDOW_REVIEW:
        return str_format(arena, "kept long enough on %.*s", STR_ARG(day_words(arena, as_of, f->opens)));
    case WINDOW_ROLLING:
    case WINDOW_ALWAYS:
        return (struct str){ 0 };
    }
    return (struct str){ 0 };
}

static bool is_anchored(const struct window *when) {
    return when->op == WINDOW_WITHIN || when->op == WINDOW_AHEAD_OF;
}

struct str version_name(struct arena *arena, const struct rule *rule, const struct rule_version *version) {
    return without_article(version_title(arena, rule, version));
}

struct str finding_short(struct arena *arena, const struct policy *policy, const struct finding *f) {
    const struct rule_version *version = finding_version(policy, f);
    struct str words = version_name(arena, &policy->rules[f->rule], version);
    if (!force_forbids(version->force)) return words;
    const char *lead = f->status == STATUS_MISSED ? "breach: " : f->status == STATUS_UNKNOWN ? "possible breach: " : "no ";
    return str_format(arena, "%s%.*s", lead, STR_ARG(words));
}

struct str finding_words(struct arena *arena, const struct policy *policy, struct date as_of, const struct finding *f,
                         bool shared) {
    const struct rule_version *version = finding_version(policy, f);
    struct str words = finding_short(arena, policy, f);
    if (is_current(version->when.op, as_of, f) && !is_anchored(&version->when)) return words;
    struct str when = finding_when(arena, policy, as_of, f, shared);
    return when.size ? str_format(arena, "%.*s (%.*s)", STR_ARG(words), STR_ARG(when)) : words;
}

struct str finding_status(const struct policy *policy, const struct finding *f) {
    bool breach = f->status == STATUS_MISSED && force_forbids(finding_version(policy, f)->force);
    return breach ? STR("breached") : str_from(status_key(f->status));
}

/* ---- how urgent ----------------------------------------------------------------------------- */

/* What is wanted at once, from a day in the holidays on, was due on the last school day before: nobody is told that. */
struct date finding_by(const struct finding *f) {
    bool early = date_known(f->due) && date_known(f->opens) && date_before(f->due, f->opens);
    return early ? f->opens : f->due;
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
    size_t count;
    return &rule_versions(&policy->rules[f->rule], f->variant, &count)[f->version];
}

struct str finding_variant(struct arena *arena, const struct policy *policy, const struct finding *f) {
    uint32_t overlays = finding_version(policy, f)->overlays;
    struct str names = { 0 };
    for (uint32_t i = 0; i < policy->overlay_count; i++) {
        if (!(overlays >> i & 1)) continue;
        struct str name = policy->overlays[i].name;
        names = names.size ? str_format(arena, "%.*s+%.*s", STR_ARG(names), STR_ARG(name)) : name;
    }
    return names;
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

/* "47 %, at least 50 % is wanted"; the numbers are whole ones around the figure. */
static struct str figure_words(struct arena *arena, const struct measuring *m, const struct finding *f) {
    static const char *const units[] = { "", " %", " points" };
    const char *unit = units[m->as], *bound = m->has_least ? "at least" : "at most";
    struct str now = str_format(arena, "%lld%s", (long long)f->certain, unit);
    if (f->possible == f->certain + 1 && m->as != MEASURE_COUNT)
        now = str_format(arena, "between %lld and %lld%s", (long long)f->certain, (long long)f->possible, unit);
    else if (f->possible != f->certain)
        now = str_format(arena, "anything from %lld to %lld%s", (long long)f->certain, (long long)f->possible, unit);
    return str_format(arena, "%.*s, %s %lld%s is wanted", STR_ARG(now), bound, (long long)f->need, unit);
}

static struct str figure_message(struct arena *arena, const struct rule *rule, const struct measuring *m, const struct finding *f) {
    if (f->status == STATUS_NOT_APPLICABLE) return STR("Not applicable: there is nothing to measure.");
    const char *begin = f->status == STATUS_MET ? "As wanted" : f->status == STATUS_MISSED ? "Not as wanted" : "Not known";
    return str_format(arena, "%s: %.*s, %.*s.", begin, STR_ARG(rule_title(arena, rule)), STR_ARG(figure_words(arena, m, f)));
}

struct str finding_tally(struct arena *arena, const struct policy *policy, const struct finding *f) {
    if (finding_version(policy, f)->measuring) return figure_words(arena, finding_version(policy, f)->measuring, f);
    bool hours = in_hours(policy, finding_version(policy, f));
    struct str certain = number_words(arena, f->certain, hours), need = number_words(arena, f->need, hours);
    const char *unit = hours ? " hours" : "";
    struct str text = str_format(arena, "%.*s of %.*s%s", STR_ARG(certain), STR_ARG(need), unit);
    if (f->certain > f->need) text = str_format(arena, "%.*s%s, %.*s needed", STR_ARG(certain), unit, STR_ARG(need));
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

struct str missing_words(struct arena *arena, const struct policy *policy, const struct finding *f,
                         const struct missing *m, bool shared) {
    const struct field *field = missing_field(policy, f, m);
    if (!field) return STR("something is not recorded");
    struct str name = policy_say_field(arena, field);
    if (m->kind < 0 && field->is_private && shared)
        return STR("something private that the rule asks about is not recorded");
    if (m->kind < 0) return str_format(arena, "the %.*s is not recorded", STR_ARG(name));
    struct str noun = policy_say_kind(arena, policy, m->kind), flag = { 0 };
    if (m->field == FIELD_OUTCOME)
        return str_format(arena, "who came to the %.*s #%lld is not recorded", STR_ARG(noun), (long long)m->activity);
    if (field->type == FIELD_FLAG) flag = policy_say_flag(arena, policy, m->kind, field);
    if (flag.size)
        return str_format(arena, "it is not recorded whether the %.*s #%lld %.*s", STR_ARG(noun),
                          (long long)m->activity, STR_ARG(flag));
    return str_format(arena, "the %.*s of the %.*s #%lld is not recorded", STR_ARG(name), STR_ARG(noun),
                      (long long)m->activity);
}

bool finding_before_records(const struct policy *policy, const struct finding *f) {
    return date_known(policy->records_from) && date_before(f->opens, policy->records_from);
}

static struct str joined_late_message(struct arena *arena, const struct policy *policy, const struct finding *f) {
    char opened[DATE_LONG_SIZE], begin[DATE_LONG_SIZE];
    if (!finding_before_records(policy, f)) return STR("Not known: the records of this pupil begin after the window opened.");
    return str_format(arena, "Not known: the time for it began on %s, and your records on %s.", date_short(f->opens, opened),
                      date_short(policy->records_from, begin));
}

static struct str unknown_message(struct arena *arena, const struct policy *policy, const struct finding *f) {
    if (f->joined_late) return joined_late_message(arena, policy, f);
    if (!f->missing_count) return STR("Not known: the records do not say.");
    struct str what = missing_words(arena, policy, f, &f->missing[0], true);
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
    if (version->measuring) return figure_message(arena, rule, version->measuring, f);
    struct str what = version_title(arena, rule, version), tally = finding_tally(arena, policy, f);
    char due[DATE_LONG_SIZE], until[DATE_LONG_SIZE];
    date_short(finding_by(f), due);
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
