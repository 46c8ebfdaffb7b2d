/* SPDX-License-Identifier: GPL-3.0-or-later
 * kept - this position against the run that was kept last; see kept.h.
 * Owns:  nothing.
 * Must not know: how findings are shown.
 */
#include "work/kept.h"

#include "work/change.h"
#include "work/wording.h"

bool kept_read(struct arena *arena, struct school *school, struct kept *out, struct err *err) {
    struct run_finding *list;
    *out = (struct kept){ 0 };
    if (!run_newest(school->db, arena, &out->newest, err)) return false;
    if (!run_position(school->db, arena, 0, &list, &out->count, err)) return false;
    out->list = list;
    out->seen = arena_array(arena, bool, out->count);
    return true;
}

static size_t place_of(const struct kept *kept, struct str key) {
    size_t low = 0, high = kept->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(kept->list[middle].key, key);
        if (!order) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* What is not applicable is not kept: that it was not there says nothing new. */
const char *kept_state(struct kept *kept, struct str key, struct str line, const struct finding *f) {
    size_t at = place_of(kept, key);
    if (at == SIZE_MAX) return kept->newest.id && f->status == STATUS_NOT_APPLICABLE ? "same" : "new";
    kept->seen[at] = true;
    return str_equal(kept->list[at].line, line) ? "same" : "changed";
}

bool kept_name(struct arena *arena, struct school *school, struct date as_of, struct str *out, struct err *err) {
    struct run_info *runs;
    size_t count, same = 0;
    char day[DATE_ISO_SIZE];
    if (!run_list(school->db, arena, &runs, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (date_same(runs[i].as_at, as_of)) same++;
    *out = str_format(arena, "r-%s-%02zu", date_iso(as_of, day), same + 1);
    return true;
}

void keeping_add(struct keeping *k, const struct position *p, const struct finding *f, struct str key,
                 struct str line) {
    if (f->status == STATUS_NOT_APPLICABLE) return;
    if (k->count == k->room) {
        size_t room = k->room ? k->room * 2 : 256;
        struct run_finding *wider = arena_array(k->arena, struct run_finding, room);
        for (size_t i = 0; i < k->count; i++) wider[i] = k->list[i];
        k->list = wider;
        k->room = room;
    }
    k->list[k->count++] = (struct run_finding){ .key = str_copy(k->arena, key),
                                                .subject_type = f->subject_type,
                                                .subject = f->subject,
                                                .rule = p->school->policy->rules[f->rule].name,
                                                .window = str_copy(k->arena, str_from(f->instance)),
                                                .status = (int32_t)f->status,
                                                .underlying = (int32_t)f->underlying,
                                                .since = f->since,
                                                .due = f->due,
                                                .next_change = f->next_change,
                                                .line = str_copy(k->arena, line) };
}

static bool add_totals(struct db *db, int64_t run, const struct position *p, struct err *err) {
    const struct policy *policy = p->school->policy;
    for (size_t i = 0; i < policy->rule_count; i++) {
        for (int s = 0; s < STATUS_COUNT; s++) {
            if (!p->by_rule[i][s] || s == STATUS_NOT_APPLICABLE) continue;
            struct run_total total = { .run = run,
                                       .item = policy->rules[i].name,
                                       .part = str_from(status_key((enum status)s)),
                                       .number = (int64_t)p->by_rule[i][s] };
            if (!run_add_total(db, &total, err)) return false;
        }
    }
    return true;
}

bool keeping_store(struct keeping *k, struct school *school, const struct command_call *call, const char *verb,
                   const struct position *p, struct str name, struct run_drift *drift, struct err *err) {
    struct change_request request = {
        .verb = str_from(verb), .actor = call->actor, .flags = CHANGE_QUIET, .state = VALUE_NONE
    };
    struct change *change;
    struct change_done done;
    int64_t run;
    if (!change_begin(k->arena, school, &request, &change, err)) return false;
    struct run_info info = { .as_at = p->as_of,
                             .made_at = change->at,
                             .name = name,
                             .policy =
                                 str_format(k->arena, "%.*s %.*s", STR_ARG(policy_label(k->arena, school->policy)),
                                            STR_ARG(school->policy->version)),
                             .program = p->program,
                             .fingerprint = p->fingerprint,
                             .full = true };
    bool fine = run_begin(change->db, &info, &run, err) && run_store(change->db, run, k->list, k->count, drift, err)
                && add_totals(change->db, run, p, err) && run_clear_touched(change->db, err);
    if (!fine) {
        change_cancel(change);
        return false;
    }
    change->after = p->fingerprint;
    struct str about = str_format(k->arena, "run=%.*s findings=%zu new=%llu changed=%llu gone=%llu", STR_ARG(name),
                                  k->count, (unsigned long long)drift->added, (unsigned long long)drift->changed,
                                  (unsigned long long)drift->gone);
    return change_commit(change, about, (struct str){ 0 }, &done, err);
}
