/* SPDX-License-Identifier: GPL-3.0-or-later
 * kind - looking up, packing and printing by the record vocabulary.
 * Owns:  nothing.
 * Must not know: where the vocabulary was written, tables, rules.
 */
#include "base/kind.h"

#define FACT_BITS 63 /* facts stay a positive number in the database */
#define YEARS_BITS 16
#define WHOLE_BITS 12
#define HOURS_BITS 16

const struct str OUTCOME_NAMES[OUTCOME_CODE_COUNT] = {
    [OUTCOME_ATTENDED] = STR_INIT("attended"), [OUTCOME_ABSENT] = STR_INIT("absent"),
    [OUTCOME_DECLINED] = STR_INIT("declined"), [OUTCOME_EXCUSED] = STR_INIT("excused"),
    [OUTCOME_INVITED] = STR_INIT("invited"),
};

const char *field_type_name(enum field_type type) {
    static const char *const NAMES[] = {
        [FIELD_DAY] = "day", [FIELD_FLAG] = "flag", [FIELD_WHOLE] = "whole", [FIELD_HOURS] = "hours",
        [FIELD_TEXT] = "text", [FIELD_PERSON] = "person", [FIELD_ORGANISATION] = "organisation",
        [FIELD_YEARS] = "years_set", [FIELD_ONE_OF] = "one_of", [FIELD_SET_OF] = "set_of",
    };
    return NAMES[type];
}

const char *shape_name(enum shape shape) {
    static const char *const NAMES[] = {
        [SHAPE_MEETING] = "meeting", [SHAPE_NOTE] = "note", [SHAPE_STAFF] = "staff",
        [SHAPE_STAFF_NOTE] = "staff_note", [SHAPE_SCHOOL] = "school", [SHAPE_ORGANISATION] = "organisation",
    };
    return NAMES[shape];
}

const char *subject_type_name(enum subject_type type) {
    static const char *const NAMES[] = { [SUBJECT_PUPIL] = "pupil", [SUBJECT_STAFF] = "staff",
                                         [SUBJECT_ORGANISATION] = "organisation", [SUBJECT_SCHOOL] = "school" };
    return NAMES[type];
}

int32_t kinds_find(const struct kinds *kinds, struct str name) {
    for (uint32_t i = 0; i < kinds->kind_count; i++) {
        if (str_equal(kinds->kinds[i].name, name)) return (int32_t)i;
    }
    return FIELD_ABSENT;
}

static int32_t find_field(const struct field *fields, uint32_t count, struct str name) {
    for (uint32_t i = 0; i < count; i++) {
        if (str_equal(fields[i].name, name)) return (int32_t)i;
    }
    return FIELD_ABSENT;
}

int32_t kind_find_field(const struct kind *kind, struct str name) {
    int32_t found = find_field(kind->fields, kind->field_count, name);
    return found == FIELD_OUTCOME && !shape_has_outcome(kind->shape) ? FIELD_ABSENT : found;
}

int32_t facts_find(const struct facts *facts, struct str name) {
    return find_field(facts->fields, facts->field_count, name);
}

int32_t field_find_code(const struct field *field, struct str code) {
    for (uint32_t i = 0; i < field->code_count; i++) {
        if (str_equal(field->codes[i], code)) return (int32_t)i;
    }
    return FIELD_ABSENT;
}

/* packing */

static void fill_built_in(struct kind *kind) {
    static const struct {
        struct str name;
        enum field_type type;
    } BUILT_IN[FIELD_BUILT_IN_COUNT] = {
        [FIELD_DATE] = { STR_INIT("date"), FIELD_DAY },
        [FIELD_LAST_DAY] = { STR_INIT("last_day"), FIELD_DAY },
        [FIELD_TITLE] = { STR_INIT("title"), FIELD_TEXT },
        [FIELD_ORGANISATION_OF] = { STR_INIT("organisation"), FIELD_ORGANISATION },
        [FIELD_CANCELLED] = { STR_INIT("cancelled"), FIELD_FLAG },
        [FIELD_OUTCOME] = { STR_INIT("outcome"), FIELD_ONE_OF },
    };
    bug_if(kind->field_count < FIELD_BUILT_IN_COUNT);
    for (uint32_t i = 0; i < FIELD_BUILT_IN_COUNT; i++) {
        struct field *field = &kind->fields[i];
        field->name = BUILT_IN[i].name;
        field->type = BUILT_IN[i].type;
        field->home = HOME_COLUMN;
        field->bit = field->width = 0;
    }
    struct field *outcome = &kind->fields[FIELD_OUTCOME];
    outcome->each = true;
    outcome->codes = OUTCOME_NAMES;
    outcome->code_count = OUTCOME_CODE_COUNT;
}

uint32_t field_wanted_width(const struct field *field) {
    switch (field->type) {
    case FIELD_FLAG: return 2;
    case FIELD_WHOLE: return WHOLE_BITS;
    case FIELD_HOURS: return HOURS_BITS;
    case FIELD_YEARS: return YEARS_BITS;
    case FIELD_SET_OF: return field->code_count + 1;
    case FIELD_ONE_OF: {
        uint32_t width = 3; /* so that a list can grow a little without moving */
        while (width < 32 && (UINT64_C(1) << width) < (uint64_t)field->code_count + 1) width++;
        return width;
    }
    case FIELD_DAY:
    case FIELD_TEXT:
    case FIELD_PERSON:
    case FIELD_ORGANISATION: break;
    }
    return 0;
}

static void place_field(struct field *field, uint32_t *next) {
    uint32_t width = field_wanted_width(field);
    if (field->type == FIELD_TEXT) {
        field->home = HOME_NOTE;
    } else if (width == 0 || width > FACT_BITS || *next + width > FACT_BITS) {
        field->home = HOME_DETAIL;
    } else {
        field->home = HOME_FACTS;
        field->bit = (uint8_t)*next;
        field->width = (uint8_t)width;
        *next += width;
    }
}

static void pack_kind(struct kind *kind) {
    fill_built_in(kind);
    uint32_t next[2] = { 0, OUTCOME_BITS }; /* of the session, of each */
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        uint32_t end = (uint32_t)field->bit + field->width;
        if (field->width > 0 && end > next[field->each]) next[field->each] = end;
    }
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        struct field *field = &kind->fields[i];
        if (field->width > 0) field->home = HOME_FACTS;
        else place_field(field, &next[field->each]);
    }
}

static bool is_derived(struct str name) {
    static const char *const NAMES[] = { "age", "key_stage", "on_roll", "days_on_roll", "in_post", "days_in_post" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        if (str_is(name, NAMES[i])) return true;
    }
    return false;
}

static void find_known(struct kinds *kinds) {
    struct known_facts *k = &kinds->known;
    const struct {
        int32_t *index;
        enum subject_type type;
        const char *name;
    } known[] = {
        { &k->dob, SUBJECT_PUPIL, "dob" },
        { &k->sex, SUBJECT_PUPIL, "sex" },
        { &k->admitted_on, SUBJECT_PUPIL, "admitted_on" },
        { &k->left_on, SUBJECT_PUPIL, "left_on" },
        { &k->records_from, SUBJECT_PUPIL, "records_from" },
        { &k->ks4_end, SUBJECT_PUPIL, "ks4_end" },
        { &k->year, SUBJECT_PUPIL, "year" },
        { &k->form, SUBJECT_PUPIL, "form" },
        { &k->enrolment, SUBJECT_PUPIL, "enrolment" },
        { &k->sen, SUBJECT_PUPIL, "sen" },
        { &k->care, SUBJECT_PUPIL, "care" },
        { &k->age, SUBJECT_PUPIL, "age" },
        { &k->key_stage, SUBJECT_PUPIL, "key_stage" },
        { &k->on_roll, SUBJECT_PUPIL, "on_roll" },
        { &k->days_on_roll, SUBJECT_PUPIL, "days_on_roll" },
        { &k->roles, SUBJECT_STAFF, "roles" },
        { &k->department, SUBJECT_STAFF, "department" },
        { &k->started_on, SUBJECT_STAFF, "started_on" },
        { &k->staff_left_on, SUBJECT_STAFF, "left_on" },
        { &k->in_post, SUBJECT_STAFF, "in_post" },
        { &k->days_in_post, SUBJECT_STAFF, "days_in_post" },
        { &k->org_type, SUBJECT_ORGANISATION, "type" },
        { &k->active, SUBJECT_ORGANISATION, "active" },
        { &k->setting, SUBJECT_SCHOOL, "setting" },
        { &k->sixth_form, SUBJECT_SCHOOL, "sixth_form" },
        { &k->years_taught, SUBJECT_SCHOOL, "years_taught" },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        *known[i].index = facts_find(&kinds->facts[known[i].type], str_from(known[i].name));
    }
}

void kinds_pack(struct kinds *kinds) {
    int32_t number = 0;
    for (uint32_t i = 0; i < kinds->kind_count; i++) {
        struct kind *kind = &kinds->kinds[i];
        pack_kind(kind);
        for (uint32_t j = 0; j < kind->field_count; j++, number++) {
            if (kind->fields[j].number == 0) kind->fields[j].number = number;
        }
    }
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        struct facts *facts = &kinds->facts[type];
        for (uint32_t i = 0; i < facts->field_count; i++) {
            struct field *field = &facts->fields[i];
            field->home = is_derived(field->name) ? HOME_DERIVED : HOME_COLUMN;
            if (field->number == 0) field->number = (int32_t)i;
        }
    }
    find_known(kinds);
}

static uint64_t mask_of(const struct field *field) { return (UINT64_C(1) << field->width) - 1; }

/* Raw 0 is "not recorded".  Sets keep a bit of their own for "recorded", so that an empty set is a value. */
int64_t field_unpack(const struct field *field, uint64_t facts) {
    bug_if(field->home != HOME_FACTS || field->width == 0 || field->width > FACT_BITS);
    uint64_t raw = facts >> field->bit & mask_of(field);
    if (raw == 0) return VALUE_NONE;
    if (field->type == FIELD_SET_OF || field->type == FIELD_YEARS) return raw & 1 ? (int64_t)(raw >> 1) : VALUE_NONE;
    return (int64_t)raw - 1;
}

bool field_pack(const struct field *field, int64_t value, uint64_t *facts) {
    bug_if(field->home != HOME_FACTS || field->width == 0 || field->width > FACT_BITS);
    uint64_t mask = mask_of(field), raw = 0;
    if (value != VALUE_NONE) {
        bool is_set = field->type == FIELD_SET_OF || field->type == FIELD_YEARS;
        if (value < 0 || (uint64_t)value > (is_set ? mask >> 1 : mask - 1)) return false;
        if (field->type == FIELD_FLAG && value > 1) return false;
        raw = is_set ? (uint64_t)value << 1 | 1 : (uint64_t)value + 1;
    }
    *facts = (*facts & ~(mask << field->bit)) | raw << field->bit;
    return true;
}

/* printing */

static void add_code(struct buf *out, const struct field *field, uint32_t i) {
    if (i >= field->code_count) {
        buf_printf(out, "code %u", i);
        return;
    }
    for (size_t j = 0; j < field->codes[i].size; j++) {
        char c = field->codes[i].at[j];
        buf_add_byte(out, c == '_' ? ' ' : c);
    }
}

static void add_set(struct buf *out, const struct field *field, uint64_t bits) {
    bool years = field->type == FIELD_YEARS;
    if (bits == 0) buf_add_c(out, "none");
    else if (years) buf_add_c(out, bits & (bits - 1) ? "Years " : "Year ");
    for (uint32_t i = 0; bits; i++, bits >>= 1) {
        if (!(bits & 1)) continue;
        if (years) buf_add_whole(out, i);
        else add_code(out, field, i);
        if (bits == 1) break;
        buf_add_c(out, (bits >> 1 & ((bits >> 1) - 1)) == 0 ? " and " : ", ");
    }
}

static void add_minutes(struct buf *out, int64_t minutes) {
    int64_t hours = minutes / 60, rest = minutes % 60;
    if (hours || !rest) buf_printf(out, "%lld %s", (long long)hours, hours == 1 ? "hour" : "hours");
    if (rest) buf_printf(out, "%s%lld %s", hours ? " " : "", (long long)rest, rest == 1 ? "minute" : "minutes");
}

struct str field_print(struct arena *arena, const struct field *field, int64_t value) {
    if (value == VALUE_NONE) return STR("not recorded");
    struct buf out = { 0 };
    char day[DATE_LONG_SIZE];
    switch (field->type) {
    case FIELD_DAY: buf_add_c(&out, date_short((struct date){ (int32_t)value }, day)); break;
    case FIELD_FLAG: buf_add_c(&out, value ? "Yes" : "No"); break;
    case FIELD_HOURS: add_minutes(&out, value); break;
    case FIELD_ONE_OF: add_code(&out, field, (uint32_t)value); break;
    case FIELD_SET_OF:
    case FIELD_YEARS: add_set(&out, field, (uint64_t)value); break;
    case FIELD_TEXT: buf_add_c(&out, "recorded"); break; /* the text itself lies elsewhere */
    case FIELD_WHOLE:
    case FIELD_PERSON:
    case FIELD_ORGANISATION: buf_add_whole(&out, value); break;
    }
    struct str printed = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return printed;
}
