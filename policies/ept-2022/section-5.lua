-- SPDX-License-Identifier: GPL-3.0-or-later
-- Monitoring and review.
section "5" { title = "Monitoring and review" }

clause "5.0.1" { title = "Evaluation that never stops", basis = "guidance",
  text = [[Evaluation goes on all the time and feeds the plan: every year something is improved because of it.]],
  should "improvement-of-the-year" { title = "an improvement that came of the evaluation",
    who = the_school {}, have = improvement { owner = known }, when = each_school_year { due = "07-31" },
    owner = role.careers_leader, remind = plan.termly } }

clause "5.0.2" { title = "Compass on all {compass_target}", basis = "trust",
  text = [[Compass measures all {compass_target} benchmarks. Clause 3.1.1 makes the same promise and is the one that is checked.]] }

clause "5.0.3" { title = "Look in more than one way", basis = "guidance",
  text = [[The effect of the programme is seen in lessons, in where pupils go, and in reviews with partners. Where pupils go is looked at under 4.3.4.]],
  should "reviews-and-lessons-seen" { title = "a partner review, a learning walk and lessons seen",
    who = the_school {},
    have = all_of { for_each("method", { "partner_review", "learning_walk" }, evaluation {}), observation {} },
    when = each_school_year { due = "07-31" }, owner = role.slt, remind = plan.termly } }

clause "5.0.4" { title = "Hear those who know", basis = "guidance",
  text = [[Employers, training providers, governors, pupils and parents are heard, in at least {survey_methods} ways.]],
  must "views-of-providers" { title = "a survey of training providers",
    who = the_school {}, have = survey { audience = "providers" }, when = each_school_year { due = "06-30" },
    owner = role.careers_leader, remind = plan.termly },
  should "several-ways-of-asking" { title = "at least {survey_methods} ways of asking",
    who = the_school {}, have = at_least(p.survey_methods, survey {}, { distinct = "method" }),
    when = each_school_year { due = "06-30" }, owner = role.careers_leader, remind = plan.termly } }

clause "5.0.5" { title = "The trust watches over it", basis = "trust",
  text = [[The trust sees how the policy works in each school. Each term the school sends its figures, without a word about any single pupil.]],
  must "figures-for-the-trust" { title = "figures for the trust",
    who = the_school {}, have = data_file { sort = "aggregate" }, when = each_term(),
    owner = role.careers_leader, remind = plan.termly } }

clause "5.0.6" { title = "The trust reviews with its schools", basis = "trust",
  text = [[The trust reviews the policy every year and hears each school before it does.]],
  must "answer-to-the-review" { title = "an answer to the trust's review",
    who = the_school {}, have = at_least(1, consultation {}, { on = "answered_on" }),
    when = each_school_year { due = "04-30" }, owner = role.trust, remind = plan.termly } }
