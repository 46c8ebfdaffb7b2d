/* SPDX-License-Identifier: GPL-3.0-or-later
 * lex - see lex.h.
 * Owns:  nothing.
 * Must not know: what the words mean.
 */
#include "script/lex.h"

#include <string.h>

#include "base/utf8.h"

struct str lex_line(struct str text, uint32_t line) {
    size_t from = 0;
    for (uint32_t at = 1; at < line; at++) {
        const char *end = from < text.size ? memchr(text.at + from, '\n', text.size - from) : NULL;
        if (!end) return (struct str){ 0 };
        from = (size_t)(end - text.at) + 1;
    }
    const char *end = from < text.size ? memchr(text.at + from, '\n', text.size - from) : NULL;
    return str_slice(text, from, end ? (size_t)(end - text.at) : text.size);
}

struct place lex_place(struct arena *arena, struct str path, struct str text, const struct token *token) {
    return (struct place){ .file = path, .line = token->line, .column = token->column, .width = token->width,
                           .text = str_copy(arena, lex_line(text, token->line)) };
}

/* ---- bytes ------------------------------------------------------------------------------------------------------------ */

static uint32_t line_of(struct str text, size_t offset) {
    uint32_t line = 1;
    for (size_t i = 0; i < offset && i < text.size; i++) line += text.at[i] == '\n';
    return line;
}

static void at_line(struct problems *problems, enum code code, struct str path, uint32_t line, const char *next, const char *said) {
    problem_add(problems, code, SEVERITY_ERROR, (struct place){ .file = path, .line = line }, next, "%s", said);
}

static size_t bidi_at(struct str text) {
    for (size_t at = 0; at < text.size;) {
        size_t before = at;
        int32_t c = utf8_next(text, &at);
        if (c < 0) break;
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C) return before;
    }
    return SIZE_MAX;
}

bool lex_text(struct arena *arena, struct str path, struct str bytes, struct str *text, struct problems *problems) {
    if (bytes.size > LEX_SIZE) {
        problem_add(problems, CODE_BUDGET, SEVERITY_ERROR, (struct place){ .file = path }, "Split it into several files.",
                    "The file has %zu bytes; at most %zu are read.", bytes.size, LEX_SIZE);
        return false;
    }
    if (bytes.size && bytes.at[0] == 27) {
        at_line(problems, CODE_BYTECODE, path, 0, "Write it as text.", "This is compiled Lua; only text is read.");
        return false;
    }
    if (str_starts(bytes, "\xEF\xBB\xBF")) bytes = str_slice(bytes, 3, bytes.size);
    size_t valid = utf8_valid_size(bytes);
    const char *nul = bytes.size ? memchr(bytes.at, 0, bytes.size) : NULL;
    if (nul && (size_t)(nul - bytes.at) < valid) valid = (size_t)(nul - bytes.at);
    if (valid < bytes.size) {
        at_line(problems, CODE_ODD_CHARACTERS, path, line_of(bytes, valid), "Save the file as UTF-8 text.",
                "The file holds bytes that are not UTF-8 text.");
        return false;
    }
    size_t turned = bidi_at(bytes);
    if (turned != SIZE_MAX) {
        at_line(problems, CODE_BIDI, path, line_of(bytes, turned), "Delete the line and type it again.",
                "An invisible character that turns the writing direction stands in this line.");
        return false;
    }
    char *copy = arena_copy(arena, bytes.at, bytes.size);
    size_t size = 0;
    for (size_t i = 0; i < bytes.size; i++)
        if (!(bytes.at[i] == '\r' && i + 1 < bytes.size && bytes.at[i + 1] == '\n')) copy[size++] = bytes.at[i] == '\r' ? '\n' : bytes.at[i];
    copy[size] = 0;
    *text = (struct str){ copy, size };
    return true;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------------- */

struct scan {
    struct arena *arena;
    struct str path, text;
    struct problems *problems;
    enum lex_rules rules;
    struct lexed *out;
    size_t room, at, line_start;
    uint32_t line;
    bool failed;
};

static bool name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void add_token(struct scan *s, enum token_type type, size_t from, size_t to, uint32_t line, size_t line_start) {
    if (s->out->count == s->room) {
        size_t room = s->room ? s->room * 2 : 256;
        struct token *wider = arena_array(s->arena, struct token, room);
        if (s->out->count) memcpy(wider, s->out->tokens, s->out->count * sizeof *wider);
        s->out->tokens = wider;
        s->room = room;
    }
    struct str text = str_slice(s->text, from, to);
    size_t shown = text.size;
    const char *end = text.size ? memchr(text.at, '\n', text.size) : NULL;
    if (end) shown = (size_t)(end - text.at);
    s->out->tokens[s->out->count++] = (struct token){
        .type = type, .line = line, .text = text,
        .column = (uint32_t)utf8_length(str_slice(s->text, line_start, from)) + 1,
        .width = (uint32_t)utf8_length(str_slice(text, 0, shown)),
    };
}

static void fail_at(struct scan *s, enum code code, size_t from, uint32_t line, size_t line_start, const char *next, const char *said) {
    struct place place = { .file = s->path, .line = line, .column = (uint32_t)utf8_length(str_slice(s->text, line_start, from)) + 1, .width = 1,
                           .text = str_copy(s->arena, lex_line(s->text, line)) };
    problem_add(s->problems, code, SEVERITY_ERROR, place, next, "%s", said);
    s->failed = true;
}

static void new_line(struct scan *s) {
    s->at++;
    s->line++;
    s->line_start = s->at;
}

/* The level of a long bracket at `at`: "[[" 0, "[=[" 1; -1 when there is none. */
static int long_level(const struct scan *s, size_t at) {
    if (at >= s->text.size || s->text.at[at] != '[') return -1;
    size_t i = at + 1;
    while (i < s->text.size && s->text.at[i] == '=') i++;
    return i < s->text.size && s->text.at[i] == '[' ? (int)(i - at - 1) : -1;
}

/* Moves behind the closing bracket; false when the text ends first. */
static bool skip_long(struct scan *s, int level, size_t *inner_from, size_t *inner_to) {
    s->at += (size_t)level + 2;
    *inner_from = s->at;
    while (s->at < s->text.size) {
        if (s->text.at[s->at] == '\n') {
            new_line(s);
            continue;
        }
        if (s->text.at[s->at] == ']') {
            size_t i = s->at + 1;
            while (i < s->text.size && s->text.at[i] == '=') i++;
            if (i < s->text.size && s->text.at[i] == ']' && (int)(i - s->at - 1) == level) {
                *inner_to = s->at;
                s->at = i + 1;
                return true;
            }
        }
        s->at++;
    }
    *inner_to = s->at;
    return false;
}

static void scan_comment(struct scan *s) {
    s->at += 2;
    int level = long_level(s, s->at);
    size_t from, to;
    uint32_t line = s->line;
    size_t start = s->at, line_start = s->line_start;
    if (level >= 0) {
        if (!skip_long(s, level, &from, &to))
            fail_at(s, CODE_OPEN_TEXT, start, line, line_start, "Close it with ]].", "A long comment is opened here and never closed.");
        return;
    }
    while (s->at < s->text.size && s->text.at[s->at] != '\n') s->at++;
}

static void scan_text(struct scan *s) {
    char quote = s->text.at[s->at];
    size_t from = s->at++, line_start = s->line_start;
    uint32_t line = s->line;
    while (s->at < s->text.size && s->text.at[s->at] != quote && s->text.at[s->at] != '\n') {
        bool escape = s->text.at[s->at] == '\\' && s->at + 1 < s->text.size;
        s->at++;
        if (!escape) continue;
        if (s->text.at[s->at] == '\n') new_line(s);
        else s->at++;
    }
    if (s->at >= s->text.size || s->text.at[s->at] == '\n') {
        fail_at(s, CODE_OPEN_TEXT, from, line, line_start, "Put the missing quote at the end of the text.",
                "A text is opened with a quote here and the line ends before it is closed.");
        return;
    }
    add_token(s, TOKEN_TEXT, from + 1, s->at, line, line_start);
    s->at++;
}

static void scan_number(struct scan *s) {
    size_t from = s->at;
    while (s->at < s->text.size) {
        char c = s->text.at[s->at];
        bool sign = (c == '+' || c == '-') && s->at > from && strchr("eEpP", s->text.at[s->at - 1]);
        if (!name_start(c) && !is_digit(c) && c != '.' && !sign) break;
        s->at++;
    }
    add_token(s, TOKEN_NUMBER, from, s->at, s->line, s->line_start);
}

static void scan_sign(struct scan *s) {
    static const char *const LONG[] = { "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>" };
    size_t size = 1;
    struct str rest = str_slice(s->text, s->at, s->text.size);
    for (size_t i = 0; i < COUNT_OF(LONG); i++)
        if (str_starts(rest, LONG[i])) {
            size = strlen(LONG[i]);
            break;
        }
    struct str sign = str_slice(rest, 0, size);
    bool bits = str_is(sign, "&") || str_is(sign, "|") || str_is(sign, "~") || str_is(sign, "<<") || str_is(sign, ">>");
    if (bits && s->rules == LEX_POLICY)
        fail_at(s, CODE_SYNTAX, s->at, s->line, s->line_start, "Write the value itself.", "A policy does not reckon with bits.");
    add_token(s, TOKEN_SIGN, s->at, s->at + size, s->line, s->line_start);
    s->at += size;
}

static void scan_tokens(struct scan *s) {
    while (s->at < s->text.size && !s->failed) {
        char c = s->text.at[s->at];
        int level;
        if (c == '\n') new_line(s);
        else if (c == ' ' || c == '\t' || c == '\f' || c == '\v') s->at++;
        else if (c == '-' && s->at + 1 < s->text.size && s->text.at[s->at + 1] == '-') scan_comment(s);
        else if (name_start(c)) {
            size_t from = s->at;
            while (s->at < s->text.size && (name_start(s->text.at[s->at]) || is_digit(s->text.at[s->at]))) s->at++;
            add_token(s, TOKEN_NAME, from, s->at, s->line, s->line_start);
        } else if (is_digit(c) || (c == '.' && s->at + 1 < s->text.size && is_digit(s->text.at[s->at + 1]))) scan_number(s);
        else if (c == '"' || c == '\'') scan_text(s);
        else if (c == '[' && (level = long_level(s, s->at)) >= 0) {
            size_t from, to, start = s->at, line_start = s->line_start;
            uint32_t line = s->line;
            if (skip_long(s, level, &from, &to)) add_token(s, TOKEN_TEXT, from, to, line, line_start);
            else fail_at(s, CODE_OPEN_TEXT, start, line, line_start, "Close it with ]].", "A long text is opened here and never closed.");
        } else scan_sign(s);
    }
}

/* ---- nesting, chains, fields written twice -------------------------------------------------------------------------------- */

struct frame {
    char open;          /* '{' '(' '[' or 'b' for a block */
    uint32_t key_first; /* keys of this table stand from here in the list */
    uint32_t blocks;    /* functions and blocks open inside the table */
    bool at_field;      /* the next token begins a field */
};

struct checks {
    struct scan *s;
    struct frame frames[LEX_NESTING + 1];
    size_t depth;
    const struct token **keys;
    uint32_t key_count;
    uint32_t chain, unary;
};

static bool is_sign(const struct token *t, const char *sign) { return t->type == TOKEN_SIGN && str_is(t->text, sign); }
static bool is_word(const struct token *t, const char *word) { return t->type == TOKEN_NAME && str_is(t->text, word); }

static void too_deep(struct checks *c, const struct token *t, const char *said) {
    problem_add(c->s->problems, CODE_BUDGET, SEVERITY_ERROR, lex_place(c->s->arena, c->s->path, c->s->text, t), "Write it in smaller parts.", "%s", said);
    c->s->failed = true;
}

static void push(struct checks *c, const struct token *t, char open) {
    if (c->depth == LEX_NESTING) {
        too_deep(c, t, "Lists and blocks are nested more than 100 deep.");
        return;
    }
    c->frames[c->depth++] = (struct frame){ open, c->key_count, 0, open == '{' };
}

static void pop(struct checks *c) {
    if (c->depth == 0) return;
    c->depth--;
    c->key_count = c->frames[c->depth].key_first;
}

static void take_key(struct checks *c, struct frame *frame, const struct token *key) {
    for (uint32_t i = frame->key_first; i < c->key_count; i++) {
        if (!str_equal(c->keys[i]->text, key->text)) continue;
        struct str next = str_format(c->s->arena, "It stands in line %u already; take one of the two out.", c->keys[i]->line);
        problem_add(c->s->problems, CODE_DUPLICATE_FIELD, SEVERITY_ERROR, lex_place(c->s->arena, c->s->path, c->s->text, key), str_c(c->s->arena, next),
                    "The field '%.*s' is written twice in one list.", STR_ARG(key->text));
        c->s->failed = true;
        return;
    }
    c->keys[c->key_count++] = key;
}

/* `name =` or `["text"] =` at the beginning of a field. */
static void look_for_key(struct checks *c, struct frame *frame, const struct token *t, const struct token *end) {
    if (t->type == TOKEN_NAME && t + 1 < end && is_sign(t + 1, "=")) take_key(c, frame, t);
    else if (is_sign(t, "[") && t + 3 < end && t[1].type == TOKEN_TEXT && is_sign(t + 2, "]") && is_sign(t + 3, "=")) take_key(c, frame, t + 1);
}

/* Lua's parser recurses on blocks too, so that they count; the block ends with its own `end`. */
static void block_word(struct checks *c, const struct token *t) {
    if (is_word(t, "function") || is_word(t, "do") || is_word(t, "if") || is_word(t, "repeat")) push(c, t, 'b');
    else if ((is_word(t, "end") || is_word(t, "until")) && c->depth && c->frames[c->depth - 1].open == 'b') pop(c);
}

static bool is_unary(const struct token *t) {
    return is_word(t, "not") || is_sign(t, "-") || is_sign(t, "#") || is_sign(t, "~") || is_sign(t, "..") || is_sign(t, "^");
}

/* Steps of an index or call chain: .name [..] :name (..) "text" {..}.  Brackets inside are weighed when they close. */
static void chain_step(struct checks *c, const struct token *t) {
    bool goes_on = is_sign(t, ".") || is_sign(t, ":") || is_sign(t, "[") || is_sign(t, "(");
    bool within = t->type == TOKEN_NAME || t->type == TOKEN_TEXT || is_sign(t, "]") || is_sign(t, ")") || t->type == TOKEN_NUMBER;
    if (goes_on) c->chain++;
    else if (!within) c->chain = 0;
    if (c->chain > LEX_CHAIN) {
        c->chain = 0;
        too_deep(c, t, "A chain of names and calls has more than 200 steps.");
    }
}

static void check_token(struct checks *c, const struct token *t, const struct token *end) {
    struct frame *frame = c->depth ? &c->frames[c->depth - 1] : NULL;
    if (frame && frame->open == '{' && frame->at_field) {
        frame->at_field = false;
        look_for_key(c, frame, t, end);
    }
    if (is_sign(t, "{") || is_sign(t, "(") || is_sign(t, "[")) push(c, t, t->text.at[0]);
    else if (is_sign(t, "}") || is_sign(t, ")") || is_sign(t, "]")) pop(c);
    else if (frame && frame->open == '{' && (is_sign(t, ",") || is_sign(t, ";"))) frame->at_field = true;
    block_word(c, t);
    c->unary = is_unary(t) ? c->unary + 1 : (t->type == TOKEN_NAME || t->type == TOKEN_TEXT || t->type == TOKEN_NUMBER) && c->unary ? c->unary : 0;
    if (c->unary > LEX_NESTING) {
        c->unary = 0;
        too_deep(c, t, "More than 100 operators follow one another.");
    }
    chain_step(c, t);
}

static void check_lines(struct scan *s) {
    size_t from = 0;
    uint32_t line = 1;
    for (size_t i = 0; i <= s->text.size; i++) {
        if (i < s->text.size && s->text.at[i] != '\n') continue;
        if (i - from > LEX_LINE) {
            problem_add(s->problems, CODE_BUDGET, SEVERITY_ERROR, (struct place){ .file = s->path, .line = line }, "Break the line.",
                        "The line has %zu bytes; at most %zu are read.", i - from, LEX_LINE);
            s->failed = true;
        }
        from = i + 1;
        line++;
    }
}

bool lex_scan(struct arena *arena, struct str path, struct str text, enum lex_rules rules, struct lexed *out, struct problems *problems) {
    *out = (struct lexed){ 0 };
    struct scan s = { .arena = arena, .path = path, .text = text, .problems = problems, .rules = rules, .out = out, .line = 1 };
    check_lines(&s);
    scan_tokens(&s);
    struct checks *checks = arena_new(arena, struct checks);
    checks->s = &s;
    checks->keys = arena_array(arena, const struct token *, out->count + 1);
    for (uint32_t i = 0; i < out->count; i++) check_token(checks, &out->tokens[i], out->tokens + out->count);
    return !s.failed;
}
