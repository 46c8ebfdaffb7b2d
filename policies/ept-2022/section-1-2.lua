-- SPDX-License-Identifier: GPL-3.0-or-later
-- Introduction and aims: what the policy is for.  These clauses promise nothing that can be counted.
section "1" { title = "Introduction" }

for_reading "1.0.1" { title = "Why careers work matters",
  text = [[The trust wants every pupil to have strong careers and enterprise guidance, because the choices ahead are many and confusing.]] }
for_reading "1.0.2" { title = "What the school stands for",
  text = [[The aims of the school and the aims of its careers work are one: choice that is broad, ambitious and informed.]] }

section "2" { title = "Aims" }

for_reading "2.0.11" { title = "Mission and values",
  text = [[Careers work carries the mission and the values of the school.]] }
