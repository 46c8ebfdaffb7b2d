/* SPDX-License-Identifier: GPL-3.0-or-later
 * check - who still needs what, by when; see check.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/check.h"

#include "base/utf8.h"
#include "formats/json.h"
#include "work/check_counts.h"
#include "work/finding_json.h"
#include "work/figures.h"
#include "work/gate.h"
#include "work/kept.h"
#include "work/wording.h"

struct checking {
    const struct command_call *call;
    struct answer *answer;
    struct school *school;
    struct selection selection;
    struct viewer viewer;
    struct gate gate;
    struct kept kept;
    struct keeping keeping;
    struct finding_as as;
    struct arena scratch; /* one finding */
    struct buf lines;     /* JSON Lines of the findings */
    struct sheet *table;  /* --csv */
    bool data, compare, news, keep;
    unsigned listed; /* bit per status: what the table shows */
    bool crossed;
    const struct finding **shown;
    bool *fresh; /* of position.kept: new or changed; for --news */
    size_t fresh_count, fresh_room;
    uint8_t
        *open; /* by rank in the roster: what is open for the pupil, a bit a status; what has passed is not among it */
    struct position *position;
    uint64_t added, altered, gone; /* since the run kept last, as a person would see it */
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

/* A breach stays in the list: it is not a chance that went by. */
static bool is_closed(const struct position *p, const struct finding *f) {
    if (force_forbids(finding_version(p->school->policy, f)->force)) return false;
    if (f->status == STATUS_WAIVED) return position_is_over(p, f);
    return f->status == STATUS_MISSED || (f->status == STATUS_UNKNOWN && f->underlying == STATUS_MISSED);
}

/* Each pupil is counted once, for the most urgent of what is open. */
static void count_pupil(struct checking *c, const struct position *p, const struct finding *f) {
    size_t rank = f->subject_type == SUBJECT_PUPIL ? roster_rank(p->roster, f->subject) : SIZE_MAX;
    if (rank == SIZE_MAX) return;
    if (!c->open) c->open = arena_array(c->answer->arena, uint8_t, p->roster->pupil_count);
    if (!is_closed(p, f) && finding_version(p->school->policy, f)->force != FORCE_MAY)
        c->open[rank] |= (uint8_t)KEEP(f->status);
}

static bool take(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct checking *c = self;
    const char *state = "same";
    (void)err;
    enum force force = finding_version(p->school->policy, f)->force;
    if (gate_stops(&c->gate, force, f->status)) c->crossed = true;
    count_pupil(c, p, f);
    if (c->compare) {
        struct str key = finding_key(&c->scratch, p, f), line = finding_line(&c->scratch, p, f);
        state = kept_state(&c->kept, key, line, f);
        if (c->keep) keeping_add(&c->keeping, p, f, key, line);
    }
    bool is_news = state[0] != 's';
    if (f->status != STATUS_NOT_APPLICABLE) {
        c->added += state[0] == 'n';
        c->altered += state[0] == 'c';
    }
    if (c->listed & KEEP(f->status)) remember_news(c, is_news);
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
    c->listed = KEEP_NEEDS;
    if (call_has(call, "all")) c->listed |= KEEP(STATUS_ON_TRACK) | KEEP(STATUS_WAIVED);
    c->keep = call_has(call, "keep");
    c->data = call->json || call->csv;
    c->compare = c->data || c->news || c->keep;
    if (!redact_sees_all(&c->viewer) && (c->keep || (c->news && !redact_names(&c->viewer)))) {
        err_set(err, CODE_ARGUMENTS, "--%s does not go with --profile %.*s.", c->keep ? "keep" : "news", STR_ARG(c->viewer.audience->name));
        return err_next(err, "leave one of the two out");
    }
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
    c->as.names = call->names && redact_names(&c->viewer);
    c->keeping.arena = arena;
    if (!redact_sees_all(&c->viewer)) c->as.viewer = &c->viewer;
    if (call->csv) c->table = finding_sheet(arena, c->as.names);
    struct position_request request = { .as_of = call->as_of,
                                        .selection = &c->selection,
                                        .past = call_has(call, "past"),
                                        .leavers = call_has(call, "leavers"),
                                        .ignore_exemptions = call_has(call, "ignore-exemptions"),
                                        .not_applicable = c->data,
                                        .keep = c->listed,
                                        .each = take,
                                        .self = c,
                                        .tick = call->tick,
                                        .viewer = &c->viewer };
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
    if (c->position->viewer) return; /* what it was not told of would seem to be gone */
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
    if (c->position->viewer) json_key(&j, "profile"), json_text(&j, c->viewer.audience->name);
    json_key(&j, "compared_with");
    if (c->kept.newest.id)
        json_text(&j, c->kept.newest.name);
    else
        json_null(&j);
    json_close(&j);
    json_line(&j);
    if (c->position->people) check_counts_json(&c->answer->data, &c->as, c->position);
    buf_add(&c->answer->data, buf_str(&c->lines));
    figures_json(&c->answer->data, &c->as, c->position);
}

static void end_line(struct checking *c, bool complete) {
    struct json j = begin_line(&c->answer->data, c, "end");
    json_key(&j, "complete"), json_bool(&j, complete);
    bool counts = complete && !c->position->people; /* of answers, not of people */
    for (int s = 0; counts && s < STATUS_COUNT; s++)
        json_key(&j, status_key((enum status)s)), json_whole(&j, (int64_t)c->position->totals[s]);
    if (complete && c->position->viewer) {
        json_key(&j, "fewest"), json_whole(&j, c->viewer.fewest);
    } else if (complete) {
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
    struct str name = pupil_name(arena, row);
    bool shared = false;
    for (size_t i = 0; i < roster->pupil_count && !shared; i++)
        shared = roster->pupils[i].id != pupil && str_equal(pupil_name(arena, &roster->pupils[i]), name);
    if (shared && row->form.size) return str_format(arena, "\"%.*s %.*s\"", STR_ARG(name), STR_ARG(row->form));
    return str_format(arena, "\"%.*s\"", STR_ARG(name));
}

/* How many pupils of the selection come under each heading, each under the first that fits. */
struct tallied {
    size_t all, need, breached, unknown, to_come;
    size_t left; /* who need something and are not among all of them, because they have left */
};

static struct tallied tally_pupils(const struct checking *c) {
    const struct position *p = c->position;
    const struct selection *selection = &c->selection;
    unsigned needs = KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON);
    struct tallied t = { 0 };
    for (size_t i = 0; i < p->roster->pupil_count; i++) {
        const struct pupil_row *row = &p->roster->pupils[i];
        unsigned open = c->open ? c->open[i] : 0;
        if (!(selection->pupils ? selection_has_pupil(selection, row->id) : row->on_roll)) {
            t.left += !selection->pupils && (open & needs);
            continue;
        }
        t.all++;
        if (open & needs)
            t.need++;
        else if (open & KEEP(STATUS_MISSED))
            t.breached++;
        else if (open & KEEP(STATUS_UNKNOWN))
            t.unknown++;
        else if (open & (KEEP(STATUS_ON_TRACK) | KEEP(STATUS_WAIVED)))
            t.to_come++;
    }
    return t;
}

/* "check 4.6.4 --all", "check \"Year 9\" 4.6.4 --past" */
static struct str same_check(struct checking *c, const char *option) {
    const struct selection *s = &c->selection;
    return str_format(c->answer->arena, "check%s%.*s%s%.*s --%s", s->who.size ? " " : "", STR_ARG(s->who),
                      s->what.size ? " " : "", STR_ARG(s->what), option);
}

static bool about_pupils(const struct checking *c) {
    const struct policy *policy = c->school->policy;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (policy->rules[i].version_count && policy->rules[i].versions[0].subject == SUBJECT_PUPIL
            && (!c->selection.rules || c->selection.rules[i]))
            return true;
    return false;
}

/* "2 of 27 pupils need something; 1 more is not known; 20 more still have it to come (check 4.6.4 --all)." */
static void pupil_summary(struct checking *c, struct buf *text) {
    struct tallied t = tally_pupils(c);
    bool all = call_has(c->call, "all");
    struct str under = c->selection.what.size ? str_format(c->answer->arena, " under %.*s", STR_ARG(c->selection.what))
                                              : (struct str){ 0 };
    if (t.need)
        buf_printf(text, "%zu of %zu %s %s something%.*s", t.need, t.all, t.all == 1 ? "pupil" : "pupils",
                   t.need == 1 ? "needs" : "need", STR_ARG(under));
    else
        buf_printf(text, "None of %zu %s needs anything now%.*s", t.all, t.left ? "pupils on roll" : t.all == 1 ? "pupil" : "pupils",
                   STR_ARG(under));
    if (t.left && t.need) buf_printf(text, ", and %zu who %s left", t.left, t.left == 1 ? "has" : "have");
    else if (t.left) buf_printf(text, "; %zu who %s left %s", t.left, t.left == 1 ? "has" : "have", t.left == 1 ? "does" : "do");
    if (t.breached) buf_printf(text, "; for %zu more it was breached", t.breached);
    if (t.unknown) buf_printf(text, "; %zu more %s not known", t.unknown, t.unknown == 1 ? "is" : "are");
    if (t.to_come)
        buf_printf(text, "; %zu more still %s something to come%s", t.to_come, t.to_come == 1 ? "has" : "have",
                   all ? "" : " (--all lists them)");
    buf_add_byte(text, '.');
}

static void summary(struct checking *c, size_t listed, size_t closed) {
    struct buf text = { 0 };
    if (about_pupils(c))
        pupil_summary(c, &text);
    else
        buf_printf(&text, "%.*s open%s%.*s.",
                   STR_ARG(listed ? count_of(c->answer->arena, listed, "thing is", "things are") : STR("Nothing is")),
                   c->selection.what.size ? " under " : "", STR_ARG(c->selection.what));
    if (closed)
        buf_printf(&text, "  %.*s whose time has passed %s not listed (--past).",
                   STR_ARG(count_of(c->answer->arena, closed, "answer", "answers")), closed == 1 ? "is" : "are");
    page_paragraph(c->answer->page, buf_str(&text));
    buf_free(&text);
}

/* "why zoe --profile tutor": what comes next is for the same reader. */
static void next_words(struct checking *c, const struct finding *const *list, size_t count) {
    struct answer *answer = c->answer;
    if (c->position->people) return;
    struct str profile = { 0 };
    if (c->position->viewer) profile = str_format(answer->arena, " --profile %.*s", STR_ARG(c->viewer.audience->name));
    if (!c->position->roster->pupil_count) {
        answer_next(answer, "import imports");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i]->subject_type != SUBJECT_PUPIL) continue;
        struct str word = why_word(answer->arena, c->position->roster, list[i]->subject);
        if (word.size) answer_next(answer, "why %.*s%.*s", STR_ARG(word), STR_ARG(profile));
        break;
    }
    if (c->position->viewer) return;
    if (count && !c->selection.who.size) answer_next(answer, "remind tutors");
    if (!count && !call_has(c->call, "all") && c->selection.what.size)
        answer_next(answer, "%.*s", STR_ARG(same_check(c, "all")));
    else if (!count)
        answer_next(answer, "report overview");
}

/* Of few pupils not even the number is told: it would be theirs. */
static void tell_left_out(struct checking *c) {
    const struct position *p = c->position;
    size_t pupils = p->viewer ? position_pupils(p, &c->selection, KEEP_ALL) : 0;
    if (!p->viewer || p->people) return;
    if (p->withheld && (int64_t)pupils >= c->viewer.fewest)
        page_paragraphf(c->answer->page, "%.*s on something withheld from %.*s; the Careers Leader has the names.",
                        STR_ARG(count_of(c->answer->arena, p->withheld, "more answer rests", "more answers rest")),
                        STR_ARG(c->viewer.audience->title));
    else
        page_paragraphf(c->answer->page, "What rests on something withheld from %.*s is left out.", STR_ARG(c->viewer.audience->title));
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
        if (!c->news && rule_is_measure(&p->school->policy->rules[p->kept[i].rule])) continue; /* among the figures */
        /* What no work can put right any more is counted; --past lists it. */
        if (!call_has(c->call, "past") && is_closed(p, &p->kept[i]))
            closed++;
        else
            list[count++] = &p->kept[i];
    }
    if (c->news && !count) return; /* quiet when nothing is new */
    position_sort(arena, p, list, count);
    struct str whom = c->selection.who.size ? c->selection.who : c->school->name;
    answer->page = page_new(arena, str_format(arena, "%.*s, %s", STR_ARG(whom), date_long(c->call->as_of, day)));
    struct sheet *pupils = p->people ? check_counts(arena, p) : check_pupils(arena, p, list, count), *others = check_others(arena, p, list, count);
    if (pupils) pupils = redact_sheet(arena, &c->viewer, pupils);
    if (pupils) page_table(answer->page, pupils);
    if (others) page_table(answer->page, others);
    struct sheet *figures = c->news ? NULL : figures_sheet(arena, p, c->viewer.fewest);
    if (figures) page_table(answer->page, figures);
    if (p->people)
        page_paragraph(answer->page, check_counts_summary(arena, p, &c->selection));
    else if (!c->news)
        summary(c, count, closed);
    else
        page_paragraphf(answer->page, "%zu new or changed since %.*s.", count,
                        STR_ARG(c->kept.newest.id ? c->kept.newest.name : STR("the beginning")));
    tell_left_out(c);
    if (!c->call->csv || p->people) answer->result = pupils ? pupils : others;
    next_words(c, list, count);
}

/* ---- the verb ------------------------------------------------------------------------------- */

/* A rule that fails is one finding, and all others stand. */
static void tell_failed(struct checking *c) {
    const struct policy *policy = c->school->policy;
    for (size_t r = 0; r < policy->rule_count; r++) {
        struct str said = c->position->failed[r];
        if (!said.size) continue;
        answer_note(c->answer, "The check of %.*s stopped: %.*s%s Its findings are not known; all others stand.",
                    STR_ARG(policy->rules[r].name), STR_ARG(said), str_ends(said, ".") ? "" : ".");
        answer_outcome(c->answer, OUTCOME_RULE);
    }
}

/* Findings of people are not handed over one by one to those who see counts; the gate weighs them all the same. */
static void weigh_counts(struct checking *c) {
    const struct position *p = c->position;
    const struct policy *policy = p->school->policy;
    for (size_t r = 0; p->people && r < policy->rule_count; r++)
        for (int s = 0; s < STATUS_COUNT; s++)
            if (p->by_rule[r][s] && gate_stops(&c->gate, policy->rules[r].versions[0].force, (enum status)s)) c->crossed = true;
}

static void settle(struct checking *c) {
    const struct position *p = c->position;
    tell_failed(c);
    weigh_counts(c);
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
    if (c->keep && !keeping_store(&c->keeping, c->school, c->call, "check", c->position, c->as.run, &drift, err)) return false;
    if (c->call->csv) c->answer->result = redact_sheet(c->answer->arena, &c->viewer, c->table);
    if (c->call->json) run_line(c);
    make_page(c);
    /* What the records of a run hold moves from day to day with nothing new in it; that is no news. */
    if (c->keep && !c->news)
        answer_note(c->answer, "Kept as %.*s: %llu new, %llu changed, %llu gone.", STR_ARG(c->as.run), (unsigned long long)c->added,
                    (unsigned long long)c->altered, (unsigned long long)c->gone);
    else if (c->keep && c->answer->page) answer_note(c->answer, "Kept as %.*s.", STR_ARG(c->as.run));
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
                && redact_call(c.school, call, RESOLVE_PUPILS | RESOLVE_RULES, &c.viewer, &c.selection, answer);
    if (fine && !(read_options(&c, &err) && judge(&c, &err) && finish(&c, &err))) fine = answer_fail(answer, &err);
    if (call->json) end_line(&c, fine);
    arena_free(&c.scratch);
    buf_free(&c.lines);
    return fine;
}
