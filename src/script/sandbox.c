/* SPDX-License-Identifier: GPL-3.0-or-later
 * sandbox - which names a text sees; see sandbox.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/sandbox.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "base/guess.h"
#include "script/bind.h"
#include "script/safelib.h"

#define P (1u << WORLD_POLICY)
#define T (1u << WORLD_TEMPLATE)
#define S (1u << WORLD_SCRIPT)
#define ALL (P | T | S)

/* Data files see nothing but their own words. */
struct allowed {
    const char *library, *name; /* library "" = a name of its own */
    unsigned worlds;
    lua_CFunction function;     /* NULL: as Lua has it */
};

static const struct allowed ALLOWED[] = {
    { "", "assert", ALL, l_assert }, { "", "error", ALL, l_error }, { "", "ipairs", ALL, NULL },
    { "", "pairs", ALL, l_pairs }, { "", "pcall", S, l_pcall }, { "", "print", ALL, l_print },
    { "", "select", ALL, l_select }, { "", "tonumber", ALL, NULL }, { "", "tostring", ALL, l_tostring },
    { "", "type", ALL, NULL },
    { "math", "abs", ALL, NULL }, { "math", "ceil", ALL, NULL }, { "math", "floor", ALL, NULL },
    { "math", "fmod", ALL, NULL }, { "math", "huge", ALL, NULL }, { "math", "max", ALL, NULL },
    { "math", "maxinteger", ALL, NULL }, { "math", "min", ALL, NULL }, { "math", "mininteger", ALL, NULL },
    { "math", "modf", ALL, NULL }, { "math", "pi", ALL, NULL }, { "math", "sqrt", ALL, NULL },
    { "math", "tointeger", ALL, NULL }, { "math", "type", ALL, NULL }, { "math", "ult", ALL, NULL },
    { "string", "byte", ALL, l_text_byte }, { "string", "char", ALL, l_text_char },
    { "string", "find", P, l_text_find_plain }, { "string", "find", T | S, l_pattern_find },
    { "string", "format", ALL, l_format }, { "string", "gmatch", T | S, l_pattern_gmatch },
    { "string", "gsub", T | S, l_pattern_gsub }, { "string", "len", ALL, l_text_len },
    { "string", "lower", ALL, l_text_lower }, { "string", "match", T | S, l_pattern_match },
    { "string", "rep", T | S, l_text_rep }, { "string", "reverse", ALL, l_text_reverse },
    { "string", "sub", ALL, l_text_sub }, { "string", "upper", ALL, l_text_upper },
    { "table", "concat", ALL, l_table_concat }, { "table", "insert", ALL, l_table_insert },
    { "table", "move", ALL, l_table_move }, { "table", "pack", ALL, l_table_pack },
    { "table", "remove", ALL, l_table_remove }, { "table", "sort", ALL, l_table_sort },
    { "table", "unpack", ALL, l_table_unpack },
    { "utf8", "char", ALL, l_utf8_char }, { "utf8", "charpattern", T | S, NULL },
    { "utf8", "codepoint", ALL, l_utf8_codepoint }, { "utf8", "codes", ALL, l_utf8_codes },
    { "utf8", "len", ALL, l_utf8_len }, { "utf8", "offset", ALL, l_utf8_offset },
};

/* Whole libraries first.  A name of a new Lua on neither list fails a test, so that none slips in. */
static const char *const REFUSED[] = {
    "coroutine", "debug", "io", "os", "package", "_G", "_VERSION", "collectgarbage", "dofile", "getmetatable", "load",
    "loadfile", "next", "rawequal", "rawget", "rawlen", "rawset", "require", "setmetatable", "warn", "xpcall",
    "math.acos", "math.asin", "math.atan", "math.atan2", "math.cos", "math.cosh", "math.deg", "math.exp", "math.frexp",
    "math.ldexp", "math.log", "math.log10", "math.pow", "math.rad", "math.random", "math.randomseed", "math.sin",
    "math.sinh", "math.tan", "math.tanh", "string.dump", "string.pack", "string.packsize", "string.unpack",
};

static const char KEY_SEALED, KEY_LIBRARY, KEY_ENVIRONMENT, KEY_VARIABLES;

/* ---- sealed tables ---------------------------------------------------------------------------------------------------- */

bool l_is_sealed(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return false;
    lua_pushstring(L, "__metatable"); /* metatable, key */
    lua_rawget(L, -2);                /* metatable, value: every sealed table hides it */
    bool sealed = lua_isboolean(L, -1);
    lua_pop(L, 2); /* */
    return sealed;
}

void l_unseal(lua_State *L, int index) { lua_rawgetp(L, index, &KEY_DATA); }

const char *l_sealed_name(lua_State *L, int index) {
    const char *name = "";
    if (!l_is_sealed(L, index)) return name;
    if (lua_rawgetp(L, index, &KEY_NAME) == LUA_TSTRING) name = lua_tostring(L, -1);
    lua_pop(L, 1); /* the table holds the text */
    return name;
}

static void l_gather_names(lua_State *L, int index, struct str *names, size_t most, size_t *count) {
    if (!index) return;
    for (lua_pushnil(L); lua_next(L, index);) { /* key, value */
        size_t size = 0;
        if (lua_type(L, -2) == LUA_TSTRING && *count < most) {
            const char *at = lua_tolstring(L, -2, &size);
            names[(*count)++] = (struct str){ at, size };
        }
        lua_pop(L, 1); /* key */
    }
}

/* In order, so that of two near names always the same one is proposed. */
static void sort_names(struct str *names, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && str_compare(names[k - 1], names[k]) > 0; k--) {
            struct str moved = names[k];
            names[k] = names[k - 1];
            names[k - 1] = moved;
        }
}

#define HINT_NAMES 512

const char *l_hint(lua_State *L, struct arena *arena, const char *word, int first, int second) {
    struct str *names = arena_array(arena, struct str, HINT_NAMES);
    size_t count = 0;
    l_gather_names(L, first, names, HINT_NAMES, &count);
    l_gather_names(L, second, names, HINT_NAMES, &count);
    sort_names(names, count);
    return str_c(arena, guess_hint(arena, str_from(word), names, count));
}

static bool is_refused(const char *name) {
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++)
        if (strcmp(REFUSED[i], name) == 0) return true;
    return false;
}

static bool is_known_somewhere(const char *library, const char *name) {
    for (size_t i = 0; i < COUNT_OF(ALLOWED); i++)
        if (strcmp(ALLOWED[i].library, library) == 0 && strcmp(ALLOWED[i].name, name) == 0) return true;
    return false;
}

/* A name that a sealed table does not hold: a library of Lua misses a word, a row misses a field. */
static int l_unknown(lua_State *L, const char *owner, const char *key, const char *hint, bool library) {
    char name[128];
    snprintf(name, sizeof name, "%s.%s", owner, key);
    struct vm *vm = vm_of(L);
    if (library && vm->unknown && vm->unknown(L, name, false)) return 1; /* a value to go on with */
    if (library && (is_refused(name) || is_known_somewhere(owner, key)))
        return l_raise(L, CODE_UNKNOWN_WORD, key, "", "'%s' is not available here.", name);
    return l_raise(L, library ? CODE_UNKNOWN_WORD : CODE_UNKNOWN_FIELD, key, hint, "There is nothing called '%s' here.", name);
}

static int l_sealed_index(lua_State *L) {
    lua_settop(L, 2);
    lua_rawgetp(L, 1, &KEY_DATA); /* P, key, data */
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 3) != LUA_TNIL) return 1;
    lua_pop(L, 1);
    lua_rawgetp(L, 1, &KEY_FIELDS); /* P, key, data, fields */
    bool fields = lua_istable(L, 4);
    if (fields) {
        lua_pushvalue(L, 2);
        int type = lua_rawget(L, 4);
        if (type == LUA_TFUNCTION) return 1;
        if (type != LUA_TNIL) {
            lua_pushnil(L);
            return 1;
        }
        lua_pop(L, 1);
    }
    if (lua_type(L, 2) != LUA_TSTRING) {
        lua_pushnil(L);
        return 1;
    }
    struct arena *arena = l_scratch(L); /* P, key, data, fields, box */
    const char *key = lua_tostring(L, 2), *owner = l_sealed_name(L, 1);
    const char *hint = l_hint(L, arena, key, 3, fields ? 4 : 0);
    return l_unknown(L, owner, key, hint, !fields);
}

static int l_sealed_newindex(lua_State *L) {
    return l_raise(L, CODE_WRONG_TYPE, "", "", "'%s' can be read but not changed.", l_sealed_name(L, 1));
}

static int l_sealed_length(lua_State *L) {
    lua_rawgetp(L, 1, &KEY_DATA);
    lua_pushinteger(L, lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0);
    return 1;
}

static int l_sealed_text(lua_State *L) {
    lua_rawgetp(L, 1, &KEY_DATA);
    if (lua_istable(L, -1) && lua_getfield(L, -1, "said") == LUA_TSTRING) return 1; /* a problem says itself */
    lua_pushstring(L, l_sealed_name(L, 1));
    return 1;
}

static void l_set_functions(lua_State *L, const luaL_Reg *functions) {
    for (; functions->name; functions++) {
        lua_pushcfunction(L, functions->func);
        lua_setfield(L, -2, functions->name);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

static void l_seal_top(lua_State *L, const char *name, bool with_fields) {
    lua_createtable(L, 0, 3); /* fields?, data, P */
    lua_insert(L, -2);
    lua_rawsetp(L, -2, &KEY_DATA); /* fields?, P */
    lua_pushstring(L, name);
    lua_rawsetp(L, -2, &KEY_NAME);
    if (with_fields) {
        lua_insert(L, -2);
        lua_rawsetp(L, -2, &KEY_FIELDS); /* P */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_SEALED);
    lua_setmetatable(L, -2);
}

void l_seal(lua_State *L, const char *name) { l_seal_top(L, name, false); }
void l_seal_with_fields(lua_State *L, const char *name) { l_seal_top(L, name, true); }

/* ---- environments ----------------------------------------------------------------------------------------------------- */

static int l_environment_index(lua_State *L) {
    lua_settop(L, 2);
    lua_rawgetp(L, 1, &KEY_DATA); /* E, key, words */
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 3) != LUA_TNIL) return 1;
    lua_pop(L, 1);
    if (lua_rawgetp(L, 1, &KEY_VARIABLES) == LUA_TTABLE) { /* E, key, words, variables */
        lua_pushvalue(L, 2);
        if (lua_rawget(L, 4) != LUA_TNIL) return 1;
        lua_pop(L, 1);
    }
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    const char *key = lua_tostring(L, 2);
    struct vm *vm = vm_of(L);
    if (vm->unknown && vm->unknown(L, key, false)) return 1;
    if (is_refused(key) || is_known_somewhere("", key))
        return l_raise(L, CODE_UNKNOWN_WORD, key, "", "'%s' is not available here.", key);
    struct arena *arena = l_scratch(L);
    const char *hint = l_hint(L, arena, key, 3, lua_istable(L, 4) ? 4 : 0);
    if (strcmp(key, "yes") == 0) hint = "Write  true";
    if (strcmp(key, "no") == 0) hint = "Write  false";
    return l_raise(L, CODE_UNKNOWN_WORD, key, hint, "There is nothing called '%s' here.", key);
}

static int l_environment_newindex(lua_State *L) {
    lua_settop(L, 3);
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    lua_rawgetp(L, 1, &KEY_DATA); /* E, key, value, words */
    lua_pushvalue(L, 2);
    bool taken = lua_rawget(L, 4) != LUA_TNIL; /* ..., old */
    bool open = lua_rawgetp(L, 1, &KEY_VARIABLES) == LUA_TTABLE; /* ..., variables */
    if (open && !taken) {
        lua_pushvalue(L, 2);
        lua_pushvalue(L, 3);
        lua_rawset(L, -3);
        return 0;
    }
    struct vm *vm = vm_of(L);
    if (vm->unknown && vm->unknown(L, key, true)) return 0;
    if (taken) return l_raise(L, CODE_NAME_TAKEN, key, "Choose another name.", "'%s' is already a word.", key);
    return l_raise(L, CODE_UNKNOWN_WORD, key, "Write 'local' before it.", "A name can not be set here: '%s'.", key);
}

void l_environment(lua_State *L, int words, bool open) {
    words = lua_absindex(L, words);
    lua_createtable(L, 0, 2); /* E */
    lua_newtable(L);          /* E, all */
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_LIBRARY); /* E, all, library */
    for (int pass = 0; pass < 2; pass++) {
        int from = pass == 0 ? lua_gettop(L) : words;
        for (lua_pushnil(L); lua_next(L, from);) { /* E, all, library, key, value */
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -5); /* E, all, library, key */
        }
    }
    lua_pop(L, 1);
    lua_rawsetp(L, -2, &KEY_DATA); /* E */
    if (open) {
        lua_newtable(L);
        lua_rawsetp(L, -2, &KEY_VARIABLES);
    }
    lua_pushstring(L, "names");
    lua_rawsetp(L, -2, &KEY_NAME);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_ENVIRONMENT);
    lua_setmetatable(L, -2);
}

void l_variables(lua_State *L, int environment) { lua_rawgetp(L, environment, &KEY_VARIABLES); }

static void l_copy_stock(lua_State *L, const char *library, const char *const *names) {
    for (; *names; names++) {
        l_push_stock(L, library, *names);
        lua_setfield(L, -2, *names);
    }
}

void l_host_environment(lua_State *L) {
    static const char *const base[] = { "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal",
        "rawget", "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring", "type", NULL };
    static const char *const libraries[] = { "string", "table", "math", "utf8" };
    lua_newtable(L); /* environment */
    l_copy_stock(L, "", base);
    for (size_t i = 0; i < COUNT_OF(libraries); i++) {
        luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
        lua_getfield(L, -1, libraries[i]); /* environment, loaded, library */
        lua_setfield(L, -3, libraries[i]);
        lua_pop(L, 1); /* environment */
    }
}

/* ---- opening ---------------------------------------------------------------------------------------------------------- */

/* The library of the world: real functions in private tables, sealed towards the text. */
static void l_open_library(lua_State *L, enum world world) {
    lua_newtable(L); /* all */
    for (size_t i = 0; i < COUNT_OF(ALLOWED); i++) {
        const struct allowed *a = &ALLOWED[i];
        if (!(a->worlds & 1u << world)) continue;
        if (a->library[0]) luaL_getsubtable(L, -1, a->library); /* all, library */
        else lua_pushvalue(L, -1);
        if (a->function) lua_pushcfunction(L, a->function);
        else l_push_stock(L, a->library, a->name);
        lua_setfield(L, -2, a->name);
        lua_pop(L, 1); /* all */
    }
    static const char *const libraries[] = { "math", "string", "table", "utf8" };
    for (size_t i = 0; i < COUNT_OF(libraries) && world != WORLD_DATA; i++) {
        lua_getfield(L, -1, libraries[i]);
        l_seal(L, libraries[i]);
        lua_setfield(L, -2, libraries[i]);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_LIBRARY); /* */
}

/* Texts carry their methods: one metatable for the whole state, pointing at the sealed copy. */
static void l_open_texts(lua_State *L) {
    lua_pushstring(L, "");
    lua_newtable(L); /* text, metatable */
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_LIBRARY);
    if (lua_getfield(L, -1, "string") == LUA_TTABLE) lua_setfield(L, -3, "__index");
    else lua_pop(L, 1);
    lua_pop(L, 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1); /* */
}

void l_sandbox_open(lua_State *L) {
    static const luaL_Reg sealed[] = { { "__index", l_sealed_index }, { "__newindex", l_sealed_newindex },
        { "__len", l_sealed_length }, { "__tostring", l_sealed_text }, { NULL, NULL } };
    static const luaL_Reg environment[] = { { "__index", l_environment_index }, { "__newindex", l_environment_newindex },
        { "__tostring", l_sealed_text }, { NULL, NULL } };
    lua_newtable(L);
    l_set_functions(L, sealed);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_SEALED);
    lua_newtable(L);
    l_set_functions(L, environment);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_ENVIRONMENT);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_RAISED);
    l_open_library(L, vm_of(L)->world);
    l_open_texts(L);
}

/* ---- the two lists ---------------------------------------------------------------------------------------------------- */

static bool is_listed(const char *library, const char *name) {
    char full[128];
    snprintf(full, sizeof full, "%s%s%s", library, library[0] ? "." : "", name);
    return is_known_somewhere(library, name) || is_refused(full) || (library[0] && is_refused(library));
}

struct unlisted {
    struct arena *arena;
    struct str *names;
    size_t count;
};

static void l_look_at(lua_State *L, struct unlisted *u, const char *library) {
    static const char *const ours[] = { "string", "table", "math", "utf8" };
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) { /* table, key, value */
        const char *name = lua_tostring(L, -2);
        bool is_library = false;
        for (size_t i = 0; i < COUNT_OF(ours) && !library[0]; i++) is_library = is_library || strcmp(ours[i], name) == 0;
        if (is_library) l_look_at(L, u, name);
        else if (!is_listed(library, name) && u->count < 64)
            u->names[u->count++] = str_format(u->arena, "%s%s%s", library, library[0] ? "." : "", name);
    }
}

static int l_look_through(lua_State *L) {
    struct unlisted *u = vm_argument(L);
    luaL_openlibs(L);
    lua_pushglobaltable(L);
    l_look_at(L, u, "");
    return 0;
}

size_t sandbox_unlisted(struct arena *arena, struct str **names) {
    struct unlisted u = { .arena = arena, .names = arena_array(arena, struct str, 64) };
    struct vm *vm = vm_open(arena, WORLD_DATA, NULL);
    struct raised raised;
    bug_if(!vm_call(vm, l_look_through, &u, &raised));
    vm_close(vm);
    *names = u.names;
    return u.count;
}
