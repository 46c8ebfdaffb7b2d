-- SPDX-License-Identifier: GPL-3.0-or-later
-- words - one row per word of the policy language: where it may stand, how it is written, which fields it has.
--
--   form    "named"  word "name" { ... }          "maybe"  the name may be missing (a rule inside add)
--           "table"  word { ... }                 "call"   word(...) or word { ... }
--           "bare"   word                         "refer"  word.name
--   stands  "header" what a file is; "file" at the left edge; "clause" inside a clause; "value" inside something else
--   fields  name = type: text, flag, whole, list, word, date, clause, any.  No fields: any field, checked later.
--   items   what may stand without a name: "none" (nothing), "rules", "values"
--   since   the first release that has the word
-- The type says only how a value is written; what it means is checked when all files are merged.

local since = "2026.11"
local rows = {}

local function group(name, stands, form)
  return function(row)
    row.word, row.about = row[1], row[2]
    row.group, row.stands, row.form = name, row.stands or stands, row.form or form
    row.items, row.since = row.items or "none", row.since or since
    rows[#rows + 1] = row
  end
end

-- What a file is.
local document = group("documents", "header", "named")
document { "policy", "a policy: the base that schools amend", form = "table", fields = { id = "text", title = "text", owner = "text",
  version = "text", status = "text", effective = "date", review_by = "date", review_every = "word", renamed = "list" } }
document { "update", "a dated change in law or guidance, which a trust adopts", fields = { of = "text", version = "text", source = "text",
  starts = "date", reason = "text" } }
document { "trust", "what a trust has settled for all its schools", fields = { policy = "text", version = "text" } }
document { "overlay", "changes for a setting, or for some pupils", fields = { of = "text", version = "text", for_schools = "word",
  for_pupils = "word", from = "date", reason = "text", approved = "date", approved_by = "text", minute = "text" } }
document { "amends", "a school's own choices in a policy", fields = { version = "text", school = "text", urn = "whole", setting = "text",
  sixth_form = "flag", years_taught = "any", governance = "text", from = "date", approved = "date", approved_by = "text", minute = "text" } }

-- The parts of a printed policy.
local structure = group("structure", "file", "named")
structure { "section", "a section of the printed policy", fields = { title = "text", benchmark = "whole" } }
structure { "clause", "a numbered clause with its rules", items = "rules", fields = { title = "text", text = "text", basis = "text",
  also = "list", within = "clause", only = "word", from = "date", ends = "date", optional = "flag" } }
structure { "for_reading", "a clause with nothing to check", fields = { title = "text", text = "text", basis = "text", also = "list",
  within = "clause", only = "word", from = "date", ends = "date", optional = "flag" } }

-- What rules refer to.
local definition = group("definitions", "file", "named")
definition { "reading", "how words are read that can be read in two ways", fields = { means = "text", clause = "clause", note = "text", effect = "text" } }
definition { "role", "who answers for something", fields = { title = "text", clause = "clause", finds = "text" } }
definition { "param", "a value that has a date", fields = { clause = "clause", type = "text", stricter = "text", values = "list" } }
definition { "option", "a question put to every school", fields = { clause = "clause", sets = "text", choices = "list", answered_by = "text",
  asks = "text", advice = "text" } }
definition { "plan", "when reminders go out, and to whom next", fields = { lead = "word", steps = "list", then_every = "list", digest = "text",
  quiet = "text", escalate = "list" } }
definition { "phase", "a stretch of school years with a name", fields = { opens = "word", closes = "word" } }
definition { "transition", "a time of choice in one year group", fields = { year = "whole", opens = "text", closes = "text" } }
definition { "one_answer", "a decision table: each case has one answer", items = "values", fields = { columns = "list", answers = "list",
  unknown = "any", where = "list" } }

-- Rules: the verb is the force.
local rule_fields = { who = "word", have = "word", when = "word", owner = "word", remind = "word", unless = "list", exempt = "any",
  only = "word", from = "date", ends = "date", grace = "word", late = "word", force = "text", severity = "text", basis = "text",
  hint = "text", bind = "list", reads = "list", check = "function" }
local rule = group("rules", "clause", "maybe")
rule { "must", "a duty", fields = rule_fields }
rule { "should", "an expectation", fields = rule_fields }
rule { "may", "a permission", fields = rule_fields }
rule { "must_not", "a ban", fields = rule_fields }
rule { "should_not", "something to avoid", fields = rule_fields }
rule { "measure", "a figure", fields = { over = "word", of = "word", as = "text", by = "list", want = "word", when = "word", owner = "word",
  remind = "word", only = "word", basis = "text", severity = "text" } }
rule { "keep", "how long records are kept", fields = { years = "any", from = "any", erased_by = "word", after = "text", owner = "word",
  remind = "word", exempt = "any", severity = "text" } }
rule { "attest", "a named person vouches", fields = { by = "word", every = "word", asks = "text", sample = "whole", owner = "word",
  remind = "word", exempt = "any", severity = "text" } }

-- Whom a rule is about; records; ways to count.
local subject = group("subjects", "value", "table")
subject { "pupils", "pupils on roll, or those that fit" }
subject { "staff", "members of staff in post, or those that fit" }
subject { "organisations", "employers, providers and partners" }
subject { "the_school", "the school itself" }
subject { "school", "which schools" }
local evidence = group("evidence", "value", "table")
evidence { "either", "a record of any of these", items = "values", fields = {} }
evidence { "findings", "findings, in a measure", fields = { rule = "text", status = "text" } }
local counting = group("counting", "value", "call")
counting { "at_least", "a count, or a number, that is no smaller", items = "values" }
counting { "at_most", "a count, or a number, that is no larger", items = "values" }
counting { "at_least_total", "a sum of a field that is no smaller", items = "values" }
counting { "all_of", "all of these", items = "values", fields = {} }
counting { "any_of", "any of these", items = "values", fields = {} }
counting { "for_each", "the same for each value of a field", items = "values", fields = {} }

-- Conditions.
local value = group("values", "value", "call")
value { "years", "year groups from one to another", items = "values", fields = {} }
value { "among", "one of these", items = "values", fields = {} }
value { "below", "a smaller number", items = "values", fields = {} }
value { "above", "a larger number", items = "values", fields = {} }
value { "is_not", "any other value", items = "values", fields = {} }
value { "includes", "a set with this in it", items = "values", fields = {} }
value { "includes_all", "a set with all of these", items = "values", fields = {} }
value { "includes_any", "a set with any of these", items = "values", fields = {} }
value { "lacks_any", "a set without one of these", items = "values", fields = {} }
value { "known", "recorded, whatever it is", form = "bare" }
value { "missing", "not recorded", form = "bare" }
value { "any", "whatever it is, recorded or not", form = "bare" }
value { "never", "no exemptions", form = "bare" }
value { "none", "nothing", form = "bare" }

-- Windows: when something is due.
local window = group("windows", "value", "call")
for word, about in ("each_school_year: once each school year; each_term: once each term; each_half_term: once each half-term; " ..
  "each_key_stage: once in each key stage; by_age: by an age; further_by_age: after one age and by another; " ..
  "by_end_of_year: by the end of a year group; before_year: before a year group begins; over_years: within some year groups; " ..
  "in_phases: in each of these phases; at_transitions: at each of these times of choice; " ..
  "by_date_in_year: by a day within the school year; by_date_after_year: by a day after the school year; " ..
  "within: so many days after something; ahead_of: so many days before something; " ..
  "rolling: some time within the last days or months; always: at any time; "):gmatch "([%w_]+): (.-); " do
  window { word, about, items = "values" }
end
local milestone = group("milestones", "value", "call")
milestone { "admission", "the day a pupil joined" }
milestone { "leaving", "the day a pupil left" }
milestone { "birthday", "a birthday", items = "values", fields = {} }
milestone { "turns_year", "the day a pupil enters a year group", items = "values", fields = {} }
milestone { "appointment", "the day a member of staff was appointed" }
local span = group("spans", "value", "call")
span { "days", "calendar days", items = "values", fields = {} }
span { "school_days", "days on which the school is open", items = "values", fields = {} }
span { "months", "calendar months", items = "values", fields = {} }
span { "in_year", "a day in the school year of a year group", items = "values", fields = {} }
span { "earliest", "the first of several days", items = "values", fields = {} }

-- Names of definitions.
local reference = group("names", "value", "refer")
reference { "p", "a parameter: p.keep_years" }
reference { "decide", "the answer of a decision table: decide.share_level" }

-- Changes.
local change = group("amending", "file", "named")
change { "adopt", "takes in an update", fields = { approved = "date", approved_by = "text", minute = "text", from = "date", reason = "text" } }
change { "choose", "answers a question of the policy", items = "values", fields = { reason = "text", from = "date", over = "text", text = "text",
  approved = "date", approved_by = "text", minute = "text" } }
change { "amend", "changes fields of one thing", fields = { set = "list", tighten = "list", reason = "text", from = "date", over = "text",
  approved = "date", approved_by = "text", minute = "text" } }
change { "add", "adds a rule under a clause", items = "rules", fields = { reason = "text", from = "date", over = "text", approved = "date",
  approved_by = "text", minute = "text" } }
change { "drop", "takes a rule or a clause away", fields = { reason = "text", from = "date", over = "text", approved = "date",
  approved_by = "text", minute = "text" } }
change { "relax", "eases a value for some schools and a time" }

-- Decision tables and what check functions answer.
local decision = group("decision tables", "value", "call")
decision { "fact", "a fact of the person", items = "values", fields = {} }
decision { "latest", "a field of the newest record", items = "values", fields = {} }
local hatch = group("hatch results", "value", "table")
hatch { "met", "a check function says yes", items = "values" }
hatch { "not_met", "a check function says no", items = "values" }
hatch { "unknown", "a check function can not tell", items = "values" }

-- The kinds file has words of its own.
local vocabulary = {}
local function kinds_word(row)
  row.word, row.about, row.group, row.since = row[1], row[2], "kinds file", since
  row.items = row.items or "none"
  vocabulary[#vocabulary + 1] = row
end
kinds_word { "codes", "a list of codes with a name", form = "named", stands = "file", items = "values", fields = {} }
kinds_word { "facts", "what is known of a pupil, a member of staff, an organisation or the school", form = "named", stands = "file" }
local record_fields = { shape = "text", about = "text", session = "list", each = "list", counts = "list", counts_on = "text",
  ends = "text", latest_by = "list", fresh = "word" }
kinds_word { "record", "a kind of record", form = "named", stands = "file", fields = record_fields }
kinds_word { "extend", "a school's own fields of a kind", form = "named", stands = "file", fields = { session = "list", each = "list" } }
for word, about in ("day: a date; flag: yes or no; whole: a whole number; hours: an amount of time; text: words; " ..
  "person: a member of staff; years_set: year groups; "):gmatch "([%w_]+): (.-); " do
  kinds_word { word, about, form = "bare", stands = "value" }
end
for word, about in ("one_of: one of these codes; set_of: some of these codes; dated: a fact that changes from a day on; " ..
  "private: never printed in a message or a shared file; derived: worked out for the judged day; days: calendar days; " ..
  "months: calendar months; "):gmatch "([%w_]+): (.-); " do
  kinds_word { word, about, form = "call", stands = "value", items = "values", fields = {} }
end

return { policy = rows, kinds = vocabulary }
