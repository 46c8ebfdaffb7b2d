/* SPDX-License-Identifier: GPL-3.0-or-later
 * folder_files - the files of a school's folder by what an erasure does with them; see folder_files.h.
 * Owns:  nothing.
 * Must not know: what is in them.
 */
#include "work/folder_files.h"

#include "work/wording.h"

/* A first line that fits decides.  What begins with a folder's name lies in it, however deep. */
static const struct {
    const char *folder, *part, *end;
    enum folder_sort sort;
} SORTS[] = {
    { "outbox/", "", "sent.log", FOLDER_OWN },
    { "outbox/", "", "", FOLDER_DRAFT },
    { "imports/", "-problems.", "", FOLDER_PROBLEM },
    { "reports/", "", "", FOLDER_REPORT },
    { "backups/", "", "", FOLDER_COPY },
    { "school.db", "", "", FOLDER_RECORDS },
    { "school.lock", "", "", FOLDER_OWN },
    { "erasure.unfinished", "", "", FOLDER_OWN },
    { "", "", "", FOLDER_OTHER },
};

static enum folder_sort sort_of(struct str path) {
    for (size_t i = 0; i < COUNT_OF(SORTS); i++) {
        struct str part = str_from(SORTS[i].part);
        if (str_starts(path, SORTS[i].folder) && str_ends(path, SORTS[i].end) && (!part.size || str_find(path, part) != SIZE_MAX)) return SORTS[i].sort;
    }
    return FOLDER_OTHER;
}

void folder_files_read(struct arena *arena, const char *folder, struct folder_files *out) {
    struct file_found *found;
    *out = (struct folder_files){ 0 };
    file_walk(arena, folder, &found, &out->count);
    out->at = arena_array(arena, struct folder_file, out->count + 1);
    for (size_t i = 0; i < out->count; i++) {
        out->at[i] = (struct folder_file){ found[i].path, sort_of(found[i].path), found[i].unread, found[i].size };
        out->by_sort[out->at[i].sort]++;
    }
}

bool folder_files_go(enum folder_sort sort) { return sort <= FOLDER_COPY; }

struct str folder_files_say(struct arena *arena, const struct folder_files *files) {
    static const char *const ONE[] = { "draft", "problem file", "report", "copy of the records" },
                             *const MANY[] = { "drafts", "problem files", "reports", "copies of the records" };
    struct buf out = { 0 };
    for (size_t i = 0; i < COUNT_OF(ONE); i++)
        if (files->by_sort[i]) buf_printf(&out, "%s%.*s", out.size ? ", " : "", STR_ARG(count_of(arena, files->by_sort[i], ONE[i], MANY[i])));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
