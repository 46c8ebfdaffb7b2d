/* SPDX-License-Identifier: GPL-3.0-or-later
 * audience - what of a figure others than the careers team may see.
 * Owns:  nothing.
 * Must not know: who reads, how it is printed.
 */
#include "engine/audience.h"

static bool is_few(int64_t n, int64_t fewest) { return n > 0 && n < fewest; }

static int64_t size_of(const struct measured_cell *cell) { return cell->n + cell->doubtful; }

/* Who is counted, and who is not, for either end of the interval. */
static bool tells_of_few(const struct measured *m, const struct measured_cell *cell, int64_t fewest) {
    int64_t size = size_of(cell);
    if (is_few(size, fewest)) return true;
    if (!m->source->has_of) return false;
    return is_few(cell->count.low, fewest) || is_few(cell->count.high, fewest) || is_few(size - cell->count.low, fewest)
           || is_few(size - cell->count.high, fewest);
}

/* What is hidden of a fact must not follow from the rest: taken together it is as one cell. */
static bool follows(const struct measured *m, const struct measured_cell *cells, size_t count, int64_t fewest) {
    struct measured_cell all = { .by = -1 };
    size_t hidden = 0;
    for (size_t i = 0; i < count; i++) {
        if (!cells[i].hidden) continue;
        hidden++;
        all.n += cells[i].n;
        all.doubtful += cells[i].doubtful;
        all.count.low += cells[i].count.low;
        all.count.high += cells[i].count.high;
    }
    return hidden == 1 || (hidden > 1 && tells_of_few(m, &all, fewest));
}

static void hide_what_follows(const struct measured *m, struct measured_cell *cells, size_t count, int64_t fewest) {
    while (follows(m, cells, count, fewest)) {
        size_t smallest = count;
        for (size_t i = 0; i < count; i++) {
            if (cells[i].hidden || size_of(&cells[i]) == 0) continue;
            if (smallest == count || size_of(&cells[i]) < size_of(&cells[smallest])) smallest = i;
        }
        if (smallest == count) return;
        cells[smallest].hidden = true;
    }
}

void audience_hide(const int64_t *counts, bool *hidden, size_t count, int64_t fewest) {
    for (size_t i = 0; i < count; i++) hidden[i] = is_few(counts[i], fewest);
    for (;;) {
        size_t several = 0, smallest = count;
        int64_t sum = 0;
        for (size_t i = 0; i < count; i++) {
            if (hidden[i]) several++, sum += counts[i];
            else if (counts[i] && (smallest == count || counts[i] < counts[smallest])) smallest = i;
        }
        if (!several || smallest == count || (several > 1 && !is_few(sum, fewest))) return;
        hidden[smallest] = true;
    }
}

struct measured audience_share(const struct measured *m, struct measured_cell *cells, int64_t fewest) {
    struct measured out = *m;
    for (size_t i = 0; i < m->cell_count; i++) {
        cells[i] = m->cells[i];
        cells[i].hidden = tells_of_few(m, &m->cells[i], fewest);
    }
    for (size_t first = 1, next; first < m->cell_count; first = next) {
        for (next = first; next < m->cell_count && cells[next].by == cells[first].by; next++) {}
        hide_what_follows(m, cells + first, next - first, fewest);
        for (size_t i = first; cells[0].hidden && i < next; i++) cells[i].hidden = true;
    }
    for (size_t i = 0; i < m->cell_count; i++)
        if (cells[i].hidden) cells[i] = (struct measured_cell){ .by = m->cells[i].by, .value = m->cells[i].value, .hidden = true };
    out.cells = cells;
    return out;
}
