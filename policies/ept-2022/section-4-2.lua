-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 2: labour market information.
section "4.2" { title = "Labour market information", benchmark = 2 }

clause "4.2.1" { title = "Information for every pupil and family", basis = "guidance", also = { "4.2.2", "4.2.3" },
  text = [[Pupils and their families get good information on study and on work, and hear of the National Careers Service from the age of {ncs_age}.]],
  must "lmi-each-stage" { title = "information on the labour market",
    who = pupils { year = years(7, 13) }, have = lmi { audience = among { "pupils", "both" } },
    when = each_key_stage(), owner = role.tutor, remind = plan.standard },
  should "lmi-families" { title = "information on the labour market for the family",
    who = pupils { year = years(7, 13) }, have = lmi { with_parent = true },
    when = each_school_year(), owner = role.tutor, remind = plan.standard },
  should "service-at-13" { title = "to be told about the National Careers Service",
    who = pupils {}, have = briefing { theme = "national_careers_service" },
    when = within { days = 90, of = birthday(p.ncs_age), may_precede = days(365) }, owner = role.tutor, remind = plan.standard } }

clause "4.2.2" { title = "Where each subject leads", basis = "guidance",
  text = [[Before they choose, pupils learn which careers the options of study lead to.]],
  must "paths-of-the-options" { title = "information on where the options lead",
    who = pupils { year = among { 9, 11, 13 } }, have = lmi { topics = includes "options" },
    when = at_transitions { "options", "post16", "post18" }, owner = role.careers_leader, remind = plan.standard } }

clause "4.2.3" { title = "Pay, progress, vacancies, and why it matters", basis = "guidance",
  text = [[In each key stage pupils hear what work pays, how people get on in it, where the vacancies are, and what such information is good for.]],
  should "four-topics-of-lmi" { title = "to hear of pay, progress, vacancies and their use",
    who = pupils { year = years(7, 13) },
    have = for_each("topics", { "pay", "progression", "vacancies", "value" }, lmi {}), when = each_key_stage(),
    owner = role.pshe_lead, remind = plan.standard } }

clause "4.2.4" { title = "Several sources", basis = "guidance",
  text = [[Information comes from several sources, LMI for All among them: at least {lmi_sources} are in use.]],
  should "several-sources" { title = "at least {lmi_sources} sources of labour market information",
    who = the_school {}, have = at_least(p.lmi_sources, resource { sort = "lmi" }, { distinct = "source" }),
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "4.2.5" { title = "Jobcentre Plus", basis = "guidance",
  text = [[Jobcentre Plus helps with information on local work. If it was not asked this year, the reason is written down.]],
  should "jobcentre-contact" { title = "contact with Jobcentre Plus",
    who = the_school {},
    have = either { contact { role = "jobcentre_plus" }, encounter { organisation = organisations { type = "jobcentre" } } },
    when = each_school_year { due = "03-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "4.2.6" { title = "Wider horizons", basis = "guidance",
  text = [[Information on work is used to raise hopes, and to answer the thought that some work is not for people like me.]],
  should "wider-horizons" { title = "an encounter that questions a stereotype",
    who = the_school {}, have = encounter { challenges_stereotype = true },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "4.2.7" { title = "Against stereotypes, for science", basis = "guidance",
  text = [[By the end of Year 9 every pupil has met something that questions what girls and boys are said to be made for, and knows of work in science and technology.]],
  should "challenged-stereotype" { title = "an encounter that questions a stereotype or shows science at work",
    who = pupils { year = years(7, 9) },
    have = either { encounter { challenges_stereotype = true }, encounter { stem = true } }, when = by_end_of_year(9),
    owner = role.careers_leader, remind = plan.standard },
  measure "gap-between-girls-and-boys" { title = "science and questioned stereotypes, the gap between girls and boys",
    over = pupils { year = years(7, 9) }, of = findings { rule = "4.2.7/challenged-stereotype", status = "met" },
    as = "gap", by = { "sex" }, want = at_most(p.gap_points), owner = role.careers_leader, remind = plan.termly } }
