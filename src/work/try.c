/* SPDX-License-Identifier: GPL-3.0-or-later
 * try - the main results on the invented school; see try.h.
 * Owns:  a folder of its own under /tmp, gone before the answer is given.
 * Must not know: terminals.
 */
#include "work/try.h"

#include <stdlib.h>

#include "base/file.h"
#include "work/check.h"
#include "work/import.h"
#include "work/new.h"
#include "work/rows.h"
#include "work/wording.h"

static const char SOURCE[] = "examples/harbour-view/";
#define TRY_DAY 20261123 /* the day up to which its records go */

/* How a clause stands as a whole (experience 6.3). */
struct standing {
    uint64_t met, partly, not_yet, unknown, rest; /* rest: nothing in them is judged on that day */
};

/* ---- the invented school as a folder -------------------------------------------------------- */

static bool write_source(const struct command_call *call, struct arena *arena, const char *folder, struct err *err) {
    const struct host *host = call->host;
    const struct str *paths;
    size_t count;
    if (!host->files(host->self, arena, SOURCE, &paths, &count, err)) return false;
    if (!file_make_folder(folder, err) || !file_make_folder(file_join(arena, folder, "imports"), err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct str text, name = str_slice(paths[i], sizeof SOURCE - 1, paths[i].size);
        bool known = str_find(name, STR("/")) == SIZE_MAX || str_starts(name, "imports/");
        if (!known) continue;
        if (!host->file(host->self, arena, str_c(arena, paths[i]), &text, err)) return false;
        if (!file_create(file_join(arena, folder, str_c(arena, name)), text, err)) return false;
    }
    return count > 0 || err_set(err, CODE_INTERNAL, "The invented school is not in the program.");
}

/* The same import as everybody's, with consent given beforehand: nobody's records are at stake. */
static bool bring_in(const struct command_call *call, struct answer *answer, const char *folder) {
    struct call_part part = { NULL, str_from(file_join(answer->arena, folder, "imports")) };
    struct command_call import = { .host = call->host,
                                   .arena = call->arena,
                                   .folder = folder,
                                   .as_of = call->as_of,
                                   .today = call->as_of,
                                   .parts = &part,
                                   .part_count = 1,
                                   .quiet = true,
                                   .actor = call->actor,
                                   .tick = call->tick };
    struct answer inner;
    answer_init(&inner, answer->arena);
    bool fine = import_run(&import, &inner) && (!inner.waits || import_apply(&import, &inner));
    for (size_t i = 0; !fine && i < inner.problems.count; i++) {
        const struct problem *p = &inner.problems.at[i];
        problem_add(&answer->problems, p->code, p->severity, p->place, str_c(answer->arena, p->next), "%.*s",
                    STR_ARG(p->said));
    }
    if (!fine) answer_outcome(answer, inner.outcome == OUTCOME_DONE ? OUTCOME_INTERNAL : inner.outcome);
    answer_free(&inner);
    return fine;
}

/* ---- what it shows -------------------------------------------------------------------------- */

struct share {
    uint64_t fine, open, unknown;
};

/* The answers under one clause to its duties, or else to its advice. */
static struct share answers_of(const struct position *p, size_t clause, bool duties) {
    const struct policy *policy = p->school->policy;
    struct share out = { 0 };
    for (size_t r = 0; r < policy->rule_count; r++) {
        const struct rule *rule = &policy->rules[r];
        if (rule->clause_index != clause || !rule->version_count) continue;
        enum force force = rule->versions[rule->version_count - 1].force;
        if (force == FORCE_MAY || (force == FORCE_MUST || force == FORCE_MUST_NOT) != duties) continue;
        const uint64_t *by = p->by_rule[r];
        out.fine += by[STATUS_MET] + by[STATUS_ON_TRACK] + by[STATUS_WAIVED];
        out.open += by[STATUS_DUE_SOON] + by[STATUS_OVERDUE] + by[STATUS_MISSED];
        out.unknown += by[STATUS_UNKNOWN];
    }
    return out;
}

static struct standing stand(const struct position *p) {
    struct standing out = { 0 };
    for (size_t c = 0; c < p->school->policy->clause_count; c++) {
        struct share of = answers_of(p, c, true);
        if (!(of.fine + of.open + of.unknown)) of = answers_of(p, c, false);
        if (!(of.fine + of.open + of.unknown))
            out.rest++;
        else if (of.unknown && !of.open)
            out.unknown++;
        else if (!of.open)
            out.met++;
        else if (of.fine >= of.open + of.unknown)
            out.partly++;
        else
            out.not_yet++;
    }
    return out;
}

struct matter {
    size_t rule;
    uint64_t counts[STATUS_COUNT];
    uint64_t count;
    enum status status;
    struct date by;
};

static int most_first(const void *a, const void *b) {
    const struct matter *x = a, *y = b;
    bool x_open = x->status == STATUS_UNKNOWN, y_open = y->status == STATUS_UNKNOWN;
    if (x_open != y_open) return x_open ? 1 : -1;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

/* What can still be put right, or still be found out: windows that are over are left out. */
static struct matter matter_of(const struct position *p, size_t rule) {
    struct matter m = { .rule = rule, .by = DATE_NONE };
    for (size_t i = 0; i < p->kept_count; i++) {
        const struct finding *f = &p->kept[i];
        bool over = date_known(f->late_until) && date_before(f->late_until, p->as_of);
        if (f->rule != rule || over) continue;
        m.counts[f->status]++;
        if (f->status != STATUS_MISSED) m.by = date_min(m.by, finding_by(f));
    }
    m.status = m.counts[STATUS_OVERDUE] ? STATUS_OVERDUE : m.counts[STATUS_DUE_SOON] ? STATUS_DUE_SOON : STATUS_UNKNOWN;
    m.count = m.counts[m.status];
    return m;
}

static struct sheet *matters(struct arena *arena, const struct position *p) {
    const struct policy *policy = p->school->policy;
    struct matter *list = arena_array(arena, struct matter, policy->rule_count);
    size_t count = 0;
    for (size_t r = 0; r < policy->rule_count; r++) {
        if (!policy->rules[r].version_count || policy->rules[r].versions[0].subject != SUBJECT_PUPIL) continue;
        struct matter m = matter_of(p, r);
        if (m.count) list[count++] = m;
    }
    if (count) qsort(list, count, sizeof *list, most_first);
    struct sheet *sheet = sheet_new(arena, STR("matters"), STR("What matters most"));
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    for (size_t i = 0; i < count && i < 5; i++) {
        sheet_row(sheet);
        sheet_text(sheet, policy->clauses[policy->rules[list[i].rule].clause_index].title);
        sheet_text(sheet, policy->rules[list[i].rule].clause);
        sheet_whole(sheet, (int64_t)list[i].count);
        sheet_status(sheet, str_from(status_key(list[i].status)));
        sheet_day(sheet, list[i].by);
    }
    return sheet;
}

static bool show_school(const struct command_call *call, struct answer *answer, const char *folder) {
    struct err err = { 0 };
    struct school *school;
    struct position *p;
    struct arena *arena = answer->arena;
    char day[DATE_LONG_SIZE];
    bool fine = school_open(call->host, folder, &school, &answer->problems, &err);
    if (!fine) return answer_fail(answer, &err);
    struct position_request request = { .as_of = call->as_of, .keep = KEEP_NEEDS, .tick = call->tick };
    fine = school_load(school, SCHOOL_POLICY, call->as_of, &answer->problems, &err)
           && position_judge(arena, school, &request, &p, &err);
    if (fine) {
        struct standing s = stand(p);
        answer->page = page_new(arena, STR("Try"));
        page_paragraphf(answer->page, "The invented school as at %s: %zu pupils, %llu activities.  %.*s, %zu clauses.",
                        date_long(call->as_of, day), position_pupils(p, NULL, KEEP_ALL),
                        (unsigned long long)p->counts.activities, STR_ARG(school->policy->edition),
                        school->policy->clause_count);
        page_paragraphf(answer->page,
                        "Of its clauses: ✓ Met %llu     ◐ Partly %llu     ✗ Not yet %llu     ? Not known %llu     – nothing "
                        "to check here %llu",
                        (unsigned long long)s.met, (unsigned long long)s.partly, (unsigned long long)s.not_yet,
                        (unsigned long long)s.unknown, (unsigned long long)s.rest);
        struct sheet *sheet = matters(arena, p);
        if (sheet->row_count) page_table(answer->page, sheet);
        answer->result = sheet;
    }
    school_close(school);
    return fine || answer_fail(answer, &err);
}

bool try_run(const struct command_call *given, struct answer *answer) {
    struct err err = { 0 };
    struct command_call call = *given;
    const char *outside;
    if (!call.as_of_given) call.as_of = date_from_number(TRY_DAY);
    call.school = NULL;
    if (!file_make_temporary(answer->arena, &outside, &err)) return answer_fail(answer, &err);
    struct arena inner = { 0 }; /* the school of the import ends before its folder does */
    const char *folder = file_join(answer->arena, outside, "harbour-view");
    bool fine = write_source(&call, answer->arena, folder, &err)
                && new_records(answer->arena, &call, folder, &answer->problems, &err);
    if (!fine) answer_fail(answer, &err);
    call.arena = &inner;
    fine = fine && bring_in(&call, answer, folder) && show_school(&call, answer, folder);
    arena_free(&inner);
    struct err also = { 0 };
    if (!file_remove_folder(outside, &also)) answer_note(answer, "%s", also.text);
    if (!fine) return false;
    answer_next(answer, "new");
    answer_next(answer, "import pupils.csv");
    answer_next(answer, "help");
    rows_json(given, answer);
    return true;
}
