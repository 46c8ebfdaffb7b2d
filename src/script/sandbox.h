/* SPDX-License-Identifier: GPL-3.0-or-later
 * sandbox - which names a text sees: one list for each world, environments, sealed tables.
 * Owns:  the private library tables of each state, in its registry.
 * Must not know: what the words do that others put into an environment.
 *
 * Every name of the linked Lua's standard library is allowed or refused by list; a test walks the library.
 *
 * Example:
 *     lua_newtable(L); ... words by name ...      // words
 *     l_environment(L, -1, false);                // words, environment
 */
#ifndef SIGNPOST_SANDBOX_H
#define SIGNPOST_SANDBOX_H

#include "script/vm.h"

/* Once for each state, by vm_open: the library of vm->world, and the methods of texts. */
void l_sandbox_open(lua_State *L);

/* Pushes a fresh strict environment: the library of the world and the words of the table at `words`.  open: the text
 * may set variables. */
void l_environment(lua_State *L, int words, bool open);
/* Pushes the table of the variables that the text has set in an open environment; nil for the others. */
void l_variables(lua_State *L, int environment);
/* Pushes the environment of our own Lua. */
void l_host_environment(lua_State *L);

/* Replaces the table at the top by a proxy that can be read only; a name that it lacks is an error with a guess. */
void l_seal(lua_State *L, const char *name);
/* fields, data -> proxy: a name of `fields` that the data lack is nil, or the function found there. */
void l_seal_with_fields(lua_State *L, const char *name);
bool l_is_sealed(lua_State *L, int index);
/* Pushes the data behind a proxy. */
void l_unseal(lua_State *L, int index);
const char *l_sealed_name(lua_State *L, int index);

/* "Did you mean 'x'?" from the names of two tables (0 = none), or "". */
const char *l_hint(lua_State *L, struct arena *arena, const char *word, int first, int second);

/* Names of the linked Lua's standard library that are on neither list; empty unless Lua has grown. */
size_t sandbox_unlisted(struct arena *arena, struct str **names);

#endif
