/* SPDX-License-Identifier: GPL-3.0-or-later
 * ask - see ask.h.
 * Owns:  nothing.
 * Must not know: what is asked.
 */
#include "shell/ask.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/stop.h"

static bool read_line(const char *question, char *line, size_t room) {
    fputs(question, stderr);
    fflush(stderr);
    if ((isatty(STDIN_FILENO) == 1 && !stop_wait(STDIN_FILENO)) || !fgets(line, (int)room, stdin)) {
        fputc('\n', stderr);
        return false;
    }
    return true;
}

bool ask_yes(const char *question) {
    char line[64];
    if (!read_line(question, line, sizeof line)) return false;
    struct str said = str_trim(str_from(line));
    return str_equal_fold_ascii(said, STR("y")) || str_equal_fold_ascii(said, STR("yes"));
}

bool ask_count(const char *question, uint64_t count) {
    char line[64];
    int64_t number;
    if (!read_line(question, line, sizeof line)) return false;
    return str_whole(str_trim(str_from(line)), &number) && number > 0 && (uint64_t)number == count;
}

void ask_wipe(char *secret, size_t size) {
    volatile char *at = secret;
    while (size--) *at++ = 0;
}

bool ask_secret(const char *question, char *out, size_t room, size_t *size) {
    struct termios before, quiet;
    bool terminal = tcgetattr(STDIN_FILENO, &before) == 0, longer = false, ended = false;
    *size = 0;
    if (terminal) {
        /* Before the question: what is typed at once must not be shown either. */
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        quiet.c_lflag |= ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    fputs(question, stderr);
    fflush(stderr);
    /* Byte by byte from the file itself: no buffer keeps a copy. */
    while (!ended) {
        char byte = 0;
        bool got = (!terminal || stop_wait(STDIN_FILENO)) && read(STDIN_FILENO, &byte, 1) == 1;
        ended = !got || byte == '\n';
        if (ended) break;
        if (*size < room) out[(*size)++] = byte;
        else longer = true;
    }
    if (terminal) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (*size && !longer && !stop_asked()) return true;
    ask_wipe(out, room);
    *size = 0;
    return false;
}

bool ask_line(struct arena *arena, const char *question, struct str otherwise, struct str *out) {
    char line[512];
    if (!read_line(question, line, sizeof line)) return false;
    struct str said = str_trim(str_from(line));
    *out = str_copy(arena, said.size ? said : otherwise);
    return true;
}

size_t ask_choice(const char *question, size_t count) {
    for (;;) {
        char line[64];
        if (!read_line(question, line, sizeof line)) return 0;
        struct str said = str_trim(str_from(line));
        int64_t number;
        bool stops = str_equal_fold_ascii(said, STR("q")) || str_equal_fold_ascii(said, STR("quit")) ||
                     str_equal_fold_ascii(said, STR("stop"));
        if (said.size == 0 || stops) return 0;
        if (str_whole(said, &number) && number >= 1 && (uint64_t)number <= count) return (size_t)number;
        fprintf(stderr, "Type a number from 1 to %zu, or press Enter to stop.\n", count);
    }
}
