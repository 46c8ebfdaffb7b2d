/* SPDX-License-Identifier: GPL-3.0-or-later
 * host_lua - see host_lua.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "script/host_lua.h"

#include "script/layout.h"
#include "script/load.h"

static bool host_kinds(void *self, struct arena *arena, const char *folder, struct kinds **out, struct problems *problems, struct err *err) {
    return load_kinds(&((struct host_lua *)self)->library, arena, folder, out, problems, err);
}

static bool host_policy(void *self, struct arena *arena, const struct policy_request *request, struct policy_set **out, struct problems *problems,
                        struct err *err) {
    return load_policy(&((struct host_lua *)self)->library, arena, request, out, problems, err);
}

static bool host_cases(void *self, struct arena *arena, const struct case_text *texts, size_t count, const struct kinds *kinds, struct document **out,
                       struct problems *problems, struct err *err) {
    return load_cases(&((struct host_lua *)self)->library, arena, texts, count, kinds, out, problems, err);
}

static bool host_data(void *self, struct arena *arena, const char *path, const char *words, struct node *out, struct problems *problems,
                      struct err *err) {
    (void)self;
    return load_data(arena, path, words, out, problems, err);
}

static bool host_module(void *self, struct arena *arena, const char *name, struct node *out, struct err *err) {
    return load_module(&((struct host_lua *)self)->library, arena, name, out, err);
}

static bool host_file(void *self, struct arena *arena, const char *path, struct str *out, struct err *err) {
    return library_file(&((struct host_lua *)self)->library, arena, str_from(path), out, err);
}

static bool host_files(void *self, struct arena *arena, const char *prefix, const struct str **paths, size_t *count, struct err *err) {
    return library_list(&((struct host_lua *)self)->library, arena, prefix, paths, count, err);
}

static bool host_layout(void *self, struct arena *arena, struct str name, struct str source, struct str *out, struct problems *problems) {
    (void)self;
    return layout_text(arena, name, source, out, problems);
}

struct host host_lua(struct host_lua *self) {
    return (struct host){ .self = self, .kinds = host_kinds, .policy = host_policy, .cases = host_cases, .data = host_data, .module = host_module, .file = host_file,
                          .files = host_files, .layout = host_layout };
}
