/* SPDX-License-Identifier: GPL-3.0-or-later
 * load - kinds, policies and data files: from text to plain C values.
 * Owns:  the states it opens; each is closed before the call returns, so that nothing of a file runs later.
 * Must not know: records, merging.
 *
 * Example:  load_policy(&library, &arena, &request, kinds, &set, problems, err)
 */
#ifndef SIGNPOST_LOAD_H
#define SIGNPOST_LOAD_H

#include "script/library.h"
#include "script/declare.h"
#include "work/host.h"

/* folder: a school's, whose own kinds.lua and its trust's (beside it) add to what ships; NULL = none. */
MUST_USE bool load_kinds(const struct library *library, struct arena *arena, const char *folder, struct kinds **out, struct problems *problems,
                         struct err *err);
MUST_USE bool load_policy(const struct library *library, struct arena *arena, const struct policy_request *request, struct policy_set **out,
                          struct problems *problems, struct err *err);
/* words: "staff mail".  *out is a NODE_TABLE of the declarations in order. */
MUST_USE bool load_data(struct arena *arena, const char *path, const char *words, struct node *out, struct problems *problems, struct err *err);
/* A data module of the library by name: "columns". */
MUST_USE bool load_module(const struct library *library, struct arena *arena, const char *name, struct node *out, struct err *err);
/* The words of a policy, or with `tests` those of a file of tests. */
MUST_USE bool load_words(const struct library *library, struct arena *arena, bool tests, struct word_list *out, struct err *err);
/* Files of tests, each run alone: *out has one document for each.  False when problems holds an error. */
MUST_USE bool load_cases(const struct library *library, struct arena *arena, const struct case_text *texts, size_t count, const struct kinds *kinds,
                         struct document **out, struct problems *problems, struct err *err);

#endif
