/* SPDX-License-Identifier: GPL-3.0-or-later
 * waiting - letters that wait to be sent and that nobody can have; see waiting.h.
 * Owns:  nothing.
 * Must not know: what a letter says, how it leaves.
 */
#include "work/waiting.h"

#include <stdlib.h>

#include "work/letter.h"
#include "work/sent_log.h"

/* A run that was cut off left it begun: before the last bytes, so nobody has it; or planned, before its draft was written. */
static bool nobody_has(const struct school *school, const struct ledger_message *m) {
    bool trial = school->people->mail.trial_to.size > 0, unwritten = m->state == OUTBOX_PLANNED && !m->drafted_at;
    return (m->state == OUTBOX_QUEUED || m->state == OUTBOX_BEGUN || unwritten) && !m->dot_at && str_is(m->plan, LETTER_PLAN)
           && str_starts(m->recipient, LETTER_TRIAL) == trial;
}

bool waiting_is_old(const struct school *school, const struct ledger_message *m, struct date today) {
    return nobody_has(school, m) && date_before(m->day, today);
}

static int by_id(const void *a, const void *b) {
    const struct ledger_message *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

bool waiting_list(struct arena *arena, const struct school *school, struct date today, bool of_today, struct waiting **out, struct err *err) {
    struct waiting *w = *out = arena_new(arena, struct waiting);
    struct ledger_message *list;
    struct sent_log log = { 0 };
    struct str outcome;
    size_t count, kept = 0;
    *w = (struct waiting){ .first = DATE_NONE, .last = DATE_NONE };
    if (!ledger_messages(school->db, arena, 1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED | 1u << OUTBOX_BEGUN, false, &list, &count, err)) return false;
    if (count && !sent_log_read(arena, school->folder, &log, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct ledger_message *m = &list[i];
        bool old = waiting_is_old(school, m, today), fresh = of_today && date_same(m->day, today) && nobody_has(school, m) && !m->attempts;
        if (!(old || fresh) || (log.count && sent_log_has(&log, m->message_id, &outcome))) continue;
        w->old += old;
        if (old) w->first = date_min(w->first, m->day);
        if (old && (!date_known(w->last) || date_after(m->day, w->last))) w->last = m->day;
        list[kept++] = *m;
    }
    if (kept) qsort(list, kept, sizeof *list, by_id);
    w->at = list;
    w->count = kept;
    return true;
}

bool waiting_has(const struct waiting *w, int64_t message) {
    const struct ledger_message key = { .id = message };
    return w && w->count && bsearch(&key, w->at, w->count, sizeof key, by_id) != NULL;
}

struct str waiting_days(struct arena *arena, struct date first, struct date last) {
    char from[DATE_LONG_SIZE], to[DATE_LONG_SIZE];
    if (date_same(first, last)) return str_format(arena, "of %s", date_short(first, from));
    return str_format(arena, "of %s to %s", date_short(first, from), date_short(last, to));
}
