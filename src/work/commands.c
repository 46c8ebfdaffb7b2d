/* SPDX-License-Identifier: GPL-3.0-or-later
 * commands - the table of words: the same for the shell, the prompt, scripts, help and completion.
 * Owns:  the table.
 * Must not know: who calls.
 */
#include "work/check.h"
#include "work/command_row.h"
#include "work/explain.h"
#include "work/import.h"
#include "work/journal.h"
#include "work/look.h"
#include "work/new.h"
#include "work/policy_verbs.h"
#include "work/remind.h"
#include "work/report.h"
#include "work/try.h"
#include "work/undo.h"

ARGUMENTS(new, { ARGUMENT_FOLDER, NULL, "FOLDER", false, false });
OPTIONS(new, { "name", "NAME", "what the school is called" },
        { "setting", "KIND", "secondary, secondary with sixth form, special, pru or alternative provision" },
        { "contact", "PERSON", "name and e-mail of the Careers Leader: \"A. Okafor, a.okafor@harbourview.example\"" },
        { "records-from", "DAY", "from when you have records; what was due before is not asked; 1 September of this school year without" },
        { "urn", "NUMBER", "the school's unique reference number; may be written into policy.lua later" });
EXAMPLES(new, "new\tasks three questions and makes the folder",
         "new --name \"Harbour View Academy\" --setting \"secondary with sixth form\" --contact \"A. Okafor, "
         "a.okafor@harbourview.example\"\t"
         "without questions");

ARGUMENTS(try, AS_OF);
EXAMPLES(try, "try\tthe main results on the invented school");

ARGUMENTS(today, AS_OF);
EXAMPLES(today, "today\twhat came in, what is late, what runs out");

ARGUMENTS(import, { ARGUMENT_FILE, NULL, "FILE", true, true }, { ARGUMENT_RECIPE, "as", "RECIPE", false, false },
          { ARGUMENT_INTAKE, "into", "KIND", false, false });
OPTIONS(import, { "columns", NULL, "show how every column is read" },
        { "dates", "ORDER", "\"day first\", \"month first\" or iso, where a column leaves it open" });
EXAMPLES(import, "import pupils.csv\tone file; it says what it is",
         "import imports\tall files of a folder, in the right order",
         "import visit.csv into provider\tas records of one kind");

ARGUMENTS(policy, { ARGUMENT_WORD, NULL, "VERB", false, false }, AS_OF);
EXAMPLES(policy, "policy\tlists its verbs", "policy coverage\twhat the tests of the policy speak of",
         "policy test\tthe tests of the school's own policy");

ARGUMENTS(undo, { ARGUMENT_WORD, NULL, "STEP", false, false });
EXAMPLES(undo, "undo\tthe newest step", "undo 3\tthat one, if nothing later builds on it");

ARGUMENTS(show, WHO, CLAUSE, AS_OF);
OPTIONS(show, { "why", NULL, "of a clause: where each part was written, who changed it, why and on whose word" },
        { "at", "DATE", "of a clause: the rules as they are on that day" });
EXAMPLES(show, "show zoe\ta pupil on one card",
         "show 4.9.2\ta clause, its rules in plain words, how it stands",
         "show 4.9.2 --why\twhere each part of it comes from");

ARGUMENTS(why, WHO, CLAUSE, AS_OF);
OPTIONS(why, { "past", NULL, "also, in full, what was missed and can no longer be put right" });
EXAMPLES(why, "why zoe\teverything that is open for one pupil",
         "why zoe 4.9.2\tone clause, each record and why it counts or not");

ARGUMENTS(journal, { ARGUMENT_DATE, "since", "DATE", false, false });
OPTIONS(journal, { "verify", NULL, "check the chain and the records" },
        { "accept-break", "WHY", "go on although the chain does not hold" });
EXAMPLES(journal, "journal\twhat was done and by whom", "journal --verify\twhether anybody altered it");

ARGUMENTS(check, WHO, CLAUSE, BENCHMARK, AS_OF);
OPTIONS(check, { "all", NULL, "also who is on track or waived: everybody who has not done it yet" },
        { "past", NULL, "also what was missed and can no longer be put right" },
        { "leavers", NULL, "also pupils who are not on roll" },
        { "ignore-exemptions", NULL, "as if nothing had been waived" },
        { "strict", NULL, "a question of the policy without an answer is an error" },
        { "fail-on", "GATE", "what ends with code 1: must:overdue,missed unless said; should:missed; none" },
        { "max-unknown", "NUMBER", "more answers that are not known than this end with code 2; no limit unless said" },
        { "news", NULL, "only what is new or changed since the run kept last" },
        { "keep", NULL, "keep this run, for --news and the next report" });
EXAMPLES(check, "check\tthe whole school", "check 9AB\tone form", "check 4.9.2\tone clause, whole school",
         "check 4.6.4 --all\teverybody who has not done it yet, on track or late",
         "check year 11 benchmark 8\tone year, one benchmark", "check 9AB as of 31 mar\tas it stood on 31 March");

ARGUMENTS(remind, { ARGUMENT_WHO, NULL, "WHO or ROLE", true, false }, AS_OF);
EXAMPLES(remind, "remind tutors\twhat tutors would be told; nothing is sent",
         "remind 9AB\twhat would be said about one form");

ARGUMENTS(report, { ARGUMENT_REPORT, NULL, "NAME", false, false }, AS_OF);
EXAMPLES(report, "report\twhich reports there are", "report overview\tone page on how the policy stands",
         "report policy --public\tthe whole policy with the school's choices, for the website",
         "report statement\tthe provider access statement, and what must be on the website");
OPTIONS(report, { "out", "FILE", "of report policy and report statement: where to; the ending says how: .html, .md or .txt" },
        { "public", NULL, "of report policy: without how each clause stands" });

const struct command COMMANDS[] = {
    { .name = "new",
      .group = GROUP_START,
      .effect = EFFECT_WRITES,
      .usage = "[FOLDER]",
      .about = "Makes the folder of a new school.",
      LISTED(new),
      OPTED(new),
      .examples = new_examples,
      .run = new_run },
    { .name = "try",
      .group = GROUP_START,
      .effect = EFFECT_READS,
      .usage = "[as of DATE]",
      .about = "Shows the main results on an invented school.",
      LISTED(try),
      .examples = try_examples,
      .run = try_run },
    { .name = "today",
      .group = GROUP_START,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[as of DATE]",
      .about = "One screen: last import, what is late by owner, what runs out soon.",
      LISTED(today),
      .examples = today_examples,
      .run = today_run },
    { .name = "import",
      .group = GROUP_BRING_IN,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "FILE... [as RECIPE] [into KIND]",
      .about = "Brings in files from the school's systems, after a preview.",
      LISTED(import),
      OPTED(import),
      .examples = import_examples,
      .run = import_run,
      .apply = import_apply },
    { .name = "undo",
      .group = GROUP_BRING_IN,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "[STEP]",
      .about = "Takes back the newest change.",
      LISTED(undo),
      .examples = undo_examples,
      .run = undo_run,
      .apply = undo_apply },
    { .name = "show",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .usage = "WHO or CLAUSE [as of DATE]",
      .about = "One pupil or one clause on a card.",
      LISTED(show),
      OPTED(show),
      .examples = show_examples,
      .run = show_run },
    { .name = "why",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "WHO [CLAUSE] [as of DATE]",
      .about = "Why a pupil is on a list: the rule, each record, what would mend it.",
      LISTED(why),
      OPTED(why),
      .examples = why_examples,
      .run = explain_run },
    { .name = "journal",
      .writing_option = "accept-break",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[since DATE]",
      .about = "What was done, by whom; whether anybody altered it.",
      LISTED(journal),
      OPTED(journal),
      .examples = journal_examples,
      .run = journal_run,
      .apply = journal_apply },
    { .name = "check",
      .writing_option = "keep",
      .group = GROUP_CHECK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[WHO, CLAUSE or benchmark N] [as of DATE]",
      .about = "Says who still needs what, and by when.",
      LISTED(check),
      OPTED(check),
      .examples = check_examples,
      .run = check_run },
    { .name = "policy",
      .group = GROUP_CHECK,
      .effect = EFFECT_READS,
      .usage = "VERB ...",
      .about = "About the policy itself: checks, tests, compares and prints it.",
      LISTED(policy),
      .examples = policy_examples,
      .verbs = POLICY_VERBS,
      .run = policy_verbs_run },
    { .name = "remind",
      .group = GROUP_TELL,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[WHO or ROLE] [as of DATE]",
      .about = "Shows the messages that are due; nothing is sent.",
      LISTED(remind),
      .examples = remind_examples,
      .run = remind_run },
    { .name = "report",
      .group = GROUP_REPORT,
      .effect = EFFECT_WRITES,
      .needs_school = true,
      .usage = "[NAME] [as of DATE]",
      .about = "Writes a report as one page that opens in any browser.",
      LISTED(report),
      OPTED(report),
      .examples = report_examples,
      .run = report_run },
};
const size_t COMMAND_COUNT = COUNT_OF(COMMANDS);
