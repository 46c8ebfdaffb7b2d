-- SPDX-License-Identifier: GPL-3.0-or-later
-- Benchmark 3: each pupil's needs.  The printed policy counts on past 4.3.22, so clauses 4.4.23 to 4.4.34 belong here too;
-- they stand in section-4-4.lua.
section "4.3" { title = "Each pupil's needs", benchmark = 3 }

clause "4.3.1" { title = "Made for each pupil", basis = "guidance",
  text = [[Guidance is made for the pupil and aims high. The plan names what stands in the way, or says that nothing does.]],
  should "named-barriers" { title = "a plan that names what stands in the way",
    who = pupils { year = years(9, 13) }, have = career_plan { barriers_listed = known },
    when = within { school_days = 20, of = career_plan {}, same_record = true }, owner = role.tutor, remind = plan.follow_up } }

clause "4.3.2" { title = "The widest range", basis = "guidance",
  text = [[All pupils look at the widest range of careers, whatever their sex, background or needs: at least {sectors_explored} sectors by the end of Year 9.]],
  should "several-sectors" { title = "a look into at least {sectors_explored} sectors",
    who = pupils { year = years(7, 9) },
    have = at_least(p.sectors_explored, explored { sector = known }, { distinct = "sector" }), when = by_end_of_year(9),
    owner = role.careers_leader, remind = plan.standard } }

clause "4.3.3" { title = "Records of advice and next steps", basis = "guidance",
  text = [[What was advised and agreed is written down in full, shown to the pupil within {shown_days} school days, and followed up.]],
  must "shown-to-pupil" { title = "interview notes shown to the pupil",
    who = pupils {}, have = at_least(1, guidance { outcome_noted = true }, { on = "shared_on" }),
    when = within { school_days = p.shown_days, of = guidance {}, same_record = true }, owner = role.careers_adviser,
    remind = plan.follow_up },
  must "actions-done" { title = "an agreed action done",
    who = pupils {}, have = at_least(1, agreed_action {}, { on = "done_on" }),
    when = within { days = 0, of = agreed_action {}, anchor_on = "due_on", may_precede = days(365), same_record = true },
    owner = role.tutor, remind = plan.follow_up },
  measure "records-in-doubt" { title = "answers in doubt",
    over = findings {}, of = findings { status = "unknown" }, as = "percent", want = at_most(p.doubt_share),
    owner = role.data_manager, remind = plan.termly } }

clause "4.3.4" { title = "Judged by where pupils go", basis = "guidance", also = { "4.3.5" },
  text = [[Success is judged by where pupils go. What leavers do is known each November for three years, looked at as a whole once a year, and former pupils stay in touch.]],
  must "destination-known" { title = "a destination that is known",
    who = pupils { year = years(12, 15), on_roll = any }, -- each November on its own: last year's record is no answer for this one
    unless = { pupils { on_roll = true }, because = "the pupil is still at the school" },
    have = destination { activity = is_not "not_known" }, when = each_school_year { due = "11-01" }, owner = role.data_manager,
    remind = plan.standard },
  should "analysis-of-destinations" { title = "an analysis of destinations",
    who = the_school {}, have = evaluation { method = "destinations_analysis" },
    when = each_school_year { due = "03-31" }, owner = role.careers_leader, remind = plan.termly },
  should "alumni-network" { title = "a network of former pupils",
    who = the_school {}, have = alumni {}, when = each_school_year(), owner = role.careers_leader,
    remind = plan.termly },
  measure "share-of-destinations-known" { title = "destinations that are known",
    over = findings { rule = "4.3.4/destination-known" },
    of = findings { rule = "4.3.4/destination-known", status = "met" }, as = "percent", owner = role.data_manager } }

clause "4.3.5" { title = "Keep each pupil's record {keep_years} years", basis = "guidance",
  text = [[The record of each pupil is kept for at least {keep_years} years after the pupil leaves or finishes key stage 4, whichever comes first.]],
  keep "retain" { years = p.keep_years, from = earliest { "left_on", "ks4_end" }, erased_by = erasure {}, after = "review",
    owner = role.data_manager, remind = plan.termly, exempt = never } }

clause "4.3.6" { title = "What became of EBacc pupils", basis = "trust", optional = true,
  text = [[The school publishes where its pupils go, and what share of those who took the EBacc stayed in education or work. The printed clause runs two figures together; here they are two.]],
  should "published-destinations" { title = "destinations published on the website",
    who = the_school {}, have = publication { item = "destinations", live = true },
    when = each_school_year(), owner = role.data_manager, remind = plan.termly },
  measure "destinations-that-lasted" { title = "destinations that lasted",
    over = destination { snapshot = "year_0" }, of = destination { snapshot = "year_0", sustained = true },
    as = "percent", owner = role.data_manager } }

for_reading "4.3.7" { title = "What the council owes",
  text = [[The council has duties of its own to see that young people take part in education and training. For reading only: the duty is the council's, and the school can not prove it. What the school adds stands in 4.3.8 and 3.1.6.]] }

clause "4.3.8" { title = "A plan and an offer after 16", basis = "law",
  text = [[With the council the school sees that every pupil of 16 or 17 has a plan, a suitable offer and help to take it up.]],
  must "september-guarantee" { title = "a plan and a suitable offer for the next year",
    who = pupils { year = among { 11, 12 } },
    have = all_of { intention { keeps_duty = true }, offer { suitable = true } },
    when = by_date_after_year("09-30"), owner = role.careers_leader, remind = plan.standard },
  should "intention-by-january" { title = "a next step chosen from academic and technical routes",
    who = pupils { year = 11 }, have = intention { considered = includes_all { "academic", "technical" } },
    when = by_date_in_year("01-31"), owner = role.tutor, remind = plan.standard },
  should "application-and-offer" { title = "an application and an offer",
    who = pupils { year = 11 }, have = all_of { application {}, offer {} },
    when = by_date_in_year("05-31"), owner = role.tutor, remind = plan.standard },
  should "place-taken-up" { title = "a place taken up",
    who = pupils { year = 11, on_roll = any },
    unless = { pupils { on_roll = true }, because = "the pupil is still at the school" },
    have = any_of { start {}, destination { activity = among { "education", "employment", "apprenticeship" } } },
    when = by_date_after_year("10-31"), owner = role.careers_leader, remind = plan.standard } }

clause "4.3.9" { title = "Find those at risk, with the council", basis = "law", also = { "4.3.10", "3.2.2" },
  text = [[Pupils at risk of dropping out of learning are found early. Each has a named person, a review every half-term and a plan.]],
  must "risk-reviewed" { title = "a review of the risk and a named person",
    who = any_of { pupils { year = years(8, 13), care = is_not "no" }, pupils { year = years(8, 13), child_in_need = true },
      pupils { year = years(8, 13), sen = is_not "none" }, pupils { year = years(8, 13), risk = p.at_risk_levels } },
    have = all_of { risk_review { plan_agreed = true }, caseload { purpose = "vulnerable" } },
    when = each_half_term(), owner = role.dsl, remind = plan.standard } }

clause "4.3.10" { title = "How they are referred", basis = "guidance",
  text = [[School, council and other services have agreed how such a pupil is referred. Every referral is answered within {referral_days} school days.]],
  must "agreed-way-to-refer" { title = "an agreed way to refer pupils at risk",
    who = the_school {}, have = document { item = "referral_route" }, when = always { grace = school_days(20) },
    owner = role.pastoral_send, remind = plan.termly },
  should "answer-to-the-referral" { title = "an answer to the referral",
    who = pupils {}, have = at_least(1, referral { to = is_not "adviser" }, { on = "acknowledged_on" }),
    when = within { school_days = p.referral_days, of = referral { to = is_not "adviser" }, same_record = true },
    owner = role.dsl, remind = plan.follow_up } }

clause "4.3.11" { title = "Pupils placed elsewhere", basis = "guidance", only = school { setting = among { "secondary", "special" } },
  text = [[A pupil of the school who is taught in a PRU or in alternative provision is not lost sight of: there is a named contact, and guidance goes on there.]],
  must "contact-where-placed" { title = "a named contact where the pupil is placed",
    who = pupils { placement = among { "ap", "pru" } }, have = caseload { purpose = "ap_contact" },
    when = always { grace = school_days(20) }, owner = role.careers_leader, remind = plan.standard },
  should "guidance-where-placed" { title = "guidance or a careers lesson where the pupil is placed",
    who = pupils { placement = among { "ap", "pru" } }, have = either { guidance {}, lesson {} },
    when = each_term(), owner = role.careers_leader, remind = plan.standard } }

clause "4.3.12" { title = "Jobcentre Plus for those at risk", basis = "guidance",
  only = school { setting = among { "secondary", "special" } },
  text = [[Jobcentre Plus, or a service like it, is offered to pupils of Years 10 and 11 who are at risk of dropping out.]],
  should "jobcentre-offer" { title = "an offer of Jobcentre Plus",
    who = pupils { year = among { 10, 11 }, risk = p.at_risk_levels },
    have = any_of { referral { to = "jobcentre" }, encounter { outcome = any, organisation = organisations { type = "jobcentre" } } },
    when = by_date_in_year("03-31"), owner = role.careers_leader, remind = plan.standard } }

clause "4.3.13" { title = "A plan soon after arrival", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[A pupil who arrives at a PRU or in alternative provision gets support of their own, with high aspirations, and has a plan within {entry_days} school days.]],
  must "plan-on-entry" { title = "a careers plan",
    who = pupils {}, have = career_plan {}, when = within { school_days = p.entry_days, of = admission {} },
    owner = role.careers_adviser, remind = plan.urgent } }

-- lint: keep superseded-name: the printed policy names it, and the text says that it ended
clause "4.3.14" { title = "Every route from here too", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[Pupils look into degrees, training and apprenticeships as pupils elsewhere do. The traineeships that the policy still names ended in July 2023.]],
  should "routes-from-here" { title = "a look into degrees, training and apprenticeships",
    who = pupils { year = years(7, 11) },
    have = for_each("route", { "higher_education", "vocational", "apprenticeship" }, explored {}), when = by_end_of_year(11),
    owner = role.careers_leader, remind = plan.standard } }

clause "4.3.15" { title = "With the school that sent the pupil", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[The school works with the schools that send pupils, with the council and with places after 16. For each pupil on two rolls it is known whom to ask there.]],
  must "person-at-the-sending-school" { title = "a named person at the other school",
    who = pupils { enrolment = among { "main", "subsidiary" } },
    have = caseload { purpose = "commissioner" },
    when = always { grace = school_days(20) }, owner = role.careers_leader, remind = plan.standard },
  should "meeting-with-sending-schools" { title = "a meeting with schools that send pupils",
    who = the_school {}, have = meeting { with = "commissioning_school" }, when = each_term(),
    owner = role.careers_leader, remind = plan.termly } }

clause "4.3.16" { title = "A move that holds", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[Places after 16 get to know what each pupil needs: a plan by March of Year 11, the needs handed over with consent, and a look after six weeks.]],
  must "plan-for-the-next-place" { title = "a plan for the next place with support named",
    who = pupils { year = 11 }, have = transition_plan { support_named = true },
    when = by_date_in_year("03-31"), owner = role.careers_leader, remind = plan.standard },
  should "handover-of-needs" { title = "needs handed over to the next place",
    who = pupils { year = 11 }, have = at_least(1, transition_plan {}, { on = "needs_shared_on" }),
    when = by_date_in_year("06-30"), owner = role.senco, remind = plan.standard },
  should "look-after-six-weeks" { title = "a look after six weeks in the next place",
    who = pupils { on_roll = any }, have = at_least(1, transition_plan {}, { on = "checked_in_on" }),
    when = within { days = 42, of = start {} }, owner = role.careers_leader, remind = plan.follow_up } }

-- lint: keep repeated-duty: printed twice, here for PRUs and in 4.3.12 for schools; no school has both
clause "4.3.17" { title = "Jobcentre Plus from a PRU", basis = "guidance", only = school { setting = among { "pru", "ap" } },
  text = [[Jobcentre Plus, or a service like it, is offered to pupils of Years 10 and 11 here as well.]],
  should "offer-of-jobcentre-plus" { title = "an offer of Jobcentre Plus",
    who = pupils { year = among { 10, 11 }, risk = p.at_risk_levels },
    have = any_of { referral { to = "jobcentre" }, encounter { outcome = any, organisation = organisations { type = "jobcentre" } } },
    when = by_date_in_year("03-31"), owner = role.careers_leader, remind = plan.standard } }

clause "4.3.18" { title = "Help with the costs", basis = "guidance",
  text = [[Pupils know what help there is with the costs of study after 16: up to £{bursary_max} a year for some groups, and help at the school's or college's discretion for others.]],
  must "explanation-of-costs" { title = "to be told what help there is with costs",
    who = pupils { year = among { 11, 12 } }, have = briefing { theme = "study_costs" },
    when = by_date_in_year("03-31"), owner = role.careers_leader, remind = plan.standard },
  should "bursary" { title = "a bursary arranged",
    who = pupils { year = among { 11, 12 }, care = p.bursary_groups }, have = referral { to = "bursary" },
    when = by_date_in_year("05-31"), owner = role.designated_teacher, remind = plan.standard } }

clause "4.3.19" { title = "Talk to the next place", basis = "guidance",
  text = [[Pupils are helped to talk with the college, school or trainer that they mean to join.]],
  should "talk-with-the-next-place" { title = "a talk with the place to join",
    who = pupils { year = 11 },
    have = provider { form = among { "visit_out", "taster", "open_day", "interview" } }, when = by_date_in_year("05-31"),
    owner = role.careers_adviser, remind = plan.standard } }

clause "4.3.20" { title = "Who may need help with costs", basis = "guidance",
  text = [[The council and the places after 16 learn who may need help with costs, with the fewest facts that will do and never against an objection.]],
  must "list-for-help-with-costs" { title = "a list of who may need help with costs",
    who = the_school {}, have = data_file { sort = "study_costs" },
    when = each_school_year { due = "05-31" },
    owner = role.data_manager, remind = plan.termly },
  should "receipt-for-that-list" { title = "a receipt for the list on help with costs",
    who = the_school {}, have = at_least(1, data_file { sort = "study_costs" }, { on = "receipt_on" }),
    when = within { days = 28, of = data_file { sort = "study_costs" }, same_record = true }, owner = role.data_manager,
    remind = plan.follow_up } }

clause "4.3.21" { title = "Looked-after pupils and care leavers", basis = "law", also = { "4.9.5" },
  text = [[The school knows who is or was looked after; the personal education plan speaks of careers, and one named adviser knows the pupil.]],
  must "plan-covers-careers" { title = "a personal education plan that covers careers",
    who = pupils { care = "looked_after", year = years(7, 13) }, have = pep { careers = true },
    when = each_term(), owner = role.designated_teacher, remind = plan.standard },
  must "named-adviser" { title = "a named careers adviser",
    who = pupils { care = is_not "no" }, have = caseload { purpose = "guidance" },
    when = always { grace = school_days(20) }, owner = role.designated_teacher, remind = plan.standard },
  should "virtual-head-involved" { title = "the virtual head at the education plan meeting",
    basis = "guidance", who = pupils { care = "looked_after", year = 11 },
    have = pep { virtual_head = true },
    when = each_school_year(), owner = role.designated_teacher, remind = plan.standard },
  should "meetings-about-looked-after-pupils" { title = "meetings with the designated teacher and the virtual school",
    basis = "guidance", who = the_school {},
    have = all_of { meeting { with = "designated_teacher" }, meeting { with = "virtual_school" } }, when = each_school_year(),
    owner = role.careers_leader, remind = plan.termly } }

clause "4.3.22" { title = "What the council is told", basis = "law", also = { "4.4.23" },
  text = [[The council gets what the law asks for about each pupil: {la_basic_fields} of all, and {la_extra_fields} where nobody who may object has objected.]],
  must "basic-shared" { title = "the basic facts given to the council",
    who = pupils { year = years(9, 13) }, have = la_share {}, when = each_school_year(), owner = role.data_manager,
    remind = plan.standard },
  should "file-for-the-council" { title = "the data file for the council",
    who = the_school {}, have = data_file { sort = among { "la_basic", "la_full" } }, when = each_term(),
    owner = role.data_manager, remind = plan.termly },
  must_not "overshared" { title = "more shared with the council than was allowed",
    who = pupils {}, have = la_share { level = "full", allowed = "basic" }, bind = { allowed = decide.share_level },
    when = always(), owner = role.data_manager, exempt = never, severity = "critical", remind = plan.urgent } }
