/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_number - admission numbers whose zeros in front a spreadsheet took away.
 * Owns:  nothing.
 * Must not know: which row is about whom.
 *
 * Only what the records know is put back: 4003 is read as 004003 where one pupil has that number and none has 4003.
 */
#include <string.h>

#include "work/import_priv.h"

#define LONGEST 12

static bool is_digits(struct str text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] < '0' || text.at[i] > '9') return false;
    return text.size > 0;
}

static bool holders(struct importing *in, struct str number, uint32_t *count, struct err *err) {
    const struct pupil_sought sought = { .admission_no = number, .dob = DATE_NONE };
    int64_t id;
    return pupil_find(in->db, PUPIL_BY_ADMISSION_NO, &sought, &id, count, err);
}

bool import_number_whole(struct importing *in, struct str cell, struct str *whole, struct err *err) {
    uint32_t count = 0, all = 0;
    size_t fits = 0;
    char zeros[LONGEST];
    *whole = cell;
    if (!is_digits(cell) || cell.at[0] == '0' || cell.size >= LONGEST) return true;
    if (!holders(in, cell, &count, err)) return false;
    if (count) return true;
    memset(zeros, '0', sizeof zeros);
    for (size_t more = 1; cell.size + more <= LONGEST; more++) {
        struct str longer = str_format(&in->row, "%.*s%.*s", (int)more, zeros, STR_ARG(cell));
        if (!holders(in, longer, &count, err)) return false;
        all += count;
        if (count) fits = more;
    }
    if (all == 1) *whole = str_format(&in->row, "%.*s%.*s", (int)fits, zeros, STR_ARG(cell));
    return true;
}

void import_number_count(struct importing *in, const struct import_table *table) { in->tables[table - in->tables].zeros++; }

void import_number_say(struct importing *in, const struct import_table *table) {
    if (!table->zeros) return;
    import_say_once(in, "%.*s: the zeros in front of %zu admission number%s were put back, which a spreadsheet takes away.", STR_ARG(table->grid->title), table->zeros,
                    table->zeros == 1 ? "" : "s");
}
