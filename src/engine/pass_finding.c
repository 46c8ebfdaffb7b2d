/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_finding - one instance judged: counts to a finding, with evidence, what is missing and what would mend it.
 * Owns:  nothing.
 * Must not know: where findings go.
 */
#include <string.h>

#include "engine/status.h"

/* ---- evidence ---------------------------------------------------------------------------------------------------- */

/* Items of all leaves, each record once: yes when it is in any, with its least day. */
static void merge_items(struct engine *e, const struct judgement *j, struct items *out) {
    const struct slots *slots = j->slots;
    out->count = 0;
    for (uint32_t i = 0; i < slots->count; i++) {
        const struct items *items = &slots->at[i].items;
        out->at = engine_grow(e, out->at, out->count, &out->room, (size_t)out->count + items->count, sizeof *out->at);
        if (items->count) memcpy(out->at + out->count, items->at, items->count * sizeof *items->at);
        out->count += items->count;
    }
    if (slots->count < 2) return;
    items_sort_by_id(out);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        struct item *last = kept ? &out->at[kept - 1] : NULL;
        if (!last || last->id != out->at[i].id) {
            out->at[kept++] = out->at[i];
            continue;
        }
        last->yes = last->yes || out->at[i].yes;
        if (out->at[i].day < last->day) last->day = out->at[i].day;
    }
    out->count = kept;
    items_sort(out);
}

static void set_evidence(struct engine *e, const struct judgement *j) {
    struct finding *f = j->finding;
    if (j->asked) {
        f->evidence_count = j->verdict.evidence_count;
        for (uint32_t i = 0; i < f->evidence_count && i < FINDING_EVIDENCE; i++) f->evidence[i] = j->verdict.evidence[i];
        return;
    }
    struct items *all = &j->slots->there;
    merge_items(e, j, all);
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->at[i].yes) {
            if (f->evidence_count < FINDING_EVIDENCE) f->evidence[f->evidence_count] = all->at[i].id;
            f->evidence_count++;
        } else {
            if (f->doubtful_count < FINDING_EVIDENCE) f->doubtful[f->doubtful_count] = all->at[i].id;
            f->doubtful_count++;
        }
    }
}

static void set_tallies(const struct judgement *j) {
    struct finding *f = j->finding;
    const struct slots *slots = j->slots;
    f->term_count = slots->count;
    for (uint32_t i = 0; i < slots->count && i < FINDING_TERMS; i++) f->terms[i] = slots->at[i].tally;
    if (slots->count == 0) return;
    f->need = slots->at[0].tally.need;
    f->certain = slots->at[0].tally.certain;
    f->possible = slots->at[0].tally.possible;
}

/* ---- what would mend it ------------------------------------------------------------------------------------------ */

static enum fix open_fix(const struct engine *e, const struct judgement *j) {
    const struct finding *f = j->finding;
    if (j->asked) return f->status == STATUS_MISSED ? FIX_TOO_LATE : f->status == STATUS_UNKNOWN ? FIX_RECORD : FIX_CORRECT;
    if (j->negative) return f->status == STATUS_MISSED ? FIX_CORRECT : FIX_RECORD;
    if (j->instance->dateless) return FIX_RECORD;
    bool past_adding = !slots_can_be_met(e, j->version, j->slots);
    if (f->status == STATUS_MISSED) return past_adding ? FIX_CORRECT : FIX_TOO_LATE;
    if (f->status == STATUS_UNKNOWN) {
        bool gone = f->underlying == STATUS_MISSED;
        if (f->missing_count == 0) return gone ? FIX_TOO_LATE : FIX_ADD;
        return gone ? FIX_RECORD : FIX_RECORD_OR_ADD;
    }
    if (f->missing_count > 0) return FIX_RECORD_OR_ADD;
    return !f->satisfied && past_adding ? FIX_CORRECT : FIX_ADD;
}

static enum fix fix_of(const struct engine *e, const struct judgement *j) {
    enum status status = j->finding->status;
    if (status == STATUS_MET || status == STATUS_WAIVED || j->version->source->force == FORCE_MAY) return FIX_NONE;
    enum fix fix = open_fix(e, j);
    bool adding = fix == FIX_ADD || fix == FIX_RECORD_OR_ADD;
    return adding && j->version->when.same_record ? FIX_RECORD : fix;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

void finding_start(const struct engine *e, const struct planned *planned, struct finding *f) {
    const struct instance *i = &planned->instance;
    if (e->judging->summary) {
        f->satisfied = f->who_unknown = f->joined_late = f->stale = false;
        f->words = (struct str){ 0 };
        f->error = CODE_NONE;
        f->term_count = 0;
        f->need = f->certain = f->possible = 0;
    } else {
        memset(f, 0, sizeof *f);
    }
    f->subject_type = e->subject.type;
    f->subject = e->subject.batch->subject;
    f->rule = i->version->rule;
    f->variant = i->version->variant;
    f->version = i->version->version;
    memcpy(f->instance, i->key, sizeof f->instance);
    f->opens = i->opens;
    f->lead = planned->lead;
    f->due = planned->due;
    f->deadline = i->state ? DATE_NONE : i->deadline;
    f->late_until = i->late_until;
    f->since = f->next_change = f->met_on = DATE_NONE;
    f->severity = LEVEL_INFO;
}

/* The function speaks of now alone: without its word the clock runs from the beginning. */
static struct date hatch_deadline(const struct engine *e, const struct judgement *j) {
    const struct image_window *when = &j->version->when;
    if (j->have.verdict == VERDICT_MET) return DATE_NONE;
    return engine_after(e, j->instance->opens, when->op == WINDOW_ALWAYS ? when->grace : when->length);
}

static void ask_hatch(struct engine *e, struct judgement *j) {
    static const enum verdict VERDICTS[] = { VERDICT_FAILING, VERDICT_OPEN, VERDICT_MET };
    struct finding *f = j->finding;
    j->slots->count = 0;
    j->slots->version = j->slots->change_version = NULL;
    if (j->scope == ANSWERED_NO) return;
    j->asked = true;
    hatch_ask(e, j, &j->verdict);
    j->have.verdict = VERDICTS[j->verdict.answer];
    f->words = j->verdict.words;
    f->error = j->verdict.error;
    if (j->instance->state) status_set_due(e, j, hatch_deadline(e, j));
}

static void count_terms(struct engine *e, struct judgement *j) {
    const struct instance *i = j->instance;
    if (j->version->source->hatch >= 0) {
        ask_hatch(e, j);
        return;
    }
    if (i->state && !j->negative) status_set_due(e, j, slots_deadline(e, i, j->slots));
    slots_fill(e, i, j->slots);
    j->have = slots_judge(e, j->version, j->slots);
}

static void add_details(struct engine *e, struct judgement *j, struct date next_opens) {
    struct finding *f = j->finding;
    const struct instance *i = j->instance;
    f->next_change = change_next(e, j, next_opens);
    if (f->status == STATUS_NOT_APPLICABLE) return;
    if (f->satisfied && !j->negative) {
        f->met_on = (struct date){ j->have.met_on };
        bool dated = !i->state && date_known(f->met_on) && date_known(f->deadline);
        if (dated && date_after(f->met_on, f->deadline)) f->late_days = f->met_on.day - f->deadline.day;
    }
    if (!i->dateless) set_evidence(e, j);
    bool settled = !i->dateless && (j->negative ? j->have.verdict != VERDICT_OPEN : f->satisfied);
    if (!settled) missing_list(e, j);
    f->since = status_since(j);
    f->fix = fix_of(e, j);
}

bool finding_make(struct engine *e, const struct planned *planned, struct date next_opens, struct slots *slots,
                  struct finding *f) {
    const struct instance *i = &planned->instance;
    struct judgement j = { .instance = i, .version = i->version, .finding = f, .slots = slots, .scope = planned->scope,
                           .change_of_dates = planned->change,
                           .negative = slot_is_negative(i->version), .have = { VERDICT_FAILING, INT32_MAX } };
    finding_start(e, planned, f);
    status_prepare(e, &j);
    if (!i->dateless) count_terms(e, &j);
    status_decide(e, &j);
    if (f->status == STATUS_NOT_APPLICABLE && !e->judging->not_applicable) return false;
    if (f->status != STATUS_NOT_APPLICABLE) {
        f->who_unknown = j.scope == ANSWERED_NOT_KNOWN;
        f->severity = status_severity(&j);
        if (!i->dateless) set_tallies(&j);
    }
    if (!e->judging->summary) {
        if (slots->change_version != i->version) slots->change_of_records = change_of_records(e, i->version);
        slots->change_version = i->version;
        add_details(e, &j, next_opens);
    }
    return true;
}
