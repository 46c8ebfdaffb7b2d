/* SPDX-License-Identifier: GPL-3.0-or-later
 * judge - check functions of a policy; see judge.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/judge.h"

#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "script/bind.h"
#include "script/judge_priv.h"
#include "script/sandbox.h"
#include "script/trouble.h"

#define UPVALUE_DEPTH 8
#define WORDS_MOST 400

static const char KEY_FUNCTIONS = 0, KEY_OUTSIDE = 0;

static const struct limits_set LIMITS_HATCH = { .budget = 20000, .memory = (size_t)8 << 20, .text = (size_t)64 << 10,
                                                .clock_ms = 2000 };

struct judge {
    struct vm *vm;
};

/* One call. */
struct asking {
    const struct hatch_question *question;
    struct hatch_verdict *verdict;
};

/* ---- keeping ------------------------------------------------------------------------------------------------------ */

static bool is_environment(const char *name) { return strcmp(name, "_ENV") == 0; }

/* What the function uses from outside, as { owner, place, value } of numbers, texts and flags; false when it uses
 * something that could remember.  Stack: ..., list. */
static bool l_look_outside(lua_State *L, int function, int list, int depth) {
    const char *name;
    function = lua_absindex(L, function);
    luaL_checkstack(L, 8, NULL);
    if (depth > UPVALUE_DEPTH) return false;
    for (int i = 1; (name = lua_getupvalue(L, function, i)); i++) { /* value */
        int type = lua_type(L, -1);
        bool fine = type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING;
        if (type == LUA_TFUNCTION && !lua_rawequal(L, -1, function))
            fine = lua_iscfunction(L, -1) || l_look_outside(L, lua_gettop(L), list, depth + 1);
        if (type == LUA_TFUNCTION && lua_rawequal(L, -1, function)) fine = true;
        if (is_environment(name)) fine = true;
        if (!fine) {
            lua_pop(L, 1);
            return false;
        }
        if (!is_environment(name)) {
            lua_createtable(L, 3, 0); /* value, entry */
            lua_pushvalue(L, function);
            lua_rawseti(L, -2, 1);
            lua_pushinteger(L, i);
            lua_rawseti(L, -2, 2);
            lua_pushvalue(L, -2);
            lua_rawseti(L, -2, 3);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1); /* value */
        }
        lua_pop(L, 1);
    }
    return true;
}

/* Its tokens: how it is set out is not part of what it says. */
static struct str l_source_of(lua_State *L, const struct conversion *c, int index, uint32_t *line) {
    lua_Debug ar;
    struct buf text = { 0 };
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &ar);
    *line = ar.linedefined > 0 ? (uint32_t)ar.linedefined : *line;
    for (uint32_t i = 0; i < c->chunk->lexed.count; i++) {
        const struct lexeme *l = &c->chunk->lexed.at[i];
        if (ar.linedefined <= 0 || l->token.line < (uint32_t)ar.linedefined || l->token.line > (uint32_t)ar.lastlinedefined) continue;
        buf_add(&text, str_slice(c->chunk->text, l->at, l->at + l->size));
        buf_add_byte(&text, ' ');
    }
    struct str copy = str_copy(c->arena, buf_str(&text));
    buf_free(&text);
    return copy;
}

void l_judge_keep(lua_State *L, const struct conversion *c, int index, struct node *out) {
    index = lua_absindex(L, index);
    luaL_checkstack(L, 8, NULL);
    out->type = NODE_FUNCTION;
    out->text = l_source_of(L, c, index, &out->line);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "signpost.check"); /* kept */
    lua_createtable(L, 0, 2); /* kept, one */
    lua_pushvalue(L, index);
    lua_rawsetp(L, -2, &KEY_FUNCTIONS);
    lua_newtable(L); /* kept, one, outside */
    if (!l_look_outside(L, index, lua_gettop(L), 0)) {
        struct place place = { .file = str_from(c->chunk->name), .line = out->line, .text = lex_line(c->chunk->text, out->line) };
        size_t at = str_find(place.text, STR("function"));
        if (at != SIZE_MAX) place.column = (uint32_t)at + 1, place.width = 8;
        problem_add(c->problems, CODE_WRONG_TYPE, SEVERITY_ERROR, place, "Write the list inside the function.",
                    "A check function may use numbers and texts from outside, and no lists: it could remember one pupil while it judges another.");
    }
    lua_rawsetp(L, -2, &KEY_OUTSIDE); /* kept, one */
    out->whole = (int64_t)lua_rawlen(L, -2) + 1;
    lua_rawseti(L, -2, (lua_Integer)out->whole); /* kept */
    lua_pop(L, 1);
}

static int l_count(lua_State *L) {
    bool *any = vm_argument(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "signpost.check");
    *any = lua_rawlen(L, -1) > 0;
    return 0;
}

bool judge_has_any(struct vm *vm) {
    bool any = false;
    struct raised raised;
    return vm_call(vm, l_count, &any, &raised) && any;
}

/* ---- asking ------------------------------------------------------------------------------------------------------- */

/* Stack: one.  Every number and text from outside is as it was declared. */
static void l_put_back(lua_State *L) {
    lua_rawgetp(L, -1, &KEY_OUTSIDE); /* one, outside */
    for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, -1); i <= n; i++) {
        lua_rawgeti(L, -1, i); /* one, outside, entry */
        lua_rawgeti(L, -1, 2);
        int place = (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_rawgeti(L, -1, 1); /* ..., entry, owner */
        lua_rawgeti(L, -2, 3); /* ..., entry, owner, value */
        if (!lua_setupvalue(L, -2, place)) lua_pop(L, 1);
        lua_pop(L, 2); /* one, outside */
    }
    lua_pop(L, 1);
}

static void odd(struct asking *a, const char *said) {
    *a->verdict = (struct hatch_verdict){ .answer = HATCH_UNKNOWN, .error = CODE_ODD_ANSWER, .words = str_from(said) };
}

/* Stack: parts.  The numbers of the records that are named. */
static bool l_take_evidence(lua_State *L, struct hatch_verdict *out) {
    bool good = true;
    if (lua_getfield(L, -1, "evidence") == LUA_TNIL) {
        lua_pop(L, 1);
        return true;
    }
    if (!lua_istable(L, -1)) good = false;
    lua_Integer count = good ? (lua_Integer)lua_rawlen(L, -1) : 0;
    for (lua_Integer i = 1; i <= count && good && out->evidence_count < COUNT_OF(out->evidence); i++) {
        lua_rawgeti(L, -1, i); /* list, record */
        good = l_is_sealed(L, -1);
        if (good) {
            l_unseal(L, -1); /* list, record, data */
            lua_getfield(L, -1, "number");
            good = lua_isinteger(L, -1);
            if (good) out->evidence[out->evidence_count++] = lua_tointeger(L, -1);
            lua_pop(L, 2);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return good;
}

/* Stack: result. */
static void l_take_answer(lua_State *L, struct asking *a) {
    static const char *const WORDS[] = { "not_met", "unknown", "met" };
    const struct call_box *box = luaL_testudata(L, -1, CALL_BOX);
    struct hatch_verdict *out = a->verdict;
    int answer = -1;
    for (int i = 0; box && i < 3; i++)
        if (str_is(box->row->name, WORDS[i])) answer = i;
    if (answer < 0) {
        odd(a, "The check gave no answer: it must end with return met { }, not_met { } or unknown { }.");
        return;
    }
    out->answer = (enum hatch_answer)answer;
    lua_getiuservalue(L, -1, 1); /* result, parts */
    if (lua_istable(L, -1)) {
        if (lua_rawgeti(L, -1, 1) == LUA_TSTRING) {
            size_t size;
            const char *text = lua_tolstring(L, -1, &size);
            out->words = str_copy(a->question->arena, str_slice((struct str){ text, size }, 0, size < WORDS_MOST ? size : WORDS_MOST));
        }
        lua_pop(L, 1);
        if (!l_take_evidence(L, out)) odd(a, "The evidence of the check's answer must be a list of the records it was given.");
    }
    lua_pop(L, 1);
}

/* Argument: the asking. */
static int l_ask(lua_State *L) {
    struct asking *a = vm_argument(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "signpost.check");
    if (lua_rawgeti(L, -1, a->question->hatch) != LUA_TTABLE) {
        odd(a, "The check function is not there any more.");
        return 0;
    }
    l_put_back(L);
    lua_rawgetp(L, -1, &KEY_FUNCTIONS); /* kept, one, function */
    l_push_question(L, a->question);
    lua_call(L, 1, 1);
    l_take_answer(L, a);
    return 0;
}

static void ask(void *self, const struct hatch_question *question, struct hatch_verdict *out) {
    struct judge *judge = self;
    struct asking asking = { question, out };
    struct raised raised;
    struct limits_set limits = LIMITS_HATCH;
    limits.memory += judge->vm->limits.used;
    judge->vm->self = (void *)(uintptr_t)question;
    vm_arm(judge->vm->L, &limits);
    bool fine = vm_call(judge->vm, l_ask, &asking, &raised);
    vm_disarm(judge->vm->L);
    judge->vm->self = NULL;
    if (fine) return;
    struct str place = { 0 }, said = trouble_plain(question->arena, raised.err.text);
    if (!said.size) said = str_from(raised.err.text);
    if (raised.file[0]) place = str_format(question->arena, "%s:%u: ", raised.file, raised.line);
    *out = (struct hatch_verdict){ .answer = HATCH_UNKNOWN,
                                   .error = raised.err.code == CODE_BUDGET ? CODE_OVER_BUDGET : CODE_RULE_FAILED,
                                   .words = str_format(question->arena, "%.*s%.*s%s%s", STR_ARG(place), STR_ARG(said),
                                                       raised.err.next[0] ? " " : "", raised.err.next) };
}

static void close_state(void *self) { vm_close(self); }

const struct hatch *judge_open(struct arena *arena, struct vm *vm) {
    struct judge *judge = arena_new(arena, struct judge);
    struct hatch *hatch = arena_new(arena, struct hatch);
    judge->vm = vm;
    *hatch = (struct hatch){ .self = judge, .judge = ask };
    arena_hook(arena, close_state, vm);
    return hatch;
}
