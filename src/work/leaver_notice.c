/* SPDX-License-Identifier: GPL-3.0-or-later
 * leaver_notice - export leaver-notice: tells the local authority that pupils of 16 or 17 have left early (clause 4.4.24).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The notice is a duty of its own (Education and Skills Act 2008, section 13): an objection to sharing does not stop it, so
 * it says no more than who has left what and when.  A letter in plain text, or a table by the ending of --output.
 */
#include "work/council.h"
#include "work/early_leaver.h"
#include "work/exports.h"
#include "work/resolve.h"
#include "work/wording.h"

static const char BASIS[] = "law: Education and Skills Act 2008, section 13 (a pupil of 16 or 17 has left and may not be taking part in education or "
                            "training); policy 4.4.24";

static struct str days_words(struct arena *arena, const struct early_leaver *leaver) {
    char day[DATE_LONG_SIZE];
    if (leaver->days_left < 0) return str_format(arena, "late since %s", date_short(leaver->due, day));
    if (!leaver->days_left) return str_format(arena, "today, %s", date_short(leaver->due, day));
    return str_format(arena, "by %s, %.*s", date_short(leaver->due, day), STR_ARG(count_of(arena, (uint64_t)leaver->days_left, "school day left", "school days left")));
}

static struct sheet *table_of(struct council *council, const struct early_leaver *const *leavers, size_t count, struct err *err) {
    struct sheet *sheet = sheet_new(council->arena, STR("leaver-notice"), (struct str){ 0 });
    static const struct council_field COLUMNS[] = {
        { "surname", "Surname", CELL_TEXT }, { "first_name", "First name", CELL_TEXT }, { "dob", "Date of birth", CELL_DAY }, { "address", "Address", CELL_TEXT },
        { "postcode", "Postcode", CELL_TEXT }, { "left_on", "Left on", CELL_DAY }, { "course", "Course", CELL_TEXT }, { "completed", "Completed", CELL_TEXT },
    };
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) sheet_column(sheet, str_from(COLUMNS[i].key), str_from(COLUMNS[i].title), COLUMNS[i].type);
    for (size_t i = 0; i < count; i++) {
        struct pupil pupil;
        bool found;
        if (!pupil_read(council->school->db, council->school->kinds, council->arena, leavers[i]->pupil->id, &pupil, &found, err)) return NULL;
        sheet_row(sheet);
        council_text(sheet, true, pupil.surname);
        council_text(sheet, true, pupil.first_name);
        council_day(sheet, true, leavers[i]->pupil->dob);
        council_text(sheet, true, pupil.address);
        council_text(sheet, true, pupil.postcode);
        sheet_day(sheet, leavers[i]->left_on);
        council_text(sheet, true, leavers[i]->course);
        sheet_text(sheet, leavers[i]->completed == 0 ? STR("no") : STR("not known"));
    }
    return sheet;
}

static void add_cell(struct arena *arena, struct buf *out, const char *label, const struct cell *cell) {
    if (cell->type != CELL_EMPTY) buf_printf(out, "  %-14s %.*s\n", label, STR_ARG(cell_print(arena, cell)));
}

static struct str letter(const struct council *council, const struct sheet *sheet) {
    struct arena *arena = council->arena;
    struct buf out = { 0 };
    char day[DATE_LONG_SIZE];
    int64_t urn = council->school->policy->school_key;
    buf_printf(&out, "To: %.*s\nFrom: %.*s", STR_ARG(council->table->council), STR_ARG(council->school->name));
    if (urn) buf_printf(&out, ", URN %lld", (long long)urn);
    buf_printf(&out, "\n%s\n\nNotice under section 13 of the Education and Skills Act 2008\n\n", date_long(council->day, day));
    buf_add_c(&out, "The following, who are 16 or 17, have left, and we have reason to believe that they\nmay not be taking part in education or training as the "
                    "Act requires.\n");
    for (size_t i = 0; i < sheet->row_count; i++) {
        buf_add_byte(&out, '\n');
        struct str first = sheet_at(sheet, i, 1)->text, last = sheet_at(sheet, i, 0)->text;
        buf_printf(&out, "  %-14s %.*s %.*s\n", "Name", STR_ARG(first), STR_ARG(last));
        add_cell(arena, &out, "Date of birth", sheet_at(sheet, i, 2));
        add_cell(arena, &out, "Address", sheet_at(sheet, i, 3));
        add_cell(arena, &out, "Postcode", sheet_at(sheet, i, 4));
        add_cell(arena, &out, "Left on", sheet_at(sheet, i, 5));
        add_cell(arena, &out, "Course", sheet_at(sheet, i, 6));
        add_cell(arena, &out, "Completed", sheet_at(sheet, i, 7));
    }
    buf_add_c(&out, "\nPlease confirm that this has arrived.\n");
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool notice_recorded(struct change *change, const struct export *export, int64_t pupil, int64_t number, struct err *err) {
    const struct kinds *kinds = export->school->kinds;
    int32_t index = kinds_find(kinds, STR("la_notice"));
    const struct kind *kind = &kinds->kinds[index];
    int32_t topic = kind_find_field(kind, STR("topic"));
    struct field_value field = { .field = (uint32_t)topic, .value = field_find_code(&kind->fields[topic], STR("leaver")) };
    struct activity_write row = { .kind = (uint32_t)index, .date = export->call->as_of, .last_day = DATE_NONE, .organisation = VALUE_NONE, .source = STR("export"),
                                  .reference = export_reference(export->call->arena, number, pupil), .fields = &field, .field_count = 1 };
    struct participation_write one = { .kind = (uint32_t)index, .person = pupil, .outcome = -1 };
    enum wrote wrote;
    return activity_put(change->db, kinds, &row, &one.activity, &wrote, err) && participation_put(change->db, kinds, &one, &wrote, err);
}

static bool also(struct change *change, const struct export *export, int64_t number, struct err *err) {
    for (size_t i = 0; i < export->pupil_count; i++)
        if (!notice_recorded(change, export, export->pupils[i].pupil, number, err)) return false;
    return true;
}

static bool wants_table(struct str output) {
    static const char *const TABLES[] = { ".csv", ".json", ".xlsx", ".csv.sealed", ".json.sealed", ".xlsx.sealed" };
    for (size_t i = 0; i < COUNT_OF(TABLES); i++)
        if (str_ends(output, TABLES[i])) return true;
    return false;
}

/* Of those not told: whom the line names, or everybody. */
static size_t choose(const struct selection *who, const struct early_leaver *all, size_t count, const struct early_leaver **out) {
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (!date_known(all[i].told_on) && selection_has_pupil(who, all[i].pupil->id)) out[used++] = &all[i];
    return used;
}

static bool leaver_notice_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct council council;
    struct selection who = { 0 };
    struct early_leaver *all;
    size_t all_count;
    if (!council_open(call, answer, 0, &council) || !resolve_call(council.school, call, RESOLVE_PUPILS, &who, answer)) return false;
    if (!early_leavers(arena, council.school, council.roster, call->as_of, &all, &all_count, &err)) return answer_fail(answer, &err);
    const struct early_leaver **chosen = (const struct early_leaver **)arena_alloc_array(arena, all_count + 1, sizeof *chosen);
    size_t count = choose(&who, all, all_count, chosen);
    struct sheet *sheet = table_of(&council, chosen, count, &err);
    if (!sheet) return answer_fail(answer, &err);
    struct buf clock = { 0 };
    for (size_t i = 0; i < count; i++) {
        struct export_pupil *entry = council_pupil(&council, chosen[i]->pupil);
        char day[DATE_LONG_SIZE];
        entry->digest = export_row_digest(arena, sheet, i);
        buf_printf(&clock, "%s%.*s left on %s: %.*s.%s", i ? "  " : "", STR_ARG(entry->name), date_short(chosen[i]->left_on, day), STR_ARG(days_words(arena, chosen[i])),
                   chosen[i]->completed == 0 ? "" : "  The records do not say whether the course was completed.");
    }
    struct export *export = council_export(&council, sheet, STR("leaver-notice"), STR("Notice of early leavers"));
    export->basis = str_from(BASIS);
    export->remark = str_copy(arena, buf_str(&clock));
    buf_free(&clock);
    export->nothing = STR("Nobody of 16 or 17 has left early without the local authority being told: nothing leaves.");
    export->also = also;
    if (!wants_table(call->output)) {
        export->bytes = letter(&council, sheet);
        export->form = STR("txt");
        export->fields = STR("surname first_name dob address postcode left_on course completed");
    }
    return export_offer(call, answer, council.school, export);
}

ARGUMENTS(leaver_notice, WHO, AS_OF);
OPTIONS(leaver_notice, EXPORT_OPTIONS);
EXAMPLES(leaver_notice, "export leaver-notice\tall who left early and of whom the council does not know", "export leaver-notice zoe\tone pupil",
         "export leaver-notice --output leavers.csv\tas a table instead of a letter");
const struct command export_verb_leaver_notice = {
    .name = "export leaver-notice", LEAVING, .usage = "[WHO] [as of DATE] [--output FILE]",
    .about = "Tells the local authority that pupils of 16 or 17 have left early; with the school days that are left for it.",
    LISTED(leaver_notice), OPTED(leaver_notice), .examples = leaver_notice_examples, .run = leaver_notice_run
};
