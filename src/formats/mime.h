/* SPDX-License-Identifier: GPL-3.0-or-later
 * mime - a message as the bytes that leave: plain text with an HTML alternative, CRLF, 7 bit, nothing random in it.
 * Owns:  nothing.  The only file that may include GMime.
 * Must not know: who is told what, how mail leaves.
 *
 * The same letter gives the same bytes.  What GMime wrote is looked at again before it is handed out.
 *
 * Example:
 *     if (!mime_write(&bytes, &letter, err)) return false;      // CODE_ODD_HEADER: a line break in a name
 */
#ifndef SIGNPOST_MIME_H
#define SIGNPOST_MIME_H

#include "base/err.h"
#include "base/str.h"

/* The line that makes a mail program open a message ready to send.  In drafts alone, before the bytes. */
#define MIME_UNSENT "X-Unsent: 1\r\n"
/* Octets of a line without its end (RFC 5322, 2.1.1). */
#define MIME_LINE_MOST 998

struct mime_letter {
    struct str from_name, from;      /* "Careers, Harbour View Academy", an address */
    struct str to_name, to;
    struct str reply_to;             /* an address; may be empty */
    struct str unsubscribe;          /* an address; may be empty */
    struct str subject;
    struct str message_id;           /* "4f...@harbourview.example", without angle brackets */
    int64_t at;                      /* UTC seconds */
    int32_t offset;                  /* seconds that the sender's clock is ahead of UTC: 0 or 3600 in London */
    struct str text, html;           /* lines ended by LF */
};

/* CODE_ODD_HEADER when a header value holds a line break, a NUL or another control, or an address is none. */
MUST_USE bool mime_write(struct buf *out, const struct mime_letter *letter, struct err *err);
/* One mailbox in ASCII: a local part, "@", a domain; nothing that could be read as two or as a header. */
bool mime_is_address(struct str address);
/* CRLF alone, no octet above 127, no NUL, no line over MIME_LINE_MOST, and it ends with a line end. */
bool mime_is_clean(struct str bytes);
/* The same bytes to another address: only the To field is another.  False: it does not hold `was`, or that is no address. */
MUST_USE bool mime_readdress(struct arena *arena, struct str bytes, struct str was, struct str address, struct str *out);
/* The value of a header of a finished message, unfolded only as far as its first line; false: it is not there. */
bool mime_header(struct str bytes, const char *name, struct str *value);

#endif
