/* SPDX-License-Identifier: GPL-3.0-or-later
 * lex - the scan of Lua text before Lua sees it: tokens with their places, and what a file may not hold.
 * Owns:  nothing.
 * Must not know: what the words mean; Lua's own parser.
 *
 * A loop, never recursion; reads no byte beyond the text.  Lua keeps the last of two equal fields in silence, so fields
 * written twice are found here.
 *
 * Example:
 *     struct lexed lexed;
 *     lex_scan(&arena, STR("policy.lua"), text, LEX_POLICY, &lexed, problems);
 */
#ifndef SIGNPOST_LEX_H
#define SIGNPOST_LEX_H

#include "base/problem.h"
#include "policy/node.h"

enum lex_rules {
    LEX_SCRIPT, /* prompt and batch: everything that Lua knows */
    LEX_POLICY  /* policy, people, terms, kinds, recipes: no operators on bits */
};

/* Limits of the source gate (safety 3.1). */
#define LEX_SIZE ((size_t)64 << 10)
#define LEX_LINE ((size_t)4 << 10)
#define LEX_CHAIN 200
#define LEX_NESTING 100

struct lexed {
    struct token *tokens;
    uint32_t count;
};

/* The text without byte-order mark and with CRLF as LF, in the arena.  False when the bytes are no text (size, bytecode,
 * bytes that are not UTF-8, direction characters); problems say what and where. */
MUST_USE bool lex_text(struct arena *arena, struct str path, struct str bytes, struct str *text, struct problems *problems);
/* All tokens.  Problems: open-text, budget, duplicate-field, operators that a policy may not use.  False with any error. */
MUST_USE bool lex_scan(struct arena *arena, struct str path, struct str text, enum lex_rules rules, struct lexed *out,
                       struct problems *problems);
/* The place of a token, with its source line. */
struct place lex_place(struct arena *arena, struct str path, struct str text, const struct token *token);
/* A line of the text, without its end; line from 1. */
struct str lex_line(struct str text, uint32_t line);

#endif
