/* SPDX-License-Identifier: GPL-3.0-or-later
 * command - finding rows of the command table and parts of a call; the table itself is commands.c.
 * Owns:  nothing.
 * Must not know: what the words do.
 */
#include "work/command.h"

#include <string.h>

#include "base/guess.h"

const struct command *command_find(struct str name) {
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_equal_fold_ascii(name, str_from(COMMANDS[i].name))) return &COMMANDS[i];
    return NULL;
}

struct str verb_name(const struct command *verb) {
    const char *space = strrchr(verb->name, ' ');
    return str_from(space ? space + 1 : verb->name);
}

const struct command *command_verb(const struct command *command, struct str name) {
    for (size_t i = 0; command->verbs && command->verbs[i]; i++)
        if (str_equal_fold_ascii(name, verb_name(command->verbs[i]))) return command->verbs[i];
    return NULL;
}

bool verb_unknown(const struct command *command, struct arena *arena, struct str name, struct err *err) {
    size_t count = 0;
    while (command->verbs[count]) count++;
    struct str *names = arena_array(arena, struct str, count);
    for (size_t i = 0; i < count; i++) names[i] = verb_name(command->verbs[i]);
    struct str near = guess_nearest(name, names, count);
    err_set(err, CODE_UNKNOWN_COMMAND, "'%s' has no verb '%.*s'.", command->name, STR_ARG(name));
    if (near.size) return err_next(err, "Did you mean '%s %.*s'?", command->name, STR_ARG(near));
    return err_next(err, "%s  alone lists them", command->name);
}

const char *group_name(enum command_group group) {
    static const char *const names[] = { "start", "bring in", "record", "look", "check", "tell", "report", "scripts", "prompt" };
    bug_if((size_t)group >= COUNT_OF(names));
    return names[group];
}

struct str call_option(const struct command_call *call, const char *name) {
    for (size_t i = 0; i < call->option_count; i++)
        if (strcmp(call->options[i].name, name) == 0) return call->options[i].value;
    return (struct str){ 0 };
}

bool call_has(const struct command_call *call, const char *name) {
    for (size_t i = 0; i < call->option_count; i++)
        if (strcmp(call->options[i].name, name) == 0) return true;
    return false;
}

struct str call_phrase(const struct command_call *call, const char *phrase) {
    for (size_t i = 0; i < call->part_count; i++)
        if (call->parts[i].phrase && strcmp(call->parts[i].phrase, phrase) == 0) return call->parts[i].text;
    return (struct str){ 0 };
}
