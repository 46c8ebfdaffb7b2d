/* SPDX-License-Identifier: GPL-3.0-or-later
 * chunk - see chunk.h.
 * Owns:  nothing.
 * Must not know: what is in the files.
 */
#include "script/chunk.h"

#include <string.h>

#include "base/file.h"
#include "script/embedded.h"

#define FILE_MOST ((size_t)16 << 20)

static const struct embedded_file *embedded_find(struct str path) {
    for (size_t i = 0; i < EMBEDDED_FILE_COUNT; i++)
        if (str_is(path, EMBEDDED_FILES[i].path)) return &EMBEDDED_FILES[i];
    return NULL;
}

static const char *in_library(const struct library *library, struct arena *arena, struct str path) {
    return library->folder ? file_join(arena, library->folder, str_c(arena, path)) : NULL;
}

bool chunk_exists(const struct library *library, struct str path) {
    struct arena scratch = { 0 };
    const char *file = in_library(library, &scratch, path);
    bool there = file ? file_exists(file) : embedded_find(path) != NULL;
    arena_free(&scratch);
    return there;
}

bool chunk_read(const struct library *library, struct arena *arena, struct str path, struct str *text, struct err *err) {
    const char *file = in_library(library, arena, path);
    if (file) return file_read(arena, file, FILE_MOST, text, err);
    const struct embedded_file *found = embedded_find(path);
    if (!found) return err_set(err, CODE_FILE, "The program has no file '%.*s'.", STR_ARG(path));
    *text = (struct str){ found->bytes, found->size };
    return true;
}

struct found {
    struct arena *arena;
    struct str *paths;
    size_t count, room;
};

static void add(struct found *found, struct str path) {
    if (found->count == found->room) {
        size_t room = found->room ? found->room * 2 : 64;
        struct str *wider = arena_array(found->arena, struct str, room);
        if (found->count) memcpy(wider, found->paths, found->count * sizeof *wider);
        found->paths = wider;
        found->room = room;
    }
    found->paths[found->count++] = path;
}

/* Folders of a checkout are walked two deep: that is how lua/, policies/ and examples/ are laid out. */
static bool walk(struct found *found, const char *root, struct str folder, const char *prefix, int depth, struct err *err) {
    struct str *names;
    size_t count;
    if (!file_list(found->arena, file_join(found->arena, root, str_c(found->arena, folder)), &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct str path = str_format(found->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
        if (file_is_folder(file_join(found->arena, root, str_c(found->arena, path)))) {
            if (depth < 3 && !walk(found, root, path, prefix, depth + 1, err)) return false;
        } else if (str_starts(path, prefix)) {
            add(found, path);
        }
    }
    return true;
}

bool chunk_list(const struct library *library, struct arena *arena, const char *prefix, const struct str **paths, size_t *count, struct err *err) {
    struct found found = { .arena = arena };
    if (library->folder) {
        struct str folder = str_from(prefix), rest;
        str_cut(folder, '/', &folder, &rest);
        if (!walk(&found, library->folder, folder, prefix, 0, err)) return false;
        for (size_t i = 1; i < found.count; i++)
            for (size_t k = i; k > 0 && str_compare(found.paths[k], found.paths[k - 1]) < 0; k--) {
                struct str swap = found.paths[k];
                found.paths[k] = found.paths[k - 1];
                found.paths[k - 1] = swap;
            }
    } else {
        for (size_t i = 0; i < EMBEDDED_FILE_COUNT; i++)
            if (str_starts(str_from(EMBEDDED_FILES[i].path), prefix)) add(&found, str_from(EMBEDDED_FILES[i].path));
    }
    *paths = found.paths;
    *count = found.count;
    return true;
}
