/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_letters - what becomes of the letters of a remind; see remind_letters.h.
 * Owns:  nothing.
 * Must not know: how the letters were planned.
 */
#include "work/remind_letters.h"

#include "work/outbox.h"
#include "work/reach.h"
#include "work/rows.h"
#include "work/undelivered.h"
#include "work/waiting.h"
#include "work/wording.h"

struct carrying_on {
    const struct command_call *call;
    struct answer *answer;
    struct school *school;
    const struct letters_for_today *today;
    struct letter *letters;      /* those that may go */
    size_t count, left_out;
};

/* The server said no to that address, and people.lua has it still: once more would be refused once more. */
static bool is_refused(struct carrying_on *c, const struct letter *letter, const struct undelivered *list, size_t count) {
    struct arena *arena = c->answer->arena;
    const struct undelivered *one = undelivered_still(list, count, people_find(c->school->people, letter->recipient));
    if (!one) return false;
    problem_add(&c->answer->problems, CODE_SERVER_REFUSED, SEVERITY_WARNING, (struct place){ 0 }, str_c(arena, undelivered_mend(arena, one)),
                "%.*s; nothing goes to %.*s until the address is mended.", STR_ARG(undelivered_said(arena, one)), STR_ARG(one->address));
    return true;
}

/* A run that nobody watches says it in one line, or it would not be said at all. */
static void say_unreached(struct carrying_on *c, const struct person *const *list, size_t count) {
    struct arena *arena = c->answer->arena;
    if (!count) return;
    problem_add(&c->answer->problems, CODE_NO_ADDRESS, SEVERITY_ERROR, (struct place){ 0 }, "doctor  says what mends it", "%.*s can not be written to: %.*s.",
                STR_ARG(count_of(arena, count, "person", "people")), STR_ARG(reach_words(arena, &c->school->people->mail, list, count)));
}

/* Whoever has no address, one outside or one that was refused is named by the preview; the others' letters go all the same. */
static bool keep_those_that_may_go(struct carrying_on *c, struct err *failed) {
    const struct letter *letters = c->today->letters;
    struct undelivered *list;
    size_t listed, count = c->today->count;
    if (!undelivered_list(c->answer->arena, c->school, &list, &listed, failed)) return false;
    c->letters = arena_array(c->answer->arena, struct letter, count + 1);
    const struct person **unreached = (const struct person **)arena_alloc_array(c->answer->arena, count + 1, sizeof *unreached);
    size_t unreached_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct err err = { 0 };
        bool may = letter_may_go(&c->school->people->mail, letters[i].name, letters[i].address, &err);
        if (may && !is_refused(c, &letters[i], list, listed)) {
            c->letters[c->count++] = letters[i];
            continue;
        }
        c->left_out++;
        if (!may && c->call->quiet) unreached[unreached_count++] = people_find(c->school->people, letters[i].recipient);
        else if (!may) problem_add(&c->answer->problems, err.code, SEVERITY_WARNING, (struct place){ 0 }, err.next, "%s", err.text);
    }
    say_unreached(c, unreached, unreached_count);
    return true;
}

static bool write_drafts(struct carrying_on *c, struct err *err) {
    struct letters_request request = { .actor = c->call->actor, .state = VALUE_NONE, .withdrawn = c->today->withdrawn, .withdrawn_count = c->today->withdrawn_count };
    struct letters_done done;
    struct str folder;
    struct arena *arena = c->answer->arena;
    struct page *page = c->answer->page;
    if (!letters_draft(arena, c->school, &request, c->letters, c->count, &done, &folder, err)) return false;
    size_t gone = c->count - done.drafts;
    if (done.drafts)
        page_paragraphf(page, "Wrote %.*s into %.*s: a double click on an .eml opens it ready to send; the .html beside it is for reading and copying.",
                        STR_ARG(count_of(arena, done.drafts, "draft", "drafts")), STR_ARG(folder));
    else page_paragraph(page, STR("There is nothing to draft."));
    if (done.withdrawn) page_paragraphf(page, "%.*s not sent, and closed.", STR_ARG(count_of(arena, done.withdrawn, "message that waited was", "messages that waited were")));
    if (gone) page_paragraphf(page, "%.*s left already and got no draft.", STR_ARG(count_of(arena, gone, "message", "messages")));
    if (done.drafts) page_paragraph(page, STR("Nothing was sent.  These count as told."));
    return true;
}

/* ---- sending ---------------------------------------------------------------------------------------------------------------- */

struct sending_plan {
    struct letter *letters;
    size_t count;
    const struct letters_for_today *today;
    int64_t state;
};

static bool is_withdrawn(const struct letters_for_today *today, int64_t message) {
    for (size_t i = 0; i < today->withdrawn_count; i++)
        if (today->withdrawn[i].id == message) return true;
    return false;
}

/* New ones, drafts that are to be sent after all, and what waits from before. */
static bool count_going(struct carrying_on *c, size_t *fresh, size_t *there, size_t *waiting, size_t *cut, struct err *err) {
    struct arena *arena = c->answer->arena;
    struct ledger_message *queued, m;
    size_t count;
    *fresh = *there = *waiting = *cut = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct letter *l = &c->letters[i];
        struct ledger_message key = { .recipient = letter_recipient(arena, c->school->people, l->recipient), .plan = l->plan, .period = l->period, .number = l->number };
        if (!ledger_message_by_key(c->school->db, arena, &key, &m, err)) return false;
        bool goes = !m.id || is_withdrawn(c->today, m.id) || m.state == OUTBOX_PLANNED || ((m.state == OUTBOX_GIVEN_UP || m.state == OUTBOX_REFUSED) && !m.dot_at);
        *fresh += goes;
        *there += !goes && m.state != OUTBOX_QUEUED && m.state != OUTBOX_BEGUN && m.state != OUTBOX_DOT;
    }
    if (!ledger_messages(c->school->db, arena, 1u << OUTBOX_QUEUED | 1u << OUTBOX_BEGUN | 1u << OUTBOX_DOT, false, &queued, &count, err)) return false;
    bool trial = c->school->people->mail.trial_to.size > 0;
    for (size_t i = 0; i < count; i++) {
        *cut += queued[i].state == OUTBOX_DOT;
        *waiting += queued[i].state != OUTBOX_DOT && trial == str_starts(queued[i].recipient, LETTER_TRIAL) && !is_withdrawn(c->today, queued[i].id)
                    && !waiting_is_old(c->school, &queued[i], c->call->today);
    }
    return true;
}

static bool may_send(struct carrying_on *c, struct err *err) {
    struct sink unopened;
    if (!date_same(c->call->as_of, c->call->today)) {
        err_set(err, CODE_ARGUMENTS, "What another day would send can be looked at, not sent.");
        return err_next(err, "leave  as of  out");
    }
    return c->school->people->mail.send_by != SEND_BY_DRAFTS || send_open_sink(c->answer->arena, c->school, &unopened, err);
}

static bool preview_sending(struct carrying_on *c, struct err *err) {
    struct answer *answer = c->answer;
    struct arena *arena = answer->arena;
    size_t fresh, there, waiting, doubtful, cut;
    struct sending_plan *plan = arena_new(arena, struct sending_plan);
    if (!may_send(c, err) || !count_going(c, &fresh, &there, &waiting, &cut, err)) return false;
    size_t closed = c->today->withdrawn_count;
    bool goes = fresh + waiting + closed + cut > 0;
    if (!(goes ? outbox_mention_doubtful(answer, c->school, err) : outbox_say_doubtful(answer, c->school, &doubtful, err))) return false;
    if (there) page_paragraphf(answer->page, "%.*s already and will not go again.", STR_ARG(count_of(arena, there, "message went", "messages went")));
    if (waiting) page_paragraphf(answer->page, "%.*s from before.", STR_ARG(count_of(arena, waiting, "message waits", "messages wait")));
    if (closed) page_paragraphf(answer->page, "%.*s closed, and what still holds of it is told anew.", STR_ARG(count_of(arena, closed, "message that waits is", "messages that wait are")));
    if (!(fresh + waiting)) page_paragraph(answer->page, STR("There is nothing to send."));
    if (!goes) return true;
    if (cut && !(fresh + waiting)) page_paragraph(answer->page, STR("What became of a run that was cut off would be looked at."));
    *plan = (struct sending_plan){ .letters = c->letters, .count = c->count, .today = c->today, .state = c->school->state };
    answer->plan = plan;
    answer->waits = true;
    if (!(fresh + waiting)) return true;
    struct str people = count_of(arena, fresh + waiting, "message", "messages");
    answer->question = str_format(arena, "%.*s to %.*s.", STR_ARG(people), STR_ARG(count_of(arena, fresh + waiting, "person", "people")));
    page_paragraph(answer->page, answer->question);
    answer->leaves = fresh + waiting;
    return true;
}

bool remind_letters_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct letters_done done;
    struct send_report report = { 0 };
    const struct sending_plan *plan = answer->plan;
    struct arena *arena = answer->arena;
    bug_if(!plan);
    outbox_fresh_page(answer, "Reminders");
    if (!school_for(call, answer, SCHOOL_POLICY | SCHOOL_MAIL, &school)) return false;
    struct letters_request request = { .actor = call->actor, .state = plan->state, .to_send = true, .withdrawn = plan->today->withdrawn,
                                       .withdrawn_count = plan->today->withdrawn_count };
    if (!letters_queue(arena, school, &request, plan->letters, plan->count, &done, &err)) return answer_fail(answer, &err);
    struct send_request sending = { .actor = call->actor, .tick = call->tick };
    bool fine = send_run(arena, school, &sending, &report, &err);
    outbox_report(answer, school, &report, fine, &err);
    if (done.withdrawn)
        page_paragraphf(answer->page, "%.*s closed and not sent; what still holds of it is told anew.",
                        STR_ARG(count_of(arena, done.withdrawn, "message that waited was", "messages that waited were")));
    rows_run(call, answer, "remind", school);
    rows_json(call, answer);
    return true;
}

bool remind_letters_run(const struct command_call *call, struct answer *answer, struct school *school,
                        const struct letters_for_today *today) {
    struct letters_for_today *kept = arena_new(answer->arena, struct letters_for_today);
    *kept = *today; /* lives as long as the answer */
    struct carrying_on c = { .call = call, .answer = answer, .school = school, .today = kept };
    struct err err = { 0 };
    size_t doubtful;
    bool drafts = call_has(call, "drafts"), send = call_has(call, "send");
    if (drafts && send) {
        err_set(&err, CODE_ARGUMENTS, "remind takes --drafts or --send, not both.");
        err_next(&err, "send  sends drafts later");
        return answer_fail(answer, &err);
    }
    if (drafts || send) {
        bool fine = keep_those_that_may_go(&c, &err) && (drafts ? write_drafts(&c, &err) : preview_sending(&c, &err));
        return fine || answer_fail(answer, &err);
    }
    if (!outbox_say_doubtful(answer, school, &doubtful, &err)) return answer_fail(answer, &err);
    page_paragraph(answer->page, STR("Nothing was sent and nothing was written."));
    return true;
}
