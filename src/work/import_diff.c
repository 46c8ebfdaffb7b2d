/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_diff - what an import means for the pupils: who is new, changes, leaves, comes back.
 * Owns:  nothing.
 * Must not know: cells and columns.
 *
 * The values of private fields are counted, never shown.
 */
#include <stddef.h>
#include <stdlib.h>

#include "store/catalogue.h"
#include "work/import_priv.h"

#define LARGE_PART 10      /* one in ten of those on roll ... */
#define LARGE_LEAST 6      /* ... and not just a handful: a unit of 30 pupils changes by some every week */
#define FORM_LEAST 5       /* pupils that make a form whose vanishing is odd */
#define NAMED_MOST 3
#define GROUPS_MOST 40

static const struct { const char *label; size_t at; bool number; } TEXTS[] = {
    { "surname", offsetof(struct pupil, surname), false },   { "first name", offsetof(struct pupil, first_name), false },
    { "known as", offsetof(struct pupil, known_as), false }, { "UPN", offsetof(struct pupil, upn), true },
    { "ULN", offsetof(struct pupil, uln), true },            { "admission number", offsetof(struct pupil, admission_no), true },
};

static struct str text_at(const struct pupil *pupil, size_t i) { return *(const struct str *)((const char *)pupil + TEXTS[i].at); }

/* Room for one more behind `count` items; arenas give nothing back, so it doubles. */
static void *roomier(struct importing *in, void *list, size_t count, size_t *room, size_t size) {
    if (count < *room) return list;
    *room = *room ? *room * 2 : 32;
    char *wider = arena_array(in->arena, char, *room * size);
    for (size_t i = 0; i < count * size; i++) wider[i] = ((const char *)list)[i];
    return wider;
}

bool import_diff_begin(struct importing *in, struct err *err) {
    struct import_roll *roll = &in->roll;
    const struct pupil_filter all = { .day = in->as_at, .year = VALUE_NONE, .leavers = true };
    if (roll->seen) return true;
    if (!pupil_list(in->db, in->kinds, in->arena, &all, &roll->was, &roll->was_count, err)) return false;
    for (size_t i = 0; i < roll->was_count; i++)
        if (roll->was[i].id > roll->highest) roll->highest = roll->was[i].id;
    roll->place = arena_array(in->arena, uint32_t, (size_t)roll->highest + 1);
    for (size_t i = 0; i < roll->was_count; i++) roll->place[roll->was[i].id] = (uint32_t)i + 1;
    roll->seen = arena_array(in->arena, bool, roll->was_count + 1);
    roll->changed = arena_array(in->arena, bool, roll->was_count + 1);
    roll->left = arena_array(in->arena, bool, roll->was_count + 1);
    return true;
}

static size_t place_of(const struct import_roll *roll, int64_t id) { return id > 0 && id <= roll->highest ? roll->place[id] : 0; }

const struct pupil_row *import_diff_was(const struct importing *in, int64_t id) {
    size_t at = place_of(&in->roll, id);
    return at ? &in->roll.was[at - 1] : NULL;
}

void import_diff_see(struct importing *in, int64_t id) {
    size_t at = place_of(&in->roll, id);
    if (at) in->roll.seen[at - 1] = true;
}

/* ---- what was written ------------------------------------------------------------------------------------------------------ */

bool import_diff_value(struct importing *in, const struct field *field, int64_t value, struct str *out, struct err *err) {
    *out = (struct str){ 0 };
    if (value == VALUE_NONE) return true;
    if (field->type == FIELD_TEXT) return catalogue_word_text(in->db, in->arena, value, out, err);
    *out = field_print(in->arena, field, value);
    return true;
}

/* The year group counted on from the school year in which it was recorded. */
static int64_t fact_on(const struct importing *in, const struct pupil *pupil, uint32_t fact, struct date day) {
    if ((int32_t)fact != in->kinds->known.year) return pupil_fact_on(in->kinds, pupil, fact, day);
    int64_t year = pupil->facts[fact];
    for (uint32_t i = 0; i < pupil->step_count; i++) {
        const struct fact_step *step = &pupil->steps[i];
        if (step->fact != fact || date_after(step->from, day)) continue;
        year = step->value == VALUE_NONE || date_same(step->from, DATE_FIRST) ? step->value : step->value + school_year_of(day) - school_year_of(step->from);
    }
    return year;
}

static void add_change(struct importing *in, int32_t field, struct str before, struct str after, struct str who) {
    struct import_roll *roll = &in->roll;
    roll->changes = roomier(in, roll->changes, roll->change_count, &roll->change_room, sizeof *roll->changes);
    roll->changes[roll->change_count++] = (struct import_change){ field, before, after, who };
}

static struct str full_name(struct importing *in, const struct pupil *pupil) {
    return str_trim(str_format(in->arena, "%.*s %.*s", STR_ARG(pupil->first_name), STR_ARG(pupil->surname)));
}

static struct date day_of(const struct importing *in, const struct pupil *pupil, int32_t fact) {
    (void)in;
    return fact == FIELD_ABSENT || pupil->facts[fact] == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)pupil->facts[fact] };
}

struct date import_diff_left_on(const struct importing *in, const struct pupil *pupil) { return day_of(in, pupil, in->kinds->known.left_on); }

static bool compare(struct importing *in, size_t at, const struct pupil *before, const struct pupil *after, struct err *err) {
    struct import_roll *roll = &in->roll;
    const struct facts *facts = &in->kinds->facts[SUBJECT_PUPIL];
    int32_t leaving = in->kinds->known.left_on;
    struct date had = day_of(in, before, leaving), has = day_of(in, after, leaving);
    bool gone = date_known(has) && date_before(has, in->as_at), was_gone = date_known(had) && date_before(had, in->as_at);
    struct date day = gone && was_gone ? has : in->as_at; /* who has left moves up no more */
    struct str who = full_name(in, after);
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct str old = text_at(before, i), now = text_at(after, i);
        if (str_equal(old, now)) continue;
        add_change(in, -1 - (int32_t)i, str_copy(in->arena, old), str_copy(in->arena, now), who);
        roll->changed[at] = roll->changed[at] || old.size;
    }
    for (uint32_t f = 0; f < facts->field_count; f++) {
        struct date on = (int32_t)f == in->kinds->known.year ? day : in->as_at;
        int64_t old = fact_on(in, before, f, on), now = fact_on(in, after, f, on);
        struct str text[2];
        if (old == now || facts->fields[f].home == HOME_DERIVED || (int32_t)f == leaving) continue;
        if (!import_diff_value(in, &facts->fields[f], old, &text[0], err) || !import_diff_value(in, &facts->fields[f], now, &text[1], err)) return false;
        add_change(in, (int32_t)f, text[0], text[1], who);
        roll->changed[at] = roll->changed[at] || old != VALUE_NONE;
    }
    if (gone && !was_gone) roll->left[at] = true;
    if (was_gone && !gone) {
        char text[DATE_LONG_SIZE];
        roll->left[at] = false;
        roll->back = roomier(in, roll->back, roll->back_count, &roll->back_room, sizeof *roll->back);
        roll->back[roll->back_count++] = str_format(in->arena, "%.*s, who had left on %s", STR_ARG(who), date_short(had, text));
    }
    return true;
}

bool import_diff_wrote(struct importing *in, const struct pupil *before, int64_t id, struct err *err) {
    struct import_roll *roll = &in->roll;
    struct pupil after;
    bool found;
    size_t at = place_of(roll, id);
    if (before && !at) return true; /* new with an earlier file of this import */
    if (!pupil_read(in->db, in->kinds, &in->row, id, &after, &found, err)) return false;
    if (before) return compare(in, at - 1, before, &after, err);
    struct pupil_row row = { .id = id, .year = in->kinds->known.year == FIELD_ABSENT ? VALUE_NONE : fact_on(in, &after, (uint32_t)in->kinds->known.year, in->as_at),
                             .left_on = day_of(in, &after, in->kinds->known.left_on) };
    row.on_roll = !date_known(row.left_on) || !date_before(row.left_on, in->as_at);
    roll->fresh = roomier(in, roll->fresh, roll->fresh_count, &roll->fresh_room, sizeof *roll->fresh);
    roll->fresh[roll->fresh_count++] = row;
    return true;
}

/* ---- who is missing ----------------------------------------------------------------------------------------------------------- */

static bool is_missing(const struct import_roll *roll, size_t i) { return roll->was[i].on_roll && !roll->seen[i]; }

static bool form_vanished(struct importing *in, struct str form) {
    const struct import_roll *roll = &in->roll;
    size_t missing = 0;
    if (!form.size) return false;
    for (size_t i = 0; i < roll->was_count; i++) {
        if (!roll->was[i].on_roll || !str_equal(roll->was[i].form, form)) continue;
        if (roll->seen[i]) return false;
        missing += roll->was[i].year == VALUE_NONE || roll->was[i].year <= 11;
    }
    return missing >= FORM_LEAST;
}

static bool form_may_go(struct importing *in, struct map *asked, bool *may, struct str form) {
    uint32_t before = asked->count, at = map_put(asked, form);
    if (at < before) return may[at];
    may[at] = !form_vanished(in, form) || import_doubt_settled(in, form);
    if (may[at]) return true;
    size_t pupils = 0;
    for (size_t i = 0; i < in->roll.was_count; i++) pupils += is_missing(&in->roll, i) && str_equal(in->roll.was[i].form, form);
    struct str said = str_format(in->arena, "Form %.*s is not in the file at all: %zu pupils.", STR_ARG(form), pupils);
    struct str next = str_format(in->arena, "They stay on roll. Export all forms; or, if all of them have left, add  --accept \"%.*s\" .", STR_ARG(form));
    problem_add(&in->answer->problems, CODE_FORM_VANISHED, SEVERITY_ERROR, (struct place){ 0 }, next.at, "%.*s", STR_ARG(said));
    import_doubt_add(in, form, str_format(in->arena, "form %.*s is missing from the file: all its %zu pupils have left", STR_ARG(form), pupils));
    return false;
}

bool import_diff_end(struct importing *in, struct err *err) {
    struct import_roll *roll = &in->roll;
    int32_t fact = in->kinds->known.left_on;
    if (!in->whole || !roll->seen || fact == FIELD_ABSENT) return true;
    struct map asked = map_make(in->arena);
    bool *may = arena_array(in->arena, bool, roll->was_count + 1);
    if (!import_whole_days(in, err)) return false;
    for (size_t i = 0; i < roll->was_count; i++) {
        enum wrote wrote;
        int64_t id = roll->was[i].id;
        if (!is_missing(roll, i) || !form_may_go(in, &asked, may, roll->was[i].form)) continue;
        struct fact_step step = { (uint32_t)fact, DATE_FIRST, roll->gone_on[i].day };
        struct pupil_write write = { .id = id, .facts = &step, .fact_count = 1 };
        if (!pupil_put(in->db, in->kinds, &write, &id, &wrote, err)) return false;
        roll->left[i] = true;
    }
    return true;
}

int64_t import_diff_left(const struct importing *in) {
    int64_t count = 0;
    for (size_t i = 0; in->roll.seen && i < in->roll.was_count; i++) count += in->roll.left[i] && !in->roll.seen[i];
    return count;
}

bool import_diff_is_large(const struct importing *in, size_t *moved, size_t *on_roll) {
    *moved = *on_roll = 0;
    for (size_t i = 0; in->roll.seen && i < in->roll.was_count; i++) {
        *on_roll += in->roll.was[i].on_roll;
        *moved += in->roll.was[i].on_roll && (in->roll.changed[i] || in->roll.left[i]);
    }
    return *moved >= LARGE_LEAST && *moved * LARGE_PART > *on_roll;
}

/* ---- showing ------------------------------------------------------------------------------------------------------------------- */

struct group {
    const struct import_change *first;
    size_t count;
    size_t sort; /* order of arrival, for equals */
};

static bool is_form(const struct importing *in, const struct import_change *change) { return change->field == in->kinds->known.form; }
static bool is_year(const struct importing *in, const struct import_change *change) { return change->field == in->kinds->known.year; }

/* Forms and years by what they were and are; of other fields all changes are one. */
static bool one_group(const struct importing *in, const struct import_change *a, const struct import_change *b) {
    if (a->field != b->field) return false;
    return !(is_form(in, a) || is_year(in, a)) || (str_equal(a->before, b->before) && str_equal(a->after, b->after));
}

static int by_size(const void *a, const void *b) {
    const struct group *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return x->sort < y->sort ? -1 : x->sort > y->sort;
}

static const char *plural(size_t count) { return count == 1 ? "pupil" : "pupils"; }

static struct str or_none(struct str text) { return text.size ? text : STR("nothing"); }

static bool is_few(const struct importing *in) { return in->roll.change_count <= IMPORT_NAMED_MOST; }

/* " (Zoë Jones, Łukasz Dvořák)": of a few changes all; of many nobody. */
static struct str whose(struct importing *in, const struct group *group) {
    struct str names = { 0 };
    if (group->count > 1 && !is_few(in)) return names;
    for (size_t i = (size_t)(group->first - in->roll.changes); i < in->roll.change_count; i++) {
        const struct import_change *change = &in->roll.changes[i];
        if (one_group(in, group->first, change)) names = str_format(in->arena, "%.*s%s%.*s", STR_ARG(names), names.size ? ", " : " (", STR_ARG(change->who));
    }
    return str_format(in->arena, "%.*s)", STR_ARG(names));
}

static struct str move_line(struct importing *in, const struct group *group, const char *what) {
    const struct import_change *one = group->first;
    struct str who = whose(in, group);
    if (!one->before.size)
        return str_format(in->arena, "%zu %s: %s %.*s, not recorded before%.*s", group->count, plural(group->count), what, STR_ARG(one->after), STR_ARG(who));
    return str_format(in->arena, "%zu %s moved from %s%.*s to %s%.*s%.*s", group->count, plural(group->count), what, STR_ARG(one->before),
                      group->count && what[0] ? what : "", STR_ARG(or_none(one->after)), STR_ARG(who));
}

static struct str field_line(struct importing *in, const struct group *group) {
    const struct import_change *one = group->first;
    const struct field *field = one->field >= 0 ? &in->kinds->facts[SUBJECT_PUPIL].fields[one->field] : NULL;
    const char *label = field ? str_c(in->arena, field->name) : TEXTS[-1 - one->field].label;
    char *plain = arena_copy(in->arena, label, str_from(label).size + 1);
    for (char *c = plain; *c; c++)
        if (*c == '_') *c = ' ';
    struct str text = str_format(in->arena, "%zu %s: %s", group->count, plural(group->count), field && str_is(field->name, "dob") ? "date of birth" : plain);
    if (field && field->is_private) return is_few(in) ? str_format(in->arena, "%.*s%.*s", STR_ARG(text), STR_ARG(whose(in, group))) : text;
    size_t named = 0, most = is_few(in) ? IMPORT_NAMED_MOST : NAMED_MOST;
    for (size_t i = (size_t)(one - in->roll.changes); i < in->roll.change_count && named < most; i++) {
        const struct import_change *change = &in->roll.changes[i];
        if (!one_group(in, one, change)) continue;
        text = str_format(in->arena, "%.*s%s%.*s to %.*s (%.*s)", STR_ARG(text), named ? "; " : ": ", STR_ARG(or_none(change->before)),
                          STR_ARG(or_none(change->after)), STR_ARG(change->who));
        named++;
    }
    return group->count > named ? str_format(in->arena, "%.*s; and %zu more", STR_ARG(text), group->count - named) : text;
}

static void show_changes(struct importing *in, struct page *page) {
    const struct import_roll *roll = &in->roll;
    struct group *groups = arena_array(in->arena, struct group, roll->change_count + 1);
    struct str *lines = arena_array(in->arena, struct str, GROUPS_MOST + 1);
    struct map known = map_make(in->arena);
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < roll->change_count; i++) {
        const struct import_change *change = &roll->changes[i];
        bool moves = is_form(in, change) || is_year(in, change);
        struct str key = str_format(in->arena, "%d/%.*s/%.*s", change->field, STR_ARG(moves ? change->before : (struct str){ 0 }),
                                    STR_ARG(moves ? change->after : (struct str){ 0 }));
        uint32_t before = known.count, at = map_put(&known, key);
        if (at == before) groups[count++] = (struct group){ change, 0, at };
        groups[at].count++;
    }
    qsort(groups, count, sizeof *groups, by_size);
    for (size_t i = 0; i < count && shown < GROUPS_MOST; i++)
        lines[shown++] = is_form(in, groups[i].first)   ? move_line(in, &groups[i], "")
                         : is_year(in, groups[i].first) ? move_line(in, &groups[i], "Year ")
                                                        : field_line(in, &groups[i]);
    if (!shown) return;
    page_heading(page, 3, STR("Changed"));
    page_list(page, lines, shown);
    if (count > shown) page_paragraphf(page, "And %zu more sorts of change.", count - shown);
}

/* "180 in Year 7, 2 in Year 9" */
static struct str by_year(struct importing *in, const struct pupil_row *rows, size_t count) {
    size_t years[16] = { 0 }, others = 0;
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (rows[i].year >= 0 && rows[i].year < 16) years[rows[i].year]++;
        else others++;
    }
    for (size_t y = 0; y < COUNT_OF(years); y++)
        if (years[y]) buf_printf(&out, "%s%zu in Year %zu", out.size ? ", " : "", years[y], y);
    if (others) buf_printf(&out, "%s%zu without a year group", out.size ? ", " : "", others);
    struct str copy = str_copy(in->arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* "on 31 August 2026", or "on 31 August 2026 (24) or 26 November 2026 (3)" */
static struct str leaving_days(struct importing *in) {
    const struct import_roll *roll = &in->roll;
    struct date first = DATE_NONE, last = DATE_NONE;
    size_t early = 0, all = 0;
    char text[2][DATE_LONG_SIZE];
    for (size_t i = 0; roll->gone_on && i < roll->was_count; i++) {
        if (!roll->left[i] || roll->seen[i]) continue;
        first = date_known(first) ? date_min(first, roll->gone_on[i]) : roll->gone_on[i];
        last = date_known(last) && date_after(last, roll->gone_on[i]) ? last : roll->gone_on[i];
        all++;
    }
    if (!all) return (struct str){ 0 };
    for (size_t i = 0; i < roll->was_count; i++) early += roll->left[i] && !roll->seen[i] && date_same(roll->gone_on[i], first);
    if (early == all) return str_format(in->arena, "on %s", date_short(first, text[0]));
    return str_format(in->arena, "on %s (%zu) or %s (%zu)", date_short(first, text[0]), early, date_short(last, text[1]), all - early);
}

/* In the year group in which they left. */
static struct pupil_row *rows_left(struct importing *in, size_t *count) {
    const struct import_roll *roll = &in->roll;
    struct pupil_row *rows = arena_array(in->arena, struct pupil_row, roll->was_count + 1);
    *count = 0;
    for (size_t i = 0; i < roll->was_count; i++) {
        if (!roll->left[i]) continue;
        struct pupil_row row = roll->was[i];
        bool before = roll->gone_on && !roll->seen[i] && !roll->year_behind && school_year_of(roll->gone_on[i]) < school_year_of(in->as_at);
        if (before && row.year != VALUE_NONE) row.year--;
        rows[(*count)++] = row;
    }
    return rows;
}

static void show_left(struct importing *in, struct page *page) {
    size_t count;
    const struct pupil_row *rows = rows_left(in, &count);
    struct str days = leaving_days(in);
    struct buf names = { 0 };
    if (!count) return;
    for (size_t i = 0; i < count && i < NAMED_MOST; i++)
        buf_printf(&names, "%s%.*s %.*s", i ? ", " : "", STR_ARG(rows[i].first_name), STR_ARG(rows[i].surname));
    page_heading(page, 3, STR("Left"));
    page_paragraphf(page, "%zu %s: %.*s. %s%.*s. Their records stay.", count, plural(count), STR_ARG(by_year(in, rows, count)),
                    count > NAMED_MOST ? "For example " : "", STR_ARG(buf_str(&names)));
    if (days.size) page_paragraphf(page, "Who is missing from the file is marked as left %.*s.", STR_ARG(days));
    if (days.size && in->roll.year_behind)
        page_paragraph(page, STR("The file has most pupils a year group higher than the records, so these were of the school year before: who was in Year 11 or 13 then left with it."));
    buf_free(&names);
}

void import_diff_show(struct importing *in, struct page *page) {
    const struct import_roll *roll = &in->roll;
    size_t missing = 0, moved, on_roll;
    if (!roll->seen) {
        import_doubt_show(in, page);
        return;
    }
    for (size_t i = 0; i < roll->was_count; i++) missing += is_missing(roll, i);
    if (roll->fresh_count && roll->was_count) {
        page_heading(page, 3, STR("New"));
        page_paragraphf(page, "%zu %s: %.*s.", roll->fresh_count, plural(roll->fresh_count), STR_ARG(by_year(in, roll->fresh, roll->fresh_count)));
    }
    show_changes(in, page);
    show_left(in, page);
    if (roll->back_count) {
        page_heading(page, 3, STR("Back"));
        page_list(page, roll->back, roll->back_count);
    }
    import_doubt_show(in, page);
    /* A class list is no export of the school. */
    size_t at_school = 0;
    for (size_t i = 0; i < roll->was_count; i++) at_school += roll->was[i].on_roll;
    if (!in->whole && missing && missing * 2 < at_school)
        page_paragraphf(page, "%zu %s on roll %s not in it and stay%s on roll. If it holds the whole school, add --whole-school: who is missing is then marked as left.",
                        missing, plural(missing), missing == 1 ? "is" : "are", missing == 1 ? "s" : "");
    if (import_diff_is_large(in, &moved, &on_roll))
        page_paragraphf(page, "%zu of %zu pupils on roll change or leave, which is more than one in ten. At the start of a school year that is as it should be; "
                        "at other times the usual cause is an export that was filtered. A copy of the records is made first.", moved, on_roll);
}
