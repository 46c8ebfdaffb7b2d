/* SPDX-License-Identifier: GPL-3.0-or-later
 * program_text - a rule program section by section, for engine people: what is fetched, asked, counted and when.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 *
 * program.h's program_dump is what a program is known by; this adds where things were written, windows in constants, who
 * looks at what, and the way from kinds and clauses to rules.  The same program gives the same bytes.
 *
 * Example:
 *     for (int s = 0; s < PROGRAM_SECTIONS; s++) program_text_section(&out, program, (enum program_section)s);
 */
#ifndef SIGNPOST_PROGRAM_TEXT_H
#define SIGNPOST_PROGRAM_TEXT_H

#include "policy/program.h"

enum program_section {
    SECTION_SRC,   /* documents in force */
    SECTION_KIND,  /* kinds used, with the fields that are fetched */
    SECTION_ATOM,  /* distinct conditions by table, numbered as bits */
    SECTION_LUT,   /* by table and column: how a value becomes bits */
    SECTION_TERM,  /* what is counted */
    SECTION_WIN,   /* windows with constants */
    SECTION_RULE,  /* versions: who, term, window, owner, plan, from which deadline on; variants */
    SECTION_DEC,   /* decision tables */
    SECTION_MEAS,  /* measures */
    SECTION_HATCH, /* check functions: place and what they read */
    SECTION_IDX,   /* kind to rules, clause to rules */
    PROGRAM_SECTIONS
};

const char *program_section_name(enum program_section section);  /* "RULE" */
const char *program_section_about(enum program_section section); /* "versions of the rules" */
/* Lines, each with its line end; how many. */
size_t program_text_section(struct buf *out, const struct program *program, enum program_section section);

#endif
