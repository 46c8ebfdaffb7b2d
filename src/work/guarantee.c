/* SPDX-License-Identifier: GPL-3.0-or-later
 * guarantee - export guarantee: the September Guarantee, who of Years 11 and 12 has an offer of a suitable place (clause 4.3.8;
 * facts/domain.md 8).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The list of a school year is that of 31 May, and is reported until the end of October.  What is recorded gives one of four
 * groups; which value of the client data system stands for a group is in exports.lua, and blank until somebody says it.
 */
#include "work/council.h"
#include "work/exports.h"

static const struct council_field FIELDS[] = {
    { "status", "Status", CELL_TEXT },       { "status_code", "Code", CELL_TEXT },  { "status_label", "Label", CELL_TEXT }, { "offers", "Offers", CELL_WHOLE },
    { "offered_by", "Offered by", CELL_TEXT }, { "offered_on", "Offered on", CELL_DAY }, { "accepted_on", "Accepted on", CELL_DAY },
};

enum group { GROUP_OFFER, GROUP_NOT_APPROPRIATE, GROUP_NO_OFFER, GROUP_NOT_RECORDED };
static const char *const WORDS[GUARANTEE_GROUPS] = { "offer made", "offer not appropriate", "no offer", "not recorded" };

/* What is recorded of one pupil since the school year began. */
struct offered {
    enum group group;
    size_t offers;
    const struct note *best; /* accepted before not accepted, then the newest; NULL: none */
};

static bool is_better(const struct notes *offers, const struct note *a, const struct note *b) {
    bool suits_a = note_value(offers, a, STR("suitable")) != 0, suits_b = note_value(offers, b, STR("suitable")) != 0;
    bool took_a = date_known(note_day(offers, a, STR("accepted_on"))), took_b = date_known(note_day(offers, b, STR("accepted_on")));
    if (suits_a != suits_b) return suits_a;
    return took_a || !took_b; /* the later one of two alike */
}

static struct offered look(const struct notes *offers, const struct notes *applications, int64_t pupil, struct date since) {
    struct offered out = { .group = GROUP_NOT_RECORDED };
    size_t count, applied;
    bool suitable = false, doubtful = false;
    const struct note *notes = note_of(offers, pupil, &count);
    for (size_t i = 0; i < count; i++) {
        if (date_before(notes[i].date, since)) continue;
        int64_t suits = note_value(offers, &notes[i], STR("suitable"));
        suitable = suitable || suits == 1;
        doubtful = doubtful || suits == VALUE_NONE;
        out.offers++;
        if (!out.best || is_better(offers, &notes[i], out.best)) out.best = &notes[i];
    }
    const struct note *sent = note_of(applications, pupil, &applied);
    bool asked = false;
    for (size_t i = 0; i < applied; i++) asked = asked || !date_before(sent[i].date, since);
    if (suitable) out.group = GROUP_OFFER;
    else if (out.offers) out.group = doubtful ? GROUP_NOT_RECORDED : GROUP_NOT_APPROPRIATE;
    else if (asked) out.group = GROUP_NO_OFFER;
    return out;
}

static struct str label_of(const struct council_table *table, struct str value) {
    for (size_t i = 0; value.size && i < table->label_count; i++)
        if (str_equal(table->labels[i].value, value)) return table->labels[i].label;
    return (struct str){ 0 };
}

static void add_row(struct council *council, struct sheet *sheet, const struct pupil_row *pupil, const struct notes *offers, const struct offered *offered) {
    bool all = council_row(council, sheet, pupil, FIELDS, COUNT_OF(FIELDS));
    struct str value = council->table->guarantee[pupil->year == 12][offered->group];
    council_text(sheet, all, str_from(WORDS[offered->group]));
    council_text(sheet, all, value);
    council_text(sheet, all, label_of(council->table, value));
    if (all) sheet_whole(sheet, (int64_t)offered->offers);
    else sheet_empty(sheet);
    council_text(sheet, all, offered->best ? offered->best->organisation : (struct str){ 0 });
    council_day(sheet, all, offered->best ? offered->best->date : DATE_NONE);
    council_day(sheet, all, note_day(offers, offered->best, STR("accepted_on")));
}

/* Until the end of October it is the list of the year that has just ended. */
static int cohort_year(struct date day) {
    int year = school_year_of(day);
    return date_after(day, school_year_day(year, 10, 31)) ? year : year - 1;
}

static bool was_on_roll(const struct pupil_row *pupil, struct date day) {
    bool came = !date_known(pupil->admitted_on) || !date_after(pupil->admitted_on, day);
    return came && (!date_known(pupil->left_on) || !date_before(pupil->left_on, day));
}

static bool guarantee_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct council council;
    struct notes offers, applications;
    struct roster *cohort;
    size_t by_group[GUARANTEE_GROUPS] = { 0 };
    char name[SCHOOL_YEAR_SIZE], day[DATE_LONG_SIZE];
    if (!council_open(call, answer, ABOUT(ABOUT_DESTINATION), &council)) return false;
    int year = cohort_year(call->as_of);
    struct date frozen = date_min(call->as_of, school_year_day(year, 5, 31));
    struct date newest = date_max(call->as_of, call->today); /* the years of long ago may never have been recorded: they are counted back */
    if (!roster_read(answer->arena, council.school, newest, &cohort, &err) || !note_list(answer->arena, council.school, STR("offer"), call->as_of, &offers, &err)
        || !note_list(answer->arena, council.school, STR("application"), call->as_of, &applications, &err)) return answer_fail(answer, &err);
    struct sheet *sheet = council_sheet(&council, STR("guarantee"), FIELDS, COUNT_OF(FIELDS));
    for (size_t i = 0; i < cohort->pupil_count; i++) {
        struct pupil_row pupil = cohort->pupils[i];
        if (pupil.year != VALUE_NONE) pupil.year -= school_year_of(newest) - year;
        if (!was_on_roll(&pupil, frozen) || (pupil.year != 11 && pupil.year != 12)) continue;
        struct offered offered = look(&offers, &applications, pupil.id, school_year_start(year));
        by_group[offered.group]++;
        add_row(&council, sheet, &pupil, &offers, &offered);
    }
    struct export *export = council_export(&council, sheet, STR("guarantee"), str_format(answer->arena, "September Guarantee of %s", school_year_name(year, name)));
    export->nothing = STR("Nobody was in Year 11 or 12: nothing leaves.");
    export->remark = str_format(answer->arena, "Years 11 and 12 as on %s: %zu with an offer, %zu with none that suits, %zu without an offer, %zu of whom it is not recorded.",
                                date_short(frozen, day), by_group[GROUP_OFFER], by_group[GROUP_NOT_APPROPRIATE], by_group[GROUP_NO_OFFER], by_group[GROUP_NOT_RECORDED]);
    return export_offer(call, answer, council.school, export);
}

ARGUMENTS(guarantee, AS_OF);
OPTIONS(guarantee, EXPORT_OPTIONS);
EXAMPLES(guarantee, "export guarantee\tYears 11 and 12, who has an offer of a suitable place", "export guarantee as of 30 sep --output guarantee.xlsx\tas it stood at the end of September");
const struct command export_verb_guarantee = {
    .name = "export guarantee", LEAVING, .usage = "[as of DATE] [--output FILE]",
    .about = "The September Guarantee: who of Years 11 and 12 has an offer of a suitable place.",
    LISTED(guarantee), OPTED(guarantee), .examples = guarantee_examples, .run = guarantee_run
};
