-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is not recorded is not a no: one datum of the last record, or of the person, is left blank.
local function blank(rule, day, missing, more)
  local one = { policy = "base", as_of = day }
  for key, value in pairs(more) do one[key] = value end
  one[#one + 1] = expect { [rule] = { "unknown", missing = missing } }
  test(rule .. ": " .. missing .. " is not recorded") (one)
end
-- One record for each of those values, and one more that does not say.
local function each(record, field, values, rest)
  local list = {}
  for i = 1, #values + 1 do
    local one = { date = "2022-11-14" }
    for key, value in pairs(rest or {}) do one[key] = value end
    one[field] = values[i]
    list[i] = record(one)
  end
  return list
end

blank("2.0.1/current-plan", "2023-06-10", "pupil.year", { pupil { dob = "2009-02-10" } })
blank("2.0.7/resources-in-date", "2022-12-14", "resource.sort", each(resource, "sort", { "lmi", "pathway" }))
blank("4.1.1/something-for-each-benchmark 2022/23", "2022-12-14", "programme_line.benchmarks", each(programme_line, "benchmarks", { { 1, 2, 3, 4 }, { 5, 6, 7 } }))
blank("4.1.6/five-audiences-asked 2022/23", "2023-07-01", "survey.audience", each(survey, "audience", { "pupils", "parents", "teachers", "governors" }))
blank("4.4.29/send-employment-cpd", "2024-08-01", "staff.roles", { staff "A. Okafor" {} })
blank("4.4.33/review-looks-ahead", "2023-07-20", "ehc_review.employment", { pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "ehcp" },
  ehc_review { date = "2023-03-10", adulthood = true } })
blank("4.6.2/apprentice-and-former-pupil 2022/23", "2023-07-01", "encounter.speaker", each(encounter, "speaker", { "apprentice" }))
blank("4.8.8/complete-access-statement", "2023-05-20", "document.sections",
  each(document, "sections", { { "procedure", "grounds", "premises" } }, { item = "access_statement" }))
blank("4.8.11/look-up-in-the-register", "2023-06-10", "organisation.type", { organisation "Harbour Works" {} })
blank("4.9.7/register-checked", "2023-06-10", "staff.roles", { staff "A. Okafor" {} })
blank("5.0.3/reviews-and-lessons-seen 2022/23", "2023-07-01", "evaluation.method",
  { observation { date = "2022-11-14" }, evaluation { date = "2022-11-14", method = "partner_review" }, evaluation { date = "2022-11-14" } })

blank("1.0.3/staged-and-adapted", "2023-05-20", "attestation.role", { attestation { date = "2022-11-14", clause = "1.0.3" } })
blank("4.4.34/partnership-with-the-council", "2023-05-20", "attestation.clause", { attestation { date = "2022-11-14", role = "senco" } })
blank("4.5.2/skill-building-lessons", "2023-05-20", "attestation.role", { attestation { date = "2022-11-14", clause = "4.5.2" } })
blank("4.3.1/named-barriers 2022-11-14", "2022-12-20", "pupil.year", { pupil { dob = "2009-02-10" }, career_plan { date = "2022-11-14" } })

-- A grid with all cells but one, and a record that does not say to which it belongs.
local function grid(record, rows, row, columns, column, rest)
  local list = rest or {}
  for i, r in ipairs(rows) do
    for k, c in ipairs(columns) do
      if i < #rows or k < #columns then list[#list + 1] = record { date = "2022-09-12", [row] = r, [column] = c } end
    end
  end
  list[#list + 1] = record { date = "2022-09-12", [row] = rows[#rows] }
  return list
end
local terms = { "autumn", "spring", "summer" }
blank("3.1.2/programme-planned 2022/23", "2022-11-14", "programme_line.term",
  grid(programme_line, { 8, 9, 10, 11, 12, 13 }, "year", terms, "term", { school = { setting = "secondary", sixth_form = true } }))
blank("3.1.2/programme-planned-to-16 2022/23", "2022-11-14", "programme_line.term",
  grid(programme_line, { 8, 9, 10, 11 }, "year", terms, "term", { school = { setting = "secondary", sixth_form = false } }))
blank("4.5.5/curriculum-grid 2022/23", "2023-07-01", "curriculum_link.year",
  grid(curriculum_link, { "English", "Maths", "Science" }, "subject", { 7, 8, 9, 10, 11 }, "year"))

-- 4.3.5: whoever has not left is kept from the end of key stage 4.  Without its day the end is no later than three years
-- after leaving, and may have been earlier.
cases "4.3.5/retain: has not left" { policy = "base", rule = "4.3.5/retain kept",
  pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", ks4_end = "2023-06-30" }, evidence = erasure { scope = "all" },
  columns = { "date", "judged on", "status" },
  { none, "2026-01-10", "met" }, { "2026-06-29", "2026-06-29", "missed" }, { "2026-06-30", "2026-06-30", "met" },
}
cases "4.3.5/retain: when key stage 4 ended is not recorded" { policy = "base", rule = "4.3.5/retain kept",
  pupil { year = 11, as_at = "2022/23", dob = "2007-02-10", left_on = "2023-07-31" }, evidence = erasure { scope = "all" },
  columns = { "date", "judged on", "status" },
  { none, "2026-01-10", "met" }, { "2026-07-30", "2026-07-30", "unknown", underlying = "missed", missing = "pupil.ks4_end" },
  { "2026-07-31", "2026-07-31", "met" },
}
