-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the overlays join the policy: what they take out, whom they count, what they read in another way.
local pru, ap, special = { setting = "pru" }, { setting = "ap" }, { setting = "special" }

merge_test "a PRU has no programme for all, and asks the school that sent the pupil" { policy = "base", school = pru,
  expect { ["3.1.2/something-each-term"] = none, ["reading/joined late"] = "ask-previous-school",
    ["param/counted_enrolments"] = "single, main, subsidiary", ["4.9.2/interview-by-16"] = { remind = "urgent" } },
}
merge_test "alternative provision likewise" { policy = "base", school = ap,
  expect { ["3.1.2/something-each-term"] = none, ["reading/joined late"] = "ask-previous-school",
    ["param/counted_enrolments"] = "single, main, subsidiary, guest" },
}
merge_test "a secondary school has them" { policy = "base", school = { setting = "secondary" },
  expect { ["3.1.2/something-each-term"] = true, ["reading/joined late"] = "unknown", ["param/counted_enrolments"] = "single, main",
    ["4.4.28/look-at-supported-internships"] = true, ["4.8.7/university-visit"] = true },
}
merge_test "a special school leaves two rules to others" { policy = "base", school = special,
  expect { ["4.4.28/look-at-supported-internships"] = none, ["4.8.7/university-visit"] = none },
}
cases "pupils on two rolls count in a PRU" { policy = "base", school = pru, rule = "4.9.2/interview-by-16",
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" }, columns = { "enrolment", "judged on", "status" },
  { "single", "2023-07-01", "on_track" }, { "main", "2023-07-01", "on_track" }, { "subsidiary", "2023-07-01", "on_track" },
  { "guest", "2023-07-01", "not_applicable" },
}
cases "guests count in alternative provision" { policy = "base", school = ap, rule = "4.9.2/interview-by-16",
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" }, columns = { "enrolment", "judged on", "status" },
  { "guest", "2023-07-01", "on_track" }, { "subsidiary", "2023-07-01", "on_track" },
}
cases "on a main or a single roll elsewhere" { policy = "base", rule = "4.9.2/interview-by-16",
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" }, columns = { "enrolment", "judged on", "status" },
  { "single", "2023-07-01", "on_track" }, { "main", "2023-07-01", "on_track" }, { "subsidiary", "2023-07-01", "not_applicable" },
  { "guest", "2023-07-01", "not_applicable" },
}
