/* SPDX-License-Identifier: GPL-3.0-or-later
 * commands - the table of words: the same for the shell, the prompt, scripts, help and completion.
 * Owns:  the table.
 * Must not know: who calls.
 */
#include "work/audiences.h"
#include "work/backup.h"
#include "work/check.h"
#include "work/codes.h"
#include "work/command_row.h"
#include "work/diary.h"
#include "work/doctor.h"
#include "work/explain.h"
#include "work/exports.h"
#include "work/import.h"
#include "work/journal.h"
#include "work/list.h"
#include "work/look.h"
#include "work/mark.h"
#include "work/new.h"
#include "work/policy_verbs.h"
#include "work/record.h"
#include "work/outbox.h"
#include "work/remind.h"
#include "work/remind_letters.h"
#include "work/report.h"
#include "work/retain.h"
#include "work/seek.h"
#include "work/settle.h"
#include "work/try.h"
#include "work/undo.h"
#include "work/unseal.h"
#include "work/waive.h"

ARGUMENTS(new, { ARGUMENT_FOLDER, NULL, "FOLDER", false, false });
OPTIONS(new, { "name", "NAME", "what the school is called" },
        { "setting", "KIND", "secondary, secondary with sixth form, special, pupil referral unit or alternative provision" },
        { "contact", "PERSON", "name and e-mail of the Careers Leader: \"A. Okafor, a.okafor@harbourview.example\"" },
        { "records-from", "DAY", "since when you have records; what was due before is not said to be late; 1 September of this school year without" },
        { "urn", "NUMBER", "the school's unique reference number; may be written into policy.lua later" },
        { "laestab", "NUMBER", "council and school number, 888/4123: a transfer file for another school is then refused" });
EXAMPLES(new, "new\tasks four questions and makes the folder",
         "new --name \"Harbour View Academy\" --setting \"secondary with sixth form\" --contact \"A. Okafor, "
         "a.okafor@harbourview.example\"\t"
         "without questions");

ARGUMENTS(try, AS_OF);
EXAMPLES(try, "try\tthe main results on the invented school");

ARGUMENTS(today, AS_OF);
EXAMPLES(today, "today\twhat came in, what is late, what runs out");

EXAMPLES(doctor, "doctor\tis everything in order here, and what mends what is not");
EXAMPLES(backup, "backup\ta checked copy of the records, in backups/");

ARGUMENTS(restore, { ARGUMENT_WORD, NULL, "COPY", false, false });
OPTIONS(restore, { "with-erased", NULL, "although the copy has pupils who were erased since; they are to be erased again" });
EXAMPLES(restore, "restore\tlists the copies", "restore school-20261127-0251.db\tputs one back; the records of now are set aside");

ARGUMENTS(import, { ARGUMENT_FILE, NULL, "FILE", true, false }, { ARGUMENT_RECIPE, "as", "RECIPE", false, false },
          { ARGUMENT_INTAKE, "into", "KIND", false, false }, { ARGUMENT_TEXT, "sheet", "SHEET", false, false });
OPTIONS(import, { "columns", NULL, "show how every column is read" },
        { "dates", "ORDER", "\"day first\", \"month first\" or iso, where a column leaves it open" },
        { "save", NULL, "keep the answers as imports/RECIPE.lua, to import as RECIPE next time" },
        { "whole-school", NULL, "pupils who are missing from the file have left" },
        { "accept", "UPN,...", "rows that look wrong and are right: what the message says; UPN, UPN/DAY, staff code" },
        { "same", "UPN,...", "rows with another number for a child whom the records have" },
        { "bring-back", "UPN,...", "pupils whose records were erased are to be back: by UPN or admission number, or all" },
        { "accept-school", "NUMBER", "a transfer file for another school is right: its number, 8884001; of another file its name" },
        { "accept-large", NULL, "go ahead unattended though more than one pupil in ten changes or leaves" });
EXAMPLES(import, "import pupils.csv\tone file; it says what it is",
         "import imports\tall files of a folder, in the right order",
         "import pupils.csv as mis --whole-school --save\tand keep how it is read",
         "import as mis\tthe newest file of imports/ that the recipe fits",
         "import visit.csv into provider\tas records of one kind",
         "import pupils.csv --bring-back A801200000001\ta pupil whose records were erased is here again",
         "import pupils.xlsx\ta workbook: each sheet by what it is",
         "import pupils.xlsx sheet \"Year 9\"\tone sheet of it",
         "import 8887005_CTF_8887005_001.xml\tpupils from a Common Transfer File");

ARGUMENTS(policy, { ARGUMENT_WORD, NULL, "VERB", false, false }, AS_OF);
EXAMPLES(policy, "policy\tlists its verbs", "policy coverage\twhat the tests of the policy speak of",
         "policy test\tthe tests of the school's own policy");

#define ON                                                                                                             \
    { ARGUMENT_DATE, "on", "DATE", false, true }
#define TO                                                                                                             \
    { ARGUMENT_DATE, "to", "LAST DAY", false, false }
#define WITH                                                                                                           \
    { ARGUMENT_ORGANISATION, "with", "ORGANISATION", false, false }
#define BY                                                                                                             \
    { ARGUMENT_STAFF, "by", "STAFF", false, false }
#define EXCEPT                                                                                                         \
    { ARGUMENT_PUPILS, "except", "PUPILS", true, false }
#define FOR_HOURS                                                                                                      \
    { ARGUMENT_HOURS, "for", "HOURS", false, false }
#define ANOTHER                                                                                                        \
    { "another", NULL, "a second one on that day, though one is there" }
#define LIST                                                                                                           \
    { "list", "FILE", "who it was, from a file: a UPN, admission number or name a line; a form in the second column" }
#define RECORD_OPTIONS                                                                                                 \
    ANOTHER, LIST, { "new", NULL, "the organisation is new, though its name is like another's" }

ARGUMENTS(record, { ARGUMENT_KIND, NULL, "KIND", false, true }, WHO, ON, TO, WITH, BY, FOR_HOURS, EXCEPT);
OPTIONS(record, RECORD_OPTIONS);
EXAMPLES(record, "record lesson 9AB on 27 may theme=careers\ta careers lesson for a form",
         "record document on 1 sep item=programme review_by=\"1 sep 2027\"\tsomething about the school",
         "record access_request with \"Harbour College\" on 3 may decision=granted\ta request and its answer");

ARGUMENTS(met, { ARGUMENT_WORD, NULL, "employer or provider", false, true }, WHO, ON, TO, WITH, FOR_HOURS, EXCEPT);
OPTIONS(met, RECORD_OPTIONS);
EXAMPLES(met, "met employer 9AB on 27 may with \"Harbour Tugs\" except lukasz\ta form met an employer",
         "met employer 9AB on 27 may with \"Harbour Tugs\" except zoe, lukasz and \"Siân Hale\"\twithout three of them",
         "met provider year 9 on 12 nov with \"Harbour College\" technical=yes\ta year group met a college");

ARGUMENTS(interviewed, WHO, ON, BY);
OPTIONS(interviewed, ANOTHER, LIST);
EXAMPLES(interviewed, "interviewed zoe on today by JP adviser_level=6\ta guidance interview was held");

ARGUMENTS(visited, WHO, ON, TO, WITH, FOR_HOURS, EXCEPT);
OPTIONS(visited, RECORD_OPTIONS);
EXAMPLES(visited, "visited 10CD on 6 july to 10 july with \"Harbour Tugs\" for 30 hours\ttime at a workplace");

ARGUMENTS(mark, { ARGUMENT_WORD, NULL, "OUTCOME", false, true }, WHO, { ARGUMENT_ACTIVITY, "in", "ACTIVITY", false, true });
EXAMPLES(mark, "mark absent zoe \"Oisín Hale\" in 118\ttwo pupils did not come");

ARGUMENTS(confirm, { ARGUMENT_ACTIVITY, NULL, "ACTIVITY", false, true }, EXCEPT);
EXAMPLES(confirm, "confirm 118 ticks=all except zoe\ta planned visit took place; one pupil was absent");

ARGUMENTS(correct, { ARGUMENT_ACTIVITY, NULL, "ACTIVITY", false, true }, WHO, { ARGUMENT_DATE, "on", "DATE", false, false }, TO, WITH);
OPTIONS(correct, { "cancel", NULL, "it did not take place" }, { "restore", NULL, "it is not cancelled after all" },
        { "remove", NULL, "it was recorded by mistake; with WHO only they are taken out" },
        { "new", NULL, "the organisation is new, though its name is like another's" });
EXAMPLES(correct, "correct 118 meaningful=yes\tsomething that was not known", "correct 118 zoe prepared=yes\tof one pupil",
         "correct 118 on 4 june\tanother day", "correct 118 --cancel\tit did not take place");

#define FROM                                                                                                           \
    { ARGUMENT_DATE, "from", "DATE", false, false }
#define UNTIL                                                                                                          \
    { ARGUMENT_DATE, "until", "DATE", false, false }
#define BECAUSE                                                                                                        \
    { ARGUMENT_TEXT, "because", "REASON", false, false }
#define END_OPTION                                                                                                     \
    { "end", NULL, "it is over" }

ARGUMENTS(waive, WHO, CLAUSE, BECAUSE, FROM, UNTIL, BY);
OPTIONS(waive, END_OPTION);
EXAMPLES(waive, "waive zoe 4.9.2 because medical until 31 march by careers_leader\tan exemption, where the policy allows one",
         "waive zoe 4.9.2 --end\tit is over");

ARGUMENTS(snooze, WHO, CLAUSE, BECAUSE, FROM, UNTIL);
OPTIONS(snooze, END_OPTION);
EXAMPLES(snooze, "snooze 9AB 4.6.4 until \"end of term\" because \"the fair is in June\"\tno reminders until then");

ARGUMENTS(in_hand, WHO, CLAUSE, BECAUSE);
OPTIONS(in_hand, END_OPTION);
EXAMPLES(in_hand, "in-hand zoe 4.9.2 because \"booked for Monday\"\tno letter about it until it is over");

ARGUMENTS(hold, WHO, BECAUSE, FROM, UNTIL);
OPTIONS(hold, END_OPTION);
EXAMPLES(hold, "hold zoe because \"an appeal is open\" until 1 june\ther records are not deleted");

ARGUMENTS(attest, CLAUSE, BECAUSE, BY);
EXAMPLES(attest, "attest 1.0.3 because \"looked at three schemes of work\" by careers_leader\ta person answers for what no record shows");

ARGUMENTS(retain, WHO, BECAUSE, AS_OF);
OPTIONS(retain, { "delete", NULL, "delete them for good, after a preview: what is past its keep date, or whom you name; later imports leave them out" },
        { "news", NULL, "only what passed its keep date since the run kept last; silent when there is nothing" });
EXAMPLES(retain, "retain\twhose records are past their keep date, why, and what is held",
         "retain --output past.xlsx\tall of them, as a workbook", "retain as of 1 sep\tas it will be on that day",
         "retain --delete\tdeletes what is past its keep date and not held, for good",
         "retain zoe --delete because \"asked for by the family\"\tone pupil, on request");

ARGUMENTS(undo, { ARGUMENT_WORD, NULL, "STEP", false, false });
EXAMPLES(undo, "undo\tthe newest step", "undo 3\tthat one, if nothing later builds on it");

ARGUMENTS(show, WHO, CLAUSE, { ARGUMENT_ACTIVITY, NULL, "ACTIVITY", false, false }, AS_OF);
OPTIONS(show, PROFILE, { "why", NULL, "of a clause: where each part was written, who changed it, why and on whose word" },
        { "at", "DATE", "of a clause: the rules as they are on that day" });
EXAMPLES(show, "show zoe\ta pupil on one card", "show 118\ta record: what, with whom, who came",
         "show 4.9.2\ta clause, its rules in plain words, how it stands",
         "show 4.9.2 --why\twhere each part of it comes from");

ARGUMENTS(find, { ARGUMENT_TEXT, NULL, "TEXT", true, true });
OPTIONS(find, PROFILE);
EXAMPLES(find, "find tug\tpupils, staff, organisations, records and clauses with that name", "find luk dvo\tthe beginnings of words are enough");

ARGUMENTS(list, { ARGUMENT_LISTED, NULL, "WHAT", false, false }, WHO, { ARGUMENT_FIELD, "where", "FIELD VALUE", false, false }, FROM,
          { ARGUMENT_DATE, "to", "DATE", false, false }, WITH, AS_OF);
OPTIONS(list, PROFILE, { "leavers", NULL, "of pupils: also those who are not on roll" });
EXAMPLES(list, "list\twhat the records hold, and how much of it", "list pupils 9AB\tone form",
         "list activities from 1 sep\twhat took place since, the newest first",
         "list encounter where meaningful ?\tthose of which it is not known", "list organisations where type employer\tof one sort");

ARGUMENTS(why, WHO, CLAUSE, AS_OF);
OPTIONS(why, PROFILE, { "all", NULL, "each condition of each record, also those that hold" },
        { "past", NULL, "also, in full, what was missed and can no longer be put right" });
EXAMPLES(why, "why zoe\teverything that is open for one pupil",
         "why zoe 4.9.2\tone clause, each record and why it counts or not");

ARGUMENTS(codes, { ARGUMENT_WORD, NULL, "LIST", false, false });
EXAMPLES(codes, "codes\tthe code lists of school and council data", "codes leaving_reason\tone of them, with what each code stands for");

ARGUMENTS(audiences, { ARGUMENT_WORD, NULL, "NAME", false, false });
EXAMPLES(audiences, "audiences\twho reads, and what is withheld from whom", "audiences tutor\twhat tutors are shown",
         "audiences sen\twho is shown special educational needs",
         "help readers\thow profiles work, and that of notes the kind decides who reads them");

ARGUMENTS(journal, { ARGUMENT_DATE, "since", "DATE", false, false });
OPTIONS(journal, PROFILE, { "verify", NULL, "check the chain and the records" },
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
        PROFILE, { "news", NULL, "only what is new or changed since the run kept last" },
        { "keep", NULL, "keep this run, for --news and the next report" });
EXAMPLES(check, "check\tthe whole school", "check 9AB\tone form", "check 4.9.2\tone clause, whole school",
         "check 4.6.4 --all\teverybody who has not done it yet, on track or late",
         "check year 11 benchmark 8\tone year, one benchmark", "check 9AB as of 31 mar\tas it stood on 31 March");

ARGUMENTS(diary, { ARGUMENT_WORD, NULL, "year, visits or interviews", false, false }, AS_OF);
OPTIONS(diary, { "role", "ROLE", "of the year: what that role sees to, without the visits" });
EXAMPLES(diary, "calendar year\twhat is still to come this school year, for any calendar program", "calendar year --role tutor\twhat tutors see to",
         "calendar visits\tthe visits alone", "calendar interviews\tan invitation for the adviser of each planned interview");

ARGUMENTS(remind, { ARGUMENT_WHO, NULL, "WHO or ROLE", true, false }, { ARGUMENT_DATE, "from", "DATE", false, false },
          { ARGUMENT_DATE, "to", "DATE", false, false }, AS_OF);
EXAMPLES(remind, "remind tutors\twhat tutors would be told; nothing is sent",
         "remind 9AB\tthe message in which that form stands",
         "remind from today to \"end of term\"\twhat will go out on which day, if nothing more is recorded",
         "remind zoe --show\tto whom each of her matters goes, and who was told",
         "remind tutors --drafts\twrites each message as a file that a mail program opens ready to send",
         "remind --send\tsends what is due, after a preview");
OPTIONS(remind, { "drafts", NULL, "write them into outbox/, to be sent by hand" },
        { "send", NULL, "send them by the way that people.lua names, once the count was typed" },
        { "again", NULL, "also to whoever was written to this week or this term" },
        { "show", NULL, "of pupils: to whom each matter goes, who was told, when next" },
        { "texts", NULL, "each message in full; in data with --names" });

ARGUMENTS(send, { ARGUMENT_TEXT, NULL, "DAY or FILE", false, false });
EXAMPLES(send, "send\tevery draft and whatever waits, after a preview", "send 2027-06-07\tthose of one day",
         "send outbox/2027-06-07/tutor-9AB.eml\tone draft");

ARGUMENTS(settle, { ARGUMENT_WORD, NULL, "MESSAGE", true, true }, { ARGUMENT_WORD, NULL, "arrived, again or drop", false, true });
EXAMPLES(settle, "settle 41 arrived\tit came, or was sent by hand", "settle 41 42 again\tthe same messages once more",
         "settle all drop\tall of which nobody knows are closed");

EXAMPLES(outbox, "outbox\teach message, and what became of it");

ARGUMENTS(report, { ARGUMENT_REPORT, NULL, "NAME", false, false }, WHO, AS_OF);
EXAMPLES(report, "report\twhich reports there are", "report overview\tone page on how the policy stands",
         "report passport zoe\tone side for one pupil; with a form, one for each",
         "report policy --public\tthe whole policy with the school's choices, for the website",
         "report statement\tthe provider access statement, and what must be on the website");
OPTIONS(report, { "out", "FILE", "of report policy and report statement: where to; the ending says how: .html, .md or .txt" },
        { "public", NULL, "of report policy: without how each clause stands" },
        { "large", NULL, "of report passport: in 18 point type" }, PROFILE);

ARGUMENTS(export, { ARGUMENT_WORD, NULL, "KIND", false, false });
EXAMPLES(export, "export\tlists the kinds, and what left last", "export intentions --output intentions.xlsx\ta list for the council",
         "export intentions --encrypt\tsealed for a passphrase");

ARGUMENTS(unseal, { ARGUMENT_FILE, NULL, "FILE", false, true });
OPTIONS(unseal, { "passphrase-file", "FILE", "the passphrase is the first line of that file" },
        { "key", "FILE", "the secret key of the pair that it was sealed for" });
EXAMPLES(unseal, "unseal la-2026-11-27.csv.sealed\tasks for the passphrase and writes la-2026-11-27.csv",
         "unseal la.csv.sealed --key council\twith a secret key");

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
      .team_only = "it is the careers team's own screen, with small numbers and names",
      .group = GROUP_START,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[as of DATE]",
      .about = "One screen: last import, what is late by owner, what runs out soon.",
      LISTED(today),
      .examples = today_examples,
      .run = today_run },
    { .name = "doctor",
      .group = GROUP_START,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "",
      .about = "Looks whether everything is in order, and says what mends what is not.",
      .examples = doctor_examples,
      .run = doctor_run },
    { .name = "backup",
      .group = GROUP_START,
      .effect = EFFECT_WRITES,
      .needs_school = true,
      .drops_old = true,
      .usage = "",
      .about = "Makes a checked copy of the records (school.db; policy.lua and the like are yours to copy).",
      .examples = backup_examples,
      .run = backup_run },
    { .name = "restore",
      .group = GROUP_START,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "[COPY]",
      .about = "Puts a copy of the records back; those of now are set aside as a copy.",
      .way_back = "Restoring the copy that was set aside takes it back.",
      LISTED(restore),
      OPTED(restore),
      .examples = restore_examples,
      .run = backup_restore_run,
      .apply = backup_restore_apply },
    { .name = "import",
      TEAM_CHANGES,
      .group = GROUP_BRING_IN,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "[FILE...] [as RECIPE] [into KIND] [sheet SHEET]",
      .about = "Brings in files from the school's systems, after a preview.",
      LISTED(import),
      OPTED(import),
      .examples = import_examples,
      .run = import_run,
      .apply = import_apply },
    { .name = "record",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "KIND [WHO] on DATE [to DATE] [with ORGANISATION] [by STAFF] [FIELD=VALUE ...] [except WHO]",
      .about = "Records what happened, after a preview; a day to come makes a plan.",
      LISTED(record),
      OPTED(record),
      .examples = record_examples,
      .run = record_run,
      .apply = record_apply },
    { .name = "met",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "employer or provider, WHO on DATE with ORGANISATION [FIELD=VALUE ...] [except WHO]",
      .about = "Records that pupils met an employer or a provider.",
      LISTED(met),
      OPTED(met),
      .examples = met_examples,
      .run = record_met_run,
      .apply = record_apply },
    { .name = "interviewed",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO on DATE by STAFF [FIELD=VALUE ...]",
      .about = "Records a guidance interview.",
      LISTED(interviewed),
      OPTED(interviewed),
      .examples = interviewed_examples,
      .run = record_interviewed_run,
      .apply = record_apply },
    { .name = "visited",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO on DATE [to DATE] with ORGANISATION for HOURS [FIELD=VALUE ...] [except WHO]",
      .about = "Records time at a workplace.",
      LISTED(visited),
      OPTED(visited),
      .examples = visited_examples,
      .run = record_visited_run,
      .apply = record_apply },
    { .name = "mark",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "OUTCOME WHO in ACTIVITY",
      .about = "Says who came and who did not: attended, absent, declined, excused, invited.",
      LISTED(mark),
      .examples = mark_examples,
      .run = mark_run,
      .apply = mark_apply },
    { .name = "confirm",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "ACTIVITY [FIELD=VALUE ...] [except WHO]",
      .about = "A plan was carried out: who was invited attended, the others were absent.",
      LISTED(confirm),
      .examples = confirm_examples,
      .run = mark_confirm_run,
      .apply = mark_apply },
    { .name = "correct",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "ACTIVITY [WHO] [FIELD=VALUE ...] [on DATE] [with ORGANISATION]",
      .about = "Changes a record that is there, cancels it or takes it out.",
      LISTED(correct),
      OPTED(correct),
      .examples = correct_examples,
      .run = mark_correct_run,
      .apply = mark_apply },
    { .name = "waive",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO CLAUSE because REASON until DATE by ROLE [from DATE]",
      .about = "Exempts a pupil from a clause for a time, where the policy allows it.",
      LISTED(waive),
      OPTED(waive),
      .examples = waive_examples,
      .run = waive_run,
      .apply = waive_apply },
    { .name = "attest",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "CLAUSE because TEXT by ROLE or STAFF",
      .about = "Writes down that somebody answers for what no record can show.",
      LISTED(attest),
      .examples = attest_examples,
      .run = waive_attest_run,
      .apply = waive_apply },
    { .name = "hold",
      TEAM_CHANGES,
      .group = GROUP_RECORD,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO because TEXT [until DATE]",
      .about = "Keeps a pupil's records from being deleted.",
      LISTED(hold),
      OPTED(hold),
      .examples = hold_examples,
      .run = waive_hold_run,
      .apply = waive_apply },
    { .name = "retain",
      TEAM_CHANGES,
      .writing_option = "delete",
      .way_back = "What was deleted does not come back, by undo or from a copy.",
      .group = GROUP_RECORD,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[WHO] [--delete] [because TEXT] [as of DATE]",
      .about = "Whose records are past their keep date; with --delete they go.",
      LISTED(retain),
      OPTED(retain),
      .examples = retain_examples,
      .run = retain_run,
      .apply = retain_apply },
    { .name = "undo",
      TEAM_CHANGES,
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
      .usage = "WHO, ACTIVITY or CLAUSE [as of DATE]",
      .about = "One pupil, one record or one clause on a card.",
      LISTED(show),
      OPTED(show),
      .examples = show_examples,
      .run = show_run },
    { .name = "find",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "TEXT",
      .about = "Pupils, staff, organisations, records and clauses by a part of their name.",
      LISTED(find),
      OPTED(find),
      .examples = find_examples,
      .run = seek_run },
    { .name = "list",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[WHAT] [WHO] [where FIELD VALUE] [from DATE] [to DATE] [with ORGANISATION]",
      .about = "What the records hold, as a table: pupils, activities, one kind ...",
      LISTED(list),
      OPTED(list),
      .examples = list_examples,
      .run = list_run },
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
    { .name = "codes",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[LIST]",
      .about = "The code lists of school and council data, with the school's own labels (codes.lua).",
      LISTED(codes),
      .examples = codes_examples,
      .run = codes_run },
    { .name = "audiences",
      .group = GROUP_LOOK,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "[NAME]",
      .about = "Who may see what of a pupil, with what the school changed (audiences.lua).",
      LISTED(audiences),
      .examples = audiences_examples,
      .run = audiences_run },
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
      TEAM_MESSAGES,
      .group = GROUP_TELL,
      .effect = EFFECT_READS,
      .needs_school = true,
      .writing_option = "drafts",
      .leaving_option = "send",
      .usage = "[WHO or ROLE] [--drafts or --send] [from DATE to DATE] [as of DATE]",
      .about = "Shows the messages that are due, writes them as drafts, or sends them.",
      LISTED(remind),
      OPTED(remind),
      .examples = remind_examples,
      .run = remind_run,
      .apply = remind_letters_apply },
    { .name = "send",
      TEAM_MESSAGES,
      .group = GROUP_TELL,
      .effect = EFFECT_LEAVES,
      .needs_school = true,
      .usage = "[DAY or FILE]",
      .about = "Sends the messages that lie ready in the outbox.",
      LISTED(send),
      .examples = send_examples,
      .run = outbox_send_run,
      .apply = outbox_send_apply },
    { .name = "settle",
      TEAM_MESSAGES,
      .group = GROUP_TELL,
      .effect = EFFECT_LEAVES,
      .needs_school = true,
      .usage = "MESSAGE... arrived, again or drop",
      .about = "Says what became of messages of which nobody knows.",
      LISTED(settle),
      .examples = settle_examples,
      .run = settle_run,
      .apply = settle_apply },
    { .name = "outbox",
      TEAM_MESSAGES,
      .group = GROUP_TELL,
      .effect = EFFECT_READS,
      .needs_school = true,
      .usage = "",
      .about = "Lists the messages and what became of each.",
      .examples = outbox_examples,
      .run = outbox_run },
    { .name = "snooze",
      TEAM_CHANGES,
      .group = GROUP_TELL,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO CLAUSE until DATE because TEXT",
      .about = "No reminders about it until a day.",
      LISTED(snooze),
      OPTED(snooze),
      .examples = snooze_examples,
      .run = waive_snooze_run,
      .apply = waive_apply },
    { .name = "in-hand",
      TEAM_CHANGES,
      .group = GROUP_TELL,
      .effect = EFFECT_CHANGES,
      .needs_school = true,
      .usage = "WHO CLAUSE because TEXT",
      .about = "Somebody is at it: whoever has to do it gets no letter about it until it is over.",
      LISTED(in_hand),
      OPTED(in_hand),
      .examples = in_hand_examples,
      .run = waive_in_hand_run,
      .apply = waive_apply },
    { .name = "calendar",
      .group = GROUP_TELL,
      .effect = EFFECT_WRITES,
      .needs_school = true,
      .takes_output = true,
      .usage = "[year, visits or interviews]",
      .about = "Calendar files: the year's dates, visits, invitations to interviews.",
      LISTED(diary),
      OPTED(diary),
      .examples = diary_examples,
      .run = diary_run },
    { .name = "report",
      .group = GROUP_REPORT,
      .effect = EFFECT_WRITES,
      .needs_school = true,
      .usage = "[NAME] [WHO] [as of DATE]",
      .about = "Writes a report as one page that opens in any browser.",
      LISTED(report),
      OPTED(report),
      .examples = report_examples,
      .run = report_run },
    { .name = "export",
      .group = GROUP_REPORT,
      .effect = EFFECT_LEAVES,
      .needs_school = true,
      .usage = "KIND ...",
      .about = "Makes a file for somebody outside: shows what, about whom and why, and asks first.",
      LISTED(export),
      .examples = export_examples,
      .verbs = EXPORT_VERBS,
      .run = exports_run },
    { .name = "unseal",
      .group = GROUP_REPORT,
      .effect = EFFECT_WRITES,
      .takes_output = true,
      .usage = "FILE [--output FILE]",
      .about = "Opens a file that was sealed with export.",
      LISTED(unseal),
      OPTED(unseal),
      .examples = unseal_examples,
      .run = unseal_run },
};
const size_t COMMAND_COUNT = COUNT_OF(COMMANDS);
