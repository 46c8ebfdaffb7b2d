/* SPDX-License-Identifier: GPL-3.0-or-later
 * rights - what others can do with a school's files; see rights.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/rights.h"

#include "base/file.h"

#define NAMES_SHOWN 4
#define DEPTH 2

struct looking {
    struct arena *arena;
    bool closed; /* nobody else can get in: what somebody copied there is no matter, only what a copy of the folder would carry on */
    struct buf written, read;
    size_t written_count, read_count;
};

static void add(struct buf *list, size_t *count, struct str name) {
    if (++*count > NAMES_SHOWN) return;
    buf_printf(list, "%s%.*s", *count > 1 ? ", " : "", STR_ARG(name));
}

static bool is_ours(struct str name) {
    static const struct str OURS[] = { STR_INIT("the folder"),    STR_INIT("school.db"), STR_INIT("school.db-wal"), STR_INIT("school.db-shm"),
                                       STR_INIT("people.lua"),    STR_INIT("policy.lua"), STR_INIT("audiences.lua"), STR_INIT("codes.lua"),
                                       STR_INIT("backups"),       STR_INIT("imports"),   STR_INIT("reports"),       STR_INIT("exports"),
                                       STR_INIT("outbox") };
    for (size_t i = 0; i < COUNT_OF(OURS); i++)
        if (str_equal(OURS[i], name)) return true;
    return false;
}

static void look(struct looking *l, const char *path, struct str name, int depth) {
    bool write, read;
    struct str *names;
    size_t count;
    struct err unheard = { 0 };
    bool there = file_others(path, &write, &read) && (!l->closed || is_ours(name));
    if (there && write) add(&l->written, &l->written_count, name);
    else if (there && read) add(&l->read, &l->read_count, name);
    if (depth == DEPTH || !file_is_folder(path) || !file_list(l->arena, path, &names, &count, &unheard)) return;
    for (size_t i = 0; i < count; i++) {
        struct str inner = depth ? str_format(l->arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(names[i])) : names[i];
        look(l, file_join(l->arena, path, str_c(l->arena, names[i])), inner, depth + 1);
    }
}

static struct str listed(struct arena *arena, struct buf *list, size_t count) {
    struct str out = { 0 };
    if (count > NAMES_SHOWN) buf_printf(list, " and %zu more", count - NAMES_SHOWN);
    if (count) out = str_copy(arena, buf_str(list));
    buf_free(list);
    return out;
}

struct rights rights_look(struct arena *arena, const char *folder) {
    struct rights rights = { .reached = file_others_enter(folder) };
    struct looking l = { .arena = arena, .closed = !rights.reached };
    look(&l, folder, STR("the folder"), 0);
    rights.written = listed(arena, &l.written, l.written_count);
    rights.read = listed(arena, &l.read, l.read_count);
    return rights;
}

struct str rights_mend(struct arena *arena, const char *folder) { return str_format(arena, "chmod -R go-rwx \"%s\"", folder); }

bool rights_to_leave(struct arena *arena, const char *folder, struct answer *answer, struct err *err) {
    struct rights rights = rights_look(arena, folder);
    struct str mend = rights_mend(arena, folder);
    if (!rights.reached) return true; /* whatever stands in a closed folder */
    if (rights.written.size) {
        err_set(err, CODE_OPEN_RIGHTS, "Others on this computer can change %.*s: nothing leaves the school.", STR_ARG(rights.written));
        return err_next(err, "%.*s", STR_ARG(mend));
    }
    if (rights.read.size)
        answer_note(answer, "Others on this computer can read %.*s.  %.*s", STR_ARG(rights.read), STR_ARG(mend));
    return true;
}
