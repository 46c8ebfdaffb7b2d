/* SPDX-License-Identifier: GPL-3.0-or-later
 * page_file - a page as a file; see page_file.h.
 * Owns:  nothing.
 * Must not know: what the page says.
 */
#include "work/page_file.h"

#include "base/file.h"
#include "formats/html.h"
#include "formats/markdown.h"
#include "formats/text.h"

#define TEXT_WIDTH 96

enum form { FORM_HTML, FORM_MARKDOWN, FORM_TEXT, FORM_NONE };

static enum form form_of(const char *path) {
    struct str ending = file_ending(str_from(path));
    if (str_equal_fold_ascii(ending, STR("html")) || str_equal_fold_ascii(ending, STR("htm"))) return FORM_HTML;
    if (str_equal_fold_ascii(ending, STR("md")) || str_equal_fold_ascii(ending, STR("markdown"))) return FORM_MARKDOWN;
    return str_equal_fold_ascii(ending, STR("txt")) ? FORM_TEXT : FORM_NONE;
}

bool page_file_check(const char *path, struct err *err) {
    if (form_of(path) != FORM_NONE) return true;
    err_set(err, CODE_ARGUMENTS, "The ending of '%s' does not say which form is wanted.", path);
    return err_next(err, "let the name end in .html, .md or .txt");
}

static void add_title(struct buf *out, enum form form, struct str title) {
    switch (form) {
    case FORM_HTML:
        buf_add_c(out, "<title>");
        html_text(out, title);
        buf_add_c(out, "</title>");
        break;
    case FORM_MARKDOWN:
        buf_add_c(out, "# ");
        markdown_text(out, title, " ");
        buf_add_byte(out, '\n');
        break;
    default:
        buf_add(out, title);
        buf_add_byte(out, '\n');
    }
}

static bool ours(struct arena *arena, const char *path, enum form form, struct str title, struct err *err) {
    struct str text;
    struct buf head = { 0 };
    if (!file_exists(path)) return true;
    if (!file_read(arena, path, (size_t)64 << 20, &text, err)) return false;
    add_title(&head, form, title);
    size_t at = str_find(text, buf_str(&head));
    bool fine = form == FORM_HTML ? at != SIZE_MAX : at == 0;
    buf_free(&head);
    if (fine) return true;
    err_set(err, CODE_FILE_IN_USE, "%s is there and is not this report.", path);
    return err_next(err, "move it away, then run the report again");
}

bool page_file_write(struct arena *arena, const char *path, const struct page *page, struct err *err) {
    struct buf out = { 0 };
    enum form form = form_of(path);
    if (!page_file_check(path, err) || !ours(arena, path, form, page->title, err)) return false;
    if (form == FORM_HTML) html_page(&out, page);
    if (form == FORM_MARKDOWN) markdown_page(&out, page);
    if (form == FORM_TEXT) {
        add_title(&out, form, page->title);
        buf_add_byte(&out, '\n');
        text_page(&out, page, &(struct text_style){ .width = TEXT_WIDTH });
    }
    bool fine = file_write(path, buf_str(&out), err);
    buf_free(&out);
    return fine;
}
