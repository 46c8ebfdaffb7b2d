-- SPDX-License-Identifier: GPL-3.0-or-later
-- What one example can not show: whose word counts, two people in two posts, what a waiver hides, readings, several policies.
local y9  = pupil { year = 9,  as_at = "2022/23", dob = "2009-02-10", sen = "none" }
local y11 = pupil { year = 11, as_at = "2022/23", dob = "2007-02-28", sen = "none" }

test "not recorded is not the same as no" {
  policy = "base", as_of = "2023-06-10", y9, encounter { date = "2022-10-03" },
  expect { ["4.6.4/employer-encounter 2022/23"] = { "unknown", underlying = "due_soon", missing = "encounter.meaningful", need = 1, certain = 0, possible = 1 } },
}
test "a waiver keeps the answer it hides" {
  policy = "base", as_of = "2023-08-01", y9,
  exemption { rule = "4.6.4/employer-encounter", reason = "medical", from = "2023-01-01", ends = "2023-12-31", approved_by = "slt" },
  expect { ["4.6.4/employer-encounter 2022/23"] = { "waived", underlying = "overdue" } },
}
test "a waiver by somebody who did not hold the role is none" {
  policy = "base", as_of = "2023-08-01", y9,
  exemption { rule = "4.6.4/employer-encounter", reason = "medical", from = "2023-01-01", ends = "2023-12-31", approved_by = "slt", held_role = false },
  expect { ["4.6.4/employer-encounter 2022/23"] = { "overdue" } },
}
cases "a workplace by 16, counted to the birthday" {
  policy = "base", rule = "4.7.2/workplace-by-16", y11, evidence = workplace, readings = { ["by the age of"] = "birthday" },
  columns = { "date", "judged on", "status", "late_days" },
  { none, "2023-02-27", "due_soon" }, { none, "2023-02-28", "overdue" },
  { "2023-02-27", "2023-03-01", "met", 0 }, { "2023-02-28", "2023-03-01", "met", 1 },
}
cases "a workplace by 16 for those born on 29 February, counted to the birthday" {
  policy = "base", rule = "4.7.2/workplace-by-16", pupil { year = 10, as_at = "2023/24", dob = "2008-02-29", sen = "none" },
  evidence = workplace, readings = { ["by the age of"] = "birthday" }, columns = { "date", "judged on", "status", "late_days" },
  { "2024-02-28", "2024-03-01", "met", 0 }, { "2024-02-29", "2024-03-01", "met", 1 },
}
-- 2026 has no 29 February: the age is reached on 1 March, or, read the other way, on 28 February.
local leap = pupil { year = 9, as_at = "2025/26", dob = "2012-02-29", sen = "none" }
cases "4.5.6 born on 29 February, 14 in a common year: 28 February is still in time" {
  policy = "base", rule = "4.5.6/maths-science-professional", leap, evidence = encounter { maths_or_science = true },
  readings = { ["by the age of"] = "birthday" }, columns = { "date", "judged on", "status", "late_days" },
  { "2026-02-28", "2026-03-02", "met", 0 }, { "2026-03-01", "2026-03-02", "met", 1 },
}
cases "4.5.6 born on 29 February, read as 28 February: the 27th is the last day" {
  policy = "base", rule = "4.5.6/maths-science-professional", leap, evidence = encounter { maths_or_science = true },
  readings = { ["by the age of"] = "birthday", ["leap-day birthday"] = "feb-28" }, columns = { "date", "judged on", "status", "late_days" },
  { "2026-02-27", "2026-03-02", "met", 0 }, { "2026-02-28", "2026-03-02", "met", 1 },
}
-- By the school year: born on 31 August or 1 September is in two year groups, and the deadline follows the group.
cases "4.7.2 a workplace by 16: the youngest and the oldest of a year have the same last day" {
  policy = "base", rule = "4.7.2/workplace-by-16", pupil { year = 11, as_at = "2022/23", dob = "2007-08-31", sen = "none" },
  columns = { "judged on", "status", "dob" },
  { "2023-07-20", "due_soon", "2007-08-31" }, { "2023-07-21", "overdue", "2007-08-31" },
  { "2023-07-20", "due_soon", "2006-09-01" }, { "2023-07-21", "overdue", "2006-09-01" },
}

-- 4.3.22: the level that was allowed on the day of the share.
local sixteen = pupil { year = 11, as_at = "2022/23", dob = "2007-06-01" }
cases "4.3.22 more shared with the council than was allowed: before 16 the parent's no counts" {
  policy = "base", rule = "4.3.22/overshared", sixteen, la_instruction { date = "2022-10-01", by = "parent", says = "no" },
  evidence = la_share { level = "full" }, columns = { "date", "judged on", "status" },
  { none, "2023-07-01", "met", force = "must_not", owned_by = "data_manager" },
  { "2022-09-30", "2023-07-01", "met" }, { "2022-10-01", "2023-07-01", "missed" }, { "2023-05-31", "2023-07-01", "missed" },
  { "2023-05-31", "2023-07-01", "met", level = "basic" }, { "2023-05-31", "2023-07-01", "unknown", underlying = "missed", missing = "la_share.level", level = none },
  { "2022-05-31", "2023-07-01", "met" },
}
cases "4.3.22 more shared with the council than was allowed: from 16 on the pupil's word" {
  policy = "base", rule = "4.3.22/overshared", sixteen,
  la_instruction { date = "2022-10-01", by = "parent", says = "no" }, la_instruction { date = "2023-06-01", by = "pupil", says = "yes" },
  evidence = la_share { level = "full" }, columns = { "date", "judged on", "status" },
  { "2023-05-31", "2023-07-01", "missed" }, { "2023-06-01", "2023-07-01", "met" }, { "2023-06-05", "2023-07-01", "met" },
}
cases "4.3.22 more shared with the council than was allowed: the pupil says no" {
  policy = "base", rule = "4.3.22/overshared", sixteen, la_instruction { date = "2023-06-10", by = "pupil", says = "no" },
  evidence = la_share { level = "full" }, columns = { "date", "judged on", "status" },
  { "2023-06-09", "2023-07-01", "met" }, { "2023-06-10", "2023-07-01", "missed" },
}
-- Of one day what was written down later came later: a no after the file has left is for the next file.
test "4.3.22 the pupil says no on the day of the file, and after it" {
  policy = "base", as_of = "2023-07-01", sixteen, la_share { date = "2023-06-10", level = "full" }, la_instruction { date = "2023-06-10", by = "pupil", says = "no" },
  expect { ["4.3.22/overshared"] = { "met" } },
}
test "4.3.22 the pupil says no on the day of the file, and before it" {
  policy = "base", as_of = "2023-07-01", sixteen, la_instruction { date = "2023-06-10", by = "pupil", says = "no" }, la_share { date = "2023-06-10", level = "full" },
  expect { ["4.3.22/overshared"] = { "missed" } },
}
test "4.3.22 whose word counts after 16, not asked yet" {
  policy = "base", as_of = "2023-07-01", sixteen,
  la_instruction { date = "2022-10-01", by = "parent", says = "no" }, la_share { date = "2023-06-05", level = "full" },
  expect { ["4.3.22/overshared"] = { "missed" } },
}
test "4.3.22 the parent said yes and the pupil has not been asked" {
  policy = "base", as_of = "2023-07-01", sixteen,
  la_instruction { date = "2022-10-01", by = "parent", says = "yes" }, la_share { date = "2023-06-05", level = "full" },
  expect { ["4.3.22/overshared"] = { "met" } },
}

-- 3.1.5: two posts, two people.
local leader  = post { date = "2022-07-01", role = "careers_leader" }
local adviser = post { date = "2022-07-01", role = "careers_adviser" }
test "3.1.5 leader and adviser are two people" {
  policy = "base", as_of = "2022-11-14", staff "A. Okafor" { leader }, staff "B. Lindqvist" { adviser },
  expect { ["3.1.5/leader-is-not-the-adviser"] = { "met", owned_by = "slt", force = "must" }, ["3.1.5/leader-in-post"] = { "met" } },
}
test "3.1.5 one person holds both posts" {
  policy = "base", as_of = "2022-11-14", staff "A. Okafor" { leader, adviser },
  expect { ["3.1.5/leader-is-not-the-adviser"] = { "overdue" } },
}
test "3.1.5 a post without a holder" {
  policy = "base", as_of = "2022-11-14", staff "A. Okafor" { leader },
  expect { ["3.1.5/leader-is-not-the-adviser"] = { "unknown" } },
}

-- 4.9.5: the same adviser as last time.
local cared = pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none", care = "looked_after" }
local first = guidance { date = "2022-06-14", adviser = "A. Okafor" }
test "4.9.5 the last two interviews had two advisers" {
  policy = "base", as_of = "2022-11-20", cared, first, guidance { date = "2022-11-14", adviser = "B. Lindqvist" },
  expect { ["4.9.5/same-adviser"] = { "overdue", owned_by = "careers_leader", force = "should" } },
}
cases "4.9.5 the same adviser as last time" {
  policy = "base", rule = "4.9.5/same-adviser", cared, first, evidence = guidance { adviser = "A. Okafor" },
  columns = { "date", "judged on", "status" },
  { none, "2022-11-20", "met" }, { "2022-11-14", "2022-11-20", "met" }, { "2022-11-14", "2022-11-20", "unknown", adviser = none },
  { "2022-11-14", "2022-11-20", "met", adviser = "B. Lindqvist", outcome = "absent" },
  { "2022-11-14", "2022-11-20", "overdue", adviser = "B. Lindqvist" },
  { "2022-11-14", "2022-11-20", "not_applicable", care = "no" }, { "2022-11-14", "2022-11-20", "overdue", adviser = "B. Lindqvist", care = "care_leaver" },
}

-- 4.3.5: kept three years from the earlier of leaving and the end of key stage 4; then looked at within a year.
local gone = pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", sen = "none", left_on = "2023-07-31", ks4_end = "2023-06-30" }
cases "4.3.5 erased too early" { policy = "base", rule = "4.3.5/retain kept", gone, evidence = erasure { scope = "all" },
  columns = { "date", "judged on", "status" },
  { none, "2026-06-29", "met", force = "must_not", owned_by = "data_manager", deadline = "2026-06-29" },
  { "2026-06-29", "2026-06-29", "missed" }, { "2026-06-30", "2026-06-30", "met" }, { "2023-06-29", "2026-06-29", "missed" },
  { "2026-06-29", "2026-06-29", "missed", left_on = "2023-07-01" },
}
timeline "4.3.5 a review within a year" { policy = "base", rule = "4.3.5/retain review", gone,
  { "2026-06-29", none }, { "2026-06-30", "on_track" }, { "2027-03-31", "on_track" },
  { "2027-04-01", "due_soon", force = "should", deadline = "2027-06-30" }, { "2027-06-30", "due_soon" }, { "2027-07-01", "overdue" },
}
test "4.3.5 the erasure settles the review" { policy = "base", as_of = "2027-01-10", gone, erasure { date = "2026-11-14", scope = "all" },
  expect { ["4.3.5/retain review"] = { "met", met_on = "2026-11-14" } } }

-- The school's records begin: what was due before is not asked, what began before and is late by now is not known.
cases "a year that ended before the records begin is not asked about" {
  rule = "4.6.4/employer-encounter 2022/23", y9, school = { setting = "secondary", sixth_form = true, records_from = "2023-09-01" },
  evidence = encounter { meaningful = true }, columns = { "date", "judged on", "status" },
  { none, "2023-07-01", none }, { none, "2023-09-01", none }, { "2023-05-01", "2023-09-01", none },
}
cases "a year that ends on the day on which the records begin is asked about" {
  rule = "4.6.4/employer-encounter 2022/23", y9, school = { setting = "secondary", sixth_form = true, records_from = "2023-08-31" },
  evidence = encounter { meaningful = true }, columns = { "date", "judged on", "status" },
  { none, "2023-05-20", "on_track" }, { none, "2023-07-20", "due_soon" },
  { none, "2023-07-21", "unknown", underlying = "overdue" }, { none, "2023-09-01", "unknown", underlying = "missed" },
  { "2023-05-01", "2023-09-01", "met" },
}
cases "a year that opens on the day on which the records begin is judged as usual" {
  rule = "4.6.4/employer-encounter 2022/23", y9, school = { setting = "secondary", sixth_form = true, records_from = "2022-09-01" },
  evidence = encounter { meaningful = true }, columns = { "date", "judged on", "status" },
  { none, "2023-07-21", "overdue" }, { none, "2023-09-01", "missed" },
}
test "records that came with a pupil say for themselves from when they are whole" {
  as_of = "2023-09-01", school = { setting = "secondary", sixth_form = true, records_from = "2023-08-31" },
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none", records_from = "2022-09-01" },
  expect { ["4.6.4/employer-encounter 2022/23"] = { "missed" } },
}
timeline "a duty of the school starts with its records, not with the policy" {
  rule = "3.2.1/named-senior-leader", school = { setting = "secondary", sixth_form = true, records_from = "2022-11-01" },
  { "2022-10-31", none }, { "2022-11-01", "due_soon", opens = "2022-11-01" }, { "2022-12-02", "due_soon" }, { "2022-12-03", "overdue" },
}

-- Spans whose end is a school day, so that a day more or less is seen.
timeline "4.3.16 a look after six weeks: 42 days, on a Tuesday" { policy = "base", rule = "4.3.16/look-after-six-weeks",
  pupil { year = 12, as_at = "2022/23", left_on = "2022-08-31" }, start { date = "2022-09-13" },
  { "2022-10-25", "due_soon", deadline = "2022-10-25" }, { "2022-10-26", "overdue" },
}
timeline "4.3.20 a receipt for the list: 28 days, on a Tuesday" { policy = "base", rule = "4.3.20/receipt-for-that-list",
  data_file { date = "2022-11-15", sort = "study_costs" },
  { "2022-12-13", "due_soon", deadline = "2022-12-13" }, { "2022-12-14", "overdue" },
}
timeline "4.4.23 to be asked again at 16: 30 days after the birthday, on a Tuesday" { policy = "base", rule = "4.4.23/fresh-answer-at-16",
  pupil { year = 11, as_at = "2022/23", dob = "2007-02-05" },
  { "2023-03-07", "due_soon", deadline = "2023-03-07" }, { "2023-03-08", "overdue" },
}

-- 4.3.9: each of the four grounds is enough, in Years 8 to 13.
cases "4.3.9 a review of the risk: who is at risk" { policy = "base", rule = "4.3.9/risk-reviewed 2022/23 autumn 1",
  pupil { year = 9, as_at = "2022/23", sen = "none", care = "no", child_in_need = false, risk = "none" }, columns = { "judged on", "status" },
  { "2022-10-10", "not_applicable" },
  { "2022-10-10", "not_applicable", child_in_need = true, year = 7 }, { "2022-10-10", "due_soon", child_in_need = true, year = 8 },
  { "2022-10-10", "due_soon", child_in_need = true, year = 13 }, { "2022-10-10", "not_applicable", child_in_need = true, year = 14 },
  { "2022-10-10", "not_applicable", sen = "support", year = 7 }, { "2022-10-10", "due_soon", sen = "support", year = 8 },
  { "2022-10-10", "due_soon", sen = "ehcp", year = 13 }, { "2022-10-10", "not_applicable", sen = "ehcp", year = 14 },
  { "2022-10-10", "not_applicable", risk = "red", year = 7 }, { "2022-10-10", "due_soon", risk = "red", year = 8 },
  { "2022-10-10", "due_soon", risk = "red", year = 13 }, { "2022-10-10", "not_applicable", risk = "red", year = 14 },
  { "2022-10-10", "not_applicable", risk = "amber" },
}

-- 4.4.30: partners are disability groups, voluntary groups, and employers who adapted an encounter; other contacts are none.
local function partner(status, one, other)
  test("4.4.30 partners for special needs: " .. one .. " and " .. other) { policy = "base", as_of = "2023-08-01",
    contact { date = "2022-11-14", organisation = organisation "One" { type = one } }, contact { date = "2022-11-14", organisation = organisation "Other" { type = other } },
    expect { ["4.4.30/partners-for-send 2022/23"] = { status } } }
end
partner("met", "disability_group", "voluntary_group")
partner("overdue", "disability_group", "employer")
