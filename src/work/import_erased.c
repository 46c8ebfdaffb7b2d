/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_erased - pupils whose records were erased and whom a file brings again.
 * Owns:  nothing.
 * Must not know: files, what a mark is made of (erased_mark.h).
 *
 * An old export would bring them back without a word.  Such a row is left out, and kept out of the workbook of rows left out,
 * until somebody says with --bring-back that the pupil is to be here again: then the marks go.  A row that has only name and
 * birthday, or name and admission number, in common with somebody who was erased may be another child: --accept says so.
 */
#include "store/erased.h"
#include "work/erased_mark.h"
#include "work/import_priv.h"
#include "work/wording.h"

#define ASKED_MOST 10 /* of an old export of all leavers nobody is asked one by one */

void import_erased_answers(struct importing *in) {
    struct str said = call_option(in->call, "bring-back"), part;
    in->erased = (struct import_erased){ .back = map_make(in->arena), .used = map_make(in->arena) };
    for (bool more = said.size > 0; more;) {
        more = str_cut(said, ',', &part, &said);
        part = str_trim(part);
        if (str_is(part, "all")) in->erased.all = true;
        else if (part.size) map_put(&in->erased.back, part);
    }
}

void import_erased_unused(struct importing *in) {
    const struct import_erased *erased = &in->erased;
    if (erased->all && !erased->back_count) import_say_once(in, "Nobody in it was erased here: --bring-back was not needed.");
    for (uint32_t i = 0; i < erased->back.count; i++)
        if (map_find(&erased->used, erased->back.keys[i]) == MAP_NONE)
            import_say_once(in, "Nobody with the number %.*s in it was erased here: --bring-back was not needed.", STR_ARG(erased->back.keys[i]));
}

static bool look(struct importing *in, struct err *err) {
    struct import_erased *erased = &in->erased;
    if (erased->looked) return true;
    erased->looked = true;
    if (!erased_any(in->db, &erased->any, err) || !erased_mark_key(in->db, in->arena, &erased->key, err)) return false;
    erased->any = erased->any && erased->key.size;
    return true;
}

static bool find_mark(struct importing *in, const struct pupil_sought *sought, struct erased *out, enum erased_sort *sort, bool *found, struct err *err) {
    struct erased_mark marks[ERASED_MARKS];
    size_t count = erased_mark_make(&in->row, in->erased.key, sought, marks);
    *found = false;
    for (size_t i = 0; i < count && !*found; i++) {
        *sort = marks[i].sort;
        if (*sort == ERASED_NUMBER_ALONE) continue; /* a number is given anew */
        if (!erased_get(in->db, in->arena, marks[i].text, out, found, err)) return false;
    }
    return true;
}

/* By what the row would find a pupil of the records; a UPN that was erased is stronger than a number that somebody else has. */
static bool is_here(struct importing *in, const struct pupil_sought *sought, enum erased_sort sort, bool *here, struct err *err) {
    static const enum pupil_key WAYS[] = { PUPIL_BY_UPN, PUPIL_BY_ADMISSION_NO, PUPIL_BY_NAME_AND_DOB };
    size_t ways = sort == ERASED_UPN ? 1 : COUNT_OF(WAYS);
    *here = false;
    for (size_t i = 0; i < ways && !*here; i++) {
        int64_t id;
        uint32_t count;
        if (!pupil_find(in->db, WAYS[i], sought, &id, &count, err)) return false;
        *here = count > 0;
    }
    return true;
}

static int leave_out(struct importing *in, const struct import_table *table, uint32_t row, const struct erased *erased, struct str key, const char *other) {
    struct str surname, first_name, said, next, say = import_doubt_typed(in, key);
    const struct cell_place at = { table, import_column_of(table, import_column_of(table, "upn") ? "upn" : "admission_no"), row };
    const char *why = erased->asked ? "as somebody asked" : "as it was past its keep date";
    char day[DATE_LONG_SIZE];
    date_short(erased->day, day);
    if (other) {
        said = str_format(in->arena, "The record of a pupil of this name and %s was erased on %s, %s.", other, day, why);
        next = str_format(in->arena, "The row was left out. If this is another child, add  --accept %.*s ; to have the same child back, add  --bring-back %.*s .",
                          STR_ARG(say), STR_ARG(say));
    } else {
        said = str_format(in->arena, "This pupil's record was erased on %s, %s.", day, why);
        next = str_format(in->arena, "The row was left out. To have the pupil back, add  --bring-back %.*s .", STR_ARG(say));
    }
    import_problem(in, &at, CODE_ERASED_PUPIL, SEVERITY_ERROR, next.at, "%.*s", STR_ARG(said));
    import_read_name(table, row, &surname, &first_name);
    if (in->erased.held++ < ASKED_MOST)
        import_doubt_add(in, str_format(in->arena, "back:%.*s", STR_ARG(key)),
                         str_format(in->arena, "row %u, %.*s %.*s: %.*s Right, if the pupil is to be back; 'all' does not say so.", grid_row(table->grid, row).line,
                                    STR_ARG(first_name), STR_ARG(surname), STR_ARG(said)));
    return IMPORT_UNWRITTEN;
}

/* What --bring-back names of the row: its key, or the admission number beside a UPN. */
static bool is_back(struct importing *in, struct str key, const struct pupil_sought *sought) {
    const struct str names[] = { key, sought->admission_no };
    bool back = in->erased.all;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!names[i].size || map_find(&in->erased.back, names[i]) == MAP_NONE) continue;
        map_put(&in->erased.used, names[i]);
        back = true;
    }
    return back;
}

int import_erased_find(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil_sought *sought, struct str *person,
                       struct err *err) {
    struct erased mark;
    enum erased_sort sort = ERASED_UPN;
    bool found = false, here = false;
    struct str key = import_doubt_key(table, row);
    *person = (struct str){ 0 };
    if (!look(in, err)) return -1;
    if (in->erased.any && !find_mark(in, sought, &mark, &sort, &found, err)) return -1;
    if (found && !is_here(in, sought, sort, &here, err)) return -1;
    if (!found || here) return 1;
    if (is_back(in, key, sought)) {
        *person = mark.person;
        return 1;
    }
    bool sure = sort == ERASED_UPN || !sought->upn.size;
    if (!sure && map_find(&in->right, key) != MAP_NONE) {
        map_put(&in->used, key);
        return 1;
    }
    return leave_out(in, table, row, &mark, key, sure ? NULL : sort == ERASED_BIRTHDAY ? "birthday" : "admission number");
}

bool import_erased_is(struct importing *in, struct str upn, struct str admission_no, bool *is, struct err *err) {
    const struct pupil_sought sought = { .upn = upn, .admission_no = admission_no, .dob = DATE_NONE };
    struct erased_mark marks[ERASED_MARKS];
    struct erased mark;
    *is = false;
    if (!look(in, err)) return false;
    size_t count = in->erased.any ? erased_mark_make(&in->row, in->erased.key, &sought, marks) : 0;
    for (size_t i = 0; i < count && !*is; i++)
        if (!erased_get(in->db, &in->row, marks[i].text, &mark, is, err)) return false;
    return true;
}

void import_erased_gone(struct importing *in, const struct import_table *table, uint32_t row) { in->tables[table - in->tables].gone_row = row; }

void import_erased_say(struct importing *in, const struct import_table *table) {
    const struct place place = { .file = table->grid->name, .sheet = table->grid->sheet };
    if (!table->gone) return;
    problem_add(&in->answer->problems, CODE_ERASED_PUPIL, SEVERITY_ERROR, place,
                table->gone == 1 ? "It was left out, and put into no workbook." : "They were left out, and put into no workbook.", "%.*s whose record was erased here.",
                STR_ARG(count_of(in->arena, (uint64_t)table->gone, "row is about a pupil", "rows are about pupils")));
}

bool import_erased_back(struct importing *in, struct str person, int64_t id, struct err *err) {
    struct import_erased *erased = &in->erased;
    if (!person.size) return true;
    erased->ids = str_format(in->arena, "%.*s%s%lld", STR_ARG(erased->ids), erased->back_count++ ? "," : "", (long long)id);
    return erased_remove(in->db, person, err);
}

void import_erased_show(const struct importing *in, struct page *page, bool preview) {
    const struct import_erased *erased = &in->erased;
    struct str back = count_of(in->arena, erased->back_count, "pupil", "pupils");
    if (erased->back_count && preview)
        page_paragraphf(page, "%.*s whose record was erased here would be back, as you said, and be taken by later imports like others.", STR_ARG(back));
    else if (erased->back_count)
        page_paragraphf(page, "%.*s whose record was erased here %s back, as you said.  Later imports take them like others.", STR_ARG(back),
                        erased->back_count == 1 ? "is" : "are");
    if (erased->held)
        page_paragraphf(page, "%.*s whose record was erased here: not brought back, and put into no workbook.",
                        STR_ARG(count_of(in->arena, erased->held, "row is about a pupil", "rows are about pupils")));
}

struct str import_erased_about(const struct importing *in) {
    if (!in->erased.back_count) return (struct str){ 0 };
    return str_format(in->arena, " brought_back=%zu ids=%.*s", in->erased.back_count, STR_ARG(in->erased.ids));
}
