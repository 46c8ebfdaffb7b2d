-- SPDX-License-Identifier: GPL-3.0-or-later
-- reference: what each word of the language means, with an example.  Data only; help, the printed reference and the file
-- for editors are drawn from it.  Which words and fields there are, is in words.lua and kinds.lua; a test holds the three
-- together and loads every example.
--
-- form:    how the word is written, where its shape alone does not tell
-- says:    more than the one line in words.lua; may be absent
-- into:    where the example belongs: "school" (policy.lua of a school, the usual place), "base", "trust", "update",
--          "overlay", "tests", "kinds"
-- fields:  what each field is for
-- The words that stand inside a declaration are in phrases.lua.

local reason = "Why; printed in the footnotes of the policy."
local minute = "The minute of the meeting, such as \"LGB 22/31\"."
local from = "The first day on which it holds."
local ends = "The last day on which it holds."
local only = "For which schools: school { setting = \"pru\" }."
local approved, approved_by = "The day of the approval.", "Who approved it."
local version = "The version of the base policy that it was written for."

local header_of_changes = { of = "The policy that it changes.", version = version, reason = reason, from = from, approved = approved,
  approved_by = approved_by, minute = minute }

local function with(fields, more)
  local all = {}
  for name, text in pairs(fields) do all[name] = text end
  for name, text in pairs(more) do all[name] = text end
  return all
end

local owned = { owner = "The role that answers for it: role.tutor.", remind = "The plan by which its owner is reminded: plan.standard.",
  severity = "How much it weighs when it fails: \"high\", \"medium\", \"low\" or \"info\".",
  basis = "On what it rests: \"law\", \"guidance\" or \"trust\"; else as its clause.", only = only, from = from, ends = ends,
  title = "What it asks for, so that \"needs ...\" goes on with it: \"an employer encounter\"." }
local exempt = "never, or who may be excused: { reasons = { \"medical\" }, for_at_most = months(6), approved_by = role.slt }."

local rule = with(owned, {
  who = "Whom it concerns: pupils { year = 11 }.",
  have = "What there must be on record; may be left out where check stands.",
  when = "By when: each_school_year(), by_end_of_year(11).",
  unless = "Whom it leaves out, and why: { pupils { care = \"no\" }, because = \"...\" }.",
  exempt = exempt,
  grace = "A span that is allowed after the last good day, of rules without a deadline: days(14).",
  late = "How long after the deadline it can still be put right: days(30).",
  force = "The verb as a field, for amend: set = { force = \"must\" }.",
  hint = "What would help, for the person who has to see to it.",
  bind = "Gives answers of decision tables a name, which conditions of have may use: { allowed = decide.share_level }.",
  reads = "What check looks at: a list of kinds.",
  check = "A function that decides where words do not reach. It sees the records of one person and nothing else.",
})

local function without(fields, ...)
  local all = with(fields, {})
  for _, name in ipairs { ... } do all[name] = nil end
  return all
end

local held_test = { policy = "\"base\", or \"school\" for the school's own.", school = "Facts of the school: { setting = \"pru\" }.",
  ["with"] = "Changes that hold in this test alone.", readings = "Readings that hold in this test alone.",
  rule = "The rule, and the window meant: \"4.6.4/employer-encounter 2022/23\".", as_of = "The day on which it is judged." }

return {
  groups = {
    { title = "Documents", about = "What a file is. Each begins with one of these.",
      words = { "policy", "amends", "trust", "adopt", "update", "overlay" } },
    { title = "Structure", about = "The printed policy: sections, and clauses with the text that people read.",
      words = { "section", "clause", "for_reading" } },
    { title = "Definitions", about = "What rules name: who answers, numbers, questions, reminders, parts of the school years.",
      words = { "role", "param", "option", "reading", "plan", "phase", "transition", "p" } },
    { title = "Rules", about = "The verb is the force: the printed policy and the file say the same word.",
      words = { "must", "should", "may", "must_not", "should_not", "measure", "keep", "attest" } },
    { title = "Whom a rule concerns", about = "Conditions in the braces are joined by \"and\". Names of records of every kind are words as well; they stand under \"Records\".",
      words = { "pupils", "staff", "organisations", "the_school", "school", "findings", "either" } },
    { title = "How many records", about = "A record alone means: at least one.",
      words = { "at_least", "at_most", "at_least_total", "all_of", "any_of", "for_each" } },
    { title = "Values of a field", about = "What may stand after the equals sign of a condition, besides a plain value.",
      words = { "years", "among", "below", "above", "is_not", "includes", "includes_all", "includes_any", "lacks_any", "known", "missing", "any", "never" } },
    { title = "By when", about = "Each gives an opening day and a deadline. A deadline in the holidays is due on the last school day before it.",
      words = { "each_school_year", "each_term", "each_half_term", "each_key_stage", "by_age", "further_by_age", "by_end_of_year",
        "before_year", "over_years", "in_phases", "at_transitions", "by_date_in_year", "by_date_after_year", "within", "ahead_of",
        "rolling", "always" } },
    { title = "Days and spans", about = "From which day something runs, and for how long.",
      words = { "admission", "leaving", "appointment", "birthday", "turns_year", "days", "school_days", "months", "in_year", "earliest" } },
    { title = "Changing a policy", about = "A change names what it changes and says why. Their order in a file means nothing.",
      words = { "choose", "amend", "add", "drop", "relax" } },
    { title = "Decision tables", about = "One answer for every combination of a few facts; a gap or an overlap is refused.",
      words = { "one_answer", "fact", "latest", "decide" } },
    { title = "Answers of a check function", about = "What check = function(s) may return.", words = { "met", "not_met", "unknown" } },
    { title = "Tests", about = "They stand in files of their own, in the folder tests/.",
      words = { "test", "timeline", "cases", "merge_test", "reminder_test", "term", "closed", "pupil", "organisation", "exemption", "expect", "none" } },
    { title = "Kinds of record", about = "They stand in kinds.lua: what may be recorded, and what a policy may ask about.",
      words = { "codes", "facts", "record", "extend", "day", "flag", "whole", "hours", "text", "person", "years_set", "one_of", "set_of",
        "dated", "private", "derived" } },
  },
  words = {
    -- documents
    policy = { into = "base", fields = { id = "Its name for files that change it.", title = "Its printed title.", owner = "Whose it is.",
        version = "Changes that were written for another version are refused.", status = "What sort of document it is, such as \"statutory-trust\".",
        effective = from, review_by = "The day by which it is looked at again.", review_every = "How often: months(12).",
        renamed = "Rules by their old names: { [\"4.6.4/old\"] = \"4.6.4/new\" }." },
      example = [[
policy { id = "small", title = "Careers Policy", version = "1",
  owner = "Example Trust", effective = "2022-06-01",
  review_by = "2029-06-30" }]] },
    amends = { into = "school", says = "The first line of a school's policy.lua. Below it stands only what differs from the trust's policy.",
      fields = { version = version, school = "Its name.", urn = "Its number with the Department.",
        laestab = "Council and school number in one, such as 8884123: a transfer file for another school is refused.", setting = "\"secondary\", \"special\", \"pru\" or \"ap\".",
        sixth_form = "true or false.", years_taught = "years(7, 13).", from = from, approved = approved, approved_by = approved_by, minute = minute,
        records_from = "The day from which records are kept here; nothing that was due earlier is judged." },
      example = [[
amends "ept-2022" { version = "1", school = "Example School", urn = 100005,
  setting = "secondary", sixth_form = false, years_taught = years(7, 11),
  approved = "2022-09-14", approved_by = "Local governing body",
  minute = "LGB 22/31", from = "2022-09-01" }]] },
    trust = { into = "trust", says = "The first line of trust.lua, which lies beside the schools' folders.",
      fields = { policy = "The base policy.", version = version },
      example = [[
trust "Example Trust" { policy = "ept-2022", version = "1" }]] },
    adopt = { says = "A school or the trust adopts an update; until then it is only announced.",
      fields = { approved = approved, approved_by = approved_by, minute = minute, from = "A later first day than the update's own; then reason says why.",
        reason = reason },
      example = [[
adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Trust Board",
  minute = "TB 25/18" }]] },
    update = { into = "update", says = "It counts once somebody adopts it.",
      fields = { of = "The policy that it changes.", version = version, source = "\"law\" or \"guidance\".", starts = from, reason = reason },
      example = [[
update "talks-2027" { of = "ept-2022", version = "1", source = "guidance",
  starts = "2027-09-01", reason = "Two encounters a year." }
amend "param/encounters_a_year" { set = { values = { ["2027-09-01"] = 2 } },
  reason = "The new number." }]] },
    overlay = { into = "overlay", says = "For a sort of school, or for some pupils of every school. It counts wherever it fits.",
      fields = with(header_of_changes, { for_schools = "school { setting = \"pru\" }.", for_pupils = "pupils { sen = is_not \"none\" }." }),
      example = [[
overlay "looked-after" { of = "ept-2022", version = "1",
  approved = "2022-06-20", approved_by = "Trust Board",
  for_pupils = pupils { care = "looked_after" }, from = "2022-06-01",
    reason = "Earlier guidance for children in care." }
amend "4.9.2/interview-by-16" { set = { when = by_end_of_year(10) },
  reason = "A year earlier." }]] },

    -- structure
    section = { into = "base", fields = { title = "As printed.", benchmark = "The Gatsby Benchmark, 1 to 8, if it belongs to one." },
      example = [[
section "9.1" { title = "Former pupils", benchmark = 5 }]] },
    clause = { into = "base", says = "The braces hold title and text, and after them the rules. {encounters_a_year} in a text becomes the number that is checked.",
      fields = { title = "As printed.", text = "As printed: [[ ... ]].", basis = "\"law\", \"guidance\" or \"trust\".",
        also = "Other clauses that say the same.", within = "The clause of which it is a part.", only = only, from = from, ends = ends,
        optional = "true: a school may drop it." },
      example = [=[
clause "4.6.11" { title = "Talks",
  text = [[Every pupil hears an employer each year.]], basis = "guidance",
  must "talk" { who = pupils {}, have = encounter { form = "talk" },
    when = each_school_year(), owner = role.tutor } }]=] },
    for_reading = { into = "base", says = "Printed with the rest; no record could show it.",
      fields = { title = "As printed.", text = "As printed.", within = "The clause of which it is a part.", only = only, from = from, ends = ends,
        optional = "true: a school may drop it." },
      example = [=[
for_reading "4.6.10" { title = "Why it matters",
  text = [[Pupils choose better when they have seen work.]] }]=] },

    -- definitions
    role = { into = "base", says = "A rule names it as role.tutor. Who holds it, stands in the school's people.lua.",
      fields = { title = "As printed and in messages.", clause = "The clause that names it.",
        finds = "\"form\" or \"department\": whoever holds it for the pupil's form or the person's department; else the school's holder." },
      example = [[
role "alumni_officer" { title = "Alumni officer", clause = "4.6.4" }]] },
    param = { into = "base", says = "A number or a list with a day from which it holds. A rule names it as p.talks_a_year, a text as {talks_a_year}.",
      fields = { clause = "The clause that states it.", type = "\"whole\", \"hours\", \"text\", \"texts\", \"codes\" or \"years\".",
        stricter = "Which way a school may move it: \"higher\", \"lower\" or \"wider\".", values = "From which day which value." },
      example = [[
param "talks_a_year" { clause = "4.6.4", type = "whole", stricter = "higher",
  values = { ["2022-06-01"] = 1, ["2024-09-01"] = 2 } }]] },
    option = { into = "base", says = "A blank of the printed policy. Every school answers it with choose.",
      fields = { clause = "The clause with the blank.", sets = "What the answer becomes: \"param/NAME\" or \"role/NAME.title\".",
        choices = "The answers that there are: { \"keep\", \"drop\" }.", answered_by = "\"header\" or \"people.lua\": it is answered there.",
        asks = "The question, as a person would ask it.", advice = "What to bear in mind." },
      example = [[
option "leader_title" { clause = "4.6.4", sets = "role/careers_leader.title",
  asks = "What is the post called here?" }]] },
    reading = { into = "base", says = "The names and their meanings are listed under \"Readings\". A finding that rests on one says so.",
      fields = { means = "One of its meanings.", clause = "The clause with the words.", note = "Why it is read so.",
        effect = "\"none\": it only explains the text.",
        settling_in = "Of \"joined late\" alone: who comes within so many days of the opening of a window, days(0) to days(60), is no late joiner." },
      example = [[
reading "leap-day birthday" { means = "mar-01",
  note = "Born on 29 February: the age is reached on 1 March in a common year." }]] },
    plan = { into = "base", says = "A rule names it as plan.gentle.",
      fields = { lead = "How long before the due day it begins.", steps = "When messages go: \"lead\", days(-14), \"due\".",
        then_every = "How long until the next one once it is overdue; the last goes on.", digest = "Together in one message: \"daily\", \"weekly\" or \"termly\".",
        quiet = "\"holidays\" (as when nothing is said): what falls on a closed day goes on the next school day; \"never\": it goes at once.", escalate = "To whom after how long: { { after = days(28), to = role.slt } }." },
      example = [[
plan "gentle" { lead = days(60), steps = { "lead", days(-14), "due" },
  then_every = { days(14), days(30) }, digest = "weekly" }]] },
    phase = { into = "base", says = "in_phases names it.", fields = { opens = "in_year(8, \"09-01\").", closes = "in_year(9, \"02-28\")." },
      example = [[
phase "early" { opens = in_year(7, "09-01"), closes = in_year(8, "02-28") }]] },
    transition = { into = "base", says = "at_transitions names it.",
      fields = { year = "The year group that chooses.", opens = "Month and day: \"01-01\".", closes = "Month and day." },
      example = [[
transition "subjects" { year = 8, opens = "01-01", closes = "05-31" }]] },
    p = { form = "p.NAME", says = "The value of the day on which the duty is due.", example = [[
add "4.6.4/workshops" { reason = "As many workshops as encounters.",
  should { title = "workshops with employers",
    who = pupils { year = p.encounter_years },
    have = at_least(p.encounters_a_year, encounter { form = "workshop" }),
    when = each_school_year(), owner = role.careers_leader } }]] },

    -- rules
    must = { fields = rule, says = "Overdue or missed, it weighs high.", example = [[
add "4.6.4/talk-in-year-8" { reason = "The governors' aim.",
  must { title = "a talk by an employer", who = pupils { year = 8 },
    have = encounter { form = "talk" }, when = each_school_year(),
    owner = role.tutor } }]] },
    should = { fields = rule, says = "Overdue or missed, it weighs one step less than a must.", example = [[
add "4.7.2/shadow-somebody" { reason = "Good for everybody.",
  should { title = "a day beside somebody at work",
    who = pupils { year = 10 }, have = workplace { form = "shadowing" },
    when = by_end_of_year(10),
    owner = role.work_experience } }]] },
    may = { fields = rule, example = [[
add "4.7.2/virtual-tour" { reason = "Where no visit can be had.",
  may { title = "a virtual tour", who = pupils { year = years(7, 9) },
    have = workplace { form = "virtual_tour" }, when = each_school_year(),
    owner = role.work_experience } }]] },
    must_not = { fields = rule, says = "have says what is wrong. One such record is a breach.", example = [[
add "4.7.5/no-uninsured-placement" { reason = "The insurer asks for it.",
  must_not { title = "placement without a look at the insurance",
    who = the_school {}, have = workplace { form = "placement",
    insurance_on = missing },
    when = always(), owner = role.work_experience } }]] },
    should_not = { fields = rule, says = "As must_not, one step less.", example = [[
add "4.6.4/no-talk-unprepared" { reason = "Pupils who are prepared ask more.",
  should_not { title = "talk nobody was prepared for", who = pupils {},
    have = encounter { form = "talk", prepared = false },
    when = each_school_year(),
    owner = role.tutor } }]] },
    measure = { fields = with(owned, { over = "Of whom or of what.", of = "Which of them are counted: findings { rule = \"...\", status = \"met\" }.",
        as = "\"count\", \"percent\" or \"gap\".", by = "The facts whose groups are compared: { \"sen\" }.", want = "What it should be: at_least(90).",
        when = "In which time; else this school year." }),
      says = "Small groups are never shown: no number tells about fewer than six pupils.", example = [[
add "4.6.4/share-with-an-encounter" { reason = "For the governors, each year.",
  measure { over = pupils { year = years(7, 11) },
    of = findings { rule = "4.6.4/employer-encounter", status = "met" },
    as = "percent", want = at_least(90),
    owner = role.careers_leader } }]] },
    keep = { into = "base", fields = with(owned, { years = "How many years.", from = "From which day: \"left_on\", or earliest { ... }.", erased_by = "The record of the erasure.",
        after = "\"review\": look at them then.", exempt = exempt }),
      example = [[
clause "4.3.99" { title = "How long records are kept",
  keep "six-years" { years = 6, from = "left_on", erased_by = erasure {},
    after = "review", owner = role.careers_leader } }]] },
    attest = { fields = with(owned, { by = "The role that vouches.", every = "How often: months(12).", asks = "The question put to that person.",
        sample = "How many records are drawn for it.", exempt = exempt }),
      example = [[
add "4.6.4/talks-are-looked-at" { reason = "Somebody has seen it.",
  attest { by = role.careers_leader, every = months(12),
    asks = "Have you sat in on a talk this year?", owner = role.slt } }]] },

    -- amending
    choose = { fields = { reason = reason, text = "The words that are printed, where the answer is to reword the clause.", from = from }, example = [[
choose "enterprise_adviser" { "drop", reason = "The post is vacant." }]] },
    amend = { fields = { set = "Fields with their new values; [\"exempt.for_at_most\"] reaches into one.",
        tighten = "Of a parameter: from which day which stricter value.", reason = reason, from = from,
        over = "The overlay or document whose change it replaces." },
      says = "The target is a rule (\"4.6.4/employer-encounter\"), a clause (\"4.6.4\"), or \"param/NAME\", \"role/NAME\", \"plan/NAME\", \"reading/NAME\". A school makes things stricter; weaker is the trust's to decide.",
      example = [[
amend "4.6.4/employer-encounter" { set = { owner = role.tutor },
  reason = "Tutors know their forms." }
amend "param/encounters_a_year" { tighten = { ["2027-09-01"] = 2 },
  reason = "The governors' aim." }]] },
    add = { fields = { reason = reason, from = from }, says = "Its name is the clause, a stroke and a name of its own.", example = [[
add "7.0.1/alumni-evening" { reason = "Our own promise to former pupils.",
  should { title = "something done with former pupils", who = the_school {},
    have = alumni { used = true }, when = each_school_year(),
    owner = role.careers_leader } }]] },
    drop = { fields = { reason = reason, from = from, over = "The overlay or document whose change it replaces." },
      says = "A school drops optional clauses only.", into = "trust", example = [[
drop "4.2.7/gap-between-girls-and-boys" { reason = "Covered elsewhere." }]] },
    relax = { into = "trust", says = "Besides what it names: schools, approved, approved_by, ends. It ends by itself.", example = [[
relax "param/follow_up_days" { schools = { 100005 }, ["2026-09-01"] = 20,
  ends = "2027-03-31", approved = "2026-09-01", approved_by = "Trust Board",
  reason = "Tutor posts are vacant until April." }]] },

    -- decision tables
    one_answer = { into = "base", fields = { columns = "The inputs in their order; the last cell of a row is the answer.", where = "What each input is.",
        answers = "The answers that there are.", unknown = "The answer where an input is not known." },
      example = [[
one_answer "who_decides" { columns = { "age" }, where = { age = fact "age" },
  answers = { "pupil", "parent" }, unknown = "parent",
  { below(16), "parent" }, { at_least(16), "pupil" } }]] },
    fact = { form = "fact \"NAME\"", into = "base", example = [[
one_answer "adult" { columns = { "age" }, where = { age = fact "age" },
  answers = { "yes", "no" }, unknown = "no",
  { below(18), "no" }, { at_least(18), "yes" } }]] },
    latest = { form = "latest(RECORD, FIELD, IF THERE IS NONE)", says = "The newest such record up to the one that is asked about; of the same day only what was written down before it.", into = "base", example = [[
one_answer "may_share" { columns = { "said" },
  where = { said = latest(la_instruction { by = "parent" }, "says", "nothing") },
  answers = { "yes", "no" }, unknown = "no",
  { "no", "no" }, { among { "yes", "nothing" }, "yes" } }]] },
    decide = { form = "decide.NAME", says = "bind gives it a name, and a condition of have uses that name.", into = "base", example = [[
one_answer "level" { columns = { "age" }, where = { age = fact "age" },
  answers = { "basic", "full" }, unknown = "basic",
  { below(16), "full" }, { at_least(16), "basic" } }
clause "4.4.99" { title = "What the council is told",
  must "told" { who = pupils { year = 9 },
    have = la_share { level = "full", allowed = "full" },
    bind = { allowed = decide.level },
    when = each_school_year(), owner = role.careers_leader } }]] },

    -- answers of a check function
    met = { fields = { evidence = "The records that show it." }, example = [[
add "4.6.4/some-encounter" { reason = "An example of a check.",
  should { title = "an encounter", who = pupils { year = 7 },
    when = each_school_year(), owner = role.tutor, reads = { "encounter" },
    check = function(s)
      local seen = s:records "encounter"
      if #seen > 0 then return met { evidence = seen } end
      return not_met { "No encounter on record." }
    end } }]] },
    not_met = { fields = { evidence = "The records that show it." }, example = [[
add "4.6.4/none-yet" { reason = "An example of a check.",
  should { title = "an encounter", who = pupils { year = 7 },
    when = each_school_year(), owner = role.tutor, reads = { "encounter" },
    check = function(s) return not_met { "Nobody came." } end } }]] },
    unknown = { fields = { evidence = "The records in doubt." }, example = [[
add "4.6.4/not-clear" { reason = "An example of a check.",
  should { title = "an encounter", who = pupils { year = 7 },
    when = each_school_year(), owner = role.tutor, reads = { "encounter" },
    check = function(s) return unknown { "Whether anybody came." } end } }]] },

    -- tests
    test = { into = "tests", fields = without(held_test, "rule"), example = [[
test "an encounter counts" { policy = "base", as_of = "2022-11-20",
  pupil { year = 9, as_at = "2022/23",
    encounter { date = "2022-11-14", meaningful = true } },
  expect { ["4.6.4/employer-encounter 2022/23"] = "met" } }]] },
    timeline = { into = "tests", fields = without(held_test, "as_of"), example = [[
timeline "nothing on record" { policy = "base",
  rule = "4.6.4/employer-encounter 2022/23",
  pupil { year = 9, as_at = "2022/23" },
  { "2022-09-01", "on_track" }, { "2023-09-01", "missed" } }]] },
    cases = { into = "tests", fields = with(without(held_test, "as_of"), { evidence = "The record of every row.", columns = "What the cells of a row are." }), example = [[
cases "the last day counts" { policy = "base",
  rule = "4.6.4/employer-encounter 2022/23",
  pupil { year = 9, as_at = "2022/23" },
  evidence = encounter { meaningful = true },
    columns = { "date", "judged on", "status" },
  { "2023-08-31", "2023-09-01", "met" },
    { "2023-09-01", "2023-09-01", "missed" } }]] },
    merge_test = { into = "tests", fields = with(without(held_test, "rule"), { expect_error = "The short name of the problem that must come.", hash = "The policy's hash." }), example = [[
merge_test "two encounters from 2027" { policy = "base",
  with = { amend "param/encounters_a_year" { tighten = { ["2027-09-01"] = 2 },
  reason = "an aim" } },
  as_of = "2027-10-01", expect { ["param/encounters_a_year"] = 2 } }]] },
    reminder_test = { into = "tests", fields = with(without(held_test, "as_of"), { from = "The first day looked at.", to = "The last day looked at.",
        expect = "Each message: its day, the role, and \"lead\", \"step\", \"due\" or what follows." }),
      example = [[
reminder_test "three messages" { policy = "base",
  rule = "4.6.4/employer-encounter 2022/23",
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" },
  from = "2022-09-01", to = "2023-10-31",
  expect = { { "2023-05-22", "careers_leader", "lead" },
    { "2023-07-06", "careers_leader", "step" },
    { "2023-07-20", "careers_leader", "due" } } }]] },
    term = { into = "tests", fields = { first = "Its first day.", last = "Its last day." }, example = [[
term "autumn 1" { first = "2022-09-05", last = "2022-10-21" }
timeline "nothing on record" { policy = "base",
  rule = "4.6.4/employer-encounter 2022/23",
  pupil { year = 9, as_at = "2022/23" }, { "2022-09-05", "on_track" } }]] },
    closed = { into = "tests", fields = { last = "Its last day, if it is more than one.", why = "Why." }, example = [[
closed "2022-09-19" { why = "Bank holiday" }
timeline "nothing on record" { policy = "base",
  rule = "4.6.4/employer-encounter 2022/23",
  pupil { year = 9, as_at = "2022/23" }, { "2022-09-19", "on_track" } }]] },
    pupil = { into = "tests", says = "as_at says in which school year the year group holds.", example = [[
test "in Year 6 nobody is asked" { policy = "base", as_of = "2022-11-20",
  pupil { year = 6, as_at = "2022/23" },
  expect { ["4.6.4/employer-encounter"] = none } }]] },
    organisation = { into = "tests", example = [[
test "a local employer" { policy = "base", as_of = "2022-11-20",
  encounter { date = "2022-11-14",
  organisation = organisation { is_local = true } },
  expect { ["4.6.2/local-employer 2022/23"] = "met" } }]] },
    exemption = { into = "tests", fields = { rule = "From which rule.", reason = "One of the rule's reasons.", from = from, ends = ends,
        approved_by = "The role of who approved it.", approved_on = "The day of the approval.", held_role = "false: that person did not hold the role." },
      example = [[
test "excused" { policy = "base", as_of = "2023-09-01",
  pupil { year = 9, as_at = "2022/23", dob = "2009-02-10", sen = "none" },
  exemption { rule = "4.6.4/employer-encounter", reason = "medical",
    from = "2023-07-21", ends = "2024-07-21", approved_by = "slt" },
  expect { ["4.6.4/employer-encounter 2022/23"] = "waived" } }]] },
    expect = { into = "tests", says = "A status, or a table: { status = \"overdue\", deadline = \"2023-08-31\", owned_by = \"tutor\" }. none: no answer at all.", example = [[
test "due by the end of August" { policy = "base", as_of = "2022-11-20",
  pupil { year = 9, as_at = "2022/23" },
  expect { ["4.6.4/employer-encounter 2022/23"] = { status = "on_track",
    deadline = "2023-08-31" } } }]] },
    none = { into = "tests", form = "none", says = "Of a status: no answer. Of a field: not recorded.", example = [[
test "nothing before the year begins" { policy = "base", as_of = "2022-08-31",
  pupil { year = 9, as_at = "2022/23", admitted_on = "2022-09-01" },
  expect { ["4.6.4/employer-encounter 2022/23"] = none } }]] },
  },
  -- What the words of the policy that can be read in two ways may mean; `stricter`: a school may choose it by itself.
  readings = {
    { name = "by the age of", changes = "the deadline of by_age and further_by_age",
      { means = "year-end", says = "the end of the school year in which the age is reached; 16 is the end of Year 11" },
      { means = "birthday", stricter = true, says = "the day before the birthday" } },
    { name = "one further", changes = "from when further_by_age counts",
      { means = "after-year-11", says = "from 1 September after the school year of the lower age" },
      { means = "two-in-total", says = "from Year 7 on, and one more is asked" },
      { means = "after-birthday", says = "from the birthday on" } },
    { name = "leap-day birthday", changes = "every age of those born on 29 February",
      { means = "mar-01", says = "1 March in common years" },
      { means = "feb-28", stricter = true, says = "28 February in common years" } },
    { name = "meaningful", changes = "the field meaningful of every kind",
      { means = "only-when-said", says = "not recorded is not known" },
      { means = "unless-denied", says = "not recorded counts as yes" } },
    { name = "opportunity", changes = "outcome = any",
      { means = "offer-counts", says = "invited, declined, absent and excused count as well" },
      { means = "held-only", stricter = true, says = "only who attended" } },
    { name = "joined late", changes = "what began before there were records of the pupil",
      { means = "unknown", says = "is not known, and never missed" },
      { means = "judge", stricter = true, says = "is judged as if the pupil had always been here" },
      { means = "not-applicable", says = "does not concern the pupil" },
      { means = "ask-previous-school", says = "is not known, and the school before is asked" }, },
    { name = "earlier of two", changes = "how long keep ... from = earliest { } keeps",
      { means = "as-written", says = "from the earlier day" },
      { means = "later", stricter = true, says = "from the later day" } },
    { name = "school year", changes = "every window of a year",
      { means = "1 September to 31 August", says = "the only meaning" } },
    { name = "pru block", changes = "nothing: it explains the text", { means = "any text", says = "which clauses are meant" } },
  },
  -- In the order in which they are looked at.
  statuses = {
    { key = "not_applicable", says = "The rule does not concern the person; or something else holds that it names." },
    { key = "met", says = "What is asked for is on record." },
    { key = "on_track", says = "Nothing yet, and there is time." },
    { key = "waived", says = "Excused, by an exemption that holds on the day." },
    { key = "unknown", says = "A datum is missing that would change the answer; it is named. A blank is never a no." },
    { key = "due_soon", says = "The reminders have begun; the due day has not passed." },
    { key = "overdue", says = "The due day has passed; it can still be put right." },
    { key = "missed", says = "Too late; what is recorded later does not change it." },
    { key = "breached", says = "Something that must not happen did." },
  },
}
