/* SPDX-License-Identifier: GPL-3.0-or-later
 * encoding - bytes to UTF-8, saying what was assumed.  The only file that may include iconv.h.
 * Owns:  nothing.
 * Must not know: what the text is.
 */
#include "formats/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

#define CHUNK 8192
#define MARK_REPLACED "\xEF\xBF\xBD" /* U+FFFD */

struct mark {
    struct str bytes;
    const char *charset; /* NULL: UTF-8, nothing to convert */
    size_t unit;         /* bytes to pass over where the text is damaged */
    const char *said;
};

/* UTF-32 before UTF-16: its mark begins with the same two bytes. */
static const struct mark MARKS[] = {
    { STR_INIT("\xEF\xBB\xBF"), NULL, 1, "UTF-8 with byte-order mark" },
    { STR_INIT("\xFF\xFE\x00\x00"), "UTF-32LE", 4, "UTF-32" },
    { STR_INIT("\x00\x00\xFE\xFF"), "UTF-32BE", 4, "UTF-32" },
    { STR_INIT("\xFF\xFE"), "UTF-16LE", 2, "UTF-16" },
    { STR_INIT("\xFE\xFF"), "UTF-16BE", 2, "UTF-16" },
};

/* Converts to UTF-8; what the character set does not define becomes U+FFFD. */
static bool convert(struct arena *arena, const char *charset, size_t unit, struct str in, struct str *text,
                    struct err *err) {
    iconv_t to_utf8 = iconv_open("UTF-8", charset);
    if (to_utf8 == (iconv_t)-1)
        return err_set(err, CODE_FILE, "This computer can not read text in %s.", charset);
    struct buf out = { 0 };
    char chunk[CHUNK];
    char *from = (char *)in.at; /* iconv's signature lacks a const; it does not write there */
    size_t left = in.size;
    while (left > 0) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(to_utf8, &from, &left, &to, &room);
        int why = errno;
        buf_add(&out, (struct str){ chunk, sizeof chunk - room });
        if (result != (size_t)-1 || why == E2BIG) continue;
        buf_add(&out, STR(MARK_REPLACED));
        size_t skip = left < unit ? left : unit;
        from += skip;
        left -= skip;
    }
    iconv_close(to_utf8);
    *text = (struct str){ arena_copy(arena, out.at ? out.at : "", out.size), out.size };
    buf_free(&out);
    return true;
}

/* UTF-8 with a mark whose bytes are not all UTF-8: each stray byte becomes U+FFFD. */
static struct str replace_damage(struct arena *arena, struct str in) {
    struct buf out = { 0 };
    while (in.size > 0) {
        size_t good = utf8_valid_size(in);
        buf_add(&out, str_slice(in, 0, good));
        in = str_slice(in, good, in.size);
        if (in.size == 0) break;
        buf_add(&out, STR(MARK_REPLACED));
        in = str_slice(in, 1, in.size);
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool has_nul(struct str s) { return s.size > 0 && memchr(s.at, 0, s.size) != NULL; }

/* Mostly Latin text in UTF-16 has a NUL in every second byte, nearly always the same one of the two. */
static const struct mark *unmarked_utf16(struct str bytes) {
    size_t units = bytes.size / 2, even = 0, odd = 0;
    if (units == 0 || bytes.size % 2 != 0) return NULL;
    if (units > 4096) units = 4096;
    for (size_t i = 0; i < units; i++) {
        if (bytes.at[2 * i] == 0) even++;
        if (bytes.at[2 * i + 1] == 0) odd++;
    }
    if (odd * 2 > units && even * 20 <= odd) return &MARKS[3];
    if (even * 2 > units && odd * 20 <= even) return &MARKS[4];
    return NULL;
}

static bool refuse_nul(struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "The file holds bytes of value zero, so it is not text.");
    return err_next(err, "Export it again as CSV.");
}

bool encoding_read(struct arena *arena, struct str bytes, struct str *text, struct str *said, struct err *err) {
    const struct mark *mark = NULL;
    struct str body = bytes;
    for (size_t i = 0; i < COUNT_OF(MARKS) && !mark; i++) {
        struct str start = MARKS[i].bytes;
        if (bytes.size < start.size || memcmp(bytes.at, start.at, start.size) != 0) continue;
        mark = &MARKS[i];
        body = str_slice(bytes, start.size, bytes.size);
    }
    if (!mark && utf8_valid(bytes)) {
        *text = bytes;
        *said = STR("UTF-8");
        return true;
    }
    if (!mark) mark = unmarked_utf16(bytes);
    if (mark && !mark->charset) {
        if (has_nul(body)) return refuse_nul(err);
        *text = utf8_valid(body) ? body : replace_damage(arena, body);
        *said = str_from(mark->said);
        return true;
    }
    if (!mark && has_nul(bytes)) return refuse_nul(err);
    *said = mark ? str_from(mark->said) : STR("Windows-1252 (Excel on Windows)");
    if (!convert(arena, mark ? mark->charset : "CP1252", mark ? mark->unit : 1, body, text, err)) return false;
    return has_nul(*text) ? refuse_nul(err) : true;
}

/* A lead byte of UTF-8 that was read as Windows-1252 (U+00C2 to U+00F4), another character beyond ASCII after it. */
static bool looks_doubled(struct str cell) {
    for (size_t i = 0; i + 2 < cell.size; i++) {
        unsigned char first = (unsigned char)cell.at[i], second = (unsigned char)cell.at[i + 1];
        if (first == 0xC3 && second >= 0x82 && second <= 0xB4 && (unsigned char)cell.at[i + 2] >= 0x80) return true;
    }
    return false;
}

/* The five bytes that Windows-1252 leaves open pass through many programs as U+0081 and the like. */
static bool open_byte(const char *at, size_t left) {
    static const unsigned char OPEN[] = { 0x81, 0x8D, 0x8F, 0x90, 0x9D };
    return left >= 2 && (unsigned char)at[0] == 0xC2 && memchr(OPEN, (unsigned char)at[1], sizeof OPEN) != NULL;
}

bool encoding_mend(struct arena *arena, struct str cell, struct str *mended) {
    if (!looks_doubled(cell)) return false;
    iconv_t to_windows = iconv_open("CP1252", "UTF-8");
    if (to_windows == (iconv_t)-1) return false;
    struct buf out = { 0 };
    char chunk[CHUNK];
    char *from = (char *)cell.at;
    size_t left = cell.size;
    bool whole = true;
    while (left > 0 && whole) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(to_windows, &from, &left, &to, &room);
        int why = errno;
        buf_add(&out, (struct str){ chunk, sizeof chunk - room });
        if (result != (size_t)-1 || why == E2BIG) continue;
        whole = open_byte(from, left);
        if (!whole) break;
        buf_add_byte(&out, from[1]);
        from += 2;
        left -= 2;
    }
    iconv_close(to_windows);
    struct str again = buf_str(&out);
    whole = whole && again.size > 0 && again.size < cell.size && utf8_valid(again);
    if (whole) *mended = str_copy(arena, again);
    buf_free(&out);
    return whole;
}
