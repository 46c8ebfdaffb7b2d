/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_recipe_text - a recipe's file as text: where each of its fields stands, so that one can be changed and all else kept.
 * Owns:  nothing.
 * Must not know: what the fields mean.
 *
 * The file has been loaded before, so it is Lua and declares one recipe; what can not be found in it is not guessed at.
 */
#include "work/import_priv.h"

/* The end of a long bracket that opens at `at`, or `at` when none does. */
static size_t past_long(struct str text, size_t at) {
    size_t level = 0, end;
    if (at + 1 >= text.size || text.at[at] != '[') return at;
    while (at + 1 + level < text.size && text.at[at + 1 + level] == '=') level++;
    if (at + 1 + level >= text.size || text.at[at + 1 + level] != '[') return at;
    for (end = at + 2 + level; end < text.size; end++) {
        size_t same = 0;
        if (text.at[end] != ']') continue;
        while (end + 1 + same < text.size && text.at[end + 1 + same] == '=') same++;
        if (same == level && end + 1 + same < text.size && text.at[end + 1 + same] == ']') return end + 2 + same;
    }
    return text.size;
}

static size_t past_comment(struct str text, size_t at) {
    if (at + 1 >= text.size || text.at[at] != '-' || text.at[at + 1] != '-') return at;
    size_t end = past_long(text, at + 2);
    if (end > at + 2) return end;
    while (end < text.size && text.at[end] != '\n') end++;
    return end;
}

static size_t past_quoted(struct str text, size_t at) {
    char quote = at < text.size ? text.at[at] : 0;
    if (quote != '"' && quote != '\'') return past_long(text, at);
    for (size_t end = at + 1; end < text.size; end++) {
        if (text.at[end] == '\\') end++;
        else if (text.at[end] == quote) return end + 1;
    }
    return text.size;
}

static size_t past_blank(struct str text, size_t at) {
    for (;;) {
        size_t end = past_comment(text, at);
        while (end < text.size && (text.at[end] == ' ' || (text.at[end] >= '\t' && text.at[end] <= '\r'))) end++;
        if (end == at) return at;
        at = end;
    }
}

static size_t past_name(struct str text, size_t at) {
    while (at < text.size && ((text.at[at] >= 'a' && text.at[at] <= 'z') || (text.at[at] >= 'A' && text.at[at] <= 'Z') || (text.at[at] >= '0' && text.at[at] <= '9') || text.at[at] == '_')) at++;
    return at;
}

/* To the comma, semicolon or brace that ends the value.  *last: where the value itself ends, before remarks behind it. */
static size_t past_value(struct str text, size_t at, size_t *last) {
    int depth = 0;
    *last = at;
    while (at < text.size) {
        char c = text.at[at];
        size_t end = past_comment(text, at);
        if (end > at) {
            at = end;
            continue;
        }
        end = past_quoted(text, at);
        if (end > at) {
            *last = at = end;
            continue;
        }
        if (depth == 0 && (c == ',' || c == ';' || c == '}')) return at;
        depth += c == '{' || c == '(' || c == '[';
        depth -= c == '}' || c == ')' || c == ']';
        at++;
        if (c != ' ' && (c < '\t' || c > '\r')) *last = at;
    }
    return at;
}

/* recipe "NAME" { : the place behind the brace; 0: not there. */
static size_t body_of(struct str text) {
    size_t at = 0;
    while (at < text.size) {
        size_t start = at = past_blank(text, at), end = past_name(text, at);
        if (str_is(str_slice(text, start, end), "recipe")) {
            at = past_blank(text, end);
            if (at < text.size && text.at[at] == '(') at = past_blank(text, at + 1);
            at = past_blank(text, past_quoted(text, at));
            if (at < text.size && text.at[at] == ')') at = past_blank(text, at + 1);
            return at < text.size && text.at[at] == '{' ? at + 1 : 0;
        }
        if (end == start) end = past_quoted(text, start);
        at = end > start ? end : start + 1;
    }
    return 0;
}

bool import_recipe_text_read(struct str text, struct recipe_text *out) {
    size_t at = body_of(text);
    *out = (struct recipe_text){ .text = text };
    if (!at) return false;
    for (;;) {
        at = past_blank(text, at);
        if (at >= text.size) return false;
        if (text.at[at] == '}') {
            out->end = at;
            return true;
        }
        struct recipe_field field = { .key = str_slice(text, at, past_name(text, at)) };
        at = past_blank(text, at + field.key.size);
        if (!field.key.size || at >= text.size || text.at[at] != '=' || out->count == RECIPE_FIELDS) return false;
        field.from = past_blank(text, at + 1);
        at = past_value(text, field.from, &field.to);
        field.ended = at < text.size && text.at[at] != '}';
        out->fields[out->count++] = field;
        if (field.ended) at++;
    }
}

const struct recipe_field *import_recipe_text_field(const struct recipe_text *recipe, const char *key) {
    for (size_t i = 0; i < recipe->count; i++)
        if (str_is(recipe->fields[i].key, key)) return &recipe->fields[i];
    return NULL;
}

bool import_recipe_text_remarks(const struct recipe_text *recipe, const struct recipe_field *field) {
    size_t at = field->from;
    while (at < field->to) {
        size_t end = past_comment(recipe->text, at);
        if (end > at) return true;
        end = past_quoted(recipe->text, at);
        at = end > at ? end : at + 1;
    }
    return false;
}
