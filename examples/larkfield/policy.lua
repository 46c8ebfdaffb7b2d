-- SPDX-License-Identifier: GPL-3.0-or-later
-- Larkfield School (invented): a special school with a sixth form.  Two overlays apply by themselves: special, sixth form.
amends "ept-2022" {
  version = "1", school = "Larkfield School", urn = 100003, setting = "special", sixth_form = true, years_taught = years(7, 13),
  approved = "2022-09-20", approved_by = "Local governing body", minute = "LGB 22/09", from = "2022-09-01",
}

adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board", minute = "TB 22/41" }
adopt "gatsby-2025"          { approved = "2025-06-30", approved_by = "Trust Board", minute = "TB 25/18" }
adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board", minute = "TB 26/12" }

-- 3.1.2   Careers begins when pupils arrive.
choose "programme_years" { years(7, 13), reason = "Preparing for adulthood begins in Year 7." }

-- 3.1.5   What the post is called here.
choose "careers_leader_title" { "Preparation for Adulthood Lead", reason = "The title of the post." }

-- 4.5.7   The EBacc: keep, drop or reword?
choose "ebacc" { "drop", reason = "The EBacc is not what our pupils study for." }

-- 4.6.3   Nobody of the Careers Hub covers special schools in our area.
choose "enterprise_adviser" { "drop", reason = "No adviser is available to special schools here." }

-- 7.0.1   Nothing besides.
choose "appendix" { "none", reason = "Personal plans say the rest." }

-- 4.4.33   Reviews look ahead from Year 8.
amend "param/ehc_focus_year" { tighten = { ["2022-09-01"] = 8 }, reason = "Most pupils need the earlier start." }

-- 4.6.4   Tutors know who was there.
amend "4.6.4/employer-encounter" { set = { owner = role.tutor }, reason = "Tutors go along to every visit." }
