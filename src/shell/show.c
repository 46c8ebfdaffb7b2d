/* SPDX-License-Identifier: GPL-3.0-or-later
 * show - see show.h.
 * Owns:  nothing.
 * Must not know: what the words did.
 */
#include "shell/show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "formats/csv.h"
#include "formats/xlsx_write.h"
#include "formats/json.h"
#include "work/problem_json.h"

#define BOOK_HEAD 256
#define SHOWN_OF_A_KIND 20
#define SHOWN_ALIKE 3
#define BLOCK_WIDTH 84
#define SARIF_START "{\"$schema\":\"https://json.schemastore.org/sarif" /* how work/problem_json.c begins */

void show_text(struct str text) {
    fflush(stdout);
    if (text.size) fwrite(text.at, 1, text.size, stderr);
    fflush(stderr);
}

static void add_code(struct buf *out, enum code code, size_t already, size_t width) {
    int number = code_number(code);
    struct buf tag = { 0 };
    if (number) buf_printf(&tag, "[E%03d %s]", number, code_name(code));
    else buf_printf(&tag, "[%s]", code_name(code));
    size_t spaces = already + tag.size + 2 < width ? width - already - tag.size : 2;
    for (size_t i = 0; i < spaces; i++) buf_add_byte(out, ' ');
    buf_add(out, buf_str(&tag));
    buf_free(&tag);
}

static const char *severity_word(enum severity severity) {
    return severity == SEVERITY_ERROR ? "error" : severity == SEVERITY_WARNING ? "warning" : "note";
}

/* Names of files and headings of columns are data too: what would steer the terminal becomes marks. */
static void add_where(struct buf *out, struct arena *scratch, const struct problem *problem) {
    const struct place *place = &problem->place;
    buf_add_c(out, problem->severity == SEVERITY_ERROR ? "Problem in " : problem->severity == SEVERITY_WARNING ? "To know about " : "Note on ");
    buf_add(out, utf8_visible(scratch, place->file));
    if (place->sheet.size) buf_printf(out, ", sheet %.*s", STR_ARG(utf8_visible(scratch, place->sheet)));
    if (place->line) buf_printf(out, place->heading.size || place->sheet.size ? ", row %u" : ", line %u", place->line);
    if (place->heading.size) buf_printf(out, ", column %.*s", STR_ARG(utf8_visible(scratch, place->heading)));
}

/* Columns that the first `characters` characters take. */
static size_t columns_before(struct str text, uint32_t characters) {
    size_t offset = 0;
    for (uint32_t i = 0; i < characters && offset < text.size; i++)
        if (utf8_next(text, &offset) < 0) break;
    return utf8_width(str_slice(text, 0, offset));
}

static void add_source(struct buf *out, struct arena *scratch, const struct place *place, size_t width) {
    if (!place->text.size || !place->line) return;
    struct str text = utf8_visible(scratch, place->text);
    bool same = text.size == place->text.size;
    struct buf gutter = { 0 };
    buf_printf(&gutter, "%4u | ", place->line);
    /* A long line is shown around the caret. */
    size_t from = 0, room = width > 50 ? width - gutter.size : 100;
    size_t caret = place->column && same ? columns_before(text, place->column - 1) : 0;
    if (caret > room - (width ? 12 : 30)) from = caret - 40;
    struct str head = utf8_cut(text, from);
    struct str part = utf8_cut(str_slice(text, head.size, text.size), room);
    buf_add(out, buf_str(&gutter));
    buf_add(out, part);
    buf_add_byte(out, '\n');
    if (place->column && same) {
        size_t caret_width = columns_before(text, place->column - 1 + (place->width ? place->width : 1)) - caret;
        for (size_t i = 0; i < gutter.size - 2; i++) buf_add_byte(out, ' ');
        buf_add_c(out, "| ");
        for (size_t i = utf8_width(head); i < caret; i++) buf_add_byte(out, ' ');
        for (size_t i = 0; i < (caret_width ? caret_width : 1); i++) buf_add_byte(out, '^');
        buf_add_byte(out, '\n');
    }
    buf_free(&gutter);
}

/* Lines of a terminal are broken between words; off one they are left to whoever reads them. */
static void add_wrapped(struct buf *out, struct str text, size_t width) {
    text_wrap(out, text, width, 0, 0);
    buf_add_byte(out, '\n');
}

void show_problem(struct buf *out, const struct problem *problem, bool editors_line, size_t width) {
    struct arena scratch = { 0 };
    const struct place *place = &problem->place;
    struct str said = utf8_visible(&scratch, problem->said), next = utf8_visible(&scratch, problem->next);
    /* Rows of a workbook or a transfer file are no lines that an editor could go to. */
    bool a_row = place->sheet.size || (place->heading.size && !place->text.size);
    if (place->file.size && editors_line && !a_row) {
        buf_printf(out, "%.*s:%u:%u: %s[%s]: %.*s\n", STR_ARG(utf8_visible(&scratch, place->file)), place->line ? place->line : 1,
                   place->column ? place->column : 1,
                   severity_word(problem->severity), code_name(problem->code), STR_ARG(said));
        add_source(out, &scratch, place, 0);
    } else if (place->file.size) {
        size_t before = out->size;
        add_where(out, &scratch, problem);
        add_code(out, problem->code, utf8_width((struct str){ out->at + before, out->size - before }), width ? width : BLOCK_WIDTH);
        buf_add_c(out, "\n\n");
        add_source(out, &scratch, place, width);
        add_wrapped(out, said, width);
    } else {
        buf_add(out, said);
        add_code(out, problem->code, utf8_width(said), width ? width : BLOCK_WIDTH);
        buf_add_byte(out, '\n');
    }
    if (next.size) add_wrapped(out, next, editors_line ? 0 : width);
    arena_free(&scratch);
}

/* As wide as a message is at most, and no wider than the terminal; 0: not at one. */
static size_t block_width(const struct terminal *terminal) {
    if (!terminal->err_tty || !terminal->width) return 0;
    return terminal->width < BLOCK_WIDTH ? terminal->width : BLOCK_WIDTH;
}

void show_err(const struct terminal *terminal, const struct err *err) {
    struct problem problem = { .code = err->code, .severity = SEVERITY_ERROR,
                               .said = str_from(err->text), .next = str_from(err->next) };
    struct buf out = { 0 };
    show_problem(&out, &problem, false, block_width(terminal));
    show_text(buf_str(&out));
    buf_free(&out);
}

/* Rows of one file with the same fault. */
static bool is_alike(const struct problem *a, const struct problem *b) {
    return a->code == b->code && a->severity == b->severity && str_equal(a->alike, b->alike) && str_equal(a->place.file, b->place.file)
           && str_equal(a->place.sheet, b->place.sheet);
}

struct remarks {
    struct buf out;
    struct arena scratch;
    const struct terminal *terminal;
    const struct problems *problems;
    size_t shown[CODE_COUNT];
    bool *done; /* by place in the list: said with those like it */
};

static void add_remark(struct remarks *r, const struct problem *problem) {
    if (r->out.size && r->terminal->err_tty) buf_add_byte(&r->out, '\n');
    show_problem(&r->out, problem, !r->terminal->err_tty, block_width(r->terminal));
}

/* The first of them whole, the others in a line. */
static void add_alike(struct remarks *r, size_t from) {
    const struct problems *list = r->problems;
    const struct problem *first = &list->at[from];
    size_t whole = 0, more = 0;
    bool others = false;
    for (size_t i = 0; i < list->count; i++) others = others || !str_equal(list->at[i].place.file, first->place.file);
    for (size_t i = from; i < list->count; i++) {
        if (r->done[i] || !is_alike(&list->at[i], first)) continue;
        r->done[i] = true;
        if (whole < SHOWN_ALIKE && r->shown[first->code] < SHOWN_OF_A_KIND) {
            add_remark(r, &list->at[i]);
            r->shown[first->code]++;
            whole++;
        } else {
            more++;
        }
    }
    if (!more) return;
    struct buf line = { 0 };
    buf_printf(&line, "... and %zu more row%s", more, more == 1 ? "" : "s");
    if (others) buf_printf(&line, " of %.*s", STR_ARG(first->place.file));
    buf_printf(&line, " like %s: %.*s.", whole == 1 ? "this" : "these", STR_ARG(first->alike));
    add_wrapped(&r->out, utf8_visible(&r->scratch, buf_str(&line)), block_width(r->terminal));
    buf_free(&line);
}

static void add_problems(struct remarks *r, bool errors) {
    const struct problems *list = r->problems;
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *problem = &list->at[i];
        if (r->done[i] || (problem->severity == SEVERITY_ERROR) != errors) continue;
        if (problem->alike.size) add_alike(r, i);
        else if (++r->shown[problem->code] <= SHOWN_OF_A_KIND) add_remark(r, problem);
    }
}

void show_remarks(const struct terminal *terminal, const struct globals *globals, const struct answer *answer) {
    static const struct problems NONE = { 0 };
    struct remarks r = { .terminal = terminal, .problems = answer->problems_told ? &NONE : &answer->problems };
    r.done = arena_array(&r.scratch, bool, r.problems->count + 1);
    /* What must be mended comes before what is good to know. */
    add_problems(&r, true);
    if (!globals->quiet) add_problems(&r, false);
    for (size_t code = 0; code < CODE_COUNT; code++)
        if (r.shown[code] > SHOWN_OF_A_KIND)
            buf_printf(&r.out, "... and %zu more of the same kind (%s).\n", r.shown[code] - SHOWN_OF_A_KIND, code_name((enum code)code));
    if (r.problems->dropped) buf_printf(&r.out, "... and %zu more that were not kept.\n", r.problems->dropped);
    if (!globals->quiet)
        for (size_t i = 0; i < answer->note_count; i++) {
            text_wrap(&r.out, utf8_visible(&r.scratch, answer->notes[i]), terminal->err_tty ? terminal->width : 0, 0, 0);
            buf_add_byte(&r.out, '\n');
        }
    show_text(buf_str(&r.out));
    buf_free(&r.out);
    arena_free(&r.scratch);
}

static void add_next(struct buf *out, const struct terminal *terminal, const struct answer *answer) {
    if (!answer->next_count) return;
    struct arena scratch = { 0 };
    size_t used = 5;
    buf_add_c(out, "Next:");
    for (size_t i = 0; i < answer->next_count; i++) {
        struct str next = utf8_visible(&scratch, answer->next[i]);
        size_t gap = terminal->plain ? 1 : i ? 5 : 2, columns = utf8_width(next);
        if (i && terminal->plain) buf_add_c(out, ", or");
        if (i && terminal->width && used + gap + columns > terminal->width) {
            buf_add_byte(out, '\n');
            used = 0;
            gap = terminal->plain ? 0 : 7;
        }
        for (size_t k = 0; k < gap; k++) buf_add_byte(out, ' ');
        buf_add(out, next);
        used += gap + columns;
    }
    buf_add_byte(out, '\n');
    arena_free(&scratch);
}

/* ---- data ---------------------------------------------------------------------------------------------------------- */

static struct json begin_line(struct buf *out, const char *line) {
    struct json j = json_begin(out);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, str_from(line));
    return j;
}

static void end_line(struct json *j) {
    json_close(j);
    json_line(j);
}

static void add_row(struct buf *out, const struct sheet *sheet, size_t row) {
    struct arena scratch = { 0 };
    struct json j = begin_line(out, "row");
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct cell *cell = sheet_at(sheet, row, i);
        json_key(&j, str_c(&scratch, sheet->columns[i].key));
        switch (cell->type) {
        case CELL_EMPTY: json_null(&j); break;
        case CELL_WHOLE:
        case CELL_PERCENT: json_whole(&j, cell->number); break;
        case CELL_DAY: json_day(&j, (struct date){ (int32_t)cell->number }); break;
        case CELL_TEXT:
        case CELL_STATUS: json_text(&j, cell->text); break;
        }
    }
    end_line(&j);
    arena_free(&scratch);
}

/* For words without lines of their own: rows, or else the text for people; then how it ended. */
static void add_json(struct buf *out, const struct answer *answer) {
    const struct sheet *sheet = answer->result;
    for (size_t i = 0; sheet && i < sheet->row_count; i++) add_row(out, sheet, i);
    if (!sheet && answer->page) {
        struct buf text = { 0 };
        text_page(&text, answer->page, &(struct text_style){ .plain = true });
        struct json j = begin_line(out, "text");
        json_key(&j, "text"), json_text(&j, buf_str(&text));
        end_line(&j);
        buf_free(&text);
    }
    /* Of rows all are told, however many: only people read the first ones and a line for the others. */
    for (size_t i = 0; i < answer->problems.count; i++)
        if (answer->problems.at[i].alike.size) problem_json_line(out, &answer->problems.at[i]);
    struct json j = begin_line(out, "end");
    json_key(&j, "exit"), json_whole(&j, (int64_t)answer->outcome);
    end_line(&j);
}

/* ---- where it goes -------------------------------------------------------------------------------------------------- */

static struct str first_line(struct str text) {
    struct str line, rest;
    (void)str_cut(text, '\n', &line, &rest);
    return line;
}

/* A workbook that we wrote and nobody saved since begins as the new one does: with the list of its parts, packed alike. */
static bool is_our_book(struct str old, struct str text) {
    return old.size > BOOK_HEAD && text.size > BOOK_HEAD && memcmp(old.at, text.at, BOOK_HEAD) == 0;
}

/* What an earlier answer wrote may be replaced by the next one; anything else only when that was said, and a school's
 * own files never. */
static bool may_replace(struct arena *arena, const char *path, const struct globals *globals, struct str text, struct err *err) {
    struct str old = { 0 }, name = file_name(str_from(path));
    struct err unheard = { 0 };
    if (!file_exists(path)) return true;
    if (str_ends(name, ".lua") || str_starts(name, "school.")) {
        err_set(err, CODE_FILE_IN_USE, "%s belongs to a school and is not replaced.", path);
        return err_next(err, "give the answer another name:  --output FILE");
    }
    bool known = file_read(arena, path, (size_t)64 << 20, &old, &unheard);
    bool same = words_wants_book(globals) ? is_our_book(old, text) : str_equal(first_line(old), first_line(text));
    bool ours = known && (!old.size || same);
    if (globals->json && str_starts(old, "{\"v\":1,")) ours = true;
    if (str_starts(text, SARIF_START) && str_starts(old, SARIF_START)) ours = true;
    if (ours || globals->yes) return true;
    err_set(err, CODE_NEEDS_YES, "%s is there already and is not an earlier answer to this.", path);
    return err_next(err, "give another name, or add --yes to replace it");
}

/* Somebody who watches is told; a pipe stays empty. */
static void say_where(const struct terminal *terminal, struct str path) {
    struct buf line = { 0 };
    struct terminal raw = *terminal;
    raw.pager = false;
    buf_printf(&line, "Wrote %.*s.\n", STR_ARG(path));
    (void)terminal_write(&raw, buf_str(&line));
    buf_free(&line);
}

static bool write_out(const struct terminal *terminal, const struct globals *globals, struct str text, bool page, struct err *err) {
    if (globals->output.size) {
        struct arena scratch = { 0 };
        const char *path = str_c(&scratch, globals->output);
        bool wrote = may_replace(&scratch, path, globals, text, err) && file_write(path, text, err);
        arena_free(&scratch);
        if (wrote && terminal->out_tty && !globals->quiet) say_where(terminal, globals->output);
        return wrote;
    }
    struct terminal raw = *terminal;
    if (!page) raw.pager = false;
    if (terminal_write(&raw, text)) return true;
    if (errno == EPIPE) return false;
    return err_set(err, CODE_FILE, "The answer could not be written: %s.", strerror(errno));
}

/* A table stops where `more` can go on: when it holds the rows of the result.  Others are shown to their end. */
static bool can_go_on(const struct answer *answer) {
    for (size_t i = 0; i < answer->page->count; i++) {
        const struct block *block = &answer->page->blocks[i];
        if (block->type == BLOCK_TABLE && block->sheet == answer->result) return true;
    }
    return false;
}

/* Text would be no workbook: a word without rows says so. */
static bool show_book(const struct terminal *terminal, const struct globals *globals, const struct answer *answer, struct date day, struct err *err) {
    struct arena scratch = { 0 };
    struct str bytes;
    bool good = answer->result != NULL;
    if (!good) {
        err_set(err, CODE_ARGUMENTS, "This answer has no rows that a workbook could hold.");
        err_next(err, "leave --output away, or give a file that ends in .txt");
    }
    good = good && xlsx_write_sheet(&scratch, answer->result, day, &bytes, err) && write_out(terminal, globals, bytes, false, err);
    arena_free(&scratch);
    return good;
}

bool show_answer(const struct terminal *terminal, const struct globals *globals, const struct answer *answer, bool cut,
                 struct date day, struct err *err) {
    struct buf out = { 0 };
    bool failed = answer->outcome >= OUTCOME_POLICY && !answer->result;
    if (globals->csv && !globals->json && words_wants_book(globals)) return failed || show_book(terminal, globals, answer, day, err);
    bool data = globals->json || globals->csv || answer->data_alone;
    if ((globals->json || answer->data_alone) && answer->data.size) buf_add(&out, buf_str(&answer->data));
    else if (globals->json) add_json(&out, answer);
    else if (globals->csv && answer->result) (globals->output.size ? csv_file : csv_sheet)(&out, answer->result);
    else if (!globals->csv && answer->page && !globals->quiet) {
        bool to_file = globals->output.size > 0;
        struct text_style style = terminal_style(terminal);
        if (to_file) style = (struct text_style){ .plain = terminal->plain };
        if (cut && !to_file && can_go_on(answer)) {
            style.rows = SHOW_ROWS;
            style.more = "more";
            style.only = answer->result;
        }
        text_page(&out, answer->page, &style);
        if (!to_file && (terminal->out_tty || cut)) add_next(&out, terminal, answer);
    }
    bool wrote = out.size == 0 || write_out(terminal, globals, buf_str(&out), !data, err);
    buf_free(&out);
    return wrote;
}
