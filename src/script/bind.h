/* SPDX-License-Identifier: GPL-3.0-or-later
 * bind - what every binding uses: raising, arguments, boxes that free C resources whatever happens.
 * Owns:  nothing.
 * Must not know: what is bound.
 *
 * Example:
 *     struct arena *scratch = l_scratch(L);         // box: freed when the function returns or raises
 *     struct str text = l_text(L, 1, "check");
 *     l_raise(L, CODE_UNKNOWN_FIELD, name, hint, "%s has no field '%s'.", what, name);
 */
#ifndef SIGNPOST_BIND_H
#define SIGNPOST_BIND_H

#include <lua.h>

#include "base/err.h"
#include "base/problem.h"
#include "base/str.h"
#include "script/vm.h"

/* Raise a problem with its place: the nearest line of the author's.  They never return; the int is for `return`. */
int l_raise(lua_State *L, enum code code, const char *token, const char *next, const char *format, ...) PRINTF_LIKE(5, 6);
int l_raise_at(lua_State *L, int level, enum code code, const char *token, const char *next, const char *format, ...)
    PRINTF_LIKE(6, 7);
/* A struct err as an error of the caller. */
int l_raise_err(lua_State *L, const struct err *err);
/* The value at index is what l_raise raises; the content is vm->raised. */
bool l_is_raised(lua_State *L, int index);
/* The nearest line of the author's at `level` or above; false when there is none (file is empty then). */
bool l_place(lua_State *L, int level, struct raised *out);

/* Arguments; `what` names the function in the message. */
struct str l_text(lua_State *L, int index, const char *what);
lua_Integer l_whole(lua_State *L, int index, const char *what);
lua_Integer l_whole_or(lua_State *L, int index, const char *what, lua_Integer otherwise);
int l_wrong(lua_State *L, int index, const char *what, const char *wanted);
/* "a list", "a text": never an address. */
const char *l_type_words(lua_State *L, int index);

/* An arena in a box marked to be closed: pushes one value, which must stay until the end of the C function. */
struct arena *l_scratch(lua_State *L);
/* A buffer likewise. */
struct buf *l_buffer(lua_State *L);

/* Keys of the registry and of sealed tables are addresses of these. */
extern const char KEY_RAISED, KEY_DATA, KEY_NAME, KEY_FIELDS, KEY_HOST;

#endif
