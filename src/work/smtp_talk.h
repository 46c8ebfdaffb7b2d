/* SPDX-License-Identifier: GPL-3.0-or-later
 * smtp_talk - a talk with a mail server, followed line by line: how far it came, what was answered, what that means.
 * Owns:  nothing.
 * Must not know: connections, the ledger, who is told what.
 *
 * Whatever a server says, in whatever pieces: no message counts as sent without a whole yes to its last bytes, and none that
 * may have gone counts as not gone.
 *
 * Example:
 *     struct smtp_talk talk;
 *     smtp_talk_begin(&talk);
 *     smtp_talk_said(&talk, STR("RCPT TO:<a@b.example>\r\n"));
 *     smtp_talk_heard(&talk, bytes, size);
 *     verdict = smtp_talk_verdict(&talk, whole, smtp_talk_words(arena, &talk));
 */
#ifndef SIGNPOST_SMTP_TALK_H
#define SIGNPOST_SMTP_TALK_H

#include "work/sink.h"

#define SMTP_WORDS_MOST 512

enum smtp_stage { SMTP_CONNECT, SMTP_GREETING, SMTP_HELLO, SMTP_TLS, SMTP_AUTH, SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_TEXT, SMTP_DOT };

struct smtp_line {
    char text[SMTP_WORDS_MOST + 1];
    size_t size;
};

struct smtp_talk {
    enum smtp_stage stage;
    int reply;                      /* code of the last whole reply to what stage says; 0: none yet */
    struct smtp_line line, last;    /* the line being read; the last line that ended a reply */
    size_t replies;                 /* octets of replies */
    bool dot;                       /* the last bytes are on their way */
    bool nonsense;                  /* something came that is no reply */
    bool leaving;                   /* QUIT was said: what comes after it says nothing about the message */
    int64_t since;                  /* monotonic: of the stage */
};

void smtp_talk_begin(struct smtp_talk *talk);
void smtp_talk_heard(struct smtp_talk *talk, const char *at, size_t size); /* in any pieces */
void smtp_talk_said(struct smtp_talk *talk, struct str command);
void smtp_talk_dot(struct smtp_talk *talk);
/* The line that ended the last reply, without a sign that can not be seen; in the arena. */
struct str smtp_talk_words(struct arena *arena, const struct smtp_talk *talk);
/* whole: the transfer came to its end without an error. */
enum verdict smtp_talk_verdict(const struct smtp_talk *talk, bool whole, struct str words);
/* The class of what a server said (safety 4.4), from its reply and where the line stood.  reply 0: none came. */
enum verdict smtp_class(enum smtp_stage stage, int reply, struct str words);

#endif
