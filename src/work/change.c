/* SPDX-License-Identifier: GPL-3.0-or-later
 * change - the only way to write; see change.h.
 * Owns:  the lock and the write connection while a change is open.
 * Must not know: what a verb changes.
 */
#include "work/change.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/catalogue.h"
#include "store/chain.h"
#include "store/step.h"
#include "work/seal.h"

static const char OWNER[] = "change";
#define STEP_DAYS 90
#define LOCK_WAIT_MS 10000

/* What only this file sees; `seen` is the first member, so that a struct change is one of these. */
struct open_change {
    struct change seen;
    struct arena *arena;
    struct str verb, actor, head;
    struct step_recording *recording;
    unsigned flags;
    int lock;
    bool locked, open;
};

static struct open_change *inside(struct change *change) {
    return (struct open_change *)(void *)change;
}

void change_cancel(struct change *change) {
    struct open_change *own = inside(change);
    if (own->recording) step_drop(own->recording);
    own->recording = NULL;
    if (own->open) db_rollback(own->seen.db, OWNER);
    own->open = false;
    if (own->seen.db) db_close(own->seen.db);
    own->seen.db = NULL;
    if (own->locked) file_unlock(own->lock);
    own->locked = false;
}

/* A break that a later row accepts by its number no longer stops anything: about is "accepts=12 because=...". */
static bool accepted_later(const struct chain_row *rows, size_t count, size_t broken) {
    for (size_t i = broken + 1; i < count; i++) {
        if (!str_is(rows[i].verb, "accept-break")) continue;
        struct str word, rest, number, because;
        int64_t accepted = 0;
        if (!str_cut(rows[i].about, '=', &word, &rest)) continue;
        str_cut(rest, ' ', &number, &because);
        if (str_whole(number, &accepted) && accepted >= rows[broken].number) return true;
    }
    return false;
}

bool change_verify(struct arena *arena, struct db *db, int64_t *broken, int64_t *count, struct err *err) {
    struct chain_row *rows;
    size_t row_count;
    *broken = 0;
    if (!chain_rows(db, arena, 1, 0, &rows, &row_count, err)) return false;
    *count = (int64_t)row_count;
    struct arena scratch = { 0 };
    struct str previous = { 0 };
    for (size_t i = 0; i < row_count && !*broken; i++) {
        bool holds =
            rows[i].number == (int64_t)i + 1 && str_equal(rows[i].hash, seal_chain(&scratch, previous, &rows[i]));
        if (!holds && !accepted_later(rows, row_count, i)) *broken = rows[i].number;
        previous = rows[i].hash;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return true;
}

static bool chain_ready(struct open_change *own, bool accepts_break, struct err *err) {
    struct chain_row head;
    int64_t broken, rows;
    if (!change_verify(own->arena, own->seen.db, &broken, &rows, err)) return false;
    if (broken && !accepts_break) {
        err_set(err, CODE_JOURNAL_BROKEN, "The journal does not hold from row %lld on: somebody altered the records.",
                (long long)broken);
        return err_next(err, "journal --verify shows it; journal --accept-break \"WHY\" goes on from here");
    }
    if (!chain_head(own->seen.db, own->arena, &head, err)) return false;
    own->head = head.hash;
    own->seen.number = head.number + 1;
    return true;
}

static bool still_as_seen(struct open_change *own, int64_t state, struct err *err) {
    int64_t now;
    if (state == VALUE_NONE) return true;
    if (!db_state(own->seen.db, &now, err)) return false;
    if (now == state) return true;
    err_set(err, CODE_STALE_PREVIEW, "The school changed since the preview; nothing was done.");
    return err_next(err, "look at the new preview and answer again");
}

static struct open_change *new_change(struct arena *arena, const struct change_request *request) {
    struct open_change *own = arena_new(arena, struct open_change);
    *own = (struct open_change){ .arena = arena,
                                 .verb = str_copy(arena, request->verb),
                                 .actor = str_copy(arena, request->actor),
                                 .flags = request->flags };
    own->seen.at = clock_now();
    return own;
}

bool change_lock(struct arena *arena, const struct school *school, struct str verb, int *lock, struct err *err) {
    return file_lock(school_path(arena, school, "school.lock"), LOCK_WAIT_MS, str_c(arena, verb), lock, err);
}

void change_unlock(int lock) { file_unlock(lock); }

static bool open_records(struct open_change *own, struct school *school, bool locked, struct err *err) {
    if (!locked && !change_lock(own->arena, school, own->verb, &own->lock, err)) return false;
    own->locked = !locked;
    file_clear_drafts(school->folder);
    if (!db_open(own->arena, school_path(own->arena, school, "school.db"), DB_WRITE, NULL, &own->seen.db, err)) return false;
    return db_check(own->seen.db, false, err); /* nothing is built, and nothing leaves, on damaged records */
}

static bool begin(struct open_change *own, struct err *err) {
    bool quiet = (own->flags & CHANGE_QUIET) != 0;
    unsigned flags = (unsigned)(quiet ? DB_QUIET : DB_PLAIN) | (unsigned)(own->flags & CHANGE_FULL ? DB_FULL : DB_PLAIN)
                     | (unsigned)(own->flags & CHANGE_TRIAL ? DB_TRIAL : DB_PLAIN);
    own->open = db_begin(own->seen.db, OWNER, flags, err);
    return own->open;
}

bool change_begin(struct arena *arena, struct school *school, const struct change_request *request, struct change **out,
                  struct err *err) {
    struct open_change *own = new_change(arena, request);
    bool quiet = (request->flags & CHANGE_QUIET) != 0;
    if (!open_records(own, school, request->locked, err) || !begin(own, err)) goto fail;
    if (!still_as_seen(own, request->state, err) || !chain_ready(own, request->accepts_break, err)) goto fail;
    if (!quiet && !catalogue_sync(own->seen.db, &school->arena, school->kinds, err)) goto fail;
    if (!quiet && !(request->flags & (CHANGE_NO_STEP | CHANGE_TRIAL)) && !step_record(own->seen.db, &own->recording, err)) goto fail;
    *out = &own->seen;
    return true;
fail:
    change_cancel(&own->seen);
    return false;
}

bool change_note(struct arena *arena, const char *path, const struct change_request *request, struct str about,
                 struct change_done *done, struct err *err) {
    struct open_change *own = new_change(arena, request);
    own->flags = CHANGE_NO_STEP | CHANGE_FULL;
    if (db_open(arena, path, DB_WRITE, NULL, &own->seen.db, err) && begin(own, err) && chain_ready(own, request->accepts_break, err))
        return change_commit(&own->seen, about, (struct str){ 0 }, done, err);
    change_cancel(&own->seen);
    return false;
}

bool change_hold(struct arena *arena, struct school *school, const struct change_request *request, struct change **out,
                 struct err *err) {
    struct open_change *own = new_change(arena, request);
    own->flags = CHANGE_QUIET | CHANGE_FULL;
    if (open_records(own, school, request->locked, err) && begin(own, err) && still_as_seen(own, request->state, err)
        && chain_ready(own, request->accepts_break, err)) {
        change_drop(&own->seen);
        *out = &own->seen;
        return true;
    }
    change_cancel(&own->seen);
    return false;
}

bool change_step(struct change *change, struct err *err) {
    struct open_change *own = inside(change);
    bug_if(own->open);
    own->seen.at = clock_now();
    return begin(own, err);
}

void change_drop(struct change *change) {
    struct open_change *own = inside(change);
    if (own->open) db_rollback(own->seen.db, OWNER);
    own->open = false;
}

static bool journal(struct open_change *own, struct str about, int64_t step, struct str *hash, struct err *err) {
    struct chain_row row = { .number = own->seen.number,
                             .at = own->seen.at,
                             .actor = own->actor,
                             .verb = own->verb,
                             .about = about,
                             .step = step ? step : VALUE_NONE,
                             .before = own->seen.before,
                             .after = own->seen.after };
    row.hash = seal_chain(own->arena, own->head, &row);
    *hash = row.hash;
    return chain_add(own->seen.db, &row, err);
}

bool change_keep(struct change *change, struct str about, struct err *err) {
    struct open_change *own = inside(change);
    struct str hash = own->head;
    bug_if(!own->open);
    if (about.size && !journal(own, about, 0, &hash, err)) {
        change_drop(change);
        return false;
    }
    own->open = false; /* a commit that fails has rolled back */
    if (!db_commit(own->seen.db, OWNER, err)) return false;
    own->head = hash;
    if (about.size) own->seen.number++;
    return true;
}

bool change_rest(struct change *change, struct err *err) {
    struct open_change *own = inside(change);
    return !own->recording || step_rest(own->recording, err);
}

struct str change_head(const struct change *change) {
    return ((const struct open_change *)(const void *)change)->head;
}

bool change_commit(struct change *change, struct str about, struct str step_about, struct change_done *done,
                   struct err *err) {
    struct open_change *own = inside(change);
    *done = (struct change_done){ 0 };
    bug_if(!own->open || (own->flags & CHANGE_TRIAL));
    bool records = own->recording != NULL;
    if (records) {
        struct step_info info = { .made_at = own->seen.at,
                                  .expires_at = own->seen.at + (int64_t)STEP_DAYS * 86400,
                                  .verb = own->verb,
                                  .about = step_about,
                                  .undone_by = VALUE_NONE };
        uint64_t gone;
        bool kept = step_keep(own->seen.db, own->recording, &info, &done->step, err);
        own->recording = NULL;
        if (!kept || !step_expire(own->seen.db, own->seen.at, &gone, err)) goto fail;
    }
    if (records && !done->step && !own->seen.wrote_more) {
        change_cancel(change);
        return true;
    }
    struct str hash;
    if (!journal(own, about, done->step, &hash, err)) goto fail;
    own->open = false; /* a commit that fails has rolled back */
    if (!db_commit(own->seen.db, OWNER, err)) goto fail;
    done->number = own->seen.number;
    change_cancel(change);
    return true;
fail:
    *done = (struct change_done){ 0 };
    change_cancel(change);
    return false;
}
