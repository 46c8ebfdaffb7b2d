/* SPDX-License-Identifier: GPL-3.0-or-later
 * file_priv - what file.c and file_draft.c share.
 * Owns:  nothing.
 * Must not know: what is in a file.
 */
#ifndef SIGNPOST_FILE_PRIV_H
#define SIGNPOST_FILE_PRIV_H

#include "base/file.h"

/* Says why a path can not be read, written, made (`doing`), from the system's number; always false. */
bool file_fail(struct err *err, const char *path, const char *doing, int error);
struct str file_folder_of(struct str path);
/* The name is on disk only when its folder is; some file systems can not do that, and then there is nothing to do. */
void file_sync_folder(struct arena *arena, struct str path);
/* What is finished takes its place: over what is there, or only where there is nothing.  errno says why not. */
bool file_put_in_place(const char *temporary, const char *path, bool is_new);

/* The N-th name beside `path` for what is not finished. */
const char *file_draft_name(struct arena *arena, struct str path, int number);
/* A path without the folder of a draft, as a person will know it. */
const char *file_draft_hidden(struct arena *arena, const char *path);
/* Ours for as long as `fd` is open; false when another run took it away first. */
bool file_draft_lock(int fd);
/* Takes it away unless its maker is still alive; true when it is gone. */
bool file_draft_clear(const char *name);

#endif
