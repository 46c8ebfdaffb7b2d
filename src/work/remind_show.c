/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_show - the way of each matter of a pupil: to whom, who was told, when next; see remind.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/agenda_priv.h"
#include "work/letter.h"
#include "work/outbox.h"
#include "work/outlook.h"
#include "work/remind.h"
#include "work/wording.h"

static struct str reader_of(struct arena *arena, const struct school *school, const struct matter *m, const struct digest_matter *plan) {
    struct str role = school->policy->roles[m->role].title;
    if (plan->person[0] == DIGEST_NOBODY) return str_format(arena, "%.*s: nobody", STR_ARG(role));
    const struct person *person = &school->people->at[plan->person[0]];
    if (person != m->holder && m->holder) return str_format(arena, "%.*s, for %.*s (%.*s)", STR_ARG(person->name), STR_ARG(m->holder->name), STR_ARG(role));
    return str_format(arena, "%.*s (%.*s)", STR_ARG(person->name), STR_ARG(role));
}

static struct str told_so_far(struct arena *arena, const struct agenda *agenda, const struct matter *m) {
    size_t count;
    const struct ledger_notice *rows = agenda_told(agenda, m->key, &count);
    struct buf out = { 0 };
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%.*s on %s", i ? ", " : "", STR_ARG(outbox_name(arena, agenda->school, rows[i].recipient)), date_short(rows[i].day, day));
    struct str text = out.size ? str_copy(arena, buf_str(&out)) : STR("nobody yet");
    buf_free(&out);
    return text;
}

static bool goes_today(const struct digests *digests, const struct matter *m) {
    for (size_t i = 0; i < digests->count; i++)
        for (size_t k = 0; k < digests->at[i].count; k++)
            if (digests->at[i].items[k].matter == m) return true;
    return false;
}

bool remind_show(const struct command_call *call, struct answer *answer, struct school *school, const struct digests *digests,
                 const struct selection *selection, struct err *err) {
    const struct agenda *agenda = digests->agenda;
    struct arena *arena = answer->arena;
    struct sheet *sheet = sheet_new(arena, STR("way"), STR("To whom it goes"));
    if (!selection->pupils) {
        err_set(err, CODE_ARGUMENTS, "Whose?");
        return err_next(err, "remind zoe --show");
    }
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("reader"), STR("Goes to"), CELL_TEXT);
    sheet_column(sheet, STR("told"), STR("Told so far"), CELL_TEXT);
    sheet_column(sheet, STR("next"), STR("Next"), CELL_TEXT);
    for (size_t i = 0; i < agenda->count; i++) {
        const struct matter *m = &agenda->of[i];
        char day[DATE_LONG_SIZE];
        bool about = m->type == MATTER_FINDING && m->finding.subject_type == SUBJECT_PUPIL;
        if (!about || !selection_has_pupil(selection, m->finding.subject)) continue;
        struct date next = outlook_reminder(school->policy, school->calendar, &m->finding, &agenda->plans[i].ledger, call->as_of);
        const struct pupil_row *pupil = roster_pupil(agenda->position->roster, m->finding.subject);
        sheet_row(sheet);
        if (call->names || !(call->json || call->csv)) sheet_text(sheet, pupil ? pupil_name(arena, pupil) : STR(""));
        else sheet_text(sheet, str_format(arena, "%lld", (long long)m->finding.subject));
        sheet_text(sheet, m->finding.status == STATUS_UNKNOWN ? missing_words(arena, school->policy, &m->finding, &m->finding.missing[0], false)
                                                              : finding_words(arena, school->policy, call->as_of, &m->finding, false));
        sheet_text(sheet, m->clause);
        sheet_text(sheet, reader_of(arena, school, m, &agenda->plans[i]));
        sheet_text(sheet, told_so_far(arena, agenda, m));
        if (goes_today(digests, m)) sheet_text(sheet, STR("in today's message"));
        else if (date_known(next)) sheet_text(sheet, str_format(arena, "with the list after %s", date_short(next, day)));
        else sheet_none(sheet, STR("none"));
    }
    answer->result = sheet;
    page_table(answer->page, sheet);
    return true;
}
