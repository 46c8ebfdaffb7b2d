/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_text - what the printed words say: names of the past, two spellings, two editions, numbers that are parameters.
 * Owns:  nothing.
 * Must not know: rules, records.
 */
#include "base/utf8.h"
#include "policy/lint_priv.h"
#include "policy/param.h"

static struct str written(const struct lint_prose *prose, size_t at, size_t size) {
    return str_slice(prose->text, at, at + size);
}

/* Puts `text` where `size` bytes of a text stand, with a capital where there was one. */
static void mend(struct linting *l, struct lint_finding *finding, const struct lint_prose *prose, size_t at, size_t size, struct str text) {
    char first = prose->text.at[at];
    if (!finding || !text.size) return;
    if (first >= 'A' && first <= 'Z') text = utf8_capital(l->arena, text);
    finding->fix = (struct lint_fix){ true, prose->at + at, size, text };
}

/* ---- names of the past ------------------------------------------------------------------------------------------------- */

static bool is_inside(const struct lint_prose *prose, size_t at, size_t size, struct str longer, bool exact) {
    size_t from = 0, there;
    while (lint_find_words(prose->text, longer, exact, &from, &there)) {
        if (from <= at && at + size <= from + there && there > size) return true;
        from += there;
    }
    return false;
}

/* A longer name at the same place is the one that is meant. */
static bool is_covered(const struct lint_words *words, const struct lint_prose *prose, size_t at, size_t size) {
    for (size_t i = 0; i < words->name_count; i++)
        for (size_t f = 0; f < words->names[i].form_count; f++)
            if (words->names[i].forms[f].size > size && is_inside(prose, at, size, words->names[i].forms[f], words->names[i].exact)) return true;
    return false;
}

static void find_name(struct linting *l, const struct lint_name *name, const struct lint_prose *prose) {
    for (size_t f = 0; f < name->form_count; f++) {
        size_t at = 0, size;
        for (; lint_find_words(prose->text, name->forms[f], name->exact, &at, &size); at += size) {
            char day[DATE_LONG_SIZE];
            struct str said = written(prose, at, size);
            if (is_covered(l->in->words, prose, at, size)) continue;
            mend(l,
                 lint_add_in(l, prose, at, size, "'%.*s' is history since %s: %.*s", STR_ARG(said), date_short(name->ended, day), STR_ARG(name->now)),
                 prose, at, size, name->instead);
        }
    }
}

void lint_superseded_names(struct linting *l) {
    for (size_t n = 0; n < l->in->words->name_count; n++) {
        const struct lint_name *name = &l->in->words->names[n];
        if (date_after(name->ended, l->in->as_of)) continue;
        for (size_t i = 0; i < l->prose_count; i++) find_name(l, name, &l->prose[i]);
    }
}

/* ---- two spellings ----------------------------------------------------------------------------------------------------- */

static size_t count_form(const struct linting *l, struct str form, const struct lint_prose **first, size_t *first_at) {
    size_t count = 0;
    for (size_t i = 0; i < l->prose_count; i++) {
        size_t at = 0, size;
        for (; lint_find_words(l->prose[i].text, form, false, &at, &size); at += size) {
            if (!count++) {
                *first = &l->prose[i];
                *first_at = at;
            }
        }
    }
    return count;
}

static void report_spelling(struct linting *l, struct str form, struct str usual, const struct lint_prose *first) {
    for (size_t i = 0; i < l->prose_count; i++) {
        const struct lint_prose *prose = &l->prose[i];
        size_t at = 0, size;
        for (; lint_find_words(prose->text, form, false, &at, &size); at += size)
            mend(l,
                 lint_add_in(l, prose, at, size, "'%.*s' is written '%.*s' elsewhere, first at %.*s", STR_ARG(written(prose, at, size)),
                             STR_ARG(usual), STR_ARG(lint_where(l, (uint32_t)(first->document - l->policy->documents), first->line))),
                 prose, at, size, usual);
    }
}

void lint_two_spellings(struct linting *l) {
    for (size_t s = 0; s < l->in->words->spelling_count; s++) {
        const struct lint_spelling *spelling = &l->in->words->spellings[s];
        const struct lint_prose *first = NULL, *one = NULL;
        size_t best = 0, most = 0, at;
        for (size_t f = 0; f < spelling->form_count; f++) {
            size_t count = count_form(l, spelling->forms[f], &one, &at);
            if (count <= most) continue;
            most = count;
            best = f;
            first = one;
        }
        for (size_t f = 0; f < spelling->form_count && first; f++)
            if (f != best) report_spelling(l, spelling->forms[f], spelling->forms[best], first);
    }
}

/* ---- two editions ------------------------------------------------------------------------------------------------------ */

/* Where a text says which edition of a paper it means. */
struct cited {
    const struct lint_prose *prose;
    size_t at, size;
    struct str edition; /* "2018", "May 2025", "{guidance_edition}" */
};

static bool is_month(struct str word) {
    static const char *const MONTHS[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                                          "November", "December" };
    for (size_t i = 0; i < COUNT_OF(MONTHS); i++)
        if (str_is(word, MONTHS[i])) return true;
    return false;
}

static bool is_year(struct str word) {
    return word.size == 4 && (str_starts(word, "19") || str_starts(word, "20")) && word.at[2] >= '0' && word.at[2] <= '9' && word.at[3] >= '0'
           && word.at[3] <= '9';
}

/* "May 2025", "2018" or a {parameter} at the beginning of a text; its size, 0 when it is none. */
static size_t edition_here(const struct linting *l, struct str text) {
    size_t at = 0;
    struct str word;
    if (text.size && text.at[0] == '{') {
        while (at < text.size && text.at[at] != '}') at++;
        struct str name = str_slice(text, 1, at);
        for (size_t i = 0; i < l->policy->param_count; i++)
            if (str_equal(l->policy->params[i].name, name) && l->policy->params[i].type == PARAM_TEXT) return at + 1;
        return 0;
    }
    if (!lint_next_word(text, &at, &word) || word.at != text.at) return 0;
    if (is_year(word)) return at;
    if (!is_month(word)) return 0;
    return lint_next_word(text, &at, &word) && is_year(word) ? at : 0;
}

/* "of ", "dated ", "(" between a paper, or the word edition, and the edition. */
static size_t link_here(struct str text) {
    static const char *const LINKS[] = { " of ", " dated ", " (", ", " };
    for (size_t i = 0; i < COUNT_OF(LINKS); i++)
        if (str_starts(text, LINKS[i])) return str_from(LINKS[i]).size;
    return 0;
}

static void cite_after(struct linting *l, const struct lint_prose *prose, struct str what, struct cited **list, size_t *count) {
    size_t at = 0, size;
    for (; lint_find_words(prose->text, what, false, &at, &size); at += size) {
        size_t from = at + size, link = link_here(str_slice(prose->text, from, prose->text.size));
        size_t edition = link ? edition_here(l, str_slice(prose->text, from + link, prose->text.size)) : 0;
        struct cited cited = { prose, from + link, edition, written(prose, from + link, edition) };
        if (edition) list_add(l->arena, *list, *count, cited);
    }
}

static bool is_param(const struct cited *cited) {
    return cited->edition.at[0] == '{';
}

static void report_editions(struct linting *l, struct str paper, const struct cited *list, size_t count) {
    const struct cited *usual = NULL;
    for (size_t i = 0; i < count && !usual; i++)
        if (is_param(&list[i])) usual = &list[i]; /* a parameter moves with the editions: the others are behind */
    if (!usual && count) usual = &list[0];
    for (size_t i = 0; i < count; i++) {
        const struct lint_prose *there = usual->prose;
        if (str_equal(list[i].edition, usual->edition)) continue;
        lint_add_in(l, list[i].prose, list[i].at, list[i].size, "the %.*s is cited as of %.*s, and as of %.*s at %.*s", STR_ARG(paper),
                    STR_ARG(list[i].edition), STR_ARG(usual->edition),
                    STR_ARG(lint_where(l, (uint32_t)(there->document - l->policy->documents), there->line)));
    }
}

void lint_two_editions(struct linting *l) {
    static const struct str EDITIONS[] = { STR_INIT("edition"), STR_INIT("editions"), STR_INIT("that"), STR_INIT("version"), STR_INIT("versions") };
    for (size_t d = 0; d < l->in->words->document_count; d++) {
        struct str paper = l->in->words->documents[d];
        struct cited *list = NULL;
        size_t count = 0;
        for (size_t i = 0; i < l->prose_count; i++) {
            size_t at = 0, size;
            if (!lint_find_words(l->prose[i].text, paper, false, &at, &size)) continue;
            cite_after(l, &l->prose[i], paper, &list, &count);
            for (size_t e = 0; e < COUNT_OF(EDITIONS); e++) cite_after(l, &l->prose[i], EDITIONS[e], &list, &count);
        }
        report_editions(l, paper, list, count);
    }
}

/* ---- numbers ----------------------------------------------------------------------------------------------------------- */

/* The parameters that a declaration uses, and those of its clause. */
struct using {
    struct linting *l;
    bool *used; /* by parameter */
};

static void note_use(void *self, const struct node *node) {
    struct using *u = self;
    if (node->type != NODE_REF || !str_is(node->word, "p")) return;
    for (size_t i = 0; i < u->l->policy->param_count; i++)
        if (str_equal(u->l->policy->params[i].name, node->id)) u->used[i] = true;
}

static struct str clause_of(const struct linting *l, const struct node *item) {
    struct str clause, rest;
    if (node_is(item, "choose"))
        for (size_t i = 0; i < l->policy->option_count; i++)
            if (str_equal(l->policy->options[i].name, item->id)) return l->policy->options[i].clause;
    str_cut(item->id, '/', &clause, &rest);
    return clause;
}

static const bool *params_near(struct linting *l, const struct node *item) {
    struct using u = { l, arena_array(l->arena, bool, l->policy->param_count + 1) };
    struct str clause = clause_of(l, item);
    lint_walk(item, note_use, &u);
    for (size_t i = 0; i < l->policy->param_count; i++)
        if (clause.size && str_equal(l->policy->params[i].clause, clause)) u.used[i] = true;
    return u.used;
}

static int64_t number_of(struct str word) {
    static const char *const WORDS[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
                                         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty" };
    int64_t number;
    if (str_whole(word, &number)) return number;
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (str_equal_fold_ascii(word, str_from(WORDS[i]))) return (int64_t)i + 2;
    return -1;
}

static bool has_value(const struct param *param, int64_t number) {
    if (param->type != PARAM_WHOLE && param->type != PARAM_HOURS) return false;
    for (size_t i = 0; i < param->step_count; i++)
        if (param->steps[i].values[0] == (param->type == PARAM_HOURS ? number * 60 : number)) return true;
    return false;
}

/* A number that is a part of something else: 4.3.22, 2022/23, T-9. */
static bool is_part(struct str text, size_t at, size_t end) {
    static const struct str SIGNS = STR_INIT(".-/");
    char before = at > 0 ? text.at[at - 1] : ' ', after = end < text.size ? text.at[end] : ' ';
    char next = end + 1 < text.size ? text.at[end + 1] : ' ';
    if (str_find(SIGNS, str_slice((struct str){ &before, 1 }, 0, 1)) != SIZE_MAX) return true;
    return str_find(SIGNS, str_slice((struct str){ &after, 1 }, 0, 1)) != SIZE_MAX && next >= '0' && next <= '9';
}

static void find_numbers(struct linting *l, const struct lint_prose *prose, const bool *near) {
    size_t from = 0;
    struct str word;
    while (lint_next_word(prose->text, &from, &word)) {
        size_t at = from - word.size, hits = 0, hit = 0;
        int64_t number = number_of(word);
        if (number < 2 || is_part(prose->text, at, from)) continue;
        for (size_t i = 0; i < l->policy->param_count; i++)
            if (near[i] && has_value(&l->policy->params[i], number) && !hits++) hit = i;
        if (!hits) continue;
        struct str name = l->policy->params[hit].name;
        struct lint_finding *finding = lint_add_in(l, prose, at, word.size, "%.*s stands in the text, and the parameter %.*s has it: write {%.*s}",
                                                   STR_ARG(word), STR_ARG(name), STR_ARG(name));
        if (hits == 1 && word.at[0] <= '9') mend(l, finding, prose, at, word.size, str_format(l->arena, "{%.*s}", STR_ARG(name)));
    }
}

static void find_years(struct linting *l, const struct lint_prose *prose, const bool *near) {
    for (size_t i = 0; i < l->policy->param_count; i++) {
        const struct param *param = &l->policy->params[i];
        if (!near[i] || param->type != PARAM_YEARS) continue;
        for (size_t s = 0; s < param->step_count; s++) {
            struct str said = param_say(l->arena, param, &param->steps[s]);
            size_t at = 0, size;
            for (; lint_find_words(prose->text, said, false, &at, &size); at += size)
                mend(l,
                     lint_add_in(l, prose, at, size, "'%.*s' stands in the text, and the parameter %.*s has it: write {%.*s}", STR_ARG(said),
                                 STR_ARG(param->name), STR_ARG(param->name)),
                     prose, at, size, str_format(l->arena, "{%.*s}", STR_ARG(param->name)));
        }
    }
}

void lint_numbers_in_text(struct linting *l) {
    for (size_t i = 0; i < l->prose_count; i++) {
        const struct lint_prose *prose = &l->prose[i];
        if (!str_is(prose->key, "title") && !str_is(prose->key, "text")) continue; /* elsewhere {names} are not filled in */
        const bool *near = params_near(l, prose->item);
        find_numbers(l, prose, near);
        find_years(l, prose, near);
    }
}
