/* SPDX-License-Identifier: GPL-3.0-or-later
 * lex_check - what must hold before Lua's parser sees a text, and what it would not say.
 * Owns:  nothing.
 * Must not know: what the words mean.
 */
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "script/lex.h"

/* ---- bytes ------------------------------------------------------------------------------------------------------------ */

static struct place place_of_byte(struct str source, const char *file, size_t at) {
    struct place place = { .file = str_from(file), .line = 1, .column = 1, .width = 1 };
    for (size_t i = str_starts(source, "\xEF\xBB\xBF") ? 3 : 0; i < at; i++) {
        unsigned char c = (unsigned char)source.at[i];
        if (c == '\n' || (c == '\r' && (i + 1 >= source.size || source.at[i + 1] != '\n'))) {
            place.line++;
            place.column = 1;
        } else if ((c & 0xC0) != 0x80 && c != '\r') {
            place.column++;
        }
    }
    return place;
}

static bool is_bidi(int32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool check_lines(struct str source, const char *file, struct problems *problems) {
    size_t start = 0;
    uint32_t line = 1;
    for (size_t i = 0; i <= source.size; i++) {
        if (i < source.size && source.at[i] != '\n') continue;
        if (i - start > LEX_LINE) {
            struct place place = { .file = str_from(file), .line = line };
            problem_add(problems, CODE_BUDGET, SEVERITY_ERROR, place, "Break it into several lines.",
                        "This line is longer than %u bytes.", (unsigned)LEX_LINE);
            return false;
        }
        start = i + 1;
        line++;
    }
    return true;
}

bool lex_bytes(struct str source, const char *file, struct problems *problems) {
    struct place top = { .file = str_from(file), .line = 1 };
    if (source.size && source.at[0] == '\x1b') {
        problem_add(problems, CODE_BYTECODE, SEVERITY_ERROR, top, "Give the text that it was made from.", "This is compiled Lua and not text.");
        return false;
    }
    if (source.size > LEX_SOURCE) {
        problem_add(problems, CODE_BUDGET, SEVERITY_ERROR, top, "Split it into several files.", "The file is larger than %u KiB.",
                    (unsigned)(LEX_SOURCE >> 10));
        return false;
    }
    size_t valid = utf8_valid_size(source);
    if (valid < source.size) {
        struct place place = place_of_byte(source, file, valid);
        bool nul = source.at[valid] == '\0';
        problem_add(problems, CODE_ODD_CHARACTERS, SEVERITY_ERROR, place, "Save the file as UTF-8 text.",
                    nul ? "The file holds a byte of zero here." : "The file holds a byte here that is not UTF-8 text.");
        return false;
    }
    for (size_t at = 0; at < source.size;) {
        size_t before = at;
        if (!is_bidi(utf8_next(source, &at))) continue;
        problem_add(problems, CODE_BIDI, SEVERITY_ERROR, place_of_byte(source, file, before), "Delete it and type the line again.",
                    "A character that turns the writing direction stands here, so the line does not read as it looks.");
        return false;
    }
    return check_lines(source, file, problems);
}

/* ---- tokens ----------------------------------------------------------------------------------------------------------- */

enum frame_type { FRAME_FILE, FRAME_LIST, FRAME_PAREN, FRAME_BRACKET, FRAME_BLOCK };

#define SEEN_ROWS 64

/* A field seen in a list, newest first. */
struct seen {
    struct str key;
    uint32_t line;
    struct seen *before;
};

struct frame {
    enum frame_type type;
    bool is_step;         /* the bracket belongs to a chain that goes on behind it */
    uint32_t chain;       /* steps of the chain at hand */
    uint32_t right, unary;/* right-hand .. and ^, and unary signs, on which the parser recurses */
    struct seen **seen;   /* SEEN_ROWS lists, by hash: a list of thousands is read in no time */
    uint32_t positional;
    bool at_field;        /* the next token begins a field */
};

struct check {
    const struct lexed *lexed;
    const struct lex_rules *rules;
    struct problems *problems;
    struct frame frames[LEX_DEPTH + 1];
    uint32_t depth;       /* frames above the file */
    bool after_value;     /* the token before ends an expression */
    bool failed;
};

static struct frame *top(struct check *c) { return &c->frames[c->depth]; }

static void refuse(struct check *c, enum code code, const struct lexeme *l, const char *next, const char *said) {
    problem_add(c->problems, code, SEVERITY_ERROR, lex_place(c->lexed, c->rules->file, l), next, "%s", said);
    c->failed = true;
}

static bool too_deep(struct check *c, const struct lexeme *l) {
    uint32_t deep = c->depth;
    for (uint32_t i = 0; i <= c->depth; i++) deep += c->frames[i].right + c->frames[i].unary;
    if (deep < LEX_DEPTH) return false;
    refuse(c, CODE_BUDGET, l, "Give a part of it a name of its own with 'local'.", "Lists and signs are nested too deeply here.");
    return true;
}

static void push(struct check *c, const struct lexeme *l, enum frame_type type, bool is_step) {
    if (too_deep(c, l)) return;
    c->frames[++c->depth] = (struct frame){ .type = type, .is_step = is_step, .at_field = type == FRAME_LIST };
}

static void chain_step(struct check *c, const struct lexeme *l) {
    if (++top(c)->chain > LEX_CHAIN) refuse(c, CODE_BUDGET, l, "Give a part of it a name of its own with 'local'.", "This chain of names is too long.");
}

static void end_expression(struct check *c) {
    top(c)->chain = top(c)->right = top(c)->unary = 0;
    c->after_value = false;
}

/* ---- fields twice ---- */

static int hex_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Escapes in a key, as far as they can hide a letter. */
static struct str unescaped(struct arena *arena, struct str text) {
    if (!memchr(text.at ? text.at : "", '\\', text.size)) return text;
    struct buf out = { 0 };
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] != '\\' || i + 1 >= text.size) {
            buf_add_byte(&out, text.at[i]);
            continue;
        }
        char c = text.at[++i];
        if (c >= '0' && c <= '9') {
            int value = 0;
            size_t n = 0;
            for (; n < 3 && i + n < text.size && text.at[i + n] >= '0' && text.at[i + n] <= '9'; n++) value = value * 10 + (text.at[i + n] - '0');
            buf_add_byte(&out, (char)(unsigned char)(value & 0xFF));
            i += n - 1;
        } else if (c == 'x' && i + 2 < text.size && hex_of(text.at[i + 1]) >= 0 && hex_of(text.at[i + 2]) >= 0) {
            buf_add_byte(&out, (char)(unsigned char)(hex_of(text.at[i + 1]) * 16 + hex_of(text.at[i + 2])));
            i += 2;
        } else if (c == 'u' && i + 1 < text.size && text.at[i + 1] == '{') {
            uint32_t value = 0;
            for (i += 2; i < text.size && hex_of(text.at[i]) >= 0 && value < 0x110000; i++) value = value * 16 + (uint32_t)hex_of(text.at[i]);
            if (value < 0x110000) utf8_append(&out, value);
        } else {
            buf_add_byte(&out, c);
        }
    }
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static void add_key(struct check *c, const struct lexeme *l, struct str key) {
    struct frame *f = top(c);
    if (!f->seen) f->seen = arena_array(c->lexed->arena, struct seen *, SEEN_ROWS);
    struct seen **row = &f->seen[hash_bytes(key.at, key.size, 0) % SEEN_ROWS];
    for (const struct seen *s = *row; s; s = s->before) {
        if (!str_equal(s->key, key)) continue;
        problem_add(c->problems, CODE_DUPLICATE_FIELD, SEVERITY_ERROR, lex_place(c->lexed, c->rules->file, l), "Keep one of the two.",
                    "'%.*s' is written twice in this list; the other is in line %u.", STR_ARG(l->token.text), s->line);
        return;
    }
    struct seen *seen = arena_new(c->lexed->arena, struct seen);
    *seen = (struct seen){ .key = key, .line = l->token.line, .before = *row };
    *row = seen;
}

/* At the first token of a field: name =, ["text"] =, [number] =, or a value. */
static void begin_field(struct check *c, uint32_t i) {
    const struct lexeme *l = &c->lexed->at[i];
    struct arena *arena = c->lexed->arena;
    uint32_t left = c->lexed->count - i;
    top(c)->at_field = false;
    if (l->token.type == TOKEN_NAME && left > 1 && lex_is(l + 1, "=")) {
        add_key(c, l, str_format(arena, "s%.*s", STR_ARG(l->token.text)));
    } else if (lex_is(l, "[") && left > 3 && lex_is(l + 2, "]") && lex_is(l + 3, "=")) {
        const struct lexeme *key = l + 1;
        if (key->token.type == TOKEN_TEXT) {
            struct str text = key->is_long ? key->token.text : unescaped(arena, key->token.text);
            add_key(c, key, str_format(arena, "s%.*s", STR_ARG(text)));
        } else if (key->token.type == TOKEN_NUMBER) {
            add_key(c, key, str_format(arena, "n%.*s", STR_ARG(key->token.text)));
        }
    } else if (!lex_is(l, "[")) {
        top(c)->positional++;
        add_key(c, l, str_format(arena, "n%u", top(c)->positional));
    }
}

/* ---- walking ---- */

static bool is_keyword(const struct lexeme *l) {
    static const char *const words[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
        "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (lex_is(l, words[i])) return l->token.type == TOKEN_NAME;
    return false;
}

static void close_bracket(struct check *c, enum frame_type type) {
    if (c->depth == 0 || top(c)->type != type) {
        c->after_value = true; /* wrong in some other way, which the parser says */
        return;
    }
    bool is_step = top(c)->is_step;
    c->depth--;
    if (!is_step) top(c)->chain = 0;
    c->after_value = true;
}

static void open_bracket(struct check *c, const struct lexeme *l, enum frame_type type) {
    bool is_step = c->after_value;
    if (is_step) chain_step(c, l);
    else top(c)->chain = 0;
    push(c, l, type, is_step);
    c->after_value = false;
}

static void walk_keyword(struct check *c, const struct lexeme *l) {
    if (lex_is(l, "not")) {
        top(c)->unary++;
        too_deep(c, l);
        c->after_value = false;
        return;
    }
    bool value = lex_is(l, "nil") || lex_is(l, "true") || lex_is(l, "false");
    bool joins = lex_is(l, "and") || lex_is(l, "or");
    if (joins) top(c)->unary = 0;
    else if (!value) end_expression(c);
    if (lex_is(l, "function") || lex_is(l, "if") || lex_is(l, "do") || lex_is(l, "repeat")) push(c, l, FRAME_BLOCK, false);
    if ((lex_is(l, "end") || lex_is(l, "until")) && c->depth && top(c)->type == FRAME_BLOCK) c->depth--;
    top(c)->chain = 0;
    c->after_value = value || lex_is(l, "end");
}

static void walk_sign(struct check *c, const struct lexeme *l) {
    if (lex_is(l, "(")) open_bracket(c, l, FRAME_PAREN);
    else if (lex_is(l, "{")) open_bracket(c, l, FRAME_LIST);
    else if (lex_is(l, "[")) open_bracket(c, l, FRAME_BRACKET);
    else if (lex_is(l, ")")) close_bracket(c, FRAME_PAREN);
    else if (lex_is(l, "}")) close_bracket(c, FRAME_LIST);
    else if (lex_is(l, "]")) close_bracket(c, FRAME_BRACKET);
    else if (lex_is(l, ".") || lex_is(l, ":")) {
        chain_step(c, l);
        c->after_value = false;
    } else if (lex_is(l, "..") || lex_is(l, "^")) {
        top(c)->right++;
        top(c)->chain = top(c)->unary = 0;
        too_deep(c, l);
        c->after_value = false;
    } else if (lex_is(l, ",") || lex_is(l, ";") || lex_is(l, "=") || lex_is(l, "::")) {
        end_expression(c);
        if (top(c)->type == FRAME_LIST && !lex_is(l, "=")) top(c)->at_field = true;
    } else if (!c->after_value && (lex_is(l, "-") || lex_is(l, "#") || lex_is(l, "~"))) {
        top(c)->unary++;
        too_deep(c, l);
    } else {
        top(c)->chain = top(c)->unary = 0;
        c->after_value = lex_is(l, "...");
    }
}

static void walk_value(struct check *c, const struct lexeme *l, bool after_dot) {
    if (c->after_value && l->token.type == TOKEN_TEXT) chain_step(c, l);
    else if (!after_dot) {
        if (c->after_value) end_expression(c); /* a new statement */
        top(c)->chain = 0;
    }
    c->after_value = true;
}

/* Which alphabet a letter belongs to, as far as its letters look like those of another. */
static int alphabet(int32_t c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7)) return 1;
    if (c >= 0x370 && c <= 0x3FF) return 2;
    if (c >= 0x400 && c <= 0x52F) return 4;
    if (c >= 0x530 && c <= 0x58F) return 8;
    return 0;
}

static void check_alphabets(struct check *c, const struct lexeme *l) {
    int found = 0;
    for (size_t at = 0; at < l->token.text.size;) {
        int32_t letter = utf8_next(l->token.text, &at);
        if (letter < 0) return;
        int one = alphabet(letter);
        if (one) found |= one;
        else if (letter != '_' && !(letter >= '0' && letter <= '9')) found = 0;
        if ((found & (found - 1)) == 0) continue;
        problem_add(c->problems, CODE_MIXED_SCRIPT, SEVERITY_WARNING, lex_place(c->lexed, c->rules->file, l), "Type the word again.",
                    "A word in '%.*s' mixes letters of two alphabets that look alike.", STR_ARG(l->token.text));
        return;
    }
}

static void check_bits(struct check *c, const struct lexeme *l) {
    if (!c->rules->no_bits) return;
    if (lex_is(l, "&") || lex_is(l, "|") || lex_is(l, "<<") || lex_is(l, ">>") || lex_is(l, "~"))
        refuse(c, CODE_SYNTAX, l, "", "Signs that work on bits are not part of the language.");
}

bool lex_check(const struct lexed *lexed, const struct lex_rules *rules, struct problems *problems) {
    struct check *c = arena_new(lexed->arena, struct check);
    c->lexed = lexed;
    c->rules = rules;
    c->problems = problems;
    for (uint32_t i = 0; i < lexed->count && !c->failed; i++) {
        const struct lexeme *l = &lexed->at[i];
        bool after_dot = i > 0 && (lex_is(l - 1, ".") || lex_is(l - 1, ":"));
        bool closes = lex_is(l, "}") || lex_is(l, ",") || lex_is(l, ";");
        if (top(c)->type == FRAME_LIST && top(c)->at_field && !closes) begin_field(c, i);
        if (l->token.type == TOKEN_NAME && str_is(l->token.text, "_ENV"))
            refuse(c, CODE_UNKNOWN_WORD, l, "", "'_ENV' is not available here.");
        else if (l->token.type == TOKEN_TEXT || l->token.type == TOKEN_NUMBER || (l->token.type == TOKEN_NAME && !is_keyword(l)))
            walk_value(c, l, after_dot);
        else if (l->token.type == TOKEN_NAME) walk_keyword(c, l);
        else walk_sign(c, l);
        if (l->token.type == TOKEN_TEXT) check_alphabets(c, l);
        if (l->token.type == TOKEN_SIGN) check_bits(c, l);
    }
    return !c->failed;
}
