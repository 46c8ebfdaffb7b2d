/* SPDX-License-Identifier: GPL-3.0-or-later
 * explain - why a finding is what it is; see explain.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/explain.h"

#include "formats/json.h"
#include "store/activity.h"
#include "store/ledger.h"
#include "store/stream.h"
#include "work/agenda.h"
#include "work/filling.h"
#include "work/outbox.h"
#include "work/outlook.h"
#include "work/policy_verbs.h"
#include "work/position.h"
#include "work/undelivered.h"
#include "work/wording.h"

#define MOST_FIELDS 64
#define MOST_RECORDS 24

struct explaining {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct selection selection;
    struct viewer viewer;
    struct filling filling;
    struct position *position; /* names and owners; its counts are not used */
    struct trace *trace;
    struct undelivered *undelivered;
    size_t undelivered_count;
    bool *barred;              /* of each person: none can be written to */
    struct agenda *ahead;      /* NULL: reminders can not be made */
    const struct ledger_notice *notices;
    size_t notice_count;
    const struct ruling_snooze *snoozes;
    size_t snooze_count;
    struct labelled fields[MOST_FIELDS];
    size_t field_count;
};

static void field(struct explaining *e, const char *label, struct str text) {
    if (!text.size || e->field_count == MOST_FIELDS) return;
    e->fields[e->field_count++] = (struct labelled){ str_from(label), text };
}

struct str explain_rule(struct arena *arena, const struct policy *policy, const struct rule_version *version,
                        struct date day) {
    static const char *const words[] = { [FORCE_MUST] = "must have",
                                         [FORCE_SHOULD] = "should have",
                                         [FORCE_MAY] = "may have",
                                         [FORCE_MUST_NOT] = "must not have",
                                         [FORCE_SHOULD_NOT] = "should not have" };
    static const char ONE[] = "at least 1 ";
    struct str have = policy_say_have(arena, policy, version, day);
    if (force_forbids(version->force) && str_starts(have, ONE))
        have = str_format(arena, "any %.*s", STR_ARG(str_slice(have, sizeof ONE - 1, have.size)));
    struct str when = policy_say_window(arena, policy, &version->when, day);
    struct str who = policy_say_who(arena, policy, version, day);
    if (version->measuring) return str_format(arena, "%.*s; %.*s", STR_ARG(have), STR_ARG(when));
    return str_format(arena, "%s %.*s, %.*s; %.*s", words[version->force], STR_ARG(have), STR_ARG(when), STR_ARG(who));
}

/* ---- what was found ------------------------------------------------------------------------- */

static const char *answer_words(enum answer_of answer, bool forbids) {
    if (answer == ANSWER_NOT_KNOWN) return "not known";
    if (forbids) return "a breach";
    return answer == ANSWER_YES ? "yes" : "no";
}

static struct str record_words(struct explaining *e, const struct trace_record *record, bool forbids, struct err *err,
                               bool *fine) {
    struct activity_card card = { 0 };
    bool found = false;
    char day[DATE_LONG_SIZE];
    *fine = activity_read(e->school->db, e->school->kinds, e->arena, record->activity, &card, &found, err);
    if (!*fine) return (struct str){ 0 };
    struct str kind = found ? policy_say_kind(e->arena, e->school->policy, (int32_t)card.row.kind) : STR("record");
    struct str title = found && card.row.title.size ? card.row.title : kind;
    struct buf text = { 0 };
    buf_printf(&text, "%.*s", STR_ARG(title));
    if (found && card.row.organisation_name.size && !str_equal(card.row.organisation_name, title))
        buf_printf(&text, " (%.*s)", STR_ARG(card.row.organisation_name));
    buf_printf(&text, ", %s", date_short(date_known(record->day) ? record->day : card.row.date, day));
    if (record->outcome >= 0 && record->outcome < OUTCOME_CODE_COUNT)
        buf_printf(&text, ", %.*s", STR_ARG(OUTCOME_NAMES[record->outcome]));
    buf_printf(&text, ": %s", answer_words(record->answer, forbids));
    if (record->because.size) buf_printf(&text, ", %.*s", STR_ARG(record->because));
    for (size_t i = 0; i < record->condition_count; i++) { /* what holds is folded away, a comparison never is */
        const struct trace_condition *c = &record->conditions[i];
        bool compares = c->condition && c->condition->op == CONDITION_RANGE && c->answer == ANSWER_YES;
        if (compares && !str_equal(c->said, record->because)) buf_printf(&text, ", %.*s", STR_ARG(c->said));
    }
    buf_printf(&text, "   #%lld", (long long)record->activity);
    struct str out = str_copy(e->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

/* --all: each condition that was looked at. */
static void condition_fields(struct explaining *e, const struct trace_record *record) {
    for (size_t i = 0; i < record->condition_count && call_has(e->call, "all"); i++) {
        const struct trace_condition *c = &record->conditions[i];
        field(e, "", str_format(e->arena, "- %s: %.*s", answer_words(c->answer, false), STR_ARG(c->said)));
    }
}

static void add_kinds(struct explaining *e, const struct term *term, struct buf *out, int depth) {
    for (size_t i = 0; i < term->filter_count; i++) {
        struct str noun = policy_say_kind(e->arena, e->school->policy, term->filters[i].kind);
        if (str_find(buf_str(out), noun) != SIZE_MAX) continue;
        buf_printf(out, "%s%.*s", out->size ? " or " : "", STR_ARG(noun));
    }
    for (size_t i = 0; i < term->part_count && depth < 16; i++) add_kinds(e, &term->parts[i], out, depth + 1);
}

/* "employer encounter or workplace experience" */
static struct str kinds_words(struct explaining *e, const struct rule_version *version) {
    struct buf out = { 0 };
    if (version->hatch < 0) add_kinds(e, &version->have, &out, 0);
    for (size_t i = 0; version->hatch >= 0 && i < version->read_count; i++) {
        struct str noun = policy_say_kind(e->arena, e->school->policy, version->reads[i]);
        buf_printf(&out, "%s%.*s", i ? " or " : "", STR_ARG(noun));
    }
    struct str text = str_copy(e->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* What was done several times on one day is one breach. */
static struct str breach_words(struct arena *arena, const struct trace_finding *t, size_t counts, size_t doubts) {
    size_t days = 0;
    struct date before = DATE_NONE;
    for (size_t i = 0; i < t->record_count; i++) {
        if (t->records[i].answer != ANSWER_YES) continue;
        days += t->records[i].day.day != before.day;
        before = t->records[i].day;
    }
    struct str sure = count_of(arena, days, "breach", "breaches"),
               open = count_of(arena, doubts, "possible breach", "possible breaches");
    if (days < counts) sure = str_format(arena, "%.*s, %zu records", STR_ARG(sure), counts);
    if (!doubts) return sure;
    return counts ? str_format(arena, "%.*s, %.*s", STR_ARG(sure), STR_ARG(open)) : open;
}

static bool found_fields(struct explaining *e, const struct trace_finding *t, struct err *err) {
    size_t counts = 0, doubts = 0;
    for (size_t i = 0; i < t->record_count; i++) {
        counts += t->records[i].answer == ANSWER_YES;
        doubts += t->records[i].answer == ANSWER_NOT_KNOWN;
    }
    const struct rule_version *version = finding_version(e->school->policy, &t->finding);
    bool forbids = force_forbids(version->force);
    if (version->measuring)
        field(e, "found", finding_tally(e->arena, e->school->policy, &t->finding));
    else if (!t->record_count)
        field(e, "found", str_format(e->arena, "no %.*s on record", STR_ARG(kinds_words(e, version))));
    else if (!counts && !doubts)
        field(e, "found", forbids ? STR("nothing that is forbidden") : STR("nothing that counts"));
    else if (forbids)
        field(e, "found", breach_words(e->arena, t, counts, doubts));
    else
        field(e, "found", finding_tally(e->arena, e->school->policy, &t->finding));
    bool all = call_has(e->call, "all");
    size_t silent = forbids && !all ? t->record_count - counts - doubts : 0; /* what is not forbidden needs no line each */
    size_t lines = t->record_count - silent, over = lines > MOST_RECORDS ? lines - MOST_RECORDS : 0, seen = 0;
    for (size_t i = 0; i < t->record_count; i++) {
        bool fine;
        if ((silent && t->records[i].answer == ANSWER_NO) || seen++ < over) continue;
        struct str words = record_words(e, &t->records[i], forbids, err, &fine);
        if (!fine) return false;
        field(e, "", words);
        condition_fields(e, &t->records[i]);
    }
    if (over) field(e, "", str_format(e->arena, "and %zu earlier ones", over));
    if (silent)
        field(e, "",
              str_format(e->arena, "%.*s in order", STR_ARG(count_of(e->arena, silent, "other is", "others are"))));
    for (uint32_t i = 0; i < t->finding.missing_count && i < FINDING_EVIDENCE; i++)
        field(e, i ? "" : "not known",
              missing_words(e->arena, e->school->policy, &t->finding, &t->finding.missing[i], false));
    if (t->finding.joined_late)
        field(e, "not known",
              finding_before_records(e->school->policy, &t->finding)
                  ? STR("what was done before your records begin (records_from in policy.lua): record it with its day")
                  : STR("what was done before this pupil joined: ask the previous school"));
    return true;
}

/* ---- whose it is, where it is written ------------------------------------------------------- */

static bool changed(const struct rule_version *version, const char *what) {
    for (size_t i = 0; i < version->change_count; i++)
        if (str_is(version->changed_fields[i], what)) return true;
    return false;
}

static void owner_field(struct explaining *e, const struct finding *f) {
    const struct policy *policy = e->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    if (version->owner < 0) return;
    const struct role *role = &policy->roles[version->owner];
    const struct person *person = position_owner(e->position, f);
    struct str name = person ? person_full(e->arena, person) : STR("nobody holds the role");
    if (!redact_may(&e->viewer, ABOUT_STAFF))
        field(e, "owner", role->title);
    else field(e, "owner",
          str_format(e->arena, "%.*s, %.*s%s", STR_ARG(role->title), STR_ARG(name),
                     changed(version, "owner") ? " (your change)" : ""));
}

/* The day of the next letter; *bar: why it can not go. */
static struct date next_letter(struct explaining *e, const struct finding *f, struct str *bar) {
    int32_t person = DIGEST_NOBODY;
    struct date next = e->ahead ? agenda_next(e->ahead, f, e->barred, &person) : DATE_NONE;
    *bar = (struct str){ 0 };
    if (date_known(next) && person != DIGEST_NOBODY) *bar = undelivered_bar(e->arena, e->school, e->undelivered, e->undelivered_count, &e->school->people->at[person]);
    return next;
}

static void told_field(struct explaining *e, const struct finding *f) {
    if (!redact_may(&e->viewer, ABOUT_STAFF)) return;
    struct str key = finding_key(e->arena, e->position, f);
    struct str bar;
    struct date next = next_letter(e, f, &bar);
    struct buf text = { 0 };
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < e->notice_count; i++) {
        if (!str_equal(e->notices[i].finding, key)) continue;
        buf_printf(&text, "%s%.*s on %s", text.size ? ", " : "", STR_ARG(outbox_name(e->arena, e->school, e->notices[i].recipient)),
                   date_short(e->notices[i].day, day));
    }
    if (!text.size) buf_add_c(&text, "nobody yet");
    struct str silence = agenda_silence_words(e->arena, e->snoozes, e->snooze_count, e->school->policy, f, e->call->as_of, redact_may(&e->viewer, ABOUT_REASONS));
    if (silence.size) buf_printf(&text, "; %.*s", STR_ARG(silence));
    if (bar.size) buf_printf(&text, "; %.*s", STR_ARG(bar));
    else if (date_same(next, e->call->as_of)) buf_add_c(&text, "; a reminder is due");
    else if (date_known(next)) buf_printf(&text, "; a reminder is planned for %s", date_short(next, day));
    field(e, "told", str_copy(e->arena, buf_str(&text)));
    buf_free(&text);
}

static void written_fields(struct explaining *e, const struct finding *f) {
    const struct policy *policy = e->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    struct str place = origin_place(e->arena, policy, &version->origin);
    field(e, "policy",
          str_format(e->arena, "%.*s%s%.*s", STR_ARG(policy->rules[f->rule].name), place.size ? ", " : "",
                     STR_ARG(place)));
    for (size_t i = 0; i < version->change_count; i++) {
        const struct origin *origin = &version->changes[i];
        struct str at = origin_place(e->arena, policy, origin);
        field(e, i ? "" : "changed",
              str_format(e->arena, "%.*s: %.*s  %.*s%s%.*s", STR_ARG(version->changed_fields[i]), STR_ARG(at),
                         STR_ARG(origin->reason), origin->approval.size ? "  " : "", STR_ARG(origin->approval)));
    }
    bool first = true;
    for (int r = 0; r < READING_COUNT; r++) {
        const struct reading_choice *reading = &policy->readings[r];
        if (!(f->readings >> r & 1)) continue;
        field(e, first ? "reading" : "",
              reading->note.size
                  ? str_format(e->arena, "\"%.*s\": %.*s", STR_ARG(reading->name), STR_ARG(reading->note))
                  : str_format(e->arena, "\"%.*s\": %.*s", STR_ARG(reading->name), STR_ARG(reading->means_text)));
        first = false;
    }
}

static void one_place(struct explaining *e, struct str place, bool *first) {
    for (size_t i = 0; i < e->field_count; i++)
        if (str_equal(e->fields[i].text, place)) return;
    if (place.size) field(e, *first ? "where" : "", place);
    if (place.size) *first = false;
}

static void kind_places(struct explaining *e, const struct term *term, bool *first, int depth) {
    for (size_t i = 0; i < term->filter_count; i++)
        one_place(e, filling_field(&e->filling, term->filters[i].kind, -1), first);
    for (size_t i = 0; i < term->part_count && depth < 16; i++) kind_places(e, &term->parts[i], first, depth + 1);
}

/* Which file and column, to be filled in and imported again. */
static void where_fields(struct explaining *e, const struct finding *f) {
    const struct policy *policy = e->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    bool first = true, adds = f->fix == FIX_ADD || f->fix == FIX_RECORD_OR_ADD;
    if (f->fix == FIX_TOO_LATE || f->fix == FIX_NONE) return;
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++) {
        const struct missing *m = &f->missing[i];
        struct str place = m->kind >= 0 ? filling_field(&e->filling, m->kind, m->field) : (struct str){ 0 };
        if (m->kind < 0 && f->subject_type == SUBJECT_PUPIL)
            place = filling_fact(&e->filling, policy->kinds->facts[SUBJECT_PUPIL].fields[m->field].name);
        one_place(e, place, &first);
    }
    const struct term *have = &version->have;
    if (adds)
        kind_places(e, have, &first, 0);
    else if (version->when.same_record && have->filter_count && have->on >= 0)
        one_place(e, filling_field(&e->filling, have->filters[0].kind, have->on), &first);
}

static void waived_field(struct explaining *e, const struct finding *f) {
    const struct ruling_exemption *x = position_exemption(e->position, f->exemption);
    char until[DATE_LONG_SIZE];
    if (!x) return;
    const struct exemption *exemption = &x->exemption;
    struct str end = date_known(exemption->ends) ? str_from(date_short(exemption->ends, until)) : STR("further notice");
    bool told = redact_may(&e->viewer, ABOUT_REASONS);
    if (!told || exemption->hold) {
        struct str words = str_format(e->arena, "until %.*s", STR_ARG(end));
        field(e, exemption->hold ? "held" : "waived", told ? str_format(e->arena, "%.*s: %.*s", STR_ARG(words), STR_ARG(x->note)) : words);
        return;
    }
    field(e, "waived",
          str_format(e->arena, "until %.*s, %.*s, approved by %.*s", STR_ARG(end), STR_ARG(exemption->reason),
                     STR_ARG(exemption->approved_by)));
}

/* Missed, or not known and nothing can be done any more; a breach stays open. */
static bool has_passed(const struct policy *policy, const struct finding *f) {
    if (force_forbids(finding_version(policy, f)->force)) return false;
    return f->status == STATUS_MISSED || (f->status == STATUS_UNKNOWN && f->underlying == STATUS_MISSED);
}

static struct str status_side(struct explaining *e, const struct finding *f) {
    char day[DATE_LONG_SIZE];
    struct date by = finding_by(f);
    struct str status = finding_status(e->school->policy, f);
    const char *key = str_c(e->arena, status);
    bool open = finding_needs(f) || f->status == STATUS_UNKNOWN || f->status == STATUS_ON_TRACK;
    if (f->status == STATUS_WAIVED) return str_format(e->arena, "%s, under it %s", key, status_key(f->underlying));
    if (!open || !date_known(by) || str_is(status, "breached")) return str_format(e->arena, "%s", key);
    return str_format(e->arena, "%s, %s %s", key, f->status == STATUS_MISSED ? "was due" : "by", date_short(by, day));
}

/* "employer encounter (this school year)" */
static struct str finding_title(struct explaining *e, const struct finding *f) {
    const struct policy *policy = e->school->policy;
    struct str words = finding_words(e->arena, policy, e->call->as_of, f, false);
    struct str when = finding_when(e->arena, policy, e->call->as_of, f, false);
    if (!when.size || str_find(words, when) != SIZE_MAX) return words;
    return str_format(e->arena, "%.*s (%.*s)", STR_ARG(words), STR_ARG(when));
}

static bool one_finding(struct explaining *e, const struct trace_finding *t, struct err *err) {
    const struct finding *f = &t->finding;
    const struct policy *policy = e->school->policy;
    struct arena *arena = e->arena;
    char day[DATE_LONG_SIZE];
    struct str name = roster_name(arena, e->position->roster, f->subject_type, f->subject);
    struct str group = roster_group(e->position->roster, f->subject_type, f->subject);
    struct str what = finding_title(e, f);
    e->field_count = 0;
    page_lead(
        e->answer->page,
        str_format(arena, "%.*s%s%.*s: %.*s", STR_ARG(name), group.size ? ", " : "", STR_ARG(group), STR_ARG(what)),
        status_side(e, f));
    struct date governing = date_known(f->deadline) ? f->deadline : e->call->as_of;
    field(e, "rule", explain_rule(arena, policy, finding_version(policy, f), governing));
    struct str overlay = finding_variant(arena, policy, f);
    if (overlay.size && redact_sees_all(&e->viewer)) field(e, "overlay", str_format(arena, "%.*s: the rule as it is for its pupils", STR_ARG(overlay)));
    if (f->status == STATUS_NOT_APPLICABLE)
        field(e, "because", finding_message(arena, policy, f));
    else if (!found_fields(e, t, err))
        return false;
    if (f->words.size)
        field(e, f->error ? "stopped" : "because",
              f->error ? str_format(arena, "%s: %.*s", code_name(f->error), STR_ARG(f->words)) : f->words);
    waived_field(e, f);
    field(e, "due", outlook_due(arena, f));
    field(e, "at worst", outlook_worst(arena, policy, f));
    field(e, "mend", t->mend);
    if (t->mend.size) where_fields(e, f);
    owner_field(e, f);
    if (f->status != STATUS_NOT_APPLICABLE && f->status != STATUS_MET) told_field(e, f);
    written_fields(e, f);
    if (date_known(f->next_change) && !has_passed(e->school->policy, f))
        field(e, "next change", str_copy(arena, str_from(date_short(f->next_change, day))));
    page_fields(e->answer->page, e->fields, e->field_count);
    return true;
}

/* ---- JSON: the same tree -------------------------------------------------------------------- */

static void json_records(struct json *j, const struct trace_finding *t) {
    json_key(j, "records");
    json_open(j, '[');
    for (size_t i = 0; i < t->record_count; i++) {
        const struct trace_record *r = &t->records[i];
        json_open(j, '{');
        json_key(j, "activity"), json_whole(j, r->activity);
        json_key(j, "day"), json_day(j, r->day);
        json_key(j, "outcome");
        if (r->outcome >= 0 && r->outcome < OUTCOME_CODE_COUNT)
            json_text(j, OUTCOME_NAMES[r->outcome]);
        else
            json_null(j);
        json_key(j, "counts");
        json_text(j, r->answer == ANSWER_YES ? STR("yes") : r->answer == ANSWER_NO ? STR("no") : STR("not known"));
        json_key(j, "because"), json_text(j, r->because);
        json_key(j, "conditions");
        json_open(j, '[');
        for (size_t k = 0; k < r->condition_count; k++) {
            json_open(j, '{');
            json_key(j, "says"), json_text(j, r->conditions[k].said);
            json_key(j, "holds"), json_text(j, str_from(answer_words(r->conditions[k].answer, false)));
            json_close(j);
        }
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

static void json_finding(struct explaining *e, const struct trace_finding *t) {
    const struct finding *f = &t->finding;
    const struct policy *policy = e->school->policy;
    struct json j = json_begin(&e->answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "as_of"), json_day(&j, e->call->as_of);
    json_key(&j, "id"), json_text(&j, finding_key(e->arena, e->position, f));
    json_key(&j, "subject_type"), json_text(&j, str_from(subject_type_name(f->subject_type)));
    json_key(&j, "subject"), json_whole(&j, f->subject);
    if (e->call->names && redact_names(&e->viewer))
        json_key(&j, "name"), json_text(&j, roster_name(e->arena, e->position->roster, f->subject_type, f->subject));
    json_key(&j, "rule"), json_text(&j, policy->rules[f->rule].name);
    json_key(&j, "clause"), json_text(&j, policy->rules[f->rule].clause);
    bool all = redact_sees_all(&e->viewer); /* which rule it is tells which pupil it is */
    struct str overlay = all ? finding_variant(e->arena, policy, f) : (struct str){ 0 };
    json_key(&j, "variant");
    if (overlay.size) json_text(&j, overlay);
    else json_null(&j);
    json_key(&j, "window"), json_text(&j, str_from(f->instance));
    json_key(&j, "status"), json_text(&j, str_from(status_key(f->status)));
    json_key(&j, "underlying"), json_text(&j, str_from(status_key(f->underlying)));
    json_key(&j, "due"), json_day(&j, f->due);
    json_key(&j, "deadline"), json_day(&j, f->deadline);
    json_key(&j, "late_until"), json_day(&j, f->late_until);
    struct str bar;
    struct date next = next_letter(e, f, &bar);
    json_key(&j, "reminder"), json_day(&j, bar.size ? DATE_NONE : next);
    json_key(&j, "next_change"), json_day(&j, f->next_change);
    json_key(&j, "need"), json_whole(&j, f->need);
    json_key(&j, "certain"), json_whole(&j, f->certain);
    json_records(&j, t);
    json_key(&j, "missing");
    json_open(&j, '[');
    for (uint32_t i = 0; i < f->missing_count && i < FINDING_EVIDENCE; i++)
        json_text(&j, missing_key(e->arena, policy, f, &f->missing[i]));
    json_close(&j);
    struct str worst = outlook_worst(e->arena, policy, f);
    json_key(&j, "at_worst");
    if (worst.size) json_text(&j, worst);
    else json_null(&j);
    json_key(&j, "mend"), json_text(&j, t->mend);
    json_key(&j, "source");
    if (all) json_text(&j, version_source(e->arena, policy, finding_version(policy, f)));
    else json_null(&j);
    json_close(&j);
    json_line(&j);
}

/* ---- the verb ------------------------------------------------------------------------------- */

static bool make_trace(struct explaining *e, int64_t subject, struct err *err) {
    struct judging judging = { .as_of = e->call->as_of,
                               .calendar = e->school->calendar,
                               .hatch = e->school->hatch,
                               .past = call_has(e->call, "past"),
                               .leavers = true,
                               .not_applicable = true,
                               .only_rules = e->selection.rules };
    struct stream_options options = { .kinds = e->school->kinds,
                                      .day = e->call->as_of,
                                      .school_facts = e->school->policy->school_facts };
    struct arena work = { 0 };
    struct feed feed;
    bool fine = stream_open(&work, e->school->db, &options, &feed, err);
    if (fine) {
        fine = trace_subject(e->arena, e->school->policy, &judging, &feed, subject, e->selection.rule, &e->trace, err);
        stream_close(&feed);
    }
    arena_free(&work);
    return fine;
}

/* Names and owners need a position; of one pupil it costs one subject. */
static bool make_position(struct explaining *e, struct err *err) {
    bool school = !e->selection.pupils;
    struct position_request request = { .as_of = e->call->as_of,
                                        .selection = &e->selection,
                                        .past = call_has(e->call, "past"),
                                        .leavers = !school,
                                        .not_applicable = school,
                                        .pupils_only = !school,
                                        .keep = school ? KEEP_ALL : 0,
                                        .viewer = &e->viewer };
    struct ledger_notice *notices;
    struct ruling_snooze *snoozes;
    if (!position_judge(e->arena, e->school, &request, &e->position, err)) return false;
    if (!ledger_notices(e->school->db, e->arena, &notices, &e->notice_count, err)) return false;
    if (!ruling_snoozes(e->school->db, e->arena, DATE_NONE, &snoozes, &e->snooze_count, err)) return false;
    e->notices = notices;
    e->snoozes = snoozes;
    if (!undelivered_list(e->arena, e->school, &e->undelivered, &e->undelivered_count, err)) return false;
    const struct people *people = e->school->people;
    e->barred = arena_array(e->arena, bool, people->count + 1);
    for (size_t i = 0; i < people->count; i++) e->barred[i] = undelivered_bar(e->arena, e->school, e->undelivered, e->undelivered_count, &people->at[i]).size > 0;
    struct err unheard = { 0 }; /* a slip in reminders.lua: it stops the reminders, and says so there */
    if (!agenda_ahead(e->arena, e->school, e->position, e->call->as_of, &e->ahead, &unheard)) e->ahead = NULL;
    return true;
}

/* A figure is not traced to records: its finding is that of the position. */
static void add_figures(struct explaining *e) {
    const struct position *p = e->position;
    size_t count = e->trace->count;
    struct trace_finding *all = arena_array(e->arena, struct trace_finding, count + p->kept_count);
    for (size_t i = 0; i < count; i++) all[i] = e->trace->findings[i];
    for (size_t i = 0; i < p->kept_count; i++)
        if (rule_is_measure(&e->school->policy->rules[p->kept[i].rule])) all[count++].finding = p->kept[i];
    e->trace->findings = all;
    e->trace->count = count;
}

/* What its reader may not be told goes before there is text.  Of one pupil any version counts: one that is missing would tell. */
static void drop_hidden(struct explaining *e) {
    const struct policy *policy = e->school->policy;
    size_t kept = 0;
    for (size_t i = 0; i < e->trace->count; i++) {
        const struct trace_finding *t = &e->trace->findings[i];
        if (!redact_hides_rule(&e->viewer, policy, &policy->rules[t->finding.rule])) e->trace->findings[kept++] = *t;
    }
    e->trace->count = kept;
}

/* The same words whether it concerns the pupil or not. */
static bool left_out(struct explaining *e) {
    const struct policy *policy = e->school->policy;
    bool asked = false;
    if (redact_sees_all(&e->viewer) || !e->selection.pupils) return false;
    for (size_t r = 0; e->selection.rules && r < policy->rule_count; r++)
        asked = asked || (e->selection.rules[r] && redact_hides_rule(&e->viewer, policy, &policy->rules[r]));
    if (asked || !e->selection.rules)
        page_paragraphf(e->answer->page, "What rests on something withheld from %.*s is left out.", STR_ARG(e->viewer.audience->title));
    return asked;
}

static bool wanted(const struct explaining *e, const struct finding *f) {
    bool one = e->selection.pupils && f->subject_type == SUBJECT_PUPIL && f->subject == e->selection.pupils[0];
    bool school = !e->selection.pupils && f->subject_type == SUBJECT_SCHOOL;
    return (one || school) && (!e->selection.rules || e->selection.rules[f->rule]);
}

/* A year in which the rule did not concern anybody says nothing where it does in another. */
static bool overshadowed(const struct explaining *e, const struct finding *f) {
    if (f->status != STATUS_NOT_APPLICABLE) return false;
    for (size_t i = 0; i < e->trace->count; i++) {
        const struct finding *other = &e->trace->findings[i].finding;
        if (other->rule == f->rule && wanted(e, other) && other->status != STATUS_NOT_APPLICABLE) return true;
    }
    return false;
}

static bool in_full(const struct explaining *e, const struct finding *f) {
    if (e->selection.rules) return !overshadowed(e, f);
    return finding_needs(f) || f->status == STATUS_UNKNOWN || f->status == STATUS_WAIVED;
}

/* "Passed: 4.6.4 employer encounter (2025/26, 2024/25); 3.1.2 careers activity, 5 times." */
static void passed_line(struct explaining *e, const struct finding *const *list, size_t count) {
    const struct policy *policy = e->school->policy;
    struct buf text = { 0 };
    for (size_t r = 0; r < policy->rule_count; r++) {
        struct buf turns = { 0 };
        size_t times = 0;
        for (size_t i = 0; i < count; i++) {
            if (list[i]->rule != r) continue;
            struct str when = finding_when(e->arena, policy, e->call->as_of, list[i], false);
            buf_printf(&turns, "%s%.*s", times++ ? ", " : "", STR_ARG(when));
        }
        struct str words = rule_words(e->arena, &policy->rules[r]);
        if (times)
            buf_printf(&text, "%s%.*s %.*s", text.size ? "; " : "", STR_ARG(policy->rules[r].clause), STR_ARG(words));
        if (times > 3)
            buf_printf(&text, ", %zu times", times);
        else if (times && turns.size)
            buf_printf(&text, " (%.*s)", (int)turns.size, turns.at);
        buf_free(&turns);
    }
    if (text.size)
        page_paragraphf(e->answer->page, "Passed, and too late to put right: %.*s.  --past shows each.", (int)text.size,
                        text.at);
    buf_free(&text);
}

static void rest_line(struct explaining *e, enum status status, const char *say) {
    struct buf text = { 0 };
    for (size_t i = 0; i < e->trace->count; i++) {
        const struct finding *f = &e->trace->findings[i].finding;
        if (!wanted(e, f) || in_full(e, f) || f->status != status) continue;
        const struct rule *rule = &e->school->policy->rules[f->rule];
        struct str words = rule_words(e->arena, rule);
        struct str item = str_format(e->arena, "%.*s %.*s", STR_ARG(rule->clause), STR_ARG(words));
        if (text.size && str_find(buf_str(&text), item) != SIZE_MAX) continue;
        buf_printf(&text, "%s%.*s", text.size ? ", " : "", STR_ARG(item));
    }
    if (text.size) page_paragraphf(e->answer->page, "%s: %.*s.", say, (int)text.size, text.at);
    buf_free(&text);
}

static bool show_all(struct explaining *e, struct err *err) {
    const struct finding **list = (const struct finding **)arena_alloc_array(e->arena, e->trace->count, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < e->trace->count; i++)
        if (wanted(e, &e->trace->findings[i].finding) && in_full(e, &e->trace->findings[i].finding))
            list[count++] = &e->trace->findings[i].finding;
    position_sort(e->arena, e->position, list, count);
    e->answer->page = page_new(e->arena, STR("Why"));
    const struct finding **passed = (const struct finding **)arena_alloc_array(e->arena, count, sizeof *passed);
    size_t passed_count = 0;
    for (size_t i = 0; i < count; i++) {
        /* The finding is the first member of its trace. */
        const struct trace_finding *t = (const struct trace_finding *)(const void *)list[i];
        if (e->call->json) json_finding(e, t);
        bool brief = has_passed(e->school->policy, list[i]) && !call_has(e->call, "past");
        if (brief)
            passed[passed_count++] = list[i];
        else if (!one_finding(e, t, err))
            return false;
    }
    if (passed_count == count && count && e->selection.rules) { /* it was asked about: the newest in full */
        if (!one_finding(e, (const struct trace_finding *)(const void *)passed[0], err)) return false;
        passed++, passed_count--;
    }
    passed_line(e, passed, passed_count);
    bool hidden = left_out(e);
    if (!count && !e->selection.rules)
        page_paragraphf(e->answer->page, "%.*s needs nothing%s.", STR_ARG(e->selection.who), redact_sees_all(&e->viewer) ? "" : " else");
    if (!count && e->selection.rules && !hidden)
        page_paragraphf(e->answer->page, "%.*s does not concern %.*s%s.", STR_ARG(e->selection.what),
                        STR_ARG(e->selection.who),
                        call_has(e->call, "past") ? "" : " now; --past shows what ended more than a year ago");
    rest_line(e, STATUS_MET, "Met");
    rest_line(e, STATUS_ON_TRACK, "On track");
    return true;
}

static bool check_request(struct explaining *e, struct err *err) {
    if (e->selection.pupils && e->selection.pupil_count == 1) return true;
    if (e->selection.pupils) {
        err_set(err, CODE_ARGUMENTS, "why looks at one pupil, not at %zu.", e->selection.pupil_count);
        return err_next(err, "check %.*s shows them; then why and one name", STR_ARG(e->selection.who));
    }
    bool school = false;
    for (size_t i = 0; e->selection.rules && i < e->school->policy->rule_count; i++)
        school = school
                 || (e->selection.rules[i] && e->school->policy->rules[i].version_count
                     && e->school->policy->rules[i].versions[0].subject == SUBJECT_SCHOOL);
    if (school) return true;
    err_set(err, CODE_ARGUMENTS, "why needs a pupil.");
    return err_next(err, "why zoe  or  why zoe 4.9.2");
}

bool explain_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct explaining *e = arena_new(answer->arena, struct explaining);
    *e = (struct explaining){ .call = call, .answer = answer, .arena = answer->arena };
    if (!school_for(call, answer, SCHOOL_POLICY, &e->school)) return false;
    if (!redact_call(e->school, call, RESOLVE_PUPILS | RESOLVE_RULES, &e->viewer, &e->selection, answer)) return false;
    if (!check_request(e, &err) || !make_position(e, &err)
        || !filling_open(answer->arena, call->host, e->school->kinds, &e->filling, &err))
        return answer_fail(answer, &err);
    if (!make_trace(e, e->selection.pupils ? e->selection.pupils[0] : 0, &err)) return answer_fail(answer, &err);
    if (e->selection.pupils) drop_hidden(e);
    else add_figures(e);
    if (!show_all(e, &err)) return answer_fail(answer, &err);
    if (e->selection.pupils && e->selection.rules) answer_next(answer, "why \"%.*s\"", STR_ARG(e->selection.who));
    if (e->selection.what.size) answer_next(answer, "show %.*s", STR_ARG(e->selection.what));
    return true;
}

ARGUMENTS(explain, WHO, CLAUSE, AS_OF);
OPTIONS(explain, PROFILE, { "all", NULL, "each condition of each record, also those that hold" },
        { "past", NULL, "also, in full, what was missed and can no longer be put right" });
EXAMPLES(explain, "policy explain zoe 4.9.2\tone pupil and one clause; the word why does the same",
         "policy explain zoe 4.9.2 --all\tevery condition of every record",
         "policy explain 3.1.5\ta rule about the school itself");

const struct command policy_verb_explain = {
    .name = "policy explain", .group = GROUP_CHECK, .effect = EFFECT_READS, .needs_school = true, .usage = "WHO [CLAUSE] [as of DATE]",
    .about = "Why a rule holds or not for somebody: each record, what would mend it, what comes next.",
    LISTED(explain), OPTED(explain), .examples = explain_examples, .run = explain_run
};
