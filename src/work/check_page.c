/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_page - the tables and notes of a check; see check.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "store/intake.h"
#include "work/check.h"
#include "work/wording.h"

static void day_or_empty(struct sheet *sheet, struct date day) {
    if (date_known(day) && day.day != INT32_MIN)
        sheet_day(sheet, day);
    else
        sheet_none(sheet, STR("no day"));
}

struct sheet *check_pupils(struct arena *arena, const struct position *p, const struct finding *const *list,
                           size_t count) {
    struct sheet *sheet = sheet_new(arena, STR("needs"), (struct str){ 0 });
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("needs"), STR("Needs"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    for (size_t i = 0; i < count; i++) {
        const struct finding *f = list[i];
        if (f->subject_type != SUBJECT_PUPIL) continue;
        struct str form = roster_group(p->roster, f->subject_type, f->subject);
        sheet_row(sheet);
        sheet_text(sheet, roster_name(arena, p->roster, f->subject_type, f->subject));
        if (form.size)
            sheet_text(sheet, form);
        else
            sheet_none(sheet, STR("no form"));
        sheet_text(sheet, finding_words(arena, p->school->policy, p->as_of, f, false));
        sheet_text(sheet, p->school->policy->rules[f->rule].clause);
        day_or_empty(sheet, finding_by(f));
        sheet_status(sheet, finding_status(p->school->policy, f));
    }
    return sheet->row_count ? sheet : NULL;
}

struct sheet *check_others(struct arena *arena, const struct position *p, const struct finding *const *list,
                           size_t count) {
    const struct policy *policy = p->school->policy;
    struct sheet *sheet = sheet_new(arena, STR("school"), STR("About the school, its staff and its partners"));
    sheet_column(sheet, STR("needs"), STR("Needs"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_column(sheet, STR("owner"), STR("Owner"), CELL_TEXT)->weak = true;
    for (size_t i = 0; i < count; i++) {
        const struct finding *f = list[i];
        if (f->subject_type == SUBJECT_PUPIL) continue;
        int32_t owner = finding_version(policy, f)->owner;
        sheet_row(sheet);
        sheet_text(sheet, finding_words(arena, p->school->policy, p->as_of, f, false));
        sheet_text(sheet, policy->rules[f->rule].clause);
        if (f->subject_type == SUBJECT_SCHOOL)
            sheet_text(sheet, STR("the school"));
        else
            sheet_text(sheet, roster_name(arena, p->roster, f->subject_type, f->subject));
        day_or_empty(sheet, finding_by(f));
        sheet_status(sheet, finding_status(p->school->policy, f));
        if (owner >= 0)
            sheet_text(sheet, policy->roles[owner].title);
        else
            sheet_none(sheet, STR("nobody"));
    }
    return sheet->row_count ? sheet : NULL;
}

bool check_stale_notes(const struct position *p, struct school *school, struct answer *answer, struct err *err) {
    char day[DATE_LONG_SIZE];
    if (!p->stale) return true;
    for (uint32_t k = 0; k < school->kinds->kind_count; k++) {
        const struct kind *kind = &school->kinds->kinds[k];
        struct date through;
        if (!intake_complete(school->db, school->kinds, k, &through, err)) return false;
        if (!kind->fresh_days || !date_known(through)) continue;
        if (!date_before(date_add_days(through, kind->fresh_days), p->as_of)) continue;
        answer_note(answer, "Records of kind %.*s are complete to %s only; import a newer file.", STR_ARG(kind->name),
                    date_short(through, day));
    }
    answer_note(answer, "%llu %s on an import that is too old.", (unsigned long long)p->stale,
                p->stale == 1 ? "answer rests" : "answers rest");
    return true;
}
