/* SPDX-License-Identifier: GPL-3.0-or-later
 * undo - takes back a step; see undo.h.
 * Owns:  nothing.
 * Must not know: which verb made the step.
 */
#include "work/undo.h"

#include "base/clock.h"
#include "store/chain.h"
#include "store/departure.h"
#include "store/step.h"
#include "work/change.h"
#include "work/rows.h"
#include "work/wording.h"

struct undo_plan {
    int64_t step, state;
};

static bool asked_step(const struct command_call *call, const struct step_info *steps, size_t count,
                       const struct step_info **out, struct err *err) {
    for (size_t i = 0; i < call->part_count; i++) {
        int64_t number;
        if (call->parts[i].phrase) continue;
        if (!str_whole(str_trim(call->parts[i].text), &number)) {
            err_set(err, CODE_ARGUMENTS, "'%.*s' is not the number of a step.", STR_ARG(call->parts[i].text));
            return err_next(err, "undo  takes back the newest; journal lists them");
        }
        for (size_t k = 0; k < count; k++)
            if (steps[k].step == number) *out = &steps[k];
        if (*out) return true;
        err_set(err, CODE_NOTHING_SELECTED, "There is no step %lld that can be taken back.", (long long)number);
        return err_next(err, "journal lists what was done");
    }
    if (count) *out = &steps[0];
    if (*out) return true;
    err_set(err, CODE_NOTHING_SELECTED, "There is nothing to take back.");
    return err_next(err, "journal lists what was done");
}

/* Under the lock, once without keeping it (the preview) and once for good. */
static bool take_back(struct school *school, const struct command_call *call, struct arena *arena,
                      const struct undo_plan *plan, bool keep, struct change_done *done, struct err *err) {
    struct change_request request = {
        .verb = STR("undo"), .actor = call->actor, .flags = CHANGE_NO_STEP, .state = plan->state
    };
    struct change *change;
    bool blocked = false;
    if (!change_begin(arena, school, &request, &change, err)) return false;
    bool fine = step_undo(change->db, plan->step, change->number, change->at, call->tick, &blocked, err) && !blocked;
    if (!fine || !keep) {
        change_cancel(change);
        return fine;
    }
    struct str about = str_format(arena, "step=%lld", (long long)plan->step);
    return change_commit(change, about, (struct str){ 0 }, done, err);
}

/* What left after the step was made stays out, and says what it said then. */
static bool departures_since(struct school *school, struct arena *arena, const struct step_info *step, struct str **out, size_t *count, struct err *err) {
    struct departure *rows;
    struct chain_row *chain;
    size_t all, links;
    int64_t number = 0;
    char day[DATE_LONG_SIZE];
    *count = 0;
    if (!departure_list(school->db, arena, (struct str){ 0 }, step->made_at, 0, &rows, &all, err)
        || !chain_since(school->db, arena, step->made_at, &chain, &links, err)) return false;
    for (size_t i = 0; i < links; i++)
        if (chain[i].step == step->step) number = chain[i].number;
    struct str *lines = *out = arena_array(arena, struct str, all + 1);
    for (size_t i = 0; i < all; i++)
        if (rows[i].journal > number) lines[(*count)++] = str_format(arena, "export %lld, %.*s, as at %s: %.*s, for %.*s", (long long)rows[i].id, STR_ARG(rows[i].sort), date_short(rows[i].day, day),
                              STR_ARG(count_of(arena, (uint64_t)rows[i].pupils, "pupil", "pupils")), STR_ARG(rows[i].recipient));
    return true;
}

bool undo_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct step_info *steps;
    const struct step_info *step = NULL;
    size_t count, left;
    struct str *lines;
    struct change_done done;
    char day[DATE_LONG_SIZE];
    struct arena *arena = answer->arena;
    struct undo_plan *plan = arena_new(arena, struct undo_plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    /* A step that is named is looked for among all: what stands in its way is said of it. */
    if (!step_list(school->db, arena, call->part_count > 0, &steps, &count, &err)) return answer_fail(answer, &err);
    if (!asked_step(call, steps, count, &step, &err)) return answer_fail(answer, &err);
    plan->step = step->step;
    plan->state = school->state;
    if (!departures_since(school, arena, step, &lines, &left, &err)) return answer_fail(answer, &err);
    if (!take_back(school, call, arena, plan, false, &done, &err)) {
        for (size_t i = 0; i < left; i++) answer_note(answer, "Since that step this has left the school, and says what the records said: %.*s.", STR_ARG(lines[i]));
        return answer_fail(answer, &err);
    }
    answer->page = page_new(arena, STR("Undo"));
    page_paragraphf(answer->page, "Step %lld, %.*s, %s: %.*s.  All of it is taken back.", (long long)step->step,
                    STR_ARG(step->verb), date_long(clock_london_date(step->made_at), day), STR_ARG(step->about));
    page_paragraphf(
        answer->page,
        "In the records that is %.*s (a row of a file can make several).  What was printed, exported or mailed "
        "stays out.",
        STR_ARG(count_of(arena, (uint64_t)step->rows, "entry", "entries")));
    if (left) {
        page_paragraph(answer->page, STR("This has left the school since, and can not come back; tell them if it was wrong:"));
        page_list(answer->page, lines, left);
    }
    answer->waits = true;
    answer->question = STR("Go ahead?");
    answer->plan = plan;
    return true;
}

/* Who was let in again and is gone once more is not to lie in the log of the records either. */
static void empty_log(struct answer *answer, struct school *school) {
    struct err err = { 0 };
    struct db *db;
    bool fine = db_open(answer->arena, school_path(answer->arena, school, "school.db"), DB_WRITE, NULL, &db, &err);
    if (fine) {
        fine = db_empty_log(db, &err);
        db_close(db);
    }
    if (!fine) answer_note(answer, "What the step held of erased pupils is in school.db-wal until no program has the records open: %s", err.text);
}

bool undo_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct change_done done;
    const struct undo_plan *plan = answer->plan;
    bool let_in;
    bug_if(!plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!step_lets_in(school->db, plan->step, &let_in, &err)) return answer_fail(answer, &err);
    if (!take_back(school, call, answer->arena, plan, true, &done, &err)) return answer_fail(answer, &err);
    if (let_in) empty_log(answer, school);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Undo"));
    page_paragraphf(answer->page, "Step %lld is taken back.  Journal row %lld.", (long long)plan->step,
                    (long long)done.number);
    answer_next(answer, "today");
    rows_json(call, answer);
    return true;
}
