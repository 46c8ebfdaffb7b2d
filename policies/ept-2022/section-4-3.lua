-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 3: each pupil's needs.  Clauses 4.4.23 and on belong here too; the printed policy counts on past 4.3.22.
section "4.3" { title = "Each pupil's needs", benchmark = 3 }

clause "4.3.3" { title = "Records of advice and next steps", basis = "guidance",
  text = [[What was advised and agreed is written down in full, shown to the pupil and followed up.]],
  must "shown-to-pupil" { title = "to be shown the notes",
    who = pupils {}, have = at_least(1, guidance { outcome_noted = true }, { on = "shared_on" }),
    when = within { school_days = 10, of = guidance {}, same_record = true }, owner = role.careers_adviser },
  must "actions-done" { title = "an agreed action done",
    who = pupils {}, have = at_least(1, agreed_action {}, { on = "done_on" }),
    when = within { days = 0, of = agreed_action {}, anchor_on = "due_on", may_precede = days(365), same_record = true },
    owner = role.tutor } }

clause "4.3.5" { title = "Keep each pupil's record {keep_years} years", basis = "guidance",
  text = [[The record of each pupil is kept for at least {keep_years} years after the pupil leaves or finishes key stage 4, whichever comes first.]] }

clause "4.3.8" { title = "A plan and an offer after 16", basis = "law",
  text = [[With the council the school sees that every pupil of 16 or 17 has a plan, a suitable offer and help to take it up.]],
  must "september-guarantee" { title = "a plan and a suitable offer for the next year",
    who = pupils { year = among { 11, 12 } },
    have = all_of { intention { keeps_duty = true }, offer { suitable = true } },
    when = by_date_after_year("09-30"), owner = role.careers_leader, remind = plan.standard },
  should "intention-by-january" { title = "a next step chosen from academic and technical routes",
    who = pupils { year = 11 }, have = intention { considered = includes_all { "academic", "technical" } },
    when = by_date_in_year("01-31"), owner = role.tutor, remind = plan.standard } }

clause "4.3.9" { title = "Find those at risk, with the council", basis = "law", also = { "4.3.10", "3.2.2" },
  text = [[Pupils at risk of dropping out of learning are found early. Each has a named person, a review every half-term and a plan.]],
  must "risk-reviewed" { title = "a review of the risk and a named person",
    who = any_of { pupils { year = years(8, 13), care = is_not "no" }, pupils { year = years(8, 13), child_in_need = true },
      pupils { year = years(8, 13), sen = is_not "none" }, pupils { year = years(8, 13), risk = "red" } },
    have = all_of { risk_review { plan_agreed = true }, caseload { purpose = "vulnerable" } },
    when = each_half_term(), owner = role.pastoral_send, remind = plan.standard } }

clause "4.3.13" { title = "A plan soon after arrival", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[A pupil who arrives at a PRU or in alternative provision gets support of their own, with high aspirations, from the start.]],
  must "plan-on-entry" { title = "a careers plan",
    who = pupils {}, have = career_plan {}, when = within { school_days = 20, of = admission {} },
    owner = role.careers_adviser, remind = plan.urgent } }

clause "4.3.21" { title = "Looked-after pupils and care leavers", basis = "law", also = { "4.9.5" },
  text = [[The school knows who is or was looked after; the personal education plan speaks of careers, and one named adviser knows the pupil.]],
  must "plan-covers-careers" { title = "a personal education plan that covers careers",
    who = pupils { care = "looked_after", year = years(7, 13) }, have = pep { careers = true },
    when = each_term(), owner = role.designated_teacher, remind = plan.standard },
  must "named-adviser" { title = "a named careers adviser",
    who = pupils { care = is_not "no" }, have = caseload { purpose = "guidance" },
    when = always { grace = school_days(20) }, owner = role.designated_teacher } }

clause "4.3.22" { title = "What the council is told", basis = "law", also = { "4.4.23" },
  text = [[The council gets what the law asks for about each pupil: the basic facts of all, and more where nobody who may object has objected.]],
  must "basic-shared" { title = "the basic facts given to the council",
    who = pupils { year = years(9, 13) }, have = la_share {}, when = each_school_year(), owner = role.data_manager } }

clause "4.4.24" { title = "Tell the council about early leavers", basis = "law", within = "4.3",
  text = [[When a pupil of 16 or 17 leaves before the end of a course, the council is told within {leaver_days} school days.]],
  must "leaver-notice" { title = "the council told of an early leaver",
    who = pupils { age = among { 16, 17 }, on_roll = any }, have = la_notice { topic = "leaver" },
    when = within { school_days = p.leaver_days, of = leaver { completed = false }, may_precede = days(30) },
    owner = role.data_manager, remind = plan.urgent } }

clause "4.4.29" { title = "Know the support at work", basis = "guidance", within = "4.3",
  text = [[Those who advise pupils with special needs know what support there is at work.]],
  should "send-employment-cpd" { title = "training on support at work",
    who = staff { roles = includes_any { "careers_adviser", "senco" } },
    have = cpd { topic = "send_employment" }, when = rolling(months(24)), owner = role.pastoral_send } }

clause "4.4.33" { title = "Reviews look ahead from Year {ehc_focus_year}", basis = "law", within = "4.3",
  text = [[From Year {ehc_focus_year} each review of an education, health and care plan looks ahead to adult life and to work, and careers advice informs it.]],
  must "review-looks-ahead" { title = "an annual review that looks ahead to work and adult life",
    who = pupils { sen = "ehcp", year = at_least(p.ehc_focus_year) },
    have = ehc_review { adulthood = true, employment = true },
    when = rolling(months(12)), owner = role.pastoral_send, remind = plan.standard, exempt = never },
  must "advice-before-review" { title = "careers advice ahead of the annual review",
    who = pupils { sen = "ehcp", year = at_least(p.ehc_focus_year) },
    have = at_least(1, ehc_review {}, { on = "careers_input_on" }),
    when = ahead_of { school_days = 15, of = ehc_review {}, opens = months(12), same_record = true },
    owner = role.careers_adviser, remind = plan.standard } }
