-- SPDX-License-Identifier: GPL-3.0-or-later
-- phrases: the words that stand inside a declaration, as reference.lua explains the others: whom a rule concerns, how many
-- records, values of fields, windows, days; and the words of kinds.lua.  Data only.

return {
  -- subjects
  pupils = { says = "Those on roll; naming on_roll, left_on or enrolment lifts that. Its conditions are the facts of a pupil.", example = [[
add "4.9.2/interview-for-seniors" { reason = "Those who leave next.",
  should { title = "another interview",
    who = pupils { year = among { 11, 13 }, care = is_not "no" },
    have = at_least(2, guidance {}), when = each_school_year(),
    owner = role.careers_adviser } }]] },
  staff = { says = "Those in post; naming in_post or left_on lifts that. In a test it is a member of staff, with facts and records.", example = [[
add "2.0.8/tutors-train-each-year" { reason = "Tutors are asked first.",
  should { title = "a training in careers",
    who = staff { roles = includes "tutor" },
    have = cpd { topic = "careers" }, when = each_school_year(),
    owner = role.careers_leader } }]] },
  organisations = { says = "Also a condition on the organisation of a record.", example = [[
add "4.6.4/large-employer" { reason = "To see a big firm as well.",
  should { title = "an encounter with a large employer",
    who = pupils { year = 10 },
    have = encounter { organisation = organisations { size = "large" } },
    when = by_end_of_year(10), owner = role.careers_leader } }]] },
  the_school = { says = "Counted is what happened at the school, once, whoever came.", example = [[
add "4.6.4/careers-fair" { reason = "Each year since 2019.",
  should { title = "a careers fair", who = the_school {},
    have = encounter { form = "fair" }, when = each_school_year(),
    owner = role.careers_leader } }]] },
  school = { says = "In only = and for_schools =.", into = "base", example = [[
clause "4.3.98" { title = "In a PRU", only = school { setting = "pru" },
  must "talk-soon" { who = pupils {}, have = guidance {},
    when = within { school_days = 15, of = admission {} },
    owner = role.careers_leader } }]] },
  findings = { says = "Answers of rules. Fields: rule, status.", example = [[
add "4.9.2/interviews-this-year" { reason = "To see how far we are.",
  measure { over = pupils { year = 11 },
    of = findings { rule = "4.9.2/interview-by-16", status = "met" },
    as = "count", owner = role.careers_leader } }]] },
  either = { says = "Where one kind will do as well as another.", example = [[
add "4.6.4/met-work" { reason = "A visit will do.",
  should { title = "two meetings with the world of work",
    who = pupils { year = 9 }, have = at_least(2,
    either { encounter {}, workplace {} }),
    when = each_school_year(), owner = role.tutor } }]] },

  -- counting
  at_least = { form = "at_least(NUMBER, RECORD, { distinct = FIELD, on = FIELD })  or  FIELD = at_least(NUMBER)",
    says = "distinct counts only records that differ in that field; on counts by another day than the record's own.", example = [[
add "4.6.4/different-employers" { reason = "Not the same one twice.",
  should { title = "two different employers",
    who = pupils { year = 10, days_on_roll = at_least(30) },
    have = at_least(2, encounter {}, { distinct = "organisation" }),
      when = each_school_year(), owner = role.tutor } }]] },
  at_most = { form = "at_most(NUMBER, RECORD)  or  FIELD = at_most(NUMBER)", example = [[
add "4.6.4/not-too-many-online" { reason = "People are better met in person.",
  should { title = "few encounters on a screen", who = pupils {},
    have = at_most(3, encounter { mode = "virtual" }),
    when = each_school_year(), owner = role.tutor } }]] },
  at_least_total = { form = "at_least_total(NUMBER, FIELD, RECORD)", example = [[
add "4.7.2/hours-of-work" { reason = "A day and a half.",
  should { title = "nine hours at a workplace", who = pupils { year = 10 },
    have = at_least_total(9, "hours", workplace {}),
    when = by_end_of_year(10),
    owner = role.work_experience } }]] },
  all_of = { example = [[
add "4.9.2/plan-and-interview" { reason = "One goes with the other.",
  should { title = "an interview and a plan", who = pupils { year = 11 },
    have = all_of { guidance {}, career_plan {} }, when = each_school_year(),
    owner = role.careers_adviser } }]] },
  any_of = { says = "Of counting terms in have, of subjects in who.", example = [[
add "4.9.2/somebody-to-talk-to" { reason = "For those who need it most.",
  should { title = "an interview or a plan",
    who = any_of { pupils { sen = "ehcp" }, pupils { care = "looked_after" } },
    have = any_of { guidance {}, career_plan {} }, when = each_school_year(),
    owner = role.careers_adviser } }]] },
  for_each = { form = "for_each(FIELD, VALUES, TERM)", example = [[
add "4.2.3/pay-and-vacancies" { reason = "Both, each year.",
  should { title = "to hear of pay and of vacancies",
    who = pupils { year = 11 }, have = for_each("topics",
    { "pay", "vacancies" }, lmi {}),
    when = each_school_year(), owner = role.pshe_lead } }]] },

  -- values
  years = { form = "years(FIRST, LAST)", example = [[
choose "programme_years" { years(7, 13),
  reason = "Careers lessons start in Year 7 here." }]] },
  among = { form = "among { VALUE, VALUE }", example = [[
add "4.6.4/talk-or-fair" { reason = "Large events.",
  should { title = "a talk or a fair", who = pupils { year = 7 },
    have = encounter { form = among { "talk", "fair" } },
    when = each_school_year(), owner = role.tutor } }]] },
  below = { form = "below(NUMBER)", example = [[
add "4.9.2/young-ones" { reason = "A first word.",
  may { title = "an interview before 14", who = pupils { age = below(14) },
    have = guidance {}, when = each_school_year(),
    owner = role.careers_adviser } }]] },
  above = { form = "above(NUMBER)", example = [[
add "4.9.2/older-ones" { reason = "They leave soon.",
  should { title = "an interview after 15", who = pupils { age = above(15) },
    have = guidance {}, when = each_school_year(),
    owner = role.careers_adviser } }]] },
  is_not = { form = "is_not VALUE", example = [[
add "4.6.4/in-the-room" { reason = "Not on a screen.",
  should { title = "an encounter in person", who = pupils { year = 9 },
    have = encounter { mode = is_not "virtual" }, when = each_school_year(),
    owner = role.tutor } }]] },
  includes = { form = "includes(VALUE)", example = [[
add "4.2.3/pay" { reason = "They ask about it.",
  should { title = "to hear of pay", who = pupils { year = 10 },
    have = lmi { topics = includes "pay" }, when = each_school_year(),
    owner = role.pshe_lead } }]] },
  includes_all = { form = "includes_all { VALUE, VALUE }", example = [[
add "4.2.3/pay-with-progression" { reason = "In one go.",
  should { title = "pay and progression together", who = pupils { year = 10 },
    have = lmi { topics = includes_all { "pay", "progression" } },
    when = each_school_year(), owner = role.pshe_lead } }]] },
  includes_any = { form = "includes_any { VALUE, VALUE }", example = [[
add "2.0.8/those-who-teach-careers" { reason = "Both groups.",
  should { title = "a training",
    who = staff { roles = includes_any { "tutor", "pshe_lead" } },
    have = cpd {}, when = each_school_year(),
    owner = role.careers_leader } }]] },
  lacks_any = { form = "lacks_any { VALUE, VALUE }", says = "Mostly with must_not and should_not.", example = [[
add "4.6.4/no-talk-without-purpose" { reason = "Say what it is for.",
  should_not { title = "encounter without a purpose or an outcome",
    who = pupils {}, have = encounter { ticks = lacks_any { "purpose",
    "outcomes" } },
    when = each_school_year(), owner = role.careers_leader } }]] },
  known = { form = "known", example = [[
add "4.9.2/said-whether-noted" { reason = "So that nothing is in doubt.",
  should { title = "an interview with its purpose on record",
    who = pupils { year = 11 }, have = guidance { purpose = known },
    when = each_school_year(),
    owner = role.careers_adviser } }]] },
  missing = { form = "missing", example = [[
add "4.7.5/no-date-of-consent" { reason = "Parents are asked.",
  should_not { title = "placement without consent on record", who = pupils {},
    have = workplace { form = "placement", consent_on = missing },
    when = each_school_year(), owner = role.work_experience } }]] },
  any = { form = "any", says = "outcome = any counts invitations that were declined, too.", example = [[
add "4.9.2/offer-each-year" { reason = "An offer is what we owe.",
  should { title = "the offer of an interview", who = pupils { year = 12 },
    have = guidance { outcome = any }, when = each_school_year(),
    owner = role.careers_adviser } }]] },
  never = { form = "never", example = [[
add "4.6.4/nobody-excused" { reason = "Everybody can hear a talk.",
  must { title = "a talk", who = pupils { year = 7 },
    have = encounter { form = "talk" }, when = each_school_year(),
    exempt = never, owner = role.tutor } }]] },

  -- windows
  each_school_year = { form = "each_school_year { due = \"MM-DD\" }  or  each_school_year()",
    fields = { due = "An earlier deadline than 31 August: \"07-31\"." }, example = [[
add "4.6.4/talk-by-july" { reason = "Before the summer.",
  should { title = "a talk by July", who = pupils { year = 9 },
    have = encounter { form = "talk" },
    when = each_school_year { due = "07-31" }, owner = role.tutor } }]] },
  each_term = { form = "each_term()", example = [[
add "2.0.5/look-each-term" { reason = "The heads of year ask for it.",
  should { title = "a careers item at a meeting of the governors",
    who = the_school {}, have = meeting { with = "governors",
    careers_item = true },
    when = each_term(), owner = role.slt } }]] },
  each_half_term = { form = "each_half_term()", example = [[
add "3.2.6/lesson-each-half-term" { reason = "Six a year.",
  should { title = "a careers lesson", who = pupils { year = 9 },
    have = lesson {}, when = each_half_term(), owner = role.tutor } }]] },
  each_key_stage = { form = "each_key_stage()  or  each_key_stage(3, 4)", example = [[
add "4.6.4/science-in-each-stage" { reason = "Early and late.",
  should { title = "somebody from science", who = pupils {},
    have = encounter { stem = true }, when = each_key_stage(3, 4),
    owner = role.careers_leader } }]] },
  by_age = { form = "by_age(NUMBER)", says = "The reading \"by the age of\" says which day that is.", example = [[
add "4.9.2/interview-by-15" { reason = "Earlier here.",
  should { title = "an interview", who = pupils {}, have = guidance {},
    when = by_age(15), owner = role.careers_adviser } }]] },
  further_by_age = { form = "further_by_age(AGE, EARLIER AGE)", says = "The reading \"one further\" says when it opens.", example = [[
add "4.7.2/another-by-18" { reason = "Once more in the sixth form.",
  should { title = "another workplace", who = pupils { year = years(12, 13) },
    have = workplace {}, when = further_by_age(18, 16),
    owner = role.work_experience } }]] },
  by_end_of_year = { form = "by_end_of_year(YEAR GROUP)", example = [[
add "4.6.1/enterprise-by-year-9" { reason = "While there is time.",
  should { title = "an enterprise activity", who = pupils {},
    have = encounter { enterprise = true }, when = by_end_of_year(9),
    owner = role.careers_leader } }]] },
  before_year = { form = "before_year(YEAR GROUP)", example = [[
add "4.6.5/science-before-options" { reason = "Before they choose.",
  should { title = "somebody from science", who = pupils {},
    have = encounter { stem = true }, when = before_year(9),
    owner = role.careers_leader } }]] },
  over_years = { form = "over_years(FIRST, LAST)", example = [[
add "4.7.2/three-workplaces" { reason = "Over three years.",
  should { title = "three workplaces", who = pupils {},
    have = at_least(3, workplace {}), when = over_years(9, 11),
    owner = role.work_experience } }]] },
  in_phases = { form = "in_phases { NAME, NAME }", into = "base", example = [[
phase "first" { opens = in_year(8, "09-01"), closes = in_year(9, "02-28") }
clause "4.8.99" { title = "Providers",
  must "two-visits" { who = pupils {}, have = at_least(2, provider {}),
    when = in_phases { "first" }, owner = role.careers_leader } }]] },
  at_transitions = { form = "at_transitions { NAME, NAME }", example = [[
add "4.9.2/interview-before-options" { reason = "Before they choose.",
  should { title = "an interview", who = pupils {}, have = guidance {},
    when = at_transitions { "options", "post16" },
    owner = role.careers_adviser } }]] },
  by_date_in_year = { form = "by_date_in_year(\"MM-DD\")", says = "who names the year groups.", example = [[
add "4.8.6/applied-by-january" { reason = "The colleges' date.",
  should { title = "an application", who = pupils { year = 11 },
    have = application {}, when = by_date_in_year("01-31"),
    owner = role.tutor } }]] },
  by_date_after_year = { form = "by_date_after_year(\"MM-DD\")", says = "who names the year groups.", example = [[
add "4.3.4/where-they-went" { reason = "Asked in autumn.",
  should { title = "a destination on record",
    who = pupils { year = 11, on_roll = any }, have = destination {},
    when = by_date_after_year("10-31"), owner = role.data_manager } }]] },
  within = { fields = { days = "So many days.", school_days = "Or so many school days.", of = "Of which record or day.",
      anchor_on = "The field whose day counts, instead of the record's own.", may_precede = "A record so long before it counts as well.",
      same_record = "true: the record itself must have it." },
    example = [[
add "4.9.3/plan-after-interview" { reason = "While it is fresh.",
  should { title = "a plan after the interview", who = pupils {},
    have = career_plan {}, when = within { school_days = 10,
    of = guidance {} }, owner = role.tutor } }]] },
  ahead_of = { fields = { days = "So many days.", school_days = "Or so many school days.", of = "Of which record or day; planned ones too.",
      anchor_on = "The field whose day counts, instead of the record's own.", opens = "How long ahead it may be done: months(6).",
      same_record = "true: the record itself must have it." },
    example = [[
add "4.7.5/insured-in-time" { reason = "Two weeks before.",
  should { title = "a look at the insurance before the placement",
    who = pupils {}, have = workplace { insurance_on = known },
    when = ahead_of { days = 14, of = workplace { form = "placement" },
      same_record = true }, owner = role.work_experience } }]] },
  rolling = { form = "rolling(SPAN)", example = [[
add "4.9.2/talk-within-a-year" { reason = "Nobody waits longer.",
  should { title = "an interview in the last twelve months",
    who = pupils { year = years(10, 11) }, have = guidance {},
    when = rolling(months(12)),
    owner = role.careers_adviser } }]] },
  always = { form = "always { grace = SPAN }  or  always()", fields = { grace = "How long it may be away." }, example = [[
add "4.6.4/employer-list" { reason = "So that a substitute can step in.",
  should { title = "a list of former pupils", who = the_school {},
    have = alumni {}, when = always { grace = days(30) },
    owner = role.careers_leader } }]] },

  -- milestones, spans, dates
  admission = { example = [[
add "4.3.1/first-talk" { reason = "Nobody is overlooked.",
  should { title = "a first talk", who = pupils {}, have = guidance {},
    when = within { school_days = 20, of = admission {} },
    owner = role.careers_adviser } }]] },
  leaving = { example = [[
add "4.4.24/told-at-once" { reason = "The council helps sooner.",
  should { title = "a notice to the council", who = pupils { on_roll = any },
    have = la_notice { topic = "leaver" },
    when = within { days = 5, of = leaving {} },
    owner = role.data_manager } }]] },
  appointment = { example = [[
add "2.0.8/soon-after-appointment" { reason = "Before the first lessons.",
  should { title = "a training in careers",
    who = staff { teaches = true, started_on = known }, have = cpd {},
    when = within { school_days = 30, of = appointment {} },
    owner = role.careers_leader } }]] },
  birthday = { form = "birthday(AGE)", example = [[
add "4.2.1/told-at-14" { reason = "They may look for work then.",
  should { title = "to be told what work is allowed", who = pupils {},
    have = briefing {}, when = within { days = 60, of = birthday(14) },
    owner = role.tutor } }]] },
  turns_year = { form = "turns_year(YEAR GROUP)", example = [[
add "4.9.2/early-in-year-11" { reason = "There is much to settle.",
  should { title = "an interview early in Year 11", who = pupils {},
    have = guidance {}, when = within { school_days = 60,
    of = turns_year(11) },
    owner = role.careers_adviser } }]] },
  days = { form = "days(NUMBER)", says = "Negative: before the due day, in the steps of a plan.", into = "base", example = [[
plan "late" { lead = days(30), steps = { days(-7), "due" },
  then_every = { days(7) } }]] },
  school_days = { form = "school_days(NUMBER)", into = "base", example = [[
plan "school_time" { lead = school_days(20), steps = { "lead", "due" } }]] },
  months = { form = "months(NUMBER)", says = "31 August and six months is the last day of February.", example = [[
amend "4.6.4/employer-encounter" { set = { ["exempt.for_at_most"] = months(6) },
  reason = "Looked at twice a year." }]] },
  in_year = { form = "in_year(YEAR GROUP, \"MM-DD\")", into = "base", example = [[
phase "middle" { opens = in_year(10, "09-01"), closes = in_year(11, "02-28") }]] },
  earliest = { form = "earliest { DAY, DAY }", into = "base", example = [[
clause "4.3.97" { title = "How long records are kept",
  keep "three-years" { years = 3, from = earliest { "left_on", "ks4_end" },
    erased_by = erasure {}, owner = role.careers_leader } }]] },

  -- kinds.lua
  codes = { into = "kinds", how = "id", about = "A list of codes with a name, for several fields; a name of one's own begins with x_.", example = [[
codes "x_route_after" { "college", "sixth_form", "apprenticeship" }]] },
  facts = { into = "kinds", how = "id", about = "What is known of a pupil, a member of staff, an organisation or the school; only in the kinds that ship." },
  record = { into = "kinds", how = "id", about = "A kind of record, with its fields; a name of one's own begins with x_.",
    fields = { shape = "Who takes part: \"meeting\" (pupils, each with an outcome), \"note\" (one pupil), \"staff\", \"staff_note\", \"school\", \"organisation\".",
      about = "One line about it.", session = "Fields of the record.", each = "Fields of each person who took part.",
      counts = "Outcomes that count; else those who attended.", counts_on = "The field whose day counts, when it is filled.",
      ends = "The field with the last day on which it is in force.", latest_by = "A later record with the same values replaces it.",
      fresh = "How old an import may be before a blank is no evidence.",
      needs = "Fields that may not be blank when it is recorded by hand; \"title\" too.",
      ahead = "true: a record may lie in days to come." },
    example = [[
record "x_alumni_talk" { shape = "meeting",
  about = "a talk by a former pupil",
  session = { left_in = whole, subject = text }, each = { asked = flag } }]] },
  extend = { into = "kinds", how = "id", about = "More fields for a kind that there is.",
    fields = { session = "Fields of the record.", each = "Fields of each person who took part." }, example = [[
extend "encounter" { session = { bus_needed = flag } }]] },
  day = { into = "kinds", how = "value", about = "A day.", example = [[
extend "guidance" { each = { letter_on = day } }]] },
  flag = { into = "kinds", how = "value", about = "Yes, no, or not recorded.", example = [[
extend "guidance" { each = { parent_came = flag } }]] },
  whole = { into = "kinds", how = "value", about = "A whole number.", example = [[
extend "guidance" { session = { minutes = whole } }]] },
  hours = { into = "kinds", how = "value", about = "Hours, such as 1.5.", example = [[
extend "guidance" { session = { travel = hours } }]] },
  text = { into = "kinds", how = "value", about = "A text.", example = [[
extend "guidance" { session = { room = text } }]] },
  person = { into = "kinds", how = "value", about = "A member of staff.", example = [[
extend "guidance" { session = { observer = person } }]] },
  years_set = { into = "kinds", how = "value", about = "Several year groups.", example = [[
extend "encounter" { session = { meant_for = years_set } }]] },
  one_of = { into = "kinds", how = "call", form = "one_of { CODE, CODE }  or  one_of \"NAME\"", about = "One of some codes, or of a named list.", example = [[
extend "guidance" { session = { place = one_of { "office", "hall",
  "online" } } }]] },
  set_of = { into = "kinds", how = "call", form = "set_of { CODE, CODE }  or  set_of \"NAME\"", about = "Several of some codes.", example = [[
extend "encounter" { session = { shown = set_of { "film", "tools",
  "products" } } }]] },
  dated = { into = "kinds", how = "call", form = "dated(TYPE)", about = "A fact that changes from a day on; each value is kept with its day. Only of facts that ship." },
  private = { into = "kinds", how = "call", form = "private(TYPE)", about = "Never printed in a message or a shared file. What a school adds is private anyway.", example = [[
extend "guidance" { each = { worry = private(text) } }]] },
  derived = { into = "kinds", how = "call", form = "derived(TYPE)", about = "Worked out for the day, like the age; only of facts that ship." },
}
