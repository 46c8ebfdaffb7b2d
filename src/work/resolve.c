/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve - words as people type them; see resolve.h.
 * Owns:  nothing.
 * Must not know: verbs.
 */
#include "work/resolve.h"

#include <stdlib.h>

#include "base/guess.h"
#include "base/utf8.h"
#include "store/find.h"
#include "store/pupil.h"
#include "work/resolve_hint.h"

#define MOST_WORDS 64
#define NAME_WORDS 5
#define MOST_FOUND 12

#define HIGHEST_YEAR 13

struct resolving {
    struct school *school;
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct err *err;
    unsigned wants;
    struct str words[MOST_WORDS];
    size_t ends[MOST_WORDS];     /* of each word: where what was written together, in quotes, ends */
    size_t word_count;
    int64_t *pupils;
    size_t pupil_count, pupil_room;
    bool said_who;
    bool *rules;
    struct buf who, what;
    struct selection *out;
    int32_t *roles;
    const struct person **staff;
};

/* ---- collecting ----------------------------------------------------------------------------- */

static void add_pupil(struct resolving *r, int64_t id) {
    if (r->pupil_count == r->pupil_room) {
        size_t room = r->pupil_room ? r->pupil_room * 2 : 64;
        int64_t *wider = arena_array(r->arena, int64_t, room);
        for (size_t i = 0; i < r->pupil_count; i++) wider[i] = r->pupils[i];
        r->pupils = wider;
        r->pupil_room = room;
    }
    r->pupils[r->pupil_count++] = id;
}

static void label(struct buf *out, struct str text) {
    if (out->size) buf_add_c(out, ", ");
    buf_add(out, text);
}

static void add_rule(struct resolving *r, size_t rule) {
    if (!r->rules) r->rules = arena_array(r->arena, bool, r->school->policy->rule_count);
    r->rules[rule] = true;
}

static bool number_after(struct resolving *r, size_t at, const char *word, int64_t *out) {
    if (at + 1 >= r->word_count || !str_equal_fold_ascii(r->words[at], str_from(word))) return false;
    return str_whole(r->words[at + 1], out) && *out >= 0 && *out < 100;
}

static struct str join(struct resolving *r, size_t from, size_t to) {
    struct buf text = { 0 };
    for (size_t i = from; i < to; i++) {
        if (i > from) buf_add_byte(&text, ' ');
        buf_add(&text, r->words[i]);
    }
    struct str out = str_copy(r->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

/* ---- forms and years ------------------------------------------------------------------------ */

static bool take_list(struct resolving *r, struct pupil_filter filter, struct str name) {
    struct pupil_row *rows;
    size_t count;
    filter.day = r->call->as_of;
    filter.leavers = call_has(r->call, "leavers");
    if (!pupil_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &count, r->err)) return false;
    if (!count) {
        err_set(r->err, CODE_NOTHING_SELECTED, "No pupil on roll is in %.*s.", STR_ARG(name));
        return false;
    }
    for (size_t i = 0; i < count; i++) add_pupil(r, rows[i].id);
    r->said_who = true;
    label(&r->who, name);
    return true;
}

/* How many words were used: 0 none, -1 err. */
static int take_year(struct resolving *r, size_t at) {
    int64_t year;
    if (!number_after(r, at, "year", &year)) return 0;
    struct str name = str_format(r->arena, "Year %lld", (long long)year);
    return take_list(r, (struct pupil_filter){ .year = year }, name) ? 2 : -1;
}

static int take_form(struct resolving *r, size_t at) {
    for (size_t words = at + 2 <= r->word_count ? 2 : 1; words > 0; words--) {
        struct str text = join(r, at, at + words), folded = utf8_fold(r->arena, text);
        struct found_form *forms;
        size_t count;
        if (!find_forms(r->school->db, r->arena, text, r->call->as_of, &forms, &count, r->err)) return -1;
        for (size_t i = 0; i < count; i++) {
            if (!str_equal(folded, utf8_fold(r->arena, forms[i].name))) continue;
            struct found *found;
            size_t also;
            if (!find_words(r->school->db, r->arena, text, FIND_PUPILS, r->call->as_of, 2, &found, &also, NULL, r->err))
                return -1;
            if (also)
                answer_note(r->answer, "'%.*s' is taken as the form; a pupil's name fits too.", STR_ARG(forms[i].name));
            return take_list(r, (struct pupil_filter){ .form = forms[i].name, .year = VALUE_NONE }, forms[i].name)
                       ? (int)words
                       : -1;
        }
    }
    return 0;
}

/* ---- clauses, rules, benchmarks -----------------------------------------------------------------------------------
 */

static bool looks_like_clause(struct str word) {
    return word.size > 1 && word.at[0] >= '0' && word.at[0] <= '9' && str_find(word, STR(".")) != SIZE_MAX;
}

static bool listed(const struct str *list, size_t count, struct str text) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i], text)) return true;
    return false;
}

static int take_benchmark(struct resolving *r, size_t at) {
    const struct policy *policy = r->school->policy;
    int64_t number;
    if (!number_after(r, at, "benchmark", &number) && !number_after(r, at, "gb", &number)) return 0;
    bool any = false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->clauses[policy->rules[i].clause_index].benchmark != number) continue;
        add_rule(r, i);
        any = true;
    }
    if (!any) {
        err_set(r->err, CODE_NOTHING_SELECTED, "No rule belongs to benchmark %lld.", (long long)number);
        err_next(r->err, "benchmarks go from 1 to 8");
        return -1;
    }
    label(&r->what, str_format(r->arena, "benchmark %lld", (long long)number));
    return 2;
}

static int unknown_clause(struct resolving *r, struct str word) {
    const struct policy *policy = r->school->policy;
    err_set(r->err, CODE_UNKNOWN_CLAUSE, "%.*s has no clause '%.*s'.", STR_ARG(policy->id), STR_ARG(word));
    err_next(r->err, "%.*s", STR_ARG(hint_clause(r->arena, policy, word)));
    return -1;
}

static int take_clause(struct resolving *r, size_t at) {
    const struct policy *policy = r->school->policy;
    struct str word = r->words[at];
    int32_t rule = policy_find_rule(policy, word);
    if (rule >= 0) {
        r->out->rule = rule;
        r->out->clause = (int32_t)policy->rules[rule].clause_index;
        add_rule(r, (size_t)rule);
        label(&r->what, word);
        return 1;
    }
    if (!looks_like_clause(word)) return 0;
    int32_t clause = policy_find_clause(policy, word);
    bool any = clause >= 0;
    if (any) r->out->clause = clause;
    if (!r->rules) r->rules = arena_array(r->arena, bool, policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct clause *of = &policy->clauses[policy->rules[i].clause_index];
        bool fits =
            str_equal(of->number, word) || listed(of->also, of->also_count, word) || str_equal(of->section, word);
        if (!fits) continue;
        if (!any) r->out->clause = (int32_t)policy->rules[i].clause_index;
        add_rule(r, i);
        any = true;
    }
    if (!any) return unknown_clause(r, word);
    label(&r->what, word);
    return 1;
}

/* ---- roles and staff ------------------------------------------------------------------------ */

static bool same_word(struct resolving *r, struct str folded, struct str name) {
    struct str other = utf8_fold(r->arena, name);
    if (str_equal(folded, other)) return true;
    return folded.size == other.size + 1 && folded.at[folded.size - 1] == 's'
           && str_starts(folded, str_c(r->arena, other));
}

static int take_role(struct resolving *r, size_t at) {
    const struct policy *policy = r->school->policy;
    for (size_t words = r->word_count - at < NAME_WORDS ? r->word_count - at : NAME_WORDS; words > 0; words--) {
        struct str folded = utf8_fold(r->arena, join(r, at, at + words));
        for (size_t i = 0; i < policy->role_count; i++) {
            if (!same_word(r, folded, policy->roles[i].key) && !same_word(r, folded, policy->roles[i].title)) continue;
            r->roles[r->out->role_count++] = (int32_t)i;
            label(&r->who, policy->roles[i].title);
            return (int)words;
        }
    }
    return 0;
}

static bool name_has_words(struct resolving *r, struct str name, struct str words) {
    struct str folded = utf8_fold(r->arena, name), rest = utf8_fold(r->arena, words), word;
    bool any = false;
    while (rest.size) {
        str_cut(rest, ' ', &word, &rest);
        bool found = false;
        for (size_t i = 0; i < folded.size && !found; i++)
            found = (i == 0 || folded.at[i - 1] == ' ')
                    && str_starts(str_slice(folded, i, folded.size), str_c(r->arena, word));
        if (!found) return false;
        any = true;
    }
    return any;
}

static int take_staff(struct resolving *r, size_t at) {
    const struct people *people = r->school->people;
    for (size_t words = r->word_count - at < NAME_WORDS ? r->word_count - at : NAME_WORDS; words > 0; words--) {
        struct str text = join(r, at, at + words);
        const struct person *fits = NULL;
        size_t count = 0;
        for (size_t i = 0; i < people->count; i++) {
            const struct person *person = &people->at[i];
            bool whole = str_equal_fold_ascii(person->key, text);
            if (!whole && !name_has_words(r, person_full(r->arena, person), text)) continue;
            count = whole ? 1 : count + 1;
            fits = person;
            if (whole) break;
        }
        if (count > 1) {
            err_set(r->err, CODE_WHICH_ONE, "%zu members of staff fit '%.*s'.", count, STR_ARG(text));
            err_next(r->err, "write more of the name, or the short name from people.lua");
            return -1;
        }
        if (!count) continue;
        r->staff[r->out->staff_count++] = fits;
        label(&r->who, fits->name);
        return (int)words;
    }
    return 0;
}

/* ---- pupils -------------------------------------------------------------------------------------------------------
 */

/* Name, form and key of each; the caption is what was looked for, so that whoever asks can put one in its place. */
static void choices(struct resolving *r, struct str text, const struct found *found, size_t count, bool more) {
    struct buf list = { 0 };
    struct sheet *sheet = sheet_new(r->arena, STR("choices"), text);
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("key"), STR("Key"), CELL_WHOLE);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&list, "%s%.*s (%.*s)", i ? ", " : "", STR_ARG(found[i].name), STR_ARG(found[i].about));
        sheet_row(sheet);
        sheet_text(sheet, found[i].name);
        sheet_text(sheet, found[i].about);
        sheet_whole(sheet, found[i].id);
    }
    err_set(r->err, CODE_WHICH_ONE, "%s%zu pupils fit '%.*s': %.*s.", more ? "More than " : "", count, STR_ARG(text),
            (int)list.size, list.at);
    err_next(r->err, "write more of the name, or the form behind it:  \"%.*s %.*s\"", STR_ARG(found[0].name), STR_ARG(found[0].about));
    buf_free(&list);
    if (!r->call->json && !r->call->csv) r->answer->result = sheet;
}

/* Those on roll come first, then whole names; the best group decides, and must be one pupil. */
static int take_found(struct resolving *r, struct str text, const struct found *found, size_t count, bool more) {
    size_t current = 0, whole = 0;
    while (current < count && found[current].current) current++;
    size_t group = current ? current : count;
    while (whole < group && found[whole].whole) whole++;
    if (whole) group = whole;
    if (group > 1) {
        choices(r, text, found, group, more && group == count);
        return -1;
    }
    add_pupil(r, found[0].id);
    r->said_who = true;
    label(&r->who, found[0].name);
    return 1;
}

static bool key_of_pupil(struct resolving *r, struct str word, bool *taken) {
    int64_t id;
    struct pupil pupil;
    *taken = false;
    bool chosen = str_starts(word, "pupil:"), key = chosen || str_starts(word, "#");
    if (key) word = str_slice(word, chosen ? 6 : 1, word.size);
    if (!str_whole(word, &id) || id <= 0) return true;
    if (!key && id <= HIGHEST_YEAR) return true; /* a year group is meant */
    if (!pupil_read(r->school->db, r->school->kinds, r->arena, id, &pupil, taken, r->err)) return false;
    if (!*taken) return true;
    add_pupil(r, id);
    r->said_who = true;
    label(&r->who, str_format(r->arena, "%.*s %.*s", STR_ARG(pupil.first_name), STR_ARG(pupil.surname)));
    return true;
}

/* "zo 9ab": the letters of first name and surname, and the form. */
static int take_initials(struct resolving *r, size_t at) {
    if (at + 1 >= r->word_count) return 0;
    struct str letters = utf8_fold(r->arena, r->words[at]);
    struct pupil_filter filter = { .day = r->call->as_of, .form = r->words[at + 1], .year = VALUE_NONE };
    struct pupil_row *rows;
    size_t count, fits = 0;
    if (letters.size != 2) return 0;
    if (!pupil_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &count, r->err)) return -1;
    struct found *found = arena_array(r->arena, struct found, count);
    for (size_t i = 0; i < count; i++) {
        struct str first = utf8_fold(r->arena, rows[i].first_name), last = utf8_fold(r->arena, rows[i].surname);
        if (!first.size || !last.size || first.at[0] != letters.at[0] || last.at[0] != letters.at[1]) continue;
        struct str name = str_format(r->arena, "%.*s %.*s", STR_ARG(rows[i].first_name), STR_ARG(rows[i].surname));
        found[fits++] = (struct found){ .id = rows[i].id, .name = name, .about = rows[i].form, .current = true };
    }
    if (!fits) return 0;
    return take_found(r, r->words[at], found, fits, false) < 0 ? -1 : 2;
}

static int nobody(struct resolving *r, struct str word);

/* "9AH" or "(9AH)" behind a name that several bear: those of that form, which stand first then. */
static size_t of_form(struct resolving *r, size_t at, struct found *found, size_t count) {
    if (at >= r->word_count) return 0;
    struct str word = r->words[at];
    if (str_starts(word, "(") && str_ends(word, ")")) word = str_slice(word, 1, word.size - 1);
    struct str form = utf8_fold(r->arena, word);
    size_t fits = 0;
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(form, utf8_fold(r->arena, found[i].about))) continue;
        struct found one = found[i];
        found[i] = found[fits];
        found[fits++] = one;
    }
    return fits;
}

/* A word behind a name that fits nothing at all: the name was meant to be longer.  -1: err. */
static int is_strange(struct resolving *r, size_t at) {
    struct str word = r->words[at];
    struct found *found;
    struct found_form *forms;
    size_t count, form_count;
    bool more;
    char first = word.at[0];
    if ((first >= '0' && first <= '9') || first == '#' || first == '(') return 0;
    if (str_equal_fold_ascii(word, STR("year")) || str_equal_fold_ascii(word, STR("benchmark")) ||
        str_equal_fold_ascii(word, STR("gb"))) return 0;
    if (!find_forms(r->school->db, r->arena, word, r->call->as_of, &forms, &form_count, r->err)) return -1;
    if (form_count) return 0;
    if (!find_words(r->school->db, r->arena, word, FIND_PUPILS, r->call->as_of, 1, &found, &count, &more, r->err)) return -1;
    return count == 0;
}

static int take_pupil(struct resolving *r, size_t at) {
    size_t most = r->word_count - at < NAME_WORDS ? r->word_count - at : NAME_WORDS;
    bool taken = false;
    int initials = take_initials(r, at);
    if (initials) return initials;
    bool key = str_starts(r->words[at], "#") || str_starts(r->words[at], "pupil:");
    if (key && !key_of_pupil(r, r->words[at], &taken)) return -1;
    if (taken) return 1;
    for (size_t i = 1; i < most; i++)
        if (looks_like_clause(r->words[at + i])) most = i;
    for (size_t words = most; words > 0; words--) {
        struct str text = join(r, at, at + words);
        struct found *found;
        size_t count;
        bool more = false;
        if (!find_words(r->school->db, r->arena, text, FIND_PUPILS, r->call->as_of, MOST_FOUND, &found, &count, &more,
                        r->err))
            return -1;
        if (!count) continue;
        size_t next = at + words, fits = next < r->ends[at] || count > 1 ? of_form(r, next, found, count) : 0;
        if (fits) return take_found(r, text, found, fits, false) < 0 ? -1 : (int)words + 1;
        int strange = next < r->word_count ? is_strange(r, next) : 0;
        if (strange < 0) return -1;
        bool cut = next < r->ends[at] && r->ends[at] - at <= NAME_WORDS && !looks_like_clause(r->words[next]);
        if (strange || cut) return nobody(r, join(r, at, cut ? r->ends[at] : next + 1));
        return take_found(r, text, found, count, more) < 0 ? -1 : (int)words;
    }
    return key_of_pupil(r, r->words[at], &taken) ? taken : -1;
}

/* ---- nobody fits ---------------------------------------------------------------------------------------------------
 */

struct names {
    struct arena *arena;
    struct str *folded, *shown;
    size_t count;
};

static void name_add(struct names *names, struct str shown) {
    names->shown[names->count] = shown;
    names->folded[names->count++] = utf8_fold(names->arena, shown);
}

/* "9", "year9", "yr9": the year group that is meant, or 0. */
static int64_t year_meant(struct str word) {
    int64_t year;
    size_t at = 0;
    while (at < word.size && ((word.at[at] | 32) >= 'a' && (word.at[at] | 32) <= 'z')) at++;
    struct str letters = str_slice(word, 0, at);
    bool says = !at || str_equal_fold_ascii(letters, STR("year")) || str_equal_fold_ascii(letters, STR("yr"))
                || str_equal_fold_ascii(letters, STR("y"));
    return says && str_whole(str_slice(word, at, word.size), &year) && year > 0 && year <= HIGHEST_YEAR ? year : 0;
}

static int nobody(struct resolving *r, struct str word) {
    struct pupil_filter filter = { .day = r->call->as_of, .year = VALUE_NONE, .leavers = true };
    struct pupil_row *rows = NULL;
    struct found_form *forms = NULL;
    const struct policy *policy = r->school->policy;
    size_t count = 0, form_count = 0;
    if (r->wants & RESOLVE_PUPILS) {
        if (!pupil_list(r->school->db, r->school->kinds, r->arena, &filter, &rows, &count, r->err)) return -1;
        if (!find_forms(r->school->db, r->arena, (struct str){ 0 }, filter.day, &forms, &form_count, r->err)) return -1;
    }
    size_t roles = policy && (r->wants & RESOLVE_ROLES) ? policy->role_count : 0;
    struct names names = { .arena = r->arena };
    names.folded = arena_array(r->arena, struct str, 3 * count + form_count + 2 * roles);
    names.shown = arena_array(r->arena, struct str, 3 * count + form_count + 2 * roles);
    for (size_t i = 0; i < form_count; i++) name_add(&names, forms[i].name);
    for (size_t i = 0; i < count; i++) {
        name_add(&names, rows[i].first_name);
        name_add(&names, rows[i].surname);
        name_add(&names, str_format(r->arena, "%.*s %.*s", STR_ARG(rows[i].first_name), STR_ARG(rows[i].surname)));
    }
    for (size_t i = 0; i < roles; i++) {
        name_add(&names, str_format(r->arena, "%.*ss", STR_ARG(policy->roles[i].key)));
        name_add(&names, policy->roles[i].title);
    }
    struct str near = guess_nearest(utf8_fold(r->arena, word), names.folded, names.count);
    err_set(r->err, CODE_UNKNOWN_PERSON, "Nobody and nothing here is called '%.*s'.", STR_ARG(word));
    int64_t year = year_meant(word);
    if (year) return err_next(r->err, "Did you mean 'year %lld'?", (long long)year), -1;
    for (size_t i = 0; near.size && i < names.count; i++) {
        if (!str_equal(near, names.folded[i])) continue;
        err_next(r->err, "Did you mean '%.*s'?", STR_ARG(names.shown[i]));
        break;
    }
    if (near.size) return -1;
    if (r->wants & RESOLVE_PUPILS) err_next(r->err, "a name, a form, year 9, a clause or benchmark 8;  list pupils  shows who is here");
    else err_next(r->err, "list staff  shows who is here");
    return -1;
}

/* ---- the whole line ------------------------------------------------------------------------------------------------
 */

static int take_next(struct resolving *r, size_t at) {
    int used = 0;
    if (r->wants & RESOLVE_RULES) {
        used = take_benchmark(r, at);
        if (!used) used = take_clause(r, at);
    }
    if (!used && (r->wants & RESOLVE_PUPILS)) {
        used = take_year(r, at);
        if (!used) used = take_form(r, at);
    }
    if (!used && (r->wants & RESOLVE_ROLES)) used = take_role(r, at);
    if (!used && (r->wants & RESOLVE_STAFF)) used = take_staff(r, at);
    if (!used && (r->wants & RESOLVE_PUPILS)) used = take_pupil(r, at);
    if (used) return used;
    return hint_day(r->arena, r->words, r->word_count, at, r->call->today, r->err) ? -1 : nobody(r, r->words[at]);
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void finish(struct resolving *r) {
    struct selection *out = r->out;
    if (r->said_who) {
        size_t kept = 0;
        qsort(r->pupils, r->pupil_count, sizeof *r->pupils, by_value);
        for (size_t i = 0; i < r->pupil_count; i++)
            if (!kept || r->pupils[kept - 1] != r->pupils[i]) r->pupils[kept++] = r->pupils[i];
        out->pupils = r->pupils;
        out->pupil_count = kept;
    }
    out->rules = r->rules;
    out->roles = r->roles;
    out->staff = r->staff;
    if (r->who.size) out->who = str_copy(r->arena, buf_str(&r->who));
    if (r->what.size) out->what = str_copy(r->arena, buf_str(&r->what));
}

static bool cut_words(struct resolving *r, struct str text) {
    struct str word;
    size_t from = r->word_count;
    text = str_trim(text);
    while (text.size) {
        str_cut(text, ' ', &word, &text);
        word = str_trim(word);
        if (!word.size) continue;
        if (r->word_count == MOST_WORDS) return err_set(r->err, CODE_ARGUMENTS, "More than %d words.", MOST_WORDS);
        r->words[r->word_count++] = word;
    }
    for (size_t i = from; i < r->word_count; i++) r->ends[i] = r->word_count;
    return true;
}

static bool resolve_words(struct resolving *r) {
    bool fine = true;
    *r->out = (struct selection){ .clause = -1, .rule = -1 };
    r->roles = arena_array(r->arena, int32_t, MOST_WORDS);
    r->staff = (const struct person **)arena_alloc_array(r->arena, MOST_WORDS, sizeof *r->staff);
    for (size_t at = 0; fine && at < r->word_count;) {
        int used = take_next(r, at);
        fine = used > 0;
        if (fine) at += (size_t)used;
    }
    if (fine) finish(r);
    buf_free(&r->who);
    buf_free(&r->what);
    return fine;
}

bool resolve_call(struct school *school, const struct command_call *call, unsigned wants, struct selection *out,
                  struct answer *answer) {
    struct err err = { 0 };
    struct resolving r = { .school = school,
                           .call = call,
                           .answer = answer,
                           .arena = answer->arena,
                           .err = &err,
                           .wants = wants,
                           .out = out };
    bool fine = true;
    for (size_t i = 0; fine && i < call->part_count; i++)
        if (!call->parts[i].phrase) fine = cut_words(&r, call->parts[i].text);
    if (fine && resolve_words(&r)) return true;
    return answer_fail(answer, &err);
}

bool resolve_text(struct school *school, const struct command_call *call, struct str text, unsigned wants,
                  struct selection *out, struct answer *answer) {
    struct err err = { 0 };
    struct resolving r = { .school = school,
                           .call = call,
                           .answer = answer,
                           .arena = answer->arena,
                           .err = &err,
                           .wants = wants,
                           .out = out };
    if (cut_words(&r, text) && resolve_words(&r)) return true;
    return answer_fail(answer, &err);
}

bool selection_has_pupil(const struct selection *selection, int64_t pupil) {
    if (!selection->pupils) return true;
    return selection->pupil_count
           && bsearch(&pupil, selection->pupils, selection->pupil_count, sizeof pupil, by_value) != NULL;
}

/* ---- dates ---------------------------------------------------------------------------------------------------------
 */

static bool end_of_term(const struct calendar *calendar, struct date today, struct date *out) {
    size_t count;
    const struct calendar_part *parts = calendar ? calendar_terms(calendar, &count) : NULL;
    for (size_t i = 0; parts && i < count; i++) {
        if (date_before(today, parts[i].opens) || date_after(today, parts[i].closes)) continue;
        *out = calendar_school_day_before(calendar, parts[i].closes);
        return true;
    }
    return false;
}

bool resolve_date(struct str text, struct date today, const struct calendar *calendar, struct date *out,
                  struct err *err) {
    struct str word = str_trim(text);
    if (str_equal_fold_ascii(word, STR("end of year"))) {
        *out = calendar ? calendar_school_day_before(calendar, school_year_end(school_year_of(today)))
                        : school_year_end(school_year_of(today));
        return true;
    }
    if (str_equal_fold_ascii(word, STR("end of term"))) {
        if (end_of_term(calendar, today, out)) return true;
        err_set(err, CODE_NO_SUCH_DATE, "The terms of this school year are not written down.");
        return err_next(err, "write them into terms.lua");
    }
    if (calendar && str_equal_fold_ascii(word, STR("last school day"))) {
        *out = calendar_add_school_days(calendar, today, -1);
        return true;
    }
    if (calendar && str_equal_fold_ascii(word, STR("next school day"))) {
        *out = calendar_add_school_days(calendar, today, 1);
        return true;
    }
    return date_read(word, today, out, err);
}
