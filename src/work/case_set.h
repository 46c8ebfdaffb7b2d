/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_set - the policies that tests are run against: the base or a school's, with what a test adds; each merged once.
 * Owns:  nothing.
 * Must not know: findings, what a test expects.
 *
 * Example:
 *     struct case_set set;
 *     if (!case_set_open(&arena, host, folder, &set, problems, err)) ...
 *     const struct case_policy *policy = case_set_get(&set, &block->setup, err);
 */
#ifndef SIGNPOST_CASE_SET_H
#define SIGNPOST_CASE_SET_H

#include "policy/case.h"
#include "policy/program.h"
#include "work/host.h"

/* One policy as some tests have it. */
struct case_policy {
    struct str key;
    const struct policy_set *documents; /* what was merged */
    const struct policy *policy;        /* NULL: it does not merge; problems say why */
    struct program *program;            /* NULL until case_policy_compile */
    struct problems problems;
};

struct case_set {
    struct arena *arena;
    const struct host *host;
    const char *folder;                 /* the school whose tests they are; NULL: the tests that ship */
    struct kinds *kinds;
    struct named_set *loaded;           /* documents as they were read, by name */
    size_t loaded_count;
    struct case_policy **at;
    size_t count;
};

/* The vocabulary; policies are read when a test asks for them. */
MUST_USE bool case_set_open(struct arena *arena, const struct host *host, const char *folder, struct case_set *out,
                            struct problems *problems, struct err *err);
/* NULL with err when there is no such policy or its files can not be read; a policy that does not merge is given. */
const struct case_policy *case_set_get(struct case_set *set, const struct case_setup *setup, struct err *err);
MUST_USE bool case_policy_compile(struct arena *arena, struct case_policy *policy, struct err *err);
/* The documents of a setup, unmerged. */
const struct policy_set *case_set_documents(struct case_set *set, const struct case_setup *setup, struct err *err);

#endif
