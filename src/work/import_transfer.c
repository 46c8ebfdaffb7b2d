/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_transfer - whether a transfer file is for this school.
 * Owns:  nothing.
 * Must not know: how such a file is written, its pupils.
 *
 * The school's number is `laestab` of its policy.lua.  Council and school are digits, 888/4123; a school of letters or of
 * nines (888/LLLL, 888/9999) is none: the file lies with a council until some school takes its pupils on.
 */
#include "work/identifier.h"
#include "work/import_priv.h"

static bool accepted(struct importing *in, int64_t number) {
    bool said = identifier_laestab(call_option(in->call, "accept-school")) == number;
    for (size_t i = 0; i < in->call->part_count && !said; i++) {
        struct str part = in->call->parts[i].text;
        said = !in->call->parts[i].phrase && str_starts(part, "school=") && identifier_laestab(str_slice(part, 7, part.size)) == number;
    }
    return said;
}

/* At a terminal the person is asked, once a file, until one of them is not to be read. */
bool import_transfer_ask(struct importing *in, struct str yes, const struct err *err) {
    struct answer_ask *ask = arena_new(in->arena, struct answer_ask);
    struct str *labels = arena_array(in->arena, struct str, 2), *values = arena_array(in->arena, struct str, 2);
    const struct str answer = str_format(in->arena, "school=%.*s", STR_ARG(yes));
    if (!import_ask_may(in)) return false;
    for (size_t i = 0; i < in->call->part_count; i++)
        if (!in->call->parts[i].phrase && (str_is(in->call->parts[i].text, "school=no") || str_equal(in->call->parts[i].text, answer))) return false;
    labels[0] = STR("no, nothing is to be read from it");
    labels[1] = STR("yes, those in it belong here");
    values[0] = STR("no");
    values[1] = yes;
    *ask = (struct answer_ask){ .question = str_format(in->arena, "%s Is it to be read all the same?", err->text), .labels = labels, .values = values,
                                .count = 2, .prefix = STR("school="), .otherwise = STR("no") };
    in->answer->ask = ask;
    return true;
}

bool import_transfer_fits(struct importing *in, const struct import_table *table, struct err *err) {
    struct str to = str_slice(table->grid->sent_to, 0, 20), title = table->grid->title;
    int64_t theirs = identifier_laestab(to);
    if (!to.size) return true;
    if (!theirs) {
        import_say_once(in, "%.*s names no school that it is for (%.*s): look at whom it would add before you go ahead.", STR_ARG(title), STR_ARG(to));
        return true;
    }
    if (!school_load(in->school, SCHOOL_POLICY, in->as_at, &in->answer->problems, err)) return false;
    int64_t ours = in->school->policy->laestab;
    if (!ours) {
        import_say_once(in, "%.*s is for school %.*s, and policy.lua does not say the number of this one. If that is yours, write  laestab = %lld,  beside  urn  "
                        "in policy.lua: a file for another school is then refused.", STR_ARG(title), STR_ARG(to), (long long)theirs);
        return true;
    }
    if (theirs == ours || accepted(in, theirs)) return true;
    err_set(err, CODE_OTHER_SCHOOL, "%.*s is for school %.*s, and this is school %lld/%04lld.", STR_ARG(title), STR_ARG(to), (long long)(ours / 10000),
            (long long)(ours % 10000));
    if (import_transfer_ask(in, str_format(in->arena, "%lld", (long long)theirs), err)) return false;
    return err_next(err, "ask who sent it for the right file; or, if its pupils do belong here, add  --accept-school %lld", (long long)theirs);
}

void import_transfer_unused(struct importing *in) {
    struct str said = call_option(in->call, "accept-school");
    int64_t number = identifier_laestab(said);
    if (!said.size) return;
    for (size_t i = 0; i < in->stranger_count; i++)
        if (import_whole_accepted(in, in->strangers[i])) return;
    for (size_t i = 0; i < in->table_count && number; i++)
        if (identifier_laestab(in->tables[i].grid->sent_to) == number) return;
    if (number) import_say_once(in, "No file is for school %.*s: what you said about it was not needed.", STR_ARG(said));
    else import_say_once(in, "No file %.*s looks like another school's: what you said about it was not needed.", STR_ARG(said));
}
