/* SPDX-License-Identifier: GPL-3.0-or-later
 * vocabulary - record kinds for tests, written as in lua/kinds.lua.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: rules.
 */
#ifndef SIGNPOST_TEST_VOCABULARY_H
#define SIGNPOST_TEST_VOCABULARY_H

#include "base/kind.h"
#include "node_reader.h"

static const char *const VOCABULARY[] = {
    "facts \"school\" { setting = one_of { \"secondary\", \"special\", \"pru\", \"ap\" }, sixth_form = flag, "
    "years_taught = years_set }\n",
    "facts \"pupil\" { dob = day, sex = one_of { \"F\", \"M\" }, admitted_on = day, left_on = day, year = whole, form "
    "= text,\n",
    "  enrolment = one_of { \"single\", \"main\", \"subsidiary\", \"guest\" }, sen = one_of { \"none\", \"support\", "
    "\"ehcp\" },\n",
    "  care = one_of { \"no\", \"looked_after\", \"previously\", \"care_leaver\" }, child_in_need = flag, gcse_maths = "
    "whole,\n",
    "  risk = one_of { \"none\", \"amber\", \"red\" }, records_from = day, age = whole, key_stage = whole, on_roll = "
    "flag, days_on_roll = whole }\n",
    "facts \"staff\" { roles = set_of { \"tutor\", \"careers_adviser\", \"senco\", \"slt\" }, department = text, "
    "started_on = day, left_on = day,\n",
    "  in_post = flag, days_in_post = whole }\n",
    "facts \"organisation\" { type = one_of { \"employer\", \"fe_college\", \"utc\", \"training_provider\", "
    "\"guidance_contractor\" }, is_local = flag,\n",
    "  active = flag, size = one_of { \"small\", \"large\" } }\n",
    "record \"encounter\" { shape = \"meeting\", session = { form = one_of { \"fair\", \"talk\", \"workshop\" }, mode "
    "= one_of { \"in_person\", \"virtual\", \"mixed\" },\n",
    "  two_way = flag, stem = flag, meaningful = flag, maths_or_science = flag }, each = { prepared = flag, "
    "reflected_on = day } }\n",
    "record \"workplace\" { shape = \"meeting\", counts_on = \"last_day\", session = { form = one_of { \"visit\", "
    "\"placement\" }, mode = one_of { \"in_person\", \"virtual\" },\n",
    "  stem = flag, meaningful = flag, insurance_on = day }, each = { hours = hours, matched = flag, consent_on = day "
    "} }\n",
    "record \"provider\" { shape = \"meeting\", session = { technical = flag, in_school_hours = flag, "
    "whole_year_invited = flag, for_years = years_set,\n",
    "  content = set_of { \"provider\", \"careers\", \"learning\", \"questions\" } }, each = { reflected_on = day } "
    "}\n",
    "record \"guidance\" { shape = \"meeting\", session = { adviser = person, adviser_level = whole }, each = { "
    "offered_on = day, outcome_noted = flag,\n",
    "  shared_on = day, followed_up_on = day } }\n",
    "record \"briefing\" { shape = \"meeting\", session = { theme = one_of { \"resits\", \"national_careers_service\" "
    "} } }\n",
    "record \"career_plan\" { shape = \"note\", latest_by = {}, session = { own_words = flag } }\n",
    "record \"agreed_action\" { shape = \"note\", session = { due_on = day, done_on = day } }\n",
    "record \"leaver\" { shape = \"note\", session = { completed = flag } }\n",
    "record \"la_notice\" { shape = \"note\", session = { topic = one_of { \"leaver\", \"risk\" } } }\n",
    "record \"intention\" { shape = \"note\", session = { keeps_duty = flag, considered = set_of { \"academic\", "
    "\"technical\" } } }\n",
    "record \"offer\" { shape = \"note\", session = { suitable = flag } }\n",
    "record \"ehc_review\" { shape = \"note\", session = { adulthood = flag, employment = flag, careers_input_on = day "
    "} }\n",
    "record \"cpd\" { shape = \"staff\", session = { topic = one_of { \"careers\", \"send_employment\" } }, each = { "
    "hours = hours } }\n",
    "record \"post\" { shape = \"staff_note\", ends = \"ends_on\", session = { role = one_of { \"careers_leader\", "
    "\"careers_adviser\" }, ends_on = day } }\n",
    "record \"programme_line\" { shape = \"school\", session = { year = whole, term = one_of { \"autumn\", \"spring\", "
    "\"summer\" } } }\n",
    "record \"evaluation\" { shape = \"school\", session = { method = one_of { \"compass\", \"compass_special\" }, to "
    "= one_of { \"governors\", \"slt\" }, benchmarks_full = whole } }\n",
    "record \"meeting\" { shape = \"school\", session = { with = one_of { \"governors\", \"enterprise_adviser\" }, "
    "careers_item = flag } }\n",
    "record \"survey\" { shape = \"school\", session = { audience = one_of { \"pupils\", \"parents\", \"teachers\", "
    "\"support_staff\" } } }\n",
    "record \"curriculum_link\" { shape = \"school\", session = { subject = text, year = whole } }\n",
    "record \"attestation\" { shape = \"school\", session = { clause = text, by = person, role = one_of { \"slt\", "
    "\"leader\" }, sample = whole } }\n",
    "record \"alumni\" { shape = \"school\", session = { used = flag, people = whole } }\n",
    "record \"document\" { shape = \"school\", ends = \"review_by\", latest_by = { \"item\" }, session = { item = "
    "one_of { \"policy\", \"programme\" }, review_by = day,\n",
    "  approved_by = text, placeholders = whole } }\n",
    "record \"access_request\" { shape = \"organisation\", session = { decision = one_of { \"granted\", \"refused\" }, "
    "ground = one_of { \"timetable\", \"capacity\" }, answered_on = day } }\n",
    "record \"certificate\" { shape = \"organisation\", ends = \"ends_on\", session = { standard = one_of { \"matrix\" "
    "}, ends_on = day } }\n",
};

static void vocabulary_field(struct arena *arena, struct field *field, struct str name, const struct node *node,
                             bool each) {
    static const struct {
        const char *word;
        enum field_type type;
    } types[] = { { "day", FIELD_DAY },         { "flag", FIELD_FLAG },     { "whole", FIELD_WHOLE },
                  { "hours", FIELD_HOURS },     { "text", FIELD_TEXT },     { "person", FIELD_PERSON },
                  { "years_set", FIELD_YEARS }, { "one_of", FIELD_ONE_OF }, { "set_of", FIELD_SET_OF } };
    *field = (struct field){ .name = name, .each = each };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (node_is(node, types[i].word)) field->type = types[i].type;
    struct str *codes = arena_array(arena, struct str, node->item_count);
    for (uint32_t i = 0; i < node->item_count; i++) codes[i] = node->items[i].text;
    field->codes = codes;
    field->code_count = node->item_count;
}

static void vocabulary_facts(struct arena *arena, struct kinds *kinds, const struct node *node) {
    static const char *const names[] = { "pupil", "staff", "organisation", "school" };
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        if (!str_is(node->id, names[type])) continue;
        struct facts *facts = &kinds->facts[type];
        facts->fields = arena_array(arena, struct field, node->field_count);
        facts->field_count = node->field_count;
        for (uint32_t i = 0; i < node->field_count; i++)
            vocabulary_field(arena, &facts->fields[i], node->fields[i].key, &node->fields[i].value, false);
    }
}

static void vocabulary_kind(struct arena *arena, struct kind *kind, const struct node *node) {
    static const char *const shapes[] = { "meeting", "note", "staff", "staff_note", "school", "organisation" };
    static const struct {
        const char *name;
        enum field_type type;
        bool each;
    } built_in[FIELD_BUILT_IN_COUNT] = {
        { "date", FIELD_DAY, false },       { "last_day", FIELD_DAY, false },
        { "title", FIELD_TEXT, false },     { "organisation", FIELD_ORGANISATION, false },
        { "cancelled", FIELD_FLAG, false }, { "outcome", FIELD_ONE_OF, true }
    };
    const struct node *session = node_field(node, "session"), *each = node_field(node, "each");
    *kind = (struct kind){
        .name = node->id, .counts = 1u << OUTCOME_ATTENDED, .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT
    };
    for (int i = 0; i < 6; i++)
        if (str_is(node_field(node, "shape")->text, shapes[i])) kind->shape = (enum shape)i;
    kind->fields =
        arena_array(arena, struct field, FIELD_BUILT_IN_COUNT + session->field_count + (each ? each->field_count : 0));
    for (int i = 0; i < FIELD_BUILT_IN_COUNT; i++)
        kind->fields[kind->field_count++] =
            (struct field){ .name = str_from(built_in[i].name), .type = built_in[i].type, .each = built_in[i].each };
    kind->fields[FIELD_OUTCOME].codes = OUTCOME_NAMES;
    kind->fields[FIELD_OUTCOME].code_count = OUTCOME_CODE_COUNT;
    for (uint32_t i = 0; i < session->field_count; i++)
        vocabulary_field(arena, &kind->fields[kind->field_count++], session->fields[i].key, &session->fields[i].value,
                         false);
    for (uint32_t i = 0; each && i < each->field_count; i++)
        vocabulary_field(arena, &kind->fields[kind->field_count++], each->fields[i].key, &each->fields[i].value, true);
    const struct node *ends = node_field(node, "ends"), *counts_on = node_field(node, "counts_on");
    if (ends) kind->ends = kind_find_field(kind, ends->text);
    if (counts_on) kind->counts_on = kind_find_field(kind, counts_on->text);
}

/* Lines as one text. */
static inline const char *joined(struct arena *arena, const char *const *lines, size_t count) {
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) buf_add_c(&out, lines[i]);
    const char *text = str_c(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static inline struct kinds *read_vocabulary(struct arena *arena, const char *text) {
    struct reader reader;
    uint32_t count;
    const struct node *nodes = read_nodes(arena, 0, str_from(text), &count, &reader);
    struct kinds *kinds = arena_new(arena, struct kinds);
    kinds->kinds = arena_array(arena, struct kind, count);
    for (uint32_t i = 0; i < count; i++) {
        if (node_is(&nodes[i], "facts")) vocabulary_facts(arena, kinds, &nodes[i]);
        if (node_is(&nodes[i], "record")) vocabulary_kind(arena, &kinds->kinds[kinds->kind_count++], &nodes[i]);
    }
    for (uint32_t i = 1; i < kinds->kind_count; i++) {
        struct kind moved = kinds->kinds[i];
        uint32_t to = i;
        for (; to > 0 && str_compare(kinds->kinds[to - 1].name, moved.name) > 0; to--)
            kinds->kinds[to] = kinds->kinds[to - 1];
        kinds->kinds[to] = moved;
    }
    kinds_pack(kinds);
    return kinds;
}

#endif
