-- SPDX-License-Identifier: GPL-3.0-or-later
-- columns: what a school's files look like, and which field each heading becomes.  Data only; the importer reads it.
--
-- An intake is one sort of file.  `heads` are the headings by which it is known, folded (no case, accents or signs);
-- each column has a field, its headings, and how its cells are read:
--   as = "upn" "uln" "name" "text" "day" "flag" "year" "whole" "hours" "code" "person" "organisation" "form" ...
--   words: cell words to codes, folded;  otherwise: the value of a blank or absent column, said in the preview
--   joined: several columns may be read as the field; what they say stands one after the other
--   needed: a file without it is refused;  fill: a row without it is left out
--   if_asked: left out as long as no clause in use, and no file for the council, asks for it
--   called: what people call it, where its first heading does not say so
--   ask: asked for at a terminal though it is not needed, of a file that can not be read without questions: what follows
--     without it; unless: not when one of these fields is there
--   from: a field whose cells begin with this one's number, in a file without a column of its own ("9AB" of Year 9)
-- `rank`: its place in the list of sorts that a person is asked to choose from; those without stand in the longer list.
-- `order`: files given together are read in this order, whatever their order on the command line.

local pupil = {
  { field = "upn", as = "upn", heads = { "upn", "unique pupil number", "pupil upn" }, called = "UPN",
    ask = "then the admission number has to say whom a row is about", unless = { "admission_no" } },
  { field = "admission_no", as = "text", heads = { "admission no", "admission number", "adno", "student id", "pupil id", "mis id" },
    called = "admission number", ask = "then nothing says whom a row is about, and the file can not be read", unless = { "upn" } },
}
-- A row about one pupil: who, and the columns that follow.
local function about_pupil(columns)
  local all = {}
  for _, column in ipairs(pupil) do all[#all + 1] = column end
  for _, column in ipairs(columns) do all[#all + 1] = column end
  return all
end

local sen_words = {
  n = "none", ["no sen"] = "none", none = "none", no = "none", k = "support", ["sen support"] = "support",
  e = "ehcp", ["ehc plan"] = "ehcp", ehcp = "ehcp", ["education health and care plan"] = "ehcp",
}
local enrolment_words = {
  c = "single", single = "single", ["single registration"] = "single", current = "single", m = "main", main = "main",
  ["main dual registration"] = "main", ["current main"] = "main", s = "subsidiary", subsidiary = "subsidiary",
  ["subsidiary dual registration"] = "subsidiary", g = "guest", guest = "guest",
}
local care_words = { yes = "looked_after", y = "looked_after", t = "looked_after", ["true"] = "looked_after", ["1"] = "looked_after",
  no = "no", n = "no", f = "no", ["false"] = "no", ["0"] = "no", ["looked after"] = "looked_after",
  ["previously looked after"] = "previously", previously = "previously", ["care leaver"] = "care_leaver" }
local placement_words = { none = "none", no = "none", n = "none", ap = "ap", ["alternative provision"] = "ap", pru = "pru",
  ["pupil referral unit"] = "pru" }
local risk_words = { none = "none", green = "none", g = "none", low = "none", amber = "amber", a = "amber", medium = "amber",
  red = "red", r = "red", high = "red" }
local said_no = { yes = "no", y = "no", no = "yes", n = "yes" }

return {
  {
    name = "terms", about = "term dates", target = "terms", order = 1, rank = 12,
    columns = {
      { field = "term", as = "text", heads = { "term", "half term" }, needed = true, fill = true },
      { field = "first", as = "day", heads = { "first day", "start", "starts", "from" }, needed = true, fill = true },
      { field = "last", as = "day", heads = { "last day", "end", "ends", "to" }, needed = true, fill = true },
    },
  },
  {
    name = "staff", about = "members of staff and their roles", target = "staff", order = 2, rank = 2,
    columns = {
      { field = "key", as = "text", heads = { "code", "staff code", "initials" }, called = "staff code", needed = true, fill = true },
      { field = "first_name", as = "text", heads = { "forename", "first name" } },
      { field = "surname", as = "text", heads = { "surname", "last name", "family name" }, fill = true },
      { field = "title", as = "text", heads = { "title" } },
      { field = "role", as = "text", heads = { "role" }, needed = true,
        words = { ["head of dept"] = "head_of_department", hod = "head_of_department", ["form tutor"] = "tutor" } },
      { field = "form", as = "form", heads = { "form", "tutor group", "reg group" } },
      { field = "department", as = "text", heads = { "department", "dept" } },
      { field = "email", as = "text", heads = { "email", "e mail", "work email" } },
      { field = "level", as = "whole", heads = { "qualification level", "level" } },
    },
    -- Roles as the kind `post` names them.
    posts = { slt = "slt_lead", careers_leader = "careers_leader", careers_adviser = "careers_adviser", senco = "senco",
      designated_teacher = "designated_teacher", data_manager = "data_manager", link_governor = "link_governor" },
  },
  {
    name = "pupils", about = "pupils", target = "pupils", order = 3, rank = 1,
    columns = about_pupil {
      { field = "uln", as = "uln", heads = { "uln", "unique learner number" } },
      { field = "surname", as = "text", heads = { "surname", "legal surname", "last name", "family name" },
        ask = "then the whole name in one column is asked for", unless = { "name" } },
      { field = "name", as = "name", heads = { "student name", "pupil name", "name", "surname forename" }, called = "whole name",
        ask = "then pupils have no name", unless = { "surname", "first_name" } },
      { field = "first_name", as = "text", heads = { "forename", "legal forename", "first name", "given name" },
        ask = "then pupils have no forename", unless = { "name" } },
      { field = "known_as", as = "text", heads = { "known as", "preferred forename", "preferred name" } },
      { field = "dob", as = "birthday", heads = { "date of birth", "dob", "birth date", "d o b" }, needed = true },
      { field = "sex", as = "code", heads = { "sex", "gender", "legal sex" }, words = { f = "F", female = "F", m = "M", male = "M" }, if_asked = true },
      { field = "form", as = "form", heads = { "form", "reg group", "reg", "registration form", "registration group", "tutor group" },
        ask = "then their tutors are not found" },
      { field = "year", as = "year", heads = { "year group", "year", "nc year", "yeargroup", "curriculum year" }, needed = true, from = "form" },
      { field = "enrolment", as = "code", heads = { "enrolment status", "enrolment", "enrol status" }, words = enrolment_words, otherwise = "single" },
      { field = "sen", as = "code", heads = { "sen status", "sen", "sen provision", "sen need" }, words = sen_words },
      { field = "care", as = "code", heads = { "looked after", "in care", "lac", "care status", "looked after child" }, words = care_words, if_asked = true },
      { field = "child_in_need", as = "flag", heads = { "child in need", "cin" }, if_asked = true },
      { field = "risk", as = "code", heads = { "risk", "risk rating", "neet risk", "rag", "risk of neet", "roni" },
        words = risk_words, if_asked = true },
      { field = "disadvantaged", as = "flag", heads = { "pupil premium", "pp", "pupil premium indicator", "disadvantaged" }, if_asked = true },
      { field = "fsm", as = "flag", heads = { "eligible for fsm", "fsm", "free school meals", "fsm eligible" }, if_asked = true },
      { field = "eal", as = "flag", heads = { "eal", "english additional", "english additional language" }, if_asked = true },
      { field = "placement", as = "code", heads = { "placement", "placed at", "alternative provision" }, words = placement_words, otherwise = "none", if_asked = true },
      -- For the file that the council gets (export la): the law names address and parent.
      { field = "address", as = "text", heads = { "address", "home address" } },
      { field = "postcode", as = "text", heads = { "postcode", "post code" } },
      { field = "parent", as = "text", heads = { "parent", "parent or carer", "parent name", "parent carer name" } },
      { field = "parent_address", as = "text", heads = { "parent address", "address of parent", "carer address" } },
      { field = "contact", as = "text", heads = { "telephone", "family contact" }, joined = true },
      { field = "la", as = "text", heads = { "local authority", "la of residence" } },
      { field = "admitted_on", as = "day", heads = { "date of admission", "admission date", "start date", "joined", "date joined", "doa" } },
      { field = "left_on", as = "day", heads = { "date of leaving", "leaving date", "end date", "left", "date left" } },
      { field = "gcse_maths", as = "whole", heads = { "gcse maths", "maths grade" }, if_asked = true },
      { field = "gcse_english", as = "whole", heads = { "gcse english", "english grade" }, if_asked = true },
      { field = "predicted_maths", as = "whole", heads = { "predicted maths", "maths prediction" }, if_asked = true },
      { field = "predicted_english", as = "whole", heads = { "predicted english", "english prediction" }, if_asked = true },
      { field = "ebacc_entered", as = "flag", heads = { "ebacc", "ebacc entry", "entered for ebacc" }, if_asked = true },
    },
    -- Read by nobody here; left out without a question.
    ignore = { "ethnicity", "religion" },
  },
  {
    name = "activities", about = "things that happened to year groups", target = "activities", order = 4, rank = 3,
    columns = {
      { field = "reference", as = "text", heads = { "ref", "reference", "activity ref", "event id" }, called = "reference of the activity, as A0001", needed = true, fill = true },
      { field = "kind", as = "text", heads = { "kind", "type of activity" }, called = "kind of activity, as employer or provider", needed = true, fill = true },
      { field = "date", as = "day", heads = { "date", "event date" }, needed = true, fill = true },
      { field = "last_day", as = "day", heads = { "last day", "end date" } },
      { field = "years", as = "years", heads = { "year group", "year groups", "years" } },
      { field = "title", as = "text", heads = { "title", "event", "activity" } },
      { field = "organisation", as = "organisation", heads = { "organisation", "employer", "provider" }, none = { "various", "none", "n a" } },
      { field = "type", as = "text", heads = { "organisation type", "type of organisation" } },
    },
  },
  {
    name = "register", about = "who took part", target = "register", order = 5, rank = 4,
    columns = about_pupil {
      { field = "reference", as = "text", heads = { "activity", "activity ref", "ref", "event id" }, called = "reference of the activity, as A0001", needed = true, fill = true },
      { field = "outcome", as = "code", heads = { "outcome", "attendance", "mark" }, needed = true },
    },
  },
  {
    name = "ticks", about = "a tick sheet: a row a pupil, a column an activity", target = "ticks", order = 5, rank = 5,
    columns = about_pupil {
      { field = "label", as = "skip", heads = { "name", "student name", "form", "reg group" } },
    },
    marks = { ["/"] = "attended", ["\\"] = "attended", x = "attended", ["✓"] = "attended", ["1"] = "attended", p = "attended",
      yes = "attended", y = "attended", no = "absent", o = "absent", n = "absent", e = "excused", c = "excused", d = "declined", ["?"] = "invited" },
  },
  {
    name = "interviews", about = "guidance interviews", target = "records", kind = "guidance", order = 6, rank = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "date", "interview date" }, needed = true, fill = true },
      { field = "outcome", as = "code", heads = { "outcome" }, needed = true },
      { field = "adviser", as = "person", heads = { "adviser", "advisor" } },
      { field = "adviser_level", as = "whole", heads = { "adviser level", "advisor level" } },
      { field = "followed_up_on", as = "day-or-yes", heads = { "followed up", "followed up on" } },
      { field = "offered_on", as = "day", heads = { "offered on" } },
      { field = "shared_on", as = "day", heads = { "shared on" } },
    },
    known_by = { "adviser level", "followed up" },
  },
  {
    name = "ehc-reviews", about = "reviews of education, health and care plans", target = "records", kind = "ehc_review", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "review date", "date of review" }, needed = true, fill = true },
      { field = "adulthood", as = "flag", heads = { "adulthood focus", "adulthood" } },
      { field = "employment", as = "flag", heads = { "employment focus", "employment" } },
      { field = "careers_input_on", as = "day", heads = { "careers input on", "careers advice on" } },
    },
    known_by = { "adulthood focus", "employment focus", "adulthood" },
  },
  {
    name = "offers", about = "offers of a place after 16", target = "records", kind = "offer", order = 6, rank = 9,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "offer date", "offered on" }, needed = true, fill = true },
      { field = "organisation", as = "organisation", heads = { "from", "provider", "offered by" } },
      { field = "suitable", as = "flag", heads = { "suitable" } },
      { field = "conditional", as = "flag", heads = { "conditional" } },
      { field = "accepted_on", as = "day", heads = { "accepted on" } },
    },
    known_by = { "offer date", "suitable" },
  },
  {
    name = "leavers", about = "pupils who left", target = "records", kind = "leaver", order = 6, rank = 10, leaves = true,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "left on", "leaving date" }, called = "day on which the pupil left", needed = true, fill = true },
      { field = "completed", as = "flag", heads = { "completed" } },
      { field = "title", as = "text", heads = { "reason" } },
    },
    known_by = { "completed", "left on" },
  },
  {
    name = "la-notices", about = "what the council was told", target = "records", kind = "la_notice", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "told la on", "told on" }, called = "day on which the council was told", needed = true, fill = true },
      { field = "topic", as = "code", heads = { "about", "topic" } },
    },
    known_by = { "told la on" },
  },
  {
    name = "la-instructions", about = "what families said about sharing with the council", target = "records", kind = "la_instruction", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "date" }, needed = true, fill = true },
      { field = "says", as = "code", heads = { "said no", "objected" }, words = said_no },
      { field = "by", as = "code", heads = { "by" } },
    },
    known_by = { "said no", "objected" },
  },
  {
    name = "la-shares", about = "what was shared with the council", target = "records", kind = "la_share", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "shared on", "sent on" }, called = "day on which it was shared", needed = true, fill = true },
      { field = "level", as = "code", heads = { "level" } },
    },
    known_by = { "shared on", "sent on" },
  },
  {
    name = "destinations", about = "where leavers went", target = "records", kind = "destination", order = 6, rank = 8,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "known on" }, called = "day on which it became known", needed = true, fill = true },
      { field = "activity", as = "code", heads = { "doing", "destination" } },
    },
    known_by = { "known on", "doing" },
  },
  {
    name = "chases", about = "attempts to reach leavers", target = "records", kind = "chase", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "tried on", "attempt on" }, called = "day of the attempt", needed = true, fill = true },
      { field = "way", as = "code", heads = { "way", "by" } },
      { field = "result", as = "code", heads = { "result", "outcome" } },
    },
    known_by = { "tried on", "attempt on" },
  },
  {
    name = "career-plans", about = "careers plans of pupils", target = "records", kind = "career_plan", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "plan date", "date of plan" }, needed = true, fill = true },
      { field = "key_person", as = "person", heads = { "key person" } },
      { field = "barriers_listed", as = "flag", heads = { "barriers listed", "barriers" } },
    },
    known_by = { "plan date", "date of plan" },
  },
  {
    name = "explored", about = "sectors and routes looked into", target = "records", kind = "explored", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "explored on", "looked into on" }, called = "day on which it was looked into", needed = true, fill = true },
      { field = "route", as = "code", heads = { "route" } },
    },
    known_by = { "explored on", "looked into on" },
  },
  {
    name = "agreed-actions", about = "next steps agreed in guidance", target = "records", kind = "agreed_action", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "agreed on" }, called = "day on which it was agreed", needed = true, fill = true },
      { field = "title", as = "text", heads = { "action" } },
      { field = "due_on", as = "day", heads = { "due on", "due" } },
      { field = "done_on", as = "day", heads = { "done on", "done" } },
    },
    known_by = { "agreed on" },
  },
  {
    name = "intentions", about = "what pupils mean to do next", target = "records", kind = "intention", order = 6, rank = 7,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "intention on", "asked on" }, called = "day on which the pupil was asked", needed = true, fill = true },
    },
    known_by = { "intention on", "asked on" },
  },
  {
    name = "applications", about = "applications for a place", target = "records", kind = "application", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "applied on" }, called = "day of the application", needed = true, fill = true },
      { field = "organisation", as = "organisation", heads = { "applied to", "to" } },
    },
    known_by = { "applied on" },
  },
  {
    name = "starts", about = "places taken up", target = "records", kind = "start", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "started on", "taken up on" }, called = "day on which the pupil started", needed = true, fill = true },
      { field = "organisation", as = "organisation", heads = { "started at", "at" } },
    },
    known_by = { "started on", "taken up on" },
  },
  {
    name = "study", about = "subjects studied", target = "records", kind = "study", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "studied from", "course start" }, called = "first day of the course", needed = true, fill = true },
      { field = "ends_on", as = "day", heads = { "studied to", "course end" } },
    },
    known_by = { "studied from", "course start" },
  },
  {
    name = "peps", about = "meetings on personal education plans", target = "records", kind = "pep", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "pep date", "date of pep" }, needed = true, fill = true },
      { field = "careers", as = "flag", heads = { "careers covered", "careers" } },
    },
    known_by = { "pep date", "date of pep" },
  },
  {
    name = "referrals", about = "referrals of pupils", target = "records", kind = "referral", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "referred on" }, called = "day of the referral", needed = true, fill = true },
      { field = "to", as = "code", heads = { "referred to", "to" } },
      { field = "acknowledged_on", as = "day", heads = { "acknowledged on", "answered on" } },
    },
    known_by = { "referred on" },
  },
  {
    name = "risk-reviews", about = "reviews of pupils at risk", target = "records", kind = "risk_review", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "risk reviewed on", "risk review date" }, called = "day of the review", needed = true, fill = true },
      { field = "level", as = "code", heads = { "risk level", "level" }, words = risk_words },
    },
    known_by = { "risk reviewed on", "risk review date" },
  },
  {
    name = "named-persons", about = "who is there for a pupil", target = "records", kind = "caseload", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "named on" }, called = "day from which the person is named", needed = true, fill = true },
      { field = "who", as = "person", heads = { "named person", "who" } },
      { field = "ends_on", as = "day", heads = { "named until", "until" } },
    },
    known_by = { "named on" },
  },
  {
    name = "transition-plans", about = "plans for a move", target = "records", kind = "transition_plan", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "transition plan date", "move planned on" }, called = "day of the plan", needed = true, fill = true },
    },
    known_by = { "transition plan date", "move planned on" },
  },
  {
    name = "self-reviews", about = "pupils' own answers on readiness", target = "records", kind = "self_review", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "self review date", "questionnaire date" }, needed = true, fill = true },
    },
    known_by = { "self review date", "questionnaire date" },
  },
  {
    name = "erasures", about = "records of pupils erased", target = "records", kind = "erasure", order = 6,
    columns = about_pupil {
      { field = "date", as = "day", heads = { "erased on" }, called = "day on which it was erased", needed = true, fill = true },
    },
    known_by = { "erased on" },
  },
  {
    name = "exemptions", about = "exemptions from a rule", target = "exemptions", order = 7,
    columns = about_pupil {
      { field = "clause", as = "text", heads = { "clause" }, needed = true, fill = true },
      { field = "reason", as = "text", heads = { "reason" }, needed = true, fill = true },
      { field = "from", as = "day", heads = { "from" }, called = "first day of the exemption", needed = true, fill = true },
      { field = "ends", as = "day", heads = { "until", "to", "ends" } },
      { field = "approved_by", as = "text", heads = { "approved by" }, needed = true, fill = true },
    },
  },
  {
    -- Further columns are fields of the kinds by name: year, benchmarks, review_by, ends_on, answered_on, careers_item ...
    name = "evidence", about = "what the school, its staff and its partners did", target = "evidence", order = 6, rank = 11,
    columns = {
      { field = "kind", as = "text", heads = { "kind" }, needed = true, fill = true },
      { field = "item", as = "text", heads = { "item" }, needed = true, fill = true },
      { field = "date", as = "day", heads = { "date" }, needed = true, fill = true },
      { field = "title", as = "text", heads = { "note" } },
      { field = "by", as = "person", heads = { "by", "vouched by" } },
      { field = "role", as = "code", heads = { "role", "as" } },
      { field = "sample", as = "whole", heads = { "sample", "records looked at" } },
      { field = "organisation", as = "organisation", heads = { "organisation", "partner", "provider" } },
      { field = "type", as = "text", heads = { "organisation type", "type of organisation" } },
      { field = "person", as = "text", heads = { "staff", "staff code", "member of staff" } },
    },
    -- What `item` says, by kind: the field that takes it; without one it is a title; `words` where the file's word is another;
    -- `also` is always so; `may_be_blank` where nothing may have been said yet.
    items = {
      publication = { field = "item", words = { careers_programme = "programme" }, also = { live = true } },
      evaluation = { field = "method", words = {}, instead = { governors = { field = "to", value = "governors" } } },
      survey = { field = "audience", words = {} },
      document = { field = "item", words = {} },
      programme_line = { field = "term" }, improvement = {}, meeting = { field = "with" }, observation = { field = "subject" },
      curriculum_link = { field = "subject" }, resource = { field = "sort" }, data_file = { field = "sort" },
      consultation = { field = "round" }, alumni = {}, link_check = { field = "url" }, attestation = { field = "clause" },
      access_request = { field = "decision", may_be_blank = true }, agreement = { field = "service" },
      certificate = { field = "standard" }, contact = { field = "role" }, provider_check = {},
      cpd = { field = "topic" }, staff_briefing = { field = "topic" }, post = { field = "role" }, qualification = { field = "field" },
      register_entry = { field = "register" }, read_receipt = { field = "edition" },
    },
  },
}
