-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the sweep of faults runs.  A row: name, group (one test each), words (run in the folder of the school), and
--   base     the school it begins with ("small" when nothing is said); prepare: words run before, without a fault
--   again    said twice it changes nothing more; other: the word that is run instead when it is done already
--   code     its exit code when nothing fails; durable: when it has said that it is done, no cut of power takes it back
--   staged   it may stop between its steps, and the same word, or resume, ends where it would have ended
--   more     files that it may leave on its way, each a whole copy of the state before
--   skip     lines of the state that say nothing: a folder that is still empty
--   mask     takes what is random out of a text; verify = false: there is no journal to verify
--   mode     of the faults only those with this word; faults: more that the disk does
--   twin     without a protection: the sweep must find something
local scenarios = {}

local NEW = [[%PROGRAM new school --name "Harbour View Academy" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example"]]
local PUPILS = [[
UPN,Surname,Forename,Form,Year,Date of Birth,Sex
A801200000001,Castell,Zoe,9AH,9,2012-10-01,F
A801200000002,Dvorak,Nia,9AH,9,2012-11-02,F
A801200000003,Brandt,Bo,9AH,9,2012-12-03,M
A801200000004,Hale,Oisin,10AH,10,2011-10-04,M
A801200000005,Begum,Idris,10AH,10,2011-11-05,M
A801200000006,Brown,Amara,11AH,11,2010-12-06,F
]]
local MORE_PUPILS = [[
UPN,Surname,Forename,Form,Year,Date of Birth,Sex
A801200000001,Castell,Zoe,9BH,9,2012-10-01,F
A801200000007,Achterberg,Lu,9AH,9,2012-10-07,M
A801200000008,Whitlock,Ewan,9AH,9,2012-10-08,M
]]
local function file(name, text) return "cat > " .. name .. " <<'END'\n" .. text .. "END\n" end

scenarios.bases = {
  nothing = { "mkdir school" },
  small = {
    NEW,
    "cp %SOURCE/examples/harbour-view/*.lua school/",
    file("pupils.csv", PUPILS) .. file("more.csv", MORE_PUPILS) .. "head -30 %SOURCE/examples/harbour-view/imports/activities.csv > activities.csv",
    "cd school; %PROGRAM import ../pupils.csv --yes --as-of 2026-11-23",
    [[cd school; %PROGRAM met employer 9AH on 17 nov with "Harbour Tugs" type=employer ticks=purpose --new --yes --as-of 2026-11-23]],
  },
}

-- With the log written back, what a checkpoint replaces is not in it twice.
local EMPTY_LOG = { [[sqlite3 school.db "PRAGMA wal_checkpoint(TRUNCATE)"]] }
scenarios.bases.told = {
  NEW,
  "cp %SOURCE/examples/harbour-view/*.lua school/",
  file("pupils.csv", PUPILS) .. "head -40 %SOURCE/examples/harbour-view/imports/activities.csv > activities.csv",
  "cd school; %PROGRAM import ../pupils.csv --yes --as-of 2026-11-23",
  "cd school; %PROGRAM import %SOURCE/examples/harbour-view/imports/staff.csv --yes --as-of 2026-11-23",
  "cd school; %PROGRAM import ../activities.csv --yes --as-of 2026-11-23",
}
local function add(row) scenarios[#scenarios + 1] = row end

add { name = "import pupils", group = "import", words = "%PROGRAM import ../more.csv --yes --as-of 2026-11-23", again = true }
add { name = "import activities", group = "import", prepare = EMPTY_LOG, words = "%PROGRAM import ../activities.csv --yes --as-of 2026-11-23", again = true, code = 0 }
add { name = "met", group = "record", prepare = EMPTY_LOG, words = [[%PROGRAM met employer 10AH on 18 nov with "Harbour Tugs" ticks=purpose --yes --as-of 2026-11-23]], again = true }
add { name = "mark", group = "record", words = "%PROGRAM mark absent zoe in 1 --yes --as-of 2026-11-23", again = true }
add { name = "undo", group = "record", words = "%PROGRAM undo --yes --as-of 2026-11-23" }
add { name = "waive", group = "record", prepare = EMPTY_LOG, words = [[%PROGRAM waive 9AH 4.9.2 because medical until 1 dec by careers_leader --yes --as-of 2026-11-23]], again = true }
add { name = "keep a run", group = "record", words = "%PROGRAM check --keep --as-of 2026-11-23", code = 1, again_code = 1 }

local COPY = "school-20261123-0900.db" -- the clock stands still
local function no_chain(line) return (line:gsub("before%-restore%-[%d_-]+", "ASIDE"):gsub("X'%x+'", "X")) end
-- Keys and the name of the records are random.
local function no_key(line) return (line:gsub("(%a+%-key',X)'%x+'", "%1"):gsub("('school',X)'%x+'", "%1")) end
add { name = "first backup", group = "copies", words = "%PROGRAM backup", durable = true, skip = "^d %./school/backups$", other = "%PROGRAM backup" }
add { name = "backup", group = "copies", prepare = { "%PROGRAM backup" }, words = "%PROGRAM backup", durable = true, other = "%PROGRAM backup" }
add { name = "restore", group = "copies", durable = true, prepare = { "%PROGRAM backup", "%PROGRAM hold 9AH because later --yes" },
  words = "%PROGRAM restore " .. COPY .. " --yes", more = "^database %./school/backups/before%-restore%-", mask = no_chain }
add { name = "new", group = "copies", base = "nothing", mask = no_key, verify = false, durable = true, other = "%PROGRAM --dir fresh journal --verify",
  words = "%PROGRAM new fresh" .. NEW:match " %-%-name.*" }

add { name = "drafts", group = "leaves", base = "told", words = "%PROGRAM remind 9AH --drafts --yes --as-of 2026-11-23", staged = true, durable = true, mask = no_key,
  skip = "^%./school/outbox/[^\n]*%.html\n", -- what was left out is written as the message alone
  other = "%PROGRAM remind 9AH --drafts --yes --as-of 2026-11-23" }
add { name = "export", group = "leaves", base = "told", words = "%PROGRAM export la --yes --as-of 2026-11-23", staged = true, durable = true,
  resume = "%PROGRAM export again 1 --yes", skip = "^d %./school/exports$" }
-- It looks again, and says so, when it was cut off after it had looked.
local function no_search(line) return (line:gsub("\n[^\n]*'erase%-verify'[^\n]*", ""):gsub("(INSERT INTO state VALUES)[^\n]*", "%1")) end
add { name = "erasure", group = "leaves", base = "told", words = [[%PROGRAM retain Castell --delete because "asked for" --yes]], staged = true, durable = true, mask = no_search }

-- Without a protection the sweep has to find what is wrong: two commits where there should be one, and a disk that says
-- "done" and has not done it.
add { name = "two commits", group = "twins", twin = true, points = 60, other = "%PROGRAM journal --verify",
  words = [[sqlite3 school.db "UPDATE pupil SET surname = 'Xavier' WHERE id = 1" "UPDATE pupil SET surname = 'Yeo' WHERE id = 2"]] }
add { name = "a disk that lies", group = "twins", twin = true, points = 60, faults = { LIES = 1 }, mode = "torn", prepare = EMPTY_LOG,
  words = [[%PROGRAM met employer 10AH on 18 nov with "Harbour Tugs" ticks=purpose --yes --as-of 2026-11-23]], again = true }

return scenarios
