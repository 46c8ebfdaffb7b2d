/* SPDX-License-Identifier: GPL-3.0-or-later
 * source - the documents of a merge in canonical order, their headers, and which updates are adopted.
 * Owns:  nothing.
 * Must not know: rules, Lua.
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

static struct node at_top(uint32_t document) {
    return (struct node){ .document = document, .line = 1 };
}

static bool header_error(struct merging *m, uint32_t document, const char *next, const char *format, struct str name) {
    struct node top = at_top(document);
    const struct node *header = m->set->documents[document].header;
    return scope_error(&m->scope, CODE_HEADER, header ? header : &top, header ? header->word : NO_HINT, str_from(next),
                       format, STR_ARG(name));
}

static const char *expected_header(enum layer layer) {
    switch (layer) {
    case LAYER_BASE:
        return "policy";
    case LAYER_UPDATE:
        return "update";
    case LAYER_TRUST:
        return "trust";
    case LAYER_OVERLAY_SETTING:
    case LAYER_OVERLAY_PUPILS:
        return "overlay";
    case LAYER_SCHOOL:
        return "amends";
    }
    return "policy";
}

/* A text field of a header; empty when absent. */
static struct str header_text(struct merging *m, const struct node *header, const char *key) {
    struct str text = NO_HINT;
    const struct node *value = node_field(header, key);
    if (value && !scope_text(&m->scope, value, key, &text)) return NO_HINT;
    return text;
}

static struct str needed_text(struct merging *m, const struct node *header, const char *key) {
    if (!node_field(header, key))
        scope_error(&m->scope, CODE_INCOMPLETE, header, header->word, NO_HINT, "'%.*s' needs '%s'.",
                    STR_ARG(header->word), key);
    return header_text(m, header, key);
}

static struct date needed_date(struct merging *m, const struct node *header, const char *key) {
    struct date date = DATE_FIRST;
    const struct node *value = node_field(header, key);
    if (!value)
        scope_error(&m->scope, CODE_INCOMPLETE, header, header->word, NO_HINT, "'%.*s' needs '%s'.",
                    STR_ARG(header->word), key);
    else if (!scope_date(&m->scope, value, key, &date))
        return DATE_FIRST;
    return date;
}

static struct str approval_of(struct merging *m, const struct node *node) {
    struct str minute = header_text(m, node, "minute");
    struct str by = header_text(m, node, "approved_by"), on = header_text(m, node, "approved");
    if (minute.size) return minute;
    if (by.size && on.size) return str_format(m->scope.arena, "%.*s, %.*s", STR_ARG(by), STR_ARG(on));
    return by.size ? by : on;
}

/* `of` and `version` must be the base's (M14). */
static void check_base(struct merging *m, const struct node *header, struct str of, const struct node *at) {
    const struct policy *policy = m->scope.policy;
    if (!str_equal(of, policy->id)) {
        struct str hint = guess_hint(m->scope.arena, of, &policy->id, 1);
        scope_error(&m->scope, CODE_HEADER, at ? at : header, of, hint,
                    "This file belongs to '%.*s', and the policy here is '%.*s'.", STR_ARG(of), STR_ARG(policy->id));
        return;
    }
    const struct node *version = node_field(header, "version");
    struct str text = needed_text(m, header, "version");
    if (text.size && !str_equal(text, policy->version))
        scope_error(&m->scope, CODE_STALE_BASE, version, text,
                    str_format(m->scope.arena, "Compare with  signpost policy rebase  and write version = \"%.*s\".",
                               STR_ARG(policy->version)),
                    "This file was written for version %.*s of %.*s, and it has version %.*s now.", STR_ARG(text),
                    STR_ARG(policy->id), STR_ARG(policy->version));
}

static bool header_fits(struct merging *m, uint32_t index) {
    const struct document *document = &m->set->documents[index];
    const char *word = expected_header(document->layer);
    if (!document->header)
        return document->layer == LAYER_BASE
               || header_error(m, index, "Begin it with one line that says what it is.",
                               "The file '%.*s' has no header.", document->path);
    if (node_is(document->header, word)) return true;
    return header_error(m, index, "Begin it with one line that says what it is.",
                        "'%.*s' can not be the header of this file.", document->header->word);
}

/* Documents by layer, header, path and text: what is said of the first and the second does not depend on the set. */
static uint32_t *in_order(const struct merging *m) {
    uint32_t *order = arena_array(m->scope.arena, uint32_t, m->set->document_count);
    for (uint32_t i = 0; i < m->set->document_count; i++) {
        const struct document *new = &m->set->documents[i];
        uint32_t to = i;
        for (; to > 0; to--) {
            const struct document *before = &m->set->documents[order[to - 1]];
            int by_path = str_compare(before->path, new->path);
            if (before->layer != new->layer       ? before->layer < new->layer
                : !before->header != !new->header ? before->header != NULL
                : by_path                         ? by_path < 0
                                                  : str_compare(before->source, new->source) <= 0)
                break;
            order[to] = order[to - 1];
        }
        order[to] = i;
    }
    return order;
}

static bool find_base(struct merging *m, const uint32_t *order) {
    const struct document *found = NULL;
    for (size_t i = 0; i < m->set->document_count; i++) {
        const struct document *document = &m->set->documents[order[i]];
        if (document->layer != LAYER_BASE || !document->header) continue;
        if (found)
            return header_error(m, order[i], "Keep one of them.", "There is a second policy here, '%.*s'.",
                                document->name);
        found = document;
    }
    if (!found) {
        struct node top = at_top(m->set->document_count ? order[0] : 0);
        return scope_error(&m->scope, CODE_HEADER, m->set->document_count ? &top : NULL, NO_HINT,
                           STR("Name the policy with  policy { id = \"...\" }  in its first file."),
                           "There is no policy to begin with.");
    }
    struct policy *policy = m->scope.policy;
    const struct node *header = found->header;
    policy->id = needed_text(m, header, "id");
    policy->title = header_text(m, header, "title");
    policy->version = needed_text(m, header, "version");
    policy->effective = needed_date(m, header, "effective");
    const struct node *review = node_field(header, "review_by");
    policy->review_by = policy->records_from = DATE_NONE;
    if (review && !scope_date(&m->scope, review, "review_by", &policy->review_by)) policy->review_by = DATE_NONE;
    return true;
}

/* ---- adoption ---- */

static size_t find_adoption(const struct merging *m, struct str name) {
    for (size_t i = 0; i < m->adoption_count; i++)
        if (str_equal(m->adoptions[i].update, name)) return i;
    return SIZE_MAX;
}

static bool is_before(const struct source *a, const struct source *b) {
    if (a->at->layer != b->at->layer) return a->at->layer < b->at->layer;
    if (!date_same(a->from, b->from)) return date_before(a->from, b->from);
    int by_name = str_compare(a->name, b->name);
    if (by_name) return by_name < 0;
    if (!a->at->header != !b->at->header) return a->at->header != NULL;
    return str_compare(a->at->path, b->at->path) < 0;
}

static void sort_sources(struct merging *m) {
    for (size_t i = 1; i < m->source_count; i++) {
        struct source moved = m->sources[i];
        size_t to = i;
        for (; to > 0 && is_before(&moved, &m->sources[to - 1]); to--) m->sources[to] = m->sources[to - 1];
        m->sources[to] = moved;
    }
}

static struct source *find_update(struct merging *m, struct str name) {
    for (size_t i = 0; i < m->source_count; i++)
        if (m->sources[i].at->layer == LAYER_UPDATE && str_equal(m->sources[i].name, name)) return &m->sources[i];
    return NULL;
}

static void unknown_update(struct merging *m, const struct node *adopt) {
    struct str *names = arena_array(m->scope.arena, struct str, m->source_count);
    size_t count = 0;
    for (size_t i = 0; i < m->source_count; i++)
        if (m->sources[i].at->layer == LAYER_UPDATE) names[count++] = m->sources[i].name;
    scope_error(&m->scope, CODE_UNKNOWN_TARGET, adopt, adopt->id, guess_hint(m->scope.arena, adopt->id, names, count),
                "There is no update called '%.*s'.", STR_ARG(adopt->id));
}

static void adopt(struct merging *m, const struct node *call) {
    struct source *update = find_update(m, call->id);
    if (!update) {
        unknown_update(m, call);
        return;
    }
    struct adoption *adoption = &m->adoptions[find_adoption(m, call->id)];
    if (adoption->adopted) {
        scope_error(&m->scope, CODE_DUPLICATE, call, call->id, STR("Keep one of the two."),
                    "The update '%.*s' is adopted twice.", STR_ARG(call->id));
        return;
    }
    adoption->adopted = true;
    needed_text(m, call, "approved_by");
    needed_date(m, call, "approved");
    update->approval = approval_of(m, call);
    const struct node *from = node_field(call, "from");
    struct date day;
    if (!from || !scope_date(&m->scope, from, "from", &day)) return;
    if (date_before(day, update->from)) {
        char starts[DATE_ISO_SIZE];
        scope_error(&m->scope, CODE_BAD_CHOICE, from, from->text,
                    STR("Leave from out, or write a later day with a reason."),
                    "The update '%.*s' starts on %s and can not be adopted from an earlier day.", STR_ARG(call->id),
                    date_iso(update->from, starts));
        return;
    }
    if (date_after(day, update->from) && !header_text(m, call, "reason").size)
        scope_error(&m->scope, CODE_NO_REASON, call, call->id, STR("Add reason = \"...\"."),
                    "Adopting '%.*s' later than it starts needs a reason.", STR_ARG(call->id));
    update->from = day;
}

/* The trust adopts; a school does where there is no trust. */
static bool may_adopt(struct merging *m, const struct document *document, const struct node *call, bool has_trust) {
    if (document->layer == LAYER_TRUST || (document->layer == LAYER_SCHOOL && !has_trust)) return true;
    return scope_error(&m->scope, CODE_NOT_OPEN, call, call->word,
                       has_trust ? STR("Ask the trust to adopt it in trust.lua.")
                                 : STR("Adopt it in trust.lua, or in the school's policy.lua."),
                       "The update '%.*s' can not be adopted here.", STR_ARG(call->id));
}

static void read_adoptions(struct merging *m) {
    bool has_trust = false;
    for (size_t s = 0; s < m->source_count; s++) has_trust = has_trust || m->sources[s].at->layer == LAYER_TRUST;
    for (size_t s = 0; s < m->source_count; s++) {
        const struct document *document = m->sources[s].at;
        for (uint32_t i = 0; i < document->item_count; i++)
            if (node_is(&document->items[i], "adopt") && may_adopt(m, document, &document->items[i], has_trust))
                adopt(m, &document->items[i]);
    }
}

/* Whether there is somebody who could adopt: a policy alone has updates beside it, and no fault in that. */
static bool has_adopter(const struct merging *m) {
    for (size_t i = 0; i < m->source_count; i++)
        if (m->sources[i].at->layer == LAYER_TRUST || m->sources[i].at->layer == LAYER_SCHOOL) return true;
    return false;
}

/* Updates that nobody adopted leave the merge; those that have started are spoken of. */
static void leave_out_unadopted(struct merging *m) {
    size_t kept = 0;
    bool heard = has_adopter(m);
    for (size_t i = 0; i < m->source_count; i++) {
        struct source *source = &m->sources[i];
        if (source->at->layer == LAYER_UPDATE && !m->adoptions[find_adoption(m, source->name)].adopted) {
            char starts[DATE_LONG_SIZE];
            const struct node *header = source->at->header;
            struct str reason = header_text(m, header, "reason");
            if (heard && !date_after(source->from, m->as_of))
                scope_say(&m->scope, CODE_NOT_ADOPTED, SEVERITY_WARNING, header, header->id,
                          str_format(m->scope.arena,
                                     "To adopt it:  adopt \"%.*s\" { approved = \"...\", approved_by = \"...\" }",
                                     STR_ARG(source->name)),
                          "The update '%.*s' has been there since %s and is not adopted: %.*s", STR_ARG(source->name),
                          date_short(source->from, starts), STR_ARG(reason));
            continue;
        }
        m->sources[kept++] = *source;
    }
    m->source_count = kept;
}

/* ---- headers ---- */

static void read_update(struct merging *m, struct source *source) {
    const struct node *header = source->at->header;
    check_base(m, header, needed_text(m, header, "of"), node_field(header, "of"));
    needed_text(m, header, "source");
    needed_text(m, header, "reason");
    source->name = header->id;
    source->from = needed_date(m, header, "starts");
    if (find_adoption(m, source->name) != SIZE_MAX) {
        scope_error(&m->scope, CODE_DUPLICATE, header, header->id, STR("Keep one of them."),
                    "There are two updates called '%.*s'.", STR_ARG(header->id));
        return;
    }
    struct adoption adoption = { .update = source->name, .starts = source->from };
    list_add(m->scope.arena, m->adoptions, m->adoption_count, adoption);
}

static void read_trust(struct merging *m, struct source *source) {
    const struct node *header = source->at->header;
    check_base(m, header, needed_text(m, header, "policy"), node_field(header, "policy"));
    source->name = header->id;
    source->from = m->scope.policy->effective;
}

static void read_overlay(struct merging *m, struct source *source) {
    const struct node *header = source->at->header;
    check_base(m, header, needed_text(m, header, "of"), node_field(header, "of"));
    needed_text(m, header, "reason");
    needed_text(m, header, "approved_by");
    needed_date(m, header, "approved");
    overlay_read_header(m, source);
    source->from = needed_date(m, header, "from");
    source->approval = approval_of(m, header);
}

static void read_school(struct merging *m, struct source *source) {
    const struct node *header = source->at->header;
    struct policy *policy = m->scope.policy;
    check_base(m, header, header->id, NULL);
    source->name = needed_text(m, header, "school");
    policy->school_name = source->name;
    const struct node *urn = node_field(header, "urn");
    if (urn && !scope_whole(&m->scope, urn, "urn", 0, 99999999, &policy->school_key)) policy->school_key = 0;
    const struct node *number = node_field(header, "laestab");
    if (number && !scope_whole(&m->scope, number, "laestab", 1000000, 9999999, &policy->laestab)) policy->laestab = 0;
    needed_text(m, header, "approved_by");
    needed_date(m, header, "approved");
    source->from = needed_date(m, header, "from");
    source->approval = approval_of(m, header);
    const struct node *begin = node_field(header, "records_from");
    if (begin && !scope_date(&m->scope, begin, "records_from", &policy->records_from)) policy->records_from = DATE_NONE;
    if (date_known(policy->records_from) && date_after(policy->records_from, m->as_of))
        scope_say(&m->scope, CODE_BAD_CHOICE, SEVERITY_WARNING, begin, begin->text, STR("Write the first day from which the school has records."),
                  "The school's records begin on a day that has yet to come: until then nothing is asked of anybody.");
}

/* One school, one trust. */
static void check_single(struct merging *m, enum layer layer) {
    const struct source *first = NULL;
    for (size_t i = 0; i < m->source_count; i++) {
        if (m->sources[i].at->layer != layer) continue;
        if (first)
            header_error(m, m->sources[i].document, "Keep one of them.", "There is a second file of this sort, '%.*s'.",
                         m->sources[i].at->path);
        first = first ? first : &m->sources[i];
    }
}

static void read_headers(struct merging *m, const uint32_t *order) {
    for (size_t n = 0; n < m->set->document_count; n++) {
        uint32_t i = order[n];
        const struct document *document = &m->set->documents[i];
        if (!header_fits(m, i)) continue;
        struct source source = {
            .document = i, .at = document, .name = document->name, .from = m->scope.policy->effective, .overlay = -1
        };
        if (document->layer == LAYER_BASE) source.name = m->scope.policy->id;
        if (document->layer == LAYER_UPDATE) read_update(m, &source);
        if (document->layer == LAYER_TRUST) read_trust(m, &source);
        if (document->layer == LAYER_OVERLAY_SETTING || document->layer == LAYER_OVERLAY_PUPILS)
            read_overlay(m, &source);
        if (document->layer == LAYER_SCHOOL) read_school(m, &source);
        source.starts = source.from;
        list_add(m->scope.arena, m->sources, m->source_count, source);
    }
}

static void find_ends(struct merging *m) {
    m->base = m->school = NULL;
    for (size_t i = 0; i < m->source_count; i++) {
        if (m->sources[i].at->layer == LAYER_BASE && m->sources[i].at->header) m->base = &m->sources[i];
        if (m->sources[i].at->layer == LAYER_SCHOOL) m->school = &m->sources[i];
    }
}

bool merging_sources(struct merging *m) {
    uint32_t *order = in_order(m);
    if (!find_base(m, order)) return false;
    read_headers(m, order);
    sort_sources(m);
    check_single(m, LAYER_TRUST);
    check_single(m, LAYER_SCHOOL);
    for (size_t i = 1; i < m->adoption_count; i++) { /* by start, then name: whatever the order of files */
        struct adoption moved = m->adoptions[i];
        size_t to = i;
        for (; to > 0; to--) {
            const struct adoption *before = &m->adoptions[to - 1];
            if (date_before(before->starts, moved.starts)) break;
            if (date_same(before->starts, moved.starts) && str_compare(before->update, moved.update) < 0) break;
            m->adoptions[to] = m->adoptions[to - 1];
        }
        m->adoptions[to] = moved;
    }
    read_adoptions(m);
    leave_out_unadopted(m);
    sort_sources(m);
    find_ends(m);
    merging_school_facts(m);
    overlay_choose(m);
    find_ends(m);
    return m->base != NULL;
}
