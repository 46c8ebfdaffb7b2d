/* SPDX-License-Identifier: GPL-3.0-or-later
 * json - JSON out: one value a line, keys in the order written, every byte repeatable.
 * Owns:  nothing.
 * Must not know: what the keys mean.
 */
#include "formats/json.h"

struct json json_begin(struct buf *out) { return (struct json){ .out = out }; }

/* The comma before a value or key; a value after its key needs none. */
static void separate(struct json *json) {
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0) return;
    bool *first = &json->first[json->depth - 1];
    if (!*first) buf_add_byte(json->out, ',');
    *first = false;
}

/* Inside braces a value needs its key first. */
static void begin_value(struct json *json) {
    bug_if(json->depth > 0 && json->open[json->depth - 1] == '{' && !json->after_key);
    separate(json);
}

static void add_text(struct buf *out, struct str text) {
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        switch (c) {
        case '"': buf_add_c(out, "\\\""); break;
        case '\\': buf_add_c(out, "\\\\"); break;
        case '\n': buf_add_c(out, "\\n"); break;
        case '\r': buf_add_c(out, "\\r"); break;
        case '\t': buf_add_c(out, "\\t"); break;
        default:
            if ((unsigned char)c < 0x20 || c == 0x7F) buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
            else buf_add_byte(out, c);
        }
    }
    buf_add_byte(out, '"');
}

void json_open(struct json *json, char bracket) {
    bug_if(json->depth == JSON_DEPTH || (bracket != '{' && bracket != '['));
    begin_value(json);
    json->open[json->depth] = bracket;
    json->first[json->depth++] = true;
    buf_add_byte(json->out, bracket);
}

void json_close(struct json *json) {
    bug_if(json->depth == 0 || json->after_key);
    buf_add_byte(json->out, json->open[--json->depth] == '{' ? '}' : ']');
}

void json_key(struct json *json, const char *key) {
    bug_if(json->depth == 0 || json->open[json->depth - 1] != '{' || json->after_key);
    separate(json);
    add_text(json->out, str_from(key));
    buf_add_byte(json->out, ':');
    json->after_key = true;
}

void json_text(struct json *json, struct str text) {
    begin_value(json);
    add_text(json->out, text);
}

void json_whole(struct json *json, int64_t number) {
    begin_value(json);
    buf_add_whole(json->out, number);
}

void json_bool(struct json *json, bool value) {
    begin_value(json);
    buf_add_c(json->out, value ? "true" : "false");
}

void json_null(struct json *json) {
    begin_value(json);
    buf_add_c(json->out, "null");
}

void json_day(struct json *json, struct date day) {
    char text[DATE_ISO_SIZE];
    if (!date_known(day) || date_same(day, DATE_FIRST)) json_null(json);
    else json_text(json, str_from(date_iso(day, text)));
}

void json_line(struct json *json) {
    bug_if(json->depth != 0);
    buf_add_byte(json->out, '\n');
}
