/* SPDX-License-Identifier: GPL-3.0-or-later
 * desk - `open`; see desk.h.
 * Owns:  nothing.
 * Must not know: what the file holds.
 */
#include "shell/desk.h"

#include "base/child.h"
#include "base/file.h"
#include "work/rows.h"

/* The day at the end of a report's name, "overview-2026-11-27.html"; empty: it has none. */
static struct str day_of(struct str name) {
    struct str stem = str_slice(name, 0, name.size - file_ending(name).size);
    if (str_ends(stem, ".")) stem.size--;
    struct date day;
    struct str tail = stem.size > DATE_ISO_SIZE ? str_slice(stem, stem.size - (DATE_ISO_SIZE - 1), stem.size) : (struct str){ 0 };
    return tail.size && date_parse_iso(tail, &day) ? tail : (struct str){ 0 };
}

/* The newest file of that name in reports/: "overview" or "overview-2026-11-27". */
static const char *report_file(struct arena *arena, const char *folder, struct str name) {
    struct str *names, best = { 0 };
    size_t count;
    struct err unheard = { 0 };
    const char *reports = file_join(arena, folder, "reports");
    if (!name.size || !file_is_folder(reports) || !file_list(arena, reports, &names, &count, &unheard)) return NULL;
    for (size_t i = 0; i < count; i++) {
        struct str rest = str_slice(names[i], name.size, names[i].size);
        bool same = str_equal_fold_ascii(str_slice(names[i], 0, name.size), name) && (str_starts(rest, "-") || str_starts(rest, "."));
        if (same && (!best.size || str_compare(day_of(names[i]), day_of(best)) >= 0)) best = names[i];
    }
    return best.size ? file_join(arena, reports, str_c(arena, best)) : NULL;
}

/* The newest day of the outbox, and its page where there is one. */
static const char *outbox(struct arena *arena, const char *folder) {
    struct str *names;
    size_t count;
    struct err unheard = { 0 };
    const char *box = file_join(arena, folder, "outbox");
    if (!file_is_folder(box) || !file_list(arena, box, &names, &count, &unheard)) return NULL;
    const char *newest = box;
    for (size_t i = 0; i < count; i++) {
        const char *day = file_join(arena, box, str_c(arena, names[i]));
        if (file_is_folder(day)) newest = day;
    }
    const char *page = file_join(arena, newest, "index.html");
    return file_exists(page) ? page : newest;
}

static const char *find(struct arena *arena, const char *folder, struct str text) {
    const char *name = str_c(arena, text);
    if (folder && str_equal_fold_ascii(text, STR("outbox"))) return outbox(arena, folder);
    const char *report = folder ? report_file(arena, folder, text) : NULL;
    if (report) return report;
    if (file_exists(name) || file_is_folder(name)) return name;
    static const char *const PLACES[] = { "", "reports", "imports" };
    for (size_t i = 0; folder && text.size && i < COUNT_OF(PLACES); i++) {
        const char *path = file_join(arena, PLACES[i][0] ? file_join(arena, folder, PLACES[i]) : folder, name);
        if (file_exists(path) || file_is_folder(path)) return path;
    }
    return NULL;
}

static bool nothing(struct answer *answer, struct str text) {
    struct err err = { 0 };
    if (!text.size) {
        err_set(&err, CODE_ARGUMENTS, "What should be opened?");
        err_next(&err, "open overview  the newest report of that name;  open FILE;  open outbox");
    } else if (str_equal_fold_ascii(text, STR("outbox"))) {
        err_set(&err, CODE_NOTHING_SELECTED, "There is no outbox: nothing has been written to be sent.");
        err_next(&err, "remind  shows what is due");
    } else {
        err_set(&err, CODE_NOTHING_SELECTED, "There is no report and no file called '%.*s'.", STR_ARG(text));
        err_next(&err, "report  lists what can be written;  report overview  writes one");
    }
    return answer_fail(answer, &err);
}

/* A person is looking, and there is a desktop to show it on. */
static bool on_desktop(const struct shell *shell, const struct command_call *call, const char *path) {
    bool desktop = terminal_variable("DISPLAY") || terminal_variable("WAYLAND_DISPLAY");
    if (!shell->terminal.out_tty || !shell->terminal.in_tty || call->json || call->csv || !desktop) return false;
    return child_run((const char *[]){ "xdg-open", path, NULL });
}

bool desk_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str text = call->part_count ? str_trim(call->parts[0].text) : (struct str){ 0 };
    const char *path = find(answer->arena, call->folder, text), *whole;
    if (!text.size || !path) return nothing(answer, text);
    if (!file_real_path(answer->arena, path, &whole, &err)) return answer_fail(answer, &err);
    bool opened = on_desktop(shell, call, whole);
    struct sheet *sheet = sheet_new(answer->arena, STR("file"), (struct str){ 0 });
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    sheet_row(sheet);
    sheet_text(sheet, str_from(whole));
    answer->page = page_new(answer->arena, STR("Open"));
    if (opened) page_paragraphf(answer->page, "Opened %s", whole);
    else page_paragraphf(answer->page, "%s", whole);
    if (call->json || call->csv) answer->result = sheet;
    rows_json(call, answer);
    return true;
}
