/* SPDX-License-Identifier: GPL-3.0-or-later
 * record - one line that says what happened; see record.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/record.h"

#include "work/record_priv.h"
#include "work/rows.h"
#include "work/still.h"
#include "work/wording.h"

#define NAMES_SHOWN 8

struct record_plan {
    struct str preset;
    int64_t state;
    const struct call_part *parts; /* as they were read: without the word that only chose the kind */
    size_t part_count;
};

/* ---- in words ------------------------------------------------------------------------------------------------------- */

static struct str person_word(struct recording *r, const struct roster *roster, const struct recorded_person *one) {
    if (one->person) return person_full(r->arena, one->person);
    if (shape_of_staff(r->kind->shape)) return roster_name(r->arena, roster, SUBJECT_STAFF, one->id);
    return resolve_pupil_name(r->school, r->arena, r->call->as_of, one->id, roster_name(r->arena, roster, SUBJECT_PUPIL, one->id));
}

static struct str names_of(struct recording *r, const struct roster *roster) {
    struct buf out = { 0 };
    size_t shown = r->people_count <= NAMES_SHOWN + 1 ? r->people_count : NAMES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        struct str name = person_word(r, roster, &r->people[i]);
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(name));
    }
    if (shown < r->people_count) buf_printf(&out, " and %zu more", r->people_count - shown);
    struct str text = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str left_out_names(struct recording *r, const struct roster *roster) {
    struct buf out = { 0 };
    for (size_t i = 0; i < r->left_out_count; i++) {
        struct str name = person_word(r, roster, &r->left_out[i]);
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(name));
    }
    struct str text = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str value_word(struct recording *r, const struct recorded_field *given) {
    const struct field *field = &r->kind->fields[given->value.field];
    if (given->person) return person_full(r->arena, given->person);
    if (field->type == FIELD_TEXT) return given->value.text.size ? given->value.text : STR("taken out");
    if (given->value.value == VALUE_NONE) return STR("not recorded");
    if (field->type == FIELD_SET_OF && given->value.value == 0) return STR("none");
    return typed_word(r->arena, field_print(r->arena, field, given->value.value));
}

static struct str staff_word(struct recording *r, const struct roster *roster, const struct recorded_field *given) {
    if (given->person || given->value.value == VALUE_NONE) return value_word(r, given);
    return roster_name(r->arena, roster, SUBJECT_STAFF, given->value.value);
}

static struct str when_word(struct recording *r) {
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    struct str day = str_copy(r->arena, str_from(date_long(r->date, first)));
    if (!date_known(r->last_day) || date_same(r->last_day, r->date)) return day;
    return str_format(r->arena, "%.*s to %s", STR_ARG(day), date_long(r->last_day, last));
}

static struct str kind_word(const struct recording *r) { return typed_word(r->arena, r->kind->name); }

static void show_what(struct recording *r, struct page *page, const struct roster *roster) {
    struct labelled fields[RECORD_FIELDS + 8];
    size_t count = 0;
    fields[count++] = (struct labelled){ STR("what"), r->title.size ? str_format(r->arena, "%.*s, %.*s", STR_ARG(kind_word(r)), STR_ARG(r->title)) : kind_word(r) };
    fields[count++] = (struct labelled){ STR("when"), when_word(r) };
    if (r->organisation.size)
        fields[count++] = (struct labelled){ STR("with"), r->organisation_id ? r->organisation
                                                                          : str_format(r->arena, "%.*s (new%s%.*s)", STR_ARG(r->organisation), r->sort.size ? ": " : "",
                                                                                       STR_ARG(typed_word(r->arena, r->sort))) };
    if (r->people_count) {
        struct str names = names_of(r, roster);
        bool group = r->who.who.size && !str_equal(r->who.who, names) && r->people_count + r->left_out_count > 2;
        struct str who = group ? str_format(r->arena, "%.*s: %.*s", STR_ARG(r->who.who), STR_ARG(names)) : names;
        fields[count++] = (struct labelled){ STR("who"), who };
    }
    if (r->left_out_count) fields[count++] = (struct labelled){ STR("left out"), left_out_names(r, roster) };
    if (r->outcome >= 0) fields[count++] = (struct labelled){ STR("outcome"), OUTCOME_NAMES[r->outcome] };
    for (size_t i = 0; i < r->field_count; i++) {
        const struct field *field = &r->kind->fields[r->fields[i].value.field];
        struct str said = field->type == FIELD_PERSON ? staff_word(r, roster, &r->fields[i]) : value_word(r, &r->fields[i]);
        fields[count++] = (struct labelled){ typed_word(r->arena, field->name), said };
    }
    page_fields(page, fields, count);
}

/* ---- what is asked besides ----------------------------------------------------------------------------------------------- */

static bool said(const struct recording *r, const char *name) {
    for (size_t i = 0; i < r->field_count; i++)
        if (str_is(r->kind->fields[r->fields[i].value.field].name, name)) return true;
    for (size_t i = 0; i < r->call->part_count; i++)
        if (!r->call->parts[i].phrase && str_starts(r->call->parts[i].text, name) && str_ends(r->call->parts[i].text, "=later")) return true;
    return false;
}

/* The meaningful ticks are asked once for a session that has been. */
static bool ask_ticks(struct recording *r) {
    int32_t ticks = kind_find_field(r->kind, STR("ticks"));
    if (ticks < FIELD_BUILT_IN_COUNT || r->outcome == OUTCOME_INVITED || said(r, "ticks") || said(r, "meaningful")) return false;
    const struct field *field = &r->kind->fields[ticks];
    struct answer_ask *ask = arena_new(r->arena, struct answer_ask);
    struct str *labels = arena_array(r->arena, struct str, field->code_count);
    for (uint32_t i = 0; i < field->code_count; i++) labels[i] = typed_word(r->arena, field->codes[i]);
    *ask = (struct answer_ask){ .question = STR("What was true of it?  (numbers, all, none, or Enter to say it later)"),
                                .labels = labels, .values = field->codes, .count = field->code_count, .several = true,
                                .prefix = STR("ticks="), .otherwise = STR("later") };
    r->answer->ask = ask;
    return true;
}

static bool ask_sort(struct recording *r) {
    const struct kinds *kinds = r->school->kinds;
    int32_t type = kinds->known.org_type;
    if (r->organisation_id != 0 || r->sort.size || r->sort_later || type == FIELD_ABSENT) return false;
    const struct field *field = &kinds->facts[SUBJECT_ORGANISATION].fields[type];
    struct answer_ask *ask = arena_new(r->arena, struct answer_ask);
    struct str *labels = arena_array(r->arena, struct str, field->code_count);
    for (uint32_t i = 0; i < field->code_count; i++) labels[i] = typed_word(r->arena, field->codes[i]);
    *ask = (struct answer_ask){ .question = str_format(r->arena, "%.*s is new.  What is it?  (Enter to say it later)", STR_ARG(r->organisation)),
                                .labels = labels, .values = field->codes, .count = field->code_count,
                                .prefix = STR("type="), .otherwise = STR("?") };
    r->answer->ask = ask;
    return true;
}

static void say_open(struct recording *r) {
    int32_t ticks = kind_find_field(r->kind, STR("ticks"));
    if (ticks >= FIELD_BUILT_IN_COUNT && r->outcome != OUTCOME_INVITED && !said(r, "ticks") && !said(r, "meaningful"))
        answer_note(r->answer, "Not said: whether it was meaningful.  Add  meaningful=yes,  or the ticks:  ticks=all,  ticks=%.*s,...",
                    STR_ARG(r->kind->fields[ticks].codes[0]));
    if (r->organisation_id == 0 && !r->sort.size)
        answer_note(r->answer, "%.*s is new, and what it is has not been said.  Add  type=employer,  type=fe_college ...", STR_ARG(r->organisation));
}

/* ---- preview and change ------------------------------------------------------------------------------------------------------ */

static bool open_recording(struct recording *r, const struct command_call *call, struct answer *answer, struct str preset) {
    struct err err = { 0 };
    *r = (struct recording){ .call = call, .answer = answer, .arena = answer->arena };
    if (!school_for(call, answer, SCHOOL_POLICY, &r->school)) return false;
    r->reading = (struct typing){ r->school, r->arena, call->today };
    return record_read(r, preset, &err);
}

/* Under the lock; kept or not. */
static bool carry(struct recording *r, int64_t state, bool keep, struct change_done *done, struct err *err) {
    struct change_request request = { .verb = STR("record"), .actor = r->call->actor, .state = state };
    if (!change_begin(r->arena, r->school, &request, &r->change, err)) return false;
    bool fine = record_write(r, err);
    if (!fine || !keep) {
        change_cancel(r->change);
        return fine;
    }
    char day[DATE_ISO_SIZE];
    struct str about = str_format(r->arena, "kind=%.*s activity=%lld people=%zu", STR_ARG(r->kind->name), (long long)r->first_activity,
                                  r->people_new + r->people_changed);
    struct str step = str_format(r->arena, "%.*s on %s: %.*s", STR_ARG(kind_word(r)), date_iso(r->date, day),
                                 STR_ARG(r->people_count ? count_of(r->arena, r->people_new + r->people_changed, "entry", "entries") : STR("1 record")));
    return change_commit(r->change, about, step, done, err);
}

static void say_change(struct recording *r, struct page *page) {
    struct arena *arena = r->arena;
    bool meeting = shape_has_outcome(r->kind->shape);
    struct str records = r->activities_new ? count_of(arena, r->activities_new, "record", "records") : STR("");
    struct str people = meeting && r->people_new ? count_of(arena, r->people_new, "participation", "participations") : STR("");
    if (r->activities_new || (meeting && r->people_new))
        page_paragraphf(page, "This adds %.*s%s%.*s%s.", STR_ARG(records), records.size && people.size ? " and " : "", STR_ARG(people),
                        !r->activities_new ? str_c(arena, str_format(arena, " to #%lld, which is there already", (long long)r->first_activity)) : "");
    if (r->activities_changed) page_paragraphf(page, "It fills in #%lld, which is there already.", (long long)r->first_activity);
    if (r->people_changed) page_paragraphf(page, "It changes %.*s that %s there already.", STR_ARG(count_of(arena, r->people_changed, "entry", "entries")),
                                           r->people_changed == 1 ? "is" : "are");
}

/* A new record is not known by its number before it is kept. */
static struct rows_change counted(const struct recording *r, int64_t step) {
    bool meeting = shape_has_outcome(r->kind->shape);
    return (struct rows_change){ .step = step, .record = step || !r->activities_new ? r->first_activity : 0,
                                 .added = r->activities_new + (meeting ? r->people_new : 0), .changed = r->activities_changed + r->people_changed };
}

static bool changes(const struct recording *r) {
    return r->activities_new + r->activities_changed + r->people_changed + (shape_has_outcome(r->kind->shape) ? r->people_new : 0) > 0;
}

static bool preview(const struct command_call *call, struct answer *answer, struct str preset) {
    struct err err = { 0 };
    struct recording r;
    struct roster *roster;
    struct change_done done;
    struct record_plan *plan = arena_new(answer->arena, struct record_plan);
    if (!open_recording(&r, call, answer, preset)) return false;
    *plan = (struct record_plan){ .preset = preset, .parts = call->parts, .part_count = call->part_count };
    plan->state = r.school->state;
    if (!roster_read(answer->arena, r.school, call->as_of, &roster, &err)) return answer_fail(answer, &err);
    struct page *page = answer->page = page_new(answer->arena, STR("Record"));
    show_what(&r, page, roster);
    if (ask_sort(&r) || ask_ticks(&r)) say_open(&r);
    if (!carry(&r, plan->state, false, &done, &err)) return answer_fail(answer, &err);
    struct rows_change rows = counted(&r, 0);
    rows_change(call, answer, &rows);
    if (!changes(&r)) {
        answer->ask = NULL;
        page_paragraphf(page, "It is there already, as #%lld: nothing changes.  A second one on that day needs --another.", (long long)r.first_activity);
        return true;
    }
    say_change(&r, page);
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Go ahead?");
    return true;
}

bool record_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, (struct str){ 0 }); }
bool record_interviewed_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, STR("guidance")); }
bool record_visited_run(const struct command_call *call, struct answer *answer) { return preview(call, answer, STR("workplace")); }

/* The first part says whom: an employer, or a provider of education and training. */
bool record_met_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    for (size_t i = 0; i < call->part_count; i++) {
        struct str text = call->parts[i].text;
        if (call->parts[i].phrase) continue;
        bool employer = str_equal_fold_ascii(text, STR("employer")), provider = str_equal_fold_ascii(text, STR("provider"));
        if (!employer && !provider) break;
        struct command_call rest = *call;
        struct call_part *parts = arena_array(answer->arena, struct call_part, call->part_count + 1);
        size_t count = 0;
        for (size_t k = 0; k < call->part_count; k++)
            if (k != i) parts[count++] = call->parts[k];
        bool has_sort = false;
        for (size_t k = 0; k < count; k++) has_sort = has_sort || str_starts(parts[k].text, "type=");
        has_sort = has_sort || !call_phrase(call, "with").at;
        if (employer && !has_sort) parts[count++] = (struct call_part){ NULL, STR("type=employer") };
        rest.parts = parts;
        rest.part_count = count;
        return preview(&rest, answer, employer ? STR("encounter") : STR("provider"));
    }
    err_set(&err, CODE_ARGUMENTS, "Whom did they meet: an employer or a provider?");
    err_next(&err, "met employer 9AB on 27 may with \"Harbour Tugs\"");
    return answer_fail(answer, &err);
}

bool record_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct recording r;
    struct change_done done;
    const struct record_plan *plan = answer->plan;
    bug_if(!plan);
    struct command_call rest = *call;
    rest.parts = plan->parts;
    rest.part_count = plan->part_count;
    if (!open_recording(&r, &rest, answer, plan->preset)) return false;
    answer->note_count = 0; /* said with the preview */
    if (!carry(&r, plan->state, true, &done, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Record"));
    page_paragraphf(answer->page, "Step %lld: recorded as #%lld.", (long long)done.step, (long long)r.first_activity);
    if (!still_needing(&r.who, r.kind_at, r.school, call, answer, &err)) return answer_fail(answer, &err);
    answer_next(answer, "undo");
    struct rows_change rows = counted(&r, done.step);
    rows_change(call, answer, &rows);
    return true;
}
