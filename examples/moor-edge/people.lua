-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who does what at Moor Edge Centre, and how mail leaves.  The staff themselves come from imports/staff.csv.
mail {
  from     = "careers@mooredge.example",
  reply_to = "amara.okafor@mooredge.example",
  domains  = { "mooredge.example" },
  trial_to = "amara.okafor@mooredge.example",
  detail   = "names",
  send_by  = "drafts",
}
