/* SPDX-License-Identifier: GPL-3.0-or-later
 * diary - the word `calendar`; see diary.h.
 * Owns:  reports/calendar-*.ics and reports/interviews/ in the school's folder.
 * Must not know: how a calendar file is written.
 */
#include "work/diary.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/guess.h"
#include "base/utf8.h"
#include "formats/ics.h"
#include "store/activity.h"
#include "work/due_days.h"
#include "work/letter.h"
#include "work/occasion.h"
#include "work/rows.h"
#include "work/school.h"
#include "work/wording.h"

#define EVENTS_MOST 20000
#define FILE_MOST (8u << 20)
#define FEW 6              /* what fewer pupils are to do says something of each of them */
#define INTERVIEWS "reports/interviews"

struct event_list {
    struct ics_event *at;
    size_t count, room;
};

struct diary {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct str domain;             /* of the UIDs */
    struct date from, to;          /* the school year of the day; of the year's dates those that are still to come */
    int32_t role;                  /* whose dates alone; -1: everybody's */
    struct event_list events;
};

static void add(struct diary *d, struct str uid, struct str title, struct str text, struct date first, struct date last) {
    if (date_before(last, d->from) || date_after(first, d->to) || d->events.count == EVENTS_MOST) return;
    if (d->events.count == d->events.room) {
        size_t room = d->events.room ? d->events.room * 2 : 64;
        struct ics_event *more = arena_array(d->arena, struct ics_event, room);
        for (size_t i = 0; i < d->events.count; i++) more[i] = d->events.at[i];
        d->events.at = more;
        d->events.room = room;
    }
    d->events.at[d->events.count++] = (struct ics_event){
        .uid = str_format(d->arena, "%.*s@%.*s", STR_ARG(uid), STR_ARG(d->domain)), .title = title, .text = text, .first = first, .last = last,
    };
}

/* ---- what goes in ---------------------------------------------------------------------------------------------------- */

/* Once a year, or once a record: the day may move and it is the same thing still. */
static bool add_occasions(struct diary *d, struct err *err) {
    struct occasions occasions;
    if (!occasion_list(d->arena, d->school, d->from, &occasions, err)) return false;
    for (size_t i = 0; i < occasions.count; i++) {
        const struct occasion *o = &occasions.at[i];
        if (date_before(o->day, d->from) || (d->role >= 0 && o->role != d->role)) continue;
        struct str uid = str_find(o->name, STR(":")) != SIZE_MAX
            ? o->name : str_format(d->arena, "%.*s-%d", STR_ARG(o->name), school_year_of(o->day));
        add(d, uid, utf8_capital(d->arena, o->title), (struct str){ 0 }, o->day, o->day);
    }
    return true;
}

/* Of few pupils it would say something of each of them; what is done needs no day. */
static bool is_for(const struct due_line *line, int32_t role) {
    if (line->version->owner != role || !(line->to_do || line->not_known)) return false;
    return line->subject == SUBJECT_SCHOOL || line->of >= FEW;
}

static struct str thing(const struct diary *d, const struct due_line *line) {
    const struct rule *rule = &d->school->policy->rules[line->rule];
    return str_format(d->arena, "%.*s (%.*s)", STR_ARG(utf8_capital(d->arena, rule_words(d->arena, rule))), STR_ARG(rule->clause));
}

/* What falls due on one day, each thing once, under whoever sees to it. */
struct day_list {
    struct buf text;
    struct str *things;
    size_t count;
};

static bool is_new(const struct day_list *list, size_t from, struct str text) {
    for (size_t i = from; i < list->count; i++)
        if (str_equal(list->things[i], text)) return false;
    return true;
}

static void list_day(const struct diary *d, const struct due_line *lines, size_t count, struct day_list *list) {
    const struct policy *policy = d->school->policy;
    for (int32_t role = -1; role < (int32_t)policy->role_count; role++) {
        size_t before = list->count;
        if (d->role >= 0 && role != d->role) continue;
        for (size_t i = 0; i < count; i++) {
            if (!is_for(&lines[i], role)) continue;
            struct str text = thing(d, &lines[i]);
            if (!is_new(list, before, text)) continue;
            if (list->count == before && d->role < 0)
                buf_printf(&list->text, "%s%.*s:\n", list->text.size ? "\n" : "", STR_ARG(role < 0 ? STR("Nobody's yet") : policy->roles[role].title));
            buf_printf(&list->text, "- %.*s\n", STR_ARG(text));
            list->things[list->count++] = text;
        }
    }
}

/* The last days of the policy's promises: one entry a day, the list inside it. */
static bool add_deadlines(struct diary *d, struct err *err) {
    struct due_days days;
    char iso[DATE_ISO_SIZE];
    if (!due_days_of_school(d->arena, d->school, d->from, d->to, d->call->as_of, d->call->tick, &days, err)) return false;
    struct day_list list = { .things = arena_array(d->arena, struct str, days.count + 1) };
    for (size_t i = 0, end; i < days.count; i = end) {
        for (end = i + 1; end < days.count && date_same(days.at[end].day, days.at[i].day);) end++;
        list.count = 0;
        buf_clear(&list.text);
        list_day(d, days.at + i, end - i, &list);
        if (!list.count) continue;
        struct str whose = d->role < 0 ? (struct str){ 0 } : str_format(d->arena, "-%.*s", STR_ARG(d->school->policy->roles[d->role].key));
        struct str title = list.count > 1 ? str_format(d->arena, "%.*s: last day for %zu things", STR_ARG(d->role < 0 ? STR("Careers") : d->school->policy->roles[d->role].title), list.count)
                                          : str_format(d->arena, "Last day: %.*s", STR_ARG(list.things[0]));
        struct str text = list.count > 1 ? str_copy(d->arena, str_trim(buf_str(&list.text))) : (struct str){ 0 };
        add(d, str_format(d->arena, "due%.*s-%s", STR_ARG(whose), date_iso(days.at[i].day, iso)), title, text, days.at[i].day, days.at[i].day);
    }
    buf_free(&list.text);
    return true;
}

/* A title that people wrote may name a pupil: the kind and the organisation say enough. */
static struct str visit_title(struct arena *arena, const char *what, const struct activity_row *row) {
    return row->organisation_name.size ? str_format(arena, "%s: %.*s", what, STR_ARG(row->organisation_name)) : str_from(what);
}

static bool add_visits(struct diary *d, struct err *err) {
    static const struct { const char *kind, *words; } VISITS[] = {
        { "encounter", "Employer encounter" }, { "provider", "Visit of a provider" }, { "workplace", "Time at a workplace" } };
    for (size_t v = 0; v < COUNT_OF(VISITS); v++) {
        struct activity_filter filter = ACTIVITY_ANY;
        struct activity_row *rows;
        size_t count;
        filter.kind = kinds_find(d->school->kinds, str_from(VISITS[v].kind));
        filter.from = d->from;
        filter.to = d->to;
        if (filter.kind < 0) continue;
        if (!activity_list(d->school->db, d->school->kinds, d->arena, &filter, &rows, &count, err)) return false;
        for (size_t i = 0; i < count; i++) {
            struct date last = date_known(rows[i].last_day) ? rows[i].last_day : rows[i].date;
            if (rows[i].cancelled || (rows[i].people && rows[i].people < FEW)) continue;
            add(d, str_format(d->arena, "activity-%lld", (long long)rows[i].id), visit_title(d->arena, VISITS[v].words, &rows[i]), (struct str){ 0 }, rows[i].date, last);
        }
    }
    return true;
}

/* ---- a file ---------------------------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b) {
    const struct ics_event *x = a, *y = b;
    if (x->first.day != y->first.day) return x->first.day < y->first.day ? -1 : 1;
    return str_compare(x->uid, y->uid);
}

/* What was given out before, so that a change raises the number of an event and the rest stays as it was. */
static bool earlier(struct diary *d, const char *path, struct ics *out, struct err *err) {
    struct str bytes;
    *out = (struct ics){ .stamp = DATE_NONE };
    if (!file_exists(path)) return true;
    if (!file_read(d->arena, path, FILE_MOST, &bytes, err)) return false;
    struct err unread = { 0 };
    if (ics_read(d->arena, bytes, out, &unread)) return true;
    err_set(err, CODE_FILE_IN_USE, "%s is there, and it is no calendar that Signpost wrote: it stays as it is.", path);
    return err_next(err, d->call->output.size ? "give another name:  --output FILE" : "move it away, then ask again");
}

static const struct ics_event *find_event(const struct ics *ics, struct str uid) {
    for (size_t i = 0; i < ics->count; i++)
        if (str_equal(ics->events[i].uid, uid)) return &ics->events[i];
    return NULL;
}

static void raise_changed(struct ics_event *events, size_t count, const struct ics *before) {
    for (size_t i = 0; i < count; i++) {
        const struct ics_event *old = find_event(before, events[i].uid);
        if (old) events[i].sequence = old->sequence + !ics_event_same(old, &events[i]);
    }
}

/* One event a UID: two rules of one name on a day can not both be in. */
static void settle_order(struct event_list *events) {
    size_t kept = 0;
    if (events->count) qsort(events->at, events->count, sizeof *events->at, by_day);
    for (size_t i = 0; i < events->count; i++)
        if (!kept || !str_equal(events->at[kept - 1].uid, events->at[i].uid)) events->at[kept++] = events->at[i];
    events->count = kept;
}

static bool write_ics(const char *path, const struct ics *ics, struct err *err) {
    struct buf out = { 0 };
    bool fine = ics_write(ics, &out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return fine;
}

static struct sheet *event_sheet(const struct diary *d, bool brief) {
    bool longer = false;
    for (size_t i = 0; i < d->events.count; i++) longer = longer || !date_same(d->events.at[i].first, d->events.at[i].last);
    struct sheet *sheet = sheet_new(d->arena, STR("events"), (struct str){ 0 });
    sheet_column(sheet, STR("day"), STR("Day"), CELL_DAY)->keep = true;
    if (longer) sheet_column(sheet, STR("to"), STR("To"), CELL_DAY);
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    if (!brief) sheet_column(sheet, STR("inside"), STR("Inside"), CELL_TEXT);
    for (size_t i = 0; i < d->events.count; i++) {
        const struct ics_event *event = &d->events.at[i];
        sheet_row(sheet);
        sheet_day(sheet, event->first);
        if (longer) sheet_day(sheet, event->last);
        sheet_text(sheet, event->title);
        if (brief) continue;
        if (event->text.size) sheet_text(sheet, event->text);
        else sheet_none(sheet, STR("nothing more"));
    }
    return sheet;
}

static bool one_file(struct diary *d, const char *what, const char *title, struct err *err) {
    struct str whose = d->role < 0 ? (struct str){ 0 } : str_format(d->arena, "-%.*s", STR_ARG(d->school->policy->roles[d->role].key));
    struct str name = str_format(d->arena, "reports/calendar-%s%.*s.ics", what, STR_ARG(whose));
    const char *path = d->call->output.size ? str_c(d->arena, d->call->output) : school_path(d->arena, d->school, str_c(d->arena, name));
    struct ics before;
    settle_order(&d->events);
    if (!earlier(d, path, &before, err)) return false;
    raise_changed(d->events.at, d->events.count, &before);
    struct ics ics = { .method = ICS_PUBLISH, .name = str_format(d->arena, "%s, %.*s", title, STR_ARG(d->school->name)),
                       .stamp = d->call->as_of, .events = d->events.at, .count = d->events.count };
    if (!file_make_folder(school_path(d->arena, d->school, "reports"), err) || !write_ics(path, &ics, err)) return false;
    struct sheet *sheet = event_sheet(d, true);
    d->answer->result = event_sheet(d, false);
    d->answer->page = page_new(d->arena, str_from(title));
    if (sheet->row_count) page_table(d->answer->page, sheet);
    page_paragraphf(d->answer->page, "Wrote %s: %.*s.\n"
                    "Open it to add them to a calendar, or put it where your calendar can subscribe to\n"
                    "it: written again it brings the same entries up to date.",
                    d->call->output.size ? path : str_c(d->arena, name), STR_ARG(count_of(d->arena, d->events.count, "entry", "entries")));
    return true;
}

/* ---- invitations ----------------------------------------------------------------------------------------------------- */

struct invitations {
    struct sheet *sheet;
    size_t asked, same, withdrawn, nobody;
};

static const struct person *adviser_of(const struct diary *d, const struct activity_card *card, int32_t field) {
    for (size_t i = 0; i < card->field_count; i++) {
        if (card->fields[i].field != (uint32_t)field || card->fields[i].value == VALUE_NONE) continue;
        for (size_t k = 0; k < d->school->people->count; k++)
            if (d->school->people->at[k].staff && d->school->people->at[k].staff == card->fields[i].value) return &d->school->people->at[k];
    }
    return NULL;
}

static void invitation_row(struct invitations *in, const struct ics_event *event, const char *what) {
    sheet_row(in->sheet);
    sheet_day(in->sheet, event->first);
    sheet_text(in->sheet, event->attendee.name);
    sheet_text(in->sheet, str_from(what));
}

static const char *invitation_path(struct diary *d, int64_t id) {
    return school_path(d->arena, d->school, str_c(d->arena, str_format(d->arena, INTERVIEWS "/interview-%lld.ics", (long long)id)));
}

/* Written when it is new or says something else; else the file stays as it is. */
static bool invite(struct diary *d, const struct activity_card *card, const struct person *adviser, struct invitations *in, struct err *err) {
    const struct mail_settings *mail = &d->school->people->mail;
    const char *path = invitation_path(d, card->row.id);
    struct ics before;
    struct ics_event event = {
        .uid = str_format(d->arena, "activity-%lld@%.*s", (long long)card->row.id, STR_ARG(d->domain)), .title = STR("Careers interview"),
        .first = card->row.date, .last = date_known(card->row.last_day) ? card->row.last_day : card->row.date,
        .organizer = { str_format(d->arena, "Careers, %.*s", STR_ARG(d->school->name)), mail->from },
        .attendee = { person_full(d->arena, adviser), mail->trial_to.size ? mail->trial_to : adviser->email },
    };
    if (!letter_may_go(mail, event.attendee.name, event.attendee.address, err) || !earlier(d, path, &before, err)) return false;
    const struct ics_event *old = find_event(&before, event.uid);
    if (old && before.method == ICS_REQUEST && ics_event_same(old, &event)) {
        in->same++;
        invitation_row(in, &event, "as it was");
        return true;
    }
    if (old) event.sequence = old->sequence + 1;
    in->asked++;
    invitation_row(in, &event, old ? "changed" : "new");
    return write_ics(path, &(struct ics){ .method = ICS_REQUEST, .stamp = d->call->as_of, .events = &event, .count = 1 }, err);
}

/* The record is cancelled or gone: whoever was asked is told so, once. */
static bool withdraw(struct diary *d, int64_t id, struct invitations *in, struct err *err) {
    const char *path = invitation_path(d, id);
    struct ics before;
    if (!earlier(d, path, &before, err)) return false;
    if (!before.count || before.method == ICS_CANCEL || date_before(before.events[0].last, d->call->as_of)) return true;
    struct ics_event event = before.events[0];
    event.sequence++;
    in->withdrawn++;
    invitation_row(in, &event, "withdrawn");
    return write_ics(path, &(struct ics){ .method = ICS_CANCEL, .stamp = d->call->as_of, .events = &event, .count = 1 }, err);
}

/* Files of earlier runs whose interview is not planned any more. */
static bool withdraw_others(struct diary *d, const struct activity_row *rows, size_t count, struct invitations *in, struct err *err) {
    struct str *names;
    size_t name_count;
    const char *folder = school_path(d->arena, d->school, INTERVIEWS);
    if (!file_is_folder(folder)) return true;
    if (!file_list(d->arena, folder, &names, &name_count, err)) return false;
    for (size_t i = 0; i < name_count; i++) {
        int64_t id;
        bool planned = false;
        if (!str_starts(names[i], "interview-") || !str_ends(names[i], ".ics")) continue;
        if (!str_whole(str_slice(names[i], sizeof "interview-" - 1, names[i].size - 4), &id)) continue;
        for (size_t r = 0; r < count; r++) planned = planned || (rows[r].id == id && !rows[r].cancelled);
        if (!planned && !withdraw(d, id, in, err)) return false;
    }
    return true;
}

static void say_invitations(struct diary *d, const struct invitations *in) {
    struct page *page = page_new(d->arena, STR("Interviews"));
    d->answer->page = page;
    d->answer->result = in->sheet;
    if (in->sheet->row_count) page_table(page, in->sheet);
    if (!in->sheet->row_count) page_paragraph(page, STR("No interview is planned from this day on that an adviser could be asked to."));
    else
        page_paragraphf(page, "%.*s written, %zu as before, %zu withdrawn,\n"
                        "in " INTERVIEWS "/.  Each is for its adviser: opened, it asks for an answer.\n"
                        "No pupil is named in it, and nothing was sent.",
                        STR_ARG(count_of(d->arena, in->asked, "invitation", "invitations")), in->same, in->withdrawn);
    if (in->nobody)
        answer_note(d->answer, "%.*s without an adviser who is in people.lua with an address: nobody could be asked.",
                    STR_ARG(count_of(d->arena, in->nobody, "planned interview is", "planned interviews are")));
}

static bool interviews(struct diary *d, struct err *err) {
    struct invitations in = { .sheet = sheet_new(d->arena, STR("invitations"), (struct str){ 0 }) };
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    const struct kinds *kinds = d->school->kinds;
    filter.kind = kinds_find(kinds, STR("guidance"));
    filter.from = d->call->as_of;
    bug_if(filter.kind < 0);
    int32_t adviser = kind_find_field(&kinds->kinds[filter.kind], STR("adviser"));
    sheet_column(in.sheet, STR("day"), STR("Day"), CELL_DAY)->keep = true;
    sheet_column(in.sheet, STR("adviser"), STR("Adviser"), CELL_TEXT)->keep = true;
    sheet_column(in.sheet, STR("invitation"), STR("Invitation"), CELL_TEXT);
    if (!file_make_folder(school_path(d->arena, d->school, "reports"), err) || !file_make_folder(school_path(d->arena, d->school, INTERVIEWS), err)
        || !activity_list(d->school->db, kinds, d->arena, &filter, &rows, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        bool found;
        if (rows[i].cancelled) continue;
        if (!activity_read(d->school->db, kinds, d->arena, rows[i].id, &card, &found, err)) return false;
        const struct person *who = found ? adviser_of(d, &card, adviser) : NULL;
        if (!who || !who->email.size) in.nobody++;
        else if (!invite(d, &card, who, &in, err)) return false;
    }
    if (!withdraw_others(d, rows, count, &in, err)) return false;
    say_invitations(d, &in);
    return true;
}

/* ---- the word -------------------------------------------------------------------------------------------------------- */

static struct str domain_of(const struct mail_settings *mail) {
    struct str before, after;
    if (str_cut(mail->from, '@', &before, &after) && after.size) return after;
    return mail->domain_count ? mail->domains[0] : STR("school.invalid");
}

static bool which(const struct command_call *call, struct answer *answer, struct str *out, struct err *err) {
    static const struct str NAMES[] = { STR_INIT("year"), STR_INIT("visits"), STR_INIT("interviews") };
    *out = NAMES[0];
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) *out = str_trim(call->parts[i].text);
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_equal(*out, NAMES[i])) return true;
    struct str hint = guess_hint(answer->arena, *out, NAMES, COUNT_OF(NAMES));
    err_set(err, CODE_ARGUMENTS, "There is no calendar called '%.*s'.", STR_ARG(*out));
    if (hint.size) return err_next(err, "%.*s", STR_ARG(hint));
    return err_next(err, "calendar year, calendar visits or calendar interviews");
}

/* "tutor", "tutors", "Careers Leader". */
static bool find_role(struct diary *d, struct err *err) {
    const struct policy *policy = d->school->policy;
    struct str said = call_option(d->call, "role"), *names = arena_array(d->arena, struct str, policy->role_count + 1);
    d->role = -1;
    if (!call_has(d->call, "role")) return true;
    for (size_t i = 0; i < policy->role_count; i++) {
        struct str key = policy->roles[i].key, many = str_format(d->arena, "%.*ss", STR_ARG(key));
        names[i] = key;
        if (str_equal_fold_ascii(said, key) || str_equal_fold_ascii(said, many) || str_equal_fold_ascii(said, policy->roles[i].title)) d->role = (int32_t)i;
    }
    if (d->role >= 0) return true;
    struct str hint = guess_hint(d->arena, said, names, policy->role_count);
    err_set(err, CODE_ARGUMENTS, "There is no role '%.*s'.", STR_ARG(said));
    return hint.size ? err_next(err, "%.*s", STR_ARG(hint)) : err_next(err, "calendar year --role tutor,  or careers_leader, senco, slt ...");
}

bool diary_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str what;
    struct diary d = { .call = call, .answer = answer, .arena = answer->arena };
    if (!which(call, answer, &what, &err)) return answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_POLICY, &d.school)) return false;
    if (!find_role(&d, &err)) return answer_fail(answer, &err);
    if (d.role >= 0 && !str_is(what, "year")) {
        err_set(&err, CODE_ARGUMENTS, "--role goes with the dates of the year alone.");
        err_next(&err, "calendar year --role tutor");
        return answer_fail(answer, &err);
    }
    int year = school_year_of(call->as_of);
    d.domain = domain_of(&d.school->people->mail);
    d.from = str_is(what, "year") ? call->as_of : school_year_day(year, 9, 1);
    d.to = school_year_day(year, 8, 31);
    bool fine;
    if (str_is(what, "interviews")) fine = interviews(&d, &err);
    else if (str_is(what, "visits")) fine = add_visits(&d, &err) && one_file(&d, "visits", "Careers visits", &err);
    else
        fine = add_occasions(&d, &err) && add_deadlines(&d, &err) && (d.role >= 0 || add_visits(&d, &err)) && one_file(&d, "year", "Careers year", &err);
    if (!fine) return answer_fail(answer, &err);
    rows_json(call, answer);
    return true;
}
