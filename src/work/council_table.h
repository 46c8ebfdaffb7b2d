/* SPDX-License-Identifier: GPL-3.0-or-later
 * council_table - what the files for the local authority hold: lua/exports.lua, changed by a school's own exports.lua.
 * Owns:  nothing; a table lies in the arena it was loaded in.
 * Must not know: pupils, how a file is written.
 *
 * Example:
 *     const struct council_table *table;
 *     if (!council_table_load(arena, host, folder, kinds, &table, problems, err)) return false;
 */
#ifndef SIGNPOST_COUNCIL_TABLE_H
#define SIGNPOST_COUNCIL_TABLE_H

#include "formats/sheet.h"
#include "work/audience_table.h"

/* Where the value of a field comes from. */
enum source { SOURCE_TEXT, SOURCE_FACT, SOURCE_RECORD };
/* Texts that are known of a pupil. */
enum own_text { OWN_UPN, OWN_ULN, OWN_SURNAME, OWN_FIRST_NAME, OWN_KNOWN_AS, OWN_ADDRESS, OWN_POSTCODE, OWN_PARENT, OWN_PARENT_ADDRESS,
                OWN_CONTACT, OWN_LA, OWN_TEXT_COUNT };

struct table_field {
    struct str key, title;     /* "intention_route", "Intends" */
    enum source source;
    enum cell_type type;
    uint32_t index;            /* enum own_text; of a fact its number; of a record its kind */
    struct str field;          /* of a record: "route", "organisation", "date" */
    uint32_t abouts;           /* what it tells: bits of enum about */
};

#define GUARANTEE_GROUPS 4     /* offer made, not appropriate, no offer, not recorded */

struct code_label { struct str value, label; };

struct council_table {
    struct str council;        /* for whom */
    int64_t first_year, last_year;
    struct table_field *basic, *more;
    size_t basic_count, more_count;
    struct str guarantee[2][GUARANTEE_GROUPS]; /* Year 11, Year 12: values, or empty */
    const struct code_label *labels; /* of guarantee values; a label may be empty */
    size_t label_count;
    const struct code_label *routes; /* words of intention.route and the value that stands for them */
    size_t route_count;
};

/* folder NULL: what ships. */
MUST_USE bool council_table_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds,
                                 const struct council_table **out, struct problems *problems, struct err *err);

#endif
