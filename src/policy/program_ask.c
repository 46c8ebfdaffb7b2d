/* SPDX-License-Identifier: GPL-3.0-or-later
 * program_ask - which facts of people, organisations and the school the rules and measures in force ask for.
 * Owns:  nothing.
 * Must not know: rows, files.
 */
#include "policy/program_image.h"

static bool in_columns(const struct image_column *columns, uint32_t count, int32_t fact) {
    for (uint32_t i = 0; i < count; i++)
        if (columns[i].field == fact) return true;
    return false;
}

static bool tells_apart(const struct measuring *measuring, enum subject_type subject, int32_t fact) {
    bool of_people = measuring && measuring->over.things == MEASURED_SUBJECTS && measuring->over.subject == subject;
    for (size_t i = 0; of_people && i < measuring->by_count; i++)
        if (!measuring->by[i].of_organisation && measuring->by[i].field == fact) return true;
    return false;
}

static bool is_letter(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool has_word(struct str text, struct str word) {
    for (size_t at; (at = str_find(text, word)) != SIZE_MAX; text = str_slice(text, at + word.size, text.size)) {
        bool begins = at == 0 || !is_letter(text.at[at - 1]), ends = at + word.size == text.size || !is_letter(text.at[at + word.size]);
        if (begins && ends) return true;
    }
    return false;
}

/* A check function may hand its subject to another one of its file: a fact that the file names counts as asked for. */
static bool may_be_read(const struct program *p, enum subject_type subject, struct str name) {
    for (uint32_t i = 0; i < p->version_count; i++) {
        const struct rule_version *source = p->versions[i].source;
        if (source->hatch < 0 || source->subject != subject) continue;
        if (source->origin.document >= p->policy->document_count) return true;
        struct str text = p->policy->documents[source->origin.document].source;
        if (!text.size || has_word(text, name)) return true;
    }
    return false;
}

bool program_asks(const struct program *program, enum subject_type subject, int32_t fact) {
    const struct image_table *table = &program->tables[program->kind_count + (uint32_t)subject];
    if (in_columns(table->session, table->session_count, fact) || in_columns(table->each, table->each_count, fact)) return true;
    for (uint32_t i = 0; i < program->measure_count; i++)
        if (tells_apart(program->measures[i].counting.source->measuring, subject, fact)) return true;
    return may_be_read(program, subject, program->policy->kinds->facts[subject].fields[fact].name);
}
