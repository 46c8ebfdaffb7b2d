/* SPDX-License-Identifier: GPL-3.0-or-later
 * status - from counts, dates and exemptions to one of eight statuses (policy language 8.7 to 8.9).
 * Owns:  nothing.
 * Must not know: rows, masks.
 *
 * Example:
 *     struct judgement judgement = { .instance = instance, .version = v, .scope = scope, .finding = finding };
 *     status_prepare(engine, &judgement);       // before have is known: clock, exemption, readings
 *     status_decide(engine, &judgement);
 */
#ifndef SIGNPOST_STATUS_H
#define SIGNPOST_STATUS_H

#include "engine/pass_agenda.h"
#include "engine/slot.h"

struct judgement {
    const struct instance *instance;
    const struct image_version *version;
    struct finding *finding;
    struct slots *slots;
    bool negative;                    /* must_not, should_not */
    int scope;                        /* ANSWERED_*: who and unless, and the anchor */
    struct ruling have;
    bool has_stale_kind;
    struct date clock_day;            /* as-of, or the day through which old imports are complete */
    const struct exemption *exemption;
    int32_t change_of_dates;          /* of the planned instance */
    bool asked;                       /* a check function was asked */
    struct hatch_verdict verdict;
};

/* Due and lead follow from the deadline. */
void status_set_due(const struct engine *engine, struct judgement *j, struct date deadline);
void status_prepare(const struct engine *engine, struct judgement *j);
void status_decide(const struct engine *engine, struct judgement *j);
bool status_born_on_leap_day(const struct subject *subject);
/* It is about this rule; of a hold: about a look whether records are still needed. */
bool status_exemption_names(const struct engine *engine, const struct image_version *version, const struct exemption *x);
enum severity_level status_severity(const struct judgement *j);
struct date status_since(const struct judgement *j);

/* pass_change.c: next_change, and the parts of it that many findings share; INT32_MAX = none. */
int32_t change_of_dates(const struct engine *engine, struct date lead, struct date due, struct date deadline,
                        struct date late_until);
struct date change_next(const struct engine *engine, const struct judgement *j, struct date next_opens);
/* What the records of the subject at hand tell about a version: the first later day on which one of them matters. */
int32_t change_of_records(const struct engine *engine, const struct image_version *version);

/* pass_hatch.c: the rule's check function about this instance; the due day is known unless the window is a state. */
void hatch_ask(struct engine *engine, const struct judgement *j, struct hatch_verdict *out);

/* pass_missing.c: the data that would change the finding. */
void missing_list(struct engine *engine, struct judgement *j);
/* What is not known of the guards of these overlays, into slots->lacks. */
void missing_of_guards(struct engine *engine, struct slots *slots, uint32_t overlays);
/* Puts data among those that a finding lacks, each once. */
void missing_add(struct finding *finding, const struct missing *lacks, uint32_t count);

/* pass_finding.c: false when nothing is to be handed over. */
bool finding_make(struct engine *engine, const struct planned *planned, struct date next_opens, struct slots *slots,
                  struct finding *out);
/* Whose it is and its dates; everything else empty. */
void finding_start(const struct engine *engine, const struct planned *planned, struct finding *out);

/* pass_summary.c: the forecasts of a planned instance. */
void summary_forecast(const struct engine *engine, struct planned *planned);

#endif
