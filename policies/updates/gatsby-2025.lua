-- SPDX-License-Identifier: GPL-3.0-or-later
-- The Gatsby Benchmarks as updated in November 2024, which statutory guidance took up from September 2025.  What the update
-- says without a number that could be judged is left to the texts and to attestations; where sources differ (science and
-- technology by 14), the older promise stays, since it is the stricter one.
update "gatsby-2025" { of = "ept-2022", version = "1", source = "guidance", starts = "2025-09-01",
  reason = "The benchmarks as updated in 2024 and taken into guidance in 2025." }

amend "param/guidance_edition" { set = { ["2025-09-01"] = "May 2025" }, reason = "The edition in force from this day." }

-- Benchmark 1: backing by name, and more voices.
add "4.1.2/backing-of-governors-and-senior-team" { reason = "Governors, headteacher and senior team back the programme, each by name.",
  must { title = "the backing of governors and senior team on record",
    who = the_school {}, have = all_of { meeting { with = "governors", careers_item = true }, meeting { with = "slt", careers_item = true } },
    when = each_school_year(), owner = role.headteacher, remind = plan.termly } }
amend "4.1.6/five-audiences-asked" { reason = "Support staff and advisers are asked too.",
  set = { have = for_each("audience", { "pupils", "parents", "teachers", "support_staff", "governors", "employers", "advisers" }, survey {}) } }
amend "4.1.6" { reason = "Support staff and advisers are asked too.",
  set = { text = [[The evaluation asks pupils, parents, teachers, support staff, governors, employers and careers advisers what they think of the programme.]] } }

-- Benchmark 2: staff have the information too.
add "4.2.1/training-in-lmi" { reason = "Teachers and support staff have access to the information that pupils use.",
  should { title = "training of staff in labour market information",
    who = the_school {}, have = cpd { topic = "lmi" }, when = each_school_year(), owner = role.careers_leader, remind = plan.termly } }

-- Benchmark 3: what stands in the way is named; former pupils are not only listed.
amend "4.3.1/named-barriers" { set = { force = "must" }, reason = "Help with what the pupil sees as a barrier." }
amend "4.3.4/alumni-network" { set = { have = alumni { used = true } }, reason = "Former pupils take part in the programme." }

-- Benchmark 4: every year, in every subject, for every pupil; careers are part of training.
amend "4.5.5/curriculum-grid" { set = { force = "must" }, reason = "Every subject, every year." }
amend "2.0.8/careers-training" { set = { force = "must" }, reason = "Careers are part of the training of staff." }

-- Benchmark 5: employers of different sizes, the self-employed among them.
add "4.6.2/employers-large-and-small" { reason = "Across the programme, employers of different sizes.",
  should { title = "encounters with small and with large employers",
    who = the_school {},
    have = all_of { encounter { organisation = organisations { size = among { "micro", "small" } } },
      encounter { organisation = organisations { size = among { "medium", "large" } } } },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }
add "4.6.2/somebody-self-employed" { reason = "The self-employed are named.",
  should { title = "an encounter with somebody self-employed",
    who = the_school {},
    have = either { encounter { speaker = "self_employed" }, encounter { organisation = organisations { size = "self_employed" } } },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

-- Benchmark 7: independent trainers are named; two visits to universities are for those who think of one, so nobody is counted short.
add "4.8.7/independent-trainer" { reason = "Independent training providers are named.",
  should { title = "a visit of an independent trainer",
    who = the_school {}, have = provider { organisation = organisations { type = "training_provider" } }, when = each_school_year { due = "07-31" },
    owner = role.careers_leader, remind = plan.termly } }
-- lint: keep may-with-number: the benchmark says two, for those who consider it; nobody is counted short
add "4.8.7/two-visits-to-higher-education" { reason = "By 18, for those who consider it.",
  may { title = "two visits to higher education",
    who = pupils { year = years(12, 13) },
    have = at_least(2, provider { form = among { "visit_out", "open_day", "taster" }, organisation = organisations { type = "university" } }),
    when = over_years(12, 13), owner = role.careers_leader } }

-- Benchmark 8: a meeting, not only the chance of one.
amend "4.9.2/interview-offered-by-18" { reason = "A meeting by 18, not only the chance of one.",
  set = { title = "another guidance interview",
    have = at_least(p.interview_by_18, guidance { adviser_level = at_least(p.adviser_level) }) } }
amend "4.9.2" { reason = "A meeting by 18, not only the chance of one.",
  set = { title = "An interview by 16 and another by 18",
    text = [[By the age of 16 each pupil has had a guidance interview with a qualified adviser, and by 18 another.]] } }
