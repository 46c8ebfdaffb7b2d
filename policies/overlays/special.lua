-- SPDX-License-Identifier: GPL-3.0-or-later
-- A special school: the benchmarks in their special form, and routes that the pupil's plan makes realistic.
overlay "special" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { setting = "special" }, from = "2022-06-01",
  reason = "The benchmarks are read in their special form; provision is personal." }

amend "3.1.1/compass-each-term" { set = { have = evaluation { method = "compass_special" } }, reason = "The form of Compass made for special schools." }
amend "2.0.9/every-route-by-16" { reason = "The routes that the plans of these pupils make realistic.",
  set = { title = "a look into each route that is realistic here",
    have = for_each("route", { "vocational", "apprenticeship", "supported_internship", "work_with_study" }, explored {}) } }
drop "4.4.28/look-at-supported-internships" { reason = "2.0.9 asks it of everybody here." }
drop "4.8.7/university-visit"               { reason = "A visit of a university is arranged for the pupil who thinks of one." }
add "4.4.26/family-before-the-move" { reason = "The move after school is talked over with the family in good time.",
  should { title = "a talk with the family about the move",
    who = pupils { year = among { 11, 13, 14 } }, have = family_meeting { subject = "transition" }, when = by_date_in_year("01-31"),
    owner = role.senco, remind = plan.standard } }
