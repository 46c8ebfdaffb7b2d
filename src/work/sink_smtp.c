/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_smtp - messages to a mail server; see sink_smtp.h.
 * Owns:  one connection, and the password or token in locked memory.
 * Must not know: states, the ledger, who is told what.
 *
 * libcurl's result can not tell a cut in the text from a cut at the dot.  What was sent and what was answered is followed
 * line by line (smtp_talk), and the class comes from that.
 */
#include "work/sink_smtp.h"

#include <curl/curl.h>
#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "formats/mime.h"
#include "work/secret.h"
#include "work/smtp_talk.h"

#define CONNECT_SECONDS 30L
#define TEXT_SECONDS 300
#define DOT_SECONDS 600
#define STOP_SECONDS 30
#define REPLIES_MOST ((size_t)64 * 1024)
#define SECOND_NS INT64_C(1000000000)

struct smtp {
    CURL *curl;
    const struct mail_settings *mail;
    struct secret secret;
    struct arena words;             /* what the last transfer said */
    const struct delivery *now;
    const struct sink_hooks *hooks;
    size_t given;                   /* bytes of the message handed to libcurl */
    struct smtp_talk talk;
    bool hook_failed, stopped;
    int64_t stop_since;             /* monotonic */
};

/* ---- following the talk ---------------------------------------------------------------------------------------------- */

/* Called for what goes over the line; nothing of it is kept but the server's last words. */
static int follow(CURL *curl, curl_infotype type, char *at, size_t size, void *self) {
    struct smtp *s = self;
    (void)curl;
    if (type == CURLINFO_HEADER_IN) smtp_talk_heard(&s->talk, at, size);
    if (type == CURLINFO_HEADER_OUT) smtp_talk_said(&s->talk, (struct str){ at, size });
    return 0;
}

static size_t ignore(char *at, size_t size, size_t count, void *self) {
    (void)at, (void)self;
    return size * count;
}

/* Before the last bytes are handed over, `dot` is on disk: with the size known libcurl need not ask again. */
static size_t read_text(char *out, size_t size, size_t count, void *self) {
    struct smtp *s = self;
    size_t room = size * count, left = s->now->bytes.size - s->given, part = left < room ? left : room;
    if (!left) return 0;
    if (part == left && !s->talk.dot) {
        if (stop_asked() || !s->hooks->last_bytes(s->hooks->self)) {
            s->stopped = stop_asked();
            s->hook_failed = true;
            return CURL_READFUNC_ABORT;
        }
        smtp_talk_dot(&s->talk);
        curl_easy_setopt(s->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)DOT_SECONDS);
    }
    memcpy(out, s->now->bytes.at + s->given, part);
    s->given += part;
    return part;
}

/* Called at least once a second.  A stop breaks off at once before the dot; after it the reply has thirty seconds, or until
 * a second one. */
static int watch(void *self, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    struct smtp *s = self;
    int64_t now = clock_monotonic_ns();
    (void)a, (void)b, (void)c, (void)d;
    if (s->talk.replies > REPLIES_MOST) s->talk.nonsense = true;
    if (s->talk.nonsense && !s->talk.dot) return 1;
    if (s->talk.stage == SMTP_TEXT && now - s->talk.since > TEXT_SECONDS * SECOND_NS) return 1;
    if (s->talk.dot && s->talk.replies > REPLIES_MOST) return 1;
    if (!stop_asked()) return 0;
    if (!s->stop_since) s->stop_since = now;
    s->stopped = true;
    return !s->talk.dot || now - s->stop_since > STOP_SECONDS * SECOND_NS || stop_asked_twice();
}

/* ---- setting up ------------------------------------------------------------------------------------------------------- */

static void set_text(CURL *curl, CURLoption option, struct arena *arena, struct str text) {
    curl_easy_setopt(curl, option, str_c(arena, text));
}

static void set_tls(struct smtp *s, struct arena *arena) {
    const struct smtp_settings *smtp = &s->mail->smtp;
    CURL *curl = s->curl;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(smtp->tls == TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (smtp->ca_file.size) set_text(curl, CURLOPT_CAINFO, arena, smtp->ca_file);
}

/* "smtp://mail.example:587/harbourview.example": the last part is what we call ourselves, so that no host name leaves. */
static void set_server(struct smtp *s, struct arena *arena) {
    const struct smtp_settings *smtp = &s->mail->smtp;
    struct str local, domain;
    bool six = str_find(smtp->host, STR(":")) != SIZE_MAX;
    str_cut(s->mail->from, '@', &local, &domain);
    struct str url = str_format(arena, "%s://%s%.*s%s:%lld/%.*s", smtp->tls == TLS_IMPLICIT ? "smtps" : "smtp", six ? "[" : "",
                                STR_ARG(smtp->host), six ? "]" : "", (long long)smtp->port, STR_ARG(domain));
    set_text(s->curl, CURLOPT_URL, arena, url);
}

static void set_up(struct smtp *s, struct arena *arena) {
    CURL *curl = s->curl;
    curl_easy_reset(curl);
    set_server(s, arena);
    set_tls(s, arena);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->mail->smtp.timeout);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* without it nobody is told what goes over the line */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, s);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, s);
    if (!s->secret.size) return;
    set_text(curl, CURLOPT_USERNAME, arena, s->mail->smtp.user);
    curl_easy_setopt(curl, s->secret.is_token ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, s->secret.text);
    if (s->secret.is_token) curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
}

static void begin(struct smtp *s, const struct delivery *d, const struct sink_hooks *hooks) {
    arena_reset(&s->words);
    s->now = d;
    s->hooks = hooks;
    s->given = 0;
    s->hook_failed = s->stopped = false;
    s->stop_since = 0;
    smtp_talk_begin(&s->talk);
}

/* ---- what came of it -------------------------------------------------------------------------------------------------- */

static struct str last_words(struct smtp *s) { return smtp_talk_words(&s->words, &s->talk); }

static struct str server_name(struct smtp *s) {
    return str_format(&s->words, "%.*s, port %lld", STR_ARG(s->mail->smtp.host), (long long)s->mail->smtp.port);
}

static bool is_microsoft(const struct smtp_settings *smtp) {
    return str_find(smtp->host, STR("office365.com")) != SIZE_MAX || str_find(smtp->host, STR("outlook.com")) != SIZE_MAX;
}

/* The sentence for a run that stops, and the one thing to mend. */
static void say_why(struct smtp *s, enum verdict verdict, CURLcode code, struct err *err) {
    const struct smtp_settings *smtp = &s->mail->smtp;
    struct str server = server_name(s), words = last_words(s);
    bool certificate = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
    if (verdict == VERDICT_LOGIN) {
        err_set(err, CODE_SERVER_REFUSED, "The mail server refused the sign-in of %.*s: %.*s", STR_ARG(smtp->user), STR_ARG(words));
        err_next(err, "%s", !smtp->user.size            ? "write user and token, or password_file, into people.lua"
                            : s->secret.is_token        ? "IT looks at the application's permission to send, and at that mailbox"
                            : is_microsoft(smtp)        ? "Microsoft 365 takes no passwords any more: write  token = { \"PROGRAM\" }  into people.lua"
                                                        : "put the right password where people.lua says; some servers want an app password");
    } else if (verdict == VERDICT_SETTINGS) {
        err_set(err, CODE_SERVER_REFUSED, "The mail server does not let us send as %.*s: %.*s", STR_ARG(s->mail->from), STR_ARG(words));
        err_next(err, "let IT allow that address for this sign-in, or mend 'from' in people.lua");
    } else if (certificate) {
        err_set(err, CODE_SERVER_REFUSED, "The certificate of the mail server (%.*s) is not to be trusted: %s.", STR_ARG(server), curl_easy_strerror(code));
        err_next(err, "look at host in people.lua; a school with a CA of its own writes  ca_file = \"...\"");
    } else if (code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR) {
        err_set(err, CODE_SERVER_REFUSED, "The mail server (%.*s) offers no TLS of today, and nothing is sent in clear.", STR_ARG(server));
        err_next(err, "look at port in people.lua: 587 with STARTTLS, 465 with TLS from the start");
    } else if (s->talk.nonsense) {
        err_set(err, CODE_SERVER_REFUSED, "What answers at %.*s does not speak as a mail server does.", STR_ARG(server));
        err_next(err, "look at host and port in people.lua");
    } else if (words.size && s->talk.reply) {
        err_set(err, CODE_SERVER_REFUSED, "The mail server (%.*s) said: %.*s", STR_ARG(server), STR_ARG(words));
        err_next(err, "doctor  tries it without sending");
    } else {
        err_set(err, CODE_SERVER_REFUSED, "The mail server (%.*s) could not be reached or did not answer: %s.", STR_ARG(server), curl_easy_strerror(code));
        err_next(err, "look at host and port in people.lua;  doctor  tries it without sending");
    }
}

static enum verdict conclude(struct smtp *s, CURLcode code, struct str *words, struct err *err) {
    *words = last_words(s);
    if (s->hook_failed || (s->stopped && !s->talk.dot)) return VERDICT_OURS;
    enum verdict verdict = smtp_talk_verdict(&s->talk, code == CURLE_OK, *words);
    if (verdict == VERDICT_SENT) return verdict;
    if (code == CURLE_LOGIN_DENIED && !s->talk.dot) verdict = VERDICT_LOGIN;
    if (verdict == VERDICT_DOUBT) *words = STR("the line broke before the answer");
    say_why(s, verdict, code, err);
    return verdict;
}

static enum verdict deliver(void *self, const struct delivery *d, const struct sink_hooks *hooks, struct str *words, struct err *err) {
    struct smtp *s = self;
    struct arena arena = { 0 };
    begin(s, d, hooks);
    set_up(s, &arena);
    set_text(s->curl, CURLOPT_MAIL_FROM, &arena, str_format(&arena, "<%.*s>", STR_ARG(d->from)));
    struct curl_slist *to = curl_slist_append(NULL, str_format(&arena, "<%.*s>", STR_ARG(d->to)).at);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, read_text);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, s);
    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)d->bytes.size);
    CURLcode code = curl_easy_perform(s->curl);
    curl_easy_reset(s->curl); /* its list of recipients ends here */
    curl_slist_free_all(to);
    arena_free(&arena);
    return conclude(s, code, words, err);
}

/* ---- a new connection, trying, ending ---------------------------------------------------------------------------------- */

static void again(void *self) {
    struct smtp *s = self;
    CURL *fresh = curl_easy_init();
    if (!fresh) return;
    curl_easy_cleanup(s->curl);
    s->curl = fresh;
}

/* NOOP after the greeting, TLS and the sign-in: everything but a message. */
static bool probe(void *self, const char **step, struct err *err) {
    static const char *const STEPS[] = { "connecting", "the greeting", "the greeting", "TLS", "signing in", "a word without a message" };
    static const struct delivery NOTHING = { 0 };
    struct smtp *s = self;
    struct arena arena = { 0 };
    begin(s, &NOTHING, NULL);
    set_up(s, &arena);
    curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    CURLcode code = curl_easy_perform(s->curl);
    curl_easy_reset(s->curl);
    arena_free(&arena);
    *step = STEPS[s->talk.stage < COUNT_OF(STEPS) ? s->talk.stage : COUNT_OF(STEPS) - 1];
    if (code == CURLE_OK && !s->talk.nonsense) return true;
    if (code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION) *step = "TLS";
    say_why(s, s->talk.nonsense ? VERDICT_SERVER : smtp_class(s->talk.stage, s->talk.reply, last_words(s)), code, err);
    return false;
}

static void close_smtp(void *self) {
    struct smtp *s = self;
    if (s->curl) curl_easy_cleanup(s->curl);
    s->curl = NULL;
    secret_close(&s->secret);
    arena_free(&s->words);
}

bool sink_smtp_open(struct sink *out, struct arena *arena, const char *folder, const struct mail_settings *mail, struct err *err) {
    struct smtp *s = arena_new(arena, struct smtp);
    *s = (struct smtp){ .mail = mail };
    if (!secret_open(&s->secret, folder, &mail->smtp, err)) return false;
    bool fine = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && (s->curl = curl_easy_init()) != NULL;
    if (!fine) {
        secret_close(&s->secret);
        return err_set(err, CODE_INTERNAL, "The library for mail servers could not be started.");
    }
    *out = (struct sink){ .self = s, .deliver = deliver, .again = again, .probe = probe, .close = close_smtp };
    return true;
}
