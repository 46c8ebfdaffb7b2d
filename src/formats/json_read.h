/* SPDX-License-Identifier: GPL-3.0-or-later
 * json_read - one JSON value coming in, as a tree; and the same value as bytes that are always the same.
 * Owns:  nothing; the tree lies in the arena it was read into.  Only json_read.c may include the JSON library's header.
 * Must not know: what the keys mean.
 *
 * Refused, with the line: what is no JSON, a key written twice in one object, a number with a point or too large, more than
 * JSON_READ_BYTES bytes, JSON_READ_DEPTH levels or JSON_READ_VALUES values.
 *
 * Example:
 *     struct json_file file;
 *     if (!json_read(arena, STR("passport.json"), bytes, "digest", &file, err)) return false;
 *     struct str upn = json_text_of(json_field(pupil, "upn"));
 */
#ifndef SIGNPOST_JSON_READ_H
#define SIGNPOST_JSON_READ_H

#include "base/err.h"
#include "base/str.h"

#define JSON_READ_BYTES ((size_t)4 << 20)
#define JSON_READ_DEPTH 12
#define JSON_READ_VALUES 200000

enum json_sort { JSON_NOTHING, JSON_YES_NO, JSON_WHOLE, JSON_TEXT, JSON_LIST, JSON_FIELDS };

struct json_value {
    enum json_sort type;
    bool yes;                        /* YES_NO */
    int64_t whole;                   /* WHOLE */
    struct str text;                 /* TEXT */
    const struct str *keys;          /* FIELDS: of the items, in the order written */
    const struct json_value *items;  /* LIST, FIELDS */
    size_t count;
};

struct json_file {
    struct json_value root;
    struct str canonical; /* the root without the key left out: sorted keys, no spaces */
};

/* name: of the file, for messages; without: a key of the root that `canonical` leaves out, or NULL. */
MUST_USE bool json_read(struct arena *arena, struct str name, struct str bytes, const char *without, struct json_file *out,
                        struct err *err);
const struct json_value *json_field(const struct json_value *object, const char *key); /* NULL: not there, or no object */
struct str json_text_of(const struct json_value *value);                              /* empty: no text */

#endif
