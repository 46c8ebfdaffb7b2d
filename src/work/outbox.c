/* SPDX-License-Identifier: GPL-3.0-or-later
 * outbox - the messages that there are, and sending what lies ready; see outbox.h.
 * Owns:  nothing.
 * Must not know: who is told what; how mail leaves.
 */
#include "work/outbox.h"

#include "base/clock.h"
#include "base/file.h"
#include "formats/mime.h"
#include "work/change.h"
#include "work/drafts.h"
#include "work/letter.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/waiting.h"
#include "work/wording.h"

#define DRAFT_MOST ((size_t)4 << 20)
#define SHOWN_DOUBTS 5

const char *outbox_word(const struct ledger_message *m) {
    switch (m->state) {
    case OUTBOX_PLANNED: return m->drafted_at ? "drafted" : "planned";
    case OUTBOX_QUEUED: return m->attempts ? "to be tried again" : "to be sent";
    case OUTBOX_BEGUN:
    case OUTBOX_DOT: return "sending";
    case OUTBOX_SENT: return "sent";
    case OUTBOX_DOUBTFUL: return "unsure";
    case OUTBOX_REFUSED: return "refused";
    case OUTBOX_GIVEN_UP:
    case OUTBOX_STATE_COUNT: break;
    }
    return "closed";
}

struct str outbox_name(struct arena *arena, const struct school *school, struct str recipient) {
    bool trial = str_starts(recipient, LETTER_TRIAL);
    struct str key = trial ? str_slice(recipient, sizeof LETTER_TRIAL - 1, recipient.size) : recipient;
    const struct person *person = school->people ? people_find(school->people, key) : NULL;
    struct str name = person ? person->name : key;
    return trial ? str_format(arena, "%.*s (trial)", STR_ARG(name)) : name;
}

/* "7 June 2027, 07:31", in London. */
static struct str moment(struct arena *arena, int64_t at) {
    char day[DATE_LONG_SIZE];
    int64_t minutes = (((at + clock_london_offset(at)) % 86400 + 86400) % 86400) / 60;
    return str_format(arena, "%s, %02d:%02d", date_short(clock_london_date(at), day), (int)(minutes / 60), (int)(minutes % 60));
}

/* ---- the list -------------------------------------------------------------------------------------------------------------- */

struct sheet *outbox_sheet(struct arena *arena, const struct school *school, const struct command_call *call, const struct ledger_message *list,
                           size_t count) {
    struct sheet *sheet = sheet_new(arena, STR("messages"), STR("Messages"));
    bool data = call->json || call->csv;
    sheet_column(sheet, STR("message"), STR("No"), CELL_WHOLE)->keep = true;
    sheet_column(sheet, STR("day"), STR("Day"), CELL_DAY);
    sheet_column(sheet, STR("to"), STR("To"), CELL_TEXT);
    sheet_column(sheet, STR("subject"), STR("Subject"), CELL_TEXT);
    sheet_column(sheet, STR("state"), STR("State"), CELL_TEXT);
    sheet_column(sheet, STR("said"), STR("Last words"), CELL_TEXT);
    for (size_t i = 0; i < count; i++) {
        const struct ledger_message *m = &list[i];
        sheet_row(sheet);
        sheet_whole(sheet, m->id);
        sheet_day(sheet, m->day);
        sheet_text(sheet, data && !call->names ? m->recipient : outbox_name(arena, school, m->recipient));
        if (m->subject.size) sheet_text(sheet, m->subject);
        else sheet_none(sheet, STR("erased"));
        sheet_text(sheet, str_from(outbox_word(m)));
        if (m->last_words.size) sheet_text(sheet, m->last_words);
        else if (m->state == OUTBOX_PLANNED && m->drafted_at && !drafts_lies(arena, school, m)) sheet_text(sheet, STR("its file is no longer in outbox/"));
        else sheet_none(sheet, m->not_before > clock_now() ? str_format(arena, "from %.*s", STR_ARG(moment(arena, m->not_before))) : STR("none"));
    }
    return sheet;
}

static void say_one(struct answer *answer, const struct school *school, const struct ledger_message *m) {
    struct arena *arena = answer->arena;
    if (m->state == OUTBOX_DOT) {
        problem_add(&answer->problems, CODE_NOT_SURE_IF_SENT, SEVERITY_ERROR, (struct place){ 0 }, "send  finds out",
                    "Message %lld to %.*s is leaving just now, or its run was cut off (%.*s).", (long long)m->id,
                    STR_ARG(outbox_name(arena, school, m->recipient)), STR_ARG(moment(arena, m->dot_at)));
        return;
    }
    struct str next = str_format(arena, "Ask whether it came:  settle %lld arrived,  settle %lld again  or  settle %lld drop", (long long)m->id,
                                 (long long)m->id, (long long)m->id);
    problem_add(&answer->problems, CODE_NOT_SURE_IF_SENT, SEVERITY_ERROR, (struct place){ 0 }, str_c(arena, next),
                "Nobody knows whether message %lld to %.*s went (%.*s): %.*s.", (long long)m->id, STR_ARG(outbox_name(arena, school, m->recipient)),
                STR_ARG(moment(arena, m->dot_at)), STR_ARG(m->last_words.size ? m->last_words : STR("the run was cut off before the answer")));
}

/* One line, however many there are. */
static void say_several(struct answer *answer, const struct school *school, const struct ledger_message *list, size_t count) {
    struct buf named = { 0 }, numbers = { 0 };
    for (size_t i = 0; i < count && i < SHOWN_DOUBTS; i++) {
        buf_printf(&named, "%s%lld to %.*s", i ? ", " : "", (long long)list[i].id, STR_ARG(outbox_name(answer->arena, school, list[i].recipient)));
        buf_printf(&numbers, " %lld", (long long)list[i].id);
    }
    if (count > SHOWN_DOUBTS) buf_printf(&named, " and %zu more", count - SHOWN_DOUBTS);
    struct str which = count > SHOWN_DOUBTS ? STR(" NUMBER") : buf_str(&numbers);
    struct str next = str_format(answer->arena, "Ask whether they came:  settle%.*s arrived,  again  or  drop;  outbox  lists them", STR_ARG(which));
    problem_add(&answer->problems, CODE_NOT_SURE_IF_SENT, SEVERITY_ERROR, (struct place){ 0 }, str_c(answer->arena, next),
                "Of %zu messages nobody knows whether they went: %.*s.", count, STR_ARG(buf_str(&named)));
    buf_free(&named);
    buf_free(&numbers);
}

bool outbox_say_doubtful(struct answer *answer, const struct school *school, size_t *count, struct err *err) {
    struct ledger_message *list;
    size_t doubtful = 0;
    if (!ledger_messages(school->db, answer->arena, 1u << OUTBOX_DOUBTFUL | 1u << OUTBOX_DOT, false, &list, count, err)) return false;
    for (size_t i = 0; i < *count; i++) {
        if (list[i].state == OUTBOX_DOT) say_one(answer, school, &list[i]);
        else list[doubtful++] = list[i];
    }
    if (doubtful == 1) say_one(answer, school, list);
    else if (doubtful) say_several(answer, school, list, doubtful);
    if (*count) answer_outcome(answer, OUTCOME_DOUBT);
    return true;
}

bool outbox_mention_doubtful(struct answer *answer, const struct school *school, struct err *err) {
    struct ledger_message *list;
    size_t count;
    if (!ledger_messages(school->db, answer->arena, 1u << OUTBOX_DOUBTFUL, false, &list, &count, err)) return false;
    if (count)
        page_paragraphf(answer->page, "Of %.*s nobody knows whether %s went, and nothing of that goes again by itself:  outbox  lists %s.",
                        STR_ARG(count_of(answer->arena, count, "message", "messages")), count == 1 ? "it" : "they", count == 1 ? "it" : "them");
    return true;
}

bool outbox_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct ledger_message *list;
    size_t count, doubtful, by_state[OUTBOX_STATE_COUNT] = { 0 };
    bool old = false;
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_PEOPLE, &school)) return false;
    if (!ledger_messages(school->db, answer->arena, 0, false, &list, &count, &err)) return answer_fail(answer, &err);
    if (!outbox_say_doubtful(answer, school, &doubtful, &err)) return answer_fail(answer, &err);
    for (size_t i = 0; i < count; i++) {
        by_state[list[i].state]++;
        old = old || waiting_is_old(school, &list[i], call->today);
    }
    answer->page = page_new(answer->arena, STR("Outbox"));
    answer->result = outbox_sheet(answer->arena, school, call, list, count);
    if (!count) page_paragraph(answer->page, STR("There are no messages yet."));
    else page_table(answer->page, answer->result);
    if (old) answer_next(answer, "remind --send");
    else if (by_state[OUTBOX_PLANNED] + by_state[OUTBOX_QUEUED]) answer_next(answer, "send");
    else answer_next(answer, "remind");
    rows_json(call, answer);
    return true;
}

/* ---- what is to be sent ------------------------------------------------------------------------------------------------------ */

struct outgoing {
    struct ledger_message *list;
    size_t count, drafts, held, cut; /* cut: of a run that was cut off at the answer, or that goes on just now */
    size_t old;                      /* letters of an earlier day, which remind makes anew */
    struct date first, last;
    int64_t *ids;
};

/* A draft is known by the Message-ID in it, whatever it is called now. */
static bool of_file(struct arena *arena, const struct school *school, struct str path, int64_t *id, struct err *err) {
    struct str bytes, message_id;
    struct ledger_message m = { 0 };
    const char *name = str_c(arena, path);
    if (!file_exists(name)) name = school_path(arena, school, name);
    if (!file_read(arena, name, DRAFT_MOST, &bytes, err)) return false;
    bool has = mime_header(bytes, "Message-ID", &message_id) && message_id.size > 2;
    if (has && !ledger_message_by_id(school->db, arena, str_slice(message_id, 1, message_id.size - 1), &m, err)) return false;
    *id = m.id;
    if (m.id) return true;
    err_set(err, CODE_NOTHING_SELECTED, "%.*s is no draft that was written here.", STR_ARG(path));
    return err_next(err, "outbox  lists the messages");
}

static bool asked(const struct command_call *call, struct arena *arena, const struct school *school, struct date *day, int64_t *id, struct err *err) {
    *day = DATE_NONE;
    *id = 0;
    for (size_t i = 0; i < call->part_count; i++) {
        struct str text = call->parts[i].text;
        if (call->parts[i].phrase) continue;
        if (str_ends(text, ".eml") || str_ends(text, ".html")) {
            if (str_ends(text, ".html")) text = str_format(arena, "%.*s.eml", STR_ARG(str_slice(text, 0, text.size - 5)));
            if (!of_file(arena, school, text, id, err)) return false;
        } else if (!resolve_date(text, call->today, school->calendar, day, err)) return false;
    }
    return true;
}

static bool gather(const struct command_call *call, struct arena *arena, const struct school *school, struct outgoing *out, struct err *err) {
    struct ledger_message *all;
    struct date day;
    size_t count;
    int64_t id;
    bool trial_on = school->people->mail.trial_to.size > 0;
    if (!asked(call, arena, school, &day, &id, err)) return false;
    if (!ledger_messages(school->db, arena, 1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED | 1u << OUTBOX_BEGUN | 1u << OUTBOX_DOT, false, &all, &count, err)) return false;
    *out = (struct outgoing){ .first = DATE_NONE, .last = DATE_NONE, .list = arena_array(arena, struct ledger_message, count + 1), .ids = arena_array(arena, int64_t, count + 1) };
    for (size_t i = 0; i < count; i++) {
        if ((date_known(day) && !date_same(all[i].day, day)) || (id && all[i].id != id)) continue;
        if (trial_on && !str_starts(all[i].recipient, LETTER_TRIAL)) {
            out->held++;
            continue;
        }
        if (all[i].state == OUTBOX_DOT) {
            out->cut++;
            continue;
        }
        if (waiting_is_old(school, &all[i], call->today)) { /* by day */
            if (!out->old++) out->first = all[i].day;
            out->last = all[i].day;
            continue;
        }
        out->drafts += all[i].state == OUTBOX_PLANNED;
        out->ids[out->count] = all[i].id;
        out->list[out->count++] = all[i];
    }
    return true;
}

static struct str way_of(struct arena *arena, const struct mail_settings *mail) {
    if (mail->send_by == SEND_BY_SMTP) return str_format(arena, "%.*s", STR_ARG(mail->smtp.host));
    return mail->send_by == SEND_BY_SENDMAIL ? mail->sendmail : STR("no way yet: people.lua says send_by = \"drafts\"");
}

static void preview(struct answer *answer, const struct school *school, const struct command_call *call, const struct outgoing *out) {
    const struct mail_settings *mail = &school->people->mail;
    struct page *page = answer->page;
    page_paragraphf(page, "%.*s would be sent, by %.*s.", STR_ARG(count_of(answer->arena, out->count, "message", "messages")),
                    STR_ARG(way_of(answer->arena, mail)));
    if (mail->trial_to.size) page_paragraphf(page, "Trial is on: all of it goes to %.*s.", STR_ARG(mail->trial_to));
    if (out->drafts)
        page_paragraphf(page, "%.*s among them.  Of one that you sent by hand say so first:  settle NUMBER arrived",
                        STR_ARG(count_of(answer->arena, out->drafts, "draft is", "drafts are")));
    page_table(page, outbox_sheet(answer->arena, school, call, out->list, out->count));
    if (out->old)
        page_paragraphf(page, "%.*s %.*s and not among them:  remind --send  makes them anew.",
                        STR_ARG(count_of(answer->arena, out->old, "message is", "messages are")), STR_ARG(waiting_days(answer->arena, out->first, out->last)));
}

/* It would say what was so then; nothing is sent in silence that does. */
static void say_old(struct answer *answer, size_t count, struct date first, struct date last) {
    problem_add(&answer->problems, CODE_OUT_OF_DATE, SEVERITY_ERROR, (struct place){ 0 }, "remind --send  makes them anew from the records of today",
                "%.*s %.*s and would be out of date.", STR_ARG(count_of(answer->arena, count, "message waits that is", "messages wait that are")),
                STR_ARG(waiting_days(answer->arena, first, last)));
    answer_outcome(answer, OUTCOME_DOUBT);
}

/* What became of a run that was cut off is looked at all the same. */
static bool nothing_ready(const struct command_call *call, struct answer *answer, struct outgoing *out) {
    if (out->old && !out->cut) say_old(answer, out->old, out->first, out->last);
    if (out->cut) {
        page_paragraph(answer->page, STR("Nothing lies ready; what became of a run that was cut off would be looked at."));
        answer->waits = true;
        answer->plan = out;
        return true;
    }
    if (!out->old && call->part_count) {
        struct err err = { 0 };
        err_set(&err, CODE_NOTHING_SELECTED, "Nothing of that lies ready to be sent.");
        err_next(&err, "outbox  lists the messages");
        return answer_fail(answer, &err);
    }
    page_paragraph(answer->page, STR("Nothing lies ready to be sent."));
    answer_next(answer, out->old ? "remind --send" : "remind");
    rows_json(call, answer);
    return true;
}

bool outbox_send_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct outgoing *out = arena_new(answer->arena, struct outgoing);
    size_t doubtful;
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_MAIL, &school)) return false;
    if (!gather(call, answer->arena, school, out, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Send"));
    bool goes = out->count || out->cut;
    if (!(goes ? outbox_mention_doubtful(answer, school, &err) : outbox_say_doubtful(answer, school, &doubtful, &err))) return answer_fail(answer, &err);
    answer->result = outbox_sheet(answer->arena, school, call, out->list, out->count);
    if (out->held)
        page_paragraphf(answer->page, "%.*s made before the trial and wait until  trial_to  is taken out of people.lua.",
                        STR_ARG(count_of(answer->arena, out->held, "message was", "messages were")));
    if (!out->count) return nothing_ready(call, answer, out);
    if (school->people->mail.send_by == SEND_BY_DRAFTS) {
        struct sink unopened;
        if (!send_open_sink(answer->arena, school, &unopened, &err)) return answer_fail(answer, &err);
    }
    preview(answer, school, call, out);
    answer->waits = true;
    answer->leaves = out->count;
    answer->question = str_format(answer->arena, "%.*s.", STR_ARG(count_of(answer->arena, out->count, "message", "messages")));
    answer->plan = out;
    rows_json(call, answer);
    return true;
}

/* Drafts become due: one change, on disk before anything is offered. */
static bool make_due(const struct command_call *call, struct arena *arena, struct school *school, const struct outgoing *out, struct err *err) {
    struct change_request asked_change = { .verb = STR("send"), .actor = call->actor, .state = VALUE_NONE };
    struct change *change;
    bool moved;
    size_t due = 0;
    if (!out->drafts) return true;
    if (!change_hold(arena, school, &asked_change, &change, err)) return false;
    bool fine = change_step(change, err);
    for (size_t i = 0; fine && i < out->count; i++) {
        struct ledger_move move = { .to = OUTBOX_QUEUED, .not_before = VALUE_NONE };
        if (out->list[i].state != OUTBOX_PLANNED) continue;
        fine = ledger_move(change->db, out->ids[i], OUTBOX_PLANNED, &move, &moved, err);
        due += fine && moved;
    }
    fine = fine && change_keep(change, str_format(arena, "due=%zu", due), err);
    change_cancel(change);
    return fine;
}

void outbox_fresh_page(struct answer *answer, const char *title) {
    answer->problems = (struct problems){ .arena = answer->problems.arena };
    answer->note_count = answer->next_count = 0;
    answer->outcome = OUTCOME_DONE;
    answer->waits = false;
    answer->result = NULL;
    buf_clear(&answer->data);
    answer->page = page_new(answer->arena, str_from(title));
}

bool outbox_send_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct send_report report = { 0 };
    const struct outgoing *out = answer->plan;
    bug_if(!out);
    outbox_fresh_page(answer, "Send");
    if (!school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_MAIL, &school)) return false;
    if (!make_due(call, answer->arena, school, out, &err)) return answer_fail(answer, &err);
    struct send_request request = { .actor = call->actor, .only = out->ids, .only_count = out->count, .as_made = true, .tick = call->tick };
    bool fine = send_run(answer->arena, school, &request, &report, &err);
    outbox_report(answer, school, &report, fine, &err);
    if (out->old) say_old(answer, out->old, out->first, out->last);
    rows_json(call, answer);
    return true;
}

/* ---- what a run did ----------------------------------------------------------------------------------------------------------- */

static struct sheet *news_sheet(struct arena *arena, const struct school *school, const struct send_report *report) {
    struct sheet *sheet = sheet_new(arena, STR("news"), STR("What did not go"));
    sheet_column(sheet, STR("message"), STR("No"), CELL_WHOLE)->keep = true;
    sheet_column(sheet, STR("to"), STR("To"), CELL_TEXT);
    sheet_column(sheet, STR("state"), STR("State"), CELL_TEXT);
    sheet_column(sheet, STR("said"), STR("Why"), CELL_TEXT);
    for (size_t i = 0; i < report->news_count; i++) {
        const struct send_news *n = &report->news[i];
        struct ledger_message m = { .state = n->state };
        sheet_row(sheet);
        sheet_whole(sheet, n->message);
        sheet_text(sheet, outbox_name(arena, school, n->recipient));
        sheet_text(sheet, str_from(outbox_word(&m)));
        sheet_text(sheet, n->words);
    }
    return sheet;
}

/* One row of numbers: for programs. */
static struct sheet *count_sheet(struct arena *arena, const struct send_report *report) {
    const struct { const char *key, *title; size_t count; } COLUMNS[] = {
        { "sent", "Sent", report->sent },         { "later", "Put off", report->later },     { "refused", "Refused", report->refused },
        { "doubtful", "Unsure", report->doubtful }, { "closed", "Closed", report->given_up }, { "waiting", "Waiting", report->waiting },
        { "recovered", "Recovered", report->recovered },
    };
    struct sheet *sheet = sheet_new(arena, STR("run"), (struct str){ 0 });
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) sheet_column(sheet, str_from(COLUMNS[i].key), str_from(COLUMNS[i].title), CELL_WHOLE);
    sheet_row(sheet);
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) sheet_whole(sheet, (int64_t)COLUMNS[i].count);
    return sheet;
}

static void say_beginning(struct answer *answer, const struct send_report *report) {
    if (report->torn) answer_note(answer, "The last line of outbox/sent.log is not whole: a run was cut off there.  It was left out.");
    if (report->odd_lines) answer_note(answer, "%zu lines of outbox/sent.log are damaged and were left out.", report->odd_lines);
    if (report->recovered)
        answer_note(answer, "%.*s left already, as outbox/sent.log knows, and did not go again.  Was an older copy of the records put back?",
                    STR_ARG(count_of(answer->arena, report->recovered, "message has", "messages have")));
    if (report->requeued)
        answer_note(answer, "%.*s begun by a run that was cut off, and had not left: tried again.",
                    STR_ARG(count_of(answer->arena, report->requeued, "message was", "messages were")));
}

/* How many wait, and why. */
static void say_waiting(struct page *page, const struct send_report *report) {
    size_t waits = report->waiting - report->old, rest = waits - report->put_off - report->held;
    struct buf why = { 0 };
    if (!waits) return;
    if (report->put_off)
        buf_printf(&why, ": %zu put off by an earlier try, %s again from %.*s on", report->put_off, report->put_off == 1 ? "tried" : "the first tried", STR_ARG(moment(page->arena, report->put_off_until)));
    if (report->held) buf_printf(&why, "%s%zu made before the trial, until  trial_to  is taken out of people.lua", why.size ? "; " : ": ", report->held);
    if (rest && report->quiet) buf_printf(&why, "%s%zu outside the hours", why.size ? "; " : ": ", rest);
    else if (rest && report->stopped) buf_printf(&why, "%s%zu because the run stopped", why.size ? "; " : ": ", rest);
    else if (rest && report->time_over) buf_printf(&why, "%s%zu because a run takes four hours at most:  send  goes on", why.size ? "; " : ": ", rest);
    page_paragraphf(page, "%.*s%.*s.", STR_ARG(count_of(page->arena, waits, "message waits", "messages wait")), STR_ARG(buf_str(&why)));
    buf_free(&why);
}

static void say_counts(struct answer *answer, const struct send_report *report) {
    struct arena *arena = answer->arena;
    struct page *page = answer->page;
    page_paragraphf(page, "Sent %.*s.", STR_ARG(count_of(arena, report->sent, "message", "messages")));
    if (report->later) page_paragraphf(page, "The server put off %.*s; the next run tries again.", STR_ARG(count_of(arena, report->later, "message", "messages")));
    if (report->refused)
        page_paragraphf(page, "It refused %.*s for good: look at the address in people.lua.", STR_ARG(count_of(arena, report->refused, "message", "messages")));
    if (report->given_up) page_paragraphf(page, "%.*s closed without being sent.", STR_ARG(count_of(arena, report->given_up, "message was", "messages were")));
    bool today = date_same(clock_london_date(report->quiet_until), clock_today());
    if (report->quiet)
        page_paragraphf(page, "Nothing goes between 18:00 and 07:00 or on days without school.  What waits goes with the next  %s  from %.*s on.",
                        today ? "send  or  remind --send" : "remind --send", STR_ARG(moment(arena, report->quiet_until)));
    say_waiting(page, report);
}

/* Whom a message did not reach though something in it may be open, and what is to be done. */
static void say_given_up(struct answer *answer, const struct school *school, const struct send_report *report) {
    struct arena *arena = answer->arena;
    for (size_t i = 0; i < report->news_count; i++) {
        const struct send_news *n = &report->news[i];
        if (n->state != OUTBOX_GIVEN_UP || str_is(n->words, SEND_NOTHING_OPEN) || str_is(n->words, SEND_TRIAL_OVER)) continue;
        bool put_off = str_starts(n->words, SEND_PUT_OFF);
        struct str next = put_off ? STR("Look at the address in people.lua or in the list of staff; the next  remind --send  writes to it once more.")
                                  : STR("The next  remind --send  tells what still holds to whoever it is for now.");
        problem_add(&answer->problems, CODE_NOT_DELIVERED, SEVERITY_ERROR, (struct place){ 0 }, str_c(arena, next), "Message %lld to %.*s was closed without being sent: %.*s",
                    (long long)n->message, STR_ARG(outbox_name(arena, school, n->recipient)), STR_ARG(n->words));
        answer_outcome(answer, put_off ? OUTCOME_DATA : OUTCOME_DOUBT);
    }
}

static void say_refused(struct answer *answer, const struct school *school, const struct send_report *report) {
    for (size_t i = 0; i < report->news_count; i++) {
        const struct send_news *n = &report->news[i];
        if (n->state != OUTBOX_REFUSED) continue;
        struct str next = str_format(answer->arena, "Mend the address in people.lua, or in the list of staff and import it;  settle %lld again  sends it there.", (long long)n->message);
        problem_add(&answer->problems, CODE_SERVER_REFUSED, SEVERITY_ERROR, (struct place){ 0 }, str_c(answer->arena, next),
                    "The mail server refused the message to %.*s: %.*s", STR_ARG(outbox_name(answer->arena, school, n->recipient)), STR_ARG(n->words));
    }
}


void outbox_report(struct answer *answer, const struct school *school, const struct send_report *report, bool fine, const struct err *err) {
    answer->result = count_sheet(answer->arena, report);
    say_beginning(answer, report);
    say_counts(answer, report);
    if (report->news_count) page_table(answer->page, news_sheet(answer->arena, school, report));
    say_refused(answer, school, report);
    say_given_up(answer, school, report);
    if (report->old) say_old(answer, report->old, report->old_first, report->old_last);
    if (report->stopped && report->why.code != CODE_NONE) problem_add_err(&answer->problems, (struct place){ 0 }, &report->why);
    struct err unheard = { 0 };
    size_t doubtful;
    bool said = outbox_say_doubtful(answer, school, &doubtful, &unheard); /* those of before too: the preview only mentioned them */
    if (report->stopped || report->refused || report->doubtful) answer_outcome(answer, OUTCOME_DATA);
    if (!fine || !said) answer_fail(answer, fine ? &unheard : err);
    if (report->waiting && !report->quiet) answer_next(answer, "send");
    answer_next(answer, "outbox");
}
