/* SPDX-License-Identifier: GPL-3.0-or-later
 * trouble - see trouble.h.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * Lua gives a line and no column: the token that its message names is found again in the scan.
 */
#include "script/trouble.h"

#include <string.h>

struct message {
    uint32_t line;    /* where Lua stopped */
    struct str said;  /* behind "file:line: " */
    struct str near;  /* the token, without quotes; empty at the end of the file */
    bool at_end;
    uint32_t opened;  /* "(to close '{' at line n)" */
    struct str open;  /* '{' */
};

static bool number_at(struct str text, size_t at, uint32_t *out) {
    size_t end = at;
    while (end < text.size && text.at[end] >= '0' && text.at[end] <= '9') end++;
    int64_t number;
    if (!str_whole(str_slice(text, at, end), &number)) return false;
    *out = (uint32_t)number;
    return true;
}

static struct message read_message(struct str path, struct str said) {
    struct message m = { .said = said };
    if (said.size > path.size + 1 && memcmp(said.at, path.at, path.size) == 0 && said.at[path.size] == ':' && number_at(said, path.size + 1, &m.line)) {
        size_t colon = str_find(str_slice(said, path.size + 1, said.size), STR(": "));
        if (colon != SIZE_MAX) m.said = str_slice(said, path.size + 1 + colon + 2, said.size);
    }
    size_t near = str_find(m.said, STR(" near "));
    if (near != SIZE_MAX) {
        m.near = str_slice(m.said, near + 6, m.said.size);
        m.at_end = str_is(m.near, "<eof>");
        if (m.near.size >= 2 && m.near.at[0] == '\'') m.near = str_slice(m.near, 1, m.near.size - 1);
    }
    size_t open = str_find(m.said, STR("(to close '"));
    if (open != SIZE_MAX) {
        m.open = str_slice(m.said, open + 11, open + 12);
        size_t line = str_find(m.said, STR(" at line "));
        if (line != SIZE_MAX) number_at(m.said, line + 9, &m.opened);
    }
    return m;
}

/* As Lua prints it: texts with their quotes. */
static bool same_token(const struct token *t, struct str near) {
    if (str_equal(t->text, near)) return true;
    return t->type == TOKEN_TEXT && near.size >= 2 && str_equal(t->text, str_slice(near, 1, near.size - 1));
}

static const struct token *token_on(const struct lexed *lexed, uint32_t line, struct str text) {
    for (uint32_t i = 0; i < lexed->count; i++)
        if (lexed->tokens[i].line == line && same_token(&lexed->tokens[i], text)) return &lexed->tokens[i];
    return NULL;
}

/* A field begins where a comma or the end of the list is wanted. */
static bool missing_comma(struct arena *arena, struct str path, struct str text, const struct lexed *lexed, const struct message *m, struct problems *problems) {
    const struct token *t = m->at_end ? NULL : token_on(lexed, m->line, m->near);
    bool list = str_starts(m->said, "'}' expected");
    if (!list || !t || t == lexed->tokens || t->type == TOKEN_SIGN) return false;
    const struct token *before = t - 1;
    struct place place = lex_place(arena, path, text, before);
    place.column += place.width + (before->type == TOKEN_TEXT ? 1 : 0);
    place.width = 1;
    struct str next = before->line == t->line ? str_format(arena, "Put a comma before '%.*s'.", STR_ARG(t->text))
                                              : str_format(arena, "Put a comma at the end of line %u.", before->line);
    problem_add(problems, CODE_MISSING_COMMA, SEVERITY_ERROR, place, str_c(arena, next), "Two fields of a list need a comma between them.");
    return true;
}

static bool open_list(struct arena *arena, struct str path, struct str text, const struct lexed *lexed, const struct message *m, struct problems *problems) {
    if (!m->at_end) return false;
    /* Lua names the line of the opening sign only when it is another than where it stopped. */
    const struct token *opener = m->opened ? token_on(lexed, m->opened, m->open) : NULL;
    for (uint32_t i = lexed->count; !opener && i > 0; i--)
        if (lexed->tokens[i - 1].type == TOKEN_SIGN && (str_is(lexed->tokens[i - 1].text, "{") || str_is(lexed->tokens[i - 1].text, "("))) opener = &lexed->tokens[i - 1];
    bool wanted = str_find(m->said, STR("expected")) != SIZE_MAX;
    if (!opener || !wanted) return false;
    bool brace = str_is(opener->text, "{");
    problem_add(problems, CODE_OPEN_LIST, SEVERITY_ERROR, lex_place(arena, path, text, opener), brace ? "Add a } after the last field." : "Add a ) after the last value.",
                "The file ends and this list is still open.");
    return true;
}

static void syntax(struct arena *arena, struct str path, struct str text, const struct lexed *lexed, const struct message *m, struct problems *problems) {
    const struct token *t = m->at_end ? NULL : token_on(lexed, m->line, m->near);
    struct place place = { .file = path, .line = m->line, .text = str_copy(arena, lex_line(text, m->line)) };
    if (t) place = lex_place(arena, path, text, t);
    if (str_find(m->said, STR("unfinished string")) != SIZE_MAX) {
        problem_add(problems, CODE_OPEN_TEXT, SEVERITY_ERROR, place, "Put the missing quote at the end of the text.", "A text is opened with a quote and never closed.");
    } else if (t) {
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, "Look for a missing comma, bracket or quote just before it.", "'%.*s' can not stand here.", STR_ARG(t->text));
    } else {
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, "Look for a missing comma, bracket or quote.", "This can not be read: %.*s.", STR_ARG(m->said));
    }
}

bool trouble_unfinished(const struct raised *raised) {
    return str_ends(str_from(raised->err.text), "near <eof>");
}

static bool is_limit(enum code code) {
    return code == CODE_BUDGET || code == CODE_INTERRUPTED;
}

bool trouble_add(struct arena *arena, struct str path, struct str text, const struct lexed *lexed, const struct raised *raised, bool compiling,
                 struct problems *problems) {
    struct message m = read_message(path, str_from(raised->err.text));
    if (compiling && !is_limit(raised->err.code)) {
        if (!missing_comma(arena, path, text, lexed, &m, problems) && !open_list(arena, path, text, lexed, &m, problems))
            syntax(arena, path, text, lexed, &m, problems);
        return false;
    }
    struct place place = { .file = path, .line = raised->line };
    struct str token = str_from(raised->token);
    if (raised->line) place.text = str_copy(arena, lex_line(text, raised->line));
    for (uint32_t i = 0; token.size && i < lexed->count; i++) {
        if (lexed->tokens[i].line < raised->line || !str_equal(lexed->tokens[i].text, token)) continue;
        place = lex_place(arena, path, text, &lexed->tokens[i]);
        break;
    }
    problem_add(problems, raised->err.code, SEVERITY_ERROR, place, raised->err.next[0] ? raised->err.next : NULL, "%s", raised->err.text);
    return false;
}
