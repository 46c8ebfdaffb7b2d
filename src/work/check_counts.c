/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_counts - a check in counts alone; see check_counts.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/check_counts.h"

#include "engine/audience.h"
#include "formats/json.h"
#include "work/wording.h"

/* The parts of a row, in the order of its columns. */
static const enum status PARTS[] = { STATUS_OVERDUE, STATUS_DUE_SOON, STATUS_MISSED, STATUS_UNKNOWN,
                                     STATUS_ON_TRACK, STATUS_WAIVED, STATUS_MET };
#define PART_COUNT COUNT_OF(PARTS)

struct row {
    int64_t of, parts[PART_COUNT];
    bool of_hidden, hidden[PART_COUNT];
};

/* False: the rule concerns nobody. */
static bool take_row(const struct position *p, size_t rule, struct row *out) {
    *out = (struct row){ 0 };
    for (size_t i = 0; i < PART_COUNT; i++) out->of += out->parts[i] = p->people[rule].people[PARTS[i]];
    if (!out->of) return false;
    redact_counts(p->viewer, out->parts, out->hidden, PART_COUNT);
    out->of_hidden = out->of < p->viewer->fewest;
    for (size_t i = 0; i < PART_COUNT; i++) out->hidden[i] = out->hidden[i] || out->of_hidden;
    return true;
}

bool check_counts_hides(const struct position *p, size_t rule, int64_t fewest) {
    int64_t parts[PART_COUNT], of = 0;
    bool hidden[PART_COUNT], any = false;
    for (size_t i = 0; i < PART_COUNT; i++) of += parts[i] = p->counted[rule].people[PARTS[i]];
    audience_hide(parts, hidden, PART_COUNT, fewest);
    for (size_t i = 0; i < PART_COUNT; i++) any = any || hidden[i];
    return any || (of && of < fewest);
}

bool check_counts_hides_left(const struct position *p, int64_t fewest) {
    for (size_t r = 0; r < p->school->policy->rule_count; r++)
        if (p->counted[r].left && check_counts_hides(p, r, fewest)) return true;
    return false;
}

/* One rule alone is told of, nobody of it has left, and one of the two that need something is hidden: their sum would tell
 * of it. */
static bool need_follows(const struct position *p) {
    size_t rules = 0;
    bool late = false, soon = false;
    struct row row;
    for (size_t r = 0; r < p->school->policy->rule_count; r++) {
        if (!take_row(p, r, &row)) continue;
        rules += p->counted[r].left ? 2 : 1;
        for (size_t i = 0; i < PART_COUNT; i++) {
            late = late || (PARTS[i] == STATUS_OVERDUE && row.hidden[i]);
            soon = soon || (PARTS[i] == STATUS_DUE_SOON && row.hidden[i]);
        }
    }
    return rules == 1 && late != soon;
}

static enum subject_type subject_of(const struct rule *rule) { return rule->version_count ? rule->versions[0].subject : SUBJECT_PUPIL; }

static const char *whom(const struct rule *rule) {
    static const char *const words[SUBJECT_TYPE_COUNT] = { "pupils", "staff", "partners", "school" };
    return words[subject_of(rule)];
}

static void count_cell(struct sheet *sheet, const struct viewer *viewer, int64_t count, bool hidden) {
    if (!hidden) sheet_whole(sheet, count);
    else if (count && count < viewer->fewest) sheet_none(sheet, str_format(sheet->arena, "under %lld", (long long)viewer->fewest));
    else sheet_none(sheet, STR("not shown"));
}

/* In a narrow window: of how many, what is late, not known and met says most. */
static bool goes_first(enum status status) { return status == STATUS_WAIVED || status == STATUS_ON_TRACK || status == STATUS_DUE_SOON; }

struct sheet *check_counts(struct arena *arena, const struct position *p) {
    const struct policy *policy = p->school->policy;
    bool used[PART_COUNT] = { false };
    struct row row;
    for (size_t r = 0; r < policy->rule_count; r++)
        for (size_t i = 0; take_row(p, r, &row) && i < PART_COUNT; i++) used[i] = used[i] || row.parts[i] || row.hidden[i];
    struct sheet *sheet = sheet_new(arena, STR("counts"), str_format(arena, "How many people; numbers under %lld are not shown",
                                                                    (long long)p->viewer->fewest));
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("of"), STR("Of"), CELL_WHOLE);
    for (size_t i = 0; i < PART_COUNT; i++) {
        struct str key = str_from(status_key(PARTS[i]));
        if (used[i]) sheet_column(sheet, key, status_look(key)->word, CELL_WHOLE)->weak = goes_first(PARTS[i]);
    }
    for (size_t r = 0; r < policy->rule_count; r++) {
        if (!take_row(p, r, &row)) continue;
        sheet_row(sheet);
        sheet_text(sheet, rule_words(arena, &policy->rules[r]));
        sheet_text(sheet, policy->rules[r].clause);
        sheet_text(sheet, str_from(whom(&policy->rules[r])));
        count_cell(sheet, p->viewer, row.of, row.of_hidden);
        for (size_t i = 0; i < PART_COUNT; i++)
            if (used[i]) count_cell(sheet, p->viewer, row.of_hidden ? 0 : row.parts[i], row.hidden[i]);
    }
    return sheet->row_count ? sheet : NULL;
}

static void one_line(struct json *j, const struct finding_as *as, const struct position *p, size_t r, const struct row *row) {
    const struct policy *policy = p->school->policy;
    const struct rule *rule = &policy->rules[r];
    json_open(j, '{');
    json_key(j, "v"), json_whole(j, FINDING_JSON_VERSION);
    json_key(j, "run"), json_text(j, as->run);
    json_key(j, "as_of"), json_day(j, p->as_of);
    json_key(j, "line"), json_text(j, STR("tally"));
    json_key(j, "rule"), json_text(j, rule->name);
    json_key(j, "clause"), json_text(j, rule->clause);
    json_key(j, "force"), json_text(j, str_from(force_name(rule->versions[0].force)));
    json_key(j, "subject_type"), json_text(j, str_from(subject_type_name(subject_of(rule))));
    if (!row->of_hidden) json_key(j, "of"), json_whole(j, row->of);
    for (size_t i = 0; i < PART_COUNT; i++)
        if (!row->hidden[i]) json_key(j, status_key(PARTS[i])), json_whole(j, row->parts[i]);
    json_key(j, "hidden");
    json_open(j, '[');
    if (row->of_hidden) json_text(j, STR("of"));
    for (size_t i = 0; i < PART_COUNT; i++)
        if (row->hidden[i]) json_text(j, str_from(status_key(PARTS[i])));
    json_close(j);
    json_close(j);
    json_line(j);
}

void check_counts_json(struct buf *out, const struct finding_as *as, const struct position *p) {
    struct row row;
    for (size_t r = 0; r < p->school->policy->rule_count; r++) {
        if (!take_row(p, r, &row)) continue;
        struct json j = json_begin(out);
        one_line(&j, as, p, r, &row);
    }
}

struct str check_counts_summary(struct arena *arena, const struct position *p, const struct selection *selection) {
    int64_t all = (int64_t)position_pupils(p, selection, KEEP_ALL);
    int64_t need = (int64_t)position_pupils(p, selection, KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON));
    bool hidden[2];
    redact_counts(p->viewer, (const int64_t[]){ need, all - need }, hidden, 2);
    if (all < p->viewer->fewest) return str_format(arena, "There are fewer than %lld pupils: nothing is told of so few.", (long long)p->viewer->fewest);
    if (hidden[0] || (need && need_follows(p)))
        return str_format(arena, "Of %lld pupils some need something; how many is not shown, for it would tell of few.", (long long)all);
    int64_t left = (int64_t)position_left(p, selection, KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON));
    struct str gone = { 0 };
    redact_counts(p->viewer, (const int64_t[]){ left, (int64_t)position_left(p, selection, KEEP_ALL) - left }, hidden, 2);
    if (left) gone = hidden[0] || check_counts_hides_left(p, p->viewer->fewest) ? STR(", and some who have left") : str_format(arena, ", and %lld who have left", (long long)left);
    return str_format(arena, "%lld of %lld pupils %s something%.*s.", (long long)need, (long long)all, need == 1 ? "needs" : "need", STR_ARG(gone));
}
