/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_map - a file to a table: what sort it is, which heading is which field.
 * Owns:  nothing.
 * Must not know: how cells are read, the records.
 */
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/guess.h"
#include "work/import_priv.h"
#include "work/seal.h"

#define FILE_MOST ((size_t)256 << 20)
#define LONG_FILE ((size_t)8 << 20) /* is said when its reading begins */

struct str import_fold(struct arena *arena, struct str text) {
    struct str folded = utf8_fold(arena, text);
    struct buf out = { 0 };
    bool gap = false;
    for (size_t i = 0; i < folded.size; i++) {
        unsigned char c = (unsigned char)folded.at[i];
        bool word = c >= 128 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word && gap && out.size) buf_add_byte(&out, ' ');
        gap = !word && (gap || out.size > 0);
        if (word) {
            buf_add_byte(&out, (char)c);
            gap = false;
        }
    }
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

const struct import_column *import_column_of(const struct import_table *table, const char *field) {
    for (size_t i = 0; i < table->column_count; i++)
        if (str_is(table->columns[i].field, field) && table->columns[i].index >= 0) return &table->columns[i];
    return NULL;
}

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

static bool yes_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_BOOL && value->yes;
}

static bool lists(const struct node *list, struct str text) {
    for (uint32_t i = 0; list && i < list->item_count; i++)
        if (str_equal(list->items[i].text, text)) return true;
    return false;
}

static enum cell_as as_of_name(struct str name) {
    static const struct { const char *name; enum cell_as as; } NAMES[] = {
        { "text", AS_TEXT }, { "upn", AS_UPN }, { "uln", AS_ULN }, { "name", AS_NAME }, { "day", AS_DAY }, { "birthday", AS_BIRTHDAY },
        { "day-or-yes", AS_DAY_OR_YES }, { "flag", AS_FLAG }, { "year", AS_YEAR }, { "years", AS_YEARS }, { "whole", AS_WHOLE },
        { "hours", AS_HOURS }, { "code", AS_CODE }, { "person", AS_PERSON }, { "organisation", AS_ORGANISATION },
        { "form", AS_FORM }, { "skip", AS_SKIP },
    };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_is(name, NAMES[i].name)) return NAMES[i].as;
    bug_if(true);
    return AS_TEXT;
}

static enum import_target target_of_name(struct str name) {
    static const char *const NAMES[] = { "pupils", "staff", "terms", "activities", "register", "ticks", "records", "evidence", "exemptions" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_is(name, NAMES[i])) return (enum import_target)i;
    bug_if(true);
    return TARGET_PUPILS;
}

/* ---- which sort of file ---------------------------------------------------------------------------------------------- */

static const struct node *columns_of(const struct node *intake) {
    return node_field(intake, "columns");
}

/* "A0001 Careers talk 2022-09-20": letters, digits, then a title. */
bool import_map_is_reference(struct str folded) {
    struct str first, rest = { 0 };
    if (!str_cut(folded, ' ', &first, &rest) || !rest.size) return false;
    size_t letters = 0;
    while (letters < first.size && first.at[letters] >= 'a' && first.at[letters] <= 'z') letters++;
    if (letters == 0 || letters > 3 || letters == first.size) return false;
    for (size_t i = letters; i < first.size; i++)
        if (first.at[i] < '0' || first.at[i] > '9') return false;
    return true;
}

const struct node *import_map_column(const struct node *intake, const struct import_heads *heads, uint32_t head) {
    const struct node *columns = columns_of(intake);
    for (uint32_t i = 0; i < columns->item_count; i++) {
        const struct node *column = &columns->items[i];
        if (heads->named[head].size ? str_equal(text_of(column, "field"), heads->named[head])
                                    : lists(node_field(column, "heads"), heads->folded[head]))
            return column;
    }
    return NULL;
}

/* Most of the forms begin with a year group. */
static bool forms_say_years(const struct grid *grid, uint32_t head) {
    size_t filled = 0, good = 0;
    for (uint32_t row = grid->header + 1; row < grid->row_count; row++) {
        struct str form = grid_at(grid, row, head);
        int64_t year;
        filled += form.size > 0;
        good += form.size > 0 && import_lack_form_year(form, &year);
    }
    return filled > 0 && good * 10 >= filled * 9;
}

/* The heading whose cells say the column's values too; count: none. */
static uint32_t stand_in(const struct grid *grid, const struct node *intake, const struct import_heads *heads, const struct node *column) {
    struct str from = text_of(column, "from");
    for (uint32_t h = 0; from.size && h < heads->count; h++) {
        const struct node *other = import_map_column(intake, heads, h);
        if (other && str_equal(text_of(other, "field"), from)) return forms_say_years(grid, h) ? h : heads->count;
    }
    return heads->count;
}

static bool has_heading(const struct node *intake, const struct import_heads *heads, const struct node *column) {
    for (uint32_t h = 0; h < heads->count; h++)
        if (import_map_column(intake, heads, h) == column) return true;
    return false;
}

bool import_map_has(const struct grid *grid, const struct node *intake, const struct import_heads *heads, const struct node *column) {
    return has_heading(intake, heads, column) || stand_in(grid, intake, heads, column) < heads->count;
}

/* How well an intake fits the headings; 0: not at all.  One that was named needs nothing to be known by. */
static int64_t fit(const struct grid *grid, const struct node *intake, const struct import_heads *heads, struct str file, bool named) {
    int64_t score = 0, references = 0;
    bool pupil = false, first = false, surname = false, born = false, known = named || !node_field(intake, "known_by");
    const struct node *columns = columns_of(intake);
    for (uint32_t h = 0; h < heads->count; h++) {
        const struct node *column = import_map_column(intake, heads, h);
        struct str field = column ? text_of(column, "field") : (struct str){ 0 };
        score += column != NULL;
        references += import_map_is_reference(heads->folded[h]) || (heads->named[h].size && !column);
        pupil = pupil || str_is(field, "upn") || str_is(field, "admission_no");
        first = first || str_is(field, "first_name") || str_is(field, "name");
        surname = surname || str_is(field, "surname") || str_is(field, "name");
        born = born || str_is(field, "dob");
        known = known || lists(node_field(intake, "known_by"), heads->folded[h]);
    }
    bool ticks = str_is(text_of(intake, "target"), "ticks");
    /* A new pupil may have no number yet: name and birthday say who it is. */
    if (str_is(text_of(intake, "target"), "pupils")) pupil = pupil || (first && surname && born);
    if (ticks) return !pupil || !references ? 0 : references >= 2 || named ? 1000 : 1;
    for (uint32_t i = 0; i < columns->item_count; i++)
        if (yes_of(&columns->items[i], "needed") && !import_map_has(grid, intake, heads, &columns->items[i])) return 0;
    bool about_pupils = lists(node_field(&columns->items[0], "heads"), STR("upn"));
    if (!known || (about_pupils && !pupil)) return 0;
    return score * 2 + (str_find(file, text_of(intake, "name")) != SIZE_MAX ? 3 : 0);
}

static int64_t rank_of(const struct node *intake) {
    const struct node *rank = node_field(intake, "rank");
    return rank ? rank->whole : 0;
}

/* The intake with the most headings in common, whatever is missing: for a message that helps. */
static const struct node *nearest_intake(struct importing *in, const struct import_heads *heads, struct str file) {
    const struct node *best = NULL;
    int64_t best_score = 0;
    for (uint32_t i = 0; i < in->settings.item_count; i++) {
        const struct node *intake = &in->settings.items[i];
        int64_t known = 0;
        for (uint32_t h = 0; h < heads->count; h++) known += import_map_column(intake, heads, h) != NULL;
        int64_t score = known + (known && str_find(file, text_of(intake, "name")) != SIZE_MAX ? 3 : 0);
        /* What fits as well is rather the sort that is more usual. */
        bool usual = best && score == best_score && rank_of(intake) && rank_of(intake) < rank_of(best);
        if (score > best_score || usual) {
            best = intake;
            best_score = score;
        }
    }
    return best_score >= (heads->count > 2 ? 2 : 1) ? best : NULL;
}

static const struct node *intake_named(struct importing *in, struct str name) {
    for (uint32_t i = 0; i < in->settings.item_count; i++)
        if (str_equal_fold_ascii(text_of(&in->settings.items[i], "name"), name)) return &in->settings.items[i];
    return NULL;
}

static struct node text_node(const char *text) {
    return (struct node){ .type = NODE_TEXT, .text = str_from(text) };
}

static struct node list_node(struct importing *in, const char *const *texts, uint32_t count) {
    struct node *items = arena_array(in->arena, struct node, count);
    for (uint32_t i = 0; i < count; i++) items[i] = text_node(texts[i]);
    return (struct node){ .type = NODE_TABLE, .items = items, .item_count = count };
}

/* A kind of pupils that no intake is for, as a kind of a school's own is: who, the day, the outcome, and its fields by name. */
static const struct node *intake_of_kind(struct importing *in, struct str name) {
    static const char *const UPN[] = { "upn", "unique pupil number", "pupil upn" }, *const DATE[] = { "date", "day" },
                      *const NUMBER[] = { "admission no", "admission number", "adno", "student id", "pupil id", "mis id" },
                      *const OUTCOME[] = { "outcome", "attendance" };
    int32_t index = kinds_find(in->kinds, name);
    if (index < 0 || !shape_of_pupils(in->kinds->kinds[index].shape)) return NULL;
    const struct kind *kind = &in->kinds->kinds[index];
    const struct { const char *field, *as; struct node heads; bool needed; } COLUMNS[] = {
        { "upn", "upn", list_node(in, UPN, COUNT_OF(UPN)), false }, { "admission_no", "text", list_node(in, NUMBER, COUNT_OF(NUMBER)), false },
        { "date", "day", list_node(in, DATE, COUNT_OF(DATE)), true }, { "outcome", "code", list_node(in, OUTCOME, COUNT_OF(OUTCOME)), true },
    };
    uint32_t count = shape_has_outcome(kind->shape) ? 4 : 3;
    struct node *columns = arena_array(in->arena, struct node, count), *intake = arena_new(in->arena, struct node);
    for (uint32_t i = 0; i < count; i++) {
        struct node_field *fields = arena_array(in->arena, struct node_field, 5);
        const struct node yes = { .type = NODE_BOOL, .yes = true };
        fields[0] = (struct node_field){ STR("as"), text_node(COLUMNS[i].as) };
        fields[1] = (struct node_field){ STR("field"), text_node(COLUMNS[i].field) };
        fields[2] = (struct node_field){ STR("heads"), COLUMNS[i].heads };
        fields[3] = (struct node_field){ STR("fill"), yes };
        fields[4] = (struct node_field){ STR("needed"), yes };
        columns[i] = (struct node){ .type = NODE_TABLE, .fields = fields, .field_count = COLUMNS[i].needed ? 5 : 3 };
    }
    struct node_field *fields = arena_array(in->arena, struct node_field, 6);
    fields[0] = (struct node_field){ STR("about"), text_node(str_c(in->arena, kind->about.size ? kind->about : kind->name)) };
    fields[1] = (struct node_field){ STR("columns"), { .type = NODE_TABLE, .items = columns, .item_count = count } };
    fields[2] = (struct node_field){ STR("kind"), text_node(str_c(in->arena, kind->name)) };
    fields[3] = (struct node_field){ STR("name"), text_node(str_c(in->arena, kind->name)) };
    fields[4] = (struct node_field){ STR("order"), { .type = NODE_WHOLE, .whole = 6 } };
    fields[5] = (struct node_field){ STR("target"), text_node("records") };
    *intake = (struct node){ .type = NODE_TABLE, .fields = fields, .field_count = 6 };
    return intake;
}

/* What the file was said to be: by `into`, the recipe, or at the terminal. */
static struct str sort_said(struct importing *in, const struct grid *grid) {
    struct str wanted = call_phrase(in->call, "into");
    if (!wanted.at && in->recipe) wanted = text_of(in->recipe, "into");
    return wanted.size ? wanted : import_ask_sort(in, grid);
}

static bool no_such_sort(struct importing *in, struct str wanted, struct str file, struct err *err) {
    struct str *names = arena_array(in->arena, struct str, in->settings.item_count);
    for (uint32_t i = 0; i < in->settings.item_count; i++) names[i] = text_of(&in->settings.items[i], "name");
    err_set(err, CODE_ARGUMENTS, "There is no sort of file called '%.*s'.", STR_ARG(wanted));
    struct str near = guess_nearest(wanted, names, in->settings.item_count);
    if (!near.size) near = STR("pupils");
    return err_next(err, "for example  import %.*s into %.*s", STR_ARG(file), STR_ARG(near));
}

/* Asked about at a terminal; elsewhere, or when nothing came of it, said all at once. */
static bool no_fit(struct importing *in, const struct grid *grid, const struct node *near, const struct import_heads *heads, bool named, struct err *err) {
    bool asks = named ? import_ask_column(in, grid, near, heads) : import_ask_what(in, grid, near);
    if (asks) return err_set(err, CODE_MISSING_COLUMN, "%.*s: its columns are asked for.", STR_ARG(grid->title));
    return import_lack_fails(in, grid, near, heads, named, err);
}

static bool choose_named(struct importing *in, const struct grid *grid, const struct import_heads *heads, struct str wanted, const struct node **out,
                         struct err *err) {
    struct str folded = utf8_fold(in->arena, grid->name);
    *out = intake_named(in, wanted);
    if (!*out) *out = intake_of_kind(in, wanted);
    if (!*out) return no_such_sort(in, wanted, grid->name, err);
    if (!fit(grid, *out, heads, folded, true)) return no_fit(in, grid, *out, heads, true, err);
    /* Once something was asked, what is good to have is asked for as well. */
    if (!import_ask_begun(in, grid) || !import_ask_column(in, grid, *out, heads)) return true;
    return err_set(err, CODE_MISSING_COLUMN, "%.*s: its columns are asked for.", STR_ARG(grid->title));
}

static bool choose_intake(struct importing *in, const struct grid *grid, const struct import_heads *heads, struct import_table *table, struct err *err) {
    struct str wanted = sort_said(in, grid), folded = utf8_fold(in->arena, grid->name);
    int64_t best = 0, second = 0, known = 0;
    if (wanted.size) return choose_named(in, grid, heads, wanted, &table->spec, err);
    for (uint32_t i = 0; i < in->settings.item_count; i++) {
        int64_t score = fit(grid, &in->settings.items[i], heads, folded, false);
        if (score > best) {
            second = best;
            best = score;
            table->spec = &in->settings.items[i];
        } else if (score > second) {
            second = score;
        }
    }
    for (uint32_t h = 0; best > 0 && h < heads->count; h++) known += import_map_column(table->spec, heads, h) != NULL;
    table->unsure = best > 1 && best < 1000 && (best - second < 2 || (known < 4 && known * 2 < (int64_t)heads->count));
    if (best > 0) return true;
    const struct node *ticks = import_lack_tick_list(in, grid, heads);
    return no_fit(in, grid, ticks ? ticks : nearest_intake(in, heads, folded), heads, false, err);
}

/* ---- columns ----------------------------------------------------------------------------------------------------------- */

struct known {
    struct importing *in;
    struct map names;
};

static bool is_known(void *self, struct str folded) {
    struct known *known = self;
    struct arena scratch = { 0 };
    bool found = map_find(&known->names, import_fold(&scratch, folded)) != MAP_NONE;
    arena_free(&scratch);
    return found;
}

static struct known known_headings(struct importing *in) {
    struct known known = { in, map_make(in->arena) };
    for (uint32_t i = 0; i < in->settings.item_count; i++) {
        const struct node *columns = columns_of(&in->settings.items[i]);
        for (uint32_t c = 0; c < columns->item_count; c++) {
            const struct node *heads = node_field(&columns->items[c], "heads");
            for (uint32_t h = 0; h < heads->item_count; h++) map_put(&known.names, heads->items[h].text);
        }
    }
    const struct node *own = in->recipe ? node_field(in->recipe, "columns") : NULL;
    for (uint32_t i = 0; own && i < own->field_count; i++) map_put(&known.names, import_fold(in->arena, own->fields[i].key));
    return known;
}

static struct import_heads fold_heads(struct importing *in, const struct grid *grid) {
    struct grid_row row = grid_row(grid, grid->header);
    struct import_heads heads = { arena_array(in->arena, struct str, row.cell_count), arena_array(in->arena, struct str, row.cell_count),
                                  arena_array(in->arena, bool, row.cell_count + 1), row.cell_count };
    const struct node *own = in->recipe ? node_field(in->recipe, "columns") : NULL;
    for (uint32_t i = 0; i < row.cell_count; i++) {
        heads.folded[i] = import_fold(in->arena, grid_at(grid, grid->header, i));
        for (uint32_t k = 0; own && k < own->field_count; k++)
            if (str_equal(import_fold(in->arena, own->fields[k].key), heads.folded[i])) heads.named[i] = own->fields[k].value.text;
    }
    import_ask_heads(in, grid, &heads);
    return heads;
}

static bool add_column(struct import_table *table, const struct grid *grid, uint32_t head, const struct node *spec, struct str field,
                       enum cell_as as, struct err *err) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (as == AS_SKIP || !str_equal(table->columns[i].field, field)) continue;
        if (spec && spec == table->columns[i].spec && yes_of(spec, "joined")) continue;
        err_set(err, CODE_DUPLICATE_HEADING, "%.*s, line %u: the columns '%.*s' and '%.*s' are both read as %.*s.", STR_ARG(grid->title),
                grid_row(grid, grid->header).line, STR_ARG(table->columns[i].heading), STR_ARG(grid_at(grid, grid->header, head)), STR_ARG(field));
        return err_next(err, "take one of them out of the export, or name the right one in a recipe");
    }
    table->columns[table->column_count++] = (struct import_column){
        .field = field, .heading = grid_at(grid, grid->header, head), .index = (int32_t)head, .as = as,
        .needed = spec && yes_of(spec, "needed"), .fill = spec && yes_of(spec, "fill"), .spec = spec,
    };
    return true;
}

/* A heading that is no column of the intake but a field of the kinds: "form", "stem", "whole_year_invited".  A day is
 * read as one, so that the file's own dates prove in which order they are written. */
static bool is_kind_field(struct importing *in, const struct import_table *table, struct str folded, struct str *field, enum cell_as *as) {
    struct str wanted_kind = text_of(table->spec, "kind");
    for (uint32_t k = 0; k < in->kinds->kind_count; k++) {
        const struct kind *kind = &in->kinds->kinds[k];
        if (wanted_kind.size && !str_equal(kind->name, wanted_kind)) continue;
        for (uint32_t f = FIELD_BUILT_IN_COUNT; f < kind->field_count; f++)
            if (str_equal(import_fold(in->arena, kind->fields[f].name), folded)) {
                *field = kind->fields[f].name;
                *as = kind->fields[f].type == FIELD_DAY ? AS_DAY : str_is(*field, "year") ? AS_YEAR : AS_TEXT;
                return true;
            }
    }
    return false;
}

static void leave_out(struct import_table *table, struct str heading, enum left_why why) {
    table->left_out[table->left_out_count++] = (struct import_left_out){ heading, why };
}

static bool add_stand_ins(struct import_table *table, const struct import_heads *heads, struct err *err) {
    const struct node *columns = columns_of(table->spec);
    for (uint32_t i = 0; i < columns->item_count; i++) {
        const struct node *column = &columns->items[i];
        if (has_heading(table->spec, heads, column)) continue;
        uint32_t head = stand_in(table->grid, table->spec, heads, column);
        if (head == heads->count) continue;
        if (!add_column(table, table->grid, head, column, text_of(column, "field"), AS_YEAR_OF_FORM, err)) return false;
    }
    return true;
}

static bool map_columns(struct importing *in, struct import_table *table, const struct import_heads *heads, struct err *err) {
    const struct grid *grid = table->grid;
    const struct node *skip = in->recipe ? node_field(in->recipe, "ignore") : NULL;
    bool by_kind = table->target == TARGET_ACTIVITIES || table->target == TARGET_RECORDS || table->target == TARGET_EVIDENCE;
    for (uint32_t h = 0; h < heads->count; h++) {
        struct str heading = grid_at(grid, grid->header, h), field;
        struct str wanted = heads->named[h].size ? import_fold(in->arena, heads->named[h]) : heads->folded[h];
        if (!heading.size) continue;
        bool skipped = lists(skip, heading) && !heads->answered[h];
        const struct node *column = skipped ? NULL : import_map_column(table->spec, heads, h);
        bool unasked = column && yes_of(column, "if_asked") && !import_need_has(in, text_of(column, "field"));
        enum cell_as as = AS_TEXT;
        bool read = true;
        if (column && as_of_name(text_of(column, "as")) == AS_SKIP) continue;
        if (unasked && !heads->named[h].size) leave_out(table, heading, LEFT_NOT_ASKED);
        else if (column) {
            read = add_column(table, grid, h, column, text_of(column, "field"), as_of_name(text_of(column, "as")), err);
            if (read) table->columns[table->column_count - 1].unasked = unasked;
        }
        else if (table->target == TARGET_TICKS && (heads->named[h].size || import_map_is_reference(heads->folded[h]))) {
            struct str reference = heads->named[h], rest;
            if (!reference.size) str_cut(heading, ' ', &reference, &rest);
            read = add_column(table, grid, h, NULL, reference, AS_TEXT, err);
        } else if (by_kind && !skipped && is_kind_field(in, table, wanted, &field, &as))
            read = add_column(table, grid, h, NULL, field, as, err);
        else leave_out(table, heading, skipped ? LEFT_BY_RECIPE : LEFT_NO_USE);
        if (!read) return false;
    }
    const struct node *words = in->recipe ? node_field(in->recipe, "words") : NULL;
    for (size_t i = 0; words && i < table->column_count; i++) {
        struct import_column *column = &table->columns[i];
        column->words = node_field(words, str_c(in->arena, column->spec || table->target != TARGET_TICKS ? column->field : column->heading));
    }
    return add_stand_ins(table, heads, err);
}

/* Of many things there is nothing new on some days; a school without a pupil is an export that went wrong. */
static bool has_rows(struct importing *in, const struct import_table *table, struct err *err) {
    uint32_t line = grid_row(table->grid, table->grid->header).line;
    if (table->rows) return true;
    if (table->target != TARGET_PUPILS) {
        import_say_once(in, "%.*s has its headings in row %u, and no rows below.", STR_ARG(table->grid->title), line);
        return true;
    }
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s has its headings in row %u, and no pupil below.", STR_ARG(table->grid->title), line);
    return err_next(err, "Export it again with its rows.");
}

static bool map_grid(struct importing *in, struct grid *grid, struct import_table *out, struct err *err) {
    out->grid = grid;
    struct known known = known_headings(in);
    grid_find_header(out->grid, is_known, &known);
    struct import_heads heads = fold_heads(in, out->grid);
    if (!choose_intake(in, out->grid, &heads, out, err)) return false;
    out->name = text_of(out->spec, "name");
    out->about = text_of(out->spec, "about");
    out->target = target_of_name(text_of(out->spec, "target"));
    const struct node *order = node_field(out->spec, "order");
    out->order = order ? order->whole : 0;
    out->columns = arena_array(in->arena, struct import_column, heads.count + 2);
    out->left_out = arena_array(in->arena, struct import_left_out, heads.count + 1);
    out->rows = (int64_t)out->grid->row_count - out->grid->header - 1;
    out->left_rows = arena_array(in->arena, bool, grid->row_count + 1);
    out->arena = in->arena;
    out->head_count = heads.count;
    return has_rows(in, out, err) && map_columns(in, out, &heads, err);
}

static struct import_table *new_table(struct importing *in) {
    if (in->table_count == in->table_room) {
        size_t room = in->table_room ? in->table_room * 2 : 16;
        struct import_table *wider = arena_array(in->arena, struct import_table, room);
        if (in->table_count) memcpy(wider, in->tables, in->table_count * sizeof *wider);
        in->tables = wider;
        in->table_room = room;
    }
    return &in->tables[in->table_count];
}

/* Sheets of notes and sums stand beside the tables of many a workbook: they are left alone and named, as long as some
 * sheet is a table that is known. */
bool import_map_file(struct importing *in, struct str path, struct err *err) {
    struct str bytes, digest, sheet = call_phrase(in->call, "sheet");
    struct grid_list grids;
    struct err first = { 0 };
    size_t before = in->table_count;
    in->open_ask = NULL;
    const char *at = str_c(in->arena, path);
    if (file_exists(at) && !file_is_ordinary(at)) {
        err_set(err, CODE_FILE, "%s is a pipe or a device: a file is needed, which can be read twice.", at);
        return err_next(err, "save what comes out of it as a file, and import that");
    }
    if (!file_read(in->arena, at, FILE_MOST, &bytes, err)) return false;
    if (bytes.size > LONG_FILE) tick_at(in->call->tick, str_format(in->arena, "Reading %.*s", STR_ARG(file_name(path))).at, "", 0, 0);
    digest = seal_hex(in->arena, bytes, 64);
    if (import_passport_is_one(bytes)) {
        struct import_table *table = new_table(in);
        *table = (struct import_table){ .path = path, .digest = digest };
        if (!import_passport_map(in, bytes, table, err)) return false;
        in->table_count++;
        return true;
    }
    if (!grid_read_all(in->arena, file_name(path), bytes, sheet, &grids, &in->answer->problems, err)) {
        bool alone = err->code == CODE_FILE_LIMIT && !err->next[0];
        return alone ? err_next(err, "export only the columns and rows that are needed; where one row is too long, look for a missing quote or line end") : false;
    }
    for (size_t i = 0; i < grids.count; i++) {
        struct grid *grid = grids.at[i];
        struct err why = { 0 };
        struct import_table *table = new_table(in);
        *table = (struct import_table){ .path = path, .digest = digest };
        for (size_t k = 0; k < grid->remark_count; k++) import_say_once(in, "%.*s", STR_ARG(grid->remarks[k]));
        if (map_grid(in, grid, table, &why)) {
            in->table_count++;
            continue;
        }
        if (first.code == CODE_NONE) first = why;
        if (grids.count > 1) import_say_once(in, "The sheet %.*s is left alone. %s", STR_ARG(grid->sheet), why.text);
    }
    if (in->table_count > before) return true;
    in->answer->ask = in->open_ask;
    *err = first;
    return false;
}
