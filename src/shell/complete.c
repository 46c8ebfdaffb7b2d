/* SPDX-License-Identifier: GPL-3.0-or-later
 * complete - see complete.h.
 * Owns:  nothing.
 * Must not know: how a line is edited; readline.
 */
#include "shell/complete.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "shell/entry.h"
#include "shell/help.h"
#include "shell/keeper.h"
#include "shell/own_words.h"
#include "work/suggest.h"

#define LOOKED_AT 500
#define MOST_FILES 500

struct completing {
    struct shell *shell;
    struct arena *arena;
    struct suggest_request request;
    struct suggestions list;
    bool quote;              /* values with spaces are put in quotes */
};

static void offer(struct completing *c, struct str begun, struct str text, struct str about) {
    if (c->list.count < LOOKED_AT && str_starts(utf8_fold(c->arena, text), str_c(c->arena, utf8_fold(c->arena, begun))))
        suggest_add(&c->list, text, about);
}

/* ---- words, options, phrases -------------------------------------------------------------------------------------- */

static void add_commands(struct completing *c, struct str begun) {
    struct str *names;
    size_t count = own_words_names(c->arena, c->shell->prompt, &names);
    for (size_t i = 0; i < count; i++) {
        const struct command *command = own_words_find(names[i]);
        offer(c, begun, names[i], command ? str_from(command->about) : STR(""));
    }
}

static void add_options(struct completing *c, const struct command *command, struct str begun) {
    struct str name = str_slice(begun, 2, begun.size);
    const struct option_row *rows[] = { command ? command->options : NULL, GLOBAL_OPTIONS };
    size_t counts[] = { command ? command->option_count : 0, GLOBAL_OPTION_COUNT };
    for (size_t k = 0; k < COUNT_OF(rows); k++)
        for (size_t i = 0; i < counts[k]; i++) {
            if (!str_starts(str_from(rows[k][i].name), str_c(c->arena, name))) continue;
            suggest_add(&c->list, str_format(c->arena, "--%s", rows[k][i].name), str_from(rows[k][i].about));
        }
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

static bool readable_by(const struct command *command, struct str name) {
    static const char *const TABLES[] = { "csv", "tsv", "txt", "xlsx", "xlsm", "xml", "json" };
    struct str ending = file_ending(name);
    if (strcmp(command->name, "run") == 0) return str_is(ending, "lua");
    if (strcmp(command->name, "import") != 0) return true;
    for (size_t i = 0; i < COUNT_OF(TABLES); i++)
        if (str_equal_fold_ascii(ending, str_from(TABLES[i]))) return true;
    return false;
}

static void add_files(struct completing *c, const struct command *command, struct str begun, bool folders_only) {
    size_t slash = begun.size;
    while (slash > 0 && begun.at[slash - 1] != '/') slash--;
    struct str folder = str_slice(begun, 0, slash), name = str_slice(begun, slash, begun.size), *names;
    const char *where = slash ? str_c(c->arena, folder) : ".";
    size_t count;
    struct err err = { 0 };
    if (!file_list(c->arena, where, &names, &count, &err)) return;
    for (size_t i = 0; i < count && i < MOST_FILES; i++) {
        if (!str_starts(names[i], str_c(c->arena, name))) continue;
        bool is_folder = file_is_folder(file_join(c->arena, where, names[i].at));
        if (!is_folder && (folders_only || !readable_by(command, names[i]))) continue;
        suggest_add(&c->list, str_format(c->arena, "%.*s%.*s%s", STR_ARG(folder), STR_ARG(names[i]), is_folder ? "/" : ""),
                    is_folder ? STR("folder") : STR(""));
    }
}

static void add_type(struct completing *c, const struct command *command, enum argument_type type, struct str begun) {
    size_t first = c->list.count;
    c->request.roles = strcmp(command->name, "remind") == 0;
    if (type == ARGUMENT_FILE || type == ARGUMENT_FOLDER) add_files(c, command, begun, type == ARGUMENT_FOLDER);
    else suggest_values(&c->request, type, begun, &c->list);
    if (!c->quote || type == ARGUMENT_DATE || type == ARGUMENT_BENCHMARK) return;
    for (size_t i = first; i < c->list.count; i++) {
        struct str *text = &c->list.at[i].text;
        /* "year 9" is two words of the grammar; a name or a path with a space is one. */
        if (str_find(*text, STR(" ")) == SIZE_MAX || str_starts(*text, "year ")) continue;
        *text = str_format(c->arena, "\"%.*s\"", STR_ARG(*text));
    }
}

/* ---- which word stands before -------------------------------------------------------------------------------------- */

/* How many of the last words are the whole phrase; part: how many begin it. */
static size_t phrase_before(const struct words *words, const char *phrase, bool *part, struct str *rest) {
    struct str left = str_from(phrase), piece;
    size_t pieces = 1;
    for (size_t i = 0; i < left.size; i++) pieces += left.at[i] == ' ';
    *part = false;
    for (size_t begun = pieces; begun > 0; begun--) {
        if (begun > words->count) continue;
        struct str at = left, tail = { 0 };
        bool same = true;
        for (size_t i = 0; i < begun && same; i++) {
            str_cut(at, ' ', &piece, &tail);
            const struct word *word = &words->at[words->count - begun + i];
            same = !word->quoted && str_equal_fold_ascii(word->text, piece);
            at = tail;
        }
        if (!same) continue;
        *part = begun < pieces;
        *rest = at;
        return begun;
    }
    return 0;
}

static const struct argument AS_OF = { .type = ARGUMENT_DATE, .phrase = "as of", .name = "DATE" };

static const struct argument *argument_at(const struct command *command, size_t i) {
    return i < command->argument_count ? &command->arguments[i] : i == command->argument_count ? &AS_OF : NULL;
}

/* The phrase that the words before end with, whole: its argument; begun: the rest of the phrase is offered. */
static const struct argument *phrase_open(struct completing *c, const struct command *command, const struct words *before, struct str begun) {
    for (size_t i = 0; argument_at(command, i); i++) {
        const struct argument *argument = argument_at(command, i);
        struct str rest = { 0 };
        bool part = false;
        if (!argument->phrase || !phrase_before(before, argument->phrase, &part, &rest)) continue;
        if (!part) return argument;
        offer(c, begun, rest, STR(""));
    }
    return NULL;
}

static void add_phrases(struct completing *c, const struct command *command, struct str begun) {
    for (size_t i = 0; argument_at(command, i); i++) {
        const struct argument *argument = argument_at(command, i);
        if (!argument->phrase || !begun.size) continue;
        if (argument == &AS_OF && !command->needs_school) continue;
        struct str phrase = str_from(argument->phrase), first, rest;
        str_cut(phrase, ' ', &first, &rest);
        /* Another shell would take "as of" for one argument. */
        offer(c, begun, c->quote ? phrase : first, str_from(argument->name));
    }
}

static const struct option_row *option_open(const struct command *command, const struct words *before) {
    if (!before->count || !str_starts(before->at[before->count - 1].text, "--")) return NULL;
    struct str name = str_slice(before->at[before->count - 1].text, 2, SIZE_MAX);
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].value && str_is(name, command->options[i].name)) return &command->options[i];
    for (size_t i = 0; i < GLOBAL_OPTION_COUNT; i++)
        if (GLOBAL_OPTIONS[i].value && str_is(name, GLOBAL_OPTIONS[i].name)) return &GLOBAL_OPTIONS[i];
    return NULL;
}

static void add_option_value(struct completing *c, const struct command *command, const struct option_row *row, struct str begun) {
    static const char *const colours[] = { "auto", "always", "never" }, *const allowed[] = { "changes", "leaves" };
    if (strcmp(row->value, "FILE") == 0) add_type(c, command, ARGUMENT_FILE, begun);
    if (strcmp(row->value, "FOLDER") == 0) add_type(c, command, ARGUMENT_FOLDER, begun);
    if (strcmp(row->value, "DATE") == 0) add_type(c, command, ARGUMENT_DATE, begun);
    for (size_t i = 0; strcmp(row->name, "color") == 0 && i < COUNT_OF(colours); i++) offer(c, begun, str_from(colours[i]), STR(""));
    for (size_t i = 0; strcmp(row->name, "allow") == 0 && i < COUNT_OF(allowed); i++) offer(c, begun, str_from(allowed[i]), STR(""));
}

/* The pair "year 9" and the like: begun with its own word. */
static bool is_pair(const struct words *before) {
    if (!before->count || before->at[before->count - 1].quoted) return false;
    struct str last = before->at[before->count - 1].text;
    return str_equal_fold_ascii(last, STR("year")) || str_equal_fold_ascii(last, STR("benchmark")) || str_equal_fold_ascii(last, STR("gb"));
}

static void add_pair(struct completing *c, struct str word, struct str begun) {
    bool year = str_equal_fold_ascii(word, STR("year"));
    for (int i = year ? 7 : 1; i <= (year ? 13 : 8); i++) offer(c, begun, str_format(c->arena, "%d", i), STR(""));
}

/* The verb among the words before, which are then those behind it; or else NULL. */
static const struct command *verb_before(const struct command *command, struct words *before) {
    for (size_t i = 0; i < before->count; i++) {
        const struct command *verb = command_verb(command, before->at[i].text);
        if (!verb) continue;
        before->at += i + 1;
        before->count -= i + 1;
        return verb;
    }
    return NULL;
}

/* words: the command's own word first, then what stands before the cursor's word. */
static void add_parts(struct completing *c, const struct command *command, const struct words *words, struct str begun) {
    struct words rest = *words, *before = &rest;
    const struct command *verb = command->verbs ? verb_before(command, &rest) : NULL;
    for (size_t i = 0; command->verbs && !verb && command->verbs[i]; i++)
        offer(c, begun, verb_name(command->verbs[i]), str_from(command->verbs[i]->about));
    if (verb) command = verb;
    if (str_starts(begun, "--")) {
        add_options(c, command, begun);
        return;
    }
    const struct option_row *option = option_open(command, before);
    if (option) {
        add_option_value(c, command, option, begun);
        return;
    }
    if (strcmp(command->name, "help") == 0) {
        struct str *topics;
        size_t count = help_topics(c->arena, c->shell->prompt, &topics);
        for (size_t i = 0; i < count; i++) offer(c, begun, topics[i], STR(""));
    }
    const struct argument *phrase = phrase_open(c, command, before, begun);
    if (before->count) c->request.listed = before->at[0].text;
    if (phrase) {
        add_type(c, command, phrase->type, begun);
        return;
    }
    if (is_pair(before)) {
        add_pair(c, before->at[before->count - 1].text, begun);
        return;
    }
    add_phrases(c, command, begun);
    for (size_t i = 0; i < command->argument_count; i++)
        if (!command->arguments[i].phrase) add_type(c, command, command->arguments[i].type, begun);
}

/* ---- the two askers -------------------------------------------------------------------------------------------------- */

static struct completing begin(struct shell *shell, struct arena *arena) {
    const struct globals *globals = &shell->globals;
    struct date as_of = globals->as_of_given ? globals->as_of : shell->today;
    struct completing c = { .shell = shell, .arena = arena, .list = { .arena = arena } };
    c.request = (struct suggest_request){ .arena = arena, .host = script_host(shell->script),
                                          .school = keeper_school(shell->keeper, as_of), .as_of = as_of,
                                          .today = shell->today, .most = LOOKED_AT };
    return c;
}

/* The same value may fit in two ways. */
static size_t finish(struct completing *c, struct candidate **out) {
    *out = arena_array(c->arena, struct candidate, c->list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->list.count; i++) {
        const struct suggestion *at = &c->list.at[i];
        bool twice = false;
        for (size_t k = 0; k < count && !twice; k++) twice = str_equal((*out)[k].text, at->text);
        if (!twice) (*out)[count++] = (struct candidate){ .text = at->text, .about = at->about, .open = str_ends(at->text, "/") };
    }
    return count;
}

static bool of_path(char c) {
    return c == '_' || c == '.' || c == ':' || c == '[' || c == ']' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static size_t chunk_names(struct completing *c, struct str line, size_t *from, struct candidate **out) {
    size_t start = line.size;
    while (start > 0 && of_path(line.at[start - 1])) start--;
    struct str *names;
    struct str path = str_slice(line, start, line.size);
    size_t count = script_names(c->shell->script, c->arena, path, &names);
    for (size_t i = 0; i < count; i++) suggest_add(&c->list, names[i], STR(""));
    /* Only the last piece is given back: "pupil" of "it[1].pu". */
    *from = start;
    for (size_t i = start; i < line.size; i++)
        if (line.at[i] == '.' || line.at[i] == ':') *from = i + 1;
    *out = arena_array(c->arena, struct candidate, c->list.count + 1);
    for (size_t i = 0; i < count; i++) (*out)[i] = (struct candidate){ .text = names[i], .open = true };
    return count;
}

size_t complete_line(void *self, struct str line, size_t cursor, struct arena *arena, struct candidate **out, size_t *from) {
    struct shell *shell = self;
    struct words words;
    struct str before = str_slice(line, 0, cursor);
    struct completing c = begin(shell, arena);
    c.quote = true;
    words_cut(arena, before, &words);
    bool at_new = !words.open_quote && (!before.size || before.at[before.size - 1] == ' ');
    struct str begun = { 0 };
    *from = cursor;
    if (!at_new) {
        const struct word *last = &words.at[--words.count];
        begun = last->text;
        *from = last->at;
    }
    if (words.count == 0) {
        add_commands(&c, begun);
        if (c.list.count || !begun.size) return finish(&c, out);
        return chunk_names(&c, before, from, out);
    }
    const struct command *command = entry_command(before);
    if (!command) return chunk_names(&c, before, from, out);
    words.at++;
    words.count--;
    add_parts(&c, command, &words, begun);
    return finish(&c, out);
}

size_t complete_words(struct shell *shell, const struct words *given, struct arena *arena, struct candidate **out) {
    struct completing c = begin(shell, arena);
    struct words words = *given;
    struct str begun = { 0 };
    if (words.count) begun = words.at[--words.count].text;
    if (begun.size && (begun.at[0] == '"' || begun.at[0] == '\'')) begun = str_slice(begun, 1, begun.size);
    for (size_t i = 0; i < words.count; i++) words.at[i].quoted = false;
    /* Options of the program may stand before the word. */
    size_t first = 0;
    while (first < words.count && str_starts(words.at[first].text, "--")) first++;
    if (first == words.count) {
        if (str_starts(begun, "--")) add_options(&c, NULL, begun);
        else add_commands(&c, begun);
        return finish(&c, out);
    }
    const struct command *command = own_words_find(words.at[first].text);
    if (!command) return 0;
    words.at += first + 1;
    words.count -= first + 1;
    add_parts(&c, command, &words, begun);
    return finish(&c, out);
}
