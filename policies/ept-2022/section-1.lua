-- SPDX-License-Identifier: GPL-3.0-or-later
-- Introduction: what the policy is for.
section "1" { title = "Introduction" }

for_reading "1.0.1" { title = "Why careers work matters",
  text = [[The trust wants strong careers and enterprise guidance for every pupil, because the choices ahead are many and confusing. For reading only: it says why and promises nothing that a record could show.]] }

for_reading "1.0.2" { title = "What the school stands for",
  text = [[The aims of the school and of its careers work are one: choice that is broad, ambitious and informed. For reading only: an aim of the whole school, which no record of careers work could prove.]] }

clause "1.0.3" { title = "A programme for every need", basis = "trust",
  text = [[The programme is staged by age and adapted, so that it serves every pupil of the school. Once a year the {careers_leader} vouches for that.]],
  attest "staged-and-adapted" { title = "a yearly statement that the programme is staged and adapted",
    by = role.careers_leader, every = months(12), owner = role.careers_leader, remind = plan.termly,
    asks = "Is the programme staged and adapted for the pupils whom we have this year?" } }
