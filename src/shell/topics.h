/* SPDX-License-Identifier: GPL-3.0-or-later
 * topics - the pages of help that belong to no word: dates, lua, recipe, options, codes, accessibility, prompt.
 * Owns:  their text.
 * Must not know: how a page is drawn.
 *
 * Example:
 *     const struct topic *topic = topics_find(STR("dates"));
 *     if (topic) topics_page(page, topic);
 */
#ifndef SIGNPOST_TOPICS_H
#define SIGNPOST_TOPICS_H

#include "formats/page.h"

struct topic_line {
    const char *label; /* "7/9/2026"; NULL: a paragraph of its own */
    const char *text;  /* a paragraph of several lines: of a file, as they stand */
};

struct topic {
    const char *name, *about;
    const struct topic_line *lines; /* ends with a text of NULL */
};

extern const struct topic TOPICS[];
extern const size_t TOPIC_COUNT;
const struct topic *topics_find(struct str name); /* NULL: there is none */
void topics_page(struct page *page, const struct topic *topic);

#endif
