-- SPDX-License-Identifier: GPL-3.0-or-later
-- docs - what is printed about the language is true: every example loads and merges, every word and field is explained, and
-- what the pages of the tree show can be typed.
--     lua5.4 tests/docs.lua --program SIGNPOST --source TREE words|examples|editor|recipe|FILE.md
-- words: words.lua, reference.lua and phrases.lua name the same things.  examples: those of reference.lua, each alone on top
-- of a small policy.  editor: the file for editors has every word, field and code, and none that the loader refuses.
-- recipe: the example of `help recipe` is read as the page says, and the page names every sort of file and only fields there are.  A file: its
-- ```lua blocks likewise, its lines of signpost in a school with records.
--
-- A block of Lua in a page belongs into a school's policy.lua; its first line says otherwise: "-- file: tests/x.lua",
-- "-- file: kinds.lua", "-- file: trust.lua", "-- file: policies/small/policy.lua", or "-- NAME.lua:  signpost run NAME.lua".

local options, what = {}, nil
do
  local i = 1
  while arg[i] do
    if arg[i] == "--program" or arg[i] == "--source" then
      options[arg[i]:sub(3)] = arg[i + 1]
      i = i + 1
    else
      what = arg[i]
    end
    i = i + 1
  end
end
assert(options.program and options.source and what, "docs.lua --program SIGNPOST --source TREE WHAT")

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function captured(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  pipe:close()
  return text
end

local function absolute(path) return (captured("realpath " .. quoted(path)):gsub("\n$", "")) end

local program, source = absolute(options.program), absolute(options.source)
local root = captured "mktemp -d":gsub("\n$", "")
local failures, done = 0, 0

local function fail(where, said)
  failures = failures + 1
  io.stderr:write("FAIL ", where, "\n", (said:gsub("[^\n]+", "     %0")), "\n")
end

local function write(path, text)
  os.execute("mkdir -p " .. quoted(path:match "^(.*)/"))
  local file = assert(io.open(path, "wb"))
  file:write(text, "\n")
  file:close()
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

-- Exit code, and both streams together.
local function run(folder, command)
  local line = ("cd %s && env PATH=%s:\"$PATH\" HOME=%s LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 TERM=dumb SIGNPOST_TODAY=2026-11-23 sh -c %s </dev/null >%s 2>&1")
    :format(quoted(folder), quoted(root .. "/bin"), quoted(root .. "/home"), quoted(command), quoted(root .. "/out"))
  local _, how, code = os.execute(line)
  return how == "exit" and code or 128, read(root .. "/out")
end

os.execute(("mkdir -p %s/bin %s/home && ln -s %s %s/bin/signpost"):format(quoted(root), quoted(root), quoted(program), quoted(root)))

-- ---- a snippet on top of a small policy ------------------------------------------------------------------------------

local SCHOOL = [[
amends "ept-2022" { version = "1", school = "Example School", urn = 100005, setting = "secondary", sixth_form = true, years_taught = years(7, 13),
  approved = "2022-09-14", approved_by = "Local governing body", from = "2022-09-01" }
]]
local TRUST = [[
trust "Example Trust" { policy = "ept-2022", version = "1" }
]]
local BASE = [[
policy { id = "small", title = "Careers Policy", version = "1", owner = "Example Trust", effective = "2022-06-01", review_by = "2029-06-30" }
]]
local SMALL = [=[
role "careers_leader" { title = "Careers Leader" }
role "tutor" { title = "Tutor", finds = "form" }
section "4.3" { title = "Each pupil", benchmark = 3 }
section "4.4" { title = "The council", benchmark = 3 }
section "4.6" { title = "Employers", benchmark = 5 }
section "4.8" { title = "Further and higher education", benchmark = 7 }
plan "standard" { lead = days(60), steps = { "lead", "due" } }
param "encounters_a_year" { type = "whole", stricter = "higher", values = { ["2022-06-01"] = 1 } }
clause "4.6.9" { title = "An employer a year", basis = "guidance", text = [[Every year an employer: {encounters_a_year}.]],
  must "employer-encounter" { who = pupils {}, have = at_least(p.encounters_a_year, encounter {}), when = each_school_year(), owner = role.tutor } }
]=]

-- Writes the snippet where it belongs; what the school's folder is, and the command that reads it.
local function place(folder, into, text)
  local school, command = folder .. "/school", "signpost policy doc --out policy.md"
  local function begins(word) return text:find("^%s*" .. word .. "%s") or text:find("\n" .. word .. "%s") end
  if into == "school" then
    write(school .. "/policy.lua", begins "amends" and text or SCHOOL .. text)
  elseif into == "base" then
    write(folder .. "/policies/small/policy.lua", (begins "policy" and text or BASE .. text) .. "\n" .. SMALL)
    write(school .. "/policy.lua", (SCHOOL:gsub("ept%-2022", "small")))
  elseif into == "trust" then
    write(folder .. "/trust.lua", begins "trust" and text or TRUST .. text)
    write(school .. "/policy.lua", SCHOOL)
  elseif into == "update" then
    local name = text:match 'update "([^"]+)"'
    write(folder .. "/policies/updates/" .. name .. ".lua", text)
    write(school .. "/policy.lua", SCHOOL .. ('adopt %q { approved = "2027-01-01", approved_by = "Trust Board" }'):format(name))
  elseif into == "overlay" then
    write(folder .. "/policies/overlays/" .. text:match 'overlay "([^"]+)"' .. ".lua", text)
    write(school .. "/policy.lua", SCHOOL)
  elseif into == "kinds" then
    write(school .. "/policy.lua", SCHOOL)
    write(school .. "/kinds.lua", text)
  else
    write(school .. "/policy.lua", SCHOOL)
    write(school .. "/tests/example.lua", text)
    command = "signpost policy test"
  end
  return school, command
end

local function try(where, into, text)
  done = done + 1
  local folder = root .. "/" .. done
  local school, command = place(folder, into, text)
  local code, said = run(school, command)
  if code ~= 0 then fail(where, said .. "\n" .. text) end
  if into == "tests" and not said:find "1 block, [1-9]" then fail(where, "its test did not run:\n" .. said) end
end

-- ---- the three tables ------------------------------------------------------------------------------------------------

local words = dofile(source .. "/lua/words.lua")
local reference = dofile(source .. "/lua/reference.lua")
for name, page in pairs(dofile(source .. "/lua/phrases.lua")) do
  assert(not reference.words[name], name)
  reference.words[name] = page
end

local function list_has(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end

local function check_fields(name, row, page)
  local fields = type(row.fields) == "table" and row.fields or {}
  for _, field in ipairs(fields) do
    if not (page.fields and page.fields[field]) then fail(name, "its field '" .. field .. "' is not explained") end
  end
  for field in pairs(page.fields or {}) do
    if row.how ~= "call" and not list_has(fields, field) then fail(name, "explains a field '" .. field .. "' that it does not have") end
  end
end

local function check_words()
  local grouped = {}
  for _, group in ipairs(reference.groups) do
    for _, name in ipairs(group.words) do
      if grouped[name] then fail(name, "stands in two groups") end
      grouped[name] = true
      if not reference.words[name] then fail(name, "has no page") end
    end
  end
  for name, row in pairs(words) do
    done = done + 1
    local page = reference.words[name]
    if not grouped[name] then fail(name, "stands in no group") end
    if page then
      check_fields(name, row, page)
      if not page.example then fail(name, "has no example") end
      if row.how == "call" and not page.form then fail(name, "does not say how it is called") end
      if page.form and not page.form:find("^[%a_]*" .. name:sub(1, 1)) then fail(name, "its form does not begin with it") end
    end
  end
  for name, page in pairs(reference.words) do
    if not words[name] and page.into ~= "kinds" then fail(name, "is no word of the language") end
    if page.example and not page.example:find("%f[%w_]" .. name .. "%f[^%w_]") then fail(name, "its example does not use it") end
  end
end

-- Each meaning loads, and the program knows no other.
local function check_readings()
  for _, reading in ipairs(reference.readings) do
    local means = {}
    for _, meaning in ipairs(reading) do
      means[#means + 1] = meaning.means
      try("reading " .. reading.name, "base", ("reading %q { means = %q }"):format(reading.name, meaning.means))
    end
    if reading.name ~= "pru block" then
      local school, command = place(root .. "/no-such-meaning", "base", ("reading %q { means = 'nonsense' }"):format(reading.name))
      local code, said = run(school, command)
      local listed, count = (said:match "must be ([^\n]-), and this" or ""):gsub('"[^"]*"', "%0")
      for _, one in ipairs(means) do count = listed:find('"' .. one .. '"', 1, true) and count - 1 or -1 end
      if code ~= 3 or count ~= 0 then fail("reading " .. reading.name, "meanings that are not explained:\n" .. said) end
    end
  end
end

local function check_examples()
  local names = {}
  for name in pairs(reference.words) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local page = reference.words[name]
    if page.example then try("example of " .. name, page.into or "school", page.example) end
  end
  check_readings()
end

-- ---- the file for editors --------------------------------------------------------------------------------------------

-- lua/kinds.lua as tables: kinds and facts by name, each field with its type and codes.
local function read_kinds()
  local kinds, facts, codes = {}, {}, {}
  local function type_of(name) return { type = name } end
  local function choice(name)
    return function(list) return { type = name, codes = type(list) == "string" and codes[list] or list } end
  end
  local function same(field) return field end
  local env = { dated = same, private = same, derived = same, one_of = choice "one_of", set_of = choice "set_of" }
  for _, name in ipairs { "day", "flag", "whole", "hours", "text", "person", "years_set" } do env[name] = type_of(name) end
  function env.codes(name) return function(list) codes[name] = list end end
  function env.facts(name) return function(fields) facts[name] = fields end end
  function env.record(name)
    return function(record)
      local fields = {}
      for _, list in ipairs { record.session or {}, record.each or {} } do
        for field, what_it_is in pairs(list) do fields[field] = what_it_is end
      end
      kinds[name] = { shape = record.shape, fields = fields, session = record.session or {} }
    end
  end
  assert(loadfile(source .. "/lua/kinds.lua", "t", env))()
  return kinds, facts
end

-- Class by class: the fields, and the aliases with their codes.
local function read_definitions(text)
  local classes, aliases, current = {}, {}, ""
  for line in text:gmatch "[^\n]+" do
    local class = line:match "^%-%-%-@class ([%w_.]+)"
    local field = line:match "^%-%-%-@field ([%a_][%w_]*)"
    local alias, codes = line:match "^%-%-%-@alias ([%w_.]+) (.*)$"
    if class then
      classes[class] = {}
      current = class
    elseif field then
      classes[current][field] = line
    elseif alias then
      aliases[alias] = {}
      for code in (codes .. "|"):gmatch '"?([^|"]+)"?|' do aliases[alias][code] = true end
    end
  end
  return classes, aliases
end

local BUILT_IN = { "date", "last_day", "title", "organisation", "cancelled", "outcome" }

local function check_class(where, class, aliases, fields)
  if not class then return fail(where, "is not in the file") end
  for field, what_it_is in pairs(fields) do
    done = done + 1
    if not class[field] then fail(where, "has no field " .. field) end
    local named = aliases[where .. "." .. field]
    for _, code in ipairs(what_it_is.codes or {}) do
      if not (named and named[tostring(code)]) then fail(where .. "." .. field, "has no code " .. tostring(code)) end
    end
  end
  for field in pairs(class) do
    if not fields[field] and not (fields ~= BUILT_IN and list_has(BUILT_IN, field)) then fail(where, "has a field too many: " .. field) end
  end
end

-- Everything that the file offers, in one policy: a rule for each code and each field.
local WHO = { meeting = "pupils {}", note = "pupils {}", staff = "staff {}", staff_note = "staff {}", school = "the_school {}", organisation = "organisations {}" }
local VALUE = { flag = "true", whole = "1", hours = "1", day = '"2026-09-01"', text = '"x"', person = "known", years_set = "includes(9)" }

local function offered(kinds, facts)
  local lines = {}
  local function add(who, have)
    lines[#lines + 1] = ('add "7.0.1/try-%d" { reason = "x", may { title = "x", who = %s, have = %s, when = each_school_year(), owner = role.tutor } }')
      :format(#lines + 1, who, have)
  end
  local function values(field)
    if not field.codes then return { VALUE[field.type] } end
    local all = {}
    for _, code in ipairs(field.codes) do
      local text = type(code) == "number" and tostring(code) or ("%q"):format(code)
      all[#all + 1] = field.type == "set_of" and ("includes(%s)"):format(text) or text
    end
    return all
  end
  for kind, what_it_is in pairs(kinds) do
    for field, holds in pairs(what_it_is.fields) do
      for _, value in ipairs(values(holds)) do add(WHO[what_it_is.shape], ("%s { %s = %s }"):format(kind, field, value)) end
    end
  end
  local subjects = { pupil = { "pupils", "encounter {}" }, staff = { "staff", "cpd {}" }, organisation = { "organisations", "contact {}" } }
  for sort, fields in pairs(facts) do
    for field, holds in pairs(subjects[sort] and fields or {}) do
      for _, value in ipairs(values(holds)) do add(("%s { %s = %s }"):format(subjects[sort][1], field, value), subjects[sort][2]) end
    end
  end
  table.sort(lines)
  return lines
end

local function check_editor()
  local folder = root .. "/editor"
  local code, said = run(root, "signpost policy editor --out editor")
  if code ~= 0 then return fail("policy editor", said) end
  local text = read(folder .. "/.editor/signpost.lua")
  local env = {}
  local chunk, why = load(text, "signpost.lua", "t", env)
  if not chunk then return fail("signpost.lua", why) end
  chunk()
  local kinds, facts = read_kinds()
  local classes, aliases = read_definitions(text)
  for name, row in pairs(words) do
    if env[name] == nil then fail(name, "is not in the file") end
    local fields = {}
    for _, field in ipairs(type(row.fields) == "table" and row.fields or {}) do fields[field] = {} end
    if row.how == "id" or row.how == "either" or (row.how == "table" and row.fields ~= "*") then
      for field in pairs(reference.words[name].fields or {}) do fields[field] = fields[field] or {} end
      check_class("signpost.word." .. name, classes["signpost.word." .. name], aliases, fields)
    end
  end
  for name in pairs(env) do
    if not words[name] and not kinds[name] and not (reference.words[name] and reference.words[name].into == "kinds") then fail(name, "is no word") end
  end
  for name, kind in pairs(kinds) do
    if env[name] == nil then fail(name, "is not in the file") end
    check_class("signpost." .. name, classes["signpost." .. name], aliases, kind.fields)
  end
  for name, fields in pairs(facts) do check_class("signpost.facts." .. name, classes["signpost.facts." .. name], aliases, fields) end
  local lines = offered(kinds, facts)
  done = done + #lines
  for first = 1, #lines, 200 do
    local policy = table.concat(lines, "\n", first, math.min(first + 199, #lines))
    local school, command = place(("%s/offered-%d"):format(root, first), "school", 'choose "appendix" { "add", reason = "x" }\n' .. policy)
    code, said = run(school, command)
    if code ~= 0 then fail("what the file offers", said:sub(1, 4000)) end
  end
end

-- ---- a page of the tree ----------------------------------------------------------------------------------------------

local function file_of(block)
  local path = block:match "^%-%- file: (%S+)"
  if not path then return "school" end
  if path:find "^tests/" then return "tests" end
  local into = path:match "^policies/(%a-)s/" or (path:find "^policies/" and "base") or path:match "([%a]+)%.lua$"
  return into == "policy" and "school" or into
end

-- A school with records, fresh for every page.
local function with_records()
  local folder = root .. "/records"
  os.execute("mkdir -p " .. quoted(folder))
  local code, said = run(folder, ("signpost new school --name 'Harbour View Academy' --setting 'secondary with sixth form' --contact 'A. Okafor, " ..
    "amara.okafor@harbourview.example' && cp %s/*.lua school/ && cp %s/imports/* school/imports/ && cp %s/imports/* school/ && cd school && " ..
    "signpost import imports --yes; code=$?; mkdir -p tests && signpost policy test --generate 4.6.4/employer-encounter >tests/own.lua && exit $code"):format(quoted(source .. "/examples/harbour-view"), quoted(source .. "/examples/harbour-view"),
    quoted(source .. "/examples/harbour-view")))
  if code > 2 then fail("a school with records", said) end
  return folder .. "/school"
end

-- Words that ask questions or open a prompt have nobody to answer them here.
local ASKS = { ["signpost"] = true, ["signpost new"] = true }

-- What a person would answer, or that nothing is to be carried out.
local NEEDS = { ["policy fmt"] = " --dry-run" }
for _, word in ipairs { "import", "met", "confirm", "interviewed", "record", "correct", "waive", "snooze", "hold", "export" } do NEEDS[word] = " --yes" end

-- Where the example school has no way for mail to leave, and no message whose answer never came: what is said of it.
local SAYS = { ["signpost remind --send"] = "mail-not-arranged", ["signpost send"] = "mail-not-arranged", ["signpost settle 41 42 arrived"] = "There is no message 41" }

local function try_line(page, school, line)
  local command = line:gsub("%s+#.*$", ""):gsub("%s+$", "")
  done = done + 1
  if ASKS[command] then return end
  local code, said = run(school, command .. (NEEDS[command:match "^signpost (%a+ ?%a*)" or ""] or NEEDS[command:match "^signpost (%a+)" or ""] or ""))
  if SAYS[command] and code == 4 and said:find(SAYS[command], 1, true) then return end
  if code > 2 then fail(page .. ": " .. command, said) end
end

local function check_page(path)
  local text, page = read(path), path:match "[^/]+/[^/]+$"
  local school, before = nil, done
  local kept = { lua = {}, sh = {} }
  for sort, block in text:gmatch "\n```(%a+)\n(.-)\n```" do
    if kept[sort] then kept[sort][#kept[sort] + 1] = block end
  end
  for _, block in ipairs(kept.lua) do
    local script = block:match "^%-%- (%S+%.lua):%s+signpost run"
    if script then
      school = school or with_records()
      write(school .. "/" .. script, block)
      try_line(page, school, "signpost run " .. script)
    else
      try(page .. "\n" .. block, file_of(block), block)
    end
  end
  local lines = {}
  for _, block in ipairs(kept.sh) do
    for line in block:gmatch "[^\n]+" do
      if line:find "^signpost" then lines[#lines + 1] = line end
    end
  end
  for line in text:gsub("\n```.-\n```", ""):gmatch "`(signpost [^`]+)`" do lines[#lines + 1] = (line:gsub("\n", " ")) end
  for _, line in ipairs(lines) do
    school = school or with_records()
    try_line(page, school, line)
  end
  if done == before then fail(page, "nothing in it was tried") end
end

-- ---- help recipe -------------------------------------------------------------------------------------------------------

local function check_recipe()
  local folder = root .. "/recipe"
  local code, said = run(root, "signpost new recipe --name 'Example School' --setting 'secondary' --contact 'A. Okafor, a@school.example' && signpost help recipe")
  local file, recipe = said:match "\n(Pupil ref,.-)\nThen ", said:match '\n(recipe "office" {.-\n})\n'
  if code ~= 0 or not file or not recipe then return fail("help recipe", said) end
  write(folder .. "/office.csv", file)
  write(folder .. "/imports/office.csv", file)
  write(folder .. "/imports/office.lua", recipe)
  local before = read(folder .. "/imports/office.lua")
  local function must(command, wanted)
    done = done + 1
    local ended, printed = run(folder, command)
    if ended ~= 0 or not printed:find(wanted, 1, true) then fail("help recipe: " .. command, printed) end
  end
  must("signpost import as office --dry-run", "This adds 2")
  must("signpost import office.csv as office --yes", "2 rows are new")
  must("signpost import office.csv as office --save --yes", "Next time:  import as office")
  must("sqlite3 school.db \"SELECT group_concat(surname || ' ' || form || ' ' || sen || ' ' || dob, '; ') FROM pupils\"",
    "Zander 9AH ehcp 2012-09-13; Ziegler 9AH none 2012-09-14")
  if read(folder .. "/imports/office.lua") ~= before then fail("help recipe", "the recipe changed, though nothing new was answered:\n" .. read(folder .. "/imports/office.lua")) end
  local text = (said:gsub("%s+", " "))
  for _, intake in ipairs(dofile(source .. "/lua/columns.lua")) do
    done = done + 1
    if not text:find("[ ,]" .. intake.name:gsub("%-", "%%-") .. "[,; :]") then fail("help recipe", "does not name the sort " .. intake.name) end
    local fields = { ["or"] = true, ["and"] = true, also = true }
    for _, column in ipairs(intake.columns) do fields[column.field] = true end
    local listed = said:match("\n +" .. intake.name:gsub("%-", "%%-") .. ": ([^\n]+)") or ""
    for name in listed:gsub("%b()", ""):gsub(", and a column.*", ""):gmatch "[%a_]+" do
      if not fields[name] then fail("help recipe", intake.name .. " has no field " .. name) end
    end
  end
end

if what == "words" then
  check_words()
elseif what == "examples" then
  check_examples()
elseif what == "recipe" then
  check_recipe()
elseif what == "editor" then
  check_editor()
else
  check_page(absolute(what))
end
if os.getenv "KEEP" then print(root) else os.execute("rm -rf " .. quoted(root)) end
print(("%d tried, %d failed"):format(done, failures))
os.exit(failures == 0)
