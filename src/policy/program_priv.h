/* SPDX-License-Identifier: GPL-3.0-or-later
 * program_priv - parts of a program as text, which program.c and program_text.c share.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 */
#ifndef SIGNPOST_PROGRAM_PRIV_H
#define SIGNPOST_PROGRAM_PRIV_H

#include "policy/program_image.h"

struct str program_table_name(const struct program *program, uint32_t table); /* "encounter", "pupil" */
const char *program_window_name(enum window_op op);
size_t program_add_atoms(struct buf *out, const struct program *program);     /* how many lines */
void program_add_filter(struct buf *out, const struct program *program, uint32_t filter);
void program_add_filters(struct buf *out, const struct program *program, uint32_t first, uint32_t count);
void program_add_leaf(struct buf *out, const struct program *program, const struct image_leaf *leaf);
void program_add_measure(struct buf *out, const struct program *program, const struct image_measure *measure);

#endif
