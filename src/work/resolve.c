/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve - words as people type them; see resolve.h.
 * Owns:  nothing.
 * Must not know: verbs.
 */
#include "work/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/guess.h"
#include "base/utf8.h"
#include "store/pupil.h"
#include "work/resolve_hint.h"
#include "work/resolve_priv.h"

/* ---- collecting ----------------------------------------------------------------------------- */

void resolve_add_pupil(struct resolving *r, int64_t id) {
    if (r->pupil_count == r->pupil_room) {
        size_t room = r->pupil_room ? r->pupil_room * 2 : 64;
        int64_t *wider = arena_array(r->arena, int64_t, room);
        for (size_t i = 0; i < r->pupil_count; i++) wider[i] = r->pupils[i];
        r->pupils = wider;
        r->pupil_room = room;
    }
    r->pupils[r->pupil_count++] = id;
}

void resolve_label(struct buf *out, struct str text) {
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

struct str resolve_join(struct resolving *r, size_t from, size_t to) {
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
    for (size_t i = 0; i < count; i++) resolve_add_pupil(r, rows[i].id);
    r->said_who = true;
    resolve_label(&r->who, name);
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
        struct str text = resolve_join(r, at, at + words), folded = utf8_fold(r->arena, text);
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

bool resolve_like_clause(struct str word) {
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
    resolve_label(&r->what, str_format(r->arena, "benchmark %lld", (long long)number));
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
        resolve_label(&r->what, word);
        return 1;
    }
    if (!resolve_like_clause(word)) return 0;
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
    resolve_label(&r->what, word);
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
        struct str folded = utf8_fold(r->arena, resolve_join(r, at, at + words));
        for (size_t i = 0; i < policy->role_count; i++) {
            if (!same_word(r, folded, policy->roles[i].key) && !same_word(r, folded, policy->roles[i].title)) continue;
            r->roles[r->out->role_count++] = (int32_t)i;
            resolve_label(&r->who, policy->roles[i].title);
            return (int)words;
        }
    }
    return 0;
}

/* "o'neill" as "oneill": apostrophes and hyphens are written or left out. */
static struct str without_marks(struct resolving *r, struct str text) {
    char *out = arena_copy(r->arena, text.at, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != '\'' && text.at[i] != '-') out[size++] = text.at[i];
    return (struct str){ out, size };
}

static bool name_has_words(struct resolving *r, struct str name, struct str words) {
    struct str folded = without_marks(r, utf8_fold(r->arena, name)), rest = without_marks(r, utf8_fold(r->arena, words)), word;
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
        struct str text = resolve_join(r, at, at + words);
        const struct person *fits = NULL;
        size_t count = 0;
        for (size_t i = 0; i < people->count; i++) {
            const struct person *person = &people->at[i];
            bool whole = str_equal_fold_ascii(person->key, text) || (person->other_key.size && str_equal_fold_ascii(person->other_key, text));
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
        resolve_label(&r->who, fits->name);
        return (int)words;
    }
    return 0;
}

/* ---- the whole line ------------------------------------------------------------------------------------------------
 */

bool resolve_is_and(struct str word) { return str_equal_fold_ascii(word, STR("and")) || str_is(word, "&"); }

static int take_next(struct resolving *r, size_t at) {
    int used = 0;
    size_t end = at + 1 < r->ends[at] && r->ends[at] - at <= NAME_WORDS ? r->ends[at] : at + 1;
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
    if (!used && resolve_is_and(r->words[at]) && r->word_count > 1) return 1;
    if (!used && (r->wants & RESOLVE_PUPILS)) used = resolve_pupil_take(r, at);
    if (used) return used;
    if (hint_day(r->arena, r->words, r->word_count, at, r->call->today, r->err)) return -1;
    return resolve_nobody(r, resolve_join(r, at, end));
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

/* "Doyle, Zoe": a name as it is listed, and not two people. */
static bool is_listed_name(struct resolving *r, struct str text, bool *listed) {
    struct str before, after, name;
    struct found *found;
    size_t count = 0;
    *listed = false;
    if (!(r->wants & RESOLVE_PUPILS) || !str_cut(text, ',', &before, &after) || str_find(after, STR(",")) != SIZE_MAX) return true;
    if (!str_trim(before).size || !str_trim(after).size) return true;
    name = str_format(r->arena, "%.*s %.*s", STR_ARG(before), STR_ARG(after));
    if (!find_words(r->school->db, r->arena, name, FIND_PUPILS, r->call->as_of, 1, &found, &count, NULL, r->err)) return false;
    *listed = count > 0;
    return true;
}

static bool add_word(struct resolving *r, struct str word) {
    if (r->word_count == MOST_WORDS) return err_set(r->err, CODE_ARGUMENTS, "More than %d words.", MOST_WORDS);
    r->words[r->word_count++] = word;
    return true;
}

/* Words end at spaces and commas; a comma ends a name as well. */
static bool cut_words(struct resolving *r, struct str text) {
    struct str word, rest;
    size_t from = r->word_count;
    bool listed;
    if (!is_listed_name(r, text, &listed)) return false;
    for (text = str_trim(text); text.size;) {
        (void)str_cut(text, ' ', &word, &text);
        for (rest = str_trim(word); rest.size;) {
            bool comma = str_cut(rest, ',', &word, &rest);
            if (word.size && !add_word(r, word)) return false;
            if (comma && !listed && r->word_count > from) r->stops[r->word_count - 1] = true;
            if (!comma) break;
        }
    }
    for (size_t i = r->word_count, end = i; i > from; i--) {
        bool is_and = resolve_is_and(r->words[i - 1]);
        if (r->stops[i - 1] || is_and) end = i;
        r->ends[i - 1] = end;
        if (is_and) end = i - 1;
    }
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

static bool is_asked(const struct resolve_request *request, const struct call_part *part) {
    if (!request->phrase || !part->phrase) return !request->phrase && !part->phrase;
    return strcmp(request->phrase, part->phrase) == 0;
}

bool resolve_asked(struct school *school, const struct command_call *call, const struct resolve_request *request, struct selection *out,
                   struct answer *answer) {
    struct err err = { 0 };
    struct resolving *r = arena_new(answer->arena, struct resolving);
    bool fine = true;
    *r = (struct resolving){ .school = school, .call = call, .answer = answer, .arena = answer->arena, .err = &err,
                             .request = request, .wants = request->wants, .out = out };
    if (request->text.at) fine = cut_words(r, request->text);
    for (size_t i = 0; fine && !request->text.at && i < call->part_count; i++)
        if (is_asked(request, &call->parts[i])) fine = cut_words(r, call->parts[i].text);
    if (fine && resolve_words(r)) return true;
    if (request->where.size) err_wrap(&err, "%.*s", STR_ARG(request->where));
    return answer_fail(answer, &err);
}

bool resolve_call(struct school *school, const struct command_call *call, unsigned wants, struct selection *out, struct answer *answer) {
    return resolve_asked(school, call, &(struct resolve_request){ .wants = wants }, out, answer);
}

bool resolve_text(struct school *school, const struct command_call *call, struct str text, unsigned wants, struct selection *out,
                  struct answer *answer) {
    return resolve_asked(school, call, &(struct resolve_request){ .wants = wants, .text = text }, out, answer);
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
