/* SPDX-License-Identifier: GPL-3.0-or-later
 * utf8 - checking, measuring and folding text.
 * Owns:  nothing.  The only file that may include utf8proc.h.
 * Must not know: what the text is about.
 */
#include "base/utf8.h"

#include <utf8proc.h>

#include "base/err.h"

int32_t utf8_next(struct str s, size_t *offset) {
    if (*offset >= s.size) return -1;
    if ((unsigned char)s.at[*offset] < 0x80) return s.at[(*offset)++];
    utf8proc_int32_t code_point;
    size_t rest = s.size - *offset;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s.at + *offset,
                                             (utf8proc_ssize_t)(rest < 4 ? rest : 4), &code_point);
    if (used <= 0) return -1;
    *offset += (size_t)used;
    return code_point;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.size; i++) {
        if ((unsigned char)s.at[i] >= 0x80) return false;
    }
    return true;
}

size_t utf8_valid_size(struct str s) {
    size_t at = 0, before = 0;
    while (at < s.size) {
        before = at;
        if (utf8_next(s, &at) <= 0) return before; /* a fault, or NUL */
    }
    return at;
}

bool utf8_valid(struct str s) { return utf8_valid_size(s) == s.size; }

static size_t width_of(int32_t code_point) {
    if (code_point >= 0x20 && code_point < 0x7F) return 1; /* nearly all text of a screen */
    int width = utf8proc_charwidth(code_point);
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(struct str s) {
    size_t width = 0;
    for (size_t at = 0; at < s.size;) {
        int32_t code_point = utf8_next(s, &at);
        if (code_point < 0) at++, width++;
        else width += width_of(code_point);
    }
    return width;
}

size_t utf8_length(struct str s) {
    size_t length = 0;
    for (size_t at = 0; at < s.size; length++) {
        if (utf8_next(s, &at) < 0) at++;
    }
    return length;
}

struct str utf8_cut(struct str s, size_t columns) {
    size_t width = 0, at = 0;
    while (at < s.size) {
        size_t next = at;
        int32_t code_point = utf8_next(s, &next);
        if (code_point < 0) next = at + 1;
        width += code_point < 0 ? 1 : width_of(code_point);
        if (width > columns) break;
        at = next;
    }
    return (struct str){ s.at, at };
}

void utf8_append(struct buf *out, uint32_t code_point) {
    bug_if(!utf8proc_codepoint_valid((utf8proc_int32_t)code_point));
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    buf_add(out, (struct str){ (const char *)bytes, (size_t)size });
}

static bool is_bidi(int32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_zero_width(int32_t c) {
    return (c >= 0x200B && c <= 0x200D) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0x00AD || c == 0x180E;
}

static bool is_fixed_space(int32_t c) { return c == 0x00A0 || c == 0x2007 || c == 0x202F; }

bool utf8_has_bidi(struct str s) {
    for (size_t at = 0; at < s.size;) {
        int32_t code_point = utf8_next(s, &at);
        if (code_point < 0) at++;
        else if (is_bidi(code_point)) return true;
    }
    return false;
}

/* Letters that decomposing leaves whole, and signs that people type in several ways. */
static const struct {
    int32_t from;
    const char *to;
} PLAIN[] = {
    { 0x00B4, "'" },  { 0x00C6, "ae" }, { 0x00D0, "d" },  { 0x00D8, "o" },  { 0x00DE, "th" }, { 0x00DF, "ss" },
    { 0x00E6, "ae" }, { 0x00F0, "d" },  { 0x00F8, "o" },  { 0x00FE, "th" }, { 0x0110, "d" },  { 0x0111, "d" },
    { 0x0126, "h" },  { 0x0127, "h" },  { 0x0131, "i" },  { 0x0141, "l" },  { 0x0142, "l" },  { 0x0152, "oe" },
    { 0x0153, "oe" }, { 0x0166, "t" },  { 0x0167, "t" },  { 0x02B9, "'" },  { 0x02BB, "'" },  { 0x02BC, "'" },
    { 0x1E9E, "ss" }, { 0x2010, "-" },  { 0x2011, "-" },  { 0x2012, "-" },  { 0x2013, "-" },  { 0x2014, "-" },
    { 0x2015, "-" },  { 0x2018, "'" },  { 0x2019, "'" },  { 0x201B, "'" },  { 0x2032, "'" },  { 0x2212, "-" },
    { 0xFF07, "'" },  { 0x0060, "'" },
};

static const char *plain_of(int32_t code_point) {
    for (size_t i = 0; i < COUNT_OF(PLAIN); i++) {
        if (PLAIN[i].from == code_point) return PLAIN[i].to;
    }
    return NULL;
}

static bool is_space(int32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029; }

/* A character adds to the folded text; a run of spaces waits until something follows it. */
static void fold_add(struct buf *out, bool *space, int32_t code_point) {
    if (is_space(code_point)) {
        *space = out->size > 0;
        return;
    }
    if (*space) buf_add_byte(out, ' ');
    *space = false;
    if (code_point >= 'A' && code_point <= 'Z') code_point += 32;
    if (code_point < 0x80) buf_add_byte(out, (char)code_point);
    else utf8_append(out, (uint32_t)code_point);
}

#define MOST_DECOMPOSED 32

struct str utf8_fold(struct arena *arena, struct str s) {
    struct buf out = { 0 };
    bool space = false;
    for (size_t at = 0; at < s.size;) {
        int32_t code_point = utf8_next(s, &at);
        if (code_point < 0) {
            at++;
            continue;
        }
        const char *plain = plain_of(code_point);
        if (plain) {
            for (; *plain; plain++) fold_add(&out, &space, *plain);
        } else if (code_point < 0x80) {
            fold_add(&out, &space, code_point);
        } else {
            utf8proc_int32_t parts[MOST_DECOMPOSED];
            int last_boundary = 0;
            utf8proc_ssize_t count = utf8proc_decompose_char(code_point, parts, MOST_DECOMPOSED,
                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
                &last_boundary);
            for (utf8proc_ssize_t i = 0; i < count && i < MOST_DECOMPOSED; i++) {
                const char *of_part = plain_of(parts[i]); /* ǿ is ø with an accent */
                if (!of_part) fold_add(&out, &space, parts[i]);
                else for (; *of_part; of_part++) fold_add(&out, &space, *of_part);
            }
        }
    }
    struct str folded = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return folded;
}

struct str utf8_compose(struct arena *arena, struct str s) {
    if (is_ascii(s)) return str_copy(arena, s);
    struct buf clean = { 0 };
    for (size_t at = 0; at < s.size;) {
        int32_t code_point = utf8_next(s, &at);
        if (code_point < 0) at++;
        else if (is_fixed_space(code_point)) buf_add_byte(&clean, ' ');
        else if (!is_bidi(code_point) && !is_zero_width(code_point)) utf8_append(&clean, (uint32_t)code_point);
    }
    const utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)(clean.at ? clean.at : "");
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)clean.size, NULL, 0, options);
    bug_if(count < 0); /* only valid characters were added */
    int32_t *parts = arena_array(arena, int32_t, (size_t)count + 1);
    count = utf8proc_decompose(bytes, (utf8proc_ssize_t)clean.size, parts, count, options);
    bug_if(count < 0);
    utf8proc_ssize_t size = utf8proc_reencode(parts, count, options);
    bug_if(size < 0);
    buf_free(&clean);
    return (struct str){ (const char *)parts, (size_t)size };
}

static bool is_harmless(int32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;
    return !is_bidi(c) && c != 0x2028 && c != 0x2029 && c != 0xFEFF;
}

struct str utf8_visible(struct arena *arena, struct str s) {
    struct buf out = { 0 };
    size_t plain_from = 0;
    for (size_t at = 0; at < s.size;) {
        size_t from = at;
        int32_t code_point = utf8_next(s, &at);
        if (code_point >= 0 && is_harmless(code_point)) continue;
        buf_add(&out, str_slice(s, plain_from, from));
        if (code_point < 0) at = from + 1, buf_printf(&out, "\\x%02x", (unsigned)(unsigned char)s.at[from]);
        else if (code_point < 0x80) buf_printf(&out, "\\x%02x", (unsigned)code_point);
        else buf_printf(&out, "\\u{%x}", (unsigned)code_point);
        plain_from = at;
    }
    if (plain_from == 0) return s;
    buf_add(&out, str_slice(s, plain_from, s.size));
    struct str visible = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return visible;
}

struct str utf8_capital(struct arena *arena, struct str s) {
    size_t at = 0;
    int32_t code_point = utf8_next(s, &at);
    if (code_point < 0) return s;
    int32_t capital = utf8proc_totitle(code_point);
    if (capital == code_point) return s;
    struct buf out = { 0 };
    utf8_append(&out, (uint32_t)capital);
    buf_add(&out, str_slice(s, at, s.size));
    struct str made = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return made;
}
