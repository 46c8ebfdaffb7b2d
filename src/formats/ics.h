/* SPDX-License-Identifier: GPL-3.0-or-later
 * ics - whole-day events to and from a calendar file (RFC 5545), by libical.
 * Owns:  nothing; what is read lies in the arena given.
 * Must not know: what the events are about.
 *
 * Lines are folded at 75 octets and text is escaped by the library; what it wrote is read back and compared, because its
 * parser takes a nonsense day without a word.  The same events give the same bytes.
 *
 * Example:
 *     struct ics_event review = { .uid = STR("document-41@harbourview.example"), .title = STR("Policy review"),
 *                                 .first = day, .last = day };
 *     if (!ics_write(&(struct ics){ .method = ICS_PUBLISH, .name = name, .stamp = day, .events = &review, .count = 1 }, &out, err)) ...
 */
#ifndef SIGNPOST_ICS_H
#define SIGNPOST_ICS_H

#include "base/date.h"
#include "base/err.h"

/* To add to a calendar; to be answered by the one who is asked; to be taken out again (RFC 5546). */
enum ics_method { ICS_PUBLISH, ICS_REQUEST, ICS_CANCEL };

struct ics_person {
    struct str name, address;
};

struct ics_event {
    struct str uid;              /* the same for the same thing for ever */
    struct str title;
    struct str text;             /* what stands inside, lines ended by LF; may be empty */
    struct date first, last;     /* both counted */
    uint32_t sequence;           /* rises with each change of what was given out */
    struct ics_person organizer, attendee; /* an empty address: nobody is asked */
};

struct ics {
    enum ics_method method;
    struct str name;             /* shown by programs that subscribe; may be empty */
    struct date stamp;           /* the day on which it was true */
    const struct ics_event *events;
    size_t count;
};

/* Appends.  Fails for a UID or an address that could not stand in a file, and for an event that ends before it begins. */
MUST_USE bool ics_write(const struct ics *ics, struct buf *out, struct err *err);
/* Events with a whole day only; CODE_FILE for what we did not write, whole days or not. */
MUST_USE bool ics_read(struct arena *arena, struct str bytes, struct ics *out, struct err *err);
/* The same but for sequence. */
bool ics_event_same(const struct ics_event *a, const struct ics_event *b);

#endif
