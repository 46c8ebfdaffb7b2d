-- SPDX-License-Identifier: GPL-3.0-or-later
-- agree: does `signpost check --json --names` say what expected.json says, pupil by pupil?
--   lua5.4 tests/make/agree.lua CHECK.jsonl EXPECTED.json
-- Exits 1 and names every pupil on whom the two differ.
local here = arg[0]:match("^(.*)/") or "."
local json = dofile(here .. "/json.lua")

local RULES = {
  employer_this_year = "4.6.4/employer-encounter",
  workplace_by_16 = "4.7.2/workplace-by-16",
  interview_by_16 = "4.9.2/interview-by-16",
  ehc_review_adulthood = "4.4.33/review-looks-ahead",
}

-- What a finding says of the evidence alone, whatever the clock or an exemption made of it.
local function group_of(finding)
  if finding.certain >= finding.need then return "satisfied" end
  if (finding.possible or math.huge) >= finding.need then return "not_known" end -- null: a total without bound
  return "not_satisfied"
end

local expected
do
  local file = assert(io.open(arg[2], "rb"))
  expected = json.read(file:read("a"))
  file:close()
end

local said, newest = {}, {}
for line in io.lines(arg[1]) do
  local record = json.read(line)
  -- A window that has closed speaks of the year before; expected.json speaks of the pupils whom the rule is about now.
  local open = record.window == "now" or (record.deadline or "") >= expected.as_of
  if record.rule and record.upn and record.status ~= "not_applicable" and open then
    local key = record.rule .. " " .. record.upn
    if not newest[key] or (record.opens or "") >= newest[key] then
      newest[key] = record.opens or ""
      said[record.rule] = said[record.rule] or {}
      said[record.rule][record.upn] = group_of(record)
    end
  end
end

local wrong, compared = 0, 0
local names = {}
for name in pairs(expected.rules) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local rule = RULES[name] or error("agree.lua: expected.json has an unknown rule " .. name)
  local seen = {}
  for group, upns in pairs(expected.rules[name]) do
    if group == "satisfied" or group == "not_satisfied" or group == "not_known" then
      for _, upn in ipairs(upns) do
        seen[upn] = true
        compared = compared + 1
        local got = (said[rule] or {})[upn] or "no finding"
        if got ~= group then
          wrong = wrong + 1
          print(("%s %s: expected %s, got %s"):format(rule, upn, group, got))
        end
      end
    end
  end
  for upn, got in pairs(said[rule] or {}) do
    if not seen[upn] then
      wrong = wrong + 1
      print(("%s %s: expected no finding, got %s"):format(rule, upn, got))
    end
  end
end
print(("%d pupils and rules compared, %d differ"):format(compared, wrong))
if compared == 0 then print("agree.lua: nothing was compared"); os.exit(1) end
os.exit(wrong == 0 and 0 or 1)
