/* SPDX-License-Identifier: GPL-3.0-or-later
 * outlook - what lies ahead of one finding; see outlook.h.
 * Owns:  nothing.
 * Must not know: names of people, terminals, what was sent.
 */
#include "work/outlook.h"

#include "work/wording.h"

static bool is_open(const struct finding *f) {
    return f->status == STATUS_ON_TRACK || f->status == STATUS_DUE_SOON || f->status == STATUS_OVERDUE
           || (f->status == STATUS_UNKNOWN && f->underlying != STATUS_MISSED);
}

struct str outlook_due(struct arena *arena, const struct finding *f) {
    char due[DATE_LONG_SIZE], deadline[DATE_LONG_SIZE];
    if (!is_open(f) || !date_known(f->due) || !date_known(f->deadline) || date_same(f->due, f->deadline)) return (struct str){ 0 };
    return str_format(arena, "%s, the last school day; the deadline is %s", date_short(f->due, due), date_short(f->deadline, deadline));
}

struct str outlook_worst(struct arena *arena, const struct policy *policy, const struct finding *f) {
    char day[DATE_LONG_SIZE], late[DATE_LONG_SIZE];
    if (f->status != STATUS_UNKNOWN) return (struct str){ 0 };
    if (force_forbids(finding_version(policy, f)->force)) return STR("a breach");
    if (!date_known(f->due)) return (struct str){ 0 };
    date_short(f->due, day);
    switch (f->underlying) {
    case STATUS_ON_TRACK: return str_format(arena, "on track, to be done by %s", day);
    case STATUS_DUE_SOON: return str_format(arena, "due soon, by %s; overdue after that", day);
    case STATUS_OVERDUE:
        if (!date_known(f->late_until)) return str_format(arena, "overdue, was due %s", day);
        return str_format(arena, "overdue, was due %s; it counts, late, until %s", day, date_short(f->late_until, late));
    case STATUS_MISSED: return str_format(arena, "missed, was due %s", day);
    default: return (struct str){ 0 };
    }
}
