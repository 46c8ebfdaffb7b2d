/* SPDX-License-Identifier: GPL-3.0-or-later
 * layout - lines, their beginnings, and the spaces between their parts; see layout.h.
 * Owns:  the state that reads a text once to see whether it is Lua; nothing is run in it.
 * Must not know: what its header leaves to others.
 */
#include "script/layout.h"

#include <string.h>

#include "script/chunk.h"
#include "script/layout_priv.h"
#include "script/trouble.h"

#define STEP 2

/* ---- words ------------------------------------------------------------------------------------------------------------ */

bool layout_is(const struct piece *piece, const char *text) {
    return !piece->comment && (piece->type == TOKEN_NAME || piece->type == TOKEN_SIGN) && str_is(piece->text, text);
}

static bool is_one_of(const struct piece *piece, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (layout_is(piece, words[i])) return true;
    return false;
}

#define IS_ONE_OF(piece, ...) is_one_of(piece, (const char *const[]){ __VA_ARGS__ }, COUNT_OF(((const char *const[]){ __VA_ARGS__ })))

bool layout_is_keyword(const struct piece *piece) {
    return piece->type == TOKEN_NAME
           && IS_ONE_OF(piece, "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not",
                        "or", "repeat", "return", "then", "true", "until", "while");
}

static bool is_opener(const struct piece *piece) {
    return IS_ONE_OF(piece, "{", "(", "[", "function", "do", "repeat", "then", "else");
}

static bool is_closer(const struct piece *piece) {
    return IS_ONE_OF(piece, "}", ")", "]", "end", "until", "else", "elseif");
}

/* Behind it an operator stands, not a sign of a number. */
static bool is_value(const struct piece *piece) {
    if (piece->comment) return false;
    if (piece->type == TOKEN_TEXT || piece->type == TOKEN_NUMBER) return true;
    if (IS_ONE_OF(piece, ")", "]", "}", "...", "end", "nil", "true", "false")) return true;
    return piece->type == TOKEN_NAME && !layout_is_keyword(piece);
}

/* ---- spaces within a line ------------------------------------------------------------------------------------------------ */

/* The - of -1, the # of #list. */
static bool is_unary(const struct piece *start, const struct piece *piece) {
    if (!IS_ONE_OF(piece, "-", "#", "~")) return false;
    return piece == start || !is_value(piece - 1);
}

bool layout_space(const struct piece *start, const struct piece *before, const struct piece *piece) {
    if (before->comment || piece->comment) return true;
    if (IS_ONE_OF(piece, ",", ";", ")", ".", ":")) return false;
    if (layout_is(before, ".") || layout_is(before, ":") || layout_is(before, "(")) return false;
    if (layout_is(before, "[")) return piece->type == TOKEN_TEXT && piece->is_long;
    if (layout_is(piece, "]")) return before->type == TOKEN_TEXT && before->is_long;
    if (layout_is(piece, "}")) return !layout_is(before, "{");
    if (is_unary(start, before)) return layout_is(before, "-") && layout_is(piece, "-");
    if (layout_is(piece, "[")) return !is_value(before);
    if (!layout_is(piece, "(")) return true;
    return !(before->type == TOKEN_NAME && (!layout_is_keyword(before) || layout_is(before, "function")));
}

/* ---- taking apart ------------------------------------------------------------------------------------------------------- */

/* Byte-order mark away; every line end a line feed. */
static struct str plain_ends(struct arena *arena, struct str source) {
    struct buf out = { 0 };
    for (size_t i = str_starts(source, "\xEF\xBB\xBF") ? 3 : 0; i < source.size; i++) {
        char c = source.at[i];
        if (c == '\r' && i + 1 < source.size && source.at[i + 1] == '\n') continue;
        buf_add_byte(&out, c == '\r' ? '\n' : c);
    }
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

struct taking {
    struct arena *arena;
    struct str source;
    struct piece *pieces;
    uint32_t count, room;
};

static struct piece *add_piece(struct taking *t, struct str text, uint32_t breaks, bool apart) {
    if (t->count == t->room) {
        uint32_t room = t->room ? t->room * 2 : 256;
        struct piece *wider = arena_array(t->arena, struct piece, room);
        if (t->count) memcpy(wider, t->pieces, t->count * sizeof *wider);
        t->pieces = wider;
        t->room = room;
    }
    struct piece *piece = &t->pieces[t->count];
    *piece = (struct piece){ .text = text, .breaks = t->count ? breaks : 1, .apart = apart && !breaks, .many_lines = str_find(text, STR("\n")) != SIZE_MAX };
    t->count++;
    return piece;
}

/* Where a comment that begins at `at` ends. */
static size_t comment_end(struct str source, size_t at, size_t most) {
    size_t level = 0, i = at + 2;
    if (i < most && source.at[i] == '[') {
        while (i + 1 + level < most && source.at[i + 1 + level] == '=') level++;
        if (i + 1 + level < most && source.at[i + 1 + level] == '[') {
            for (i += level + 2; i < most; i++) {
                size_t same = 0;
                while (source.at[i] == ']' && i + 1 + same < most && source.at[i + 1 + same] == '=') same++;
                if (source.at[i] == ']' && same == level && i + 1 + same < most && source.at[i + 1 + same] == ']') return i + level + 2;
            }
            return most;
        }
    }
    while (i < most && source.at[i] != '\n') i++;
    return i;
}

static struct str without_end(struct str text) {
    while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\t')) text.size--;
    return text;
}

/* What stands between two tokens: comments and white space.  Fills in what the next token needs to know. */
static void take_gap(struct taking *t, size_t from, size_t to, uint32_t *breaks, bool *apart) {
    uint32_t width = 0;
    *breaks = 0;
    *apart = false;
    for (size_t i = from; i < to;) {
        char c = t->source.at[i];
        if (c == '\n') {
            ++*breaks;
            width = 0;
            i++;
        } else if (c == '-' || c == '#') { /* a comment, or a first line that begins with # */
            size_t end = c == '#' ? i : comment_end(t->source, i, to);
            while (c == '#' && end < to && t->source.at[end] != '\n') end++;
            add_piece(t, without_end(str_slice(t->source, i, end)), *breaks, width > 1)->comment = true;
            *breaks = 0;
            width = 0;
            i = end;
        } else {
            width += c == '\t' ? 2 : 1;
            i++;
        }
    }
    *apart = width > 1;
}

static void take_apart(struct taking *t, const struct lexed *lexed) {
    size_t at = 0;
    uint32_t breaks;
    bool apart;
    for (uint32_t i = 0; i < lexed->count; i++) {
        const struct lexeme *l = &lexed->at[i];
        take_gap(t, at, l->at, &breaks, &apart);
        struct piece *piece = add_piece(t, str_slice(t->source, l->at, l->at + l->size), breaks, apart);
        piece->type = l->token.type;
        piece->is_long = l->is_long;
        at = l->at + l->size;
    }
    take_gap(t, at, t->source.size, &breaks, &apart);
}

static struct row *make_rows(struct taking *t, uint32_t *count) {
    struct row *rows = arena_array(t->arena, struct row, t->count + 1);
    *count = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        /* A comment to the end of the line can not have anything behind it. */
        if (t->pieces[i].breaks || *count == 0) rows[(*count)++] = (struct row){ .at = &t->pieces[i], .blank_before = i && t->pieces[i].breaks > 1 };
        rows[*count - 1].count++;
    }
    return rows;
}

/* ---- how deep a line begins ------------------------------------------------------------------------------------------------ */

struct opened {
    uint32_t indent;    /* of the line that opened it */
    bool block;         /* of statements, not a list */
};

struct indenting {
    struct opened *stack;
    uint32_t depth;
    const struct piece *before;  /* the last token */
    uint32_t head;               /* indent of the line of the last if, for or while */
};

static bool joins(const struct piece *piece) {
    return IS_ONE_OF(piece, "=", "..", "and", "or", "not", "+", "-", "*", "/", "//", "%", "^", "==", "~=", "<", ">", "<=", ">=", "#", ".", ":");
}

/* The line goes on with what the one before began. */
static bool goes_on(const struct indenting *g, const struct piece *piece) {
    const struct piece *before = g->before;
    if (!before || is_closer(piece)) return false;
    bool block = !g->depth || g->stack[g->depth - 1].block;
    if (joins(before)) return true;
    if (!block) return !is_opener(before) && !layout_is(before, ",") && !layout_is(before, ";");
    if (IS_ONE_OF(before, ",", "local", "return", "in", "if", "for", "while", "until", "elseif")) return true;
    return piece->type == TOKEN_TEXT || joins(piece) || IS_ONE_OF(piece, "{", "(", "[");
}

static void walk_row(struct indenting *g, const struct row *row) {
    for (uint32_t i = 0; i < row->count; i++) {
        const struct piece *piece = &row->at[i];
        if (piece->comment) continue;
        if (is_closer(piece) && g->depth) g->depth--;
        if (IS_ONE_OF(piece, "if", "for", "while", "elseif")) g->head = row->indent;
        if (is_opener(piece))
            g->stack[g->depth++] = (struct opened){ .indent = IS_ONE_OF(piece, "then", "do") ? g->head : row->indent,
                                                    .block = !IS_ONE_OF(piece, "{", "(", "[") };
        g->before = piece;
    }
}

static const struct piece *first_token(const struct row *row) {
    for (uint32_t i = 0; i < row->count; i++)
        if (!row->at[i].comment) return &row->at[i];
    return NULL;
}

static void indent_rows(struct taking *t, struct row *rows, uint32_t count) {
    struct indenting g = { .stack = arena_array(t->arena, struct opened, t->count + 1) };
    for (uint32_t i = 0; i < count; i++) {
        const struct piece *first = first_token(&rows[i]);
        bool closes = !rows[i].at[0].comment && is_closer(&rows[i].at[0]);
        if (g.depth) rows[i].indent = g.stack[g.depth - 1].indent + (closes ? 0 : STEP);
        if (first && first == &rows[i].at[0] && goes_on(&g, first)) rows[i].indent += STEP;
        walk_row(&g, &rows[i]);
    }
}

/* ---- putting together -------------------------------------------------------------------------------------------------------- */

static void add_spaces(struct buf *out, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) buf_add_byte(out, ' ');
}

static void put_together(struct buf *out, const struct row *rows, uint32_t count) {
    for (uint32_t r = 0; r < count; r++) {
        const struct row *row = &rows[r];
        if (row->blank_before) buf_add_byte(out, '\n');
        add_spaces(out, row->indent);
        for (uint32_t i = 0; i < row->count; i++) {
            const struct piece *piece = &row->at[i];
            if (i && layout_space(row->at, piece - 1, piece)) buf_add_byte(out, ' ');
            add_spaces(out, piece->padding);
            buf_add(out, piece->text);
        }
        buf_add_byte(out, '\n');
    }
}

/* ---- nothing is lost ------------------------------------------------------------------------------------------------------------ */

static bool same_pieces(struct arena *arena, const struct taking *t, struct str laid) {
    struct lexed lexed = lex_scan(arena, laid);
    struct taking again = { .arena = arena, .source = laid };
    take_apart(&again, &lexed);
    bool same = again.count == t->count;
    for (uint32_t i = 0; i < t->count && same; i++)
        same = again.pieces[i].comment == t->pieces[i].comment && again.pieces[i].type == t->pieces[i].type
               && str_equal(again.pieces[i].text, t->pieces[i].text);
    return same;
}

struct reading_once {
    const struct chunk *chunk;
    struct str message;
    struct arena *arena;
};

static int l_read_once(lua_State *L) {
    struct reading_once *r = vm_argument(L);
    size_t size;
    if (l_chunk_compile(L, r->chunk)) return 0;
    const char *message = lua_tolstring(L, -1, &size);
    r->message = str_copy(r->arena, (struct str){ message, size });
    return 0;
}

/* Whether Lua's parser takes it.  Nothing is run. */
static bool is_lua(struct arena *arena, struct str name, struct str text, struct problems *problems) {
    struct raised raised;
    size_t before = problems->errors;
    struct reading_once once = { .arena = arena, .chunk = chunk_read(arena, text, str_c(arena, name), WORLD_DATA, problems) };
    if (!once.chunk->open || problems->errors > before) return false;
    struct vm *vm = vm_open(arena, WORLD_DATA, NULL);
    bool read = vm_call(vm, l_read_once, &once, &raised);
    vm_close(vm);
    if (!read) trouble_raised(&once.chunk->lexed, &raised, problems);
    else if (once.message.size) trouble_syntax(&once.chunk->lexed, once.chunk->name, once.message.at, problems);
    return problems->errors == before;
}

bool layout_text(struct arena *arena, struct str name, struct str source, struct str *out, struct problems *problems) {
    struct taking t = { .arena = arena, .source = plain_ends(arena, source) };
    struct buf laid = { 0 };
    uint32_t count;
    if (!is_lua(arena, name, source, problems)) return false;
    struct lexed lexed = lex_scan(arena, t.source);
    take_apart(&t, &lexed);
    struct row *rows = make_rows(&t, &count);
    indent_rows(&t, rows, count);
    layout_columns(arena, rows, count);
    put_together(&laid, rows, count);
    *out = str_copy(arena, buf_str(&laid));
    buf_free(&laid);
    if (same_pieces(arena, &t, *out)) return true;
    problem_add(problems, CODE_INTERNAL, SEVERITY_ERROR, (struct place){ .file = name }, "Leave the file as it is, and tell us.",
                "Setting out this file would change what it says.");
    return false;
}
