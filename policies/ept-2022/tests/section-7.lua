-- SPDX-License-Identifier: GPL-3.0-or-later
-- Boundary cases of section 7: nothing on record, what counts and until when, whom it concerns.
timeline "7.0.1 an unanswered question left in the policy: nothing on record" { policy = "base", rule = "7.0.1/placeholder-left",
  { "2022-05-31", none }, { "2022-06-01", "met", owned_by = "careers_leader", force = "must_not" },
}
cases "7.0.1 an unanswered question left in the policy: what counts, document" { policy = "base", rule = "7.0.1/placeholder-left",
  evidence = document { item = "policy", placeholders = 1 }, columns = { "date", "judged on", "status" },
  { "2022-11-14", "2022-12-14", "missed" },
  { "2022-11-14", "2022-12-14", "met", item = "programme" },
  { "2022-11-14", "2022-12-14", "unknown", underlying = "missed", missing = "document.item", item = none },
  { "2022-11-14", "2022-12-14", "met", placeholders = 0 },
  { "2022-11-14", "2022-12-14", "unknown", underlying = "missed", missing = "document.placeholders", placeholders = none },
  { "2022-11-14", "2022-12-14", "missed", review_by = "2022-12-14" },
  { "2022-11-14", "2022-12-15", "met", review_by = "2022-12-14" },
}
