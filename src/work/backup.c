/* SPDX-License-Identifier: GPL-3.0-or-later
 * backup - checked copies of the records, and putting one back; see backup.h.
 * Owns:  nothing.
 * Must not know: what the tables hold.
 */
#include "work/backup.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/chain.h"
#include "work/change.h"
#include "work/rows.h"
#include "work/wording.h"

#define KEPT 7
#define PREFIX "school-"
#define COPY_MOST ((size_t)2 << 30)
#define LOCK_WAIT_MS 10000

struct restore_plan {
    const char *path;         /* of the copy */
    uint64_t stamp;           /* of the copy and of the records, as the preview saw them */
    uint64_t records;
};

/* ---- which copies there are --------------------------------------------------------------------------------------------- */

/* "school-20261127-0251.db": made by `backup`; what migrations and restore left there begins otherwise. */
static bool day_of(struct str name, struct date *out) {
    int64_t number;
    if (!str_starts(name, PREFIX) || !str_ends(name, ".db") || name.size < sizeof PREFIX + 8) return false;
    if (!str_whole(str_slice(name, sizeof PREFIX - 1, sizeof PREFIX + 7), &number) || number < 19000101 || number > 99991231) return false;
    return date_make((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100), out);
}

static bool list_copies(struct arena *arena, const char *folder, struct str **out, size_t *count, struct err *err) {
    struct str *names;
    size_t all;
    const char *path = file_join(arena, folder, "backups");
    *count = 0;
    *out = NULL;
    if (!file_is_folder(path)) return true;
    if (!file_list(arena, path, &names, &all, err)) return false;
    *out = arena_array(arena, struct str, all + 1);
    for (size_t i = 0; i < all; i++)
        if (str_ends(names[i], ".db")) (*out)[(*count)++] = names[i];
    return true;
}

bool backup_newest(struct arena *arena, const char *folder, struct str *name, struct date *day) {
    struct str *names;
    struct err err = { 0 };
    size_t count;
    bool found = false;
    if (!list_copies(arena, folder, &names, &count, &err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct date of;
        if (!day_of(names[i], &of)) continue;
        *name = names[i]; /* sorted: the last is the newest */
        *day = of;
        found = true;
    }
    return found;
}

/* ---- making one ------------------------------------------------------------------------------------------------------------ */

/* "20261127-0251" in London. */
static struct str stamp_now(struct arena *arena) {
    int64_t now = clock_now();
    int year, month, day;
    date_parts(clock_london_date(now), &year, &month, &day);
    int64_t minutes = (((now + clock_london_offset(now)) % 86400 + 86400) % 86400) / 60;
    return str_format(arena, "%04d%02d%02d-%02d%02d", year, month, day, (int)(minutes / 60), (int)(minutes % 60));
}

/* A name in backups/ that nothing has: "school-20261127-0251.db", then "..._2.db". */
static bool free_name(struct arena *arena, const char *folder, const char *prefix, const char *ending, struct str *name, struct err *err) {
    const char *copies = file_join(arena, folder, "backups");
    struct str stamp = stamp_now(arena);
    if (!file_make_folder(copies, err)) return false;
    *name = str_format(arena, "%s%.*s%s", prefix, STR_ARG(stamp), ending);
    /* With a sign that sorts after the dot: the newest of a minute is the last of the list, and goes last. */
    for (int i = 2; file_exists(file_join(arena, copies, str_c(arena, *name))) && i < 100; i++)
        *name = str_format(arena, "%s%.*s_%d%s", prefix, STR_ARG(stamp), i, ending);
    return true;
}

static bool make_copy(struct arena *arena, const char *folder, const char *prefix, struct str *name, struct err *err) {
    struct db *db;
    if (!free_name(arena, folder, prefix, ".db", name, err)) return false;
    /* A copy attaches the new file, which a connection that only looks may not. */
    if (!db_open(arena, file_join(arena, folder, "school.db"), DB_WRITE, NULL, &db, err)) return false;
    /* Damaged records can give a copy that is whole and lacks rows, and would push a good copy out. */
    bool fine = db_check(db, true, err) && db_copy(db, file_join(arena, file_join(arena, folder, "backups"), str_c(arena, *name)), err);
    db_close(db);
    return fine;
}

bool backup_make(struct arena *arena, struct school *school, struct str *name, struct err *err) {
    return make_copy(arena, school->folder, PREFIX, name, err);
}

static bool drop_oldest(struct arena *arena, const char *folder, size_t *dropped, struct err *err) {
    struct str *names;
    size_t count, own = 0;
    struct date day;
    *dropped = 0;
    if (!list_copies(arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++) own += day_of(names[i], &day);
    for (size_t i = 0; i < count && own > KEPT; i++) {
        if (!day_of(names[i], &day)) continue;
        if (!file_remove(file_join(arena, file_join(arena, folder, "backups"), str_c(arena, names[i])), err)) return false;
        own--;
        (*dropped)++;
    }
    return true;
}

bool backup_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct str name;
    size_t dropped = 0;
    int lock;
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    /* An erasure takes the copies away that hold whom it erased: none may be in the making meanwhile. */
    if (!change_lock(answer->arena, school, STR("backup"), &lock, &err)) return answer_fail(answer, &err);
    file_clear_drafts(school->folder);
    bool made = make_copy(answer->arena, school->folder, PREFIX, &name, &err);
    /* The copy is there: what stands in the way of removing an old one is said, and the next backup tries again. */
    if (made && !drop_oldest(answer->arena, school->folder, &dropped, &err)) answer_note(answer, "%s", err.text);
    change_unlock(lock);
    if (!made) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Backup"));
    page_paragraphf(answer->page, "Made backups/%.*s, and checked it.%s", STR_ARG(name),
                    dropped ? str_c(answer->arena, str_format(answer->arena, "  The oldest went; %d are kept.", KEPT)) : "");
    page_paragraph(answer->page, STR("It lies on the same disk: keep a copy somewhere else as well."));
    answer_next(answer, "restore %.*s", STR_ARG(name));
    rows_json(call, answer);
    return true;
}

/* ---- putting one back ---------------------------------------------------------------------------------------------------- */

static bool list_page(const struct command_call *call, struct answer *answer, const char *folder, struct err *err) {
    struct str *names;
    size_t count;
    if (!list_copies(answer->arena, folder, &names, &count, err)) return false;
    struct sheet *sheet = sheet_new(answer->arena, STR("copies"), (struct str){ 0 });
    sheet_column(sheet, STR("copy"), STR("Copy"), CELL_TEXT);
    sheet_column(sheet, STR("of"), STR("Of"), CELL_DAY);
    for (size_t i = count; i > 0; i--) {
        struct date day;
        sheet_row(sheet);
        sheet_text(sheet, names[i - 1]);
        if (day_of(names[i - 1], &day)) sheet_day(sheet, day);
        else sheet_none(sheet, STR("before a change"));
    }
    answer->page = page_new(answer->arena, STR("Copies"));
    if (!count) {
        page_paragraph(answer->page, STR("There is no copy in backups/ yet."));
        answer_next(answer, "backup");
    } else {
        page_table(answer->page, sheet);
        answer_next(answer, "restore %.*s", STR_ARG(names[count - 1]));
    }
    answer->result = sheet;
    rows_json(call, answer);
    return true;
}

/* Records that are in use keep their newest part in a log beside them, which would not come along. */
static bool is_whole_file(struct arena *arena, const char *path, struct err *err) {
    const char *log = str_c(arena, str_format(arena, "%s-wal", path));
    struct str bytes;
    if (!file_exists(log)) return true;
    if (!file_read(arena, log, COPY_MOST, &bytes, err)) return false;
    if (!bytes.size) return true;
    err_set(err, CODE_ARGUMENTS, "%s is no copy but records in use: their newest part is in the file beside it, %.*s.", path, STR_ARG(file_name(str_from(log))));
    return err_next(err, "make a copy of them first:  signpost --dir FOLDER backup");
}

static bool find_copy(const struct command_call *call, struct arena *arena, struct str asked, const char **path, struct err *err) {
    struct str plain = file_name(asked);
    *path = str_find(asked, STR("/")) == SIZE_MAX ? file_join(arena, file_join(arena, call->folder, "backups"), str_c(arena, plain)) : str_c(arena, asked);
    if (file_exists(*path)) return is_whole_file(arena, *path, err);
    err_set(err, CODE_NOTHING_SELECTED, "There is no copy called %.*s.", STR_ARG(asked));
    return err_next(err, "restore  alone lists them");
}

/* Opened, checked, closed: what is put back must be whole and of this program. */
static bool look_at(struct arena *arena, const char *path, struct chain_row *head, struct err *err) {
    struct db *db;
    if (!db_open(arena, path, DB_READ, NULL, &db, err)) return false;
    bool fine = db_check(db, true, err) && chain_head(db, arena, head, err);
    db_close(db);
    return fine;
}

static struct str asked_copy(const struct command_call *call) {
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) return call->parts[i].text;
    return (struct str){ 0 };
}

bool backup_restore_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct chain_row copy = { 0 }, now = { 0 };
    struct restore_plan *plan = arena_new(arena, struct restore_plan);
    struct str asked = asked_copy(call);
    char day[DATE_LONG_SIZE];
    if (asked.size && call->school) {
        err_set(&err, CODE_ARGUMENTS, "The prompt holds the records open; they can not be exchanged under it.");
        err_next(&err, "leave the prompt:  quit,  then  signpost restore %.*s", STR_ARG(asked));
        return answer_fail(answer, &err);
    }
    if (!asked.size) return list_page(call, answer, call->folder, &err) || answer_fail(answer, &err);
    if (!find_copy(call, arena, asked, &plan->path, &err) || !look_at(arena, plan->path, &copy, &err)) return answer_fail(answer, &err);
    const char *records = file_join(arena, call->folder, "school.db");
    struct err broken = { 0 };
    bool whole = file_exists(records) && look_at(arena, records, &now, &broken);
    plan->stamp = file_stamp(plan->path);
    plan->records = file_stamp(records);
    answer->page = page_new(arena, STR("Restore"));
    page_paragraphf(answer->page, "The copy is whole.  The last thing in it was done on %s (journal row %lld).",
                    copy.number ? date_long(clock_london_date(copy.at), day) : "no day", (long long)copy.number);
    if (whole) page_paragraphf(answer->page, "Since then %.*s done here, which the copy does not know: journal since %s",
                               STR_ARG(count_of(arena, (uint64_t)(now.number > copy.number ? now.number - copy.number : 0), "change was", "changes were")),
                               copy.number ? date_short(clock_london_date(copy.at), day) : "the beginning");
    else page_paragraphf(answer->page, "The records of now can not be read: %s", file_exists(records) ? broken.text : "school.db is not there.");
    page_paragraph(answer->page, STR("The records of now are set aside in backups/, not deleted."));
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Put the copy in their place?");
    return true;
}

/* What stands in the log alone goes into the file, so that the file alone is all of the records. */
static bool write_log_back(struct arena *arena, const char *records, struct err *err) {
    struct db *db;
    if (!db_open(arena, records, DB_WRITE, NULL, &db, err)) return false;
    bool fine = db_empty_log(db, err);
    db_close(db);
    return fine;
}

/* Set aside: a checked copy of what can be read; of what can not, the bytes as they are. */
static bool set_aside(struct arena *arena, const char *folder, const char *records, bool whole, struct str *name, struct err *err) {
    const char *log = str_c(arena, str_format(arena, "%s-wal", records));
    struct str bytes;
    if (!file_exists(records)) return true;
    if (whole) return make_copy(arena, folder, "before-restore-", name, err);
    if (!free_name(arena, folder, "damaged-", ".db.aside", name, err)) return false;
    const char *aside = file_join(arena, file_join(arena, folder, "backups"), str_c(arena, *name));
    if (!file_read(arena, records, COPY_MOST, &bytes, err) || !file_create(aside, bytes, err)) return false;
    if (!file_exists(log)) return true;
    /* What was written last may stand in the log alone. */
    return file_read(arena, log, COPY_MOST, &bytes, err) && file_create(str_c(arena, str_format(arena, "%s-wal", aside)), bytes, err);
}

/* The copy with the row that says so in its journal, whole and on disk, beside the records and not yet in their place. */
static bool prepare(const struct command_call *call, struct arena *arena, const char *copy, const char *path, struct str aside,
                    struct change_done *done, struct err *err) {
    struct change_request request = { .verb = STR("restore"), .actor = call->actor, .state = VALUE_NONE, .accepts_break = true };
    struct str bytes, from = file_name(str_from(copy));
    return file_read(arena, copy, COPY_MOST, &bytes, err) && file_create(path, bytes, err)
           && change_note(arena, path, &request, str_format(arena, "copy=%.*s set_aside=%.*s", STR_ARG(from), STR_ARG(aside)), done, err)
           && write_log_back(arena, path, err);
}

/* A log that belongs to the records of now must not be read into the copy.  Whole records have all of it in the file by
 * then: whenever we are stopped, they are whole. */
static bool drop_companions(struct arena *arena, const char *records, bool whole, struct err *err) {
    static const char *const TAILS[] = { "-wal", "-shm" };
    if (whole && !write_log_back(arena, records, err)) return false;
    /* The last to close them takes the log away. */
    if (whole && file_exists(str_c(arena, str_format(arena, "%s-wal", records)))) {
        err_set(err, CODE_DATABASE_BUSY, "Another program has these records open; they can not be exchanged under it.");
        return err_next(err, "Leave the prompt there (quit), or wait until the other program has ended; then try again.");
    }
    for (size_t i = 0; i < COUNT_OF(TAILS); i++) {
        const char *path = str_c(arena, str_format(arena, "%s%s", records, TAILS[i]));
        if (file_exists(path) && !file_remove(path, err)) return false;
    }
    return true;
}

static bool exchange(const struct command_call *call, struct arena *arena, const char *copy, struct str *aside, struct change_done *done,
                     struct err *err) {
    const char *records = file_join(arena, call->folder, "school.db");
    struct chain_row head;
    struct err broken = { 0 };
    struct file_draft draft;
    bool whole = file_exists(records) && look_at(arena, records, &head, &broken);
    file_clear_drafts(call->folder);
    if (!look_at(arena, copy, &head, err) || !set_aside(arena, call->folder, records, whole, aside, err)) return false;
    if (!file_draft_begin(arena, records, &draft, err)) return false;
    bool fine = prepare(call, arena, copy, draft.path, *aside, done, err) && drop_companions(arena, records, whole, err)
                && file_draft_place(&draft, records, false, err);
    file_draft_end(&draft);
    return fine;
}

bool backup_restore_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    const struct restore_plan *plan = answer->plan;
    struct change_done done;
    struct str aside = { 0 };
    int lock;
    bug_if(!plan);
    const char *records = file_join(arena, call->folder, "school.db");
    if (file_stamp(plan->path) != plan->stamp || file_stamp(records) != plan->records) {
        err_set(&err, CODE_STALE_PREVIEW, "The copy or the records changed since the preview; nothing was done.");
        return answer_fail(answer, &err);
    }
    if (!file_lock(file_join(arena, call->folder, "school.lock"), LOCK_WAIT_MS, "restore", &lock, &err)) return answer_fail(answer, &err);
    bool fine = exchange(call, arena, plan->path, &aside, &done, &err);
    file_unlock(lock);
    if (!fine) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(arena, STR("Restore"));
    page_paragraphf(answer->page, "The records are those of %.*s.  Journal row %lld.", STR_ARG(file_name(str_from(plan->path))), (long long)done.number);
    if (str_ends(aside, ".aside")) page_paragraphf(answer->page, "The damaged file is in backups/%.*s.", STR_ARG(aside));
    else if (aside.size)
        page_paragraphf(answer->page, "Those of before, with all that was done since, are in backups/%.*s: restore that to go back.  undo takes back steps "
                        "of the records as they are now, not this.", STR_ARG(aside));
    answer_next(answer, "doctor");
    rows_json(call, answer);
    return true;
}
