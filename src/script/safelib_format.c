/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib_format - string.format, read by us: stock format prints addresses and reads widths of its own.
 * Owns:  nothing.
 * Must not know: who may call it.
 */
#include <lauxlib.h>
#include <string.h>

#include "script/bind.h"
#include "script/safelib.h"

struct spec {
    char text[16]; /* "%-5.2f" */
    size_t size;
    int width, precision; /* -1 = none */
    bool left;
    char conversion;
};

static size_t digits(const char *at, const char *end, int *out) {
    size_t count = 0;
    *out = 0;
    while (at + count < end && at[count] >= '0' && at[count] <= '9') {
        if (count < 3) *out = *out * 10 + (at[count] - '0');
        count++;
    }
    return count;
}

/* `at` stands behind the %; returns what lies behind the conversion. */
static const char *l_spec(lua_State *L, const char *at, const char *end, struct spec *spec) {
    const char *start = at;
    *spec = (struct spec){ .width = -1, .precision = -1 };
    while (at < end && memchr("-+ #0", *at, 5)) spec->left = spec->left || *at == '-', at++;
    if (at - start > 5) l_raise(L, CODE_WRONG_TYPE, "format", "", "'format' does not know this sign.");
    size_t count = digits(at, end, &spec->width);
    if (count == 0) spec->width = -1;
    if (count > 2) l_raise(L, CODE_BUDGET, "format", "", "A width in 'format' is at most 99.");
    at += count;
    if (at < end && *at == '.') {
        count = digits(++at, end, &spec->precision);
        if (count > 2) l_raise(L, CODE_BUDGET, "format", "", "A precision in 'format' is at most 99.");
        at += count;
    }
    if (at >= end) l_raise(L, CODE_WRONG_TYPE, "format", "Write %% for a percent sign.", "'format' ends behind a %%.");
    spec->conversion = *at++;
    if (!memchr("diucxXoeEfFgGsq", spec->conversion, 15))
        l_raise(L, CODE_WRONG_TYPE, "format", "Use %s, %d or %f; write %% for a percent sign.", "'format' does not know %%%c.", spec->conversion);
    spec->size = (size_t)(at - start) + 1;
    if (spec->size >= sizeof spec->text) l_raise(L, CODE_WRONG_TYPE, "format", "", "'format' does not know this sign.");
    spec->text[0] = '%';
    memcpy(spec->text + 1, start, spec->size - 1);
    spec->text[spec->size] = '\0';
    return at;
}

static void add_padding(struct buf *out, const struct spec *spec, size_t size) {
    for (size_t i = size; spec->width > 0 && i < (size_t)spec->width; i++) buf_add_byte(out, ' ');
}

static void l_add_text(lua_State *L, struct buf *out, const struct spec *spec, int argument) {
    size_t size = 0;
    l_push_text(L, argument); /* ..., text */
    const char *at = lua_tolstring(L, -1, &size);
    if (spec->precision >= 0 && size > (size_t)spec->precision) size = (size_t)spec->precision;
    if (!spec->left) add_padding(out, spec, size);
    buf_add(out, (struct str){ at, size });
    if (spec->left) add_padding(out, spec, size);
    lua_pop(L, 1);
}

/* Numbers, one at a time, by the stock function. */
static void l_add_number(lua_State *L, struct buf *out, const struct spec *spec, int argument) {
    size_t size = 0;
    if (spec->conversion == 'q' ? lua_type(L, argument) > LUA_TSTRING : lua_type(L, argument) != LUA_TNUMBER)
        l_wrong(L, argument, "format", "a number");
    l_push_stock(L, "string", "format");
    lua_pushstring(L, spec->text);
    lua_pushvalue(L, argument);
    lua_call(L, 2, 1); /* ..., text */
    const char *at = lua_tolstring(L, -1, &size);
    buf_add(out, (struct str){ at, size });
    lua_pop(L, 1);
}

int l_format(lua_State *L) {
    struct str form = l_text(L, 1, "format");
    int arguments = lua_gettop(L), next = 2;
    struct buf *out = l_buffer(L);
    const char *at = form.at, *end = form.at + form.size;
    while (at < end) {
        if (*at != '%' || (at + 1 < end && at[1] == '%')) {
            at += *at == '%';
            buf_add_byte(out, *at++);
            continue;
        }
        struct spec spec;
        at = l_spec(L, at + 1, end, &spec);
        if (next > arguments)
            return l_raise(L, CODE_WRONG_TYPE, "format", "", "'format' has more signs than values: number %d is missing.", next);
        if (spec.conversion == 's') l_add_text(L, out, &spec, next);
        else l_add_number(L, out, &spec, next);
        next++;
        if (out->size > SAFE_TEXT) return l_raise(L, CODE_BUDGET, "format", "", "'format' would give more than %u KiB.", (unsigned)(SAFE_TEXT >> 10));
    }
    l_charge(L, (int64_t)(out->size / 4) + (int64_t)(form.size / 4));
    lua_pushlstring(L, out->at ? out->at : "", out->size);
    return 1;
}
