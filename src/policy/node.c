/* SPDX-License-Identifier: GPL-3.0-or-later
 * node - reading a declared node: its fields, its canonical text, the place of a token in its source.
 * Owns:  nothing; a node lies in the arena it was loaded into.
 * Must not know: Lua, what a word means.
 */
#include "policy/node.h"

#include <math.h>
#include <string.h>

const struct node *node_field(const struct node *node, const char *key) {
    if (!node) return NULL;
    for (uint32_t i = 0; i < node->field_count; i++)
        if (str_is(node->fields[i].key, key)) return &node->fields[i].value;
    return NULL;
}

bool node_is(const struct node *node, const char *word) {
    return node && node->type == NODE_CALL && str_is(node->word, word);
}

const char *node_type_name(const struct node *node) {
    if (!node) return "nothing";
    switch (node->type) {
    case NODE_NONE:
        return "nothing";
    case NODE_BOOL:
        return node->yes ? "true" : "false";
    case NODE_WHOLE:
        return "a number";
    case NODE_NUMBER:
        return "a number with a fraction";
    case NODE_TEXT:
        return "a text";
    case NODE_TABLE:
        return "a list";
    case NODE_CALL:
        return "a word with its own list";
    case NODE_REF:
        return "the name of a definition";
    case NODE_FUNCTION:
        return "a function";
    }
    return "nothing";
}

struct node node_moved(struct arena *arena, const struct node *node, uint32_t document) {
    struct node out = *node;
    struct node *items = arena_array(arena, struct node, node->item_count + 1);
    struct node_field *fields = arena_array(arena, struct node_field, node->field_count + 1);
    for (uint32_t i = 0; i < node->item_count; i++) items[i] = node_moved(arena, &node->items[i], document);
    for (uint32_t i = 0; i < node->field_count; i++)
        fields[i] = (struct node_field){ node->fields[i].key, node_moved(arena, &node->fields[i].value, document) };
    out.document = document;
    out.items = items;
    out.fields = fields;
    return out;
}

struct document document_moved(struct arena *arena, const struct document *document, uint32_t to) {
    struct document out = *document;
    struct node *items = arena_array(arena, struct node, document->item_count + 1), *header = NULL;
    if (document->header) {
        header = arena_new(arena, struct node);
        *header = node_moved(arena, document->header, to);
    }
    for (uint32_t i = 0; i < document->item_count; i++) items[i] = node_moved(arena, &document->items[i], to);
    out.header = header;
    out.items = items;
    return out;
}

static void print_text(struct buf *out, struct str text) {
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\') buf_add_byte(out, '\\');
        if (c == '\n')
            buf_add_c(out, "\\n");
        else
            buf_add_byte(out, c);
    }
    buf_add_byte(out, '"');
}

static void print_list(struct buf *out, const struct node *node) {
    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < node->item_count; i++) {
        buf_add_c(out, i ? ", " : " ");
        node_print(out, &node->items[i]);
    }
    for (uint32_t i = 0; i < node->field_count; i++) {
        buf_add_c(out, i || node->item_count ? ", " : " ");
        buf_add(out, node->fields[i].key);
        buf_add_c(out, " = ");
        node_print(out, &node->fields[i].value);
    }
    buf_add_c(out, node->item_count || node->field_count ? " }" : "}");
}

void node_print(struct buf *out, const struct node *node) {
    switch (node->type) {
    case NODE_NONE:
        buf_add_c(out, "nil");
        return;
    case NODE_BOOL:
        buf_add_c(out, node->yes ? "true" : "false");
        return;
    case NODE_WHOLE:
        buf_add_whole(out, node->whole);
        return;
    case NODE_NUMBER:
        /* Thousandths are enough for hours, and print alike everywhere. */
        if (fabs(node->number) < 9e15) {
            int64_t thousandths = (int64_t)llround(fabs(node->number) * 1000.0);
            buf_printf(out, "%s%lld.%03d", node->number < 0 ? "-" : "", (long long)(thousandths / 1000),
                       (int)(thousandths % 1000));
        } else {
            buf_add_c(out, "huge");
        }
        return;
    case NODE_TEXT:
        print_text(out, node->text);
        return;
    case NODE_TABLE:
        print_list(out, node);
        return;
    case NODE_CALL:
        buf_add(out, node->word);
        buf_add_byte(out, ' ');
        if (node->id.size) {
            print_text(out, node->id);
            buf_add_byte(out, ' ');
        }
        print_list(out, node);
        return;
    case NODE_REF:
        buf_add(out, node->word);
        buf_add_byte(out, '.');
        buf_add(out, node->id);
        return;
    case NODE_FUNCTION:
        buf_add_c(out, "function");
        return;
    }
}

/* The text of line `line` without its line end. */
static struct str source_line(struct str source, uint32_t line) {
    size_t at = 0;
    for (uint32_t n = 1; n < line; n++) {
        while (at < source.size && source.at[at] != '\n') at++;
        if (at >= source.size) return (struct str){ NULL, 0 };
        at++;
    }
    if (line == 1 && str_starts(source, "\xef\xbb\xbf")) at = 3;
    size_t end = at;
    while (end < source.size && source.at[end] != '\n' && source.at[end] != '\r') end++;
    return str_slice(source, at, end);
}

struct place document_place(struct arena *arena, const struct document *document, uint32_t line, struct str token) {
    struct place place = { .file = str_copy(arena, document->path), .line = line };
    for (uint32_t i = 0; token.size && i < document->token_count; i++) {
        const struct token *t = &document->tokens[i];
        if (t->line < line || !str_equal(t->text, token)) continue;
        place.line = t->line;
        place.column = t->column;
        place.width = t->width;
        break;
    }
    if (place.line) place.text = str_copy(arena, source_line(document->source, place.line));
    return place;
}
