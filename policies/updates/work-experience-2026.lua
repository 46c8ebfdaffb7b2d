-- SPDX-License-Identifier: GPL-3.0-or-later
-- The guarantee of ten days' worth of work experience, whose first school year is 2026/27.  A day is taken as five hours,
-- which makes fifty in all; that a day has five hours is not stated anywhere, so the number is a parameter.
update "work-experience-2026" { of = "ept-2022", version = "1", source = "guidance", starts = "2026-09-01",
  reason = "Ten days' worth of experience: one week's worth by the end of Year 9, one more in Years 10 and 11." }

param "experience_hours" { clause = "4.7.2", type = "hours", stricter = "higher", values = { ["2026-09-01"] = 25 } }

amend "4.7.2" { reason = "Ten days' worth in two halves.",
  set = { text = [[By the age of 16 each pupil has been at a workplace, and by 18 at one more. Years 7 to 9 bring {experience_hours} of experience of work in all, and Years 10 and 11 as much again, not only online.]] } }
add "4.7.2/first-week" { reason = "A week's worth in Years 7 to 9.",
  must { title = "a week's worth of experience",
    who = pupils { year = years(7, 9) }, have = at_least_total(p.experience_hours, "hours", workplace { meaningful = true }),
    when = over_years(7, 9), owner = role.work_experience, remind = plan.standard } }
add "4.7.2/second-week" { reason = "A week's worth in Years 10 and 11, in person.",
  must { title = "a week's worth of experience, in person",
    who = pupils { year = years(10, 11) },
    have = at_least_total(p.experience_hours, "hours", workplace { meaningful = true, mode = is_not "virtual" }),
    when = over_years(10, 11), owner = role.work_experience, remind = plan.standard } }
