/* SPDX-License-Identifier: GPL-3.0-or-later
 * people_mail - mail {} of people.lua: from whom, to whom at most, and by which way messages leave.
 * Owns:  nothing.
 * Must not know: messages; how any of it is carried out.
 *
 * A password has no place here: the file is mailed, copied and shown to colleagues.
 */
#include "base/utf8.h"
#include "formats/mime.h"
#include "work/people.h"

#define USUAL_PACE 10
#define MOST_PACE 60000
#define USUAL_PORT 587
#define TLS_PORT 465
#define USUAL_TIMEOUT 60
#define MOST_TIMEOUT 300
#define USUAL_SENDMAIL "/usr/sbin/sendmail"

struct mail_reading {
    const struct data_file *file;
    struct arena *arena;
    const struct node *at;
    const char *word;          /* "mail", "smtp" */
    struct problems *problems;
};

/* The line is shown with what is wrong in it, unless it may hold a password. */
static struct place place_of(const struct mail_reading *r, struct str key) {
    struct place place = data_file_place(r->file, r->at->line, key);
    bool secret = str_find(place.text, STR("pas")) != SIZE_MAX || str_find(place.text, STR("secret")) != SIZE_MAX || str_find(place.text, STR("token")) != SIZE_MAX;
    return secret ? (struct place){ .file = place.file, .line = place.line } : place;
}

static void wrong(const struct mail_reading *r, enum code code, const char *key, const char *next, struct str what) {
    problem_add(r->problems, code, SEVERITY_ERROR, place_of(r, str_from(key)), next, "%.*s", STR_ARG(what));
}

static void wrong_type(const struct mail_reading *r, const char *key, const char *wanted) {
    wrong(r, CODE_WRONG_TYPE, key, "Mend it in people.lua.", str_format(r->arena, "'%s' of %s must be %s.", key, r->word, wanted));
}

static void take_text(const struct mail_reading *r, const char *key, struct str *out) {
    const struct node *value = node_field(r->at, key);
    if (!value) return;
    if (value->type == NODE_TEXT) *out = utf8_compose(r->arena, str_trim(value->text));
    else wrong_type(r, key, "a text");
}

static void take_texts(const struct mail_reading *r, const char *key, const struct str **out, size_t *count) {
    const struct node *value = node_field(r->at, key);
    if (!value) return;
    bool list = value->type == NODE_TABLE && !value->field_count;
    struct str *texts = arena_array(r->arena, struct str, (list ? value->item_count : 0) + 1);
    for (uint32_t i = 0; list && i < value->item_count; i++) {
        list = value->items[i].type == NODE_TEXT;
        texts[i] = value->items[i].text;
    }
    if (!list) {
        wrong_type(r, key, "a list of texts");
        return;
    }
    *out = texts;
    *count = value->item_count;
}

static void take_number(const struct mail_reading *r, const char *key, int64_t least, int64_t most, int64_t *out) {
    const struct node *value = node_field(r->at, key);
    if (!value) return;
    if (value->type == NODE_WHOLE && value->whole >= least && value->whole <= most) *out = value->whole;
    else wrong_type(r, key, str_format(r->arena, "a whole number from %lld to %lld", (long long)least, (long long)most).at);
}

static void take_flag(const struct mail_reading *r, const char *key, bool *out) {
    const struct node *value = node_field(r->at, key);
    if (!value) return;
    if (value->type == NODE_BOOL) *out = value->yes;
    else wrong_type(r, key, "true or false");
}

/* One of a few words; *out stays when it is not written. */
static void take_choice(const struct mail_reading *r, const char *key, const char *const *choices, int count, int *out) {
    struct str said = { 0 }, list = { 0 };
    take_text(r, key, &said);
    if (!said.size) return;
    for (int i = 0; i < count; i++) {
        if (str_is(said, choices[i])) {
            *out = i;
            return;
        }
        list = str_format(r->arena, "%.*s%s\"%s\"", STR_ARG(list), i ? i + 1 == count ? " or " : ", " : "", choices[i]);
    }
    wrong(r, CODE_BAD_CHOICE, key, str_format(r->arena, "Write %.*s.", STR_ARG(list)).at,
          str_format(r->arena, "'%s' of %s can not be '%.*s'.", key, r->word, STR_ARG(said)));
}

static void known_fields(const struct mail_reading *r, const struct str *known, size_t count) {
    for (uint32_t i = 0; i < r->at->field_count; i++) {
        struct str key = r->at->fields[i].key;
        bool found = str_starts(key, "password") && str_is(key, "password"); /* has words of its own */
        for (size_t k = 0; k < count && !found; k++) found = str_equal(key, known[k]);
        if (found) continue;
        wrong(r, CODE_UNKNOWN_FIELD, str_c(r->arena, key), data_file_fields(r->file, r->word, key, known, count),
              str_format(r->arena, "'%s' has no field called '%.*s'.", r->word, STR_ARG(key)));
    }
}

static void refuse_password(const struct mail_reading *r) {
    if (!node_field(r->at, "password")) return;
    wrong(r, CODE_SECRET_HERE, "password",
          "Take it out and change it. Put the new one into a file outside the school's folder (chmod 600) and write "
          "password_file = \"/home/you/.careers-mail\"; for Microsoft 365 write token = { \"PROGRAM\" }.",
          STR("A password stands in people.lua, where others can read it."));
}

static bool is_loopback(struct str host) { return str_is(host, "127.0.0.1") || str_is(host, "::1"); }

static void check_smtp(const struct mail_reading *r, const struct smtp_settings *s) {
    int secrets = (s->token_count > 0) + (s->password_command_count > 0) + (s->password_file.size > 0);
    if (!s->host.size) wrong(r, CODE_INCOMPLETE, "smtp", "Write host = \"smtp.office365.com\" or what your IT names.", STR("smtp names no host."));
    if (secrets > 1)
        wrong(r, CODE_BAD_CHOICE, "smtp", "Keep one of token, password_file and password_command.", STR("smtp has more than one way to sign in."));
    if ((secrets > 0) != (s->user.size > 0))
        wrong(r, CODE_INCOMPLETE, "smtp", "Write both: user = \"careers@...\" and one of token, password_file, password_command. A relay that asks for none needs neither.",
              s->user.size ? STR("smtp has a user and nothing to sign in with.") : STR("smtp has something to sign in with and no user."));
    if (str_find(s->host, STR("/")) != SIZE_MAX || str_find(s->host, STR("@")) != SIZE_MAX || str_find(s->host, STR(" ")) != SIZE_MAX)
        wrong(r, CODE_BAD_CHOICE, "host", "Write the name alone: host = \"smtp.office365.com\", and the port beside it.",
              str_format(r->arena, "'%.*s' is no name of a server.", STR_ARG(s->host)));
}

static void read_smtp(const struct mail_reading *mail, const struct node *value, struct smtp_settings *s) {
    static const struct str known[] = { STR_INIT("host"), STR_INIT("port"), STR_INIT("user"), STR_INIT("token"), STR_INIT("password_file"),
                                        STR_INIT("password_command"), STR_INIT("ca_file"), STR_INIT("tls"), STR_INIT("timeout") };
    static const char *const TLS[] = { "starttls", "implicit" };
    struct mail_reading r = { mail->file, mail->arena, value, "smtp", mail->problems };
    int tls = -1;
    known_fields(&r, known, COUNT_OF(known));
    refuse_password(&r);
    take_text(&r, "host", &s->host);
    take_number(&r, "port", 1, 65535, &s->port);
    take_text(&r, "user", &s->user);
    take_texts(&r, "token", &s->token, &s->token_count);
    take_text(&r, "password_file", &s->password_file);
    take_texts(&r, "password_command", &s->password_command, &s->password_command_count);
    take_text(&r, "ca_file", &s->ca_file);
    take_choice(&r, "tls", TLS, COUNT_OF(TLS), &tls);
    take_number(&r, "timeout", 1, MOST_TIMEOUT, &s->timeout);
    if (tls < 0) tls = is_loopback(s->host) ? TLS_NONE : s->port == TLS_PORT ? TLS_IMPLICIT : TLS_STARTTLS;
    s->tls = (enum mail_tls)tls;
    check_smtp(&r, s);
}

static void check_addresses(const struct mail_reading *r, const struct mail_settings *mail) {
    const struct { const char *key; struct str text; } ALL[] = { { "from", mail->from }, { "reply_to", mail->reply_to }, { "trial_to", mail->trial_to } };
    for (size_t i = 0; i < COUNT_OF(ALL); i++) {
        if (!ALL[i].text.size || mime_is_address(ALL[i].text)) continue;
        wrong(r, CODE_BAD_CHOICE, ALL[i].key, "Write it as  a.okafor@harbourview.example.",
              str_format(r->arena, "'%s' of mail is no e-mail address: %.*s", ALL[i].key, STR_ARG(utf8_visible(r->arena, ALL[i].text))));
    }
}

void people_read_mail(const struct data_file *file, const struct node *call, struct mail_settings *mail, struct problems *problems) {
    static const struct str known[] = { STR_INIT("from"), STR_INIT("reply_to"), STR_INIT("domains"), STR_INIT("also"), STR_INIT("trial_to"),
                                        STR_INIT("detail"), STR_INIT("send_by"), STR_INIT("sendmail"), STR_INIT("smtp"), STR_INIT("pace"), STR_INIT("all_clear") };
    static const char *const DETAIL[] = { "names", "counts" }, *const WAYS[] = { "drafts", "sendmail", "smtp" };
    struct mail_reading r = { file, file->arena, call, "mail", problems };
    int detail = mail->counts_only, way = SEND_BY_DRAFTS;
    const struct node *smtp = node_field(call, "smtp");
    *mail = (struct mail_settings){ .pace = USUAL_PACE, .sendmail = STR(USUAL_SENDMAIL), .line = call->line,
                                    .smtp = { .port = USUAL_PORT, .timeout = USUAL_TIMEOUT } };
    known_fields(&r, known, COUNT_OF(known));
    refuse_password(&r);
    take_text(&r, "from", &mail->from);
    take_text(&r, "reply_to", &mail->reply_to);
    take_text(&r, "trial_to", &mail->trial_to);
    take_texts(&r, "domains", &mail->domains, &mail->domain_count);
    take_texts(&r, "also", &mail->also, &mail->also_count);
    take_choice(&r, "detail", DETAIL, COUNT_OF(DETAIL), &detail);
    take_choice(&r, "send_by", WAYS, COUNT_OF(WAYS), &way);
    take_text(&r, "sendmail", &mail->sendmail);
    take_number(&r, "pace", 1, MOST_PACE, &mail->pace);
    take_flag(&r, "all_clear", &mail->all_clear);
    mail->counts_only = detail == 1;
    mail->send_by = (enum send_by)way;
    check_addresses(&r, mail);
    if (smtp && smtp->type == NODE_TABLE) read_smtp(&r, smtp, &mail->smtp);
    else if (smtp) wrong_type(&r, "smtp", "a list in braces");
    else if (mail->send_by == SEND_BY_SMTP)
        wrong(&r, CODE_INCOMPLETE, "send_by", "Write smtp = { host = \"...\", port = 587, user = \"...\", token = { \"PROGRAM\" } }.", STR("mail goes by smtp, and smtp is not written."));
    if (mail->send_by == SEND_BY_SENDMAIL && !str_starts(mail->sendmail, "/"))
        wrong(&r, CODE_BAD_CHOICE, "sendmail", "Write the whole path: sendmail = \"/usr/sbin/sendmail\".", STR("'sendmail' of mail is no whole path."));
}
