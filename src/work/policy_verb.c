/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_verb - the word `policy`; see policy_verb.h.
 * Owns:  the table.
 * Must not know: terminals.
 */
#include "work/policy_verb.h"

#include "base/guess.h"
#include "work/policy_cover.h"
#include "work/policy_mutate.h"
#include "work/policy_test.h"

static const struct {
    const char *name, *about;
    bool (*run)(const struct command_call *call, struct answer *answer);
} VERBS[] = {
    { "test", "runs the tests of the policy, or writes boundary cases of a rule (--generate)", policy_test_run },
    { "coverage", "which clauses, statuses and changes the tests speak of", policy_cover_run },
    { "mutate", "small mistakes in the policy that no test notices", policy_mutate_run },
};

static bool no_verb(struct answer *answer, struct str given) {
    struct err err = { 0 };
    struct str names[COUNT_OF(VERBS)];
    struct buf list = { 0 };
    for (size_t i = 0; i < COUNT_OF(VERBS); i++) {
        names[i] = str_from(VERBS[i].name);
        buf_printf(&list, "%s%s", i ? ", " : "", VERBS[i].name);
    }
    struct str near = guess_nearest(given, names, COUNT_OF(VERBS));
    if (given.size) err_set(&err, CODE_UNKNOWN_COMMAND, "'policy' has no word '%.*s'.", STR_ARG(given));
    else err_set(&err, CODE_ARGUMENTS, "'policy' needs a word after it.");
    if (near.size) err_next(&err, "Did you mean 'policy %.*s'?", STR_ARG(near));
    else err_next(&err, "It can be: %.*s.", STR_ARG(buf_str(&list)));
    buf_free(&list);
    return answer_fail(answer, &err);
}

bool policy_verb_run(const struct command_call *call, struct answer *answer) {
    struct command_call rest = *call;
    size_t first = 0;
    while (first < call->part_count && call->parts[first].phrase) first++;
    if (first == call->part_count) return no_verb(answer, (struct str){ 0 });
    struct call_part *parts = arena_array(answer->arena, struct call_part, call->part_count);
    rest.part_count = 0;
    for (size_t i = 0; i < call->part_count; i++)
        if (i != first) parts[rest.part_count++] = call->parts[i];
    rest.parts = parts;
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (str_is(call->parts[first].text, VERBS[i].name)) return VERBS[i].run(&rest, answer);
    return no_verb(answer, call->parts[first].text);
}
