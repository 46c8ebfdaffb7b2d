/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_verbs - the word `policy`; see policy_verbs.h.
 * Owns:  the table.
 * Must not know: terminals.
 */
#include "work/policy_verbs.h"

const struct command *const POLICY_VERBS[] = {
#define VERB(name) &policy_verb_##name,
#include "work/policy_verbs.def"
#undef VERB
    NULL
};

bool policy_verbs_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct labelled fields[COUNT_OF(POLICY_VERBS)];
    size_t count = 0;
    if (call->part_count) return verb_unknown(command_find(STR("policy")), answer->arena, call->parts[0].text, &err), answer_fail(answer, &err);
    for (size_t i = 0; POLICY_VERBS[i]; i++)
        fields[count++] = (struct labelled){ verb_name(POLICY_VERBS[i]), str_from(POLICY_VERBS[i]->about) };
    answer->page = page_new(answer->arena, STR("policy"));
    page_lead(answer->page, STR("policy VERB ..."), (struct str){ 0 });
    page_fields(answer->page, fields, count);
    page_paragraph(answer->page, STR("help policy VERB  shows what one takes."));
    return true;
}
