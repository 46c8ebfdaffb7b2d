/* SPDX-License-Identifier: GPL-3.0-or-later
 * convert - see convert.h.
 * Owns:  nothing.
 * Must not know: what a word means.
 */
#include "script/convert.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "base/guess.h"
#include "script/judge.h"

#define DEPTH_MOST 32
#define TEXT_MOST ((size_t)64 << 10)

static void complain(const struct conversion *c, enum code code, uint32_t line, struct str token, struct str next, const char *format, ...) PRINTF_LIKE(6, 7);

/* The first such token at or after the constructor's line (policy-language L5). */
static void complain(const struct conversion *c, enum code code, uint32_t line, struct str token, struct str next, const char *format, ...) {
    const struct lexed *lexed = &c->chunk->lexed;
    struct place place = { .file = str_from(c->chunk->name), .line = line, .text = lex_line(c->chunk->text, line) };
    for (uint32_t i = 0; token.size && i < lexed->count; i++) {
        const struct token *t = &lexed->at[i].token;
        if (t->line < line || !str_equal(t->text, token)) continue;
        place = lex_place(lexed, c->chunk->name, &lexed->at[i]);
        break;
    }
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(c->arena, format, args);
    va_end(args);
    problem_add(c->problems, code, SEVERITY_ERROR, place, next.size ? str_c(c->arena, next) : NULL, "%.*s", STR_ARG(said));
}

/* Room for so many more; when there is none that is said once. */
static bool take(struct conversion *c, size_t nodes, size_t bytes, uint32_t line) {
    if (c->full) return false;
    c->nodes += nodes;
    c->bytes += bytes;
    if (c->nodes <= CONVERT_NODES && c->bytes <= CONVERT_BYTES && c->problems->count < CONVERT_PROBLEMS) return true;
    c->full = true;
    if (c->nodes > CONVERT_NODES || c->bytes > CONVERT_BYTES)
        complain(c, CODE_BUDGET, line, (struct str){ 0 }, STR("Split it, and do not put a list into itself again and again."),
                 "The declarations of the file hold more than %d values or %u MiB of text.", CONVERT_NODES, (unsigned)(CONVERT_BYTES >> 20));
    return false;
}

static struct str l_taken_text(lua_State *L, struct conversion *c, int index, uint32_t line) {
    size_t size;
    const char *at = lua_tolstring(L, index, &size);
    if (size > TEXT_MOST) {
        complain(c, CODE_BUDGET, line, (struct str){ 0 }, STR("Make it shorter."), "A text has %zu bytes; at most %zu are read.", size, TEXT_MOST);
        size = 0;
    }
    return take(c, 0, size, line) ? str_copy(c->arena, (struct str){ at, size }) : (struct str){ 0 };
}

static int by_key(const void *a, const void *b) {
    const struct node_field *x = a, *y = b;
    return str_compare(x->key, y->key);
}

/* Positional parts and fields of the table at index. */
static void l_parts(lua_State *L, struct conversion *c, int index, uint32_t line, int depth, struct node *out) {
    lua_Unsigned items = lua_rawlen(L, index);
    size_t fields = 0, others = 0, listed = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        listed++;
        if (lua_type(L, -2) == LUA_TSTRING) fields++;
        else if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || (lua_Unsigned)lua_tointeger(L, -2) > items) others++;
    }
    if (others) complain(c, CODE_WRONG_TYPE, line, (struct str){ 0 }, STR("Name fields with words, or list values one after the other."), "A list has a field whose name is no text.");
    /* The length of a list with holes may be any number: only what is there counts. */
    if (items > 2 * listed + 16) {
        complain(c, CODE_WRONG_TYPE, line, (struct str){ 0 }, STR("List values one after the other."), "A list has holes in it.");
        items = 0;
    }
    if (!take(c, (size_t)items + fields, 0, line)) return;
    struct node *item_nodes = arena_array(c->arena, struct node, items + 1);
    for (lua_Unsigned i = 1; i <= items; i++) {
        lua_rawgeti(L, index, (lua_Integer)i);
        l_convert(L, c, lua_gettop(L), line, depth + 1, &item_nodes[i - 1]);
        lua_pop(L, 1);
    }
    struct node_field *field_nodes = arena_array(c->arena, struct node_field, fields + 1);
    size_t at = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        field_nodes[at].key = l_taken_text(L, c, -2, line);
        l_convert(L, c, lua_gettop(L), line, depth + 1, &field_nodes[at].value);
        at++;
    }
    qsort(field_nodes, at, sizeof *field_nodes, by_key);
    out->items = item_nodes;
    out->item_count = (uint32_t)items;
    out->fields = field_nodes;
    out->field_count = (uint32_t)at;
}

/* ---- the shape of a word -------------------------------------------------------------------------------------------------- */

static bool among(const struct str *names, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i], name)) return true;
    return false;
}

static struct str value_token(const struct conversion *c, const struct node *value, struct str key) {
    if (value->type == NODE_TEXT && value->text.size) return value->text;
    if (value->type == NODE_WHOLE) return str_format(c->arena, "%lld", (long long)value->whole);
    return key;
}

static void check_shape(const struct conversion *c, const struct word_row *row, const struct node *node) {
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node_field *field = &node->fields[i];
        if (!row->any_field && !among(row->fields, row->field_count, field->key)) {
            struct str hint = guess_hint(c->arena, field->key, row->fields, row->field_count);
            if (str_is(row->name, "amend") && str_is(field->key, "drop"))
                hint = str_format(c->arena, "It is a word of its own:  drop \"%.*s\" { reason = \"...\" }", STR_ARG(node->id));
            complain(c, CODE_UNKNOWN_FIELD, node->line, field->key, hint, "'%.*s' has no field called '%.*s'.", STR_ARG(row->name), STR_ARG(field->key));
            continue;
        }
        if (among(row->texts, row->text_count, field->key) && field->value.type != NODE_TEXT)
            complain(c, CODE_WRONG_TYPE, node->line, value_token(c, &field->value, field->key), STR("Put it in quotes."),
                     "'%.*s' of '%.*s' is a text, and this is %s.", STR_ARG(field->key), STR_ARG(row->name), node_type_name(&field->value));
        if (among(row->numbers, row->number_count, field->key) && field->value.type != NODE_WHOLE)
            complain(c, CODE_WRONG_TYPE, node->line, value_token(c, &field->value, field->key), STR("Write a whole number, without quotes."),
                     "'%.*s' of '%.*s' is a whole number, and this is %s.", STR_ARG(field->key), STR_ARG(row->name), node_type_name(&field->value));
    }
    for (size_t i = 0; i < row->need_count; i++)
        if (!node_field(node, str_c(c->arena, row->needs[i])))
            complain(c, str_is(row->needs[i], "reason") ? CODE_NO_REASON : CODE_INCOMPLETE, node->line, node->id.size ? node->id : row->name,
                     str_format(c->arena, "Add  %.*s = ...", STR_ARG(row->needs[i])), "'%.*s'%s%.*s%s has no '%.*s'.", STR_ARG(row->name),
                     node->id.size ? " \"" : "", STR_ARG(node->id), node->id.size ? "\"" : "", STR_ARG(row->needs[i]));
    if (!row->items && node->item_count)
        complain(c, CODE_WRONG_TYPE, node->line, value_token(c, &node->items[0], row->name), STR("Write  name = value  for each part."),
                 "'%.*s' takes fields with names; %s stands there without one.", STR_ARG(row->name), node_type_name(&node->items[0]));
}

static void l_call(lua_State *L, struct conversion *c, int index, int depth, struct node *out) {
    const struct call_box *box = lua_touserdata(L, index);
    uint32_t line = box->line ? box->line : out->line;
    *out = (struct node){ .type = box->reference ? NODE_REF : NODE_CALL, .line = line, .document = c->document, .word = box->row->name };
    lua_getiuservalue(L, index, 2);
    if (lua_type(L, -1) == LUA_TSTRING) out->id = l_taken_text(L, c, -1, line);
    lua_pop(L, 1);
    lua_getiuservalue(L, index, 1);
    if (lua_istable(L, -1)) l_parts(L, c, lua_gettop(L), line, depth, out);
    lua_pop(L, 1);
    if (!box->reference) check_shape(c, box->row, out);
}

static void refuse(const struct conversion *c, struct node *out, const char *what) {
    *out = (struct node){ .type = NODE_NONE, .line = out->line, .document = c->document };
    complain(c, CODE_WRONG_TYPE, out->line, (struct str){ 0 }, (struct str){ 0 }, "%s can not stand in a %s.", what, c->tests ? "test" : "policy");
}

/* each_school_year for each_school_year(): nothing was made of the word. */
static void l_refuse_word(lua_State *L, const struct conversion *c, int index, struct node *out) {
    const struct word_row *row = l_declare_row(L, index);
    if (!row) {
        refuse(c, out, "A word without its parts");
        return;
    }
    struct str next = row->how == HOW_CALL ? str_format(c->arena, "Write  %.*s( )  with its parts between the brackets, if it has any.", STR_ARG(row->name))
                                           : str_format(c->arena, "Write  %.*s { }  with its fields; or put it in quotes, if it is a text.", STR_ARG(row->name));
    *out = (struct node){ .type = NODE_NONE, .line = out->line, .document = c->document };
    complain(c, CODE_WRONG_TYPE, out->line, row->name, next, "'%.*s' stands here without its parts.", STR_ARG(row->name));
}

void l_convert(lua_State *L, struct conversion *c, int given, uint32_t line, int depth, struct node *out) {
    int index = lua_absindex(L, given);
    luaL_checkstack(L, 12, "too deep");
    *out = (struct node){ .type = NODE_NONE, .line = line, .document = c->document };
    if (c->full) return;
    if (depth > DEPTH_MOST) {
        complain(c, CODE_BUDGET, line, (struct str){ 0 }, STR("Write it flatter."), "Lists are nested more than %d deep.", DEPTH_MOST);
        return;
    }
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        out->type = NODE_BOOL;
        out->yes = lua_toboolean(L, index);
        break;
    case LUA_TNUMBER:
        out->type = NODE_WHOLE;
        int whole;
        out->whole = lua_tointegerx(L, index, &whole);
        if (!whole) {
            out->type = NODE_NUMBER;
            out->number = lua_tonumber(L, index);
        }
        break;
    case LUA_TSTRING:
        out->type = NODE_TEXT;
        out->text = l_taken_text(L, c, index, line);
        break;
    case LUA_TTABLE:
        out->type = NODE_TABLE;
        l_parts(L, c, index, line, depth, out);
        break;
    case LUA_TFUNCTION:
        if (c->tests && l_declare_row(L, index)) {
            *out = (struct node){ .type = NODE_REF, .line = line, .document = c->document, .word = l_declare_row(L, index)->name };
        } else if (c->tests) refuse(c, out, "A function");
        else if (lua_iscfunction(L, index)) l_refuse_word(L, c, index, out);
        else if (vm_of(L)->world == WORLD_POLICY) l_judge_keep(L, c, index, out);
        else out->type = NODE_FUNCTION;
        break;
    case LUA_TUSERDATA:
        if (luaL_testudata(L, index, CALL_BOX)) l_call(L, c, index, depth, out);
        else refuse(c, out, "A word without its parts");
        break;
    default: refuse(c, out, "Nothing (nil)");
    }
}
