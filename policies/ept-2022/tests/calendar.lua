-- SPDX-License-Identifier: GPL-3.0-or-later
-- The school days that the tests of this policy go by: an invented school's.
term "autumn 1" { first = "2019-09-02", last = "2019-10-25" }
term "autumn 2" { first = "2019-11-04", last = "2019-12-19" }
term "spring 1" { first = "2020-01-06", last = "2020-02-14" }
term "spring 2" { first = "2020-02-24", last = "2020-03-31" }
term "summer 1" { first = "2020-04-20", last = "2020-05-22" }
term "summer 2" { first = "2020-06-01", last = "2020-07-20" }
closed "2020-05-04" { why = "bank holiday" }
term "autumn 1" { first = "2020-09-02", last = "2020-10-23" }
term "autumn 2" { first = "2020-11-02", last = "2020-12-18" }
term "spring 1" { first = "2021-01-04", last = "2021-02-12" }
term "spring 2" { first = "2021-02-22", last = "2021-03-31" }
term "summer 1" { first = "2021-04-19", last = "2021-05-28" }
term "summer 2" { first = "2021-06-07", last = "2021-07-20" }
closed "2021-05-03" { why = "bank holiday" }
term "autumn 1" { first = "2021-09-02", last = "2021-10-22" }
term "autumn 2" { first = "2021-11-01", last = "2021-12-17" }
term "spring 1" { first = "2022-01-04", last = "2022-02-11" }
term "spring 2" { first = "2022-02-21", last = "2022-03-31" }
term "summer 1" { first = "2022-04-18", last = "2022-05-27" }
term "summer 2" { first = "2022-06-06", last = "2022-07-20" }
closed "2022-05-02" { why = "bank holiday" }
term "autumn 1" { first = "2022-09-02", last = "2022-10-28" }
term "autumn 2" { first = "2022-11-07", last = "2022-12-19" }
term "spring 1" { first = "2023-01-04", last = "2023-02-10" }
term "spring 2" { first = "2023-02-20", last = "2023-03-31" }
term "summer 1" { first = "2023-04-17", last = "2023-05-26" }
term "summer 2" { first = "2023-06-05", last = "2023-07-20" }
closed "2023-05-01" { why = "bank holiday" }
term "autumn 1" { first = "2023-09-04", last = "2023-10-27" }
term "autumn 2" { first = "2023-11-06", last = "2023-12-19" }
term "spring 1" { first = "2024-01-04", last = "2024-02-09" }
term "spring 2" { first = "2024-02-19", last = "2024-03-29" }
term "summer 1" { first = "2024-04-15", last = "2024-05-24" }
term "summer 2" { first = "2024-06-03", last = "2024-07-19" }
closed "2024-05-06" { why = "bank holiday" }
term "autumn 1" { first = "2024-09-02", last = "2024-10-25" }
term "autumn 2" { first = "2024-11-04", last = "2024-12-19" }
term "spring 1" { first = "2025-01-06", last = "2025-02-14" }
term "spring 2" { first = "2025-02-24", last = "2025-03-31" }
term "summer 1" { first = "2025-04-21", last = "2025-05-23" }
term "summer 2" { first = "2025-06-02", last = "2025-07-18" }
closed "2025-05-05" { why = "bank holiday" }
term "autumn 1" { first = "2025-09-02", last = "2025-10-24" }
term "autumn 2" { first = "2025-11-03", last = "2025-12-19" }
term "spring 1" { first = "2026-01-05", last = "2026-02-13" }
term "spring 2" { first = "2026-02-23", last = "2026-03-31" }
term "summer 1" { first = "2026-04-20", last = "2026-05-22" }
term "summer 2" { first = "2026-06-01", last = "2026-07-20" }
closed "2026-05-04" { why = "bank holiday" }
term "autumn 1" { first = "2026-09-02", last = "2026-10-23" }
term "autumn 2" { first = "2026-11-02", last = "2026-12-18" }
term "spring 1" { first = "2027-01-04", last = "2027-02-12" }
term "spring 2" { first = "2027-02-22", last = "2027-03-31" }
term "summer 1" { first = "2027-04-19", last = "2027-05-28" }
term "summer 2" { first = "2027-06-07", last = "2027-07-20" }
closed "2027-05-03" { why = "bank holiday" }
term "autumn 1" { first = "2027-09-02", last = "2027-10-22" }
term "autumn 2" { first = "2027-11-01", last = "2027-12-17" }
term "spring 1" { first = "2028-01-04", last = "2028-02-11" }
term "spring 2" { first = "2028-02-21", last = "2028-03-31" }
term "summer 1" { first = "2028-04-17", last = "2028-05-26" }
term "summer 2" { first = "2028-06-05", last = "2028-07-20" }
closed "2028-05-01" { why = "bank holiday" }
term "autumn 1" { first = "2028-09-04", last = "2028-10-27" }
term "autumn 2" { first = "2028-11-06", last = "2028-12-19" }
term "spring 1" { first = "2029-01-04", last = "2029-02-09" }
term "spring 2" { first = "2029-02-19", last = "2029-03-30" }
term "summer 1" { first = "2029-04-16", last = "2029-05-25" }
term "summer 2" { first = "2029-06-04", last = "2029-07-20" }
closed "2029-05-07" { why = "bank holiday" }
term "autumn 1" { first = "2029-09-03", last = "2029-10-26" }
term "autumn 2" { first = "2029-11-05", last = "2029-12-19" }
term "spring 1" { first = "2030-01-04", last = "2030-02-08" }
term "spring 2" { first = "2030-02-18", last = "2030-03-29" }
term "summer 1" { first = "2030-04-15", last = "2030-05-24" }
term "summer 2" { first = "2030-06-03", last = "2030-07-19" }
closed "2030-05-06" { why = "bank holiday" }
