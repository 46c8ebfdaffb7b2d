/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_decide - the pass: decision tables, asked once for each record that some rule compares with one.
 * Owns:  nothing.
 * Must not know: windows, statuses.
 */
#include "engine/pass_engine.h"
#include "policy/decision.h"

#define INPUTS_AT_ONCE 16

static int64_t number_of(const struct engine *e, const struct record *record) { return record_activity(e, record)->id; }

/* The newest record before the one asked about, by day and number; one of which it is not known makes the input not known. */
static int64_t latest(const struct engine *e, const struct decision_input *input, uint32_t filter, const struct record *asked) {
    uint32_t kind = (uint32_t)input->filter->kind;
    const struct record *at = e->records.at + e->records.firsts[kind], *newest = NULL;
    int answer = ANSWERED_NO;
    for (uint32_t i = 0; i < e->records.counts[kind]; i++) {
        if (at[i].day > asked->day || (newest && at[i].day < newest->day)) continue;
        if (at[i].day == asked->day && number_of(e, &at[i]) > number_of(e, asked)) continue; /* said after it */
        int one = record_answer(e, &at[i], &e->program->filters[filter], false);
        if (one == ANSWERED_NO) continue;
        newest = &at[i];
        answer = one;
    }
    if (!newest) return input->if_none;
    return answer == ANSWERED_YES ? record_value(e, newest, input->column) : VALUE_NONE;
}

static int32_t decide(struct engine *e, const struct image_decision *image, const struct record *asked) {
    const struct decision *table = image->source;
    int64_t values[INPUTS_AT_ONCE];
    int32_t answer = -1;
    size_t count = table->input_count < INPUTS_AT_ONCE ? table->input_count : INPUTS_AT_ONCE;
    for (size_t i = 0; i < count; i++) {
        const struct decision_input *input = &table->inputs[i];
        values[i] = input->is_latest ? latest(e, input, image->filters[i], asked)
                                     : subject_fact(&e->subject, input->fact, (struct date){ asked->day });
    }
    for (size_t r = 0; r < table->row_count; r++) {
        bool possible = true;
        for (size_t i = 0; i < count && possible; i++)
            possible = values[i] == VALUE_NONE || decision_admits(&table->rows[r].cells[i], values[i]);
        if (!possible) continue;
        if (answer >= 0 && answer != table->rows[r].answer) return table->unknown;
        answer = table->rows[r].answer;
    }
    return answer < 0 ? table->unknown : answer;
}

static void decide_kind(struct engine *e, uint32_t kind, const struct image_table *table) {
    struct record *at = e->records.at + e->records.firsts[kind];
    for (uint32_t i = 0; i < e->records.counts[kind]; i++) {
        uint64_t *words = e->records.words + at[i].words;
        for (uint32_t d = 0; d < table->decided_count; d++) {
            const struct image_atom *atom = &e->program->atoms[table->decided_atoms[d]];
            uint32_t place = table->decided_bits[d];
            int32_t answer = decide(e, &e->program->decisions[atom->filter], &at[i]);
            bool yes = (uint64_t)atom->mask >> answer & 1;
            words[place / 64 * 2 + !yes] |= UINT64_C(1) << place % 64;
        }
    }
}

void records_decide(struct engine *e) {
    for (uint32_t i = 0; i < e->program->deciding_count; i++) {
        uint32_t kind = e->program->deciding[i];
        decide_kind(e, kind, &e->program->tables[kind]);
    }
}
