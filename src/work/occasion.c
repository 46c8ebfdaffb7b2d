/* SPDX-License-Identifier: GPL-3.0-or-later
 * occasion - days that return every year; see occasion.h.
 * Owns:  nothing.
 * Must not know: who holds a role.
 */
#include "work/occasion.h"

#include "base/guess.h"
#include "store/activity.h"
#include "work/data_file.h"

#define OCCASIONS_MOST 400
#define STEPS 3
#define WEEK 7
#define BEFORE_MOST 365
#define AGAIN 28
#define LATE_MOST 365

struct reading_days {
    struct arena *arena;
    struct school *school;           /* NULL: the words alone are looked at */
    const struct policy *policy;
    struct date as_of;
    struct occasions *out;
    const struct data_file *file;    /* the school's own */
    struct problems *problems;
    struct err *err;
};

static struct str text_of(const struct node *row, const char *key) {
    const struct node *value = node_field(row, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

static void wrong(const struct reading_days *r, const struct node *row, enum code code, const char *next, struct str said) {
    struct place place = r->file ? data_file_place(r->file, row->line, row->id) : (struct place){ .file = STR("lua/reminders.lua"), .line = row->line };
    problem_add(r->problems, code, SEVERITY_ERROR, place, next, "%.*s", STR_ARG(said));
}

/* First as long before the day as it says, then a week before the last school day, then on that.  `moved`: days between.
 * What stays is told again every four weeks. */
static struct plan *plan_of(struct arena *arena, int64_t before, int64_t moved, bool stays) {
    struct plan *plan = arena_new(arena, struct plan);
    struct span *steps = arena_array(arena, struct span, STEPS);
    int64_t lead = before > moved ? before - moved : 0;
    const int64_t days[STEPS] = { -lead, -WEEK, 0 };
    size_t count = 0;
    for (size_t i = 0; i < STEPS; i++)
        if (i == 0 || (i == 1 && lead > WEEK + 3) || (i == 2 && lead > 0)) steps[count++] = (struct span){ .unit = SPAN_DAYS, .n = { .value = days[i], .param = -1 } };
    *plan = (struct plan){ .name = STR("occasion"), .steps = steps, .step_count = count, .digest = STR("weekly"), .quiet_holidays = true };
    plan->lead = (struct span){ .unit = SPAN_DAYS, .n = { .value = lead, .param = -1 } };
    if (stays) {
        struct span *again = arena_new(arena, struct span);
        *again = (struct span){ .unit = SPAN_DAYS, .n = { .value = AGAIN, .param = -1 } };
        plan->then_every = again;
        plan->then_count = 1;
    }
    return plan;
}

/* `stays`: it is to be mended also when the day has passed, for a year. */
static void add(const struct reading_days *r, struct str name, struct str title, struct date day, int64_t before, int32_t role, bool stays) {
    char iso[DATE_ISO_SIZE];
    if (!r->school || r->out->count == OCCASIONS_MOST || !date_known(day) || date_before(stays ? date_add_days(day, LATE_MOST) : day, r->as_of)) return;
    struct date due = calendar_school_day_before(r->school->calendar, day);
    if (!date_known(due)) due = day;
    r->out->at[r->out->count++] = (struct occasion){
        .key = str_format(r->arena, "%.*s:%s", STR_ARG(name), date_iso(day, iso)), .name = name, .title = title, .day = day,
        .due = due, .open_to = stays ? date_add_days(day, LATE_MOST) : due, .role = role, .plan = plan_of(r->arena, before, day.day - due.day, stays),
    };
}

/* "12-31" in this school year and the next, "2027-08-31" once. */
static bool by_day(const struct reading_days *r, struct str text, struct str name, struct str title, int64_t before, int32_t role) {
    struct date once;
    int64_t month, day;
    struct str left, right;
    if (date_parse_iso(text, &once)) return add(r, name, title, once, before, role, false), true;
    if (text.size != 5 || !str_cut(text, '-', &left, &right) || !str_whole(left, &month) || !str_whole(right, &day)) return false;
    if (!date_make(2024, (int)month, (int)day, &once)) return false;
    int year = school_year_of(r->as_of);
    for (int i = 0; i < 2; i++) add(r, name, title, school_year_day(year + i, (int)month, (int)day), before, role, false);
    return true;
}

/* It goes into calendars and messages: a title that people wrote of pupils may name one, and a note is about one alone. */
static struct str named(const struct reading_days *r, struct str title, const struct kind *kind, const struct activity_card *card) {
    struct str with = card->row.organisation_name, what = card->row.title.size ? card->row.title : with;
    if (shape_of_pupils(kind->shape)) what = kind->shape == SHAPE_NOTE ? (struct str){ 0 } : with;
    return what.size ? str_format(r->arena, "%.*s: %.*s", STR_ARG(title), STR_ARG(what)) : title;
}

static const struct field_value *value_of(const struct activity_card *card, uint32_t field) {
    for (size_t k = 0; k < card->field_count; k++)
        if (card->fields[k].field == field && card->fields[k].value != VALUE_NONE) return &card->fields[k];
    return NULL;
}

static bool same_value(const struct activity_card *a, const struct activity_card *b, uint32_t field) {
    const struct field_value *x = value_of(a, field), *y = value_of(b, field);
    return x && y && x->value == y->value && str_equal(x->text, y->text);
}

/* A later record took its place, as the kind says (latest_by); cards are in order. */
static bool replaced(const struct reading_days *r, const struct kind *kind, const struct activity_card *cards, size_t count, size_t at) {
    for (size_t i = at + 1; kind->has_latest_by && i < count; i++) {
        bool same = !cards[i].row.cancelled && !date_after(cards[i].row.date, r->as_of);
        for (uint32_t k = 0; same && k < kind->latest_by_count; k++)
            same = same_value(&cards[i], &cards[at], kind->latest_by[k]);
        if (same) return true;
    }
    return false;
}

/* A day that stands in the records of a kind: of each that is still ahead, and of reviews that were missed. */
static bool by_records(const struct reading_days *r, struct str kind_name, struct str field_name, struct str name, struct str title, int64_t before,
                       int32_t role) {
    if (!r->school) return true;
    const struct kinds *kinds = r->school->kinds;
    int32_t kind = kinds_find(kinds, kind_name);
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count, kept = 0;
    if (kind < 0) return true;
    int32_t field = kind_find_field(&kinds->kinds[kind], field_name);
    if (field < 0) return true;
    filter.kind = kind;
    if (!activity_list(r->school->db, kinds, r->arena, &filter, &rows, &count, r->err)) return false;
    struct activity_card *cards = arena_array(r->arena, struct activity_card, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool found;
        if (!activity_read(r->school->db, kinds, r->arena, rows[i].id, &cards[kept], &found, r->err)) return false;
        kept += found;
    }
    for (size_t i = 0; i < kept; i++) {
        const struct field_value *day = value_of(&cards[i], (uint32_t)field);
        if (!day || cards[i].row.cancelled || replaced(r, &kinds->kinds[kind], cards, kept, i)) continue;
        add(r, str_format(r->arena, "%.*s:%lld", STR_ARG(name), (long long)cards[i].row.id), named(r, title, &kinds->kinds[kind], &cards[i]),
            (struct date){ (int32_t)day->value }, before, role, str_is(field_name, "review_by"));
    }
    return true;
}

/* A misspelt field would be passed over, and the usual taken in its place. */
static void known_fields(const struct reading_days *r, const struct node *row) {
    static const struct str known[] = { STR_INIT("title"), STR_INIT("day"), STR_INIT("field"), STR_INIT("before"), STR_INIT("to") };
    for (uint32_t i = 0; r->file && i < row->field_count; i++) {
        struct str key = row->fields[i].key;
        bool found = false;
        for (size_t k = 0; k < COUNT_OF(known); k++) found = found || str_equal(key, known[k]);
        if (found) continue;
        problem_add(r->problems, CODE_UNKNOWN_FIELD, SEVERITY_ERROR, data_file_place(r->file, row->line, key), data_file_fields(r->file, "occasion", key, known, COUNT_OF(known)),
                    "'occasion' has no field called '%.*s'.", STR_ARG(key));
    }
}

static bool take(const struct reading_days *r, const struct node *row, struct str name) {
    struct str title = text_of(row, "title"), day = text_of(row, "day"), field = text_of(row, "field"), to = text_of(row, "to"), kind, rest;
    const struct node *before = node_field(row, "before");
    int64_t days = !before ? 21 : before->type == NODE_WHOLE ? before->whole : -1;
    int32_t role = policy_find_role(r->policy, to);
    known_fields(r, row);
    if (!title.size || !to.size || (!day.size && !field.size)) {
        wrong(r, row, CODE_INCOMPLETE, "occasion \"open-evening\" { title = \"book the hall\", day = \"10-01\", before = 21, to = \"careers_leader\" }",
              STR("An occasion needs title, day and to."));
        return true;
    }
    if (role < 0 && r->file) wrong(r, row, CODE_UNKNOWN_ROLE, "Write a role of the policy, as careers_leader.", str_format(r->arena, "There is no role '%.*s'.", STR_ARG(to)));
    if (days < 0 || days > BEFORE_MOST)
        wrong(r, row, CODE_WRONG_TYPE, "before = 21", STR("'before' is a number of days from 0 to 365."));
    if (role < 0 || days < 0 || days > BEFORE_MOST) return true;
    if (str_is(field, "policy.review_by")) return add(r, name, title, r->policy->review_by, days, role, true), true;
    if (field.size && str_cut(field, '.', &kind, &rest)) return by_records(r, kind, rest, name, title, days, role);
    if (!by_day(r, day, name, title, days, role))
        wrong(r, row, CODE_BAD_DATE, "Write \"12-31\" for every year, or \"2027-08-31\" for once.", str_format(r->arena, "'%.*s' is no day.", STR_ARG(day)));
    return true;
}

static bool set_aside(const struct data_file *file, struct str name) {
    for (uint32_t i = 0; i < file->items.item_count; i++)
        for (uint32_t k = 0; node_is(&file->items.items[i], "without") && k < file->items.items[i].item_count; k++)
            if (file->items.items[i].items[k].type == NODE_TEXT && str_equal(file->items.items[i].items[k].text, name)) return true;
    return false;
}

static const struct node *own(const struct data_file *file, struct str name) {
    for (uint32_t i = 0; i < file->items.item_count; i++)
        if (node_is(&file->items.items[i], "occasion") && str_equal(file->items.items[i].id, name)) return &file->items.items[i];
    return NULL;
}

/* without { "compass-july" } names those that ship. */
static void check_names(const struct reading_days *r, const struct node *shipped) {
    struct str *names = arena_array(r->arena, struct str, shipped->item_count + 1);
    for (uint32_t i = 0; i < shipped->item_count; i++) names[i] = text_of(&shipped->items[i], "key");
    for (uint32_t i = 0; i < r->file->items.item_count; i++) {
        const struct node *row = &r->file->items.items[i];
        for (uint32_t k = 0; node_is(row, "without") && k < row->item_count; k++) {
            struct str name = row->items[k].type == NODE_TEXT ? row->items[k].text : (struct str){ 0 };
            bool known = false;
            for (uint32_t s = 0; s < shipped->item_count; s++) known = known || str_equal(names[s], name);
            if (known) continue;
            struct str hint = guess_hint(r->arena, name, names, shipped->item_count);
            wrong(r, row, CODE_UNKNOWN_TARGET, hint.size ? str_c(r->arena, hint) : "without { \"compass-july\" }",
                  str_format(r->arena, "No occasion is called '%.*s'.", STR_ARG(name)));
        }
    }
}

static bool take_own(struct reading_days *r, const struct data_file *file, const struct node *shipped) {
    r->file = file;
    check_names(r, shipped);
    for (uint32_t i = 0; i < file->items.item_count; i++)
        if (node_is(&file->items.items[i], "occasion") && !take(r, &file->items.items[i], file->items.items[i].id)) return false;
    return true;
}

bool occasion_list(struct arena *arena, struct school *school, struct date as_of, struct occasions *out, struct err *err) {
    struct data_file file;
    struct problems problems = { .arena = arena };
    struct reading_days r = { .arena = arena, .school = school, .policy = school->policy, .as_of = as_of, .out = out, .problems = &problems, .err = err };
    *out = (struct occasions){ .at = arena_array(arena, struct occasion, OCCASIONS_MOST) };
    if (!school->host->module(school->host->self, arena, "reminders", &out->table, err)) return false;
    if (!data_file_read(arena, school->host, school->folder, "reminders.lua", "occasion without{}", &file, &problems, err))
        return problems.errors && problem_first(&problems, err);
    const struct node *shipped = node_field(&out->table, "occasions");
    bug_if(!shipped);
    for (uint32_t i = 0; i < shipped->item_count; i++) {
        struct str name = text_of(&shipped->items[i], "key");
        if (!set_aside(&file, name) && !own(&file, name) && !take(&r, &shipped->items[i], name)) return false;
    }
    return take_own(&r, &file, shipped) && (!problems.errors || problem_first(&problems, err));
}

bool occasion_check(struct arena *arena, const struct host *host, const char *folder, const struct policy *policy, struct date as_of,
                    struct problems *problems, struct err *err) {
    struct data_file file;
    struct node table;
    struct occasions nowhere = { 0 };
    struct reading_days r = { .arena = arena, .policy = policy, .as_of = as_of, .out = &nowhere, .problems = problems, .err = err };
    if (!host->module(host->self, arena, "reminders", &table, err)) return false;
    if (!data_file_read(arena, host, folder, "reminders.lua", "occasion without{}", &file, problems, err)) return problems->errors > 0;
    const struct node *shipped = node_field(&table, "occasions");
    bug_if(!shipped);
    return take_own(&r, &file, shipped);
}

struct str occasion_supplier(const struct occasions *occasions, struct str kind) {
    const struct node *supplies = node_field(&occasions->table, "supplies");
    for (uint32_t i = 0; supplies && i < supplies->field_count; i++)
        if (str_equal(supplies->fields[i].key, kind)) return supplies->fields[i].value.text;
    return text_of(&occasions->table, "otherwise");
}
