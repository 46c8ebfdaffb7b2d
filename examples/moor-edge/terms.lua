-- SPDX-License-Identifier: GPL-3.0-or-later
-- Term dates of Moor Edge Centre.  The dates of the years before come from imports/terms.csv.
term "autumn 1" { first = "2026-09-02", last = "2026-10-23" }
term "autumn 2" { first = "2026-11-02", last = "2026-12-18" }
term "spring 1" { first = "2027-01-04", last = "2027-02-12" }
term "spring 2" { first = "2027-02-22", last = "2027-03-26" }
term "summer 1" { first = "2027-04-12", last = "2027-05-28" }
term "summer 2" { first = "2027-06-07", last = "2027-07-21" }
closed "2026-11-27" { why = "INSET" }
closed "2027-05-03" { why = "Bank holiday" }
