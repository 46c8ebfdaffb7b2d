/* SPDX-License-Identifier: GPL-3.0-or-later
 * named_policy - the policy that a word names; see named_policy.h.
 * Owns:  nothing.
 * Must not know: records, terminals.
 */
#include "work/named_policy.h"

#include "base/file.h"

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

static bool read_file(struct arena *arena, struct named_text which, struct policy_request *request, struct err *err) {
    request->folder = folder_of(arena, which.name);
    request->file = file_name(which.name);
    request->unsaved = which.text;
    return which.unsaved || file_read(arena, str_c(arena, which.name), FILE_MOST, &request->unsaved, err);
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

/* "policies/ept-2022", "../policies/draft": a base in the folder where a trust keeps its own. */
static bool find_base_folder(struct arena *arena, struct str path, struct policy_request *request) {
    while (path.size > 1 && path.at[path.size - 1] == '/') path.size--;
    struct str name = file_name(path), shelf = str_slice(path, 0, path.size - name.size);
    while (shelf.size > 1 && shelf.at[shelf.size - 1] == '/') shelf.size--;
    if (!str_is(file_name(shelf), "policies")) return false;
    request->base = name;
    request->beside = str_c(arena, shelf);
    return true;
}

static bool find(const struct command_call *call, struct arena *arena, struct named_text which, struct policy_request *request, struct err *err) {
    struct str name = which.name;
    if (!name.size) {
        request->base = DEFAULT_BASE;
        if (has_policy(arena, call->folder)) request->folder = call->folder;
        request->unsaved = which.text;
        return true;
    }
    if (str_is(name, "base")) return find_base(call, arena, request, err);
    if (str_ends(name, ".lua")) return read_file(arena, which, request, err);
    const char *path = str_c(arena, name);
    if (!file_is_folder(path)) return find_name(call, arena, name, request, err);
    if (!has_policy(arena, path)) return no_such_policy(name, err);
    if (find_base_folder(arena, name, request)) return true;
    request->folder = path;
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
    if (!call->host->kinds(call->host->self, arena, request.folder, &out->kinds, &answer->problems, &err)) return answer_fail(answer, &err);
    kinds_pack(out->kinds);
    size_t before = answer->problems.errors;
    bool read = call->host->policy(call->host->self, arena, &request, &set, &answer->problems, &err);
    out->set = set;
    if (read) return true;
    return answer->problems.errors == before ? answer_fail(answer, &err) : named_policy_fail(answer);
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
