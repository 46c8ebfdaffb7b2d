/* SPDX-License-Identifier: GPL-3.0-or-later
 * export - one file that leaves the school: shown first (for whom, why, which fields, about whom, what is kept back), then
 * sealed where asked, journalled, and put in its place; and a line of receipt.
 * Owns:  nothing; an export lies in the arena of its answer from the preview to apply.
 * Must not know: what the file is for; terminals.
 *
 * The word fills in struct export and offers it; `apply` of every kind is export_apply.  The row of the journal is on disk
 * before the file has its name.  No undo step: what left does not come back.
 *
 * Example:
 *     struct export *export = arena_new(answer->arena, struct export);
 *     *export = (struct export){ .sort = STR("intentions"), .title = STR("Intended destinations"), .to = ..., .basis = ...,
 *                                .sheet = sheet, .pupils = pupils, .pupil_count = count, .whole = true };
 *     return export_offer(call, answer, school, export);
 */
#ifndef SIGNPOST_EXPORT_H
#define SIGNPOST_EXPORT_H

#include "store/departure.h"
#include "work/change.h"
#include "work/command_row.h"

struct export_pupil {
    int64_t pupil;
    struct str name;             /* for the preview: "Zoë O’Brien (9AB)" */
    struct str digest;           /* of what the file says about the pupil; empty: of the pupil's row of the sheet, when
                                    there is one row a pupil in the order of `pupils` */
    struct str withheld;         /* keys of the fields kept back; empty: none */
    struct str withheld_words;   /* for the preview: "telephone, e-mail" */
    struct str why;              /* a code: "parent-no" */
    struct str why_words;        /* "the parent said no on 2 October 2026" */
};

struct export {
    struct str sort;             /* "la": the verb */
    struct str title;            /* "File for the local authority" */
    struct str to, basis;        /* for whom; legal basis in words */
    const struct sheet *sheet;   /* what leaves; its columns are the fields */
    struct str bytes, form;      /* instead: the whole file, and its ending, which --output must have then; fields names what it holds */
    struct str fields;           /* with bytes: keys with a space between */
    const struct export_pupil *pupils;
    size_t pupil_count;
    bool whole;                  /* false: only what is new since the one before */
    struct str remark;           /* one more line of the preview, or empty */
    struct str nothing;          /* what to say when it is about nobody: nothing leaves then */
    struct str file;             /* name without ending; empty: sort and day */
    bool anew;                   /* asked for once more on purpose: bytes that left before may leave again */
    /* Further records of the same change: "the council was told".  NULL: none. */
    bool (*also)(struct change *change, const struct export *export, int64_t number, struct err *err);
    const void *self;            /* the kind's own */
    /* Filled in by export_offer. */
    struct school *school;
    const struct command_call *call;
    int64_t state;
    const char *path;
    struct str said_path;        /* as people read it */
    struct str ending;           /* "csv" */
};

/* What every kind of export takes, besides its own. */
#define EXPORT_OPTIONS                                                                                                 \
    { "encrypt", NULL, "seal it for a passphrase, which is asked for twice" },                                         \
    { "passphrase-file", "FILE", "seal it for the first line of a file that is yours alone (0600)" },              \
    { "to", "KEYFILE", "seal it for a public key; export key makes a pair" }
#define LEAVING                                                                                                        \
    .group = GROUP_REPORT, .effect = EFFECT_LEAVES, .needs_school = true, .takes_output = true, .apply = export_apply, TEAM_LEAVES

/* The preview: the page, the question, the plan.  Nobody to tell about: a page that says so, and nothing waits. */
MUST_USE bool export_offer(const struct command_call *call, struct answer *answer, struct school *school, struct export *export);
bool export_apply(const struct command_call *call, struct answer *answer);

/* The bytes of a sheet as the ending says: csv, json (one array), xlsx. */
MUST_USE bool export_bytes(struct arena *arena, const struct sheet *sheet, struct str ending, struct date day, struct str *out, struct err *err);

/* What a row says, as one digest. */
struct str export_row_digest(struct arena *arena, const struct sheet *sheet, size_t row);
/* How a record that an export made is found again (activity_find, source "export"): pupil 0 for the record of the school. */
struct str export_reference(struct arena *arena, int64_t number, int64_t pupil);

/* Where a file of one's own goes: --output, or `folder` of the school with the name given; never over a file that is
 * there, never into a folder that is not. */
MUST_USE bool export_place(const struct command_call *call, struct arena *arena, struct str name, const char **path, struct str *said, struct err *err);
/* The passphrase of --passphrase-file, else asked for; `twice` where a new one is chosen.  It lies in a seal_room; lockbox_wipe takes it away
 * sooner. */
MUST_USE bool export_passphrase(const struct command_call *call, struct arena *arena, bool twice, struct str *out, struct err *err);
/* The public key in a file of `export key`, or its digits themselves. */
MUST_USE bool export_public_key(struct arena *arena, struct str option, struct str *key, struct err *err);

#endif
