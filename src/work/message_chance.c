/* SPDX-License-Identifier: GPL-3.0-or-later
 * message_chance - the next event that could mend it, for pupils who are put down for it; see message.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * Said only of what is sure not to mislead: the kind is that of the rule, whatever is recorded of the event fits, and what
 * is not recorded yet are ticks that are made afterwards.
 */
#include "store/activity.h"
#include "work/message_priv.h"
#include "work/wording.h"

#define MOST_EVENTS 20
#define DEPTH 8

static const struct filter *filter_of(const struct term *term, int depth) {
    for (size_t i = 0; i < term->filter_count; i++)
        if (!term->filters[i].of_subject && term->filters[i].kind >= 0) return &term->filters[i];
    for (size_t i = 0; i < term->part_count && depth < DEPTH; i++) {
        const struct filter *filter = filter_of(&term->parts[i], depth + 1);
        if (filter) return filter;
    }
    return NULL;
}

static bool could_hold(const struct kind *kind, const struct condition *c, const struct activity_card *card) {
    if (c->field < 0 || (uint32_t)c->field >= kind->field_count || c->op != CONDITION_AMONG) return false;
    const struct field *field = &kind->fields[c->field];
    if (field->each) return field->type == FIELD_FLAG;
    for (size_t i = 0; i < card->field_count; i++) {
        if (card->fields[i].field != (uint32_t)c->field) continue;
        bool among = false;
        for (size_t k = 0; k < c->value_count; k++) {
            if (c->values[k].param >= 0) return false;
            among = among || c->values[k].value == card->fields[i].value;
        }
        return among != c->negated;
    }
    return field->type == FIELD_FLAG;
}

static bool could_count(const struct writing *w, const struct filter *filter, const struct activity_card *card) {
    const struct kind *kind = &w->m->school->kinds->kinds[filter->kind];
    bool fits = !card->row.cancelled && kind->shape == SHAPE_MEETING && !filter->bound_count;
    for (size_t i = 0; fits && i < filter->condition_count; i++) fits = could_hold(kind, &filter->conditions[i], card);
    return fits;
}

/* Different pupils of the row who are put down and have not declined. */
static size_t put_down(const struct writing *w, const struct message_row *row, const struct activity_card *card) {
    size_t count = 0;
    for (size_t i = 0; i < card->people_count; i++) {
        bool asked = false;
        for (size_t k = 0; k < w->d->count; k++) {
            const struct digest_item *item = &w->d->items[k];
            asked = asked || (item->part == row->part && item->matter->type == MATTER_FINDING && item->matter->finding.rule == row->first->matter->finding.rule
                              && item->named && item->matter->finding.subject == card->people[i].person);
        }
        count += asked && card->people[i].outcome != OUTCOME_DECLINED && card->people[i].outcome != OUTCOME_EXCUSED;
    }
    return count;
}

struct str message_chance(const struct writing *w, const struct message_row *row, size_t *pupils) {
    const struct finding *f = &row->first->matter->finding;
    const struct filter *wanted = filter_of(&finding_version(w->m->school->policy, f)->have, 0);
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    struct err err = { 0 };
    size_t count;
    char day[DATE_LONG_SIZE];
    if (!wanted) return (struct str){ 0 };
    filter.kind = wanted->kind;
    filter.from = date_add_days(w->m->digests->agenda->as_of, 1);
    filter.to = date_known(f->late_until) ? f->late_until : row->day;
    filter.most = MOST_EVENTS;
    if (!activity_list(w->m->school->db, w->m->school->kinds, w->m->arena, &filter, &rows, &count, &err)) return (struct str){ 0 };
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        struct str name = rows[i].title.size ? rows[i].title : rows[i].organisation_name;
        bool found;
        if (!name.size || !activity_read(w->m->school->db, w->m->school->kinds, w->m->arena, rows[i].id, &card, &found, &err) || !found) continue;
        *pupils = could_count(w, wanted, &card) ? put_down(w, row, &card) : 0;
        if (*pupils) return str_format(w->m->arena, "%.*s, %s", STR_ARG(name), date_long(rows[i].date, day));
    }
    return (struct str){ 0 };
}
