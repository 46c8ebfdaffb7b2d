/* SPDX-License-Identifier: GPL-3.0-or-later
 * csv - delimited text in and out.  The only file that may include the CSV library's header.
 * Owns:  nothing.
 * Must not know: what the columns mean.
 */
#include "formats/csv.h"

#include <csv.h>
#include <string.h>

#define CELL_MOST ((size_t)64 * 1024)
#define ROW_MOST ((size_t)1024 * 1024)
#define BLOCK 4096

/* The library gives no positions, so the text is fed to it one physical line at a time: a row can only begin where a
 * line does.  Its call-backs can not stop it either; after a failure they do nothing. */
struct feed {
    const struct csv_reader *reader;
    struct err *err;
    bool failed;
    bool in_row;          /* a row has begun and its end has not come */
    uint32_t line;        /* being fed */
    uint32_t row_line;    /* where the row began */
    size_t row_start;
    bool in_quote;        /* quotes are counted here as well, to know where the open one began */
    bool quoted;          /* the present cell was opened with a quote */
    uint32_t quote_line;
    size_t quote_start;
};

static void on_field(void *bytes, size_t size, void *self) {
    struct feed *feed = self;
    if (feed->failed) return;
    if (size > CELL_MOST) {
        err_set(feed->err, CODE_FILE_LIMIT, "row %u: a cell holds %zu bytes; the most is %zu.", feed->row_line, size,
                CELL_MOST);
        feed->failed = true;
        return;
    }
    struct str cell = { bytes ? bytes : "", bytes ? size : 0 };
    feed->failed = !feed->reader->field(feed->reader->self, cell, feed->err);
    if (feed->failed) err_wrap(feed->err, "row %u", feed->row_line);
}

static void end_row(struct feed *feed, uint32_t line) {
    feed->in_row = false;
    if (feed->failed || feed->reader->row(feed->reader->self, line, feed->err)) return;
    feed->failed = true;
    err_wrap(feed->err, "row %u", line);
}

static void on_row(int terminator, void *self) {
    (void)terminator;
    struct feed *feed = self;
    end_row(feed, feed->row_line);
}

/* In text without stray quotes every quote opens or closes a cell; a doubled one does both. */
static void count_quotes(struct feed *feed, struct str piece, char delimiter, size_t offset) {
    if (!feed->in_row) feed->quoted = false;
    for (size_t i = 0; i < piece.size; i++) {
        if (piece.at[i] == '"') {
            feed->in_quote = !feed->in_quote;
            if (!feed->in_quote || (feed->quoted && i > 0 && piece.at[i - 1] == '"')) continue;
            feed->quoted = true;
            feed->quote_line = feed->line;
            feed->quote_start = offset + i;
        } else if (piece.at[i] == delimiter && !feed->in_quote) {
            feed->quoted = false;
        }
    }
}

static bool say_open(struct feed *feed) {
    err_set(feed->err, CODE_OPEN_QUOTE, "row %u: a cell begins with a quote that is never closed.", feed->quote_line);
    return err_next(feed->err, "Close the quote in row %u, or export the file again.", feed->quote_line);
}

static bool say_torn(struct feed *feed) {
    if (feed->quoted && feed->quote_line < feed->line) {
        err_set(feed->err, CODE_OPEN_QUOTE,
                "row %u: a cell begins with a quote that is not closed; the next quote stands in line %u, "
                "inside a cell.",
                feed->quote_line, feed->line);
        return err_next(feed->err, "Close the quote in row %u, or export the file again.", feed->quote_line);
    }
    err_set(feed->err, CODE_STRAY_QUOTE, "row %u: a quote stands inside a cell.", feed->line);
    return err_next(feed->err, "Write it twice and the whole cell in quotes, or export the file again.");
}

static bool check_size(struct feed *feed, size_t line_start, size_t line_end) {
    if (feed->in_quote && feed->quote_line < feed->line && line_start - feed->quote_start > CELL_MOST)
        return say_open(feed);
    size_t start = feed->in_row ? feed->row_start : line_start;
    if (line_end - start > ROW_MOST)
        return err_set(feed->err, CODE_FILE_LIMIT, "row %u: the row holds more than %zu bytes.",
                       feed->in_row ? feed->row_line : feed->line, ROW_MOST);
    return true;
}

static bool is_blank(struct str line, char delimiter) {
    for (size_t i = 0; i < line.size; i++) {
        char c = line.at[i];
        if (c == delimiter || (c != ' ' && c != '\t' && c != '\r' && c != '\n')) return false;
    }
    return true;
}

/* LF, CRLF and CR alone each end a line; the end belongs to it. */
static size_t line_end(struct str text, size_t start) {
    const char *at = text.at + start, *end = text.at + text.size;
    while (at < end && *at != '\n' && *at != '\r') at++;
    if (at < end) at += *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
    return (size_t)(at - text.at);
}

static bool feed_line(struct csv_parser *parser, struct feed *feed, struct str text, size_t start, size_t end) {
    struct str line = str_slice(text, start, end);
    char delimiter = (char)csv_get_delim(parser);
    if (!check_size(feed, start, end)) return false;
    if (!feed->in_row && is_blank(line, delimiter)) {
        end_row(feed, feed->line);
        return !feed->failed;
    }
    if (!feed->in_row) {
        feed->in_row = true;
        feed->row_line = feed->line;
        feed->row_start = start;
        feed->quoted = false;
    }
    size_t taken = csv_parse(parser, line.at, line.size, on_field, on_row, feed);
    if (feed->failed) return false;
    if (taken < line.size) {
        if (csv_error(parser) != CSV_EPARSE)
            return err_set(feed->err, CODE_FILE_LIMIT, "row %u: not enough memory for its cells.", feed->row_line);
        feed->in_row = true;
        count_quotes(feed, str_slice(line, 0, taken), delimiter, start);
        return say_torn(feed);
    }
    if (feed->in_quote || memchr(line.at, '"', line.size)) count_quotes(feed, line, delimiter, start);
    return true;
}

bool csv_read(struct str text, char delimiter, const struct csv_reader *reader, struct err *err) {
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return err_set(err, CODE_INTERNAL, "The CSV reader could not be started.");
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_set_blk_size(&parser, BLOCK);
    struct feed feed = { .reader = reader, .err = err };
    bool fine = true;
    for (size_t start = 0; fine && start < text.size;) {
        size_t end = line_end(text, start);
        feed.line++;
        fine = feed_line(&parser, &feed, text, start, end);
        start = end;
    }
    if (fine && csv_fini(&parser, on_field, on_row, &feed) != 0) fine = say_open(&feed);
    csv_free(&parser);
    return fine && !feed.failed;
}

/* What a spreadsheet would take for a formula, with the full-width forms that some of them read alike. */
static bool is_formula(struct str text) {
    static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B",
                                          "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (str_starts(text, starts[i])) return true;
    return false;
}

static bool needs_quotes(struct str text) {
    if (text.size == 0) return false;
    if (text.at[0] == ' ' || text.at[text.size - 1] == ' ') return true;
    for (size_t i = 0; i < text.size; i++)
        if (strchr(",\";\t\r\n", text.at[i])) return true;
    return false;
}

void csv_cell(struct buf *out, struct str text) {
    while (text.size > 0 && text.at[0] == '\0') text = str_slice(text, 1, text.size); /* left out below */
    bool quotes = needs_quotes(text);
    if (quotes) buf_add_byte(out, '"');
    if (is_formula(text)) buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\0') continue;
        if (text.at[i] == '"') buf_add_byte(out, '"');
        buf_add_byte(out, text.at[i]);
    }
    if (quotes) buf_add_byte(out, '"');
}

static void add_cell(struct buf *out, const struct cell *cell) {
    char day[DATE_ISO_SIZE];
    switch (cell->type) {
    case CELL_EMPTY: break;
    case CELL_TEXT:
    case CELL_STATUS: csv_cell(out, cell->text); break;
    case CELL_WHOLE:
    case CELL_PERCENT: buf_add_whole(out, cell->number); break;
    case CELL_DAY: buf_add_c(out, date_iso((struct date){ (int32_t)cell->number }, day)); break;
    }
}

void csv_sheet(struct buf *out, const struct sheet *sheet) {
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (c > 0) buf_add_byte(out, ',');
        csv_cell(out, sheet->columns[c].key);
    }
    buf_add_c(out, "\r\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        for (size_t c = 0; c < sheet->column_count; c++) {
            if (c > 0) buf_add_byte(out, ',');
            add_cell(out, sheet_at(sheet, r, c));
        }
        buf_add_c(out, "\r\n");
    }
}

void csv_file(struct buf *out, const struct sheet *sheet) {
    struct buf text = { 0 };
    csv_sheet(&text, sheet);
    struct str rows = buf_str(&text);
    for (size_t i = 0; i < rows.size; i++)
        if ((unsigned char)rows.at[i] >= 0x80) {
            buf_add_c(out, "\xEF\xBB\xBF");
            break;
        }
    buf_add(out, rows);
    buf_free(&text);
}
