/* SPDX-License-Identifier: GPL-3.0-or-later
 * carry - see carry.h.
 * Owns:  the arena of the command.
 * Must not know: where the line came from; what the word does.
 */
#include "shell/carry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "formats/text.h"
#include "shell/ask.h"
#include "shell/ask_new.h"
#include "shell/keeper.h"
#include "shell/own_words.h"
#include "shell/progress.h"
#include "shell/repl.h"
#include "shell/show.h"
#include "work/resolve.h"
#include "work/school.h"

#define MOST_TRIES 40 /* as many questions as a file of many columns may ask */

/* One line on its way. */
struct carrying {
    struct shell *shell;
    struct globals globals;
    struct terminal terminal;
    struct line line;
    struct command_call call;
    struct arena arena;
    struct passphrase_door passphrase;
    bool stale;              /* the school changed between preview and consent */
    bool dropped;            /* which one was asked, and nobody was chosen */
};

struct command_call carry_call(struct shell *shell, const struct globals *globals, struct arena *arena) {
    return (struct command_call){
        .host = script_host(shell->script), .arena = arena, .folder = shell->folder,
        .as_of = globals->as_of_given ? globals->as_of : shell->today, .today = shell->today,
        .as_of_given = globals->as_of_given, .json = globals->json, .csv = globals->csv && !(globals->names && words_wants_book(globals)), .names = globals->names,
        .quiet = globals->quiet, .dry_run = globals->dry_run, .actor = shell->actor,
    };
}

enum outcome carry_err(struct shell *shell, const struct err *err) {
    show_err(&shell->terminal, err);
    return code_outcome(err->code);
}

/* ---- showing ------------------------------------------------------------------------------------------------------- */

static const struct sheet *sheet_copy(struct arena *arena, const struct sheet *sheet) {
    struct sheet *copy = sheet_new(arena, str_copy(arena, sheet->name), str_copy(arena, sheet->caption));
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct column *column = &sheet->columns[i];
        sheet_column(copy, str_copy(arena, column->key), str_copy(arena, column->title), column->type)->keep = column->keep;
    }
    size_t cells = sheet->row_count * sheet->column_count;
    copy->cells = arena_array(arena, struct cell, cells);
    for (size_t i = 0; i < cells; i++) {
        copy->cells[i] = sheet->cells[i];
        if (sheet->cells[i].text.size) copy->cells[i].text = str_copy(arena, sheet->cells[i].text);
    }
    copy->row_count = copy->room = sheet->row_count;
    copy->filled = sheet->column_count;
    return copy;
}

/* The rows outlive the school and the arena that they were made from. */
static void keep_rows(struct shell *shell, const struct answer *answer) {
    if (!answer->result || !answer->page) return;
    arena_free(&shell->last_arena);
    shell->last_arena = (struct arena){ 0 };
    shell->last = sheet_copy(&shell->last_arena, answer->result);
    shell->last_shown = shell->last->row_count < SHOW_ROWS ? shell->last->row_count : SHOW_ROWS;
}

enum outcome carry_show(struct shell *shell, const struct globals *globals, const struct answer *answer) {
    struct terminal terminal = shell_terminal(shell, globals);
    struct err err = { 0 };
    bool cut = shell->prompt && (terminal.out_tty || globals->echo);
    show_remarks(&terminal, globals, answer);
    if (shell->prompt) keep_rows(shell, answer);
    struct date day = globals->as_of_given ? globals->as_of : shell->today;
    if (show_answer(&terminal, globals, answer, cut, day, &err)) return answer->outcome;
    /* Whoever read the output has closed it and wants no more: no fault, and nobody to tell. */
    if (err.code == CODE_NONE) return answer->outcome;
    show_err(&terminal, &err);
    return outcome_worse(answer->outcome, code_outcome(err.code));
}

/* ---- which one? ---------------------------------------------------------------------------------------------------- */

static bool has_code(const struct answer *answer, enum code code) {
    for (size_t i = 0; i < answer->problems.count; i++)
        if (answer->problems.at[i].code == code) return true;
    return false;
}

/* A comma behind a name stands between people. */
static struct str without_comma(struct str text) { return str_ends(text, ",") ? str_slice(text, 0, text.size - 1) : text; }

static struct str join_parts(struct arena *arena, const struct line *line, size_t from, size_t to) {
    struct str text = without_comma(line->parts[from].text);
    for (size_t i = from + 1; i < to; i++) text = str_format(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(without_comma(line->parts[i].text)));
    return text;
}

/* Within one part, as "zoe and arlo" in quotes: the words that were looked for. */
static bool replace_words(struct arena *arena, struct str *text, struct str sought, struct str chosen) {
    for (size_t at = 0; sought.size && at + sought.size <= text->size; at++) {
        size_t end = at + sought.size;
        bool begins = at == 0 || text->at[at - 1] == ' ' || text->at[at - 1] == ',';
        bool ends = end == text->size || text->at[end] == ' ' || text->at[end] == ',';
        if (!begins || !ends || !str_equal(str_slice(*text, at, end), sought)) continue;
        struct str before = str_slice(*text, 0, at), after = str_slice(*text, end, text->size);
        *text = str_format(arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(chosen), STR_ARG(after));
        return true;
    }
    return false;
}

static bool same_phrase(const struct call_part *a, const struct call_part *b) {
    return a->phrase && b->phrase ? strcmp(a->phrase, b->phrase) == 0 : a->phrase == b->phrase;
}

/* The parts that were looked for become the one that was chosen. */
static bool replace_parts(struct carrying *c, struct str sought, struct str chosen) {
    struct line *line = &c->line;
    for (size_t from = 0; from < line->part_count; from++) {
        for (size_t to = from + 1; to <= line->part_count && same_phrase(&line->parts[from], &line->parts[to - 1]); to++) {
            if (!str_equal(join_parts(&c->arena, line, from, to), sought)) continue;
            bool comma = str_ends(line->parts[to - 1].text, ",");
            line->parts[from].text = str_format(&c->arena, "%.*s%s", STR_ARG(chosen), comma ? "," : "");
            for (size_t i = to; i < line->part_count; i++) line->parts[from + 1 + i - to] = line->parts[i];
            line->part_count -= to - from - 1;
            return true;
        }
    }
    for (size_t i = 0; i < line->part_count; i++)
        if (replace_words(&c->arena, &line->parts[i].text, sought, chosen)) return true;
    return false;
}

/* A list of those who fit has their keys in its last column and what was looked for as its caption. */
static bool choose(struct carrying *c, const struct answer *answer) {
    const struct sheet *sheet = answer->result;
    const struct terminal *t = &c->terminal;
    if (!t->in_tty || !t->err_tty || c->call.json || c->call.csv || !sheet || !has_code(answer, CODE_WHICH_ONE)) return false;
    if (!str_is(sheet->name, "choices") || sheet->column_count < 3 || !sheet->row_count) return false;
    struct buf list = { 0 };
    buf_printf(&list, "%zu fit '%.*s':\n", sheet->row_count, STR_ARG(utf8_visible(&c->arena, sheet->caption)));
    size_t widest = 0;
    for (size_t row = 0; row < sheet->row_count; row++) {
        size_t width = utf8_width(utf8_visible(&c->arena, sheet_at(sheet, row, 0)->text));
        if (width > widest) widest = width;
    }
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct str name = utf8_visible(&c->arena, sheet_at(sheet, row, 0)->text), form = utf8_visible(&c->arena, sheet_at(sheet, row, 1)->text);
        buf_printf(&list, " %2zu  %.*s%*s   %.*s\n", row + 1, STR_ARG(name), (int)(widest - utf8_width(name)), "", STR_ARG(form));
    }
    show_text(buf_str(&list));
    buf_free(&list);
    struct str question = str_format(&c->arena, "Which one? [1-%zu, Enter to stop] ", sheet->row_count);
    size_t chosen = ask_choice(question.at, sheet->row_count);
    c->dropped = !chosen;
    if (!chosen) return false;
    struct str key = str_format(&c->arena, "pupil:%" PRId64, sheet_at(sheet, chosen - 1, 2)->number);
    return replace_parts(c, sheet->caption, key);
}

static enum outcome nobody_chosen(const struct carrying *c, const struct answer *answer) {
    const struct command *command = c->line.command;
    if (!answer->ask) show_text(STR("Nobody was chosen.  "));
    show_text(command->effect == EFFECT_LEAVES ? STR("Nothing left the school.\n") : command->apply ? STR("Nothing was changed.\n") : STR("\n"));
    return stop_asked() ? OUTCOME_INTERRUPTED : OUTCOME_REQUEST;
}

/* ---- what the word would like to know --------------------------------------------------------------------------------- */

/* "1,3" as the values' names; "all" and "none" as they stand; false: it names nothing. */
static bool chosen_values(struct arena *arena, const struct answer_ask *ask, struct str said, struct str *out) {
    struct str part;
    struct buf list = { 0 };
    bool good = true;
    if (ask->several && (str_equal_fold_ascii(said, STR("all")) || str_equal_fold_ascii(said, STR("none")))) return *out = said, true;
    char *plain = arena_copy(arena, said.at, said.size);
    for (size_t i = 0; i < said.size; i++)
        if (plain[i] == ',' || plain[i] == ';') plain[i] = ' ';
    said = (struct str){ plain, said.size };
    for (bool more = true; more && good;) {
        int64_t number = 0;
        more = str_cut(said, ' ', &part, &said);
        if (!part.size) continue;
        good = str_whole(part, &number) && number >= 1 && (size_t)number <= ask->count && (ask->several || !list.size);
        if (good) buf_printf(&list, "%s%.*s", list.size ? "," : "", STR_ARG(ask->values[number - 1]));
    }
    good = good && list.size;
    if (good) *out = str_copy(arena, buf_str(&list));
    buf_free(&list);
    return good;
}

/* True when an answer was added to the line, and the word runs again. */
static bool ask_for_it(struct carrying *c, const struct answer *answer) {
    const struct terminal *t = &c->terminal;
    const struct answer_ask *ask = answer->ask;
    if (!ask || !t->in_tty || !t->err_tty || !t->out_tty || c->globals.yes || c->globals.dry_run || c->call.json || c->call.csv) return false;
    struct buf text = { 0 };
    struct str said, value = ask->otherwise;
    text_wrap(&text, utf8_visible(&c->arena, ask->question), t->width, 0, 0);
    buf_add_byte(&text, '\n');
    for (size_t i = 0; i < ask->count; i++) buf_printf(&text, " %2zu  %.*s\n", i + 1, STR_ARG(utf8_visible(&c->arena, ask->labels[i])));
    show_text(buf_str(&text));
    buf_free(&text);
    for (;;) {
        if (!ask_line(&c->arena, "> ", (struct str){ 0 }, &said)) return c->dropped = true, false;
        if (said.size && ask->free) value = said;
        if (!said.size || ask->free || chosen_values(&c->arena, ask, said, &value)) break;
        show_text(STR("Write numbers from the list, with commas between them, or press Enter.\n"));
    }
    struct line *line = &c->line;
    struct call_part *parts = arena_array(&c->arena, struct call_part, line->part_count + 1);
    for (size_t i = 0; i < line->part_count; i++) parts[i] = line->parts[i];
    parts[line->part_count++] = (struct call_part){ ask->phrase, str_format(&c->arena, "%.*s%.*s", STR_ARG(ask->prefix), STR_ARG(value)) };
    line->parts = parts;
    return true;
}

/* ---- consent ------------------------------------------------------------------------------------------------------- */

static bool apply(struct carrying *c, struct answer *answer) {
    struct progress progress = progress_start(&c->terminal);
    progress_bind(&progress);
    c->call.tick = &progress.tick;
    bool fine = c->line.command->apply(&c->call, answer);
    progress_end(&progress);
    c->call.tick = NULL;
    if (!fine && answer->outcome == OUTCOME_DONE) answer_outcome(answer, OUTCOME_INTERNAL);
    c->stale = !fine && has_code(answer, CODE_STALE_PREVIEW);
    if (fine && answer->forgets) repl_forget(c->shell);
    return fine;
}

/* A number is typed for what is deleted for good, too. */
static bool something_leaves(const struct carrying *c, const struct answer *answer) {
    return answer->leaves && (c->line.command->effect == EFFECT_LEAVES || c->line.command->leaving_option);
}

static enum outcome needs_yes(struct carrying *c, const struct answer *answer) {
    struct err err = { 0 };
    (void)carry_show(c->shell, &c->globals, answer);
    err_set(&err, CODE_NEEDS_YES, something_leaves(c, answer) ? "Nothing left the school: this was the preview." : "Nothing was changed: this was the preview.");
    err_next(&err, "Add --yes to carry it out, or --dry-run to end with 0.");
    return carry_err(c->shell, &err);
}

/* What leaves can not be taken back: a letter typed by habit is not enough. */
static bool says_yes(struct carrying *c, const struct answer *answer) {
    struct str asked = answer->question.size ? utf8_visible(&c->arena, answer->question) : STR("Go ahead?");
    if (!answer->leaves) return ask_yes(str_c(&c->arena, str_format(&c->arena, "%.*s [y/N] ", STR_ARG(asked))));
    return ask_count(str_c(&c->arena, str_format(&c->arena, "%.*s  Type %zu to go on: ", STR_ARG(asked), answer->leaves)), answer->leaves);
}

/* The answer waits: what it would do is shown, and done when somebody says so. */
static enum outcome consent(struct carrying *c, struct answer *answer) {
    const struct terminal *t = &c->terminal;
    if (c->globals.dry_run) {
        (void)carry_show(c->shell, &c->globals, answer);
        return OUTCOME_DONE;
    }
    if (!c->globals.yes && !(t->in_tty && t->err_tty && t->out_tty)) return needs_yes(c, answer);
    if (c->globals.yes) {
        show_remarks(t, &c->globals, answer);
    } else {
        /* A pager would stand between the preview and its question. */
        bool kept = c->shell->no_pager;
        c->shell->no_pager = true;
        (void)carry_show(c->shell, &c->globals, answer);
        c->shell->no_pager = kept;
        if (!says_yes(c, answer)) {
            bool stopped = stop_asked();
            show_text(something_leaves(c, answer) ? STR("Nothing left the school.\n") : STR("Nothing was changed.\n"));
            return stopped ? OUTCOME_INTERRUPTED : OUTCOME_DONE;
        }
    }
    if (!apply(c, answer) && c->stale && !c->globals.yes) {
        show_remarks(t, &c->globals, answer);
        return answer->outcome;
    }
    return carry_show(c->shell, &c->globals, answer);
}

/* ---- the word ------------------------------------------------------------------------------------------------------ */

static bool takes_a_day(const struct command *command) {
    for (size_t i = 0; i < command->argument_count; i++)
        if (command->arguments[i].phrase && strcmp(command->arguments[i].phrase, "as of") == 0) return true;
    return false;
}

static bool run_word(struct carrying *c, struct answer *answer) {
    const struct command *command = c->line.command;
    struct progress progress = progress_start(&c->terminal);
    progress_bind(&progress);
    c->call.tick = &progress.tick;
    c->call.parts = c->line.parts;
    c->call.part_count = c->line.part_count;
    c->call.options = c->line.options;
    c->call.option_count = c->line.option_count;
    c->call.asks = !c->globals.yes && c->terminal.in_tty && c->terminal.err_tty && c->terminal.out_tty;
    bool fine = own_words_has(command) ? own_words_run(c->shell, command, &c->call, answer) : command->run(&c->call, answer);
    progress_end(&progress);
    c->call.tick = NULL;
    if (fine && takes_a_day(command)) answer_as_at(answer, c->call.as_of, c->call.today);
    if (!fine && answer->outcome == OUTCOME_DONE) answer_outcome(answer, OUTCOME_INTERNAL);
    return fine;
}

static void say_time(const struct carrying *c, int64_t started) {
    int64_t tenths = (clock_monotonic_ns() - started) / 100000000;
    if (c->shell->prompt && c->terminal.err_tty && !c->globals.quiet && tenths >= 10)
        fprintf(stderr, "(%" PRId64 ".%" PRId64 " seconds)\n", tenths / 10, tenths % 10);
}

/* Words whose answer is a table: none found is an answer too, and not the table of before. */
static bool asks_for_rows(const struct command *command) { return command->group == GROUP_LOOK || command->group == GROUP_CHECK; }

static void keep_for_prompt(struct shell *shell, const struct answer *answer) {
    script_keep(shell->script, answer);
    if (!answer->result) shell->last = NULL;
}

static enum outcome run_line(struct carrying *c) {
    enum outcome outcome = OUTCOME_DONE;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        struct answer answer;
        int64_t started = clock_monotonic_ns();
        c->stale = c->dropped = false;
        answer_init(&answer, &c->arena);
        bool fine = run_word(c, &answer);
        bool again = fine ? ask_for_it(c, &answer) : choose(c, &answer);
        if (!again && fine && answer.waits && !c->dropped) outcome = consent(c, &answer);
        else if (c->dropped) outcome = nobody_chosen(c, &answer);
        else if (!again) outcome = carry_show(c->shell, &c->globals, &answer);
        if (fine && !answer.waits && c->shell->prompt && (answer.result || asks_for_rows(c->line.command))) keep_for_prompt(c->shell, &answer);
        if (!again && !c->line.command->apply) say_time(c, started);
        answer_free(&answer);
        /* The school moved under the preview: the new one is shown and asked about again. */
        if (!again && !c->stale) break;
        if (c->stale && c->globals.yes) break;
        if (c->shell->keeper && c->call.school) c->call.school = keeper_school(c->shell->keeper, c->call.as_of);
    }
    return outcome;
}

/* The folder of a line with its own --dir; the day of a line with "end of term". */
static bool place_and_day(struct carrying *c, struct err *err) {
    struct shell *shell = c->shell;
    bool own_folder = !str_equal(c->globals.folder, shell->globals.folder);
    if (own_folder) c->call.folder = str_c(&c->arena, c->globals.folder);
    if (own_folder && !file_is_folder(c->call.folder))
        return err_set(err, CODE_NO_SCHOOL, "There is no folder %s.", c->call.folder);
    if (c->line.command->needs_school && !c->call.folder) {
        err_set(err, CODE_NO_SCHOOL, "There is no school here: no policy.lua in this folder or above it.");
        return err_next(err, "Go into a school's folder, name one with --dir FOLDER, or make one:  signpost new");
    }
    if (shell->prompt && !own_folder) c->call.school = keeper_school(shell->keeper, c->call.as_of);
    if (!c->globals.as_of_text.size) return true;
    struct answer answer;
    struct school *school;
    answer_init(&answer, &c->arena);
    if (!school_for(&c->call, &answer, SCHOOL_CALENDAR, &school)) {
        show_remarks(&c->terminal, &c->globals, &answer);
        return err_set(err, CODE_NO_SUCH_DATE, "'%.*s' needs the terms of a school.", STR_ARG(c->globals.as_of_text));
    }
    bool fine = resolve_date(c->globals.as_of_text, c->call.today, school->calendar, &c->call.as_of, err);
    if (fine && shell->prompt && !own_folder) c->call.school = keeper_school(shell->keeper, c->call.as_of);
    return fine;
}

/* A word that writes at once has no preview to stop after: with --dry-run it must not begin. */
static bool has_preview(const struct carrying *c, struct err *err) {
    const struct command *command = c->line.command;
    bool writes = command->effect == EFFECT_WRITES && (c->line.part_count || !command->needs_school || !command->argument_count);
    writes = writes && !command->apply;
    bool at_once = command->writing_option && (!command->apply || command->leaving_option); /* only what leaves is asked about */
    for (size_t i = 0; i < c->line.option_count && at_once; i++)
        writes = writes || strcmp(command->writing_option, c->line.options[i].name) == 0;
    if (!c->globals.dry_run || !writes) return true;
    err_set(err, CODE_ARGUMENTS, "'%s' does this at once and has no preview, so nothing was done.", command->name);
    return err_next(err, "leave --dry-run out to carry it out");
}

/* ---- a passphrase -------------------------------------------------------------------------------------------------- */

static bool ask_passphrase(void *self, const char *question, bool twice, char *out, size_t room, size_t *size, struct err *err) {
    (void)self;
    char again[512];
    size_t other;
    bool same = false;
    bug_if(room > sizeof again);
    for (int tries = 0; tries < 3 && !same; tries++) {
        if (!ask_secret(question, out, room, size)) return err_set(err, CODE_SEALED, "No passphrase was given; nothing was done.");
        if (!twice) return true;
        if (!ask_secret("The same again: ", again, room, &other)) other = room;
        same = other == *size && memcmp(again, out, other) == 0;
        ask_wipe(again, sizeof again);
        if (!same) show_text(STR("They are not the same.\n"));
    }
    if (!same) ask_wipe(out, room);
    return same || err_set(err, CODE_SEALED, "The two passphrases are not the same; nothing was done.");
}

/* A word that writes a file of its own has --output for that, and its answer goes to the screen. */
static void give_output(struct carrying *c) {
    const struct terminal *t = &c->terminal;
    c->passphrase = (struct passphrase_door){ NULL, ask_passphrase };
    if (t->in_tty && t->err_tty) c->call.passphrase = &c->passphrase;
    if (!c->line.command->takes_output) return;
    c->call.output = c->globals.output;
    c->globals.output = (struct str){ 0 };
}

/* Only the word that makes a school asks before it can begin. */
static bool questions(struct carrying *c) {
    const struct terminal *t = &c->terminal;
    if (strcmp(c->line.command->name, "new") != 0 || !t->in_tty || !t->err_tty) return true;
    return ask_new_options(&c->arena, &c->line, c->shell->today);
}

enum outcome carry_out(struct shell *shell, const struct command *command, const struct words *words) {
    struct carrying c = { .shell = shell, .globals = shell->globals };
    struct err err = { 0 };
    enum outcome outcome;
    bool fine = words_read(&c.arena, command, words, shell->today, &c.globals, &c.line, &err);
    c.terminal = shell_terminal(shell, &c.globals);
    c.call = carry_call(shell, &c.globals, &c.arena);
    if (fine) give_output(&c);
    if (!fine || !has_preview(&c, &err) || !place_and_day(&c, &err)) {
        outcome = carry_err(shell, &err);
    } else if (!questions(&c)) {
        outcome = stop_asked() ? OUTCOME_INTERRUPTED : OUTCOME_REQUEST;
        show_text(STR("Nothing was made.\n"));
    } else {
        outcome = run_line(&c);
    }
    arena_free(&c.arena);
    return outcome;
}
