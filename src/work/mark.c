/* SPDX-License-Identifier: GPL-3.0-or-later
 * mark - what becomes of a record that is there; see mark.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/mark.h"

#include "base/utf8.h"
#include "store/hand.h"
#include "work/record_priv.h"
#include "work/rows.h"
#include "work/still.h"
#include "work/wording.h"

#define FITTING_SHOWN 8
#define CHANGES_SHOWN 30

enum marking_word { WORD_MARK, WORD_CONFIRM, WORD_CORRECT };

struct mark_plan {
    enum marking_word word;
    int64_t state, activity;
};

struct marking {
    struct recording r;              /* fields, people, change */
    enum marking_word word;
    struct activity_card card;
    struct roster *roster;
    bool cancel, restore, remove;
    int *outcomes;                   /* by person of the card: new outcome, or -1 */
    size_t changed;                  /* participations */
    bool session_changed;
};

/* ---- which record ------------------------------------------------------------------------------------------------------ */

static struct str line_of(struct arena *arena, const struct kinds *kinds, const struct activity_row *row) {
    char day[DATE_LONG_SIZE];
    struct str what = row->title.size ? row->title : row->organisation_name;
    return str_format(arena, "#%lld %.*s, %s%s%.*s", (long long)row->id, STR_ARG(typed_word(arena, kinds->kinds[row->kind].name)),
                      date_short(row->date, day), what.size ? ", " : "", STR_ARG(what));
}

static bool is_called(struct marking *m, const struct activity_row *row, struct str folded) {
    if (!folded.size) return false;
    return str_find(utf8_fold(m->r.arena, row->title), folded) != SIZE_MAX || str_find(utf8_fold(m->r.arena, row->organisation_name), folded) != SIZE_MAX;
}

/* A plan: of nobody in it is it known what became; or of some, where a register was not filled in to its end. */
enum planned { NO_PLAN, PLAN_GAP, PLAN_WHOLE };

static bool plan_of(struct marking *m, const struct activity_row *row, enum planned *plan, struct err *err) {
    struct activity_card card;
    bool found;
    size_t open = 0;
    *plan = NO_PLAN;
    if (row->cancelled || !shape_has_outcome(m->r.school->kinds->kinds[row->kind].shape)) return true;
    if (!activity_read(m->r.school->db, m->r.school->kinds, m->r.arena, row->id, &card, &found, err)) return false;
    for (size_t i = 0; found && i < card.people_count; i++) open += card.people[i].outcome == OUTCOME_INVITED || card.people[i].outcome < 0;
    if (open) *plan = open == card.people_count ? PLAN_WHOLE : PLAN_GAP;
    return true;
}

/* Only a plan can be confirmed: whole ones before gaps, those whose day has come before those that lie ahead. */
static bool keep_plans(struct marking *m, const struct activity_row **rows, size_t *count, struct err *err) {
    size_t all = *count, best = 0;
    size_t *ranks = arena_array(m->r.arena, size_t, all + 1);
    for (size_t i = 0; i < all; i++) {
        enum planned plan;
        if (!plan_of(m, rows[i], &plan, err)) return false;
        ranks[i] = plan == NO_PLAN ? 0 : (size_t)plan * 2 - date_after(rows[i]->date, m->r.call->today);
        if (ranks[i] > best) best = ranks[i];
    }
    *count = 0;
    for (size_t i = 0; i < all && best; i++)
        if (ranks[i] == best) rows[(*count)++] = rows[i];
    return true;
}

static bool no_plan(struct str text, size_t fits, struct err *err) {
    err_set(err, CODE_NOTHING_SELECTED, "None of the %zu records that fit '%.*s' is a plan that waits to be confirmed.", fits, STR_ARG(text));
    return err_next(err, "find \"%.*s\"  shows them; mark and correct change what took place", STR_ARG(text));
}

static bool which_one(struct marking *m, struct str text, const struct activity_row *const *rows, size_t count, struct err *err) {
    struct buf list = { 0 };
    for (size_t i = 0; i < count && i < FITTING_SHOWN; i++)
        buf_printf(&list, "%s%.*s", i ? "; " : "", STR_ARG(line_of(m->r.arena, m->r.school->kinds, rows[i])));
    err_set(err, CODE_WHICH_ONE, "%zu %s fit '%.*s': %.*s.", count, m->word == WORD_CONFIRM ? "plans" : "records", STR_ARG(text), STR_ARG(buf_str(&list)));
    buf_free(&list);
    return err_next(err, "Use the number of one of them.");
}

static bool by_words(struct marking *m, struct str text, int64_t *id, struct err *err) {
    const struct kinds *kinds = m->r.school->kinds;
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count, fits = 0;
    struct str folded = utf8_fold(m->r.arena, text);
    if (!activity_list(m->r.school->db, kinds, m->r.arena, &filter, &rows, &count, err)) return false;
    const struct activity_row **fitting = (const struct activity_row **)arena_alloc_array(m->r.arena, count + 1, sizeof *fitting);
    for (size_t i = count; i > 0; i--) /* the newest first */
        if (is_called(m, &rows[i - 1], folded)) fitting[fits++] = &rows[i - 1];
    if (fits == 0) {
        err_set(err, CODE_NOTHING_SELECTED, "No record is called '%.*s'.", STR_ARG(text));
        return err_next(err, "Use its number, as 118: the word that recorded it said so, and  why  shows it.");
    }
    size_t all = fits;
    if (m->word == WORD_CONFIRM && !keep_plans(m, fitting, &fits, err)) return false;
    if (fits == 0 && all > 1) return no_plan(text, all, err);
    if (fits == 0) fits = 1; /* no other can be meant: more is said of what took place */
    *id = fitting[0]->id;
    return fits == 1 || which_one(m, text, fitting, fits, err);
}

static bool find_activity(struct marking *m, struct str text, struct err *err) {
    struct recording *r = &m->r;
    struct str digits = str_starts(text, "#") ? str_slice(text, 1, text.size) : text;
    int64_t id = 0;
    bool found, number = str_whole(digits, &id);
    if (!number && !by_words(m, text, &id, err)) return false;
    if (!activity_read(r->school->db, r->school->kinds, r->arena, id, &m->card, &found, err)) return false;
    if (!found) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no record #%lld.", (long long)id);
        return err_next(err, "why  shows the numbers of a pupil's records");
    }
    r->kind_at = m->card.row.kind;
    r->kind = &r->school->kinds->kinds[r->kind_at];
    r->date = m->card.row.date;
    r->last_day = DATE_NONE;
    r->organisation_id = VALUE_NONE;
    r->outcome = -1;
    return true;
}

/* "118", "#118": nobody is called so. */
static bool is_number(struct str text) {
    int64_t number;
    return str_whole(str_starts(text, "#") ? str_slice(text, 1, text.size) : text, &number);
}

/* ---- what is to become of it -------------------------------------------------------------------------------------------- */

static size_t place_of(const struct marking *m, int64_t person) {
    for (size_t i = 0; i < m->card.people_count; i++)
        if (m->card.people[i].person == person) return i;
    return SIZE_MAX;
}

static bool not_in_it(struct marking *m, int64_t person, struct err *err) {
    struct str name = roster_name(m->r.arena, m->roster, shape_of_staff(m->r.kind->shape) ? SUBJECT_STAFF : SUBJECT_PUPIL, person);
    err_set(err, CODE_NOTHING_SELECTED, "%.*s is not in #%lld.", STR_ARG(name), (long long)m->card.row.id);
    return err_next(err, "Record it for that person as well:  record %.*s ...", STR_ARG(m->r.kind->name));
}

/* A name is looked for among those who are in the record. */
static bool take_who(struct marking *m, const struct command_call *who, const char *phrase, struct selection *out) {
    int64_t *among = arena_array(m->r.arena, int64_t, m->card.people_count + 1);
    for (size_t i = 0; i < m->card.people_count; i++) among[i] = m->card.people[i].person;
    struct resolve_request request = { .wants = shape_of_staff(m->r.kind->shape) ? RESOLVE_STAFF : RESOLVE_PUPILS, .phrase = phrase, .among = among,
                                       .among_count = m->card.people_count,
                                       .among_who = str_format(m->r.arena, "#%lld", (long long)m->card.row.id) };
    return resolve_asked(m->r.school, who, &request, out, m->r.answer);
}

/* Those who were named and are in it; a form names many who are not. */
static bool choose_people(struct marking *m, const struct selection *who, int outcome, struct err *err) {
    size_t taken = 0;
    for (size_t i = 0; i < who->pupil_count + who->staff_count; i++) {
        int64_t person = i < who->pupil_count ? who->pupils[i] : who->staff[i - who->pupil_count]->staff;
        size_t at = place_of(m, person);
        if (at == SIZE_MAX && who->pupil_count + who->staff_count == 1) return not_in_it(m, person, err);
        if (at == SIZE_MAX) continue;
        m->outcomes[at] = outcome;
        taken++;
    }
    if (taken) return true;
    err_set(err, CODE_NOTHING_SELECTED, "None of them is in #%lld.", (long long)m->card.row.id);
    return err_next(err, "record %.*s ...  adds them", STR_ARG(m->r.kind->name));
}

static bool outcome_named(struct str text, int *out) {
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++)
        if (str_equal_fold_ascii(text, OUTCOME_NAMES[i])) return *out = i, true;
    return false;
}

static bool needs_outcomes(const struct marking *m, struct err *err) {
    if (shape_has_outcome(m->r.kind->shape)) return true;
    return err_set(err, CODE_ARGUMENTS, "A record of kind %.*s has no outcome.", STR_ARG(m->r.kind->name));
}

/* Before the day nobody came and nobody was away. */
static bool may_have_been(const struct marking *m, int outcome, struct date today, struct err *err) {
    char day[DATE_LONG_SIZE];
    if ((outcome != OUTCOME_ATTENDED && outcome != OUTCOME_ABSENT) || !date_after(m->r.date, today)) return true;
    err_set(err, CODE_ARGUMENTS, "#%lld is planned for %s, and that has yet to come.", (long long)m->card.row.id, date_long(m->r.date, day));
    return err_next(err, "correct %lld on DATE  moves it; declined or excused can be said before", (long long)m->card.row.id);
}

static bool read_mark(struct marking *m, const struct command_call *call, struct err *err) {
    struct command_call who = *call;
    struct selection selection = { 0 };
    struct call_part *others = arena_array(m->r.arena, struct call_part, call->part_count + 1), *parts;
    size_t count = 0;
    int outcome = -1;
    if (!needs_outcomes(m, err)) return false;
    record_fields(&m->r, call->parts, call->part_count, others, &count);
    if (m->r.outcome >= 0) return err_set(err, CODE_ARGUMENTS, "Write the outcome without 'outcome=':  mark absent zoe in %lld", (long long)m->card.row.id);
    parts = arena_array(m->r.arena, struct call_part, count + 1);
    who.parts = parts;
    who.part_count = 0;
    for (size_t i = 0; i < count; i++)
        if (outcome >= 0 || !outcome_named(others[i].text, &outcome)) parts[who.part_count++] = others[i];
    if (outcome < 0) {
        err_set(err, CODE_ARGUMENTS, "What became of them?");
        return err_next(err, "mark absent zoe in %lld: attended, absent, declined, excused or invited", (long long)m->card.row.id);
    }
    if (!may_have_been(m, outcome, call->today, err)) return false;
    if (!who.part_count) return err_set(err, CODE_ARGUMENTS, "Whom?  mark %.*s zoe in %lld", STR_ARG(OUTCOME_NAMES[outcome]), (long long)m->card.row.id);
    return take_who(m, &who, NULL, &selection) && choose_people(m, &selection, outcome, err);
}

static bool read_confirm(struct marking *m, const struct command_call *call, size_t others, struct err *err) {
    struct selection except = { 0 };
    if (!needs_outcomes(m, err)) return false;
    if (!may_have_been(m, OUTCOME_ATTENDED, call->today, err)) return false;
    if (others || m->r.outcome >= 0) {
        err_set(err, CODE_ARGUMENTS, "'confirm' is about all who were invited to #%lld.", (long long)m->card.row.id);
        return err_next(err, "mark attended zoe in %lld  is about some of them", (long long)m->card.row.id);
    }
    if (m->card.row.cancelled) {
        err_set(err, CODE_ARGUMENTS, "#%lld was cancelled.", (long long)m->card.row.id);
        return err_next(err, "correct %lld --restore  if it took place after all", (long long)m->card.row.id);
    }
    for (size_t i = 0; i < m->card.people_count; i++)
        if (m->card.people[i].outcome == OUTCOME_INVITED || m->card.people[i].outcome < 0) m->outcomes[i] = OUTCOME_ATTENDED;
    if (!call_phrase(call, "except").at) return true;
    if (!take_who(m, call, "except", &except)) return false;
    return choose_people(m, &except, OUTCOME_ABSENT, err);
}

/* The people of `correct`: their each-fields change, and only theirs. */
static bool read_people(struct marking *m, const struct command_call *call, const struct call_part *others, size_t count, struct err *err) {
    struct command_call who = *call;
    struct selection selection = { 0 };
    who.parts = others;
    who.part_count = count;
    if (!count) return true;
    if (!take_who(m, &who, NULL, &selection)) return false;
    m->r.people = arena_array(m->r.arena, struct recorded_person, selection.pupil_count + selection.staff_count + 1);
    for (size_t i = 0; i < selection.pupil_count; i++) {
        if (place_of(m, selection.pupils[i]) == SIZE_MAX) return not_in_it(m, selection.pupils[i], err);
        m->r.people[m->r.people_count++] = (struct recorded_person){ .id = selection.pupils[i] };
    }
    for (size_t i = 0; i < selection.staff_count; i++) {
        if (place_of(m, selection.staff[i]->staff) == SIZE_MAX) return not_in_it(m, selection.staff[i]->staff, err);
        m->r.people[m->r.people_count++] = (struct recorded_person){ .id = selection.staff[i]->staff };
    }
    return true;
}

/* The last day is not before the first; and what has happened does not move into days to come. */
static bool check_days(struct marking *m, struct date today, struct err *err) {
    struct date last = date_known(m->r.last_day) ? m->r.last_day : m->card.row.last_day;
    if (date_known(last) && date_before(last, m->r.date)) {
        err_set(err, CODE_ARGUMENTS, "The last day would lie before the first.");
        return err_next(err, "correct %lld on DATE to LAST DAY", (long long)m->card.row.id);
    }
    if (date_same(m->r.date, m->card.row.date)) return true;
    for (size_t i = 0; i < m->card.people_count; i++)
        if (!may_have_been(m, m->card.people[i].outcome, today, err))
            return err_next(err, "Somebody has been marked as attended or absent already.");
    return true;
}

/* outcome=...: of those who are named. */
static bool read_new_outcome(struct marking *m, struct date today, struct err *err) {
    if (m->r.outcome < 0) return true;
    if (!m->r.people_count) {
        err_set(err, CODE_ARGUMENTS, "'outcome' belongs to one person: whose is it?");
        return err_next(err, "mark %.*s WHO in %lld", STR_ARG(OUTCOME_NAMES[m->r.outcome]), (long long)m->card.row.id);
    }
    for (size_t i = 0; i < m->r.people_count; i++) m->outcomes[place_of(m, m->r.people[i].id)] = m->r.outcome;
    return may_have_been(m, m->r.outcome, today, err);
}

static bool read_correct(struct marking *m, const struct command_call *call, const struct call_part *others, size_t count, struct err *err) {
    struct str on = call_phrase(call, "on"), to = call_phrase(call, "to");
    const struct calendar *calendar = m->r.school->calendar;
    m->cancel = call_has(call, "cancel"), m->restore = call_has(call, "restore"), m->remove = call_has(call, "remove");
    if (on.at && !resolve_date(on, call->today, calendar, &m->r.date, err)) return false;
    if (to.at && !resolve_date(to, call->today, calendar, &m->r.last_day, err)) return false;
    if (m->cancel + m->restore + m->remove > 1) return err_set(err, CODE_ARGUMENTS, "One of --cancel, --restore and --remove, not several.");
    if (m->remove && (on.at || to.at || call_phrase(call, "with").at || m->r.field_count || m->r.title.size || m->r.outcome >= 0))
        return err_set(err, CODE_ARGUMENTS, "What is taken out can not be changed as well: leave one of them out.");
    if (!check_days(m, call->today, err)) return false;
    if (m->r.sort_said && !call_phrase(call, "with").at) return err_set(err, CODE_ARGUMENTS, "'type=' says what a new organisation is, and none is named.");
    if (call_phrase(call, "with").at && !record_organisation(&m->r, err)) return false;
    if (!read_people(m, call, others, count, err) || !read_new_outcome(m, call->today, err)) return false;
    for (size_t i = 0; i < m->r.field_count; i++)
        if (m->r.kind->fields[m->r.fields[i].value.field].each && !m->r.people_count) {
            err_set(err, CODE_ARGUMENTS, "'%.*s' belongs to one person: whose is it?", STR_ARG(m->r.kind->fields[m->r.fields[i].value.field].name));
            return err_next(err, "correct %lld WHO %.*s=...", (long long)m->card.row.id, STR_ARG(m->r.kind->fields[m->r.fields[i].value.field].name));
        }
    return true;
}

/* ---- writing -------------------------------------------------------------------------------------------------------------- */

static bool write_session(struct marking *m, struct err *err) {
    struct recording *r = &m->r;
    struct field_value fields[RECORD_FIELDS];
    size_t count = 0;
    enum wrote wrote;
    int64_t id = m->card.row.id;
    for (size_t i = 0; i < r->field_count; i++)
        if (!r->kind->fields[r->fields[i].value.field].each) fields[count++] = r->fields[i].value;
    struct activity_write row = { .id = id, .kind = r->kind_at, .date = r->date, .last_day = r->last_day,
                                  .last_day_given = date_known(r->last_day), .organisation = r->organisation_id, .title = r->title,
                                  .cancelled = m->cancel, .cancelled_given = m->cancel || m->restore, .fields = fields, .field_count = count };
    if (!activity_put(r->change->db, r->school->kinds, &row, &id, &wrote, err)) return false;
    m->session_changed = wrote == WROTE_CHANGED;
    return true;
}

static bool is_named(const struct marking *m, int64_t person) {
    for (size_t i = 0; i < m->r.people_count; i++)
        if (m->r.people[i].id == person) return true;
    return false;
}

/* What is said with `confirm` of each of them is true of those who came. */
static bool came(const struct marking *m, size_t at) {
    int outcome = m->outcomes[at] >= 0 ? m->outcomes[at] : m->card.people[at].outcome;
    return m->word == WORD_CONFIRM && outcome == OUTCOME_ATTENDED;
}

static bool write_people(struct marking *m, struct err *err) {
    struct recording *r = &m->r;
    struct field_value fields[RECORD_FIELDS];
    size_t count = 0;
    for (size_t i = 0; i < r->field_count; i++)
        if (r->kind->fields[r->fields[i].value.field].each) fields[count++] = r->fields[i].value;
    m->changed = 0;
    for (size_t i = 0; i < m->card.people_count; i++) {
        bool named = is_named(m, m->card.people[i].person) || m->outcomes[i] >= 0 || came(m, i);
        bool each = m->word == WORD_CONFIRM ? came(m, i) : named;
        enum wrote wrote;
        int outcome = m->outcomes[i];
        struct participation_write row = { .activity = m->card.row.id, .kind = r->kind_at, .person = m->card.people[i].person,
                                           .outcome = outcome, .fields = fields, .field_count = each ? count : 0 };
        if (!named || (outcome < 0 && !row.field_count)) continue;
        if (!participation_put(r->change->db, r->school->kinds, &row, &wrote, err)) return false;
        m->changed += wrote == WROTE_CHANGED;
    }
    return true;
}

static bool take_out_people(struct marking *m, struct err *err) {
    bool removed, note = !shape_has_outcome(m->r.kind->shape);
    m->changed = m->r.people_count;
    if (note) return activity_remove(m->r.change->db, m->card.row.id, err); /* a note is about its one person */
    for (size_t i = 0; i < m->r.people_count; i++)
        if (!participation_remove(m->r.change->db, m->r.kind_at, m->r.school->kinds, m->card.row.id, m->r.people[i].id, &removed, err)) return false;
    return true;
}

static bool write_all(struct marking *m, struct err *err) {
    m->changed = 0;
    m->session_changed = false;
    if (m->remove && m->r.people_count) return take_out_people(m, err);
    if (m->remove) {
        m->session_changed = true;
        return activity_remove(m->r.change->db, m->card.row.id, err);
    }
    return record_settle(&m->r, err) && write_session(m, err) && (!shape_has_outcome(m->r.kind->shape) || write_people(m, err));
}

/* Those who are named; nobody named: all who are in it. */
static bool look_again(struct marking *m, struct err *err) {
    size_t count = m->r.people_count ? m->r.people_count : m->card.people_count;
    int64_t *ids = arena_array(m->r.arena, int64_t, count + 1);
    for (size_t i = 0; i < count; i++) ids[i] = m->r.people_count ? m->r.people[i].id : m->card.people[i].person;
    return record_doubt(&m->r, ids, count, &m->card, err) || answer_fail(m->r.answer, err);
}

/* A word given on a day stands, or is taken back and given anew. */
static bool may_change(const struct marking *m, enum marking_word word, const struct command_call *call, struct err *err) {
    long long id = (long long)m->card.row.id;
    if (word != WORD_CORRECT || !str_is(m->r.kind->name, "attestation") || call_has(call, "remove")) return true;
    err_set(err, CODE_NOT_ALLOWED, "#%lld is an attestation: what somebody vouched for on a day is not changed afterwards.", id);
    return err_next(err, "undo  takes the step back, or  correct %lld --remove  the record; then  attest CLAUSE because TEXT by ROLE  says it anew", id);
}

/* ---- preview and change ---------------------------------------------------------------------------------------------------- */

static bool open_marking(struct marking *m, const struct command_call *call, struct answer *answer, enum marking_word word) {
    struct err err = { 0 };
    struct command_call rest = *call;
    struct call_part *parts = arena_array(answer->arena, struct call_part, call->part_count + 1);
    struct str which = call_phrase(call, "in");
    *m = (struct marking){ .word = word };
    m->r = (struct recording){ .call = call, .answer = answer, .arena = answer->arena, .organisation_id = VALUE_NONE };
    if (!school_for(call, answer, SCHOOL_POLICY, &m->r.school)) return false;
    m->r.reading = (struct typing){ m->r.school, answer->arena, call->today };
    rest.parts = parts;
    rest.part_count = 0;
    for (size_t i = 0; i < call->part_count; i++) {
        bool first = !which.at && !call->parts[i].phrase && (word != WORD_MARK || is_number(call->parts[i].text));
        if (first) which = call->parts[i].text;
        else parts[rest.part_count++] = call->parts[i];
    }
    if (!which.at) {
        err_set(&err, CODE_ARGUMENTS, word == WORD_MARK ? "Which record?  Its number, or its name behind 'in', is missing." : "Which record?");
        err_next(&err, word == WORD_MARK ? "mark absent zoe in 118" : "Write its number:  118");
        return answer_fail(answer, &err);
    }
    if (!find_activity(m, which, &err) || !may_change(m, word, call, &err)) return answer_fail(answer, &err);
    if (!roster_read(answer->arena, m->r.school, call->as_of, &m->roster, &err)) return answer_fail(answer, &err);
    m->outcomes = arena_array(answer->arena, int, m->card.people_count + 1);
    for (size_t i = 0; i < m->card.people_count; i++) m->outcomes[i] = -1;
    struct call_part *others = arena_array(answer->arena, struct call_part, call->part_count + 1);
    size_t count = 0;
    bool fine;
    if (word != WORD_MARK) record_fields(&m->r, rest.parts, rest.part_count, others, &count);
    if (word == WORD_MARK) fine = read_mark(m, &rest, &err);
    else if (word == WORD_CONFIRM) fine = read_confirm(m, &rest, count, &err);
    else fine = read_correct(m, &rest, others, count, &err);
    if (!fine && err.code != CODE_NONE) return answer_fail(answer, &err);
    return fine && (m->remove || look_again(m, &err)) && !m->r.bad;
}

static bool carry(struct marking *m, int64_t state, bool keep, struct change_done *done, struct err *err) {
    struct recording *r = &m->r;
    static const char *const WORDS[] = { "mark", "confirm", "correct" };
    struct change_request request = { .verb = str_from(WORDS[m->word]), .actor = r->call->actor, .state = state };
    if (!change_begin(r->arena, r->school, &request, &r->change, err)) return false;
    bool fine = write_all(m, err) && hand_note(r->change->db, r->school->kinds, r->arena, &m->card, err);
    if (!fine || !keep) {
        change_cancel(r->change);
        return fine;
    }
    struct str about = str_format(r->arena, "activity=%lld people=%zu", (long long)m->card.row.id, m->changed);
    struct str step = str_format(r->arena, "%.*s #%lld: %.*s", STR_ARG(typed_word(r->arena, r->kind->name)), (long long)m->card.row.id,
                                 STR_ARG(count_of(r->arena, m->changed + m->session_changed, "entry", "entries")));
    return change_commit(r->change, about, step, done, err);
}

/* Who was marked, with the outcome before and after. */
static void show_people(struct marking *m, struct page *page) {
    struct arena *arena = m->r.arena;
    struct sheet *sheet = sheet_new(arena, STR("people"), (struct str){ 0 });
    sheet_column(sheet, STR("who"), STR("Who"), CELL_TEXT);
    sheet_column(sheet, STR("before"), STR("Before"), CELL_TEXT);
    sheet_column(sheet, STR("after"), STR("After"), CELL_TEXT);
    size_t total = 0;
    for (size_t i = 0; i < m->card.people_count; i++) {
        const struct activity_person *one = &m->card.people[i];
        if (m->outcomes[i] < 0 || m->outcomes[i] == one->outcome) continue;
        if (++total > CHANGES_SHOWN) continue;
        sheet_row(sheet);
        bool staff = shape_of_staff(m->r.kind->shape);
        struct str name = roster_name(arena, m->roster, staff ? SUBJECT_STAFF : SUBJECT_PUPIL, one->person);
        sheet_text(sheet, staff ? name : resolve_pupil_name(m->r.school, arena, m->r.call->as_of, one->person, name));
        if (one->outcome >= 0) sheet_text(sheet, OUTCOME_NAMES[one->outcome]);
        else sheet_none(sheet, STR("not recorded"));
        sheet_text(sheet, OUTCOME_NAMES[m->outcomes[i]]);
    }
    if (sheet->row_count) page_table(page, sheet);
    if (total > CHANGES_SHOWN) page_paragraphf(page, "and %zu more", total - CHANGES_SHOWN);
}

static void show_fields(struct marking *m, struct page *page) {
    struct recording *r = &m->r;
    struct labelled fields[RECORD_FIELDS + 4];
    size_t count = 0;
    char day[DATE_LONG_SIZE];
    if (!date_same(r->date, m->card.row.date)) fields[count++] = (struct labelled){ STR("when"), str_copy(r->arena, str_from(date_long(r->date, day))) };
    if (r->organisation.size) fields[count++] = (struct labelled){ STR("with"), r->organisation };
    if (date_known(r->last_day)) fields[count++] = (struct labelled){ STR("last day"), str_copy(r->arena, str_from(date_long(r->last_day, day))) };
    if (r->title.size) fields[count++] = (struct labelled){ STR("title"), r->title };
    for (size_t i = 0; i < r->field_count; i++) {
        const struct field *field = &r->kind->fields[r->fields[i].value.field];
        struct str said = field->type == FIELD_TEXT ? (r->fields[i].value.text.size ? r->fields[i].value.text : STR("taken out"))
                        : r->fields[i].person ? person_full(r->arena, r->fields[i].person)
                        : field->type == FIELD_PERSON && r->fields[i].value.value != VALUE_NONE ? roster_name(r->arena, m->roster, SUBJECT_STAFF, r->fields[i].value.value)
                        : r->fields[i].value.value == VALUE_NONE ? STR("not recorded")
                                                                 : typed_word(r->arena, field_print(r->arena, field, r->fields[i].value.value));
        fields[count++] = (struct labelled){ typed_word(r->arena, field->name), said };
    }
    if (count) page_fields(page, fields, count);
}

static bool preview(const struct command_call *call, struct answer *answer, enum marking_word word) {
    struct err err = { 0 };
    struct marking m;
    struct change_done done;
    struct mark_plan *plan = arena_new(answer->arena, struct mark_plan);
    if (!open_marking(&m, call, answer, word)) return false;
    *plan = (struct mark_plan){ .word = word, .activity = m.card.row.id };
    plan->state = m.r.school->state;
    struct page *page = answer->page = page_new(answer->arena, STR("Record"));
    page_lead(page, line_of(answer->arena, m.r.school->kinds, &m.card.row), (struct str){ 0 });
    if (!carry(&m, plan->state, false, &done, &err)) return answer_fail(answer, &err);
    rows_change(call, answer, &(struct rows_change){ .record = m.card.row.id, .changed = m.changed + m.session_changed });
    show_people(&m, page);
    show_fields(&m, page);
    if (m.remove && m.r.people_count) page_paragraphf(page, "%.*s taken out of it.", STR_ARG(count_of(answer->arena, m.r.people_count, "person is", "people are")));
    else if (m.remove) page_paragraphf(page, "The record goes, with %.*s.", STR_ARG(count_of(answer->arena, m.card.people_count, "participation", "participations")));
    if (m.cancel) page_paragraph(page, STR("It is marked as cancelled, and counts for nothing."));
    if (m.restore) page_paragraph(page, STR("It is not cancelled any more."));
    if (!m.changed && !m.session_changed) {
        page_paragraph(page, STR("It says so already: nothing changes."));
        return true;
    }
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Go ahead?");
    return true;
}

bool mark_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_MARK); }
bool mark_confirm_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_CONFIRM); }
bool mark_correct_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_CORRECT); }

/* Whoever did not come has to catch up: named, with what is still needed. */
static bool say_absent(struct marking *m, struct answer *answer, struct err *err) {
    struct selection absent = { .clause = -1, .rule = -1, .who = STR("those who were absent") };
    int64_t *pupils = arena_array(answer->arena, int64_t, m->card.people_count + 1);
    if (!shape_of_pupils(m->r.kind->shape)) return true;
    for (size_t i = 0; i < m->card.people_count; i++)
        if (m->outcomes[i] == OUTCOME_ABSENT) pupils[absent.pupil_count++] = m->card.people[i].person;
    absent.pupils = pupils;
    return !absent.pupil_count || still_needing(&absent, m->r.kind_at, m->r.school, m->r.call, answer, err);
}

bool mark_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct marking m;
    struct change_done done;
    const struct mark_plan *plan = answer->plan;
    bug_if(!plan);
    if (!open_marking(&m, call, answer, plan->word)) return false;
    answer->note_count = 0; /* said with the preview */
    if (!carry(&m, plan->state, true, &done, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Record"));
    page_paragraphf(answer->page, "Step %lld: #%lld is changed.", (long long)done.step, (long long)plan->activity);
    if (!say_absent(&m, answer, &err)) return answer_fail(answer, &err);
    answer_next(answer, "undo");
    rows_change(call, answer, &(struct rows_change){ .step = done.step, .record = plan->activity, .changed = m.changed + m.session_changed });
    return true;
}
