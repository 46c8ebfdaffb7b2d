/* SPDX-License-Identifier: GPL-3.0-or-later
 * bundle_build - what the files of a bundle make: unpacked in a folder of the moment, read in the sandbox, merged, compiled.
 * Owns:  that folder; it is gone when the call returns.
 * Must not know: signatures, terminals.
 */
#ifndef SIGNPOST_BUNDLE_BUILD_H
#define SIGNPOST_BUNDLE_BUILD_H

#include "policy/model.h"
#include "work/bundle.h"
#include "work/host.h"

struct built {
    const struct policy *policy;
    struct str program;     /* hash, 64 hex digits */
};

/* The hash of a policy's program; it does not depend on the day. */
MUST_USE bool bundle_program_hash(struct arena *arena, const struct policy *policy, struct str *out, struct err *err);
/* The hash of the declarations of record kinds among the files. */
struct str bundle_kinds_hash(struct arena *arena, const struct bundle *bundle);
const struct bundle_file *bundle_find(const struct bundle *bundle, const char *path); /* NULL when absent */
/* False: err, or an error among the problems. */
MUST_USE bool bundle_build(struct arena *arena, const struct host *host, const struct bundle *bundle, struct built *out, struct problems *problems,
                           struct err *err);

#endif
