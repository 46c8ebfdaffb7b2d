/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_decide - the reference evaluator: what a decision table says about a pupil on a day.
 * Owns:  nothing.
 * Must not know: windows, counts.
 */
#include "engine/plain_priv.h"
#include "policy/decision.h"

struct date plain_own_day(const struct plain *run, const struct plain_subject *subject,
                          const struct plain_record *record) {
    int32_t field = run->kinds->kinds[record->activity->kind].counts_on;
    int64_t value = field >= 0 ? plain_field(run, subject, record, field) : VALUE_NONE;
    return value == VALUE_NONE ? record->activity->date : (struct date){ (int32_t)value };
}

/* Records are numbered as they are written down: what was said later on the day of the record asked about came after it. */
static bool comes_after(struct date own, const struct plain_record *record, struct date day, const struct plain_record *asked) {
    return date_after(own, day) || (own.day == day.day && record->activity->id > asked->activity->id);
}

/* The newest record before the one asked about, by (day, number); one of which it is not known makes the input not known. */
static int64_t latest(const struct plain_case *c, const struct decision_input *input, struct date day, const struct plain_record *asked) {
    const struct plain_record *newest = NULL;
    struct date newest_day = DATE_NONE;
    bool doubt = false;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *record = &c->subject->records[i];
        if (record->activity->kind != (uint32_t)input->filter->kind) continue;
        struct date own = plain_own_day(c->run, c->subject, record);
        if (comes_after(own, record, day, asked) || (newest && date_before(own, newest_day))) continue;
        enum plain_answer answer = plain_on_record(c, input->filter, NULL, record, false, NULL);
        if (answer == PLAIN_NO) continue;
        newest = record;
        newest_day = own;
        doubt = answer == PLAIN_NOT_KNOWN;
    }
    if (!newest) return input->if_none;
    return doubt ? VALUE_NONE : plain_field(c->run, c->subject, newest, input->column);
}

static int64_t value_of(const struct plain_case *c, const struct decision_input *input, struct date day, const struct plain_record *asked) {
    return input->is_latest ? latest(c, input, day, asked) : plain_fact(c->run, c->subject, input->fact, day);
}

int32_t plain_decide(const struct plain_case *c, int32_t decision, const struct plain_record *record) {
    const struct decision *table = &c->run->policy->decisions[decision];
    struct date day = plain_own_day(c->run, c->subject, record);
    int32_t answer = -1;
    for (size_t r = 0; r < table->row_count; r++) {
        bool possible = true;
        for (size_t i = 0; i < table->input_count && possible; i++) {
            int64_t value = value_of(c, &table->inputs[i], day, record);
            possible = value == VALUE_NONE || decision_admits(&table->rows[r].cells[i], value);
        }
        if (!possible) continue;
        if (answer >= 0 && answer != table->rows[r].answer) return table->unknown;
        answer = table->rows[r].answer;
    }
    return answer < 0 ? table->unknown : answer;
}
