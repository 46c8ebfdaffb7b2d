-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who does what at Saltmarsh Lane School, and how mail leaves.  The staff themselves come from imports/staff.csv.
mail {
  from     = "careers@saltmarshlane.example",
  reply_to = "amara.okafor@saltmarshlane.example",
  domains  = { "saltmarshlane.example" },
  trial_to = "amara.okafor@saltmarshlane.example",
  detail   = "names",
  send_by  = "drafts",
}
