/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_recipe - answers of earlier imports, kept as plain data in imports/NAME.lua.
 * Owns:  imports/NAME.lua when --save is given.
 * Must not know: how cells are read.
 *
 * A recipe with `ignore` is complete: it names every heading, so that another one stops the import.  `unasked` are columns
 * that no clause asked for when it was kept: they are read as soon as one does.  What `columns` names is read anyway.
 */
#include "base/file.h"
#include "work/import.h"
#include "work/import_priv.h"

#define LISTED_MOST 12

static bool good_name(struct str name) {
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!word) return false;
    }
    return name.size > 0 && name.size <= 40;
}

static const struct node *part(const struct importing *in, const char *key, enum node_type type) {
    const struct node *node = in->recipe ? node_field(in->recipe, key) : NULL;
    return node && node->type == type ? node : NULL;
}

bool import_recipe_load(struct importing *in, struct err *err) {
    struct str name = call_phrase(in->call, "as");
    bool save = call_has(in->call, "save");
    in->whole = call_has(in->call, "whole-school");
    if (!name.at && save) {
        err_set(err, CODE_ARGUMENTS, "A recipe that is kept needs a name.");
        return err_next(err, "for example  import pupils.csv as mis --save");
    }
    if (!name.at) return true;
    if (!good_name(name)) {
        err_set(err, CODE_ARGUMENTS, "'%.*s' can not be the name of a recipe.", STR_ARG(name));
        return err_next(err, "letters, digits, - and _ make a name, as in  import pupils.csv as mis");
    }
    in->recipe_name = name;
    const char *file = str_c(in->arena, str_format(in->arena, "imports/%.*s.lua", STR_ARG(name)));
    const char *path = school_path(in->arena, in->school, file);
    if (!file_exists(path) && save) return true;
    if (!file_exists(path)) {
        err_set(err, CODE_FILE, "There is no recipe '%.*s': %s is not there.", STR_ARG(name), file);
        return err_next(err, "add --save to keep this import's answers as %s, or leave 'as %.*s' away", file, STR_ARG(name));
    }
    struct node *all = arena_new(in->arena, struct node);
    const struct host *host = in->call->host;
    if (!host->data(host->self, in->arena, path, "recipe", all, &in->answer->problems, err)) return false;
    if (in->answer->problems.errors) return err_set(err, CODE_LOAD, "The recipe %s has a slip in it; nothing was read.", file);
    if (all->item_count != 1) return err_set(err, CODE_INCOMPLETE, "%s should hold one recipe \"%.*s\" { ... }.", file, STR_ARG(name));
    in->recipe = &all->items[0];
    const struct node *whole = part(in, "whole_school", NODE_BOOL);
    in->whole = in->whole || (whole && whole->yes);
    return true;
}

/* ---- the file ---------------------------------------------------------------------------------------------------------- */

/* '*' stands for any letters. */
static bool matches(struct str pattern, struct str name) {
    size_t p = 0, n = 0, star = SIZE_MAX, from = 0;
    while (n < name.size) {
        if (p < pattern.size && pattern.at[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.size && pattern.at[p] == name.at[n]) {
            p++;
            n++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            n = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.at[p] == '*') p++;
    return p == pattern.size;
}

bool import_recipe_file(struct importing *in, struct str *path, struct err *err) {
    const struct node *pattern = part(in, "file", NODE_TEXT);
    const char *folder = school_path(in->arena, in->school, "imports");
    struct str *names;
    size_t count;
    int64_t newest = INT64_MIN;
    *path = (struct str){ 0 };
    if (!pattern) return true;
    if (file_is_folder(folder)) {
        if (!file_list(in->arena, folder, &names, &count, err)) return false;
        for (size_t i = 0; i < count; i++) {
            const char *at = file_join(in->arena, folder, str_c(in->arena, names[i]));
            if (!matches(pattern->text, names[i]) || import_left_is_one(names[i]) || file_changed_at(at) < newest) continue;
            newest = file_changed_at(at);
            *path = str_from(at);
        }
    }
    if (path->size) return true;
    err_set(err, CODE_FILE, "No file in imports/ fits '%.*s', which the recipe %.*s asks for.", STR_ARG(pattern->text), STR_ARG(in->recipe_name));
    return err_next(err, "export it into imports/, or name the file:  import FILE as %.*s", STR_ARG(in->recipe_name));
}

/* ---- other headings ------------------------------------------------------------------------------------------------------ */

struct headings {
    struct str *at;
    size_t count;
};

static void add(struct headings *list, struct str text) { list->at[list->count++] = text; }

static bool holds(struct importing *in, const struct headings *list, struct str heading) {
    struct str folded = import_fold(in->arena, heading);
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(import_fold(in->arena, list->at[i]), folded)) return true;
    return false;
}

static struct str listed(struct importing *in, const struct headings *list) {
    struct buf out = { 0 };
    for (size_t i = 0; i < list->count && i < LISTED_MOST; i++) buf_printf(&out, "%s'%.*s'", i ? ", " : "", STR_ARG(list->at[i]));
    if (list->count > LISTED_MOST) buf_printf(&out, " and %zu more", list->count - LISTED_MOST);
    struct str copy = str_copy(in->arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* A heading that is gone and a new one that is read as the same field are one that was renamed. */
static struct str renamed(struct importing *in, const struct import_table *table, struct headings *fresh, struct headings *gone) {
    const struct node *columns = part(in, "columns", NODE_TABLE);
    struct buf out = { 0 };
    for (size_t g = 0; columns && g < gone->count; g++) {
        struct str field = { 0 };
        for (uint32_t i = 0; i < columns->field_count; i++)
            if (str_equal(columns->fields[i].key, gone->at[g])) field = columns->fields[i].value.text;
        for (size_t f = 0; field.size && f < fresh->count; f++) {
            bool same = false;
            for (size_t c = 0; c < table->column_count && !same; c++)
                same = str_equal(table->columns[c].field, field) && str_equal(table->columns[c].heading, fresh->at[f]);
            if (!same) continue;
            buf_printf(&out, "%s'%.*s' is now '%.*s'", out.size ? ", " : "", STR_ARG(gone->at[g]), STR_ARG(fresh->at[f]));
            fresh->at[f] = fresh->at[--fresh->count];
            gone->at[g--] = gone->at[--gone->count];
            break;
        }
    }
    struct str copy = str_copy(in->arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

bool import_recipe_fits(struct importing *in, const struct import_table *table, struct err *err) {
    const struct node *ignore = part(in, "ignore", NODE_TABLE), *columns = part(in, "columns", NODE_TABLE), *unasked = part(in, "unasked", NODE_TABLE);
    struct grid_row head = grid_row(table->grid, table->grid->header);
    if (!ignore || call_has(in->call, "save")) return true;
    uint32_t most = ignore->item_count + (columns ? columns->field_count : 0) + (unasked ? unasked->item_count : 0);
    struct headings known = { arena_array(in->arena, struct str, most + 1), 0 }, fresh = { arena_array(in->arena, struct str, head.cell_count + 1), 0 },
                    gone = { arena_array(in->arena, struct str, most + 1), 0 }, now = { head.cells, head.cell_count };
    for (uint32_t i = 0; columns && i < columns->field_count; i++) add(&known, columns->fields[i].key);
    for (uint32_t i = 0; i < ignore->item_count; i++) add(&known, ignore->items[i].text);
    for (uint32_t i = 0; unasked && i < unasked->item_count; i++) add(&known, unasked->items[i].text);
    for (uint32_t i = 0; i < head.cell_count; i++)
        if (head.cells[i].size && !holds(in, &known, head.cells[i])) add(&fresh, head.cells[i]);
    for (size_t i = 0; i < known.count; i++)
        if (!holds(in, &now, known.at[i])) add(&gone, known.at[i]);
    if (!fresh.count && !gone.count) return true;
    struct str moved = renamed(in, table, &fresh, &gone), is_new = listed(in, &fresh), is_gone = listed(in, &gone);
    err_set(err, CODE_OTHER_HEADINGS, "%.*s has other headings than the recipe %.*s was made for.%s%.*s%s%s%.*s%s%s%.*s%s", STR_ARG(table->grid->title),
            STR_ARG(in->recipe_name), moved.size ? " Renamed: " : "", STR_ARG(moved), moved.size ? "." : "", is_new.size ? " New: " : "",
            STR_ARG(is_new), is_new.size ? "." : "", is_gone.size ? " Gone: " : "", STR_ARG(is_gone), is_gone.size ? "." : "");
    return err_next(err, "export as before, or say that this is right:  import %.*s as %.*s --save", STR_ARG(table->grid->name), STR_ARG(in->recipe_name));
}

/* ---- keeping --------------------------------------------------------------------------------------------------------------- */

static void quoted(struct buf *out, struct str text) {
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\') buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F) buf_printf(out, "\\%03u", c);
        else buf_add_byte(out, (char)c);
    }
    buf_add_byte(out, '"');
}

static void list_of(struct buf *out, const char *key, const struct map *texts, bool empty_too) {
    if (!texts->count && !empty_too) return;
    buf_printf(out, "  %s = {", key);
    for (uint32_t i = 0; i < texts->count; i++) {
        buf_add_c(out, i ? ", " : " ");
        quoted(out, texts->keys[i]);
    }
    buf_add_c(out, texts->count ? " },\n" : "},\n");
}

bool import_recipe_can_save(struct importing *in, struct err *err) {
    if (!call_has(in->call, "save")) return true;
    for (size_t i = 1; i < in->table_count; i++) {
        if (in->tables[i].spec == in->tables[0].spec) continue;
        err_set(err, CODE_ARGUMENTS, "A recipe is for one sort of file, and these are files of %.*s and of %.*s.", STR_ARG(in->tables[0].about),
                STR_ARG(in->tables[i].about));
        return err_next(err, "keep a recipe for each:  import FILE as NAME --save");
    }
    return true;
}

static void add_columns(struct importing *in, struct buf *out) {
    struct map done = map_make(in->arena);
    buf_add_c(out, "  columns = {\n");
    for (size_t t = 0; t < in->table_count; t++)
        for (size_t c = 0; c < in->tables[t].column_count; c++) {
            const struct import_column *column = &in->tables[t].columns[c];
            uint32_t before = done.count;
            /* Of a tick sheet the activities are in the headings themselves. */
            if (!column->heading.size || (in->tables[t].target == TARGET_TICKS && !column->spec) || map_put(&done, column->heading) < before) continue;
            buf_add_c(out, "    [");
            quoted(out, column->heading);
            buf_add_c(out, "] = ");
            quoted(out, column->field);
            buf_add_c(out, ",\n");
        }
    buf_add_c(out, "  },\n");
}

static bool same_way(const struct importing *in, enum date_order order) {
    bool any = false;
    for (size_t t = 0; t < in->table_count; t++)
        for (size_t c = 0; c < in->tables[t].column_count; c++) {
            enum date_order one = in->tables[t].columns[c].dates;
            if (one == DATES_DAY_FIRST || one == DATES_MONTH_FIRST) {
                if (one != order) return false;
                any = true;
            }
        }
    return any;
}

static bool is_read(const struct import_table *table, uint32_t head) {
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].index == (int32_t)head) return true;
    return false;
}

static bool is_unasked(const struct import_table *table, struct str heading) {
    for (size_t i = 0; i < table->left_out_count; i++)
        if (table->left_out[i].why == LEFT_NOT_ASKED && str_equal(table->left_out[i].heading, heading)) return true;
    return false;
}

static void add_answers(struct importing *in, struct buf *out) {
    struct map right = map_make(in->arena), ignore = map_make(in->arena), unasked = map_make(in->arena);
    for (size_t t = 0; t < in->table_count && in->tables[0].target != TARGET_TICKS; t++) {
        struct grid_row head = grid_row(in->tables[t].grid, in->tables[t].grid->header);
        for (uint32_t i = 0; i < head.cell_count; i++)
            if (head.cells[i].size && !is_read(&in->tables[t], i)) map_put(is_unasked(&in->tables[t], head.cells[i]) ? &unasked : &ignore, head.cells[i]);
    }
    if (in->tables[0].target != TARGET_TICKS) list_of(out, "ignore", &ignore, true);
    list_of(out, "unasked", &unasked, false);
    if (same_way(in, DATES_DAY_FIRST)) buf_add_c(out, "  dates = \"day first\",\n");
    if (same_way(in, DATES_MONTH_FIRST)) buf_add_c(out, "  dates = \"month first\",\n");
    if (in->whole) buf_add_c(out, "  whole_school = true,\n");
    for (uint32_t i = 0; i < in->right.count; i++) map_put(&right, in->right.keys[i]);
    for (uint32_t i = 0; i < in->used.count; i++)
        if (map_find(&in->same, in->used.keys[i]) == MAP_NONE) map_put(&right, in->used.keys[i]);
    list_of(out, "accept", &right, false);
    list_of(out, "same", &in->same, false);
}

bool import_recipe_save(struct importing *in, struct err *err) {
    struct buf out = { 0 };
    if (!call_has(in->call, "save")) return true;
    const struct node *pattern = part(in, "file", NODE_TEXT);
    buf_printf(&out, "-- How imports/ is read with  import as %.*s: kept by --save, to be edited by hand as well.\nrecipe ", STR_ARG(in->recipe_name));
    quoted(&out, in->recipe_name);
    buf_add_c(&out, " {\n  file = ");
    quoted(&out, pattern ? pattern->text : file_name(in->tables[0].path));
    buf_add_c(&out, ",\n  into = ");
    quoted(&out, in->tables[0].name);
    buf_add_c(&out, ",\n");
    add_columns(in, &out);
    add_answers(in, &out);
    buf_add_c(&out, "}\n");
    const char *folder = school_path(in->arena, in->school, "imports");
    const char *path = file_join(in->arena, folder, str_c(in->arena, str_format(in->arena, "%.*s.lua", STR_ARG(in->recipe_name))));
    bool kept = file_make_folder(folder, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return kept;
}
