/* SPDX-License-Identifier: GPL-3.0-or-later
 * work_fixture - a small school in a temporary folder, with a host that reads its policy without Lua.
 * Owns:  the folder, removed at the end of each test.
 */
#ifndef SIGNPOST_WORK_FIXTURE_H
#define SIGNPOST_WORK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../policy/vocabulary.h"
#include "base/file.h"
#include "store/activity.h"
#include "store/catalogue.h"
#include "store/pupil.h"
#include "work/change.h"
#include "work/school.h"

/* Two promises to all pupils, one about something private, one of the school; tutors own what pupils need. */
static const char BASE_TEXT[] =
    "policy { id = \"small\", title = \"Careers\", version = \"1\", owner = \"The Trust\", status = "
    "\"statutory-trust\",\n"
    "  effective = \"2022-06-01\", review_by = \"2029-06-30\" }\n"
    "role \"tutor\" { title = \"Tutor\", clause = \"3.2.6\", finds = \"form\" }\n"
    "role \"careers_leader\" { title = \"Careers Leader\", clause = \"3.2.2\" }\n"
    "plan \"standard\" { lead = days(60), steps = { \"lead\", days(-14), \"due\" }, then_every = { days(14) }, digest "
    "= \"weekly\" }\n"
    "section \"3\" { title = \"Roles\" }\n"
    "section \"4.4\" { title = \"Each pupil\", benchmark = 3 }\n"
    "section \"4.6\" { title = \"Employers\", benchmark = 5 }\n"
    "clause \"3.2.2\" { title = \"A leader\", basis = \"guidance\", text = [[Somebody leads.]],\n"
    "  must \"governors-told\" { who = the_school {}, have = meeting { with = \"governors\" }, when = "
    "each_school_year(), owner = role.careers_leader } }\n"
    "clause \"4.4.33\" { title = \"Looking ahead\", basis = \"law\", text = [[Plans look ahead.]],\n"
    "  must \"review-looks-ahead\" { who = pupils { sen = \"ehcp\" }, have = ehc_review { adulthood = true }, when = "
    "each_school_year(),\n"
    "    owner = role.tutor, remind = plan.standard } }\n"
    "clause \"4.6.4\" { title = \"An employer a year\", basis = \"guidance\", also = { \"2.0.3\" }, text = [[Every "
    "year an employer.]],\n"
    "  must \"employer-encounter\" { who = pupils { year = years(7, 13) }, have = encounter { meaningful = true }, "
    "when = each_school_year(),\n"
    "    owner = role.tutor, remind = plan.standard } }\n"
    "clause \"4.6.5\" { title = \"Science\", basis = \"guidance\", text = [[Before Year 11.]],\n"
    "  must \"stem-encounter\" { who = pupils { year = years(7, 10) }, have = encounter { stem = true }, when = "
    "before_year(11),\n"
    "    owner = role.tutor, remind = plan.standard } }\n";

static const char SCHOOL_TEXT[] = "amends \"small\" { version = \"1\", school = \"Harbour View Academy\", urn = "
                                  "100001, setting = \"secondary\", sixth_form = true,\n"
                                  "  approved = \"2022-09-14\", approved_by = \"Governors\", from = \"2022-09-01\" }\n";

static const char PEOPLE_TEXT[] = "staff \"JP\" { name = \"J. Patel\", title = \"Mr\", email = "
                                  "\"j.patel@harbourview.example\", roles = { \"tutor\" }, form = \"9AB\" }\n"
                                  "staff \"MW\" { name = \"M. Ward\", roles = { \"tutor\" }, form = \"7CD\" }\n"
                                  "staff \"AO\" { name = \"A. Okafor\", title = \"Ms\", email = "
                                  "\"a.okafor@harbourview.example\", roles = { \"careers_leader\" } }\n"
                                  "mail { from = \"careers@harbourview.example\", domains = { \"harbourview.example\" "
                                  "}, trial_to = \"a.okafor@harbourview.example\" }\n";

static const char TERMS_TEXT[] = "term \"autumn 1\" { first = \"2026-09-02\", last = \"2026-10-23\" }\n"
                                 "term \"autumn 2\" { first = \"2026-11-02\", last = \"2026-12-18\" }\n"
                                 "term \"spring 1\" { first = \"2027-01-04\", last = \"2027-02-12\" }\n"
                                 "term \"spring 2\" { first = \"2027-02-22\", last = \"2027-03-26\" }\n"
                                 "term \"summer 1\" { first = \"2027-04-12\", last = \"2027-05-28\" }\n"
                                 "term \"summer 2\" { first = \"2027-06-07\", last = \"2027-07-21\" }\n";

/* ---- the host ------------------------------------------------------------------------------- */

static inline bool host_kinds(void *self, struct arena *arena, const char *folder, struct kinds **out,
                              struct problems *problems, struct err *err) {
    (void)self, (void)folder, (void)problems, (void)err;
    struct buf text = { 0 };
    for (size_t i = 0; i < COUNT_OF(VOCABULARY); i++) buf_add_c(&text, VOCABULARY[i]);
    *out = read_vocabulary(arena, str_c(arena, buf_str(&text)));
    buf_free(&text);
    struct facts *pupil = &(*out)->facts[SUBJECT_PUPIL];
    for (uint32_t i = 0; i < pupil->field_count; i++) {
        struct str name = pupil->fields[i].name;
        if (str_is(name, "year") || str_is(name, "form") || str_is(name, "sen")) pupil->fields[i].dated = true;
        if (str_is(name, "sen")) pupil->fields[i].is_private = true;
    }
    return true;
}

static inline bool host_policy(void *self, struct arena *arena, const struct policy_request *request,
                               struct policy_set **out, struct problems *problems, struct err *err) {
    (void)self, (void)problems, (void)err;
    struct document *documents = arena_array(arena, struct document, 2);
    documents[0] = read_document(arena, 0, LAYER_BASE, "policies/small/policy.lua", BASE_TEXT);
    documents[1] = read_document(arena, 1, LAYER_SCHOOL, "policy.lua", SCHOOL_TEXT);
    *out = arena_new(arena, struct policy_set);
    **out = (struct policy_set){ .documents = documents, .document_count = request->folder ? 2 : 1 };
    return true;
}

static inline bool host_data(void *self, struct arena *arena, const char *path, const char *words, struct node *out,
                             struct problems *problems, struct err *err) {
    struct reader reader;
    struct str text;
    (void)self, (void)words, (void)problems;
    *out = (struct node){ .type = NODE_TABLE };
    if (!file_read(arena, path, 1 << 20, &text, err)) return false;
    out->items = read_nodes(arena, 0, text, &out->item_count, &reader);
    return true;
}

static inline bool host_file(void *self, struct arena *arena, const char *path, struct str *out, struct err *err) {
    (void)self;
    *out = str_format(arena,
                      "-- %s of {{school}} by {{contact}}, sixth form \"{{sixth_form!}}\" from {{autumn_1_first}} to "
                      "{{summer_2_last}}\n",
                      path);
    if (str_ends(str_from(path), "people.lua"))
        *out = STR("staff \"CL\" { name = \"{{contact}}\", email = \"{{email}}\", roles = { \"careers_leader\" } }\n");
    if (str_ends(str_from(path), "terms.lua"))
        *out = STR("term \"autumn 1\" { first = \"{{autumn_1_first}}\", last = \"{{autumn_1_last}}\" }\n");
    (void)err;
    return true;
}

/* lua/audiences.lua in small: leaders see all, senior leaders records alone. */
static inline void audiences_module(struct arena *arena, struct node *out) {
    static const char *const rows[] = { "name", "number", "group", "date_of_birth", "sex", "contact", "sen", "care", "child_in_need",
                                        "fsm", "disadvantaged", "eal", "placement", "risk", "grades", "records", "destination",
                                        "notes_pupil", "notes_professional", "reasons", "sharing", "private", "staff" };
    struct reader reader;
    struct buf text = { 0 };
    struct node_field *fields = arena_array(arena, struct node_field, 3);
    fields[0] = (struct node_field){ STR("audiences"), { .type = NODE_TABLE } };
    fields[1] = (struct node_field){ STR("fewest"), { .type = NODE_WHOLE, .whole = 6 } };
    fields[2] = (struct node_field){ STR("fields"), { .type = NODE_TABLE } };
    fields[0].value.items = read_nodes(arena, 0, STR("a { name = \"careers_leader\", title = \"the careers team\", profile = true }\n"
                                                     "a { name = \"slt\", title = \"senior leaders\", profile = true }\n"
                                                     "a { name = \"governors\", title = \"governors\", profile = true }\n"),
                                       &fields[0].value.item_count, &reader);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        buf_printf(&text, "row { field = \"%s\", about = \"%s\", may = \"careers_leader%s\", why = \"so\" }\n", rows[i], rows[i],
                   strcmp(rows[i], "records") == 0 ? " slt" : "");
    fields[2].value.items = read_nodes(arena, 0, str_copy(arena, buf_str(&text)), &fields[2].value.item_count, &reader);
    buf_free(&text);
    *out = (struct node){ .type = NODE_TABLE, .fields = fields, .field_count = 3 };
}

/* One file with one column: lua/columns.lua in small. */
static inline bool host_module(void *self, struct arena *arena, const char *name, struct node *out, struct err *err) {
    struct reader reader;
    (void)self, (void)err;
    if (strcmp(name, "audiences") == 0) return audiences_module(arena, out), true;
    if (strcmp(name, "reminders") == 0) { /* no days that return */
        static struct node_field fields[] = { { STR_INIT("occasions"), { .type = NODE_TABLE } },
                                              { STR_INIT("otherwise"), { .type = NODE_TEXT, .text = STR_INIT("careers_leader") } } };
        *out = (struct node){ .type = NODE_TABLE, .fields = fields, .field_count = COUNT_OF(fields) };
        return true;
    }
    assert_string_equal(name, "columns");
    *out = (struct node){ .type = NODE_TABLE };
    out->items =
        read_nodes(arena, 0,
                   STR("intake { name = \"visits\", kind = \"encounter\", columns = { { field = \"meaningful\", "
                       "heads = { \"it counted\" } } } }"),
                   &out->item_count, &reader);
    return true;
}

static const struct host HOST = {
    .kinds = host_kinds, .policy = host_policy, .data = host_data, .file = host_file, .module = host_module
};

/* ---- the school ----------------------------------------------------------------------------- */

struct fixture {
    struct arena arena;
    const char *folder;
    struct school *school;
    struct command_call call;
    struct answer answer;
    struct err err;
    int64_t zoe, zoe_adeyemi, lukasz, ola;
};

#define OK(f, condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) fail_msg("%s: %s", #condition, (f)->err.text);                                               \
    } while (0)

static inline struct date a_day(int number) {
    return date_from_number(number);
}

static inline uint32_t fact_of(const struct fixture *f, const char *name) {
    int32_t fact = facts_find(&f->school->kinds->facts[SUBJECT_PUPIL], str_from(name));
    assert_true(fact >= 0);
    return (uint32_t)fact;
}

static inline int64_t add_pupil(struct fixture *f, struct db *db, const char *first, const char *surname,
                                const char *upn, int64_t year, const char *form, int64_t sen) {
    int64_t id, form_value;
    enum wrote wrote;
    OK(f, catalogue_word(db, str_from(form), &form_value, &f->err));
    struct fact_step facts[] = { { fact_of(f, "dob"), DATE_FIRST,
                                   date_from_number((int32_t)((2026 - year - 4) * 10000 + 1015)).day },
                                 { fact_of(f, "admitted_on"), DATE_FIRST, a_day(20260901).day },
                                 { fact_of(f, "records_from"), DATE_FIRST, a_day(20260901).day },
                                 { fact_of(f, "year"), a_day(20260901), year },
                                 { fact_of(f, "form"), a_day(20260901), form_value },
                                 { fact_of(f, "sen"), a_day(20260901), sen } };
    struct pupil_write row = { .upn = str_from(upn),
                               .first_name = str_from(first),
                               .surname = str_from(surname),
                               .facts = facts,
                               .fact_count = COUNT_OF(facts) };
    OK(f, pupil_put(db, f->school->kinds, &row, &id, &wrote, &f->err));
    return id;
}

static inline void add_encounter(struct fixture *f, struct db *db, int64_t pupil, int64_t meaningful,
                                 const char *reference) {
    const struct kinds *kinds = f->school->kinds;
    uint32_t kind = (uint32_t)kinds_find(kinds, STR("encounter"));
    struct field_value field = { (uint32_t)kind_find_field(&kinds->kinds[kind], STR("meaningful")), meaningful, { 0 } };
    struct activity_write row = { .kind = kind,
                                  .date = a_day(20261112),
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .title = STR("Tug yard talk"),
                                  .source = STR("test"),
                                  .reference = str_from(reference),
                                  .fields = &field,
                                  .field_count = meaningful == VALUE_NONE ? 0 : 1 };
    int64_t id;
    enum wrote wrote;
    OK(f, activity_put(db, kinds, &row, &id, &wrote, &f->err));
    struct participation_write one = { .activity = id, .kind = kind, .person = pupil, .outcome = OUTCOME_ATTENDED };
    OK(f, participation_put(db, kinds, &one, &wrote, &f->err));
}

static inline struct change *begin(struct fixture *f, const char *verb) {
    struct change_request request = { .verb = str_from(verb), .actor = STR("tester"), .state = VALUE_NONE };
    struct change *change;
    OK(f, change_begin(&f->arena, f->school, &request, &change, &f->err));
    return change;
}

static inline void commit(struct fixture *f, struct change *change) {
    struct change_done done;
    OK(f, change_commit(change, STR("about=test"), STR("test"), &done, &f->err));
}

static inline void fill_school(struct fixture *f) {
    struct change *change = begin(f, "import");
    f->zoe = add_pupil(f, change->db, "Zoë", "O’Brien", "P207000016049", 9, "9AB", 0);
    f->zoe_adeyemi = add_pupil(f, change->db, "Zoe", "Adeyemi", "A888490121038", 7, "7CD", 0);
    f->lukasz = add_pupil(f, change->db, "Łukasz", "Dvořák", "A888490121096", 9, "9AB", 2);
    f->ola = add_pupil(f, change->db, "Ola", "Nine", "A888490121231", 11, "11EF", 0);
    add_encounter(f, change->db, f->ola, 1, "1");
    add_encounter(f, change->db, f->zoe_adeyemi, VALUE_NONE, "2");
    commit(f, change);
}

static inline void write_text(struct fixture *f, const char *name, const char *text) {
    OK(f, file_create(file_join(&f->arena, f->folder, name), str_from(text), &f->err));
}

static inline int open_fixture(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    struct problems problems = { 0 };
    if (!f) return -1;
    problems.arena = &f->arena;
    OK(f, file_make_temporary(&f->arena, &f->folder, &f->err));
    write_text(f, "people.lua", PEOPLE_TEXT);
    write_text(f, "terms.lua", TERMS_TEXT);
    struct db *db;
    OK(f, db_open(&f->arena, file_join(&f->arena, f->folder, "school.db"), DB_CREATE, NULL, &db, &f->err));
    db_close(db);
    OK(f, school_open(&HOST, f->folder, &f->school, &problems, &f->err));
    fill_school(f);
    f->call = (struct command_call){ .host = &HOST,
                                     .arena = &f->arena,
                                     .folder = f->folder,
                                     .as_of = a_day(20270607),
                                     .today = a_day(20270607),
                                     .actor = STR("tester"),
                                     .school = f->school };
    answer_init(&f->answer, &f->arena);
    *state = f;
    return 0;
}

static inline int close_fixture(void **state) {
    struct fixture *f = *state;
    answer_free(&f->answer);
    school_close(f->school);
    OK(f, file_remove_folder(f->folder, &f->err));
    arena_free(&f->arena);
    free(f);
    return 0;
}

/* The words of a call, one positional part each. */
static inline void say(struct fixture *f, const char *words) {
    struct str rest = str_from(words), word;
    struct call_part *parts = arena_array(&f->arena, struct call_part, 16);
    f->call.parts = parts;
    f->call.part_count = 0;
    while (rest.size) {
        str_cut(rest, ' ', &word, &rest);
        parts[f->call.part_count++] = (struct call_part){ NULL, word };
    }
    answer_free(&f->answer);
    answer_init(&f->answer, &f->arena);
}

static inline void option(struct fixture *f, const char *name, const char *value) {
    struct call_option *options = arena_array(&f->arena, struct call_option, f->call.option_count + 1);
    for (size_t i = 0; i < f->call.option_count; i++) options[i] = f->call.options[i];
    options[f->call.option_count++] = (struct call_option){ name, value ? str_from(value) : STR("") };
    f->call.options = options;
}

static inline const char *problems_text(struct fixture *f) {
    return f->answer.problems.count ? str_c(&f->arena, f->answer.problems.at[f->answer.problems.count - 1].said) : "";
}

static inline enum code problem_code(struct fixture *f) {
    return f->answer.problems.count ? f->answer.problems.at[f->answer.problems.count - 1].code : CODE_NONE;
}

#define assert_has(text, part)                                                                                         \
    do {                                                                                                               \
        if (!strstr((text), (part))) fail_msg("no '%s' in: %s", (part), (text));                                       \
    } while (0)
#define assert_lacks(text, part)                                                                                       \
    do {                                                                                                               \
        if (strstr((text), (part))) fail_msg("'%s' in: %s", (part), (text));                                           \
    } while (0)

#endif
