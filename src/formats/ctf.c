/* SPDX-License-Identifier: GPL-3.0-or-later
 * ctf - a Common Transfer File as rows of pupils.
 * Owns:  nothing.
 * Must not know: the records.
 */
#include "formats/ctf_priv.h"

#include <string.h>

#include "formats/sniff_priv.h"
#include "formats/xml_priv.h"

#define PUPILS_MOST 200000
#define VALUE_MOST ((size_t)4096)
#define PASSED_MOST 12
#define PUPIL "CTfile/CTFpupilData/Pupil"

/* Of an address, in the order in which it is read aloud. */
enum { PART_LINES, PART_SAON, PART_PAON, PART_STREET, PART_LOCALITY, PART_TOWN, PART_AREA, PART_POST_TOWN, PART_CODE, PART_COUNT };

/* Up to COLUMN_COUNT what a row holds; HOME and THEIRS are addresses, of the pupil and of the contact that is open. */
enum {
    UPN, ULN, SURNAME, FORENAME, KNOWN_AS, DOB, SEX, YEAR, ENROLMENT, SEN, CARE, FSM, ENTRY, LEAVING, REASON, ADDRESS, POSTCODE,
    PARENT, PARENT_ADDRESS, REACHED, COLUMN_COUNT,
    HOME, THEIRS = HOME + PART_COUNT, KIN_SURNAME = THEIRS + PART_COUNT, KIN_FORENAME, KIN_ORDER, KIN_CARES, KIN_AT_HOME, KIN_REACHED, KIN_END,
    SEN_START = KIN_END, FSM_END, SCHOOL_LEA, SCHOOL_ESTAB, SCHOOL_ENTRY, SCHOOL_LEAVING, SCHOOL_REASON, SEN_NOW, FSM_START,
    VERSION, SENT, FROM_LEA, FROM_ESTAB, TO_LEA, TO_ESTAB, VALUE_COUNT
};

/* As lua/columns.lua knows them. */
static const char *const HEADINGS[COLUMN_COUNT] = {
    "UPN", "ULN", "Surname", "Forename", "Preferred forename", "DOB", "Sex", "NC Year", "Enrolment status", "SEN provision",
    "Looked after", "FSM", "Date of admission", "Date of leaving", "Leaving reason", "Address", "Postcode", "Parent", "Parent address", "Telephone",
};
#define ALWAYS ((1U << UPN) | (1U << SURNAME) | (1U << FORENAME) | (1U << DOB) | (1U << SEX) | (1U << YEAR))

/* Names of addresses, contacts and telephones: as a school's system writes them to such files (Header, BasicDetails and the
 * histories: facts/domain.md 7.5).  Some systems write Postcode, and TelephoneNo in the place of Phones. */
#define CONTACT PUPIL "/Contacts/Contact"
#define ADDRESS_AT(at, first) \
    { at "/Address/BS7666Address/SAON", (first) + PART_SAON }, { at "/Address/BS7666Address/PAON", (first) + PART_PAON }, \
    { at "/Address/BS7666Address/Street", (first) + PART_STREET }, { at "/Address/BS7666Address/Locality", (first) + PART_LOCALITY }, \
    { at "/Address/BS7666Address/Town", (first) + PART_TOWN }, { at "/Address/BS7666Address/AdministrativeArea", (first) + PART_AREA }, \
    { at "/Address/BS7666Address/PostTown", (first) + PART_POST_TOWN }, { at "/Address/BS7666Address/PostCode", (first) + PART_CODE }, \
    { at "/Address/AddressLines", (first) + PART_LINES }, { at "/Address/AddressLines/AddressLine", (first) + PART_LINES }, \
    { at "/Address/AddressLines/AddressLine1", (first) + PART_LINES }, { at "/Address/AddressLines/AddressLine2", (first) + PART_LINES }, \
    { at "/Address/AddressLines/AddressLine3", (first) + PART_LINES }, { at "/Address/AddressLines/AddressLine4", (first) + PART_LINES }, \
    { at "/Address/AddressLines/AddressLine5", (first) + PART_LINES }, { at "/Address/County", (first) + PART_AREA }, \
    { at "/Address/PostCode", (first) + PART_CODE }, { at "/Address/Postcode", (first) + PART_CODE }
#define REACHED_AT(at, value) { at "/Phones/Phone", value }, { at "/Phones/Phone/PhoneNo", value }, { at "/TelephoneNo", value }, { at "/Email", value }

static const struct {
    const char *path;
    int value;
} PATHS[] = {
    { "CTfile/Header/CTFversion", VERSION },
    { "CTfile/Header/DateTime", SENT },
    { "CTfile/Header/SourceSchool/LEA", FROM_LEA },
    { "CTfile/Header/SourceSchool/Estab", FROM_ESTAB },
    { "CTfile/Header/DestSchool/LEA", TO_LEA },
    { "CTfile/Header/DestSchool/Estab", TO_ESTAB },
    { PUPIL "/UPN", UPN },
    { PUPIL "/UniqueLearnerNumber", ULN },
    { PUPIL "/ULN", ULN },
    { PUPIL "/BasicDetails/UniqueLearnerNumber", ULN },
    { PUPIL "/Surname", SURNAME },
    { PUPIL "/Forename", FORENAME },
    { PUPIL "/PreferredForename", KNOWN_AS },
    { PUPIL "/BasicDetails/PreferredForename", KNOWN_AS },
    { PUPIL "/DOB", DOB },
    { PUPIL "/Sex", SEX },
    { PUPIL "/Gender", SEX },
    { PUPIL "/NCyearActual", YEAR },
    { PUPIL "/BasicDetails/NCyearActual", YEAR },
    { PUPIL "/EnrolStatus", ENROLMENT },
    { PUPIL "/BasicDetails/EnrolStatus", ENROLMENT },
    { PUPIL "/LookedAfter/InCare", CARE },
    { PUPIL "/SENhistory/SEN/StartDate", SEN_START },
    { PUPIL "/SENhistory/SEN/SENprovision", SEN_NOW },
    { PUPIL "/FSMhistory/FSMinstance/FSMstartDate", FSM_START },
    { PUPIL "/FSMhistory/FSMinstance/FSMendDate", FSM_END },
    { PUPIL "/SchoolHistory/School/LEA", SCHOOL_LEA },
    { PUPIL "/SchoolHistory/School/Estab", SCHOOL_ESTAB },
    { PUPIL "/SchoolHistory/School/EntryDate", SCHOOL_ENTRY },
    { PUPIL "/SchoolHistory/School/LeavingDate", SCHOOL_LEAVING },
    { PUPIL "/SchoolHistory/School/LeavingReason", SCHOOL_REASON },
    ADDRESS_AT(PUPIL, HOME),
    REACHED_AT(PUPIL, REACHED),
    ADDRESS_AT(CONTACT, THEIRS),
    REACHED_AT(CONTACT, KIN_REACHED),
    { CONTACT "/Surname", KIN_SURNAME },
    { CONTACT "/Forename", KIN_FORENAME },
    { CONTACT "/Order", KIN_ORDER },
    { CONTACT "/Responsibility", KIN_CARES },
    { CONTACT "/AddressAsPupil", KIN_AT_HOME },
};

struct pupil {
    struct str values[COLUMN_COUNT];
    struct pupil *next;
};

struct ctf {
    struct arena *arena;
    struct str name;
    struct ctf_seen *seen;
    struct buf path, text;
    uint32_t depth, foreign; /* foreign: the depth at which somebody else's elements began, 0 none */
    struct str values[VALUE_COUNT];
    struct str sen_start;    /* of the provision that is held */
    int64_t kin_rank;        /* of the contact that is held; the lowest is the parent */
    struct str kin_reached;
    struct pupil *first, *last;
    int value;               /* of the element that is open, -1 none */
    uint32_t used;           /* columns with a value, a bit each */
    struct str passed[PASSED_MOST];
    size_t passed_count;
    bool more_passed;
};

static int value_of(struct str path) {
    for (size_t i = 0; i < COUNT_OF(PATHS); i++)
        if (str_is(path, PATHS[i].path)) return PATHS[i].value;
    return -1;
}

/* Whether a known path lies in what begins here. */
static bool leads_on(struct str path) {
    for (size_t i = 0; i < COUNT_OF(PATHS); i++) {
        struct str known = str_from(PATHS[i].path);
        if (known.size >= path.size && memcmp(known.at, path.at, path.size) == 0 && (known.size == path.size || known.at[path.size] == '/')) return true;
    }
    return false;
}

static void note_passed(struct ctf *ctf, struct str name) {
    struct str part = str_slice(name, 0, 40);
    for (size_t i = 0; i < ctf->passed_count; i++)
        if (str_equal(ctf->passed[i], part)) return;
    if (ctf->passed_count == PASSED_MOST) ctf->more_passed = true;
    else ctf->passed[ctf->passed_count++] = str_copy(ctf->arena, part);
}

static void clear(struct ctf *ctf, int from, int to) {
    for (int i = from; i < to; i++) ctf->values[i] = (struct str){ 0 };
}

static bool on_open(void *self, const struct xml_tag *tag, struct err *err) {
    struct ctf *ctf = self;
    struct str name = tag->name.local;
    if (ctf->depth++ == 0) {
        if (!str_is(name, "CTfile")) {
            sniff_xml(ctf->name, tag->name.space, name, err);
            return false;
        }
        ctf->seen->space = str_copy(ctf->arena, tag->name.space);
    }
    if (ctf->foreign) return true;
    if (!str_equal(tag->name.space, ctf->seen->space)) {
        ctf->foreign = ctf->depth;
        return true;
    }
    if (ctf->path.size) buf_add_byte(&ctf->path, '/');
    buf_add(&ctf->path, name);
    buf_clear(&ctf->text);
    struct str path = buf_str(&ctf->path);
    ctf->value = value_of(path);
    if (str_is(path, PUPIL)) {
        if (ctf->seen->pupils == PUPILS_MOST) return err_set(err, CODE_FILE_LIMIT, "line %u: there are more than %d pupils.", tag->line, PUPILS_MOST);
        clear(ctf, 0, VERSION);
        ctf->sen_start = ctf->kin_reached = (struct str){ 0 };
        ctf->kin_rank = INT64_MAX;
    } else if (str_is(path, CONTACT)) {
        clear(ctf, THEIRS, KIN_END);
    } else if (str_is(path, PUPIL "/SENhistory/SEN") || str_is(path, PUPIL "/FSMhistory/FSMinstance")) {
        ctf->values[SEN_START] = ctf->values[SEN_NOW] = ctf->values[FSM_START] = ctf->values[FSM_END] = (struct str){ 0 };
    } else if (str_is(path, PUPIL "/SchoolHistory/School")) {
        clear(ctf, SCHOOL_LEA, SEN_NOW);
    } else if (str_starts(path, PUPIL "/") && !leads_on(path)) {
        note_passed(ctf, name);
        ctf->foreign = ctf->depth;
    }
    return true;
}

static bool on_text(void *self, struct str text, struct err *err) {
    struct ctf *ctf = self;
    if (ctf->foreign || ctf->value < 0) return true;
    if (ctf->text.size + text.size > VALUE_MOST)
        return err_set(err, CODE_FILE_LIMIT, "pupil %u: an element holds more than %zu bytes.", ctf->seen->pupils + 1, VALUE_MOST);
    buf_add(&ctf->text, text);
    return true;
}

/* Codes of years ago say something else today: S was a statement, and support is K. */
static struct str provision_words(struct str code) {
    if (str_is(code, "S")) return STR("S - statement");
    if (str_is(code, "A")) return STR("A - school action");
    if (str_is(code, "P") || str_is(code, "Q")) return STR("P - school action plus");
    return code;
}

/* Days are written as 2026-09-07, so that their text tells which is earlier. */
static void end_provision(struct ctf *ctf) {
    struct str start = ctf->values[SEN_START];
    if (!ctf->values[SEN_NOW].size || str_compare(start, ctf->sen_start) < 0) return;
    ctf->sen_start = start;
    ctf->values[SEN] = provision_words(ctf->values[SEN_NOW]);
}

static void end_meals(struct ctf *ctf) {
    struct str end = ctf->values[FSM_END], sent = str_slice(ctf->values[SENT], 0, 10);
    bool now = ctf->values[FSM_START].size && (!end.size || (sent.size == 10 && str_compare(end, sent) > 0));
    if (now) ctf->values[FSM] = STR("true");
    else if (end.size && !ctf->values[FSM].size) ctf->values[FSM] = STR("false");
}

/* Only the stay at the school that the file is for: days at an earlier school are not ours. */
static void end_school(struct ctf *ctf) {
    bool ours = str_equal(ctf->values[SCHOOL_LEA], ctf->values[TO_LEA]) && str_equal(ctf->values[SCHOOL_ESTAB], ctf->values[TO_ESTAB]);
    if (!ours || str_compare(ctf->values[SCHOOL_ENTRY], ctf->values[ENTRY]) < 0) return;
    ctf->values[ENTRY] = ctf->values[SCHOOL_ENTRY];
    ctf->values[LEAVING] = ctf->values[SCHOOL_LEAVING];
    ctf->values[REASON] = ctf->values[SCHOOL_REASON];
}

/* ---- where they live, and with whom ---------------------------------------------------------------------------------------- */

/* Several numbers, several lines: one text. */
static bool is_list(int value) {
    return value == HOME + PART_LINES || value == THEIRS + PART_LINES || value == REACHED || value == KIN_REACHED;
}

static void add_text(struct ctf *ctf, int value, struct str text) {
    struct str *held = &ctf->values[value];
    if (!is_list(value) || !held->size) *held = str_copy(ctf->arena, text);
    else if (held->size < VALUE_MOST && str_find(*held, text) == SIZE_MAX) *held = str_format(ctf->arena, "%.*s, %.*s", STR_ARG(*held), STR_ARG(text));
}

/* "Flat 2, 14 Mill Lane, Saltby": a number stands before its street, and a town that is named twice is said once. */
static struct str address_of(struct ctf *ctf, int first) {
    const struct str *parts = ctf->values + first;
    struct buf out = { 0 };
    for (int i = 0; i < PART_CODE; i++) {
        if (!parts[i].size || (i == PART_POST_TOWN && str_equal_fold_ascii(parts[i], parts[PART_TOWN]))) continue;
        bool numbered = i == PART_STREET && parts[PART_PAON].size && parts[PART_PAON].at[0] >= '0' && parts[PART_PAON].at[0] <= '9';
        buf_printf(&out, "%s%.*s", !out.size ? "" : numbered ? " " : ", ", STR_ARG(parts[i]));
    }
    struct str whole = str_copy(ctf->arena, buf_str(&out));
    buf_free(&out);
    return whole;
}

static struct str joined(struct arena *arena, struct str a, const char *between, struct str b) {
    return !a.size ? b : !b.size ? a : str_format(arena, "%.*s%s%.*s", STR_ARG(a), between, STR_ARG(b));
}

static bool is_yes(struct str text) {
    return str_equal_fold_ascii(text, STR("true")) || str_is(text, "1") || str_equal_fold_ascii(text, STR("y")) || str_equal_fold_ascii(text, STR("yes"));
}

/* The parent is who has parental responsibility, then who is to be called first.  Who is said to have none is no parent;
 * where the file says nothing of it, the order decides. */
static void end_contact(struct ctf *ctf) {
    struct str *v = ctf->values, name = joined(ctf->arena, v[KIN_FORENAME], " ", v[KIN_SURNAME]);
    bool said = v[KIN_CARES].size > 0;
    int64_t order;
    if (!name.size || (said && !is_yes(v[KIN_CARES]))) return;
    if (!str_whole(v[KIN_ORDER], &order) || order < 0 || order > 999) order = 999;
    if (!said) order += 1000;
    if (order >= ctf->kin_rank) return;
    ctf->kin_rank = order;
    ctf->kin_reached = v[KIN_REACHED];
    v[PARENT] = name;
    v[PARENT_ADDRESS] = is_yes(v[KIN_AT_HOME]) ? (struct str){ 0 } : joined(ctf->arena, address_of(ctf, THEIRS), ", ", v[THEIRS + PART_CODE]);
}

/* The parent's address is kept where it is another than the pupil's, the parent's number where the pupil has none. */
static void end_home(struct ctf *ctf) {
    struct str *v = ctf->values;
    v[ADDRESS] = address_of(ctf, HOME);
    v[POSTCODE] = v[HOME + PART_CODE];
    bool same = str_equal_fold_ascii(v[PARENT_ADDRESS], joined(ctf->arena, v[ADDRESS], ", ", v[POSTCODE])) || str_equal_fold_ascii(v[PARENT_ADDRESS], v[ADDRESS]);
    if (same) v[PARENT_ADDRESS] = (struct str){ 0 };
    if (!v[REACHED].size) v[REACHED] = ctf->kin_reached;
}

static void end_pupil(struct ctf *ctf) {
    end_home(ctf);
    struct pupil *pupil = arena_new(ctf->arena, struct pupil);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        pupil->values[i] = ctf->values[i];
        if (ctf->values[i].size) ctf->used |= 1U << i;
    }
    if (ctf->last) ctf->last->next = pupil;
    else ctf->first = pupil;
    ctf->last = pupil;
    ctf->seen->pupils++;
}

static bool on_close(void *self, struct xml_name name, struct err *err) {
    (void)err;
    struct ctf *ctf = self;
    uint32_t depth = ctf->depth--;
    bool in_path = str_equal(name.space, ctf->seen->space);
    if (ctf->foreign && depth > ctf->foreign) return true;
    if (ctf->foreign == depth) {
        ctf->foreign = 0;
        if (!in_path) return true;
    }
    struct str path = buf_str(&ctf->path);
    struct str text = str_trim(buf_str(&ctf->text));
    if (ctf->value >= 0 && text.size) add_text(ctf, ctf->value, text);
    ctf->value = -1;
    if (str_is(path, PUPIL "/SENhistory/SEN")) end_provision(ctf);
    else if (str_is(path, PUPIL "/FSMhistory/FSMinstance")) end_meals(ctf);
    else if (str_is(path, PUPIL "/SchoolHistory/School")) end_school(ctf);
    else if (str_is(path, CONTACT)) end_contact(ctf);
    else if (str_is(path, PUPIL)) end_pupil(ctf);
    buf_clear(&ctf->text);
    ctf->path.size -= name.local.size + (ctf->path.size > name.local.size);
    return true;
}

static struct str school_name(struct arena *arena, struct str lea, struct str estab) {
    return lea.size || estab.size ? str_format(arena, "%.*s/%.*s", STR_ARG(lea), STR_ARG(estab)) : (struct str){ 0 };
}

static bool give_row(const struct csv_reader *reader, uint32_t columns, const struct pupil *pupil, uint32_t row, struct err *err) {
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (!(columns & 1U << i)) continue;
        if (!reader->field(reader->self, pupil ? pupil->values[i] : str_from(HEADINGS[i]), err)) return false;
    }
    return reader->row(reader->self, row, err);
}

static bool give_rows(struct ctf *ctf, const struct csv_reader *reader, struct err *err) {
    struct ctf_seen *seen = ctf->seen;
    struct buf passed = { 0 };
    for (size_t i = 0; i < ctf->passed_count; i++) buf_printf(&passed, "%s%.*s", i ? ", " : "", STR_ARG(ctf->passed[i]));
    if (ctf->more_passed) buf_add_c(&passed, " and more");
    seen->passed = str_copy(ctf->arena, buf_str(&passed));
    buf_free(&passed);
    seen->version = str_slice(ctf->values[VERSION], 0, 20);
    seen->from = school_name(ctf->arena, ctf->values[FROM_LEA], ctf->values[FROM_ESTAB]);
    seen->to = school_name(ctf->arena, ctf->values[TO_LEA], ctf->values[TO_ESTAB]);
    uint32_t row = 0, columns = ctf->used | ALWAYS;
    if (!give_row(reader, columns, NULL, row, err)) return false;
    for (const struct pupil *pupil = ctf->first; pupil; pupil = pupil->next)
        if (!give_row(reader, columns, pupil, ++row, err)) return false;
    return true;
}

bool ctf_read(struct arena *arena, struct str name, struct str bytes, const struct csv_reader *reader, struct ctf_seen *seen, struct err *err) {
    struct ctf ctf = { .arena = arena, .name = name, .seen = seen, .value = -1 };
    struct xml_reader xml = { &ctf, on_open, on_text, on_close };
    struct arena scratch = { 0 };
    bool good = xml_read(&scratch, bytes, &xml, err);
    arena_free(&scratch);
    buf_free(&ctf.path);
    buf_free(&ctf.text);
    if (!good) {
        if (!str_starts(str_from(err->text), str_c(arena, name))) err_wrap(err, "%.*s", STR_ARG(name));
        return false;
    }
    if (seen->pupils == 0 || !ctf.used) {
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s is a Common Transfer File without a pupil.", STR_ARG(name));
        return err_next(err, "Export it again with its pupils.");
    }
    return give_rows(&ctf, reader, err);
}
