/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_variant - one answer from several: what a rule says to a pupil of whom it is not known which variant is theirs.
 * Owns:  nothing; lists grow in the arena of the run and are used again.
 * Must not know: guards, where findings go.
 *
 * Example:
 *     variants_clear(&answers);
 *     ... variants_add(engine, &answers, &finding, instance) for each instance of each variant, in order
 *     variants_join(engine, &answers, overlays, variant_count, slots);
 *     for (uint32_t i = 0; i < answers.count; i++) ... answers.at[i].finding ...
 */
#ifndef SIGNPOST_PASS_VARIANT_H
#define SIGNPOST_PASS_VARIANT_H

#include "engine/status.h"

struct answer {
    struct finding finding;
    const struct image_version *version;
    bool dateless;
    bool taken;          /* with another of its key */
};

struct variant_answers {
    struct answer *at;
    uint32_t count, room;
};

void variants_clear(struct variant_answers *answers);
void variants_add(struct engine *engine, struct variant_answers *answers, const struct finding *finding,
                  const struct instance *instance);
/* Those of one key become one; in order of opens, then key.  overlays: whose guards are in doubt or hold. */
void variants_join(struct engine *engine, struct variant_answers *answers, uint32_t overlays, uint32_t variant_count,
                   struct slots *slots);

#endif
