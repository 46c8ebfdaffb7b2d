/* SPDX-License-Identifier: GPL-3.0-or-later
 * file - read whole with a cap, write by temporary and rename, list sorted, modes.
 * Owns:  nothing.  The only file that opens files for writing, renames or unlinks.
 * Must not know: what is in them.
 *
 * Example:
 *     if (!file_write(path, text, err)) return false;   // the old file or the new one, never half of one
 */
#ifndef SIGNPOST_FILE_H
#define SIGNPOST_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Refuses more than `most` bytes with FILE_LIMIT. */
MUST_USE bool file_read(struct arena *arena, const char *path, size_t most, struct str *out, struct err *err);
/* Piece by piece, without keeping it: for a digest. */
MUST_USE bool file_pieces(const char *path, void (*piece)(void *self, struct str bytes), void *self, struct err *err);
/* Temporary in the same folder (0600), fsync, rename, fsync of the folder. */
MUST_USE bool file_write(const char *path, struct str bytes, struct err *err);
/* As file_write, but refuses an existing file (exclusive create). */
MUST_USE bool file_create(const char *path, struct str bytes, struct err *err);
/* Adds at the end and waits until it is on disk (0600, never through a link); the folder too, when the file is new. */
MUST_USE bool file_append(const char *path, struct str bytes, struct err *err);
/* A private file without a name that holds the bytes, read from its beginning; gone when it is closed. */
MUST_USE bool file_unlinked(struct str bytes, int *out, struct err *err);
/* Into memory of the caller alone: for what must not lie about. */
MUST_USE bool file_read_secret(const char *path, char *out, size_t room, size_t *size, struct err *err);
bool file_runnable(const char *path);
/* 0700; an existing folder is fine. */
MUST_USE bool file_make_folder(const char *path, struct err *err);
MUST_USE bool file_remove(const char *path, struct err *err);
/* A new folder of ours alone (0700) under /tmp, and taking a folder away with all that is in it, four levels deep at
 * most; links are removed, never followed. */
MUST_USE bool file_make_temporary(struct arena *arena, const char **out, struct err *err);
MUST_USE bool file_remove_folder(const char *path, struct err *err);
/* What is being made and has not taken its name yet, locked while its maker lives.  What a killed run left is cleared away
 * by the next draft of that name, and by file_clear_drafts, which looks into a folder and two levels below it. */
struct file_draft {
    const char *folder; /* NULL when it is one file */
    const char *path;   /* of the draft */
    int lock;
};
/* A folder of ours alone beside `path`; `path` of the draft says where in it to make the file or the
 * folder.  Who sets `path` to `folder` makes the draft itself into what it is for. */
MUST_USE bool file_draft_begin(struct arena *arena, const char *path, struct file_draft *out, struct err *err);
/* file_create in two steps, between which the journal can say that the file leaves: here the bytes on disk under the name
 * of a draft.  A file that is there already is refused by both. */
MUST_USE bool file_prepare(struct arena *arena, const char *path, struct str bytes, struct file_draft *out, struct err *err);
/* Waits until all of it is on disk, then gives it its name; is_new refuses what is there already. */
MUST_USE bool file_draft_place(const struct file_draft *draft, const char *path, bool is_new, struct err *err);
/* After either of both, placed or not: what is left of it goes. */
void file_draft_end(struct file_draft *draft);
void file_clear_drafts(const char *folder);
bool file_exists(const char *path);
bool file_is_folder(const char *path);
/* Holds bytes, through a link as well: no folder, pipe, socket or device. */
bool file_is_ordinary(const char *path);
bool file_writable(const char *path);
/* A plain file of ours that nobody else may read or write; not a link. */
bool file_is_private(const char *path);
/* May others than its owner write or read it?  False: it is not there. */
bool file_others(const char *path, bool *write, bool *read);
bool file_others_enter(const char *folder);
/* Names (not paths) in a folder, without dot files, sorted by bytes. */
MUST_USE bool file_list(struct arena *arena, const char *folder, struct str **names, size_t *count, struct err *err);
/* A file below a folder, or something that can not be looked into: a link, which is never followed, or a closed folder. */
struct file_found {
    struct str path;          /* from the folder */
    bool unread;
    uint64_t size;            /* bytes */
};
/* All of them, dot files too, sorted by bytes (file_walk.c). */
void file_walk(struct arena *arena, const char *folder, struct file_found **out, size_t *count);
/* Overwritten with zeros before it is removed: for what must not be found afterwards.  Promises nothing on flash disks. */
MUST_USE bool file_wipe(const char *path, struct err *err);
/* Size, modification time (ns) and inode mixed: changes when the file does.  0 when it is not there. */
uint64_t file_stamp(const char *path);
/* When it was last changed, in ns since 1970; INT64_MIN when it is not there. */
int64_t file_changed_at(const char *path);
/* Links resolved; false when it is not there. */
MUST_USE bool file_real_path(struct arena *arena, const char *path, const char **out, struct err *err);
const char *file_join(struct arena *arena, const char *folder, const char *name); /* an absolute name stays itself */
struct str file_name(struct str path);    /* after the last slash */
struct str file_ending(struct str path);  /* "csv", without the dot; may be empty */
/* The mount is one on which SQLite's locks do not hold (NFS, SMB, 9p, sshfs); *what says which. */
bool file_on_network(const char *path, const char **what);
/* One writer at a time: flock on `path` (created 0600), waiting up to `wait_ms`.  fd in *out, closed by file_unlock. */
MUST_USE bool file_lock(const char *path, uint32_t wait_ms, const char *note, int *out, struct err *err);
void file_unlock(int fd);

#endif
