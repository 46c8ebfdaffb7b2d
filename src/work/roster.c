/* SPDX-License-Identifier: GPL-3.0-or-later
 * roster - names of whom findings are about; see roster.h.
 * Owns:  nothing.
 * Must not know: rules; who may see a name.
 */
#include "work/roster.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "store/organisation.h"
#include "store/staff.h"

struct keyed {
    int64_t id;
    uint32_t index;
};

static int by_id(const void *a, const void *b) {
    int64_t x = ((const struct keyed *)a)->id, y = ((const struct keyed *)b)->id;
    return (x > y) - (x < y);
}

static int name_by_id(const void *a, const void *b) {
    int64_t x = ((const struct roster_name *)a)->id, y = ((const struct roster_name *)b)->id;
    return (x > y) - (x < y);
}

static const uint32_t *index_by_id(struct arena *arena, const struct pupil_row *rows, size_t count) {
    struct keyed *keyed = arena_array(arena, struct keyed, count);
    uint32_t *order = arena_array(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) keyed[i] = (struct keyed){ rows[i].id, (uint32_t)i };
    if (count) qsort(keyed, count, sizeof *keyed, by_id);
    for (size_t i = 0; i < count; i++) order[i] = keyed[i].index;
    return order;
}

static bool read_staff(struct arena *arena, struct school *school, struct roster *roster, struct err *err) {
    struct staff *staff;
    size_t count;
    if (!staff_list(school->db, arena, &staff, &count, err)) return false;
    struct roster_name *names = arena_array(arena, struct roster_name, count);
    for (size_t i = 0; i < count; i++) {
        struct str name = str_format(arena, "%.*s %.*s", STR_ARG(staff[i].first_name), STR_ARG(staff[i].surname));
        names[i] = (struct roster_name){ .id = staff[i].id, .key = staff[i].key, .name = str_trim(name) };
        for (size_t k = 0; school->people && k < school->people->count; k++)
            if (school->people->at[k].staff == staff[i].id) names[i].department = school->people->at[k].department;
    }
    if (count) qsort(names, count, sizeof *names, name_by_id);
    roster->staff = names;
    roster->staff_count = count;
    return true;
}

static bool read_organisations(struct arena *arena, struct school *school, struct roster *roster, struct err *err) {
    struct organisation *list;
    size_t count;
    if (!organisation_list(school->db, school->kinds, arena, &list, &count, err)) return false;
    struct roster_name *names = arena_array(arena, struct roster_name, count);
    for (size_t i = 0; i < count; i++) names[i] = (struct roster_name){ .id = list[i].id, .name = list[i].name };
    if (count) qsort(names, count, sizeof *names, name_by_id);
    roster->organisations = names;
    roster->organisation_count = count;
    return true;
}

bool roster_read(struct arena *arena, struct school *school, struct date day, struct roster **out, struct err *err) {
    struct roster *roster = arena_new(arena, struct roster);
    struct pupil_filter filter = { .day = day, .year = VALUE_NONE, .leavers = true };
    struct pupil_row *rows;
    if (!pupil_list(school->db, school->kinds, arena, &filter, &rows, &roster->pupil_count, err)) return false;
    roster->pupils = rows;
    roster->by_id = index_by_id(arena, rows, roster->pupil_count);
    roster->school = school->name;
    if (!read_staff(arena, school, roster, err) || !read_organisations(arena, school, roster, err)) return false;
    *out = roster;
    return true;
}

size_t roster_rank(const struct roster *roster, int64_t pupil) {
    size_t low = 0, high = roster->pupil_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t id = roster->pupils[roster->by_id[middle]].id;
        if (id == pupil) return roster->by_id[middle];
        if (id < pupil)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

const struct pupil_row *roster_pupil(const struct roster *roster, int64_t id) {
    size_t rank = roster_rank(roster, id);
    return rank == SIZE_MAX ? NULL : &roster->pupils[rank];
}

static const struct roster_name *find_name(const struct roster_name *names, size_t count, int64_t id) {
    struct roster_name key = { .id = id };
    return count ? bsearch(&key, names, count, sizeof key, name_by_id) : NULL;
}

struct str roster_name(struct arena *arena, const struct roster *roster, enum subject_type type, int64_t id) {
    const struct pupil_row *pupil = type == SUBJECT_PUPIL ? roster_pupil(roster, id) : NULL;
    const struct roster_name *name = NULL;
    if (pupil) return pupil_name(arena, pupil);
    if (type == SUBJECT_SCHOOL) return roster->school;
    if (type == SUBJECT_STAFF) name = find_name(roster->staff, roster->staff_count, id);
    if (type == SUBJECT_ORGANISATION) name = find_name(roster->organisations, roster->organisation_count, id);
    return name ? name->name : str_format(arena, "%s #%lld", subject_type_name(type), (long long)id);
}

struct str roster_group(const struct roster *roster, enum subject_type type, int64_t id) {
    if (type == SUBJECT_PUPIL) {
        const struct pupil_row *pupil = roster_pupil(roster, id);
        return pupil ? pupil->form : (struct str){ 0 };
    }
    const struct roster_name *name = type == SUBJECT_STAFF ? find_name(roster->staff, roster->staff_count, id) : NULL;
    return name ? name->department : (struct str){ 0 };
}

static struct str called(const struct pupil_row *pupil) {
    return pupil->known_as.size ? pupil->known_as : pupil->first_name;
}

struct str pupil_name(struct arena *arena, const struct pupil_row *pupil) {
    struct str first = called(pupil);
    return str_trim(str_format(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(pupil->surname)));
}

/* Bytes of the one surname that the other begins with as well. */
static size_t shared_start(struct str a, struct str b) {
    size_t at = 0, other = 0, same = 0;
    for (int32_t x, y; (x = utf8_next(a, &at)) >= 0 && (y = utf8_next(b, &other)) >= 0 && x == y;) same = at;
    return same;
}

struct str roster_short(struct arena *arena, const struct roster *roster, const struct pupil_row *pupil) {
    struct str first = called(pupil), surname = pupil->surname;
    size_t end = 0;
    const char *which = "";
    if (utf8_next(surname, &end) < 0) return first;
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *other = &roster->pupils[i];
        if (other->id == pupil->id || !other->on_roll || !str_equal(other->form, pupil->form) || !str_equal(called(other), first)) continue;
        size_t shown = shared_start(surname, other->surname);
        if (shown && shown < surname.size) (void)utf8_next(surname, &shown);
        if (shown > end) end = shown;
        if (!str_equal(surname, other->surname) || !date_known(pupil->dob) || !date_known(other->dob) || date_same(pupil->dob, other->dob)) continue;
        which = date_before(pupil->dob, other->dob) ? " (the older)" : " (the younger)";
    }
    struct str part = utf8_capital(arena, str_slice(surname, 0, end));
    return str_trim(str_format(arena, "%.*s %.*s%s%s", STR_ARG(first), STR_ARG(part), end < surname.size ? "." : "", which));
}
