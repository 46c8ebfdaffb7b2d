/* SPDX-License-Identifier: GPL-3.0-or-later
 * json - JSON out: one value a line, keys in the order written, every byte repeatable.
 * Owns:  nothing.
 * Must not know: what the keys mean.
 *
 * Example:
 *     struct json j = json_begin(&out);
 *     json_open(&j, '{'); json_key(&j, "v"); json_whole(&j, 1); json_close(&j); json_line(&j);   // {"v":1}\n
 */
#ifndef SIGNPOST_JSON_H
#define SIGNPOST_JSON_H

#include "base/date.h"

#define JSON_DEPTH 16

struct json {
    struct buf *out;
    char open[JSON_DEPTH]; /* '{' or '[' */
    bool first[JSON_DEPTH];
    int depth;
    bool after_key;
};

struct json json_begin(struct buf *out);
void json_open(struct json *json, char bracket);   /* '{' or '[' */
void json_close(struct json *json);
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct str text); /* control characters escaped, UTF-8 kept */
void json_whole(struct json *json, int64_t number);
void json_bool(struct json *json, bool value);
void json_null(struct json *json) HIDDEN;         /* the library of json_read.c has one, too, and must find its own */
void json_day(struct json *json, struct date day);  /* "2026-09-07", or null */
void json_line(struct json *json);                  /* ends the line; depth must be 0 */

#endif
