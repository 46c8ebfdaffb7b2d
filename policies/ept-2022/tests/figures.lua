-- SPDX-License-Identifier: GPL-3.0-or-later
-- Figures: how large a gap or a share may be, on its border; in doubt; and too few to say.
local DAY = "2023-07-01"

-- n pupils of Year 9 with those facts; the first `of` of them have the record.
local function group(list, name, n, of, facts, record)
  for i = 1, n do
    local one = { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" }
    for key, value in pairs(facts) do one[key] = value end
    if i <= of then one[1] = record end
    list[#list + 1] = pupil(name .. " " .. i) (one)
  end
end

-- Two groups as a test: of `n` pupils `of` have the record, and of `rest` pupils `others`.
local owners = { ["4.7.1/workplace-gap"] = "work_experience", ["4.7.3/workplace-gap-for-special-needs"] = "senco" }
local function two(rule, status, fact, here, there, record, n, of, rest, others)
  local list = { policy = "base", as_of = DAY, expect { [rule] = { status, owned_by = owners[rule] or "careers_leader" } } }
  group(list, "here", n, of, { [fact] = here }, record)
  group(list, "there", rest, others, { [fact] = there }, record)
  return list
end

-- 10 points are allowed: 5 and 4 of ten are 10 apart; 8 of 11 and 5 of 8 are 10.2 apart, 6 of 10 and 7 of 10 ten the other way.
local function gap(rule, fact, here, there, record, doubtful)
  test(rule .. " by " .. fact .. ": ten points") (two(rule, "met", fact, here, there, record, 10, 5, 10, 4))
  test(rule .. " by " .. fact .. ": ten points the other way") (two(rule, "met", fact, here, there, record, 10, 6, 10, 7))
  test(rule .. " by " .. fact .. ": a little more") (two(rule, "missed", fact, here, there, record, 11, 8, 8, 5))
  test(rule .. " by " .. fact .. ": a group of five") (two(rule, "not_applicable", fact, here, there, record, 5, 5, 10, 0))
  if not doubtful then return end -- by 16: in Year 9 a doubt is no more than "on track"
  local list = two(rule, "unknown", fact, here, there, record, 10, 5, 10, 4)
  group(list, "in doubt", 6, 6, { [fact] = here }, doubtful)
  test(rule .. " by " .. fact .. ": in doubt") (list)
end

local met = encounter { date = "2022-11-14", meaningful = true, maths_or_science = true, challenges_stereotype = true, stem = true }
local invited = encounter { date = "2022-11-14", meaningful = true, maths_or_science = true, challenges_stereotype = true, stem = true, outcome = "invited" }
gap("2.0.5/encounter-gap", "sen", "support", "none", met, invited)
gap("2.0.5/encounter-gap", "disadvantaged", true, false, met, invited)
gap("2.0.5/encounter-gap", "care", "looked_after", "no", met, invited)
gap("2.0.6/gap-in-taking-part", "sex", "F", "M", met, invited)
gap("2.0.6/gap-in-taking-part", "eal", true, false, met, invited)
gap("4.2.7/gap-between-girls-and-boys", "sex", "F", "M", met, invited)
gap("4.5.6/gap-in-maths-and-science", "sex", "F", "M", met, invited)

local seen = guidance { date = "2022-11-14", adviser_level = 6 }
gap("2.0.5/interview-gap", "disadvantaged", true, false, seen)
local worked = workplace { date = "2022-11-14", matched = true }
gap("4.7.1/workplace-gap", "disadvantaged", true, false, worked)
gap("4.7.3/workplace-gap-for-special-needs", "sen", "support", "none", worked)

-- 4.6.2: half of the encounters are with local employers.
local near, far = organisation "Near" { is_local = true }, organisation "Far" { is_local = false }
local function share(status, ...)
  local list = { policy = "base", as_of = DAY, expect { ["4.6.2/local-share"] = { status, owned_by = "careers_leader" } } }
  for i, which in ipairs { ... } do list[#list + 1] = encounter { date = "2022-11-1" .. i, organisation = which } end
  return list
end
test "4.6.2 one of two" (share("met", near, far))
test "4.6.2 one of three" (share("missed", near, far, far))
test "4.6.2 two of four" (share("met", near, far, far, near))
test "4.6.2 of one it is not said" (share("unknown", near, far, organisation "Somewhere" {}))
test "4.6.2 no encounters" { policy = "base", as_of = DAY, expect { ["4.6.2/local-share"] = { "not_applicable" } } }

-- 4.3.3: not more than two of a hundred answers in doubt.
test "4.3.3 much is not recorded" { policy = "base", as_of = DAY, pupil { year = 9 }, expect { ["4.3.3/records-in-doubt"] = { "missed" } } }
test "4.3.3 nothing is missing" { policy = "base", as_of = DAY,
  pupil { year = 9, dob = "2009-02-10", sen = "none", care = "no", child_in_need = false, risk = "none", placement = "none", disadvantaged = false },
  expect { ["4.3.3/records-in-doubt"] = { "met", owned_by = "data_manager" } } }

-- Whom a figure counts: the first and the last of its years, not the one before nor the one after.
local function years_of(rule, first, last)
  local list = { policy = "base", as_of = DAY, expect { [rule] = { n = 2 } } }
  for i, year in ipairs { first - 1, first, last, last + 1 } do
    list[#list + 1] = pupil("Pupil " .. i) { year = year, as_at = "2022/23", dob = "2009-02-10", sen = "none", admitted_on = "2021-09-01" }
  end
  test(rule .. ": Years " .. first .. " to " .. last .. " and no other") (list)
end
years_of("2.0.5/encounter-gap", 7, 13)
years_of("2.0.5/interview-gap", 7, 11)
years_of("2.0.6/gap-in-taking-part", 7, 13)
years_of("4.2.7/gap-between-girls-and-boys", 7, 9)
years_of("4.5.6/gap-in-maths-and-science", 7, 9)
years_of("4.7.1/workplace-gap", 7, 11)
years_of("4.7.3/workplace-gap-for-special-needs", 7, 11)

-- Figures of which nothing is wanted: n is how many are counted, certain and possible how many of them it is so.
local five = { "english", "maths", "science", "language", "humanities" }
local function studies(name, year, most)
  local one = { year = year, as_at = "2022/23" }
  for i = 1, most do one[i] = study { date = "2022-09-05", pillar = five[i] } end
  return pupil(name) (one)
end
test "4.5.7 of three in Year 11 one takes all five; Years 10 and 12 are not counted" { policy = "base", as_of = DAY,
  studies("A", 11, 5), studies("B", 11, 4), studies("C", 11, 0), studies("D", 10, 5), studies("E", 12, 5),
  expect { ["4.5.7/share-with-all-five"] = { n = 3, certain = 1, possible = 1 } } }
test "4.5.7 a permission is never in doubt: a subject of which nothing is said does not count" { policy = "base", as_of = DAY,
  studies("A", 11, 5), pupil "B" { year = 11, as_at = "2022/23", study { date = "2022-09-05", pillar = "english" }, study { date = "2022-09-05", pillar = "maths" },
    study { date = "2022-09-05", pillar = "science" }, study { date = "2022-09-05", pillar = "language" }, study { date = "2022-09-05" } },
  expect { ["4.5.7/share-with-all-five"] = { n = 2, certain = 1, possible = 1 } } }

local function left(name, activity, sustained)
  return pupil(name) { year = 11, as_at = "2022/23", left_on = "2023-07-31", destination { date = "2023-10-02", snapshot = "year_0", activity = activity, sustained = sustained } }
end
test "4.3.4 of five leavers three are known to be somewhere" { policy = "base", as_of = "2023-10-27",
  left("A", "education", true), left("B", "neet", false), left("C", "not_known", none), pupil "D" { year = 11, as_at = "2022/23", left_on = "2023-07-31" },
  pupil "E" { year = 11, as_at = "2022/23" }, left("F", "apprenticeship", true),
  expect { ["4.3.4/share-of-destinations-known"] = { n = 5, certain = 3, possible = 3 } } }
test "4.3.6 of four destinations two lasted, and of one it is not said" { policy = "base", as_of = "2023-10-27",
  left("A", "education", true), left("B", "employment", false), left("C", "education", none), left("E", "apprenticeship", true),
  pupil "D" { year = 12, as_at = "2022/23", left_on = "2022-07-31", destination { date = "2023-10-02", snapshot = "year_1", sustained = true } },
  expect { ["4.3.6/destinations-that-lasted"] = { n = 4, certain = 2, possible = 3 } } }
