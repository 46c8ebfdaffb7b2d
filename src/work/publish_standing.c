/* SPDX-License-Identifier: GPL-3.0-or-later
 * publish_standing - how a clause stands, in words that tell nothing about few pupils; see publish.h.
 * Owns:  nothing.
 * Must not know: how it is shown.
 */
#include "work/publish.h"
#include "work/wording.h"

struct sum {
    uint64_t concerned, fine, to_come, unknown; /* what may be shown */
    bool pupils;                       /* words about pupils were written */
};

static uint64_t fine_of(const uint64_t by[STATUS_COUNT]) {
    return by[STATUS_MET] + by[STATUS_ON_TRACK] + by[STATUS_WAIVED];
}

/* Nobody is late; of some it is still to come.  Neither part tells of few. */
static struct str in_time_words(struct arena *arena, uint64_t fewest, uint64_t to_come, uint64_t all) {
    uint64_t done = all - to_come;
    if (!done) return str_format(arena, "still to come for all %llu pupils, nobody is late", (unsigned long long)all);
    if (done < fewest || to_come < fewest)
        return str_format(arena, "done for some of %llu pupils, the others still have time", (unsigned long long)all);
    return str_format(arena, "done for %llu of %llu pupils, the other %llu still have time", (unsigned long long)done, (unsigned long long)all,
                      (unsigned long long)to_come);
}

static struct str pupils_words(struct arena *arena, uint64_t fewest, uint64_t fine, uint64_t to_come, uint64_t all) {
    if (fine == all && to_come) return in_time_words(arena, fewest, to_come, all);
    if (fine == all) return str_format(arena, "all %llu pupils", (unsigned long long)all);
    if (!fine) return str_format(arena, "none of %llu pupils yet", (unsigned long long)all);
    if (all - fine < fewest)
        return str_format(arena, "all but fewer than %llu of %llu pupils", (unsigned long long)fewest, (unsigned long long)all);
    if (fine < fewest) return str_format(arena, "fewer than %llu of %llu pupils", (unsigned long long)fewest, (unsigned long long)all);
    return str_format(arena, "%llu of %llu pupils", (unsigned long long)fine, (unsigned long long)all);
}

static struct str pupils(struct arena *arena, uint64_t fewest, const struct stood *stood, struct sum *sum) {
    sum->pupils = true;
    if (stood->pupils < fewest)
        return str_format(arena, "fewer than %llu pupils, not shown", (unsigned long long)fewest);
    uint64_t fine = fine_of(stood->by);
    sum->concerned += stood->pupils;
    sum->fine += fine;
    sum->to_come += stood->by[STATUS_ON_TRACK];
    sum->unknown += stood->by[STATUS_UNKNOWN];
    return pupils_words(arena, fewest, fine, stood->by[STATUS_ON_TRACK], stood->pupils);
}

static struct str others(const uint64_t by[STATUS_COUNT], struct sum *sum) {
    uint64_t all = 0, fine = fine_of(by);
    for (int s = 0; s < STATUS_COUNT; s++)
        if (s != STATUS_NOT_APPLICABLE) all += by[s];
    if (!all) return (struct str){ 0 };
    sum->concerned += all;
    sum->fine += fine;
    sum->to_come += by[STATUS_ON_TRACK];
    sum->unknown += by[STATUS_UNKNOWN];
    if (fine == all) return by[STATUS_ON_TRACK] ? STR("nothing is late") : STR("in order");
    if (by[STATUS_UNKNOWN] == all) return STR("not known");
    return fine ? STR("partly in order") : STR("not yet");
}

static struct str status_of(const struct sum *sum) {
    if (!sum->concerned) return (struct str){ 0 };
    if (sum->fine == sum->concerned) return sum->to_come ? STR("on_track") : STR("met");
    if (sum->unknown == sum->concerned) return STR("unknown");
    return sum->fine ? STR("partly") : STR("not_yet");
}

struct str publish_standing(struct arena *arena, const struct policy *policy, size_t clause,
                            const struct publish_live *live, struct str *key) {
    struct str words = { 0 };
    struct sum sum = { 0 };
    size_t rules = 0;
    for (size_t r = 0; r < policy->rule_count; r++) rules += policy->rules[r].clause_index == clause;
    for (size_t r = 0; r < policy->rule_count; r++) {
        const struct rule *rule = &policy->rules[r];
        if (rule->clause_index != clause || !rule->applies || rule->versions[0].force == FORCE_MAY) continue;
        struct stood stood = standing_rule(live->standing, r);
        struct str one = stood.pupils ? pupils(arena, live->fewest, &stood, &sum) : others(live->others[r], &sum);
        if (!one.size) continue;
        if (rules > 1) one = str_format(arena, "%.*s: %.*s", STR_ARG(rule_words(arena, rule)), STR_ARG(one));
        words = words.size ? str_format(arena, "%.*s\n%.*s", STR_ARG(words), STR_ARG(one)) : one;
    }
    *key = status_of(&sum);
    const struct status_look *look = status_look(*key);
    bool said = rules == 1 && !sum.pupils && look; /* the status alone says as much */
    return said ? (struct str){ 0 } : words;
}
