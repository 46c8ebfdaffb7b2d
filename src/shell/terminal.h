/* SPDX-License-Identifier: GPL-3.0-or-later
 * terminal - what the terminal can do: width, colour, characters; and the pager.
 * Owns:  nothing.  With shell.c the only reader of environment variables.
 * Must not know: what is shown.
 *
 * Example:
 *     struct terminal terminal = terminal_look(COLOUR_AUTO, false);
 *     struct text_style style = terminal_style(&terminal);
 */
#ifndef SIGNPOST_TERMINAL_H
#define SIGNPOST_TERMINAL_H

#include "formats/text.h"

enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct terminal {
    bool in_tty, out_tty, err_tty;
    bool dumb;       /* TERM=dumb or unset: no redraw, ASCII frames */
    bool utf8;       /* the locale's characters are UTF-8 */
    bool colour;
    bool plain;      /* for screen readers */
    bool pager;      /* long output may be paged */
    size_t width;    /* columns; 0 off a terminal */
    size_t height;
};

struct terminal terminal_look(enum colour_choice choice, bool plain);
struct text_style terminal_style(const struct terminal *terminal);
/* Writes to stdout; at a terminal, and taller than the window, through $PAGER or less.  False when stdout is closed. */
bool terminal_write(const struct terminal *terminal, struct str text);
/* A variable of the environment, or NULL when it is unset or empty. */
const char *terminal_variable(const char *name);

#endif
