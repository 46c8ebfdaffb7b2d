-- SPDX-License-Identifier: GPL-3.0-or-later
-- Responsibilities: the trust, the governors, the school and its roles.
section "3" { title = "Responsibilities" }

clause "3.0.1" { title = "The trust keeps the policy current", basis = "trust",
  text = [[The trust owns this policy, develops it and reviews it, and looks whether it is followed.]],
  must "policy-in-date" { title = "a policy that is approved and in date",
    who = the_school {}, have = document { item = "policy", approved_by = known },
    when = always(), owner = role.trust, remind = plan.termly, exempt = never } }

clause "3.0.2" { title = "Governors evaluate each year", basis = "guidance", also = { "3.2.1" },
  text = [[The governors see that the policy is applied fairly, and have the careers work evaluated every year.]],
  must "governors-evaluation" { title = "an evaluation that the governors have seen",
    who = the_school {},
    have = all_of { evaluation { to = "governors" }, meeting { with = "governors", careers_item = true } },
    when = each_school_year(), owner = role.slt, remind = plan.termly } }

clause "3.1.1" { title = "Aim for all eight benchmarks", basis = "trust", also = { "5.0.2" },
  text = [[The school aims to meet all eight Gatsby Benchmarks in full and measures itself with Compass each term.]],
  must "compass-each-term" { title = "an evaluation with Compass",
    who = the_school {}, have = evaluation { method = among { "compass", "compass_special" } },
    when = each_term(), owner = role.careers_leader, remind = plan.termly },
  should "compass-all-eight" { title = "all eight benchmarks met in Compass",
    who = the_school {},
    have = evaluation { method = among { "compass", "compass_special" }, benchmarks_full = at_least(8) },
    when = each_school_year(), owner = role.careers_leader } }

clause "3.1.2" { title = "A planned programme for {programme_years}", basis = "law",
  text = [[There is a planned programme of careers education for {programme_years}, and every pupil takes part in it each term.]],
  must "programme-planned" { title = "a planned programme for {programme_years}",
    who = the_school {},
    have = for_each("year", p.programme_years, for_each("term", { "autumn", "spring", "summer" }, programme_line {})),
    when = each_school_year { due = "10-31" }, owner = role.careers_leader, remind = plan.termly },
  should "something-each-term" { title = "a careers activity",
    basis = "trust", who = pupils { year = p.programme_years },
    have = at_least(1, either { encounter {}, workplace {}, provider {}, guidance {}, lmi {}, lesson {} }),
    when = each_term(), owner = role.tutor } }

clause "3.1.4" { title = "Programme and access statement online", basis = "law", also = { "4.1.4", "4.8.8" },
  text = [[The website shows the careers programme, the provider access statement, how the impact is measured and when all of it is next reviewed.]],
  must "website-programme" { title = "the programme and its statements on the website",
    who = the_school {},
    have = for_each("item", { "programme", "access_statement", "impact_measure", "review_date" }, publication { live = true }),
    when = rolling(days(90)), owner = role.careers_leader, remind = plan.termly } }

clause "3.1.5" { title = "A {careers_leader} in post and named online", basis = "law", also = { "4.1.2", "4.1.3" },
  text = [[The school has a {careers_leader}. The website names today's holder and says how to reach them.]],
  must "leader-in-post" { title = "a {careers_leader} in post",
    who = the_school {}, have = post { role = "careers_leader" },
    when = always { grace = school_days(20) }, owner = role.slt, exempt = never },
  must "leader-named-online" { title = "the {careers_leader} named on the website",
    who = the_school {}, have = publication { item = "leader_contact", live = true, names_leader = true },
    when = rolling(days(90)), owner = role.careers_leader, remind = plan.termly } }
