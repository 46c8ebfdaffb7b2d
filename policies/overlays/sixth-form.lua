-- SPDX-License-Identifier: GPL-3.0-or-later
-- A school with a sixth form: the step at 18 is made here as well.
overlay "sixth-form" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { sixth_form = true }, from = "2022-06-01",
  reason = "The step at 18 is made at this school." }

add "4.3.8/application-and-offer-at-18" { reason = "What Year 11 is helped with, Year 13 is helped with.",
  should { title = "an application and an offer",
    who = pupils { year = 13 }, have = all_of { application {}, offer {} }, when = by_date_in_year("05-31"), owner = role.tutor,
    remind = plan.standard } }
add "4.3.18/costs-after-18" { reason = "What study and training cost after 18 is told before the applications are in.",
  should { title = "to be told what help there is with costs after 18",
    who = pupils { year = 13 }, have = briefing { theme = "study_costs" }, when = by_date_in_year("01-31"), owner = role.careers_leader,
    remind = plan.standard } }
