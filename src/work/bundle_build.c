/* SPDX-License-Identifier: GPL-3.0-or-later
 * bundle_build - what the files of a bundle make; see bundle_build.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "work/bundle_build.h"

#include "base/file.h"
#include "policy/program.h"
#include "work/seal.h"

bool bundle_program_hash(struct arena *arena, const struct policy *policy, struct str *out, struct err *err) {
    struct program *program;
    struct buf dump = { 0 };
    if (!program_compile(arena, policy, &program, err)) return false;
    program_dump(&dump, program);
    *out = seal_hex(arena, buf_str(&dump), 64);
    buf_free(&dump);
    return true;
}

const struct bundle_file *bundle_find(const struct bundle *bundle, const char *path) {
    for (size_t i = 0; i < bundle->file_count; i++)
        if (str_is(bundle->files[i].path, path)) return &bundle->files[i];
    return NULL;
}

struct str bundle_kinds_hash(struct arena *arena, const struct bundle *bundle) {
    static const char *const paths[] = { "lua/kinds.lua", "trust/kinds.lua", "kinds.lua" };
    struct buf all = { 0 };
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const struct bundle_file *file = bundle_find(bundle, paths[i]);
        if (!file) continue;
        buf_printf(&all, "%s %zu\n", paths[i], file->text.size);
        buf_add(&all, file->text);
    }
    struct str hash = seal_hex(arena, buf_str(&all), 64);
    buf_free(&all);
    return hash;
}

/* ---- a trust of the moment ------------------------------------------------------------------------------------------- */

struct building {
    struct arena *arena;
    const char *folder, *school;
    struct str base;        /* the folder of the base policy */
};

static bool make_folder(struct building *b, const char *name, struct err *err) {
    return file_make_folder(file_join(b->arena, b->folder, name), err);
}

/* Where a file of the bundle is looked for by who reads policies; NULL: what is in the program counts. */
static const char *place_of(struct building *b, struct str path) {
    if (str_is(path, "lua/kinds.lua")) return NULL;
    if (str_is(path, "policy.lua") || str_is(path, "kinds.lua")) return file_join(b->arena, b->school, str_c(b->arena, path));
    if (str_is(path, "trust/kinds.lua")) return file_join(b->arena, b->folder, "kinds.lua");
    return file_join(b->arena, b->folder, str_c(b->arena, path));
}

static bool unpack(struct building *b, const struct bundle *bundle, struct err *err) {
    struct str top, rest, folder, file;
    b->school = file_join(b->arena, b->folder, "school");
    if (!make_folder(b, "school", err) || !make_folder(b, "policies", err)) return false;
    /* Made even when they are empty: else those of this program would be taken. */
    if (!make_folder(b, "policies/updates", err) || !make_folder(b, "policies/overlays", err)) return false;
    for (size_t i = 0; i < bundle->file_count; i++) {
        const struct bundle_file *one = &bundle->files[i];
        const char *place = place_of(b, one->path);
        bug_if(!bundle_may_hold(one->path));
        if (!place) continue;
        if (str_cut(one->path, '/', &top, &rest) && str_is(top, "policies") && str_cut(rest, '/', &folder, &file)
            && !str_is(folder, "updates") && !str_is(folder, "overlays")) {
            b->base = folder;
            if (!make_folder(b, str_c(b->arena, str_format(b->arena, "policies/%.*s", STR_ARG(folder))), err)) return false;
        }
        if (!file_create(place, one->text, err)) return false;
    }
    return true;
}

static bool build(struct building *b, const struct host *host, const struct bundle *bundle, struct built *out, struct problems *problems,
                  struct err *err) {
    bool of_school = bundle_find(bundle, "policy.lua") != NULL;
    struct policy_request request = { .folder = of_school ? b->school : NULL, .base = b->base, .beside = b->school };
    struct kinds *kinds;
    struct policy_set *set;
    struct policy *policy;
    if (!host->kinds(host->self, b->arena, request.folder, &kinds, problems, err)) return false;
    kinds_pack(kinds);
    if (!host->policy(host->self, b->arena, &request, &set, problems, err)) return false;
    if (!policy_merge(b->arena, set, kinds, DATE_FIRST, &policy, problems)) return false;
    out->policy = policy;
    return bundle_program_hash(b->arena, policy, &out->program, err);
}

bool bundle_build(struct arena *arena, const struct host *host, const struct bundle *bundle, struct built *out, struct problems *problems,
                  struct err *err) {
    struct building b = { .arena = arena };
    struct err removing = { 0 };
    *out = (struct built){ 0 };
    if (!file_make_temporary(arena, &b.folder, err)) return false;
    bool fine = unpack(&b, bundle, err) && build(&b, host, bundle, out, problems, err);
    bool gone = file_remove_folder(b.folder, &removing);
    if (fine && !gone) *err = removing;
    return fine && gone;
}
