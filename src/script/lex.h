/* SPDX-License-Identifier: GPL-3.0-or-later
 * lex - the tokens of a Lua text, for places, for what Lua does not check, and for limits before its parser runs.
 * Owns:  nothing; tokens lie in the arena given.
 * Must not know: what the words mean.
 *
 * The scan is a loop: it takes any bytes and reads none beyond the length.
 *
 * Example:
 *     struct lexed lexed = lex_scan(&arena, source);
 *     lex_check(&lexed, &(struct lex_rules){ .strict = true }, place, problems);
 */
#ifndef SIGNPOST_LEX_H
#define SIGNPOST_LEX_H

#include "policy/node.h"

struct lexeme {
    struct token token;
    size_t at, size;   /* bytes in the source, quotes and brackets included */
    bool open;         /* a text that never ends */
    bool is_long;      /* [[ ... ]] */
};

struct lexed {
    struct arena *arena;
    struct str source;
    struct lexeme *at;
    uint32_t count;
};

#define LEX_SOURCE ((size_t)64 << 10)
#define LEX_LINE ((size_t)4 << 10)
#define LEX_CHAIN 200
#define LEX_DEPTH 100

struct lexed lex_scan(struct arena *arena, struct str source);
/* The tokens alone, for a document. */
const struct token *lex_tokens(const struct lexed *lexed);
bool lex_is(const struct lexeme *lexeme, const char *sign_or_name);

struct lex_rules {
    const char *file;  /* as the author sees it */
    bool no_bits;      /* & | ~ << >> are refused */
};

/* Bytes: size, long lines, compiled Lua, what is not UTF-8, direction marks.  False when the parser must not see it. */
MUST_USE bool lex_bytes(struct str source, const char *file, struct problems *problems);
/* Tokens: chains, nesting, _ENV, bits, a field twice in one list, letters of two alphabets.  False when there is an error
 * that keeps the parser away. */
MUST_USE bool lex_check(const struct lexed *lexed, const struct lex_rules *rules, struct problems *problems);

/* The place of a lexeme, with its source line. */
struct place lex_place(const struct lexed *lexed, const char *file, const struct lexeme *lexeme);
/* The text of a line, without its end. */
struct str lex_line(struct str source, uint32_t line);

#endif
