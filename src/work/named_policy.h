/* SPDX-License-Identifier: GPL-3.0-or-later
 * named_policy - the policy that a word names, read and merged; records are not needed for it.
 * Owns:  nothing; everything lies in the answer's arena.
 * Must not know: records, terminals.
 *
 * Example:
 *     struct named_policy named;
 *     if (!named_policy_read(call, answer, (struct named_text){ .name = STR("base") }, &named)) return false;
 */
#ifndef SIGNPOST_NAMED_POLICY_H
#define SIGNPOST_NAMED_POLICY_H

#include "work/command.h"
#include "work/host.h"

/* Which policy:
 *   nothing                  the school's at hand; where there is none, "ept-2022"
 *   "base"                   what the school at hand amends; where there is none, "ept-2022"
 *   a folder                 of a school, with its policy.lua; or of a base: its policy.lua begins with `policy`
 *   a file ending in .lua    instead of policy.lua, in the folder where it lies; or one of the files of a base
 *   another name             a base policy, "ept-2022"; or a school's folder beside the one at hand */
struct named_text {
    struct str name;
    bool unsaved;       /* take text, not the bytes of the file */
    struct str text;
    bool from_here;     /* messages name files by their path from the folder at hand, for editors; else from the school's */
};

struct named_policy {
    struct str label;                /* as messages call it: "base", "policy.lua", "harbour-view" */
    const char *folder;              /* of the school; NULL = a base alone */
    struct kinds *kinds;             /* packed */
    const struct policy_set *set;    /* as read; there also when it does not merge, NULL when it can not be read */
    const struct policy *policy;     /* merged; NULL after failure */
};

/* Problems and outcome are in the answer, warnings too; the call's day is the day of the texts. */
MUST_USE bool named_policy_read(const struct command_call *call, struct answer *answer, struct named_text which, struct named_policy *out);
/* The same without merging: the documents alone. */
MUST_USE bool named_policy_load(const struct command_call *call, struct answer *answer, struct named_text which, struct named_policy *out);
/* Problems in order and the outcome that they give; always false. */
bool named_policy_fail(struct answer *answer);

#endif
