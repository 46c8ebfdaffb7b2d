/* SPDX-License-Identifier: GPL-3.0-or-later
 * school - an open school; see school.h.
 * Owns:  its arenas and its read connection.
 * Must not know: verbs.
 */
#include "work/school.h"

#include "base/file.h"
#include "store/catalogue.h"
#include "work/erasure.h"
#include "work/other_slips.h"
#include "work/posts.h"
#include "work/terms.h"

/* What a reload makes anew. */
struct loaded {
    struct arena arena;
    struct str name;
    const struct calendar *calendar;
    bool calendar_said;
    const struct people *people;
    const struct policy *policy;
    struct str policy_text;
    struct str spare_text;
    struct program *program;
    const struct hatch *hatch;
    struct problems warnings;
};

static struct str copy_if(struct arena *arena, struct str s) {
    return s.size ? str_copy(arena, s) : s;
}

/* Problems outlive what they are about: every text is copied. */
static void problems_take(struct problems *to, const struct problems *from) {
    for (size_t i = 0; i < from->count; i++) {
        const struct problem *p = &from->at[i];
        struct place place = p->place;
        place.file = copy_if(to->arena, place.file);
        place.sheet = copy_if(to->arena, place.sheet);
        place.heading = copy_if(to->arena, place.heading);
        place.text = copy_if(to->arena, place.text);
        problem_add(to, p->code, p->severity, place, str_c(to->arena, p->next), "%.*s", STR_ARG(p->said));
    }
    to->dropped += from->dropped;
}

const char *school_path(struct arena *arena, const struct school *school, const char *name) {
    return file_join(arena, school->folder, name);
}

static bool no_school(const char *folder, struct err *err) {
    err_set(err, CODE_NO_SCHOOL, "There is no school in %s.", folder ? folder : "this folder");
    return err_next(err, "signpost new makes one; signpost try shows an invented one; --dir FOLDER names another");
}

static void no_records(const char *folder, struct err *err) {
    err_set(err, CODE_NO_SCHOOL, "%s has a policy and no records: school.db is not there.", folder);
    err_next(err, "Put school.db back, or the newest copy from the folder backups.");
}

bool school_open(const struct host *host, const char *folder, struct school **out, struct problems *problems,
                 struct err *err) {
    struct arena arena = { 0 };
    if (!folder || !file_is_folder(folder)) return no_school(folder, err);
    struct school *school = arena_new(&arena, struct school);
    struct problems found = { .arena = &school->arena };
    school->arena = arena;
    school->host = host;
    if (!file_real_path(&school->arena, folder, &school->folder, err)) goto fail;
    const char *path = school_path(&school->arena, school, "school.db");
    if (!file_exists(path)) {
        if (file_exists(school_path(&school->arena, school, "policy.lua"))) no_records(folder, err);
        else no_school(folder, err);
        goto fail;
    }
    school->name = file_name(str_from(school->folder));
    if (!host->kinds(host->self, &school->arena, school->folder, &school->kinds, &found, err)) goto fail;
    if (!db_open(&school->arena, path, DB_READ, NULL, &school->db, err)) goto fail;
    if (!catalogue_load(school->db, &school->arena, school->kinds, NULL, err)) goto fail;
    problems_take(problems, &found);
    *out = school;
    return true;
fail:
    problems_take(problems, &found);
    school_close(school);
    return false;
}

void school_close(struct school *school) {
    if (!school) return;
    if (school->db) db_close(school->db);
    arena_free(&school->load);
    struct arena arena = school->arena; /* the school itself lies in it */
    arena_free(&arena);
}

static struct str text_in_force(const struct policy_set *set) {
    for (size_t i = 0; i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL) return set->documents[i].source;
    return (struct str){ 0 };
}

static bool read_policy(struct school *school, struct loaded *l, struct str instead, struct date as_of, struct problems *found, struct err *err) {
    struct policy_request request = { .folder = school->folder, .unsaved = instead };
    struct policy_set *set = NULL;
    struct policy *policy;
    bool read = school->host->policy(school->host->self, &l->arena, &request, &set, found, err);
    if (!read && set) other_slips_add(&l->arena, set, school->kinds, as_of, found);
    if (!read || found->errors) return false;
    if (!policy_merge(&l->arena, set, school->kinds, as_of, &policy, found)) return false;
    if (!program_compile(&l->arena, policy, &l->program, err)) return false;
    l->policy = policy;
    l->policy_text = text_in_force(set);
    l->hatch = set->hatch;
    if (policy->school_name.size) l->name = policy->school_name;
    return true;
}

/* The last good policy stays in force while the file is being mended, and that is said with every answer. */
static bool load_policy(struct school *school, struct loaded *l, struct date as_of, struct problems *found, struct err *err) {
    struct problems now = { .arena = &l->arena }, before = { .arena = &l->arena };
    struct err unheard = { 0 };
    bool read = read_policy(school, l, (struct str){ 0 }, as_of, &now, err), spare = false;
    if (!read && l->spare_text.at) spare = read_policy(school, l, l->spare_text, as_of, &before, &unheard);
    problems_take(found, spare ? &before : &now);
    if (spare)
        problem_add(found, CODE_LOAD, SEVERITY_WARNING, (struct place){ .file = STR("policy.lua") },
                    "reload  shows what is wrong with it; mended, it is taken at the next word.",
                    "policy.lua can not be used as it is now: the policy as it was read before stays in force.");
    return read || spare;
}

/* Who writes to nobody is told of slips in mail {} and goes on. */
static void say_mail_slips(const struct people *people, bool stops, struct problems *found) {
    struct problems said = { .arena = found->arena };
    problems_take(&said, &people->mail_slips);
    for (size_t i = 0; i < said.count && !stops; i++) said.at[i].severity = SEVERITY_WARNING;
    problems_take(found, &said);
}

static bool load(struct school *school, unsigned needs, struct date as_of, struct loaded *l, struct problems *found,
                 struct err *err) {
    if ((needs & SCHOOL_CALENDAR) && !l->calendar) {
        struct calendar *calendar;
        if (!terms_load(&l->arena, school->host, school->folder, school->db, &calendar, &l->calendar_said, found, err))
            return false;
        l->calendar = calendar;
    }
    if ((needs & SCHOOL_PEOPLE) && !l->people) {
        struct people *people;
        if (!people_load(&l->arena, school->host, school->folder, school->db, school->kinds, as_of, &people, found,
                         err))
            return false;
        l->people = people;
        if (!(needs & (SCHOOL_MAIL - SCHOOL_PEOPLE))) say_mail_slips(people, false, found);
    }
    if (needs & (SCHOOL_MAIL - SCHOOL_PEOPLE)) say_mail_slips(l->people, true, found);
    bool fresh = (needs & SCHOOL_POLICY) == SCHOOL_POLICY && !l->policy, writes = needs & (SCHOOL_MAIL - SCHOOL_PEOPLE);
    if (fresh && !load_policy(school, l, as_of, found, err)) return false;
    if (l->policy && (fresh || writes)) posts_check_roles(l->people, l->policy, writes, found);
    return true;
}

static void take(struct school *school, const struct loaded *l) {
    school->load = l->arena;
    school->calendar = l->calendar;
    school->calendar_said = l->calendar_said;
    school->people = l->people;
    school->policy = l->policy;
    school->policy_text = l->policy_text;
    school->program = l->program;
    school->hatch = l->hatch;
    school->warnings = l->warnings;
    school->warnings.arena = &school->load;
    if (l->name.size) school->name = l->name;
}

/* Whatever goes wrong, all problems are handed on; only a whole load is kept. */
static bool load_whole(struct school *school, unsigned needs, struct date as_of, struct loaded *l,
                       struct problems *problems, struct err *err) {
    struct problems found = { .arena = &l->arena };
    bool fine = load(school, needs, as_of, l, &found, err) && !found.errors;
    if (fine) {
        l->warnings.arena = &l->arena;
        problems_take(&l->warnings, &found);
    } else {
        problem_sort(&found);
        problems_take(problems, &found);
    }
    return fine;
}

bool school_load(struct school *school, unsigned needs, struct date as_of, struct problems *problems, struct err *err) {
    struct loaded l = { .arena = school->load,
                        .name = school->name,
                        .calendar = school->calendar,
                        .calendar_said = school->calendar_said,
                        .people = school->people,
                        .policy = school->policy,
                        .policy_text = school->policy_text,
                        .spare_text = school->spare_text,
                        .program = school->program,
                        .hatch = school->hatch,
                        .warnings = school->warnings };
    bool fine = load_whole(school, needs, as_of, &l, problems, err);
    if (fine)
        take(school, &l);
    else
        school->load = l.arena; /* the arena may have grown */
    return fine;
}

bool school_reload(struct school *school, struct date as_of, struct problems *problems, struct err *err) {
    struct loaded l = { .name = file_name(str_from(school->folder)) };
    if (!load_whole(school, SCHOOL_POLICY, as_of, &l, problems, err)) {
        arena_free(&l.arena);
        return false;
    }
    struct arena old = school->load;
    take(school, &l);
    arena_free(&old);
    return true;
}

static void close_with_call(void *self) {
    school_close(self);
}

/* Every run says so until it is (safety 6.2). */
static void say_unfinished(const struct school *school, const struct command_call *call, struct answer *answer) {
    int64_t row;
    if (call_has(call, "delete") || !erasure_pending(school->folder, &row)) return;
    answer_note(answer, "The erasure of journal row %lld is not finished: what was deleted may still lie in the file, in drafts, reports or copies.  "
                "signpost retain --delete  finishes it.", (long long)row);
}

bool school_for(const struct command_call *call, struct answer *answer, unsigned needs, struct school **out) {
    struct err err = { 0 };
    struct school *school = call->school;
    if (!school) {
        if (!school_open(call->host, call->folder, &school, &answer->problems, &err)) return answer_fail(answer, &err);
        arena_hook(call->arena, close_with_call, school);
    }
    /* Before anything is read, so that a change while the word is at work is noticed by what it waits to carry out. */
    if (!db_state(school->db, &school->state, &err) || !school_load(school, needs, call->as_of, &answer->problems, &err)) {
        answer_fail(answer, &err);
        return false;
    }
    if (needs) problems_take(&answer->problems, &school->warnings);
    say_unfinished(school, call, answer);
    *out = school;
    return true;
}

struct str school_foot(struct arena *arena, const struct school *school, struct date as_of) {
    char day[DATE_LONG_SIZE];
    struct str edition = school->policy ? school->policy->edition : (struct str){ 0 };
    return str_format(arena, "%.*s. As at %s. %.*s%sConfidential: for the careers team.", STR_ARG(school->name),
                      date_short(as_of, day), STR_ARG(edition), edition.size ? ". " : "");
}
