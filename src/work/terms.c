/* SPDX-License-Identifier: GPL-3.0-or-later
 * terms - half-terms and closures of a school; see terms.h.
 * Owns:  nothing.
 * Must not know: windows, rules.
 */
#include "work/terms.h"

#include "base/file.h"
#include "store/half_term.h"

/* Growing lists in the arena of the load. */
struct written {
    struct arena *arena;
    struct str file; /* as the author sees it */
    struct half_term *halves;
    size_t half_count, half_room;
    struct closure *closures;
    size_t closure_count, closure_room;
};

static void add_half(struct written *w, struct half_term half) {
    if (w->half_count == w->half_room) {
        size_t room = w->half_room ? w->half_room * 2 : 16;
        struct half_term *wider = arena_array(w->arena, struct half_term, room);
        for (size_t i = 0; i < w->half_count; i++) wider[i] = w->halves[i];
        w->halves = wider;
        w->half_room = room;
    }
    w->halves[w->half_count++] = half;
}

static void add_closure(struct written *w, struct closure closure) {
    if (w->closure_count == w->closure_room) {
        size_t room = w->closure_room ? w->closure_room * 2 : 16;
        struct closure *wider = arena_array(w->arena, struct closure, room);
        for (size_t i = 0; i < w->closure_count; i++) wider[i] = w->closures[i];
        w->closures = wider;
        w->closure_room = room;
    }
    w->closures[w->closure_count++] = closure;
}

bool terms_read_name(struct str text, enum season *term, int *half) {
    struct str name, number;
    int64_t n;
    if (!str_cut(str_trim(text), ' ', &name, &number) || !str_whole(str_trim(number), &n) || n < 1 || n > 2)
        return false;
    *half = (int)n;
    for (int t = TERM_AUTUMN; t <= TERM_SUMMER; t++) {
        if (!str_equal_fold_ascii(name, str_from(term_name((enum season)t)))) continue;
        *term = (enum season)t;
        return true;
    }
    return false;
}

static bool day_of(const struct written *w, const struct node *call, const char *key, struct date *out, struct problems *problems) {
    const struct node *value = node_field(call, key);
    if (value && value->type == NODE_TEXT && date_parse_iso(value->text, out)) return true;
    struct place place = { .file = w->file, .line = call->line };
    if (!value)
        problem_add(problems, CODE_INCOMPLETE, SEVERITY_ERROR, place, "Write it as \"2026-09-01\".",
                    "'%.*s' has no %s day.", STR_ARG(call->id), key);
    else
        problem_add(problems, CODE_BAD_DATE, SEVERITY_ERROR, place, "Dates are written \"2026-09-01\".",
                    "The %s day of '%.*s' is not a date.", key, STR_ARG(call->id));
    return false;
}

static void take_term(struct written *w, const struct node *call, struct problems *problems) {
    struct half_term half = { 0 };
    struct place place = { .file = w->file, .line = call->line };
    if (!terms_read_name(call->id, &half.term, &half.half)) {
        problem_add(problems, CODE_BAD_CHOICE, SEVERITY_ERROR, place, "Half-terms are autumn 1 to summer 2.",
                    "'%.*s' is not a half-term.", STR_ARG(call->id));
        return;
    }
    if (!day_of(w, call, "first", &half.first, problems) || !day_of(w, call, "last", &half.last, problems)) return;
    if (date_before(half.last, half.first)) {
        problem_add(problems, CODE_BAD_DATE, SEVERITY_ERROR, place, "Mend one of the two days.",
                    "'%.*s' ends before it begins.", STR_ARG(call->id));
        return;
    }
    add_half(w, half);
}

static void take_closure(struct written *w, const struct node *call, struct problems *problems) {
    struct closure closure = { .why = STR("closed") };
    const struct node *why = node_field(call, "why");
    const struct node *last = node_field(call, "last");
    if (!date_parse_iso(call->id, &closure.first)) {
        problem_add(problems, CODE_BAD_DATE, SEVERITY_ERROR,
                    (struct place){ .file = w->file, .line = call->line },
                    "Write closed \"2026-11-27\" { why = \"INSET\" }.", "'%.*s' is not a date.", STR_ARG(call->id));
        return;
    }
    closure.last = closure.first;
    if (last && !day_of(w, call, "last", &closure.last, problems)) return;
    if (why && why->type == NODE_TEXT) closure.why = why->text;
    add_closure(w, closure);
}

static bool year_among(const struct half_term *halves, size_t count, int year) {
    for (size_t i = 0; i < count; i++)
        if (school_year_of(halves[i].first) == year) return true;
    return false;
}

/* Years that terms.lua speaks of are taken from there. */
static bool take_kept(struct written *w, struct db *db, struct err *err) {
    size_t own = w->half_count, count;
    struct half_term *kept;
    if (!half_term_list(db, w->arena, &kept, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (!year_among(w->halves, own, school_year_of(kept[i].first))) add_half(w, kept[i]);
    return true;
}

static void take_items(struct written *w, const struct node *items, uint32_t count, struct problems *problems) {
    for (uint32_t i = 0; i < count; i++) {
        if (node_is(&items[i], "term")) take_term(w, &items[i], problems);
        if (node_is(&items[i], "closed")) take_closure(w, &items[i], problems);
    }
}

static bool make_calendar(const struct written *w, struct calendar **out, struct err *err) {
    if (calendar_make(w->arena, w->halves, w->half_count, w->closures, w->closure_count, out, err)) return true;
    return err_wrap(err, "%.*s", STR_ARG(w->file));
}

bool terms_read(struct arena *arena, const struct node *items, uint32_t count, struct str file, struct calendar **out,
                struct problems *problems, struct err *err) {
    struct written w = { .arena = arena, .file = file };
    size_t errors = problems->errors;
    take_items(&w, items, count, problems);
    if (problems->errors > errors) return err_set(err, CODE_LOAD, "%.*s has a slip in it.", STR_ARG(file));
    return make_calendar(&w, out, err);
}

bool terms_load(struct arena *arena, const struct host *host, const char *folder, struct db *db, struct calendar **out,
                bool *said, struct problems *problems, struct err *err) {
    struct written w = { .arena = arena, .file = STR("terms.lua") };
    const char *path = file_join(arena, folder, "terms.lua");
    size_t errors = problems->errors;
    if (file_exists(path)) {
        struct node node = { 0 };
        if (!host->data(host->self, arena, path, "term closed", &node, problems, err)) return false;
        take_items(&w, node.items, node.item_count, problems);
    }
    if (problems->errors > errors) return false;
    if (db && !take_kept(&w, db, err)) return false;
    *said = w.half_count > 0;
    return make_calendar(&w, out, err);
}

static bool same_half(const struct half_term *a, const struct half_term *b) {
    return a->term == b->term && a->half == b->half && date_same(a->first, b->first) && date_same(a->last, b->last);
}

static bool is_kept(const struct half_term *kept, size_t count, const struct half_term *half) {
    for (size_t i = 0; i < count; i++)
        if (same_half(&kept[i], half)) return true;
    return false;
}

bool terms_keep(struct arena *arena, struct db *db, const struct half_term *halves, size_t count, enum wrote *wrote,
                struct err *err) {
    struct half_term *kept;
    size_t kept_count, in_years = 0, same = 0;
    if (!half_term_list(db, arena, &kept, &kept_count, err)) return false;
    for (size_t i = 0; i < kept_count; i++) in_years += year_among(halves, count, school_year_of(kept[i].first));
    for (size_t i = 0; i < count; i++) same += is_kept(kept, kept_count, &halves[i]);
    *wrote = same == count && in_years == count ? WROTE_SAME : in_years ? WROTE_CHANGED : WROTE_ADDED;
    if (*wrote == WROTE_SAME) return true;
    for (size_t i = 0; i < count; i++) {
        int year = school_year_of(halves[i].first);
        if (year_among(halves, i, year)) continue; /* done with the first of that year */
        if (!half_term_replace(db, year, halves, count, err)) return false;
    }
    return true;
}
