-- SPDX-License-Identifier: GPL-3.0-or-later
-- A machine that fails at every point: each word that changes something is run again and again, killed before, after and in
-- the middle of each call that changes the disk, cut off its power, told that the disk is full, broken or slow, or refused memory.
-- What must hold after each: the state before or the state after, never between; a success only when it is one; the next
-- run works, and the same word ends where it would have ended.
--   lua5.4 tests/faults/sweep.lua PROGRAM SOURCE PRELOAD GROUP [--seed N] [--only NAME] [--most N] [--keep]
-- SIGNPOST_LONG=1 walks every point; else a part of them, spread by the seed, in which each sort of call and of fault is.
local program, source, preload, group = arg[1], arg[2], arg[3], arg[4]
local seed, only, most, keep = 20261127, nil, nil, false
do
  local i = 5
  while i <= #arg do
    if arg[i] == "--seed" then seed, i = math.tointeger(tonumber(arg[i + 1])), i + 1
    elseif arg[i] == "--only" then only, i = arg[i + 1], i + 1
    elseif arg[i] == "--most" then most, i = math.tointeger(tonumber(arg[i + 1])), i + 1
    elseif arg[i] == "--keep" then keep = true
    else error("no option " .. arg[i]) end
    i = i + 1
  end
end
local long = os.getenv "SIGNPOST_LONG"
local scenarios = dofile(source .. "/tests/faults/scenarios.lua")

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  pipe:close()
  return text
end

local function read_file(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read "a"
  file:close()
  return text
end

local function must(command)
  local fine = os.execute(command)
  if not fine then error("failed: " .. command, 2) end
end

-- The folder of the work: memory where there is some, so that no real disk is waited for.
local place = os.execute "test -d /dev/shm -a -w /dev/shm" and "/dev/shm" or os.getenv "TMPDIR" or "/tmp"
local work = output("mktemp -d " .. place .. "/signpost-faults.XXXXXX"):gsub("\n", "")
program, preload, source = output("readlink -f " .. quoted(program)):gsub("\n", ""), output("readlink -f " .. quoted(preload)):gsub("\n", ""),
  output("readlink -f " .. quoted(source)):gsub("\n", "")

local NOW = 1795424400 -- 23 November 2026, 09:00: no clock of the machine in what is compared
local run_folder = work .. "/run"

local function words_of(scenario, text)
  return (text:gsub("%%PROGRAM", (quoted(scenario.program or program):gsub("%%", "%%%%"))):gsub("%%SOURCE", source))
end

-- Runs one line of the shell in a folder of the school, under the preload; returns exit code, or nil when killed by a signal.
local function run(folder, command, faults)
  local set = { "LD_PRELOAD=" .. quoted(preload), "FAULT_ROOT=" .. quoted(run_folder), "FAULT_NOW=" .. NOW }
  for name, value in pairs(faults or {}) do set[#set + 1] = "FAULT_" .. name .. "=" .. quoted(tostring(value)) end
  local line = ("cd %s && ulimit -t 60 && exec env -i PATH=\"$PATH\" HOME=%s LOGNAME=tester USER=tester LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 %s %s </dev/null >%s 2>%s")
    :format(quoted(folder), quoted(work), table.concat(set, " "), command, quoted(work .. "/out"), quoted(work .. "/err"))
  local _, how, number = os.execute(line)
  if how == "signal" then return nil, number end
  return number
end

-- The rows of a database and whether it is whole.  What lies in backups/ is one file and often as it was: looked at once.
local seen = {}
local function rows_of(folder, path)
  local bytes = path:find "/backups/" and read_file(folder .. "/" .. path)
  if bytes and seen[bytes] and output(("ls -A %s"):format(quoted(folder .. "/" .. path .. "-journal") .. " 2>&1")):find "No such" then return seen[bytes] end
  local rows = output(("cd %s && sqlite3 %s 'PRAGMA integrity_check' 'PRAGMA foreign_key_check' .dump 2>&1"):format(quoted(folder), quoted(path)))
  if bytes then seen[bytes] = rows end
  return rows
end

-- Everything that a person could miss afterwards, as text: the rows of each database, the bytes of each other file.
-- A half-made name that the program clears away by itself is marked, so that it can be told from the rest.
local function state_of(folder)
  local lines = {}
  local listing = output(("cd %s && find . -mindepth 1 ! -name '*.db-shm' ! -name '*.db-wal' ! -name school.lock -printf '%%y %%p\\n' | LC_ALL=C sort"):format(quoted(folder)))
  for sort, path in listing:gmatch "(%l) ([^\n]+)\n" do
    local name = path:match "[^/]+$"
    if name:find "^%..+%.signpost%-%d+" or path:find "/%.[^/]+%.signpost%-%d+/" then lines[#lines + 1] = "left over " .. path
    elseif sort == "f" and path:find "%.db$" then lines[#lines + 1] = "database " .. path .. "\n" .. rows_of(folder, path)
    elseif sort == "f" then lines[#lines + 1] = path .. "\n" .. read_file(folder .. "/" .. path)
    else lines[#lines + 1] = sort .. " " .. path end
  end
  return lines
end

local function text_of(scenario, state, whole)
  local kept = {}
  for _, line in ipairs(state) do
    local skipped = (not whole and line:find "^left over ") or (scenario.more and line:find(scenario.more)) or (scenario.skip and line:find(scenario.skip))
    if not skipped then kept[#kept + 1] = scenario.mask and scenario.mask(line) or line end
  end
  return table.concat(kept, "\n")
end

-- What lies beside the records, by name and bytes.
local function files_of(state)
  local kept = {}
  for _, line in ipairs(state) do if not line:find "^database " then kept[#kept + 1] = line end end
  return table.concat(kept, "\n")
end

local function left_over(state)
  for _, line in ipairs(state) do if line:find "^left over " then return line end end
end

-- The same lines, whatever their order: a copy is written anew, table by table.
local sorted_texts = {}
local function sorted(text)
  if not sorted_texts[text] then
    local lines = {}
    for line in text:gmatch "[^\n]+" do lines[#lines + 1] = line end
    table.sort(lines)
    sorted_texts[text] = table.concat(lines, "\n")
  end
  return sorted_texts[text]
end

-- Copies that a word makes on its way: each whole, or not there.
local function odd_copy(scenario, state, before)
  for _, line in ipairs(state) do
    if scenario.more and line:find(scenario.more) then
      local rows = sorted(line:match "^[^\n]*\n(.*)")
      local known = false
      for _, other in ipairs(before) do known = known or (other:match "^database" and sorted(other:match "^[^\n]*\n(.*)") == rows) end
      if not known then return line:match "^[^\n]*" end
    end
  end
end

local function first_difference(a, b)
  local at_a, at_b = a:gmatch "[^\n]*", b:gmatch "[^\n]*"
  for _ = 1, 100000 do
    local x, y = at_a(), at_b()
    if x ~= y then return ("    - %s\n    + %s"):format((x or "(end)"):sub(1, 200), (y or "(end)"):sub(1, 200)) end
    if not x then return "    (the same)" end
  end
end

-- ---- which points there are, and which are walked ------------------------------------------------------------------------

local random_state = seed
local function random(n)
  random_state = (random_state * 6364136223846793005 + 1442695040888963407)
  return (random_state >> 33) % n + 1
end

local WRITES = { write = true, pwrite = true, writev = true }
local SLOW = { write = true, pwrite = true, writev = true, open = true, ftruncate = true, fsync = true, fdatasync = true }

local function faults_at(point)
  local list = {
    { HOW = "before" }, { HOW = "after" },
    { HOW = "before", POWER = "lost" }, { HOW = "after", POWER = "lost" },
    { HOW = "before", POWER = "torn", SEED = seed + point.number }, { HOW = "after", POWER = "torn", SEED = seed * 3 + point.number },
    { HOW = "ENOSPC" }, { HOW = "ENOSPC+" }, { HOW = "EIO" }, { HOW = "EIO+" },
  }
  if WRITES[point.what] then
    list[#list + 1] = { HOW = "half" }
    list[#list + 1] = { HOW = "half", POWER = "torn", SEED = seed * 7 + point.number }
    list[#list + 1] = { HOW = "short" }
    list[#list + 1] = { HOW = "short+" }
  end
  if SLOW[point.what] then list[#list + 1] = { HOW = "EINTR" } end
  for _, fault in ipairs(list) do
    fault.AT = point.number
    fault.point = point
    fault.mode = fault.HOW .. (fault.POWER and " " .. fault.POWER or "")
    fault.kills = fault.HOW == "before" or fault.HOW == "after" or fault.HOW == "half"
  end
  return list
end

local function shuffle(list)
  for i = #list, 2, -1 do
    local k = random(i)
    list[i], list[k] = list[k], list[i]
  end
end

-- Where an allocation is refused, that one or all from then on.  The first ones are of the C library itself.
local FIRST_OWN = 1000
local function refusals(allocations)
  local list = {}
  for i = 1, long and 100 or 3 do
    local number = FIRST_OWN + random(allocations - FIRST_OWN)
    list[i] = { MEMORY = number .. (i % 2 == 0 and "+" or ""), AT = "memory", mode = "no memory", point = { number = number, what = "memory", path = "" } }
  end
  return list
end

-- Each sort of call on each sort of file, each fault of each sort of call, then whatever the seed gives.
local function choose(scenario, points, allocations)
  local all, chosen, rest, known = {}, {}, {}, {}
  if not scenario.mode and not scenario.twin then all = refusals(allocations) end
  for _, point in ipairs(points) do
    for _, fault in ipairs(faults_at(point)) do
      if not scenario.mode or fault.mode:find(scenario.mode) then all[#all + 1] = fault end
    end
  end
  if not scenario.mode then all[#all + 1] = { HOW = "before", AT = "end", POWER = "lost", mode = "at the end lost", kills = true, point = { number = 0, what = "end", path = "" } } end
  if long then return all, #all end
  shuffle(all)
  for _, fault in ipairs(all) do
    local first, second = fault.point.what .. " " .. (fault.point.path:match "%.(%a[%a-]*)[^./]*$" or "folder"), fault.mode
    if not known[first] or not known[second] or fault.AT == "end" or fault.MEMORY then
      known[first], known[second] = true, true
      chosen[#chosen + 1] = fault
    else rest[#rest + 1] = fault end
  end
  local want = most or scenario.points or 12
  for i = 1, math.min(#rest, want - #chosen) do chosen[#chosen + 1] = rest[i] end
  return chosen, #all
end

-- ---- one point ---------------------------------------------------------------------------------------------------------------

local function message_is_clear(text)
  if text:find "E901" or text:find "internal" then return false end
  return text:find "%S" ~= nil
end

local function begin_at(base)
  must(("rm -rf %s %s.spare* && cp -a %s %s"):format(quoted(run_folder), quoted(run_folder), quoted(base), quoted(run_folder)))
end

-- nil, or what does not hold.
local function judge(scenario, case, fault, code, signal)
  local folder = run_folder .. "/school"
  local err = read_file(work .. "/err")
  if fault.kills and signal ~= 9 then return "was to be killed, and ended with " .. tostring(code or signal) end
  if not fault.kills and not code then return "crashed with signal " .. tostring(signal) end
  if code == 7 or (code and code ~= 0 and code ~= case.code and not message_is_clear(err .. read_file(work .. "/out"))) then
    return ("ended with %d and no clear message: %s"):format(code, err:sub(1, 300))
  end
  if scenario.verify ~= false then
    local verified = run(folder, words_of(scenario, "%PROGRAM journal --verify"))
    if verified ~= 0 then return ("journal --verify ended with %s: %s"):format(tostring(verified), (read_file(work .. "/out") .. read_file(work .. "/err")):sub(1, 300)) end
  end
  local state = state_of(run_folder)
  local text = text_of(scenario, state)
  local is_before, is_after = text == case.before, text == case.after
  if not is_before and not is_after and not scenario.staged then
    return ("is between: against before\n%s\n  against after\n%s"):format(first_difference(case.before, text), first_difference(case.after, text))
  end
  local copy = odd_copy(scenario, state, case.before_state)
  if copy then return "left a copy that is not the state before: " .. copy end
  if fault.AT == "end" and scenario.durable and not is_after then return "said that it was done, and a cut of power took it back" end
  if code and code == case.code and not is_after then return "ended as if it were done, and it was not" end
  -- Whether a log reached the disk nobody knows after a failed sync; and memory can end when all is done.
  local unknown = fault.MEMORY or (fault.point.what:find "sync" and fault.point.path:find "%-wal$")
  if code and code ~= case.code and is_after and not is_before and not unknown then return ("ended with %d, and it was done: %s"):format(code, err:sub(1, 300)) end
  -- The same word again, or, where that would do more, another one.
  local same = is_before or scenario.again or not is_after
  local again = not is_before and not is_after and scenario.resume or same and scenario.words or scenario.other or "%PROGRAM hold 9AH because looking --yes"
  code, signal = run(folder, words_of(scenario, again))
  if not code or (is_before and code ~= case.code) or (is_after and code ~= 0 and code ~= (scenario.again_code or case.code)) then
    return ("the next run (%s) ended with %s: %s"):format(again, tostring(code or signal), read_file(work .. "/err"):sub(1, 300))
  end
  state = state_of(run_folder)
  -- What was cut off before it had begun is cleared by one run and carried out by the next.
  if scenario.staged and same and again == scenario.words and text_of(scenario, state, true) ~= case.after then
    run(folder, words_of(scenario, again))
    state = state_of(run_folder)
  end
  if left_over(state) then return "after the next run there is still " .. left_over(state) end
  copy = odd_copy(scenario, state, case.before_state)
  if copy then return "left a copy that is not the state before: " .. copy end
  if not same then return end
  local ends, wanted = text_of(scenario, state, true), case.after
  if again == scenario.resume then ends, wanted = files_of(state), case.after_files end
  if ends ~= wanted then return "run again it does not end where it would have:\n" .. first_difference(wanted, ends) end
end

-- ---- one scenario ------------------------------------------------------------------------------------------------------------

local function prepare(scenario, base)
  begin_at(base)
  for _, line in ipairs(scenario.prepare or {}) do
    local code, signal = run(run_folder .. "/school", words_of(scenario, line))
    if code ~= 0 and code ~= 2 then error(("%s: preparing: %s ended with %s: %s"):format(scenario.name, line, tostring(code or signal), read_file(work .. "/err"))) end
  end
  local own = work .. "/base-of-this"
  must(("rm -rf %s && cp -a %s %s"):format(quoted(own), quoted(run_folder), quoted(own)))
  local case = { base = own, before_state = state_of(run_folder) }
  case.before = text_of(scenario, case.before_state)
  os.remove(work .. "/log")
  begin_at(own)
  case.code = run(run_folder .. "/school", words_of(scenario, scenario.words), { LOG = work .. "/log", MEMORY = 1 << 60 })
  if case.code ~= (scenario.code or 0) then error(("%s ended with %s: %s"):format(scenario.words, tostring(case.code), read_file(work .. "/err"))) end
  local state = state_of(run_folder)
  case.after, case.after_files = text_of(scenario, state, true), files_of(state)
  if case.after == case.before then error(scenario.name .. ": changes nothing") end
  if not case.before:find "\nok\n" and scenario.verify ~= false then error(scenario.name .. ": no database before") end
  case.points = {}
  case.allocations = math.tointeger(tonumber(read_file(work .. "/log"):match "memory (%d+)" or 0))
  for number, what, path in read_file(work .. "/log"):gmatch "(%d+) (%l+) ([^\n]*)\n" do
    case.points[#case.points + 1] = { number = math.tointeger(tonumber(number)), what = what, path = path }
  end
  if #case.points == 0 then error(scenario.name .. ": no point at which the disk could fail was found") end
  return case
end

-- Returns how many points were walked, how many there are, and how many were wrong.
local function sweep(scenario, base)
  local case = prepare(scenario, base)
  local chosen, all = choose(scenario, case.points, case.allocations)
  local wrong, walked = 0, 0
  for _, fault in ipairs(chosen) do
    if scenario.twin and wrong > 0 then break end
    walked = walked + 1
    begin_at(case.base)
    local faults = { AT = fault.AT, HOW = fault.HOW, POWER = fault.POWER, SEED = fault.SEED, MEMORY = fault.MEMORY }
    for name, value in pairs(scenario.faults or {}) do faults[name] = value end
    local code, signal = run(run_folder .. "/school", words_of(scenario, scenario.words), faults)
    local said = judge(scenario, case, fault, code, signal)
    if said then
      wrong = wrong + 1
      if not scenario.twin or keep then print(("%s: %s at %s (%s %s): %s"):format(scenario.name, fault.mode, tostring(fault.MEMORY or fault.AT), fault.point.what, fault.point.path, said)) end
      if keep then os.exit(1) end
    end
  end
  return walked, all, wrong, #case.points
end

-- ---- all of them -------------------------------------------------------------------------------------------------------------

local function make_bases()
  for name, lines in pairs(scenarios.bases) do
    must("rm -rf " .. quoted(run_folder) .. " && mkdir -p " .. quoted(run_folder))
    for _, line in ipairs(lines) do
      -- The shell is not to be preloaded: what it starts is.
      local timed = ("env LD_PRELOAD=%s FAULT_NOW=%d %s"):format(quoted(preload), NOW, quoted(program)):gsub("%%", "%%%%")
      local script = line:gsub("%%PROGRAM", timed):gsub("%%SOURCE", (source:gsub("%%", "%%%%")))
      local _, _, code = os.execute(("cd %s && HOME=%s LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 LOGNAME=tester USER=tester sh -ec %s >%s 2>%s </dev/null")
        :format(quoted(run_folder), quoted(work), quoted(script), quoted(work .. "/out"), quoted(work .. "/err")))
      if code ~= 0 and code ~= 2 then error(("making the school: %s ended with %s: %s"):format(line, tostring(code), read_file(work .. "/err"))) end
    end
    must(("mv %s %s"):format(quoted(run_folder), quoted(work .. "/base-" .. name)))
  end
end

local function main()
  make_bases()
  local failed, walked, found = 0, 0, 0
  for _, scenario in ipairs(scenarios) do
    if (scenario.group == group or group == "all") and (not only or scenario.name:find(only, 1, true)) then
      found = found + 1
      local from = os.time()
      local chosen, all, wrong, points = sweep(scenario, work .. "/base-" .. (scenario.base or "small"))
      walked = walked + chosen
      print(("%-28s %4d calls, %4d of %5d faults, %d wrong%s, %d s"):format(scenario.name, points, chosen, all, wrong, scenario.twin and " (a twin: it must be)" or "", os.time() - from))
      if scenario.twin then failed = failed + (wrong == 0 and 1 or 0) else failed = failed + wrong end
    end
  end
  if found == 0 or walked == 0 then error "nothing was walked" end
  print(("%d faults, seed %d: %d wrong"):format(walked, seed, failed))
  return failed == 0
end

local fine, result = xpcall(main, debug.traceback)
if not keep then os.execute("rm -rf " .. quoted(work)) else print(work) end
if not fine then print(result) end
os.exit(fine and result)
