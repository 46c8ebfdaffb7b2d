-- SPDX-License-Identifier: GPL-3.0-or-later
-- guide: the page of every problem that the author of a policy can meet.  Data only; help and code hosting show it.
--
-- why:  why this is a problem, for somebody who does not write programs
-- bad:  an example that gives the problem;  good: the same, mended.  Both are run by a test.
-- A line "-- in NAME" says in which file of a school's or trust's folder the lines below it stand; without one they stand
-- in policy.lua, below its first line.

local own = "-- in policies/own/policy.lua\n"
local overlay = ' of = "ept-2022", version = "1", from = "2022-09-01",\n  reason = "Agreed.", approved = "2022-07-01", approved_by = "Trust Board" }\n'

return {
  codes = {
    -- writing
    ["missing-comma"] = {
      why = "Between two parts of a list in curly brackets stands a comma. One at the end of every line never hurts.",
      bad = 'choose "ebacc" { "keep" reason = "Offered to all." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["open-list"] = {
      why = "Every { needs its }, and every ( its ). The caret shows the bracket that was opened and never closed.",
      bad = 'choose "ebacc" { "keep", reason = "Offered to all."',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["open-text"] = {
      why = "A text begins and ends with a straight quote, in one line. A text over several lines stands between [[ and ]].",
      bad = 'choose "ebacc" { "keep", reason = "Offered to all. }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["space-needed"] = {
      why = "Two signs that stand close together are read as one sign of another meaning. A space keeps them apart.",
      bad = "local days <const>= 3",
      good = "local days <const> = 3",
    },
    ["load"] = {
      why = "The file is run once to find out what it says, and one of its lines can not be carried out: it reckons with "
        .. "something that is no number, or uses something as what it is not.",
      bad = 'local few = { 3 }\namend "param/leaver_days" { tighten = { ["2027-09-01"] = few - 1 }, reason = "Agreed." }',
      good = 'local few = 3\namend "param/leaver_days" { tighten = { ["2027-09-01"] = few - 1 }, reason = "Agreed." }',
    },
    ["syntax"] = {
      why = "The file can not be read from here on. The slip is often just before the caret: a sign too many, a bracket of "
        .. "the wrong sort, an equals sign where none belongs.",
      bad = 'choose = "ebacc" { "keep", reason = "Offered to all." } }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["bytecode"] = {
      why = "The file is a program made by a machine, which nobody can read and check. A policy is text.",
      bad = "\27Lua",
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["odd-characters"] = {
      why = "A word processor puts curly quotes for straight ones, and some programs save letters in an old code. Use a plain "
        .. "text editor (Notepad will do) and save the file as UTF-8.",
      bad = "choose “ebacc” { “keep”, reason = “Offered to all.” }",
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["bidi"] = {
      why = "An invisible character turns the writing direction, so that the line does not say what it seems to say. It may come "
        .. "in with a copied text. Type the line again.",
      bad = 'choose "ebacc" { "keep", reason = "Offered\u{202E} to all." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["mixed-script"] = {
      why = "A word mixes letters of two alphabets that look the same, as Latin a and Cyrillic а. It will not be found under the "
        .. "name that you see. Type the word again.",
      bad = 'choose "ebacc" { "keep", reason = "Offered to \u{430}ll." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["budget"] = {
      why = "Reading a policy takes a moment. A file that goes on for ever, or grows without end, is stopped, and so is one that is "
        .. "larger or deeper than any policy needs.",
      bad = "while true do end",
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },

    -- names and values
    ["unknown-word"] = {
      why = "The language has no such word: it is misspelt, or it is a text and wants quotes, or an equals sign is missing after a name.",
      bad = 'chose "ebacc" { "keep", reason = "Offered to all." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["unknown-field"] = {
      why = "Each word has its own fields, and this is none of them.  help encounter  lists those of an encounter, and so on.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = encounter { meaningfull = true },\n    when = each_school_year(), owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = encounter { meaningful = true },\n    when = each_school_year(), owner = role.tutor } }',
    },
    ["unknown-code"] = {
      why = "A field that holds one of several codes holds only those.  help encounter  lists the fields of an encounter with their codes.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils { sen = "ehpc" }, have = guidance {},\n    when = each_school_year(), owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils { sen = "ehcp" }, have = guidance {},\n    when = each_school_year(), owner = role.tutor } }',
    },
    ["duplicate-field"] = {
      why = "A list that has one field twice could mean either of the two, so neither is taken.",
      bad = 'choose "ebacc" { "keep", reason = "Offered to all.", reason = "As before." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all, as before." }',
    },
    ["wrong-type"] = {
      why = "Here belongs a value of another sort: a text in quotes, a plain number, true or false, or a list in curly brackets. "
        .. "Clause numbers are texts, for 4.10 and 4.1 are one number.",
      bad = 'amend "param/leaver_days" { tighten = { ["2027-09-01"] = "three" }, reason = "Agreed with the council." }',
      good = 'amend "param/leaver_days" { tighten = { ["2027-09-01"] = 3 }, reason = "Agreed with the council." }',
    },
    ["bad-date"] = {
      why = "In a policy a date is written year first, in quotes, as data has it; and the day must exist.",
      bad = 'amend "param/leaver_days" { tighten = { ["01/09/2027"] = 3 }, reason = "Agreed with the council." }',
      good = 'amend "param/leaver_days" { tighten = { ["2027-09-01"] = 3 }, reason = "Agreed with the council." }',
    },
    ["bad-choice"] = {
      why = "The value is of the right sort, and none of those that can stand here. The message says which can.",
      bad = 'choose "ebacc" { "maybe", reason = "To be seen." }',
      good = 'choose "ebacc" { "keep", reason = "To be seen again next year." }',
    },
    ["window-subject"] = {
      why = "When something is due is reckoned from the people it is about. Year groups, ages and admission days belong to pupils; the "
        .. "school as a whole has none.",
      bad = 'add "7.0.1/evening" { reason = "Our own.",\n  should { title = "an evening", who = the_school {}, have = alumni {}, when = by_age(16), owner = role.careers_leader } }',
      good = 'add "7.0.1/evening" { reason = "Our own.",\n  should { title = "an evening", who = the_school {}, have = alumni {}, when = each_school_year(), owner = role.careers_leader } }',
    },
    ["kind-subject"] = {
      why = "Some records are about one pupil, some about one member of staff, some about the school. A rule counts those of the people "
        .. "it is about.",
      bad = 'add "7.0.1/evening" { reason = "Our own.",\n  should { title = "an evening", who = pupils {}, have = post {}, when = each_school_year(), owner = role.careers_leader } }',
      good = 'add "7.0.1/evening" { reason = "Our own.",\n  should { title = "an evening", who = the_school {}, have = post {}, when = each_school_year(), owner = role.careers_leader } }',
    },
    ["each-at-school-level"] = {
      why = "What one pupil did at an event, or said about it, can be asked for in a rule about pupils. For the school the event counts as a whole.",
      bad = 'add "7.0.1/visit" { reason = "Our own.",\n  should { title = "a visit", who = the_school {}, have = encounter { prepared = true }, when = each_school_year(), owner = role.careers_leader } }',
      good = 'add "7.0.1/visit" { reason = "Our own.",\n  should { title = "a visit", who = the_school {}, have = encounter {}, when = each_school_year(), owner = role.careers_leader } }',
    },
    ["incomplete"] = {
      why = "A part is missing without which nobody could say what is meant. The message names it.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, when = each_school_year(), owner = role.tutor } }',
    },
    ["no-reads"] = {
      why = "A rule that is written as a function says in  reads  which records it looks at, so that it is judged again when one of them changes "
        .. "and sees no others.",
      bad = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt,\n    check = function(s) return met {} end } }',
      good = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s) return met {} end } }',
    },
    ["unknown-role"] = {
      why = "Who answers for a rule is one of the roles of the policy. People get their roles in people.lua.",
      bad = 'amend "4.6.4/employer-encounter" { set = { owner = role.form_tutor }, reason = "Tutors know their forms." }',
      good = 'amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }',
    },
    ["unknown-plan"] = {
      why = "When reminders go is one of the plans of the policy, as plan.standard or plan.urgent.",
      bad = 'amend "4.6.4/employer-encounter" { set = { remind = plan.urgnt }, reason = "The governors ask." }',
      good = 'amend "4.6.4/employer-encounter" { set = { remind = plan.urgent }, reason = "The governors ask." }',
    },
    ["unknown-param"] = {
      why = "Numbers that change with time have a name in the policy and are written  p.name.  This name is none of them.",
      bad = 'add "7.0.1/talks" { reason = "Our own.",\n  should { title = "talks", who = pupils {}, have = at_least(p.encounters_yearly, encounter {}), when = each_school_year(), owner = role.tutor } }',
      good = 'add "7.0.1/talks" { reason = "Our own.",\n  should { title = "talks", who = pupils {}, have = at_least(p.encounters_a_year, encounter {}), when = each_school_year(), owner = role.tutor } }',
    },
    ["unknown-table"] = {
      why = "A rule can ask a decision table of the policy by its name. There is no table of this name.",
      bad = 'add "7.0.1/sharing" { reason = "Our own.",\n  must_not { title = "data shared against a wish", who = pupils {}, when = each_school_year(), owner = role.data_manager,\n    have = la_share { level = "full", allowed = "basic" }, bind = { allowed = decide.share_levels } } }',
      good = 'add "7.0.1/sharing" { reason = "Our own.",\n  must_not { title = "data shared against a wish", who = pupils {}, when = each_school_year(), owner = role.data_manager,\n    have = la_share { level = "full", allowed = "basic" }, bind = { allowed = decide.share_level } } }',
    },
    ["unknown-target"] = {
      why = "A change names what it changes, exactly as the policy calls it: a clause \"4.6.4\", a rule \"4.6.4/employer-encounter\", a value "
        .. "\"param/leaver_days\".  signpost show 4.6.4  lists the names of a clause.",
      bad = 'drop "4.6.33" { reason = "We have none." }',
      good = 'drop "4.6.3" { reason = "We have none." }',
    },
    ["unknown-phase"] = {
      why = "in_phases names the phases of the policy, such as \"first\" and \"second\". There is no phase of this name.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils { year = years(8, 9) }, have = encounter {}, when = in_phases { "frist" }, owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils { year = years(8, 9) }, have = encounter {}, when = in_phases { "first" }, owner = role.tutor } }',
    },
    ["unknown-transition"] = {
      why = "at_transitions names the big choices that the policy knows: \"options\" in Year 9, \"post16\" in Year 11, and so on.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, when = at_transitions { "option" }, owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, when = at_transitions { "options" }, owner = role.tutor } }',
    },

    -- changing the trust's policy
    ["not-stricter"] = {
      why = "The trust's policy is the least that holds in every school. A school may ask for more: a higher number, an earlier day, more year "
        .. "groups, fewer excuses. It may not ask for less; if something can not be done here, ask the trust.",
      bad = 'amend "param/adviser_level" { tighten = { ["2022-09-01"] = 4 }, reason = "We can not find one." }',
      good = 'amend "param/adviser_level" { tighten = { ["2022-09-01"] = 7 }, reason = "All our advisers have it." }',
    },
    ["no-exemptions"] = {
      why = "The rule says that nobody is let off, as the law does. Only a change of the law, which comes as an update, can alter that.",
      bad = 'amend "4.8.6/selected-pupils-only" { set = { exempt = { reasons = { "hall" } } }, reason = "The hall is small." }',
      good = 'amend "4.8.6/selected-pupils-only" { set = { owner = role.slt }, reason = "The deputy head sees to it." }',
    },
    ["merge-conflict"] = {
      why = "Two lines change the same thing, and nobody could say which of them holds. Keep one.",
      bad = 'amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }\n'
        .. 'amend "4.6.4/employer-encounter" { set = { owner = role.slt }, reason = "The deputy head asks." }',
      good = 'amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }',
    },
    ["no-reason"] = {
      why = "Whoever reads the policy in three years, an inspector among them, wants to know why it differs here. A few words will do.",
      bad = 'amend "param/leaver_days" { tighten = { ["2027-09-01"] = 3 } }',
      good = 'amend "param/leaver_days" { tighten = { ["2027-09-01"] = 3 }, reason = "Agreed with the council." }',
    },
    ["not-open"] = {
      why = "A school may say who sees to a rule and when reminders go, ask for more, answer the policy's questions and add rules of its own. The rest "
        .. "is the trust's to change.",
      bad = 'clause "7.0.2" { title = "A clause of our own" }',
      good = 'add "7.0.1/evening" { reason = "Our own.",\n  should { title = "an evening", who = the_school {}, have = alumni {}, when = each_school_year(), owner = role.careers_leader } }',
    },
    ["not-optional"] = {
      why = "Some clauses are marked optional, and a school may drop those. The others hold in every school of the trust.",
      bad = 'drop "4.6.4" { reason = "Too much work." }',
      good = 'drop "4.6.3" { reason = "We have no Enterprise Adviser." }',
    },
    ["question-unanswered"] = {
      why = "The policy leaves a few things to each school and asks. Until there is an answer the trust's own words hold, and this reminder stays.",
      bad = '-- choose "ebacc" { "keep", reason = "Offered to all." }',
      good = 'choose "ebacc" { "keep", reason = "Offered to all." }',
    },
    ["merge-shadow"] = {
      why = "What the trust has changed already would be changed again without anybody noticing. Say that you know:  over = \"the trust's name\".",
      bad = '-- in trust.lua\namend "4.6.4/employer-encounter" { set = { owner = role.slt }, reason = "A year of attention." }\n'
        .. '-- in policy.lua\namend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }',
      good = '-- in trust.lua\namend "4.6.4/employer-encounter" { set = { owner = role.slt }, reason = "A year of attention." }\n'
        .. '-- in policy.lua\namend "4.6.4/employer-encounter" { set = { owner = role.tutor }, over = "Example Trust", reason = "Tutors know their forms." }',
    },
    ["overlay-overlap"] = {
      why = "Two overlays change one thing, and a pupil can be in both. One of them must say that it goes before the other.",
      bad = '-- in policies/overlays/care.lua\noverlay "care" { for_pupils = pupils { care = "looked_after" },' .. overlay
        .. 'amend "4.6.4/employer-encounter" { set = { owner = role.careers_adviser }, reason = "They know the pupil." }\n'
        .. '-- in policies/overlays/plan.lua\noverlay "plan" { for_pupils = pupils { sen = "ehcp" },' .. overlay
        .. 'amend "4.6.4/employer-encounter" { set = { owner = role.slt }, reason = "The review asks for it." }',
      good = '-- in policies/overlays/care.lua\noverlay "care" { for_pupils = pupils { care = "looked_after" },' .. overlay
        .. 'amend "4.6.4/employer-encounter" { set = { owner = role.careers_adviser }, reason = "They know the pupil." }\n'
        .. '-- in policies/overlays/plan.lua\noverlay "plan" { for_pupils = pupils { sen = "ehcp" },' .. overlay
        .. 'amend "4.6.4/employer-encounter" { set = { owner = role.slt }, over = "care", reason = "The review asks for it." }',
    },
    ["stale-base"] = {
      why = "The file was written for another version of the policy. What it changes may have moved or gone: compare, then write the new version.",
      bad = 'amends "ept-2022" { version = "0", school = "Example School", setting = "secondary",\n'
        .. '  approved = "2022-09-14", approved_by = "Governors", from = "2022-09-01" }',
      good = 'amends "ept-2022" { version = "1", school = "Example School", setting = "secondary",\n'
        .. '  approved = "2022-09-14", approved_by = "Governors", from = "2022-09-01" }',
    },
    ["not-adopted"] = {
      why = "Law or guidance changed on the day that the message gives, and the school's policy still says the old. Nothing changes until the trust, "
        .. "or a school without one, adopts the update.",
      bad = '-- adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Governors" }',
      good = 'adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Governors" }',
    },
    ["dropped-but-used"] = {
      why = "What is dropped is still named by something that stays, which would point into nothing.",
      bad = '-- in trust.lua\ndrop "5.0.4" { reason = "Not here." }',
      good = '-- in trust.lua\namend "4.1.6" { set = { also = {} }, reason = "On its own." }\ndrop "5.0.4" { reason = "Not here." }',
    },
    ["below-the-law"] = {
      why = "The rule stands in the law. Neither a school nor the trust can ask for less; a new law comes as an update.",
      bad = '-- in trust.lua\ndrop "4.8.6/selected-pupils-only" { reason = "The hall is small." }',
      good = 'amend "4.8.6/selected-pupils-only" { set = { owner = role.slt }, reason = "The deputy head sees to it." }',
    },
    ["name-taken"] = {
      why = "A word of the language keeps its meaning in every file, so nothing of your own can be called so.",
      bad = "pupils = 7",
      good = "local pupils_a_form = 7",
    },
    ["duplicate"] = {
      why = "Two things have one name, so nobody could say which of them is meant.",
      bad = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, when = each_school_year(), owner = role.tutor } }\n'
        .. 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a visit", who = pupils {}, have = encounter {}, when = each_school_year(), owner = role.tutor } }',
      good = 'add "7.0.1/talk" { reason = "Our own.",\n  should { title = "a talk", who = pupils {}, have = guidance {}, when = each_school_year(), owner = role.tutor } }\n'
        .. 'add "7.0.1/visit" { reason = "Our own.",\n  should { title = "a visit", who = pupils {}, have = encounter {}, when = each_school_year(), owner = role.tutor } }',
    },

    -- whole files and tables
    ["header"] = {
      why = "The first line of a policy's file says what it is: which policy it amends, for which school, who approved it and from when. A file has one such line.",
      bad = 'trust "Example Trust" { policy = "ept-2022", version = "1" }',
      good = 'amends "ept-2022" { version = "1", school = "Example School", setting = "secondary", sixth_form = true,\n'
        .. '  approved = "2022-09-14", approved_by = "Governors", from = "2022-09-01" }',
    },
    ["table-gap"] = {
      why = "A decision table answers every case, or somebody would be left without an answer. The message names a case that no row fits.",
      bad = own .. 'one_answer "talk" { columns = { "sen" }, answers = { "long", "short" }, unknown = "long",\n  where = { sen = fact "sen" },\n  { "ehcp", "long" },\n}',
      good = own .. 'one_answer "talk" { columns = { "sen" }, answers = { "long", "short" }, unknown = "long",\n  where = { sen = fact "sen" },\n  { "ehcp", "long" },\n  { is_not "ehcp", "short" },\n}',
    },
    ["table-overlap"] = {
      why = "Two rows of a decision table fit one case, and could answer it in two ways.",
      bad = own .. 'one_answer "talk" { columns = { "sen" }, answers = { "long", "short" }, unknown = "long",\n  where = { sen = fact "sen" },\n  { "ehcp", "long" },\n  { any, "short" },\n}',
      good = own .. 'one_answer "talk" { columns = { "sen" }, answers = { "long", "short" }, unknown = "long",\n  where = { sen = fact "sen" },\n  { "ehcp", "long" },\n  { is_not "ehcp", "short" },\n}',
    },
    ["table-unreachable"] = {
      why = "A row of a decision table can never fit: what it asks for does not occur together. It is in the wrong place, or has a slip in it.",
      bad = own .. 'one_answer "talk" { columns = { "says" }, answers = { "long", "short" }, unknown = "long",\n  where = { says = latest(la_instruction { by = "pupil" }, "says", "nothing") },\n  { "no", "long" },\n  { is_not "no", "short" },\n  { missing, "long" },\n}',
      good = own .. 'one_answer "talk" { columns = { "says" }, answers = { "long", "short" }, unknown = "long",\n  where = { says = latest(la_instruction { by = "pupil" }, "says", "nothing") },\n  { "no", "long" },\n  { is_not "no", "short" },\n}',
    },

    -- a rule that is written as a function, while it is judged
    ["over-budget"] = {
      why = "The function of a rule is called for every pupil, so it may take only so many steps. One that goes on and on is stopped; its "
        .. "answer is Not known, and the other rules are judged as always.",
      bad = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      while true do end\n    end } }',
      good = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      if s:count("post", {}) > 0 then return met {} end\n      return not_met { "Nobody holds a post." }\n    end } }',
    },
    ["rule-failed"] = {
      why = "The function of a rule stopped in the middle, as when it reckons with something that is not recorded. Its answer is Not known, and "
        .. "the other rules are judged as always. Ask first whether the value is there.",
      bad = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      local newest = s:latest("post", {})\n      return met { "until " .. newest.ends_on }\n    end } }',
      good = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      local newest = s:latest("post", {})\n      if not newest then return not_met { "Nobody holds a post." } end\n      return met { "until " .. (newest.ends_on or "further notice") }\n    end } }',
    },
    ["odd-answer"] = {
      why = "The function of a rule ends with  return met {}, return not_met { \"why\" }  or  return unknown { \"what is missing\" }. Anything else "
        .. "says nothing about the rule, so its answer is Not known.",
      bad = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      return s:count("post", {}) > 0\n    end } }',
      good = 'add "7.0.1/post" { reason = "Our own.",\n  must { title = "a post", who = the_school {}, when = always(), owner = role.slt, reads = { "post" },\n    check = function(s)\n      if s:count("post", {}) > 0 then return met {} end\n      return not_met { "Nobody holds a post." }\n    end } }',
    },
  },
}
