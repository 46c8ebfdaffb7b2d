/* SPDX-License-Identifier: GPL-3.0-or-later
 * new - a new school folder; see new.h.
 * Owns:  nothing.
 * Must not know: who asks the questions.
 */
#include "work/new.h"

#include "base/file.h"
#include "base/guess.h"
#include "base/utf8.h"
#include "work/change.h"
#include "work/erased_mark.h"
#include "work/identifier.h"
#include "work/letter.h"
#include "work/lineage.h"
#include "work/rows.h"
#include "work/seal.h"

struct setting {
    const char *number, *word, *other, *setting; /* other: as people also call it */
    bool sixth_form;
    int first, last;
};

static const struct setting SETTINGS[] = {
    { "1", "secondary", "secondary school", "secondary", false, 7, 11 },
    { "2", "secondary with sixth form", "secondary school with sixth form", "secondary", true, 7, 13 },
    { "3", "special", "special school", "special", false, 7, 13 },
    { "4", "pupil referral unit", "pru", "pru", false, 7, 11 },
    { "5", "alternative provision", "alternative provision academy", "ap", false, 7, 11 },
};

#define MOST_VALUES 32

struct value {
    const char *name;
    struct str text;
};

struct making {
    struct arena *arena;
    const struct command_call *call;
    struct str name, contact, email, domain, urn;
    int64_t laestab; /* 0: not said */
    struct date records_from;
    const struct setting *setting;
    const char *folder;
    struct value values[MOST_VALUES];
    size_t count;
};

/* ---- the answers to the questions ----------------------------------------------------------- */

static bool needs_option(const char *option, const char *example, struct err *err) {
    err_set(err, CODE_ARGUMENTS, "A new school needs --%s.", option);
    return err_next(err, "for example  --%s \"%s\"", option, example);
}

/* One line of ordinary text: it goes into a Lua file between quotes and into a comment. */
static bool plain_line(struct str text) {
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] < 32 || text.at[i] == 127) return false;
    return text.size > 0 && text.size <= 200 && utf8_valid(text) && !utf8_has_bidi(text);
}

static bool read_setting(struct making *m, struct err *err) {
    struct str said = str_trim(call_option(m->call, "setting"));
    if (!said.size) return needs_option("setting", "secondary with sixth form", err);
    for (size_t i = 0; i < COUNT_OF(SETTINGS); i++) {
        bool fits = str_is(said, SETTINGS[i].number) || str_equal_fold_ascii(said, str_from(SETTINGS[i].word)) || str_equal_fold_ascii(said, str_from(SETTINGS[i].other))
                    || (str_equal_fold_ascii(said, str_from(SETTINGS[i].setting)) && !SETTINGS[i].sixth_form);
        if (fits) m->setting = &SETTINGS[i];
    }
    if (m->setting) return true;
    struct str words[COUNT_OF(SETTINGS)];
    for (size_t i = 0; i < COUNT_OF(SETTINGS); i++) words[i] = str_from(SETTINGS[i].word);
    struct str hint = guess_hint(m->arena, said, words, COUNT_OF(words));
    err_set(err, CODE_ARGUMENTS, "'%.*s' is no kind of school that is known.", STR_ARG(said));
    if (hint.size) return err_next(err, "%.*s", STR_ARG(hint));
    return err_next(err, "secondary, secondary with sixth form, special, pupil referral unit or alternative provision");
}

/* "A. Okafor, a.okafor@harbourview.example" or "A. Okafor <a.okafor@harbourview.example>". */
static bool read_contact(struct making *m, struct err *err) {
    struct str said = str_trim(call_option(m->call, "contact")), name, mail, local;
    if (!said.size) return needs_option("contact", "A. Okafor, a.okafor@harbourview.example", err);
    bool cut = str_cut(said, '<', &name, &mail);
    if (cut && str_ends(mail, ">"))
        mail = str_slice(mail, 0, mail.size - 1);
    else if (!cut)
        cut = str_cut(said, ',', &name, &mail);
    m->contact = utf8_compose(m->arena, str_trim(name));
    m->email = str_trim(mail);
    bool address =
        str_cut(m->email, '@', &local, &m->domain) && local.size && str_find(m->domain, STR(".")) != SIZE_MAX;
    for (size_t i = 0; i < m->email.size; i++)
        address =
            address && m->email.at[i] > ' ' && m->email.at[i] < 127 && m->email.at[i] != '"' && m->email.at[i] != '\\';
    if (cut && address && plain_line(m->contact)) return true;
    err_set(err, CODE_ARGUMENTS, "'%.*s' is not a name and an e-mail address.", STR_ARG(said));
    return err_next(err, "--contact \"A. Okafor, a.okafor@harbourview.example\"");
}

/* "Harbour View Academy" makes harbour-view-academy. */
static const char *folder_of(struct making *m) {
    struct str folded = utf8_fold(m->arena, m->name);
    struct buf out = { 0 };
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.at[i];
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept)
            buf_add_byte(&out, c);
        else if (c == ' ' && out.size && out.at[out.size - 1] != '-')
            buf_add_byte(&out, '-');
    }
    while (out.size && out.at[out.size - 1] == '-') out.size--;
    const char *folder = str_c(m->arena, out.size ? (struct str){ out.at, out.size } : STR("school"));
    buf_free(&out);
    return folder;
}

bool new_accepts(struct arena *arena, const char *option, struct str said, struct err *err) {
    struct call_option one = { option, said };
    struct command_call call = { .arena = arena, .options = &one, .option_count = 1 };
    struct making m = { .arena = arena, .call = &call };
    if (str_is(str_from(option), "setting")) return read_setting(&m, err);
    if (str_is(str_from(option), "contact")) return read_contact(&m, err);
    if (plain_line(utf8_compose(arena, str_trim(said)))) return true;
    return err_set(err, CODE_ARGUMENTS, "The name of the school must be one line of text.");
}

static bool read_laestab(struct making *m, struct err *err) {
    struct str said = str_trim(call_option(m->call, "laestab"));
    m->laestab = identifier_laestab(said);
    if (!said.size || m->laestab) return true;
    err_set(err, CODE_ARGUMENTS, "'--laestab %.*s' is not the number of a school.", STR_ARG(said));
    return err_next(err, "three digits of the council and four of the school, as in  --laestab 888/4123");
}

static bool read_request(struct making *m, struct err *err) {
    m->name = utf8_compose(m->arena, str_trim(call_option(m->call, "name")));
    if (!m->name.size) return needs_option("name", "Harbour View Academy", err);
    if (!plain_line(m->name)) return err_set(err, CODE_ARGUMENTS, "The name of the school must be one line of text.");
    if (!read_setting(m, err) || !read_contact(m, err)) return false;
    struct str begin = str_trim(call_option(m->call, "records-from"));
    m->records_from = school_year_start(school_year_of(m->call->today));
    if (begin.size && !date_read(begin, m->call->today, &m->records_from, err)) return false;
    int64_t number = 0;
    m->urn = str_trim(call_option(m->call, "urn"));
    if (!m->urn.size) m->urn = STR("0");
    if (!str_whole(m->urn, &number) || number < 0 || number > 999999) {
        err_set(err, CODE_ARGUMENTS, "'--urn %.*s' is not a unique reference number of a school.", STR_ARG(m->urn));
        return err_next(err, "it has six digits; leave it away and write it into policy.lua later");
    }
    if (!read_laestab(m, err)) return false;
    for (size_t i = 0; i < m->call->part_count && !m->folder; i++)
        if (!m->call->parts[i].phrase) m->folder = str_c(m->arena, str_trim(m->call->parts[i].text));
    struct str folder = str_from(m->folder ? m->folder : "");
    while (folder.size > 1 && str_ends(folder, "/")) folder = str_slice(folder, 0, folder.size - 1);
    m->folder = folder.size ? str_c(m->arena, folder) : folder_of(m);
    if (!file_exists(m->folder) && !file_is_folder(m->folder)) return true;
    err_set(err, CODE_FOLDER_EXISTS, "%s is there already; nothing was changed.", m->folder);
    return err_next(err, "give another folder:  new FOLDER");
}

/* ---- the dates that are usual --------------------------------------------------------------- */

static void put(struct making *m, const char *name, struct str text) {
    bug_if(m->count == MOST_VALUES);
    m->values[m->count++] = (struct value){ name, text };
}

static void put_day(struct making *m, const char *name, struct date day) {
    char iso[DATE_ISO_SIZE];
    put(m, name, str_copy(m->arena, str_from(date_iso(day, iso))));
}

static struct date on_or_after(struct date day, int weekday) {
    while (date_weekday(day) != weekday) day = date_add_days(day, 1);
    return day;
}

static struct date on_or_before(struct date day, int weekday) {
    while (date_weekday(day) != weekday) day = date_add_days(day, -1);
    return day;
}

static struct date weekday_from(struct date day, int step) {
    while (date_weekday(day) > 4) day = date_add_days(day, step);
    return day;
}

/* What most schools of England do; the file says that they are to be confirmed. */
static void usual_terms(struct making *m, int year) {
    const int monday = 0, friday = 4;
    struct date october = on_or_before(school_year_day(year, 10, 31), monday);
    struct date february = on_or_after(school_year_day(year, 2, 13), monday);
    struct date march = on_or_before(school_year_day(year, 3, 31), friday);
    struct date may = on_or_before(school_year_day(year, 5, 31), monday);
    put_day(m, "autumn_1_first", weekday_from(school_year_day(year, 9, 2), 1));
    put_day(m, "autumn_1_last", date_add_days(october, -3));
    put_day(m, "autumn_2_first", date_add_days(october, 7));
    put_day(m, "autumn_2_last", on_or_before(school_year_day(year, 12, 20), friday));
    put_day(m, "spring_1_first", on_or_after(school_year_day(year, 1, 3), monday));
    put_day(m, "spring_1_last", date_add_days(february, -3));
    put_day(m, "spring_2_first", date_add_days(february, 7));
    put_day(m, "spring_2_last", march);
    put_day(m, "summer_1_first", date_add_days(march, 17));
    put_day(m, "summer_1_last", date_add_days(may, -3));
    put_day(m, "summer_2_first", date_add_days(may, 7));
    put_day(m, "summer_2_last", weekday_from(school_year_day(year, 7, 21), -1));
}

static void gather_values(struct making *m) {
    int year = school_year_of(m->call->today);
    put(m, "school", m->name);
    put(m, "contact", m->contact);
    put(m, "email", m->email);
    put(m, "domain", m->domain);
    put(m, "urn!", m->laestab ? str_format(m->arena, "%.*s, laestab = %lld", STR_ARG(m->urn), (long long)m->laestab) : m->urn);
    put(m, "setting", str_from(m->setting->setting));
    put(m, "sixth_form!", m->setting->sixth_form ? STR("true") : STR("false"));
    put(m, "first_year!", str_format(m->arena, "%d", m->setting->first));
    put(m, "last_year!", str_format(m->arena, "%d", m->setting->last));
    put_day(m, "today", m->call->today);
    put_day(m, "year_start", school_year_start(year));
    put_day(m, "records_from", m->records_from);
    usual_terms(m, year);
}

/* ---- filling in the starter ----------------------------------------------------------------- */

static void add_quoted(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buf_add_byte(out, '\\');
        buf_add_byte(out, text.at[i]);
    }
}

/* "{{name}}" becomes the text, escaped for a Lua text; "{{name!}}" with its quotes becomes the bare value. */
static bool fill(struct making *m, struct str template, struct buf *out, struct err *err) {
    while (template.size) {
        size_t at = str_find(template, STR("{{")), end = str_find(template, STR("}}"));
        if (at == SIZE_MAX || end == SIZE_MAX || end < at) {
            buf_add(out, template);
            return true;
        }
        struct str name = str_slice(template, at + 2, end);
        const struct value *value = NULL;
        for (size_t i = 0; i < m->count; i++)
            if (str_is(name, m->values[i].name)) value = &m->values[i];
        if (!value) return err_set(err, CODE_INTERNAL, "The starter asks for '%.*s'.", STR_ARG(name));
        bool bare = str_ends(name, "!") && at > 0;
        buf_add(out, str_slice(template, 0, bare ? at - 1 : at));
        if (bare)
            buf_add(out, value->text);
        else
            add_quoted(out, value->text);
        template = str_slice(template, end + (bare ? 3 : 2), template.size);
    }
    return true;
}

static bool make_file(struct making *m, const char *name, struct str *made, struct err *err) {
    const struct host *host = m->call->host;
    const char *path = str_format(m->arena, "policies/starter/%s", name).at;
    struct str template;
    struct buf out = { 0 };
    bool fine = host->file(host->self, m->arena, path, &template, err) && fill(m, template, &out, err);
    if (fine) *made = str_copy(m->arena, buf_str(&out));
    buf_free(&out);
    return fine;
}

bool new_records(struct arena *arena, const struct command_call *call, const char *folder, struct problems *problems,
                 struct err *err) {
    struct db *db;
    struct school *school;
    struct change *change;
    struct change_done done;
    struct change_request request = {
        .verb = STR("new"), .actor = call->actor, .flags = CHANGE_NO_STEP, .state = VALUE_NONE
    };
    const char *whole;
    if (!file_real_path(arena, folder, &whole, err)) return false;
    if (!db_open(arena, file_join(arena, whole, "school.db"), DB_CREATE, NULL, &db, err)) return false;
    db_close(db);
    if (!school_open(call->host, whole, &school, problems, err)) return false;
    bool fine = change_begin(arena, school, &request, &change, err);
    if (fine) {
        fine = db_set_setting(change->db, LETTER_KEY, seal_random(arena), err) && db_set_setting(change->db, ERASED_MARK_KEY, seal_random(arena), err)
               && lineage_begin(change->db, arena, err);
        if (!fine) change_cancel(change);
    }
    fine = fine && change_commit(change, STR("made=school.db"), (struct str){ 0 }, &done, err);
    school_close(school);
    return fine;
}

/* The folder gets its name when all of it is there and on disk. */
static bool make_folder(struct making *m, struct answer *answer, const struct str texts[3], struct err *err) {
    static const char *const names[] = { "policy.lua", "people.lua", "terms.lua" };
    struct file_draft draft;
    if (!file_draft_begin(m->arena, m->folder, &draft, err)) return false;
    draft.path = draft.folder; /* it becomes the school */
    bool fine = file_make_folder(file_join(m->arena, draft.path, "imports"), err);
    for (size_t i = 0; fine && i < COUNT_OF(names); i++)
        fine = file_create(file_join(m->arena, draft.path, names[i]), texts[i], err);
    fine = fine && new_records(m->arena, m->call, draft.path, &answer->problems, err) && file_draft_place(&draft, m->folder, true, err);
    file_draft_end(&draft);
    return fine;
}

static size_t occurrences(struct str text, struct str word) {
    size_t count = 0, at;
    while ((at = str_find(text, word)) != SIZE_MAX) {
        text = str_slice(text, at + word.size, text.size);
        count++;
    }
    return count;
}

static void say_made(struct making *m, struct answer *answer, size_t choices) {
    char year[SCHOOL_YEAR_SIZE];
    school_year_name(school_year_of(m->call->today), year);
    struct labelled files[] = {
        { STR("policy.lua"),
          str_format(m->arena, "your choices in the trust's careers policy; %zu are marked CHOOSE", choices) },
        { STR("people.lua"), STR("staff, roles, who gets what; trial is on: everything would go to you") },
        { STR("terms.lua"), str_format(m->arena, "the usual term dates of %s, to be confirmed", year) },
        { STR("school.db"), STR("the records, empty") },
        { STR("imports/"), STR("put the files from your systems here") },
    };
    answer->page = page_new(m->arena, STR("New school"));
    page_paragraphf(answer->page, "Made the folder %s with", m->folder);
    page_fields(answer->page, files, COUNT_OF(files));
    page_paragraph(answer->page, STR("Nothing was read and nothing was sent."));
    answer_next(answer, "cd %s", m->folder);
    answer_next(answer, "signpost try");
    answer_next(answer, "signpost import imports");
}

bool new_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct making *m = arena_new(answer->arena, struct making);
    struct str texts[3];
    m->arena = answer->arena;
    m->call = call;
    if (!read_request(m, &err)) return answer_fail(answer, &err);
    gather_values(m);
    bool fine = make_file(m, "policy.lua", &texts[0], &err) && make_file(m, "people.lua", &texts[1], &err)
                && make_file(m, "terms.lua", &texts[2], &err) && make_folder(m, answer, texts, &err);
    if (!fine) return answer_fail(answer, &err);
    say_made(m, answer, occurrences(texts[0], STR("-- CHOOSE")));
    rows_json(call, answer);
    return true;
}
