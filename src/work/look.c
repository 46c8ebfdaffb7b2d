/* SPDX-License-Identifier: GPL-3.0-or-later
 * look - `show`; see look.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/look.h"

#include "store/activity.h"
#include "work/card.h"
#include "work/check_counts.h"
#include "work/figures.h"
#include "work/policy_show.h"
#include "work/position.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/show_clause.h"
#include "work/wording.h"

/* ---- a clause of a school, with how it stands ----------------------------------------------- */

static void status_columns(struct sheet *sheet) {
    for (int s = 0; s < STATUS_COUNT; s++) {
        const struct status_look *look = status_look(str_from(status_key((enum status)s)));
        sheet_column(sheet, look->key, look->word, CELL_WHOLE);
    }
}

/* A rule that is judged anew in each window: what is so now is one row, what was in windows that are over another.  In each
 * of them everybody whom it concerns stands once, by what is most urgent. */
struct stretch {
    int64_t by[STATUS_COUNT];
    int64_t last;     /* findings come by subject; whose came last */
    bool begun, mixed;
    enum status status;
    struct str words; /* "employer encounter (2025/26)"; mixed: of several windows */
};

struct counting {
    struct arena *arena;
    const struct policy *policy;
    struct stretch (*by_rule)[2]; /* now, over */
};

static void count_stretch(struct stretch *s, const struct finding *f) {
    bool again = s->begun && s->last == f->subject;
    if (again && status_urgency(s->status) <= status_urgency(f->status)) return;
    if (again) s->by[s->status]--;
    s->begun = true;
    s->last = f->subject;
    s->status = f->status;
    s->by[f->status]++;
}

/* One pupil has one window of it, whenever that is. */
static bool is_judged_once(enum window_op when) {
    switch (when) {
    case WINDOW_EACH_SCHOOL_YEAR:
    case WINDOW_EACH_TERM:
    case WINDOW_EACH_HALF_TERM:
    case WINDOW_EACH_KEY_STAGE:
    case WINDOW_IN_PHASES:
    case WINDOW_AT_TRANSITIONS:
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF: return false;
    default: return true;
    }
}

static bool count_finding(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct counting *c = self;
    bool over = position_is_over(p, f) && !is_judged_once(finding_version(c->policy, f)->when.op);
    struct stretch *s = &c->by_rule[f->rule][over];
    (void)err;
    if (over && f->status != STATUS_NOT_APPLICABLE && !s->mixed) {
        struct str words = finding_words(c->arena, c->policy, p->as_of, f, true);
        s->mixed = s->words.size && !str_equal(s->words, words);
        s->words = words;
    }
    count_stretch(s, f);
    return true;
}

static void stretch_row(const struct counting *c, struct sheet *sheet, size_t rule, bool over) {
    const struct stretch *s = &c->by_rule[rule][over];
    struct str words = rule_words(c->arena, &c->policy->rules[rule]);
    if (over && !s->words.size) return; /* it concerned nobody */
    sheet_row(sheet);
    if (over && !s->mixed) sheet_text(sheet, s->words);
    else sheet_text(sheet, over ? str_format(c->arena, "%.*s (earlier)", STR_ARG(words)) : words);
    for (int i = 0; i < STATUS_COUNT; i++) sheet_whole(sheet, s->by[i]);
}

/* How a clause stands is told to others in counts, also to those who may see names. */
static const struct viewer *in_counts(struct arena *arena, const struct viewer *viewer, struct viewer *out) {
    if (redact_sees_all(viewer)) return viewer;
    struct audience *audience = arena_new(arena, struct audience);
    *audience = *viewer->audience;
    audience->may &= ~ABOUT(ABOUT_NAME);
    *out = *viewer;
    out->audience = audience;
    return out;
}

static bool clause_card(struct school *school, const struct command_call *call, const struct selection *selection,
                        const struct viewer *viewer, struct answer *answer, struct err *err) {
    struct arena *arena = answer->arena;
    const struct policy *policy = school->policy;
    struct position *p;
    struct counting counting = { .arena = arena, .policy = policy };
    struct position_request request = { .as_of = call->as_of, .selection = selection, .not_applicable = true, .viewer = viewer,
                                        .each = count_finding, .self = &counting };
    counting.by_rule = arena_alloc_array(arena, policy->rule_count, sizeof *counting.by_rule);
    answer->page = page_new(arena, policy->clauses[selection->clause].title);
    const struct clause_view view = { selection->clause, selection->rule, call->as_of, call_has(call, "why") };
    show_clause(arena, answer->page, policy, &view);
    if (call_has(call, "why") && call->json) show_clause_json(arena, &answer->data, policy, &view);
    struct viewer counts;
    request.viewer = in_counts(arena, viewer, &counts);
    if (!position_judge(arena, school, &request, &p, err)) return false;
    struct sheet *people = p->people ? check_counts(arena, p) : NULL;
    struct sheet *sheet = sheet_new(arena, STR("counts"), STR("How it stands"));
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT)->keep = true;
    status_columns(sheet);
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (selection->rules && !selection->rules[i]) continue;
        if (policy->rules[i].clause_index != (uint32_t)selection->clause || !policy->rules[i].applies) continue;
        if (rule_is_measure(&policy->rules[i])) continue;
        if (p->people && policy->rules[i].versions[0].subject != SUBJECT_SCHOOL) continue;
        for (int over = 0; over < 2; over++) stretch_row(&counting, sheet, i, over);
    }
    if (sheet->row_count) {
        page_table(answer->page, sheet);
        answer->result = sheet;
    }
    if (people) page_table(answer->page, people);
    if (people) answer->result = people;
    struct sheet *figures = figures_sheet(arena, p, viewer->fewest);
    if (figures) page_table(answer->page, figures);
    if (!answer->result) answer->result = figures;
    answer_next(answer, "check %.*s", STR_ARG(policy->clauses[selection->clause].number));
    if (!view.why) answer_next(answer, "show %.*s --why", STR_ARG(selection->what));
    return true;
}

/* ---- a pupil -------------------------------------------------------------------------------- */

static struct str activity_words(struct arena *arena, const struct school *school, const struct activity_row *row) {
    char day[DATE_LONG_SIZE];
    struct str title = row->title.size ? row->title : school->kinds->kinds[row->kind].name;
    const char *comma = row->outcome >= 0 && row->outcome < OUTCOME_CODE_COUNT ? ", " : "";
    struct str outcome = comma[0] ? OUTCOME_NAMES[row->outcome] : (struct str){ 0 };
    return str_format(arena, "%.*s, %s%s%.*s", STR_ARG(title), date_long(row->date, day), comma, STR_ARG(outcome));
}

/* The newest meeting up to the day and the first after it. */
static bool last_and_next(struct school *school, const struct command_call *call, const struct viewer *viewer, int64_t pupil,
                          struct answer *answer, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    struct labelled fields[2];
    size_t count, fields_count = 0;
    const struct activity_row *last = NULL, *next = NULL;
    filter.pupil = pupil;
    if (!activity_list(school->db, school->kinds, answer->arena, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = &school->kinds->kinds[rows[i].kind];
        if (viewer->table && !audience_may_all(viewer->audience, audience_table_of_kind(viewer->table, kind, NULL))) continue;
        if (rows[i].cancelled || !shape_has_outcome(kind->shape)) continue;
        if (!date_after(rows[i].date, call->as_of))
            last = &rows[i];
        else if (!next)
            next = &rows[i];
    }
    if (last) fields[fields_count++] = (struct labelled){ STR("last"), activity_words(answer->arena, school, last) };
    if (next) fields[fields_count++] = (struct labelled){ STR("next"), activity_words(answer->arena, school, next) };
    if (fields_count) page_fields(answer->page, fields, fields_count);
    return true;
}

/* "employer encounter, this school year" */
static struct str card_words(struct arena *arena, const struct position *p, const struct finding *f) {
    struct str words = finding_words(arena, p->school->policy, p->as_of, f, false);
    struct str when = finding_when(arena, p->school->policy, p->as_of, f, false);
    if (!when.size || str_find(words, when) != SIZE_MAX) return words;
    return str_format(arena, "%.*s (%.*s)", STR_ARG(words), STR_ARG(when));
}

static struct sheet *pupil_sheet(struct arena *arena, const struct position *p) {
    const struct policy *policy = p->school->policy;
    const struct finding **list = (const struct finding **)arena_alloc_array(arena, p->kept_count, sizeof *list);
    struct sheet *sheet = sheet_new(arena, STR("pupil"), (struct str){ 0 });
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_column(sheet, STR("so_far"), STR("So far"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    for (size_t i = 0; i < p->kept_count; i++) list[i] = &p->kept[i];
    position_sort(arena, p, list, p->kept_count);
    for (size_t i = 0; i < p->kept_count; i++) {
        const struct finding *f = list[i];
        const struct rule *rule = &policy->rules[f->rule];
        sheet_row(sheet);
        sheet_text(sheet, card_words(arena, p, f));
        sheet_status(sheet, finding_status(policy, f));
        sheet_text(sheet, force_forbids(finding_version(policy, f)->force) ? STR("") : finding_tally(arena, policy, f));
        sheet_text(sheet, rule->clause);
        if (date_known(finding_by(f)))
            sheet_day(sheet, finding_by(f));
        else
            sheet_none(sheet, STR("no day"));
    }
    return sheet;
}

static bool pupil_card(struct school *school, const struct command_call *call, const struct selection *selection,
                       const struct viewer *viewer, struct answer *answer, struct err *err) {
    struct arena *arena = answer->arena;
    struct position *p;
    struct position_request request = {
        .as_of = call->as_of, .selection = selection, .keep = KEEP_ALL, .leavers = true, .pupils_only = true, .viewer = viewer
    };
    if (!position_judge(arena, school, &request, &p, err)) return false;
    const struct pupil_row *row = roster_pupil(p->roster, selection->pupils[0]);
    if (!row) return err_set(err, CODE_UNKNOWN_PERSON, "This pupil is not in the records.");
    int32_t tutor_role = policy_find_role(school->policy, STR("tutor"));
    const struct person *tutor = tutor_role < 0 ? NULL
                                                : people_owner(school->people, &school->policy->roles[tutor_role],
                                                               row->form, (struct str){ 0 }, call->as_of);
    struct str side = row->form;
    if (row->last_year != VALUE_NONE) side = str_format(arena, "%.*s · Year %lld", STR_ARG(side), (long long)row->last_year);
    if (tutor && redact_may(viewer, ABOUT_STAFF)) side = str_format(arena, "%.*s · tutor %.*s", STR_ARG(side), STR_ARG(tutor->name));
    if (!row->on_roll) side = str_format(arena, "%.*s · not on roll", STR_ARG(side));
    answer->page = page_new(arena, pupil_name(arena, row));
    page_lead(answer->page, pupil_name(arena, row), side);
    struct sheet *sheet = pupil_sheet(arena, p);
    if (sheet->row_count)
        page_table(answer->page, sheet);
    else
        page_paragraph(answer->page, STR("No rule concerns this pupil today."));
    answer->result = sheet->row_count && !call->csv ? sheet : NULL;
    if (!last_and_next(school, call, viewer, row->id, answer, err)) return false;
    if (!redact_sees_all(viewer))
        page_paragraphf(answer->page, "What rests on something withheld from %.*s is left out.", STR_ARG(viewer->audience->title));
    struct str words = resolve_pupil_words(school, arena, call->as_of, row->id);
    if (redact_sees_all(viewer)) answer_next(answer, "why \"%.*s\"", STR_ARG(words));
    else answer_next(answer, "why \"%.*s\" --profile %.*s", STR_ARG(words), STR_ARG(viewer->audience->name));
    return true;
}

/* "#272", or a number alone that is the number of a record: no clause or year is written so. */
static bool names_record(struct school *school, const struct command_call *call, int64_t *id, bool *record, struct err *err) {
    struct activity_card card;
    *record = call->part_count == 1 && !call->parts[0].phrase && card_number(str_trim(call->parts[0].text), id);
    if (!*record || str_starts(str_trim(call->parts[0].text), "#")) return true;
    return activity_read(school->db, school->kinds, call->arena, *id, &card, record, err);
}

bool show_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct selection selection;
    struct viewer viewer;
    struct command_call then = *call;
    if (!call->school && !call->folder) return policy_show_run(call, answer); /* the base as it is printed */
    int64_t id;
    bool record;
    if (!policy_show_day(call, &then.as_of, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    if (!names_record(school, call, &id, &record, &err)) return answer_fail(answer, &err);
    if (record) {
        if (!redact_viewer(call, school, &viewer, &err)) return answer_fail(answer, &err);
        if (!card_record(school, call, &viewer, id, answer, &err)) return answer_fail(answer, &err);
        rows_json(call, answer);
        return true;
    }
    if (!redact_call(school, call, RESOLVE_PUPILS | RESOLVE_RULES, &viewer, &selection, answer)) return false;
    bool fine, asked = call_has(call, "why") || call_has(call, "at");
    if (asked && (selection.clause < 0 || selection.pupils)) {
        fine = err_set(&err, CODE_ARGUMENTS, "--why and --at go with one clause.");
        err_next(&err, "show 4.9.2 --why");
    } else if (selection.clause >= 0 && !selection.pupils)
        fine = clause_card(school, &then, &selection, &viewer, answer, &err);
    else if (selection.pupils && selection.pupil_count == 1 && !selection.rules)
        fine = pupil_card(school, call, &selection, &viewer, answer, &err);
    else {
        fine = err_set(&err, CODE_ARGUMENTS, "show takes one pupil, one record or one clause.");
        err_next(&err, "show zoe  or  show 118  or  show 4.9.2; lists are for check");
    }
    if (!fine) return answer_fail(answer, &err);
    if (call_has(call, "at")) answer_as_at(answer, then.as_of, call->today);
    rows_json(call, answer);
    return true;
}
