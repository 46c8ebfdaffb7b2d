/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_pipe - messages to a mail program of this computer; see sink_pipe.h.
 * Owns:  nothing.
 * Must not know: states, the ledger.
 */
#include "work/sink_pipe.h"

#include <unistd.h>

#include "base/file.h"
#include "base/stop.h"
#include "base/utf8.h"

#define WAIT_MS 600000
#define STOP_MS 30000
#define WORDS_MOST 512

/* sysexits.h, by what they mean; spelled out because sendmails of today still speak it. */
enum { EXIT_DATAERR = 65, EXIT_NOUSER = 67, EXIT_NOHOST = 68, EXIT_TEMPFAIL = 75 };

struct pipe_sink {
    const struct mail_settings *mail;
    struct arena words;
};

enum verdict sink_pipe_verdict(enum child_end end, int status) {
    if (end == CHILD_FAILED) return VERDICT_SETTINGS;
    if (end != CHILD_DONE || status < 0) return VERDICT_DOUBT;
    switch (status) {
    case 0: return VERDICT_SENT;
    case EXIT_TEMPFAIL: return VERDICT_LATER;
    case EXIT_NOUSER:
    case EXIT_NOHOST:
    case EXIT_DATAERR: return VERDICT_REFUSED;
    default: return VERDICT_SETTINGS;
    }
}

static struct str what_it_said(struct pipe_sink *p, int output) {
    char text[WORDS_MOST];
    ssize_t got = pread(output, text, sizeof text, 0);
    struct str all = { text, got > 0 ? (size_t)got : 0 };
    return str_copy(&p->words, utf8_visible(&p->words, str_trim(str_slice(all, 0, utf8_valid_size(all)))));
}

static enum verdict run_it(struct pipe_sink *p, const struct delivery *d, int input, int output, struct str *words, struct err *err) {
    struct arena arena = { 0 };
    const char *arguments[] = { str_c(&arena, p->mail->sendmail), "-t", "-i", "-f", str_c(&arena, d->from), NULL };
    int status = -1;
    enum child_end end = child_give(arguments, input, output, WAIT_MS, STOP_MS, &status);
    enum verdict verdict = sink_pipe_verdict(end, status);
    *words = what_it_said(p, output);
    if (verdict == VERDICT_DOUBT) err_set(err, CODE_NOT_SURE_IF_SENT, "%s was ended before it had done its work.", arguments[0]);
    else if (end == CHILD_FAILED) err_set(err, CODE_SERVER_REFUSED, "%s can not be run.", arguments[0]);
    else if (verdict != VERDICT_SENT) err_set(err, CODE_SERVER_REFUSED, "%s ended with %d: %.*s", arguments[0], status, STR_ARG(words->size ? *words : STR("it said nothing")));
    if (verdict == VERDICT_SETTINGS) err_next(err, "look at sendmail in people.lua, and at that program's own settings");
    if (verdict == VERDICT_DOUBT && !words->size) *words = STR("the mail program was ended");
    arena_free(&arena);
    return verdict;
}

static enum verdict deliver(void *self, const struct delivery *d, const struct sink_hooks *hooks, struct str *words, struct err *err) {
    struct pipe_sink *p = self;
    int input, output;
    arena_reset(&p->words);
    *words = (struct str){ 0 };
    if (stop_asked()) return VERDICT_OURS;
    if (!file_unlinked(d->bytes, &input, err)) return VERDICT_OURS;
    enum verdict verdict = VERDICT_OURS;
    if (file_unlinked((struct str){ 0 }, &output, err)) {
        if (hooks->last_bytes(hooks->self)) verdict = run_it(p, d, input, output, words, err);
        close(output);
    }
    close(input);
    return verdict;
}

/* Nothing can be tried without sending; that it is there can be seen. */
static bool probe(void *self, const char **step, struct err *err) {
    struct pipe_sink *p = self;
    struct arena arena = { 0 };
    const char *path = str_c(&arena, p->mail->sendmail);
    *step = "the mail program";
    bool fine = file_runnable(path);
    if (!fine) {
        err_set(err, CODE_SERVER_REFUSED, "There is no program %s that can be run.", path);
        err_next(err, "install msmtp, nullmailer or postfix, or mend  sendmail = \"...\"  in people.lua");
    }
    arena_free(&arena);
    return fine;
}

static void close_pipe(void *self) {
    struct pipe_sink *p = self;
    arena_free(&p->words);
}

struct sink sink_pipe(struct arena *arena, const struct mail_settings *mail) {
    struct pipe_sink *p = arena_new(arena, struct pipe_sink);
    *p = (struct pipe_sink){ .mail = mail };
    return (struct sink){ .self = p, .deliver = deliver, .probe = probe, .close = close_pipe };
}
