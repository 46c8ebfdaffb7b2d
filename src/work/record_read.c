/* SPDX-License-Identifier: GPL-3.0-or-later
 * record_read - a line as people type it to what is to be recorded.
 * Owns:  nothing.
 * Must not know: tables.
 */
#include "base/file.h"
#include "base/guess.h"
#include "base/utf8.h"
#include "formats/encoding.h"
#include "store/activity.h"
#include "store/find.h"
#include "store/organisation.h"
#include "work/kind_list.h"
#include "work/record_priv.h"

#define LIST_MOST ((size_t)1 << 20)
#define LIST_WRONG 20

static void refuse(struct recording *r, const struct err *err) {
    answer_fail(r->answer, err);
    r->bad = true;
}

/* ---- the kind ------------------------------------------------------------------------------------------------------- */

/* What only a word of its own may write down, because it looks at who says it, or does what the record says. */
static bool has_a_word(struct str kind, struct err *err) {
    static const struct { const char *kind, *why, *next; } WORDS[] = {
        { "attestation", "Who answers for something is looked up in people.lua, so that is not written down by record.", "attest CLAUSE because TEXT by ROLE" },
        { "erasure", "record would say that somebody was erased and erase nobody.", "retain PUPIL --delete because TEXT  erases, and writes it down;  retain  alone shows whose time is over" },
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (!str_is(kind, WORDS[i].kind)) continue;
        err_set(err, CODE_NOT_ALLOWED, "%s", WORDS[i].why);
        err_next(err, "%s", WORDS[i].next);
        return true;
    }
    return false;
}

static bool find_kind(struct recording *r, struct str name) {
    const struct kinds *kinds = r->school->kinds;
    struct err err = { 0 };
    struct str folded = utf8_fold(r->arena, name);
    char *at = arena_copy(r->arena, folded.at, folded.size);
    for (size_t i = 0; i < folded.size; i++)
        if (at[i] == ' ' || at[i] == '-') at[i] = '_';
    int32_t index = kinds_find(kinds, (struct str){ at, folded.size });
    if (index != FIELD_ABSENT && has_a_word(kinds->kinds[index].name, &err)) return answer_fail(r->answer, &err);
    if (index != FIELD_ABSENT) {
        r->kind_at = (uint32_t)index;
        r->kind = &kinds->kinds[index];
        return true;
    }
    struct str hint = kind_list_hint(r->arena, kinds, (struct str){ at, folded.size });
    err_set(&err, CODE_ARGUMENTS, "There is no kind of record called '%.*s'.", STR_ARG(name));
    err_next(&err, "%.*s%shelp kinds  lists them all", STR_ARG(hint), hint.size ? "  " : "");
    return answer_fail(r->answer, &err);
}

const struct field *record_by_field(const struct kind *kind, uint32_t *index) {
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++)
        if (kind->fields[i].type == FIELD_PERSON && !kind->fields[i].each) {
            *index = i;
            return &kind->fields[i];
        }
    return NULL;
}

/* ---- fields --------------------------------------------------------------------------------------------------------- */

static void add_field(struct recording *r, uint32_t index, struct str text) {
    struct err err = { 0 };
    struct recorded_field field = { .value = { .field = index } };
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].value.field == index) {
            err_set(&err, CODE_ARGUMENTS, "'%.*s' is said twice.", STR_ARG(r->kind->fields[index].name));
            refuse(r, &err);
            return;
        }
    if (r->field_count == RECORD_FIELDS) {
        err_set(&err, CODE_ARGUMENTS, "More than %d fields in one line are too many.", RECORD_FIELDS);
        err_next(&err, "correct NUMBER FIELD=VALUE  adds the others");
        refuse(r, &err);
        return;
    }
    if (typed_value(&r->reading, &r->kind->fields[index], text, &field.value, &field.person, &err)) {
        field.value.field = index;
        r->fields[r->field_count++] = field;
    } else {
        refuse(r, &err);
    }
}

static void unknown_field(struct recording *r, struct str name) {
    struct err err = { 0 };
    struct str *names = arena_array(r->arena, struct str, r->kind->field_count + 1);
    size_t count = 0;
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < r->kind->field_count; i++) names[count++] = r->kind->fields[i].name;
    names[count++] = STR("title");
    struct str near = guess_nearest(name, names, count);
    err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s has no field called '%.*s'.", STR_ARG(r->kind->name), STR_ARG(name));
    if (near.size) err_next(&err, "Did you mean '%.*s'?", STR_ARG(near));
    else err_next(&err, "help %.*s  shows its fields", STR_ARG(r->kind->name));
    refuse(r, &err);
}

static void read_outcome(struct recording *r, struct str text) {
    struct err err = { 0 };
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++)
        if (str_equal_fold_ascii(text, OUTCOME_NAMES[i])) r->outcome = i;
    if (!shape_has_outcome(r->kind->shape)) err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s has no outcome.", STR_ARG(r->kind->name));
    else if (r->outcome >= 0) return;
    else {
        err_set(&err, CODE_ARGUMENTS, "'%.*s' is no outcome.", STR_ARG(text));
        err_next(&err, "It is attended, absent, declined, excused or invited.");
    }
    refuse(r, &err);
}

/* "adviser_level=6": a name that could be a field, and a value. */
static bool is_assignment(struct str text, struct str *name, struct str *value) {
    if (!str_cut(text, '=', name, value) || !name->size) return false;
    for (size_t i = 0; i < name->size; i++) {
        char c = name->at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
    }
    return true;
}

static void read_title(struct recording *r, struct str text) {
    struct err err = { 0 };
    r->title = utf8_compose(r->arena, text);
    if (text.size && !str_is(text, "?")) return;
    err_set(&err, CODE_ARGUMENTS, "A title can be changed, not taken out.");
    err_next(&err, "title=\"...\"");
    refuse(r, &err);
}

static void read_assignment(struct recording *r, struct str name, struct str value) {
    struct str folded = utf8_fold(r->arena, name);
    int32_t index = kind_find_field(r->kind, folded);
    if (str_is(folded, "title")) read_title(r, str_trim(value));
    else if (str_is(folded, "type")) r->sort = utf8_fold(r->arena, str_trim(value)), r->sort_said = true;
    else if (str_is(folded, "outcome")) read_outcome(r, str_trim(value));
    else if (index < FIELD_BUILT_IN_COUNT) unknown_field(r, name);
    else if (!str_equal_fold_ascii(str_trim(value), STR("later"))) add_field(r, (uint32_t)index, value);
}

static bool has_field(const struct recording *r, uint32_t index) {
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].value.field == index) return true;
    return false;
}

/* ---- phrases --------------------------------------------------------------------------------------------------------- */

static void read_days(struct recording *r) {
    struct err err = { 0 };
    struct str on = call_phrase(r->call, "on"), to = call_phrase(r->call, "to");
    r->date = r->last_day = DATE_NONE;
    if (!on.at) {
        err_set(&err, CODE_ARGUMENTS, "When was it?");
        err_next(&err, "Write the day:  on 27 may,  on today,  on 2026-11-12");
        refuse(r, &err);
        return;
    }
    if (!resolve_date(on, r->call->today, r->school->calendar, &r->date, &err)) refuse(r, &err);
    else if (to.at && !resolve_date(to, r->call->today, r->school->calendar, &r->last_day, &err)) refuse(r, &err);
    if (!to.at || !date_known(r->date) || !date_known(r->last_day) || !date_before(r->last_day, r->date)) return;
    err_set(&err, CODE_ARGUMENTS, "The last day lies before the first.");
    refuse(r, &err);
}

static void read_by(struct recording *r) {
    struct err err = { 0 };
    struct str by = call_phrase(r->call, "by");
    uint32_t index;
    if (!by.at) return;
    if (record_by_field(r->kind, &index)) {
        add_field(r, index, by);
        return;
    }
    err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s does not say who did it.", STR_ARG(r->kind->name));
    refuse(r, &err);
}

/* "for 6 hours": what was offered, and what each of them did. */
static void read_hours(struct recording *r) {
    struct err err = { 0 };
    struct str hours = call_phrase(r->call, "for");
    int32_t offered = kind_find_field(r->kind, STR("hours_offered")), each = kind_find_field(r->kind, STR("hours"));
    if (!hours.at) return;
    if (offered >= FIELD_BUILT_IN_COUNT && !has_field(r, (uint32_t)offered)) add_field(r, (uint32_t)offered, hours);
    if (each >= FIELD_BUILT_IN_COUNT && !has_field(r, (uint32_t)each) && !r->bad) add_field(r, (uint32_t)each, hours);
    if (offered >= FIELD_BUILT_IN_COUNT || each >= FIELD_BUILT_IN_COUNT) return;
    err_set(&err, CODE_ARGUMENTS, "A record of kind %.*s holds no hours.", STR_ARG(r->kind->name));
    refuse(r, &err);
}

static bool sort_is_known(struct recording *r) {
    const struct kinds *kinds = r->school->kinds;
    struct err err = { 0 };
    int32_t type = kinds->known.org_type;
    if (str_is(r->sort, "?") || str_is(r->sort, "later")) r->sort = (struct str){ 0 }, r->sort_later = true;
    if (!r->sort.size || type == FIELD_ABSENT) return true;
    const struct field *field = &kinds->facts[SUBJECT_ORGANISATION].fields[type];
    struct field_value value;
    const struct person *person;
    if (typed_value(&r->reading, field, r->sort, &value, &person, &err)) {
        r->sort = value.value == VALUE_NONE ? (struct str){ 0 } : field->codes[value.value];
        return true;
    }
    refuse(r, &err);
    return false;
}

/* A name that is nearly one that is known is a slip more often than another organisation. */
static bool is_slip(struct recording *r, struct err *err) {
    struct organisation *rows;
    size_t count;
    if (call_has(r->call, "new")) return false;
    if (!organisation_list(r->school->db, r->school->kinds, r->arena, &rows, &count, err)) return true;
    struct str *names = arena_array(r->arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++) names[i] = rows[i].name;
    struct str near = guess_nearest(r->organisation, names, count);
    if (!near.size) return false;
    err_set(err, CODE_WHICH_ONE, "No organisation is called '%.*s'.", STR_ARG(r->organisation));
    err_next(err, "Did you mean '%.*s'?  If it is another one, add --new.", STR_ARG(near));
    return true;
}

/* What an organisation is, is said here only of one that is new. */
static void refuse_sort(struct recording *r) {
    struct err err = { 0 };
    err_set(&err, CODE_ARGUMENTS, "'type=%.*s' says what a new organisation is, and none is named.", STR_ARG(r->sort));
    err_next(&err, "Write it:  with \"Harbour College\"");
    refuse(r, &err);
}

/* An employer that is on record as a college is recorded all the same, and said. */
static bool compare_sort(struct recording *r, struct err *err) {
    const struct kinds *kinds = r->school->kinds;
    int32_t type = kinds->known.org_type;
    struct organisation row;
    bool found;
    if (type == FIELD_ABSENT) return true;
    if (!organisation_read(r->school->db, kinds, r->arena, r->organisation_id, &row, &found, err)) return false;
    const struct field *field = &kinds->facts[SUBJECT_ORGANISATION].fields[type];
    int64_t there = found ? row.facts[type] : VALUE_NONE;
    struct str known = there == VALUE_NONE ? STR("something that has not been said") : typed_word(r->arena, field->codes[there]);
    if (there != VALUE_NONE && str_equal_fold_ascii(field->codes[there], r->sort)) return true;
    answer_note(r->answer, "%.*s is on record already, as %.*s; 'type=%.*s' does not change that.", STR_ARG(r->organisation), STR_ARG(known), STR_ARG(r->sort));
    return true;
}

bool record_organisation(struct recording *r, struct err *err) {
    r->organisation = utf8_compose(r->arena, str_trim(call_phrase(r->call, "with")));
    r->organisation_id = VALUE_NONE;
    if (str_is(r->organisation, "?")) {
        err_set(err, CODE_ARGUMENTS, "'?' is no name of an organisation.");
        return err_next(err, "Write its name:  with \"Harbour College\"");
    }
    if (r->organisation.size) {
        if (!organisation_find(r->school->db, r->organisation, &r->organisation_id, err)) return false;
        if (!r->organisation_id && is_slip(r, err)) return false;
        if (!r->organisation_id && !sort_is_known(r)) return true;
        if (r->organisation_id && r->sort.size) return compare_sort(r, err);
    } else if (r->kind->shape == SHAPE_ORGANISATION) {
        struct err missing = { 0 };
        err_set(&missing, CODE_ARGUMENTS, "With whom?  A record of kind %.*s is about an organisation.", STR_ARG(r->kind->name));
        err_next(&missing, "Write it:  with \"Harbour College\"");
        refuse(r, &missing);
    } else if (r->sort_said) {
        refuse_sort(r);
    }
    return true;
}

/* ---- who --------------------------------------------------------------------------------------------------------------- */

static void add_people(struct recording *r, const struct selection *who) {
    struct recorded_person *wider = arena_array(r->arena, struct recorded_person, r->people_count + who->pupil_count + who->staff_count + 1);
    for (size_t i = 0; i < r->people_count; i++) wider[i] = r->people[i];
    r->people = wider;
    for (size_t i = 0; i < who->pupil_count; i++) r->people[r->people_count++] = (struct recorded_person){ .id = who->pupils[i] };
    for (size_t i = 0; i < who->staff_count; i++)
        r->people[r->people_count++] = (struct recorded_person){ .id = who->staff[i]->staff, .person = who->staff[i] };
}

static unsigned wanted_people(const struct recording *r) {
    return shape_of_pupils(r->kind->shape) ? RESOLVE_PUPILS : shape_of_staff(r->kind->shape) ? RESOLVE_STAFF : 0;
}

/* The first cell of a line: UPN, admission number or name; a form in the second tells people of one name apart. */
static struct str list_entry(struct recording *r, struct str line) {
    struct str first, rest, second;
    struct found_form *forms;
    struct err ignored = { 0 };
    size_t count;
    line = str_trim(line);
    if (str_starts(line, "\"")) {
        (void)str_cut(str_slice(line, 1, line.size), '"', &first, &rest);
        rest = str_trim(rest);
        if (str_starts(rest, ",")) rest = str_slice(rest, 1, rest.size);
    } else {
        (void)str_cut(line, ',', &first, &rest);
    }
    (void)str_cut(rest, ',', &second, &rest);
    first = str_trim(first);
    second = str_trim(second);
    if (!first.size || !second.size || !find_forms(r->school->db, r->arena, second, r->call->as_of, &forms, &count, &ignored)) return first;
    for (size_t i = 0; i < count; i++) {
        struct str surname, forename;
        if (!str_equal(utf8_fold(r->arena, forms[i].name), utf8_fold(r->arena, second))) continue;
        if (str_cut(first, ',', &surname, &forename)) first = str_format(r->arena, "%.*s %.*s", STR_ARG(str_trim(surname)), STR_ARG(str_trim(forename)));
        return str_format(r->arena, "%.*s %.*s", STR_ARG(first), STR_ARG(forms[i].name));
    }
    return first;
}

static bool is_heading(struct str entry) {
    return str_equal_fold_ascii(entry, STR("upn")) || str_equal_fold_ascii(entry, STR("name")) || str_equal_fold_ascii(entry, STR("pupil"));
}

/* One pupil a line; all that can not be found are said in one go. */
static bool take_list(struct recording *r, struct str path, struct err *err) {
    struct str bytes, text, said, line;
    size_t number = 0, wrong = 0;
    if (!file_read(r->arena, str_c(r->arena, path), LIST_MOST, &bytes, err) || !encoding_read(r->arena, bytes, &text, &said, err))
        return answer_fail(r->answer, err);
    while (text.size && wrong < LIST_WRONG) {
        struct selection one = { 0 };
        (void)str_cut(text, '\n', &line, &text);
        number++;
        struct str entry = list_entry(r, line);
        if (!entry.size || (number == 1 && is_heading(entry))) continue;
        struct resolve_request request = { .wants = wanted_people(r), .text = entry,
                                           .where = str_format(r->arena, "%.*s, line %zu", STR_ARG(path), number) };
        if (resolve_asked(r->school, r->call, &request, &one, r->answer)) add_people(r, &one);
        else wrong++;
    }
    return wrong == 0;
}

static bool is_left_out(const struct selection *except, const struct recorded_person *one) {
    for (size_t i = 0; i < except->pupil_count; i++)
        if (except->pupils[i] == one->id) return true;
    for (size_t i = 0; i < except->staff_count; i++)
        if (except->staff[i] == one->person) return true;
    return false;
}

static bool take_out(struct recording *r) {
    struct selection except = { 0 };
    size_t kept = 0;
    if (!call_phrase(r->call, "except").at) return true;
    int64_t *among = arena_array(r->arena, int64_t, r->people_count + 1);
    for (size_t i = 0; i < r->people_count; i++) among[i] = r->people[i].id;
    struct resolve_request request = { .wants = wanted_people(r), .phrase = "except", .among = among, .among_count = r->people_count,
                                       .among_who = r->who.who.size ? r->who.who : STR("the list") };
    if (!resolve_asked(r->school, r->call, &request, &except, r->answer)) return false;
    struct recorded_person *out = arena_array(r->arena, struct recorded_person, r->people_count + 1);
    for (size_t i = 0; i < r->people_count; i++) {
        if (is_left_out(&except, &r->people[i])) out[r->left_out_count++] = r->people[i];
        else r->people[kept++] = r->people[i];
    }
    r->people_count = kept;
    r->left_out = out;
    if (r->left_out_count < except.pupil_count + except.staff_count)
        answer_note(r->answer, "%zu of those after 'except' were not among the others.", except.pupil_count + except.staff_count - r->left_out_count);
    return true;
}

static bool nobody(struct recording *r) {
    struct err err = { 0 };
    if (r->left_out_count) err_set(&err, CODE_NOTHING_SELECTED, "Nobody is left after 'except'.");
    else err_set(&err, CODE_NOTHING_SELECTED, shape_of_staff(r->kind->shape) ? "Which member of staff?" : "Which pupils?");
    if (!r->left_out_count) err_next(&err, shape_of_staff(r->kind->shape) ? "Write the short name from people.lua" : "Write a form (9AB), year 9, or names");
    return answer_fail(r->answer, &err);
}

static void drop_doubles(struct recording *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->people_count; i++) {
        bool seen = false;
        for (size_t k = 0; k < kept && !seen; k++) seen = r->people[k].id == r->people[i].id && r->people[k].person == r->people[i].person;
        if (!seen) r->people[kept++] = r->people[i];
    }
    r->people_count = kept;
}

static bool read_people(struct recording *r, const struct command_call *who, struct err *err) {
    struct str list = call_option(r->call, "list");
    unsigned wants = wanted_people(r);
    if (!wants && (who->part_count || list.at || call_phrase(r->call, "except").at)) {
        err_set(err, CODE_ARGUMENTS, "A record of kind %.*s is about %s, not about people.", STR_ARG(r->kind->name),
                r->kind->shape == SHAPE_SCHOOL ? "the school" : "an organisation");
        return answer_fail(r->answer, err);
    }
    if (!wants) return true;
    if (who->part_count) {
        if (!resolve_call(r->school, who, wants, &r->who, r->answer)) return false;
        add_people(r, &r->who);
    }
    if (list.at && !take_list(r, list, err)) return false;
    drop_doubles(r);
    if (!take_out(r)) return false;
    return r->people_count || nobody(r);
}

/* ---- the whole line ------------------------------------------------------------------------------------------------------ */

/* An interview is held with one pupil, unless it is said to be for a group. */
static bool is_one_each(const struct recording *r) {
    if (r->kind->shape == SHAPE_NOTE || r->kind->shape == SHAPE_STAFF_NOTE) return true;
    int32_t group = kind_find_field(r->kind, STR("group"));
    if (group < FIELD_BUILT_IN_COUNT) return false;
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].value.field == (uint32_t)group && r->fields[i].value.value == 1) return false;
    return true;
}

static void settle_outcome(struct recording *r) {
    struct err err = { 0 };
    if (shape_has_outcome(r->kind->shape) && date_known(r->date) && date_after(r->date, r->call->today)
        && (r->outcome == OUTCOME_ATTENDED || r->outcome == OUTCOME_ABSENT)) {
        err_set(&err, CODE_ARGUMENTS, "Nobody can be %.*s on a day that has yet to come.", STR_ARG(OUTCOME_NAMES[r->outcome]));
        err_next(&err, "Leave outcome= out: who is named is invited; later  confirm  says who came");
        refuse(r, &err);
    }
    if (!shape_has_outcome(r->kind->shape)) r->outcome = -1;
    else if (r->outcome < 0) r->outcome = date_known(r->date) && date_after(r->date, r->call->today) ? OUTCOME_INVITED : OUTCOME_ATTENDED;
}

/* All ticks together are what "meaningful" means; whoever says so need not say it twice. */
static void settle_meaningful(struct recording *r) {
    int32_t ticks = kind_find_field(r->kind, STR("ticks")), meaningful = kind_find_field(r->kind, STR("meaningful"));
    if (ticks < FIELD_BUILT_IN_COUNT || meaningful < FIELD_BUILT_IN_COUNT || has_field(r, (uint32_t)meaningful)) return;
    int64_t all = (INT64_C(1) << r->kind->fields[ticks].code_count) - 1;
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].value.field == (uint32_t)ticks && r->fields[i].value.value == all && r->field_count < RECORD_FIELDS) {
            r->fields[r->field_count++] = (struct recorded_field){ .value = { .field = (uint32_t)meaningful, .value = 1 } };
            return;
        }
}

void record_fields(struct recording *r, const struct call_part *parts, size_t count, struct call_part *others, size_t *other_count) {
    for (size_t i = 0; i < count; i++) {
        struct str name, value;
        if (parts[i].phrase) continue;
        if (is_assignment(parts[i].text, &name, &value)) read_assignment(r, name, value);
        else others[(*other_count)++] = parts[i];
    }
}

bool record_read(struct recording *r, struct str preset, struct err *err) {
    struct command_call who = *r->call;
    struct call_part *parts = arena_array(r->arena, struct call_part, r->call->part_count + 1);
    struct str kind = preset;
    size_t first = 0;
    r->outcome = -1;
    who.parts = parts;
    who.part_count = 0;
    for (; !kind.size && first < r->call->part_count; first++)
        if (!r->call->parts[first].phrase) kind = r->call->parts[first].text;
    if (!kind.size) {
        err_set(err, CODE_ARGUMENTS, "What happened?");
        err_next(err, "record encounter 9AB on 27 may with \"Harbour Tugs\"");
        return answer_fail(r->answer, err);
    }
    if (!find_kind(r, kind)) return false;
    record_fields(r, r->call->parts + first, r->call->part_count - first, parts, &who.part_count);
    read_days(r);
    read_by(r);
    read_hours(r);
    if (!record_organisation(r, err)) return answer_fail(r->answer, err);
    if (!read_people(r, &who, err)) return false;
    settle_outcome(r);
    settle_meaningful(r);
    r->one_each = is_one_each(r);
    int64_t *ids = arena_array(r->arena, int64_t, r->people_count + 1);
    for (size_t i = 0; i < r->people_count; i++) ids[i] = r->people[i].id;
    if (!record_doubt(r, ids, r->people_count, NULL, err)) return answer_fail(r->answer, err);
    return !r->bad;
}
