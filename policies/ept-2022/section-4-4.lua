-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 3, continued: the clauses that the printed policy numbers 4.4.23 to 4.4.34.  There is no heading 4.4.

-- lint: keep numbering-jump: the printed policy counts on under a heading that is not there
clause "4.4.23" { title = "When somebody objects", basis = "law", within = "4.3",
  text = [[Only the basic facts go to the council when the pupil, or before the age of {objection_age} a parent, says so. Families learn of this from the privacy notice, which every pupil has had when Year 8 begins, and whoever joins later within {joining_days} school days.]],
  must "privacy-notice-in-date" { title = "a privacy notice in date",
    who = the_school {}, have = document { item = "privacy_notice" }, when = always { grace = school_days(20) }, owner = role.dpo,
    remind = plan.termly },
  should "privacy-notice-in-year-8" { title = "the privacy notice",
    who = pupils {}, have = briefing { theme = "privacy_notice" },
    when = within { school_days = p.joining_days, of = turns_year(8), may_precede = days(60) }, owner = role.dpo, remind = plan.follow_up },
  should "privacy-notice-on-joining" { title = "the privacy notice",
    who = pupils { year = at_least(8) }, have = briefing { theme = "privacy_notice" },
    when = within { school_days = p.joining_days, of = admission {} }, owner = role.dpo, remind = plan.follow_up },
  should "fresh-answer-at-16" { title = "to be asked again about sharing with the council",
    who = pupils {}, have = any_of { la_instruction { by = "pupil" }, briefing { theme = "la_sharing" } },
    when = within { days = 30, of = birthday(p.objection_age), may_precede = days(60) }, owner = role.dpo, remind = plan.standard } }

clause "4.4.24" { title = "Tell the council about early leavers", basis = "law", within = "4.3",
  text = [[When a pupil of 16 or 17 leaves before the end of a course, the council is told within {leaver_days} school days.]],
  must "leaver-notice" { title = "the council told of an early leaver",
    who = pupils { age = among { 16, 17 }, on_roll = any }, have = la_notice { topic = "leaver" },
    when = within { school_days = p.leaver_days, of = leaver { completed = false }, may_precede = days(30) },
    owner = role.data_manager, remind = plan.urgent } }

clause "4.4.25" { title = "Benchmarks for pupils with special needs", basis = "guidance", within = "4.3",
  text = [[The benchmarks are met in ways that suit pupils with special needs; a special school measures itself with the form of Compass made for it.]],
  should "adapted-encounters" { title = "an encounter adapted for pupils with special needs",
    who = the_school {}, have = encounter { adapted_for_send = true }, when = each_school_year(),
    owner = role.senco, remind = plan.termly } }

clause "4.4.26" { title = "With the family, on what is possible", basis = "guidance", within = "4.3",
  text = [[The school talks with the families of pupils with special needs about what is possible.]],
  must "talk-with-the-family" { title = "a talk with the family about what is possible",
    who = pupils { sen = "ehcp", year = years(9, 13) }, have = family_meeting {}, when = each_school_year(),
    owner = role.senco, remind = plan.standard } }

clause "4.4.27" { title = "In the pupil's own words", basis = "guidance", within = "4.3",
  text = [[Guidance for pupils with special needs begins with what they want and can do. Their plan says it in their own words.]],
  must "own-words-in-the-plan" { title = "a plan in the pupil's own words",
    who = pupils { sen = is_not "none", year = years(9, 13) }, have = career_plan { own_words = true },
    when = within { school_days = 20, of = career_plan {}, same_record = true }, owner = role.tutor, remind = plan.follow_up } }

-- lint: keep superseded-name: the printed policy names it, and the text says that it ended
clause "4.4.28" { title = "Every route, supported internships too", basis = "guidance", within = "4.3",
  text = [[Guidance for pupils with special needs spans training, apprenticeships, supported internships and higher education. Traineeships ended in July 2023.]],
  should "look-at-supported-internships" { title = "a look into supported internships",
    who = pupils { sen = "ehcp", year = among { 10, 11 } },
    have = explored { route = "supported_internship" }, when = by_end_of_year(11), owner = role.careers_adviser,
    remind = plan.standard } }

clause "4.4.29" { title = "Know the support at work", basis = "guidance", within = "4.3",
  text = [[Those who advise pupils with special needs know what support there is at work, and have something to show about it.]],
  should "send-employment-cpd" { title = "training on support at work",
    who = staff { roles = includes_any { "careers_adviser", "senco" } },
    have = cpd { topic = "send_employment" }, when = rolling(months(24)), owner = role.pastoral_send, remind = plan.termly },
  should "resource-on-support-at-work" { title = "a resource on support at work",
    who = the_school {}, have = resource { sort = "send_employment" }, when = always(),
    owner = role.senco, remind = plan.termly } }

clause "4.4.30" { title = "Partners for pupils with special needs", basis = "guidance", within = "4.3",
  text = [[Employers, services, disability groups and voluntary bodies are partners: at least {send_partners} of them are at work with the school each year.]],
  should "partners-for-send" { title = "at least {send_partners} partners for pupils with special needs",
    who = the_school {},
    have = at_least(p.send_partners, either { contact { organisation = organisations { type = among { "disability_group", "voluntary_group" } } },
      encounter { adapted_for_send = true } }, { distinct = "organisation" }),
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "4.4.31" { title = "Prepared before, talked over after", basis = "guidance", within = "4.3", also = { "4.7.3" },
  text = [[A pupil with special needs is prepared for a placement, and talks it over within ten school days of its end.]],
  must "preparation-for-the-placement" { title = "preparation for the placement",
    who = pupils { sen = is_not "none" }, have = workplace { prepared = true },
    when = within { days = 0, of = workplace { form = "placement" }, same_record = true }, owner = role.work_experience,
    remind = plan.follow_up },
  should "talk-after-the-placement" { title = "a talk after the placement",
    who = pupils { sen = is_not "none" }, have = at_least(1, workplace {}, { on = "debriefed_on" }),
    when = within { school_days = 10, of = workplace { form = "placement" }, same_record = true }, owner = role.senco,
    remind = plan.follow_up } }

clause "4.4.32" { title = "Beyond the next step", basis = "guidance", within = "4.3",
  text = [[From Year 10 the plan of a pupil with special needs holds a hope for the long run as well as the next step.]],
  must "next-step-and-long-run" { title = "a plan with a next step and a long-term hope",
    who = pupils { sen = is_not "none", year = years(10, 13) },
    have = career_plan { long_term = true, next_step = true },
    when = within { school_days = 20, of = career_plan {}, same_record = true }, owner = role.careers_adviser,
    remind = plan.follow_up } }

clause "4.4.33" { title = "Reviews look ahead from Year {ehc_focus_year}", basis = "law", within = "4.3",
  text = [[From Year {ehc_focus_year} each review of an education, health and care plan looks ahead to adult life and to work. Careers advice informs it {review_ahead_days} school days before, and the Local Offer is at hand.]],
  must "review-looks-ahead" { title = "an annual review that looks ahead to work and adult life",
    who = pupils { sen = "ehcp", year = at_least(p.ehc_focus_year) },
    have = ehc_review { adulthood = true, employment = true },
    when = rolling(months(12)), owner = role.pastoral_send, remind = plan.standard, exempt = never },
  must "advice-before-review" { title = "careers advice ahead of the annual review",
    who = pupils { sen = "ehcp", year = at_least(p.ehc_focus_year) },
    have = at_least(1, ehc_review {}, { on = "careers_input_on" }),
    when = ahead_of { school_days = p.review_ahead_days, of = ehc_review {}, opens = months(12), same_record = true },
    owner = role.careers_adviser, remind = plan.standard },
  should "local-offer" { title = "the Local Offer at the annual review",
    basis = "guidance", who = pupils { sen = "ehcp", year = at_least(p.ehc_focus_year) },
    have = ehc_review { local_offer = true }, when = within { days = 0, of = ehc_review {}, same_record = true },
    owner = role.senco, remind = plan.follow_up },
  should "review-of-the-move" { title = "a review of the move",
    basis = "guidance", who = pupils { sen = "ehcp", year = 11 }, have = ehc_review { phase_move = true },
    when = by_date_in_year("03-31"), owner = role.senco, remind = plan.standard } }

clause "4.4.34" { title = "With the council, for special needs", basis = "guidance", within = "4.3",
  text = [[The school works with the council on support, plans and taking part for pupils with special needs, and vouches for that once a year.]],
  attest "partnership-with-the-council" { title = "a yearly statement on work with the council",
    by = role.senco, every = months(12), owner = role.senco, remind = plan.termly,
    asks = "Do we work with the council on support, plans and taking part, and what is this year's example?" },
  should "meeting-with-the-council" { title = "a meeting with the council's SEND team",
    who = the_school {}, have = meeting { with = "la_send" }, when = each_school_year { due = "07-31" },
    owner = role.senco, remind = plan.termly } }
