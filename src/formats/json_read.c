/* SPDX-License-Identifier: GPL-3.0-or-later
 * json_read - JSON in; see json_read.h.
 * Owns:  the library's tree while a file is read.
 * Must not know: what the keys mean.
 */
#include "formats/json_read.h"

#include <jansson.h>

struct copying {
    struct arena *arena;
    struct str name;
    size_t values;
    struct err *err;
};

const struct json_value *json_field(const struct json_value *object, const char *key) {
    if (!object || object->type != JSON_FIELDS) return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (str_is(object->keys[i], key)) return &object->items[i];
    return NULL;
}

struct str json_text_of(const struct json_value *value) {
    return value && value->type == JSON_TEXT ? value->text : (struct str){ 0 };
}

static bool copy(struct copying *r, json_t *from, int depth, struct json_value *out);

static bool copy_items(struct copying *r, json_t *from, int depth, struct json_value *out) {
    size_t index;
    json_t *item;
    struct json_value *items = arena_array(r->arena, struct json_value, json_array_size(from) + 1);
    out->items = items;
    json_array_foreach(from, index, item) if (!copy(r, item, depth + 1, &items[out->count++])) return false;
    return true;
}

static bool copy_fields(struct copying *r, json_t *from, int depth, struct json_value *out) {
    const char *key;
    json_t *item;
    struct json_value *items = arena_array(r->arena, struct json_value, json_object_size(from) + 1);
    struct str *keys = arena_array(r->arena, struct str, json_object_size(from) + 1);
    out->items = items;
    out->keys = keys;
    json_object_foreach(from, key, item) {
        keys[out->count] = str_copy(r->arena, str_from(key));
        if (!copy(r, item, depth + 1, &items[out->count++])) return false;
    }
    return true;
}

static bool copy(struct copying *r, json_t *from, int depth, struct json_value *out) {
    *out = (struct json_value){ .type = JSON_NOTHING };
    if (depth > JSON_READ_DEPTH)
        return err_set(r->err, CODE_FILE_LIMIT, "%.*s: its parts are nested more than %d deep.", STR_ARG(r->name), JSON_READ_DEPTH);
    if (++r->values > JSON_READ_VALUES)
        return err_set(r->err, CODE_FILE_LIMIT, "%.*s holds more than %d values.", STR_ARG(r->name), JSON_READ_VALUES);
    switch (json_typeof(from)) {
    case JSON_TRUE:
    case JSON_FALSE:
        out->type = JSON_YES_NO;
        out->yes = json_is_true(from);
        return true;
    case JSON_INTEGER:
        out->type = JSON_WHOLE;
        out->whole = (int64_t)json_integer_value(from);
        return true;
    case JSON_REAL:
        err_set(r->err, CODE_UNKNOWN_FORMAT, "%.*s: a number with a point stands where none can.", STR_ARG(r->name));
        return false;
    case JSON_STRING:
        out->type = JSON_TEXT;
        out->text = str_copy(r->arena, (struct str){ json_string_value(from), json_string_length(from) });
        return true;
    case JSON_ARRAY:
        out->type = JSON_LIST;
        return copy_items(r, from, depth, out);
    default: /* objects and null */
        if (!json_is_object(from)) return true;
        out->type = JSON_FIELDS;
        return copy_fields(r, from, depth, out);
    }
}

static bool refuse(const struct copying *r, const json_error_t *error) {
    int line = error->line > 0 ? error->line : 1;
    if (json_error_code(error) == json_error_duplicate_key)
        err_set(r->err, CODE_UNKNOWN_FORMAT, "%.*s, line %d: a key is written twice in one object, so what it says is not certain.", STR_ARG(r->name), line);
    else if (json_error_code(error) == json_error_premature_end_of_input)
        err_set(r->err, CODE_UNKNOWN_FORMAT, "%.*s, line %d: the file ends too soon.", STR_ARG(r->name), line);
    else err_set(r->err, CODE_UNKNOWN_FORMAT, "%.*s, line %d: this is no JSON that can be read.", STR_ARG(r->name), line);
    return err_next(r->err, "ask for the file again; it may have been changed on its way");
}

static int add_bytes(const char *bytes, size_t size, void *out) {
    buf_add(out, (struct str){ bytes, size });
    return 0;
}

static bool make_canonical(struct copying *r, json_t *root, const char *without, struct str *out) {
    if (without && json_is_object(root)) json_object_del(root, without);
    struct buf text = { 0 };
    bool good = json_dump_callback(root, add_bytes, &text, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) == 0;
    *out = str_copy(r->arena, buf_str(&text));
    buf_free(&text);
    return good || err_set(r->err, CODE_UNKNOWN_FORMAT, "%.*s can not be written again as it was read.", STR_ARG(r->name));
}

bool json_read(struct arena *arena, struct str name, struct str bytes, const char *without, struct json_file *out, struct err *err) {
    struct copying r = { .arena = arena, .name = name, .err = err };
    json_error_t error;
    static const unsigned char MARK[] = { 0xEF, 0xBB, 0xBF };
    *out = (struct json_file){ .root = { .type = JSON_NOTHING } };
    if (bytes.size > JSON_READ_BYTES)
        return err_set(err, CODE_FILE_LIMIT, "%.*s holds %zu bytes; the most is %zu.", STR_ARG(name), bytes.size, JSON_READ_BYTES);
    if (str_starts(bytes, (const char *)"\xEF\xBB\xBF")) bytes = str_slice(bytes, sizeof MARK, bytes.size);
    json_t *root = json_loadb(bytes.at ? bytes.at : "", bytes.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root) return refuse(&r, &error);
    bool good = copy(&r, root, 0, &out->root) && make_canonical(&r, root, without, &out->canonical);
    json_decref(root);
    return good;
}
