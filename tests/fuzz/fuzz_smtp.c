/* SPDX-License-Identifier: GPL-3.0-or-later
 * fuzz_smtp - any talk with a mail server, and any end of a mail program: no message counts as sent without a whole yes to its
 * last bytes, none that may have gone counts as not gone, what is shown can be shown, and the pieces in which it came say nothing.
 *
 * A seed is lines: "C: ..." we said, "S: ..." the server said, "s: ..." the server said without an end of line, "." the last
 * bytes go, "+" the transfer ends without an error, "X n" a mail program ends with n.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "work/sink_pipe.h"
#include "work/smtp_talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool promise) {
    if (!promise) abort();
}

struct play {
    struct smtp_talk talk;
    size_t piece;          /* at most so many bytes at once; 0: all */
    bool whole;
};

static void hear(struct play *p, const char *at, size_t size) {
    for (size_t from = 0; from < size;) {
        size_t part = p->piece && p->piece < size - from ? p->piece : size - from;
        smtp_talk_heard(&p->talk, at + from, part);
        from += part;
    }
}

static void one_line(struct play *p, struct str line) {
    bool server = str_starts(line, "S: "), torn = str_starts(line, "s: ");
    if (str_starts(line, "C: ")) smtp_talk_said(&p->talk, str_slice(line, 3, line.size));
    if (server || torn) hear(p, line.at + 3, line.size - 3);
    if (server) hear(p, "\r\n", 2);
    if (str_is(line, ".") && !p->talk.dot) smtp_talk_dot(&p->talk);
    if (str_is(line, "+")) p->whole = true;
}

static void mail_program(struct str line) {
    int64_t status;
    if (!str_starts(line, "X ") || !str_whole(str_slice(line, 2, line.size), &status) || status < -1 || status > 255) return;
    for (int end = CHILD_DONE; end <= CHILD_STOPPED; end++) {
        enum verdict verdict = sink_pipe_verdict((enum child_end)end, (int)status);
        must((verdict == VERDICT_SENT) == (end == CHILD_DONE && status == 0));
        must(end == CHILD_FAILED ? verdict == VERDICT_SETTINGS : end == CHILD_DONE && status >= 0 ? verdict != VERDICT_DOUBT : verdict == VERDICT_DOUBT);
    }
}

static enum verdict judge(struct arena *arena, struct play *p, struct str *words) {
    const struct smtp_talk *t = &p->talk;
    *words = smtp_talk_words(arena, t);
    enum verdict verdict = smtp_talk_verdict(t, p->whole, *words);
    must(verdict < VERDICT_COUNT && verdict != VERDICT_OURS && t->line.size <= SMTP_WORDS_MOST && t->last.size <= SMTP_WORDS_MOST);
    if (verdict == VERDICT_SENT) must(t->dot && p->whole && t->reply / 100 == 2);
    if (!t->dot) must(verdict != VERDICT_SENT && verdict != VERDICT_DOUBT);
    else if (verdict != VERDICT_SENT && verdict != VERDICT_DOUBT) must(t->reply / 100 == 4 || t->reply / 100 == 5); /* a whole no */
    if (t->dot && t->reply == 0) must(verdict == VERDICT_DOUBT);
    must(utf8_valid(*words));
    for (size_t i = 0; i < words->size; i++) must((unsigned char)words->at[i] >= ' ' && words->at[i] != 0x7f);
    return verdict;
}

static enum verdict play(struct arena *arena, struct str text, size_t piece, struct str *words) {
    struct play p = { .piece = piece };
    struct str line, rest = text;
    smtp_talk_begin(&p.talk);
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        one_line(&p, line);
        mail_program(line);
    }
    return judge(arena, &p, words);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena = { 0 };
    struct str text = { (const char *)bytes, size }, words, again;
    enum verdict verdict = play(&arena, text, 0, &words);
    for (size_t piece = 1; piece <= 3; piece += 2) {
        must(play(&arena, text, piece, &again) == verdict);
        must(str_equal(words, again));
    }
    arena_free(&arena);
    return 0;
}
