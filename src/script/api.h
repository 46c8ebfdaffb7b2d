/* SPDX-License-Identifier: GPL-3.0-or-later
 * api - the words of the command table as functions of Lua, and `pupils`: what a script or the prompt can call.
 * Owns:  the school that is kept open while one entry runs, when the caller keeps none.
 * Must not know: how an entry is read (eval); terminals.
 *
 * check { who = "9AB", as_of = "2027-03-31" }: keys are the names of the arguments in lower case, the words of the
 * phrases and the options, with _ for space and hyphen; what stands in the list without a name is a part as typed.
 *
 * Example:
 *     struct session session = { .options = options, .call = call, .answer = answer };
 *     vm->self = &session;
 *     l_push_words(L);                           // a table: name to function
 */
#ifndef SIGNPOST_API_H
#define SIGNPOST_API_H

#include "script/script.h"
#include "script/view.h"

struct school;

/* One entry at the prompt, or one run of a script. */
struct session {
    const struct script_options *options;
    const struct command_call *call;   /* NULL between entries */
    struct answer *answer;             /* of the entry: notes go there */
    struct school *school;             /* opened by session_school; NULL: not yet */
    struct date school_as_of;
};

struct session *l_session(lua_State *L);
/* The call of the entry, for a word that answers into `view` as at `day`.  Opens the school once for many words. */
struct command_call session_call(struct session *session, struct view *view, struct date day);
/* Records have changed, or the entry is over: what was kept open is closed. */
void session_close(struct session *session);
/* Raises the first problem of an answer. */
int l_raise_answer(lua_State *L, const struct answer *answer);
/* Text, whole number, day or row of a pupil as a part of a call, in the arena. */
struct str l_part_text(lua_State *L, int index, struct arena *arena, enum argument_type type, const char *what);
/* A day, or what a person types for one. */
struct date l_read_day(lua_State *L, int index, const char *what);

/* Pushes a table of all words. */
void l_push_words(lua_State *L);

/* api_pupils: the word `pupils`. */
int l_pupils(lua_State *L);

#endif
