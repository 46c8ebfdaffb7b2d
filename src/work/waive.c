/* SPDX-License-Identifier: GPL-3.0-or-later
 * waive - what people decide about a duty or a record; see waive.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/waive.h"

#include "base/guess.h"
#include "base/utf8.h"
#include "policy/param.h"
#include "store/activity.h"
#include "store/ruling.h"
#include "work/change.h"
#include "work/position.h"
#include "work/rows.h"
#include "work/typed.h"
#include "work/wording.h"

#define NAMES_SHOWN 12

enum deciding_word { WORD_WAIVE, WORD_SNOOZE, WORD_IN_HAND, WORD_HOLD, WORD_ATTEST };

struct decision_plan {
    enum deciding_word word;
    int64_t state;
};

struct deciding {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct roster *roster;
    enum deciding_word word;
    struct selection who;
    int32_t *rules;              /* indices */
    size_t rule_count;
    struct str because;          /* reason code of a waiver, else a sentence */
    struct date from, until;     /* until DATE_NONE: open */
    int32_t *roles;              /* by rule: as whom it was approved; index in policy.roles */
    int32_t role;                /* who approved or vouches: index in policy.roles, or -1 */
    int64_t staff;               /* the person, or VALUE_NONE */
    struct change *change;
    size_t added, changed, ended;
};

/* ---- which rules ----------------------------------------------------------------------------------------------------- */

static const struct rule_version *now_of(const struct deciding *d, int32_t rule) { return rule_at(&d->school->policy->rules[rule], d->call->as_of); }

static bool fits(const struct deciding *d, int32_t index) {
    const struct rule *rule = &d->school->policy->rules[index];
    if (!rule->applies || !rule->version_count) return false;
    const struct rule_version *version = now_of(d, index);
    bool about_pupils = version->subject == SUBJECT_PUPIL;
    if (d->word == WORD_ATTEST) return version->vouching != NULL;
    if (version->measuring) return false;
    if (d->word == WORD_WAIVE && (!version->exempt.allowed || version->exempt.never)) return false;
    return about_pupils == (d->who.pupils != NULL) || !d->who.pupils;
}

static bool no_rule(struct deciding *d, struct err *err) {
    const struct policy *policy = d->school->policy;
    struct str what = d->who.what;
    if (!what.size) {
        err_set(err, CODE_ARGUMENTS, "Which clause?");
        return err_next(err, "Write its number, as 4.9.2");
    }
    if (d->word == WORD_ATTEST) {
        err_set(err, CODE_NOTHING_SELECTED, "Nobody has to vouch for %.*s: the records answer for it.", STR_ARG(what));
        return err_next(err, "show %.*s  says how", STR_ARG(what));
    }
    if (d->word == WORD_WAIVE) err_set(err, CODE_NOT_ALLOWED, "The policy allows no exemption from %.*s.", STR_ARG(what));
    else err_set(err, CODE_NOTHING_SELECTED, "Nothing in %.*s is asked of them.", STR_ARG(what));
    if (d->who.clause >= 0) err_next(err, "show %.*s  says what it asks for", STR_ARG(policy->clauses[d->who.clause].number));
    return false;
}

static bool find_rules(struct deciding *d, struct err *err) {
    const struct policy *policy = d->school->policy;
    d->rules = arena_array(d->arena, int32_t, policy->rule_count + 1);
    for (size_t i = 0; i < policy->rule_count && d->who.rules; i++)
        if (d->who.rules[i] && fits(d, (int32_t)i)) d->rules[d->rule_count++] = (int32_t)i;
    return d->rule_count || no_rule(d, err);
}

/* ---- who approves, who vouches ------------------------------------------------------------------------------------------ */

static int32_t find_role(const struct deciding *d, struct str text) {
    const struct policy *policy = d->school->policy;
    struct str folded = utf8_fold(d->arena, text);
    for (size_t i = 0; i < policy->role_count; i++)
        if (str_equal(utf8_fold(d->arena, policy->roles[i].title), folded) || str_equal_fold_ascii(policy->roles[i].key, text)
            || str_equal(typed_word(d->arena, policy->roles[i].key), folded)) return (int32_t)i;
    return -1;
}

static bool wrong_role(struct deciding *d, int32_t wanted, struct str said, struct err *err) {
    const struct policy *policy = d->school->policy;
    err_set(err, CODE_NOT_ALLOWED, "%.*s is for the %.*s to decide, not for %.*s.", STR_ARG(policy->rules[d->rules[0]].clause),
            STR_ARG(policy->roles[wanted].title), STR_ARG(said));
    return err_next(err, "by %.*s,  or the person who holds that post", STR_ARG(policy->roles[wanted].key));
}

/* "by SLT", "by JP": a role, or a person who holds the role that is asked for. */
static bool read_by(struct deciding *d, int32_t wanted, struct err *err) {
    const struct policy *policy = d->school->policy;
    struct str by = str_trim(call_phrase(d->call, "by"));
    struct typing typing = { d->school, d->arena, d->call->today };
    const struct person *person;
    d->role = -1;
    d->staff = VALUE_NONE;
    if (!by.size) {
        err_set(err, CODE_ARGUMENTS, d->word == WORD_ATTEST ? "Who vouches for it?" : "Who approved it?");
        if (wanted >= 0) return err_next(err, "by %.*s,  or the person's short name", STR_ARG(policy->roles[wanted].key));
        return err_next(err, "by ROLE, or the person's short name");
    }
    int32_t role = find_role(d, by);
    if (role >= 0) {
        if (wanted >= 0 && role != wanted) return wrong_role(d, wanted, policy->roles[role].title, err);
        d->role = role;
        return true;
    }
    if (!typed_person(&typing, by, &d->staff, &person, err)) return false;
    for (size_t i = 0; !person && i < d->school->people->count; i++)
        if (d->school->people->at[i].staff == d->staff) person = &d->school->people->at[i];
    if (d->staff == 0) d->staff = VALUE_NONE;
    struct str name = person ? person_full(d->arena, person) : by;
    for (size_t i = 0; i < policy->role_count && d->role < 0; i++)
        if ((wanted < 0 || (int32_t)i == wanted) && person && person_holds(person, policy->roles[i].key, d->from)) d->role = (int32_t)i;
    if (d->role >= 0) return true;
    if (wanted >= 0) return wrong_role(d, wanted, name, err);
    err_set(err, CODE_NOT_ALLOWED, "%.*s holds no post that the policy knows.", STR_ARG(name));
    return err_next(err, "write the post into people.lua");
}

/* ---- the line --------------------------------------------------------------------------------------------------------------- */

static bool read_day(struct deciding *d, const char *phrase, struct date *out, struct err *err) {
    struct str text = call_phrase(d->call, phrase);
    return !text.at || resolve_date(text, d->call->today, d->school->calendar, out, err);
}

static bool needs_reason(struct deciding *d, struct err *err) {
    if (d->because.size) return true;
    err_set(err, CODE_ARGUMENTS, "Why?");
    return err_next(err, d->word == WORD_WAIVE ? "because medical  (show CLAUSE lists the reasons that the policy knows)" : "because \"...\"");
}

static bool check_reason(struct deciding *d, const struct exempting *exempt, struct err *err) {
    struct str folded = utf8_fold(d->arena, d->because);
    struct buf list = { 0 };
    for (size_t i = 0; i < exempt->reason_count; i++) {
        struct str reason = exempt->reasons[i];
        if (str_equal(folded, reason) || str_equal(folded, typed_word(d->arena, reason))) return d->because = reason, buf_free(&list), true;
        buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(reason));
    }
    if (!exempt->reason_count) return true;
    err_set(err, CODE_NOT_ALLOWED, "'%.*s' is no reason that %.*s allows.", STR_ARG(d->because), STR_ARG(d->school->policy->rules[d->rules[0]].clause));
    err_next(err, "It may be: %s", str_c(d->arena, buf_str(&list)));
    buf_free(&list);
    return false;
}

static bool check_limit(struct deciding *d, const struct exempting *exempt, struct err *err) {
    char day[DATE_LONG_SIZE];
    if (!date_known(d->until)) {
        err_set(err, CODE_ARGUMENTS, "Until when?");
        return err_next(err, "until 31 march");
    }
    if (!exempt->has_limit) return true;
    const struct operand *n = &exempt->for_at_most.n;
    int64_t most = n->param < 0 ? n->value : param_at(&d->school->policy->params[n->param], d->from)->values[0];
    struct date last = exempt->for_at_most.unit == SPAN_MONTHS         ? date_add_months(d->from, (int)most)
                       : exempt->for_at_most.unit == SPAN_SCHOOL_DAYS ? calendar_add_school_days(d->school->calendar, d->from, (int)most)
                                                                      : date_add_days(d->from, (int)most);
    if (!date_after(d->until, last)) return true;
    err_set(err, CODE_NOT_ALLOWED, "The policy allows such an exemption until %s at the latest.", date_short(last, day));
    return err_next(err, "until %s", date_iso(last, day));
}

static bool read_waiver(struct deciding *d, struct err *err) {
    d->roles = arena_array(d->arena, int32_t, d->rule_count + 1);
    for (size_t i = 0; i < d->rule_count; i++) {
        const struct exempting *exempt = &now_of(d, d->rules[i])->exempt;
        if (!check_reason(d, exempt, err) || !check_limit(d, exempt, err) || !read_by(d, exempt->approved_by, err)) return false;
        d->roles[i] = d->role;
    }
    return true;
}

static bool needs_pupils(struct deciding *d, struct err *err) {
    if (d->who.pupil_count) return true;
    for (size_t i = 0; i < d->rule_count; i++)
        if (now_of(d, d->rules[i])->subject == SUBJECT_PUPIL || d->word == WORD_HOLD) {
            err_set(err, CODE_ARGUMENTS, "For whom?");
            return err_next(err, "Write a name, a form or a year before the clause");
        }
    for (size_t i = 0; i < d->rule_count; i++)
        if (d->word != WORD_ATTEST && now_of(d, d->rules[i])->subject != SUBJECT_SCHOOL) {
            err_set(err, CODE_NOT_ALLOWED, "%.*s is asked of %s, one by one; only what is asked of pupils or of the school can be decided on here.",
                    STR_ARG(d->school->policy->rules[d->rules[i]].clause), now_of(d, d->rules[i])->subject == SUBJECT_STAFF ? "the staff" : "organisations");
            return err_next(err, "check %.*s  shows them", STR_ARG(d->school->policy->rules[d->rules[i]].clause));
        }
    if (d->word != WORD_HOLD) return true;
    err_set(err, CODE_ARGUMENTS, "Whose records?");
    return err_next(err, "hold zoe because \"an appeal is open\"");
}

static size_t positional(const struct command_call *call) {
    size_t count = 0;
    for (size_t i = 0; i < call->part_count; i++) count += call->parts[i].phrase == NULL;
    return count;
}

static bool read_line(struct deciding *d, struct err *err) {
    const struct command_call *call = d->call;
    unsigned wants = d->word == WORD_ATTEST ? RESOLVE_RULES : d->word == WORD_HOLD ? RESOLVE_PUPILS : RESOLVE_PUPILS | RESOLVE_RULES;
    bool ending = call_has(call, "end");
    d->because = utf8_compose(d->arena, str_trim(call_phrase(call, "because")));
    d->from = call->as_of;
    d->until = DATE_NONE;
    d->staff = VALUE_NONE;
    d->role = -1;
    if (!call->part_count) {
        err_set(err, CODE_ARGUMENTS, d->word == WORD_HOLD ? "Whose records?" : "What is it about?");
        return answer_fail(d->answer, err);
    }
    if (!resolve_call(d->school, call, wants, &d->who, d->answer)) return false;
    bool fine = d->word == WORD_HOLD || find_rules(d, err);
    fine = fine && needs_pupils(d, err) && read_day(d, "from", &d->from, err) && read_day(d, "until", &d->until, err);
    if (fine && !ending && date_known(d->until) && date_before(d->until, d->from)) {
        err_set(err, CODE_ARGUMENTS, "It would end before it begins.");
        fine = err_next(err, "until DATE:  a day that has yet to come");
    }
    if (fine && ending && call->part_count > positional(call)) {
        err_set(err, CODE_ARGUMENTS, "--end ends it today: 'because', 'from', 'until' and 'by' have no place beside it.");
        fine = err_next(err, "undo  takes back one that was written by mistake");
    }
    if (fine && !ending) {
        fine = needs_reason(d, err);
        if (fine && d->word == WORD_WAIVE) fine = read_waiver(d, err);
        if (fine && d->word == WORD_ATTEST) fine = read_by(d, now_of(d, d->rules[0])->vouching->by, err);
        if (fine && d->word == WORD_SNOOZE && !date_known(d->until)) {
            err_set(err, CODE_ARGUMENTS, "Until when is it to be silent?");
            fine = err_next(err, "until 31 march");
        }
    }
    return fine || answer_fail(d->answer, err);
}

/* ---- writing ------------------------------------------------------------------------------------------------------------------ */

static void count(struct deciding *d, enum wrote wrote) {
    d->added += wrote == WROTE_ADDED;
    d->changed += wrote == WROTE_CHANGED;
}

static bool write_exemption(struct deciding *d, int64_t subject, size_t at, struct err *err) {
    const struct policy *policy = d->school->policy;
    int32_t rule = d->rules[at];
    enum wrote wrote;
    int64_t id;
    struct ruling_exemption row = {
        .exemption = { .subject = subject, .subject_type = now_of(d, rule)->subject, .rule = policy->rules[rule].name, .reason = d->because,
                       .from = d->from, .ends = d->until, .approved_by = policy->roles[d->roles[at]].key, .approved_on = d->call->as_of },
        .approver = d->staff,
    };
    if (!ruling_exempt(d->change->db, &row, &id, &wrote, err)) return false;
    count(d, wrote);
    return true;
}

static bool end_exemptions(struct deciding *d, int64_t subject, int32_t rule, struct err *err) {
    struct ruling_exemption *rows;
    size_t rows_count;
    if (!ruling_exemptions(d->change->db, d->school->kinds, d->arena, &rows, &rows_count, err)) return false;
    for (size_t i = 0; i < rows_count; i++) {
        const struct exemption *e = &rows[i].exemption;
        bool changed, over = date_known(e->ends) && date_before(e->ends, d->call->as_of);
        if (e->subject != subject || e->subject_type != now_of(d, rule)->subject || over
            || !rule_is_called(&d->school->policy->rules[rule], e->rule)) continue;
        if (!ruling_end_exemption(d->change->db, e->id, d->call->as_of, &changed, err)) return false;
        d->ended += changed;
    }
    return true;
}

static bool write_snooze(struct deciding *d, int64_t subject, int32_t rule, struct err *err) {
    enum snooze_sort sort = d->word == WORD_SNOOZE ? SNOOZE_UNTIL : SNOOZE_IN_HAND;
    const struct rule *of = &d->school->policy->rules[rule];
    enum wrote wrote;
    int64_t id;
    struct ruling_snooze row = { .subject = subject, .subject_type = now_of(d, rule)->subject, .rule = of->name, .sort = sort,
                                 .from = d->from, .until = d->until, .why = d->because, .who = d->call->actor };
    if (call_has(d->call, "end")) {
        struct ruling_snooze *rows;
        size_t rows_count;
        if (!ruling_snoozes(d->change->db, d->arena, d->call->as_of, &rows, &rows_count, err)) return false;
        for (size_t i = 0; i < rows_count; i++) {
            if (rows[i].subject != subject || rows[i].subject_type != row.subject_type || rows[i].sort != sort || !rule_is_called(of, rows[i].rule)) continue;
            rows[i].until = date_add_days(d->call->as_of, -1);
            if (!ruling_snooze(d->change->db, &rows[i], &id, &wrote, err)) return false;
            d->ended += wrote != WROTE_SAME;
        }
        return true;
    }
    if (!ruling_snooze(d->change->db, &row, &id, &wrote, err)) return false;
    count(d, wrote);
    return true;
}

static bool write_hold(struct deciding *d, int64_t subject, struct err *err) {
    enum wrote wrote;
    int64_t id;
    struct ruling_hold row = { .subject = subject, .subject_type = SUBJECT_PUPIL, .from = d->from, .until = d->until, .why = d->because, .who = d->call->actor };
    if (call_has(d->call, "end")) {
        struct ruling_hold *rows;
        size_t rows_count;
        if (!ruling_holds(d->change->db, d->arena, d->call->as_of, &rows, &rows_count, err)) return false;
        for (size_t i = 0; i < rows_count; i++) {
            if (rows[i].subject != subject || rows[i].subject_type != SUBJECT_PUPIL) continue;
            rows[i].until = date_add_days(d->call->as_of, -1);
            if (!ruling_hold(d->change->db, &rows[i], &id, &wrote, err)) return false;
            d->ended += wrote != WROTE_SAME;
        }
        return true;
    }
    if (!ruling_hold(d->change->db, &row, &id, &wrote, err)) return false;
    count(d, wrote);
    return true;
}

/* The same said of the same clause by the same post on the same day is one record. */
static bool attested(struct deciding *d, const struct activity_write *row, bool *out, struct err *err) {
    const struct kinds *kinds = d->school->kinds;
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t rows_count;
    filter.kind = (int32_t)row->kind;
    filter.from = filter.to = row->date;
    *out = false;
    if (!activity_list(d->change->db, kinds, d->arena, &filter, &rows, &rows_count, err)) return false;
    for (size_t i = 0; i < rows_count && !*out; i++) {
        struct activity_card card;
        bool found;
        size_t same = 0;
        if (rows[i].cancelled || !str_equal(rows[i].title, row->title)) continue;
        if (!activity_read(d->change->db, kinds, d->arena, rows[i].id, &card, &found, err)) return false;
        for (size_t k = 0; found && k < row->field_count; k++)
            for (size_t n = 0; n < card.field_count; n++)
                same += card.fields[n].field == row->fields[k].field
                        && (row->fields[k].text.size ? str_equal(card.fields[n].text, row->fields[k].text) : card.fields[n].value == row->fields[k].value);
        *out = found && same == row->field_count && card.field_count == same;
    }
    return true;
}

/* The record that the rule of an attest looks for (policy/attest.c). */
static bool write_attestation(struct deciding *d, int32_t rule, struct err *err) {
    const struct kinds *kinds = d->school->kinds;
    const struct policy *policy = d->school->policy;
    int32_t at = kinds_find(kinds, STR("attestation"));
    if (at == FIELD_ABSENT) return err_set(err, CODE_INTERNAL, "The vocabulary has no kind 'attestation'.");
    const struct kind *kind = &kinds->kinds[at];
    int32_t clause = kind_find_field(kind, STR("clause")), by = kind_find_field(kind, STR("by")), role = kind_find_field(kind, STR("role"));
    struct field_value fields[3];
    size_t used = 0;
    enum wrote wrote;
    int64_t id = 0;
    int32_t code = field_find_code(&kind->fields[role], policy->roles[d->role].key);
    if (code == FIELD_ABSENT) return err_set(err, CODE_NOT_ALLOWED, "The post '%.*s' is not one that the records know.", STR_ARG(policy->roles[d->role].title));
    fields[used++] = (struct field_value){ .field = (uint32_t)clause, .value = VALUE_NONE, .text = policy->rules[rule].clause };
    fields[used++] = (struct field_value){ .field = (uint32_t)role, .value = code };
    if (d->staff != VALUE_NONE) fields[used++] = (struct field_value){ .field = (uint32_t)by, .value = d->staff };
    struct activity_write row = { .kind = (uint32_t)at, .date = d->from, .last_day = DATE_NONE, .organisation = VALUE_NONE, .title = d->because,
                                  .fields = fields, .field_count = used };
    bool there;
    if (!attested(d, &row, &there, err)) return false;
    if (there) return true;
    if (!activity_put(d->change->db, kinds, &row, &id, &wrote, err)) return false;
    count(d, wrote);
    return true;
}

static bool write_for(struct deciding *d, int64_t subject, struct err *err) {
    for (size_t i = 0; i < d->rule_count; i++) {
        bool fine = d->word == WORD_ATTEST                                   ? write_attestation(d, d->rules[i], err)
                    : d->word == WORD_WAIVE && call_has(d->call, "end") ? end_exemptions(d, subject, d->rules[i], err)
                    : d->word == WORD_WAIVE                              ? write_exemption(d, subject, i, err)
                                                                         : write_snooze(d, subject, d->rules[i], err);
        if (!fine) return false;
    }
    return d->word != WORD_HOLD || write_hold(d, subject, err);
}

static bool write_all(struct deciding *d, struct err *err) {
    d->added = d->changed = d->ended = 0;
    if (!d->who.pupil_count) return write_for(d, 0, err);
    for (size_t i = 0; i < d->who.pupil_count; i++)
        if (!write_for(d, d->who.pupils[i], err)) return false;
    return true;
}

/* ---- preview and change -------------------------------------------------------------------------------------------------------- */

static const char *const WORDS[] = { "waive", "snooze", "in-hand", "hold", "attest" };

static bool open_decision(struct deciding *d, const struct command_call *call, struct answer *answer, enum deciding_word word) {
    struct err err = { 0 };
    *d = (struct deciding){ .call = call, .answer = answer, .arena = answer->arena, .word = word };
    if (!school_for(call, answer, SCHOOL_POLICY, &d->school)) return false;
    return read_line(d, &err);
}

static bool carry(struct deciding *d, int64_t state, bool keep, struct change_done *done, struct err *err) {
    struct change_request request = { .verb = str_from(WORDS[d->word]), .actor = d->call->actor, .state = state };
    if (!change_begin(d->arena, d->school, &request, &d->change, err)) return false;
    bool fine = write_all(d, err);
    if (!fine || !keep) {
        change_cancel(d->change);
        return fine;
    }
    struct str rule = d->rule_count ? d->school->policy->rules[d->rules[0]].name : STR("records");
    struct str about = str_format(d->arena, "rule=%.*s rules=%zu entries=%zu", STR_ARG(rule), d->rule_count, d->added + d->changed + d->ended);
    struct str step = str_format(d->arena, "%s %.*s: %.*s", WORDS[d->word], STR_ARG(rule),
                                 STR_ARG(count_of(d->arena, d->added + d->changed + d->ended, "entry", "entries")));
    return change_commit(d->change, about, step, done, err);
}

struct standing_without {
    uint64_t by_status[STATUS_COUNT];
};

static bool note_status(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct standing_without *s = self;
    bool over = date_known(f->late_until) && date_before(f->late_until, p->as_of);
    (void)err;
    if (!over) s->by_status[f->status]++;
    return true;
}

/* What the answer would be without the exemption. */
static bool say_without(struct deciding *d, struct page *page, struct err *err) {
    struct standing_without s = { { 0 } };
    struct selection selection = d->who;
    bool *rules = arena_array(d->arena, bool, d->school->policy->rule_count + 1);
    struct position *p;
    for (size_t i = 0; i < d->rule_count; i++) rules[d->rules[i]] = true;
    selection.rules = rules;
    struct position_request request = { .as_of = d->call->as_of, .selection = &selection, .ignore_exemptions = true, .each = note_status, .self = &s };
    if (!position_judge(d->arena, d->school, &request, &p, err)) return false;
    struct buf text = { 0 };
    for (int i = 0; i < STATUS_COUNT; i++)
        if (s.by_status[i]) buf_printf(&text, "%s%.*s %llu", text.size ? ", " : "", STR_ARG(typed_word(d->arena, str_from(status_key((enum status)i)))), (unsigned long long)s.by_status[i]);
    if (text.size) page_paragraphf(page, "Without it, now: %.*s.", STR_ARG(buf_str(&text)));
    buf_free(&text);
    return true;
}

static struct str names(struct deciding *d) {
    struct buf out = { 0 };
    for (size_t i = 0; i < d->who.pupil_count && i < NAMES_SHOWN; i++) {
        struct str name = roster_name(d->arena, d->roster, SUBJECT_PUPIL, d->who.pupils[i]);
        name = resolve_pupil_name(d->school, d->arena, d->call->as_of, d->who.pupils[i], name);
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(name));
    }
    if (d->who.pupil_count > NAMES_SHOWN) buf_printf(&out, " and %zu more", d->who.pupil_count - NAMES_SHOWN);
    struct str text = str_copy(d->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str what_words(struct deciding *d) {
    const struct policy *policy = d->school->policy;
    struct buf out = { 0 };
    for (size_t i = 0; i < d->rule_count; i++)
        buf_printf(&out, "%s%.*s %.*s", i ? "; " : "", STR_ARG(policy->rules[d->rules[i]].clause), STR_ARG(rule_words(d->arena, &policy->rules[d->rules[i]])));
    struct str text = str_copy(d->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void show_what(struct deciding *d, struct page *page) {
    const struct policy *policy = d->school->policy;
    struct labelled fields[8];
    size_t used = 0;
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    bool ending = call_has(d->call, "end");
    if (d->who.pupil_count) fields[used++] = (struct labelled){ STR("who"), names(d) };
    if (d->rule_count) fields[used++] = (struct labelled){ STR("what"), what_words(d) };
    if (d->word == WORD_ATTEST && now_of(d, d->rules[0])->vouching->asks.size)
        fields[used++] = (struct labelled){ STR("question"), now_of(d, d->rules[0])->vouching->asks };
    if (ending) fields[used++] = (struct labelled){ STR("ends"), STR("today") };
    else if (d->word == WORD_ATTEST) fields[used++] = (struct labelled){ STR("on"), str_copy(d->arena, str_from(date_short(d->from, first))) };
    else fields[used++] = (struct labelled){ STR("from"), date_known(d->until) ? str_format(d->arena, "%s to %s", date_short(d->from, first), date_short(d->until, last))
                                                                             : str_format(d->arena, "%s, until it is ended", date_short(d->from, first)) };
    if (d->because.size) fields[used++] = (struct labelled){ STR("because"), d->word == WORD_WAIVE ? typed_word(d->arena, d->because) : d->because };
    if (d->role >= 0) fields[used++] = (struct labelled){ STR("by"), policy->roles[d->role].title };
    page_fields(page, fields, used);
}

static bool preview(const struct command_call *call, struct answer *answer, enum deciding_word word) {
    static const char *const EFFECTS[] = { "It then reads as waived, with what it hides beside it.", "No reminder goes out about it until then; it stays on the lists.",
                                           "Repeats stop; whoever is told when it is late is told all the same.", "Nothing of theirs is deleted while the hold lasts.", "" };
    struct err err = { 0 };
    struct deciding d;
    struct change_done done;
    struct decision_plan *plan = arena_new(answer->arena, struct decision_plan);
    if (!open_decision(&d, call, answer, word)) return false;
    plan->word = word;
    plan->state = d.school->state;
    if (!roster_read(d.arena, d.school, call->as_of, &d.roster, &err)) return answer_fail(answer, &err);
    struct page *page = answer->page = page_new(answer->arena, STR("Decision"));
    show_what(&d, page);
    if (word == WORD_WAIVE && !say_without(&d, page, &err)) return answer_fail(answer, &err);
    if (!carry(&d, plan->state, false, &done, &err)) return answer_fail(answer, &err);
    rows_change(call, answer, &(struct rows_change){ .added = d.added, .changed = d.changed + d.ended });
    if (!d.added && !d.changed && !d.ended) {
        page_paragraph(page, call_has(call, "end") ? STR("There is none to end: nothing changes.") : STR("That is written down already: nothing changes."));
        return true;
    }
    if (EFFECTS[word][0] && !call_has(call, "end")) page_paragraph(page, str_from(EFFECTS[word]));
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Go ahead?");
    return true;
}

bool waive_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_WAIVE); }
bool waive_snooze_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_SNOOZE); }
bool waive_in_hand_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_IN_HAND); }
bool waive_hold_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_HOLD); }
bool waive_attest_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, WORD_ATTEST); }

bool waive_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct deciding d;
    struct change_done done;
    const struct decision_plan *plan = answer->plan;
    bug_if(!plan);
    if (!open_decision(&d, call, answer, plan->word)) return false;
    if (!carry(&d, plan->state, true, &done, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Decision"));
    page_paragraphf(answer->page, "Step %lld: written down.", (long long)done.step);
    answer_next(answer, "undo");
    rows_change(call, answer, &(struct rows_change){ .step = done.step, .added = d.added, .changed = d.changed + d.ended });
    return true;
}
