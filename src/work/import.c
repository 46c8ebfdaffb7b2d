/* SPDX-License-Identifier: GPL-3.0-or-later
 * import - see import.h.
 * Owns:  the order of things: files, tables, one transaction, the report.
 * Must not know: how cells become values.
 */
#include "work/import.h"

#include "base/file.h"
#include "base/utf8.h"
#include "store/intake.h"
#include "work/backup.h"
#include "work/import_priv.h"
#include "work/seal.h"

#define PASSPORT_FILE_MOST ((size_t)8 << 20)

/* What the preview hands to apply. */
struct import_plan {
    int64_t state;
    bool large;                  /* a copy of the records is made first */
    struct str *paths, *digests; /* each file once, however many of its sheets are read */
    size_t count;
    struct import_table *tables; /* as they were read, before anything was counted */
    size_t table_count;
};

void import_count(struct import_table *table, enum wrote wrote) {
    if (wrote == WROTE_ADDED) table->added++;
    else if (wrote == WROTE_CHANGED) table->changed++;
    else table->same++;
}

bool import_next_of(struct importing *in, size_t done, size_t all, struct err *err) {
    arena_reset(&in->row);
    if (done % 500) return true;
    tick_at(in->call->tick, in->trial ? "Comparing" : "Writing", "rows", done, all);
    return change_rest(in->change, err);
}

bool import_next(struct importing *in, const struct import_table *table, uint32_t row, struct err *err) {
    uint32_t first = table->grid->header + 1;
    return import_next_of(in, row - first, table->grid->row_count - first, err);
}

bool import_rows_equal(const struct import_table *table, uint32_t a, uint32_t b) {
    uint32_t x = grid_row(table->grid, a).cell_count, y = grid_row(table->grid, b).cell_count, most = x > y ? x : y;
    for (uint32_t c = 0; c < most; c++)
        if (!str_equal(grid_at(table->grid, a, c), grid_at(table->grid, b, c))) return false;
    return true;
}

void import_double(struct import_table *table) {
    table->doubled++;
    table->same++;
}

bool import_flag(const struct import_table *table, const char *name) {
    const struct node *flag = node_field(table->spec, name);
    return flag && flag->yes;
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

/* Other data files in JSON lie in many a folder: only what says that it is a passport is taken. */
static bool is_passport(struct importing *in, const char *folder, struct str name) {
    struct str bytes;
    struct err unheard = { 0 };
    if (!str_equal_fold_ascii(file_ending(name), STR("json"))) return false;
    return file_read(in->arena, file_join(in->arena, folder, str_c(in->arena, name)), PASSPORT_FILE_MOST, &bytes, &unheard) && import_passport_is_one(bytes);
}

static bool add_folder(struct importing *in, struct paths *paths, const char *folder, struct err *err) {
    struct str *names;
    size_t count, before = paths->count;
    if (!file_list(in->arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (import_left_is_one(names[i]) && str_ends(names[i], ".html")) continue;
        else if (import_left_is_one(names[i])) import_say_once(in, "%.*s holds rows left out earlier: once they are mended, import it by its name.", STR_ARG(names[i]));
        else if (readable_ending(names[i]) || is_passport(in, folder, names[i])) add_path(in->arena, paths, str_from(file_join(in->arena, folder, str_c(in->arena, names[i]))));
        else import_say_once(in, "%.*s is left alone: CSV, XLSX and CTF files are read from a folder.", STR_ARG(names[i]));
    if (paths->count > before) return true;
    err_set(err, CODE_NOTHING_SELECTED, "The folder %s holds no file that can be read.", folder);
    return err_next(err, "export as CSV, XLSX or CTF into it");
}

/* What was said to a question at the terminal. */
static bool is_answer(struct str part) { return str_starts(part, "accept=") || str_starts(part, "dates=") || str_starts(part, "school=") || import_ask_is_answer(part); }

static bool find_paths(struct importing *in, struct paths *paths, struct err *err) {
    struct str newest = { 0 };
    for (size_t i = 0; i < in->call->part_count; i++) {
        if (in->call->parts[i].phrase || is_answer(in->call->parts[i].text)) continue;
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
    if (!import_recipe_file(in, &newest, err)) return false;
    if (newest.size) {
        add_path(in->arena, paths, newest);
        return true;
    }
    err_set(err, CODE_ARGUMENTS, "Which file should be read?");
    return err_next(err, "for example  import pupils.csv");
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

/* At a terminal the order of the dates is asked for, once; the answer comes as a part, and `?` when there was none. */
static bool ask_dates(struct importing *in, const struct err *err) {
    static const struct str VALUES[] = { STR_INIT("day first"), STR_INIT("month first") };
    struct answer_ask *ask = arena_new(in->arena, struct answer_ask);
    struct str *labels = arena_array(in->arena, struct str, 2), cell = import_cell(&in->open_dates);
    for (size_t i = 0; i < in->call->part_count; i++)
        if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, "dates=")) return false;
    if (!import_ask_may(in)) return false;
    labels[0] = str_format(in->arena, "the day first: %.*s is day, month, year", STR_ARG(cell));
    labels[1] = str_format(in->arena, "the month first: %.*s is month, day, year", STR_ARG(cell));
    *ask = (struct answer_ask){ .question = str_format(in->arena, "%s Which is it? With  as NAME --save  the answer is kept.", err->text), .labels = labels,
                                .values = VALUES, .count = 2, .prefix = STR("dates="), .otherwise = STR("?") };
    in->answer->ask = ask;
    return true;
}

/* Every file is looked at, so that all that is wrong is said at once; false when any can not be read. */
static bool map_files(struct importing *in, const struct paths *paths) {
    bool good = true;
    for (size_t i = 0; i < paths->count; i++) {
        struct err err = { 0 };
        size_t before = in->table_count;
        bool fine = import_map_file(in, paths->at[i], &err);
        for (size_t k = before; fine && k < in->table_count; k++)
            fine = import_transfer_fits(in, &in->tables[k], &err) && import_recipe_fits(in, &in->tables[k], &err)
                   && import_dates(in, &in->tables[k], false, &err);
        if (fine) continue;
        if (in->answer->ask) return false;
        in->table_count = before;
        answer_fail(in->answer, &err);
        good = false;
    }
    for (size_t i = 0; i < in->table_count; i++) {
        struct err err = { 0 };
        if (import_dates(in, &in->tables[i], true, &err)) continue;
        if (in->open_dates.table && ask_dates(in, &err)) return false;
        answer_fail(in->answer, &err);
        good = false;
    }
    sort_tables(in->tables, in->table_count);
    return good;
}

/* ---- the run ------------------------------------------------------------------------------------------------------------- */

static bool open_import(const struct command_call *call, struct answer *answer, struct importing *in) {
    struct err err = { 0 };
    *in = (struct importing){ .call = call, .answer = answer, .arena = call->arena, .as_at = call->as_of,
                               .posts_since = school_year_start(school_year_of(call->as_of)) };
    answer->problems.most = IMPORT_PROBLEMS_MOST;
    in->said = map_make(in->arena);
    in->pupil_keys = map_make(in->arena);
    in->activity_refs = map_make(in->arena);
    if (!school_for(call, answer, SCHOOL_CALENDAR, &in->school)) return false;
    in->kinds = in->school->kinds;
    if (!call->host->module(call->host->self, in->arena, "columns", &in->settings, &err) || !import_recipe_load(in, &err))
        return answer_fail(answer, &err);
    if (!code_list_load(in->arena, call->host, in->school->folder, in->kinds, &in->codes, &answer->problems, &err))
        return answer->problems.errors ? answer_outcome(answer, problem_outcome(&answer->problems)), false : answer_fail(answer, &err);
    import_erased_answers(in);
    import_doubt_answers(in);
    return true;
}

static bool has_pupils(const struct importing *in) {
    for (size_t i = 0; i < in->table_count; i++)
        if (in->tables[i].target == TARGET_PUPILS) return true;
    return false;
}

static bool run_tables(struct importing *in, struct err *err) {
    static bool (*const TARGETS[])(struct importing *, struct import_table *, struct err *) = {
        import_pupils, import_staff, import_terms, import_activities, import_register, import_ticks, import_records, import_evidence, import_exemptions, import_passports,
    };
    if (has_pupils(in)) {
        if (!import_diff_begin(in, err) || !import_whole_fits(in, err)) return false;
        import_whole_years(in);
    }
    if (!import_hand_begin(in, err)) return false;
    if (!import_staff_fits(in, err) || !import_whole_activities(in, err)) return false;
    for (size_t i = 0; i < in->table_count; i++) {
        struct import_table *table = &in->tables[i];
        if (!TARGETS[table->target](in, table, err)) return err_wrap(err, "%.*s", STR_ARG(table->grid->title));
        import_number_say(in, table);
        import_erased_say(in, table);
        /* Accounted for: whatever became of a row, it became exactly one thing. */
        bug_if(table->added + table->changed + table->same + table->held != table->rows);
    }
    if (!import_diff_end(in, err) || !import_leaving_end(in, err) || !import_staff_end(in, err)) return false;
    import_doubt_unused(in);
    import_erased_unused(in);
    import_transfer_unused(in);
    return true;
}

static bool begin(struct importing *in, unsigned flags, int64_t state, struct err *err) {
    struct change_request request = { .verb = STR("import"), .actor = in->call->actor, .flags = flags, .state = state };
    if (!change_begin(in->arena, in->school, &request, &in->change, err)) return false;
    in->db = in->change->db;
    in->trial = flags & CHANGE_TRIAL;
    return true;
}

static struct str *digest_of(const struct import_plan *plan, struct str path) {
    for (size_t i = 0; i < plan->count; i++)
        if (str_equal(plan->paths[i], path)) return &plan->digests[i];
    return NULL;
}

/* Apply reads the rows that the preview has read, so that a long register is in memory once. */
static void note_files(struct importing *in, struct import_plan *plan) {
    plan->table_count = in->table_count;
    plan->tables = arena_array(in->arena, struct import_table, in->table_count + 1);
    for (size_t i = 0; i < in->table_count; i++) plan->tables[i] = in->tables[i];
    plan->paths = arena_array(in->arena, struct str, in->table_count + 1);
    plan->digests = arena_array(in->arena, struct str, in->table_count + 1);
    for (size_t i = 0; i < in->table_count; i++) {
        if (digest_of(plan, in->tables[i].path)) continue;
        plan->paths[plan->count] = in->tables[i].path;
        plan->digests[plan->count++] = in->tables[i].digest;
    }
}

/* At a terminal the rows that look wrong can be settled at once. */
static void ask_doubts(struct importing *in) {
    const struct import_roll *roll = &in->roll;
    struct answer_ask *ask = arena_new(in->arena, struct answer_ask);
    struct str *labels = arena_array(in->arena, struct str, roll->doubt_count + 1), *values = arena_array(in->arena, struct str, roll->doubt_count + 1);
    for (size_t i = 0; i < in->call->part_count; i++)
        if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, "accept=")) return;
    if (!roll->doubt_count || roll->doubt_count > 20) return;
    for (size_t i = 0; i < roll->doubt_count; i++) {
        labels[i] = roll->doubts[i].label;
        values[i] = roll->doubts[i].key;
    }
    *ask = (struct answer_ask){ .question = STR("Some of it looks wrong and is left out. Which of these are right as they stand? Numbers, all, or Enter for none."),
                                .labels = labels, .values = values, .count = roll->doubt_count, .several = true, .prefix = STR("accept="), .otherwise = STR("none") };
    in->answer->ask = ask;
}

bool import_run(const struct command_call *call, struct answer *answer) {
    struct importing in;
    struct paths paths = { 0 };
    struct err err = { 0 };
    size_t moved, on_roll;
    if (!open_import(call, answer, &in)) return false;
    if (!find_paths(&in, &paths, &err)) return answer_fail(answer, &err);
    if (!map_files(&in, &paths)) return answer->ask != NULL;
    if (!import_recipe_can_save(&in, &err)) return answer_fail(answer, &err);
    struct import_plan *plan = arena_new(in.arena, struct import_plan);
    note_files(&in, plan);
    if (!begin(&in, CHANGE_TRIAL, VALUE_NONE, &err)) return answer_fail(answer, &err);
    bool good = db_state(in.db, &plan->state, &err) && run_tables(&in, &err);
    change_cancel(in.change);
    import_hand_end(&in);
    arena_free(&in.row);
    if (!good && answer->ask) return true;
    if (!good) return answer_fail(answer, &err);
    import_report(&in, true, 0);
    ask_doubts(&in);
    if (!answer->ask) (void)import_ask_keep(&in);
    struct import_sums all = import_report_sums(&in);
    plan->large = import_diff_is_large(&in, &moved, &on_roll);
    answer->plan = plan;
    bool changes = all.added + all.changed + all.left + all.agreed > 0, saves = in.saves;
    answer->waits = changes || all.held > all.unwritten || saves;
    answer->question = changes || saves ? STR("Go ahead?") : STR("Write the rows left out, with the reasons, to a workbook in imports/?");
    if (saves) page_paragraphf(answer->page, "What was answered is kept as imports/%.*s.lua.", STR_ARG(in.recipe_name));
    return true;
}

/* ---- apply --------------------------------------------------------------------------------------------------------------------- */

static bool same_files(struct importing *in, const struct import_plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        struct err err = { 0 };
        struct seal_sum *sum = seal_begin(in->arena);
        if (!file_pieces(str_c(in->arena, plan->paths[i]), seal_add, sum, &err)) return answer_fail(in->answer, &err);
        if (str_equal(seal_end(in->arena, sum, 64), plan->digests[i])) continue;
        err_set(&err, CODE_STALE_PREVIEW, "A file changed since the preview; nothing was done.");
        err_next(&err, "import it again and look at the new preview");
        return answer_fail(in->answer, &err);
    }
    return true;
}

static void take_tables(struct importing *in, const struct import_plan *plan) {
    in->tables = plan->tables;
    in->table_count = in->table_room = plan->table_count;
    for (size_t i = 0; i < in->table_count; i++)
        in->tables[i].left_rows = arena_array(in->arena, bool, in->tables[i].grid->row_count + 1);
}

static bool note_intakes(struct importing *in, struct err *err) {
    int64_t left = import_diff_left(in);
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        if (table->added + table->changed + (table->target == TARGET_PUPILS ? left : 0) == 0) continue;
        struct intake row = { .at = in->change->at, .recipe = in->recipe_name.size ? in->recipe_name : STR(""), .file = table->grid->title, .what = table->name, .digest = table->digest,
                              .as_at = in->as_at, .rows = table->rows, .added = table->added, .changed = table->changed, .same = table->same,
                              .left = table->target == TARGET_PUPILS ? left : 0, .left_out = table->held, .blank = table->grid->blank_rows, .step = VALUE_NONE };
        int64_t id;
        if (!intake_add(in->db, &row, &id, err)) return false;
        if (table->target == TARGET_PUPILS) left = 0; /* of several sheets the first has them */
    }
    return true;
}

#define SORTS_SHOWN 3

/* " what=pupils,register": the sorts of files, where they are few. */
static struct str sorts(const struct importing *in) {
    struct str out = { 0 }, names[SORTS_SHOWN];
    size_t count = 0;
    for (size_t i = 0; i < in->table_count; i++) {
        bool there = false;
        for (size_t k = 0; k < count && !there; k++) there = str_equal(names[k], in->tables[i].name);
        if (there) continue;
        if (count == SORTS_SHOWN) return (struct str){ 0 };
        names[count++] = in->tables[i].name;
        out = str_format(in->arena, "%.*s%s%.*s", STR_ARG(out), out.size ? "," : " what=", STR_ARG(in->tables[i].name));
    }
    return out;
}

static bool commit(struct importing *in, struct change_done *done, struct err *err) {
    struct import_sums all = import_report_sums(in);
    struct str what = sorts(in), back = import_erased_about(in);
    struct str about = str_format(in->arena, "files=%zu%.*s added=%lld changed=%lld left=%lld left_out=%lld%.*s", in->table_count, STR_ARG(what), (long long)all.added,
                                  (long long)all.changed, (long long)all.left, (long long)all.held, STR_ARG(back));
    struct str step = in->table_count == 1 ? str_format(in->arena, "%.*s: %lld rows", STR_ARG(in->tables[0].grid->title), (long long)(all.added + all.changed + all.left))
                                           : str_format(in->arena, "%zu files: %lld rows", in->table_count, (long long)(all.added + all.changed + all.left));
    in->change->after = in->tables[0].digest;
    return change_commit(in->change, about, step, done, err);
}

/* Nobody looks: then what is more than usual is not done. */
static bool usual(struct importing *in, struct err *err) {
    size_t moved, on_roll;
    if (in->call->asks || call_has(in->call, "accept-large") || !import_diff_is_large(in, &moved, &on_roll)) return true;
    err_set(err, CODE_TOO_MANY_CHANGES, "%zu of %zu pupils on roll would change or leave, more than one in ten; nothing was changed.", moved, on_roll);
    return err_next(err, "look at the preview (--dry-run): an export may have been filtered; if it is right, add --accept-large");
}

static bool copy_first(struct importing *in, struct str *name, struct err *err) {
    if (!in->call->asks && !call_has(in->call, "accept-large")) return true; /* it will be refused */
    return backup_make(in->arena, in->school, name, err);
}

/* The records are in by now: a recipe that could not be kept is said, and nothing else is lost. */
static void say_kept(struct importing *in) {
    struct err err = { 0 };
    if (!in->saves) return;
    bool there = file_exists(school_path(in->arena, in->school, str_c(in->arena, str_format(in->arena, "imports/%.*s", STR_ARG(file_name(in->tables[0].path))))));
    if (import_recipe_save(in, &err)) {
        page_paragraphf(in->answer->page, "Next time:  import %sas %.*s   (imports/%.*s.lua keeps the answers%s)", there ? "" : "FILE ", STR_ARG(in->recipe_name),
                        STR_ARG(in->recipe_name), there ? "" : "; a file in imports/ is found without its name");
    } else {
        page_paragraphf(in->answer->page, "imports/%.*s.lua could not be written: %s", STR_ARG(in->recipe_name), err.text);
        answer_outcome(in->answer, OUTCOME_DOUBT);
    }
}

bool import_apply(const struct command_call *call, struct answer *answer) {
    struct importing in;
    struct err err = { 0 };
    struct change_done done = { 0 };
    struct str copy = { 0 };
    const struct import_plan *plan = answer->plan;
    /* The preview has said what is wrong with the files; the run says it again only if it ends differently. */
    answer->problems = (struct problems){ .arena = answer->arena };
    answer->note_count = answer->next_count = 0;
    answer->outcome = OUTCOME_DONE;
    if (!open_import(call, answer, &in) || !same_files(&in, plan)) return false;
    take_tables(&in, plan);
    if (plan->large && !copy_first(&in, &copy, &err)) return answer_fail(answer, &err);
    if (!begin(&in, CHANGE_PLAIN, plan->state, &err)) return answer_fail(answer, &err);
    bool good = run_tables(&in, &err) && usual(&in, &err) && note_intakes(&in, &err);
    struct import_sums all = import_report_sums(&in);
    if (!good || all.added + all.changed + all.left + all.agreed == 0) change_cancel(in.change);
    else good = commit(&in, &done, &err);
    import_hand_end(&in);
    arena_free(&in.row);
    if (!good) return answer_fail(answer, &err);
    import_report(&in, false, done.step);
    if (copy.size) page_paragraphf(answer->page, "The records of before are kept as backups/%.*s.", STR_ARG(copy));
    say_kept(&in);
    answer->problems_told = true;
    answer->note_count = 0;
    answer->waits = false;
    return true;
}
