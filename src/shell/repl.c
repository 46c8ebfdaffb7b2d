/* SPDX-License-Identifier: GPL-3.0-or-later
 * repl - see repl.h.
 * Owns:  the entry that is being typed.
 * Must not know: how a line is edited, what words do.
 */
#include "shell/repl.h"

#include <stdio.h>

#include "base/file.h"
#include "base/guess.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "shell/carry.h"
#include "shell/complete.h"
#include "shell/entry.h"
#include "shell/keeper.h"
#include "shell/line.h"
#include "shell/own_words.h"
#include "shell/show.h"
#include "signpost_version.h"

struct repl {
    struct shell *shell;
    bool person;             /* a terminal: prompts, history, Ctrl-C */
    struct buf pending;      /* Lua that is not finished */
    struct buf typed;        /* the whole entry, for the history */
    enum outcome worst;
};

static void settle(struct repl *repl, enum outcome outcome) {
    repl->worst = outcome_worse(repl->worst, outcome);
    /* The word has ended and said so; a program that was told to end stays told. */
    if (repl->person && !stop_final()) stop_clear();
}

/* ---- one entry ----------------------------------------------------------------------------------------------------- */

static void run_command(struct repl *repl, const struct command *command, struct str rest) {
    struct arena arena = { 0 };
    struct words words;
    words_cut(&arena, rest, &words);
    settle(repl, carry_out(repl->shell, command, &words));
    arena_free(&arena);
}

static void ask_help(struct repl *repl, const struct command *command) {
    const struct command *help = own_words_find(STR("help"));
    run_command(repl, help, str_from(command->name));
}

/* Runs what is pending; stays pending when it is not finished. */
static void run_lua(struct repl *repl, bool last) {
    struct shell *shell = repl->shell;
    struct arena arena = { 0 };
    struct answer answer;
    struct command_call call = carry_call(shell, &shell->globals, &arena);
    bool unfinished = false;
    call.school = keeper_school(shell->keeper, call.as_of);
    answer_init(&answer, &arena);
    bool fine = script_eval(shell->script, &call, buf_str(&repl->pending), &answer, &unfinished);
    if (unfinished && last) {
        struct err err = { 0 };
        err_set(&err, CODE_SYNTAX, "The lines end inside an entry that is not finished.");
        settle(repl, carry_err(shell, &err));
    } else if (!unfinished) {
        if (fine && (repl->person || shell->globals.echo) && str_starts(str_trim(buf_str(&repl->pending)), "local "))
            answer_note(&answer, "A local name ends with its entry; without local it stays.");
        if (!fine && answer.outcome == OUTCOME_DONE) answer_outcome(&answer, OUTCOME_INTERNAL);
        settle(repl, carry_show(shell, &shell->globals, &answer));
    }
    if (!unfinished || last) buf_clear(&repl->pending);
    answer_free(&answer);
    arena_free(&arena);
}

static void add_lua(struct repl *repl, struct str line) {
    if (repl->pending.size) buf_add_byte(&repl->pending, '\n');
    buf_add(&repl->pending, line);
    run_lua(repl, false);
}

/* A name alone that Lua does not know and that is nearly a word: "chekc". */
static bool lone_slip(struct repl *repl, struct str line) {
    struct arena arena = { 0 };
    struct str name = str_trim(line), *names, *words;
    bool plain = name.size > 1;
    for (size_t i = 0; plain && i < name.size; i++) plain = ((name.at[i] | 32) >= 'a' && (name.at[i] | 32) <= 'z') || name.at[i] == '-';
    bool slip = plain;
    for (size_t i = script_names(repl->shell->script, &arena, name, &names); plain && i > 0; i--)
        if (str_equal(names[i - 1], name)) slip = false;
    size_t count = own_words_names(&arena, true, &words);
    slip = slip && guess_nearest(name, words, count).size;
    arena_free(&arena);
    return slip;
}

static void take_line(struct repl *repl, struct str line) {
    const struct command *command;
    struct str rest;
    if (repl->pending.size) {
        add_lua(repl, line);
        return;
    }
    switch (entry_sort(line, &command, &rest)) {
    case ENTRY_EMPTY: return;
    case ENTRY_COMMAND: run_command(repl, command, rest); return;
    case ENTRY_QUESTION: ask_help(repl, command); return;
    case ENTRY_UNKNOWN: settle(repl, shell_unknown_word(repl->shell, rest)); return;
    case ENTRY_LUA: break;
    }
    if (lone_slip(repl, line)) settle(repl, shell_unknown_word(repl->shell, str_trim(line)));
    else add_lua(repl, line);
}

static bool has_command(struct str text) {
    struct str line, rest = text;
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (entry_command(line)) return true;
    }
    return false;
}

/* What was pasted or recalled may have several lines: one piece of Lua, or words one after the other. */
static void take_entry(struct repl *repl, struct str text) {
    bool one_line = str_find(text, STR("\n")) == SIZE_MAX;
    if (one_line || !has_command(text)) {
        take_line(repl, text);
        return;
    }
    struct str line, rest = text;
    for (bool more = true; more && !repl->shell->quit;) {
        more = str_cut(rest, '\n', &line, &rest);
        take_line(repl, line);
    }
}

/* ---- history ------------------------------------------------------------------------------------------------------- */

static bool make_folders(struct arena *arena, const char *path) {
    struct err err = { 0 };
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/') continue;
        const char *part = str_c(arena, (struct str){ path, i });
        if (!file_is_folder(part) && !file_make_folder(part, &err)) return false;
    }
    return true;
}

static const char *history_place(struct arena *arena) {
    const char *state = terminal_variable("XDG_STATE_HOME"), *home = terminal_variable("HOME");
    if (state && state[0] == '/') return file_join(arena, state, "signpost/history");
    return home && home[0] == '/' ? file_join(arena, home, ".local/state/signpost/history") : NULL;
}

/* NULL: there is no place for it, and the session goes without. */
static const char *history_path(struct arena *arena) {
    const char *path = history_place(arena);
    return path && make_folders(arena, path) ? path : NULL;
}

void repl_forget(struct shell *shell) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    const char *path = history_place(&arena);
    line_forget();
    shell->forgotten = true;
    if (path && file_exists(path) && !file_wipe(path, &err)) fprintf(stderr, "%s\n", err.text);
    arena_free(&arena);
}

static void remember(struct repl *repl) {
    bool forgotten = repl->shell->forgotten;
    repl->shell->forgotten = false;
    if (repl->person && !repl->shell->history_off && !forgotten) {
        struct arena arena = { 0 };
        line_remember(str_copy(&arena, entry_remembered(str_trim(buf_str(&repl->typed)))));
        arena_free(&arena);
    }
    buf_clear(&repl->typed);
}

/* ---- the loop ------------------------------------------------------------------------------------------------------ */

static const char *prompt_text(const struct repl *repl, char out[96]) {
    const struct globals *globals = &repl->shell->globals;
    char day[DATE_LONG_SIZE];
    if (repl->pending.size) return "      ...> ";
    if (!globals->as_of_given) return "signpost> ";
    snprintf(out, 96, "signpost (%s)> ", date_short(globals->as_of, day));
    return out;
}

static void greet(struct repl *repl) {
    const struct command *today = command_find(STR("today"));
    show_text(STR("Signpost " SIGNPOST_VERSION ".  help lists the words; Ctrl-D leaves.\n"));
    if (today && repl->shell->folder) run_command(repl, today, STR(""));
}

static void give_up(struct repl *repl) {
    buf_clear(&repl->pending);
    remember(repl);
}

static void take(struct repl *repl, struct str text) {
    bool inside = repl->pending.size > 0;
    if (!utf8_valid(text)) {
        struct err err = { 0 };
        err_set(&err, CODE_ARGUMENTS, "The line is not UTF-8 text.");
        settle(repl, carry_err(repl->shell, &err));
        return;
    }
    if (repl->typed.size) buf_add_byte(&repl->typed, '\n');
    buf_add(&repl->typed, text);
    /* A person leaves an entry with a blank line; in a file blank lines stand between the lines of a function. */
    if (inside && repl->person && !str_trim(text).size) {
        give_up(repl);
        return;
    }
    /* What people type from habit. */
    struct str word = str_trim(text);
    if (!inside && (str_is(word, "exit") || str_is(word, "bye"))) text = STR("quit");
    if (!inside && str_starts(word, "signpost ")) text = str_trim(str_slice(word, 9, word.size));
    take_entry(repl, text);
    if (!repl->pending.size) remember(repl);
}

static void echo(const struct repl *repl, const char *prompt, struct str line) {
    if (repl->person || !repl->shell->globals.echo) return;
    printf("%s%.*s\n", prompt, STR_ARG(line));
    fflush(stdout);
}

static void loop(struct repl *repl, size_t *lines) {
    struct buf line = { 0 };
    while (!repl->shell->quit) {
        char room[96];
        const char *prompt = prompt_text(repl, room);
        buf_clear(&line);
        enum line_result result = line_read(prompt, &line);
        if (stop_final() || (result == LINE_INTERRUPTED && !repl->person)) {
            repl->worst = OUTCOME_INTERRUPTED;
            break;
        }
        if (result == LINE_INTERRUPTED) {
            give_up(repl);
            continue;
        }
        if (result == LINE_END) {
            if (repl->pending.size && !repl->person) run_lua(repl, true);
            if (repl->person) show_text(STR("\n"));
            break;
        }
        ++*lines;
        /* A copy: a word may read lines of its own. */
        struct arena arena = { 0 };
        struct str text = str_copy(&arena, buf_str(&line));
        echo(repl, prompt, text);
        take(repl, text);
        arena_free(&arena);
        if (stop_asked() && !repl->person) break;
    }
    buf_free(&line);
}

enum outcome repl_run(struct shell *shell, size_t *lines) {
    struct repl repl = { .shell = shell, .person = shell->terminal.in_tty };
    struct arena arena = { 0 };
    struct line_source source = { .self = shell, .complete = complete_line };
    bool editing = repl.person && !shell->terminal.dumb;
    *lines = 0;
    shell->prompt = true;
    line_open(&source, editing ? history_path(&arena) : NULL, editing);
    if (repl.person) greet(&repl);
    loop(&repl, lines);
    line_close();
    buf_free(&repl.pending);
    buf_free(&repl.typed);
    arena_free(&arena);
    /* A person has seen how each word ended, and leaves in peace, unless the program was told to end. */
    return repl.person && !stop_final() ? OUTCOME_DONE : repl.worst;
}
