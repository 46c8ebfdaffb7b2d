/* SPDX-License-Identifier: GPL-3.0-or-later
 * base - compiler attributes and the few macros that every floor uses.
 * Owns:  nothing.
 * Must not know: anything of ours.
 *
 * Example:
 *     MUST_USE bool file_read(struct arena *arena, struct str path, struct str *out, struct err *err);
 */
#ifndef SIGNPOST_BASE_H
#define SIGNPOST_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#define NO_RETURN __attribute__((noreturn))
#define HIDDEN __attribute__((visibility("hidden"))) /* a name of ours that a library we link has for itself */
#else
#define MUST_USE
#define PRINTF_LIKE(format_index, first)
#define NO_RETURN
#define HIDDEN
#endif

/* Number of elements of a true array (never of a pointer). */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
