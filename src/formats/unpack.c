/* SPDX-License-Identifier: GPL-3.0-or-later
 * unpack - what lies in a packed file; see unpack.h.
 * Owns:  the bytes of the entry at hand.
 * Must not know: what is looked for in it.
 */
#include "formats/unpack.h"

#include <zip.h>

#define MOST_ENTRIES 4096
#define MOST_BYTES ((uint64_t)512 << 20)

bool unpack_is(struct str bytes) { return bytes.size >= 4 && str_starts(bytes, "PK\003\004"); }

static bool no_way(struct str file, struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s can not be unpacked: it is locked, damaged or too large.", STR_ARG(file));
    return err_next(err, "open it and look into it yourself");
}

static bool read_entry(struct zip *zip, zip_uint64_t index, uint64_t *budget, struct buf *out) {
    char some[16384];
    zip_int64_t read;
    zip_file_t *open = zip_fopen_index(zip, index, 0);
    buf_clear(out);
    if (!open) return false;
    while ((read = zip_fread(open, some, sizeof some)) > 0 && (uint64_t)read <= *budget) {
        buf_add(out, (struct str){ some, (size_t)read });
        *budget -= (uint64_t)read;
    }
    zip_fclose(open);
    return read == 0;
}

bool unpack_each(struct str file, struct str bytes, bool (*each)(void *self, struct str name, struct str bytes, struct err *err), void *self,
                 struct err *err) {
    zip_error_t error;
    uint64_t budget = MOST_BYTES;
    struct buf entry = { 0 };
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.size, 0, &error);
    struct zip *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip && source) zip_source_free(source);
    zip_error_fini(&error);
    if (!zip) return no_way(file, err);
    zip_int64_t count = zip_get_num_entries(zip, 0);
    bool fine = count >= 0 && count <= MOST_ENTRIES;
    if (!fine) no_way(file, err);
    for (zip_int64_t i = 0; fine && i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        fine = name && read_entry(zip, (zip_uint64_t)i, &budget, &entry);
        if (!fine) no_way(file, err);
        else fine = each(self, str_from(name), buf_str(&entry), err);
    }
    buf_free(&entry);
    zip_discard(zip);
    return fine;
}
