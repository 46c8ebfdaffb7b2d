/* SPDX-License-Identifier: GPL-3.0-or-later
 * staff - members of staff, and who held which post when.
 * Owns:  tables staff, staff_fact.
 * Must not know: addresses of messages (people.lua), rules.
 *
 * A post held is an activity of kind `post` (activity.h); staff_posts reads them.  Facts and words as in pupil.h.
 *
 * Example:
 *     struct staff_write row = { .key = STR("jokoro"), .first_name = STR("J."), .surname = STR("Okoro") };
 *     staff_put(db, kinds, &row, &id, &wrote, err);
 */
#ifndef SIGNPOST_STAFF_H
#define SIGNPOST_STAFF_H

#include "base/row.h"
#include "store/db.h"

struct staff {
    int64_t id;
    struct str key;                 /* short name as in people.lua; unique; may be empty */
    struct str title, first_name, surname, email;
    const int64_t *facts;
    const struct fact_step *steps;
    uint32_t step_count;
};

struct staff_write {
    int64_t id;                     /* 0: the member of staff with this key, else a new one */
    struct str key, title, first_name, surname, email;
    const struct fact_step *facts;
    size_t fact_count;
};
MUST_USE bool staff_put(struct db *db, const struct kinds *kinds, const struct staff_write *row, int64_t *id,
                        enum wrote *wrote, struct err *err);
MUST_USE bool staff_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id, struct staff *out,
                         bool *found, struct err *err);
/* By key; or by name folded ("J. Okoro", "Ms Okoro", "Okoro").  *id the first, 0 for none; *count how many fit. */
MUST_USE bool staff_find(struct db *db, struct str key_or_name, int64_t *id, uint32_t *count, struct err *err);
/* All, by folded surname, first name, id; facts and steps are left empty. */
MUST_USE bool staff_list(struct db *db, struct arena *arena, struct staff **out, size_t *count, struct err *err);

/* Posts as recorded, by role code, from, staff: who held what when.  to is DATE_NONE while it lasts. */
struct staff_post {
    int64_t staff, activity;
    struct str role;                /* code of the field `role` of kind `post` */
    struct date from, to;
};
MUST_USE bool staff_posts(struct db *db, const struct kinds *kinds, struct arena *arena, struct staff_post **out,
                          size_t *count, struct err *err);

#endif
