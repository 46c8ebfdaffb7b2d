-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 8: personal guidance.
section "4.9" { title = "Personal guidance", benchmark = 8 }

clause "4.9.1" { title = "Guidance at each big choice", basis = "guidance",
  text = [[A guidance interview is offered whenever a pupil has a big choice of study or career to make.]],
  must "guidance-at-transition" { title = "a guidance interview, or the offer of one",
    who = pupils { year = among { 9, 11, 13 } }, have = guidance { outcome = any },
    when = at_transitions { "options", "post16", "post18" }, owner = role.careers_adviser, remind = plan.standard } }

clause "4.9.2" { title = "An interview by 16, the chance of another by 18", basis = "guidance",
  text = [[By the age of 16 each pupil has had a guidance interview with a qualified adviser, and by 18 the chance of another.]],
  must "interview-by-16" { title = "a guidance interview",
    who = pupils { year = years(7, 11) },
    have = at_least(p.interview_by_16, guidance { adviser_level = at_least(p.adviser_level) }),
    when = by_age(16), owner = role.careers_adviser, remind = plan.standard,
    exempt = { reasons = { "pupil_declined", "medical" }, for_at_most = months(6), approved_by = role.careers_leader } },
  must "interview-offered-by-18" { title = "the offer of another guidance interview",
    who = pupils { year = years(12, 13) },
    have = at_least(p.interview_by_18, guidance { outcome = any, adviser_level = at_least(p.adviser_level) }, { on = "offered_on" }),
    when = further_by_age(18, 16), owner = role.careers_adviser, remind = plan.standard } }

-- lint: keep long-lead: the tutor is told at once
clause "4.9.3" { title = "The tutor follows up", basis = "guidance",
  text = [[Guidance is tied to pastoral care: within {follow_up_days} school days of an interview the tutor takes it up with the pupil.]],
  must "tutor-follow-up" { title = "the tutor's follow-up",
    who = pupils { year = years(7, 13) }, have = at_least(1, guidance {}, { on = "followed_up_on" }),
    when = within { school_days = p.follow_up_days, of = guidance {}, same_record = true }, owner = role.tutor, remind = plan.standard } }

clause "4.9.4" { title = "The plan shapes the interview", basis = "guidance",
  text = [[Where a pupil has an education, health and care plan, the interview works from it.]],
  must "plan-used" { title = "an interview that works from the plan",
    who = pupils { sen = "ehcp" }, have = guidance { used_ehc = true },
    when = within { school_days = 10, of = guidance {}, same_record = true }, owner = role.careers_adviser, remind = plan.follow_up } }

clause "4.9.5" { title = "One adviser for looked-after pupils", basis = "guidance",
  text = [[For pupils in care and care leavers the interview works from the personal education plan or the pathway plan, and the adviser stays the same.]],
  must "care-plan-used" { title = "an interview that used the care plan",
    who = pupils { care = is_not "no" }, have = guidance { used_pep = true },
    when = within { school_days = 10, of = guidance {}, same_record = true }, owner = role.designated_teacher, remind = plan.follow_up },
  should "same-adviser" { title = "the same adviser as last time",
    who = pupils { care = is_not "no" }, when = always(), owner = role.careers_leader, remind = plan.standard, reads = { "guidance" },
    check = function(s)
      local held = s:all("guidance", { outcome = "attended" })
      if #held < 2 then return met { "there were fewer than two interviews" } end
      local before, last = held[#held - 1], held[#held]
      if not before.adviser or not last.adviser then
        return unknown { "the adviser of one of the last two interviews is not recorded", evidence = { before, last } }
      end
      if before.adviser ~= last.adviser then
        return not_met { "the last two interviews had two advisers", evidence = { before, last } }
      end
      return met { "the last two interviews had one adviser", evidence = { before, last } }
    end } }

clause "4.9.6" { title = "A qualified professional", basis = "guidance",
  text = [[Interviews are held by a qualified professional, who may be a trained member of staff: at Level {adviser_level} or on the way to it.]],
  must "qualified-adviser" { title = "a qualification at Level {adviser_level}, or training for one",
    who = staff { roles = includes "careers_adviser" },
    have = either { qualification { field = "guidance", level = at_least(p.adviser_level), complete = true },
      qualification { field = "guidance", level = at_least(p.adviser_level), complete = missing },
      qualification { field = "guidance", complete = false, ends_on = known } },
    when = always { grace = school_days(20) }, owner = role.careers_leader, remind = plan.termly } }

clause "4.9.7" { title = "Advisers at Level {adviser_level} or higher, on the register", basis = "guidance", also = { "4.9.6" },
  text = [[Interviews are led by advisers qualified at Level {adviser_level} or higher, who stand on the national register and keep learning.]],
  must_not "unqualified-interview" { title = "an interview led by somebody below Level {adviser_level}",
    who = pupils {}, have = guidance { adviser_level = below(p.adviser_level) },
    when = each_school_year(), owner = role.careers_leader, exempt = never },
  must "register-checked" { title = "a check of the careers advisers' register",
    who = staff { roles = includes "careers_adviser" }, have = register_entry {},
    when = rolling(months(12)), owner = role.careers_leader, remind = plan.termly },
  should "training-in-guidance" { title = "training in guidance",
    who = staff { roles = includes "careers_adviser" }, have = cpd { topic = "guidance" },
    when = each_school_year(), owner = role.careers_adviser, remind = plan.termly } }

clause "4.9.8" { title = "Contractors hold the matrix Standard", basis = "guidance",
  text = [[A guidance service that the school buys holds the matrix Standard.]],
  should "matrix-in-date" { title = "the matrix Standard in date",
    who = organisations { type = "guidance_contractor" }, have = certificate { standard = "matrix" },
    when = always(), owner = role.careers_leader, remind = plan.termly } }
