-- SPDX-License-Identifier: GPL-3.0-or-later
-- Moor Edge Centre (invented): a pupil referral unit.  The overlay for PRUs applies by itself, because of `setting`.
amends "ept-2022" {
  version = "1", school = "Moor Edge Centre", urn = 100002, setting = "pru", sixth_form = false, years_taught = years(8, 11),
  approved = "2022-10-04", approved_by = "Management committee", minute = "MC 22/17", from = "2022-09-01",
}

adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board", minute = "TB 22/41" }
adopt "gatsby-2025"          { approved = "2025-06-30", approved_by = "Trust Board", minute = "TB 25/18" }
adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board", minute = "TB 26/12" }

-- 3.1.2   Our pupils come in Year 8 at the earliest; the trust's years stand.
choose "programme_years" { years(8, 13), reason = "As the trust says." }

-- 3.1.5   The lead teacher for transition leads careers too.
choose "careers_leader_title" { "Transition and Careers Lead", reason = "One post in a small staff." }

-- 4.5.7   The EBacc: keep, drop or reword?
choose "ebacc" { "reword", reason = "Each pupil takes what the commissioning school began.",
  text = [[Pupils go on with the subjects that they began, and are told what each of them leads to.]] }

-- 4.6.3   We share the Enterprise Adviser of the largest commissioning school.
choose "enterprise_adviser" { "keep", reason = "Shared with a commissioning school." }

-- 7.0.1   One promise of our own.
choose "appendix" { "add", reason = "What commissioning schools hear from us." }
add "7.0.1/news-to-commissioning-school" { reason = "Commissioning schools ask for it.",
  should { title = "a meeting with the commissioning schools each term", who = the_school {},
    have = meeting { with = "commissioning_school", careers_item = true }, when = each_term(), owner = role.careers_leader } }

-- 4.9.3   Placements are short: tutors follow an interview up within a week.
amend "param/follow_up_days" { tighten = { ["2023-09-01"] = 5 }, reason = "Most pupils stay a term." }
