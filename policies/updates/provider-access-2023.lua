-- SPDX-License-Identifier: GPL-3.0-or-later
-- The provider access law in force since 1 January 2023 (Skills and Post-16 Education Act 2022, section 14): six
-- encounters, two in each of three phases.  A trust takes it in with one line: adopt "provider-access-2023" { ... }
update "provider-access-2023" { of = "ept-2022", version = "1", source = "law", starts = "2023-01-01",
  reason = "Two provider encounters in each of three phases, within school hours, for the whole year group." }

-- A phase closes on 28 February in leap years too.
phase "first"  { opens = in_year(8, "09-01"), closes = in_year(9, "02-28") }
phase "second" { opens = in_year(10, "09-01"), closes = in_year(11, "02-28") }
phase "third"  { opens = in_year(12, "09-01"), closes = in_year(13, "02-28") }
param "visits_a_phase" { clause = "4.8.4", type = "whole", stricter = "higher", values = { ["2023-01-01"] = 2 } }

amend "param/guidance_edition" { set = { ["2023-01-01"] = "January 2023" }, reason = "The guidance that came with the law." }
amend "4.8.4" { reason = "The law gives a number, phases and contents.",
  set = { text = [[Providers of technical education and apprenticeships speak to all pupils of {provider_years}: {visits_a_phase} times in each of three phases, in Years 8 and 9, 10 and 11, 12 and 13, each phase closing on 28 February.]] } }

amend "4.8.4/provider-yearly" { set = { ends = "2022-12-31" }, reason = "Replaced by the phases." }
add "4.8.4/two-in-each-phase" { reason = "Attendance is required in the first two phases.",
  must { title = "encounters with technical providers",
    who = pupils { year = years(8, 11) }, have = at_least(p.visits_a_phase, provider { technical = true, in_school_hours = true }),
    when = in_phases { "first", "second" }, owner = role.careers_leader, remind = plan.standard } }
add "4.8.4/third-phase-offered" { reason = "In the third phase the offer is the duty.",
  must { title = "the offer of encounters with technical providers",
    who = pupils { year = years(12, 13) },
    have = at_least(p.visits_a_phase, provider { technical = true, in_school_hours = true, outcome = any }),
    when = in_phases { "third" }, owner = role.careers_leader, remind = plan.standard } }
add "4.8.4/all-four-contents" { reason = "Each encounter covers the provider, careers, what learning is like, and questions.",
  must_not { title = "a provider visit with part of its content missing",
    who = the_school {}, have = provider { technical = true, content = lacks_any { "provider", "careers", "learning", "questions" } },
    when = each_school_year(), owner = role.careers_leader } }
