/* SPDX-License-Identifier: GPL-3.0-or-later
 * node - what a Lua file declared, as plain data: words, fields, values, each with the line it stands on.
 * Owns:  nothing; a node lies in the arena it was loaded into.
 * Must not know: Lua, what a word means.
 *
 * The script floor turns constructor calls into nodes and checks only their shape (known words, closed sets of fields,
 * plain types); names, kinds, codes and dates are checked in this floor, after merging, because a file may name what
 * another file defines.
 *
 * `must "employer-encounter" { who = pupils {}, have = encounter { meaningful = true } }` is
 *     NODE_CALL word "must", id "employer-encounter", fields { who = NODE_CALL "pupils", have = NODE_CALL "encounter" }.
 * `at_least(2, encounter {}, { on = "reflected_on" })` is NODE_CALL "at_least", items { 2, encounter, NODE_TABLE }.
 * `role.tutor`, `p.keep_years`, `plan.urgent`, `decide.share_level` are NODE_REF word "role", id "tutor".
 * `{ "a", "b" }` is NODE_TABLE with items; `{ lead = 60 }` is NODE_TABLE with fields; both may be filled.
 *
 * Example:
 *     const struct node *when = node_field(rule, "when");
 *     if (!when) ...
 */
#ifndef SIGNPOST_NODE_H
#define SIGNPOST_NODE_H

#include "base/problem.h"

enum node_type { NODE_NONE, NODE_BOOL, NODE_WHOLE, NODE_NUMBER, NODE_TEXT, NODE_TABLE, NODE_CALL, NODE_REF, NODE_FUNCTION };

struct node_field;

struct node {
    enum node_type type;
    uint32_t line;             /* of the constructor's first call, or of the value's nearest constructor */
    uint32_t document;         /* index in policy_set.documents */
    bool yes;                  /* BOOL */
    int64_t whole;             /* WHOLE; FUNCTION: index of the hatch */
    double number;             /* NUMBER: no whole number */
    struct str text;           /* TEXT */
    struct str word;           /* CALL, REF */
    struct str id;             /* CALL: the leading name ("4.6.4"), empty when there is none; REF: the name */
    const struct node *items;  /* TABLE, CALL: positional parts */
    uint32_t item_count;
    const struct node_field *fields; /* TABLE, CALL: sorted by key */
    uint32_t field_count;
};

struct node_field {
    struct str key;
    struct node value;
};

const struct node *node_field(const struct node *node, const char *key); /* NULL when absent */
bool node_is(const struct node *node, const char *word);                 /* CALL of that word */
const char *node_type_name(const struct node *node);                     /* for people: "a number", "a text", "encounter {}" */
/* Canonical text of a node: keys sorted, no places; equal meaning as written gives equal bytes. */
void node_print(struct buf *out, const struct node *node);

/* A copy, all of whose parts belong to another document of a set. */
struct node node_moved(struct arena *arena, const struct node *node, uint32_t document);

/* One token of a source, for places: the loader's scan of the text. */
enum token_type { TOKEN_NAME, TOKEN_TEXT, TOKEN_NUMBER, TOKEN_SIGN };
struct token {
    enum token_type type;
    uint32_t line, column, width; /* line and column from 1, in characters; of TEXT without its quotes */
    struct str text;              /* the name, the contents of the text as written, the number */
};

enum layer { LAYER_BASE, LAYER_UPDATE, LAYER_TRUST, LAYER_OVERLAY_SETTING, LAYER_OVERLAY_PUPILS, LAYER_SCHOOL };

/* One file (a folder's files of one policy share the header's document id). */
struct document {
    enum layer layer;
    struct str path;              /* as the author sees it */
    struct str name;              /* "ept-2022", "provider-access-2023", the school's name; of files without header, that of their folder */
    const struct node *header;    /* policy, update, trust, overlay, amends; NULL in a further file of a base's folder */
    const struct node *items;     /* the other declarations, in the order written */
    uint32_t item_count;
    struct str source;            /* the whole text */
    const struct token *tokens;
    uint32_t token_count;
};

/* A copy that stands at another place of a set. */
struct document document_moved(struct arena *arena, const struct document *document, uint32_t to);

/* The place of `token` (a name, a text, a number as written; empty = the line alone): the first such token at or after
 * the node's line. */
struct place document_place(struct arena *arena, const struct document *document, uint32_t line, struct str token);

#endif
