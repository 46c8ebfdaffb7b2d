-- SPDX-License-Identifier: GPL-3.0-or-later
-- A policy of a few promises, so that what a tutor reads in a year does not change with the policy that ships.
policy { id = "tiny", title = "A tiny policy", version = "1", owner = "Trust", status = "statutory-trust", effective = "2022-06-01" }
role "tutor" { title = "Tutor", clause = "4.6.4", finds = "form" }
role "senco" { title = "SENCO", clause = "4.4.33" }
role "careers_leader" { title = "Careers Leader", clause = "3.2.2" }
role "slt" { title = "SLT member", clause = "3.2.1" }
role "careers_adviser" { title = "Careers Adviser", clause = "3.2.3" }
role "designated_teacher" { title = "Designated teacher", clause = "4.3.21" }
role "data_manager" { title = "Data manager", clause = "4.3.22" }
role "work_experience" { title = "Work experience coordinator", clause = "4.7.2" }
role "governors" { title = "Governing body", clause = "3.0.2" }
plan "standard" { lead = days(60), steps = { "lead", days(-14), "due" }, then_every = { days(14) }, digest = "weekly",
  escalate = { { after = days(28), to = role.careers_leader }, { after = days(56), to = role.slt } } }
plan "urgent" { lead = days(10), steps = { "lead", "due" }, then_every = { days(1) }, digest = "daily" }
section "4.4" { title = "Each pupil", benchmark = 3 }
section "4.6" { title = "Employers", benchmark = 5 }
clause "4.4.33" { title = "Looking ahead", basis = "law", text = [[Plans look ahead.]],
  must "review" { title = "a review that looks ahead", who = pupils { sen = "ehcp" }, have = ehc_review { adulthood = true },
    when = each_school_year(), owner = role.senco, remind = plan.standard },
  must "review-told" { title = "a word on the review", who = pupils { sen = "ehcp" }, have = career_plan {},
    when = each_school_year(), owner = role.tutor, remind = plan.standard } }
clause "4.6.4" { title = "An employer a year", basis = "guidance", text = [[One a year.]],
  must "employer" { title = "an employer encounter", who = pupils { year = years(7, 9) }, have = encounter { meaningful = true },
    when = each_school_year(), owner = role.tutor, remind = plan.standard, hint = "4.6.5/stem" } }
clause "4.6.5" { title = "Science", basis = "guidance", text = [[Before Year 11.]],
  must "stem" { title = "an encounter with science", who = pupils { year = years(7, 9) }, have = encounter { stem = true },
    when = each_school_year(), owner = role.tutor, remind = plan.standard } }
