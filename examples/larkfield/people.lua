-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who does what at Larkfield School, and how mail leaves.  The staff themselves come from imports/staff.csv.
mail {
  from     = "careers@larkfield.example",
  reply_to = "amara.okafor@larkfield.example",
  domains  = { "larkfield.example" },
  trial_to = "amara.okafor@larkfield.example",
  detail   = "names",
  send_by  = "drafts",
}
