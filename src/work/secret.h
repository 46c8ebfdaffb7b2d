/* SPDX-License-Identifier: GPL-3.0-or-later
 * secret - a password or token: from a program that prints one line, or from a file that nobody else can read.
 * Owns:  locked memory, wiped when it is closed.
 * Must not know: what it signs in to.
 *
 * Never from people.lua, arguments, the environment or the records; never logged.
 *
 * Example:
 *     struct secret secret;
 *     if (!secret_open(&secret, school->folder, smtp, err)) return false;     // CODE_NO_TOKEN
 *     secret_close(&secret);
 */
#ifndef SIGNPOST_SECRET_H
#define SIGNPOST_SECRET_H

#include "work/people.h"

#define SECRET_MOST 8192

struct secret {
    char text[SECRET_MOST + 1]; /* ends with NUL */
    size_t size;
    bool is_token;              /* for XOAUTH2; else a password */
};

/* Nothing to sign in with gives an empty one.  folder: the school's, in which no password may lie. */
MUST_USE bool secret_open(struct secret *secret, const char *folder, const struct smtp_settings *smtp, struct err *err);
void secret_close(struct secret *secret);

/* What a small file holds (4 KiB at most), and a line to be written into one: in a seal_room of the arena. */
MUST_USE bool secret_file(struct arena *arena, const char *path, struct str *out, struct err *err);
struct str secret_line(struct arena *arena, const char *head, struct str digits);

#endif
