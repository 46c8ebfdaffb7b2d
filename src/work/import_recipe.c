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
#define RECIPE_MOST ((size_t)1 << 20)

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
    struct str kept = import_ask_kept(in);
    bool save = call_has(in->call, "save");
    in->saves = save || kept.size;
    in->whole = call_has(in->call, "whole-school");
    if (!name.at && save) {
        err_set(err, CODE_ARGUMENTS, "A recipe that is kept needs a name.");
        return err_next(err, "for example  import pupils.csv as mis --save");
    }
    if (!name.at) in->recipe_name = kept;
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
    if (!ignore || in->saves) return true;
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

/* ---- names --------------------------------------------------------------------------------------------------------------- */

static const char *recipe_path(struct importing *in, struct str name) {
    return school_path(in->arena, in->school, str_c(in->arena, str_format(in->arena, "imports/%.*s.lua", STR_ARG(name))));
}

struct str import_recipe_derived(struct importing *in, struct str file) {
    struct buf out = { 0 };
    size_t dot = file.size;
    for (size_t i = 1; i < file.size; i++)
        if (file.at[i] == '.') dot = i;
    for (size_t i = 0; i < dot && out.size < 30; i++) {
        bool good = good_name(str_slice(file, i, i + 1));
        if (good) buf_add_byte(&out, file.at[i]);
        else if (out.size && buf_str(&out).at[out.size - 1] != '-') buf_add_byte(&out, '-');
    }
    struct str stem = str_copy(in->arena, buf_str(&out)), name;
    buf_free(&out);
    if (str_ends(stem, "-")) stem = str_slice(stem, 0, stem.size - 1);
    if (!stem.size) stem = STR("export");
    name = stem;
    for (int turn = 2; turn < 100 && file_exists(recipe_path(in, name)); turn++) name = str_format(in->arena, "%.*s-%d", STR_ARG(stem), turn);
    return name;
}

bool import_recipe_is_free(struct importing *in, struct str name, struct str *why) {
    *why = (struct str){ 0 };
    if (in->recipe && str_equal(name, in->recipe_name)) return true;
    if (!good_name(name)) *why = str_format(in->arena, "'%.*s' can not be a name: letters, digits, - and _ make one.", STR_ARG(name));
    else if (file_exists(recipe_path(in, name))) *why = str_format(in->arena, "There is a recipe '%.*s' already; it stays as it is.", STR_ARG(name));
    return !why->size;
}

struct str import_recipe_typed(struct importing *in, struct str file) {
    return str_find(file, STR(" ")) == SIZE_MAX ? file : str_format(in->arena, "\"%.*s\"", STR_ARG(file));
}

/* ---- keeping --------------------------------------------------------------------------------------------------------------- */

void import_recipe_quoted(struct buf *out, struct str text) {
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\') buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F) buf_printf(out, "\\%03u", c);
        else buf_add_byte(out, (char)c);
    }
    buf_add_byte(out, '"');
}

/* The fields of a recipe that are kept, in the order in which they are written. */
enum piece { PIECE_FILE, PIECE_INTO, PIECE_COLUMNS, PIECE_IGNORE, PIECE_UNASKED, PIECE_DATES, PIECE_WHOLE, PIECE_ACCEPT, PIECE_SAME, PIECE_COUNT };
static const char *const PIECE_KEYS[] = { "file", "into", "columns", "ignore", "unasked", "dates", "whole_school", "accept", "same" };

static struct str taken(struct importing *in, struct buf *out) {
    struct str copy = str_copy(in->arena, buf_str(out));
    buf_free(out);
    return copy;
}

static struct str text_piece(struct importing *in, struct str text) {
    struct buf out = { 0 };
    import_recipe_quoted(&out, text);
    return taken(in, &out);
}

static struct str list_of(struct importing *in, const struct map *texts, bool empty_too) {
    struct buf out = { 0 };
    if (!texts->count && !empty_too) return (struct str){ 0 };
    buf_add_c(&out, "{");
    for (uint32_t i = 0; i < texts->count; i++) {
        buf_add_c(&out, i ? ", " : " ");
        import_recipe_quoted(&out, texts->keys[i]);
    }
    buf_add_c(&out, texts->count ? " }" : "}");
    return taken(in, &out);
}

/* Headings and their fields, each heading once. */
struct pairs {
    struct map headings;
    struct str *fields;
};

static struct pairs columns_read(struct importing *in) {
    size_t most = 1;
    const struct node *own = part(in, "columns", NODE_TABLE);
    for (size_t t = 0; t < in->table_count; t++) most += in->tables[t].column_count;
    struct pairs all = { map_make(in->arena), arena_array(in->arena, struct str, most + (own ? own->field_count : 0)) };
    for (size_t t = 0; t < in->table_count; t++)
        for (size_t c = 0; c < in->tables[t].column_count; c++) {
            const struct import_column *column = &in->tables[t].columns[c];
            uint32_t before = all.headings.count;
            /* Of a tick sheet the activities are in the headings themselves, or another one each time. */
            if (!column->heading.size || (in->tables[t].target == TARGET_TICKS && !column->spec) || map_put(&all.headings, column->heading) < before) continue;
            all.fields[before] = column->field;
        }
    /* A recipe that is not complete may serve files with other headings too. */
    for (uint32_t i = 0; own && !part(in, "ignore", NODE_TABLE) && i < own->field_count; i++) {
        uint32_t before = all.headings.count;
        if (map_put(&all.headings, own->fields[i].key) == before) all.fields[before] = own->fields[i].value.text;
    }
    return all;
}

static void add_pair(struct buf *out, const struct pairs *pairs, uint32_t i) {
    buf_add_c(out, "    [");
    import_recipe_quoted(out, pairs->headings.keys[i]);
    buf_add_c(out, "] = ");
    import_recipe_quoted(out, pairs->fields[i]);
    buf_add_c(out, ",\n");
}

static struct str columns_piece(struct importing *in, const struct pairs *pairs) {
    struct buf out = { 0 };
    buf_add_c(&out, "{\n");
    for (uint32_t i = 0; i < pairs->headings.count; i++) add_pair(&out, pairs, i);
    buf_add_c(&out, "  }");
    return taken(in, &out);
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

static void answer_pieces(struct importing *in, struct str *pieces) {
    struct map right = map_make(in->arena), ignore = map_make(in->arena), unasked = map_make(in->arena);
    for (size_t t = 0; t < in->table_count && in->tables[0].target != TARGET_TICKS; t++) {
        struct grid_row head = grid_row(in->tables[t].grid, in->tables[t].grid->header);
        for (uint32_t i = 0; i < head.cell_count; i++)
            if (head.cells[i].size && !is_read(&in->tables[t], i)) map_put(is_unasked(&in->tables[t], head.cells[i]) ? &unasked : &ignore, head.cells[i]);
    }
    if (in->tables[0].target != TARGET_TICKS) pieces[PIECE_IGNORE] = list_of(in, &ignore, true);
    pieces[PIECE_UNASKED] = list_of(in, &unasked, false);
    if (same_way(in, DATES_DAY_FIRST)) pieces[PIECE_DATES] = STR("\"day first\"");
    if (same_way(in, DATES_MONTH_FIRST)) pieces[PIECE_DATES] = STR("\"month first\"");
    if (in->whole) pieces[PIECE_WHOLE] = STR("true");
    for (uint32_t i = 0; i < in->right.count; i++) map_put(&right, in->right.keys[i]);
    for (uint32_t i = 0; i < in->used.count; i++)
        if (map_find(&in->same, in->used.keys[i]) == MAP_NONE) map_put(&right, in->used.keys[i]);
    pieces[PIECE_ACCEPT] = list_of(in, &right, false);
    pieces[PIECE_SAME] = list_of(in, &in->same, false);
}

static struct str fresh_text(struct importing *in, const struct str *pieces) {
    struct buf out = { 0 };
    buf_printf(&out, "-- How imports/ is read with  import as %.*s: kept by --save, to be edited by hand as well.\nrecipe ", STR_ARG(in->recipe_name));
    import_recipe_quoted(&out, in->recipe_name);
    buf_add_c(&out, " {\n");
    for (int i = 0; i < PIECE_COUNT; i++)
        if (pieces[i].size) buf_printf(&out, "  %s = %.*s,\n", PIECE_KEYS[i], STR_ARG(pieces[i]));
    buf_add_c(&out, "}\n");
    return taken(in, &out);
}

/* ---- keeping it in a recipe that is there: what is not an answer of this import stays as it was written ------------------- */

/* The same items, in whatever order. */
static bool same_list(struct importing *in, enum piece piece, struct str now) {
    const struct node *was = part(in, PIECE_KEYS[piece], NODE_TABLE);
    struct map texts = map_make(in->arena);
    for (uint32_t i = 0; was && i < was->item_count; i++) map_put(&texts, was->items[i].text);
    return was && str_equal(list_of(in, &texts, true), now.size ? now : STR("{}"));
}

/* Headings that the recipe does not name yet, or that it names and that are gone or another field now. */
static bool columns_differ(struct importing *in, const struct pairs *pairs, struct buf *added, bool *moved) {
    const struct node *was = part(in, "columns", NODE_TABLE);
    *moved = false;
    for (uint32_t i = 0; was && i < was->field_count; i++) {
        uint32_t at = map_find(&pairs->headings, was->fields[i].key);
        *moved = *moved || at == MAP_NONE || !str_equal(pairs->fields[at], was->fields[i].value.text);
    }
    for (uint32_t i = 0; i < pairs->headings.count; i++) {
        bool there = false;
        for (uint32_t k = 0; was && k < was->field_count && !there; k++) there = str_equal(was->fields[k].key, pairs->headings.keys[i]);
        if (!there) add_pair(added, pairs, i);
    }
    return *moved || added->size > 0;
}

static bool stays(struct importing *in, enum piece piece, struct str now) {
    bool complete = part(in, "ignore", NODE_TABLE) != NULL;
    const struct node *text = part(in, PIECE_KEYS[piece], NODE_TEXT);
    if (piece == PIECE_FILE) return part(in, "file", NODE_TEXT) != NULL;
    if (piece == PIECE_INTO || piece == PIECE_DATES) return !now.size || (text && str_equal(text_piece(in, text->text), now));
    if (piece == PIECE_WHOLE) return !now.size || part(in, "whole_school", NODE_BOOL);
    if ((piece == PIECE_IGNORE || piece == PIECE_UNASKED) && !complete) return true;
    if (!part(in, PIECE_KEYS[piece], NODE_TABLE)) return !now.size;
    return same_list(in, piece, now) || (piece == PIECE_ACCEPT && !now.size) || (piece == PIECE_SAME && !now.size);
}

struct edit {
    size_t from, to;
    struct str text;
};

static void add_edit(struct edit *edits, size_t *count, struct edit one) {
    size_t at = (*count)++;
    while (at > 0 && edits[at - 1].from > one.from) {
        edits[at] = edits[at - 1];
        at--;
    }
    edits[at] = one;
}

static struct str with_edits(struct importing *in, struct str text, const struct edit *edits, size_t count) {
    struct buf out = { 0 };
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        buf_add(&out, str_slice(text, at, edits[i].from));
        buf_add(&out, edits[i].text);
        at = edits[i].to;
    }
    buf_add(&out, str_slice(text, at, text.size));
    return taken(in, &out);
}

static bool by_hand(struct importing *in, struct str lines, struct err *err) {
    err_set(err, CODE_FILE, "imports/%.*s.lua is written in a way in which its %.*s can not be changed without losing something of it: it stays as it is.", STR_ARG(in->recipe_name),
            STR_ARG(lines));
    return err_next(err, "mend it by hand (help recipe), or keep the answers under another name:  import FILE as NAME --save");
}

/* What of the recipe that is in use changes; everything else of the file stays to the letter. */
static bool merged_text(struct importing *in, struct str text, const struct pairs *pairs, const struct str *pieces, struct str *out, struct err *err) {
    struct recipe_text recipe;
    struct edit edits[PIECE_COUNT + 1];
    size_t count = 0;
    struct buf fresh = { 0 }, added = { 0 };
    bool moved, read = import_recipe_text_read(text, &recipe);
    if (!read) return by_hand(in, STR("lines"), err);
    for (int i = 0; i < PIECE_COUNT; i++) {
        const struct recipe_field *field = import_recipe_text_field(&recipe, PIECE_KEYS[i]);
        bool remarks = field && import_recipe_text_remarks(&recipe, field), columns = i == PIECE_COLUMNS && field;
        if (columns ? !columns_differ(in, pairs, &added, &moved) : stays(in, (enum piece)i, pieces[i])) continue;
        if (!field) buf_printf(&fresh, "  %s = %.*s,\n", PIECE_KEYS[i], STR_ARG(pieces[i]));
        else if (columns && !moved && text.at[field->from] == '{')
            add_edit(edits, &count, (struct edit){ field->from + 1, field->from + 1, str_format(in->arena, "\n%.*s   ", (int)added.size, buf_str(&added).at) });
        else if (remarks) return buf_free(&fresh), buf_free(&added), by_hand(in, str_from(PIECE_KEYS[i]), err);
        else add_edit(edits, &count, (struct edit){ field->from, field->to, pieces[i].size ? pieces[i] : STR("{}") });
    }
    buf_free(&added);
    struct str more = taken(in, &fresh);
    if (more.size) {
        size_t last = recipe.end, line = recipe.end;
        if (recipe.count) last = recipe.fields[recipe.count - 1].to;
        while (line > last && text.at[line - 1] != '\n') line--;
        if (recipe.count && !recipe.fields[recipe.count - 1].ended) add_edit(edits, &count, (struct edit){ last, last, STR(",") });
        add_edit(edits, &count, (struct edit){ line > last ? line : recipe.end, line > last ? line : recipe.end, line > last ? more : str_format(in->arena, "\n%.*s", STR_ARG(more)) });
    }
    *out = with_edits(in, text, edits, count);
    return true;
}

static bool new_text(struct importing *in, struct str *out, struct err *err) {
    const struct node *pattern = part(in, "file", NODE_TEXT);
    struct str pieces[PIECE_COUNT] = { 0 }, text;
    struct pairs pairs = columns_read(in);
    pieces[PIECE_FILE] = text_piece(in, pattern ? pattern->text : file_name(in->tables[0].path));
    pieces[PIECE_INTO] = text_piece(in, in->tables[0].name);
    pieces[PIECE_COLUMNS] = columns_piece(in, &pairs);
    answer_pieces(in, pieces);
    if (!in->recipe) return *out = fresh_text(in, pieces), true;
    return file_read(in->arena, recipe_path(in, in->recipe_name), RECIPE_MOST, &text, err) && merged_text(in, text, &pairs, pieces, out, err);
}

bool import_recipe_can_save(struct importing *in, struct err *err) {
    struct str unused;
    if (!in->saves) return true;
    for (size_t i = 1; i < in->table_count; i++) {
        if (in->tables[i].spec == in->tables[0].spec) continue;
        err_set(err, CODE_ARGUMENTS, "A recipe is for one sort of file, and these are files of %.*s and of %.*s.", STR_ARG(in->tables[0].about),
                STR_ARG(in->tables[i].about));
        return err_next(err, "keep a recipe for each:  import FILE as NAME --save");
    }
    return new_text(in, &unused, err);
}

bool import_recipe_save(struct importing *in, struct err *err) {
    struct str text;
    if (!in->saves) return true;
    const char *folder = school_path(in->arena, in->school, "imports");
    return new_text(in, &text, err) && file_make_folder(folder, err) && file_write(recipe_path(in, in->recipe_name), text, err);
}
