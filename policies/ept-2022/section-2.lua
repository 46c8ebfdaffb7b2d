-- SPDX-License-Identifier: GPL-3.0-or-later
-- Aims: what the programme is to bring about.  Where another section makes a promise of an aim, the promise stands there.
section "2" { title = "Aims" }

clause "2.0.1" { title = "What every pupil can do", basis = "trust", also = { "4.3.1" },
  text = [[Pupils learn to decide well, to plan and find help, to see what attainment leads to, to use outside information, to listen to training providers, and to weigh academic against technical routes.]],
  must "current-plan" { title = "a careers plan of the last twelve months",
    who = pupils { year = years(9, 13) }, have = career_plan {}, when = rolling(months(12)),
    owner = role.tutor, remind = plan.standard },
  should "readiness-review" { title = "a review of readiness to choose",
    who = pupils { year = among { 9, 11, 13 } }, have = self_review {}, when = each_school_year(),
    owner = role.tutor },
  should "outside-information-and-a-provider" { title = "outside information and a meeting with a provider",
    who = pupils { year = years(7, 13) }, have = all_of { lmi {}, provider {} },
    when = each_key_stage(), owner = role.careers_leader },
  should "both-routes-weighed" { title = "a next step weighed between academic and technical routes",
    who = pupils { year = 13 },
    have = intention { considered = includes_all { "academic", "technical" } }, when = by_date_in_year("01-31"),
    owner = role.tutor, remind = plan.standard },
  should "links-from-attainment-to-choices" { title = "lessons that link attainment to choices",
    who = the_school {}, have = curriculum_link {}, when = each_school_year(),
    owner = role.careers_leader } }

clause "2.0.2" { title = "Benchmarks that lead to action", basis = "guidance", also = { "5.0.1" },
  text = [[What the Gatsby Benchmarks show is used to improve the strategy and the programme: a benchmark that is not met in full has an action within {improvement_days} school days.]],
  must "action-after-compass" { title = "an action for each benchmark not met in full",
    who = the_school {}, have = improvement {},
    when = within { school_days = p.improvement_days,
      of = evaluation { method = among { "compass", "compass_special" }, benchmarks_full = below(p.compass_target) } },
    owner = role.careers_leader, remind = plan.follow_up },
  should "finished-improvement" { title = "an improvement finished by its day",
    who = the_school {}, have = at_least(1, improvement {}, { on = "done_on" }),
    when = within { days = 0, of = improvement {}, anchor_on = "due_on", may_precede = days(365), same_record = true },
    owner = role.careers_leader, remind = plan.follow_up } }

clause "2.0.3" { title = "Many employers", basis = "guidance",
  text = [[Employers are drawn in, so that pupils meet many of them and see their workplaces: at least {employers_a_year} different employers in a year.]],
  should "different-employers" { title = "at least {employers_a_year} different employers",
    who = the_school {}, have = at_least(p.employers_a_year, encounter {}, { distinct = "organisation" }),
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "2.0.4" { title = "Training providers for everybody", basis = "law",
  text = [[Those who offer technical education and apprenticeships reach every pupil at every stage. Clause 4.8.4 makes this the promise that is checked.]] }

clause "2.0.5" { title = "Fair chances", basis = "trust",
  text = [[Careers work serves inclusion and social mobility: no group of pupils is more than {gap_points} points behind the others. Each term the senior team looks at the figures by group.]],
  should "look-at-the-figures-by-group" { title = "a look at the figures by group with the senior team",
    who = the_school {}, have = meeting { with = "slt", careers_item = true }, when = each_term(),
    owner = role.slt, remind = plan.termly },
  measure "encounter-gap" { title = "employer encounters, the gap between groups",
    over = pupils { year = p.encounter_years }, of = findings { rule = "4.6.4/employer-encounter", status = "met" },
    as = "gap", by = { "sen", "disadvantaged", "care" }, want = at_most(p.gap_points), owner = role.careers_leader, remind = plan.termly },
  measure "interview-gap" { title = "guidance interviews, the gap between groups",
    over = pupils { year = years(7, 11) }, of = findings { rule = "4.9.2/interview-by-16", status = "met" },
    as = "gap", by = { "sen", "disadvantaged", "care" }, want = at_most(p.gap_points), owner = role.careers_leader, remind = plan.termly } }

clause "2.0.6" { title = "Nobody left out", basis = "trust",
  text = [[Every pupil has an equal chance to take part, and a pupil with whom nothing has happened this year is looked for.]],
  should "anything-this-year" { title = "any careers activity",
    who = pupils { year = years(7, 13) },
    have = at_least(1, either { encounter {}, workplace {}, provider {}, guidance {}, lmi {}, lesson {} }),
    when = each_school_year(), owner = role.careers_leader, remind = plan.standard },
  measure "gap-in-taking-part" { title = "taking part, the gap between groups",
    over = pupils { year = years(7, 13) }, of = findings { rule = "2.0.6/anything-this-year", status = "met" },
    as = "gap", by = { "sex", "eal", "sen" }, want = at_most(p.gap_points), owner = role.careers_leader, remind = plan.termly } }

clause "2.0.7" { title = "Resources that are up to date", basis = "trust",
  text = [[Pupils and staff find accurate, current information on careers. Each resource is looked at again before its review date, and what is out of date is taken away.]],
  should "resources-in-date" { title = "careers resources of each sort that are in date",
    who = the_school {}, have = for_each("sort", { "lmi", "pathway", "general" }, resource {}),
    when = always(), owner = role.careers_leader, remind = plan.termly },
  should_not "outdated-resource" { title = "a resource in use that is out of date",
    who = the_school {}, have = resource { superseded = true }, when = always(),
    owner = role.careers_leader } }

clause "2.0.8" { title = "Careers training for staff", basis = "trust",
  text = [[The school plans and runs training in careers for its teachers and tutors every year, and for new ones in their first term.]],
  should "careers-training" { title = "training in careers",
    who = any_of { staff { roles = includes_any { "tutor", "head_of_department", "pshe_lead" } }, staff { department = known } },
    have = cpd { topic = "careers" }, when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly },
  should "careers-training-in-the-first-term" { title = "training in careers in the first term",
    who = any_of { staff { started_on = known, roles = includes_any { "tutor", "head_of_department", "pshe_lead" } },
      staff { started_on = known, department = known } },
    have = cpd { topic = "careers" }, when = within { school_days = 70, of = appointment {} },
    owner = role.head_of_department, remind = plan.follow_up } }

clause "2.0.9" { title = "Every option, for all", basis = "guidance",
  text = [[Information on every option is within reach of every pupil: before leaving Year 11 each has looked into the main routes, and before leaving Year 13 into those that follow.]],
  should "every-route-by-16" { title = "a look into each main route",
    only = school { setting = among { "secondary", "special" } }, who = pupils { year = years(7, 11) },
    have = for_each("route", p.routes_explored, explored {}), when = by_end_of_year(11), owner = role.careers_leader,
    remind = plan.standard },
  should "every-route-by-18" { title = "a look into each route after 18",
    who = pupils { year = years(12, 13) },
    have = for_each("route", { "apprenticeship", "work_with_study", "higher_education" }, explored {}), when = by_end_of_year(13),
    owner = role.careers_leader, remind = plan.standard } }

clause "2.0.10" { title = "Partners in guidance", basis = "trust",
  text = [[Where guidance comes from an outside service, there is an agreement in force, and both sides review it once a year.]],
  must "guidance-agreement" { title = "an agreement in force with the guidance service",
    who = organisations { type = "guidance_contractor" }, have = agreement { service = "guidance" },
    when = always(), owner = role.careers_leader, remind = plan.termly },
  should "review-of-the-agreement" { title = "a review of the agreement with the guidance service",
    who = organisations { type = "guidance_contractor" },
    have = all_of { at_least(1, agreement { service = "guidance" }, { on = "reviewed_on" }), meeting { with = "guidance_contractor" } },
    when = each_school_year(), owner = role.slt, remind = plan.termly } }

for_reading "2.0.11" { title = "Mission and values",
  text = [[Careers work carries the mission and the values of the school. For reading only: values are not counted.]] }
