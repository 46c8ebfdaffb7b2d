-- SPDX-License-Identifier: GPL-3.0-or-later
-- year - what is so of every message of a school year, whatever the policy asks.
--     lua5.4 year.lua YEAR.txt PUPILS.csv      YEAR.txt: remind from DATE to DATE --texts; PUPILS.csv: list pupils --csv --names
local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local year, pupils = read(arg[1]), read(arg[2])
local faults = 0
local function fault(message, what)
  faults = faults + 1
  if faults <= 10 then print(("%s, %s: %s\n  %s"):format(message.day, message.person, what, message.subject)) end
end

-- Names of pupils, to be looked for as whole words.
local names, rows = {}, 0
for line in pupils:gmatch "[^\r\n]+" do
  local name = line:match "[^,]*,([^,]+)" or line
  rows = rows + 1
  if rows > 1 then
    for word in name:gmatch "[%a\128-\255’'-]+" do if #word > 3 then names[word] = true end end
  end
end

local messages, at = {}, nil
for line in (year .. "\n"):gmatch "(.-)\n" do
  local day, person = line:match "^(%a+day %d+ %a+ %d%d%d%d), (.+)$"
  if day and not line:find "needs something" then
    at = { day = day, person = person, subject = "", body = {} }
    messages[#messages + 1] = at
  elseif at and line:find "^Subject: " then
    at.subject = line:sub(10)
  elseif at and line:find "^What will go out" then
    at = nil
  elseif at then
    at.body[#at.body + 1] = line
  end
end

local SECRET = { "looked after", "in care", "free school", "pupil premium", "disadvantag", "child in need", "child%-in%-need", "ehc", "special educational",
  "disab", "safeguard", "at risk", "date of birth", "education plan", "%f[%a]sen%f[%A]", "%u%d%d%d%d%d%d%d%d%d%d%d%w" }
local seen, tutors, named_to, hidden = {}, 0, {}, 0
for _, message in ipairs(messages) do
  local key = message.day .. message.person
  local body = table.concat(message.body, "\n")
  local why = (body:gsub("\n", " ")):match "Why you: you are (.-)[%.(]" or ""
  if seen[key] then fault(message, "a second message on one day") end
  seen[key] = true
  if message.day:find "^Saturday" or message.day:find "^Sunday" then fault(message, "on a closed day") end
  if message.subject == "" or message.subject:find "[%c]" then fault(message, "no subject") end
  for word in message.subject:gmatch "[%a\128-\255’'-]+" do if names[word] then fault(message, "a pupil's name in the subject: " .. word) end end
  if not why:find "%S" then fault(message, "it does not say why") end
  if not (body:gsub("%s+", " ")):find "may come on" then fault(message, "it does not say when the next comes") end
  if why:find "^Tutor of %w+%s*$" then
    tutors = tutors + 1
    local low = message.subject:lower() .. "\n" .. body:lower()
    for _, word in ipairs(SECRET) do if low:find(word) then fault(message, "a tutor reads '" .. word .. "'") end end
  end
  if (body:gsub("%s+", " ")):find "ask [%a%. ]+ who" then hidden = hidden + 1 end
  local plan = body:gsub("\n *", " "):match "personal education plan[^-]+"
  if plan and not (why:find "Designated teacher" or why:find "SENCO" or why:find "Careers" or why:find "SLT") then fault(message, "education plans are not for " .. why) end
  if plan and why:find "Designated teacher" then named_to["Designated teacher"] = true end
end
print(("%d messages, %d to tutors alone, %s, %d faults"):format(#messages, tutors, hidden > 0 and "some with what is only counted" or "nothing held back", faults))
if #messages < 50 or tutors < 20 then print "too few messages to say anything"; faults = faults + 1 end
if not named_to["Designated teacher"] then print "the designated teacher was told of no education plan"; faults = faults + 1 end
os.exit(faults == 0)
