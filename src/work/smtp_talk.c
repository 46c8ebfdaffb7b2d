/* SPDX-License-Identifier: GPL-3.0-or-later
 * smtp_talk - a talk with a mail server, followed line by line; see smtp_talk.h.
 * Owns:  nothing.
 * Must not know: connections, the ledger, who is told what.
 */
#include "work/smtp_talk.h"

#include "base/clock.h"
#include "base/utf8.h"

/* ---- classes --------------------------------------------------------------------------------------------------------- */

static bool says(struct str words, const char *what) { return str_find(words, str_from(what)) != SIZE_MAX; }

/* A greylist puts off each message once, at whatever pace. */
static bool too_fast(int reply, struct str words) {
    if (says(words, "reylist") || says(words, "rey-list")) return false;
    return reply == 432 || says(words, " 4.7.") || says(words, "too many") || says(words, "Too many");
}

enum verdict smtp_class(enum smtp_stage stage, int reply, struct str words) {
    if (stage == SMTP_DOT && reply / 100 != 4 && reply / 100 != 5) return VERDICT_DOUBT; /* neither yes nor no: it may have gone */
    if (stage == SMTP_TEXT && !reply) return VERDICT_LATER;
    if (!reply || stage <= SMTP_TLS) return VERDICT_SERVER;
    if (stage == SMTP_AUTH || reply == 530 || reply == 534 || reply == 535 || says(words, "5.7.30")) return reply == 421 ? VERDICT_BUSY : VERDICT_LOGIN;
    if (reply == 421 && stage < SMTP_DOT) return VERDICT_BUSY;
    if (reply / 100 == 4 && too_fast(reply, words) && stage < SMTP_DOT) return VERDICT_PACE;
    if (reply / 100 == 4) return VERDICT_LATER;
    if (stage == SMTP_MAIL && (reply == 552 || reply == 554)) return VERDICT_REFUSED; /* its size, its text: this message alone */
    if (stage == SMTP_MAIL || says(words, "5.7.60")) return VERDICT_SETTINGS;
    if (reply / 100 == 5) return VERDICT_REFUSED;
    return VERDICT_SERVER;
}

/* ---- following the talk ---------------------------------------------------------------------------------------------- */

static void enter(struct smtp_talk *s, enum smtp_stage stage) {
    s->stage = stage;
    s->reply = 0;
    s->since = clock_monotonic_ns();
}

static void heard_line(struct smtp_talk *s) {
    const struct smtp_line *l = &s->line;
    bool digits = l->size >= 3;
    for (size_t i = 0; digits && i < 3; i++) digits = l->text[i] >= '0' && l->text[i] <= '9';
    bool more = l->size > 3 && l->text[3] == '-';
    if (!digits || (l->size > 3 && !more && l->text[3] != ' ')) s->nonsense = true;
    else if (!more) {
        int reply = (l->text[0] - '0') * 100 + (l->text[1] - '0') * 10 + (l->text[2] - '0');
        s->last = *l;
        if (s->stage == SMTP_DATA && reply == 354) enter(s, SMTP_TEXT);
        else s->reply = reply;
    }
}

void smtp_talk_heard(struct smtp_talk *s, const char *at, size_t size) {
    s->replies += size;
    if (s->leaving) return;
    for (size_t i = 0; i < size; i++) {
        if (at[i] == '\n') {
            heard_line(s);
            s->line.size = 0;
        } else if (at[i] != '\r' && s->line.size < SMTP_WORDS_MOST) s->line.text[s->line.size++] = at[i];
    }
}

void smtp_talk_said(struct smtp_talk *s, struct str command) {
    static const struct { const char *verb; enum smtp_stage stage; } VERBS[] = {
        { "EHLO", SMTP_HELLO }, { "HELO", SMTP_HELLO }, { "STARTTLS", SMTP_TLS }, { "AUTH", SMTP_AUTH }, { "MAIL", SMTP_MAIL },
        { "RCPT", SMTP_RCPT },  { "DATA", SMTP_DATA },
    };
    s->leaving = s->leaving || str_starts(command, "QUIT");
    for (size_t i = 0; i < COUNT_OF(VERBS) && !s->leaving && !s->dot; i++) /* whatever is said after the last bytes, it is they that wait */
        if (str_starts(command, VERBS[i].verb)) enter(s, VERBS[i].stage);
}

void smtp_talk_begin(struct smtp_talk *s) {
    s->replies = s->line.size = s->last.size = 0;
    s->dot = s->nonsense = s->leaving = false;
    enter(s, SMTP_CONNECT);
}

void smtp_talk_dot(struct smtp_talk *s) {
    s->dot = true;
    enter(s, SMTP_DOT);
}

/* ---- what came of it ------------------------------------------------------------------------------------------------- */

struct str smtp_talk_words(struct arena *arena, const struct smtp_talk *s) {
    struct str text = { s->last.text, s->last.size };
    return str_copy(arena, utf8_visible(arena, str_slice(text, 0, utf8_valid_size(text))));
}

enum verdict smtp_talk_verdict(const struct smtp_talk *s, bool whole, struct str words) {
    if (whole && s->dot && s->reply / 100 == 2) return VERDICT_SENT;
    if (s->reply / 100 == 2 || s->reply / 100 == 3) return s->dot ? VERDICT_DOUBT : VERDICT_SERVER; /* an odd end after a yes */
    if (s->nonsense && !s->dot) return VERDICT_SERVER;
    return smtp_class(s->stage, s->dot && s->nonsense ? 0 : s->reply, words);
}
