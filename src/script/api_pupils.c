/* SPDX-License-Identifier: GPL-3.0-or-later
 * api_pupils - the word `pupils`: rows of pupils on roll, and which of them need something under a clause.
 * Owns:  nothing.
 * Must not know: how findings are shown.
 *
 *     pupils { year = 9, form = "9AB", name = "zoe" }:needing("4.6.4")
 */
#include <stdlib.h>
#include <string.h>

#include "base/guess.h"
#include "base/utf8.h"
#include "script/api.h"
#include "script/bind.h"
#include "script/day_value.h"
#include "work/position.h"

static int l_needing(lua_State *L);

static const luaL_Reg METHODS[] = { { "needing", l_needing }, { NULL, NULL } };

/* ---- filters ------------------------------------------------------------------------------------------------------ */

struct wanted {
    int64_t year;      /* VALUE_NONE: any */
    struct str form;   /* folded; empty: any */
    struct str name;   /* folded words, each of which a name must begin with */
    struct str who;    /* as typed after a command */
    struct date day;
};

static void l_known_keys(lua_State *L, struct arena *arena) {
    static const struct str KEYS[] = { STR_INIT("year"), STR_INIT("form"), STR_INIT("name"), STR_INIT("who"), STR_INIT("as_of") };
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            l_raise(L, CODE_ARGUMENTS, "", "Write  pupils { year = 9 }", "'pupils' takes names: year, form, name, who, as_of.");
            return;
        }
        struct str key = l_text(L, -2, "pupils");
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(KEYS); i++) known = known || str_equal(KEYS[i], key);
        if (known) continue;
        struct str hint = guess_hint(arena, key, KEYS, COUNT_OF(KEYS));
        if (!hint.size) hint = STR("It takes year, form, name, who and as_of.");
        l_raise(L, CODE_UNKNOWN_FIELD, str_c(arena, key), str_c(arena, hint), "'pupils' takes no '%.*s'.", STR_ARG(key));
    }
}

static struct str l_text_of(lua_State *L, struct arena *arena, const char *key, bool fold) {
    struct str text = { 0 };
    if (lua_getfield(L, 1, key) != LUA_TNIL) {
        text = l_part_text(L, -1, arena, ARGUMENT_WHO, key);
        if (fold) text = utf8_fold(arena, text);
    }
    lua_pop(L, 1);
    return text;
}

static struct wanted l_wanted(lua_State *L, struct arena *arena, struct date day) {
    struct wanted wanted = { .year = VALUE_NONE, .day = day };
    if (lua_isnil(L, 1)) return wanted;
    if (lua_type(L, 1) == LUA_TSTRING) {
        wanted.who = str_copy(arena, l_text(L, 1, "pupils"));
        return wanted;
    }
    if (!lua_istable(L, 1) || lua_getmetatable(L, 1)) l_wrong(L, 1, "pupils", "a list { year = 9 }");
    l_known_keys(L, arena);
    if (lua_getfield(L, 1, "year") != LUA_TNIL) wanted.year = l_whole(L, -1, "year");
    lua_pop(L, 1);
    if (lua_getfield(L, 1, "as_of") != LUA_TNIL) wanted.day = l_read_day(L, -1, "as_of");
    lua_pop(L, 1);
    wanted.form = l_text_of(L, arena, "form", true);
    wanted.name = l_text_of(L, arena, "name", true);
    wanted.who = l_text_of(L, arena, "who", false);
    return wanted;
}

/* Each word typed begins a word of the name: "zoe", "obrien", "z o'b". */
static bool name_fits(struct arena *arena, const struct pupil_row *row, struct str wanted) {
    struct str name = utf8_fold(arena, str_format(arena, "%.*s %.*s %.*s", STR_ARG(row->first_name), STR_ARG(row->known_as), STR_ARG(row->surname)));
    struct str word;
    while (wanted.size) {
        struct str others = { 0 };
        str_cut(wanted, ' ', &word, &others);
        wanted = others;
        if (!word.size) continue;
        struct str rest = name, part;
        bool found = false;
        while (rest.size && !found) {
            struct str after = { 0 };
            str_cut(rest, ' ', &part, &after);
            found = part.size >= word.size && memcmp(part.at, word.at, word.size) == 0;
            rest = after;
        }
        if (!found) return false;
    }
    return true;
}

static bool fits(struct arena *arena, const struct pupil_row *row, const struct wanted *wanted, const struct selection *selection) {
    if (!row->on_roll) return false;
    if (wanted->year != VALUE_NONE && row->year != wanted->year) return false;
    if (wanted->form.size && !str_equal(utf8_fold(arena, row->form), wanted->form)) return false;
    if (selection->pupils && !selection_has_pupil(selection, row->id)) return false;
    return !wanted->name.size || name_fits(arena, row, wanted->name);
}

/* ---- pupils ------------------------------------------------------------------------------------------------------- */

static struct sheet *pupil_columns(struct arena *arena) {
    struct sheet *sheet = sheet_new(arena, STR("pupils"), STR("Pupils"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("year"), STR("Year"), CELL_WHOLE);
    return sheet;
}

static bool gather(struct view *view, const struct command_call *call, const struct wanted *wanted) {
    struct arena *arena = &view->arena;
    struct school *school;
    struct roster *roster;
    struct selection selection = { 0 };
    struct err err = { 0 };
    if (!school_for(call, &view->answer, SCHOOL_POLICY, &school)) return false;
    if (wanted->who.size && !resolve_text(school, call, wanted->who, RESOLVE_PUPILS, &selection, &view->answer)) return false;
    if (!roster_read(arena, school, wanted->day, &roster, &err)) return answer_fail(&view->answer, &err);
    struct sheet *sheet = pupil_columns(arena);
    int64_t *ids = arena_array(arena, int64_t, roster->pupil_count + 1);
    struct arena scratch = { 0 };
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *row = &roster->pupils[i];
        arena_reset(&scratch);
        if (!fits(&scratch, row, wanted, &selection)) continue;
        ids[sheet->row_count] = row->id;
        sheet_row(sheet);
        sheet_text(sheet, pupil_name(arena, row));
        sheet_text(sheet, row->form);
        if (row->year == VALUE_NONE) sheet_empty(sheet);
        else sheet_whole(sheet, row->year);
    }
    arena_free(&scratch);
    view->sheet = view->answer.result = sheet;
    view->pupils = ids;
    return true;
}

int l_pupils(lua_State *L) {
    struct session *session = l_session(L);
    lua_settop(L, 1);
    struct view *view = l_view_new(L); /* given, box */
    struct wanted wanted = l_wanted(L, &view->arena, session->call->as_of);
    lua_settop(L, 2);
    struct command_call call = session_call(session, view, wanted.day);
    if (!gather(view, &call, &wanted)) return l_raise_answer(L, &view->answer);
    l_push_view(L, 2, METHODS); /* given, box, rows */
    return 1;
}

/* ---- needing ------------------------------------------------------------------------------------------------------ */

static int by_key(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Keeps the rows of `from` whose pupil has not yet done what the clause asks for and still can: on track, due or late. */
static bool narrow(struct view *view, const struct view *from, const struct command_call *call, struct str clause, struct arena *scratch) {
    struct arena *arena = &view->arena;
    struct school *school;
    struct selection selection;
    struct position *position;
    struct err err = { 0 };
    size_t count = from->sheet->row_count;
    if (!school_for(call, &view->answer, SCHOOL_POLICY, &school)) return false;
    if (!resolve_text(school, call, clause, RESOLVE_RULES, &selection, &view->answer)) return false;
    int64_t *keys = arena_array(scratch, int64_t, count + 1);
    if (count) memcpy(keys, from->pupils, count * sizeof *keys);
    qsort(keys, count, sizeof *keys, by_key);
    selection.pupils = keys;
    selection.pupil_count = count;
    struct position_request request = { .as_of = call->as_of, .selection = &selection, .pupils_only = true, .tick = call->tick,
                                        .keep = KEEP(STATUS_ON_TRACK) | KEEP(STATUS_DUE_SOON) | KEEP(STATUS_OVERDUE) };
    if (!position_judge(scratch, school, &request, &position, &err)) return answer_fail(&view->answer, &err);
    int64_t *needing = arena_array(scratch, int64_t, position->kept_count + 1), *ids = arena_array(arena, int64_t, count + 1);
    size_t needing_count = 0;
    for (size_t i = 0; i < position->kept_count; i++)
        if (position->kept[i].subject_type == SUBJECT_PUPIL) needing[needing_count++] = position->kept[i].subject;
    qsort(needing, needing_count, sizeof *needing, by_key);
    struct sheet *sheet = view_copy_columns(arena, from->sheet);
    for (size_t i = 0; i < count; i++) {
        if (!bsearch(&from->pupils[i], needing, needing_count, sizeof *needing, by_key)) continue;
        ids[sheet->row_count] = from->pupils[i];
        view_copy_row(sheet, from->sheet, i);
    }
    view->sheet = view->answer.result = sheet;
    view->pupils = ids;
    return true;
}

static int l_needing(lua_State *L) {
    struct session *session = l_session(L);
    size_t row;
    const struct view *from = l_view_at(L, 1, &row);
    if (!from || row || !from->pupils)
        return l_raise(L, CODE_WRONG_TYPE, "needing", "Write  pupils { year = 9 }:needing(\"4.6.4\")", "'needing' follows pupils, with a colon.");
    lua_settop(L, 3);
    struct view *view = l_view_new(L); /* rows, clause, day, box */
    struct str clause = l_part_text(L, 2, &view->arena, ARGUMENT_CLAUSE, "needing");
    struct date day = lua_isnil(L, 3) ? session->call->as_of : l_read_day(L, 3, "needing");
    struct command_call call = session_call(session, view, day);
    struct arena scratch = { 0 }; /* what judging needs is not kept with the rows */
    bool fine = narrow(view, from, &call, clause, &scratch);
    arena_free(&scratch);
    if (!fine) return l_raise_answer(L, &view->answer);
    l_push_view(L, 4, METHODS);
    return 1;
}
