/* SPDX-License-Identifier: GPL-3.0-or-later
 * destinations - export destinations: where leavers of Years 11 to 14 are, whom nobody has reached, and who comes next (clauses
 * 4.3.4 and 4.3.5; facts/domain.md 8 and 12, item 24).
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The position is that of 1 November, each year until three years after leaving, as clause 4.3.4 counts it: it is known by what
 * was learnt in the school year of that November.  What was known before is told as such, with its day.  Who refuses or can
 * not be traced is told apart from who is not known, and is not asked again.
 */
#include <stdlib.h>

#include "work/council.h"
#include "work/exports.h"

#define WAIT_DAYS 14
#define TRIES 4
#define KEEP_MONTHS 36

static const struct council_field FIELDS[] = {
    { "left_on", "Left on", CELL_DAY },         { "position", "Position on", CELL_DAY }, { "status", "Status", CELL_TEXT },     { "doing", "Doing", CELL_TEXT },
    { "known_on", "Known on", CELL_DAY },       { "earlier", "Known before", CELL_TEXT }, { "earlier_on", "Known before on", CELL_DAY }, { "attempts", "Attempts", CELL_WHOLE },  { "last_attempt", "Last attempt", CELL_DAY }, { "next_step", "Next step", CELL_TEXT },
    { "next_on", "Next on", CELL_DAY },
};

enum reached { REACHED_UNKNOWN, REACHED_KNOWN, REACHED_UNTRACEABLE, REACHED_REFUSED, REACHED_COUNT };
static const char *const REACHED[REACHED_COUNT] = { "unknown", "known", "untraceable", "refused" };

struct leaver_position {
    const struct pupil_row *pupil;
    struct date left_on, position, known_on, earlier_on, last_attempt, next_on;
    struct str doing, earlier;
    enum reached reached;
    size_t attempts;
};

/* The n-th 1 November after leaving. */
static struct date november(struct date left, int n) {
    struct date first = school_year_day(school_year_of(left), 11, 1);
    if (date_before(first, left)) first = school_year_day(school_year_of(left) + 1, 11, 1);
    return date_add_months(first, 12 * n);
}

/* The last 1 November that has come, or the first one; DATE_NONE: three years are over. */
static struct date position_on(struct date left, struct date day, int *n) {
    struct date stop = date_add_months(left, KEEP_MONTHS);
    if (date_after(day, stop)) return DATE_NONE;
    for (*n = 0; !date_after(november(left, *n + 1), date_min(day, stop));) ++*n;
    return november(left, *n);
}

/* From when on something tells of that position: the September before it, or the day of leaving where that is later. */
static struct date tells_from(const struct leaver_position *p) { return date_max(school_year_start(school_year_of(p->position)), p->left_on); }

/* What is known of that position: a record of its school year, or a later one that names it; else what was known before it. */
static void take_known(const struct notes *notes, int n, struct leaver_position *p) {
    size_t count;
    struct date since = tells_from(p), until = school_year_start(school_year_of(p->position) + 1);
    const struct note *of = note_of(notes, p->pupil->id, &count);
    for (size_t i = 0; i < count; i++) {
        struct str doing = note_word(notes, &of[i], STR("activity"));
        int64_t snapshot = note_value(notes, &of[i], STR("snapshot"));
        bool named = snapshot == n, other = snapshot != VALUE_NONE && !named;
        if (!doing.size || str_is(doing, "not_known") || date_before(of[i].date, p->left_on)) continue;
        if (date_before(of[i].date, since)) {
            p->earlier = doing;
            p->earlier_on = of[i].date;
        }
        if (other || date_before(of[i].date, since) || (!named && !date_before(of[i].date, until))) continue;
        p->reached = REACHED_KNOWN;
        p->doing = doing;
        p->known_on = of[i].date;
    }
    if (p->reached != REACHED_KNOWN) return;
    p->earlier = (struct str){ 0 };
    p->earlier_on = DATE_NONE;
}

/* A refusal holds for good; what can not be traced until an attempt succeeds. */
static void take_attempts(const struct notes *chases, int n, struct leaver_position *p) {
    size_t count;
    struct date since = n ? school_year_start(school_year_of(p->position)) : p->left_on;
    const struct note *of = note_of(chases, p->pupil->id, &count);
    bool refused = false, lost = false;
    for (size_t i = 0; i < count; i++) {
        struct str result = note_word(chases, &of[i], STR("result"));
        if (date_before(of[i].date, p->left_on)) continue;
        refused = refused || str_is(result, "refused");
        if (result.size) lost = str_is(result, "untraceable");
        if (date_before(of[i].date, since)) continue;
        p->attempts++;
        p->last_attempt = of[i].date;
    }
    if (p->reached == REACHED_KNOWN) return;
    if (refused) {
        p->reached = REACHED_REFUSED;
        p->earlier = (struct str){ 0 };
        p->earlier_on = DATE_NONE;
    } else if (lost) p->reached = REACHED_UNTRACEABLE;
}

static struct str next_step(const struct leaver_position *p) {
    if (p->reached != REACHED_UNKNOWN) return (struct str){ 0 };
    if (!p->attempts) return STR("first attempt");
    return p->attempts < TRIES ? STR("try again") : STR("ask the next school, or the council");
}

/* Who can be reached comes first: fewest attempts, then whose turn came first, then the names. */
static int by_turn(const void *a, const void *b) {
    const struct leaver_position *x = a, *y = b;
    if (x->reached != y->reached) return x->reached < y->reached ? -1 : 1;
    if (x->attempts != y->attempts) return x->attempts < y->attempts ? -1 : 1;
    if (x->next_on.day != y->next_on.day) return x->next_on.day < y->next_on.day ? -1 : 1;
    return (x->pupil > y->pupil) - (x->pupil < y->pupil); /* rows of one roster */
}

static void add_row(struct council *council, struct sheet *sheet, const struct leaver_position *p) {
    bool all = council_row(council, sheet, p->pupil, FIELDS, COUNT_OF(FIELDS));
    council_day(sheet, all, p->left_on);
    council_day(sheet, all, p->position);
    council_text(sheet, all, str_from(REACHED[p->reached]));
    council_text(sheet, all, p->doing);
    council_day(sheet, all, p->known_on);
    council_text(sheet, all, p->earlier);
    council_day(sheet, all, p->earlier_on);
    if (all) sheet_whole(sheet, (int64_t)p->attempts);
    else sheet_empty(sheet);
    council_day(sheet, all, p->last_attempt);
    council_text(sheet, all, next_step(p));
    council_day(sheet, all, p->next_on);
}

static bool left_late(const struct pupil_row *pupil, struct date day) {
    if (pupil->on_roll || !date_known(pupil->left_on) || date_after(pupil->left_on, day)) return false;
    return pupil->last_year != VALUE_NONE && pupil->last_year >= 11;
}

static bool destinations_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct council council;
    struct notes known, chases;
    size_t count = 0, over = 0, earlier = 0, by[REACHED_COUNT] = { 0 };
    if (!council_open(call, answer, ABOUT(ABOUT_DESTINATION), &council)) return false;
    if (!note_list(arena, council.school, STR("destination"), call->as_of, &known, &err) || !note_list(arena, council.school, STR("chase"), call->as_of, &chases, &err))
        return answer_fail(answer, &err);
    struct leaver_position *list = arena_array(arena, struct leaver_position, council.roster->pupil_count + 1);
    for (size_t i = 0; i < council.roster->pupil_count; i++) {
        const struct pupil_row *pupil = &council.roster->pupils[i];
        int n;
        if (!left_late(pupil, call->as_of)) continue;
        struct leaver_position p = { .pupil = pupil, .left_on = pupil->left_on, .known_on = DATE_NONE, .earlier_on = DATE_NONE, .last_attempt = DATE_NONE, .next_on = DATE_NONE };
        p.position = position_on(p.left_on, call->as_of, &n);
        over += !date_known(p.position);
        if (!date_known(p.position)) continue;
        take_known(&known, n, &p);
        take_attempts(&chases, n, &p);
        if (p.reached == REACHED_UNKNOWN) p.next_on = p.attempts ? date_add_days(p.last_attempt, WAIT_DAYS) : date_max(p.left_on, date_add_days(p.position, -WAIT_DAYS));
        by[p.reached]++;
        earlier += p.earlier.size > 0;
        list[count++] = p;
    }
    if (count) qsort(list, count, sizeof *list, by_turn);
    struct sheet *sheet = council_sheet(&council, STR("destinations"), FIELDS, COUNT_OF(FIELDS));
    for (size_t i = 0; i < count; i++) add_row(&council, sheet, &list[i]);
    struct export *export = council_export(&council, sheet, STR("destinations"), STR("Where leavers are"));
    export->nothing = STR("Nobody has left from Year 11 or later within three years: nothing leaves.");
    struct str before = { 0 };
    if (earlier) before = str_format(arena, "  Of %zu only an earlier position is known, which stands apart with its day: it does not tell where they are on 1 November.", earlier);
    export->remark = str_format(arena, "%zu known, %zu not known, %zu refused, %zu can not be traced; of %zu the three years are over.%.*s  An attempt is written down with:  record chase "
                                       "WHO on DATE way=telephone result=no_answer", by[REACHED_KNOWN], by[REACHED_UNKNOWN], by[REACHED_REFUSED], by[REACHED_UNTRACEABLE],
                                over, STR_ARG(before));
    return export_offer(call, answer, council.school, export);
}

ARGUMENTS(destinations, AS_OF);
OPTIONS(destinations, EXPORT_OPTIONS);
EXAMPLES(destinations, "export destinations\twho is where, and whom to ask next", "export destinations as of 1 nov --output destinations.csv\tthe position on 1 November");
const struct command export_verb_destinations = {
    .name = "export destinations", LEAVING, .usage = "[as of DATE] [--output FILE]",
    .about = "Where leavers are on 1 November, who refused or can not be traced, and whom to ask next.",
    LISTED(destinations), OPTED(destinations), .examples = destinations_examples, .run = destinations_run
};
