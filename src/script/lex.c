/* SPDX-License-Identifier: GPL-3.0-or-later
 * lex - the tokens of a Lua text; see lex.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/lex.h"

#include <string.h>

#include "base/utf8.h"

struct scan {
    struct str s;
    size_t at;
    uint32_t line;
    size_t line_start;
    struct lexed *out;
    uint32_t room;
};

static int peek(const struct scan *scan, size_t ahead) {
    return scan->at + ahead < scan->s.size ? (unsigned char)scan->s.at[scan->at + ahead] : -1;
}

static bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_hex(int c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static void step(struct scan *scan) {
    int c = peek(scan, 0);
    scan->at++;
    if (c == '\r' && peek(scan, 0) == '\n') scan->at++;
    if (c != '\n' && c != '\r') return;
    scan->line++;
    scan->line_start = scan->at;
}

/* Bytes that are no UTF-8 count one character each, so that a column is always given. */
static uint32_t characters(struct str s) {
    uint32_t count = 0;
    for (size_t i = 0; i < s.size; i++) count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

static struct lexeme *add(struct scan *scan, enum token_type type, size_t from, uint32_t line, size_t line_start) {
    struct lexed *out = scan->out;
    if (out->count == scan->room) {
        uint32_t room = scan->room ? scan->room * 2 : 256;
        struct lexeme *wider = arena_array(out->arena, struct lexeme, room);
        if (out->count) memcpy(wider, out->at, out->count * sizeof *wider);
        out->at = wider;
        scan->room = room;
    }
    struct lexeme *lexeme = &out->at[out->count++];
    *lexeme = (struct lexeme){ .at = from, .size = scan->at - from };
    lexeme->token.type = type;
    lexeme->token.line = line;
    lexeme->token.column = characters(str_slice(scan->s, line_start, from)) + 1;
    lexeme->token.text = str_slice(scan->s, from, scan->at);
    lexeme->token.width = characters(lexeme->token.text);
    return lexeme;
}

/* Level of a long bracket at the place: [[ 0, [=[ 1; -1 = none. */
static int long_bracket(const struct scan *scan, size_t ahead) {
    int level = 0;
    if (peek(scan, ahead) != '[') return -1;
    while (peek(scan, ahead + 1 + (size_t)level) == '=') level++;
    return peek(scan, ahead + 1 + (size_t)level) == '[' ? level : -1;
}

/* Behind the opening bracket; returns false when the text ends first. */
static bool skip_long(struct scan *scan, int level, size_t *content_end) {
    for (;;) {
        int c = peek(scan, 0);
        if (c < 0) return false;
        if (c == ']') {
            int count = 0;
            while (peek(scan, 1 + (size_t)count) == '=') count++;
            if (count == level && peek(scan, 1 + (size_t)count) == ']') {
                *content_end = scan->at;
                scan->at += (size_t)level + 2;
                return true;
            }
        }
        step(scan);
    }
}

static void scan_long_text(struct scan *scan, int level) {
    size_t from = scan->at, line_start = scan->line_start, end = scan->s.size;
    uint32_t line = scan->line;
    scan->at += (size_t)level + 2;
    size_t content = scan->at;
    bool closed = skip_long(scan, level, &end);
    struct lexeme *lexeme = add(scan, TOKEN_TEXT, from, line, line_start);
    lexeme->open = !closed;
    lexeme->is_long = true;
    lexeme->token.text = str_slice(scan->s, content, end);
    lexeme->token.column += (uint32_t)level + 2;
    struct str first = str_slice(scan->s, content, end);
    for (size_t i = 0; i < first.size; i++)
        if (first.at[i] == '\n' || first.at[i] == '\r') first.size = i;
    lexeme->token.width = characters(first);
}

static void scan_text(struct scan *scan) {
    size_t from = scan->at, line_start = scan->line_start;
    uint32_t line = scan->line;
    int quote = peek(scan, 0);
    bool closed = false;
    scan->at++;
    for (;;) {
        int c = peek(scan, 0);
        if (c < 0 || c == '\n' || c == '\r') break;
        if (c == quote) {
            scan->at++;
            closed = true;
            break;
        }
        if (c == '\\' && peek(scan, 1) == 'z') { /* skips the white space that follows, line ends too */
            scan->at += 2;
            while ((c = peek(scan, 0)) == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f') step(scan);
            continue;
        }
        if (c == '\\') scan->at++;
        if (peek(scan, 0) >= 0) step(scan);
    }
    struct lexeme *lexeme = add(scan, TOKEN_TEXT, from, line, line_start);
    lexeme->open = !closed;
    lexeme->token.text = str_slice(scan->s, from + 1, scan->at - (closed ? 1 : 0));
    lexeme->token.column++;
    lexeme->token.width = characters(lexeme->token.text);
}

static void scan_number(struct scan *scan) {
    size_t from = scan->at;
    bool hex = peek(scan, 0) == '0' && (peek(scan, 1) == 'x' || peek(scan, 1) == 'X');
    if (hex) scan->at += 2;
    for (;;) {
        int c = peek(scan, 0);
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
        if (exponent && (peek(scan, 1) == '+' || peek(scan, 1) == '-')) scan->at += 2;
        else if (is_hex(c) || is_letter(c) || c == '.') scan->at++;
        else break;
    }
    add(scan, TOKEN_NUMBER, from, scan->line, scan->line_start);
}

static void scan_name(struct scan *scan) {
    size_t from = scan->at;
    while (is_letter(peek(scan, 0)) || is_digit(peek(scan, 0))) scan->at++;
    add(scan, TOKEN_NAME, from, scan->line, scan->line_start);
}

static void scan_sign(struct scan *scan) {
    static const char *const LONG[] = { "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::" };
    size_t from = scan->at, size = 1;
    struct str rest = str_slice(scan->s, from, scan->s.size);
    for (size_t i = 0; i < COUNT_OF(LONG) && size == 1; i++)
        if (str_starts(rest, LONG[i])) size = strlen(LONG[i]);
    if (size == 1) /* a whole character, so that a stray one is shown as it is */
        while ((peek(scan, size) & 0xC0) == 0x80 && peek(scan, size) >= 0 && size < 4 && peek(scan, 0) >= 0xC0) size++;
    scan->at += size;
    add(scan, TOKEN_SIGN, from, scan->line, scan->line_start);
}

static void skip_comment(struct scan *scan) {
    size_t end;
    scan->at += 2;
    int level = long_bracket(scan, 0);
    if (level >= 0) {
        scan->at += (size_t)level + 2;
        if (!skip_long(scan, level, &end)) scan->at = scan->s.size;
        return;
    }
    while (peek(scan, 0) >= 0 && peek(scan, 0) != '\n' && peek(scan, 0) != '\r') scan->at++;
}

struct lexed lex_scan(struct arena *arena, struct str source) {
    struct lexed lexed = { .arena = arena, .source = source };
    struct scan scan = { .s = source, .line = 1, .out = &lexed };
    if (str_starts(source, "\xEF\xBB\xBF")) scan.at = scan.line_start = 3;
    if (peek(&scan, 0) == '#') /* as Lua does with a first line */
        while (peek(&scan, 0) >= 0 && peek(&scan, 0) != '\n') scan.at++;
    for (;;) {
        int c = peek(&scan, 0);
        if (c < 0) return lexed;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f') step(&scan);
        else if (c == '-' && peek(&scan, 1) == '-') skip_comment(&scan);
        else if (is_letter(c)) scan_name(&scan);
        else if (is_digit(c) || (c == '.' && is_digit(peek(&scan, 1)))) scan_number(&scan);
        else if (c == '"' || c == '\'') scan_text(&scan);
        else if (long_bracket(&scan, 0) >= 0) scan_long_text(&scan, long_bracket(&scan, 0));
        else scan_sign(&scan);
    }
}

const struct token *lex_tokens(const struct lexed *lexed) {
    if (!lexed->count) return NULL; /* also of a text that the gate refused, which has no arena */
    struct token *tokens = arena_array(lexed->arena, struct token, lexed->count);
    for (uint32_t i = 0; i < lexed->count; i++) tokens[i] = lexed->at[i].token;
    return tokens;
}

bool lex_is(const struct lexeme *lexeme, const char *text) {
    enum token_type type = lexeme->token.type;
    struct str word = lexeme->token.text;
    return (type == TOKEN_NAME || type == TOKEN_SIGN) && word.size && word.at[0] == text[0] && str_is(word, text);
}

struct str lex_line(struct str source, uint32_t line) {
    size_t at = str_starts(source, "\xEF\xBB\xBF") ? 3 : 0;
    for (uint32_t n = 1; n < line && at < source.size; at++) {
        if (source.at[at] == '\r' && at + 1 < source.size && source.at[at + 1] == '\n') continue;
        n += source.at[at] == '\n' || source.at[at] == '\r';
    }
    size_t end = at;
    while (end < source.size && source.at[end] != '\n' && source.at[end] != '\r') end++;
    return str_slice(source, at, end);
}

struct place lex_place(const struct lexed *lexed, const char *file, const struct lexeme *lexeme) {
    struct place place = { .file = str_from(file), .line = lexeme->token.line, .column = lexeme->token.column,
                           .width = lexeme->token.width ? lexeme->token.width : 1 };
    place.text = lex_line(lexed->source, place.line);
    return place;
}
