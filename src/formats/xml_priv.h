/* SPDX-License-Identifier: GPL-3.0-or-later
 * xml_priv - XML in, piece by piece, with caps; for the readers of this folder.
 * Owns:  the parser, freed with the arena it was opened in.
 * Must not know: workbooks, transfer files.
 *
 * A document type is refused at its first call-back, so no entity of a file's own ever exists.  Nothing is fetched.
 * Caps: depth 64, one text 1 MiB, one tag 1 MiB.
 *
 * Example:
 *     struct xml *xml = xml_open(&arena, &reader, err);
 *     while (next_piece(&piece)) if (!xml_feed(xml, piece, false)) return false;
 *     return xml_feed(xml, STR(""), true);
 */
#ifndef SIGNPOST_XML_PRIV_H
#define SIGNPOST_XML_PRIV_H

#include "base/err.h"
#include "base/str.h"

/* Names without prefix; space is the namespace, empty when there is none. */
struct xml_name {
    struct str space, local;
};

/* Attributes of a start tag: the library's list, name and value by turns. */
struct xml_tag {
    struct xml_name name;
    const char *const *attributes;
    uint32_t line;
};

/* Each answers whether to go on; who says no has set err. */
struct xml_reader {
    void *self;
    bool (*open)(void *self, const struct xml_tag *tag, struct err *err);
    bool (*text)(void *self, struct str text, struct err *err); /* in pieces */
    bool (*close)(void *self, struct xml_name name, struct err *err);
};

struct xml;
struct xml *xml_open(struct arena *arena, const struct xml_reader *reader, struct err *err);
MUST_USE bool xml_feed(struct xml *xml, struct str piece, bool last);
MUST_USE bool xml_read(struct arena *arena, struct str bytes, const struct xml_reader *reader, struct err *err);
/* By local name, whatever the prefix; not given: a str without `at`. */
struct str xml_attribute(const struct xml_tag *tag, const char *name);
/* The element with which the text begins; false when it is no XML. */
MUST_USE bool xml_root(struct str bytes, struct arena *arena, struct xml_name *out, struct err *err);

#endif
