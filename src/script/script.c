/* SPDX-License-Identifier: GPL-3.0-or-later
 * script - see script.h.
 * Owns:  the state of the prompt and its variables; each script run has a state of its own.
 * Must not know: terminals, readline.
 */
#include "script/script.h"

#include <lauxlib.h>
#include <stdlib.h>

#include "base/file.h"
#include "script/api.h"
#include "script/bind.h"
#include "script/chunk.h"
#include "script/host_lua.h"
#include "script/safelib.h"
#include "script/sandbox.h"
#include "script/trouble.h"

#define SCRIPT_MOST ((size_t)64 << 10)
#define NAMES_MOST 500

static const char KEY_NAMES, KEY_CHUNK;

struct script {
    struct arena arena;
    struct script_options options;
    struct host_lua lua;
    struct host host;
    struct vm *vm;
    struct session session;
    struct buf log;
};

/* One text on its way through Lua. */
struct entry {
    const struct chunk *expression, *statement; /* expression: "return ..." of the same text; may be NULL */
    const struct str *arguments;
    size_t argument_count;
    struct answer *answer;
    const char *message; /* of the parser */
};

/* Argument: none.  The environment of all entries, with the words of the command table. */
static int l_open(lua_State *L) {
    l_push_words(L);
    l_environment(L, -1, true);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_NAMES);
    return 0;
}

struct script *script_open(const struct script_options *options) {
    struct arena arena = { 0 };
    struct script *script = arena_new(&arena, struct script);
    struct raised raised;
    script->options = *options;
    script->lua.library.folder = options->library;
    script->host = host_lua(&script->lua);
    script->session.options = &script->options;
    script->vm = vm_open(&arena, WORLD_SCRIPT, &script->lua.library);
    script->vm->self = &script->session;
    script->vm->log = &script->log;
    bug_if(!vm_call(script->vm, l_open, NULL, &raised));
    script->arena = arena;
    return script;
}

const struct host *script_host(struct script *script) { return &script->host; }

void script_close(struct script *script) {
    if (!script) return;
    session_close(&script->session);
    vm_close(script->vm);
    buf_free(&script->log);
    struct arena arena = script->arena;
    arena_free(&arena);
}

const char *script_lua_release(void) { return vm_release(); }

/* ---- one entry ------------------------------------------------------------------------------------------------------------ */

/* Argument: the entry.  Compiles it, as an expression first, and leaves it for l_go. */
static int l_compile(lua_State *L) {
    struct entry *entry = vm_argument(L);
    entry->message = NULL;
    bool good = entry->expression && l_chunk_compile(L, entry->expression);
    int expression = lua_gettop(L); /* a chunk, or what was wrong with it; message or chunk of the statement */
    if (!good) good = l_chunk_compile(L, entry->statement);
    if (!good) {
        size_t size;
        /* "1 +" is no statement, but an expression that may go on. */
        const char *message = entry->expression ? lua_tolstring(L, expression, NULL) : NULL;
        int shown = message && trouble_is_unfinished(message) ? expression : -1;
        message = lua_tolstring(L, shown, &size);
        entry->message = arena_copy(entry->answer->arena, message, size);
        return 0;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_NAMES); /* chunk, environment */
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_CHUNK);
    return 0;
}

static struct page *page_of(struct answer *answer) {
    if (!answer->page) answer->page = page_new(answer->arena, STR("Lua"));
    return answer->page;
}

/* Names `it` and `_` the value at the top, which stays. */
static void l_name_it(lua_State *L) {
    int value = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_NAMES);
    l_variables(L, lua_gettop(L)); /* environment, variables */
    lua_pushvalue(L, value);
    lua_setfield(L, -2, "it");
    lua_pushvalue(L, value);
    lua_setfield(L, -2, "_");
    lua_settop(L, value);
}

/* The value at the top as a person reads it: rows as a table, everything else as text. */
static void l_show_value(lua_State *L, struct answer *answer) {
    size_t row;
    struct view *view = l_view_at(L, -1, &row);
    if (lua_isnil(L, -1)) return;
    if (view && !row) {
        view_hold(view, answer->arena);
        answer->result = view->sheet ? view_copy_sheet(answer->arena, view->sheet) : NULL;
        if (view->answer.page && !answer->page) answer->page = view->answer.page;
        else if (answer->result) page_table(page_of(answer), answer->result);
    } else {
        size_t size;
        l_push_text(L, lua_gettop(L));
        const char *text = lua_tolstring(L, -1, &size);
        page_verbatim(page_of(answer), str_copy(answer->arena, (struct str){ text, size }));
        lua_pop(L, 1);
    }
    /* "#it" and "it[1].pupil" leave the rows what they were. */
    if (view && !row) l_name_it(L);
}

/* Argument: the entry. */
static int l_go(lua_State *L) {
    struct entry *entry = vm_argument(L);
    int before = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_CHUNK);
    for (size_t i = 0; i < entry->argument_count; i++) lua_pushlstring(L, entry->arguments[i].at, entry->arguments[i].size);
    lua_call(L, (int)entry->argument_count, LUA_MULTRET);
    struct buf *log = vm_of(L)->log;
    if (log->size) page_verbatim(page_of(entry->answer), str_copy(entry->answer->arena, str_trim(buf_str(log))));
    buf_clear(log);
    int count = lua_gettop(L) - before;
    for (int i = 1; i <= count; i++) {
        lua_pushvalue(L, before + i);
        l_show_value(L, entry->answer);
        lua_pop(L, 1);
    }
    return 0;
}

static bool failed(struct script *script, struct answer *answer) {
    struct err none = { 0 };
    if (script->log.size) page_verbatim(page_of(answer), str_copy(answer->arena, str_trim(buf_str(&script->log))));
    return answer_fail(answer, &none);
}

static bool run(struct script *script, const struct command_call *call, struct entry *entry, bool *unfinished) {
    struct answer *answer = entry->answer;
    struct raised raised;
    buf_clear(&script->log);
    script->session.call = call;
    script->session.answer = answer;
    vm_arm(script->vm->L, &LIMITS_SCRIPT);
    bool good = vm_call(script->vm, l_compile, entry, &raised);
    bool compiled = good && !entry->message;
    if (compiled) good = vm_call(script->vm, l_go, entry, &raised);
    vm_disarm(script->vm->L);
    session_close(&script->session);
    script->session.call = NULL;
    if (compiled && good) return true;
    if (unfinished && entry->message && trouble_is_unfinished(entry->message)) return *unfinished = true;
    if (entry->message && good) trouble_syntax(&entry->statement->lexed, entry->statement->name, entry->message, &answer->problems);
    else trouble_raised(&entry->statement->lexed, &raised, &answer->problems);
    return failed(script, answer);
}

bool script_eval(struct script *script, const struct command_call *call, struct str text, struct answer *answer, bool *unfinished) {
    struct entry entry = { .answer = answer };
    struct problems unheard = { .arena = answer->arena };
    struct str expression = str_format(answer->arena, "return %.*s", STR_ARG(text));
    *unfinished = false;
    entry.statement = chunk_read(answer->arena, str_copy(answer->arena, text), "prompt", WORLD_SCRIPT, &answer->problems);
    if (!entry.statement->open) return failed(script, answer);
    const struct chunk *chunk = chunk_read(answer->arena, expression, "prompt", WORLD_SCRIPT, &unheard);
    if (chunk->open) entry.expression = chunk;
    return run(script, call, &entry, unfinished);
}

bool script_run_file(struct script *script, const struct command_call *call, const char *path, const struct str *arguments,
                     size_t argument_count, struct answer *answer) {
    struct entry entry = { .answer = answer, .arguments = arguments, .argument_count = argument_count };
    struct str text;
    struct err err = { 0 };
    if (!file_read(answer->arena, path, SCRIPT_MOST, &text, &err)) return answer_fail(answer, &err);
    entry.statement = chunk_read(answer->arena, text, path, WORLD_SCRIPT, &answer->problems);
    if (!entry.statement->open) return failed(script, answer);
    return run(script, call, &entry, NULL);
}

/* ---- what the prompt keeps and completes -------------------------------------------------------------------------------- */

static int l_keep(lua_State *L) {
    const struct sheet *sheet = vm_argument(L);
    if (!sheet) {
        lua_pushnil(L);
        l_name_it(L);
        return 0;
    }
    struct view *view = l_view_new(L); /* box */
    view->sheet = view_copy_sheet(&view->arena, sheet);
    l_push_view(L, -1, NULL);
    l_name_it(L);
    return 0;
}

void script_keep(struct script *script, const struct answer *answer) {
    struct raised raised;
    vm_arm(script->vm->L, &LIMITS_SCRIPT);
    /* A result too large for a script's memory is no `it`; the word itself has been answered. */
    (void)!vm_call(script->vm, l_keep, answer->result, &raised);
    vm_disarm(script->vm->L);
}

struct naming {
    struct arena *arena;
    struct str base, prefix; /* "it" and "pu" of "it.pu" */
    struct str *names;
    size_t count;
};

/* Text keys of the table at the top that begin with the prefix; raw, so that no code of anybody runs. */
static void l_gather(lua_State *L, struct naming *n) {
    if (!lua_istable(L, -1)) return;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        size_t size;
        if (lua_type(L, -2) != LUA_TSTRING || n->count == NAMES_MOST) continue;
        const char *at = lua_tolstring(L, -2, &size);
        struct str name = { at, size };
        bool hidden = size && at[0] == '_' && !(n->prefix.size && n->prefix.at[0] == '_');
        if (!hidden && size >= n->prefix.size && str_equal(str_slice(name, 0, n->prefix.size), n->prefix)) n->names[n->count++] = str_copy(n->arena, name);
    }
}

/* Data and fields behind a proxy of ours, or the keys of a plain list. */
static void l_gather_behind(lua_State *L, struct naming *n) {
    int value = lua_gettop(L);
    if (!lua_istable(L, value)) return;
    l_gather(L, n);
    if (!l_is_sealed(L, value)) return;
    const void *keys[] = { &KEY_DATA, &KEY_FIELDS };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        lua_rawgetp(L, value, keys[i]);
        l_gather(L, n);
        lua_settop(L, value);
    }
}

static int l_names(lua_State *L) {
    struct naming *n = vm_argument(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_NAMES); /* environment */
    int environment = lua_gettop(L);
    if (!n->base.size) {
        lua_rawgetp(L, environment, &KEY_DATA);
        l_gather(L, n);
        l_variables(L, environment);
        l_gather(L, n);
        return 0;
    }
    l_variables(L, environment); /* environment, variables */
    lua_pushlstring(L, n->base.at, n->base.size);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_rawgetp(L, environment, &KEY_DATA);
        lua_pushlstring(L, n->base.at, n->base.size);
        lua_rawget(L, -2);
    }
    l_gather_behind(L, n);
    return 0;
}

static int by_text(const void *a, const void *b) { return str_compare(*(const struct str *)a, *(const struct str *)b); }

size_t script_names(struct script *script, struct arena *arena, struct str prefix, struct str **names) {
    struct naming naming = { .arena = arena, .prefix = prefix, .names = arena_array(arena, struct str, NAMES_MOST) };
    struct raised raised;
    for (size_t i = prefix.size; i > 0; i--) {
        if (prefix.at[i - 1] != '.' && prefix.at[i - 1] != ':') continue;
        naming.base = str_slice(prefix, 0, i - 1);
        naming.prefix = str_slice(prefix, i, prefix.size);
        break;
    }
    if (!vm_call(script->vm, l_names, &naming, &raised)) naming.count = 0;
    qsort(naming.names, naming.count, sizeof *naming.names, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < naming.count; i++)
        if (kept == 0 || !str_equal(naming.names[i], naming.names[kept - 1])) naming.names[kept++] = naming.names[i];
    *names = naming.names;
    return kept;
}
