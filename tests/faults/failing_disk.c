/* SPDX-License-Identifier: GPL-3.0-or-later
 * failing_disk - a disk that fails: preloaded into the program, it counts every call that changes a file below one folder,
 * and at the N-th one kills the process, cuts the power, or makes the call fail.
 * Owns:  the list of what a cut of power takes back.
 * Must not know: Signpost, SQLite.
 *
 *   FAULT_ROOT   only what lies below this folder counts
 *   FAULT_LOG    a line for each call that counts:  number what path
 *   FAULT_AT     the number at which it happens; 0 or missing: it only counts; end: when the process has ended by itself
 *   FAULT_HOW    before, after, half (of a write): killed.  ENOSPC, EIO, EINTR, short: the call fails; with a + also each later
 *   FAULT_POWER  lost: a kill is a cut of power too, and takes back what was not synced; torn: about half of it, by FAULT_SEED
 *   FAULT_LIES   the twin: a sync says that it is done, and is not
 *   FAULT_MEMORY the N-th allocation is refused; with a + each later one, too
 *   FAULT_NOW    the clock stands still at this second
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define OURS __attribute__((visibility("default")))
#define LONGEST 4096

static struct {
    char root[LONGEST];
    size_t root_size;
    int log;
    long at, seen, memory_at, memory_seen;
    char how[16];
    bool on, at_end, later_too, lies, lost, torn, memory_later, inside;
    uint64_t seed;
    time_t now;
} fault = { .log = -1 };

/* ---- what a cut of power takes back -------------------------------------------------------------------------------- */

enum undo_sort { UNDO_BYTES, UNDO_NAME, UNDO_UNNAME, UNDO_RENAME };

struct undo {
    struct undo *older;
    enum undo_sort sort;
    bool settled;              /* it is on disk, nothing takes it back */
    dev_t device;
    ino_t inode;               /* of the file, or of the folder of a name */
    char path[LONGEST], spare[LONGEST];
    off_t offset, size, end;   /* size: of the file before; end: of the write */
    size_t count;
    char *bytes;
};

static struct undo *newest;
static long spares;

static bool powered(void) { return fault.lost || fault.torn; }

/* Memory that no fault is asked for. */
static void *own_memory(size_t size) {
    bool before = fault.inside;
    fault.inside = true;
    void *at = calloc(1, size);
    fault.inside = before;
    if (!at) _exit(99);
    return at;
}

static struct undo *undo_add(enum undo_sort sort, const char *path) {
    struct undo *undo = own_memory(sizeof *undo);
    undo->older = newest;
    undo->sort = sort;
    snprintf(undo->path, sizeof undo->path, "%s", path);
    newest = undo;
    return undo;
}

static void folder_of(const char *path, struct stat *about) {
    char folder[LONGEST];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    if (syscall(SYS_newfstatat, AT_FDCWD, folder, about, 0) != 0) memset(about, 0, sizeof *about);
}

static void remember_name(enum undo_sort sort, const char *path, const char *spare) {
    struct stat about;
    if (!powered()) return;
    struct undo *undo = undo_add(sort, path);
    folder_of(path, &about);
    undo->device = about.st_dev;
    undo->inode = about.st_ino;
    snprintf(undo->spare, sizeof undo->spare, "%s", spare);
}

/* Another name for what is about to lose its own, outside of the folder that counts; empty when there is nothing. */
static void keep_spare(const char *path, char *spare, size_t room) {
    spare[0] = '\0';
    if (!powered()) return;
    snprintf(spare, room, "%.*s.spare%ld", (int)fault.root_size, fault.root, ++spares);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, spare, 0) != 0) spare[0] = '\0';
}

/* The bytes that a write or a cut is about to replace. */
static void remember_bytes(const char *path, off_t offset, off_t end) {
    struct stat about;
    if (!powered()) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    if (fstat(fd, &about) == 0) {
        struct undo *undo = undo_add(UNDO_BYTES, path);
        undo->device = about.st_dev;
        undo->inode = about.st_ino;
        undo->offset = offset;
        undo->size = about.st_size;
        undo->end = end;
        if (end > about.st_size) end = about.st_size;
        undo->count = end > offset ? (size_t)(end - offset) : 0;
        undo->bytes = own_memory(undo->count + 1);
        if (undo->count && syscall(SYS_pread64, fd, undo->bytes, undo->count, offset) != (long)undo->count) _exit(98);
    }
    syscall(SYS_close, fd);
}

static void settle(const struct stat *about, bool names) {
    for (struct undo *undo = newest; undo; undo = undo->older) {
        bool is_name = undo->sort != UNDO_BYTES;
        if (is_name == names && undo->device == about->st_dev && undo->inode == about->st_ino) undo->settled = true;
    }
}

static bool by_chance(void) {
    fault.seed = fault.seed * 6364136223846793005u + 1442695040888963407u;
    return fault.seed >> 63;
}

/* A file that has grown by its size and not by its bytes. */
static void put_zeros(int fd, off_t from, off_t end) {
    static const char zeros[LONGEST];
    while (from < end) {
        size_t size = end - from < LONGEST ? (size_t)(end - from) : LONGEST;
        if (syscall(SYS_pwrite64, fd, zeros, size, from) != (long)size) return;
        from += (off_t)size;
    }
}

static void take_back(const struct undo *undo) {
    int fd;
    switch (undo->sort) {
    case UNDO_BYTES:
        fd = (int)syscall(SYS_openat, AT_FDCWD, undo->path, O_RDWR | O_CLOEXEC);
        if (fd < 0) return;
        if (undo->count) syscall(SYS_pwrite64, fd, undo->bytes, undo->count, undo->offset);
        if (fault.lost) syscall(SYS_ftruncate, fd, undo->size);
        else if (undo->end < LONG_MAX) put_zeros(fd, undo->offset + (off_t)undo->count, undo->end);
        syscall(SYS_close, fd);
        return;
    case UNDO_NAME:
        if (syscall(SYS_unlinkat, AT_FDCWD, undo->path, 0) != 0) syscall(SYS_unlinkat, AT_FDCWD, undo->path, AT_REMOVEDIR);
        return;
    case UNDO_UNNAME:
        if (undo->spare[0]) syscall(SYS_renameat2, AT_FDCWD, undo->spare, AT_FDCWD, undo->path, 0);
        return;
    case UNDO_RENAME: { /* path: where it went; bytes: where it was */
        syscall(SYS_renameat2, AT_FDCWD, undo->path, AT_FDCWD, undo->bytes, 0);
        if (undo->spare[0]) syscall(SYS_renameat2, AT_FDCWD, undo->spare, AT_FDCWD, undo->path, 0);
        return;
    }
    }
}

static _Noreturn void die(void) {
    for (struct undo *undo = newest; undo; undo = undo->older) {
        bool name = undo->sort != UNDO_BYTES;
        if (undo->settled || (fault.torn && (name || by_chance()))) continue;
        take_back(undo);
    }
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

/* ---- counting ------------------------------------------------------------------------------------------------------------- */

__attribute__((constructor)) static void begin(void) {
    const char *root = getenv("FAULT_ROOT"), *log = getenv("FAULT_LOG"), *at = getenv("FAULT_AT"), *how = getenv("FAULT_HOW"),
               *power = getenv("FAULT_POWER"), *seed = getenv("FAULT_SEED"), *memory = getenv("FAULT_MEMORY"), *now = getenv("FAULT_NOW");
    snprintf(fault.root, sizeof fault.root, "%s", root ? root : "");
    fault.root_size = strlen(fault.root);
    snprintf(fault.how, sizeof fault.how, "%s", how ? how : "");
    char *plus = strchr(fault.how, '+');
    fault.later_too = plus != NULL;
    if (plus) *plus = '\0';
    fault.at = at ? atol(at) : 0;
    fault.at_end = at && strcmp(at, "end") == 0;
    fault.lost = power && strcmp(power, "lost") == 0;
    fault.torn = power && strcmp(power, "torn") == 0;
    fault.lies = getenv("FAULT_LIES") != NULL;
    fault.seed = seed ? strtoull(seed, NULL, 10) * 0x9E3779B97F4A7C15u + 1 : 1;
    fault.memory_at = memory ? atol(memory) : 0;
    fault.memory_later = memory && strchr(memory, '+');
    fault.now = now ? (time_t)atol(now) : 0;
    if (log) fault.log = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    fault.on = fault.root_size > 0;
    unsetenv("LD_PRELOAD"); /* programs that it starts are not it */
}

/* The whole name of what a call is about, or false when that does not count. */
static bool counts(int folder, const char *path, char *out) {
    if (!fault.on) return false;
    out[0] = '\0';
    if (path[0] != '/') {
        char link[64];
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        long size = syscall(SYS_readlinkat, AT_FDCWD, link, out, LONGEST - 1);
        if (size < 0) return false;
        out[size] = '\0';
        if (path[0]) strncat(out, "/", LONGEST - 1 - strlen(out));
    }
    strncat(out, path, LONGEST - 1 - strlen(out));
    return strncmp(out, fault.root, fault.root_size) == 0 && (out[fault.root_size] == '/' || !out[fault.root_size]);
}

static bool counts_open(int fd, char *out) { return fd > 2 && counts(fd, "", out); }

enum fate { FATE_GO, FATE_FAIL, FATE_SHORT, FATE_HALF, FATE_AFTER };

/* One more call; errno is set when it is to fail.  Does not come back when it is killed before. */
static enum fate reach(const char *what, const char *path) {
    static const struct {
        const char *name;
        int error;
    } ERRORS[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO }, { "EINTR", EINTR } };
    fault.seen++;
    if (fault.log >= 0) {
        char line[LONGEST + 100];
        int size = snprintf(line, sizeof line, "%ld %s %s\n", fault.seen, what, path + fault.root_size);
        syscall(SYS_write, fault.log, line, size);
    }
    if (fault.at == 0 || (fault.later_too ? fault.seen < fault.at : fault.seen != fault.at)) return FATE_GO;
    if (strcmp(fault.how, "before") == 0) die();
    if (strcmp(fault.how, "after") == 0) return FATE_AFTER;
    if (strcmp(fault.how, "half") == 0) return FATE_HALF;
    if (strcmp(fault.how, "short") == 0) return FATE_SHORT;
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++) {
        if (strcmp(fault.how, ERRORS[i].name) != 0) continue;
        errno = ERRORS[i].error;
        return FATE_FAIL;
    }
    _exit(97);
}

static int finish(enum fate fate, long result) {
    if (fate == FATE_AFTER || fate == FATE_HALF) die();
    return (int)result;
}

/* ---- bytes ------------------------------------------------------------------------------------------------------------------ */

static ssize_t put(const char *what, int fd, const void *at, size_t size, off_t offset, bool positioned) {
    char path[LONGEST];
    if (!counts_open(fd, path)) return positioned ? syscall(SYS_pwrite64, fd, at, size, offset) : syscall(SYS_write, fd, at, size);
    enum fate fate = reach(what, path);
    if (fate == FATE_FAIL) return -1;
    if ((fate == FATE_SHORT || fate == FATE_HALF) && size > 1) size /= 2;
    if (!positioned) offset = lseek(fd, 0, SEEK_CUR);
    remember_bytes(path, offset, offset + (off_t)size);
    long done = positioned ? syscall(SYS_pwrite64, fd, at, size, offset) : syscall(SYS_write, fd, at, size);
    if (fate == FATE_AFTER || fate == FATE_HALF) die();
    return done;
}

OURS ssize_t write(int fd, const void *at, size_t size) { return put("write", fd, at, size, 0, false); }
OURS ssize_t pwrite(int fd, const void *at, size_t size, off_t offset) { return put("pwrite", fd, at, size, offset, true); }
OURS ssize_t pwrite64(int fd, const void *at, size_t size, off64_t offset) { return put("pwrite", fd, at, size, offset, true); }

/* One part is enough: a short count is a right answer, and whoever writes goes on from there. */
OURS ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[LONGEST];
    int at = 0;
    if (!counts_open(fd, path)) return syscall(SYS_writev, fd, parts, count);
    while (at < count - 1 && parts[at].iov_len == 0) at++;
    return count > 0 ? put("writev", fd, parts[at].iov_base, parts[at].iov_len, 0, false) : 0;
}

OURS int ftruncate(int fd, off_t size) {
    char path[LONGEST];
    if (!counts_open(fd, path)) return (int)syscall(SYS_ftruncate, fd, size);
    enum fate fate = reach("ftruncate", path);
    if (fate == FATE_FAIL) return -1;
    remember_bytes(path, size, LONG_MAX);
    return finish(fate, syscall(SYS_ftruncate, fd, size));
}

OURS int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int sync_file(const char *what, long number, int fd) {
    char path[LONGEST];
    struct stat about;
    if (!counts_open(fd, path)) return (int)syscall(number, fd);
    enum fate fate = reach(what, path);
    if (fate == FATE_FAIL) return -1;
    if (!fault.lies && fstat(fd, &about) == 0) settle(&about, S_ISDIR(about.st_mode));
    return finish(fate, 0); /* no disk needs to be waited for: what is on it is kept in the list */
}

OURS int fsync(int fd) { return sync_file("fsync", SYS_fsync, fd); }
OURS int fdatasync(int fd) { return sync_file("fdatasync", SYS_fdatasync, fd); }

OURS int fchmod(int fd, mode_t mode) {
    char path[LONGEST];
    if (!counts_open(fd, path)) return (int)syscall(SYS_fchmod, fd, mode);
    enum fate fate = reach("fchmod", path);
    return fate == FATE_FAIL ? -1 : finish(fate, syscall(SYS_fchmod, fd, mode));
}

/* ---- names ------------------------------------------------------------------------------------------------------------------ */

OURS int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    char path[LONGEST], was[LONGEST], spare[LONGEST];
    if (!counts(to_folder, to, path) || !counts(from_folder, from, was))
        return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    enum fate fate = reach("rename", path);
    if (fate == FATE_FAIL) return -1;
    keep_spare(path, spare, sizeof spare);
    long result = syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (result == 0 && powered()) {
        remember_name(UNDO_RENAME, path, spare);
        newest->bytes = own_memory(sizeof was);
        memcpy(newest->bytes, was, sizeof was);
    }
    return finish(fate, result);
}

OURS int renameat(int from_folder, const char *from, int to_folder, const char *to) { return renameat2(from_folder, from, to_folder, to, 0); }
OURS int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

OURS int unlinkat(int folder, const char *name, int flags) {
    char path[LONGEST], spare[LONGEST];
    if (!counts(folder, name, path)) return (int)syscall(SYS_unlinkat, folder, name, flags);
    enum fate fate = reach(flags & AT_REMOVEDIR ? "rmdir" : "unlink", path);
    if (fate == FATE_FAIL) return -1;
    keep_spare(path, spare, sizeof spare);
    long result = syscall(SYS_unlinkat, folder, name, flags);
    if (result == 0) remember_name(UNDO_UNNAME, path, spare);
    return finish(fate, result);
}

OURS int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
OURS int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

OURS int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    char path[LONGEST];
    if (!counts(to_folder, to, path)) return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    enum fate fate = reach("link", path);
    if (fate == FATE_FAIL) return -1;
    long result = syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (result == 0) remember_name(UNDO_NAME, path, "");
    return finish(fate, result);
}

OURS int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

OURS int mkdirat(int folder, const char *name, mode_t mode) {
    char path[LONGEST];
    if (!counts(folder, name, path)) return (int)syscall(SYS_mkdirat, folder, name, mode);
    enum fate fate = reach("mkdir", path);
    if (fate == FATE_FAIL) return -1;
    long result = syscall(SYS_mkdirat, folder, name, mode);
    if (result == 0) remember_name(UNDO_NAME, path, "");
    return finish(fate, result);
}

OURS int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* Opening counts when it may make a file or empty one. */
static int open_at(int folder, const char *name, int flags, mode_t mode) {
    char path[LONGEST];
    struct stat about;
    if (!(flags & (O_CREAT | O_TRUNC)) || !counts(folder, name, path)) return (int)syscall(SYS_openat, folder, name, flags, mode);
    bool there = syscall(SYS_newfstatat, AT_FDCWD, path, &about, 0) == 0;
    if (there && !(flags & O_TRUNC)) return (int)syscall(SYS_openat, folder, name, flags, mode);
    enum fate fate = reach("open", path);
    if (fate == FATE_FAIL) return -1;
    if (there) remember_bytes(path, 0, LONG_MAX);
    long fd = syscall(SYS_openat, folder, name, flags, mode);
    if (fd >= 0 && !there) remember_name(UNDO_NAME, path, "");
    return finish(fate, fd);
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPEN(function)                                     \
    OURS int function(const char *name, int flags, ...) {  \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        mode_t mode = mode_of(flags, rest);                \
        va_end(rest);                                      \
        return open_at(AT_FDCWD, name, flags, mode);       \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                               \
    OURS int function(int folder, const char *name, int flags, ...) {  \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        mode_t mode = mode_of(flags, rest);                            \
        va_end(rest);                                                  \
        return open_at(folder, name, flags, mode);                     \
    }
OPENAT(openat)
OPENAT(openat64)

/* The hardened forms of glibc: never with a mode. */
int __open_2(const char *name, int flags);
int __open64_2(const char *name, int flags);
OURS int __open_2(const char *name, int flags) { return open_at(AT_FDCWD, name, flags, 0); }
OURS int __open64_2(const char *name, int flags) { return open_at(AT_FDCWD, name, flags, 0); }

/* ---- memory, and the clock ---------------------------------------------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *at, size_t size);

static bool refused(void) {
    if (!fault.memory_at || fault.inside) return false;
    fault.memory_seen++;
    if (fault.memory_later ? fault.memory_seen < fault.memory_at : fault.memory_seen != fault.memory_at) return false;
    errno = ENOMEM;
    return true;
}

OURS void *malloc(size_t size) { return refused() ? NULL : __libc_malloc(size); }
OURS void *calloc(size_t count, size_t size) { return refused() ? NULL : __libc_calloc(count, size); }
OURS void *realloc(void *at, size_t size) { return refused() ? NULL : __libc_realloc(at, size); }

__attribute__((destructor)) static void end(void) {
    char line[64];
    if (fault.at_end) die();
    if (fault.log < 0 || !fault.memory_at) return;
    int size = snprintf(line, sizeof line, "memory %ld\n", fault.memory_seen);
    syscall(SYS_write, fault.log, line, size);
}

OURS int clock_gettime(clockid_t clock, struct timespec *out) {
    if (clock != CLOCK_REALTIME || !fault.now) return (int)syscall(SYS_clock_gettime, clock, out);
    *out = (struct timespec){ .tv_sec = fault.now };
    return 0;
}

OURS time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
