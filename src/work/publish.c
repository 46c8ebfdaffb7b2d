/* SPDX-License-Identifier: GPL-3.0-or-later
 * publish - `report policy` and `policy doc`; see publish.h.
 * Owns:  nothing.
 * Must not know: HTML, Markdown.
 */
#include "work/publish.h"

#include "base/file.h"
#include "work/named_policy.h"
#include "work/page_file.h"
#include "work/policy_verbs.h"
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
    struct viewer governors;
    if (!redact_viewer_named(arena, school, STR("governors"), &governors, err)) return false;
    *live = (struct publish_live){ w.standing, (const uint64_t(*)[STATUS_COUNT])w.others, (uint64_t)governors.fewest };
    return true;
}

/* The questions that the policy puts to every school and that this one leaves open: the blanks of a printed form. */
static size_t blanks(struct arena *arena, const struct policy *policy, struct str *names) {
    size_t count = 0;
    *names = (struct str){ 0 };
    for (size_t i = 0; i < policy->option_count; i++) {
        const struct option *option = &policy->options[i];
        if (option->answered) continue;
        *names = str_format(arena, "%.*s%s%.*s", STR_ARG(*names), count++ ? ", " : "", STR_ARG(option->name));
    }
    return count;
}

static struct sheet *counted(struct arena *arena, const struct publish_counts *n, size_t open, struct str name) {
    const struct { const char *name; size_t count; } counts[] = {
        { "clauses", n->clauses }, { "changed", n->changed }, { "footnotes", n->changes }, { "readings", n->readings },
        { "roles", n->roles }, { "left_out", n->left_out }, { "placeholders", open },
    };
    struct sheet *sheet = sheet_new(arena, STR("files"), (struct str){ 0 });
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT);
    for (size_t i = 0; i < COUNT_OF(counts); i++) sheet_column(sheet, str_from(counts[i].name), str_from(counts[i].name), CELL_WHOLE);
    sheet_row(sheet);
    sheet_text(sheet, name);
    for (size_t i = 0; i < COUNT_OF(counts); i++) sheet_whole(sheet, (int64_t)counts[i].count);
    return sheet;
}

static void say_written(const struct command_call *call, struct answer *answer, const struct policy *policy,
                        const struct publish_counts *n, struct str name, const char *path) {
    struct arena *arena = answer->arena;
    struct str names;
    size_t open = blanks(arena, policy, &names);
    answer->page = page_new(arena, STR("Policy"));
    page_paragraphf(answer->page, "%.*s, %zu of them changed (%.*s: reason, approval, date); %.*s, %.*s; left out: %zu",
                    STR_ARG(count_of(arena, n->clauses, "clause", "clauses")), n->changed,
                    STR_ARG(count_of(arena, n->changes, "footnote", "footnotes")),
                    STR_ARG(count_of(arena, n->readings, "reading", "readings")),
                    STR_ARG(count_of(arena, n->roles, "role", "roles")), n->left_out);
    if (open) page_paragraphf(answer->page, "Placeholders left: %zu. Not answered: %.*s.", open, STR_ARG(names));
    else page_paragraph(answer->page, STR("Placeholders left: none."));
    page_paragraphf(answer->page, "Wrote %.*s; it is this file:\n%s", STR_ARG(name), path);
    answer->result = counted(arena, n, open, name);
    rows_json(call, answer);
}

/* The policy of the school at hand, with how it stands unless everybody may read it. */
static bool publish_own(const struct command_call *call, struct answer *answer, struct str name) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct school *school;
    struct publish_live live;
    struct publish_counts counts = { 0 };
    char day[DATE_ISO_SIZE];
    bool public = call_has(call, "public");
    const char *path = str_c(arena, name);
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    if (!name.at) {
        name = str_format(arena, "reports/policy%s-%s.html", public ? "-public" : "", date_iso(call->as_of, day));
        path = school_path(arena, school, str_c(arena, name));
        if (!file_make_folder(school_path(arena, school, "reports"), &err)) return answer_fail(answer, &err);
    }
    if (!public && !how_it_stands(call, arena, school, &live, &err)) return answer_fail(answer, &err);
    struct page *page = publish_page(arena, school->policy, school->name, call->as_of, public ? NULL : &live, &counts);
    if (!page_file_write(arena, path, page, &err)) return answer_fail(answer, &err);
    say_written(call, answer, school->policy, &counts, name, path);
    return true;
}

static bool out_option(const struct command_call *call, struct answer *answer, struct str *name) {
    struct err err = { 0 };
    *name = call_option(call, "out");
    return !name->at || page_file_check(str_c(answer->arena, *name), &err) || answer_fail(answer, &err);
}

bool publish_run(const struct command_call *call, struct answer *answer) {
    struct str name;
    return out_option(call, answer, &name) && publish_own(call, answer, name);
}

/* ---- policy doc ---- */

static struct str asked_policy(const struct command_call *call) {
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) return str_trim(call->parts[i].text);
    return (struct str){ 0 };
}

/* A policy without records: nothing tells how it stands. */
static bool publish_named(const struct command_call *call, struct answer *answer, struct str asked, struct str name) {
    struct err err = { 0 };
    struct named_policy named;
    struct publish_counts counts = { 0 };
    if (!name.at) {
        err_set(&err, CODE_ARGUMENTS, "Where is the policy to be written? Outside a school it needs a name.");
        err_next(&err, "policy doc%s%.*s --out careers-policy.html", asked.size ? " " : "", STR_ARG(asked));
        return answer_fail(answer, &err);
    }
    if (!named_policy_read(call, answer, (struct named_text){ .name = asked }, &named)) return false;
    const char *path = str_c(answer->arena, name);
    struct page *page = publish_page(answer->arena, named.policy, named.policy->school_name, call->as_of, NULL, &counts);
    if (!page_file_write(answer->arena, path, page, &err)) return answer_fail(answer, &err);
    say_written(call, answer, named.policy, &counts, name, path);
    return true;
}

static bool policy_doc_run(const struct command_call *call, struct answer *answer) {
    struct str asked = asked_policy(call), name;
    bool records = call->folder && file_exists(file_join(answer->arena, call->folder, "school.db"));
    if (!out_option(call, answer, &name)) return false;
    return !asked.size && records ? publish_own(call, answer, name) : publish_named(call, answer, asked, name);
}

ARGUMENTS(doc, { ARGUMENT_TEXT, NULL, "POLICY", false, false }, AS_OF);
OPTIONS(doc, { "out", "FILE", "where to; the ending says how: .html, .md or .txt" },
        { "public", NULL, "without how each clause stands, for the website" });
EXAMPLES(doc, "policy doc\tthis school's policy, with how each clause stands, in reports/",
         "policy doc --public --out careers-policy.md\tfor the website",
         "policy doc ept-2022 --out base.html\tthe trust's policy as it ships; no school is needed");

const struct command policy_verb_doc = {
    .name = "policy doc", TEAM_POLICY, .group = GROUP_REPORT, .effect = EFFECT_WRITES, .usage = "[POLICY] [--out FILE] [--public] [as of DATE]",
    .about = "The whole policy as a page: numbers filled in, each change with its reason, owners and readings.",
    LISTED(doc), OPTED(doc), .examples = doc_examples, .run = policy_doc_run
};
