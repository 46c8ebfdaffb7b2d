-- SPDX-License-Identifier: GPL-3.0-or-later
-- A school with a sixth form: the choice at 18 is made here as well.
overlay "sixth-form" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { sixth_form = true }, from = "2022-06-01",
  reason = "The choice at 18 is made at this school." }

add "4.3.8/intention-in-year-13" { reason = "Where they mean to go is known while there is time to help.",
  should { title = "an intended next step",
    who = pupils { year = 13 }, have = intention { considered = includes_all { "academic", "technical" } },
    when = by_date_in_year("01-31"), owner = role.tutor, remind = plan.standard } }
