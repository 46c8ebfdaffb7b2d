/* SPDX-License-Identifier: GPL-3.0-or-later
 * ctf_priv - a Common Transfer File (DfE, versions 18 to 25) as rows of pupils.  For grid.c alone.
 * Owns:  nothing.
 * Must not know: the records.
 *
 * Read by element names: what is not known is passed over and named.  Elements outside of the namespace of the root are
 * somebody else's.  Facts: domain 7.4, 7.5.
 */
#ifndef SIGNPOST_CTF_PRIV_H
#define SIGNPOST_CTF_PRIV_H

#include "formats/csv.h"

struct ctf_seen {
    struct str version;  /* "25.0" */
    struct str from, to; /* "888/7005"; empty when not said */
    struct str space;    /* of the root; empty when it has none */
    struct str passed;   /* what of the pupils is not read: "Ethnicity, Languages" */
    uint32_t pupils;
};

/* The rows are numbered: the first pupil is row 1, the headings are row 0. */
MUST_USE bool ctf_read(struct arena *arena, struct str name, struct str bytes, const struct csv_reader *reader, struct ctf_seen *seen, struct err *err);

#endif
