/* SPDX-License-Identifier: GPL-3.0-or-later
 * shell - one run of the program: options, the school's folder, the floor that speaks Lua; then a word or the prompt.
 * Owns:  struct shell and all that it points to, until shell_main returns.
 * Must not know: what the words do.
 *
 * With terminal.c the only reader of environment variables.
 *
 * Example:  return shell_main(argument_count, arguments);
 */
#ifndef SIGNPOST_SHELL_H
#define SIGNPOST_SHELL_H

#include "script/script.h"
#include "shell/terminal.h"
#include "shell/words.h"

struct school;
struct keeper;

struct shell {
    struct arena arena;
    struct globals globals;      /* given before any word; at the prompt what plain, colour and as of have set */
    struct terminal terminal;
    struct script *script;
    struct date today;
    const char *folder;          /* the school's, links resolved; NULL: none was found */
    struct str actor;            /* login name */
    /* The prompt's own. */
    bool prompt;                 /* lines are read one after another, from a person or a pipe */
    bool quit;
    bool history_off;
    bool forgotten;          /* by the line at hand, which is not remembered either: repl_forget */
    bool no_pager;
    struct keeper *keeper;       /* the school kept open; NULL: every word opens its own */
    struct arena last_arena;     /* of `last` */
    const struct sheet *last;    /* rows of the last result, for `more`; NULL: there are none */
    size_t last_shown;
};

/* The exit code. */
int shell_main(int argument_count, char **arguments);
/* The terminal as the settings in `globals` want it. */
struct terminal shell_terminal(const struct shell *shell, const struct globals *globals);
/* No word is called so: says which may be meant.  OUTCOME_REQUEST. */
enum outcome shell_unknown_word(struct shell *shell, struct str word);

#endif
