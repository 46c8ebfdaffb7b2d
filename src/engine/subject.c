/* SPDX-License-Identifier: GPL-3.0-or-later
 * subject - one subject as the pass sees it: facts on a day, the years of a pupil, conditions on facts as masks.
 * Owns:  nothing; scratch memory belongs to the pass.
 * Must not know: records, windows, statuses.
 */
#include "engine/subject.h"

#include <string.h>

void subject_start(struct subject *s, struct arena *arena, const struct program *program) {
    const struct kinds *kinds = program->policy->kinds;
    *s = (struct subject){ .program = program, .known = &kinds->known };
    s->leap = program->policy->readings[READING_LEAP_DAY].means == LEAP_FEB_28 ? LEAP_FEB_28 : LEAP_MAR_01;
    uint32_t facts = 1, words = 1;
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        uint32_t table_words = program->tables[program->kind_count + (uint32_t)type].words;
        if (kinds->facts[type].field_count > facts) facts = kinds->facts[type].field_count;
        if (table_words > words) words = table_words;
    }
    s->steps = arena_array(arena, const struct fact_step *, facts);
    s->step_counts = arena_array(arena, uint32_t, facts);
    for (int i = 0; i < SUBJECT_DAYS; i++) s->words[i] = arena_array(arena, uint64_t, (size_t)2 * words);
}

void subject_set(struct subject *s, enum subject_type type, const struct batch *batch) {
    s->type = type;
    s->batch = batch;
    s->fact_count = s->program->policy->kinds->facts[type].field_count;
    s->day_count = s->next_day = 0;
    memset(s->step_counts, 0, s->fact_count * sizeof *s->step_counts);
    for (uint32_t i = 0; i < batch->step_count; i++) {
        uint32_t fact = batch->steps[i].fact;
        if (s->step_counts[fact]++ == 0) s->steps[fact] = &batch->steps[i];
    }
}

struct date subject_date(const struct subject *s, int32_t fact) {
    if (fact < 0 || s->batch->facts[fact] == VALUE_NONE) return DATE_NONE;
    return (struct date){ (int32_t)s->batch->facts[fact] };
}

static const struct fact_step *step_on(const struct subject *s, int32_t fact, struct date day) {
    const struct fact_step *steps = s->steps[fact], *found = NULL;
    for (uint32_t i = 0; i < s->step_counts[fact] && !date_after(steps[i].from, day); i++) found = &steps[i];
    return found;
}

/* A step "since ever" says nothing about when the year was true. */
static bool is_placed(const struct fact_step *step) {
    return step->value != VALUE_NONE && step->from.day != DATE_FIRST.day;
}

/* The recorded year moves on by one each 1 September until the next step, and back before the first. */
static int64_t year_on(const struct subject *s, struct date day) {
    int32_t year = s->known->year;
    const struct fact_step *step = step_on(s, year, day);
    if (!step && s->step_counts[year] > 0) step = s->steps[year];
    if (!step || !is_placed(step)) return VALUE_NONE;
    int64_t then = step->value + school_year_of(day) - school_year_of(step->from);
    return then < 0 ? 0 : then;
}

/* The next step with a year, from step i on in the given direction; NULL when there is none. */
static const struct fact_step *placed_from(const struct subject *s, int64_t i, int direction) {
    int32_t year = s->known->year;
    for (; i >= 0 && i < (int64_t)s->step_counts[year]; i += direction) {
        if (is_placed(&s->steps[year][i])) return &s->steps[year][i];
    }
    return NULL;
}

bool subject_first_year(const struct subject *s, int n, int *out) {
    if (s->type != SUBJECT_PUPIL || s->known->year < 0) return false;
    const struct fact_step *first = s->steps[s->known->year];
    const struct fact_step *step = placed_from(s, 0, 1);
    for (bool earliest = true; step; earliest = false) {
        const struct fact_step *next = placed_from(s, step - first + 1, 1);
        int from = school_year_of(step->from), reached = from + n - (int)step->value;
        if (!earliest && reached < from) reached = from;
        if (!next || reached < school_year_of(next->from)) {
            *out = reached;
            return true;
        }
        step = next;
    }
    return false;
}

bool subject_last_year(const struct subject *s, int n, int *out) {
    if (s->type != SUBJECT_PUPIL || s->known->year < 0) return false;
    const struct fact_step *first = s->steps[s->known->year];
    const struct fact_step *step = placed_from(s, (int64_t)s->step_counts[s->known->year] - 1, -1), *later = NULL;
    while (step) {
        const struct fact_step *before = placed_from(s, step - first - 1, -1);
        int from = school_year_of(step->from), reached = from + n - (int)step->value;
        if (later && reached >= school_year_of(later->from)) reached = school_year_of(later->from) - 1;
        if (reached >= from || !before) {
            *out = reached;
            return true;
        }
        later = step;
        step = before;
    }
    return false;
}

static int64_t flag_between(struct date from, struct date to, struct date day) {
    if (date_known(from) && date_before(day, from)) return 0;
    return !(date_known(to) && date_after(day, to));
}

static int64_t days_between(struct date from, struct date to, struct date day) {
    if (!date_known(from)) return VALUE_NONE;
    int64_t days = (int64_t)date_min(day, to).day - from.day;
    return days < 0 ? 0 : days;
}

static int64_t derived(const struct subject *s, int32_t fact, struct date day) {
    const struct known_facts *k = s->known;
    if (s->type == SUBJECT_STAFF) {
        struct date from = subject_date(s, k->started_on), to = subject_date(s, k->staff_left_on);
        if (fact == k->in_post) return flag_between(from, to, day);
        return fact == k->days_in_post ? days_between(from, to, day) : VALUE_NONE;
    }
    if (s->type != SUBJECT_PUPIL) return VALUE_NONE;
    if (fact == k->age) {
        struct date born = subject_date(s, k->dob);
        if (!date_known(born)) return VALUE_NONE;
        int age = date_age(born, day, s->leap);
        return age < 0 ? 0 : age;
    }
    if (fact == k->key_stage) {
        int64_t year = k->year < 0 ? VALUE_NONE : year_on(s, day);
        return year == VALUE_NONE ? VALUE_NONE : key_stage_of_year((int)year);
    }
    struct date from = subject_date(s, k->admitted_on), to = subject_date(s, k->left_on);
    if (fact == k->on_roll) return flag_between(from, to, day);
    return fact == k->days_on_roll ? days_between(from, to, day) : VALUE_NONE;
}

int64_t subject_fact(const struct subject *s, int32_t fact, struct date day) {
    const struct field *field = &s->program->policy->kinds->facts[s->type].fields[fact];
    if (field->home == HOME_DERIVED) return derived(s, fact, day);
    if (s->type == SUBJECT_PUPIL && fact == s->known->year) return year_on(s, day);
    if (!field->dated || s->type == SUBJECT_SCHOOL) return s->batch->facts[fact];
    const struct fact_step *step = step_on(s, fact, day);
    return step ? step->value : VALUE_NONE;
}

const uint64_t *subject_words(struct subject *s, struct date day) {
    for (uint32_t i = 0; i < s->day_count; i++) {
        if (s->days[i] == day.day) return s->words[i];
    }
    uint32_t at = s->next_day;
    s->next_day = (s->next_day + 1) % SUBJECT_DAYS;
    if (s->day_count < SUBJECT_DAYS) s->day_count++;
    const struct image_table *table = &s->program->tables[s->program->kind_count + (uint32_t)s->type];
    s->days[at] = day.day;
    memset(s->words[at], 0, (size_t)2 * table->words * sizeof *s->words[at]);
    for (uint32_t i = 0; i < table->session_count; i++) {
        const struct image_column *column = &table->session[i];
        mask_add_value(s->program, column, table->words, subject_fact(s, column->field, day), s->words[at]);
    }
    return s->words[at];
}

int subject_any(struct subject *s, uint32_t filters, uint32_t count, struct date day) {
    const uint64_t *words = subject_words(s, day);
    int best = ANSWERED_NO;
    for (uint32_t i = 0; i < count && best != ANSWERED_YES; i++) {
        int answer = mask_answer(&s->program->filters[filters + i], words);
        if (answer > best) best = answer;
    }
    return best;
}
