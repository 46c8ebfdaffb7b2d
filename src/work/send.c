/* SPDX-License-Identifier: GPL-3.0-or-later
 * send - deliver what is due; see send.h.
 * Owns:  the run lock and one way out while a run lasts.
 * Must not know: who is told what.
 */
#include "work/send.h"

#include <poll.h>

#include "base/clock.h"
#include "base/stop.h"
#include "base/tick.h"
#include "work/change.h"
#include "work/drafts.h"
#include "work/letter.h"
#include "work/rights.h"
#include "work/send_check.h"
#include "work/sent_log.h"
#include "work/sink_pipe.h"
#include "work/sink_smtp.h"
#include "work/waiting.h"

#define RUN_SECONDS INT64_C(14400)
#define REFUSED_IN_A_ROW 3
#define HEAD_DIGITS 16
#define MINUTE INT64_C(60)
#define HOUR INT64_C(3600)
#define TRIES_KEPT_DAYS 3
#define LONGEST_WAIT (INT64_C(7) * 24 * HOUR)    /* of a message that was tried: a weekend with a closure */
#define LONGEST_PLAN (INT64_C(70) * 24 * HOUR)   /* of one that was planned ahead: the summer holidays */

struct running {
    struct arena *arena;
    struct school *school;
    const struct send_request *request;
    struct send_report *report;
    struct change *change;
    struct sent_log log;
    struct sink sink;
    struct checking *checking;
    bool sink_open;
    struct err *err;
    int64_t message;              /* the one in hand */
    enum outbox_state state;      /* its durable state */
    int64_t attempts;
    bool doubted;                 /* its last bytes were offered before and nobody knows what came of it */
    size_t refused_in_a_row, doubts, busy, slow;
    int64_t started, pause_ms;
};

static void tell(struct running *r, const struct ledger_message *m, enum outbox_state state, struct str words) {
    struct send_report *report = r->report;
    if (report->news_count == report->news_room) {
        size_t room = report->news_room ? report->news_room * 2 : 16;
        struct send_news *wider = arena_array(r->arena, struct send_news, room);
        for (size_t i = 0; i < report->news_count; i++) wider[i] = report->news[i];
        report->news = wider;
        report->news_room = room;
    }
    report->news[report->news_count++] = (struct send_news){ .message = m->id, .state = state, .recipient = str_copy(r->arena, m->recipient),
                                                             .subject = str_copy(r->arena, m->subject), .words = str_copy(r->arena, words) };
}

/* ---- steps: each on disk before it is said --------------------------------------------------------------------------------- */

static bool move_to(struct running *r, enum outbox_state to, struct ledger_move move, struct str about) {
    bool moved = false;
    move.to = to;
    if (!change_step(r->change, r->err)) return false;
    move.at = r->change->at;
    bool fine = ledger_move(r->change->db, r->message, r->state, &move, &moved, r->err);
    if (fine && !moved) fine = err_set(r->err, CODE_INTERNAL, "Message %lld is not in the state it was left in.", (long long)r->message);
    if (!fine) {
        change_drop(r->change);
        return false;
    }
    if (!change_keep(r->change, about, r->err)) return false;
    r->state = to;
    return true;
}

static bool stopped(struct err *err) {
    err_set(err, CODE_INTERRUPTED, "You stopped it.");
    return err_next(err, "send  goes on with what waits");
}

static struct ledger_move plainly(struct str words) { return (struct ledger_move){ .not_before = VALUE_NONE, .words = words }; }

static struct str about(struct running *r, const char *state) {
    return str_format(r->arena, "message=%lld state=%s", (long long)r->message, state);
}

static bool last_bytes(void *self) {
    struct running *r = self;
    return move_to(r, OUTBOX_DOT, plainly((struct str){ 0 }), (struct str){ 0 });
}

static struct str head_digits(struct running *r) {
    static const char hex[] = "0123456789abcdef";
    char text[HEAD_DIGITS + 1] = "";
    struct str head = change_head(r->change);
    for (size_t i = 0; i < HEAD_DIGITS / 2 && i < head.size; i++) {
        text[2 * i] = hex[(unsigned char)head.at[i] >> 4];
        text[2 * i + 1] = hex[head.at[i] & 15];
    }
    return str_format(r->arena, "%lld:%s", (long long)(r->change->number - 1), text);
}

/* The sent-journal first: should the records be lost or put back, it knows. */
static bool believe_sent(struct running *r, const struct ledger_message *m, struct str words) {
    struct sent_line line = { .message_id = m->message_id, .digest = m->digest, .outcome = STR("sent"), .at = clock_now(), .head = head_digits(r) };
    if (!sent_log_add(r->arena, r->school->folder, &line, r->log.torn, r->err)) return false;
    r->log.torn = false;
    return move_to(r, OUTBOX_SENT, plainly(words.size ? words : STR("accepted")), about(r, "sent"));
}

/* ---- the beginning of a run ------------------------------------------------------------------------------------------------ */

/* What the sent-journal knows and the records do not: an older database was put back, or we died between the two. */
static bool recover_one(struct running *r, const struct ledger_message *m) {
    struct str outcome;
    if (!sent_log_has(&r->log, m->message_id, &outcome)) return true;
    bool dropped = str_is(outcome, "dropped"), moved;
    if (dropped && m->state == OUTBOX_GIVEN_UP) return true;
    struct ledger_move move = { .to = dropped ? OUTBOX_GIVEN_UP : OUTBOX_SENT, .not_before = VALUE_NONE, .at = r->change->at,
                                .words = STR("recovered from the sent-journal") };
    r->report->recovered++;
    return ledger_move(r->change->db, m->id, m->state, &move, &moved, r->err);
}

/* Those that a run was cut off with, between the last bytes and the answer. */
static bool tell_found(struct running *r, const struct ledger_message *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct str outcome;
        bool known = r->log.count && sent_log_has(&r->log, list[i].message_id, &outcome);
        if (list[i].state == OUTBOX_DOT && !known) tell(r, &list[i], OUTBOX_DOUBTFUL, STR("the run was cut off before the answer"));
    }
    return true;
}

static bool recover(struct running *r) {
    struct ledger_message *list;
    size_t count;
    uint64_t requeued = 0, doubtful = 0;
    unsigned open = ~(1u << OUTBOX_SENT) & ((1u << OUTBOX_STATE_COUNT) - 1);
    if (!change_step(r->change, r->err)) return false;
    bool fine = ledger_messages(r->change->db, r->arena, open, false, &list, &count, r->err);
    for (size_t i = 0; fine && i < count && r->log.count; i++) fine = recover_one(r, &list[i]);
    fine = fine && ledger_recover(r->change->db, &requeued, &doubtful, r->err) && tell_found(r, list, count);
    r->report->requeued = (size_t)requeued;
    r->report->found_doubtful = (size_t)doubtful;
    if (!fine || !(r->report->recovered + requeued + doubtful)) {
        change_drop(r->change);
        return fine;
    }
    return change_keep(r->change, str_format(r->arena, "recovered=%zu requeued=%llu doubtful=%llu", r->report->recovered,
                                             (unsigned long long)requeued, (unsigned long long)doubtful), r->err);
}

bool send_safe(struct arena *arena, const struct school *school, struct err *err) {
    struct rights rights = rights_look(arena, school->folder);
    if (!rights.reached || !rights.written.size) return true;
    err_set(err, CODE_OPEN_RIGHTS, "Others on this computer can change %.*s: nobody knows what would be sent.", STR_ARG(rights.written));
    return err_next(err, "%.*s", STR_ARG(rights_mend(arena, school->folder)));
}

bool send_open_sink(struct arena *arena, const struct school *school, struct sink *out, struct err *err) {
    const struct mail_settings *mail = &school->people->mail;
    if (mail->send_by == SEND_BY_SMTP) return sink_smtp_open(out, arena, school->folder, mail, err);
    if (mail->send_by == SEND_BY_SENDMAIL) {
        *out = sink_pipe(arena, mail);
        return true;
    }
    err_set(err, CODE_NOT_ARRANGED, "Messages leave as drafts here: people.lua says no way by which we could send them.");
    return err_next(err, "remind --drafts  writes them;  help mail  shows how to have them sent");
}

/* ---- when ------------------------------------------------------------------------------------------------------------------ */

#define OPENS (7 * HOUR)
#define CLOSES (18 * HOUR)

int64_t send_not_before(const struct calendar *calendar, int64_t at) {
    int64_t local = at + clock_london_offset(at), second = (local % 86400 + 86400) % 86400;
    struct date day = clock_london_date(at);
    if (calendar_is_school_day(calendar, day) && second >= OPENS && second < CLOSES) return at;
    if (second >= OPENS) day = date_add_days(day, 1);
    day = calendar_school_day_after(calendar, day);
    int64_t midnight = (int64_t)day.day * 86400; /* days are counted from 1970 */
    return midnight + OPENS - clock_london_offset(midnight + OPENS);
}

/* Five minutes, a quarter of an hour, one, four hours; then the next school day. */
static int64_t wait_after(const struct running *r, int64_t attempts, int64_t now) {
    static const int64_t WAITS[] = { 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR };
    if (attempts >= 1 && attempts <= (int64_t)COUNT_OF(WAITS)) return now + WAITS[attempts - 1];
    struct date next = calendar_school_day_after(r->school->calendar, date_add_days(clock_london_date(now), 1));
    int64_t midnight = (int64_t)next.day * 86400;
    return midnight + OPENS - clock_london_offset(midnight + OPENS);
}

/* A clock that had jumped ahead must not hold a message for years. */
static bool is_due(const struct ledger_message *m, int64_t now) {
    int64_t longest = m->attempts ? LONGEST_WAIT : LONGEST_PLAN;
    return m->not_before <= now || m->not_before > now + longest;
}

static bool asked_for(const struct send_request *request, int64_t id) {
    for (size_t i = 0; i < request->only_count; i++)
        if (request->only[i] == id) return true;
    return request->only == NULL;
}

/* What it says was so on another day. */
static bool is_old(const struct running *r, const struct ledger_message *m) {
    return !r->request->as_made && waiting_is_old(r->school, m, clock_today());
}

static bool pause_between(struct running *r) {
    int64_t end = clock_monotonic_ns() + r->pause_ms * INT64_C(1000000);
    while (!stop_asked()) {
        int64_t left = (end - clock_monotonic_ns()) / 1000000;
        if (left <= 0) return true;
        poll(NULL, 0, left < 200 ? (int)left + 1 : 200);
    }
    return false;
}

/* ---- one message ------------------------------------------------------------------------------------------------------------ */

static void stop_run(struct running *r, enum verdict verdict, const struct err *why) {
    r->report->stopped = true;
    r->report->verdict = verdict;
    r->report->why = *why;
}

/* Back to where it was, as if it had not been tried. */
static bool put_back(struct running *r, struct str words) {
    struct ledger_move move = plainly(words);
    move.not_taken = !r->doubted;
    move.attempt = -1;
    return move_to(r, OUTBOX_QUEUED, move, (struct str){ 0 });
}

static bool give_up(struct running *r, const struct ledger_message *m, struct str words) {
    if (!move_to(r, OUTBOX_GIVEN_UP, plainly(words), about(r, "given-up"))) return false;
    r->report->given_up++;
    tell(r, m, r->state, words);
    return true;
}

/* The server had put off that reader's letters day after day; each was made anew on the next. */
static bool put_off_since(const struct running *r, const struct ledger_message *m, struct date *since, struct err *err) {
    struct arena scratch = { 0 }; /* the whole ledger, for each message that is put off */
    struct ledger_message *list;
    size_t count = 0;
    *since = clock_london_date(m->made_at);
    bool fine = ledger_messages(r->change->db, &scratch, 0, false, &list, &count, err);
    for (size_t i = fine ? count : 0; i-- > 0;) { /* by day, the latest first */
        if (list[i].id == m->id || !str_equal(list[i].recipient, m->recipient) || !date_before(list[i].day, *since)) continue;
        bool anew = list[i].state == OUTBOX_GIVEN_UP && str_starts(list[i].last_words, LETTER_ANEW);
        if (list[i].state == OUTBOX_GIVEN_UP && str_starts(list[i].last_words, LETTER_ANEW_PUT_OFF)) *since = list[i].day;
        else if (!anew) break;
    }
    arena_free(&scratch);
    return fine;
}

static bool later(struct running *r, const struct ledger_message *m, struct str words) {
    int64_t now = clock_now();
    struct date made, today = clock_london_date(now);
    if (!put_off_since(r, m, &made, r->err)) return false;
    bool too_long = date_after(today, made) && calendar_count_school_days(r->school->calendar, made, today) > TRIES_KEPT_DAYS + 1;
    if (too_long) return give_up(r, m, str_format(r->arena, SEND_PUT_OFF " for three school days: %.*s", STR_ARG(words)));
    struct ledger_move move = plainly(words);
    move.not_taken = !r->doubted;
    move.not_before = wait_after(r, r->attempts, now);
    r->report->later++;
    return move_to(r, OUTBOX_QUEUED, move, (struct str){ 0 });
}

static bool refused(struct running *r, const struct ledger_message *m, struct str words, const struct err *said) {
    if (!move_to(r, OUTBOX_REFUSED, plainly(words), about(r, "refused"))) return false;
    r->report->refused++;
    tell(r, m, r->state, words);
    if (++r->refused_in_a_row >= REFUSED_IN_A_ROW) stop_run(r, VERDICT_REFUSED, said);
    return true;
}

static bool in_doubt(struct running *r, const struct ledger_message *m, struct str words, const struct err *said) {
    if (r->state != OUTBOX_DOT) return later(r, m, words);
    if (!move_to(r, OUTBOX_DOUBTFUL, plainly(words), about(r, "doubtful"))) return false;
    r->report->doubtful++;
    tell(r, m, r->state, words);
    if (++r->doubts > 1) stop_run(r, VERDICT_DOUBT, said);
    else if (r->sink.again) r->sink.again(r->sink.self);
    return true;
}

/* Once with a new connection; a second time it stops the run.  *once_more: the same message again. */
static bool reconnect(struct running *r, size_t *times, enum verdict verdict, struct str words, const struct err *said, bool *once_more) {
    if (!put_back(r, words)) return false;
    if (++*times > 1 || !r->sink.again) stop_run(r, verdict, said);
    else {
        r->sink.again(r->sink.self);
        *once_more = true;
    }
    return true;
}

static bool take_verdict(struct running *r, const struct ledger_message *m, enum verdict verdict, struct str words, const struct err *said, bool *once_more) {
    if (verdict != VERDICT_REFUSED) r->refused_in_a_row = 0;
    switch (verdict) {
    case VERDICT_SENT:
        r->busy = r->slow = 0;
        if (!believe_sent(r, m, words)) return false;
        r->report->sent++;
        return true;
    case VERDICT_LATER: return later(r, m, words);
    case VERDICT_REFUSED: return refused(r, m, words, said);
    case VERDICT_DOUBT: return in_doubt(r, m, words, said);
    case VERDICT_BUSY: return reconnect(r, &r->busy, verdict, words, said, once_more);
    case VERDICT_PACE:
        r->pause_ms *= 2;
        return reconnect(r, &r->slow, verdict, words, said, once_more);
    case VERDICT_SERVER:
    case VERDICT_LOGIN:
    case VERDICT_SETTINGS:
        stop_run(r, verdict, said);
        return put_back(r, words);
    case VERDICT_OURS:
    case VERDICT_COUNT: break;
    }
    if (r->state == OUTBOX_BEGUN && !put_back(r, (struct str){ 0 })) return false;
    if (stop_asked()) return stopped(r->err);
    if (said->code != CODE_NONE) *r->err = *said;
    else if (r->err->code == CODE_NONE) err_set(r->err, CODE_INTERNAL, "Message %lld could not be begun.", (long long)r->message);
    return false;
}

static bool offer(struct running *r, const struct ledger_message *m, bool *once_more) {
    const struct sink_hooks hooks = { r, last_bytes };
    struct delivery d = { .from = r->school->people->mail.from, .to = m->address, .bytes = m->bytes, .message_id = m->message_id };
    struct ledger_move begun = plainly((struct str){ 0 });
    struct err said = { 0 };
    struct str words = { 0 };
    begun.attempt = 1;
    *once_more = false;
    if (!move_to(r, OUTBOX_BEGUN, begun, (struct str){ 0 })) return false;
    r->attempts = m->attempts + 1;
    enum verdict verdict = r->sink.deliver(r->sink.self, &d, &hooks, &words, &said);
    return take_verdict(r, m, verdict, words, &said, once_more);
}

/* Looks again at what may have changed since it was planned, then offers it. */
static bool carry(struct running *r, int64_t id, struct arena *scratch) {
    struct ledger_message m;
    struct str why = { 0 };
    bool once_more = true;
    if (!ledger_message(r->change->db, scratch, id, &m, r->err)) return false;
    if (m.state != OUTBOX_QUEUED) return true;
    r->message = id;
    r->state = m.state;
    r->doubted = m.dot_at != 0;
    enum checked checked = send_check(r->checking, scratch, &m, &why, r->err);
    if (checked == CHECKED_FAILED) return false;
    if (checked == CHECKED_WAITS) return true;
    if (checked == CHECKED_GIVE_UP) return give_up(r, &m, why);
    while (once_more && !r->report->stopped)
        if (!offer(r, &m, &once_more)) return false;
    return true;
}

/* ---- the run ---------------------------------------------------------------------------------------------------------------- */

static bool all_messages(struct running *r, const struct ledger_message *list, size_t count) {
    struct arena scratch = { 0 };
    bool fine = true, first = true;
    for (size_t i = 0; fine && i < count && !r->report->stopped; i++) {
        int64_t now = clock_now(), opens = send_not_before(r->school->calendar, now);
        if (!asked_for(r->request, list[i].id) || !is_due(&list[i], now) || is_old(r, &list[i])) continue;
        if (opens > now) {
            r->report->quiet = true;
            r->report->quiet_until = opens;
            break;
        }
        r->report->time_over = clock_monotonic_ns() - r->started > RUN_SECONDS * 1000000000;
        if (r->report->time_over) break;
        size_t sent = r->report->sent;
        if (!first && !pause_between(r)) fine = stopped(r->err);
        fine = fine && carry(r, list[i].id, &scratch);
        first = first && sent == r->report->sent; /* only after one that went there is something to wait for */
        arena_reset(&scratch);
        if (fine && stop_asked()) fine = stopped(r->err);
        tick_at(r->request->tick, "Sending", "messages", i + 1, count);
    }
    arena_free(&scratch);
    return fine;
}

static bool send_all(struct running *r) {
    struct ledger_message *list;
    size_t count;
    if (!ledger_messages(r->change->db, r->arena, 1u << OUTBOX_QUEUED, false, &list, &count, r->err)) return false;
    bool any = false;
    for (size_t i = 0; i < count; i++) any = any || (asked_for(r->request, list[i].id) && is_due(&list[i], clock_now()) && !is_old(r, &list[i]));
    if (!any) return true;
    if (!send_check_open(r->arena, r->school, list, count, &r->checking, r->err)) return false;
    r->sink_open = send_open_sink(r->arena, r->school, &r->sink, r->err);
    if (!r->sink_open) {
        if (r->err->code != CODE_NO_TOKEN) return false;
        stop_run(r, VERDICT_LOGIN, r->err);
        return true;
    }
    return all_messages(r, list, count);
}

static bool count_waiting(struct running *r, struct err *err) {
    struct send_report *report = r->report;
    struct ledger_message *list;
    bool trial = r->school->people->mail.trial_to.size > 0;
    report->old_first = report->old_last = DATE_NONE;
    if (!ledger_messages(r->change->db, r->arena, 1u << OUTBOX_QUEUED, false, &list, &report->waiting, err)) return false;
    for (size_t i = 0; i < report->waiting; i++) { /* by day */
        bool old = is_old(r, &list[i]), held = trial && !str_starts(list[i].recipient, LETTER_TRIAL);
        if (!old) {
            bool put_off = !held && !is_due(&list[i], clock_now());
            report->held += held;
            if (put_off && (!report->put_off++ || list[i].not_before < report->put_off_until)) report->put_off_until = list[i].not_before;
            continue;
        }
        if (!report->old++) report->old_first = list[i].day;
        report->old_last = list[i].day;
    }
    return true;
}

bool send_run(struct arena *arena, struct school *school, const struct send_request *request, struct send_report *report, struct err *err) {
    struct change_request asked = { .verb = STR("send"), .actor = request->actor, .state = VALUE_NONE };
    int64_t pace = school->people->mail.pace ? school->people->mail.pace : 1;
    struct running r = { .arena = arena, .school = school, .request = request, .report = report, .err = err, .started = clock_monotonic_ns(),
                         .pause_ms = 60000 / pace };
    *report = (struct send_report){ 0 };
    if (!send_safe(arena, school, err) || !change_hold(arena, school, &asked, &r.change, err)) return false;
    bool fine = db_check(r.change->db, false, err) && sent_log_read(arena, school->folder, &r.log, err);
    report->torn = r.log.torn;
    report->odd_lines = r.log.odd;
    stop_expect_second(true);
    fine = fine && recover(&r) && send_all(&r) && drafts_tidy(arena, school, r.change, err);
    stop_expect_second(false);
    struct err unheard = { 0 }; /* why it stopped is said first */
    fine = count_waiting(&r, fine ? err : &unheard) && fine;
    if (r.sink_open && r.sink.close) r.sink.close(r.sink.self);
    change_cancel(r.change);
    return fine;
}
