-- SPDX-License-Identifier: GPL-3.0-or-later
-- Saltmarsh Lane School (invented): 11 to 16, no sixth form.
amends "ept-2022" {
  version = "1", school = "Saltmarsh Lane School", urn = 100004, setting = "secondary", sixth_form = false, years_taught = years(7, 11),
  approved = "2022-09-08", approved_by = "Local governing body", minute = "LGB 22/27", from = "2022-09-01",
}

adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board", minute = "TB 22/41" }
adopt "gatsby-2025"          { approved = "2025-06-30", approved_by = "Trust Board", minute = "TB 25/18" }
adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board", minute = "TB 26/12" }

-- 3.1.2   We end at Year 11; Years 12 and 13 are the colleges', and no pupil of ours is in them.
choose "programme_years" { years(7, 13), reason = "A careers lesson a fortnight from Year 7." }

-- 3.1.5   What the post is called here.
choose "careers_leader_title" { "Director of Futures", reason = "The title of the post." }

-- 4.5.7   The EBacc: keep, drop or reword?
choose "ebacc" { "keep", reason = "Most of our pupils take it." }

-- 4.6.3   Enterprise Adviser
choose "enterprise_adviser" { "keep", reason = "From the harbour board." }

-- 7.0.1   One promise of our own.
choose "appendix" { "add", reason = "College visits matter most to an 11 to 16 school." }
add "7.0.1/college-open-day" { reason = "Pupils who have seen a college choose better.",
  should { title = "a visit to a college before the end of Year 10", who = pupils { year = years(9, 10) },
    have = provider { form = among { "visit_out", "taster", "open_day" } }, when = by_end_of_year(10), owner = role.tutor } }

-- 4.6.4   Two employer encounters a year from September 2027.
amend "param/encounters_a_year" { tighten = { ["2027-09-01"] = 2 }, reason = "The governors' aim." }
