-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who does what at Harbour View Academy, and how mail leaves.  The staff themselves come from imports/staff.csv.
mail {
  from     = "careers@harbourview.example",
  reply_to = "amara.okafor@harbourview.example",
  domains  = { "harbourview.example" },
  trial_to = "amara.okafor@harbourview.example",
  detail   = "names",
  send_by  = "drafts",
}
