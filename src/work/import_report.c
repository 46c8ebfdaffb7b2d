/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_report - what an import did or would do, for people and programs.
 * Owns:  nothing.
 * Must not know: how cells become values.
 */
#include "base/utf8.h"
#include "work/import_priv.h"

/* By enum left_why. */
static const char *const WHY[] = { "left out: I know no use for it", "left out: no clause you use needs it", "left out: the recipe says so" };

static struct str used_as(struct importing *in, const struct import_table *table, const struct import_column *column) {
    if (table->target == TARGET_TICKS && !column->spec) return STR("an activity");
    struct str name = column->field;
    char *text = arena_copy(in->arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (text[i] == '_') text[i] = ' ';
    if (column->as == AS_YEAR_OF_FORM) return STR("year, by the number in front");
    if (column->unasked) return str_format(in->arena, "%.*s, only because the recipe names it", (int)name.size, text);
    return (struct str){ text, name.size };
}

/* How many rows have it, and nothing of what it says. */
static struct str hidden_example(struct importing *in, const struct import_table *table, const struct import_column *column) {
    uint32_t filled = 0;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) filled += import_cell(&(struct cell_place){ table, column, row }).size > 0;
    return filled ? str_format(in->arena, "not shown; %u filled", filled) : STR("all blank");
}

static struct str example(struct importing *in, const struct import_table *table, const struct import_column *column) {
    if (import_need_is_private(in, table, column)) return hidden_example(in, table, column);
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        const struct cell_place at = { table, column, row };
        struct str cell = import_cell(&at);
        struct date day;
        char text[DATE_LONG_SIZE];
        if (!cell.size) continue;
        bool is_day = column->as == AS_DAY || column->as == AS_BIRTHDAY;
        if (!is_day || !import_day_read(in, &at, &day)) return utf8_cut(cell, 40);
        return str_format(in->arena, "%.*s = %s", STR_ARG(cell), date_short(day, text));
    }
    return STR("all blank");
}

/* Where the columns are not shown one by one. */
static void name_unasked(struct importing *in, struct page *page, const struct import_table *table) {
    struct buf names = { 0 };
    for (size_t i = 0; i < table->left_out_count; i++)
        if (table->left_out[i].why == LEFT_NOT_ASKED) buf_printf(&names, "%s'%.*s'", names.size ? ", " : "", STR_ARG(table->left_out[i].heading));
    if (names.size) page_paragraphf(page, "Left out, as no clause you use needs it: %.*s.", STR_ARG(str_copy(in->arena, buf_str(&names))));
    buf_free(&names);
}

static void show_columns(struct importing *in, struct page *page, const struct import_table *table) {
    struct sheet *sheet = sheet_new(in->arena, table->name, (struct str){ 0 });
    sheet_column(sheet, STR("column"), STR("Your column"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("used_as"), STR("I use it as"), CELL_TEXT);
    sheet_column(sheet, STR("example"), STR("Example"), CELL_TEXT);
    size_t marks = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->target == TARGET_TICKS && !table->columns[i].spec && ++marks > 3) continue;
        sheet_row(sheet);
        sheet_text(sheet, table->columns[i].heading);
        sheet_text(sheet, used_as(in, table, &table->columns[i]));
        sheet_text(sheet, example(in, table, &table->columns[i]));
    }
    for (size_t i = 0; i < table->left_out_count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, table->left_out[i].heading);
        sheet_text(sheet, str_from(WHY[table->left_out[i].why]));
        sheet_text(sheet, STR(""));
    }
    page_table(page, sheet);
    if (marks > 3) page_paragraphf(page, "... and %zu more columns, one for each activity.", marks - 3);
}

static void show_table(struct importing *in, struct page *page, const struct import_table *table, bool columns) {
    const struct grid *grid = table->grid;
    if (table->target == TARGET_PASSPORT) {
        import_passport_show(in, page, table);
        return;
    }
    struct str mended = grid->mended ? str_format(in->arena, " %u damaged names are mended.", grid->mended) : (struct str){ 0 };
    struct str titles = grid->header ? str_format(in->arena, " The headings are in row %u.", grid_row(grid, grid->header).line) : (struct str){ 0 };
    page_heading(page, 2, str_format(in->arena, "%.*s: %.*s", STR_ARG(grid->title), STR_ARG(table->about)));
    page_paragraphf(page, "%lld rows, read as %.*s.%.*s%.*s", (long long)table->rows, STR_ARG(grid->encoding), STR_ARG(titles), STR_ARG(mended));
    if (table->unsure)
        page_paragraphf(page, "I am not sure that this is a file of %.*s. If it is something else, say so:  import %.*s into KIND   (help recipe lists the sorts)", STR_ARG(table->about),
                        STR_ARG(import_recipe_typed(in, grid->name)));
    if (columns) show_columns(in, page, table);
    else name_unasked(in, page, table);
}

static bool has_column(const struct import_table *table, const char *field) {
    for (size_t i = 0; i < table->column_count; i++)
        if (str_is(table->columns[i].field, field)) return true;
    return false;
}

/* What pupils can hardly do without, said on the preview and again when it is done. */
static void show_lacks(struct importing *in, struct page *page, const struct import_table *table) {
    static const struct {
        const char *field, *words, *follows;
    } WANTED[] = {
        { "form", "the form", "tutors are found by it" },
        { "upn", "the UPN", "registers and later exports find their pupils by it" },
        { "dob", "the date of birth", "ages and the pupils of other files are found by it" },
    };
    struct buf left = { 0 };
    if (table->target != TARGET_PUPILS) return;
    for (size_t i = 0, named = 0; i < table->left_out_count && named < 8; i++)
        if (table->left_out[i].why == LEFT_NO_USE) buf_printf(&left, "%s'%.*s'", named++ ? ", " : "", STR_ARG(table->left_out[i].heading));
    struct str heads = str_copy(in->arena, buf_str(&left));
    buf_free(&left);
    for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
        if (has_column(table, WANTED[i].field)) continue;
        page_paragraphf(page, "No column of %.*s holds %s, and %s.%s%.*s%s", STR_ARG(table->grid->title), WANTED[i].words,
                        WANTED[i].follows, heads.size ? " If it is one of " : "", STR_ARG(heads),
                        heads.size ? ", name it in a recipe (help recipe)." : "");
    }
}

/* The column is for programs, and for people where there is something to say. */
static bool says_unused(const struct importing *in) {
    bool says = in->call->json || in->call->csv;
    for (size_t i = 0; i < in->table_count; i++) says = says || in->tables[i].unused > 0;
    return says;
}

static struct sheet *counts(struct importing *in) {
    bool unused = says_unused(in);
    struct sheet *sheet = sheet_new(in->arena, STR("import"), STR("What this does"));
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("rows"), STR("Rows"), CELL_WHOLE)->weak = true;
    sheet_column(sheet, STR("added"), STR("New"), CELL_WHOLE);
    sheet_column(sheet, STR("changed"), STR("Changed"), CELL_WHOLE);
    sheet_column(sheet, STR("same"), STR("As before"), CELL_WHOLE)->weak = true;
    sheet_column(sheet, STR("left_out"), STR("Left out"), CELL_WHOLE);
    if (unused) sheet_column(sheet, STR("not_used"), STR("Not used"), CELL_WHOLE);
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        sheet_row(sheet);
        sheet_text(sheet, table->grid->title);
        sheet_text(sheet, table->name);
        sheet_whole(sheet, table->rows);
        sheet_whole(sheet, table->added);
        sheet_whole(sheet, table->changed);
        sheet_whole(sheet, table->same);
        sheet_whole(sheet, table->held);
        if (unused) sheet_whole(sheet, table->unused);
    }
    return sheet;
}

struct import_sums import_report_sums(const struct importing *in) {
    struct import_sums all = { .left = import_diff_left(in), .agreed = import_hand_agreed(in) };
    for (size_t i = 0; i < in->table_count; i++) {
        all.added += in->tables[i].added;
        all.changed += in->tables[i].changed;
        all.same += in->tables[i].same;
        all.held += in->tables[i].held;
        all.unwritten += in->tables[i].unwritten;
    }
    return all;
}

static bool has_register(const struct importing *in) {
    for (size_t i = 0; i < in->table_count; i++)
        if (in->tables[i].target == TARGET_REGISTER || in->tables[i].target == TARGET_TICKS) return true;
    return false;
}

/* In which order files are read, where rows were left out because that was not kept. */
static void say_order(struct importing *in, struct page *page) {
    if (in->other_names || !in->lacks) return;
    if (has_register(in)) page_paragraph(page, STR("Registers need their pupils and activities first: import those files before this one, or with it."));
    else page_paragraph(page, STR("Records need their pupils first: import the pupils before this file, or with it."));
}

static void say_outcome(struct importing *in, struct page *page, const struct import_sums *all, bool preview, int64_t step) {
    bool none = all->added + all->changed + all->left + all->agreed == 0;
    struct str left = { 0 };
    if (all->left)
        left = str_format(in->arena, preview ? ", and marks %lld pupil%s as left" : "; %lld pupil%s marked as left", (long long)all->left, all->left == 1 ? "" : "s");
    if (none && all->same == 0 && all->held && all->held == all->unwritten)
        page_paragraph(page, STR("There is nothing else in it: nothing changes."));
    else if (none && all->same == 0 && all->held)
        page_paragraph(page, STR("Nothing could be read from it: nothing changes."));
    else if (none && all->held)
        page_paragraph(page, STR("What could be read of it is already there: nothing changes."));
    else if (none)
        page_paragraph(page, STR("Everything in it is already there: nothing changes."));
    else if (preview)
        page_paragraphf(page, "This adds %lld and changes %lld rows%.*s. Nothing has been changed yet.", (long long)all->added, (long long)all->changed, STR_ARG(left));
    else {
        page_paragraphf(page, "Step %lld: %lld rows are new, %lld changed%.*s.", (long long)step, (long long)all->added, (long long)all->changed, STR_ARG(left));
        answer_next(in->answer, "check");
        answer_next(in->answer, "undo");
    }
}

static void show_doubled(struct importing *in, struct page *page) {
    for (size_t i = 0; i < in->table_count; i++) {
        int64_t rows = in->tables[i].doubled;
        if (rows == 1) page_paragraphf(page, "1 row of %.*s is there twice and was taken once.", STR_ARG(in->tables[i].grid->title));
        else if (rows) page_paragraphf(page, "%lld rows of %.*s are there more than once and were taken once.", (long long)rows, STR_ARG(in->tables[i].grid->title));
    }
}

void import_report(struct importing *in, bool preview, int64_t step) {
    struct answer *answer = in->answer;
    struct page *page = answer->page = page_new(in->arena, STR("Import"));
    struct import_sums all = import_report_sums(in);
    for (size_t i = 0; preview && i < in->table_count; i++) show_table(in, page, &in->tables[i], in->table_count <= 3 || call_has(in->call, "columns"));
    for (size_t i = 0; i < in->table_count; i++) show_lacks(in, page, &in->tables[i]);
    import_diff_show(in, page);
    import_staff_show(in, page);
    import_change_show(in, page);
    import_hand_show(in, page);
    show_doubled(in, page);
    answer->result = counts(in);
    page_table(page, answer->result);
    if (all.held) {
        int64_t written = all.held - all.unwritten;
        if (preview && written)
            page_paragraphf(page, "%lld row%s left out, for the reasons above; go on, and a workbook in imports/ has %s.", (long long)written,
                            written == 1 ? " is" : "s are", written == 1 ? "it, with its reason" : "each with its reason");
        else if (!preview) import_left_write(in, page);
        say_order(in, page);
        answer_outcome(answer, OUTCOME_DOUBT);
    }
    import_erased_show(in, page, preview);
    if (in->roll.doubt_count) answer_outcome(answer, OUTCOME_DOUBT);
    answer_outcome(answer, problem_outcome(&answer->problems));
    say_outcome(in, page, &all, preview, step);
}

