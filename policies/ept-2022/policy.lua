-- SPDX-License-Identifier: GPL-3.0-or-later
-- The trust's careers policy of June 2022: what it is, how it is read, who answers for it, its numbers, its questions.
-- The clauses stand in the other files of this folder, one file for each section of the printed policy.
policy {
  id = "ept-2022", title = "Careers Policy", version = "1", owner = "Education Partnership Trust",
  status = "statutory-trust", effective = "2022-06-01", review_by = "2023-06-30", review_every = months(12),
}

-- How the words are read where they can be read in two ways.
reading "by the age of"     { means = "year-end",        clause = "4.9.2", note = "16 is the end of Year 11: Compass counts so." }
reading "one further"       { means = "after-year-11",   clause = "4.7.2", note = "One more after Year 11, whatever was done before." }
reading "leap-day birthday" { means = "mar-01",          note = "Born on 29 February: the age is reached on 1 March in a common year." }
reading "meaningful"        { means = "only-when-said",  clause = "4.6.4", note = "When the record says so; not recorded is not known." }
reading "opportunity"       { means = "offer-counts",    clause = "4.9.2", note = "An offer that was declined or missed was still an opportunity." }
reading "joined late"       { means = "unknown",         settling_in = days(14),
  note = "A window that opened before the pupil came, or before the school's records begin, is not known, and never missed. Who came within two weeks of its opening is judged as if there from the beginning." }
reading "earlier of two"    { means = "as-written",      clause = "4.3.5", note = "The minimum ends at the earlier date; disposal waits for the longest rule." }
reading "school year"       { means = "1 September to 31 August", note = "Every year in the policy is a school year." }
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
role "governors"          { title = "Governing body",               clause = "3.0.2" }
role "trust"              { title = "The Trust",                    clause = "3.0.1" }
role "dsl"                { title = "Designated safeguarding lead", clause = "4.3.9" }

-- The numbers that the policy states, each from a date.  A school may move them in the stricter direction; where none is
-- named, either way: they follow a world outside that changes.
param "programme_years"    { clause = "3.1.2",  type = "years", stricter = "wider", values = { ["2022-06-01"] = years(8, 13) } }
param "compass_target"     { clause = "3.1.1",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 8 } }
param "guidance_edition"   { clause = "3.1.3",  type = "text", values = { ["2022-06-01"] = "July 2021" } }
param "feedback_audiences" { clause = "4.1.6",  type = "codes", stricter = "wider",
  values = { ["2022-06-01"] = { "pupils", "parents", "teachers", "governors", "employers" } } }
param "ncs_age"            { clause = "4.2.1",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 13 } }
param "keep_years"         { clause = "4.3.5",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "bursary_max"        { clause = "4.3.18", type = "whole", values = { ["2022-06-01"] = 1200 } }
param "bursary_groups"     { clause = "4.3.18", type = "codes", stricter = "wider",
  values = { ["2022-06-01"] = { "looked_after", "care_leaver" } } }
param "la_basic_fields"    { clause = "4.3.22", type = "texts", stricter = "wider",
  values = { ["2022-06-01"] = { "name", "address", "date of birth" } } }
param "la_extra_fields"    { clause = "4.3.22", type = "texts",
  values = { ["2022-06-01"] = { "telephone numbers", "signs of risk", "plans", "offers" } } }
param "objection_age"      { clause = "4.4.23", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 16 } }
param "ehc_focus_year"     { clause = "4.4.33", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 9 } }
param "exposure_age"       { clause = "4.5.6",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 14 } }
param "grade_pass"         { clause = "4.5.8",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 4 } }
param "encounters_a_year"  { clause = "4.6.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "encounter_years"    { clause = "4.6.4",  type = "years", stricter = "wider", values = { ["2022-06-01"] = years(7, 13) } }
param "stem_before"        { clause = "4.6.5",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 11 } }
param "workplace_by_16"    { clause = "4.7.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "workplace_by_18"    { clause = "4.7.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "wex_types"          { clause = "4.7.5",  type = "codes", stricter = "wider",
  values = { ["2022-06-01"] = { "visit", "placement", "volunteering", "shadowing" } } }
param "rpa_age"            { clause = "4.8.1",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 18 } }
param "rpa_hours"          { clause = "4.8.1",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 20 } }
param "provider_years"     { clause = "4.8.4",  type = "years", stricter = "wider", values = { ["2022-06-01"] = years(8, 13) } }
param "interview_by_16"    { clause = "4.9.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "interview_by_18"    { clause = "4.9.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "adviser_level"      { clause = "4.9.7",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 6 } }

-- Numbers that the text leaves open.  They are this file's own, and a school may ask for more.
param "counted_enrolments" { type = "codes",    stricter = "wider", values = { ["2022-06-01"] = { "single", "main" } } }
param "improvement_days"   { clause = "2.0.2",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 20 } }
param "employers_a_year"   { clause = "2.0.3",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "gap_points"         { clause = "2.0.5",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 10 } }
param "routes_explored"    { clause = "2.0.9",  type = "codes", stricter = "wider",
  values = { ["2022-06-01"] = { "a_level", "t_level", "vocational", "apprenticeship", "work_with_study", "higher_education" } } }
param "web_check_days"     { clause = "3.1.4",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 90 } }
param "enquiry_days"       { clause = "3.2.3",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 5 } }
param "lmi_sources"        { clause = "4.2.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "sectors_explored"   { clause = "4.3.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "doubt_share"        { clause = "4.3.3",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 2 } }
param "shown_days"         { clause = "4.3.3",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 10 } }
param "at_risk_levels"     { clause = "4.3.9",  type = "codes", stricter = "wider", values = { ["2022-06-01"] = { "red" } } }
param "referral_days"      { clause = "4.3.10", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 10 } }
param "entry_days"         { clause = "4.3.13", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 20 } }
param "joining_days"       { clause = "4.4.23", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 10 } }
param "leaver_days"        { clause = "4.4.24", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 5 } }
param "send_partners"      { clause = "4.4.30", type = "whole", stricter = "higher", values = { ["2022-06-01"] = 2 } }
param "review_ahead_days"  { clause = "4.4.33", type = "whole", stricter = "higher", values = { ["2022-06-01"] = 15 } }
param "lessons_seen"       { clause = "4.5.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 3 } }
param "taught_subjects"    { clause = "4.5.5",  type = "texts", stricter = "wider",
  values = { ["2022-06-01"] = { "English", "Maths", "Science" } } }
param "local_share"        { clause = "4.6.2",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 50 } }
param "provider_visits"    { clause = "4.8.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
param "answer_days"        { clause = "4.8.10", type = "whole", stricter = "lower", values = { ["2022-06-01"] = 10 } }
param "follow_up_days"     { clause = "4.9.3",  type = "whole", stricter = "lower", values = { ["2022-06-01"] = 15 } }
param "survey_methods"     { clause = "5.0.4",  type = "whole", stricter = "higher", values = { ["2022-06-01"] = 2 } }

-- How old a pupil is when the pupil record may go, and one who had special educational needs: no rule, the word retain reads them.
-- lint: keep never-used: retain keeps to it
param "record_age" { clause = "4.3.5", type = "whole", stricter = "higher", values = { ["2022-06-01"] = 25 } }
-- lint: keep never-used: retain keeps to it
param "record_age_send" { clause = "4.3.5", type = "whole", stricter = "higher", values = { ["2022-06-01"] = 31 } }

-- The questions this policy asks of every school: the printed placeholders, by name.
option "programme_years"      { clause = "3.1.2",  sets = "param/programme_years",     asks = "Which year groups does the planned programme cover?" }
option "careers_leader_title" { clause = "3.1.5",  sets = "role/careers_leader.title", asks = "What is the post called here?" }
option "roles"                { clause = "3.2.1",  answered_by = "people.lua",         asks = "Who holds each role?" }
option "setting"              { clause = "4.3.11", answered_by = "header",             asks = "Secondary, special, PRU or alternative provision?" }
option "ebacc"                { clause = "4.5.7",  choices = { "keep", "drop", "reword" },
  asks = "Are the EBacc subjects expected here, left out of the policy, or put in words of your own?",
  advice = "The national measure is being withdrawn; say what is true of your school." }
option "enterprise_adviser"   { clause = "4.6.3",  choices = { "keep", "drop" },       asks = "Does the school have an Enterprise Adviser?",
  advice = "The Department recommends keeping it." }
option "appendix"             { clause = "7.0.1",  choices = { "none", "add" },        asks = "Anything of the school's own to add?" }

transition "options" { year = 9,  opens = "01-01", closes = "05-31" }
transition "post16"  { year = 11, opens = "09-01", closes = "05-31" }
transition "post18"  { year = 13, opens = "09-01", closes = "05-31" }

plan "standard" { lead = days(60), steps = { "lead", days(-14), "due" }, then_every = { days(14), days(14), days(30) },
  digest = "weekly", quiet = "holidays",
  escalate = { { after = days(28), to = role.careers_leader }, { after = days(56), to = role.slt } } }
plan "urgent" { lead = days(10), steps = { "lead", "due" }, then_every = { days(1), days(2), days(4), days(7), days(14), days(30) }, digest = "daily",
  escalate = { { after = days(2), to = role.careers_leader }, { after = days(5), to = role.slt } } }
plan "termly" { lead = days(90), steps = { "lead", days(-30), "due" }, then_every = { days(30) }, digest = "termly" }
plan "september" { lead = days(30), steps = { "lead", "due" }, then_every = { days(30) }, digest = "termly" }
plan "october" { lead = days(60), steps = { "lead", days(-30), "due" }, then_every = { days(30) }, digest = "termly" }
plan "follow_up" { lead = days(5), steps = { "lead", "due" }, then_every = { days(14), days(30) }, digest = "weekly", quiet = "holidays",
  escalate = { { after = days(28), to = role.careers_leader } } }

-- What may be shared about a pupil on a given day.  Until 16 the parent's no counts, from then on the pupil's; a parent's
-- no holds until the pupil has been asked.  What is not known takes the protective answer.
one_answer "share_level" {
  columns = { "age", "parent_said", "pupil_said" }, answers = { "full", "basic" }, unknown = "basic",
  where = { age = fact "age", parent_said = latest(la_instruction { by = "parent" }, "says", "nothing"),
    pupil_said = latest(la_instruction { by = "pupil" }, "says", "nothing") },
  { below(16),    "no",        any,       "basic" },
  { below(16),    is_not "no", any,       "full"  },
  { at_least(16), any,         "no",      "basic" },
  { at_least(16), any,         "yes",     "full"  },
  { at_least(16), "no",        "nothing", "basic" },
  { at_least(16), is_not "no", "nothing", "full"  },
}
