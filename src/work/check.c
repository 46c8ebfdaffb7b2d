/* SPDX-License-Identifier: GPL-3.0-or-later
 * check - who still needs what, by when; see check.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/check.h"

#include "base/utf8.h"
#include "formats/json.h"
#include "work/finding_json.h"
#include "work/gate.h"
#include "work/kept.h"
#include "work/wording.h"

struct checking {
    const struct command_call *call;
    struct answer *answer;
    struct school *school;
    struct selection selection;
    struct gate gate;
    struct kept kept;
    struct keeping keeping;
    struct finding_as as;
    struct arena scratch; /* one finding */
    struct buf lines;     /* JSON Lines of the findings */
    struct sheet *table;  /* --csv */
    bool data, compare, news, keep;
    bool crossed;
    const struct finding **shown;
    bool *fresh; /* of position.kept: new or changed; for --news */
    size_t fresh_count, fresh_room;
    struct position *position;
    uint64_t gone;
};

/* ---- while judging -------------------------------------------------------------------------- */

static void remember_news(struct checking *c, bool is_news) {
    if (c->fresh_count == c->fresh_room) {
        size_t room = c->fresh_room ? c->fresh_room * 2 : 256;
        bool *wider = arena_array(c->answer->arena, bool, room);
        for (size_t i = 0; i < c->fresh_count; i++) wider[i] = c->fresh[i];
        c->fresh = wider;
        c->fresh_room = room;
    }
    c->fresh[c->fresh_count++] = is_news;
}

static bool take(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct checking *c = self;
    const char *state = "same";
    (void)err;
    enum force force = finding_version(p->school->policy, f)->force;
    if (gate_stops(&c->gate, force, f->status)) c->crossed = true;
    if (c->compare) {
        struct str key = finding_key(&c->scratch, p, f), line = finding_line(&c->scratch, p, f);
        state = kept_state(&c->kept, key, line, f);
        if (c->keep) keeping_add(&c->keeping, p, f, key, line);
    }
    bool is_news = state[0] != 's';
    if (KEEP_NEEDS & KEEP(f->status)) remember_news(c, is_news);
    if (c->data && (is_news || !c->news)) {
        if (c->call->json)
            finding_json(&c->lines, &c->as, p, f, state);
        else
            finding_row(c->table, &c->as, p, f, state);
    }
    arena_reset(&c->scratch);
    return true;
}

static bool read_options(struct checking *c, struct err *err) {
    const struct command_call *call = c->call;
    if (!gate_read(call, &c->gate, err)) return false;
    c->news = call_has(call, "news");
    c->keep = call_has(call, "keep");
    c->data = call->json || call->csv;
    c->compare = c->data || c->news || c->keep;
    bool part = c->selection.pupils || c->selection.rules;
    bool other = call_has(call, "past") || call_has(call, "leavers") || call_has(call, "ignore-exemptions");
    if (!c->keep || (!part && !other)) return true;
    err_set(err, CODE_ARGUMENTS, "Only a check of the whole school can be kept.");
    return err_next(err, "signpost check --keep");
}

static bool judge(struct checking *c, struct err *err) {
    const struct command_call *call = c->call;
    struct arena *arena = c->answer->arena;
    if (c->compare && !kept_read(arena, c->school, &c->kept, err)) return false;
    if (!kept_name(arena, c->school, call->as_of, &c->as.run, err)) return false;
    c->as.arena = &c->scratch;
    c->as.names = call->names;
    c->keeping.arena = arena;
    if (call->csv) c->table = finding_sheet(arena, call->names);
    struct position_request request = { .as_of = call->as_of,
                                        .selection = &c->selection,
                                        .past = call_has(call, "past"),
                                        .leavers = call_has(call, "leavers"),
                                        .ignore_exemptions = call_has(call, "ignore-exemptions"),
                                        .not_applicable = c->data,
                                        .keep = KEEP_NEEDS,
                                        .each = take,
                                        .self = c,
                                        .tick = call->tick };
    return position_judge(arena, c->school, &request, &c->position, err);
}

/* ---- what became of findings that are no more ----------------------------------------------- */

static bool was_selected(const struct checking *c, const struct run_finding *was) {
    const struct selection *s = &c->selection;
    if (s->pupils && (was->subject_type != SUBJECT_PUPIL || !selection_has_pupil(s, was->subject))) return false;
    if (!s->rules) return true;
    int32_t rule = policy_find_rule(c->school->policy, was->rule);
    return rule >= 0 && s->rules[rule];
}

static void add_gone(struct checking *c) {
    for (size_t i = 0; i < c->kept.count; i++) {
        const struct run_finding *was = &c->kept.list[i];
        if (c->kept.seen[i] || !was_selected(c, was)) continue;
        c->gone++;
        if (!c->call->json) continue;
        struct json j = json_begin(&c->lines);
        json_open(&j, '{');
        json_key(&j, "v"), json_whole(&j, FINDING_JSON_VERSION);
        json_key(&j, "run"), json_text(&j, c->as.run);
        json_key(&j, "as_of"), json_day(&j, c->call->as_of);
        json_key(&j, "id"), json_text(&j, was->key);
        json_key(&j, "subject_type"), json_text(&j, str_from(subject_type_name(was->subject_type)));
        json_key(&j, "subject"), json_whole(&j, was->subject);
        json_key(&j, "rule"), json_text(&j, was->rule);
        json_key(&j, "window"), json_text(&j, was->window);
        json_key(&j, "state"), json_text(&j, STR("gone"));
        json_close(&j);
        json_line(&j);
    }
}

/* ---- JSON Lines ----------------------------------------------------------------------------- */

static struct json begin_line(struct buf *out, const struct checking *c, const char *line) {
    struct json j = json_begin(out);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, FINDING_JSON_VERSION);
    json_key(&j, "run");
    if (c->as.run.size)
        json_text(&j, c->as.run);
    else
        json_null(&j);
    json_key(&j, "as_of"), json_day(&j, c->call->as_of);
    json_key(&j, "line"), json_text(&j, str_from(line));
    return j;
}

static void run_line(struct checking *c) {
    const struct policy *policy = c->school->policy;
    struct arena *arena = c->answer->arena;
    struct json j = begin_line(&c->answer->data, c, "run");
    json_key(&j, "school");
    if (policy->school_key)
        json_text(&j, str_format(arena, "%lld", (long long)policy->school_key));
    else
        json_null(&j);
    json_key(&j, "policy"), json_text(&j, policy_label(arena, policy));
    json_key(&j, "policy_version"), json_text(&j, policy->version);
    json_key(&j, "edition"), json_text(&j, policy->edition);
    json_key(&j, "program"), json_text(&j, c->position->program);
    json_key(&j, "fingerprint"), json_text(&j, c->position->fingerprint);
    json_key(&j, "compared_with");
    if (c->kept.newest.id)
        json_text(&j, c->kept.newest.name);
    else
        json_null(&j);
    json_close(&j);
    json_line(&j);
    buf_add(&c->answer->data, buf_str(&c->lines));
}

static void end_line(struct checking *c, bool complete) {
    struct json j = begin_line(&c->answer->data, c, "end");
    json_key(&j, "complete"), json_bool(&j, complete);
    for (int s = 0; complete && s < STATUS_COUNT; s++)
        json_key(&j, status_key((enum status)s)), json_whole(&j, (int64_t)c->position->totals[s]);
    if (complete) {
        json_key(&j, "gone"), json_whole(&j, (int64_t)c->gone);
        json_key(&j, "stale"), json_whole(&j, (int64_t)c->position->stale);
        json_key(&j, "lapsed"), json_whole(&j, (int64_t)position_lapsed(c->position));
    }
    json_key(&j, "exit"), json_whole(&j, (int64_t)c->answer->outcome);
    json_close(&j);
    json_line(&j);
}

/* ---- for people ----------------------------------------------------------------------------- */

/* The first name when nobody else on roll has one like it, else the whole name in quotes. */
static struct str why_word(struct arena *arena, const struct roster *roster, int64_t pupil) {
    const struct pupil_row *row = roster_pupil(roster, pupil);
    if (!row) return (struct str){ 0 };
    struct str first = utf8_fold(arena, row->known_as.size ? row->known_as : row->first_name);
    bool plain = first.size > 0, alone = true;
    for (size_t i = 0; i < first.size && plain; i++) plain = first.at[i] >= 'a' && first.at[i] <= 'z';
    const char *begin = str_c(arena, first);
    for (size_t i = 0; i < roster->pupil_count && plain && alone; i++) {
        const struct pupil_row *other = &roster->pupils[i];
        if (other->id == pupil || !other->on_roll) continue;
        alone = !str_starts(utf8_fold(arena, other->first_name), begin)
                && !str_starts(utf8_fold(arena, other->surname), begin)
                && !str_starts(utf8_fold(arena, other->known_as), begin);
    }
    if (plain && alone) return first;
    return str_format(arena, "\"%.*s\"", STR_ARG(pupil_name(arena, row)));
}

/* "2 of 27 pupils need something; 1 more is not known." */
static void summary(struct checking *c, size_t closed) {
    const struct position *p = c->position;
    const struct selection *selection = &c->selection;
    unsigned needs = KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON), missed = needs | KEEP(STATUS_MISSED);
    size_t all = position_pupils(p, selection, KEEP_ALL), some = position_pupils(p, selection, needs);
    size_t late = position_pupils(p, selection, missed) - some;
    size_t open = position_pupils(p, selection, missed | KEEP(STATUS_UNKNOWN)) - some - late;
    struct buf text = { 0 };
    buf_printf(&text, "%zu of %zu %s %s something", some, all, all == 1 ? "pupil" : "pupils",
               some == 1 ? "needs" : "need");
    if (!some) {
        buf_clear(&text);
        buf_printf(&text, "None of %zu %s needs anything now", all, all == 1 ? "pupil" : "pupils");
    }
    if (selection->what.size) buf_printf(&text, " under %.*s", STR_ARG(selection->what));
    if (late) buf_printf(&text, "; %zu more missed something", late);
    if (open) buf_printf(&text, "; %zu more %s not known", open, open == 1 ? "is" : "are");
    buf_add_byte(&text, '.');
    if (closed) buf_printf(&text, " %zu whose time has passed are not listed: --past lists them.", closed);
    page_paragraph(c->answer->page, buf_str(&text));
    buf_free(&text);
}

static void next_words(struct checking *c, const struct finding *const *list, size_t count) {
    struct answer *answer = c->answer;
    for (size_t i = 0; i < count; i++) {
        if (list[i]->subject_type != SUBJECT_PUPIL) continue;
        struct str word = why_word(answer->arena, c->position->roster, list[i]->subject);
        if (word.size) answer_next(answer, "why %.*s", STR_ARG(word));
        break;
    }
    if (count && !c->selection.who.size) answer_next(answer, "remind tutors");
    if (!count) answer_next(answer, "report overview");
}

/* A breach stays in the list: it is not a chance that went by. */
static bool is_closed(const struct position *p, const struct finding *f) {
    enum force force = finding_version(p->school->policy, f)->force;
    if (force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT) return false;
    return f->status == STATUS_MISSED || (f->status == STATUS_UNKNOWN && f->underlying == STATUS_MISSED);
}

static void make_page(struct checking *c) {
    struct answer *answer = c->answer;
    struct arena *arena = answer->arena;
    const struct position *p = c->position;
    char day[DATE_LONG_SIZE];
    const struct finding **list = (const struct finding **)arena_alloc_array(arena, p->kept_count, sizeof *list);
    size_t count = 0, closed = 0;
    for (size_t i = 0; i < p->kept_count; i++) {
        if (c->news && !c->fresh[i]) continue;
        /* What no work can put right any more is counted; --past lists it. */
        if (!call_has(c->call, "past") && is_closed(p, &p->kept[i])) closed++;
        else list[count++] = &p->kept[i];
    }
    if (c->news && !count) return; /* quiet when nothing is new */
    position_sort(arena, p, list, count);
    struct str whom = c->selection.who.size ? c->selection.who : c->school->name;
    answer->page = page_new(arena, str_format(arena, "%.*s, %s", STR_ARG(whom), date_long(c->call->as_of, day)));
    struct sheet *pupils = check_pupils(arena, p, list, count), *others = check_others(arena, p, list, count);
    if (pupils) page_table(answer->page, pupils);
    if (others) page_table(answer->page, others);
    if (!c->news)
        summary(c, closed);
    else
        page_paragraphf(answer->page, "%zu new or changed since %.*s.", count,
                        STR_ARG(c->kept.newest.id ? c->kept.newest.name : STR("the beginning")));
    if (!c->call->csv) answer->result = pupils ? pupils : others;
    next_words(c, list, count);
}

/* ---- the verb ------------------------------------------------------------------------------- */

/* A rule that fails is one finding, and all others stand. */
static void tell_failed(struct checking *c) {
    const struct policy *policy = c->school->policy;
    for (size_t r = 0; r < policy->rule_count; r++) {
        struct str said = c->position->failed[r];
        if (!said.size) continue;
        answer_note(c->answer, "The check of %.*s stopped: %.*s. Its findings are not known; all others stand.",
                    STR_ARG(policy->rules[r].name), STR_ARG(said));
        answer_outcome(c->answer, OUTCOME_RULE);
    }
}

static void settle(struct checking *c) {
    const struct position *p = c->position;
    tell_failed(c);
    size_t lapsed = position_lapsed(p);
    uint64_t unknown = p->totals[STATUS_UNKNOWN];
    if (c->crossed) answer_outcome(c->answer, OUTCOME_GATE);
    if (c->gate.most_unknown >= 0 && unknown > (uint64_t)c->gate.most_unknown) {
        answer_note(c->answer, "%llu not known; %lld are tolerated.", (unsigned long long)unknown,
                    (long long)c->gate.most_unknown);
        answer_outcome(c->answer, OUTCOME_DOUBT);
    }
    if (p->stale || lapsed) answer_outcome(c->answer, OUTCOME_DOUBT);
    if (lapsed)
        answer_note(c->answer, "%zu %s ended and what it covered is still open.", lapsed,
                    lapsed == 1 ? "exemption has" : "exemptions have");
    if (!c->school->calendar_said)
        answer_note(c->answer,
                    "The term dates are missing: 20 July stands for the last school day. Write them into terms.lua.");
}

static bool finish(struct checking *c, struct err *err) {
    struct run_drift drift;
    if (c->compare) add_gone(c);
    settle(c);
    if (!check_stale_notes(c->position, c->school, c->answer, err)) return false;
    if (c->keep) {
        if (!keeping_store(&c->keeping, c->school, c->call, "check", c->position, c->as.run, &drift, err)) return false;
        answer_note(c->answer, "Kept as %.*s: %llu new, %llu changed, %llu gone.", STR_ARG(c->as.run),
                    (unsigned long long)drift.added, (unsigned long long)drift.changed, (unsigned long long)drift.gone);
    }
    if (c->call->csv) c->answer->result = c->table;
    if (c->call->json) run_line(c);
    make_page(c);
    return true;
}

/* --strict: a question without an answer is an error, and nothing is judged. */
static bool is_answered(const struct command_call *call, struct answer *answer) {
    size_t open = 0;
    for (size_t i = 0; call_has(call, "strict") && i < answer->problems.count; i++) {
        struct problem *problem = &answer->problems.at[i];
        if (problem->code != CODE_QUESTION_UNANSWERED || problem->severity == SEVERITY_ERROR) continue;
        problem->severity = SEVERITY_ERROR;
        answer->problems.warnings--;
        answer->problems.errors++;
        open++;
    }
    if (open) answer_outcome(answer, OUTCOME_POLICY);
    return open == 0;
}

bool check_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct checking c = { .call = call, .answer = answer };
    bool fine = school_for(call, answer, SCHOOL_POLICY, &c.school) && is_answered(call, answer)
                && resolve_call(c.school, call, RESOLVE_PUPILS | RESOLVE_RULES, &c.selection, answer);
    if (fine && !(read_options(&c, &err) && judge(&c, &err) && finish(&c, &err))) fine = answer_fail(answer, &err);
    if (call->json) end_line(&c, fine);
    arena_free(&c.scratch);
    buf_free(&c.lines);
    return fine;
}
