-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmarks 4 and 5: careers in the curriculum, and employers.
section "4.5" { title = "Careers in the curriculum", benchmark = 4 }

clause "4.5.5" { title = "Careers in every subject", basis = "guidance", also = { "4.5.1", "3.2.5" },
  text = [[Every subject shows, in every year, where it leads.]],
  should "curriculum-grid" { title = "careers in every subject and year",
    who = the_school {},
    have = for_each("subject", p.taught_subjects, for_each("year", years(7, 11), curriculum_link {})),
    when = each_school_year(), owner = role.head_of_department } }

clause "4.5.6" { title = "The world of work by 14", basis = "guidance",
  text = [[By the age of 14 every pupil has met somebody who uses mathematics or science at work.]],
  must "maths-science-professional" { title = "a meeting with a maths or science professional",
    who = pupils { year = years(7, 9) }, have = encounter { maths_or_science = true },
    when = by_age(14), owner = role.careers_leader, remind = plan.standard } }

clause "4.5.8" { title = "Below grade {grade_pass}: English and maths go on", basis = "guidance",
  text = [[Pupils know that whoever has not reached grade {grade_pass} in English or in mathematics goes on with it after 16.]],
  must "told-before-exams" { title = "to be told that English and maths go on after 16",
    who = pupils { year = 11 }, have = briefing { theme = "resits" },
    when = by_date_in_year("01-31"), owner = role.tutor, remind = plan.standard },
  should "maths-goes-on" { title = "maths in the study programme",
    who = pupils { year = among { 12, 13 }, gcse_maths = below(p.grade_pass) },
    unless = { pupils { sen = "ehcp" }, because = "a plan of education, health and care may say otherwise" },
    have = study { pillar = "maths" }, when = each_school_year(), owner = role.careers_leader },
  should "english-goes-on" { title = "English in the study programme",
    who = pupils { year = among { 12, 13 }, gcse_english = below(p.grade_pass) },
    unless = { pupils { sen = "ehcp" }, because = "a plan of education, health and care may say otherwise" },
    have = study { pillar = "english" }, when = each_school_year(), owner = role.careers_leader } }

section "4.6" { title = "Employers", benchmark = 5 }

clause "4.6.3" { title = "An Enterprise Adviser", basis = "guidance", optional = true,
  text = [[The school works with an Enterprise Adviser from business and meets them each term.]],
  should "enterprise-adviser" { title = "a meeting with the Enterprise Adviser",
    who = the_school {}, have = meeting { with = "enterprise_adviser" }, when = each_term(),
    owner = role.careers_leader } }

clause "4.6.4" { title = "{encounters_a_year} meaningful employer encounter a year", basis = "guidance", also = { "2.0.3" },
  text = [[Every year from Year 7 to Year 13 each pupil has at least {encounters_a_year} meaningful encounter with an employer.]],
  must "employer-encounter" { title = "an employer encounter",
    who = pupils { year = years(7, 13), days_on_roll = at_least(30) },
    have = at_least(p.encounters_a_year, encounter { meaningful = true }), when = each_school_year(),
    owner = role.careers_leader, remind = plan.standard,
    exempt = { reasons = { "medical", "long_absence", "parent_withdrew" }, for_at_most = months(12), approved_by = role.slt } } }

clause "4.6.5" { title = "Science and technology before Year 11", basis = "guidance",
  text = [[Before Year 11 one of these encounters, or a workplace, is in science, technology, engineering or mathematics.]],
  must "stem-encounter" { title = "an encounter in science or technology",
    who = pupils { year = years(7, 10) }, have = either { encounter { stem = true }, workplace { stem = true } },
    when = before_year(11), owner = role.careers_leader, remind = plan.standard, hint = "4.6.4/employer-encounter" } }
