/* SPDX-License-Identifier: GPL-3.0-or-later
 * topics - see topics.h.
 * Owns:  the text of the topics.
 * Must not know: how a page is drawn.
 */
#include "shell/topics.h"

#include <string.h>

#define MOST_FIELDS 64

static const struct topic_line DATES[] = {
    { NULL, "Days are read day first, as people in England write them." },
    { "7/9/2026, 7-9-26", "7 September 2026" },
    { "7 Sep, 7 september", "the same; a day without a year is the one nearest in this school year" },
    { "2026-09-07", "the same, as data has it" },
    { "today, next monday", "also yesterday, tomorrow, last friday" },
    { "end of year", "the last school day of this school year" },
    { "end of term", "the last school day of this term, from terms.lua" },
    { "next school day", "and last school day: weekends, holidays, INSET days and bank holidays are passed over" },
    { NULL, "A date that does not exist is refused, never rolled on. Signpost prints Monday 7 September 2026 for people and 2026-09-07 in data." },
    { NULL, "Any word takes a day to judge on:  check 9AB as of 31 mar   or   --as-of 2027-03-31. At the prompt  as of 31 mar  holds until  as of today." },
    { NULL, NULL },
};

static const struct topic_line LUA[] = {
    { NULL, "At the prompt a line that begins with no word of Signpost is Lua. An expression shows its value, a statement runs." },
    { "1 + 1", "shows 2" },
    { "x = 7", "keeps a variable; it lives until you leave" },
    { "it", "the rows of the last result;  #it  counts them,  it[1].pupil  is a cell" },
    { "check { who = \"9AB\" }", "every word is also a function that takes a table; a hyphen becomes an underscore" },
    { "for _, r in ipairs(it)", "goes through the rows:  for _, r in ipairs(it) do print(r.pupil) end" },
    { NULL, "An entry that is not finished goes on in the next line. A blank line or Ctrl-C gives it up. A name declared with local ends with its entry." },
    { NULL, "signpost run FILE.lua  runs a script with the same functions. A script that changes records needs  --allow changes  as well." },
    { NULL, NULL },
};

static const struct topic_line RECIPE[] = {
    { NULL, "A recipe says how a file is read whose headings Signpost does not know. At a terminal  import FILE  asks what the file and its columns are, and offers to write the recipe. It is imports/NAME.lua in the school's folder, to be read and edited. Say the office exports a file office.csv:" },
    { NULL, "Pupil ref,Nachname,Rufname,Born on,Grp,Support,Bus\n"
            "2101,Zander,Uwe,13/09/2012,9AH,Plan,12\n"
            "2102,Ziegler,Ute,14/09/2012,9AH,-,7" },
    { NULL, "Then imports/office.lua is:" },
    { NULL, "recipe \"office\" {\n"
            "  file = \"office*.csv\",\n"
            "  into = \"pupils\",\n"
            "  columns = {\n"
            "    [\"Pupil ref\"] = \"admission_no\",\n"
            "    [\"Nachname\"] = \"surname\",\n"
            "    [\"Rufname\"] = \"first_name\",\n"
            "    [\"Born on\"] = \"dob\",\n"
            "    [\"Grp\"] = \"form\",\n"
            "    [\"Support\"] = \"sen\",\n"
            "  },\n"
            "  words = { sen = { [\"Plan\"] = \"ehcp\", [\"-\"] = \"none\" } },\n"
            "  ignore = { \"Bus\" },\n"
            "  dates = \"day first\",\n"
            "}" },
    { "import office.csv as office", "reads that file by it; the preview shows each column and what it is used as" },
    { "import as office", "reads the newest file of imports/ whose name fits  file  (* stands for any letters)" },
    { "import office.csv as office --save", "also keeps what this import showed: columns that it knows, words that you accepted. What you wrote yourself stays; without such a recipe a new one is written" },
    { NULL, "What may stand in it; each may be left out:" },
    { "file", "the name of the file" },
    { "into", "what the file is: pupils, staff, terms, activities, register, ticks, interviews, ehc-reviews, offers, leavers, la-notices, la-instructions, la-shares, destinations, chases, career-plans, explored, agreed-actions, intentions, applications, starts, study, peps, referrals, risk-reviews, named-persons, transition-plans, self-reviews, erasures, exemptions, evidence; or a kind of record (help kinds)" },
    { "columns", "your heading = the field. Headings that Signpost knows need no line" },
    { "", "pupils: upn or admission_no, surname and first_name or name, dob, year or form; also uln, known_as, sex, enrolment, sen, care, risk, disadvantaged, fsm, eal, placement, address, postcode, parent, contact, admitted_on, left_on" },
    { "", "activities: reference, kind, date; also last_day, years, title, organisation, type" },
    { "", "register: upn or admission_no, reference, outcome" },
    { "", "ticks: upn or admission_no, and a column for each activity: its heading begins with the reference (A0001 Careers talk), or a line gives it:  [\"Attended\"] = \"A0001\"" },
    { "", "interviews: upn or admission_no, date, outcome; also adviser, adviser_level, followed_up_on" },
    { "", "staff: key (the short name), role; also first_name, surname, title, form, department, email, level" },
    { "words", "by field: what a cell says = what it stands for:  sen  none, support, ehcp;  outcome  attended, absent, declined, excused, invited;  yes and no. The word  codes  lists the codes of school data" },
    { "ignore", "headings that nobody needs. With this line the recipe is complete: a file with other headings is not read until you have looked" },
    { "dates", "\"day first\", \"month first\" or \"iso\", where the file leaves it open" },
    { "whole_school", "true: pupils who are missing from the file have left" },
    { "accept, same", "rows that look wrong and were found right, as  --accept  and  --same  say it" },
    { NULL, NULL },
};

static const struct topic_line CODES[] = {
    { NULL, "How a command ended, for scripts and timers. No option changes what a code means." },
    { "0", "it ran, and nothing is at or above the gate" },
    { "1", "the gate was crossed (a must is overdue or missed), or a policy test failed" },
    { "2", "it ran but does not decide: too much is not known, an import is too old, rows were left out" },
    { "3", "the policy, a kind or a test is wrong; nothing was judged" },
    { "4", "the request is wrong: an unknown word, option, person or clause, nothing selected, --yes missing" },
    { "5", "a file, the database, the disk or the mail server said no" },
    { "6", "a check function of a rule failed; the other findings stand" },
    { "7", "a mistake in Signpost" },
    { "130", "you stopped it; nothing is half done" },
    { NULL, "When several apply, the first of 130, 7, 5, 4, 3, 6, 1, 2, 0 is given." },
    { NULL, NULL },
};

static const struct topic_line ACCESSIBILITY[] = {
    { NULL, "Nothing is said by colour, position or movement alone: each status is a word and a shape, and colour comes on top." },
    { "--plain", "for screen readers and braille lines: no frames and no shapes, one sentence a record, cards as label: value" },
    { "plain on", "the same at the prompt" },
    { "--color never", "no colour; so does the variable NO_COLOR" },
    { "TERM=dumb", "frames in ASCII, a plain prompt without redrawing" },
    { "a narrow window", "below 60 columns tables become cards; names are never cut" },
    { "pager off", "long answers are not shown page by page" },
    { NULL, "Reports are HTML that works at 200 % zoom, at 320 pixels and on paper, with tables beside every chart." },
    { NULL, NULL },
};

static const struct topic_line PROMPT[] = {
    { NULL, "signpost  alone opens the prompt. It takes the words of the command line, and Lua." },
    { "Tab", "completes words, names, forms, clauses, files" },
    { "Up, Down", "earlier entries that begin with what is typed; Ctrl-R searches anywhere" },
    { "more", "the next rows of the last table" },
    { "check?", "help for a word" },
    { "-- a remark", "two hyphens and a space begin a comment; it stays in the history" },
    { "Ctrl-C", "clears the line, leaves an unfinished entry, stops a running word" },
    { "Ctrl-D", "leaves, as quit does" },
    { NULL, "History is kept in $XDG_STATE_HOME/signpost/history (else ~/.local/state/signpost/history), readable by you alone; what follows because is not kept. history off  keeps none for this session." },
    { NULL, "When lines come from a pipe they are carried out one by one, without questions, and the exit code is the worst of all; --echo shows the lines too." },
    { NULL, NULL },
};

static const struct topic_line COMPLETION[] = {
    { NULL, "In bash, Tab completes words, names, forms and clauses after this line, which belongs into ~/.bashrc:" },
    { "bash", "eval \"$(signpost complete)\"" },
    { NULL, NULL },
};

static const struct topic_line MAIL[] = {
    { NULL, "Who holds which role, and how messages leave, stands in people.lua; the latter in its mail { ... }. Until the line trial_to goes, all of it goes to that one address." },
    { "staff \"JP\" { }", "one person, as well in people.lua:  name = \"J. Patel\", email = \"...\", roles = { \"tutor\" }, form = \"9AB\"  and title, department, from, ends, deputy, away" },
    { "send_by = \"drafts\"", "remind --drafts  writes files that your mail program opens ready to send. Start here." },
    { "send_by = \"smtp\"", "a mail server:  smtp = { host = \"...\", port = 587, user = \"...\", token = { \"PROGRAM\" } }.  TLS always; ca_file = \"...\" names a CA of your own" },
    { "send_by = \"sendmail\"", "a program of this computer, as msmtp, nullmailer or postfix offer it:  sendmail = \"/usr/sbin/sendmail\"" },
    { "Microsoft 365", "smtp.office365.com, port 587, token: IT allows an application to send by SMTP for that one mailbox. Passwords are off by default from the end of 2026" },
    { "Microsoft 365, relay", "the tenant's mail-protection name, port 25, no user: IT makes a connector for the server's fixed address; own domains only" },
    { "Google Workspace", "smtp-relay.gmail.com, port 587, no user: the administrator allows the server's address;  or smtp.gmail.com with a token" },
    { "token", "a program that prints one access token;  password_command  prints a password;  password_file  is a file outside the school's folder with chmod 600" },
    { "also = { \"...\" }", "single addresses outside  domains  that may be written to" },
    { "all_clear = true", "whoever was told of something this term and has nothing left hears so, once a term;  staff \"JP\" { all_clear = true }  (or false) says it for one person" },
    { "pace = 10", "messages a minute at most. Nothing goes between 18:00 and 07:00 or on days without school" },
    { NULL, "doctor  connects, signs in and leaves without sending. The providers move these settings: IT knows what holds today." },
    { NULL, "outbox  lists the messages. Of one whose answer never came nobody knows: ask, then  settle 41 arrived,  settle 41 42 again  or  settle all drop." },
    { NULL, NULL },
};

static const struct topic_line MESSAGES[] = {
    { NULL, "What reminders say, and which days they know of, ships with Signpost. Two files beside people.lua say it otherwise; neither has to be there." },
    { "messages.lua", "message \"greeting\" { says = \"Hello {{reader}}\" }" },
    { "", "one text in place of the one that ships: its name, and a line of words. What stands in {{ }} is filled in; a text may use those of the one that ships. A name that is not one is refused with the nearest" },
    { "reminders.lua", "without { \"compass-july\" }" },
    { "", "occasion \"open-evening\" { title = \"book the hall\", day = \"10-01\", before = 21, to = \"careers_leader\" }" },
    { "", "a day that ships is left out, one of the school's own is added: each year (\"10-01\") or once (\"2027-10-01\"), so many days before, to a role of the policy" },
    { NULL, "remind tutors  shows one message in full as it would go, with your words; nothing is sent. policy check  and  doctor  say what is wrong in either file." },
    { NULL, "The names of the texts, and what each is:" },
    { "subject-one", "the subject, when there is one matter" },
    { "subject-pupils", "the subject, when several things are for pupils" },
    { "subject-things", "the subject, when the school itself has something to do" },
    { "subject-passed", "the subject of what others leave undone" },
    { "subject-missing", "the subject, when only answers are missing" },
    { "subject-done", "the subject, when all of it is done" },
    { "subject-clear", "the subject, when nothing is left to do" },
    { "greeting", "the first line" },
    { "opening-group", "how a form or department stands" },
    { "opening", "how things stand, without a form" },
    { "deputy", "to who reads for somebody away" },
    { "deputy-part", "the same, where part of it is for somebody away" },
    { "nobody", "over the posts that nobody holds" },
    { "unreached", "over the people whom mail can not go to" },
    { "hidden", "in place of what the reader may not see" },
    { "hidden-who", "in place of names the reader may not see" },
    { "more", "after a list that was cut, to those who do not use Signpost" },
    { "more-own", "the same, to those who do" },
    { "told", "what was told before and is still open" },
    { "serves", "that one event can serve two things" },
    { "passed", "over what others leave undone" },
    { "passed-do", "what to do about that" },
    { "passed-do-own", "the same, to those who use Signpost" },
    { "missing", "over what is not recorded" },
    { "chance", "an event to come that would help" },
    { "done", "over what is done" },
    { "done-group", "that a form has nothing left of it" },
    { "done-thing", "that nothing is left of it" },
    { "clear", "that nothing is left of what was told this term" },
    { "clear-last", "that the last thing is done" },
    { "clear-quiet", "that there was nothing this term" },
    { "why-clear", "how often that comes, and how to stop it" },
    { "quotes", "over the clauses of the policy" },
    { "quote", "a clause of the policy, in its own words" },
    { "reply", "how to say that something is done, by a reply" },
    { "reply-school", "the same, where it is about nobody" },
    { "reply-own", "the same, to those who record it themselves" },
    { "reply-missing", "how to say what is not recorded, by a reply" },
    { "reply-missing-own", "the same, to those who record it themselves" },
    { "why", "why this reader, with the clauses" },
    { "why-plain", "the same, without clauses" },
    { "why-told", "the same, to who was told before" },
    { "list-daily", "when the next may come: what is urgent" },
    { "list-weekly", "when the next may come: by week" },
    { "list-termly", "when the next may come: by term" },
    { "list-mixed", "when the next may come: by week, what is urgent in between" },
    { "other", "what to do when it is somebody else's job" },
    { NULL, NULL },
};

static const struct topic_line REMINDERS[] = {
    { NULL, "Who hears of what, and when, follows from the policy: each promise names the role that answers for it and a plan; people.lua and the staff say who holds the role." },
    { "remind", "shows today's messages, one in full; nothing is sent" },
    { "remind 9AB --show", "of each pupil's matters: to whom it goes, who was told, when the next comes" },
    { "remind --send", "sends after you agree;  --drafts  writes files that your mail program opens.  help mail  says how messages leave" },
    { "one list", "a person has one message a day at most, and no list more often than the plan says: by week, by term; never at weekends, in holidays or at night" },
    { "told once", "what was told is not told again before its next step. A message that was refused, or given up, does not count as told:  doctor  and  today  name the person" },
    { "done", "record it, and it is off the list" },
    { "in-hand", "in-hand zoe 4.9.2 because \"booked\"  stops the reminders of one thing for a while;  snooze  keeps them quiet until a day" },
    { "away", "while somebody is away the deputy reads; a role that nobody holds is told to the careers leader" },
    { "trial_to", "while this line stands in mail { } everything goes to that one address. It then holds what is meant for all, pupils' care and needs as well: choose somebody who may see that" },
    { NULL, "help messages  says how to change the words and the days of the year;  help unattended  how it runs by itself." },
    { NULL, NULL },
};

static const struct topic_line UNATTENDED[] = {
    { NULL, "Signpost can run each school morning by itself, by cron or systemd. The folder examples/unattended that comes with it holds both, for one school or several." },
    { "once before", "import FILE as mis --save  keeps how your export is read;  check --news --keep  so that only what is new is said from then on" },
    { "import as mis --yes --quiet", "reads the export again. Code 2: some rows were left out, go on; any other but 0: stop, so that nobody is written to from old records" },
    { "remind --send --yes --quiet", "writes to whom it is time to write;  people.lua  says how messages leave, and there must be no line  trial_to" },
    { "check --news --keep", "what is new since the run before, with pupils' names: let its mail go to a box that only the data manager reads" },
    { "on Sundays", "journal --verify --quiet  and  retain --news" },
    { NULL, "cron needs a line PATH= with the folder of  command -v signpost . All of these are silent when nothing is new.  help exit-codes  says what the codes mean." },
    { NULL, NULL },
};

static const struct topic_line READERS[] = {
    { NULL, "Who may see what of a pupil stands in one table;  audiences  shows it. Data go through it before there is text: what a reader may not see is left out." },
    { "--profile NAME", "of check, show, list, find, why, journal and report overview: as that reader may see it" },
    { "audiences tutor", "what is shown to tutors;  audiences sen  who is shown that" },
    { "audiences.lua", "withhold \"risk\" { from = { \"slt\" } }   allow \"sen\" { to = { \"adviser\" }, reason = \"They are at every review.\" }" },
    { "other words", "are for the careers team alone and say so: what changes records, what would leave, messages, today" },
    { NULL, "Notes: the kind of a record decides who may read it, not a mark on the single note. Agreed actions, careers plans, what was explored and self-reviews are written with the pupil, and the pupil and those who work with the pupil may read them (notes_pupil). What professionals write for each other belongs into a referral, a risk review, a PEP or an EHC review: those are withheld as care, risk and SEND are. The title of a meeting says what it was, and everybody who may see the record reads it: write nothing private there." },
    { NULL, "A pupil may ask to see all of it:  export record." },
    { NULL, NULL },
};

const struct topic TOPICS[] = {
    { "dates", "how days are written", DATES },
    { "lua", "Lua at the prompt and in scripts", LUA },
    { "recipe", "how a file is read whose headings are your own", RECIPE },
    { "prompt", "keys, history, entries of several lines", PROMPT },
    { "exit-codes", "what the exit codes mean", CODES },
    { "accessibility", "plain output, colour, narrow windows", ACCESSIBILITY },
    { "completion", "Tab in bash", COMPLETION },
    { "reminders", "who hears of what and when, and how to hold it", REMINDERS },
    { "messages", "the words and the days of reminders: messages.lua, reminders.lua", MESSAGES },
    { "mail", "how messages leave: drafts, a mail server, a program", MAIL },
    { "unattended", "each school morning by itself: cron, systemd", UNATTENDED },
    { "readers", "who may see what: profiles, notes, audiences.lua", READERS },
};
const size_t TOPIC_COUNT = COUNT_OF(TOPICS);

/* What people type who look for a page: the name of a file, or the plural. */
static const struct { const char *asked, *topic; } ALSO[] = {
    { "people.lua", "mail" }, { "people", "mail" }, { "mail.lua", "mail" }, { "drafts", "mail" }, { "messages.lua", "messages" }, { "reminders.lua", "messages" },
    { "audiences.lua", "readers" }, { "cron", "unattended" }, { "systemd", "unattended" },
};

const struct topic *topics_find(struct str name) {
    for (size_t i = 0; i < COUNT_OF(ALSO); i++)
        if (str_equal_fold_ascii(name, str_from(ALSO[i].asked))) return topics_find(str_from(ALSO[i].topic));
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        if (str_equal_fold_ascii(name, str_from(TOPICS[i].name))) return &TOPICS[i];
    return NULL;
}

void topics_page(struct page *page, const struct topic *topic) {
    struct labelled fields[MOST_FIELDS];
    size_t count = 0;
    page_lead(page, str_from(topic->name), str_from(topic->about));
    for (const struct topic_line *line = topic->lines; line->text; line++) {
        if (line->label) {
            bug_if(count == COUNT_OF(fields));
            fields[count++] = (struct labelled){ str_from(line->label), str_from(line->text) };
            continue;
        }
        if (count) page_fields(page, fields, count);
        count = 0;
        if (strchr(line->text, '\n')) page_verbatim(page, str_from(line->text));
        else page_paragraph(page, str_from(line->text));
    }
    if (count) page_fields(page, fields, count);
}
