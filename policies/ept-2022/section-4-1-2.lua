-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmarks 1 and 2: a stable programme, and labour market information.
section "4.0" { title = "During the pandemic" }

clause "4.0.1" { title = "Virtual encounters where needed", from = "2022-06-01", ends = "2022-08-31", basis = "trust",
  text = [[An employer may be met online, if the pupils can ask questions.]],
  may "virtual-counts" { title = "an employer encounter online",
    who = pupils { year = years(7, 13) }, have = encounter { mode = "virtual", two_way = true },
    when = each_school_year() } }

section "4.1" { title = "A stable programme", benchmark = 1 }

clause "4.1.6" { title = "Ask those concerned what they think", basis = "guidance", also = { "5.0.4" },
  text = [[The evaluation asks pupils, parents, teachers, governors and employers what they think of the programme.]],
  must "five-audiences-asked" { title = "surveys of pupils, parents, teachers, governors and employers",
    who = the_school {},
    have = for_each("audience", { "pupils", "parents", "teachers", "governors", "employers" }, survey {}),
    when = each_school_year { due = "06-30" }, owner = role.careers_leader, remind = plan.termly } }

section "4.2" { title = "Labour market information", benchmark = 2 }

clause "4.2.1" { title = "Information for every pupil and family", basis = "guidance", also = { "4.2.2", "4.2.3" },
  text = [[Pupils and their families get good information on study and on work, and hear of the National Careers Service from the age of 13.]],
  must "lmi-each-stage" { title = "information on the labour market",
    who = pupils { year = years(7, 13) }, have = lmi { audience = among { "pupils", "both" } },
    when = each_key_stage(), owner = role.tutor, remind = plan.standard },
  should "lmi-families" { title = "information on the labour market for the family",
    who = pupils { year = years(7, 13) }, have = lmi { with_parent = true },
    when = each_school_year(), owner = role.tutor },
  should "service-at-13" { title = "to be told about the National Careers Service",
    who = pupils {}, have = briefing { theme = "national_careers_service" },
    when = within { days = 90, of = birthday(13), may_precede = days(365) }, owner = role.tutor } }
