/* SPDX-License-Identifier: GPL-3.0-or-later
 * settle - a person says what became of a message; see settle.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/settle.h"

#include "base/clock.h"
#include "formats/mime.h"
#include "work/change.h"
#include "work/drafts.h"
#include "work/letter.h"
#include "work/outbox.h"
#include "work/rows.h"
#include "work/seal.h"
#include "work/sent_log.h"
#include "work/wording.h"

enum settling { SETTLE_ARRIVED, SETTLE_AGAIN, SETTLE_DROP, SETTLE_COUNT };
static const char *const WORDS[SETTLE_COUNT] = { "arrived", "again", "drop" };

#define MOST_SETTLED 10000
#define DIGEST_DIGITS 64

struct settled {
    int64_t message;
    enum outbox_state state;     /* as the preview found it */
    struct str was, address;     /* of one that was refused and goes again */
};

struct settle_plan {
    enum settling how;
    bool all;                    /* every message of which nobody knows */
    struct settled *at;
    int64_t *ids;
    size_t count;
};

static bool usage(struct err *err) {
    err_set(err, CODE_ARGUMENTS, "settle needs the number of a message, or several, and what became of them.");
    return err_next(err, "settle 41 arrived,  settle 41 42 again,  settle all drop;  outbox  lists the numbers");
}

static void take_number(struct settle_plan *plan, int64_t id) {
    for (size_t i = 0; i < plan->count; i++)
        if (plan->ids[i] == id) return;
    plan->ids[plan->count++] = id;
}

/* Numbers, with or without # and commas, or "all"; the word comes last. */
static bool read_call(const struct command_call *call, struct arena *arena, struct settle_plan *plan, struct err *err) {
    size_t room = 0, words = 0;
    for (size_t i = 0; i < call->part_count; i++) room += call->parts[i].text.size + 1;
    plan->ids = arena_array(arena, int64_t, room + 1);
    plan->how = SETTLE_COUNT;
    for (size_t i = 0; i < call->part_count; i++) {
        struct str rest = call->parts[i].text, word;
        if (call->parts[i].phrase) continue;
        for (bool more = true; more;) {
            more = str_cut(rest, ' ', &word, &rest);
            int64_t id;
            if (str_ends(word, ",")) word = str_slice(word, 0, word.size - 1);
            if (str_starts(word, "#")) word = str_slice(word, 1, word.size);
            if (!word.size) continue;
            if (plan->how != SETTLE_COUNT) return usage(err);
            words++;
            for (int k = 0; k < SETTLE_COUNT; k++)
                if (str_equal_fold_ascii(word, str_from(WORDS[k]))) plan->how = (enum settling)k;
            if (plan->how != SETTLE_COUNT) continue;
            if (str_equal_fold_ascii(word, STR("all"))) plan->all = true;
            else if (str_whole(word, &id) && plan->count < MOST_SETTLED) take_number(plan, id);
            else return usage(err);
        }
    }
    return plan->how != SETTLE_COUNT && words > 1 && !(plan->all && plan->count) ? true : usage(err);
}

/* Only what goes again needs a way. */
static unsigned needs_of(const struct settle_plan *plan) { return SCHOOL_CALENDAR | (plan->how == SETTLE_AGAIN ? SCHOOL_MAIL : SCHOOL_PEOPLE); }

/* One that was refused goes again to the address of today, unless a later message tells what it told. */
static bool find_address(struct arena *arena, const struct school *school, const struct ledger_message *m, struct str *address, struct err *err) {
    const struct person *person = letter_person(school->people, m->recipient);
    struct ledger_message *list;
    size_t count;
    if (!person) {
        err_set(err, CODE_NOTHING_SELECTED, "The person to whom message %lld was to go is not in people.lua, or a trial began or ended since.", (long long)m->id);
        return err_next(err, "settle %lld drop", (long long)m->id);
    }
    *address = letter_address(school->people, person);
    if (!letter_may_go(&school->people->mail, person->name, *address, err)) return false;
    if (!ledger_messages(school->db, arena, ~(1u << OUTBOX_GIVEN_UP | 1u << OUTBOX_REFUSED) & ((1u << OUTBOX_STATE_COUNT) - 1), false, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        if (list[i].id < m->id || !str_equal(list[i].recipient, m->recipient)) continue;
        err_set(err, CODE_NOTHING_SELECTED, "Message %lld came after it and tells %.*s what is still open.", (long long)list[i].id, STR_ARG(person->name));
        return err_next(err, "settle %lld drop", (long long)m->id);
    }
    return true;
}

/* What may be said of a message depends on where it is. */
static bool may_be_settled(const struct ledger_message *m, int64_t id, enum settling how, struct err *err) {
    bool doubtful = m->state == OUTBOX_DOUBTFUL || m->state == OUTBOX_REFUSED, ready = m->state == OUTBOX_PLANNED || m->state == OUTBOX_QUEUED;
    if (!m->id) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no message %lld.", (long long)id);
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

/* Those that were named, each where it may be settled; or all of which nobody knows. */
static bool gather(struct arena *arena, const struct school *school, struct settle_plan *plan, struct ledger_message **list, struct err *err) {
    if (plan->all) {
        if (!ledger_messages(school->db, arena, 1u << OUTBOX_DOUBTFUL, true, list, &plan->count, err)) return false;
        plan->ids = arena_array(arena, int64_t, plan->count + 1);
        for (size_t i = 0; i < plan->count; i++) plan->ids[i] = (*list)[i].id;
    } else {
        *list = arena_array(arena, struct ledger_message, plan->count + 1);
        for (size_t i = 0; i < plan->count; i++)
            if (!ledger_message(school->db, arena, plan->ids[i], &(*list)[i], err)) return false;
    }
    if (!plan->count) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no message of which nobody knows whether it went.");
        return err_next(err, "outbox  lists the messages");
    }
    plan->at = arena_array(arena, struct settled, plan->count);
    for (size_t i = 0; i < plan->count; i++) {
        if (!may_be_settled(&(*list)[i], plan->ids[i], plan->how, err)) return false;
        plan->at[i] = (struct settled){ .message = plan->ids[i], .state = (*list)[i].state, .was = (*list)[i].address };
        if (plan->how != SETTLE_AGAIN || plan->at[i].state != OUTBOX_REFUSED) continue;
        if (!find_address(arena, school, &(*list)[i], &plan->at[i].address, err)) return false;
    }
    return true;
}

/* One in words, several as a list. */
static void show(struct answer *answer, const struct school *school, const struct command_call *call, const struct settle_plan *plan,
                 const struct ledger_message *list) {
    static const char *const ONE[SETTLE_COUNT] = { "It counts as sent.",
        "The same bytes go once more, under the same Message-ID: a mail program that has it already can tell.", "It is closed and not sent again." };
    static const char *const MANY[SETTLE_COUNT] = { "They count as sent.",
        "The same bytes of each go once more, under the same Message-ID: a mail program that has one already can tell.", "They are closed and not sent again." };
    struct arena *arena = answer->arena;
    answer->page = page_new(arena, STR("Settle"));
    if (plan->count == 1)
        page_paragraphf(answer->page, "Message %lld to %.*s: %.*s", (long long)list->id, STR_ARG(outbox_name(arena, school, list->recipient)),
                        STR_ARG(list->subject.size ? list->subject : STR("(its text was erased)")));
    answer->result = outbox_sheet(arena, school, call, list, plan->count);
    if (plan->count > 1) page_table(answer->page, answer->result);
    page_paragraph(answer->page, str_from(plan->count == 1 ? ONE[plan->how] : MANY[plan->how]));
    for (size_t i = 0; i < plan->count; i++) {
        const struct settled *one = &plan->at[i];
        if (!one->address.size) continue;
        bool same = str_equal(one->was, one->address);
        page_paragraphf(answer->page, same ? "Message %lld goes to %.*s once more, where the mail server refused it." : "Message %lld goes to %.*s now; the mail server refused %.*s.",
                        (long long)one->message, STR_ARG(one->address), STR_ARG(one->was));
    }
}

bool settle_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct ledger_message *list;
    struct arena *arena = answer->arena;
    struct settle_plan *plan = arena_new(arena, struct settle_plan);
    *plan = (struct settle_plan){ .how = SETTLE_COUNT };
    if (!read_call(call, arena, plan, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, needs_of(plan), &school)) return false;
    if (!gather(arena, school, plan, &list, &err)) return answer_fail(answer, &err);
    show(answer, school, call, plan, list);
    answer->waits = true;
    answer->leaves = plan->how == SETTLE_AGAIN ? plan->count : 0;
    answer->question = plan->how != SETTLE_AGAIN ? STR("Go ahead?")
                                                 : str_format(arena, "%.*s again.", STR_ARG(count_of(arena, plan->count, "message goes", "messages go")));
    if (plan->count > 1) page_paragraphf(answer->page, "That is %.*s.", STR_ARG(count_of(arena, plan->count, "message", "messages")));
    answer->plan = plan;
    rows_json(call, answer);
    return true;
}

/* ---- carrying out ---- */

/* What was shown, or nothing at all. */
static bool still_so(struct change *change, struct arena *arena, const struct settle_plan *plan, struct err *err) {
    for (size_t i = 0; i < plan->count; i++) {
        struct ledger_message m;
        if (!ledger_message(change->db, arena, plan->at[i].message, &m, err)) return false;
        if (m.state == plan->at[i].state) continue;
        err_set(err, CODE_STALE_PREVIEW, "Something else happened to message %lld since the preview; nothing was done.", (long long)plan->at[i].message);
        return err_next(err, "outbox  shows how it stands");
    }
    return true;
}

/* The sent-journal too, so that records put back later know it. */
static bool note(struct arena *arena, struct school *school, const struct settle_plan *plan, const struct settled *one, struct change *change, struct err *err) {
    struct ledger_message m;
    struct sent_log log;
    bool not_out = one->state == OUTBOX_QUEUED || (one->state == OUTBOX_REFUSED && plan->how == SETTLE_DROP);
    if (not_out || plan->how == SETTLE_AGAIN) return true;
    if (!ledger_message(change->db, arena, one->message, &m, err) || !sent_log_read(arena, school->folder, &log, err)) return false;
    struct sent_line line = { .message_id = m.message_id, .digest = m.digest.size ? m.digest : STR("-"), .outcome = plan->how == SETTLE_DROP ? STR("dropped") : STR("arrived"),
                              .at = clock_now(), .head = str_format(arena, "%lld:-", (long long)(change->number - 1)) };
    return sent_log_add(arena, school->folder, &line, log.torn, err);
}

/* The same message, Message-ID and date; the address of today. */
static bool readdress(struct arena *arena, const struct settled *one, struct change *change, struct err *err) {
    struct ledger_message m;
    struct str bytes;
    if (!one->address.size || str_equal(one->was, one->address)) return true;
    if (!ledger_message(change->db, arena, one->message, &m, err)) return false;
    if (!mime_readdress(arena, m.bytes, one->was, one->address, &bytes))
        return err_set(err, CODE_DAMAGED, "Message %lld is not what was made: it does not name its address.", (long long)m.id);
    return ledger_readdress(change->db, m.id, one->address, bytes, seal_hex(arena, bytes, DIGEST_DIGITS), err);
}

static bool settle_one(struct arena *arena, struct school *school, const struct settle_plan *plan, const struct settled *one, struct change *change,
                       struct err *err) {
    static const enum outbox_state TO[SETTLE_COUNT] = { OUTBOX_SENT, OUTBOX_QUEUED, OUTBOX_GIVEN_UP };
    static const struct str SAID[SETTLE_COUNT] = { STR_INIT("a person said that it arrived"), STR_INIT("a person said: once more"),
                                                   STR_INIT("a person dropped it") };
    bool moved = false;
    if (!note(arena, school, plan, one, change, err) || !change_step(change, err)) return false;
    struct ledger_move move = { .to = TO[plan->how], .not_before = plan->how == SETTLE_AGAIN ? 0 : VALUE_NONE, .at = change->at, .words = SAID[plan->how] };
    bool fine = readdress(arena, one, change, err) && ledger_move(change->db, one->message, one->state, &move, &moved, err);
    if (fine && !moved) fine = err_set(err, CODE_INTERNAL, "Message %lld is not in the state it was in a moment ago.", (long long)one->message);
    if (fine) return change_keep(change, str_format(arena, "message=%lld settled=%s", (long long)one->message, WORDS[plan->how]), err);
    change_drop(change);
    return false;
}

static bool carry_out(const struct command_call *call, struct arena *arena, struct school *school, const struct settle_plan *plan, size_t *done,
                      struct err *err) {
    struct change_request asked = { .verb = STR("settle"), .actor = call->actor, .state = VALUE_NONE };
    struct change *change;
    if (!send_safe(arena, school, err) || !change_hold(arena, school, &asked, &change, err)) return false;
    bool fine = still_so(change, arena, plan, err);
    for (*done = 0; fine && *done < plan->count; *done += fine) fine = settle_one(arena, school, plan, &plan->at[*done], change, err);
    fine = fine && drafts_tidy(arena, school, change, err);
    change_cancel(change);
    return fine;
}

bool settle_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    const struct settle_plan *plan = answer->plan;
    struct arena *arena = answer->arena;
    size_t done = 0;
    bug_if(!plan);
    outbox_fresh_page(answer, "Settle");
    if (!school_for(call, answer, needs_of(plan), &school)) return false;
    if (!carry_out(call, arena, school, plan, &done, &err)) {
        if (done) answer_note(answer, "%.*s settled before that.", STR_ARG(count_of(arena, done, "message was", "messages were")));
        return answer_fail(answer, &err);
    }
    if (plan->how == SETTLE_AGAIN) {
        struct send_report report = { 0 };
        struct send_request request = { .actor = call->actor, .only = plan->ids, .only_count = plan->count, .as_made = true, .tick = call->tick };
        bool fine = send_run(arena, school, &request, &report, &err);
        outbox_report(answer, school, &report, fine, &err);
    } else {
        const char *state = plan->how == SETTLE_ARRIVED ? "sent" : "closed";
        if (plan->count == 1) page_paragraphf(answer->page, "Message %lld is %s.", (long long)plan->ids[0], state);
        else page_paragraphf(answer->page, "%zu messages are %s.", plan->count, state);
        answer_next(answer, "outbox");
    }
    rows_json(call, answer);
    return true;
}
