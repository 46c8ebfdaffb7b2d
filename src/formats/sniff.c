/* SPDX-License-Identifier: GPL-3.0-or-later
 * sniff - what a file is by its content: which kinds are no table, which delimiter a table uses.
 * Owns:  nothing.
 * Must not know: what the columns mean.
 */
#include "formats/sniff_priv.h"

#include <string.h>

#define AS_CSV "Open it in your spreadsheet program and save it as 'CSV UTF-8 (comma delimited)'."
#define AS_XLSX "Open it in your spreadsheet program and save it as 'Excel workbook (.xlsx)'."
#define EXPORT_CSV "Export from the MIS again and choose CSV."

struct signature {
    struct str start;
    const char *what;
    const char *next;
};

static const struct signature SIGNATURES[] = {
    { STR_INIT("%PDF-"), "a PDF, made for reading and printing", EXPORT_CSV },
    { STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an old Excel workbook (.xls)", AS_XLSX },
    { STR_INIT("\x1F\x8B"), "a compressed file (gzip)", "Unpack it and import what is inside." },
    { STR_INIT("7z\xBC\xAF\x27\x1C"), "an archive (7z)", "Unpack it and import what is inside." },
    { STR_INIT("Rar!"), "an archive (RAR)", "Unpack it and import what is inside." },
    { STR_INIT("{\\rtf"), "a Rich Text document", EXPORT_CSV },
    { STR_INIT("\x89PNG"), "a picture", EXPORT_CSV },
    { STR_INIT("\xFF\xD8\xFF"), "a picture", EXPORT_CSV },
    { STR_INIT("GIF8"), "a picture", EXPORT_CSV },
    { STR_INIT("SQLite format 3"), "a database", EXPORT_CSV },
};

static bool begins(struct str bytes, struct str start) {
    return bytes.size >= start.size && memcmp(bytes.at, start.at, start.size) == 0;
}

static bool refuse(struct str name, const char *what, const char *next, struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is %s, not a table in text.", STR_ARG(name), what);
    return err_next(err, "%s", next);
}

/* Names of entries stand uncompressed in a zip, the first ones near the start. */
bool sniff_zip(struct str name, struct str bytes, struct err *err) {
    struct str head = str_slice(bytes, 0, (size_t)64 * 1024);
    if (str_find(head, STR("opendocument.spreadsheet")) != SIZE_MAX)
        return refuse(name, "a LibreOffice workbook (ODS)", AS_XLSX, err);
    if (str_find(head, STR("word/")) != SIZE_MAX) return refuse(name, "a Word document", EXPORT_CSV, err);
    if (str_find(head, STR("ppt/")) != SIZE_MAX) return refuse(name, "a set of slides", EXPORT_CSV, err);
    return refuse(name, "a zip archive", "Unpack it and import what is inside.", err);
}

/* Excel puts a workbook with a password into the file form of its old ones. */
static bool is_locked(struct str bytes) {
    return str_find(str_slice(bytes, 0, (size_t)64 * 1024), STR("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")) != SIZE_MAX;
}

static bool begins_fold(struct str text, const char *start) {
    struct str wanted = str_from(start);
    return text.size >= wanted.size && str_equal_fold_ascii(str_slice(text, 0, wanted.size), wanted);
}

static bool is_page(struct str text) {
    static const char *const web[] = { "<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div" };
    struct str head = str_trim(str_slice(text, 0, 4096));
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_slice(head, 3, head.size);
    for (size_t i = 0; i < COUNT_OF(web); i++)
        if (begins_fold(head, web[i])) return true;
    return str_starts(head, "<?xml") && str_find(head, STR("<html")) != SIZE_MAX;
}

/* The first sign that is no space, whatever the width of a character; a byte-order mark is passed over. */
static bool begins_as_xml(struct str bytes) {
    char first[2];
    size_t count = 0;
    for (size_t i = 0; i < bytes.size && i < 1024 && count < COUNT_OF(first); i++) {
        char c = bytes.at[i];
        if (count == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) continue;
        if (c == 0 || strchr("\xEF\xBB\xBF\xFE\xFF", c)) continue;
        first[count++] = c;
    }
    if (count < 2 || first[0] != '<') return false;
    return first[1] == '?' || first[1] == '!' || first[1] == '_' || (first[1] >= 'a' && first[1] <= 'z') || (first[1] >= 'A' && first[1] <= 'Z');
}

bool sniff_bytes(struct str name, struct str bytes, enum sniffed *what, struct err *err) {
    *what = SNIFFED_TEXT;
    if (bytes.size == 0) {
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is empty.", STR_ARG(name));
        return err_next(err, EXPORT_CSV);
    }
    if (begins(bytes, STR("PK\x03\x04")) || begins(bytes, STR("PK\x05\x06"))) *what = SNIFFED_ZIP;
    if (*what == SNIFFED_ZIP) return true;
    for (size_t i = 0; i < COUNT_OF(SIGNATURES); i++) {
        if (!begins(bytes, SIGNATURES[i].start)) continue;
        if (is_locked(bytes)) return refuse(name, "a workbook locked with a password", "Open it, save it without a password, and import that.", err);
        return refuse(name, SIGNATURES[i].what, SIGNATURES[i].next, err);
    }
    /* Some programs write a few bytes before the PDF begins. */
    if (str_find(str_slice(bytes, 0, 1024), STR("%PDF-1.")) != SIZE_MAX)
        return refuse(name, SIGNATURES[0].what, SIGNATURES[0].next, err);
    if (begins_as_xml(bytes) && !is_page(bytes)) *what = SNIFFED_XML;
    return true;
}

bool sniff_text(struct str name, struct str text, struct err *err) {
    return is_page(text) ? refuse(name, "a web page", AS_CSV, err) : true;
}

bool sniff_xml(struct str name, struct str space, struct str root, struct err *err) {
    if (str_is(space, "urn:schemas-microsoft-com:office:spreadsheet")) return refuse(name, "an Excel workbook in XML", AS_XLSX, err);
    if (str_equal_fold_ascii(root, STR("html"))) return refuse(name, "a web page", AS_CSV, err);
    struct str shown = str_slice(root, 0, 60), where = str_slice(space, 0, 100);
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is XML of another sort: it begins with <%.*s>%s%.*s, and a Common Transfer File with <CTfile>.", STR_ARG(name),
            STR_ARG(shown), where.size ? " of " : "", STR_ARG(where));
    return err_next(err, "Export pupils from the MIS as CSV, XLSX or CTF.");
}

#define LINES 40
#define SAMPLE ((size_t)256 * 1024)

static const char DELIMITERS[] = { ',', ';', '\t', '|' };

/* How often each delimiter stands outside quotes, for each of the first rows. */
static size_t count_delimiters(struct str text, unsigned counts[LINES][COUNT_OF(DELIMITERS)]) {
    size_t rows = 0;
    bool quoted = false, filled = false;
    memset(counts, 0, LINES * sizeof counts[0]);
    text = str_slice(text, 0, SAMPLE);
    for (size_t i = 0; i < text.size && rows < LINES; i++) {
        char c = text.at[i];
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r')) {
            if (filled) rows++;
            filled = false;
            continue;
        }
        filled = filled || (c != ' ' && c != '\t');
        for (size_t d = 0; !quoted && d < COUNT_OF(DELIMITERS); d++)
            if (c == DELIMITERS[d]) counts[rows][d]++;
    }
    return rows < LINES && filled ? rows + 1 : rows;
}

/* Rows that agree on the commonest count above none; *common is that count. */
static size_t agreement(unsigned counts[LINES][COUNT_OF(DELIMITERS)], size_t rows, size_t d, unsigned *common) {
    size_t best = 0;
    *common = 0;
    for (size_t i = 0; i < rows; i++) {
        size_t same = 0;
        for (size_t k = 0; k < rows; k++)
            if (counts[k][d] == counts[i][d]) same++;
        if (counts[i][d] == 0 || same < best || (same == best && counts[i][d] <= *common)) continue;
        best = same;
        *common = counts[i][d];
    }
    return best;
}

static bool sep_line(struct str text, char *delimiter) {
    struct str line = str_slice(text, 0, 16), rest;
    if (!str_cut(line, '\n', &line, &rest)) str_cut(line, '\r', &line, &rest);
    while (line.size > 0 && line.at[line.size - 1] == '\r') line.size--;
    if (line.size >= 2 && line.at[0] == '"' && line.at[line.size - 1] == '"') line = str_slice(line, 1, line.size - 1);
    if (line.size != 5 || !begins_fold(line, "sep=")) return false;
    if (!memchr(DELIMITERS, line.at[4], sizeof DELIMITERS)) return false;
    *delimiter = line.at[4];
    return true;
}

char sniff_delimiter(struct str text, bool *named) {
    char delimiter = ',';
    *named = sep_line(text, &delimiter);
    if (*named) return delimiter;
    unsigned counts[LINES][COUNT_OF(DELIMITERS)];
    size_t rows = count_delimiters(text, counts), best = 0;
    unsigned best_count = 0;
    for (size_t d = 0; d < COUNT_OF(DELIMITERS); d++) {
        unsigned common;
        size_t agree = agreement(counts, rows, d, &common);
        if (agree < best || agree == 0 || (agree == best && common <= best_count)) continue;
        best = agree;
        best_count = common;
        delimiter = DELIMITERS[d];
    }
    return delimiter;
}
