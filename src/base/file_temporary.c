/* SPDX-License-Identifier: GPL-3.0-or-later
 * file_temporary - folders that live as long as one command; see file.h.
 * Owns:  nothing.
 * Must not know: what is in them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define DEEPEST 4

bool file_make_temporary(struct arena *arena, const char **out, struct err *err) {
    char path[] = "/tmp/signpost-XXXXXX";
    if (!mkdtemp(path)) {
        err_set(err, CODE_FILE, "A folder for the moment could not be made in /tmp: %s.", strerror(errno));
        return err_next(err, "make room in /tmp");
    }
    *out = str_c(arena, str_from(path));
    return true;
}

static bool remove_deep(struct arena *arena, const char *path, int depth, struct err *err) {
    struct dirent *entry;
    DIR *folder = opendir(path);
    bool fine = folder && depth < DEEPEST;
    while (fine && (entry = readdir(folder))) {
        struct stat about;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        const char *inside = file_join(arena, path, entry->d_name);
        if (lstat(inside, &about) == 0 && S_ISDIR(about.st_mode)) fine = remove_deep(arena, inside, depth + 1, err);
        else fine = unlink(inside) == 0;
    }
    if (folder) closedir(folder);
    if (fine && rmdir(path) == 0) return true;
    return err->code != CODE_NONE ? false : err_set(err, CODE_FILE, "%s could not be removed.", path);
}

bool file_remove_folder(const char *path, struct err *err) {
    struct arena arena = { 0 };
    bool fine = remove_deep(&arena, path, 0, err);
    arena_free(&arena);
    return fine;
}
