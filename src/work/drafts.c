/* SPDX-License-Identifier: GPL-3.0-or-later
 * drafts - the files of messages; see drafts.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/drafts.h"

#include "base/file.h"
#include "formats/mime.h"

#define DRAFT_MOST ((size_t)4 << 20)
#define BRACKETS 2

/* The one that we wrote for it, and not a file that somebody put there. */
static bool is_ours(struct arena *arena, const char *path, const struct ledger_message *m) {
    struct err unheard = { 0 };
    struct str bytes, id;
    if (!file_read(arena, path, DRAFT_MOST, &bytes, &unheard) || !mime_header(bytes, "Message-ID", &id) || id.size < BRACKETS) return false;
    return str_equal(str_slice(id, 1, id.size - 1), m->message_id);
}

static const char *folder_of(struct arena *arena, const struct school *school, const struct ledger_message *m) {
    char day[DATE_ISO_SIZE];
    return file_join(arena, school_path(arena, school, "outbox"), date_iso(m->day, day));
}

bool drafts_lies(struct arena *arena, const struct school *school, const struct ledger_message *m) {
    const char *mail = str_format(arena, "%s.eml", file_join(arena, folder_of(arena, school, m), str_c(arena, m->file))).at;
    return m->drafted_at && m->file.size && file_exists(mail) && is_ours(arena, mail, m);
}

bool drafts_keep(struct arena *arena, const struct school *school, struct db *db, struct folder_files *files, struct err *err) {
    struct ledger_message *list;
    size_t count;
    if (!ledger_messages(db, arena, 1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED, false, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        char day[DATE_ISO_SIZE];
        if (!drafts_lies(arena, school, &list[i])) continue;
        struct str stem = str_format(arena, "outbox/%s/%.*s", date_iso(list[i].day, day), STR_ARG(list[i].file));
        for (size_t k = 0; k < files->count; k++) {
            struct folder_file *file = &files->at[k];
            bool its = str_equal(file->path, str_format(arena, "%.*s.eml", STR_ARG(stem))) || str_equal(file->path, str_format(arena, "%.*s.html", STR_ARG(stem)));
            if (file->sort != FOLDER_DRAFT || !its) continue;
            files->by_sort[FOLDER_DRAFT]--;
            files->by_sort[FOLDER_OTHER]++;
            file->sort = FOLDER_OTHER;
        }
    }
    return true;
}

/* False: it is still there. */
static bool remove_files(struct arena *arena, const struct school *school, const struct ledger_message *m) {
    struct err unheard = { 0 };
    const char *folder = folder_of(arena, school, m), *base = file_join(arena, folder, str_c(arena, m->file));
    const char *mail = str_format(arena, "%s.eml", base).at, *page = str_format(arena, "%s.html", base).at;
    if (file_exists(mail) && !is_ours(arena, mail, m)) return true;
    if ((file_exists(mail) && !file_remove(mail, &unheard)) || (file_exists(page) && !file_remove(page, &unheard))) return false;
    struct str *names;
    size_t count;
    return !file_list(arena, folder, &names, &count, &unheard) || count || file_remove_folder(folder, &unheard);
}

bool drafts_tidy(struct arena *arena, const struct school *school, struct change *change, struct err *err) {
    struct ledger_message *list;
    size_t count, gone = 0;
    if (!ledger_messages(change->db, arena, 1u << OUTBOX_SENT | 1u << OUTBOX_GIVEN_UP, false, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (list[i].drafted_at && list[i].file.size && remove_files(arena, school, &list[i])) list[gone++] = list[i];
    if (!gone) return true;
    if (!change_step(change, err)) return false;
    bool fine = true;
    for (size_t i = 0; fine && i < gone; i++) fine = ledger_drafted(change->db, list[i].id, 0, err);
    if (fine) return change_keep(change, (struct str){ 0 }, err);
    change_drop(change);
    return false;
}
