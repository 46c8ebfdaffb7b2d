/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_need - which facts of pupils anything asks for: data that is not held can not leak.
 * Owns:  nothing.
 * Must not know: files, headings.
 *
 * A fact is asked for by a rule or a measure in force, or by the file that the council gets.  A policy that can not be
 * loaded says nothing of what it asks for: then everything is read.
 */
#include "work/council_table.h"
#include "work/import_priv.h"

static bool for_council(const struct council_table *table, uint32_t fact) {
    for (size_t i = 0; i < table->more_count; i++)
        if (table->more[i].source == SOURCE_FACT && table->more[i].index == fact) return true;
    return false;
}

static void look(struct importing *in) {
    const struct facts *facts = &in->kinds->facts[SUBJECT_PUPIL];
    struct problems unheard = { .arena = in->arena };
    struct err ignored = { 0 };
    const struct council_table *council = NULL;
    bool *asked = arena_array(in->arena, bool, facts->field_count + 1);
    bool known = school_load(in->school, SCHOOL_POLICY, in->as_at, &unheard, &ignored)
                 && council_table_load(in->arena, in->call->host, in->school->folder, in->kinds, &council, &unheard, &ignored);
    for (uint32_t f = 0; f < facts->field_count; f++)
        asked[f] = !known || program_asks(in->school->program, SUBJECT_PUPIL, (int32_t)f) || for_council(council, f);
    in->asked = asked;
}

bool import_need_has(struct importing *in, struct str fact) {
    int32_t at = facts_find(&in->kinds->facts[SUBJECT_PUPIL], fact);
    if (at == FIELD_ABSENT) return true;
    if (!in->asked) look(in);
    return in->asked[at];
}

bool import_need_is_private(const struct importing *in, const struct import_table *table, const struct import_column *column) {
    static const char *const FAMILY[] = { "address", "postcode", "parent", "parent_address", "contact" };
    if (table->target != TARGET_PUPILS) return false;
    int32_t at = facts_find(&in->kinds->facts[SUBJECT_PUPIL], column->field);
    for (size_t i = 0; i < COUNT_OF(FAMILY); i++)
        if (str_is(column->field, FAMILY[i])) return true;
    return at != FIELD_ABSENT && in->kinds->facts[SUBJECT_PUPIL].fields[at].is_private;
}
