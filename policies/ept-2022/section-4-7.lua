-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 6: workplaces.
section "4.7" { title = "Workplaces", benchmark = 6 }

clause "4.7.1" { title = "Workplaces for those who need them most", basis = "guidance",
  text = [[First-hand experience of work matters most for disadvantaged pupils. Clause 4.7.2 asks it for everybody; here the gap is watched.]],
  measure "workplace-gap" { title = "workplaces, the gap to disadvantaged pupils",
    over = pupils { year = years(7, 11) }, of = findings { rule = "4.7.2/workplace-by-16", status = "met" },
    as = "gap", by = { "disadvantaged" }, want = at_most(p.gap_points), owner = role.work_experience, remind = plan.termly } }

clause "4.7.2" { title = "A workplace by 16 and one further by 18", basis = "guidance", also = { "4.7.1" },
  text = [[By the age of 16 each pupil has been at a workplace, and by 18 at one more.]],
  must "workplace-by-16" { title = "a workplace",
    who = pupils { year = years(7, 11) }, have = at_least(p.workplace_by_16, workplace {}), when = by_age(16),
    owner = role.work_experience, remind = plan.standard,
    exempt = { reasons = { "pupil_declined", "medical", "long_absence" }, for_at_most = months(12), approved_by = role.slt } },
  must "workplace-by-18" { title = "one further workplace",
    who = pupils { year = years(12, 13) }, have = at_least(p.workplace_by_18, workplace {}),
    when = further_by_age(18, 16), owner = role.work_experience, remind = plan.standard,
    exempt = { reasons = { "pupil_declined", "medical", "long_absence" }, for_at_most = months(12), approved_by = role.slt } } }

clause "4.7.3" { title = "Placements for pupils with special needs", basis = "guidance",
  text = [[Placements for pupils with special needs get special attention. What that means is promised in 4.4.31 and 4.7.4; here the gap is watched.]],
  measure "workplace-gap-for-special-needs" { title = "workplaces, the gap to pupils with special needs",
    over = pupils { year = years(7, 11) }, of = findings { rule = "4.7.2/workplace-by-16", status = "met" },
    as = "gap", by = { "sen" }, want = at_most(p.gap_points), owner = role.senco, remind = plan.termly } }

clause "4.7.4" { title = "The right placement, with support", basis = "guidance", also = { "4.7.3" },
  text = [[A placement is matched to the pupil with special needs, and the support is agreed with the employer.]],
  must "matched-and-supported-placement" { title = "a placement matched and supported",
    who = pupils { sen = is_not "none" }, have = workplace { matched = true, support_agreed = true },
    when = within { days = 0, of = workplace { form = "placement" }, same_record = true }, owner = role.work_experience,
    remind = plan.follow_up } }

clause "4.7.5" { title = "Work experience is part of study after 16", basis = "guidance",
  text = [[Work experience belongs to every study programme from 16 to 19, and its papers are complete before it begins. Younger pupils may have it in many forms.]],
  must "part-of-study" { title = "work experience in the study programme",
    who = pupils { year = years(12, 13) }, have = workplace { mode = is_not "virtual" }, when = over_years(12, 13),
    owner = role.work_experience, remind = plan.standard },
  should "papers-complete" { title = "the papers complete before the placement",
    who = pupils { year = years(7, 13) },
    have = workplace { insurance_on = known, risk_checked_on = known, consent_on = known },
    when = within { days = 0, of = workplace { form = "placement" }, same_record = true }, owner = role.work_experience,
    remind = plan.follow_up },
  may "many-forms" { title = "an experience of work in one of its forms",
    who = pupils { year = years(7, 11) }, have = workplace { form = p.wex_types }, when = each_school_year(),
    owner = role.work_experience } }
