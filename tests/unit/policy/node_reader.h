/* SPDX-License-Identifier: GPL-3.0-or-later
 * node_reader - declarations written as in a policy file, read into nodes for tests, without Lua.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: what a word means.
 *
 * Reads constructor calls, tables, texts, numbers, true and false, role.x; no functions, no operators.
 *
 * Example:
 *     struct document d = read_document(&arena, 0, LAYER_SCHOOL, "policy.lua", "amends \"base\" { ... }");
 */
#ifndef SIGNPOST_TEST_NODE_READER_H
#define SIGNPOST_TEST_NODE_READER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/node.h"

struct reader {
    struct arena *arena;
    uint32_t document;
    struct token *tokens;
    uint32_t count;
    uint32_t at;
};

static void reader_fail(const struct reader *reader, const char *what) {
    const struct token *t = reader->at < reader->count ? &reader->tokens[reader->at] : NULL;
    fprintf(stderr, "node_reader: %s at line %u near '%.*s'\n", what, t ? (unsigned)t->line : 0,
            t ? (int)t->text.size : 0, t ? t->text.at : "");
    abort();
}

static bool reader_name_byte(char c, bool first) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') return true;
    return !first && c >= '0' && c <= '9';
}

static void reader_scan(struct reader *reader, struct str source) {
    uint32_t line = 1, column = 1;
    reader->tokens = arena_array(reader->arena, struct token, source.size + 1);
    for (size_t i = 0; i < source.size;) {
        char c = source.at[i];
        size_t end = i + 1;
        struct token token = { .line = line, .column = column };
        if (c == '\n') {
            line++;
            column = 1;
            i++;
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\r') {
            column++;
            i++;
            continue;
        }
        if (c == '-' && end < source.size && source.at[end] == '-') {
            while (i < source.size && source.at[i] != '\n') i++;
            continue;
        }
        if (reader_name_byte(c, true)) {
            while (end < source.size && reader_name_byte(source.at[end], false)) end++;
            token.type = TOKEN_NAME;
            token.text = str_slice(source, i, end);
        } else if (c >= '0' && c <= '9') {
            while (end < source.size && ((source.at[end] >= '0' && source.at[end] <= '9') || source.at[end] == '.'))
                end++;
            token.type = TOKEN_NUMBER;
            token.text = str_slice(source, i, end);
        } else if (c == '"') {
            while (end < source.size && source.at[end] != '"') end++;
            token.type = TOKEN_TEXT;
            token.column++;
            token.text = str_slice(source, i + 1, end++);
        } else if (c == '[' && end < source.size && source.at[end] == '[') {
            while (end + 1 < source.size && !(source.at[end] == ']' && source.at[end + 1] == ']')) end++;
            token.type = TOKEN_TEXT;
            token.column += 2;
            token.text = str_slice(source, i + 2, end);
            end += 2;
        } else {
            token.type = TOKEN_SIGN;
            token.text = str_slice(source, i, end);
        }
        token.width = (uint32_t)token.text.size;
        reader->tokens[reader->count++] = token;
        for (; i < end; i++) {
            if (source.at[i] == '\n') {
                line++;
                column = 0;
            }
            column++;
        }
    }
}

static const struct token *reader_peek(const struct reader *reader, uint32_t ahead) {
    return reader->at + ahead < reader->count ? &reader->tokens[reader->at + ahead] : NULL;
}

static bool reader_sign(const struct reader *reader, uint32_t ahead, char c) {
    const struct token *t = reader_peek(reader, ahead);
    return t && t->type == TOKEN_SIGN && t->text.at[0] == c;
}

static bool reader_take(struct reader *reader, char c) {
    if (!reader_sign(reader, 0, c)) return false;
    reader->at++;
    return true;
}

static struct node reader_value(struct reader *reader, uint32_t line);

/* Room for one more: lists double from four. */
static void *reader_room(struct arena *arena, void *at, uint32_t count, size_t size) {
    if (at && (count < 4 || (count & (count - 1)) != 0)) return at;
    void *wider = arena_alloc_array(arena, count < 4 ? 4 : (size_t)count * 2, size);
    if (count) memcpy(wider, at, count * size);
    return wider;
}

static void reader_add_field(struct node_field *fields, uint32_t *count, struct str key, struct node value) {
    uint32_t to = (*count)++;
    for (; to > 0 && str_compare(fields[to - 1].key, key) > 0; to--) fields[to] = fields[to - 1];
    fields[to] = (struct node_field){ .key = key, .value = value };
}

/* The inside of { … } into items and fields of `node`. */
static void reader_table(struct reader *reader, struct node *node) {
    struct node *items = NULL;
    struct node_field *fields = NULL;
    if (!reader_take(reader, '{')) reader_fail(reader, "expected {");
    while (!reader_take(reader, '}')) {
        items = reader_room(reader->arena, items, node->item_count, sizeof *items);
        fields = reader_room(reader->arena, fields, node->field_count, sizeof *fields);
        const struct token *t = reader_peek(reader, 0);
        if (!t) reader_fail(reader, "open list");
        if (t->type == TOKEN_NAME && reader_sign(reader, 1, '=')) {
            reader->at += 2;
            reader_add_field(fields, &node->field_count, t->text, reader_value(reader, node->line));
        } else if (reader_sign(reader, 0, '[')) {
            struct str key = reader_peek(reader, 1)->text;
            reader->at += 4;
            reader_add_field(fields, &node->field_count, key, reader_value(reader, node->line));
        } else {
            items[node->item_count++] = reader_value(reader, node->line);
        }
        if (!reader_take(reader, ',') && !reader_take(reader, ';') && !reader_sign(reader, 0, '}'))
            reader_fail(reader, "expected ,");
    }
    node->items = items;
    node->fields = fields;
}

static struct node reader_call(struct reader *reader, const struct token *word) {
    struct node node = { .type = NODE_CALL, .line = word->line, .document = reader->document, .word = word->text };
    const struct token *next = reader_peek(reader, 0);
    if (reader_sign(reader, 0, '.')) {
        node.type = NODE_REF;
        node.id = reader_peek(reader, 1)->text;
        reader->at += 2;
    } else if (reader_take(reader, '(')) {
        struct node *items = arena_array(reader->arena, struct node, 16);
        while (!reader_take(reader, ')')) {
            items[node.item_count++] = reader_value(reader, word->line);
            if (!reader_take(reader, ',') && !reader_sign(reader, 0, ')')) reader_fail(reader, "expected )");
        }
        node.items = items;
    } else if (next && next->type == TOKEN_TEXT && reader_sign(reader, 1, '{')) {
        node.id = next->text;
        reader->at++;
        reader_table(reader, &node);
    } else if (next && next->type == TOKEN_TEXT) {
        struct node *items = arena_array(reader->arena, struct node, 1);
        items[0] = reader_value(reader, word->line);
        node.items = items;
        node.item_count = 1;
    } else if (reader_sign(reader, 0, '{')) {
        reader_table(reader, &node);
    }
    return node;
}

static struct node reader_value(struct reader *reader, uint32_t line) {
    struct node node = { .line = line, .document = reader->document };
    bool minus = reader_take(reader, '-');
    const struct token *t = reader_peek(reader, 0);
    if (!t) reader_fail(reader, "value expected");
    if (t->type == TOKEN_SIGN && t->text.at[0] == '{') {
        node.type = NODE_TABLE;
        reader_table(reader, &node);
        return node;
    }
    reader->at++;
    if (t->type == TOKEN_TEXT) {
        node.type = NODE_TEXT;
        node.text = t->text;
    } else if (t->type == TOKEN_NUMBER) {
        node.type = NODE_WHOLE;
        if (!str_whole(t->text, &node.whole)) {
            node.type = NODE_NUMBER;
            node.number = strtod(t->text.at, NULL);
        }
        if (minus) node.whole = -node.whole;
    } else if (t->type == TOKEN_NAME && (str_is(t->text, "true") || str_is(t->text, "false"))) {
        node.type = NODE_BOOL;
        node.yes = str_is(t->text, "true");
    } else if (t->type == TOKEN_NAME) {
        node = reader_call(reader, t);
    } else {
        reader_fail(reader, "value expected");
    }
    return node;
}

/* All calls of a text, in order. */
static const struct node *read_nodes(struct arena *arena, uint32_t document, struct str source, uint32_t *count,
                                     struct reader *reader) {
    *reader = (struct reader){ .arena = arena, .document = document };
    reader_scan(reader, source);
    struct node *nodes = NULL;
    *count = 0;
    while (reader->at < reader->count) {
        nodes = reader_room(arena, nodes, *count, sizeof *nodes);
        nodes[(*count)++] = reader_value(reader, reader->tokens[reader->at].line);
    }
    return nodes;
}

static inline struct document read_document(struct arena *arena, uint32_t index, enum layer layer, const char *path,
                                            const char *text) {
    static const char *const headers[] = { "policy", "update", "trust", "overlay", "amends" };
    struct reader reader;
    uint32_t count;
    struct str source = str_copy(arena, str_from(text));
    const struct node *nodes = read_nodes(arena, index, source, &count, &reader);
    struct document document = {
        .layer = layer, .path = str_from(path), .source = source, .tokens = reader.tokens, .token_count = reader.count
    };
    struct node *items = arena_array(arena, struct node, count);
    for (uint32_t i = 0; i < count; i++) {
        bool header = false;
        for (size_t h = 0; h < COUNT_OF(headers); h++) header = header || node_is(&nodes[i], headers[h]);
        if (header && !document.header)
            document.header = &nodes[i];
        else
            items[document.item_count++] = nodes[i];
    }
    document.items = items;
    document.name = document.header ? document.header->id : str_from("folder");
    if (document.header && layer == LAYER_BASE && node_field(document.header, "id"))
        document.name = node_field(document.header, "id")->text;
    return document;
}

#endif
