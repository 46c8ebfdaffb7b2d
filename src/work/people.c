/* SPDX-License-Identifier: GPL-3.0-or-later
 * people - who holds which role on a day; see people.h.
 * Owns:  nothing.
 * Must not know: messages, rules.
 */
#include "work/people.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "store/catalogue.h"
#include "store/staff.h"

#define MOST_PEOPLE 2000

struct reader {
    struct arena *arena;
    struct problems *problems;
    struct data_file file;
    struct person *at;
    size_t count;
    struct mail_settings mail;
    struct problems mail_slips;
};

/* Of a word in it, or of a node of it. */
static struct place place_of(const struct reader *r, const struct node *node, struct str word) {
    return data_file_place(&r->file, node->line, word);
}

static void wrong_type(const struct reader *r, const struct node *call, struct str key, const char *wanted) {
    problem_add(r->problems, CODE_WRONG_TYPE, SEVERITY_ERROR, place_of(r, call, key), "Mend it in people.lua.",
                "'%.*s' of %.*s must be %s.", STR_ARG(key), STR_ARG(call->word), wanted);
}

/* A text field, composed; left as it is when it is not written. */
static void take_text(const struct reader *r, const struct node *call, const char *key, struct str *out) {
    const struct node *value = node_field(call, key);
    if (!value) return;
    if (value->type != NODE_TEXT)
        wrong_type(r, call, str_from(key), "a text");
    else
        *out = utf8_compose(r->arena, str_trim(value->text));
}

static void take_texts(const struct reader *r, const struct node *call, const char *key, const struct str **out,
                       size_t *count) {
    const struct node *value = node_field(call, key);
    if (!value) return;
    if (value->type != NODE_TABLE || value->field_count) {
        wrong_type(r, call, str_from(key), "a list of texts");
        return;
    }
    struct str *texts = arena_array(r->arena, struct str, value->item_count);
    *count = 0;
    for (uint32_t i = 0; i < value->item_count; i++) {
        if (value->items[i].type == NODE_TEXT)
            texts[(*count)++] = value->items[i].text;
        else
            wrong_type(r, call, str_from(key), "a list of texts");
    }
    *out = texts;
}

static void take_day(const struct reader *r, const struct node *call, const char *key, struct date *out) {
    const struct node *value = node_field(call, key);
    if (!value) return;
    if (value->type == NODE_TEXT && date_parse_iso(value->text, out)) return;
    problem_add(r->problems, CODE_BAD_DATE, SEVERITY_ERROR, place_of(r, call, str_from(key)), "Dates are written \"2026-09-01\".",
                "'%s' of %.*s is not a date.", key, STR_ARG(call->word));
}

/* away = { "2027-02-01", "2027-03-03" }: both days counted. */
static void take_absence(const struct reader *r, const struct node *call, struct person *person) {
    const struct str *days = NULL;
    size_t count = 0;
    if (!node_field(call, "away")) return;
    take_texts(r, call, "away", &days, &count);
    if (count == 2 && date_parse_iso(days[0], &person->away_from) && date_parse_iso(days[1], &person->away_to)
        && !date_before(person->away_to, person->away_from)) return;
    person->away_from = person->away_to = DATE_NONE;
    problem_add(r->problems, CODE_BAD_DATE, SEVERITY_ERROR, place_of(r, call, STR("away")), "Write the first and the last day: away = { \"2027-02-01\", \"2027-03-03\" }.",
                "'away' of %.*s is not two days.", STR_ARG(person->key));
}

static void take_clear(const struct reader *r, const struct node *call, struct person *person) {
    const struct node *value = node_field(call, "all_clear");
    if (!value) return;
    if (value->type != NODE_BOOL) wrong_type(r, call, STR("all_clear"), "true or false");
    else person->all_clear = value->yes ? CLEAR_YES : CLEAR_NO;
}

static void known_fields(const struct reader *r, const struct node *call, const struct str *known, size_t count) {
    for (uint32_t i = 0; i < call->field_count; i++) {
        struct str key = call->fields[i].key;
        bool found = false;
        for (size_t k = 0; k < count && !found; k++) found = str_equal(key, known[k]);
        if (found) continue;
        problem_add(r->problems, CODE_UNKNOWN_FIELD, SEVERITY_ERROR, place_of(r, call, key),
                    data_file_fields(&r->file, str_c(r->arena, call->word), key, known, count), "'%.*s' has no field called '%.*s'.", STR_ARG(call->word), STR_ARG(key));
    }
}

/* Looks only among the first `count`, which are not in order while people are being read. */
static struct person *with_key(struct reader *r, struct str key) {
    for (size_t i = 0; i < r->count; i++)
        if (str_equal(r->at[i].key, key)) return &r->at[i];
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i].other_key.size && str_equal(r->at[i].other_key, key)) return &r->at[i];
    return NULL;
}

static struct person *add_person(struct reader *r, struct str key) {
    if (r->count == MOST_PEOPLE) return NULL;
    struct person *person = &r->at[r->count++];
    *person = (struct person){ .key = key, .from = DATE_FIRST, .ends = DATE_NONE, .away_from = DATE_NONE, .away_to = DATE_NONE };
    return person;
}

static bool said_before(const struct node *list, uint32_t index) {
    for (uint32_t i = 0; i < index; i++)
        if (node_is(&list->items[i], "staff") && str_equal(list->items[i].id, list->items[index].id)) return true;
    return false;
}

static struct str text_of(const struct node *call, const char *key) {
    const struct node *value = node_field(call, key);
    return value && value->type == NODE_TEXT ? str_trim(value->text) : (struct str){ 0 };
}

/* "Mr J. Patel" is J. Patel. */
static struct str without_title(struct arena *arena, struct str name) {
    static const char *const TITLES[] = { "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame" };
    struct str folded = utf8_fold(arena, name), first, rest;
    if (!str_cut(folded, ' ', &first, &rest)) return folded;
    if (first.size && first.at[first.size - 1] == '.') first.size--;
    for (size_t i = 0; i < COUNT_OF(TITLES); i++)
        if (str_is(first, TITLES[i])) return str_trim(rest);
    return folded;
}

static bool is_named(const struct node *list, struct str key) {
    for (uint32_t i = 0; i < list->item_count; i++)
        if (node_is(&list->items[i], "staff") && str_equal(list->items[i].id, key)) return true;
    return false;
}

/* The staff file has a code of its own for whom `new`, or somebody, wrote into people.lua: one person, not two. */
static struct person *under_another_key(struct reader *r, const struct node *list, const struct node *call) {
    struct str email = utf8_fold(r->arena, text_of(call, "email")), name = without_title(r->arena, text_of(call, "name"));
    struct person *fits = NULL;
    for (int by_name = 0; by_name < 2 && !fits; by_name++) {
        size_t count = 0;
        for (size_t i = 0; i < r->count; i++) {
            struct person *one = &r->at[i];
            struct str theirs = utf8_fold(r->arena, one->email);
            bool same = by_name ? name.size && str_find(name, STR(" ")) != SIZE_MAX && (!email.size || !theirs.size) && str_equal(without_title(r->arena, one->name), name)
                                : email.size && str_equal(theirs, email);
            if (!same || one->line || !one->staff || is_named(list, one->key)) continue;
            fits = one;
            count++;
        }
        if (count > 1) return NULL;
    }
    if (!fits) return NULL;
    fits->other_key = fits->key;
    fits->key = call->id;
    return fits;
}

static void take_staff(struct reader *r, const struct node *list, uint32_t index) {
    static const struct str known[] = { STR_INIT("name"), STR_INIT("title"),      STR_INIT("email"), STR_INIT("roles"),  STR_INIT("form"),
                                        STR_INIT("department"), STR_INIT("from"), STR_INIT("ends"),  STR_INIT("deputy"), STR_INIT("away"),
                                        STR_INIT("all_clear") };
    const struct node *call = &list->items[index];
    if (!call->id.size || said_before(list, index)) {
        problem_add(r->problems, call->id.size ? CODE_DUPLICATE : CODE_INCOMPLETE, SEVERITY_ERROR, place_of(r, call, call->id),
                    "Give each person a short name of their own: staff \"JP\" { name = \"J. Patel\" }.",
                    call->id.size ? "The short name '%.*s' is used twice." : "A person has no short name%.*s.",
                    STR_ARG(call->id));
        return;
    }
    known_fields(r, call, known, COUNT_OF(known));
    struct person *person = with_key(r, call->id);
    if (!person) person = under_another_key(r, list, call);
    if (!person) person = add_person(r, call->id);
    if (!person) return;
    person->line = call->line;
    take_text(r, call, "name", &person->name);
    take_text(r, call, "title", &person->title);
    take_text(r, call, "email", &person->email);
    take_text(r, call, "form", &person->form);
    take_text(r, call, "department", &person->department);
    take_texts(r, call, "roles", &person->roles, &person->role_count);
    take_day(r, call, "from", &person->from);
    take_day(r, call, "ends", &person->ends);
    take_text(r, call, "deputy", &person->deputy);
    take_absence(r, call, person);
    take_clear(r, call, person);
    if (!person->name.size) person->name = person->key;
}

static int64_t fact_on(const struct staff *staff, int32_t fact, bool dated, struct date day) {
    if (fact == FIELD_ABSENT || !staff->facts) return VALUE_NONE;
    if (!dated) return staff->facts[fact];
    int64_t value = VALUE_NONE;
    for (uint32_t i = 0; i < staff->step_count; i++)
        if (staff->steps[i].fact == (uint32_t)fact && !date_after(staff->steps[i].from, day))
            value = staff->steps[i].value;
    return value;
}

static bool word_fact(struct reader *r, struct db *db, const struct facts *facts, const struct staff *staff,
                      int32_t fact, struct date day, struct str *out, struct err *err) {
    if (fact == FIELD_ABSENT) return true;
    int64_t value = fact_on(staff, fact, facts->fields[fact].dated, day);
    return value == VALUE_NONE || catalogue_word_text(db, r->arena, value, out, err);
}

static void roles_of(struct reader *r, const struct field *field, int64_t mask, struct person *person) {
    if (mask == VALUE_NONE) return;
    struct str *roles = arena_array(r->arena, struct str, field->code_count);
    for (uint32_t i = 0; i < field->code_count; i++)
        if (mask >> i & 1) roles[person->role_count++] = field->codes[i];
    person->roles = roles;
}

static bool take_record(struct reader *r, struct db *db, const struct kinds *kinds, int64_t id, struct date day,
                        struct err *err) {
    const struct facts *facts = &kinds->facts[SUBJECT_STAFF];
    struct staff staff;
    bool found;
    if (!staff_read(db, kinds, r->arena, id, &staff, &found, err)) return false;
    if (!found) return true;
    struct str key = staff.key.size ? staff.key : str_format(r->arena, "#%lld", (long long)id);
    struct person *person = add_person(r, key);
    if (!person) return true;
    person->staff = id;
    person->title = staff.title;
    person->email = staff.email;
    person->name = str_trim(str_format(r->arena, "%.*s %.*s", STR_ARG(staff.first_name), STR_ARG(staff.surname)));
    int32_t roles = kinds->known.roles, started = kinds->known.started_on, left = kinds->known.staff_left_on;
    if (roles != FIELD_ABSENT && facts->fields[roles].code_count)
        roles_of(r, &facts->fields[roles], fact_on(&staff, roles, facts->fields[roles].dated, day), person);
    int64_t first = fact_on(&staff, started, false, day), last = fact_on(&staff, left, false, day);
    if (first != VALUE_NONE) person->from = (struct date){ (int32_t)first };
    if (last != VALUE_NONE) person->ends = (struct date){ (int32_t)last };
    return word_fact(r, db, facts, &staff, facts_find(facts, STR("form")), day, &person->form, err)
           && word_fact(r, db, facts, &staff, kinds->known.department, day, &person->department, err);
}

static void check_deputies(struct reader *r) {
    for (size_t i = 0; i < r->count; i++) {
        const struct person *person = &r->at[i];
        if (!person->deputy.size || (with_key(r, person->deputy) && with_key(r, person->deputy) != person)) continue;
        problem_add(r->problems, CODE_UNKNOWN_PERSON, SEVERITY_ERROR, data_file_place(&r->file, person->line, person->deputy),
                    "Give the short name of somebody else in people.lua, or of the staff that were imported.",
                    "The deputy of %.*s is '%.*s', and nobody else is called that.", STR_ARG(person->key), STR_ARG(person->deputy));
    }
}

static int by_key(const void *a, const void *b) {
    return str_compare(((const struct person *)a)->key, ((const struct person *)b)->key);
}

bool people_load(struct arena *arena, const struct host *host, const char *folder, struct db *db,
                 const struct kinds *kinds, struct date day, struct people **out, struct problems *problems,
                 struct err *err) {
    struct reader r = { .arena = arena, .problems = problems, .at = arena_array(arena, struct person, MOST_PEOPLE), .mail_slips = { .arena = arena } };
    size_t errors = problems->errors;
    struct staff *staff = NULL;
    size_t staff_count = 0;
    if (db && !staff_list(db, arena, &staff, &staff_count, err)) return false;
    for (size_t i = 0; i < staff_count; i++)
        if (!take_record(&r, db, kinds, staff[i].id, day, err)) return false;
    if (!data_file_read(arena, host, folder, "people.lua", "staff mail", &r.file, problems, err)) return false;
    for (uint32_t i = 0; i < r.file.items.item_count; i++) {
        const struct node *item = &r.file.items.items[i];
        if (node_is(item, "staff")) take_staff(&r, &r.file.items, i);
        if (node_is(item, "mail")) people_read_mail(&r.file, item, &r.mail, &r.mail_slips);
    }
    if (db) check_deputies(&r); /* else it may be one of the staff */
    if (problems->errors > errors) return false;
    if (r.count) qsort(r.at, r.count, sizeof *r.at, by_key);
    struct people *people = arena_new(arena, struct people);
    *people = (struct people){ .at = r.at, .count = r.count, .mail = r.mail, .mail_slips = r.mail_slips };
    *out = people;
    return true;
}

bool person_holds(const struct person *person, struct str role, struct date day) {
    if (date_after(person->from, day) || date_before(person->ends, day)) return false;
    for (size_t i = 0; i < person->role_count; i++)
        if (str_equal(person->roles[i], role)) return true;
    return false;
}

/* Those of people.lua by line, then the others, who lie in order of their keys. */
static bool stands_before(const struct person *a, const struct person *b) {
    if (a->line != b->line) return a->line && (!b->line || a->line < b->line);
    return a < b;
}

const struct person *people_owner_after(const struct people *people, const struct role *role, struct str form, struct str department,
                                        struct date day, const struct person *after) {
    bool by_form = str_is(role->finds, "form"), by_department = str_is(role->finds, "department");
    const struct person *first = NULL;
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        if (!person_holds(person, role->key, day)) continue;
        if (by_form && !(form.size && str_equal_fold_ascii(person->form, form))) continue;
        if (by_department && !(department.size && str_equal_fold_ascii(person->department, department))) continue;
        if (after && !stands_before(after, person)) continue;
        if (!first || stands_before(person, first)) first = person;
    }
    return first;
}

const struct person *people_owner(const struct people *people, const struct role *role, struct str form,
                                  struct str department, struct date day) {
    return people_owner_after(people, role, form, department, day, NULL);
}

struct str people_say_two(struct arena *arena, const struct people *people, const struct role *role, struct date day) {
    const struct person *first = people_owner(people, role, (struct str){ 0 }, (struct str){ 0 }, day);
    size_t count = 0;
    for (size_t i = 0; i < people->count; i++) count += person_holds(&people->at[i], role->key, day);
    if (role->finds.size || count < 2) return (struct str){ 0 };
    return str_format(arena, "%zu people are %.*s: letters go to %.*s (%s)", count, STR_ARG(role->title), STR_ARG(first->name),
                      first->line ? "the first in people.lua" : "the first by short name");
}

bool person_away(const struct person *person, struct date day) {
    return date_known(person->away_from) && !date_before(day, person->away_from) && !date_after(day, person->away_to);
}

const struct person *people_reader(const struct people *people, const struct person *person, struct date day) {
    const struct person *at = person;
    for (size_t i = 0; i < people->count && person_away(at, day); i++) {
        const struct person *next = at->deputy.size ? people_find(people, at->deputy) : NULL;
        if (!next || date_after(next->from, day) || date_before(next->ends, day)) break;
        at = next;
    }
    return person_away(at, day) ? person : at; /* all of them away: it lies there when the holder comes back */
}

const struct person *people_find(const struct people *people, struct str key) {
    for (size_t i = 0; i < people->count; i++)
        if (str_equal(people->at[i].key, key)) return &people->at[i];
    for (size_t i = 0; i < people->count; i++)
        if (people->at[i].other_key.size && str_equal(people->at[i].other_key, key)) return &people->at[i];
    return NULL;
}

struct str person_full(struct arena *arena, const struct person *person) {
    if (!person->title.size) return person->name;
    return str_format(arena, "%.*s %.*s", STR_ARG(person->title), STR_ARG(person->name));
}
