-- SPDX-License-Identifier: GPL-3.0-or-later
-- reminders - days that return every year, and who is asked for what is missing.  Data only; work/occasion and work/agenda
-- read it.  A school says otherwise in its own reminders.lua:
--     without { "compass-july" }
--     occasion "options-evening" { title = "the options evening: book the hall", day = "02-11", before = 21, to = "careers_leader" }
--     occasion "new-contract" { title = "the adviser's contract ends", day = "2027-08-31", before = 60, to = "slt" }
--
-- day: every year, or once.  before: days ahead of the first message; a second comes a week before, a last one on the last
-- school day up to the day itself.  field: a day that stands in records of a kind.
-- A review (policy.review_by, document.review_by) that nobody made in time is told again every four weeks, for a year.
return {
  occasions = {
    { key = "compass-december", title = "Compass: evaluate before the snapshot of 31 December", day = "12-31", before = 21, to = "careers_leader" },
    { key = "compass-march", title = "Compass: evaluate before the snapshot of 31 March", day = "03-31", before = 21, to = "careers_leader" },
    { key = "compass-july", title = "Compass: evaluate before the snapshot of 31 July", day = "07-31", before = 21, to = "careers_leader" },
    { key = "provider-window", title = "Years 8 and 9: the window for their first provider visits ends on 28 February", day = "02-28", before = 42, to = "careers_leader" },
    { key = "september-guarantee", title = "September Guarantee: every leaver of Year 11 and 12 has an offer", day = "09-30", before = 14, to = "careers_leader" },
    { key = "bursary", title = "16 to 19 bursary: see that those entitled have applied", day = "10-31", before = 28, to = "careers_leader" },
    { key = "policy-review", title = "the careers policy is due for review", field = "policy.review_by", before = 60, to = "slt" },
    { key = "document-review", title = "a document is due for review", field = "document.review_by", before = 42, to = "careers_leader" },
    { key = "certificate", title = "a qualification or certificate runs out", field = "qualification.ends_on", before = 60, to = "careers_leader" },
    { key = "agreement", title = "an agreement ends", field = "agreement.ends_on", before = 60, to = "careers_leader" },
  },
  -- Whoever can supply what is not recorded, by kind of record; pupil: facts of pupils.
  supplies = {
    pupil = "data_manager", staff = "data_manager", guidance = "careers_adviser", pep = "designated_teacher", ehc_review = "senco",
    transition_plan = "senco",
  },
  otherwise = "careers_leader",
}
