-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmarks 6 and 7: workplaces, and colleges, training providers and universities.
section "4.7" { title = "Workplaces", benchmark = 6 }

clause "4.7.2" { title = "A workplace by 16 and one further by 18", basis = "guidance", also = { "4.7.1" },
  text = [[By the age of 16 each pupil has been at a workplace, and by 18 at one more.]],
  must "workplace-by-16" { title = "a workplace",
    who = pupils { year = years(7, 11) }, have = workplace {}, when = by_age(16),
    owner = role.work_experience, remind = plan.standard },
  must "workplace-by-18" { title = "one further workplace",
    who = pupils { year = years(12, 13) }, have = workplace {}, when = further_by_age(18, 16),
    owner = role.work_experience, remind = plan.standard } }

clause "4.7.5" { title = "Work experience is part of study after 16", basis = "guidance",
  text = [[Work experience belongs to every study programme from 16 to 19, and its papers are complete before it begins.]],
  must "part-of-study" { title = "work experience in the study programme",
    who = pupils { year = years(12, 13) }, have = workplace { mode = is_not "virtual" }, when = over_years(12, 13),
    owner = role.work_experience, remind = plan.standard },
  should "papers-complete" { title = "the papers complete before the placement",
    who = pupils { year = years(7, 13) },
    have = workplace { insurance_on = known, risk_checked_on = known, consent_on = known },
    when = within { days = 0, of = workplace { form = "placement" }, same_record = true }, owner = role.work_experience } }

section "4.8" { title = "Further and higher education", benchmark = 7 }

clause "4.8.4" { title = "Providers reach Years 8 to 13", basis = "law", also = { "2.0.4" },
  text = [[Providers of technical education and apprenticeships can speak to all pupils of Years 8 to 13 about what they offer.]],
  must "provider-yearly" { title = "an encounter with a provider of technical education",
    who = pupils { year = years(8, 13) }, have = at_least(p.provider_visits, provider { technical = true }),
    when = each_school_year(), owner = role.careers_leader, remind = plan.standard },
  must "visit-for-each-year" { title = "a visit of a technical provider for each year group",
    who = the_school {},
    have = for_each("for_years", years(8, 13), provider { technical = true, whole_year_invited = true }),
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.5" { title = "A range of providers", basis = "law",
  text = [[Pupils meet a range of providers: colleges, technical schools, and those who offer apprenticeships.]],
  should "two-sorts-of-provider" { title = "two sorts of technical provider",
    who = the_school {},
    have = all_of { provider { technical = true, organisation = organisations { type = among { "fe_college", "utc", "studio_school" } } },
      provider { technical = true, organisation = organisations { type = among { "training_provider", "employer" } } } },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.6" { title = "The whole year, in school hours", basis = "law",
  text = [[Such visits are in school hours and open to the whole year group; nobody is picked out or left out.]],
  must_not "selected-pupils-only" { title = "a provider visit for selected pupils only",
    who = the_school {}, have = provider { technical = true, whole_year_invited = false },
    when = each_school_year(), owner = role.careers_leader, exempt = never },
  must_not "out-of-hours" { title = "a provider visit outside school hours",
    who = the_school {}, have = provider { technical = true, in_school_hours = false },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.10" { title = "Answer requests, with a ground", basis = "law", also = { "4.8.9" },
  text = [[A provider who asks to come is answered within {answer_days} school days; a refusal names a published ground.]],
  must "request-answered" { title = "a provider's request answered",
    who = the_school {}, have = at_least(1, access_request {}, { on = "answered_on" }),
    when = within { school_days = p.answer_days, of = access_request {}, same_record = true },
    owner = role.careers_leader, remind = plan.urgent },
  must_not "refused-without-ground" { title = "a provider refused without a published ground",
    who = the_school {}, have = access_request { decision = "refused", ground = missing },
    when = each_school_year(), owner = role.careers_leader } }
