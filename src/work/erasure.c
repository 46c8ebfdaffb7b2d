/* SPDX-License-Identifier: GPL-3.0-or-later
 * erasure - taking people out for good; see erasure.h.
 * Owns:  the file "erasure.unfinished" in the school's folder, from before the change until all is done.
 * Must not know: who is past a keep date, words and options.
 */
#include "work/erasure.h"

#include <string.h>

#include "base/file.h"
#include "store/activity.h"
#include "work/backup.h"
#include "work/change.h"
#include "work/drafts.h"
#include "work/erased_mark.h"

#define LIST "erasure.unfinished"
#define LIST_HEAD "signpost erasure 1"
#define LIST_MOST ((size_t)256 << 20)

/* ---- the list of an erasure that is not finished ------------------------------------------------------------------------------ */

static const char HEX[] = "0123456789abcdef";

/* A line each: row N, pupil N, text SORT HEX.  Hexadecimal, so that the list itself holds no name that a search would find. */
static void write_line(struct buf *out, const struct remains *text) {
    buf_printf(out, "text %d ", (int)text->sort);
    for (size_t i = 0; i < text->text.size; i++) {
        unsigned char byte = (unsigned char)text->text.at[i];
        buf_add_byte(out, HEX[byte >> 4]);
        buf_add_byte(out, HEX[byte & 15]);
    }
    buf_add_byte(out, '\n');
}

static bool write_list(struct arena *arena, const char *folder, int64_t row, const struct erasure_request *request, const struct remains *texts,
                       size_t count, struct err *err) {
    struct buf out = { 0 };
    buf_printf(&out, LIST_HEAD "\nrow %lld\n", (long long)row);
    for (size_t i = 0; i < request->count; i++) buf_printf(&out, "pupil %lld\n", (long long)request->pupils[i]);
    for (size_t i = 0; i < count; i++) write_line(&out, &texts[i]);
    bool fine = file_write(file_join(arena, folder, LIST), buf_str(&out), err);
    buf_free(&out);
    return fine;
}

static int nibble(char c) {
    const char *at = c ? strchr(HEX, c) : NULL;
    return at ? (int)(at - HEX) : -1;
}

static bool from_hex(struct arena *arena, struct str hex, struct str *text) {
    char *out = arena_alloc_array(arena, hex.size / 2 + 1, 1);
    for (size_t i = 0; i + 1 < hex.size; i += 2) {
        int high = nibble(hex.at[i]), low = nibble(hex.at[i + 1]);
        if (high < 0 || low < 0) return false;
        out[i / 2] = (char)(high << 4 | low);
    }
    *text = (struct str){ out, hex.size / 2 };
    return hex.size > 0 && hex.size % 2 == 0;
}

struct unfinished {
    int64_t row;
    int64_t *pupils;
    size_t pupil_count;
    struct remains *texts;
    size_t count;
    bool whole;   /* the list could be read */
};

static void read_line(struct arena *arena, struct str line, struct unfinished *out) {
    struct str word, rest, sort, text;
    int64_t number;
    str_cut(line, ' ', &word, &rest);
    if (str_is(word, "row") && str_whole(rest, &number)) out->row = number;
    else if (str_is(word, "pupil") && str_whole(rest, &number)) out->pupils[out->pupil_count++] = number;
    else if (str_is(word, "text") && str_cut(rest, ' ', &sort, &rest) && str_whole(sort, &number) && number >= REMAINS_KEY && number <= REMAINS_WORDS
             && from_hex(arena, rest, &text))
        out->texts[out->count++] = (struct remains){ (enum remains_sort)number, text };
    else if (line.size && !str_equal(line, STR(LIST_HEAD))) out->whole = false; /* damaged: what it named can not be looked for */
}

static void read_list(struct arena *arena, const char *folder, struct unfinished *out) {
    struct str bytes, line, rest;
    struct err ignored = { 0 };
    size_t lines = 1;
    *out = (struct unfinished){ 0 };
    if (!file_read(arena, file_join(arena, folder, LIST), LIST_MOST, &bytes, &ignored) || !str_starts(bytes, LIST_HEAD)) return;
    for (size_t i = 0; i < bytes.size; i++) lines += bytes.at[i] == '\n';
    out->pupils = arena_array(arena, int64_t, lines);
    out->texts = arena_array(arena, struct remains, lines);
    out->whole = true;
    for (bool more = true; more; bytes = rest) {
        more = str_cut(bytes, '\n', &line, &rest);
        read_line(arena, line, out);
    }
}

bool erasure_pending(const char *folder, int64_t *row) {
    struct arena scratch = { 0 };
    struct unfinished list;
    bool there = file_exists(file_join(&scratch, folder, LIST));
    if (there) read_list(&scratch, folder, &list);
    *row = there ? list.row : 0;
    arena_free(&scratch);
    return there;
}

/* ---- step 1: the records ------------------------------------------------------------------------------------------------------- */

/* That it was done, where rules see it. */
static bool write_record(struct change *change, const struct kinds *kinds, int64_t pupil, struct date day, struct err *err) {
    int32_t kind = kinds_find(kinds, STR("erasure"));
    if (kind == FIELD_ABSENT) return true;
    int32_t scope = kind_find_field(&kinds->kinds[kind], STR("scope"));
    struct field_value all = { .field = (uint32_t)scope, .value = scope == FIELD_ABSENT ? 0 : field_find_code(&kinds->kinds[kind].fields[scope], STR("all")) };
    struct activity_write row = { .kind = (uint32_t)kind, .date = day, .last_day = DATE_NONE, .organisation = VALUE_NONE, .fields = &all,
                                  .field_count = scope != FIELD_ABSENT && all.value >= 0 };
    struct participation_write who = { .kind = (uint32_t)kind, .person = pupil, .outcome = -1 };
    enum wrote wrote;
    return activity_put(change->db, kinds, &row, &who.activity, &wrote, err) && participation_put(change->db, kinds, &who, &wrote, err);
}

static bool erase_people(struct change *change, const struct kinds *kinds, const struct erasure_request *request, struct pupil_erased *rows,
                         struct err *err) {
    for (size_t i = 0; i < request->count; i++)
        if (!erased_mark_leave(change->db, kinds, request->pupils[i], request->day, request->asked, err)) return false;
    if (!pupil_erase(change->db, request->pupils, request->count, request->day, rows, err)) return false;
    for (size_t i = 0; i < request->count; i++)
        if (!write_record(change, kinds, request->pupils[i], request->day, err)) return false;
    return true;
}

static struct change_request change_of(const struct erasure_request *request) {
    return (struct change_request){ .verb = STR("erase"), .actor = request->actor, .flags = CHANGE_FULL | CHANGE_NO_STEP, .state = request->state };
}

/* Ids and counts, never names. */
static struct str about(struct arena *arena, const struct erasure_request *request, const struct pupil_erased *rows) {
    struct buf out = { 0 };
    buf_printf(&out, "pupils=%zu rows=%llu notes=%llu messages=%llu steps=%llu ids=", request->count, (unsigned long long)rows->rows,
               (unsigned long long)rows->notes, (unsigned long long)rows->messages, (unsigned long long)rows->steps);
    for (size_t i = 0; i < request->count; i++) buf_printf(&out, "%s%lld", i ? "," : "", (long long)request->pupils[i]);
    buf_printf(&out, " reason=%.*s", STR_ARG(request->reason));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

bool erasure_preview(struct arena *arena, struct school *school, const struct erasure_request *request, struct erasure_would *out, struct err *err) {
    struct change *change;
    struct change_request asked = change_of(request);
    *out = (struct erasure_would){ 0 };
    if (!change_begin(arena, school, &asked, &change, err)) return false;
    bool fine = erase_people(change, school->kinds, request, &out->rows, err);
    folder_files_read(arena, school->folder, &out->files);
    fine = fine && drafts_keep(arena, school, change->db, &out->files, err);
    change_cancel(change);
    return fine;
}

/* ---- steps 2 to 4: everything that is not the change itself --------------------------------------------------------------------- */

static bool scrub(struct arena *arena, struct school *school, struct err *err) {
    struct db *db;
    if (!db_open(arena, school_path(arena, school, "school.db"), DB_WRITE, NULL, &db, err)) return false;
    bool fine = db_scrub(db, err);
    db_close(db);
    return fine;
}

static bool remove_ours(struct arena *arena, struct school *school, struct erasure_report *out, struct err *err) {
    struct folder_files files;
    folder_files_read(arena, school->folder, &files);
    if (!drafts_keep(arena, school, school->db, &files, err)) return false;
    struct str *removed = arena_array(arena, struct str, files.count + 1);
    out->removed = removed;
    for (size_t i = 0; i < files.count; i++) {
        if (!folder_files_go(files.at[i].sort) || files.at[i].unread) continue;
        if (!file_remove(file_join(arena, school->folder, str_c(arena, files.at[i].path)), err)) return false;
        removed[out->removed_count++] = files.at[i].path;
    }
    return true;
}

static bool search(struct arena *arena, struct school *school, const struct remains *texts, size_t count, struct erasure_report *out, struct err *err) {
    struct folder_files files;
    struct search_found found;
    folder_files_read(arena, school->folder, &files);
    if (!drafts_keep(arena, school, school->db, &files, err)) return false;
    if (!search_folder(arena, school->folder, &files, texts, count, &found, err)) return false;
    out->hits = found.hits;
    out->hit_count = found.hit_count;
    out->searched = found.searched;
    out->unsearched = found.unsearched;
    out->unsearched_count = found.unsearched_count;
    out->texts = count;
    return true;
}

/* How it ended, for the chain; then the list goes, for good. */
static bool close_list(struct arena *arena, struct school *school, struct str actor, struct erasure_report *out, struct err *err) {
    struct change *change;
    struct change_done done;
    struct change_request request = { .verb = STR("erase-verify"), .actor = actor, .flags = CHANGE_FULL | CHANGE_QUIET, .state = VALUE_NONE, .locked = true };
    if (!change_begin(arena, school, &request, &change, err)) return false;
    struct str said = str_format(arena, "row=%lld removed=%zu searched=%zu texts=%zu found=%zu unsearched=%zu", (long long)out->row, out->removed_count,
                                 out->searched, out->texts, out->hit_count, out->unsearched_count);
    return change_commit(change, said, (struct str){ 0 }, &done, err) && file_wipe(file_join(arena, school->folder, LIST), err);
}

static void finish(struct arena *arena, struct school *school, struct str actor, const struct remains *texts, size_t count, struct erasure_report *out) {
    struct err *err = &out->why;
    out->finished = scrub(arena, school, err) && remove_ours(arena, school, out, err) && backup_make(arena, school, &out->copy, err)
                    && search(arena, school, texts, count, out, err) && close_list(arena, school, actor, out, err);
}

static bool run_locked(struct arena *arena, struct school *school, const struct erasure_request *request, struct erasure_report *out, struct err *err) {
    struct remains *texts;
    size_t count;
    struct change *change;
    struct change_done done;
    struct change_request asked = change_of(request);
    struct err ignored = { 0 };
    asked.locked = true;
    *out = (struct erasure_report){ .begun = true };
    if (!remains_read(school->db, arena, request->pupils, request->count, &texts, &count, err)) return false;
    if (!change_begin(arena, school, &asked, &change, err)) return false;
    out->row = change->number;
    bool fine = write_list(arena, school->folder, change->number, request, texts, count, err) && erase_people(change, school->kinds, request, &out->rows, err);
    if (!fine) change_cancel(change);
    fine = fine && change_commit(change, about(arena, request, &out->rows), (struct str){ 0 }, &done, err);
    /* Where the list stays, the next run finds that nothing was begun. */
    if (!fine && file_exists(file_join(arena, school->folder, LIST)) && !file_wipe(file_join(arena, school->folder, LIST), &ignored))
        err_next(err, "retain --delete  clears what was begun");
    if (!fine) return false;
    finish(arena, school, request->actor, texts, count, out);
    return true;
}

/* One lock from the first step to the last: nobody brings drafts or copies back between the removal and the search. */
bool erasure_run(struct arena *arena, struct school *school, const struct erasure_request *request, struct erasure_report *out, struct err *err) {
    int lock;
    *out = (struct erasure_report){ 0 };
    if (!change_lock(arena, school, STR("erase"), &lock, err)) return false;
    bool fine = run_locked(arena, school, request, out, err);
    change_unlock(lock);
    return fine;
}

/* A change that was cut off has left its people where they are: the list was written before it. */
static bool was_begun(struct arena *arena, struct school *school, const struct unfinished *list, bool *out, struct err *err) {
    struct pupil pupil;
    *out = true;
    for (size_t i = 0; i < list->pupil_count && *out; i++) {
        bool there;
        if (!pupil_read(school->db, school->kinds, arena, list->pupils[i], &pupil, &there, err)) return false;
        *out = !there;
    }
    return true;
}

bool erasure_resume(struct arena *arena, struct school *school, struct str actor, struct erasure_report *out, struct err *err) {
    struct unfinished list;
    int lock;
    *out = (struct erasure_report){ 0 };
    if (!change_lock(arena, school, STR("erase"), &lock, err)) return false;
    read_list(arena, school->folder, &list);
    bool fine = was_begun(arena, school, &list, &out->begun, err);
    out->row = list.row;
    out->texts_lost = !list.whole;
    if (fine && out->begun) finish(arena, school, actor, list.texts, list.count, out);
    else if (fine) out->finished = file_wipe(file_join(arena, school->folder, LIST), &out->why);
    change_unlock(lock);
    return fine;
}
