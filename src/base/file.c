/* SPDX-License-Identifier: GPL-3.0-or-later
 * file - read whole with a cap, write by temporary and rename, list sorted, modes.
 * Owns:  nothing.  The only file that opens files for writing, renames or unlinks.
 * Must not know: what is in them.
 */
#include "base/file_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"

/* What the system said, in words that do not depend on the locale. */
static const char *words_of(int error) {
    switch (error) {
    case ENOENT: return "there is no such file or folder";
    case EACCES:
    case EPERM: return "you may not do that there";
    case EISDIR: return "it is a folder";
    case ENOTDIR: return "a part of the path is no folder";
    case EEXIST: return "it exists already";
    case ENOSPC:
    case EDQUOT: return "the disk is full";
    case EROFS: return "the disk can not be written";
    case ELOOP: return "it is a link where none may be";
    case ENAMETOOLONG: return "the name is too long";
    case EMFILE:
    case ENFILE: return "too many files are open";
    case EIO: return "the disk reports an error";
    default: return NULL;
    }
}

bool file_fail(struct err *err, const char *path, const char *doing, int error) {
    if (error == EINTR) return err_set(err, CODE_INTERRUPTED, "Stopped.");
    enum code code = error == ENOSPC || error == EDQUOT || error == EIO ? CODE_DISK_FULL
                     : error == EROFS                                   ? CODE_READ_ONLY
                                                                        : CODE_FILE;
    struct arena arena = { 0 };
    const char *words = words_of(error), *shown = file_draft_hidden(&arena, path);
    if (words) err_set(err, code, "%s can not be %s: %s.", shown, doing, words);
    else err_set(err, code, "%s can not be %s (system error %d).", shown, doing, error);
    arena_free(&arena);
    return false;
}

/* reading */

static ssize_t read_some(int fd, char *at, size_t size) {
    ssize_t got;
    do got = read(fd, at, size);
    while (got < 0 && errno == EINTR);
    return got;
}

static bool too_large(struct err *err, const char *path, size_t most) {
    return err_set(err, CODE_FILE_LIMIT, "%s is larger than %zu bytes, the most that is read.", path, most);
}

/* As much as the file is said to hold, to where it stays, and whether it holds more by now. */
static bool read_known(struct arena *arena, int fd, const char *path, size_t size, struct str *out, bool *more, struct err *err) {
    char *at = arena_alloc(arena, size + 1);
    size_t have = 0;
    for (ssize_t got = 1; got > 0 && have <= size; have += (size_t)got) {
        got = read_some(fd, at + have, size + 1 - have);
        if (got < 0) return file_fail(err, path, "read", errno);
    }
    *out = (struct str){ at, have };
    *more = have > size;
    if (!*more) at[have] = 0;
    return true;
}

static bool read_open(int fd, const char *path, size_t most, struct buf *out, struct err *err) {
    char piece[16 * 1024];
    for (;;) {
        ssize_t got = read_some(fd, piece, sizeof piece);
        if (got < 0) return file_fail(err, path, "read", errno);
        if (got == 0) return true;
        if ((size_t)got > most - out->size) return too_large(err, path, most);
        buf_add(out, (struct str){ piece, (size_t)got });
    }
}

bool file_read(struct arena *arena, const char *path, size_t most, struct str *out, struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_fail(err, path, "read", errno);
    bool ok = false, more = true;
    struct buf bytes = { 0 };
    struct stat about = { 0 };
    size_t size = 0;
    if (fstat(fd, &about) != 0) file_fail(err, path, "read", errno);
    else if (S_ISDIR(about.st_mode)) file_fail(err, path, "read", EISDIR);
    else if (S_ISREG(about.st_mode) && (uint64_t)about.st_size > most) too_large(err, path, most);
    else ok = true;
    if (ok && S_ISREG(about.st_mode)) size = (size_t)about.st_size;
    if (ok && size) ok = read_known(arena, fd, path, size, out, &more, err);
    if (ok && more) {
        if (size) buf_add(&bytes, *out);
        ok = bytes.size <= most ? read_open(fd, path, most, &bytes, err) : too_large(err, path, most);
        if (ok) *out = str_copy(arena, buf_str(&bytes));
    }
    buf_free(&bytes);
    close(fd);
    return ok;
}

/* writing */

static bool write_all(int fd, struct str bytes) {
    while (bytes.size) {
        ssize_t put = write(fd, bytes.at, bytes.size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes = str_slice(bytes, (size_t)put, bytes.size);
    }
    return fsync(fd) == 0 || errno == EINVAL;
}

struct str file_folder_of(struct str path) {
    size_t end = path.size;
    while (end > 0 && path.at[end - 1] != '/') end--;
    if (end == 0) return STR(".");
    return str_slice(path, 0, end > 1 ? end - 1 : 1);
}

void file_sync_folder(struct arena *arena, struct str path) {
    int fd = open(str_c(arena, file_folder_of(path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

#define TEMPORARY_TRIES 1000

static int open_new(const char *name) { return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600); }

/* A new file beside the wanted one, its name in *name. */
static int open_temporary(struct arena *arena, struct str path, const char **name) {
    for (int i = 1; i <= TEMPORARY_TRIES; i++) {
        *name = file_draft_name(arena, path, i);
        int fd = open_new(*name);
        if (fd < 0 && errno == EEXIST && file_draft_clear(*name)) fd = open_new(*name);
        if (fd < 0 && errno != EEXIST) return fd;
        if (fd >= 0 && file_draft_lock(fd)) return fd;
        if (fd >= 0) close(fd);
    }
    errno = EEXIST;
    return -1;
}

/* A person who opened a file of theirs to a group keeps that; others never gain the right to write. */
static mode_t mode_to_keep(const char *path) {
    struct stat about;
    if (lstat(path, &about) != 0 || !S_ISREG(about.st_mode) || about.st_uid != geteuid()) return 0600;
    return (about.st_mode & 0777 & ~(mode_t)022) | 0600;
}

bool file_put_in_place(const char *temporary, const char *path, bool is_new) {
    if (!is_new) return rename(temporary, path) == 0;
    if (link(temporary, path) == 0) {
        unlink(temporary);
        return true;
    }
    if (errno != EPERM && errno != ENOTSUP && errno != EMLINK) return false;
    /* A file system without links: the name is taken first, then filled. */
    int claim = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (claim < 0) return false;
    close(claim);
    if (rename(temporary, path) == 0) return true;
    int error = errno;
    unlink(path); /* ours, and empty */
    errno = error;
    return false;
}

/* The bytes on disk under a name of a draft.  It stays open, because that is its lock. */
static bool write_draft(struct arena *arena, const char *path, struct str bytes, mode_t mode, struct file_draft *draft, struct err *err) {
    draft->folder = NULL;
    draft->lock = open_temporary(arena, str_from(path), &draft->path);
    if (draft->lock < 0) return file_fail(err, path, "written", errno);
    if (write_all(draft->lock, bytes) && (mode == 0600 || fchmod(draft->lock, mode) == 0)) return true;
    file_fail(err, path, "written", errno);
    file_draft_end(draft);
    return false;
}

bool file_prepare(struct arena *arena, const char *path, struct str bytes, struct file_draft *out, struct err *err) {
    if (file_exists(path)) return file_fail(err, path, "written", EEXIST);
    return write_draft(arena, path, bytes, 0600, out, err);
}

static bool write_file(const char *path, struct str bytes, bool is_new, struct err *err) {
    struct arena arena = { 0 };
    struct file_draft draft;
    bool ok = is_new ? file_prepare(&arena, path, bytes, &draft, err) : write_draft(&arena, path, bytes, mode_to_keep(path), &draft, err);
    if (ok) {
        ok = file_draft_place(&draft, path, is_new, err);
        file_draft_end(&draft);
    }
    arena_free(&arena);
    return ok;
}

bool file_write(const char *path, struct str bytes, struct err *err) { return write_file(path, bytes, false, err); }
bool file_create(const char *path, struct str bytes, struct err *err) { return write_file(path, bytes, true, err); }

bool file_append(const char *path, struct str bytes, struct err *err) {
    struct arena arena = { 0 };
    bool is_new = !file_exists(path);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return file_fail(err, path, "written", errno);
    bool ok = write_all(fd, bytes);
    int error = errno;
    if (close(fd) != 0 && ok) ok = false, error = errno;
    if (ok && is_new) file_sync_folder(&arena, str_from(path));
    arena_free(&arena);
    return ok || file_fail(err, path, "written", error);
}

bool file_unlinked(struct str bytes, int *out, struct err *err) {
    char path[] = "/tmp/signpost-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0) return file_fail(err, "/tmp", "written", errno);
    bool ok = unlink(path) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && write_all(fd, bytes) && lseek(fd, 0, SEEK_SET) == 0;
    int error = errno;
    if (!ok) close(fd);
    *out = fd;
    return ok || file_fail(err, "/tmp", "written", error);
}

bool file_pieces(const char *path, void (*piece)(void *self, struct str bytes), void *self, struct err *err) {
    char room[16 * 1024];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_fail(err, path, "read", errno);
    ssize_t got;
    while ((got = read_some(fd, room, sizeof room)) > 0) piece(self, (struct str){ room, (size_t)got });
    int error = errno;
    close(fd);
    return got == 0 || file_fail(err, path, "read", error);
}

bool file_read_secret(const char *path, char *out, size_t room, size_t *size, struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return file_fail(err, path, "read", errno);
    ssize_t got = 1;
    *size = 0;
    while (got > 0 && *size < room) {
        got = read_some(fd, out + *size, room - *size);
        if (got > 0) *size += (size_t)got;
    }
    int error = errno;
    close(fd);
    return got >= 0 || file_fail(err, path, "read", error);
}

bool file_runnable(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) && access(path, X_OK) == 0;
}

bool file_make_folder(const char *path, struct err *err) {
    struct arena arena = { 0 };
    if (mkdir(path, 0700) == 0) {
        file_sync_folder(&arena, str_from(path));
        arena_free(&arena);
        return true;
    }
    int error = errno;
    if (error == EEXIST && file_is_folder(path)) return true;
    return file_fail(err, path, "made", error);
}

bool file_remove(const char *path, struct err *err) {
    struct arena arena = { 0 };
    if (unlink(path) != 0) return file_fail(err, path, "removed", errno);
    file_sync_folder(&arena, str_from(path)); /* what is gone does not come back after a cut of power */
    arena_free(&arena);
    return true;
}

/* looking */

bool file_exists(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0;
}

bool file_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool file_is_ordinary(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool file_writable(const char *path) { return access(path, W_OK) == 0; }

bool file_is_private(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == geteuid() && !(about.st_mode & 077);
}

bool file_others(const char *path, bool *write, bool *read) {
    struct stat about;
    if (stat(path, &about) != 0) return false;
    *write = about.st_mode & 022;
    *read = about.st_mode & 044;
    return true;
}

bool file_others_enter(const char *folder) {
    struct stat about;
    return stat(folder, &about) == 0 && (about.st_mode & 011);
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool file_list(struct arena *arena, const char *folder, struct str **names, size_t *count, struct err *err) {
    DIR *open_folder = opendir(folder);
    if (!open_folder) return file_fail(err, folder, "listed", errno);
    size_t room = 0;
    int error;
    *names = NULL;
    *count = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(open_folder);
        error = errno;
        if (!entry) break;
        if (entry->d_name[0] == '.') continue;
        if (*count == room) {
            room = room ? room * 2 : 16;
            struct str *larger = arena_array(arena, struct str, room);
            if (*count) memcpy(larger, *names, *count * sizeof *larger);
            *names = larger;
        }
        (*names)[(*count)++] = str_copy(arena, str_from(entry->d_name));
    }
    closedir(open_folder);
    if (error) return file_fail(err, folder, "listed", error);
    if (*count) qsort(*names, *count, sizeof **names, by_bytes);
    return true;
}

uint64_t file_stamp(const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) return 0;
    uint64_t when = (uint64_t)about.st_mtim.tv_sec * 1000000000 + (uint64_t)about.st_mtim.tv_nsec;
    uint64_t stamp = hash_mix(hash_mix((uint64_t)about.st_size, when), (uint64_t)about.st_ino);
    return stamp ? stamp : 1;
}

int64_t file_changed_at(const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) return INT64_MIN;
    return (int64_t)about.st_mtim.tv_sec * 1000000000 + (int64_t)about.st_mtim.tv_nsec;
}

bool file_real_path(struct arena *arena, const char *path, const char **out, struct err *err) {
    char whole[PATH_MAX];
    if (!realpath(path, whole)) return file_fail(err, path, "found", errno);
    *out = str_c(arena, str_from(whole));
    return true;
}

const char *file_join(struct arena *arena, const char *folder, const char *name) {
    struct str base = str_from(folder);
    if (name[0] == '/' || base.size == 0) return str_c(arena, str_from(name));
    const char *slash = str_ends(base, "/") ? "" : "/";
    return str_format(arena, "%s%s%s", folder, slash, name).at;
}

struct str file_name(struct str path) {
    size_t from = path.size;
    while (from > 0 && path.at[from - 1] != '/') from--;
    return str_slice(path, from, path.size);
}

struct str file_ending(struct str path) {
    struct str name = file_name(path);
    size_t dot = name.size;
    while (dot > 0 && name.at[dot - 1] != '.') dot--;
    return dot > 1 ? str_slice(name, dot, name.size) : (struct str){ NULL, 0 }; /* ".profile" has none */
}

/* ---- folders that live as long as one command ------------------------------------------------- */

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
