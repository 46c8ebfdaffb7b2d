/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_read - the archive of a workbook and its parts.  The only file that may include zip.h.
 * Owns:  nothing; the archive goes with the arena it was opened in.
 * Must not know: cells, what the columns mean.
 */
#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "formats/sniff_priv.h"
#include "formats/xlsx_priv.h"

#define ENTRIES_MOST 4096
#define UNPACKED_MOST ((uint64_t)512 * 1024 * 1024)
#define RATIO_MOST 200
#define RATIO_FROM ((uint64_t)1024 * 1024)
#define SHEETS_MOST 1024
#define STRINGS_MOST 4000000
#define STYLES_MOST 100000
#define PIECE 65536

#define AGAIN "Open it in your spreadsheet program, save it again as .xlsx, and import that; or fetch it again if it was sent."

/* ---- the archive ------------------------------------------------------------------------------------------------------- */

static bool say_damaged(struct str file, const char *how, struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is a workbook or archive that is damaged: %s.", STR_ARG(file), how);
    return err_next(err, AGAIN);
}

static bool say_swells(struct str file, struct err *err) {
    err_set(err, CODE_FILE_LIMIT, "%.*s swells when it is unpacked, far beyond what a table does (the most is %d : 1, and %d MiB in all).",
            STR_ARG(file), RATIO_MOST, (int)(UNPACKED_MOST >> 20));
    return err_next(err, "Do not open it. Ask who sent it.");
}

static bool leads_out(const char *name) {
    return name[0] == '/' || name[0] == '\\' || strstr(name, "..") || strchr(name, ':');
}

/* Sizes as the archive says them; what is really unpacked is counted again while reading. */
static bool check_entries(struct xlsx *xlsx, struct err *err) {
    zip_int64_t count = zip_get_num_entries(xlsx->zip, 0);
    uint64_t total = 0;
    if (count > ENTRIES_MOST)
        return err_set(err, CODE_FILE_LIMIT, "%.*s holds %lld files; a workbook holds %d at most.", STR_ARG(xlsx->file), (long long)count, ENTRIES_MOST);
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t entry;
        if (zip_stat_index(xlsx->zip, (zip_uint64_t)i, 0, &entry) != 0 || !entry.name) return say_damaged(xlsx->file, "its list of files can not be read", err);
        if (leads_out(entry.name)) return say_damaged(xlsx->file, "it names a file outside of itself", err);
        total += entry.size;
        bool swells = entry.size > RATIO_FROM && entry.size / RATIO_MOST > entry.comp_size;
        if (entry.size > UNPACKED_MOST || total > UNPACKED_MOST || swells) return say_swells(xlsx->file, err);
        if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) && entry.encryption_method != ZIP_EM_NONE) {
            err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is locked with a password.", STR_ARG(xlsx->file));
            return err_next(err, "Open it, save it without a password, and import that.");
        }
    }
    return true;
}

static void close_zip(void *self) { zip_discard(self); }

static bool open_zip(struct xlsx *xlsx, struct str bytes, struct err *err) {
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.size, 0, &why);
    xlsx->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (!xlsx->zip && source) zip_source_free(source);
    zip_error_fini(&why);
    if (!xlsx->zip) return say_damaged(xlsx->file, "it ends in the middle, or its list of files can not be read", err);
    arena_hook(xlsx->arena, close_zip, xlsx->zip);
    return true;
}

static bool has_part(const struct xlsx *xlsx, const char *part) { return zip_name_locate(xlsx->zip, part, ZIP_FL_NOCASE) >= 0; }

static bool feed_part(struct xlsx *xlsx, zip_file_t *open, uint64_t packed, struct xml *xml, struct err *err) {
    char piece[PIECE];
    uint64_t unpacked = 0;
    for (;;) {
        zip_int64_t size = zip_fread(open, piece, sizeof piece);
        if (size < 0) return say_damaged(xlsx->file, "a part of it can not be unpacked", err);
        if (size == 0) return xml_feed(xml, STR(""), true);
        unpacked += (uint64_t)size;
        bool swells = unpacked > RATIO_FROM && unpacked / RATIO_MOST > packed;
        if ((uint64_t)size > xlsx->budget || swells) return say_swells(xlsx->file, err);
        xlsx->budget -= (size_t)size;
        if (!xml_feed(xml, (struct str){ piece, (size_t)size }, false)) return false;
    }
}

bool xlsx_read_part(struct xlsx *xlsx, struct str part, const struct xml_reader *reader, struct err *err) {
    struct arena scratch = { 0 };
    zip_int64_t index = zip_name_locate(xlsx->zip, str_c(&scratch, part), ZIP_FL_NOCASE);
    zip_stat_t entry;
    zip_file_t *open = NULL;
    if (index >= 0 && zip_stat_index(xlsx->zip, (zip_uint64_t)index, 0, &entry) == 0) open = zip_fopen_index(xlsx->zip, (zip_uint64_t)index, 0);
    bool good;
    if (!open) {
        good = say_damaged(xlsx->file, str_c(&scratch, str_format(&scratch, "its part %.*s is not there", STR_ARG(part))), err);
    } else {
        /* Where the XML is at fault its reader knows neither file nor part. */
        struct err inside = { 0 };
        struct xml *xml = xml_open(&scratch, reader, &inside);
        good = feed_part(xlsx, open, entry.comp_size, xml, &inside);
        zip_fclose(open);
        if (!good && !str_starts(str_from(inside.text), str_c(&scratch, xlsx->file))) err_wrap(&inside, "%.*s, part %.*s", STR_ARG(xlsx->file), STR_ARG(part));
        if (!good) *err = inside;
    }
    arena_free(&scratch);
    return good;
}

/* ---- small parts --------------------------------------------------------------------------------------------------------- */

static bool no_text(void *self, struct str text, struct err *err) {
    (void)self, (void)text, (void)err;
    return true;
}

static bool no_close(void *self, struct xml_name name, struct err *err) {
    (void)self, (void)name, (void)err;
    return true;
}

/* "../theme.xml" beside "xl/workbook.xml"; a name that begins with a slash is counted from the top. */
static struct str beside(struct arena *arena, struct str base, struct str target) {
    if (target.size && target.at[0] == '/') return str_copy(arena, str_slice(target, 1, target.size));
    size_t folder = base.size;
    while (folder > 0 && base.at[folder - 1] != '/') folder--;
    while (str_starts(target, "../")) {
        target = str_slice(target, 3, target.size);
        if (folder) folder--;
        while (folder > 0 && base.at[folder - 1] != '/') folder--;
    }
    return str_format(arena, "%.*s%.*s", (int)folder, base.at ? base.at : "", STR_ARG(target));
}

struct relation {
    struct str id, type, target;
};

struct relations {
    struct xlsx *xlsx;
    struct str of; /* the part they belong to */
    struct relation *at;
    size_t count, room;
};

static bool take_relation(void *self, const struct xml_tag *tag, struct err *err) {
    struct relations *all = self;
    struct arena *arena = all->xlsx->arena;
    if (!str_is(tag->name.local, "Relationship") || str_is(xml_attribute(tag, "TargetMode"), "External")) return true;
    if (all->count == ENTRIES_MOST) return err_set(err, CODE_FILE_LIMIT, "%.*s names too many parts.", STR_ARG(all->xlsx->file));
    if (all->count == all->room) {
        size_t room = all->room ? all->room * 2 : 16;
        struct relation *wider = arena_array(arena, struct relation, room);
        if (all->count) memcpy(wider, all->at, all->count * sizeof *wider);
        all->at = wider;
        all->room = room;
    }
    struct str type = str_copy(arena, xml_attribute(tag, "Type"));
    size_t last = type.size;
    while (last > 0 && type.at[last - 1] != '/') last--;
    all->at[all->count++] = (struct relation){ str_copy(arena, xml_attribute(tag, "Id")), str_slice(type, last, type.size),
                                               beside(arena, all->of, xml_attribute(tag, "Target")) };
    return true;
}

static bool read_relations(struct relations *all, struct str part, struct err *err) {
    struct xml_reader reader = { all, take_relation, no_text, no_close };
    return xlsx_read_part(all->xlsx, part, &reader, err);
}

static struct str target_of(const struct relations *all, const char *type) {
    for (size_t i = 0; i < all->count; i++)
        if (str_is(all->at[i].type, type)) return all->at[i].target;
    return (struct str){ 0 };
}

/* ---- what it says it is -------------------------------------------------------------------------------------------------- */

struct contents {
    struct arena *arena;
    struct str part, type; /* of the part that is asked about */
    struct str by_ending;
};

static bool take_content(void *self, const struct xml_tag *tag, struct err *err) {
    (void)err;
    struct contents *contents = self;
    struct str name = xml_attribute(tag, "PartName"), type = xml_attribute(tag, "ContentType");
    if (str_is(tag->name.local, "Default") && str_equal_fold_ascii(xml_attribute(tag, "Extension"), STR("xml"))) contents->by_ending = str_copy(contents->arena, type);
    if (!str_is(tag->name.local, "Override") || !name.size) return true;
    if (name.at[0] == '/') name = str_slice(name, 1, name.size);
    if (str_equal_fold_ascii(name, contents->part)) contents->type = str_copy(contents->arena, type);
    return true;
}

static bool check_contents(struct xlsx *xlsx, struct str workbook, struct err *err) {
    struct contents contents = { .arena = xlsx->arena, .part = workbook };
    struct xml_reader reader = { &contents, take_content, no_text, no_close };
    if (!has_part(xlsx, "[Content_Types].xml")) return say_damaged(xlsx->file, "its list of parts is not there", err);
    if (!xlsx_read_part(xlsx, STR("[Content_Types].xml"), &reader, err)) return false;
    struct str type = contents.type.size ? contents.type : contents.by_ending;
    if (str_find(type, STR("sheet.binary")) != SIZE_MAX) {
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is an Excel workbook in the binary form (.xlsb).", STR_ARG(xlsx->file));
        return err_next(err, "Open it in Excel and save it as 'Excel workbook (.xlsx)'.");
    }
    bool excel = str_find(type, STR("spreadsheetml")) != SIZE_MAX || str_find(type, STR("ms-excel")) != SIZE_MAX;
    if (excel && str_find(type, STR("main+xml")) != SIZE_MAX) return true;
    struct str shown = str_slice(type, 0, 90);
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s does not say that it is a workbook: its main part is '%.*s'.", STR_ARG(xlsx->file), STR_ARG(shown));
    return err_next(err, AGAIN);
}

/* ---- the list of sheets ---------------------------------------------------------------------------------------------------- */

struct listing {
    struct xlsx *xlsx;
    struct relations relations;
    size_t room;
};

static bool is_yes(struct str text) { return str_is(text, "1") || str_is(text, "true") || str_is(text, "on"); }

static bool take_sheet(void *self, const struct xml_tag *tag, struct err *err) {
    struct listing *list = self;
    struct xlsx *xlsx = list->xlsx;
    if (str_is(tag->name.local, "workbookPr")) xlsx->from_1904 = is_yes(xml_attribute(tag, "date1904"));
    if (!str_is(tag->name.local, "sheet")) return true;
    if (xlsx->sheet_count == SHEETS_MOST) return err_set(err, CODE_FILE_LIMIT, "%.*s has more than %d sheets.", STR_ARG(xlsx->file), SHEETS_MOST);
    if (xlsx->sheet_count == list->room) {
        list->room = list->room ? list->room * 2 : 16;
        struct xlsx_sheet *wider = arena_array(xlsx->arena, struct xlsx_sheet, list->room);
        if (xlsx->sheet_count) memcpy(wider, xlsx->sheets, xlsx->sheet_count * sizeof *wider);
        xlsx->sheets = wider;
    }
    struct str id = xml_attribute(tag, "id"), state = xml_attribute(tag, "state");
    struct xlsx_sheet sheet = { .name = str_copy(xlsx->arena, str_slice(xml_attribute(tag, "name"), 0, 255)), .hidden = state.size && !str_is(state, "visible") };
    for (size_t i = 0; i < list->relations.count; i++)
        if (str_equal(list->relations.at[i].id, id) && str_is(list->relations.at[i].type, "worksheet")) sheet.part = list->relations.at[i].target;
    xlsx->sheets[xlsx->sheet_count++] = sheet;
    return true;
}

/* ---- shared texts ------------------------------------------------------------------------------------------------------------ */

struct texts {
    struct xlsx *xlsx;
    struct buf text;
    bool in_item, in_text;
    int sounds; /* inside the way a name is spoken */
};

static bool open_text(void *self, const struct xml_tag *tag, struct err *err) {
    (void)err;
    struct texts *texts = self;
    if (str_is(tag->name.local, "si")) {
        texts->in_item = true;
        buf_clear(&texts->text);
    } else if (str_is(tag->name.local, "rPh")) texts->sounds++;
    else if (str_is(tag->name.local, "t")) texts->in_text = texts->in_item && !texts->sounds;
    return true;
}

static bool add_text(void *self, struct str text, struct err *err) {
    (void)err;
    struct texts *texts = self;
    if (texts->in_text) buf_add(&texts->text, text);
    return true;
}

static bool close_text(void *self, struct xml_name name, struct err *err) {
    struct texts *texts = self;
    struct xlsx *xlsx = texts->xlsx;
    if (str_is(name.local, "t")) texts->in_text = false;
    else if (str_is(name.local, "rPh")) texts->sounds -= texts->sounds > 0;
    if (!str_is(name.local, "si")) return true;
    texts->in_item = false;
    if (xlsx->string_count == STRINGS_MOST) return err_set(err, CODE_FILE_LIMIT, "%.*s holds more than %d texts.", STR_ARG(xlsx->file), STRINGS_MOST);
    if (xlsx->string_count == xlsx->string_room) {
        uint32_t room = xlsx->string_room ? xlsx->string_room * 2 : 256;
        struct str *wider = arena_array(xlsx->arena, struct str, room);
        if (xlsx->string_count) memcpy(wider, xlsx->strings, xlsx->string_count * sizeof *wider);
        xlsx->strings = wider;
        xlsx->string_room = room;
    }
    struct str text = xlsx_number_unescape(xlsx->arena, buf_str(&texts->text));
    xlsx->strings[xlsx->string_count++] = text.at == texts->text.at ? str_copy(xlsx->arena, text) : text;
    return true;
}

static bool read_strings(struct xlsx *xlsx, struct str part, struct err *err) {
    struct texts texts = { .xlsx = xlsx };
    struct xml_reader reader = { &texts, open_text, add_text, close_text };
    bool good = xlsx_read_part(xlsx, part, &reader, err);
    buf_free(&texts.text);
    return good;
}

/* ---- styles -------------------------------------------------------------------------------------------------------------------- */

struct format {
    int64_t id;
    struct xlsx_style style;
};

struct styling {
    struct xlsx *xlsx;
    struct format *formats;
    size_t count, room;
    bool in_cells; /* among the looks that cells name */
};

static bool take_style(void *self, const struct xml_tag *tag, struct err *err) {
    struct styling *styling = self;
    struct xlsx *xlsx = styling->xlsx;
    int64_t id = 0;
    if (str_is(tag->name.local, "cellXfs")) styling->in_cells = true;
    (void)str_whole(xml_attribute(tag, "numFmtId"), &id);
    if (str_is(tag->name.local, "numFmt") && styling->count < STYLES_MOST) {
        if (styling->count == styling->room) {
            size_t room = styling->room ? styling->room * 2 : 16;
            struct format *wider = arena_array(xlsx->arena, struct format, room);
            if (styling->count) memcpy(wider, styling->formats, styling->count * sizeof *wider);
            styling->formats = wider;
            styling->room = room;
        }
        styling->formats[styling->count++] = (struct format){ id, xlsx_number_style(xml_attribute(tag, "formatCode")) };
    }
    if (!styling->in_cells || !str_is(tag->name.local, "xf")) return true;
    if (xlsx->style_count == STYLES_MOST) return err_set(err, CODE_FILE_LIMIT, "%.*s holds more than %d styles.", STR_ARG(xlsx->file), STYLES_MOST);
    if (xlsx->style_count == xlsx->style_room) {
        uint32_t room = xlsx->style_room ? xlsx->style_room * 2 : 64;
        struct xlsx_style *wider = arena_array(xlsx->arena, struct xlsx_style, room);
        if (xlsx->style_count) memcpy(wider, xlsx->styles, xlsx->style_count * sizeof *wider);
        xlsx->styles = wider;
        xlsx->style_room = room;
    }
    struct xlsx_style style = xlsx_number_built_in(id);
    /* Few books have more than some dozens of formats of their own; the newest of one number counts. */
    for (size_t i = styling->count; id >= 164 && i-- > 0 && styling->count - i <= 4096;)
        if (styling->formats[i].id == id) {
            style = styling->formats[i].style;
            break;
        }
    xlsx->styles[xlsx->style_count++] = style;
    return true;
}

static bool end_styles(void *self, struct xml_name name, struct err *err) {
    (void)err;
    struct styling *styling = self;
    if (str_is(name.local, "cellXfs")) styling->in_cells = false;
    return true;
}

static bool read_styles(struct xlsx *xlsx, struct str part, struct err *err) {
    struct styling styling = { .xlsx = xlsx };
    struct xml_reader reader = { &styling, take_style, no_text, end_styles };
    return xlsx_read_part(xlsx, part, &reader, err);
}

/* ---- opening ------------------------------------------------------------------------------------------------------------------- */

static bool read_book(struct xlsx *xlsx, struct err *err) {
    struct relations top = { .xlsx = xlsx, .of = STR("") };
    if (has_part(xlsx, "_rels/.rels") && !read_relations(&top, STR("_rels/.rels"), err)) return false;
    struct str workbook = target_of(&top, "officeDocument");
    if (!workbook.size) workbook = STR("xl/workbook.xml");
    if (!check_contents(xlsx, workbook, err)) return false;

    struct listing list = { .xlsx = xlsx, .relations = { .xlsx = xlsx, .of = workbook } };
    struct str folder = beside(xlsx->arena, workbook, STR("_rels/"));
    struct str name = str_slice(workbook, folder.size - 6, workbook.size);
    struct str part = str_format(xlsx->arena, "%.*s%.*s.rels", STR_ARG(folder), STR_ARG(name));
    if (has_part(xlsx, str_c(xlsx->arena, part)) && !read_relations(&list.relations, part, err)) return false;
    struct xml_reader reader = { &list, take_sheet, no_text, no_close };
    if (!xlsx_read_part(xlsx, workbook, &reader, err)) return false;
    if (xlsx->sheet_count == 0) return say_damaged(xlsx->file, "it names no sheet", err);

    struct str strings = target_of(&list.relations, "sharedStrings"), styles = target_of(&list.relations, "styles");
    if (strings.size && !read_strings(xlsx, strings, err)) return false;
    return !styles.size || read_styles(xlsx, styles, err);
}

bool xlsx_read_open(struct arena *arena, struct str file, struct str bytes, struct xlsx **out, struct err *err) {
    struct xlsx *xlsx = arena_new(arena, struct xlsx);
    xlsx->arena = arena;
    xlsx->file = file;
    xlsx->budget = (size_t)UNPACKED_MOST;
    if (!open_zip(xlsx, bytes, err) || !check_entries(xlsx, err)) return false;
    bool book = has_part(xlsx, "xl/workbook.xml") || has_part(xlsx, "xl/workbook.bin") || has_part(xlsx, "[Content_Types].xml");
    if (!book || has_part(xlsx, "word/document.xml")) return sniff_zip(file, bytes, err);
    *out = xlsx;
    return read_book(xlsx, err);
}
