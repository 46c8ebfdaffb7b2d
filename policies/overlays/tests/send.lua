-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pupils with special educational needs, beside those without: each rule that reads otherwise for them.
cases "4.7.2 a workplace that was matched" {
  policy = "base", rule = "4.7.2/workplace-by-16 age 16", pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", sen = "support" },
  evidence = workplace { matched = true }, columns = { "date", "judged on", "status" },
  { none, "2023-09-01", "overdue", variant = "send" }, { "2022-11-14", "2023-09-01", "met", variant = "send" },
  { "2022-11-14", "2023-09-01", "overdue", matched = false }, { "2022-11-14", "2023-09-01", "met", matched = false, sen = "none", variant = none },
  { "2022-11-14", "2023-09-01", "unknown", underlying = "overdue", missing = "workplace.matched", matched = none },
  { "2022-11-14", "2023-09-01", "unknown", missing = "pupil.sen", matched = false, sen = none },
}
timeline "4.9.2 an interview by the end of Year 9" {
  policy = "base", rule = "4.9.2/interview-by-16", pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "support" },
  { "2022-09-01", "on_track" }, { "2023-05-20", "on_track" },
  { "2023-05-21", "due_soon", variant = "send", deadline = "2023-08-31" }, { "2023-07-20", "due_soon" }, { "2023-07-21", "overdue" },
  { "2023-08-31", "overdue" }, { "2023-09-01", "overdue" }, { "2025-08-31", "overdue" },
}
timeline "4.9.2 an interview that the Year 9 review had to do without is owed until the end of Year 11" {
  policy = "base", rule = "4.9.2/interview-by-16", pupil { year = 11, as_at = "2024/25", dob = "2009-02-10", sen = "support" },
  { "2024-09-01", "overdue", variant = "send", deadline = "2023-08-31" }, { "2025-08-31", "overdue" }, { "2025-09-01", "missed" },
}
timeline "4.9.2 without special needs there is time until 16" {
  policy = "base", rule = "4.9.2/interview-by-16", pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" },
  { "2023-07-21", "on_track", variant = none, deadline = "2025-08-31" },
}
timeline "4.6.4 a waiver of six months" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "support" },
  exemption { rule = "4.6.4/employer-encounter", reason = "medical", from = "2023-03-01", ends = "2023-09-01", approved_by = "slt" },
  { "2023-08-01", "waived", underlying = "overdue", variant = "send" }, { "2023-09-01", "waived", underlying = "missed" },
}
timeline "4.6.4 a waiver a day longer than six months" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "support" },
  exemption { rule = "4.6.4/employer-encounter", reason = "medical", from = "2023-03-01", ends = "2023-09-02", approved_by = "slt" },
  { "2023-08-01", "overdue", variant = "send" },
}
timeline "4.4.31 nothing on record" {
  policy = "base", rule = "4.4.31/prepared-placement Y10-11", pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", sen = "support" },
  { "2021-08-31", none }, { "2021-09-01", "on_track" }, { "2023-05-20", "on_track" },
  { "2023-05-21", "due_soon", owned_by = "pastoral_send", force = "must", deadline = "2023-08-31" }, { "2023-07-20", "due_soon" },
  { "2023-07-21", "overdue" }, { "2023-08-31", "overdue" }, { "2023-09-01", "missed" },
}
cases "4.4.31 a placement prepared, matched and supported" {
  policy = "base", rule = "4.4.31/prepared-placement Y10-11", pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", sen = "support" },
  evidence = workplace { matched = true, support_agreed = true, prepared = true }, columns = { "date", "judged on", "status" },
  { "2021-08-31", "2023-09-01", "missed" }, { "2021-09-01", "2023-09-01", "met" }, { "2023-08-31", "2023-09-01", "met" },
  { "2022-11-14", "2023-09-01", "missed", matched = false }, { "2022-11-14", "2023-09-01", "missed", support_agreed = false },
  { "2022-11-14", "2023-09-01", "missed", prepared = false },
  { "2022-11-14", "2023-09-01", "unknown", underlying = "missed", missing = "workplace.prepared", prepared = none },
  { none, "2023-07-20", "not_applicable", sen = "none" }, { none, "2023-07-20", "on_track", year = 10 },
  { none, "2023-07-20", none, year = 9 }, { none, "2023-07-20", "missed", year = 12 },
}
