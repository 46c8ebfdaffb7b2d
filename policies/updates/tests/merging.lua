-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the updates join the policy: from their day, once they are adopted, and no two of them in each other's way.
local access = adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board" }
local gatsby = adopt "gatsby-2025"          { approved = "2025-06-30", approved_by = "Trust Board" }
local ten    = adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board" }

merge_test "the edition of the guidance in 2023" { policy = "base", with = { access }, as_of = "2023-06-01",
  expect { ["param/guidance_edition"] = "January 2023", ["4.8.4/provider-yearly"] = { ends = "2022-12-31" } },
}
merge_test "all three adopted" { policy = "base", with = { access, gatsby, ten }, as_of = "2026-10-01",
  expect { ["param/guidance_edition"] = "May 2025", ["4.8.4/two-in-each-phase"] = true, ["4.7.2/first-week"] = true,
    ["4.5.5/curriculum-grid"] = { force = "must" }, ["4.9.2"] = { title = "An interview by 16 and another by 18" } },
}
-- The printed text says what the rules ask.
merge_test "the text of 4.1.6" { policy = "base", with = { gatsby }, as_of = "2025-10-01",
  expect { ["4.1.6"] = { text = "The evaluation asks pupils, parents, teachers, support staff, governors, employers and careers advisers what they think of the programme." } },
}
merge_test "the text of 4.8.4" { policy = "base", with = { access }, as_of = "2023-06-01",
  expect { ["4.8.4"] = { text = "Providers of technical education and apprenticeships speak to all pupils of Years 8 to 13: 2 times in each of three phases, in Years 8 and 9, 10 and 11, 12 and 13, each phase closing on 28 February." } },
}
merge_test "the text of 4.7.2" { policy = "base", with = { ten }, as_of = "2026-10-01",
  expect { ["4.7.2"] = { text = "By the age of 16 each pupil has been at a workplace, and by 18 at one more. Years 7 to 9 bring 25 hours of experience of work in all, and Years 10 and 11 as much again, not only online." } },
}
merge_test "none of them adopted" { policy = "base", as_of = "2026-10-01",
  expect { ["4.8.4/two-in-each-phase"] = none, ["4.7.2/first-week"] = none, ["4.5.5/curriculum-grid"] = { force = "should" },
    ["4.8.4/provider-yearly"] = { ends = none } },
}
merge_test "an update is adopted once" { policy = "base", with = { access, access }, expect_error = "duplicate" }
merge_test "no update is called so" { policy = "base", with = { adopt "provider-access-2032" { approved = "2022-12-12", approved_by = "Trust Board" } },
  expect_error = "unknown-target",
}
timeline "4.8.4 one visit a year until the law came" { policy = "base", with = { access }, rule = "4.8.4/provider-yearly",
  pupil { year = 9, as_at = "2021/22", dob = "2008-02-10", sen = "none" },
  { "2022-07-01", "due_soon", deadline = "2022-08-31" }, { "2022-09-01", "missed" },
}
