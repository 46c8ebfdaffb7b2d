-- SPDX-License-Identifier: GPL-3.0-or-later
-- Damaged records: bits turned and ends cut off at every class of place.  Each word that reads, changes or sends says so
-- or works; none crashes, changes a damaged file or writes a message from it.
--   lua5.4 tests/faults/damage.lua PROGRAM SOURCE [--seed N] [--seeds N] [--twin] [--keep]
-- --twin: a program that does not look before it changes must be found out.
-- Four seeds for each kind; two hundred with SIGNPOST_LONG=1.
local program, source = arg[1], arg[2]
local seed, seeds, keep, twin = 20261127, os.getenv "SIGNPOST_LONG" and 200 or 4, false, false
for i = 3, #arg do
  if arg[i] == "--seed" then seed = math.tointeger(tonumber(arg[i + 1])) end
  if arg[i] == "--seeds" then seeds = math.tointeger(tonumber(arg[i + 1])) end
  if arg[i] == "--twin" then twin = true end
  if arg[i] == "--keep" then keep = true end
end

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
local function write_file(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

program, source = output("readlink -f " .. quoted(program)):gsub("\n", ""), output("readlink -f " .. quoted(source)):gsub("\n", "")
local place = os.execute "test -d /dev/shm -a -w /dev/shm" and "/dev/shm" or os.getenv "TMPDIR" or "/tmp"
local work = output("mktemp -d " .. place .. "/signpost-damage.XXXXXX"):gsub("\n", "")
local school = work .. "/school"

local function run(words)
  local _, how, number = os.execute(("cd %s && ulimit -t 60 && exec env -i PATH=\"$PATH\" HOME=%s LOGNAME=tester LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 %s %s </dev/null >%s 2>%s")
    :format(quoted(school), quoted(work), twin and "sqlite3" or quoted(program), words, quoted(work .. "/out"), quoted(work .. "/err")))
  if how == "signal" then return nil, number end
  return number
end

local function random(n)
  seed = (seed * 6364136223846793005 + 1442695040888963407)
  return (seed >> 33) % n
end

-- ---- damage -------------------------------------------------------------------------------------------------------------------

local PAGE = 4096

local function turn_bits(bytes, from, size, count)
  for _ = 1, count do
    local at = from + random(size)
    bytes = bytes:sub(1, at) .. string.char(bytes:byte(at + 1) ~ (1 << random(8))) .. bytes:sub(at + 2)
  end
  return bytes
end

local function some_page(bytes) return 1 + random(#bytes // PAGE - 1) end

-- name, what it does to the bytes of school.db
local KINDS = {
  { "the header", function(bytes) return turn_bits(bytes, 0, 100, 1 + random(3)) end },
  { "the first page", function(bytes) return turn_bits(bytes, 100, PAGE - 100, 1 + random(4)) end },
  { "the head of a page", function(bytes) return turn_bits(bytes, some_page(bytes) * PAGE, 16, 1 + random(3)) end },
  { "anywhere", function(bytes) return turn_bits(bytes, 0, #bytes, 20 + random(200)) end },
  { "an end cut off", function(bytes) return bytes:sub(1, random(#bytes)) end },
  { "whole pages cut off", function(bytes) return bytes:sub(1, random(#bytes // PAGE) * PAGE) end },
  { "a page of another place", function(bytes)
    local to, from = some_page(bytes), some_page(bytes)
    local page = random(3) == 0 and ("\0"):rep(PAGE) or bytes:sub(from * PAGE + 1, (from + 1) * PAGE)
    return bytes:sub(1, to * PAGE) .. page .. bytes:sub((to + 1) * PAGE + 1)
  end },
}

-- ---- what must hold -----------------------------------------------------------------------------------------------------------

local WORDS = {
  { words = "check --as-of 2026-11-23 --quiet" },
  { words = "doctor", doctor = true },
  { words = "remind --drafts --yes --as-of 2026-11-23", sends = true },
  { words = "import ../more.csv --yes --as-of 2026-11-23", changes = true },
  { words = "hold 9AH because looking --yes", changes = true },
  { words = "backup", copies = true },
}

if twin then
  WORDS = { { words = [[school.db "INSERT INTO setting VALUES ('twin', X'00')"]], changes = true } }
  seeds = 2
end

local function files_that_leave()
  return output(("cd %s && find outbox exports -type f 2>/dev/null"):format(quoted(school)))
end

local function judge(word, bytes, sound, code, signal)
  local out, err = read_file(work .. "/out"), read_file(work .. "/err")
  if not code then return "crashed with signal " .. tostring(signal) end
  if code == 7 or (out .. err):find "E901" then return "is called a mistake of ours: " .. err:sub(1, 200) end
  local changed = read_file(school .. "/school.db") ~= bytes or #read_file(school .. "/school.db-wal") > 0
  if code >= 5 then
    if not (out .. err):find "E40%d" and not word.doctor then return ("ended with %d and without a reason: %s"):format(code, err:sub(1, 200)) end
    if changed and not sound then return ("refused (%s) and changed the file"):format(err:match "E%d+" or code) end
  end
  if sound then return end
  if word.doctor and code < 5 then return "says that damaged records are in order" end
  if word.changes and changed then return ("changed damaged records and ended with %d"):format(code) end
  if word.sends and files_that_leave() ~= "" then return ("wrote messages from damaged records and ended with %d"):format(code) end
  if word.copies and code == 0 then return "made a copy of damaged records" end
end

local function prepare()
  local script = [[
set -e
%PROGRAM new school --name "Harbour View Academy" --setting secondary --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cp %SOURCE/examples/harbour-view/*.lua school/
head -30 %SOURCE/examples/harbour-view/imports/pupils.csv >pupils.csv
head -40 %SOURCE/examples/harbour-view/imports/activities.csv >activities.csv
printf 'UPN,Surname,Forename,Form,Year,Date of Birth\nA801200000001,Castell,Zoe,9AH,9,2012-10-01\n' >more.csv
cd school
%PROGRAM import ../pupils.csv --yes --as-of 2026-11-23 >/dev/null 2>&1
%PROGRAM import %SOURCE/examples/harbour-view/imports/staff.csv --yes --as-of 2026-11-23 >/dev/null 2>&1
%PROGRAM import ../activities.csv --yes --as-of 2026-11-23 >/dev/null 2>&1
sqlite3 school.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
rm -f school.db-wal school.db-shm
]]
  script = script:gsub("%%PROGRAM", (quoted(program):gsub("%%", "%%%%"))):gsub("%%SOURCE", (source:gsub("%%", "%%%%")))
  assert(os.execute(("cd %s && HOME=%s LC_ALL=C.UTF-8 TZ=UTC sh -c %s"):format(quoted(work), quoted(work), quoted(script))), "the school could not be made")
  assert(os.execute(("cp -a %s %s-kept"):format(quoted(school), quoted(school))))
  return read_file(school .. "/school.db")
end

local function put(bytes)
  assert(os.execute(("rm -rf %s && cp -a %s-kept %s"):format(quoted(school), quoted(school), quoted(school))))
  write_file(school .. "/school.db", bytes)
end

-- SQLite's own word, asked of a file that nobody else opens.
local function is_sound(bytes)
  write_file(work .. "/asked.db", bytes)
  return output(("sqlite3 %s 'PRAGMA cell_size_check=1' 'PRAGMA quick_check' 2>&1; rm -f %s*"):format(quoted(work .. "/asked.db"), quoted(work .. "/asked.db"))) == "ok\n"
end

local function main()
  local whole = prepare()
  local wrong, cases, damaged = 0, 0, 0
  for _, word in ipairs(WORDS) do
    put(whole)
    local code = run(word.words)
    local fine = code == 0 or (code and code < 5 and not word.changes)
    if not fine then error(word.words .. " does not work on whole records: " .. tostring(code) .. " " .. read_file(work .. "/err")) end
    if word.sends and files_that_leave() == "" then error "whole records give no message to write" end
  end
  for _, kind in ipairs(KINDS) do
    for number = 1, seeds do
      local bytes = kind[2](whole)
      local sound = is_sound(bytes)
      cases = cases + 1
      if not sound then damaged = damaged + 1 end
      for _, word in ipairs(WORDS) do
        put(bytes)
        local code, signal = run(word.words)
        local said = judge(word, bytes, sound, code, signal)
        if said then
          wrong = wrong + 1
          if not twin then print(("%s, %d: %s: %s"):format(kind[1], number, word.words, said)) end
          if keep then
            print(work)
            os.exit(1)
          end
        end
      end
    end
  end
  print(("%d files, %d of them damaged in SQLite's eyes, %d words each: %d wrong"):format(cases, damaged, #WORDS, wrong))
  if damaged < cases // 2 then error "hardly anything was damaged" end
  return (wrong == 0) ~= twin
end

local fine, result = xpcall(main, debug.traceback)
os.execute("rm -rf " .. quoted(work))
if not fine then print(result) end
os.exit(fine and result)
