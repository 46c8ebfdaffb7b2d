/* SPDX-License-Identifier: GPL-3.0-or-later
 * export - one file that leaves the school; see export.h.
 * Owns:  nothing.
 * Must not know: what the file is for; terminals.
 */
#include "work/export.h"

#include <string.h>

#include "base/file.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "formats/xlsx_write.h"
#include "store/chain.h"
#include "work/export_left.h"
#include "work/lockbox.h"
#include "work/rights.h"
#include "work/rows.h"
#include "work/seal.h"
#include "work/secret.h"
#include "work/wording.h"

#define SEALED_ENDING ".sealed"
#define PUPIL_DIGITS 32
#define NAMED_MOST 12
#define BYTES_DAYS 400 /* how long the bytes of a file are kept for sending it again */

/* ---- bytes ------------------------------------------------------------------------------------------------------------ */

static void json_cell(struct json *j, const struct cell *cell) {
    if (cell->type == CELL_TEXT || cell->type == CELL_STATUS) json_text(j, cell->text);
    else if (cell->type == CELL_WHOLE || cell->type == CELL_PERCENT) json_whole(j, cell->number);
    else if (cell->type == CELL_DAY) json_day(j, (struct date){ (int32_t)cell->number });
    else json_null(j);
}

static void json_row(struct json *j, struct arena *arena, const struct sheet *sheet, size_t row) {
    json_open(j, '{');
    for (size_t c = 0; c < sheet->column_count; c++) {
        json_key(j, str_c(arena, sheet->columns[c].key));
        json_cell(j, sheet_at(sheet, row, c));
    }
    json_close(j);
}

bool export_bytes(struct arena *arena, const struct sheet *sheet, struct str ending, struct date day, struct str *out, struct err *err) {
    struct buf text = { 0 };
    if (str_equal_fold_ascii(ending, STR("xlsx"))) return xlsx_write_sheet(arena, sheet, day, out, err);
    if (str_equal_fold_ascii(ending, STR("csv"))) csv_file(&text, sheet);
    else if (str_equal_fold_ascii(ending, STR("json"))) {
        for (size_t row = 0; row < sheet->row_count; row++) {
            struct json j = json_begin(&text);
            buf_add_c(&text, row ? "," : "[\n ");
            json_row(&j, arena, sheet, row);
            json_line(&j);
        }
        buf_add_c(&text, sheet->row_count ? "]\n" : "[]\n");
    } else {
        err_set(err, CODE_ARGUMENTS, "A file that ends in '.%.*s' can not be written.", STR_ARG(ending));
        return err_next(err, "give one that ends in .csv, .json or .xlsx");
    }
    *out = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return true;
}

/* What a row says, as one digest; an empty cell is not the same as an empty text. */
struct str export_row_digest(struct arena *arena, const struct sheet *sheet, size_t row) {
    struct buf text = { 0 };
    struct json j = json_begin(&text);
    json_row(&j, arena, sheet, row);
    struct str digest = seal_hex(arena, buf_str(&text), PUPIL_DIGITS);
    buf_free(&text);
    return digest;
}

struct str export_reference(struct arena *arena, int64_t number, int64_t pupil) {
    if (!pupil) return str_format(arena, "%lld", (long long)number);
    return str_format(arena, "%lld/%lld", (long long)number, (long long)pupil);
}

/* ---- where, and sealed for whom ------------------------------------------------------------------------------------------ */

static bool folder_there(struct arena *arena, const char *path, struct err *err) {
    struct str name = file_name(str_from(path)), whole = str_from(path);
    if (name.size == whole.size) return true;
    const char *folder = str_c(arena, str_slice(whole, 0, whole.size - name.size));
    return file_is_folder(folder) || err_set(err, CODE_FILE, "There is no folder %s.", folder);
}

bool export_place(const struct command_call *call, struct arena *arena, struct str name, const char **path, struct str *said, struct err *err) {
    if (call->output.size) {
        *path = str_c(arena, call->output);
        *said = call->output;
        if (!folder_there(arena, *path, err)) return false;
        if (!file_exists(*path)) return true;
        err_set(err, CODE_FILE_IN_USE, "%s is there already, and nothing that left is written over.", *path);
        return err_next(err, "give another name:  --output FILE");
    }
    const char *folder = file_join(arena, call->folder, "exports");
    struct str stem = name, ending = file_ending(name);
    if (str_ends(name, SEALED_ENDING)) {
        struct str inner = file_ending(str_slice(name, 0, name.size - (sizeof SEALED_ENDING - 1)));
        ending = str_slice(name, name.size - (sizeof SEALED_ENDING - 1) - inner.size, name.size);
    }
    stem.size -= ending.size + 1;
    for (int i = 1; i < 1000; i++) {
        struct str tried = i == 1 ? name : str_format(arena, "%.*s-%d.%.*s", STR_ARG(stem), i, STR_ARG(ending));
        *path = file_join(arena, folder, str_c(arena, tried));
        *said = str_format(arena, "exports/%.*s", STR_ARG(tried));
        if (!file_exists(*path)) return true;
    }
    return err_set(err, CODE_FILE_IN_USE, "There are too many files called %.*s in exports.", STR_ARG(name));
}

static bool passphrase_file(struct arena *arena, struct str option, struct str *out, struct err *err) {
    struct str text, rest;
    const char *path = str_c(arena, option);
    if (file_exists(path) && !file_is_private(path)) {
        err_set(err, CODE_NOT_ALLOWED, "%s can be read by others, so it is no secret.", path);
        return err_next(err, "chmod 600 %s", path);
    }
    if (!secret_file(arena, path, &text, err)) return false;
    str_cut(text, '\n', out, &rest);
    if (out->size && out->at[out->size - 1] == '\r') out->size--;
    if (out->size) return true;
    err_set(err, CODE_SEALED, "The first line of %s is empty: that is no passphrase.", path);
    return err_next(err, "write the passphrase into its first line");
}

#define PASSPHRASE_LEAST 8

bool export_passphrase(const struct command_call *call, struct arena *arena, bool twice, struct str *out, struct err *err) {
    struct str file = call_option(call, "passphrase-file");
    const size_t room = 512;
    if (file.size) {
        if (!passphrase_file(arena, file, out, err)) return false;
    } else if (!call->passphrase) {
        err_set(err, CODE_SEALED, "There is no terminal to ask for a passphrase.");
        return err_next(err, "--passphrase-file FILE  takes it from the first line of a file that is yours alone");
    } else {
        char *typed = seal_room(arena, room);
        size_t size = 0;
        if (!call->passphrase->ask(call->passphrase->self, "Passphrase: ", twice, typed, room, &size, err)) return false;
        *out = (struct str){ typed, size };
    }
    if (!twice || out->size >= PASSPHRASE_LEAST) return true;
    lockbox_wipe(*out);
    err_set(err, CODE_SEALED, "The passphrase is too short: it has to have %d characters, better four words.", PASSPHRASE_LEAST);
    return err_next(err, "choose a longer one");
}

static bool is_sealed(const struct command_call *call) {
    return call_has(call, "encrypt") || call_has(call, "passphrase-file") || call_has(call, "to");
}

/* What can be found out before anybody is asked. */
static bool seal_ready(const struct command_call *call, struct arena *arena, struct err *err) {
    struct str found;
    if (call_has(call, "to") && (call_has(call, "encrypt") || call_has(call, "passphrase-file"))) {
        err_set(err, CODE_ARGUMENTS, "A file is sealed for a passphrase or for a key, not for both.");
        return err_next(err, "leave one of the options away");
    }
    if (call_has(call, "to")) return export_public_key(arena, call_option(call, "to"), &found, err);
    if (!call_has(call, "passphrase-file")) return true;
    if (!export_passphrase(call, arena, true, &found, err)) return false;
    lockbox_wipe(found);
    return true;
}

/* ---- the preview ---------------------------------------------------------------------------------------------------------- */

static struct str fields_of(struct arena *arena, const struct export *export, bool titles) {
    struct buf out = { 0 };
    if (!export->sheet) return export->fields;
    for (size_t i = 0; i < export->sheet->column_count; i++) {
        const struct column *column = &export->sheet->columns[i];
        buf_printf(&out, "%s%.*s", !i ? "" : titles ? ", " : " ", STR_ARG(titles ? column->title : column->key));
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static size_t withheld_count(const struct export *export) {
    size_t count = 0;
    for (size_t i = 0; i < export->pupil_count; i++) count += export->pupils[i].withheld.size > 0;
    return count;
}

/* The fields, when they are the same for everybody of whom any are kept back. */
static struct str withheld_from_all(const struct export *export) {
    struct str words = { 0 };
    for (size_t i = 0; i < export->pupil_count; i++) {
        struct str here = export->pupils[i].withheld_words;
        if (!export->pupils[i].withheld.size) continue;
        if (words.at && !str_equal(words, here)) return (struct str){ 0 };
        words = here;
    }
    return words;
}

static struct sheet *withheld_sheet(struct arena *arena, const struct export *export, bool fields) {
    struct sheet *sheet = sheet_new(arena, STR("withheld"), STR("Kept back of"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    if (fields) sheet_column(sheet, STR("fields"), STR("Fields"), CELL_TEXT);
    sheet_column(sheet, STR("why"), STR("Why"), CELL_TEXT);
    for (size_t i = 0; i < export->pupil_count; i++) {
        const struct export_pupil *pupil = &export->pupils[i];
        if (!pupil->withheld.size) continue;
        sheet_row(sheet);
        sheet_text(sheet, pupil->name);
        if (fields) sheet_text(sheet, pupil->withheld_words);
        sheet_text(sheet, pupil->why_words);
    }
    return sheet;
}

static struct str pupils_line(struct arena *arena, const struct export *export) {
    struct str count = count_of(arena, export->pupil_count, "pupil", "pupils");
    struct buf out = { 0 };
    buf_printf(&out, "%.*s%s", STR_ARG(count), export->whole ? "" : ", those of whom something is new");
    for (size_t i = 0; export->pupil_count <= NAMED_MOST && i < export->pupil_count; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : ": ", STR_ARG(export->pupils[i].name));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Numbers without names, for programs; number 0: nothing left yet. */
static void rows_of(const struct command_call *call, struct answer *answer, const struct export *export, int64_t number, int64_t journal, struct str digest) {
    if (!call->json && !call->csv) return;
    struct sheet *sheet = sheet_new(answer->arena, STR("export"), (struct str){ 0 });
    sheet_column(sheet, STR("export"), STR("Export"), CELL_WHOLE);
    sheet_column(sheet, STR("sort"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("withheld"), STR("Kept back"), CELL_WHOLE);
    sheet_column(sheet, STR("fields"), STR("Fields"), CELL_TEXT);
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT);
    sheet_column(sheet, STR("digest"), STR("Digest"), CELL_TEXT);
    sheet_column(sheet, STR("journal"), STR("Journal row"), CELL_WHOLE);
    sheet_row(sheet);
    sheet_whole(sheet, number);
    sheet_text(sheet, export->sort);
    sheet_whole(sheet, (int64_t)export->pupil_count);
    sheet_whole(sheet, (int64_t)withheld_count(export));
    sheet_text(sheet, fields_of(answer->arena, export, false));
    sheet_text(sheet, export->said_path);
    sheet_text(sheet, digest);
    sheet_whole(sheet, journal);
    answer->result = sheet;
    rows_json(call, answer);
}

static struct str sealed_words(const struct command_call *call) {
    if (call_has(call, "to")) return STR("for the public key");
    return is_sealed(call) ? STR("for a passphrase") : STR("no: --encrypt seals it");
}

static void show_preview(const struct command_call *call, struct answer *answer, const struct export *export) {
    struct page *page = answer->page = page_new(answer->arena, export->title);
    struct labelled fields[10];
    size_t used = 0, kept_back = withheld_count(export);
    char day[DATE_LONG_SIZE];
    page_lead(page, export->title, (struct str){ 0 });
    fields[used++] = (struct labelled){ STR("for"), export->to };
    fields[used++] = (struct labelled){ STR("because"), export->basis };
    fields[used++] = (struct labelled){ STR("as at"), str_copy(answer->arena, str_from(date_long(call->as_of, day))) };
    fields[used++] = (struct labelled){ STR("about"), pupils_line(answer->arena, export) };
    fields[used++] = (struct labelled){ STR("fields"), fields_of(answer->arena, export, true) };
    struct str same = withheld_from_all(export), of = count_of(answer->arena, kept_back, "pupil", "pupils");
    fields[used++] = (struct labelled){ STR("kept back"), !kept_back ? STR("nothing") : str_format(answer->arena, "%.*s of %.*s, below", STR_ARG(same.size ? same : STR("fields")), STR_ARG(of)) };
    fields[used++] = (struct labelled){ STR("file"), export->said_path };
    fields[used++] = (struct labelled){ STR("sealed"), sealed_words(call) };
    page_fields(page, fields, used);
    if (kept_back) page_table(page, withheld_sheet(answer->arena, export, !same.size));
    if (export->remark.size) page_paragraph(page, export->remark);
    page_paragraph(page, STR("Once it is written it counts as having left, and undo does not bring it back."));
}

static bool read_form(const struct command_call *call, struct export *export, struct err *err) {
    struct str asked = call->output, form = export->bytes.at ? export->form : STR("csv");
    if (str_ends(asked, SEALED_ENDING)) asked.size -= sizeof SEALED_ENDING - 1;
    export->ending = form;
    if (!asked.size) return true;
    struct str ending = file_ending(asked);
    export->ending = ending;
    bool good = export->bytes.at ? str_equal_fold_ascii(ending, form)
                                 : str_equal_fold_ascii(ending, STR("csv")) || str_equal_fold_ascii(ending, STR("json")) || str_equal_fold_ascii(ending, STR("xlsx"));
    if (good) return true;
    err_set(err, CODE_ARGUMENTS, "'%.*s' does not say which form the file is to have.", STR_ARG(call->output));
    return err_next(err, export->bytes.at ? "give a name that ends in .%.*s" : "give a name that ends in .csv, .json or .xlsx", STR_ARG(form));
}

/* The very file lies there from before: a second one would be no news to anybody. */
static bool is_there(const struct command_call *call, struct answer *answer, struct export *export, struct err *err) {
    struct str bytes = export->bytes;
    struct departure row = { .sort = export->sort, .day = call->as_of, .recipient = export->to }, before;
    bool same;
    if (call->output.size || is_sealed(call) || export->anew) return false;
    if (!bytes.at && !export_bytes(answer->arena, export->sheet, export->ending, call->as_of, &bytes, err)) return false;
    row.digest = seal_hex(answer->arena, bytes, 64);
    if (!export_left_same(answer->arena, export->school, &row, &before, &same, err) || !same) return false;
    answer->page = page_new(answer->arena, export->title);
    page_paragraphf(answer->page, "Nothing new: exports/%.*s has it already, byte for byte.  It left as export %lld, and nothing leaves now.", STR_ARG(before.file), (long long)before.id);
    answer_next(answer, "export again %lld --output FILE", (long long)before.id);
    export->said_path = str_format(answer->arena, "exports/%.*s", STR_ARG(before.file));
    rows_of(call, answer, export, before.id, before.journal, before.digest);
    return true;
}

bool export_offer(const struct command_call *call, struct answer *answer, struct school *school, struct export *export) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    char day[DATE_ISO_SIZE];
    export->school = school;
    export->call = call;
    answer->plan = export;
    if (!export_left_say(answer, school, &err)) return answer_fail(answer, &err);
    if (!export->pupil_count) {
        answer->page = page_new(arena, export->title);
        page_paragraph(answer->page, export->nothing.size ? export->nothing : STR("It would be about nobody: nothing leaves."));
        rows_of(call, answer, export, 0, 0, (struct str){ 0 });
        return true;
    }
    if (!rights_to_leave(arena, call->folder, answer, &err) || !seal_ready(call, arena, &err)) return answer_fail(answer, &err);
    struct str stem = export->file.size ? export->file : str_format(arena, "%.*s-%s", STR_ARG(export->sort), date_iso(call->as_of, day));
    if (!read_form(call, export, &err)) return answer_fail(answer, &err);
    if (is_there(call, answer, export, &err)) return true;
    if (err.code != CODE_NONE) return answer_fail(answer, &err);
    struct str name = str_format(arena, "%.*s.%.*s%s", STR_ARG(stem), STR_ARG(export->ending), is_sealed(call) ? SEALED_ENDING : "");
    if (!export_place(call, arena, name, &export->path, &export->said_path, &err)) return answer_fail(answer, &err);
    export->state = school->state;
    show_preview(call, answer, export);
    rows_of(call, answer, export, 0, 0, (struct str){ 0 });
    answer->waits = true;
    answer->leaves = export->pupil_count;
    answer->question = str_format(arena, "This leaves the school: %.*s.", STR_ARG(count_of(arena, export->pupil_count, "pupil", "pupils")));
    return true;
}

/* ---- carrying it out --------------------------------------------------------------------------------------------------------- */

static bool seal_bytes(const struct command_call *call, struct arena *arena, struct str plain, struct str *out, enum departure_sealed *sealed, struct err *err) {
    struct lockbox_for whom = { 0 };
    *sealed = SEALED_NOT;
    *out = plain;
    if (!is_sealed(call)) return true;
    if (call_has(call, "to")) {
        if (!export_public_key(arena, call_option(call, "to"), &whom.key, err)) return false;
        *sealed = SEALED_KEY;
    } else {
        if (!export_passphrase(call, arena, true, &whom.passphrase, err)) return false;
        *sealed = SEALED_PASSPHRASE;
    }
    bool fine = lockbox_seal(arena, plain, &whom, call->tick, out, err);
    lockbox_wipe(whom.passphrase);
    lockbox_wipe(plain);
    return fine;
}

static struct departure_pupil *lines_of(struct arena *arena, const struct export *export) {
    struct departure_pupil *lines = arena_array(arena, struct departure_pupil, export->pupil_count);
    for (size_t i = 0; i < export->pupil_count; i++) {
        const struct export_pupil *pupil = &export->pupils[i];
        lines[i] = (struct departure_pupil){ .pupil = pupil->pupil, .withheld = pupil->withheld, .why = pupil->why };
        lines[i].digest = pupil->digest.size ? pupil->digest : export_row_digest(arena, export->sheet, i);
    }
    return lines;
}

struct gone {
    struct departure row;
    struct change_done done;
};

/* One change: what left and of whom, what the kind adds, the row of the journal; then the file gets its name. */
static bool let_go(struct arena *arena, struct export *export, const struct file_draft *draft, struct gone *gone, struct err *err) {
    struct change *change;
    uint64_t thinned;
    struct departure *row = &gone->row;
    struct change_request request = { .verb = STR("export"), .actor = export->call->actor, .flags = CHANGE_FULL | CHANGE_NO_STEP, .state = export->state };
    if (!change_begin(arena, export->school, &request, &change, err)) return false;
    row->at = change->at;
    row->journal = change->number;
    bool fine = departure_thin(change->db, change->at - (int64_t)BYTES_DAYS * 86400, &thinned, err)
                && departure_add(change->db, row, lines_of(arena, export), export->pupil_count, &row->id, err)
                && (!export->also || export->also(change, export, row->id, err));
    if (!fine) {
        change_cancel(change);
        return false;
    }
    struct str about = str_format(arena, "export=%lld sort=%.*s pupils=%lld withheld=%lld fields=%.*s sealed=%d digest=%.*s", (long long)row->id,
                                  STR_ARG(row->sort), (long long)row->pupils, (long long)row->withheld, STR_ARG(row->fields), (int)row->sealed,
                                  STR_ARG(str_slice(row->digest, 0, 16)));
    change->after = row->digest;
    if (!change_commit(change, about, (struct str){ 0 }, &gone->done, err)) return false;
    if (!file_draft_place(draft, export->path, true, err))
        return err_next(err, "The journal says that it left and it did not: export again %lld --output FILE", (long long)row->id);
    return export_left_placed(arena, export->school, export->call->actor, row->id, err);
}

/* The head of the journal, so that whoever keeps the receipt has an anchor outside (safety 6.3). */
static bool journal_head(struct arena *arena, struct school *school, struct str *out, struct err *err) {
    struct chain_row head;
    struct db *db;
    if (!db_open(arena, school_path(arena, school, "school.db"), DB_READ, NULL, &db, err)) return false;
    bool fine = chain_head(db, arena, &head, err);
    db_close(db);
    if (!fine) return false;
    struct buf hex = { 0 };
    for (size_t i = 0; i < 8 && i < head.hash.size; i++) buf_printf(&hex, "%02x", (unsigned)(unsigned char)head.hash.at[i]);
    *out = str_format(arena, "row %lld, %.*s", (long long)head.number, STR_ARG(buf_str(&hex)));
    buf_free(&hex);
    return true;
}

static void show_receipt(struct answer *answer, const struct export *export, const struct gone *gone, struct str head) {
    struct labelled fields[6];
    size_t used = 0;
    const struct departure *row = &gone->row;
    answer->page = page_new(answer->arena, export->title);
    page_paragraphf(answer->page, "Export %lld: %.*s is written.", (long long)row->id, STR_ARG(export->said_path));
    fields[used++] = (struct labelled){ STR("for"), export->to };
    fields[used++] = (struct labelled){ STR("about"), str_format(answer->arena, "%.*s, fields of %lld kept back", STR_ARG(count_of(answer->arena, export->pupil_count, "pupil", "pupils")), (long long)row->withheld) };
    fields[used++] = (struct labelled){ STR("digest"), row->digest };
    fields[used++] = (struct labelled){ STR("journal"), head };
    page_fields(answer->page, fields, used);
    answer_next(answer, "export receipt %lld on today", (long long)row->id);
}

bool export_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct export *export = answer->plan;
    struct gone gone = { 0 };
    struct file_draft draft;
    struct str plain, bytes, head;
    bug_if(!export);
    export->call = call;
    if (!school_for(call, answer, SCHOOL_RECORDS, &export->school)) return false;
    if (export->bytes.at) plain = export->bytes;
    else if (!export_bytes(arena, export->sheet, export->ending, call->as_of, &plain, &err)) return answer_fail(answer, &err);
    if (!seal_bytes(call, arena, plain, &bytes, &gone.row.sealed, &err)) return answer_fail(answer, &err);
    if (!call->output.size && !file_make_folder(file_join(arena, call->folder, "exports"), &err)) return answer_fail(answer, &err);
    if (!file_prepare(arena, export->path, bytes, &draft, &err)) return answer_fail(answer, &err);
    struct departure row = { .sort = export->sort, .day = call->as_of, .recipient = export->to, .basis = export->basis, .fields = fields_of(arena, export, false),
                             .file = file_name(str_from(export->path)), .sealed = gone.row.sealed, .whole = export->whole, .pupils = (int64_t)export->pupil_count,
                             .withheld = (int64_t)withheld_count(export), .digest = seal_hex(arena, bytes, 64), .bytes = bytes };
    gone.row = row;
    bool left = let_go(arena, export, &draft, &gone, &err);
    file_draft_end(&draft);
    if (!left) return answer_fail(answer, &err);
    if (!journal_head(arena, export->school, &head, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    show_receipt(answer, export, &gone, head);
    buf_clear(&answer->data);
    rows_of(call, answer, export, gone.row.id, gone.done.number, gone.row.digest);
    return true;
}
