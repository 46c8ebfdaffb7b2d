/* SPDX-License-Identifier: GPL-3.0-or-later
 * import - see import.h.
 * Owns:  the order of things: files, tables, one transaction, the report.
 * Must not know: how cells become values.
 */
#include "work/import.h"

#include "base/file.h"
#include "base/utf8.h"
#include "store/intake.h"
#include "work/import_priv.h"

/* What the preview hands to apply. */
struct import_plan {
    int64_t state;
    struct str *paths, *digests; /* each file once, however many of its sheets are read */
    size_t count, tables;
};

void import_count(struct import_table *table, enum wrote wrote) {
    if (wrote == WROTE_ADDED) table->added++;
    else if (wrote == WROTE_CHANGED) table->changed++;
    else table->same++;
}

void import_say_once(struct importing *in, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str text = str_vformat(in->arena, format, args);
    va_end(args);
    uint32_t before = in->said.count;
    if (map_put(&in->said, text) == before) answer_note(in->answer, "%.*s", STR_ARG(text));
}

/* ---- which files ------------------------------------------------------------------------------------------------------- */

static bool readable_ending(struct str name) {
    static const char *const ENDINGS[] = { "csv", "txt", "tsv", "xlsx", "xlsm", "xml" };
    struct str ending = file_ending(name);
    for (size_t i = 0; i < COUNT_OF(ENDINGS); i++)
        if (str_equal_fold_ascii(ending, str_from(ENDINGS[i]))) return true;
    return false;
}

struct paths {
    struct str *at;
    size_t count, room;
};

static void add_path(struct arena *arena, struct paths *paths, struct str path) {
    if (paths->count == paths->room) {
        size_t room = paths->room ? paths->room * 2 : 32;
        struct str *wider = arena_array(arena, struct str, room);
        for (size_t i = 0; i < paths->count; i++) wider[i] = paths->at[i];
        paths->at = wider;
        paths->room = room;
    }
    paths->at[paths->count++] = str_copy(arena, path);
}

static bool add_folder(struct importing *in, struct paths *paths, const char *folder, struct err *err) {
    struct str *names;
    size_t count, before = paths->count;
    if (!file_list(in->arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (import_left_is_one(names[i])) import_say_once(in, "%.*s holds rows left out earlier: once they are mended, import it by its name.", STR_ARG(names[i]));
        else if (readable_ending(names[i])) add_path(in->arena, paths, str_from(file_join(in->arena, folder, str_c(in->arena, names[i]))));
        else import_say_once(in, "%.*s is left alone: CSV, XLSX and CTF files are read from a folder.", STR_ARG(names[i]));
    if (paths->count > before) return true;
    err_set(err, CODE_NOTHING_SELECTED, "The folder %s holds no file that can be read.", folder);
    return err_next(err, "export as CSV, XLSX or CTF into it");
}

static bool find_paths(struct importing *in, struct paths *paths, struct err *err) {
    for (size_t i = 0; i < in->call->part_count; i++) {
        if (in->call->parts[i].phrase) continue;
        const char *path = str_c(in->arena, in->call->parts[i].text);
        if (file_is_folder(path)) {
            if (!add_folder(in, paths, path, err)) return false;
        } else if (file_exists(path)) {
            add_path(in->arena, paths, str_from(path));
        } else {
            err_set(err, CODE_FILE, "There is no file '%s'.", path);
            return err_next(err, "give the path from where you are, or drag the file into the window");
        }
    }
    if (paths->count) return true;
    err_set(err, CODE_ARGUMENTS, "Which file should be read?");
    return err_next(err, "for example  import pupils.csv");
}

static bool load_recipe(struct importing *in, struct err *err) {
    struct str name = call_phrase(in->call, "as");
    if (!name.at) return true;
    const char *file = str_c(in->arena, str_format(in->arena, "imports/%.*s.lua", STR_ARG(name)));
    const char *path = school_path(in->arena, in->school, file);
    if (!file_exists(path)) {
        err_set(err, CODE_FILE, "There is no recipe '%.*s': %s is not there.", STR_ARG(name), file);
        return err_next(err, "leave 'as %.*s' away to have the columns guessed", STR_ARG(name));
    }
    struct node *all = arena_new(in->arena, struct node);
    const struct host *host = in->call->host;
    if (!host->data(host->self, in->arena, path, "recipe", all, &in->answer->problems, err)) return false;
    if (in->answer->problems.errors) return err_set(err, CODE_LOAD, "The recipe %s has a slip in it; nothing was read.", file);
    if (all->item_count != 1) return err_set(err, CODE_INCOMPLETE, "%s should hold one recipe \"%.*s\" { ... }.", file, STR_ARG(name));
    in->recipe = &all->items[0];
    return true;
}

static int by_order(const struct import_table *a, const struct import_table *b) {
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    return str_compare(a->path, b->path);
}

static void sort_tables(struct import_table *tables, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && by_order(&tables[k], &tables[k - 1]) < 0; k--) {
            struct import_table swap = tables[k];
            tables[k] = tables[k - 1];
            tables[k - 1] = swap;
        }
}

/* Every file is looked at, so that all that is wrong is said at once; false when any can not be read. */
static bool map_files(struct importing *in, const struct paths *paths) {
    bool good = true;
    for (size_t i = 0; i < paths->count; i++) {
        struct err err = { 0 };
        size_t before = in->table_count;
        bool fine = import_map_file(in, paths->at[i], &err);
        for (size_t k = before; fine && k < in->table_count; k++) fine = import_dates(in, &in->tables[k], false, &err);
        if (fine) continue;
        in->table_count = before;
        answer_fail(in->answer, &err);
        good = false;
    }
    for (size_t i = 0; i < in->table_count; i++) {
        struct err err = { 0 };
        if (import_dates(in, &in->tables[i], true, &err)) continue;
        answer_fail(in->answer, &err);
        good = false;
    }
    sort_tables(in->tables, in->table_count);
    return good;
}

/* ---- the run ------------------------------------------------------------------------------------------------------------- */

static bool open_import(const struct command_call *call, struct answer *answer, struct importing *in) {
    struct err err = { 0 };
    *in = (struct importing){ .call = call, .answer = answer, .arena = call->arena, .as_at = call->as_of, .first_term = DATE_NONE };
    in->said = map_make(in->arena);
    in->pupil_keys = map_make(in->arena);
    in->activity_refs = map_make(in->arena);
    if (!school_for(call, answer, SCHOOL_CALENDAR, &in->school)) return false;
    in->kinds = in->school->kinds;
    if (!call->host->module(call->host->self, in->arena, "columns", &in->settings, &err) || !load_recipe(in, &err))
        return answer_fail(answer, &err);
    size_t terms;
    const struct calendar_part *parts = calendar_terms(in->school->calendar, &terms);
    if (terms) in->first_term = calendar_school_day_after(in->school->calendar, parts[0].opens);
    return true;
}

static bool run_tables(struct importing *in, struct err *err) {
    static bool (*const TARGETS[])(struct importing *, struct import_table *, struct err *) = {
        import_pupils, import_staff, import_terms, import_activities, import_register, import_ticks, import_records, import_evidence, import_exemptions,
    };
    for (size_t i = 0; i < in->table_count; i++) {
        struct import_table *table = &in->tables[i];
        if (table->target == TARGET_STAFF && !date_known(in->first_term)) in->first_term = school_year_start(school_year_of(in->as_at));
        if (!TARGETS[table->target](in, table, err)) return err_wrap(err, "%.*s", STR_ARG(table->grid->title));
        /* Accounted for: whatever became of a row, it became exactly one thing. */
        bug_if(table->added + table->changed + table->same + table->held != table->rows);
    }
    return true;
}

static bool begin(struct importing *in, int64_t state, struct err *err) {
    struct change_request request = { .verb = STR("import"), .actor = in->call->actor, .state = state };
    if (!change_begin(in->arena, in->school, &request, &in->change, err)) return false;
    in->db = in->change->db;
    return true;
}

/* ---- the report ------------------------------------------------------------------------------------------------------------ */

static struct str used_as(struct importing *in, const struct import_table *table, const struct import_column *column) {
    if (table->target == TARGET_TICKS && !column->spec) return STR("an activity");
    struct str name = column->field;
    char *text = arena_copy(in->arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (text[i] == '_') text[i] = ' ';
    return (struct str){ text, name.size };
}

static struct str example(struct importing *in, const struct import_table *table, const struct import_column *column) {
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        const struct cell_place at = { table, column, row };
        struct str cell = import_cell(&at);
        struct date day;
        char text[DATE_LONG_SIZE];
        if (!cell.size) continue;
        bool is_day = column->as == AS_DAY || column->as == AS_BIRTHDAY;
        size_t before = in->answer->problems.count;
        if (!is_day || before >= PROBLEM_CAP || !date_read(cell, DATE_NONE, &day, &(struct err){ 0 })) return utf8_cut(cell, 40);
        if (column->dates == DATES_MONTH_FIRST) return utf8_cut(cell, 40);
        return str_format(in->arena, "%.*s = %s", STR_ARG(cell), date_short(day, text));
    }
    return STR("all blank");
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
        sheet_text(sheet, table->left_out[i]);
        sheet_text(sheet, STR("left out: I know no use for it"));
        sheet_text(sheet, STR(""));
    }
    page_table(page, sheet);
    if (marks > 3) page_paragraphf(page, "... and %zu more columns, one for each activity.", marks - 3);
}

static void show_table(struct importing *in, struct page *page, const struct import_table *table, bool columns) {
    const struct grid *grid = table->grid;
    struct str mended = grid->mended ? str_format(in->arena, " %u damaged names are mended.", grid->mended) : (struct str){ 0 };
    struct str titles = grid->header ? str_format(in->arena, " The headings are in row %u.", grid->rows[grid->header].line) : (struct str){ 0 };
    page_heading(page, 2, str_format(in->arena, "%.*s: %.*s", STR_ARG(grid->title), STR_ARG(table->about)));
    page_paragraphf(page, "%lld rows, read as %.*s.%.*s%.*s", (long long)table->rows, STR_ARG(grid->encoding), STR_ARG(titles), STR_ARG(mended));
    if (columns) show_columns(in, page, table);
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
    for (size_t i = 0; i < table->left_out_count && i < 8; i++)
        buf_printf(&left, "%s'%.*s'", i ? ", " : "", STR_ARG(table->left_out[i]));
    struct str heads = str_copy(in->arena, buf_str(&left));
    buf_free(&left);
    for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
        if (has_column(table, WANTED[i].field)) continue;
        page_paragraphf(page, "No column of %.*s holds %s, and %s.%s%.*s%s", STR_ARG(table->grid->title), WANTED[i].words,
                        WANTED[i].follows, heads.size ? " If it is one of " : "", STR_ARG(heads),
                        heads.size ? ", name it in a recipe (help import)." : "");
    }
}

static struct sheet *counts(struct importing *in) {
    struct sheet *sheet = sheet_new(in->arena, STR("import"), STR("What this does"));
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("rows"), STR("Rows"), CELL_WHOLE);
    sheet_column(sheet, STR("added"), STR("New"), CELL_WHOLE);
    sheet_column(sheet, STR("changed"), STR("Changed"), CELL_WHOLE);
    sheet_column(sheet, STR("same"), STR("As before"), CELL_WHOLE);
    sheet_column(sheet, STR("left_out"), STR("Left out"), CELL_WHOLE);
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
    }
    return sheet;
}

struct sums {
    int64_t added, changed, same, held;
};

static struct sums sum(const struct importing *in) {
    struct sums all = { 0 };
    for (size_t i = 0; i < in->table_count; i++) {
        all.added += in->tables[i].added;
        all.changed += in->tables[i].changed;
        all.same += in->tables[i].same;
        all.held += in->tables[i].held;
    }
    return all;
}

static bool needs_others(const struct importing *in) {
    for (size_t i = 0; i < in->table_count; i++)
        if (in->tables[i].target == TARGET_REGISTER || in->tables[i].target == TARGET_TICKS) return true;
    return false;
}

static void say_outcome(struct importing *in, struct page *page, const struct sums *all, bool preview, int64_t step) {
    bool none = all->added + all->changed == 0;
    if (none && all->same == 0 && all->held)
        page_paragraphf(page, "Nothing could be read from it: nothing changes.%s",
                        needs_others(in) ? " Registers need their pupils and activities first: import those files before this one, or with it." : "");
    else if (none)
        page_paragraph(page, STR("Everything in it is already there: nothing changes."));
    else if (preview)
        page_paragraphf(page, "This adds %lld and changes %lld rows. Nothing has been changed yet.", (long long)all->added, (long long)all->changed);
    else {
        page_paragraphf(page, "Step %lld: %lld rows are new, %lld changed.", (long long)step, (long long)all->added, (long long)all->changed);
        answer_next(in->answer, "check");
        answer_next(in->answer, "undo");
    }
}

static void report(struct importing *in, bool preview, int64_t step) {
    struct answer *answer = in->answer;
    struct page *page = answer->page = page_new(in->arena, STR("Import"));
    struct sums all = sum(in);
    for (size_t i = 0; preview && i < in->table_count; i++) show_table(in, page, &in->tables[i], in->table_count <= 3 || call_has(in->call, "columns"));
    for (size_t i = 0; i < in->table_count; i++) show_lacks(in, page, &in->tables[i]);
    answer->result = counts(in);
    page_table(page, answer->result);
    if (all.held) {
        if (preview) page_paragraphf(page, "%lld row%s left out; each is named above with its reason.", (long long)all.held, all.held == 1 ? " is" : "s are");
        else import_left_write(in, page);
        answer_outcome(answer, OUTCOME_DOUBT);
    }
    answer_outcome(answer, problem_outcome(&answer->problems));
    say_outcome(in, page, &all, preview, step);
}

static struct str *digest_of(const struct import_plan *plan, struct str path) {
    for (size_t i = 0; i < plan->count; i++)
        if (str_equal(plan->paths[i], path)) return &plan->digests[i];
    return NULL;
}

static void note_files(struct importing *in, struct import_plan *plan) {
    plan->tables = in->table_count;
    plan->paths = arena_array(in->arena, struct str, in->table_count + 1);
    plan->digests = arena_array(in->arena, struct str, in->table_count + 1);
    for (size_t i = 0; i < in->table_count; i++) {
        if (digest_of(plan, in->tables[i].path)) continue;
        plan->paths[plan->count] = in->tables[i].path;
        plan->digests[plan->count++] = in->tables[i].digest;
    }
}

bool import_run(const struct command_call *call, struct answer *answer) {
    struct importing in;
    struct paths paths = { 0 };
    struct err err = { 0 };
    if (!open_import(call, answer, &in)) return false;
    if (!find_paths(&in, &paths, &err)) return answer_fail(answer, &err);
    if (!map_files(&in, &paths)) return false;
    struct import_plan *plan = arena_new(in.arena, struct import_plan);
    if (!begin(&in, VALUE_NONE, &err)) return answer_fail(answer, &err);
    bool good = db_state(in.db, &plan->state, &err) && run_tables(&in, &err);
    change_cancel(in.change);
    arena_free(&in.row);
    if (!good) return answer_fail(answer, &err);
    report(&in, true, 0);
    struct sums all = sum(&in);
    note_files(&in, plan);
    answer->plan = plan;
    bool changes = all.added + all.changed > 0;
    answer->waits = changes || all.held > 0;
    answer->question = changes ? STR("Go ahead?") : STR("Write the rows left out, with the reasons, to a workbook in imports/?");
    return true;
}

/* ---- apply --------------------------------------------------------------------------------------------------------------------- */

static bool same_files(struct importing *in, const struct import_plan *plan) {
    struct err err = { 0 };
    bool same = in->table_count == plan->tables;
    for (size_t i = 0; same && i < in->table_count; i++) {
        const struct str *digest = digest_of(plan, in->tables[i].path);
        same = digest && str_equal(in->tables[i].digest, *digest);
    }
    if (same) return true;
    err_set(&err, CODE_STALE_PREVIEW, "A file changed since the preview; nothing was done.");
    err_next(&err, "import it again and look at the new preview");
    return answer_fail(in->answer, &err);
}

static bool note_intakes(struct importing *in, struct err *err) {
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        if (table->added + table->changed == 0) continue;
        struct str recipe = call_phrase(in->call, "as");
        struct intake row = { .at = in->change->at, .recipe = recipe.at ? recipe : STR(""), .file = table->grid->title, .digest = table->digest,
                              .as_at = in->as_at, .rows = table->rows, .added = table->added, .changed = table->changed, .same = table->same,
                              .left_out = table->held, .blank = table->grid->blank_rows, .step = VALUE_NONE };
        int64_t id;
        if (!intake_add(in->db, &row, &id, err)) return false;
    }
    return true;
}

static bool commit(struct importing *in, struct change_done *done, struct err *err) {
    struct sums all = sum(in);
    struct str about = str_format(in->arena, "files=%zu added=%lld changed=%lld left_out=%lld", in->table_count, (long long)all.added,
                                  (long long)all.changed, (long long)all.held);
    struct str step = in->table_count == 1 ? str_format(in->arena, "%.*s: %lld rows", STR_ARG(in->tables[0].grid->title), (long long)(all.added + all.changed))
                                           : str_format(in->arena, "%zu files: %lld rows", in->table_count, (long long)(all.added + all.changed));
    in->change->after = in->tables[0].digest;
    return change_commit(in->change, about, step, done, err);
}

bool import_apply(const struct command_call *call, struct answer *answer) {
    struct importing in;
    struct err err = { 0 };
    struct change_done done = { 0 };
    const struct import_plan *plan = answer->plan;
    struct paths paths = { plan->paths, plan->count, plan->count };
    /* The preview has said what is wrong with the files; the run says it again only if it ends differently. */
    answer->problems = (struct problems){ .arena = answer->arena };
    answer->note_count = answer->next_count = 0;
    answer->outcome = OUTCOME_DONE;
    if (!open_import(call, answer, &in) || !map_files(&in, &paths) || !same_files(&in, plan)) return false;
    if (!begin(&in, plan->state, &err)) return answer_fail(answer, &err);
    bool good = run_tables(&in, &err) && note_intakes(&in, &err);
    struct sums all = sum(&in);
    if (!good || all.added + all.changed == 0) change_cancel(in.change);
    else good = commit(&in, &done, &err);
    arena_free(&in.row);
    if (!good) return answer_fail(answer, &err);
    report(&in, false, done.step);
    answer->problems = (struct problems){ .arena = answer->arena };
    answer->note_count = 0;
    answer->waits = false;
    return true;
}
