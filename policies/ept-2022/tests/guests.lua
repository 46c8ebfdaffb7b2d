-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom a rule does not ask for: a pupil who is only a guest here, on a day when a pupil of the school would have to be seen to.
local adopted = {
  ["gatsby-2025"] = adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Trust Board" },
  ["provider-access-2023"] = adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board" },
  ["work-experience-2026"] = adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board" },
}
local function guest(rule, day, facts, more)
  local one = { policy = "base", as_of = day }
  for key, value in pairs(more or {}) do one[key] = value end
  facts.enrolment = "guest"
  one[#one + 1] = pupil(facts)
  one[#one + 1] = expect { [rule] = { "not_applicable" } }
  test(rule .. ": a guest of the school is another school's to see to") (one)
end

guest("2.0.1/outside-information-and-a-provider KS3", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("2.0.1/both-routes-weighed in Y13", "2022-12-02", { year = 13, as_at = "2022/23", dob = "2005-02-10" })
guest("2.0.9/every-route-by-16 end of Y11", "2023-05-21", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.2.1/lmi-each-stage KS3", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.2.1/service-at-13 2023-02-10", "2023-03-12", { year = 8, as_at = "2022/23", dob = "2010-02-10" })
guest("4.2.2/paths-of-the-options options", "2023-03-27", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.2.3/four-topics-of-lmi KS3", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.2.7/challenged-stereotype end of Y9", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.3.13/plan-on-entry 2022-11-07", "2022-11-25", { year = 9, as_at = "2022/23", dob = "2009-02-10", admitted_on = "2022-11-07" })
guest("4.3.14/routes-from-here end of Y11", "2023-05-21", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.16/plan-for-the-next-place in Y11", "2023-01-30", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.16/handover-of-needs in Y11", "2023-05-01", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.16/look-after-six-weeks 2022-11-14", "2022-12-30", { year = 9, as_at = "2022/23", dob = "2009-02-10" }, { start { date = "2022-11-14" } })
guest("4.3.18/explanation-of-costs in Y11", "2023-01-30", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.19/talk-with-the-next-place in Y11", "2023-03-27", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.2/several-sectors end of Y9", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.3.8/september-guarantee after Y11", "2023-07-31", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.8/intention-by-january in Y11", "2022-12-02", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.3.8/application-and-offer in Y11", "2023-03-27", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.4.23/privacy-notice-in-year-8 2022-09-01", "2022-09-10", { year = 8, as_at = "2022/23", dob = "2010-02-10" })
guest("4.4.23/fresh-answer-at-16 2023-02-10", "2023-01-12", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.5.6/lesson-on-maths-and-science end of Y9", "2023-05-21", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.5.7/explanation-of-the-ebacc options", "2023-03-27", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.5.8/told-before-exams in Y11", "2022-12-02", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.6.1/enterprise-by-16 end of Y11", "2023-05-21", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.6.5/stem-encounter before Y11", "2023-05-21", { year = 10, as_at = "2022/23", dob = "2008-02-10" })
guest("4.7.5/part-of-study Y12-13", "2023-05-21", { year = 13, as_at = "2022/23", dob = "2005-02-10" })
guest("4.8.2/information-tool KS4", "2023-05-21", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.8.3/good-site in Y11", "2022-10-20", { year = 11, as_at = "2022/23", dob = "2007-02-10" })
guest("4.9.1/guidance-at-transition options", "2023-03-27", { year = 9, as_at = "2022/23", dob = "2009-02-10" })
guest("4.3.13/first-conversation 2022-11-07", "2022-11-25", { year = 9, as_at = "2022/23", dob = "2009-02-10", admitted_on = "2022-11-07" }, { school = { setting = "pru" } })
guest("4.3.8/application-and-offer-at-18 in Y13", "2023-03-27", { year = 13, as_at = "2022/23", dob = "2005-02-10" }, { school = { setting = "secondary", sixth_form = true } })
guest("4.3.18/costs-after-18 in Y13", "2022-12-02", { year = 13, as_at = "2022/23", dob = "2005-02-10" }, { school = { setting = "secondary", sixth_form = true } })
guest("4.4.26/family-before-the-move in Y11", "2022-12-02", { year = 11, as_at = "2022/23", dob = "2007-02-10" }, { school = { setting = "special" } })
guest("4.8.4/two-in-each-phase first", "2022-12-30", { year = 9, as_at = "2022/23", dob = "2009-02-10" }, { with = { adopted["provider-access-2023"] } })
guest("4.8.4/third-phase-offered third", "2022-12-30", { year = 13, as_at = "2022/23", dob = "2005-02-10" }, { with = { adopted["provider-access-2023"] } })
guest("4.7.2/first-week Y7-9", "2027-05-21", { year = 9, as_at = "2026/27", dob = "2013-02-10" }, { with = { adopted["work-experience-2026"] } })
guest("4.7.2/second-week Y10-11", "2027-05-21", { year = 11, as_at = "2026/27", dob = "2011-02-10" }, { with = { adopted["work-experience-2026"] } })

local y9 = { year = 9, as_at = "2022/23", dob = "2009-02-10" }
guest("3.2.3/answer-from-the-adviser 2022-11-14", "2022-11-30", y9, { referral { date = "2022-11-14", to = "adviser" } })
guest("4.3.3/shown-to-pupil 2022-11-14", "2022-11-30", y9, { guidance { date = "2022-11-14" } })
guest("4.3.3/actions-done 2022-11-21", "2022-11-30", y9, { agreed_action { date = "2022-11-14", due_on = "2022-11-21" } })
guest("4.3.10/answer-to-the-referral 2022-11-14", "2022-11-30", y9, { referral { date = "2022-11-14", to = "social_care" } })
guest("4.3.22/overshared", "2022-11-30", y9, { la_share { date = "2022-11-14", level = "full" }, la_instruction { date = "2022-10-01", by = "parent", says = "no" } })
guest("4.9.7/unqualified-interview 2022/23", "2022-11-30", y9, { guidance { date = "2022-11-14", adviser_level = 4 } })
guest("4.8.7/two-visits-to-higher-education", "2026-01-10", { year = 13, as_at = "2025/26", dob = "2008-02-10" }, { with = { adopted["gatsby-2025"] } })
