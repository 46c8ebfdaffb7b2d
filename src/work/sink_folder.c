/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_folder - drafts as files; see sink_folder.h.
 * Owns:  nothing.
 * Must not know: states, the ledger.
 */
#include "work/sink_folder.h"

#include "base/file.h"
#include "formats/mime.h"

static bool write_both(struct arena *arena, const struct delivery *d, struct err *err) {
    const char *base = file_join(arena, d->folder, str_c(arena, d->file));
    struct str draft = str_format(arena, "%s%.*s", MIME_UNSENT, STR_ARG(d->bytes));
    if (!file_make_folder(d->folder, err)) return false;
    if (!file_write(str_format(arena, "%s.eml", base).at, draft, err)) return false;
    return !d->html.size || file_write(str_format(arena, "%s.html", base).at, d->html, err);
}

static enum verdict deliver(void *self, const struct delivery *d, const struct sink_hooks *hooks, struct str *words, struct err *err) {
    (void)self;
    struct arena arena = { 0 };
    *words = (struct str){ 0 };
    bool fine = hooks->last_bytes(hooks->self) && write_both(&arena, d, err);
    arena_free(&arena);
    return fine ? VERDICT_SENT : VERDICT_OURS;
}

struct sink sink_folder(void) { return (struct sink){ .deliver = deliver }; }
