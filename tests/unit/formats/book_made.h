/* SPDX-License-Identifier: GPL-3.0-or-later
 * book_made - workbooks made by tests: a zip without compression, and the parts that every workbook has.
 *
 * Example:
 *     struct made made = { 0 };
 *     made_book(&made, SHEET("<row r='1'><c r='A1'><v>7</v></c></row>"));
 *     struct str bytes = made_end(&made);   // borrowed from made; made_free(&made) when done
 */
#ifndef SIGNPOST_BOOK_MADE_H
#define SIGNPOST_BOOK_MADE_H

#include "base/str.h"

struct made {
    struct buf zip, directory;
    unsigned count;
};

static inline uint32_t made_sum(struct str bytes) {
    uint32_t crc = 0xFFFFFFFFU;
    for (size_t i = 0; i < bytes.size; i++) {
        crc ^= (unsigned char)bytes.at[i];
        for (int k = 0; k < 8; k++) crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

static inline void made_number(struct buf *out, uint32_t number, int bytes) {
    for (int i = 0; i < bytes; i++) buf_add_byte(out, (char)(number >> (8 * i) & 0xFF));
}

static inline void made_head(struct buf *out, struct str name, struct str text) {
    made_number(out, 20, 2), made_number(out, 0, 2), made_number(out, 0, 2), made_number(out, 0x00210000U, 4);
    made_number(out, made_sum(text), 4), made_number(out, (uint32_t)text.size, 4), made_number(out, (uint32_t)text.size, 4);
    made_number(out, (uint32_t)name.size, 2), made_number(out, 0, 2);
}

static inline void made_part(struct made *made, const char *name, struct str text) {
    struct str said = str_from(name);
    uint32_t offset = (uint32_t)made->zip.size;
    buf_add(&made->zip, STR("PK\x03\x04"));
    made_head(&made->zip, said, text);
    buf_add(&made->zip, said);
    buf_add(&made->zip, text);
    buf_add(&made->directory, STR("PK\x01\x02"));
    made_number(&made->directory, 20, 2);
    made_head(&made->directory, said, text);
    made_number(&made->directory, 0, 2), made_number(&made->directory, 0, 2), made_number(&made->directory, 0, 2);
    made_number(&made->directory, 0, 4), made_number(&made->directory, offset, 4);
    buf_add(&made->directory, said);
    made->count++;
}

static inline struct str made_end(struct made *made) {
    uint32_t at = (uint32_t)made->zip.size, size = (uint32_t)made->directory.size;
    buf_add(&made->zip, buf_str(&made->directory));
    buf_add(&made->zip, STR("PK\x05\x06"));
    made_number(&made->zip, 0, 4), made_number(&made->zip, made->count, 2), made_number(&made->zip, made->count, 2);
    made_number(&made->zip, size, 4), made_number(&made->zip, at, 4), made_number(&made->zip, 0, 2);
    return buf_str(&made->zip);
}

static inline void made_free(struct made *made) {
    buf_free(&made->zip);
    buf_free(&made->directory);
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET(rows) "<worksheet xmlns='" MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define BOOK(inside) "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'>" inside "</workbook>"
#define TYPES                                                                                                              \
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='xml' "                \
    "ContentType='application/xml'/><Override PartName='/xl/workbook.xml' "                                                \
    "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"
#define RELATIONS                                                                                                          \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='"     \
    OFFICE "/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='" OFFICE                               \
    "/worksheet' Target='/xl/worksheets/sheet2.xml'/><Relationship Id='r3' Type='" OFFICE                                  \
    "/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='r4' Type='" OFFICE                                      \
    "/styles' Target='styles.xml'/></Relationships>"
/* Looks of cells: 0 plain, 1 day, 2 own day, 3 own time, 4 power, 5 six digits, 6 text, 7 words in quotes only. */
#define STYLES                                                                                                             \
    "<styleSheet xmlns='" MAIN "'><numFmts count='5'><numFmt numFmtId='164' formatCode='dd\\/mm\\/yyyy'/><numFmt "         \
    "numFmtId='165' formatCode='[h]:mm'/><numFmt numFmtId='166' formatCode='000000'/><numFmt numFmtId='167' "              \
    "formatCode='&quot;day &quot;0'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf "              \
    "numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='11'/><xf numFmtId='166'/><xf " \
    "numFmtId='49'/><xf numFmtId='167'/></cellXfs></styleSheet>"
#define TEXTS                                                                                                              \
    "<sst xmlns='" MAIN "'><si><t>UPN</t></si><si><r><t>Zo</t></r><r><t xml:space='preserve'>ë </t></r><rPh sb='0' "       \
    "eb='1'><t>ZOH</t></rPh></si><si><t>one_x000A_two</t></si></sst>"

/* A whole workbook of one sheet, "Year 9", and of a second one when `second` is given. */
static inline void made_book_of(struct made *made, const char *book, const char *first, const char *second) {
    made_part(made, "[Content_Types].xml", STR(TYPES));
    made_part(made, "xl/workbook.xml", str_from(book));
    made_part(made, "xl/_rels/workbook.xml.rels", STR(RELATIONS));
    made_part(made, "xl/sharedStrings.xml", STR(TEXTS));
    made_part(made, "xl/styles.xml", STR(STYLES));
    made_part(made, "xl/worksheets/sheet1.xml", str_from(first));
    if (second) made_part(made, "xl/worksheets/sheet2.xml", str_from(second));
}

static inline void made_book(struct made *made, const char *sheet) {
    made_book_of(made, BOOK("<sheets><sheet name='Year 9' sheetId='1' r:id='r1'/></sheets>"), sheet, NULL);
}

#endif
