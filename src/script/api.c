/* SPDX-License-Identifier: GPL-3.0-or-later
 * api - see api.h.
 * Owns:  the school that is kept open while one entry runs, when the caller keeps none.
 * Must not know: how an entry is read.
 */
#include "script/api.h"

#include <stdio.h>
#include <string.h>

#include "base/guess.h"
#include "script/bind.h"
#include "script/day_value.h"
#include "script/sandbox.h"
#include "work/resolve.h"

#define KEY_SIZE 48
#define PARTS_MOST 4096

/* ---- session ------------------------------------------------------------------------------------------------------ */

struct session *l_session(lua_State *L) {
    struct session *session = vm_of(L)->self;
    bug_if(!session || !session->call);
    return session;
}

void session_close(struct session *session) {
    school_close(session->school);
    session->school = NULL;
}

static struct school *session_school(struct session *session, struct date day) {
    const struct command_call *call = session->call;
    if (call->school && date_same(day, call->as_of)) return call->school;
    if (!call->folder) return NULL;
    /* The policy is merged for a day, so another day is another school. */
    if (session->school && !date_same(session->school_as_of, day)) session_close(session);
    if (session->school) return session->school;
    struct arena scratch = { 0 };
    struct problems unheard = { .arena = &scratch }; /* the word opens it again and says why */
    struct err err = { 0 };
    if (!school_open(call->host, call->folder, &session->school, &unheard, &err)) session->school = NULL;
    arena_free(&scratch);
    session->school_as_of = day;
    return session->school;
}

struct command_call session_call(struct session *session, struct view *view, struct date day) {
    struct command_call call = *session->call;
    call.arena = &view->arena;
    call.parts = NULL;
    call.options = NULL;
    call.part_count = call.option_count = 0;
    call.json = call.csv = false;
    call.as_of = day;
    call.school = session_school(session, day);
    return call;
}

int l_raise_answer(lua_State *L, const struct answer *answer) {
    const struct problems *problems = &answer->problems;
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *p = &problems->at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        char more[40] = "";
        if (problems->errors > 1) snprintf(more, sizeof more, " (and %zu more)", problems->errors - 1);
        return l_raise(L, p->code, "", p->next.size ? str_c(answer->arena, p->next) : NULL, "%.*s%s", STR_ARG(p->said), more);
    }
    return l_raise(L, CODE_INTERNAL, "", "", "A word failed without a reason.");
}

/* ---- permission --------------------------------------------------------------------------------------------------- */

/* A word that needs no school writes anywhere: that is no less than changing records. */
static void l_allow(lua_State *L, const struct session *session, const struct command *command) {
    bool makes = command->effect == EFFECT_WRITES && !command->needs_school;
    bool changes = command->effect == EFFECT_CHANGES || makes || command->drops_old, leaves = command->effect == EFFECT_LEAVES;
    if ((!changes || session->options->allow_changes) && (!leaves || session->options->allow_leaves)) return;
    l_raise(L, CODE_NOT_ALLOWED, command->name, changes ? "Type it as a command, or: signpost run FILE.lua --allow changes"
                                                        : "Type it as a command, or: signpost run FILE.lua --allow leaves",
            "'%s' %s, and a script needs permission for that.", command->name,
            makes ? "writes where it is told to" : command->drops_old ? "removes the oldest copy" : changes ? "changes records" : "lets something leave the school");
}

static void l_allow_option(lua_State *L, const struct session *session, const struct command *command, const struct option_row *row, const char *key) {
    if (command->leaving_option && strcmp(command->leaving_option, row->name) == 0 && !session->options->allow_leaves)
        l_raise(L, CODE_NOT_ALLOWED, key, "Type it as a command, or: signpost run FILE.lua --allow leaves",
                "'%s' of '%s' lets something leave the school, and a script needs permission for that.", key, command->name);
    if (!command->writing_option || strcmp(command->writing_option, row->name) != 0 || session->options->allow_changes) return;
    l_raise(L, CODE_NOT_ALLOWED, key, "Type it as a command, or: signpost run FILE.lua --allow changes",
            "'%s' of '%s' stores something, and a script needs permission for that.", key, command->name);
}

/* ---- values as parts ---------------------------------------------------------------------------------------------- */

struct str l_part_text(lua_State *L, int index, struct arena *arena, enum argument_type type, const char *what) {
    size_t row;
    char day[DATE_ISO_SIZE];
    index = lua_absindex(L, index);
    if (lua_type(L, index) == LUA_TSTRING) return str_copy(arena, l_text(L, index, what));
    if (lua_type(L, index) == LUA_TNUMBER && type == ARGUMENT_CLAUSE)
        l_raise(L, CODE_WRONG_TYPE, "", "Put it in quotes.", "'%s' is a text, not a number: 4.10 and 4.1 would be one number.", what);
    if (lua_isinteger(L, index)) return str_format(arena, "%lld", (long long)lua_tointeger(L, index));
    if (l_is_day(L, index)) return str_copy(arena, str_from(date_iso(l_day(L, index, what), day)));
    if (type == ARGUMENT_WHO && l_view_at(L, index, &row) && row) {
        l_unseal(L, index);
        lua_getfield(L, -1, "pupil");
        struct str name = lua_type(L, -1) == LUA_TSTRING ? str_copy(arena, l_text(L, -1, what)) : (struct str){ 0 };
        lua_pop(L, 2);
        if (name.size) return name;
    }
    l_raise(L, CODE_WRONG_TYPE, "", "", "'%s' needs a text or a whole number, and this is %s.", what, l_type_words(L, index));
    return (struct str){ 0 };
}

struct date l_read_day(lua_State *L, int index, const char *what) {
    struct date day = DATE_NONE;
    struct err err = { 0 };
    if (l_is_day(L, index)) return l_day(L, index, what);
    if (lua_type(L, index) != LUA_TSTRING) l_wrong(L, index, what, "a day");
    if (!resolve_date(l_text(L, index, what), l_session(L)->call->today, NULL, &day, &err)) l_raise_err(L, &err);
    return day;
}

/* ---- reading { who = ..., as_of = ... } by the row of the table -------------------------------------------------------- */

struct taking {
    const struct command *command;
    struct view *view;
    struct call_part *parts;
    struct call_option *options;
    size_t part_count, part_room, option_count;
    struct date day;
    bool day_given;
    bool verb;                  /* the first part has been read as the verb */
    struct str known[96];       /* keys that the word takes */
    size_t known_count;
    char keys[96][KEY_SIZE];
};

/* "as of" -> as_of, "accept-large" -> accept_large, "WHO or ROLE" -> who. */
static void key_of(const struct argument *argument, const char *option, char out[KEY_SIZE]) {
    /* cppcheck-suppress nullPointer; there is an argument where there is no option */
    const char *from = option ? option : argument->phrase ? argument->phrase : argument->name;
    size_t size = 0;
    for (; *from && size + 1 < KEY_SIZE; from++) {
        /* cppcheck-suppress nullPointer; there is an argument where there is no option */
        if (*from == ' ' && !option && !argument->phrase) break;
        if (*from >= 'A' && *from <= 'Z') out[size++] = (char)(*from - 'A' + 'a');
        else out[size++] = *from == ' ' || *from == '-' ? '_' : *from;
    }
    out[size] = 0;
}

static const char *know(struct taking *r, const struct argument *argument, const char *option) {
    bug_if(r->known_count == COUNT_OF(r->known));
    char *key = r->keys[r->known_count];
    key_of(argument, option, key);
    r->known[r->known_count++] = str_from(key);
    return key;
}

static void l_add_part(lua_State *L, struct taking *r, const struct argument *argument, int index, const char *key) {
    if (r->part_count == PARTS_MOST) l_raise(L, CODE_ARGUMENTS, "", "", "'%s' was given more than %d parts.", r->command->name, PARTS_MOST);
    struct str text = l_part_text(L, index, &r->view->arena, argument ? argument->type : ARGUMENT_TEXT, key);
    if (argument && argument->type == ARGUMENT_BENCHMARK) text = str_format(&r->view->arena, "benchmark %.*s", STR_ARG(text));
    if (r->part_count == r->part_room) {
        size_t room = r->part_room ? r->part_room * 2 : 8;
        struct call_part *wider = arena_array(&r->view->arena, struct call_part, room);
        if (r->part_count) memcpy(wider, r->parts, r->part_count * sizeof *wider);
        r->parts = wider;
        r->part_room = room;
    }
    r->parts[r->part_count++] = (struct call_part){ argument ? argument->phrase : NULL, text };
}

/* The value of one argument is at the top; lists give several parts. */
static void l_read_argument(lua_State *L, struct taking *r, const struct argument *argument, const char *key) {
    size_t row;
    int value = lua_gettop(L);
    if (lua_isnil(L, value)) return;
    if (argument->phrase && strcmp(argument->phrase, "as of") == 0) {
        r->day = l_read_day(L, value, key);
        r->day_given = true;
        return;
    }
    bool list = lua_istable(L, value) && !l_is_day(L, value) && !(l_view_at(L, value, &row) && row);
    if (!list) {
        l_add_part(L, r, argument, value, key);
        return;
    }
    lua_Integer count = luaL_len(L, value);
    if (!argument->many && count > 1) l_raise(L, CODE_ARGUMENTS, key, "", "'%s' takes one '%s'.", r->command->name, key);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(L, value, i);
        l_add_part(L, r, argument, -1, key);
        lua_pop(L, 1);
    }
}

static void l_read_option(lua_State *L, struct taking *r, const struct option_row *row, const char *key) {
    int value = lua_gettop(L);
    if (lua_isnil(L, value) || (lua_isboolean(L, value) && !lua_toboolean(L, value))) return;
    l_allow_option(L, l_session(L), r->command, row, key);
    struct call_option *option = &r->options[r->option_count];
    if (!row->value && !lua_isboolean(L, value))
        l_raise(L, CODE_ARGUMENTS, key, "", "'%s' is a switch of '%s': true or false.", key, r->command->name);
    option->name = row->name;
    option->value = row->value ? l_part_text(L, value, &r->view->arena, ARGUMENT_TEXT, key) : STR("yes");
    r->option_count++;
}

/* A key that the word does not take: of several the first in order, so that the message is the same each time. */
static void l_refuse_unknown(lua_State *L, struct taking *r) {
    struct str unknown = { 0 };
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) { /* key, value */
        bool known = lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= PARTS_MOST;
        if (lua_type(L, -2) != LUA_TSTRING) {
            if (!known) l_raise(L, CODE_ARGUMENTS, "", "", "'%s' takes names and plain parts, not %s as a key.", r->command->name, l_type_words(L, -2));
            continue;
        }
        struct str key = l_text(L, -2, "key");
        for (size_t i = 0; i < r->known_count; i++) known = known || str_equal(r->known[i], key);
        if (!known && (!unknown.at || str_compare(key, unknown) < 0)) unknown = str_copy(&r->view->arena, key);
    }
    if (!unknown.at) return;
    struct arena *arena = &r->view->arena;
    struct str hint = guess_hint(arena, unknown, r->known, r->known_count);
    if (!hint.size) hint = str_format(arena, "It is  %s %s", r->command->name, r->command->usage ? r->command->usage : "");
    l_raise(L, CODE_UNKNOWN_FIELD, unknown.at, str_c(arena, hint), "'%s' takes no '%.*s'.", r->command->name, STR_ARG(unknown));
}

/* The verb that a word of several was given, as its first part; that part is done with. */
static const struct command *l_verb(lua_State *L, const struct command *command) {
    struct session *session = l_session(L);
    if (!command->verbs || lua_isnil(L, 1)) return command;
    bool listed = lua_istable(L, 1) && !lua_getmetatable(L, 1);
    if (listed) lua_rawgeti(L, 1, 1); /* given, first */
    else lua_pushvalue(L, 1);
    if (lua_isnil(L, -1)) l_raise(L, CODE_ARGUMENTS, command->name, "Write it first:  policy { \"check\" }", "'%s' needs a verb.", command->name);
    struct str name = l_text(L, -1, command->name);
    const struct command *verb = command_verb(command, name);
    struct err err = { 0 };
    if (!verb && !verb_unknown(command, session->call->arena, name, &err)) l_raise_err(L, &err);
    lua_settop(L, 1);
    if (!listed) {
        lua_pushnil(L);
        lua_replace(L, 1);
    }
    return verb;
}

/* The whole table at 1, in the order of the command's row and then as listed. */
static void l_read_table(lua_State *L, struct taking *r) {
    const struct command *c = r->command;
    static const struct argument AS_OF = { .type = ARGUMENT_DATE, .phrase = "as of", .name = "DATE" };
    if (lua_getmetatable(L, 1)) l_wrong(L, 1, c->name, "a list { name = value }");
    bool as_of = false;
    for (size_t i = 0; i <= c->argument_count; i++) {
        const struct argument *argument = i < c->argument_count ? &c->arguments[i] : &AS_OF;
        if (i == c->argument_count && as_of) break;
        const char *key = know(r, argument, NULL);
        as_of = as_of || strcmp(key, "as_of") == 0;
        lua_getfield(L, 1, key);
        l_read_argument(L, r, argument, key);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < c->option_count; i++) {
        const char *key = know(r, NULL, c->options[i].name);
        lua_getfield(L, 1, key);
        l_read_option(L, r, &c->options[i], key);
        lua_pop(L, 1);
    }
    l_refuse_unknown(L, r);
    lua_Integer listed = (lua_Integer)lua_rawlen(L, 1);
    for (lua_Integer i = r->verb ? 2 : 1; i <= listed; i++) {
        lua_rawgeti(L, 1, i);
        l_add_part(L, r, NULL, -1, c->name);
        lua_pop(L, 1);
    }
}

/* ---- words --------------------------------------------------------------------------------------------------------- */

static bool run_word(struct session *session, const struct command *command, struct command_call *call, struct answer *answer) {
    bool fine = command->run(call, answer);
    if (fine && answer->waits && command->apply && (session->options->allow_changes || session->options->allow_leaves)) {
        answer->page = NULL;
        answer->waits = false;
        fine = command->apply(call, answer);
        session_close(session); /* the records have moved */
    }
    return fine;
}

static void take_notes(struct session *session, const struct answer *answer) {
    for (size_t i = 0; i < answer->note_count; i++) answer_note(session->answer, "%.*s", STR_ARG(answer->notes[i]));
}

/* Each word: upvalue 1 is its row. */
static int l_word(lua_State *L) {
    const struct command *word = lua_touserdata(L, lua_upvalueindex(1));
    struct session *session = l_session(L);
    lua_settop(L, 1);
    const struct command *command = l_verb(L, word);
    l_allow(L, session, command);
    struct view *view = l_view_new(L); /* given, box */
    struct arena *arena = &view->arena;
    struct taking *r = arena_new(arena, struct taking);
    *r = (struct taking){ .command = command, .view = view, .day = session->call->as_of, .verb = command != word };
    r->options = arena_array(arena, struct call_option, command->option_count + 1);
    if (lua_istable(L, 1)) l_read_table(L, r);
    else if (!lua_isnil(L, 1)) l_add_part(L, r, NULL, 1, command->name);
    struct command_call call = session_call(session, view, r->day);
    call.as_of_given = r->day_given || session->call->as_of_given;
    call.parts = r->parts, call.part_count = r->part_count;
    call.options = r->options, call.option_count = r->option_count;
    if (!run_word(session, command, &call, &view->answer)) return l_raise_answer(L, &view->answer);
    l_limit(L);
    take_notes(session, &view->answer);
    answer_outcome(session->answer, view->answer.outcome);
    view->sheet = view->answer.result;
    l_push_view(L, 2, NULL); /* given, box, rows */
    lua_gc(L, LUA_GCSTEP, (int)(arena->used >> 10)); /* Lua does not see what an answer weighs */
    return 1;
}

/* day "2027-03-31": a day to compare and to reckon with. */
static int l_make_day(lua_State *L) {
    l_push_day(L, l_read_day(L, 1, "day"));
    return 1;
}

void l_push_words(lua_State *L) {
    lua_createtable(L, 0, (int)COMMAND_COUNT + 2);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char key[KEY_SIZE];
        key_of(NULL, COMMANDS[i].name, key);
        lua_pushlightuserdata(L, (void *)(uintptr_t)&COMMANDS[i]);
        lua_pushcclosure(L, l_word, 1);
        lua_setfield(L, -2, key);
    }
    lua_pushcfunction(L, l_pupils);
    lua_setfield(L, -2, "pupils");
    lua_pushcfunction(L, l_make_day);
    lua_setfield(L, -2, "day");
}
