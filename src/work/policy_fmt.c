/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_fmt - the files of a policy in one layout; see policy_fmt.h.
 * Owns:  nothing.
 * Must not know: how a text is set out, terminals.
 */
#include "work/policy_fmt.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "work/line_change.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/rows.h"

#define FILE_MOST ((size_t)1 << 20)
#define FILES_MOST 500
#define SHOWN_LINES 5
#define HASH_DIGITS 6

/* A file whose layout would change. */
struct setting_out {
    struct str shown;      /* as the caller called it */
    const char *path;
    struct str before, after;
    size_t lines;
    bool merged;           /* it is a school's policy.lua, and says what `hash` stands for, before and after */
    uint64_t hash;
};

struct formatting {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct setting_out *files;
    size_t count, room, read;
};

/* ---- which files ---------------------------------------------------------------------------------------------------- */

static bool read_one(struct formatting *f, const char *path, struct str shown, struct err *err);

static bool read_folder(struct formatting *f, const char *folder, struct str shown, bool tests, struct err *err) {
    struct str *names;
    size_t count;
    if (!file_list(f->arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const char *path = file_join(f->arena, folder, str_c(f->arena, names[i]));
        struct str name = shown.size ? str_format(f->arena, "%.*s/%.*s", STR_ARG(shown), STR_ARG(names[i])) : names[i];
        if (tests && str_is(names[i], "tests") && file_is_folder(path)) {
            if (!read_folder(f, path, name, false, err)) return false;
        } else if (str_ends(names[i], ".lua") && !file_is_folder(path)) {
            if (!read_one(f, path, name, err)) return false;
        }
    }
    return true;
}

static bool read_named(struct formatting *f, struct str name, struct err *err) {
    const char *path = str_c(f->arena, name);
    while (name.size > 1 && str_ends(name, "/")) name.size--;
    if (file_is_folder(path)) return read_folder(f, path, name, true, err);
    if (str_ends(name, ".lua")) return read_one(f, path, name, err);
    err_set(err, CODE_ARGUMENTS, "'%.*s' is no Lua file and no folder.", STR_ARG(name));
    return err_next(err, "policy fmt policy.lua, or the name of a folder with policies");
}

/* ---- what it says stays ------------------------------------------------------------------------------------------------ */

/* A school's own file: it says which policy it amends. */
static bool is_school_file(struct str text) {
    return str_starts(text, "amends ") || str_find(text, STR("\namends ")) != SIZE_MAX;
}

/* The hash of what the file makes of its policy; false when it does not merge. */
static bool merged_hash(struct formatting *f, const char *path, struct str text, uint64_t *hash) {
    struct answer apart;
    struct named_policy named;
    struct named_text which = { .name = str_from(path), .unsaved = true, .text = text };
    answer_init(&apart, f->arena);
    bool merged = named_policy_read(f->call, &apart, which, &named);
    answer_free(&apart);
    if (merged) *hash = named.policy->hash;
    return merged;
}

static bool meaning_stays(struct formatting *f, struct setting_out *file, struct err *err) {
    uint64_t after;
    if (!is_school_file(file->before) || !merged_hash(f, file->path, file->before, &file->hash)) return true;
    file->merged = true;
    if (merged_hash(f, file->path, file->after, &after) && after == file->hash) return true;
    err_set(err, CODE_INTERNAL, "Setting out %.*s would change what the policy asks; nothing was written.", STR_ARG(file->shown));
    return err_next(err, "Leave the file as it is, and tell us.");
}

/* True also when the file can not be set out: the problems say so. */
static bool read_one(struct formatting *f, const char *path, struct str shown, struct err *err) {
    struct setting_out file = { .shown = shown, .path = path };
    struct str ignored;
    if (f->read == FILES_MOST) return err_set(err, CODE_ARGUMENTS, "There are more than %d files; name fewer.", FILES_MOST);
    if (!file_real_path(f->arena, path, &file.path, err) || !file_read(f->arena, file.path, FILE_MOST, &file.before, err)) return false;
    f->read++;
    if (!f->call->host->layout(f->call->host->self, f->arena, shown, file.before, &file.after, &f->answer->problems)) return true;
    if (str_equal(file.before, file.after)) return true;
    if (!meaning_stays(f, &file, err)) return false;
    file.lines = line_change_show(f->arena, file.before, file.after, 0, &ignored);
    if (!file.lines) file.lines = 1; /* the end of the last line */
    if (f->count == f->room) {
        f->room = f->room ? f->room * 2 : 8;
        struct setting_out *wider = arena_array(f->arena, struct setting_out, f->room);
        if (f->count) memcpy(wider, f->files, f->count * sizeof *wider);
        f->files = wider;
    }
    f->files[f->count++] = file;
    return true;
}

/* ---- saying it ------------------------------------------------------------------------------------------------------------ */

static struct str meaning_of(struct arena *arena, const struct setting_out *file) {
    char digits[17];
    if (!file->merged) return STR("the same words");
    for (int i = 0; i < HASH_DIGITS; i++) digits[i] = "0123456789abcdef"[file->hash >> (60 - 4 * i) & 15];
    return str_format(arena, "meaning unchanged (%.*s…)", HASH_DIGITS, digits);
}

static void say_files(struct formatting *f, const char *verb, size_t shown_lines) {
    struct sheet *sheet = sheet_new(f->arena, STR("files"), STR("Files"));
    struct page *page = f->answer->page = page_new(f->arena, STR("Layout"));
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("lines"), STR("Lines"), CELL_WHOLE);
    for (size_t i = 0; i < f->count; i++) {
        const struct setting_out *file = &f->files[i];
        struct str shown;
        size_t lines = line_change_show(f->arena, file->before, file->after, shown_lines, &shown);
        page_paragraphf(page, "%.*s: %zu line%s %s, %.*s", STR_ARG(file->shown), file->lines, file->lines == 1 ? "" : "s", verb,
                        STR_ARG(meaning_of(f->arena, file)));
        if (shown.size) page_verbatim(page, shown);
        if (shown_lines && lines > shown_lines) page_paragraphf(page, "and %zu more in %.*s", lines - shown_lines, STR_ARG(file->shown));
        sheet_row(sheet);
        sheet_text(sheet, file->shown);
        sheet_whole(sheet, (int64_t)file->lines);
    }
    f->answer->result = sheet;
}

/* For editors: the text comes in and goes out, and no file is written. */
static bool format_stdin(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str text, laid, name = call_option(call, "stdin");
    if (call->part_count || call_has(call, "check")) {
        err_set(&err, CODE_ARGUMENTS, "--stdin takes the text alone: no files and no --check.");
        err_next(&err, "policy fmt --stdin policy.lua <policy.lua");
        return answer_fail(answer, &err);
    }
    if (!file_read(answer->arena, "/dev/stdin", FILE_MOST, &text, &err)) return answer_fail(answer, &err);
    if (!call->host->layout(call->host->self, answer->arena, name, text, &laid, &answer->problems)) {
        answer_outcome(answer, problem_outcome(&answer->problems));
        return false;
    }
    for (size_t i = 0; i < laid.size; i++) {
        if (laid.at[i] == '\n' || ((unsigned char)laid.at[i] >= 32 && laid.at[i] != 127)) continue;
        err_set(&err, CODE_ODD_CHARACTERS, "%.*s has a tab or a control character inside a text or a remark.", STR_ARG(name));
        err_next(&err, "Write \\t in a text, and a space in a remark; or save the file, and  policy fmt %.*s", STR_ARG(name));
        return answer_fail(answer, &err);
    }
    answer->page = page_new(answer->arena, name);
    page_verbatim(answer->page, laid);
    return true;
}

bool policy_fmt_run(const struct command_call *call, struct answer *answer) {
    struct formatting *f = arena_new(answer->arena, struct formatting);
    struct err err = { 0 };
    *f = (struct formatting){ .call = call, .answer = answer, .arena = answer->arena };
    if (call_has(call, "stdin")) return format_stdin(call, answer);
    for (size_t i = 0; i < call->part_count; i++)
        if (!read_named(f, call->parts[i].text, &err)) return answer_fail(answer, &err);
    if (!call->part_count && !call->folder) {
        err_set(&err, CODE_NO_SCHOOL, "There is no school here, so say which file.");
        err_next(&err, "policy fmt policy.lua");
        return answer_fail(answer, &err);
    }
    if (!call->part_count && !read_folder(f, call->folder, (struct str){ 0 }, true, &err)) return answer_fail(answer, &err);
    if (answer->problems.errors) { /* one file that can not be read holds up all: nothing is half done */
        problem_sort(&answer->problems);
        answer_outcome(answer, problem_outcome(&answer->problems));
        return false;
    }
    if (!f->read) {
        err_set(&err, CODE_NOTHING_SELECTED, "There are no Lua files in that folder.");
        err_next(&err, "policy fmt FOLDER  reads its .lua files and those in its  tests");
        return answer_fail(answer, &err);
    }
    bool check = call_has(call, "check");
    say_files(f, check ? "would change" : "change", check ? 0 : SHOWN_LINES);
    if (!f->count) page_paragraphf(answer->page, "%zu file%s read, and set out well.  Nothing to change.", f->read, f->read == 1 ? "" : "s");
    if (f->count && check) {
        answer_next(answer, "policy fmt");
        answer_outcome(answer, OUTCOME_GATE);
    }
    rows_json(call, answer);
    if (!f->count || check) return true;
    answer->waits = true;
    answer->question = STR("Write it?");
    answer->plan = f;
    return true;
}

/* All files are looked at again before the first is written. */
static bool still_the_same(const struct formatting *f, struct err *err) {
    for (size_t i = 0; i < f->count; i++) {
        struct str now;
        if (!file_read(f->arena, f->files[i].path, FILE_MOST, &now, err)) return false;
        if (!str_equal(now, f->files[i].before))
            return err_set(err, CODE_STALE_PREVIEW, "%.*s changed since the preview; nothing was written.", STR_ARG(f->files[i].shown));
    }
    return true;
}

bool policy_fmt_apply(const struct command_call *call, struct answer *answer) {
    struct formatting *f = answer->plan;
    struct err err = { 0 };
    bug_if(!f);
    if (!still_the_same(f, &err)) return answer_fail(answer, &err);
    for (size_t i = 0; i < f->count; i++)
        if (!file_write(f->files[i].path, f->files[i].after, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    say_files(f, "changed", 0);
    buf_clear(&answer->data);
    rows_json(call, answer);
    return true;
}

ARGUMENTS(fmt, { ARGUMENT_FILE, NULL, "FILE", true, false });
OPTIONS(fmt, { "check", NULL, "writes nothing; ends with 1 when something would change" },
        { "stdin", "NAME", "for editors: the text comes in and goes out; NAME is for messages" });
EXAMPLES(fmt, "policy fmt\tthe school's files in one layout, shown before it is written",
         "policy fmt policy.lua --yes\tone file, without a question",
         "policy fmt --check\tonly whether something would change");

const struct command policy_verb_fmt = {
    .name = "policy fmt", .group = GROUP_CHECK, .effect = EFFECT_WRITES, .usage = "[FILE or FOLDER ...]",
    .about = "Sets out the policy's files in one layout; what they say stays the same.",
    LISTED(fmt), OPTED(fmt), .examples = fmt_examples, .run = policy_fmt_run, .apply = policy_fmt_apply
};
