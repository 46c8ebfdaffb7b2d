/* SPDX-License-Identifier: GPL-3.0-or-later
 * terminal - see terminal.h.
 * Owns:  nothing.
 * Must not know: what is shown.
 */
#include "shell/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/child.h"
#include "base/stop.h"

const char *terminal_variable(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static size_t columns_wanted(void) {
    const char *columns = terminal_variable("COLUMNS");
    int64_t number;
    return columns && str_whole(str_from(columns), &number) && number > 0 && number < 1000 ? (size_t)number : 0;
}

struct terminal terminal_look(enum colour_choice choice, bool plain) {
    const char *name = terminal_variable("TERM");
    struct terminal terminal = {
        .in_tty = isatty(STDIN_FILENO) == 1,
        .out_tty = isatty(STDOUT_FILENO) == 1,
        .err_tty = isatty(STDERR_FILENO) == 1,
        .dumb = !name || strcmp(name, "dumb") == 0,
        .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
        .plain = plain,
        .pager = true,
    };
    bool wanted = terminal.out_tty && !terminal.dumb && !plain && !terminal_variable("NO_COLOR");
    terminal.colour = choice == COLOUR_ALWAYS || (choice == COLOUR_AUTO && wanted);
    if (terminal.out_tty) {
        struct winsize size;
        terminal.width = columns_wanted();
        terminal.height = 24;
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            if (terminal.width == 0) terminal.width = size.ws_col;
            terminal.height = size.ws_row;
        }
        if (terminal.width == 0) terminal.width = 80;
    }
    return terminal;
}

struct text_style terminal_style(const struct terminal *terminal) {
    return (struct text_style){
        .width = terminal->width,
        .boxes = terminal->out_tty && !terminal->plain,
        /* Off a terminal the reader is a file or a program: both take UTF-8 whatever the locale of this process. */
        .ascii = terminal->out_tty && (terminal->dumb || !terminal->utf8),
        .colour = terminal->colour,
        .plain = terminal->plain,
        .rows = 0,
    };
}

static size_t lines_of(struct str text) {
    size_t lines = 0;
    for (size_t i = 0; i < text.size; i++) lines += text.at[i] == '\n';
    return lines;
}

static bool write_all(int descriptor, struct str text) {
    size_t at = 0;
    while (at < text.size) {
        ssize_t wrote = write(descriptor, text.at + at, text.size - at);
        if (wrote < 0 && errno == EINTR && !stop_asked()) continue;
        if (wrote <= 0) return false;
        at += (size_t)wrote;
    }
    return true;
}

/* $PAGER is split at spaces, never given to a shell. */
static bool page_out(struct str text) {
    const char *pager = terminal_variable("PAGER");
    char words[256];
    const char *arguments[16] = { NULL };
    size_t count = 0;
    snprintf(words, sizeof words, "%s", pager ? pager : "less -FRX");
    for (char *at = words; *at && count < COUNT_OF(arguments) - 1;) {
        while (*at == ' ') *at++ = 0;
        if (!*at) break;
        arguments[count++] = at;
        while (*at && *at != ' ') at++;
    }
    return count > 0 && child_feed(arguments, text);
}

bool terminal_write(const struct terminal *terminal, struct str text) {
    fflush(stdout);
    bool person = terminal->out_tty && terminal->in_tty && !terminal->dumb && !terminal->plain;
    bool tall = person && terminal->pager && lines_of(text) >= terminal->height;
    if (tall && page_out(text)) return true;
    return write_all(STDOUT_FILENO, text);
}
