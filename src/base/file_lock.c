/* SPDX-License-Identifier: GPL-3.0-or-later
 * file_lock - the run lock, and the mounts on which locks do not hold.
 * Owns:  nothing; the descriptor of a lock belongs to who took it.
 * Must not know: what is being protected.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/stop.h"
#include "base/utf8.h"

#define LONGEST_NOTE 200
#define WAIT_STEP_MS 50

/* Who holds the lock, from the note in the file: for the message alone, no decision rests on it. */
static bool held_by_another(int fd, const char *path, struct err *err) {
    char note[LONGEST_NOTE];
    ssize_t got = pread(fd, note, sizeof note, 0);
    struct arena arena = { 0 };
    struct str said = { note, got > 0 ? (size_t)got : 0 };
    said = utf8_visible(&arena, str_trim(str_slice(said, 0, utf8_valid_size(said))));
    if (said.size) err_set(err, CODE_DATABASE_BUSY, "Another program is at work here: %.*s.", STR_ARG(said));
    else err_set(err, CODE_DATABASE_BUSY, "Another program is at work here and holds %s.", path);
    arena_free(&arena);
    return err_next(err, "Wait until it has ended, then try again.");
}

static bool take(int fd, const char *path, uint32_t wait_ms, struct err *err) {
    int64_t end = clock_monotonic_ns() + (int64_t)wait_ms * 1000000;
    for (;;) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_set(err, CODE_FILE, "%s can not be locked (system error %d).", path, errno);
        if (stop_asked()) return err_set(err, CODE_INTERRUPTED, "Stopped while waiting for another program.");
        if (clock_monotonic_ns() >= end) return held_by_another(fd, path, err);
        poll(NULL, 0, WAIT_STEP_MS);
    }
}

bool file_lock(const char *path, uint32_t wait_ms, const char *note, int *out, struct err *err) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        if (errno == EROFS || errno == EACCES)
            return err_set(err, CODE_READ_ONLY, "The lock %s can not be opened: it can not be written.", path);
        if (errno == ELOOP)
            return err_set(err, CODE_FILE, "The lock %s can not be opened: it is a link where none may be.", path);
        return err_set(err, CODE_FILE, "The lock %s can not be opened (system error %d).", path, errno);
    }
    if (!take(fd, path, wait_ms, err)) {
        close(fd);
        return false;
    }
    size_t size = strlen(note) < LONGEST_NOTE ? strlen(note) : LONGEST_NOTE;
    bool noted = ftruncate(fd, 0) == 0 && pwrite(fd, note, size, 0) == (ssize_t)size;
    (void)noted; /* a full disk takes the note, not the lock */
    *out = fd;
    return true;
}

void file_unlock(int fd) {
    bool cleared = ftruncate(fd, 0) == 0;
    (void)cleared;
    close(fd); /* gives the lock back */
}

/* The type of a mount by its device number, from the list that the kernel keeps; empty when it is not there. */
static struct str mount_type(struct arena *arena, dev_t device) {
    struct str mounts, empty = { NULL, 0 };
    struct err unread = { 0 };
    if (!file_read(arena, "/proc/self/mountinfo", 1 << 22, &mounts, &unread)) return empty;
    struct str wanted = str_format(arena, "%u:%u", major(device), minor(device));
    while (mounts.size) {
        /* 36 35 98:0 /root /mount/point options ... - type source options */
        struct str line, field, rest;
        str_cut(mounts, '\n', &line, &mounts);
        str_cut(line, ' ', &field, &rest);
        str_cut(rest, ' ', &field, &rest);
        str_cut(rest, ' ', &field, &rest);
        size_t dash = str_find(rest, STR(" - "));
        if (!str_equal(field, wanted) || dash == SIZE_MAX) continue;
        str_cut(str_slice(rest, dash + 3, rest.size), ' ', &field, &rest);
        return field;
    }
    return empty;
}

bool file_on_network(const char *path, const char **what) {
    static const struct {
        uint32_t magic;
        const char *name;
    } BY_MAGIC[] = {
        { 0x6969, "NFS" },           { 0x517B, "SMB" }, { 0xFF534D42, "SMB" },
        { 0xFE534D42, "SMB" },       { 0x01021997, "9p" }, { 0x5346414F, "AFS" },
        { 0x73757245, "Coda" },      { 0x00C36400, "Ceph" },
    };
    static const struct {
        const char *type, *name;
    } BY_TYPE[] = { { "fuse.sshfs", "sshfs" }, { "fuse.rclone", "rclone" }, { "fuse.davfs", "WebDAV" },
                    { "fuse.s3fs", "s3fs" },   { "fuse.glusterfs", "GlusterFS" } };
    struct statfs about;
    struct stat file;
    if (statfs(path, &about) != 0) return false;
    for (size_t i = 0; i < COUNT_OF(BY_MAGIC); i++) {
        if ((uint32_t)about.f_type != BY_MAGIC[i].magic) continue;
        *what = BY_MAGIC[i].name;
        return true;
    }
    if ((uint32_t)about.f_type != 0x65735546 || stat(path, &file) != 0) return false; /* not FUSE */
    struct arena arena = { 0 };
    struct str type = mount_type(&arena, file.st_dev);
    bool found = false;
    for (size_t i = 0; !found && i < COUNT_OF(BY_TYPE); i++) {
        found = str_is(type, BY_TYPE[i].type);
        if (found) *what = BY_TYPE[i].name;
    }
    arena_free(&arena);
    return found;
}
