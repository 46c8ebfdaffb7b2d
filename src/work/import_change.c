/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_change - what an import changes of records that were there: whose and what while it is little, by field beyond.
 * Owns:  nothing.
 * Must not know: cells and columns; pupils themselves (import_diff).
 *
 * The values of private fields and of notes are never shown.
 */
#include "store/catalogue.h"
#include "work/card.h"
#include "work/import_priv.h"
#include "work/typed.h"

#define SORTS_MOST 64 /* fields that are counted one by one */

struct import_said {
    struct str lines[IMPORT_NAMED_MOST];
    size_t count;
    struct map sorts;
    struct str names[SORTS_MOST];
    size_t counts[SORTS_MOST];
};

static struct import_said *said_of(struct importing *in) {
    if (!in->changes) {
        in->changes = arena_new(in->arena, struct import_said);
        in->changes->sorts = map_make(in->arena);
    }
    return in->changes;
}

/* Whether lines are told no more: then only the sorts are counted. */
static bool is_full(struct importing *in) { return said_of(in)->count >= IMPORT_NAMED_MOST; }

/* "register: outcome" counted; the line kept while there are few. */
static void add(struct importing *in, struct str table, struct str field, struct str line) {
    struct import_said *said = said_of(in);
    struct str sort = str_format(&in->row, "%.*s: %.*s", STR_ARG(table), STR_ARG(field));
    uint32_t before = said->sorts.count, at = map_put(&said->sorts, sort);
    if (at < SORTS_MOST) said->counts[at]++;
    if (at < SORTS_MOST && at == before) said->names[at] = str_copy(in->arena, sort);
    if (!is_full(in)) said->lines[said->count] = str_copy(in->arena, line);
    said->count++;
}

/* ---- whose ---------------------------------------------------------------------------------------------------------- */

/* "Zoë Jones 13AH" */
static bool pupil_words(struct importing *in, int64_t id, struct str *out, struct err *err) {
    struct pupil pupil;
    struct str form = { 0 };
    bool found;
    int32_t fact = in->kinds->known.form;
    if (!pupil_read(in->db, in->kinds, &in->row, id, &pupil, &found, err)) return false;
    int64_t word = found && fact != FIELD_ABSENT ? pupil_fact_on(in->kinds, &pupil, (uint32_t)fact, in->as_at) : VALUE_NONE;
    if (word != VALUE_NONE && !catalogue_word_text(in->db, &in->row, word, &form, err)) return false;
    *out = found ? str_trim(str_format(&in->row, "%.*s %.*s %.*s", STR_ARG(pupil.first_name), STR_ARG(pupil.surname), STR_ARG(form))) : STR("a pupil");
    return true;
}

static bool person_words(struct importing *in, const struct kind *kind, int64_t id, struct str *out, struct err *err) {
    struct staff staff;
    bool found;
    if (shape_of_pupils(kind->shape)) return pupil_words(in, id, out, err);
    if (!staff_read(in->db, in->kinds, &in->row, id, &staff, &found, err)) return false;
    *out = found ? str_trim(str_format(&in->row, "%.*s %.*s", STR_ARG(staff.first_name), STR_ARG(staff.surname))) : STR("a member of staff");
    return true;
}

/* The title of a note is what it says. */
bool import_change_shows(const struct kind *kind, uint32_t index) {
    const struct field *field = &kind->fields[index];
    if (index == FIELD_TITLE) return shape_has_outcome(kind->shape);
    return !field->is_private && field->home != HOME_NOTE && field->type != FIELD_PERSON && field->type != FIELD_ORGANISATION;
}

/* "A0027 (Talk, 20 October 2026)"; of what has no reference of its own "interview (20 October 2026)". */
static struct str record_words(struct importing *in, struct str reference, const struct kind *kind, const struct activity_row *row) {
    char day[DATE_LONG_SIZE];
    struct str title = import_change_shows(kind, FIELD_TITLE) ? row->title : (struct str){ 0 };
    struct str name = reference.size ? reference : typed_word(&in->row, kind->name);
    return str_format(&in->row, "%.*s (%.*s%s%s)", STR_ARG(name), STR_ARG(title), title.size ? ", " : "", date_short(row->date, day));
}

/* ---- what ----------------------------------------------------------------------------------------------------------- */

static struct str value_words(struct importing *in, const struct field *field, const struct field_value *value) {
    if (!value) return STR("nothing");
    return field->type == FIELD_TEXT ? value->text : typed_word(&in->row, field_print(&in->row, field, value->value));
}

static bool differs(const struct field_value *a, const struct field_value *b) {
    if (!a || !b) return a != b;
    return a->value != b->value || !str_equal(a->text, b->text);
}

struct comparing {
    struct importing *in;
    const struct import_table *table;
    const struct kind *kind;
    struct str who, record; /* who: empty where a record is nobody's */
    size_t found;
};

static void add_difference(struct comparing *c, struct str name, bool shown, struct str before, struct str after) {
    struct arena *row = &c->in->row;
    struct str what = shown ? str_format(row, "%.*s -> %.*s", STR_ARG(before), STR_ARG(after)) : STR("changed");
    if (!str_is(name, "outcome")) what = str_format(row, "%.*s %.*s", STR_ARG(typed_word(row, name)), STR_ARG(what));
    struct str line = c->who.size ? str_format(row, "%.*s: %.*s in %.*s", STR_ARG(c->who), STR_ARG(what), STR_ARG(c->record))
                                  : str_format(row, "%.*s: %.*s", STR_ARG(c->record), STR_ARG(what));
    add(c->in, c->table->name, typed_word(row, name), line);
    c->found++;
}

static void compare_fields(struct comparing *c, const struct field_value *was, size_t was_count, const struct field_value *is, size_t count) {
    for (uint32_t f = FIELD_BUILT_IN_COUNT; f < c->kind->field_count; f++) {
        const struct field *field = &c->kind->fields[f];
        const struct field_value *before = card_field(was, was_count, f), *after = card_field(is, count, f);
        if (differs(before, after)) add_difference(c, field->name, import_change_shows(c->kind, f), value_words(c->in, field, before), value_words(c->in, field, after));
    }
}

static struct str or_nothing(struct str text) { return text.size ? text : STR("nothing"); }

static struct str day_words(struct importing *in, struct date date) {
    char day[DATE_LONG_SIZE];
    return date_known(date) ? str_copy(&in->row, str_from(date_short(date, day))) : STR("nothing");
}

static void compare_row(struct comparing *c, const struct activity_row *was, const struct activity_row *is) {
    if (!date_same(was->date, is->date)) add_difference(c, STR("date"), true, day_words(c->in, was->date), day_words(c->in, is->date));
    if (!date_same(was->last_day, is->last_day)) add_difference(c, STR("last_day"), true, day_words(c->in, was->last_day), day_words(c->in, is->last_day));
    if (!str_equal(was->title, is->title)) add_difference(c, STR("title"), import_change_shows(c->kind, FIELD_TITLE), or_nothing(was->title), or_nothing(is->title));
    if (was->organisation != is->organisation)
        add_difference(c, STR("organisation"), true, or_nothing(was->organisation_name), or_nothing(is->organisation_name));
}

static struct str outcome_words(int outcome) { return outcome < 0 ? STR("nothing") : OUTCOME_NAMES[outcome]; }

bool import_change_was(struct importing *in, struct str source, struct str reference, struct activity_card *was, struct err *err) {
    int64_t id;
    bool found = false;
    *was = (struct activity_card){ .row = { .id = 0 } };
    if (!activity_find(in->db, source, reference, &id, err)) return false;
    return !id || activity_read(in->db, in->kinds, &in->row, id, was, &found, err);
}

bool import_change_is(struct importing *in, const struct import_table *table, struct str reference, const struct activity_card *was, struct err *err) {
    struct activity_card is;
    bool found;
    if (!activity_read(in->db, in->kinds, &in->row, was->row.id, &is, &found, err)) return false;
    struct comparing c = { .in = in, .table = table, .kind = &in->kinds->kinds[is.row.kind] };
    bool one = is.people_count == 1 && was->people_count == 1 && table->target != TARGET_ACTIVITIES;
    c.record = record_words(in, reference, c.kind, &is.row);
    if (one && !person_words(in, c.kind, is.people[0].person, &c.who, err)) return false;
    compare_row(&c, &was->row, &is.row);
    compare_fields(&c, was->fields, was->field_count, is.fields, is.field_count);
    if (one && was->people[0].outcome != is.people[0].outcome)
        add_difference(&c, STR("outcome"), true, outcome_words(was->people[0].outcome), outcome_words(is.people[0].outcome));
    if (one) compare_fields(&c, was->people[0].fields, was->people[0].field_count, is.people[0].fields, is.people[0].field_count);
    if (!c.found) add_difference(&c, STR("record"), false, (struct str){ 0 }, (struct str){ 0 });
    return true;
}

bool import_change_part(struct importing *in, const struct import_table *table, const struct import_part *part, struct err *err) {
    struct activity_row row = { .date = DATE_NONE };
    bool found, hours = part->was == part->is;
    struct comparing c = { .in = in, .table = table, .kind = &in->kinds->kinds[part->activity->kind] };
    if (is_full(in)) {
        add(in, table->name, hours ? STR("hours") : STR("outcome"), (struct str){ 0 });
        return true;
    }
    if (!activity_look(in->db, in->kinds, &in->row, part->activity->id, &row, &found, err) || !pupil_words(in, part->pupil, &c.who, err)) return false;
    c.record = record_words(in, part->reference, c.kind, &row);
    if (hours) add_difference(&c, STR("hours"), false, (struct str){ 0 }, (struct str){ 0 });
    else add_difference(&c, STR("outcome"), true, outcome_words(part->was), outcome_words(part->is));
    return true;
}

bool import_change_staff(struct importing *in, const struct import_table *table, const struct staff *was, struct err *err) {
    struct staff is;
    bool found;
    const struct facts *facts = &in->kinds->facts[SUBJECT_STAFF];
    if (!staff_read(in->db, in->kinds, &in->row, was->id, &is, &found, err)) return false;
    struct comparing c = { .in = in, .table = table };
    c.record = str_trim(str_format(&in->row, "%.*s %.*s", STR_ARG(is.first_name), STR_ARG(is.surname)));
    const struct { const char *name; struct str before, after; } TEXTS[] = {
        { "title", was->title, is.title }, { "email", was->email, is.email },
    };
    const int32_t posts = in->kinds->known.roles, form = facts_find(facts, STR("form"));
    bool shown = !str_equal(was->first_name, is.first_name) || !str_equal(was->surname, is.surname); /* by import_staff, like the posts */
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        if (!str_equal(TEXTS[i].before, TEXTS[i].after)) add_difference(&c, str_from(TEXTS[i].name), true, or_nothing(TEXTS[i].before), or_nothing(TEXTS[i].after));
    for (uint32_t f = 0; f < facts->field_count; f++) {
        struct str before, after;
        if (was->facts[f] == is.facts[f]) continue;
        shown = shown || (int32_t)f == posts || (int32_t)f == form;
        if ((int32_t)f == posts || (int32_t)f == form) continue;
        if (!import_diff_value(in, &facts->fields[f], was->facts[f], &before, err) || !import_diff_value(in, &facts->fields[f], is.facts[f], &after, err)) return false;
        add_difference(&c, facts->fields[f].name, !facts->fields[f].is_private, or_nothing(typed_word(&in->row, before)), or_nothing(typed_word(&in->row, after)));
    }
    if (!c.found && !shown) add_difference(&c, STR("post or qualification"), false, (struct str){ 0 }, (struct str){ 0 });
    return true;
}

void import_change_show(struct importing *in, struct page *page) {
    const struct import_said *said = in->changes;
    if (!said) return;
    page_heading(page, 3, STR("Changed records"));
    if (said->count <= IMPORT_NAMED_MOST) {
        page_list(page, said->lines, said->count);
        return;
    }
    size_t count = said->sorts.count < SORTS_MOST ? said->sorts.count : SORTS_MOST;
    struct str *lines = arena_array(in->arena, struct str, count + 1);
    for (uint32_t i = 0; i < count; i++) lines[i] = str_format(in->arena, "%.*s (%zu)", STR_ARG(said->names[i]), said->counts[i]);
    page_list(page, lines, count);
}
