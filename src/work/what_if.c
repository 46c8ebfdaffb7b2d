/* SPDX-License-Identifier: GPL-3.0-or-later
 * what_if - a school's policy with a change that is written nowhere; see what_if.h.
 * Owns:  nothing.
 * Must not know: records, terminals.
 */
#include "work/what_if.h"

#include <string.h>

#include "base/file.h"
#include "base/guess.h"
#include "policy/mutant.h"

#define REASON "Only a trial."

/* ---- the change as text ---- */

static bool is_declaration(struct str change) {
    static const char *const words[] = { "amend", "drop", "add", "choose", "adopt" };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t size = strlen(words[i]);
        if (!str_starts(change, words[i]) || change.size <= size) continue;
        char next = change.at[size];
        if (next == ' ' || next == '"' || next == '\'' || next == '\n') return true;
    }
    return false;
}

/* A word of its own, as people type it: birthday, keep, 3 is none. */
static bool is_bare(struct str value) {
    if (!value.size || (value.at[0] >= '0' && value.at[0] <= '9') || value.at[0] == '-') return false;
    if (str_is(value, "true") || str_is(value, "false")) return false;
    for (size_t i = 0; i < value.size; i++)
        if (strchr("\"'{}[]().=", value.at[i])) return false;
    return true;
}

static struct str as_value(struct arena *arena, struct str value) {
    return is_bare(value) ? str_format(arena, "\"%.*s\"", STR_ARG(value)) : value;
}

static bool names(const struct policy_set *set, const char *word, struct str id) {
    for (size_t d = 0; d < set->document_count; d++)
        for (uint32_t i = 0; i < set->documents[d].item_count; i++) {
            const struct node *item = &set->documents[d].items[i];
            if (node_is(item, word) && str_equal(item->id, id)) return true;
        }
    return false;
}

static size_t add_names(const struct policy_set *set, const char *word, struct str *out, size_t count) {
    for (size_t d = 0; d < set->document_count; d++)
        for (uint32_t i = 0; i < set->documents[d].item_count; i++)
            if (node_is(&set->documents[d].items[i], word)) out[count++] = set->documents[d].items[i].id;
    return count;
}

static bool unknown(struct arena *arena, const struct policy_set *set, struct str name, struct err *err) {
    size_t most = 0, count = 0;
    for (size_t d = 0; d < set->document_count; d++) most += set->documents[d].item_count;
    struct str *known = arena_array(arena, struct str, most);
    count = add_names(set, "param", known, count);
    count = add_names(set, "option", known, count);
    count = add_names(set, "reading", known, count);
    struct str hint = guess_hint(arena, name, known, count);
    err_set(err, CODE_UNKNOWN_TARGET, "The policy has no number, question or reading called '%.*s'.", STR_ARG(name));
    if (hint.size) return err_next(err, "%.*s", STR_ARG(hint));
    return err_next(err, "policy what-if 'encounters_a_year = 3'   or a change as it would stand in policy.lua");
}

/* "encounters_a_year = 3" as an amendment from that day on. */
static bool short_form(struct arena *arena, const struct policy_set *set, struct str change, struct date day, struct str *out, struct err *err) {
    struct str name, value;
    char iso[DATE_ISO_SIZE];
    if (!str_cut(change, '=', &name, &value) || !str_trim(name).size || !str_trim(value).size) {
        err_set(err, CODE_ARGUMENTS, "'%.*s' is no change: it gives nothing a value.", STR_ARG(change));
        return err_next(err, "policy what-if 'encounters_a_year = 3'   or  'amend \"4.9.2/interview-by-16\" { set = { owner = role.slt } }'");
    }
    name = str_trim(name);
    value = as_value(arena, str_trim(value));
    if (str_starts(name, "param/")) name = str_slice(name, 6, name.size);
    struct str reading = str_starts(name, "reading/") ? str_slice(name, 8, name.size) : name;
    if (names(set, "param", name))
        *out = str_format(arena, "amend \"param/%.*s\" { tighten = { [\"%s\"] = %.*s }, reason = \"" REASON "\" }", STR_ARG(name), date_iso(day, iso), STR_ARG(value));
    else if (names(set, "option", name)) *out = str_format(arena, "choose \"%.*s\" { %.*s, reason = \"" REASON "\" }", STR_ARG(name), STR_ARG(value));
    else if (names(set, "reading", reading)) *out = str_format(arena, "amend \"reading/%.*s\" { set = { means = %.*s }, reason = \"" REASON "\" }", STR_ARG(reading), STR_ARG(value));
    else return unknown(arena, set, name, err);
    return true;
}

/* Every change gives a reason; one that is only tried need not.  It goes where the declaration closes. */
static struct str with_reason(struct arena *arena, struct str change) {
    size_t close = change.size, before;
    if (str_starts(change, "adopt") || str_find(change, STR("reason")) != SIZE_MAX) return change;
    while (close > 0 && change.at[close - 1] != '}') close--;
    if (!close) return change;
    before = close - 1;
    while (before > 0 && (change.at[before - 1] == ' ' || change.at[before - 1] == '\n')) before--;
    bool comma = before > 0 && change.at[before - 1] != ',' && change.at[before - 1] != '{';
    return str_format(arena, "%.*s%s reason = \"" REASON "\" %.*s", (int)before, change.at, comma ? "," : "",
                      STR_ARG(str_slice(change, close - 1, change.size)));
}

/* ---- among the documents ---- */

static struct node *own_field(struct arena *arena, struct node *item, const char *key) {
    for (uint32_t i = 0; i < item->field_count; i++) {
        if (!str_is(item->fields[i].key, key)) continue;
        struct node_field *fields = arena_array(arena, struct node_field, item->field_count);
        memcpy(fields, item->fields, item->field_count * sizeof *fields);
        item->fields = fields;
        return &fields[i].value;
    }
    return NULL;
}

/* Fields of `of` that `by` has too go; those before its first day stay, as its own, where both are values by date. */
static void give_way(struct arena *arena, struct node *of, struct node *by) {
    struct date day, first;
    bool dated = by->field_count && date_parse_iso(by->fields[0].key, &first);
    struct node_field *kept = arena_array(arena, struct node_field, of->field_count), *joined;
    uint32_t count = 0, earlier = 0;
    joined = arena_array(arena, struct node_field, of->field_count + by->field_count);
    for (uint32_t i = 0; i < of->field_count; i++) {
        struct str key = of->fields[i].key;
        bool is_day = dated && date_parse_iso(key, &day);
        if (is_day && date_before(day, first)) joined[earlier++] = of->fields[i];
        else if (!is_day && !node_field(by, str_c(arena, key))) kept[count++] = of->fields[i];
    }
    of->fields = kept;
    of->field_count = count;
    if (!earlier) return;
    memcpy(joined + earlier, by->fields, by->field_count * sizeof *joined);
    by->fields = joined;
    by->field_count += earlier;
}

/* True when nothing of the older declaration is left. */
static bool replace(struct arena *arena, struct node *old, struct node *change) {
    static const char *const tables[] = { "set", "tighten" };
    bool left = false;
    if (!str_equal(old->word, change->word) || !str_equal(old->id, change->id)) return false;
    if (!node_is(old, "amend")) return node_is(old, "choose");
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        struct node *was = own_field(arena, old, tables[i]);
        for (size_t k = 0; was && k < COUNT_OF(tables); k++) {
            struct node *is = own_field(arena, change, tables[k]);
            if (is) give_way(arena, was, is);
        }
        left = left || (was && was->field_count);
    }
    return !left;
}

static void settle(struct arena *arena, struct document *school, uint32_t lines) {
    struct node *items = arena_array(arena, struct node, school->item_count);
    bool *gone = arena_array(arena, bool, school->item_count);
    uint32_t count = 0;
    memcpy(items, school->items, school->item_count * sizeof *items);
    for (uint32_t i = 0; i < school->item_count; i++) {
        if (items[i].line <= lines || items[i].type != NODE_CALL) continue;
        for (uint32_t k = 0; k < school->item_count; k++)
            if (items[k].type == NODE_CALL && items[k].line <= lines && !gone[k]) gone[k] = replace(arena, &items[k], &items[i]);
    }
    for (uint32_t i = 0; i < school->item_count; i++)
        if (!gone[i]) items[count++] = items[i];
    school->items = items;
    school->item_count = count;
}

/* ---- all ---- */

static uint32_t lines_of(struct str text) {
    uint32_t lines = 0;
    for (size_t i = 0; i < text.size; i++) lines += text.at[i] == '\n';
    return lines + (text.size && text.at[text.size - 1] != '\n');
}

static const struct document *document_of_school(const struct policy_set *set) {
    for (size_t i = 0; i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL && set->documents[i].header) return &set->documents[i];
    return NULL;
}

void what_if_places(const struct what_if *what, struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        struct place *place = &problems->at[i].place;
        if (!str_equal(place->file, what->file) || place->line <= what->lines) continue;
        place->file = STR("what-if");
        place->line -= what->lines;
    }
}

bool what_if_read(const struct command_call *call, struct answer *answer, struct str change, struct date day,
                  const struct named_policy *own, struct what_if *out) {
    struct arena *arena = answer->arena;
    struct err err = { 0 };
    const struct document *school = document_of_school(own->set);
    struct str trimmed = str_trim(change);
    *out = (struct what_if){ 0 };
    if (!school) {
        err_set(&err, CODE_NO_SCHOOL, "There is no school here whose policy could change.");
        err_next(&err, "Go to the school's folder, or name it: --dir FOLDER");
        return answer_fail(answer, &err);
    }
    if (is_declaration(trimmed)) out->text = with_reason(arena, trimmed);
    else if (!short_form(arena, own->set, trimmed, day, &out->text, &err)) return answer_fail(answer, &err);
    out->file = school->path;
    out->lines = lines_of(school->source);
    bool closed = !school->source.size || school->source.at[school->source.size - 1] == '\n';
    struct str whole = str_format(arena, "%.*s%s%.*s\n", STR_ARG(school->source), closed ? "" : "\n", STR_ARG(out->text));
    if (!named_policy_load(call, answer, (struct named_text){ .unsaved = true, .text = whole }, &out->with)) {
        what_if_places(out, &answer->problems);
        return false;
    }
    struct policy_set *set = arena_new(arena, struct policy_set);
    struct document *documents = arena_array(arena, struct document, out->with.set->document_count);
    *set = *out->with.set;
    memcpy(documents, set->documents, set->document_count * sizeof *documents);
    for (size_t i = 0; i < set->document_count; i++)
        if (documents[i].layer == LAYER_SCHOOL && documents[i].header) settle(arena, &documents[i], out->lines);
    set->documents = documents;
    out->with.set = set;
    out->with.label = STR("what if");
    return true;
}
