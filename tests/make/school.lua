-- SPDX-License-Identifier: GPL-3.0-or-later
-- school: makes an invented school as its systems would export it, from a printed seed, with what four rules must say.
--
--   lua5.4 tests/make/school.lua FOLDER [--seed N] [--style sims|arbor|special|plain] [--pupils N]
--
-- Everybody is invented; names come from lists, addresses end in .example.  The same seed gives the same bytes.
-- expected.json is judged here, pupil by pupil, by the plainest code there is, and shares nothing with the program.

local folder, options = nil, { seed = 1, style = "sims", pupils = 80 }
do
  local i = 1
  while arg[i] do
    local name = arg[i]:match("^%-%-(%a+)$")
    if name then options[name] = tonumber(arg[i + 1]) or arg[i + 1]; i = i + 2 else folder = arg[i]; i = i + 1 end
  end
end
assert(folder, "school.lua: which folder should the files go to?")
print(("school.lua: seed %d, style %s, %d pupils"):format(options.seed, options.style, options.pupils))

-- A small generator of its own, so that the bytes do not depend on the Lua that runs it.
local state = (options.seed * 2654435761 + 12345) % 4294967296
local function random(n)
  state = (state * 1664525 + 1013904223) % 4294967296
  return (state >> 8) % n + 1
end
local function chance(percent) return random(100) <= percent end
local function pick(list) return list[random(#list)] end

-- Days as numbers, without any library of the machine.
local function day_of(y, m, d)
  if m <= 2 then y = y - 1; m = m + 12 end
  local era = y // 400
  local yoe = y - era * 400
  local doy = (153 * (m - 3) + 2) // 5 + d - 1
  return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
end
local function parts(day)
  local z = day + 719468
  local era = z // 146097
  local doe = z - era * 146097
  local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp = (5 * doy + 2) // 153
  local m = mp < 10 and mp + 3 or mp - 9
  return yoe + era * 400 + (m <= 2 and 1 or 0), m, doy - (153 * mp + 2) // 5 + 1
end
local function iso(day) return ("%04d-%02d-%02d"):format(parts(day)) end
local function uk(day) local y, m, d = parts(day); return ("%02d/%02d/%04d"):format(d, m, y) end
local function school_year(day) local y, m = parts(day); return m >= 9 and y or y - 1 end

local TODAY = day_of(2026, 11, 23)
local THIS_YEAR = school_year(TODAY)

local style = options.style
local school = ({
  sims    = { name = "Harbour View Academy", estab = 4321, letter = "H", years = { 7, 8, 9, 10, 11, 12, 13 }, host = "harbourview" },
  arbor   = { name = "Moor Edge Centre", estab = 1199, letter = "M", years = { 8, 9, 10, 11 }, host = "mooredge" },
  special = { name = "Larkfield School", estab = 7011, letter = "L", years = { 7, 8, 9, 10, 11, 12, 13 }, host = "larkfield" },
  plain   = { name = "Saltmarsh Lane School", estab = 4090, letter = "S", years = { 7, 8, 9, 10, 11 }, host = "saltmarshlane" },
})[style]
assert(school, "school.lua: style is sims, arbor, special or plain")
local function date(day) return day and (style == "sims" and uk(day) or iso(day)) or "" end

local FORENAMES = { "Zoë", "Łukasz", "Amara", "Siân", "Idris", "Nia", "Tomás", "Ava", "Leo", "Maya", "Jürgen", "Chloé", "Björn",
  "Fatima", "Oisín", "Grace", "Noah", "Priya", "Ewan", "Hana", "Caleb", "Inès", "Rhys", "Ottilie" }
local SURNAMES = { "O’Brien", "Dvořák", "D'Arcy", "Khan", "Müller", "Ahmed", "Brown", "Adeyemi", "Ørsted", "Nair", "Begum", "Lowe",
  "Fairweather", "Quill", "Marsh", "Hale", "Nguyen", "Castellano", "Brandt", "Osei", "Whitlock", "Thorne-Adair", "Peña" }
-- Windows-1252 has no ł, ř or Ł: a school on such a system writes names as it can.
local NARROW = { ["Łukasz"] = "Lukasz", ["Dvořák"] = "Dvorak" }

local LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
local function upn_letter(rest)
  local sum = 0
  for i = 1, 12 do
    local c = rest:sub(i, i)
    sum = sum + (i + 1) * (tonumber(c) or LETTERS:find(c, 1, true) - 1)
  end
  local r = sum % 23 + 1
  return LETTERS:sub(r, r)
end
local function upn_make(entry_year, serial, temporary, wrong)
  local rest = temporary and ("888%04d%02d%02d%s"):format(school.estab, entry_year % 100, serial % 100, "A")
    or ("888%04d%02d%03d"):format(school.estab, entry_year % 100, serial)
  local letter = upn_letter(rest)
  if wrong then local at = LETTERS:find(letter, 1, true) % 23 + 1; letter = LETTERS:sub(at, at) end
  return letter .. rest
end
local function uln_make()
  while true do
    local digits, sum = { random(9) }, 0
    for i = 2, 9 do digits[i] = random(10) - 1 end
    for i = 1, 9 do sum = sum + digits[i] * (11 - i) end
    local r = sum % 11
    if r ~= 0 then return table.concat(digits) .. tostring(10 - r) end
  end
end

-- ---- pupils -----------------------------------------------------------------------------------------------------------
local pupils, wrong = {}, {}
for i = 1, options.pupils do
  local year = school.years[(i - 1) % #school.years + 1]
  local birth_year = THIS_YEAR - 5 - year
  -- September to August; the edges more often than chance would have it.
  local dob = day_of(birth_year, 9, 1) + (chance(12) and pick { 0, 364 } or random(365) - 1)
  local joined_years_ago = math.min(year - 7, 4)
  if joined_years_ago < 0 then joined_years_ago = 0 end
  if chance(15) then joined_years_ago = 0 end
  local joined = day_of(THIS_YEAR - joined_years_ago, 9, 3) + random(3) - 1
  if style == "arbor" then joined = TODAY - 40 - random(500) end
  local p = {
    number = ("%06d"):format(5000 + i), year = year, dob = dob, joined = joined,
    forename = pick(FORENAMES), surname = pick(SURNAMES), sex = chance(50) and "F" or "M",
    form = year .. pick { "A", "B" } .. school.letter, sen = "N", enrolment = "C", uln = year >= 10 and uln_make() or "",
  }
  local roll = random(100)
  if style == "special" then p.sen = roll <= 92 and "E" or "K"
  else p.sen = roll <= 4 and "E" or roll <= 16 and "K" or "N" end
  if style == "arbor" then p.enrolment = chance(45) and "M" or "C" end
  p.premium, p.fsm, p.eal, p.care = chance(25), chance(20), chance(12), chance(4)
  p.wrong = i % 37 == 5
  p.upn = upn_make(THIS_YEAR - joined_years_ago, 10 + i, i % 53 == 9, p.wrong)
  if p.wrong then wrong[#wrong + 1] = p.upn end
  if i % 19 == 11 then p.left = TODAY - 60 - random(200) end
  while p.left and p.joined > p.left do p.joined = p.joined - 365 end
  pupils[i] = p
end
-- One pupil whom the README asks about.
pupils[3].forename, pupils[3].surname, pupils[3].sex = "Zoë", "O’Brien", "F"
for i, p in ipairs(pupils) do if i ~= 3 and p.forename == "Zoë" then p.forename = "Zadie" end end

-- ---- activities and registers ------------------------------------------------------------------------------------------
local EMPLOYERS = { "Harbour Tugs", "Moorland Bakery", "Lantern Software", "Northgate Surveyors", "Calder Glass", "St Aldate Infirmary" }
local COLLEGES = { { "Westmere College", "fe_college" }, { "Dockside Training", "training_provider" }, { "Northgate UTC", "utc" } }
local activities, register = {}, {}
local function add(kind, day, year, title, organisation, kind_of, fields)
  local a = { ref = ("A%04d"):format(#activities + 1), kind = kind, day = day, year = year, title = title,
    organisation = organisation or "", type = kind_of or "", fields = fields or {} }
  activities[#activities + 1] = a
  return a
end
local function yes(percent, blank)
  local roll = random(100)
  if blank and roll <= blank then return "" end
  return roll <= (blank or 0) + percent and "Yes" or "No"
end
local function invite(a, attend_percent)
  local start = school_year(a.day)
  for _, p in ipairs(pupils) do
    local then_year = p.year - (THIS_YEAR - start)
    if then_year == a.year and p.joined <= a.day and (not p.left or p.left >= a.day) then
      local roll = random(100)
      local outcome = roll <= attend_percent and "attended" or roll <= attend_percent + 6 and "absent"
        or roll <= attend_percent + 9 and "excused" or roll <= attend_percent + 14 and "invited" or nil
      if outcome then register[#register + 1] = { a = a, p = p, outcome = outcome } end
    end
  end
end
for back = 4, 0, -1 do
  local first = day_of(THIS_YEAR - back, 9, 5)
  local span = back == 0 and TODAY - first - 3 or 300
  for _, year in ipairs(school.years) do
    local function day() return first + random(span) - 1 end
    local e = add("encounter", day(), year, pick { "Careers fair", "CV workshop", "Mock interviews", "Careers talk", "Enterprise day" },
      pick(EMPLOYERS), "employer", { form = pick { "fair", "talk", "workshop", "skills" }, stem = yes(40),
        meaningful = yes(62, 16), mode = chance(85) and "in_person" or "virtual" })
    invite(e, 72)
    if chance(70) then
      local v = pick(COLLEGES)
      invite(add("provider", day(), year, "Assembly: " .. v[1], v[1], v[2],
        { technical = "Yes", in_school_hours = yes(92), whole_year_invited = yes(85) }), 82)
    end
    if chance(75) then invite(add("lmi", day(), year, "Where the jobs are", nil, nil, { form = "lesson" }), 88) end
    if year >= 9 and chance(70) then
      invite(add("workplace", day(), year, "Workplace visit", pick(EMPLOYERS), "employer",
        { form = pick { "visit", "placement" }, mode = "in_person", hours = tostring(pick { 3, 5, 12, 25 }) }), 60)
    end
    if year == 11 and chance(80) then invite(add("briefing", day(), year, "English and maths after 16", nil, nil, { theme = "resits" }), 86) end
  end
end

local interviews, reviews, offers, leavers, notices, instructions, destinations, exemptions = {}, {}, {}, {}, {}, {}, {}, {}
local adviser = "IPU"
for _, p in ipairs(pupils) do
  local last = p.left or TODAY
  local function between() return p.joined + 10 + random(math.max(1, last - p.joined - 12)) - 1 end
  if p.year >= 9 and last - p.joined > 30 then
    for _ = 1, random(3) - 1 do
      interviews[#interviews + 1] = { p = p, day = between(), outcome = pick { "attended", "attended", "attended", "declined", "invited", "absent" },
        level = pick { "6", "6", "6", "4", "" }, followed = pick { "Yes", "Yes", "No" } }
    end
  end
  if p.sen == "E" and last - p.joined > 30 then
    for _ = 1, random(2) do reviews[#reviews + 1] = { p = p, day = between(), yes = yes(75) } end
  end
  if p.year >= 11 and chance(45) and last - p.joined > 30 then
    offers[#offers + 1] = { p = p, day = between(), from = pick { "Westmere College", "Moorland Sixth Form" }, suitable = "Yes" }
  end
  if p.left then
    leavers[#leavers + 1] = { p = p, day = p.left, completed = "No", reason = pick { "moved away", "other school" } }
    if chance(60) then notices[#notices + 1] = { p = p, day = p.left + 3, about = "leaver" } end
    destinations[#destinations + 1] = { p = p, day = p.left + 30, doing = pick { "education", "not_known" } }
  end
  if p.year >= 10 and chance(8) then instructions[#instructions + 1] = { p = p, day = TODAY - random(300), no = "Yes", by = "parent" } end
  if chance(3) and not p.left then
    exemptions[#exemptions + 1] = { p = p, clause = "4.6.4", reason = "long_absence", from = day_of(THIS_YEAR, 9, 14),
      ends = day_of(THIS_YEAR + 1, 3, 31), by = "slt" }
  end
end

-- ---- what four rules must say --------------------------------------------------------------------------------------------
local function judge()
  local rules = {}
  local function put(rule, group, p)
    rules[rule] = rules[rule] or { satisfied = {}, not_satisfied = {}, not_known = {} }
    table.insert(rules[rule][group], p.upn)
  end
  local function decide(rule, p, certain, possible)
    put(rule, certain >= 1 and "satisfied" or possible >= 1 and "not_known" or "not_satisfied", p)
  end
  -- yes, no or nil: not known
  local function attended(outcome, day)
    if outcome == "attended" then return true end
    if outcome == "invited" and day <= TODAY then return nil end
    return false
  end
  local function both(a, b)
    if a == false or b == false then return false end
    if a == nil or b == nil then return nil end
    return true
  end
  for _, p in ipairs(pupils) do
    if not p.left or p.left > TODAY then
      local count = {}
      local function feed(name, answer)
        local c = count[name] or { 0, 0 }
        if answer then c[1] = c[1] + 1 end
        if answer ~= false then c[2] = c[2] + 1 end
        count[name] = c
      end
      local year7 = day_of(THIS_YEAR - (p.year - 7), 9, 1)
      for _, r in ipairs(register) do
        if r.p == p and r.a.day <= TODAY then
          local came = attended(r.outcome, r.a.day)
          local word = r.a.fields.meaningful
          local meaningful
          if word == "Yes" then meaningful = true elseif word == "No" then meaningful = false end
          if r.a.kind == "encounter" and r.a.day >= day_of(THIS_YEAR, 9, 1) then feed("employer_this_year", both(came, meaningful)) end
          if r.a.kind == "workplace" and r.a.day >= year7 then feed("workplace_by_16", came) end
        end
      end
      for _, i in ipairs(interviews) do
        local level
        if i.level ~= "" then level = tonumber(i.level) >= 6 end
        if i.p == p and i.day <= TODAY and i.day >= year7 then feed("interview_by_16", both(attended(i.outcome, i.day), level)) end
      end
      for _, r in ipairs(reviews) do
        if r.p == p and r.day <= TODAY and r.day >= day_of(2025, 11, 23) then feed("ehc_review_adulthood", r.yes == "Yes") end
      end
      local function say(name) local c = count[name] or { 0, 0 }; decide(name, p, c[1], c[2]) end
      if p.year >= 7 and p.year <= 13 and TODAY - p.joined >= 30 then say("employer_this_year") end
      if p.year >= 7 and p.year <= 11 then say("workplace_by_16"); say("interview_by_16") end
      if p.sen == "E" and p.year >= 9 then say("ehc_review_adulthood") end
    end
  end
  return rules
end

-- ---- writing ---------------------------------------------------------------------------------------------------------------
local CP1252 = { ["’"] = "\x92", ["‘"] = "\x91", ["–"] = "\x96" }
local function to_1252(text)
  return (text:gsub("[\xC2-\xF4][\x80-\xBF]+", function(c)
    local code = utf8.codepoint(c)
    return CP1252[c] or (code < 256 and string.char(code)) or "?"
  end))
end
local eol = style == "sims" and "\r\n" or "\n"
local function cell(value)
  value = tostring(value == nil and "" or value)
  if value:find('[",\r\n]') then return '"' .. value:gsub('"', '""') .. '"' end
  return value
end
local function write(name, rows, before)
  local lines = before or {}
  for _, row in ipairs(rows) do
    local cells = {}
    for i = 1, row.n or #row do cells[i] = cell(row[i]) end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  local text = table.concat(lines, eol) .. eol
  if style == "sims" then text = to_1252(text) elseif style == "arbor" then text = "\xEF\xBB\xBF" .. text end
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(text)
  file:close()
end
local function narrow(name) return style == "sims" and NARROW[name] or name end
local function key(p) return style == "arbor" and p.number or p.upn end
local key_title = style == "arbor" and "Student ID" or "UPN"

local rows = {}
if style == "sims" then
  rows[1] = { "Admission No", "UPN", "ULN", "Legal Surname", "Legal Forename", "Date of Birth", "Gender", "Year Group", "Reg Group",
    "Enrolment Status", "SEN Status", "Pupil Premium", "Eligible for FSM", "EAL", "Looked After", "Date of Admission", "Date of Leaving", "Post Code" }
  local sen = { N = "N - No SEN", K = "K - SEN Support", E = "E - EHC Plan" }
  local function word(v) return v and "Yes" or "No" end
  for _, p in ipairs(pupils) do
    rows[#rows + 1] = { p.number, p.upn, p.uln, narrow(p.surname), narrow(p.forename), date(p.dob), p.sex, "Year " .. p.year, p.form,
      "Single Registration", sen[p.sen], word(p.premium), word(p.fsm), word(p.eal), word(p.care), date(p.joined), date(p.left), "ZZ" .. random(9) .. " 1AA", n = 18 }
  end
  write("pupils.csv", rows, { "Careers export - all pupils", "Printed 20/11/2026 08:00", "" })
elseif style == "arbor" then
  rows[1] = { "Student ID", "UPN", "ULN", "Student Name", "DOB", "Sex", "Year", "Registration Form", "SEN", "FSM", "PP", "In Care", "Enrolment", "Start Date", "End Date" }
  local function word(v) return v and "Y" or "N" end
  for _, p in ipairs(pupils) do
    rows[#rows + 1] = { p.number, p.upn, p.uln, p.surname .. ", " .. p.forename, date(p.dob), p.sex, p.year, p.form, p.sen,
      word(p.fsm), word(p.premium), word(p.care), p.enrolment, date(p.joined), date(p.left), n = 15 }
  end
  write("pupils.csv", rows)
else
  rows[1] = { "UPN", "Surname", "Forename", "Date of birth", "Sex", "NC Year", "Form", "SEN provision", "Free School Meals", "LAC", "English additional", "ULN", "Joined", "Left" }
  local function word(v) return v and "T" or "" end
  for _, p in ipairs(pupils) do
    rows[#rows + 1] = { p.upn, p.surname, p.forename, date(p.dob), p.sex, ("%02d"):format(p.year), p.form, p.sen, word(p.fsm), word(p.care), word(p.eal),
      p.uln, date(p.joined), date(p.left), n = 14 }
  end
  write("pupils.csv", rows)
end

local function year_word(y) return style == "sims" and "Year " .. y or style == "special" and ("%02d"):format(y) or tostring(y) end
local FIELDS = { "form", "stem", "meaningful", "mode", "technical", "in_school_hours", "whole_year_invited", "hours", "theme" }
rows = { { "Ref", "Kind", "Date", "Year group", "Title", "Organisation", "Organisation type", table.unpack(FIELDS) } }
for _, a in ipairs(activities) do
  local row = { a.ref, a.kind, date(a.day), year_word(a.year), a.title, a.organisation, a.type }
  for i, f in ipairs(FIELDS) do row[7 + i] = a.fields[f] or "" end
  row.n = 7 + #FIELDS
  rows[#rows + 1] = row
end
write("activities.csv", rows)

if style == "arbor" then
  local marks = { attended = "/", absent = "O", excused = "E", invited = "?" }
  rows = { { "Student ID", "Name", "Form" } }
  for i, a in ipairs(activities) do rows[1][3 + i] = a.ref .. " " .. a.title .. " " .. iso(a.day) end
  for _, p in ipairs(pupils) do
    local row = { p.number, p.surname .. ", " .. p.forename, p.form, n = 3 + #activities }
    for i, a in ipairs(activities) do
      for _, r in ipairs(register) do if r.p == p and r.a == a then row[3 + i] = marks[r.outcome] end end
    end
    rows[#rows + 1] = row
  end
  write("register-ticks.csv", rows)
else
  rows = { { "Activity", "UPN", "Outcome" } }
  for _, r in ipairs(register) do rows[#rows + 1] = { r.a.ref, r.p.upn, r.outcome } end
  write("register.csv", rows)
end

local function list(name, titles, items, line)
  local out = { titles }
  for _, item in ipairs(items) do out[#out + 1] = line(item) end
  write(name, out)
end
list("interviews.csv", { key_title, "Date", "Outcome", "Adviser", "Adviser level", "Followed up" }, interviews,
  function(i) return { key(i.p), date(i.day), i.outcome, adviser, i.level, i.followed } end)
list("ehc-reviews.csv", { key_title, "Review date", "Adulthood focus", "Employment focus" }, reviews,
  function(r) return { key(r.p), date(r.day), r.yes, r.yes } end)
list("offers.csv", { key_title, "Offer date", "From", "Suitable" }, offers, function(o) return { key(o.p), date(o.day), o.from, o.suitable } end)
list("leavers.csv", { key_title, "Left on", "Completed", "Reason" }, leavers, function(l) return { key(l.p), date(l.day), l.completed, l.reason } end)
list("la-notices.csv", { key_title, "Told LA on", "About" }, notices, function(n) return { key(n.p), date(n.day), n.about } end)
list("la-instructions.csv", { key_title, "Date", "Said no", "By" }, instructions, function(n) return { key(n.p), date(n.day), n.no, n.by } end)
list("destinations.csv", { key_title, "Known on", "Doing" }, destinations, function(d) return { key(d.p), date(d.day), d.doing } end)
list("exemptions.csv", { key_title, "Clause", "Reason", "From", "Until", "Approved by" }, exemptions,
  function(e) return { key(e.p), e.clause, e.reason, date(e.from), date(e.ends), e.by } end)

-- Staff, terms and evidence: UTF-8, commas, whatever the school's system.
local plain_style = style
style = plain_style == "sims" and "plain-uk" or "plain"
eol = "\n"
local function plain_date(day) return plain_style == "sims" and uk(day) or iso(day) end
rows = { { "Code", "Forename", "Surname", "Role", "Form", "Email", "Qualification level" } }
local function staff(code, forename, surname, role, form, level)
  rows[#rows + 1] = { code, forename, surname, role, form or "", (forename .. "." .. surname):lower():gsub("[^%w.]", "") .. "@" .. school.host .. ".example", level or "", n = 7 }
end
staff("AOK", "Amara", "Okafor", "careers_leader")
staff("IPU", "Ifan", "Pugh", "careers_adviser", nil, "6")
staff("SEN", "Colm", "Reilly", "senco")
staff("DTE", "Lena", "Voss", "designated_teacher")
staff("SLT", "Jas", "Wren", "slt")
staff("DMA", "Ruth", "Feld", "data_manager")
staff("WEX", "Dara", "Quinn", "work_experience")
staff("GOV", "Tom", "Arkwright", "governors")
local TUTORS = { "Patel", "Ashe", "Finch", "Kerr", "Drake", "Ivory", "Birch", "Gale", "Lowe", "Elm", "Jay", "Crane", "Hart", "Moss", "Reed", "Sage" }
local n = 0
for _, year in ipairs(school.years) do
  for _, set in ipairs { "A", "B" } do
    n = n + 1
    staff(("T%02d"):format(n), pick { "Jo", "Sam", "Alex", "Robin" }, TUTORS[(n - 1) % #TUTORS + 1], "tutor", year .. set .. school.letter)
  end
end
write("staff.csv", rows)
rows = { { "Term", "First day", "Last day" } }
for y = THIS_YEAR - 4, THIS_YEAR do
  local function term(name, m1, d1, m2, d2)
    local a, b = m1 >= 9 and y or y + 1, m2 >= 9 and y or y + 1
    rows[#rows + 1] = { name, plain_date(day_of(a, m1, d1)), plain_date(day_of(b, m2, d2)) }
  end
  term("Autumn 1", 9, 2, 10, 23) term("Autumn 2", 11, 2, 12, 18) term("Spring 1", 1, 4, 2, 12)
  term("Spring 2", 2, 22, 3, 26) term("Summer 1", 4, 12, 5, 28) term("Summer 2", 6, 7, 7, 21)
end
write("terms.csv", rows)
rows = { { "Kind", "Item", "Date", "Note" } }
for _, e in ipairs { { "publication", "careers_programme", 2026, 9, 10 }, { "publication", "access_statement", 2025, 7, 1 },
  { "publication", "leader_contact", 2026, 9, 10 }, { "evaluation", "compass", 2026, 7, 10 }, { "evaluation", "governors", 2025, 11, 20 },
  { "survey", "pupils", 2026, 6, 20 }, { "survey", "employers", 2026, 6, 28 }, { "document", "policy", 2022, 6, 1 } } do
  rows[#rows + 1] = { e[1], e[2], plain_date(day_of(e[3], e[4], e[5])), "" }
end
write("evidence.csv", rows)

local out = { ('{"as_of":"%s","style":"%s","wrong_check_letters":['):format(iso(TODAY), plain_style) }
for i, upn in ipairs(wrong) do out[#out + 1] = (i > 1 and "," or "") .. '"' .. upn .. '"' end
out[#out + 1] = '],"rules":{'
local rules, names = judge(), {}
for name in pairs(rules) do names[#names + 1] = name end
table.sort(names)
for i, name in ipairs(names) do
  out[#out + 1] = (i > 1 and "," or "") .. '"' .. name .. '":{'
  for k, group in ipairs { "satisfied", "not_satisfied", "not_known" } do
    local upns = rules[name][group]
    table.sort(upns)
    for j, upn in ipairs(upns) do upns[j] = '"' .. upn .. '"' end
    out[#out + 1] = (k > 1 and "," or "") .. '"' .. group .. '":[' .. table.concat(upns, ",") .. "]"
  end
  out[#out + 1] = "}"
end
out[#out + 1] = "}}\n"
local file = assert(io.open(folder .. "/expected.json", "wb"))
file:write(table.concat(out))
file:close()
