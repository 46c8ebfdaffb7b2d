/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every word either shows pupils as another reader may see them, or says why it does not, or tells nothing of pupils.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "work/command.h"

/* A new word that stands nowhere fails this test: say which it is. */
static const char *const OF_NO_PUPIL[] = {
    "new", "try", "doctor", "backup", "restore", "codes", "audiences", "policy", "calendar", "export", "unseal", "export key",
    "policy bundle", "policy verify", "policy check", "policy compile", "policy coverage", "policy editor", "policy fmt", "policy help",
    "policy mutate", "policy rebase", "policy reference", "policy show", "policy statement", "policy test",
};

static bool takes_profile(const struct command *command) {
    for (size_t i = 0; i < command->option_count; i++)
        if (strcmp(command->options[i].name, "profile") == 0) return true;
    return false;
}

static bool of_no_pupil(const struct command *command) {
    for (size_t i = 0; i < COUNT_OF(OF_NO_PUPIL); i++)
        if (strcmp(command->name, OF_NO_PUPIL[i]) == 0) return true;
    return false;
}

static void look(const struct command *command, size_t *seen) {
    int said = takes_profile(command) + (command->team_only != NULL) + of_no_pupil(command);
    if (said != 1) fail_msg("'%s' %s", command->name, said ? "stands in more than one list" : "takes no --profile, and neither says why nor is known to tell of no pupil");
    if (command->team_only) assert_true(strlen(command->team_only) > 10);
    ++*seen;
    for (size_t i = 0; command->verbs && command->verbs[i]; i++) look(command->verbs[i], seen);
}

static void every_word_is_for_somebody(void **state) {
    (void)state;
    size_t seen = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) look(&COMMANDS[i], &seen);
    assert_true(seen > COMMAND_COUNT + COUNT_OF(OF_NO_PUPIL) / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_word_is_for_somebody) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
