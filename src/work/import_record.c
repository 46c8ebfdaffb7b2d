/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_record - rows that are one record of a pupil each: interviews, reviews, offers; exemptions.
 * Owns:  nothing.
 * Must not know: how cells are read.
 */
#include "store/pupil.h"
#include "store/ruling.h"
#include "work/import_priv.h"

bool import_no_date(struct importing *in, const struct cell_place *at) {
    import_problem(in, at, CODE_MISSING_VALUE, SEVERITY_ERROR, "The row was left out.", "The row has no date.");
    return false;
}

/* "Yes" in a column that wants a day: it happened, and the file does not say when. */
static bool day_or_yes(struct importing *in, const struct cell_place *at, struct date record, struct field_value *value) {
    struct str folded = import_fold(&in->row, import_cell(at));
    struct date day;
    if (str_is(folded, "yes") || str_is(folded, "y")) {
        value->value = record.day;
        import_say_once(in, "'%.*s' says Yes and no day: the day of the record itself is taken.", STR_ARG(at->column->heading));
        return true;
    }
    if (str_is(folded, "no") || str_is(folded, "n")) return true;
    if (!import_day(in, at, &day)) return false;
    value->value = date_known(day) ? day.day : VALUE_NONE;
    return true;
}

static bool read_outcome(struct importing *in, const struct cell_place *at, int *outcome) {
    struct str cell = import_cell(at);
    for (int i = 0; i < OUTCOME_CODE_COUNT; i++)
        if (str_equal_fold_ascii(OUTCOME_NAMES[i], cell)) *outcome = i;
    if (*outcome >= 0) return true;
    import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_ERROR, "The row was left out. Outcomes are attended, absent, declined, excused and invited.",
                   "'%.*s' is not an outcome.", STR_ARG(cell));
    return false;
}

static bool read_column(struct importing *in, const struct cell_place *at, const struct kind *kind, struct date date, struct import_row_read *out,
                        struct err *err) {
    struct str name = at->column->field;
    if (str_is(name, "outcome")) return read_outcome(in, at, &out->outcome);
    if (str_is(name, "title")) out->title = import_cell(at);
    if (str_is(name, "organisation")) return import_organisation(in, import_cell(at), (struct str){ 0 }, &out->organisation, err);
    int32_t index = kind_find_field(kind, name);
    if (index < FIELD_BUILT_IN_COUNT) return true;
    const struct field *field = &kind->fields[index];
    struct field_value *value = field->each ? &out->each[out->each_count] : &out->session[out->session_count];
    *value = (struct field_value){ (uint32_t)index, VALUE_NONE, { 0 } };
    bool good = at->column->as == AS_DAY_OR_YES ? day_or_yes(in, at, date, value) : import_field(in, at, field, value, err);
    /* A blank cell takes nothing out that was recorded by hand. */
    if (good && (value->value != VALUE_NONE || value->text.size)) ++*(field->each ? &out->each_count : &out->session_count);
    return good;
}

/* out: with its kind, pupil and day. */
static bool read_record(struct importing *in, const struct import_table *table, uint32_t row, struct import_row_read *out, struct err *err) {
    const struct import_column *outcome = import_column_of(table, "outcome");
    out->outcome = -1;
    out->organisation = VALUE_NONE;
    out->title = (struct str){ 0 };
    out->session_count = out->each_count = 0;
    bool good = true;
    for (size_t i = 0; i < table->column_count; i++) {
        good = read_column(in, &(struct cell_place){ table, &table->columns[i], row }, &in->kinds->kinds[out->kind], out->date, out, err) && good;
        if (err->code != CODE_NONE) return false;
    }
    return good && (!outcome || import_meet_has_been(in, &(struct cell_place){ table, import_column_of(table, "date"), row }, out->date, out->outcome));
}

/* Records with the same key are told apart by their order in the file. */
struct str import_turn(struct importing *in, struct import_turns *turns, struct str key) {
    if (!turns->times) turns->seen = map_make(in->arena);
    uint32_t at = map_put(&turns->seen, key);
    if (at >= turns->room) {
        size_t wider = turns->room ? turns->room * 2 : 256;
        uint32_t *copy = arena_array(in->arena, uint32_t, wider);
        for (size_t i = 0; i < turns->room; i++) copy[i] = turns->times[i];
        turns->times = copy;
        turns->room = wider;
    }
    uint32_t time = ++turns->times[at];
    return time == 1 ? str_copy(&in->row, key) : str_format(&in->row, "%.*s#%u", STR_ARG(key), time);
}

/* A leaver's record says when the pupil left: the pupil's own leaving date follows. */
static bool mark_left(struct importing *in, int64_t pupil, struct date date, enum wrote *wrote, struct err *err) {
    int32_t left = in->kinds->known.left_on;
    if (left == FIELD_ABSENT) return true;
    struct fact_step fact = { (uint32_t)left, DATE_FIRST, date.day };
    struct pupil_write write = { .id = pupil, .facts = &fact, .fact_count = 1 };
    enum wrote one;
    if (!pupil_put(in->db, in->kinds, &write, &pupil, &one, err)) return false;
    if (*wrote == WROTE_SAME) *wrote = one;
    return true;
}

static struct date fact_day(const struct pupil *pupil, int32_t fact) {
    return fact == FIELD_ABSENT || pupil->facts[fact] == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)pupil->facts[fact] };
}

/* A leaver of an earlier stay stays one, and is on roll again.  1 good, 0 left out, -1 err. */
static int leaver_fits(struct importing *in, const struct cell_place *at, const struct import_row_read *read, int64_t known, bool *earlier, struct err *err) {
    struct pupil pupil;
    bool found;
    *earlier = false;
    if (!import_flag(at->table, "leaves")) return 1;
    if (!pupil_read(in->db, in->kinds, &in->row, read->pupil, &pupil, &found, err)) return -1;
    struct date dob = fact_day(&pupil, in->kinds->known.dob), admitted = fact_day(&pupil, in->kinds->known.admitted_on);
    *earlier = date_known(admitted) && date_before(read->date, admitted);
    if (!import_leaving_fits(in, at, read->date, dob, DATE_NONE)) return 0;
    if (!*earlier || known) return 1;
    char day[2][DATE_LONG_SIZE];
    struct str said = str_format(in->arena, "%.*s %.*s joined on %s, and the row says left on %s.", STR_ARG(pupil.first_name), STR_ARG(pupil.surname),
                                 date_short(admitted, day[0]), date_short(read->date, day[1]));
    struct str key = str_format(in->arena, "%.*s/%d", STR_ARG(pupil.upn.size ? pupil.upn : pupil.admission_no), date_number(read->date));
    return import_meet_settled(in, at, key, CODE_IMPOSSIBLE_DATE, said, STR("Mend the day; or, if it was an earlier stay")) ? 1 : 0;
}

/* A row that is kept back until every row that earlier imports brought is known. */
struct later {
    uint32_t row;
    struct str reference;
    int64_t pupil;
    struct date date;
};

struct records {
    struct import_table *table;
    uint32_t kind;
    struct import_turns turns;
    struct import_meets meets;
    struct import_doubles doubles; /* by pupil and day */
    struct later *later;
    size_t later_count, later_room;
};

static bool write_record(struct importing *in, const struct records *all, struct str reference, int64_t id, bool joins, bool earlier, struct import_row_read *read,
                         enum wrote *wrote, struct err *err) {
    struct activity_write write = { .id = id, .kind = read->kind, .date = read->date, .last_day = DATE_NONE, .organisation = read->organisation, .title = read->title,
                                    .source = all->table->name, .reference = reference, .fields = read->session, .field_count = read->session_count };
    bool named = true, out, leaves = import_flag(all->table, "leaves");
    enum wrote part = WROTE_SAME;
    if (joins && !activity_is_named(in->db, id, write.source, &named, err)) return false;
    if (joins && leaves && !import_hand_move(in, &write, err)) return false;
    if (joins && leaves && !named) write.date = DATE_NONE; /* the file has the last word on when somebody left */
    if (joins && !named ? !import_hand_join(in, &write, read->session, err) : !import_hand_session(in, &write, read->session, err)) return false;
    if (joins && named && !activity_name(in->db, id, write.source, reference, err)) return false;
    if (joins && leaves) write.date = read->date;
    if (!write.title.size) write.title.at = NULL;
    struct activity_card was;
    if (id && !joins && !import_change_was(in, write.source, reference, &was, err)) return false;
    bool known = id && !joins;
    if (!activity_put(in->db, in->kinds, &write, &id, wrote, err)) return false;
    struct participation_write one = { .activity = id, .kind = read->kind, .person = read->pupil, .outcome = read->outcome, .fields = read->each,
                                       .field_count = read->each_count };
    if (!import_hand_person(in, &one, read->each, &out, err)) return false;
    if (!out && !participation_put(in->db, in->kinds, &one, &part, err)) return false;
    if (*wrote == WROTE_SAME && (part != WROTE_SAME || joins)) *wrote = WROTE_CHANGED;
    if (leaves && !earlier && date_known(write.date) && !mark_left(in, read->pupil, write.date, wrote, err)) return false;
    return !known || *wrote != WROTE_CHANGED || import_change_is(in, all->table, (struct str){ 0 }, &was, err);
}

static void put_later(struct importing *in, struct records *all, struct later one) {
    if (all->later_count == all->later_room) {
        size_t room = all->later_room ? all->later_room * 2 : 32;
        struct later *wider = arena_array(in->arena, struct later, room);
        for (size_t i = 0; i < all->later_count; i++) wider[i] = all->later[i];
        all->later = wider;
        all->later_room = room;
    }
    one.reference = str_copy(in->arena, one.reference);
    all->later[all->later_count++] = one;
}

/* 1 written, 0 left out, -1 err. */
static int finish(struct importing *in, struct records *all, uint32_t row, struct str reference, int64_t id, bool meets, struct import_row_read *read, enum wrote *wrote,
                  struct err *err) {
    const struct cell_place at = { all->table, import_column_of(all->table, "date"), row };
    bool earlier;
    if (!read_record(in, all->table, row, read, err)) return err->code == CODE_NONE ? 0 : -1;
    int good = leaver_fits(in, &at, read, id, &earlier, err);
    if (good != 1) return good;
    bool joins = false;
    if (meets) {
        good = import_meet_record(in, &at, read, &all->meets, &id, err);
        if (good != 1) return good;
        joins = id != 0;
        if (joins) import_meet_note(in, &all->meets, id);
    }
    return write_record(in, all, reference, id, joins, earlier, read, wrote, err) ? 1 : -1;
}

static int record_row_in(struct importing *in, struct records *all, uint32_t row, enum wrote *wrote, bool *waits, struct err *err) {
    struct import_table *table = all->table;
    const struct cell_place at_date = { table, import_column_of(table, "date"), row };
    struct import_row_read read;
    int64_t id = 0;
    bool any;
    *waits = false;
    read.kind = all->kind;
    if (!import_pupil(in, table, row, &read.pupil, err)) return -1;
    if (table->gone_row == row) return 0;
    bool good = import_row_reads(in, table, row) && import_day(in, &at_date, &read.date) && (date_known(read.date) || import_no_date(in, &at_date));
    if (!good || !read.pupil) return 0;
    struct str key = str_format(&in->row, "%lld/%d", (long long)read.pupil, date_number(read.date));
    if (import_doubles_has(&all->doubles, table, row, key)) {
        import_double(table);
        return 2;
    }
    struct str reference = import_turn(in, &all->turns, key);
    if (!activity_find(in->db, table->name, reference, &id, err)) return -1;
    if (id && !import_meet_note(in, &all->meets, id)) {
        import_problem(in, &at_date, CODE_TWO_ANSWERS, SEVERITY_ERROR, "The row was left out. Take one of them out of the file.", "Another row of the file is about the same record, #%lld.",
                       (long long)id);
        return 0;
    }
    if (!id && !import_meet_any(in, table, &read, &any, err)) return -1;
    if (!id && any) {
        put_later(in, all, (struct later){ row, reference, read.pupil, read.date });
        *waits = true;
        return 1;
    }
    return finish(in, all, row, reference, id, false, &read, wrote, err);
}

static void count_row(struct import_table *table, uint32_t row, int in_now, enum wrote wrote) {
    if (in_now == 0) import_left_hold(table, row);
    if (in_now == 1) import_count(table, wrote);
}

bool import_records(struct importing *in, struct import_table *table, struct err *err) {
    struct str kind_name = node_field(table->spec, "kind")->text;
    int32_t kind = kinds_find(in->kinds, kind_name);
    if (kind == FIELD_ABSENT) return err_set(err, CODE_UNKNOWN_FORMAT, "This school's vocabulary has no kind '%.*s'.", STR_ARG(kind_name));
    struct records all = { .table = table, .kind = (uint32_t)kind, .doubles = import_doubles_make(in, table) };
    const bool *contrary = import_meet_contrary(in, table);
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        bool waits = false;
        if (!import_next(in, table, row, err)) return false;
        int in_now = contrary[row] ? 0 : record_row_in(in, &all, row, &wrote, &waits, err);
        if (in_now < 0) return false;
        if (!waits) count_row(table, row, in_now, wrote);
    }
    for (size_t i = 0; i < all.later_count; i++) {
        const struct later *one = &all.later[i];
        enum wrote wrote = WROTE_SAME;
        struct import_row_read read = { .kind = all.kind, .pupil = one->pupil, .date = one->date };
        if (!import_next_of(in, i, all.later_count, err)) return false;
        int in_now = finish(in, &all, one->row, one->reference, 0, true, &read, &wrote, err);
        if (in_now < 0) return false;
        count_row(table, one->row, in_now, wrote);
    }
    return true;
}

/* ---- exemptions ---------------------------------------------------------------------------------------------------------------- */

/* A clause stands for each of its rules that allows exemptions; a rule for itself. */
static bool exempts(const struct rule *rule, struct str clause) {
    bool named = str_equal(rule->name, clause) || str_equal(rule->clause, clause);
    return named && rule->applies && rule->version_count && rule->versions[rule->version_count - 1].exempt.allowed;
}

static int exemption_row_in(struct importing *in, struct import_table *table, uint32_t row, enum wrote *wrote, struct err *err) {
    const struct cell_place at_clause = { table, import_column_of(table, "clause"), row }, at_from = { table, import_column_of(table, "from"), row };
    const struct import_column *until = import_column_of(table, "ends");
    const struct policy *policy = in->school->policy;
    int64_t pupil;
    struct ruling_exemption given = { .exemption = { .subject_type = SUBJECT_PUPIL, .ends = DATE_NONE, .approver_held_role = true }, .approver = VALUE_NONE };
    if (!import_pupil(in, table, row, &pupil, err)) return -1;
    if (!pupil || !import_day(in, &at_from, &given.exemption.from)) return 0;
    if (!date_known(given.exemption.from)) return import_no_date(in, &at_from);
    if (until && !import_day(in, &(struct cell_place){ table, until, row }, &given.exemption.ends)) return 0;
    given.exemption.subject = pupil;
    given.exemption.reason = import_cell(&(struct cell_place){ table, import_column_of(table, "reason"), row });
    given.exemption.approved_by = import_cell(&(struct cell_place){ table, import_column_of(table, "approved_by"), row });
    given.exemption.approved_on = given.exemption.from;
    size_t count = 0;
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (!exempts(&policy->rules[i], import_cell(&at_clause))) continue;
        enum wrote one;
        int64_t id;
        given.exemption.rule = policy->rules[i].name;
        if (!ruling_exempt(in->db, &given, &id, &one, err)) return -1;
        if (one == WROTE_ADDED || (one == WROTE_CHANGED && *wrote == WROTE_SAME)) *wrote = one;
        count++;
    }
    if (count) return 1;
    import_problem(in, &at_clause, CODE_UNKNOWN_CLAUSE, SEVERITY_ERROR, "The row was left out.", "The policy has no rule under '%.*s' that allows exemptions.",
                   STR_ARG(import_cell(&at_clause)));
    return 0;
}

bool import_exemptions(struct importing *in, struct import_table *table, struct err *err) {
    if (!school_load(in->school, SCHOOL_POLICY, in->as_at, &in->answer->problems, err)) return false;
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        bool good = import_row_reads(in, table, row);
        if (!good && !import_pupil_gone(in, table, row, err)) return false;
        int in_now = good ? exemption_row_in(in, table, row, &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}
