/* SPDX-License-Identifier: GPL-3.0-or-later
 * data_file - a file of declarations in a school's folder (audiences.lua, codes.lua): what it says and where each word stands.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * Example:
 *     struct data_file file;
 *     if (!data_file_read(arena, host, folder, "audiences.lua", "withhold allow counts", &file, problems, err)) return false;
 *     for (uint32_t i = 0; i < file.items.item_count; i++) ...       // none, when the file is not there
 *     problem_add(problems, CODE_UNKNOWN_FIELD, SEVERITY_ERROR, data_file_place(&file, node->line, node->id), ...);
 */
#ifndef SIGNPOST_DATA_FILE_H
#define SIGNPOST_DATA_FILE_H

#include "work/host.h"

struct data_file {
    struct arena *arena;
    struct str name;     /* "audiences.lua" */
    struct str text;     /* the whole file; at == NULL when it is not there */
    struct node items;   /* NODE_TABLE of the declarations in order */
};

/* False: the file can not be read; problems and err say where and why.  A file that is not there is empty. */
MUST_USE bool data_file_read(struct arena *arena, const struct host *host, const char *folder, const char *name, const char *words,
                             struct data_file *out, struct problems *problems, struct err *err);
/* Line, column and text of the first such word at or after the line; of the line alone when it is not found. */
struct place data_file_place(const struct data_file *file, uint32_t line, struct str word);
/* What to do about a field that a word does not have: the nearest, and all that it can have. */
const char *data_file_fields(const struct data_file *file, const char *word, struct str wrong, const struct str *known, size_t count);

#endif
