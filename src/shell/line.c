/* SPDX-License-Identifier: GPL-3.0-or-later
 * line - see line.h.
 * Owns:  the line editor and the history file.
 * Must not know: what the line means.
 *
 * The call-back interface, because a blocking readline() swallows the keys typed after Ctrl-C; SIGINT can arrive only
 * while pselect waits.
 */
#include "shell/line.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/stop.h"
#include "base/utf8.h"

#define HISTORY_ENTRIES 2000

/* Readline calls back without an argument of ours: this is the one state that its interface forces on us. */
static struct {
    struct line_source source;
    char history[1024];
    bool editing, done, ended;
    struct buf *out;
} state;

/* ---- completion ---------------------------------------------------------------------------------------------------- */

static size_t common(const struct candidate *candidates, size_t count) {
    size_t size = candidates[0].text.size;
    for (size_t i = 1; i < count; i++) {
        size_t same = 0;
        while (same < size && same < candidates[i].text.size && candidates[i].text.at[same] == candidates[0].text.at[same]) same++;
        size = same;
    }
    return utf8_valid_size(str_slice(candidates[0].text, 0, size));
}

static void list_candidates(const struct candidate *candidates, size_t count) {
    int rows = 24, columns = 80;
    rl_get_screen_size(&rows, &columns);
    size_t room = rows > 10 ? (size_t)rows - 3 : 7, widest = 0, shown = count < room ? count : room;
    for (size_t i = 0; i < shown; i++) {
        size_t width = utf8_width(candidates[i].text);
        if (width > widest) widest = width;
    }
    rl_crlf();
    for (size_t i = 0; i < shown; i++) {
        struct str text = candidates[i].text;
        size_t before = widest + 2;
        struct str about = utf8_cut(candidates[i].about, (size_t)columns > before ? (size_t)columns - before : 0);
        fprintf(rl_outstream, "%.*s%*s%.*s\n", STR_ARG(text), about.size ? (int)(before - utf8_width(text)) : 0, "", STR_ARG(about));
    }
    if (count > shown) fprintf(rl_outstream, "... %zu more: type another letter\n", count - shown);
    rl_on_new_line();
    rl_redisplay();
}

/* What was typed may be found in the middle of a candidate, or without its accents: it gives way only to a beginning
 * that holds all of it. */
static bool may_replace(struct arena *arena, const struct candidate *candidate, size_t size, struct str typed, bool alone) {
    if (alone) return true;
    struct str begin = utf8_fold(arena, str_slice(candidate->text, str_starts(candidate->text, "\"") ? 1 : 0, size));
    struct str given = utf8_fold(arena, str_starts(typed, "\"") ? str_slice(typed, 1, typed.size) : typed);
    return begin.size > 0 && begin.size >= given.size && str_starts(begin, str_c(arena, given)) && size > typed.size;
}

static int on_tab(int count, int key) {
    (void)count;
    (void)key;
    struct arena arena = { 0 };
    struct candidate *candidates = NULL;
    size_t from = 0;
    struct str line = { rl_line_buffer, (size_t)rl_end };
    size_t found = state.source.complete
                       ? state.source.complete(state.source.self, line, (size_t)rl_point, &arena, &candidates, &from) : 0;
    if (found > 0) {
        size_t size = found == 1 ? candidates[0].text.size : common(candidates, found);
        if (may_replace(&arena, &candidates[0], size, str_slice(line, from, (size_t)rl_point), found == 1)) {
            rl_begin_undo_group();
            rl_delete_text((int)from, rl_point);
            rl_point = (int)from;
            rl_insert_text(str_c(&arena, str_slice(candidates[0].text, 0, size)));
            if (found == 1 && !candidates[0].open) rl_insert_text(" ");
            rl_end_undo_group();
        }
        if (found > 1) list_candidates(candidates, found);
    } else {
        rl_ding();
    }
    arena_free(&arena);
    return 0;
}

/* ---- history ------------------------------------------------------------------------------------------------------- */

static void history_read(const char *path) {
    snprintf(state.history, sizeof state.history, "%s", path);
    using_history();
    /* Both before the first entry, or entries of several lines do not survive a restart. */
    history_comment_char = '#';
    history_write_timestamps = 1;
    history_multiline_entries = 1;
    stifle_history(HISTORY_ENTRIES);
    read_history(state.history);
}

static void forget(int at) {
    HIST_ENTRY *entry = remove_history(at);
    if (entry) free_history_entry(entry);
}

void line_remember(struct str entry) {
    if (!state.editing || str_trim(entry).size == 0) return;
    struct arena scratch = { 0 };
    const char *text = str_c(&scratch, entry);
    for (int i = history_length - 1; i >= 0; i--) {
        HIST_ENTRY *older = history_get(history_base + i);
        if (older && strcmp(older->line, text) == 0) forget(i);
    }
    add_history(text);
    if (state.history[0]) write_history(state.history); /* umask is 077: 0600 */
    arena_free(&scratch);
}

void line_forget(void) {
    if (state.editing) clear_history();
}

size_t line_history(struct arena *arena, struct str **entries) {
    size_t count = state.editing ? (size_t)history_length : 0;
    *entries = arena_array(arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++) {
        HIST_ENTRY *entry = history_get(history_base + (int)i);
        (*entries)[i] = str_copy(arena, str_from(entry ? entry->line : ""));
    }
    return count;
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

/* Ctrl-C empties the queue of the terminal: the key that woke us may be gone, and a plain read would wait for another
 * with the signal shut out.  So reading comes back at once, and waiting is done where a signal can be heard. */
static int get_key(FILE *stream) {
    for (int empty = 0; empty < 3; empty++) { /* ready and nothing there, again and again: the terminal has gone */
        unsigned char key;
        ssize_t got = read(fileno(stream), &key, 1);
        if (got == 1) return key;
        if (got < 0 && errno != EINTR && errno != EAGAIN) return EOF;
        if (!stop_wait(fileno(stream))) return 0;
    }
    return EOF;
}

static void prepare_terminal(int meta) {
    struct termios mode;
    rl_prep_terminal(meta);
    if (tcgetattr(STDIN_FILENO, &mode) != 0) return;
    mode.c_cc[VMIN] = mode.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

void line_open(const struct line_source *source, const char *history, bool editing) {
    state.source = *source;
    state.editing = editing;
    state.history[0] = 0;
    if (!editing) return;
    rl_readline_name = "signpost";
    rl_catch_signals = 0;
    rl_catch_sigwinch = 1;
    rl_change_environment = 0; /* or COLUMNS would go on saying the width of the start */
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_getc_function = get_key;
    rl_prep_term_function = prepare_terminal;
    rl_initialize();
    rl_bind_key('\t', on_tab);
    rl_bind_keyseq("\\e[A", rl_history_search_backward);
    rl_bind_keyseq("\\e[B", rl_history_search_forward);
    if (history) history_read(history);
    else using_history();
}

static void on_line(char *text) {
    state.done = true;
    if (!text) state.ended = true;
    else buf_add(state.out, str_from(text));
    if (text) rl_free(text);
    rl_callback_handler_remove();
}

static enum line_result interrupted(void) {
    /* The next prompt stands under an entry of several lines, not in it. */
    rl_point = rl_end;
    rl_redisplay();
    fputc('\n', rl_outstream);
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_replace_line("", 1);
    rl_callback_handler_remove();
    fflush(rl_outstream);
    stop_clear();
    return LINE_INTERRUPTED;
}

static enum line_result read_edited(const char *prompt, struct buf *out) {
    state.done = state.ended = false;
    state.out = out;
    sigset_t block, kept;
    sigemptyset(&block);
    sigaddset(&block, SIGINT);
    sigprocmask(SIG_BLOCK, &block, &kept);
    rl_callback_handler_install(prompt, on_line);
    enum line_result result = LINE_GOT;
    while (!state.done) {
        if (stop_wait(STDIN_FILENO)) rl_callback_read_char();
        if (!stop_asked()) continue;
        result = interrupted();
        break;
    }
    sigprocmask(SIG_SETMASK, &kept, NULL);
    if (result == LINE_GOT && state.ended) result = LINE_END;
    return result;
}

static enum line_result read_plain(const char *prompt, struct buf *out) {
    bool at_terminal = isatty(STDIN_FILENO) == 1;
    if (at_terminal) {
        fputs(prompt, stdout);
        fflush(stdout);
    }
    size_t before = out->size;
    for (;;) {
        char part[512];
        bool stopped = at_terminal && !stop_wait(STDIN_FILENO);
        if (stopped || !fgets(part, sizeof part, stdin)) {
            if (stopped || (ferror(stdin) && stop_asked())) {
                clearerr(stdin);
                stop_clear();
                if (at_terminal) fputc('\n', stdout);
                return LINE_INTERRUPTED;
            }
            return out->size > before ? LINE_GOT : LINE_END;
        }
        buf_add_c(out, part);
        if (out->at[out->size - 1] != '\n') continue;
        out->at[--out->size] = 0;
        return LINE_GOT;
    }
}

enum line_result line_read(const char *prompt, struct buf *out) {
    return state.editing ? read_edited(prompt, out) : read_plain(prompt, out);
}

void line_close(void) {
    if (!state.editing) return;
    rl_deprep_terminal();
    clear_history();
}

const char *line_release(void) {
    static char release[32];
    snprintf(release, sizeof release, "readline %s", rl_library_version);
    return release;
}
