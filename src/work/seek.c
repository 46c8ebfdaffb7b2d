/* SPDX-License-Identifier: GPL-3.0-or-later
 * seek - `find`; see seek.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/seek.h"

#include "base/utf8.h"
#include "store/find.h"
#include "work/list.h"
#include "work/redact.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/suggest.h"
#include "work/typed.h"
#include "work/wording.h"

#define MOST 200

struct seeking {
    const struct command_call *call;
    struct answer *answer;
    struct school *school;
    struct sheet *sheet;
    struct str words;
    bool data, names;
    struct viewer viewer;         /* who reads it */
};

static struct str words_of(const struct command_call *call) {
    struct buf text = { 0 };
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) buf_printf(&text, "%s%.*s", text.size ? " " : "", STR_ARG(call->parts[i].text));
    struct str copy = str_trim(str_copy(call->arena, buf_str(&text)));
    buf_free(&text);
    return copy;
}

static void columns(struct seeking *s) {
    s->sheet = sheet_new(s->answer->arena, STR("found"), (struct str){ 0 });
    if (s->data) sheet_column(s->sheet, STR("key"), STR("Key"), CELL_TEXT);
    sheet_column(s->sheet, STR("name"), STR("Found"), CELL_TEXT)->keep = true;
    sheet_column(s->sheet, STR("kind"), STR("What it is"), CELL_TEXT);
    sheet_column(s->sheet, STR("about"), STR("More"), CELL_TEXT);
    if (!s->data) sheet_column(s->sheet, STR("type"), STR("Type this"), CELL_TEXT)->weak = true;
}

struct hit {
    struct str key, name, about, type;
    const char *kind;
    bool person;
};

static void add(struct seeking *s, const struct hit *hit) {
    sheet_row(s->sheet);
    if (s->data) sheet_text(s->sheet, hit->key);
    if (hit->person && !s->names) sheet_empty(s->sheet);
    else sheet_text(s->sheet, hit->name);
    sheet_text(s->sheet, str_from(hit->kind));
    if (hit->about.size) sheet_text(s->sheet, hit->about);
    else sheet_none(s->sheet, STR("nothing more"));
    if (!s->data) sheet_text(s->sheet, hit->type);
}

/* A record tells what its kind tells; of other things a profile sees names or it does not. */
static bool may_see(const struct seeking *s, const struct found *found) {
    struct str kind, day;
    struct err unheard = { 0 };
    if (redact_sees_all(&s->viewer) || found->what == FIND_ORGANISATIONS) return true;
    if (found->what == FIND_STAFF) return redact_may(&s->viewer, ABOUT_STAFF);
    if (found->what == FIND_PUPILS) return redact_names(&s->viewer);
    str_cut(found->about, ',', &kind, &day);
    int32_t at = kinds_find(s->school->kinds, kind);
    return at != FIELD_ABSENT && redact_kind(&s->viewer, &s->school->kinds->kinds[at], &unheard);
}

static struct hit hit_of(struct seeking *s, const struct found *found) {
    struct arena *arena = s->answer->arena;
    struct str kind, day;
    struct hit hit = { .key = str_format(arena, "%lld", (long long)found->id), .name = found->name, .about = found->about };
    switch (found->what) {
    case FIND_PUPILS:
        if (!redact_may(&s->viewer, ABOUT_GROUP)) hit.about = (struct str){ 0 };
        hit.kind = "pupil";
        hit.person = true;
        if (!found->current && !s->data) hit.about = str_format(arena, "%.*s%snot on roll", STR_ARG(hit.about), hit.about.size ? ", " : "");
        if (!s->data) hit.type = str_format(arena, "show \"%.*s\"", STR_ARG(resolve_pupil_words(s->school, arena, s->call->as_of, found->id)));
        break;
    case FIND_STAFF:
        hit.kind = "staff";
        hit.person = true;
        hit.type = str_format(arena, "remind %.*s", STR_ARG(found->about.size ? found->about : found->name));
        break;
    case FIND_ORGANISATIONS:
        hit.kind = "organisation";
        hit.type = str_format(arena, "list activities with \"%.*s\"", STR_ARG(found->name));
        break;
    case FIND_ACTIVITIES:
    case FIND_EVERYTHING:
        hit.kind = "record";
        if (!s->data && str_cut(found->about, ',', &kind, &day)) { /* what it is, its number and its day */
            hit.kind = str_c(arena, typed_word(arena, kind));
            hit.about = str_format(arena, "#%lld,%.*s", (long long)found->id, STR_ARG(day));
        }
        hit.type = str_format(arena, "show %lld", (long long)found->id);
        break;
    }
    return hit;
}

/* A policy that can not be read takes the clauses away, and nothing else. */
static void add_clauses(struct seeking *s) {
    struct problems unheard = { .arena = s->answer->arena };
    struct err err = { 0 };
    if (!school_load(s->school, SCHOOL_POLICY, s->call->as_of, &unheard, &err)) {
        answer_note(s->answer, "The policy can not be read, so clauses were not looked through:  policy check  says why.");
        return;
    }
    const struct policy *policy = s->school->policy;
    for (size_t i = 0; i < policy->clause_count && s->sheet->row_count < MOST; i++) {
        const struct clause *clause = &policy->clauses[i];
        bool number = str_starts(clause->number, str_c(s->answer->arena, s->words));
        if (!clause->applies || clause->dropped || (!number && !suggest_fits(s->answer->arena, s->words, clause->title))) continue;
        add(s, &(struct hit){ .key = clause->number, .name = clause->title, .kind = "clause", .about = clause->number,
                              .type = str_format(s->answer->arena, "show %.*s", STR_ARG(clause->number)) });
    }
}

/* A sort of record, or one of the lists, by its name: it is listed, not found. */
static void add_lists(struct seeking *s) {
    struct arena *arena = s->answer->arena;
    const struct kinds *kinds = s->school->kinds;
    int32_t at = list_kind_named(arena, kinds, s->words);
    struct str folded = utf8_fold(arena, s->words);
    if (at != FIELD_ABSENT) {
        const struct kind *kind = &kinds->kinds[at];
        add(s, &(struct hit){ .key = kind->name, .name = typed_word(arena, kind->name), .kind = "list", .about = kind->about, .type = str_format(arena, "list %.*s", STR_ARG(kind->name)) });
    }
    for (size_t i = 0; at == FIELD_ABSENT && LIST_WORDS[i].name; i++)
        if (str_is(folded, LIST_WORDS[i].name))
            add(s, &(struct hit){ .key = str_from(LIST_WORDS[i].name), .name = str_from(LIST_WORDS[i].name), .kind = "list", .about = str_from(LIST_WORDS[i].about),
                                  .type = str_format(arena, "list %s", LIST_WORDS[i].name) });
}

static bool nothing(struct seeking *s) {
    struct err err = { 0 };
    if (redact_sees_all(&s->viewer)) err_set(&err, CODE_NOTHING_SELECTED, "Nothing here is called '%.*s'.", STR_ARG(s->words));
    else err_set(&err, CODE_NOTHING_SELECTED, "Nothing that is shown to %.*s is called '%.*s'.", STR_ARG(s->viewer.audience->title), STR_ARG(s->words));
    err_next(&err, "The beginnings of words are enough:  find luk dvo;  list  alone shows what the records hold");
    return answer_fail(s->answer, &err);
}

bool seek_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct found *found;
    struct found_form *forms;
    size_t count, form_count;
    bool more = false;
    struct seeking s = { .call = call, .answer = answer, .data = call->json || call->csv, .words = words_of(call) };
    s.names = call->names || !s.data;
    if (!school_for(call, answer, SCHOOL_RECORDS, &s.school)) return false;
    if (!redact_viewer(call, s.school, &s.viewer, &err)) return answer_fail(answer, &err);
    if (!s.words.size) {
        err_set(&err, CODE_ARGUMENTS, "What should be found?");
        err_next(&err, "find TEXT, for example  find tug");
        return answer_fail(answer, &err);
    }
    columns(&s);
    add_lists(&s);
    if (!find_forms(s.school->db, answer->arena, s.words, call->as_of, &forms, &form_count, &err)
        || !find_words(s.school->db, answer->arena, s.words, FIND_EVERYTHING, call->as_of, MOST, &found, &count, &more, &err))
        return answer_fail(answer, &err);
    for (size_t i = 0; redact_names(&s.viewer) && i < form_count; i++) {
        struct str pupils = count_of(answer->arena, forms[i].pupils, "pupil", "pupils");
        add(&s, &(struct hit){ .key = forms[i].name, .name = forms[i].name, .kind = "form", .about = pupils,
                               .type = str_format(answer->arena, "check %.*s", STR_ARG(forms[i].name)) });
    }
    for (size_t i = 0; i < count; i++) {
        struct hit hit = hit_of(&s, &found[i]);
        if (may_see(&s, &found[i])) add(&s, &hit);
    }
    add_clauses(&s);
    if (!s.sheet->row_count) return nothing(&s);
    answer->page = page_new(answer->arena, STR("Found"));
    answer->result = s.sheet;
    page_table(answer->page, s.sheet);
    if (more) page_paragraphf(answer->page, "There are more than %d: write more of the name.", MOST);
    /* Said whether or not anything was left out: else it would tell that somebody is here. */
    if (!redact_sees_all(&s.viewer)) page_paragraphf(answer->page, "What is withheld from %.*s is left out.", STR_ARG(s.viewer.audience->title));
    if (!s.data) answer_next(answer, "%.*s", STR_ARG(sheet_at(s.sheet, 0, s.sheet->column_count - 1)->text));
    rows_json(call, answer);
    return true;
}
