-- SPDX-License-Identifier: GPL-3.0-or-later
-- The trust's careers policy of June 2022: what it is, how it is read, who answers for it, its numbers, its questions.
-- The clauses stand in the other files of this folder, one file for each section of the printed policy.
policy {
  id = "ept-2022", title = "Careers Policy", version = "1", owner = "Education Partnership Trust",
  status = "statutory-trust", effective = "2022-06-01", review_by = "2023-06-30", review_every = months(12),
}

-- How the words are read where they can be read in two ways.
reading "by the age of"     { means = "year-end",       clause = "4.9.2", note = "16 is the end of Year 11: Compass counts so." }
reading "one further"       { means = "after-year-11",  clause = "4.7.2", note = "One more after Year 11, whatever was done before." }
reading "leap-day birthday" { means = "mar-01",         note = "Born on 29 February: the age is reached on 1 March in a common year." }
reading "meaningful"        { means = "only-when-said", clause = "4.6.4", note = "When the record says so; not recorded is not known." }
reading "opportunity"       { means = "offer-counts",   clause = "4.9.2", note = "An offer that was declined or missed was still an opportunity." }
reading "joined late"       { means = "unknown",        note = "A window that opened before the school's records begin is not known, and never missed." }
reading "earlier of two"    { means = "as-written",     clause = "4.3.5", note = "The minimum ends at the earlier date; disposal waits for the longest rule." }
reading "pru block"         { means = "4.3.13 - 4.3.17", clause = "4.3.13", effect = "none", note = "Printed with a beginning and no end." }

-- Who answers for what.  People are named in the school's own people.lua.
role "slt"                { title = "SLT member",                   clause = "3.2.1" }
role "headteacher"        { title = "Headteacher",                  clause = "3.1.5" }
role "careers_leader"     { title = "Careers Leader",               clause = "3.2.2" }
role "careers_adviser"    { title = "Careers Adviser",              clause = "3.2.3" }
role "pastoral_send"      { title = "Pastoral and SEND team",       clause = "3.2.4" }
role "senco"              { title = "SENCO",                        clause = "3.2.4" }
role "head_of_department" { title = "Head of department",           clause = "3.2.5", finds = "department" }
role "tutor"              { title = "Tutor",                        clause = "3.2.6", finds = "form" }
role "pshe_lead"          { title = "PSHE lead",                    clause = "4.5.4" }
role "designated_teacher" { title = "Designated teacher",           clause = "4.3.21" }
role "work_experience"    { title = "Work experience coordinator",  clause = "4.7.2" }
role "data_manager"       { title = "Data manager",                 clause = "4.3.22" }
role "dpo"                { title = "Data protection officer",      clause = "4.4.23" }
role "dsl"                { title = "Designated safeguarding lead", clause = "4.3.9" }
role "governors"          { title = "Governing body",               clause = "3.0.2" }
role "trust"              { title = "The Trust",                    clause = "3.0.1" }

-- The numbers of the policy, each from a date.  A school may move them in the stricter direction.
param "programme_years"    { clause = "3.1.2",  type = "years", stricter = "wider",  values = { ["2022-06-01"] = years(8, 13) } }
param "counted_enrolments" { type = "codes",    stricter = "wider",                  values = { ["2022-06-01"] = { "single", "main" } } }
param "encounters_a_year"  { clause = "4.6.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "provider_visits"    { clause = "4.8.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "adviser_level"      { clause = "4.9.7",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 6 } }
param "leaver_days"        { clause = "4.4.24", type = "whole", stricter = "lower",  values = { ["2022-06-01"] = 5 } }
param "keep_years"         { clause = "4.3.5",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "ehc_focus_year"     { clause = "4.4.33", type = "whole", stricter = "lower",  values = { ["2022-06-01"] = 9 } }
param "follow_up_days"     { clause = "4.9.3",  type = "whole", stricter = "lower",  values = { ["2022-06-01"] = 15 } }
param "answer_days"        { clause = "4.8.10", type = "whole", stricter = "lower",  values = { ["2022-06-01"] = 10 } }
param "grade_pass"         { clause = "4.5.8",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 4 } }
param "taught_subjects"    { clause = "4.5.5",  type = "texts", stricter = "wider",  values = { ["2022-06-01"] = { "English", "Maths", "Science" } } }

-- The questions this policy asks of every school: the printed placeholders, by name.
option "programme_years"      { clause = "3.1.2",  sets = "param/programme_years",     asks = "Which year groups does the planned programme cover?" }
option "careers_leader_title" { clause = "3.1.5",  sets = "role/careers_leader.title", asks = "What is the post called here?" }
option "roles"                { clause = "3.2.1",  answered_by = "people.lua",         asks = "Who holds each role?" }
option "setting"              { clause = "4.3.11", answered_by = "header",             asks = "Secondary, special, PRU or alternative provision?" }
option "enterprise_adviser"   { clause = "4.6.3",  choices = { "keep", "drop" },       asks = "Does the school have an Enterprise Adviser?",
  advice = "The Department recommends keeping it." }
option "appendix"             { clause = "7.0.1",  choices = { "none", "add" },        asks = "Anything of the school's own to add?" }

transition "options" { year = 9,  opens = "01-01", closes = "05-31" }
transition "post16"  { year = 11, opens = "09-01", closes = "05-31" }
transition "post18"  { year = 13, opens = "09-01", closes = "05-31" }

plan "standard" { lead = days(60), steps = { "lead", days(-14), "due" }, then_every = { days(14), days(14), days(30) },
  digest = "weekly", quiet = "holidays",
  escalate = { { after = days(28), to = role.careers_leader }, { after = days(56), to = role.slt } } }
plan "urgent"   { lead = days(10), steps = { "lead", "due" }, then_every = { days(1) }, digest = "daily",
  escalate = { { after = days(2), to = role.careers_leader }, { after = days(5), to = role.slt } } }
plan "termly"   { lead = days(90), steps = { "lead", days(-30), "due" }, then_every = { days(30) }, digest = "termly" }
