/* SPDX-License-Identifier: GPL-3.0-or-later
 * named_policy - the policy that a word names; see named_policy.h.
 * Owns:  nothing.
 * Must not know: records, terminals.
 */
#include "work/named_policy.h"

#include "base/file.h"
#include "work/other_slips.h"

#define DEFAULT_BASE STR("ept-2022")
#define FILE_MOST ((size_t)1 << 20)

static bool has_policy(struct arena *arena, const char *folder) {
    return folder && file_exists(file_join(arena, folder, "policy.lua"));
}

/* The folder of "draft.lua" or "../other/policy.lua". */
static const char *folder_of(struct arena *arena, struct str path) {
    struct str last = file_name(path);
    struct str folder = str_slice(path, 0, path.size - last.size);
    return folder.size ? str_c(arena, folder) : ".";
}

static bool no_such_policy(struct str name, struct err *err) {
    err_set(err, CODE_UNKNOWN_TARGET, "There is no policy and no school called '%.*s'.", STR_ARG(name));
    return err_next(err, "It is  base, ept-2022, the folder of a school, or a file: policy.lua");
}

/* The base that the file at hand amends: read from the header, so that a slip further down does no harm. */
static struct str amended(const struct policy_set *set) {
    for (size_t i = 0; set && i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL && set->documents[i].header) return set->documents[i].header->id;
    return DEFAULT_BASE;
}

static bool find_base(const struct command_call *call, struct arena *arena, struct policy_request *request, struct err *err) {
    struct policy_request school = { .folder = call->folder };
    struct policy_set *set = NULL;
    struct problems ignored = { .arena = arena };
    request->base = DEFAULT_BASE;
    if (!has_policy(arena, call->folder)) return true;
    if (!call->host->policy(call->host->self, arena, &school, &set, &ignored, err) && !ignored.errors) return false;
    request->base = amended(set);
    return true;
}

/* A file at hand, or else one of that name in the school's folder. */
static bool read_file(const struct command_call *call, struct arena *arena, struct named_text which, struct policy_request *request, struct err *err) {
    bool bare = str_find(which.name, STR("/")) == SIZE_MAX, here = file_exists(str_c(arena, which.name));
    const char *own = call->folder ? file_join(arena, call->folder, str_c(arena, which.name)) : NULL;
    bool of_school = bare && !here && own && file_exists(own);
    request->folder = of_school ? call->folder : folder_of(arena, which.name);
    request->file = file_name(which.name);
    if (which.from_here) request->shown = which.name;
    request->unsaved = which.text;
    if (which.unsaved) return true;
    return file_read(arena, of_school ? own : str_c(arena, which.name), FILE_MOST, &request->unsaved, err);
}

static bool is_base_alone(const struct policy_set *set) {
    for (size_t i = 0; set && i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL) return false;
    return set && set->document_count;
}

/* A name that is not a path: of a base, or of a school beside the one at hand. */
static bool find_name(const struct command_call *call, struct arena *arena, struct str name, struct policy_request *request, struct err *err) {
    const struct str *paths;
    size_t count;
    const char *beside = call->folder ? file_join(arena, call->folder, str_c(arena, str_format(arena, "../%.*s", STR_ARG(name)))) : NULL;
    const char *own = call->folder ? file_join(arena, call->folder, str_c(arena, str_format(arena, "../policies/%.*s", STR_ARG(name)))) : NULL;
    if (str_find(name, STR("/")) != SIZE_MAX || str_starts(name, ".")) return no_such_policy(name, err);
    const char *prefix = str_c(arena, str_format(arena, "policies/%.*s/policy.lua", STR_ARG(name)));
    if (!call->host->files(call->host->self, arena, prefix, &paths, &count, err)) return false;
    request->base = name;
    if (count) return true;
    if (own && file_is_folder(own)) {
        request->folder = NULL;
        request->beside = call->folder;
        return true;
    }
    if (!has_policy(arena, beside)) return no_such_policy(name, err);
    request->folder = beside;
    return true;
}

static bool find(const struct command_call *call, struct arena *arena, struct named_text which, struct policy_request *request, struct err *err) {
    struct str name = which.name;
    if (!name.size) {
        request->base = DEFAULT_BASE;
        if (has_policy(arena, call->folder)) request->folder = call->folder;
        request->unsaved = which.text;
        if (which.from_here) request->shown = STR("policy.lua");
        return true;
    }
    if (str_is(name, "base")) return find_base(call, arena, request, err);
    if (str_ends(name, ".lua")) return read_file(call, arena, which, request, err);
    while (name.size > 1 && str_ends(name, "/")) name.size--;
    const char *path = str_c(arena, name);
    if (!file_is_folder(path)) return find_name(call, arena, name, request, err);
    if (!has_policy(arena, path)) return no_such_policy(name, err);
    request->folder = path;
    if (which.from_here) request->shown = str_format(arena, "%s/policy.lua", path);
    return true;
}

/* What is said of the vocabulary was said while the policy was read. */
static bool read_kinds(const struct command_call *call, struct arena *arena, const char *folder, struct named_policy *out, struct err *err) {
    struct problems unheard = { .arena = arena };
    if (!call->host->kinds(call->host->self, arena, folder, &out->kinds, &unheard, err)) return false;
    kinds_pack(out->kinds);
    return true;
}

bool named_policy_load(const struct command_call *call, struct answer *answer, struct named_text which, struct named_policy *out) {
    struct arena *arena = answer->arena;
    struct policy_request request = { 0 };
    struct policy_set *set = NULL;
    struct err err = { 0 };
    *out = (struct named_policy){ 0 };
    if (!find(call, arena, which, &request, &err)) return answer_fail(answer, &err);
    out->folder = request.folder;
    out->label = which.name.size ? which.name : request.folder ? STR("policy.lua") : request.base;
    size_t before = answer->problems.errors;
    bool read = call->host->policy(call->host->self, arena, &request, &set, &answer->problems, &err);
    out->set = set;
    if (!read && answer->problems.errors == before) return answer_fail(answer, &err);
    if (is_base_alone(set)) out->folder = NULL;
    if (!read_kinds(call, arena, set ? set->vocabulary : request.folder, out, &err) && read) return answer_fail(answer, &err);
    if (!read && set && out->kinds) other_slips_add(arena, set, out->kinds, call->as_of, &answer->problems);
    return read || named_policy_fail(answer);
}

bool named_policy_fail(struct answer *answer) {
    problem_sort(&answer->problems);
    answer_outcome(answer, problem_outcome(&answer->problems));
    return false;
}

bool named_policy_read(const struct command_call *call, struct answer *answer, struct named_text which, struct named_policy *out) {
    struct policy *policy;
    if (!named_policy_load(call, answer, which, out)) return false;
    if (!policy_merge(answer->arena, out->set, out->kinds, call->as_of, &policy, &answer->problems)) return named_policy_fail(answer);
    out->policy = policy;
    return true;
}
