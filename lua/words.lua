-- SPDX-License-Identifier: GPL-3.0-or-later
-- words: one row for every word of the policy language.  Data only: the loader makes constructors from it, checks shapes
-- by it, and help, completion and the reference are drawn from it.
--
-- how:    how the word is written: "id" word "name" { ... } · "table" word { ... } · "either" with or without a name ·
--         "call" word(a, b, { ... }) · "value" a word that stands alone · "name" word.name
-- where:  "top" at the beginning of a line of a file, else inside another word; "test" at the beginning of a line of a file
--         of tests, "in a test" inside one of those: a policy knows neither
-- in_tests: how the word is written in a file of tests, where that is another way
-- fields: the closed set of fields; "*" = any name (the policy floor checks them: kinds, facts)
-- needs:  fields that must be there;  items: positional parts are allowed
-- numbers: fields that hold whole numbers, texts: fields that hold texts; others are checked where they are understood

local rule = { "who", "have", "when", "owner", "remind", "unless", "exempt", "only", "from", "ends", "grace", "late", "force",
  "severity", "basis", "hint", "bind", "title", "reads", "check" }

return {
  -- documents
  policy = { how = "table", where = "top", header = true, fields = { "id", "title", "owner", "version", "status", "effective", "review_by", "review_every", "renamed" },
    needs = { "id", "version", "effective" }, texts = { "id", "title", "owner", "version", "status", "effective", "review_by" },
    about = "Begins a base policy: what it is called, whose it is, from when it holds." },
  update = { how = "id", where = "top", header = true, fields = { "of", "version", "source", "starts", "reason" }, needs = { "of", "version", "source", "starts", "reason" },
    texts = { "of", "version", "source", "starts", "reason" }, about = "Begins a dated change in law or guidance, which a trust adopts in one line." },
  trust = { how = "id", where = "top", header = true, fields = { "policy", "version" }, texts = { "policy", "version" }, about = "Begins a trust's file." },
  overlay = { how = "id", where = "top", header = true, fields = { "of", "version", "for_schools", "for_pupils", "from", "reason", "approved", "approved_by", "minute" },
    needs = { "of", "version", "from", "reason", "approved", "approved_by" }, texts = { "of", "version", "from", "reason", "approved", "approved_by", "minute" },
    about = "Begins changes for one sort of school, or for some pupils." },
  amends = { how = "id", where = "top", header = true,
    fields = { "version", "school", "urn", "laestab", "setting", "sixth_form", "years_taught", "from", "records_from", "approved", "approved_by", "minute" },
    needs = { "version", "school", "from", "approved", "approved_by" },
    texts = { "version", "school", "setting", "from", "records_from", "approved", "approved_by", "minute" }, numbers = { "urn", "laestab" },
    about = "Begins a school's file: which policy it amends, who approved it, from when." },
  adopt = { how = "id", where = "top", fields = { "approved", "approved_by", "minute", "from", "reason" }, needs = { "approved", "approved_by" },
    texts = { "approved", "approved_by", "minute", "from", "reason" }, about = "Takes an update into force." },

  -- structure
  section = { how = "id", where = "top", fields = { "title", "benchmark" }, needs = { "title" }, texts = { "title" }, numbers = { "benchmark" },
    about = "A part of the printed policy." },
  clause = { how = "id", where = "top", items = true, fields = { "title", "text", "basis", "also", "within", "only", "from", "ends", "optional" },
    needs = { "title" }, texts = { "title", "text", "basis", "within", "from", "ends" }, about = "A numbered clause with its rules." },
  for_reading = { how = "id", where = "top", fields = { "title", "text", "within", "only", "from", "ends", "optional" }, needs = { "title" },
    texts = { "title", "text", "within", "from", "ends" }, about = "A clause with nothing to check." },

  -- definitions
  reading = { how = "id", where = "top", fields = { "means", "clause", "note", "effect", "settling_in" }, needs = { "means" }, texts = { "means", "clause", "note", "effect" },
    about = "How words are read that can be read in two ways." },
  role = { how = "id", where = "top", names = true, fields = { "title", "clause", "finds" }, needs = { "title" }, texts = { "title", "clause", "finds" },
    about = "A post that answers for rules." },
  param = { how = "id", where = "top", fields = { "clause", "type", "stricter", "values" }, needs = { "type", "values" }, texts = { "clause", "type", "stricter" },
    about = "A value from a date on, which a school may move the stricter way." },
  option = { how = "id", where = "top", fields = { "clause", "sets", "choices", "answered_by", "asks", "advice" }, needs = { "asks" },
    texts = { "clause", "sets", "answered_by", "asks", "advice" }, about = "A question that the policy asks of every school." },
  plan = { how = "id", where = "top", names = true, fields = { "lead", "steps", "then_every", "digest", "quiet", "escalate" }, needs = { "lead", "steps" },
    texts = { "digest", "quiet" }, about = "When reminders go, how often, and to whom after that." },
  phase = { how = "id", where = "top", fields = { "opens", "closes" }, needs = { "opens", "closes" }, about = "A stretch of years with a name." },
  transition = { how = "id", where = "top", fields = { "year", "opens", "closes" }, needs = { "year", "opens", "closes" }, numbers = { "year" },
    texts = { "opens", "closes" }, about = "A big choice that pupils of one year make." },
  one_answer = { how = "id", where = "top", items = true, fields = { "columns", "where", "answers", "unknown" }, about = "A decision table." },

  -- rules
  must = { how = "either", fields = rule, needs = { "who", "when" }, about = "A duty." },
  should = { how = "either", fields = rule, needs = { "who", "when" }, about = "Advice." },
  may = { how = "either", fields = rule, needs = { "who", "when" }, about = "A permission: never due, never counted against anybody." },
  must_not = { how = "either", fields = rule, needs = { "who", "when" }, about = "What may not happen." },
  should_not = { how = "either", fields = rule, needs = { "who", "when" }, about = "What should not happen." },
  measure = { how = "either", fields = { "over", "of", "as", "by", "want", "when", "owner", "remind", "severity", "basis", "only", "from", "ends", "title" },
    needs = { "over" }, texts = { "as" }, about = "A figure: how many of some pupils, records or findings, and what is wanted of it." },
  keep = { how = "either", fields = { "years", "from", "erased_by", "after", "owner", "remind", "exempt", "severity", "basis", "only", "ends", "title" },
    needs = { "years", "from", "erased_by" }, texts = { "after" }, about = "How long the records of a pupil are kept." },
  attest = { how = "either", fields = { "by", "every", "asks", "sample", "owner", "remind", "exempt", "severity", "basis", "only", "from", "ends", "title" },
    needs = { "by", "every", "asks" }, texts = { "asks" }, numbers = { "sample" }, about = "A named person vouches." },

  -- subjects and evidence
  pupils = { how = "table", fields = "*", about = "Pupils on roll who fit the conditions." },
  staff = { how = "table", fields = "*", in_tests = "either", about = "Members of staff in post who fit the conditions." },
  organisations = { how = "table", fields = "*", about = "Organisations that fit the conditions." },
  the_school = { how = "table", fields = "*", about = "The school itself." },
  school = { how = "table", fields = "*", about = "Which schools a clause is for." },
  findings = { how = "table", fields = "*", about = "Findings, in measures." },
  either = { how = "table", items = true, fields = {}, about = "A record of any of these kinds." },

  -- counting
  at_least = { how = "call", about = "At least so many: of records, or of a value." },
  at_most = { how = "call", about = "At most so many: of records, or of a value." },
  at_least_total = { how = "call", about = "A total of a field over the records." },
  all_of = { how = "table", items = true, fields = {}, about = "All of these." },
  any_of = { how = "table", items = true, fields = {}, about = "Any of these." },
  for_each = { how = "call", about = "The same for each of several values." },

  -- values
  years = { how = "call", about = "Year groups from one to another." },
  among = { how = "call", about = "One of these." },
  below = { how = "call", about = "Less than." },
  above = { how = "call", about = "More than." },
  is_not = { how = "call", about = "Anything but this; a blank stays not known." },
  includes = { how = "call", about = "A set that has this in it." },
  includes_all = { how = "call", about = "A set that has all of these in it." },
  includes_any = { how = "call", about = "A set that has one of these in it." },
  lacks_any = { how = "call", about = "A set that lacks one of these." },
  known = { how = "value", about = "Recorded, whatever it says." },
  missing = { how = "value", about = "Not recorded." },
  any = { how = "value", about = "Whatever it is, recorded or not." },
  never = { how = "value", about = "No exemptions." },
  none = { how = "value", about = "None, in tests." },
  p = { how = "name", about = "A parameter by its name." },
  decide = { how = "name", about = "The answer of a decision table." },

  -- windows
  each_school_year = { how = "call", about = "Once every school year." },
  each_term = { how = "call", about = "Once every term." },
  each_half_term = { how = "call", about = "Once every half-term." },
  each_key_stage = { how = "call", about = "Once in each key stage." },
  by_age = { how = "call", about = "By the age of." },
  further_by_age = { how = "call", about = "One further by an age, after another age." },
  by_end_of_year = { how = "call", about = "By the end of a year group." },
  before_year = { how = "call", about = "Before a year group begins." },
  over_years = { how = "call", about = "Over several year groups together." },
  in_phases = { how = "call", about = "In each of the phases named." },
  at_transitions = { how = "call", about = "At each of the transitions named." },
  by_date_in_year = { how = "call", about = "By a date in the pupil's year." },
  by_date_after_year = { how = "call", about = "By a date after the pupil's year has ended." },
  within = { how = "table", fields = { "days", "school_days", "of", "anchor_on", "may_precede", "same_record" }, needs = { "of" },
    about = "Within so many days of something." },
  ahead_of = { how = "table", fields = { "days", "school_days", "of", "anchor_on", "opens", "same_record" }, needs = { "of" },
    about = "So many days ahead of something." },
  rolling = { how = "call", about = "Always one that is not older than the span." },
  always = { how = "call", about = "At every moment." },

  -- milestones, spans, dates
  admission = { how = "table", fields = {}, about = "The day a pupil came." },
  leaving = { how = "table", fields = {}, about = "The day a pupil left." },
  appointment = { how = "table", fields = {}, about = "The day a member of staff began." },
  birthday = { how = "call", about = "The day an age is reached." },
  turns_year = { how = "call", about = "The day a year group begins for the pupil." },
  days = { how = "call", about = "So many days." },
  school_days = { how = "call", about = "So many school days." },
  months = { how = "call", about = "So many months." },
  in_year = { how = "call", about = "A date within the school year of a year group." },
  earliest = { how = "call", about = "The earliest of several days." },

  -- amending
  choose = { how = "id", where = "top", items = true, fields = { "reason", "text", "from" }, needs = { "reason" }, texts = { "reason", "text", "from" },
    about = "Answers a question of the policy." },
  amend = { how = "id", where = "top", fields = { "set", "tighten", "reason", "from", "over" }, needs = { "reason" }, texts = { "reason", "from", "over" },
    about = "Changes fields of a rule, clause, parameter, role, plan or reading." },
  add = { how = "id", where = "top", items = true, fields = { "reason", "from" }, needs = { "reason" }, texts = { "reason", "from" },
    about = "Adds a rule under a clause." },
  drop = { how = "id", where = "top", fields = { "reason", "from", "over" }, needs = { "reason" }, texts = { "reason", "from", "over" },
    about = "Drops what is optional." },
  relax = { how = "id", where = "top", fields = "*", needs = { "reason" }, about = "Weakens something for some schools for a time; the trust alone." },

  -- decision tables and hatch results
  met = { how = "table", items = true, fields = { "evidence" }, about = "Answer of a check function: all is well, with the records that show it." },
  not_met = { how = "table", items = true, fields = { "evidence" }, about = "Answer of a check function: it is not so, and why." },
  unknown = { how = "table", items = true, fields = { "evidence" }, about = "Answer of a check function: a datum is missing, and which." },
  fact = { how = "call", about = "A fact of the pupil, in a decision table." },
  latest = { how = "call", about = "The newest record's field, in a decision table." },

  -- tests of a policy
  test = { how = "id", where = "test", items = true, fields = { "policy", "school", "with", "readings", "as_of" }, needs = { "as_of" },
    texts = { "policy", "as_of" }, about = "A test of the policy: somebody, what is on record, one day, and what is expected." },
  timeline = { how = "id", where = "test", items = true, fields = { "policy", "school", "with", "readings", "rule" }, needs = { "rule" },
    texts = { "policy", "rule" }, about = "A test of one rule on several days, with the same records." },
  cases = { how = "id", where = "test", items = true, fields = { "policy", "school", "with", "readings", "rule", "evidence", "columns" },
    needs = { "rule", "columns" }, texts = { "policy", "rule" }, about = "A test of one rule as a table: one row, one record and one day." },
  merge_test = { how = "id", where = "test", items = true,
    fields = { "policy", "school", "with", "readings", "as_of", "expect_error", "hash" }, texts = { "policy", "as_of", "expect_error", "hash" },
    about = "A test of how changes join the policy: the problem that must come of it, or what the policy then says." },
  reminder_test = { how = "id", where = "test", items = true, fields = { "policy", "school", "with", "readings", "rule", "from", "to", "expect" },
    needs = { "rule", "from", "to", "expect" }, texts = { "policy", "rule", "from", "to" },
    about = "A test of reminders: who is told of one rule, day by day from one day to another." },
  term = { how = "id", where = "test", fields = { "first", "last" }, needs = { "first", "last" }, texts = { "first", "last" },
    about = "A half-term of the calendar that tests go by." },
  closed = { how = "id", where = "test", fields = { "last", "why" }, texts = { "last", "why" }, about = "A day on which the school of the tests is closed." },
  pupil = { how = "either", where = "in a test", items = true, fields = "*", about = "A pupil of a test, with facts, and records in the same braces." },
  organisation = { how = "either", where = "in a test", items = true, fields = "*", about = "An organisation of a test." },
  expect = { how = "either", where = "in a test", fields = "*", about = "What a test expects of each rule it names." },
  exemption = { how = "table", where = "in a test", fields = { "rule", "reason", "from", "ends", "approved_by", "approved_on", "held_role" },
    needs = { "rule", "reason", "from", "approved_by" }, texts = { "rule", "reason", "from", "approved_by", "approved_on" },
    about = "An exemption on record, in a test." },
}
