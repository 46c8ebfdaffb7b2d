/* SPDX-License-Identifier: GPL-3.0-or-later
 * mime - a message as the bytes that leave; see mime.h.
 * Owns:  nothing.
 * Must not know: who is told what, how mail leaves.
 */
#include "formats/mime.h"

#include <gmime/gmime.h>
#include <string.h>

#define CHARSET "utf-8"
#define LONGEST_ADDRESS 254
#define BOUNDARY_DIGITS 32

/* ---- at the door ----------------------------------------------------------------------------------------------------- */

static bool is_plain(struct str value) {
    for (size_t i = 0; i < value.size; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c < 0x20 || c == 0x7F) return false;
    }
    return true;
}

static bool is_word_byte(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Atoms with single dots between them; `others`: what an atom may hold besides letters and digits. */
static bool is_dotted(struct str s, const char *others) {
    bool after_dot = true;
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        bool dot = c == '.';
        if (dot ? after_dot : !is_word_byte(c) && !(c && strchr(others, c))) return false;
        after_dot = dot;
    }
    return s.size && !after_dot;
}

bool mime_is_address(struct str address) {
    struct str local, domain;
    if (!str_cut(address, '@', &local, &domain) || address.size > LONGEST_ADDRESS) return false;
    return is_dotted(local, "!#$%&'*+-/=?^_`{|}~") && local.at[0] != '-' && is_dotted(domain, "-");
}

static bool odd(struct err *err, const char *what) {
    err_set(err, CODE_ODD_HEADER, "%s of a message holds a line break or another sign that can not stand there.", what);
    return err_next(err, "mend it in people.lua");
}

static bool no_address(struct err *err, const char *what, struct str address) {
    err_set(err, CODE_ODD_HEADER, "%s is no e-mail address: %.*s", what, (int)(address.size < 80 ? address.size : 80),
            address.at ? address.at : "");
    return err_next(err, "write it as  a.okafor@harbourview.example  in people.lua");
}

static bool is_text(struct str s) { return !s.size || !memchr(s.at, 0, s.size); }

static bool may_be_written(const struct mime_letter *l, struct err *err) {
    if (!is_plain(l->from_name) || !is_plain(l->to_name)) return odd(err, "A name");
    if (!is_plain(l->subject)) return odd(err, "The subject");
    if (!is_plain(l->from) || !is_plain(l->to) || !is_plain(l->reply_to) || !is_plain(l->unsubscribe)) return odd(err, "An address");
    if (!mime_is_address(l->from)) return no_address(err, "'from' of mail", l->from);
    if (!mime_is_address(l->to)) return no_address(err, "The recipient's", l->to);
    if (l->reply_to.size && !mime_is_address(l->reply_to)) return no_address(err, "'reply_to' of mail", l->reply_to);
    if (l->unsubscribe.size && !mime_is_address(l->unsubscribe)) return no_address(err, "'reply_to' of mail", l->unsubscribe);
    if (!mime_is_address(l->message_id)) return odd(err, "The Message-ID");
    if (!is_text(l->text) || !is_text(l->html)) return odd(err, "The text");
    return true;
}

bool mime_is_clean(struct str bytes) {
    size_t line = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (!c || c > 127 || c == '\n' || (c != '\r' && ++line > MIME_LINE_MOST)) return false;
        if (c != '\r') continue;
        if (i + 1 == bytes.size || bytes.at[i + 1] != '\n') return false;
        i++;
        line = 0;
    }
    return str_ends(bytes, "\r\n");
}

bool mime_header(struct str bytes, const char *name, struct str *value) {
    struct str line, key;
    size_t width = strlen(name);
    while (str_cut(bytes, '\n', &line, &bytes) && str_trim(line).size) {
        key = str_slice(line, 0, width);
        if (line.size <= width || line.at[width] != ':' || !str_equal_fold_ascii(key, str_from(name))) continue;
        *value = str_trim(str_slice(line, width + 1, line.size));
        return true;
    }
    return false;
}

/* Where the To field stands, its continued lines included. */
static bool to_field(struct str bytes, size_t *from, size_t *to) {
    bool inside = false;
    for (size_t at = 0; at < bytes.size;) {
        const char *end = memchr(bytes.at + at, '\n', bytes.size - at);
        size_t next = end ? (size_t)(end - bytes.at) + 1 : bytes.size;
        struct str line = str_slice(bytes, at, next);
        bool goes_on = line.at[0] == ' ' || line.at[0] == '\t';
        if (inside && !goes_on) return true;
        if (!str_trim(line).size) return false;
        if (!goes_on && str_equal_fold_ascii(str_slice(line, 0, 3), STR("To:"))) {
            *from = at;
            inside = true;
        }
        *to = at = next;
    }
    return inside;
}

bool mime_readdress(struct arena *arena, struct str bytes, struct str was, struct str address, struct str *out) {
    size_t from = 0, to = 0, at, end;
    if (!was.size || !mime_is_address(address) || !to_field(bytes, &from, &to) || to - from < was.size) return false;
    for (at = to - was.size; at > from && memcmp(bytes.at + at, was.at, was.size) != 0;) at--; /* the last: a name may hold it too */
    if (at == from) return false;
    end = at + was.size;
    *out = str_format(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(bytes, 0, at)), STR_ARG(address), STR_ARG(str_slice(bytes, end, bytes.size)));
    return mime_is_clean(*out);
}

/* ---- building -------------------------------------------------------------------------------------------------------- */

/* GMime chooses a smaller character set where it can, and a dash may go out as windows-1251: the set is fixed here. */
static void add_mailbox(struct arena *arena, GMimeMessage *message, GMimeAddressType type, struct str name, struct str address) {
    g_mime_message_add_mailbox(message, type, name.size ? str_c(arena, name) : NULL, str_c(arena, address));
    InternetAddressList *list = g_mime_message_get_addresses(message, type);
    internet_address_set_charset(internet_address_list_get_address(list, 0), CHARSET);
}

/* The text as it stands, without carriage returns: GMime makes the line ends.  g_mime_text_part_set_text would pick a set. */
static GMimeObject *text_part(struct arena *arena, const char *subtype, struct str text) {
    char *plain = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != '\r') plain[size++] = text.at[i];
    if (size && plain[size - 1] != '\n') plain[size++] = '\n';
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(plain, size);
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_content_type_parameter((GMimeObject *)part, "charset", CHARSET);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    g_object_unref(stream);
    return (GMimeObject *)part;
}

/* "=_" can not occur in quoted-printable text (RFC 2045, 6.7), so no text can hold the boundary. */
static GMimeObject *body(struct arena *arena, const struct mime_letter *l) {
    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
    struct str local, domain;
    str_cut(l->message_id, '@', &local, &domain);
    struct str boundary = str_format(arena, "=_%.*s", STR_ARG(str_slice(local, 0, BOUNDARY_DIGITS)));
    g_mime_multipart_set_boundary(both, str_c(arena, boundary));
    GMimeObject *text = text_part(arena, "plain", l->text), *html = text_part(arena, "html", l->html);
    g_mime_multipart_add(both, text);
    g_mime_multipart_add(both, html);
    g_object_unref(text);
    g_object_unref(html);
    return (GMimeObject *)both;
}

static void set_date(GMimeMessage *message, const struct mime_letter *l) {
    GTimeZone *zone = g_time_zone_new_offset(l->offset);
    GDateTime *utc = g_date_time_new_from_unix_utc(l->at), *local = g_date_time_to_timezone(utc, zone);
    g_mime_message_set_date(message, local);
    g_date_time_unref(local);
    g_date_time_unref(utc);
    g_time_zone_unref(zone);
}

static GMimeMessage *build(struct arena *arena, const struct mime_letter *l) {
    GMimeMessage *message = g_mime_message_new(FALSE);
    GMimeObject *object = (GMimeObject *)message;
    add_mailbox(arena, message, GMIME_ADDRESS_TYPE_FROM, l->from_name, l->from);
    add_mailbox(arena, message, GMIME_ADDRESS_TYPE_TO, l->to_name, l->to);
    if (l->reply_to.size) add_mailbox(arena, message, GMIME_ADDRESS_TYPE_REPLY_TO, (struct str){ 0 }, l->reply_to);
    g_mime_message_set_subject(message, str_c(arena, l->subject), CHARSET);
    set_date(message, l);
    g_mime_message_set_message_id(message, str_c(arena, l->message_id));
    g_mime_object_append_header(object, "Auto-Submitted", "auto-generated", CHARSET);
    if (l->unsubscribe.size) {
        struct str where = str_format(arena, "<mailto:%.*s?subject=unsubscribe>", STR_ARG(l->unsubscribe));
        g_mime_object_append_header(object, "List-Unsubscribe", str_c(arena, where), CHARSET);
    }
    GMimeObject *content = body(arena, l);
    g_mime_message_set_mime_part(message, content);
    g_object_unref(content);
    return message;
}

static void write_message(struct buf *out, GMimeMessage *message) {
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream((GMimeObject *)message, options, stream);
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
    buf_add(out, (struct str){ (const char *)bytes->data, bytes->len });
    g_object_unref(stream);
    g_mime_format_options_free(options);
}

bool mime_write(struct buf *out, const struct mime_letter *letter, struct err *err) {
    if (!may_be_written(letter, err)) return false;
    struct arena arena = { 0 };
    size_t before = out->size;
    g_mime_init();
    GMimeMessage *message = build(&arena, letter);
    write_message(out, message);
    g_object_unref(message);
    arena_free(&arena);
    if (mime_is_clean(str_slice(buf_str(out), before, out->size))) return true;
    return err_set(err, CODE_INTERNAL, "A message came out with a line too long or an octet that may not leave.");
}
