/* SPDX-License-Identifier: GPL-3.0-or-later
 * erased_mark - by what an erased pupil is known again; see erased_mark.h.
 * Owns:  the setting "erasure-key".
 * Must not know: imports, who is erased and why.
 */
#include "work/erased_mark.h"

#include "base/utf8.h"
#include "store/erased.h"
#include "work/seal.h"

#define DIGITS 32

bool erased_mark_key(struct db *db, struct arena *arena, struct str *key, struct err *err) {
    return db_setting(db, arena, ERASED_MARK_KEY, key, err);
}

static struct str folded(struct arena *arena, const struct pupil_sought *who) {
    return utf8_fold(arena, str_trim(str_format(arena, "%.*s %.*s", STR_ARG(who->surname), STR_ARG(who->first_name))));
}

/* The length stands in front, so that no two read alike. */
static struct erased_mark mark_of(struct arena *arena, struct str key, enum erased_sort sort, struct str number, struct str name) {
    struct str text = str_format(arena, "%d:%zu:%.*s%.*s", (int)sort, number.size, STR_ARG(number), STR_ARG(name));
    return (struct erased_mark){ sort, seal_hmac(arena, key, text, DIGITS) };
}

/* A spreadsheet takes them away. */
static struct str without_zeros(struct str number) {
    size_t zeros = 0;
    while (zeros + 1 < number.size && number.at[zeros] == '0') zeros++;
    return str_slice(number, zeros, number.size);
}

size_t erased_mark_make(struct arena *arena, struct str key, const struct pupil_sought *who, struct erased_mark marks[static ERASED_MARKS]) {
    struct str name = folded(arena, who), none = { 0 };
    bool named = who->surname.size && who->first_name.size;
    size_t count = 0;
    char day[DATE_ISO_SIZE];
    if (who->upn.size) marks[count++] = mark_of(arena, key, ERASED_UPN, who->upn, none);
    if (named && date_known(who->dob)) marks[count++] = mark_of(arena, key, ERASED_BIRTHDAY, str_from(date_iso(who->dob, day)), name);
    if (named && who->admission_no.size) marks[count++] = mark_of(arena, key, ERASED_NUMBER, who->admission_no, name);
    if (who->admission_no.size) marks[count++] = mark_of(arena, key, ERASED_NUMBER_ALONE, without_zeros(who->admission_no), none);
    return count;
}

/* Records older than the key get one now. */
static bool ready_key(struct db *db, struct arena *arena, struct str *key, struct err *err) {
    if (!erased_mark_key(db, arena, key, err)) return false;
    if (key->size == SEAL_KEY_DIGITS) return true;
    *key = seal_random(arena);
    return db_set_setting(db, ERASED_MARK_KEY, *key, err);
}

static bool leave(struct db *db, struct arena *scratch, const struct kinds *kinds, const struct pupil *pupil, struct erased row, struct err *err) {
    int32_t dob = kinds->known.dob;
    struct erased_mark marks[ERASED_MARKS];
    struct str key;
    struct pupil_sought who = { .upn = pupil->upn, .admission_no = pupil->admission_no, .first_name = pupil->first_name, .surname = pupil->surname, .dob = DATE_NONE };
    if (dob != FIELD_ABSENT && pupil->facts[dob] != VALUE_NONE) who.dob = (struct date){ (int32_t)pupil->facts[dob] };
    if (!ready_key(db, scratch, &key, err)) return false;
    size_t count = erased_mark_make(scratch, key, &who, marks);
    if (!count) return true;
    row.person = marks[0].text;
    if (pupil->former_upn.size) {
        row.mark = mark_of(scratch, key, ERASED_UPN, pupil->former_upn, (struct str){ 0 }).text;
        if (!erased_put(db, &row, err)) return false;
    }
    for (size_t i = 0; i < count; i++) {
        row.mark = marks[i].text;
        if (!erased_put(db, &row, err)) return false;
    }
    return true;
}

bool erased_mark_leave(struct db *db, const struct kinds *kinds, int64_t pupil, struct date day, bool asked, struct err *err) {
    struct arena scratch = { 0 };
    struct pupil was;
    bool found;
    bool fine = pupil_read(db, kinds, &scratch, pupil, &was, &found, err)
                && (!found || leave(db, &scratch, kinds, &was, (struct erased){ .day = day, .asked = asked }, err));
    arena_free(&scratch);
    return fine;
}
