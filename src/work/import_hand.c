/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_hand - what people set by hand, where a file meets it.
 * Owns:  nothing.
 * Must not know: how cells are read, which row it was.
 *
 * A file that says what it said before a correction says nothing new, and the corrected value stays.  One that says something
 * else has changed since, and is taken.  Where a file meets a record made by hand for the first time, what the person wrote
 * stays and the file fills in what is blank.
 */
#include "store/hand.h"
#include "store/pupil.h"
#include "work/import_priv.h"

#define NAMED_MOST 3

struct named {
    struct str at[NAMED_MOST];
    size_t count;
};

struct import_hands {
    struct hand *rows;
    bool *gone;               /* by row: the file and the person agree, or the file was taken */
    size_t count, room;
    struct map keys;          /* struct hand_key */
    struct map activities;
    struct arena arena;       /* of the card */
    struct activity_card card;/* of the record looked at last */
    struct named kept, taken, joined, moved;
    int64_t agreed;
};

struct hand_key { int64_t activity, person, field; };

static struct str bytes_of(const void *at, size_t size) { return (struct str){ at, size }; }

static void remember(struct importing *in, const struct hand *row) {
    struct import_hands *hands = in->hands;
    struct hand_key key = { row->activity, row->person, row->field };
    if (hands->count == hands->room) {
        size_t room = hands->room ? hands->room * 2 : 64;
        struct hand *rows = arena_array(in->arena, struct hand, room);
        bool *gone = arena_array(in->arena, bool, room);
        for (size_t i = 0; i < hands->count; i++) rows[i] = hands->rows[i], gone[i] = hands->gone[i];
        hands->rows = rows;
        hands->gone = gone;
        hands->room = room;
    }
    uint32_t at = map_put(&hands->keys, bytes_of(&key, sizeof key));
    map_put(&hands->activities, bytes_of(&row->activity, sizeof row->activity));
    if (at == hands->count) hands->count++;
    hands->rows[at] = *row;
    hands->gone[at] = false;
}

bool import_hand_begin(struct importing *in, struct err *err) {
    struct hand *rows;
    size_t count;
    in->hands = arena_new(in->arena, struct import_hands);
    in->hands->keys = map_make(in->arena);
    in->hands->activities = map_make(in->arena);
    if (!hand_list(in->db, in->arena, &rows, &count, err)) return false;
    for (size_t i = 0; i < count; i++) remember(in, &rows[i]);
    return true;
}

void import_hand_end(struct importing *in) {
    if (in->hands) arena_free(&in->hands->arena);
}

static bool knows(const struct importing *in, int64_t activity) {
    return in->hands->count && map_find(&in->hands->activities, bytes_of(&activity, sizeof activity)) != MAP_NONE;
}

static const struct hand *find(const struct importing *in, int64_t activity, int64_t person, int32_t field) {
    struct hand_key key = { activity, person, field };
    uint32_t at = map_find(&in->hands->keys, bytes_of(&key, sizeof key));
    return at == MAP_NONE || in->hands->gone[at] ? NULL : &in->hands->rows[at];
}

static bool drop(struct importing *in, const struct hand *row, struct err *err) {
    in->hands->gone[row - in->hands->rows] = true;
    return hand_remove(in->db, row->activity, row->person, row->field, err);
}

static bool keep(struct importing *in, const struct hand *row, struct err *err) {
    remember(in, row);
    return hand_put(in->db, row, err);
}

bool import_hand_moved(const struct importing *in, int64_t activity) {
    return knows(in, activity) && find(in, activity, 0, -1 - FIELD_DATE);
}

/* ---- one value ------------------------------------------------------------------------------------------------------------ */

/* Of the record, before this row is written. */
static bool read_card(struct importing *in, int64_t activity, struct err *err) {
    struct import_hands *hands = in->hands;
    bool found;
    arena_reset(&hands->arena);
    hands->card = (struct activity_card){ .row = { .id = 0 } };
    return activity_read(in->db, in->kinds, &hands->arena, activity, &hands->card, &found, err);
}

static bool have_card(struct importing *in, int64_t activity, struct err *err) {
    return in->hands->card.row.id == activity || read_card(in, activity, err);
}

struct value {
    int64_t number;
    struct str text;
};

static struct value in_list(const struct kind *kind, const struct field_value *fields, size_t count, uint32_t index) {
    for (size_t i = 0; i < count; i++)
        if (fields[i].field == index) return (struct value){ kind->fields[index].home == HOME_NOTE ? VALUE_NONE : fields[i].value, fields[i].text };
    return (struct value){ VALUE_NONE, { 0 } };
}

static struct value day_value(struct date day) { return (struct value){ date_known(day) ? day.day : VALUE_NONE, { 0 } }; }

static struct value current(const struct activity_card *card, const struct kind *kind, int64_t person, uint32_t index) {
    if (index == FIELD_DATE) return day_value(card->row.date);
    if (index == FIELD_LAST_DAY) return day_value(card->row.last_day);
    if (index == FIELD_TITLE) return (struct value){ VALUE_NONE, card->row.title };
    if (index == FIELD_ORGANISATION_OF) return (struct value){ card->row.organisation, { 0 } };
    if (!person) return in_list(kind, card->fields, card->field_count, index);
    for (size_t i = 0; i < card->people_count; i++) {
        const struct activity_person *one = &card->people[i];
        if (one->person != person) continue;
        if (index != FIELD_OUTCOME) return in_list(kind, one->fields, one->field_count, index);
        return (struct value){ one->outcome < 0 ? VALUE_NONE : one->outcome, { 0 } };
    }
    return (struct value){ VALUE_NONE, { 0 } };
}

static bool is_blank(const struct value *value) { return value->number == VALUE_NONE && !value->text.size; }
static bool same(const struct value *a, const struct value *b) { return a->number == b->number && str_equal(a->text, b->text); }

/* Empty where the words would say what is private, or a key. */
static struct str words(struct importing *in, const struct kind *kind, uint32_t index, const struct value *value) {
    const struct field *field = &kind->fields[index];
    if (!import_change_shows(kind, index)) return (struct str){ 0 };
    if (is_blank(value)) return STR("nothing");
    if (value->text.size) return str_format(in->arena, "'%.*s'", STR_ARG(value->text));
    if (index == FIELD_OUTCOME) return value->number < OUTCOME_CODE_COUNT ? OUTCOME_NAMES[value->number] : (struct str){ 0 };
    return field_print(in->arena, field, value->number);
}

static bool of_whom(struct importing *in, const struct kind *kind, int64_t person, struct str *out, struct err *err) {
    struct pupil pupil;
    bool found = false;
    *out = (struct str){ 0 };
    if (!person || !shape_of_pupils(kind->shape)) return true;
    if (!pupil_read(in->db, in->kinds, &in->row, person, &pupil, &found, err)) return false;
    if (found) *out = str_format(in->arena, ", %.*s %.*s", STR_ARG(pupil.first_name), STR_ARG(pupil.surname));
    return true;
}

static struct str label(struct importing *in, const struct kind *kind, const struct activity_row *row) {
    char day[DATE_LONG_SIZE];
    bool event = shape_has_outcome(kind->shape); /* of a note the title is what it says */
    struct str what = event && row->title.size ? row->title : event && row->organisation_name.size ? row->organisation_name : kind->name;
    char *plain = arena_copy(in->arena, what.at, what.size);
    for (size_t i = 0; i < what.size && what.at == kind->name.at; i++)
        if (plain[i] == '_') plain[i] = ' ';
    return str_format(in->arena, "#%lld %.*s of %s", (long long)row->id, (int)what.size, plain, date_short(row->date, day));
}

static bool name(struct importing *in, struct named *list, const struct kind *kind, int64_t person, struct str said, struct err *err) {
    struct str who;
    if (list->count++ >= NAMED_MOST) return true;
    if (!of_whom(in, kind, person, &who, err)) return false;
    list->at[list->count - 1] = str_format(in->arena, "%.*s%.*s%.*s", STR_ARG(label(in, kind, &in->hands->card.row)), STR_ARG(who), STR_ARG(said));
    return true;
}

static struct str field_words(struct importing *in, const struct kind *kind, uint32_t index) {
    static const char *const BUILT_IN[] = { "date", "last day", "title", "organisation", "cancelled", "outcome" };
    if (index < FIELD_BUILT_IN_COUNT) return str_from(BUILT_IN[index]);
    char *plain = arena_copy(in->arena, kind->fields[index].name.at, kind->fields[index].name.size);
    for (size_t i = 0; i < kind->fields[index].name.size; i++)
        if (plain[i] == '_') plain[i] = ' ';
    return (struct str){ plain, kind->fields[index].name.size };
}

static bool say_kept(struct importing *in, const struct kind *kind, int64_t person, uint32_t index, const struct value *mine, const struct value *file, struct err *err) {
    struct str a = words(in, kind, index, mine), b = words(in, kind, index, file), field = field_words(in, kind, index);
    struct str said = a.size && b.size ? str_format(in->arena, ": %.*s is %.*s, and the file says %.*s", STR_ARG(field), STR_ARG(a), STR_ARG(b))
                                       : str_format(in->arena, ": %.*s", STR_ARG(field));
    return name(in, &in->hands->kept, kind, person, said, err);
}

static bool say_taken(struct importing *in, const struct kind *kind, int64_t person, uint32_t index, const struct value *mine, const struct value *file, struct err *err) {
    struct str a = words(in, kind, index, mine), b = words(in, kind, index, file), field = field_words(in, kind, index);
    struct str said = a.size && b.size ? str_format(in->arena, ": %.*s %.*s \xE2\x86\x92 %.*s", STR_ARG(field), STR_ARG(a), STR_ARG(b))
                                       : str_format(in->arena, ": %.*s", STR_ARG(field));
    return name(in, &in->hands->taken, kind, person, said, err);
}

/* Where the record lies, and whether the file meets it for the first time. */
struct meeting {
    const struct kind *kind;
    int64_t activity, person;
    bool first;
};

/* 1: what is there stays.  0: the value is written.  -1: the database said no. */
static int settle(struct importing *in, const struct meeting *at, uint32_t index, struct value file, struct err *err) {
    struct import_hands *hands = in->hands;
    int32_t field = hand_field(at->kind, index);
    const struct hand *row = at->first ? NULL : find(in, at->activity, at->person, field);
    if (!row && !at->first) return 0;
    if (!have_card(in, at->activity, err)) return -1;
    struct value mine = current(&hands->card, at->kind, at->person, index);
    struct value stored = { hand_value(at->kind, index, file.number), file.text };
    if (at->first) {
        if (is_blank(&mine) || same(&mine, &file)) return 0;
        struct hand said = { at->activity, at->person, field, stored.number, str_copy(in->arena, stored.text) };
        return keep(in, &said, err) && say_kept(in, at->kind, at->person, index, &mine, &file, err) ? 1 : -1;
    }
    if (same(&stored, &(struct value){ row->said, row->text })) {
        if (same(&mine, &file)) return 0;
        return say_kept(in, at->kind, at->person, index, &mine, &file, err) ? 1 : -1;
    }
    if (!drop(in, row, err)) return -1;
    if (!same(&mine, &file)) return say_taken(in, at->kind, at->person, index, &mine, &file, err) ? 0 : -1;
    hands->agreed++;
    return 0;
}

static bool settle_list(struct importing *in, const struct meeting *at, struct field_value *fields, size_t *count, struct err *err) {
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        bool note = at->kind->fields[fields[i].field].home == HOME_NOTE;
        int stays = settle(in, at, fields[i].field, (struct value){ note ? VALUE_NONE : fields[i].value, note ? fields[i].text : (struct str){ 0 } }, err);
        if (stays < 0) return false;
        if (!stays) fields[kept++] = fields[i];
    }
    *count = kept;
    return true;
}

/* ---- records ---------------------------------------------------------------------------------------------------------------- */

static bool settle_session(struct importing *in, const struct meeting *at, struct activity_write *write, struct field_value *fields, struct err *err) {
    int stays = date_known(write->date) ? settle(in, at, FIELD_DATE, day_value(write->date), err) : 0;
    if (stays < 0) return false;
    if (stays) write->date = DATE_NONE;
    stays = date_known(write->last_day) ? settle(in, at, FIELD_LAST_DAY, day_value(write->last_day), err) : 0;
    if (stays < 0) return false;
    if (stays) write->last_day = DATE_NONE, write->last_day_given = false;
    stays = write->title.size ? settle(in, at, FIELD_TITLE, (struct value){ VALUE_NONE, write->title }, err) : 0;
    if (stays < 0) return false;
    if (stays) write->title = (struct str){ 0 };
    stays = write->organisation != VALUE_NONE ? settle(in, at, FIELD_ORGANISATION_OF, (struct value){ write->organisation, { 0 } }, err) : 0;
    if (stays < 0) return false;
    if (stays) write->organisation = VALUE_NONE;
    return settle_list(in, at, fields, &write->field_count, err);
}

bool import_hand_session(struct importing *in, struct activity_write *write, struct field_value *fields, struct err *err) {
    struct meeting at = { &in->kinds->kinds[write->kind], write->id, 0, false };
    if (!write->id || !knows(in, write->id)) return true;
    return read_card(in, write->id, err) && settle_session(in, &at, write, fields, err);
}

bool import_hand_person(struct importing *in, struct participation_write *write, struct field_value *fields, bool *out, struct err *err) {
    struct meeting at = { &in->kinds->kinds[write->kind], write->activity, write->person, false };
    *out = false;
    if (!knows(in, write->activity)) return true;
    const struct hand *place = find(in, write->activity, write->person, HAND_PLACE), *met = find(in, write->activity, write->person, HAND_MET);
    int64_t said = write->outcome < 0 ? VALUE_NONE : write->outcome;
    if (place && !have_card(in, write->activity, err)) return false;
    if (place && place->said == said) {
        *out = true;
        return name(in, &in->hands->kept, at.kind, write->person, STR(": taken out by hand"), err);
    }
    if (place && (!drop(in, place, err) || !name(in, &in->hands->taken, at.kind, write->person, STR(": taken out by hand, and in the file otherwise than before"), err))) return false;
    if (met && !drop(in, met, err)) return false;
    at.first = met != NULL;
    int stays = write->outcome >= 0 ? settle(in, &at, FIELD_OUTCOME, (struct value){ write->outcome, { 0 } }, err) : 0;
    if (stays < 0) return false;
    if (stays) write->outcome = -1;
    return settle_list(in, &at, fields, &write->field_count, err);
}

bool import_hand_join(struct importing *in, struct activity_write *write, struct field_value *fields, struct err *err) {
    const struct kind *kind = &in->kinds->kinds[write->kind];
    struct meeting at = { kind, write->id, 0, true };
    if (!read_card(in, write->id, err) || !name(in, &in->hands->joined, kind, in->hands->card.people_count == 1 ? in->hands->card.people[0].person : 0, STR(""), err)) return false;
    for (size_t i = 0; i < in->hands->card.people_count; i++) {
        struct hand met = { write->id, in->hands->card.people[i].person, HAND_MET, VALUE_NONE, { 0 } };
        if (!keep(in, &met, err)) return false;
    }
    return settle_session(in, &at, write, fields, err) && activity_name(in->db, write->id, write->source, write->reference, err);
}

bool import_hand_move(struct importing *in, const struct activity_write *write, struct err *err) {
    const struct kind *kind = &in->kinds->kinds[write->kind];
    char day[2][DATE_LONG_SIZE];
    if (!read_card(in, write->id, err)) return false;
    const struct activity_card *card = &in->hands->card;
    if (date_same(card->row.date, write->date)) return true;
    struct str said = str_format(in->arena, ": %s \xE2\x86\x92 %s", date_short(card->row.date, day[0]), date_short(write->date, day[1]));
    return name(in, &in->hands->moved, kind, card->people_count == 1 ? card->people[0].person : 0, said, err);
}

/* ---- telling ------------------------------------------------------------------------------------------------------------------ */

int64_t import_hand_agreed(const struct importing *in) { return in->hands ? in->hands->agreed : 0; }

static void show(struct importing *in, struct page *page, const struct named *list, const char *one, const char *many) {
    struct str lines[NAMED_MOST + 1];
    size_t shown = list->count < NAMED_MOST ? list->count : NAMED_MOST;
    if (!list->count) return;
    for (size_t i = 0; i < shown; i++) lines[i] = list->at[i];
    if (list->count > shown) lines[shown++] = str_format(in->arena, "and %zu more", list->count - NAMED_MOST);
    page_paragraphf(page, "%zu %s:", list->count, list->count == 1 ? one : many);
    page_list(page, lines, shown);
}

void import_hand_show(struct importing *in, struct page *page) {
    const struct import_hands *hands = in->hands;
    if (!hands) return;
    show(in, page, &hands->joined, "row is a record that was made by hand, and fills in what is blank there",
         "rows are records that were made by hand, and fill in what is blank there");
    show(in, page, &hands->kept, "value set by hand is kept, as the file says nothing new of it", "values set by hand are kept, as the file says nothing new of them");
    show(in, page, &hands->taken, "value set by hand gives way, as the file has changed since", "values set by hand give way, as the file has changed since");
    show(in, page, &hands->moved, "record has another day now", "records have another day now");
    if (hands->agreed)
        page_paragraphf(page, "%lld value%s set by hand now stand%s in the file as well.", (long long)hands->agreed, hands->agreed == 1 ? "" : "s", hands->agreed == 1 ? "s" : "");
}
