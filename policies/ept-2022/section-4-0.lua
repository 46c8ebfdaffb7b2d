-- SPDX-License-Identifier: GPL-3.0-or-later
-- Notes for the time of the pandemic.  They ended with the school year 2021/22.
section "4.0" { title = "During the pandemic" }

-- lint: keep past-its-end: the printed policy still has it
clause "4.0.1" { title = "Virtual encounters where needed", from = "2022-06-01", ends = "2022-08-31", basis = "trust",
  text = [[An employer may be met online, if the pupils can ask questions. The policy prints employees here and means employers.]],
  may "virtual-counts" { title = "an employer encounter online",
    who = pupils { year = years(7, 13) }, have = encounter { mode = "virtual", two_way = true },
    when = each_school_year(), owner = role.careers_leader } }

-- lint: keep past-its-end: the printed policy still has it
clause "4.0.2" { title = "Virtual tours where needed", from = "2022-06-01", ends = "2022-08-31", basis = "trust",
  text = [[Where few workplaces can be visited, a virtual tour may stand for a visit.]],
  may "virtual-tour-counts" { title = "a virtual tour of a workplace",
    who = pupils { year = years(7, 13) }, have = workplace { form = "virtual_tour" },
    when = each_school_year(), owner = role.careers_leader } }

-- lint: keep past-its-end: the printed policy still has it
clause "4.0.3" { title = "What differs for now", from = "2022-06-01", ends = "2022-08-31", basis = "trust",
  text = [[The programme may differ from what is written here; an addendum says how.]],
  should "pandemic-addendum" { title = "the addendum for the pandemic",
    who = the_school {}, have = document { item = "pandemic_addendum" }, when = always(),
    owner = role.trust, remind = plan.termly } }
