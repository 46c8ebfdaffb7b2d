/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_check - whether a policy can be read and merged; see policy_check.h.
 * Owns:  nothing.
 * Must not know: terminals, records.
 */
#include "work/policy_check.h"

#include "base/file.h"
#include "formats/json.h"
#include "policy/program.h"
#include "work/letter_words.h"
#include "work/named_policy.h"
#include "work/occasion.h"
#include "work/people.h"
#include "work/policy_verbs.h"
#include "work/posts.h"
#include "work/problem_json.h"
#include "work/school.h"

#define TEXT_MOST ((size_t)1 << 20)
#define MOST_FIELDS 8

/* What the policy is made of, in figures. */
struct counted {
    size_t clauses, rules, silent, versions, tables, combinations, options, answered;
};

static struct counted count(const struct policy *policy) {
    struct counted c = { .clauses = policy->clause_count, .tables = policy->decision_count, .options = policy->option_count };
    for (size_t i = 0; i < policy->rule_count; i++) {
        c.rules++;
        c.silent += !policy->rules[i].applies;
        c.versions += policy->rules[i].version_count;
    }
    for (size_t i = 0; i < policy->decision_count; i++) c.combinations += policy->decisions[i].combinations;
    for (size_t i = 0; i < policy->option_count; i++) c.answered += policy->options[i].answered;
    return c;
}

/* ---- which policy ------------------------------------------------------------------------------------------------------- */

/* A school that lies below the folder at hand is named by its path, so that places can be opened from here. */
static struct str school_below(const struct command_call *call, struct arena *arena) {
    const char *here, *school;
    struct err unheard = { 0 };
    if (!call->folder || !file_real_path(arena, ".", &here, &unheard) || !file_real_path(arena, call->folder, &school, &unheard)) return (struct str){ 0 };
    struct str prefix = str_format(arena, "%s/", str_is(str_from(here), "/") ? "" : here), path = str_from(school);
    return str_starts(path, prefix.at) ? str_slice(path, prefix.size, path.size) : (struct str){ 0 };
}

static bool wanted(const struct command_call *call, struct arena *arena, struct named_text *out, struct err *err) {
    *out = (struct named_text){ .name = call->part_count ? call->parts[0].text : school_below(call, arena), .from_here = true };
    if (!call_has(call, "stdin")) return true;
    if (call->part_count) {
        err_set(err, CODE_ARGUMENTS, "--stdin NAME says already what the text is called.");
        return err_next(err, "policy check --stdin policy.lua <policy.lua");
    }
    out->name = call_option(call, "stdin");
    out->unsaved = true;
    if (!str_ends(out->name, ".lua")) {
        err_set(err, CODE_ARGUMENTS, "The name of a policy's text ends in .lua, and this is '%.*s'.", STR_ARG(out->name));
        return err_next(err, "policy check --stdin policy.lua <policy.lua");
    }
    if (!file_read(arena, "/dev/stdin", TEXT_MOST, &out->text, err)) return false;
    if (!out->text.at) out->text = STR("");
    return true;
}

/* ---- for people ----------------------------------------------------------------------------------------------------------- */

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

static struct str joined(struct arena *arena, struct str list, struct str more) {
    return list.size ? str_format(arena, "%.*s, %.*s", STR_ARG(list), STR_ARG(more)) : more;
}

/* "trust.lua, overlay send, policy.lua (Harbour View Academy)": what has a say besides the policy and its updates. */
static struct str voices(struct arena *arena, const struct policy *policy, const struct named_policy *named, bool in_force) {
    struct str out = { 0 };
    for (size_t i = 0; i < policy->document_count; i++) {
        const struct document *d = &policy->documents[i];
        if (policy->in_force[i] != in_force) continue;
        if (d->layer == LAYER_OVERLAY_SETTING || d->layer == LAYER_OVERLAY_PUPILS)
            out = joined(arena, out, str_format(arena, in_force ? "overlay %.*s" : "%.*s", STR_ARG(d->name)));
        if (in_force && d->layer == LAYER_TRUST) out = joined(arena, out, d->path);
        if (in_force && d->layer == LAYER_SCHOOL && named->folder)
            out = joined(arena, out, str_format(arena, "%.*s (%.*s)", STR_ARG(d->path), STR_ARG(policy->school_name)));
    }
    return out;
}

static struct str left_out(struct arena *arena, const struct policy *policy) {
    struct str out = { 0 };
    for (size_t i = 0; i < policy->document_count; i++)
        if (!policy->in_force[i] && policy->documents[i].layer == LAYER_UPDATE) out = joined(arena, out, policy->documents[i].name);
    return out;
}

/* A slip in people.lua stops all words that judge, one in mail {} or in the words and days of reminders the reminders alone. */
static const char *what_stops(bool stands, size_t people_errors) {
    if (!stands) return "  Nothing is judged by this policy until that is put right.";
    return people_errors ? "  The policy stands; nothing is judged until people.lua is put right." : "  The policy stands; no reminder is made until that is put right.";
}

static void say_verdict(struct page *page, const struct problems *problems, bool stands, size_t people_errors) {
    struct str errors = problems->errors ? str_format(page->arena, "%zu error%s", problems->errors, plural(problems->errors)) : STR("No errors");
    struct str warnings = problems->warnings ? str_format(page->arena, "%zu warning%s", problems->warnings, plural(problems->warnings)) : STR("no warnings");
    page_paragraphf(page, "%.*s, %.*s.%s", STR_ARG(errors), STR_ARG(warnings), problems->errors ? what_stops(stands, people_errors) : "");
}

static void add_field(struct labelled fields[MOST_FIELDS], size_t *n, const char *label, struct str text) {
    if (text.size) fields[(*n)++] = (struct labelled){ str_from(label), text };
}

static void say_policy(struct page *page, const struct named_policy *named) {
    struct arena *arena = page->arena;
    const struct policy *policy = named->policy;
    struct counted c = count(policy);
    struct labelled fields[MOST_FIELDS];
    size_t n = 0;
    struct str rules = str_format(arena, "%zu rule%s in %zu version%s, for %zu clause%s", c.rules, plural(c.rules), c.versions, plural(c.versions), c.clauses,
                                  plural(c.clauses));
    if (c.silent) rules = str_format(arena, "%.*s; %zu of the rules not for this school", STR_ARG(rules), c.silent);
    add_field(fields, &n, "policy", policy->edition);
    add_field(fields, &n, "changed by", voices(arena, policy, named, true));
    if (named->folder) add_field(fields, &n, "not adopted", left_out(arena, policy));
    if (named->folder) add_field(fields, &n, "overlays for others", voices(arena, policy, named, false));
    add_field(fields, &n, "rules", rules);
    if (c.tables) add_field(fields, &n, "tables", str_format(arena, "%zu decision table%s (%zu combinations)", c.tables, plural(c.tables), c.combinations));
    if (c.options && named->folder) add_field(fields, &n, "options", str_format(arena, "%zu of %zu answered", c.answered, c.options));
    page_fields(page, fields, n);
}

/* ---- for programs ----------------------------------------------------------------------------------------------------------- */

static void add_whole(struct json *j, const char *key, size_t value) {
    json_key(j, key), json_whole(j, (int64_t)value);
}

static void summary_line(struct buf *out, const struct policy *policy) {
    struct json j = json_begin(out);
    struct counted c = count(policy);
    json_open(&j, '{');
    add_whole(&j, "v", 1);
    json_key(&j, "line"), json_text(&j, STR("policy"));
    json_key(&j, "policy"), json_text(&j, policy->id);
    json_key(&j, "version"), json_text(&j, policy->version);
    json_key(&j, "documents"), json_open(&j, '[');
    for (size_t i = 0; i < policy->document_count; i++) {
        json_open(&j, '{');
        json_key(&j, "file"), json_text(&j, policy->documents[i].path);
        json_key(&j, "in_force"), json_bool(&j, policy->in_force[i]);
        json_close(&j);
    }
    json_close(&j);
    add_whole(&j, "clauses", c.clauses);
    add_whole(&j, "rules", c.rules);
    add_whole(&j, "versions", c.versions);
    add_whole(&j, "tables", c.tables);
    add_whole(&j, "combinations", c.combinations);
    add_whole(&j, "options", c.options);
    add_whole(&j, "answered", c.answered);
    json_close(&j);
    json_line(&j);
}

static void end_line(struct buf *out, const struct answer *answer) {
    struct json j = json_begin(out);
    json_open(&j, '{');
    add_whole(&j, "v", 1);
    json_key(&j, "line"), json_text(&j, STR("end"));
    add_whole(&j, "errors", answer->problems.errors);
    add_whole(&j, "warnings", answer->problems.warnings);
    json_key(&j, "exit"), json_whole(&j, (int64_t)answer->outcome);
    json_close(&j);
    json_line(&j);
}

static void add_data(const struct command_call *call, struct answer *answer, const struct named_policy *named) {
    if (call_has(call, "sarif")) {
        problem_json_sarif(&answer->data, call->host, &answer->problems, (int)answer->outcome);
        answer->data_alone = true;
        return;
    }
    if (!call->json) return;
    if (named->policy) summary_line(&answer->data, named->policy);
    for (size_t i = 0; i < answer->problems.count; i++) problem_json_line(&answer->data, &answer->problems.at[i]);
    end_line(&answer->data, answer);
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

/* people.lua, with the imported staff where there are records: a deputy may be one of them. */
static bool check_people(const struct command_call *call, struct answer *answer, const struct named_policy *named, size_t *errors, struct err *err) {
    size_t before = answer->problems.errors;
    struct problems unheard = { .arena = answer->arena };
    struct err none = { 0 };
    struct school *school = NULL;
    struct people *people;
    if (school_open(call->host, named->folder, &school, &unheard, &none)) arena_hook(answer->arena, (void (*)(void *))school_close, school);
    bool fine = people_load(answer->arena, call->host, named->folder, school ? school->db : NULL, school ? school->kinds : NULL, call->as_of, &people, &answer->problems, err);
    *errors = answer->problems.errors - before;
    if (fine && named->policy) posts_check_roles(people, named->policy, true, &answer->problems);
    if (fine && named->policy && school && !posts_check_forms(answer->arena, school, people, named->policy, call->as_of, &answer->problems, err)) return false;
    for (size_t i = 0; fine && i < people->mail_slips.count; i++) {
        const struct problem *p = &people->mail_slips.at[i];
        problem_add(&answer->problems, p->code, p->severity, p->place, str_c(answer->arena, p->next), "%.*s", STR_ARG(p->said));
    }
    return fine || *errors;
}

/* The school's own people.lua, messages.lua and reminders.lua: the policy stands, and a slip there stops what rests on them. */
static bool named_words(const struct command_call *call, struct answer *answer, const struct named_policy *named, size_t *people_errors, struct err *err) {
    size_t before = answer->problems.errors;
    bool fine = check_people(call, answer, named, people_errors, err) && letter_words_check(answer->arena, call->host, named->folder, &answer->problems, err)
                && occasion_check(answer->arena, call->host, named->folder, named->policy, call->as_of, &answer->problems, err);
    if (answer->problems.errors == before) return fine;
    problem_sort(&answer->problems);
    answer_outcome(answer, OUTCOME_POLICY);
    return true;
}

/* True when there is something to say of a policy, be it good or bad. */
static bool check(const struct command_call *call, struct answer *answer, struct named_policy *named, size_t *people_errors) {
    struct named_text which;
    struct err err = { 0 };
    struct program *program;
    if (!wanted(call, answer->arena, &which, &err)) return answer_fail(answer, &err);
    bool merged = named_policy_read(call, answer, which, named);
    if (merged && !program_compile(answer->arena, named->policy, &program, &err)) return answer_fail(answer, &err);
    if (merged && named->set->document_count && !named->policy->in_force[0] && which.name.size && str_ends(which.name, ".lua"))
        answer_note(answer, "%.*s was read, and its changes are for schools of another sort: check one of those as well.", STR_ARG(which.name));
    if (merged && named->folder && !named_words(call, answer, named, people_errors, &err)) return answer_fail(answer, &err);
    return merged || named->set;
}

bool policy_check_run(const struct command_call *call, struct answer *answer) {
    struct named_policy named = { 0 };
    size_t people_errors = 0;
    if (check(call, answer, &named, &people_errors)) {
        answer->page = page_new(answer->arena, STR("Policy"));
        if (named.policy) say_policy(answer->page, &named);
        if (!named.folder && !call->part_count)
            page_paragraph(answer->page, STR("There is no school in this folder: this is the policy that ships."));
        say_verdict(answer->page, &answer->problems, named.policy != NULL, people_errors);
    }
    if (call_has(call, "strict") && answer->problems.warnings) answer_outcome(answer, OUTCOME_POLICY);
    add_data(call, answer, &named);
    return answer->outcome == OUTCOME_DONE;
}

ARGUMENTS(check, { ARGUMENT_TEXT, NULL, "POLICY", false, false });
OPTIONS(check, { "strict", NULL, "warnings end with code 3, too" },
        { "sarif", NULL, "the findings as a SARIF 2.1.0 log, for code hosting and editors" },
        { "stdin", "NAME", "the text comes from standard input, in place of the file of that name; for editors" });
EXAMPLES(check, "policy check\tthe school's own policy.lua, with what it amends",
         "policy check draft.lua\ta draft beside policy.lua, before it takes its place",
         "policy check ept-2022\tthe policy that ships, without a school");

const struct command policy_verb_check = {
    .name = "policy check", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY]",
    .about = "Whether the policy can be read, and what is wrong with it; no records needed.",
    LISTED(check), OPTED(check), .examples = check_examples, .run = policy_check_run
};
