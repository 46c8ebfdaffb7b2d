/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_fix - what lint can mend in a school's own file; see lint_fix.h.
 * Owns:  nothing.
 * Must not know: how findings are found.
 */
#include "work/lint_fix.h"

#include "base/file.h"
#include "policy/scope.h"

#define FILE_MOST ((size_t)1 << 20)
#define SHOWN 40

struct fix_plan {
    const char *path, *copy;
    struct str shown, before, after;
    const struct lint_finding **fixes;
    size_t count;
    bool prints_other;
};

static const struct document *own_document(const struct named_policy *named) {
    for (size_t i = 0; named->folder && i < named->set->document_count; i++)
        if (named->set->documents[i].layer == LAYER_SCHOOL) return &named->set->documents[i];
    return NULL;
}

/* What would be replaced, in order of place; what touches another is left for the next time. */
static void gather(struct arena *arena, const struct document *own, const struct lint_report *report, struct fix_plan *plan) {
    const struct lint_finding **all = NULL;
    size_t n = 0, from = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->at[i];
        size_t to = n;
        if (!finding->fix.there || finding->kept || finding->document != own) continue;
        list_add(arena, all, n, finding);
        for (; to > 0 && all[to - 1]->fix.at > finding->fix.at; to--) all[to] = all[to - 1];
        all[to] = finding;
    }
    for (size_t i = 0; i < n; i++) {
        if (all[i]->fix.at < from) continue;
        from = all[i]->fix.at + all[i]->fix.size;
        plan->prints_other = plan->prints_other || (all[i]->rule->traits & LINT_CHANGES_TEXT);
        list_add(arena, plan->fixes, plan->count, all[i]);
    }
}

static struct str mended(struct arena *arena, const struct fix_plan *plan) {
    struct buf out = { 0 };
    size_t from = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct lint_fix *fix = &plan->fixes[i]->fix;
        buf_add(&out, str_slice(plan->before, from, fix->at));
        buf_add(&out, fix->text);
        from = fix->at + fix->size;
    }
    buf_add(&out, str_slice(plan->before, from, plan->before.size));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "line 13: Unistats becomes Discover Uni" */
static void show(struct answer *answer, const struct fix_plan *plan) {
    struct labelled *fields = arena_array(answer->arena, struct labelled, plan->count);
    size_t count = plan->count < SHOWN ? plan->count : SHOWN;
    for (size_t i = 0; i < count; i++) {
        const struct lint_fix *fix = &plan->fixes[i]->fix;
        struct str old = str_trim(str_slice(plan->before, fix->at, fix->at + fix->size));
        fields[i].label = str_format(answer->arena, "line %u", plan->fixes[i]->place.line);
        fields[i].text = fix->text.size ? str_format(answer->arena, "%.*s becomes %.*s", STR_ARG(old), STR_ARG(fix->text))
                                        : str_format(answer->arena, "%.*s is taken out", STR_ARG(old));
    }
    page_heading(answer->page, 2, str_format(answer->arena, "What would change in %.*s", STR_ARG(plan->shown)));
    page_fields(answer->page, fields, count);
    if (plan->count > count) page_paragraphf(answer->page, "and %zu more", plan->count - count);
    page_paragraphf(answer->page, plan->prints_other ? "The policy then prints other words; what it asks stays the same.  The file as it is stays beside it, as %.*s.before."
                                                     : "What the policy prints and asks stays the same.  The file as it is stays beside it, as %.*s.before.",
                    STR_ARG(plan->shown));
}

/* What clauses and rules print, from both policies. */
static bool prints_the_same(const struct policy *a, const struct policy *b) {
    if (a->clause_count != b->clause_count || a->rule_count != b->rule_count) return false;
    for (size_t i = 0; i < a->rule_count; i++)
        if (!str_equal(a->rules[i].title, b->rules[i].title)) return false;
    for (size_t i = 0; i < a->clause_count; i++)
        if (!str_equal(a->clauses[i].text, b->clauses[i].text) || !str_equal(a->clauses[i].title, b->clauses[i].title)) return false;
    return true;
}

/* The mended file still makes a policy, and one that says the same where it should. */
static bool holds(const struct command_call *call, const struct named_policy *named, const struct fix_plan *plan, struct err *err) {
    struct answer apart;
    struct named_policy after;
    answer_init(&apart, call->arena);
    bool merged = named_policy_read(call, &apart, (struct named_text){ .name = str_from(plan->path), .unsaved = true, .text = plan->after }, &after);
    answer_free(&apart);
    if (merged && (plan->prints_other || prints_the_same(named->policy, after.policy))) return true;
    err_set(err, CODE_INTERNAL, "Mending %.*s by itself would change what the policy says; nothing was written.", STR_ARG(plan->shown));
    return err_next(err, "Mend it by hand, and tell us.");
}

bool lint_fix_preview(const struct command_call *call, struct answer *answer, const struct named_policy *named, const struct lint_report *report,
                      struct err *err) {
    const struct document *own = own_document(named);
    struct fix_plan *plan = arena_new(answer->arena, struct fix_plan);
    if (!own) {
        err_set(err, CODE_ARGUMENTS, "Only a school's own file is mended here, never a policy that ships.");
        return err_next(err, "policy lint --fix  in the school's folder");
    }
    *plan = (struct fix_plan){ .shown = own->path, .before = own->source };
    plan->path = file_join(answer->arena, named->folder, str_c(answer->arena, own->path));
    gather(answer->arena, own, report, plan);
    plan->after = mended(answer->arena, plan);
    if (!plan->count) {
        page_paragraphf(answer->page, "%.*s has nothing that can be mended without a person.", STR_ARG(own->path));
        return true;
    }
    if (!file_real_path(answer->arena, plan->path, &plan->path, err) || !holds(call, named, plan, err)) return false;
    plan->copy = str_c(answer->arena, str_format(answer->arena, "%s.before", plan->path));
    show(answer, plan);
    answer->waits = true;
    answer->question = STR("Write it?");
    answer->plan = plan;
    return true;
}

bool lint_fix_apply(struct answer *answer, struct err *err) {
    const struct fix_plan *plan = answer->plan;
    struct str now;
    bug_if(!plan);
    if (!file_read(answer->arena, plan->path, FILE_MOST, &now, err)) return false;
    if (!str_equal(now, plan->before)) return err_set(err, CODE_STALE_PREVIEW, "%.*s changed since the preview; nothing was written.", STR_ARG(plan->shown));
    if (!file_write(plan->copy, plan->before, err) || !file_write(plan->path, plan->after, err)) return false;
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Lint"));
    page_paragraphf(answer->page, "%.*s: %zu mended.  The file as it was is %.*s.before.", STR_ARG(plan->shown), plan->count, STR_ARG(plan->shown));
    return true;
}
