/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib - replaced library functions: bounded, charged by what they touch, the same on every machine.
 * Owns:  nothing.
 * Must not know: who may call which (sandbox.c).
 *
 * Files: safelib.c (base), safelib_text.c (texts), safelib_format.c (format), safelib_pattern.c (patterns),
 * safelib_table.c (lists), safelib_utf8.c.
 *
 * Example:  lua_pushcfunction(L, l_pairs);
 */
#ifndef SIGNPOST_SAFELIB_H
#define SIGNPOST_SAFELIB_H

#include "script/vm.h"

#define SAFE_ITEMS 4096              /* concat, unpack, byte, char */
#define SAFE_TEXT ((size_t)1 << 20)  /* rep, gsub */

int l_assert(lua_State *L);
int l_error(lua_State *L);
int l_pairs(lua_State *L);
int l_pcall(lua_State *L);
int l_print(lua_State *L);
int l_select(lua_State *L);
int l_tostring(lua_State *L);

int l_text_byte(lua_State *L);
int l_text_char(lua_State *L);
int l_text_find_plain(lua_State *L);
int l_text_len(lua_State *L);
int l_text_lower(lua_State *L);
int l_text_rep(lua_State *L);
int l_text_reverse(lua_State *L);
int l_text_sub(lua_State *L);
int l_text_upper(lua_State *L);
int l_format(lua_State *L);
int l_pattern_find(lua_State *L);
int l_pattern_gmatch(lua_State *L);
int l_pattern_gsub(lua_State *L);
int l_pattern_match(lua_State *L);

int l_table_concat(lua_State *L);
int l_table_insert(lua_State *L);
int l_table_move(lua_State *L);
int l_table_pack(lua_State *L);
int l_table_remove(lua_State *L);
int l_table_sort(lua_State *L);
int l_table_unpack(lua_State *L);

int l_utf8_char(lua_State *L);
int l_utf8_codepoint(lua_State *L);
int l_utf8_codes(lua_State *L);
int l_utf8_len(lua_State *L);
int l_utf8_offset(lua_State *L);

/* Pushes what tostring says of the value at index; in policy a list or a function is an error. */
void l_push_text(lua_State *L, int index);
/* Pushes the stock function "string.find" and the like. */
void l_push_stock(lua_State *L, const char *library, const char *name);
/* The caught error in vm->raised as a value for the text: fields code, said, next, file, line. */
void l_push_problem(lua_State *L);

#endif
