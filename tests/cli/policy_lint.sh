#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The pages of lint: each bad example gives exactly the finding that its page is about, and each good one none; every
# rule has a page, and no page is left over.  And --fix: the example that can be mended is mended, and then finds nothing.
#   tests/cli/policy_lint.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
cd "$work"
cat >pages.lua <<'LUA'
local program, source = arg[1], arg[2]
local pages, failed = dofile(source .. "/lua/lint.lua"), 0
local function wrong(...) failed = failed + 1; print(string.format(...)) end

local HEADER = [[policy { id = "demo", title = "Careers Policy", version = "1", effective = "2022-09-01" }
]]
local BASE = [[section "1" { title = "Aims" }
role "leader" { title = "Careers Leader" }
plan "yearly" { lead = days(30), steps = { "lead", "due" } }
clause "1.0.1" { title = "A programme", text = "There is a programme.",
  must "programme" { title = "a programme", who = the_school {}, have = document { item = "programme" }, when = each_school_year(),
    owner = role.leader, remind = plan.yearly } }
]]
local SCHOOL = [[amends "ept-2022" { version = "1", school = "Example School", urn = 100099, setting = "secondary", years_taught = years(7, 11),
  approved = "2022-09-14", approved_by = "Governors", from = "2022-09-01" }
]]
local ANSWERS = [[choose "programme_years" { years(8, 13), reason = "As printed." }
choose "careers_leader_title" { "Careers Leader", reason = "As printed." }
choose "ebacc" { "keep", reason = "As printed." }
choose "enterprise_adviser" { "keep", reason = "As printed." }
choose "appendix" { "none", reason = "As printed." }
]]
local ADOPTED = [[adopt "provider-access-2023" { approved = "2022-12-12", approved_by = "Trust Board" }
adopt "gatsby-2025" { approved = "2025-06-30", approved_by = "Trust Board" }
adopt "work-experience-2026" { approved = "2026-05-18", approved_by = "Trust Board" }
]]

local count = 0
local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

-- The rules that lint finds in a piece of a file, in order, once each.
local function found(of, piece)
  count = count + 1
  local root = "trust" .. count
  os.execute("mkdir -p " .. root .. "/school/tests " .. root .. "/policies/demo")
  local named = "demo"
  if of == "base" then
    write(root .. "/policies/demo/policy.lua", (piece:find("^policy ") and "" or HEADER) .. BASE .. piece)
    write(root .. "/school/policy.lua", SCHOOL .. ANSWERS .. ADOPTED)
  else
    named = ""
    os.execute("rm -r " .. root .. "/policies")
    write(root .. "/school/policy.lua", SCHOOL .. ANSWERS .. (of == "school" and piece or ADOPTED))
    if of == "tests" then write(root .. "/school/tests/piece.lua", piece) end
  end
  local pipe = io.popen(program .. " --dir " .. root .. "/school policy lint " .. named .. " --json --as-of 2026-11-23 2>" .. root .. "/err")
  local text = pipe:read "a"
  pipe:close()
  local rules, seen = {}, {}
  for rule in text:gmatch '"rule":"([%w-]+)"' do
    if not seen[rule] then rules[#rules + 1] = rule end
    seen[rule] = true
  end
  if not text:find '"line":"end"' then return "no answer: " .. text .. io.open(root .. "/err"):read "a" end
  return table.concat(rules, " ")
end

local names = {}
for name in pairs(pages) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local page = pages[name]
  if #page.why < 60 then wrong("%s: its page does not say why", name) end
  if page.of ~= "records" then
    local bad, good = found(page.of or "base", page.bad), found(page.of or "base", page.good)
    if bad ~= name then wrong("%s: the bad example gives '%s'", name, bad) end
    if good ~= "" then wrong("%s: the good example gives '%s'", name, good) end
  end
  local pipe = io.popen(program .. " policy lint --explain " .. name .. " 2>&1")
  if not pipe:read("a"):find(page.bad:match "[^\n]+", 1, true) then wrong("%s: --explain does not show its example", name) end
  pipe:close()
end
local pipe = io.popen(program .. " policy lint --rules --json")
for rule in pipe:read("a"):gmatch '"rule":"([%w-]+)"' do
  if not pages[rule] then wrong("%s has no page", rule) end
  names[rule] = true
end
pipe:close()
for _, name in ipairs(names) do if not names[name] then wrong("%s: a page, and no such rule", name) end end
os.exit(failed == 0)
LUA
lua5.4 pages.lua "$program" "$source"
