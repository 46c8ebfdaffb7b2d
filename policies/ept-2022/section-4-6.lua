-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 5: employers.
section "4.6" { title = "Employers", benchmark = 5 }

clause "4.6.1" { title = "Ready for work and enterprise", basis = "guidance",
  text = [[Pupils gain the confidence and the know-how that work and enterprise ask for: by 16 each has taken part in something enterprising.]],
  should "enterprise-by-16" { title = "something enterprising",
    who = pupils { year = years(7, 11) }, have = encounter { enterprise = true }, when = by_end_of_year(11),
    owner = role.careers_leader, remind = plan.standard } }

clause "4.6.2" { title = "Mostly local employers", basis = "trust",
  text = [[The employers are local where they can be, at least {local_share} in a hundred of the encounters, and apprentices and former pupils are among the speakers.]],
  should "local-employer" { title = "an encounter with a local employer",
    who = the_school {}, have = encounter { organisation = organisations { is_local = true } },
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly },
  should "apprentice-and-former-pupil" { title = "an apprentice and a former pupil among the speakers",
    who = the_school {}, have = for_each("speaker", { "apprentice", "alumnus" }, encounter {}),
    when = each_school_year { due = "07-31" }, owner = role.careers_leader, remind = plan.termly },
  measure "local-share" { title = "encounters with local employers",
    over = encounter {}, of = encounter { organisation = organisations { is_local = true } }, as = "percent", want = at_least(p.local_share),
    owner = role.careers_leader, remind = plan.termly } }

clause "4.6.3" { title = "An Enterprise Adviser", basis = "guidance", optional = true,
  text = [[The school works with an Enterprise Adviser from business and meets them each term.]],
  should "enterprise-adviser" { title = "a meeting with the Enterprise Adviser",
    who = the_school {}, have = meeting { with = "enterprise_adviser" }, when = each_term(),
    owner = role.careers_leader, remind = plan.termly },
  should "name-of-the-enterprise-adviser" { title = "a named Enterprise Adviser",
    who = the_school {}, have = contact { role = "enterprise_adviser" }, when = each_school_year(),
    owner = role.careers_leader, remind = plan.termly } }

clause "4.6.4" { title = "{encounters_a_year} meaningful employer encounter a year", basis = "guidance", also = { "2.0.3" },
  text = [[Every year in {encounter_years} each pupil has at least {encounters_a_year} meaningful encounter with an employer.]],
  must "employer-encounter" { title = "an employer encounter",
    who = pupils { year = p.encounter_years, days_on_roll = at_least(30) },
    have = at_least(p.encounters_a_year, encounter { meaningful = true }), when = each_school_year(),
    owner = role.careers_leader, remind = plan.standard,
    exempt = { reasons = { "medical", "long_absence", "parent_withdrew" }, for_at_most = months(12), approved_by = role.slt } } }

clause "4.6.5" { title = "Science and technology before Year {stem_before}", basis = "guidance", also = { "4.2.7" },
  text = [[Before Year {stem_before} one of these encounters, or a workplace, is in science, technology, engineering or mathematics.]],
  must "stem-encounter" { title = "an encounter in science or technology",
    who = pupils { year = years(7, 10) }, have = either { encounter { stem = true }, workplace { stem = true } },
    when = before_year(p.stem_before), owner = role.careers_leader, remind = plan.standard, hint = "4.6.4/employer-encounter" } }
