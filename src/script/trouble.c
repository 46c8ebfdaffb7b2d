/* SPDX-License-Identifier: GPL-3.0-or-later
 * trouble - a Lua error as a problem; see trouble.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/trouble.h"

#include <stdio.h>
#include <string.h>

/* ---- taking a message apart ------------------------------------------------------------------------------------------- */

struct message {
    uint32_t line;
    struct str said;     /* without place and "near" */
    struct str near;     /* the token, or empty */
    bool at_end;         /* near <eof> */
    char open[16];       /* what was opened: "{", "if"; empty = nothing is said */
    uint32_t open_line;
};

static uint32_t number_at(const char *at) {
    uint32_t number = 0;
    for (; *at >= '0' && *at <= '9' && number < 100000000; at++) number = number * 10 + (uint32_t)(*at - '0');
    return number;
}

static struct message take_apart(const char *file, const char *text) {
    struct message m = { 0 };
    size_t prefix = strlen(file);
    if (strncmp(text, file, prefix) == 0 && text[prefix] == ':') text += prefix;
    else { /* a long name is cut by Lua: the place is the last ":number: " before the sentence */
        for (const char *at = text; *at; at++)
            if (*at == ':' && at[1] >= '0' && at[1] <= '9' && strstr(at, ": ")) {
                text = at;
                break;
            }
    }
    if (*text == ':') {
        m.line = number_at(text + 1);
        const char *sentence = strstr(text, ": ");
        if (sentence) text = sentence + 2;
    }
    m.said = str_from(text);
    const char *near = NULL;
    for (const char *at = text; (at = strstr(at, " near ")); at++) near = at;
    if (near) {
        m.said.size = (size_t)(near - text);
        m.near = str_from(near + 6);
        m.at_end = str_is(m.near, "<eof>") || str_is(m.near, "'<eof>'");
        if (m.near.size >= 2 && m.near.at[0] == '\'') m.near = str_slice(m.near, 1, m.near.size - 1);
    }
    const char *open = strstr(text, "(to close '");
    const char *line = open ? strstr(open, "at line ") : NULL;
    if (line) {
        size_t size = strcspn(open + 11, "'");
        if (size < sizeof m.open) memcpy(m.open, open + 11, size);
        m.open_line = number_at(line + 8);
    }
    return m;
}

/* ---- finding the token again ------------------------------------------------------------------------------------------ */

/* `near` is the token as written; of a text that never ends only its beginning. */
static const struct lexeme *find_near(const struct lexed *lexed, const struct message *m) {
    const struct lexeme *first = NULL;
    for (uint32_t i = 0; i < lexed->count; i++) {
        const struct lexeme *l = &lexed->at[i];
        struct str written = str_slice(lexed->source, l->at, l->at + l->size);
        if (l->token.line > m->line) break;
        /* A token over several lines is named by the line on which it ends. */
        bool over_lines = l->token.line < m->line && memchr(written.at, '\n', written.size);
        if (l->token.line < m->line && !over_lines) continue;
        if (str_equal(written, m->near)) return l;
        if (!first && m->near.size && written.size > m->near.size && str_equal(str_slice(written, 0, m->near.size), m->near)) first = l;
    }
    return first;
}

static const struct lexeme *find_open(const struct lexed *lexed, const struct message *m) {
    uint32_t depth = 0;
    const struct lexeme *found = NULL;
    for (uint32_t i = 0; i < lexed->count; i++) {
        const struct lexeme *l = &lexed->at[i];
        if (l->token.line != m->open_line || !lex_is(l, m->open)) continue;
        /* Of several on one line, the last that is not closed there. */
        depth = 0;
        for (uint32_t k = i + 1; k < lexed->count; k++) {
            const struct lexeme *n = &lexed->at[k];
            if (n->token.line > m->line) break;
            if (lex_is(n, "{") || lex_is(n, "(") || lex_is(n, "[")) depth++;
            if (!(lex_is(n, "}") || lex_is(n, ")") || lex_is(n, "]"))) continue;
            if (depth-- == 0) break;
            if (k + 1 == lexed->count) break;
        }
        if (!found || depth != UINT32_MAX) found = l;
    }
    return found;
}

static const struct lexeme *last_token(const struct lexed *lexed) {
    return lexed->count ? &lexed->at[lexed->count - 1] : NULL;
}

/* ---- saying it -------------------------------------------------------------------------------------------------------- */

static struct place place_at(const struct lexed *lexed, const char *file, const struct lexeme *l, uint32_t line) {
    if (l) return lex_place(lexed, file, l);
    return (struct place){ .file = str_from(file), .line = line, .text = lex_line(lexed->source, line) };
}

/* Behind the last sign of the field before, where the comma belongs. */
static struct place behind(const struct lexed *lexed, const char *file, const struct lexeme *l) {
    struct place place = lex_place(lexed, file, l);
    struct str written = str_slice(lexed->source, l->at, l->at + l->size);
    size_t start = l->at;
    for (size_t i = 0; i < written.size; i++)
        if (written.at[i] == '\n') {
            place.line++;
            start = l->at + i + 1;
            place.column = 1;
        }
    uint32_t width = 0;
    for (size_t i = start; i < l->at + l->size; i++) width += ((unsigned char)lexed->source.at[i] & 0xC0) != 0x80;
    if (l->token.type == TOKEN_TEXT && start == l->at) place.column -= l->is_long ? 2 : 1; /* the quote counts here */
    place.column += width;
    place.width = 1;
    place.text = lex_line(lexed->source, place.line);
    return place;
}

static bool is_value_start(const struct lexeme *l) {
    if (l->token.type != TOKEN_SIGN) return true;
    return lex_is(l, "{") || lex_is(l, "[") || lex_is(l, "(") || lex_is(l, "#") || lex_is(l, "-");
}

static bool is_closing(const struct message *m) {
    return str_starts(m->said, "'}' expected") || str_starts(m->said, "')' expected") || str_starts(m->said, "']' expected") ||
           str_starts(m->said, "'end' expected") || str_starts(m->said, "'until' expected");
}

static const char *closer(const struct message *m) {
    static const char *const ways[] = { "}", ")", "]", "end", "until" };
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (m->said.size > strlen(ways[i]) && strncmp(m->said.at + 1, ways[i], strlen(ways[i])) == 0) return ways[i];
    return "}";
}

static void say_open(const struct lexed *lexed, const char *file, const struct message *m, struct problems *problems) {
    struct message at = *m;
    if (!at.open[0]) {
        const char *close = closer(m);
        const char *open = *close == '}' ? "{" : *close == ')' ? "(" : *close == ']' ? "[" : "";
        snprintf(at.open, sizeof at.open, "%s", open);
        at.open_line = m->line;
    }
    const struct lexeme *opened = find_open(lexed, &at);
    if (!opened) opened = last_token(lexed);
    struct str next = str_format(problems->arena, "Add %s %s after the last field.", closer(m)[0] == 'e' ? "an" : "a", closer(m));
    if (m->at_end)
        problem_add(problems, CODE_OPEN_LIST, SEVERITY_ERROR, place_at(lexed, file, opened, m->line), str_c(problems->arena, next),
                    "The file ends and this %s is still open.", closer(m)[0] == '}' ? "list" : closer(m)[0] == 'e' ? "block" : "bracket");
    else
        problem_add(problems, CODE_OPEN_LIST, SEVERITY_ERROR, place_at(lexed, file, opened, m->line), str_c(problems->arena, next),
                    "This list is still open where line %u begins something new.", m->line);
}

static bool is_word(const struct lexeme *l, const char *word) {
    return l->token.type == TOKEN_NAME && str_is(l->token.text, word);
}

/* What people write where Lua misses a comma: 7 to 13, and an apostrophe in a text that began with one. */
static struct str say_slip(struct arena *arena, const struct lexeme *before, const struct lexeme *near) {
    bool number = before->token.type == TOKEN_NUMBER;
    bool touching = before->token.line == near->token.line && before->at + before->size == near->at;
    if (number && (is_word(near, "to") || is_word(near, "until")) && near[1].token.type == TOKEN_NUMBER)
        return str_format(arena, "Years from one to another are written  years(%.*s, %.*s)", STR_ARG(before->token.text), STR_ARG(near[1].token.text));
    if (before->token.type == TOKEN_TEXT && touching && near->token.type == TOKEN_NAME)
        return STR("The text ended at the sign before. A text with ' in it stands between \" and \".");
    return (struct str){ 0 };
}

static void say_missing_comma(const struct lexed *lexed, const char *file, const struct lexeme *near, struct problems *problems) {
    const struct lexeme *before = near - 1;
    bool words = before->token.type == TOKEN_NAME && near->token.type == TOKEN_NAME && before->token.line == near->token.line;
    struct str next = say_slip(problems->arena, before, near);
    if (!next.size) next = words ? str_format(problems->arena, "Put a comma after '%.*s', or quotes around the text if it is one.", STR_ARG(before->token.text))
                            : str_format(problems->arena, "Put a comma at the end of %s %u.",
                                         before->token.line == near->token.line ? "the field before, in line" : "line", behind(lexed, file, before).line);
    problem_add(problems, CODE_MISSING_COMMA, SEVERITY_ERROR, behind(lexed, file, before), str_c(problems->arena, next),
                "Two fields of a list need a comma between them.");
}

/* The innermost list that is open at the end of the text; NULL when none is. */
static const struct lexeme *open_at_end(const struct lexed *lexed) {
    uint32_t closed = 0;
    for (uint32_t i = lexed->count; i > 0; i--) {
        const struct lexeme *l = &lexed->at[i - 1];
        if (lex_is(l, "}")) closed++;
        else if (lex_is(l, "{") && closed-- == 0) return l;
    }
    return NULL;
}

static bool is_curly_at(struct str line, size_t at) {
    static const char *const CURLY[] = { "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99" };
    for (size_t i = 0; i < COUNT_OF(CURLY); i++)
        if (str_starts(str_slice(line, at, line.size), CURLY[i])) return true;
    return false;
}

/* A word processor turns the quotes of a text into curly ones, which Lua sees as bytes that can not stand anywhere. */
static bool is_curly(const struct message *m, struct str line) {
    for (size_t at = 0; str_is(m->near, "<\\226>") && at < line.size; at++)
        if (is_curly_at(line, at)) return true;
    return false;
}

/* The first of them in the line. */
static struct place curly_place(struct place place) {
    uint32_t column = 1;
    for (size_t at = 0; at < place.text.size; at++) {
        if (is_curly_at(place.text, at)) {
            place.column = column;
            place.width = 1;
            return place;
        }
        column += ((unsigned char)place.text.at[at] & 0xC0) != 0x80;
    }
    return place;
}

/* What Lua says, for whoever does not speak it. */
static void say_other(const struct lexed *lexed, const char *file, const struct message *m, const struct lexeme *near, struct problems *problems) {
    struct place place = place_at(lexed, file, near, m->line);
    const struct lexeme *open = m->at_end ? open_at_end(lexed) : NULL;
    if (open) {
        problem_add(problems, CODE_OPEN_LIST, SEVERITY_ERROR, place_at(lexed, file, open, m->line), "Add a } after the last field.",
                    "The file ends and this list is still open.");
        return;
    }
    if (near && near > lexed->at && near->token.type == TOKEN_NUMBER && near[-1].token.type == TOKEN_NAME) {
        problem_add(problems, CODE_WRONG_TYPE, SEVERITY_ERROR, place, "Put it in quotes.",
                    "A name like this is a text, not a number: 4.10 and 4.1 would be one number.");
        return;
    }
    if (is_curly(m, place.text)) {
        problem_add(problems, CODE_ODD_CHARACTERS, SEVERITY_ERROR, curly_place(place), "Write straight quotes, as in \"keep\"; a plain text editor such as Notepad does.",
                    "These are curly quotes, as a word processor makes them.");
        return;
    }
    if (str_is(m->near, "<\\226>") && (str_find(place.text, STR("\xE2\x80\x93")) != SIZE_MAX || str_find(place.text, STR("\xE2\x80\x94")) != SIZE_MAX)) {
        problem_add(problems, CODE_ODD_CHARACTERS, SEVERITY_ERROR, place, "A remark begins with two hyphens:  --",
                    "This is a long dash, as a word processor makes it of two hyphens.");
        return;
    }
    if (str_is(m->said, "unexpected symbol") || str_is(m->said, "syntax error"))
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, m->at_end ? "Finish what was begun." : "Look at what stands before it.",
                    m->at_end ? "The file ends too soon." : "'%.*s' can not stand here.", STR_ARG(m->near));
    else if (str_is(m->near, "=") && str_starts(m->said, "')' expected"))
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, "Write { and } around them instead of ( and ).", "Fields stand in curly brackets.");
    else if (m->near.size && !m->at_end)
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, "Look at what stands before it.", "This can not be read at '%.*s': %.*s.",
                    STR_ARG(m->near), STR_ARG(m->said));
    else
        problem_add(problems, CODE_SYNTAX, SEVERITY_ERROR, place, "", "This can not be read: %.*s.", STR_ARG(m->said));
}

static bool too_deep(const struct message *m) {
    static const char *const words[] = { "C stack overflow", "too many C levels", "function or expression needs too many registers",
                                         "too many local variables", "too many upvalues", "control structure too long", "constants" };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_find(m->said, str_from(words[i])) != SIZE_MAX) return true;
    return false;
}

void trouble_syntax(const struct lexed *lexed, const char *file, const char *message, struct problems *problems) {
    struct message m = take_apart(file, message);
    const struct lexeme *near = m.at_end || !m.near.size ? NULL : find_near(lexed, &m);
    const struct lexeme *last = last_token(lexed);
    if (too_deep(&m)) {
        problem_add(problems, CODE_BUDGET, SEVERITY_ERROR, place_at(lexed, file, near, m.line), "Split it into smaller pieces.",
                    "This is larger or nested deeper than a file may be.");
    } else if (str_starts(m.said, "unfinished string") || str_starts(m.said, "unfinished long string")) {
        const struct lexeme *open = last && last->open ? last : near;
        for (uint32_t i = 0; i < lexed->count && !(open && open->open); i++)
            if (lexed->at[i].open) open = &lexed->at[i];
        bool is_long = open && open->is_long;
        problem_add(problems, CODE_OPEN_TEXT, SEVERITY_ERROR, place_at(lexed, file, open, m.line),
                    is_long ? "Add ]] after its last word." : "Add a quote after its last word.", "This text has no end.");
    } else if (str_starts(m.said, "malformed number") && str_find(m.near, STR("..")) != SIZE_MAX) {
        problem_add(problems, CODE_SPACE_NEEDED, SEVERITY_ERROR, place_at(lexed, file, near, m.line), "Put a space before the two dots.",
                    "The number and the dots run together.");
    } else if (str_is(m.said, "'>' expected") && str_is(m.near, ">=")) {
        problem_add(problems, CODE_SPACE_NEEDED, SEVERITY_ERROR, place_at(lexed, file, near, m.line), "Put a space between > and =.",
                    "The signs > and = run together.");
    } else if (is_closing(&m) && m.at_end) {
        say_open(lexed, file, &m, problems);
    } else if (str_starts(m.said, "'}' expected") && near && near > lexed->at && is_value_start(near)) {
        if (near->token.column == 1 && m.open_line && m.open_line < m.line && near->token.type == TOKEN_NAME) say_open(lexed, file, &m, problems);
        else say_missing_comma(lexed, file, near, problems);
    } else if (str_starts(m.said, "')' expected") && near && near > lexed->at && is_value_start(near) && near->token.type != TOKEN_NAME) {
        say_missing_comma(lexed, file, near, problems);
    } else {
        say_other(lexed, file, &m, near ? near : m.at_end ? last : NULL, problems);
    }
}

bool trouble_is_unfinished(const char *message) {
    size_t size = strlen(message);
    if (size >= 5 && strcmp(message + size - 5, "<eof>") == 0) return true;
    return size >= 7 && strcmp(message + size - 7, "'<eof>'") == 0;
}

/* ---- what was raised while it ran ------------------------------------------------------------------------------------- */

/* "(field 'x')" at the end of a message of Lua. */
static struct str named_in(const char *text) {
    const char *open = strrchr(text, '(');
    const char *quote = open ? strchr(open, '\'') : NULL;
    const char *end = quote ? strchr(quote + 1, '\'') : NULL;
    return end ? (struct str){ quote + 1, (size_t)(end - quote - 1) } : (struct str){ 0 };
}

struct str trouble_plain(struct arena *arena, const char *text) {
    struct str name = named_in(text);
    struct str what = name.size ? str_format(arena, "'%.*s'", STR_ARG(name)) : STR("A value");
    if (strncmp(text, "attempt to ", 11) != 0) return (struct str){ 0 };
    const char *doing = text + 11;
    bool nothing = strstr(doing, "a nil value") != NULL;
    if (nothing && strncmp(doing, "perform arithmetic", 18) == 0) return str_format(arena, "%.*s holds nothing, so there is no number to reckon with.", STR_ARG(what));
    if (nothing && strncmp(doing, "concatenate", 11) == 0) return str_format(arena, "%.*s holds nothing, so there is no text to join.", STR_ARG(what));
    if (strncmp(doing, "call", 4) == 0) return str_format(arena, "%.*s is no word that could be used so.", STR_ARG(what));
    if (strncmp(doing, "index", 5) == 0) return str_format(arena, "%.*s holds nothing that could be looked up.", STR_ARG(what));
    if (strncmp(doing, "perform arithmetic", 18) == 0) return str_format(arena, "%.*s is no number to reckon with.", STR_ARG(what));
    if (strncmp(doing, "concatenate", 11) == 0) return str_format(arena, "%.*s is no text that could be joined.", STR_ARG(what));
    if (strncmp(doing, "compare", 7) == 0) return STR("Two values of different sorts can not be compared.");
    return (struct str){ 0 };
}

/* What to do about a word that there is not, where no other is near to it. */
static struct str unknown_next(const struct lexed *lexed, const struct place *place, struct str token, struct arena *arena) {
    for (uint32_t i = 0; i + 1 < lexed->count; i++) {
        const struct lexeme *l = &lexed->at[i], *after = &lexed->at[i + 1];
        if (l->token.line != place->line || l->token.column != place->column) continue;
        bool inside = i > 0 && (lex_is(&lexed->at[i - 1], "{") || lex_is(&lexed->at[i - 1], ","));
        bool value = after->token.type == TOKEN_TEXT || after->token.type == TOKEN_NUMBER || lex_is(after, "{");
        if (inside && value) return str_format(arena, "Put an equals sign after it:  %.*s = ...", STR_ARG(token));
        if (place->column == 1 && value) return STR("A line of a school's policy begins with choose, amend, add, drop or adopt.");
        if (lex_is(after, "}") || lex_is(after, ",")) return STR("Put it in quotes, if it is a text.");
    }
    return (struct str){ 0 };
}

static struct place raised_place(const struct lexed *lexed, const struct raised *raised, struct str token) {
    struct place place = { .file = str_from(raised->file), .line = raised->line };
    if (!lexed || !raised->line) return place;
    place.text = lex_line(lexed->source, raised->line);
    for (uint32_t i = 0; token.size && i < lexed->count; i++) {
        const struct lexeme *l = &lexed->at[i];
        if (l->token.line < raised->line || !str_equal(l->token.text, token)) continue;
        return lex_place(lexed, raised->file, l);
    }
    return place;
}

void trouble_raised(const struct lexed *lexed, const struct raised *raised, struct problems *problems) {
    const char *text = raised->err.text;
    struct str words = trouble_plain(problems->arena, text), token = str_from(raised->token);
    if (words.size) token = named_in(text);
    struct place place = raised_place(lexed, raised, token);
    if (raised->err.code != CODE_LOAD) {
        struct str next = str_from(raised->err.next), better = { 0 };
        if (raised->err.code == CODE_UNKNOWN_WORD && lexed && place.column) better = unknown_next(lexed, &place, token, problems->arena);
        /* "Did you mean" is a guess; a missing equals sign is seen. */
        if (better.size && (!next.size || str_starts(better, "Put an equals"))) next = better;
        problem_add(problems, raised->err.code, SEVERITY_ERROR, place, str_c(problems->arena, next), "%s", text);
        return;
    }
    size_t size = strlen(text);
    bool ended = size && strchr(".!?", text[size - 1]);
    if (strcmp(text, "stack overflow") == 0 || strstr(text, "stack overflow") || strstr(text, "C stack")) {
        problem_add(problems, CODE_BUDGET, SEVERITY_ERROR, place, "Look for a function that calls itself without end.", "Calls are nested too deeply.");
        return;
    }
    if (words.size) problem_add(problems, CODE_LOAD, SEVERITY_ERROR, place, raised->err.next, "%.*s", STR_ARG(words));
    else problem_add(problems, CODE_LOAD, SEVERITY_ERROR, place, raised->err.next, "%s%s", text, ended ? "" : ".");
}

bool trouble_err(const struct raised *raised, struct err *err) {
    if (raised->file[0]) err_set(err, raised->err.code, "%s, line %u: %s", raised->file, raised->line, raised->err.text);
    else err_set(err, raised->err.code, "%s", raised->err.text);
    if (raised->err.next[0]) err_next(err, "%s", raised->err.next);
    return false;
}
