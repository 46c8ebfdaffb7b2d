/* SPDX-License-Identifier: GPL-3.0-or-later
 * own_words - see own_words.h.
 * Owns:  the table of our own words.
 * Must not know: the words of work.
 */
#include "shell/own_words.h"

#include "base/utf8.h"
#include "shell/complete.h"
#include "shell/desk.h"
#include "shell/help.h"
#include "shell/keeper.h"
#include "shell/line.h"
#include "shell/save.h"
#include "shell/show.h"
#include "signpost_version.h"
#include "work/resolve.h"

typedef bool own_run(struct shell *shell, const struct command_call *call, struct answer *answer);

/* ---- version, run, complete ------------------------------------------------------------------------------------------ */

static bool version_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    (void)shell;
    (void)call;
    const struct labelled fields[] = {
        { STR("version"), STR(SIGNPOST_VERSION) },
        { STR("licence"), STR("GPL-3.0-or-later; no warranty") },
        { STR("built with"), STR(SIGNPOST_COMPILER ", " SIGNPOST_BUILD_TYPE) },
        { STR("libraries"), str_format(answer->arena, "%s, %s", script_lua_release(), line_release()) },
    };
    answer->page = page_new(answer->arena, STR("Signpost"));
    page_lead(answer->page, STR("Signpost: a careers policy that checks itself"), (struct str){ 0 });
    page_fields(answer->page, fields, COUNT_OF(fields));
    return true;
}

static bool missing(struct answer *answer, const char *what, const char *usage) {
    struct err err = { 0 };
    err_set(&err, CODE_ARGUMENTS, "%s", what);
    err_next(&err, "It is  %s", usage);
    return answer_fail(answer, &err);
}

/* A script has a state of its own: neither sees the other's variables, and permission is given to it alone. */
static bool run_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    if (!call->part_count) return missing(answer, "Which script should run?", "run FILE.lua [ARGUMENTS]");
    struct str *arguments = arena_array(answer->arena, struct str, call->part_count), allow = call_option(call, "allow");
    for (size_t i = 1; i < call->part_count; i++) arguments[i - 1] = call->parts[i].text;
    if (allow.at && !str_is(allow, "changes") && !str_is(allow, "leaves"))
        return missing(answer, "--allow takes 'changes' or 'leaves'.", "run FILE.lua [ARGUMENTS] --allow changes");
    struct script *script = script_open(&(struct script_options){
        .library = shell->globals.library.size ? str_c(answer->arena, shell->globals.library) : NULL,
        .allow_changes = allow.size > 0, .allow_leaves = str_is(allow, "leaves") });
    struct command_call own = *call;
    own.host = script_host(script);
    own.school = NULL;
    bool fine = script_run_file(script, &own, str_c(answer->arena, call->parts[0].text), arguments, call->part_count - 1, answer);
    answer->result = NULL; /* rows may lie in the state that ends here */
    script_close(script);
    return fine;
}

static const char BASH[] =
    "# Completion of signpost for bash.  In ~/.bashrc:  eval \"$(signpost complete)\"\n"
    "_signpost() { local line; COMPREPLY=()\n"
    "  while IFS= read -r line; do COMPREPLY+=(\"$(printf %q \"$line\")\"); done \\\n"
    "    < <(signpost complete -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null); }\n"
    "complete -o default -F _signpost signpost\n";

static bool complete_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    answer->page = page_new(answer->arena, STR("completion"));
    if (!call->part_count) {
        page_verbatim(answer->page, str_from(BASH));
        return true;
    }
    struct words words = { .at = arena_array(answer->arena, struct word, call->part_count), .count = call->part_count };
    for (size_t i = 0; i < words.count; i++) words.at[i].text = call->parts[i].text;
    struct candidate *found;
    size_t count = complete_words(shell, &words, answer->arena, &found);
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%.*s\n", STR_ARG(found[i].text));
    page_verbatim(answer->page, str_copy(answer->arena, buf_str(&out)));
    buf_free(&out);
    return true;
}

/* ---- the prompt's own -------------------------------------------------------------------------------------------------- */

static bool quit_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    (void)call;
    (void)answer;
    return shell->quit = true;
}

static bool as_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct str text = call_phrase(call, "of");
    struct err err = { 0 };
    struct school *school;
    struct date day;
    char name[DATE_LONG_SIZE];
    if (!text.size) return missing(answer, "Which day?", "as of DATE, or  as of today");
    const struct calendar *calendar = NULL;
    if (call->school && school_for(call, answer, SCHOOL_CALENDAR, &school)) calendar = school->calendar;
    answer->problems.count = 0; /* of the terms: only "end of term" needs them, and says so itself */
    answer->outcome = OUTCOME_DONE;
    if (!resolve_date(text, shell->today, calendar, &day, &err)) return answer_fail(answer, &err);
    shell->globals.as_of_given = !date_same(day, shell->today);
    shell->globals.as_of = day;
    answer_note(answer, "Everything is judged on %s now.", date_long(day, name));
    return true;
}

static bool more_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    (void)call;
    const struct sheet *all = shell->last;
    struct err err = { 0 };
    if (!all || shell->last_shown >= all->row_count) {
        err_set(&err, CODE_NOTHING_SELECTED, all ? "That was all: %zu rows." : "There is no result to go on with.", all ? all->row_count : 0);
        return answer_fail(answer, &err);
    }
    size_t end = shell->last_shown + SHOW_ROWS < all->row_count ? shell->last_shown + SHOW_ROWS : all->row_count;
    struct sheet *part = arena_new(answer->arena, struct sheet);
    *part = *all;
    part->caption = (struct str){ 0 };
    part->cells = all->cells + shell->last_shown * all->column_count;
    part->row_count = end - shell->last_shown;
    shell->last_shown = end;
    answer->page = page_new(answer->arena, all->name);
    page_table(answer->page, part);
    if (end < all->row_count) page_paragraphf(answer->page, "%zu more: type more", all->row_count - end);
    return true;
}

static bool history_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct str sought = call->part_count ? call->parts[0].text : (struct str){ 0 }, *entries;
    if (str_equal_fold_ascii(sought, STR("off")) || str_equal_fold_ascii(sought, STR("on"))) {
        shell->history_off = str_equal_fold_ascii(sought, STR("off"));
        answer_note(answer, "%s", shell->history_off ? "Nothing more is kept in the history." : "Entries are kept in the history again.");
        return true;
    }
    size_t count = line_history(answer->arena, &entries), first = !sought.size && count > SHOW_ROWS ? count - SHOW_ROWS : 0;
    struct str needle = utf8_fold(answer->arena, sought);
    struct buf out = { 0 };
    for (size_t i = first; i < count; i++) {
        struct str line, rest = entries[i];
        if (str_find(utf8_fold(answer->arena, entries[i]), needle) == SIZE_MAX) continue;
        buf_printf(&out, "%5zu", i + 1);
        for (bool more = true, begun = true; more; begun = false) {
            more = str_cut(rest, '\n', &line, &rest);
            buf_printf(&out, "%s  %.*s\n", begun ? "" : "     ", STR_ARG(line));
        }
    }
    answer->page = page_new(answer->arena, STR("history"));
    page_verbatim(answer->page, str_copy(answer->arena, buf_str(&out)));
    if (!out.size) answer_note(answer, "The history has nothing to show.");
    buf_free(&out);
    return true;
}

static bool on_or_off(const struct command_call *call, struct answer *answer, bool now, const char *usage, bool *out) {
    struct str text = call->part_count ? call->parts[0].text : (struct str){ 0 };
    bool on = str_equal_fold_ascii(text, STR("on")), off = str_equal_fold_ascii(text, STR("off"));
    if (text.size && !on && !off) return missing(answer, "It is on or off.", usage);
    *out = on || (!off && !now);
    return true;
}

static bool plain_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    if (!on_or_off(call, answer, shell->globals.plain, "plain on  or  plain off", &shell->globals.plain)) return false;
    answer_note(answer, "Plain output is %s.", shell->globals.plain ? "on" : "off");
    return true;
}

static bool colour_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    bool on = false;
    if (!on_or_off(call, answer, shell->terminal.colour, "colour on  or  colour off", &on)) return false;
    shell->globals.colour = on ? COLOUR_ALWAYS : COLOUR_NEVER;
    answer_note(answer, "Colour is %s.", on ? "on" : "off");
    return true;
}

static bool pager_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    bool on = false;
    if (!on_or_off(call, answer, !shell->no_pager, "pager on  or  pager off", &on)) return false;
    shell->no_pager = !on;
    answer_note(answer, "The pager is %s.", on ? "on" : "off");
    return true;
}

static bool reload_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    if (!keeper_reload(shell->keeper, call->as_of, &answer->problems, &err)) {
        if (err.code || !answer->problems.errors) return answer_fail(answer, &err);
        answer_outcome(answer, problem_outcome(&answer->problems));
        if (keeper_has_spare(shell->keeper)) answer_note(answer, "The policy as it was read before stays in force until that is put right.");
        else answer_note(answer, "Nothing is judged until that is put right.");
        return false;
    }
    answer_note(answer, "Policy, people and terms were read again.");
    return true;
}

/* ---- the table --------------------------------------------------------------------------------------------------------- */

static const struct argument TOPIC_PARTS[] = { { .type = ARGUMENT_CLAUSE, .name = "TOPIC", .many = true } };
static const struct argument FILE_PARTS[] = { { .type = ARGUMENT_FILE, .name = "FILE", .many = true, .needed = true } };
static const struct argument OPEN_PARTS[] = { { .type = ARGUMENT_REPORT, .name = "REPORT" }, { .type = ARGUMENT_FILE, .name = "FILE" } };
static const struct argument SAVE_PARTS[] = { { .type = ARGUMENT_FILE, .name = "FILE", .needed = true } };
static const struct argument WORD_PARTS[] = { { .type = ARGUMENT_WORD, .name = "WORD", .many = true } };
static const struct argument OF_DATE[] = { { .type = ARGUMENT_DATE, .phrase = "of", .name = "DATE", .needed = true } };
static const struct option_row RUN_OPTIONS[] = { { "allow", "WHAT", "changes or leaves: what the script may do besides reading" } };

static const char *const HELP_EXAMPLES[] = { "help check\ta word, with examples", "help 4.6.4\ta clause of the policy",
    "help encounter\tthe fields of a kind of record", "help E105\ta message", "help dates\thow days are written", NULL };
static const char *const RUN_EXAMPLES[] = { "run tidy.lua\truns a script that reads", "run tidy.lua 9AB --allow changes\tmay change records; 9AB is the first of ...", NULL };
static const char *const OPEN_EXAMPLES[] = { "open overview\tthe newest report of that name", "open reports/overview-2026-11-23.html\tone file",
    "open outbox\tthe messages written last", NULL };
static const char *const SAVE_EXAMPLES[] = { "save missing.xlsx\tthe rows of the last answer as a workbook", "save missing.csv\tor .json, .html, .md", NULL };
static const char *const AS_EXAMPLES[] = { "as of 31 mar\teverything as it stood on 31 March", "as of today\tback to now", NULL };
static const char *const HISTORY_EXAMPLES[] = { "history\tthe last entries", "history why\tthose with why in them", "history off\tkeeps none until you leave", NULL };

struct own {
    struct command row;
    own_run *run;
    bool of_prompt;
};

#define PARTS(list) .arguments = (list), .argument_count = COUNT_OF(list)

static const struct own OWN[] = {
    { { .name = "help", .group = GROUP_START, .usage = "[WORD, CLAUSE, KIND or CODE]", .about = "What there is, and how it is used.",
        PARTS(TOPIC_PARTS), .examples = HELP_EXAMPLES }, help_run, false },
    { { .name = "open", .group = GROUP_REPORT, .usage = "REPORT, FILE or outbox", .about = "Opens a report or a file on the desktop; without one, says where it is.",
        PARTS(OPEN_PARTS), .examples = OPEN_EXAMPLES }, desk_run, false },
    { { .name = "version", .group = GROUP_START, .usage = "", .about = "Version, licence and libraries." }, version_run, false },
    { { .name = "run", .group = GROUP_SCRIPT, .usage = "FILE.lua [ARGUMENTS] [--allow changes or leaves]", .about = "Runs a Lua script over the school.",
        PARTS(FILE_PARTS), .options = RUN_OPTIONS, .option_count = COUNT_OF(RUN_OPTIONS), .examples = RUN_EXAMPLES }, run_run, false },
    { { .name = "complete", .group = GROUP_SCRIPT, .usage = "[-- WORDS]", .about = "Completion for bash; with words, what may stand for the last of them.",
        PARTS(WORD_PARTS) }, complete_run, false },
    { { .name = "as", .group = GROUP_PROMPT, .usage = "of DATE", .about = "The day on which everything is judged from now on.", PARTS(OF_DATE),
        .examples = AS_EXAMPLES }, as_run, true },
    { { .name = "more", .group = GROUP_PROMPT, .usage = "", .about = "The next rows of the last table." }, more_run, true },
    { { .name = "save", .group = GROUP_PROMPT, .effect = EFFECT_WRITES, .usage = "FILE", .about = "The rows of the last answer as a file; its ending says how.",
        PARTS(SAVE_PARTS), .examples = SAVE_EXAMPLES, .apply = save_apply }, save_run, true },
    { { .name = "history", .group = GROUP_PROMPT, .usage = "[TEXT, on or off]", .about = "Earlier entries.", PARTS(WORD_PARTS), .examples = HISTORY_EXAMPLES },
      history_run, true },
    { { .name = "reload", .group = GROUP_PROMPT, .usage = "", .about = "Reads policy, people and terms again and says what is wrong with them." }, reload_run, true },
    { { .name = "plain", .group = GROUP_PROMPT, .usage = "[on or off]", .about = "Output for screen readers.", PARTS(WORD_PARTS) }, plain_run, true },
    { { .name = "colour", .group = GROUP_PROMPT, .usage = "[on or off]", .about = "Colour.", PARTS(WORD_PARTS) }, colour_run, true },
    { { .name = "pager", .group = GROUP_PROMPT, .usage = "[on or off]", .about = "Long answers page by page.", PARTS(WORD_PARTS) }, pager_run, true },
    { { .name = "quit", .group = GROUP_PROMPT, .usage = "", .about = "Leaves; so does Ctrl-D." }, quit_run, true },
};

static const struct own *own_of(const struct command *command) {
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        if (&OWN[i].row == command) return &OWN[i];
    return NULL;
}

const struct command *own_words_find(struct str name) {
    const struct command *command = command_find(name);
    for (size_t i = 0; !command && i < COUNT_OF(OWN); i++)
        if (str_equal_fold_ascii(name, str_from(OWN[i].row.name))) command = &OWN[i].row;
    return command;
}

bool own_words_has(const struct command *command) { return own_of(command) != NULL; }

bool own_words_of_prompt(const struct command *command) {
    const struct own *own = own_of(command);
    return own && own->of_prompt;
}

bool own_words_run(struct shell *shell, const struct command *command, const struct command_call *call, struct answer *answer) {
    const struct own *own = own_of(command);
    bug_if(!own);
    return own->run(shell, call, answer);
}

size_t own_words_group(struct arena *arena, enum command_group group, bool prompt, const struct command ***out) {
    size_t count = 0;
    *out = (const struct command **)arena_alloc_array(arena, COMMAND_COUNT + COUNT_OF(OWN), sizeof **out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (COMMANDS[i].group == group) (*out)[count++] = &COMMANDS[i];
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        if (OWN[i].row.group == group && (prompt || !OWN[i].of_prompt)) (*out)[count++] = &OWN[i].row;
    return count;
}

size_t own_words_names(struct arena *arena, bool prompt, struct str **out) {
    size_t count = 0;
    *out = arena_array(arena, struct str, COMMAND_COUNT + COUNT_OF(OWN));
    for (size_t i = 0; i < COMMAND_COUNT; i++) (*out)[count++] = str_from(COMMANDS[i].name);
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        if (prompt || !OWN[i].of_prompt) (*out)[count++] = str_from(OWN[i].row.name);
    return count;
}
