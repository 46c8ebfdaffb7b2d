-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 7: colleges, training providers and universities.
section "4.8" { title = "Further and higher education", benchmark = 7 }

clause "4.8.1" { title = "In education or training to {rpa_age}", basis = "guidance",
  text = [[Pupils know that they stay in education or training to the age of {rpa_age}, and the three ways to do so: full-time study, an apprenticeship, or {rpa_hours} hours of work a week with training.]],
  must "briefing-on-staying-to-18" { title = "to be told about staying in education or training",
    who = pupils { year = among { 9, 10 } }, have = briefing { theme = "staying_on_to_18" },
    when = by_end_of_year(10), late = days(153), owner = role.tutor, remind = plan.standard },
  should_not "intention-outside-the-duty" { title = "an intention that ends education and training",
    who = pupils { year = 11 }, have = intention { keeps_duty = false },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.2" { title = "Information services and the course directory", basis = "guidance",
  text = [[Pupils of key stage 4 are encouraged to use information services and the directory of courses.]],
  should "information-tool" { title = "use of an information service",
    who = pupils { year = among { 10, 11 } }, have = tool_use {}, when = each_key_stage("KS4"),
    owner = role.tutor, remind = plan.standard } }

clause "4.8.3" { title = "Good sites, Year 11 above all", basis = "guidance",
  text = [[A careers professional has chosen good sites, and every pupil of Year 11 has used one by December.]],
  should "list-of-good-sites" { title = "a list of good sites on the website",
    who = the_school {}, have = publication { item = "recommended_tools", live = true },
    when = each_school_year { due = "09-30" }, owner = role.careers_adviser, remind = plan.september },
  should "good-site" { title = "use of a recommended site",
    who = pupils { year = 11 }, have = tool_use { recommended = true }, when = by_date_in_year("12-31"),
    owner = role.tutor, remind = plan.standard } }

clause "4.8.4" { title = "Providers reach {provider_years}", basis = "law", also = { "2.0.4" },
  text = [[Providers of technical education and apprenticeships can speak to all pupils of {provider_years} about what they offer.]],
  must "provider-yearly" { title = "an encounter with a provider of technical education",
    who = pupils { year = p.provider_years }, have = at_least(p.provider_visits, provider { technical = true }),
    when = each_school_year(), owner = role.careers_leader, remind = plan.standard },
  must "visit-for-each-year" { title = "a visit of a technical provider for each year group",
    who = the_school {},
    have = for_each("for_years", years(8, 11), provider { technical = true, whole_year_invited = true }),
    when = each_school_year(), owner = role.careers_leader, remind = plan.termly },
  must "visit-for-the-sixth-form" { title = "a provider visit for each year of the sixth form",
    only = school { sixth_form = true }, who = the_school {},
    have = for_each("for_years", years(12, 13), provider { technical = true, whole_year_invited = true }),
    when = each_school_year(), owner = role.careers_leader, remind = plan.termly } }

clause "4.8.5" { title = "A range of providers", basis = "law",
  text = [[Pupils meet a range of providers: colleges, technical schools, and those who offer apprenticeships.]],
  should "two-sorts-of-provider" { title = "two sorts of technical provider",
    who = the_school {},
    have = all_of { provider { technical = true, organisation = organisations { type = among { "fe_college", "utc", "studio_school" } } },
      provider { technical = true, organisation = organisations { type = among { "training_provider", "employer" } } } },
    when = each_school_year(), owner = role.careers_leader, remind = plan.termly } }

clause "4.8.6" { title = "The whole year, in school hours", basis = "law",
  text = [[Such visits are in school hours and open to the whole year group; nobody is picked out or left out.]],
  must_not "selected-pupils-only" { title = "a provider visit for selected pupils only",
    who = the_school {}, have = provider { technical = true, whole_year_invited = false },
    when = each_school_year(), owner = role.careers_leader, exempt = never },
  must_not "out-of-hours" { title = "a provider visit outside school hours",
    who = the_school {}, have = provider { technical = true, in_school_hours = false },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.7" { title = "Academic providers too", basis = "guidance",
  text = [[Sixth forms, colleges and universities are heard as well: each year by Years 10 and 11, and universities by the sixth form.]],
  should "academic-visit" { title = "a visit of an academic provider for Years 10 and 11",
    who = the_school {}, have = for_each("for_years", years(10, 11), provider { academic = true }),
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly },
  should "university-visit" { title = "a visit of a university",
    only = school { sixth_form = true }, who = the_school {},
    have = provider { academic = true, organisation = organisations { type = "university" } },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly } }

clause "4.8.8" { title = "What the access statement says", basis = "law",
  text = [[The access statement says whom to ask and how, on what grounds a visit is granted or refused, safeguarding among them, and what rooms and equipment there are. It is gone over every year.]],
  must "complete-access-statement" { title = "a complete access statement of the last twelve months",
    who = the_school {},
    have = for_each("sections", { "procedure", "grounds", "premises", "safeguarding" }, document { item = "access_statement" }),
    when = rolling(months(12)), owner = role.careers_leader, remind = plan.termly } }

clause "4.8.9" { title = "Visits that do not burden", basis = "guidance",
  text = [[How often and how large the visits are is planned, so that the burden stays small: several providers come to one event.]],
  should "event-with-several-providers" { title = "an event with several providers",
    who = the_school {}, have = provider { other_providers = at_least(1) },
    when = each_school_year(), owner = role.careers_leader, remind = plan.termly } }

clause "4.8.10" { title = "Answer requests, with a ground", basis = "law", also = { "4.8.9" },
  text = [[A provider who asks to come, alone or with others, is answered within {answer_days} school days; a refusal names a published ground.]],
  must "request-answered" { title = "a provider's request answered",
    who = the_school {}, have = at_least(1, access_request {}, { on = "answered_on" }),
    when = within { school_days = p.answer_days, of = access_request {}, same_record = true },
    owner = role.careers_leader, remind = plan.urgent },
  must_not "refused-without-ground" { title = "a provider refused without a published ground",
    who = the_school {}, have = access_request { decision = "refused", ground = missing },
    when = each_school_year(), owner = role.careers_leader } }

clause "4.8.11" { title = "Know who comes", basis = "guidance",
  text = [[Before a trainer is invited, the register is looked up; apprenticeship networks and Jobcentre Plus are asked for speakers. The programme that the policy names for this lost its funding in August 2025.]],
  should "look-up-in-the-register" { title = "a look-up in the register of trainers",
    who = organisations { type = "training_provider" }, have = provider_check { listed = true },
    when = rolling(months(12)), owner = role.careers_leader, remind = plan.termly },
  should "contact-with-a-network" { title = "contact with a network that finds speakers",
    who = the_school {}, have = contact { role = among { "pathway", "jobcentre_plus" } },
    when = each_school_year(),
    owner = role.careers_leader, remind = plan.termly } }
