-- SPDX-License-Identifier: GPL-3.0-or-later
-- superseded: what the texts of a policy are held against by `signpost policy lint`.  Data only.
--
-- A trust or a school adds names of its own in superseded.lua, beside trust.lua or beside policy.lua:
--     superseded "Harbour Skills Board" { ended = "2026-07-31", now = "the Coastal Skills Board", write = "Coastal Skills Board", source = "its letter" }
--     spelling { "co-ordinator", "coordinator" }
--     paper { "our teaching handbook" }
--
-- names:     ended = the first day on which a name is history; forms = other ways to write it; exact = capitals count;
--            now = what a writer has to know; write = what may stand in its place word for word; source = where it is from
-- spellings: ways to write one word; the first is taken where a policy uses both equally often
-- papers:    what others publish in editions, and a policy cites

return {
  names = {
    { name = "traineeship", forms = { "traineeships" }, ended = "2023-08-01",
      now = "the national programme closed on 31 July 2023; say supported internships, T Levels or apprenticeships",
      source = "parliamentary answer 48272, 2025" },
    { name = "ASK programme", forms = { "ASK apprenticeship programme", "Apprenticeship Support and Knowledge programme", "Apprenticeship Support and Knowledge" },
      ended = "2025-09-01", exact = true, now = "its funding ended in August 2025; the department points to the Apprenticeship Ambassador Network",
      source = "FE Week, 14 May 2025; parliamentary answer 51674" },
    { name = "Every Child Matters", ended = "2010-08-01", now = "the programme ended in 2010; say which of its outcomes is meant",
      source = "Department for Education, 2010" },
    { name = "Unistats", ended = "2019-09-12", now = "the site is called Discover Uni", write = "Discover Uni",
      source = "HESA, Unistats record 2019/20: data collection schedule" },
    { name = "Institute for Apprenticeships and Technical Education", forms = { "Institute for Apprenticeships", "IfATE" }, ended = "2025-06-01",
      now = "its work went to Skills England", write = "Skills England",
      source = "Institute for Apprenticeships and Technical Education (Transfer of Functions etc) Act 2025" },
    { name = "Education and Skills Funding Agency", forms = { "ESFA" }, ended = "2025-04-01",
      now = "it closed on 31 March 2025; its work is done in the Department for Education", write = "Department for Education",
      source = "Department for Education, 11 September 2024" },
    { name = "National Citizen Service", ended = "2025-04-01", now = "the programme closed in March 2025",
      source = "Culture Secretary, 12 November 2024" },
    { name = "Local Enterprise Partnership", forms = { "Local Enterprise Partnerships" }, ended = "2024-04-01",
      now = "government funding ended in March 2024 and the work went to councils and combined authorities",
      source = "letter of ministers, 4 August 2023" },
    { name = "EduBase", ended = "2017-09-13", now = "the register is called Get Information about Schools", write = "Get Information about Schools",
      source = "Department for Education, September 2017" },
    { name = "School Action Plus", forms = { "School Action" }, ended = "2014-09-01", exact = true, now = "there is one stage now, SEN support", write = "SEN support",
      source = "SEND code of practice, 2014" },
    { name = "statement of special educational needs", forms = { "statements of special educational needs", "statement of SEN", "statements of SEN" },
      ended = "2018-04-01", now = "it is an education, health and care plan", source = "Children and Families Act 2014" },
    { name = "Data Protection Act 1998", ended = "2018-05-25", now = "the Act is that of 2018", write = "Data Protection Act 2018",
      source = "Data Protection Act 2018" },
  },

  spellings = {
    { "adviser", "advisor" },
    { "advisers", "advisors" },
    { "careers leader", "career leader" },
    { "careers adviser", "career adviser" },
    { "half-term", "half term" },
    { "half-terms", "half terms" },
    { "coordinator", "co-ordinator" },
    { "programme", "program" },
    { "enrolment", "enrollment" },
    { "labour market", "labor market" },
    { "organisation", "organization" },
    { "organisations", "organizations" },
    { "post-16", "post 16" },
    { "post-18", "post 18" },
    { "Jobcentre Plus", "Job Centre Plus" },
  },

  papers = { "statutory guidance", "careers strategy", "SEND code of practice", "Keeping Children Safe in Education", "Gatsby Benchmarks",
    "Career Development Framework", "School Information Regulations" },
}
