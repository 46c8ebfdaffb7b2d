/* SPDX-License-Identifier: GPL-3.0-or-later
 * fuzz_ctf - any bytes as a transfer file: read or refused with a reason, and what was read keeps its promises.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "formats/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool promise) {
    if (!promise) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct err err = { 0 };
    struct grid *grid = NULL;
    struct str file = { (const char *)bytes, size };
    if (!grid_read(&arena, STR("fuzz.xml"), file, &grid, &problems, &err)) {
        must(err.code != CODE_NONE && err.text[0] != '\0');
    } else if (grid->delimiter == 0 && grid->sheet.size == 0) {
        must(grid->row_count > 1 && grid->rows[0].line == 0);
        for (uint32_t r = 0; r < grid->row_count; r++) {
            must(r == 0 || grid->rows[r].line > grid->rows[r - 1].line);
            must(grid->rows[r].cell_count == grid->rows[0].cell_count);
            for (uint32_t c = 0; c < grid->rows[r].cell_count; c++) must(utf8_valid(grid->rows[r].cells[c]));
        }
        for (size_t i = 0; i < grid->remark_count; i++) must(utf8_valid(grid->remarks[i]) && grid->remarks[i].size > 0);
    }
    arena_free(&arena);
    return 0;
}
