/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_staff - members of staff: who they are, their posts, whose form is whose; and whether the file is this school's.
 * Owns:  nothing.
 * Must not know: how people.lua is written.
 *
 * Roles decide who gets which letters.  So a file in which known people have addresses of elsewhere, or other names, is
 * asked about as a whole; a row that would make one person of another waits; and who gains or loses what is shown by name.
 */
#include "base/utf8.h"
#include "store/catalogue.h"
#include "store/staff.h"
#include "work/import_priv.h"

#define LEAST 5         /* members of staff, in the file and here: of fewer nothing can be said */
#define DOMAIN_PART 10  /* a domain of one in ten of those here is the school's */
#define SHOWN_MOST 30
#define FACTS_MOST 3

struct facts_read {
    struct fact_step steps[FACTS_MOST];
    size_t count;
};

static void add_fact(struct facts_read *facts, int32_t fact, struct date from, int64_t value) {
    bug_if(facts->count == FACTS_MOST);
    if (fact != FIELD_ABSENT) facts->steps[facts->count++] = (struct fact_step){ (uint32_t)fact, from, value };
}

static struct str cell_of(const struct import_table *table, uint32_t row, const char *field) {
    const struct import_column *column = import_column_of(table, field);
    return column ? import_cell(&(struct cell_place){ table, column, row }) : (struct str){ 0 };
}

/* ---- those who are here -------------------------------------------------------------------------------------------------- */

/* One of the staff before the import, or new with it. */
struct import_member {
    int64_t id;
    struct str key, name, surname, email; /* folded, but the key */
    struct str was, who;     /* "Amara Okafor", before and now; before: empty when new */
    bool fresh, seen;        /* new; some row of the files is about this person */
    int64_t roles;           /* before: the codes held, as bits */
    struct str form;
};

static struct str full_name(struct arena *arena, struct str first, struct str surname) {
    return str_trim(str_format(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(surname)));
}

static struct import_member *add_member(struct importing *in, struct import_member one) {
    if (in->member_count == in->member_room) {
        size_t room = in->member_room ? in->member_room * 2 : 64;
        struct import_member *wider = arena_array(in->arena, struct import_member, room);
        for (size_t i = 0; i < in->member_count; i++) wider[i] = in->members[i];
        in->members = wider;
        in->member_room = room;
    }
    in->members[in->member_count] = one;
    return &in->members[in->member_count++];
}

/* What somebody has on the day: roles as bits, and the form. */
static bool read_posts(struct importing *in, int64_t id, int64_t *roles, struct str *form, struct err *err) {
    const struct facts *facts = &in->kinds->facts[SUBJECT_STAFF];
    int32_t role = in->kinds->known.roles, of = facts_find(facts, STR("form"));
    struct staff staff;
    bool found;
    int64_t word = VALUE_NONE;
    *roles = 0;
    *form = (struct str){ 0 };
    if (!staff_read(in->db, in->kinds, &in->row, id, &staff, &found, err)) return false;
    if (!found) return true;
    for (int pass = 0; pass < 2; pass++) {
        int32_t fact = pass ? of : role;
        int64_t *out = pass ? &word : roles;
        if (fact == FIELD_ABSENT) continue;
        if (!facts->fields[fact].dated && staff.facts[fact] != VALUE_NONE) *out = staff.facts[fact];
        for (uint32_t i = 0; facts->fields[fact].dated && i < staff.step_count; i++)
            if (staff.steps[i].fact == (uint32_t)fact && !date_after(staff.steps[i].from, in->as_at)) *out = staff.steps[i].value;
    }
    if (*roles == VALUE_NONE) *roles = 0;
    return word == VALUE_NONE || catalogue_word_text(in->db, in->arena, word, form, err);
}

static bool read_members(struct importing *in, struct err *err) {
    struct staff *list;
    size_t count;
    if (in->members) return true;
    if (!staff_list(in->db, in->arena, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct str name = full_name(in->arena, list[i].first_name, list[i].surname);
        struct import_member *one = add_member(in, (struct import_member){ .id = list[i].id, .key = list[i].key, .name = import_fold(in->arena, name), .was = name, .who = name,
                                                                           .surname = import_fold(in->arena, list[i].surname), .email = utf8_fold(in->arena, list[i].email) });
        arena_reset(&in->row);
        if (!read_posts(in, one->id, &one->roles, &one->form, err)) return false;
    }
    return true;
}

static struct import_member *by_code(struct importing *in, struct str key) {
    for (size_t i = 0; i < in->member_count; i++)
        if (key.size && str_equal(in->members[i].key, key)) return &in->members[i];
    return NULL;
}

/* ---- another school -------------------------------------------------------------------------------------------------------- */

static struct str domain_of(struct str email) {
    struct str local, domain = { 0 };
    return str_cut(email, '@', &local, &domain) ? domain : (struct str){ 0 };
}

/* Those that people.lua writes to, and those of the staff who are here. */
static bool is_ours(struct importing *in, const struct people *people, struct str domain) {
    size_t here = 0, all = 0;
    for (size_t i = 0; people && i < people->mail.domain_count; i++)
        if (str_equal_fold_ascii(people->mail.domains[i], domain)) return true;
    for (size_t i = 0; i < in->member_count; i++) {
        struct str one = domain_of(in->members[i].email);
        all += one.size > 0;
        here += one.size > 0 && str_equal(one, domain);
    }
    /* No address of ours is known: nothing speaks against this one. */
    if (!all && !(people && people->mail.domain_count)) return true;
    return here * DOMAIN_PART > all;
}

static const struct people *people_here(struct importing *in) {
    struct problems unheard = { .arena = in->arena };
    struct err ignored = { 0 };
    return school_load(in->school, SCHOOL_PEOPLE, in->as_at, &unheard, &ignored) ? in->school->people : NULL;
}

struct staff_crowd {
    struct str file;
    size_t rows, addresses, elsewhere, known, others; /* with other addresses than ours; with a code that is here; of these of another name */
    struct str domain;                                /* the first from elsewhere */
};

static void count_row(struct importing *in, const struct import_table *table, uint32_t row, const struct people *people, struct staff_crowd *crowd) {
    struct str domain = domain_of(utf8_fold(in->arena, cell_of(table, row, "email"))), surname = import_fold(&in->row, cell_of(table, row, "surname"));
    const struct import_member *held = by_code(in, cell_of(table, row, "key"));
    crowd->rows++;
    crowd->addresses += domain.size > 0;
    if (domain.size && !is_ours(in, people, domain)) {
        crowd->elsewhere++;
        if (!crowd->domain.size) crowd->domain = domain;
    }
    if (!held) return;
    crowd->known++;
    crowd->others += surname.size && held->surname.size && !str_equal(held->surname, surname);
}

static bool refuse(struct importing *in, const struct staff_crowd *crowd, struct err *err) {
    if (crowd->elsewhere * 2 > crowd->addresses)
        err_set(err, CODE_OTHER_SCHOOL, "%.*s looks like the staff of another school: %zu of its %zu addresses are not of this school's domain (%.*s), and %zu of its %zu codes are known here.",
                STR_ARG(crowd->file), crowd->elsewhere, crowd->addresses, STR_ARG(crowd->domain), crowd->known, crowd->rows);
    else
        err_set(err, CODE_OTHER_SCHOOL, "%.*s looks like the staff of another school: %zu of the %zu codes that are known here belong to people of another name.",
                STR_ARG(crowd->file), crowd->others, crowd->known);
    return import_whole_stranger(in, crowd->file, err);
}

bool import_staff_fits(struct importing *in, struct err *err) {
    bool any = false;
    for (size_t i = 0; i < in->table_count; i++) any = any || in->tables[i].target == TARGET_STAFF;
    if (!any) return true;
    const struct people *people = people_here(in);
    if (!read_members(in, err)) return false;
    for (size_t i = 0; i < in->table_count; i++) {
        const struct import_table *table = &in->tables[i];
        struct staff_crowd crowd = { .file = table->grid->name };
        if (table->target != TARGET_STAFF || in->member_count < LEAST) continue;
        for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
            arena_reset(&in->row);
            count_row(in, table, row, people, &crowd);
        }
        bool elsewhere = crowd.addresses >= LEAST && crowd.elsewhere * 2 > crowd.addresses, others = crowd.known >= LEAST && crowd.others * 2 > crowd.known;
        if ((elsewhere || others) && !refuse(in, &crowd, err)) return false;
    }
    return true;
}

/* ---- one row ------------------------------------------------------------------------------------------------------------------ */

static bool record_of_staff(struct importing *in, const char *kind_name, struct str reference, int64_t staff,
                            const char *const *fields, const int64_t *values, size_t count, enum wrote *wrote, struct err *err) {
    int32_t kind = kinds_find(in->kinds, str_from(kind_name));
    if (kind == FIELD_ABSENT) return true;
    struct field_value given[4];
    size_t given_count = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t field = kind_find_field(&in->kinds->kinds[kind], str_from(fields[i]));
        if (field != FIELD_ABSENT) given[given_count++] = (struct field_value){ (uint32_t)field, values[i], { 0 } };
    }
    int64_t id;
    if (!activity_find(in->db, STR("staff"), reference, &id, err)) return false;
    struct activity_write write = { .id = id, .kind = (uint32_t)kind, .date = id ? DATE_NONE : in->posts_since, .last_day = DATE_NONE, .organisation = VALUE_NONE,
                                    .source = STR("staff"), .reference = reference, .fields = given, .field_count = given_count };
    enum wrote one, two = WROTE_SAME;
    bool out = false;
    if (id && !import_hand_session(in, &write, given, err)) return false;
    if (!activity_put(in->db, in->kinds, &write, &id, &one, err)) return false;
    struct participation_write part = { .activity = id, .kind = (uint32_t)kind, .person = staff, .outcome = -1 };
    if (!import_hand_person(in, &part, given, &out, err)) return false;
    if (!out && !participation_put(in->db, in->kinds, &part, &two, err)) return false;
    if (*wrote == WROTE_SAME && (one != WROTE_SAME || two != WROTE_SAME)) *wrote = WROTE_CHANGED;
    return true;
}

/* Rules about a post read the kind `post`; its names are those of lua/columns.lua, `posts`. */
static bool post_of(struct importing *in, const struct import_table *table, struct str role, int64_t staff, struct str key, enum wrote *wrote, struct err *err) {
    const struct node *posts = node_field(table->spec, "posts");
    int32_t kind = kinds_find(in->kinds, STR("post"));
    for (uint32_t i = 0; posts && kind != FIELD_ABSENT && i < posts->field_count; i++) {
        if (!str_equal(posts->fields[i].key, role)) continue;
        const struct kind *post = &in->kinds->kinds[kind];
        int32_t field = kind_find_field(post, STR("role"));
        int32_t code = field == FIELD_ABSENT ? FIELD_ABSENT : field_find_code(&post->fields[field], posts->fields[i].value.text);
        if (code == FIELD_ABSENT) return true;
        int64_t value = code;
        return record_of_staff(in, "post", str_format(&in->row, "%.*s/%.*s", STR_ARG(key), STR_ARG(role)), staff,
                               (const char *const[]){ "role" }, &value, 1, wrote, err);
    }
    return true;
}

static bool qualification_of(struct importing *in, const struct import_table *table, uint32_t row, int64_t staff, struct str key,
                             enum wrote *wrote, struct err *err) {
    const struct import_column *column = import_column_of(table, "level");
    int64_t level = VALUE_NONE;
    if (!column || !import_whole(in, &(struct cell_place){ table, column, row }, &level) || level == VALUE_NONE) return true;
    int32_t kind = kinds_find(in->kinds, STR("qualification"));
    int32_t field = kind == FIELD_ABSENT ? FIELD_ABSENT : kind_find_field(&in->kinds->kinds[kind], STR("field"));
    if (field == FIELD_ABSENT) return true;
    int64_t values[] = { field_find_code(&in->kinds->kinds[kind].fields[field], STR("guidance")), level };
    return record_of_staff(in, "qualification", str_format(&in->row, "%.*s/guidance", STR_ARG(key)), staff,
                           (const char *const[]){ "field", "level" }, values, 2, wrote, err);
}

/* The file says no days: what is recorded keeps its day.  What is another holds from the beginning of the school year, or, once
 * something is recorded in it, from the day of the file: what was so before stays. */
static struct date held_since(const struct importing *in, const struct staff *person, int32_t fact, int64_t value) {
    const struct fact_step *held = NULL;
    for (uint32_t i = 0; i < person->step_count; i++)
        if ((int32_t)person->steps[i].fact == fact && !date_after(person->steps[i].from, in->as_at)) held = &person->steps[i];
    if (held && held->value == value) return held->from;
    return held && !date_before(held->from, in->posts_since) ? in->as_at : in->posts_since;
}

static bool staff_facts(struct importing *in, const struct import_table *table, uint32_t row, int32_t role, const struct staff *person, struct facts_read *facts,
                        struct err *err) {
    const struct facts *known = &in->kinds->facts[SUBJECT_STAFF];
    int64_t word;
    if (role != FIELD_ABSENT) add_fact(facts, in->kinds->known.roles, held_since(in, person, in->kinds->known.roles, INT64_C(1) << role), INT64_C(1) << role);
    static const char *const TEXTS[] = { "form", "department" };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct str cell = cell_of(table, row, TEXTS[i]);
        int32_t fact = facts_find(known, str_from(TEXTS[i]));
        if (!cell.size || fact == FIELD_ABSENT) continue;
        if (!catalogue_word(in->db, cell, &word, err)) return false;
        add_fact(facts, fact, known->fields[fact].dated ? held_since(in, person, fact, word) : DATE_FIRST, word);
    }
    return true;
}

static bool in_the_file(const struct import_table *table, struct str key) {
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++)
        if (str_equal(cell_of(table, row, "key"), key)) return true;
    return false;
}

static bool is_of_people(const struct people *people, struct str key) {
    const struct person *person = people && key.size ? people_find(people, key) : NULL;
    return person && person->line;
}

/* A new code for somebody who is here: the same address; or the same name as one whom people.lua named, whose code is its. */
static struct import_member *under_another_code(struct importing *in, const struct import_table *table, uint32_t row) {
    struct str email = utf8_fold(&in->row, cell_of(table, row, "email"));
    struct str name = import_fold(&in->row, full_name(&in->row, cell_of(table, row, "first_name"), cell_of(table, row, "surname")));
    struct import_member *fits = NULL;
    const struct people *people = in->school->people;
    for (size_t i = 0; i < in->member_count; i++) {
        struct import_member *one = &in->members[i];
        bool by_email = email.size && str_equal(one->email, email);
        bool by_name = !one->email.size && str_equal(one->name, name) && is_of_people(people, one->key);
        if (one->fresh || (!by_email && !by_name) || (one->key.size && in_the_file(table, one->key))) continue;
        if (fits) return NULL;
        fits = one;
    }
    if (fits)
        import_say_once(in, "%.*s has the code %.*s in the records and %.*s in %.*s: it is the same person.", STR_ARG(fits->who), STR_ARG(fits->key),
                        STR_ARG(cell_of(table, row, "key")), STR_ARG(table->grid->name));
    return fits;
}

/* A known code with another surname and another address is somebody else until a person has looked. */
static bool is_another(struct importing *in, const struct import_table *table, uint32_t row, const struct import_member *held) {
    struct str key = cell_of(table, row, "key"), first = cell_of(table, row, "first_name"), surname = cell_of(table, row, "surname");
    struct str email = utf8_fold(&in->row, cell_of(table, row, "email")), folded = import_fold(&in->row, surname);
    if (held->fresh || !held->surname.size || !held->email.size || !email.size || str_equal(held->surname, folded) || str_equal(held->email, email)) return false;
    if (import_doubt_settled(in, key)) return false;
    struct str next = str_format(in->arena, "The row was left out. Give the new person a code of their own; or, if it is the same person, add  --accept %.*s .", STR_ARG(key));
    import_problem(in, &(struct cell_place){ table, import_column_of(table, "surname"), row }, CODE_OTHER_PERSON, SEVERITY_ERROR, next.at,
                   "The code %.*s is %.*s here, with another address, and the row says %.*s %.*s.", STR_ARG(key), STR_ARG(held->who), STR_ARG(first), STR_ARG(surname));
    import_doubt_add(in, key, str_format(in->arena, "row %u: the code %.*s is %.*s here, with another address, and the row says %.*s %.*s",
                                         grid_row(table->grid, row).line, STR_ARG(key), STR_ARG(held->who), STR_ARG(first), STR_ARG(surname)));
    return true;
}

static int32_t role_of(struct importing *in, const struct import_table *table, uint32_t row, struct str *role) {
    const struct cell_place at = { table, import_column_of(table, "role"), row };
    struct str cell = import_cell(&at);
    *role = cell.size ? import_word(in, &at) : (struct str){ 0 };
    char *bytes = arena_copy(&in->row, role->at, role->size);
    for (size_t i = 0; i < role->size; i++)
        if (bytes[i] == ' ') bytes[i] = '_';
    role->at = bytes;
    int32_t roles = in->kinds->known.roles;
    int32_t code = roles == FIELD_ABSENT ? FIELD_ABSENT : field_find_code(&in->kinds->facts[SUBJECT_STAFF].fields[roles], *role);
    if (role->size && code == FIELD_ABSENT)
        import_problem(in, &at, CODE_UNKNOWN_VALUE, SEVERITY_WARNING, "The person is loaded without a role.", "'%.*s' is not a role that the policy knows.", STR_ARG(cell));
    return code;
}

/* What the records know by the code that somebody had before. */
static bool name_anew(struct importing *in, struct str before, struct str key, const char *what, struct err *err) {
    int64_t id, known;
    if (!activity_find(in->db, STR("staff"), str_format(&in->row, "%.*s/%s", STR_ARG(before), what), &id, err)) return false;
    struct str reference = str_format(&in->row, "%.*s/%s", STR_ARG(key), what);
    if (!id || !activity_find(in->db, STR("staff"), reference, &known, err)) return err->code == CODE_NONE;
    return known || activity_name(in->db, id, STR("staff"), reference, err);
}

static int staff_row_in(struct importing *in, struct import_table *table, uint32_t row, enum wrote *wrote, struct err *err) {
    struct str key = cell_of(table, row, "key"), surname = cell_of(table, row, "surname"), role;
    if (!key.size || !surname.size) {
        import_problem(in, &(struct cell_place){ table, import_column_of(table, key.size ? "surname" : "key"), row }, CODE_MISSING_VALUE,
                       SEVERITY_ERROR, "The row was left out.", "The row has no %s.", key.size ? "surname" : "staff code");
        return 0;
    }
    struct import_member *held = by_code(in, key);
    if (held && is_another(in, table, row, held)) return 0;
    struct str before = { 0 };
    if (!held && (held = under_another_code(in, table, row))) before = held->key;
    int32_t code = role_of(in, table, row, &role);
    if (before.size && role.size && !name_anew(in, before, key, str_c(&in->row, role), err)) return -1;
    if (before.size && !name_anew(in, before, key, "guidance", err)) return -1;
    struct facts_read facts = { .count = 0 };
    struct staff was = { .id = 0 };
    bool found;
    if (held && !staff_read(in->db, in->kinds, &in->row, held->id, &was, &found, err)) return -1;
    if (!staff_facts(in, table, row, code, &was, &facts, err)) return -1;
    struct staff_write write = { .id = held ? held->id : 0, .key = key, .title = cell_of(table, row, "title"), .first_name = cell_of(table, row, "first_name"),
                                 .surname = surname, .email = cell_of(table, row, "email"), .facts = facts.steps, .fact_count = facts.count };
    if (!write.title.size) write.title.at = NULL;
    int64_t id;
    if (!staff_put(in->db, in->kinds, &write, &id, wrote, err)) return -1;
    if (!held) held = add_member(in, (struct import_member){ .id = id, .fresh = true });
    held->seen = true;
    held->key = str_copy(in->arena, key);
    held->who = full_name(in->arena, write.first_name, surname);
    if (role.size && !post_of(in, table, role, id, key, wrote, err)) return -1;
    if (!qualification_of(in, table, row, id, key, wrote, err)) return -1;
    return *wrote != WROTE_CHANGED || import_change_staff(in, table, &was, err) ? 1 : -1;
}

bool import_staff(struct importing *in, struct import_table *table, struct err *err) {
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        int in_now = import_row_reads(in, table, row) ? staff_row_in(in, table, row, &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}

/* ---- who gains or loses what -------------------------------------------------------------------------------------------------- */

static void add_role(struct importing *in, struct str *line, const char *sign, struct str code) {
    char *plain = arena_copy(in->arena, code.at, code.size);
    for (size_t i = 0; i < code.size; i++)
        if (plain[i] == '_') plain[i] = ' ';
    *line = str_format(in->arena, "%.*s%s%s%.*s", STR_ARG(*line), line->size ? ", " : "", sign, (int)code.size, plain);
}

/* "careers leader, no longer senco, form 10AO (was 10AH)"; of a new tutor nothing, as there are many. */
static struct str gains(struct importing *in, const struct import_member *one, int64_t roles, struct str form) {
    const struct field *field = &in->kinds->facts[SUBJECT_STAFF].fields[in->kinds->known.roles];
    struct str line = { 0 };
    for (uint32_t i = 0; i < field->code_count; i++) {
        bool had = one->roles >> i & 1, has = roles >> i & 1;
        if (has && !had && !(one->fresh && str_is(field->codes[i], "tutor"))) add_role(in, &line, "", field->codes[i]);
    }
    for (uint32_t i = 0; i < field->code_count; i++)
        if ((one->roles >> i & 1) && !(roles >> i & 1)) add_role(in, &line, "no longer ", field->codes[i]);
    if (!one->fresh && !str_equal(one->was, one->who)) add_role(in, &line, "was ", one->was);
    if (one->fresh || str_equal(form, one->form)) return line;
    struct str was = one->form.size ? str_format(in->arena, " (was %.*s)", STR_ARG(one->form)) : (struct str){ 0 };
    return str_format(in->arena, "%.*s%sform %.*s%.*s", STR_ARG(line), line.size ? ", " : "", STR_ARG(form), STR_ARG(was));
}

bool import_staff_end(struct importing *in, struct err *err) {
    in->post_lines = arena_array(in->arena, struct str, in->member_count + 1);
    in->post_count = 0;
    for (size_t i = 0; i < in->member_count && in->kinds->known.roles != FIELD_ABSENT; i++) {
        const struct import_member *one = &in->members[i];
        int64_t roles;
        struct str form;
        if (!one->seen) continue;
        arena_reset(&in->row);
        if (!read_posts(in, one->id, &roles, &form, err)) return false;
        struct str line = gains(in, one, roles, form);
        if (line.size) in->post_lines[in->post_count++] = str_format(in->arena, "%.*s (%.*s): %.*s", STR_ARG(one->who), STR_ARG(one->key), STR_ARG(line));
    }
    return true;
}

void import_staff_show(struct importing *in, struct page *page) {
    size_t shown = in->post_count < SHOWN_MOST ? in->post_count : SHOWN_MOST;
    if (!shown) return;
    page_heading(page, 3, STR("Posts"));
    page_list(page, in->post_lines, shown);
    if (in->post_count > shown) page_paragraphf(page, "And %zu more.", in->post_count - shown);
    page_paragraph(page, STR("Posts decide who gets which letters."));
}
