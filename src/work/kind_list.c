/* SPDX-License-Identifier: GPL-3.0-or-later
 * kind_list - the kinds of record on one page; see kind_list.h.
 * Owns:  nothing.
 * Must not know: terminals, records.
 */
#include "work/kind_list.h"

#include "base/guess.h"
#include "base/utf8.h"

#define HINTS 4

struct str kind_list_word(struct arena *arena, const struct kind *kind) {
    static const struct { const char *kind, *word; } WORDS[] = {
        { "encounter", "met employer" }, { "provider", "met provider" }, { "guidance", "interviewed" }, { "workplace", "visited" },
        { "attestation", "attest" }, { "erasure", "retain --delete" },
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (str_is(kind->name, WORDS[i].kind)) return str_from(WORDS[i].word);
    return str_format(arena, "record %.*s", STR_ARG(kind->name));
}

static bool is_needed(const struct kind *kind, uint32_t field) {
    for (uint32_t i = 0; i < kind->needs_count; i++)
        if (kind->needs[i] == field) return true;
    return false;
}

/* What it needs comes first. */
static struct str fields_of(struct arena *arena, const struct kind *kind, bool needed) {
    struct buf out = { 0 };
    for (uint32_t i = 0; i < kind->field_count; i++) {
        bool own = i >= FIELD_BUILT_IN_COUNT || i == FIELD_TITLE;
        if (!own || is_needed(kind, i) != needed || (i == FIELD_TITLE && !needed)) continue;
        buf_printf(&out, "%s%.*s", out.size ? ", " : "", STR_ARG(kind->fields[i].name));
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str line_of(struct arena *arena, const struct kind *kind) {
    struct str needs = fields_of(arena, kind, true), may = fields_of(arena, kind, false), text;
    text = kind->about.size ? str_format(arena, "%.*s.", STR_ARG(utf8_capital(arena, kind->about))) : (struct str){ 0 };
    if (needs.size) text = str_format(arena, "%.*s  Needs %.*s.", STR_ARG(text), STR_ARG(needs));
    if (may.size) text = str_format(arena, "%.*s  %s %.*s.", STR_ARG(text), needs.size ? "May have" : "Fields:", STR_ARG(may));
    return str_format(arena, "%.*s  ->  %.*s", STR_ARG(str_trim(text)), STR_ARG(kind_list_word(arena, kind)));
}

static void add_row(struct sheet *sheet, struct arena *arena, const struct kind *kind) {
    sheet_row(sheet);
    sheet_text(sheet, kind->name);
    sheet_text(sheet, str_from(shape_name(kind->shape)));
    sheet_text(sheet, kind->about);
    sheet_text(sheet, fields_of(arena, kind, true));
    sheet_text(sheet, fields_of(arena, kind, false));
    sheet_text(sheet, kind_list_word(arena, kind));
}

void kind_list_page(const struct kinds *kinds, struct page *page, struct sheet **out) {
    static const struct { enum shape shape; const char *title; } GROUPS[] = {
        { SHAPE_MEETING, "Pupils took part, any number of them" }, { SHAPE_NOTE, "About one pupil" }, { SHAPE_STAFF, "Staff took part" },
        { SHAPE_STAFF_NOTE, "About one member of staff" }, { SHAPE_SCHOOL, "About the school" }, { SHAPE_ORGANISATION, "About an organisation" },
    };
    struct arena *arena = page->arena;
    struct labelled *lines = arena_array(arena, struct labelled, kinds->kind_count + 1);
    struct sheet *sheet = *out = sheet_new(arena, STR("kinds"), (struct str){ 0 });
    sheet_column(sheet, STR("kind"), STR("Kind"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("shape"), STR("Shape"), CELL_TEXT);
    sheet_column(sheet, STR("about"), STR("What it is"), CELL_TEXT);
    sheet_column(sheet, STR("needs"), STR("Needs"), CELL_TEXT);
    sheet_column(sheet, STR("fields"), STR("May have"), CELL_TEXT);
    sheet_column(sheet, STR("word"), STR("Word"), CELL_TEXT);
    page_lead(page, STR("Kinds of record"), STR("what each is, its fields, the word that writes it down"));
    for (size_t g = 0; g < COUNT_OF(GROUPS); g++) {
        size_t count = 0;
        for (uint32_t i = 0; i < kinds->kind_count; i++) {
            if (kinds->kinds[i].shape != GROUPS[g].shape) continue;
            lines[count++] = (struct labelled){ kinds->kinds[i].name, line_of(arena, &kinds->kinds[i]) };
            add_row(sheet, arena, &kinds->kinds[i]);
        }
        if (!count) continue;
        page_heading(page, 2, str_from(GROUPS[g].title));
        page_fields(page, lines, count);
    }
    page_paragraph(page, STR("help KIND, as  help lesson,  says what each field holds.  Every record has a day, and may have title=\"...\" and  with ORGANISATION."));
}

/* "provider_request" shares a word with "provider_check" and with "access_request". */
static bool shares_word(struct arena *arena, struct str sought, struct str name) {
    struct str rest = sought, word;
    for (bool more = true; more;) {
        more = str_cut(rest, '_', &word, &rest);
        if (word.size < 4) continue;
        for (size_t at = 0; at + word.size <= name.size; at++)
            if ((at == 0 || name.at[at - 1] == '_' || name.at[at - 1] == ' ') && str_starts(str_slice(name, at, name.size), str_c(arena, word))) return true;
    }
    return false;
}

struct str kind_list_hint(struct arena *arena, const struct kinds *kinds, struct str name) {
    struct str *names = arena_array(arena, struct str, kinds->kind_count + 1), list = { 0 }, last = { 0 };
    struct str folded = utf8_fold(arena, name);
    size_t count = 0;
    for (uint32_t i = 0; i < kinds->kind_count; i++) names[i] = kinds->kinds[i].name;
    struct str near = guess_nearest(folded, names, kinds->kind_count);
    /* By spelling, by a word of its name; else by a word of what it is. */
    for (int way = 0; way < 3; way++) {
        if (way == 2 && count) break;
        for (uint32_t i = 0; i < kinds->kind_count && count < HINTS; i++) {
            bool is_near = near.size && str_equal(names[i], near);
            bool fits = way == 0 ? is_near : !is_near && shares_word(arena, folded, way == 1 ? names[i] : utf8_fold(arena, kinds->kinds[i].about));
            if (!fits) continue;
            if (last.size) list = str_format(arena, "%.*s%s'%.*s'", STR_ARG(list), list.size ? ", " : "", STR_ARG(last));
            last = names[i];
            count++;
        }
    }
    if (!count) return list;
    return str_format(arena, "Did you mean %.*s%s'%.*s'?", STR_ARG(list), list.size ? " or " : "", STR_ARG(last));
}
