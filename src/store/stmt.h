/* SPDX-License-Identifier: GPL-3.0-or-later
 * stmt - statements by enum, prepared once, bound by name, columns that know "not recorded".
 * Owns:  nothing; statements belong to their connection.
 * Must not know: what a statement is for.
 *
 * For the store's own files, which include the generated "sql.h" for enum sql; here a statement is an int.
 * Binding a name that the statement does not have, or running it with a name forgotten, is a bug.
 *
 * Example:
 *     struct stmt *s = stmt_get(db, SQL_PUPIL_BY_UPN);
 *     stmt_bind_text(s, "upn", upn);
 *     int row = stmt_step(s, err);              // 1 a row, 0 the end, -1 err
 *     if (row == 1) id = stmt_whole(s, 0);
 *     stmt_done(s);
 */
#ifndef SIGNPOST_STMT_H
#define SIGNPOST_STMT_H

#include "base/kind.h"
#include "store/db.h"

struct stmt;

/* Ready to be bound; asking for one that is still running is a bug. */
struct stmt *stmt_get(struct db *db, int sql);
/* Lets go of its row and its bindings. */
void stmt_done(struct stmt *stmt);

/* Names without their sign: "upn" for $upn. */
void stmt_bind_whole(struct stmt *stmt, const char *name, int64_t value);
void stmt_bind_value(struct stmt *stmt, const char *name, int64_t value);     /* VALUE_NONE is NULL */
void stmt_bind_text(struct stmt *stmt, const char *name, struct str text);    /* empty is NULL; must outlive the run */
void stmt_bind_string(struct stmt *stmt, const char *name, struct str text);  /* empty stays '' */
void stmt_bind_bytes(struct stmt *stmt, const char *name, struct str bytes);  /* empty is NULL */
void stmt_bind_date(struct stmt *stmt, const char *name, struct date date);   /* yyyymmdd; none is NULL, first is 0 */
void stmt_bind_null(struct stmt *stmt, const char *name);

int stmt_step(struct stmt *stmt, struct err *err);            /* 1, 0 or -1; 0 and -1 have done stmt_done */
MUST_USE bool stmt_run(struct stmt *stmt, struct err *err);   /* to the end, without rows */
/* One whole number from the first row, or `otherwise` when there is none. */
MUST_USE bool stmt_one(struct stmt *stmt, int64_t otherwise, int64_t *out, struct err *err);

bool stmt_is_null(struct stmt *stmt, int column);
int64_t stmt_whole(struct stmt *stmt, int column);            /* NULL is 0 */
int64_t stmt_value(struct stmt *stmt, int column);            /* NULL is VALUE_NONE */
struct date stmt_date(struct stmt *stmt, int column);         /* NULL is DATE_NONE, 0 is DATE_FIRST */
struct str stmt_text(struct stmt *stmt, int column);          /* borrowed until the next step */
struct str stmt_copy(struct stmt *stmt, struct arena *arena, int column);
struct str stmt_bytes(struct stmt *stmt, int column);         /* borrowed */

/* By position, for code that maps a statement's names onto the facts of a vocabulary. */
int stmt_columns(struct stmt *stmt);
const char *stmt_column_name(struct stmt *stmt, int column);
int stmt_parameters(struct stmt *stmt);
const char *stmt_parameter_name(struct stmt *stmt, int parameter); /* from 0; without its sign */

/* Rows changed by the last statement that was run on this connection. */
int64_t stmt_changes(struct db *db);
/* The key of the last row added. */
int64_t stmt_last_key(struct db *db);

#endif
