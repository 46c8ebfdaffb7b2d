-- SPDX-License-Identifier: GPL-3.0-or-later
-- lint: a page for each rule of `signpost policy lint`.  Data only.
--
-- why: what goes wrong for a school; bad, good: pieces of a file; a test sees that bad gives exactly this finding and good none.
-- of: where the piece stands: a base policy (not said), the "school"'s own file, or its "tests".

return {
  ["absent-also"] = {
    why = [[`also` says which other clauses make the same promise, so that a gap is counted once. A number that the policy does not have is a slip, and the clause that was meant counts as not covered.]],
    bad = [[
clause "1.0.2" { title = "Open to all", text = "Every pupil is met.",
  also = { "1.0.9" },
  must "met" { title = "a meeting", who = pupils {}, have = guidance {},
    when = by_age(16), owner = role.leader, remind = plan.yearly } }
]],
    good = [[
clause "1.0.2" { title = "Open to all", text = "Every pupil is met.",
  also = { "1.0.1" },
  must "met" { title = "a meeting", who = pupils {}, have = guidance {},
    when = by_age(16), owner = role.leader, remind = plan.yearly } }
]],
  },
  ["always-holds"] = {
    why = [[The rule is met whatever is on record, so that it promises nothing and only makes the list longer. Mostly a number is missing, or a percentage that nothing can exceed.]],
    bad = [[
clause "1.0.2" { title = "Known", text = "Where pupils go is known.",
  measure "share" { title = "known destinations", over = destination {},
    as = "percent", of = destination { sustained = true },
    want = at_least(0), owner = role.leader } }
]],
    good = [[
clause "1.0.2" { title = "Known", text = "Where pupils go is known.",
  measure "share" { title = "known destinations", over = destination {},
    as = "percent", of = destination { sustained = true },
    want = at_least(95), owner = role.leader } }
]],
  },
  ["check-as-data"] = {
    why = [[A check function is a small program: it can fail, and nobody who does not write Lua can read it. One that only counts records says nothing that `have` can not say.]],
    bad = [[
clause "1.0.2" { title = "Met twice", text = "Pupils are met again.",
  must "met" { title = "two meetings", who = pupils {}, when = by_age(16),
    owner = role.leader, remind = plan.yearly, reads = { "guidance" },
    check = function(s)
      if s:count("guidance", {}) >= 2 then return met {} end
      return not_met { "fewer than two meetings" }
    end } }
]],
    good = [[
clause "1.0.2" { title = "Met twice", text = "Pupils are met again.",
  must "met" { title = "two meetings", who = pupils {}, when = by_age(16),
    owner = role.leader, remind = plan.yearly,
    have = at_least(2, guidance {}) } }
]],
  },
  ["idle-keep"] = {
    why = [[A line `-- lint: keep RULE: why` says that something is meant as it is. One that fits nothing is left over, or has a slip in it and hides nothing: the name of the rule, or the reason after the second colon.]],
    bad = [[
-- lint: keep numbering-jump: a clause was withdrawn
for_reading "1.0.2" { title = "Why it matters", text = "Choices are many." }
]],
    good = [[
for_reading "1.0.2" { title = "Why it matters", text = "Choices are many." }
]],
  },
  ["impossible-status"] = {
    why = [[A test that expects what its rule can never be fails for ever, or is left out by hand. A rule without exemptions is never waived, a permission never missed, a prohibition never due soon.]],
    of = "tests",
    bad = [[
test "A permission" { as_of = "2022-11-30", pupil { year = 11 },
  expect { ["4.5.7/all-five-pillars"] = "missed" } }
]],
    good = [[
test "A permission" { as_of = "2022-11-30", pupil { year = 11 },
  expect { ["4.5.7/all-five-pillars"] = "on_track" } }
]],
  },
  ["long-lead"] = {
    why = [[A plan says how many days ahead its first reminder goes. Where the time for a duty is shorter, the first reminder goes at once and the steps between fall away: the plan is not the one that was meant.]],
    bad = [[
clause "1.0.2" { title = "Followed up", text = "A meeting is followed up.",
  must "follow-up" { title = "a follow-up", who = pupils {},
    have = at_least(1, guidance {}, { on = "followed_up_on" }),
    when = within { days = 10, of = guidance {}, same_record = true },
    owner = role.leader, remind = plan.yearly } }
]],
    good = [[
plan "short" { lead = days(5), steps = { "lead", "due" } }
clause "1.0.2" { title = "Followed up", text = "A meeting is followed up.",
  must "follow-up" { title = "a follow-up", who = pupils {},
    have = at_least(1, guidance {}, { on = "followed_up_on" }),
    when = within { days = 10, of = guidance {}, same_record = true },
    owner = role.leader, remind = plan.short } }
]],
  },
  ["may-with-number"] = {
    why = [[`may` permits: nobody is behind, nobody is reminded. A number in it looks like a target and is none. Say `should` if it is one, or leave the number out.]],
    bad = [[
clause "1.0.2" { title = "Visits", text = "Pupils may visit a university.",
  may "visits" { title = "visits", who = pupils { year = 12 },
    have = at_least(2, provider {}), when = each_school_year(),
    owner = role.leader } }
]],
    good = [[
clause "1.0.2" { title = "Visits", text = "Pupils may visit a university.",
  may "visits" { title = "a visit", who = pupils { year = 12 },
    have = provider {}, when = each_school_year(), owner = role.leader } }
]],
  },
  ["never-applies"] = {
    why = [[The rule reaches nobody: it ends before it begins, it is about year groups that there are not or that the school does not teach, or it is kept to schools for which its clause is not. It looks like a promise and never finds a gap.]],
    bad = [[
clause "1.0.2" { title = "In PRUs", text = "A plan soon after arrival.",
  only = school { setting = "pru" },
  must "plan" { title = "a plan", only = school { setting = "secondary" },
    who = pupils {}, have = career_plan {}, when = by_age(16),
    owner = role.leader, remind = plan.yearly } }
]],
    good = [[
clause "1.0.2" { title = "In PRUs", text = "A plan soon after arrival.",
  only = school { setting = "pru" },
  must "plan" { title = "a plan", who = pupils {}, have = career_plan {},
    when = by_age(16), owner = role.leader, remind = plan.yearly } }
]],
  },
  ["never-used"] = {
    why = [[A parameter, role, reminder plan, phase or decision table that nothing refers to changes nothing. A school that moves such a parameter believes that it has changed the policy.]],
    bad = [[
param "interviews" { clause = "1.0.1", type = "whole", stricter = "higher",
  values = { ["2022-09-01"] = 1 } }
]],
    good = [[
param "interviews" { clause = "1.0.2", type = "whole", stricter = "higher",
  values = { ["2022-09-01"] = 1 } }
clause "1.0.2" { title = "Interviews", text = "Every pupil is met.",
  must "met" { title = "a meeting", who = pupils {},
    have = at_least(p.interviews, guidance {}), when = by_age(16),
    owner = role.leader,
    remind = plan.yearly } }
]],
  },
  ["no-owner"] = {
    why = [[A duty for which nobody answers is done by nobody; one without a plan is found missing when it is too late. Every `must` says who its owner is and which plan reminds.]],
    bad = [[
clause "1.0.2" { title = "Interviews", text = "Every pupil is met.",
  must "met" { title = "a meeting", who = pupils {}, have = guidance {},
    when = by_age(16), owner = role.leader } }
]],
    good = [[
clause "1.0.2" { title = "Interviews", text = "Every pupil is met.",
  must "met" { title = "a meeting", who = pupils {}, have = guidance {},
    when = by_age(16), owner = role.leader, remind = plan.yearly } }
]],
  },
  ["not-adopted"] = {
    why = [[Law or guidance has changed and an update ships that says how. Until the trust, or an academy for itself, adopts it in one line, pupils are judged by what held before.]],
    of = "school",
    bad = [[
adopt "provider-access-2023" { approved = "2022-12-12",
  approved_by = "Trust Board" }
adopt "work-experience-2026" { approved = "2026-05-18",
  approved_by = "Trust Board" }
]],
    good = [[
adopt "provider-access-2023" { approved = "2022-12-12",
  approved_by = "Trust Board" }
adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Trust Board" }
adopt "work-experience-2026" { approved = "2026-05-18",
  approved_by = "Trust Board" }
]],
  },
  ["nothing-to-check"] = {
    why = [[A clause without a rule promises something that no record is held against, and nobody notices. Give it a rule; or name it in the `also` of the clause that is checked; or call it `for_reading`, which says that there is nothing to check.]],
    bad = [[
clause "1.0.2" { title = "High hopes",
  text = "We think highly of our pupils." }
]],
    good = [[
for_reading "1.0.2" { title = "High hopes",
  text = "We think highly of our pupils." }
]],
  },
  ["number-in-text"] = {
    why = [[The text states a number and the rule takes it from a parameter. When a school moves the parameter, the text goes on saying the old number. Written as {name} the text follows.]],
    bad = [[
param "talk_days" { clause = "1.0.2", type = "whole", stricter = "lower",
  values = { ["2022-09-01"] = 15 } }
clause "1.0.2" { title = "Followed up",
  text = "A meeting is followed up within 15 school days.",
  must "follow-up" { title = "a follow-up", who = pupils {},
    have = at_least(1, guidance {}, { on = "followed_up_on" }),
    when = within { school_days = p.talk_days, of = guidance {},
      same_record = true }, owner = role.leader, remind = plan.short } }
plan "short" { lead = days(5), steps = { "lead", "due" } }
]],
    good = [[
param "talk_days" { clause = "1.0.2", type = "whole", stricter = "lower",
  values = { ["2022-09-01"] = 15 } }
clause "1.0.2" { title = "Followed up",
  text = "A meeting is followed up within {talk_days} school days.",
  must "follow-up" { title = "a follow-up", who = pupils {},
    have = at_least(1, guidance {}, { on = "followed_up_on" }),
    when = within { school_days = p.talk_days, of = guidance {},
      same_record = true }, owner = role.leader, remind = plan.short } }
plan "short" { lead = days(5), steps = { "lead", "due" } }
]],
  },
  ["numbering-jump"] = {
    why = [[A reader who looks for 1.0.2 between 1.0.1 and 1.0.3 does not find it, and asks what was taken out. Where the printed policy jumps and its numbers are quoted elsewhere, leave them and say so in a line.]],
    bad = [[
for_reading "1.0.3" { title = "Why it matters", text = "Choices are many." }
]],
    good = [[
for_reading "1.0.2" { title = "Why it matters", text = "Choices are many." }
]],
  },
  ["past-its-end"] = {
    why = [[The clause holds no longer and is still printed: whoever reads the policy believes that it does. Take it out when the policy is next reviewed.]],
    bad = [[
for_reading "1.0.2" { title = "For now", text = "Visits may be online.",
  ends = "2023-08-31" }
]],
    good = [[
for_reading "1.0.2" { title = "For now", text = "Visits may be online." }
]],
  },
  ["reading-astray"] = {
    why = [[A reading says how words are taken and which clause they stand in. Where that clause is not there, or depends on nothing of the sort, the printed appendix sends its reader to the wrong place.]],
    bad = [[
reading "by the age of" { means = "year-end", clause = "1.0.1",
  note = "Counted by school years." }
]],
    good = [[
reading "by the age of" { means = "year-end", clause = "1.0.2",
  note = "Counted by school years." }
clause "1.0.2" { title = "Interviews", text = "Every pupil is met.",
  must "met" { title = "a meeting", who = pupils {}, have = guidance {},
    when = by_age(16), owner = role.leader, remind = plan.yearly } }
]],
  },
  ["repeated-duty"] = {
    why = [[One gap is counted twice and two people are reminded of it. Keep the rule where it belongs, and name the other clause in `also` there: coverage still shows both numbers.]],
    bad = [[
clause "1.0.2" { title = "Published",
  text = "The programme is there for everybody.",
  must "published" { title = "a programme", who = the_school {},
    have = document { item = "programme" }, when = each_school_year(),
    owner = role.leader, remind = plan.yearly } }
]],
    good = [[
clause "1.0.2" { title = "Published",
  text = "The programme is there for everybody.",
  must "published" { title = "a programme on the website",
    who = the_school {}, have = publication { item = "programme",
    live = true },
    when = each_school_year(), owner = role.leader, remind = plan.yearly } }
]],
  },
  ["review-passed"] = {
    why = [[The policy says itself when it has to be looked at again, and that day has passed. Until the trust has reviewed it and given a new day, an inspector may ask which policy holds.]],
    bad = [[
policy { id = "demo", title = "Careers Policy", version = "1",
  effective = "2022-09-01", review_by = "2023-06-30" }
]],
    good = [[
policy { id = "demo", title = "Careers Policy", version = "1",
  effective = "2022-09-01", review_by = "2027-06-30" }
]],
  },
  ["superseded-name"] = {
    why = [[A name of a service, a body or a law that has ended tells readers that nobody has looked at the text for years, and sends pupils to a door that is shut. The names come with their dates and sources in lua/superseded.lua; a trust or a school adds its own in superseded.lua.]],
    bad = [[
for_reading "1.0.2" { title = "Routes",
  text = "Pupils compare courses with Unistats." }
]],
    good = [[
for_reading "1.0.2" { title = "Routes",
  text = "Pupils compare courses with Discover Uni." }
]],
  },
  ["two-editions"] = {
    why = [[One paper cited in two editions leaves open which of them the school follows. Keep the edition in a parameter and write {name} in the texts: it moves once, for all of them.]],
    bad = [[
for_reading "1.0.2" { title = "Guidance",
  text = "We follow the statutory guidance of January 2018." }
for_reading "1.0.3" { title = "Links",
  text = "Read it with the statutory guidance of October 2018." }
]],
    good = [[
for_reading "1.0.2" { title = "Guidance",
  text = "We follow the statutory guidance of October 2018." }
for_reading "1.0.3" { title = "Links",
  text = "Read it with the statutory guidance of October 2018." }
]],
  },
  ["two-spellings"] = {
    why = [[Two spellings of one word make readers wonder whether two things are meant, and a search finds only half. The one that the policy uses more often is taken as meant.]],
    bad = [[
for_reading "1.0.2" { title = "Our adviser",
  text = "The adviser is in school on Tuesdays. Ask the advisor." }
]],
    good = [[
for_reading "1.0.2" { title = "Our adviser",
  text = "The adviser is in school on Tuesdays. Ask the adviser." }
]],
  },
  ["unused-reason"] = {
    why = [[A reason for exemptions that nobody has given for a year may not be needed: each one is a way out of a promise, and has to be explained. This needs a school's records of a year; without them it is left out.]],
    of = "records",
    bad = [[
exempt = { reasons = { "medical", "long_absence" },
  for_at_most = months(12) }    -- a year's exemptions: all medical
]],
    good = [[
exempt = { reasons = { "medical" }, for_at_most = months(12) }
]],
  },
}
