/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_record - rows that are one record of a pupil each: interviews, reviews, offers; exemptions.
 * Owns:  nothing.
 * Must not know: how cells are read.
 */
#include "store/pupil.h"
#include "store/ruling.h"
#include "work/import_priv.h"

#define FIELDS_MOST 48

struct record_read {
    struct field_value session[FIELDS_MOST], each[FIELDS_MOST];
    size_t session_count, each_count;
    int outcome;
    int64_t organisation;
    struct str title;
};

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

static bool read_column(struct importing *in, const struct cell_place *at, const struct kind *kind, struct date date, struct record_read *out,
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

static bool read_record(struct importing *in, const struct import_table *table, uint32_t row, const struct kind *kind, struct date date,
                        struct record_read *out, struct err *err) {
    *out = (struct record_read){ .outcome = -1, .organisation = VALUE_NONE };
    bool good = true;
    for (size_t i = 0; i < table->column_count; i++) {
        good = read_column(in, &(struct cell_place){ table, &table->columns[i], row }, kind, date, out, err) && good;
        if (err->code != CODE_NONE) return false;
    }
    return good;
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

static bool write_record(struct importing *in, const struct import_table *table, uint32_t kind, int64_t pupil, struct date date, struct str reference,
                         const struct record_read *read, enum wrote *wrote, struct err *err) {
    struct activity_write write = { .kind = kind, .date = date, .last_day = DATE_NONE, .organisation = read->organisation, .title = read->title, .source = table->name,
                                    .reference = reference, .fields = read->session, .field_count = read->session_count };
    if (!write.title.size) write.title.at = NULL;
    struct activity_card was;
    int64_t id;
    enum wrote part;
    if (!import_change_was(in, table->name, reference, &was, err) || !activity_put(in->db, in->kinds, &write, &id, wrote, err)) return false;
    struct participation_write one = { .activity = id, .kind = kind, .person = pupil, .outcome = read->outcome, .fields = read->each,
                                       .field_count = read->each_count };
    if (!participation_put(in->db, in->kinds, &one, &part, err)) return false;
    if (*wrote == WROTE_SAME && part != WROTE_SAME) *wrote = WROTE_CHANGED;
    const struct node *leaves = node_field(table->spec, "leaves");
    if (leaves && leaves->yes && !mark_left(in, pupil, date, wrote, err)) return false;
    return *wrote != WROTE_CHANGED || import_change_is(in, table, (struct str){ 0 }, &was, err);
}

bool import_records(struct importing *in, struct import_table *table, struct err *err) {
    struct str kind_name = node_field(table->spec, "kind")->text;
    int32_t kind = kinds_find(in->kinds, kind_name);
    if (kind == FIELD_ABSENT) return err_set(err, CODE_UNKNOWN_FORMAT, "This school's vocabulary has no kind '%.*s'.", STR_ARG(kind_name));
    struct import_turns turns = { .times = NULL };
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        if (!import_next(in, table, row, err)) return false;
        const struct cell_place at_date = { table, import_column_of(table, "date"), row };
        struct date date;
        struct record_read read;
        int64_t pupil;
        enum wrote wrote = WROTE_SAME;
        bool good = import_row_reads(in, table, row) && import_day(in, &at_date, &date) && (date_known(date) || import_no_date(in, &at_date));
        if (!import_pupil(in, table, row, &pupil, err)) return false;
        good = good && pupil && read_record(in, table, row, &in->kinds->kinds[kind], date, &read, err);
        if (err->code != CODE_NONE) return false;
        if (!good) {
            import_left_hold(table, row);
            continue;
        }
        struct str key = str_format(&in->row, "%lld/%d", (long long)pupil, date_number(date));
        struct str reference = import_turn(in, &turns, key);
        if (!write_record(in, table, (uint32_t)kind, pupil, date, reference, &read, &wrote, err)) return false;
        import_count(table, wrote);
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
        int in_now = import_row_reads(in, table, row) ? exemption_row_in(in, table, row, &wrote, err) : 0;
        if (in_now < 0) return false;
        if (in_now == 0) import_left_hold(table, row);
        else import_count(table, wrote);
    }
    return true;
}
