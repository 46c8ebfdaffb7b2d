/* SPDX-License-Identifier: GPL-3.0-or-later
 * keeper - see keeper.h.
 * Owns:  the open school, and the text of its policy as it was last in force.
 * Must not know: words, lines.
 */
#include "shell/keeper.h"

#include "base/file.h"
#include "work/school.h"

/* The files from which an open school was made; the log holds what the database file does not hold yet. */
static const char *const FILES[] = { "school.db", "school.db-wal", "policy.lua", "people.lua", "terms.lua", "kinds.lua", "../trust.lua" };

struct keeper {
    const struct host *host;
    const char *folder;
    struct school *school;
    struct date as_of;       /* of the policy that is loaded */
    struct arena spare;      /* of the text below */
    struct str spare_text;   /* the school's own policy as it was last in force; at == NULL before there was one */
    uint64_t stamps[COUNT_OF(FILES)];
};

struct keeper *keeper_open(struct arena *arena, const struct host *host, const char *folder) {
    struct keeper *keeper = arena_new(arena, struct keeper);
    *keeper = (struct keeper){ .host = host, .folder = folder };
    return keeper;
}

static void look(const struct keeper *keeper, uint64_t stamps[COUNT_OF(FILES)]) {
    struct arena scratch = { 0 };
    for (size_t i = 0; i < COUNT_OF(FILES); i++) stamps[i] = file_stamp(file_join(&scratch, keeper->folder, FILES[i]));
    arena_free(&scratch);
}

static bool changed(const struct keeper *keeper, const uint64_t stamps[COUNT_OF(FILES)]) {
    for (size_t i = 0; i < COUNT_OF(FILES); i++)
        if (stamps[i] != keeper->stamps[i]) return true;
    return false;
}

/* What was good is remembered: it stays in force while a slip in the file is being mended. */
static void forget(struct keeper *keeper) {
    if (keeper->school && keeper->school->policy_text.at) {
        struct arena arena = { 0 };
        keeper->spare_text = str_copy(&arena, keeper->school->policy_text);
        arena_free(&keeper->spare);
        keeper->spare = arena;
    }
    school_close(keeper->school);
    keeper->school = NULL;
}

struct school *keeper_school(struct keeper *keeper, struct date as_of) {
    if (!keeper || !keeper->folder) return NULL;
    uint64_t stamps[COUNT_OF(FILES)];
    look(keeper, stamps);
    /* The policy is merged for a day, so another day is another school. */
    if (keeper->school && (changed(keeper, stamps) || !date_same(keeper->as_of, as_of))) forget(keeper);
    if (keeper->school) return keeper->school;
    struct arena scratch = { 0 };
    struct problems unheard = { .arena = &scratch };
    struct err err = { 0 };
    if (!school_open(keeper->host, keeper->folder, &keeper->school, &unheard, &err)) keeper->school = NULL;
    if (keeper->school) keeper->school->spare_text = keeper->spare_text;
    arena_free(&scratch);
    keeper->as_of = as_of;
    look(keeper, keeper->stamps); /* opening may make the log */
    return keeper->school;
}

bool keeper_reload(struct keeper *keeper, struct date as_of, struct problems *problems, struct err *err) {
    if (!keeper || !keeper->folder) {
        err_set(err, CODE_NO_SCHOOL, "There is no school to read again.");
        return err_next(err, "start signpost in a school's folder, or with --dir FOLDER");
    }
    if (!keeper_school(keeper, as_of)) {
        if (!school_open(keeper->host, keeper->folder, &keeper->school, problems, err)) {
            keeper->school = NULL;
            return false;
        }
    }
    return school_reload(keeper->school, as_of, problems, err);
}

bool keeper_has_spare(const struct keeper *keeper) { return keeper && keeper->spare_text.at; }

void keeper_close(struct keeper *keeper) {
    if (!keeper) return;
    forget(keeper);
    arena_free(&keeper->spare);
}
