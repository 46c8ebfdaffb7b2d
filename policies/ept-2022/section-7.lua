-- SPDX-License-Identifier: GPL-3.0-or-later
-- Appendices: the school's own.
section "7" { title = "Appendices" }

clause "7.0.1" { title = "The school's own additions", basis = "trust",
  text = [[Here a school writes what is its own. Nothing is published with an unanswered question in it.]],
  must_not "placeholder-left" { title = "an unanswered question left in the policy",
    who = the_school {}, have = document { item = "policy", placeholders = at_least(1) },
    when = always(), owner = role.careers_leader } }
