/* SPDX-License-Identifier: GPL-3.0-or-later
 * command_row - short forms for writing rows of the command table, and arguments that many words take.
 * Owns:  nothing.
 * Must not know: what the words do.
 *
 * Example:
 *     ARGUMENTS(undo, { ARGUMENT_WORD, NULL, "STEP", false, false });
 *     EXAMPLES(undo, "undo\tthe newest step");
 *     { .name = "undo", LISTED(undo), .examples = undo_examples, .run = undo_run }
 */
#ifndef SIGNPOST_COMMAND_ROW_H
#define SIGNPOST_COMMAND_ROW_H

#include "work/command.h"

/* Each row of the table keeps its own lists beside it. */
#define ARGUMENTS(name, ...) static const struct argument name##_arguments[] = { __VA_ARGS__ }
#define OPTIONS(name, ...) static const struct option_row name##_options[] = { __VA_ARGS__ }
#define EXAMPLES(name, ...) static const char *const name##_examples[] = { __VA_ARGS__, NULL }
#define LISTED(name) .arguments = name##_arguments, .argument_count = COUNT_OF(name##_arguments)
#define OPTED(name) .options = name##_options, .option_count = COUNT_OF(name##_options)

#define WHO                                                                                                            \
    { ARGUMENT_WHO, NULL, "WHO", true, false }
#define CLAUSE                                                                                                         \
    { ARGUMENT_CLAUSE, NULL, "CLAUSE", true, false }
#define BENCHMARK                                                                                                      \
    { ARGUMENT_BENCHMARK, NULL, "BENCHMARK", true, false }
/* Why words that show pupils are for the careers team alone. */
#define TEAM_CHANGES .team_only = "it changes records, and shows in full what it would change"
#define TEAM_LEAVES .team_only = "it shows in full what would leave the school; what its reader may have is settled by law, and kept back there"
#define TEAM_MESSAGES .team_only = "a message is made for its reader as it is; what that reader may not see is in none of it"
#define TEAM_POLICY .team_only = "it says how many pupils the policy touches, however few"
/* Of words that print pupils: work/redact.h reads it. */
#define PROFILE                                                                                                        \
    { "profile", "AUDIENCE", "as that reader may see it; audiences lists them" }
#define AS_OF                                                                                                          \
    { ARGUMENT_DATE, "as of", "DATE", false, false }

#endif
