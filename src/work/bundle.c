/* SPDX-License-Identifier: GPL-3.0-or-later
 * bundle - a policy as one file; see bundle.h.
 * Owns:  nothing.
 * Must not know: what its header leaves to others.
 */
#include "work/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "work/seal.h"

#define HASH_DIGITS 64
#define FILE_MARK "== "

/* ---- names ------------------------------------------------------------------------------------------------------------ */

static bool is_plain(struct str name) {
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(i > 0 && (c == '-' || c == '_' || c == '.'))) return false;
    }
    return name.size > 0 && name.size <= 100 && str_find(name, STR("..")) == SIZE_MAX;
}

bool bundle_may_hold(struct str path) {
    static const char *const alone[] = { "policy.lua", "trust.lua", "kinds.lua", "trust/kinds.lua", "lua/kinds.lua" };
    struct str first, rest, folder, file;
    for (size_t i = 0; i < COUNT_OF(alone); i++)
        if (str_is(path, alone[i])) return true;
    return str_cut(path, '/', &first, &rest) && str_is(first, "policies") && str_cut(rest, '/', &folder, &file) && is_plain(folder)
           && is_plain(file) && str_ends(file, ".lua");
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b) {
    return str_compare(((const struct bundle_file *)a)->path, ((const struct bundle_file *)b)->path);
}

void bundle_write(struct arena *arena, struct bundle *bundle, struct buf *out) {
    buf_clear(out);
    if (bundle->file_count) qsort(bundle->files, bundle->file_count, sizeof *bundle->files, by_path);
    buf_add_c(out, BUNDLE_HEAD);
    buf_printf(out, "policy %.*s\nversion %.*s\neffective %.*s\n", STR_ARG(bundle->policy), STR_ARG(bundle->version), STR_ARG(bundle->effective));
    for (size_t i = 0; i < bundle->file_count; i++) {
        const struct bundle_file *file = &bundle->files[i];
        buf_printf(out, "file %.*s %zu %.*s\n", STR_ARG(file->path), file->text.size, STR_ARG(seal_hex(arena, file->text, HASH_DIGITS)));
    }
    buf_printf(out, "kinds %.*s\nprogram %.*s\n", STR_ARG(bundle->kinds), STR_ARG(bundle->program));
    bundle->manifest = seal_hex(arena, buf_str(out), HASH_DIGITS);
    buf_printf(out, "manifest %.*s\n", STR_ARG(bundle->manifest));
    for (size_t i = 0; i < bundle->file_count; i++) {
        buf_printf(out, FILE_MARK "%.*s\n", STR_ARG(bundle->files[i].path));
        buf_add(out, bundle->files[i].text);
        buf_add_byte(out, '\n');
    }
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

struct listed {
    struct str path, hash;
    size_t size;
};

struct reading {
    struct arena *arena;
    struct str name, rest;
    struct listed files[BUNDLE_FILES];
    size_t count;
    struct bundle *out;
    struct problems *problems;
};

static bool wrong(struct reading *r, enum code code, const char *next, const char *format, struct str about) {
    problem_add(r->problems, code, SEVERITY_ERROR, (struct place){ 0 }, next, format, STR_ARG(utf8_visible(r->arena, about)));
    return false;
}

#define ASK_AGAIN "Ask whoever made the bundle for it once more."

/* "policy ept-2022" with the word policy: the rest of the line. */
static bool take_line(struct reading *r, const char *word, struct str *value) {
    struct str line, said, rest;
    if (!str_cut(r->rest, '\n', &line, &rest)) return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The bundle ends within its manifest%.*s.", STR(""));
    if (!str_cut(line, ' ', &said, value) || !str_is(said, word) || !value->size)
        return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The manifest should say '%.*s' here.", str_from(word));
    r->rest = rest;
    return true;
}

static bool is_hash(struct str text) {
    for (size_t i = 0; i < text.size; i++)
        if (!((text.at[i] >= '0' && text.at[i] <= '9') || (text.at[i] >= 'a' && text.at[i] <= 'f'))) return false;
    return text.size == HASH_DIGITS;
}

static bool take_hash(struct reading *r, const char *word, struct str *value) {
    if (!take_line(r, word, value)) return false;
    return is_hash(*value) || wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "'%.*s' is no SHA-256.", *value);
}

static bool take_file(struct reading *r) {
    struct str line, path, size, rest;
    struct listed *file = &r->files[r->count];
    int64_t bytes;
    if (r->count == BUNDLE_FILES) return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The manifest lists too many files%.*s.", STR(""));
    if (!take_line(r, "file", &line)) return false;
    bool fine = str_cut(line, ' ', &path, &rest) && str_cut(rest, ' ', &size, &file->hash) && str_whole(size, &bytes) && bytes >= 0
                && (uint64_t)bytes <= BUNDLE_MOST && is_hash(file->hash);
    if (!fine) return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "This is no line of a manifest: '%.*s'.", utf8_cut(line, 40));
    if (!bundle_may_hold(path)) return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "A bundle never holds a file called '%.*s'.", utf8_cut(path, 60));
    if (r->count && str_compare(r->files[r->count - 1].path, path) >= 0)
        return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The files of the manifest are not in order at '%.*s'.", path);
    file->path = path;
    file->size = (size_t)bytes;
    r->count++;
    return true;
}

static bool read_manifest(struct reading *r, struct str bytes) {
    struct bundle *out = r->out;
    struct str said;
    if (!str_starts(bytes, BUNDLE_HEAD))
        return wrong(r, CODE_UNKNOWN_FORMAT, "signpost policy bundle --out FILE  makes one.", "%.*s is no bundle of a policy.", r->name);
    r->rest = str_slice(bytes, sizeof BUNDLE_HEAD - 1, bytes.size);
    if (!take_line(r, "policy", &out->policy) || !take_line(r, "version", &out->version) || !take_line(r, "effective", &out->effective)) return false;
    while (str_starts(r->rest, "file "))
        if (!take_file(r)) return false;
    if (!take_hash(r, "kinds", &out->kinds) || !take_hash(r, "program", &out->program)) return false;
    struct str listed = str_slice(bytes, 0, (size_t)(r->rest.at - bytes.at));
    if (!take_hash(r, "manifest", &said)) return false;
    out->manifest = seal_hex(r->arena, listed, HASH_DIGITS);
    if (str_equal(out->manifest, said)) return true;
    return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The manifest was changed: its own hash is another%.*s.", STR(""));
}

static size_t find_listed(const struct reading *r, struct str path) {
    for (size_t i = 0; i < r->count; i++)
        if (str_equal(r->files[i].path, path)) return i;
    return r->count;
}

/* The name before the next file; true with *at when it is one of the list that has not been read. */
static bool next_name(struct reading *r, size_t from, size_t *at) {
    struct str line, rest;
    if (!str_cut(r->rest, '\n', &line, &rest) || !str_starts(line, FILE_MARK)) return false;
    struct str path = str_slice(line, sizeof FILE_MARK - 1, line.size);
    *at = find_listed(r, path);
    if (*at < from || *at == r->count) {
        return wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "'%.*s' was added: the manifest does not list it there.", utf8_cut(path, 60));
    }
    r->rest = rest;
    return true;
}

static bool read_contents(struct reading *r) {
    size_t before = r->problems->errors;
    r->out->files = arena_array(r->arena, struct bundle_file, r->count + 1);
    for (size_t i = 0; i < r->count; i++) {
        const struct listed *file = &r->files[i];
        size_t at = i;
        if (r->rest.size == 0) {
            wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The bundle ends before '%.*s', which it lists.", file->path);
            break;
        }
        if (!next_name(r, i, &at)) {
            if (r->problems->errors == before)
                wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The name of '%.*s' is not where it should be: the file before it was changed.", file->path);
            break;
        }
        for (; i < at; i++, file++) wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "'%.*s' is missing.", file->path);
        if (r->rest.size < file->size + 1) {
            wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "The bundle ends within '%.*s'.", file->path);
            break;
        }
        struct str text = str_slice(r->rest, 0, file->size);
        if (!str_equal(seal_hex(r->arena, text, HASH_DIGITS), file->hash) || r->rest.at[file->size] != '\n')
            wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "'%.*s' was changed: its hash is another.", file->path);
        r->rest = str_slice(r->rest, file->size + 1, r->rest.size);
        r->out->files[r->out->file_count++] = (struct bundle_file){ file->path, text };
    }
    if (r->problems->errors == before && r->rest.size) {
        size_t at;
        if (!next_name(r, r->count, &at) && r->problems->errors == before)
            wrong(r, CODE_BUNDLE_ALTERED, ASK_AGAIN, "Something was added behind the last file%.*s.", STR(""));
    }
    return r->problems->errors == before;
}

bool bundle_read(struct arena *arena, struct str name, struct str bytes, struct bundle *out, struct problems *problems) {
    struct reading *r = arena_new(arena, struct reading);
    *r = (struct reading){ .arena = arena, .name = name, .out = out, .problems = problems };
    *out = (struct bundle){ 0 };
    return read_manifest(r, bytes) && read_contents(r);
}
