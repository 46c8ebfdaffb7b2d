/* SPDX-License-Identifier: GPL-3.0-or-later
 * export_left - whether files that left have got their names; see export_left.h.
 * Owns:  nothing.
 * Must not know: what a file is for; terminals.
 */
#include "work/export_left.h"

#include "base/file.h"
#include "work/change.h"
#include "work/seal.h"

#define FILE_MOST ((size_t)512 << 20)

bool export_left_placed(struct arena *arena, struct school *school, struct str actor, int64_t id, struct err *err) {
    struct change_request request = { .verb = STR("export"), .actor = actor, .state = VALUE_NONE };
    struct change *change;
    bool fine = change_hold(arena, school, &request, &change, err);
    if (fine) {
        fine = change_step(change, err) && departure_placed(change->db, id, err) && change_keep(change, (struct str){ 0 }, err);
        change_cancel(change);
    }
    return fine || err_next(err, "the file is written and whole; that it is could not be noted:  export again %lld  notes it", (long long)id);
}

/* Where it goes unless somebody says otherwise. */
bool export_left_lies(struct arena *arena, const struct school *school, const struct departure *row) {
    struct str bytes;
    struct err unheard = { 0 };
    struct arena scratch = { 0 };
    const char *path = file_join(arena, school_path(arena, school, "exports"), str_c(arena, row->file));
    bool there = file_exists(path) && file_read(&scratch, path, FILE_MOST, &bytes, &unheard) && str_equal(seal_hex(&scratch, bytes, 64), row->digest);
    arena_free(&scratch);
    return there;
}

bool export_left_lost(struct arena *arena, struct school *school, struct departure **out, size_t *count, struct err *err) {
    struct departure *rows;
    size_t all;
    *count = 0;
    *out = NULL;
    if (!departure_list(school->db, arena, (struct str){ 0 }, 0, 0, &rows, &all, err)) return false;
    for (size_t i = 0; i < all; i++)
        if (!rows[i].placed && !date_known(rows[i].receipt_on) && !export_left_lies(arena, school, &rows[i])) rows[(*count)++] = rows[i];
    *out = rows;
    return true;
}

struct str export_left_mend(struct arena *arena, const struct departure *row) {
    if (row->has_bytes) return str_format(arena, "export again %lld", (long long)row->id);
    return str_format(arena, "export %.*s  makes a new one", STR_ARG(row->sort));
}

bool export_left_say(struct answer *answer, struct school *school, struct err *err) {
    struct departure *rows;
    size_t count;
    if (!export_left_lost(answer->arena, school, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        answer_note(answer, "Export %lld was cut off, and its file %.*s may be missing:  %.*s", (long long)rows[i].id, STR_ARG(rows[i].file),
                    STR_ARG(export_left_mend(answer->arena, &rows[i])));
    return true;
}

bool export_left_same(struct arena *arena, struct school *school, const struct departure *would, struct departure *out, bool *same, struct err *err) {
    struct departure *rows;
    size_t count;
    if (!departure_list(school->db, arena, would->sort, 0, 1, &rows, &count, err)) return false;
    *same = count && date_same(rows[0].day, would->day) && str_equal(rows[0].recipient, would->recipient) && str_equal(rows[0].digest, would->digest)
            && export_left_lies(arena, school, &rows[0]);
    if (*same) *out = rows[0];
    return true;
}
