/* SPDX-License-Identifier: GPL-3.0-or-later
 * search - texts of erased people in every file of a school's folder; see search.h.
 * Owns:  the bytes of one file at a time.
 * Must not know: tables, journals.
 */
#include "work/search.h"

#include <string.h>

#include "base/stop.h"
#include "base/utf8.h"
#include "formats/encoding.h"
#include "formats/grid.h"
#include "formats/unpack.h"

#define SLOTS 65536
#define MOST_BYTES ((size_t)1 << 30)
#define MOST_TEXT ((size_t)64 << 20) /* read again as text up to here */

struct needle {
    struct str bytes;
    uint32_t next;      /* in its slot: index + 1 */
    bool apart;         /* no letter may stand beside it */
    bool folded;        /* for folded text; else for bytes */
};

struct searching {
    struct arena *arena;        /* of the run */
    struct arena scratch;       /* of the file at hand */
    const struct remains *texts;
    size_t count;
    struct needle *bytes, *folded; /* by text; size 0: not looked for in that way */
    uint32_t *byte_slots, *folded_slots;
    bool *seen;                 /* by text: in the file at hand */
    size_t found;
    bool broken;                /* a part of it could not be looked into */
};

static uint32_t slot_of(const char *at) {
    const unsigned char *b = (const unsigned char *)at;
    return ((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24) * 2654435761u >> 16;
}

static void add_needle(struct needle *needles, uint32_t *slots, size_t at, struct str bytes, bool apart) {
    if (bytes.size < 4) return;
    uint32_t *slot = &slots[slot_of(bytes.at)];
    needles[at] = (struct needle){ .bytes = bytes, .next = *slot, .apart = apart };
    *slot = (uint32_t)at + 1;
}

static void prepare(struct searching *s) {
    s->bytes = arena_array(s->arena, struct needle, s->count + 1);
    s->folded = arena_array(s->arena, struct needle, s->count + 1);
    s->byte_slots = arena_array(s->arena, uint32_t, SLOTS);
    s->folded_slots = arena_array(s->arena, uint32_t, SLOTS);
    s->seen = arena_array(s->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) {
        const struct remains *text = &s->texts[i];
        bool name = text->sort == REMAINS_NAME;
        add_needle(s->bytes, s->byte_slots, i, text->text, name);
        if (text->sort != REMAINS_ROW) add_needle(s->folded, s->folded_slots, i, utf8_fold(s->arena, text->text), name || text->sort == REMAINS_KEY);
    }
}

/* A letter or digit of ASCII, or a byte of any other letter. */
static bool is_letter(char c) {
    unsigned char b = (unsigned char)c;
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b >= 0x80;
}

static bool fits(const struct needle *n, struct str in, size_t at) {
    if (in.size - at < n->bytes.size || memcmp(in.at + at, n->bytes.at, n->bytes.size) != 0) return false;
    if (!n->apart) return true;
    size_t end = at + n->bytes.size;
    return !(at > 0 && is_letter(in.at[at - 1])) && !(end < in.size && is_letter(in.at[end]));
}

static void scan(struct searching *s, const struct needle *needles, const uint32_t *slots, struct str in) {
    for (size_t at = 0; at + 4 <= in.size; at++) {
        for (uint32_t i = slots[slot_of(in.at + at)]; i; i = needles[i - 1].next) {
            if (s->seen[i - 1] || !fits(&needles[i - 1], in, at)) continue;
            s->seen[i - 1] = true;
            s->found++;
        }
    }
}

static void scan_text(struct searching *s, struct str text) {
    if (text.size <= MOST_TEXT && utf8_valid(text)) scan(s, s->folded, s->folded_slots, utf8_fold(&s->scratch, text));
}

static bool is_binary(struct str bytes) {
    size_t look = bytes.size < 4096 ? bytes.size : 4096;
    return look && memchr(bytes.at, 0, look) != NULL;
}

static void look(struct searching *s, struct str bytes) {
    struct str text, said;
    struct err ignored = { 0 };
    scan(s, s->bytes, s->byte_slots, bytes);
    if (bytes.size > MOST_TEXT) return;
    if (utf8_valid(bytes)) scan_text(s, bytes);
    else if ((!is_binary(bytes) || str_starts(bytes, "\xff\xfe") || str_starts(bytes, "\xfe\xff")) && encoding_read(&s->scratch, bytes, &text, &said, &ignored))
        scan_text(s, text);
}

static bool look_entry(void *self, struct str name, struct str bytes, struct err *err) {
    struct searching *s = self;
    (void)err;
    look(s, name);
    look(s, bytes);
    return true;
}

/* Cells side by side, as in a list of names. */
static void look_rows(struct searching *s, struct str name, struct str bytes) {
    struct grid_list grids = { 0 };
    struct problems unheard = { .arena = &s->scratch };
    struct err ignored = { 0 };
    struct buf row = { 0 };
    if (grid_read_all(&s->scratch, name, bytes, (struct str){ 0 }, &grids, &unheard, &ignored)) {
        for (size_t g = 0; g < grids.count; g++) {
            for (uint32_t r = 0; r < grids.at[g]->row_count; r++) {
                struct grid_row one = grid_row(grids.at[g], r);
                for (uint32_t c = 0; c < one.cell_count; c++) buf_printf(&row, "%s%.*s", c ? "," : "", STR_ARG(one.cells[c]));
                buf_add_byte(&row, '\n');
            }
        }
        scan_text(s, buf_str(&row));
    }
    buf_free(&row);
}

/* PDFs pack their text, pictures have none, sealed and packed files hide it. */
static bool can_be_searched(struct str name, struct str bytes) {
    static const char *const CLOSED[] = { "%PDF", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x1f\x8b", "7z\xbc\xaf", "Rar!", "\xd0\xcf\x11\xe0", "BZh", "\3757zXZ" };
    for (size_t i = 0; i < COUNT_OF(CLOSED); i++)
        if (str_starts(bytes, CLOSED[i])) return false;
    return !str_ends(name, ".sealed") && !str_ends(name, ".age") && !str_ends(name, ".gpg");
}

static bool look_file(struct searching *s, const char *path, const struct folder_file *file) {
    struct str bytes;
    struct err ignored = { 0 };
    if (file->unread || file->size > MOST_BYTES || !file_read(&s->scratch, path, MOST_BYTES, &bytes, &ignored)) return false;
    look(s, file_name(file->path));
    look(s, bytes);
    if (!can_be_searched(file->path, bytes)) return false;
    if (!unpack_is(bytes)) return true;
    if (!unpack_each(file->path, bytes, look_entry, s, &ignored)) return false;
    look_rows(s, file->path, bytes);
    return true;
}

static void add_hit(struct searching *s, struct search_found *out, const struct folder_file *file) {
    size_t first = 0;
    while (!s->seen[first]) first++;
    out->hits[out->hit_count++] = (struct search_hit){ file->path, file->sort, &s->texts[first], s->found };
}

bool search_folder(struct arena *arena, const char *folder, const struct folder_files *files, const struct remains *texts, size_t count,
                   struct search_found *out, struct err *err) {
    struct searching s = { .arena = arena, .texts = texts, .count = count };
    *out = (struct search_found){ 0 };
    out->hits = arena_array(arena, struct search_hit, files->count + 1);
    out->unsearched = arena_array(arena, struct str, files->count + 1);
    prepare(&s);
    for (size_t i = 0; i < files->count; i++) {
        const struct folder_file *file = &files->at[i];
        if (file->sort == FOLDER_OWN) continue;
        if (stop_asked()) return arena_free(&s.scratch), err_set(err, CODE_INTERRUPTED, "Stopped.");
        memset(s.seen, 0, (count + 1) * sizeof *s.seen);
        s.found = 0;
        if (look_file(&s, file_join(&s.scratch, folder, str_c(&s.scratch, file->path)), file)) out->searched++;
        else out->unsearched[out->unsearched_count++] = file->path;
        if (s.found) add_hit(&s, out, file);
        arena_free(&s.scratch); /* files are of all sizes */
        s.scratch = (struct arena){ 0 };
    }
    return true;
}

size_t search_bytes(struct str bytes, const struct remains *texts, size_t count, const struct remains **first) {
    struct arena arena = { 0 };
    struct searching s = { .arena = &arena, .texts = texts, .count = count };
    prepare(&s);
    look(&s, bytes);
    for (size_t i = count; first && i > 0; i--)
        if (s.seen[i - 1]) *first = &texts[i - 1];
    arena_free(&s.scratch);
    arena_free(&arena);
    return s.found;
}
