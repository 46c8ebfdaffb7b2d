/* SPDX-License-Identifier: GPL-3.0-or-later
 * send_check - what may have changed between planning and leaving; see send_check.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/send_check.h"

#include <stdlib.h>

#include "base/clock.h"
#include "formats/mime.h"
#include "work/agenda.h"
#include "work/letter.h"
#include "work/position.h"
#include "work/seal.h"
#include "work/send.h"

#define DIGEST_DIGITS 64

struct checking {
    struct school *school;
    struct str *open;                     /* keys of findings that are not settled, sorted; NULL: not looked at */
    size_t open_count;
    const struct ledger_notice *notices;  /* of all messages */
    size_t notice_count;
};

static int by_text(const void *a, const void *b) { return str_compare(*(const struct str *)a, *(const struct str *)b); }

static bool judge(struct arena *arena, struct checking *c, struct err *err) {
    struct problems unheard = { .arena = arena };
    struct position_request request = { .as_of = clock_today(), .keep = KEEP_NEEDS | KEEP(STATUS_ON_TRACK) };
    struct position *p;
    struct ledger_notice *notices;
    if (!school_load(c->school, SCHOOL_POLICY, request.as_of, &unheard, err)) return err->code != CODE_NONE ? false : err_set(err, CODE_LOAD, "policy.lua can not be used as it is.");
    if (!position_judge(arena, c->school, &request, &p, err)) return false;
    if (!ledger_notices(c->school->db, arena, &notices, &c->notice_count, err)) return false;
    c->notices = notices;
    c->open = arena_array(arena, struct str, p->kept_count + 1);
    for (size_t i = 0; i < p->kept_count; i++) c->open[c->open_count++] = finding_key(arena, p, &p->kept[i]);
    if (c->open_count) qsort(c->open, c->open_count, sizeof *c->open, by_text);
    return true;
}

bool send_check_open(struct arena *arena, struct school *school, const struct ledger_message *list, size_t count, struct checking **out,
                     struct err *err) {
    struct checking *c = *out = arena_new(arena, struct checking);
    struct date today = clock_today();
    bool old = false;
    *c = (struct checking){ .school = school };
    for (size_t i = 0; i < count; i++) old = old || date_before(clock_london_date(list[i].made_at), today);
    return !old || judge(arena, c, err);
}

static bool is_open(const struct checking *c, struct str finding) {
    return c->open_count && bsearch(&finding, c->open, c->open_count, sizeof *c->open, by_text) != NULL;
}

/* True when it tells of something, and nothing of that is open any more. */
static bool out_of_date(const struct checking *c, const struct ledger_message *m) {
    size_t told = 0;
    if (!c->open || !date_before(clock_london_date(m->made_at), clock_today())) return false;
    for (size_t i = 0; i < c->notice_count; i++) {
        const struct ledger_notice *n = &c->notices[i];
        if (n->message != m->id) continue;
        if (!str_is(n->rule, AGENDA_CLEAR) && (n->closing || is_open(c, n->finding))) return false; /* all clear is said of its day alone */
        told++;
    }
    return told > 0;
}

static bool address_stands(const struct checking *c, const struct ledger_message *m, struct str *why) {
    const struct people *people = c->school->people;
    struct err err = { 0 };
    const struct person *person = letter_person(people, m->recipient);
    struct str address = person ? letter_address(people, person) : (struct str){ 0 };
    *why = !person ? STR("nobody of that name is in people.lua any more") : STR("people.lua has another address now");
    if (!person || !str_equal(address, m->address)) return false;
    *why = STR("the address lies outside the school's own domains");
    return letter_may_go(&people->mail, person->key, address, &err);
}

enum checked send_check(const struct checking *c, struct arena *arena, const struct ledger_message *m, struct str *why, struct err *err) {
    const struct mail_settings *mail = &c->school->people->mail;
    bool trial = str_starts(m->recipient, LETTER_TRIAL);
    if (!m->bytes.size) {
        *why = STR("its text was erased");
        return CHECKED_GIVE_UP;
    }
    if (!str_equal(seal_hex(arena, m->bytes, DIGEST_DIGITS), m->digest) || !mime_is_clean(m->bytes)) {
        err_set(err, CODE_DAMAGED, "Message %lld is not what was made: somebody altered it in the records.", (long long)m->id);
        err_next(err, "settle %lld drop;  journal --verify", (long long)m->id);
        return CHECKED_FAILED;
    }
    if (trial && !mail->trial_to.size) {
        *why = STR(SEND_TRIAL_OVER);
        return CHECKED_GIVE_UP;
    }
    if (!trial && mail->trial_to.size) return CHECKED_WAITS; /* until the line goes, nothing reaches anybody else */
    if (!address_stands(c, m, why)) return CHECKED_GIVE_UP;
    if (!out_of_date(c, m)) return CHECKED_GOES;
    *why = STR(SEND_NOTHING_OPEN);
    return CHECKED_GIVE_UP;
}
