/* SPDX-License-Identifier: GPL-3.0-or-later
 * fuzz_xlsx - any bytes as a workbook, and any sheet, texts, styles and list of sheets inside a sound archive: read or
 * refused with a reason, and what was read keeps its promises.
 *
 * What does not begin as a zip is parts of a workbook, a line of "====" between them: the sheet, the shared texts, the
 * styles, the workbook; those that are missing are sound ones.
 */
#include <stdlib.h>
#include <string.h>

#include "../unit/formats/book_made.h"
#include "base/utf8.h"
#include "formats/grid.h"
#include "formats/xlsx_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool promise) {
    if (!promise) abort();
}

static struct str next_part(struct str *rest, const char *otherwise) {
    static const struct str BETWEEN = STR_INIT("\n====\n");
    if (!rest->size) return str_from(otherwise);
    size_t end = str_find(*rest, BETWEEN);
    struct str part = str_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? (struct str){ 0 } : str_slice(*rest, end + BETWEEN.size, rest->size);
    return part.size ? part : str_from(otherwise);
}

static struct str book_of(struct made *made, struct str rest) {
    made_part(made, "[Content_Types].xml", STR(TYPES));
    made_part(made, "xl/_rels/workbook.xml.rels", STR(RELATIONS));
    made_part(made, "xl/worksheets/sheet1.xml", next_part(&rest, SHEET("<row><c><v>1</v></c></row>")));
    made_part(made, "xl/sharedStrings.xml", next_part(&rest, TEXTS));
    made_part(made, "xl/styles.xml", next_part(&rest, STYLES));
    made_part(made, "xl/workbook.xml", next_part(&rest, BOOK("<sheets><sheet name='Year 9' r:id='r1'/></sheets>")));
    return made_end(made);
}

/* What was read can be written, and is then read as the same. */
static void there_and_back(struct arena *arena, const struct grid *grid) {
    struct marked_row rows[8];
    struct marked_cell mark = { 0, STR("wrong") };
    size_t count = 0;
    for (uint32_t r = 1; r < grid->row_count && count < COUNT_OF(rows); r++)
        rows[count++] = (struct marked_row){ r, grid->rows[r].cells, grid->rows[r].cell_count, &mark, 1 };
    struct marked_table table = { grid->sheet, grid->rows[0].cells, grid->rows[0].cell_count, rows, count };
    struct err err = { 0 };
    struct str bytes;
    struct grid *again;
    must(xlsx_write_marked(arena, &table, 1, (struct date){ 20000 }, &bytes, &err));
    must(grid_read(arena, STR("again.xlsx"), bytes, &again, NULL, &err));
    must(again->row_count == count + 1);
}

static void check(struct arena *arena, const struct grid *grid) {
    must(grid->row_count > 0 && grid->header < grid->row_count && grid->title.size > 0);
    uint32_t before = 0;
    for (uint32_t r = 0; r < grid->row_count; r++) {
        const struct grid_row row = grid_row(grid, r);
        must(row.cell_count > 0 && row.cell_count <= 512 && row.line > before);
        before = row.line;
        for (uint32_t c = 0; c < row.cell_count; c++) must(utf8_valid(row.cells[c]));
        (void)grid_place(arena, grid, r, 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static unsigned turn;
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct err err = { 0 };
    struct grid_list list;
    struct made made = { 0 };
    struct str file = { (const char *)bytes, size };
    if (!str_starts(file, "PK")) file = book_of(&made, file);
    if (grid_read_all(&arena, STR("fuzz.xlsx"), file, (struct str){ 0 }, &list, &problems, &err)) {
        must(list.count > 0);
        for (size_t i = 0; i < list.count; i++) check(&arena, list.at[i]);
        if (++turn % 64 == 0 && list.at[0]->rows) there_and_back(&arena, list.at[0]);
    } else {
        must(err.code != CODE_NONE && err.text[0] != '\0');
    }
    made_free(&made);
    arena_free(&arena);
    return 0;
}
