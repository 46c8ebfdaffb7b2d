/* SPDX-License-Identifier: GPL-3.0-or-later
 * subject_access - everything that is held about one pupil; see subject_access.h.
 * Owns:  nothing.
 * Must not know: how it is printed, how it leaves.
 */
#include "work/subject_access.h"

#include "base/clock.h"
#include "store/catalogue.h"
#include "store/chain.h"
#include "store/departure.h"
#include "store/hand.h"
#include "store/ledger.h"
#include "store/step.h"
#include "work/audience_table.h"
#include "work/card.h"
#include "work/outbox.h"
#include "work/position.h"
#include "work/typed.h"
#include "work/wording.h"

#define SHORTEST_NAME 6

struct gathering {
    struct arena *arena;
    struct school *school;
    struct date day;
    int64_t id;
    const struct roster *roster;
    const struct audience_table *table;
    struct pupil pupil;
    struct hand *hands;          /* of everybody */
    size_t hand_count;
    struct subject_access *out;
};

/* ---- tables ------------------------------------------------------------------------------------------------------------------- */

static struct sheet *part(struct gathering *r, enum access_part at, const char *key, const char *title) {
    return r->out->parts[at] = sheet_new(r->arena, str_from(key), str_from(title));
}

static void column(struct sheet *sheet, const char *key, const char *title, enum cell_type type) { sheet_column(sheet, str_from(key), str_from(title), type); }

/* Wherever it stands in the text, however often. */
static struct str without(struct gathering *r, struct str text, struct str name) {
    struct str before = { 0 };
    for (size_t at; (at = str_find(text, name)) != SIZE_MAX;) {
        before = str_format(r->arena, "%.*s%.*s[another pupil]", STR_ARG(before), STR_ARG(str_slice(text, 0, at)));
        text = str_slice(text, at + name.size, text.size);
        r->out->masked++;
    }
    return before.size ? str_format(r->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(text)) : text;
}

/* A text without the full names of other pupils. */
static struct str masked(struct gathering *r, struct str text) {
    for (size_t i = 0; text.size && i < r->roster->pupil_count; i++) {
        const struct pupil_row *other = &r->roster->pupils[i];
        struct str names[] = { str_format(r->arena, "%.*s %.*s", STR_ARG(other->first_name), STR_ARG(other->surname)), pupil_name(r->arena, other) };
        for (size_t n = 0; other->id != r->id && n < COUNT_OF(names); n++)
            if (names[n].size >= SHORTEST_NAME) text = without(r, text, names[n]);
    }
    return text;
}

static void put_text(struct gathering *r, struct sheet *sheet, struct str text) {
    if (text.size) sheet_text(sheet, masked(r, text));
    else sheet_none(sheet, STR("none"));
}

static void put_day(struct sheet *sheet, struct date day, const char *none) {
    if (date_known(day) && !date_same(day, DATE_FIRST)) sheet_day(sheet, day);
    else sheet_none(sheet, str_from(none));
}

static struct str moment(struct gathering *r, int64_t at) {
    char stamp[CLOCK_STAMP_SIZE];
    return str_copy(r->arena, str_from(clock_stamp(at, stamp)));
}

/* ---- the person --------------------------------------------------------------------------------------------------------------- */

static void add_fact(struct sheet *sheet, const char *what, struct str value) {
    sheet_row(sheet);
    sheet_text(sheet, str_from(what));
    if (value.size) sheet_text(sheet, value);
    else sheet_none(sheet, STR("not recorded"));
}

/* As a family reads it. */
static struct str fact_name(struct gathering *r, const struct field *field) {
    static const char *const NAMES[][2] = {
        { "dob", "date of birth" }, { "sen", "special educational needs" }, { "fsm", "free school meals" }, { "eal", "English as an additional language" },
        { "care", "looked after" }, { "disadvantaged", "pupil premium" }, { "ks4_end", "end of key stage 4" }, { "year", "year group" },
        { "risk", "risk of being out of education or work" }, { "records_from", "recorded here from" },
    };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_is(field->name, NAMES[i][0])) return str_from(NAMES[i][1]);
    return typed_word(r->arena, field->name);
}

/* A value of a fact in words; empty: not recorded. */
static bool fact_words(struct gathering *r, const struct field *field, struct field_value value, struct str *out, struct err *err) {
    *out = (struct str){ 0 };
    if (value.value == VALUE_NONE) return true;
    if (field->type == FIELD_TEXT && !catalogue_word_text(r->school->db, r->arena, value.value, &value.text, err)) return false;
    *out = card_value(r->arena, r->roster, field, &value);
    return true;
}

static bool read_person(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_PERSON, "person", "Who you are to us");
    const struct facts *facts = &r->school->kinds->facts[SUBJECT_PUPIL];
    bool found;
    if (!pupil_read(r->school->db, r->school->kinds, r->arena, r->id, &r->pupil, &found, err)) return false;
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "value", "Value", CELL_TEXT);
    const struct { const char *what; struct str value; } TEXTS[] = {
        { "first name", r->pupil.first_name }, { "surname", r->pupil.surname }, { "known as", r->pupil.known_as }, { "UPN", r->pupil.upn },
        { "former UPN", r->pupil.former_upn }, { "ULN", r->pupil.uln }, { "admission number", r->pupil.admission_no },
        { "address", r->pupil.address }, { "postcode", r->pupil.postcode },
        { "contact of the family", r->pupil.contact }, { "parent or carer", r->pupil.parent }, { "address of the parent", r->pupil.parent_address }, { "local authority", r->pupil.la },
    };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) add_fact(sheet, TEXTS[i].what, TEXTS[i].value);
    for (uint32_t i = 0; i < facts->field_count; i++) {
        const struct field *field = &facts->fields[i];
        if (field->home == HOME_DERIVED) continue;
        struct str words;
        if (!fact_words(r, field, (struct field_value){ .field = i, .value = r->pupil.facts[i] }, &words, err)) return false;
        add_fact(sheet, str_c(r->arena, fact_name(r, field)), words);
    }
    return true;
}

static bool read_history(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_HISTORY, "history", "What changed, and when");
    const struct facts *facts = &r->school->kinds->facts[SUBJECT_PUPIL];
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "from", "From", CELL_DAY);
    column(sheet, "value", "Value", CELL_TEXT);
    for (uint32_t i = 0; i < r->pupil.step_count; i++) {
        const struct fact_step *step = &r->pupil.steps[i];
        const struct field *field = &facts->fields[step->fact];
        struct str words;
        if (!fact_words(r, field, (struct field_value){ .field = step->fact, .value = step->value }, &words, err)) return false;
        sheet_row(sheet);
        sheet_text(sheet, fact_name(r, field));
        put_day(sheet, step->from, "since ever");
        if (words.size) sheet_text(sheet, words);
        else sheet_none(sheet, STR("not recorded from then on"));
    }
    return true;
}

/* ---- what happened --------------------------------------------------------------------------------------------------------------- */

/* "adviser: I. Purslow; next step: yes" */
static struct str fields_text(struct gathering *r, const struct kind *kind, const struct field_value *fields, size_t count) {
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &kind->fields[fields[i].field];
        struct str name = typed_word(r->arena, field->name), value = card_value(r->arena, r->roster, field, &fields[i]);
        buf_printf(&out, "%s%.*s: %.*s", out.size ? "; " : "", STR_ARG(name), STR_ARG(value));
    }
    struct str text = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct activity_person *of_pupil(const struct activity_card *card, int64_t id) {
    for (size_t i = 0; i < card->people_count; i++)
        if (card->people[i].person == id) return &card->people[i];
    return NULL;
}

/* Professional: what the audience table keeps from the pupil in everyday use.  Asked for, both are told. */
static const char *facing(const struct gathering *r, const struct kind *kind) {
    uint32_t abouts = audience_table_of_kind(r->table, kind, NULL);
    return audience_may_all(audience_table_find(r->table, STR("pupil")), abouts) ? "pupil-facing" : "professional";
}

/* What a file had said before somebody here corrected it: "outcome: attended". */
static struct str corrected_text(struct gathering *r, const struct kind *kind, int64_t activity) {
    struct buf out = { 0 };
    for (size_t i = 0; i < r->hand_count; i++) {
        const struct hand *hand = &r->hands[i];
        struct field_value said;
        bool theirs = hand->person == r->id || (kind->shape == SHAPE_NOTE && !hand->person);
        if (hand->activity != activity || !theirs || !hand_said(kind, hand, &said) || (said.value == VALUE_NONE && !said.text.size)) continue;
        const struct field *field = &kind->fields[said.field];
        struct str value = said.text.size ? said.text : said.field != FIELD_OUTCOME ? card_value(r->arena, r->roster, field, &said)
                           : said.value < OUTCOME_CODE_COUNT ? OUTCOME_NAMES[said.value] : STR("not recorded");
        buf_printf(&out, "%s%.*s: %.*s", out.size ? "; " : "corrected here, where a file had said ", STR_ARG(typed_word(r->arena, field->name)), STR_ARG(value));
    }
    struct str text = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void add_activity(struct gathering *r, struct sheet *meetings, struct sheet *notes, const struct activity_card *card) {
    const struct kind *kind = &r->school->kinds->kinds[card->row.kind];
    const struct activity_person *own = of_pupil(card, r->id);
    bool is_note = kind->shape == SHAPE_NOTE;
    struct sheet *sheet = is_note ? notes : meetings;
    struct str session = fields_text(r, kind, card->fields, card->field_count), each = own ? fields_text(r, kind, own->fields, own->field_count) : (struct str){ 0 };
    struct str corrected = corrected_text(r, kind, card->row.id);
    if (corrected.size) each = each.size ? str_format(r->arena, "%.*s; %.*s", STR_ARG(each), STR_ARG(corrected)) : corrected;
    sheet_row(sheet);
    sheet_whole(sheet, card->row.id);
    sheet_text(sheet, typed_word(r->arena, kind->name));
    put_day(sheet, card->row.date, "no day");
    if (is_note) sheet_text(sheet, str_from(facing(r, kind)));
    else put_day(sheet, card->row.last_day, "the same day");
    put_text(r, sheet, card->row.title);
    put_text(r, sheet, card->row.organisation_name);
    if (!is_note) {
        sheet_text(sheet, card->row.cancelled ? STR("cancelled") : own && own->outcome >= 0 ? OUTCOME_NAMES[own->outcome]
                          : own ? STR("recorded") : STR("taken out here, though a file names you"));
        sheet_whole(sheet, (int64_t)card->row.people - (own != NULL));
    }
    put_text(r, sheet, session);
    put_text(r, sheet, each);
}

static bool read_activities(struct gathering *r, struct err *err) {
    struct sheet *meetings = part(r, ACCESS_ACTIVITIES, "activities", "What you took part in"), *notes = part(r, ACCESS_NOTES, "notes", "What was noted about you");
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    struct sheet *both[] = { meetings, notes };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        column(both[i], "number", "Number", CELL_WHOLE);
        column(both[i], "kind", "What", CELL_TEXT);
        column(both[i], "date", "Day", CELL_DAY);
        if (i) column(both[i], "part", "Written for", CELL_TEXT);
        else column(both[i], "last_day", "To", CELL_DAY);
        column(both[i], "title", "Title", CELL_TEXT);
        column(both[i], "organisation", "With", CELL_TEXT);
        if (!i) column(both[i], "outcome", "You", CELL_TEXT);
        if (!i) column(both[i], "others", "Other pupils", CELL_WHOLE);
        column(both[i], "session", "What was true of it", CELL_TEXT);
        column(both[i], "own", "What was true of you", CELL_TEXT);
    }
    filter.pupil = r->id;
    if (!hand_list(r->school->db, r->arena, &r->hands, &r->hand_count, err)) return false;
    if (!activity_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        bool found;
        if (!activity_read(r->school->db, r->school->kinds, r->arena, rows[i].id, &card, &found, err)) return false;
        if (found) add_activity(r, meetings, notes, &card);
    }
    for (size_t i = 0; i < r->hand_count; i++) {
        struct activity_card card;
        bool found;
        if (r->hands[i].field != HAND_PLACE || r->hands[i].person != r->id) continue;
        if (!activity_read(r->school->db, r->school->kinds, r->arena, r->hands[i].activity, &card, &found, err)) return false;
        if (found && shape_of_pupils(r->school->kinds->kinds[card.row.kind].shape)) add_activity(r, meetings, notes, &card);
    }
    return true;
}

/* ---- what was decided ---------------------------------------------------------------------------------------------------------------- */

static void add_decision(struct gathering *r, struct sheet *sheet, const char *what, struct str rule, struct str why, struct str note, struct date from, struct date until, struct str who) {
    sheet_row(sheet);
    sheet_text(sheet, str_from(what));
    put_text(r, sheet, rule);
    put_text(r, sheet, why);
    put_text(r, sheet, note);
    put_day(sheet, from, "not recorded");
    put_day(sheet, until, "until ended");
    put_text(r, sheet, who);
}

static bool read_decisions(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_DECISIONS, "decisions", "What was decided about you");
    struct ruling_exemption *exemptions;
    struct ruling_snooze *snoozes;
    struct ruling_hold *holds;
    size_t exemption_count, snooze_count, hold_count;
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "rule", "About", CELL_TEXT);
    column(sheet, "why", "Why", CELL_TEXT);
    column(sheet, "note", "Said besides", CELL_TEXT);
    column(sheet, "from", "From", CELL_DAY);
    column(sheet, "until", "Until", CELL_DAY);
    column(sheet, "who", "By", CELL_TEXT);
    if (!ruling_exemptions(r->school->db, r->school->kinds, r->arena, &exemptions, &exemption_count, err)) return false;
    if (!ruling_snoozes(r->school->db, r->arena, DATE_NONE, &snoozes, &snooze_count, err)) return false;
    if (!ruling_holds(r->school->db, r->arena, DATE_NONE, &holds, &hold_count, err)) return false;
    for (size_t i = 0; i < exemption_count; i++) {
        const struct exemption *e = &exemptions[i].exemption;
        if (e->subject_type == SUBJECT_PUPIL && e->subject == r->id) add_decision(r, sheet, "exemption", e->rule, e->reason, exemptions[i].note, e->from, e->ends, e->approved_by);
    }
    for (size_t i = 0; i < snooze_count; i++) {
        const struct ruling_snooze *s = &snoozes[i];
        if (s->subject_type == SUBJECT_PUPIL && s->subject == r->id) add_decision(r, sheet, s->sort == SNOOZE_IN_HAND ? "in hand" : "silent", s->rule, s->why, (struct str){ 0 }, s->from, s->until, s->who);
    }
    for (size_t i = 0; i < hold_count; i++) {
        const struct ruling_hold *h = &holds[i];
        if (h->subject_type == SUBJECT_PUPIL && h->subject == r->id) add_decision(r, sheet, "held", (struct str){ 0 }, h->why, (struct str){ 0 }, h->from, h->until, h->who);
    }
    return true;
}

/* ---- what the policy says ------------------------------------------------------------------------------------------------------------ */

static bool add_finding(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct gathering *r = self;
    const struct policy *policy = p->school->policy;
    struct sheet *sheet = r->out->parts[ACCESS_FINDINGS];
    struct buf evidence = { 0 };
    (void)err;
    if (f->subject_type != SUBJECT_PUPIL || f->subject != r->id) return true;
    for (uint32_t i = 0; i < f->evidence_count && i < FINDING_EVIDENCE; i++) buf_printf(&evidence, "%s#%lld", i ? " " : "", (long long)f->evidence[i]);
    sheet_row(sheet);
    sheet_text(sheet, policy->rules[f->rule].clause);
    sheet_text(sheet, finding_words(r->arena, policy, p->as_of, f, false));
    sheet_text(sheet, typed_word(r->arena, finding_status(policy, f)));
    put_day(sheet, finding_by(f), "no day");
    put_text(r, sheet, str_copy(r->arena, buf_str(&evidence)));
    buf_free(&evidence);
    return true;
}

static bool read_findings(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_FINDINGS, "findings", "How the careers policy stands for you");
    struct selection only = { .pupils = &r->id, .pupil_count = 1, .clause = -1, .rule = -1 };
    struct position_request request = { .as_of = r->day, .selection = &only, .past = true, .leavers = true, .pupils_only = true, .each = add_finding, .self = r };
    struct position *p;
    column(sheet, "clause", "Clause", CELL_TEXT);
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "status", "How it stands", CELL_TEXT);
    column(sheet, "by", "By", CELL_DAY);
    column(sheet, "evidence", "Records it rests on", CELL_TEXT);
    return position_judge(r->arena, r->school, &request, &p, err);
}

/* ---- who was told, what left, what was done ------------------------------------------------------------------------------------------------ */

/* The text of a message is about others too: who was told what about the pupil is in its notices. */
static bool read_messages(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_MESSAGES, "messages", "Messages about you");
    struct ledger_message *messages;
    struct ledger_notice *notices;
    size_t message_count, notice_count;
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "day", "Day", CELL_DAY);
    column(sheet, "recipient", "To", CELL_TEXT);
    column(sheet, "about", "About", CELL_TEXT);
    column(sheet, "state", "State", CELL_TEXT);
    if (!ledger_about(r->school->db, r->arena, r->id, &messages, &message_count, err)) return false;
    if (!ledger_notices(r->school->db, r->arena, &notices, &notice_count, err)) return false;
    for (size_t i = 0; i < message_count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, STR("message"));
        put_day(sheet, messages[i].day, "no day");
        put_text(r, sheet, outbox_name(r->arena, r->school, messages[i].recipient));
        put_text(r, sheet, messages[i].subject);
        sheet_text(sheet, str_from(outbox_state_name(messages[i].state)));
    }
    for (size_t i = 0; i < notice_count; i++) {
        const struct ledger_notice *n = &notices[i];
        if (n->subject_type != SUBJECT_PUPIL || n->subject != r->id) continue;
        sheet_row(sheet);
        sheet_text(sheet, STR("reminder"));
        put_day(sheet, n->day, "no day");
        put_text(r, sheet, outbox_name(r->arena, r->school, n->recipient));
        put_text(r, sheet, n->rule);
        sheet_text(sheet, n->step);
    }
    return true;
}

static bool read_left(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_LEFT, "left", "What left the school about you, and who received it");
    struct departure *rows;
    size_t count;
    column(sheet, "number", "Number", CELL_WHOLE);
    column(sheet, "what", "What", CELL_TEXT);
    column(sheet, "day", "Day", CELL_DAY);
    column(sheet, "recipient", "To", CELL_TEXT);
    column(sheet, "basis", "Because", CELL_TEXT);
    column(sheet, "fields", "Fields", CELL_TEXT);
    column(sheet, "withheld", "Kept back", CELL_TEXT);
    column(sheet, "why", "Why kept back", CELL_TEXT);
    if (!departure_list(r->school->db, r->arena, (struct str){ 0 }, 0, 0, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct departure_pupil *people;
        size_t people_count;
        if (!departure_people(r->school->db, r->arena, rows[i].id, &people, &people_count, err)) return false;
        for (size_t k = 0; k < people_count; k++) {
            if (people[k].pupil != r->id) continue;
            sheet_row(sheet);
            sheet_whole(sheet, rows[i].id);
            sheet_text(sheet, rows[i].sort);
            put_day(sheet, rows[i].day, "no day");
            put_text(r, sheet, rows[i].recipient);
            put_text(r, sheet, rows[i].basis);
            put_text(r, sheet, rows[i].fields);
            put_text(r, sheet, people[k].withheld);
            put_text(r, sheet, people[k].why);
        }
    }
    return true;
}

/* Rows of the journal whose step holds the pupil: what was entered or changed, as far as steps are kept. */
static bool read_journal(struct gathering *r, struct err *err) {
    struct sheet *sheet = part(r, ACCESS_JOURNAL, "journal", "Entries in our journal that touched your record");
    struct chain_row *rows;
    int64_t *steps;
    size_t count, step_count;
    column(sheet, "number", "Row", CELL_WHOLE);
    column(sheet, "when", "When (UTC)", CELL_TEXT);
    column(sheet, "verb", "Word", CELL_TEXT);
    column(sheet, "step", "Step", CELL_WHOLE);
    if (!step_holding(r->school->db, r->arena, SUBJECT_PUPIL, r->id, &steps, &step_count, err)) return false;
    if (!chain_rows(r->school->db, r->arena, 1, 0, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        bool holds = false;
        for (size_t k = 0; k < step_count && rows[i].step != VALUE_NONE; k++) holds = holds || steps[k] == rows[i].step;
        if (!holds) continue;
        sheet_row(sheet);
        sheet_whole(sheet, rows[i].number);
        sheet_text(sheet, moment(r, rows[i].at));
        sheet_text(sheet, rows[i].verb);
        sheet_whole(sheet, rows[i].step);
    }
    return true;
}

bool subject_access_read(struct arena *arena, struct school *school, struct date day, int64_t pupil, struct subject_access *out, struct err *err) {
    struct gathering r = { .arena = arena, .school = school, .day = day, .id = pupil, .out = out };
    struct roster *roster;
    struct problems unheard = { .arena = arena };
    *out = (struct subject_access){ 0 };
    if (!roster_read(arena, school, day, &roster, err)) return false;
    r.roster = roster;
    out->pupil = roster_pupil(roster, pupil);
    if (!out->pupil) return true;
    if (!audience_table_load(arena, school->host, school->folder, school->kinds, &r.table, &unheard, err)) return false;
    return read_person(&r, err) && read_history(&r, err) && read_activities(&r, err) && read_decisions(&r, err) && read_findings(&r, err) && read_messages(&r, err) && read_left(&r, err) && read_journal(&r, err);
}
