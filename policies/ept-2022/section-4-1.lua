-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 1: a stable programme.
section "4.1" { title = "A stable programme", benchmark = 1 }

clause "4.1.1" { title = "A programme of its own", basis = "guidance",
  text = [[The school has a programme of its own, coherent and built into its work, with something for each of the eight benchmarks.]],
  must "programme-in-date" { title = "a careers programme in date",
    who = the_school {}, have = document { item = "programme" }, when = always { grace = school_days(20) },
    owner = role.careers_leader, remind = plan.termly },
  should "something-for-each-benchmark" { title = "something planned for each benchmark",
    who = the_school {}, have = for_each("benchmarks", { 1, 2, 3, 4, 5, 6, 7, 8 }, programme_line {}),
    when = each_school_year { due = "09-30" }, owner = role.careers_leader, remind = plan.september },
  should_not "line-without-a-benchmark" { title = "a line of the programme without a benchmark",
    who = the_school {}, have = programme_line { benchmarks = missing },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.1.2" { title = "A {careers_leader} with skill, time and backing", basis = "guidance",
  text = [[The {careers_leader} is trained, has time for the work, is backed by the governors, and is another person than the {careers_adviser}.]],
  should "trained-careers-leader" { title = "training in leading careers",
    who = staff { roles = includes "careers_leader" },
    have = any_of { qualification { field = "careers_leadership" }, cpd { topic = "careers_leadership" } },
    when = always { grace = months(8) }, owner = role.headteacher, remind = plan.termly },
  should "hours-for-the-post" { title = "hours a week set for the {careers_leader}",
    who = the_school {}, have = post { role = "careers_leader", weekly_hours = known },
    when = always { grace = school_days(20) }, owner = role.headteacher, remind = plan.termly } }

clause "4.1.3" { title = "The {careers_leader} on the website", basis = "law",
  text = [[The website gives the name and contact of the {careers_leader}. Clause 3.1.5 makes the same promise and is the one that is checked.]] }

clause "4.1.4" { title = "Published for everybody concerned", basis = "law",
  text = [[The programme is published in a way that pupils, parents, teachers, governors and employers can follow. Clause 3.1.4 asks what has to be there.]],
  must "programme-for-each-audience" { title = "the programme published for each audience",
    who = the_school {},
    have = for_each("audiences", { "pupils", "parents", "teachers", "governors", "employers" },
      publication { item = "programme", live = true }),
    when = each_school_year { due = "09-30" }, owner = role.careers_leader, remind = plan.september } }

clause "4.1.5" { title = "How each benchmark is met, online", basis = "guidance",
  text = [[What is published shows how all eight benchmarks are met.]],
  must "benchmarks-online" { title = "how each benchmark is met on the website",
    who = the_school {},
    have = for_each("benchmarks", { 1, 2, 3, 4, 5, 6, 7, 8 }, publication { item = "benchmarks", live = true }),
    when = each_school_year { due = "09-30" }, owner = role.careers_leader, remind = plan.september } }

clause "4.1.6" { title = "Ask those concerned what they think", basis = "guidance", also = { "5.0.4" },
  text = [[The evaluation asks pupils, parents, teachers, governors and employers what they think of the programme.]],
  must "five-audiences-asked" { title = "a survey of each audience",
    who = the_school {}, have = for_each("audience", p.feedback_audiences, survey {}),
    when = each_school_year { due = "06-30" }, owner = role.careers_leader, remind = plan.termly } }
