/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve_pupil - pupils by name, form and number; and what to type for one of them.
 * Owns:  nothing.
 * Must not know: verbs, rules.
 */
#include "base/guess.h"
#include "base/utf8.h"
#include "store/pupil.h"
#include "work/resolve_priv.h"

#define CHOICES_SAID 12
#define FORMS_SAID 24

/* ---- of those who fit ------------------------------------------------------------------------------------------------ */

/* Those on roll come first, then whole names: so many are meant. */
static size_t best(const struct found *found, size_t count) {
    size_t current = 0, whole = 0;
    while (current < count && found[current].current) current++;
    size_t group = current ? current : count;
    while (whole < group && found[whole].whole) whole++;
    return whole ? whole : group;
}

/* "9AH" or "(9AH)" behind a name that several bear: those of that form, which stand first then. */
static size_t of_form(struct arena *arena, struct str word, struct found *found, size_t count) {
    if (str_starts(word, "(") && str_ends(word, ")")) word = str_slice(word, 1, word.size - 1);
    struct str form = utf8_fold(arena, word);
    size_t fits = 0;
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(form, utf8_fold(arena, found[i].about))) continue;
        struct found one = found[i];
        for (size_t k = i; k > fits; k--) found[k] = found[k - 1];
        found[fits++] = one;
    }
    return fits;
}

static bool is_one(const struct found *found, size_t count, int64_t pupil) { return best(found, count) == 1 && found[0].id == pupil; }

struct str resolve_pupil_words(struct school *school, struct arena *arena, struct date day, int64_t pupil) {
    struct err err = { 0 };
    struct pupil row;
    struct found *found;
    size_t count;
    bool there;
    struct str key = str_format(arena, "pupil:%lld", (long long)pupil);
    if (!pupil_read(school->db, school->kinds, arena, pupil, &row, &there, &err) || !there) return key;
    struct str name = str_trim(str_format(arena, "%.*s %.*s", STR_ARG(row.first_name), STR_ARG(row.surname)));
    if (!find_words(school->db, arena, name, FIND_PUPILS, day, 0, &found, &count, NULL, &err)) return key;
    if (is_one(found, count, pupil)) return name;
    for (size_t i = 0; i < count; i++) {
        struct str form = found[i].about;
        if (found[i].id != pupil || !form.size) continue;
        size_t fits = of_form(arena, form, found, count);
        if (is_one(found, fits, pupil)) return str_format(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(form));
        break;
    }
    if (row.upn.size && find_words(school->db, arena, row.upn, FIND_PUPILS, day, 0, &found, &count, NULL, &err)
        && is_one(found, count, pupil)) return row.upn;
    return key;
}

struct str resolve_pupil_name(struct school *school, struct arena *arena, struct date day, int64_t pupil, struct str name) {
    struct str words = resolve_pupil_words(school, arena, day, pupil);
    if (str_starts(words, str_c(arena, name))) return words;
    return str_format(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(words));
}

/* Name, form and key of each; the caption is what was looked for, so that whoever asks can put one in its place. */
static void choices(struct resolving *r, struct str text, const struct found *found, size_t count) {
    struct buf list = { 0 };
    struct sheet *sheet = sheet_new(r->arena, STR("choices"), text);
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("key"), STR("Key"), CELL_WHOLE);
    for (size_t i = 0; i < count; i++) {
        if (i < CHOICES_SAID) buf_printf(&list, "%s%.*s (%.*s)", i ? ", " : "", STR_ARG(found[i].name), STR_ARG(found[i].about));
        sheet_row(sheet);
        sheet_text(sheet, found[i].name);
        sheet_text(sheet, found[i].about);
        sheet_whole(sheet, found[i].id);
    }
    if (count > CHOICES_SAID) buf_printf(&list, " and %zu more", count - CHOICES_SAID);
    err_set(r->err, CODE_WHICH_ONE, "%zu pupils fit '%.*s': %.*s.", count, STR_ARG(text), STR_ARG(buf_str(&list)));
    struct str words = resolve_pupil_words(r->school, r->arena, r->call->as_of, found[0].id);
    if (str_equal(words, found[0].name) && found[0].about.size) words = str_format(r->arena, "%.*s %.*s", STR_ARG(words), STR_ARG(found[0].about));
    bool named = str_starts(words, str_c(r->arena, found[0].name));
    err_next(r->err, named ? "write more of the name, or the form behind it:  \"%.*s\"" : "they are in one form, so write the UPN:  %.*s", STR_ARG(words));
    buf_free(&list);
    if (!r->call->json && !r->call->csv && !r->request->where.size) r->answer->result = sheet;
}

static void add_one(struct resolving *r, int64_t pupil) {
    resolve_add_pupil(r, pupil);
    r->said_who = true;
    resolve_label(&r->who, resolve_pupil_words(r->school, r->arena, r->call->as_of, pupil));
}

/* The best group decides, and must be one pupil. */
static int take_found(struct resolving *r, struct str text, const struct found *found, size_t count) {
    size_t group = best(found, count);
    if (group > 1) {
        choices(r, text, found, group);
        return -1;
    }
    add_one(r, found[0].id);
    return 1;
}

static bool is_among(const struct resolve_request *request, int64_t pupil) {
    for (size_t i = 0; i < request->among_count; i++)
        if (request->among[i] == pupil) return true;
    return false;
}

/* Of those who were addressed only they are meant; a name outside must be one pupil's, and the word says what that means. */
static bool only_among(struct resolving *r, struct str text, struct found *found, size_t *count) {
    size_t fits = 0;
    if (!r->request->among) return true;
    for (size_t i = 0; i < *count; i++) {
        if (!is_among(r->request, found[i].id)) continue;
        struct found one = found[i];
        for (size_t k = i; k > fits; k--) found[k] = found[k - 1];
        found[fits++] = one;
    }
    if (fits) *count = fits;
    if (fits || best(found, *count) == 1) return true;
    err_set(r->err, CODE_NOTHING_SELECTED, "None of the %zu pupils who fit '%.*s' is in %.*s.", best(found, *count), STR_ARG(text),
            STR_ARG(r->request->among_who));
    return err_next(r->err, "find %.*s  shows them with their forms", STR_ARG(text));
}

/* ---- the ways to name one -------------------------------------------------------------------------------------------- */

static bool key_of_pupil(struct resolving *r, struct str word, bool *taken) {
    int64_t id;
    struct pupil pupil;
    *taken = false;
    bool chosen = str_starts(word, "pupil:"), key = chosen || str_starts(word, "#");
    if (key) word = str_slice(word, chosen ? 6 : 1, word.size);
    if (!str_whole(word, &id) || id <= 0) return true;
    if (!key && id <= HIGHEST_YEAR) return true; /* a year group is meant */
    if (!pupil_read(r->school->db, r->school->kinds, r->arena, id, &pupil, taken, r->err)) return false;
    if (*taken) add_one(r, id);
    return true;
}

/* "zo 9ab": the letters of first name and surname, and the form. */
static int take_initials(struct resolving *r, size_t at) {
    if (at + 1 >= r->word_count || r->stops[at]) return 0;
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
    return take_found(r, r->words[at], found, fits) < 0 ? -1 : 2;
}

/* A word behind a name that fits nothing at all: the name was meant to be longer.  -1: err. */
static int is_strange(struct resolving *r, size_t at) {
    struct str word = r->words[at];
    struct found *found;
    struct found_form *forms;
    size_t count, form_count;
    bool more;
    char first = word.at[0];
    if ((first >= '0' && first <= '9') || first == '#' || first == '(' || resolve_is_and(word) || r->stops[at - 1]) return 0;
    if (str_equal_fold_ascii(word, STR("year")) || str_equal_fold_ascii(word, STR("benchmark")) ||
        str_equal_fold_ascii(word, STR("gb"))) return 0;
    if (!find_forms(r->school->db, r->arena, word, r->call->as_of, &forms, &form_count, r->err)) return -1;
    if (form_count) return 0;
    if (!find_words(r->school->db, r->arena, word, FIND_PUPILS, r->call->as_of, 1, &found, &count, &more, r->err)) return -1;
    return count == 0;
}

/* How many words from `at` may belong to one name. */
static size_t name_room(const struct resolving *r, size_t at) {
    size_t most = r->word_count - at < NAME_WORDS ? r->word_count - at : NAME_WORDS;
    for (size_t i = 1; i < most; i++)
        if (r->stops[at + i - 1] || resolve_is_and(r->words[at + i]) || resolve_like_clause(r->words[at + i])) return i;
    return most;
}

int resolve_pupil_take(struct resolving *r, size_t at) {
    bool taken = false;
    int initials = take_initials(r, at);
    if (initials) return initials;
    bool key = str_starts(r->words[at], "#") || str_starts(r->words[at], "pupil:");
    if (key && !key_of_pupil(r, r->words[at], &taken)) return -1;
    if (taken) return 1;
    for (size_t words = name_room(r, at); words > 0; words--) {
        struct str text = resolve_join(r, at, at + words);
        struct found *found;
        size_t count, next = at + words;
        if (!find_words(r->school->db, r->arena, text, FIND_PUPILS, r->call->as_of, 0, &found, &count, NULL, r->err)) return -1;
        if (!count) continue;
        bool goes_on = next < r->word_count && !r->stops[next - 1];
        size_t fits = goes_on && (next < r->ends[at] || count > 1) ? of_form(r->arena, r->words[next], found, count) : 0;
        if (fits) return take_found(r, text, found, fits) < 0 ? -1 : (int)words + 1;
        int strange = goes_on ? is_strange(r, next) : 0;
        if (strange < 0) return -1;
        bool cut = next < r->ends[at] && r->ends[at] - at <= NAME_WORDS && !resolve_like_clause(r->words[next]);
        if (strange || cut) return resolve_nobody(r, resolve_join(r, at, cut ? r->ends[at] : next + 1));
        if (!only_among(r, text, found, &count)) return -1;
        return take_found(r, text, found, count) < 0 ? -1 : (int)words;
    }
    return key_of_pupil(r, r->words[at], &taken) ? taken : -1;
}

/* ---- nobody fits ----------------------------------------------------------------------------------------------------- */

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

/* "9ZZ": digits and then letters, as forms are called. */
static bool like_form(struct str word) {
    size_t digits = 0;
    while (digits < word.size && word.at[digits] >= '0' && word.at[digits] <= '9') digits++;
    for (size_t i = digits; i < word.size; i++)
        if (!((word.at[i] | 32) >= 'a' && (word.at[i] | 32) <= 'z')) return false;
    return digits && digits < word.size && word.size <= 6;
}

static struct str all_forms(struct arena *arena, const struct found_form *forms, size_t count) {
    struct str text = { 0 };
    for (size_t i = 0; i < count && i < FORMS_SAID; i++) text = str_format(arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "", STR_ARG(forms[i].name));
    if (count > FORMS_SAID) text = str_format(arena, "%.*s and %zu more", STR_ARG(text), count - FORMS_SAID);
    return text;
}

static void say_what_fits(struct resolving *r) {
    if (r->wants & RESOLVE_RULES) err_next(r->err, "a name, a form, year 9, a clause or benchmark 8;  list pupils  shows who is here");
    else if (r->wants & RESOLVE_PUPILS) err_next(r->err, "a name, a form or year 9;  list pupils  shows who is here");
    else err_next(r->err, "list staff  shows who is here");
}

int resolve_nobody(struct resolving *r, struct str word) {
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
    int64_t year = year_meant(word);
    struct str near = guess_nearest(utf8_fold(r->arena, word), names.folded, names.count);
    if (like_form(word) && form_count) {
        err_set(r->err, CODE_UNKNOWN_PERSON, "There is no form '%.*s'.", STR_ARG(word));
        return err_next(r->err, "The forms are: %.*s", STR_ARG(all_forms(r->arena, forms, form_count))), -1;
    }
    err_set(r->err, CODE_UNKNOWN_PERSON, "Nobody and nothing here is called '%.*s'.", STR_ARG(word));
    if (year) return err_next(r->err, "Did you mean 'year %lld'?", (long long)year), -1;
    for (size_t i = 0; near.size && i < names.count; i++) {
        if (!str_equal(near, names.folded[i])) continue;
        err_next(r->err, "Did you mean '%.*s'?", STR_ARG(names.shown[i]));
        break;
    }
    if (!near.size) say_what_fits(r);
    return -1;
}
