/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_rebase - the school's file for another base policy; see policy_rebase.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_rebase.h"

#include "base/file.h"
#include "work/line_change.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/rebase.h"
#include "work/rows.h"

#define FILE_MOST ((size_t)1 << 20)
#define SHOWN_LINES 8

struct rebasing {
    const char *path;
    struct str label, before, after, onto, version;
};

static const struct document *school_of(const struct policy_set *set, uint32_t *at) {
    for (uint32_t i = 0; set && i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL && set->documents[i].header) return *at = i, &set->documents[i];
    return NULL;
}

/* A base alone, and without what would be said of a school that uses it. */
static bool read_base(const struct command_call *call, struct answer *answer, struct str name, bool needed, struct named_policy *out) {
    struct answer apart;
    answer_init(&apart, answer->arena);
    bool read = named_policy_read(call, &apart, (struct named_text){ .name = name }, out);
    if (!read && needed) {
        answer->problems = apart.problems;
        answer_outcome(answer, apart.outcome);
    }
    answer_free(&apart);
    return read;
}

static const struct node *renamed_of(const struct policy_set *set) {
    for (size_t i = 0; i < set->document_count; i++) {
        const struct document *document = &set->documents[i];
        const struct node *renamed = document->layer == LAYER_BASE && document->header ? node_field(document->header, "renamed") : NULL;
        if (renamed) return renamed->type == NODE_TABLE ? renamed : NULL;
    }
    return NULL;
}

static void say_findings(struct answer *answer, const struct rebase *r, struct str label) {
    struct sheet *sheet = sheet_new(answer->arena, STR("changes"), (struct str){ 0 });
    sheet_column(sheet, STR("place"), STR("Place"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("change"), STR("Change"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("said"), STR("What to know"), CELL_TEXT);
    struct sheet *rows = sheet_new(answer->arena, STR("changes"), (struct str){ 0 });
    sheet_column(rows, STR("line"), STR("Line"), CELL_WHOLE);
    sheet_column(rows, STR("change"), STR("Change"), CELL_TEXT);
    sheet_column(rows, STR("verdict"), STR("Verdict"), CELL_TEXT);
    sheet_column(rows, STR("said"), STR("What to know"), CELL_TEXT);
    for (size_t i = 0; i < r->count; i++) {
        const struct rebase_finding *f = &r->findings[i];
        sheet_row(sheet);
        sheet_text(sheet, f->line ? str_format(answer->arena, "%.*s:%u", STR_ARG(label), f->line) : STR("new"));
        sheet_text(sheet, f->change);
        sheet_text(sheet, f->said);
        sheet_row(rows);
        if (f->line) sheet_whole(rows, f->line);
        else sheet_empty(rows);
        sheet_text(rows, f->change);
        sheet_text(rows, str_from(rebase_verdict_key(f->verdict)));
        sheet_text(rows, f->said);
    }
    if (r->count) page_table(answer->page, sheet);
    answer->result = rows;
}

/* Errors that are of no change of the school's: in its header, in trust.lua, in the base. */
static size_t other_errors(struct answer *answer, const struct rebase *r, const struct document *school, const struct problems *problems) {
    size_t count = 0;
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < school->item_count; i++)
        if (school->items[i].line < first) first = school->items[i].line;
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *p = &problems->at[i];
        if (p->severity != SEVERITY_ERROR || (str_equal(p->place.file, school->path) && p->place.line >= first)) continue;
        count++;
        problem_add(&answer->problems, p->code, SEVERITY_ERROR, p->place, str_c(r->arena, p->next), "%.*s", STR_ARG(p->said));
    }
    return count;
}

static bool read_all(const struct command_call *call, struct answer *answer, struct rebase *r, struct rebasing *plan, struct named_policy *now) {
    struct named_policy before, after;
    struct err err = { 0 };
    uint32_t at;
    const char *folder = call->folder;
    plan->path = file_join(answer->arena, folder, "policy.lua");
    plan->label = STR("policy.lua");
    if (!file_real_path(answer->arena, plan->path, &plan->path, &err) || !file_read(answer->arena, plan->path, FILE_MOST, &plan->before, &err))
        return answer_fail(answer, &err);
    (void)!read_base(call, answer, (struct str){ 0 }, false, now); /* as it is; it need not merge any more */
    r->school = school_of(now->set, &at);
    if (!r->school) return read_base(call, answer, (struct str){ 0 }, true, now);
    struct str own = r->school->header->id, onto = call_option(call, "onto");
    if (!onto.size) onto = own;
    if (!read_base(call, answer, onto, true, &after)) return false;
    if (after.folder) {
        err_set(&err, CODE_ARGUMENTS, "'%.*s' is a school, and not a policy that a school can amend.", STR_ARG(onto));
        err_next(&err, "policy rebase --onto ept-2022, or the name of a folder in ../policies");
        return answer_fail(answer, &err);
    }
    r->after = after.policy;
    r->renamed = renamed_of(after.set);
    if (!str_equal(onto, own) && read_base(call, answer, own, false, &before)) r->before = before.policy;
    plan->onto = after.policy->id;
    plan->version = after.policy->version;
    return true;
}

static void conclude(struct answer *answer, const struct rebase *r, const struct rebasing *plan, size_t others) {
    page_paragraphf(answer->page, "%zu of %zu declarations in %.*s fit %.*s version %.*s as they stand.", r->fit, r->changes, STR_ARG(plan->label),
                    STR_ARG(plan->onto), STR_ARG(plan->version));
    if (r->blocked + others) {
        page_paragraphf(answer->page, "%zu %s not: mend or take out those lines first.  Nothing is written before that.", r->blocked + others,
                        r->blocked + others == 1 ? "does" : "do");
        answer_outcome(answer, OUTCOME_GATE);
    }
    if (!r->before && !str_equal(plan->before, plan->after))
        page_paragraph(answer->page, STR("What the policy said before is not here, so nothing is said of clauses that were reworded."));
}

/* What would be written, and a question. */
static void offer(struct answer *answer, struct rebasing *plan) {
    struct str shown;
    size_t lines = line_change_show(answer->arena, plan->before, plan->after, SHOWN_LINES, &shown);
    page_paragraphf(answer->page, "%.*s: %zu line%s change", STR_ARG(plan->label), lines, lines == 1 ? "" : "s");
    page_verbatim(answer->page, shown);
    if (lines > SHOWN_LINES) page_paragraphf(answer->page, "and %zu more", lines - SHOWN_LINES);
    answer->waits = true;
    answer->question = STR("Write it?");
    answer->plan = plan;
}

bool policy_rebase_run(const struct command_call *call, struct answer *answer) {
    struct arena *arena = answer->arena;
    struct rebase *r = arena_new(arena, struct rebase);
    struct rebasing *plan = arena_new(arena, struct rebasing);
    struct named_policy now, moved;
    struct answer apart;
    uint32_t at = 0;
    *r = (struct rebase){ .arena = arena, .day = call->as_of };
    if (!call->folder) {
        struct err err = { 0 };
        err_set(&err, CODE_NO_SCHOOL, "There is no school here: no policy.lua in this folder or above it.");
        err_next(&err, "Go into a school's folder, or name one with --dir FOLDER");
        return answer_fail(answer, &err);
    }
    if (!read_all(call, answer, r, plan, &now)) return false;
    plan->after = rebase_moved(r);
    answer_init(&apart, arena);
    struct named_text which = { .name = str_from(plan->path), .unsaved = true, .text = plan->after };
    bool merges = named_policy_read(call, &apart, which, &moved);
    const struct document *school = school_of(moved.set, &at);
    if (!school) {
        answer->problems = apart.problems;
        answer_outcome(answer, apart.outcome);
        answer_free(&apart);
        return false;
    }
    rebase_judge(r, moved.set, at, moved.kinds, &apart.problems);
    answer->page = page_new(arena, STR("Rebase"));
    say_findings(answer, r, plan->label);
    size_t others = other_errors(answer, r, school, &apart.problems);
    if (!merges && !r->blocked && !others) others = 1;
    answer_free(&apart);
    conclude(answer, r, plan, others);
    rows_json(call, answer);
    if (r->blocked + others) return true;
    if (str_equal(plan->before, plan->after)) page_paragraphf(answer->page, "%.*s is written for it already.", STR_ARG(plan->label));
    else if (call_has(call, "write")) offer(answer, plan);
    else answer_next(answer, "policy rebase --onto %.*s --write", STR_ARG(plan->onto));
    return true;
}

bool policy_rebase_apply(const struct command_call *call, struct answer *answer) {
    struct rebasing *plan = answer->plan;
    struct err err = { 0 };
    struct str now;
    bug_if(!plan);
    if (!file_read(answer->arena, plan->path, FILE_MOST, &now, &err)) return answer_fail(answer, &err);
    if (!str_equal(now, plan->before)) {
        err_set(&err, CODE_STALE_PREVIEW, "%.*s changed since the preview; nothing was written.", STR_ARG(plan->label));
        return answer_fail(answer, &err);
    }
    if (!file_write(plan->path, plan->after, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Rebase"));
    page_paragraphf(answer->page, "%.*s is written for %.*s version %.*s.", STR_ARG(plan->label), STR_ARG(plan->onto), STR_ARG(plan->version));
    answer_next(answer, "check");
    buf_clear(&answer->data);
    rows_json(call, answer);
    return true;
}

OPTIONS(rebase, { "onto", "NAME", "the policy to go to: one that ships, or a folder in policies/ beside the schools" },
        { "write", NULL, "writes policy.lua for it, comments kept: shown first" });
EXAMPLES(rebase, "policy rebase --onto ept-2023\twhich of our changes fit the new policy",
         "policy rebase --onto ept-2023 --write\tgoes over to it", "policy rebase\tafter a new version of the same policy");

const struct command policy_verb_rebase = {
    .name = "policy rebase", .group = GROUP_CHECK, .effect = EFFECT_WRITES, .usage = "[--onto NAME] [--write]",
    .about = "Which changes in the school's file still fit another edition of the policy.",
    OPTED(rebase), .examples = rebase_examples, .run = policy_rebase_run, .apply = policy_rebase_apply
};
