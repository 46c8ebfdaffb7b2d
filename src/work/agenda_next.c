/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda_next - the day of the next letter about one finding, by the lists of those who would read it; see agenda.h.
 * Owns:  nothing.
 * Must not know: what a message says.
 *
 * The days ahead are lived through with the planning of the letters themselves, as if nothing more were recorded.
 */
#include "work/agenda_priv.h"
#include "work/wording.h"

#define AHEAD_MOST 800
#define LIST_MOST 200 /* days that a list looks ahead, at most: a term with its holidays */

/* The finding as it is on a later day; false when nothing can be done any more. */
static bool later(const struct finding *f, struct date day, struct finding *out) {
    enum status status = date_after(day, f->due) ? STATUS_OVERDUE : STATUS_DUE_SOON;
    *out = *f;
    if (f->status == STATUS_UNKNOWN) out->underlying = status;
    else if (!date_known(f->lead) || !date_before(day, f->lead)) out->status = status;
    return !date_known(f->late_until) || !date_after(day, f->late_until);
}

static bool is_open(const struct finding *f) {
    bool open = f->status == STATUS_ON_TRACK || f->status == STATUS_DUE_SOON || f->status == STATUS_OVERDUE;
    return (open || (f->status == STATUS_UNKNOWN && f->underlying != STATUS_MISSED && f->missing_count)) && !f->stale && date_known(f->due);
}

/* What was heard by those who would hear of it. */
static size_t heard_by_them(const struct agenda *agenda, struct digest_heard *out) {
    size_t count = 0;
    for (size_t i = 0; i < agenda->heard_count; i++) {
        bool theirs = false;
        for (size_t m = 0; m < agenda->count && !theirs; m++)
            for (size_t k = 0; k < NOTICES_MOST && !theirs; k++) theirs = agenda->plans[m].person[k] == agenda->heard[i].person;
        if (theirs) out[count++] = agenda->heard[i];
    }
    return count;
}

bool agenda_ahead(struct arena *arena, struct school *school, const struct position *position, struct date as_of, struct agenda **out, struct err *err) {
    if (!agenda_begin(arena, school, &(struct agenda_request){ .as_of = as_of }, out, err)) return false;
    (*out)->position = position;
    return true;
}

struct date agenda_next(struct agenda *agenda, const struct finding *f, const bool *barred, int32_t *person) {
    const struct policy *policy = agenda->school->policy;
    const struct calendar *calendar = agenda->school->calendar;
    const struct rule_version *version = finding_version(policy, f);
    *person = DIGEST_NOBODY;
    if (!is_open(f) || version->plan < 0 || version->owner < 0) return DATE_NONE;
    enum digest_pace pace = digest_pace(policy->plans[version->plan].digest);
    struct digest_heard *heard = arena_array(agenda->arena, struct digest_heard, agenda->heard_count + 1);
    struct digest_planning planning = { .calendar = calendar, .heard = heard };
    struct arena scratch = { 0 };
    struct finding then;
    struct date day = date_known(f->lead) ? date_max(agenda->as_of, date_add_days(f->lead, -LIST_MOST)) : agenda->as_of, found = DATE_NONE;
    bool gathered = false;
    agenda->count = 0;
    for (int i = 0; i < AHEAD_MOST && !date_known(found) && later(f, day, &then); i++, day = date_add_days(day, 1)) {
        struct notice_source source = notice_source(policy, &then, digest_reach(calendar, pace, day));
        struct digest_line *lines;
        if (!source.open || !calendar_is_school_day(calendar, day)) continue;
        if (!gathered) agenda_finding(agenda->gathering, &then, &source);
        if (!gathered) planning.heard_count = heard_by_them(agenda, heard);
        gathered = true;
        for (size_t m = 0; m < agenda->count; m++) agenda->plans[m].source = source;
        planning.matters = agenda->plans;
        planning.matter_count = agenda->count;
        planning.as_of = day;
        size_t line_count = digest_plan(&scratch, &planning, &lines);
        for (size_t k = 0; k < line_count && (*person == DIGEST_NOBODY || barred[*person]); k++) *person = lines[k].person;
        bool told = line_count > 0;
        if (!agenda->count) { /* nobody holds the role, and that is told instead */
            struct notice notices[NOTICES_MOST];
            told = notices_of(calendar, &source, &NOTICE_LEDGER_NONE, day, day, notices) > 0;
        }
        if (told) found = day;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return found;
}
