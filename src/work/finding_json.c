/* SPDX-License-Identifier: GPL-3.0-or-later
 * finding_json - findings as JSON Lines and as rows; see finding_json.h.
 * Owns:  nothing.
 * Must not know: who reads them.
 */
#include "work/finding_json.h"

#include "formats/json.h"
#include "work/wording.h"

/* A rule that is another one for some pupils (an overlay) tells which pupils they are. */
static bool sees_all(const struct finding_as *as) { return !as->viewer || redact_sees_all(as->viewer); }
static bool may(const struct finding_as *as, enum about about) { return !as->viewer || redact_may(as->viewer, about); }

static void text_or_null(struct json *j, const char *key, struct str text) {
    json_key(j, key);
    if (text.size)
        json_text(j, text);
    else
        json_null(j);
}

static void text(struct json *j, const char *key, struct str value) {
    json_key(j, key);
    json_text(j, value);
}

static void whole(struct json *j, const char *key, int64_t value) {
    json_key(j, key);
    json_whole(j, value);
}

static void yes_or_no(struct json *j, const char *key, bool value) {
    json_key(j, key);
    json_bool(j, value);
}

static void day(struct json *j, const char *key, struct date value) {
    json_key(j, key);
    json_day(j, value.day == INT32_MIN ? DATE_NONE : value);
}

/* INT64_MAX stands for "without bound", which JSON numbers do not have. */
static void bounded(struct json *j, int64_t value) {
    if (value == INT64_MAX)
        json_null(j);
    else
        json_whole(j, value);
}

static void ids(struct json *j, const char *key, const int64_t *list, uint32_t count) {
    json_key(j, key);
    json_open(j, '[');
    for (uint32_t i = 0; i < count && i < FINDING_EVIDENCE; i++) json_whole(j, list[i]);
    json_close(j);
}

static void head(struct json *j, const struct finding_as *as, const struct position *p, const struct finding *f) {
    const struct policy *policy = p->school->policy;
    whole(j, "v", FINDING_JSON_VERSION);
    text(j, "run", as->run);
    day(j, "as_of", p->as_of);
    text(j, "id", finding_key(as->arena, p, f));
    json_key(j, "school");
    if (policy->school_key)
        json_text(j, str_format(as->arena, "%lld", (long long)policy->school_key));
    else
        json_null(j);
    text(j, "subject_type", str_from(subject_type_name(f->subject_type)));
    whole(j, "subject", f->subject);
    if (as->names) {
        const struct pupil_row *pupil = f->subject_type == SUBJECT_PUPIL ? roster_pupil(p->roster, f->subject) : NULL;
        if (may(as, ABOUT_NUMBER)) text_or_null(j, "upn", pupil ? pupil->upn : (struct str){ 0 });
        text(j, "name", roster_name(as->arena, p->roster, f->subject_type, f->subject));
    }
    text_or_null(j, "group", roster_group(p->roster, f->subject_type, f->subject));
    text(j, "policy", policy_label(as->arena, policy));
    text(j, "policy_version", policy->version);
    text(j, "program", p->program);
}

static void rule_of(struct json *j, const struct finding_as *as, const struct position *p, const struct finding *f) {
    const struct policy *policy = p->school->policy;
    const struct rule *rule = &policy->rules[f->rule];
    const struct rule_version *version = finding_version(policy, f);
    const struct clause *clause = &policy->clauses[rule->clause_index];
    const struct person *owner = position_owner(p, f);
    text(j, "rule", rule->name);
    text(j, "clause", rule->clause);
    json_key(j, "also");
    json_open(j, '[');
    for (size_t i = 0; i < clause->also_count; i++) json_text(j, clause->also[i]);
    json_close(j);
    day(j, "version_from", version->governs_from.day == INT32_MIN ? policy->effective : version->governs_from);
    text_or_null(j, "variant", sees_all(as) ? finding_variant(as->arena, policy, f) : (struct str){ 0 });
    text(j, "force", str_from(force_name(version->force)));
    text(j, "basis", str_from(basis_name(version->basis)));
    text(j, "severity", str_from(level_name(f->severity)));
    text_or_null(j, "owner", role_key(policy, version->owner));
    if (may(as, ABOUT_STAFF)) text_or_null(j, "owner_person", owner ? owner->key : (struct str){ 0 });
}

static void clock_of(struct json *j, const struct finding *f, bool compared) {
    text(j, "window", str_from(f->instance));
    day(j, "opens", f->opens);
    day(j, "lead", f->lead);
    day(j, "due", f->due);
    day(j, "deadline", f->deadline);
    day(j, "late_until", f->late_until);
    text(j, "status", str_from(status_key(f->status)));
    text(j, "underlying", str_from(status_key(f->underlying)));
    yes_or_no(j, "satisfied", f->satisfied);
    if (compared) return; /* these two move although nothing happened */
    day(j, "since", f->since);
    day(j, "next_change", f->next_change);
}

static void tallies(struct json *j, const struct finding *f) {
    whole(j, "need", f->need);
    whole(j, "certain", f->certain);
    json_key(j, "possible");
    bounded(j, f->possible);
    json_key(j, "terms");
    json_open(j, '[');
    for (uint32_t i = 0; f->term_count > 1 && i < f->term_count && i < FINDING_TERMS; i++) {
        json_open(j, '{');
        whole(j, "need", f->terms[i].need);
        whole(j, "certain", f->terms[i].certain);
        json_key(j, "possible");
        bounded(j, f->terms[i].possible);
        json_close(j);
    }
    json_close(j);
    day(j, "met_on", f->met_on);
    json_key(j, "late_days");
    if (date_known(f->met_on))
        json_whole(j, f->late_days);
    else
        json_null(j);
}

static void exemption_of(struct json *j, const struct finding_as *as, const struct position *p, const struct finding *f) {
    const struct ruling_exemption *e = position_exemption(p, f->exemption);
    json_key(j, "exemption");
    if (!e) {
        json_null(j);
        return;
    }
    json_open(j, '{');
    whole(j, e->exemption.hold ? "hold" : "number", e->exemption.hold ? -e->exemption.id : e->exemption.id);
    if (!e->exemption.hold && may(as, ABOUT_REASONS)) text(j, "reason", e->exemption.reason); /* that of a hold is a sentence, perhaps about a person */
    day(j, "ends", e->exemption.ends);
    json_close(j);
}

static void evidence_of(struct json *j, const struct finding_as *as, const struct policy *policy,
                        const struct finding *f) {
    ids(j, "evidence", f->evidence, f->evidence_count);
    whole(j, "evidence_count", f->evidence_count);
    ids(j, "doubtful", f->doubtful, f->doubtful_count);
    whole(j, "doubtful_count", f->doubtful_count);
    json_key(j, "missing");
    json_open(j, '[');
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++)
        json_text(j, missing_key(as->arena, policy, f, &f->missing[i]));
    json_close(j);
    json_key(j, "fix");
    if (f->fix == FIX_NONE)
        json_null(j);
    else
        json_text(j, str_from(fix_key(f->fix)));
    text(j, "message", finding_message(as->arena, policy, f));
}

static void readings_of(struct json *j, const struct policy *policy, const struct finding *f) {
    json_key(j, "readings");
    json_open(j, '[');
    for (int i = 0; i < READING_COUNT; i++)
        if (f->readings >> i & 1) json_text(j, policy->readings[i].name);
    json_close(j);
}

void finding_json(struct buf *out, const struct finding_as *as, const struct position *p, const struct finding *f,
                  const char *state) {
    const struct policy *policy = p->school->policy;
    struct json j = json_begin(out);
    json_open(&j, '{');
    head(&j, as, p, f);
    rule_of(&j, as, p, f);
    clock_of(&j, f, false);
    tallies(&j, f);
    exemption_of(&j, as, p, f);
    evidence_of(&j, as, policy, f);
    text(&j, "state", str_from(state));
    text_or_null(&j, "source", sees_all(as) ? version_source(as->arena, policy, finding_version(policy, f)) : (struct str){ 0 });
    readings_of(&j, policy, f);
    yes_or_no(&j, "stale", f->stale);
    json_key(&j, "error");
    if (f->error)
        json_text(&j, str_format(as->arena, "%s: %.*s", code_name(f->error), STR_ARG(f->words)));
    else
        json_null(&j);
    json_close(&j);
    json_line(&j);
}

struct str finding_line(struct arena *arena, const struct position *p, const struct finding *f) {
    struct finding_as as = { .arena = arena };
    struct buf out = { 0 };
    struct json j = json_begin(&out);
    json_open(&j, '{');
    rule_of(&j, &as, p, f);
    clock_of(&j, f, true);
    tallies(&j, f);
    exemption_of(&j, &as, p, f);
    evidence_of(&j, &as, p->school->policy, f);
    readings_of(&j, p->school->policy, f);
    yes_or_no(&j, "stale", f->stale);
    json_close(&j);
    struct str line = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return line;
}

/* ---- as a table ----------------------------------------------------------------------------------------------------
 */

struct sheet *finding_sheet(struct arena *arena, bool names) {
    static const struct {
        const char *key;
        enum cell_type type;
        bool name;
    } columns[] = {
        { "id", CELL_TEXT, false },         { "subject_type", CELL_TEXT, false }, { "subject", CELL_WHOLE, false },
        { "upn", CELL_TEXT, true },         { "name", CELL_TEXT, true },          { "group", CELL_TEXT, false },
        { "rule", CELL_TEXT, false },       { "clause", CELL_TEXT, false },       { "force", CELL_TEXT, false },
        { "severity", CELL_TEXT, false },   { "owner", CELL_TEXT, false },        { "owner_person", CELL_TEXT, false },
        { "window", CELL_TEXT, false },     { "opens", CELL_DAY, false },         { "lead", CELL_DAY, false },
        { "due", CELL_DAY, false },         { "deadline", CELL_DAY, false },      { "late_until", CELL_DAY, false },
        { "status", CELL_STATUS, false },   { "underlying", CELL_STATUS, false }, { "since", CELL_DAY, false },
        { "next_change", CELL_DAY, false }, { "need", CELL_WHOLE, false },        { "certain", CELL_WHOLE, false },
        { "possible", CELL_WHOLE, false },  { "met_on", CELL_DAY, false },        { "late_days", CELL_WHOLE, false },
        { "missing", CELL_TEXT, false },    { "fix", CELL_TEXT, false },          { "message", CELL_TEXT, false },
        { "state", CELL_TEXT, false },      { "stale", CELL_TEXT, false },
    };
    _Static_assert(COUNT_OF(columns) <= SHEET_COLUMNS, "a sheet has that many columns");
    struct sheet *sheet = sheet_new(arena, STR("findings"), STR("Findings"));
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (names || !columns[i].name)
            sheet_column(sheet, str_from(columns[i].key), str_from(columns[i].key), columns[i].type);
    return sheet;
}

static void text_or_empty(struct sheet *sheet, struct str value) {
    if (value.size)
        sheet_text(sheet, value);
    else
        sheet_empty(sheet);
}

static void days_of(struct sheet *sheet, const struct finding *f) {
    sheet_day(sheet, f->opens.day == INT32_MIN ? DATE_NONE : f->opens);
    sheet_day(sheet, f->lead.day == INT32_MIN ? DATE_NONE : f->lead);
    sheet_day(sheet, f->due);
    sheet_day(sheet, f->deadline);
    sheet_day(sheet, f->late_until);
}

void finding_row(struct sheet *sheet, const struct finding_as *as, const struct position *p, const struct finding *f,
                 const char *state) {
    const struct policy *policy = p->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    const struct person *owner = position_owner(p, f);
    struct arena *arena = sheet->arena;
    sheet_row(sheet);
    sheet_text(sheet, finding_key(arena, p, f));
    sheet_text(sheet, str_from(subject_type_name(f->subject_type)));
    sheet_whole(sheet, f->subject);
    if (as->names) {
        const struct pupil_row *pupil = f->subject_type == SUBJECT_PUPIL ? roster_pupil(p->roster, f->subject) : NULL;
        text_or_empty(sheet, pupil ? pupil->upn : (struct str){ 0 });
        sheet_text(sheet, roster_name(arena, p->roster, f->subject_type, f->subject));
    }
    text_or_empty(sheet, roster_group(p->roster, f->subject_type, f->subject));
    sheet_text(sheet, policy->rules[f->rule].name);
    sheet_text(sheet, policy->rules[f->rule].clause);
    sheet_text(sheet, str_from(force_name(version->force)));
    sheet_text(sheet, str_from(level_name(f->severity)));
    text_or_empty(sheet, role_key(policy, version->owner));
    text_or_empty(sheet, owner ? owner->key : (struct str){ 0 });
    sheet_text(sheet, str_copy(arena, str_from(f->instance)));
    days_of(sheet, f);
    sheet_status(sheet, str_from(status_key(f->status)));
    sheet_status(sheet, str_from(status_key(f->underlying)));
    sheet_day(sheet, f->since.day == INT32_MIN ? DATE_NONE : f->since);
    sheet_day(sheet, f->next_change);
    sheet_whole(sheet, f->need);
    sheet_whole(sheet, f->certain);
    if (f->possible == INT64_MAX)
        sheet_empty(sheet);
    else
        sheet_whole(sheet, f->possible);
    sheet_day(sheet, f->met_on);
    if (date_known(f->met_on))
        sheet_whole(sheet, f->late_days);
    else
        sheet_empty(sheet);
    text_or_empty(sheet, f->missing_count ? missing_key(arena, policy, f, &f->missing[0]) : (struct str){ 0 });
    text_or_empty(sheet, f->fix == FIX_NONE ? (struct str){ 0 } : str_from(fix_key(f->fix)));
    sheet_text(sheet, finding_message(arena, policy, f));
    sheet_text(sheet, str_from(state));
    sheet_text(sheet, f->stale ? STR("yes") : STR("no"));
}
