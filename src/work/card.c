/* SPDX-License-Identifier: GPL-3.0-or-later
 * card - one record on a card; see card.h.
 * Owns:  nothing.
 * Must not know: terminals, rules.
 */
#include "work/card.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "work/passport.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/typed.h"

#define FIELDS_MOST 64
#define COLUMNS_MOST 8

bool card_number(struct str text, int64_t *id) {
    struct str digits = str_starts(text, "#") ? str_slice(text, 1, text.size) : text;
    return str_whole(digits, id) && *id > 0;
}

const struct field_value *card_field(const struct field_value *fields, size_t count, uint32_t field) {
    for (size_t i = 0; i < count; i++)
        if (fields[i].field == field) return &fields[i];
    return NULL;
}

struct str card_value(struct arena *arena, const struct roster *roster, const struct field *field, const struct field_value *value) {
    if (!value) return STR("not recorded");
    if (field->type == FIELD_TEXT) return value->text;
    if (value->value == VALUE_NONE) return STR("not recorded");
    if (field->type == FIELD_PERSON) return roster_name(arena, roster, SUBJECT_STAFF, value->value);
    if (field->type == FIELD_ORGANISATION) return roster_name(arena, roster, SUBJECT_ORGANISATION, value->value);
    struct str printed = field_print(arena, field, value->value);
    return field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF ? typed_word(arena, printed) : printed;
}

/* ---- what it is ----------------------------------------------------------------------------------------------------- */

static struct str when_words(struct arena *arena, const struct activity_row *row) {
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    if (!date_known(row->last_day) || date_same(row->last_day, row->date))
        return str_copy(arena, str_from(date_long(row->date, first)));
    return str_format(arena, "%s to %s", date_long(row->date, first), date_long(row->last_day, last));
}

static void add_fields(struct page *page, const struct kind *kind, const struct activity_card *card, const struct roster *roster,
                       const struct viewer *viewer, struct str origin) {
    struct arena *arena = page->arena;
    struct labelled fields[FIELDS_MOST];
    size_t count = 0;
    if (card->row.title.size) fields[count++] = (struct labelled){ STR("title"), card->row.title };
    if (card->row.organisation_name.size) fields[count++] = (struct labelled){ STR("with"), card->row.organisation_name };
    for (size_t i = 0; i < card->field_count && count < FIELDS_MOST - 3; i++) {
        const struct field *field = &kind->fields[card->fields[i].field];
        if (!redact_field(viewer, kind, field)) continue;
        fields[count++] = (struct labelled){ typed_word(arena, field->name), card_value(arena, roster, field, &card->fields[i]) };
    }
    if (card->row.cancelled) fields[count++] = (struct labelled){ STR("cancelled"), STR("it did not take place and counts for nothing") };
    if (card->row.erased)
        fields[count++] = (struct labelled){ STR("erased"), str_format(arena, "%u who took part are erased from the records", card->row.erased) };
    fields[count++] = (struct labelled){ STR("from"), origin };
    page_fields(page, fields, count);
}

static struct str origin_words(struct arena *arena, const struct activity_origin *origin) {
    struct passport_school from;
    int64_t number;
    if (!origin->source.size) return STR("recorded by hand");
    if (passport_origin(origin, &from, &number)) return str_format(arena, "delivered by %.*s, there #%lld (careers passport)", STR_ARG(from.name), (long long)number);
    return str_format(arena, "a file of %.*s, there %.*s", STR_ARG(typed_word(arena, origin->source)), STR_ARG(origin->reference));
}

/* ---- who took part -------------------------------------------------------------------------------------------------- */

struct ranked {
    size_t rank, at;
};

static int by_rank(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static const struct ranked *in_order(struct arena *arena, const struct activity_card *card, const struct roster *roster, bool pupils) {
    struct ranked *order = arena_array(arena, struct ranked, card->people_count + 1);
    for (size_t i = 0; i < card->people_count; i++) order[i] = (struct ranked){ pupils ? roster_rank(roster, card->people[i].person) : 0, i };
    if (card->people_count) qsort(order, card->people_count, sizeof *order, by_rank);
    return order;
}

/* Fields of persons that are recorded of anybody. */
static size_t each_fields(const struct kind *kind, const struct activity_card *card, uint32_t *out) {
    size_t count = 0;
    for (uint32_t f = FIELD_BUILT_IN_COUNT; f < kind->field_count && count < COLUMNS_MOST; f++) {
        bool any = false;
        for (size_t i = 0; i < card->people_count && !any; i++) any = card_field(card->people[i].fields, card->people[i].field_count, f) != NULL;
        if (any && kind->fields[f].each) out[count++] = f;
    }
    return count;
}

static void add_cells(struct sheet *sheet, const struct roster *roster, const struct kind *kind, const struct activity_person *one,
                      const uint32_t *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &kind->fields[fields[i]];
        const struct field_value *value = card_field(one->fields, one->field_count, fields[i]);
        if (!value) sheet_empty(sheet);
        else if (field->type == FIELD_DAY) sheet_day(sheet, (struct date){ (int32_t)value->value });
        else sheet_text(sheet, card_value(sheet->arena, roster, field, value));
    }
}

static struct sheet *people_sheet(const struct command_call *call, const struct kind *kind, const struct activity_card *card,
                                  const struct roster *roster) {
    struct arena *arena = call->arena;
    bool pupils = shape_of_pupils(kind->shape), data = call->json || call->csv, names = call->names || !data;
    struct sheet *sheet = sheet_new(arena, STR("people"), (struct str){ 0 });
    uint32_t fields[COLUMNS_MOST];
    size_t field_count = each_fields(kind, card, fields);
    if (data) sheet_column(sheet, pupils ? STR("pupil") : STR("staff"), STR("Key"), CELL_WHOLE);
    if (names) sheet_column(sheet, STR("name"), pupils ? STR("Pupil") : STR("Who"), CELL_TEXT)->keep = true;
    if (pupils) sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    if (shape_has_outcome(kind->shape)) sheet_column(sheet, STR("outcome"), STR("Outcome"), CELL_TEXT);
    for (size_t i = 0; i < field_count; i++) {
        const struct field *field = &kind->fields[fields[i]];
        sheet_column(sheet, field->name, utf8_capital(arena, typed_word(arena, field->name)), field->type == FIELD_DAY ? CELL_DAY : CELL_TEXT);
    }
    const struct ranked *order = in_order(arena, card, roster, pupils);
    for (size_t i = 0; i < card->people_count; i++) {
        const struct activity_person *one = &card->people[order[i].at];
        enum subject_type type = pupils ? SUBJECT_PUPIL : SUBJECT_STAFF;
        sheet_row(sheet);
        if (data) sheet_whole(sheet, one->person);
        if (names) sheet_text(sheet, roster_name(arena, roster, type, one->person));
        if (pupils) sheet_text(sheet, roster_group(roster, type, one->person));
        if (shape_has_outcome(kind->shape)) {
            if (one->outcome >= 0) sheet_text(sheet, OUTCOME_NAMES[one->outcome]);
            else sheet_none(sheet, STR("not recorded"));
        }
        add_cells(sheet, roster, kind, one, fields, field_count);
    }
    return sheet;
}

/* ---- the card ------------------------------------------------------------------------------------------------------- */

static void add_next(struct school *school, struct date day, struct answer *answer, const struct kind *kind, const struct activity_card *card) {
    if (shape_of_pupils(kind->shape) && card->people_count == 1)
        answer_next(answer, "show \"%.*s\"", STR_ARG(resolve_pupil_words(school, answer->arena, day, card->people[0].person)));
    answer_next(answer, "correct %lld FIELD=VALUE", (long long)card->row.id);
    answer_next(answer, "help %.*s", STR_ARG(kind->name));
}

bool card_record(struct school *school, const struct command_call *call, const struct viewer *viewer, int64_t id, struct answer *answer,
                 struct err *err) {
    struct activity_card card;
    struct activity_origin origin;
    struct roster *roster;
    bool found;
    if (!activity_read(school->db, school->kinds, answer->arena, id, &card, &found, err)) return false;
    if (!found) {
        err_set(err, CODE_NOTHING_SELECTED, "There is no record #%lld.", (long long)id);
        return err_next(err, "list activities  shows the numbers of records");
    }
    if (!activity_origin(school->db, answer->arena, id, &origin, err) || !roster_read(answer->arena, school, call->as_of, &roster, err)) return false;
    const struct kind *kind = &school->kinds->kinds[card.row.kind];
    if (!redact_kind(viewer, kind, err)) return false;
    answer->page = page_new(answer->arena, STR("Record"));
    page_lead(answer->page, str_format(answer->arena, "#%lld %.*s", (long long)id, STR_ARG(typed_word(answer->arena, kind->name))),
              when_words(answer->arena, &card.row));
    add_fields(answer->page, kind, &card, roster, viewer, origin_words(answer->arena, &origin));
    struct sheet *sheet = redact_records(answer->arena, viewer, kind, people_sheet(call, kind, &card, roster));
    if (sheet->row_count) page_table(answer->page, sheet);
    if (sheet->row_count) answer->result = sheet;
    if (redact_sees_all(viewer)) add_next(school, call->as_of, answer, kind, &card);
    return true;
}
