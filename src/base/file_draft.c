/* SPDX-License-Identifier: GPL-3.0-or-later
 * file_draft - what is being made and has not taken its name yet, and clearing away what a killed run left of it.
 * Owns:  the lock of each draft, until file_draft_end.
 * Must not know: what is being made.
 *
 * A draft is called ".NAME.signpost-1" and locked by its maker.  A lock ends with its process, so a draft that nobody
 * holds was left by a run that was killed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_priv.h"

#define TRIES 1000
#define DEEPEST 3
#define CLEARED_DEEP 2 /* outbox/2026-11-23/ */
#define MARK ".signpost-"

const char *file_draft_name(struct arena *arena, struct str path, int number) {
    struct str folder = file_folder_of(path), last = file_name(path);
    return str_format(arena, "%.*s/.%.*s" MARK "%d", STR_ARG(folder), STR_ARG(last), number).at;
}

bool file_draft_lock(int fd) {
    struct stat about;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false; /* no locks here: nobody clears, either */
    return fstat(fd, &about) == 0 && about.st_nlink > 0;
}

bool file_draft_clear(const char *name) {
    struct stat about;
    struct err ignored = { 0 };
    int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT;
    bool gone = false;
    if (fstat(fd, &about) == 0 && about.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        if (S_ISDIR(about.st_mode)) gone = file_remove_folder(name, &ignored);
        else if (S_ISREG(about.st_mode)) gone = unlink(name) == 0;
    }
    close(fd);
    return gone;
}

/* ".school.db.signpost-12" is the draft of "school.db"; empty when it is no draft. */
static struct str name_of_draft(struct str name) {
    size_t end = name.size;
    while (end > 0 && name.at[end - 1] >= '0' && name.at[end - 1] <= '9') end--;
    struct str head = str_slice(name, 0, end);
    if (end == name.size || !str_starts(name, ".") || !str_ends(head, MARK)) return (struct str){ NULL, 0 };
    return str_slice(head, 1, head.size - (sizeof MARK - 1));
}

const char *file_draft_hidden(struct arena *arena, const char *path) {
    struct buf shown = { 0 };
    struct str rest = str_from(path), part, next, later;
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        struct str name = name_of_draft(part);
        str_cut(rest, '/', &next, &later);
        if (name.size && more && str_equal(name, next)) continue; /* it is made inside */
        buf_add(&shown, name.size ? name : part);
        if (more) buf_add_byte(&shown, '/');
    }
    const char *whole = str_c(arena, buf_str(&shown));
    buf_free(&shown);
    return whole;
}

static void clear_in(struct arena *arena, const char *folder, int depth) {
    struct dirent *entry;
    struct stat about;
    DIR *open_folder = opendir(folder);
    while (open_folder && (entry = readdir(open_folder))) {
        const char *inside = file_join(arena, folder, entry->d_name);
        if (name_of_draft(str_from(entry->d_name)).size) file_draft_clear(inside);
        else if (depth < CLEARED_DEEP && entry->d_name[0] != '.' && lstat(inside, &about) == 0 && S_ISDIR(about.st_mode))
            clear_in(arena, inside, depth + 1);
    }
    if (open_folder) closedir(open_folder);
}

void file_clear_drafts(const char *folder) {
    struct arena arena = { 0 };
    clear_in(&arena, folder, 0);
    arena_free(&arena);
}

/* ---- folders ------------------------------------------------------------------------------------------------------------- */

bool file_draft_begin(struct arena *arena, const char *path, struct file_draft *out, struct err *err) {
    struct str whole = str_from(path);
    for (int i = 1; i <= TRIES; i++) {
        const char *name = file_draft_name(arena, whole, i);
        if (mkdir(name, 0700) != 0 && (errno != EEXIST || (file_draft_clear(name) && mkdir(name, 0700) != 0))) {
            if (errno == EEXIST) continue;
            return file_fail(err, path, "made", errno);
        }
        int lock = open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (lock >= 0 && file_draft_lock(lock)) {
            *out = (struct file_draft){ .folder = name, .path = file_join(arena, name, str_c(arena, file_name(whole))), .lock = lock };
            return true;
        }
        if (lock >= 0) close(lock);
    }
    return file_fail(err, path, "made", EEXIST);
}

static bool sync_one(const char *path, int flags) {
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags);
    if (fd < 0) return false;
    bool fine = fsync(fd) == 0 || errno == EINVAL;
    int error = errno;
    close(fd);
    errno = error;
    return fine;
}

/* A file, or a folder with all that is in it. */
static bool sync_deep(struct arena *arena, const char *path, int depth) {
    struct dirent *entry;
    struct stat about;
    if (lstat(path, &about) != 0) return false;
    if (!S_ISDIR(about.st_mode)) return sync_one(path, 0);
    DIR *folder = opendir(path);
    bool fine = folder && depth < DEEPEST;
    while (fine && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        fine = sync_deep(arena, file_join(arena, path, entry->d_name), depth + 1);
    }
    int error = errno;
    if (folder) closedir(folder);
    errno = error;
    return fine && sync_one(path, O_DIRECTORY);
}

bool file_draft_place(const struct file_draft *draft, const char *path, bool is_new, struct err *err) {
    struct arena arena = { 0 };
    bool fine = !draft->folder || sync_deep(&arena, draft->path, 0), folder = file_is_folder(draft->path);
    if (fine && is_new && file_exists(path)) fine = false, errno = EEXIST;
    if (fine) fine = file_put_in_place(draft->path, path, is_new && !folder);
    int error = errno;
    if (fine) file_sync_folder(&arena, str_from(path));
    arena_free(&arena);
    return fine || file_fail(err, path, "written", error);
}

void file_draft_end(struct file_draft *draft) {
    struct err ignored = { 0 };
    struct stat ours, named;
    bool gone = false;
    const char *name = draft->folder ? draft->folder : draft->path;
    bool still_ours = fstat(draft->lock, &ours) == 0 && lstat(name, &named) == 0 && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
    /* The name of a draft that has its place may be another's by now. */
    if (still_ours) gone = draft->folder ? file_remove_folder(name, &ignored) : unlink(name) == 0;
    (void)gone; /* what can not be removed now, the next run clears away */
    close(draft->lock);
    draft->lock = -1;
}
