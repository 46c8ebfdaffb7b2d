/* SPDX-License-Identifier: GPL-3.0-or-later
 * search - texts of erased people in every file of a school's folder.
 * Owns:  the bytes of one file at a time.
 * Must not know: tables, journals.
 *
 * Each file is looked through byte for byte.  What is text is looked through again as people read it: whatever its encoding,
 * without case and accents; names only where no letter stands beside them.  Packed files (workbooks, documents) are unpacked
 * first, and the rows of a workbook read as rows.
 *
 * Example:
 *     if (!search_folder(arena, folder, &files, texts, count, &found, err)) return false;
 */
#ifndef SIGNPOST_SEARCH_H
#define SIGNPOST_SEARCH_H

#include "store/remains.h"
#include "work/folder_files.h"

struct search_hit {
    struct str path;
    enum folder_sort sort;
    const struct remains *first;      /* one of the texts that it holds */
    size_t texts;                     /* how many of them */
};

struct search_found {
    struct search_hit *hits;
    size_t hit_count;
    struct str *unsearched;           /* PDFs, pictures, sealed files, links: what can not be looked into */
    size_t unsearched_count;
    size_t searched;                  /* files */
};

/* Files of sort FOLDER_OWN are left out.  False: the stop flag. */
MUST_USE bool search_folder(struct arena *arena, const char *folder, const struct folder_files *files, const struct remains *texts, size_t count,
                            struct search_found *out, struct err *err);
/* The same for one piece of bytes: how many texts it holds; *first may be NULL. */
size_t search_bytes(struct str bytes, const struct remains *texts, size_t count, const struct remains **first);

#endif
