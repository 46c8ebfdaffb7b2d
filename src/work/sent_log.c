/* SPDX-License-Identifier: GPL-3.0-or-later
 * sent_log - which messages are known to have left; see sent_log.h.
 * Owns:  nothing.
 * Must not know: states, how mail leaves.
 */
#include "work/sent_log.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "work/seal.h"

#define CHECK_DIGITS 8
#define LOG_MOST ((size_t)1 << 28)

static const char *log_path(struct arena *arena, const char *folder) {
    return file_join(arena, file_join(arena, folder, "outbox"), "sent.log");
}

/* "TIME <ID> DIGEST OUTCOME HEAD CHECK"; false: the check sum does not hold. */
static bool read_line(struct arena *arena, struct str line, struct sent_line *out) {
    struct str part[6], rest = line;
    size_t count = 0;
    for (bool more = true; more && count < COUNT_OF(part);) more = str_cut(rest, ' ', &part[count++], &rest);
    if (count != COUNT_OF(part) || line.size < CHECK_DIGITS + 1) return false;
    struct str before = str_slice(line, 0, line.size - CHECK_DIGITS - 1);
    if (!str_equal(seal_hex(arena, before, CHECK_DIGITS), part[5])) return false;
    *out = (struct sent_line){ .message_id = str_slice(part[1], 1, part[1].size ? part[1].size - 1 : 0), .digest = part[2], .outcome = part[3], .head = part[4] };
    return out->message_id.size > 0;
}

/* Equal ids keep their order: the text that they lie in goes on from one to the next. */
static int by_id(const void *a, const void *b) {
    const struct sent_line *x = a, *y = b;
    int order = str_compare(x->message_id, y->message_id);
    return order ? order : (x->message_id.at > y->message_id.at) - (x->message_id.at < y->message_id.at);
}

bool sent_log_read(struct arena *arena, const char *folder, struct sent_log *out, struct err *err) {
    const char *path = log_path(arena, folder);
    struct arena scratch = { 0 };
    struct str text, line;
    *out = (struct sent_log){ 0 };
    if (!file_exists(path)) return true;
    if (!file_read(arena, path, LOG_MOST, &text, err)) return false;
    size_t lines = 1;
    for (size_t i = 0; i < text.size; i++) lines += text.at[i] == '\n';
    struct sent_line *list = arena_array(arena, struct sent_line, lines);
    out->torn = text.size && !str_ends(text, "\n");
    while (text.size) {
        bool whole = str_cut(text, '\n', &line, &text);
        if (!whole) break; /* torn: as if it were not there */
        if (!line.size) continue;
        if (read_line(&scratch, line, &list[out->count])) out->count++;
        else out->odd++;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    if (out->count) qsort(list, out->count, sizeof *list, by_id);
    out->at = list;
    return true;
}

bool sent_log_has(const struct sent_log *log, struct str message_id, struct str *outcome) {
    size_t low = 0, high = log->count; /* the first that is greater */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(log->at[middle].message_id, message_id) > 0) high = middle;
        else low = middle + 1;
    }
    if (!low || !str_equal(log->at[low - 1].message_id, message_id)) return false;
    *outcome = log->at[low - 1].outcome;
    return true;
}

bool sent_log_add(struct arena *arena, const char *folder, const struct sent_line *line, bool after_torn, struct err *err) {
    char stamp[CLOCK_STAMP_SIZE];
    struct str text = str_format(arena, "%s <%.*s> %.*s %.*s %.*s", clock_stamp(line->at, stamp), STR_ARG(line->message_id), STR_ARG(line->digest),
                                 STR_ARG(line->outcome), STR_ARG(line->head));
    struct str check = seal_hex(arena, text, CHECK_DIGITS);
    struct str whole = str_format(arena, "%s%.*s %.*s\n", after_torn ? "\n" : "", STR_ARG(text), STR_ARG(check));
    if (!file_make_folder(file_join(arena, folder, "outbox"), err)) return false;
    return file_append(log_path(arena, folder), whole, err);
}
