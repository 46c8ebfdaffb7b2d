/* SPDX-License-Identifier: GPL-3.0-or-later
 * list_activity - activities of every kind as a table, and the records of one kind with their fields.
 * Owns:  nothing.
 * Must not know: terminals, rules.
 */
#include "base/utf8.h"
#include "work/card.h"
#include "work/list_priv.h"
#include "work/typed.h"

#define FIELDS_SHOWN 3   /* of those recorded, for people; programs get all there is room for */
#define FIELDS_MOST 20

static bool has_one_of(const struct listing *l, const struct activity_card *card) {
    for (size_t i = 0; i < card->people_count; i++)
        if (selection_has_pupil(&l->who, card->people[i].person)) return true;
    return false;
}

static bool has_values(const struct listing *l, const struct activity_card *card, struct arena *scratch) {
    for (size_t c = 0; c < l->condition_count; c++) {
        const struct list_condition *condition = &l->conditions[c];
        bool fits = !condition->field->each && list_fits(condition, scratch, card_field(card->fields, card->field_count, condition->index));
        for (size_t i = 0; condition->field->each && !fits && i < card->people_count; i++)
            fits = list_fits(condition, scratch, card_field(card->people[i].fields, card->people[i].field_count, condition->index));
        if (!fits) return false;
    }
    return true;
}

static void number_cell(struct listing *l, struct sheet *sheet, int64_t id) {
    if (l->data) sheet_whole(sheet, id);
    else sheet_text(sheet, str_format(l->arena, "#%lld", (long long)id));
}

static void text_cell(struct sheet *sheet, struct str text, const char *none) {
    if (text.size) sheet_text(sheet, text);
    else sheet_none(sheet, str_from(none));
}

static void outcome_cell(struct sheet *sheet, int outcome) {
    if (outcome >= 0) sheet_text(sheet, OUTCOME_NAMES[outcome]);
    else sheet_none(sheet, STR("not recorded"));
}

/* Who came is counted; the others stand beside it: "2 absent, 1 excused".  For programs a column for each outcome. */
static void people_columns(const struct listing *l, struct sheet *sheet, const char *title) {
    sheet_column(sheet, STR("people"), str_from(title), CELL_WHOLE);
    if (!l->data) sheet_column(sheet, STR("others"), STR("Besides"), CELL_TEXT)->weak = true;
    for (int i = 0; l->data && i < OUTCOME_CODE_COUNT; i++)
        if (i != OUTCOME_ATTENDED) sheet_column(sheet, OUTCOME_NAMES[i], utf8_capital(l->arena, OUTCOME_NAMES[i]), CELL_WHOLE);
}

static void people_cells(const struct listing *l, struct sheet *sheet, const struct kind *kind, uint32_t all, const struct activity_outcomes *outcomes) {
    bool meeting = shape_has_outcome(kind->shape);
    struct str others = { 0 };
    sheet_whole(sheet, meeting ? outcomes->of[OUTCOME_ATTENDED] : all);
    for (int i = 0; i <= OUTCOME_CODE_COUNT; i++) {
        struct str word = i < OUTCOME_CODE_COUNT ? OUTCOME_NAMES[i] : STR("not recorded");
        if (i == OUTCOME_ATTENDED) continue;
        if (l->data && i < OUTCOME_CODE_COUNT) sheet_whole(sheet, meeting ? outcomes->of[i] : 0);
        if (meeting && outcomes->of[i]) others = str_format(l->arena, "%.*s%s%u %.*s", STR_ARG(others), others.size ? ", " : "", outcomes->of[i], STR_ARG(word));
    }
    if (!l->data && others.size) sheet_text(sheet, others);
    else if (!l->data) sheet_none(sheet, STR("nobody"));
}

static struct activity_outcomes outcomes_of_card(const struct activity_card *card) {
    struct activity_outcomes out = { .activity = card->row.id };
    for (size_t i = 0; i < card->people_count; i++) {
        int outcome = card->people[i].outcome;
        out.of[outcome >= 0 && outcome < OUTCOME_CODE_COUNT ? outcome : OUTCOME_CODE_COUNT]++;
    }
    return out;
}

static bool read_rows(struct listing *l, int32_t kind, struct activity_row **rows, size_t *count, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    filter.kind = kind;
    filter.from = l->from;
    filter.to = l->to;
    filter.organisation = l->organisation;
    if (l->who.pupil_count == 1) filter.pupil = l->who.pupils[0];
    return activity_list(l->school->db, l->school->kinds, l->arena, &filter, rows, count, err);
}

bool list_activities(struct listing *l, struct sheet **out, struct err *err) {
    struct activity_row *rows;
    struct activity_outcomes *outcomes;
    size_t count, outcome_count;
    struct sheet *sheet = *out = sheet_new(l->arena, STR("activities"), (struct str){ 0 });
    sheet_column(sheet, STR("record"), STR("No."), l->data ? CELL_WHOLE : CELL_TEXT);
    sheet_column(sheet, STR("date"), STR("Day"), CELL_DAY);
    sheet_column(sheet, STR("kind"), STR("Kind"), CELL_TEXT);
    sheet_column(sheet, STR("title"), STR("What"), CELL_TEXT)->keep = true;
    people_columns(l, sheet, "People");
    sheet_column(sheet, STR("organisation"), STR("With"), CELL_TEXT)->weak = true;
    if (!read_rows(l, FIELD_ABSENT, &rows, &count, err) || !activity_outcomes(l->school->db, l->arena, &outcomes, &outcome_count, err)) return false;
    for (size_t i = count; i > 0; i--) { /* the newest first */
        const struct activity_row *row = &rows[i - 1];
        const struct kind *kind = &l->school->kinds->kinds[row->kind];
        struct activity_card card;
        bool found = true;
        if (kind->shape == SHAPE_NOTE || kind->shape == SHAPE_STAFF_NOTE) continue; /* about one person: list KIND */
        if (l->who.pupil_count > 1 && !activity_read(l->school->db, l->school->kinds, l->arena, row->id, &card, &found, err)) return false;
        if (l->who.pupil_count > 1 && !has_one_of(l, &card)) continue;
        sheet_row(sheet);
        number_cell(l, sheet, row->id);
        sheet_day(sheet, row->date);
        sheet_text(sheet, l->data ? kind->name : typed_word(l->arena, kind->name));
        struct str what = row->title.size ? row->title : l->data ? (struct str){ 0 } : typed_word(l->arena, kind->name);
        text_cell(sheet, row->cancelled && !l->data ? str_format(l->arena, "%.*s (cancelled)", STR_ARG(what)) : what, "no title");
        struct activity_outcomes of = activity_outcomes_of(outcomes, outcome_count, row->id);
        people_cells(l, sheet, kind, row->people, &of);
        text_cell(sheet, row->organisation_name, "nobody named");
    }
    return true;
}

/* ---- one kind ------------------------------------------------------------------------------------------------------- */

struct kind_rows {
    struct activity_card *cards;
    size_t count;
    uint32_t fields[FIELDS_MOST];
    size_t field_count;
    bool titles, organisations;
    bool single;             /* each is about one person: that person is named instead of counted */
};

/* Which columns have anything in them. */
static void choose_fields(const struct listing *l, const struct kind *kind, struct kind_rows *rows) {
    size_t most = l->data ? FIELDS_MOST : FIELDS_SHOWN;
    rows->single = shape_of_pupils(kind->shape) || shape_of_staff(kind->shape);
    for (size_t i = 0; i < rows->count; i++) rows->single = rows->single && rows->cards[i].row.people <= 1;
    for (uint32_t f = FIELD_BUILT_IN_COUNT; f < kind->field_count && rows->field_count < most; f++) {
        bool any = false;
        for (size_t i = 0; i < rows->count && !any && !kind->fields[f].each; i++)
            any = card_field(rows->cards[i].fields, rows->cards[i].field_count, f) != NULL;
        if (any && !kind->fields[f].is_private) rows->fields[rows->field_count++] = f;
    }
    for (size_t i = 0; i < rows->count; i++) {
        rows->titles = rows->titles || rows->cards[i].row.title.size;
        rows->organisations = rows->organisations || rows->cards[i].row.organisation_name.size;
    }
}

static bool read_cards(struct listing *l, uint32_t kind, struct kind_rows *out, struct err *err) {
    struct activity_row *rows;
    struct arena scratch = { 0 };
    size_t count;
    bool good = read_rows(l, (int32_t)kind, &rows, &count, err);
    out->cards = arena_array(l->arena, struct activity_card, good ? count + 1 : 1);
    for (size_t i = good ? count : 0; i > 0 && good; i--) {
        struct activity_card *card = &out->cards[out->count];
        bool found;
        good = activity_read(l->school->db, l->school->kinds, l->arena, rows[i - 1].id, card, &found, err);
        if (good && found && (!l->who.pupils || has_one_of(l, card)) && has_values(l, card, &scratch)) out->count++;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return good;
}

static struct sheet *kind_sheet(struct listing *l, const struct kind *kind, const struct kind_rows *rows) {
    struct sheet *sheet = sheet_new(l->arena, kind->name, (struct str){ 0 });
    bool note = rows->single, pupils = shape_of_pupils(kind->shape);
    sheet_column(sheet, STR("record"), STR("No."), l->data ? CELL_WHOLE : CELL_TEXT);
    sheet_column(sheet, STR("date"), STR("Day"), CELL_DAY);
    if (note && l->data) sheet_column(sheet, STR("person"), STR("Key"), CELL_WHOLE);
    if (note && l->names) sheet_column(sheet, STR("name"), pupils ? STR("Pupil") : STR("Who"), CELL_TEXT)->keep = true;
    if (note && pupils) sheet_column(sheet, STR("form_of_pupil"), STR("Form"), CELL_TEXT);
    if (note && shape_has_outcome(kind->shape)) sheet_column(sheet, STR("outcome"), STR("Outcome"), CELL_TEXT);
    if (rows->titles) sheet_column(sheet, STR("title"), STR("What"), CELL_TEXT)->keep = !note;
    if (rows->organisations) sheet_column(sheet, STR("organisation"), STR("With"), CELL_TEXT)->keep = !note && !rows->titles;
    if (!note && shape_of_pupils(kind->shape)) people_columns(l, sheet, "Pupils");
    else if (!note && shape_of_staff(kind->shape)) people_columns(l, sheet, "Staff");
    for (size_t i = 0; i < rows->field_count; i++) {
        const struct field *field = &kind->fields[rows->fields[i]];
        enum cell_type type = field->type == FIELD_DAY ? CELL_DAY : field->type == FIELD_WHOLE ? CELL_WHOLE : CELL_TEXT;
        sheet_column(sheet, field->name, utf8_capital(l->arena, typed_word(l->arena, field->name)), type)->weak = true;
    }
    return sheet;
}

static void field_cell(struct listing *l, struct sheet *sheet, const struct field *field, const struct field_value *value) {
    if (!value) sheet_none(sheet, STR("not recorded"));
    else if (field->type == FIELD_DAY) sheet_day(sheet, (struct date){ (int32_t)value->value });
    else if (field->type == FIELD_WHOLE || (field->type == FIELD_PERSON && !l->names)) sheet_whole(sheet, value->value);
    else if (l->data && field->type == FIELD_FLAG) sheet_text(sheet, value->value ? STR("yes") : STR("no"));
    else if (l->data && (field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF)) sheet_text(sheet, field_print(l->arena, field, value->value));
    else sheet_text(sheet, card_value(l->arena, l->roster, field, value));
}

bool list_kind(struct listing *l, uint32_t index, struct sheet **out, struct err *err) {
    const struct kind *kind = &l->school->kinds->kinds[index];
    struct kind_rows rows = { 0 };
    enum subject_type type = shape_of_staff(kind->shape) ? SUBJECT_STAFF : SUBJECT_PUPIL;
    if (!read_cards(l, index, &rows, err)) return false;
    choose_fields(l, kind, &rows);
    bool note = rows.single, pupils = shape_of_pupils(kind->shape);
    struct sheet *sheet = *out = kind_sheet(l, kind, &rows);
    for (size_t i = 0; i < rows.count; i++) {
        const struct activity_card *card = &rows.cards[i];
        int64_t person = card->people_count ? card->people[0].person : VALUE_NONE;
        sheet_row(sheet);
        number_cell(l, sheet, card->row.id);
        sheet_day(sheet, card->row.date);
        if (note && l->data && person == VALUE_NONE) sheet_empty(sheet);
        else if (note && l->data) sheet_whole(sheet, person);
        if (note && l->names) text_cell(sheet, person == VALUE_NONE ? (struct str){ 0 } : roster_name(l->arena, l->roster, type, person), "nobody");
        if (note && pupils) text_cell(sheet, person == VALUE_NONE ? (struct str){ 0 } : roster_group(l->roster, type, person), "no form");
        if (note && shape_has_outcome(kind->shape)) outcome_cell(sheet, card->people_count ? card->people[0].outcome : -1);
        if (rows.titles) text_cell(sheet, card->row.title, "no title");
        if (rows.organisations) text_cell(sheet, card->row.organisation_name, "nobody named");
        struct activity_outcomes of = outcomes_of_card(card);
        if (!note && (pupils || shape_of_staff(kind->shape))) people_cells(l, sheet, kind, card->row.people, &of);
        for (size_t f = 0; f < rows.field_count; f++)
            field_cell(l, sheet, &kind->fields[rows.fields[f]], card_field(card->fields, card->field_count, rows.fields[f]));
    }
    return true;
}
