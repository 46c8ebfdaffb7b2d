/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_lack - a file whose headings say too little: what is wanted of it, all at once, and the lines of a recipe for it.
 * Owns:  nothing.
 * Must not know: questions at a terminal.
 */
#include "base/utf8.h"
#include "work/identifier.h"
#include "work/import_priv.h"
#include "work/reading.h"

#define LOOKED_AT 200 /* rows from which it is told what a column may be */

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

struct str import_lack_called(const struct node *column) {
    struct str called = text_of(column, "called");
    return called.size ? called : node_field(column, "heads")->items[0].text;
}

bool import_lack_needs(const struct node *column) {
    const struct node *needed = node_field(column, "needed");
    return needed && needed->yes;
}

/* ---- what a column may be ------------------------------------------------------------------------------------------------ */

static size_t digits_at(struct str cell, size_t at) {
    size_t end = at;
    while (end < cell.size && cell.at[end] >= '0' && cell.at[end] <= '9') end++;
    return end - at;
}

static bool has_digit(struct str cell) {
    for (size_t i = 0; i < cell.size; i++)
        if (digits_at(cell, i)) return true;
    return false;
}

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* "9AB" is of Year 9. */
bool import_lack_form_year(struct str form, int64_t *year) {
    size_t count = digits_at(form, 0);
    return count > 0 && count <= 2 && count < form.size && str_whole(str_slice(form, 0, count), year) && *year <= 14;
}

static bool is_reference(struct str cell) {
    size_t letters = 0;
    while (letters < cell.size && is_letter(cell.at[letters])) letters++;
    return letters > 0 && letters <= 3 && letters < cell.size && digits_at(cell, letters) == cell.size - letters;
}

static bool is_day(struct str cell) {
    struct date day;
    return has_digit(cell) && cell.size >= 6 && date_read(cell, DATE_NONE, &day, &(struct err){ 0 });
}

static bool fits(struct str as, struct str field, struct str cell) {
    int64_t year;
    struct str folded = cell;
    if (str_is(as, "birthday") || str_is(as, "day") || str_is(as, "day-or-yes")) return is_day(cell);
    if (str_is(as, "upn")) return cell.size == 13 && is_letter(cell.at[0]) && digits_at(cell, 1) >= 11;
    if (str_is(as, "year")) return cell.size <= 8 && (reading_year(folded, &year) || str_starts(cell, "Year "));
    if (str_is(as, "form")) return cell.size <= 6 && import_lack_form_year(cell, &year);
    if (str_is(field, "reference")) return is_reference(cell);
    if (str_is(field, "admission_no")) return has_digit(cell) && cell.size >= 2 && cell.size <= 12 && str_find(cell, STR(" ")) == SIZE_MAX && !is_day(cell) && !import_lack_form_year(cell, &year);
    if (str_is(field, "surname") || str_is(field, "first_name") || str_is(field, "name")) return !has_digit(cell) && cell.size >= 2;
    return false;
}

bool import_lack_looks(const struct node *column, const struct grid *grid, uint32_t head) {
    struct str as = text_of(column, "as"), field = text_of(column, "field");
    size_t filled = 0, good = 0;
    for (uint32_t row = grid->header + 1; row < grid->row_count && row <= grid->header + LOOKED_AT; row++) {
        struct str cell = grid_at(grid, row, head);
        filled += cell.size > 0;
        good += cell.size > 0 && fits(as, field, cell);
    }
    return good > 0 && good * 10 >= filled * 9;
}

bool import_lack_is_ticks(struct importing *in, const struct grid *grid, uint32_t head) {
    const struct node *marks = NULL;
    for (uint32_t i = 0; i < in->settings.item_count && !marks; i++) marks = node_field(&in->settings.items[i], "marks");
    size_t filled = 0;
    for (uint32_t row = grid->header + 1; row < grid->row_count && row <= grid->header + LOOKED_AT; row++) {
        struct str cell = grid_at(grid, row, head), folded = utf8_fold(in->arena, cell);
        bool known = !cell.size;
        for (uint32_t i = 0; i < marks->field_count && !known; i++)
            known = str_equal(marks->fields[i].key, folded) || str_equal(marks->fields[i].key, cell) || str_equal(marks->fields[i].value.text, folded);
        if (!known) return false;
        filled += cell.size > 0;
    }
    return filled > 0;
}

static bool is_known(const struct importing *in, const struct import_heads *heads, uint32_t head) {
    for (uint32_t i = 0; i < in->settings.item_count; i++)
        if (import_map_column(&in->settings.items[i], heads, head)) return true;
    return false;
}

/* The heading of the first column of ticks; empty: there is none. */
static struct str tick_heading(struct importing *in, const struct grid *grid, const struct import_heads *heads) {
    for (uint32_t h = 0; h < heads->count; h++)
        if (grid_at(grid, grid->header, h).size && !is_known(in, heads, h) && import_lack_is_ticks(in, grid, h)) return grid_at(grid, grid->header, h);
    return (struct str){ 0 };
}

static bool has_field(const struct node *intake, const struct import_heads *heads, const char *field) {
    for (uint32_t h = 0; h < heads->count; h++) {
        const struct node *column = import_map_column(intake, heads, h);
        if (column && str_is(text_of(column, "field"), field)) return true;
    }
    return false;
}

static const struct node *intake_of(const struct importing *in, const char *target) {
    for (uint32_t i = 0; i < in->settings.item_count; i++)
        if (str_is(text_of(&in->settings.items[i], "target"), target)) return &in->settings.items[i];
    return NULL;
}

const struct node *import_lack_tick_list(struct importing *in, const struct grid *grid, const struct import_heads *heads) {
    static const char *const SAY[] = { "upn", "admission_no", "name", "surname", "form" };
    const struct node *pupils = intake_of(in, "pupils");
    bool about = false;
    for (size_t i = 0; i < COUNT_OF(SAY) && !about; i++) about = has_field(pupils, heads, SAY[i]);
    if (!about || has_field(pupils, heads, "dob") || has_field(pupils, heads, "year")) return NULL;
    return tick_heading(in, grid, heads).size ? intake_of(in, "ticks") : NULL;
}

/* ---- what is missing ------------------------------------------------------------------------------------------------------- */

struct lacking {
    struct importing *in;
    const struct grid *grid;
    const struct node *intake;
    const struct import_heads *heads;
    bool no_pupil;             /* it is about pupils, and nothing says about whom */
    size_t fields;             /* needed ones besides */
    bool blind;                /* nothing in it looks like what the sort needs: no heading is proposed */
};

static bool is_about_pupils(const struct node *intake) {
    const struct node *columns = node_field(intake, "columns");
    return columns->item_count && str_is(text_of(&columns->items[0], "field"), "upn");
}

static bool is_lacking(const struct lacking *l, const struct node *column) {
    return import_lack_needs(column) && !import_map_has(l->grid, l->intake, l->heads, column);
}

static struct lacking look(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads) {
    struct lacking l = { in, grid, intake, heads, false, 0, false };
    const struct node *columns = node_field(intake, "columns");
    for (uint32_t i = 0; i < columns->item_count; i++) l.fields += is_lacking(&l, &columns->items[i]);
    bool named = has_field(intake, heads, "name") || (has_field(intake, heads, "surname") && has_field(intake, heads, "first_name"));
    bool by_name = str_is(text_of(intake, "target"), "pupils") && named && has_field(intake, heads, "dob");
    l.no_pupil = is_about_pupils(intake) && !by_name && !has_field(intake, heads, "upn") && !has_field(intake, heads, "admission_no");
    return l;
}

/* "the UPN (or admission number), the date or the outcome" */
static struct str listed(const struct lacking *l) {
    const struct node *columns = node_field(l->intake, "columns");
    struct str all = l->no_pupil ? STR("the UPN (or admission number)") : (struct str){ 0 };
    size_t left = l->fields;
    for (uint32_t i = 0; i < columns->item_count; i++) {
        if (!is_lacking(l, &columns->items[i])) continue;
        left--;
        all = str_format(l->in->arena, "%.*s%sthe %.*s", STR_ARG(all), !all.size ? "" : left ? ", " : " or ", STR_ARG(import_lack_called(&columns->items[i])));
    }
    return all;
}

/* ---- the lines of a recipe ---------------------------------------------------------------------------------------------------- */

/* The heading that looks like the field and that nothing else has; count: none does. */
static uint32_t looks_for(const struct lacking *l, const struct node *column, const bool *taken) {
    for (uint32_t h = 0; !l->blind && h < l->heads->count; h++)
        if (!taken[h] && grid_at(l->grid, l->grid->header, h).size && !import_map_column(l->intake, l->heads, h) && import_lack_looks(column, l->grid, h)) return h;
    return l->heads->count;
}

static bool has_birthdays(const struct lacking *l) {
    const struct node *columns = node_field(l->intake, "columns");
    bool found = false;
    for (uint32_t i = 0; i < columns->item_count; i++)
        for (uint32_t h = 0; h < l->heads->count && str_is(text_of(&columns->items[i], "as"), "birthday"); h++)
            found = found || import_lack_looks(&columns->items[i], l->grid, h);
    return found;
}

static bool is_plain(const struct node *column) { /* what it holds is told from its cells */
    struct str as = text_of(column, "as"), field = text_of(column, "field");
    return !str_is(as, "text") && !str_is(as, "name") && !str_is(field, "admission_no");
}

static bool has_instead(const struct lacking *l, const struct node *column) {
    const struct node *unless = node_field(column, "unless");
    for (uint32_t i = 0; unless && i < unless->item_count; i++)
        if (has_field(l->intake, l->heads, str_c(l->in->arena, unless->items[i].text))) return true;
    return false;
}

/* A heading that was found for an earlier column says this one too: the forms the year groups, the surname the whole name. */
static bool is_guessed(const struct lacking *l, const uint32_t *heads, uint32_t at, const struct node *column) {
    const struct node *columns = node_field(l->intake, "columns"), *unless = node_field(column, "unless");
    struct str from = text_of(column, "from");
    for (uint32_t i = 0; i < at; i++) {
        struct str field = text_of(&columns->items[i], "field");
        bool instead = from.size && str_equal(field, from);
        for (uint32_t k = 0; unless && k < unless->item_count && !instead; k++) instead = str_equal(unless->items[k].text, field);
        if (instead && heads[i] < l->heads->count) return true;
    }
    return false;
}

static void add_lines(const struct lacking *l, struct buf *out) {
    const struct node *columns = node_field(l->intake, "columns");
    bool *taken = arena_array(l->in->arena, bool, l->heads->count + 1);
    uint32_t *heads = arena_array(l->in->arena, uint32_t, columns->item_count + 1);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < columns->item_count; i++) {
            const struct node *column = &columns->items[i];
            if (pass == 0) heads[i] = l->heads->count;
            if (is_guessed(l, heads, i, column)) continue;
            bool wanted = is_lacking(l, column) || (text_of(column, "ask").size && !import_map_has(l->grid, l->intake, l->heads, column) && !has_instead(l, column));
            if (!wanted || is_plain(column) != (pass == 0)) continue;
            heads[i] = looks_for(l, column, taken);
            if (heads[i] < l->heads->count) taken[heads[i]] = true;
        }
    for (uint32_t i = 0; i < columns->item_count; i++) {
        const struct node *column = &columns->items[i];
        bool found = heads[i] < l->heads->count, must = is_lacking(l, column) || (l->no_pupil && i == 0 && heads[0] == l->heads->count && heads[1] == l->heads->count);
        if (!found && (!must || is_guessed(l, heads, i, column))) continue;
        buf_add_c(out, "    [");
        import_recipe_quoted(out, found ? grid_at(l->grid, l->grid->header, heads[i]) : STR("YOUR HEADING"));
        buf_printf(out, "] = \"%.*s\",  -- the %.*s%s\n", STR_ARG(text_of(column, "field")), STR_ARG(import_lack_called(column)), found ? ", if it is" : "");
    }
}

static bool is_ticks(const struct node *intake) { return str_is(text_of(intake, "target"), "ticks"); }

static void add_tick_lines(const struct lacking *l, struct buf *out) {
    for (uint32_t h = 0; h < l->heads->count; h++) {
        struct str heading = grid_at(l->grid, l->grid->header, h);
        if (!heading.size || is_known(l->in, l->heads, h) || import_map_is_reference(l->heads->folded[h]) || !import_lack_is_ticks(l->in, l->grid, h)) continue;
        buf_add_c(out, "    [");
        import_recipe_quoted(out, heading);
        buf_add_c(out, "] = \"A0001\",  -- the reference of the activity, as the activities were imported with it\n");
    }
}

static void show_recipe(const struct lacking *l, struct page *page, bool sure) {
    struct importing *in = l->in;
    struct buf out = { 0 };
    bool has = in->recipe != NULL;
    struct str name = in->recipe_name.size ? in->recipe_name : import_recipe_derived(in, l->grid->name);
    if (!has) {
        buf_printf(&out, "recipe \"%.*s\" {\n  file = ", STR_ARG(name));
        import_recipe_quoted(&out, l->grid->name);
        buf_printf(&out, ",\n  into = \"%.*s\",%s\n", STR_ARG(text_of(l->intake, "name")), sure ? "" : "  -- or another sort:  help recipe");
    }
    buf_add_c(&out, "  columns = {\n");
    add_lines(l, &out);
    if (is_ticks(l->intake)) add_tick_lines(l, &out);
    buf_add_c(&out, has ? "  },\n" : "  },\n}\n");
    if (has) page_paragraphf(page, "Write these lines into imports/%.*s.lua, with your own headings, and import again:", STR_ARG(name));
    else page_paragraphf(page, "Write this as imports/%.*s.lua, with your own headings; then  import %.*s as %.*s  reads the file:", STR_ARG(name), STR_ARG(import_recipe_typed(in, l->grid->name)), STR_ARG(name));
    page_verbatim(page, str_copy(in->arena, buf_str(&out)));
    buf_free(&out);
}

static void show_headings(const struct lacking *l, struct page *page) {
    struct importing *in = l->in;
    struct sheet *sheet = sheet_new(in->arena, STR("headings"), (struct str){ 0 });
    sheet_column(sheet, STR("column"), STR("Your column"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("used_as"), STR("I use it as"), CELL_TEXT);
    sheet_column(sheet, STR("example"), STR("Example"), CELL_TEXT);
    for (uint32_t h = 0; h < l->heads->count; h++) {
        struct str heading = grid_at(l->grid, l->grid->header, h), example = { 0 };
        const struct node *column = import_map_column(l->intake, l->heads, h);
        if (!heading.size) continue;
        for (uint32_t row = l->grid->header + 1; row < l->grid->row_count && !example.size; row++) example = grid_at(l->grid, row, h);
        struct import_table table = { .grid = (struct grid *)l->grid, .target = str_is(text_of(l->intake, "target"), "pupils") ? TARGET_PUPILS : TARGET_RECORDS };
        struct import_column as = { .field = column ? text_of(column, "field") : (struct str){ 0 } };
        bool hidden = column && example.size && import_need_is_private(in, &table, &as);
        sheet_row(sheet);
        sheet_text(sheet, heading);
        sheet_text(sheet, !column ? STR("not known") : str_is(text_of(column, "as"), "skip") ? STR("left out") : import_lack_called(column));
        sheet_text(sheet, hidden ? STR("not shown") : example.size ? str_copy(in->arena, utf8_cut(example, 40)) : STR("all blank"));
    }
    page_table(page, sheet);
}

static void show(const struct lacking *l, bool sure) {
    struct answer *answer = l->in->answer;
    if (!answer->page) answer->page = page_new(l->in->arena, STR("Import"));
    page_heading(answer->page, 2, str_format(l->in->arena, "%.*s: its headings", STR_ARG(l->grid->title)));
    show_headings(l, answer->page);
    show_recipe(l, answer->page, sure);
}

/* ---- said in words ---------------------------------------------------------------------------------------------------------------- */

static bool fail_ticks(const struct lacking *l, struct err *err) {
    struct str heading = tick_heading(l->in, l->grid, l->heads);
    struct str under = heading.size ? str_format(l->in->arena, " (ticks under '%.*s')", STR_ARG(heading)) : (struct str){ 0 };
    if (l->no_pupil) {
        err_set(err, CODE_NO_PUPIL_COLUMN, "%.*s: this looks like a tick list%.*s, but no column holds a UPN or an admission number, and a name with a form is not enough "
                "to say who is meant.", STR_ARG(l->grid->title), STR_ARG(under));
        return err_next(err, "add the column 'UPN' or 'Admission No'; or record the one event for those who came, from a file with a name and a form a line:  "
                        "met employer on DAY with WHOM --list FILE");
    }
    err_set(err, CODE_MISSING_COLUMN, "%.*s: this looks like a tick list%.*s, but no heading says which activity the ticks are for.", STR_ARG(l->grid->title), STR_ARG(under));
    return err_next(err, "begin the heading with the activity's reference, as 'A0001 Careers talk', or give it in a recipe (help recipe); or record the one event for those "
                    "who came:  met employer on DAY with WHOM --list FILE");
}

bool import_lack_fails(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads, bool named, struct err *err) {
    struct str name = import_recipe_typed(in, grid->name);
    uint32_t line = grid->row_count ? grid_row(grid, grid->header).line : 1;
    if (!intake) {
        struct lacking any = look(in, grid, intake_of(in, "pupils"), heads);
        any.blind = !has_birthdays(&any);
        show(&any, false);
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s: none of its headings is known, so it can not be told what the file is.", STR_ARG(grid->title));
        return err_next(err, "say what it is, for example  import %.*s into pupils   (or write its columns into a recipe: help recipe)", STR_ARG(name));
    }
    struct lacking l = look(in, grid, intake, heads);
    show(&l, named);
    if (is_ticks(intake)) return fail_ticks(&l, err);
    struct str about = text_of(intake, "about");
    if (l.fields) err_set(err, CODE_MISSING_COLUMN, "%.*s, line %u: this %s a file of %.*s, but no column holds %.*s.", STR_ARG(grid->title), line, named ? "is read as" : "looks like",
                          STR_ARG(about), STR_ARG(listed(&l)));
    else if (l.no_pupil) err_set(err, CODE_NO_PUPIL_COLUMN, "%.*s: no column says which pupil a row is about.", STR_ARG(grid->title));
    else {
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s: this may be a file of %.*s, but its headings do not say so for certain.", STR_ARG(grid->title), STR_ARG(about));
        return err_next(err, "say what it is, for example  import %.*s into %.*s   (help recipe lists the sorts)", STR_ARG(name), STR_ARG(text_of(intake, "name")));
    }
    if (l.no_pupil && !l.fields) return err_next(err, "add the column 'UPN' or 'Admission No' to the export, or name yours in a recipe: help recipe");
    return err_next(err, "name your column for it in a recipe (help recipe), or add it to the export; if it is no file of %.*s, say what it is:  import %.*s into KIND", STR_ARG(about),
                    STR_ARG(name));
}
