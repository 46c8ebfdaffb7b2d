/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport_export - `export passport WHO`: the passport as a file that the next school's Signpost reads.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/export.h"
#include "work/exports.h"
#include "work/passport.h"
#include "work/resolve.h"
#include "work/roster.h"
#include "work/seal.h"

static bool whose(const struct command_call *call, struct answer *answer, struct school *school, struct selection *who) {
    struct err err = { 0 };
    if (!resolve_call(school, call, RESOLVE_PUPILS, who, answer)) return false;
    if (who->pupils) return true;
    err_set(&err, CODE_ARGUMENTS, "Whose passport?");
    err_next(&err, "export passport zoe");
    return answer_fail(answer, &err);
}

/* The next school finds its pupil by the UPN alone. */
static bool has_upn(const struct passport *passport, struct err *err) {
    if (passport->upn.size) return true;
    err_set(err, CODE_MISSING_VALUE, "%.*s %.*s has no UPN in the records, and the next school could not know whose passport it is.", STR_ARG(passport->first_name),
            STR_ARG(passport->surname));
    return err_next(err, "import the pupils with their UPN first");
}

static bool gather(const struct command_call *call, struct answer *answer, struct school *school, const struct selection *who, struct export *export, struct err *err) {
    struct arena *arena = answer->arena;
    const struct audience_table *table;
    struct roster *roster;
    struct passport_school here = passport_school_of(arena, school);
    struct passport *passports = arena_array(arena, struct passport, who->pupil_count + 1);
    struct export_pupil *pupils = arena_array(arena, struct export_pupil, who->pupil_count + 1);
    size_t records = 0;
    if (!audience_table_load(arena, call->host, school->folder, school->kinds, &table, &answer->problems, err) || !roster_read(arena, school, call->as_of, &roster, err)) return false;
    for (size_t i = 0; i < who->pupil_count; i++) {
        struct str one;
        if (!passport_gather(arena, school, table, who->pupils[i], call->as_of, &passports[i], err) || !has_upn(&passports[i], err)) return false;
        if (!passport_bytes(arena, school->kinds, &here, call->as_of, &passports[i], 1, &one, err)) return false;
        struct str form = passports[i].form;
        pupils[i] = (struct export_pupil){ .pupil = who->pupils[i], .digest = seal_hex(arena, one, 32),
            .name = str_format(arena, form.size ? "%.*s (%.*s)" : "%.*s%.*s", STR_ARG(roster_name(arena, roster, SUBJECT_PUPIL, who->pupils[i])), STR_ARG(form)) };
        records += passports[i].record_count;
    }
    export->pupils = pupils;
    export->pupil_count = who->pupil_count;
    export->remark = str_format(arena, "%zu records travel: employers, workplaces with hours, providers, guidance, what was agreed and the pupil's own words. "
                                       "Left out: every fact that is private, names of staff, what staff wrote for each other, and what the pupil did not attend.", records);
    return passport_bytes(arena, school->kinds, &here, call->as_of, passports, who->pupil_count, &export->bytes, err);
}

static bool passport_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct selection who;
    struct export *export = arena_new(answer->arena, struct export);
    if (!school_for(call, answer, SCHOOL_POLICY, &school) || !whose(call, answer, school, &who)) return false;
    struct str next = str_trim(call_option(call, "school"));
    *export = (struct export){ .sort = STR("passport"), .title = STR("Careers passport for the next school"), .to = next.size ? next : STR("the next school"),
                               .basis = STR("the school's public task, carried on at the next school; the pupil knows of it"),
                               .form = STR("json"), .fields = STR("upn name records"), .whole = true };
    if (!gather(call, answer, school, &who, export, &err)) return answer_fail(answer, &err);
    return export_offer(call, answer, school, export);
}

ARGUMENTS(passport, WHO, AS_OF);
OPTIONS(passport, { "school", "NAME", "which school it goes to; it is kept with the receipt" }, EXPORT_OPTIONS);
EXAMPLES(passport, "export passport zoe\twhat would go to the next school", "export passport zoe --school \"Riverside School\" --encrypt\tsealed for a passphrase");
const struct command export_verb_passport = {
    .name = "export passport", LEAVING, .usage = "WHO [as of DATE] [--output FILE]", .about = "What a pupil takes along to the next school; import reads it there.",
    LISTED(passport), OPTED(passport), .examples = passport_examples, .run = passport_run
};
