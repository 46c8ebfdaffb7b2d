/* SPDX-License-Identifier: GPL-3.0-or-later
 * help - see help.h.
 * Owns:  nothing.
 * Must not know: how a page is drawn.
 */
#include "shell/help.h"

#include <string.h>

#include "base/guess.h"
#include "base/utf8.h"
#include "shell/own_words.h"
#include "shell/topics.h"
#include "work/code_page.h"
#include "work/kind_list.h"
#include "work/reference.h"

#define GROUPS 8

/* ---- the overview -------------------------------------------------------------------------------------------------- */

static void add_groups(struct shell *shell, struct page *page) {
    struct labelled fields[GROUPS];
    size_t count = 0;
    for (int group = 0; group < GROUPS; group++) {
        const struct command **commands;
        size_t found = own_words_group(page->arena, (enum command_group)group, shell->prompt, &commands);
        struct str text = { 0 };
        for (size_t i = 0; i < found; i++)
            text = str_format(page->arena, "%.*s%s%s", STR_ARG(text), i ? "  " : "", commands[i]->name);
        if (found) fields[count++] = (struct labelled){ str_from(group_name((enum command_group)group)), text };
    }
    page_fields(page, fields, count);
}

/* Only of words that there are. */
static void add_examples(struct page *page) {
    static const struct { const char *line, *about; } EXAMPLES[] = {
        { "import pupils.csv", "reads a file; shows what it would change and asks first" },
        { "check 9AB", "what the pupils of 9AB still need" },
        { "why zoe 4.9.2", "why one pupil is on a list, and what would mend it" },
        { "show 4.6.4", "one clause, in words" },
        { "remind tutors", "see the messages; nothing is sent" },
        { "report overview", "one page on how each promise stands" },
    };
    struct labelled fields[COUNT_OF(EXAMPLES)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        struct str word, rest;
        str_cut(str_from(EXAMPLES[i].line), ' ', &word, &rest);
        if (own_words_find(word)) fields[count++] = (struct labelled){ str_from(EXAMPLES[i].line), str_from(EXAMPLES[i].about) };
    }
    if (count) page_fields(page, fields, count);
}

static void overview(struct shell *shell, const struct command_call *call, struct answer *answer) {
    char day[DATE_LONG_SIZE];
    struct page *page = answer->page = page_new(answer->arena, STR("Help"));
    page_lead(page, STR("Signpost checks what your careers policy promises."), str_from(date_long(call->as_of, day)));
    if (!shell->prompt) page_paragraph(page, STR("signpost WORD ...  does one thing;  signpost  alone opens a prompt for the same words."));
    add_groups(shell, page);
    add_examples(page);
    struct str pages = { 0 };
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        pages = str_format(page->arena, "%.*s%s%s", STR_ARG(pages), i ? ", " : "", TOPICS[i].name);
    page_paragraph(page, STR("help WORD gives examples.   help 4.6.4 shows a clause.   help E105 explains a message."));
    page_paragraphf(page, "Pages of help: %.*s, kinds, options.", STR_ARG(pages));
    if (shell->prompt) page_paragraph(page, STR("Tab completes.   Anything else you type is Lua (help lua).   quit or Ctrl-D leaves."));
}

/* ---- a word -------------------------------------------------------------------------------------------------------- */

static const char *effect_sentence(const struct command *command) {
    if (command->leaving_option && command->writing_option)
        return "Reads only, unless told otherwise; what leaves the school is shown first and asked about.";
    switch (command->effect) {
    case EFFECT_READS: return "Reads only.";
    case EFFECT_WRITES: return "Writes a file in the school's folder; no record changes.";
    case EFFECT_CHANGES: return "Changes records: shows what would change and asks first.";
    case EFFECT_LEAVES: return "Something leaves the school: shows what and to whom, and asks first.";
    }
    return "";
}

static void add_options(struct page *page, const struct option_row *rows, size_t count) {
    struct labelled *fields = arena_array(page->arena, struct labelled, count);
    for (size_t i = 0; i < count; i++) {
        fields[i].label = str_format(page->arena, "--%s%s%s", rows[i].name, rows[i].value ? " " : "", rows[i].value ? rows[i].value : "");
        fields[i].text = str_from(rows[i].about);
    }
    if (count) page_fields(page, fields, count);
}

static void add_word_examples(struct page *page, const struct command *command) {
    struct labelled fields[12];
    size_t count = 0;
    for (size_t i = 0; command->examples && command->examples[i] && count < COUNT_OF(fields); i++) {
        struct labelled *field = &fields[count++];
        *field = (struct labelled){ 0 };
        str_cut(str_from(command->examples[i]), '\t', &field->label, &field->text);
    }
    if (count) page_fields(page, fields, count);
}

static void add_see_also(struct shell *shell, struct page *page, const struct command *command) {
    const struct command **commands;
    size_t count = own_words_group(page->arena, command->group, shell->prompt, &commands);
    struct str text = { 0 };
    for (size_t i = 0; i < count; i++)
        if (commands[i] != command) text = str_format(page->arena, "%.*s%s%s", STR_ARG(text), text.size ? "  " : "", commands[i]->name);
    if (text.size) page_paragraphf(page, "See also  %.*s", STR_ARG(text));
}

static void add_verbs(struct page *page, const struct command *command) {
    size_t count = 0;
    while (command->verbs && command->verbs[count]) count++;
    struct labelled *fields = arena_array(page->arena, struct labelled, count + 1);
    for (size_t i = 0; i < count; i++) fields[i] = (struct labelled){ verb_name(command->verbs[i]), str_from(command->verbs[i]->about) };
    if (count) page_fields(page, fields, count);
}

static void word_page(struct shell *shell, struct answer *answer, const struct command *command) {
    struct page *page = answer->page = page_new(answer->arena, str_from(command->name));
    page_lead(page, str_format(answer->arena, "%s %s", command->name, command->usage), (struct str){ 0 });
    struct str about = utf8_capital(answer->arena, str_from(command->about));
    const char *way_back = command->effect != EFFECT_CHANGES ? "" : command->way_back ? command->way_back : "undo takes it back.";
    page_paragraphf(page, "%.*s%s  %s%s%s", STR_ARG(about), str_ends(about, ".") ? "" : ".", effect_sentence(command), *way_back ? " " : "", way_back);
    add_verbs(page, command);
    add_word_examples(page, command);
    add_options(page, command->options, command->option_count);
    add_see_also(shell, page, command);
}

/* ---- the language ---------------------------------------------------------------------------------------------------- */

/* A word of the policy language, a kind of record, a sort of facts. */
static bool language_page(const struct command_call *call, struct answer *answer, struct str topic) {
    struct reference reference;
    struct err err = { 0 };
    struct str name = utf8_fold(answer->arena, topic), spaced = str_copy(answer->arena, name);
    if (!reference_open(call, answer->arena, &reference, &err)) return false;
    answer->page = page_new(answer->arena, name);
    if (reference_topic(&reference, name, answer->page, &answer->result)) return true;
    char *letters = arena_copy(answer->arena, spaced.at, spaced.size);
    for (size_t i = 0; i < spaced.size; i++)
        if (letters[i] == '-') letters[i] = ' ';
    if (reference_topic(&reference, (struct str){ letters, spaced.size }, answer->page, &answer->result)) return true;
    answer->page = NULL;
    return false;
}

static bool kinds_page(const struct command_call *call, struct answer *answer) {
    struct reference reference;
    struct err err = { 0 };
    if (!reference_open(call, answer->arena, &reference, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("kinds"));
    kind_list_page(reference.kinds, answer->page, &answer->result);
    return true;
}

/* ---- finding the page ------------------------------------------------------------------------------------------------ */

size_t help_topics(struct arena *arena, bool prompt, struct str **out) {
    struct str *words;
    size_t count = own_words_names(arena, prompt, &words);
    *out = arena_array(arena, struct str, count + TOPIC_COUNT + 2);
    for (size_t i = 0; i < count; i++) (*out)[i] = words[i];
    for (size_t i = 0; i < TOPIC_COUNT; i++) (*out)[count++] = str_from(TOPICS[i].name);
    (*out)[count++] = STR("kinds");
    (*out)[count++] = STR("options");
    return count;
}

/* "policy-test": the verb of a word. */
static const struct command *find_verb(struct str topic) {
    struct str word, name = { 0 };
    const struct command *command = str_cut(topic, '-', &word, &name) ? own_words_find(word) : NULL;
    return command ? command_verb(command, name) : NULL;
}

static bool is_clause(struct str topic) {
    return topic.size > 1 && topic.at[0] >= '0' && topic.at[0] <= '9' && str_find(topic, STR(".")) != SIZE_MAX;
}

/* Kinds and codes may be meant as well. */
static size_t all_names(const struct command_call *call, struct answer *answer, bool prompt, struct str **out) {
    struct str *topics, *words = NULL;
    struct reference reference;
    struct err err = { 0 };
    size_t count = help_topics(answer->arena, prompt, &topics), word_count = 0;
    if (reference_open(call, answer->arena, &reference, &err)) word_count = reference_names(&reference, &words);
    *out = arena_array(answer->arena, struct str, count + word_count + CODE_COUNT);
    for (size_t i = 0; i < count; i++) (*out)[i] = topics[i];
    for (size_t i = 0; i < word_count; i++) (*out)[count++] = words[i];
    for (int code = 1; code < CODE_COUNT; code++) (*out)[count++] = str_from(code_name((enum code)code));
    return count;
}

static bool nothing(struct shell *shell, const struct command_call *call, struct answer *answer, struct str topic) {
    struct str *names, found = { 0 };
    struct err err = { 0 };
    size_t count = all_names(call, answer, shell->prompt, &names), hits = 0;
    struct str near = guess_nearest(topic, names, count), folded = utf8_fold(answer->arena, topic);
    err_set(&err, CODE_NOTHING_SELECTED, "There is no help on '%.*s'.", STR_ARG(topic));
    for (size_t i = 0; i < count && hits < 6; i++) {
        const struct command *command = own_words_find(names[i]);
        struct str about = utf8_fold(answer->arena, command ? str_from(command->about) : names[i]);
        if (str_find(utf8_fold(answer->arena, names[i]), folded) == SIZE_MAX && str_find(about, folded) == SIZE_MAX) continue;
        found = str_format(answer->arena, "%.*s%s%.*s", STR_ARG(found), hits++ ? ", " : "", STR_ARG(names[i]));
    }
    if (near.size) err_next(&err, "Did you mean '%.*s'?", STR_ARG(near));
    else if (found.size) err_next(&err, "It occurs in: %.*s.", STR_ARG(found));
    else err_next(&err, "help  alone lists the words.");
    return answer_fail(answer, &err);
}

static void options_page(struct answer *answer) {
    struct page *page = answer->page = page_new(answer->arena, STR("options"));
    page_lead(page, STR("options"), STR("what every word knows"));
    add_options(page, GLOBAL_OPTIONS, GLOBAL_OPTION_COUNT);
    page_paragraph(page, STR("Two hyphens alone end the options: what follows is text."));
}

static struct str asked_topic(const struct command_call *call, struct arena *arena) {
    struct str topic = { 0 };
    for (size_t i = 0; i < call->part_count; i++)
        topic = str_format(arena, "%.*s%s%.*s", STR_ARG(topic), topic.size ? "-" : "", STR_ARG(call->parts[i].text));
    return topic;
}

bool help_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct str topic = asked_topic(call, answer->arena);
    if (!topic.size) {
        overview(shell, call, answer);
        return true;
    }
    const struct command *command = own_words_find(topic), *show = command_find(STR("show"));
    if (!command) command = find_verb(topic);
    const struct topic *page = topics_find(topic);
    if (command) {
        word_page(shell, answer, command);
        return true;
    }
    if (page) {
        answer->page = page_new(answer->arena, str_from(page->name));
        topics_page(answer->page, page);
        return true;
    }
    if (str_equal_fold_ascii(topic, STR("kinds")) || str_equal_fold_ascii(topic, STR("record-kinds"))) return kinds_page(call, answer);
    if (str_equal_fold_ascii(topic, STR("options"))) {
        options_page(answer);
        return true;
    }
    if (is_clause(topic) && show) return show->run(call, answer);
    enum code code = code_page_find(answer->arena, topic);
    if (code != CODE_NONE) return code_page_show(call, answer, code);
    return language_page(call, answer, topic) || nothing(shell, call, answer, topic);
}
