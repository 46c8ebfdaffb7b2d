-- SPDX-License-Identifier: GPL-3.0-or-later
-- Boundary cases of section 6: nothing on record, what counts and until when, whom it concerns.
timeline "6.0.1 related policies gone through: nothing on record" { policy = "base", rule = "6.0.1/related-policies-in-date",
  { "2022-05-31", none }, { "2022-06-01", "due_soon", owned_by = "slt", force = "should", deadline = "2022-07-01" },
  { "2022-07-01", "due_soon" }, { "2022-07-02", "overdue" },
}
timeline "6.0.1 related policies gone through: with what is needed" { policy = "base", rule = "6.0.1/related-policies-in-date",
  document { date = "2022-11-14", item = "related_policy" },
  { "2022-11-13", "overdue" }, { "2022-11-14", "met", owned_by = "slt", force = "should" },
}
cases "6.0.1 related policies gone through: what counts, document" { policy = "base", rule = "6.0.1/related-policies-in-date",
  evidence = document { item = "related_policy" }, columns = { "date", "judged on", "status" },
  { "2022-11-14", "2022-12-14", "met" },
  { "2022-11-14", "2022-12-14", "overdue", item = "policy" },
  { "2022-11-14", "2022-12-14", "unknown", underlying = "overdue", missing = "document.item", item = none },
  { "2022-11-14", "2022-12-14", "due_soon", review_by = "2022-12-14" },
  { "2022-11-14", "2022-12-15", "due_soon", review_by = "2022-12-14" },
}
timeline "6.0.3 links that were tried: nothing on record" { policy = "base", rule = "6.0.3/working-links 2022/23",
  { "2022-08-31", none },
  { "2022-09-01", "due_soon", owned_by = "careers_leader", force = "should", deadline = "2022-09-30" },
  { "2022-09-30", "due_soon" }, { "2022-10-01", "overdue" }, { "2023-08-31", "overdue" }, { "2023-09-01", "missed" },
}
cases "6.0.3 links that were tried: what counts, link_check" { policy = "base", rule = "6.0.3/working-links 2022/23",
  evidence = link_check, columns = { "date", "judged on", "status" },
  { "2022-08-31", "2022-10-01", "overdue" }, { "2022-09-01", "2022-10-01", "met" },
  { "2022-09-30", "2022-10-01", "met" }, { "2022-10-01", "2022-10-01", "met", late_days = 1 },
}
timeline "6.0.3 a link that does not work: nothing on record" { policy = "base", rule = "6.0.3/dead-link",
  { "2022-05-31", none }, { "2022-06-01", "met", owned_by = "careers_leader", force = "should_not" },
}
cases "6.0.3 a link that does not work: what counts, link_check" { policy = "base", rule = "6.0.3/dead-link",
  evidence = link_check { works = false }, columns = { "date", "judged on", "status" },
  { "2022-11-14", "2022-12-14", "missed" },
  { "2022-11-14", "2022-12-14", "met", works = true },
  { "2022-11-14", "2022-12-14", "unknown", underlying = "missed", missing = "link_check.works", works = none },
}
timeline "6.0.3 a link that does not work: mended a week later" { policy = "base", rule = "6.0.3/dead-link",
  link_check { date = "2022-11-14", url = "https://jobs.example", works = false },
  link_check { date = "2022-11-21", url = "https://jobs.example", works = true },
  { "2022-11-13", "met" }, { "2022-11-14", "missed" }, { "2022-11-20", "missed" }, { "2022-11-21", "met" },
}
test "6.0.3 a link that does not work: that another link works mends nothing" { policy = "base", as_of = "2022-12-14",
  link_check { date = "2022-11-14", url = "https://jobs.example", works = false },
  link_check { date = "2022-11-21", url = "https://colleges.example", works = true },
  expect { ["6.0.3/dead-link"] = { "missed" } },
}
