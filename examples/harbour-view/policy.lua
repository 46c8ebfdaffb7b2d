-- SPDX-License-Identifier: GPL-3.0-or-later
-- Harbour View Academy (invented): our choices in the trust's careers policy.  Everything else is the trust's policy.
amends "ept-2022" {
  version = "1", school = "Harbour View Academy", urn = 100001, setting = "secondary", sixth_form = true, years_taught = years(7, 13),
  approved = "2022-09-14", approved_by = "Local governing body", minute = "LGB 22/31", from = "2022-09-01",
}

adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board", minute = "TB 22/41" }
adopt "gatsby-2025"          { approved = "2025-06-30", approved_by = "Trust Board", minute = "TB 25/18" }
adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board", minute = "TB 26/12" }

-- 3.1.2   Which years does the programme cover?
choose "programme_years" { years(7, 13), reason = "Careers lessons start in Year 7 here." }

-- 3.1.5   What is the Careers Leader called?
choose "careers_leader_title" { "Head of Careers", reason = "Post title." }

-- 4.5.7   The EBacc: keep, drop or reword?
choose "ebacc" { "reword", reason = "Offered, not required.",
  text = [[Pupils are encouraged to take the EBacc subjects and told what they lead to.]] }

-- 4.6.3   Enterprise Adviser: keep or drop?
choose "enterprise_adviser" { "keep", reason = "We have one." }

-- 7.0.1   Anything of our own?
choose "appendix" { "add", reason = "Alumni evening." }
add "7.0.1/alumni-evening" { reason = "Our own promise to former pupils.",
  should { title = "something done with former pupils",
    who = the_school {}, have = alumni { used = true }, when = each_school_year(), owner = role.careers_leader } }

-- 4.6.4   Tutors chase employer encounters here
amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors know their forms." }

-- 4.4.24   Three school days, not five
amend "param/leaver_days" { tighten = { ["2022-09-01"] = 3 }, reason = "Agreed with the council." }
