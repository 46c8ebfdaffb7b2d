/* SPDX-License-Identifier: GPL-3.0-or-later
 * folder_files - the files of a school's folder by what an erasure does with them.
 * Owns:  nothing.
 * Must not know: what is in them.
 *
 * Example:
 *     folder_files_read(arena, folder, &files);
 *     page_paragraphf(page, "%.*s go.", STR_ARG(folder_files_say(arena, &files)));
 */
#ifndef SIGNPOST_FOLDER_FILES_H
#define SIGNPOST_FOLDER_FILES_H

#include "base/file.h"

enum folder_sort {
    FOLDER_DRAFT,     /* of ours, removed: drafts in outbox/ */
    FOLDER_PROBLEM,   /* the same: problem files of imports */
    FOLDER_REPORT,    /* the same: reports/ */
    FOLDER_COPY,      /* the same: backups/ */
    FOLDER_RECORDS,   /* the database and what lies beside it: searched */
    FOLDER_OWN,       /* lock, log of what was sent, list of an erasure: neither removed nor searched */
    FOLDER_OTHER,     /* policy, files brought in, files that left, what people put there: searched, a person decides */
    FOLDER_SORT_COUNT
};

struct folder_file {
    struct str path;  /* from the folder */
    enum folder_sort sort;
    bool unread;      /* a link, or a folder that can not be looked into */
    uint64_t size;
};

struct folder_files {
    struct folder_file *at; /* by path */
    size_t count;
    size_t by_sort[FOLDER_SORT_COUNT];
};

void folder_files_read(struct arena *arena, const char *folder, struct folder_files *out);
/* Of ours, and removed by an erasure. */
bool folder_files_go(enum folder_sort sort);
/* "2 drafts, 3 reports, 7 copies of the records": those that go; empty when there are none. */
struct str folder_files_say(struct arena *arena, const struct folder_files *files);

#endif
