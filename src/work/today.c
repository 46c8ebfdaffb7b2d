/* SPDX-License-Identifier: GPL-3.0-or-later
 * today - one screen on entering: what came in last, what is late and by whom, what runs out; see look.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "store/intake.h"
#include "work/drafts.h"
#include "work/early_leaver.h"
#include "work/look.h"
#include "work/outbox.h"
#include "work/position.h"
#include "work/reach.h"
#include "work/rows.h"
#include "work/undelivered.h"
#include "work/waiting.h"
#include "work/wording.h"

#define SOON_DAYS 14
#define OWNERS_SHOWN 5 /* one screen of 24 lines and 80 columns, where a day takes two lines */

struct owner_row {
    int32_t role;
    uint64_t late, soon, unknown;
    struct date first;
};

static int latest_first(const void *a, const void *b) {
    const struct owner_row *x = a, *y = b;
    if (x->late != y->late) return x->late < y->late ? 1 : -1;
    if (x->soon != y->soon) return x->soon < y->soon ? 1 : -1;
    return (x->role > y->role) - (x->role < y->role);
}

/* Who has something open, most of what is late first. */
static struct owner_row *open_owners(struct arena *arena, const struct position *p, size_t *count) {
    const struct policy *policy = p->school->policy;
    struct owner_row *rows = arena_array(arena, struct owner_row, policy->role_count);
    for (size_t i = 0; i < policy->role_count; i++)
        rows[i] = (struct owner_row){ .role = (int32_t)i, .first = DATE_NONE };
    for (size_t i = 0; i < p->kept_count; i++) {
        const struct finding *f = &p->kept[i];
        int32_t owner = finding_version(policy, f)->owner;
        if (owner < 0) continue;
        rows[owner].late += f->status == STATUS_OVERDUE;
        rows[owner].unknown += f->status == STATUS_UNKNOWN;
        if (f->status != STATUS_DUE_SOON) continue;
        rows[owner].soon++;
        rows[owner].first = date_min(rows[owner].first, finding_by(f));
    }
    qsort(rows, policy->role_count, sizeof *rows, latest_first);
    *count = 0;
    for (size_t i = 0; i < policy->role_count; i++)
        if (rows[i].late || rows[i].soon || rows[i].unknown) rows[(*count)++] = rows[i];
    return rows;
}

static struct sheet *by_owner(struct arena *arena, const struct position *p, const struct owner_row *rows, size_t count) {
    struct sheet *sheet = sheet_new(arena, STR("owners"), STR("What is open, by owner"));
    sheet_column(sheet, STR("owner"), STR("Owner"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("overdue"), STR("Overdue"), CELL_WHOLE);
    sheet_column(sheet, STR("due_soon"), STR("Due soon"), CELL_WHOLE);
    sheet_column(sheet, STR("unknown"), STR("Not known"), CELL_WHOLE);
    sheet_column(sheet, STR("first"), STR("Next day"), CELL_DAY);
    for (size_t i = 0; i < count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, p->school->policy->roles[rows[i].role].title);
        sheet_whole(sheet, (int64_t)rows[i].late);
        sheet_whole(sheet, (int64_t)rows[i].soon);
        sheet_whole(sheet, (int64_t)rows[i].unknown);
        if (date_known(rows[i].first))
            sheet_day(sheet, rows[i].first);
        else
            sheet_none(sheet, STR("none due"));
    }
    return sheet;
}

static size_t runs_out(const struct position *p) {
    size_t count = 0;
    struct date until = date_add_days(p->as_of, SOON_DAYS);
    for (size_t i = 0; i < p->kept_count; i++) {
        const struct finding *f = &p->kept[i];
        if (f->status != STATUS_DUE_SOON) continue;
        struct date by = finding_by(f);
        count += date_known(by) && !date_after(by, until);
    }
    return count;
}

static bool import_field(struct school *school, struct answer *answer, struct labelled *out, struct err *err) {
    struct intake *list;
    size_t count;
    char day[DATE_LONG_SIZE];
    out->label = STR("import");
    if (!intake_list(school->db, answer->arena, 1, &list, &count, err)) return false;
    if (!count)
        out->text = STR("nothing was brought in yet");
    else
        out->text =
            str_format(answer->arena, "%.*s, %s", STR_ARG(list[0].file), date_long(clock_london_date(list[0].at), day));
    return true;
}

static void term_field(const struct school *school, struct answer *answer, struct date day, struct labelled *out) {
    size_t count;
    char last[DATE_LONG_SIZE];
    const struct calendar_part *parts = calendar_half_terms(school->calendar, &count);
    *out = (struct labelled){ STR("term"), STR("term dates are missing: write them into terms.lua") };
    for (size_t i = 0; i < count; i++) {
        if (date_before(day, parts[i].opens) || date_after(day, parts[i].closes)) continue;
        struct date end = calendar_school_day_before(school->calendar, parts[i].closes);
        int32_t left = date_before(end, day) ? 0 : calendar_count_school_days(school->calendar, day, end);
        out->text = str_format(answer->arena, "%s %d, %d school %s left, the last is %s", term_name(parts[i].term),
                               parts[i].half, (int)left, left == 1 ? "day" : "days", date_long(end, last));
        if (!left)
            out->text = str_format(answer->arena, "holiday after %s %d", term_name(parts[i].term), parts[i].half);
    }
}

/* Pupils of 16 or 17 who went, and of whom the council does not know yet: a duty of days (clause 4.4.24). */
static bool leavers_field(struct school *school, struct answer *answer, struct date day, struct labelled *out, size_t *used, struct err *err) {
    struct roster *roster;
    struct early_leaver *all;
    size_t count, waiting = 0;
    struct date due = DATE_NONE;
    char text[DATE_LONG_SIZE];
    if (!roster_read(answer->arena, school, day, &roster, err) || !early_leavers(answer->arena, school, roster, day, &all, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        if (date_known(all[i].told_on) || date_before(all[i].left_on, school_year_start(school_year_of(day) - 1))) continue;
        waiting++;
        due = date_min(due, all[i].due);
    }
    if (!waiting) return true;
    out[(*used)++] = (struct labelled){ STR("leavers"), str_format(answer->arena, "the council does not know of %.*s; the first notice %s due on %s: export leaver-notice",
                                                                   STR_ARG(count_of(answer->arena, waiting, "early leaver", "early leavers")), date_before(due, day) ? "was" : "is",
                                                                   date_short(due, text)) };
    return true;
}

#define DRAFT_DAYS 7

/* Drafts of the last days, and messages that wait; nothing is said when there are none.  An older draft went by hand, or is
 * out of date. */
static bool messages_field(struct school *school, struct answer *answer, struct date day, struct labelled *fields, size_t *used, struct err *err) {
    struct ledger_message *list;
    size_t count, ready = 0, old = 0;
    bool drafts = school->people->mail.send_by == SEND_BY_DRAFTS;
    if (!ledger_messages(school->db, answer->arena, 1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED, false, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        bool waits = waiting_is_old(school, &list[i], day), lies = list[i].state == OUTBOX_QUEUED || drafts_lies(answer->arena, school, &list[i]);
        old += waits;
        ready += !waits && lies && !date_before(list[i].day, date_add_days(day, -DRAFT_DAYS));
    }
    struct str lie = count_of(answer->arena, ready, "lies", "lie");
    if (old)
        fields[(*used)++] = (struct labelled){ STR("waiting"), str_format(answer->arena, "%.*s of an earlier day did not go:  remind %s  makes %s anew",
                                                                          STR_ARG(count_of(answer->arena, old, "message", "messages")), drafts ? "--drafts" : "--send", old == 1 ? "it" : "them") };
    if (ready)
        fields[(*used)++] = (struct labelled){ STR("messages"), str_format(answer->arena, "%.*s ready in outbox/:  %s", STR_ARG(lie),
                                                                           drafts ? "open and send them by hand" : "send  sends them") };
    return true;
}

static bool is_listed(const struct undelivered *list, size_t count, const struct person *person) {
    for (size_t i = 0; i < count; i++)
        if (list[i].person == person) return true;
    return false;
}

/* Whom the last message did not reach, or none can: nobody told them. */
static bool reached_field(struct school *school, struct answer *answer, struct date day, struct labelled *fields, size_t *used, struct err *err) {
    struct undelivered *list;
    size_t count;
    if (!undelivered_list(answer->arena, school, &list, &count, err)) return false;
    const struct person **unreached;
    size_t all = reach_list(answer->arena, school, day, &unreached), more = 0;
    for (size_t i = 0; i < all; i++)
        if (!is_listed(list, count, unreached[i])) unreached[more++] = unreached[i];
    if (!count && more)
        fields[(*used)++] = (struct labelled){ STR("not told"), str_format(answer->arena, "%.*s:  doctor  says what mends it", STR_ARG(reach_words(answer->arena, &school->people->mail, unreached, more))) };
    if (!count) return true;
    count += more;
    struct str others = count > 1 ? str_format(answer->arena, " and %zu more:  doctor  names them", count - 1)
                                  : str_format(answer->arena, ":  %.*s", STR_ARG(undelivered_mend(answer->arena, &list[0])));
    fields[(*used)++] = (struct labelled){ STR("not told"), str_format(answer->arena, "%.*s%.*s", STR_ARG(list[0].person->name), STR_ARG(others)) };
    return true;
}

bool today_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct position *p;
    struct labelled fields[7];
    size_t used = 3;
    char day[DATE_LONG_SIZE];
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    struct position_request request = { .as_of = call->as_of, .keep = KEEP_NEEDS, .tick = call->tick };
    if (!position_judge(answer->arena, school, &request, &p, &err)) return answer_fail(answer, &err);
    if (!import_field(school, answer, &fields[0], &err)) return answer_fail(answer, &err);
    term_field(school, answer, call->as_of, &fields[1]);
    size_t soon = runs_out(p), pupils = position_pupils(p, NULL, KEEP_ALL);
    fields[2] =
        (struct labelled){ STR("soon"), str_format(answer->arena, "%zu of the %llu due soon run out within %d days",
                                                   soon, (unsigned long long)p->totals[STATUS_DUE_SOON], SOON_DAYS) };
    size_t doubtful;
    if (!outbox_say_doubtful(answer, school, &doubtful, &err)) return answer_fail(answer, &err);
    if (!leavers_field(school, answer, call->as_of, fields, &used, &err)) return answer_fail(answer, &err);
    if (!messages_field(school, answer, call->as_of, fields, &used, &err) || !reached_field(school, answer, call->as_of, fields, &used, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, school->name);
    page_lead(answer->page, str_format(answer->arena, "%.*s, %s", STR_ARG(school->name), date_long(call->as_of, day)),
              count_of(answer->arena, pupils, "pupil", "pupils"));
    page_fields(answer->page, fields, used);
    size_t count;
    const struct owner_row *owners = open_owners(answer->arena, p, &count);
    size_t shown = count > OWNERS_SHOWN + 1 ? OWNERS_SHOWN : count;
    if (count) page_table(answer->page, by_owner(answer->arena, p, owners, shown));
    if (shown < count) page_paragraphf(answer->page, "%zu more owners have less that is late.", count - shown);
    answer->result = by_owner(answer->arena, p, owners, count);
    if (!pupils)
        answer_next(answer, "import pupils.csv");
    else {
        answer_next(answer, "check");
        answer_next(answer, "remind tutors");
        answer_next(answer, "report overview");
    }
    rows_json(call, answer);
    return true;
}
