/* SPDX-License-Identifier: GPL-3.0-or-later
 * council - lists for the local authority; see council.h.
 * Owns:  nothing.
 * Must not know: terminals; what each list is for.
 */
#include "work/council.h"

static const char BASIS[] = "law: Education and Skills Act 2008, section 72 (information about pupils for the local authority); policy 4.3.22";

static bool withheld_by_school(const struct council *council, uint32_t abouts, struct err *err) {
    for (int i = 0; i < ABOUT_COUNT; i++) {
        if (!(abouts >> i & 1) || redact_may(&council->viewer, (enum about)i)) continue;
        struct str about = council->viewer.table->rows[i].about;
        err_set(err, CODE_NOT_ALLOWED, "audiences.lua withholds %.*s from the local authority, and this list tells it.", STR_ARG(about));
        return err_next(err, "change audiences.lua if the school has decided otherwise");
    }
    return true;
}

bool council_open(const struct command_call *call, struct answer *answer, uint32_t abouts, struct council *out) {
    struct err err = { 0 };
    *out = (struct council){ .arena = answer->arena, .day = call->as_of, .today = call->today };
    if (!school_for(call, answer, SCHOOL_POLICY, &out->school)) return false;
    if (!council_table_load(out->arena, out->school->host, out->school->folder, out->school->kinds, &out->table, &answer->problems, &err)) {
        answer_outcome(answer, OUTCOME_POLICY);
        return answer->problems.errors ? false : answer_fail(answer, &err);
    }
    if (!redact_viewer_named(out->arena, out->school, STR("local_authority"), &out->viewer, &err) || !withheld_by_school(out, abouts, &err)) return answer_fail(answer, &err);
    out->leap = (enum leap_day)out->school->policy->readings[READING_LEAP_DAY].means;
    if (!roster_read(out->arena, out->school, out->day, &out->roster, &err)
        || !note_list(out->arena, out->school, STR("la_instruction"), date_max(out->day, out->today), &out->said, &err)) return answer_fail(answer, &err);
    out->pupils = arena_array(out->arena, struct export_pupil, out->roster->pupil_count);
    return true;
}

struct instruction *council_said(const struct council *council, int64_t pupil, size_t *count) {
    const struct note *notes = note_of(&council->said, pupil, count);
    struct instruction *said = arena_array(council->arena, struct instruction, *count);
    for (size_t i = 0; i < *count; i++) {
        struct str by = note_word(&council->said, &notes[i], STR("by")), says = note_word(&council->said, &notes[i], STR("says"));
        said[i] = (struct instruction){ .day = notes[i].date,
                                        .by = str_is(by, "parent") ? SAID_BY_PARENT : str_is(by, "pupil") ? SAID_BY_PUPIL : SAID_BY_UNKNOWN,
                                        .says = str_is(says, "yes") ? SAID_YES : str_is(says, "no") ? SAID_NO : SAID_UNKNOWN };
    }
    return said;
}

enum sharing council_sharing(const struct council *council, const struct pupil_row *pupil) {
    size_t count;
    const struct instruction *said = council_said(council, pupil->id, &count);
    enum sharing then = sharing_on(pupil->dob, council->day, council->leap, said, count);
    if (!sharing_is_full(then)) return then;
    return sharing_on(pupil->dob, council->today, council->leap, said, count);
}

/* Of how many pupils what the family said is of that sort. */
static size_t how_many(const struct council *council, bool (*is_so)(struct date, struct date, enum leap_day, const struct instruction *, size_t)) {
    size_t found = 0;
    for (size_t i = 0; i < council->count; i++) {
        size_t count;
        const struct pupil_row *pupil = roster_pupil(council->roster, council->pupils[i].pupil);
        const struct instruction *said = council_said(council, pupil->id, &count);
        found += is_so(pupil->dob, council->day, council->leap, said, count);
    }
    return found;
}

size_t council_unheard(const struct council *council) { return how_many(council, sharing_unheard); }
size_t council_to_ask(const struct council *council) { return how_many(council, sharing_ask_again); }

struct sheet *council_sheet(const struct council *council, struct str name, const struct council_field *own, size_t count) {
    struct sheet *sheet = sheet_new(council->arena, name, (struct str){ 0 });
    sheet_column(sheet, STR("upn"), STR("UPN"), CELL_TEXT);
    sheet_column(sheet, STR("surname"), STR("Surname"), CELL_TEXT);
    sheet_column(sheet, STR("first_name"), STR("First name"), CELL_TEXT);
    sheet_column(sheet, STR("dob"), STR("Date of birth"), CELL_DAY);
    sheet_column(sheet, STR("year"), STR("Year"), CELL_WHOLE);
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    for (size_t i = 0; i < count; i++) sheet_column(sheet, str_from(own[i].key), str_from(own[i].title), own[i].type);
    return sheet;
}

void council_text(struct sheet *sheet, bool all, struct str text) {
    if (all && text.size) sheet_text(sheet, text);
    else sheet_empty(sheet);
}

void council_day(struct sheet *sheet, bool all, struct date day) {
    if (all && date_known(day)) sheet_day(sheet, day);
    else sheet_empty(sheet);
}

static void keep_back(const struct council *council, struct export_pupil *entry, enum sharing sharing, const struct council_field *own, size_t count) {
    struct buf keys = { 0 }, words = { 0 };
    buf_add_c(&keys, "upn year form");
    buf_add_c(&words, "UPN, Year, Form");
    for (size_t i = 0; i < count; i++) {
        buf_printf(&keys, " %s", own[i].key);
        buf_printf(&words, ", %s", own[i].title);
    }
    entry->withheld = str_copy(council->arena, buf_str(&keys));
    entry->withheld_words = str_copy(council->arena, buf_str(&words));
    entry->why = str_from(sharing_code(sharing));
    entry->why_words = str_from(sharing_words(sharing));
    buf_free(&keys);
    buf_free(&words);
}

struct export_pupil *council_pupil(struct council *council, const struct pupil_row *pupil) {
    struct export_pupil *entry = &council->pupils[council->count++];
    struct str name = pupil_name(council->arena, pupil);
    *entry = (struct export_pupil){ .pupil = pupil->id, .name = pupil->form.size ? str_format(council->arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(pupil->form)) : name };
    return entry;
}

bool council_row(struct council *council, struct sheet *sheet, const struct pupil_row *pupil, const struct council_field *own, size_t count) {
    enum sharing sharing = council_sharing(council, pupil);
    bool all = sharing_is_full(sharing);
    struct export_pupil *entry = council_pupil(council, pupil);
    if (!all) keep_back(council, entry, sharing, own, count);
    sheet_row(sheet);
    council_text(sheet, all, pupil->upn);
    council_text(sheet, true, pupil->surname);
    council_text(sheet, true, pupil->first_name);
    council_day(sheet, true, pupil->dob);
    if (!all || pupil->year == VALUE_NONE) sheet_empty(sheet);
    else sheet_whole(sheet, pupil->year);
    council_text(sheet, all, pupil->form);
    return all;
}

struct export *council_export(const struct council *council, const struct sheet *sheet, struct str sort, struct str title) {
    struct export *export = arena_new(council->arena, struct export);
    *export = (struct export){ .sort = sort, .title = title, .to = council->table->council, .basis = str_from(BASIS), .sheet = sheet, .pupils = council->pupils,
                               .pupil_count = council->count, .whole = true };
    return export;
}
