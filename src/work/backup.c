/* SPDX-License-Identifier: GPL-3.0-or-later
 * backup - checked copies of the records, and putting one back; see backup.h.
 * Owns:  nothing.
 * Must not know: what the tables hold.
 */
#include "work/backup.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "work/change.h"
#include "work/lineage.h"
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
    struct returning *back;   /* erased since, and in the copy */
    size_t back_count;
    bool untold;              /* the records of now do not tell whether somebody was: they can not be read to the end */
    bool alone;               /* nothing here tells whether the copy is this school's */
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

bool backup_strangers(struct arena *arena, const char *folder, struct str school, struct str *first, size_t *count) {
    struct str *names;
    struct err ignored = { 0 };
    size_t all;
    *count = 0;
    if (!list_copies(arena, folder, &names, &all, &ignored)) return false;
    for (size_t i = 0; i < all; i++) {
        struct db *db;
        struct lineage of = { 0 };
        if (!db_open(arena, file_join(arena, file_join(arena, folder, "backups"), str_c(arena, names[i])), DB_READ, NULL, &db, &ignored)) continue;
        bool other = lineage_read(db, arena, &of, &ignored) && !str_equal(of.school, school);
        db_close(db);
        if (other && (*count)++ == 0) *first = names[i];
    }
    return *count > 0;
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

/* Records, or a copy of them: opened; whose they are, and whether they are whole. */
struct looked {
    struct db *db;            /* NULL: can not be opened */
    struct lineage of;
    bool whole;
    struct err broken;        /* not whole */
};

static void look_at(struct arena *arena, const char *path, struct looked *out) {
    struct err ignored = { 0 };
    *out = (struct looked){ 0 };
    if (!db_open(arena, path, DB_READ, NULL, &out->db, &out->broken)) return;
    bool read = lineage_read(out->db, arena, &out->of, &ignored);
    out->whole = db_check(out->db, true, &out->broken) && read;
    if (!read && out->broken.code == CODE_NONE) out->broken = ignored;
}

/* A full disk is no damage: what could not be looked at may well be whole. */
static bool could_look(const struct looked *now, struct err *err) {
    if (now->whole || now->broken.code != CODE_DISK_FULL) return true;
    *err = now->broken;
    return err_next(err, "make room on the disk; if school.db can not be read at all, move it elsewhere and restore again");
}

static void close_looked(struct looked *looked) {
    if (looked->db) db_close(looked->db);
    looked->db = NULL;
}

/* Where the records of now can not be read, most of the other copies tell whose they were; *alone when none is of the same. */
static bool fits_other_copies(struct arena *arena, const char *folder, struct str asked, const struct lineage *copy, bool *alone) {
    struct str *names;
    struct err ignored = { 0 };
    size_t count, others = 0, fits = 0;
    if (!list_copies(arena, folder, &names, &count, &ignored)) return true;
    for (size_t i = 0; i < count; i++) {
        struct looked other = { 0 };
        if (str_equal(names[i], asked)) continue;
        if (!db_open(arena, file_join(arena, file_join(arena, folder, "backups"), str_c(arena, names[i])), DB_READ, NULL, &other.db, &ignored)) continue;
        if (lineage_read(other.db, arena, &other.of, &ignored)) {
            bool same = str_equal(other.of.school, copy->school);
            fits += same;
            others += !same;
        }
        close_looked(&other);
    }
    *alone = !fits;
    return others <= fits + 1;
}

/* The records of another school take the place of none; only where nothing is recorded yet any copy may begin. */
static bool is_ours(struct arena *arena, const char *folder, const char *path, const struct looked *copy, const struct looked *now, bool *alone,
                    struct err *err) {
    struct str name = file_name(str_from(path));
    bool known = now->db && now->of.school.size;
    bool fits = known ? now->of.blank || str_equal(now->of.school, copy->of.school) : fits_other_copies(arena, folder, name, &copy->of, alone);
    if (fits) return true;
    err_set(err, CODE_OTHER_SCHOOL, "%.*s holds the records of another school%s; nothing was done.", STR_ARG(name), known ? "" : " than most of the copies in backups/");
    return err_next(err, "it belongs into the folder of that school; where that is lost,  signpost new  makes one, and restore there takes it");
}

static struct str asked_copy(const struct command_call *call) {
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) return call->parts[i].text;
    return (struct str){ 0 };
}

static void say_copy(struct answer *answer, const struct looked *copy, const struct looked *now, bool there) {
    struct arena *arena = answer->arena;
    char day[DATE_LONG_SIZE];
    int64_t head = copy->of.head.number, since = now->of.head.number - head;
    page_paragraphf(answer->page, "The copy is whole.  The last thing in it was done on %s (journal row %lld).",
                    head ? date_long(clock_london_date(copy->of.head.at), day) : "no day", (long long)head);
    if (now->whole) page_paragraphf(answer->page, "Since then %.*s done here, which the copy does not know: journal since %s",
                                    STR_ARG(count_of(arena, (uint64_t)(since > 0 ? since : 0), "change was", "changes were")),
                                    head ? date_short(clock_london_date(copy->of.head.at), day) : "the beginning");
    else page_paragraphf(answer->page, "The records of now can not be read: %s", there ? now->broken.text : "school.db is not there.");
}

/* Whom the copy would bring back, as far as the records of now tell: of damaged ones the journal may well be whole. */
static bool look_back(struct arena *arena, const struct looked *copy, const struct looked *now, struct restore_plan *plan, struct err *err) {
    struct err unheard = { 0 };
    int64_t broken = 0, rows;
    if (now->whole) return lineage_returning(now->db, copy->db, arena, &plan->back, &plan->back_count, err);
    plan->untold = !now->db || !change_verify(arena, now->db, &broken, &rows, &unheard) || broken || !rows || rows < copy->of.head.number
                   || !lineage_returning(now->db, copy->db, arena, &plan->back, &plan->back_count, &unheard);
    if (plan->untold) plan->back_count = 0;
    return true;
}

static void ask_to_restore(struct answer *answer, const struct restore_plan *plan) {
    struct arena *arena = answer->arena;
    struct str who = count_of(arena, plan->back_count, "pupil", "pupils");
    if (plan->back_count)
        page_paragraphf(answer->page, "%.*s %s erased since, and would be back: erase them again afterwards with  retain PUPIL --delete.  Without a terminal this needs  "
                        "--with-erased  as well.", STR_ARG(who), plan->back_count == 1 ? "was" : "were");
    if (plan->untold)
        page_paragraph(answer->page, STR("Whether somebody was erased since, and would be back, can not be told: whoever was is to be erased again afterwards.  Without a "
                                         "terminal this needs  --with-erased  as well."));
    if (plan->alone) page_paragraph(answer->page, STR("Nothing else here tells whether the copy is this school's: look at it before anything is sent."));
    page_paragraph(answer->page, STR("The records of now are set aside in backups/, not deleted."));
    answer->question = !plan->back_count ? STR("Put the copy in their place?")
                                         : str_format(arena, "Put the copy in their place, and with it %.*s who %s erased?", STR_ARG(who), plan->back_count == 1 ? "was" : "were");
}

bool backup_restore_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct looked copy = { 0 }, now = { 0 };
    struct restore_plan *plan = arena_new(arena, struct restore_plan);
    struct str asked = asked_copy(call);
    if (asked.size && call->school) {
        err_set(&err, CODE_ARGUMENTS, "The prompt holds the records open; they can not be exchanged under it.");
        err_next(&err, "leave the prompt:  quit,  then  signpost restore %.*s", STR_ARG(asked));
        return answer_fail(answer, &err);
    }
    if (!asked.size) return list_page(call, answer, call->folder, &err) || answer_fail(answer, &err);
    if (!find_copy(call, arena, asked, &plan->path, &err)) return answer_fail(answer, &err);
    const char *records = file_join(arena, call->folder, "school.db");
    bool there = file_exists(records);
    look_at(arena, plan->path, &copy);
    if (there) look_at(arena, records, &now);
    bool fine = copy.whole && could_look(&now, &err) && is_ours(arena, call->folder, plan->path, &copy, &now, &plan->alone, &err);
    if (!copy.whole) err = copy.broken;
    if (fine) fine = look_back(arena, &copy, &now, plan, &err);
    close_looked(&copy);
    close_looked(&now);
    if (!fine) return answer_fail(answer, &err);
    plan->stamp = file_stamp(plan->path);
    plan->records = file_stamp(records);
    answer->page = page_new(arena, STR("Restore"));
    say_copy(answer, &copy, &now, there);
    ask_to_restore(answer, plan);
    answer->plan = plan;
    answer->waits = true;
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
static bool prepare(const struct command_call *call, struct arena *arena, const struct restore_plan *plan, const char *path, struct str aside,
                    struct change_done *done, struct err *err) {
    struct change_request request = { .verb = STR("restore"), .actor = call->actor, .state = VALUE_NONE, .accepts_break = true };
    struct str bytes, from = file_name(str_from(plan->path)), back = lineage_about(arena, plan->back, plan->back_count);
    return file_read(arena, plan->path, COPY_MOST, &bytes, err) && file_create(path, bytes, err)
           && change_note(arena, path, &request, str_format(arena, "copy=%.*s set_aside=%.*s%.*s", STR_ARG(from), STR_ARG(aside), STR_ARG(back)), done, err)
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

static bool exchange(const struct command_call *call, struct arena *arena, const struct restore_plan *plan, struct str *aside, struct change_done *done,
                     struct err *err) {
    const char *records = file_join(arena, call->folder, "school.db");
    struct looked copy, now = { 0 };
    struct file_draft draft;
    if (file_exists(records)) look_at(arena, records, &now);
    close_looked(&now);
    if (!could_look(&now, err)) return false;
    bool whole = now.whole;
    file_clear_drafts(call->folder);
    look_at(arena, plan->path, &copy);
    close_looked(&copy);
    if (!copy.whole) {
        *err = copy.broken;
        return false;
    }
    if (!set_aside(arena, call->folder, records, whole, aside, err)) return false;
    if (!file_draft_begin(arena, records, &draft, err)) return false;
    bool fine = prepare(call, arena, plan, draft.path, *aside, done, err) && drop_companions(arena, records, whole, err)
                && file_draft_place(&draft, records, false, err);
    file_draft_end(&draft);
    return fine;
}

/* Nobody looks: then nobody who was erased comes back. */
static bool may_return(const struct command_call *call, const struct restore_plan *plan, struct err *err) {
    if ((!plan->back_count && !plan->untold) || call->asks || call_has(call, "with-erased")) return true;
    if (plan->untold) {
        err_set(err, CODE_NOT_ALLOWED, "Whether somebody was erased since the copy was made, and would be back, can not be told; nothing was done.");
        return err_next(err, "add  --with-erased  and erase again at once whoever was");
    }
    err_set(err, CODE_NOT_ALLOWED, "%.*s erased since the copy was made and would be back; nothing was done.",
            STR_ARG(count_of(call->arena, plan->back_count, "pupil was", "pupils were")));
    return err_next(err, "take a later copy; or add  --with-erased  and erase them again at once");
}

static void say_returned(struct answer *answer, const struct restore_plan *plan) {
    if (plan->untold) {
        page_paragraph(answer->page, STR("Whoever was erased since the copy was made is back: erase them again."));
        answer_outcome(answer, OUTCOME_DOUBT);
    }
    if (!plan->back_count) return;
    page_paragraphf(answer->page, "%.*s who had been erased %s back: erase them again.  doctor names them until it is done.",
                    STR_ARG(count_of(answer->arena, plan->back_count, "pupil", "pupils")), plan->back_count == 1 ? "is" : "are");
    for (size_t i = 0; i < plan->back_count; i++)
        answer_next(answer, "retain \"%.*s\" --delete because \"erased before\"", STR_ARG(plan->back[i].name));
    answer_outcome(answer, OUTCOME_DOUBT);
}

bool backup_restore_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    const struct restore_plan *plan = answer->plan;
    struct change_done done;
    struct str aside = { 0 };
    int lock;
    bug_if(!plan);
    if (!may_return(call, plan, &err)) return answer_fail(answer, &err);
    const char *records = file_join(arena, call->folder, "school.db");
    if (file_stamp(plan->path) != plan->stamp || file_stamp(records) != plan->records) {
        err_set(&err, CODE_STALE_PREVIEW, "The copy or the records changed since the preview; nothing was done.");
        return answer_fail(answer, &err);
    }
    if (!file_lock(file_join(arena, call->folder, "school.lock"), LOCK_WAIT_MS, "restore", &lock, &err)) return answer_fail(answer, &err);
    bool fine = exchange(call, arena, plan, &aside, &done, &err);
    file_unlock(lock);
    if (!fine) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(arena, STR("Restore"));
    page_paragraphf(answer->page, "The records are those of %.*s.  Journal row %lld.", STR_ARG(file_name(str_from(plan->path))), (long long)done.number);
    if (str_ends(aside, ".aside")) page_paragraphf(answer->page, "The damaged file is in backups/%.*s.", STR_ARG(aside));
    else if (aside.size)
        page_paragraphf(answer->page, "Those of before, with all that was done since, are in backups/%.*s: restore that to go back.  undo takes back steps "
                        "of the records as they are now, not this.", STR_ARG(aside));
    say_returned(answer, plan);
    answer_next(answer, "doctor");
    rows_json(call, answer);
    return true;
}
