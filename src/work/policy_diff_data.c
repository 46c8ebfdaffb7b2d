/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_diff_data - what two policies say otherwise, as JSON Lines and as rows for CSV; names only where they are asked for.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "formats/json.h"
#include "work/policy_diff.h"
#include "work/wording.h"

static void words(struct json *j, const char *key, struct str text) {
    json_key(j, key);
    if (text.size) json_text(j, text);
    else json_null(j);
}

static struct json begin(struct policy_diff *d, const char *line) {
    struct json j = json_begin(&d->answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, str_from(line));
    return j;
}

static void end(struct json *j) {
    json_close(j);
    json_line(j);
}

static void change_line(struct policy_diff *d, const struct difference *x) {
    struct json j = begin(d, "change");
    json_key(&j, "of"), json_text(&j, str_from(difference_of_name(x->of)));
    words(&j, "key", x->key);
    words(&j, "clause", x->clause);
    words(&j, "title", x->title);
    words(&j, "part", str_from(x->part ? x->part : ""));
    words(&j, "instead_for", x->instead);
    words(&j, "from", x->from);
    words(&j, "to", x->to);
    json_key(&j, "since"), json_day(&j, x->since);
    json_key(&j, "until"), json_day(&j, x->until);
    json_key(&j, "asks_for"), json_text(&j, str_from(demand_name(x->demand)));
    json_key(&j, "in"), json_text(&j, x->placed_in_a ? d->pair.a.label : d->pair.b.label);
    words(&j, "place", policy_diff_place(d->arena, &d->pair, x));
    words(&j, "reason", x->origin.reason);
    words(&j, "approval", x->origin.approval);
    end(&j);
}

static void counts(struct json *j, const char *key, const uint64_t *from) {
    json_key(j, key), json_open(j, '{');
    for (int s = 0; s < STATUSES_AND_NONE; s++)
        if (from[s] && s != STATUS_NOT_APPLICABLE) json_key(j, effect_status_key(s)), json_whole(j, (int64_t)from[s]);
    json_close(j);
}

static void effect_line(struct policy_diff *d, const struct effect_rule *rule) {
    struct json j = begin(d, "effect");
    json_key(&j, "as_of"), json_day(&j, d->effect->day);
    json_key(&j, "rule"), json_text(&j, rule->rule->name);
    json_key(&j, "clause"), json_text(&j, rule->rule->clause);
    counts(&j, "from", rule->from);
    counts(&j, "to", rule->to);
    json_key(&j, "changed"), json_whole(&j, (int64_t)rule->changed);
    json_key(&j, "moved"), json_whole(&j, (int64_t)rule->moved);
    json_key(&j, "more"), json_whole(&j, (int64_t)rule->more);
    json_key(&j, "less"), json_whole(&j, (int64_t)rule->less);
    json_key(&j, "handed"), json_whole(&j, (int64_t)rule->handed);
    json_key(&j, "first_by"), json_day(&j, rule->first);
    json_key(&j, "last_by"), json_day(&j, rule->last);
    end(&j);
}

static void finding_line(struct policy_diff *d, const struct changed_finding *c) {
    struct json j = begin(d, "finding");
    json_key(&j, "subject_type"), json_text(&j, str_from(subject_type_name(c->type)));
    json_key(&j, "subject"), json_whole(&j, c->subject);
    if (d->call->names) json_key(&j, "name"), json_text(&j, policy_diff_about(d, c, true));
    json_key(&j, "rule"), json_text(&j, d->effect->rules[c->rule].rule->name);
    json_key(&j, "clause"), json_text(&j, d->effect->rules[c->rule].rule->clause);
    json_key(&j, "instance"), json_text(&j, str_from(c->instance));
    json_key(&j, "from"), json_text(&j, str_from(effect_status_key(c->from)));
    json_key(&j, "to"), json_text(&j, str_from(effect_status_key(c->to)));
    json_key(&j, "by_from"), json_day(&j, c->by_from);
    json_key(&j, "by_to"), json_day(&j, c->by_to);
    end(&j);
}

static void reminders_line(struct policy_diff *d, const struct effect_role *role) {
    struct json j = begin(d, "reminders");
    json_key(&j, "role"), json_text(&j, role->role->key);
    json_key(&j, "days"), json_whole(&j, EFFECT_DAYS);
    json_key(&j, "from"), json_whole(&j, (int64_t)role->from);
    json_key(&j, "to"), json_whole(&j, (int64_t)role->to);
    end(&j);
}

static void history_line(struct policy_diff *d, const struct effect_day *day) {
    struct json j = begin(d, "history");
    json_key(&j, "as_of"), json_day(&j, day->day);
    json_key(&j, "changed"), json_whole(&j, (int64_t)day->changed);
    json_key(&j, "pupils"), json_whole(&j, (int64_t)day->pupils);
    json_key(&j, "more"), json_whole(&j, (int64_t)day->more);
    json_key(&j, "less"), json_whole(&j, (int64_t)day->less);
    end(&j);
}

static void all_lines(struct policy_diff *d) {
    const struct policy_effect *effect = d->effect;
    for (size_t i = 0; i < d->differences.count; i++) change_line(d, &d->differences.at[i]);
    for (size_t i = 0; effect && i < effect->rule_count; i++)
        if (effect->rules[i].changed || effect->rules[i].moved || effect->rules[i].handed) effect_line(d, &effect->rules[i]);
    for (size_t i = 0; d->list && i < effect->changed_count; i++) finding_line(d, &effect->changed[i]);
    for (size_t i = 0; effect && i < effect->role_count; i++)
        if (effect->roles[i].from || effect->roles[i].to) reminders_line(d, &effect->roles[i]);
    for (size_t i = 0; i < d->day_count; i++) history_line(d, &d->days[i]);
    struct json j = begin(d, "end");
    json_key(&j, "changes"), json_whole(&j, (int64_t)d->differences.count);
    json_key(&j, "judged"), json_bool(&j, effect != NULL);
    json_key(&j, "findings_changed");
    if (effect) json_whole(&j, (int64_t)effect->changed_count);
    else json_null(&j);
    json_key(&j, "exit"), json_whole(&j, (int64_t)d->answer->outcome);
    end(&j);
}

/* ---- rows ---- */

static void text_or_empty(struct sheet *sheet, struct str text) {
    if (text.size) sheet_text(sheet, text);
    else sheet_empty(sheet);
}

static struct sheet *change_rows(struct policy_diff *d) {
    static const char *const keys[] = { "of", "key", "clause", "title", "part", "instead_for", "from", "to" };
    struct sheet *sheet = sheet_new(d->arena, STR("changes"), STR("What differs"));
    for (size_t i = 0; i < COUNT_OF(keys); i++) sheet_column(sheet, str_from(keys[i]), str_from(keys[i]), CELL_TEXT);
    sheet_column(sheet, STR("since"), STR("since"), CELL_DAY);
    sheet_column(sheet, STR("until"), STR("until"), CELL_DAY);
    sheet_column(sheet, STR("asks_for"), STR("asks for"), CELL_TEXT);
    sheet_column(sheet, STR("place"), STR("place"), CELL_TEXT);
    sheet_column(sheet, STR("reason"), STR("reason"), CELL_TEXT);
    for (size_t i = 0; i < d->differences.count; i++) {
        const struct difference *x = &d->differences.at[i];
        sheet_row(sheet);
        sheet_text(sheet, str_from(difference_of_name(x->of)));
        sheet_text(sheet, x->key);
        text_or_empty(sheet, x->clause);
        text_or_empty(sheet, x->title);
        text_or_empty(sheet, str_from(x->part ? x->part : ""));
        text_or_empty(sheet, x->instead);
        text_or_empty(sheet, x->from);
        text_or_empty(sheet, x->to);
        sheet_day(sheet, x->since);
        sheet_day(sheet, x->until);
        sheet_text(sheet, str_from(demand_name(x->demand)));
        text_or_empty(sheet, policy_diff_place(d->arena, &d->pair, x));
        text_or_empty(sheet, x->origin.reason);
    }
    return sheet;
}

static struct sheet *finding_rows(struct policy_diff *d) {
    struct sheet *sheet = sheet_new(d->arena, STR("changed"), STR("What changes"));
    bool names = d->call->names;
    sheet_column(sheet, STR("subject_type"), STR("subject type"), CELL_TEXT);
    sheet_column(sheet, STR("subject"), STR("subject"), CELL_WHOLE);
    if (names) sheet_column(sheet, STR("name"), STR("name"), CELL_TEXT);
    sheet_column(sheet, STR("group"), STR("group"), CELL_TEXT);
    sheet_column(sheet, STR("rule"), STR("rule"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("clause"), CELL_TEXT);
    sheet_column(sheet, STR("window"), STR("window"), CELL_TEXT);
    sheet_column(sheet, STR("from"), STR("from"), CELL_TEXT);
    sheet_column(sheet, STR("to"), STR("to"), CELL_TEXT);
    sheet_column(sheet, STR("by_from"), STR("by, from"), CELL_DAY);
    sheet_column(sheet, STR("by_to"), STR("by, to"), CELL_DAY);
    for (size_t i = 0; i < d->effect->changed_count; i++) {
        const struct changed_finding *c = &d->effect->changed[i];
        const struct rule *rule = d->effect->rules[c->rule].rule;
        sheet_row(sheet);
        sheet_text(sheet, str_from(subject_type_name(c->type)));
        sheet_whole(sheet, c->subject);
        if (names) sheet_text(sheet, policy_diff_about(d, c, true));
        text_or_empty(sheet, roster_group(d->effect->positions[0]->roster, c->type, c->subject));
        sheet_text(sheet, rule->name);
        sheet_text(sheet, rule->clause);
        sheet_text(sheet, str_from(c->instance));
        sheet_text(sheet, str_from(effect_status_key(c->from)));
        sheet_text(sheet, str_from(effect_status_key(c->to)));
        sheet_day(sheet, c->by_from);
        sheet_day(sheet, c->by_to);
    }
    return sheet;
}

void policy_diff_data(struct policy_diff *d) {
    d->answer->result = d->list ? finding_rows(d) : change_rows(d);
    if (d->call->json) all_lines(d);
}
