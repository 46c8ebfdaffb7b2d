/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_expect - what a test expects: of findings, and of the merged policy.
 * Owns:  nothing.
 * Must not know: how anything is judged.
 */
#include "base/guess.h"
#include "policy/case_priv.h"

static const char *const ASK_NAMES[CASE_ASK_COUNT] = {
    [CASE_STATUS] = "status",     [CASE_UNDERLYING] = "underlying", [CASE_MET_ON] = "met_on",   [CASE_LATE_DAYS] = "late_days",
    [CASE_NEED] = "need",         [CASE_CERTAIN] = "certain",       [CASE_POSSIBLE] = "possible", [CASE_MISSING] = "missing",
    [CASE_VARIANT] = "variant",   [CASE_OPENS] = "opens",           [CASE_LEAD] = "lead",       [CASE_DUE] = "due",
    [CASE_DEADLINE] = "deadline", [CASE_OWNER] = "owned_by",        [CASE_FORCE] = "force",          [CASE_N] = "n",
};

const char *case_ask_name(enum case_ask ask) {
    return ASK_NAMES[ask];
}

int case_find_ask(struct str name) {
    for (int i = 0; i < CASE_ASK_COUNT; i++)
        if (str_is(name, ASK_NAMES[i])) return i;
    return -1;
}

void case_cut_rule(struct str text, struct str *rule, struct str *instance) {
    *instance = NO_HINT;
    if (!str_cut(str_trim(text), ' ', rule, instance)) *rule = str_trim(text);
    *instance = str_trim(*instance);
}

/* "encounter.meaningful", "pupil.dob": a kind with its field, or a fact. */
static bool check_missing(struct reading_case *r, const struct node *at, struct str text) {
    struct str owner, name;
    if (!str_cut(text, '.', &owner, &name))
        return scope_wrong(r->scope, at, "missing", "a kind and its field, \"encounter.meaningful\", or a fact, \"pupil.dob\"");
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        if (!str_is(owner, subject_type_name((enum subject_type)type)) || facts_find(&r->kinds->facts[type], name) < 0) continue;
        return true;
    }
    int32_t kind = kinds_find(r->kinds, owner);
    if (kind >= 0 && kind_find_field(&r->kinds->kinds[kind], name) >= 0) return true;
    struct str hint = NO_HINT;
    if (kind >= 0) {
        const struct kind *k = &r->kinds->kinds[kind];
        struct str *names = arena_array(r->scope->arena, struct str, k->field_count);
        for (uint32_t i = 0; i < k->field_count; i++) names[i] = k->fields[i].name;
        hint = guess_hint(r->scope->arena, name, names, k->field_count);
    }
    return scope_error(r->scope, CODE_UNKNOWN_FIELD, at, text, hint, "There is nothing called '%.*s' that could be missing.",
                       STR_ARG(text));
}

static bool read_value(struct reading_case *r, const struct node *value, struct case_asked *out) {
    const char *name = case_ask_name(out->ask);
    struct node fraction = { .type = NODE_NUMBER };
    switch (out->ask) {
    case CASE_STATUS:
    case CASE_UNDERLYING:
    case CASE_VARIANT:
    case CASE_OWNER:
    case CASE_FORCE:
        return scope_text(r->scope, value, name, &out->text);
    case CASE_MISSING:
        return scope_text(r->scope, value, name, &out->text) && check_missing(r, value, out->text);
    case CASE_LATE_DAYS:
    case CASE_NEED:
    case CASE_CERTAIN:
    case CASE_POSSIBLE:
    case CASE_N:
        if (value->type == fraction.type) return scope_wrong(r->scope, value, name, "a whole number");
        return scope_whole(r->scope, value, name, 0, 1000000, &out->number);
    case CASE_MET_ON:
    case CASE_OPENS:
    case CASE_LEAD:
    case CASE_DUE:
    case CASE_DEADLINE:
        return scope_date(r->scope, value, name, &out->day);
    case CASE_ASK_COUNT:
        break;
    }
    return false;
}

bool case_read_asked(struct reading_case *r, struct str name, const struct node *value, struct case_asked *out) {
    int ask = case_find_ask(name);
    *out = (struct case_asked){ 0 };
    if (ask < 0) {
        struct str names[CASE_ASK_COUNT];
        for (int i = 0; i < CASE_ASK_COUNT; i++) names[i] = str_from(ASK_NAMES[i]);
        return scope_error(r->scope, CODE_UNKNOWN_FIELD, value, name, guess_hint(r->scope->arena, name, names, COUNT_OF(names)),
                           "A finding has nothing called '%.*s' that a test can expect.", STR_ARG(name));
    }
    out->ask = (enum case_ask)ask;
    if (scope_is_word(value, "none")) {
        out->none = true;
        return true;
    }
    return read_value(r, value, out);
}

/* { "met", met_on = "2023-03-10" }, or `none`: no finding. */
static void read_expected(struct reading_case *r, const struct node *value, struct case_expected *out) {
    struct case_asked *asked = NULL, one;
    bool bare = value->type != NODE_TABLE;
    const struct node *status = bare ? value : value->item_count ? &value->items[0] : NULL;
    if (!bare && value->item_count > 1)
        scope_wrong(r->scope, &value->items[1], "what is expected", "one status, then fields with names");
    if (status && case_read_asked(r, STR("status"), status, &one)) list_add(r->scope->arena, asked, out->asked_count, one);
    for (uint32_t i = 0; !bare && i < value->field_count; i++)
        if (case_read_asked(r, value->fields[i].key, &value->fields[i].value, &one))
            list_add(r->scope->arena, asked, out->asked_count, one);
    out->asked = asked;
    if (!out->asked_count && !r->scope->problems->errors)
        scope_error(r->scope, CODE_INCOMPLETE, value, out->rule, STR("Write  { \"met\" }."), "Nothing is expected of '%.*s'.",
                    STR_ARG(out->rule));
}

void case_add_expected(struct reading_case *r, const struct node *call, struct case_day *day) {
    struct case_expected *list = (struct case_expected *)(uintptr_t)day->expected;
    for (uint32_t i = 0; i < call->field_count; i++) {
        struct case_expected expected = { .subject = call->id };
        case_cut_rule(call->fields[i].key, &expected.rule, &expected.instance);
        read_expected(r, &call->fields[i].value, &expected);
        list_add(r->scope->arena, list, day->expected_count, expected);
    }
    if (!call->field_count)
        scope_error(r->scope, CODE_INCOMPLETE, call, call->word, STR("Write  [\"4.6.4/employer-encounter\"] = { \"met\" }."),
                    "'expect' names no rule.");
    day->expected = list;
}

/* expect = { ["4.9.2/interview-by-16"] = { owner = "tutor" }, ["param/leaver_days"] = 3, ["4.6.3"] = none } */
void case_read_merged(struct reading_case *r, const struct node *expect) {
    struct case_merged *list = NULL;
    for (uint32_t i = 0; i < expect->field_count; i++) {
        const struct node *value = &expect->fields[i].value;
        struct case_merged merged = { .target = expect->fields[i].key };
        bool table = value->type == NODE_TABLE;
        for (uint32_t f = 0; f < (table ? value->field_count : 1); f++) {
            const struct node *said = table ? &value->fields[f].value : value;
            merged.field = table ? value->fields[f].key : NO_HINT;
            merged.none = scope_is_word(said, "none");
            merged.said = said->type == NODE_WHOLE  ? str_format(r->scope->arena, "%lld", (long long)said->whole)
                          : said->type == NODE_BOOL ? (said->yes ? STR("true") : STR("false"))
                                                    : said->text;
            if (!merged.none && !merged.said.size)
                scope_wrong(r->scope, said, "what is expected of the policy", "a text, a number, true, false or none");
            list_add(r->scope->arena, list, r->block->merged_count, merged);
        }
    }
    r->block->merged = list;
}
