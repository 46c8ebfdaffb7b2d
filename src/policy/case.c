/* SPDX-License-Identifier: GPL-3.0-or-later
 * case - policy tests from nodes; see case.h.
 * Owns:  nothing.
 * Must not know: Lua, how anything is judged, what statuses there are.
 */
#include "policy/case.h"

#include <string.h>

#include "base/guess.h"
#include "policy/case_priv.h"
#include "policy/filter.h"

struct place case_place(struct arena *arena, const struct cases *cases, const struct case_block *block, struct str token) {
    return document_place(arena, &cases->documents[block->document], block->line, token);
}

/* ---- under which policy ---- */

static void key_part(struct buf *key, const struct node *node) {
    buf_add_byte(key, '\n');
    if (node) node_print(key, node);
}

static void read_setup(struct reading_case *r, const struct node *call) {
    struct case_setup *setup = &r->block->setup;
    const struct node *policy = node_field(call, "policy"), *school = node_field(call, "school");
    struct buf key = { 0 };
    setup->with = node_field(call, "with");
    setup->readings = node_field(call, "readings");
    if (policy) (void)!scope_text(r->scope, policy, "policy", &setup->policy);
    if (school && school->type == NODE_TABLE) setup->facts = school;
    else if (school && policy) scope_wrong(r->scope, school, "school", "facts, { setting = \"pru\" }: 'policy' names the school already");
    else if (school) (void)!scope_text(r->scope, school, "school", &setup->policy);
    if (setup->with && setup->with->type != NODE_TABLE) scope_wrong(r->scope, setup->with, "with", "a list of declarations");
    if (setup->readings && setup->readings->type != NODE_TABLE)
        scope_wrong(r->scope, setup->readings, "readings", "a list, { [\"by the age of\"] = \"birthday\" }");
    buf_add(&key, setup->policy);
    key_part(&key, setup->facts);
    key_part(&key, setup->with);
    key_part(&key, setup->readings);
    setup->key = str_copy(r->scope->arena, buf_str(&key));
    buf_free(&key);
}

/* ---- whom and what ---- */

static void read_exemption(struct reading_case *r, const struct node *call) {
    struct case_exemption out = { .held_role = true, .ends = DATE_NONE, .from = DATE_FIRST, .approved_on = DATE_NONE, .subject = CASE_NOBODY };
    const struct { const char *name; struct str *text; } TEXTS[] = { { "rule", &out.rule }, { "reason", &out.reason }, { "approved_by", &out.approved_by } };
    const struct { const char *name; struct date *day; } DAYS[] = { { "from", &out.from }, { "ends", &out.ends }, { "approved_on", &out.approved_on } };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        const struct node *value = node_field(call, TEXTS[i].name);
        if (value) (void)!scope_text(r->scope, value, TEXTS[i].name, TEXTS[i].text);
    }
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        const struct node *value = node_field(call, DAYS[i].name);
        if (value && !scope_is_word(value, "none")) (void)!scope_date(r->scope, value, DAYS[i].name, DAYS[i].day);
    }
    const struct node *held = node_field(call, "held_role");
    if (held) (void)!scope_flag(r->scope, held, "held_role", &out.held_role);
    if (!date_known(out.approved_on)) out.approved_on = out.from;
    struct case_exemption *list = (struct case_exemption *)(uintptr_t)r->block->exemptions;
    list_add(r->scope->arena, list, r->block->exemption_count, out);
    r->block->exemptions = list;
}

/* The first of each sort that stands in the test itself is whose the flat records are. */
static void read_subject(struct reading_case *r, const struct node *item) {
    size_t at = case_add_subject(r, item);
    if (at == CASE_NOBODY) return;
    size_t *flat = &r->flat[r->subjects[at].type];
    if (*flat == CASE_NOBODY) *flat = at;
}

/* Items that every sort of test has: people, records, exemptions.  False for what else stands there. */
static bool read_item(struct reading_case *r, const struct node *item) {
    if (case_is_record(r, item)) case_add_record(r, item, CASE_NOBODY);
    else if (case_is_subject(item)) read_subject(r, item);
    else if (node_is(item, "exemption")) read_exemption(r, item);
    else return false;
    return true;
}

/* Subjects and records as they stand now, complete, as one day. */
static struct case_day day_of(struct reading_case *r, struct date as_of) {
    struct case_day day = { .as_of = as_of };
    case_give_records(r);
    case_fill_subjects(r);
    day.subjects = r->subjects;
    day.subject_count = r->subject_count;
    day.records = r->records;
    day.record_count = r->record_count;
    return day;
}

static void add_day(struct reading_case *r, struct case_day day) {
    struct case_day *list = (struct case_day *)(uintptr_t)r->block->days;
    list_add(r->scope->arena, list, r->block->day_count, day);
    r->block->days = list;
}

/* Each field of a person stands in a record of somebody. */
static void check_records(struct reading_case *r, const struct node *at) {
    for (size_t i = 0; i < r->record_count; i++) {
        const struct case_record *record = &r->records[i];
        const struct kind *kind = &r->kinds->kinds[record->kind];
        if (!date_known(record->date))
            scope_error(r->scope, CODE_INCOMPLETE, at, kind->name, STR("Add  date = \"2023-03-10\"."), "A record of '%.*s' has no date.",
                        STR_ARG(kind->name));
        for (size_t v = 0; record->subject == CASE_NOBODY && v < record->value_count; v++) {
            const struct field *field = &kind->fields[record->values[v].field];
            if (!field->each || record->values[v].field == FIELD_OUTCOME) continue;
            scope_error(r->scope, CODE_EACH_AT_SCHOOL_LEVEL, at, field->name, STR("Name the person in the test, or leave the field out."),
                        "'%.*s' belongs to one person, and the record is nobody's.", STR_ARG(field->name));
        }
    }
}

static void unexpected(struct reading_case *r, const struct node *item, const char *what) {
    scope_wrong(r->scope, item, str_c(r->scope->arena, r->block->name), what);
}

/* ---- the sorts of test ---- */

static void read_test(struct reading_case *r, const struct node *call) {
    struct date as_of = DATE_NONE;
    const struct node *day = node_field(call, "as_of");
    if (day && scope_date(r->scope, day, "as_of", &as_of)) r->school_year = school_year_of(as_of);
    struct case_day expectations = { 0 };
    for (uint32_t i = 0; i < call->item_count; i++) {
        const struct node *item = &call->items[i];
        if (node_is(item, "expect")) case_add_expected(r, item, &expectations);
        else if (!read_item(r, item)) unexpected(r, item, "a person, a record, an exemption or expect {}");
    }
    if (!expectations.expected_count)
        scope_error(r->scope, CODE_INCOMPLETE, call, call->id, STR("Add  expect { [\"RULE\"] = { \"met\" } }."), "The test expects nothing.");
    struct case_day out = day_of(r, as_of);
    out.expected = expectations.expected;
    out.expected_count = expectations.expected_count;
    check_records(r, call);
    add_day(r, out);
}

static bool is_row(const struct node *item) {
    return item->type == NODE_TABLE;
}

/* { "2023-05-21", "due_soon", certain = 1 } */
static void read_timeline_row(struct reading_case *r, const struct node *row, struct str rule, struct str instance, struct case_day day) {
    struct case_expected *expected = arena_new(r->scope->arena, struct case_expected);
    struct case_asked *asked = NULL, one;
    *expected = (struct case_expected){ .rule = rule, .instance = instance };
    if (row->item_count != 2) {
        scope_wrong(r->scope, row, "a row", "a day and a status, { \"2023-05-21\", \"due_soon\" }");
        return;
    }
    if (!scope_date(r->scope, &row->items[0], "the day", &day.as_of)) return;
    if (case_read_asked(r, STR("status"), &row->items[1], &one)) list_add(r->scope->arena, asked, expected->asked_count, one);
    for (uint32_t i = 0; i < row->field_count; i++)
        if (case_read_asked(r, row->fields[i].key, &row->fields[i].value, &one))
            list_add(r->scope->arena, asked, expected->asked_count, one);
    expected->asked = asked;
    day.expected = expected;
    day.expected_count = 1;
    add_day(r, day);
}

static struct str rule_of(struct reading_case *r, const struct node *call, struct str *instance) {
    struct str rule = NO_HINT, text = NO_HINT;
    const struct node *value = node_field(call, "rule");
    *instance = NO_HINT;
    if (value && scope_text(r->scope, value, "rule", &text)) case_cut_rule(text, &rule, instance);
    return rule;
}

static void read_timeline(struct reading_case *r, const struct node *call) {
    struct str instance, rule = rule_of(r, call, &instance);
    for (uint32_t i = 0; i < call->item_count; i++)
        if (!is_row(&call->items[i]) && !read_item(r, &call->items[i]))
            unexpected(r, &call->items[i], "a person, a record, an exemption or a row { day, status }");
    struct case_day day = day_of(r, DATE_NONE);
    check_records(r, call);
    for (uint32_t i = 0; i < call->item_count; i++)
        if (is_row(&call->items[i])) read_timeline_row(r, &call->items[i], rule, instance, day);
    if (!r->block->day_count)
        scope_error(r->scope, CODE_INCOMPLETE, call, call->id, STR("Add rows:  { \"2023-05-21\", \"due_soon\" }."), "The timeline has no row.");
}

/* ---- cases: a table ---- */

enum column_type { COLUMN_DAY, COLUMN_TIMES, COLUMN_INSTANCE, COLUMN_ASK, COLUMN_FIELD, COLUMN_FACT };
struct column {
    enum column_type type;
    struct str name;
    int32_t index; /* of the field, the fact */
};

#define COLUMNS_MOST 16
struct table {
    struct column columns[COLUMNS_MOST];
    uint32_t count;
    const struct node *evidence; /* its kind, or a record; NULL = none */
    int32_t kind;
    struct str rule, instance;
};

static size_t column_subject(const struct reading_case *r) {
    for (int type = 0; type < SUBJECT_SCHOOL; type++)
        if (r->flat[type] != CASE_NOBODY) return r->flat[type];
    return CASE_NOBODY;
}

static bool find_column(struct reading_case *r, const struct table *table, const struct node *at, struct str name, struct column *out) {
    *out = (struct column){ .type = COLUMN_ASK, .name = name, .index = -1 };
    if (str_is(out->name, "judged on")) out->type = COLUMN_DAY;
    else if (str_is(out->name, "times")) out->type = COLUMN_TIMES;
    else if (str_is(out->name, "instance")) out->type = COLUMN_INSTANCE;
    else if (case_find_ask(out->name) >= 0) return true;
    else if (table->kind >= 0 && kind_find_field(&r->kinds->kinds[table->kind], out->name) >= 0) {
        out->type = COLUMN_FIELD;
        out->index = kind_find_field(&r->kinds->kinds[table->kind], out->name);
    } else {
        size_t subject = column_subject(r);
        out->type = COLUMN_FACT;
        if (subject != CASE_NOBODY) out->index = facts_find(&r->kinds->facts[r->subjects[subject].type], out->name);
        if (out->index < 0)
            return scope_error(r->scope, CODE_UNKNOWN_FIELD, at, out->name,
                               STR("It can be \"judged on\", \"times\", \"instance\", a field of the evidence, a fact of the pupil, or what is expected: "
                                   "\"status\", \"met_on\" ..."),
                               "There is no column called '%.*s'.", STR_ARG(out->name));
    }
    return true;
}

static bool read_column(struct reading_case *r, const struct table *table, const struct node *name, struct column *out) {
    struct str text;
    return scope_text(r->scope, name, "columns", &text) && find_column(r, table, name, text, out);
}

static bool read_table(struct reading_case *r, const struct node *call, struct table *table) {
    const struct node *columns = node_field(call, "columns");
    table->rule = rule_of(r, call, &table->instance);
    table->evidence = node_field(call, "evidence");
    table->kind = -1;
    if (table->evidence) {
        table->kind = kinds_find(r->kinds, table->evidence->word);
        if (table->kind < 0) return scope_wrong(r->scope, table->evidence, "evidence", "a kind of record: workplace, or workplace { ... }");
    }
    if (!columns || columns->type != NODE_TABLE || columns->item_count > COLUMNS_MOST)
        return scope_wrong(r->scope, columns ? columns : call, "columns", "a list of names");
    for (uint32_t i = 0; i < columns->item_count; i++)
        if (!read_column(r, table, &columns->items[i], &table->columns[table->count++])) return false;
    return true;
}

static bool cell_of(struct reading_case *r, const struct column *column, const struct node *cell, struct case_day *day, bool *there,
                    int64_t *times, struct case_record *evidence, struct case_expected *expected) {
    struct case_asked *asked = (struct case_asked *)(uintptr_t)expected->asked, one;
    switch (column->type) {
    case COLUMN_DAY:
        return scope_date(r->scope, cell, "judged on", &day->as_of);
    case COLUMN_TIMES:
        return scope_whole(r->scope, cell, "times", 0, 50, times);
    case COLUMN_INSTANCE:
        return scope_text(r->scope, cell, "instance", &expected->instance);
    case COLUMN_FIELD:
        if (column->index == FIELD_DATE && scope_is_word(cell, "none")) {
            *there = false;
            return true;
        }
        return case_set_field(r, evidence, column->index, cell);
    case COLUMN_FACT:
        return case_set_fact(r, &r->subjects[column_subject(r)], column->index, cell);
    case COLUMN_ASK:
        if (!case_read_asked(r, column->name, cell, &one)) return false;
        list_add(r->scope->arena, asked, expected->asked_count, one);
        expected->asked = asked;
        return true;
    }
    return false;
}

/* A value for each column, and any other by its name: { "2023-03-10", "2023-09-01", "missed", meaningful = false }.  The
 * people and records of the block are put back after each row. */
static void read_row(struct reading_case *r, const struct node *row, const struct table *table, const struct case_record *pattern) {
    struct reading_case now = *r;
    struct case_day day = { .as_of = DATE_NONE };
    struct case_expected *expected = arena_new(r->scope->arena, struct case_expected);
    struct case_record evidence = pattern ? *pattern : (struct case_record){ 0 };
    bool there = pattern != NULL;
    int64_t times = 1;
    *expected = (struct case_expected){ .rule = table->rule, .instance = table->instance };
    now.subjects = arena_array(r->scope->arena, struct case_subject, r->subject_count + 4);
    now.records = arena_array(r->scope->arena, struct case_record, r->record_count + 64);
    if (r->subject_count) memcpy(now.subjects, r->subjects, r->subject_count * sizeof *now.subjects);
    if (r->record_count) memcpy(now.records, r->records, r->record_count * sizeof *now.records);
    if (row->item_count > table->count) {
        scope_wrong(r->scope, row, "a row", "no longer than 'columns'");
        return;
    }
    for (uint32_t i = 0; i < row->item_count; i++)
        if (!cell_of(&now, &table->columns[i], &row->items[i], &day, &there, &times, &evidence, expected)) return;
    for (uint32_t i = 0; i < row->field_count; i++) {
        struct column named;
        if (!find_column(&now, table, row, row->fields[i].key, &named)) return;
        if (!cell_of(&now, &named, &row->fields[i].value, &day, &there, &times, &evidence, expected)) return;
    }
    for (int64_t i = 0; there && i < times; i++) {
        evidence.rank = ++now.rank;
        now.records[now.record_count++] = evidence;
    }
    struct date as_of = day.as_of;
    if (!date_known(as_of)) {
        scope_error(r->scope, CODE_INCOMPLETE, row, STR("columns"), STR("Give it a column \"judged on\"."), "A row does not say on which day it is judged.");
        return;
    }
    day = day_of(&now, as_of);
    check_records(&now, row);
    day.expected = expected;
    day.expected_count = 1;
    add_day(r, day);
}

static void read_table_of_cases(struct reading_case *r, const struct node *call) {
    struct table table = { .kind = -1 };
    struct case_record *pattern = NULL;
    for (uint32_t i = 0; i < call->item_count; i++)
        if (!is_row(&call->items[i]) && !read_item(r, &call->items[i]))
            unexpected(r, &call->items[i], "a person, a record, an exemption or a row");
    if (!read_table(r, call, &table)) return;
    if (table.evidence) { /* read as a record of the block, then taken out of it */
        struct node bare = *table.evidence;
        bare.type = NODE_CALL;
        case_add_record(r, &bare, CASE_NOBODY);
        pattern = &r->records[--r->record_count];
    }
    struct case_record kept = pattern ? *pattern : (struct case_record){ 0 };
    for (uint32_t i = 0; i < call->item_count; i++)
        if (is_row(&call->items[i])) read_row(r, &call->items[i], &table, pattern ? &kept : NULL);
    if (!r->block->day_count && !r->scope->problems->errors)
        scope_error(r->scope, CODE_INCOMPLETE, call, call->id, STR("Add rows, one value for each column."), "The table has no row.");
}

static void read_merge_test(struct reading_case *r, const struct node *call) {
    const struct node *error = node_field(call, "expect_error"), *hash = node_field(call, "hash"), *day = node_field(call, "as_of");
    r->block->as_of = DATE_NONE;
    if (day) (void)!scope_date(r->scope, day, "as_of", &r->block->as_of);
    if (error && scope_text(r->scope, error, "expect_error", &r->block->expect_error)
        && code_by_name(str_c(r->scope->arena, r->block->expect_error)) == CODE_NONE)
        scope_error(r->scope, CODE_BAD_CHOICE, error, error->text, NO_HINT, "There is no problem called '%.*s'.", STR_ARG(error->text));
    if (hash) (void)!scope_text(r->scope, hash, "hash", &r->block->hash);
    for (uint32_t i = 0; i < call->item_count; i++) {
        if (node_is(&call->items[i], "expect")) case_read_merged(r, &call->items[i]);
        else unexpected(r, &call->items[i], "expect { [\"RULE\"] = { owner = \"tutor\" } }");
    }
    if (!error && !hash && !r->block->merged_count)
        scope_error(r->scope, CODE_INCOMPLETE, call, call->id, STR("Add  expect_error = \"merge-conflict\", or expect { ... }."), "The test expects nothing.");
}

/* { "2023-05-22", "tutor", "lead" } */
static void read_notice(struct reading_case *r, const struct node *row) {
    struct case_notice *list = (struct case_notice *)(uintptr_t)r->block->notices, out = { 0 };
    if (row->type != NODE_TABLE || row->item_count < 2 || row->item_count > 3 || row->field_count) {
        scope_wrong(r->scope, row, "expect", "rows of a day, a role and why, { \"2023-05-22\", \"tutor\", \"lead\" }");
        return;
    }
    if (!scope_date(r->scope, &row->items[0], "the day", &out.day) || !scope_text(r->scope, &row->items[1], "the role", &out.role)) return;
    if (row->item_count == 3 && !scope_text(r->scope, &row->items[2], "why", &out.cause)) return;
    if (date_before(out.day, r->block->from) || date_after(out.day, r->block->to)) {
        scope_wrong(r->scope, row, "the day", "a day between 'from' and 'to'");
        return;
    }
    list_add(r->scope->arena, list, r->block->notice_count, out);
    r->block->notices = list;
}

#define REMINDER_DAYS_MOST 800

static void read_reminder_test(struct reading_case *r, const struct node *call) {
    const struct node *from = node_field(call, "from"), *to = node_field(call, "to"), *expect = node_field(call, "expect");
    struct case_expected *expected = arena_new(r->scope->arena, struct case_expected);
    expected->rule = rule_of(r, call, &expected->instance);
    if (!from || !scope_date(r->scope, from, "from", &r->block->from) || !to || !scope_date(r->scope, to, "to", &r->block->to)) return;
    if (date_before(r->block->to, r->block->from) || r->block->to.day - r->block->from.day > REMINDER_DAYS_MOST) {
        scope_wrong(r->scope, to, "to", "a day after 'from', and no more than two years after it");
        return;
    }
    r->school_year = school_year_of(r->block->from);
    for (uint32_t i = 0; i < call->item_count; i++)
        if (!read_item(r, &call->items[i])) unexpected(r, &call->items[i], "a person, a record or an exemption");
    if (!expect || expect->type != NODE_TABLE) scope_wrong(r->scope, expect ? expect : call, "expect", "a list of rows; {} when nobody is told");
    for (uint32_t i = 0; expect && expect->type == NODE_TABLE && i < expect->item_count; i++) read_notice(r, &expect->items[i]);
    struct case_day day = day_of(r, r->block->from);
    check_records(r, call);
    day.expected = expected;
    day.expected_count = 1;
    add_day(r, day);
}

/* ---- a file ---- */

static void read_block(struct scope *scope, const struct node *call, struct case_block *block) {
    static const struct { const char *word; enum case_type type; void (*read)(struct reading_case *, const struct node *); } SORTS[] = {
        { "test", CASE_TEST, read_test }, { "timeline", CASE_TIMELINE, read_timeline }, { "cases", CASE_CASES, read_table_of_cases },
        { "merge_test", CASE_MERGE, read_merge_test }, { "reminder_test", CASE_REMINDER, read_reminder_test },
    };
    struct reading_case r = { .scope = scope, .kinds = scope->kinds, .block = block, .school_year = INT32_MIN,
                              .people = map_make(scope->arena), .organisations = map_make(scope->arena),
                              .flat = { CASE_NOBODY, CASE_NOBODY, CASE_NOBODY, CASE_NOBODY } };
    *block = (struct case_block){ .name = call->id, .document = call->document, .line = call->line, .as_of = DATE_NONE };
    read_setup(&r, call);
    for (size_t i = 0; i < COUNT_OF(SORTS); i++) {
        if (!node_is(call, SORTS[i].word)) continue;
        block->type = SORTS[i].type;
        SORTS[i].read(&r, call);
    }
}

bool cases_read(struct arena *arena, const struct document *documents, size_t count, const struct kinds *kinds,
                struct cases *out, struct problems *problems) {
    struct policy nothing = { .kinds = kinds, .counted_enrolments = -1 };
    struct scope scope = { .arena = arena, .kinds = kinds, .documents = documents, .document_count = count, .problems = problems, .policy = &nothing };
    struct case_block *blocks = NULL, block;
    size_t errors = problems->errors;
    *out = (struct cases){ .documents = documents, .document_count = count };
    for (size_t d = 0; d < count; d++)
        for (uint32_t i = 0; i < documents[d].item_count; i++) {
            if (node_is(&documents[d].items[i], "term") || node_is(&documents[d].items[i], "closed")) continue; /* the calendar */
            read_block(&scope, &documents[d].items[i], &block);
            list_add(arena, blocks, out->block_count, block);
        }
    out->blocks = blocks;
    problem_sort(problems);
    return problems->errors == errors;
}
