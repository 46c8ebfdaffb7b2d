-- SPDX-License-Identifier: GPL-3.0-or-later
-- audiences - who may see what of a pupil.  Data only; work/audience_table reads it, and what it withholds never becomes text.
--
-- An audience is a reader: `roles` are the roles of kinds.lua that read as it does; `profile`: --profile may name it.
-- One that may not see names is shown counts, of groups that are large enough.
-- A row of `fields` is something that may be told of a pupil.  `may` sees it; a school may add those of `also` in its own
-- audiences.lua, and nobody else: what is in neither is withheld by law or by the advice named in `why`.  A school may
-- withhold whatever it likes.  `facts` and `kinds` are the words of kinds.lua that tell it ("guidance.used_ehc": one field);
-- `columns` are the keys of columns in tables that do.  Sources: facts/domain.md 7.1, 8 and 10 (rules 4 and 6 to 9).

local everybody = "careers_leader tutor head_of_department senco pastoral designated_teacher dsl adviser slt"

return {
  fewest = 6, -- groups smaller than this are not shown to others; a school may ask for larger ones

  audiences = {
    { name = "careers_leader", title = "the careers team", roles = { "careers_leader", "data_manager", "dpo" }, profile = true },
    { name = "tutor", title = "tutors", roles = { "tutor", "work_experience" }, profile = true },
    { name = "head_of_department", title = "heads of department", roles = { "head_of_department", "pshe_lead" }, profile = true },
    { name = "senco", title = "the SENCO", roles = { "senco" }, profile = true },
    { name = "pastoral", title = "the pastoral and SEND team", roles = { "pastoral_send" }, profile = true },
    { name = "designated_teacher", title = "the designated teacher", roles = { "designated_teacher" }, profile = true },
    { name = "dsl", title = "the safeguarding lead", roles = { "dsl" }, profile = true },
    { name = "adviser", title = "careers advisers", roles = { "careers_adviser" }, profile = true },
    { name = "slt", title = "senior leaders", roles = { "slt", "slt_lead", "headteacher" }, profile = true },
    { name = "governors", title = "governors", roles = { "governors", "link_governor" }, profile = true },
    { name = "trust", title = "the trust", roles = { "trust" }, profile = true },
    { name = "public", title = "the public", roles = {}, profile = true },
    { name = "pupil", title = "the pupil", roles = {} },
    { name = "local_authority", title = "the local authority", roles = {} },
  },

  fields = {
    { field = "name", about = "a pupil's name", may = everybody .. " pupil local_authority", columns = { "name", "pupil", "known_as" },
      why = "Governors, the trust and the public have no need to know who." },
    { field = "number", about = "UPN, ULN and admission number", may = "careers_leader senco designated_teacher dsl pupil local_authority",
      also = "adviser", columns = { "upn", "uln", "admission_no" },
      why = "A UPN is for education during the school career only." },
    { field = "group", about = "form and year", may = everybody .. " pupil local_authority", facts = { "form", "year", "enrolment" },
      columns = { "form", "year", "group" }, why = "A form with a date is often one pupil." },
    { field = "date_of_birth", about = "the date of birth", may = "careers_leader senco designated_teacher dsl pupil local_authority",
      also = "tutor pastoral adviser slt", facts = { "dob" }, columns = { "dob", "birth", "date_of_birth" },
      why = "Its day is asked for by those who prove who somebody is." },
    { field = "sex", about = "sex", may = "careers_leader senco designated_teacher dsl pupil local_authority",
      also = "tutor head_of_department pastoral adviser slt", facts = { "sex" }, columns = { "sex" },
      why = "Told as a count, for equal chances; of one pupil nobody needs it." },
    { field = "contact", about = "addresses, telephones and mail of pupil and family", may = "careers_leader dsl pupil local_authority",
      also = "adviser senco designated_teacher pastoral", columns = { "address", "email", "telephone", "postcode" },
      why = "To be used by those who write or call, on the basis that the family was told of." },
    { field = "sen", about = "special educational needs and plans", may = "careers_leader senco pastoral designated_teacher dsl",
      also = "adviser tutor head_of_department slt local_authority pupil", facts = { "sen" },
      kinds = { "ehc_review", "transition_plan", "guidance.used_ehc" }, columns = { "sen" },
      why = "Partly data about health (UK GDPR, article 9)." },
    { field = "care", about = "being looked after, or having been", may = "careers_leader senco designated_teacher dsl",
      also = "local_authority", facts = { "care" }, kinds = { "pep", "guidance.used_pep" }, columns = { "care" },
      why = "Visible to designated teacher, SENCO, safeguarding lead and Careers Leader only." },
    { field = "child_in_need", about = "social care and early help", may = "careers_leader senco designated_teacher dsl",
      also = "local_authority", facts = { "child_in_need" }, kinds = { "referral" }, columns = { "child_in_need" },
      why = "As care status." },
    { field = "fsm", about = "free school meals", may = "careers_leader senco dsl", also = "designated_teacher pastoral slt local_authority",
      facts = { "fsm" }, columns = { "fsm" }, why = "Treated as special category data, on the department's advice." },
    { field = "disadvantaged", about = "pupil premium", may = "careers_leader senco designated_teacher dsl",
      also = "tutor head_of_department pastoral adviser slt local_authority", facts = { "disadvantaged" }, columns = { "disadvantaged" },
      why = "Treated as special category data, on the department's advice." },
    { field = "eal", about = "English as an additional language", may = everybody .. " pupil", facts = { "eal" }, columns = { "eal" },
      why = "Needed by who talks with the pupil; near to ethnic origin." },
    { field = "placement", about = "being placed elsewhere", may = "careers_leader tutor senco pastoral designated_teacher dsl adviser slt local_authority",
      also = "head_of_department", facts = { "placement" }, columns = { "placement" }, why = "Says why somebody is not in school." },
    { field = "risk", about = "the risk of being out of education or work", may = "careers_leader senco pastoral designated_teacher dsl slt local_authority",
      also = "tutor head_of_department adviser", facts = { "risk" }, kinds = { "risk_review" }, columns = { "risk" },
      why = "A judgement about a pupil, made of things that are sensitive themselves." },
    { field = "grades", about = "grades and predictions", may = everybody .. " pupil", also = "local_authority",
      facts = { "gcse_maths", "gcse_english", "predicted_maths", "predicted_english", "ebacc_entered" }, kinds = { "study" },
      columns = { "gcse_maths", "gcse_english", "predicted_maths", "predicted_english" }, why = "Known to those who teach." },
    { field = "records", about = "what a pupil took part in, and what is still to do", may = everybody .. " pupil", also = "local_authority",
      why = "What this program is for." },
    { field = "destination", about = "intended, offered and taken places", may = "careers_leader tutor senco pastoral designated_teacher dsl adviser slt pupil local_authority",
      also = "head_of_department", kinds = { "intention", "application", "offer", "start", "destination", "leaver", "chase" },
      columns = { "destination", "intended", "offer" }, why = "Its sharing with the local authority can be objected to." },
    { field = "notes_pupil", about = "what was agreed with the pupil", may = "careers_leader tutor senco pastoral designated_teacher dsl adviser pupil",
      also = "head_of_department slt", kinds = { "agreed_action", "career_plan", "explored", "self_review" }, columns = { "notes_pupil", "own_words" },
      why = "Written with the pupil." },
    { field = "notes_professional", about = "what professionals wrote for each other", may = "careers_leader adviser dsl",
      also = "senco designated_teacher pastoral", columns = { "notes", "notes_professional" },
      why = "Kept apart from what faces the pupil; disclosed on a request for access." },
    { field = "reasons", about = "why somebody is exempt, held or left in peace", may = "careers_leader senco dsl",
      also = "designated_teacher pastoral adviser slt", kinds = { "erasure" }, columns = { "reason", "because", "exemption" },
      why = "Often medical." },
    { field = "sharing", about = "what the family said about sharing, and what was shared", may = "careers_leader dsl local_authority pupil",
      also = "tutor senco pastoral designated_teacher adviser slt", kinds = { "la_instruction", "la_share", "la_notice" },
      columns = { "sharing" }, why = "The family's own decision." },
    { field = "private", about = "what the school itself marked as private in kinds.lua", may = "careers_leader", also = "senco designated_teacher dsl",
      why = "The school said so." },
    { field = "staff", about = "names of members of staff", may = everybody .. " pupil", also = "governors trust local_authority",
      columns = { "owner_person", "person", "actor", "who", "tutor", "staff", "adviser" }, why = "Reports for boards and websites speak of roles." },
  },
}
