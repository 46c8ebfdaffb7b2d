/* SPDX-License-Identifier: GPL-3.0-or-later
 * file_walk - every file below a folder, and taking one away for good; see file.h.
 * Owns:  nothing.
 * Must not know: what the files are.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define DEEPEST 12

struct walk {
    struct arena *arena;
    const char *root;
    struct file_found *at;
    size_t count, room;
};

static void add(struct walk *w, const char *path, const struct stat *about, bool unread) {
    if (w->count == w->room) {
        w->room = w->room ? 2 * w->room : 64;
        struct file_found *larger = arena_array(w->arena, struct file_found, w->room);
        if (w->count) memcpy(larger, w->at, w->count * sizeof *larger);
        w->at = larger;
    }
    w->at[w->count++] = (struct file_found){ .path = str_from(path), .unread = unread, .size = (uint64_t)about->st_size };
}

/* What can not be looked into is handed over as such: whoever asks wants to know of every file. */
static void walk(struct walk *w, const char *inside, int depth) {
    const char *path = inside[0] ? file_join(w->arena, w->root, inside) : w->root;
    struct dirent *entry;
    struct stat about = { 0 };
    DIR *folder = depth < DEEPEST ? opendir(path) : NULL;
    if (!folder) {
        add(w, inside[0] ? inside : ".", &about, true);
        return;
    }
    while ((entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        const char *name = inside[0] ? file_join(w->arena, inside, entry->d_name) : str_c(w->arena, str_from(entry->d_name));
        if (lstat(file_join(w->arena, w->root, name), &about) != 0) continue; /* gone meanwhile */
        if (S_ISDIR(about.st_mode)) walk(w, name, depth + 1);
        else if (S_ISREG(about.st_mode)) add(w, name, &about, false);
        else if (S_ISLNK(about.st_mode)) add(w, name, &about, true);
    }
    closedir(folder);
}

static int by_path(const void *a, const void *b) {
    return str_compare(((const struct file_found *)a)->path, ((const struct file_found *)b)->path);
}

void file_walk(struct arena *arena, const char *folder, struct file_found **out, size_t *count) {
    struct walk w = { .arena = arena, .root = folder };
    walk(&w, "", 0);
    if (w.count) qsort(w.at, w.count, sizeof *w.at, by_path);
    *out = w.at;
    *count = w.count;
}

bool file_wipe(const char *path, struct err *err) {
    static const char zeros[4096];
    struct stat about;
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    bool fine = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    for (off_t at = 0; fine && at < about.st_size;) {
        size_t some = about.st_size - at < (off_t)sizeof zeros ? (size_t)(about.st_size - at) : sizeof zeros;
        ssize_t wrote = write(fd, zeros, some);
        fine = wrote > 0 || (wrote < 0 && errno == EINTR);
        if (wrote > 0) at += wrote;
    }
    fine = fine && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0) fine = false;
    if (!fine) return err_set(err, CODE_FILE, "%s could not be taken away: %s.", path, strerror(errno));
    return file_remove(path, err);
}
