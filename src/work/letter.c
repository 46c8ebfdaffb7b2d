/* SPDX-License-Identifier: GPL-3.0-or-later
 * letter - a message as it was planned, and its way into the outbox; see letter.h.
 * Owns:  nothing.
 * Must not know: who is told what and when, how mail leaves.
 */
#include "work/letter.h"

#include "base/clock.h"
#include "base/file.h"
#include "formats/html.h"
#include "formats/mime.h"
#include "work/change.h"
#include "work/seal.h"
#include "work/sink_folder.h"

#define ID_DIGITS 32
#define FILE_MOST 60
#define DIGEST_DIGITS 64
#define TRIAL_MARK "[trial] "

struct str letter_recipient(struct arena *arena, const struct people *people, struct str person) {
    return people->mail.trial_to.size ? str_format(arena, LETTER_TRIAL "%.*s", STR_ARG(person)) : person;
}

const struct person *letter_person(const struct people *people, struct str recipient) {
    bool trial = str_starts(recipient, LETTER_TRIAL);
    if (trial != (people->mail.trial_to.size > 0)) return NULL;
    return people_find(people, trial ? str_slice(recipient, sizeof LETTER_TRIAL - 1, recipient.size) : recipient);
}

struct str letter_address(const struct people *people, const struct person *person) {
    return people->mail.trial_to.size ? people->mail.trial_to : person->email;
}

/* ---- addresses ----------------------------------------------------------------------------------------------------------- */

static bool inside(const struct mail_settings *mail, struct str address) {
    struct str local, domain;
    str_cut(address, '@', &local, &domain);
    for (size_t i = 0; i < mail->domain_count; i++)
        if (str_equal_fold_ascii(domain, mail->domains[i])) return true;
    for (size_t i = 0; i < mail->also_count; i++)
        if (str_equal_fold_ascii(address, mail->also[i])) return true;
    return mail->domain_count == 0;
}

bool letter_may_go(const struct mail_settings *mail, struct str name, struct str address, struct err *err) {
    if (!address.size) {
        err_set(err, CODE_NO_ADDRESS, "%.*s has no address in people.lua.", STR_ARG(name));
        return err_next(err, "write it there:  email = \"...\"");
    }
    if (!mime_is_address(address)) {
        err_set(err, CODE_NO_ADDRESS, "The address of %.*s is none that mail can go to: %.*s", STR_ARG(name), STR_ARG(str_slice(address, 0, 80)));
        return err_next(err, "mend it in people.lua; letters, digits, dots and one @");
    }
    if (inside(mail, address)) return true;
    err_set(err, CODE_OUTSIDE_DOMAIN, "The address of %.*s lies outside the school's own domains: %.*s", STR_ARG(name), STR_ARG(str_slice(address, 0, 80)));
    return err_next(err, "mend it in people.lua, or allow it there:  mail { also = { \"...\" } }");
}

static bool arranged(const struct mail_settings *mail, struct err *err) {
    if (mail->from.size) return true;
    err_set(err, CODE_NOT_ARRANGED, "people.lua does not say from whom messages come.");
    return err_next(err, "write  mail { from = \"careers@harbourview.example\", ... }  into people.lua");
}

/* ---- from letter to bytes ------------------------------------------------------------------------------------------------ */

struct queuing {
    struct arena *arena;
    struct school *school;
    const struct letters_request *request;
    struct change *change;
    struct str key;
    struct letters_done *done;
};

/* No pupil, no host name: a keyed hash at the domain that sends.  The text is not part of it, so a message planned anew
 * from older records has the id that the sent-journal knows. */
static struct str message_id(const struct queuing *q, const struct letter *l, struct str recipient) {
    struct str local, domain;
    struct buf text = { 0 };
    str_cut(q->school->people->mail.from, '@', &local, &domain);
    const struct str parts[] = { recipient, l->plan, l->period };
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        buf_printf(&text, "%zu:", parts[i].size); /* lengths, so that no two keys read alike */
        buf_add(&text, parts[i]);
    }
    buf_add_whole(&text, l->number);
    struct str digits = seal_hmac(q->arena, q->key, buf_str(&text), ID_DIGITS);
    buf_free(&text);
    return str_format(q->arena, "%.*s@%.*s", STR_ARG(digits), STR_ARG(domain));
}

static struct str html_of(struct arena *arena, const struct letter *l) {
    struct buf out = { 0 };
    if (l->html.size) return l->html;
    html_message(&out, l->subject, l->text);
    struct str html = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return html;
}

static bool render(const struct queuing *q, const struct letter *l, int64_t at, struct ledger_message *m, struct err *err) {
    const struct mail_settings *mail = &q->school->people->mail;
    struct buf out = { 0 };
    struct mime_letter letter = {
        .from_name = str_format(q->arena, "Careers, %.*s", STR_ARG(q->school->name)), .from = mail->from,
        .to_name = l->name, .to = m->address, .reply_to = mail->reply_to,
        .unsubscribe = mail->reply_to.size ? mail->reply_to : mail->from,
        .subject = m->subject, .message_id = m->message_id,
        .at = at, .offset = clock_london_offset(at), .text = l->text, .html = html_of(q->arena, l),
    };
    bool fine = mime_write(&out, &letter, err);
    if (fine) m->bytes = str_copy(q->arena, buf_str(&out));
    if (fine) m->digest = seal_hex(q->arena, m->bytes, DIGEST_DIGITS);
    buf_free(&out);
    return fine;
}

/* Letters, digits, "-": what no file system and no mail program stumbles over. */
static struct str plain_file(struct arena *arena, struct str file) {
    char *out = arena_alloc(arena, FILE_MOST + 1);
    size_t size = 0;
    for (size_t i = 0; i < file.size && size < FILE_MOST; i++) {
        char c = file.at[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || (c == '_' && size);
        out[size++] = good ? c : '-';
    }
    return size ? (struct str){ out, size } : STR("message");
}

/* ---- queuing ------------------------------------------------------------------------------------------------------------- */

static bool add_notices(const struct queuing *q, const struct letter *l, struct str recipient, int64_t message, struct err *err) {
    for (size_t i = 0; i < l->notice_count; i++) {
        const struct letter_notice *n = &l->notices[i];
        struct ledger_notice row = { .finding = n->finding, .step = n->step, .recipient = recipient, .subject_type = n->subject_type,
                                     .subject = n->subject, .rule = n->rule, .day = l->day, .message = message, .closing = n->closing };
        enum wrote wrote;
        int64_t id;
        if (!ledger_add_notice(q->change->db, &row, &id, &wrote, err)) return false;
        q->done->notices += wrote != WROTE_SAME;
    }
    return true;
}

/* What was planned as a draft and is to be sent by us after all. */
static bool make_due(const struct queuing *q, const struct letter *l, int64_t id, bool *moved, struct err *err) {
    struct ledger_move move = { .to = OUTBOX_QUEUED, .not_before = l->not_before };
    *moved = false;
    return !q->request->to_send || ledger_move(q->change->db, id, OUTBOX_PLANNED, &move, moved, err);
}

/* As it goes out, but for its state. */
static bool compose(const struct queuing *q, const struct letter *l, int64_t at, struct ledger_message *m, struct err *err) {
    const struct mail_settings *mail = &q->school->people->mail;
    *m = (struct ledger_message){
        .recipient = letter_recipient(q->arena, q->school->people, l->recipient), .plan = l->plan, .period = l->period, .number = l->number, .day = l->day, .address = mail->trial_to.size ? mail->trial_to : l->address,
        .file = plain_file(q->arena, l->file), .made_at = at, .not_before = l->not_before,
        .subject = mail->trial_to.size ? str_format(q->arena, TRIAL_MARK "%.*s", STR_ARG(l->subject)) : l->subject,
    };
    if (!letter_may_go(mail, l->name, l->address, err) || !letter_may_go(mail, STR("trial_to"), m->address, err)) return false;
    m->message_id = message_id(q, l, m->recipient);
    return render(q, l, at, m, err);
}

static bool queue_one(const struct queuing *q, const struct letter *l, int64_t *id, bool *wrote_any, struct err *err) {
    enum wrote wrote;
    struct ledger_message m;
    if (!compose(q, l, q->change->at, &m, err)) return false;
    m.state = q->request->to_send ? OUTBOX_QUEUED : OUTBOX_PLANNED;
    if (!ledger_add_message(q->change->db, &m, l->persons, l->person_count, id, &wrote, err)) return false;
    q->done->made += wrote == WROTE_ADDED;
    q->done->again += wrote == WROTE_CHANGED;
    q->done->there += wrote == WROTE_SAME;
    *wrote_any = *wrote_any || wrote != WROTE_SAME;
    if (wrote != WROTE_SAME) return add_notices(q, l, m.recipient, *id, err);
    bool moved;
    if (!make_due(q, l, *id, &moved, err)) return false;
    *wrote_any = *wrote_any || moved;
    return true;
}

/* Closed, and what it told is to be told: unless somebody else had it in hand since it was looked at. */
static bool withdraw(const struct queuing *q, const struct ledger_message *waits, struct err *err) {
    struct ledger_message m;
    if (!ledger_message(q->change->db, q->arena, waits->id, &m, err)) return false;
    bool put_off = m.attempts && m.last_words.size, moved = false;
    struct ledger_move move = { .to = OUTBOX_GIVEN_UP, .not_before = VALUE_NONE, .words = STR(LETTER_ANEW) };
    if (put_off) move.words = str_format(q->arena, LETTER_ANEW_PUT_OFF ": %.*s", STR_ARG(m.last_words));
    bool waits_still = m.state == waits->state && !m.dot_at;
    if (waits_still && !ledger_move(q->change->db, m.id, m.state, &move, &moved, err)) return false;
    q->done->withdrawn += moved;
    if (moved) return true;
    err_set(err, CODE_STALE_PREVIEW, "Something else happened to message %lld since the preview; nothing was done.", (long long)waits->id);
    return err_next(err, "outbox  shows how it stands");
}

/* Records older than the key get one now. */
static bool message_key(struct queuing *q, struct err *err) {
    if (!db_setting(q->change->db, q->arena, LETTER_KEY, &q->key, err)) return false;
    if (q->key.size == SEAL_KEY_DIGITS) return true;
    q->key = seal_random(q->arena);
    return db_set_setting(q->change->db, LETTER_KEY, q->key, err);
}

bool letters_queue(struct arena *arena, struct school *school, const struct letters_request *request, const struct letter *letters,
                   size_t count, struct letters_done *done, struct err *err) {
    struct queuing q = { .arena = arena, .school = school, .request = request, .done = done };
    struct change_request asked = { .verb = STR("remind"), .actor = request->actor, .flags = CHANGE_QUIET | CHANGE_FULL, .state = request->state };
    struct change_done changed;
    bool wrote_any = false;
    *done = (struct letters_done){ .messages = arena_array(arena, int64_t, count + 1) };
    bug_if(!school->people);
    if (!arranged(&school->people->mail, err) || !change_begin(arena, school, &asked, &q.change, err)) return false;
    bool fine = message_key(&q, err);
    for (size_t i = 0; fine && i < request->withdrawn_count; i++) fine = withdraw(&q, &request->withdrawn[i], err);
    wrote_any = done->withdrawn > 0;
    for (size_t i = 0; fine && i < count; i++) fine = queue_one(&q, &letters[i], &done->messages[i], &wrote_any, err);
    if (!fine || !wrote_any) {
        change_cancel(q.change);
        return fine;
    }
    struct str about = str_format(arena, "messages=%zu notices=%zu to=%s", done->made + done->again, done->notices, request->to_send ? "send" : "draft");
    if (done->withdrawn) about = str_format(arena, "%.*s withdrawn=%zu", STR_ARG(about), done->withdrawn);
    if (!change_commit(q.change, about, (struct str){ 0 }, &changed, err)) return false;
    done->row = changed.number;
    return true;
}

bool letter_is_same(struct arena *arena, struct school *school, const struct letter *letter, const struct ledger_message *waits, bool *same,
                    struct err *err) {
    struct queuing q = { .arena = arena, .school = school };
    struct ledger_message m;
    struct err unheard = { 0 };
    *same = false;
    if (!db_setting(school->db, arena, LETTER_KEY, &q.key, err)) return false;
    if (q.key.size != SEAL_KEY_DIGITS || !compose(&q, letter, waits->made_at, &m, &unheard)) return true;
    *same = str_equal(m.message_id, waits->message_id) && str_equal(m.address, waits->address) && str_equal(m.digest, waits->digest);
    return true;
}

/* ---- drafts -------------------------------------------------------------------------------------------------------------- */

static bool nothing_more(void *self) {
    (void)self;
    return true; /* a draft is not on its way anywhere */
}

/* html empty: the message alone. */
static bool write_draft(struct arena *arena, struct school *school, struct str html, const struct ledger_message *m, struct err *err) {
    static const struct sink_hooks HOOKS = { NULL, nothing_more };
    char day[DATE_ISO_SIZE];
    struct sink sink = sink_folder();
    struct str words;
    const char *folder = file_join(arena, school_path(arena, school, "outbox"), date_iso(m->day, day));
    struct delivery d = { .to = m->address, .bytes = m->bytes, .message_id = m->message_id, .folder = folder, .file = m->file,
                          .html = html };
    return sink.deliver(sink.self, &d, &HOOKS, &words, err) == VERDICT_SENT;
}

static bool note_drafted(struct arena *arena, struct school *school, const struct letters_request *request, const struct ledger_message *list,
                         size_t count, struct err *err) {
    struct change_request asked = { .verb = STR("remind"), .actor = request->actor, .state = VALUE_NONE };
    struct change *change;
    if (!change_hold(arena, school, &asked, &change, err)) return false;
    bool fine = change_step(change, err);
    for (size_t i = 0; fine && i < count; i++)
        if (!list[i].drafted_at) fine = ledger_drafted(change->db, list[i].id, change->at, err);
    fine = fine && change_keep(change, (struct str){ 0 }, err);
    change_cancel(change);
    return fine;
}

bool letters_draft(struct arena *arena, struct school *school, const struct letters_request *request, const struct letter *letters,
                   size_t count, struct letters_done *done, struct str *folder, struct err *err) {
    struct letters_request asked = *request;
    struct ledger_message *list = arena_array(arena, struct ledger_message, count + 1);
    char day[DATE_ISO_SIZE];
    size_t written = 0;
    asked.to_send = false;
    *folder = (struct str){ 0 };
    if (!letters_queue(arena, school, &asked, letters, count, done, err)) return false;
    if (!file_make_folder(school_path(arena, school, "outbox"), err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct ledger_message *m = &list[written];
        if (!ledger_message(school->db, arena, done->messages[i], m, err)) return false;
        if ((m->state != OUTBOX_PLANNED && m->state != OUTBOX_QUEUED) || !m->bytes.size) continue;
        if (!write_draft(arena, school, html_of(arena, &letters[i]), m, err)) return false;
        if (!folder->size) *folder = str_format(arena, "outbox/%s", date_iso(m->day, day));
        written++;
    }
    done->drafts = written;
    return !written || note_drafted(arena, school, request, list, written, err);
}
