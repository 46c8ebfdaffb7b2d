-- SPDX-License-Identifier: GPL-3.0-or-later
-- Boundary cases of section 1: nothing on record, what counts and until when, whom it concerns.
timeline "1.0.3 a yearly statement that the programme is staged and adapted: nothing on record" { policy = "base", rule = "1.0.3/staged-and-adapted",
  { "2022-05-31", none }, { "2022-06-01", "on_track" }, { "2023-02-24", "on_track" },
  { "2023-02-25", "due_soon", owned_by = "careers_leader", force = "must", deadline = "2023-06-01" },
  { "2023-05-26", "due_soon" }, { "2023-05-27", "overdue" }, { "2023-06-01", "overdue" },
  { "2023-06-02", "overdue" },
}
timeline "1.0.3 a yearly statement that the programme is staged and adapted: with what is needed" { policy = "base", rule = "1.0.3/staged-and-adapted",
  attestation { date = "2022-11-14", clause = "1.0.3", role = "careers_leader" },
  { "2022-11-13", "on_track" }, { "2022-11-14", "met" }, { "2023-02-24", "met" },
  { "2023-02-25", "met", owned_by = "careers_leader", force = "must", deadline = "2023-11-14" },
  { "2023-05-26", "met" }, { "2023-05-27", "met" }, { "2023-06-01", "met" }, { "2023-06-02", "met" },
}
cases "1.0.3 a yearly statement that the programme is staged and adapted: what counts, attestation" { policy = "base", rule = "1.0.3/staged-and-adapted",
  evidence = attestation { clause = "1.0.3", role = "careers_leader" }, columns = { "date", "judged on", "status" },
  { "2022-11-14", "2022-12-14", "met" },
  { "2022-11-14", "2022-12-14", "on_track", clause = "Something else" },
  { "2022-11-14", "2022-12-14", "on_track", clause = none },
  { "2022-11-14", "2022-12-14", "on_track", role = "slt" }, { "2022-11-14", "2022-12-14", "on_track", role = none },
}
