/* SPDX-License-Identifier: GPL-3.0-or-later
 * settle - a person says what became of a message; see settle.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/settle.h"

#include "base/clock.h"
#include "work/change.h"
#include "work/outbox.h"
#include "work/rows.h"
#include "work/sent_log.h"

enum settling { SETTLE_ARRIVED, SETTLE_AGAIN, SETTLE_DROP, SETTLE_COUNT };
static const char *const WORDS[SETTLE_COUNT] = { "arrived", "again", "drop" };

struct settle_plan {
    int64_t message;
    enum outbox_state state;
    enum settling how;
};

static bool read_call(const struct command_call *call, struct settle_plan *plan, struct err *err) {
    struct str parts[2] = { { 0 } };
    size_t count = 0;
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase && count < 2) parts[count++] = call->parts[i].text;
    plan->how = SETTLE_COUNT;
    for (int i = 0; i < SETTLE_COUNT; i++)
        if (str_equal_fold_ascii(parts[1], str_from(WORDS[i]))) plan->how = (enum settling)i;
    if (str_starts(parts[0], "#")) parts[0] = str_slice(parts[0], 1, parts[0].size);
    if (str_whole(parts[0], &plan->message) && plan->how != SETTLE_COUNT) return true;
    err_set(err, CODE_ARGUMENTS, "settle needs the number of a message and what became of it.");
    return err_next(err, "settle 41 arrived,  settle 41 again  or  settle 41 drop;  outbox  lists the numbers");
}

/* What may be said of a message depends on where it is. */
static bool may_be_settled(const struct ledger_message *m, enum settling how, struct err *err) {
    bool doubtful = m->state == OUTBOX_DOUBTFUL, ready = m->state == OUTBOX_PLANNED || m->state == OUTBOX_QUEUED;
    if (!m->id) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no message of that number.");
    } else if (how == SETTLE_AGAIN && doubtful && !m->bytes.size) {
        err_set(err, CODE_NOTHING_SELECTED, "The text of message %lld was erased, so it can not go again.", (long long)m->id);
        return err_next(err, "settle %lld arrived  or  settle %lld drop", (long long)m->id, (long long)m->id);
    } else if (doubtful || (how == SETTLE_DROP && ready) || (how == SETTLE_ARRIVED && m->state == OUTBOX_PLANNED)) {
        return true;
    } else if (m->state == OUTBOX_BEGUN || m->state == OUTBOX_DOT) {
        err_set(err, CODE_NOTHING_SELECTED, "A run has message %lld in hand, or was cut off with it.", (long long)m->id);
        return err_next(err, "send  finds out");
    } else {
        err_set(err, CODE_NOTHING_SELECTED, "Message %lld is %s: there is nothing to settle.", (long long)m->id, outbox_word(m));
    }
    return err_next(err, "outbox  lists the messages");
}

bool settle_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct ledger_message m;
    struct arena *arena = answer->arena;
    struct settle_plan *plan = arena_new(arena, struct settle_plan);
    if (!read_call(call, plan, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_PEOPLE, &school)) return false;
    if (!ledger_message(school->db, arena, plan->message, &m, &err) || !may_be_settled(&m, plan->how, &err)) return answer_fail(answer, &err);
    plan->state = m.state;
    answer->page = page_new(arena, STR("Settle"));
    page_paragraphf(answer->page, "Message %lld to %.*s: %.*s", (long long)m.id, STR_ARG(outbox_name(arena, school, m.recipient)),
                    STR_ARG(m.subject.size ? m.subject : STR("(its text was erased)")));
    page_paragraph(answer->page, plan->how == SETTLE_ARRIVED ? STR("It counts as sent.")
                                 : plan->how == SETTLE_DROP  ? STR("It is closed and not sent again.")
                                                             : STR("The same bytes go once more, under the same Message-ID: a mail program that has it already can tell."));
    answer->waits = true;
    answer->leaves = plan->how == SETTLE_AGAIN ? 1 : 0;
    answer->question = plan->how == SETTLE_AGAIN ? STR("1 message goes again.") : STR("Go ahead?");
    answer->plan = plan;
    rows_json(call, answer);
    return true;
}

/* The sent-journal too, so that records put back later know it. */
static bool note(struct arena *arena, struct school *school, const struct settle_plan *plan, struct change *change, struct err *err) {
    struct ledger_message m;
    struct sent_log log;
    if (plan->state == OUTBOX_QUEUED || plan->how == SETTLE_AGAIN) return true;
    if (!ledger_message(change->db, arena, plan->message, &m, err) || !sent_log_read(arena, school->folder, &log, err)) return false;
    if (m.state != plan->state) return true; /* refused below: nothing may be said of it for good */
    struct sent_line line = { .message_id = m.message_id, .digest = m.digest.size ? m.digest : STR("-"), .outcome = plan->how == SETTLE_DROP ? STR("dropped") : STR("arrived"),
                              .at = clock_now(), .head = str_format(arena, "%lld:-", (long long)(change->number - 1)) };
    return sent_log_add(arena, school->folder, &line, log.torn, err);
}

static bool carry_out(const struct command_call *call, struct arena *arena, struct school *school, const struct settle_plan *plan, struct err *err) {
    static const enum outbox_state TO[SETTLE_COUNT] = { OUTBOX_SENT, OUTBOX_QUEUED, OUTBOX_GIVEN_UP };
    static const struct str SAID[SETTLE_COUNT] = { STR_INIT("a person said that it arrived"), STR_INIT("a person said: once more"),
                                                   STR_INIT("a person dropped it") };
    struct change_request asked = { .verb = STR("settle"), .actor = call->actor, .state = VALUE_NONE };
    struct change *change;
    bool moved = false;
    if (!send_safe(arena, school, err) || !change_hold(arena, school, &asked, &change, err)) return false;
    bool fine = note(arena, school, plan, change, err) && change_step(change, err);
    if (fine) {
        struct ledger_move move = { .to = TO[plan->how], .not_before = plan->how == SETTLE_AGAIN ? 0 : VALUE_NONE, .at = change->at, .words = SAID[plan->how] };
        fine = ledger_move(change->db, plan->message, plan->state, &move, &moved, err);
    }
    if (fine && !moved) {
        err_set(err, CODE_STALE_PREVIEW, "Something else happened to message %lld since the preview; nothing was done.", (long long)plan->message);
        fine = err_next(err, "outbox  shows how it stands");
    }
    fine = fine && change_keep(change, str_format(arena, "message=%lld settled=%s", (long long)plan->message, WORDS[plan->how]), err);
    change_cancel(change);
    return fine;
}

bool settle_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    const struct settle_plan *plan = answer->plan;
    struct arena *arena = answer->arena;
    bug_if(!plan);
    outbox_fresh_page(answer, "Settle");
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_PEOPLE, &school)) return false;
    if (!carry_out(call, arena, school, plan, &err)) return answer_fail(answer, &err);
    if (plan->how == SETTLE_AGAIN) {
        struct send_report report = { 0 };
        struct send_request request = { .actor = call->actor, .only = &plan->message, .only_count = 1, .tick = call->tick };
        bool fine = send_run(arena, school, &request, &report, &err);
        outbox_report(answer, school, &report, fine, &err);
    } else {
        page_paragraphf(answer->page, "Message %lld is %s.", (long long)plan->message, plan->how == SETTLE_ARRIVED ? "sent" : "closed");
        answer_next(answer, "outbox");
    }
    rows_json(call, answer);
    return true;
}
