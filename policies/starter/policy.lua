-- SPDX-License-Identifier: GPL-3.0-or-later
-- {{school}}: our choices in the trust's careers policy.
-- Everything that is not written here is the trust's policy.  Save the file, then type  signpost check
-- A slip does no harm: the message shows the line and what to write instead, and the records stay as they are.
amends "ept-2022" {
  version = "1", school = "{{school}}", urn = "{{urn!}}", setting = "{{setting}}", sixth_form = "{{sixth_form!}}",
  years_taught = years("{{first_year!}}", "{{last_year!}}"),
  approved = "{{today}}", approved_by = "To be approved by the governors", from = "{{year_start}}",
  records_from = "{{records_from}}", -- What was due before this day is not asked.  If you bring in older records, put the day back.
}

-- Changes in law and guidance since 2022: visits of colleges and training providers (January 2023), the updated
-- benchmarks (September 2025), ten days' worth of work experience (September 2026).
adopt "provider-access-2023" { approved = "{{today}}", approved_by = "To be approved by the governors" }
adopt "gatsby-2025"          { approved = "{{today}}", approved_by = "To be approved by the governors" }
adopt "work-experience-2026" { approved = "{{today}}", approved_by = "To be approved by the governors" }

-- CHOOSE  3.1.2   Which years does your programme cover?  The trust says 8 to 13; you may add years, not take them away.
choose "programme_years" { years(7, 13), reason = "Careers lessons start in Year 7 here." }

-- CHOOSE  3.1.5   What is your Careers Leader called?
choose "careers_leader_title" { "Careers Leader", reason = "The title of the post." }

-- CHOOSE  4.5.7   The EBacc subjects: "keep", "drop" or "reword"?  To reword, add  text = "your own sentence".
choose "ebacc" { "keep", reason = "Pupils hear what the EBacc is good for; nobody is counted short." }

-- CHOOSE  4.6.3   Enterprise Adviser: "keep" or "drop"?  The Department recommends keeping one.
choose "enterprise_adviser" { "keep", reason = "We have one, or want one." }

-- CHOOSE  7.0.1   Anything of your own to add?  "none" or "add"
choose "appendix" { "none", reason = "Nothing to add so far." }

-- Two examples of your own settings.  Take away the two dashes to use them.

-- 4.6.4   Ask for two employer encounters a year, from next September:
-- amend "param/encounters_a_year" { tighten = { ["2027-09-01"] = 2 }, reason = "The governors' aim." }

-- 4.6.4   Let tutors chase the employer encounters:
-- amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }
