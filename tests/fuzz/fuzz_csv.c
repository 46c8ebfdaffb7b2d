/* SPDX-License-Identifier: GPL-3.0-or-later
 * fuzz_csv - any bytes as a file brought in: read or refused with a reason, and what was read keeps its promises.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "formats/csv.h"
#include "formats/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool promise) {
    if (!promise) abort();
}

static void check_row(struct arena *arena, const struct grid *grid, uint32_t row) {
    struct grid_row at = grid_row(grid, row);
    must(at.cell_count > 0 && at.cell_count <= 512 && at.line > 0 && at.start <= grid->text.size);
    must(row == 0 || at.line > grid_row(grid, row - 1).line);
    bool filled = false;
    struct buf out = { 0 };
    for (uint32_t c = 0; c < at.cell_count; c++) {
        struct str cell = grid_at(grid, row, c);
        must(utf8_valid(cell));
        filled = filled || cell.size > 0;
        csv_cell(&out, cell);
        struct place place = grid_place(arena, grid, row, c);
        must(place.line == at.line && utf8_valid(place.text));
    }
    must(filled);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct err err = { 0 };
    struct grid *grid = NULL;
    struct str file = { (const char *)bytes, size };
    if (grid_read(&arena, STR("fuzz.csv"), file, &grid, &problems, &err)) {
        must(grid->row_count > 0 && grid->header < grid->row_count && utf8_valid(grid->text));
        for (uint32_t r = 0; r < grid->row_count; r++) check_row(&arena, grid, r);
    } else {
        must(err.code != CODE_NONE && err.text[0] != '\0');
    }
    arena_free(&arena);
    return 0;
}
