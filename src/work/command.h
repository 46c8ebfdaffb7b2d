/* SPDX-License-Identifier: GPL-3.0-or-later
 * command - one row of the command table: the same for the shell, the prompt, scripts, help and completion.
 * Owns:  nothing.
 * Must not know: who calls.
 *
 * Example:
 *     const struct command *c = command_find(STR("check"));
 *     if (command_run(c, &call, &answer)) ...
 */
#ifndef SIGNPOST_COMMAND_H
#define SIGNPOST_COMMAND_H

#include "base/tick.h"
#include "work/answer.h"
#include "work/host.h"

enum command_effect { EFFECT_READS, EFFECT_WRITES, EFFECT_CHANGES, EFFECT_LEAVES };
enum command_group { GROUP_START, GROUP_BRING_IN, GROUP_RECORD, GROUP_LOOK, GROUP_CHECK, GROUP_TELL, GROUP_REPORT, GROUP_SCRIPT, GROUP_PROMPT };

/* What a positional part or a phrase may be; the shell completes by it, work/resolve reads it. */
enum argument_type {
    ARGUMENT_WHO, ARGUMENT_CLAUSE, ARGUMENT_BENCHMARK, ARGUMENT_FILE, ARGUMENT_FOLDER, ARGUMENT_DATE, ARGUMENT_REPORT,
    ARGUMENT_RECIPE, ARGUMENT_INTAKE, ARGUMENT_WORD, ARGUMENT_COLUMNS, ARGUMENT_TEXT,
    ARGUMENT_KIND, ARGUMENT_ORGANISATION, ARGUMENT_STAFF, ARGUMENT_PUPILS, ARGUMENT_HOURS, ARGUMENT_ACTIVITY, ARGUMENT_FIELD,
    ARGUMENT_LISTED
    /* from ARGUMENT_ORGANISATION on: all words up to the next phrase or FIELD=VALUE */
};

struct argument {
    enum argument_type type;
    const char *phrase;   /* "as", "into", "as of": the words before it; NULL = positional */
    const char *name;     /* "WHO", "RECIPE": in help; also the key in Lua: lower case */
    bool many;            /* may be repeated */
    bool needed;
};

struct option_row {
    const char *name;     /* "accept-large": without the dashes */
    const char *value;    /* "FILE", or NULL: a switch */
    const char *about;
};

/* A call after the words were cut: positional parts as typed, phrases by their words, options by name. */
struct call_part {
    const char *phrase;   /* NULL = positional */
    struct str text;
};
struct call_option { const char *name; struct str value; };

/* A passphrase from the person at the terminal, without an echo; asked twice where it must not be mistyped (a door:
 * filled in by shell/carry.c).  False with err: nobody was asked, or nobody answered.  The caller wipes *out. */
struct passphrase_door {
    void *self;
    bool (*ask)(void *self, const char *question, bool twice, char *out, size_t room, size_t *size, struct err *err);
};

struct command_call {
    const struct host *host;
    struct arena *arena;          /* of the command */
    const char *folder;           /* the school's folder; NULL when none was found and none is needed */
    struct date as_of;            /* --as-of, the phrase, or today in London */
    struct date today;
    bool as_of_given;
    const struct call_part *parts;
    size_t part_count;
    const struct call_option *options;
    size_t option_count;
    bool json, csv, names, quiet;
    bool asks;                    /* a person at a terminal sees the preview and is asked before it is carried out */
    bool dry_run;                 /* nothing may be carried out: the shell stops after the preview */
    struct str actor;             /* login name, for the journal */
    const struct tick *tick;
    struct str output;            /* --output, for words that write a file of their own; else empty */
    const struct passphrase_door *passphrase; /* NULL: there is no terminal */
    struct school *school;        /* an open school kept by the prompt, or NULL: the verb opens its own */
};

struct command {
    const char *name;           /* of a verb with the word before it: "policy check" */
    enum command_group group;
    enum command_effect effect;
    const char *writing_option; /* the option with which a word that reads stores something all the same; or NULL */
    const char *leaving_option; /* the option with which it lets something leave the school, after its preview; or NULL */
    const char *way_back;       /* of a word that changes records, when undo does not take it back; or NULL */
    bool needs_school;
    bool takes_output;            /* --output names the file that it writes, not one for the answer */
    const char *team_only;        /* of a word that shows something of pupils and takes no --profile: why; NULL: it takes it, or tells of no pupil */
    bool drops_old;               /* makes room by removing what is older: a script needs permission for it */
    const char *usage;            /* "[WHO, CLAUSE or benchmark N] [as of DATE]" */
    const char *about;            /* one line */
    const struct argument *arguments;
    size_t argument_count;
    const struct option_row *options;   /* its own, besides those that every word knows */
    size_t option_count;
    const char *const *examples;  /* NULL-terminated: "check 9AB\tone form" */
    /* Reads, writes: does it.  Changes, leaves: the preview, with answer->waits. */
    bool (*run)(const struct command_call *call, struct answer *answer);
    /* Carries out what run showed; NULL for words that only read or write. */
    bool (*apply)(const struct command_call *call, struct answer *answer);
    /* A word of several verbs: the first part names one, and the rest is read by that one's row.  Ends with NULL; run is
     * for the word alone. */
    const struct command *const *verbs;
};

extern const struct command COMMANDS[];
extern const size_t COMMAND_COUNT;
const struct command *command_find(struct str name);
/* A verb of a word by its own name ("check"); NULL: it has none of that name, or no verbs. */
const struct command *command_verb(const struct command *command, struct str name);
struct str verb_name(const struct command *verb);   /* "check" of "policy check" */
bool verb_unknown(const struct command *command, struct arena *arena, struct str name, struct err *err); /* always false */
const char *group_name(enum command_group group);  /* "bring in" */
/* Value of an option, or an empty str with at == NULL. */
struct str call_option(const struct command_call *call, const char *name);
bool call_has(const struct command_call *call, const char *name);
/* The text of a phrase ("as", "into"), or at == NULL. */
struct str call_phrase(const struct command_call *call, const char *phrase);

#endif
