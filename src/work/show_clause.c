/* SPDX-License-Identifier: GPL-3.0-or-later
 * show_clause - a clause for reading; see show_clause.h.
 * Owns:  nothing.
 * Must not know: terminals, records.
 */
#include "work/show_clause.h"

#include <string.h>

#include "formats/json.h"
#include "work/clause_part.h"
#include "work/wording.h"

#define MOST_FIELDS 128

struct showing {
    struct arena *arena;
    const struct policy *policy;
    const struct clause_view *view;
    struct labelled fields[MOST_FIELDS];
    size_t count;
};

static void field(struct showing *s, const char *label, struct str text) {
    if (text.size && s->count < MOST_FIELDS) s->fields[s->count++] = (struct labelled){ str_from(label), text };
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

/* ---- asked why: each part and its place ---- */

static struct str number_words(struct showing *s, const struct clause_part *part) {
    char since[DATE_LONG_SIZE];
    struct str name = spaced(s->arena, part->name);
    return str_format(s->arena, "%.*s: %.*s since %s", STR_ARG(name), STR_ARG(part->text), date_short(part->since, since));
}

static void part_with_place(struct showing *s, const struct clause_part *part, bool same_label) {
    struct str text = part->text;
    if (strcmp(part->key, "number") == 0) text = number_words(s, part);
    if (strcmp(part->key, "reading") == 0) text = str_format(s->arena, "\"%.*s\" = %.*s", STR_ARG(part->name), STR_ARG(text));
    if (part->was.size) text = str_format(s->arena, "%.*s   (was %.*s)", STR_ARG(text), STR_ARG(part->was));
    field(s, same_label ? "" : clause_part_label(part), text);
    field(s, "", clause_source_words(s->arena, &part->source));
}

/* ---- without: the rule in words ---- */

static struct str change_words(struct showing *s, const struct clause_part *part) {
    struct str by = part->source.name;
    if (part->source.document && part->source.document->layer == LAYER_SCHOOL) by = STR("your change");
    if (!part->was.size) return str_format(s->arena, "%.*s   (%.*s)", STR_ARG(part->text), STR_ARG(by));
    return str_format(s->arena, "%.*s   (%.*s; was %.*s)", STR_ARG(part->text), STR_ARG(by), STR_ARG(part->was));
}

static void part_in_words(struct showing *s, const struct clause_version *version, const struct clause_part *part) {
    if (strcmp(part->key, "number") == 0 || strcmp(part->key, "reading") == 0) return;
    const char *label = clause_part_label(part);
    if (strcmp(part->key, "title") == 0 && version->version && force_forbids(version->version->force)) label = "forbids";
    field(s, label, part->changed && !version->instead.size ? change_words(s, part) : part->text);
}

static void one_version(struct showing *s, struct page *page, const struct clause_version *told) {
    char from[DATE_LONG_SIZE];
    const struct rule *rule = told->rule;
    const char *before = "";
    s->count = 0;
    if (!told->version) {
        page_lead(page, rule->name, STR("does not apply here"));
        if (rule->why_not.size) page_paragraph(page, rule->why_not);
        return;
    }
    struct str side = told->instead.size ? told->overlays : spaced(s->arena, str_from(force_name(told->version->force)));
    if (told->later) side = str_format(s->arena, "%.*s, from %s", STR_ARG(side), date_short(told->version->governs_from, from));
    struct str name = rule->name;
    if (told->instead.size) name = str_format(s->arena, "%.*s, for %.*s instead", STR_ARG(name), STR_ARG(told->instead));
    page_lead(page, name, side);
    for (size_t i = 0; i < told->part_count; i++) {
        const struct clause_part *part = &told->parts[i];
        if (s->view->why) part_with_place(s, part, strcmp(before, part->key) == 0);
        else part_in_words(s, told, part);
        before = part->key;
    }
    if (told->dropped) field(s, "dropped", STR("it does not concern them"));
    page_fields(page, s->fields, s->count);
}

/* "2.0.3 The programme is reviewed" */
static struct str named_clause(struct showing *s, struct str number) {
    int32_t index = policy_find_clause(s->policy, number);
    if (index < 0) return number;
    return str_format(s->arena, "%.*s  %.*s", STR_ARG(number), STR_ARG(s->policy->clauses[index].title));
}

void show_clause(struct arena *arena, struct page *page, const struct policy *policy, const struct clause_view *view) {
    struct clause_parts parts;
    struct showing s = { .arena = arena, .policy = policy, .view = view };
    const struct clause *clause = &policy->clauses[view->clause];
    clause_parts_make(arena, policy, view->day, view->clause, view->rule, &parts);
    struct str basis = str_format(arena, "basis: %s%s", basis_name(clause->basis), clause->optional ? ", optional" : "");
    page_lead(page, str_format(arena, "%.*s  %.*s", STR_ARG(clause->number), STR_ARG(clause->title)), basis);
    if (clause->text.size) page_paragraph(page, clause->text);
    if (clause->benchmark) field(&s, "benchmark", str_format(arena, "%d", clause->benchmark));
    for (size_t i = 0; i < clause->also_count; i++) field(&s, i ? "" : "also keeps", named_clause(&s, clause->also[i]));
    if (clause->reading_only) field(&s, "rules", STR("none: the clause is for reading"));
    if (clause->dropped) field(&s, "dropped", STR("the school has dropped this clause"));
    if (view->why) field(&s, "written", clause_source_words(arena, &parts.source));
    page_fields(page, s.fields, s.count);
    for (size_t i = 0; i < parts.version_count; i++) one_version(&s, page, &parts.versions[i]);
}

/* ---- JSON ---------------------------------------------------------------------------------------------------------- */

static void json_words(struct json *j, const char *key, struct str text) {
    json_key(j, key);
    if (text.size) json_text(j, text);
    else json_null(j);
}

static void json_source(struct json *j, const struct clause_source *source) {
    json_key(j, "file");
    if (source->document) json_text(j, source->document->path);
    else json_null(j);
    json_key(j, "line"), json_whole(j, source->line);
    json_words(j, "document", source->name);
    json_words(j, "reason", source->reason);
    json_words(j, "approval", source->approval);
    json_words(j, "adopted", source->adopted);
}

static void json_part(struct json *j, const struct clause_part *part) {
    json_open(j, '{');
    json_key(j, "part"), json_text(j, str_from(part->key));
    if (part->name.size) json_words(j, "name", part->name);
    json_words(j, "says", part->text);
    json_words(j, "was", part->was);
    json_key(j, "changed"), json_bool(j, part->changed);
    if (date_known(part->since)) json_key(j, "since"), json_day(j, part->since);
    json_source(j, &part->source);
    json_close(j);
}

static void json_version(struct json *j, const struct clause_version *told) {
    json_open(j, '{');
    json_key(j, "v"), json_whole(j, 1);
    json_key(j, "line"), json_text(j, STR("rule"));
    json_key(j, "rule"), json_text(j, told->rule->name);
    json_key(j, "applies"), json_bool(j, told->version != NULL);
    json_words(j, "why_not", told->version ? (struct str){ 0 } : told->rule->why_not);
    if (told->version) {
        bool always = told->version->governs_from.day == DATE_FIRST.day;
        json_words(j, "force", str_from(force_name(told->version->force)));
        json_key(j, "from"), json_day(j, always ? DATE_NONE : told->version->governs_from);
        json_words(j, "instead_for", told->instead);
        json_words(j, "overlays", told->overlays);
        json_key(j, "dropped"), json_bool(j, told->dropped);
        json_key(j, "parts"), json_open(j, '[');
        for (size_t i = 0; i < told->part_count; i++) json_part(j, &told->parts[i]);
        json_close(j);
    }
    json_close(j);
    json_line(j);
}

void show_clause_json(struct arena *arena, struct buf *out, const struct policy *policy, const struct clause_view *view) {
    struct clause_parts parts;
    struct json j = json_begin(out);
    clause_parts_make(arena, policy, view->day, view->clause, view->rule, &parts);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("clause"));
    json_key(&j, "clause"), json_text(&j, parts.clause->number);
    json_key(&j, "title"), json_text(&j, parts.clause->title);
    json_key(&j, "text"), json_text(&j, parts.clause->text);
    json_key(&j, "basis"), json_text(&j, str_from(basis_name(parts.clause->basis)));
    json_key(&j, "as_of"), json_day(&j, view->day);
    json_source(&j, &parts.source);
    json_close(&j);
    json_line(&j);
    for (size_t i = 0; i < parts.version_count; i++) json_version(&j, &parts.versions[i]);
}
