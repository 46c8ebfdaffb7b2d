/* SPDX-License-Identifier: GPL-3.0-or-later
 * judge_view - what a check function sees; see judge_priv.h.
 * Owns:  the lists of field names of each kind, in the registry.
 * Must not know: who asks.
 *
 * s.opens, s.due, s.as_of (texts, or nil), s:facts(), s:all(kind, filter), s:latest(...), s:in_force(...),
 * s:count(...).  A filter is a plain table of equalities.  Texts of records can be asked for in a filter, not read.
 */
#include "script/judge_priv.h"

#include <lauxlib.h>
#include <math.h>

#include "base/guess.h"
#include "base/map.h"
#include "script/bind.h"
#include "script/sandbox.h"

#define FILTER_MOST 32

static const char KEY_KIND_FIELDS = 0;

static const struct hatch_question *l_question(lua_State *L) {
    const struct hatch_question *question = vm_of(L)->self;
    if (!question) l_raise(L, CODE_WRONG_TYPE, "", "", "'s' can be used only while its check runs.");
    return question;
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

static void l_push_day(lua_State *L, struct date day) {
    char iso[DATE_ISO_SIZE];
    if (date_known(day)) lua_pushstring(L, date_iso(day, iso));
    else lua_pushnil(L);
}

static void l_push_members(lua_State *L, const struct field *field, int64_t mask) {
    lua_newtable(L);
    lua_Integer n = 0;
    for (uint32_t i = 0; i < 63; i++) {
        if (!(mask >> i & 1)) continue;
        if (field->type == FIELD_YEARS) lua_pushinteger(L, (lua_Integer)i);
        else if (i < field->code_count) lua_pushlstring(L, field->codes[i].at, field->codes[i].size);
        else continue;
        lua_rawseti(L, -2, ++n);
    }
}

static void l_push_value(lua_State *L, const struct field *field, int64_t value) {
    if (value == VALUE_NONE) {
        lua_pushnil(L);
        return;
    }
    switch (field->type) {
    case FIELD_DAY: l_push_day(L, (struct date){ (int32_t)value }); return;
    case FIELD_FLAG: lua_pushboolean(L, value != 0); return;
    case FIELD_HOURS: lua_pushnumber(L, (lua_Number)value / 60); return;
    case FIELD_SET_OF:
    case FIELD_YEARS: l_push_members(L, field, value); return;
    case FIELD_ONE_OF:
        if (value >= 0 && value < (int64_t)field->code_count) lua_pushlstring(L, field->codes[value].at, field->codes[value].size);
        else lua_pushnil(L);
        return;
    case FIELD_TEXT: lua_pushnil(L); return;
    case FIELD_WHOLE:
    case FIELD_PERSON:
    case FIELD_ORGANISATION: lua_pushinteger(L, value); return;
    }
    lua_pushnil(L);
}

static int64_t detail_of(const struct detail *details, uint32_t count, int32_t field) {
    for (uint32_t i = 0; i < count; i++)
        if (details[i].field == (uint32_t)field) return details[i].value;
    return VALUE_NONE;
}

static int64_t value_of(const struct hatch_question *q, const struct hatch_record *record, int32_t index) {
    const struct activity *a = record->activity;
    const struct field *field = &q->kinds->kinds[a->kind].fields[index];
    if (index == FIELD_OUTCOME) {
        uint64_t raw = record->facts & ((1u << OUTCOME_BITS) - 1);
        return record->has_part && raw ? (int64_t)raw - 1 : VALUE_NONE;
    }
    if (field->each) {
        if (!record->has_part) return VALUE_NONE;
        return field->home == HOME_FACTS ? field_unpack(field, record->facts) : detail_of(record->details, record->detail_count, index);
    }
    switch (index) {
    case FIELD_DATE: return a->date.day;
    case FIELD_LAST_DAY: return date_known(a->last_day) ? a->last_day.day : VALUE_NONE;
    case FIELD_ORGANISATION_OF: return a->organisation;
    case FIELD_CANCELLED: return a->cancelled;
    default: break;
    }
    if (field->home == HOME_FACTS) return field_unpack(field, a->facts);
    return a->detail_count ? detail_of(q->activities->details + a->detail_first, a->detail_count, index) : VALUE_NONE;
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

static bool is_shown(const struct field *field, int32_t index, bool has_outcome) {
    if (field->type == FIELD_TEXT || index == FIELD_CANCELLED) return false;
    return index != FIELD_OUTCOME || has_outcome;
}

/* Pushes the names that records of a kind have. */
static void l_push_kind_fields(lua_State *L, const struct kinds *kinds, uint32_t index) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_KIND_FIELDS) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_KIND_FIELDS);
    } /* all */
    if (lua_rawgeti(L, -1, (lua_Integer)index + 1) != LUA_TTABLE) {
        const struct kind *kind = &kinds->kinds[index];
        lua_pop(L, 1);
        lua_newtable(L);
        for (uint32_t i = 0; i < kind->field_count; i++) {
            if (!is_shown(&kind->fields[i], (int32_t)i, shape_has_outcome(kind->shape))) continue;
            lua_pushlstring(L, kind->fields[i].name.at, kind->fields[i].name.size);
            lua_pushboolean(L, 1);
            lua_rawset(L, -3);
        }
        static const char *const more[] = { "number", "day", "pupil", "staff" };
        for (size_t i = 0; i < COUNT_OF(more); i++) {
            lua_pushboolean(L, 1);
            lua_setfield(L, -2, more[i]);
        }
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)index + 1);
    }
    lua_remove(L, -2); /* fields */
}

static void l_push_record(lua_State *L, const struct hatch_question *q, const struct hatch_record *record) {
    uint32_t index = record->activity->kind;
    const struct kind *kind = &q->kinds->kinds[index];
    luaL_checkstack(L, 10, NULL);
    l_charge(L, kind->field_count);
    l_push_kind_fields(L, q->kinds, index); /* fields */
    lua_newtable(L);                        /* fields, data */
    for (uint32_t i = 0; i < kind->field_count; i++) {
        if (!is_shown(&kind->fields[i], (int32_t)i, shape_has_outcome(kind->shape))) continue;
        lua_pushlstring(L, kind->fields[i].name.at, kind->fields[i].name.size);
        l_push_value(L, &kind->fields[i], value_of(q, record, (int32_t)i));
        lua_rawset(L, -3);
    }
    lua_pushinteger(L, record->activity->id);
    lua_setfield(L, -2, "number");
    l_push_day(L, record->day);
    lua_setfield(L, -2, "day");
    if (record->person) {
        bool of_staff = shape_of_staff(kind->shape);
        lua_pushinteger(L, record->person);
        lua_setfield(L, -2, of_staff ? "staff" : "pupil");
    }
    l_seal_with_fields(L, str_c(q->arena, kind->name));
}

/* ---- filters ------------------------------------------------------------------------------------------------------ */

struct equal {
    int32_t field;
    int64_t value;
};

struct wanted {
    int32_t kind;
    struct equal equals[FILTER_MOST];
    size_t count;
};

static void l_wrong_code(lua_State *L, const struct hatch_question *q, const struct field *field, struct str code) {
    struct str hint = guess_hint(q->arena, code, field->codes, field->code_count);
    l_raise(L, CODE_UNKNOWN_CODE, str_c(q->arena, code), str_c(q->arena, hint), "'%.*s' can not be '%.*s'.",
            STR_ARG(field->name), STR_ARG(code));
}

/* The value at index as one of the field's. */
static int64_t l_constant(lua_State *L, const struct hatch_question *q, const struct field *field, int index) {
    const char *name = str_c(q->arena, field->name);
    int64_t value = VALUE_NONE;
    struct date day;
    if (field->type == FIELD_FLAG && lua_isboolean(L, index)) return lua_toboolean(L, index);
    if (field->type == FIELD_HOURS && lua_type(L, index) == LUA_TNUMBER) return (int64_t)llround(lua_tonumber(L, index) * 60);
    bool number = field->type == FIELD_WHOLE || field->type == FIELD_PERSON || field->type == FIELD_ORGANISATION;
    if (number && lua_isinteger(L, index)) return lua_tointeger(L, index);
    if (lua_type(L, index) != LUA_TSTRING) {
        l_raise(L, CODE_WRONG_TYPE, name, "", "A filter compares '%s' with one value of its sort, and this is %s.", name,
                l_type_words(L, index));
        return value;
    }
    struct str text = l_text(L, index, name);
    if (field->type == FIELD_TEXT) return text_value(text);
    if (field->type == FIELD_DAY && date_parse_iso(text, &day)) return day.day;
    if (field->type != FIELD_ONE_OF) {
        l_raise(L, CODE_WRONG_TYPE, name, "", "'%s' can not be compared with '%.*s'.", name, STR_ARG(text));
        return value;
    }
    value = field_find_code(field, text);
    if (value < 0) l_wrong_code(L, q, field, text);
    return value;
}

static int32_t l_field(lua_State *L, const struct hatch_question *q, const struct kind *kind, struct str name) {
    int32_t field = kind_find_field(kind, name);
    if (field >= 0) return field;
    struct str *names = arena_array(q->arena, struct str, kind->field_count);
    for (uint32_t i = 0; i < kind->field_count; i++) names[i] = kind->fields[i].name;
    struct str hint = guess_hint(q->arena, name, names, kind->field_count);
    return l_raise(L, CODE_UNKNOWN_FIELD, str_c(q->arena, name), str_c(q->arena, hint), "'%.*s' has no field called '%.*s'.",
                   STR_ARG(kind->name), STR_ARG(name));
}

static bool is_read(const struct hatch_question *q, int32_t kind) {
    for (size_t i = 0; i < q->read_count; i++)
        if (q->reads[i] == kind) return true;
    return false;
}

/* Arguments: s, kind, filter?. */
static void l_wanted(lua_State *L, const struct hatch_question *q, const char *what, struct wanted *out) {
    struct str name = l_text(L, 2, what);
    out->kind = kinds_find(q->kinds, name);
    out->count = 0;
    if (out->kind < 0 || !is_read(q, out->kind))
        l_raise(L, CODE_NO_READS, str_c(q->arena, name), "Add it to 'reads' of the rule.", "The check does not read '%.*s'.",
                STR_ARG(name));
    if (lua_isnoneornil(L, 3)) return;
    if (!lua_istable(L, 3)) l_wrong(L, 3, what, "a filter such as { role = \"careers_leader\" }");
    const struct kind *kind = &q->kinds->kinds[out->kind];
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) l_raise(L, CODE_WRONG_TYPE, "", "", "A filter is written  field = value.");
        if (out->count == FILTER_MOST) l_raise(L, CODE_BUDGET, "", "", "A filter has more than %d fields.", FILTER_MOST);
        lua_pushvalue(L, -2);
        struct str field = l_text(L, -1, what);
        lua_pop(L, 1);
        struct equal *equal = &out->equals[out->count++];
        equal->field = l_field(L, q, kind, field);
        equal->value = l_constant(L, q, &kind->fields[equal->field], lua_gettop(L));
    }
}

static bool fits(const struct hatch_question *q, const struct wanted *wanted, const struct hatch_record *record) {
    if (record->activity->kind != (uint32_t)wanted->kind) return false;
    for (size_t i = 0; i < wanted->count; i++)
        if (value_of(q, record, wanted->equals[i].field) != wanted->equals[i].value) return false;
    return true;
}

/* ---- methods ------------------------------------------------------------------------------------------------------ */

static const struct hatch_question *l_begin(lua_State *L, const char *what, struct wanted *wanted) {
    const struct hatch_question *q = l_question(L);
    lua_settop(L, 3);
    l_wanted(L, q, what, wanted);
    l_charge(L, (int64_t)q->record_count);
    return q;
}

static int l_all(lua_State *L) {
    struct wanted wanted;
    const struct hatch_question *q = l_begin(L, "all", &wanted);
    lua_Integer n = 0;
    lua_newtable(L);
    for (size_t i = 0; i < q->record_count; i++) {
        if (!fits(q, &wanted, &q->records[i])) continue;
        l_push_record(L, q, &q->records[i]);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int l_count(lua_State *L) {
    struct wanted wanted;
    const struct hatch_question *q = l_begin(L, "count", &wanted);
    lua_Integer n = 0;
    for (size_t i = 0; i < q->record_count; i++) n += fits(q, &wanted, &q->records[i]);
    lua_pushinteger(L, n);
    return 1;
}

static int l_newest(lua_State *L, const char *what, bool in_force) {
    struct wanted wanted;
    const struct hatch_question *q = l_begin(L, what, &wanted);
    for (size_t i = q->record_count; i > 0; i--) {
        const struct hatch_record *record = &q->records[i - 1];
        if (!fits(q, &wanted, record)) continue;
        if (in_force && date_before(record->until, q->as_of)) continue;
        l_push_record(L, q, record);
        return 1;
    }
    lua_pushnil(L);
    return 1;
}

static int l_latest(lua_State *L) { return l_newest(L, "latest", false); }
static int l_in_force(lua_State *L) { return l_newest(L, "in_force", true); }

static int l_facts(lua_State *L) {
    const struct hatch_question *q = l_question(L);
    const struct facts *facts = &q->kinds->facts[q->subject_type];
    l_charge(L, facts->field_count);
    lua_newtable(L); /* fields */
    lua_newtable(L); /* fields, data */
    for (uint32_t i = 0; i < facts->field_count; i++) {
        if (facts->fields[i].type == FIELD_TEXT) continue;
        lua_pushlstring(L, facts->fields[i].name.at, facts->fields[i].name.size);
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, -5); /* fields, data, name */
        l_push_value(L, &facts->fields[i], q->facts[i]);
        lua_rawset(L, -3);
    }
    l_seal_with_fields(L, subject_type_name(q->subject_type));
    return 1;
}

void l_push_question(lua_State *L, const struct hatch_question *question) {
    static const luaL_Reg METHODS[] = { { "facts", l_facts }, { "all", l_all }, { "latest", l_latest },
                                        { "in_force", l_in_force }, { "count", l_count }, { NULL, NULL } };
    static const char *const DAYS[] = { "opens", "due", "as_of" };
    const struct date days[] = { question->opens, question->due, question->as_of };
    lua_newtable(L); /* fields */
    for (const luaL_Reg *method = METHODS; method->name; method++) {
        lua_pushcfunction(L, method->func);
        lua_setfield(L, -2, method->name);
    }
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, DAYS[i]);
    }
    lua_newtable(L); /* fields, data */
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        l_push_day(L, days[i]);
        lua_setfield(L, -2, DAYS[i]);
    }
    l_seal_with_fields(L, "s");
}
