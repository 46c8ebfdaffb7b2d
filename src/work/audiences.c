/* SPDX-License-Identifier: GPL-3.0-or-later
 * audiences - the word that shows who may see what; see audiences.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/audiences.h"

#include "base/guess.h"
#include "work/redact.h"
#include "work/rows.h"

struct asking {
    struct arena *arena;
    const struct audience_table *table;
    struct answer *answer;
    struct sheet *sheet;
};

static struct str withheld_words(struct arena *arena, const struct audience_table *table, const struct audience *audience) {
    struct buf text = { 0 };
    for (int i = 0; i < ABOUT_COUNT; i++)
        if (!audience_may(audience, (enum about)i)) buf_printf(&text, "%s%.*s", text.size ? ", " : "", STR_ARG(table->rows[i].name));
    struct str out = text.size ? str_copy(arena, buf_str(&text)) : STR("nothing");
    buf_free(&text);
    return out;
}

static bool sees_names(const struct audience *audience) { return audience_may_all(audience, ABOUT(ABOUT_NAME) | ABOUT(ABOUT_RECORDS)); }

static void list_all(struct asking *a) {
    a->sheet = sheet_new(a->arena, STR("audiences"), STR("Who reads, and what is withheld from whom"));
    sheet_column(a->sheet, STR("audience"), STR("Profile"), CELL_TEXT)->keep = true;
    sheet_column(a->sheet, STR("readers"), STR("Readers"), CELL_TEXT)->weak = true;
    sheet_column(a->sheet, STR("sees"), STR("Sees"), CELL_TEXT);
    sheet_column(a->sheet, STR("withheld"), STR("Withheld"), CELL_TEXT);
    for (size_t i = 0; i < a->table->count; i++) {
        const struct audience *audience = &a->table->at[i];
        sheet_row(a->sheet);
        sheet_text(a->sheet, audience->name);
        sheet_text(a->sheet, audience->title);
        if (!audience->profile) sheet_text(a->sheet, STR("what is made for it"));
        else if (sees_names(audience)) sheet_text(a->sheet, STR("pupils by name"));
        else sheet_text(a->sheet, str_format(a->arena, "counts from %lld on", (long long)a->table->fewest));
        sheet_text(a->sheet, withheld_words(a->arena, a->table, audience));
    }
    page_table(a->answer->page, a->sheet);
    page_paragraph(a->answer->page, STR("A school withholds more, or opens what is open to it, in audiences.lua.  Of notes the kind decides who reads them:  help readers"));
    answer_next(a->answer, "audiences tutor");
    answer_next(a->answer, "check --profile tutor");
}

/* "yes", "no", and whose word that is. */
static struct str may_words(const struct audience *audience, enum about about) {
    bool may = audience_may(audience, about), shipped = audience->shipped >> about & 1, open = audience->most >> about & 1;
    if (may && !shipped) return STR("yes, the school allows it");
    if (may) return STR("yes");
    if (shipped) return STR("no, the school withholds it");
    return open ? STR("no, a school may allow it") : STR("no");
}

static void of_audience(struct asking *a, const struct audience *audience) {
    a->sheet = sheet_new(a->arena, STR("audience"), str_format(a->arena, "What is shown to %.*s", STR_ARG(audience->title)));
    sheet_column(a->sheet, STR("field"), STR("Field"), CELL_TEXT)->keep = true;
    sheet_column(a->sheet, STR("about"), STR("What"), CELL_TEXT);
    sheet_column(a->sheet, STR("shown"), STR("Shown"), CELL_TEXT);
    for (int i = 0; i < ABOUT_COUNT; i++) {
        sheet_row(a->sheet);
        sheet_text(a->sheet, a->table->rows[i].name);
        sheet_text(a->sheet, a->table->rows[i].about);
        sheet_text(a->sheet, may_words(audience, (enum about)i));
    }
    page_table(a->answer->page, a->sheet);
    if (audience->profile) answer_next(a->answer, "check --profile %.*s", STR_ARG(audience->name));
}

static void of_field(struct asking *a, enum about about) {
    const struct audience_row *row = &a->table->rows[about];
    a->sheet = sheet_new(a->arena, STR("field"), str_format(a->arena, "Who is shown %.*s", STR_ARG(row->about)));
    sheet_column(a->sheet, STR("audience"), STR("Profile"), CELL_TEXT)->keep = true;
    sheet_column(a->sheet, STR("readers"), STR("Readers"), CELL_TEXT);
    sheet_column(a->sheet, STR("shown"), STR("Shown"), CELL_TEXT);
    for (size_t i = 0; i < a->table->count; i++) {
        sheet_row(a->sheet);
        sheet_text(a->sheet, a->table->at[i].name);
        sheet_text(a->sheet, a->table->at[i].title);
        sheet_text(a->sheet, may_words(&a->table->at[i], about));
    }
    page_table(a->answer->page, a->sheet);
    page_paragraph(a->answer->page, row->why);
}

static bool show(struct asking *a, struct str name, struct err *err) {
    struct str *names = arena_array(a->arena, struct str, a->table->count + ABOUT_COUNT);
    size_t count = 0;
    const struct audience *audience = audience_table_find(a->table, name);
    if (!name.size) return list_all(a), true;
    if (audience) return of_audience(a, audience), true;
    for (int i = 0; i < ABOUT_COUNT; i++)
        if (str_equal(a->table->rows[i].name, name)) return of_field(a, (enum about)i), true;
    for (size_t i = 0; i < a->table->count; i++) names[count++] = a->table->at[i].name;
    for (int i = 0; i < ABOUT_COUNT; i++) names[count++] = a->table->rows[i].name;
    struct str near = guess_nearest(name, names, count);
    err_set(err, CODE_NOTHING_SELECTED, "No audience and nothing that is told of a pupil is called '%.*s'.", STR_ARG(name));
    if (near.size) return err_next(err, "audiences %.*s", STR_ARG(near));
    return err_next(err, "audiences lists them");
}

bool audiences_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct asking a = { .arena = answer->arena, .answer = answer };
    struct str name = { 0 };
    for (size_t i = 0; i < call->part_count && !name.at; i++)
        if (!call->parts[i].phrase) name = str_trim(call->parts[i].text);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!audience_table_load(answer->arena, school->host, school->folder, school->kinds, &a.table, &answer->problems, &err))
        return answer->problems.errors ? answer_outcome(answer, problem_outcome(&answer->problems)), false : answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Who may see what"));
    if (!show(&a, name, &err)) return answer_fail(answer, &err);
    answer->result = a.sheet;
    rows_json(call, answer);
    return true;
}
