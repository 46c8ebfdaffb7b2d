/* SPDX-License-Identifier: GPL-3.0-or-later
 * school - an open school: folder, records (reading), vocabulary, calendar, people, policy, rule program.
 * Owns:  its arenas and its read connection; all end with school_close.
 * Must not know: verbs.  Writing goes through change.h alone.
 *
 * Example:
 *     struct school *school;
 *     if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;    // answer says why
 *     activity_read(school->db, school->kinds, answer->arena, id, &card, &found, err);
 */
#ifndef SIGNPOST_SCHOOL_H
#define SIGNPOST_SCHOOL_H

#include "base/calendar.h"
#include "policy/program.h"
#include "store/db.h"
#include "work/command.h"
#include "work/people.h"

/* What a word needs besides the records and the vocabulary, which every open school has. */
enum school_needs {
    SCHOOL_RECORDS = 0,
    SCHOOL_CALENDAR = 1, /* school->calendar */
    SCHOOL_PEOPLE = 2,   /* school->people */
    SCHOOL_POLICY = 7,   /* calendar, people, policy, program */
    SCHOOL_MAIL = 10     /* people, and a mail {} without a slip: of words that write to somebody */
};

struct school {
    struct arena arena;           /* of the school: vocabulary, connection */
    struct arena load;            /* what reload makes anew: calendar, people, policy, program */
    const struct host *host;
    const char *folder;           /* links resolved */
    struct db *db;                /* DB_READ */
    int64_t state;                /* of the records when the word began (school_for): whatever it read is as new as that */
    struct kinds *kinds;          /* gone through catalogue_load */
    struct str name;              /* as the policy says, else the folder's name */
    const struct calendar *calendar;
    bool calendar_said;           /* terms were found somewhere */
    const struct people *people;
    const struct policy *policy;
    struct str policy_text;       /* the school's own file, as it is in force; at == NULL before a policy is loaded */
    struct str spare_text;        /* borrowed: one that was good before, in force while the file is not; or at == NULL */
    struct program *program;
    const struct hatch *hatch;    /* answers for the policy's check functions; NULL when it has none */
    struct problems warnings;     /* of what was loaded; shown by each word that uses it */
};

/* Records and vocabulary.  CODE_NO_SCHOOL when the folder holds none. */
MUST_USE bool school_open(const struct host *host, const char *folder, struct school **out, struct problems *problems,
                          struct err *err);
/* Loads what is not loaded yet; what is there stays.  A policy that can not be used gives way to spare_text, with a warning. */
MUST_USE bool school_load(struct school *school, unsigned needs, struct date as_of, struct problems *problems,
                          struct err *err);
/* Reads calendar, people and policy again, without spare_text; the old ones stay in force when the new have an error. */
MUST_USE bool school_reload(struct school *school, struct date as_of, struct problems *problems, struct err *err);
void school_close(struct school *school); /* NULL is fine */

/* The school of a call: the one kept by the prompt, or one opened for as long as the call's arena lives.  On failure
 * the answer has the problems and the outcome. */
MUST_USE bool school_for(const struct command_call *call, struct answer *answer, unsigned needs, struct school **out);

/* "policy.lua" in the school's folder, and the like; in the arena given. */
const char *school_path(struct arena *arena, const struct school *school, const char *name);
/* "Confidential: Harbour View Academy. As at 23 November 2026. ept-2022 version 1 with ...": the foot of pages. */
struct str school_foot(struct arena *arena, const struct school *school, struct date as_of);

#endif
