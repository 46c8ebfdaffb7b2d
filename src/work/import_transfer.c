/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_transfer - whether a transfer file is for this school.
 * Owns:  nothing.
 * Must not know: how such a file is written, its pupils.
 *
 * The school's number is `laestab` of its policy.lua.  Council and school are digits, 888/4123; a school of letters or of
 * nines (888/LLLL, 888/9999) is none: the file lies with a council until some school takes its pupils on.
 */
#include "work/import_priv.h"

#define NUMBER_SIZE 7
#define COUNCIL_SIZE 3

/* "888/4001" and "888 4001" to "8884001"; empty when it is not of that length. */
static struct str number_of(struct arena *arena, struct str text) {
    char number[NUMBER_SIZE];
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '/' || c == ' ') continue;
        if (count == NUMBER_SIZE) return (struct str){ 0 };
        number[count++] = c;
    }
    return count == NUMBER_SIZE ? str_copy(arena, (struct str){ number, count }) : (struct str){ 0 };
}

static bool is_school(struct str number) {
    bool nines = true;
    for (size_t i = 0; i < number.size; i++) {
        if (number.at[i] < '0' || number.at[i] > '9') return false;
        nines = nines && (i < COUNCIL_SIZE || number.at[i] == '9');
    }
    return number.size == NUMBER_SIZE && !nines;
}

static bool accepted(struct importing *in, struct str number) {
    bool said = str_equal(number_of(in->arena, call_option(in->call, "accept-school")), number);
    for (size_t i = 0; i < in->call->part_count && !said; i++) {
        struct str part = in->call->parts[i].text;
        said = !in->call->parts[i].phrase && str_starts(part, "school=") && str_equal(str_slice(part, 7, part.size), number);
    }
    return said;
}

/* At a terminal the person is asked, once. */
static bool ask(struct importing *in, struct str number, const struct err *err) {
    struct answer_ask *ask = arena_new(in->arena, struct answer_ask);
    struct str *labels = arena_array(in->arena, struct str, 2), *values = arena_array(in->arena, struct str, 2);
    if (!in->call->asks || in->answer->problems.errors) return false;
    for (size_t i = 0; i < in->call->part_count; i++)
        if (!in->call->parts[i].phrase && str_starts(in->call->parts[i].text, "school=")) return false;
    labels[0] = STR("no, nothing is to be read from it");
    labels[1] = STR("yes, its pupils belong here");
    values[0] = STR("no");
    values[1] = number;
    *ask = (struct answer_ask){ .question = str_format(in->arena, "%s Is it to be read all the same?", err->text), .labels = labels, .values = values,
                                .count = 2, .prefix = STR("school="), .otherwise = STR("no") };
    in->answer->ask = ask;
    return true;
}

bool import_transfer_fits(struct importing *in, const struct import_table *table, struct err *err) {
    struct str to = str_slice(table->grid->sent_to, 0, 20), number = number_of(in->arena, to), title = table->grid->title;
    if (!to.size) return true;
    if (!is_school(number)) {
        import_say_once(in, "%.*s names no school that it is for (%.*s): look at whom it would add before you go ahead.", STR_ARG(title), STR_ARG(to));
        return true;
    }
    if (!school_load(in->school, SCHOOL_POLICY, in->as_at, &in->answer->problems, err)) return false;
    int64_t ours = in->school->policy->laestab, theirs;
    if (!ours) {
        import_say_once(in, "%.*s is for school %.*s. With  laestab = %.*s  behind the school's name in policy.lua, if that is yours, a file for another school is refused.",
                        STR_ARG(title), STR_ARG(to), STR_ARG(number));
        return true;
    }
    if ((str_whole(number, &theirs) && theirs == ours) || accepted(in, number)) return true;
    err_set(err, CODE_OTHER_SCHOOL, "%.*s is for school %.*s, and this is school %lld/%04lld.", STR_ARG(title), STR_ARG(to), (long long)(ours / 10000),
            (long long)(ours % 10000));
    if (ask(in, number, err)) return false;
    return err_next(err, "ask who sent it for the right file; or, if its pupils do belong here, add  --accept-school %.*s", STR_ARG(number));
}

void import_transfer_unused(struct importing *in) {
    struct str said = call_option(in->call, "accept-school"), number = number_of(in->arena, said);
    for (size_t i = 0; i < in->table_count && said.size; i++)
        if (number.size && str_equal(number_of(in->arena, in->tables[i].grid->sent_to), number)) return;
    if (said.size) import_say_once(in, "No file is for school %.*s: what you said about it was not needed.", STR_ARG(said));
}
