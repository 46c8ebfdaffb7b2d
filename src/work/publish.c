/* SPDX-License-Identifier: GPL-3.0-or-later
 * publish - `report policy`; see publish.h.
 * Owns:  nothing.
 * Must not know: HTML, Markdown.
 */
#include "work/publish.h"

#include "base/file.h"
#include "work/page_file.h"
#include "work/rows.h"
#include "work/wording.h"

struct watching {
    struct standing *standing;
    uint64_t (*others)[STATUS_COUNT];
};

static bool watch(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct watching *w = self;
    bool over = date_known(f->late_until) && date_before(f->late_until, p->as_of);
    (void)err;
    standing_take(w->standing, p, f);
    if (f->subject_type != SUBJECT_PUPIL && !over) w->others[f->rule][f->status]++;
    return true;
}

static bool how_it_stands(const struct command_call *call, struct arena *arena, struct school *school,
                          struct publish_live *live, struct err *err) {
    struct position *p;
    struct watching w = { .standing = standing_new(arena, school->policy) };
    w.others = arena_alloc(arena, sizeof *w.others * (school->policy->rule_count + 1));
    struct position_request request = { .as_of = call->as_of, .each = watch, .self = &w, .tick = call->tick };
    if (!position_judge(arena, school, &request, &p, err)) return false;
    *live = (struct publish_live){ w.standing, (const uint64_t(*)[STATUS_COUNT])w.others };
    return true;
}

static void say_written(struct answer *answer, const struct publish_counts *n, struct str name, const char *path) {
    struct arena *arena = answer->arena;
    answer->page = page_new(arena, STR("Policy"));
    page_paragraphf(answer->page, "%.*s, %zu of them changed; %.*s in footnotes; %.*s, %.*s; left out: %zu",
                    STR_ARG(count_of(arena, n->clauses, "clause", "clauses")), n->changed,
                    STR_ARG(count_of(arena, n->changes, "change", "changes")),
                    STR_ARG(count_of(arena, n->readings, "reading", "readings")),
                    STR_ARG(count_of(arena, n->roles, "role", "roles")), n->left_out);
    page_paragraphf(answer->page, "Wrote %.*s; it is this file:\n%s", STR_ARG(name), path);
    struct sheet *sheet = sheet_new(arena, STR("files"), (struct str){ 0 });
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT);
    sheet_row(sheet);
    sheet_text(sheet, name);
    answer->result = sheet;
}

bool publish_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct school *school;
    struct publish_live live;
    struct publish_counts counts = { 0 };
    char day[DATE_ISO_SIZE];
    bool public = call_has(call, "public");
    struct str name = call_option(call, "out");
    const char *path = str_c(arena, name);
    if (name.at && !page_file_check(path, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    if (!name.at) {
        name = str_format(arena, "reports/policy%s-%s.html", public ? "-public" : "", date_iso(call->as_of, day));
        path = school_path(arena, school, str_c(arena, name));
        if (!file_make_folder(school_path(arena, school, "reports"), &err)) return answer_fail(answer, &err);
    }
    if (!public && !how_it_stands(call, arena, school, &live, &err)) return answer_fail(answer, &err);
    struct page *page =
        publish_page(arena, school->policy, school->name, call->as_of, public ? NULL : &live, &counts);
    if (!page_file_write(arena, path, page, &err)) return answer_fail(answer, &err);
    say_written(answer, &counts, name, path);
    rows_json(call, answer);
    return true;
}
