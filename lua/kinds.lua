-- SPDX-License-Identifier: GPL-3.0-or-later
-- kinds - the record vocabulary: every fact, kind, field and code that a policy may name.
--
-- A word not declared here is a load error.  A school adds kinds and fields of its own in its kinds.lua, with names that
-- begin with x_.  Codes are stored by their place in the list: add at the end, never take one away.  What is typed by hand must
-- fill in what a kind needs, and is dated today or before; meetings, what has an `ends`, and what is `ahead` may lie in days to come.
codes "audience"  { "pupils", "parents", "teachers", "support_staff", "governors", "employers", "providers", "advisers" }
codes "benchmark" { 1, 2, 3, 4, 5, 6, 7, 8 }
codes "role" { "slt", "slt_lead", "headteacher", "careers_leader", "careers_adviser", "pastoral_send", "senco",
  "head_of_department", "tutor", "pshe_lead", "designated_teacher", "work_experience", "data_manager", "dpo", "dsl", "governors",
  "link_governor", "trust" }
facts "school" { setting = one_of { "secondary", "special", "pru", "ap" }, sixth_form = flag, years_taught = years_set,
  governance = one_of { "academy", "maintained" } }
facts "pupil" { dob = day, sex = one_of { "F", "M" }, admitted_on = day, left_on = day, records_from = day, ks4_end = day,
  year = dated(whole), form = dated(text), enrolment = dated(one_of { "single", "main", "subsidiary", "guest" }),
  sen  = dated(private(one_of { "none", "support", "ehcp" })), care = dated(private(one_of { "no", "looked_after", "previously", "care_leaver" })),
  child_in_need = dated(private(flag)), fsm = dated(private(flag)), disadvantaged = dated(private(flag)),
  eal = flag, placement = dated(one_of { "none", "ap", "pru" }), risk = dated(private(one_of { "none", "amber", "red" })),
  gcse_maths = whole, gcse_english = whole, predicted_maths = whole, predicted_english = whole, ebacc_entered = flag,
  age = derived(whole), key_stage = derived(whole), on_roll = derived(flag), days_on_roll = derived(whole) }
facts "staff" { roles = dated(set_of "role"), form = dated(text), department = text, teaches = flag, started_on = day, left_on = day,
  in_post = derived(flag), days_in_post = derived(whole) }
facts "organisation" { type = one_of { "employer", "fe_college", "sixth_form", "studio_school", "utc", "training_provider", "university",
    "local_authority", "jobcentre", "careers_hub", "guidance_contractor", "disability_group", "voluntary_group", "commissioning_school", "ap_provider", "trust" },
  size = one_of { "self_employed", "micro", "small", "medium", "large" }, sector = text, is_local = flag, active = flag }
-- meetings: any number of pupils, each with an outcome
record "encounter" { shape = "meeting", about = "an employer, employee or self-employed person met by pupils",
  session = { form = one_of { "fair", "talk", "workshop", "skills", "competition", "mentoring", "project", "other" },
    speaker = one_of { "employer", "employee", "apprentice", "alumnus", "self_employed" },
    mode = one_of { "in_person", "virtual", "mixed" }, two_way = flag, stem = flag, maths_or_science = flag,
    enterprise = flag, challenges_stereotype = flag, adapted_for_send = flag, meaningful = flag,
    ticks = set_of { "purpose", "outcomes", "interaction", "reflection", "prepared" } }, each = { prepared = flag, reflected_on = day } }
record "workplace" { shape = "meeting", counts_on = "last_day", about = "first-hand experience of a workplace",
  session = { form = one_of { "visit", "placement", "volunteering", "shadowing", "project", "virtual_tour" },
    mode = one_of { "in_person", "virtual", "mixed" }, hours_offered = hours, stem = flag, meaningful = flag,
    ticks = set_of { "purpose", "outcomes", "interaction", "range_of_people", "task", "feedback", "reflection" },
    insurance_on = day, risk_checked_on = day, safeguarding_on = day },
  each = { hours = hours, matched = flag, support_agreed = flag, prepared = flag, consent_on = day,
    debriefed_on = day, substitutes = one_of { "absence", "decline" } } }
record "provider" { shape = "meeting", about = "a provider of education or training met by pupils",
  session = { form = one_of { "talk", "event", "visit_out", "taster", "open_day", "interview", "online" },
    technical = flag, academic = flag, in_school_hours = flag, whole_year_invited = flag, for_years = years_set,
    mode = one_of { "in_person", "virtual", "mixed" }, meaningful = flag, other_providers = whole,
    content = set_of { "provider", "careers", "learning", "questions" }, register_checked_on = day }, each = { reflected_on = day } }
record "guidance" { shape = "meeting", about = "a personal guidance interview; an offer is a participation with outcome invited",
  session = { adviser = person, adviser_level = whole, on_register = flag, group = flag, purpose = one_of { "options", "post16", "post18", "review", "other" } },
  each = { offered_on = day, outcome_noted = flag, actions = whole, shared_on = day, followed_up_on = day,
    used_ehc = flag, used_pep = flag, next_step = flag, long_term = flag } }
record "lmi" { shape = "meeting", about = "use of labour market and pathway information",
  session = { audience = one_of { "pupils", "parents", "both" }, source = text,
    topics = set_of { "pay", "progression", "vacancies", "value", "options", "local", "costs" } }, each = { with_parent = flag } }
record "lesson" { shape = "meeting", about = "a taught careers lesson or tutor session",
  session = { given_in = one_of { "pshe", "tutor_time", "subject" }, subject = text,
    theme = one_of { "careers", "employability", "enterprise", "maths_value" }, planned = flag } }
record "briefing" { shape = "meeting", needs = { "theme" }, about = "pupils told one particular thing",
  session = { theme = one_of { "staying_on_to_18", "study_costs", "resits", "national_careers_service", "privacy_notice",
    "information_tools", "la_sharing", "pathways", "ebacc" } }, each = { confirmed = flag } }
record "tool_use" { shape = "meeting", needs = { "tool" }, about = "an information tool or course directory used",
  session = { tool = text, recommended = flag } }
record "family_meeting" { shape = "meeting", about = "careers talked over with the family",
  session = { subject = one_of { "options", "send_pathways", "transition", "other" } } }
-- notes: exactly one pupil, no outcome; every field is a session field
record "career_plan" { shape = "note", about = "the pupil's aspiration and plan", latest_by = {},
  session = { own_words = flag, long_term = flag, next_step = flag, barriers_listed = flag, key_person = person } }
record "explored" { shape = "note", about = "a sector or route looked into",
  session = { sector = text, route = one_of { "a_level", "t_level", "vocational", "apprenticeship", "supported_internship",
    "work_with_study", "higher_education" } } }
record "agreed_action" { shape = "note", needs = { "title" }, about = "a next step agreed in guidance",
  session = { owner = person, due_on = day, done_on = day } }
record "intention" { shape = "note", about = "where the pupil means to go next", needs = { "route" },
  session = { route = text, keeps_duty = flag, considered = set_of { "academic", "technical" } } }
record "application" { shape = "note", about = "a place applied for", needs = { "route" }, session = { route = text } }
record "offer" { shape = "note", about = "a place offered", session = { suitable = flag, conditional = flag, accepted_on = day } }
record "start" { shape = "note", ahead = true, about = "a post-16 or post-18 place taken up", session = { route = text } }
record "destination" { shape = "note", about = "where a leaver is", needs = { "activity" },
  session = { snapshot = one_of { "year_0", "year_1", "year_2", "year_3" },
    activity = one_of { "education", "employment", "apprenticeship", "neet", "not_known" }, sustained = flag } }
record "chase" { shape = "note", needs = { "way" }, about = "an attempt to find out where a leaver went",
  session = { way = one_of { "telephone", "email", "letter", "visit", "next_school" },
    result = one_of { "answered", "no_answer", "refused", "untraceable" } } }
record "study" { shape = "note", needs = { "subject" }, about = "a subject studied or entered", ends = "ends_on",
  session = { subject = text, level = text, pillar = one_of { "english", "maths", "science", "language", "humanities" }, ends_on = day } }
record "leaver" { shape = "note", ahead = true, about = "a programme left", session = { completed = flag, course = text } }
record "la_notice" { shape = "note", about = "the council was told something about a pupil", needs = { "topic" },
  session = { topic = one_of { "leaver", "risk", "destination" }, receipt_on = day } }
record "la_share" { shape = "note", about = "what the council was given about a pupil", needs = { "level" },
  session = { level = one_of { "basic", "full" }, file = text } }
record "la_instruction" { shape = "note", needs = { "by", "says" }, about = "what the family or pupil said about sharing",
  session = { by = one_of { "pupil", "parent" }, says = one_of { "yes", "no" } } }
record "ehc_review" { shape = "note", about = "a review of an education, health and care plan",
  session = { adulthood = flag, employment = flag, careers_input_on = day, local_offer = flag, phase_move = flag } }
record "pep" { shape = "note", about = "a personal education plan meeting", session = { careers = flag, virtual_head = flag } }
record "referral" { shape = "note", about = "a pupil passed on to somebody who can help", needs = { "to" },
  session = { to = one_of { "adviser", "early_help", "social_care", "la_participation",
    "jobcentre", "bursary" }, acknowledged_on = day, outcome_on = day } }
record "risk_review" { shape = "note", about = "a look at the risk that a pupil drops out", needs = { "level" },
  session = { level = one_of { "none", "amber", "red" }, plan_agreed = flag } }
record "caseload" { shape = "note", needs = { "who" }, about = "a named person for this pupil", ends = "ends_on",
  session = { who = person, purpose = one_of { "guidance", "vulnerable", "ap_contact", "commissioner" }, ends_on = day } }
record "transition_plan" { shape = "note", about = "a plan for the move to the next place",
  session = { needs_shared_on = day, support_named = flag, checked_in_on = day } }
record "self_review" { shape = "note", about = "a pupil's own answers on readiness", session = { instrument = text, score = whole } }
record "erasure" { shape = "note", about = "personal data of a pupil erased", session = { scope = one_of { "all", "part" } } }
-- staff
record "cpd" { shape = "staff", about = "training of staff", needs = { "topic" },
  session = { topic = one_of { "careers", "careers_leadership", "send_employment", "lmi",
    "guidance", "safeguarding" }, hours_offered = hours }, each = { hours = hours } }
record "staff_briefing" { shape = "staff", about = "staff told one particular thing", needs = { "topic" },
  session = { topic = one_of { "careers_in_subjects", "policy", "signposting" } } }
record "post" { shape = "staff_note", needs = { "role" }, about = "a role held, from the date to ends_on", ends = "ends_on",
  session = { role = one_of { "slt_lead", "careers_leader", "careers_adviser", "link_governor", "designated_teacher", "senco", "data_manager" },
    weekly_hours = hours, trained = flag, ends_on = day } }
record "qualification" { shape = "staff_note", about = "a qualification of a member of staff", needs = { "field" }, ends = "ends_on",
  session = { field = one_of { "guidance", "careers_leadership" }, level = whole, complete = flag, ends_on = day } }
record "register_entry" { shape = "staff_note", about = "an entry on a professional register", needs = { "register" },
  session = { register = text, number = text } }
record "read_receipt" { shape = "staff_note", about = "a member of staff has read a document", needs = { "document" },
  session = { document = text, edition = text } }
-- the school
record "publication" { shape = "school", needs = { "item" }, about = "something looked for on the public website", latest_by = { "item" },
  session = { live = flag, names_leader = flag, audiences = set_of "audience", benchmarks = set_of "benchmark",
    item = one_of { "programme", "access_statement", "leader_contact", "benchmarks", "impact_measure", "review_date",
      "destinations", "policy", "recommended_tools", "appendix" } } }
record "document" { shape = "school", needs = { "item" }, about = "a controlled document in force", ends = "review_by", latest_by = { "item" },
  session = { review_by = day, version = text, approved_by = text, cites_current = flag, placeholders = whole,
    sections = set_of { "procedure", "grounds", "premises", "safeguarding" },
    item = one_of { "policy", "programme", "access_statement", "strategy", "improvement_plan", "referral_route",
      "privacy_notice", "pandemic_addendum", "appendix", "budget", "related_policy", "statutory_guidance" } } }
record "programme_line" { shape = "school", ahead = true, about = "one planned item of the programme",
  session = { year = whole, term = one_of { "autumn", "spring", "summer" }, benchmarks = set_of "benchmark" } }
record "evaluation" { shape = "school", about = "the programme looked at as a whole", needs = { "method" },
  session = { method = one_of { "compass", "compass_special", "report", "partner_review",
      "destinations_analysis", "learning_walk" }, to = one_of { "governors", "trust", "slt" }, benchmarks_full = whole, lowest = whole } }
record "improvement" { shape = "school", about = "something to be improved",
  session = { benchmark = whole, owner = person, due_on = day, done_on = day } }
record "meeting" { shape = "school", about = "a meeting of staff or partners with careers on it", needs = { "with" },
  session = { careers_item = flag, with = one_of { "governors", "slt", "senco",
      "designated_teacher", "local_authority", "la_send", "virtual_school", "jobcentre", "enterprise_adviser",
      "commissioning_school", "post16_provider", "guidance_contractor" } } }
record "survey" { shape = "school", about = "people asked what they think", needs = { "audience" },
  session = { audience = one_of "audience", sent = whole, returned = whole,
      method = one_of { "questionnaire", "discussion", "group" } } }
record "observation" { shape = "school", about = "a lesson watched",
  session = { subject = text, year = whole, careers_link = flag, drawn_at_random = flag } }
record "curriculum_link" { shape = "school", about = "careers in a subject", needs = { "subject" },
  session = { subject = text, year = whole, signed_by = person } }
record "resource" { shape = "school", about = "a careers resource in use", ends = "review_by",
  session = { sort = one_of { "lmi", "pathway", "send_employment", "general" }, source = text, superseded = flag, review_by = day } }
record "data_file" { shape = "school", needs = { "sort" }, about = "a file that left the school",
  session = { sort = one_of { "la_basic", "la_full",
      "study_costs", "aggregate", "passport" }, receipt_on = day, pupils = whole } }
record "consultation" { shape = "school", about = "a consultation of the council or the trust",
  session = { round = text, answered_on = day } }
record "alumni" { shape = "school", about = "former pupils to call on", session = { people = whole, used = flag } }
record "link_check" { shape = "school", needs = { "url" }, about = "a link that was tried; the newest try of a link is what holds", latest_by = { "url" },
  session = { url = text, works = flag } }
record "attestation" { shape = "school", about = "a named person vouches",
  session = { clause = text, by = person, role = one_of "role", sample = whole } }
-- organisations
record "access_request" { shape = "organisation", about = "a provider asked to meet pupils",
  session = { companion = flag, answered_on = day,
      decision = one_of { "granted", "refused", "changed" }, ground = one_of { "safeguarding", "timetable", "capacity", "duplicate", "other" } } }
record "agreement" { shape = "organisation", about = "an agreement with an organisation", needs = { "service" }, ends = "ends_on",
  session = { service = one_of { "guidance", "other" },
      days_bought = whole, days_used = whole, reviewed_on = day, ends_on = day } }
record "certificate" { shape = "organisation", about = "a quality mark", needs = { "standard" }, ends = "ends_on",
  session = { standard = one_of { "matrix", "quality_in_careers" }, ends_on = day } }
record "contact" { shape = "organisation", needs = { "role" }, about = "a working contact with a partner",
  session = { role = one_of { "enterprise_adviser", "jobcentre_plus", "local_authority", "virtual_school", "pathway", "alumni_network" }, reason_not = text } }
record "provider_check" { shape = "organisation", about = "a provider looked up on a national register", session = { listed = flag } }
