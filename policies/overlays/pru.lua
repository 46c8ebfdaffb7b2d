-- SPDX-License-Identifier: GPL-3.0-or-later
-- A pupil referral unit: short placements, pupils registered twice, duties shared with the school they come from.
overlay "pru" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { setting = "pru" }, from = "2022-06-01",
  reason = "Short placements, dual registration, duties shared with commissioning schools." }

amend "param/counted_enrolments" { tighten = { ["2022-06-01"] = { "single", "main", "subsidiary" } }, reason = "Dual-registered pupils count here." }
amend "param/follow_up_days"     { tighten = { ["2022-06-01"] = 10 }, reason = "Placements average one term." }
amend "4.6.4/employer-encounter" { set = { ["who.days_on_roll"] = at_least(10) }, reason = "Short placements: count from two weeks." }
amend "4.9.2/interview-by-16"    { set = { remind = plan.urgent }, reason = "Arrivals in Years 10 and 11 are seen at once." }
amend "reading/joined late"      { set = { means = "ask-previous-school" }, reason = "The commissioning school's records count." }
drop "3.1.2/something-each-term" { reason = "The programme is individual; 4.3.13 sees to it." }
add "4.3.13/first-conversation" { reason = "Induction standard.",
  must { title = "a first talk about the future",
    who = pupils {}, have = guidance {}, when = within { school_days = 15, of = admission {} },
    owner = role.careers_adviser, remind = plan.urgent } }
