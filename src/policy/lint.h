/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint - sense and style of a policy that merges: what is allowed and most likely not meant.
 * Owns:  the table of rules.
 * Must not know: Lua, files, records.
 *
 * A finding is never an error: the policy can be judged as it stands.  A line  -- lint: keep RULE: why  above a declaration
 * or in it says that it is meant so.
 *
 * Example:
 *     struct lint_report report;
 *     lint_run(&arena, &(struct lint_input){ .policy = policy, .as_of = today, .words = &words, .layers = 1u << LAYER_BASE }, &report);
 */
#ifndef SIGNPOST_LINT_H
#define SIGNPOST_LINT_H

#include "policy/case.h"

/* A name that the world has given up. */
struct lint_name {
    struct str name;             /* "traineeship" */
    const struct str *forms;     /* as texts write it, itself among them */
    size_t form_count;
    bool exact;                  /* capitals count: ASK */
    struct date ended;           /* the first day on which it is history */
    struct str now;              /* what to say of it: "supported internships or apprenticeships" */
    struct str instead;          /* what can be written in its place as it stands; empty = it needs a person */
};

/* Ways to write one word. */
struct lint_spelling { const struct str *forms; size_t form_count; };

/* What the texts are held against: lua/superseded.lua, and the trust's and the school's own. */
struct lint_words {
    const struct lint_name *names;         size_t name_count;
    const struct lint_spelling *spellings; size_t spelling_count;
    const struct str *documents;           size_t document_count;  /* papers of others that have editions */
};

struct lint_input {
    const struct policy *policy;
    struct date as_of;
    const struct lint_words *words;
    const struct cases *cases;   /* tests of the policy; NULL = none were read */
    unsigned layers;             /* bit per enum layer: in whose files findings are wanted */
};

struct linting;

/* Of a rule: some of its findings can be mended without a person; mending prints another text; it comes true with time. */
enum { LINT_FIXES = 1, LINT_CHANGES_TEXT = 2, LINT_TIMED = 4 };

struct lint_rule {
    const char *name;            /* "numbering-jump" */
    const char *about;           /* one sentence */
    unsigned traits;             /* LINT_FIXES ... */
    void (*find)(struct linting *l);  /* NULL: needs records, see work */
};

extern const struct lint_rule LINT_RULES[];
extern const size_t LINT_RULE_COUNT;
const struct lint_rule *lint_find_rule(struct str name); /* NULL when there is none */

/* Bytes of a source that would be replaced. */
struct lint_fix {
    bool there;
    size_t at, size;
    struct str text;
};

struct lint_finding {
    const struct lint_rule *rule;
    const struct document *document;
    uint32_t order;              /* of the document: policies before tests */
    struct place place;
    struct str said;             /* one sentence without full stop at its end */
    struct lint_fix fix;
    bool kept;                   /* a line of the file says that it is meant so */
    struct str why;              /* kept: what it says */
};

struct lint_report {
    struct lint_finding *at;     /* by document as in the policy, then line, column */
    size_t count, kept, fixable; /* kept and fixable are counted in count */
};

void lint_run(struct arena *arena, const struct lint_input *input, struct lint_report *out);

#endif
