/* SPDX-License-Identifier: GPL-3.0-or-later
 * reference - the language of policies in words; see reference.h.
 * Owns:  nothing.
 * Must not know: terminals, what a rule means.
 */
#include "work/reference.h"

#include "base/utf8.h"
#include "policy/merge.h"

#define NO_WORDS ((struct str){ 0 })

bool reference_open(const struct command_call *call, struct arena *arena, struct reference *out, struct err *err) {
    const struct host *host = call->host;
    struct problems unheard = { .arena = arena };
    *out = (struct reference){ .arena = arena };
    if (!host->module(host->self, arena, "words", &out->words, err) || !host->module(host->self, arena, "reference", &out->book, err)
        || !host->module(host->self, arena, "phrases", &out->phrases, err)
        || !host->module(host->self, arena, "columns", &out->columns, err)
        || !host->kinds(host->self, arena, call->folder, &out->kinds, &unheard, err))
        return false;
    kinds_pack(out->kinds);
    return true;
}

/* ---- the tables ---- */

static const struct node *part(const struct node *node, const char *key) {
    return node ? node_field(node, key) : NULL;
}

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = part(node, key);
    return value && value->type == NODE_TEXT ? value->text : NO_WORDS;
}

static const struct node *named(const struct node *table, struct str name) {
    for (uint32_t i = 0; table && i < table->field_count; i++)
        if (str_equal(table->fields[i].key, name)) return &table->fields[i].value;
    return NULL;
}

const struct node *reference_explained(const struct reference *r, struct str word) {
    const struct node *found = named(node_field(&r->book, "words"), word);
    return found ? found : named(&r->phrases, word);
}

const struct node *reference_row(const struct reference *r, struct str word) {
    return named(&r->words, word);
}

static struct str either_of(const struct reference *r, struct str word, const char *key) {
    struct str text = text_of(reference_row(r, word), key);
    return text.size ? text : text_of(reference_explained(r, word), key);
}

struct str reference_about(const struct reference *r, struct str word) {
    return either_of(r, word, "about");
}

struct str reference_how(const struct reference *r, struct str word) {
    return either_of(r, word, "how");
}

struct str reference_form(const struct reference *r, struct str word) {
    struct str form = text_of(reference_explained(r, word), "form"), how = reference_how(r, word);
    bool plain = str_is(how, "value") || str_is(how, "name");
    if (form.size || plain) return form.size ? form : word;
    bool name = str_is(how, "id") || str_is(how, "either");
    return str_format(r->arena, "%.*s%s { ... }%s%.*s%s", STR_ARG(word), name ? " \"NAME\"" : "", str_is(how, "either") ? "  or  " : "",
                      STR_ARG(str_is(how, "either") ? word : NO_WORDS), str_is(how, "either") ? " { ... }" : "");
}

/* ---- a word ---- */

static const char *belongs(struct str into) {
    static const struct { const char *into, *words; } PLACES[] = {
        { "base", "in the file of a trust's own policy" },
        { "trust", "in trust.lua" },
        { "update", "in a file of policies/updates" },
        { "overlay", "in a file of policies/overlays" },
        { "tests", "in a file of the folder tests" },
        { "kinds", "in kinds.lua" },
    };
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        if (str_is(into, PLACES[i].into)) return PLACES[i].words;
    return "in policy.lua";
}

static void add_fields_of_word(const struct reference *r, struct page *page, const struct node *explained, const struct node *row) {
    const struct node *fields = part(explained, "fields"), *order = part(row, "fields"), *needs = part(row, "needs");
    if (!fields || !fields->field_count) return;
    struct labelled *lines = arena_array(r->arena, struct labelled, fields->field_count);
    size_t count = 0;
    bool listed = order && order->type == NODE_TABLE && order->item_count;
    for (uint32_t i = 0; i < (listed ? order->item_count : fields->field_count); i++) {
        struct str key = listed ? order->items[i].text : fields->fields[i].key;
        const struct node *text = named(fields, key);
        bool needed = false;
        for (uint32_t n = 0; needs && n < needs->item_count; n++) needed = needed || str_equal(needs->items[n].text, key);
        if (text) lines[count++] = (struct labelled){ key, needed ? str_format(r->arena, "%.*s (needed)", STR_ARG(text->text)) : text->text };
    }
    page_fields(page, lines, count);
}

static void add_word(const struct reference *r, struct page *page, struct str word) {
    const struct node *explained = reference_explained(r, word), *row = reference_row(r, word);
    struct str says = text_of(explained, "says"), example = text_of(explained, "example");
    page_paragraphf(page, "%.*s%s%.*s", STR_ARG(reference_about(r, word)), says.size ? " " : "", STR_ARG(says));
    add_fields_of_word(r, page, explained, row);
    if (!example.size) return;
    page_paragraphf(page, "For example, %s:", belongs(text_of(explained, "into")));
    page_verbatim(page, example);
}

/* ---- kinds and facts ---- */

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

static struct str field_holds(struct arena *arena, const struct field *field) {
    struct str text = str_from(field_type_name(field->type));
    for (uint32_t i = 0; i < field->code_count; i++)
        text = str_format(arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : ": ", STR_ARG(field->codes[i]));
    return text;
}

static struct str field_about(struct arena *arena, const struct field *field) {
    struct str words = policy_say_field(arena, field);
    return str_equal(words, spaced(arena, field->name)) ? NO_WORDS : words;
}

struct str reference_field(struct arena *arena, const struct field *field) {
    struct str about = field_about(arena, field);
    return str_format(arena, "%.*s%s%s%s%s%s%.*s", STR_ARG(field_holds(arena, field)), field->each ? "; of each person" : "",
                      field->dated ? "; from a day on" : "", field->home == HOME_DERIVED ? "; worked out for the day" : "",
                      field->is_private ? "; private" : "", about.size ? "; " : "", STR_ARG(about));
}

/* The place of the outcome is kept in kinds that have none. */
bool reference_has(const struct kind *kind, uint32_t field) {
    return field != FIELD_OUTCOME || shape_has_outcome(kind->shape);
}

static struct sheet *field_sheet(struct arena *arena, const struct field *fields, uint32_t count, const struct kind *of) {
    struct sheet *sheet = sheet_new(arena, STR("fields"), NO_WORDS);
    sheet_column(sheet, STR("field"), STR("Field"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("holds"), STR("Holds"), CELL_TEXT);
    if (of) sheet_column(sheet, STR("of"), STR("Of"), CELL_TEXT);
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT);
    for (uint32_t i = 0; i < count; i++) {
        if (of && !reference_has(of, i)) continue;
        sheet_row(sheet);
        sheet_text(sheet, fields[i].name);
        sheet_text(sheet, field_holds(arena, &fields[i]));
        if (of) sheet_text(sheet, fields[i].each ? STR("each person") : STR("the record"));
        sheet_text(sheet, field_about(arena, &fields[i]));
    }
    return sheet;
}

/* Lists of codes are long: lines that wrap, rather than a table. */
static void add_fields(struct page *page, const struct field *fields, uint32_t first, uint32_t end, const struct kind *of) {
    struct labelled *lines = arena_array(page->arena, struct labelled, end + 1);
    size_t count = 0;
    for (uint32_t i = first; i < end; i++)
        if (!of || reference_has(of, i)) lines[count++] = (struct labelled){ fields[i].name, reference_field(page->arena, &fields[i]) };
    if (count) page_fields(page, lines, count);
}

static const char *shape_words(enum shape shape) {
    static const char *const WORDS[] = {
        [SHAPE_MEETING] = "Any number of pupils took part, each with an outcome.", [SHAPE_NOTE] = "About one pupil.",
        [SHAPE_STAFF] = "Any number of staff took part, each with an outcome.", [SHAPE_STAFF_NOTE] = "About one member of staff.",
        [SHAPE_SCHOOL] = "About the school.", [SHAPE_ORGANISATION] = "About one organisation.",
    };
    return WORDS[shape];
}

/* "UPN, Date, Outcome": what the columns of an intake are called; those that must be there are marked. */
static struct str headings(struct arena *arena, const struct node *intake) {
    const struct node *columns = node_field(intake, "columns");
    struct str text = NO_WORDS;
    for (uint32_t i = 0; columns && i < columns->item_count; i++) {
        const struct node *heads = node_field(&columns->items[i], "heads"), *needed = node_field(&columns->items[i], "needed");
        if (!heads || !heads->item_count) continue;
        text = str_format(arena, "%.*s%s%.*s%s", STR_ARG(text), text.size ? ", " : "", STR_ARG(heads->items[0].text),
                          needed && needed->yes ? " (needed)" : "");
    }
    return text;
}

/* What a file may bring of a kind: an intake of its own, the file of everything that is not about pupils, or its fields by name. */
static struct str import_words(const struct reference *r, const struct kind *kind) {
    for (uint32_t i = 0; i < r->columns.item_count; i++) {
        const struct node *intake = &r->columns.items[i], *items = named(node_field(intake, "items"), kind->name);
        struct str name = text_of(intake, "name");
        if (str_equal(text_of(intake, "kind"), kind->name))
            return str_format(r->arena, "import FILE.csv into %.*s. Columns: %.*s.", STR_ARG(name), STR_ARG(headings(r->arena, intake)));
        if (!items) continue;
        struct str item = text_of(items, "field");
        return str_format(r->arena, "import FILE.csv into %.*s, with %.*s in the column kind. Columns: %.*s, and any other field by its name. "
                          "What stands under item is its %.*s.", STR_ARG(name), STR_ARG(kind->name), STR_ARG(headings(r->arena, intake)),
                          STR_ARG(item.size ? item : STR("title")));
    }
    if (!shape_of_pupils(kind->shape)) return NO_WORDS;
    return str_format(r->arena, "import FILE.csv into %.*s. Columns: upn or admission no, date (needed)%s, and any other field by its name.%s",
                      STR_ARG(kind->name), shape_has_outcome(kind->shape) ? ", outcome (needed)" : "",
                      shape_has_outcome(kind->shape) ? " For whole groups: import into activities, then into register." : "");
}

static void add_kind(const struct reference *r, struct page *page, const struct kind *kind, bool whole) {
    uint32_t first = whole ? FIELD_BUILT_IN_COUNT : 0; /* what every record has is said once in the whole */
    struct str import = import_words(r, kind), about = utf8_capital(r->arena, kind->about);
    page_paragraphf(page, "%.*s%s%s", STR_ARG(about), about.size ? ". " : "", shape_words(kind->shape));
    add_fields(page, kind->fields, first, kind->field_count, kind);
    if (import.size) page_paragraphf(page, "From a file: %.*s", STR_ARG(import));
}

/* ---- readings and statuses ---- */

static void add_reading(const struct reference *r, struct page *page, const struct node *reading) {
    struct labelled *lines = arena_array(r->arena, struct labelled, reading->item_count + 1);
    page_paragraphf(page, "It decides on %.*s.", STR_ARG(text_of(reading, "changes")));
    for (uint32_t i = 0; i < reading->item_count; i++) {
        const struct node *stricter = node_field(&reading->items[i], "stricter");
        lines[i] = (struct labelled){ text_of(&reading->items[i], "means"),
                                      str_format(r->arena, "%.*s%s", STR_ARG(text_of(&reading->items[i], "says")),
                                                 stricter && stricter->yes ? " (stricter: a school may choose it)" : "") };
    }
    page_fields(page, lines, reading->item_count);
}

static void add_status(const struct reference *r, struct page *page, const struct node *status) {
    const struct status_look *look = status_look(text_of(status, "key"));
    page_paragraphf(page, "%.*s %.*s. %.*s", STR_ARG(look ? look->shape : NO_WORDS), STR_ARG(look ? look->word : NO_WORDS),
                    STR_ARG(text_of(status, "says")));
    (void)r;
}

/* ---- one topic ---- */

static const struct node *listed(const struct reference *r, const char *list, const char *key, struct str name) {
    const struct node *all = node_field(&r->book, list);
    for (uint32_t i = 0; all && i < all->item_count; i++)
        if (str_equal(text_of(&all->items[i], key), name)) return &all->items[i];
    return NULL;
}

static int facts_named(struct str name) {
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++)
        if (str_is(name, subject_type_name((enum subject_type)type))) return type;
    return -1;
}

bool reference_topic(const struct reference *r, struct str name, struct page *page, struct sheet **fields) {
    const struct node *reading = listed(r, "readings", "name", name), *status = listed(r, "statuses", "key", name);
    int32_t kind = kinds_find(r->kinds, name);
    int facts = facts_named(name);
    bool word = reference_how(r, name).size > 0;
    *fields = NULL;
    if (!word && kind < 0 && facts < 0 && !reading && !status) return false;
    if (word) page_lead(page, reference_form(r, name), NO_WORDS);
    else page_lead(page, name, kind >= 0 ? str_from(shape_name(r->kinds->kinds[kind].shape)) : reading ? STR("a reading") : NO_WORDS);
    if (word) add_word(r, page, name);
    if (kind >= 0) {
        const struct kind *found = &r->kinds->kinds[kind];
        *fields = field_sheet(r->arena, found->fields, found->field_count, found);
        add_kind(r, page, found, false);
    } else if (facts >= 0) {
        const struct facts *found = &r->kinds->facts[facts];
        *fields = field_sheet(r->arena, found->fields, found->field_count, NULL);
        page_paragraph(page, STR("Facts that a policy may ask about."));
        add_fields(page, found->fields, 0, found->field_count, NULL);
    }
    if (reading) add_reading(r, page, reading);
    if (status) add_status(r, page, status);
    return true;
}

size_t reference_names(const struct reference *r, struct str **out) {
    const struct node *groups = node_field(&r->book, "groups");
    size_t count = 0, room = r->kinds->kind_count;
    for (uint32_t g = 0; groups && g < groups->item_count; g++) room += node_field(&groups->items[g], "words")->item_count;
    *out = arena_array(r->arena, struct str, room + 1);
    for (uint32_t g = 0; groups && g < groups->item_count; g++) {
        const struct node *words = node_field(&groups->items[g], "words");
        for (uint32_t i = 0; i < words->item_count; i++) (*out)[count++] = words->items[i].text;
    }
    for (uint32_t k = 0; k < r->kinds->kind_count; k++) (*out)[count++] = r->kinds->kinds[k].name;
    return count;
}

/* ---- the whole ---- */

static void add_groups(const struct reference *r, struct page *page) {
    const struct node *groups = node_field(&r->book, "groups");
    for (uint32_t g = 0; groups && g < groups->item_count; g++) {
        const struct node *group = &groups->items[g], *words = node_field(group, "words");
        page_heading(page, 2, text_of(group, "title"));
        page_paragraph(page, text_of(group, "about"));
        for (uint32_t i = 0; i < words->item_count; i++) {
            page_heading(page, 3, words->items[i].text);
            page_verbatim(page, reference_form(r, words->items[i].text));
            add_word(r, page, words->items[i].text);
        }
    }
}

static void add_records(const struct reference *r, struct page *page) {
    static const char *const TITLES[] = { "pupil", "member of staff", "organisation", "school" };
    page_heading(page, 2, STR("Records"));
    page_paragraph(page, STR("The name of a kind is a word of the language: encounter { form = \"talk\" } is every record of that kind that fits. "
                             "Every record also has these fields, the outcome only where people took part:"));
    if (r->kinds->kind_count) add_fields(page, r->kinds->kinds[0].fields, 0, FIELD_BUILT_IN_COUNT, NULL);
    for (uint32_t k = 0; k < r->kinds->kind_count; k++) {
        page_heading(page, 3, r->kinds->kinds[k].name);
        add_kind(r, page, &r->kinds->kinds[k], true);
    }
    page_heading(page, 2, STR("Facts"));
    page_paragraph(page, STR("What may stand in the braces of pupils, staff, organisations and school. A blank is not known, and never a no."));
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        page_heading(page, 3, str_format(r->arena, "Of a %s", TITLES[type]));
        add_fields(page, r->kinds->facts[type].fields, 0, r->kinds->facts[type].field_count, NULL);
    }
}

static void add_readings_and_statuses(const struct reference *r, struct page *page) {
    const struct node *readings = node_field(&r->book, "readings"), *statuses = node_field(&r->book, "statuses");
    struct labelled lines[16];
    page_heading(page, 2, STR("Readings"));
    page_paragraph(page, STR("Where the words of a policy can be read in two ways, it says how it reads them. The first meaning holds when nothing is said."));
    for (uint32_t i = 0; i < readings->item_count; i++) {
        page_heading(page, 3, text_of(&readings->items[i], "name"));
        add_reading(r, page, &readings->items[i]);
    }
    page_heading(page, 2, STR("Statuses"));
    page_paragraph(page, STR("Every rule gives each person it looks at one of these, the first that fits."));
    bug_if(statuses->item_count > COUNT_OF(lines));
    for (uint32_t i = 0; i < statuses->item_count; i++) {
        const struct status_look *look = status_look(text_of(&statuses->items[i], "key"));
        bug_if(!look);
        lines[i] = (struct labelled){ str_format(r->arena, "%.*s %.*s", STR_ARG(look->shape), STR_ARG(look->word)),
                                      str_format(r->arena, "%.*s: %.*s", STR_ARG(look->key), STR_ARG(text_of(&statuses->items[i], "says"))) };
    }
    page_fields(page, lines, statuses->item_count);
}

struct page *reference_page(const struct reference *r) {
    struct page *page = page_new(r->arena, STR("The language of policies"));
    page->foot = STR("Printed by signpost policy reference. help WORD shows one page of it.");
    page_paragraph(page, STR("A policy is a text that can be run. A line begins with a word; what belongs to it stands in braces. Texts stand in quotes, days "
                             "are written \"2026-09-01\", and what follows two hyphens is a remark. Each example below can be copied as it is."));
    page_paragraph(page, STR("A word that is not listed here is refused, with the nearest one that is: nothing is skipped in silence."));
    add_groups(r, page);
    add_records(r, page);
    add_readings_and_statuses(r, page);
    return page;
}
