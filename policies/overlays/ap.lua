-- SPDX-License-Identifier: GPL-3.0-or-later
-- Alternative provision: pupils who stay on another school's roll and are here for part of a week or of a year.
overlay "ap" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { setting = "ap" }, from = "2022-06-01",
  reason = "Pupils stay on another school's roll; the placement is what they have of us." }

amend "param/counted_enrolments" { tighten = { ["2022-06-01"] = { "single", "main", "subsidiary", "guest" } },
  reason = "Pupils who come by the day or the week count here." }
amend "param/follow_up_days"     { tighten = { ["2022-06-01"] = 10 }, reason = "Placements are short." }
amend "4.6.4/employer-encounter" { set = { ["who.days_on_roll"] = at_least(20) }, reason = "Count from a month of placement." }
amend "reading/joined late"      { set = { means = "ask-previous-school" }, reason = "The commissioning school's records count." }
drop "3.1.2/something-each-term" { reason = "The programme is individual; 4.3.13 sees to it." }
add "4.3.13/first-conversation" { reason = "Induction standard.",
  must { title = "a first talk about the future",
    who = pupils {}, have = guidance {}, when = within { school_days = 20, of = admission {} },
    owner = role.careers_adviser, remind = plan.urgent } }
