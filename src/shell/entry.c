/* SPDX-License-Identifier: GPL-3.0-or-later
 * entry - see entry.h.
 * Owns:  nothing.
 * Must not know: what is done with it.
 */
#include "shell/entry.h"

#include <string.h>

#include "shell/own_words.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_space(char c) { return c == ' ' || c == '\t'; }

/* The name that the line begins with; hyphens belong to it only if that makes a word ("what-if", "x-1" does not). */
static struct str first_name(struct str line) {
    size_t end = 0, plain = 0;
    while (end < line.size && (is_letter(line.at[end]) || (end && (is_digit(line.at[end]) || line.at[end] == '-')))) end++;
    while (plain < end && line.at[plain] != '-') plain++;
    if (end > plain && own_words_find(str_slice(line, 0, end))) return str_slice(line, 0, end);
    return str_slice(line, 0, plain);
}

/* What stands after a word and a space, and makes the line Lua: an assignment, a call, an index, an operator with a
 * space after it.  "./file", "*.csv", "/tmp/x" and "--names" are parts of a command. */
static bool goes_on_as_lua(struct str rest) {
    static const char *const OPERATORS[] = { "..", "+", "-", "*", "/", "//", "%", "^", "<", ">", "<=", ">=", "==", "~=", "&", "|", "<<", ">>", "and", "or", ":" };
    if (!rest.size) return false;
    if (strchr("=({[,", rest.at[0])) return true;
    for (size_t i = 0; i < COUNT_OF(OPERATORS); i++) {
        size_t size = strlen(OPERATORS[i]);
        if (str_starts(rest, OPERATORS[i]) && size < rest.size && is_space(rest.at[size])) return true;
    }
    return false;
}

/* Outside quotes, two hyphens with a space or nothing after them begin a comment. */
static struct str without_comment(struct str rest) {
    char open = 0;
    for (size_t i = 0; i + 1 < rest.size; i++) {
        bool begins = i == 0 || is_space(rest.at[i - 1]);
        if (open) {
            if (rest.at[i] == open) open = 0;
        } else if (begins && (rest.at[i] == '"' || rest.at[i] == '\'')) {
            open = rest.at[i];
        } else if (begins && rest.at[i] == '-' && rest.at[i + 1] == '-' && (i + 2 == rest.size || is_space(rest.at[i + 2]))) {
            return str_trim(str_slice(rest, 0, i));
        }
    }
    return str_trim(rest);
}

static bool is_keyword(struct str name) {
    static const char *const KEYWORDS[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
                                            "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" };
    for (size_t i = 0; i < COUNT_OF(KEYWORDS); i++)
        if (str_is(name, KEYWORDS[i])) return true;
    return false;
}

/* "chekc 9AB": a name, a space and another name or a number can not be Lua, unless the first is a word of Lua. */
static bool hardly_lua(struct str name, struct str after) {
    struct str rest = str_trim(after);
    if (!name.size || !rest.size || is_keyword(name) || !is_space(after.at[0])) return false;
    if (!is_letter(rest.at[0]) && !is_digit(rest.at[0])) return false;
    return !goes_on_as_lua(rest);
}

enum entry_sort entry_sort(struct str line, const struct command **command, struct str *rest) {
    struct str text = str_trim(line);
    *command = NULL;
    *rest = text;
    if (!text.size || (str_starts(text, "--") && (text.size == 2 || is_space(text.at[2])))) return ENTRY_EMPTY;
    struct str name = first_name(text), after = str_slice(text, name.size, text.size);
    const struct command *found = name.size ? own_words_find(name) : NULL;
    if (found && str_is(after, "?")) {
        *command = found;
        return ENTRY_QUESTION;
    }
    if (!found) {
        *rest = name;
        return hardly_lua(name, after) ? ENTRY_UNKNOWN : ENTRY_LUA;
    }
    if (after.size && !is_space(after.at[0])) return ENTRY_LUA;
    if (goes_on_as_lua(str_trim(after))) return ENTRY_LUA;
    *command = found;
    *rest = without_comment(after);
    return ENTRY_COMMAND;
}

const struct command *entry_command(struct str line) {
    const struct command *command;
    struct str rest;
    return entry_sort(line, &command, &rest) == ENTRY_COMMAND ? command : NULL;
}

struct str entry_remembered(struct str line) {
    static const struct str BECAUSE = STR_INIT(" because ");
    if (!entry_command(line)) return line;
    for (size_t i = 0; i + BECAUSE.size <= line.size; i++)
        if (str_equal_fold_ascii(str_slice(line, i, i + BECAUSE.size), BECAUSE)) return str_slice(line, 0, i + BECAUSE.size - 1);
    return line;
}
