-- SPDX-License-Identifier: GPL-3.0-or-later
-- Term dates of {{school}}.  To confirm: these are the usual dates of this year, not your own.
-- One line a half-term, first and last school day; closures below (INSET days, bank holidays).
term "autumn 1" { first = "{{autumn_1_first}}", last = "{{autumn_1_last}}" }
term "autumn 2" { first = "{{autumn_2_first}}", last = "{{autumn_2_last}}" }
term "spring 1" { first = "{{spring_1_first}}", last = "{{spring_1_last}}" }
term "spring 2" { first = "{{spring_2_first}}", last = "{{spring_2_last}}" }
term "summer 1" { first = "{{summer_1_first}}", last = "{{summer_1_last}}" }
term "summer 2" { first = "{{summer_2_first}}", last = "{{summer_2_last}}" }
-- closed "2026-11-27" { why = "INSET" }
