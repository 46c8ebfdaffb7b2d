/* SPDX-License-Identifier: GPL-3.0-or-later
 * library - the files that travel inside the program; see library.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/library.h"

#include <string.h>

#include "base/file.h"
#include "script/embedded.h"

#define FILE_MOST ((size_t)16 << 20)
#define DEPTH_MOST 8

static const struct embedded_file *find_embedded(struct str path) {
    for (size_t i = 0; i < EMBEDDED_FILE_COUNT; i++)
        if (str_is(path, EMBEDDED_FILES[i].path)) return &EMBEDDED_FILES[i];
    return NULL;
}

/* No way out of the checkout. */
static bool is_inside(struct str path) {
    return path.size && path.at[0] != '/' && str_find(path, STR("..")) == SIZE_MAX;
}

bool library_file(const struct library *library, struct arena *arena, struct str path, struct str *out, struct err *err) {
    if (library->folder && is_inside(path)) return file_read(arena, file_join(arena, library->folder, str_c(arena, path)), FILE_MOST, out, err);
    const struct embedded_file *file = library->folder ? NULL : find_embedded(path);
    if (!file) return err_set(err, CODE_FILE, "The program holds no file '%.*s'.", STR_ARG(path));
    *out = (struct str){ file->bytes, file->size };
    return true;
}

bool library_has(const struct library *library, struct arena *arena, struct str path) {
    if (!library->folder) return find_embedded(path) != NULL;
    return is_inside(path) && file_exists(file_join(arena, library->folder, str_c(arena, path)));
}

struct listing {
    struct arena *arena;
    struct str *at;
    size_t count, room;
    const char *prefix;
};

static void add(struct listing *l, struct str path) {
    if (!str_starts(path, l->prefix)) return;
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 32;
        struct str *wider = arena_array(l->arena, struct str, room);
        if (l->count) memcpy(wider, l->at, l->count * sizeof *wider);
        l->at = wider;
        l->room = room;
    }
    size_t to = l->count++;
    for (; to > 0 && str_compare(l->at[to - 1], path) > 0; to--) l->at[to] = l->at[to - 1];
    l->at[to] = path;
}

static bool walk(struct listing *l, const char *root, const char *folder, int depth, struct err *err) {
    struct str *names;
    size_t count;
    const char *path = file_join(l->arena, root, folder);
    if (depth > DEPTH_MOST || !file_is_folder(path)) return true;
    if (!file_list(l->arena, path, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const char *below = file_join(l->arena, folder, str_c(l->arena, names[i]));
        if (!file_is_folder(file_join(l->arena, root, below))) add(l, str_from(below));
        else if (!walk(l, root, below, depth + 1, err)) return false;
    }
    return true;
}

bool library_list(const struct library *library, struct arena *arena, const char *prefix, const struct str **paths, size_t *count,
                  struct err *err) {
    static const char *const folders[] = { "examples", "lua", "policies" };
    struct listing l = { .arena = arena, .prefix = prefix };
    if (library->folder) {
        for (size_t i = 0; i < COUNT_OF(folders); i++)
            if (!walk(&l, library->folder, folders[i], 0, err)) return false;
    } else {
        for (size_t i = 0; i < EMBEDDED_FILE_COUNT; i++) add(&l, str_from(EMBEDDED_FILES[i].path));
    }
    *paths = l.at;
    *count = l.count;
    return true;
}
