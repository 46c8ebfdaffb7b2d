-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who does what at {{school}}, and how mail leaves.  Policy files never see an address.
-- One line a person.  Roles: slt headteacher careers_leader careers_adviser pastoral_send senco head_of_department tutor
-- pshe_lead designated_teacher work_experience data_manager dpo dsl governors trust.  A tutor has a form.
-- Away, and who reads instead:  deputy = "KL", away = { "2027-02-01", "2027-03-03" }
staff "CL" { name = "{{contact}}", email = "{{email}}", roles = { "careers_leader" }, from = "{{year_start}}" }
-- staff "JP" { name = "J. Patel", title = "Mr", email = "j.patel@school.example", roles = { "tutor" }, form = "9AB" }

mail {
  from     = "{{email}}",
  reply_to = "{{email}}",
  domains  = { "{{domain}}" }, -- anybody else is refused
  trial_to = "{{email}}",      -- every message goes here until this line goes
  detail   = "names",          -- or "counts": numbers only
  send_by  = "drafts",         -- or "smtp", "sendmail":  signpost help mail
  -- all_clear = true: once a term, a line to whoever was told of something and has nothing left
}
