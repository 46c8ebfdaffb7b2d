/* SPDX-License-Identifier: GPL-3.0-or-later
 * script - the public face of the floor that speaks Lua: the host door, and text typed or run.
 * Owns:  the Lua states; all end with script_close.
 * Must not know: terminals, readline.
 *
 * Example:
 *     struct script *script = script_open(&(struct script_options){ .library = NULL });
 *     call.host = script_host(script);
 *     script_eval(script, &call, STR("pupils{ year = 9 }"), &answer, &unfinished);
 */
#ifndef SIGNPOST_SCRIPT_H
#define SIGNPOST_SCRIPT_H

#include "work/command.h"

struct script;

struct script_options {
    const char *library;   /* a source checkout that overrides lua/, policies/, examples/; NULL: what is in the program */
    bool allow_changes;    /* a script may call words that change records */
    bool allow_leaves;
};

struct script *script_open(const struct script_options *options);
const struct host *script_host(struct script *script);

/* Evaluates one entry typed at the prompt: an expression shows its value, else a statement runs.  Variables live on from
 * entry to entry.  *unfinished: the text ends too soon and may go on on another line; nothing was run then.  What was
 * printed and the value shown stand in answer->page (BLOCK_VERBATIM or a table); rows become `it`. */
MUST_USE bool script_eval(struct script *script, const struct command_call *call, struct str text, struct answer *answer,
                          bool *unfinished);
/* The result of a command word becomes `it` (rows of answer->result); without one `it` is nothing. */
void script_keep(struct script *script, const struct answer *answer);
/* signpost run FILE.lua [ARGUMENTS]: arguments as `arg`; what it prints stands in answer->page. */
MUST_USE bool script_run_file(struct script *script, const struct command_call *call, const char *path,
                              const struct str *arguments, size_t argument_count, struct answer *answer);
/* Names that may follow `prefix` ("pupils", "it[1].pu"), sorted, at most 500; no metamethod is called. */
size_t script_names(struct script *script, struct arena *arena, struct str prefix, struct str **names);
/* "Lua 5.4.4": header and library, for version and doctor. */
const char *script_lua_release(void);
void script_close(struct script *script);

#endif
