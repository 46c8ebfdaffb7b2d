-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is told, and when: each reminder plan that ships, on the calendar of these tests.  A row is a day, a role, and why.
-- In 2022/23 term ends on 20 July; half-term is from 29 May to 2 June; 1 May is a bank holiday.
local y9  = pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" }
local y11 = pupil { year = 11, as_at = "2022/23", dob = "2007-02-28", sen = "none" }

-- The plan "standard": 60 days before, 14 days before, on the day; then after 14, 14 and 30 days.
reminder_test "an employer encounter: three notices, the first moved from a Sunday to Monday" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", y9, from = "2022-09-01", to = "2023-10-31",
  expect = { { "2023-05-22", "careers_leader", "lead" }, { "2023-07-06", "careers_leader", "step" }, { "2023-07-20", "careers_leader", "due" } },
}
reminder_test "an employer encounter: once it is on record nobody is told again" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", y9, encounter { date = "2023-06-20", meaningful = true },
  from = "2022-09-01", to = "2023-10-31",
  expect = { { "2023-05-22", "careers_leader", "lead" } },
}
reminder_test "an employer encounter: a pupil who is excused is nobody's task" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", y9,
  exemption { rule = "4.6.4/employer-encounter", reason = "medical", from = "2023-05-01", ends = "2023-07-10", approved_by = "slt" },
  from = "2022-09-01", to = "2023-10-31",
  expect = { { "2023-07-11", "careers_leader", "step" }, { "2023-07-20", "careers_leader", "due" } },
}
reminder_test "an employer encounter: what is not known is asked about on the same days" {
  policy = "base", rule = "4.6.4/employer-encounter 2022/23", y9, encounter { date = "2023-06-20" },
  from = "2022-09-01", to = "2023-10-31",
  expect = { { "2023-05-22", "careers_leader", "lead" }, { "2023-07-06", "careers_leader", "step" }, { "2023-07-20", "careers_leader", "due" } },
}
reminder_test "a tutor's follow-up: the tutor first, the careers leader after 28 days, the senior team after 56" {
  policy = "base", rule = "4.9.3/tutor-follow-up", y9, guidance { date = "2023-03-10" }, from = "2023-03-01", to = "2023-07-31",
  expect = {
    { "2023-03-10", "tutor", "lead" }, { "2023-03-17", "tutor", "step" }, { "2023-03-31", "tutor", "due" },
    { "2023-04-17", "tutor", "again" }, -- 14 April is in the holidays
    { "2023-04-28", "careers_leader", "escalated" },
    { "2023-05-02", "tutor", "again" }, -- 14 days after the one before; 1 May is a bank holiday
    { "2023-05-26", "slt", "escalated" },
    { "2023-06-05", "tutor", "again" }, -- 30 days: 1 June is in half-term
    { "2023-07-05", "tutor", "again" },
  },
}
reminder_test "a tutor's follow-up: done in time, the careers leader never hears of it" {
  policy = "base", rule = "4.9.3/tutor-follow-up", y9, guidance { date = "2023-03-10", followed_up_on = "2023-04-20" },
  from = "2023-03-01", to = "2023-07-31",
  expect = { { "2023-03-10", "tutor", "lead" }, { "2023-03-17", "tutor", "step" }, { "2023-03-31", "tutor", "due" }, { "2023-04-17", "tutor", "again" } },
}
reminder_test "an interview by 16: it can be held after Year 11 too, so after the holidays the notices go on and up" {
  policy = "base", rule = "4.9.2/interview-by-16", y11, from = "2022-09-01", to = "2023-10-31",
  expect = {
    { "2023-05-22", "careers_adviser", "lead" }, { "2023-07-06", "careers_adviser", "step" }, { "2023-07-20", "careers_adviser", "due" },
    { "2023-09-04", "careers_adviser", "again" }, { "2023-09-04", "careers_leader", "escalated" }, -- 17 August
    { "2023-09-14", "slt", "escalated" }, { "2023-09-18", "careers_adviser", "again" }, -- 14 days after the one before
    { "2023-10-18", "careers_adviser", "again" },
  },
}

-- The plan "follow_up": 5 days before, on the day; then after 14 days, then every 30; the careers leader after 28 days.
reminder_test "an action after Compass: the owner is the careers leader, so nobody is above" {
  policy = "base", rule = "2.0.2/action-after-compass 2022-11-14",
  evaluation { date = "2022-11-14", benchmarks_full = 7, method = "compass" }, from = "2022-11-01", to = "2023-02-28",
  expect = {
    { "2022-12-07", "careers_leader", "lead" }, { "2022-12-12", "careers_leader", "due" },
    { "2023-01-04", "careers_leader", "again" }, -- 26 December is in the holidays
    { "2023-02-03", "careers_leader", "again" }, -- 30 days after that
  },
}
reminder_test "the plan shapes the interview: the adviser first, then the careers leader" {
  policy = "base", rule = "4.9.4/plan-used", pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "ehcp" },
  guidance { date = "2022-10-04", used_ehc = false }, from = "2022-10-01", to = "2022-12-31",
  expect = {
    { "2022-10-13", "careers_adviser", "lead" }, { "2022-10-18", "careers_adviser", "due" },
    { "2022-11-07", "careers_adviser", "again" }, -- 1 November is in half-term
    { "2022-11-15", "careers_leader", "escalated" }, { "2022-12-07", "careers_adviser", "again" },
  },
}

-- The plan "urgent": 10 days before, on the day, then after 1, 2, 4 days and so on; the careers leader after 2 days, the senior team after 5.
reminder_test "a leaver's notice: again until it is sent, each time after a longer while, the careers leader after two days, the senior team after five" {
  policy = "base", rule = "4.4.24/leaver-notice", pupil { year = 12, as_at = "2022/23", dob = "2006-02-10", left_on = "2023-03-10" },
  leaver { date = "2023-03-10", completed = false }, la_notice { date = "2023-03-24", topic = "leaver" }, from = "2023-03-10", to = "2023-03-31",
  expect = {
    { "2023-03-10", "data_manager", "lead" }, { "2023-03-17", "data_manager", "due" },
    { "2023-03-20", "data_manager", "again" }, { "2023-03-20", "careers_leader", "escalated" }, -- 18 and 19 March are a weekend
    { "2023-03-22", "data_manager", "again" }, { "2023-03-22", "slt", "escalated" },
  },
}
reminder_test "a leaver's notice that becomes due on a Monday: the careers leader on Wednesday, not before" {
  policy = "base", rule = "4.4.24/leaver-notice", pupil { year = 12, as_at = "2022/23", dob = "2006-02-10", left_on = "2023-03-06" },
  leaver { date = "2023-03-06", completed = false }, la_notice { date = "2023-03-16", topic = "leaver" }, from = "2023-03-06", to = "2023-03-31",
  expect = {
    { "2023-03-06", "data_manager", "lead" }, { "2023-03-13", "data_manager", "due" }, { "2023-03-14", "data_manager", "again" },
    { "2023-03-15", "careers_leader", "escalated" },
  },
}
reminder_test "a leaver's notice sent the next day: one notice, and nothing more" {
  policy = "base", rule = "4.4.24/leaver-notice", pupil { year = 12, as_at = "2022/23", dob = "2006-02-10", left_on = "2023-03-10" },
  leaver { date = "2023-03-10", completed = false }, la_notice { date = "2023-03-13", topic = "leaver" }, from = "2023-03-10", to = "2023-03-31",
  expect = { { "2023-03-10", "data_manager", "lead" } },
}

-- The plan "termly": 90 days before, 30 days before, on the day; then every 30 days.  Nobody is above.
reminder_test "the figures for the trust: early in the term, a month before its end, on its last day" {
  policy = "base", rule = "5.0.5/figures-for-the-trust 2022/23 autumn", from = "2022-09-01", to = "2023-02-28",
  expect = { { "2022-09-20", "careers_leader", "lead" }, { "2022-11-21", "careers_leader", "step" }, { "2022-12-19", "careers_leader", "due" } },
}
reminder_test "no careers leader in post: the senior team hears at once, and every 30 days, never in the holidays" {
  policy = "base", rule = "3.1.5/leader-in-post", from = "2022-06-01", to = "2022-10-31",
  expect = {
    { "2022-06-06", "slt", "step" }, -- the policy begins on 1 June, in half-term; the notice of 30 days before fell on that day
    { "2022-07-01", "slt", "due" }, { "2022-09-02", "slt", "again" }, { "2022-10-03", "slt", "again" },
  },
}
reminder_test "visits for selected pupils only: what went wrong is no task, and nobody is told of it" {
  policy = "base", rule = "4.8.6/selected-pupils-only", provider { date = "2022-11-14", technical = true, whole_year_invited = false },
  from = "2022-09-01", to = "2023-08-31", expect = {},
}
