/* SPDX-License-Identifier: GPL-3.0-or-later
 * report - making and writing a report; see report.h.
 * Owns:  reports/ in the school's folder.
 * Must not know: HTML.
 */
#include "work/report.h"

#include "base/file.h"
#include "base/guess.h"
#include "work/finding_json.h"
#include "work/page_file.h"
#include "work/passport_page.h"
#include "work/publish.h"
#include "work/rows.h"
#include "work/statement.h"
#include "work/wording.h"

static const struct str NAMES[] = { STR_INIT("overview"), STR_INIT("passport"), STR_INIT("policy"), STR_INIT("statement") };

struct gathering {
    struct arena *arena;
    struct arena scratch;
    struct keeping keeping;
    struct standing *standing;
};

static bool gather(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct gathering *g = self;
    (void)err;
    keeping_add(&g->keeping, p, f, finding_key(&g->scratch, p, f), finding_line(&g->scratch, p, f));
    arena_reset(&g->scratch);
    standing_take(g->standing, p, f);
    return true;
}

static bool asked_name(const struct command_call *call, struct answer *answer, struct str *asked,
                       struct err *err) {
    struct str name = { 0 }, more = { 0 };
    for (size_t i = 0; i < call->part_count; i++) {
        struct str text = call->parts[i].phrase ? (struct str){ 0 } : str_trim(call->parts[i].text);
        if (!name.at) name = text;
        else if (!more.at) more = text;
    }
    *asked = name;
    bool passport = str_is(name, "passport");
    if (call_has(call, "large") && !passport) return err_set(err, CODE_ARGUMENTS, "--large goes with report passport.");
    if (passport && !call_has(call, "public") && !call_has(call, "out") && !call_has(call, "profile")) return true;
    bool policy = str_is(name, "policy"), statement = str_is(name, "statement");
    if (call_has(call, "profile") && (policy || statement || passport)) {
        if (passport) err_set(err, CODE_ARGUMENTS, "report passport is made for the pupil and holds what a pupil may see; --profile goes with report overview.");
        else err_set(err, CODE_ARGUMENTS, "report %.*s is the same for every reader; --profile goes with report overview.", STR_ARG(name));
        return err_next(err, policy ? "report policy --public  leaves out how the clauses stand" : passport ? "report passport zoe" : "report statement");
    }
    if ((call_has(call, "public") && !policy) || (call_has(call, "out") && !policy && !statement)) {
        err_set(err, CODE_ARGUMENTS, "--public goes with report policy, --out with report policy and report statement.");
        return err_next(err, "report policy --public");
    }
    bool known = policy || statement || str_is(name, "overview");
    if (known && more.size) {
        err_set(err, CODE_ARGUMENTS, "report %.*s is about the whole school: it does not take '%.*s'.", STR_ARG(name), STR_ARG(more));
        return err_next(err, "report %.*s", STR_ARG(name));
    }
    if (!name.size || known) return true;
    struct str hint = guess_hint(answer->arena, name, NAMES, COUNT_OF(NAMES));
    err_set(err, CODE_NOTHING_SELECTED, "There is no report called '%.*s'.", STR_ARG(name));
    if (hint.size) return err_next(err, "%.*s", STR_ARG(hint));
    return err_next(err, "report lists them");
}

static bool list_reports(const struct command_call *call, struct answer *answer) {
    struct sheet *sheet = sheet_new(answer->arena, STR("reports"), (struct str){ 0 });
    sheet_column(sheet, STR("report"), STR("Report"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("for"), STR("For"), CELL_TEXT);
    sheet_column(sheet, STR("holds"), STR("Holds"), CELL_TEXT);
    sheet_row(sheet);
    sheet_text(sheet, STR("overview"));
    sheet_text(sheet, STR("careers leader, senior team"));
    sheet_text(sheet, STR("how each promise stands, by clause and form; what is not known; the school's own duties"));
    sheet_row(sheet);
    sheet_text(sheet, STR("passport"));
    sheet_text(sheet, STR("a pupil, the family, the adviser"));
    sheet_text(sheet, STR("one pupil on one side: own words, what was done, what was agreed, the next step; export passport is its twin for the next school"));
    sheet_row(sheet);
    sheet_text(sheet, STR("policy"));
    sheet_text(sheet, STR("everybody"));
    sheet_text(sheet, STR("the whole policy with this school's choices, its changes and how each clause stands"));
    sheet_row(sheet);
    sheet_text(sheet, STR("statement"));
    sheet_text(sheet, STR("website, providers"));
    sheet_text(sheet, STR("the provider access statement, and what must be published and when it was last seen live"));
    answer->page = page_new(answer->arena, STR("Reports"));
    page_table(answer->page, sheet);
    answer->result = sheet;
    answer_next(answer, "report overview");
    rows_json(call, answer);
    return true;
}

/* A run is kept where it is the first of its day or something changed, so that a rerun makes the same page. */
static bool keep_run(struct gathering *g, struct school *school, const struct command_call *call,
                     const struct position *p, const struct run_info *newest, struct err *err) {
    struct run_drift drift;
    struct str name;
    if (newest->id && str_equal(newest->fingerprint, p->fingerprint)) return true;
    if (!kept_name(g->arena, school, call->as_of, &name, err)) return false;
    return keeping_store(&g->keeping, school, call, "report", p, name, &drift, err);
}

/* The newest kept run of an earlier day: what the page compares with. */
static bool run_before(struct arena *arena, struct school *school, struct date as_of, struct run_info *before,
                       struct run_total **totals, size_t *count, struct err *err) {
    struct run_info *runs;
    struct run_total *all;
    size_t run_count, all_count;
    const struct policy *policy = school->policy;
    *count = 0;
    if (!run_list(school->db, arena, &runs, &run_count, err)) return false;
    for (size_t i = 0; i < run_count; i++)
        if (date_before(runs[i].as_at, as_of) && (!before->id || runs[i].id > before->id)) *before = runs[i];
    if (!before->id) return true;
    *totals = arena_array(arena, struct run_total, policy->rule_count);
    for (size_t r = 0; r < policy->rule_count; r++) {
        if (!run_totals(school->db, arena, policy->rules[r].name, &all, &all_count, err)) return false;
        for (size_t i = 0; i < all_count; i++)
            if (all[i].run == before->id && str_is(all[i].part, "met")) (*totals)[(*count)++] = all[i];
    }
    return true;
}

static bool write_page(const struct command_call *call, struct answer *answer, struct school *school, const struct viewer *viewer,
                       const struct page *page, struct err *err) {
    char day[DATE_ISO_SIZE];
    struct str whose = call_has(call, "profile") ? str_format(answer->arena, "-%.*s", STR_ARG(viewer->audience->name)) : (struct str){ 0 };
    struct str name = str_format(answer->arena, "reports/overview%.*s-%s.html", STR_ARG(whose), date_iso(call->as_of, day));
    const char *path = school_path(answer->arena, school, str_c(answer->arena, name));
    if (!file_make_folder(school_path(answer->arena, school, "reports"), err)
        || !page_file_write(answer->arena, path, page, err))
        return false;
    answer->page = page_new(answer->arena, STR("Report"));
    page_paragraphf(answer->page, "Wrote %.*s.  A double click opens it in any browser; it is this file:\n%s",
                    STR_ARG(name), path);
    struct sheet *sheet = sheet_new(answer->arena, STR("files"), (struct str){ 0 });
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT);
    sheet_row(sheet);
    sheet_text(sheet, name);
    answer->result = sheet;
    answer_next(answer, "policy doc");
    return true;
}

/* Unless another reader is named, a report is for the senior team. */
static bool viewer_of(const struct command_call *call, struct answer *answer, const struct school *school, struct viewer *out, struct err *err) {
    if (call_has(call, "profile")) return redact_viewer(call, school, out, err);
    return redact_viewer_named(answer->arena, school, STR("slt"), out, err);
}

bool report_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct position *p;
    struct kept kept;
    struct viewer viewer;
    struct run_info before = { 0 };
    struct run_total *totals = NULL;
    size_t total_count;
    struct str asked;
    if (!asked_name(call, answer, &asked, &err)) return answer_fail(answer, &err);
    if (!asked.size) return list_reports(call, answer);
    if (str_is(asked, "passport")) return passport_page_run(call, answer);
    if (str_is(asked, "policy")) return publish_run(call, answer);
    if (str_is(asked, "statement")) return statement_run(call, answer);
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    struct gathering g = { .arena = answer->arena,
                           .keeping = { .arena = answer->arena },
                           .standing = standing_new(answer->arena, school->policy) };
    struct position_request request = {
        .as_of = call->as_of, .keep = KEEP_NEEDS, .each = gather, .self = &g, .tick = call->tick
    };
    bool fine = viewer_of(call, answer, school, &viewer, &err) && kept_read(answer->arena, school, &kept, &err)
                && position_judge(answer->arena, school, &request, &p, &err)
                && run_before(answer->arena, school, call->as_of, &before, &totals, &total_count, &err);
    if (fine) {
        struct page *page = overview_page(answer->arena, p, g.standing, &viewer, totals, total_count, &before);
        fine = write_page(call, answer, school, &viewer, page, &err) && keep_run(&g, school, call, p, &kept.newest, &err);
    }
    arena_free(&g.scratch);
    if (!fine) return answer_fail(answer, &err);
    rows_json(call, answer);
    return true;
}
