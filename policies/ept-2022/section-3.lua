-- SPDX-License-Identifier: GPL-3.0-or-later
-- Responsibilities: the trust, the governors, the school and its roles.
section "3" { title = "Responsibilities" }

clause "3.0.1" { title = "The trust keeps the policy current", basis = "trust",
  text = [[The trust owns this policy, develops it and reviews it, and looks whether it is followed.]],
  must "policy-in-date" { title = "a policy that is approved and in date",
    who = the_school {}, have = document { item = "policy", approved_by = known },
    when = always(), owner = role.trust, remind = plan.termly, exempt = never } }

clause "3.0.2" { title = "Governors evaluate each year", basis = "guidance", also = { "3.2.1" },
  text = [[The governors see that the policy is applied fairly, have the careers work evaluated every year, and have a member who follows it.]],
  must "governors-evaluation" { title = "an evaluation that the governors have seen",
    who = the_school {},
    have = all_of { evaluation { to = "governors" }, meeting { with = "governors", careers_item = true } },
    when = each_school_year(), owner = role.slt, remind = plan.termly },
  should "link-governor" { title = "a governor who follows careers",
    who = the_school {}, have = post { role = "link_governor" }, when = always { grace = school_days(60) },
    owner = role.governors, remind = plan.termly } }

clause "3.1.1" { title = "Aim for all {compass_target} benchmarks", basis = "trust", also = { "5.0.2" },
  text = [[The school aims to meet all {compass_target} Gatsby Benchmarks in full and measures itself with Compass each term.]],
  must "compass-each-term" { title = "an evaluation with Compass",
    who = the_school {}, have = evaluation { method = among { "compass", "compass_special" } },
    when = each_term(), owner = role.careers_leader, remind = plan.termly },
  should "compass-all-eight" { title = "all {compass_target} benchmarks met in Compass",
    who = the_school {},
    have = evaluation { method = among { "compass", "compass_special" }, benchmarks_full = at_least(p.compass_target) },
    when = each_school_year(), owner = role.careers_leader, remind = plan.termly } }

clause "3.1.2" { title = "A planned programme for {programme_years}", basis = "law",
  text = [[There is a planned programme of careers education for {programme_years}, and every pupil takes part in it each term.]],
  must "programme-planned" { title = "a planned programme for {programme_years}",
    only = school { sixth_form = true }, who = the_school {},
    have = for_each("year", p.programme_years, for_each("term", { "autumn", "spring", "summer" }, programme_line {})),
    when = each_school_year { due = "10-31" }, owner = role.careers_leader, remind = plan.october },
  must "programme-planned-to-16" { title = "a planned programme for Years 8 to 11",
    only = school { sixth_form = false }, who = the_school {},
    have = for_each("year", years(8, 11), for_each("term", { "autumn", "spring", "summer" }, programme_line {})),
    when = each_school_year { due = "10-31" }, owner = role.careers_leader, remind = plan.october },
  should "something-each-term" { title = "a careers activity",
    basis = "trust", who = pupils { year = p.programme_years },
    have = at_least(1, either { encounter {}, workplace {}, provider {}, guidance {}, lmi {}, lesson {} }),
    when = each_term(), owner = role.tutor, remind = plan.standard } }

clause "3.1.3" { title = "The guidance in force", basis = "guidance", also = { "6.0.2" },
  text = [[The school follows the statutory guidance in force, that of {guidance_edition}: advice spans all routes, and those who lead have read it.]],
  must "current-guidance" { title = "a policy that cites the guidance in force",
    who = the_school {}, have = document { item = "statutory_guidance", cites_current = true },
    when = always { grace = days(60) }, owner = role.careers_leader, remind = plan.termly },
  should "reading-of-the-guidance" { title = "a reading of the guidance of {guidance_edition}",
    who = staff { roles = includes_any { "careers_leader", "slt", "slt_lead" } },
    have = read_receipt { edition = p.guidance_edition }, when = always { grace = days(60) }, owner = role.slt,
    remind = plan.termly } }

clause "3.1.4" { title = "Programme and access statement online", basis = "law", also = { "4.1.4", "4.8.8" },
  text = [[The website shows the careers programme, the provider access statement, how the impact is measured and when all of it is next reviewed. Somebody looks every {web_check_days} days.]],
  must "website-programme" { title = "the programme and its statements on the website",
    who = the_school {},
    have = for_each("item", { "programme", "access_statement", "impact_measure", "review_date" }, publication { live = true }),
    when = rolling(days(p.web_check_days)), owner = role.careers_leader, remind = plan.standard } }

clause "3.1.5" { title = "A {careers_leader} in post and named online", basis = "law", also = { "4.1.2", "4.1.3" },
  text = [[The school has a {careers_leader}. The website names today's holder and says how to reach them.]],
  must "leader-in-post" { title = "a {careers_leader} in post",
    who = the_school {}, have = post { role = "careers_leader" },
    when = always { grace = school_days(20) }, owner = role.slt, remind = plan.termly, exempt = never },
  must "leader-named-online" { title = "the {careers_leader} named on the website",
    who = the_school {}, have = publication { item = "leader_contact", live = true, names_leader = true },
    when = rolling(days(p.web_check_days)), owner = role.careers_leader, remind = plan.standard },
  must "leader-is-not-the-adviser" { title = "a {careers_leader} who is not the {careers_adviser} as well",
    who = the_school {}, when = always(), owner = role.slt, remind = plan.termly, exempt = never, reads = { "post" },
    check = function(s)
      local leader, adviser = s:in_force("post", { role = "careers_leader" }), s:in_force("post", { role = "careers_adviser" })
      if not leader or not adviser then return unknown { "one of the two posts has no holder on record" } end
      if leader.staff == adviser.staff then return not_met { "one person holds both posts", evidence = { leader, adviser } } end
      return met { evidence = { leader, adviser } }
    end } }

clause "3.1.6" { title = "Partners in every move", basis = "guidance",
  text = [[The school works with the council and with the places its pupils go to, so that a move is prepared. Whoever needs it most has a plan for it by March of Year 11.]],
  must "meetings-with-partners" { title = "meetings with places after 16 and with the council",
    who = the_school {},
    have = all_of { meeting { with = "post16_provider" }, contact { role = "local_authority" } },
    when = each_school_year { due = "03-31" }, owner = role.careers_leader, remind = plan.termly },
  should "plan-for-the-move" { title = "a plan for the move",
    only = school { setting = among { "secondary", "special" } },
    who = any_of { pupils { year = 11, sen = is_not "none" }, pupils { year = 11, care = is_not "no" } },
    have = transition_plan {}, when = by_date_in_year("03-31"), owner = role.careers_leader, remind = plan.standard } }

clause "3.2.1" { title = "A senior leader with strategy and means", basis = "guidance",
  text = [[A member of the senior team answers for careers: for a strategy of this year, for the money, and for the legal duties. The team sees the evaluation every year.]],
  must "named-senior-leader" { title = "a senior leader who answers for careers",
    who = the_school {}, have = post { role = "slt_lead" }, when = always { grace = school_days(20) },
    owner = role.headteacher, remind = plan.termly },
  must "strategy-of-this-year" { title = "a careers strategy",
    who = the_school {}, have = at_least(1, document { item = "strategy" }, { on = "date" }), when = each_school_year { due = "09-30" },
    owner = role.slt, remind = plan.september },
  should "careers-budget" { title = "a careers budget",
    who = the_school {}, have = at_least(1, document { item = "budget" }, { on = "date" }), when = each_school_year { due = "10-31" },
    owner = role.slt, remind = plan.october },
  should "evaluation-for-the-senior-team" { title = "an evaluation that the senior team has seen",
    who = the_school {}, have = evaluation { to = "slt" },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "3.2.2" { title = "What the {careers_leader} leads", basis = "guidance",
  text = [[The {careers_leader} has a plan that is tied to the school's improvement plan, leads the team, and sees to vulnerable pupils first: each of them has a named person.]],
  must "plan-tied-to-the-improvement-plan" { title = "a careers strategy tied to the improvement plan",
    who = the_school {},
    have = all_of { document { item = "strategy" }, document { item = "improvement_plan" } },
    when = always { grace = school_days(20) }, owner = role.careers_leader, remind = plan.termly },
  should "named-persons-for-the-vulnerable" { title = "named persons for vulnerable pupils",
    who = the_school {}, have = caseload { purpose = "vulnerable" },
    when = always { grace = school_days(20) },
    owner = role.careers_leader, remind = plan.termly } }

clause "3.2.3" { title = "A {careers_adviser} whom everybody can ask", basis = "guidance",
  text = [[The school has a {careers_adviser} of high standard, who answers pupils, parents and staff within {enquiry_days} school days.]],
  must "adviser-in-post" { title = "a {careers_adviser} in post",
    who = the_school {}, have = post { role = "careers_adviser" }, when = always { grace = school_days(20) },
    owner = role.careers_leader, remind = plan.termly },
  should "answer-from-the-adviser" { title = "an answer from the {careers_adviser}",
    who = pupils {}, have = at_least(1, referral { to = "adviser" }, { on = "acknowledged_on" }),
    when = within { school_days = p.enquiry_days, of = referral { to = "adviser" }, same_record = true },
    owner = role.careers_leader, remind = plan.follow_up } }

clause "3.2.4" { title = "The pastoral and SEND team", basis = "trust",
  text = [[The pastoral and SEND team gives guidance in its own field together with the {careers_leader}; they meet every half-term.]],
  should "meeting-with-the-senco" { title = "a meeting with the SENCO",
    who = the_school {}, have = meeting { with = "senco" }, when = each_half_term(),
    owner = role.senco, remind = plan.follow_up },
  should "guidance-for-send" { title = "guidance or a careers lesson",
    who = pupils { year = years(8, 13), sen = is_not "none" }, have = either { guidance {}, lesson {} },
    when = each_school_year(), owner = role.pastoral_send, remind = plan.standard } }

clause "3.2.5" { title = "Heads of department", basis = "trust",
  text = [[Heads of department see to careers in their subjects, and put their name to what is recorded there.]],
  should "signature-of-the-department" { title = "the department's name under its careers links",
    who = the_school {}, have = curriculum_link { signed_by = known },
    when = within { school_days = 20, of = curriculum_link {}, same_record = true }, owner = role.head_of_department,
    remind = plan.follow_up } }

clause "3.2.6" { title = "Tutors and teachers", basis = "trust",
  text = [[Tutors and teachers give careers lessons, and send pupils on to the {careers_adviser}.]],
  should "tutor-time-lesson" { title = "a careers lesson in tutor time",
    who = pupils { year = years(7, 13) }, have = lesson { given_in = "tutor_time" }, when = each_term(),
    owner = role.tutor, remind = plan.follow_up } }
