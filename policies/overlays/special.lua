-- SPDX-License-Identifier: GPL-3.0-or-later
-- A special school: the benchmarks in their special form, reviews early, experience that fits the pupil.
overlay "special" { of = "ept-2022", version = "1", approved = "2022-06-20", approved_by = "Trust Board",
  for_schools = school { setting = "special" }, from = "2022-06-01",
  reason = "The benchmarks are read in their special form; provision is personal." }

amend "3.1.1/compass-each-term" { set = { have = evaluation { method = "compass_special" } }, reason = "The form of Compass made for special schools." }
add "4.4.33/plan-kept-with-review" { reason = "The careers plan goes to the review with the pupil.",
  should { title = "a careers plan kept with the annual review",
    who = pupils { sen = "ehcp", year = years(9, 13) }, have = career_plan {}, when = rolling(months(12)),
    owner = role.pastoral_send, remind = plan.standard } }
