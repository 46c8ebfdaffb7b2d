-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 4: careers in the curriculum.
-- lint: keep numbering-jump: the printed policy has no heading 4.4
section "4.5" { title = "Careers in the curriculum", benchmark = 4 }

clause "4.5.1" { title = "Teachers behind it", basis = "guidance",
  text = [[Subject teachers support the approach. They are asked about it, and their answers are counted.]],
  should "answers-of-the-teachers" { title = "the teachers' answers counted",
    who = the_school {}, have = survey { audience = "teachers", returned = known },
    when = within { school_days = 20, of = survey { audience = "teachers" }, same_record = true }, owner = role.careers_leader,
    remind = plan.follow_up } }

clause "4.5.2" { title = "Lessons that build skills", basis = "guidance",
  text = [[Lessons build the skills that employers value, and teachers show what their subject is for. Each term at least {lessons_seen} lessons are chosen at random and visited, and the senior team vouches for what they show.]],
  attest "skill-building-lessons" { title = "a yearly statement that lessons build skills",
    by = role.slt, every = months(12), owner = role.slt, remind = plan.termly, sample = 5,
    asks = "Do the lessons drawn for you build the skills that employers value?" },
  should "lessons-seen" { title = "at least {lessons_seen} lessons chosen at random and visited",
    who = the_school {},
    have = at_least(p.lessons_seen, observation { drawn_at_random = true, careers_link = known }),
    when = each_term(), owner = role.slt, remind = plan.termly } }

clause "4.5.3" { title = "All teachers are asked to help", basis = "guidance",
  text = [[All teachers are asked to help, as tutors and in their subjects: every September, and within twenty school days of joining.]],
  must "staff-briefing" { title = "a briefing on careers in subjects",
    who = any_of { staff { roles = includes_any { "tutor", "head_of_department", "pshe_lead" } }, staff { department = known } },
    have = staff_briefing {}, when = each_school_year { due = "09-30" }, owner = role.careers_leader, remind = plan.september },
  should "briefing-on-joining" { title = "a briefing on joining",
    who = any_of { staff { started_on = known, roles = includes_any { "tutor", "head_of_department", "pshe_lead" } },
      staff { started_on = known, department = known } },
    have = staff_briefing {}, when = within { school_days = 20, of = appointment {} }, owner = role.careers_leader,
    remind = plan.follow_up } }

clause "4.5.4" { title = "Careers lessons in PSHE", basis = "guidance",
  text = [[Lessons on careers, employability and enterprise are part of PSHE. A planned lesson that was lost is given later.]],
  should "pshe-lesson" { title = "a careers lesson in PSHE",
    who = pupils { year = years(7, 11) },
    have = lesson { given_in = "pshe", theme = among { "careers", "employability", "enterprise" } }, when = each_school_year(),
    owner = role.pshe_lead, remind = plan.standard },
  should_not "planned-lesson-lost" { title = "a planned careers lesson lost",
    who = the_school {}, have = lesson { planned = true, cancelled = true }, when = each_half_term(),
    owner = role.pshe_lead } }

clause "4.5.5" { title = "Careers in every subject", basis = "guidance", also = { "4.5.1", "3.2.5" },
  text = [[Every subject shows, in every year, where it leads.]],
  should "curriculum-grid" { title = "careers in every subject and year",
    who = the_school {},
    have = for_each("subject", p.taught_subjects, for_each("year", years(7, 11), curriculum_link {})),
    when = each_school_year(), owner = role.head_of_department, remind = plan.termly } }

clause "4.5.6" { title = "The world of work by {exposure_age}", basis = "guidance",
  text = [[Pupils know what mathematics and science are worth. By the age of {exposure_age} every one of them, girls as much as boys, has met somebody who uses them at work.]],
  must "maths-science-professional" { title = "a meeting with a maths or science professional",
    who = pupils { year = years(7, 9) }, have = encounter { maths_or_science = true },
    when = by_age(p.exposure_age), owner = role.careers_leader, remind = plan.standard },
  should "lesson-on-maths-and-science" { title = "a lesson on what maths and science are worth",
    who = pupils { year = years(7, 9) }, have = lesson { theme = "maths_value" },
    when = by_end_of_year(9), owner = role.pshe_lead, remind = plan.standard },
  measure "gap-in-maths-and-science" { title = "maths and science at work, the gap between girls and boys",
    over = pupils { year = years(7, 9) },
    of = findings { rule = "4.5.6/maths-science-professional", status = "met" }, as = "gap", by = { "sex" }, want = at_most(p.gap_points),
    owner = role.careers_leader, remind = plan.termly } }

clause "4.5.7" { title = "The EBacc subjects", basis = "trust", optional = true,
  text = [[Pupils are told what the EBacc subjects are good for, and the school counts who takes them. Nobody is counted short for another choice.]],
  may "all-five-pillars" { title = "all five EBacc pillars",
    who = pupils { year = among { 10, 11 } },
    have = for_each("pillar", { "english", "maths", "science", "language", "humanities" }, study {}), when = each_school_year(),
    owner = role.slt },
  should "explanation-of-the-ebacc" { title = "to be told what the EBacc is good for",
    who = pupils { year = 9 }, have = briefing { theme = "ebacc" }, when = at_transitions { "options" },
    owner = role.slt, remind = plan.standard },
  measure "share-with-all-five" { title = "Year 11 with all five EBacc pillars",
    over = pupils { year = 11 }, of = findings { rule = "4.5.7/all-five-pillars", status = "met" },
    as = "percent", owner = role.data_manager } }

clause "4.5.8" { title = "Below grade {grade_pass}: English and maths go on", basis = "guidance",
  text = [[Pupils know that whoever has not reached grade {grade_pass} in English or in mathematics goes on with it after 16.]],
  must "told-before-exams" { title = "to be told that English and maths go on after 16",
    who = pupils { year = 11 }, have = briefing { theme = "resits" },
    when = by_date_in_year("01-31"), owner = role.tutor, remind = plan.standard },
  should "maths-goes-on" { title = "maths in the study programme",
    who = pupils { year = among { 12, 13 }, gcse_maths = below(p.grade_pass) },
    unless = { pupils { sen = "ehcp" }, because = "a plan of education, health and care may say otherwise" },
    have = study { pillar = "maths" }, when = each_school_year(), owner = role.careers_leader, remind = plan.standard },
  should "english-goes-on" { title = "English in the study programme",
    who = pupils { year = among { 12, 13 }, gcse_english = below(p.grade_pass) },
    unless = { pupils { sen = "ehcp" }, because = "a plan of education, health and care may say otherwise" },
    have = study { pillar = "english" }, when = each_school_year(), owner = role.careers_leader, remind = plan.standard } }
