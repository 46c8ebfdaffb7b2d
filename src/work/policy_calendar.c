/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_calendar - `policy calendar`: what falls due on which day, for whom and by whom; a list, a sheet or a page of months.
 * Owns:  the file named by --out.
 * Must not know: terminals, HTML.
 */
#include "base/file.h"
#include "policy/param.h"
#include "work/due_days.h"
#include "work/page_file.h"
#include "work/policy_verbs.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/terms.h"
#include "work/wording.h"

#define MONTHS_AHEAD 3
#define MOST_MONTHS 24
#define MOST_IN_A_CELL 4

struct dating {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;           /* NULL: without records */
    struct named_policy named;
    const struct policy *policy;
    const struct calendar *calendar;
    struct date from, to;
    struct due_days days;
};

static bool is_open(const struct due_line *line) { return line->to_do || line->not_known; }

/* ---- in words ---- */

static const char *subjects_word(enum subject_type type, bool one) {
    switch (type) {
    case SUBJECT_STAFF: return one ? "member of staff" : "members of staff";
    case SUBJECT_ORGANISATION: return one ? "organisation" : "organisations";
    default: return one ? "pupil" : "pupils";
    }
}

/* "37 of 61 pupils, and 4 not known"; without records "Years 7 to 13". */
static struct str whom(const struct dating *d, const struct due_line *line) {
    if (line->subject == SUBJECT_SCHOOL) return line->to_do || !line->not_known ? STR("the school") : STR("the school: not known");
    if (!d->days.from_records) {
        struct str years = years_say(d->arena, line->years);
        return line->not_known == line->of ? str_format(d->arena, "some in %.*s", STR_ARG(years)) : years;
    }
    const char *word = subjects_word(line->subject, line->of == 1);
    if (!is_open(line)) return str_format(d->arena, "done: all %u %s", line->of, word);
    if (!line->to_do) return str_format(d->arena, "%u of %u %s not known", line->not_known, line->of, word);
    struct str all = line->to_do == line->of ? str_format(d->arena, "%u %s", line->of, word)
                                             : str_format(d->arena, "%u of %u %s", line->to_do, line->of, word);
    return line->not_known ? str_format(d->arena, "%.*s, %u not known", STR_ARG(all), line->not_known) : all;
}

static struct str owner_of(const struct dating *d, const struct due_line *line) {
    return line->version->owner < 0 ? STR("nobody") : d->policy->roles[line->version->owner].title;
}

static struct str what(const struct dating *d, const struct due_line *line) {
    return rule_words(d->arena, &d->policy->rules[line->rule]);
}

/* ---- the list ---- */

static struct sheet *due_sheet(const struct dating *d, struct date from, struct date to, bool brief) {
    struct sheet *sheet = sheet_new(d->arena, STR("due"), (struct str){ 0 });
    sheet_column(sheet, STR("day"), STR("Day"), CELL_DAY)->keep = true;
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("what"), STR("What falls due"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("for"), STR("For"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("owner"), STR("Owner"), CELL_TEXT);
    if (!brief) {
        sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT);
        sheet_column(sheet, STR("subjects"), STR("Subjects"), CELL_TEXT);
        sheet_column(sheet, STR("to_do"), STR("To do"), CELL_WHOLE);
        sheet_column(sheet, STR("not_known"), STR("Not known"), CELL_WHOLE);
        sheet_column(sheet, STR("of"), STR("Of"), CELL_WHOLE);
    }
    for (size_t i = 0; i < d->days.count; i++) {
        const struct due_line *line = &d->days.at[i];
        if (date_before(line->day, from) || date_after(line->day, to)) continue;
        if (!is_open(line) && !call_has(d->call, "all")) continue;
        sheet_row(sheet);
        sheet_day(sheet, line->day);
        sheet_text(sheet, d->policy->rules[line->rule].clause);
        sheet_text(sheet, what(d, line));
        sheet_text(sheet, whom(d, line));
        sheet_text(sheet, owner_of(d, line));
        if (brief) continue;
        bool known = d->days.from_records;
        sheet_text(sheet, d->policy->rules[line->rule].name);
        sheet_text(sheet, str_from(subject_type_name(line->subject)));
        if (known) sheet_whole(sheet, line->to_do), sheet_whole(sheet, line->not_known), sheet_whole(sheet, line->of);
        else sheet_empty(sheet), sheet_empty(sheet), sheet_empty(sheet);
    }
    return sheet;
}

static size_t days_in(const struct sheet *sheet) {
    size_t days = 0;
    for (size_t i = 0; i < sheet->row_count; i++) days += !i || sheet_at(sheet, i, 0)->number != sheet_at(sheet, i - 1, 0)->number;
    return days;
}

static struct str span_words(const struct dating *d) {
    char from[DATE_LONG_SIZE], to[DATE_LONG_SIZE];
    return str_format(d->arena, "%s to %s", date_short(d->from, from), date_short(d->to, to));
}

static void say_basis(const struct dating *d, struct page *page) {
    if (d->days.from_records) return;
    page_paragraph(page, STR("From the terms alone, without pupils: what follows from a pupil's own days (a birthday, an interview) is not in it."));
    if (!d->calendar || !calendar_has_terms(d->calendar, school_year_of(d->from)))
        page_paragraph(page, STR("Without term dates the last school day of a year is taken to be 20 July."));
}

/* ---- months, for a page ---- */

/* "18", then what falls due: "careers lesson in tutor time (76)"; in holidays the number alone. */
static void add_cell(const struct dating *d, struct sheet *sheet, struct date day) {
    struct buf out = { 0 };
    int year, month, number;
    size_t shown = 0, more = 0;
    date_parts(day, &year, &month, &number);
    buf_printf(&out, "%d", number);
    for (size_t i = 0; i < d->days.count; i++) {
        const struct due_line *line = &d->days.at[i];
        if (!date_same(line->day, day) || (!is_open(line) && !call_has(d->call, "all"))) continue;
        if (shown == MOST_IN_A_CELL) {
            more++;
            continue;
        }
        shown++;
        buf_printf(&out, "\n%.*s", STR_ARG(what(d, line)));
        if (line->subject == SUBJECT_SCHOOL) continue;
        if (d->days.from_records) buf_printf(&out, " (%u)", line->to_do + line->not_known);
        else buf_printf(&out, " (%.*s)", STR_ARG(whom(d, line)));
    }
    if (more) buf_printf(&out, "\nand %zu more", more);
    struct str text = str_copy(d->arena, buf_str(&out));
    buf_free(&out);
    if (shown || calendar_is_school_day(d->calendar, day)) sheet_text(sheet, text);
    else sheet_none(sheet, str_format(d->arena, "%.*s\nno school", STR_ARG(text)));
}

static const char *const MONTHS[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };

/* The weeks of a month; due days are school days, so weekends have no column. */
static struct sheet *month_sheet(const struct dating *d, int year, int month, struct date first, struct date last) {
    static const char *const NAMES[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" };
    struct sheet *sheet = sheet_new(d->arena, STR("month"), str_format(d->arena, "%s %d, week by week", MONTHS[month - 1], year));
    sheet->grid = true;
    sheet_column(sheet, STR("week"), STR("Week"), CELL_TEXT);
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) sheet_column(sheet, str_from(NAMES[i]), str_from(NAMES[i]), CELL_TEXT);
    struct date monday = date_add_days(first, -date_weekday(first));
    for (; !date_after(monday, last); monday = date_add_days(monday, 7)) {
        int of_year, of_month, number;
        if (date_before(date_add_days(monday, 4), first)) continue;
        date_parts(monday, &of_year, &of_month, &number);
        sheet_row(sheet);
        sheet_text(sheet, str_format(d->arena, "%d %.3s", number, MONTHS[of_month - 1]));
        for (int i = 0; i < 5; i++) {
            struct date day = date_add_days(monday, i);
            bool outside = date_before(day, first) || date_after(day, last);
            if (outside) sheet_none(sheet, STR(" "));
            else add_cell(d, sheet, day);
        }
    }
    return sheet;
}

static struct page *month_page(const struct dating *d) {
    struct page *page = page_new(d->arena, STR("What falls due"));
    struct str ending = file_ending(call_option(d->call, "out"));
    bool months = str_starts(ending, "htm") || str_starts(ending, "HTM"); /* weeks side by side need a page */
    struct date day = d->from;
    page_paragraphf(page, "%.*s.%s", STR_ARG(span_words(d)), !months ? "" : d->days.from_records
                        ? "  In brackets: how many have not done it yet, or are not known to have. The lists say more, and who sees to it."
                        : "  The lists below each month say who sees to it.");
    say_basis(d, page);
    while (!date_after(day, d->to)) {
        int year, month, number;
        struct date first, next;
        date_parts(day, &year, &month, &number);
        if (!date_make(year, month, 1, &first)) break;
        next = date_add_months(first, 1);
        struct date last = date_min(date_add_days(next, -1), d->to);
        struct sheet *list = due_sheet(d, day, last, true);
        list->caption = str_format(d->arena, "Due in %s", MONTHS[month - 1]);
        page_heading(page, 2, str_format(d->arena, "%s %d", MONTHS[month - 1], year));
        if (months) page_table(page, month_sheet(d, year, month, day, last));
        if (list->row_count) page_table(page, list);
        else page_paragraph(page, STR("Nothing falls due."));
        day = next;
    }
    page->foot = d->school ? school_foot(d->arena, d->school, d->call->as_of) : d->policy->edition;
    return page;
}

/* ---- the verb ---- */

static bool day_option(const struct dating *d, const char *name, struct date *out, struct err *err) {
    return !call_has(d->call, name) || resolve_date(call_option(d->call, name), d->call->as_of, d->calendar, out, err);
}

static bool read_span(struct dating *d, struct err *err) {
    d->from = d->call->as_of;
    if (!day_option(d, "from", &d->from, err)) return false;
    d->to = date_add_months(d->from, MONTHS_AHEAD);
    if (!day_option(d, "to", &d->to, err)) return false;
    if (date_before(d->to, d->from)) {
        err_set(err, CODE_ARGUMENTS, "The last day lies before the first: %.*s.", STR_ARG(span_words(d)));
        return err_next(err, "policy calendar --from 1/9/2026 --to 31/8/2027");
    }
    if (!date_after(d->to, date_add_months(d->from, MOST_MONTHS))) return true;
    err_set(err, CODE_ARGUMENTS, "That is more than two years: %.*s.", STR_ARG(span_words(d)));
    return err_next(err, "policy calendar --to \"end of year\"");
}

static bool has_records(const struct command_call *call, struct arena *arena) {
    return call->school || (call->folder && file_exists(file_join(arena, call->folder, "school.db")));
}

static bool open_policy(struct dating *d, struct err *err) {
    struct calendar *calendar;
    bool said;
    struct str name = { 0 };
    for (size_t i = 0; i < d->call->part_count; i++)
        if (!d->call->parts[i].phrase) name = str_trim(d->call->parts[i].text);
    if (!name.size && has_records(d->call, d->arena)) {
        if (!school_for(d->call, d->answer, SCHOOL_POLICY, &d->school)) return false;
        d->policy = d->school->policy;
        d->calendar = d->school->calendar;
        return true;
    }
    if (!named_policy_read(d->call, d->answer, (struct named_text){ .name = name }, &d->named)) return false;
    d->policy = d->named.policy;
    if (!d->named.folder) problem_forget(&d->answer->problems, CODE_NOT_ADOPTED); /* nobody is there to adopt anything */
    if (d->named.folder) {
        if (!terms_load(d->arena, d->call->host, d->named.folder, NULL, &calendar, &said, &d->answer->problems, err)) return answer_fail(d->answer, err);
    } else if (!calendar_make(d->arena, NULL, 0, NULL, 0, &calendar, err)) return answer_fail(d->answer, err);
    d->calendar = calendar;
    return true;
}

static bool write_file(const struct dating *d, struct err *err) {
    const char *path = str_c(d->arena, call_option(d->call, "out"));
    if (!page_file_write(d->arena, path, month_page(d), err)) return false;
    page_paragraphf(d->answer->page, "Wrote %s.", path);
    return true;
}


static bool policy_calendar_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct dating d = { .call = call, .answer = answer, .arena = answer->arena };
    if (call_has(call, "out") && !page_file_check(str_c(answer->arena, call_option(call, "out")), &err)) return answer_fail(answer, &err);
    if (!open_policy(&d, &err)) return false;
    if (!read_span(&d, &err)) return answer_fail(answer, &err);
    bool fine = d.school ? due_days_of_school(d.arena, d.school, d.from, d.to, call->as_of, call->tick, &d.days, &err)
                         : due_days_of_policy(d.arena, &d.named, d.calendar, d.from, d.to, &d.days, &err);
    if (!fine) return answer_fail(answer, &err);
    struct sheet *sheet = due_sheet(&d, d.from, d.to, true);
    answer->result = due_sheet(&d, d.from, d.to, false);
    answer->page = page_new(d.arena, STR("What falls due"));
    if (sheet->row_count) page_table(answer->page, sheet);
    if (!sheet->row_count) page_paragraphf(answer->page, "%.*s: nothing falls due.", STR_ARG(span_words(&d)));
    else
        page_paragraphf(answer->page, "%.*s: %.*s on %.*s.", STR_ARG(span_words(&d)),
                        STR_ARG(count_of(d.arena, sheet->row_count, "thing", "things")),
                        STR_ARG(count_of(d.arena, days_in(sheet), "day", "days")));
    say_basis(&d, answer->page);
    if (call_has(call, "out") && !write_file(&d, &err)) return answer_fail(answer, &err);
    if (d.school && sheet->row_count) answer_next(answer, "check %.*s", STR_ARG(sheet_at(sheet, 0, 1)->text));
    if (!call_has(call, "out")) answer_next(answer, "policy calendar --out due.html");
    rows_json(call, answer);
    return true;
}

ARGUMENTS(calendar, { ARGUMENT_TEXT, NULL, "POLICY", false, false }, AS_OF);
OPTIONS(calendar, { "from", "DATE", "the first day; today unless said" },
        { "to", "DATE", "the last day, as \"end of term\" or 31/8/2027; three months later unless said" },
        { "all", NULL, "also what everybody has done already" },
        { "out", "FILE", "as a page of months: .html, .md or .txt" });
EXAMPLES(calendar, "policy calendar\tthe coming three months", "policy calendar --to \"end of year\"\tup to 31 August",
         "policy calendar --from 1/9/2026 --to 31/8/2027 --out year.html\ta year as a page of months",
         "policy calendar ept-2022\tthe days of the printed policy, without pupils");

const struct command policy_verb_calendar = {
    .name = "policy calendar", TEAM_POLICY, .group = GROUP_CHECK, .effect = EFFECT_READS, .writing_option = "out", .usage = "[POLICY] [as of DATE]",
    .about = "What falls due on which day, for how many and who sees to it.",
    LISTED(calendar), OPTED(calendar), .examples = calendar_examples, .run = policy_calendar_run
};
