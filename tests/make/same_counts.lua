-- SPDX-License-Identifier: GPL-3.0-or-later
-- same_counts - what `policy diff --json --list` says of two policies is what `check --json` says under each of them.
--     lua5.4 same_counts.lua FIRST.jsonl SECOND.jsonl DIFF.jsonl
-- For each rule the counts by status must agree; rules that the comparison does not name must not differ; and each changed
-- finding must have the two statuses that the two checks gave it.

local function text(line, key) return line:match('"' .. key .. '":"([^"]*)"') end
local function number(line, key) return tonumber(line:match('"' .. key .. '":(%-?%d+)')) end

local function findings(path)
  local counts, statuses = {}, {}
  for line in io.lines(path) do
    local rule, status = text(line, "rule"), text(line, "status")
    if text(line, "id") and rule and status and text(line, "state") ~= "gone" and status ~= "not_applicable" then
      counts[rule] = counts[rule] or {}
      counts[rule][status] = (counts[rule][status] or 0) + 1
      local key = table.concat({ text(line, "subject_type"), number(line, "subject"), rule }, " ")
      statuses[key] = statuses[key] or {}
      statuses[key][status] = (statuses[key][status] or 0) + 1
    end
  end
  return counts, statuses
end

local function fail(...)
  print(string.format(...))
  os.exit(1)
end

local first, first_by_subject = findings(arg[1])
local second, second_by_subject = findings(arg[2])
local named, rows, changed = {}, 0, 0

local function of_line(line, key)
  local out, list = {}, line:match('"' .. key .. '":{([^}]*)}')
  for status, count in list:gmatch '"([%l_]+)":(%d+)' do
    if status ~= "not_asked" then out[status] = tonumber(count) end
  end
  return out
end

local function agree(rule, what, said, counted)
  for status, count in pairs(said) do
    if counted[status] ~= count then fail("%s, %s: %s %d, and check says %s", rule, what, status, count, counted[status]) end
  end
  for status, count in pairs(counted) do
    if said[status] ~= count then fail("%s, %s: check says %s %d, and diff %s", rule, what, status, count, said[status]) end
  end
end

for line in io.lines(arg[3]) do
  local of, rule = text(line, "line"), text(line, "rule")
  if of == "effect" then
    named[rule], rows = true, rows + 1
    agree(rule, "first", of_line(line, "from"), first[rule] or {})
    agree(rule, "second", of_line(line, "to"), second[rule] or {})
  elseif of == "finding" then
    changed = changed + 1
    local key = table.concat({ text(line, "subject_type"), number(line, "subject"), rule }, " ")
    for which, statuses in pairs { from = first_by_subject, to = second_by_subject } do
      local status = text(line, which)
      local left = status == "not_asked" and 1 or ((statuses[key] or {})[status] or 0)
      if left < 1 then fail("%s: diff says %s %s, and check does not", key, which, status) end
    end
  end
end

for _, counts in ipairs { first, second } do
  for rule in pairs(counts) do
    if not named[rule] then agree(rule, "unnamed", first[rule] or {}, second[rule] or {}) end
  end
end
if rows == 0 or changed == 0 then fail "nothing differs: the comparison was tried on nothing" end
print(("%d rules differ, %d answers; the two checks say the same"):format(rows, changed))
