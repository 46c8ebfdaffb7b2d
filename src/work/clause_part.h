/* SPDX-License-Identifier: GPL-3.0-or-later
 * clause_part - what a clause's rules say, part by part, and where each part comes from: file and line, who changed it, why,
 * on whose word, and what it said before.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: records, how it is shown.
 *
 * Example:
 *     struct clause_parts parts;
 *     clause_parts_make(arena, policy, day, clause, -1, &parts);
 *     parts.versions[0].parts[0].text;                     // "pupils in Years 7 to 11"
 */
#ifndef SIGNPOST_CLAUSE_PART_H
#define SIGNPOST_CLAUSE_PART_H

#include "policy/merge.h"

/* Where something effective was written. */
struct clause_source {
    const struct document *document;
    uint32_t line;
    struct str name;              /* "ept-2022", "update gatsby-2025", "overlay send", "Harbour View Academy" */
    struct str reason, approval;  /* of a change; empty for the base */
    struct str adopted;           /* of an update: "policy.lua:10", the line that adopts it */
};

struct clause_part {
    const char *key;              /* "who", "have", "when", "owner", ...; "number": a parameter; "reading" */
    struct str name;              /* of a number "adviser_level", of a reading "by the age of"; else empty */
    struct str text;              /* in words */
    struct str was;               /* before it was changed; empty where that can not be said */
    bool changed;                 /* by another document than the one that holds the rule */
    struct date since;            /* of a number: its first day; else DATE_NONE */
    struct clause_source source;
};

/* A rule as it governs from some day on, or what is otherwise for the pupils of overlays. */
struct clause_version {
    const struct rule *rule;
    const struct rule_version *version; /* NULL: the rule does not apply here (rule->why_not) */
    bool later;                   /* it governs only from a day that lies ahead: version->governs_from */
    struct str instead;           /* "pupils with special educational needs": for whom, of an overlay; else empty */
    struct str overlays;          /* "overlay send, Trust Board, 2022-06-20" */
    bool dropped;                 /* of an overlay: the rule does not concern them */
    struct clause_part *parts;    /* of an overlay: those alone that it changed */
    size_t part_count;
    struct clause_source source;
};

struct clause_parts {
    const struct clause *clause;
    struct clause_source source;  /* of the clause */
    struct clause_version *versions;
    size_t version_count;
};

/* rule -1: all of the clause. */
void clause_parts_make(struct arena *arena, const struct policy *policy, struct date day, int32_t clause, int32_t rule,
                       struct clause_parts *out);
/* "policies/ept-2022/section-4-9.lua:14"; of a change also whose, why and on whose word. */
struct str clause_source_words(struct arena *arena, const struct clause_source *source);
struct str clause_source_place(struct arena *arena, const struct clause_source *source);
/* "owner", "adviser level": how a part is called. */
const char *clause_part_label(const struct clause_part *part);
/* "standard: 60 days before, 14 days before, on the day, then after 14, 14, 30 days". */
struct str plan_words(struct arena *arena, const struct policy *policy, int32_t plan);

#endif
