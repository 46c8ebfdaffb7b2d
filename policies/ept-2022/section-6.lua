-- SPDX-License-Identifier: GPL-3.0-or-later
-- Links: other policies, the guidance, bodies and services.
section "6" { title = "Links" }

-- lint: keep superseded-name: the printed policy names it, and the text says that it is history
clause "6.0.1" { title = "Other policies of the school", basis = "trust",
  text = [[This policy rests on others of the school. They are gone through once a year; Every Child Matters, which the text still names, is history.]],
  should "related-policies-in-date" { title = "related policies gone through",
    who = the_school {}, have = document { item = "related_policy" },
    when = always { grace = school_days(20) },
    owner = role.slt, remind = plan.termly } }

-- lint: keep two-editions: the printed policy names two of 2018, and the text says that they are superseded
clause "6.0.2" { title = "Read with the guidance", basis = "guidance",
  text = [[This policy is read with the statutory guidance. The editions of 2018 that it names are superseded; that of {guidance_edition} holds. Clause 3.1.3 is the one that is checked.]] }

clause "6.0.3" { title = "Bodies and services", basis = "trust",
  text = [[A list of bodies and services that help. Its links are tried every autumn, since names change and services end.]],
  should "working-links" { title = "links that were tried",
    who = the_school {}, have = link_check {}, when = each_school_year { due = "09-30" },
    owner = role.careers_leader, remind = plan.september },
  should_not "dead-link" { title = "a link that does not work",
    who = the_school {}, have = link_check { works = false }, when = always(), owner = role.careers_leader } }
