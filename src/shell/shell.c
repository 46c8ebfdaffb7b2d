/* SPDX-License-Identifier: GPL-3.0-or-later
 * shell - see shell.h.
 * Owns:  struct shell.
 * Must not know: what the words do.
 */
#include "shell/shell.h"

#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/guess.h"
#include "base/utf8.h"
#include "shell/carry.h"
#include "shell/keeper.h"
#include "shell/own_words.h"
#include "shell/repl.h"
#include "shell/show.h"

struct terminal shell_terminal(const struct shell *shell, const struct globals *globals) {
    struct terminal terminal = terminal_look((enum colour_choice)globals->colour, globals->plain);
    if (shell->no_pager) terminal.pager = false;
    return terminal;
}

enum outcome shell_unknown_word(struct shell *shell, struct str word) {
    struct arena arena = { 0 };
    struct str *names;
    struct err err = { 0 };
    size_t count = own_words_names(&arena, shell->prompt, &names);
    struct str near = guess_nearest(word, names, count);
    const struct command *command = own_words_find(word);
    if (command) {
        err_set(&err, CODE_UNKNOWN_COMMAND, "'%s' is a word of the prompt.", command->name);
        err_next(&err, "signpost  alone opens it");
    } else {
        struct str shown = utf8_visible(&arena, word);
        err_set(&err, CODE_UNKNOWN_COMMAND, "There is no word '%.*s'.", STR_ARG(shown));
        if (near.size) err_next(&err, "Did you mean '%.*s'?", STR_ARG(near));
        else err_next(&err, "help  lists them");
    }
    arena_free(&arena);
    return carry_err(shell, &err);
}

/* ---- where and when ------------------------------------------------------------------------------------------------ */

static bool find_folder(struct shell *shell, struct err *err) {
    const char *named = shell->globals.folder.size ? str_c(&shell->arena, shell->globals.folder) : NULL;
    struct err unheard = { 0 };
    if (named) {
        if (file_is_folder(named)) return file_real_path(&shell->arena, named, &shell->folder, err);
        err_set(err, CODE_NO_SCHOOL, "There is no folder %s.", named);
        return err_next(err, "--dir names the folder of a school");
    }
    const char *here;
    if (!file_real_path(&shell->arena, ".", &here, &unheard)) return true; /* the folder was removed under us */
    for (struct str at = str_from(here);;) {
        const char *folder = str_c(&shell->arena, at.size ? at : STR("/"));
        if (file_exists(file_join(&shell->arena, folder, "policy.lua"))) {
            shell->folder = folder;
            return true;
        }
        if (!at.size) return true;
        while (at.size && at.at[at.size - 1] != '/') at.size--;
        if (at.size) at.size--;
    }
}

/* SIGNPOST_TODAY stands for the clock in tests, and nowhere in the records. */
static struct date find_today(void) {
    struct date day;
    const char *said = terminal_variable("SIGNPOST_TODAY");
    if (said && date_parse_iso(str_from(said), &day)) return day;
    return clock_today();
}

static struct str find_actor(struct arena *arena) {
    const struct passwd *user = getpwuid(geteuid());
    if (!user || !utf8_valid(str_from(user->pw_name))) return str_format(arena, "user %ld", (long)geteuid());
    return str_copy(arena, str_from(user->pw_name));
}

/* ---- the arguments ------------------------------------------------------------------------------------------------- */

static bool read_arguments(struct shell *shell, int count, char **arguments, struct words *words, struct err *err) {
    words_from_arguments(&shell->arena, arguments, count, words);
    for (size_t i = 0; i < words->count; i++) {
        if (utf8_valid(words->at[i].text)) continue;
        err_set(err, CODE_ARGUMENTS, "Argument %zu is not UTF-8 text.", i + 1);
        return err_next(err, "set the locale to a UTF-8 one, as C.UTF-8 or en_GB.UTF-8");
    }
    return true;
}

static bool is_one_of(struct str text, const char *a, const char *b) { return str_is(text, a) || str_is(text, b); }

/* "--help", "-h", "--version", "-V" are what people try first; "check --help" and "check?" mean help check;
 * "policy test --help" means help policy test. */
static void read_customs(struct words *words) {
    bool help = false, version = false;
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct word *word = &words->at[i];
        if (!word->quoted && is_one_of(word->text, "--help", "-h")) help = true;
        else if (!word->quoted && is_one_of(word->text, "--version", "-V")) version = true;
        else words->at[kept++] = *word;
    }
    words->count = kept;
    struct str first = kept ? words->at[0].text : (struct str){ 0 };
    if (kept == 1 && str_ends(first, "?") && own_words_find(str_slice(first, 0, first.size - 1))) {
        words->at[0].text = str_slice(first, 0, first.size - 1);
        help = true;
    }
    if (!help && !version) return;
    /* There is a place free: one that was taken out, or the one kept for a terminating NULL. */
    for (size_t i = kept; i > 0; i--) words->at[i] = words->at[i - 1];
    words->at[0] = (struct word){ .text = help ? STR("help") : STR("version") };
    const struct command *command = help && kept ? own_words_find(first) : NULL;
    words->count = !help || !kept ? 1 : command && command->verbs && kept > 1 ? 3 : 2;
}

static enum outcome run_word(struct shell *shell, struct words *words) {
    size_t at = 0;
    /* Options that are not the program's may stand before the word as well as after it. */
    while (at < words->count && str_starts(words->at[at].text, "--") && !words->at[at].quoted) at++;
    if (at == words->count) {
        struct err err = { 0 };
        err_set(&err, CODE_UNKNOWN_OPTION, "There is no option '%.*s' without a word.", STR_ARG(words->at[0].text));
        err_next(&err, "help options  lists those that every word knows");
        return carry_err(shell, &err);
    }
    struct str name = words->at[at].text;
    const struct command *command = own_words_find(name);
    if (!command || own_words_of_prompt(command)) return shell_unknown_word(shell, name);
    for (size_t i = at; i + 1 < words->count; i++) words->at[i] = words->at[i + 1];
    words->count--;
    return carry_out(shell, command, words);
}

static enum outcome run_help(struct shell *shell) {
    struct words none = { 0 };
    return carry_out(shell, own_words_find(STR("help")), &none);
}

static enum outcome run(struct shell *shell, struct words *words) {
    size_t lines;
    if (words->count) return run_word(shell, words);
    if (shell->terminal.in_tty && !shell->terminal.out_tty) return run_help(shell);
    enum outcome worst = repl_run(shell, &lines);
    shell->prompt = false;
    return !lines && !shell->folder && !shell->terminal.in_tty ? run_help(shell) : worst;
}

int shell_main(int argument_count, char **arguments) {
    struct shell shell = { 0 };
    struct words words = { 0 };
    struct err err = { 0 };
    enum outcome outcome;
    setlocale(LC_CTYPE, "");
    shell.today = find_today();
    shell.terminal = terminal_look(COLOUR_AUTO, false);
    bool fine = read_arguments(&shell, argument_count > 0 ? argument_count - 1 : 0, arguments + (argument_count > 0), &words, &err);
    if (fine) read_customs(&words);
    fine = fine && words_globals(&shell.arena, &words, shell.today, &shell.globals, NULL, &err) && find_folder(&shell, &err);
    shell.terminal = shell_terminal(&shell, &shell.globals);
    if (fine) {
        const char *library = terminal_variable("SIGNPOST_LIBRARY");
        if (!shell.globals.library.size && library) shell.globals.library = str_from(library);
        shell.actor = find_actor(&shell.arena);
        shell.script = script_open(&(struct script_options){
            .library = shell.globals.library.size ? str_c(&shell.arena, shell.globals.library) : NULL });
        shell.keeper = keeper_open(&shell.arena, script_host(shell.script), shell.folder);
        outcome = run(&shell, &words);
        keeper_close(shell.keeper);
        script_close(shell.script);
    } else {
        outcome = carry_err(&shell, &err);
    }
    arena_free(&shell.last_arena);
    arena_free(&shell.arena);
    return (int)outcome;
}
