/* SPDX-License-Identifier: GPL-3.0-or-later
 * doctor - is everything in order here; see doctor.h.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Each check says what it found in one line and, where something is wrong, what mends it.
 */
#include "work/doctor.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "policy/model.h"
#include "policy/param.h"
#include "store/chain.h"
#include "store/intake.h"
#include "work/backup.h"
#include "work/change.h"
#include "work/drafts.h"
#include "work/erasure.h"
#include "work/export_left.h"
#include "work/import.h"
#include "work/letter_words.h"
#include "work/lineage.h"
#include "work/occasion.h"
#include "work/outbox.h"
#include "work/owner_sight.h"
#include "work/posts.h"
#include "work/reach.h"
#include "work/redact.h"
#include "work/rights.h"
#include "work/roster.h"
#include "work/rows.h"
#include "work/school.h"
#include "work/stand_in.h"
#include "work/undelivered.h"
#include "work/waiting.h"
#include "work/wording.h"

#define IMPORT_OLD_DAYS 31
#define DRAFT_DAYS 7
#define COPY_OLD_DAYS 31
#define CLOCK_SLACK 300
#define SLIPS_SHOWN 5

enum health { HEALTH_GOOD, HEALTH_NOTE, HEALTH_BAD };

struct examining {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;       /* NULL: the records can not be opened */
    struct sheet *sheet;
    size_t notes, bad;
};

static void say(struct examining *x, const char *what, enum health health, struct str found, struct str mend) {
    static const char *const WORDS[] = { "in order", "look at it", "wrong" };
    sheet_row(x->sheet);
    sheet_text(x->sheet, str_from(what));
    sheet_text(x->sheet, str_from(WORDS[health]));
    sheet_text(x->sheet, found);
    if (mend.size) sheet_text(x->sheet, mend);
    else sheet_none(x->sheet, STR("nothing to do"));
    x->notes += health == HEALTH_NOTE;
    x->bad += health == HEALTH_BAD;
}

static struct str text_of(struct examining *x, const struct err *err) { return str_copy(x->arena, str_from(err->text)); }

/* ---- records -------------------------------------------------------------------------------------------------------------- */

static void check_records(struct examining *x) {
    struct err err = { 0 };
    if (db_check(x->school->db, true, &err)) say(x, "records", HEALTH_GOOD, STR("whole, and of this program"), (struct str){ 0 });
    else say(x, "records", HEALTH_BAD, text_of(x, &err), STR("restore  lists the copies that can be put back"));
}

static void check_journal(struct examining *x) {
    struct err err = { 0 };
    int64_t broken, rows;
    if (!change_verify(x->arena, x->school->db, &broken, &rows, &err)) say(x, "journal", HEALTH_BAD, text_of(x, &err), STR("restore"));
    else if (broken)
        say(x, "journal", HEALTH_BAD, str_format(x->arena, "does not hold from row %lld on", (long long)broken),
            STR("restore,  or  journal --accept-break \"WHY\""));
    else say(x, "journal", HEALTH_GOOD, str_format(x->arena, "it holds: %.*s", STR_ARG(count_of(x->arena, (uint64_t)rows, "row", "rows"))), (struct str){ 0 });
}

/* A clock that stands before the last thing that was done, or years away from it, makes every date wrong. */
static void check_clock(struct examining *x) {
    struct err err = { 0 };
    struct chain_row head = { 0 };
    int64_t now = clock_now();
    char day[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    struct str today = str_copy(x->arena, str_from(date_long(clock_london_date(now), day)));
    if (!chain_head(x->school->db, x->arena, &head, &err) || head.number == 0 || head.at <= now + CLOCK_SLACK) {
        say(x, "clock", HEALTH_GOOD, today, (struct str){ 0 });
        return;
    }
    say(x, "clock", HEALTH_BAD,
        str_format(x->arena, "it says %.*s; the newest entry of the journal is of %s", STR_ARG(today), date_long(clock_london_date(head.at), last)),
        STR("set the computer's clock"));
}

/* ---- rights and place ------------------------------------------------------------------------------------------------------ */

static void check_rights(struct examining *x) {
    struct rights rights = rights_look(x->arena, x->call->folder);
    if (rights.written.size)
        say(x, "rights", HEALTH_BAD, str_format(x->arena, "others can write: %.*s", STR_ARG(rights.written)), rights_mend(x->arena, x->call->folder));
    else if (rights.read.size)
        say(x, "rights", HEALTH_NOTE, str_format(x->arena, "others can read: %.*s", STR_ARG(rights.read)), rights_mend(x->arena, x->call->folder));
    else say(x, "rights", HEALTH_GOOD, STR("only you can read and write"), (struct str){ 0 });
}

static void check_place(struct examining *x) {
    const char *what;
    if (!file_on_network(x->call->folder, &what)) say(x, "place", HEALTH_GOOD, STR("a disk of this computer"), (struct str){ 0 });
    else
        say(x, "place", HEALTH_BAD, str_format(x->arena, "a network folder (%s): records can be damaged there", what),
            STR("move the school's folder to this computer; send reports to the share"));
}

/* ---- what the judging rests on ------------------------------------------------------------------------------------------------ */

static void check_policy(struct examining *x) {
    size_t warnings = x->school->warnings.warnings;
    if (!warnings) {
        say(x, "policy", HEALTH_GOOD, x->school->policy->edition, (struct str){ 0 });
        return;
    }
    say(x, "policy", HEALTH_NOTE, str_format(x->arena, "%.*s; %.*s", STR_ARG(x->school->policy->edition), STR_ARG(count_of(x->arena, warnings, "warning", "warnings"))),
        STR("policy check"));
}

/* Pupils of years that the policy's header does not name are judged all the same. */
static void check_years(struct examining *x) {
    const struct kinds *kinds = x->school->kinds;
    int32_t fact = kinds->known.years_taught;
    int64_t taught = fact == FIELD_ABSENT ? VALUE_NONE : x->school->policy->school_facts[fact];
    struct roster *roster;
    struct err err = { 0 };
    size_t others = 0;
    uint32_t years = 0;
    if (taught == VALUE_NONE || !roster_read(x->arena, x->school, x->call->as_of, &roster, &err)) return;
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *pupil = &roster->pupils[i];
        if (!pupil->on_roll || pupil->year < 0 || pupil->year > 31 || (taught >> pupil->year & 1)) continue;
        years |= 1u << pupil->year;
        others++;
    }
    if (!others) return;
    say(x, "years", HEALTH_NOTE,
        str_format(x->arena, "%.*s on roll in %.*s, which policy.lua does not name as taught", STR_ARG(count_of(x->arena, others, "pupil is", "pupils are")),
                   STR_ARG(years_say(x->arena, years))),
        STR("mend years_taught and sixth_form in policy.lua"));
}

static void check_terms(struct examining *x) {
    char name[SCHOOL_YEAR_SIZE];
    int year = school_year_of(x->call->as_of);
    school_year_name(year, name);
    if (!calendar_has_terms(x->school->calendar, year))
        say(x, "terms", HEALTH_BAD, str_format(x->arena, "no term dates for %s: every weekday counts as a school day", name),
            STR("write them into terms.lua, or  import terms.csv"));
    else if (!calendar_has_terms(x->school->calendar, year + 1) && date_after(x->call->as_of, school_year_day(year, 4, 30))) {
        school_year_name(year + 1, name);
        say(x, "terms", HEALTH_NOTE, str_format(x->arena, "none yet for %s", name), STR("write them into terms.lua before September"));
    } else say(x, "terms", HEALTH_GOOD, str_format(x->arena, "there for %s", name), (struct str){ 0 });
}

static bool has_holder(const struct people *people, struct str role, struct date day) {
    for (size_t i = 0; i < people->count; i++)
        if (person_holds(&people->at[i], role, day)) return true;
    return false;
}

/* Roles that answer for something in this school and that nobody holds. */
static void check_roles(struct examining *x) {
    const struct policy *policy = x->school->policy;
    bool *owns = arena_array(x->arena, bool, policy->role_count + 1);
    struct buf empty = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule_version *version = policy->rules[i].applies && policy->rules[i].version_count ? rule_at(&policy->rules[i], x->call->as_of) : NULL;
        if (version && version->owner >= 0) owns[version->owner] = true;
    }
    for (size_t i = 0; i < policy->role_count; i++) {
        if (!owns[i] || has_holder(x->school->people, policy->roles[i].key, x->call->as_of)) continue;
        buf_printf(&empty, "%s%.*s", count ? ", " : "", STR_ARG(policy->roles[i].title));
        count++;
    }
    if (count) say(x, "people", HEALTH_NOTE, str_format(x->arena, "nobody is %.*s", STR_ARG(buf_str(&empty))), STR("write them into people.lua, or import the staff"));
    else say(x, "people", HEALTH_GOOD, STR("every post that answers for something has a holder"), (struct str){ 0 });
    buf_free(&empty);
}

/* Slips in roles and forms: the letters go to somebody else, or to nobody. */
static void check_posts(struct examining *x) {
    struct problems found = { .arena = x->arena };
    struct err err = { 0 };
    const struct school *school = x->school;
    posts_check_roles(school->people, school->policy, true, &found);
    if (!posts_check_forms(x->arena, x->school, school->people, school->policy, x->call->as_of, &found, &err)) say(x, "people", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
    for (size_t i = 0; i < found.count; i++) {
        const struct problem *p = &found.at[i];
        struct str place = p->place.line ? str_format(x->arena, "people.lua line %u: ", p->place.line) : (struct str){ 0 };
        say(x, "people", p->severity == SEVERITY_ERROR ? HEALTH_BAD : HEALTH_NOTE, str_format(x->arena, "%.*s%.*s", STR_ARG(place), STR_ARG(p->said)), p->next);
    }
}

/* Each fact with the readers that a school may open it to has its line of audiences.lua. */
static struct str way_to_sight(struct examining *x, const struct audience_table *table, const struct owner_blind *blind) {
    struct buf out = { 0 };
    uint32_t closed = blind->withheld & ~blind->audience->most;
    for (int i = 0; i < ABOUT_COUNT; i++)
        if (blind->withheld & ~closed & ABOUT(i))
            buf_printf(&out, "%sallow \"%.*s\" { to = { \"%.*s\" }, reason = \"...\" }", out.size ? ", " : "in audiences.lua:  ", STR_ARG(table->rows[i].name),
                       STR_ARG(blind->audience->name));
    if (closed) buf_printf(&out, "%sgive the clause another owner, or tell them yourself who", out.size ? ";  else " : "");
    struct str text = str_copy(x->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Letters that can not say who, to people who are there. */
static void check_sight(struct examining *x) {
    struct viewer viewer;
    struct owner_blind *blind;
    struct err err = { 0 };
    if (!redact_viewer_named(x->arena, x->school, STR("careers_leader"), &viewer, &err)) {
        say(x, "letters", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
        return;
    }
    const struct audience_table *table = viewer.table;
    size_t count = owner_sight_find(x->arena, x->school->policy, table, x->call->as_of, &blind);
    for (size_t i = 0; i < count; i++) {
        const struct role *role = &x->school->policy->roles[blind[i].role];
        struct buf what = { 0 };
        if (!has_holder(x->school->people, role->key, x->call->as_of)) continue;
        for (int k = 0; k < ABOUT_COUNT; k++)
            if (blind[i].withheld & ABOUT(k)) buf_printf(&what, "%s%.*s", what.size ? ", " : "", STR_ARG(table->rows[k].about));
        say(x, "letters", HEALTH_NOTE, str_format(x->arena, "the %.*s is not told who it is in %.*s (%.*s)", STR_ARG(role->title), STR_ARG(blind[i].clauses),
                                                  STR_ARG(buf_str(&what))), way_to_sight(x, table, &blind[i]));
        buf_free(&what);
    }
}

/* Of whom mail can not go to nobody would hear: the letter is not even made. */
static void check_addresses(struct examining *x) {
    const struct mail_settings *mail = &x->school->people->mail;
    const struct person **list;
    size_t count = reach_list(x->arena, x->school, x->call->as_of, &list);
    if (!count) return;
    say(x, "people", mail->from.size ? HEALTH_BAD : HEALTH_NOTE,
        str_format(x->arena, "%.*s can not be written to: %.*s", STR_ARG(count_of(x->arena, count, "person", "people")), STR_ARG(reach_words(x->arena, mail, list, count))),
        count == 1 ? reach_mend(x->arena, mail, list[0]) : STR("mend the addresses in people.lua, or in the list of staff and import it;  mail { also = { \"...\" } }  allows one outside"));
}

/* One alone is written to: which one may not be an accident. */
static void check_two_holders(struct examining *x) {
    const struct policy *policy = x->school->policy;
    for (size_t i = 0; i < policy->role_count; i++) {
        struct str said = people_say_two(x->arena, x->school->people, &policy->roles[i], x->call->as_of);
        if (said.size) say(x, "people", HEALTH_NOTE, said, str_format(x->arena, "take \"%.*s\" from the roles of the others, or write first in people.lua whom you mean", STR_ARG(policy->roles[i].key)));
    }
}

/* Somebody opens what was written for a role that may see more. */
static void check_stand_ins(struct examining *x) {
    struct viewer viewer;
    struct err unheard = { 0 };
    struct stand_in *list;
    if (!redact_viewer_named(x->arena, x->school, STR("tutor"), &viewer, &unheard)) return;
    size_t count = stand_in_list(x->arena, x->school, viewer.table, x->call->as_of, false, &list);
    for (size_t i = 0; i < count; i++) say(x, "people", HEALTH_NOTE, list[i].said, STR("name a deputy who may see it, or give each an address of their own"));
}

/* One person under two codes has two lists, and a name that fits two. */
static void check_twins(struct examining *x) {
    const struct people *people = x->school->people;
    for (size_t i = 0; i < people->count; i++)
        for (size_t k = i + 1; k < people->count; k++) {
            const struct person *a = &people->at[i], *b = &people->at[k];
            if ((!a->line && !b->line) || !str_equal(utf8_fold(x->arena, a->name), utf8_fold(x->arena, b->name))) continue;
            const struct person *listed = a->line ? a : b, *other = a->line ? b : a;
            say(x, "people", HEALTH_NOTE, str_format(x->arena, "%.*s is there twice, as %.*s and as %.*s", STR_ARG(listed->name), STR_ARG(listed->key), STR_ARG(other->key)),
                listed->line && other->line ? STR("take one of the lines out of people.lua, if it is one person")
                                            : str_format(x->arena, "if it is one person, write  staff \"%.*s\"  for %.*s in people.lua", STR_ARG(other->key), STR_ARG(listed->key)));
        }
}

/* An erasure that was cut off may have left what it took out in the file, in drafts or in copies. */
static void check_erasure(struct examining *x) {
    int64_t row;
    if (!erasure_pending(x->school->folder, &row)) return;
    say(x, "erasure", HEALTH_BAD, row ? str_format(x->arena, "that of journal row %lld is not finished", (long long)row) : STR("one was begun and is not finished"),
        STR("retain --delete  finishes it"));
}

static void check_imports(struct examining *x) {
    struct intake *rows;
    struct err err = { 0 };
    size_t count;
    char day[DATE_LONG_SIZE];
    if (!intake_list(x->school->db, x->arena, 1, &rows, &count, &err)) {
        say(x, "imports", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
        return;
    }
    if (!count) {
        say(x, "imports", HEALTH_NOTE, STR("nothing was brought in yet"), STR("import imports"));
        return;
    }
    int64_t age = x->call->as_of.day - rows[0].as_at.day;
    struct str last = str_format(x->arena, "the last is of %s", date_short(rows[0].as_at, day));
    if (age > IMPORT_OLD_DAYS) say(x, "imports", HEALTH_NOTE, last, STR("export again from the school's system and import it"));
    else say(x, "imports", HEALTH_GOOD, last, (struct str){ 0 });
    for (uint32_t k = 0; k < x->school->kinds->kind_count; k++) {
        const struct kind *kind = &x->school->kinds->kinds[k];
        struct date through;
        if (!kind->fresh_days || !intake_complete(x->school->db, x->school->kinds, k, &through, &err) || !date_known(through)) continue;
        if (date_before(date_add_days(through, kind->fresh_days), x->call->as_of))
            say(x, "imports", HEALTH_NOTE, str_format(x->arena, "%.*s: complete to %s only", STR_ARG(kind->name), date_short(through, day)),
                STR("import a newer file of them"));
    }
}

/* Names stand in what was left out, and it is forgotten easily once it is mended. */
static void check_left(struct examining *x) {
    struct str *names, first = { 0 };
    struct err unheard = { 0 };
    size_t count, books = 0;
    if (!file_list(x->arena, school_path(x->arena, x->school, "imports"), &names, &count, &unheard)) return;
    for (size_t i = 0; i < count; i++) {
        if (!import_left_is_one(names[i]) || !str_ends(names[i], ".xlsx")) continue;
        if (!books++) first = names[i];
    }
    if (!books) return;
    struct str more = books > 1 ? str_format(x->arena, " and %zu more", books - 1) : (struct str){ 0 };
    say(x, "imports", HEALTH_NOTE, str_format(x->arena, "imports/%.*s%.*s: rows left out, with names", STR_ARG(first), STR_ARG(more)),
        STR("mend and import what is still wanted, then delete them"));
}

/* A run that was cut off between the row of a file and its name. */
static void check_exports(struct examining *x) {
    struct departure *rows;
    struct err err = { 0 };
    size_t count;
    if (!export_left_lost(x->arena, x->school, &rows, &count, &err)) {
        say(x, "exports", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
        return;
    }
    for (size_t i = 0; i < count; i++)
        say(x, "exports", HEALTH_BAD, str_format(x->arena, "export %lld was cut off, and its file %.*s may be missing", (long long)rows[i].id, STR_ARG(rows[i].file)),
            export_left_mend(x->arena, &rows[i]));
    if (!count) say(x, "exports", HEALTH_GOOD, STR("every file that left got its name"), (struct str){ 0 });
}

/* Copies that were carried here from another school, and people whom a copy brought back. */
static void check_lineage(struct examining *x) {
    struct lineage of;
    struct returning *back;
    struct err err = { 0 };
    struct str name;
    size_t count;
    if (!lineage_read(x->school->db, x->arena, &of, &err) || !lineage_returned(x->school->db, x->arena, &back, &count, &err)) return;
    bool named = x->call->names || !(x->call->json || x->call->csv);
    for (size_t i = 0; i < count; i++) {
        struct str who = named ? back[i].name : str_format(x->arena, "pupil #%lld", (long long)back[i].pupil);
        say(x, "erasure", HEALTH_BAD, str_format(x->arena, "%.*s had been erased, and a copy brought the records back", STR_ARG(who)),
            named ? str_format(x->arena, "retain \"%.*s\" --delete because \"erased before\"", STR_ARG(who))
                  : STR("retain PUPIL --delete because \"erased before\"; doctor  at a terminal, or with --names, says who it is"));
    }
    if (!of.blank && backup_strangers(x->arena, x->school->folder, of.school, &name, &count))
        say(x, "copies", HEALTH_NOTE, str_format(x->arena, "%.*s in backups/ %s of another school: %.*s", STR_ARG(count_of(x->arena, count, "copy", "copies")),
                                                count == 1 ? "is" : "are", STR_ARG(name)),
            STR("move it to the folder of that school"));
}

static void check_copies(struct examining *x) {
    struct str name;
    struct date of;
    char day[DATE_LONG_SIZE];
    if (!backup_newest(x->arena, x->call->folder, &name, &of)) say(x, "copies", HEALTH_NOTE, STR("there is none"), STR("backup"));
    else if (clock_today().day - of.day > COPY_OLD_DAYS)
        say(x, "copies", HEALTH_NOTE, str_format(x->arena, "the newest is of %s", date_short(of, day)), STR("backup"));
    else say(x, "copies", HEALTH_GOOD, str_format(x->arena, "the newest is of %s", date_short(of, day)), (struct str){ 0 });
}

/* ---- mail -------------------------------------------------------------------------------------------------------------------- */

/* Messages of which nobody knows, and how many lie ready. */
static void check_messages(struct examining *x) {
    struct ledger_message *list, *list_ready;
    struct err err = { 0 };
    size_t count, ready;
    size_t old = 0;
    bool by_hand = x->school->people->mail.send_by == SEND_BY_DRAFTS;
    size_t kept = 0, gone = 0;
    if (!ledger_messages(x->school->db, x->arena, 1u << OUTBOX_DOUBTFUL, false, &list, &count, &err)
        || !ledger_messages(x->school->db, x->arena, 1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED, false, &list_ready, &ready, &err)) {
        say(x, "messages", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
        return;
    }
    for (size_t i = 0; i < ready; i++) {
        bool waits = waiting_is_old(x->school, &list_ready[i], x->call->today), drafted = list_ready[i].state == OUTBOX_PLANNED && list_ready[i].drafted_at;
        bool lies = drafted && drafts_lies(x->arena, x->school, &list_ready[i]);
        old += waits;
        kept += lies || (!drafted && !(waits && by_hand));
        gone += !waits && drafted && !lies && !date_before(list_ready[i].day, date_add_days(x->call->today, -DRAFT_DAYS)); /* an older one went by hand */
    }
    if (old && by_hand)
        say(x, "messages", HEALTH_NOTE, str_format(x->arena, "%.*s of an earlier day got no draft", STR_ARG(count_of(x->arena, old, "message", "messages"))),
            STR("remind --drafts  makes them anew"));
    if (gone)
        say(x, "messages", HEALTH_NOTE, str_format(x->arena, "the file of %.*s is no longer in outbox/", STR_ARG(count_of(x->arena, gone, "draft", "drafts"))),
            STR("outbox  lists them;  settle NUMBER arrived  if it was sent by hand, else  settle NUMBER drop:  it is told anew"));
    if (count)
        say(x, "messages", HEALTH_BAD, str_format(x->arena, "of %.*s nobody knows whether it went", STR_ARG(count_of(x->arena, count, "message", "messages"))),
            STR("outbox  lists them;  settle NUMBER arrived, again or drop"));
    else if (kept)
        say(x, "messages", HEALTH_NOTE, str_format(x->arena, "%.*s ready", STR_ARG(count_of(x->arena, kept, "lies", "lie"))),
            old && !by_hand ? STR("remind --send  makes those of an earlier day anew and sends them") : by_hand ? STR("send the drafts in outbox/ from your mail program;  settle NUMBER arrived  says so") : STR("send,  or open the drafts in outbox/"));
    else if (!gone && !old) say(x, "messages", HEALTH_GOOD, STR("none is waiting, none is in doubt"), (struct str){ 0 });
}

/* Whom the last message did not reach. */
static void check_reached(struct examining *x) {
    struct undelivered *list;
    struct err err = { 0 };
    size_t count;
    if (!undelivered_list(x->arena, x->school, &list, &count, &err)) {
        say(x, "messages", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct str said = undelivered_said(x->arena, &list[i]);
        say(x, "reached", HEALTH_BAD, list[i].words.size ? str_format(x->arena, "%.*s: %.*s", STR_ARG(said), STR_ARG(list[i].words)) : said,
            undelivered_mend(x->arena, &list[i]));
    }
}

/* Words and days of its own: a slip there stops the reminders. */
static void check_words(struct examining *x) {
    struct problems slips = { .arena = x->arena };
    struct err err = { 0 };
    const struct school *school = x->school;
    bool read = letter_words_check(x->arena, school->host, school->folder, &slips, &err)
                && occasion_check(x->arena, school->host, school->folder, school->policy, x->call->as_of, &slips, &err);
    if (!read && err.text[0]) say(x, "words", HEALTH_BAD, text_of(x, &err), (struct str){ 0 });
    for (size_t i = 0; i < slips.count; i++)
        if (slips.at[i].severity == SEVERITY_ERROR)
            say(x, "words", HEALTH_BAD, str_format(x->arena, "%.*s line %u: %.*s", STR_ARG(slips.at[i].place.file), slips.at[i].place.line, STR_ARG(slips.at[i].said)),
                slips.at[i].next);
}

/* Connects, signs in and leaves, without sending anything. */
static void check_mail(struct examining *x) {
    const struct mail_settings *mail = &x->school->people->mail;
    struct err err = { 0 };
    struct sink sink;
    const char *step = "the password or token";
    struct str trial = mail->trial_to.size ? STR("; trial is on") : (struct str){ 0 };
    const struct problems *slips = &x->school->people->mail_slips;
    check_messages(x);
    check_reached(x);
    check_words(x);
    if (slips->errors) {
        say(x, "mail", HEALTH_BAD, str_format(x->arena, "people.lua line %u: %.*s", slips->at[0].place.line, STR_ARG(slips->at[0].said)), slips->at[0].next);
        return;
    }
    if (!mail->from.size) {
        say(x, "mail", HEALTH_NOTE, STR("not arranged: messages can be looked at only"), STR("write  mail { from = \"...\" }  into people.lua"));
        return;
    }
    if (mail->send_by == SEND_BY_DRAFTS) {
        say(x, "mail", HEALTH_GOOD, str_format(x->arena, "messages leave as drafts%.*s", STR_ARG(trial)), (struct str){ 0 });
        return;
    }
    bool opened = send_open_sink(x->arena, x->school, &sink, &err);
    bool fine = opened && (!sink.probe || sink.probe(sink.self, &step, &err));
    if (opened && sink.close) sink.close(sink.self);
    struct str way = mail->send_by == SEND_BY_SMTP ? mail->smtp.host : mail->sendmail;
    if (fine) say(x, "mail", HEALTH_GOOD, str_format(x->arena, "%.*s lets us in; nothing was sent%.*s", STR_ARG(way), STR_ARG(trial)), (struct str){ 0 });
    else say(x, "mail", HEALTH_BAD, str_format(x->arena, "failed at %s: %s", step, err.text), str_copy(x->arena, str_from(err.next)));
}

/* What stops every word that judges, in the policy or in people.lua, with its line. */
static void say_slips(struct examining *x, const struct problems *found, const struct err *err) {
    size_t said = 0;
    if (!found->errors) say(x, "policy", HEALTH_BAD, text_of(x, err), STR("policy check"));
    for (size_t i = 0; i < found->count && said < SLIPS_SHOWN; i++) {
        const struct problem *p = &found->at[i];
        if (p->severity != SEVERITY_ERROR) continue;
        struct str place = p->place.line ? str_format(x->arena, "%.*s line %u: ", STR_ARG(p->place.file), p->place.line) : (struct str){ 0 };
        say(x, str_is(p->place.file, "people.lua") ? "people" : "policy", HEALTH_BAD, str_format(x->arena, "%.*s%.*s", STR_ARG(place), STR_ARG(p->said)),
            p->next.size ? p->next : STR("policy check  shows the line"));
        said++;
    }
    if (said < found->errors) say(x, "policy", HEALTH_BAD, str_format(x->arena, "%.*s more", STR_ARG(count_of(x->arena, found->errors - said, "error", "errors"))),
                                  STR("policy check  shows each with its line"));
}

/* ---- all of them --------------------------------------------------------------------------------------------------------------- */

/* What can not even be opened is said in a line of its own, and the rest is looked at all the same. */
static void open_school(struct examining *x) {
    struct err err = { 0 };
    struct problems found = { .arena = x->arena };
    struct command_call call = *x->call;
    x->school = call.school;
    if (!x->school) {
        if (!school_open(call.host, call.folder, &x->school, &found, &err)) {
            x->school = NULL;
            say(x, "records", HEALTH_BAD, text_of(x, &err), err.next[0] ? str_copy(x->arena, str_from(err.next)) : STR("restore  lists the copies"));
            return;
        }
        arena_hook(x->arena, (void (*)(void *))school_close, x->school);
    }
    check_records(x);
    check_journal(x);
    check_clock(x);
    check_erasure(x);
    check_lineage(x);
    if (school_load(x->school, SCHOOL_POLICY, call.as_of, &found, &err)) {
        check_policy(x);
        check_years(x);
        check_terms(x);
        check_roles(x);
        check_posts(x);
        check_sight(x);
        check_two_holders(x);
        check_addresses(x);
        check_stand_ins(x);
        check_twins(x);
        check_imports(x);
        check_left(x);
        check_exports(x);
        check_mail(x);
        return;
    }
    say_slips(x, &found, &err);
}

bool doctor_run(const struct command_call *call, struct answer *answer) {
    struct examining x = { .call = call, .answer = answer, .arena = answer->arena };
    x.sheet = sheet_new(answer->arena, STR("doctor"), (struct str){ 0 });
    sheet_column(x.sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(x.sheet, STR("state"), STR("State"), CELL_TEXT);
    sheet_column(x.sheet, STR("found"), STR("Found"), CELL_TEXT);
    sheet_column(x.sheet, STR("mend"), STR("What to do"), CELL_TEXT);
    check_place(&x);
    check_rights(&x);
    open_school(&x);
    check_copies(&x);
    answer->page = page_new(answer->arena, STR("Doctor"));
    page_table(answer->page, x.sheet);
    if (x.bad) page_paragraphf(answer->page, "%.*s wrong, %zu to look at.", STR_ARG(count_of(answer->arena, x.bad, "thing is", "things are")), x.notes);
    else if (x.notes) page_paragraphf(answer->page, "Nothing is wrong; %.*s to look at.", STR_ARG(count_of(answer->arena, x.notes, "thing", "things")));
    else page_paragraph(answer->page, STR("Everything is in order."));
    answer->result = x.sheet;
    if (x.bad) answer_outcome(answer, OUTCOME_DATA);
    rows_json(call, answer);
    return true;
}
