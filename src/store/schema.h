/* SPDX-License-Identifier: GPL-3.0-or-later
 * schema - whose file it is, which version it has, and bringing it up to date.
 * Owns:  the table of migrations (schema/NNN_*.sql, embedded).
 * Must not know: where the file lies.
 *
 * The application id says whose file it is, user_version which migration it has seen; what sqlite_schema holds is
 * compared, object by object, with a schema made afresh in memory, so that an altered file is found at opening.
 *
 * Example: see db_open, the only caller.
 */
#ifndef SIGNPOST_SCHEMA_H
#define SIGNPOST_SCHEMA_H

#include "store/db.h"

#define SCHEMA_APPLICATION_ID 0x53504f53 /* "SPOS" */

/* The newest version that this program knows. */
int schema_version(void);

enum schema_state {
    SCHEMA_CURRENT,
    SCHEMA_OLDER,   /* ours, to be migrated before it is written or read */
    SCHEMA_NEWER,
    SCHEMA_FOREIGN, /* a database of some other program, or an empty file */
    SCHEMA_ALTERED  /* ours, but somebody changed a table: err says which */
};
/* false only when the file can not be read; err also explains every state but SCHEMA_CURRENT. */
MUST_USE bool schema_look(struct db *db, enum schema_state *out, struct err *err);

/* All tables of the newest version in an empty file. */
MUST_USE bool schema_create(struct db *db, struct err *err);
/* Forward only, one transaction at FULL.  The caller has made a copy. */
MUST_USE bool schema_migrate(struct db *db, struct err *err);

#endif
