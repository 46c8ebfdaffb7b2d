/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_ask - a file whose headings say too little: what a person at the terminal is asked about it, one thing at a time.
 * Owns:  the answers' form: parts of the call, "sort=FILE:pupils", "column=FILE:dob=3", "activity=FILE:4=A0007", "keep=NAME".
 * Must not know: terminals; how cells are read.
 *
 * Each answer runs the import again, so what was said so far is all that it knows.  0 and ? are what Enter says.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "work/import_priv.h"

#define ACTIVITIES_LISTED 15
#define HEADING_WIDTH 30
#define EXAMPLES_WIDTH 40
#define EXAMPLES 3

bool import_ask_may(const struct importing *in) {
    const struct command_call *call = in->call;
    return call->asks && !call->dry_run && !call->json && !call->csv && !in->answer->problems.errors;
}

bool import_ask_is_answer(struct str part) {
    static const char *const WORDS[] = { "sort=", "column=", "activity=", "keep=" };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (str_starts(part, WORDS[i])) return true;
    return false;
}

/* What was said last; at NULL: nothing yet. */
static struct str said(const struct importing *in, struct str prefix) {
    for (size_t i = in->call->part_count; i > 0; i--) {
        struct str part = in->call->parts[i - 1].text;
        if (in->call->parts[i - 1].phrase || part.size < prefix.size || !str_equal(str_slice(part, 0, prefix.size), prefix)) continue;
        return str_slice(part, prefix.size, part.size);
    }
    return (struct str){ 0 };
}

static struct str prefix_of(struct importing *in, const char *word, const struct grid *grid, struct str what) {
    return str_format(in->arena, "%s=%.*s:%.*s%s", word, STR_ARG(grid->title), STR_ARG(what), what.size ? "=" : "");
}

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

struct str import_ask_sort(struct importing *in, const struct grid *grid) {
    struct str sort = said(in, prefix_of(in, "sort", grid, (struct str){ 0 }));
    return str_is(sort, "?") || str_is(sort, "more") ? (struct str){ 0 } : sort;
}

bool import_ask_begun(struct importing *in, const struct grid *grid) {
    static const char *const WORDS[] = { "sort", "column", "activity" };
    for (size_t w = 0; w < COUNT_OF(WORDS); w++) {
        struct str prefix = prefix_of(in, WORDS[w], grid, (struct str){ 0 });
        for (size_t i = 0; i < in->call->part_count; i++)
            if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, str_c(in->arena, prefix))) return true;
    }
    return false;
}

void import_ask_heads(struct importing *in, const struct grid *grid, struct import_heads *heads) {
    static const char *const WORDS[] = { "column", "activity" };
    for (size_t w = 0; w < COUNT_OF(WORDS); w++) {
        struct str prefix = prefix_of(in, WORDS[w], grid, (struct str){ 0 }), before, after;
        for (size_t i = 0; i < in->call->part_count; i++) {
            struct str part = in->call->parts[i].text;
            int64_t number;
            if (in->call->parts[i].phrase || !str_starts(part, str_c(in->arena, prefix)) || !str_cut(str_slice(part, prefix.size, part.size), '=', &before, &after)) continue;
            bool known = str_whole(w ? before : after, &number) && number > 0 && number <= (int64_t)heads->count && !str_is(after, "?");
            if (!known) continue;
            heads->named[number - 1] = w ? after : before;
            heads->answered[number - 1] = true;
        }
    }
}

static bool ask(struct importing *in, struct str question, const struct str *labels, const struct str *values, size_t count, struct str prefix, const char *otherwise) {
    struct answer_ask *asked = arena_new(in->arena, struct answer_ask);
    *asked = (struct answer_ask){ .question = question, .labels = labels, .values = values, .count = count, .prefix = prefix, .otherwise = str_from(otherwise) };
    if (!in->open_ask) in->open_ask = asked;
    return true;
}

/* ---- what the file is --------------------------------------------------------------------------------------------------- */

struct sorts {
    struct str *labels, *values;
    size_t count;
};

static void add_sort(struct importing *in, struct sorts *list, struct str name, struct str about, bool near) {
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->values[i], name)) return;
    bool same = str_equal(name, about);
    list->values[list->count] = name;
    list->labels[list->count++] = str_format(in->arena, "%.*s%*s%.*s%s", STR_ARG(name), same ? 0 : (int)(name.size < 18 ? 18 - name.size : 2), "", (int)(same ? 0 : about.size),
                                             about.at ? about.at : "", near ? "   (what it looks like)" : "");
}

static int64_t rank_of(const struct node *intake) {
    const struct node *rank = node_field(intake, "rank");
    return rank ? rank->whole : 0;
}

static bool has_intake(const struct importing *in, struct str kind) {
    for (uint32_t i = 0; i < in->settings.item_count; i++)
        if (str_equal(text_of(&in->settings.items[i], "kind"), kind)) return true;
    return false;
}

static void add_others(struct importing *in, struct sorts *list) {
    for (uint32_t i = 0; i < in->settings.item_count; i++)
        if (!rank_of(&in->settings.items[i])) add_sort(in, list, text_of(&in->settings.items[i], "name"), text_of(&in->settings.items[i], "about"), false);
    for (uint32_t k = 0; k < in->kinds->kind_count; k++) {
        const struct kind *kind = &in->kinds->kinds[k];
        if (shape_of_pupils(kind->shape) && !has_intake(in, kind->name)) add_sort(in, list, kind->name, kind->about, false);
    }
}

bool import_ask_what(struct importing *in, const struct grid *grid, const struct node *near) {
    struct str prefix = prefix_of(in, "sort", grid, (struct str){ 0 }), before = said(in, prefix);
    size_t most = in->settings.item_count + in->kinds->kind_count + 2;
    struct sorts list = { arena_array(in->arena, struct str, most), arena_array(in->arena, struct str, most), 0 };
    if (!import_ask_may(in) || (before.at && !str_is(before, "more"))) return false;
    if (before.at) {
        add_others(in, &list);
        return ask(in, str_format(in->arena, "%.*s: what is it?  (Enter: none of these, and nothing is read)", STR_ARG(grid->title)), list.labels, list.values, list.count, prefix, "?");
    }
    if (near) add_sort(in, &list, text_of(near, "name"), text_of(near, "about"), true);
    for (int64_t rank = 1; rank <= (int64_t)in->settings.item_count; rank++)
        for (uint32_t i = 0; i < in->settings.item_count; i++)
            if (rank_of(&in->settings.items[i]) == rank) add_sort(in, &list, text_of(&in->settings.items[i], "name"), text_of(&in->settings.items[i], "about"), false);
    list.labels[list.count] = STR("something else: the longer list");
    list.values[list.count++] = STR("more");
    return ask(in, str_format(in->arena, "%.*s: its headings do not say enough of what it is. What is it?  (Enter: none of these, and nothing is read)", STR_ARG(grid->title)),
               list.labels, list.values, list.count, prefix, "?");
}

/* ---- which column -------------------------------------------------------------------------------------------------------- */

/* The first values of a column that differ, and "all blank". */
static struct str examples(struct importing *in, const struct grid *grid, uint32_t head) {
    struct str seen[EXAMPLES], all = { 0 };
    size_t count = 0;
    for (uint32_t row = grid->header + 1; row < grid->row_count && count < EXAMPLES; row++) {
        struct str cell = utf8_cut(grid_at(grid, row, head), EXAMPLES_WIDTH / 2);
        bool again = !cell.size;
        for (size_t i = 0; i < count && !again; i++) again = str_equal(seen[i], cell);
        if (again) continue;
        struct str longer = str_format(in->arena, "%.*s%s%.*s", STR_ARG(all), count ? ", " : "", STR_ARG(cell));
        if (count && utf8_width(longer) > EXAMPLES_WIDTH) break;
        seen[count++] = str_copy(in->arena, cell);
        all = longer;
    }
    return count ? all : STR("all blank");
}

static struct str column_label(struct importing *in, const struct grid *grid, uint32_t head, size_t width) {
    struct str heading = utf8_cut(grid_at(grid, grid->header, head), HEADING_WIDTH);
    size_t wide = utf8_width(heading);
    return str_format(in->arena, "%.*s%*s   %.*s", STR_ARG(heading), (int)(wide < width ? width - wide : 0), "", STR_ARG(examples(in, grid, head)));
}

static bool is_unused(const struct grid *grid, const struct node *intake, const struct import_heads *heads, uint32_t head) {
    return grid_at(grid, grid->header, head).size && !import_map_column(intake, heads, head) && !heads->answered[head];
}

static bool ask_column(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads, const struct node *column) {
    struct str field = text_of(column, "field"), called = import_lack_called(column), follows = text_of(column, "ask");
    struct str *labels = arena_array(in->arena, struct str, heads->count + 1), *values = arena_array(in->arena, struct str, heads->count + 1);
    size_t count = 0, width = 0;
    for (uint32_t h = 0; h < heads->count; h++) {
        size_t wide = is_unused(grid, intake, heads, h) ? utf8_width(utf8_cut(grid_at(grid, grid->header, h), HEADING_WIDTH)) : 0;
        width = wide > width ? wide : width;
    }
    for (uint32_t h = 0; h < heads->count; h++) {
        if (!is_unused(grid, intake, heads, h)) continue;
        labels[count] = str_format(in->arena, "%.*s%s", STR_ARG(column_label(in, grid, h, width)), import_lack_looks(column, grid, h) ? "   (may be it)" : "");
        values[count++] = str_format(in->arena, "%u", h + 1);
    }
    if (!count) return false;
    struct str without = follows.size ? follows : STR("without it the file can not be read");
    return ask(in, str_format(in->arena, "Which column is the %.*s?  (Enter: none of them; %.*s)", STR_ARG(called), STR_ARG(without)), labels, values, count,
               prefix_of(in, "column", grid, field), "0");
}

static bool has_field(const struct node *intake, const struct import_heads *heads, struct str field) {
    for (uint32_t h = 0; h < heads->count; h++) {
        const struct node *column = import_map_column(intake, heads, h);
        if (column && str_equal(text_of(column, "field"), field)) return true;
    }
    return false;
}

static bool stands_in(const struct node *intake, const struct import_heads *heads, const struct node *column) {
    const struct node *unless = node_field(column, "unless");
    for (uint32_t i = 0; unless && i < unless->item_count; i++)
        if (has_field(intake, heads, unless->items[i].text)) return true;
    return false;
}

/* ---- which activity ------------------------------------------------------------------------------------------------------- */

static bool ask_activity(struct importing *in, const struct grid *grid, uint32_t head) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count = 0, all;
    struct err unheard = { 0 };
    struct str *labels = arena_array(in->arena, struct str, ACTIVITIES_LISTED), *values = arena_array(in->arena, struct str, ACTIVITIES_LISTED);
    char day[DATE_LONG_SIZE];
    filter.to = in->as_at;
    if (!activity_list(in->school->db, in->kinds, in->arena, &filter, &rows, &all, &unheard)) return false;
    for (size_t i = all; i > 0 && count < ACTIVITIES_LISTED; i--) {
        struct activity_origin origin;
        const struct kind *kind = &in->kinds->kinds[rows[i - 1].kind];
        if (kind->shape != SHAPE_MEETING || !activity_origin(in->school->db, in->arena, rows[i - 1].id, &origin, &unheard)) continue;
        if (!str_is(origin.source, IMPORT_SOURCE) || !origin.reference.size) continue;
        struct str title = rows[i - 1].title.size ? rows[i - 1].title : rows[i - 1].organisation_name.size ? rows[i - 1].organisation_name : kind->name;
        values[count] = origin.reference;
        labels[count++] = str_format(in->arena, "%.*s  %s  %.*s", STR_ARG(origin.reference), date_short(rows[i - 1].date, day), STR_ARG(utf8_cut(title, EXAMPLES_WIDTH)));
    }
    if (!count) return false;
    struct str heading = grid_at(grid, grid->header, head);
    return ask(in, str_format(in->arena, "Which activity are the ticks under '%.*s' for?  (Enter: none of these; they are left out)", STR_ARG(heading)), labels, values, count,
               prefix_of(in, "activity", grid, str_format(in->arena, "%u", head + 1)), "?");
}

static bool ask_activities(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads) {
    for (uint32_t h = 0; h < heads->count; h++) {
        struct str number = str_format(in->arena, "%u", h + 1);
        if (!is_unused(grid, intake, heads, h) || import_map_is_reference(heads->folded[h]) || !import_lack_is_ticks(in, grid, h)) continue;
        if (!said(in, prefix_of(in, "activity", grid, number)).at && ask_activity(in, grid, h)) return true;
    }
    return false;
}

bool import_ask_column(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads) {
    const struct node *columns = node_field(intake, "columns");
    if (!import_ask_may(in)) return false;
    for (uint32_t i = 0; i < columns->item_count; i++) {
        const struct node *column = &columns->items[i];
        struct str field = text_of(column, "field");
        if (!import_lack_needs(column) && !text_of(column, "ask").size) continue;
        if (import_map_has(grid, intake, heads, column) || stands_in(intake, heads, column) || said(in, prefix_of(in, "column", grid, field)).at) continue;
        if (ask_column(in, grid, intake, heads, column)) return true;
    }
    return str_is(text_of(intake, "target"), "ticks") && ask_activities(in, grid, intake, heads);
}

/* ---- for next time ---------------------------------------------------------------------------------------------------------- */

static bool is_no(struct str text) { return str_equal_fold_ascii(text, STR("no")) || str_equal_fold_ascii(text, STR("n")) || str_is(text, "?"); }

struct str import_ask_kept(const struct importing *in) {
    struct str name = said(in, STR("keep="));
    return is_no(name) ? (struct str){ 0 } : name;
}

bool import_ask_keep(struct importing *in) {
    struct str before = said(in, STR("keep=")), why = { 0 };
    bool asked = false;
    for (size_t i = 0; i < in->table_count && !asked; i++) asked = in->tables[i].grid && import_ask_begun(in, in->tables[i].grid);
    if (!asked || !import_ask_may(in) || call_has(in->call, "save")) return false;
    for (size_t i = 1; i < in->table_count; i++)
        if (in->tables[i].spec != in->tables[0].spec) return false;
    if (before.at && (is_no(before) || import_recipe_is_free(in, before, &why))) return false;
    struct answer_ask *offer = arena_new(in->arena, struct answer_ask);
    struct str name = in->recipe ? in->recipe_name : import_recipe_derived(in, in->tables[0].grid->name);
    struct str what = in->recipe ? str_format(in->arena, "Keep these answers in the recipe '%.*s', so that they are not asked for again?", STR_ARG(name))
                                 : STR("Keep these answers as a recipe, so that nothing is asked next time? Write a name for it.");
    *offer = (struct answer_ask){ .question = str_format(in->arena, "%.*s%s%.*s  (Enter: %s%.*s; no: they are not kept)", STR_ARG(why), why.size ? " " : "", STR_ARG(what),
                                                         in->recipe ? "yes, in " : "", STR_ARG(name)),
                                  .free = true, .prefix = STR("keep="), .otherwise = name };
    in->answer->ask = offer;
    return true;
}
