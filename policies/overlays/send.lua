-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pupils with special educational needs: personal provision, clauses 4.4.25 to 4.4.33.
overlay "send" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_pupils = pupils { sen = is_not "none" }, from = "2022-06-01",
  reason = "Personal provision, clauses 4.4.25 to 4.4.33." }

amend "4.7.2/workplace-by-16"    { set = { have = workplace { matched = true } }, reason = "A matched, supported experience is the one that counts." }
amend "4.9.2/interview-by-16"    { set = { when = by_end_of_year(9), late = months(24) },
  reason = "In time for the Year 9 review; who has had none is still owed it until the end of Year 11." }
amend "4.6.4/employer-encounter" { set = { ["exempt.for_at_most"] = months(6) }, reason = "Exemptions are looked at twice a year." }
add "4.4.31/prepared-placement" { reason = "Prepared, matched and supported.",
  must { title = "a placement prepared, matched and supported",
    who = pupils { year = years(10, 13) }, have = workplace { matched = true, support_agreed = true, prepared = true },
    when = over_years(10, 11), owner = role.pastoral_send, remind = plan.standard } }
