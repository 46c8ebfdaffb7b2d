-- SPDX-License-Identifier: GPL-3.0-or-later
-- clauses - is every numbered clause of the printed policy here, and does each say or check something?
--     lua5.4 tests/lint/clauses.lua [SOURCE TREE]
-- The shipped policy is run as plain Lua with constructors that only remember.  Prints each fault and ends with 1 if any.

local root = arg[1] or "."
local MOST_FOR_READING = 12

-- The printed numbers; 4.4.23 and on belong to section 4.3.
local PRINTED = { "1.0.1-3", "2.0.1-11", "3.0.1-2", "3.1.1-6", "3.2.1-6", "4.0.1-3", "4.1.1-6", "4.2.1-7", "4.3.1-22", "4.4.23-34",
  "4.5.1-8", "4.6.1-5", "4.7.1-5", "4.8.1-11", "4.9.1-8", "5.0.1-6", "6.0.1-3", "7.0.1-1" }

-- Clauses whose rules rest on these kinds of record, row by row.
local RESTS_ON = {
  { "2.0.1", "self_review career_plan lmi provider intention curriculum_link" },
  { "2.0.2 5.0.1 5.0.3", "improvement evaluation observation" },
  { "2.0.3 4.6.1 4.6.2 4.6.4", "encounter" },
  { "2.0.4 4.8.4 4.8.5 4.8.6 4.8.7", "provider" },
  { "2.0.5 2.0.6 4.2.6 4.4.25 4.7.1", "encounter findings" },
  { "2.0.7 4.2.4 6.0.3 4.8.9 4.8.10", "resource link_check access_request provider" },
  { "2.0.8 4.4.29 4.5.1 4.5.3 4.5.4 4.5.5", "cpd staff_briefing curriculum_link survey lesson" },
  { "2.0.9 4.3.2 4.3.14 4.4.28", "explored" },
  { "2.0.10 4.9.8", "agreement meeting certificate" },
  { "3.0.1 3.1.3 4.0.3 5.0.6 6.0.1 6.0.2 7.0.1", "document read_receipt consultation" },
  { "3.0.2 3.1.1 5.0.2", "evaluation meeting post" },
  { "3.1.2 4.1.1", "programme_line document" },
  { "3.1.4 4.1.4 4.1.5 4.3.6 4.8.8", "publication document destination" },
  { "3.1.5 4.1.2 4.1.3", "post publication qualification cpd" },
  { "3.1.6 4.3.15 4.3.16 4.4.30", "transition_plan caseload contact meeting" },
  { "3.2.1 3.2.2", "post document caseload" },
  { "3.2.3 3.2.4 3.2.5 3.2.6", "post referral meeting curriculum_link lesson" },
  { "4.1.6 5.0.4 4.0.1 4.0.2", "survey encounter workplace" },
  { "4.2.1 4.2.2 4.2.3 4.8.2 4.8.3", "lmi briefing tool_use publication" },
  { "4.2.5 4.3.12 4.3.17 4.8.11", "contact referral encounter provider_check" },
  { "4.2.7 4.5.6 4.6.5", "encounter findings" },
  { "4.3.1 4.3.13 4.4.27 4.4.32", "career_plan" },
  { "4.3.3 4.9.1 4.9.2 4.9.3 4.9.4", "guidance agreed_action" },
  { "4.3.4 4.3.5 4.3.8 4.3.19", "erasure destination evaluation alumni intention application offer start provider" },
  { "4.3.9 4.3.10 4.3.11", "risk_review caseload referral document" },
  { "4.3.18 4.5.8 4.8.1", "briefing referral study" },
  { "4.3.20 4.3.22 4.4.23 4.4.24 5.0.5", "data_file la_share la_instruction briefing leaver la_notice" },
  { "4.4.26 4.4.33 4.3.21 4.9.5", "family_meeting ehc_review pep caseload meeting guidance" },
  { "4.4.31 4.7.2 4.7.3 4.7.4 4.7.5", "workplace" },
  { "4.5.7 4.6.3", "study meeting contact" },
  { "4.9.6 4.9.7", "qualification register_entry cpd guidance" },
}

local found = {}
local function fault(...) found[#found + 1] = string.format(...) end

-- A word remembers what it was given: word "id" { ... }, word { ... }, word(a, b), word.name.
local node = {}
node.__index = function(self, key)
  return setmetatable({ word = rawget(self, "word"), name = key }, node)
end
node.__call = function(self, ...)
  local first = ...
  local id, parts = rawget(self, "id"), { ... }
  if type(first) == "string" and select("#", ...) == 1 and not id then id, parts = first, {} end
  local made = { word = rawget(self, "word"), id = id, given = parts }
  if rawget(self, "record") then
    local list, slot = rawget(self, "record"), rawget(self, "slot")
    slot = slot or #list + 1
    list[slot] = made
    made.record, made.slot = list, slot
  end
  return setmetatable(made, node)
end

local declared = {}
local function run(path)
  local env = setmetatable({}, { __index = function(_, word) return setmetatable({ word = word, record = declared }, node) end })
  assert(loadfile(path, "t", env))()
end

local pipe = assert(io.popen("cd '" .. root:gsub("'", "'\\''") .. "' && ls policies/ept-2022/*.lua"))
for path in pipe:lines() do run(root .. "/" .. path) end
pipe:close()

local function fields_of(made) return (rawget(made, "given") or {})[1] or {} end

-- All words and texts below a value.
local function walk(value, words, depth)
  if type(value) ~= "table" or depth > 24 then return end
  local word = rawget(value, "word")
  if word then words[word] = true end
  local below = word and rawget(value, "given") or value
  if type(below) ~= "table" then return end
  for key, one in pairs(below) do
    if key ~= "record" then walk(one, words, depth + 1) end
    if key == "reads" then for _, kind in ipairs(one) do words[kind] = true end end
  end
end

local RULES = { must = true, should = true, may = true, must_not = true, should_not = true, measure = true, keep = true, attest = true }
local OWNED = { must = true, must_not = true, keep = true, attest = true }
local clauses, served, names, reading = {}, {}, {}, 0

local function look_at_rule(number, rule)
  local word, id, fields = rawget(rule, "word"), rawget(rule, "id"), fields_of(rule)
  local name = number .. "/" .. tostring(id)
  if names[name] then fault("%s: there are two rules of that name", name) end
  names[name] = true
  if not tostring(id):find "^[a-z0-9-]+$" then fault("%s: a name has small letters, digits and hyphens", name) end
  if not fields.title and word ~= "keep" then fault("%s: no title", name) end
  if OWNED[word] and not fields.owner then fault("%s: no owner", name) end
  if (word == "must" or word == "attest") and not fields.remind then fault("%s: no reminder plan", name) end
  walk(fields, clauses[number].words, 0)
end

for _, made in ipairs(declared) do
  local word, id, fields = rawget(made, "word"), rawget(made, "id"), fields_of(made)
  if (word == "clause" or word == "for_reading") and type(fields) == "table" then
    if clauses[id] then fault("%s: there are two", id) end
    clauses[id] = { words = {}, rules = 0, reading = word == "for_reading", text = fields.text or "" }
    reading = reading + (clauses[id].reading and 1 or 0)
    if not fields.title or #clauses[id].text < 40 then fault("%s: no title, or no sentence", id) end
    for _, rule in ipairs(fields) do
      if RULES[rawget(rule, "word")] then
        clauses[id].rules = clauses[id].rules + 1
        look_at_rule(id, rule)
      end
    end
    for _, other in ipairs(fields.also or {}) do served[other] = served[other] or id end
  end
end

local count = 0
for _, run_of in ipairs(PRINTED) do
  local stem, from, to = run_of:match "^(%d%.%d%.)(%d+)%-(%d+)$"
  for n = tonumber(from), tonumber(to) do
    local number = stem .. n
    local clause = clauses[number]
    count = count + 1
    if not clause then
      fault("%s: is not there", number)
    elseif clause.reading then
      if not clause.text:find "For reading only" then fault("%s: does not say why it is for reading", number) end
    elseif clause.rules == 0 and not served[number] then
      fault("%s: nothing is checked, and no clause says that it serves it (also)", number)
    end
    if clause then clause.printed = true end
  end
end
for number, clause in pairs(clauses) do
  if not clause.printed then fault("%s: the printed policy has no such clause", number) end
end
for number, home in pairs(served) do
  if not clauses[number] then fault("%s: 'also' names %s, which is not there", home, number) end
end
if reading > MOST_FOR_READING then fault("%d clauses are for reading only, and %d are the most", reading, MOST_FOR_READING) end
for _, row in ipairs(RESTS_ON) do
  for kind in row[2]:gmatch "%S+" do
    local named = false
    for number in row[1]:gmatch "%S+" do named = named or (clauses[number] ~= nil and clauses[number].words[kind] == true) end
    if not named then fault("%s: none of them rests on '%s'", row[1], kind) end
  end
end

table.sort(found)
for _, text in ipairs(found) do print("policies/ept-2022: " .. text) end
local rules = 0
for _ in pairs(names) do rules = rules + 1 end
print(string.format("%d clauses, %d for reading, %d rules, %d faults", count, reading, rules, #found))
os.exit(#found == 0)
