/* SPDX-License-Identifier: GPL-3.0-or-later
 * fuzz_json - any bytes as JSON: read or refused with a reason; what was read is valid text within the caps, and reading
 * its canonical form gives the same canonical form.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "formats/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool promise) {
    if (!promise) abort();
}

static size_t check(const struct json_value *value, int depth) {
    size_t values = 1;
    must(depth <= JSON_READ_DEPTH);
    if (value->type == JSON_TEXT) must(utf8_valid(value->text));
    for (size_t i = 0; i < value->count; i++) {
        if (value->type == JSON_FIELDS) must(utf8_valid(value->keys[i]));
        for (size_t k = 0; value->type == JSON_FIELDS && k < i && i < 50; k++) must(!str_equal(value->keys[i], value->keys[k]));
        values += check(&value->items[i], depth + 1);
    }
    return values;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct json_file file, again;
    if (!json_read(&arena, STR("fuzz.json"), (struct str){ (const char *)bytes, size }, "digest", &file, &err)) {
        must(err.code != CODE_NONE && err.text[0] != '\0');
    } else {
        must(check(&file.root, 0) <= JSON_READ_VALUES);
        must(json_read(&arena, STR("again.json"), file.canonical, NULL, &again, &err));
        must(str_equal(again.canonical, file.canonical));
    }
    arena_free(&arena);
    return 0;
}
