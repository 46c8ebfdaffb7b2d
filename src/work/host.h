/* SPDX-License-Identifier: GPL-3.0-or-later
 * host - what work asks of the floor that speaks Lua (a door: filled in by script/host_lua.c).
 * Owns:  nothing.
 * Must not know: Lua.
 *
 * Results lie in the arena given.  Every function returns false and fills problems or err; none raises.
 *
 * Example:
 *     struct policy_set *set;
 *     if (!host->policy(host->self, &load, &request, &set, problems, err)) return false;
 */
#ifndef SIGNPOST_HOST_H
#define SIGNPOST_HOST_H

#include "base/problem.h"
#include "formats/page.h"
#include "policy/merge.h"

/* Which documents: the base that the school's policy.lua amends and its adopted updates are found by the loader. */
struct policy_request {
    const char *folder;        /* the school's; NULL = none: the base named by `base` alone */
    struct str base;           /* used without a folder: "ept-2022" */
    struct str unsaved;        /* text to be taken instead of the file; at == NULL: read the file */
    struct str file;           /* the school's file in its folder; empty = policy.lua.  One that begins with `policy`, or that
                                  lies beside such a one, makes the folder a policy's own: a base without a school */
    struct str shown;          /* what that file is called in messages, with a path where it helps; empty = file */
    const char *beside;        /* without a folder: the school's, beside which a trust keeps policies of its own; or NULL */
};

/* A file of tests. */
struct case_text { struct str path, text; };

struct host {
    void *self;
    /* The vocabulary: lua/kinds.lua, and kinds.lua of the folder and of the one above it.  Packed by kinds_pack later, by the store. */
    bool (*kinds)(void *self, struct arena *, const char *folder, struct kinds **, struct problems *, struct err *);
    /* base, updates, trust.lua beside or above the folder, the school's own; unmerged. */
    bool (*policy)(void *self, struct arena *, const struct policy_request *, struct policy_set **, struct problems *,
                   struct err *);
    /* Files of policy tests (policy/case.h reads what they declare): one document for each. */
    bool (*cases)(void *self, struct arena *, const struct case_text *texts, size_t count, const struct kinds *, struct document **,
                  struct problems *, struct err *);
    /* A file of pure data in an empty environment (people.lua, terms.lua, a recipe): the declarations in order, as
     * NODE_TABLE items.  `words` are the constructors it may use, space-separated: "recipe", "school staff mail". */
    bool (*data)(void *self, struct arena *, const char *path, const char *words, struct node *, struct problems *, struct err *);
    /* A data module of the library: "columns", "guide", "words": what the module returns, as a node. */
    bool (*module)(void *self, struct arena *, const char *name, struct node *, struct err *);
    /* A file inside the program (or of the source checkout that overrides it): "policies/starter/policy.lua". */
    bool (*file)(void *self, struct arena *, const char *path, struct str *, struct err *);
    /* Paths inside the program that begin so, sorted. */
    bool (*files)(void *self, struct arena *, const char *prefix, const struct str **paths, size_t *count, struct err *);
    /* The text set out in the one layout (script/layout.h); the same tokens and comments.  Nothing of it is run. */
    bool (*layout)(void *self, struct arena *, struct str name, struct str source, struct str *out, struct problems *);
    /* A report template: book to page (lua/reports/NAME.lua). */
    bool (*page)(void *self, struct arena *, struct str name, const struct book *, struct page **, struct err *);
};

#endif
